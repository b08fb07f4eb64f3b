//! Date, number and place of an act.
//!
//! ```text
//! от 15.12.2015 № 165                 «17» мая 2012 г. | Москва | № 413
//! г. Ростов-на-Дону                   От « 25» сентября 2011 г. №
//! ```

use super::cues::{is_caps, spaced};
use super::date::date_at;
use super::signatory;
use crate::grammar::acts::{Acts, Cue, prefix};
use crate::grammar::lexicon::Words;
use crate::grammar::lexicon::{is_letter, is_letter_or_digit};

/// Longest line of requisites, in bytes.
const MAX_LINE: usize = 240;
/// Longest name of a place, in words.
const MAX_PLACE: usize = 5;

/// What was read of requisites.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Requisites {
    pub date: Option<String>,
    pub number: Option<String>,
    pub place: Option<String>,
    /// The place stands without «г.» or the like.
    pub bare_place: bool,
    /// Something like a date that is none stands there.
    pub invalid: bool,
    /// A sign of a number stands there, with or without a number.
    pub sign: bool,
}

impl Requisites {
    /// True where a date or the sign of a number was read.
    pub fn is_dated(&self) -> bool {
        self.date.is_some() || self.sign || self.invalid
    }

    /// Takes over what is not known yet.
    pub fn merge(&mut self, other: Requisites) {
        self.date = self.date.take().or(other.date);
        self.number = self.number.take().or(other.number);
        if self.place.is_none() {
            self.place = other.place;
            self.bare_place = other.bare_place;
        }
        self.sign |= other.sign;
        self.invalid |= other.invalid;
    }
}

/// True where `text` begins with a date, «от» and a date, or the sign of a number.
pub(super) fn begins(g: &Acts, text: &str) -> bool {
    let at = g.starts(Cue::From, text).map_or(0, |n| text.len() - text[n..].trim_start().len());
    date_at(text, at, &g.months).is_some() || sign_at(g, text, at).is_some()
}

/// The requisites that `text` is made of; `None` where it holds anything else.
pub(super) fn read(g: &Acts, text: &str) -> Option<Requisites> {
    if text.len() > MAX_LINE {
        return None;
    }
    let mut out = Requisites::default();
    let mut at = 0;
    let mut read_any = false;
    let form = text.contains("__") || has_blank_quotes(text);
    while let Some(c) = text[at..].chars().next() {
        if is_separator(c) || form && (c.is_ascii_digit() || matches!(c, '\u{ab}' | '"')) {
            at += c.len_utf8();
            continue;
        }
        let rest = &text[at..];
        if let Some((date, end)) = date_at(text, at, &g.months) {
            out.date = out.date.or(Some(date));
            at = year_end(g, text, end);
            read_any = true;
        } else if let Some(end) = sign_at(g, text, at) {
            let (number, end) = number_at(text, end);
            out.sign = true;
            out.number = out.number.or(number);
            at = end;
            read_any = true;
        } else if let Some(end) = date_shape(rest) {
            out.invalid = true;
            at += end;
            read_any = true;
        } else if let Some(n) = at_word(g, Cue::From, rest) {
            at += n;
        } else if let Some(n) = month_word(g, rest).filter(|_| form && out.date.is_none()) {
            at += n;
        } else if let Some(n) = year_word(g, rest)
            .filter(|_| (out.date.is_some() || form) && out.place.is_none() && !is_place_ahead(g, rest))
        {
            at += n;
        } else {
            let end = segment_end(g, text, at);
            let (place, bare) = place(g, text[at..end].trim())?;
            if out.place.is_some() {
                return None;
            }
            (out.place, out.bare_place) = (Some(place), bare);
            at = end;
            read_any = true;
        }
    }
    read_any.then_some(out)
}

