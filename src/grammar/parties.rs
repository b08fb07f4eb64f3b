//! `grammars/parties.toml`: the words that open a party in a cell of bodies, posts and people.

use serde::Deserialize;

use super::GrammarError;
use super::lexicon::{Lexicon, fold};
use crate::normalize::wordset::WordMap;

/// What a word says about the party it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// A post or a group of people in the nominative.
    Post,
    /// The short name of a post, in capitals.
    Chief,
    /// A post whose letters are a genitive inside another title as well.
    PostOrGenitive,
    /// A post that may be the second half of another («учитель логопед»).
    SecondPost,
    /// A word that describes the post behind it.
    Weak,
    /// A body of authority.
    Authority,
    /// Another body or an institution.
    Body,
    /// A body only behind an adjective («образовательная организация»).
    DescribedBody,
    /// A plural of bodies whose letters are a genitive as well.
    BodyOrGenitive,
    /// The form of an institution, in capitals.
    Legal,
    /// The short name of a kind of institutions, in capitals.
    Kind,
    /// The short name of a body, in capitals.
    Agency,
    /// An area of a deputy's work, in capitals.
    Duty,
    /// Capitals that only say where.
    Place,
}

impl Class {
    /// True for classes whose words are written in capitals.
    pub fn in_capitals(self) -> bool {
        matches!(self, Class::Legal | Class::Kind | Class::Agency | Class::Duty | Class::Place | Class::Chief)
    }

    /// True for posts and people.
    pub fn is_post(self) -> bool {
        matches!(self, Class::Post | Class::Chief | Class::PostOrGenitive | Class::SecondPost | Class::Weak)
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    posts: Vec<String>,
    chiefs: Vec<String>,
    plurals: Vec<String>,
    shortened: Vec<String>,
    posts_or_genitive: Vec<String>,
    second_posts: Vec<String>,
    weak: Vec<String>,
    authorities: Vec<String>,
    bodies: Vec<String>,
    described_bodies: Vec<String>,
    bodies_or_genitive: Vec<String>,
    legal_forms: Vec<String>,
    kinds: Vec<String>,
    agencies: Vec<String>,
    duties: Vec<String>,
    places: Vec<String>,
    continues: Vec<String>,
    participles: Vec<String>,
    predicates: Vec<String>,
    patronymics: Vec<String>,
    adjectives: Vec<Vec<String>>,
    not_adjectives: Vec<String>,
    dotted: Vec<String>,
    joins: Vec<String>,
    parts: Vec<String>,
    named_after: Vec<String>,
    example: Vec<Example>,
}

/// One example of the file: a cell, `\n` where one of its lines ends, and its parties.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    text: String,
    parties: Vec<String>,
}

/// The vocabulary of parties.
#[derive(Clone, Debug)]
pub struct Parties {
    words: WordMap<Class>,
    joins: WordMap<()>,
    parts: WordMap<()>,
    shortened: WordMap<()>,
    plurals: Vec<String>,
    /// Words that go on with the party before a comma.
    pub continues: Lexicon<()>,
    /// Words before the name that an institution bears.
    pub named_after: Lexicon<()>,
    /// Words that keep their dot.
    pub dotted: Lexicon<()>,
    participles: Vec<String>,
    predicates: Vec<String>,
    patronymics: Vec<String>,
    adjectives: Vec<Vec<String>>,
    not_adjectives: Vec<String>,
    examples: Vec<Example>,
}

