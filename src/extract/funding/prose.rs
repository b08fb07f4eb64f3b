//! Money in the prose of passports.
//!
//! ```text
//! Всего на 2022 - 2025 годы - 4 210,7 тыс. руб., в том числе по годам:
//! 2022 год - 1 154,9 тыс. руб.; …
//! средства областного бюджета - 1 156,8 тыс. руб.
//! ```
//!
//! The words before a sum say what it is: one year → a value of the record above, a source → the next record, anything
//! else → the total.

use std::ops::Range;

use rust_decimal::Decimal;

use crate::extract::Context;
use crate::extract::passports::{Card, Field};
use crate::grammar::columns::year;
use crate::grammar::lexicon::Words;
use crate::grammar::lexicon::is_letter;
use crate::model::{Funding, Level, Money, Origin, PassportKey, Reasons};
use crate::normalize::{money, number};
use crate::text::Text;

/// The money of all passports.
pub fn extract(ctx: &Context, cards: &[Card]) -> Vec<Funding> {
    let mut out = Vec::new();
    for f in cards.iter().flat_map(|c| &c.fields).filter(|f| f.key == PassportKey::Funding) {
        of_field(ctx, f, &mut out);
    }
    out
}

/// A sum and the words before it.
struct Sum {
    words: Range<usize>,
    raw: Range<usize>,
    value: Option<Decimal>,
    unit: Option<String>,
}

/// A record while its years come in.
struct Open {
    source: Option<Range<usize>>,
    level: Option<Level>,
    values: Vec<Money>,
    unit: Option<String>,
    range: Range<usize>,
}

fn of_field(ctx: &Context, f: &Field, out: &mut Vec<Funding>) {
    let text = f.value.as_str();
    let mut open: Option<Open> = None;
    let mut done: Vec<Open> = Vec::new();
    for sum in sums(ctx, text) {
        let said = says(ctx, text, &sum);
        let money = Money {
            year: said.year,
            raw: text[sum.raw.clone()].to_owned(),
            value: sum.value.map(number::to_json),
            kind: None,
            column: None,
        };
        let begins = match (&said.source, &open) {
            (Some(source), Some(o)) => o.source.as_ref().map(|s| &text[s.clone()]) != Some(&text[source.clone()]),
            (None, Some(o)) => said.year.is_none() && !(o.values.is_empty()),
            (_, None) => true,
        };
        if begins {
            done.extend(open.take());
            let level = said.source.as_ref().map_or(Some(Level::Total), |s| ctx.g.funding.level(&text[s.clone()]));
            let from = said.source.as_ref().map_or(sum.words.start, |s| s.start);
            open = Some(Open {
                source: said.source,
                level,
                values: Vec::new(),
                unit: sum.unit.clone(),
                range: from..sum.raw.end,
            });
        }
        let o = open.as_mut().expect("an open record");
        o.unit = o.unit.take().or(sum.unit);
        o.range.end = sum.raw.end;
        o.values.push(money);
    }
    done.extend(open);
    let unit = done.iter().find_map(|o| o.unit.clone());
    for o in done {
        out.push(record(ctx, f, o, unit.clone()));
    }
}

fn record(ctx: &Context, f: &Field, o: Open, unit: Option<String>) -> Funding {
    let words: Text = f.value.slice(o.range.clone());
    let (at, span, section) = super::place(ctx, &[&f.label, &words]);
    Funding {
        confidence: 0.0,
        reasons: Reasons::default(),
        id: String::new(),
        number: None,
        name: f.label.as_str().to_owned(),
        source: o.source.map(|s| f.value.as_str()[s].to_owned()),
        level: o.level,
        unit: o.unit.or(unit),
        path: Vec::new(),
        values: o.values,
        origin: Origin::Passport,
        table: None,
        section,
        span,
        boxes: Vec::new(),
        at,
    }
}

