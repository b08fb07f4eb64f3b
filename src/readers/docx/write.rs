//! Blocks → the text buffer: tables in columns, notes behind what they belong to, pages.

use std::collections::{HashMap, HashSet};

use super::grid::{self, Placed};
use super::model::{Block, NoteRef, Para, Row, Table};
use super::props::Begins;
use crate::diagnostic::Code;
use crate::options::{MAX_CELLS, MAX_PAGES};
use crate::readers::{Buffer, Cell};

/// Writes blocks into a buffer.
pub(super) struct Writer<'n> {
    buffer: Buffer,
    notes: &'n HashMap<NoteRef, Vec<Block>>,
    /// Notes of the section that are not written yet.
    due: Vec<NoteRef>,
    written: HashSet<NoteRef>,
    /// The document says where pages begin.
    paged: bool,
    pages: usize,
    /// Nothing was written since the page began.
    fresh: bool,
    cells: usize,
    /// Rows were left out.
    cut: bool,
}

impl<'n> Writer<'n> {
    /// A writer for a document with these notes; `paged` where it says where pages begin.
    pub(super) fn new(notes: &'n HashMap<NoteRef, Vec<Block>>, paged: bool) -> Writer<'n> {
        let mut buffer = Buffer::new();
        if paged {
            buffer.page();
        }
        Writer {
            buffer,
            notes,
            due: Vec::new(),
            written: HashSet::new(),
            paged,
            pages: 1,
            fresh: true,
            cells: 0,
            cut: false,
        }
    }

    /// Writes the body of a document.
    pub(super) fn body(mut self, blocks: &[Block]) -> Buffer {
        let begins = blocks.iter().filter_map(|b| if let Block::Section(begins) = b { Some(*begins) } else { None });
        // How a section begins stands at its end.
        let mut next = begins.skip(1);
        for block in blocks {
            self.block(block);
            if matches!(block, Block::Section(_)) {
                self.flush();
                if next.next() == Some(Begins::Page) {
                    self.page(self.buffer.place());
                }
            }
        }
        self.flush();
        if self.cut {
            let message = format!("tables of more than {MAX_CELLS} cells");
            self.buffer.note(Code::LimitReached, None, message);
        }
        if self.pages > MAX_PAGES {
            self.buffer.note(Code::LimitReached, None, format!("pages are counted up to {MAX_PAGES}"));
        }
        self.buffer
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph(para) => self.paragraph(para),
            Block::Table(table) => self.table(table),
            Block::Section(_) => {}
        }
    }

    fn paragraph(&mut self, para: &Para) {
        // A number alone is what is left of a paragraph; in a cell it counts the rows.
        let text = if para.bare { "" } else { para.text.as_str() };
        let base = self.buffer.place();
        let end = text.trim_end().len();
        let mut last = 0;
        let mut behind = false;
        for &page in &para.pages {
            let page = page.min(text.len());
            self.fresh &= text.get(last..page).is_none_or(|t| t.trim().is_empty());
            last = page;
            match page {
                0 => self.page(base),
                _ if page >= end => behind = true,
                _ => self.page(base + page),
            }
        }
        self.buffer.paragraph(text, para.look);
        if behind {
            self.fresh &= end == 0;
            self.page(self.buffer.place());
        } else {
            self.fresh &= text.get(last..).is_none_or(|t| t.trim().is_empty());
        }
        para.boxes.iter().for_each(|b| self.block(b));
        self.due.extend(para.notes.iter().cloned());
    }

    fn table(&mut self, table: &Table) {
        if is_frame(table) {
            let blocks = table.rows.iter().flat_map(|r| &r.cells).flat_map(|c| &c.blocks);
            blocks.for_each(|block| self.block(block));
            return;
        }
        let outer = std::mem::take(&mut self.due);
        for (row, placed) in table.rows.iter().zip(grid::place(table)) {
            self.cells += placed.iter().map(|p| p.columns).sum::<usize>();
            if self.cells > MAX_CELLS {
                self.cut = true;
                break;
            }
            self.row(row, &placed);
        }
        self.buffer.table_end();
        self.flush();
        self.due = outer;
    }

