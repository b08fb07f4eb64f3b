//! Blocks and tables → records. One file for each record kind of the contract; each reads the layout and adds its
//! records, none knows of another.

pub mod activities;
pub mod funding;
pub mod goals;
pub mod indicators;
pub mod items;
pub mod parts;
pub mod passports;
pub mod references;
pub mod risks;
pub mod targets;

use crate::grammar::Grammars;
use crate::grammar::lexicon::is_letter;
use crate::layout::Layout;
use crate::layout::groups::number_places;
use crate::layout::table::{Record, Table};
use crate::model::{At, Role, Span};
use crate::normalize::period::Period;
use crate::readers::Merge;
use crate::text::{LineIndex, Text};

/// What every extractor can look at.
pub struct Context<'a> {
    /// What stands where.
    pub layout: &'a Layout,
    /// Where lines begin.
    pub index: &'a LineIndex,
    /// The vocabularies.
    pub g: &'a Grammars,
    /// Years or dates that the document covers.
    pub period: Option<Period>,
    /// The records of each table.
    pub records: Vec<Vec<Record>>,
}

impl<'a> Context<'a> {
    /// The records of all tables are made here, once.
    pub fn new(layout: &'a Layout, index: &'a LineIndex, g: &'a Grammars) -> Context<'a> {
        let records = layout.tables.iter().map(|t| t.records(&layout.words, g)).collect();
        Context { layout, index, g, period: None, records }
    }

    /// Lines and section of a record made of `at`.
    pub fn place(&self, at: &At) -> (Span, Option<String>) {
        let start = at.iter().map(|r| r[0]).min().unwrap_or(0);
        (self.index.span_of(at), self.layout.sections.at(start))
    }

    /// Id of table `i`.
    pub fn table_id(&self, i: usize) -> String {
        format!("table-{}", i + 1)
    }
}

/// A text as a field: `null` where nothing stands.
pub fn field(text: &Text) -> Option<String> {
    (!text.is_empty()).then(|| text.as_str().to_owned())
}

/// A running number as the contract has it: without its trailing point.
pub fn number_text(text: &str) -> Option<String> {
    let text = text.trim_end_matches('.').trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The column of the cell that stands in column `c`: its own, or that of the words to its left that are merged over it.
fn over(cells: &[Text], c: usize) -> usize {
    let from = (0..=c).rev().find(|&j| cells[j].merge() != Some(Merge::Left)).unwrap_or(c);
    if is_worded(&cells[from]) && cells[from + 1..=c].iter().all(Text::is_empty) { from } else { c }
}

/// Words, no running number.
fn is_worded(cell: &Text) -> bool {
    cell.as_str().chars().filter(|c| is_letter(*c)).count() > 3 && number_places(cell.as_str()) == 0
}

/// Number and name of a record: the number column, or the number that the name begins with; words in the number column
/// («Итого») are the name.
pub fn number_and_name(table: &Table, record: &Record, name: Option<usize>) -> (Option<String>, Text) {
    let at = name.map(|c| over(&record.cells, c));
    let name = at.map(|c| record.cells[c].clone()).unwrap_or_default();
    match table.column(Role::Number) {
        None => split_number(&name),
        Some(c) if at == Some(c) => (None, name),
        Some(c) => {
            let cell = &record.cells[c];
            if name.is_empty() && is_worded(cell) { (None, cell.clone()) } else { (number_text(cell.as_str()), name) }
        }
    }
}

/// «1. Итоги месяца», below it «2. Планы»: the number is of a list in the cell, not of its row.
fn lists(text: &Text) -> bool {
    let begins = |piece: &Text, number: [&str; 2]| number.iter().any(|n| piece.as_str().starts_with(n));
    begins(text, ["1.", "1)"]) && text.pieces().iter().skip(1).any(|p| begins(p, ["2.", "2)"]))
}

/// «1. Фестиваль» → number «1» and the words; «1) ремонт» → «1)».
pub fn split_number(text: &Text) -> (Option<String>, Text) {
    let string = text.as_str();
    let end = string.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ')').unwrap_or(string.len());
    let head = &string[..end];
    let rest = &string[end..];
    let marked = head.ends_with(['.', ')']) || number_places(head) > 1;
    let letter = rest
        .trim_start()
        .chars()
        .next()
        .is_some_and(|c| is_letter(c) || matches!(c, '\u{ab}' | '"' | '\u{201c}' | '('));
    if number_places(head) == 0 || !marked || !letter || lists(text) {
        return (None, text.clone());
    }
    (number_text(head), text.slice(end..string.len()))
}

/// Byte ranges of several texts, in order, touching ones merged.
pub fn union<'a>(texts: impl IntoIterator<Item = &'a Text>) -> At {
    let mut all: At = Vec::new();
    texts.into_iter().for_each(|t| t.extend_at(&mut all));
    all.sort_unstable();
    let mut out: At = Vec::with_capacity(all.len());
    for range in all {
        match out.last_mut() {
            Some(last) if last[1] >= range[0] => last[1] = last[1].max(range[1]),
            _ => out.push(range),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_in_a_name_has_no_number_of_a_row() {
        let cell = |lines: &[&str]| {
            let mut text = Text::default();
            lines.iter().for_each(|l| text.append(&Text::at_start(l), " ", true));
            let (number, name) = split_number(&text);
            (number, name.as_str().to_owned())
        };
        assert_eq!(cell(&["3. Смотр", "кружков"]), (Some("3".to_owned()), "Смотр кружков".to_owned()));
        assert_eq!(cell(&["1. Итоги месяца.", "2. Планы."]), (None, "1. Итоги месяца. 2. Планы.".to_owned()));
    }
}
