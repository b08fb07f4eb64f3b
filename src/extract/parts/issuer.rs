//! Who issues an act: the lines above its kind word, or under it in the genitive, or the end of its preamble.
//!
//! ```text
//! Тульская область                    ПРИКАЗ                        …, Администрация района
//! Администрация города                МИНИСТЕРСТВА СПОРТА           ПОСТАНОВЛЯЕТ:
//! ПОСТАНОВЛЕНИЕ
//! ```

use super::clauses;
use super::cues::{self, Lines, is_caps, is_open_quote};
use super::head::{Form, HeadAt};
use super::requisites::{self, Requisites};
use crate::grammar::acts::{Acts, Cue};
use crate::grammar::lexicon::is_cyrillic;
use crate::grammar::lexicon::{is_letter, is_letter_or_digit};
use crate::layout::heal;
use crate::model::Act;
use crate::text::Text;

/// Most lines of issuers.
const MAX_LINES: usize = 14;
/// Most lines of captions, letterhead and junk between issuers and kind word.
const MAX_SKIPPED: usize = 12;
/// Longest line of an issuer, in bytes.
const MAX_LINE: usize = 400;

/// What stands above a kind word.
pub(super) struct Above {
    /// First line of the head.
    pub start: usize,
    pub issuer: Vec<String>,
    pub requisites: Requisites,
}

/// What a line above a kind word is.
enum Line {
    Issuer,
    Requisites(Requisites),
    Skip,
    Stop,
}

/// Reads the lines above the kind word of `head` down to `floor`.
pub(super) fn above(cx: Lines<'_>, head: &HeadAt, floor: usize) -> Above {
    let mut out = Above { start: head.line, issuer: Vec::new(), requisites: Requisites::default() };
    let mut lines: Vec<usize> = Vec::new();
    let mut skipped = 0;
    let floor = cx.below_stamp(floor, head.line);
    for j in (floor..head.line).rev() {
        if lines.len() == MAX_LINES || skipped == MAX_SKIPPED {
            break;
        }
        match line(cx, j, &lines) {
            Line::Issuer => lines.push(j),
            Line::Requisites(r) => {
                out.start = j;
                out.requisites.merge(r);
            }
            Line::Skip => skipped += 1,
            Line::Stop => break,
        }
    }
    lines.reverse();
    // Lines above the first that names a body (a crest, a slogan) are left out.
    if let Some(first) = lines.iter().position(|&j| cx.g.starts_noun(Cue::Issuer, cx.str(j)).is_some()) {
        lines.drain(..first);
    }
    let mut groups = group(cx, &lines);
    if let Form::Tail(end) = head.form {
        let mut own = Text::default();
        cx.join_piece(&mut own, head.line, &cx.str(head.line)[..end]);
        groups = vec![own];
    } else if let Some(&first) = lines.first() {
        out.start = first;
    }
    out.issuer = groups
        .iter()
        .map(|t| t.as_str().trim_end_matches([',', ' ', '|']).to_owned())
        .filter(|t| !t.is_empty())
        .collect();
    out
}

fn line(cx: Lines<'_>, j: usize, lines: &[usize]) -> Line {
    let text = cx.str(j);
    let none = lines.is_empty();
    let pass = |skip: bool| if skip && none { Line::Skip } else { Line::Stop };
    if !has_word(text) {
        if none && is_number_like(text) && requisites::read(cx.g, text).is_none() {
            return Line::Requisites(Requisites { number: Some(text.to_owned()), sign: true, ..Requisites::default() });
        }
        return match requisites::read(cx.g, text) {
            Some(r) if none && r.is_dated() => Line::Requisites(r),
            _ => pass(true),
        };
    }
    if cx.is_row(j) && !none || text.len() > MAX_LINE {
        return Line::Stop;
    }
    let far = lines.last().is_some_and(|&top| {
        let noun = |i: usize| cx.g.starts_noun(Cue::Issuer, cx.str(i)).is_some();
        cx.blanks(top) > 2 && noun(top) && !noun(j)
    });
    if far
        || cx.g.starts(Cue::Topic, text).is_some()
        || cues::kind_word(cx.g, text).is_some()
        || clauses::number(cx.g, text).is_some()
    {
        return Line::Stop;
    }
    if cx.g.starts(Cue::Aside, text).is_some() {
        return pass(true);
    }
    // «Вестник района № 15(119) от 30 июля 2020 года»: the paper that printed the act.
    if requisites::find(cx.g, text).is_some_and(|(r, start, _)| start > 0 && r.sign && r.date.is_some()) {
        return pass(true);
    }
    if cx.g.whole(Cue::FormLabel, text) || cx.g.starts(Cue::Contact, text).is_some() {
        return pass(true);
    }
    if let Some(r) = requisites::read(cx.g, text) {
        return if none && (r.is_dated() || !r.bare_place) { Line::Requisites(r) } else { Line::Stop };
    }
    let prose = text.ends_with([';', ':', '!']) || text.ends_with('.') && text.len() > 60;
    let other = cx.g.starts(Cue::Annex, text).is_some()
        || cx.g.starts(Cue::Approved, text).is_some()
        || super::head::at(cx, j).is_some();
    if prose || other { Line::Stop } else { Line::Issuer }
}