/// A date, then a number, anywhere in `text`: their values, the first byte of the reference («от») and the byte after it.
pub(super) fn find(g: &Acts, text: &str) -> Option<(Requisites, usize, usize)> {
    let mut out = Requisites::default();
    let mut start = None;
    let mut dated = 0;
    let mut end = 0;
    let mut after_word = false;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let next = at + c.len_utf8();
        // Inside a word nothing begins, and a word of its own begins nothing but «от», «№» and «N».
        if after_word || out == Requisites::default() && is_letter_or_digit(c) && !c.is_ascii() {
            after_word = is_letter_or_digit(c);
            at = next;
            continue;
        }
        if out.date.is_none()
            && let Some((date, stop)) = date_at(text, at, &g.months)
        {
            out.date = Some(date);
            start.get_or_insert(at);
            dated = at;
            end = year_end(g, text, stop);
            at = end;
            continue;
        }
        if let Some(stop) = sign_at(g, text, at) {
            let (number, stop) = number_at(text, stop);
            if out.sign && out.date.is_some() {
                start = Some(dated); // «школы № 5 от … № 12»: the first number is of something else
            }
            out.sign = true;
            out.number = number;
            start.get_or_insert(at);
            end = stop;
            at = stop;
            if out.date.is_some() {
                break;
            }
            continue;
        }
        if out.date.is_some() && !is_separator(c) {
            break;
        }
        if out.date.is_none() && out.sign && !is_separator(c) && at_word(g, Cue::From, &text[at..]).is_none() {
            // A number of something else («школа № 5 …»).
            (out, start, end) = (Requisites::default(), None, 0);
        }
        after_word = is_letter_or_digit(c);
        at = next;
    }
    let start = start?;
    let before = text[..start].trim_end();
    let from = before.rfind(char::is_whitespace).map_or(0, |i| i + 1);
    let start = if g.whole(Cue::From, &before[from..]) { from } else { start };
    Some((out, start, end))
}

/// «31.02.2020»: the length of what has the shape of a date.
fn date_shape(text: &str) -> Option<usize> {
    let mut parts = text.splitn(4, |c: char| !c.is_ascii_digit());
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let n = day.len() + month.len() + year.len() + 2;
    let shape = (1..=2).contains(&day.len()) && month.len() == 2 && year.len() == 4;
    (shape && text[..n].bytes().all(|b| b.is_ascii_digit() || b == b'.')).then_some(n)
}

/// The byte after «г.» or «года» behind a year.
fn year_end(g: &Acts, text: &str, end: usize) -> usize {
    let rest = text[end..].trim_start();
    let at = text.len() - rest.len();
    match year_word(g, rest) {
        Some(n) if !is_place_ahead(g, rest) || rest.starts_with(is_letter) && at == end => at + n,
        _ => end,
    }
}

/// True where a pair of quotes is left blank for a day: «« » декабря 2014 г.».
fn has_blank_quotes(text: &str) -> bool {
    let pair = |open: char, close: char| {
        text.split(open).skip(1).any(|t| t.trim_start().starts_with(close) && t.starts_with([' ', '\u{a0}', close]))
    };
    // Every second piece stands between straight quotes.
    let straight = || text.split('"').skip(1).step_by(2).any(|t| !t.is_empty() && t.trim().is_empty());
    pair('\u{ab}', '\u{bb}')
        || pair('\u{201c}', '\u{201d}')
        || text.matches('"').count().is_multiple_of(2) && straight()
}

/// Length of the name of a month at the beginning of `rest`.
fn month_word(g: &Acts, rest: &str) -> Option<usize> {
    let end = rest.find(|c: char| !is_letter(c)).unwrap_or(rest.len());
    g.months.whole(&rest[..end]).map(|_| end)
}

/// Length of «г.» or «года» at the beginning of `rest`; the first letter of a spaced word is none.
fn year_word(g: &Acts, rest: &str) -> Option<usize> {
    at_word(g, Cue::Year, rest).filter(|&n| rest.starts_with(char::is_lowercase) || rest[..n].ends_with('.'))
}

