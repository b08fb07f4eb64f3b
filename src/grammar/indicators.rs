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
    parts: Parts,
    hints: Forms,
    tolerance: Forms,
    #[serde(default)]
    example: Vec<Example>,
    #[serde(default)]
    row: Vec<RowExample>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Parts {
    forms: Vec<String>,
    by: Vec<String>,
}

/// A name in a row among indicators and what the row is.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RowExample {
    text: String,
    is: Aside,
}

/// What a row among indicators is.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Aside {
    /// An indicator.
    Indicator,
    /// Words that say only that the parts of the row above follow («в том числе:»).
    Parts,
    /// What a form asks for («(указать название)»).
    Hint,
    /// How far the indicators above may miss («Допустимые отклонения …»).
    Tolerance,
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
    parts: Lexicon<()>,
    by: Lexicon<()>,
    hints: Lexicon<()>,
    tolerance: Lexicon<()>,
    examples: Vec<Example>,
    rows: Vec<RowExample>,
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
            parts: Lexicon::new(file.parts.forms.into_iter().map(|f| (f, ()))),
            by: Lexicon::new(file.parts.by.into_iter().map(|f| (f, ()))),
            hints: file.hints.lexicon(),
            tolerance: file.tolerance.lexicon(),
            examples: file.example,
            rows: file.row,
        })
    }

    /// What a row with this name is, where it holds neither unit nor value; a tolerance is one with its values too.
    pub fn aside(&self, name: &str) -> Aside {
        if self.tolerance.starts(name).is_some() {
            return Aside::Tolerance;
        }
        if name.starts_with('(') && name.ends_with(')') && self.hints.starts(name).is_some() {
            return Aside::Hint;
        }
        let words = Words::new(name);
        match self.parts.at(&words, 0) {
            Some((_, n)) if n == words.len() || self.by.at(&words, n).is_some() => Aside::Parts,
            _ => Aside::Indicator,
        }
    }

    /// Bytes of the words at the end of a name that say that its parts follow: «…, в том числе:».
    pub fn parts_at_end(&self, name: &str) -> usize {
        let words = Words::new(name);
        let at = |i: &usize| self.parts.at(&words, *i).is_some_and(|(_, n)| i + n == words.len());
        let from = (1..words.len()).rev().take(self.parts.longest()).find(at);
        from.and_then(|i| words.get(i)).map_or(0, |word| name.len() - word.start)
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
        let directions = wrong.map(|e| format!("{}: «{}» says {:?}", Self::FILE, e.name, read(e)));
        let wrong = self.rows.iter().filter(|r| self.aside(&r.text) != r.is);
        let rows = wrong.map(|r| format!("{}: «{}» is {:?}", Self::FILE, r.text, self.aside(&r.text)));
        directions.chain(rows).collect()
    }
}
