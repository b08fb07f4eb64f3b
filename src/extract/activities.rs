//! Rows of roadmaps and action plans.
//!
//! ```text
//! № │ Мероприятие          │ Срок     │ Ответственный  │ Результат
//! 1 │ Провести ревизию ... │ сентябрь │ Отдел кадров   │ акт
//! ```

mod mixed;

use crate::diagnostic::{Code, Findings};
use crate::grammar::dates::Dates;
use crate::grammar::deadlines::{Deadlines, Every};
use crate::grammar::lexicon::Words;
use crate::layout::table::{Record, Table};
use crate::model::{Activity, Deadline, DeadlineItem, DeadlineKind, Reasons, Responsible, Role};
use crate::normalize::{date, deadline, parties, period};
use crate::text::Text;

use super::{Context, field, number_and_name};

/// Most words of a heading that names a month: «Январь 2025 года».
const MOST_WORDS: usize = 3;

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
    let at = record.at();
    let (span, section) = ctx.place(&at);
    Some(Activity {
        confidence: 0.0,
        reasons: Reasons::default(),
        id: format!("activity-{n}"),
        number,
        name: field(&name),
        form: field(&form),
        deadline: read_deadline(ctx, &due, within, &headings(table, record), placed(ctx, table), findings),
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

/// Days of the month that a heading above names: «25-26» under «ЯНВАРЬ» as `25.01-26.01` (plans of events by months).
fn dated(raw: &str, headings: &[&str], dates: &Dates) -> Option<String> {
    if !raw.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '-' | '\u{2013}' | ',' | ';')) {
        return None;
    }
    let month = headings.iter().rev().find_map(|heading| {
        let words = Words::first(heading, MOST_WORDS + 1);
        let (month, n) = dates.months.at(&words, 0)?;
        let year = words.iter().find(|w| w.fold.len() == 4 && w.fold.bytes().all(|b| b.is_ascii_digit()));
        let year = year.map(|w| format!(".{}", w.fold)).unwrap_or_default();
        (words.len() <= n.max(MOST_WORDS)).then(|| format!(".{month:02}{year}"))
    })?;
    let mut out = String::new();
    for (i, part) in raw.split_inclusive(|c: char| !c.is_ascii_digit()).enumerate() {
        let digits = part.trim_end_matches(|c: char| !c.is_ascii_digit());
        match digits.parse::<u8>() {
            Ok(day) if (1..=31).contains(&day) => out += &format!("{day:02}{month}{}", &part[digits.len()..]),
            Err(_) if digits.is_empty() && i > 0 => out += part,
            _ => return None,
        }
    }
    Some(out)
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

/// The readings of a deadline. Where its words leave open which day or month is meant, the headings above say it.
fn read_deadline(
    ctx: &Context,
    text: &Text,
    within: &deadline::Context,
    headings: &[&str],
    placed: bool,
    findings: &mut Findings,
) -> Option<Deadline> {
    let raw = field(text)?;
    let read = |words: &str| deadline::read(words, within, &ctx.g.deadlines, &ctx.g.dates);
    let unread = |items: &[DeadlineItem]| items.iter().any(|i| i.kind == DeadlineKind::Unparsed);
    let mut items = read(&raw);
    if placed {
        beside_places(&raw, &mut items, &ctx.g.dates, &read);
    }
    if let Some(better) = spanned(&raw, headings, &ctx.g.deadlines, &ctx.g.dates, &read) {
        items = better;
    }
    if unread(&items) {
        let days = dated(&raw, headings, &ctx.g.dates).map(|dates| read(&dates));
        let hours = || {
            let day = headings.iter().rev().find(|h| is_day(&read(h)))?;
            Some(read(&format!("{day}, {raw}")))
        };
        if let Some(better) = days.or_else(hours).filter(|better| !unread(better)) {
            items = better;
        }
    }
    if unread(&items) {
        findings.about(Code::DeadlineUnparsed, text);
    }
    Some(Deadline { raw, items })
}

/// «14.04.2026, малый зал 27.10.2026, большой зал»: places beside the days are no unread deadlines, where every day of the
/// cell is read.
fn beside_places(raw: &str, items: &mut Vec<DeadlineItem>, dates: &Dates, read: &dyn Fn(&str) -> Vec<DeadlineItem>) {
    let mut found: Vec<DeadlineItem> = items.iter().filter(|i| i.kind != DeadlineKind::Unparsed).cloned().collect();
    let mut at = 0;
    while let Some((range, day)) = date::find(raw, at, dates) {
        let iso = day.iso();
        let says = |i: &DeadlineItem| i.edtf.as_ref().is_some_and(|e| e.contains(&iso));
        if !found.iter().any(says) {
            let Some(own) = read(&raw[range.start..]).into_iter().find(says) else { return };
            found.push(own);
        }
        at = range.end;
    }
    if !found.is_empty() {
        *items = found;
    }
}

/// «В течение дня», «в теч. мес.»: the day or month that a heading above names.
fn spanned(
    raw: &str,
    headings: &[&str],
    deadlines: &Deadlines,
    dates: &Dates,
    read: &dyn Fn(&str) -> Vec<DeadlineItem>,
) -> Option<Vec<DeadlineItem>> {
    let every = deadlines.under.whole(raw)?;
    headings.iter().rev().find_map(|heading| {
        let words = Words::new(heading);
        let from = match every {
            Every::Month => dates.months.find(&words, 0).and_then(|(i, ..)| words.get(i))?.start,
            _ => 0,
        };
        let items = read(&heading[from..]);
        let named = if every == Every::Month { is_month(&items) } else { is_day(&items) };
        named.then_some(items)
    })
}

/// True where a heading is one month and nothing else: «январь 2025 года».
fn is_month(items: &[DeadlineItem]) -> bool {
    let [month] = items else { return false };
    let dated = month.kind == DeadlineKind::Date && month.edtf.as_ref().is_some_and(|e| e.len() == "2025-01".len());
    dated
        || month
            .rrule
            .as_ref()
            .is_some_and(|r| r.contains("BYMONTH=") && !r.contains("BYMONTHDAY=") && !r.contains(','))
}

/// True where a heading is one day and nothing else: «24 марта», «понедельник, 26.10».
fn is_day(items: &[DeadlineItem]) -> bool {
    let [day] = items else { return false };
    let dated = day.kind == DeadlineKind::Date && day.edtf.as_ref().is_some_and(|e| e.len() == "2025-01-31".len());
    dated || day.rrule.as_ref().is_some_and(|r| r.contains("BYMONTH=") && r.contains("BYMONTHDAY="))
}
