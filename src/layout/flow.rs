//! Items of a reader, cleaned: a flow of lines, table rows among them, and the fragments that the rows make.

use crate::diagnostic::Findings;
use crate::readers::{Drawn, Item, Look};
use crate::text::Text;

use super::{grid, markup};

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
    /// How it is set, where the format says that it begins a paragraph.
    pub look: Option<Look>,
    /// It is a row of a table, or a heading between two rows; set by the layout.
    pub in_table: bool,
}

/// A table row as it stands in the source.
#[derive(Clone, Debug)]
pub struct RawRow {
    /// Its cells, blank ones included.
    pub cells: Vec<Text>,
    /// The drawing says that this line goes on with the row above (`true`) or begins a row (`false`).
    pub continues: Option<bool>,
    /// The format marks it as a header.
    pub header: bool,
    /// It is set as heads are, unlike the rows below.
    pub apart: bool,
    /// It is the first on its page of a table over pages.
    pub top: bool,
    /// It is a row of a real table, not of one that is drawn in text.
    pub real: bool,
}

/// A piece of the document.
#[derive(Clone, Debug)]
pub enum Piece {
    /// A line of running text; index into the flow.
    Line(usize),
    /// Table rows without a blank line between.
    Fragment {
        /// Index of the first row in the flow.
        first: usize,
        /// The rows.
        rows: Vec<RawRow>,
    },
}

/// The cleaned document: all lines, and the pieces they make.
#[derive(Clone, Debug, Default)]
pub struct Flow {
    /// Every line and row that holds a word, in order.
    pub lines: Vec<FlowLine>,
    /// Lines and table fragments, in order.
    pub pieces: Vec<Piece>,
}

/// Cleans `items`; empty lines are counted and left out.
pub fn read(source: &str, items: &[Item], findings: &mut Findings) -> Flow {
    let mut flow = Flow { lines: Vec::with_capacity(items.len()), pieces: Vec::new() };
    let (mut blanks, mut bold, mut open) = (0, false, false);
    for item in items {
        let (text, cells, raw) = match item {
            Item::Blank => {
                blanks += 1;
                open = false;
                continue;
            }
            Item::Rule => {
                blanks += 1;
                continue;
            }
            Item::Line(range) | Item::Paragraph { range, .. } => {
                open = false;
                (markup::clean(source, range.clone(), findings), 0, &source[range.clone()])
            }
            Item::Row { cells, drawn, merged } => {
                let mut row: Vec<Text> = cells.iter().map(|c| markup::clean(source, c.clone(), findings)).collect();
                merged.iter().filter(|(i, _)| cells[*i].is_empty()).for_each(|(i, m)| row[*i] = Text::merged(*m));
                let mut text = Text::default();
                row.iter().for_each(|cell| text.append(cell, " ", false));
                let full = row.iter().filter(|c| !c.is_empty()).count() as u32;
                let raw = &source[cells.first().map_or(0, |c| c.start)..cells.last().map_or(0, |c| c.end)];
                if full > 0 {
                    let continues = match drawn {
                        Drawn::Tabs => None,
                        Drawn::Lines { begins } | Drawn::Spaces { begins } => Some(!begins),
                        Drawn::Grid { .. } | Drawn::Head | Drawn::Top => Some(false),
                    };
                    let header = matches!(drawn, Drawn::Grid { header: true });
                    let apart = *drawn == Drawn::Head;
                    let top = *drawn == Drawn::Top;
                    let real = apart || top || matches!(drawn, Drawn::Grid { .. });
                    let row = RawRow { cells: row, continues, header, apart, top, real };
                    match flow.pieces.last_mut() {
                        Some(Piece::Fragment { rows, .. }) if open => rows.push(row),
                        _ => flow.pieces.push(Piece::Fragment { first: flow.lines.len(), rows: vec![row] }),
                    }
                    open = true;
                }
                (text, full, raw)
            }
        };
        if text.is_empty() {
            blanks += 1;
            continue;
        }
        if cells == 0 {
            flow.pieces.push(Piece::Line(flow.lines.len()));
        }
        let indent = raw.chars().take_while(|c| c.is_whitespace()).count() as u32;
        let opened = bold && blanks == 0;
        let odd = markup::bold_marks(raw) % 2 == 1;
        bold = if blanks > 0 { odd } else { bold ^ odd };
        let look = match item {
            Item::Paragraph { look, .. } => Some(*look),
            _ => None,
        };
        flow.lines.push(FlowLine { text, blanks, indent, cells, bold: opened, look, in_table: false });
        blanks = 0;
    }
    for piece in &mut flow.pieces {
        if let Piece::Fragment { rows, .. } = piece {
            grid::settle(rows);
        }
    }
    flow
}

/// The lines of `items`, empty ones left out.
pub fn lines(source: &str, items: &[Item], findings: &mut Findings) -> Vec<FlowLine> {
    read(source, items, findings).lines
}
