//! Ruled tables with their words, pieces of one table on several pages among them.

use std::ops::Range;

use super::cells::{self, Ends};
use super::known::Known;
use super::lattice::Lattice;
use super::{Word, places};
use crate::layout::heal;
use crate::readers::{Buffer, Cell};

/// Edges of columns that are so close on two pages are the same, in points.
const SAME: f32 = 4.0;

/// A cell over one or more columns.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Span {
    /// Left edge, in points.
    pub x0: f32,
    /// Right edge.
    pub x1: f32,
    /// Its text.
    pub text: String,
    /// The words of its text, in its order.
    pub words: Vec<Word>,
    /// How its text meets that of the cell on the next page.
    pub ends: Ends,
    /// The cell above goes on over it.
    pub covered: bool,
}

/// A table on one page, or several of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Grid {
    /// Edges of its columns, left to right, in points.
    pub xs: Vec<f32>,
    /// Its rows.
    pub rows: Vec<Vec<Span>>,
    /// Upper edge.
    pub y0: f32,
    /// Lower edge.
    pub y1: f32,
}

impl Grid {
    /// Puts `words` into the cells of a lattice.
    pub fn of(lattice: &Lattice, words: Vec<Word>, known: &Known) -> Grid {
        let (xs, ys) = (&lattice.xs, &lattice.ys);
        let mut filled: Vec<Vec<Word>> = vec![Vec::new(); lattice.cells.len()];
        let mut owner: Vec<usize> = vec![usize::MAX; xs.len() * ys.len()];
        let column = |x: f32| xs.iter().rposition(|e| *e <= x + 0.1).unwrap_or(0).min(xs.len() - 2);
        let row = |y: f32| ys.iter().rposition(|e| *e <= y + 0.1).unwrap_or(0).min(ys.len() - 2);
        for (k, c) in lattice.cells.iter().enumerate() {
            for i in c.top..c.bottom {
                for j in column(c.x0)..=column(c.x1 - 0.2) {
                    owner[i * xs.len() + j] = k;
                }
            }
        }
        for word in words {
            let (x, y) = ((word.x0 + word.x1) / 2.0, (word.y0 + word.y1) / 2.0);
            let k = owner[row(y) * xs.len() + column(x)];
            if let Some(cell) = filled.get_mut(k) {
                cell.push(word);
            }
        }
        let pads = pads(lattice, &filled);
        let mut rows: Vec<Vec<Span>> = vec![Vec::new(); ys.len() - 1];
        for (k, c) in lattice.cells.iter().enumerate() {
            let words = std::mem::take(&mut filled[k]);
            let (left, right) = (pads[column(c.x0)], pads[column(c.x1 - 0.2)]);
            let (text, ends, words) = cells::text(words, c.x0 + left, c.x1 - right, known);
            rows[c.top].push(Span { x0: c.x0, x1: c.x1, text, words, ends, covered: false });
            for row in &mut rows[c.top + 1..c.bottom] {
                row.push(Span { x0: c.x0, x1: c.x1, covered: true, ..Span::default() });
            }
        }
        for row in &mut rows {
            row.sort_by(|a, b| a.x0.total_cmp(&b.x0));
        }
        // Rows that no cell begins in, as a double line leaves them.
        rows.retain(|r| r.iter().any(|s| !s.covered));
        Grid { xs: xs.clone(), rows, y0: ys[0], y1: ys[ys.len() - 1] }
    }

    /// True where `other`, on the next page, has the same columns.
    pub fn goes_on(&self, other: &Grid) -> bool {
        let ends = |g: &Grid| (g.xs[0], g.xs[g.xs.len() - 1]);
        let ((a, b), (c, d)) = (ends(self), ends(other));
        let (few, many) = if self.xs.len() < other.xs.len() { (self, other) } else { (other, self) };
        (a - c).abs() < SAME
            && (b - d).abs() < SAME
            && few.xs.iter().all(|x| many.xs.iter().any(|y| (x - y).abs() < SAME))
    }

