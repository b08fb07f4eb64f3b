//! Sums below heads that no vocabulary knows.
//!
//! ```text
//! (тыс. руб.)
//! Наименование │ Остаток на 01.01.2024 │ Смета 2024 года      money stands below «Остаток …» as well:
//! Мост         │ 11,5                  │ 90,0                 both columns hold sums of the same unit and form
//! ```
//!
//! Their values carry the head (`column`), for nobody knows what they are; the finding that the head is unknown stays.

use crate::grammar::Grammars;
use crate::model::{Role, RowKind, TableKind};
use crate::normalize::number;

use super::table::Table;

/// Least cells that tell.
const LEAST: usize = 2;

/// Takes the columns of sums without a known head for sums, in tables whose unit stands above them.
pub fn read(tables: &mut [Table], g: &Grammars) {
    for table in tables.iter_mut().filter(|t| t.kind == TableKind::Funding && t.unit.is_some()) {
        let found: Vec<usize> = (0..table.columns.len()).filter(|&j| is_money(table, j, g)).collect();
        for j in found {
            table.columns[j].role = Some(Role::Value);
            table.columns[j].unknown = true;
        }
    }
}

/// Nothing but numbers below an unknown head, and money at that: at least half of them have decimals.
fn is_money(table: &Table, j: usize, g: &Grammars) -> bool {
    let column = &table.columns[j];
    if column.role.is_some() || column.name.is_empty() || column.unit.is_some() {
        return false;
    }
    let rows = table.rows.iter().filter(|r| r.kind == RowKind::Data);
    let cells: Vec<&str> = rows.map(|r| r.cells[j].as_str()).filter(|c| !c.is_empty()).collect();
    let number = |c: &&str| {
        let read = number::read(c, &g.numbers);
        read.blank || read.value.is_some() && !c.contains(char::is_alphabetic)
    };
    let decimals = cells.iter().filter(|c| c.contains(',')).count();
    cells.len() >= LEAST && cells.iter().all(number) && decimals * 2 >= cells.len()
}