/// «г. Город»: not the sign of a year.
fn is_place_ahead(g: &Acts, rest: &str) -> bool {
    let Some(n) = g.starts(Cue::Place, prefix(rest, 64)) else { return false };
    let name = rest[n..].trim_start_matches(['.', ' ']);
    name.chars().next().is_some_and(char::is_uppercase)
        && name.chars().nth(1).is_some_and(is_letter)
        && g.starts(Cue::Topic, name).is_none()
}

/// The byte after the sign of a number at byte `at`.
fn sign_at(g: &Acts, text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    match rest.chars().next()? {
        '\u{2116}' => Some(at + 3),
        c @ ('N' | 'n') => {
            let after = rest[1..].trim_start_matches(['o', 'O', '.', ' ']);
            (c == 'N' && after.starts_with(|c: char| c.is_ascii_digit()) || rest == "N")
                .then_some(text.len() - after.len())
        }
        _ => {
            let n = at_word(g, Cue::NumberSign, rest)?;
            rest[n..].trim_start().starts_with(|c: char| c.is_ascii_digit()).then_some(at + n)
        }
    }
}

/// The number that follows its sign: `None` where it is blank or no number, and the byte after it.
fn number_at(text: &str, at: usize) -> (Option<String>, usize) {
    let rest = text[at..].trim_start();
    let start = text.len() - rest.len();
    let end = start
        + rest
            .find(|c: char| c.is_whitespace() || matches!(c, '|' | '\u{ab}' | '"' | '\u{201c}' | '<'))
            .unwrap_or(rest.len());
    let token = text[start..end].trim_end_matches([',', '.', ';', ':', '\u{bb}', '"']);
    // «№ 15(119)»
    let token = if token.contains('(') { token } else { token.trim_end_matches([')', ',', '.', ';', '\u{bb}', '"']) };
    let word = token.starts_with(is_letter_or_digit) && token.bytes().any(|b| b.is_ascii_digit());
    if word {
        (Some(token.to_owned()), start + token.len())
    } else if token.chars().any(is_letter) && !token.contains(['/', '&']) {
        (None, start)
    } else {
        (None, end)
    }
}

/// Length of the form of `cue` that `rest` begins with, as a word of its own, its point included.
fn at_word(g: &Acts, cue: Cue, rest: &str) -> Option<usize> {
    rest.chars().next().filter(|c| is_letter(*c) || *c == '\u{2116}')?;
    let n = g.starts(cue, prefix(rest, 48))?;
    Some(n + usize::from(rest[n..].starts_with('.')))
}

fn is_separator(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '|' | ',' | ';' | '.' | '_' | '*' | '[' | ']' | '\u{bb}')
        || super::cues::is_dash(c)
}

/// Where the words that may name a place end: before a date, a number, «от» or a drawn line.
fn segment_end(g: &Acts, text: &str, at: usize) -> usize {
    let mut end = at;
    for word in text[at..].split_inclusive([' ', '|']) {
        let stop = end > at
            && (date_at(text, end, &g.months).is_some()
                || sign_at(g, text, end).is_some()
                || at_word(g, Cue::From, &text[end..]).is_some());
        if stop {
            break;
        }
        end += word.len();
        if word.ends_with('|') {
            break;
        }
    }
    end
}

