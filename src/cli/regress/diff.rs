//! `munidoc diff`

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::args::DiffArgs;
use super::show::Show;
use super::{files, is_result, result};
use crate::cli::exit::{Exit, Stop};
use crate::cli::print;
use crate::cli::terminal::{count, number, printable, say};
use munidoc::regress::diff::{Diff, diff};

/// Results by name.
type Results = BTreeMap<String, Value>;

/// Compares two results or two sets of results.
pub(in crate::cli) fn run(args: &DiffArgs) -> Result<Exit, Stop> {
    let (mut before, mut after) = (load(&args.before)?, load(&args.after)?);
    // Two single results are compared whatever their files are called.
    if before.len() == 1 && after.len() == 1 && args.before.is_file() && args.after.is_file() {
        let name = after.keys().next().cloned().unwrap_or_default();
        before = before.into_values().map(|v| (name.clone(), v)).collect();
    }
    let show = Show::new(&args.showing);
    let (mut other, mut same, mut total) = (0, 0, Diff::default());
    for (name, a) in &before {
        match after.remove(name) {
            Some(b) => {
                let found = diff(a, &b);
                total.fields += found.fields;
                if found.is_empty() {
                    same += 1;
                    continue;
                }
                print(&show.diff(name, &found))?;
                total.changes.extend(found.changes);
            }
            None => print(&format!("{}: only in {}\n", printable(name), args.before.display()))?,
        }
        other += 1;
    }
    for name in after.keys() {
        other += 1;
        print(&format!("{}: only in {}\n", printable(name), args.after.display()))?;
    }
    say!(
        "munidoc: {} the same, {} other; {} of {} lost or changed",
        count(same, "result"),
        number(other),
        number(total.lost() as u64),
        count(total.fields as u64, "field")
    );
    Ok(if other > 0 { Exit::Problems } else { Exit::Fine })
}

/// The results in a file or folder.
fn load(path: &Path) -> Result<Results, Stop> {
    if !path.is_dir() {
        return of_file(path, &path.to_string_lossy());
    }
    let mut out = Results::new();
    for file in files(path, |name| name.ends_with(".json") || name.ends_with(".ndjson"))? {
        let name = file.strip_prefix(path).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        of_file(&file, &name)?.into_iter().for_each(|(name, result)| enter(&mut out, name, result));
    }
    if out.is_empty() {
        return Err(Stop::Usage(format!("no results in {}; expected .json or .ndjson files", path.display())));
    }
    Ok(out)
}

/// One result, or one on each line, by the paths of their documents.
fn of_file(path: &Path, name: &str) -> Result<Results, Stop> {
    if path.extension().is_none_or(|e| !e.eq_ignore_ascii_case("ndjson")) {
        return Ok(Results::from([(name.to_owned(), result(path)?)]));
    }
    let shown = path.display();
    let text = fs::read_to_string(path).map_err(|e| Stop::Usage(format!("{shown} cannot be read: {e}")))?;
    let mut out = Results::new();
    for (n, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let value: Value =
            serde_json::from_str(line).map_err(|e| Stop::Usage(format!("{shown}: line {} is no JSON: {e}", n + 1)))?;
        let name = value["source"]["path"].as_str().map_or_else(|| format!("line {}", n + 1), str::to_owned);
        if !is_result(&value) {
            return Err(Stop::Usage(format!("{shown}: line {} is no result of munidoc", n + 1)));
        }
        enter(&mut out, name, value);
    }
    Ok(out)
}

/// Enters a result; of several of one name the second is `NAME (2)`, and so on.
fn enter(results: &mut Results, name: String, result: Value) {
    let mut free = name.clone();
    for n in 2.. {
        if !results.contains_key(&free) {
            break;
        }
        free = format!("{name} ({n})");
    }
    results.insert(free, result);
}
