//! Rows with edges of their own → one grid of columns for the table.
//!
//! ```text
//! 0   1000   5000   9000        1000 and 1040 are one edge: nobody draws a column of 40 twips
//! 0   1040          9000        the second cell goes over two columns
//! ```

use std::collections::HashMap;

use crate::options::MAX_COLUMNS;

/// Edges of different rows that lie nearer than this are one edge, in twips (1/1440 inch, about 5 mm).
const NEAR: i32 = 284;
/// The same for rows with the same number of cells: someone moved an edge in a part of the table.
const NEAR_OF_TWINS: i32 = 600;
/// Most different rows that are laid onto one grid.
const MAX_SHAPES: usize = 2_000;

/// For each row the columns of its edges, and the number of columns.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Grid {
    /// Columns of the table.
    pub width: usize,
    /// For each row the first column of each of its cells, then the column behind the last one.
    pub edges: Vec<Vec<usize>>,
}

/// Lays rows onto a grid; `rows[i]` are the edges of row i, rising. `None` where they do not fit onto one.
pub fn grid(rows: &[Vec<i32>]) -> Option<Grid> {
    let mut counts: HashMap<&[i32], (usize, usize)> = HashMap::new();
    for (i, row) in rows.iter().enumerate() {
        counts.entry(row).or_insert((0, i)).0 += 1;
    }
    if counts.len() > MAX_SHAPES {
        return None;
    }
    let mut shapes: Vec<(&[i32], (usize, usize))> = counts.into_iter().collect();
    shapes.sort_by_key(|(_, (count, first))| (std::cmp::Reverse(*count), *first));

    let mut nodes = Nodes::default();
    for (shape, _) in &shapes {
        nodes.add(shape);
        if nodes.at.len() > 8 * MAX_COLUMNS {
            return None;
        }
    }
    nodes.join_near();
    let order = nodes.order();
    // A column in which no cell begins is only passed over.
    let mut used: Vec<bool> = vec![false; order.iter().max()? + 1];
    for shape in &nodes.shapes {
        shape[..shape.len().saturating_sub(1)].iter().for_each(|n| used[order[*n]] = true);
    }
    let column: Vec<usize> = used
        .iter()
        .scan(0, |next, used| {
            let this = *next;
            *next += usize::from(*used);
            Some(this)
        })
        .collect();
    let width = used.iter().filter(|u| **u).count();
    let of_shape: HashMap<&[i32], usize> = shapes.iter().enumerate().map(|(i, (s, _))| (*s, i)).collect();
    let edges = rows
        .iter()
        .map(|row| nodes.shapes[of_shape[row.as_slice()]].iter().map(|n| column[order[*n]]).collect())
        .collect();
    (width <= MAX_COLUMNS).then_some(Grid { width, edges })
}

/// The edges of a table so far.
#[derive(Default)]
struct Nodes {
    /// Where each edge stands.
    at: Vec<i32>,
    /// For each shape of rows its edges, by number.
    shapes: Vec<Vec<usize>>,
}

impl Nodes {
    /// Adds a shape: its edges are those that are there where they are near, else new ones.
    fn add(&mut self, shape: &[i32]) {
        if let Some(twin) = self.shapes.iter().find(|s| self.is_twin(s, shape)) {
            self.shapes.push(twin.clone());
            return;
        }
        let known: HashMap<i32, usize> = self.at.iter().enumerate().rev().map(|(i, x)| (*x, i)).collect();
        let mut numbers = Vec::with_capacity(shape.len());
        for x in shape {
            numbers.push(known.get(x).copied().unwrap_or_else(|| {
                self.at.push(*x);
                self.at.len() - 1
            }));
        }
        self.shapes.push(numbers);
    }

