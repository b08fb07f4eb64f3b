//! Labels of passport rows: `grammars/passport.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::lexicon::Lexicon;
use super::{Forms, GrammarError, parse};
use crate::model::PassportKey;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    labels: BTreeMap<PassportKey, Vec<String>>,
    titles: Forms,
    called: Forms,
    outer: Forms,
    bare: Forms,
    #[serde(default)]
    example: Vec<Example>,
}

/// A label and the key it must be read as.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    label: String,
    key: PassportKey,
}

/// The vocabulary of passports.
#[derive(Clone, Debug)]
pub struct PassportWords {
    labels: Lexicon<PassportKey>,
    titles: Lexicon<()>,
    called: Lexicon<()>,
    outer: Lexicon<()>,
    bare: Lexicon<()>,
    examples: Vec<Example>,
}

impl PassportWords {
    /// Name of the file.
    pub const FILE: &str = "passport.toml";

    /// Reads a grammar file.
    ///
    /// # Errors
    /// Bad TOML, an unknown key or an unknown field, with its line.
    pub fn from_toml(text: &str) -> Result<PassportWords, GrammarError> {
        let file: File = parse(Self::FILE, text)?;
        Ok(PassportWords {
            labels: Lexicon::new(file.labels.into_iter().flat_map(|(k, forms)| forms.into_iter().map(move |f| (f, k)))),
            titles: file.titles.lexicon(),
            called: file.called.lexicon(),
            outer: file.outer.lexicon(),
            bare: file.bare.lexicon(),
            examples: file.example,
        })
    }

    /// What a label is about; `None` for words that no label begins with.
    pub fn key(&self, label: &str) -> Option<PassportKey> {
        self.labels.starts(label)
    }

    /// True where a line reads as the heading of a passport or a card.
    pub fn is_title(&self, text: &str) -> bool {
        self.titles.starts(text).is_some()
    }

    /// True where a heading calls what stands below a passport, whatever its labels.
    pub fn is_passport(&self, heading: &str) -> bool {
        self.called.starts(heading).is_some()
    }

    /// True where a title says that it heads a passport.
    pub fn is_bare(&self, title: &str) -> bool {
        self.bare.starts(title).is_some()
    }

    /// True where a label names the whole programme.
    pub fn names_programme(&self, label: &str) -> bool {
        self.outer.within(label)
    }

    /// Runs the examples of the file.
    pub fn check(&self) -> Vec<String> {
        let wrong = self.examples.iter().filter(|e| self.key(&e.label) != Some(e.key));
        wrong
            .map(|e| format!("{}: «{}» reads as {:?}, not {:?}", Self::FILE, e.label, self.key(&e.label), e.key))
            .collect()
    }
}
