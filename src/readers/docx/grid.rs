//! Which column a cell stands in.
//!
//! ```text
//! grid        |  №  |8|     name     |  term  |          every edge that some row has is in the grid
//! row 1       [  1  ] [    paint     ][  May  ]
//! row 2       [   2   ][    mow      ][ June  ]          drawn by hand, a little further to the right
//! columns     |   №   |     name     |  term  |          edges side by side of which no row has both are one
//! ```

use super::model::{Cell, Merge, Row, Table};

/// Edges nearer than this (8 mm, in twentieths of a point) are one where no row has both: borders drawn by hand.
const NEAR: i64 = 450;
/// Width of a column of which nothing is known, in the same unit.
const UNKNOWN: i64 = 1000;

/// A cell in its place.
pub(super) struct Placed<'t> {
    /// The cell; `None` for a blank that some row leaves at its begin or end.
    pub cell: Option<&'t Cell>,
    /// Columns that it covers.
    pub columns: usize,
    /// The cell above goes on over it.
    pub covered: bool,
}

/// The rows of a table with their cells in columns, every row of as many columns. `blank` says of a cell that nothing
/// stands in it.
pub(super) fn place(table: &Table, blank: impl Fn(&Cell) -> bool) -> Vec<Vec<Placed<'_>>> {
    let mut columns = Columns::of(table);
    columns.count = columns.filled(table, blank);
    let mut above: Vec<bool> = Vec::new();
    let mut out = Vec::with_capacity(table.rows.len());
    for row in &table.rows {
        let mut placed = Vec::with_capacity(row.cells.len());
        let mut merged = vec![false; columns.count];
        let mut at = 0;
        let skip = |to: usize, at: &mut usize, placed: &mut Vec<Placed>| {
            for _ in *at..to {
                placed.push(Placed { cell: None, columns: 1, covered: false });
            }
            *at = to.max(*at);
        };
        for (cell, from, to) in edges(row) {
            let (from, to) = (columns.of_edge(from), columns.of_edge(to).min(columns.count));
            if from >= to {
                continue;
            }
            skip(from, &mut at, &mut placed);
            // A cell goes on from the row above only where one stands there that is merged.
            let covered = cell.merge == Merge::Goes && above.get(from) == Some(&true);
            if cell.merge != Merge::No
                && let Some(slot) = merged.get_mut(from)
            {
                *slot = true;
            }
            placed.push(Placed { cell: Some(cell), columns: to - from, covered });
            at = to.max(at);
        }
        skip(columns.count, &mut at, &mut placed);
        above = merged;
        out.push(placed);
    }
    out
}

/// The cells of a row with the grid edges between which they stand.
fn edges(row: &Row) -> impl Iterator<Item = (&Cell, usize, usize)> {
    let mut at = row.before;
    row.cells.iter().map(move |cell| {
        let from = at;
        at += cell.span.max(1);
        (cell, from, at)
    })
}

/// Columns as the rows of a table make them.
struct Columns {
    /// Grid edges that are used, in order, and the column that begins there.
    edges: Vec<(usize, usize)>,
    /// Number of columns.
    count: usize,
}

impl Columns {
    fn of(table: &Table) -> Columns {
        let mut used: Vec<usize> = table.rows.iter().flat_map(edges).flat_map(|(_, from, to)| [from, to]).collect();
        // What a row leaves free is a column too, unless nothing else stands there.
        used.sort_unstable();
        used.dedup();
        let known = table.grid.iter().any(|w| *w > 0);
        let mut x = 0;
        let mut at = 0;
        let places: Vec<i64> = used
            .iter()
            .map(|edge| {
                while at < *edge {
                    x += if known { table.grid.get(at).map_or(UNKNOWN, |w| i64::from(*w)) } else { UNKNOWN };
                    at += 1;
                }
                x
            })
            .collect();
        // Two edges of one cell are never one.
        let mut apart = vec![false; used.len()];
        let index = |edge: usize| used.binary_search(&edge).unwrap_or(0);
        let mut narrow: Vec<(usize, usize)> = table
            .rows
            .iter()
            .flat_map(edges)
            .map(|(_, from, to)| (index(from), index(to)))
            .filter(|(from, to)| places[*to] - places[*from] < NEAR)
            .collect();
        narrow.sort_unstable();
        narrow.dedup();
        let mut first = 0;
        for i in 1..used.len() {
            let near = places[i] - places[first] < NEAR;
            let parted = narrow.iter().any(|(from, to)| *from >= first && *to == i);
            if near && !parted {
                continue;
            }
            apart[i] = true;
            first = i;
        }
        let mut column = 0;
        let edges: Vec<(usize, usize)> = used
            .iter()
            .zip(&apart)
            .map(|(edge, apart)| {
                column += usize::from(*apart);
                (*edge, column)
            })
            .collect();
        Columns { edges, count: column }
    }

