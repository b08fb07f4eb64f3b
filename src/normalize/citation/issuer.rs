//! The words between a kind noun and the date, number or title: «Министерства образования, науки и молодёжной
//! политики Краснодарского края», «администрации г. Кемерово», «МБОУ «СОШ № 5»».

use std::ops::Range;

use super::parts::{
    alnum, blanks, border, bracketed, char_at, dated, ends_sentence, form_at, is_word, law_number_at, note_at,
    number_at, number_sign, opens, quoted, title_at, word_at, word_end, word_start,
};
use super::word_before;
use crate::grammar::citations::Citations;
use crate::grammar::lexicon::Words;
use crate::grammar::lexicon::is_letter;

/// The longest issuer, in bytes.
const LONGEST: usize = 500;
/// The most words of a title without quotes before its date.
const WORDS: usize = 25;

/// What stands between the kind noun and the rest of the citation.
#[derive(Debug)]
pub(super) struct Head {
    /// The words, where there are any.
    pub issuer: Option<Range<usize>>,
    /// Where the rest begins.
    pub at: usize,
    /// A title without quotes before the rest («закона об образовании № 273-ФЗ») and its end.
    pub title: Option<(Range<usize>, usize)>,
    /// True where only a date makes these words those of an act.
    pub needs_date: bool,
}

/// Reads the issuer from `from` on, up to the date, number, title or note; nothing where no act follows.
pub(super) fn read(text: &str, from: usize, issuer: bool, g: &Citations) -> Option<Head> {
    let limit = border(text, from + LONGEST);
    let ahead = Words::new(&text[from..limit]);
    let mut k = 0;
    let mut at = from;
    let mut last = from;
    let (mut commas, mut words) = (false, 0);
    loop {
        let i = blanks(text, at);
        if i >= limit {
            return None;
        }
        let c = char_at(text, i)?;
        if begins(text, i, !issuer, g) {
            if let Some(sign) = number_sign(text, i).filter(|_| last > from)
                && is_word(text, word_before(text, i), &g.numbered)
            {
                // «школы № 5» names the issuer, not the act.
                last = number_at(text, sign, g)?.end;
                at = last;
                continue;
            }
            return finish(text, from, last, i, issuer, commas, g);
        }
        if alnum(c) {
            let end = word_end(text, i);
            if is_word(text, i..end, &g.title_words) {
                // A title without quotes: «приказом об учётной политике от 12.03.2020 № 15».
                let title = plain_title(text, i, limit, !issuer, g)?;
                let mut head = finish(text, from, last, title, issuer, commas, g)?;
                head.title =
                    Some((i..text[..title].trim_end_matches(|c: char| c == '.' || c.is_whitespace()).len(), title));
                head.needs_date = issuer;
                return Some(head);
            }
            while ahead.get(k).is_some_and(|w| from + w.start < i) {
                k += 1;
            }
            if let Some((_, occasion)) = form_at(text, i, &g.occasions).filter(|_| issuer && last > from) {
                // «поручений Президента по итогам форума от 10.10.2018»: the occasion is no part of the issuer.
                let at = behind_occasion(text, occasion, limit, g)?;
                return finish(text, from, last, at, issuer, true, g);
            }
            if g.stops.at(&ahead, k).is_some() || g.nouns.at(&ahead, k).is_some() {
                return None;
            }
            words += 1;
            if words > 40 || (c.is_ascii_digit() && words == 1) {
                return None;
            }
            (at, last) = (end, end);
            continue;
        }
        let next = i + c.len_utf8();
        match c {
            '.' if last == i && (!ends_sentence(text, i) || initial(text, i)) => at = next,
            '-' | '\u{2010}'..='\u{2014}' | '/' if last > from => at = next,
            ',' if last > from => {
                commas |= !goes_on(text, blanks(text, next), g);
                at = next;
            }
            ':' if last > from || begins(text, blanks(text, next), false, g) => {
                let item = blanks(text, next);
                let item = match char_at(text, item) {
                    Some(d @ ('-' | '\u{2013}' | '\u{2014}')) => blanks(text, item + d.len_utf8()),
                    _ => item,
                };
                dated(text, item, g)?;
                return finish(text, from, last, item, issuer, commas, g);
            }
            '(' if last > from => {
                let end = bracketed(text, i)?;
                if text[i..end].contains(|c: char| c.is_ascii_digit()) {
                    // «(приказ № 351)» is for the caller.
                    return finish(text, from, last, i, issuer, commas, g);
                }
                (at, last) = (end, end);
            }
            _ if opens(text, i, true) == Some(true) && last > from => {
                let (_, end) = quoted(text, i)?;
                (at, last) = (end, end);
            }
            _ => return None,
        }
    }
}

