//! Where the cells of short rows stand: bars at the end of a row stand for columns that a cell goes on over, and for
//! cells of the rows above that go on over this one.
//!
//! ```text
//! Источник | Объем |  |            head: each row stands below the last cell of the row above
//!          | всего | в том числе |
//! Дороги   |  5    | 2   | 3       data: figures stand below figures
//! ```

use std::ops::Range;

use super::{Row, text};

/// Moves the cells of short rows to the columns that they stand in.
pub(super) fn settle(source: &str, rows: &mut [Row]) {
    let figures = columns_of_figures(source, rows);
    let alone = |r: &Row| r.cells.iter().filter(|c| !text(source, c).is_empty()).count() < 2;
    let head = rows.iter().position(|r| has_amount(source, r) || alone(r)).unwrap_or(rows.len());
    settle_head(source, &mut rows[..head]);
    for row in &mut rows[head..] {
        settle_data(source, row, &figures);
    }
}

/// True for each column that holds figures in most full rows.
fn columns_of_figures(source: &str, rows: &[Row]) -> Vec<bool> {
    let full: Vec<&Row> = rows.iter().filter(|r| blanks_behind(source, r) == 0).collect();
    let width = rows.first().map_or(0, |r| r.cells.len());
    (0..width).map(|j| full.iter().filter(|r| is_figure(text(source, &r.cells[j]))).count() * 2 > full.len()).collect()
}

fn blanks_behind(source: &str, row: &Row) -> usize {
    row.cells.iter().rev().take_while(|c| text(source, c).is_empty()).count()
}

/// Rows of the head, the last first: each stands below the last cell of the row above it.
fn settle_head(source: &str, rows: &mut [Row]) {
    let mut below: Option<usize> = None;
    for row in rows.iter_mut().rev() {
        let blank = blanks_behind(source, row);
        let filled = row.cells.len() - blank;
        if filled < 2 && below.is_none() {
            return;
        }
        let by = match below {
            None => blank,
            Some(at) => (at + 1).saturating_sub(filled).min(blank),
        };
        // A head without a row below it is whole, or its last cell goes on to the right.
        let by = if below.is_none() && !has_years(source, row) { 0 } else { by };
        shift(row, by);
        below = Some(by);
    }
}

fn settle_data(source: &str, row: &mut Row, figures: &[bool]) {
    let blank = blanks_behind(source, row);
    let filled = row.cells.len() - blank;
    if blank == 0 || filled < 2 {
        return;
    }
    let fits = |by: &usize| {
        let cells = row.cells[..filled].iter().enumerate();
        cells.filter(|(j, c)| !text(source, c).is_empty() && is_figure(text(source, c)) == figures[j + by]).count()
    };
    let best = (0..=blank).rev().max_by_key(fits).unwrap_or(0);
    if fits(&best) > fits(&0) {
        shift(row, best);
    }
}

fn shift(row: &mut Row, by: usize) {
    let at = row.cells.first().map_or(0, |c| c.start);
    row.cells.rotate_right(by);
    row.cells[..by].iter_mut().for_each(|c| *c = blank_at(at));
}

fn blank_at(at: usize) -> Range<usize> {
    at..at
}

/// «2014», «2014 год»: heads of columns that stand below another.
fn has_years(source: &str, row: &Row) -> bool {
    let year = |c: &Range<usize>| {
        let words = text(source, c);
        words.len() >= 4 && words.as_bytes()[..4].iter().all(u8::is_ascii_digit)
    };
    row.cells.iter().filter(|c| year(c)).count() >= 2
}

/// A row of data: an amount stands in it that is no year.
fn has_amount(source: &str, row: &Row) -> bool {
    row.cells.iter().skip(1).any(|c| {
        let words = text(source, c);
        is_figure(words) && !(words.len() == 4 && words.bytes().all(|b| b.is_ascii_digit()))
    })
}

fn is_figure(words: &str) -> bool {
    words.contains(|c: char| c.is_ascii_digit())
        && words.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || matches!(c, ',' | '.' | '-' | '%' | '+'))
        || matches!(words, "-" | "\u{2013}" | "\u{2014}" | "x" | "X" | "\u{445}" | "\u{425}")
}
