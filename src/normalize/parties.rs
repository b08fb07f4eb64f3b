//! «Заместитель начальника управления образования, юрист МКУ "ЦРО"»: who answers for a measure.
//!
//! A cell names bodies, posts and people. Commas, semicolons and line breaks part them, but a comma may also stand
//! inside one title; and where a page or a cell was folded, nothing parts them at all. So the words decide: a party
//! opens with a body or a post in the nominative, with the form of an institution (МКУ, МБОУ) or with a name.
//!
//! | cell | parties |
//! |---|---|
//! | Управление образования, НМЦ | Управление образования · НМЦ |
//! | Комитет по образованию МКУ «ЦООД» ОО | Комитет по образованию · МКУ «ЦООД» · ОО |
//! | Заместитель директора по МР МБОУ ДПО "НМЦ" | the same, one party |

mod shields;

use std::ops::Range;

use crate::grammar::lexicon::is_letter_or_digit;
use crate::grammar::lexicon::{Word, Words};
use crate::grammar::parties::{Class, Parties};
use crate::normalize::wordset::{alnum, lower, upper};
use shields::shields;

/// How much of a cell [`looks_like`] reads.
const GLANCE: usize = 240;

/// Splits a cell into its parties: byte ranges of `raw`, in order, without the punctuation between them.
pub fn split(raw: &str, g: &Parties) -> Vec<Range<usize>> {
    let cell = Cell::new(raw, g);
    let mut parties: Vec<Party> = Vec::new();
    for segment in &cell.segments {
        let toks = segment.toks.clone();
        if toks.is_empty() && !cell.shielded(&segment.bytes) {
            continue;
        }
        let goes_on = parties.last().is_some_and(|p| cell.goes_on(segment, p));
        match parties.last_mut() {
            Some(last) if goes_on => last.end = segment.bytes.end,
            _ => parties.push(Party::new(segment.bytes.clone())),
        }
        for i in toks.clone() {
            let Some(mut party) = parties.pop() else { break };
            let Some((from, head)) = cell.opener(i, toks.start, &party) else {
                parties.push(party);
                continue;
            };
            if party.takes(&cell, i, from, head) {
                parties.push(party);
                continue;
            }
            let mut next = Party::new(cell.toks[from].start..segment.bytes.end);
            next.takes(&cell, i, from, head);
            party.end = cell.toks[from].start;
            parties.push(party);
            parties.push(next);
        }
    }
    parties.into_iter().filter_map(|p| cell.trim(p.start..p.end)).collect()
}

/// True where the cell reads as a list of parties: it opens with a party word, an institution or a name.
pub fn looks_like(raw: &str, g: &Parties) -> bool {
    let mut end = raw.len().min(GLANCE);
    while !raw.is_char_boundary(end) {
        end -= 1;
    }
    let raw = &raw[..end];
    if !may_open(raw, g) {
        return false;
    }
    let cell = Cell::new(raw, g);
    let Some(first) = cell.segments.iter().find(|s| !s.toks.is_empty()) else { return false };
    let predicate = |w: &usize| cell.words.get(*w).is_some_and(|w| g.predicate(w.fold));
    if cell.toks.iter().zip(&cell.at).any(|(t, w)| t.class.is_none() && predicate(w)) {
        return false;
    }
    let party = Party::new(0..end);
    // The head may stand behind its adjectives only.
    for i in first.toks.clone() {
        match cell.opener(i, first.toks.start, &party) {
            Some((from, Head::Word(class))) => {
                return from == first.toks.start
                    && (class != Class::Legal || i + 1 < cell.toks.len() || !cell.shields.is_empty());
            }
            Some((from, Head::Person)) => return from == first.toks.start,
            None if cell.toks[i].adjective.is_none() && !cell.counts(i) => return false,
            None => {}
        }
    }
    false
}

/// A cheap look at the first words: false where no party can open the cell.
fn may_open(raw: &str, g: &Parties) -> bool {
    let shield = |c: char| matches!(c, '"' | '\u{ab}' | '\u{201e}' | '\u{201c}' | '(' | '[');
    let Some(start) = raw.find(|c: char| alnum(c) || shield(c)) else { return true };
    let word = &raw[start..];
    let word = &word[..word.find(|c: char| !alnum(c)).unwrap_or(word.len())];
    let words = Words::new(word);
    // A quote, a running number, a party word, an adjective.
    let Some(first) = words.get(0) else { return true };
    if word.starts_with(|c: char| c.is_ascii_digit())
        || g.class(first.fold).is_some()
        || g.adjective(first.fold).is_some()
    {
        return true;
    }
    // A name: the next words have capitals, too.
    if !word.starts_with(upper) {
        return false;
    }
    let mut seen = 0;
    let mut inside = false;
    for c in raw[start + word.len()..].chars() {
        if shield(c) {
            return true;
        }
        let began = alnum(c) && !inside;
        inside = alnum(c);
        if began {
            seen += 1;
            if upper(c) {
                return true;
            }
            if seen == 2 {
                break;
            }
        }
    }
    false
}

