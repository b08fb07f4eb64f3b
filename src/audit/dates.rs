//! Dates: they exist in the calendar, years and deadlines lie in the period of the document, years go up.

use super::{Finding, Report, quote};
use crate::diagnostic::Code;
use crate::grammar::Grammars;
use crate::grammar::lexicon::{fold, is_cyrillic};
use crate::model::{
    Activity, DeadlineItem, DeadlineKind, Document, Part, PartKind, PassportKey, Role, RowKind, Span, Table, TableKind,
    ValueKind,
};
use crate::normalize::date;
use crate::normalize::period::{self, Period};

/// Checks every date that is written, and every year and deadline that was read.
pub fn check(document: &Document, g: &Grammars, out: &mut Report) {
    impossible(document, g, out);
    for table in document.tables.iter().filter(|t| t.kind != TableKind::Other) {
        order(table, out);
    }
    for activity in &document.activities {
        reversed(activity, out);
    }
    if let Some((period, span)) = stated(document, g) {
        years(document, &period, span, out);
        deadlines(document, &period, span, out);
    }
}

/// Dates that the calendar does not have, in every text and cell.
fn impossible(document: &Document, g: &Grammars, out: &mut Report) {
    let mut look = |text: &str, span: Span| {
        if !may_hold_date(text) {
            return;
        }
        let mut from = 0;
        while let Some((range, date)) = date::find_any(text, from, &g.dates) {
            from = range.end;
            if !date.valid() {
                out.findings.push(Finding::new(Code::DateInvalid, span, quote(text[range].trim())));
            }
        }
    };
    for block in &document.blocks {
        if let Some(text) = &block.text {
            look(text, block.span);
        }
    }
    for row in document.tables.iter().flat_map(|t| &t.rows) {
        row.cells.iter().flatten().for_each(|cell| look(cell, row.span));
    }
}

/// True where a date of digits («31.02.») or a last day of a month in words («31 июня») may stand in `text`.
fn may_hold_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digit = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_digit);
    let numeric = memchr::memchr_iter(b'.', bytes)
        .any(|i| i > 0 && digit(i - 1) && digit(i + 1) && bytes.get(i + 3) == Some(&b'.'));
    // «29 », «30 », «31 » before a letter.
    let last_day = || {
        memchr::memchr2_iter(b'2', b'3', bytes).any(|i| {
            let day = bytes.get(i..i + 3).is_some_and(|d| matches!(d, b"29 " | b"30 " | b"31 "));
            day && text[i + 3..].chars().next().is_some_and(is_cyrillic)
        })
    };
    numeric || last_day()
}

/// The period that the title of a programme or plan or its passport states, with the place where it stands. (A report
/// looks back and ahead of what its title names.)
fn stated(document: &Document, g: &Grammars) -> Option<(Period, Span)> {
    let plans = document.parts.iter().filter(|p| matches!(p.kind, PartKind::Program | PartKind::ActionPlan));
    let titled = |p: &Part| Some((period::find(p.title.as_deref()?, &g.dates)?, super::first_line(p.span)));
    // An act names the period of what it approves.
    let acts = document.parts.iter().filter(|p| p.act.is_some());
    let of_plans = plans.clone().find_map(titled).or_else(|| plans.clone().next().and(acts.clone().find_map(titled)));
    let mut fields = document.passports.iter().flat_map(|p| &p.fields).filter(|f| f.key == PassportKey::Period);
    of_plans.or_else(|| fields.find_map(|f| Some((period::find(f.text.as_deref()?, &g.dates)?, f.span))))
}

fn year(iso: &str) -> Option<i32> {
    iso.get(..4)?.parse().ok()
}

/// Year columns of plans behind the end of the period. Columns before its begin are what the plan starts from.
fn years(document: &Document, period: &Period, span: Span, out: &mut Report) {
    let Some(end) = year(&period.end) else { return };
    for table in &document.tables {
        let planned = |year: i32| {
            let indicators = document.indicators.iter().filter(|i| i.table.as_ref() == Some(&table.id));
            let mut kinds = indicators.flat_map(|i| &i.values).filter(|v| v.year == Some(year)).map(|v| v.kind);
            table.kind == TableKind::Funding || kinds.any(|k| k == ValueKind::Plan)
        };
        for column in table.columns.iter().filter(|c| c.role == Some(Role::Value)) {
            if let Some(year) = column.year.filter(|y| *y > end && planned(*y)) {
                let detail = format!("{year}, {}/{}", period.start, period.end);
                out.findings.push(
                    Finding::new(Code::YearOutsidePeriod, head(table), detail)
                        .with([span])
                        .of([&table.id])
                        .numbers([year.to_string(), period.end.clone()]),
                );
            }
        }
    }
}

