//! Measurable aims stated in prose or in a result cell.
//!
//! ```text
//! Доля школ в районе - не менее 80% к 2025 году.   →   >= 80 %, 2025
//! ```
//!
//! A sentence holds many numbers (ages, shares it compares with, years); the aim is the one with the most signs of one:
//! a unit, a word of comparison before it, a year behind it.

use rust_decimal::Decimal;

use crate::grammar::Grammars;
use crate::grammar::columns::year;
use crate::grammar::lexicon::Words;
use crate::grammar::lexicon::is_letter;
use crate::layout::groups::is_titled_number;
use crate::layout::paragraphs::{Block, marker_len};
use crate::model::{Activity, BlockKind, Comparator, Goal, Origin, Part, PassportKey, Reasons, Role, Target};
use crate::normalize::{money, number};
use crate::text::Text;

use super::passports::Card;
use super::{Context, activities, items};

/// An aim read out of a sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Aim {
    /// How it compares.
    pub comparator: Comparator,
    /// The number.
    pub value: Decimal,
    /// Its unit as written.
    pub unit: Option<String>,
    /// By which year.
    pub year: Option<i32>,
    score: i32,
}

/// Signs that a number must have to be an aim.
const ENOUGH: i32 = 3;
/// Signs that a number must have where the sentence was not written to state an aim.
const PLENTY: i32 = 5;
/// Signs of words that only an aim has («не менее»).
const EXPLICIT: i32 = 5;
/// Most words of brackets that say by which year: «(к концу 2030 года)».
const BRACKETED: usize = 4;
/// Longest label of a line, in bytes.
const MAX_LABEL: usize = 160;

/// The targets of passports, of results, of tasks, of clauses and of sections that say what is to be reached, in reading
/// order.
pub fn extract(ctx: &Context, cards: &[Card], goals: &[Goal], parts: &[Part], rows: &[Activity]) -> Vec<Target> {
    let mut out = Vec::new();
    for card in cards {
        for f in card.fields.iter().filter(|f| matches!(f.key, PassportKey::Indicators | PassportKey::ExpectedResults))
        {
            for item in items::split(&f.value) {
                add_each(ctx, &item.text, Origin::Passport, &mut out);
            }
        }
    }
    if !rows.is_empty() {
        of_results(ctx, &mut out);
    }
    for task in goals.iter().filter(|g| g.origin == Origin::Section).flat_map(|g| &g.tasks) {
        if let Some(aim) = read(&task.text, ctx.g).filter(|a| a.score >= PLENTY) {
            out.push(target(aim, task.text.clone(), Origin::Section, task.span, task.at.clone(), ctx));
        }
    }
    for clause in parts.iter().flat_map(|p| &p.clauses) {
        if let Some(aim) = read(&clause.text, ctx.g).filter(|a| a.score >= PLENTY) {
            out.push(target(aim, clause.text.clone(), Origin::Clause, clause.span, clause.at.clone(), ctx));
        }
    }
    of_sections(ctx, &mut out);
    out.sort_by_key(|t| t.at.first().map_or(0, |r| r[0]));
    for (i, target) in out.iter_mut().enumerate() {
        target.id = format!("target-{}", i + 1);
    }
    out
}

fn of_results(ctx: &Context, out: &mut Vec<Target>) {
    for (i, table) in ctx.layout.tables.iter().enumerate().filter(|(_, t)| activities::is_roadmap(t)) {
        let Some(column) = table.column(Role::Result) else { continue };
        for record in &ctx.records[i] {
            add_each(ctx, &record.cells[column], Origin::Activity, out);
        }
    }
}

