//! Blocks of a document as a tree, and how they are written into the buffer.
//!
//! ```text
//! table
//! ├ row: cell [ paragraph, paragraph ], cell [ table ]     a table within a cell becomes lines of the cell
//! └ row: cell, covered cell
//! ```

use super::grid;
use super::table::Definition;
use crate::diagnostic::Code;
use crate::options::MAX_PAGES;
use crate::readers::heads::Set;
use crate::readers::{Buffer, Cell, Look, Merge};

/// A piece of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A paragraph; lines broken within it are parted by `\n`.
    Paragraph {
        /// Its words.
        text: String,
        /// How it is set.
        look: Look,
    },
    /// A table.
    Table(Vec<Row>),
    /// A page begins.
    Page,
}

/// A table row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// One place for each column of the grid.
    pub cells: Vec<Place>,
    /// Repeated on every page.
    pub header: bool,
}

/// A place of the grid.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// What the cell holds.
    pub blocks: Vec<Block>,
    /// Another cell goes on over it.
    pub merge: Option<Merge>,
    /// A cell of the row begins here.
    pub begins: bool,
}

/// A row as the file has it.
#[derive(Clone, Debug)]
pub struct RawRow {
    /// What its cells hold.
    pub cells: Vec<Vec<Block>>,
    /// Its definition.
    pub row: Definition,
}

impl Block {
    /// True where nothing but blanks stands in it.
    pub fn is_blank(&self) -> bool {
        match self {
            Block::Paragraph { text, .. } => text.trim().is_empty(),
            Block::Table(rows) => rows.iter().flat_map(|r| &r.cells).all(Place::is_blank),
            Block::Page => true,
        }
    }

    fn letters(&self) -> usize {
        match self {
            Block::Paragraph { text, .. } => text.chars().filter(|c| c.is_alphanumeric()).count(),
            Block::Table(rows) => rows.iter().flat_map(|r| &r.cells).map(Place::letters).sum(),
            Block::Page => 0,
        }
    }
}

impl Place {
    fn is_blank(&self) -> bool {
        self.blocks.iter().all(Block::is_blank)
    }

    fn letters(&self) -> usize {
        self.blocks.iter().map(Block::letters).sum()
    }
}

/// Lays the rows of a table onto one grid. Rows whose cells do not fit it stand as they are.
pub fn table(rows: Vec<RawRow>) -> Block {
    let rows: Vec<RawRow> = rows.into_iter().map(sound).collect();
    let fits = |r: &RawRow| r.row.edges.len() == r.cells.len() + 1;
    let edges: Vec<Vec<i32>> = rows.iter().filter(|r| fits(r)).map(|r| r.row.edges.clone()).collect();
    let grid = grid::grid(&edges).unwrap_or_default();
    let mut edges = grid.edges.iter().cloned();
    // A table whose rows are all headers has none.
    let headers = !rows.iter().all(|r| r.row.header);
    let place = |row: RawRow| {
        let count = row.cells.len();
        let columns = if fits(&row) { edges.next() } else { None };
        let columns = columns.unwrap_or_else(|| (0..=count).collect());
        let width = grid.width.max(columns.last().copied().unwrap_or(0));
        let mut cells = vec![Place::default(); width];
        let left = row.row.left();
        for (i, blocks) in row.cells.into_iter().enumerate() {
            let merge = match row.row.cells.get(i) {
                _ if !blocks.iter().all(Block::is_blank) => None,
                _ if left.get(i) == Some(&true) => Some(Merge::Left),
                Some(cell) if cell.above => Some(Merge::Above),
                _ => None,
            };
            let blocks = if merge.is_some() { Vec::new() } else { blocks };
            cells[columns[i]] = Place { blocks, merge, begins: true };
            cells[columns[i] + 1..columns[i + 1]].iter_mut().for_each(|c| c.merge = Some(Merge::Left));
        }
        Row { cells, header: row.row.header && headers }
    };
    let mut out: Vec<Row> = rows.into_iter().map(place).collect();
    drop_blank(&mut out);
    // Nothing goes on over the first row.
    if let Some(first) = out.first_mut() {
        first.cells.iter_mut().filter(|c| c.merge == Some(Merge::Above)).for_each(|c| c.merge = None);
    }
    Block::Table(out)
}

