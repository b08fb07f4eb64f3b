//! The aims that one statement holds: its numbers and their signs of being one.
//!
//! ```text
//! не менее 80 % к 2025 году                 >= 80 %, 2025
//! увеличение продолжительности жизни до 78 лет (к 2030 году - до 80 лет)        two aims, one of 2030
//! в возрасте до 7 лет, от 100 человек до 2 тыс. человек, до 1 октября           none
//! ```

use rust_decimal::Decimal;

use crate::grammar::Grammars;
use crate::grammar::columns::year;
use crate::grammar::lexicon::Words;
use crate::grammar::lexicon::is_letter;
use crate::model::Comparator;
use crate::normalize::{money, number};

/// An aim read out of a sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Aim {
    /// How it compares.
    pub comparator: Comparator,
    /// The number.
    pub value: Decimal,
    /// Its unit as written; a percent sign for «100-процентной».
    pub unit: Option<String>,
    /// By which year.
    pub year: Option<i32>,
    /// Signs of an aim.
    pub score: i32,
    /// Words of its own say that it is one: «не менее», «увеличение … на».
    pub signed: bool,
    /// «Должен достичь».
    pub must: bool,
    /// Signs that it has as the number of a change: «увеличение … до».
    pub change: i32,
}

impl Aim {
    /// True for «не менее», «не более», «свыше».
    pub fn is_limit(&self) -> bool {
        self.comparator != Comparator::Equal
    }
}

/// The unit of a number that an adjective says to be one of percents.
const PERCENT: &str = "%";
/// Signs that a number must have to be an aim.
pub const ENOUGH: i32 = 3;
/// Signs that a number must have where the sentence was not written to state an aim.
pub const PLENTY: i32 = 5;
/// Signs of words that only an aim has («не менее»).
const EXPLICIT: i32 = 5;
/// Signs of the number to which something changes.
const CHANGE: i32 = 3;
/// Most words of brackets that say by which year: «(к концу 2030 года)».
const BRACKETED: usize = 4;
/// Most words between «от» and «до» of one range: «от 100 человек до 2 тыс. человек».
const APART: usize = 5;
/// Most words between «должен» and its number.
const BOUND: usize = 4;
/// Fewest letters of a noun that is taken for a unit.
const SHORTEST: usize = 4;
/// Words of the longest sentence that is looked at: lists that run over pages state no single aim.
const LONGEST: usize = 600;

/// The aim that a sentence states, if it does: the number with the most signs of one.
pub fn read(text: &str, g: &Grammars) -> Option<Aim> {
    let list = candidates(text, g);
    let best = best(&list)?;
    list.into_iter().nth(best).filter(|b| b.score >= ENOUGH)
}

/// The aims that a sentence states: that of [`read`], and others whose own words leave no doubt.
pub fn all(text: &str, enough: i32, g: &Grammars) -> Vec<Aim> {
    let list = candidates(text, g);
    let Some(best) = best(&list) else { return Vec::new() };
    let stated = |(i, a): &(usize, Aim)| a.score >= enough && (*i == best || a.signed && a.score >= PLENTY);
    list.into_iter().enumerate().filter(stated).map(|(_, a)| a).collect()
}

/// The last of those with the most signs.
fn best(list: &[Aim]) -> Option<usize> {
    (0..list.len()).max_by_key(|&i| list[i].score)
}

/// Every number of a text that stands for itself, in order.
fn candidates(text: &str, g: &Grammars) -> Vec<Aim> {
    let mut out = Vec::new();
    if !text.bytes().any(|b| b.is_ascii_digit()) {
        return out;
    }
    let words = Words::new(text);
    if words.len() > LONGEST {
        return out;
    }
    let (mut i, mut last) = (0, None);
    while let Some(word) = words.get(i) {
        let digit = word.fold.starts_with(|c: char| c.is_ascii_digit());
        let own = text[..word.start].chars().next_back().is_none_or(|c| !c.is_ascii_digit() && !matches!(c, '.' | ','));
        if digit
            && own
            && let Some((aim, end, behind)) = candidate(text, &words, i, last, g)
        {
            out.push(aim);
            last = Some(behind);
            while words.get(i).is_some_and(|w| w.start < end) {
                i += 1;
            }
        } else {
            i += 1;
        }
    }
    out
}

