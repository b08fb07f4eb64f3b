//! Cells of tables in a picture: what ruling lines close in.
//!
//! ```text
//! ┌──┬───┐
//! │ 1│ 2 │     1, 2 and 3 are closed in on all sides, so they are cells;
//! ├──┴───┤     the paper around the table reaches the edge of the page
//! │ 3    │
//! └──────┘
//! ```

use super::rules::{Stroke, Strokes};

/// A box in pixels, ends outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// Left edge.
    pub x0: usize,
    /// Upper edge.
    pub y0: usize,
    /// Right edge, outside.
    pub x1: usize,
    /// Lower edge, outside.
    pub y1: usize,
}

/// Side of the squares in which paper is looked at, in points.
const SQUARE: f32 = 1.2;
/// How far a ruling line may end before the line that it should meet, in points.
const SHORT: f32 = 3.0;
/// Least height and width of a cell, in points.
const MIN_SIDE: f32 = 7.0;
/// Least share of its box that a cell fills: others are no boxes, because a line is missing.
const MIN_FILL: f32 = 0.85;
/// Largest share of the page that a cell takes; a frame around the whole page is none.
const MAX_SHARE: f32 = 0.5;

/// Not looked at yet.
const NEW: u32 = 0;
/// A ruling line.
const LINE: u32 = 1;

/// The cells on a page of `width` × `height` pixels, row by row; `point` is a point in pixels.
pub fn find(strokes: &Strokes, width: usize, height: usize, point: f32) -> Vec<Area> {
    if strokes.level.len() < 2 || strokes.upright.len() < 2 {
        return Vec::new();
    }
    let square = (SQUARE * point).max(1.0) as usize;
    // One more square on each side, so that the paper around is one.
    let (w, h) = (width / square + 3, height / square + 3);
    let mut squares = vec![NEW; w * h];
    let short = (SHORT * point) as usize;
    let mut draw = |s: &Stroke, dx: usize, dy: usize| {
        let from_x = s.x0.saturating_sub(dx) / square + 1;
        let from_y = s.y0.saturating_sub(dy) / square + 1;
        for y in from_y..=((s.y1 - 1 + dy) / square + 1).min(h - 2) {
            squares[y * w + from_x..=y * w + ((s.x1 - 1 + dx) / square + 1).min(w - 2)].fill(LINE);
        }
    };
    strokes.level.iter().for_each(|s| draw(s, short, 0));
    strokes.upright.iter().for_each(|s| draw(s, 0, short));

    let mut cells = Vec::new();
    let mut todo = Vec::new();
    let mut next = LINE;
    for start in 0..squares.len() {
        if squares[start] != NEW {
            continue;
        }
        next += 1;
        let (mut x0, mut y0, mut x1, mut y1, mut area) = (w, h, 0, 0, 0usize);
        squares[start] = next;
        todo.push(start);
        while let Some(i) = todo.pop() {
            let (x, y) = (i % w, i / w);
            (x0, y0, x1, y1) = (x0.min(x), y0.min(y), x1.max(x + 1), y1.max(y + 1));
            area += 1;
            let around =
                [(x > 0, i.wrapping_sub(1)), (x + 1 < w, i + 1), (y > 0, i.wrapping_sub(w)), (y + 1 < h, i + w)];
            for (_, j) in around.into_iter().filter(|(inside, _)| *inside) {
                if squares[j] == NEW {
                    squares[j] = next;
                    todo.push(j);
                }
            }
        }
        let outside = x0 == 0;
        let share = area as f32 / (w * h) as f32;
        let filled = area as f32 / ((x1 - x0) * (y1 - y0)) as f32;
        let side = ((x1 - x0).min(y1 - y0) * square) as f32;
        if !outside && share <= MAX_SHARE && filled >= MIN_FILL && side >= MIN_SIDE * point {
            // A square more on each side: the lines are erased, and letters may reach up to them.
            cells.push(Area {
                x0: (x0 - 1) * square - square.min((x0 - 1) * square),
                y0: (y0 - 1) * square - square.min((y0 - 1) * square),
                x1: (x1 * square).min(width),
                y1: (y1 * square).min(height),
            });
        }
    }
    cells.sort_by_key(|c| (c.y0, c.x0));
    cells
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::readers::scan::gray::Ink;
    use crate::readers::scan::rules;

    #[test]
    fn cells_are_closed_in() {
        let (width, height) = (600, 400);
        let mut ink = Ink { width, height, dark: vec![false; width * height] };
        let mut draw = |x0: usize, y0: usize, x1: usize, y1: usize| {
            for y in y0..y1 {
                ink.dark[y * width + x0..y * width + x1].fill(true);
            }
        };
        draw(100, 100, 500, 102);
        draw(100, 200, 500, 202);
        // It ends a little before the side of the table.
        draw(300, 150, 496, 152);
        draw(100, 100, 102, 202);
        draw(300, 100, 302, 202);
        draw(498, 100, 500, 202);
        // Underlined words outside.
        draw(100, 300, 300, 302);
        let strokes = rules::find(&ink, 2.0);
        let cells: Vec<Area> = find(&strokes, width, height, 2.0);
        let near = |a: &Area, b: [usize; 4]| [a.x0, a.y0, a.x1, a.y1].iter().zip(b).all(|(a, b)| a.abs_diff(b) <= 4);
        let want = [[102, 102, 300, 200], [302, 102, 498, 150], [302, 152, 498, 200]];
        assert_eq!(cells.len(), 3, "{cells:?}");
        assert!(cells.iter().zip(want).all(|(a, b)| near(a, b)), "{cells:?}");
    }

    #[test]
    fn a_frame_around_the_page_is_no_cell() {
        let (width, height) = (400, 400);
        let mut ink = Ink { width, height, dark: vec![false; width * height] };
        for i in 10..390 {
            for (x, y) in [(i, 10), (i, 388), (10, i), (388, i)] {
                ink.dark[y * width + x] = true;
            }
        }
        let strokes = rules::find(&ink, 2.0);
        assert_eq!((strokes.level.len(), strokes.upright.len()), (2, 2));
        assert_eq!(find(&strokes, width, height, 2.0), []);
    }
}
