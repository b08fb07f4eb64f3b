//! Blocks → the text buffer: tables in columns, notes behind what they belong to, pages.

use std::collections::{HashMap, HashSet};

use super::grid::{self, Placed};
use super::model::{Block, NoteRef, Para, Row, Table};
use super::props::Begins;
use crate::diagnostic::Code;
use crate::options::{MAX_CELLS, MAX_PAGES};
use crate::readers::heads::Set;
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
    /// The last words stand on an earlier page than the last that began: the next turn only gets back to it.
    behind: bool,
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
            behind: false,
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
        let mut after = false;
        for &page in &para.pages {
            let page = page.min(text.len());
            self.words(text.get(last..page));
            last = page;
            match page {
                0 => self.page(base),
                _ if page >= end => after = true,
                _ => self.page(base + page),
            }
        }
        self.buffer.paragraph(text, para.look);
        self.words(text.get(last..));
        if after {
            self.page(self.buffer.place());
        }
        para.boxes.iter().for_each(|b| self.block(b));
        self.due.extend(para.notes.iter().cloned());
    }

    /// Words were written: the page is no longer fresh.
    fn words(&mut self, text: Option<&str>) {
        if text.is_some_and(|t| !t.trim().is_empty()) {
            (self.fresh, self.behind) = (false, false);
        }
    }

    fn table(&mut self, table: &Table) {
        if is_frame(table) {
            let blocks = table.rows.iter().flat_map(|r| &r.cells).flat_map(|c| &c.blocks);
            blocks.for_each(|block| self.block(block));
            return;
        }
        let outer = std::mem::take(&mut self.due);
        for (row, placed) in table.rows.iter().zip(grid::place(table, |cell| is_blank(&cell.blocks))) {
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
                    (false, 0) => Cell { set: set(p.cell), ..Cell::new(std::mem::take(&mut text)) },
                    _ => Cell::across(),
                });
            }
        }
        if cells.is_empty() {
            return;
        }
        let turns = Turns::of(row);
        if turns.starts {
            self.page(self.buffer.place());
        }
        if cells.iter().any(|c| !c.text.trim().is_empty()) {
            (self.fresh, self.behind) = (false, false);
        }
        self.buffer.row(&cells, row.header);
        for _ in 0..turns.within {
            self.page(self.buffer.place());
            self.fresh = false;
        }
        self.behind = turns.behind;
    }

    /// A page begins at byte `at`, unless one has just begun.
    fn page(&mut self, at: usize) {
        if !self.paged || self.fresh {
            return;
        }
        if std::mem::take(&mut self.behind) {
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

/// How the paragraphs of a cell are set.
fn set(cell: Option<&super::model::Cell>) -> Set {
    let blocks = cell.map_or(&[][..], |c| &c.blocks);
    Set::of(blocks.iter().filter_map(|block| match block {
        Block::Paragraph(para) => Some((para.text.as_str(), para.look)),
        Block::Table(_) | Block::Section(_) => None,
    }))
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

/// How a row lies over pages. A program that lays it out marks every change of the page on its way from cell to cell,
/// so also the way back: `1` and `2` are the pages here.
///
/// ```text
/// marks     [ Paint the fence in | the park ][ | May ][ the town | hall ]
/// pages       1                    2           1        1          2
/// ```
#[derive(Default)]
struct Turns {
    /// It begins a page.
    starts: bool,
    /// Pages that begin within it.
    within: usize,
    /// Its last words stand before the last of those.
    behind: bool,
}

impl Turns {
    fn of(row: &Row) -> Turns {
        let mut out = Turns::default();
        let mut page = 0;
        let mut words = false;
        for cell in &row.cells {
            // Every cell begins where the row begins, also where an empty paragraph cannot bear the mark.
            page = 0;
            for before in marks(&cell.blocks) {
                match before {
                    true if !words && !out.starts => out.starts = true,
                    true if words && out.within > 0 => {}
                    _ => page += 1,
                }
                out.within = out.within.max(page);
            }
            words |= !is_blank(&cell.blocks);
        }
        out.behind = page < out.within;
        out
    }
}

/// The page marks in a cell; true for those before its first word.
fn marks(blocks: &[Block]) -> Vec<bool> {
    let mut out = Vec::new();
    let mut words = false;
    for block in blocks {
        match block {
            Block::Paragraph(para) => {
                for page in &para.pages {
                    words |= para.text.get(..*page).is_some_and(|t| !t.trim().is_empty());
                    out.push(!words);
                }
                words |= !para.text.trim().is_empty();
            }
            Block::Table(table) => {
                for cell in table.rows.iter().flat_map(|r| &r.cells) {
                    out.extend(marks(&cell.blocks).into_iter().map(|before| before && !words));
                    words |= !is_blank(&cell.blocks);
                }
            }
            Block::Section(_) => {}
        }
    }
    out
}