/// The name of a place as written, spaced letters closed up, and whether it stands without «г.».
fn place(g: &Acts, text: &str) -> Option<(String, bool)> {
    // Whoever prepared the act: «Луговой А.Б.»
    let person = signatory::name_start(g, text).is_some();
    let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '|' | ',' | '.' | ';'));
    if text.is_empty() || text.len() > 120 || text.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    if let Some((word, end)) = spaced(text) {
        return (end == text.len()).then_some((word, true));
    }
    let is_name = |w: &str| {
        w.chars().next().is_some_and(char::is_uppercase)
            && w.chars().all(|c| is_letter(c) || matches!(c, '-' | ',' | '.' | '(' | ')'))
    };
    if let Some(n) = g.starts(Cue::Place, text) {
        let name = text[n..].trim_start_matches(['.', ' ']);
        let words = name.split_whitespace().count();
        let good = (1..=MAX_PLACE).contains(&words)
            && name.split_whitespace().next().is_some_and(is_name)
            && !name.contains(['\u{ab}', '\u{bb}', '"', ':']);
        if good {
            return Some((text.to_owned(), false));
        }
    }
    if person {
        return None;
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let noun = || {
        g.body(text).is_some()
            || g.is_name(words[0]).is_some()
            || g.starts(Cue::Topic, text).is_some()
            || g.starts_noun(Cue::Issuer, text).is_some()
    };
    let short = words.len() <= 3 && words.iter().all(|w| is_name(w)) && words[0].chars().count() > 2;
    let caps = is_caps(text) && words.len() > 1;
    (short && !caps && !noun() && Words::new(text).len() <= 4).then(|| (text.to_owned(), true))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Option<(String, String, String)> {
        let r = read(&Acts::builtin(), text)?;
        Some((r.date.unwrap_or_default(), r.number.unwrap_or_default(), r.place.unwrap_or_default()))
    }

    #[test]
    fn lines_of_requisites() {
        let some = |d: &str, n: &str, p: &str| Some((d.to_owned(), n.to_owned(), p.to_owned()));
        assert_eq!(parts("от 05.03.2021 № 17-па"), some("2021-03-05", "17-па", ""));
        assert_eq!(parts("«17» мая 2012 г. | | № 413"), some("2012-05-17", "413", ""));
        assert_eq!(parts("От « 25» сентября 2011 г. №"), some("2011-09-25", "", ""));
        assert_eq!(parts("29.12.2010 Г о р о д № 189"), some("2010-12-29", "189", "Город"));
        assert_eq!(parts("24 февраля 2025 года с. Березоворечье N 19"), some("2025-02-24", "19", "с. Березоворечье"));
        assert_eq!(parts("14.05.2014 г. Верхние Луга"), some("2014-05-14", "", "г. Верхние Луга"));
        assert_eq!(parts("от 30.08.24 г. № 698"), some("2024-08-30", "698", ""));
        assert_eq!(parts("№ /&9"), some("", "", ""));
        assert_eq!(parts("Заречье, Кремль"), some("", "", "Заречье, Кремль"));
        assert_eq!(parts("О порядке"), None);
        assert_eq!(parts("от 31.02.2020"), some("", "", ""));
        assert_eq!(parts("от 06 февраля 2024 г. N 89-па г. Луговск"), some("2024-02-06", "89-па", "г. Луговск"));
        assert_eq!(parts("«___» __________ 2020 г. № ____"), some("", "", ""));
        assert_eq!(parts("ПРАВИТЕЛЬСТВО ОБЛАСТИ"), None);
        assert_eq!(parts("с изменениями"), None);
        assert_eq!(parts("« » 2017год №"), some("", "", ""));
        assert_eq!(parts("от « » декабря 2014г. №"), some("", "", ""));
        assert_eq!(parts("\" \" декабря 2014 г. №"), some("", "", ""));
        assert_eq!(parts("Луговой А.Б."), None);
    }

    #[test]
    fn a_reference_inside_a_line() {
        let g = Acts::builtin();
        let text = "к приказу школы № 5 от 07.02.2021 г. № 12-од (форма)";
        let (r, start, end) = find(&g, text).unwrap();
        assert_eq!((r.date.as_deref(), r.number.as_deref()), (Some("2021-02-07"), Some("12-од")));
        assert!(text[start..].starts_with("от 07"));
        assert!(text[end..].starts_with(" (форма)"));
        let (r, ..) = find(&g, "приказ №57-од от 08.06.2020").unwrap();
        assert_eq!((r.date.as_deref(), r.number.as_deref()), (Some("2020-06-08"), Some("57-од")));
        assert!(find(&g, "Положение об отделе").is_none());
    }
}
