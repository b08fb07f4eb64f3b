//! Words and ruling lines of pages → paragraphs, headings and tables.
//!
//! ```text
//! words, rules ─▶ lines ─▶ tables (ruling lines, gutters) ─▶ running heads out ─▶ paragraphs ─▶ Buffer, places
//! ```
//!
//! What is drawn on pages is known here, not where it came from: the PDF reader and the reader of scans both end here.

mod cells;
mod columns;
mod flow;
mod grid;
mod known;
mod lattice;
mod lines;
mod places;
pub mod report;
mod running;
mod sheet;
#[cfg(test)]
mod tests;

use super::Buffer;
use known::Known;
use sheet::Sheet;

/// One page. Places are in points (1/72 inch), the origin at the top left, y down, after the page's rotation.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// Width in points.
    pub width: f32,
    /// Height in points.
    pub height: f32,
    /// Its words, in any order.
    pub words: Vec<Word>,
    /// Its ruling lines, in any order.
    pub rules: Vec<Rule>,
    /// Ink that no word was read from.
    pub unread: Vec<Unread>,
}

/// A part of a scanned page that no words were read from.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Unread {
    /// Left, upper, right and lower edge, in points.
    pub area: [f32; 4],
    /// True for a seal or stamp in colour, which was painted out to read the words below.
    pub seal: bool,
}

/// A word: characters without a blank between.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Word {
    /// Its characters.
    pub text: String,
    /// Left edge, in points.
    pub x0: f32,
    /// Upper edge, in points.
    pub y0: f32,
    /// Right edge, in points.
    pub x1: f32,
    /// Lower edge, in points.
    pub y1: f32,
    /// Font size in points.
    pub size: f32,
    /// Set in a bold font.
    pub bold: bool,
    /// How sure the recognition is, 0 to 1; `None` for text that was not recognised but read.
    pub confidence: Option<f32>,
}

/// A horizontal or vertical ruling line, in points.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rule {
    /// Left edge.
    pub x0: f32,
    /// Upper edge.
    pub y0: f32,
    /// Right edge.
    pub x1: f32,
    /// Lower edge.
    pub y1: f32,
}

/// Writes the pages of one document as lines, paragraphs and tables.
pub fn write(pages: &[Page], buffer: &mut Buffer) {
    buffer.page_sizes(pages.iter().map(|p| [p.width, p.height].map(|v| f64::from(v).into())));
    let known = Known::of(pages);
    let mut sheets: Vec<Sheet> = pages.iter().map(|p| Sheet::of(p, &known)).collect();
    running::strip(&mut sheets, buffer);
    flow::write(&sheets, &known, buffer);
}
