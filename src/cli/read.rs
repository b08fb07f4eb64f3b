//! What the commands share: vocabularies, options, inputs.

use std::env;
use std::path::{Path, PathBuf};

use super::args::ReadingArgs;
use super::exit::Stop;
use super::terminal::printable;
use munidoc::batch::{self, Input, Inputs};
use munidoc::grammar::Grammars;
use munidoc::options::Options;

impl ReadingArgs {
    /// The vocabularies asked for.
    pub fn load_grammars(&self) -> Result<Grammars, Stop> {
        let Some(dir) = &self.grammars else { return Ok(Grammars::builtin()) };
        check_folder(dir)?;
        Grammars::from_dir(dir).map_err(|e| {
            let dir = dir.display();
            Stop::Usage(format!("the vocabularies in {dir} cannot be used: {e}\nCorrect them until munidoc grammar check {dir} finds nothing."))
        })
    }

    /// The options asked for.
    pub fn options(&self) -> Options {
        Options { encoding: self.encoding, tesseract: self.tesseract.clone().or_else(tesseract), ..Options::default() }
    }
}

/// Names the program that recognises letters in pictures, instead of the one on the path.
const TESSERACT: &str = "MUNIDOC_TESSERACT";

/// The program that recognises letters: the one that is named, else the first on the path.
fn tesseract() -> Option<PathBuf> {
    if let Some(named) = env::var_os(TESSERACT).filter(|v| !v.is_empty()) {
        return Some(named.into());
    }
    let name = format!("tesseract{}", env::consts::EXE_SUFFIX);
    env::split_paths(&env::var_os("PATH")?).map(|dir| dir.join(&name)).find(|path| path.is_file())
}

/// Refuses a folder of vocabularies that is none.
pub(super) fn check_folder(dir: &Path) -> Result<(), Stop> {
    if dir.is_dir() {
        return Ok(());
    }
    let dir = dir.display();
    Err(Stop::Usage(format!("{dir} is no folder; expected one with TOML files of vocabularies: check the spelling")))
}

/// The inputs that `paths` stand for; nothing at all is wrong usage.
pub(super) fn inputs(paths: &[PathBuf]) -> Result<Inputs, Stop> {
    if paths.iter().filter(|p| p.as_os_str() == batch::STDIN).count() > 1 {
        return Err(Stop::Usage("- stands twice; standard input can be read only once: name it once".to_owned()));
    }
    let found = batch::inputs(paths);
    if found.list.is_empty() {
        let folders: Vec<String> = paths.iter().map(|p| p.display().to_string()).collect();
        return Err(Stop::Usage(format!(
            "nothing to read in {}: {} skipped, none of them a text ({}); name a file to have it tried whatever its extension",
            printable(&folders.join(", ")),
            super::terminal::count(found.skipped.len() as u64, "file"),
            Inputs::extensions()
        )));
    }
    Ok(found)
}

/// The one input that `path` stands for.
pub(super) fn one(path: &Path) -> Result<Input, Stop> {
    let mut found = inputs(&[path.to_owned()])?.list;
    if found.len() > 1 {
        return Err(Stop::Usage(format!(
            "{} holds {} documents; expected one: name one of its files (a member of an archive: archive.zip!name)",
            path.display(),
            found.len()
        )));
    }
    Ok(found.remove(0))
}