/// The lines of the head of a table.
fn head(table: &Table) -> Span {
    let mut rows = table.rows.iter().filter(|r| r.kind == RowKind::Header);
    let first = rows.next().map_or(super::first_line(table.span), |r| r.span);
    Span { end_line: rows.next_back().map_or(first.end_line, |r| r.span.end_line), ..first }
}

/// Year columns under heads of the same words must go up by one step at a time.
fn order(table: &Table, out: &mut Report) {
    let of = |c: &crate::model::Column| {
        let words: Vec<String> =
            fold(&c.name).split(' ').filter(|w| !w.bytes().any(|b| b.is_ascii_digit())).map(str::to_owned).collect();
        Some((c.year.filter(|_| c.role == Some(Role::Value))?, words))
    };
    let years: Vec<(i32, Vec<String>)> = table.columns.iter().filter_map(of).collect();
    for pair in years.windows(2).filter(|p| p[0].1 == p[1].1) {
        let (before, year) = (pair[0].0, pair[1].0);
        if year <= before && years.first().is_none_or(|first| first.0 != year || before == year) {
            out.findings.push(
                Finding::new(Code::YearsOutOfOrder, head(table), format!("{before}, {year}"))
                    .with([head(table)])
                    .of([&table.id])
                    .numbers([year.to_string(), before.to_string()]),
            );
        }
    }
}

/// A deadline that ends before it begins.
fn reversed(activity: &Activity, out: &mut Report) {
    let Some(deadline) = &activity.deadline else { return };
    for edtf in deadline.items.iter().filter_map(|i| i.edtf.as_deref()) {
        if let Some((start, end)) = edtf.split_once('/')
            && let (Some(start), Some(end)) = (known(start), known(end))
            && earlier(end, start)
        {
            out.findings.push(
                Finding::new(Code::IntervalReversed, activity.span, quote(&deadline.raw))
                    .with([activity.span])
                    .of([&activity.id])
                    .numbers([start.to_owned(), end.to_owned()]),
            );
        }
    }
}

/// An end of an interval that is given.
fn known(end: &str) -> Option<&str> {
    (!end.is_empty() && end != "..").then_some(end)
}

/// True where `a` lies before `b`, as far as both are given: `2023-08` before `2023-09-01`, not before `2023`.
fn earlier(a: &str, b: &str) -> bool {
    let n = a.len().min(b.len());
    a.is_char_boundary(n) && b.is_char_boundary(n) && a[..n] < b[..n]
}

/// Deadlines whose year is written and that lie outside the period.
fn deadlines(document: &Document, period: &Period, span: Span, out: &mut Report) {
    for activity in &document.activities {
        let Some(deadline) = &activity.deadline else { continue };
        let outside = |item: &&DeadlineItem| {
            let dated = matches!(item.kind, DeadlineKind::Date | DeadlineKind::Interval) && !item.inferred_year;
            let Some(edtf) = item.edtf.as_deref().filter(|_| dated) else { return false };
            let (start, end) = edtf.split_once('/').unwrap_or((edtf, edtf));
            let (start, end) = (known(start), known(end));
            // Wholly before or behind it, or on into a later year.
            end.is_some_and(|e| earlier(e, &period.start) || year(e) > year(&period.end))
                || start.is_some_and(|s| earlier(&period.end, s))
        };
        if let Some(item) = deadline.items.iter().find(outside) {
            let edtf = item.edtf.clone().unwrap_or_default();
            let detail = format!("{}, {}/{}", quote(&deadline.raw), period.start, period.end);
            out.findings.push(
                Finding::new(Code::DeadlineOutsidePeriod, activity.span, detail)
                    .with([span])
                    .of([&activity.id])
                    .numbers([edtf, format!("{}/{}", period.start, period.end)]),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_compared_as_far_as_they_are_given() {
        assert!(earlier("2023-08", "2023-09-01"));
        assert!(!earlier("2023-09", "2023-09-15"));
        assert!(!earlier("2023", "2023-09"));
    }

    #[test]
    fn only_texts_with_something_like_a_date_are_read() {
        assert!(may_hold_date("до 31.02.2025"));
        assert!(may_hold_date("к 31 июня 2025 года"));
        assert!(!may_hold_date("пункт 3.2 и 31 %"));
    }
}
