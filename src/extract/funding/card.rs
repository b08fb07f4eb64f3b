//! Money in tables of labels: a sum and its sources below each other, without a head.
//!
//! ```text
//! Объём финансирования, тыс. руб. │ 110,9
//! федеральный бюджет              │
//! муниципальный бюджет            │ 110,9
//! ```

use crate::extract::Context;
use crate::layout::table::{Row, Table};
use crate::model::{Funding, Level, Money, PassportKey, RowKind, TableKind};
use crate::normalize::{money, number};
use crate::text::Text;

use super::{Item, Row as Shared};

/// Least sources below a sum: one alone may be any label.
const LEAST: usize = 2;

/// The sums of table `i`.
pub fn extract(ctx: &Context, table: &Table, i: usize) -> Vec<Funding> {
    let mut out = Vec::new();
    if !matches!(table.kind, TableKind::Other | TableKind::Passport) || table.columns.iter().any(|c| c.year.is_some()) {
        return out;
    }
    let rows: Vec<&Row> = table.rows.iter().filter(|r| r.kind != RowKind::Header && r.joins.is_none()).collect();
    let mut taken = 0;
    for (at, row) in rows.iter().enumerate() {
        if at < taken {
            continue;
        }
        let Some((label, sum)) = labelled(row) else { continue };
        let Some(unit) = money::unit(label.as_str(), &ctx.g.numbers) else { continue };
        let known = ctx.g.passport.key(label.as_str()) == Some(PassportKey::Funding);
        if !known || number::read(sum.as_str(), &ctx.g.numbers).value.is_none() {
            continue;
        }
        let source = |row: &&Row| {
            let label = row.cells.first()?.as_str();
            let level = ctx.g.funding.level(label).filter(|level| *level != Level::Total)?;
            ctx.g.funding.is_source(label).then_some(level)
        };
        let below: Vec<(&Row, Level)> = rows[at + 1..].iter().map_while(|r| Some((*r, source(r)?))).collect();
        if below.len() < LEAST {
            continue;
        }
        taken = at + 1 + below.len();
        let item = Item { number: None, name: label.clone(), path: Vec::new() };
        let unit = Some(label.as_str()[unit].to_owned());
        let mut add = |cells: [&Text; 2], source: Option<String>, level: Level| {
            let record =
                Shared { item: &item, named: source.is_none(), unit: unit.clone(), year: None, table: ctx.table_id(i) };
            let at = cells.iter().flat_map(|c| c.at()).collect();
            out.push(record.funding(ctx, source, Some(level), values(ctx, cells[1]), at));
        };
        add([label, sum], None, Level::Total);
        for (row, level) in below {
            if let Some((label, sum)) = labelled(row) {
                add([label, sum], Some(label.as_str().to_owned()), level);
            }
        }
    }
    out
}

/// A row of a label and one value.
fn labelled(row: &Row) -> Option<(&Text, &Text)> {
    let filled: Vec<usize> = row.filled().collect();
    match filled[..] {
        [0, value] => Some((&row.cells[0], &row.cells[value])),
        _ => None,
    }
}

fn values(ctx: &Context, sum: &Text) -> Vec<Money> {
    let value = number::read(sum.as_str(), &ctx.g.numbers).value.map(number::to_json);
    vec![Money { year: None, raw: sum.as_str().to_owned(), value, kind: None, column: None }]
}
