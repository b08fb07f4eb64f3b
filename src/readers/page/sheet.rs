//! One page: its lines and tables in reading order.

use super::columns::bands;
use super::grid::Grid;
use super::known::Known;
use super::lattice::{Lattice, lattices};
use super::lines::{Line, lines};
use super::{Page, Rule, Word};

/// Nothing stands further from the corner of a page than this, in points.
const FAR: f32 = 1e5;

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
        let fair = |v: &f32| v.abs() < FAR;
        let rules: Vec<Rule> =
            page.rules.iter().filter(|r| [r.x0, r.y0, r.x1, r.y1].iter().all(fair)).copied().collect();
        let mut tables: Vec<(Lattice, Vec<Word>)> =
            lattices(&rules).into_iter().filter(|l| l.xs.len() > 2).map(|l| (l, Vec::new())).collect();
        let mut free = Vec::new();
        for word in &page.words {
            let mut word = word.clone();
            for v in [&mut word.x0, &mut word.y0, &mut word.x1, &mut word.y1, &mut word.size] {
                *v = if fair(v) { *v } else { 0.0 };
            }
            let (x, y) = ((word.x0 + word.x1) / 2.0, (word.y0 + word.y1) / 2.0);
            match tables.iter_mut().find(|(l, _)| l.holds(x, y)) {
                Some((_, words)) => words.push(word),
                None => free.push(word),
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
        let side = |v: f32| if fair(&v) { v } else { 0.0 };
        Sheet { width: side(page.width), height: side(page.height), parts }
    }

    /// Its lines that stand in the text of the whole page.
    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        self.parts.iter().filter_map(|p| match p {
            Part::Line(line) if line.right <= line.left => Some(line),
            _ => None,
        })
    }
}
