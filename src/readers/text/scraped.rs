//! Tables scraped from HTML: each cell on lines of its own, a bar behind each cell.
//!
//! ```text
//! Кадастровый номер
//!  | Площадь
//!  | Район
//!  |
//! 16:07:160002:238
//!  | 0,33
//!  | Альметьевский
//!  |
//! ```
//!
//! A row is closed by a bar alone. Bars that only set requisites apart are no table: at least three rows follow each
//! other without an empty line, none is longer than the first, and nearly all have two cells or more.

use std::ops::Range;

use super::{Drawn, Item, is_bar};
use crate::text::LineIndex;

/// Fewest rows.
const MIN_ROWS: usize = 3;
/// Most cells of a row.
const MAX_CELLS: usize = 60;
/// Most lines of a cell.
const MAX_LINES: usize = 4;

/// A row and the lines that it stands on.
struct Found {
    lines: Range<usize>,
    cells: Vec<Range<usize>>,
    filled: usize,
}

/// What a line is to such a table.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A bar alone.
    Bar,
    /// Words behind a bar.
    Cell,
    /// Words without bars.
    Words,
    /// Anything else.
    Other,
}

/// Turns scraped tables into rows; each row stands in the item of its first line. Returns which lines are the other
/// lines of such rows; nothing where there is no such table.
pub(super) fn rows(source: &str, index: &LineIndex, items: &mut [Item]) -> Vec<bool> {
    let mut inside = Vec::new();
    let mut i = 0;
    while i < items.len() {
        let prose = i > 0 && kind(source, index, items, i - 1) == Kind::Words;
        if prose || kind(source, index, items, i) != Kind::Words {
            i += 1;
            continue;
        }
        let found = table(source, index, items, i);
        i = match found.as_slice() {
            [] => i + 1,
            // What stands on the lines above may still be prose: look again behind the first row.
            [first, ..] if found.len() < MIN_ROWS => first.lines.end,
            [.., last] => last.lines.end,
        };
        if found.len() >= MIN_ROWS && found.iter().filter(|r| r.filled >= 2).count() * 4 >= found.len() * 3 {
            inside.resize(items.len(), false);
            put(found, items, &mut inside);
        }
    }
    inside
}

fn kind(source: &str, index: &LineIndex, items: &[Item], i: usize) -> Kind {
    match items.get(i) {
        Some(Item::Rule) if source[index.range(i, source)].trim().chars().eq(['|']) => Kind::Bar,
        Some(Item::Line(range)) => {
            let line = source[range.clone()].trim();
            match line.strip_prefix('|') {
                Some(words) if !words.contains(is_bar) => Kind::Cell,
                None if !line.contains(is_bar) => Kind::Words,
                _ => Kind::Other,
            }
        }
        _ => Kind::Other,
    }
}

/// The rows that follow each other from line `at`, if all of them suit the first.
fn table(source: &str, index: &LineIndex, items: &[Item], at: usize) -> Vec<Found> {
    let mut out: Vec<Found> = Vec::new();
    let mut at = at;
    while let Some(row) = row(source, index, items, at) {
        at = row.lines.end;
        let width = out.first().map_or(row.filled, |first| first.cells.len());
        let fits = (2..=width).contains(&row.cells.len());
        if !fits {
            out.truncate(1);
        }
        if out.is_empty() || fits {
            out.push(row);
        }
        if !fits {
            break;
        }
    }
    out
}

fn row(source: &str, index: &LineIndex, items: &[Item], at: usize) -> Option<Found> {
    if kind(source, index, items, at) != Kind::Words {
        return None;
    }
    let mut cells: Vec<Range<usize>> = vec![index.range(at, source)];
    let mut height = 0;
    let mut i = at;
    while i < items.len() {
        let range = index.range(i, source);
        match kind(source, index, items, i) {
            Kind::Words => {
                height += 1;
                cells.last_mut()?.end = range.end;
            }
            Kind::Bar if matches!(kind(source, index, items, i + 1), Kind::Bar | Kind::Cell) => {
                height = 0;
                cells.push(range.end..range.end);
            }
            Kind::Bar => {
                let filled = cells.iter().filter(|c| !source[(*c).clone()].trim().is_empty()).count();
                return Some(Found { lines: at..i + 1, cells, filled });
            }
            Kind::Cell => {
                height = 1;
                let bar = source[range.clone()].find('|')?;
                cells.push(range.start + bar + 1..range.end);
            }
            Kind::Other => return None,
        }
        if height > MAX_LINES || cells.len() > MAX_CELLS {
            return None;
        }
        i += 1;
    }
    None
}

fn put(found: Vec<Found>, items: &mut [Item], inside: &mut [bool]) {
    let width = found[0].cells.len();
    for Found { lines, mut cells, .. } in found {
        // A cell that spans rows is written once; it was the last in every table that was seen.
        let end = cells.last().map_or(0, |c| c.end);
        cells.resize(width, end..end);
        items[lines.start] = Item::row(cells, Drawn::Lines { begins: true });
        for i in lines.start + 1..lines.end {
            items[i] = Item::Blank;
            inside[i] = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::shown;

    #[test]
    fn cells_on_lines_of_their_own() {
        let text = "Номер \nучастка\n | Площадь,\nга\n | Район\n | \n1:2\n | 0,3\n | Лесной\n | \n1:3\n | 0,2\n |\n1:4\n | \n | Луговой\n |";
        let rows = [">Номер участка¦Площадь, га¦Район", ">1:2¦0,3¦Лесной", ">1:3¦0,2¦", ">1:4¦¦Луговой"];
        assert_eq!(shown(&format!("Перечень\n\n{text}")), [&["-Перечень"], &rows[..]].concat());
    }

    #[test]
    fn requisites_are_no_table() {
        assert_eq!(shown("Р1\n |  \n | \nР2\n |  \n | \nР3\n"), ["-Р1", "-Р2", "-Р3"]);
        assert_eq!(
            shown("В1\n | \nИЗДАНО:\n | ПОРТАЛ,\n | \nМИНЮСТ\n | \n |  | "),
            ["-В1", "-ИЗДАНО:", "-ПОРТАЛ,", "-МИНЮСТ"]
        );
        assert_eq!(shown("от 15 января\n | \n№ 53\n | \n\nО деле"), ["-от 15 января", "-№ 53", "-О деле"]);
    }
}
