//! Rows beside what their table and their document ask for.

use std::collections::BTreeMap;

use super::money::decimal;
use super::{Finding, Report, first_line, quote};
use rust_decimal::Decimal;

use crate::diagnostic::Code;
use crate::grammar::Grammars;
use crate::model::{Activity, Document, Funding, PassportKey, Role, RowKind, Table, TableKind};

/// Checks activities for blank cells, tables for slipped columns, passports for goals.
pub fn check(document: &Document, _: &Grammars, out: &mut Report) {
    for table in document.tables.iter().filter(|t| t.kind == TableKind::Activities) {
        blanks(document, table, out);
    }
    for table in document.tables.iter().filter(|t| t.kind != TableKind::Other) {
        slipped(table, out);
    }
    totals_slipped(document, out);
    goals(document, out);
}

/// What makes an activity whole: the column, whether an activity has it, and the finding where it has not.
type Needed = (&'static [Role], fn(&Activity) -> bool, Code);

/// An activity needs a deadline and somebody responsible, where its table has the column and mostly fills it.
const NEEDED: [Needed; 2] = [
    (&[Role::Deadline, Role::Start, Role::End], |a| a.deadline.is_some(), Code::DeadlineMissing),
    (&[Role::Responsible], |a| a.responsible.is_some(), Code::ResponsibleMissing),
];

fn blanks(document: &Document, table: &Table, out: &mut Report) {
    let rows: Vec<&Activity> = document.activities.iter().filter(|a| a.table.as_ref() == Some(&table.id)).collect();
    // A row above its sub-items («1.» above «1.1.») heads them.
    let heads = |i: usize| {
        let number = rows[i].number.as_deref().unwrap_or("");
        let below = rows.get(i + 1).and_then(|r| r.number.as_deref()).unwrap_or("");
        !number.is_empty() && below.strip_prefix(number).is_some_and(|rest| rest.starts_with('.'))
    };
    // Records of one row share what its cells say.
    let shares = |i: usize| {
        let beside = [i.checked_sub(1), Some(i + 1)];
        beside.into_iter().flatten().filter_map(|j| rows.get(j)).any(|r| r.span == rows[i].span)
    };
    let own: Vec<&Activity> = (0..rows.len()).filter(|&i| !heads(i) && !shares(i)).map(|i| rows[i]).collect();
    for (roles, has, code) in NEEDED {
        if !table.columns.iter().any(|c| c.role.is_some_and(|r| roles.contains(&r))) {
            continue;
        }
        let blank: Vec<&&Activity> = own.iter().filter(|a| a.name.is_some() && !has(a)).collect();
        if blank.len() * 3 > own.len() {
            continue;
        }
        for activity in blank {
            let detail = activity.name.as_deref().map(quote).unwrap_or_default();
            out.findings
                .push(Finding::new(code, activity.span, detail).with([first_line(table.span)]).of([&activity.id]));
        }
    }
}

/// A column that begins one row too late: blank in the first row, filled in all others, and one row below the last
/// holds nothing else.
fn slipped(table: &Table, out: &mut Report) {
    let rows: Vec<_> = table.rows.iter().filter(|r| r.kind == RowKind::Data && r.joins.is_none()).collect();
    let [first, middle @ .., last] = rows.as_slice() else { return };
    if middle.len() < 2 {
        return;
    }
    let may_slip =
        |c: &crate::model::Column| c.role.is_some_and(|r| !matches!(r, Role::Number | Role::Note | Role::Other));
    for (c, column) in table.columns.iter().enumerate().filter(|(_, c)| may_slip(c)) {
        let filled = |row: &crate::model::Row| row.cells.get(c).is_some_and(Option::is_some);
        let alone = last.cells.iter().enumerate().all(|(i, cell)| cell.is_some() == (i == c));
        if alone && !filled(first) && middle.iter().all(|r| filled(r)) {
            out.findings.push(
                Finding::new(Code::ColumnSlipped, last.span, quote(&column.name)).with([first.span]).of([&table.id]),
            );
        }
    }
}

/// Totals that are those of the row above, row after row: the column of totals slipped.
fn totals_slipped(document: &Document, out: &mut Report) {
    /// Rows in a run from which the totals are believed to have slipped.
    const RUN: usize = 3;
    let sums = |f: &Funding| {
        let total = f.values.iter().find(|m| m.year.is_none())?.value.as_ref().and_then(decimal)?;
        let mut years = f.values.iter().filter(|m| m.year.is_some()).peekable();
        years.peek()?;
        let mut years = years.filter_map(|m| m.value.as_ref().and_then(decimal));
        let sum = years.try_fold(Decimal::ZERO, Decimal::checked_add)?;
        (!sum.is_zero()).then_some((total, sum))
    };
    let mut by_table: BTreeMap<&str, Vec<&Funding>> = BTreeMap::new();
    for row in &document.funding {
        if let Some(table) = &row.table {
            by_table.entry(table).or_default().push(row);
        }
    }
    for rows in by_table.values() {
        let mut run: Vec<&Funding> = Vec::new();
        for pair in rows.windows(2) {
            let slipped = match (sums(pair[0]), sums(pair[1])) {
                (Some((own, above)), Some((below, _))) => own != above && below == above,
                _ => false,
            };
            if slipped {
                run.push(pair[1]);
            }
        }
        if let (true, Some(first)) = (run.len() >= RUN, run.first()) {
            let spans = run[1..].iter().map(|r| r.span);
            out.findings.push(
                Finding::new(Code::ColumnSlipped, first.span, quote(&first.name))
                    .with(spans)
                    .of(run.iter().map(|r| &r.id)),
            );
        }
    }
}

/// A passport of a programme says what it is for.
fn goals(document: &Document, out: &mut Report) {
    /// Rows that only passports of programmes have.
    const OF_PROGRAMMES: [PassportKey; 5] = [
        PassportKey::Tasks,
        PassportKey::Period,
        PassportKey::Funding,
        PassportKey::ExpectedResults,
        PassportKey::ResponsibleExecutor,
    ];
    for passport in &document.passports {
        let has = |key: PassportKey| passport.fields.iter().any(|f| f.key == key && f.text.is_some());
        if OF_PROGRAMMES.iter().filter(|k| has(**k)).count() >= 3 && !has(PassportKey::Goal) {
            let detail = passport.title.as_deref().map(quote).unwrap_or_default();
            out.findings
                .push(Finding::new(Code::PassportWithoutGoal, first_line(passport.span), detail).of([&passport.id]));
        }
    }
}
