//! Quotes and brackets of a cell: no comma inside them parts anything.

use std::ops::Range;

/// The quoted and bracketed pieces of `raw`, outermost, in order. What never closes shields nothing.
pub(super) fn shields(raw: &str) -> Vec<Range<usize>> {
    let mut pairs: Vec<Range<usize>> = Vec::new();
    let mut open: Vec<(usize, bool)> = Vec::new(); // byte, is a quote
    let mut before: Option<char> = None;
    for (i, c) in raw.char_indices() {
        let end = i + c.len_utf8();
        let opens = match c {
            '\u{ab}' | '\u{201e}' | '(' | '[' => Some(true),
            '\u{bb}' | '\u{201d}' | ')' | ']' => Some(false),
            '"' | '\u{201c}' => {
                let after = raw[end..].chars().next();
                let pending = open.iter().any(|o| o.1);
                Some(match (before, after) {
                    (_, None) => false,
                    (None, _) => true,
                    (Some(b), Some(a)) if b.is_whitespace() == a.is_whitespace() => !pending,
                    (Some(b), Some(a)) => (b.is_whitespace() || b == '(') && !a.is_whitespace(),
                })
            }
            _ => None,
        };
        let quote = !matches!(c, '(' | ')' | '[' | ']');
        match opens {
            Some(true) => open.push((i, quote)),
            Some(false) => {
                if let Some(k) = open.iter().rposition(|o| o.1 == quote) {
                    let start = open[k].0;
                    open.truncate(k);
                    while pairs.last().is_some_and(|p| p.start > start) {
                        pairs.pop();
                    }
                    pairs.push(start..end);
                }
            }
            None => {}
        }
        before = Some(c);
    }
    pairs
}
