//! Tables as they stand in the part: rows, cells, how many columns of the grid a cell covers.

use super::model::{Cell, Merge, Row, Table};
use super::story::Reading;
use super::xml::{Node, Ns, Tag, Xml};
use crate::options::MAX_CELLS;

/// Most columns of the grid that one cell can cover; Word has at most 63.
const MAX_SPAN: i64 = 1000;

/// What the properties of a row say.
#[derive(Default)]
struct RowProps {
    header: bool,
    deleted: bool,
    hidden: bool,
}

impl Reading<'_> {
    /// Reads `w:tbl`, whose start was read, with its end.
    pub(super) fn table(&mut self, xml: &mut Xml) -> Table {
        let mut table = Table::default();
        self.rows(xml, &mut table);
        table
    }

    /// Reads rows, and those in content controls and other wrappers.
    fn rows(&mut self, xml: &mut Xml, table: &mut Table) {
        loop {
            let tag = match xml.next() {
                Node::Start(tag) => tag,
                Node::Text(_) => continue,
                Node::End | Node::Eof => return,
            };
            match (tag.ns, tag.name()) {
                (Ns::W, "tblGrid") => table.grid = grid(xml),
                (Ns::W, "tr") => {
                    let mut row = Row::default();
                    let mut props = RowProps::default();
                    let before = self.seen.clone();
                    self.row(xml, &mut row, &mut props);
                    if props.deleted || props.hidden {
                        self.seen = before;
                        self.seen.deletions += usize::from(props.deleted);
                        self.seen.hidden += usize::from(!props.deleted);
                    } else if self.cells > MAX_CELLS {
                        self.seen.cut = true;
                    } else {
                        // Only rows at the top are repeated.
                        row.header = props.header && table.rows.iter().all(|r| r.header);
                        table.rows.push(row);
                    }
                }
                // Only damage leaves these without their row.
                (Ns::W, "tc") => {
                    let mut row = Row::default();
                    self.cell(xml, &mut row);
                    table.rows.push(row);
                }
                (Ns::W, "p" | "tbl" | "r") => {
                    let mut row = Row::default();
                    self.stray(xml, &tag, &mut row);
                    table.rows.push(row);
                }
                _ if self.dropped(&tag) => xml.skip(),
                _ => self.rows(xml, table),
            }
        }
    }

    fn row(&mut self, xml: &mut Xml, row: &mut Row, props: &mut RowProps) {
        loop {
            let tag = match xml.next() {
                Node::Start(tag) => tag,
                Node::Text(_) => continue,
                Node::End | Node::Eof => return,
            };
            match (tag.ns, tag.name()) {
                (Ns::W, "trPr") => row_props(xml, row, props),
                (Ns::W, "tc") => self.cell(xml, row),
                (Ns::W, "p" | "tbl" | "r") => self.stray(xml, &tag, row),
                _ if self.dropped(&tag) => xml.skip(),
                _ => self.row(xml, row, props),
            }
        }
    }

    /// Reads `w:tc`, whose start was read, with its end.
    fn cell(&mut self, xml: &mut Xml, row: &mut Row) {
        self.cells += 1;
        let mut cell = Cell { span: 1, ..Cell::default() };
        cell.blocks = self.cell_blocks(xml, &mut cell);
        row.cells.push(cell);
    }

    /// Words that damage left outside of cells.
    fn stray(&mut self, xml: &mut Xml, tag: &Tag, row: &mut Row) {
        let mut blocks = self.one(xml, tag);
        match row.cells.last_mut() {
            Some(cell) => cell.blocks.append(&mut blocks),
            None => row.cells.push(Cell { span: 1, merge: Merge::No, blocks }),
        }
    }
}

/// Reads `w:trPr`, whose start was read, with its end.
fn row_props(xml: &mut Xml, row: &mut Row, props: &mut RowProps) {
    loop {
        let tag = match xml.next() {
            Node::Start(tag) => tag,
            Node::Text(_) => continue,
            Node::End | Node::Eof => return,
        };
        if tag.ns == Ns::W {
            let span = || usize::try_from(tag.number("val").unwrap_or(0).clamp(0, MAX_SPAN)).unwrap_or(0);
            match tag.name() {
                "tblHeader" => props.header = tag.on(),
                "gridBefore" => row.before = span(),
                "gridAfter" => row.after = span(),
                "del" => props.deleted = true,
                "hidden" => props.hidden = tag.on(),
                _ => {}
            }
        }
        xml.skip();
    }
}

/// Reads `w:tcPr`, whose start was read, with its end.
pub(super) fn cell_props(xml: &mut Xml, cell: &mut Cell) {
    loop {
        let tag = match xml.next() {
            Node::Start(tag) => tag,
            Node::Text(_) => continue,
            Node::End | Node::Eof => return,
        };
        if tag.ns == Ns::W {
            match tag.name() {
                "gridSpan" => {
                    cell.span = usize::try_from(tag.number("val").unwrap_or(1).clamp(1, MAX_SPAN)).unwrap_or(1);
                }
                // Without a value it goes on (ISO/IEC 29500-1, 17.4.84).
                "vMerge" | "vmerge" => {
                    cell.merge = if tag.val().is_some_and(|v| v == "restart") { Merge::First } else { Merge::Goes };
                }
                _ => {}
            }
        }
        xml.skip();
    }
}

/// Reads `w:tblGrid`, whose start was read, with its end.
fn grid(xml: &mut Xml) -> Vec<u32> {
    let mut out = Vec::new();
    loop {
        match xml.next() {
            Node::Start(tag) => {
                if (tag.ns, tag.name()) == (Ns::W, "gridCol") && out.len() < MAX_SPAN as usize {
                    out.push(tag.number("w").and_then(|w| u32::try_from(w).ok()).unwrap_or(0));
                }
                xml.skip();
            }
            Node::Text(_) => {}
            Node::End | Node::Eof => return out,
        }
    }
}
