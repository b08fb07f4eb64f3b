//! `munidoc ratchet`

use std::path::Path;
use std::{fs, io};

use super::args::RatchetArgs;
use super::{distinct, refuse_in_ci, write};
use crate::cli::exit::{Exit, Stop};
use crate::cli::terminal::{count, printable, say};
use crate::cli::{names, print};
use munidoc::batch;
use munidoc::regress::ratchet::{Reached, Table};

/// Holds the documents to the table.
pub(in crate::cli) fn run(args: &RatchetArgs) -> Result<Exit, Stop> {
    refuse_in_ci(args.accept)?;
    let path = args.accepted.display();
    let listed = match fs::read_to_string(&args.accepted) {
        Ok(text) => Table::parse(&text).map_err(|e| {
            Stop::Usage(format!("{path}: {e}; the table is written by munidoc ratchet --accept, not by hand"))
        })?,
        Err(error) if error.kind() == io::ErrorKind::NotFound && args.accept => Table::default(),
        Err(error) => {
            return Err(Stop::Usage(format!("{path} cannot be read: {error}; munidoc ratchet --accept writes it")));
        }
    };
    let grammars = args.reading.load_grammars()?;
    let inputs = distinct(&args.docs)?.list;
    // Members of one archive may have the same name.
    let names = names::expected(&inputs, Path::new(""));
    let mut names = names.iter().map(|name| name.with_extension("").to_string_lossy().replace('\\', "/"));
    let mut found = Table::default();
    batch::run(
        &inputs,
        0,
        &args.reading.options(),
        &grammars,
        |_, _, output| Reached::of(&output),
        |_, reached| {
            found.enter(&names.next().unwrap_or_default(), reached);
            Ok::<_, Stop>(())
        },
    )?;
    let steps = listed.steps(&found);
    for step in &steps {
        let how = if step.is_worse { "worse" } else { "better" };
        let line = format!("{}: {how}: {} {}, listed {}", step.document, step.what, step.found, step.listed);
        print(&format!("{}\n", printable(&line)))?;
    }
    let worse = steps.iter().filter(|s| s.is_worse).count() as u64;
    let better = steps.len() as u64 - worse;
    if args.accept {
        write(&args.accepted, found.text().as_bytes())?;
        say!("munidoc: {path} written, {}", count(found.documents.len() as u64, "document"));
        return Ok(Exit::Fine);
    }
    let hint = if better > 0 { "; enter what is better with --accept" } else { "" };
    say!(
        "munidoc: {}, {worse} worse and {better} better than listed{hint}",
        count(found.documents.len() as u64, "document")
    );
    Ok(if steps.is_empty() { Exit::Fine } else { Exit::Problems })
}
