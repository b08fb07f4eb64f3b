//! One picture → one page: brought to size and level, ruling lines taken out, cells read apart from the rest.

use std::path::Path;

use super::again::{self, SPECK};
use super::bold;
use super::cells;
use super::colour::Scanned;
use super::doubt::SURE;
use super::gray::{Ink, WHITE};
use super::marks;
use super::rules::{self, Stroke};
use super::shapes;
use super::sheet;
use super::skew;
use super::tesseract::{self, DPI, Layout, Seen, Trouble};
use super::unread;
use crate::readers::page::{Page, Rule, Word};

/// Short side of a page of paper (A4) in inches, where the picture does not say how large it is.
const SHORT_SIDE: f32 = 8.27;
/// Least resolution that is believed: pictures of screens and cuttings have few pixels, but no tiny letters.
const MIN_DPI: f32 = 96.0;
/// Most that a picture is enlarged.
const MAX_SCALE: f32 = 2.5;
/// A picture this near to the wanted resolution stays as it is.
const NEAR: f32 = 0.12;
/// Resolution at which the slope is measured.
const SKEW_DPI: f32 = 110.0;
/// Side of the square whose mean tells ink from paper, in points.
const PAPER: f32 = 18.0;
/// Slopes below this are left, half a pixel over a page.
const LEVEL: f32 = 0.0004;
/// Share of the letters that must be read with confidence on a page that stands upright.
const UPRIGHT: f32 = 0.5;
/// A line this much taller than those of the page has larger letters.
const LARGE: f32 = 1.35;
/// Height of a line of capitals and small letters, by font size.
const LINE_OF_SIZE: f32 = 0.9;

/// Reads a picture; `dpi` where it is known. A page that cannot be read with confidence is tried turned by quarters.
///
/// # Errors
/// A [`Trouble`] with the program.
pub fn page(program: &Path, scanned: &Scanned, dpi: Option<f32>) -> Result<Page, Trouble> {
    let picture = &scanned.picture;
    let dpi = dpi.unwrap_or(picture.width.min(picture.height) as f32 / SHORT_SIDE).max(MIN_DPI);
    let mut best = (upright(program, scanned, dpi)?, 0);
    let mut sure = confident(&best.0);
    if sure >= UPRIGHT || best.0.words.is_empty() {
        return Ok(best.0);
    }
    for quarters in [1, 3, 2] {
        let page = upright(program, &scanned.turned(quarters), dpi)?;
        let share = confident(&page);
        if share > sure {
            (best, sure) = ((page, quarters), share);
        }
        if sure >= UPRIGHT {
            break;
        }
    }
    Ok(best.0)
}

/// Share of the letters in words that were read with confidence.
fn confident(page: &Page) -> f32 {
    let letters = |w: &Word| w.text.chars().filter(|c| c.is_alphanumeric()).count();
    let all: usize = page.words.iter().map(letters).sum();
    let sure: usize = page.words.iter().filter(|w| w.confidence.is_some_and(|c| c >= SURE)).map(letters).sum();
    sure as f32 / all.max(1) as f32
}

/// Reads a picture as it stands.
fn upright(program: &Path, scanned: &Scanned, dpi: f32) -> Result<Page, Trouble> {
    let picture = &scanned.picture;
    let small = picture.shrunk((dpi / SKEW_DPI).round() as usize);
    let mut slope = skew::slope(&small.ink((PAPER * SKEW_DPI / 72.0) as usize));
    if slope.abs() < LEVEL {
        slope = 0.0;
    }
    let mut scale = (DPI / dpi).min(MAX_SCALE);
    if (scale - 1.0).abs() < NEAR {
        scale = 1.0;
    }
    let mut picture = picture.levelled(slope, scale);
    let point = dpi * scale / 72.0;
    let mut ink = picture.ink((PAPER * point) as usize);
    let strokes = rules::find(&ink, point);
    strokes.erase(&mut picture, &mut ink, point);

    let cells = cells::find(&strokes, picture.width, picture.height, point);
    let mut seen = Vec::new();
    for sheet in sheet::sheets(&picture, &ink, &cells, point, None) {
        let words = tesseract::words(program, &sheet.picture, Layout::Block)?;
        seen.extend(words.into_iter().map(|w| sheet.placed(w)));
    }
    let (mut outside, mut left) = (picture.clone(), ink.clone());
    for cell in &cells {
        for y in cell.y0..cell.y1 {
            let row = y * picture.width + cell.x0..y * picture.width + cell.x1;
            outside.pixels[row.clone()].fill(WHITE);
            left.dark[row].fill(false);
        }
    }
    if has_words(&left) {
        seen.extend(tesseract::words(program, &outside, Layout::Column)?);
    }
    again::read(program, &picture, &ink, &cells, point, &mut seen)?;
    let regions = unread::regions(&seen, &ink, point);
    let (width, height) = (picture.width as f32 / point, picture.height as f32 / point);
    let rule = |s: &Stroke| Rule {
        x0: s.x0 as f32 / point,
        y0: s.y0 as f32 / point,
        x1: s.x1 as f32 / point,
        y1: s.y1 as f32 / point,
    };
    Ok(Page {
        width,
        height,
        unread: unread::of_page(&regions, scanned, width, height, point),
        words: words(seen, &ink, point),
        rules: strokes.level.iter().chain(&strokes.upright).map(|s| thin(rule(s))).collect(),
    })
}

