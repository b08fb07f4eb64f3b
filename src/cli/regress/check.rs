//! `munidoc check`

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde_json::Value;

use super::args::CheckAgainstArgs;
use super::show::Show;
use super::{files, is_result, refuse_in_ci, result, snapshot, write};
use crate::cli::exit::{Exit, Stop};
use crate::cli::print;
use crate::cli::terminal::{count, number, printable, say};
use munidoc::regress::diff::{Diff, diff};

/// What a document gives, held against what is expected.
enum Checked {
    /// The same, byte by byte.
    Same,
    /// Something differs, if only what does not count.
    Other(Diff),
    /// Nothing is expected yet.
    New,
    /// The expected result cannot be used.
    Broken(String),
}

/// What is said at the end.
#[derive(Default)]
struct Tally {
    /// Expected results that are met; their fields are counted only where others lose some.
    same: Vec<PathBuf>,
    other: u64,
    new: u64,
    broken: u64,
    gone: u64,
    fields: usize,
    lost: usize,
    /// Documents that lose more than is allowed.
    beyond: Vec<String>,
}

/// Compares every document with its expected result.
pub(in crate::cli) fn run(args: &CheckAgainstArgs) -> Result<Exit, Stop> {
    refuse_in_ci(args.accept)?;
    let fixtures = &args.against.fixtures;
    if !fixtures.is_dir() {
        let fixtures = fixtures.display();
        return Err(Stop::Usage(format!(
            "{fixtures} is no folder; munidoc snapshot writes the expected results first"
        )));
    }
    let show = Show::new(&args.showing);
    let mut tally = Tally::default();
    let plan = snapshot::results(&args.against, |input, path, json| {
        let name = input.name.to_string_lossy();
        let checked = compare(path, &json);
        let accept = args.accept && !matches!(checked, Checked::Same);
        match checked {
            Checked::Same => tally.same.push(path.to_owned()),
            Checked::Other(diff) if diff.is_empty() => tally.same.push(path.to_owned()),
            Checked::Other(diff) => {
                print(&show.diff(&name, &diff))?;
                tally.count(&name, &diff, args.max_loss);
            }
            Checked::New => {
                tally.new += 1;
                print(&format!("{}: new, nothing is expected of it yet\n", printable(&name)))?;
            }
            Checked::Broken(why) => {
                tally.broken += 1;
                let renewed = if accept { "" } else { "; check --accept writes it anew" };
                print(&format!("{}: {}{renewed}\n", printable(&name), printable(&why)))?;
            }
        }
        if accept { write(path, &json) } else { Ok(()) }
    })?;
    for path in gone(fixtures, &plan)? {
        tally.gone += 1;
        let lost = result(&path).map_or(0, |expected| diff(&expected, &Value::Null).fields);
        tally.lost += lost;
        tally.fields += lost;
        print(&format!(
            "{}: there is no document for it any more among those checked; where it is gone, remove this file yourself\n",
            printable(&path.to_string_lossy())
        ))?;
    }
    tally.end(args)
}

/// Whether a new result is the expected one.
fn compare(path: &Path, json: &[u8]) -> Checked {
    let expected = match fs::read(path) {
        Ok(expected) => expected,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Checked::New,
        Err(error) => return Checked::Broken(format!("{} cannot be read: {error}", path.display())),
    };
    if expected == json {
        return Checked::Same;
    }
    let path = path.display();
    match (serde_json::from_slice(&expected), serde_json::from_slice(json)) {
        (Ok(before), Ok(after)) if is_result(&before) => Checked::Other(diff(&before, &after)),
        (Ok(_), _) => Checked::Broken(format!("{path} is no result of munidoc")),
        (Err(error), _) => Checked::Broken(format!("{path} is no JSON: {error}")),
    }
}

/// Expected results of which the document is not among those that are checked.
fn gone(fixtures: &Path, plan: &[PathBuf]) -> Result<Vec<PathBuf>, Stop> {
    let known: std::collections::HashSet<&PathBuf> = plan.iter().collect();
    let mut list = files(fixtures, |name| name.ends_with(".json"))?;
    list.retain(|path| !known.contains(path));
    Ok(list)
}

impl Tally {
    fn count(&mut self, name: &str, diff: &Diff, max_loss: f64) {
        self.other += 1;
        self.fields += diff.fields;
        self.lost += diff.lost();
        if diff.loss() > max_loss {
            self.beyond.push(name.to_owned());
        }
    }

    fn end(mut self, args: &CheckAgainstArgs) -> Result<Exit, Stop> {
        if self.lost > 0 {
            // A result that was met is its own earlier result.
            let fields = |path: &PathBuf| result(path).map(|value| diff(&value, &value).fields);
            self.fields += self.same.par_iter().map(fields).sum::<Result<usize, Stop>>()?;
        }
        let loss = self.lost as f64 / self.fields.max(1) as f64;
        let lost = match self.lost {
            0 => "nothing lost".to_owned(),
            n => format!(
                "{} of {} lost or changed, {:.3} %",
                number(n as u64),
                count(self.fields as u64, "field"),
                100.0 * loss
            ),
        };
        say!(
            "munidoc: {} as expected, {} other, {} new, {} gone, {} unusable; {lost}",
            count(self.same.len() as u64, "document"),
            number(self.other),
            number(self.new),
            number(self.gone),
            number(self.broken)
        );
        if args.accept {
            if self.other + self.new + self.broken > 0 {
                say!("munidoc: accepted; the expected results are now those of today");
            }
            return Ok(if self.gone > 0 { Exit::Problems } else { Exit::Fine });
        }
        for name in &self.beyond {
            say!("munidoc: {}: more is lost than --max-loss {} allows", printable(name), args.max_loss);
        }
        let over_all = loss > args.max_total_loss;
        if over_all {
            say!("munidoc: more is lost over all than --max-total-loss {} allows", args.max_total_loss);
        }
        let fails = over_all || !self.beyond.is_empty() || self.new + self.gone + self.broken > 0;
        Ok(if fails { Exit::Problems } else { Exit::Fine })
    }
}
