//! Sources of money: `grammars/funding.toml`.

use std::ops::Range;

use serde::Deserialize;

use super::lexicon::{Lexicon, Words, is_letter_or_digit};
use super::{Forms, GrammarError, parse};
use crate::model::Level;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    levels: Levels,
    places: Places,
    budgets: Forms,
    abbreviations: Abbreviations,
    several: Several,
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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Abbreviations {
    municipal: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Several {
    words: Vec<String>,
}

/// A source and the level it must be read as; no level where it names several budgets.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    source: String,
    level: Option<Level>,
}

/// Most words of a source in the head of a column.
const MAX_SOURCE: usize = 14;

/// How many brackets are open before word `i`.
fn depth(source: &str, words: &Words, i: usize) -> usize {
    let before = words.get(i).map_or("", |w| &source[..w.start]);
    before.matches('(').count().saturating_sub(before.matches(')').count())
}

/// The vocabulary of money.
#[derive(Clone, Debug)]
pub struct FundingWords {
    levels: Lexicon<Level>,
    places: Lexicon<Level>,
    budgets: Lexicon<()>,
    abbreviations: Vec<String>,
    several: Lexicon<()>,
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
            abbreviations: file.abbreviations.municipal,
            several: Lexicon::new(file.several.words.into_iter().map(|w| (w, ()))),
            sources: file.sources.lexicon(),
            service: file.service.lexicon(),
            total: file.total.lexicon(),
            examples: file.example,
        })
    }

    /// Level of the budget that `source` names; none where it names budgets of several levels.
    pub fn level(&self, source: &str) -> Option<Level> {
        let words = Words::new(source);
        let mut begins = vec![0];
        begins.extend((1..words.len()).filter(|&i| self.lists(source, &words, i)));
        let ends = begins.iter().copied().skip(1).chain([words.len()]);
        let mut found: Option<(Level, usize)> = None;
        let mut unknown = false;
        for (begin, end) in begins.iter().copied().zip(ends) {
            let level = self.level_within(source, &words, begin..end);
            let named = begin == 0
                || self.levels.at(&words, begin).is_some()
                || self.sources.at(&words, begin).is_some()
                || self.budgets.at(&words, begin).is_some();
            match (level, found) {
                (Some(_), None) if unknown => return None,
                (Some(level), None) => found = Some((level, depth(source, &words, begin))),
                (Some(level), Some((first, at)))
                    if named
                        && at == depth(source, &words, begin)
                        && level != first
                        && ![level, first].contains(&Level::Total) =>
                {
                    return None;
                }
                // «бюджет района и средства депутатов»: another source, of no known level.
                (None, Some((_, at)))
                    if self.sources.at(&words, begin).is_some() && at == depth(source, &words, begin) =>
                {
                    return None;
                }
                (None, None) => unknown |= self.budgets.at(&words, begin).is_some(),
                _ => {}
            }
        }
        found.map(|(level, _)| level)
    }

    /// True where word `i` is another one of a list: behind a comma, a stroke, «и».
    fn lists(&self, source: &str, words: &Words, i: usize) -> bool {
        let (Some(before), Some(word)) = (words.get(i - 1), words.get(i)) else { return false };
        source[before.end..word.start].contains([',', ';', '/', '+']) || self.several.at(words, i - 1).is_some()
    }

    /// The level that the words of `range` name first.
    fn level_within(&self, source: &str, words: &Words, range: Range<usize>) -> Option<Level> {
        let within = |found: Option<(usize, Level, usize)>| found.filter(|(at, ..)| *at < range.end).map(|f| f.1);
        let budget = self.budgets.find(words, range.start).map(|f| f.0).filter(|at| *at < range.end);
        let place = || budget.and_then(|_| within(self.places.find(words, range.start)));
        let short = || budget.filter(|at| self.is_abbreviation(source, words, at + 1)).map(|_| Level::Municipal);
        within(self.levels.find(words, range.start)).or_else(place).or_else(short)
    }

    /// True where word `i` is a municipality by its initials: «бюджет ЛМР».
    fn is_abbreviation(&self, source: &str, words: &Words, i: usize) -> bool {
        let Some(word) = words.get(i).map(|w| &source[w.start..w.end]) else { return false };
        word.chars().count() > 2
            && word.chars().all(char::is_uppercase)
            && self.abbreviations.iter().any(|end| word.ends_with(end.as_str()))
    }

    /// The source that the head of a column names («в том числе за счет средств областного бюджета, тыс. руб.»): its place.
    pub fn source_in_head(&self, head: &str) -> Option<Range<usize>> {
        let from = self.service_prefix(head);
        let rest = head[from..].trim_start_matches(|c: char| !is_letter_or_digit(c));
        let level = self.level(rest).filter(|l| *l != Level::Total);
        (rest.split_whitespace().count() <= MAX_SOURCE && level.is_some() && self.is_source(rest))
            .then(|| head.len() - rest.len()..head.len())
    }

    /// True where a text is nothing but the name of a level: «областной».
    pub fn is_level(&self, text: &str) -> bool {
        self.levels.whole(text).is_some_and(|level| level != Level::Total)
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
        let wrong = self.examples.iter().filter(|e| self.level(&e.source) != e.level);
        wrong.map(|e| format!("{}: «{}» reads as {:?}", Self::FILE, e.source, self.level(&e.source))).collect()
    }
}
