//! Expressions of time inside a short text: days, months, quarters, years, and what joins them.
//!
//! `сентябрь 2023 - май 2024`, `III и IV квартал 2023 г.`, `до 1 октября 2024 года`, `с 2023 по 2025 гг`,
//! `первая декада ноября`, `1, 15 числа`.

use super::date;
use super::scan::{DASHES, Scan};
use crate::grammar::dates::{Dates, PartOf};
use crate::grammar::deadlines::{Deadlines, Weekday};

/// A day that stands for the last of its month, until the year is known.
pub(crate) const LAST: u8 = 40;
/// The first of the last seven days of its month; below [`LAST`], above every day.
pub(crate) const LAST_WEEK: u8 = 39;

/// A place in time; what the text leaves out is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Point {
    pub year: Option<i32>,
    pub month: Option<u8>,
    pub day: Option<u8>,
}

impl Point {
    fn month(month: u8, year: Option<i32>) -> Point {
        Point { year, month: Some(month), day: None }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// One day, month or year: both ends are the same.
    Single,
    /// From start to end.
    Range,
    /// Up to the end.
    Until,
    /// From the start on.
    Since,
}

/// An expression of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Time {
    pub shape: Shape,
    pub start: Point,
    pub end: Point,
    /// A single month or quarter: neighbours of a list merge into a run.
    pub run: bool,
    /// The number of a half-year without a year: a school year halves otherwise than a calendar year.
    pub half: Option<u8>,
    /// A day of the week of the month, counted: the last Saturday.
    pub nth: Option<(i8, Weekday)>,
    /// School years, said so.
    pub school: bool,
    /// A year noun («год») follows.
    pub noun: bool,
}

impl Time {
    fn new(shape: Shape, start: Point, end: Point) -> Time {
        Time { shape, start, end, run: false, half: None, nth: None, school: false, noun: false }
    }

    fn single(point: Point) -> Time {
        Time { run: point.month.is_some() && point.day.is_none(), ..Time::new(Shape::Single, point, point) }
    }

    /// No year is given.
    pub fn yearless(&self) -> bool {
        self.start.year.is_none() && self.end.year.is_none()
    }
}

/// The expression of time at token `i` and the token behind it. A list as «III и IV квартал» gives several.
pub(crate) fn time(s: &Scan, i: usize, d: &Dates) -> Option<(Vec<Time>, usize)> {
    let p = Parser { s, d };
    let mut out = Vec::new();
    let next = p.bounded(i, &mut out)?;
    Some((out, next))
}

/// «последняя суббота августа» at token `i`, and the token behind it.
pub(crate) fn nth_weekday(s: &Scan, i: usize, g: &Deadlines, d: &Dates) -> Option<(Time, usize)> {
    let p = Parser { s, d };
    let (number, at) = p.ordinal(s.past(&g.each, s.past(&g.on, i)))?;
    let (day, at) = s.form(&g.weekdays, at)?;
    let (month, behind) = s.form(&d.months, at)?;
    let (year, next) = p.year_after(behind, month);
    let time = Time::single(Point::month(month, year));
    Some((Time { run: false, nth: Some((number, day)), ..time }, next))
}

/// The token behind an hour of the day or a span of hours at token `i`: «10.00-11.00», «с 9-30 до 10:00», «в 14 ч.»;
/// and whether it is a limit: «не позднее 14 ч.». What reads as a day and month just as well («10.10-11.12») is none.
pub(crate) fn hours(s: &Scan, i: usize, d: &Dates) -> Option<(bool, usize)> {
    let until = s.form(&d.until, i).is_some();
    let lead = [&d.from, &d.until, &d.within].into_iter().find_map(|l| s.form(l, i)).map_or(i, |((), next)| next);
    let (mut sure, mut next) = hour(s, lead, d)?;
    let to = if s.is(next, DASHES) {
        Some(next + 1)
    } else {
        [&d.to, &d.until].into_iter().find_map(|l| s.form(l, next)).map(|((), next)| next)
    };
    if let Some((last, behind)) = to.and_then(|to| hour(s, to, d)) {
        (sure, next) = (sure || last, behind);
    }
    sure.then_some((until, next))
}

