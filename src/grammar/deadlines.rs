//! `grammars/deadlines.toml`: frequencies, plans, requests, events.

use serde::Deserialize;

use super::dates::Dates;
use super::lexicon::Lexicon;
use super::{GrammarError, parse};
use crate::normalize::wordset::WordMap;
use crate::normalize::{deadline, period};

const FILE: &str = "grammars/deadlines.toml";
const BUILTIN: &str = include_str!("../../grammars/deadlines.toml");

/// What a first word may begin: one bit for each list.
pub(crate) mod begins {
    /// «ежегодно».
    pub const ADVERB: u32 = 1;
    /// «раз в год».
    pub const TIMES: u32 = 1 << 1;
    /// «по средам».
    pub const WEEKDAY: u32 = 1 << 2;
    /// «каждый месяц».
    pub const EACH: u32 = 1 << 3;
    /// «постоянно».
    pub const CONTINUOUS: u32 = 1 << 4;
    /// «круглый год».
    pub const ALL_YEAR: u32 = 1 << 5;
    /// «месяца, следующего».
    pub const FOLLOWING: u32 = 1 << 6;
    /// «по запросу».
    pub const REQUEST: u32 = 1 << 7;
    /// «при проведении».
    pub const EVENT: u32 = 1 << 8;
    /// «согласно».
    pub const PLAN: u32 = 1 << 9;
    /// «график».
    pub const HEAD: u32 = 1 << 10;
    /// Words that say nothing by themselves.
    pub const WORDS: u32 = 1 << 11;
}

/// What a frequency counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Every {
    /// A day.
    Day,
    /// A week.
    Week,
    /// A month.
    Month,
    /// Three months.
    Quarter,
    /// Six months.
    Half,
    /// A year.
    Year,
    /// A part of the school year of no fixed length.
    Term,
}

/// A day of the week as RFC 5545 names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Weekday {
    /// Monday.
    Mo,
    /// Tuesday.
    Tu,
    /// Wednesday.
    We,
    /// Thursday.
    Th,
    /// Friday.
    Fr,
    /// Saturday.
    Sa,
    /// Sunday.
    Su,
}

impl Weekday {
    /// `MO`, `TU`, …
    pub fn code(self) -> &'static str {
        ["MO", "TU", "WE", "TH", "FR", "SA", "SU"][self as usize]
    }

    /// The day after.
    pub fn next(self) -> Weekday {
        use Weekday::{Fr, Mo, Sa, Su, Th, Tu, We};
        [Tu, We, Th, Fr, Sa, Su, Mo][self as usize]
    }
}

/// What begins a reference to a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlanLead {
    /// «согласно»: whatever follows.
    Always,
    /// «в соответствии с»: whatever follows; the whole phrase is the basis where it stands alone.
    Whole,
    /// «по»: only with a noun of a plan.
    By,
}

