//! From what a deadline says to dates and rules: years from the neighbours or from the period of the document, runs
//! of months, recurrences.

use super::date::{Date, days_in};
use super::period::Period;
use super::recur::Freq;
use super::when::{LAST, LAST_WEEK, Point, Shape, Time};
use crate::grammar::deadlines::{Every, Weekday};
use crate::model::{DeadlineItem, DeadlineKind};

/// A piece of a deadline, as read.
#[derive(Clone, Debug)]
pub(crate) enum Part {
    Time(Time),
    Freq(Freq),
    Said(DeadlineItem),
    /// «круглый год»: nothing new beside a rule.
    AllYear,
    /// «10.00-11.00»: at which hour of the day that the other pieces give; `until` for «не позднее 12 часов».
    Hours {
        until: bool,
    },
    /// «месяца, следующего за отчётным»: which month the rule before it means.
    Following(String),
}

pub(crate) fn item(kind: DeadlineKind) -> DeadlineItem {
    DeadlineItem { kind, edtf: None, rrule: None, basis: None, inferred_year: false }
}

/// Twelve months that a month without a year falls into.
#[derive(Clone, Copy)]
struct Window {
    first: i32,
    last: i32,
    school: bool,
}

impl Window {
    /// The window of a period of one year or less; longer ones have none.
    fn of(period: &Period) -> Option<Window> {
        let month = |text: &str, default: i32| -> Option<i32> {
            let mut parts = text.split('-');
            let year: i32 = parts.next()?.parse().ok()?;
            let month = parts.next().map_or(Some(default), |m| m.parse().ok())?;
            (1..=12).contains(&month).then_some(year.checked_mul(12)? + month - 1)
        };
        let (first, last) = (month(&period.start, 1)?, month(&period.end, 12)?);
        ((0..12).contains(&(last - first))).then_some(Window {
            first,
            last,
            school: period.school_year || first % 12 == 8,
        })
    }

    /// Months since year 0 of the one `month` in the window. Where the window is shorter than a year, the month just
    /// before it is meant as well (in a plan for September 2025 «30.08» is of 2025), and every other one follows it: two
    /// months of one plan never stand in the wrong order.
    fn place(&self, month: u8) -> i32 {
        let behind = self.first + (i32::from(month) - 1 - self.first).rem_euclid(12);
        let before = behind - 12;
        if behind > self.last && self.first - before <= 1 { before } else { behind }
    }
}

/// The readings of a deadline.
pub(crate) fn items(parts: Vec<Part>, period: Option<&Period>) -> Vec<DeadlineItem> {
    resolved(parts, period.and_then(Window::of))
}

/// True where nothing is unparsed in a document of one year, where a month may lack its year.
pub(crate) fn understood(parts: Vec<Part>) -> bool {
    let leap = Window { first: 2024 * 12, last: 2024 * 12 + 11, school: false };
    resolved(parts, Some(leap)).iter().all(|i| i.kind != DeadlineKind::Unparsed)
}

/// The name of the day beside its date says nothing new: «понедельник 26.10», «26 октября (понедельник)». «По
/// понедельникам» and «каждый понедельник» are no names.
fn named_days(parts: &mut Vec<Part>) {
    let dated = |p: Option<&Part>| matches!(p, Some(Part::Time(t)) if t.shape == Shape::Single && t.start.day.is_some() && t.start.month.is_some());
    let name = |p: &Part| matches!(p, Part::Freq(f) if f.named);
    for i in (0..parts.len()).rev() {
        let beside = dated(parts.get(i + 1)) || (i > 0 && dated(parts.get(i - 1)));
        if name(&parts[i]) && beside {
            parts.remove(i);
        }
    }
}

/// Hours say when within what the other pieces say; alone they are no date. «Не позднее 12 часов 15 сентября» is a limit.
fn hours(parts: &mut Vec<Part>) {
    if !parts.iter().any(|p| matches!(p, Part::Hours { .. })) {
        return;
    }
    for i in 1..parts.len() {
        if let [.., Part::Hours { until: true }, Part::Time(t)] = &mut parts[..=i]
            && t.shape == Shape::Single
        {
            t.shape = Shape::Until;
        }
    }
    parts.retain(|p| !matches!(p, Part::Hours { .. }));
    if parts.is_empty() {
        parts.push(Part::Said(item(DeadlineKind::Unparsed)));
    }
}