/// The token behind two days at token `i` of which the second is none: «07.12-19.20.». Hours end without a point.
pub(crate) fn slip(s: &Scan, i: usize) -> Option<usize> {
    let pair = |i: usize| {
        let (a, b) = (s.num(i)?, s.num(i + 2)?);
        s.is(i + 1, &['.']).then_some((a, b)).filter(|((_, n), (_, m))| *n <= 2 && *m == 2)
    };
    let ((day, _), (month, _)) = pair(i)?;
    let first = (1..=31).contains(&day) && (1..=12).contains(&month);
    let (_, (wrong, _)) = pair(i + 4).filter(|_| first && s.is(i + 3, DASHES))?;
    (wrong > 12 && s.is(i + 7, &['.'])).then_some(i + 8)
}

/// Whether the hour at token `i` can be nothing else, and the token behind it.
fn hour(s: &Scan, i: usize, d: &Dates) -> Option<(bool, usize)> {
    let (hour, 1..=2) = s.num(i).filter(|(h, _)| *h <= 24)? else { return None };
    if let Some(((), next)) = s.form(&d.hour, i + 1) {
        return Some((true, next));
    }
    let colon = s.is(i + 1, &[':']);
    let dash = s.is(i + 1, DASHES);
    let mut at = i + 2;
    while !colon && !dash && s.is(i + 1, &['.']) && s.is(at, &['.']) {
        at += 1;
    }
    if !colon && !dash && !s.is(i + 1, &['.']) {
        return None;
    }
    let (minute, 2) = s.num(at).filter(|(m, _)| *m < 60)? else { return None };
    let touch = |a: usize| s.get(a).zip(s.get(a + 1)).is_some_and(|(a, b)| a.end == b.start);
    let more = s.is(at + 1, &['.']) && s.num(at + 2).is_some() && touch(at) && touch(at + 1);
    if !(i..at).all(touch) || more {
        return None;
    }
    // «9-30» is a span of days as often.
    let sure = colon || minute == 0 || (!dash && (hour == 0 || minute > 12));
    let next = s.past(&d.hour, at + 1);
    Some((sure || next > at + 1, next))
}

struct Parser<'a, 't> {
    s: &'a Scan<'t>,
    d: &'a Dates,
}

impl Parser<'_, '_> {
    fn bounded(&self, i: usize, out: &mut Vec<Time>) -> Option<usize> {
        if let Some(next) = self.one_sided(i, out) {
            return Some(next);
        }
        if let Some(((), next)) = self.s.form(&self.d.during, i) {
            if let Some(next) = self.one_sided(next, out) {
                return Some(next);
            }
            let next = self.joined(next, out)?;
            if let [t] = &mut out[..]
                && let (Shape::Single, Point { year: Some(year), month: None, .. }) = (t.shape, t.start)
            {
                *t = Time::new(Shape::Range, Point::month(1, Some(year)), Point::month(12, Some(year)));
            }
            return Some(next);
        }
        if let Some(((), next)) = self.s.form(&self.d.within, i) {
            return self.one_sided(next, out).or_else(|| self.joined(next, out));
        }
        self.joined(i, out)
    }

    /// «до …», «с … по …», «с …».
    fn one_sided(&self, i: usize, out: &mut Vec<Time>) -> Option<usize> {
        if let Some(((), next)) = self.s.form(&self.d.until, i) {
            let (t, next) = self.only(self.s.past(&self.d.edge, next))?;
            out.push(Time { school: t.school, ..Time::new(Shape::Until, t.start, t.end) });
            return Some(next);
        }
        let ((), next) = self.s.form(&self.d.from, i)?;
        let (a, next) = self.only(self.s.past(&self.d.edge, next))?;
        if let Some(((), to)) = self.s.form(&self.d.to, next)
            && let Some((b, next)) = self.only(self.s.past(&self.d.edge, to))
        {
            out.push(range(a, b));
            return Some(next);
        }
        if a.shape == Shape::Range && a.start.year.is_some() && a.start.month.is_none() {
            // «с 2022-2025 годы»
            out.push(a);
            return Some(next);
        }
        if a.start.month.is_none() && a.start.year.is_none() {
            return None;
        }
        out.push(Time::new(Shape::Since, a.start, a.end));
        Some(next)
    }