    /// Number of rows of `other` that repeat the first rows of this table: its header on the next page.
    pub fn repeated(&self, other: &Grid) -> usize {
        let words = |row: &Vec<Span>| -> Vec<String> {
            let texts = row.iter().map(|s| s.text.split_whitespace().collect::<Vec<_>>().join(" "));
            texts.filter(|t| !t.is_empty()).collect()
        };
        let same = self.rows.iter().zip(&other.rows).take(6).take_while(|(a, b)| {
            let (a, b) = (words(a), words(b));
            !a.is_empty() && a == b
        });
        same.count()
    }

    /// Takes in the rows of `other`, on the next page.
    pub fn append(&mut self, other: Grid) {
        for x in other.xs {
            if !self.xs.iter().any(|own| (own - x).abs() < SAME) {
                self.xs.push(x);
            }
        }
        self.xs.sort_by(f32::total_cmp);
        self.rows.extend(other.rows);
        self.y1 = other.y1;
    }

    /// Writes rows `rows`, which stand on page `page`, as rows of the buffer; the first `headers` of the table are marked
    /// as header. `torn` says that the first one goes on with the row above.
    pub fn write(&self, rows: Range<usize>, page: u32, headers: usize, torn: bool, buffer: &mut Buffer) {
        let columns = self.xs.len() - 1;
        let place = |x: f32| {
            let near = |e: &f32| (e - x).abs();
            let best = self.xs.iter().enumerate().min_by(|a, b| near(a.1).total_cmp(&near(b.1)));
            best.map_or(0, |(i, _)| i)
        };
        for (i, row) in self.rows.iter().enumerate().take(rows.end).skip(rows.start) {
            let mut out: Vec<Cell> = vec![Cell::default(); columns];
            for span in row {
                let (from, to) = (place(span.x0).min(columns - 1), place(span.x1).min(columns));
                let to = to.max(from + 1);
                if span.covered {
                    out[from..to].fill(Cell::covered());
                    continue;
                }
                out[from + 1..to].fill(Cell::across());
                let cell = &mut out[from];
                cell.merge = None;
                if !cell.text.is_empty() && !span.text.is_empty() {
                    cell.text.push(' ');
                }
                cell.text.push_str(&span.text);
            }
            let from = buffer.place();
            if torn && i == rows.start {
                buffer.row_goes_on(&out);
            } else if i == rows.start && i >= headers.max(1) {
                buffer.row_on_top(&out);
            } else {
                buffer.row(&out, i < headers);
            }
            places::keep(row.iter().flat_map(|s| &s.words).map(|w| (page, w)), from, buffer);
        }
    }

    /// True where row `at`, the first on its page, goes on with the row above: its cells go on in mid-sentence, and
    /// their first words would not have fitted above.
    pub fn is_torn(&self, at: usize) -> bool {
        let (Some(above), Some(row)) = (at.checked_sub(1).and_then(|i| self.rows.get(i)), self.rows.get(at)) else {
            return false;
        };
        // A running number of its own begins a row.
        let number = |row: &[Span]| row.iter().take(2).any(|s| is_number(&s.text));
        if number(row) {
            return false;
        }
        let mut score = 0.0;
        let mut filled = 0;
        for span in row.iter().filter(|s| !s.text.is_empty()) {
            filled += 1;
            let near = |o: &&Span| (o.x0 - span.x0).abs() < SAME && (o.x1 - span.x1).abs() < SAME;
            let Some(old) = above.iter().find(near) else { return false };
            if old.text.is_empty() {
                // What begins in a column that is blank above is a row of its own, where nothing else goes on.
                score -= if old.covered { 0.0 } else { 1.5 };
                continue;
            }
            // «2. …» at the foot of a page, «3. …» at the head of the next one: the list of a cell goes on.
            if lists_on(&old.text, &span.text) {
                score += 2.0;
                continue;
            }
            let (closed, inside) = (heal::is_closed(&old.text), heal::begins_inside(&span.text));
            let full = old.ends.room < span.ends.first + 0.5;
            score += match (closed, inside, full) {
                (false, true, true) => 2.0,
                (false, true, false) => 0.7,
                (false, false, true) => 0.4,
                (false, false, false) => -1.0,
                (true, true, _) => 0.3,
                (true, false, true) => -0.3,
                // A new paragraph of the cell, or a new row.
                (true, false, false) => -0.5,
            };
        }
        let blank = row.first().is_some_and(|s| s.text.is_empty() && !s.covered);
        let begun = |of: fn(&str) -> bool| {
            blank && self.rows[..at].iter().filter(|r| r.first().is_some_and(|s| of(&s.text))).count() * 2 > at
        };
        // Every row has its number, this one has none.
        if begun(is_number) && filled > 0 {
            return true;
        }
        let blank = begun(|text| !text.is_empty());
        filled > 0 && score + if blank { 1.0 } else { 0.0 } >= 1.0
    }
}

