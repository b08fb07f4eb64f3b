//! The parts of a citation at a place of a text: «от 26.11.2010», «№ 1241», «"Об утверждении …"», «(ред. от …)».

use std::ops::Range;

use crate::grammar::citations::Citations;
use crate::grammar::lexicon::{Lexicon, Words};
use crate::grammar::lexicon::{is_letter, is_letter_or_digit};

/// The longest title, in bytes.
const TITLE: usize = 3000;
/// The longest note on changes, in bytes.
const NOTE: usize = 400;

/// True for letters and digits; the common ones without a table.
pub(super) fn alnum(c: char) -> bool {
    match c {
        '\0'..='\x7f' => c.is_ascii_alphanumeric(),
        '\u{400}'..='\u{481}' => true,
        _ => is_letter_or_digit(c),
    }
}

/// The byte after the blanks at `at`.
pub(super) fn blanks(text: &str, at: usize) -> usize {
    text[at..].char_indices().find(|(_, c)| !c.is_whitespace()).map_or(text.len(), |(i, _)| at + i)
}

/// The character at `at`.
pub(super) fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

/// The character before `at`.
pub(super) fn char_before(text: &str, at: usize) -> Option<char> {
    text[..at].chars().next_back()
}

/// The end of the letters and digits at `at`.
pub(super) fn word_end(text: &str, at: usize) -> usize {
    text[at..].char_indices().find(|(_, c)| !alnum(*c)).map_or(text.len(), |(i, _)| at + i)
}

/// The start of the letters and digits before `at`.
pub(super) fn word_start(text: &str, at: usize) -> usize {
    text[..at].char_indices().rev().find(|(_, c)| !alnum(*c)).map_or(0, |(i, c)| i + c.len_utf8())
}

/// The nearest character border at or before `at`.
pub(super) fn border(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0)
}

/// The end of the longest form of `list` that the words at `at` begin with.
pub(super) fn form_at<K: Clone>(text: &str, at: usize, list: &Lexicon<K>) -> Option<(K, usize)> {
    if !char_at(text, at)?.is_alphanumeric() {
        return None;
    }
    let words = Words::new(&text[at..border(text, at + 120)]);
    let (key, n) = list.at(&words, 0)?;
    Some((key, at + words.get(n - 1)?.end))
}

/// The form of one word in `list` that stands at `at`, and its end.
pub(super) fn word_at<K: Clone>(text: &str, at: usize, list: &Lexicon<K>) -> Option<(K, usize)> {
    let end = word_end(text, at);
    if end == at {
        return None;
    }
    Some((list.whole(&text[at..end])?, end))
}

/// True where the whole word at `at..end` is in `list`.
pub(super) fn is_word(text: &str, word: Range<usize>, list: &Lexicon<()>) -> bool {
    list.whole(&text[word]).is_some()
}

/// The number written at `at`: value and end.
fn digits(text: &str, at: usize, most: usize) -> Option<(u32, usize)> {
    let n = text.as_bytes()[at..].iter().take(most + 1).take_while(|b| b.is_ascii_digit()).count();
    if n == 0 || n > most {
        return None;
    }
    Some((text[at..at + n].parse().ok()?, at + n))
}

