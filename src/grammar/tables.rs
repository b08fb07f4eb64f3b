//! Lines and rows around tables: `grammars/tables.toml`.

use serde::Deserialize;

use super::lexicon::Lexicon;
use super::{Forms, GrammarError, parse};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    barriers: Forms,
    passport_heads: Forms,
    #[serde(default)]
    example: Vec<Example>,
}

/// A line and whether it parts two tables.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    text: String,
    barrier: bool,
}

/// The vocabulary around tables.
#[derive(Clone, Debug)]
pub struct TableWords {
    barriers: Lexicon<()>,
    passport_heads: Lexicon<()>,
    examples: Vec<Example>,
}

impl TableWords {
    /// Name of the file.
    pub const FILE: &str = "tables.toml";

    /// Reads a grammar file.
    ///
    /// # Errors
    /// Bad TOML or an unknown field, with its line.
    pub fn from_toml(text: &str) -> Result<TableWords, GrammarError> {
        let file: File = parse(Self::FILE, text)?;
        Ok(TableWords {
            barriers: file.barriers.lexicon(),
            passport_heads: file.passport_heads.lexicon(),
            examples: file.example,
        })
    }

    /// True where a line parts two tables.
    pub fn is_barrier(&self, text: &str) -> bool {
        self.barriers.starts(text).is_some()
    }

    /// True where a cell heads the label column of a passport.
    pub fn heads_labels(&self, text: &str) -> bool {
        self.passport_heads.whole(text).is_some()
    }

    /// Runs the examples of the file.
    pub fn check(&self) -> Vec<String> {
        let wrong = self.examples.iter().filter(|e| self.is_barrier(&e.text) != e.barrier);
        wrong.map(|e| format!("{}: «{}» should part tables: {}", Self::FILE, e.text, e.barrier)).collect()
    }
}