/// True where `new` begins with the number behind that of the last item in `old`.
fn lists_on(old: &str, new: &str) -> bool {
    let begins = |text: &str| -> Option<u32> {
        let end = text.find(|c: char| !c.is_ascii_digit())?;
        let behind = text[end..].strip_prefix(['.', ')'])?;
        behind.starts_with(|c: char| !c.is_ascii_digit() && c != '.').then(|| text[..end].parse().ok())?
    };
    let Some(next) = begins(new).filter(|n| *n > 1) else { return false };
    let items = old.char_indices().filter(|(i, _)| old[..*i].is_empty() || old[..*i].ends_with([' ', '\n', '.', ';']));
    items.filter_map(|(i, _)| begins(&old[i..])).next_back().is_some_and(|last| last.checked_add(1) == Some(next))
}

/// «7», «1.2.», «3)»
fn is_number(text: &str) -> bool {
    let text = text.trim();
    text.starts_with(|c: char| c.is_ascii_digit())
        && text.len() <= 10
        && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ')'))
}

/// Room between the edges of each column and its text.
fn pads(lattice: &Lattice, filled: &[Vec<Word>]) -> Vec<f32> {
    let columns = lattice.xs.len() - 1;
    let mut out = vec![f32::MAX; columns];
    for (c, words) in lattice.cells.iter().zip(filled) {
        let Some(j) = lattice.xs.iter().position(|x| (*x - c.x0).abs() < 0.1) else { continue };
        if j < columns && (lattice.xs[j + 1] - c.x1).abs() < 0.1 {
            let left = words.iter().map(|w| w.x0 - c.x0).fold(f32::MAX, f32::min);
            let right = words.iter().map(|w| c.x1 - w.x1).fold(f32::MAX, f32::min);
            out[j] = out[j].min(left.min(right).max(0.5));
        }
    }
    // The usual room of the whole table holds for columns of short cells.
    let least = out.iter().copied().fold(f32::MAX, f32::min).min(6.0);
    out.into_iter().map(|p| if p > 8.0 { least } else { p }).collect()
}

#[cfg(test)]
mod tests {
    use super::lists_on;

    #[test]
    fn the_list_of_a_cell_goes_on_with_its_next_number() {
        assert!(lists_on("1.Посадить ивы. 2.Полить ивы.", "3.Обрезать ивы. 4.Убрать."));
        assert!(lists_on("1) Посадить\n2) Полить", "3) Обрезать"));
        assert!(!lists_on("1.Посадить ивы. 2.Полить ивы.", "2.Обрезать ивы."));
        assert!(!lists_on("1.Посадить ивы.", "Обрезать ивы."));
        assert!(!lists_on("до 2. Полить", "1.Обрезать"));
        assert!(!lists_on("Посажено 2.5 га", "3.1 Полив"));
        assert!(!lists_on("", "2. Полить"));
    }
}
