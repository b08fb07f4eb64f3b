//! How alike two tables are.
//!
//! - GriTS-Con (Smock, Pesala, Abraham 2023): the most alike substructures of two grids of cells, rows and columns kept
//!   in order; cells are as alike as their longest common subsequence, taken exactly.
//! - TEDS (Zhong, ShafieiBavani, Jimeno Yepes 2020): one less the share of the edits that turn the tree of one table (its
//!   rows, their cells) into the tree of the other; an exact tree edit distance after Zhang and Shasha.
//! - rows: F1 of the rows that are equal in every cell, in order.

use std::cell::RefCell;
use std::collections::HashMap;

use serde_json::Value;

use super::super::align::{Key, align};
use super::super::likeness::{common, edits, in_both};
use super::super::text::{fold, words};
use super::kinds::array;

/// Most cells of a table that is compared as a tree or a grid: the work grows with the product of the cells.
pub const MAX_CELLS: usize = 4_000;

/// What the tables of a document score; means over gold tables, a missing one counts 0.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tables {
    /// Tables that gold has.
    pub gold: usize,
    /// Tables that the prediction has.
    pub pred: usize,
    /// Sum of GriTS-Con over the tables.
    pub grits: f64,
    /// Sum of TEDS over the tables.
    pub teds: f64,
    /// Rows that gold has.
    pub gold_rows: usize,
    /// Rows that the prediction has.
    pub pred_rows: usize,
    /// Rows that are equal in every cell.
    pub same_rows: usize,
    /// Pairs that are larger than [`MAX_CELLS`]; they count by their equal rows in place of both measures.
    pub large: usize,
}

impl Tables {
    /// Adds another document.
    pub fn add(&mut self, other: &Tables) {
        self.gold += other.gold;
        self.pred += other.pred;
        self.grits += other.grits;
        self.teds += other.teds;
        self.gold_rows += other.gold_rows;
        self.pred_rows += other.pred_rows;
        self.same_rows += other.same_rows;
        self.large += other.large;
    }

    /// Mean GriTS-Con; a table without partner, on either side, counts 0.
    pub fn grits(&self) -> Option<f64> {
        self.mean(self.grits)
    }

    /// Mean TEDS; a table without partner, on either side, counts 0.
    pub fn teds(&self) -> Option<f64> {
        self.mean(self.teds)
    }

    /// F1 of the equal rows.
    pub fn rows(&self) -> Option<f64> {
        let all = self.gold_rows + self.pred_rows;
        (all > 0).then(|| 2.0 * self.same_rows as f64 / all as f64)
    }

    fn mean(&self, sum: f64) -> Option<f64> {
        let all = self.gold + self.pred;
        (all > 0).then(|| 2.0 * sum / all as f64)
    }
}

/// Compares the `tables` of two documents; `None` where gold does not say anything about tables.
pub fn compare(gold: &Value, pred: &Value) -> Option<Tables> {
    gold.get("tables")?;
    let (gold, pred): (Vec<Grid>, Vec<Grid>) =
        (array(gold, "tables").map(Grid::new).collect(), array(pred, "tables").map(Grid::new).collect());
    let rows = |grids: &[Grid]| grids.iter().map(|g| g.rows.len()).sum();
    let mut out = Tables {
        gold: gold.len(),
        pred: pred.len(),
        gold_rows: rows(&gold),
        pred_rows: rows(&pred),
        ..Tables::default()
    };
    let keys = |grids: &[Grid]| grids.iter().map(Grid::key).collect::<Vec<_>>();
    for pair in align(&keys(&gold), &keys(&pred)) {
        let (Some(i), Some(j)) = pair else { continue };
        let (a, b) = (&gold[i], &pred[j]);
        let same = a.same_rows(b);
        out.same_rows += same;
        if a.cells().max(b.cells()) > MAX_CELLS {
            let share = 2.0 * same as f64 / (a.rows.len() + b.rows.len()) as f64;
            out.large += 1;
            out.grits += share;
            out.teds += share;
        } else {
            out.grits += a.grits(b);
            out.teds += a.teds(b);
        }
    }
    Some(out)
}

/// The cells of a table, folded; a blank one is an empty text.
#[derive(Debug)]
struct Grid {
    rows: Vec<Vec<String>>,
}

