//! What a cell is, by its looks: the evidence for placing it in a column.

use crate::grammar::Grammars;
use crate::grammar::lexicon::is_letter;
use crate::model::Role;
use crate::normalize::{deadline, money, number, parties};

use super::groups::{is_roman, number_places};

/// The looks of a cell.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Class {
    /// Nothing in it.
    pub blank: bool,
    /// A running number («1.», «2.3», «IV»).
    pub row_number: bool,
    /// A value («68,5», «х», «не менее 5»).
    pub value: bool,
    /// A deadline that is understood.
    pub deadline: bool,
    /// A body, post or person.
    pub party: bool,
    /// A unit of measurement.
    pub unit: bool,
    /// Characters.
    pub len: usize,
    /// Begins in the middle of a sentence.
    pub inside: bool,
    /// A source of money, or the word for the sum of all.
    pub source: bool,
    /// Words without a digit.
    pub words: bool,
    /// Straight quotes; an odd number leaves one open.
    pub quotes: usize,
    /// Opening angle quotes less closing ones.
    pub depth: i32,
}

impl Class {
    /// Looks at `text`.
    pub fn of(text: &str, g: &Grammars) -> Class {
        if text.is_empty() {
            return Class { blank: true, ..Class::default() };
        }
        let len = text.chars().count();
        let reading = (len <= 40).then(|| number::read(text, &g.numbers));
        let value = reading.is_some_and(|r| r.value.is_some() || r.min.is_some() || r.max.is_some() || r.blank);
        Class {
            blank: false,
            row_number: len <= 9 && (number_places(text) > 0 || is_roman(text.trim_end_matches('.'))),
            value,
            deadline: len <= 120 && !value && deadline::looks_like(text, &g.deadlines, &g.dates),
            party: !value && parties::looks_like(text, &g.parties),
            unit: len <= 24 && !value && money::measure(text, &g.numbers).is_some_and(|r| r.end + 3 >= text.len()),
            len,
            inside: super::heal::begins_inside(text),
            source: len <= 80 && !value && (g.funding.is_source(text) || g.funding.is_total(text)),
            words: !value
                && !text.bytes().any(|b| b.is_ascii_digit())
                && text.chars().filter(|c| is_letter(*c)).count() > 3,
            quotes: text.matches('"').count(),
            depth: text.matches('\u{ab}').count() as i32 - text.matches('\u{bb}').count() as i32,
        }
    }

    /// How well the cell suits a column: above zero for good, below for bad.
    pub fn suits(&self, role: Option<Role>) -> f32 {
        if self.blank {
            return 0.0;
        }
        let prose = !self.value && !self.row_number;
        match role {
            None | Some(Role::Other | Role::Text) => 0.2,
            Some(Role::Number) => {
                if self.row_number {
                    3.0
                } else {
                    -3.0
                }
            }
            Some(Role::Value | Role::Total | Role::Baseline) => match self.value {
                true => 3.0,
                false if self.words => -2.5,
                false if self.len <= 20 && !self.party && !self.deadline => -0.5,
                false => -3.0,
            },
            Some(Role::Unit) => match (self.unit, self.value) {
                (true, _) => 3.0,
                (_, true) => -2.0,
                _ if self.len <= 15 => 0.3,
                _ => -2.0,
            },
            Some(Role::Deadline | Role::Start | Role::End) => match (self.deadline, self.value) {
                (true, _) => 3.0,
                (_, true) => -1.0,
                _ if self.len > 80 => -2.0,
                _ if self.party => -1.5,
                _ => -0.3,
            },
            Some(Role::Responsible) => match (self.party, self.deadline || self.value) {
                (true, _) => 2.5,
                (_, true) => -2.5,
                _ if self.inside => 0.1,
                _ => -0.3,
            },
            Some(Role::Source) => match self.source {
                true => 2.5,
                false if prose && self.len <= 80 => 0.4,
                false => -1.5,
            },
            Some(Role::Level) => {
                if prose && self.len <= 30 {
                    1.0
                } else {
                    -1.5
                }
            }
            Some(Role::Activity | Role::Indicator | Role::Item | Role::Risk | Role::Label) => match prose {
                true if self.deadline => -1.0,
                true if self.party => -0.2,
                true if self.len >= 12 => 1.2,
                true => 0.3,
                false => -2.0,
            },
            Some(Role::Result | Role::Response | Role::Form) => match prose {
                true if self.deadline => -1.0,
                true if self.party => -0.3,
                true if self.len < 12 => 0.1,
                true => 0.8,
                false => -1.0,
            },
            Some(Role::Note) => 0.1,
        }
    }
}
