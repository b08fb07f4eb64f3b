//! Rows of RTF, each with its own cell edges → one grid for the table.
//!
//! ```text
//! \cellx1000\cellx5000\cellx9000        0   1000   5000   9000
//! \cellx1010\cellx9000                  ├─1─┼──2───┼──3───┤
//!                                       ├─1─┼──2──────────┤
//! ```
//!
//! Rows that were drawn by hand have edges that drift. Two edges are one unless some row has a cell between them.

use super::super::Merge;
use super::super::blocks::{Block, Place, Row, Table, drop_columns};
use crate::options::MAX_CELLS;

/// Edges that lie nearer than this are one edge but for rounding, in twips (1/1440 inch).
const ROUNDING: i64 = 15;
/// Most edges of a table that are compared with each other.
const MAX_EDGES: usize = 400;
/// Width of a cell that the row does not define, in twips.
const UNDEFINED: i64 = 1000;

/// How a cell is merged with others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CellDef {
    /// Right edge, in twips.
    pub right: i32,
    /// The cell to the left goes on over this one (`\clmrg`).
    pub merged_left: bool,
    /// The cell above goes on over this one (`\clvmrg`).
    pub merged_up: bool,
}

/// The definition of a row, from `\trowd` on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowDef {
    /// Left edge, in twips (`\trleft`).
    pub left: i32,
    /// Its cells.
    pub cells: Vec<CellDef>,
    /// Repeated on every page (`\trhdr`).
    pub header: bool,
}

/// A row as the file has it.
#[derive(Clone, Debug, Default)]
pub struct RawRow {
    /// Its definition.
    pub def: RowDef,
    /// What its cells hold, left to right.
    pub cells: Vec<Vec<Block>>,
}

/// A cell between two edges.
struct Span {
    left: i64,
    right: i64,
    blocks: Vec<Block>,
    covered: bool,
}

/// Lays the rows out on one grid.
pub fn table(rows: Vec<RawRow>) -> Table {
    let headers: Vec<bool> = rows.iter().map(|r| r.def.header).collect();
    let spans: Vec<Vec<Span>> = rows.into_iter().map(spans).collect();
    let mut edges = edges(&spans);
    let columns = edges.iter().flatten().max().map_or(0, |e| e + 1);
    if columns.saturating_mul(spans.len()) > MAX_CELLS {
        // Edges without any order: the cells are counted from the left.
        edges = spans.iter().map(|row| (0..=row.len()).collect()).collect();
    }
    let width = edges.iter().flatten().copied().max().unwrap_or(0);
    let mut begins = vec![false; width];
    let mut out: Vec<Row> = Vec::with_capacity(spans.len());
    for ((spans, edges), header) in spans.into_iter().zip(&edges).zip(headers) {
        let mut cells = vec![Place::default(); width];
        for (i, span) in spans.into_iter().enumerate() {
            begins[edges[i]] = true;
            cells[edges[i]] = Place { blocks: span.blocks, merge: span.covered.then_some(Merge::Above) };
            let next = edges.get(i + 1).copied().unwrap_or(width).min(width);
            cells.iter_mut().take(next).skip(edges[i] + 1).for_each(|c| *c = Place::merged(Merge::Left));
        }
        out.push(Row { cells, header });
    }
    drop_columns(&mut out, &begins);
    // A table whose rows are all headers has none.
    if out.iter().all(|r| r.header) {
        out.iter_mut().for_each(|r| r.header = false);
    }
    Table::new(out, false)
}

