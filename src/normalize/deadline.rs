//! When an activity is due.
//!
//! | text | readings |
//! |---|---|
//! | `сентябрь, ноябрь, декабрь` | date and interval, the year from a one-year period; else every year |
//! | `до 1 октября 2024 года` | date `../2024-10-01` |
//! | `не реже 2 раз в год`, `ежегодно (август)` | recurring, RFC 5545 |
//! | `в течение года` | continuous |
//! | `согласно плану работы` | by a plan; the basis is what follows «по», «согласно» |
//! | `по запросу`, `по мере необходимости` | on request |
//! | `при проведении процедур`, `в период каникул` | at an event; the basis is the whole phrase |
//!
//! The contract gives the kinds. A phrase «в соответствии с …» keeps its preposition in the basis where it begins the
//! cell, and loses it behind another reading («Ежегодно в соответствии с графиком» → «графиком»).

use std::cell::Cell;

use super::number;
use super::period::Period;
use super::recur::{Freq, adverb, freq};
use super::resolve::{self, Part, item};
use super::scan::{DASHES, Kind, Scan};
use super::when::{Time, hours, nth_weekday, slip, time};
use crate::grammar::dates::{self, Dates};
use crate::grammar::deadlines::{Deadlines, Every, PlanLead, begins};
use crate::grammar::lexicon::Lexicon;
use crate::model::{DeadlineItem, DeadlineKind};

/// Cells longer than this are never taken for deadlines by [`looks_like`].
const LONGEST: usize = 200;
/// Letters of the longest preposition before the date of an act or event.
const PREPOSITION: usize = 4;
/// Bytes that hold the first words of a reading.
const HEAD: usize = 72;

/// What the document says about its deadlines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Context {
    /// Period of the document. Months without a year fall into a period of one year; in a longer one, or in none,
    /// they recur every year.
    pub period: Option<Period>,
}

/// The readings of a deadline, in reading order, each once. What is not understood gives `unparsed`; a cell without
/// a word or digit («-») gives nothing.
pub fn read(raw: &str, ctx: &Context, g: &Deadlines, d: &Dates) -> Vec<DeadlineItem> {
    let scan = Scan::new(raw);
    let parts = Parser::new(&scan, g, d).parts(false).unwrap_or_default();
    resolve::items(parts, ctx.period.as_ref())
}

/// True where the cell reads as a deadline and nothing of it is left over. Cheap: stops at the first word that is not
/// understood. A lone number and a lone «План …» read as deadlines in their column, but are no sign of one.
pub fn looks_like(raw: &str, g: &Deadlines, d: &Dates) -> bool {
    let raw = raw.trim();
    // «1.10.» is the number of a row as often as a day.
    let figure = if raw.find('.') == Some(1) { raw.trim_end_matches('.') } else { raw };
    if raw.is_empty() || raw.len() > LONGEST || number::decimal(figure).is_ok_and(|(rest, _)| rest.is_empty()) {
        return false;
    }
    // Most cells are prose, and their first words tell.
    if !g.opens.may_open(raw) && !d.opens.may_open(raw) {
        return false;
    }
    if raw.len() > 2 * HEAD {
        let cut = (HEAD..raw.len()).find(|i| raw.is_char_boundary(*i)).unwrap_or(raw.len());
        let scan = Scan::new(&raw[..cut]);
        let parser = Parser::new(&scan, g, d);
        if parser.part(parser.start(), &mut Vec::new()).is_none() {
            return false;
        }
    }
    Scan::new(raw).form(&g.heads, 0).is_none() && is_whole(raw, g, d)
}

/// True where nothing of a deadline is left over, whatever else the words may be.
pub fn is_whole(raw: &str, g: &Deadlines, d: &Dates) -> bool {
    if g.under.whole(raw).is_some() {
        return true;
    }
    let scan = Scan::new(raw);
    let Some(parts) = Parser::new(&scan, g, d).parts(true) else { return false };
    !parts.is_empty() && resolve::understood(parts)
}

