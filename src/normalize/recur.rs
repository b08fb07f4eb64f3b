//! How often: `ежегодно`, `не реже 2 раз в год`, `раз в три года`, `каждый понедельник`.

use std::fmt::Write;

use super::scan::{DASHES, Kind, Scan, Tok};
use super::when::hours;
use crate::grammar::dates::Dates;
use crate::grammar::deadlines::{Deadlines, Every, PlanLead};

/// A frequency: so many times in so many units.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Freq {
    pub every: Every,
    /// How many times.
    pub times: u32,
    /// In how many units.
    pub step: u32,
    /// Days of the week (`MO,TH`, `1MO`), or nothing.
    pub days: String,
    /// One day of the week that is named, not said to come again: «понедельник», «в понедельник».
    pub named: bool,
    /// Words that say it where no rule can: «четверть», «5 раз в год».
    pub basis: Option<String>,
}

impl Freq {
    /// RFC 5545; `None` where the frequency has no even step or no fixed length.
    pub fn rrule(&self) -> Option<String> {
        let months = match self.every {
            Every::Month => 1,
            Every::Quarter => 3,
            Every::Half => 6,
            Every::Year => 12,
            Every::Day | Every::Week if self.times == 1 => 0,
            Every::Day | Every::Week | Every::Term => return None,
        };
        let (freq, interval) = if months == 0 {
            (if self.every == Every::Day { "DAILY" } else { "WEEKLY" }, self.step)
        } else {
            let all = self.step.checked_mul(months)?;
            if self.times == 0 || !all.is_multiple_of(self.times) {
                return None;
            }
            match all / self.times {
                n if n % 12 == 0 => ("YEARLY", n / 12),
                n => ("MONTHLY", n),
            }
        };
        let mut rule = format!("FREQ={freq}");
        if interval > 1 {
            let _ = write!(rule, ";INTERVAL={interval}");
        }
        if !self.days.is_empty() {
            let _ = write!(rule, ";BYDAY={}", self.days);
        }
        Some(rule)
    }
}

/// The frequency at token `i` and the token behind it.
pub(crate) fn freq(s: &Scan, i: usize, g: &Deadlines, d: &Dates) -> Option<(Freq, usize)> {
    adverb(s, i, g)
        .or_else(|| adjective(s, i, g))
        .or_else(|| times_per(s, i, g))
        .or_else(|| weekdays(s, i, g, d))
        .or_else(|| each(s, i, g))
}

/// The adverb at token `i` only («ежегодно»): cheap, and never a part of another phrase.
pub(crate) fn adverb(s: &Scan, i: usize, g: &Deadlines) -> Option<(Freq, usize)> {
    let (every, next) = s.form(&g.frequency, i)?;
    Some((made(s, every, 1, 1, next.saturating_sub(1).max(i), next), next))
}

/// «Ежегодный» instead of the adverb, where it stands alone: «согласно ежегодному плану» says something else.
fn adjective(s: &Scan, i: usize, g: &Deadlines) -> Option<(Freq, usize)> {
    let (every, next) = s.form(&g.adjectives, i)?;
    let alone = s.get(next).is_none_or(|t| matches!(t.kind, Kind::Mark(_)));
    alone.then(|| (made(s, every, 1, 1, i, next), next))
}

/// A frequency whose basis, where it needs one, is the tokens `from..to`.
fn made(s: &Scan, every: Every, times: u32, step: u32, from: usize, to: usize) -> Freq {
    let mut freq = Freq { every, times, step, days: String::new(), named: false, basis: None };
    if freq.rrule().is_none() {
        freq.basis = s.slice(from, to);
    }
    freq
}

fn count(s: &Scan, i: usize, g: &Deadlines) -> Option<(u32, usize)> {
    match s.num(i) {
        Some((n, _)) if (1..=366).contains(&n) => Some((n, i + 1)),
        Some(_) => None,
        None => s.form(&g.counts, i),
    }
}