/// The number at word `i`, its signs, where it ends, and where its unit does. `last` is the end of the unit before.
fn candidate(text: &str, words: &Words, i: usize, last: Option<usize>, g: &Grammars) -> Option<(Aim, usize, usize)> {
    let start = words.get(i)?.start;
    let (rest, value) = number::decimal(&text[start..]).ok()?;
    let rest = without_words(rest);
    // «10 (десяти).»: the words may stand inside the brackets, not at the end of the text.
    let end = rest.as_ptr() as usize - text.as_ptr() as usize;
    let after = words.index_at(end);
    // «100-процентной»
    let percent = rest.starts_with('-') && g.targets.is_percent(words, after);
    let glued = rest.starts_with('-') && !percent
        || rest.starts_with(|c: char| is_letter(c))
        || rest.starts_with(['.', '/']) && rest[1..].starts_with(|c: char| c.is_ascii_digit());
    // «2 - 2,2 м»: neither of both.
    let before = text[..start].trim_end().strip_suffix(['-', '\u{2013}']).map(str::trim_end);
    let behind = rest.trim_start().strip_prefix(['-', '\u{2013}']).map(str::trim_start);
    let from_year = behind.is_some_and(|b| Words::first(b, 1).get(0).is_some_and(|w| year(w.fold).is_some()));
    let range = before.is_some_and(|b| b.ends_with(|c: char| c.is_ascii_digit()) && !ends_in_year(b))
        || !from_year && behind.is_some_and(|b| b.starts_with(|c: char| c.is_ascii_digit()));
    let is_year = year(words.get(i)?.fold).is_some() && end == words.get(i)?.end;
    // «до 1 октября»; «случаев на 10 тыс. жителей»
    let day = g.dates.months.at(words, after).is_some();
    let per = last.and_then(|e| text.get(e..start)).is_some_and(|between| g.targets.per.whole(between).is_some())
        || is_base(words, i, value, text, g);
    if glued || range || is_year || day || per {
        let comparator = Comparator::Equal;
        let none = Aim { comparator, value, unit: None, year: None, score: -9, signed: false, must: false, change: 0 };
        return Some((none, end, end));
    }
    let mut score = 0;
    let measured = || unit_end(text, words, end, g).map(|to| with_base(text, words, to, g).unwrap_or(to));
    let unit = if percent { words.get(after).map(|w| w.end) } else { measured() };
    let from = end + (rest.len() - rest.trim_start_matches(['-', ' ', '\u{a0}']).len());
    let mut unit = unit.map(|to| (text[from..to].to_owned(), to));
    let behind = match &unit {
        Some((u, to)) => {
            score += if u.starts_with('%') || percent { 3 } else { 2 };
            words.index_at(*to)
        }
        None => after,
    };
    let comparator = g.targets.comparator_before(words, i);
    let year_behind = |j: usize| year_at(words, j, g).filter(|_| !is_aside(text, words, end, j));
    let near = year_behind(behind);
    let later = (behind..words.len()).find_map(|j| year_behind(j).filter(|_| !is_next(text, words, j)));
    if is_range(words, i, g) {
        score -= 9;
    }
    let dash = text[..start].trim_end().ends_with(['-', '\u{2013}', '\u{2014}', ':']);
    let explicit = comparator.is_some_and(|c| c != Comparator::Equal);
    // «увеличение … до», «снижение … на»
    let change = g.targets.change.find(words, 0).is_some_and(|(at, ..)| at < i);
    let by = change && i > 0 && g.targets.by.at(words, i - 1).is_some();
    let lasts = change && comparator.is_some() && (0..i).any(|j| g.targets.durations.at(words, j).is_some());
    let time = g.targets.is_not_after(words, after);
    if time && !(comparator.is_some() && (later.is_some() || lasts)) {
        score -= 6;
    }
    if explicit {
        score += EXPLICIT;
    } else if comparator.is_some() || dash {
        score += 2;
    } else if i > 0 && g.targets.is_not_before(words, i - 1) {
        score -= 5;
    }
    let changes = change && (comparator.is_some() && !explicit || unit.is_some() && (by || dash));
    let change_score = if changes { CHANGE } else { 0 };
    score += change_score;
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
    if near.is_some() {
        score += 3;
    } else if later.is_some() {
        score += 1;
    }
    let tail = &text[unit.as_ref().map_or(end, |(_, to)| *to)..];
    if tail.trim_matches(['.', ';', ' ']).is_empty() {
        score += 1;
    }
    if explicit && unit.is_none() {
        // «не менее 10 субъектов»
        unit = noun_end(text, words, end, g).map(|to| (text[from..to].to_owned(), to));
    }
    // A year that stands before the number.
    let before = |j: usize| {
        let ends = (j..i).any(|k| words.get(k).is_some_and(|w| year(w.fold).is_some()));
        year_at(words, j, g).filter(|_| ends)
    };
    let aim = Aim {
        comparator: comparator.unwrap_or(Comparator::Equal),
        value,
        year: near.or(later).or_else(|| (0..i).rev().find_map(before)),
        score,
        // «(в 2022 году - 30 %)» says what was.
        signed: (comparator.is_some() || unit.is_some() && !open && (by || change && dash))
            && (!time || near.is_some() || lasts),
        change: change_score,
        must: (i.saturating_sub(BOUND)..i).any(|j| g.targets.must.at(words, j).is_some()),
        unit: unit.as_ref().map(|(u, _)| if percent { PERCENT.to_owned() } else { u.clone() }),
    };
    Some((aim, end, unit.map_or(end, |(_, to)| to)))
}

