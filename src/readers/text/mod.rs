//! Plain text: lines, and tables drawn with tabs, with `|` or box characters, with runs of spaces, or scraped from HTML.
//!
//! ```text
//! lines ─ scraped ─▶ ─ drawn ─▶ ─ aligned ─▶ items        turns: which lines of a table begin a row
//! ```

mod aligned;
mod columns;
mod drawn;
mod scraped;
mod turns;

use std::ops::Range;

use super::{Charset, Content, Drawn, Item, Refusal};
use crate::decode::{self, Decoded};
use crate::options::Options;
use crate::text::LineIndex;

/// Reads a plain text of any charset.
///
/// # Errors
/// `binary` where the bytes are no text.
pub fn content(bytes: &[u8], options: &Options) -> Result<Content, Refusal> {
    let Decoded { text, encoding, how, replaced } = decoded(bytes, options)?;
    let items = read(&text);
    Ok(Content { items, text, charset: Some(Charset { encoding, how, replaced }), ..Content::default() })
}

/// Decodes a document that is made of characters.
///
/// # Errors
/// `binary` where the bytes are no text.
pub fn decoded(bytes: &[u8], options: &Options) -> Result<Decoded, Refusal> {
    let message = "the input is no text; convert it to plain text first, or name its charset with --encoding";
    let guessed = options.encoding.is_none();
    if guessed && decode::has_signature(bytes) {
        return Err(Refusal::new("binary", message));
    }
    let decoded = decode::decode(bytes, options.encoding);
    if guessed && decode::is_junk(&decoded) {
        return Err(Refusal::new("binary", message));
    }
    Ok(decoded)
}

/// Splits a decoded text into lines and table rows.
pub fn read(source: &str) -> Vec<Item> {
    let index = LineIndex::new(source);
    let mut items: Vec<Item> = (0..index.len()).map(|i| item(source, index.range(i, source))).collect();
    // Until the last step item `i` is line `i`.
    let inside = scraped::rows(source, &index, &mut items);
    drawn::rows(source, &index, &mut items);
    aligned::rows(source, &index, &mut items);
    for item in &mut items {
        if let Item::Line(range) = item {
            *range = without_bars(source, range.clone());
        }
    }
    if !inside.is_empty() {
        let mut inside = inside.into_iter();
        items.retain(|_| !inside.next().unwrap_or(false));
    }
    items
}

fn item(source: &str, range: Range<usize>) -> Item {
    let line = &source[range.clone()];
    let bytes = line.as_bytes();
    if !bytes.iter().any(|b| b.is_ascii_alphanumeric() || *b >= 0x80) || line.chars().all(is_filler) {
        let rule = bytes
            .iter()
            .filter(|b| matches!(b, b'-' | b'_' | b'=' | b'*' | b'~' | b'|' | b'+') || **b >= 0xe0)
            .take(3)
            .count();
        return if rule >= 3 || line.contains(is_bar) {
            Item::Rule
        } else if line.chars().all(|c| c.is_whitespace() || c == '\u{feff}') {
            if bytes.contains(&b'\t') && bytes.len() > 1 {
                Item::row(cells(range, bytes), Drawn::Tabs)
            } else {
                Item::Blank
            }
        } else {
            Item::Line(range)
        };
    }
    match memchr::memchr(b'\t', bytes) {
        Some(_) => Item::row(cells(range.clone(), bytes), Drawn::Tabs),
        None => Item::Line(range),
    }
}

/// Blanks and the characters that rules are made of.
fn is_filler(c: char) -> bool {
    c.is_whitespace()
        || is_dash(c)
        || matches!(c, '_' | '*' | '~' | '|' | '\u{a6}' | '+' | ':' | '\u{feff}' | '\u{200b}')
        || is_box(c)
}

/// Box-drawing characters.
fn is_box(c: char) -> bool {
    ('\u{2500}'..='\u{257f}').contains(&c)
}

/// What horizontal rules are made of, box characters aside.
fn is_dash(c: char) -> bool {
    matches!(c, '-' | '=' | '\u{2014}' | '\u{2013}' | '\u{2015}')
}

/// Vertical bars that part cells.
fn is_bar(c: char) -> bool {
    matches!(c, '|' | '\u{a6}' | '\u{2502}' | '\u{2503}' | '\u{2551}' | '\u{250a}' | '\u{2506}')
}

/// A line of text without the bars at its ends, which are markup.
fn without_bars(source: &str, range: Range<usize>) -> Range<usize> {
    let line = &source[range.clone()];
    let outer = |c: char| c.is_whitespace() || is_bar(c);
    let (mut start, mut end) = (range.start, range.end);
    if line.trim_end().ends_with(is_bar) {
        end = range.start + line.trim_end_matches(outer).len();
    }
    if line.trim_start().starts_with(is_bar) {
        start = range.end - line.trim_start_matches(outer).len();
    }
    if start < end { start..end } else { range }
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Items of `source` one per line: rows as `>a¦b` (begins) or ` a¦b` (goes on), lines as they are.
    pub(super) fn shown(source: &str) -> Vec<String> {
        read(source)
            .into_iter()
            .filter_map(|item| match item {
                Item::Line(range) => Some(format!("-{}", &source[range])),
                Item::Row { cells, drawn, .. } => {
                    let cells: Vec<String> =
                        cells.into_iter().map(|c| source[c].split_whitespace().collect::<Vec<_>>().join(" ")).collect();
                    let mark = match drawn {
                        Drawn::Tabs => "\t",
                        Drawn::Lines { begins: true } | Drawn::Spaces { begins: true } => ">",
                        _ => " ",
                    };
                    Some(format!("{mark}{}", cells.join("¦")))
                }
                _ => None,
            })
            .collect()
    }

    #[test]
    fn bars_at_the_ends_of_a_line_are_markup() {
        assert_eq!(shown("7 мая 2018 года | N 204"), ["-7 мая 2018 года | N 204"]);
        assert_eq!(shown(" | ОПУБЛИКОВАНО | \n | \n"), ["-ОПУБЛИКОВАНО"]);
        assert_eq!(shown("Объём средств | \nвсего 5 тыс. рублей |"), ["-Объём средств", "-всего 5 тыс. рублей"]);
        assert_eq!(shown("|   |[pic]   |   |"), ["-[pic]"]);
        assert_eq!(shown("║"), Vec::<String>::new());
    }

    #[test]
    fn tabs_stay() {
        assert_eq!(shown("«02» декабря\t\t№ 145"), ["\t«02» декабря¦¦№ 145"]);
    }

    #[test]
    fn every_prefix_is_read() {
        let text = "┌──┬──┐\n│ N │ Имя ├──┤\n├──┼──┤\n│ 1 │ ёж │\n└──┴──┘\n\n----\nа  б  в\n----\n1  2  3\n4 ё\n----\nк\n | л\n |\nк\n | л\n |\n";
        for (i, _) in text.char_indices() {
            for part in [&text[..i], &text[i..]] {
                let mut last = 0;
                for item in read(part) {
                    let ranges = match item {
                        Item::Line(range) => vec![range],
                        Item::Row { cells, .. } => cells,
                        _ => continue,
                    };
                    for range in ranges {
                        assert!(range.start >= last && range.end >= range.start, "{part:?}");
                        assert!(part.get(range.clone()).is_some());
                        last = range.end;
                    }
                }
            }
        }
    }
}
