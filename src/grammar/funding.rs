//! Sources of money: `grammars/funding.toml`.

use serde::Deserialize;

use super::lexicon::{Lexicon, Words};
use super::{Forms, GrammarError, parse};
use crate::model::Level;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    levels: Levels,
    places: Places,
    budgets: Forms,
    sources: Forms,
    service: Forms,
    total: Forms,
    #[serde(default)]
    example: Vec<Example>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Levels {
    total: Vec<String>,
    extrabudgetary: Vec<String>,
    federal: Vec<String>,
    regional: Vec<String>,
    municipal: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Places {
    regional: Vec<String>,
    municipal: Vec<String>,
}

/// A source and the level it must be read as.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    source: String,
    level: Level,
}

/// The vocabulary of money.
#[derive(Clone, Debug)]
pub struct FundingWords {
    levels: Lexicon<Level>,
    places: Lexicon<Level>,
    budgets: Lexicon<()>,
    sources: Lexicon<()>,
    service: Lexicon<()>,
    total: Lexicon<()>,
    examples: Vec<Example>,
}

impl FundingWords {
    /// Name of the file.
    pub const FILE: &str = "funding.toml";

    /// Reads a grammar file.
    ///
    /// # Errors
    /// Bad TOML, an unknown level or an unknown field, with its line.
    pub fn from_toml(text: &str) -> Result<FundingWords, GrammarError> {
        let file: File = parse(Self::FILE, text)?;
        let l = file.levels;
        let levels = [
            (l.total, Level::Total),
            (l.extrabudgetary, Level::Extrabudgetary),
            (l.federal, Level::Federal),
            (l.regional, Level::Regional),
            (l.municipal, Level::Municipal),
        ];
        let places = [(file.places.regional, Level::Regional), (file.places.municipal, Level::Municipal)];
        Ok(FundingWords {
            levels: Lexicon::new(levels.into_iter().flat_map(|(forms, k)| forms.into_iter().map(move |f| (f, k)))),
            places: Lexicon::new(places.into_iter().flat_map(|(forms, k)| forms.into_iter().map(move |f| (f, k)))),
            budgets: file.budgets.lexicon(),
            sources: file.sources.lexicon(),
            service: file.service.lexicon(),
            total: file.total.lexicon(),
            examples: file.example,
        })
    }

    /// Level of the budget that `source` names.
    pub fn level(&self, source: &str) -> Option<Level> {
        let words = Words::new(source);
        let place = || self.budgets.find(&words, 0).and_then(|_| self.places.find(&words, 0));
        self.levels.find(&words, 0).or_else(place).map(|(_, level, _)| level)
    }

    /// True where a cell names a source of money.
    pub fn is_source(&self, text: &str) -> bool {
        text.len() <= 300 && self.sources.starts(text).is_some()
    }

    /// True where a row only introduces others («в том числе:»).
    pub fn is_service(&self, text: &str) -> bool {
        let words = Words::first(text, self.service.longest() + self.sources.longest() + 3);
        self.service.at(&words, 0).is_some_and(|(_, n)| words.len() <= n + 2 && !self.is_source_after(&words, n))
    }

    fn is_source_after(&self, words: &Words, from: usize) -> bool {
        self.sources.at(words, from).is_some()
    }

    /// Words at the beginning of `text` that only introduce («в том числе», «из них»): their length in bytes.
    pub fn service_prefix(&self, text: &str) -> usize {
        let words = Words::first(text, self.service.longest());
        let n = self.service.at(&words, 0).map_or(0, |(_, n)| n);
        if n == 0 { 0 } else { words.get(n - 1).map_or(0, |w| w.end) }
    }

    /// True where words mean the sum of all sources.
    pub fn is_total(&self, text: &str) -> bool {
        self.total.starts(text).is_some()
    }

    /// True where a cell holds nothing else than the word for a sum: «Итого:».
    pub fn is_bare_total(&self, text: &str) -> bool {
        self.levels.whole(text) == Some(Level::Total)
    }

    /// Runs the examples of the file.
    pub fn check(&self) -> Vec<String> {
        let wrong = self.examples.iter().filter(|e| self.level(&e.source) != Some(e.level));
        wrong.map(|e| format!("{}: «{}» reads as {:?}", Self::FILE, e.source, self.level(&e.source))).collect()
    }
}
