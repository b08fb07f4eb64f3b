//! `grammars/numbers.toml`: words around numbers, units of measurement, money.

use serde::Deserialize;

use super::lexicon::Lexicon;
use super::{GrammarError, parse};
use crate::model::Comparator;
use crate::normalize::wordset::WordMap;
use crate::normalize::{money, number};

const FILE: &str = "grammars/numbers.toml";
const BUILTIN: &str = include_str!("../../grammars/numbers.toml");

/// What a unit measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitKind {
    /// Hundredths.
    Percent,
    /// Money, with its thousands or millions.
    Money,
    /// The small coin.
    Coin,
    /// Anything else.
    Count,
}

/// A unit: what it measures, and whether its form is an abbreviation whose point belongs to it.
#[derive(Clone, Copy, Debug)]
pub struct Unit {
    /// What it measures.
    pub kind: UnitKind,
    /// The form ends in a point.
    pub dotted: bool,
}

/// What a word before a number says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lead {
    /// A comparison («не менее»).
    Compare(Comparator),
    /// The begin of a range («от»).
    From,
}

/// The vocabulary of numbers.
#[derive(Clone, Debug)]
pub struct Numbers {
    /// Cells that say «no value».
    pub blank: Lexicon<()>,
    /// First words of cells without a value and before a number.
    pub(crate) opens: WordMap<()>,
    /// Words before a number.
    pub before: Lexicon<Lead>,
    /// Words behind a number («и более»).
    pub behind: Lexicon<Comparator>,
    /// Between the ends of a range.
    pub to: Lexicon<()>,
    /// Units of every kind.
    pub units: Lexicon<Unit>,
    /// Units of money only; the key says whether a point belongs to the form.
    pub money: Lexicon<bool>,
    examples: Vec<Example>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    blank: Vec<String>,
    from: Vec<String>,
    to: Vec<String>,
    before: Before,
    behind: Behind,
    unit: Vec<UnitForms>,
    #[serde(default)]
    example: Vec<Example>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Before {
    at_least: Vec<String>,
    at_most: Vec<String>,
    more: Vec<String>,
    less: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Behind {
    at_least: Vec<String>,
    at_most: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitForms {
    kind: UnitKind,
    forms: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    text: String,
    value: Option<String>,
    min: Option<String>,
    max: Option<String>,
    #[serde(default)]
    percent: bool,
    #[serde(default)]
    blank: bool,
    money: Option<String>,
    unit: Option<String>,
}

impl Numbers {
    /// Reads a file of this form.
    pub fn from_toml(text: &str) -> Result<Numbers, GrammarError> {
        let file: File = parse(FILE, text)?;
        let mut before = Lexicon::default();
        let b = &file.before;
        let leads: Vec<String> =
            [&b.at_least, &b.at_most, &b.more, &b.less, &file.from].into_iter().flatten().cloned().collect();
        let lists = [
            (file.before.at_least, Comparator::AtLeast),
            (file.before.at_most, Comparator::AtMost),
            (file.before.more, Comparator::More),
            (file.before.less, Comparator::Less),
        ];
        for (forms, comparator) in lists {
            forms.iter().for_each(|f| before.add(f, Lead::Compare(comparator)));
        }
        file.from.iter().for_each(|f| before.add(f, Lead::From));
        let mut behind = Lexicon::default();
        file.behind.at_least.iter().for_each(|f| behind.add(f, Comparator::AtLeast));
        file.behind.at_most.iter().for_each(|f| behind.add(f, Comparator::AtMost));
        let mut units = Lexicon::default();
        let mut money = Lexicon::default();
        for list in &file.unit {
            for form in &list.forms {
                let dotted = form.ends_with('.');
                units.add(form, Unit { kind: list.kind, dotted });
                if list.kind == UnitKind::Money {
                    money.add(form, dotted);
                }
            }
        }
        let mut opens = WordMap::default();
        file.blank.iter().chain(leads.iter()).for_each(|f| opens.add(f, ()));
        let blank = Lexicon::new(file.blank.iter().map(|f| (f, ())));
        let to = Lexicon::new(file.to.iter().map(|f| (f, ())));
        Ok(Numbers { blank, opens, before, behind, to, units, money, examples: file.example })
    }

    /// The vocabulary that is built in.
    pub fn builtin() -> Numbers {
        Self::from_toml(BUILTIN).expect("the built-in grammar is checked by tests")
    }

    /// Runs the examples of the file; one message for each that fails.
    pub fn check(&self) -> Vec<String> {
        self.examples.iter().filter_map(|e| self.check_one(e)).collect()
    }

    fn check_one(&self, e: &Example) -> Option<String> {
        if let Some(want) = &e.money {
            let sum = money::find(&e.text, 0, self);
            let value = sum.as_ref().and_then(|s| s.value).map(|v| v.normalize().to_string());
            let unit = sum.and_then(|s| s.unit).map(|r| e.text[r].to_owned());
            let same = value.as_ref() == Some(want) && (e.unit.is_none() || unit == e.unit);
            return (!same)
                .then(|| format!("{FILE}: «{}»: expected {want} {:?}, read {value:?} {unit:?}", e.text, e.unit));
        }
        let r = number::read(&e.text, self);
        let show = |d: Option<rust_decimal::Decimal>| d.map(|d| d.normalize().to_string());
        let same = show(r.value) == e.value
            && show(r.min) == e.min
            && show(r.max) == e.max
            && r.percent == e.percent
            && r.blank == e.blank;
        (!same).then(|| format!("{FILE}: «{}»: read {r:?}", e.text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_hold_and_unknown_fields_do_not() {
        assert_eq!(Numbers::builtin().check(), Vec::<String>::new());
        assert!(Numbers::from_toml(&format!("surprise = 1\n{BUILTIN}")).is_err());
    }

    #[test]
    fn a_wrong_example_is_reported() {
        let g = Numbers::from_toml(&format!("{BUILTIN}\n[[example]]\ntext = \"7\"\nvalue = \"8\"\n")).unwrap();
        assert_eq!(g.check().len(), 1);
    }
}
