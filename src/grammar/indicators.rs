//! Words of indicators: `grammars/indicators.toml`.

use serde::Deserialize;

use super::lexicon::{Lexicon, Words};
use super::{Forms, GrammarError, parse};
use crate::model::Direction;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    up: Forms,
    down: Forms,
    #[serde(default)]
    example: Vec<Example>,
}

/// A name and the direction that it says.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    name: String,
    direction: Direction,
}

/// The vocabulary of indicators.
#[derive(Clone, Debug)]
pub struct IndicatorWords {
    whole: Lexicon<Direction>,
    stems: Lexicon<Direction>,
    examples: Vec<Example>,
}

impl IndicatorWords {
    /// Name of the file.
    pub const FILE: &str = "indicators.toml";

    /// Reads a grammar file.
    ///
    /// # Errors
    /// Bad TOML or an unknown field, with its line.
    pub fn from_toml(text: &str) -> Result<IndicatorWords, GrammarError> {
        let file: File = parse(Self::FILE, text)?;
        let forms: Vec<(String, Direction)> = (file.up.forms.into_iter().map(|f| (f, Direction::Up)))
            .chain(file.down.forms.into_iter().map(|f| (f, Direction::Down)))
            .collect();
        // In other cases only the ending changes: «сокращения» for «сокращение».
        let stem =
            |f: &str| f.chars().take(f.chars().count().saturating_sub(1).max(3)).collect::<String>() + "\u{2026}";
        Ok(IndicatorWords {
            stems: Lexicon::new(forms.iter().map(|(f, d)| (stem(f), *d))),
            whole: Lexicon::new(forms),
            examples: file.example,
        })
    }

    /// The direction that word `i` says as the head of a name.
    pub fn direction_at(&self, words: &Words, i: usize) -> Option<Direction> {
        self.whole.at(words, i).map(|(d, _)| d)
    }

    /// The direction that word `i` says in any case.
    pub fn stem_at(&self, words: &Words, i: usize) -> Option<Direction> {
        self.stems.at(words, i).map(|(d, _)| d)
    }

    /// Runs the examples of the file.
    pub fn check(&self) -> Vec<String> {
        let read = |e: &Example| self.direction_at(&Words::new(&e.name), 0);
        let wrong = self.examples.iter().filter(|e| read(e) != Some(e.direction));
        wrong.map(|e| format!("{}: «{}» says {:?}", Self::FILE, e.name, read(e))).collect()
    }
}
