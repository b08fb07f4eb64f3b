//! The words of a cell of parties: where it may be cut, which of them opens a party, what belongs to the party before.

use std::ops::Range;

use super::shields::shields;
use super::{Head, Party};
use crate::grammar::lexicon::is_letter_or_digit;
use crate::grammar::lexicon::{Word, Words};
use crate::grammar::parties::{Class, Parties};
use crate::normalize::wordset::{lower, upper};

/// A word outside quotes and brackets.
#[derive(Clone, Debug)]
pub(super) struct Tok {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) class: Option<Class>,
    pub(super) adjective: Option<usize>,
    /// An adjective cut short: «соц. педагог», «кл.рук.»
    pub(super) short: bool,
    pub(super) joins: bool,
    pub(super) capital: bool,
    pub(super) capitals: bool,
    pub(super) number: bool,
    /// A hyphen stands before it: «учитель-предметник», «учит- предметник».
    pub(super) glued: bool,
    /// A quoted name stands between the word before and this one.
    pub(super) named: bool,
}

/// A piece of a cell: up to a comma, a semicolon or the end of a line.
pub(super) struct Segment {
    pub(super) bytes: Range<usize>,
    /// Only the end of a line parts it from what stands before.
    pub(super) line: bool,
    pub(super) toks: Range<usize>,
}

pub(super) struct Cell<'a> {
    pub(super) raw: &'a str,
    pub(super) g: &'a Parties,
    pub(super) words: Words,
    /// Index in `words` of each token.
    pub(super) at: Vec<usize>,
    pub(super) toks: Vec<Tok>,
    pub(super) segments: Vec<Segment>,
    pub(super) shields: Vec<Range<usize>>,
}