/// «четырёх человек на 100 тыс. населения», «детей на 1 педагога»: what is counted on one, a hundred, a thousand.
fn is_base(words: &Words, i: usize, value: Decimal, text: &str, g: &Grammars) -> bool {
    if i == 0 || g.targets.by.at(words, i - 1).is_none() {
        return false;
    }
    let counted = i > 1 && words.get(i - 2).is_some_and(|w| money::measure(&text[w.start..], &g.numbers).is_some());
    is_round(value) && (counted || value == Decimal::ONE)
}

/// One, ten, a hundred, …: what rates are counted on.
fn is_round(value: Decimal) -> bool {
    [1, 10, 100, 1_000, 10_000, 100_000].map(Decimal::from).contains(&value)
}

/// Where a unit ends that is counted on something: «случая на 1 тыс. родившихся детей».
fn with_base(text: &str, words: &Words, to: usize, g: &Grammars) -> Option<usize> {
    let k = words.index_at(to);
    let (_, n) = g.targets.by.at(words, k)?;
    let number = words.get(k + n)?.start;
    let (rest, value) = number::decimal(&text[number..]).ok()?;
    if !is_round(value) || !text[to..words.get(k)?.start].trim().is_empty() {
        return None;
    }
    let end = text.len() - rest.len();
    let to = unit_end(text, words, end, g).or_else(|| noun_end(text, words, end, g))?;
    g.targets.multipliers.whole(&text[end..to]).is_none().then_some(to)
}

/// True for «… 2024»: a dash behind a year is none of a range.
fn ends_in_year(text: &str) -> bool {
    let number = text.rsplit(|c: char| !c.is_ascii_digit()).next().unwrap_or("");
    year(number).is_some()
}

/// Where the unit behind byte `end` ends; a number of thousands or millions counts what is named behind it: «тыс.
/// средних и крупных предприятий».
fn unit_end(text: &str, words: &Words, end: usize, g: &Grammars) -> Option<usize> {
    let rest = &text[end..];
    let gap = rest.len() - rest.trim_start().len();
    let unit = money::measure(rest.trim_start(), &g.numbers)?;
    let to = end + gap + unit.end;
    let multiplies = g.targets.multipliers.whole(&text[end + gap..to]).is_some();
    Some(if multiplies { noun_end(text, words, to, g).unwrap_or(to) } else { to })
}