/// A reading in one line, as examples and dumps have it: `interval 2023-09/2023-10~`, `by_plan | плану`; `~` where
/// the year was inferred.
pub fn show(item: &DeadlineItem) -> String {
    let mut out = match item.kind {
        DeadlineKind::Date => "date",
        DeadlineKind::Interval => "interval",
        DeadlineKind::Recurring => "recurring",
        DeadlineKind::Continuous => "continuous",
        DeadlineKind::ByPlan => "by_plan",
        DeadlineKind::OnRequest => "on_request",
        DeadlineKind::Event => "event",
        DeadlineKind::Unparsed => "unparsed",
    }
    .to_owned();
    for value in [&item.edtf, &item.rrule].into_iter().flatten() {
        out.push(' ');
        out.push_str(value);
    }
    if item.inferred_year {
        out.push('~');
    }
    if let Some(basis) = &item.basis {
        out.push_str(" | ");
        out.push_str(basis);
    }
    out
}

struct Parser<'a, 't> {
    s: &'a Scan<'t>,
    g: &'a Deadlines,
    d: &'a Dates,
    /// The token that was looked at last, and what its word may begin.
    seen: Cell<(usize, u32)>,
}

/// What may begin a frequency.
const FREQ: u32 = begins::ADVERB | begins::TIMES | begins::WEEKDAY | begins::EACH | dates::WEEKDAY;

impl<'a, 't> Parser<'a, 't> {
    fn new(s: &'a Scan<'t>, g: &'a Deadlines, d: &'a Dates) -> Parser<'a, 't> {
        Parser { s, g, d, seen: Cell::new((usize::MAX, 0)) }
    }

    /// True where the word at token `i` begins one of the lists of `bits`; a number may begin anything. Few words
    /// begin anything at all: this is asked before any list is searched.
    fn may(&self, i: usize, bits: u32) -> bool {
        let (at, known) = self.seen.get();
        if at == i {
            return known & bits != 0;
        }
        let all = self.s.word(i).map_or(u32::MAX, |w| self.g.opens.bits(w) | self.d.opens.bits(w));
        self.seen.set((i, all));
        all & bits != 0
    }

    fn freq(&self, i: usize) -> Option<(Freq, usize)> {
        if self.may(i, FREQ) { freq(self.s, i, self.g, self.d) } else { None }
    }

    fn nth_weekday(&self, i: usize) -> Option<(Time, usize)> {
        let may = self.may(i, begins::WEEKDAY | begins::EACH | dates::WEEKDAY);
        if may { nth_weekday(self.s, i, self.g, self.d) } else { None }
    }

    fn time(&self, i: usize) -> Option<(Vec<Time>, usize)> {
        if self.may(i, dates::TIME) { time(self.s, i, self.d) } else { None }
    }

    /// The token behind a form of `list`, whose first words have the bit `bits`.
    fn past(&self, list: &Lexicon<()>, bits: u32, i: usize) -> Option<usize> {
        if self.may(i, bits) { self.s.form(list, i).map(|((), next)| next) } else { None }
    }

    /// All pieces; with `strict`, `None` at the first that is not understood.
    fn parts(&self, strict: bool) -> Option<Vec<Part>> {
        let mut parts: Vec<Part> = Vec::new();
        let mut i = self.start();
        while i < self.s.len() {
            let next = self.part(i, &mut parts);
            i = match next {
                Some(next) => next.max(i + 1),
                None if strict => return None,
                None => {
                    let lost = |p: &Part| matches!(p, Part::Said(DeadlineItem { kind: DeadlineKind::Unparsed, .. }));
                    if !parts.last().is_some_and(lost) {
                        parts.push(Part::Said(item(DeadlineKind::Unparsed)));
                    }
                    self.separator(i)
                }
            };
            i = self.gap(i);
        }
        Some(parts)
    }

    /// Past «срок исполнения:».
    fn start(&self) -> usize {
        self.gap(self.s.past(&self.g.ignore, self.gap(0)))
    }