fn resolved(mut parts: Vec<Part>, window: Option<Window>) -> Vec<DeadlineItem> {
    named_days(&mut parts);
    hours(&mut parts);
    share_years(&mut parts);
    let ruled = parts.iter().position(|p| matches!(p, Part::Freq(f) if f.rrule().is_some()));
    // «По понедельникам, 15 сентября»: a day of its own beside days of the week.
    let weekly = ruled.is_some_and(|i| matches!(&parts[i], Part::Freq(f) if f.every == Every::Week));
    let own = |t: &Time| weekly && t.start.day.is_some();
    // Times without a year that a rule takes up: with «ежегодно», or in a document of several years.
    let free = |t: &Time| t.yearless() && (t.start.month.is_none() || ruled.is_some() && !own(t) || window.is_none());
    let bare: Vec<Time> =
        parts.iter().filter_map(|p| if let Part::Time(t) = p { free(t).then_some(*t) } else { None }).collect();
    let mut rule_at = ruled.or_else(|| parts.iter().position(|p| matches!(p, Part::Time(t) if free(t))));
    let mut out: Vec<DeadlineItem> = Vec::with_capacity(parts.len());
    let mut last: Option<(Time, bool)> = None;
    for (i, part) in parts.into_iter().enumerate() {
        if rule_at == Some(i) {
            flush(&mut last, &mut out);
            rule_at = None;
            let freq = if let Part::Freq(f) = &part { Some(f) } else { None };
            rules(freq, &bare, &mut out);
            continue;
        }
        match part {
            Part::Time(t) if free(&t) => {}
            Part::Time(t) => {
                let (t, inferred) = window.map_or((t, false), |w| dated(t, w));
                match &mut last {
                    Some((run, was)) if run.run && t.run && inferred == *was && follows(run.end, t.start) => {
                        run.end = t.end;
                        run.shape = Shape::Range;
                    }
                    _ => {
                        flush(&mut last, &mut out);
                        last = Some((t, inferred));
                    }
                }
                continue;
            }
            Part::Freq(f) => {
                flush(&mut last, &mut out);
                let rrule = f.rrule();
                out.push(DeadlineItem { basis: f.basis, rrule, ..item(DeadlineKind::Recurring) });
            }
            Part::Said(said) => {
                flush(&mut last, &mut out);
                out.push(said);
            }
            Part::Hours { .. } => {}
            Part::AllYear if ruled.is_some() => {}
            Part::AllYear => {
                flush(&mut last, &mut out);
                out.push(item(DeadlineKind::Continuous));
            }
            Part::Following(words) => {
                flush(&mut last, &mut out);
                match out.last_mut() {
                    Some(rule) if rule.rrule.is_some() && rule.basis.is_none() => rule.basis = Some(words),
                    _ => out.push(DeadlineItem { basis: Some(words), ..item(DeadlineKind::Event) }),
                }
            }
        }
    }
    flush(&mut last, &mut out);
    let mut unique: Vec<DeadlineItem> = Vec::with_capacity(out.len());
    for item in out {
        if !unique.contains(&item) {
            unique.push(item);
        }
    }
    unique
}

/// A year belongs also to the months before it («июнь, июль 2024 год»), a month also to the days before it.
fn share_years(parts: &mut [Part]) {
    for i in (1..parts.len()).rev() {
        let [.., Part::Time(a), Part::Time(b)] = &mut parts[..=i] else { continue };
        if a.start.month.is_none() && a.start.day.is_some() && b.start.month.is_some() {
            for p in [&mut a.start, &mut a.end] {
                (p.month, p.year) = (b.start.month, b.start.year);
            }
        } else if a.yearless() && b.start.year.is_some() && a.end.month.is_some() && a.end.month <= b.start.month {
            (a.start.year, a.end.year) = (b.start.year, b.start.year);
        }
    }
    for i in 1..parts.len() {
        let [.., Part::Time(a), Part::Time(b)] = &mut parts[..=i] else { continue };
        if b.yearless() && a.end.year.is_some() && a.end.month.is_some() && a.end.month < b.start.month {
            (b.start.year, b.end.year) = (a.end.year, a.end.year);
        }
    }
}

