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

/// Number and name of a record: the number column, or the number that the name begins with; words in the number column
/// («Итого») are the name.
pub fn number_and_name(table: &Table, record: &Record, name: Option<usize>) -> (Option<String>, Text) {
    let name = name.map(|c| record.cells[c].clone()).unwrap_or_default();
    match table.column(Role::Number) {
        None => split_number(&name),
        Some(c) => {
            let cell = &record.cells[c];
            let words =
                cell.as_str().chars().filter(|c| is_letter(*c)).count() > 3 && number_places(cell.as_str()) == 0;
            if name.is_empty() && words { (None, cell.clone()) } else { (number_text(cell.as_str()), name) }
        }
    }
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
    if number_places(head) == 0 || !marked || !letter {
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