/// The date written at `at`, in ISO 8601, and its end: `07.05.2018`, `19 ноября 2013 года`, `«17» мая 2012 г.`.
pub fn date_at(text: &str, at: usize, months: &Lexicon<u32>, year_marks: &Lexicon<()>) -> Option<(String, usize)> {
    let mut i = at;
    let quoted = char_at(text, i).filter(|c| matches!(c, '\u{ab}' | '"' | '\u{201c}' | '\u{201e}'));
    if let Some(c) = quoted {
        i = blanks(text, i + c.len_utf8());
    }
    let (day, mut i) = digits(text, i, 2)?;
    if quoted.is_some() {
        i = blanks(text, i);
        let c = char_at(text, i).filter(|c| matches!(c, '\u{bb}' | '"' | '\u{201d}' | '\u{201c}'))?;
        i += c.len_utf8();
    }
    let (month, year, mut end) = match text.as_bytes().get(i) {
        Some(b'.' | b'/') if quoted.is_none() => {
            let (month, i) = digits(text, blanks(text, i + 1), 2)?;
            let i = matches!(text.as_bytes().get(i), Some(b'.' | b'/')).then_some(i + 1)?;
            let from = blanks(text, i);
            let (year, end) = digits(text, from, 4)?;
            let year = match end - from {
                4 => year,
                2 if year < 70 => 2000 + year,
                2 => 1900 + year,
                _ => return None,
            };
            (month, year, end)
        }
        _ => {
            let (month, i) = word_at(text, blanks(text, i), months)?;
            let from = blanks(text, i);
            let (year, end) = digits(text, from, 4)?;
            (end - from == 4).then_some((month, year, end))?
        }
    };
    if !(1..=31).contains(&day) || !(1..=12).contains(&month) || !(1800..=2100).contains(&year) {
        return None;
    }
    if char_at(text, end).is_some_and(alnum) && word_at(text, end, year_marks).is_none() {
        return None;
    }
    if let Some(((), mark)) = word_at(text, blanks(text, end), year_marks) {
        let short = text[blanks(text, end)..mark].chars().count() == 1;
        let dot = short && char_at(text, mark) == Some('.');
        // A dot behind «г» belongs to it; «г. Москва» is a settlement and no year.
        end = mark + usize::from(dot);
    }
    Some((format!("{year:04}-{month:02}-{day:02}"), end))
}

/// A date with or without its word before it («от 26.11.2010»): ISO date and end.
pub(super) fn dated(text: &str, at: usize, g: &Citations) -> Option<(String, usize)> {
    let from = match word_at(text, at, &g.date_words) {
        Some(((), end)) => blanks(text, end),
        None => at,
    };
    date_at(text, from, &g.months, &g.year_marks)
}

/// The byte after a number sign at `at`.
pub(super) fn number_sign(text: &str, at: usize) -> Option<usize> {
    let c = char_at(text, at).filter(|c| matches!(c, '\u{2116}' | 'N' | 'n'))?;
    let end = at + c.len_utf8();
    if c != '\u{2116}' && (char_before(text, at).is_some_and(alnum) || char_at(text, end).is_some_and(is_letter)) {
        return None;
    }
    // «№.», «N°» as scanners and typists have them.
    let end = end + char_at(text, end).filter(|c| matches!(c, '.' | '\u{b0}' | '\u{ba}')).map_or(0, char::len_utf8);
    Some(filled(text, blanks(text, end)))
}

/// The byte behind the underscores at `at` of a blank that was filled in («№__4_»).
fn filled(text: &str, at: usize) -> usize {
    let end = at + text[at..].bytes().take_while(|b| *b == b'_').count();
    if char_at(text, end).is_some_and(alnum) { end } else { at }
}

/// The end of the letters and the dash of a number that is typed with blanks («Пр - 2192ГС»), where digits follow.
fn spaced(text: &str, at: usize) -> Option<usize> {
    let end = word_end(text, at);
    let letters = &text[at..end];
    let dash = blanks(text, end);
    let short = (1..=3).contains(&letters.chars().count()) && letters.chars().all(is_letter);
    let mark = char_at(text, dash).filter(|c| short && matches!(c, '-' | '\u{2010}'..='\u{2014}'))?;
    let digits = blanks(text, dash + mark.len_utf8());
    char_at(text, digits)?.is_ascii_digit().then_some(digits)
}

/// The number of an act without its sign: `1241`, `3273-р`, `Р-210`, `01.04/131`, `273 - ФЗ`.
pub(super) fn number_at(text: &str, at: usize, g: &Citations) -> Option<Range<usize>> {
    let from = spaced(text, at).unwrap_or(at);
    let mut end = from;
    let mut rest = text[from..].char_indices().peekable();
    while let Some((i, c)) = rest.next() {
        let next = rest.peek().map(|n| n.1);
        let keeps = match c {
            '.' => next.is_some_and(|n| n.is_ascii_digit()),
            '-' | '\u{2010}' | '\u{2011}' | '\u{2012}' | '\u{2013}' | '/' | '_' => end > at && next.is_some_and(alnum),
            _ => alnum(c),
        };
        if !keeps || i > 60 {
            break;
        }
        end = from + i + c.len_utf8();
    }
    if !text[at..end].contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    Some(at..marked(text, end, &g.number_marks).unwrap_or(end))
}

