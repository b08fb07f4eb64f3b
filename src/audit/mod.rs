//! Records → findings: what does not add up, what contradicts something else, what is not there. Reports, never repairs.
//!
//! | file | what it compares |
//! |---|---|
//! | `sums.rs` | totals with years, sources and parts; the passport's money with the table's |
//! | `values.rs` | aims with indicators, an indicator with itself, its baseline with its direction |
//! | `acts.rs` | the act that an annex names with the act; annexes that are referred to; number and signature |
//! | `dates.rs` | dates with the calendar, year columns and deadlines with the period of the document |
//! | `numbering.rs` | numbers of clauses with each other |
//! | `rows.rs` | rows with what their table asks for; a column that slipped by a row |
//!
//! Every check reads a finished [`Document`] alone, so a stored result can be checked as well. A check only speaks where
//! the document itself shows what should hold: a sum that closes nowhere in a table is no sum.

mod acts;
mod confidence;
mod dates;
pub(crate) mod money;
mod numbering;
mod rows;
mod sums;
mod values;

use std::collections::HashSet;

pub(crate) use confidence::BASE;

use crate::diagnostic::{Code, QUOTED};
use crate::grammar::Grammars;
use crate::model::{Diagnostic, Document, Span};

/// Something about the document that needs a human eye.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// What it is.
    pub code: Code,
    /// Where it was noticed.
    pub span: Span,
    /// The other side: what it was compared with.
    pub related: Vec<Span>,
    /// The numbers or dates that differ, exact: first that of `span`, then what was expected, then its parts.
    pub numbers: Vec<String>,
    /// Ids of the records on both sides.
    pub records: Vec<String>,
    /// What stands there, put behind the sentence.
    pub detail: String,
}

impl Finding {
    fn new(code: Code, span: Span, detail: impl Into<String>) -> Finding {
        Finding { code, span, related: Vec::new(), numbers: Vec::new(), records: Vec::new(), detail: detail.into() }
    }

    fn with(mut self, related: impl IntoIterator<Item = Span>) -> Finding {
        self.related.extend(related);
        self
    }

    fn of<'a>(mut self, records: impl IntoIterator<Item = &'a String>) -> Finding {
        self.records.extend(records.into_iter().cloned());
        self
    }

    fn numbers(mut self, numbers: impl IntoIterator<Item = String>) -> Finding {
        self.numbers.extend(numbers);
        self
    }
}

impl From<Finding> for Diagnostic {
    fn from(f: Finding) -> Diagnostic {
        Diagnostic {
            code: f.code.id().to_owned(),
            severity: f.code.severity(),
            message: f.code.sentence(&f.detail),
            span: Some(f.span),
            related: f.related,
            numbers: f.numbers,
            records: f.records,
        }
    }
}

/// What the comparison found.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// What needs a human eye, in reading order.
    pub findings: Vec<Finding>,
    /// Ids of records whose sums close.
    pub closed: HashSet<String>,
}

/// Every check, in the order of the table above.
const CHECKS: &[fn(&Document, &Grammars, &mut Report)] =
    &[sums::check, values::check, acts::check, dates::check, numbering::check, rows::check];

/// Compares the records of a document with each other.
pub fn audit(document: &Document, grammars: &Grammars) -> Report {
    let mut report = Report::default();
    for check in CHECKS {
        check(document, grammars, &mut report);
    }
    report.findings.sort_by_key(|f| (f.span.start_line, f.span.end_line));
    report
}

/// Adds what [`audit`] finds to the findings of the document, in reading order, and gives its records their confidence.
pub fn complete(document: &mut Document, grammars: &Grammars) {
    let report = audit(document, grammars);
    document.diagnostics.extend(report.findings.into_iter().map(Diagnostic::from));
    document.diagnostics.sort_by_key(|d| d.span.map_or(0, |s| s.start_line));
    confidence::weigh(document, &report.closed, grammars);
}

/// The words of a text for a finding.
fn quote(text: &str) -> String {
    crate::text::quote(text, QUOTED)
}

/// The first line of a span.
fn first_line(span: Span) -> Span {
    Span { end_line: span.start_line, ..span }
}
