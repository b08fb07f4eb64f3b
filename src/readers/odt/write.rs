//! Blocks into the buffer.

use super::body::Block;
use super::table::{Row, Slot, Table};
use crate::options::MAX_PAGES;
use crate::readers::{Buffer, Cell, Content};

/// Writes the blocks of a document. `pages` is the number of pages that the file names.
pub fn write(blocks: Vec<Block>, pages: Option<usize>) -> Content {
    let mut writer = Writer { buffer: Buffer::new(), pages: vec![0], soft: false };
    writer.blocks(blocks);
    let mut content = writer.buffer.finish();
    writer.pages.dedup();
    writer.pages.truncate(MAX_PAGES);
    // Hard breaks alone say where pages begin only if there are no others.
    if writer.soft || pages == Some(writer.pages.len()) {
        content.pages = writer.pages;
    }
    content
}

struct Writer {
    buffer: Buffer,
    /// First bytes of pages.
    pages: Vec<usize>,
    /// Some page was broken by the program that saved the file.
    soft: bool,
}

impl Writer {
    fn blocks(&mut self, blocks: Vec<Block>) {
        for block in blocks {
            match block {
                Block::Paragraph { text, look, breaks } => {
                    let from = self.buffer.place();
                    self.soft |= !breaks.is_empty();
                    self.pages.extend(breaks.iter().map(|at| from + at));
                    self.buffer.paragraph(&text, look);
                }
                Block::Page { soft } => {
                    self.soft |= soft;
                    self.pages.push(self.buffer.place());
                }
                Block::Table(table) => self.table(table),
            }
        }
    }

    fn table(&mut self, table: Table) {
        // A frame around other tables, made as a table of one column.
        let frame = table.rows.iter().all(|row| row.cells.len() == 1)
            && table.rows.iter().flat_map(|row| &row.cells).any(Slot::holds_table);
        if frame {
            for slot in table.rows.into_iter().flat_map(|row| row.cells) {
                self.blocks(slot.blocks);
            }
            return;
        }
        for row in table.rows {
            self.row(&row);
        }
        self.buffer.table_end();
    }

    fn row(&mut self, row: &Row) {
        if row.page {
            self.soft = true;
            self.pages.push(self.buffer.place());
        }
        let cells: Vec<Cell> = row.cells.iter().map(Slot::cell).collect();
        self.buffer.row(&cells, row.header);
    }
}

impl Slot {
    fn holds_table(&self) -> bool {
        self.blocks.iter().any(|block| matches!(block, Block::Table(_)))
    }
}
