//! Rows of data that head the rows below them, and rows among indicators that are none.
//!
//! ```text
//! 1     Задача 1. Развитие спорта    тыс. руб. │ 120      money: it heads «1.1», «1.1.1»
//! 2.1   Среднесписочная численность  чел.      │ 379      the parts of it follow:
//!       из неё: по видам деятельности          │          no indicator
//!       - образование                чел.      │  50      of [Среднесписочная численность, из неё: …]
//!       Спортивные сооружения, в том числе:    │  16
//!       собственные                            │   7      their sum closes: these are its parts
//!       арендуемые                             │   9
//! ```

use rust_decimal::Decimal;

use crate::grammar::Grammars;
use crate::grammar::indicators::Aside;
use crate::layout::groups::number_places;
use crate::layout::heal;
use crate::layout::table::{Record, Table};
use crate::model::{Role, RowKind};
use crate::normalize::number;
use crate::readers::Merge;
use crate::text::Text;

use super::super::{funding, number_and_name};

/// Most parts that a sum is looked for in.
const MAX_PARTS: usize = 24;

/// For each record the headings above it, outermost first; `None` where it is no indicator.
pub fn groups(g: &Grammars, table: &Table, records: &[Record]) -> Vec<Option<Vec<Text>>> {
    let mut walk = Walk { g, table, records, names: Vec::new(), open: Vec::new(), last: None, numbered: None };
    let named = [Role::Indicator, Role::Item, Role::Activity].iter().find_map(|r| table.column(*r));
    walk.names = records.iter().map(|r| number_and_name(table, r, named)).collect();
    let mut out = Vec::with_capacity(records.len());
    let mut row = 0;
    for (r, record) in records.iter().enumerate() {
        (row..record.row).for_each(|i| walk.heading(i));
        row = record.row + 1;
        out.push(walk.record(r));
    }
    out
}

/// Why a row heads others, and so where it ends.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Why {
    /// Money with a number: it heads the numbers within its own.
    Money,
    /// «в том числе:» stands below it; the first of its parts begins with a dash, or not.
    Parts(Option<bool>),
    /// A heading in small letters stands below it («вид спорта»).
    Small,
    /// It heads the records up to this one.
    Until(usize),
}

/// A row of data that heads those below.
struct Parent {
    record: usize,
    names: Vec<Text>,
    why: Why,
}

struct Walk<'a> {
    g: &'a Grammars,
    table: &'a Table,
    records: &'a [Record],
    /// Number and name of each record.
    names: Vec<(Option<String>, Text)>,
    open: Vec<Parent>,
    /// The last record that is an indicator or money, and the last of them with a number.
    last: Option<usize>,
    numbered: Option<usize>,
}

