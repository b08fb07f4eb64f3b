//! Lines → paragraphs; tables and paragraphs over several pages; everything into the buffer.

use super::grid::Grid;
use super::known::Known;
use super::lines::Line;
use super::sheet::{Part, Sheet};
use super::{Word, places};
use crate::diagnostic::Code;
use crate::layout::heal;
use crate::layout::marker::marker_len;
use crate::readers::{Buffer, Look};

/// An indent of a first line, in points.
const INDENT: f32 = 8.0;

/// How two lines meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meet {
    /// One paragraph.
    Joined,
    /// Perhaps one: they stay lines.
    Doubt,
    /// Two paragraphs.
    Parted,
    /// Two paragraphs with room between.
    Apart,
}

/// Writes `sheets` into the buffer.
pub fn write(sheets: &[Sheet], known: &Known, buffer: &mut Buffer) {
    let shape = Shape::of(sheets);
    let page = buffer.pages();
    let mut writer = Writer { buffer, known, shape, open: None, table: None, page, pages: 0, rest: false, repeated: 0 };
    for sheet in sheets {
        writer.sheet(sheet);
    }
    writer.flush();
    writer.begin_pages();
    if writer.repeated > 0 {
        let detail = format!("table headers repeated on {} pages", writer.repeated);
        writer.buffer.note(Code::PageFurniture, None, detail);
    }
}

/// How the document is set.
#[derive(Clone, Debug)]
struct Shape {
    /// Edges of the text by page width, in points.
    edges: Vec<(f32, f32, f32)>,
    /// Usual distance of lines within a paragraph, in font sizes.
    pitch: f32,
    /// First lines of paragraphs are indented.
    indents: bool,
}

impl Shape {
    fn of(sheets: &[Sheet]) -> Shape {
        let mut edges: Vec<(f32, f32, f32)> = Vec::new();
        let mut pitches = Vec::new();
        let (mut indented, mut flush) = (0, 0);
        let mut widths: Vec<f32> = sheets.iter().map(|s| s.width.round()).collect();
        widths.sort_by(f32::total_cmp);
        widths.dedup();
        for width in widths {
            let mut lines: Vec<&Line> = Vec::new();
            for sheet in sheets.iter().filter(|s| s.width.round() == width) {
                lines.extend(sheet.lines());
            }
            let long: Vec<&&Line> = lines.iter().filter(|l| l.x1 - l.x0 > width * 0.4).collect();
            let pick = |f: &dyn Fn(&Line) -> f32, low: bool| {
                let mut v: Vec<f32> = if long.len() > 2 {
                    long.iter().map(|l| f(l)).collect()
                } else {
                    lines.iter().map(|l| f(l)).collect()
                };
                v.sort_by(f32::total_cmp);
                let n = v.len() / 50;
                if low { v.get(n).copied() } else { v.len().checked_sub(1 + n).map(|i| v[i]) }
            };
            let left = pick(&|l| l.x0, true).unwrap_or(0.0);
            let right = pick(&|l| l.x1, false).unwrap_or(width);
            edges.push((width, left, right));
            for sheet in sheets.iter().filter(|s| s.width.round() == width) {
                for pair in sheet.parts.windows(2) {
                    let [Part::Line(a), Part::Line(b)] = pair else { continue };
                    let full = a.x1 > right - 2.0 * a.size;
                    let text = b.words.first().map_or("", |w| w.text.as_str());
                    if full && heal::begins_inside(text) && b.middle() > a.middle() {
                        pitches.push((b.middle() - a.middle()) / b.size.max(1.0));
                    }
                    if (b.x1 > right - 2.0 * b.size)
                        && text.starts_with(char::is_uppercase)
                        && heal::is_closed(&a.plain())
                    {
                        if b.x0 > left + INDENT && b.x0 < left + 80.0 {
                            indented += 1;
                        } else if b.x0 < left + 2.0 {
                            flush += 1;
                        }
                    }
                }
            }
        }
        pitches.sort_by(f32::total_cmp);
        let pitch = pitches.get(pitches.len() / 2).copied().unwrap_or(1.2).clamp(0.9, 2.5);
        Shape { edges, pitch, indents: indented > flush }
    }

