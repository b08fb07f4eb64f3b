//! The head of an act: from its issuers to the word that enacts.
//!
//! ```text
//! АДМИНИСТРАЦИЯ ЗАРЕЧНОГО РАЙОНА                      Приказ Министерства … от 18.06.2013 N 382н
//! ПОСТАНОВЛЕНИЕ                                       "О формах …"
//! от 15.12.2015 № 165                                 (Зарегистрировано в Минюсте России …)
//! О программе развития                                В соответствии со статьями … приказываю:
//! В соответствии с … постановляет:
//! ```

use super::cues::{Enacting, KindWord, Lines, is_caps, is_open_quote, kind_word};
use super::issuer;
use super::requisites::{self, Requisites};
use crate::grammar::acts::Cue;
use crate::grammar::lexicon::is_letter;
use crate::layout::heal;
use crate::model::{Act, PartKind};
use crate::text::Text;

/// Most lines that a run-on head goes over before its date.
const RUN_ON: usize = 8;
/// Most lines of a stamp above the minutes that it names.
const STAMP: usize = 4;
/// Most lines of requisites and notes under a kind word.
const ZONE: usize = 24;
/// Most lines between a kind word and the word that enacts.
pub(super) const REACH: usize = 200;

/// How a kind word stands in its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Alone or with requisites; the byte after it.
    Alone(usize),
    /// Behind its issuer in the same line; its first byte.
    Tail(usize),
    /// Before issuer, date, number and title in one sentence; the byte after it.
    RunOn(usize),
}

/// A place where a head of an act may be.
#[derive(Clone, Debug)]
pub(super) struct HeadAt {
    pub line: usize,
    pub kind: PartKind,
    pub word: String,
    pub form: Form,
}

/// A head that was read.
#[derive(Debug)]
pub(super) struct Head {
    /// Its first line.
    pub start: usize,
    pub kind: PartKind,
    pub act: Act,
    pub title: Option<String>,
}

/// A kind word at line `i`.
pub(super) fn at(cx: Lines<'_>, i: usize) -> Option<HeadAt> {
    let text = cx.str(i);
    let Some(KindWord { kind, word, end }) = kind_word(cx.g, text) else { return tail(cx, i) };
    if kind == PartKind::Protocol && !is_caps(&word) && is_in_stamp(cx, i) {
        return None;
    }
    let rest = text[end..].trim_start_matches(['.', ' ', ':']);
    let alone = rest.is_empty() && (is_caps(&word) || cx.begins(i) || requisites::read(cx.g, cx.str(i + 1)).is_some());
    if alone || !rest.is_empty() && requisites::read(cx.g, rest).is_some_and(|r| r.is_dated()) {
        return Some(HeadAt { line: i, kind, word, form: Form::Alone(end) });
    }
    (!rest.is_empty() && !cx.is_row(i) && (runs_on(cx, i, end) || runs_to_topic(cx, &word, rest))).then_some(HeadAt {
        line: i,
        kind,
        word,
        form: Form::RunOn(end),
    })
}

/// «Принято на заседании педсовета», then «Протокол № 1 от …»: minutes that a stamp names begin no minutes.
fn is_in_stamp(cx: Lines<'_>, i: usize) -> bool {
    (i.saturating_sub(STAMP)..i).any(|j| {
        let text = cx.str(j);
        (j + 1..=i).all(|k| cx.blanks(k) == 0)
            && (cx.g.starts(Cue::Approved, text).is_some() || cx.g.starts(Cue::Agreed, text).is_some())
            && !cx.g.whole(Cue::Approve, text)
    })
}

/// «АДМИНИСТРАЦИЯ РАЙОНА ПРИКАЗ».
fn tail(cx: Lines<'_>, i: usize) -> Option<HeadAt> {
    let text = cx.str(i);
    if text.len() > 200 || !is_caps(text) {
        return None;
    }
    let start = text.rfind(' ')? + 1;
    let kind = cx.g.is_name(&text[start..])?;
    cx.g.starts_noun(Cue::Issuer, text)?;
    Some(HeadAt { line: i, kind, word: text[start..].to_owned(), form: Form::Tail(start) })
}

