//! `munidoc grammar check`, `munidoc grammar add`

use std::{fs, io};

use super::args::{AddArgs, CheckArgs};
use super::exit::{Exit, Stop};
use super::print;
use super::read::check_folder;
use super::terminal::{count, printable, say};
use munidoc::grammar::{Grammars, builtin_text, edit};
use munidoc::output::write_atomic;

/// Loads the vocabularies and runs their examples.
pub(super) fn check(args: &CheckArgs) -> Result<Exit, Stop> {
    let loaded = match &args.dir {
        Some(dir) => {
            check_folder(dir)?;
            Grammars::from_dir(dir)
        }
        None => Ok(Grammars::builtin()),
    };
    let problems = loaded.map_or_else(|error| vec![error.to_string()], |grammars| grammars.check());
    for problem in &problems {
        let lines: Vec<_> = problem.lines().map(printable).collect();
        print(&format!("{}\n", lines.join("\n")))?;
    }
    if problems.is_empty() {
        say!("munidoc: the vocabularies are fine");
        Ok(Exit::Fine)
    } else {
        say!(
            "munidoc: {} found in the vocabularies; correct the files and check again",
            count(problems.len() as u64, "problem")
        );
        Ok(Exit::Problems)
    }
}

/// Adds a form to a vocabulary in a folder.
pub(super) fn add(args: &AddArgs) -> Result<Exit, Stop> {
    let usage = |e: edit::EditError| Stop::Usage(e.to_string());
    let file = edit::file(&args.kind).map_err(usage)?;
    let path = args.dir.join(&file);
    let shown = path.display();
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        // The folder has no vocabulary of its own yet: it begins as the built-in one.
        Err(error) if error.kind() == io::ErrorKind::NotFound => builtin_text(&file).unwrap_or_default().to_owned(),
        Err(error) => return Err(Stop::Usage(format!("{shown} cannot be read: {error}"))),
    };
    let text = edit::add(&text, &args.kind, &args.field, &args.words).map_err(usage)?;
    let written = fs::create_dir_all(&args.dir).and_then(|()| write_atomic(&path, text.as_bytes()));
    written.map_err(|e| Stop::Output(format!("cannot write {shown}: {e}")))?;
    for other in edit::elsewhere(&Grammars::builtin(), &args.kind, &args.words) {
        say!("munidoc: {other}, too: there it stays so");
    }
    say!(
        "munidoc: {shown}: \u{ab}{}\u{bb} added to {}; use it with --grammars {}",
        printable(&args.words),
        args.field,
        args.dir.display()
    );
    Ok(Exit::Fine)
}