impl Grid {
    fn new(table: &Value) -> Grid {
        let cells = |row: &Value| array(row, "cells").map(|c| fold(c).unwrap_or_default()).collect();
        Grid { rows: array(table, "rows").map(cells).collect() }
    }

    fn key(&self) -> Key {
        Key { words: words(&self.rows.concat().join(" ")), line: None }
    }

    fn cells(&self) -> usize {
        self.rows.iter().map(Vec::len).sum()
    }

    /// Length of the longest common subsequence of equal rows.
    fn same_rows(&self, other: &Grid) -> usize {
        let mut numbers = HashMap::new();
        let (a, b) = (numbered(&self.rows, &mut numbers), numbered(&other.rows, &mut numbers));
        in_both(&a, &b)
    }

    /// F1 of the likeness of the cells in rows and columns that are paired best.
    fn grits(&self, other: &Grid) -> f64 {
        let width = |grid: &Grid| grid.rows.iter().map(Vec::len).max().unwrap_or(0);
        let (rows_a, rows_b, cols_a, cols_b) = (self.rows.len(), other.rows.len(), width(self), width(other));
        let (size_a, size_b) = (rows_a * cols_a, rows_b * cols_b);
        if size_a + size_b == 0 {
            return 1.0;
        }
        let texts = Texts::new(self, other);
        let alike =
            |i: usize, k: usize, j: usize, l: usize| texts.common(self.id(i, k, &texts.a), other.id(j, l, &texts.b));
        let rows = Pairs::new(rows_a, rows_b, |i, j| Pairs::new(cols_a, cols_b, |k, l| alike(i, k, j, l)).total());
        let cols = Pairs::new(cols_a, cols_b, |k, l| Pairs::new(rows_a, rows_b, |i, j| alike(i, k, j, l)).total());
        let mut sum = 0.0;
        for &(i, j) in &rows.chosen() {
            for &(k, l) in &cols.chosen() {
                sum += alike(i, k, j, l);
            }
        }
        2.0 * sum / (size_a + size_b) as f64
    }

    /// Number of the text of a cell; cells that a short row lacks are blank.
    fn id(&self, row: usize, col: usize, ids: &[Vec<usize>]) -> usize {
        ids[row].get(col).copied().unwrap_or(0)
    }

    /// One less the share of the edits between the trees.
    fn teds(&self, other: &Grid) -> f64 {
        let texts = Texts::new(self, other);
        let (a, b) = (Tree::new(&texts.a), Tree::new(&texts.b));
        1.0 - a.distance(&b, |x, y| texts.edits(x, y)) / a.nodes.len().max(b.nodes.len()) as f64
    }
}

/// Rows by number, equal ones by the same.
fn numbered<'a>(rows: &'a [Vec<String>], numbers: &mut HashMap<&'a [String], u32>) -> Vec<u32> {
    let number = |row: &'a Vec<String>| {
        let next = numbers.len() as u32;
        *numbers.entry(row).or_insert(next)
    };
    rows.iter().map(number).collect()
}

/// The different texts of two tables, numbered, 0 for the blank one, with what their likeness was found to be.
struct Texts {
    all: Vec<String>,
    a: Vec<Vec<usize>>,
    b: Vec<Vec<usize>>,
    known: RefCell<HashMap<(usize, usize), f64>>,
}

impl Texts {
    fn new(a: &Grid, b: &Grid) -> Texts {
        let mut ids = HashMap::from([(String::new(), 0)]);
        let mut all = vec![String::new()];
        let mut number = |grid: &Grid| -> Vec<Vec<usize>> {
            let mut id = |text: &String| {
                *ids.entry(text.clone()).or_insert_with(|| {
                    all.push(text.clone());
                    all.len() - 1
                })
            };
            grid.rows.iter().map(|row| row.iter().map(&mut id).collect()).collect()
        };
        let (a, b) = (number(a), number(b));
        Texts { all, a, b, known: Default::default() }
    }

    fn common(&self, a: usize, b: usize) -> f64 {
        self.cached(a, b, 1.0, common)
    }

    fn edits(&self, a: usize, b: usize) -> f64 {
        self.cached(a, b, 0.0, edits)
    }