/// The aims of the prose under «Ожидаемые результаты» and «Целевые показатели»; what is a target already stays one.
fn of_sections(ctx: &Context, out: &mut Vec<Target>) {
    let mut found = Vec::new();
    let mut open = false;
    for block in &ctx.layout.blocks {
        let Block::Text { kind, text, .. } = block else { continue };
        let string = text.as_str();
        if *kind == BlockKind::Heading {
            open = states_aims(ctx, title(string));
            continue;
        }
        if is_label(ctx, string) {
            open = string.ends_with(':') && states_aims(ctx, string);
        } else if open {
            add_each(ctx, text, Origin::Section, &mut found);
        }
    }
    let overlap = |a: &Target, b: &Target| a.at.iter().any(|x| b.at.iter().any(|y| x[0] < y[1] && y[0] < x[1]));
    found.retain(|t| !out.iter().any(|o| overlap(t, o)));
    out.append(&mut found);
}

/// True where the text below a heading or label says what is to be reached.
///
/// «Результаты экзаменов 2013 года» reports what was reached: results of a year, neither called
/// expected ones nor those of a programme.
fn states_aims(ctx: &Context, text: &str) -> bool {
    let key = |text: &str| ctx.g.passport.key(text);
    match key(text) {
        Some(PassportKey::Indicators) => true,
        Some(PassportKey::ExpectedResults) => {
            let first = text.split_whitespace().next().unwrap_or("");
            let of_programme = ctx.g.passport.names_programme(text);
            key(first).is_none() || of_programme || !text.contains(|c: char| c.is_ascii_digit())
        }
        _ => false,
    }
}

/// The words of a heading behind its number: «3. …», «Раздел 4. …».
fn title(text: &str) -> &str {
    let skip = match marker_len(text) {
        Some((_, n)) => n,
        None if is_titled_number(text) => Words::first(text, 2).get(1).map_or(0, |w| w.end),
        None => 0,
    };
    text[skip..].trim_start_matches(['.', ')', ':', ' '])
}

/// True for «Label: …» with a label that a passport knows.
fn is_label(ctx: &Context, text: &str) -> bool {
    let label = text.find(':').filter(|c| *c <= MAX_LABEL).map(|c| &text[..c]);
    label.is_some_and(|l| l.starts_with(char::is_uppercase) && ctx.g.passport.key(l).is_some())
}

/// The aims of a text that lists several behind semicolons, or the one of the whole.
fn add_each(ctx: &Context, text: &Text, origin: Origin, out: &mut Vec<Target>) {
    let parts: Vec<Text> = split_at_semicolons(text);
    let stated = parts.iter().filter(|p| read(p.as_str(), ctx.g).is_some()).count();
    if stated < 2 {
        return add(ctx, text, origin, ENOUGH, out);
    }
    parts.iter().for_each(|p| add(ctx, p, origin, ENOUGH, out));
}

/// The parts between semicolons that stand in no quotes and no brackets.
fn split_at_semicolons(text: &Text) -> Vec<Text> {
    let (mut out, mut from, mut depth) = (Vec::new(), 0, 0i32);
    for (i, c) in text.as_str().char_indices() {
        match c {
            '(' | '\u{ab}' => depth += 1,
            ')' | '\u{bb}' => depth -= 1,
            ';' if depth <= 0 => {
                out.push(text.slice(from..i + 1));
                from = i + 1;
            }
            _ => {}
        }
    }
    out.push(text.slice(from..text.len()));
    out.retain(|t| !t.is_empty());
    out
}

fn add(ctx: &Context, text: &Text, origin: Origin, enough: i32, out: &mut Vec<Target>) {
    if let Some(aim) = read(text.as_str(), ctx.g).filter(|a| a.score >= enough) {
        let at = text.at();
        let (span, _) = ctx.place(&at);
        out.push(target(aim, text.as_str().to_owned(), origin, span, at, ctx));
    }
}

fn target(
    aim: Aim,
    text: String,
    origin: Origin,
    span: crate::model::Span,
    at: crate::model::At,
    ctx: &Context,
) -> Target {
    let section = ctx.place(&at).1;
    Target {
        confidence: 0.0,
        reasons: Reasons::default(),
        id: String::new(),
        text,
        comparator: aim.comparator,
        value: number::to_json(aim.value),
        unit: aim.unit,
        year: aim.year,
        origin,
        section,
        span,
        boxes: Vec::new(),
        at,
    }
}