    /// Edges of the text around a line of a page so wide.
    fn edges(&self, line: &Line, width: f32) -> (f32, f32) {
        if line.right > line.left {
            return (line.left, line.right);
        }
        let found = self.edges.iter().find(|e| e.0 == width.round());
        found.map_or((0.0, width), |e| (e.1.min(line.x0), e.2))
    }
}

/// A paragraph that may go on.
struct Open {
    text: String,
    /// Its words with their pages.
    words: Vec<(u32, Word)>,
    look: Look,
    last: Line,
    lines: usize,
    /// Where in the text pages begin.
    pages: Vec<usize>,
    /// The first line of the paragraph stands further right than the others.
    x0: f32,
}

/// A table that may go on.
struct Table {
    grid: Grid,
    /// Page of its first row.
    first: u32,
    headers: usize,
    /// Rows at which pages begin.
    pages: Vec<usize>,
}

struct Writer<'a> {
    buffer: &'a mut Buffer,
    known: &'a Known,
    shape: Shape,
    open: Option<Open>,
    table: Option<Table>,
    /// Number of the page that is written.
    page: u32,
    /// Pages that began and have nothing yet.
    pages: usize,
    /// The page before ended with something else than the open paragraph or table.
    rest: bool,
    repeated: usize,
}

impl Writer<'_> {
    fn sheet(&mut self, sheet: &Sheet) {
        self.page += 1;
        self.pages += 1;
        for part in &sheet.parts {
            match part {
                Part::Turn => self.flush(),
                Part::Grid(grid) => self.grid(grid),
                Part::Line(line) => self.line(line, sheet.width),
            }
        }
    }

    fn grid(&mut self, grid: &Grid) {
        let broken = self.pages > 0;
        if let Some(table) = self.table.as_mut().filter(|t| broken && self.open.is_none() && t.grid.goes_on(grid)) {
            let mut grid = grid.clone();
            let n = table.grid.repeated(&grid);
            if n > 0 && n < grid.rows.len() {
                grid.rows.drain(..n);
                table.headers = table.headers.max(n);
                self.repeated += 1;
            }
            for _ in 0..std::mem::take(&mut self.pages) {
                table.pages.push(table.grid.rows.len());
            }
            table.grid.append(grid);
            return;
        }
        self.flush();
        self.begin_pages();
        self.table = Some(Table { grid: grid.clone(), first: self.page, headers: 0, pages: Vec::new() });
    }

    fn line(&mut self, line: &Line, width: f32) {
        if self.table.is_some() {
            self.flush();
        }
        let broken = self.pages > 0;
        let meet = self.open.as_ref().map(|open| self.meet(open, line, width, broken));
        // The blanks of a justified line behind a hyphen are no gaps between cells.
        let text = if meet == Some(Meet::Joined) { line.plain() } else { line.text() };
        let page = self.page;
        let words = line.words.iter().map(move |w| (page, w.clone()));
        if let (Some(open), Some(Meet::Joined | Meet::Doubt)) = (self.open.as_mut(), meet) {
            let at = open.text.len() + 1;
            for _ in 0..std::mem::take(&mut self.pages) {
                open.pages.push(at);
            }
            if meet == Some(Meet::Joined) {
                self.known.join(&mut open.text, &text, false);
            } else {
                open.text.push('\n');
                open.text.push_str(&text);
            }
            open.words.extend(words);
            open.look.bold &= line.bold;
            open.look.centred &= is_centred(line, self.shape.edges(line, width));
            open.last = line.clone();
            open.lines += 1;
            return;
        }
        self.flush();
        if meet == Some(Meet::Apart) {
            self.buffer.paragraph("", Look::default());
        }
        self.begin_pages();
        let look =
            Look { level: 0, centred: is_centred(line, self.shape.edges(line, width)), bold: line.bold, tab: false };
        self.open = Some(Open {
            text,
            words: words.collect(),
            look,
            last: line.clone(),
            lines: 1,
            pages: Vec::new(),
            x0: line.x0,
        });
    }

    /// Whether `b` goes on with the open paragraph.
    fn meet(&self, open: &Open, b: &Line, width: f32, broken: bool) -> Meet {
        let a = &open.last;
        let (left, right) = self.shape.edges(b, width);
        let (a_text, b_text) = (a.text(), b.text());
        let inside = heal::begins_inside(&b_text);
        let closed = heal::is_closed(&a_text);
        let doubt = if inside && !closed { Meet::Doubt } else { Meet::Parted };
        if (a.size - b.size).abs() > 0.12 * a.size.max(b.size) {
            return if broken { Meet::Parted } else { doubt };
        }
        let step = (b.middle() - a.middle()) / b.size.max(1.0);
        let near = broken || (0.3..=1.4 * self.shape.pitch).contains(&step);
        let hyphen = a_text.strip_suffix('-').is_some_and(|t| t.ends_with(char::is_alphabetic));
        if hyphen && inside && near && !a_text.contains('\t') && right - a.x1 < 2.0 * a.size {
            return Meet::Joined;
        }
        if a_text.contains('\t') || b_text.contains('\t') {
            return Meet::Parted;
        }
        if !broken && (step > 1.4 * self.shape.pitch || step < 0.3) {
            return if step < 2.0 * self.shape.pitch && doubt == Meet::Doubt { Meet::Doubt } else { Meet::Apart };
        }
        if a.bold != b.bold && (a.bold && open.lines > 1 || b.bold) {
            return doubt;
        }
        let first = b.words.first().map_or(0.0, |w| w.x1 - w.x0);
        let both = |l: &Line| is_centred(l, (left, right));
        let flush = |l: &Line| right - l.x1 < 3.0 && l.x0 - left > 30.0;
        let ragged = flush(a) && flush(b) && (a.x0 - b.x0).abs() > 3.0;
        if both(a) && both(b) || ragged {
            let room = right - left - (a.x1 - a.x0) - 0.3 * a.size;
            let goes_on = inside || matches!(a_text.chars().last(), Some(',' | '-'));
            return match room > first {
                true => doubt,
                false if goes_on || a_text.split_whitespace().last().is_some_and(|w| w.chars().count() < 3) => {
                    Meet::Joined
                }
                false => Meet::Doubt,
            };
        }
        let fits = right - a.x1 - 0.25 * a.size > first + 0.5;
        if fits {
            return doubt;
        }
        let hanging = a.words.len() > 1 && (a.words[1].x0 - b.x0).abs() < 3.0 && marker_len(&a_text).is_some();
        let same = (a.x0 - b.x0).abs() < 2.5;
        let listed = marker_len(&b_text).is_some();
        if b.x0 > left + INDENT && !same && !hanging && b.x0 > open.x0 - INDENT {
            return doubt;
        }
        let first_line = (left + INDENT..left + 90.0).contains(&b.x0);
        if same && open.lines == 1 && first_line && self.shape.indents {
            return doubt;
        }
        if listed && !inside || closed && !self.shape.indents {
            return Meet::Doubt;
        }
        // «УТВЕРЖДАЮ» above «Директор школы»: a label in capitals, and a line of its own.
        let label = open.lines == 1 && !inside && is_capitals(&a_text) && !is_capitals(&b_text);
        if a.bold != b.bold || label {
            return Meet::Doubt;
        }
        Meet::Joined
    }

    /// Writes what is open.
    fn flush(&mut self) {
        if let Some(open) = self.open.take() {
            let base = self.buffer.place();
            for at in &open.pages {
                self.buffer.page_at(base + at.min(&open.text.len()));
            }
            self.buffer.paragraph(&open.text, open.look);
            places::keep(open.words.iter().map(|(page, word)| (*page, word)), base, self.buffer);
        }
        if let Some(table) = self.table.take() {
            let n = table.grid.rows.len();
            let (mut from, mut torn, mut page) = (0, false, table.first);
            for &to in &table.pages {
                table.grid.write(from..to, page, table.headers, torn && from < to, self.buffer);
                page += 1;
                torn = table.grid.is_torn(to);
                self.buffer.page();
                from = to;
            }
            table.grid.write(from..n, page, table.headers, torn && from < n, self.buffer);
            self.buffer.table_end();
        }
    }

    fn begin_pages(&mut self) {
        for _ in 0..std::mem::take(&mut self.pages) {
            self.buffer.page();
        }
        self.rest = false;
    }
}

/// True for words in capitals only.
fn is_capitals(text: &str) -> bool {
    text.contains(char::is_uppercase) && !text.contains(char::is_lowercase)
}

/// True where the margins of a line are alike, and both wide.
fn is_centred(line: &Line, (left, right): (f32, f32)) -> bool {
    let (a, b) = (line.x0 - left, right - line.x1);
    a > 20.0 && b > 12.0 && (a - b).abs() < 10.0_f32.max(0.06 * (right - left))
}
