//! A second look at what is short: a letter or number that stands alone is often taken for another or for a speck,
//! three of them in a row are not.
//!
//! ```text
//! ┌────┐
//! │ 7  │   ──▶  7 7 7           О мерах   ──▶  О О О
//! └────┘
//! ```

use std::path::Path;

use super::cells::Area;
use super::doubt::SURE;
use super::gray::{Gray, Ink};
use super::marks;
use super::shapes;
use super::sheet;
use super::tesseract::{self, Layout, Seen, Trouble};

/// White between a short word and the same once more, in points. What runs together with less does not with more.
const BESIDE: [f32; 2] = [3.4, 5.8];
/// Height of one line, in points.
const ONE_LINE: std::ops::Range<f32> = 4.0..16.0;
/// Greatest width of a few letters or digits, by their height.
const FEW: f32 = 3.0;
/// Least confidence of marks that are no letters or digits: below, they are specks.
pub const SPECK: f32 = 0.35;
/// Short words with more confidence are right.
pub const RIGHT: f32 = 0.85;
/// How far left and right of a line its signs stand, in points.
const ASIDE: f32 = 40.0;
/// Least width of a sign, in points: less is a speck.
const MIN_SIGN: f32 = 0.8;
/// How near the places of two signs lie that are alike, in points.
const SAME: f32 = 2.0;
/// White between two signs, by the height of the line.
const APART: f32 = 0.25;
/// How near to the edge of a cell what is left of its ruling lines stands, in points.
const EDGE: f32 = 1.5;

/// Reads short words anew: small cells whose words are missing or doubtful, doubtful words, and signs beside the words
/// of a line that were passed over.
///
/// # Errors
/// A [`Trouble`] with the program.
pub fn read(
    program: &Path,
    picture: &Gray,
    ink: &Ink,
    cells: &[Area],
    point: f32,
    seen: &mut Vec<Seen>,
) -> Result<(), Trouble> {
    // Paper that is not quite white would stand out on a sheet.
    let picture = &picture.cleaned(ink);
    // What was taken for specks and lines may be dashes and bullets.
    let is_text = |s: &Seen| {
        let tall = (s.area[3] - s.area[1]) * 2.0 > s.line[1] - s.line[0];
        tall || s.confidence >= SPECK || s.text.contains(char::is_alphanumeric)
    };
    seen.retain(|s| is_text(s) && !is_line(s));
    let mut passed = passed_over(seen, ink, cells, point);
    let all = passed.clone();
    passed.retain(|(area, line)| {
        let alike = all.iter().any(|(a, l)| l != line && a.x0.abs_diff(area.x0) as f32 <= SAME * point);
        let sign = shapes::sign(area, *line, seen, point, alike);
        seen.extend(sign.clone());
        // Boxes of words are not exact: what stands between them may be part of one.
        let first = !seen.iter().any(|s| s.line == *line && s.area[0] < area.x1 as f32);
        sign.is_none() && first
    });
    let boxed = |s: &Seen| Area {
        x0: s.area[0].max(0.0) as usize,
        y0: s.area[1].max(0.0) as usize,
        x1: (s.area[2] as usize).min(ink.width),
        y1: (s.area[3] as usize).min(ink.height),
    };
    for beside in BESIDE {
        let doubtful = |a: &Area, own: &[&Seen], least: f32| {
            let Some([x0, y0, x1, y1]) = ink.bounds(a.x0, a.y0, a.x1, a.y1) else { return false };
            let (width, height) = ((x1 - x0) as f32 / point, (y1 - y0) as f32 / point);
            let small = ONE_LINE.contains(&height) && width < height * FEW;
            small && (own.is_empty() || own.iter().any(|w| w.confidence < least || is_line(w)))
        };
        let within = |a: &Area| seen.iter().filter(|s| inside(s, a)).collect::<Vec<&Seen>>();
        let mut areas: Vec<Area> = cells.iter().filter(|c| doubtful(c, &within(c), RIGHT)).copied().collect();
        let alone = |s: &&Seen| doubtful(&boxed(s), &[s], RIGHT) && !areas.iter().any(|c| inside(s, c));
        let words: Vec<Area> = seen.iter().filter(alone).map(boxed).collect();
        areas.extend(words);
        areas.extend(passed.iter().filter(|(a, _)| within(a).is_empty()).map(|(a, _)| *a));
        for sheet in sheet::sheets(picture, ink, &areas, point, Some(beside)) {
            let words = tesseract::words(program, &sheet.picture, Layout::Block)?;
            for mut word in sheet.agreed(words) {
                let Some(area) = areas.iter().find(|c| inside(&word, c)) else { continue };
                let former: Vec<&Seen> = seen.iter().filter(|s| inside(s, area) && !is_line(s)).collect();
                if is_line(&word) || word.confidence <= former.iter().map(|s| s.confidence).fold(0.0, f32::max) {
                    continue;
                }
                let cell = cells.contains(area);
                let keeps = |former: &Seen| {
                    // The full stop of a number that stands three times may be lost; Roman numbers become digits.
                    let bare = former.text.trim_end_matches(['.', ')']);
                    bare == word.text || marks::is_roman(bare)
                };
                if former.iter().any(|f| keeps(f)) || !cell && former.len() > 1 {
                    continue;
                }
                // Its line is that of its neighbours.
                let line = former.first().map(|s| s.line);
                let passed = passed.iter().find(|(a, _)| a == area).map(|(_, line)| *line);
                if passed.is_some() && word.confidence < SURE {
                    continue;
                }
                word.line = if cell { word.line } else { line.or(passed).unwrap_or(word.line) };
                if let Some(size) = shapes::usual(seen) {
                    word.text = shapes::cased(&word.text, word.area[3] - word.area[1], size);
                }
                seen.retain(|s| !inside(s, area));
                seen.push(word);
            }
        }
    }
    Ok(())
}

