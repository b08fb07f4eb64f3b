//! Plain text: lines, and tables drawn with tabs, with `|` or box characters, or with runs of spaces.

mod aligned;
mod drawn;

use std::ops::Range;

use super::{Drawn, Item};
use crate::text::LineIndex;

/// Splits a decoded text into lines and table rows.
pub fn read(source: &str) -> Vec<Item> {
    let index = LineIndex::new(source);
    let mut items: Vec<Item> = (0..index.len()).map(|i| item(source, index.range(i, source))).collect();
    drawn::rows(source, &mut items);
    aligned::rows(source, &mut items);
    items
}

fn item(source: &str, range: Range<usize>) -> Item {
    let line = &source[range.clone()];
    let bytes = line.as_bytes();
    if !bytes.iter().any(|b| b.is_ascii_alphanumeric() || *b >= 0x80) || line.chars().all(is_filler) {
        let rule =
            bytes.iter().filter(|b| matches!(b, b'-' | b'_' | b'=' | b'*' | b'~' | b'|' | b'+') || **b >= 0xe0).count();
        return if rule >= 3 || line.contains(['|', '\u{2502}']) {
            Item::Rule
        } else if line.trim().is_empty() || line.chars().all(|c| c.is_whitespace() || c == '\u{feff}') {
            if bytes.contains(&b'\t') && bytes.len() > 1 {
                Item::Row { cells: cells(range, bytes), drawn: Drawn::Tabs }
            } else {
                Item::Blank
            }
        } else {
            Item::Line(range)
        };
    }
    match memchr::memchr(b'\t', bytes) {
        Some(_) => Item::Row { cells: cells(range.clone(), bytes), drawn: Drawn::Tabs },
        None => Item::Line(range),
    }
}

/// Blanks and the characters that rules are made of.
fn is_filler(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '-' | '_'
                | '='
                | '*'
                | '~'
                | '|'
                | '+'
                | ':'
                | '\u{2014}'
                | '\u{2013}'
                | '\u{2015}'
                | '\u{feff}'
                | '\u{200b}'
        )
        || is_box(c)
}

/// Box-drawing characters.
pub(super) fn is_box(c: char) -> bool {
    ('\u{2500}'..='\u{257f}').contains(&c)
}

fn cells(range: Range<usize>, bytes: &[u8]) -> Vec<Range<usize>> {
    let mut out = Vec::with_capacity(8);
    let mut from = range.start;
    for tab in memchr::memchr_iter(b'\t', bytes) {
        out.push(from..range.start + tab);
        from = range.start + tab + 1;
    }
    out.push(from..range.end);
    out
}