/// The vocabulary of deadlines.
#[derive(Clone, Debug)]
pub struct Deadlines {
    /// Words before a deadline.
    pub ignore: Lexicon<()>,
    /// «ежегодно».
    pub frequency: Lexicon<Every>,
    /// Units behind «раз в».
    pub units: Lexicon<Every>,
    /// Adjectives that stand for an adverb of frequency.
    pub adjectives: Lexicon<Every>,
    /// «раз в» in one word.
    pub times_per: Lexicon<()>,
    /// «два».
    pub counts: Lexicon<u32>,
    /// «дважды».
    pub often: Lexicon<u32>,
    /// Days of the week.
    pub weekdays: Lexicon<Weekday>,
    /// «раз».
    pub times: Lexicon<()>,
    /// «в» of «раз в год».
    pub per: Lexicon<()>,
    /// «не реже».
    pub at_least: Lexicon<()>,
    /// «чем».
    pub than: Lexicon<()>,
    /// «каждый».
    pub each: Lexicon<()>,
    /// «по» before days of the week.
    pub on: Lexicon<()>,
    /// Between two readings.
    pub and: Lexicon<()>,
    /// «после».
    pub after: Lexicon<()>,
    /// «постоянно».
    pub continuous: Lexicon<()>,
    /// «круглый год»: continuous, and nothing new beside a rule.
    pub all_year: Lexicon<()>,
    /// «текущего года»: words behind a date that add nothing to it.
    pub idle: Lexicon<()>,
    /// «месяца, следующего»: which month a rule means.
    pub following: Lexicon<()>,
    /// First words of whatever begins a deadline.
    pub(crate) opens: WordMap<u32>,
    /// What may follow a continuous phrase.
    pub tail: Lexicon<()>,
    /// What begins a reference to a plan.
    pub plan: Lexicon<PlanLead>,
    /// Nouns of a plan.
    pub nouns: Lexicon<()>,
    /// Nouns of a plan that stand alone.
    pub heads: Lexicon<()>,
    /// «в течение дня»: the day or month that a heading names.
    pub under: Lexicon<Every>,
    /// «по запросу».
    pub request: Lexicon<()>,
    /// «при», «после».
    pub event: Lexicon<()>,
    /// Words that name no event, day or month by themselves.
    pub open: Lexicon<()>,
    examples: Vec<Example>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    ignore: Vec<String>,
    frequency: Vec<Units>,
    adjective: Vec<Units>,
    unit: Vec<Units>,
    count: Vec<Counts>,
    often: Vec<Counts>,
    weekday: Vec<Weekdays>,
    under: Vec<Units>,
    words: WordLists,
    plan: Plan,
    request: Phrases,
    event: Events,
    #[serde(default)]
    example: Vec<Example>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Units {
    every: Every,
    forms: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Counts {
    number: u32,
    forms: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Weekdays {
    code: Weekday,
    forms: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WordLists {
    times: Vec<String>,
    times_per: Vec<String>,
    per: Vec<String>,
    at_least: Vec<String>,
    than: Vec<String>,
    each: Vec<String>,
    on: Vec<String>,
    and: Vec<String>,
    after: Vec<String>,
    continuous: Vec<String>,
    all_year: Vec<String>,
    idle: Vec<String>,
    following: Vec<String>,
    tail: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Plan {
    always: Vec<String>,
    whole: Vec<String>,
    by: Vec<String>,
    nouns: Vec<String>,
    heads: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Phrases {
    phrases: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Events {
    phrases: Vec<String>,
    open: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    text: String,
    period: Option<String>,
    reads: Vec<String>,
}

impl Deadlines {
    /// Reads a file of this form.
    pub fn from_toml(text: &str) -> Result<Deadlines, GrammarError> {
        let file: File = parse(FILE, text)?;
        let w = file.words;
        let mut opens = WordMap::default();
        let lists = [
            (&file.ignore, begins::WORDS),
            (&w.and, begins::WORDS),
            (&w.idle, begins::WORDS),
            (&w.times, begins::TIMES),
            (&w.times_per, begins::TIMES),
            (&w.at_least, begins::TIMES),
            (&w.each, begins::WEEKDAY | begins::EACH),
            (&w.on, begins::WEEKDAY),
            (&w.continuous, begins::CONTINUOUS),
            (&w.all_year, begins::ALL_YEAR),
            (&w.following, begins::FOLLOWING),
            (&file.request.phrases, begins::REQUEST),
            (&file.event.phrases, begins::EVENT),
            (&file.plan.heads, begins::HEAD),
            (&file.plan.always, begins::PLAN),
            (&file.plan.whole, begins::PLAN),
            (&file.plan.by, begins::PLAN),
        ];
        lists.into_iter().for_each(|(forms, bits)| forms.iter().for_each(|f| opens.mark(f, bits)));
        file.frequency.iter().chain(&file.adjective).flat_map(|u| &u.forms).for_each(|f| opens.mark(f, begins::ADVERB));
        file.count.iter().chain(&file.often).flat_map(|c| &c.forms).for_each(|f| opens.mark(f, begins::TIMES));
        file.weekday.iter().flat_map(|d| &d.forms).for_each(|f| opens.mark(f, begins::WEEKDAY));
        let mut plan = Lexicon::default();
        let leads =
            [(file.plan.always, PlanLead::Always), (file.plan.whole, PlanLead::Whole), (file.plan.by, PlanLead::By)];
        for (forms, lead) in leads {
            forms.iter().for_each(|f| plan.add(f, lead));
        }
        Ok(Deadlines {
            opens,
            all_year: plain(&w.all_year),
            idle: plain(&w.idle),
            following: plain(&w.following),
            ignore: plain(&file.ignore),
            frequency: units(&file.frequency),
            units: units(&file.unit),
            under: units(&file.under),
            counts: counts(&file.count),
            often: counts(&file.often),
            weekdays: Lexicon::new(file.weekday.iter().flat_map(|d| d.forms.iter().map(|f| (f, d.code)))),
            times: plain(&w.times),
            times_per: plain(&w.times_per),
            adjectives: units(&file.adjective),
            per: plain(&w.per),
            at_least: plain(&w.at_least),
            than: plain(&w.than),
            each: plain(&w.each),
            on: plain(&w.on),
            and: plain(&w.and),
            after: plain(&w.after),
            continuous: plain(&w.continuous),
            tail: plain(&w.tail),
            plan,
            nouns: plain(&file.plan.nouns),
            heads: plain(&file.plan.heads),
            request: plain(&file.request.phrases),
            event: plain(&file.event.phrases),
            open: Lexicon::new(file.under.iter().flat_map(|u| &u.forms).chain(&file.event.open).map(|f| (f, ()))),
            examples: file.example,
        })
    }

    /// The vocabulary that is built in.
    pub fn builtin() -> Deadlines {
        Self::from_toml(BUILTIN).expect("the built-in grammar is checked by tests")
    }

    /// Runs the examples of the file, with the dates that are built in; one message for each that fails.
    pub fn check(&self) -> Vec<String> {
        let dates = Dates::builtin();
        let fails = |e: &Example| {
            let period = e.period.as_deref().and_then(|p| period::find(p, &dates));
            let items = deadline::read(&e.text, &deadline::Context { period }, self, &dates);
            let read: Vec<String> = items.iter().map(deadline::show).collect();
            (read != e.reads).then(|| format!("{FILE}: «{}»: expected {:?}, read {read:?}", e.text, e.reads))
        };
        self.examples.iter().filter_map(fails).collect()
    }
}

fn plain(forms: &[String]) -> Lexicon<()> {
    Lexicon::new(forms.iter().map(|f| (f, ())))
}

fn units(lists: &[Units]) -> Lexicon<Every> {
    Lexicon::new(lists.iter().flat_map(|l| l.forms.iter().map(|f| (f, l.every))))
}

fn counts(lists: &[Counts]) -> Lexicon<u32> {
    Lexicon::new(lists.iter().flat_map(|l| l.forms.iter().map(|f| (f, l.number))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_hold_and_unknown_fields_do_not() {
        assert_eq!(Deadlines::builtin().check(), Vec::<String>::new());
        assert!(Deadlines::from_toml(&format!("surprise = 1\n{BUILTIN}")).is_err());
    }

    #[test]
    fn a_wrong_example_is_reported() {
        let g = Deadlines::from_toml(&format!("{BUILTIN}\n[[example]]\ntext = \"летом\"\nreads = []\n")).unwrap();
        assert_eq!(g.check().len(), 1);
    }
}