    /// A piece, or two joined by a dash or «по».
    fn joined(&self, i: usize, out: &mut Vec<Time>) -> Option<usize> {
        let next = self.piece(self.s.past(&self.d.edge, i), out)?;
        let [a] = out[..] else { return Some(next) };
        let to = match self.s.form(&self.d.to, next) {
            Some(((), to)) => to,
            None if self.s.is(next, DASHES) => next + 1,
            None => return Some(next),
        };
        match self.only(to) {
            Some((b, end)) => {
                out[0] = range(a, b);
                Some(end)
            }
            None => Some(next),
        }
    }

    fn only(&self, i: usize) -> Option<(Time, usize)> {
        let mut out = Vec::new();
        let next = self.piece(i, &mut out)?;
        match out[..] {
            [t] => Some((t, next)),
            _ => None,
        }
    }

    fn piece(&self, i: usize, out: &mut Vec<Time>) -> Option<usize> {
        let i = self.s.unquoted(i);
        if let Some((value, digits)) = self.s.num(i) {
            return self
                .written(i, out)
                .or_else(|| self.years(i, value, digits, out))
                .or_else(|| self.part(i, out))
                .or_else(|| self.day(i, value, digits, out));
        }
        self.month(i, None, out).or_else(|| self.part(i, out))
    }

    /// `15.10.2024`, and `15.10` without a year.
    fn written(&self, i: usize, out: &mut Vec<Time>) -> Option<usize> {
        let tok = self.s.get(i)?;
        let full = date::numeric_at(self.s.text, tok.start, self.d);
        if let Some((date, end)) = full.filter(|(date, _)| year(date.year.unsigned_abs(), 4).is_some()) {
            out.push(Time::single(Point { year: Some(date.year), month: date.month, day: date.day }));
            let next = self.s.token_from(end);
            // «06.01.2016.г»
            let behind = if self.s.is(next, &['.']) { self.s.past(&self.d.year, next + 1) } else { next };
            return Some(if behind > next + 1 { behind } else { next });
        }
        let (dot, other) = (self.s.get(i + 1)?, self.s.get(i + 2)?);
        let ((day, digits @ 1..=2), (month, 2)) = (self.s.num(i)?, self.s.num(i + 2)?) else { return None };
        // «23. 03.»
        let spaced = digits == 2 && dot.end + 1 == other.start;
        let close = tok.end == dot.start && (dot.end == other.start || spaced) && self.s.is(i + 1, &['.']);
        if !close || !(1..=31).contains(&day) || !(1..=12).contains(&month) {
            return None;
        }
        let next = if self.s.is(i + 3, &['.']) { i + 4 } else { i + 3 };
        if next == i + 4 && self.s.num(next).is_some() && self.s.get(i + 3)?.end == self.s.get(next)?.start {
            return None;
        }
        let (year, next) = self.year_after(next, month as u8);
        out.push(Time::single(Point { year, month: Some(month as u8), day: Some(day as u8) }));
        Some(next)
    }

    fn years(&self, i: usize, value: u32, digits: usize, out: &mut Vec<Time>) -> Option<usize> {
        let first = year(value, digits)?;
        let pair =
            (self.s.is(i + 1, DASHES) || self.s.is(i + 1, &['/'])).then(|| self.second_year(first, i + 2)).flatten();
        let mut next = i + 1 + 2 * usize::from(pair.is_some());
        let mut noun = false;
        if let Some(((), behind)) = self.s.form(&self.d.school, next) {
            if let Some(last) = pair {
                let span = Time::new(Shape::Range, Point::month(9, Some(first)), Point::month(8, Some(last)));
                out.push(Time { school: true, noun: true, ..span });
                return Some(behind);
            }
            (next, noun) = (behind, true);
        } else if let Some((_, behind)) = self.s.form(&self.d.year, next) {
            (next, noun) = (behind, true);
        }
        let point = |year| Point { year: Some(year), month: None, day: None };
        out.push(match pair {
            Some(last) => Time { noun, ..Time::new(Shape::Range, point(first), point(last)) },
            None => Time { noun, ..Time::single(point(first)) },
        });
        Some(next)
    }

