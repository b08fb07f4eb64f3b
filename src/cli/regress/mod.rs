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

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

use serde_json::Value;

use super::exit::Stop;
use super::read;
use munidoc::batch::{self, Inputs};
use munidoc::output::write_atomic;

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

/// The result in a file.
fn result(path: &Path) -> Result<Value, Stop> {
    let value = json(path)?;
    if is_result(&value) { Ok(value) } else { Err(Stop::Usage(format!("{} is no result of munidoc", path.display()))) }
}

/// True for a document or a record of failure.
fn is_result(value: &Value) -> bool {
    value["source"].is_object() && (value["document"].is_object() || value["error"].is_object())
}

/// The documents in `paths`; one that does not exist is a slip of the pen, not a document that cannot be read.
fn documents(paths: &[PathBuf]) -> Result<Inputs, Stop> {
    if let Some(path) = paths.iter().find(|p| p.as_os_str() != batch::STDIN && !p.exists() && !is_member(p)) {
        return Err(Stop::Usage(format!("{} does not exist; check the spelling", path.display())));
    }
    read::inputs(paths)
}

/// The same, each file under a name of its own: what is kept of documents is kept by their names below their folder.
fn distinct(paths: &[PathBuf]) -> Result<Inputs, Stop> {
    let found = documents(paths)?;
    let mut known: HashMap<&Path, &str> = HashMap::new();
    for input in found.list.iter().filter(|input| input.file().is_some()) {
        if let Some(other) = known.insert(&input.name, &input.path) {
            return Err(Stop::Usage(format!(
                "{other} and {} would both be called {}; name the folder above them, or take one after the other",
                input.path,
                input.name.display()
            )));
        }
    }
    Ok(found)
}

/// Writes a file, and its folder where that is missing.
fn write(path: &Path, bytes: &[u8]) -> Result<(), Stop> {
    let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
    folder
        .and_then(|()| write_atomic(path, bytes))
        .map_err(|e| Stop::Output(format!("cannot write {}: {e}", path.display())))
}

/// True for `archive.zip!name`.
fn is_member(path: &Path) -> bool {
    path.to_string_lossy().split_once('!').is_some_and(|(archive, _)| Path::new(archive).is_file())
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
