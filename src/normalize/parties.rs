//! «Заместитель начальника управления образования, юрист МКУ "ЦРО"»: who answers for a measure.
//!
//! A cell names bodies, posts and people. Commas, semicolons and line breaks part them, but a comma may also stand
//! inside one title, a line may go on with the one above, and where a page or a cell was folded, nothing parts them at
//! all. So the words decide: a party opens with a body or a post in the nominative, with the form of an institution
//! (МКУ, МБОУ) or with a name.
//!
//! | cell | parties |
//! |---|---|
//! | Управление образования, НМЦ | Управление образования · НМЦ |
//! | Комитет по образованию МКУ «ЦООД» ОО | Комитет по образованию · МКУ «ЦООД» · ОО |
//! | Заместитель директора по МР МБОУ ДПО "НМЦ" | the same, one party |
//! | Воспитатель⏎Иванова И.И. | the same: the name of whom the post is |
//! | Воспитатели⏎Иванова И.И. | Воспитатели · Иванова И.И. |

mod cell;
mod lines;
mod people;
mod shields;

use std::ops::Range;

use crate::grammar::lexicon::Words;
use crate::grammar::parties::{Class, Parties};
use crate::normalize::wordset::{alnum, upper};
use cell::Cell;

/// How much of a cell [`looks_like`] reads.
const GLANCE: usize = 240;

/// Splits a cell into its parties: byte ranges of `raw`, in order, without the punctuation between them. `breaks` are
/// the bytes at which its paragraphs and lines end.
pub fn split(raw: &str, breaks: &[u32], g: &Parties) -> Vec<Range<usize>> {
    let cell = Cell::new(raw, breaks, g);
    let mut parties: Vec<Party> = Vec::new();
    let mut first = 0;
    for segment in &cell.segments {
        let toks = segment.toks.clone();
        if toks.is_empty() && !cell.shielded(&segment.bytes) {
            continue;
        }
        let goes_on = parties
            .last()
            .is_some_and(|p| if segment.line { !cell.begins(segment, p) } else { cell.goes_on(segment, p) });
        match parties.last_mut() {
            Some(last) if goes_on => last.end = segment.bytes.end,
            _ => parties.push(Party::new(segment.bytes.clone())),
        }
        if !(goes_on && segment.line) {
            first = toks.start;
        }
        for i in toks.clone() {
            let Some(mut party) = parties.pop() else { break };
            let Some((from, head)) = cell.opener(i, first, &party) else {
                parties.push(party);
                continue;
            };
            if party.takes(&cell, i, from, head) {
                parties.push(party);
                continue;
            }
            // Adjectives before the noun may reach back into the party before: they are its own.
            let at = cell.toks[from].start.max(party.start);
            let mut next = Party::new(at..segment.bytes.end);
            next.takes(&cell, i, from, head);
            party.end = at;
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
    let cell = Cell::new(raw, &[], g);
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
            None if cell.toks[i].adjective.is_none() && !cell.toks[i].short && !cell.counts(i) => return false,
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
        || g.is_shortened(first.fold)
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

#[cfg(test)]
mod tests;
