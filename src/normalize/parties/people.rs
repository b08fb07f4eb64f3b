//! «Богданова Ж.В.», «Ж.В. Богданова», «Богданова Жанна Викторовна»: names of people among the words of a cell.

use super::cell::Cell;

impl Cell<'_> {
    /// True where token `i` stands behind «имени»: the name is the institution's.
    pub(super) fn bears(&self, i: usize) -> bool {
        let Some(&word) = self.at.get(i) else { return false };
        (1..=4.min(word)).any(|n| self.g.named_after.at(&self.words, word - n).is_some_and(|(_, len)| len >= n))
    }

    /// True where a name begins at token `i`: «Богданова Ж.В.», «Ж.В. Богданова»,
    /// «Богданова Жанна Викторовна».
    pub(super) fn person(&self, i: usize, first: usize) -> bool {
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
        if after == i || !name(after) {
            return false;
        }
        let start = (first..=i).rev().take_while(|&k| one(k)).last().unwrap_or(i);
        // Initials that follow a surname are its own.
        start == first || !name(start - 1)
    }
}
