//! Commands that tell whether documents are read better or worse than before.

pub(super) mod args;
pub(super) mod check;
pub(super) mod damage;
pub(super) mod diff;
pub(super) mod ratchet;
pub(super) mod score;
mod show;
pub(super) mod snapshot;
pub(super) mod vocab;

use std::path::{Path, PathBuf};
use std::{env, fs};

use serde_json::Value;

use super::exit::Stop;

/// Files of a folder and below, sorted, of which the name passes.
fn files(dir: &Path, wanted: impl Fn(&str) -> bool) -> Result<Vec<PathBuf>, Stop> {
    let walk = walkdir::WalkDir::new(dir).sort_by_file_name();
    let mut out = Vec::new();
    for entry in walk {
        let entry = entry.map_err(|e| Stop::Usage(format!("{} cannot be listed: {e}", dir.display())))?;
        if entry.file_type().is_file() && wanted(&entry.file_name().to_string_lossy()) {
            out.push(entry.into_path());
        }
    }
    Ok(out)
}

fn is_named(path: &Path, test: impl Fn(&str) -> bool) -> bool {
    path.file_name().is_some_and(|name| test(&name.to_string_lossy()))
}

fn json(path: &Path) -> Result<Value, Stop> {
    let path_words = path.display();
    let bytes = fs::read(path).map_err(|e| Stop::Usage(format!("{path_words} cannot be read: {e}")))?;
    serde_json::from_slice(&bytes).map_err(|e| Stop::Usage(format!("{path_words} is no JSON: {e}")))
}

/// Refuses to take over results where nobody looks at them.
fn refuse_in_ci(accept: bool) -> Result<(), Stop> {
    if accept && env::var_os("CI").is_some_and(|v| !v.is_empty()) {
        return Err(Stop::Usage(
            "--accept is refused where CI is set: look at the differences and accept them by hand".to_owned(),
        ));
    }
    Ok(())
}
