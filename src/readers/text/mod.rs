//! Plain text: lines, and tables drawn with tabs, with `|` or box characters, with runs of spaces, or scraped from HTML.
//!
//! ```text
//! lines ─ scraped ─▶ ─ drawn ─▶ ─ aligned ─▶ items        turns: which lines of a table begin a row
//! ```

mod aligned;
mod closed;
mod columns;
mod drawn;
mod place;
mod scraped;
mod stacked;
mod turns;
mod width;

use std::ops::Range;

use super::{Charset, Content, Drawn, Item, Note, Refusal};
use crate::decode::{self, Decoded};
use crate::diagnostic::Code;
use crate::options::{MAX_CELLS, MAX_DOCUMENT_LINES, Options};
use crate::text::LineIndex;

/// Reads a plain text of any charset.
///
/// # Errors
/// `binary` where the bytes are no text, `limit` where it has too many lines.
pub fn content(bytes: &[u8], options: &Options) -> Result<Content, Refusal> {
    let Decoded { text, encoding, how, replaced } = decoded(bytes, options)?;
    let too_many_of = |end: u8| memchr::memchr_iter(end, text.as_bytes()).nth(MAX_DOCUMENT_LINES).is_some();
    if too_many_of(b'\n') || too_many_of(b'\r') {
        let message = format!("the text has more than {MAX_DOCUMENT_LINES} lines; split it into its documents");
        return Err(Refusal::new("limit", message));
    }
    let mut cells = 0;
    let items = read_within(&text, &mut cells);
    let notes = too_many(cells).into_iter().collect();
    Ok(Content { items, text, charset: Some(Charset { encoding, how, replaced }), notes, ..Content::default() })
}

/// The finding about a document of `cells` cells, where these are too many.
pub fn too_many(cells: usize) -> Option<Note> {
    let detail = format!("more than {MAX_CELLS} table cells; the rows that follow stand as lines");
    (cells > MAX_CELLS).then_some(Note { code: Code::LimitReached, at: None, detail })
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
    read_within(source, &mut 0)
}