/// The end of a mark behind the digits that end at `at`: «- ФЗ», «ФЗ».
fn marked(text: &str, at: usize, marks: &Lexicon<()>) -> Option<usize> {
    if !text[..at].ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let mut i = blanks(text, at);
    let dash =
        char_at(text, i).filter(|c| matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\u{2012}' | '\u{2013}' | '\u{2014}'));
    if let Some(c) = dash {
        i = blanks(text, i + c.len_utf8());
    }
    let end = word_end(text, i);
    // Small marks of one letter need their dash: «№ 5 п. 3» holds none.
    let short = text[i..end].chars().count() < 2;
    (end > i && is_word(text, i..end, marks) && (!short || dash.is_some())).then_some(end)
}

/// The number of a law without a number sign at `at`: `44-ФЗ`, `44 ФЗ`.
pub(super) fn law_number_at(text: &str, at: usize, g: &Citations) -> Option<Range<usize>> {
    let end = at + text.as_bytes()[at..].iter().take_while(|b| b.is_ascii_digit()).count();
    (end > at).then_some(())?;
    Some(at..marked(text, end, &g.law_marks)?)
}

/// True for a quote at `at` that opens; `opened` where the character before it opened too.
pub(super) fn opens(text: &str, at: usize, opened: bool) -> Option<bool> {
    let c = char_at(text, at)?;
    match c {
        '\u{ab}' | '\u{201e}' => Some(true),
        '\u{bb}' | '\u{201d}' => Some(false),
        '"' | '\u{201c}' => {
            let after = char_at(text, at + c.len_utf8());
            let before = char_before(text, at);
            let free = opened || before.is_none_or(|b| b.is_whitespace() || matches!(b, '(' | '\u{ab}' | '\u{201e}'));
            Some(free && after.is_some_and(|a| alnum(a) || matches!(a, '"' | '\u{ab}' | '\u{201e}')))
        }
        _ => None,
    }
}

/// True where the dot at `at` ends a sentence and no abbreviation.
pub(super) fn ends_sentence(text: &str, at: usize) -> bool {
    let rest = &text[at + 1..];
    let next = rest.trim_start();
    if next.is_empty() {
        return true;
    }
    if next.len() == rest.len() || !next.starts_with(char::is_uppercase) {
        return false;
    }
    let word = &text[word_start(text, at)..at];
    word.is_empty() || word.chars().count() > 3 || !word.contains(char::is_lowercase)
}

/// The quoted text at `at`: what stands between the quotes, and the byte after it. Where fewer quotes close than
/// open, one closing quote ends all and stays in the text, as writers mean it.
pub(super) fn quoted(text: &str, at: usize) -> Option<(Range<usize>, usize)> {
    let first = char_at(text, at)?;
    let start = at + first.len_utf8();
    let (mut depth, mut brackets, mut opened) = (1usize, 0usize, true);
    let mut fallback: Option<(usize, bool)> = None; // end of a closing quote, does punctuation follow
    let mut limit = border(text, at + TITLE);
    for (i, c) in text[start..limit].char_indices() {
        let i = start + i;
        let end = i + c.len_utf8();
        match opens(text, i, opened) {
            Some(true) => depth += 1,
            Some(false) => {
                depth -= 1;
                if depth == 0 {
                    return (i > start).then_some((start..i, end));
                }
                let sharp = char_at(text, end).is_none_or(|c| matches!(c, ',' | '.' | ';' | ')' | ':'))
                    || text[end..].trim_start().starts_with(['(', '\u{2116}']);
                if fallback.is_none_or(|f| !f.1) {
                    fallback = Some((end, sharp));
                }
            }
            None => match c {
                '(' => brackets += 1,
                ')' if brackets == 0 => limit = i,
                ')' => brackets -= 1,
                ';' | '\t' => limit = i,
                '.' if ends_sentence(text, i) => limit = i,
                _ => {}
            },
        }
        opened = opens(text, i, opened) == Some(true);
        if limit == i {
            break;
        }
    }
    let end = fallback.map_or_else(|| start + text[start..limit].trim_end_matches(['.', ',', ' ']).len(), |f| f.0);
    (end > start).then_some((start..end, end))
}

/// The title at `at`: a quoted text; `any` where it need not begin as titles do.
pub(super) fn title_at(text: &str, at: usize, any: bool, g: &Citations) -> Option<(Range<usize>, usize)> {
    let c = char_at(text, at).filter(|c| matches!(c, '\u{ab}' | '\u{201e}' | '"' | '\u{201c}'))?;
    let inner = blanks(text, at + c.len_utf8());
    char_at(text, inner).filter(|c| alnum(*c) || opens(text, inner, true) == Some(true))?;
    let word = inner..word_end(text, inner);
    if !any && !is_word(text, word, &g.title_words) {
        return None;
    }
    let (range, end) = quoted(text, at)?;
    let inner = &text[range.clone()];
    let start = range.start + (inner.len() - inner.trim_start().len());
    Some((start..start + inner.trim().len(), end))
}

/// An unquoted title at `at` («Об утверждении …») up to the end of its sentence or list item, where the citation is
/// one (`listed`): inside a running sentence nothing tells where the title ends but a quote that closes it («О занятости
/// населения» право дано»), a bracket that names the act for short, or the next act of a list.
pub(super) fn bare_title_at(text: &str, at: usize, listed: bool, g: &Citations) -> Option<(Range<usize>, usize)> {
    let word = at..word_end(text, at);
    if !char_at(text, at)?.is_uppercase() || !is_word(text, word, &g.title_words) {
        return None;
    }
    let limit = border(text, at + TITLE / 3);
    let mut brackets = 0usize;
    let mut before = ' ';
    let (mut end, mut quotes, mut sure, mut opened) = (None, 0usize, false, false);
    for (i, c) in text[at..limit].char_indices() {
        let i = at + i;
        let quote = opens(text, i, opened);
        opened = quote == Some(true);
        let stop = match c {
            _ if quote == Some(true) => {
                quotes += 1;
                false
            }
            _ if quote == Some(false) => {
                sure = quotes == 0;
                quotes = quotes.saturating_sub(1);
                sure
            }
            '(' if form_at(text, blanks(text, i + 1), &g.naming).is_some() => {
                sure = true;
                true
            }
            '(' => {
                brackets += 1;
                false
            }
            ')' if brackets > 0 => {
                brackets -= 1;
                false
            }
            ';' => {
                // In a list of acts.
                sure = form_at(text, blanks(text, i + 1), &g.nouns).is_some();
                true
            }
            ')' | '\t' | '\n' => true,
            '.' => ends_sentence(text, i),
            // A preamble that was folded into one line with the title.
            _ => i > at && before == ' ' && c.is_uppercase() && form_at(text, i, &g.preambles).is_some(),
        };
        if stop {
            end = Some(i);
            break;
        }
        before = c;
    }
    let end = end.or_else(|| (limit == text.len()).then_some(limit))?;
    if !sure && !listed {
        return None;
    }
    let title = at + text[at..end].trim_end().len();
    let closing = char_at(text, end).filter(|_| opens(text, end, false) == Some(false));
    Some((at..title, closing.map_or(title, |c| end + c.len_utf8())))
}

/// The bracketed text at `at`: the byte after its closing bracket.
pub(super) fn bracketed(text: &str, at: usize) -> Option<usize> {
    let mut depth = 0usize;
    for (i, c) in text[at..border(text, at + NOTE)].char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return (i > 0).then_some(at + i + 1);
        }
    }
    None
}

/// The end of a note on changes at `at` («(ред. от 15.06.2022)», «, в ред. от 15.06.2022»), and whether it names an
/// act of its own.
pub(super) fn note_at(text: &str, at: usize, g: &Citations) -> Option<(usize, bool)> {
    if char_at(text, at) == Some('(') {
        form_at(text, blanks(text, at + 1), &g.amendments)?;
        let end = bracketed(text, at)?;
        return Some((end, g.nouns.within(&text[at..end])));
    }
    let at = if char_at(text, at) == Some(',') { blanks(text, at + 1) } else { at };
    let ((), end) = form_at(text, at, &g.amendments)?;
    let i = if char_at(text, end) == Some('.') { end + 1 } else { end };
    let (_, end) = dated(text, blanks(text, i), g)?;
    let number = number_sign(text, blanks(text, end)).and_then(|i| number_at(text, i, g));
    Some((number.map_or(end, |n| n.end), false))
}
