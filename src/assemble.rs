//! The layout as the contract has it: blocks and tables.

use crate::extract::{Context, field, union};
use crate::layout::paragraphs;
use crate::layout::table;
use crate::model::{Block, BlockKind, Column, Row, RowKind, Span, Table};

/// Every block in reading order.
pub fn blocks(ctx: &Context) -> Vec<Block> {
    ctx.layout.blocks.iter().enumerate().map(|(i, b)| block(ctx, b, i + 1)).collect()
}

fn block(ctx: &Context, block: &paragraphs::Block, n: usize) -> Block {
    let id = format!("block-{n}");
    match block {
        paragraphs::Block::Text { kind, text, .. } => {
            let at = text.at();
            let (span, section) = ctx.place(&at);
            Block {
                id,
                kind: *kind,
                text: Some(text.as_str().to_owned()),
                table: None,
                section,
                span,
                boxes: Vec::new(),
                at,
            }
        }
        paragraphs::Block::Table(t) => {
            let (span, section) = place(ctx, &ctx.layout.tables[*t]);
            Block {
                id,
                kind: BlockKind::Table,
                text: None,
                table: Some(ctx.table_id(*t)),
                section,
                span,
                boxes: Vec::new(),
                at: Vec::new(),
            }
        }
    }
}

/// Every table in reading order.
pub fn tables(ctx: &Context) -> Vec<Table> {
    ctx.layout.tables.iter().enumerate().map(|(i, t)| table(ctx, t, i)).collect()
}

fn table(ctx: &Context, t: &table::Table, i: usize) -> Table {
    let (span, section) = place(ctx, t);
    let columns =
        t.columns.iter().map(|c| Column { name: c.name.clone(), role: c.role, year: c.year, unit: c.unit.clone() });
    Table {
        id: ctx.table_id(i),
        kind: t.kind,
        title: t.title.as_ref().map(|t| t.as_str().to_owned()),
        columns: columns.collect(),
        rows: t.rows.iter().zip(t.kinds()).map(|(r, kind)| row(ctx, r, kind)).collect(),
        span,
        boxes: Vec::new(),
        section,
    }
}

fn row(ctx: &Context, r: &table::Row, kind: RowKind) -> Row {
    let at: Vec<_> = r.cells.iter().map(|c| c.at()).collect();
    let start = r.cells.iter().filter_map(|c| c.start()).min().unwrap_or(0);
    let end = r.cells.iter().filter_map(|c| c.end()).max().unwrap_or(start);
    Row {
        cells: r.cells.iter().map(field).collect(),
        kind,
        joins: r.joins,
        span: ctx.index.span(start, end),
        boxes: Vec::new(),
        at,
    }
}

fn place(ctx: &Context, t: &table::Table) -> (Span, Option<String>) {
    let all = union(t.rows.iter().flat_map(|r| &r.cells));
    ctx.place(&all)
}
