//! Tables scraped from web pages: each cell on lines of its own with a bar behind it.
//!
//! ```text
//! Источник |                     N п/п       as law bases are scraped: a bar behind each cell, bars for
//! Объем, тыс. руб. | ||          |           the columns that a merged cell goes on over; or each bar on a
//! всего |                        Показатель  line of its own and nothing for merged cells
//! 2014 |                         |
//! 2015 | |                       1
//! Местный бюджет |               |
//! 30,0 |                         2
//! 10,0 |                         |
//! 20,0 |
//! ```
//!
//! Nothing says where a row ends, so the cells are counted: the bars of merged cells end rows, running numbers and a row
//! of column numbers begin them, and labels of a passport stand in pairs with their values. Where none of them tells the
//! width of the table, the lines stay lines.

use std::ops::Range;

use super::{Drawn, Item, is_bar, place, width};
use crate::text::LineIndex;

/// Fewest cells of a table.
const MIN_CELLS: usize = 6;
/// Most cells of a table that is looked at.
const MAX_CELLS: usize = 100_000;
/// How many times the lines of a document may be looked at from places where a table may begin.
const LOOKS: usize = 16;
/// More bars than any row has columns.
const MANY_BARS: usize = 64;
/// Most lines of one cell.
const MAX_LINES: usize = 60;

/// A cell and what stands behind it.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    /// Its bytes; blank for a bar that follows another at once.
    pub range: Range<usize>,
    /// The line that it begins on, and the line after the one that closes it.
    pub lines: Range<usize>,
    /// How many bars end its line from here on; 0 where it is not the first of them.
    pub run: usize,
}

/// What a line is to such a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Words, then so many bars.
    Closed(usize),
    /// So many bars and nothing else.
    Bars(usize),
    /// Words without bars.
    Words,
    /// Anything else.
    Other,
}

/// Turns such tables into rows; each row stands in the item of its first line, its other lines are marked in `inside`.
pub(super) fn rows(source: &str, index: &LineIndex, items: &mut [Item], inside: &mut Vec<bool>) {
    let mut i = 0;
    let mut looked = 0;
    while i < items.len() && looked <= LOOKS * items.len() {
        if !begins(source, index, items, i) {
            i += 1;
            continue;
        }
        let cells = cells(source, index, items, i);
        looked += cells.len().max(cells.last().map_or(MAX_LINES, |c| c.lines.end - i));
        let taken = put(source, &cells, items, inside);
        i = taken.unwrap_or(i + 1);
    }
}

fn kind(source: &str, index: &LineIndex, items: &[Item], i: usize) -> Kind {
    if !matches!(items.get(i), Some(Item::Line(_) | Item::Rule)) {
        return Kind::Other;
    }
    let line = source[index.range(i, source)].trim();
    let words = line.trim_end_matches(|c: char| is_bar(c) || c.is_whitespace());
    let bars = line[words.len()..].chars().filter(|c| is_bar(*c)).count();
    match (words.is_empty(), words.contains(is_bar), bars) {
        (.., MANY_BARS..) => Kind::Other,
        (true, _, 1..) => Kind::Bars(bars),
        (false, false, 0) => Kind::Words,
        (false, false, _) => Kind::Closed(bars),
        _ => Kind::Other,
    }
}

/// True where the first cell of a table may stand on line `i`: one line that a bar closes, and another behind it.
fn begins(source: &str, index: &LineIndex, items: &[Item], i: usize) -> bool {
    let of = |i: usize| kind(source, index, items, i);
    match of(i) {
        Kind::Closed(_) => matches!(of(i + 1), Kind::Closed(_) | Kind::Bars(_) | Kind::Words),
        Kind::Words => of(i + 1) == Kind::Bars(1) && of(i + 2) == Kind::Words && of(i + 3) == Kind::Bars(1),
        _ => false,
    }
}

/// The cells from line `at` on, up to what is no cell.
fn cells(source: &str, index: &LineIndex, items: &[Item], at: usize) -> Vec<Cell> {
    let mut out: Vec<Cell> = Vec::new();
    let mut open: Option<(Range<usize>, usize)> = None;
    let mut i = at;
    while i < items.len() && out.len() < MAX_CELLS {
        let range = index.range(i, source);
        let trimmed = source[range.clone()].trim_end_matches(|c: char| is_bar(c) || c.is_whitespace()).len();
        let words = range.start..range.start + trimmed;
        let bars = match kind(source, index, items, i) {
            Kind::Words => {
                let cell = open.get_or_insert((words.clone(), i));
                cell.0.end = words.end;
                if i - cell.1 >= MAX_LINES {
                    break;
                }
                i += 1;
                continue;
            }
            Kind::Closed(bars) => {
                open.get_or_insert((words.clone(), i)).0.end = words.end;
                bars
            }
            Kind::Bars(bars) => bars,
            Kind::Other => break,
        };
        let (cell, first) = open.take().unwrap_or((words.end..words.end, i));
        let blank = cell.end..cell.end;
        out.push(Cell { range: cell, lines: first..i + 1, run: bars });
        out.extend((1..bars).map(|_| Cell { range: blank.clone(), lines: i..i + 1, run: 0 }));
        i += 1;
    }
    out
}