    fn row(&mut self, row: &Row, placed: &[Placed]) {
        let mut cells = Vec::with_capacity(placed.len());
        for p in placed {
            let mut text = String::new();
            if let Some(cell) = p.cell {
                lines(&cell.blocks, &mut text, &mut self.due);
            }
            // Words in a cell that should be covered are kept.
            let covered = p.covered && text.trim().is_empty();
            for i in 0..p.columns {
                cells.push(match (covered, i) {
                    (true, 0) => Cell::covered(),
                    (false, 0) => Cell::new(std::mem::take(&mut text)),
                    _ => Cell::across(),
                });
            }
        }
        if cells.is_empty() {
            return;
        }
        // Cells that run over a page say so each for itself.
        let turns: Vec<(bool, usize)> = row.cells.iter().map(|c| turns(&c.blocks)).filter(|(_, n)| *n > 0).collect();
        let starts = turns.first().is_some_and(|(start, _)| *start);
        let within = turns.iter().map(|(start, n)| n - usize::from(starts && *start)).max().unwrap_or(0);
        if starts {
            self.page(self.buffer.place());
        }
        self.fresh &= cells.iter().all(|c| c.text.trim().is_empty());
        self.buffer.row(&cells, row.header);
        for _ in 0..within {
            self.fresh = false;
            self.page(self.buffer.place());
        }
    }

    /// A page begins at byte `at`, unless one has just begun.
    fn page(&mut self, at: usize) {
        if !self.paged || self.fresh {
            return;
        }
        self.fresh = true;
        self.pages += 1;
        if self.pages <= MAX_PAGES {
            self.buffer.page_at(at);
        }
    }

    /// Writes the notes that are due.
    fn flush(&mut self) {
        while !self.due.is_empty() {
            for note in std::mem::take(&mut self.due) {
                if let Some(blocks) = self.notes.get(&note)
                    && self.written.insert(note)
                {
                    blocks.iter().for_each(|block| self.block(block));
                }
            }
        }
    }
}

/// True for tables that only put things in their place: one cell, or never two filled cells side by side and a table
/// within.
fn is_frame(table: &Table) -> bool {
    let alone = matches!(table.rows.as_slice(), [row] if row.cells.len() == 1);
    alone || {
        let holds = |blocks: &[Block]| blocks.iter().any(|b| matches!(b, Block::Table(_)));
        table.rows.iter().flat_map(|r| &r.cells).any(|c| holds(&c.blocks))
            && table.rows.iter().all(|r| r.cells.iter().filter(|c| !is_blank(&c.blocks)).count() <= 1)
    }
}

fn is_blank(blocks: &[Block]) -> bool {
    blocks.iter().all(|block| match block {
        Block::Paragraph(para) => para.text.trim().is_empty() && para.notes.is_empty() && is_blank(&para.boxes),
        Block::Table(table) => table.rows.iter().flat_map(|r| &r.cells).all(|c| is_blank(&c.blocks)),
        Block::Section(_) => true,
    })
}

/// The paragraphs of a cell as lines, each ended by `\n`; a row of a table within is a line.
fn lines(blocks: &[Block], out: &mut String, notes: &mut Vec<NoteRef>) {
    for block in blocks {
        match block {
            Block::Paragraph(para) => {
                out.push_str(&para.text);
                out.push('\n');
                notes.extend(para.notes.iter().cloned());
                lines(&para.boxes, out, notes);
            }
            Block::Table(table) => {
                for row in &table.rows {
                    let mut line = String::new();
                    row.cells.iter().for_each(|c| lines(&c.blocks, &mut line, notes));
                    let mut words = line.split('\n').map(str::trim).filter(|w| !w.is_empty());
                    if let Some(first) = words.next() {
                        out.push_str(first);
                        words.for_each(|w| {
                            out.push(' ');
                            out.push_str(w);
                        });
                        out.push('\n');
                    }
                }
            }
            Block::Section(_) => {}
        }
    }
}

/// How many pages begin in a cell, and whether the first one does so before its first word.
fn turns(blocks: &[Block]) -> (bool, usize) {
    let (mut start, mut count, mut words) = (false, 0, false);
    for block in blocks {
        match block {
            Block::Paragraph(para) => {
                for page in &para.pages {
                    words |= para.text.get(..*page).is_some_and(|t| !t.trim().is_empty());
                    start |= count == 0 && !words;
                    count += 1;
                }
                words |= !para.text.trim().is_empty();
            }
            Block::Table(table) => {
                for cell in table.rows.iter().flat_map(|r| &r.cells) {
                    let (first, n) = turns(&cell.blocks);
                    start |= count == 0 && n > 0 && first && !words;
                    count += n;
                    words |= !is_blank(&cell.blocks);
                }
            }
            Block::Section(_) => {}
        }
    }
    (start, count)
}
