//! Measurable aims in prose: `grammars/targets.toml`.

use serde::Deserialize;

use super::lexicon::{Lexicon, Words};
use super::{Forms, GrammarError, parse};
use crate::model::Comparator;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    comparators: Comparators,
    not_after: Forms,
    not_before: Forms,
    range: Forms,
    year_before: Forms,
    base_year: Forms,
    described: Forms,
    #[serde(default)]
    example: Vec<Example>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Comparators {
    at_least: Vec<String>,
    at_most: Vec<String>,
    more: Vec<String>,
    less: Vec<String>,
    equal: Vec<String>,
}

/// Words between a number and what it describes.
const DESCRIBED: usize = 4;

/// A sentence and the aim that it states.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// The sentence.
    pub text: String,
    /// How it compares.
    pub comparator: Comparator,
    /// The number, with a point.
    pub value: String,
    /// By which year.
    pub year: Option<i32>,
}

/// The vocabulary of measurable aims.
#[derive(Clone, Debug)]
pub struct TargetWords {
    comparators: Lexicon<Comparator>,
    not_after: Lexicon<()>,
    not_before: Lexicon<()>,
    range: Lexicon<()>,
    year_before: Lexicon<()>,
    base_year: Lexicon<()>,
    described: Lexicon<()>,
    /// Examples, run by the extractor's own test and by `munidoc grammar check`.
    pub examples: Vec<Example>,
}

impl TargetWords {
    /// Name of the file.
    pub const FILE: &str = "targets.toml";

    /// Reads a grammar file.
    ///
    /// # Errors
    /// Bad TOML or an unknown field, with its line.
    pub fn from_toml(text: &str) -> Result<TargetWords, GrammarError> {
        let file: File = parse(Self::FILE, text)?;
        let c = file.comparators;
        let lists = [
            (c.at_least, Comparator::AtLeast),
            (c.at_most, Comparator::AtMost),
            (c.more, Comparator::More),
            (c.less, Comparator::Less),
            (c.equal, Comparator::Equal),
        ];
        Ok(TargetWords {
            comparators: Lexicon::new(lists.into_iter().flat_map(|(forms, k)| forms.into_iter().map(move |f| (f, k)))),
            not_after: file.not_after.lexicon(),
            not_before: file.not_before.lexicon(),
            range: file.range.lexicon(),
            year_before: file.year_before.lexicon(),
            base_year: file.base_year.lexicon(),
            described: file.described.lexicon(),
            examples: file.example,
        })
    }

    /// The comparator whose words end right before word `i`.
    pub fn comparator_before(&self, words: &Words, i: usize) -> Option<Comparator> {
        (1..=5.min(i))
            .rev()
            .find_map(|n| self.comparators.at(words, i - n).filter(|(_, len)| *len == n).map(|(c, _)| c))
    }

    /// True where word `i` makes the number before it no aim.
    pub fn is_not_after(&self, words: &Words, i: usize) -> bool {
        self.not_after.at(words, i).is_some()
    }

    /// True where word `i` makes the number behind it no aim.
    pub fn is_not_before(&self, words: &Words, i: usize) -> bool {
        self.not_before.at(words, i).is_some()
    }

    /// True where word `i` opens a range («от 6 до 14»).
    pub fn opens_range(&self, words: &Words, i: usize) -> bool {
        self.range.at(words, i).is_some()
    }

    /// True where word `i` leads to the year of an aim, and not to one that it is compared with.
    pub fn leads_to_year(&self, words: &Words, i: usize) -> bool {
        self.year_before.at(words, i).is_some() && !self.compares(words, i)
    }

    /// True where word `i` leads to the year that an aim is compared with.
    pub fn compares(&self, words: &Words, i: usize) -> bool {
        self.base_year.at(words, i).is_some()
    }

    /// True where one of the words shortly before word `i` says that its number describes something: «с численностью
    /// населения до 500 человек».
    pub fn describes(&self, words: &Words, i: usize) -> bool {
        (i.saturating_sub(DESCRIBED)..i).any(|j| self.described.at(words, j).is_some())
    }
}
