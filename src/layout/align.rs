//! Placing cells in columns by what they are.
//!
//! A page break often leaves a fragment with other columns than its table: a blank column inserted, an empty last one
//! dropped, one cell split in two. The cells of a fragment drift together, so one placing is found for all its rows: a
//! monotone map from its columns to those of the table, by dynamic programming over how well the cells suit.

use crate::text::Text;

use super::class::Class;
use super::table::Column;

/// Cost of two filled cells of one row in the same column.
const JOIN: f32 = 1.6;
/// Cost of two numbers in the same column, on top of it.
const TWO_VALUES: f32 = 3.0;
/// Worth of keeping together what an open quote holds together.
const QUOTE: f32 = 2.0;
/// Cost of leaving a column empty that the table mostly fills.
const SKIP: f32 = 1.0;
/// How much better another placing must be, per row, than cell by cell.
const MARGIN: f32 = 1.0;

/// Where the cells of a fragment go.
#[derive(Clone, Debug, PartialEq)]
pub struct Placing {
    /// For each cell of the fragment: its column, or `None` for a blank one that is dropped.
    pub to: Vec<Option<usize>>,
    /// How well the cells suit, per filled cell.
    pub fit: f32,
    /// Cells were moved or joined otherwise than by dropping blanks.
    pub moved: bool,
    /// Filled cells were joined, or some cell suits its column badly.
    pub uncertain: bool,
}

/// What the table knows of its columns.
pub struct Target<'a> {
    /// The columns.
    pub columns: &'a [Column],
    /// Share of the rows so far that fill each column, 0 to 1.
    pub filled: &'a [f32],
}

/// Places rows of `width` cells; `rows` are the classes of their cells.
pub fn place(rows: &[Vec<Class>], width: usize, target: &Target) -> Placing {
    let n = target.columns.len();
    let filled = |i: usize| rows.iter().any(|r| r.get(i).is_some_and(|c| !c.blank));
    let suits: Vec<Vec<f32>> = (0..width)
        .map(|i| {
            let column = |j: usize| rows.iter().filter_map(|r| r.get(i)).map(|c| c.suits(target.columns[j].role)).sum();
            (0..n).map(column).collect()
        })
        .collect();
    let straight: Vec<Option<usize>> = (0..width).map(|i| (i < n).then_some(i)).collect();
    let fits = (n..width).all(|i| !filled(i));
    let best = search(rows, width, &suits, target);
    let to = if fits {
        let own = score(rows, &straight, &suits, target);
        if score(rows, &best, &suits, target) > own + MARGIN * rows.len() as f32 { best } else { straight.clone() }
    } else {
        best
    };
    judge(rows, to, &straight, &suits)
}

/// The best monotone map: `table[i][j]` is the best score with cell `i` in column `j`.
fn search(rows: &[Vec<Class>], width: usize, suits: &[Vec<f32>], target: &Target) -> Vec<Option<usize>> {
    let n = target.columns.len();
    let keep: Vec<usize> = (0..width).filter(|&i| rows.iter().any(|r| r.get(i).is_some_and(|c| !c.blank))).collect();
    let mut to = vec![None; width];
    if keep.is_empty() || n == 0 {
        return to;
    }
    let rows_n = rows.len() as f32;
    let skip: Vec<f32> = target.filled.iter().map(|f| f * SKIP * rows_n).collect();
    let skipped = |from: usize, until: usize| skip[from..until].iter().sum::<f32>();
    let quoted: Vec<Vec<bool>> = rows.iter().map(|r| quoted(r)).collect();
    let mut table: Vec<Vec<(f32, usize)>> = Vec::with_capacity(keep.len());
    for (k, &i) in keep.iter().enumerate() {
        let row: Vec<(f32, usize)> = (0..n)
            .map(|j| {
                if k == 0 {
                    return (suits[i][j] - skipped(0, j), usize::MAX);
                }
                let prev = &table[k - 1];
                let both = rows.iter().filter(|r| is_filled(r, i) && is_filled(r, keep[k - 1])).count() as f32;
                let values = rows
                    .iter()
                    .filter(|r| is_filled(r, i) && is_filled(r, keep[k - 1]) && r[i].value && r[keep[k - 1]].value)
                    .count() as f32;
                let held = quoted.iter().filter(|q| q.get(i) == Some(&true)).count() as f32;
                let mut best = (prev[j].0 - JOIN * both - TWO_VALUES * values + (JOIN + QUOTE) * held, j);
                for (p, from) in prev.iter().enumerate().take(j) {
                    let s = from.0 - skipped(p + 1, j);
                    if s > best.0 {
                        best = (s, p);
                    }
                }
                (best.0 + suits[i][j], best.1)
            })
            .collect();
        table.push(row);
    }
    let last = &table[keep.len() - 1];
    let ends: Vec<f32> = (0..n).map(|j| last[j].0 - skipped(j + 1, n)).collect();
    let mut j = (0..n).fold(0, |b, j| if ends[j] > ends[b] + 1e-4 { j } else { b });
    for k in (0..keep.len()).rev() {
        to[keep[k]] = Some(j);
        j = table[k][j].1;
    }
    to
}