/// The time with the year of the window, where it has none; a run that crosses the begin of the window begins before it.
fn dated(mut t: Time, w: Window) -> (Time, bool) {
    if !t.yearless() || t.start.month.is_none() {
        return (t, false);
    }
    if let (Some(half), true) = (t.half, w.school) {
        let (from, to) = if half == 1 { (9, 12) } else { (1, 5) };
        (t.start.month, t.end.month) = (Some(from), Some(to));
    }
    let (Some(from), Some(to)) = (t.start.month, t.end.month) else { return (t, false) };
    let (mut start, end) = (w.place(from), w.place(to));
    if end < start || (end == start && t.end.day < t.start.day) {
        start -= 12;
    }
    t.start.year = Some(start.div_euclid(12));
    t.end.year = Some(end.div_euclid(12));
    (t, true)
}

/// True where month `b` is the next one after month `a`.
fn follows(a: Point, b: Point) -> bool {
    let index = |p: Point| Some(p.year? * 12 + i32::from(p.month?));
    index(a).zip(index(b)).is_some_and(|(a, b)| b == a + 1)
}

fn flush(last: &mut Option<(Time, bool)>, out: &mut Vec<DeadlineItem>) {
    let Some((t, inferred)) = last.take() else { return };
    let read = edtf(&t).map(|(kind, edtf)| DeadlineItem { edtf: Some(edtf), inferred_year: inferred, ..item(kind) });
    out.push(read.unwrap_or_else(|| item(DeadlineKind::Unparsed)));
}

/// EDTF of a time with its years; `None` where a date does not exist or the end is before the start.
fn edtf(t: &Time) -> Option<(DeadlineKind, String)> {
    let iso = |p: Point| point_date(p).map(|d| d.iso());
    match t.shape {
        Shape::Single if t.nth.is_some() => {
            let (number, weekday) = t.nth?;
            let day = day_of(t.start.year?, t.start.month?, number, weekday);
            Some((DeadlineKind::Date, iso(Point { day: Some(day), ..t.start })?))
        }
        Shape::Single => Some((DeadlineKind::Date, iso(t.start)?)),
        Shape::Until => Some((DeadlineKind::Date, format!("../{}", iso(t.end)?))),
        Shape::Since => Some((DeadlineKind::Interval, format!("{}/..", iso(t.start)?))),
        Shape::Range => {
            let (start, end) = (point_date(t.start)?, point_date(t.end)?);
            let first = (start.year, start.month.unwrap_or(1), start.day.unwrap_or(1));
            let last = (end.year, end.month.unwrap_or(12), end.day.unwrap_or(31));
            (first <= last).then(|| (DeadlineKind::Interval, format!("{}/{}", start.iso(), end.iso())))
        }
    }
}

/// The point as a date that exists.
pub(crate) fn point_date(p: Point) -> Option<Date> {
    let year = p.year?;
    Some(Date { year, month: p.month, day: day_in(p, year) }).filter(Date::valid)
}

/// The day of a point in `year`, also where it is counted from the end of its month.
fn day_in(p: Point, year: i32) -> Option<u8> {
    match (p.day, p.month) {
        (Some(LAST), Some(month)) => Some(days_in(year, month)),
        (Some(LAST_WEEK), Some(month)) => Some(days_in(year, month) - 6),
        (day, _) => day,
    }
}

/// The day of the `number`th such weekday of a month; -1 is the last.
fn day_of(year: i32, month: u8, number: i8, weekday: Weekday) -> u8 {
    // Days before the month in a year that begins in March.
    let (y, m) = if month < 3 { (year - 1, month + 9) } else { (year, month - 3) };
    let days = 365 * y + y.div_euclid(4) - y.div_euclid(100) + y.div_euclid(400) + (153 * i32::from(m) + 2) / 5;
    // 1 March of year 0 was a Wednesday.
    let first = (days + 2).rem_euclid(7);
    let day = 1 + (weekday as i32 - first).rem_euclid(7);
    let last = i32::from(days_in(year, month));
    let day = if number < 0 { day + (last - day) / 7 * 7 } else { day + (i32::from(number) - 1) * 7 };
    u8::try_from(day).unwrap_or(1)
}

/// Months and days of months of times without a year.
#[derive(Default)]
struct Group {
    months: Vec<u8>,
    days: Vec<u8>,
    weekday: Option<(i8, Weekday)>,
}