    fn second_year(&self, first: i32, i: usize) -> Option<i32> {
        let (value, digits) = self.s.num(i)?;
        let last = match digits {
            2 => first / 100 * 100 + i32::try_from(value).ok()?,
            _ => year(value, digits)?,
        };
        (last > first && last - first <= 50).then_some(last)
    }

    /// The year behind a month or quarter: `2023 г.`, or a school year, of which `month` chooses the half.
    fn year_after(&self, i: usize, month: u8) -> (Option<i32>, usize) {
        let Some(first) = self.s.num(i).and_then(|(v, n)| year(v, n)) else { return (None, i) };
        if (self.s.is(i + 1, DASHES) || self.s.is(i + 1, &['/']))
            && let Some(last) = self.second_year(first, i + 2)
            && let Some(((), next)) = self.s.form(&self.d.school, i + 3)
        {
            return (Some(if month >= 9 { first } else { last }), next);
        }
        let next = self.s.past(&self.d.school, i + 1);
        (Some(first), self.s.past(&self.d.year, next))
    }

    fn month(&self, i: usize, day: Option<u8>, out: &mut Vec<Time>) -> Option<usize> {
        let (month, next) = self.s.form(&self.d.months, i)?;
        let next = self.s.past(&self.d.month, next);
        let (year, next) = self.year_after(next, month);
        out.push(Time::single(Point { year, month: Some(month), day }));
        Some(next)
    }

    /// `1 октября 2024 года`, `5 числа`, and the first days of `15, 20 мая` and `1 и 15 числа`.
    fn day(&self, i: usize, value: u32, digits: usize, out: &mut Vec<Time>) -> Option<usize> {
        let day = u8::try_from(value).ok().filter(|d| (1..=31).contains(d) && digits <= 2)?;
        let next = self.s.unquoted(i + 1);
        if let Some(next) = self.month(next, Some(day), out) {
            return Some(next);
        }
        let next = self.suffixed(i + 1);
        let point = Point { day: Some(day), ..Point::default() };
        if let Some(((), next)) = self.s.form(&self.d.day, next) {
            out.push(Time::single(point));
            return Some(next);
        }
        // The month stands behind the last day of the list.
        let mut at = next;
        for _ in 0..12 {
            at = self.joint(at)?;
            if self.written(at, &mut Vec::new()).is_some() {
                // «20-24.11»
                out.push(Time::single(point));
                return Some(next);
            }
            let (day, digits) = self.s.num(at)?;
            if !(1..=31).contains(&day) || digits > 2 {
                return None;
            }
            at = self.s.unquoted(self.suffixed(at + 1));
            if self.s.form(&self.d.months, at).is_some() || self.s.form(&self.d.day, at).is_some() {
                out.push(Time::single(point));
                return Some(next);
            }
        }
        None
    }

    /// Past a dash, comma, «и» or «по».
    fn joint(&self, i: usize) -> Option<usize> {
        if self.s.is(i, DASHES) || self.s.is(i, &[',']) {
            return Some(i + 1);
        }
        self.s.form(&self.d.and, i).or_else(|| self.s.form(&self.d.to, i)).map(|((), next)| next)
    }

    /// Past the ending of an ordinal in digits: «1-й».
    fn suffixed(&self, i: usize) -> usize {
        let at = if self.s.is(i, DASHES) { i + 1 } else { i };
        self.s.form(&self.d.suffix, at).map_or(i, |((), next)| next)
    }

    fn ordinal(&self, i: usize) -> Option<(i8, usize)> {
        let (number, next) = self.s.form(&self.d.ordinals, i)?;
        Some((number, self.suffixed(next)))
    }

