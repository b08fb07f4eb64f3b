//! Tables: cells that span rows and columns find their place on the grid.
//!
//! ```text
//! <tr><td rowspan=2>1<td colspan=2>2024        1¦2024¦
//! <tr><td>план<td>факт                      →  ^¦план¦факт
//! ```

use ego_tree::NodeRef;
use scraper::node::{Element, Node};

use super::super::Merge;
use super::super::blocks::{Block, Place, Row, Table, drop_columns};
use super::walk::{Flow, Inherited, Walk};
use crate::options::MAX_CELLS;

/// Most columns that a cell spans.
const MAX_SPAN: usize = 256;

/// A cell as the page has it.
struct Cell {
    blocks: Vec<Block>,
    columns: usize,
    rows: usize,
}

/// A row as the page has it.
struct Line {
    cells: Vec<Cell>,
    header: bool,
    /// The first row of its group: no cell spans into it.
    first: bool,
}

/// Reads a table, its caption before it.
pub fn read(walk: &mut Walk, node: NodeRef<'_, Node>, element: &Element, with: Inherited) -> Vec<Block> {
    let mut out = Vec::new();
    let mut lines = Vec::new();
    gather(walk, node, with, &mut lines, &mut out);
    if lines.iter().all(|l| l.header) {
        lines.iter_mut().for_each(|l| l.header = false);
    }
    let layout = element.attr("role").is_some_and(|r| matches!(r, "presentation" | "none"))
        || is_letterhead(&lines) && !is_ruled(walk, node);
    let rows = grid(lines);
    if !rows.is_empty() {
        out.push(Block::Table(Table::new(rows, layout)));
    }
    out
}

/// Most rows of a letterhead.
const MAX_LETTERHEAD: usize = 16;

/// Most rows of a letterhead with words side by side: date and number, place, two stamps.
const MAX_BESIDE: usize = 2;

/// Lines set one below the other, here and there two side by side: the head of an act, its date and number.
fn is_letterhead(lines: &[Line]) -> bool {
    let words = |line: &Line| line.cells.iter().filter(|c| !c.blocks.iter().all(Block::is_blank)).count();
    let filled: Vec<usize> = lines.iter().map(words).filter(|n| *n > 0).collect();
    let alone = filled.iter().filter(|n| **n == 1).count();
    let is_head = lines.iter().any(|l| l.header) || filled.len() - alone > MAX_BESIDE;
    let is_short = filled.len() <= MAX_LETTERHEAD && filled.iter().all(|n| *n <= 3);
    is_short && !is_head && alone > 1 && alone * 2 > filled.len()
}

/// Lines are drawn around the table or a cell of it.
fn is_ruled(walk: &Walk, node: NodeRef<'_, Node>) -> bool {
    let elements = node.descendants().filter_map(|n| n.value().as_element());
    elements.filter(|e| matches!(e.name(), "table" | "td" | "th")).any(|e| walk.sheet.of(e).ruled)
}

/// Collects the rows of a table or of a group of rows.
fn gather(walk: &mut Walk, node: NodeRef<'_, Node>, with: Inherited, lines: &mut Vec<Line>, out: &mut Vec<Block>) {
    for child in node.children() {
        let Some(element) = child.value().as_element() else { continue };
        let style = walk.sheet.of(element);
        let shown = style.hidden != Some(true);
        match element.name() {
            "caption" if shown => out.extend(blocks(walk, child, element, with)),
            "tbody" | "tfoot" | "thead" => {
                let from = lines.len();
                gather(walk, child, with, lines, out);
                if let Some(first) = lines.get_mut(from) {
                    first.first = true;
                }
                if element.name() == "thead" {
                    lines[from..].iter_mut().for_each(|l| l.header = true);
                }
            }
            "tr" if shown => {
                let line = line(walk, child, with);
                let blank = || line.cells.iter().flat_map(|c| &c.blocks).all(Block::is_blank);
                if !(style.flat && blank()) {
                    lines.push(line);
                }
            }
            _ => {}
        }
    }
}

fn line(walk: &mut Walk, row: NodeRef<'_, Node>, with: Inherited) -> Line {
    let mut cells = Vec::new();
    let mut header = true;
    for child in row.children() {
        let Some(element) = child.value().as_element() else { continue };
        if !matches!(element.name(), "td" | "th") || walk.sheet.of(element).hidden == Some(true) {
            continue;
        }
        let number = |name: &str| element.attr(name).and_then(|v| v.trim().parse::<usize>().ok());
        header &= element.name() == "th";
        walk.cells += 1;
        cells.push(Cell {
            blocks: blocks(walk, child, element, with),
            columns: number("colspan").unwrap_or(1).clamp(1, MAX_SPAN),
            // 0: to the end of the group.
            rows: number("rowspan").map_or(1, |n| if n == 0 { usize::MAX } else { n }),
        });
    }
    Line { header: header && !cells.is_empty(), cells, first: false }
}

