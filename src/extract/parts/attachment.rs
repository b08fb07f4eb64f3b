//! Stamps of annexes and of approval.
//!
//! ```text
//! Приложение № 1                УТВЕРЖДЕНА                         «Утверждаю»
//! к приказу комитета            постановлением администрации       Директор школы
//! от 17.11.2022 № 318-о         от 30.10.2023 № 1207               И.А. Степная
//! ```

use super::cues::{Lines, is_caps, is_open_quote};
use super::requisites;
use super::signatory;
use crate::grammar::acts::{Acts, Cue};
use crate::model::Attachment;

/// Most lines of a stamp.
const MAX_LINES: usize = 16;
/// Most lines of a note in brackets below a title.
const MAX_LATE: usize = 5;
/// Longest line of a stamp, in bytes.
const MAX_LINE: usize = 400;

/// What a stamp hangs its body on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// «к приказу …», «утверждён постановлением …»
    Act,
    /// «к Положению …», «к муниципальной программе …»
    Body,
    /// «Приложение № 2» and nothing else.
    Bare,
    /// «УТВЕРЖДАЮ»
    Person,
}

/// A stamp that was read.
#[derive(Clone, Debug)]
pub(super) struct Stamp {
    pub start: usize,
    /// The line after it.
    pub end: usize,
    pub target: Target,
    /// Number of the annex.
    pub ordinal: Option<u32>,
    pub attachment: Attachment,
}

/// The stamp that begins at line `i`.
pub(super) fn at(cx: Lines<'_>, i: usize) -> Option<Stamp> {
    let text = cx.str(i);
    if text.len() > MAX_LINE || cx.flow.get(i).is_none_or(|l| l.cells > 2 || l.in_table) {
        return None;
    }
    approve(cx, i, text).or_else(|| annex(cx, i, text)).or_else(|| approved(cx, i, text))
}

fn attachment(label: &str) -> Attachment {
    Attachment { label: label.trim().to_owned(), act_kind_text: None, act_date: None, act_number: None }
}

/// «УТВЕРЖДАЮ», alone or beside «СОГЛАСОВАНО».
fn approve(cx: Lines<'_>, i: usize, text: &str) -> Option<Stamp> {
    if text.len() > 120 || cx.g.starts(Cue::Agreed, text).is_none() || !cx.g.within(Cue::Approve, text) {
        return None;
    }
    let label = if cx.g.whole(Cue::Approve, text) {
        text.trim_end_matches([':', ' '])
    } else {
        let words: Vec<&str> = text.split([' ', '|']).filter(|w| !w.is_empty()).collect();
        if !words.iter().all(|w| cx.g.whole(Cue::Agreed, w)) {
            return None;
        }
        words.iter().copied().find(|w| cx.g.whole(Cue::Approve, w))?
    };
    let mut end = i + 1;
    if let Some(signed) = signatory::at(cx, i + 1, i + 1, cx.len().min(i + 10)) {
        end = signed.end;
    } else {
        while end < cx.len()
            && end < i + 8
            && cx.blanks(end) == 0
            && cx.g.starts(Cue::Agreed, cx.str(end)).is_none()
            && !is_title(cx, end)
        {
            let line = cx.str(end);
            end += 1;
            // The name or the date ends what the person wrote.
            if signatory::name_start(cx.g, line).is_some()
                || requisites::read(cx.g, line).is_some_and(|r| r.date.is_some())
            {
                break;
            }
        }
    }
    while end < cx.len() && end < i + MAX_LINES && requisites::read(cx.g, cx.str(end)).is_some() {
        end += 1;
    }
    Some(Stamp { start: i, end, target: Target::Person, ordinal: None, attachment: attachment(label) })
}

/// «Приложение № 1 к приказу …».
fn annex(cx: Lines<'_>, i: usize, text: &str) -> Option<Stamp> {
    let n = cx.g.starts(Cue::Annex, text)?;
    if !text.starts_with(char::is_uppercase) {
        return None;
    }
    let (label_end, ordinal) = ordinal(cx.g, text, n);
    let rest = text[label_end..].trim();
    let mut stamp =
        Stamp { start: i, end: i + 1, target: Target::Bare, ordinal, attachment: attachment(&text[..label_end]) };
    if rest.is_empty()
        || cx.g.starts(Cue::To, rest).is_some()
        || cx.g.starts(Cue::Approved, rest).is_some()
        || cx.g.case(rest).is_some()
    {
        reference(cx, &mut stamp, rest);
        Some(stamp)
    } else {
        None
    }
}

/// «№ 1», «N 2», «3», «А» behind «Приложение»: the byte after it, and its number.
fn ordinal(g: &Acts, text: &str, n: usize) -> (usize, Option<u32>) {
    let rest = text[n..].trim_start();
    let sign = g.starts(Cue::NumberSign, rest).filter(|_| !rest.starts_with(|c: char| c.is_ascii_digit())).unwrap_or(0);
    let number = rest[sign..].trim_start();
    let word = number.split([' ', ',', '|']).next().unwrap_or("");
    let value = word.trim_end_matches(['.', ':']);
    let digits = !value.is_empty() && value.len() <= 6 && value.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let letter = value.chars().count() == 1 && value.chars().all(char::is_uppercase);
    if digits || letter {
        let start = text.len() - number.len();
        (start + value.len(), value.parse().ok())
    } else if sign > 0 && number.is_empty() {
        (text.len(), None)
    } else {
        (n, None)
    }
}

