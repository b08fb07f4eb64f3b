//! Sums of money whose years stand in rows.
//!
//! ```text
//! Мероприятие │ Годы  │ Всего │ областной бюджет │ местный бюджет
//! Ремонт      │ 2024  │ 100,0 │ 80,0             │ 20,0
//!             │ 2025  │  50,0 │ 40,0             │ 10,0
//!             │ Всего │ 150,0 │ 120,0            │ 30,0
//! ```

use crate::grammar::Grammars;
use crate::model::{Role, RowKind, TableKind};
use crate::normalize::{number, period};

use super::table::{Row, Table};

/// Finds the column of years of such tables.
pub fn settle(tables: &mut [Table], g: &Grammars) {
    for table in tables.iter_mut().filter(|t| !matches!(t.kind, TableKind::Indicators | TableKind::Risks)) {
        let Some(at) = (0..table.columns.len()).find(|&j| is_years(table, j, g)) else { continue };
        table.years = Some(at);
        if table.kind != TableKind::Activities {
            table.columns[at].role = Some(Role::Other);
            table.kind = TableKind::Funding;
        }
    }
}

/// The year of a row, or none in the row of their sum; `None` for any other cell.
pub fn year_of(cell: &str, g: &Grammars) -> Option<Option<i32>> {
    let head = g.columns.head(cell);
    let sum = || {
        let several = period::find(cell, &g.dates).is_some_and(|p| p.start != p.end);
        g.funding.is_total(cell) || several && cell.starts_with(|c: char| c.is_ascii_digit())
    };
    if head.bare_year { Some(head.year) } else { sum().then_some(None) }
}

fn is_years(table: &Table, j: usize, g: &Grammars) -> bool {
    if table.columns[j].role == Some(Role::Number) || table.columns[j].year.is_some() {
        return false;
    }
    let rows: Vec<&Row> = table.rows.iter().filter(|r| r.kind == RowKind::Data && r.joins.is_none()).collect();
    let cells = rows.iter().map(|r| r.cells[j].as_str()).filter(|c| !c.is_empty());
    let Some(told) = cells.map(|c| year_of(c, g)).collect::<Option<Vec<_>>>() else { return false };
    let mut years: Vec<i32> = told.into_iter().flatten().collect();
    years.sort_unstable();
    years.dedup();
    if years.len() < 2 {
        return false;
    }
    let sums = |i: usize| i != j && matches!(table.columns[i].role, Some(Role::Value | Role::Total));
    let columns: Vec<usize> = (0..table.columns.len()).filter(|i| sums(*i)).collect();
    let money = table.unit.is_some()
        || columns.iter().any(|i| table.columns[*i].unit.is_some() || table.columns[*i].source.is_some());
    let filled = |i: &usize| rows.iter().any(|r| number::read(r.cells[*i].as_str(), &g.numbers).value.is_some());
    // Below a name stand several years, or there are no names.
    let named = [Role::Item, Role::Activity, Role::Indicator, Role::Source].iter().find_map(|r| table.column(*r));
    let under = |pair: &[&Row], name: usize| {
        let below = pair[1].cells[name].is_empty() || pair[0].cells[name].as_str() == pair[1].cells[name].as_str();
        let years = [0, 1].map(|i| year_of(pair[i].cells[j].as_str(), g).flatten());
        below && years[1].is_some() && years[0] != years[1]
    };
    money
        && columns.iter().all(|i| table.columns[*i].year.is_none())
        && columns.iter().any(filled)
        && named.is_none_or(|name| name != j && rows.windows(2).any(|pair| under(pair, name)))
}
