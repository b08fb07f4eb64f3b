//! Plans without a header: when beside what.
//!
//! ```text
//! План мероприятий по охране леса        the title says what the rows are,
//! Апрель   │ Уборка просек               the cells which column is which
//! Май      │ Беседа «Берегите лес»
//! ```
//!
//! The finding that the table has no header stays.

use crate::grammar::Grammars;
use crate::model::{PartKind, Role, RowKind, TableKind};
use crate::normalize::{deadline, number, parties};

use super::build::kind_of;
use super::groups::number_places;
use super::table::Table;

/// Least rows that tell.
const LEAST: usize = 3;
/// Most columns.
const MOST: usize = 4;

/// Gives the columns of plans without a header their roles.
pub fn read(tables: &mut [Table], g: &Grammars) {
    for table in tables.iter_mut().filter(|t| t.kind == TableKind::Other) {
        let plan = table.title.as_ref().is_some_and(|t| g.acts.body(t.as_str()) == Some(PartKind::ActionPlan));
        let known = table.columns.iter().any(|c| c.role.is_some() || !c.name.is_empty());
        if !plan || known || !(2..=MOST).contains(&table.columns.len()) {
            continue;
        }
        if let Some(roles) = roles(table, g) {
            table.columns.iter_mut().zip(roles).for_each(|(c, role)| c.role = Some(role));
            table.kind = kind_of(&table.columns);
        }
    }
}

/// The role of each column, where their cells leave no doubt.
fn roles(table: &Table, g: &Grammars) -> Option<Vec<Role>> {
    let rows: Vec<_> = table.rows.iter().filter(|r| r.joins.is_none()).collect();
    if rows.len() < LEAST || rows.iter().any(|r| r.kind != RowKind::Data) {
        return None;
    }
    let all = |j: usize, is: &dyn Fn(&str) -> bool| rows.iter().all(|r| is(r.cells[j].as_str()));
    let due = |c: &str| deadline::looks_like(c, &g.deadlines, &g.dates);
    let who = |c: &str| c.is_empty() || parties::looks_like(c, &g.parties);
    let what = |c: &str| c.split_whitespace().nth(1).is_some() && number::read(c, &g.numbers).value.is_none();
    let role = |j: usize| {
        if all(j, &due) {
            Some(Role::Deadline)
        } else if all(j, &|c| number_places(c) > 0) {
            Some(Role::Number)
        } else if all(j, &who) {
            Some(Role::Responsible)
        } else if all(j, &what) {
            Some(Role::Activity)
        } else {
            None
        }
    };
    let roles: Vec<Role> = (0..table.columns.len()).map(role).collect::<Option<_>>()?;
    let once = |role: Role| roles.iter().filter(|r| **r == role).count() == 1;
    let alone = roles.iter().all(|r| once(*r));
    (alone && once(Role::Deadline) && once(Role::Activity)).then_some(roles)
}