/// True where an issuer, a date and a title follow the kind word that ends at byte `end` of line `i`.
fn runs_on(cx: Lines<'_>, i: usize, end: usize) -> bool {
    let mut text = String::from(&cx.str(i)[end..]);
    for j in i + 1..cx.len().min(i + RUN_ON) {
        if cx.blanks(j) > 0 || text.len() > 600 {
            break;
        }
        text.push(' ');
        text.push_str(cx.str(j));
    }
    let issuer = text.trim_start();
    if !issuer.starts_with(char::is_uppercase) && cx.g.starts(Cue::IssuerOf, issuer).is_none() {
        return false;
    }
    let Some((found, start, end)) = requisites::find(cx.g, &text) else { return false };
    let tail = text[end..].trim_start();
    let goes_on =
        tail.chars().next().is_none_or(|c| is_open_quote(c) || c.is_uppercase() || matches!(c, '(' | '[' | '|'));
    found.date.is_some()
        && start > 2
        && start < 400
        && !text[..start].contains([':', ';', '"', '\u{ab}'])
        && (goes_on || cx.g.starts(Cue::Place, tail).is_some())
}

/// «ПОСТАНОВЛЕНИЕ № 8 от 1 апреля 2011 г. ОБ УТВЕРЖДЕНИИ …»: requisites and title behind the kind word in capitals.
fn runs_to_topic(cx: Lines<'_>, word: &str, rest: &str) -> bool {
    is_caps(word)
        && requisites::find(cx.g, rest).is_some_and(|(r, start, end)| {
            r.date.is_some() && start == 0 && cx.g.starts(Cue::Topic, rest[end..].trim_start()).is_some()
        })
}

/// Reads the head at `head` of the act that `word` enacts in line `e`; lines before `floor` belong to other parts.
pub(super) fn read(cx: Lines<'_>, head: &HeadAt, e: usize, word: Option<&Enacting>, floor: usize) -> Head {
    let mut act = Act { kind_text: Some(head.word.clone()), ..Act::default() };
    let mut start = head.line;
    let mut found = Requisites::default();
    let (title, body) = match head.form {
        Form::RunOn(end) => {
            let (title, body) = run_on(cx, head.line, end, e, word, &mut act, &mut found);
            if act.issuer.is_empty() {
                let above = issuer::above(cx, head, floor);
                if issuer::is_named(cx.g, &above.issuer) {
                    (start, act.issuer) = (above.start, above.issuer);
                }
            }
            (title, body)
        }
        Form::Alone(_) | Form::Tail(_) => {
            let above = issuer::above(cx, head, floor);
            start = above.start;
            act.issuer = above.issuer;
            let from = zone(cx, head, e, &mut act, &mut found);
            found.merge(above.requisites);
            let body = preamble_line(cx, from, e, word);
            (title(cx, from, body), body)
        }
    };
    act.preamble = preamble(cx, body, e, word);
    act.enacting = word.map(|w| w.word.clone());
    if act.issuer.is_empty() {
        act.issuer.extend(act.preamble.as_deref().and_then(|p| issuer::of_preamble(cx.g, p)));
    }
    (act.date, act.number, act.place) = (found.date, found.number, found.place);
    Head { start, kind: head.kind, act, title }
}

