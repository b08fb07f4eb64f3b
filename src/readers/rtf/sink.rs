//! Where text goes while a file is read: the paragraph that is open, and the tables around it.
//!
//! ```text
//! \pard\intbl A\cell \pard\itap2 B\nestcell … \nestrow  C\cell\row
//!
//! level 0   body
//! level 1   table: cells of the open row, blocks of the open cell
//! level 2   table in that cell
//! ```

use super::super::Look;
use super::super::blocks::Block;
use super::grid::{self, RawRow, RowDef};

/// Deepest nesting of tables that is followed; deeper ones count as tables of this level.
const MAX_TABLES: usize = 16;

/// How a paragraph is set, as known when it ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Setting {
    /// Tables around it.
    pub depth: usize,
    /// Heading level, 0 for none.
    pub level: u8,
    /// Centred.
    pub centred: bool,
}

/// A table that is open, or the body.
#[derive(Debug, Default)]
struct Level {
    /// Blocks of the open cell.
    blocks: Vec<Block>,
    /// Cells of the open row.
    cells: Vec<Vec<Block>>,
    rows: Vec<RawRow>,
}

/// A stream of text: the body, a footnote, a text box.
#[derive(Debug)]
pub struct Sink {
    levels: Vec<Level>,
    /// The open paragraph.
    text: String,
    /// Letters and digits of it, and how many of them are bold.
    letters: usize,
    bold: usize,
    /// Text boxes anchored in it, to stand behind it.
    behind: Vec<Block>,
}

impl Default for Sink {
    fn default() -> Sink {
        Sink { levels: vec![Level::default()], text: String::new(), letters: 0, bold: 0, behind: Vec::new() }
    }
}

impl Sink {
    /// Adds characters to the open paragraph.
    pub fn push(&mut self, text: &str, bold: bool) {
        self.text.push_str(text);
        let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
        self.letters += letters;
        self.bold += if bold { letters } else { 0 };
    }

    /// Adds a number or bullet that the program put in; how it is set says nothing about the paragraph.
    pub fn number(&mut self, text: &str) {
        let text = if self.text.is_empty() { text.trim_start() } else { text };
        // Letters and private characters with which fonts draw bullets.
        match text {
            "o" => self.text.push('\u{2022}'),
            _ => self.text.extend(text.chars().map(|c| match c {
                '\u{e000}'..='\u{f8ff}' => '\u{2022}',
                c => c,
            })),
        }
    }

    /// Puts blocks behind the open paragraph.
    pub fn behind(&mut self, blocks: Vec<Block>) {
        self.behind.extend(blocks.into_iter().filter(|b| !b.is_blank()));
    }

    /// True where the open paragraph holds something.
    pub fn is_open(&self) -> bool {
        !self.text.trim().is_empty()
    }

    /// True outside tables.
    pub fn in_body(&self) -> bool {
        self.levels.len() == 1
    }

    /// Ends the paragraph.
    pub fn paragraph(&mut self, setting: Setting) {
        let depth = setting.depth.min(MAX_TABLES);
        self.settle(depth);
        let look = Look {
            level: setting.level,
            centred: setting.centred,
            bold: self.letters > 0 && self.letters == self.bold,
            tab: false,
        };
        let text = std::mem::take(&mut self.text);
        (self.letters, self.bold) = (0, 0);
        let behind = std::mem::take(&mut self.behind);
        let blocks = &mut self.levels[depth].blocks;
        blocks.push(Block::Paragraph { text, look });
        blocks.extend(behind);
    }

    /// A page begins; within tables that is not followed.
    pub fn page(&mut self) {
        if self.in_body() {
            self.levels[0].blocks.push(Block::Page);
        }
    }

    /// Ends a cell of the table at `depth`.
    pub fn cell(&mut self, setting: Setting) {
        let depth = setting.depth.clamp(1, MAX_TABLES);
        self.paragraph(Setting { depth, ..setting });
        let level = &mut self.levels[depth];
        let blocks = std::mem::take(&mut level.blocks);
        level.cells.push(blocks);
    }

    /// Ends a row of the table at `depth`.
    pub fn row(&mut self, setting: Setting, def: &RowDef) {
        let depth = setting.depth.clamp(1, MAX_TABLES);
        self.settle(depth);
        if self.is_open() || !self.behind.is_empty() {
            self.paragraph(Setting { depth, ..setting });
        }
        self.levels[depth].close_row(def);
    }

    /// Opens or closes tables until `depth` are open.
    fn settle(&mut self, depth: usize) {
        while self.levels.len() > depth + 1 {
            let Some(mut level) = self.levels.pop() else { return };
            level.close_row(&RowDef::default());
            let outer = self.levels.last_mut();
            if let Some(outer) = outer.filter(|_| !level.rows.is_empty()) {
                outer.blocks.push(Block::Table(grid::table(level.rows)));
            }
        }
        while self.levels.len() <= depth {
            self.levels.push(Level::default());
        }
    }

    /// Takes the blocks that are complete; none while a table is open.
    pub fn take(&mut self) -> Vec<Block> {
        if self.in_body() { std::mem::take(&mut self.levels[0].blocks) } else { Vec::new() }
    }

    /// Everything, at the end of the stream. A paragraph that was never ended counts where it holds something.
    pub fn finish(mut self, setting: Setting) -> Vec<Block> {
        if self.is_open() || !self.behind.is_empty() {
            self.paragraph(setting);
        }
        self.settle(0);
        self.take()
    }
}

impl Level {
    fn close_row(&mut self, def: &RowDef) {
        let open = std::mem::take(&mut self.blocks);
        if open.iter().any(|b| !b.is_blank()) {
            self.cells.push(open);
        }
        if !self.cells.is_empty() {
            self.rows.push(RawRow { def: def.clone(), cells: std::mem::take(&mut self.cells) });
        }
    }
}
