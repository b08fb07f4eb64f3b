//! A short text as tokens: words, numbers and marks, digits parted from letters («2019гг.» is a number and a word).

use std::borrow::Cow;

use super::wordset::{alnum, lower, upper};
use crate::grammar::lexicon::{Lexicon, Words};

/// Dashes as people type them.
pub(crate) const DASHES: &[char] = &['-', '\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}', '\u{2212}'];
/// Quotes as people type them.
pub(crate) const QUOTES: &[char] = &[
    '"', '\'', '`', '\u{ab}', '\u{bb}', '\u{2018}', '\u{2019}', '\u{201a}', '\u{201c}', '\u{201d}', '\u{201e}',
    '\u{201f}',
];

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Word,
    /// Value (`u32::MAX` where it is too large) and number of digits.
    Num(u32, usize),
    Mark(char),
}

/// A token and its byte range in the text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tok {
    pub kind: Kind,
    pub start: usize,
    pub end: usize,
    word: usize,
}

/// The tokens of a text.
pub(crate) struct Scan<'t> {
    pub text: &'t str,
    words: Words,
    toks: Vec<Tok>,
}

impl<'t> Scan<'t> {
    pub fn new(text: &'t str) -> Scan<'t> {
        let (spaced, cuts) = part_digits(text);
        let words = Words::new(&spaced);
        let source = |at: usize| at - cuts.partition_point(|c| *c < at);
        let mut toks = Vec::with_capacity(words.len() * 2);
        let mut last = 0;
        for (index, w) in words.iter().enumerate() {
            marks(&spaced, last, w.start, &source, &mut toks);
            let kind = if w.fold.bytes().all(|b| b.is_ascii_digit()) {
                Kind::Num(w.fold.parse().unwrap_or(u32::MAX), w.fold.len())
            } else {
                Kind::Word
            };
            toks.push(Tok { kind, start: source(w.start), end: source(w.end), word: index });
            last = w.end;
        }
        marks(&spaced, last, spaced.len(), &source, &mut toks);
        Scan { text, words, toks }
    }

    pub fn len(&self) -> usize {
        self.toks.len()
    }

    pub fn get(&self, i: usize) -> Option<Tok> {
        self.toks.get(i).copied()
    }

    /// True where token `i` is one of `marks`.
    pub fn is(&self, i: usize, marks: &[char]) -> bool {
        matches!(self.get(i), Some(Tok { kind: Kind::Mark(c), .. }) if marks.contains(&c))
    }

    /// The folded word at `i`; nothing for a mark or a number.
    pub fn word(&self, i: usize) -> Option<&str> {
        let tok = self.get(i).filter(|t| t.kind == Kind::Word)?;
        self.words.get(tok.word).map(|w| w.fold)
    }

    /// The number at `i`: value and number of digits.
    pub fn num(&self, i: usize) -> Option<(u32, usize)> {
        match self.get(i)?.kind {
            Kind::Num(value, digits) => Some((value, digits)),
            _ => None,
        }
    }

    /// The token after `i`, quotes passed over.
    pub fn unquoted(&self, mut i: usize) -> usize {
        while self.is(i, QUOTES) {
            i += 1;
        }
        i
    }

    /// The first token that begins at byte `at` or later.
    pub fn token_from(&self, at: usize) -> usize {
        self.toks.partition_point(|t| t.start < at)
    }

    /// The longest form of `lexicon` that begins at token `i`: its key and the token behind it. A point behind an
    /// abbreviation is passed over; inside a form only points, dashes and commas may stand («не реже, чем»).
    pub fn form<K: Clone>(&self, lexicon: &Lexicon<K>, i: usize) -> Option<(K, usize)> {
        let tok = self.get(i)?;
        if matches!(tok.kind, Kind::Mark(_)) {
            return None;
        }
        let (key, count) = lexicon.at(&self.words, tok.word)?;
        let mut next = i;
        while let Some(t) = self.get(next) {
            match t.kind {
                Kind::Mark(c) if !matches!(c, '.' | ',') && !DASHES.contains(&c) => return None,
                Kind::Mark(_) => {}
                _ if t.word + 1 == tok.word + count => break,
                _ => {}
            }
            next += 1;
        }
        next += 1;
        if self.is(next, &['.']) {
            next += 1;
        }
        Some((key, next))
    }

    /// The token behind a form of `lexicon` at `i`, or `i` where there is none.
    pub fn past<K: Clone>(&self, lexicon: &Lexicon<K>, i: usize) -> usize {
        self.form(lexicon, i).map_or(i, |(_, next)| next)
    }

    /// The words of the tokens `from..to`, white space folded, loose punctuation at the end left out.
    pub fn slice(&self, from: usize, to: usize) -> Option<String> {
        let start = self.get(from)?.start;
        let end = self.get(to.checked_sub(1)?)?.end;
        let mut text = self.text.get(start..end)?;
        loop {
            let open = text.matches('(').count();
            let close = text.matches(')').count();
            let cut = text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ',' | ';' | ':' | '/'));
            let cut = if close > open { cut.strip_suffix(')').unwrap_or(cut) } else { cut };
            let cut = if open > close { cut.strip_suffix('(').unwrap_or(cut) } else { cut };
            if cut.len() == text.len() {
                break;
            }
            text = cut;
        }
        let mut out = String::with_capacity(text.len());
        for piece in text.split_whitespace() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(piece);
        }
        (!out.is_empty()).then_some(out)
    }
}