    /// `III и IV квартал 2023 г.`, `1 полугодие`, `первая декада ноября`.
    fn part(&self, i: usize, out: &mut Vec<Time>) -> Option<usize> {
        let (first, mut at) = self.ordinal(i)?;
        let mut spans = [(first, first); 4];
        let mut count = 1;
        while count < spans.len() {
            let dash = self.s.is(at, DASHES);
            let Some((number, next)) = self.joint(at).and_then(|j| self.ordinal(j)) else { break };
            if dash {
                spans[count - 1].1 = number;
            } else {
                spans[count] = (number, number);
                count += 1;
            }
            at = next;
        }
        let (part, next) = self.s.form(&self.d.parts, at)?;
        let spans = &spans[..count];
        match part {
            PartOf::Quarter | PartOf::Half => self.part_of_year(part, spans, next, out),
            PartOf::Decade | PartOf::Week | PartOf::HalfMonth => self.part_of_month(part, spans, next, out),
        }
    }

    fn part_of_year(&self, part: PartOf, spans: &[(i8, i8)], at: usize, out: &mut Vec<Time>) -> Option<usize> {
        let (size, most) = if part == PartOf::Quarter { (3, 4) } else { (6, 2) };
        let mut next = at;
        for &(a, b) in spans {
            let (a, b) = (counted(a, most)?, counted(b, most)?);
            if b < a {
                return None;
            }
            let (start, end) = ((a - 1) * size + 1, b * size);
            let (year, behind) = self.year_after(at, start);
            next = behind;
            let half = (part == PartOf::Half && year.is_none() && a == b).then_some(a);
            let time = Time::new(Shape::Range, Point::month(start, year), Point::month(end, year));
            out.push(Time { run: a == b && half.is_none(), half, ..time });
        }
        Some(next)
    }

    fn part_of_month(&self, part: PartOf, spans: &[(i8, i8)], at: usize, out: &mut Vec<Time>) -> Option<usize> {
        let (size, most) = match part {
            PartOf::Decade => (10, 3),
            PartOf::Week => (7, 4),
            _ => (15, 2),
        };
        let (month, behind) = self.s.form(&self.d.months, at)?;
        let (year, next) = self.year_after(behind, month);
        for &(a, b) in spans {
            let (from, to) = (counted(a, most)?, counted(b, most)?);
            if to < from {
                return None;
            }
            let point = |day| Point { year, month: Some(month), day: Some(day) };
            // The last week is the last seven days; the fourth one ends a few days before.
            let whole = part != PartOf::Week;
            let start = if a == -1 && !whole { LAST_WEEK } else { (from - 1) * size + 1 };
            let end = if b == -1 || (whole && to == most) { LAST } else { to * size };
            out.push(Time::new(Shape::Range, point(start), point(end)));
        }
        Some(next)
    }
}

fn counted(ordinal: i8, most: u8) -> Option<u8> {
    match ordinal {
        -1 => Some(most),
        n => u8::try_from(n).ok().filter(|n| (1..=most).contains(n)),
    }
}

fn year(value: u32, digits: usize) -> Option<i32> {
    (digits == 4 && (1900..=2100).contains(&value)).then_some(value as i32)
}

/// From the start of `a` to the end of `b`; what one end leaves out it takes from the other.
fn range(a: Time, b: Time) -> Time {
    let (mut start, mut end) = (a.start, b.end);
    if start.month.is_none() && start.year.is_none() {
        (start.month, start.year) = (end.month, end.year);
    }
    if let (Some(from), Some(to)) = (start.month, end.month) {
        let turns = (to, end.day.unwrap_or(LAST)) < (from, start.day.unwrap_or(1));
        match (start.year, end.year) {
            (None, Some(year)) => start.year = Some(year - i32::from(turns)),
            (Some(year), None) => end.year = Some(year + i32::from(turns)),
            _ => {}
        }
    }
    Time { noun: a.noun || b.noun, school: a.school && b.school, ..Time::new(Shape::Range, start, end) }
}