    /// Number of columns without those at the end in which some rows have no cell and no row has words.
    fn filled(&self, table: &Table, blank: impl Fn(&Cell) -> bool) -> usize {
        let (mut words, mut shortest) = (1, self.count);
        for row in &table.rows {
            let mut end = 0;
            for (cell, from, to) in edges(row) {
                end = self.of_edge(to);
                let from = self.of_edge(from);
                if from >= words && !blank(cell) {
                    words = from + 1;
                }
            }
            shortest = shortest.min(end);
        }
        words.max(shortest)
    }

    /// The column that begins at a grid edge.
    fn of_edge(&self, edge: usize) -> usize {
        match self.edges.binary_search_by_key(&edge, |(e, _)| *e) {
            Ok(i) => self.edges[i].1,
            Err(i) => self.edges.get(i).map_or(self.count, |(_, c)| *c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(before: usize, cells: &[(usize, Merge)]) -> Row {
        let cells = cells.iter().map(|(span, merge)| Cell { span: *span, merge: *merge, blocks: Vec::new() }).collect();
        Row { before, cells, ..Row::default() }
    }

    /// Columns of each cell; blanks as 0, cells that are covered with a minus.
    fn shown(grid: &[u32], rows: Vec<Row>) -> Vec<Vec<i32>> {
        let table = Table { grid: grid.to_vec(), rows };
        let show = |p: &Placed| match (p.cell, p.covered) {
            (None, _) => 0,
            (Some(_), false) => p.columns as i32,
            (Some(_), true) => -(p.columns as i32),
        };
        place(&table, |_| false).iter().map(|row| row.iter().map(show).collect()).collect()
    }

    const N: Merge = Merge::No;

    #[test]
    fn edges_that_nobody_uses_are_no_columns() {
        let rows = vec![row(0, &[(2, N), (3, N)]), row(0, &[(2, N), (1, N), (2, N)])];
        assert_eq!(shown(&[500; 5], rows), [vec![1, 2], vec![1, 1, 1]]);
    }

    #[test]
    fn edges_side_by_side_are_one() {
        let rows = vec![row(0, &[(1, N), (2, N), (1, N)]), row(0, &[(2, N), (1, N), (1, N)])];
        assert_eq!(shown(&[500, 8, 3000, 900], rows), [[1, 1, 1], [1, 1, 1]]);
        let rows = vec![row(0, &[(1, N), (3, N)]), row(0, &[(3, N), (1, N)]), row(0, &[(2, N), (2, N)])];
        assert_eq!(shown(&[1900, 230, 140, 2500], rows), [[1, 1], [1, 1], [1, 1]]);
        // A narrow cell stays a cell.
        let rows = vec![row(0, &[(1, N), (1, N), (1, N)]), row(0, &[(2, N), (1, N)])];
        assert_eq!(shown(&[500, 100, 3000], rows), [vec![1, 1, 1], vec![2, 1]]);
        // Without widths nothing is near.
        let rows = vec![row(0, &[(1, N), (2, N)]), row(0, &[(2, N), (1, N)])];
        assert_eq!(shown(&[], rows), [[1, 2], [2, 1]]);
    }

    #[test]
    fn rows_that_begin_late_keep_their_columns() {
        let rows = vec![row(0, &[(1, N), (1, N), (1, N)]), row(1, &[(1, N), (1, N)]), row(0, &[(1, N)])];
        assert_eq!(shown(&[900; 3], rows), [[1, 1, 1], [0, 1, 1], [1, 0, 0]]);
        let rows = vec![row(0, &[(2, N), (1, N)]), row(1, &[(1, N), (1, N)])];
        assert_eq!(shown(&[100, 900, 900], rows), [[1, 1], [1, 1]]);
    }

    #[test]
    fn columns_of_nothing_are_left_out() {
        let table = Table {
            grid: vec![900; 4],
            rows: vec![row(0, &[(4, N)]), row(0, &[(1, N), (1, N), (1, N), (1, N)]), row(0, &[(2, N)])],
        };
        let count = |blank: fn(&Cell) -> bool| {
            place(&table, blank).iter().map(|r| r.iter().map(|p| p.columns).sum()).collect::<Vec<usize>>()
        };
        assert_eq!(count(|_| true), [2, 2, 2]);
        assert_eq!(count(|_| false), [4, 4, 4]);
    }

    #[test]
    fn a_merge_goes_on_only_under_a_merge() {
        let (first, goes) = (Merge::First, Merge::Goes);
        let rows = vec![
            row(0, &[(1, goes), (1, first)]),
            row(0, &[(1, goes), (1, goes)]),
            row(0, &[(1, N), (1, goes)]),
            row(0, &[(1, goes), (1, first)]),
        ];
        assert_eq!(shown(&[900; 2], rows), [[1, 1], [-1, -1], [1, -1], [1, 1]]);
    }
}
