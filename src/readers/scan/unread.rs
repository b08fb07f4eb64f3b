//! Ink as tall as letters that belongs to no word: what recognition took for a picture.

use super::cells::Area;
use super::colour::Scanned;
use super::gray::Ink;
use super::tesseract::Seen;
use crate::readers::page::Unread;

/// Side of the squares in which ink is looked for, in points: letters of a word run together.
const SQUARE: f32 = 1.2;
/// Height of letters in squares: 4 to 17 points.
const LETTERS: std::ops::Range<usize> = 3..14;
/// How far from a word its ink may stand, in points.
const NEAR: f32 = 3.0;
/// Greatest distance of two words of one region, in points.
const BESIDE: f32 = 20.0;
/// Least width of the words of a region together, in points: a line of fifteen letters.
const LEAST: f32 = 90.0;

/// Regions of ink as tall as letters that no word covers, in pixels.
pub fn regions(seen: &[Seen], ink: &Ink, point: f32) -> Vec<Area> {
    let side = (SQUARE * point).max(1.0) as usize;
    let near = NEAR * point;
    let read = |a: &Area| {
        let (x, y) = ((a.x0 + a.x1) as f32 / 2.0, (a.y0 + a.y1) as f32 / 2.0);
        seen.iter().any(|s| {
            s.area[0] - near <= x
                && x <= s.area[2] + near
                && s.line[0].min(s.area[1]) - near <= y
                && y <= s.line[1].max(s.area[3]) + near
        })
    };
    let mut marks: Vec<Area> = pieces(ink, side).into_iter().filter(|a| !read(a)).collect();
    let beside = (BESIDE * point) as usize;
    let mut out = Vec::new();
    while let Some(first) = marks.pop() {
        let (mut region, mut width) = (first, first.x1 - first.x0);
        while let Some(i) = marks.iter().rposition(|m| {
            m.x0 < region.x1 + beside
                && region.x0 < m.x1 + beside
                && m.y0 < region.y1 + beside / 2
                && region.y0 < m.y1 + beside / 2
        }) {
            let mark = marks.swap_remove(i);
            width += mark.x1 - mark.x0;
            region = Area {
                x0: region.x0.min(mark.x0),
                y0: region.y0.min(mark.y0),
                x1: region.x1.max(mark.x1),
                y1: region.y1.max(mark.y1),
            };
        }
        if width as f32 >= LEAST * point {
            out.push(region);
        }
    }
    out.sort_by_key(|a| (a.y0, a.x0));
    out
}

/// Boxes of ink of one piece that is as tall as letters, in pixels.
fn pieces(ink: &Ink, side: usize) -> Vec<Area> {
    let (w, h) = (ink.width / side, ink.height / side);
    let mut squares = Vec::with_capacity(w * h);
    for y in 0..h {
        for x in 0..w {
            let mut rows = (y * side..(y + 1) * side).map(|r| &ink.dark[r * ink.width + x * side..][..side]);
            squares.push(rows.any(|row| row.contains(&true)));
        }
    }
    let mut out = Vec::new();
    let mut todo = Vec::new();
    for start in 0..squares.len() {
        if !std::mem::take(&mut squares[start]) {
            continue;
        }
        let (mut x0, mut y0, mut x1, mut y1) = (w, h, 0, 0);
        todo.push(start);
        while let Some(i) = todo.pop() {
            let (x, y) = (i % w, i / w);
            (x0, y0, x1, y1) = (x0.min(x), y0.min(y), x1.max(x + 1), y1.max(y + 1));
            for near in y.saturating_sub(1)..(y + 2).min(h) {
                let row = near * w + x.saturating_sub(1)..near * w + (x + 2).min(w);
                todo.extend(row.filter(|j| std::mem::take(&mut squares[*j])));
            }
        }
        if LETTERS.contains(&(y1 - y0)) && x1 - x0 > 1 {
            out.push(Area { x0: x0 * side, y0: y0 * side, x1: x1 * side, y1: y1 * side });
        }
    }
    out
}

/// What was not read of a page, in points; seals that were painted out are parts of it.
pub fn of_page(regions: &[Area], scanned: &Scanned, width: f32, height: f32, point: f32) -> Vec<Unread> {
    let scaled = |a: &Area, x: f32, y: f32| [a.x0 as f32 * x, a.y0 as f32 * y, a.x1 as f32 * x, a.y1 as f32 * y];
    let (x, y) = (width / scanned.picture.width.max(1) as f32, height / scanned.picture.height.max(1) as f32);
    let seals = scanned.seals.iter().map(|a| Unread { area: scaled(a, x, y), seal: true });
    seals.chain(regions.iter().map(|a| Unread { area: scaled(a, 1.0 / point, 1.0 / point), seal: false })).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::readers::scan::gray::Gray;

    fn drawn(words: &[[usize; 4]]) -> Ink {
        let (width, height) = (600, 400);
        let mut ink = Ink { width, height, dark: vec![false; width * height] };
        for [x0, y0, x1, y1] in words {
            (*y0..*y1).for_each(|y| ink.dark[y * width + x0..y * width + x1].fill(true));
        }
        ink
    }

    #[test]
    fn ink_as_tall_as_letters_without_words_is_a_region() {
        let line = [[100, 100, 160, 118], [170, 100, 240, 118], [250, 100, 330, 118]];
        let ink = drawn(&[&line[..], &[[100, 300, 300, 302], [400, 200, 420, 300], [500, 100, 506, 106]]].concat());
        let found = regions(&[], &ink, 2.0);
        let near = |a: &Area, b: [usize; 4]| [a.x0, a.y0, a.x1, a.y1].iter().zip(b).all(|(a, b)| a.abs_diff(b) <= 4);
        assert!(matches!(&found[..], [a] if near(a, [100, 100, 330, 118])), "{found:?}");
        let word = |[x0, y0, x1, y1]: [usize; 4]| Seen {
            text: "слово".to_owned(),
            area: [x0, y0, x1, y1].map(|v| v as f32),
            line: [y0 as f32, y1 as f32],
            confidence: 0.9,
        };
        assert_eq!(regions(&line.map(word), &ink, 2.0), []);
        // A short mark beside words is no region.
        assert_eq!(regions(&[word(line[0]), word(line[1])], &ink, 2.0), []);
    }

    #[test]
    fn seals_and_regions_are_places_of_the_page() {
        let scanned = Scanned { picture: Gray::white(100, 200), seals: vec![Area { x0: 50, y0: 20, x1: 100, y1: 60 }] };
        let found = of_page(&[Area { x0: 20, y0: 40, x1: 60, y1: 80 }], &scanned, 300.0, 600.0, 2.0);
        let want = [([150.0, 60.0, 300.0, 180.0], true), ([10.0, 20.0, 30.0, 40.0], false)];
        assert_eq!(found.iter().map(|u| (u.area, u.seal)).collect::<Vec<_>>(), want);
    }
}