    /// Past marks and joining words.
    fn gap(&self, mut i: usize) -> usize {
        loop {
            i = match self.s.get(i) {
                Some(t) if matches!(t.kind, Kind::Mark(_)) => i + 1,
                Some(_) => {
                    let and = self.past(&self.g.and, begins::WORDS, i);
                    match and.or_else(|| self.past(&self.g.idle, begins::WORDS, i)) {
                        Some(next) => next,
                        None => return i,
                    }
                }
                None => return i,
            };
        }
    }

    /// The next mark that parts two readings.
    fn separator(&self, mut i: usize) -> usize {
        while i < self.s.len() && !self.s.is(i, &[',', ';', '/', '(', ')']) {
            i += 1;
        }
        i
    }

    fn part(&self, i: usize, parts: &mut Vec<Part>) -> Option<usize> {
        if let Some((time, next)) = self.nth_weekday(i) {
            parts.push(Part::Time(time));
            return Some(next);
        }
        if let Some(next) = slip(self.s, i) {
            parts.push(Part::Said(item(DeadlineKind::Unparsed)));
            return Some(next);
        }
        if self.may(i, dates::TIME)
            && let Some((until, next)) = hours(self.s, i, self.d)
        {
            // «не позднее 12 часов с момента получения»
            if until && self.s.form(&self.g.after, next).is_some() {
                return self.phrase(DeadlineKind::Event, i, i, next, parts);
            }
            parts.push(Part::Hours { until });
            return Some(next);
        }
        if let Some((f, next)) = self.freq(i) {
            match parts.last_mut() {
                // «еженедельно по понедельникам»
                Some(Part::Freq(last)) if last.days.is_empty() && last.every == f.every && !f.days.is_empty() => {
                    last.days = f.days
                }
                _ => parts.push(Part::Freq(f)),
            }
            return Some(next);
        }
        if let Some(next) = self.past(&self.g.following, begins::FOLLOWING, i) {
            let end = self.phrase_end(DeadlineKind::Event, next);
            parts.push(Part::Following(self.s.slice(i, end)?));
            return Some(end);
        }
        if let Some(next) = self.past(&self.g.all_year, begins::ALL_YEAR, i)
            && self.s.form(&self.g.after, next).is_none()
        {
            parts.push(Part::AllYear);
            return Some(next);
        }
        if let Some(next) = self.continuous(i) {
            if self.s.form(&self.g.after, next).is_some() {
                return self.phrase(DeadlineKind::Event, i, i, next, parts);
            }
            parts.push(Part::Said(item(DeadlineKind::Continuous)));
            return Some(next);
        }
        if let Some((times, next)) = self.time(i) {
            parts.extend(times.into_iter().map(Part::Time));
            return Some(next);
        }
        if let Some(next) = self.past(&self.g.request, begins::REQUEST, i) {
            // The basis begins behind «по»; «при необходимости» stays whole.
            let from = self.s.form(&self.g.plan, i).map_or(i, |(_, behind)| behind);
            return self.phrase(DeadlineKind::OnRequest, i, from, next, parts);
        }
        if self.past(&self.g.open, begins::EVENT, i).is_some_and(|next| self.ends(next)) {
            return None;
        }
        if let Some(next) = self.past(&self.g.event, begins::EVENT, i) {
            return self.phrase(DeadlineKind::Event, i, i, next, parts);
        }
        if let Some((lead, next)) = self.plan(i) {
            let whole = lead == PlanLead::Whole && parts.is_empty();
            return self.phrase(DeadlineKind::ByPlan, i, if whole { i } else { next }, next, parts);
        }
        let next = self.past(&self.g.heads, begins::HEAD, i)?;
        self.phrase(DeadlineKind::ByPlan, i, i, next, parts)
    }

    /// «в течение всего периода реализации Программы».
    fn continuous(&self, i: usize) -> Option<usize> {
        let mut next = self.past(&self.g.continuous, begins::CONTINUOUS, i)?;
        while let Some(((), behind)) = self.s.form(&self.g.tail, next) {
            next = behind;
        }
        Some(next)
    }

