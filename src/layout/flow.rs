//! The document as a flow of cleaned lines, table rows among them: what heads of acts are read from.

use crate::diagnostic::Findings;
use crate::readers::Item;
use crate::text::Text;

use super::markup;

/// A line of the document.
#[derive(Clone, Debug)]
pub struct FlowLine {
    /// Its words, cleaned; the cells of a table row joined by blanks.
    pub text: Text,
    /// Blank lines and rules before it.
    pub blanks: u32,
    /// Blanks at its beginning, in characters.
    pub indent: u32,
    /// Cells of a table row that hold something; 0 for a line of running text.
    pub cells: u32,
    /// Bold markup that opened in a line above goes on over this line (Markdown `**` over several lines).
    pub bold: bool,
}

/// The lines of `items`, empty ones left out.
pub fn lines(source: &str, items: &[Item], findings: &mut Findings) -> Vec<FlowLine> {
    let mut out = Vec::with_capacity(items.len());
    let (mut blanks, mut bold) = (0, false);
    for item in items {
        let (text, cells, start, end) = match item {
            Item::Blank | Item::Rule => {
                blanks += 1;
                continue;
            }
            Item::Line(range) => (markup::clean(source, range.clone(), findings), 0, range.start, range.end),
            Item::Row { cells, .. } => {
                let mut text = Text::default();
                let mut full = 0;
                for cell in cells {
                    let cell = markup::clean(source, cell.clone(), findings);
                    full += u32::from(!cell.is_empty());
                    text.append(&cell, " ", false);
                }
                (text, full, cells.first().map_or(0, |c| c.start), cells.last().map_or(0, |c| c.end))
            }
        };
        if text.is_empty() {
            blanks += 1;
            continue;
        }
        let raw = &source[start..end];
        let indent = raw.chars().take_while(|c| c.is_whitespace()).count() as u32;
        let opened = bold && blanks == 0;
        let marks = raw.matches("**").count();
        bold = if blanks > 0 { marks % 2 == 1 } else { bold ^ (marks % 2 == 1) };
        out.push(FlowLine { text, blanks, indent, cells, bold: opened });
        blanks = 0;
    }
    out
}