/// What a party turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Head {
    Word(Class),
    Person,
}

#[derive(Debug)]
struct Party {
    start: usize,
    end: usize,
    head: Option<Head>,
    head_tok: usize,
    has_person: bool,
}

impl Party {
    fn new(bytes: Range<usize>) -> Party {
        Party { start: bytes.start, end: bytes.end, head: None, head_tok: 0, has_person: false }
    }

    fn is_post(&self) -> bool {
        matches!(self.head, Some(Head::Word(c)) if c.is_post())
    }

    /// True where the party word `i` belongs to this party: as its head, as the holder of its post.
    fn takes(&mut self, cell: &Cell, i: usize, from: usize, head: Head) -> bool {
        let absorbed = match (self.head, head) {
            (None, _) => {
                self.has_person = head == Head::Person;
                true
            }
            (Some(Head::Word(Class::Weak)), Head::Word(_)) => !cell.toks[from].capital,
            (Some(Head::Word(c)), Head::Person) if c.is_post() && !self.has_person => {
                self.has_person = true;
                return true;
            }
            _ => return false,
        };
        if absorbed {
            self.head = Some(head);
            self.head_tok = i;
        }
        absorbed
    }
}

/// A word outside quotes and brackets.
#[derive(Clone, Debug)]
struct Tok {
    start: usize,
    end: usize,
    class: Option<Class>,
    adjective: Option<usize>,
    joins: bool,
    capital: bool,
    capitals: bool,
    number: bool,
    /// A hyphen stands before it.
    glued: bool,
    /// A quoted name stands between the word before and this one.
    named: bool,
}

struct Segment {
    bytes: Range<usize>,
    toks: Range<usize>,
}

struct Cell<'a> {
    raw: &'a str,
    g: &'a Parties,
    words: Words,
    /// Index in `words` of each token.
    at: Vec<usize>,
    toks: Vec<Tok>,
    segments: Vec<Segment>,
    shields: Vec<Range<usize>>,
}