/// «УТВЕРЖДЕНА | постановлением …».
fn approved(cx: Lines<'_>, i: usize, text: &str) -> Option<Stamp> {
    let n = cx.g.starts(Cue::Approved, text)?;
    if !text.starts_with(char::is_uppercase) || cx.is_row(i) {
        return None;
    }
    let rest = text[n..].trim_start_matches([':', ' ']).trim_end();
    let next = cx.str(i + 1);
    let plain = is_caps(text) && cx.blanks(i + 1) == 0 && next.starts_with(char::is_lowercase) && date_ahead(cx, i + 1);
    let alone = rest.is_empty() && (cx.g.case(next).is_some() || plain);
    if !alone && cx.g.case(rest).is_none() {
        return None;
    }
    let mut stamp =
        Stamp { start: i, end: i + 1, target: Target::Act, ordinal: None, attachment: attachment(&text[..n]) };
    reference(cx, &mut stamp, rest);
    stamp.target = Target::Act;
    Some(stamp)
}

/// Reads the act that a stamp names: `rest` of its first line, then the lines under it.
fn reference(cx: Lines<'_>, stamp: &mut Stamp, rest: &str) {
    let mut text = String::new();
    let mut named = false;
    take(cx, stamp, rest, &mut text, &mut named);
    let mut j = stamp.start + 1;
    while j < cx.len() && j < stamp.start + MAX_LINES {
        let line = cx.str(j);
        let complete = stamp.attachment.act_date.is_some();
        if complete
            && stamp.attachment.act_number.is_none()
            && cx.blanks(j) == 0
            && requisites::read(cx.g, line).is_some_and(|r| r.sign && r.date.is_none())
        {
            stamp.attachment.act_number = requisites::read(cx.g, line).and_then(|r| r.number);
            stamp.end = j + 1;
            break;
        }
        let again =
            cx.g.starts(Cue::Approved, line)
                .is_some_and(|n| line[n..].trim().is_empty() || cx.g.case(line[n..].trim()).is_some());
        let begins = cx.g.starts(Cue::To, line).is_some_and(|n| named || line[n..].len() > 2)
            || cx.g.case(line).is_some_and(|_| !is_caps(line));
        let far = cx.blanks(j) > 2;
        let filler = stamp.target == Target::Act && j < stamp.start + 3 && line.starts_with(char::is_lowercase);
        if complete && !again || far || line.len() > MAX_LINE || !named && !again && !begins && !filler {
            break;
        }
        let open = named && !complete;
        let stop = open && !again && !begins && (is_title(cx, j) || cx.blanks(j) > 0 && !date_ahead(cx, j));
        if stop {
            break;
        }
        take(cx, stamp, line, &mut text, &mut named);
        j += 1;
        stamp.end = j;
    }
}

/// Takes one more line of a reference.
fn take(cx: Lines<'_>, stamp: &mut Stamp, line: &str, text: &mut String, named: &mut bool) {
    if line.is_empty() {
        return;
    }
    let to = cx.g.starts(Cue::To, line);
    let kind = cx.g.case(line[to.unwrap_or(0)..].trim_start()).is_some();
    *named |= to.is_some() || kind;
    if to.is_some() && !kind && stamp.target == Target::Bare {
        stamp.target = Target::Body;
    }
    if !text.is_empty() {
        text.push(' ');
    }
    text.push_str(line);
    let a = &mut stamp.attachment;
    if a.act_kind_text.is_none()
        && let Some((_, start, end)) = cx.g.find_case(text)
        && (stamp.target != Target::Body || text[..start].len() > 4)
    {
        a.act_kind_text = Some(text[start..end].to_owned());
        *named = true;
        if stamp.target == Target::Bare {
            stamp.target = Target::Act;
        }
    }
    if a.act_kind_text.is_some()
        && let Some((found, ..)) = requisites::find(cx.g, text)
        && found.date.is_some()
    {
        (a.act_date, a.act_number) = (found.date, found.number);
    }
}

/// «к приказу №57-од от 08.06.2020» or «(утв. постановлением … от … N …)» between the lines of a title: fills the stamp;
/// the line after it.
pub(super) fn late(cx: Lines<'_>, i: usize, attachment: Option<&mut Attachment>) -> Option<usize> {
    let mut line = cx.str(i).to_owned();
    let mut end = i + 1;
    let bracket = line.starts_with('(');
    while bracket && !line.contains(')') && end < cx.len().min(i + MAX_LATE) && cx.blanks(end) == 0 {
        line.push(' ');
        line.push_str(cx.str(end));
        end += 1;
    }
    let note = line.trim_start_matches('(');
    let word = if bracket { Cue::Approved } else { Cue::To };
    let n = cx.g.starts(word, note)?;
    let rest = note[n..].trim_start_matches(['.', ' ']);
    let (_, kind) = cx.g.case(rest)?;
    let (found, ..) = requisites::find(cx.g, rest).filter(|(r, ..)| !bracket || r.date.is_some())?;
    if let Some(a) = attachment
        && a.act_kind_text.is_none()
    {
        if a.label.is_empty() {
            note[..n + usize::from(note[n..].starts_with('.'))].clone_into(&mut a.label);
        }
        a.act_kind_text = Some(rest[..kind].to_owned());
        (a.act_date, a.act_number) = (found.date, found.number);
    }
    Some(end)
}

/// True where a date or a number begins one of the next lines.
fn date_ahead(cx: Lines<'_>, i: usize) -> bool {
    (i..cx.len().min(i + 4)).any(|j| requisites::begins(cx.g, cx.str(j)))
}

/// True where line `i` can only be a title: its noun in capitals or behind a blank.
fn is_title(cx: Lines<'_>, i: usize) -> bool {
    let text = cx.str(i);
    !text.starts_with(char::is_lowercase)
        && cx.g.body(text).is_some()
        && (is_caps(text) || cx.blanks(i) > 0 || cx.g.bare_body(text))
        || text.starts_with(is_open_quote) && cx.blanks(i) > 0
}