/// Takes out the columns that hold no word and in which few rows have a cell: left over where rows end unevenly.
fn drop_blank(rows: &mut [Row]) {
    let width = rows.iter().map(|r| r.cells.len()).max().unwrap_or(0);
    let stays = |column: usize| {
        rows.iter().any(|r| r.cells.get(column).is_some_and(|p| !p.is_blank()))
            || 2 * rows.iter().filter(|r| r.cells.get(column).is_some_and(|p| p.begins)).count() >= rows.len()
    };
    let stays: Vec<bool> = (0..width).map(stays).collect();
    for row in rows {
        let mut column = stays.iter();
        row.cells.retain(|_| column.next().copied().unwrap_or(true));
    }
}

/// Makes the edges of a row rise: cells without width go, unless they hold words.
fn sound(mut raw: RawRow) -> RawRow {
    if raw.row.edges.len() != raw.cells.len() + 1 || raw.row.edges.windows(2).all(|w| w[0] < w[1]) {
        return raw;
    }
    let edges = std::mem::take(&mut raw.row.edges);
    let merged = std::mem::take(&mut raw.row.cells);
    let cells = std::mem::take(&mut raw.cells);
    raw.row.edges.push(edges[0]);
    for (i, blocks) in cells.into_iter().enumerate() {
        let left = raw.row.edges[raw.row.edges.len() - 1];
        if edges[i + 1] <= left && blocks.iter().all(Block::is_blank) {
            continue;
        }
        raw.row.edges.push(edges[i + 1].max(left + 1));
        raw.row.cells.push(merged.get(i).copied().unwrap_or_default());
        raw.cells.push(blocks);
    }
    raw
}

/// Writes blocks into a buffer.
#[derive(Debug, Default)]
pub struct Writer {
    pages: usize,
}

impl Writer {
    /// Writes blocks in reading order.
    pub fn write(&mut self, buffer: &mut Buffer, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Paragraph { text, look } => buffer.paragraph(text, *look),
                Block::Page if self.pages + 1 < MAX_PAGES => {
                    self.pages += 1;
                    buffer.page();
                }
                Block::Page => {}
                Block::Table(rows) => self.table(buffer, rows),
            }
        }
    }

    fn table(&mut self, buffer: &mut Buffer, rows: &[Row]) {
        if let Some(places) = frame(rows) {
            let from = buffer.place();
            buffer.table_end();
            places.iter().for_each(|p| self.write(buffer, &p.blocks));
            buffer.table_end();
            buffer.note(Code::TableOfLayout, Some(from), format!("{} rows", rows.len()));
            return;
        }
        for row in rows {
            let cells: Vec<Cell> = row.cells.iter().map(cell).collect();
            buffer.row(&cells, row.header);
        }
        buffer.table_end();
    }
}

/// The places of a table that only frames what stands in it: one column, or tables in cells that hold most of its words.
fn frame(rows: &[Row]) -> Option<Vec<&Place>> {
    let places: Vec<&Place> = rows.iter().flat_map(|r| &r.cells).collect();
    let width = rows.iter().map(|r| r.cells.len()).max().unwrap_or(0);
    let all: usize = places.iter().map(|p| p.letters()).sum();
    let inner = |b: &Block| matches!(b, Block::Table(rows) if rows.len() > 1 && rows.iter().any(|r| r.cells.len() > 1));
    let around: usize = places.iter().filter(|p| p.blocks.iter().any(inner)).map(|p| p.letters()).sum();
    (width <= 1 || (around * 2 > all && !rows.iter().any(|r| r.header))).then_some(places)
}

fn cell(place: &Place) -> Cell {
    let looks = place.blocks.iter().filter_map(|block| match block {
        Block::Paragraph { text, look } => Some((text.as_str(), *look)),
        Block::Table(_) | Block::Page => None,
    });
    Cell { merge: place.merge, set: Set::of(looks), ..Cell::new(words(&place.blocks)) }
}

/// The words of blocks within a cell: a line for each paragraph and for each row of a table.
fn words(blocks: &[Block]) -> String {
    let mut lines: Vec<String> = Vec::new();
    for block in blocks {
        match block {
            Block::Paragraph { text, .. } => lines.push(text.trim().to_owned()),
            Block::Table(rows) => lines.extend(rows.iter().map(|row| {
                let cells = row.cells.iter().map(|p| words(&p.blocks)).filter(|w| !w.is_empty());
                cells.collect::<Vec<_>>().join(" ")
            })),
            Block::Page => {}
        }
    }
    lines.join("\n").trim_matches('\n').to_owned()
}