impl<'a> Cell<'a> {
    fn new(raw: &'a str, g: &'a Parties) -> Cell<'a> {
        let words = Words::new(raw);
        let shields = shields(raw);
        let mut cell = Cell { raw, g, words, at: Vec::new(), toks: Vec::new(), segments: Vec::new(), shields };
        cell.read();
        cell
    }

    fn read(&mut self) {
        let mut cuts = Vec::new();
        let mut shield = 0;
        let bytes = self.raw.as_bytes();
        for (i, b) in self.raw.bytes().enumerate() {
            if matches!(b, b',' | b';' | b'\n' | b'\r') {
                while self.shields.get(shield).is_some_and(|s| s.end <= i) {
                    shield += 1;
                }
                // «1,2 группа»
                let digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
                let between = b == b',' && digit(i.checked_sub(1)) && digit(Some(i + 1));
                if !between && self.shields.get(shield).is_none_or(|s| i < s.start) {
                    cuts.push(i);
                }
            }
        }
        let (mut from, mut word, mut shield) = (0, 0, 0);
        for cut in cuts.into_iter().chain([self.raw.len()]) {
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
            self.segments.push(Segment { bytes: from..cut, toks: first..self.toks.len() });
            from = (cut + 1).min(self.raw.len());
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
            joins: !capitals && self.g.joins(w.fold),
            capital,
            capitals,
            number: text.bytes().all(|b| b.is_ascii_digit()),
            glued: self.raw[..w.start].ends_with(['-', '\u{2010}', '\u{2011}']),
            named,
        }
    }

    /// Where token `i` opens a party: the token that the party starts with (an adjective before it) and its head.
    fn opener(&self, i: usize, first: usize, party: &Party) -> Option<(usize, Head)> {
        let tok = &self.toks[i];
        let Some(class) = tok.class else { return self.person(i, first).then_some((i, Head::Person)) };
        if tok.glued {
            return None;
        }
        let mut from = i;
        let mut group = None;
        while from > first && !self.toks[from].named {
            let before = &self.toks[from - 1];
            if before.adjective.is_none() || (group.is_some() && before.adjective != group) {
                break;
            }
            group = before.adjective;
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
    fn describes(&self, i: usize) -> bool {
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

    /// True where token `i` stands behind «имени»: the name is the institution's.
    fn bears(&self, i: usize) -> bool {
        let Some(&word) = self.at.get(i) else { return false };
        (1..=4.min(word)).any(|n| self.g.named_after.at(&self.words, word - n).is_some_and(|(_, len)| len >= n))
    }

    /// True for a token that counts what follows: «1.», «2)».
    fn counts(&self, i: usize) -> bool {
        let tok = &self.toks[i];
        let after = &self.raw.as_bytes()[tok.end..];
        let before = self.raw[..tok.start].trim_end();
        tok.number && !tok.glued && matches!(after, [b'.' | b')', ..]) && !before.ends_with(['\u{2116}', 'N'])
    }

    /// True where a name begins at token `i`: «Богданова Ж.В.», «Ж.В. Богданова»,
    /// «Богданова Жанна Викторовна».
    fn person(&self, i: usize, first: usize) -> bool {
        let patronymic = |k: usize| {
            let word = self.at.get(k).and_then(|&w| self.words.get(w));
            self.toks.get(k).is_some_and(|t| t.capital) && word.is_some_and(|w| self.g.patronymic(w.fold))
        };
        let tok = &self.toks[i];
        if !tok.capital || self.bears(i) {
            return false;
        }
        if tok.capital && !tok.glued && tok.class.is_none() && (patronymic(i + 2) || (patronymic(i + 1) && i == first))
        {
            return true;
        }
        let initial = |i: usize| {
            self.toks.get(i).is_some_and(|t| {
                t.capital && self.raw[t.start..t.end].chars().count() == 1 && self.raw[t.end..].starts_with('.')
            })
        };
        let surname = |i: usize| {
            self.toks
                .get(i)
                .is_some_and(|t| t.capital && !t.capitals && t.class.is_none() && !t.glued && t.end - t.start > 4)
        };
        let gap = |a: usize, b: usize| {
            self.toks
                .get(b)
                .is_some_and(|t| self.raw[self.toks[a].end..t.start].chars().all(|c| c == '.' || c.is_whitespace()))
        };
        if surname(i) && gap(i, i + 1) && !self.raw[self.toks[i].end..].starts_with('.') {
            // The initials of the name before do not make this one's.
            return initial(i + 1)
                && (!initial(i + 2) || gap(i + 1, i + 2))
                && !(i > first && self.leads(i - 1, first));
        }
        // «Лугова Е.В. И.О. Полевой»: the initials before are those of another surname.
        let others = i >= first + 3 && initial(i - 1) && initial(i - 2) && surname(i - 3);
        let own = others && (i + 1..i + 3).find(|&k| !initial(k)).is_some_and(surname);
        initial(i) && (own || self.leads(i, first) && (i == first || !initial(i - 1)))
    }

    /// True where initials at token `i` stand before their surname.
    fn leads(&self, i: usize, first: usize) -> bool {
        let one = |i: usize| self.toks.get(i).is_some_and(|t| t.capital && t.end - t.start <= 2);
        let name = |i: usize| {
            self.toks.get(i).is_some_and(|t| t.capital && !t.capitals && t.class.is_none() && t.end - t.start > 4)
        };
        let after = (i..i + 3).find(|&k| !one(k)).unwrap_or(i);
        let start = (first..=i).rev().take_while(|&k| one(k)).last().unwrap_or(i);
        // Initials that follow a surname are its own.
        after > i && name(after) && (start == first || !name(start - 1))
    }

    /// True where a part behind a comma goes on with the party before it.
    fn goes_on(&self, segment: &Segment, party: &Party) -> bool {
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
        if plain && toks.iter().all(|t| t.number || t.joins) {
            return true; // «школы № 1, 2 и 3»
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
    fn shielded(&self, bytes: &Range<usize>) -> bool {
        let i = self.shields.partition_point(|s| s.end <= bytes.start);
        self.shields.get(i).is_some_and(|s| s.start < bytes.end)
    }

    /// Drops bullets before and punctuation behind; nothing where no letter or digit is left.
    fn trim(&self, r: Range<usize>) -> Option<Range<usize>> {
        let text = &self.raw[r.clone()];
        let lead = |c: char| {
            c.is_whitespace()
                || matches!(c, ',' | ';' | '.' | ':' | '-' | '\u{2013}' | '\u{2014}' | '\u{b7}' | '\u{2022}' | '*')
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

#[cfg(test)]
mod tests;