/// «не реже, чем 2 раза в год», «раз в две недели», «дважды в месяц».
fn times_per(s: &Scan, i: usize, g: &Deadlines) -> Option<(Freq, usize)> {
    let mut at = s.past(&g.at_least, i);
    let than = if s.is(at, &[',']) { at + 1 } else { at };
    at = s.form(&g.than, than).map_or(at, |((), next)| next);
    let (times, at) = match s.form(&g.often, at) {
        Some(often) => often,
        None => {
            let (n, next) = count(s, at, g).unwrap_or((1, at));
            // «1-го раза», «1 разв 2 месяца»
            match s.form(&g.times, next) {
                Some(((), next)) => (n, next),
                None => (n, s.form(&g.times_per, next).map(|_| next)?),
            }
        }
    };
    let ((), at) = s.form(&g.per, at).or_else(|| s.form(&g.times_per, at))?;
    let (step, unit) = match s.form(&g.units, at) {
        Some(_) => (1, at),
        None => count(s, at, g)?,
    };
    let (every, next) = s.form(&g.units, unit)?;
    let from = if every == Every::Term && times == 1 && step == 1 { unit } else { i };
    Some((made(s, every, times, step, from, next), next))
}

/// «каждый квартал», «каждые две недели».
fn each(s: &Scan, i: usize, g: &Deadlines) -> Option<(Freq, usize)> {
    let ((), at) = s.form(&g.each, i)?;
    let (step, unit) = match s.form(&g.units, at) {
        Some(_) => (1, at),
        None => count(s, at, g)?,
    };
    let (every, next) = s.form(&g.units, unit)?;
    Some((made(s, every, 1, step, unit, next), next))
}

/// «каждый понедельник и четверг», «по средам», «первый понедельник месяца», «последняя пятница каждого месяца».
fn weekdays(s: &Scan, i: usize, g: &Deadlines, d: &Dates) -> Option<(Freq, usize)> {
    let spanned = s.form(&d.from, i).and_then(|((), at)| span(s, at, g, d));
    let by = matches!(s.form(&g.plan, i), Some((PlanLead::By, _)));
    let on = s.past(&g.on, i);
    let led = s.past(&g.each, on);
    let mut freq = Freq { every: Every::Week, times: 1, step: 1, days: String::new(), named: false, basis: None };
    if let Some((number, mut at)) = s.form(&d.ordinals, led) {
        if s.is(at, DASHES) {
            at = s.past(&d.suffix, at + 1);
        }
        let (day, at) = s.form(&g.weekdays, at)?;
        let (unit, next) = s.form(&g.units, s.past(&g.each, at))?;
        freq.every = Every::Month;
        freq.days = format!("{number}{}", day.code());
        return (unit == Every::Month).then_some((freq, next));
    }
    if let Some((days, next)) = spanned.or_else(|| span(s, led, g, d)) {
        freq.days = days;
        return Some((freq, next));
    }
    let (day, mut next) = s.form(&g.weekdays, led)?;
    freq.days.push_str(day.code());
    freq.named = !by && led == on;
    loop {
        let at = if s.is(next, &[',']) { next + 1 } else { s.past(&g.and, next) };
        let at = s.past(&g.on, at);
        let Some((day, behind)) = s.form(&g.weekdays, at) else { break };
        freq.days.push(',');
        freq.days.push_str(day.code());
        freq.named = false;
        next = behind;
    }
    // «среда обитания» is no day of the week.
    let behind = s.get(next);
    let ends = matches!(behind, None | Some(Tok { kind: Kind::Mark(_) | Kind::Num(..), .. }));
    let bare = led == i && !ends && hours(s, next, d).is_none();
    (!bare).then_some((freq, next))
}

/// «понедельник – пятница», and behind «с»: «понедельника по пятницу».
fn span(s: &Scan, i: usize, g: &Deadlines, d: &Dates) -> Option<(String, usize)> {
    let (first, at) = s.form(&g.weekdays, i)?;
    let at = if s.is(at, DASHES) { at + 1 } else { s.form(&d.to, at)?.1 };
    let (last, next) = s.form(&g.weekdays, at)?;
    let mut days = String::from(first.code());
    let mut day = first;
    while day != last {
        day = day.next();
        days.push(',');
        days.push_str(day.code());
    }
    Some((days, next))
}