/// Requisites, notes and an issuer in the genitive under the kind word; the line after them.
fn zone(cx: Lines<'_>, head: &HeadAt, e: usize, act: &mut Act, found: &mut Requisites) -> usize {
    if let Form::Alone(end) = head.form {
        let rest = &cx.str(head.line)[end..];
        found.merge(requisites::read(cx.g, rest).unwrap_or_default());
    }
    let mut j = head.line + 1;
    while j < e.min(head.line + ZONE) {
        let text = cx.str(j);
        if cx.g.starts(Cue::Topic, text).is_some() {
            break;
        }
        if let Some(next) = cx.aside(j) {
            j = next;
        } else if cx.is_page(j) {
            j += 1;
        } else if let Some(r) = requisites::read(cx.g, text).filter(|r| is_place_or_dated(cx, r, found, j)) {
            found.merge(r);
            j += 1;
        } else if cx.g.starts(Cue::IssuerOf, text).is_some()
            && found.date.is_none()
            && (!issuer::is_named(cx.g, &act.issuer) || j == head.line + 1 && cx.g.whole(Cue::IssuerOf, text))
        {
            j = issuer::below(cx, j, e, act);
        } else {
            break;
        }
    }
    j.min(e)
}

/// A bare name is a place only beside other requisites.
fn is_place_or_dated(cx: Lines<'_>, r: &Requisites, found: &Requisites, j: usize) -> bool {
    r.is_dated()
        || !r.bare_place
        || found.is_dated() && found.place.is_none()
        || requisites::read(cx.g, cx.str(j + 1)).is_some_and(|n| n.is_dated())
}

/// The line where the preamble begins, between `from` and the enacting line `e`.
fn preamble_line(cx: Lines<'_>, from: usize, e: usize, word: Option<&Enacting>) -> usize {
    let mut j = from;
    let mut titled = false;
    while j <= e && j < cx.len() {
        if let Some(next) = cx.aside(j) {
            j = next.max(j + 1);
            continue;
        }
        let text = cx.str(j);
        let caps = is_caps(text) && titled && cx.blanks(j) == 0 && j > from && is_caps(cx.str(j - 1));
        // «Настоящее решение регламентирует …»
        let own = titled && cx.g.starts(Cue::Own, text).is_some_and(|n| cx.g.case(text[n..].trim_start()).is_some());
        let opens = own || cx.g.starts(Cue::Opener, &cx.ahead(j, 4)).is_some();
        if !caps && text.starts_with(char::is_uppercase) && opens {
            return j;
        }
        titled = true;
        j += 1;
    }
    // No opening words: the last paragraph before the word that enacts.
    let alone = word.is_none_or(|w| w.start == 0);
    let last = if alone { e } else { e + 1 };
    let mut begin = last;
    while begin > from {
        begin -= 1;
        if cx.blanks(begin) > 0 && begin < e || begin > from && heal::is_closed(cx.str(begin - 1)) {
            break;
        }
    }
    let quoted = cx.str(from).starts_with(is_open_quote);
    let titled = cx.g.starts(Cue::Topic, cx.str(from)).is_some() || quoted;
    // A title in quotes ends where they close, whatever blank lines stand within.
    let closes = |i: &usize| cx.str(*i).ends_with(['\u{bb}', '\u{201d}', '\u{201c}', '"']);
    let begin = if quoted { (from..last.min(e)).find(closes).map_or(begin, |i| begin.max(i + 1)) } else { begin };
    // A title with the word that enacts in its last line ends above that line.
    if begin > from || !titled { begin } else { last.min(e) }
}

/// The title between the requisites and the preamble.
pub(super) fn title(cx: Lines<'_>, from: usize, to: usize) -> Option<String> {
    let mut text = Text::default();
    let mut j = from;
    while j < to {
        if let Some(next) = cx.aside(j) {
            let amended = cx.g.starts(Cue::Amended, cx.str(j)).is_some();
            j = next.max(j + 1);
            if amended && !text.is_empty() {
                break;
            }
            continue;
        }
        if !cx.is_page(j) {
            cx.join(&mut text, j);
        }
        j += 1;
    }
    finish_title(cx, &text)
}

