//! Cells set one below the other on a sheet of their own.
//!
//! ```text
//! ┌───┬────────┐            №
//! │ № │ Работа │            Работа
//! ├───┼────────┤   ──▶      1
//! │ 1 │ Уборка │            Уборка
//! └───┴────────┘
//! ```
//!
//! So one look at the sheet reads a whole table, and no line runs from cell to cell.

use super::cells::Area;
use super::gray::{Gray, Ink};
use super::tesseract::Seen;

/// White between two cells, in points.
const BETWEEN: f32 = 10.0;
/// White around the cells, in points.
const MARGIN: f32 = 10.0;
/// Tallest sheet, in pixels; Tesseract takes 32767.
const MAX_HEIGHT: usize = 16_000;

/// A sheet with cells, and where they came from.
#[derive(Debug, Default)]
pub struct Sheet {
    /// What is to be read.
    pub picture: Gray,
    /// For each cell: first row on the sheet, and its box on the page.
    placed: Vec<(usize, Area)>,
    margin: usize,
}

/// Sets the words of cells on sheets; blank cells are left out.
pub fn sheets(picture: &Gray, ink: &Ink, cells: &[Area], point: f32) -> Vec<Sheet> {
    let boxes: Vec<Area> = cells
        .iter()
        .filter_map(|c| ink.bounds(c.x0, c.y0, c.x1, c.y1))
        .map(|[x0, y0, x1, y1]| Area { x0, y0, x1, y1 })
        .collect();
    let (between, margin) = ((BETWEEN * point) as usize, (MARGIN * point) as usize);
    let mut out = Vec::new();
    let mut rest = boxes.as_slice();
    while !rest.is_empty() {
        let mut height = margin;
        let mut placed = Vec::new();
        for area in rest {
            let next = height + area.y1 - area.y0 + between;
            if next > MAX_HEIGHT && !placed.is_empty() {
                break;
            }
            placed.push((height, *area));
            height = next;
        }
        rest = &rest[placed.len()..];
        let width = placed.iter().map(|(_, a)| a.x1 - a.x0).max().unwrap_or(0) + 2 * margin;
        let mut sheet = Sheet { picture: Gray::white(width, height + margin), placed, margin };
        for (top, area) in &sheet.placed {
            for y in area.y0..area.y1 {
                let from = (top + y - area.y0) * width + margin;
                sheet.picture.pixels[from..from + area.x1 - area.x0].copy_from_slice(&picture.row(y)[area.x0..area.x1]);
            }
        }
        out.push(sheet);
    }
    out
}

impl Sheet {
    /// A word of the sheet at its place on the page.
    pub fn placed(&self, mut word: Seen) -> Seen {
        let middle = (word.area[1] + word.area[3]) / 2.0;
        let i = self.placed.partition_point(|(top, _)| *top as f32 <= middle).saturating_sub(1);
        let Some((top, area)) = self.placed.get(i) else { return word };
        let (right, down) = (area.x0 as f32 - self.margin as f32, area.y0 as f32 - *top as f32);
        // A word may not leave its cell.
        let (x0, x1, y0, y1) = (area.x0 as f32, area.x1 as f32, area.y0 as f32, area.y1 as f32);
        let [left, upper, right_edge, lower] = word.area;
        word.area = [
            (left + right).clamp(x0, x1),
            (upper + down).clamp(y0, y1),
            (right_edge + right).clamp(x0, x1),
            (lower + down).clamp(y0, y1),
        ];
        word.line = word.line.map(|y| (y + down).clamp(y0, y1));
        word
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_back_to_their_cells() {
        let mut picture = Gray::white(200, 100);
        for (x0, y0) in [(20, 20), (120, 60)] {
            for y in y0..y0 + 10 {
                picture.pixels[y * 200 + x0..y * 200 + x0 + 30].fill(0);
            }
        }
        let ink = Ink { width: 200, height: 100, dark: picture.pixels.iter().map(|v| *v < 128).collect() };
        let cells = [
            Area { x0: 10, y0: 10, x1: 100, y1: 50 },
            Area { x0: 100, y0: 10, x1: 190, y1: 50 },
            Area { x0: 100, y0: 50, x1: 190, y1: 90 },
        ];
        let sheets = sheets(&picture, &ink, &cells, 1.0);
        let [sheet] = sheets.as_slice() else { panic!("{} sheets", sheets.len()) };
        assert_eq!((sheet.picture.width, sheet.picture.height), (50, 60));
        assert_eq!((sheet.picture.at(10, 10), sheet.picture.at(10, 25), sheet.picture.at(10, 30)), (0, 255, 0));
        let word = Seen { text: "б".into(), area: [10., 30., 40., 40.], line: [29., 41.], confidence: 1.0 };
        let word = sheet.placed(word);
        assert_eq!((word.area, word.line), ([120., 60., 150., 70.], [60., 70.]));
    }
}