/// True where a date, a number, a title or a note begins at `i`.
fn begins(text: &str, i: usize, law: bool, g: &Citations) -> bool {
    let Some(c) = char_at(text, i) else { return false };
    if alnum(c) {
        return number_sign(text, i).is_some_and(|n| number_at(text, n, g).is_some())
            || ((c.is_ascii_digit() || word_at(text, i, &g.date_words).is_some()) && dated(text, i, g).is_some())
            || (c.is_ascii_digit() && (law && law_number_at(text, i, g).is_some() || numbered_then_dated(text, i, g)));
    }
    match c {
        '\u{2116}' => number_sign(text, i).is_some_and(|n| number_at(text, n, g).is_some()),
        '(' => note_at(text, i, g).is_some(),
        '-' => law && text[..i].ends_with(is_letter) && text[i + 1..].starts_with(|c: char| c.is_ascii_digit()),
        _ => title_at(text, i, law, g).is_some() || dated(text, i, g).is_some(),
    }
}

/// «534 от 26.05.2020»: a number without its sign.
fn numbered_then_dated(text: &str, i: usize, g: &Citations) -> bool {
    let Some(number) = number_at(text, i, g) else { return false };
    let from = blanks(text, number.end);
    word_at(text, from, &g.date_words).is_some() && dated(text, from, g).is_some()
}

/// «№ 477 от 15.03.2017».
fn signed_then_dated(text: &str, i: usize, g: &Citations) -> bool {
    number_sign(text, i).is_some_and(|n| numbered_then_dated(text, n, g))
}

/// The end of a title without quotes at `from`: where the date or the number with its date (of a law: the number) begins.
fn plain_title(text: &str, from: usize, limit: usize, law: bool, g: &Citations) -> Option<usize> {
    let mut at = from;
    for _ in 0..WORDS {
        let i = blanks(text, at);
        let c = char_at(text, i).filter(|_| i < limit)?;
        let date = word_at(text, i, &g.date_words).is_some() && dated(text, i, g).is_some();
        let number = law
            && (number_sign(text, i).and_then(|n| number_at(text, n, g)).is_some()
                || law_number_at(text, i, g).is_some());
        if date || number || signed_then_dated(text, i, g) {
            return Some(i);
        }
        at = match c {
            _ if opens(text, i, true) == Some(true) => quoted(text, i)?.1,
            '-' | '\u{2010}'..='\u{2014}' => i + c.len_utf8(),
            // «… на 2020 год». № 477 от 15.03.2017»
            '.' if signed_then_dated(text, blanks(text, i + 1), g) => i + c.len_utf8(),
            '\u{bb}' => i + c.len_utf8(),
            _ if !alnum(c) || form_at(text, i, &g.nouns).is_some() => return None,
            _ => word_end(text, i),
        };
    }
    None
}

