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
/// How often a cell stands side by side where it does not stand alone.
const TIMES: usize = 3;
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

/// Sets the words of cells on sheets, each once or three times side by side with so much white between (in points);
/// blank cells are left out.
pub fn sheets(picture: &Gray, ink: &Ink, cells: &[Area], point: f32, beside: Option<f32>) -> Vec<Sheet> {
    let times = if beside.is_some() { TIMES } else { 1 };
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
        let beside = (beside.unwrap_or(0.0) * point) as usize;
        let step = |a: &Area| a.x1 - a.x0 + beside;
        let width = placed.iter().map(|(_, a)| step(a) * times).max().unwrap_or(0) + 2 * margin;
        let mut sheet = Sheet { picture: Gray::white(width, height + margin), placed, margin };
        for (top, area) in &sheet.placed {
            for y in area.y0..area.y1 {
                for time in 0..times {
                    let from = (top + y - area.y0) * width + margin + time * step(area);
                    let row = &picture.row(y)[area.x0..area.x1];
                    sheet.picture.pixels[from..from + row.len()].copy_from_slice(row);
                }
            }
        }
        out.push(sheet);
    }
    out
}

impl Sheet {
    /// The cell that a word of the sheet stands in.
    fn cell(&self, word: &Seen) -> usize {
        let middle = (word.area[1] + word.area[3]) / 2.0;
        self.placed.partition_point(|(top, _)| *top as f32 <= middle).saturating_sub(1)
    }

    /// What the cells hold, of a sheet on which each stands three times: only cells that were read alike each time.
    pub fn agreed(&self, mut words: Vec<Seen>) -> Vec<Seen> {
        words.sort_by(|a, b| a.area[0].total_cmp(&b.area[0]));
        let mut out = Vec::new();
        for (i, (_, area)) in self.placed.iter().enumerate() {
            let own: Vec<&Seen> = words.iter().filter(|w| self.cell(w) == i).collect();
            let all: Vec<char> = own.iter().flat_map(|w| w.text.chars()).collect();
            let length = all.len() / TIMES;
            if length == 0 || !all.len().is_multiple_of(TIMES) || all.chunks(length).any(|part| *part != all[..length])
            {
                continue;
            }
            let [x0, y0, x1, y1] = [area.x0, area.y0, area.x1, area.y1].map(|v| v as f32);
            out.push(Seen {
                text: all[..length].iter().collect(),
                area: [x0, y0, x1, y1],
                line: [y0, y1],
                confidence: own.iter().map(|w| w.confidence).fold(1.0, f32::min),
            });
        }
        out
    }

    /// A word of the sheet at its place on the page.
    pub fn placed(&self, mut word: Seen) -> Seen {
        let Some((top, area)) = self.placed.get(self.cell(&word)) else { return word };
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
        let sheets = sheets(&picture, &ink, &cells, 1.0, None);
        let [sheet] = sheets.as_slice() else { panic!("{} sheets", sheets.len()) };
        assert_eq!((sheet.picture.width, sheet.picture.height), (50, 60));
        assert_eq!((sheet.picture.at(10, 10), sheet.picture.at(10, 25), sheet.picture.at(10, 30)), (0, 255, 0));
        let word = Seen { text: "б".into(), area: [10., 30., 40., 40.], line: [29., 41.], confidence: 1.0 };
        let word = sheet.placed(word);
        assert_eq!((word.area, word.line), ([120., 60., 150., 70.], [60., 70.]));
    }

    #[test]
    fn a_cell_that_stands_three_times_is_read_where_all_agree() {
        let mut picture = Gray::white(60, 60);
        for y in [10, 40] {
            (y..y + 10).for_each(|y| picture.pixels[y * 60 + 20..y * 60 + 26].fill(0));
        }
        let ink = Ink { width: 60, height: 60, dark: picture.pixels.iter().map(|v| *v < 128).collect() };
        let cells = [Area { x0: 0, y0: 0, x1: 60, y1: 30 }, Area { x0: 0, y0: 30, x1: 60, y1: 60 }];
        let sheets = sheets(&picture, &ink, &cells, 1.0, Some(3.0));
        let [sheet] = sheets.as_slice() else { panic!("{} sheets", sheets.len()) };
        assert_eq!(sheet.picture.width, 20 + 3 * 9);
        assert_eq!(sheet.picture.row(15).iter().filter(|v| **v == 0).count(), 18);
        let word = |text: &str, x: f32, y: f32, confidence: f32| Seen {
            text: text.into(),
            area: [x, y, x + 8., y + 10.],
            line: [y, y + 10.],
            confidence,
        };
        let read = |words: &[Seen]| -> Vec<(String, f32)> {
            sheet.agreed(words.to_vec()).into_iter().map(|s| (s.text, s.confidence)).collect()
        };
        let words = [word("22", 19., 10., 0.8), word("2", 10., 10., 0.9), word("117", 10., 30., 0.9)];
        assert_eq!(read(&words), [("2".to_owned(), 0.8)]);
        assert_eq!(sheet.agreed(words.to_vec())[0].area, [20., 10., 26., 20.]);
        assert_eq!(read(&[word("121212", 10., 30., 0.7)]), [("12".to_owned(), 0.7)]);
    }
}
