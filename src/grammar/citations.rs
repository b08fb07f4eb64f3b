//! `grammars/citations.toml`: the words of cited legal acts.

use std::collections::BTreeMap;

use memchr::memmem::Finder;
use serde::Deserialize;

use super::GrammarError;
use super::lexicon::{Lexicon, fold};

/// How many acts a form of a kind noun speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// «приказом».
    One,
    /// «приказами».
    Many,
    /// «распоряжения»: of one, or several.
    Either,
}

/// A kind of acts.
#[derive(Clone, Debug)]
pub struct Kind {
    /// The kind in the nominative singular.
    pub name: String,
    /// True where the words behind the noun name the issuer; they belong to the kind otherwise.
    pub issuer: bool,
    /// True for minutes: behind an act, in brackets, they are a part of its citation.
    pub minutes: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    date_words: Vec<String>,
    months: Vec<Vec<String>>,
    year_marks: Vec<String>,
    law_marks: Vec<String>,
    number_marks: Vec<String>,
    title_words: Vec<String>,
    joins: Vec<String>,
    amendments: Vec<String>,
    enacted: Vec<String>,
    naming: Vec<String>,
    preambles: Vec<String>,
    places: Vec<String>,
    numbered: Vec<String>,
    issuers: Vec<String>,
    stops: Vec<String>,
    goes_on: Vec<String>,
    territories: Vec<String>,
    articles: Vec<String>,
    bodies: Vec<String>,
    occasions: Vec<String>,
    glued: Vec<String>,
    kind: Vec<KindForms>,
    example: Vec<Example>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct KindForms {
    name: String,
    one: Vec<String>,
    many: Vec<String>,
    issuer: bool,
    #[serde(default)]
    minutes: bool,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    text: String,
    found: Vec<Found>,
}

/// An expected citation, in words.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
struct Found {
    kind: String,
    issuer: Option<String>,
    date: Option<String>,
    number: Option<String>,
    title: Option<String>,
    raw: String,
}

/// The vocabulary of citations.
#[derive(Clone, Debug)]
pub struct Citations {
    /// Kind nouns: index in `kinds` and count.
    pub nouns: Lexicon<(usize, Count)>,
    /// The kinds.
    pub kinds: Vec<Kind>,
    /// Words before a date.
    pub date_words: Lexicon<()>,
    /// Finders of the words before a date, as written.
    pub date_finders: Vec<Finder<'static>>,
    /// Months, 1 to 12.
    pub months: Lexicon<u32>,
    /// Words after a year.
    pub year_marks: Lexicon<()>,
    /// Ends of the numbers of laws.
    pub law_marks: Lexicon<()>,
    /// Finders of the ends of the numbers of laws, as written.
    pub law_finders: Vec<Finder<'static>>,
    /// Ends of numbers behind a blank.
    pub number_marks: Lexicon<()>,
    /// Words that open a title.
    pub title_words: Lexicon<()>,
    /// Words between the items of a list.
    pub joins: Lexicon<()>,
    /// What opens a note on changes.
    pub amendments: Lexicon<()>,
    /// Words between a date and the act of that date.
    pub enacted: Lexicon<()>,
    /// Words that name something for short.
    pub naming: Lexicon<()>,
    /// What opens a preamble.
    pub preambles: Lexicon<()>,
    /// Words before the name of a settlement.
    pub places: Lexicon<()>,
    /// What has a number of its own.
    pub numbered: Lexicon<()>,
    /// Words of issuers.
    pub issuers: Lexicon<()>,
    /// Words that no issuer holds.
    pub stops: Lexicon<()>,
    /// Words that an issuer goes on with after a comma.
    pub goes_on: Lexicon<()>,
    /// Words of an issuer that stands behind the number.
    pub territories: Lexicon<()>,
    /// What has a number inside a law.
    pub articles: Lexicon<()>,
    /// Bodies in the genitive.
    pub bodies: Lexicon<()>,
    /// What an act was given for.
    pub occasions: Lexicon<()>,
    /// Ends of words that a date's word is glued to.
    pub glued: Vec<String>,
    examples: Vec<Example>,
}

impl Citations {
    /// Reads the text of a grammar file.
    pub fn from_toml(text: &str) -> Result<Citations, GrammarError> {
        let f: File = super::parse("citations.toml", text)?;
        let list = |forms: &[String]| Lexicon::new(forms.iter().map(|w| (w, ())));
        let finders = |forms: &[String]| forms.iter().map(|w| Finder::new(w.as_bytes()).into_owned()).collect();
        let mut forms: BTreeMap<String, (String, usize, Count)> = BTreeMap::new();
        for (i, k) in f.kind.iter().enumerate() {
            for form in &k.one {
                forms.insert(fold(form), (form.clone(), i, Count::One));
            }
            for form in &k.many {
                forms
                    .entry(fold(form))
                    .and_modify(|e| e.2 = Count::Either)
                    .or_insert_with(|| (form.clone(), i, Count::Many));
            }
        }
        let months = f.months.iter().zip(1..).flat_map(|(names, n)| names.iter().map(move |w| (w, n)));
        Ok(Citations {
            nouns: Lexicon::new(forms.into_values().map(|(form, i, count)| (form, (i, count)))),
            date_words: list(&f.date_words),
            date_finders: finders(&f.date_words),
            months: Lexicon::new(months),
            year_marks: list(&f.year_marks),
            law_marks: list(&f.law_marks),
            law_finders: finders(&f.law_marks),
            number_marks: list(&f.number_marks),
            title_words: list(&f.title_words),
            joins: list(&f.joins),
            amendments: list(&f.amendments),
            enacted: list(&f.enacted),
            naming: list(&f.naming),
            preambles: list(&f.preambles),
            places: list(&f.places),
            numbered: list(&f.numbered),
            issuers: list(&f.issuers),
            stops: list(&f.stops),
            goes_on: list(&f.goes_on),
            territories: list(&f.territories),
            articles: list(&f.articles),
            bodies: list(&f.bodies),
            occasions: list(&f.occasions),
            glued: f.glued,
            kinds: f.kind.into_iter().map(|k| Kind { name: k.name, issuer: k.issuer, minutes: k.minutes }).collect(),
            examples: f.example,
        })
    }

    /// The vocabulary that munidoc comes with.
    pub fn builtin() -> Citations {
        Citations::from_toml(include_str!("../../grammars/citations.toml")).expect("the built-in grammar is valid")
    }

    /// Runs the examples of the file: a message for each that fails.
    pub fn check(&self) -> Vec<String> {
        let mut out = Vec::new();
        for e in &self.examples {
            let part = |r: &Option<std::ops::Range<usize>>| r.clone().map(|r| e.text[r].to_owned());
            let got: Vec<Found> = crate::normalize::citation::find(&e.text, self)
                .into_iter()
                .map(|c| Found {
                    issuer: part(&c.issuer),
                    number: part(&c.number),
                    title: part(&c.title),
                    raw: e.text[c.range].to_owned(),
                    kind: c.kind,
                    date: c.date,
                })
                .collect();
            if got != e.found {
                out.push(format!("citations.toml: {:?} gives {:#?}, expected {:#?}", e.text, got, e.found));
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
        let messages = Citations::builtin().check();
        assert!(messages.is_empty(), "{}", messages.join("\n"));
    }

    #[test]
    fn unknown_fields_are_refused() {
        assert!(Citations::from_toml("acts = []").is_err());
    }
}
