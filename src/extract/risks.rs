//! Rows of risk tables.

use crate::layout::table::Table;
use crate::model::{Reasons, Risk, Role};

use super::{Context, field, number_text, split_number};

/// The risks of all tables.
pub fn extract(ctx: &Context) -> Vec<Risk> {
    let mut out = Vec::new();
    for (i, table) in ctx.layout.tables.iter().enumerate() {
        if table.column(Role::Risk).is_none() {
            continue;
        }
        for record in &ctx.records[i] {
            let cell = |role: Role| cell(table, &record.cells, role);
            let (mut number, mut text) = (number_text(cell(Role::Number).as_str()), cell(Role::Risk));
            if number.is_none() {
                (number, text) = split_number(&text);
            }
            if text.is_empty() {
                continue;
            }
            let at = record.at();
            let (span, section) = ctx.place(&at);
            out.push(Risk {
                confidence: 0.0,
                reasons: Reasons::default(),
                id: format!("risk-{}", out.len() + 1),
                number,
                text: text.as_str().to_owned(),
                level: field(&cell(Role::Level)),
                response: field(&cell(Role::Response)),
                table: Some(ctx.table_id(i)),
                section,
                span,
                boxes: Vec::new(),
                at,
            });
        }
    }
    out
}

fn cell(table: &Table, cells: &[crate::text::Text], role: Role) -> crate::text::Text {
    table.column(role).map(|c| cells[c].clone()).unwrap_or_default()
}
