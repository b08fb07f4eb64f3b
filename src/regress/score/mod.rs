//! Scores: how much of hand-checked gold a result has, field by field.
//!
//! ```text
//! gold, result ─ kinds    records of each kind, laid out
//!              ─ align    pairs of records, in order, by the likeness of their key texts
//!              ─ count    fields that are equal, soft, near; records that are found, whole
//!              ─ tables   GriTS-Con, TEDS, equal rows
//!              ─ source   letters kept, values grounded in the text
//!              ─ report   table, JSON, HTML
//! ```
//!
//! Gold is a JSON object with the record arrays of the contract; an array that it leaves out is not scored.

mod count;
mod html;
mod kinds;
mod known;
mod report;
mod source;
mod tables;

use serde_json::Value;

pub use count::{Count, Wrong};
pub use html::html;
pub use kinds::{KINDS, Kind};
pub use known::Known;
pub use report::Report;
pub use tables::{MAX_CELLS, Tables};

/// The scores of one document.
#[derive(Clone, Debug, Default)]
pub struct Score {
    /// Counts of the kinds that gold says something about, in the order of [`KINDS`].
    pub kinds: Vec<(&'static str, Count)>,
    /// Measures of the tables, where gold has tables.
    pub tables: Option<Tables>,
    /// Share of the source's letters and digits that blocks and tables keep, in order.
    pub kept: Option<f64>,
    /// Share of the text values of records whose every word stands in the lines of the record.
    pub grounded: Option<f64>,
    /// Every field that differs.
    pub wrong: Vec<Wrong>,
}

impl Score {
    /// All kinds together.
    pub fn total(&self) -> Count {
        let mut total = Count::default();
        self.kinds.iter().for_each(|(_, count)| total.add(count));
        total
    }
}

/// Scores `result` against `gold`. A result that could not be read is null: every field of the gold is missing.
/// With the decoded `source`, lines in their order, it is also measured what the result keeps of it.
pub fn score(gold: &Value, result: &Value, source: Option<&str>) -> Score {
    let mut out = Score::default();
    for kind in KINDS.iter().filter(|kind| kind.is_said(gold)) {
        let (count, wrong) = count::compare(kind, gold, result);
        out.kinds.push((kind.name, count));
        out.wrong.extend(wrong);
    }
    out.tables = tables::compare(gold, result);
    if let Some(source) = source.filter(|_| result.is_object()) {
        out.kept = Some(source::kept(source, result));
        out.grounded = Some(source::grounded(source, result));
    }
    out
}
