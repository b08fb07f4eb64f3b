//! Tables: cells merged across and down, header rows, repeated cells and rows (section 9).

use super::body::{Block, Walk};
use super::xml::{Step, Tag};
use crate::options::{MAX_CELLS, MAX_COLUMNS};
use crate::readers::heads::Set;
use crate::readers::{Cell, Merge};

/// Most times that a row or cell with words is repeated.
const MAX_REPEATED: usize = 100;

/// A table.
#[derive(Debug, Default)]
pub struct Table {
    /// Its rows.
    pub rows: Vec<Row>,
}

/// A row of a table.
#[derive(Debug, Default)]
pub struct Row {
    /// Its cells, one for each column.
    pub cells: Vec<Slot>,
    /// It is repeated at the top of every page.
    pub header: bool,
    /// A page begins before it.
    pub page: bool,
}

/// A place in a table.
#[derive(Debug, Default)]
pub struct Slot {
    /// What stands in it.
    pub blocks: Vec<Block>,
    /// Another cell goes on over it.
    pub merge: Option<Merge>,
}

/// How far cells reach down: for each column the rows still to be covered, and whether it is the first of its cell.
type Reach = Vec<(usize, bool)>;

impl Walk<'_> {
    /// The table whose tag was opened last.
    pub(super) fn table(&mut self, tag: &Tag, out: &mut Vec<Block>) {
        let style = tag.get("style-name").unwrap_or_default();
        if self.tables == 0 && self.styles.breaks("table", &style) {
            out.push(Block::Page { soft: false });
        }
        self.tables += 1;
        let mut table = Table::default();
        self.rows(&mut table, false, &mut Reach::new());
        self.tables -= 1;
        out.push(Block::Table(table));
        if self.tables == 0 {
            self.notes_behind(out);
        }
    }

    fn rows(&mut self, table: &mut Table, header: bool, reach: &mut Reach) {
        let mut page = false;
        loop {
            match self.xml.step() {
                Step::Open(tag) => match tag.name() {
                    "table:table-row" => {
                        let times = tag.number("number-rows-repeated").unwrap_or(1);
                        self.row(table, header, std::mem::take(&mut page), times, reach);
                    }
                    "table:table-header-rows" => self.rows(table, true, reach),
                    "table:table-rows" | "table:table-row-group" => self.rows(table, header, reach),
                    "text:soft-page-break" => {
                        page = true;
                        self.xml.skip();
                    }
                    _ => self.xml.skip(),
                },
                Step::Close | Step::End => return,
                Step::Text(_) => {}
            }
        }
    }

    fn row(&mut self, table: &mut Table, header: bool, page: bool, times: usize, reach: &mut Reach) {
        let mut row = Row { cells: Vec::new(), header, page };
        loop {
            match self.xml.step() {
                Step::Open(tag) => match tag.name() {
                    "table:table-cell" | "table:covered-table-cell" => self.cell(&tag, &mut row, reach),
                    _ => self.xml.skip(),
                },
                Step::Close | Step::End => break,
                Step::Text(_) => {}
            }
        }
        for (left, _) in reach.iter_mut() {
            *left = left.saturating_sub(1);
        }
        let words = row.cells.iter().any(|slot| slot.blocks.iter().any(Block::has_words));
        if words && times > 1 {
            self.left.cells |= times > MAX_REPEATED;
            let texts: Vec<Cell> = row.cells.iter().map(Slot::cell).collect();
            for _ in 1..times.min(MAX_REPEATED) {
                table.rows.push(Row { cells: texts.iter().map(Slot::again).collect(), header, page: false });
            }
        }
        if !row.cells.is_empty() {
            table.rows.push(row);
        }
    }

    fn cell(&mut self, tag: &Tag, row: &mut Row, reach: &mut Reach) {
        let covered = tag.name() == "table:covered-table-cell";
        let at = row.cells.len();
        let mut blocks = Vec::new();
        self.blocks(&mut blocks);
        self.cells += 1;
        let times = tag.number("number-columns-repeated").unwrap_or(1);
        let words = blocks.iter().any(Block::has_words);
        let room = MAX_COLUMNS.saturating_sub(at);
        if room == 0 || self.cells > MAX_CELLS {
            self.left.cells |= words;
            return;
        }
        let down = tag.number("number-rows-spanned").unwrap_or(1);
        let across = tag.number("number-columns-spanned").unwrap_or(1).clamp(1, room);
        if !covered && down > 1 {
            reach.resize(reach.len().max(at + across), (0, false));
            for (i, slot) in reach[at..at + across].iter_mut().enumerate() {
                *slot = (down, i == 0);
            }
        }
        for i in 0..times.min(room) {
            let above = covered && reach.get(at + i).is_some_and(|(left, first)| *left > 0 && *first);
            let merge = match (covered, above) {
                (true, true) => Some(Merge::Above),
                (true, false) => Some(Merge::Left).filter(|_| at + i > 0),
                (false, _) => None,
            };
            row.cells.push(Slot { blocks: Vec::new(), merge });
        }
        if covered {
            // What a covered cell holds is not shown.
            return;
        }
        if words && times > 1 {
            let cell = Slot { blocks, merge: None }.cell();
            for slot in &mut row.cells[at..] {
                *slot = Slot::again(&cell);
            }
        } else if let Some(slot) = row.cells.get_mut(at) {
            slot.blocks = blocks;
        }
    }
}

impl Slot {
    /// The cell as text. A table inside it becomes lines.
    pub fn cell(&self) -> Cell {
        let mut text = String::new();
        lines(&self.blocks, &mut text);
        let looks = self.blocks.iter().filter_map(|block| match block {
            Block::Paragraph { text, look, .. } => Some((text.as_str(), *look)),
            _ => None,
        });
        Cell { text, merge: self.merge, set: Set::of(looks) }
    }

    /// The same words once more.
    fn again(cell: &Cell) -> Slot {
        let block =
            Block::Paragraph { text: cell.text.clone(), look: crate::readers::Look::default(), breaks: Vec::new() };
        Slot { blocks: vec![block], merge: cell.merge }
    }
}

fn lines(blocks: &[Block], out: &mut String) {
    for block in blocks {
        match block {
            Block::Paragraph { text, .. } => {
                out.push_str(text);
                out.push('\n');
            }
            Block::Table(table) => {
                for row in &table.rows {
                    let cells: Vec<String> = row.cells.iter().map(|slot| slot.cell().text).collect();
                    let words = cells.iter().map(|c| c.trim()).filter(|c| !c.is_empty()).collect::<Vec<_>>();
                    out.push_str(&words.join(" "));
                    out.push('\n');
                }
            }
            Block::Page { .. } => {}
        }
    }
}
