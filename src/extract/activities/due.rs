//! When an activity is due: its cell, and the headings that say which day or month is meant.
//!
//! ```text
//! МАРТ                                       lines of a cell are read each for itself:
//! │ до 15.03    │  ../03-15                  │ 06.09.   │  09-06
//! │ в теч. мес. │  03                        │ до 15.09 │  ../09-15, and no interval
//! ```

use crate::diagnostic::{Code, Findings};
use crate::grammar::dates::Dates;
use crate::grammar::deadlines::{Deadlines, Every};
use crate::grammar::lexicon::Words;
use crate::layout::parallel;
use crate::model::{Deadline, DeadlineItem, DeadlineKind};
use crate::normalize::{date, deadline};
use crate::text::Text;

use super::super::{Context, field};

/// Most words of a heading that names a month: «Январь 2025 года».
const MOST_WORDS: usize = 3;
/// Digits of a year with one too many.
const SLIPPED: usize = 5;

/// The readings of a deadline. Where its words leave open which day or month is meant, the headings above say it.
pub(super) fn read(
    ctx: &Context,
    text: &Text,
    within: &deadline::Context,
    headings: &[&str],
    placed: bool,
    findings: &mut Findings,
) -> Option<Deadline> {
    let raw = field(text)?;
    let one = |words: &str| readings(ctx, words, within, headings, placed);
    let whole = one(&raw);
    let lines = if placed { Vec::new() } else { parallel::dues(text, ctx.g) };
    let items = match by_lines(&raw, &lines, ctx, &one) {
        Some(items) if !unread(&items) || unread(&whole) || whole.iter().any(|i| misread(i, &ctx.g.dates)) => items,
        _ => whole,
    };
    if unread(&items) {
        findings.about(Code::DeadlineUnparsed, text);
    }
    Some(Deadline { raw, items })
}

fn unread(items: &[DeadlineItem]) -> bool {
    items.iter().any(|i| i.kind == DeadlineKind::Unparsed)
}

/// A date within the words of a plan or an event: what stands in several lines was read as one phrase.
fn misread(item: &DeadlineItem, dates: &Dates) -> bool {
    item.basis.as_ref().is_some_and(|basis| date::find(basis, 0, dates).is_some())
}

/// The readings of a cell whose lines are deadlines of their own, so that no interval is made of two of them; `None`
/// where it has one line, or where the lines say less than the whole.
fn by_lines(
    raw: &str,
    lines: &[Text],
    ctx: &Context,
    one: &dyn Fn(&str) -> Vec<DeadlineItem>,
) -> Option<Vec<DeadlineItem>> {
    if lines.len() < 2 {
        return None;
    }
    let mut items: Vec<DeadlineItem> = Vec::new();
    let mut run = String::new();
    let take = |run: &mut String, items: &mut Vec<DeadlineItem>| {
        for item in if run.is_empty() { Vec::new() } else { one(&std::mem::take(run)) } {
            if !items.contains(&item) {
                items.push(item);
            }
        }
    };
    for line in lines {
        // «В течение месяца» takes its month from the heading, and only where it stands alone.
        let alone = ctx.g.deadlines.under.whole(line.as_str()).is_some();
        if alone {
            take(&mut run, &mut items);
        } else if !run.is_empty() {
            run += "; ";
        }
        run += line.as_str();
        if alone {
            take(&mut run, &mut items);
        }
    }
    take(&mut run, &mut items);
    let invented = |i: &DeadlineItem| i.basis.as_ref().is_some_and(|b| b.contains(';')) && !raw.contains(';');
    (!items.iter().any(invented)).then_some(items)
}

/// The readings of one text.
fn readings(
    ctx: &Context,
    raw: &str,
    within: &deadline::Context,
    headings: &[&str],
    placed: bool,
) -> Vec<DeadlineItem> {
    let read = |words: &str| deadline::read(words, within, &ctx.g.deadlines, &ctx.g.dates);
    let mut items = read(raw);
    if placed {
        beside_places(raw, &mut items, &ctx.g.dates, &read);
    }
    if let Some(better) = spanned(raw, headings, &ctx.g.deadlines, &ctx.g.dates, &read) {
        items = better;
    }
    if unread(&items) {
        let days = dated(raw, headings, &ctx.g.dates).map(|dates| read(&dates));
        let hours = || {
            let day = headings.iter().rev().find(|h| is_day(&read(h)))?;
            Some(read(&format!("{day}, {raw}")))
        };
        if let Some(better) = days.or_else(hours).filter(|better| !unread(better)) {
            items = better;
        }
    }
    items
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
        if every != Every::Month {
            let items = read(heading);
            return is_day(&items).then_some(items);
        }
        let (i, _, n) = dates.months.find(&words, 0)?;
        let (from, to) = (words.get(i)?.start, words.get(i + n - 1)?.end);
        let items = read(&heading[from..]);
        if is_month(&items) {
            return Some(items);
        }
        let month = is_slip(&heading[to..]).then(|| read(&heading[from..to]));
        month.filter(|items| is_month(items))
    })
}

/// «МЕСЯЦ 20015/2016»: a year that cannot be one stands behind the month, which says the month all the same.
fn is_slip(behind: &str) -> bool {
    let mut numbers = behind.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty());
    numbers.any(|n| n.len() == SLIPPED && n.starts_with("20"))
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
