//! Words that headings begin with: `grammars/headings.toml`.

use serde::Deserialize;

use super::lexicon::{Lexicon, fold};
use super::{Forms, GrammarError, parse};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    words: Forms,
    levels: Forms,
    #[serde(default)]
    example: Vec<Example>,
}

/// A heading and the word that gives its level.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    text: String,
    level: String,
}

/// The vocabulary of headings.
#[derive(Clone, Debug)]
pub struct Headings {
    words: Lexicon<()>,
    levels: Lexicon<usize>,
    names: Vec<String>,
    examples: Vec<Example>,
}

impl Headings {
    /// Name of the file.
    pub const FILE: &str = "headings.toml";

    /// Reads a grammar file.
    ///
    /// # Errors
    /// Bad TOML or an unknown field, with its line.
    pub fn from_toml(text: &str) -> Result<Headings, GrammarError> {
        let file: File = parse(Self::FILE, text)?;
        let names = file.levels.forms;
        Ok(Headings {
            words: file.words.lexicon(),
            levels: Lexicon::new(names.iter().enumerate().map(|(i, f)| (f, i))),
            names,
            examples: file.example,
        })
    }

    /// True where a line begins as headings do.
    pub fn begins(&self, text: &str) -> bool {
        self.words.starts(text).is_some()
    }

    /// Rank of the word that a numbered heading begins with, 0 for the outermost.
    pub fn level(&self, text: &str) -> Option<usize> {
        self.levels.starts(text)
    }

    /// Runs the examples of the file.
    pub fn check(&self) -> Vec<String> {
        let reads = |e: &Example| self.level(&e.text).map(|i| fold(&self.names[i]));
        let wrong = self.examples.iter().filter(|e| reads(e) != Some(fold(&e.level)));
        wrong.map(|e| format!("{}: «{}» has the level {:?}", Self::FILE, e.text, reads(e))).collect()
    }
}