/// A ruling line has no thickness where it is looked at.
fn thin(rule: Rule) -> Rule {
    let (x, y) = ((rule.x0 + rule.x1) / 2.0, (rule.y0 + rule.y1) / 2.0);
    if rule.x1 - rule.x0 > rule.y1 - rule.y0 { Rule { y0: y, y1: y, ..rule } } else { Rule { x0: x, x1: x, ..rule } }
}

/// True where there is ink for a letter.
fn has_words(ink: &Ink) -> bool {
    ink.bounds(0, 0, ink.width, ink.height).is_some()
}

/// Words in points; specks are left out.
fn words(mut seen: Vec<Seen>, ink: &Ink, point: f32) -> Vec<Word> {
    seen.retain(|s| !again::is_line(s));
    marks::part(&mut seen, point);
    let bold = bold::words(&seen, ink);
    marks::mend(&mut seen, &bold, point);
    shapes::mend(&mut seen, ink);
    let is_text = |s: &Seen| s.confidence >= SPECK || s.text.chars().any(char::is_alphanumeric);
    let (seen, bold): (Vec<Seen>, Vec<bool>) = seen.into_iter().zip(bold).filter(|(s, _)| is_text(s)).unzip();
    let mut heights: Vec<f32> = seen.iter().map(|s| s.line[1] - s.line[0]).collect();
    heights.sort_by(f32::total_cmp);
    let usual = heights.get(heights.len() / 2).copied().unwrap_or(0.0);
    seen.into_iter()
        .zip(bold)
        .map(|(s, bold)| {
            let height = s.line[1] - s.line[0];
            let own = s.area[3] - s.area[1];
            // The box of a line that took in something from another line is no size of letters.
            let large = height > usual * LARGE && own > usual * LARGE * 0.8;
            let (y0, y1) =
                if height <= usual * LARGE || large { (s.line[0], s.line[1]) } else { (s.area[1], s.area[3]) };
            let size = if large { height } else { usual };
            Word {
                text: range(&s.text),
                x0: s.area[0] / point,
                y0: y0 / point,
                x1: s.area[2] / point,
                y1: y1 / point,
                size: size / point / LINE_OF_SIZE,
                bold,
                confidence: Some(s.confidence),
            }
        })
        .collect()
}

/// A dash between two digits is that of a range, en dash; all long dashes are recognised as the longest, em dash.
fn range(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let digit = |i: Option<usize>| i.and_then(|i| chars.get(i)).is_some_and(char::is_ascii_digit);
    let dash = |(i, c): (usize, &char)| match c {
        '\u{2014}' if digit(i.checked_sub(1)) && digit(Some(i + 1)) => '\u{2013}',
        c => *c,
    };
    chars.iter().enumerate().map(dash).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dashes_of_ranges_are_put_right() {
        assert_eq!(range("2024\u{2014}2028"), "2024\u{2013}2028");
        assert_eq!(range("\u{2014}5"), "\u{2014}5");
        assert_eq!(range("\u{2014}"), "\u{2014}");
    }

    #[test]
    fn specks_are_left_out_and_lines_give_heights() {
        let seen = |text: &str, y0: f32, y1: f32, confidence: f32| Seen {
            text: text.to_owned(),
            area: [10.0, y0 + 10.0, 90.0, y1],
            line: [y0, y1],
            confidence,
        };
        let list = vec![
            seen("\u{431}", 100.0, 140.0, 0.2),
            seen("\u{432}", 200.0, 240.0, 0.9),
            seen("\u{413}", 300.0, 380.0, 0.9),
            seen("`.", 400.0, 440.0, 0.2),
            seen("|", 400.0, 440.0, 0.9),
        ];
        let ink = Ink { width: 100, height: 500, dark: vec![false; 50_000] };
        let words = words(list, &ink, 4.0);
        let places: Vec<(f32, f32, f32)> = words.iter().map(|w| (w.y0, w.y1, w.size.round())).collect();
        assert_eq!(places, [(25.0, 35.0, 11.0), (50.0, 60.0, 11.0), (75.0, 95.0, 22.0)]);
        assert_eq!(words[0].confidence, Some(0.2));
    }
}