/// The text with a blank wherever a digit and a letter touch, or a word and an abbreviation («плануРОО»), and the places
/// of these blanks.
fn part_digits(text: &str) -> (Cow<'_, str>, Vec<usize>) {
    let touches = |a: char, b: char, rest: &str| {
        alnum(a) && alnum(b) && a.is_ascii_digit() != b.is_ascii_digit()
            || lower(a) && upper(b) && rest.chars().nth(1).is_some_and(upper)
    };
    let mut cuts = Vec::new();
    let mut out = String::new();
    let mut copied = 0;
    let mut last = ' ';
    for (i, c) in text.char_indices() {
        if touches(last, c, &text[i..]) {
            out.push_str(&text[copied..i]);
            cuts.push(out.len());
            out.push(' ');
            copied = i;
        }
        last = c;
    }
    if cuts.is_empty() {
        return (Cow::Borrowed(text), cuts);
    }
    out.push_str(&text[copied..]);
    (Cow::Owned(out), cuts)
}

fn marks(text: &str, from: usize, to: usize, source: &impl Fn(usize) -> usize, toks: &mut Vec<Tok>) {
    let gap = &text[from..to];
    toks.extend(gap.char_indices().filter(|(_, c)| !c.is_whitespace()).map(|(i, c)| {
        let start = source(from + i);
        Tok { kind: Kind::Mark(c), start, end: start + c.len_utf8(), word: usize::MAX }
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_part_from_letters_and_places_stay() {
        let s = Scan::new("2019-2020гг. 5б");
        let shown: Vec<_> = (0..s.len()).map(|i| &s.text[s.get(i).unwrap().start..s.get(i).unwrap().end]).collect();
        assert_eq!(shown, ["2019", "-", "2020", "гг", ".", "5", "б"]);
        assert_eq!(s.slice(2, 5).as_deref(), Some("2020гг"));
        let s = Scan::new("по плануРОО");
        assert_eq!((s.len(), s.word(1), s.slice(1, 3).as_deref()), (3, Some("плану"), Some("плануРОО")));
    }

    #[test]
    fn a_form_does_not_cross_a_bracket() {
        let l = Lexicon::new([("в год", 1)]);
        assert!(Scan::new("в, год").form(&l, 0).is_some());
        assert!(Scan::new("в (год").form(&l, 0).is_none());
    }
}
