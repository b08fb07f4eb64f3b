//! Proof that nothing is lost: every letter and digit of a text stands in exactly one block or table cell.
//!
//! The check shares no code with the stages that it checks: it has its own scan for markup and its own table of
//! look-alike letters, and it knows a document only by its `at` ranges and texts.

mod letters;
mod markup;

use std::collections::HashMap;

use crate::grammar::lexicon::is_letter_or_digit;
use crate::model::{BlockKind, Document};
use crate::text::LineIndex;

use markup::Markup;

/// Longest excerpt, in characters.
const EXCERPT: usize = 60;

/// A place where the document does not account for its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// 1-based line of the decoded text.
    pub line: u32,
    /// What is wrong.
    pub kind: ProblemKind,
    /// Words that stand there.
    pub excerpt: String,
}

/// What is wrong at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProblemKind {
    /// Letters that belong to no block or cell.
    Lost,
    /// Letters that belong to two.
    Twice,
    /// The text of a block or cell has other letters than its ranges.
    Changed,
    /// A range that leaves the text, cuts a character, ends before it begins or stands out of reading order.
    OutOfRange,
}

impl ProblemKind {
    /// Name: `lost`, `twice`, `changed` or `out_of_range`.
    pub fn name(self) -> &'static str {
        match self {
            ProblemKind::Lost => "lost",
            ProblemKind::Twice => "twice",
            ProblemKind::Changed => "changed",
            ProblemKind::OutOfRange => "out_of_range",
        }
    }
}

/// Checks `doc` against the decoded `text` that it was made of; the problems in reading order.
///
/// Letters and digits are those of [`is_letter_or_digit`]; markup (HTML tags of known names, entities, bookmarks)
/// may be kept or left out, but an entity that stands for a letter is that letter. A table counts through its cells, where a block names it.
pub fn verify(text: &str, doc: &Document) -> Vec<Problem> {
    let mut check = Check {
        text,
        lines: LineIndex::new(text),
        markup: markup::scan(text),
        times: vec![0; text.len()],
        reached: 0,
        problems: Vec::new(),
    };
    let tables: HashMap<&str, usize> = doc.tables.iter().enumerate().map(|(i, t)| (t.id.as_str(), i)).collect();
    for block in &doc.blocks {
        if block.kind != BlockKind::Table {
            check.piece(&block.at, block.text.as_deref());
            continue;
        }
        let table = block.table.as_deref().and_then(|id| tables.get(id)).map(|&i| &doc.tables[i]);
        for row in table.iter().flat_map(|t| &t.rows) {
            for i in 0..row.cells.len().max(row.at.len()) {
                let cell = row.cells.get(i).and_then(Option::as_deref);
                check.piece(row.at.get(i).map_or(&[], Vec::as_slice), cell);
            }
        }
    }
    check.coverage();
    let mut problems = check.problems;
    problems.sort_by_key(|&(at, _)| at);
    problems.into_iter().map(|(_, problem)| problem).collect()
}

struct Check<'a> {
    text: &'a str,
    lines: LineIndex,
    markup: Vec<Markup>,
    /// How many blocks and cells hold each byte.
    times: Vec<u8>,
    /// Where the last block or cell began.
    reached: usize,
    problems: Vec<(usize, Problem)>,
}

impl Check<'_> {
    /// One block or cell.
    fn piece(&mut self, at: &[[usize; 2]], words: Option<&str>) {
        let words = words.unwrap_or("");
        if !self.in_order(at) {
            return;
        }
        for range in at {
            for times in &mut self.times[range[0]..range[1]] {
                *times = times.saturating_add(1);
            }
        }
        if let Err(parting) = letters::same(self.text, at, &self.markup, words) {
            let end =
                at.iter().find(|r| r[0] <= parting.source && parting.source < r[1]).map_or(parting.source, |r| r[1]);
            let excerpt =
                format!("{} \u{2192} {}", quote(&self.text[parting.source..end]), quote(&words[parting.words..]));
            let place = if at.is_empty() { self.reached } else { parting.source };
            self.report(place, ProblemKind::Changed, excerpt);
        }
    }

    /// True where the ranges can be used; reports what is wrong with them.
    fn in_order(&mut self, at: &[[usize; 2]]) -> bool {
        let mut end = 0;
        for &[from, to] in at {
            let inside = from <= to && self.text.is_char_boundary(from) && self.text.is_char_boundary(to);
            if !inside {
                self.report(from, ProblemKind::OutOfRange, format!("[{from}, {to}] of {} bytes", self.text.len()));
                return false;
            }
            if from < end {
                self.report(from, ProblemKind::OutOfRange, format!("[{from}, {to}] begins before byte {end}"));
            }
            end = to;
        }
        if let Some(&[from, to]) = at.first() {
            if from < self.reached {
                let place = format!("[{from}, {to}] stands behind what begins at byte {}", self.reached);
                self.report(from, ProblemKind::OutOfRange, place);
            }
            self.reached = from;
        }
        true
    }

    /// Every letter exactly once; neighbours with the same trouble on one line are one problem.
    fn coverage(&mut self) {
        let mut run: Option<(ProblemKind, usize, usize)> = None;
        let mut next = 0;
        let mut found = Vec::new();
        for (i, c) in self.text.char_indices() {
            if c == '\n' || c == '\r' {
                found.extend(run.take());
                continue;
            }
            if !is_letter_or_digit(c) {
                continue;
            }
            while self.markup.get(next).is_some_and(|m| m.range.end <= i) {
                next += 1;
            }
            let kind = match self.times[i] {
                0 if self.markup.get(next).is_some_and(|m| m.range.start <= i && m.letter().is_none()) => None,
                0 => Some(ProblemKind::Lost),
                1 => None,
                _ => Some(ProblemKind::Twice),
            };
            match (kind, &mut run) {
                (Some(kind), Some((same, _, end))) if kind == *same => *end = i + c.len_utf8(),
                (kind, run) => {
                    found.extend(run.take());
                    *run = kind.map(|kind| (kind, i, i + c.len_utf8()));
                }
            }
        }
        found.extend(run);
        for (kind, from, to) in found {
            self.report(from, kind, excerpt(&self.text[from..to]));
        }
    }

    fn report(&mut self, at: usize, kind: ProblemKind, excerpt: String) {
        let line = self.lines.line(at.min(self.text.len()));
        self.problems.push((at, Problem { line, kind, excerpt }));
    }
}

/// The first line of `text`, blanks folded, at most [`EXCERPT`] characters.
fn excerpt(text: &str) -> String {
    let line = text.lines().next().unwrap_or("");
    let mut out = String::new();
    for (i, c) in line.split_whitespace().flat_map(|word| word.chars().chain([' '])).enumerate() {
        if i >= EXCERPT {
            out.push('\u{2026}');
            break;
        }
        out.push(c);
    }
    out.truncate(out.trim_end().len());
    out
}

fn quote(text: &str) -> String {
    if text.is_empty() { "nothing".to_owned() } else { format!("\u{ab}{}\u{bb}", excerpt(text)) }
}

/// Number of letters and digits of `text` outside of markup.
pub fn count_letters(text: &str) -> usize {
    let count = |text: &str| text.chars().filter(|c| is_letter_or_digit(*c)).count();
    let markup = markup::scan(text);
    let letters = markup.iter().filter(|m| m.letter().is_some()).count();
    count(text) + letters - markup.iter().map(|m| count(&text[m.range.clone()])).sum::<usize>()
}

#[cfg(test)]
mod tests;
