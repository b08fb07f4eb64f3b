//! `grammars/dates.toml`: months, ordinals, and the words that join dates to periods.

use serde::Deserialize;

use super::lexicon::Lexicon;
use super::{GrammarError, parse};
use crate::normalize::wordset::WordMap;
use crate::normalize::{date, period};

const FILE: &str = "grammars/dates.toml";
const BUILTIN: &str = include_str!("../../grammars/dates.toml");

/// Words with this bit begin a date or a period.
pub(crate) const TIME: u32 = 1 << 30;
/// Words with this bit may stand before a day of the week: «первый», «с».
pub(crate) const WEEKDAY: u32 = 1 << 31;

/// A part of a year or of a month that an ordinal counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartOf {
    /// Three months of a year.
    Quarter,
    /// Six months of a year.
    Half,
    /// Ten days of a month.
    Decade,
    /// Seven days of a month.
    Week,
    /// Days 1–15 or from 16 on.
    HalfMonth,
}

/// The vocabulary of dates and periods.
#[derive(Clone, Debug)]
pub struct Dates {
    /// Months, 1 to 12.
    pub months: Lexicon<u8>,
    /// 1 to 4, or -1 for the last.
    pub ordinals: Lexicon<i8>,
    /// What an ordinal counts.
    pub parts: Lexicon<PartOf>,
    /// First words of the names of months, ordinals and whatever begins a date or a period.
    pub(crate) opens: WordMap<u32>,
    /// Behind a year; the key says whether a point belongs to the form.
    pub year: Lexicon<bool>,
    /// Behind a school year.
    pub school: Lexicon<()>,
    /// Endings of ordinals in digits.
    pub suffix: Lexicon<()>,
    /// «с».
    pub from: Lexicon<()>,
    /// «по».
    pub to: Lexicon<()>,
    /// «до», «не позднее».
    pub until: Lexicon<()>,
    /// «в», «на».
    pub within: Lexicon<()>,
    /// «в течение».
    pub during: Lexicon<()>,
    /// «начало», «конец».
    pub edge: Lexicon<()>,
    /// «и».
    pub and: Lexicon<()>,
    /// «и на плановый период».
    pub planning: Lexicon<()>,
    /// «утверждённая», of an act.
    pub made: Lexicon<()>,
    /// «в», between such a word and its year.
    pub made_in: Lexicon<()>,
    /// «числа».
    pub day: Lexicon<()>,
    /// «месяц» behind the name of a month.
    pub month: Lexicon<()>,
    /// «ч.» behind an hour of the day.
    pub hour: Lexicon<()>,
    examples: Vec<Example>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    month: Vec<Numbered<u8>>,
    ordinal: Vec<Numbered<i8>>,
    part: Vec<PartForms>,
    words: WordLists,
    #[serde(default)]
    example: Vec<Example>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Numbered<N> {
    number: N,
    forms: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PartForms {
    kind: PartOf,
    forms: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WordLists {
    year: Vec<String>,
    school: Vec<String>,
    suffix: Vec<String>,
    from: Vec<String>,
    to: Vec<String>,
    until: Vec<String>,
    within: Vec<String>,
    during: Vec<String>,
    edge: Vec<String>,
    and: Vec<String>,
    planning: Vec<String>,
    made: Vec<String>,
    made_in: Vec<String>,
    day: Vec<String>,
    month: Vec<String>,
    hour: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    text: String,
    date: Option<String>,
    period: Option<String>,
    #[serde(default)]
    school_year: bool,
}

impl Dates {
    /// Reads a file of this form.
    pub fn from_toml(text: &str) -> Result<Dates, GrammarError> {
        let file: File = parse(FILE, text)?;
        let out_of_range = |what: &str| GrammarError::Parse { file: FILE.to_owned(), message: what.to_owned() };
        if file.month.iter().any(|m| !(1..=12).contains(&m.number)) {
            return Err(out_of_range("a month has a number from 1 to 12"));
        }
        if file.ordinal.iter().any(|o| !(1..=4).contains(&o.number) && o.number != -1) {
            return Err(out_of_range("an ordinal has a number from 1 to 4, or -1 for the last"));
        }
        let w = file.words;
        let mut opens = WordMap::default();
        let months = file.month.iter().flat_map(|m| &m.forms);
        let ordinals = file.ordinal.iter().flat_map(|o| &o.forms);
        let words = [&w.from, &w.until, &w.within, &w.during, &w.edge, &w.and].into_iter().flatten();
        months.chain(ordinals.clone()).chain(words).for_each(|f| opens.mark(f, TIME));
        ordinals.chain(&w.from).for_each(|f| opens.mark(f, TIME | WEEKDAY));
        Ok(Dates {
            opens,
            months: numbered(&file.month),
            ordinals: numbered(&file.ordinal),
            parts: Lexicon::new(file.part.iter().flat_map(|p| p.forms.iter().map(|f| (f, p.kind)))),
            year: Lexicon::new(w.year.iter().map(|f| (f, f.ends_with('.')))),
            school: plain(&w.school),
            suffix: plain(&w.suffix),
            from: plain(&w.from),
            to: plain(&w.to),
            until: plain(&w.until),
            within: plain(&w.within),
            during: plain(&w.during),
            edge: plain(&w.edge),
            and: plain(&w.and),
            planning: plain(&w.planning),
            made: plain(&w.made),
            made_in: plain(&w.made_in),
            day: plain(&w.day),
            month: plain(&w.month),
            hour: plain(&w.hour),
            examples: file.example,
        })
    }

    /// The vocabulary that is built in.
    pub fn builtin() -> Dates {
        Self::from_toml(BUILTIN).expect("the built-in grammar is checked by tests")
    }

    /// Runs the examples of the file; one message for each that fails.
    pub fn check(&self) -> Vec<String> {
        self.examples.iter().filter_map(|e| self.check_one(e)).collect()
    }

    fn check_one(&self, e: &Example) -> Option<String> {
        if e.period.is_none() && e.date.is_some() {
            let read = date::find(&e.text, 0, self).map(|(_, d)| d.iso());
            return (read != e.date).then(|| format!("{FILE}: «{}»: expected {:?}, read {read:?}", e.text, e.date));
        }
        let read = period::find(&e.text, self);
        let shown = read.as_ref().map(|p| format!("{}/{}", p.start, p.end));
        let same = shown == e.period && read.is_some_and(|p| p.school_year) == e.school_year;
        (!same).then(|| format!("{FILE}: «{}»: expected {:?}, read {shown:?}", e.text, e.period))
    }
}

fn plain(forms: &[String]) -> Lexicon<()> {
    Lexicon::new(forms.iter().map(|f| (f, ())))
}

fn numbered<N: Copy>(lists: &[Numbered<N>]) -> Lexicon<N> {
    Lexicon::new(lists.iter().flat_map(|l| l.forms.iter().map(|f| (f, l.number))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_hold_and_mistakes_are_refused() {
        assert_eq!(Dates::builtin().check(), Vec::<String>::new());
        assert!(Dates::from_toml(&format!("surprise = 1\n{BUILTIN}")).is_err());
        assert!(Dates::from_toml(&BUILTIN.replacen("number = 12", "number = 13", 1)).is_err());
    }
}
