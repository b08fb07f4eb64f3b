//! Tables whose cells stand one below the other, as programs write them that take the text out of office files.
//!
//! ```text
//! № п/п
//! Мероприятие          the head begins with the number of the row: so many lines to the first «1» is the width
//! Срок
//! I. Подготовка        a lone heading between rows
//! 1.
//! Осмотр дорог         each row is as wide as the head; a running number begins it
//! май
//! 2.
//! …
//! ```
//!
//! Where a blank line stands between all cells, a cell may have several lines. A row of another width (a cell of several
//! paragraphs, a blank cell that left no trace) cannot be put right: then all lines stay lines.

use std::ops::Range;

use super::{Drawn, Item};
use crate::text::LineIndex;

/// Fewest and most columns.
const WIDTH: Range<usize> = 3..31;
/// Fewest rows.
const MIN_ROWS: usize = 3;
/// Most places of a document where such a table is looked for.
const MAX_LOOKS: usize = 200;
/// Longest head of a column, in letters.
const MAX_HEAD: usize = 120;
/// Most headings between two rows.
const MAX_GROUPS: usize = 2;

/// Signs of the column of row numbers, letters and points alone: «№ п/п», «N», «п/п».
const NUMBER_HEADS: [&str; 5] = ["\u{2116}\u{43f}\u{43f}", "\u{2116}", "n\u{43f}\u{43f}", "\u{43f}\u{43f}", "n"];

/// A cell: its bytes and its lines.
struct Cell {
    range: Range<usize>,
    lines: Range<usize>,
}

/// Turns such tables into rows; each row stands in the item of its first line, its other lines are marked in `inside`.
pub(super) fn rows(source: &str, index: &LineIndex, items: &mut [Item], inside: &mut Vec<bool>) {
    let mut i = 0;
    let mut looks = 0;
    while i < items.len() && looks < MAX_LOOKS {
        let head = matches!(&items[i], Item::Line(range) if is_number_head(&source[range.clone()]));
        looks += usize::from(head);
        i = head.then(|| table(source, index, items, inside, i)).flatten().unwrap_or(i + 1);
    }
}

/// Puts the table whose head begins on line `at`; the line after it.
fn table(source: &str, index: &LineIndex, items: &mut [Item], inside: &mut Vec<bool>, at: usize) -> Option<usize> {
    let spaced = items.get(at + 1) == Some(&Item::Blank);
    let cells = cells(source, index, items, at, spaced);
    let rows = widths(source, &cells)?;
    let width = rows.first()?.len();
    inside.resize(items.len(), false);
    let mut end = at;
    for row in rows {
        let own = &cells[row];
        let (first, last) = (own.first()?, own.last()?);
        let mut ranges: Vec<Range<usize>> = own.iter().map(|c| c.range.clone()).collect();
        ranges.resize(width, last.range.end..last.range.end);
        // Blank lines between the rows go with them.
        (end.max(at + 1)..last.lines.end).for_each(|k| {
            items[k] = Item::Blank;
            inside[k] = true;
        });
        inside[first.lines.start] = false;
        items[first.lines.start] = Item::row(ranges, Drawn::Lines { begins: true });
        end = last.lines.end;
    }
    Some(end)
}

/// The cells from line `at` on, up to a line that is no plain text: one a line, or one between two blank lines.
fn cells(source: &str, index: &LineIndex, items: &[Item], at: usize, spaced: bool) -> Vec<Cell> {
    let mut out: Vec<Cell> = Vec::new();
    let mut open = false;
    for (i, item) in items.iter().enumerate().skip(at) {
        match item {
            Item::Line(_) => {
                let range = index.range(i, source);
                match out.last_mut().filter(|_| spaced && open) {
                    Some(last) => (last.range.end, last.lines.end) = (range.end, i + 1),
                    None => out.push(Cell { range, lines: i..i + 1 }),
                }
                open = true;
            }
            Item::Blank if spaced => open = false,
            _ => break,
        }
    }
    out
}

