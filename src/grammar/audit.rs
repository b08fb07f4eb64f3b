//! `grammars/audit.toml`: words by which records are compared with each other.

use serde::Deserialize;

use super::lexicon::{Lexicon, Words, is_letter};
use super::{Forms, GrammarError, parse};

/// The vocabulary of the audit.
#[derive(Clone, Debug)]
pub struct AuditWords {
    weightless: Lexicon<()>,
    /// An annex that a clause refers to.
    pub annex: Lexicon<()>,
    /// Behind the number of an annex: it is one of another document.
    pub of_another: Lexicon<()>,
    /// An indicator whose direction its numbers do not show.
    pub turned: Lexicon<()>,
    /// A point that was taken out.
    pub repealed: Lexicon<()>,
    examples: Vec<Example>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    weightless: Forms,
    annex: Forms,
    of_another: Forms,
    turned: Forms,
    repealed: Forms,
    #[serde(default)]
    example: Vec<Example>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    name: String,
    other: String,
    same: bool,
}

/// Letters by which words are compared: «охваченных» and «охвачены» are one word.
const STEM: usize = 5;
/// Least likeness of two names of one thing: the words they share by all of their words.
pub const SAME: f64 = 0.75;

/// What a name says, without the words that every name has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Essence {
    /// Beginnings of its words, sorted, each once.
    pub stems: Vec<String>,
    /// Its numbers, sorted: «от 5 до 18 лет».
    pub numbers: Vec<String>,
}

impl Essence {
    /// Shared words by all words, from 0 to 1; `shared` is the number of stems that stand in both.
    pub fn likeness_by(&self, other: &Essence, shared: usize) -> f64 {
        let all = self.stems.len() + other.stems.len() - shared;
        if all == 0 { 0.0 } else { shared as f64 / all as f64 }
    }

    /// True where every number of `self` stands in `other` too.
    pub fn numbers_stand_in(&self, other: &Essence) -> bool {
        self.numbers.iter().all(|n| other.numbers.contains(n))
    }

    /// True where both can be the name of one thing; the numbers of `self` must all stand in `other`.
    pub fn is_same(&self, other: &Essence) -> bool {
        let shared = self.stems.iter().filter(|s| other.stems.binary_search(s).is_ok()).count();
        self.likeness_by(other, shared) >= SAME && self.numbers_stand_in(other)
    }
}

impl AuditWords {
    /// Name of the file.
    pub const FILE: &str = "audit.toml";

    /// Reads a grammar file.
    ///
    /// # Errors
    /// Bad TOML or an unknown field, with its line.
    pub fn from_toml(text: &str) -> Result<AuditWords, GrammarError> {
        let file: File = parse(Self::FILE, text)?;
        Ok(AuditWords {
            weightless: file.weightless.lexicon(),
            annex: file.annex.lexicon(),
            of_another: file.of_another.lexicon(),
            turned: file.turned.lexicon(),
            repealed: file.repealed.lexicon(),
            examples: file.example,
        })
    }

    /// What `name` says.
    pub fn essence(&self, name: &str) -> Essence {
        let words = Words::new(name);
        let mut essence = Essence::default();
        let mut i = 0;
        while let Some(word) = words.get(i) {
            if let Some(((), n)) = self.weightless.at(&words, i) {
                i += n;
                continue;
            }
            let fold = word.fold;
            if fold.starts_with(|c: char| c.is_ascii_digit()) {
                essence.numbers.push(fold.to_owned());
            } else if fold.chars().filter(|c| is_letter(*c)).count() > 2 {
                essence.stems.push(fold.chars().take(STEM).collect());
            }
            i += 1;
        }
        essence.stems.sort_unstable();
        essence.stems.dedup();
        essence.numbers.sort_unstable();
        essence
    }

    /// Runs the examples of the file.
    pub fn check(&self) -> Vec<String> {
        let same = |e: &Example| self.essence(&e.name).is_same(&self.essence(&e.other));
        let wrong = self.examples.iter().filter(|e| same(e) != e.same);
        wrong.map(|e| format!("{}: «{}» and «{}» read as same = {}", Self::FILE, e.name, e.other, same(e))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_essence_keeps_stems_and_numbers() {
        let g = AuditWords::from_toml(include_str!("../../grammars/audit.toml")).unwrap();
        let essence = g.essence("Увеличение доли детей от 5 до 18 лет, посещающих кружки");
        assert_eq!(essence.stems, ["детей", "кружк", "лет", "посещ"]);
        assert_eq!(essence.numbers, ["18", "5"]);
    }
}
