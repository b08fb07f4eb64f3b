//! How many columns a table of counted cells has, and where its rows begin.

use std::ops::Range;

use super::closed::{Cell, Row};
use super::place::text;

/// Most columns.
const MAX_WIDTH: usize = 40;

/// Fewest pairs of a passport.
const MIN_PAIRS: usize = 3;
/// Longest label of a passport, in letters.
const MAX_LABEL: usize = 160;

/// A table whose width is known.
#[derive(Clone, Debug)]
pub(super) struct Table {
    /// Cells of each row, by their indices.
    rows: Vec<Range<usize>>,
    width: usize,
    /// The second row of the head has so many cells at its end that no bar stands for on its left.
    under: usize,
}

impl Table {
    /// The rows with as many cells as the table has columns.
    pub fn rows(&self, source: &str, cells: &[Cell]) -> Vec<Row> {
        let blank = |at: usize| at..at;
        let mut out: Vec<Row> = Vec::with_capacity(self.rows.len());
        for (k, range) in self.rows.iter().enumerate() {
            let own = &cells[range.clone()];
            let (Some(first), Some(last)) = (own.first(), own.last()) else { continue };
            let mut row: Vec<Range<usize>> = own.iter().map(|c| c.range.clone()).collect();
            if k == 1 && self.under > 0 {
                let mut shifted = vec![blank(first.range.start); self.width - row.len().min(self.width)];
                shifted.append(&mut row);
                row = shifted;
            }
            row.resize(self.width, blank(last.range.end));
            let mut start = first.lines.start;
            // Bars at the end of a line close the row above as well.
            start = start.max(out.last().map_or(start, |r| r.lines.end));
            out.push(Row { cells: row, lines: start..last.lines.end.max(start + 1) });
        }
        debug_assert!(out.iter().all(|r| r.cells.iter().all(|c| c.end <= source.len())));
        out
    }
}

/// The table that `cells` begin with.
pub(super) fn of(source: &str, cells: &[Cell]) -> Option<Table> {
    by_runs(source, cells).or_else(|| by_column_numbers(source, cells)).or_else(|| by_pairs(source, cells))
}

/// The bars of merged cells end their rows: the smallest width that has it so.
fn by_runs(source: &str, cells: &[Cell]) -> Option<Table> {
    let longest = cells.iter().map(|c| c.run).max().filter(|&n| n >= 2)?;
    let mut best: Option<(usize, usize)> = None;
    for width in longest.max(2)..=MAX_WIDTH {
        let end = extent(source, cells, width);
        let runs = cells[..end].iter().filter(|c| c.run >= 2).count();
        let better = best.is_none_or(|(e, _)| end > e);
        if runs > 0 && end >= 2 * width && better {
            best = Some((end, width));
        }
    }
    let (end, width) = best?;
    // Two rows of requisites are no table.
    (end >= 3 * width).then(|| Table { rows: chunks(0..end, width), width, under: 0 })
}

/// How many of `cells` make rows of `width`: up to a run of bars that ends elsewhere, and to words over several lines
/// where a row would begin.
fn extent(source: &str, cells: &[Cell], width: usize) -> usize {
    let mut at = 0;
    while at + width <= cells.len() {
        let row = &cells[at..at + width];
        let torn = row.iter().enumerate().any(|(k, c)| c.run >= 2 && k + c.run != width && k + c.run > 1);
        let prose = at > 0 && row[0].lines.len() > 1 && is_prose(text(source, &row[0].range));
        if torn || prose {
            break;
        }
        at += width;
    }
    at
}

/// A sentence that ends, then more: text between two tables, not a cell.
fn is_prose(words: &str) -> bool {
    words.lines().next().is_some_and(|line| line.trim_end().ends_with(['.', ';', ':']))
}

fn chunks(cells: Range<usize>, width: usize) -> Vec<Range<usize>> {
    cells.clone().step_by(width).map(|at| at..(at + width).min(cells.end)).collect()
}

/// «1 | 2 | 3 | 4» below the head: as many columns, rows begin with running numbers from there on.
fn by_column_numbers(source: &str, cells: &[Cell]) -> Option<Table> {
    let number =
        |i: usize| cells.get(i).and_then(|c| text(source, &c.range).trim_end_matches('.').parse::<usize>().ok());
    let first = (2..cells.len().min(3 * MAX_WIDTH)).find(|&i| (0..3).all(|k| number(i + k) == Some(k + 1)))?;
    let mut width = (3..=MAX_WIDTH).take_while(|&n| number(first + n - 1) == Some(n)).last()?;
    // The first row below has the number 1 or words: never the number of one more column.
    if number(first + width) == Some(width + 1) {
        width += 1;
    }
    let (mut rows, under) = head(source, &cells[..first], width)?;
    rows.push(first..first + width);
    let mut at = first + width;
    let mut next = 1;
    while at < cells.len() {
        let whole = at + width;
        let own = number(at) == Some(next);
        if !own {
            break;
        }
        // A merged row has fewer cells: the next number stands where a full row has its values.
        let full = whole >= cells.len() || number(whole) == Some(next + 1);
        let end = if full {
            whole.min(cells.len())
        } else {
            (at + 1..whole.min(cells.len())).find(|&i| number(i) == Some(next + 1)).unwrap_or(whole.min(cells.len()))
        };
        rows.push(at..end);
        next += 1;
        at = end;
    }
    (next > 2).then_some(Table { rows, width, under })
}

/// One row of heads, or two where a head of the first goes over the columns that the second names: those begin with
/// years or other figures.
fn head(source: &str, cells: &[Cell], width: usize) -> Option<(Vec<Range<usize>>, usize)> {
    let n = cells.len();
    if n == width {
        return Some((chunks(0..n, n), 0));
    }
    let figure = |c: &&Cell| text(source, &c.range).starts_with(|c: char| c.is_ascii_digit());
    let under = cells.iter().rev().take_while(figure).count();
    (under > 1 && under < n && n - 1 == width).then(|| (vec![0..n - under, n - under..n], under))
}

/// Labels and their values: short words with a capital each, nothing that ends a sentence.
fn by_pairs(source: &str, cells: &[Cell]) -> Option<Table> {
    let label = |c: &Cell| {
        let words = text(source, &c.range).trim_start_matches(['"', '\u{ab}']);
        c.run == 1
            && words.starts_with(char::is_uppercase)
            && words.chars().count() <= MAX_LABEL
            && !words.ends_with(['.', ';', '!', '?'])
            && !words.contains(|c: char| c.is_ascii_digit())
    };
    let value = |c: &Cell| c.run == 1;
    let pairs = cells.chunks_exact(2).take_while(|pair| label(&pair[0]) && value(&pair[1])).count();
    let letters = |k: usize| cells[..2 * pairs].iter().skip(k).step_by(2).map(|c| c.range.len()).sum::<usize>();
    let first = cells.first().map_or("", |c| text(source, &c.range));
    let paired = pairs >= MIN_PAIRS && letters(0) < letters(1) && first.contains(' ');
    paired.then(|| Table { rows: chunks(0..2 * pairs, 2), width: 2, under: 0 })
}