/// The blocks of a cell or caption.
fn blocks(walk: &mut Walk, node: NodeRef<'_, Node>, element: &Element, with: Inherited) -> Vec<Block> {
    let mut flow = Flow::default();
    let with = with.in_cell(walk.sheet.of(element), element.name());
    walk.children(node, with, &mut flow);
    flow.finish()
}

/// A column that a cell further up goes on over.
#[derive(Clone, Copy, Default)]
struct Above {
    /// Rows that it still covers.
    rows: usize,
    /// It is the cell's first column.
    first: bool,
}

/// Puts the cells in their places.
fn grid(lines: Vec<Line>) -> Vec<Row> {
    let spanned: usize = lines.iter().map(|l| l.cells.iter().map(|c| c.columns).sum()).max().unwrap_or(0);
    // Spans that would fill more cells than any table has say nothing.
    let spans = spanned.saturating_mul(lines.len()) <= MAX_CELLS;
    let mut above: Vec<Above> = Vec::new();
    let mut rows: Vec<Row> = Vec::with_capacity(lines.len());
    // For each row the columns in which a cell begins.
    let mut begins: Vec<Vec<bool>> = Vec::with_capacity(lines.len());
    for line in lines {
        if line.first {
            above.iter_mut().filter(|a| a.rows > MAX_CELLS).for_each(|a| a.rows = 0);
        }
        let mut places: Vec<Place> = Vec::with_capacity(above.len());
        let mut begin: Vec<bool> = Vec::with_capacity(above.len());
        let mut cells = line.cells.into_iter();
        loop {
            let column = places.len();
            if let Some(open) = above.get_mut(column).filter(|a| a.rows > 0) {
                open.rows -= 1;
                places.push(Place::merged(if open.first { Merge::Above } else { Merge::Left }));
                begin.push(open.first);
                continue;
            }
            let Some(cell) = cells.next() else {
                if above[column.min(above.len())..].iter().any(|a| a.rows > 0) {
                    places.push(Place::default());
                    begin.push(true);
                    continue;
                }
                break;
            };
            let columns = if spans { cell.columns } else { 1 };
            places.push(Place { blocks: cell.blocks, merge: None });
            begin.push(true);
            let down = if spans { cell.rows.saturating_sub(1) } else { 0 };
            for i in 0..columns {
                if i > 0 {
                    // A cell from above stands in the way.
                    if above.get(column + i).is_some_and(|a| a.rows > 0) {
                        break;
                    }
                    places.push(Place::merged(Merge::Left));
                    begin.push(false);
                }
                if down > 0 {
                    above.resize(above.len().max(column + i + 1), Above::default());
                    above[column + i] = Above { rows: down, first: i == 0 };
                }
            }
        }
        rows.push(Row { cells: places, header: line.header });
        begins.push(begin);
    }
    let width = rows.iter().map(|r| r.cells.len()).max().unwrap_or(0);
    if width.saturating_mul(rows.len()) <= MAX_CELLS {
        rows.iter_mut().for_each(|r| r.cells.resize_with(width, Place::default));
        join_columns(&mut rows, &begins, width);
    }
    rows
}

/// Joins neighbouring columns where no row has a cell in both: they come from cells whose edges drift, or are only
/// spanned.
fn join_columns(rows: &mut [Row], begins: &[Vec<bool>], width: usize) {
    let begins_in = |row: usize, column: usize| begins[row].get(column).copied().unwrap_or(false);
    // The column that each one goes into, and the column of it that holds the cell of each row.
    let mut kept: Vec<usize> = Vec::new();
    let mut holds: Vec<Option<usize>> = vec![None; rows.len()];
    for column in 0..width {
        let clash = (0..rows.len()).any(|row| begins_in(row, column) && holds[row].is_some());
        if column == 0 || clash {
            kept.push(column);
            holds.iter_mut().for_each(|h| *h = None);
        }
        let to = kept.last().copied().unwrap_or(0);
        for (row, hold) in holds.iter_mut().enumerate().filter(|(row, _)| begins_in(*row, column)) {
            *hold = Some(column);
            if to != column {
                rows[row].cells.swap(to, column);
            }
        }
    }
    let mut keep = vec![false; width];
    kept.into_iter().for_each(|column| keep[column] = true);
    drop_columns(rows, &keep);
}