impl Parties {
    /// Reads the text of a grammar file.
    pub fn from_toml(text: &str) -> Result<Parties, GrammarError> {
        let f: File = super::parse("parties.toml", text)?;
        let mut words = WordMap::default();
        let lists = [
            // The first list that holds a word wins where the word stands in several.
            (Class::Place, &f.places),
            (Class::Duty, &f.duties),
            (Class::Legal, &f.legal_forms),
            (Class::Kind, &f.kinds),
            (Class::Agency, &f.agencies),
            (Class::Chief, &f.chiefs),
            (Class::SecondPost, &f.second_posts),
            (Class::Weak, &f.weak),
            (Class::PostOrGenitive, &f.posts_or_genitive),
            (Class::Post, &f.posts),
            (Class::BodyOrGenitive, &f.bodies_or_genitive),
            (Class::DescribedBody, &f.described_bodies),
            (Class::Authority, &f.authorities),
            (Class::Body, &f.bodies),
        ];
        for (class, forms) in lists {
            for form in forms {
                words.add(form, class);
            }
        }
        let list = |forms: &[String]| Lexicon::new(forms.iter().map(|w| (w, ())));
        let set = |forms: &[String]| {
            let mut out = WordMap::default();
            forms.iter().for_each(|f| out.add(f, ()));
            out
        };
        let folded = |forms: Vec<String>| forms.iter().map(|w| fold(w)).collect::<Vec<_>>();
        Ok(Parties {
            words,
            continues: list(&f.continues),
            joins: set(&f.joins),
            parts: set(&f.parts),
            shortened: set(&f.shortened),
            plurals: folded(f.plurals),
            named_after: list(&f.named_after),
            dotted: list(&f.dotted),
            participles: folded(f.participles),
            predicates: folded(f.predicates),
            patronymics: folded(f.patronymics),
            adjectives: f.adjectives.into_iter().map(folded).collect(),
            not_adjectives: folded(f.not_adjectives),
            examples: f.example,
        })
    }

    /// The vocabulary that munidoc comes with.
    pub fn builtin() -> Parties {
        Parties::from_toml(include_str!("../../grammars/parties.toml")).expect("the built-in grammar is valid")
    }

    /// What a folded word says.
    pub fn class(&self, word: &str) -> Option<Class> {
        self.words.get(word)
    }

    /// True for a folded word that joins what follows to what stands before.
    pub fn joins(&self, word: &str) -> bool {
        self.joins.get(word).is_some()
    }

    /// True for a folded word that names a part of the institution behind it («филиал»).
    pub fn is_part(&self, word: &str) -> bool {
        self.parts.get(word).is_some()
    }

    /// True for a folded word that may be an adjective cut short («соц.»).
    pub fn is_shortened(&self, word: &str) -> bool {
        self.shortened.get(word).is_some()
    }

    /// True for a folded post that several people have.
    pub fn plural(&self, word: &str) -> bool {
        self.plurals.iter().any(|e| word.ends_with(&**e))
    }

    /// The gender and number (an index) of a folded adjective in the nominative.
    pub fn adjective(&self, word: &str) -> Option<usize> {
        let group =
            self.adjectives.iter().position(|g| g.iter().any(|e| word.len() > e.len() && word.ends_with(&**e)))?;
        (!self.not_adjectives.iter().any(|e| word.ends_with(&**e))).then_some(group)
    }

    /// True for a folded participle.
    pub fn participle(&self, word: &str) -> bool {
        self.participles.iter().any(|e| word.ends_with(&**e))
    }

    /// True for a folded predicate: the text is a sentence.
    pub fn predicate(&self, word: &str) -> bool {
        self.predicates.iter().any(|e| word.ends_with(&**e))
    }

    /// True for a folded patronymic.
    pub fn patronymic(&self, word: &str) -> bool {
        self.patronymics.iter().any(|e| word.len() > e.len() && word.ends_with(&**e))
    }

    /// Runs the examples of the file: a message for each that fails.
    pub fn check(&self) -> Vec<String> {
        let mut out = Vec::new();
        for e in &self.examples {
            let breaks: Vec<u32> = e.text.match_indices('\n').map(|(i, _)| i as u32).collect();
            let text = e.text.replace('\n', " ");
            let got: Vec<&str> =
                crate::normalize::parties::split(&text, &breaks, self).into_iter().map(|r| &text[r]).collect();
            if got != e.parties {
                out.push(format!("parties.toml: {:?} gives {:?}, expected {:?}", e.text, got, e.parties));
            }
            if !crate::normalize::parties::looks_like(&text, self) {
                out.push(format!("parties.toml: {:?} does not look like parties", e.text));
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_hold() {
        assert_eq!(Parties::builtin().check(), Vec::<String>::new());
    }

    #[test]
    fn unknown_fields_are_refused() {
        assert!(Parties::from_toml("people = []").is_err());
    }
}