/// Splits a decoded text into lines and table rows, as long as there are not more than [`MAX_CELLS`] together with the
/// `cells` before it; rows that follow stand as lines.
pub fn read_within(source: &str, cells: &mut usize) -> Vec<Item> {
    let index = LineIndex::new(source);
    let mut items: Vec<Item> = (0..index.len()).map(|i| item(source, index.range(i, source), cells)).collect();
    // Until the last step item `i` is line `i`.
    let mut inside = scraped::rows(source, &index, &mut items);
    closed::rows(source, &index, &mut items, &mut inside);
    drawn::rows(source, &index, &mut items, &mut inside);
    stacked::rows(source, &index, &mut items, &mut inside);
    aligned::rows(source, &index, &mut items);
    for (i, item) in items.iter_mut().enumerate() {
        if let Item::Row { cells: found, drawn, .. } = item
            && *drawn != Drawn::Tabs
        {
            *cells += found.len();
            // Cells that stand one a line are no more than there are lines.
            let below = || {
                inside.get(i + 1).is_some_and(|inside| *inside) && !source[index.range(i + 1, source)].trim().is_empty()
            };
            if *cells > MAX_CELLS && !below() {
                *item = Item::Line(index.range(i, source));
            }
        }
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

fn item(source: &str, range: Range<usize>, found: &mut usize) -> Item {
    let line = &source[range.clone()];
    let bytes = line.as_bytes();
    let filler = || line.chars().all(is_filler) || is_border(line);
    if !bytes.iter().any(|b| b.is_ascii_alphanumeric() || *b >= 0x80) || filler() {
        let rule = bytes
            .iter()
            .filter(|b| matches!(b, b'-' | b'_' | b'=' | b'*' | b'~' | b'|' | b'+') || **b >= 0xe0)
            .take(3)
            .count();
        return if rule >= 3 || line.contains(is_bar) {
            Item::Rule
        } else if line.chars().all(|c| c.is_whitespace() || c == '\u{feff}') {
            if bytes.contains(&b'\t') && bytes.len() > 1 && has_room(bytes, found) {
                Item::row(cells(range, bytes), Drawn::Tabs)
            } else {
                Item::Blank
            }
        } else {
            Item::Line(range)
        };
    }
    match memchr::memchr(b'\t', bytes) {
        Some(_) if has_room(bytes, found) => Item::row(cells(range.clone(), bytes), Drawn::Tabs),
        _ => Item::Line(range),
    }
}

/// Counts the cells of a line between tabs; false where there are too many.
fn has_room(line: &[u8], found: &mut usize) -> bool {
    *found += memchr::memchr_iter(b'\t', line).count() + 1;
    *found <= MAX_CELLS
}

/// Blanks and the characters that rules are made of.
fn is_filler(c: char) -> bool {
    c.is_whitespace()
        || is_dash(c)
        || matches!(c, '_' | '*' | '~' | '|' | '\u{a6}' | '+' | ':' | '\u{feff}' | '\u{200b}')
        || is_box(c)
}

/// Most corners of a border drawn with letters, and fewest dashes for each of them.
const BORDER: (usize, usize) = (400, 2);

/// A border, or a piece of one, whose corners are letters, as law bases print the frames of the DOS charset: `----T----¬`, `L---+-----`.
fn is_border(line: &str) -> bool {
    let line = line.trim();
    if !line.starts_with(['-', '+', 'L', '\u{413}', '\u{433}', '\u{a6}']) {
        return false;
    }
    let (mut corners, mut dashes, mut run, mut after_letter) = (0, 0, 0, false);
    for c in line.chars() {
        let letter = is_corner_letter(c);
        match c {
            '-' => {
                dashes += 1;
                run += 1;
                continue;
            }
            '+' | '\u{a6}' => {}
            // Corners on the left stand on the left; dashes, at least two, stand between a letter and what is next to it.
            _ if letter && (dashes == 0 || run >= 2 && !is_left_corner(c)) => {}
            _ => return false,
        }
        if after_letter && run < 2 {
            return false;
        }
        corners += 1;
        (run, after_letter) = (0, letter);
    }
    corners > 0 && corners <= BORDER.0 && dashes >= 4 && dashes >= corners * BORDER.1
}

/// Letters that stand for corners and joints of frames: `T` (Latin and Cyrillic), `L`, `¬`, `г`.
fn is_corner_letter(c: char) -> bool {
    matches!(c, 'T' | '\u{422}' | 'L' | '\u{ac}' | '\u{413}' | '\u{433}')
}

/// Letters that stand for corners on the left.
fn is_left_corner(c: char) -> bool {
    matches!(c, 'L' | '\u{413}' | '\u{433}')
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
    fn a_text_of_too_many_lines_is_refused() {
        let refused = |source: &str| content(source.as_bytes(), &Options::default()).err().map(|r| r.code);
        assert_eq!(refused(&"\n".repeat(MAX_DOCUMENT_LINES)), None);
        assert_eq!(refused(&"\n".repeat(MAX_DOCUMENT_LINES + 1)), Some("limit"));
    }

    #[test]
    fn rows_beyond_the_limit_of_cells_stand_as_lines() {
        let rows = |source: &str| {
            let content = content(source.as_bytes(), &Options::default()).unwrap();
            let rows = content.items.iter().filter(|i| matches!(i, Item::Row { .. })).count();
            let lines = content.items.iter().filter(|i| matches!(i, Item::Line(_))).count();
            (rows, lines, content.notes.iter().map(|n| n.code).collect::<Vec<_>>())
        };
        let wide = "а".to_owned() + &"\t".repeat(MAX_CELLS - 4) + "\n";
        assert_eq!(rows(&(wide.clone() + "б\tв\n")), (2, 0, vec![]));
        assert_eq!(rows(&(wide.clone() + "б\tв\tг\tд\nе\tж\n")), (1, 2, vec![Code::LimitReached]));
        assert_eq!(rows(&"\t".repeat(MAX_CELLS + 1)).2, [Code::LimitReached]);
        let drawn = "| а | б |\n|---|---|\n| в | г |\n";
        let (found, _, notes) = rows(&(drawn.to_owned() + &wide + drawn));
        assert!(found < 5 && notes == [Code::LimitReached], "{found}");
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