/// Where the date begins behind the words of an occasion at `from`, in the same sentence.
fn behind_occasion(text: &str, from: usize, limit: usize, g: &Citations) -> Option<usize> {
    let mut at = from;
    loop {
        let i = blanks(text, at);
        let c = char_at(text, i).filter(|_| i < limit)?;
        if word_at(text, i, &g.date_words).is_some() && dated(text, i, g).is_some() {
            return Some(i);
        }
        at = match c {
            _ if opens(text, i, true) == Some(true) => quoted(text, i)?.1,
            '-' | '\u{2010}'..='\u{2014}' => i + c.len_utf8(),
            _ if !alnum(c) || form_at(text, i, &g.nouns).is_some() => return None,
            _ => word_end(text, i),
        };
    }
}

/// True where the dot at `at` is that of an initial before a name: «М.В. Иванова».
fn initial(text: &str, at: usize) -> bool {
    let letter = word_start(text, at)..at;
    let name = blanks(text, at + 1);
    let mut next = text[name..word_end(text, name)].chars();
    let mut one = text[letter].chars();
    one.next().is_some_and(char::is_uppercase)
        && one.next().is_none()
        && next.next().is_some_and(char::is_uppercase)
        && next.next().is_some_and(char::is_lowercase)
}

/// True where an issuer goes on at `at`, behind a comma.
fn goes_on(text: &str, at: usize, g: &Citations) -> bool {
    form_at(text, at, &g.goes_on).is_some() || form_at(text, at, &g.issuers).is_some()
}

/// The issuer behind a number, where no date follows: «№ 7 администрации Уссурийского городского округа». Its first
/// word is that of an issuer; territories and names go on with it.
pub(super) fn behind(text: &str, from: usize, g: &Citations) -> Option<Range<usize>> {
    let start = blanks(text, from);
    let words = Words::new(&text[start..border(text, start + LONGEST / 2)]);
    let mut end = start;
    for (k, word) in words.iter().enumerate() {
        let gap = &text[end..start + word.start];
        let place = k > 1 && gap.trim() == "." && g.places.whole(&text[word_before(text, end)]).is_some();
        if !place && !gap.chars().all(char::is_whitespace) {
            break;
        }
        let capital = text[start + word.start..].starts_with(char::is_uppercase);
        let known = g.issuers.at(&words, k).is_some();
        let territory = g.territories.at(&words, k).is_some();
        if k > 0 && capital && known && !territory {
            // Another body, and another sentence: «… городского округа Комиссия решила».
            break;
        }
        let goes_on = territory || known || capital || g.places.whole(word.fold).is_some();
        let other = g.nouns.at(&words, k).is_some() || g.stops.at(&words, k).is_some();
        if other || (k == 0 && !known) || !goes_on {
            break;
        }
        end = start + word.end;
    }
    (end > start).then_some(start..end)
}

/// The bytes of the word before a date that is glued to the word that ends at `last`: «Минздрава Россииот 30.07.2019».
fn glued(text: &str, last: usize, at: usize, g: &Citations) -> usize {
    let word = &text[word_start(text, last)..last];
    if word_at(text, at, &g.date_words).is_some() || dated(text, at, g).is_none() {
        return 0;
    }
    let tail = g.glued.iter().find(|t| word.len() > t.len() && word.ends_with(t.as_str()));
    // The vowel before it stays.
    tail.and_then(|t| t.chars().next().map(|c| t.len() - c.len_utf8())).unwrap_or(0)
}

/// Checks the words `from..last` as an issuer of the act whose rest begins at `at`.
fn finish(text: &str, from: usize, last: usize, at: usize, issuer: bool, commas: bool, g: &Citations) -> Option<Head> {
    let words = Words::new(&text[from..last]);
    if words.is_empty() {
        return Some(Head { issuer: None, at, title: None, needs_date: false });
    }
    let start = blanks(text, from);
    let last = last - glued(text, last, at, g);
    let known = (0..words.len().min(8)).any(|i| g.issuers.at(&words, i).is_some());
    let capital = char_at(text, start).is_some_and(char::is_uppercase);
    if !known && !capital {
        return None;
    }
    // A list before the number («приказ управления, письмо № 5») is no issuer; a date behind one is stronger.
    Some(Head { issuer: Some(start..last), at, title: None, needs_date: commas && issuer })
}