/// The rows by their cells, the head first; `None` where not all rows are as wide as the head.
fn widths(source: &str, cells: &[Cell]) -> Option<Vec<Range<usize>>> {
    let text = |i: usize| cells.get(i).map_or("", |c| source[c.range.clone()].trim());
    let numbered = |i: usize| is_row_number(text(i));
    let first = (1..cells.len().min(WIDTH.end + MAX_GROUPS)).find(|&i| numbered(i))?;
    let groups = (1..=MAX_GROUPS).take_while(|k| first > *k && is_heading(text(first - k))).count();
    let width = first - groups;
    let head = (0..width).all(|i| text(i).chars().count() <= MAX_HEAD && !text(i).ends_with(['.', ';', ':']) || i == 0);
    if !WIDTH.contains(&width) || !head {
        return None;
    }
    let mut rows: Vec<Range<usize>> = Vec::new();
    rows.push(0..width);
    rows.extend((width..first).map(|i| i..i + 1));
    let mut at = first;
    // A row of column numbers below the head.
    if (0..width).all(|k| text(at + k).parse() == Ok(k + 1)) {
        rows.push(at..at + width);
        at += width;
    }
    let mut data = 0;
    while at + width <= cells.len() && numbered(at) {
        rows.push(at..at + width);
        data += 1;
        at += width;
        let groups = (0..MAX_GROUPS).take_while(|k| is_heading(text(at + k))).count();
        if numbered(at + groups) {
            rows.extend((at..at + groups).map(|i| i..i + 1));
            at += groups;
        } else if (at..at + 2 * width).any(numbered) {
            return None; // a row of another width
        }
    }
    (data >= MIN_ROWS).then_some(rows)
}

/// «№ п/п», «N», «п/п».
fn is_number_head(line: &str) -> bool {
    let line = line.trim();
    if line.is_empty() || line.len() > 16 {
        return false;
    }
    let letters: String =
        line.chars().filter(|c| c.is_alphabetic() || *c == '\u{2116}').flat_map(char::to_lowercase).collect();
    NUMBER_HEADS.contains(&letters.as_str()) && !line.contains(|c: char| c.is_ascii_digit())
}

/// «1.», «2», «3.1.» alone.
fn is_row_number(text: &str) -> bool {
    let digits = text.trim_end_matches(['.', ')']);
    !digits.is_empty()
        && text.len() <= 10
        && digits.split('.').all(|n| !n.is_empty() && n.len() <= 3 && n.bytes().all(|b| b.is_ascii_digit()))
}

/// «II. Обучение», «3. Контроль»: a number and words.
fn is_heading(text: &str) -> bool {
    let Some((number, words)) = text.split_once(' ') else { return false };
    let digits = number.trim_end_matches('.');
    number.ends_with('.')
        && (digits.bytes().all(|b| b"IVXL".contains(&b)) || is_row_number(number))
        && words.trim_start().starts_with(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::super::tests::shown;

    const TEXT: &str = "План\n№ п/п\nМероприятие\nСрок\nОтветственный\nI. Подготовка\n1.\nОсмотр дорог\nмай\nОтдел\n2.\nРемонт\nиюнь\n\
        Отдел\nII. Обучение\n3.\nУчёба\nиюль\nШкола\n";

    #[test]
    fn the_first_number_tells_the_width() {
        let rows = [
            "-План",
            ">№ п/п¦Мероприятие¦Срок¦Ответственный",
            ">I. Подготовка¦¦¦",
            ">1.¦Осмотр дорог¦май¦Отдел",
            ">2.¦Ремонт¦июнь¦Отдел",
            ">II. Обучение¦¦¦",
            ">3.¦Учёба¦июль¦Школа",
        ];
        assert_eq!(shown(TEXT), rows);
        assert_eq!(shown(&TEXT.replace('\n', "\n\n")), rows);
    }

    #[test]
    fn text_behind_the_table_stays_text() {
        let text = format!("{TEXT}Глава района\nА.Б. Луговой");
        assert_eq!(shown(&text)[7..], ["-Глава района", "-А.Б. Луговой"]);
    }

    #[test]
    fn a_row_of_another_width_leaves_all_as_it_is() {
        let torn = TEXT.replace("Ремонт\n", "Ремонт\nи уборка\n");
        assert!(shown(&torn).iter().all(|line| line.starts_with('-')));
        // Between blank lines a cell may have lines.
        let spaced = TEXT.replace('\n', "\n\n").replace("Ремонт\n\n", "Ремонт\nи уборка\n\n");
        assert_eq!(shown(&spaced)[4], ">2.¦Ремонт и уборка¦июнь¦Отдел");
    }

    #[test]
    fn numbered_points_are_no_table() {
        assert!(shown("№\nот\nиюля\n1.\nПервое\n2.\nВторое\n3.\nТретье\n").iter().all(|line| line.starts_with('-')));
    }
}
