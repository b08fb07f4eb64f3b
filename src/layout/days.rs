//! Columns headed «Число», «Дни»: days of months, or a quantity.
//!
//! ```text
//! Май                            Кружок │ Число
//! Мероприятие │ Число            Хор    │ 24        a quantity: no month is named, and no cell is a date
//! Концерт     │ 9
//! ```

use crate::grammar::Grammars;
use crate::grammar::lexicon::Words;
use crate::model::{Role, RowKind};
use crate::normalize::deadline;

use super::build::kind_of;
use super::table::Table;

/// Such columns are no deadlines where no month is named beside or above, and few of their cells are dates.
pub fn settle(tables: &mut [Table], g: &Grammars) {
    for table in tables {
        let Some(j) = table.column(Role::Deadline).filter(|j| g.columns.counts_days(&table.columns[*j].name)) else {
            continue;
        };
        if !has_dates(table, j, g) && !names_month(table, j, g) {
            table.columns[j].role = Some(Role::Other);
            table.kind = kind_of(&table.columns);
        }
    }
}

/// At least half of the cells read as deadlines by themselves; a lone number does not.
fn has_dates(table: &Table, j: usize, g: &Grammars) -> bool {
    let rows = table.rows.iter().filter(|r| r.kind == RowKind::Data);
    let cells: Vec<&str> = rows.map(|r| r.cells[j].as_str()).filter(|c| !c.is_empty()).collect();
    let dates = cells.iter().filter(|c| deadline::looks_like(c, &g.deadlines, &g.dates)).count();
    dates > 0 && dates * 2 >= cells.len()
}

/// A month stands in the title, in a heading row or in another column of the table.
fn names_month(table: &Table, j: usize, g: &Grammars) -> bool {
    let month = |text: &str| g.dates.months.find(&Words::new(text), 0).is_some();
    table.title.iter().any(|t| month(t.as_str()))
        || table.rows.iter().any(|row| match row.kind {
            RowKind::Group | RowKind::Header => row.cells.iter().any(|c| month(c.as_str())),
            // A month alone in its cell.
            RowKind::Data => {
                let alone = |c: &str| g.dates.months.whole(c).is_some();
                row.cells.iter().enumerate().any(|(i, c)| i != j && alone(c.as_str()))
            }
        })
}