    /// One measure is asked of one `Texts`.
    fn cached(&self, a: usize, b: usize, equal: f64, measure: fn(&str, &str) -> f64) -> f64 {
        if a == b {
            return equal;
        }
        let key = (a.min(b), a.max(b));
        *self.known.borrow_mut().entry(key).or_insert_with(|| measure(&self.all[key.0], &self.all[key.1]))
    }
}

/// The best pairs of two lists that keep the order.
struct Pairs {
    width: usize,
    alike: Vec<f64>,
    /// best[i][j]: of the lists from i and from j on.
    best: Vec<f64>,
}

impl Pairs {
    fn new(n: usize, m: usize, alike: impl Fn(usize, usize) -> f64) -> Pairs {
        let width = m + 1;
        let alike: Vec<f64> = (0..n).flat_map(|i| (0..m).map(move |j| (i, j))).map(|(i, j)| alike(i, j)).collect();
        let mut best = vec![0.0_f64; (n + 1) * width];
        for i in (0..n).rev() {
            for j in (0..m).rev() {
                let skip = best[(i + 1) * width + j].max(best[i * width + j + 1]);
                best[i * width + j] = skip.max(best[(i + 1) * width + j + 1] + alike[i * m + j]);
            }
        }
        Pairs { width, alike, best }
    }

    fn total(&self) -> f64 {
        self.best[0]
    }

    fn chosen(&self) -> Vec<(usize, usize)> {
        let m = self.width - 1;
        let n = self.best.len() / self.width - 1;
        let (mut i, mut j, mut out) = (0, 0, Vec::new());
        while i < n && j < m {
            let here = self.best[i * self.width + j];
            if here == self.best[(i + 1) * self.width + j + 1] + self.alike[i * m + j] {
                out.push((i, j));
                i += 1;
                j += 1;
            } else if here == self.best[(i + 1) * self.width + j] {
                i += 1;
            } else {
                j += 1;
            }
        }
        out
    }
}

/// What a node of the tree of a table is.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Node {
    Table,
    Row,
    /// A cell with the number of its text.
    Cell(usize),
}

/// An ordered tree in postorder.
#[derive(Debug)]
struct Tree {
    nodes: Vec<Node>,
    /// Leftmost leaf below each node.
    leftmost: Vec<usize>,
    /// Nodes that have a left sibling, and the root: the subtrees whose distances are wanted.
    roots: Vec<usize>,
}

impl Tree {
    fn new(rows: &[Vec<usize>]) -> Tree {
        let (mut nodes, mut leftmost) = (Vec::new(), Vec::new());
        for row in rows {
            let first = nodes.len();
            for &cell in row {
                leftmost.push(nodes.len());
                nodes.push(Node::Cell(cell));
            }
            leftmost.push(first);
            nodes.push(Node::Row);
        }
        leftmost.push(0);
        nodes.push(Node::Table);
        // The last node of each leftmost leaf is the root of the largest subtree that begins there.
        let roots = (0..nodes.len()).filter(|&i| !leftmost[i + 1..].contains(&leftmost[i])).collect();
        Tree { nodes, leftmost, roots }
    }