/// Words of the longest sentence that is looked at: lists that run over pages state no single aim.
const LONGEST: usize = 600;

/// The aim that a sentence states, if it does.
pub fn read(text: &str, g: &Grammars) -> Option<Aim> {
    if !text.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let words = Words::new(text);
    if words.len() > LONGEST {
        return None;
    }
    let mut best: Option<Aim> = None;
    let mut i = 0;
    while let Some(word) = words.get(i) {
        let digit = word.fold.starts_with(|c: char| c.is_ascii_digit());
        let own = text[..word.start].chars().next_back().is_none_or(|c| !c.is_ascii_digit() && !matches!(c, '.' | ','));
        if digit
            && own
            && let Some((aim, end)) = candidate(text, &words, i, g)
        {
            if best.as_ref().is_none_or(|b| aim.score >= b.score) {
                best = Some(aim);
            }
            while words.get(i).is_some_and(|w| w.start < end) {
                i += 1;
            }
        } else {
            i += 1;
        }
    }
    best.filter(|b| b.score >= ENOUGH)
}

/// The number at word `i`, its signs, and where it ends.
fn candidate(text: &str, words: &Words, i: usize, g: &Grammars) -> Option<(Aim, usize)> {
    let start = words.get(i)?.start;
    let (rest, value) = number::decimal(&text[start..]).ok()?;
    let rest = without_words(rest);
    let end = text.len() - rest.len();
    let after = (i..words.len()).find(|&j| words.get(j).is_some_and(|w| w.start >= end)).unwrap_or(words.len());
    let glued = rest.starts_with('-')
        || rest.starts_with(|c: char| is_letter(c))
        || rest.starts_with(['.', '/']) && rest[1..].starts_with(|c: char| c.is_ascii_digit());
    let range = text[..start].trim_end().ends_with(['-', '\u{2013}'])
        && text[..start].trim_end().trim_end_matches(['-', '\u{2013}']).ends_with(|c: char| c.is_ascii_digit());
    let is_year = year(words.get(i)?.fold).is_some() && end == words.get(i)?.end;
    if glued || range || is_year {
        return Some((Aim { comparator: Comparator::Equal, value, unit: None, year: None, score: -9 }, end));
    }
    let mut score = 0;
    let gap = rest.len() - rest.trim_start().len();
    let unit = money::measure(rest.trim_start(), &g.numbers)
        .map(|r| (rest.trim_start()[r.clone()].to_owned(), end + gap + r.end));
    let behind = match &unit {
        Some((u, to)) => {
            score += if u.starts_with('%') { 3 } else { 2 };
            (after..words.len()).find(|&j| words.get(j).is_some_and(|w| w.start >= *to)).unwrap_or(words.len())
        }
        None => after,
    };
    let comparator = g.targets.comparator_before(words, i);
    let year_behind = |j: usize| year_at(words, j, g).filter(|_| !is_aside(text, words, end, j));
    let later = (behind..words.len()).find_map(year_behind);
    // «от 6 до 14»: the second number of a range.
    let numeric = |j: usize| words.get(j).is_some_and(|w| w.fold.starts_with(|c: char| c.is_ascii_digit()));
    if i >= 3 && numeric(i - 2) && g.targets.opens_range(words, i - 3) {
        score -= 9;
    }
    if g.targets.is_not_after(words, after) && !(comparator.is_some() && later.is_some()) {
        score -= 6;
    }
    let dash = text[..start].trim_end().ends_with(['-', '\u{2013}', '\u{2014}', ':']);
    let explicit = comparator.is_some_and(|c| c != Comparator::Equal);
    if explicit {
        score += EXPLICIT;
    } else if comparator.is_some() || dash {
        score += 2;
    } else if i > 0 && g.targets.is_not_before(words, i - 1) {
        score -= 5;
    }
    let limit = matches!(comparator, Some(Comparator::AtLeast | Comparator::AtMost));
    if !limit && g.targets.describes(words, i) {
        score -= 4;
    }
    // «на 15 % по сравнению с 2022 годом»
    if g.targets.compares(words, behind) {
        score += 3;
    }
    let open = text[..start].matches('(').count() > text[..start].matches(')').count();
    if open {
        score -= 2;
    }
    let near = year_behind(behind);
    if near.is_some() {
        score += 3;
    } else if later.is_some() {
        score += 1;
    }
    let tail = &text[unit.as_ref().map_or(end, |(_, to)| *to)..];
    if tail.trim_matches(['.', ';', ' ']).is_empty() {
        score += 1;
    }
    // A year that stands before the number.
    let before = |j: usize| {
        let ends = (j..i).any(|k| words.get(k).is_some_and(|w| year(w.fold).is_some()));
        year_at(words, j, g).filter(|_| ends)
    };
    let aim_year = near.or(later).or_else(|| (0..i).rev().find_map(before));
    let aim = Aim {
        comparator: comparator.unwrap_or(Comparator::Equal),
        value,
        unit: unit.map(|(u, _)| u),
        year: aim_year,
        score,
    };
    Some((aim, end))
}

