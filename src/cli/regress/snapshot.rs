//! `munidoc snapshot`, and what it shares with `check`: results and their files.

use std::path::{Path, PathBuf};

use super::args::{AgainstArgs, SnapshotArgs};
use super::{distinct, write};
use crate::cli::exit::{Exit, Stop};
use crate::cli::names;
use crate::cli::terminal::{count, number, say};
use munidoc::batch::{self, Input};
use munidoc::model::Output;
use munidoc::output::Format;

/// Writes the expected results that are missing.
pub(in crate::cli) fn run(args: &SnapshotArgs) -> Result<Exit, Stop> {
    let (mut written, mut kept) = (0, 0);
    results(&args.against, |_, path, json| {
        if path.exists() {
            kept += 1;
            return Ok(());
        }
        written += 1;
        write(path, &json)
    })?;
    say!(
        "munidoc: {} written, {} left as they are (check --accept renews them)",
        count(written, "expected result"),
        number(kept)
    );
    Ok(Exit::Fine)
}

/// Converts the documents and hands on each with its expected file and the bytes of its result, in order; gives all the
/// expected files.
pub(super) fn results(
    args: &AgainstArgs,
    mut sink: impl FnMut(&Input, &Path, Vec<u8>) -> Result<(), Stop>,
) -> Result<Vec<PathBuf>, Stop> {
    let grammars = args.reading.load_grammars()?;
    let found = distinct(&args.docs)?;
    let plan = names::expected(&found.list, &args.fixtures);
    let make = |input: &Input, _: &[u8], mut output: Output| {
        // Where the folder lies when it is checked does not matter.
        let name = input.name.to_string_lossy().replace('\\', "/");
        match &mut output {
            Output::Document(document) => document.source.path = name,
            Output::Failure(failure) => failure.source.path = name,
        }
        let mut json = Vec::new();
        Format::Json.write(&output, &mut json).map(|()| json)
    };
    let mut paths = plan.iter();
    let jobs = args.jobs.map_or(0, usize::from);
    batch::run(&found.list, jobs, &args.reading.options(), &grammars, make, |input, json| {
        let json = json.map_err(|e| Stop::Output(format!("the result of {} has no JSON form: {e}", input.path)))?;
        paths.next().map_or(Ok(()), |path| sink(input, path, json))
    })?;
    Ok(plan)
}