/// Every sum of the text: amounts with a unit, and bare amounts behind «2024 год - ».
fn sums(ctx: &Context, text: &str) -> Vec<Sum> {
    type Amount = (Range<usize>, Option<Decimal>, Option<Range<usize>>);
    let mut found: Vec<Amount> = Vec::new();
    let mut from = 0;
    while let Some(sum) = money::find(text, from, &ctx.g.numbers) {
        from = sum.unit.as_ref().map_or(sum.raw.end, |u| u.end).max(sum.raw.end).max(from + 1);
        found.push((sum.raw, sum.value, sum.unit));
        while !text.is_char_boundary(from) {
            from += 1;
        }
    }
    for bare in bare_amounts(text) {
        if !found.iter().any(|(r, ..)| r.start < bare.0.end && bare.0.start < r.end) {
            found.push((bare.0, Some(bare.1), None));
        }
    }
    found.sort_by_key(|(r, ..)| r.start);
    let mut last = 0;
    let mut out = Vec::new();
    for (raw, value, unit) in found {
        let words = last.min(raw.start)..raw.start;
        last = unit.as_ref().map_or(raw.end, |u| u.end.max(raw.end));
        out.push(Sum { words, value, unit: unit.map(|u| text[u].trim_end_matches([';', ',']).to_owned()), raw });
    }
    out
}

/// Amounts behind a year and a dash: «2024 год – 15,0».
fn bare_amounts(text: &str) -> Vec<(Range<usize>, Decimal)> {
    let words = Words::new(text);
    let mut out = Vec::new();
    for i in 0..words.len() {
        let Some(word) = words.get(i).filter(|w| year(w.fold).is_some()) else { continue };
        let mut at = word.end;
        // At most one word («год», «г») between the year and the dash.
        if let Some(next) = words.get(i + 1)
            && text[at..next.start].trim().is_empty()
            && next.fold.starts_with(is_letter)
            && next.fold.chars().count() <= 4
        {
            at = next.end;
        }
        let rest = text[at..].trim_start_matches(['.', ' ']);
        let Some(rest) = rest.strip_prefix(['-', '\u{2013}', '\u{2014}', ':']) else { continue };
        let rest = rest.trim_start();
        let start = text.len() - rest.len();
        if let Ok((tail, value)) = number::decimal(rest) {
            let end = text.len() - tail.len();
            let is_year = end - start == 4 && year(&text[start..end]).is_some();
            if !is_year && !tail.trim_start().starts_with(['-', '\u{2013}']) {
                out.push((start..end, value));
            }
        }
    }
    out
}

/// What the words before a sum say of it.
#[derive(Default)]
struct Said {
    year: Option<i32>,
    source: Option<Range<usize>>,
}

fn says(ctx: &Context, text: &str, sum: &Sum) -> Said {
    let before = &text[sum.words.clone()];
    let words = Words::new(before);
    let mut said = Said::default();
    let years: Vec<(usize, i32)> = words.iter().enumerate().filter_map(|(i, w)| Some((i, year(w.fold)?))).collect();
    if let [(_, y)] = years[..] {
        said.year = Some(y);
    }
    // A source: its words up to the year or the dash before the sum.
    let stop = years.first().map_or(words.len(), |(i, _)| *i);
    let begin = (0..stop).find(|&i| {
        let at = words.get(i).map_or(0, |w| w.start);
        ctx.g.funding.is_source(&before[at..])
    });
    if let Some(i) = begin {
        let start = words.get(i).map_or(0, |w| w.start);
        let until = years.first().and_then(|(i, _)| words.get(*i)).map_or(before.len(), |w| w.start);
        let mut end = before[start..until]
            .find(" - ")
            .or_else(|| before[start..until].find([':', '\u{2013}', '\u{2014}']))
            .map_or(until, |d| start + d);
        // «средства бюджета города в 2024 году»: the preposition before the year is no part of the source.
        let tail = before[start..end].trim_end();
        end = start
            + tail
                .trim_end_matches(|c: char| {
                    c.is_whitespace() || matches!(c, '-' | '\u{2013}' | '\u{2014}' | ':' | ',' | ';')
                })
                .len();
        if let Some(last) = before[start..end].rsplit(' ').next()
            && last.chars().count() == 1
            && last != &before[start..end]
        {
            end -= last.len();
            end = start + before[start..end].trim_end().len();
        }
        if start < end && !ctx.g.funding.is_total(&before[start..end]) {
            said.source = Some(sum.words.start + start..sum.words.start + end);
        }
    }
    said
}
