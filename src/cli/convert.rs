//! `munidoc convert`

use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use super::args::ConvertArgs;
use super::exit::{Exit, Stop};
use super::progress::Progress;
use super::summary::Tally;
use super::terminal::{printable, say};
use super::{names, read};
use munidoc::batch::{self, Input};
use munidoc::model::{Output, Severity};
use munidoc::output::{Format, write_atomic};

/// Most files of results about which it is said that they could not be written.
const SHOWN: usize = 10;

/// What is kept of a result.
struct Made {
    json: io::Result<Vec<u8>>,
    tally: Tally,
    /// Lines for people.
    remarks: Vec<String>,
}

/// Converts every input; one bad document never stops the rest.
pub(super) fn run(args: &ConvertArgs) -> Result<Exit, Stop> {
    let started = Instant::now();
    let grammars = args.reading.load_grammars()?;
    let found = read::inputs(&args.paths)?;
    let format = args.format.map_or(if args.output.is_some() { Format::Json } else { Format::Ndjson }, Format::from);
    let mut writer = match &args.output {
        Some(dir) => Writer::Files(Files::new(names::plan(&found.list, dir, format), dir)?),
        None => Writer::Stdout(io::stdout()),
    };
    if args.verbose {
        for path in &found.skipped {
            say!("munidoc: {}: skipped, no reader for it", printable(&path.to_string_lossy()));
        }
    }
    let make = |input: &Input, bytes: &[u8], output: Output| {
        let mut json = Vec::new();
        let json = format.write(&output, &mut json).map(|()| json);
        let remarks = if args.quiet { Vec::new() } else { remarks(input, &output, args.verbose) };
        Made { json, tally: Tally::of(&output, bytes.len()), remarks }
    };
    let progress =
        Progress::new(found.list.len(), !args.quiet && (args.output.is_some() || !io::stdout().is_terminal()));
    let mut tally = Tally::default();
    let jobs = args.jobs.map_or(0, usize::from);
    batch::run(&found.list, jobs, &args.reading.options(), &grammars, make, |input, made| {
        progress.aside(|| {
            for remark in &made.remarks {
                say!("{remark}");
            }
        });
        progress.step(&printable(&input.path));
        tally.add(&made.tally);
        let json =
            made.json.map_err(|e| Stop::Output(format!("the result of {} has no JSON form: {e}", input.path)))?;
        writer.write(&json)
    })
    .inspect_err(|_| progress.done())?;
    progress.done();
    if !args.quiet {
        say!("{}", tally.words(found.skipped.len(), started.elapsed()));
    }
    writer.close()?;
    Ok(if tally.fails(args.fail_on.map(Severity::from)) { Exit::Problems } else { Exit::Fine })
}

/// What people are told about a result: why it failed; with `verbose` every finding.
fn remarks(input: &Input, output: &Output, verbose: bool) -> Vec<String> {
    let path = printable(&input.path);
    match output {
        Output::Failure(failure) => vec![format!("munidoc: {path}: {}", printable(&failure.error.message))],
        Output::Document(doc) if verbose => doc
            .diagnostics
            .iter()
            .map(|d| {
                let line = d.span.map_or(String::new(), |s| format!(":{}", s.start_line));
                format!("{path}{line}: {}: {} [{}]", severity(d.severity), printable(&d.message), d.code)
            })
            .collect(),
        Output::Document(_) => Vec::new(),
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => "info",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

/// Where results go.
enum Writer {
    Stdout(io::Stdout),
    Files(Files),
}

impl Writer {
    fn write(&mut self, json: &[u8]) -> Result<(), Stop> {
        match self {
            Writer::Stdout(out) => {
                let mut out = out.lock();
                out.write_all(json).and_then(|()| out.flush()).map_err(|e| Stop::stdout(&e))
            }
            Writer::Files(files) => {
                files.write(json);
                Ok(())
            }
        }
    }

    fn close(self) -> Result<(), Stop> {
        match self {
            Writer::Files(files) if files.failed > 0 => Err(Stop::Output(format!(
                "{} of {} results could not be written; make room, check the permissions, or give another folder with -o",
                files.failed, files.next
            ))),
            _ => Ok(()),
        }
    }
}

/// One file for each result, in the order of the inputs.
struct Files {
    paths: Vec<PathBuf>,
    next: usize,
    failed: usize,
}

impl Files {
    fn new(paths: Vec<PathBuf>, dir: &Path) -> Result<Files, Stop> {
        fs::create_dir_all(dir).map_err(|e| {
            let dir = dir.display();
            Stop::Output(format!("cannot make the folder {dir}: {e}; give another one with -o, or make it yourself"))
        })?;
        Ok(Files { paths, next: 0, failed: 0 })
    }

    fn write(&mut self, json: &[u8]) {
        let Some(path) = self.paths.get(self.next) else { return };
        self.next += 1;
        let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
        if let Err(error) = folder.and_then(|()| write_atomic(path, json)) {
            self.failed += 1;
            if self.failed <= SHOWN {
                say!("munidoc: cannot write {}: {error}", printable(&path.to_string_lossy()));
            }
        }
    }
}
