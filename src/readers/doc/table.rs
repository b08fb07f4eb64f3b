//! Rows of a table as the file has them: each with its own cell edges, in twips ([MS-DOC] 2.9.320, TDefTableOperand).

use super::compound::word;
use super::sprm::{self, Sprm};

/// The definition of a row, made by the modifiers of its end mark.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Definition {
    /// Edges of the cells: one more than there are cells.
    pub edges: Vec<i32>,
    /// How each cell is merged with others.
    pub cells: Vec<Merged>,
    /// Repeated on every page.
    pub header: bool,
}

/// How a cell is merged with others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// The cell above goes on over it.
    pub above: bool,
    /// It is one of several that are merged across: 0 for none; the first of them has another number than the others.
    pub across: u8,
}

/// Most cells of a row ([MS-DOC] 2.9.320).
const MAX_CELLS_OF_ROW: usize = 64;
/// Numbers of cells that a modifier merges across.
const FIRST_ACROSS: u8 = 1;
const NEXT_ACROSS: u8 = 2;
/// Bytes of the description of a cell.
const CELL: usize = 20;

impl Definition {
    /// Applies a modifier of rows; others say nothing.
    pub fn apply(&mut self, s: Sprm) {
        match s.name {
            sprm::TABLE => {
                self.define(s.operand);
            }
            sprm::ROW_HEADER => self.header = s.byte() != 0,
            sprm::CELLS_DOWN => {
                if let [cell, how, ..] = *s.operand
                    && let Some(cell) = self.cells.get_mut(usize::from(cell))
                {
                    cell.above = goes_on(u16::from(how));
                }
            }
            sprm::CELLS_MERGED => {
                if let [from, to] = *s.operand {
                    let cells = self.cells.iter_mut().take(usize::from(to)).skip(usize::from(from));
                    cells
                        .enumerate()
                        .for_each(|(i, cell)| cell.across = if i == 0 { FIRST_ACROSS } else { NEXT_ACROSS });
                }
            }
            sprm::CELLS_SPLIT => {
                if let [from, to] = *s.operand {
                    let cells = self.cells.iter_mut().take(usize::from(to)).skip(usize::from(from));
                    cells.for_each(|cell| cell.across = 0);
                }
            }
            sprm::CELLS_INSERTED => {
                if let [at, count, low, high] = *s.operand {
                    self.insert(usize::from(at), usize::from(count), u16::from_le_bytes([low, high]));
                }
            }
            sprm::CELLS_DELETED => {
                if let [from, to] = *s.operand {
                    self.delete(usize::from(from), usize::from(to));
                }
            }
            sprm::CELLS_WIDTH => {
                if let [from, to, low, high] = *s.operand {
                    self.set_width(usize::from(from), usize::from(to), u16::from_le_bytes([low, high]));
                }
            }
            _ => {}
        }
    }

    /// For each cell whether the cell to its left goes on over it.
    ///
    /// Readers of the format disagree which of the two numbers begins a merge; the first cell of a run always does.
    pub fn left(&self) -> Vec<bool> {
        let mut first = 0;
        let mut before = 0;
        let goes_on = |cell: &Merged| {
            if cell.across > 0 && before == 0 {
                first = cell.across;
            }
            let goes_on = cell.across > 0 && before > 0 && cell.across != first;
            before = cell.across;
            goes_on
        };
        self.cells.iter().map(goes_on).collect()
    }

    fn define(&mut self, operand: &[u8]) -> Option<()> {
        let count = usize::from(*operand.first()?).min(MAX_CELLS_OF_ROW);
        let edge = |i: usize| word(operand, 1 + 2 * i).map(|e| i32::from(e as i16));
        self.edges = (0..=count).map_while(edge).collect();
        let cells = 1 + 2 * (count + 1);
        // Cells that are not described have nothing special.
        let cell = |i: usize| {
            let flags = word(operand, cells + CELL * i).unwrap_or(0);
            Merged { above: goes_on(flags >> 5), across: (flags & 3) as u8 }
        };
        self.cells = (0..count).map(cell).collect();
        Some(())
    }

    fn insert(&mut self, at: usize, count: usize, width: u16) {
        let at = at.min(self.cells.len());
        if self.cells.len() + count > MAX_CELLS_OF_ROW || self.edges.is_empty() {
            return;
        }
        let (from, width) = (self.edges[at], i32::from(width));
        self.edges[at..].iter_mut().for_each(|e| *e += width * count as i32);
        self.edges.splice(at..at, (0..count as i32).map(|i| from + width * i));
        self.cells.splice(at..at, vec![Merged::default(); count]);
    }

    fn delete(&mut self, from: usize, to: usize) {
        let to = to.min(self.cells.len());
        if from < to && self.edges.len() == self.cells.len() + 1 {
            let width = self.edges[to] - self.edges[from];
            self.edges.drain(from..to);
            self.edges[from..].iter_mut().for_each(|e| *e -= width);
            self.cells.drain(from..to);
        }
    }

    fn set_width(&mut self, from: usize, to: usize, width: u16) {
        for i in from..to.min(self.edges.len().saturating_sub(1)) {
            let by = self.edges[i] + i32::from(width) - self.edges[i + 1];
            self.edges[i + 1..].iter_mut().for_each(|e| *e = e.saturating_add(by));
        }
    }
}

/// Merged with the cell above and not the first of its merge ([MS-DOC] 2.9.347, VerticalMergeFlag).
fn goes_on(flags: u16) -> bool {
    flags & 3 == 1
}
