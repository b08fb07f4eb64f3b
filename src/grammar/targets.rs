//! Measurable aims in prose: `grammars/targets.toml`.

use serde::Deserialize;

use super::lexicon::{Lexicon, Words, fold};
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
    percent: Forms,
    per: Forms,
    by: Forms,
    multipliers: Forms,
    and: Forms,
    change: Forms,
    durations: Forms,
    must: Forms,
    reach: Forms,
    announces: Forms,
    facts: Forms,
    done: Forms,
    future: Forms,
    expected: Forms,
    amends: Forms,
    yearly: Forms,
    by_then: Forms,
    adjectives: Vec<String>,
    no_nouns: Vec<String>,
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

/// Words from those of a comparison to its year: «по состоянию на 31 декабря 2017 года».
const BASE: usize = 3;

/// A sentence and the aim that it states.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// The sentence.
    pub text: String,
    /// How it compares.
    pub comparator: Option<Comparator>,
    /// The number, with a point; none where the sentence states no aim.
    pub value: Option<String>,
    /// Its unit.
    pub unit: Option<String>,
    /// By which year.
    pub year: Option<i32>,
    /// The numbers of all aims of a clause.
    #[serde(default)]
    pub all: Vec<String>,
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
    percent: Lexicon<()>,
    /// Between a number and what it is counted on: «350 случаев на 100 тыс. населения».
    pub per: Lexicon<()>,
    /// Before the number by which something changes: «увеличение на 5 %».
    pub by: Lexicon<()>,
    /// Thousands and millions, whose unit is the noun behind them.
    pub multipliers: Lexicon<()>,
    /// Joins two adjectives.
    pub and: Lexicon<()>,
    /// What changes: «увеличение … до».
    pub change: Lexicon<()>,
    /// What is counted in years or days: «продолжительность жизни до 78 лет».
    pub durations: Lexicon<()>,
    /// Before a number that is to be reached.
    pub must: Lexicon<()>,
    /// What a lead-in asks for: «в 2024 году необходимо обеспечить:».
    pub reach: Lexicon<()>,
    /// Lead-ins of aims: «следующих целевых показателей:».
    pub announces: Lexicon<()>,
    /// Words of a report: «приняли участие».
    pub facts: Lexicon<()>,
    /// Short participles that open a report: «сохранён состав».
    pub done: Lexicon<()>,
    /// A year or time to come.
    pub future: Lexicon<()>,
    /// Headings of what is to come: «Ожидаемые результаты».
    pub expected: Lexicon<()>,
    /// Clauses that change the text of an act.
    pub amends: Lexicon<()>,
    /// Each year, and not by a year.
    pub yearly: Lexicon<()>,
    /// Before a year by which something is reached.
    pub by_then: Lexicon<()>,
    adjectives: Vec<String>,
    no_nouns: Vec<String>,
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
            percent: file.percent.lexicon(),
            per: file.per.lexicon(),
            by: file.by.lexicon(),
            multipliers: file.multipliers.lexicon(),
            and: file.and.lexicon(),
            change: file.change.lexicon(),
            durations: file.durations.lexicon(),
            must: file.must.lexicon(),
            reach: file.reach.lexicon(),
            announces: file.announces.lexicon(),
            facts: file.facts.lexicon(),
            done: file.done.lexicon(),
            future: file.future.lexicon(),
            expected: file.expected.lexicon(),
            amends: file.amends.lexicon(),
            yearly: file.yearly.lexicon(),
            by_then: file.by_then.lexicon(),
            adjectives: file.adjectives.iter().map(|e| fold(e)).collect(),
            no_nouns: file.no_nouns.iter().map(|e| fold(e)).collect(),
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
        let based = (i.saturating_sub(BASE)..=i).any(|j| self.compares(words, j));
        self.year_before.at(words, i).is_some() && !based
    }

    /// True where word `i` is the percentage behind a number and a hyphen.
    pub fn is_percent(&self, words: &Words, i: usize) -> bool {
        self.percent.at(words, i).is_some()
    }

    /// True for a folded adjective before the noun that is counted.
    pub fn is_adjective(&self, word: &str) -> bool {
        self.adjectives.iter().any(|e| word.ends_with(&**e))
    }

    /// True for a folded word that ends as no noun does that is counted.
    pub fn is_no_noun(&self, word: &str) -> bool {
        self.no_nouns.iter().any(|e| word.ends_with(&**e))
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