    /// True where a shape has the cells of another, a little moved: each cell lies mostly under its like.
    fn is_twin(&self, known: &[usize], shape: &[i32]) -> bool {
        let width = |xs: &[i32], i: usize| xs.get(i + 1).map_or(i32::MAX, |next| next - xs[i]);
        let old: Vec<i32> = known.iter().map(|n| self.at[*n]).collect();
        old.len() == shape.len()
            && (0..shape.len()).all(|i| {
                let before = |xs: &[i32]| if i > 0 { width(xs, i - 1) } else { i32::MAX };
                let narrow = before(&old).min(before(shape)).min(width(&old, i)).min(width(shape, i));
                let near = (narrow / 2).min(NEAR_OF_TWINS);
                (old[i] - shape[i]).abs() <= near
            })
    }

    /// Makes one edge of those that lie near each other and of which no row has two.
    fn join_near(&mut self) {
        let mut sorted: Vec<usize> = (0..self.at.len()).collect();
        sorted.sort_by_key(|n| self.at[*n]);
        // One bit for each shape that has the edge.
        let mut owners = vec![vec![0u64; self.shapes.len().div_ceil(64)]; self.at.len()];
        for (i, shape) in self.shapes.iter().enumerate() {
            shape.iter().for_each(|n| owners[*n][i / 64] |= 1 << (i % 64));
        }
        // Groups of neighbours; the nearest pair is joined first.
        let mut groups: Vec<(Vec<usize>, Vec<u64>)> =
            sorted.iter().map(|n| (vec![*n], std::mem::take(&mut owners[*n]))).collect();
        loop {
            let gap = |i: usize| {
                let (left, right) = (&groups[i].0, &groups[i + 1].0);
                self.at[right[right.len() - 1]] - self.at[left[0]]
            };
            let apart = |i: usize| groups[i].1.iter().zip(&groups[i + 1].1).all(|(a, b)| a & b == 0);
            let near =
                (0..groups.len().saturating_sub(1)).filter(|i| gap(*i) <= NEAR && apart(*i)).min_by_key(|i| gap(*i));
            let Some(i) = near else { break };
            let (numbers, owners) = groups.remove(i + 1);
            groups[i].0.extend(numbers);
            groups[i].1.iter_mut().zip(owners).for_each(|(mine, more)| *mine |= more);
        }
        for (numbers, _) in &groups {
            let x = self.at[numbers[0]];
            numbers.iter().for_each(|n| self.at[*n] = x);
        }
    }

    /// For each edge its place from left to right; edges at the same place are one.
    fn order(&self) -> Vec<usize> {
        let mut places: Vec<i32> = self.at.clone();
        places.sort_unstable();
        places.dedup();
        self.at.iter().map(|x| places.binary_search(x).unwrap_or(0)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wide_cell_goes_over_two_columns() {
        let grid = grid(&[vec![0, 1000, 5000, 9000], vec![0, 1040, 9000], vec![-20, 9010]]).unwrap();
        assert_eq!(grid, Grid { width: 3, edges: vec![vec![0, 1, 2, 3], vec![0, 1, 3], vec![0, 3]] });
    }

    #[test]
    fn a_moved_edge_is_no_column() {
        let rows = [vec![0, 1000, 5000, 9000], vec![0, 1000, 5000, 9000], vec![0, 1400, 5300, 9100]];
        assert_eq!(grid(&rows).unwrap().edges, [[0, 1, 2, 3], [0, 1, 2, 3], [0, 1, 2, 3]]);
    }

    #[test]
    fn narrow_columns_stay() {
        let grid = grid(&[vec![0, 200, 400, 600], vec![0, 210, 600]]).unwrap();
        assert_eq!(grid, Grid { width: 3, edges: vec![vec![0, 1, 2, 3], vec![0, 1, 3]] });
    }

    #[test]
    fn two_groups_of_columns_side_by_side() {
        // A header of one cell over two, beside a row that begins further to the right.
        let grid = grid(&[vec![0, 1000, 5000], vec![0, 1000, 3000, 5000], vec![1000, 3000, 5000]]).unwrap();
        assert_eq!(grid, Grid { width: 3, edges: vec![vec![0, 1, 3], vec![0, 1, 2, 3], vec![1, 2, 3]] });
    }
}