    /// Zhang and Shasha 1989; a node costs 1 to add, to drop, or to make another kind of node.
    fn distance(&self, other: &Tree, edits: impl Fn(usize, usize) -> f64) -> f64 {
        let (n, m) = (self.nodes.len(), other.nodes.len());
        let rename = |a: Node, b: Node| match (a, b) {
            (Node::Cell(a), Node::Cell(b)) => edits(a, b),
            _ => f64::from(u8::from(a != b)),
        };
        let mut trees = vec![0.0; n * m];
        // Distances of the forests from the leftmost leaves of two roots on.
        let mut forest = vec![0.0; (n + 1) * (m + 1)];
        for &x in &self.roots {
            for &y in &other.roots {
                let (x0, y0) = (self.leftmost[x], other.leftmost[y]);
                let (h, w) = (x - x0 + 2, y - y0 + 2);
                for i in 0..h {
                    forest[i * w] = i as f64;
                }
                for (j, cell) in forest[..w].iter_mut().enumerate() {
                    *cell = j as f64;
                }
                for i in 1..h {
                    for j in 1..w {
                        let (a, b) = (x0 + i - 1, y0 + j - 1);
                        let plain = (forest[(i - 1) * w + j] + 1.0).min(forest[i * w + j - 1] + 1.0);
                        let (left_a, left_b) = (self.leftmost[a] - x0, other.leftmost[b] - y0);
                        forest[i * w + j] = if (left_a, left_b) == (0, 0) {
                            let both = forest[(i - 1) * w + j - 1] + rename(self.nodes[a], other.nodes[b]);
                            trees[a * m + b] = plain.min(both);
                            trees[a * m + b]
                        } else {
                            plain.min(forest[left_a * w + left_b] + trees[a * m + b])
                        };
                    }
                }
            }
        }
        trees[n * m - 1]
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn table(rows: &[&[&str]]) -> Value {
        let rows: Vec<Value> = rows.iter().map(|cells| json!({ "cells": cells })).collect();
        json!({ "rows": rows })
    }

    fn grid(rows: &[&[&str]]) -> Grid {
        Grid::new(&table(rows))
    }

    #[test]
    fn equal_tables_are_equal() {
        let a = grid(&[&["№", "Дело"], &["1", "Мост"]]);
        assert_eq!((a.grits(&a), a.teds(&a), a.same_rows(&a)), (1.0, 1.0, 2));
    }

    #[test]
    fn a_lost_row_and_a_lost_column() {
        let a = grid(&[&["а", "б"], &["в", "г"], &["д", "е"]]);
        let row = grid(&[&["а", "б"], &["д", "е"]]);
        assert_eq!(a.grits(&row), 2.0 * 4.0 / (6.0 + 4.0));
        // The row and its two cells are dropped, of ten nodes.
        assert!((a.teds(&row) - 0.7).abs() < 1e-9);
        assert_eq!(a.same_rows(&row), 2);
        let column = grid(&[&["а"], &["в"], &["д"]]);
        assert_eq!(a.grits(&column), 2.0 * 3.0 / (6.0 + 3.0));
        assert!((a.teds(&column) - 0.7).abs() < 1e-9);
        assert_eq!(a.same_rows(&column), 0);
    }

    #[test]
    fn a_changed_letter_costs_its_share() {
        let (a, b) = (grid(&[&["мост"]]), grid(&[&["мода"]]));
        assert_eq!(a.grits(&b), 0.5);
        // Two of four letters of one of three nodes.
        assert!((a.teds(&b) - (1.0 - 0.5 / 3.0)).abs() < 1e-9);
    }

    #[test]
    fn a_row_torn_in_two_keeps_its_cells() {
        let (a, b) = (grid(&[&["а", "б"]]), grid(&[&["а"], &["б"]]));
        // The row dropped and two put over a cell each: three edits of five nodes.
        assert!((a.teds(&b) - 0.4).abs() < 1e-9, "{}", a.teds(&b));
        assert_eq!(a.grits(&b), 2.0 * 1.0 / 4.0);
    }

    #[test]
    fn tables_without_partner_count_nothing() {
        let gold = json!({"tables": [table(&[&["мост", "1"]]), table(&[&["липа", "2"]])]});
        let pred = json!({"tables": [table(&[&["липа", "2"]])]});
        let found = compare(&gold, &pred).unwrap();
        assert_eq!((found.grits(), found.teds(), found.rows()), (Some(2.0 / 3.0), Some(2.0 / 3.0), Some(2.0 / 3.0)));
        assert_eq!(compare(&json!({"parts": []}), &pred), None);
        assert_eq!(compare(&json!({"tables": []}), &json!({})).unwrap().grits(), None);
    }

    #[test]
    fn huge_tables_are_compared_by_their_rows_in_little_memory() {
        // A table of all rows against all others would take gigabytes.
        let n = 20_000;
        let rows = |skip: usize| -> Value {
            let cells = |i: usize| json!({ "cells": [i.to_string(), format!("Дело {}", i % 7)] });
            json!({ "rows": (0..n).filter(|i| i % skip != 1).map(cells).collect::<Vec<_>>() })
        };
        let gold = json!({ "tables": [rows(usize::MAX)] });
        let found = compare(&gold, &json!({ "tables": [rows(10)] })).unwrap();
        // Row 1 is lost on both sides, a tenth of the others on one.
        let (all, kept) = (n - 1, n - n / 10);
        assert_eq!((found.large, found.gold_rows, found.pred_rows, found.same_rows), (1, all, kept, kept));
        assert_eq!(found.grits(), Some(2.0 * kept as f64 / (all + kept) as f64));
    }
}
