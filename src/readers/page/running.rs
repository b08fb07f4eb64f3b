//! Page numbers, headers and footers: lines that stand at the edge of the pages again and again.

use std::collections::BTreeMap;

use super::sheet::{Part, Sheet};
use crate::diagnostic::Code;
use crate::readers::Buffer;

/// Share of the height at the edges of a page where running lines stand.
const EDGE: f32 = 0.13;
/// Lines looked at from each edge.
const DEPTH: usize = 3;

/// A line at the edge of a page.
struct Found {
    page: usize,
    part: usize,
    /// From the near edge of the page, in points.
    at: f32,
    bottom: bool,
    text: String,
}

/// Takes running lines out of `sheets`; a note says which.
pub fn strip(sheets: &mut [Sheet], buffer: &mut Buffer) {
    let found = edges(sheets);
    let mut out: Vec<(usize, usize)> = Vec::new();
    let mut lines: BTreeMap<String, usize> = BTreeMap::new();
    // Lines with the same words at the same height.
    let filled = sheets.iter().filter(|s| !s.parts.is_empty()).count();
    let mut places: BTreeMap<(bool, String), Vec<&Found>> = BTreeMap::new();
    for f in &found {
        places.entry((f.bottom, pattern(&f.text, f.page))).or_default().push(f);
    }
    for mut same in places.into_values() {
        same.sort_by(|a, b| a.at.total_cmp(&b.at));
        // Those at one height.
        for run in same.chunk_by(|a, b| b.at - a.at < 4.0) {
            let mut pages: Vec<usize> = run.iter().map(|f| f.page).collect();
            pages.sort_unstable();
            pages.dedup();
            let long = run[0].text.len() > 60;
            let often = pages.len() >= 3 && pages.len() * 2 >= filled || pages.len() >= 2 && filled <= 3 && long;
            if often && number(&run[0].text).is_none() {
                out.extend(run.iter().map(|f| (f.page, f.part)));
                *lines.entry(run[0].text.clone()).or_default() += pages.len();
            }
        }
    }
    let numbered = numbers(&found, filled);
    let count = numbered.len();
    out.extend(numbered);
    out.sort_unstable();
    out.dedup();
    for &(page, part) in out.iter().rev() {
        sheets[page].parts.remove(part);
    }
    if count > 0 {
        buffer.note(Code::PageFurniture, None, format!("page numbers on {count} pages"));
    }
    for (text, n) in lines.iter().take(8) {
        let quote: String = text.chars().take(80).collect();
        buffer.note(Code::PageFurniture, None, format!("a line at the edge of {n} pages: «{quote}»"));
    }
}

/// Lines near the upper and lower edge of each page.
fn edges(sheets: &[Sheet]) -> Vec<Found> {
    let mut out = Vec::new();
    for (page, sheet) in sheets.iter().enumerate() {
        let room = sheet.height * EDGE;
        let mut look = |i: usize, bottom: bool| -> bool {
            let Part::Line(line) = &sheet.parts[i] else { return false };
            let at = if bottom { sheet.height - line.y1 } else { line.y0 };
            if at > room {
                return false;
            }
            out.push(Found { page, part: i, at, bottom, text: line.plain() });
            true
        };
        let n = sheet.parts.len();
        let _ = (0..n.min(DEPTH)).all(|i| look(i, false));
        let _ = (0..n.min(DEPTH)).all(|i| look(n - 1 - i, true));
    }
    out
}

/// The text with the number of its page as `#`.
fn pattern(text: &str, page: usize) -> String {
    let number = (page + 1).to_string();
    let words: Vec<&str> =
        text.split_whitespace().map(|w| if w.trim_matches(['.', '-']) == number { "#" } else { w }).collect();
    words.join(" ")
}

/// The number in a line that is nothing but a page number: «3», «- 3 -», «3 / 12».
fn number(text: &str) -> Option<usize> {
    let bare =
        text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '\u{2013}' | '\u{2014}' | '|' | '[' | ']'));
    let first = bare.split(['/']).next()?.trim();
    (first.len() <= 4 && !first.is_empty() && bare.chars().all(|c| c.is_ascii_digit() || matches!(c, '/' | ' ')))
        .then(|| first.parse().ok())
        .flatten()
}

/// Page numbers: numbers that grow with the pages.
fn numbers(found: &[Found], filled: usize) -> Vec<(usize, usize)> {
    let all: Vec<(&Found, usize)> = found.iter().filter_map(|f| Some((f, number(&f.text)?))).collect();
    let mut shifts: BTreeMap<(bool, i64), usize> = BTreeMap::new();
    for (f, n) in &all {
        *shifts.entry((f.bottom, *n as i64 - f.page as i64)).or_default() += 1;
    }
    let mut out = Vec::new();
    for (f, n) in all {
        let shift = n as i64 - f.page as i64;
        let count = shifts.get(&(f.bottom, shift)).copied().unwrap_or(0);
        // Documents bound together begin anew: each run of two pages or more counts.
        if count >= 3 || count >= 2 && filled <= 4 || shift == 1 && (filled <= 3 || count >= 2) {
            out.push((f.page, f.part));
        }
    }
    out
}