/// The cells of a row, those merged across as one.
fn spans(row: RawRow) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::with_capacity(row.cells.len());
    let mut left = i64::from(row.def.left);
    let mut contents = row.cells.into_iter();
    let mut defs = row.def.cells.into_iter();
    loop {
        let (blocks, def) = (contents.next(), defs.next());
        if blocks.is_none() && def.is_none() {
            return out;
        }
        let def = def.unwrap_or(CellDef { right: (left + UNDEFINED) as i32, ..CellDef::default() });
        let blocks = blocks.unwrap_or_default();
        let right = i64::from(def.right).max(left + 1);
        match out.last_mut() {
            Some(last) if def.merged_left => {
                last.right = right;
                last.blocks.extend(blocks.into_iter().filter(|b| !b.is_blank()));
            }
            _ => out.push(Span { left, right, covered: def.merged_up, blocks }),
        }
        left = right;
    }
}

/// For each row the columns of its edges: the left edge of each cell, then the right edge of the last one.
fn edges(rows: &[Vec<Span>]) -> Vec<Vec<usize>> {
    let mut all: Vec<(i64, usize)> = Vec::new();
    for (i, row) in rows.iter().enumerate() {
        all.extend(row.first().map(|s| (s.left, i)));
        all.extend(row.iter().map(|s| (s.right, i)));
    }
    all.sort_unstable();
    let mut found: Vec<Edge> = Vec::new();
    let mut i = 0;
    while i < all.len() {
        let x = all[i].0;
        let here = all[i..].iter().take_while(|a| a.0 == x).count();
        let mut rows_here = vec![0; rows.len().div_ceil(64)];
        all[i..i + here].iter().for_each(|(_, row)| rows_here[row / 64] |= 1 << (row % 64));
        let edge = Edge { from: x, to: x, rows: rows_here };
        let full = found.len() >= MAX_EDGES;
        match found.last_mut() {
            Some(last) if x - last.from <= ROUNDING && last.is_apart(&edge) => last.join(edge),
            _ if full => {
                // Edges without any order: the cells are counted from the left.
                return rows.iter().map(|row| (0..=row.len()).collect()).collect();
            }
            _ => found.push(edge),
        }
        i += here;
    }
    join_nearest(&mut found);
    let column = |x: i64| found.partition_point(|e| e.to < x);
    let of_row = |row: &Vec<Span>| {
        let first = row.first().map(|s| column(s.left));
        first.into_iter().chain(row.iter().map(|s| column(s.right))).collect()
    };
    rows.iter().map(of_row).collect()
}

/// An edge of cells: of several rows where these lie nearly at the same place.
struct Edge {
    from: i64,
    to: i64,
    /// The rows that have it, one bit each.
    rows: Vec<u64>,
}

impl Edge {
    /// True where no row has both edges, so that no cell lies between them.
    fn is_apart(&self, other: &Edge) -> bool {
        self.rows.iter().zip(&other.rows).all(|(a, b)| a & b == 0)
    }

    fn join(&mut self, next: Edge) {
        self.to = next.to;
        self.rows.iter_mut().zip(next.rows).for_each(|(a, b)| *a |= b);
    }
}