/// Where the noun behind byte `end` ends, its adjectives passed over: «квадратных метров», «долларов США».
fn noun_end(text: &str, words: &Words, end: usize, g: &Grammars) -> Option<usize> {
    let (mut k, mut at) = (words.index_at(end), end);
    let next = |k: usize, at: usize| {
        let word = words.get(k)?;
        let plain = text[at..word.start].trim().is_empty() && text[word.start..word.end].chars().all(is_letter);
        plain.then_some((word.fold, word.start, word.end))
    };
    loop {
        let (fold, _, to) = next(k, at)?;
        if g.targets.is_adjective(fold) {
            (k, at) = (k + 1, to);
            // «средних и крупных»
            if let Some((and, _, behind)) = next(k, at)
                && g.targets.and.whole(and).is_some()
                && next(k + 1, behind).is_some_and(|(w, ..)| g.targets.is_adjective(w))
            {
                (k, at) = (k + 1, behind);
            }
            continue;
        }
        let capitals = |(_, from, to): (&str, usize, usize)| {
            let word = &text[from..to];
            (word.chars().count() > 1 && word.chars().all(char::is_uppercase)).then_some(to)
        };
        let noun = fold.chars().count() >= SHORTEST && !g.targets.is_no_noun(fold);
        return noun.then(|| next(k + 1, to).and_then(capitals).unwrap_or(to));
    }
}

/// True for the second number of a range: «от 6 до 14», «от 100 человек до 2 тыс. человек».
fn is_range(words: &Words, i: usize, g: &Grammars) -> bool {
    let numeric = |j: usize| words.get(j).is_some_and(|w| w.fold.starts_with(|c: char| c.is_ascii_digit()));
    let near = i >= 3 && numeric(i - 2) && g.targets.opens_range(words, i - 3);
    let up_to = i > 0 && g.targets.comparator_before(words, i) == Some(Comparator::Equal);
    let opens = |j: usize| g.targets.opens_range(words, j) && numeric(j + 1);
    near || up_to && (i.saturating_sub(APART)..i.saturating_sub(2)).any(opens)
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

/// True where the year at word `j` leads to the next number: «, а в 2026 году - не более 20».
fn is_next(text: &str, words: &Words, j: usize) -> bool {
    let Some(at) = (j + 1..words.len()).filter_map(|k| words.get(k)).find(|w| year(w.fold).is_some()) else {
        return false;
    };
    let behind = text[at.end..].trim_start().trim_start_matches(is_letter);
    behind.trim_start_matches(['.', ' ']).starts_with(['-', '\u{2013}', '\u{2014}'])
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
pub fn year_at(words: &Words, i: usize, g: &Grammars) -> Option<i32> {
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
        // «в 2021-2025 годах» is no year by which.
        let several = words.get(j + 1).is_some_and(|w| year(w.fold).is_some());
        found.filter(|_| between && !several)
    })
}

/// Runs the examples of the grammar file.
pub fn check(g: &Grammars) -> Vec<String> {
    let mut out = Vec::new();
    for e in &g.targets.examples {
        let one = e.value.is_some();
        let read: Vec<Aim> = if one { read(&e.text, g).into_iter().collect() } else { all(&e.text, PLENTY, g) };
        let same = |a: &Aim, v: &str| a.value.normalize().to_string() == v;
        let right = match (&read[..], &e.value) {
            (_, None) => read.len() == e.all.len() && read.iter().zip(&e.all).all(|(a, v)| same(a, v)),
            ([a], Some(v)) => {
                let unit = e.unit.is_none() || a.unit == e.unit;
                Some(a.comparator) == e.comparator && same(a, v) && a.year == e.year && unit
            }
            _ => false,
        };
        if !right {
            out.push(format!("{}: «{}» reads as {read:?}", crate::grammar::targets::TargetWords::FILE, e.text));
        }
    }
    out
}