/// The words of a title without a note in brackets at its end.
fn finish_title(cx: Lines<'_>, text: &Text) -> Option<String> {
    let mut title = text.as_str().trim_end_matches(|c: char| c.is_whitespace() || c == '_' || c == '|');
    while title.ends_with(')')
        && let Some(open) = matching_open(title)
        && cx.g.starts(Cue::Aside, &title[open..]).is_some()
    {
        title = title[..open].trim_end();
    }
    title.chars().any(is_letter).then(|| title.to_owned())
}

fn matching_open(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (i, c) in text.char_indices().rev() {
        depth += i32::from(c == ')') - i32::from(c == '(');
        if depth == 0 {
            return Some(i);
        }
    }
    None
}

/// Everything from line `from` to the word that enacts.
fn preamble(cx: Lines<'_>, from: usize, e: usize, word: Option<&Enacting>) -> Option<String> {
    let mut text = Text::default();
    for j in from..=e.min(cx.len().saturating_sub(1)) {
        match word {
            Some(w) if j == e => cx.join_piece(&mut text, j, &cx.str(j)[..w.start]),
            None if j == e => break,
            _ if cx.is_page(j) || cx.aside(j).is_some_and(|_| cx.blanks(j) > 0) => {}
            _ => cx.join(&mut text, j),
        }
    }
    let preamble = text.as_str().trim_end_matches([' ', ',', ':', ';']);
    (!preamble.is_empty()).then(|| preamble.to_owned())
}

/// «Приказ Министерства … от … N … "О …"»: issuer, requisites and title in one sentence; the line where the preamble begins.
fn run_on(
    cx: Lines<'_>,
    line: usize,
    end: usize,
    e: usize,
    word: Option<&Enacting>,
    act: &mut Act,
    found: &mut Requisites,
) -> (Option<String>, usize) {
    let body = preamble_line(cx, line + 1, e, word);
    let mut text = Text::default();
    cx.join_piece(&mut text, line, &cx.str(line)[end..]);
    let mut j = line + 1;
    while j < body {
        if let Some(next) = cx.aside(j) {
            j = next.max(j + 1);
            continue;
        }
        cx.join(&mut text, j);
        j += 1;
    }
    let string = text.as_str();
    let Some((requisites, start, stop)) = requisites::find(cx.g, string) else { return (None, body) };
    found.merge(requisites);
    let issuer = string[..start].trim_end_matches([' ', ',']);
    act.issuer.extend((!issuer.is_empty()).then(|| issuer.to_owned()));
    let mut rest = string[stop..].trim_start_matches([' ', ',', ';', '.']);
    if rest.starts_with('(')
        && let Some(close) = rest.find(')')
        && cx.g.starts(Cue::Aside, rest).is_some() | cx.g.starts(Cue::Editorial, rest).is_some()
    {
        rest = rest[close + 1..].trim_start();
    }
    if let Some(n) = cx.g.starts(Cue::Place, rest) {
        let name = rest[n..].trim_start_matches(['.', ' ']);
        let first = name.split([' ', ',']).next().unwrap_or("");
        if first.starts_with(char::is_uppercase) {
            let stop = rest.len() - name.len() + first.len();
            found.merge(Requisites { place: Some(rest[..stop].to_owned()), ..Requisites::default() });
            rest = rest[stop..].trim_start_matches([' ', ',', '.']);
        }
    }
    let from = string.len() - rest.len();
    (finish_title(cx, &text.slice(from..string.len())), body)
}

/// Reads the preamble of an act whose head is lost; `head` is its first line.
pub(super) fn read_below(cx: Lines<'_>, head: &HeadAt, e: usize, word: &Enacting) -> Head {
    let mut act =
        Act { preamble: preamble(cx, head.line, e, Some(word)), enacting: Some(word.word.clone()), ..Act::default() };
    act.issuer.extend(act.preamble.as_deref().and_then(|p| issuer::of_preamble(cx.g, p)));
    Head { start: head.line, kind: head.kind, act, title: None }
}