/// Puts the rows that `cells` make; the line after them.
fn put(source: &str, cells: &[Cell], items: &mut [Item], inside: &mut Vec<bool>) -> Option<usize> {
    if cells.len() < MIN_CELLS {
        return None;
    }
    let table = width::of(source, cells)?;
    let rows = table.rows(source, cells);
    let mut placed: Vec<Vec<Range<usize>>> = rows.iter().map(|r| r.cells.clone()).collect();
    place::settle(source, &mut placed);
    inside.resize(items.len(), false);
    let mut end = 0;
    for (row, cells) in rows.into_iter().zip(placed) {
        end = row.lines.end;
        for k in row.lines.clone() {
            items[k] = Item::Blank;
            inside[k] = k > row.lines.start;
        }
        items[row.lines.start] = Item::row(cells, Drawn::Lines { begins: true });
    }
    Some(end)
}

/// A row of the table.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// Its cells.
    pub cells: Vec<Range<usize>>,
    /// Its lines.
    pub lines: Range<usize>,
}

#[cfg(test)]
mod tests {
    use super::super::tests::shown;

    #[test]
    fn bars_of_merged_cells_end_rows() {
        let text = "Таблица\nИсточник |\nОбъем, тыс. руб. |\n||\nвсего |\nв том числе |\n||\n2014 |\n2015 |\n||\n\
            Дороги | |||\nМестный бюджет |\n30,0 |\n10,0 |\n20,0 |\nОбластной\nбюджет |\n5,0 |\n|\n5,0 |\nИтог";
        assert_eq!(
            shown(text),
            [
                "-Таблица",
                ">Источник¦Объем, тыс. руб.¦¦",
                ">¦всего¦в том числе¦",
                ">¦¦2014¦2015",
                ">Дороги¦¦¦",
                ">Местный бюджет¦30,0¦10,0¦20,0",
                ">Областной бюджет¦5,0¦¦5,0",
                "-Итог"
            ]
        );
    }

    #[test]
    fn heads_stand_over_what_they_name() {
        let text = "N |\nДело |\nОбъем, руб. |\nИсполнитель |\n|||\nплан |\nфакт |\nплан |\nфакт |\n|||\n1 |\nДом |\n5 |\n6 |\n7 |\n8 |\nОтдел |\n\
            2 |\nСад |\n1 |\n2 |\n3 |\n4 |\nОтдел |\n";
        assert_eq!(
            shown(text),
            [
                ">N¦Дело¦Объем, руб.¦¦¦¦Исполнитель",
                ">¦¦план¦факт¦план¦факт¦",
                ">1¦Дом¦5¦6¦7¦8¦Отдел",
                ">2¦Сад¦1¦2¦3¦4¦Отдел"
            ]
        );
        let years = text.replace("|||\nплан", "|||\n2014 |\n2015 |\n|||||\nплан");
        assert_eq!(shown(&years)[1], ">¦¦2014¦¦2015¦¦");
    }

    #[test]
    fn passports_stand_in_pairs() {
        let text = "Паспорт программы\nНаименование программы |\n\"Чистый двор\" |\nЗаказчик |\nАдминистрация |\nЦели |\n\
            чистота;\nпорядок |\nСрок реализации |\n2014 - 2016 годы |\n1. Введение";
        assert_eq!(
            shown(text),
            [
                "-Паспорт программы",
                ">Наименование программы¦\"Чистый двор\"",
                ">Заказчик¦Администрация",
                ">Цели¦чистота; порядок",
                ">Срок реализации¦2014 - 2016 годы",
                "-1. Введение"
            ]
        );
    }

    #[test]
    fn column_numbers_tell_the_width() {
        let cells = ["N п/п", "Показатель", "Ед.", "Значения", "2014 год", "2015 год", "1", "2", "3", "4", "5"];
        let data = ["1", "Цель: порядок", "2", "Число дворов", "шт.", "5", "6", "3", "Доля", "%", "", "7"];
        let text: String = cells
            .iter()
            .chain(&data)
            .map(|c| if c.is_empty() { "|\n".to_owned() } else { format!("{c}\n|\n") })
            .collect();
        assert_eq!(
            shown(&text),
            [
                ">N п/п¦Показатель¦Ед.¦Значения¦",
                ">¦¦¦2014 год¦2015 год",
                ">1¦2¦3¦4¦5",
                ">1¦Цель: порядок¦¦¦",
                ">2¦Число дворов¦шт.¦5¦6",
                ">3¦Доля¦%¦¦7"
            ]
        );
    }

    #[test]
    fn bars_here_and_there_are_text() {
        assert_eq!(shown("Глава |\nА.Б. Луговой |"), ["-Глава", "-А.Б. Луговой"]);
        assert_eq!(
            shown("25.12.2023 г. |\n№ |\n37 |\n|\nс.Луговое |\n|\nО деле"),
            ["-25.12.2023 г.", "-№", "-37", "-с.Луговое", "-О деле"]
        );
    }
}
