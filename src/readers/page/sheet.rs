//! One page: its lines and tables in reading order.

use super::columns::bands;
use super::grid::Grid;
use super::known::Known;
use super::lattice::{Lattice, lattices};
use super::lines::{Line, lines};
use super::{Page, Word};

/// A piece of a page.
#[derive(Clone, Debug)]
pub enum Part {
    /// A line of running text.
    Line(Line),
    /// A table.
    Grid(Grid),
    /// The text goes on in another column: the next line stands somewhere else.
    Turn,
}

/// A page in reading order.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// Width in points.
    pub width: f32,
    /// Height in points.
    pub height: f32,
    /// Its pieces.
    pub parts: Vec<Part>,
}

impl Sheet {
    /// Reads a page.
    pub fn of(page: &Page, known: &Known) -> Sheet {
        let mut tables: Vec<(Lattice, Vec<Word>)> =
            lattices(&page.rules).into_iter().filter(|l| l.xs.len() > 2).map(|l| (l, Vec::new())).collect();
        let mut free = Vec::new();
        for word in &page.words {
            let (x, y) = ((word.x0 + word.x1) / 2.0, (word.y0 + word.y1) / 2.0);
            match tables.iter_mut().find(|(l, _)| l.holds(x, y)) {
                Some((_, words)) => words.push(word.clone()),
                None => free.push(word.clone()),
            }
        }
        let mut grids: Vec<Grid> = Vec::new();
        for (lattice, words) in tables {
            if words.is_empty() {
                continue;
            }
            grids.push(Grid::of(&lattice, words, known));
        }
        // The lines between two tables by themselves: columns do not run past a table.
        let mut parts = Vec::new();
        let mut rest = lines(free).into_iter().peekable();
        for grid in grids {
            let mut above = Vec::new();
            while let Some(line) = rest.next_if(|l| l.middle() < grid.y0.max(l.y0.min(grid.y0))) {
                above.push(line);
            }
            parts.extend(bands(above, page.width, known));
            parts.push(Part::Grid(grid));
        }
        parts.extend(bands(rest.collect(), page.width, known));
        Sheet { width: page.width, height: page.height, parts }
    }

    /// Its lines that stand in the text of the whole page.
    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        self.parts.iter().filter_map(|p| match p {
            Part::Line(line) if line.right <= line.left => Some(line),
            _ => None,
        })
    }
}