impl<'a> Cell<'a> {
    pub(super) fn new(raw: &'a str, breaks: &[u32], g: &'a Parties) -> Cell<'a> {
        let words = Words::new(raw);
        let shields = shields(raw);
        let mut cell = Cell { raw, g, words, at: Vec::new(), toks: Vec::new(), segments: Vec::new(), shields };
        cell.read(breaks);
        cell
    }

    fn read(&mut self, breaks: &[u32]) {
        // Where a piece ends, and whether a line ends there.
        let mut cuts: Vec<(usize, bool)> = Vec::new();
        let mut shield = 0;
        let bytes = self.raw.as_bytes();
        for (i, b) in self.raw.bytes().enumerate() {
            let line = matches!(b, b'\n' | b'\r') || breaks.binary_search(&(i as u32)).is_ok();
            if line || matches!(b, b',' | b';') {
                while self.shields.get(shield).is_some_and(|s| s.end <= i) {
                    shield += 1;
                }
                // «1,2 группа»
                let digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
                let between = b == b',' && digit(i.checked_sub(1)) && digit(Some(i + 1));
                if !between && self.shields.get(shield).is_none_or(|s| i < s.start) {
                    cuts.push((i, line && !matches!(b, b',' | b';')));
                }
            }
        }
        let (mut from, mut word, mut shield, mut line) = (0, 0, 0, false);
        for (cut, at_line) in cuts.into_iter().chain([(self.raw.len(), false)]) {
            let first = self.toks.len();
            let mut named = false;
            while let Some(w) = self.words.get(word) {
                if w.start >= cut {
                    break;
                }
                while self.shields.get(shield).is_some_and(|s| s.end <= w.start) {
                    named |= !self.raw[self.shields[shield].start..].starts_with(['(', '[']);
                    shield += 1;
                }
                if self.shields.get(shield).is_none_or(|s| w.start < s.start) {
                    let tok = self.tok(w, named);
                    self.toks.push(tok);
                    self.at.push(word);
                    named = false;
                }
                word += 1;
            }
            self.segments.push(Segment { bytes: from..cut, line, toks: first..self.toks.len() });
            let mark = self.raw[cut..].starts_with([',', ';', '\n', '\r', ' ']);
            from = cut + usize::from(mark);
            // «завуч,⏎директор»: the comma parts them.
            let blank = self.segments.last().is_some_and(|s| self.raw[s.bytes.clone()].trim().is_empty());
            line = if blank { line && at_line } else { at_line };
        }
    }

    fn tok(&self, w: Word, named: bool) -> Tok {
        let text = &self.raw[w.start..w.end];
        let mut chars = text.chars();
        let capital = chars.next().is_some_and(upper);
        let capitals =
            capital && !chars.as_str().is_empty() && chars.filter(|c| lower(*c)).count() * 2 < text.len() / 2;
        let class = self.g.class(w.fold).filter(|c| !c.in_capitals() || capitals);
        Tok {
            start: w.start,
            end: w.end,
            class,
            adjective: if class.is_none() { self.g.adjective(w.fold) } else { None },
            short: class.is_none() && self.raw[w.end..].starts_with('.') && self.g.is_shortened(w.fold),
            joins: !capitals && !self.is_initial(w) && self.g.joins(w.fold),
            capital,
            capitals,
            number: text.bytes().all(|b| b.is_ascii_digit()),
            glued: self.hyphenated(w.start),
            named,
        }
    }

    /// True for «В.» and «С.», which are no prepositions.
    fn is_initial(&self, w: Word) -> bool {
        self.raw[w.start..w.end].starts_with(upper) && self.raw[w.end..].starts_with('.')
    }

    /// True where a hyphen joins what begins at byte `at` to the word before.
    fn hyphenated(&self, at: usize) -> bool {
        let hyphen = ['-', '\u{2010}', '\u{2011}'];
        let before = &self.raw[..at];
        let cut = || before.strip_suffix(' ').and_then(|b| b.strip_suffix(hyphen));
        before.ends_with(hyphen) || cut().is_some_and(|b| b.ends_with(is_letter_or_digit))
    }

    /// Where token `i` opens a party: the token that the party starts with (an adjective before it) and its head.
    pub(super) fn opener(&self, i: usize, first: usize, party: &Party) -> Option<(usize, Head)> {
        let tok = &self.toks[i];
        let Some(class) = tok.class else { return self.person(i, first).then_some((i, Head::Person)) };
        if tok.glued {
            return None;
        }
        let mut from = i;
        let mut group = None;
        while from > first && !self.toks[from].named {
            let before = &self.toks[from - 1];
            let agrees = before.adjective.is_some() && (group.is_none() || before.adjective == group);
            if !before.short && !agrees {
                break;
            }
            group = before.adjective.or(group);
            from -= 1;
        }
        let before = (from > first).then(|| &self.toks[from - 1]);
        let lower = !tok.capital && !tok.named && from == i && !class.in_capitals();
        if lower && before.is_some_and(|b| b.class == Some(Class::Post)) && self.describes(i - 1) {
            return None;
        }
        let named = self.toks[from].named;
        let fresh = from == first || (from == first + 1 && self.counts(first)) || group == Some(3) || named;
        if before.is_some_and(|b| b.joins && !named) {
            return None;
        }
        let behind_legal = !named && before.is_some_and(|b| b.class == Some(Class::Legal));
        let behind_head = !named && party.head.is_some() && from == party.head_tok + 1;
        let set_off = fresh || (self.toks[from].capital && before.is_some_and(|b| b.capitals));
        let opens = match class {
            Class::Post => true,
            Class::Chief => !(behind_head && party.is_post()) || before.is_some_and(|b| b.class == Some(class)),
            // Behind a post it describes that post.
            Class::Weak => from == first || tok.capital,
            Class::SecondPost => {
                tok.capital || from < i || !before.is_some_and(|b| b.class.is_some_and(Class::is_post))
            }
            Class::DescribedBody => from < i,
            Class::PostOrGenitive => set_off,
            Class::BodyOrGenitive => set_off && !behind_legal,
            Class::Authority | Class::Body => !behind_legal,
            Class::Legal => !party.is_post() && !behind_legal && (!behind_head || self.stands_alone(i, party)),
            Class::Kind | Class::Agency => match party.head {
                None => !behind_legal,
                Some(Head::Word(Class::Kind)) => true,
                Some(Head::Word(Class::Agency)) => class == Class::Kind || !behind_head,
                Some(Head::Word(Class::Authority | Class::Legal)) => !behind_head && !behind_legal,
                _ => named && !party.is_post(),
            },
            Class::Duty | Class::Place => false,
        };
        // «1. Директор 2. Завуч»: the number goes with what it counts.
        let counted = opens && from > first && self.counts(from - 1);
        opens.then_some((from - usize::from(counted), Head::Word(class)))
    }

    /// True for a post that reads as an adjective of the one behind it: «Уполномоченный оператор».
    pub(super) fn describes(&self, i: usize) -> bool {
        self.words.get(self.at[i]).is_some_and(|w| self.g.adjective(w.fold).is_some())
    }

    /// True for the form of an institution at token `i` that has its name in quotes and is no genitive of the body
    /// before it: «Детская поликлиника МБУ «ЦБ»», but «Филиал МБУ «ЦБ»».
    fn stands_alone(&self, i: usize, party: &Party) -> bool {
        let body = matches!(party.head, Some(Head::Word(Class::Body | Class::Authority | Class::BodyOrGenitive)));
        let head = self.at.get(party.head_tok).and_then(|&w| self.words.get(w));
        if !body || head.is_some_and(|w| self.g.is_part(w.fold)) {
            return false;
        }
        let forms = self.toks[i..].iter().take_while(|t| t.class == Some(Class::Legal)).count();
        let end = self.toks[i + forms - 1].end;
        self.raw[end..].trim_start().starts_with(['"', '\u{ab}', '\u{201e}', '\u{201c}'])
    }

    /// True for a token that counts what follows: «1.», «2)».
    pub(super) fn counts(&self, i: usize) -> bool {
        let tok = &self.toks[i];
        let after = &self.raw.as_bytes()[tok.end..];
        let before = self.raw[..tok.start].trim_end();
        tok.number && !tok.glued && matches!(after, [b'.' | b')', ..]) && !before.ends_with(['\u{2116}', 'N'])
    }

    /// True where a part behind a comma goes on with the party before it.
    pub(super) fn goes_on(&self, segment: &Segment, party: &Party) -> bool {
        let toks = &self.toks[segment.toks.clone()];
        let head = self.raw[segment.bytes.clone()].trim_start();
        if head.starts_with(['(', '[']) {
            return true;
        }
        let Some(first) = toks.first() else { return false };
        let word = self.at[segment.toks.start];
        if !first.capital && first.class.is_none() && self.g.continues.at(&self.words, word).is_some() {
            return true;
        }
        let all = |class: Class| toks.iter().all(|t| t.class == Some(class) || t.joins);
        let plain = !self.shielded(&segment.bytes);
        let roman = |t: &Tok| t.capital && self.raw[t.start..t.end].bytes().all(|b| b"IVX".contains(&b));
        if plain && toks.iter().all(|t| t.number || t.joins || roman(t)) {
            return true; // «школы № 1, 2 и 3», «кл. руководители V, VI»
        }
        if party.is_post() && plain && all(Class::Duty) {
            return true;
        }
        let last = segment.toks.start.checked_sub(1).and_then(|i| self.toks.get(i));
        if party.is_post() && plain && all(Class::Kind) && last.is_some_and(|t| t.class == Some(Class::Kind)) {
            return true;
        }
        plain
            && !first.capital
            && toks.iter().all(|t| t.class.is_none() && !t.capitals)
            && segment.toks.clone().any(|i| self.words.get(self.at[i]).is_some_and(|w| self.g.participle(w.fold)))
    }

    /// True where a quoted or bracketed piece stands in `bytes`.
    pub(super) fn shielded(&self, bytes: &Range<usize>) -> bool {
        let i = self.shields.partition_point(|s| s.end <= bytes.start);
        self.shields.get(i).is_some_and(|s| s.start < bytes.end)
    }

    /// Drops bullets before and punctuation behind; nothing where no letter or digit is left.
    pub(super) fn trim(&self, r: Range<usize>) -> Option<Range<usize>> {
        let text = &self.raw[r.clone()];
        let lead = |c: char| {
            c.is_whitespace()
                || matches!(
                    c,
                    ',' | ';'
                        | '.'
                        | ':'
                        | '-'
                        | '\u{2013}'
                        | '\u{2014}'
                        | '\u{b7}'
                        | '\u{2022}'
                        | '*'
                        | '^'
                        | '`'
                        | '~'
                        | '|'
                        | '_'
                        | '='
                )
        };
        let rest = text.trim_start_matches(lead);
        let counted = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let rest = if counted.len() < rest.len() && (counted.starts_with(". ") || counted.starts_with(") ")) {
            counted[1..].trim_start_matches(lead)
        } else {
            rest
        };
        let start = r.start + (text.len() - rest.len());
        let mut end = r.start + text.trim_end().len();
        while end > start {
            let kept = &self.raw[start..end];
            let Some(c) = kept.chars().next_back().filter(|c| lead(*c)) else { break };
            if c == '.' && self.keeps_dot(&kept[..kept.len() - 1]) {
                break;
            }
            end -= c.len_utf8();
        }
        self.raw.get(start..end).filter(|t| t.chars().any(is_letter_or_digit)).map(|_| start..end)
    }

    /// True where the last word of `text` is an initial or an abbreviation.
    fn keeps_dot(&self, text: &str) -> bool {
        let from =
            text.char_indices().rev().find(|(_, c)| !is_letter_or_digit(*c)).map_or(0, |(i, c)| i + c.len_utf8());
        let word = &text[from..];
        let mut chars = word.chars();
        let initial = chars.next().is_some_and(char::is_uppercase) && chars.next().is_none();
        initial || self.g.dotted.whole(word).is_some()
    }
}