/// True where `text` has a word of Cyrillic letters alone.
fn has_word(text: &str) -> bool {
    text.split(|c: char| !is_letter_or_digit(c))
        .any(|w| w.chars().filter(|c| is_cyrillic(*c)).count() >= 3 && w.chars().all(is_letter))
}

/// «57-од» under the caption «Номер документа».
fn is_number_like(text: &str) -> bool {
    text.len() < 24
        && text.starts_with(|c: char| c.is_ascii_digit())
        && !text.contains(' ')
        && text.contains(['-', '/'])
        && !text.contains('.')
}

/// Lines of one body together, a new body at each line that begins with its noun in the nominative.
fn group(cx: Lines<'_>, lines: &[usize]) -> Vec<Text> {
    let mut groups: Vec<Text> = Vec::new();
    for &j in lines {
        let text = cx.str(j);
        let goes_on = groups.last().is_some_and(|g| continues(cx, g.as_str(), j, text));
        match groups.last_mut() {
            Some(last) if goes_on => cx.join(last, j),
            _ => {
                let mut own = Text::default();
                cx.join(&mut own, j);
                groups.push(own);
            }
        }
    }
    groups
}

fn continues(cx: Lines<'_>, group: &str, j: usize, text: &str) -> bool {
    let open =
        group.matches(['\u{ab}', '\u{201c}', '\u{201e}']).count() > group.matches(['\u{bb}', '\u{201d}']).count();
    if open
        || cx.flow.get(j).is_some_and(|l| l.bold)
        || text.starts_with(|c: char| is_open_quote(c) || c == '(')
        || group.ends_with(['-', ','])
    {
        return true;
    }
    if text.starts_with(char::is_lowercase) && !group.starts_with(char::is_lowercase) {
        return true;
    }
    let last_two = group.rmatch_indices(' ').nth(1).map_or(group, |(i, _)| &group[i + 1..]);
    if cx.g.whole(Cue::NamedBelow, last_two) {
        return true;
    }
    if cx.g.starts_noun(Cue::Establishment, text).is_some() {
        return cx.g.within(Cue::Institution, group);
    }
    cx.g.starts_noun(Cue::Issuer, text).is_none()
}

/// Issuers in the genitive from line `j` on; the line after them.
pub(super) fn below(cx: Lines<'_>, j: usize, e: usize, act: &mut Act) -> usize {
    let mut own = Text::default();
    let mut k = j;
    while k < e && k < j + MAX_LINES {
        let text = cx.str(k);
        let stop = k > j
            && (cx.blanks(k) > 0 && !(is_caps(text) && is_caps(cx.str(k - 1)))
                || requisites::begins(cx.g, text)
                || cx.aside(k).is_some()
                || requisites::read(cx.g, text).is_some()
                || cx.g.starts(Cue::Topic, text).is_some());
        if stop {
            break;
        }
        cx.join(&mut own, k);
        k += 1;
    }
    if !is_named(cx.g, &act.issuer) {
        act.issuer.clear(); // scraps of a page
    }
    act.issuer.push(own.as_str().to_owned());
    k
}

/// True where one of the lines `issuer` names a body; what else stands above a kind word may be scraps of a page.
pub(super) fn is_named(g: &Acts, issuer: &[String]) -> bool {
    issuer.iter().any(|line| g.starts_noun(Cue::Issuer, line).is_some())
}

/// The body that the last clause of `preamble` begins with.
pub(super) fn of_preamble(g: &Acts, preamble: &str) -> Option<String> {
    // «…, Администрация района» and «… городской округ «Луга» Дума городского округа»
    let comma = preamble.rfind(", ").map(|i| i + 2);
    let quote = preamble.rfind(['\u{bb}', '"']).and_then(|i| Some(i + 1 + preamble[i..].find(' ')?));
    [comma, quote].into_iter().flatten().map(|from| preamble.get(from..).unwrap_or("").trim()).find_map(|last| {
        let named = g.starts_noun(Cue::Issuer, last).is_some() && last.len() < MAX_LINE && !heal::is_closed(last);
        named.then(|| last.to_owned())
    })
}

/// The bodies in the letterhead above line `i`.
pub(super) fn of_letter(cx: Lines<'_>, from: usize, i: usize) -> Vec<String> {
    let lines: Vec<usize> = (from..i)
        .take(MAX_LINES)
        .skip_while(|&j| cx.g.starts_noun(Cue::Issuer, cx.str(j)).is_none())
        .take_while(|&j| cx.g.starts(Cue::Contact, cx.str(j)).is_none() && requisites::read(cx.g, cx.str(j)).is_none())
        .collect();
    group(cx, &lines).iter().map(|t| t.as_str().to_owned()).collect()
}
