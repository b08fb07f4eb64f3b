//! Where the cells of short rows stand: bars at the end of a row stand for columns that a cell goes on over, and for
//! cells of the rows above that go on over this one.
//!
//! ```text
//! Источник | Объем |      |        head: the last row stands above figures, one cell of each row over the row below
//!          | всего | 2014 | 2015
//! Дороги   |  5    | 2    | 3      data: figures stand below figures
//! ```

use std::ops::Range;

/// The cells of a row, by their bytes.
type Cells = Vec<Range<usize>>;

/// Moves the cells of short rows to the columns that they stand in.
pub(super) fn settle(source: &str, rows: &mut [Cells]) {
    let figures = columns_of_figures(source, rows);
    let alone = |r: &Cells| r.iter().filter(|c| !text(source, c).is_empty()).count() < 2;
    let head = rows.iter().position(|r| has_amount(source, r) || alone(r)).unwrap_or(rows.len());
    settle_head(source, &mut rows[..head], &figures);
    for row in &mut rows[head..] {
        settle_data(source, row, &figures);
    }
}

/// True for each column that holds figures in most full rows.
fn columns_of_figures(source: &str, rows: &[Cells]) -> Vec<bool> {
    let full: Vec<&Cells> = rows.iter().filter(|r| blanks_behind(source, r) == 0).collect();
    let width = rows.first().map_or(0, |r| r.len());
    (0..width).map(|j| full.iter().filter(|r| is_figure(text(source, &r[j]))).count() * 2 > full.len()).collect()
}

fn blanks_behind(source: &str, row: &Cells) -> usize {
    row.iter().rev().take_while(|c| text(source, c).is_empty()).count()
}

/// Rows of the head, the last first: its cells stand above figures, and each row above has one cell over the row below.
fn settle_head(source: &str, rows: &mut [Cells], figures: &[bool]) {
    let [above @ .., leaf] = rows else { return };
    let blank = blanks_behind(source, leaf);
    if above.is_empty() || blank == 0 {
        return;
    }
    let own = leaf.len() - blank;
    let covered = |by: &usize| figures[*by..by + own].iter().filter(|f| **f).count();
    let mut start = (0..=blank).max_by_key(covered).unwrap_or(blank);
    let mut length = own;
    let words: Vec<&str> = leaf[..own].iter().map(|c| text(source, c)).collect();
    let mut repeated = (1..own).find(|n| own.is_multiple_of(*n) && words.chunks(*n).all(|c| c == &words[..*n]));
    shift(leaf, start);
    for (i, row) in above.iter_mut().enumerate().rev() {
        let own = row.len() - blanks_behind(source, row);
        let places: Vec<usize> = if repeated.is_some_and(|n| n > 1 && n * own == length) {
            (0..own).map(|k| start + k * length / own).collect()
        } else {
            // The top row begins at the left edge; of another row the last cell goes over the row below.
            let over = if i == 0 { start } else { own.saturating_sub(1).min(start) };
            (0..own).map(|k| start - over + k + if k > over { length - 1 } else { 0 }).collect()
        };
        if places.iter().any(|p| *p >= row.len()) {
            return;
        }
        if let (Some(first), Some(_)) = (places.first(), places.last()) {
            (start, length) = (*first, length + own - 1);
        }
        repeated = None;
        place(row, &places);
    }
}

/// Puts the first cells of `row` at `places`, which ascend.
fn place(row: &mut Cells, places: &[usize]) {
    let at = row.first().map_or(0, |c| c.start);
    let mut cells = vec![at..at; row.len()];
    for (k, p) in places.iter().enumerate() {
        cells[*p] = row[k].clone();
    }
    *row = cells;
}

fn settle_data(source: &str, row: &mut Cells, figures: &[bool]) {
    let blank = blanks_behind(source, row);
    let filled = row.len() - blank;
    if blank == 0 || filled < 2 {
        return;
    }
    let fits = |by: &usize| {
        let cells = row[..filled].iter().enumerate();
        cells.filter(|(j, c)| !text(source, c).is_empty() && is_figure(text(source, c)) == figures[j + by]).count()
    };
    let best = (0..=blank).rev().max_by_key(fits).unwrap_or(0);
    if fits(&best) > fits(&0) {
        shift(row, best);
    }
}

fn shift(row: &mut Cells, by: usize) {
    let at = row.first().map_or(0, |c| c.start);
    row.rotate_right(by);
    row[..by].iter_mut().for_each(|c| *c = at..at);
}

/// A row of data: an amount stands in it that is no year.
fn has_amount(source: &str, row: &Cells) -> bool {
    row.iter().skip(1).any(|c| {
        let words = text(source, c);
        is_figure(words) && !(words.len() == 4 && words.bytes().all(|b| b.is_ascii_digit()))
    })
}

/// The words of a cell.
pub(super) fn text<'a>(source: &'a str, range: &Range<usize>) -> &'a str {
    source[range.clone()].trim()
}

fn is_figure(words: &str) -> bool {
    words.contains(|c: char| c.is_ascii_digit())
        && words.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || matches!(c, ',' | '.' | '-' | '%' | '+'))
        || matches!(words, "-" | "\u{2013}" | "\u{2014}" | "x" | "X" | "\u{445}" | "\u{425}")
}