    /// «согласно», «в соответствии с», and «по» with a noun of a plan among the next words.
    fn plan(&self, i: usize) -> Option<(PlanLead, usize)> {
        if !self.may(i, begins::PLAN) {
            return None;
        }
        let (lead, next) = self.s.form(&self.g.plan, i)?;
        if lead != PlanLead::By {
            return self.s.get(next).map(|_| (lead, next));
        }
        // «по отдельному утвержденному графику»: the noun is near, no mark before it.
        for at in next..next + 4 {
            if self.s.form(&self.g.nouns, at).is_some() {
                return Some((lead, next));
            }
            if self.separator(at) == at {
                break;
            }
        }
        None
    }

    /// A reading with a basis, the tokens from `from` to where the next reading begins.
    fn phrase(
        &self,
        kind: DeadlineKind,
        first: usize,
        from: usize,
        next: usize,
        parts: &mut Vec<Part>,
    ) -> Option<usize> {
        let end = self.phrase_end(kind, next.max(first + 1));
        let basis = self.s.slice(from, end)?;
        parts.push(Part::Said(DeadlineItem { basis: Some(basis), ..item(kind) }));
        Some(end)
    }

    fn phrase_end(&self, kind: DeadlineKind, from: usize) -> usize {
        let mut i = from;
        while let Some(tok) = self.s.get(i) {
            match tok.kind {
                Kind::Mark(',' | ';' | '/' | '(') if self.begins(kind, self.gap(i)) => return i,
                Kind::Mark(_) => {}
                // A request is complete in itself, a plan or event needs a word.
                _ if (i > from || kind == DeadlineKind::OnRequest) && self.breaks_in(i) => return i,
                _ if i > from && self.dated(i) => return i,
                _ => {}
            }
            i += 1;
        }
        i
    }

    /// No word follows, or not in the same piece.
    fn ends(&self, i: usize) -> bool {
        self.s.get(i).is_none_or(|t| matches!(t.kind, Kind::Mark(_)))
    }

    /// A day in digits behind the words of a plan or event is a reading of its own: «по плану 25.11», but «согласно
    /// приказу от 25.11.2020», «в период с 10.11».
    fn dated(&self, i: usize) -> bool {
        let word = |i: usize| self.s.word(i).is_some_and(|w| w.chars().count() > PREPOSITION);
        let digits = self.s.num(i).is_some() && (self.s.is(i + 1, &['.']) || self.s.is(i + 1, DASHES));
        digits
            && i > 0
            && word(i - 1)
            && self.time(i).is_some_and(|(times, _)| times.iter().all(|t| t.start.day.is_some()))
    }

    /// A reading begins at `i`, behind a comma or bracket.
    fn begins(&self, kind: DeadlineKind, i: usize) -> bool {
        self.freq(i).is_some()
            || self.nth_weekday(i).is_some()
            || self.past(&self.g.all_year, begins::ALL_YEAR, i).is_some()
            || self.past(&self.g.continuous, begins::CONTINUOUS, i).is_some()
            || self.past(&self.g.request, begins::REQUEST, i).is_some()
            || self.past(&self.g.event, begins::EVENT, i).is_some()
            || self.plan(i).is_some()
            || (kind == DeadlineKind::ByPlan && self.past(&self.g.heads, begins::HEAD, i).is_some())
            || self.time(i).is_some()
    }

    /// A reading begins at `i` without a mark before it: only what is never a part of a basis.
    fn breaks_in(&self, i: usize) -> bool {
        let few = begins::ADVERB | begins::ALL_YEAR | begins::CONTINUOUS | begins::REQUEST | begins::PLAN;
        if !self.may(i, few) {
            return false;
        }
        if adverb(self.s, i, self.g).is_some_and(|(f, _)| f.every != Every::Half)
            || self.s.form(&self.g.all_year, i).is_some()
            || self.s.form(&self.g.continuous, i).is_some()
            || self.s.form(&self.g.request, i).is_some()
        {
            return true;
        }
        match self.s.form(&self.g.plan, i) {
            Some((PlanLead::By, next)) => self.s.form(&self.g.heads, next).is_some(),
            Some((PlanLead::Always, _)) => true,
            _ => false,
        }
    }
}