/// True where the middle of a word stands in a box.
fn inside(s: &Seen, a: &Area) -> bool {
    let (x, y) = ((s.area[0] + s.area[2]) / 2.0, (s.area[1] + s.area[3]) / 2.0);
    x >= a.x0 as f32 && x < a.x1 as f32 && y >= a.y0 as f32 && y < a.y1 as f32
}

/// True for what is left of a ruling line.
pub fn is_line(word: &Seen) -> bool {
    word.text.chars().all(|c| matches!(c, '|' | '_' | '\u{a6}'))
}

/// Ink on the height of a line that belongs to none of its words, with the upper and lower edge of that line.
fn passed_over(seen: &[Seen], ink: &Ink, cells: &[Area], point: f32) -> Vec<(Area, [f32; 2])> {
    let mut lines: Vec<([f32; 2], f32, f32, usize)> = Vec::new();
    for (i, s) in seen.iter().enumerate() {
        let cell = |i: usize| cells.iter().position(|c| inside(&seen[i], c));
        match lines.iter_mut().find(|(line, .., k)| *line == s.line && cell(*k) == cell(i)) {
            Some((_, x0, x1, _)) => (*x0, *x1) = (x0.min(s.area[0]), x1.max(s.area[2])),
            None => lines.push((s.line, s.area[0], s.area[2], i)),
        }
    }
    let mut out: Vec<(Area, [f32; 2])> = Vec::new();
    for (line, left, right, first) in lines {
        let height = line[1] - line[0];
        if !ONE_LINE.contains(&(height / point)) {
            continue;
        }
        let (mut from, mut to) = ((left - ASIDE * point).max(0.0), (right + ASIDE * point).min(ink.width as f32));
        if let Some(cell) = cells.iter().find(|c| inside(&seen[first], c)) {
            (from, to) = (from.max(cell.x0 as f32 + EDGE * point), to.min(cell.x1 as f32 - EDGE * point));
        }
        let (y0, y1) = (line[0].max(0.0) as usize, (line[1].max(0.0) as usize).min(ink.height));
        let beside: Vec<&Seen> = seen.iter().filter(|s| s.area[1] < line[1] && s.area[3] > line[0]).collect();
        let free = |x: usize| {
            let x = x as f32;
            !beside.iter().any(|s| s.area[0] - 2.0 <= x && x <= s.area[2] + 2.0)
        };
        let dark = |x: usize| free(x) && (y0..y1).any(|y| ink.at(x, y));
        let mut sign: Option<(usize, usize)> = None;
        let mut signs = Vec::new();
        for x in (from as usize..to.max(0.0) as usize).filter(|x| dark(*x)) {
            match &mut sign {
                Some((_, end)) if (x - *end) as f32 <= APART * height && (*end..x).all(free) => *end = x + 1,
                _ => signs.extend(sign.replace((x, x + 1))),
            }
        }
        signs.extend(sign);
        for (x0, x1) in signs {
            let Some([x0, top, x1, bottom]) = ink.bounds(x0, y0, x1, y1) else { continue };
            // What reaches over the edges of the line is no sign of it.
            let whole = top > y0 && bottom < y1 || (bottom - top) as f32 > 0.5 * height;
            if whole
                && (x1 - x0) as f32 >= MIN_SIGN * point
                && !out.iter().any(|(a, _)| a.x0 < x1 && x0 < a.x1 && a.y0 < bottom && top < a.y1)
            {
                out.push((Area { x0, y0: top, x1, y1: bottom }, line));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ink_between_words_that_nobody_read_is_found() {
        let (width, height) = (300, 40);
        let mut ink = Ink { width, height, dark: vec![false; width * height] };
        let mut draw = |x0: usize, y0: usize, x1: usize, y1: usize| {
            (y0..y1).for_each(|y| ink.dark[y * width + x0..y * width + x1].fill(true));
        };
        draw(20, 17, 25, 22);
        draw(40, 10, 90, 28);
        draw(100, 18, 115, 21);
        draw(125, 10, 200, 28);
        draw(260, 5, 262, 6);
        let word = |x0: f32, x1: f32| Seen {
            text: "слово".to_owned(),
            area: [x0, 10.0, x1, 28.0],
            line: [8.0, 30.0],
            confidence: 0.9,
        };
        let found = passed_over(&[word(40.0, 90.0), word(125.0, 200.0)], &ink, &[], 2.0);
        let areas: Vec<[usize; 4]> = found.iter().map(|(a, _)| [a.x0, a.y0, a.x1, a.y1]).collect();
        assert_eq!(areas, [[20, 17, 25, 22], [100, 18, 115, 21]]);
        let cell = Area { x0: 30, y0: 0, x1: 210, y1: 40 };
        let found = passed_over(&[word(40.0, 90.0), word(125.0, 200.0)], &ink, &[cell], 2.0);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].0.x0, found[0].1), (100, [8.0, 30.0]));
    }
}
