//! Rows of roadmaps and action plans.
//!
//! ```text
//! № │ Мероприятие          │ Срок     │ Ответственный  │ Результат
//! 1 │ Провести ревизию ... │ сентябрь │ Отдел кадров   │ акт
//! ```

mod due;
mod mixed;

use crate::diagnostic::{Code, Findings};
use crate::layout::parallel;
use crate::layout::table::{Record, Table};
use crate::model::{Activity, Reasons, Responsible, Role};
use crate::normalize::{deadline, parties, period};
use crate::text::Text;

use super::{Context, field, number_and_name};

/// The activities of all tables.
pub fn extract(ctx: &Context, findings: &mut Findings) -> Vec<Activity> {
    let mut out = Vec::new();
    for (i, table) in ctx.layout.tables.iter().enumerate() {
        if is_roadmap(table) {
            // The years of its own caption are nearer than those of the document.
            let own = table.title.as_ref().and_then(|t| period::find(t.as_str(), &ctx.g.dates));
            let within = deadline::Context { period: own.or_else(|| ctx.period.clone()) };
            let mixed = mixed::column(table, &ctx.records[i], ctx.g);
            for record in &ctx.records[i] {
                out.extend(activity(ctx, table, i, record, (&within, mixed), findings, out.len() + 1));
            }
        }
    }
    out
}

/// A table with activities and with when or by whom.
pub fn is_roadmap(table: &Table) -> bool {
    let has = |role| table.column(role).is_some();
    has(Role::Activity) && (has(Role::Deadline) || has(Role::Responsible) || has(Role::Start)) && !has(Role::Risk)
}

fn activity(
    ctx: &Context,
    table: &Table,
    i: usize,
    record: &Record,
    (within, mixed): (&deadline::Context, Option<usize>),
    findings: &mut Findings,
    n: usize,
) -> Option<Activity> {
    let cell = |role: Role| table.column(role).map(|c| record.cells[c].clone()).unwrap_or_default();
    let all = |role: Role| {
        let mut out = Text::default();
        let columns = table.columns.iter().enumerate().filter(|(_, c)| c.role == Some(role));
        columns.for_each(|(c, _)| out.append(&record.cells[c], " ", true));
        out
    };
    let number_cell = cell(Role::Number);
    let (number, name) = number_and_name(table, record, table.column(Role::Activity));
    let mut due = deadline_text(&cell(Role::Deadline), &cell(Role::Start), &cell(Role::End));
    let mut who = all(Role::Responsible);
    if let Some(parted) = mixed.and_then(|c| mixed::parted(&record.cells[c], ctx.g)) {
        (who, due) = parted;
    }
    let (result, form, note) = (all(Role::Result), cell(Role::Form), all(Role::Note));
    let filled = [&name, &due, &who, &result, &form, &note].iter().filter(|t| !t.is_empty()).count();
    let place = Text::extent(&record.cells);
    if filled == 0 {
        if !number_cell.is_empty() && record.filled() == 1 {
            findings.add(Code::RowEmpty, place, number_cell.as_str());
        }
        return None;
    }
    // Rows that only say who pays belong to the money of the row above.
    let pays = table.columns.iter().any(|c| matches!(c.role, Some(Role::Value | Role::Total)));
    if pays && number.is_none() && due.is_empty() && who.is_empty() && ctx.g.funding.is_source(name.as_str()) {
        return None;
    }
    let sums = ctx.g.funding.is_total(name.as_str()) || ctx.g.funding.is_service(name.as_str());
    if sums && due.is_empty() && who.is_empty() {
        return None;
    }
    if name.is_empty() {
        findings.add(Code::RowWithoutName, place, "");
    }
    if record.unmatched {
        findings.add(Code::LinesUnmatched, place, "");
    }
    if parallel::is_list(&name) && parallel::dues(&due, ctx.g).len() > 1 {
        findings.add(Code::WorksTogether, place, "");
    }
    let at = record.at();
    let (span, section) = ctx.place(&at);
    Some(Activity {
        confidence: 0.0,
        reasons: Reasons::default(),
        id: format!("activity-{n}"),
        number,
        name: field(&name),
        form: field(&form),
        deadline: due::read(ctx, &due, within, &headings(table, record), placed(ctx, table), findings),
        responsible: field(&who).map(|raw| {
            let parties = parties::split(&raw, who.breaks(), &ctx.g.parties);
            Responsible { parties: parties.into_iter().map(|r| raw[r].to_owned()).collect(), raw }
        }),
        result: field(&result),
        note: field(&note),
        group: record.group.iter().map(|t| t.as_str().to_owned()).collect(),
        table: Some(ctx.table_id(i)),
        section,
        span,
        boxes: Vec::new(),
        at,
    })
}

/// What stands above a row, outermost first: the caption of its table and its heading rows.
fn headings<'a>(table: &'a Table, record: &'a Record) -> Vec<&'a str> {
    table.title.iter().chain(&record.group).map(Text::as_str).collect()
}

/// True where the deadlines of a table have their places beside them («Место и сроки»: «23.02.2026, малый зал»).
fn placed(ctx: &Context, table: &Table) -> bool {
    table.column(Role::Deadline).is_some_and(|c| ctx.g.columns.names_place(&table.columns[c].name))
}

/// A deadline cell, or the first and last day of a split one.
fn deadline_text(due: &Text, start: &Text, end: &Text) -> Text {
    let mut out = due.clone();
    if out.is_empty() && !(start.is_empty() && end.is_empty()) {
        out = start.clone();
        out.append(end, if start.is_empty() { "" } else { " - " }, false);
    }
    out
}
