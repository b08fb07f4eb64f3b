//! Lines of a cell: which of them begins a party, and which only goes on.
//!
//! ```text
//! Управление            one party        Воспитатели         three
//! образования                            Соц. педагог
//!                                        Иванова И.И.
//! ```
//!
//! Lines are broken by hand within a title as often as between two parties. Only a line that reads as the begin of a
//! party is one, and only behind a line that may end there.

use super::cell::{Cell, Segment};
use super::{Head, Party};
use crate::grammar::parties::Class;

impl Cell<'_> {
    /// True where the line `segment` begins a party behind `party`.
    pub(super) fn begins(&self, segment: &Segment, party: &Party) -> bool {
        let i = segment.toks.start;
        let Some(before) = i.checked_sub(1).and_then(|k| self.toks.get(k)) else { return false };
        let Some(first) = self.toks.get(i).filter(|_| !segment.toks.is_empty()) else { return false };
        // «Педагоги (по⏎согласованию)», «социальный⏎педагог», «уполномоченный⏎оператор»
        let described = before.adjective.is_some() || before.class == Some(Class::Post) && self.describes(i - 1);
        let described = described && !first.short && (!first.capital || party.head.is_none());
        let open = before.joins || before.short || described;
        if open || first.glued || self.shielded(&(segment.bytes.start..first.start)) {
            return false;
        }
        let blank = Party::new(segment.bytes.clone());
        let opener = segment.toks.clone().find_map(|k| Some((k, self.opener(k, i, &blank)?)));
        let Some((at, (from, head))) = opener.filter(|(_, (from, _))| *from == i) else { return false };
        let person = party.head == Some(Head::Person) || party.has_person;
        match head {
            // «Иванова⏎А.П.», «Иванова⏎Анна Петровна»: a name broken behind its surname.
            Head::Person if self.is_name(i - 1) && !self.is_name_with_initials(i) => false,
            // The name of whom the post is stands below it, unless several have the post.
            Head::Person => match party.head {
                Some(Head::Word(c)) if c.is_post() => person || c != Class::Weak && self.is_plural(party.head_tok),
                head => head.is_some(),
            },
            Head::Word(Class::Legal | Class::Kind | Class::Agency) => match party.head {
                Some(Head::Word(c)) if c.is_post() => person,
                Some(Head::Word(Class::Kind | Class::Agency)) => before.class != Some(Class::Legal) || first.named,
                head => head == Some(Head::Person),
            },
            // «Управление образования⏎Администрации района», «Заместитель⏎Директора»
            Head::Word(Class::BodyOrGenitive) => false,
            Head::Word(Class::PostOrGenitive) => {
                first.capital && party.head.is_some() && !before.class.is_some_and(Class::is_post)
            }
            // «Учитель⏎логопед», but «Соц. педагог⏎психолог»
            Head::Word(Class::SecondPost) if at == from => {
                party.head.is_some() && (first.capital || party.start < self.toks[i - 1].start)
            }
            Head::Word(_) => match party.head {
                None | Some(Head::Word(Class::Weak)) => first.capital,
                Some(_) => true,
            },
        }
    }

    /// True where token `i` may be a surname.
    fn is_name(&self, i: usize) -> bool {
        self.toks.get(i).is_some_and(|t| t.capital && !t.capitals && t.class.is_none() && t.end - t.start > 4)
    }

    /// True where token `i` may be a surname with initials behind it.
    fn is_name_with_initials(&self, i: usize) -> bool {
        self.is_name(i) && self.toks.get(i + 1).is_some_and(|t| self.raw[t.start..t.end].chars().count() == 1)
    }

    /// True where the post at token `i` is that of several people.
    fn is_plural(&self, i: usize) -> bool {
        self.at.get(i).and_then(|&w| self.words.get(w)).is_some_and(|w| self.g.plural(w.fold))
    }
}
