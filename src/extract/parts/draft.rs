//! A part before it has its number.

use super::clauses::{self, Style};
use super::cues::Lines;
use crate::model::{Act, Attachment, Clause, Part, PartKind, Reasons};

/// A part over lines `start..end`.
#[derive(Debug)]
pub(super) struct Draft {
    pub start: usize,
    pub end: usize,
    pub kind: PartKind,
    pub title: Option<String>,
    pub act: Option<Act>,
    pub attachment: Option<Attachment>,
    pub lead_in: Option<String>,
    pub clauses: Vec<Clause>,
    /// Number of the annex that the part is.
    pub ordinal: Option<u32>,
    /// The line where its own text begins, under stamp and title.
    pub body: usize,
    /// The line where an annex of its own begins.
    pub nested: Option<usize>,
}

impl Draft {
    pub fn new(start: usize, end: usize, kind: PartKind) -> Draft {
        Draft {
            start,
            end,
            kind,
            title: None,
            act: None,
            attachment: None,
            lead_in: None,
            clauses: Vec::new(),
            ordinal: None,
            body: start,
            nested: None,
        }
    }

    /// Reads the points of a regulation from line `from` on.
    pub fn read_clauses(&mut self, cx: Lines<'_>, from: usize) {
        if self.kind == PartKind::Regulation {
            let to = self.nested.map_or(self.end, |n| n.min(self.end));
            self.clauses = clauses::read(cx, from, 0, to, Style::Regulation);
        }
    }

    /// The part with its number `n`.
    pub fn into_part(self, cx: Lines<'_>, n: usize) -> Part {
        let first = cx.flow.get(self.start).and_then(|l| l.text.start()).unwrap_or(0);
        let last = cx.flow.get(self.end.max(self.start + 1) - 1).and_then(|l| l.text.end()).unwrap_or(first);
        Part {
            confidence: 0.0,
            reasons: Reasons::default(),
            id: format!("part-{n}"),
            kind: self.kind,
            title: self.title,
            act: self.act,
            attachment: self.attachment,
            lead_in: self.lead_in,
            clauses: self.clauses,
            section: None,
            span: cx.index.span(first, last.max(first)),
            boxes: Vec::new(),
            at: vec![[first, last.max(first)]],
        }
    }
}