/// The rule `freq` (every year where there is none) with the months and days of `bare`.
fn rules(freq: Option<&Freq>, bare: &[Time], out: &mut Vec<DeadlineItem>) {
    let recurring = |rrule| DeadlineItem { rrule: Some(rrule), ..item(DeadlineKind::Recurring) };
    // «с февраля» without a year, and not «ежегодно»: of which year nobody knows.
    let open = freq.is_none() && bare.iter().any(|t| t.shape == Shape::Since);
    let Some(groups) = groups(bare).filter(|_| !open) else {
        out.extend(freq.and_then(Freq::rrule).map(recurring));
        out.push(item(DeadlineKind::Unparsed));
        return;
    };
    let mut alone = freq.and_then(Freq::rrule);
    for g in groups {
        let single = bare.iter().all(|t| t.shape == Shape::Single);
        let base = match freq {
            // «ежегодно (август)», «два раза в год (декабрь, май)»: these months, every year.
            _ if !g.months.is_empty() && freq.is_none_or(|f| yearly(f, single)) => "FREQ=YEARLY".to_owned(),
            // «до 5 числа»
            None => "FREQ=MONTHLY".to_owned(),
            Some(f) if g.days.is_empty() || matches!(f.every, Every::Month | Every::Quarter) => {
                alone = None;
                f.rrule().unwrap_or_default()
            }
            Some(_) if g.months.is_empty() => "FREQ=MONTHLY".to_owned(),
            Some(_) => "FREQ=YEARLY".to_owned(),
        };
        if base == "FREQ=YEARLY" && freq.is_some_and(|f| yearly(f, single)) {
            alone = None;
        }
        out.extend(alone.take().map(recurring));
        out.push(recurring(with_days(base, &g)));
    }
    out.extend(alone.map(recurring));
}

/// A frequency of whole years, or one that a list of single months spells out.
fn yearly(f: &Freq, single: bool) -> bool {
    let spelled = matches!(f.every, Every::Half) || (f.every == Every::Quarter && single);
    (f.every == Every::Year && f.step == 1) || spelled
}

fn with_days(mut rule: String, g: &Group) -> String {
    for (name, values) in [("BYMONTH", &g.months), ("BYMONTHDAY", &g.days)] {
        let values: Vec<String> = values.iter().map(u8::to_string).collect();
        if !values.is_empty() {
            rule += &format!(";{name}={}", values.join(","));
        }
    }
    if let Some((number, weekday)) = g.weekday {
        rule += &format!(";BYDAY={number}{}", weekday.code());
    }
    rule
}

/// Times without a year as few groups as months and days allow; `None` where a day does not exist.
fn groups(bare: &[Time]) -> Option<Vec<Group>> {
    let mut groups: Vec<Group> = Vec::new();
    for t in bare {
        let g = group(t)?;
        match groups.last_mut() {
            Some(last) if last.weekday != g.weekday => groups.push(g),
            Some(last) if last.days == g.days => extend(&mut last.months, &g.months),
            Some(last) if last.months == g.months && !last.days.is_empty() && !g.days.is_empty() => {
                extend(&mut last.days, &g.days)
            }
            _ => groups.push(g),
        }
    }
    Some(groups)
}

fn extend(list: &mut Vec<u8>, more: &[u8]) {
    for v in more {
        if !list.contains(v) {
            list.push(*v);
        }
    }
}

fn group(t: &Time) -> Option<Group> {
    let mut g = Group { weekday: t.nth, ..Group::default() };
    let exists = |p: Point| match (p.month, p.day) {
        // 2020 is a leap year: 29 February recurs.
        (Some(m), Some(d)) => d >= LAST_WEEK || d <= days_in(2020, m),
        _ => true,
    };
    if !exists(t.start) || !exists(t.end) {
        return None;
    }
    let (start, end) = match t.shape {
        Shape::Since => (t.start, t.start),
        Shape::Until => (t.end, t.end),
        _ => (t.start, t.end),
    };
    if let (Some(mut m), Some(to)) = (start.month, end.month) {
        g.months.push(m);
        while m != to && g.months.len() < 12 {
            m = m % 12 + 1;
            g.months.push(m);
        }
    }
    // Days are said only inside one month.
    if g.months.len() <= 1
        && let (Some(a), Some(b)) = (day_in(start, 2020), day_in(end, 2020))
    {
        if a > b {
            return None;
        }
        g.days.extend(a..=b);
    }
    Some(g)
}