/// Joins neighbours between which no row has a cell, the nearest first: rows whose edges drift have the same columns.
fn join_nearest(edges: &mut Vec<Edge>) {
    let gap = |edges: &[Edge], i: usize| edges[i].is_apart(&edges[i + 1]).then(|| edges[i + 1].to - edges[i].from);
    let mut gaps: Vec<Option<i64>> = (1..edges.len()).map(|i| gap(edges, i - 1)).collect();
    while let Some((_, i)) = gaps.iter().enumerate().filter_map(|(i, g)| g.map(|g| (g, i))).min() {
        let next = edges.remove(i + 1);
        edges[i].join(next);
        gaps.remove(i);
        for j in i.saturating_sub(1)..(i + 1).min(gaps.len()) {
            gaps[j] = gap(edges, j);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::readers::Look;

    fn row(left: i32, cells: &[(i32, &str)]) -> RawRow {
        let def = |(right, _): &(i32, &str)| CellDef { right: *right, ..CellDef::default() };
        let text = |(_, text): &(i32, &str)| vec![Block::Paragraph { text: (*text).to_owned(), look: Look::default() }];
        RawRow {
            def: RowDef { left, cells: cells.iter().map(def).collect(), header: false },
            cells: cells.iter().map(text).collect(),
        }
    }

    fn shown(table: &Table) -> Vec<String> {
        let words = |p: &Place| {
            let texts: Vec<&str> = p
                .blocks
                .iter()
                .filter_map(|b| match b {
                    Block::Paragraph { text, .. } => Some(text.as_str()),
                    _ => None,
                })
                .collect();
            let mark = match p.merge {
                Some(Merge::Above) => "^",
                Some(Merge::Left) => "<",
                None => "",
            };
            format!("{mark}{}", texts.join("/"))
        };
        table.rows.iter().map(|r| r.cells.iter().map(words).collect::<Vec<_>>().join("¦")).collect()
    }

    #[test]
    fn edges_that_nearly_meet_are_one() {
        let rows = vec![
            row(0, &[(600, "1"), (5000, "Уборка"), (9000, "май")]),
            row(-8, &[(612, "2"), (5007, "Полив"), (8990, "июнь")]),
            row(30, &[(9000, "Раздел")]),
        ];
        assert_eq!(shown(&table(rows)), ["1¦Уборка¦май", "2¦Полив¦июнь", "Раздел¦<¦<"]);
    }

    #[test]
    fn a_row_that_begins_further_right_has_a_blank_cell() {
        let rows = vec![row(0, &[(2000, "а"), (4000, "б")]), row(2000, &[(4000, "в")])];
        assert_eq!(shown(&table(rows)), ["а¦б", "¦в"]);
    }

    #[test]
    fn narrow_cells_of_one_row_stay_apart() {
        let rows = vec![row(0, &[(20, "а"), (40, "б"), (60, "в")]), row(0, &[(25, "г"), (60, "д")])];
        assert_eq!(shown(&table(rows)), ["а¦б¦в", "г¦д¦<"]);
    }

    #[test]
    fn edges_that_drift_make_no_columns() {
        let rows = vec![
            row(0, &[(1032, "N"), (5632, "Дело"), (7563, "Срок"), (10489, "Кто")]),
            row(0, &[(1032, "1"), (5632, "Уборка"), (7937, "май"), (10489, "школа")]),
            row(108, &[(10480, "Раздел")]),
            row(0, &[(1100, "2"), (3000, "Полив"), (7796, "июнь"), (10490, "парк")]),
        ];
        assert_eq!(shown(&table(rows)), ["N¦Дело¦Срок¦Кто", "1¦Уборка¦май¦школа", "Раздел¦<¦<¦<", "2¦Полив¦июнь¦парк"]);
    }

    #[test]
    fn a_head_over_two_columns_keeps_both() {
        let rows = vec![row(0, &[(1000, "N"), (5000, "2024")]), row(0, &[(1000, "1"), (2900, "план"), (5010, "факт")])];
        assert_eq!(shown(&table(rows)), ["N¦2024¦<", "1¦план¦факт"]);
    }

    #[test]
    fn merged_cells_are_one_and_those_below_are_covered() {
        let mut first = row(0, &[(1000, "а"), (2000, "б"), (3000, "")]);
        first.def.cells[2].merged_left = true;
        let mut second = row(0, &[(1000, ""), (2000, "в"), (3000, "г")]);
        second.def.cells[0].merged_up = true;
        assert_eq!(shown(&table(vec![first, second])), ["а¦б¦<", "^¦в¦г"]);
    }

    #[test]
    fn cells_without_definition_and_edges_that_fall_back() {
        let rows = vec![row(0, &[(1000, "а"), (500, "б"), (2000, "в")])];
        assert_eq!(shown(&table(rows)), ["а¦б¦в"]);
        let mut bare = row(0, &[(1000, "а"), (2000, "б")]);
        bare.def = RowDef::default();
        assert_eq!(shown(&table(vec![bare.clone(), bare])), ["а¦б", "а¦б"]);
    }
}
