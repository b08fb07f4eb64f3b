//! `munidoc review`

use std::fs;
use std::path::Path;

use super::args::ReviewArgs;
use super::exit::{Exit, Stop};
use super::terminal::{count, printable, say};
use super::{names, read};
use munidoc::batch::{self, Input, Inputs};
use munidoc::model::Output;
use munidoc::output::write_atomic;
use munidoc::review::{self, Entry};

/// The file that lists the pages of a folder.
const INDEX: &str = "index.html";

/// Converts every document and writes its page; one bad document never stops the rest.
pub(super) fn run(args: &ReviewArgs) -> Result<Exit, Stop> {
    let found = read::inputs(&args.files)?;
    let is_file =
        args.output.extension().is_some_and(|e| e.eq_ignore_ascii_case("html") || e.eq_ignore_ascii_case("htm"));
    let failures = if is_file { one_file(args, &found)? } else { folder(args, &found)? };
    if !args.quiet {
        let open = if is_file { args.output.clone() } else { args.output.join(INDEX) };
        let documents = count(found.list.len() as u64 - failures, "document");
        say!("munidoc: {documents}, {}; open {}", count(failures, "failure"), printable(&open.to_string_lossy()));
    }
    Ok(if failures > 0 { Exit::Problems } else { Exit::Fine })
}

/// All documents in one file.
fn one_file(args: &ReviewArgs, found: &Inputs) -> Result<u64, Stop> {
    let target = fs::canonicalize(&args.output).ok();
    let is_target = |input: &Input| target.is_some() && input.file().and_then(|f| fs::canonicalize(f).ok()) == target;
    if found.list.iter().any(is_target) {
        let path = args.output.display();
        return Err(Stop::Usage(format!("{path} is one of the documents; give the page another name with -o")));
    }
    let mut outputs = Vec::new();
    let mut failures = 0;
    convert(args, found, |output| {
        failures += failed(&output);
        outputs.push(output);
        Ok(())
    })?;
    write(&args.output, &review::page(&outputs))?;
    Ok(failures)
}

/// A page for each document, and the list of them.
fn folder(args: &ReviewArgs, found: &Inputs) -> Result<u64, Stop> {
    let plan = names::pages(&found.list, &args.output, INDEX);
    let mut paths = plan.iter();
    let mut entries: Vec<Entry> = Vec::new();
    let mut failures = 0;
    convert(args, found, |output| {
        let Some(path) = paths.next() else { return Ok(()) };
        let below = path.strip_prefix(&args.output).unwrap_or(path);
        let up = "../".repeat(below.components().count().saturating_sub(1));
        failures += failed(&output);
        entries.push(review::entry(&output, &address(below)));
        write(path, &review::page_of(&output, &format!("{up}{INDEX}")))
    })?;
    write(&args.output.join(INDEX), &review::list(&entries))?;
    Ok(failures)
}

/// Converts all of `found` and hands the results on in order; says why one could not be read.
fn convert(args: &ReviewArgs, found: &Inputs, mut sink: impl FnMut(Output) -> Result<(), Stop>) -> Result<(), Stop> {
    let grammars = args.reading.load_grammars()?;
    let jobs = args.jobs.map_or(0, usize::from);
    let keep = |_: &Input, _: &[u8], output: Output| output;
    batch::run(&found.list, jobs, &args.reading.options(), &grammars, keep, |input, output| {
        if let Output::Failure(failure) = &output
            && !args.quiet
        {
            say!("munidoc: {}: {}", printable(&input.path), printable(&failure.error.message));
        }
        sink(output)
    })
}

fn failed(output: &Output) -> u64 {
    u64::from(matches!(output, Output::Failure(_)))
}

fn write(path: &Path, page: &str) -> Result<(), Stop> {
    let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
    folder.and_then(|()| write_atomic(path, page.as_bytes())).map_err(|e| {
        let path = path.display();
        Stop::Output(format!(
            "cannot write {path}: {e}; make room, check the permissions, or give another place with -o"
        ))
    })
}

/// A path as a link within the folder of pages.
fn address(path: &Path) -> String {
    let path = path.to_string_lossy().replace('\\', "/");
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'-' | b'_' | b'.' | b'~');
    path.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_name_any_file() {
        assert_eq!(address(Path::new("a b#1?.html")), "a%20b%231%3F.html");
        assert_eq!(address(Path::new("x.zip!/план.html")), "x.zip%21/%D0%BF%D0%BB%D0%B0%D0%BD.html");
    }
}
