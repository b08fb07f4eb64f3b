//! `munidoc grammar check`

use super::args::CheckArgs;
use super::exit::{Exit, Stop};
use super::print;
use super::read::check_folder;
use super::terminal::{count, printable, say};
use munidoc::grammar::Grammars;

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