/// True where word `j` stands in brackets behind byte `end` that say more than a year: «до 78 лет (к 2030 году - до 80
/// лет)», but «до 80 % (к 2030 году)».
fn is_aside(text: &str, words: &Words, end: usize, j: usize) -> bool {
    let Some(word) = words.get(j) else { return false };
    let open = text.get(end..word.start).and_then(|t| t.rfind('(').filter(|o| !t[*o..].contains(')'))).map(|o| end + o);
    open.is_some_and(|open| {
        let close = text[open..].find(')').map_or(text.len(), |c| open + c);
        (0..words.len()).filter_map(|k| words.get(k)).filter(|w| w.start > open && w.end <= close).count() > BRACKETED
    })
}

/// What follows a number without the same number in words: «6 (шесть) месяцев».
fn without_words(rest: &str) -> &str {
    let spelled = rest.trim_start().strip_prefix('(').and_then(|inside| inside.split_once(')'));
    let is_words = |words: &str| words.chars().all(|c| is_letter(c) || c == ' ');
    // «80 (процентов).»: nothing behind the brackets, so the unit stands in them.
    let (words, behind) = spelled.filter(|(words, _)| is_words(words)).unwrap_or(("", rest));
    if behind.trim_start().starts_with(is_letter) {
        behind
    } else if words.is_empty() {
        rest
    } else {
        words
    }
}

/// «к 2025 году» at word `i`; also «к 31.08.2025».
fn year_at(words: &Words, i: usize, g: &Grammars) -> Option<i32> {
    if !g.targets.leads_to_year(words, i) {
        return None;
    }
    (i + 1..(i + 6).min(words.len())).find_map(|j| {
        let word = words.get(j)?.fold;
        let found = year(word);
        let between = (i + 1..j).all(|k| {
            words
                .get(k)
                .is_some_and(|w| w.fold.len() <= 2 || w.fold.starts_with(|c: char| !c.is_ascii_digit()) && k == i + 1)
        });
        found.filter(|_| between)
    })
}

/// Runs the examples of the grammar file.
pub fn check(g: &Grammars) -> Vec<String> {
    let mut out = Vec::new();
    for e in &g.targets.examples {
        let read = read(&e.text, g);
        let right = read.as_ref().is_some_and(|a| {
            a.comparator == e.comparator && a.value.normalize().to_string() == e.value && a.year == e.year
        });
        if !right {
            out.push(format!("{}: «{}» reads as {read:?}", crate::grammar::targets::TargetWords::FILE, e.text));
        }
    }
    out
}