impl Walk<'_> {
    fn name(&self, r: usize) -> &str {
        self.names[r].1.as_str()
    }

    /// The running number of a record; one that is merged over it from above is not its own.
    fn number(&self, r: usize) -> Option<&str> {
        let row = &self.table.rows[self.records[r].row];
        let own = self.table.column(Role::Number).is_none_or(|n| row.cells[n].merge() != Some(Merge::Above));
        self.names[r].0.as_deref().filter(|n| own && number_places(n) > 0)
    }

    /// A heading row between two records.
    fn heading(&mut self, i: usize) {
        let row = &self.table.rows[i];
        if row.kind != RowKind::Group || row.joins.is_some() {
            return;
        }
        let number = self.table.column(Role::Number).map_or("", |n| row.cells[n].as_str());
        let small = row.lone().is_some_and(|at| heal::begins_inside(row.cells[at].as_str()));
        if number_places(number) > 0 {
            self.open.retain(|p| p.why == Why::Money);
            (self.last, self.numbered) = (None, None);
        } else if small && let Some(last) = self.last.filter(|&l| self.records[l].row + 1 == i) {
            if self.name(last).ends_with(':') {
                self.open.retain(|p| p.why != Why::Small);
                self.enter(last, Why::Small, None);
            }
        } else if !small {
            self.open.clear();
            self.numbered = None;
        }
    }

    fn enter(&mut self, record: usize, why: Why, more: Option<Text>) {
        let names = std::iter::once(self.names[record].1.clone()).chain(more).collect();
        self.open.push(Parent { record, names, why });
    }

    fn record(&mut self, r: usize) -> Option<Vec<Text>> {
        let (name, number) = (self.names[r].1.clone(), self.number(r).map(str::to_owned));
        let alone = self.table.rows[self.records[r].row].lone().is_some() && !name.is_empty();
        match self.g.indicators.aside(name.as_str()) {
            Aside::Tolerance => return None,
            Aside::Hint if alone => return None,
            Aside::Parts if alone => {
                self.parts(name);
                return None;
            }
            _ if alone && number::read(name.as_str(), &self.g.numbers).blank => return None,
            _ => {}
        }
        self.leave(r, number.as_deref());
        let group = self.group(r);
        self.announce(r, number.as_deref());
        self.last = Some(r);
        if number.is_some() {
            self.numbered = Some(r);
        }
        Some(group)
    }

    /// «в том числе:» stands here: the parts of the row above follow, or of the last that has a number.
    fn parts(&mut self, words: Text) {
        let announced = self.last.filter(|&l| self.number(l).is_some() || self.name(l).ends_with(':'));
        let Some(parent) = announced.or(self.numbered) else { return };
        let numbered = self.number(parent).is_some();
        let of_number = |w: &Walk, p: &Parent| w.number(p.record).is_some();
        let keep: Vec<bool> =
            self.open.iter().map(|p| p.why == Why::Money || !numbered && of_number(self, p)).collect();
        let mut keep = keep.into_iter();
        self.open.retain(|_| keep.next() == Some(true));
        let says_more = words.as_str().split_whitespace().count() > 3;
        self.enter(parent, Why::Parts(None), Some(words).filter(|_| says_more));
    }

    /// Closes what does not head record `r`.
    fn leave(&mut self, r: usize, number: Option<&str>) {
        let name = self.name(r).to_owned();
        let dash = name.starts_with(['-', '\u{2013}', '\u{2014}', '*', '\u{2022}']);
        let capital = name.starts_with(char::is_uppercase);
        let total = self.g.funding.is_bare_total(&name) || self.g.funding.is_total(&name) && number.is_none();
        let worded = self.table.column(Role::Number).is_some_and(|n| {
            let cell = self.records[r].cells[n].as_str();
            !cell.is_empty() && number_places(cell) == 0
        });
        if total || worded {
            self.open.clear();
            return;
        }
        let mut keep = Vec::with_capacity(self.open.len());
        for parent in &self.open {
            let own = self.number(parent.record);
            keep.push(match (parent.why, number) {
                // Records of one row are of one item.
                (Why::Money, Some(number)) => {
                    own.is_some_and(|own| is_within(number, own))
                        || self.records[parent.record].row == self.records[r].row
                }
                (Why::Money, None) => true,
                (_, Some(_)) => false,
                (Why::Parts(first), None) => {
                    let next = own.is_none() && name.ends_with(':');
                    !(first == Some(true) && !dash && capital || next)
                }
                (Why::Small, None) => !capital,
                (Why::Until(last), None) => r <= last,
            });
        }
        let mut keep = keep.into_iter();
        self.open.retain(|_| keep.next() == Some(true));
        if let Some(Parent { why: Why::Parts(first @ None), .. }) = self.open.last_mut() {
            *first = Some(dash);
        }
    }

    /// The headings above record `r` with the rows of data that head it, each below the headings that stand above it.
    fn group(&self, r: usize) -> Vec<Text> {
        let mut group = self.records[r].group.clone();
        let mut added = 0;
        for parent in &self.open {
            let at = (self.records[parent.record].group.len() + added).min(group.len());
            group.splice(at..at, parent.names.iter().cloned());
            added += parent.names.len();
        }
        group
    }

    /// Record `r` may head those below.
    fn announce(&mut self, r: usize, number: Option<&str>) {
        let mixed = self.table.column(Role::Source).is_some();
        let row = self.records[r].row;
        if self.open.iter().any(|p| self.records[p.record].row == row) {
            return;
        }
        if mixed && number.is_some() && !funding::is_measured(self.g, self.table, &self.records[r]) {
            self.enter(r, Why::Money, None);
        } else if self.g.indicators.parts_at_end(self.name(r)) > 0
            && let Some(last) = self.summed(r)
        {
            self.enter(r, Why::Until(last), None);
        }
    }

    /// The last of the records without a number below `r` whose values make up its own in every column.
    fn summed(&self, r: usize) -> Option<usize> {
        let of = |r: usize| -> Vec<Option<Decimal>> {
            let read = |c: &Text| number::read(c.as_str(), &self.g.numbers).value;
            let values = self.table.columns.iter().zip(&self.records[r].cells);
            values.filter(|(c, _)| matches!(c.role, Some(Role::Value | Role::Baseline))).map(|(_, t)| read(t)).collect()
        };
        let whole = of(r);
        let mut sums = vec![Decimal::ZERO; whole.len()];
        let mut parts = 0;
        for next in (r + 1..self.records.len()).take(MAX_PARTS) {
            let apart = self.table.rows[self.records[r].row..self.records[next].row].iter();
            if self.number(next).is_some() || apart.skip(1).any(|row| row.kind != RowKind::Data) {
                return None;
            }
            for (v, sum) in of(next).iter().zip(&mut sums).filter_map(|(v, sum)| Some((v.as_ref()?, sum))) {
                *sum = sum.checked_add(*v)?;
            }
            parts += 1;
            let told = whole.iter().zip(&sums).filter_map(|(w, sum)| Some((w.as_ref()?, sum)));
            if parts > 1 && whole.iter().flatten().any(|w| !w.is_zero()) && told.clone().all(|(w, sum)| w == sum) {
                return Some(next);
            }
        }
        None
    }
}

/// «1.2.3» within «1.2».
fn is_within(number: &str, above: &str) -> bool {
    number.strip_prefix(above).is_some_and(|rest| rest.starts_with('.') && rest.len() > 1)
}