/// For each cell of a row: an open quote, closed further on, holds it together with the cell before.
fn quoted(row: &[Class]) -> Vec<bool> {
    let mut out = vec![false; row.len()];
    let (mut odd, mut depth) = (false, 0);
    let closes = |from: usize, odd: bool| row[from..].iter().any(|c| if odd { c.quotes % 2 == 1 } else { c.depth < 0 });
    for (i, cell) in row.iter().enumerate() {
        out[i] = !cell.blank && ((odd && closes(i, true)) || (depth > 0 && closes(i, false)));
        odd ^= cell.quotes % 2 == 1;
        depth += cell.depth;
    }
    out
}

fn is_filled(row: &[Class], i: usize) -> bool {
    row.get(i).is_some_and(|c| !c.blank)
}

fn score(rows: &[Vec<Class>], to: &[Option<usize>], suits: &[Vec<f32>], target: &Target) -> f32 {
    let mut total: f32 = to.iter().enumerate().filter_map(|(i, j)| j.map(|j| suits[i][j])).sum();
    for row in rows {
        for pair in (0..row.len()).filter(|&i| is_filled(row, i)).collect::<Vec<_>>().windows(2) {
            if to.get(pair[0]) == to.get(pair[1]) {
                total -= JOIN;
            }
        }
    }
    let used: Vec<bool> = (0..target.columns.len())
        .map(|j| to.iter().enumerate().any(|(i, t)| *t == Some(j) && rows.iter().any(|r| is_filled(r, i))))
        .collect();
    let skips: f32 =
        used.iter().zip(target.filled).filter(|(u, _)| !**u).map(|(_, f)| f * SKIP * rows.len() as f32).sum();
    total - skips
}

fn judge(rows: &[Vec<Class>], to: Vec<Option<usize>>, straight: &[Option<usize>], suits: &[Vec<f32>]) -> Placing {
    let cells: usize = rows.iter().map(|r| r.iter().filter(|c| !c.blank).count()).sum();
    let sum: f32 = to.iter().enumerate().filter_map(|(i, j)| j.map(|j| suits[i][j])).sum();
    let joined = rows.iter().any(|r| {
        let mut last = None;
        r.iter()
            .enumerate()
            .filter(|(_, c)| !c.blank)
            .any(|(i, _)| std::mem::replace(&mut last, to.get(i).copied().flatten()) == to.get(i).copied().flatten())
    });
    let bad = to.iter().enumerate().any(|(i, j)| j.is_some_and(|j| suits[i][j] < -1.0));
    let moved = to.iter().zip(straight).enumerate().any(|(i, (a, b))| a != b && rows.iter().any(|r| is_filled(r, i)));
    Placing { fit: if cells == 0 { 0.0 } else { sum / cells as f32 }, uncertain: moved && (joined || bad), moved, to }
}

/// How well a given placing suits, per filled cell.
pub fn fit_of(rows: &[Vec<Class>], to: &[Option<usize>], target: &Target) -> f32 {
    let (mut sum, mut cells) = (0.0, 0);
    for row in rows {
        for (class, j) in row.iter().zip(to).filter(|(c, _)| !c.blank) {
            sum += j.map_or(-3.0, |j| class.suits(target.columns[j].role));
            cells += 1;
        }
    }
    if cells == 0 { 0.0 } else { sum / cells as f32 }
}

/// The cells of a row in `n` columns.
pub fn apply(cells: &[Text], to: &[Option<usize>], n: usize) -> Vec<Text> {
    let mut out = vec![Text::default(); n];
    for (i, cell) in cells.iter().enumerate() {
        if cell.is_empty() && cell.merge().is_none() {
            continue;
        }
        let j = to.get(i).copied().flatten().unwrap_or_else(|| i.min(n - 1));
        if cell.is_empty() && out[j].is_empty() {
            out[j] = cell.clone();
        }
        out[j].append(cell, " ", false);
    }
    out
}
