//! Words of headings and of what only looks like one: `grammars/headings.toml`.

use std::collections::HashSet;
use std::sync::LazyLock;

use serde::Deserialize;

use super::lexicon::{Lexicon, Words, fold};
use super::{Forms, GrammarError, parse};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    words: Forms,
    numbered: Forms,
    levels: Forms,
    silent: Forms,
    acts: Forms,
    enacting: Forms,
    asides: Forms,
    bodies: Forms,
    titles: Forms,
    wholes: Forms,
    stamps: Forms,
    requisites: Requisites,
    points: Points,
    open: Forms,
    short: Forms,
    compounds: Parts,
    #[serde(default)]
    example: Vec<Example>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Requisites {
    from: Vec<String>,
    number: Vec<String>,
    place: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Points {
    forms: Vec<String>,
    endings: Vec<String>,
    except: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Parts {
    first: Vec<String>,
    last: Vec<String>,
    linking: Vec<String>,
    fused: Vec<String>,
    suffixes: Vec<String>,
    adjectives: Vec<String>,
}

/// A heading and the word that gives its level.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    text: String,
    level: String,
}

/// Words that keep a hyphen, or do not, where a line end cuts them.
#[derive(Clone, Debug, Default)]
pub struct Compounds {
    first: HashSet<String>,
    last: HashSet<String>,
    linking: Vec<String>,
    fused: HashSet<String>,
    suffixes: Lexicon<()>,
    adjectives: Vec<String>,
}

/// The vocabulary of headings.
#[derive(Clone, Debug)]
pub struct Headings {
    words: Lexicon<()>,
    numbered: Lexicon<()>,
    levels: Lexicon<usize>,
    silent: Lexicon<()>,
    acts: Lexicon<()>,
    enacting: Lexicon<()>,
    asides: Lexicon<()>,
    bodies: Lexicon<()>,
    titles: Lexicon<()>,
    wholes: Lexicon<()>,
    stamps: Lexicon<()>,
    from: Lexicon<()>,
    number: Lexicon<()>,
    place: Lexicon<()>,
    points: Lexicon<()>,
    endings: Vec<String>,
    except: Lexicon<()>,
    open: Lexicon<()>,
    short: Lexicon<()>,
    /// Words that a hyphen holds together.
    pub compounds: Compounds,
    names: Vec<String>,
    examples: Vec<Example>,
}

/// Longest beginning of a text that is looked at for its first words, in bytes.
const HEAD: usize = 240;
/// Least letters of a second part that is not known from elsewhere.
const MIN_SECOND: usize = 6;
/// Least letters of a first part that links («социально»).
const MIN_FIRST: usize = 5;

impl Compounds {
    /// Those of the built-in grammar, for joins that know no document.
    ///
    /// # Panics
    /// Never: a test loads the built-in file.
    pub fn builtin() -> &'static Compounds {
        static BUILTIN: LazyLock<Compounds> = LazyLock::new(|| {
            let built_in = include_str!("../../grammars/headings.toml");
            Headings::from_toml(built_in).expect("the built-in grammar is valid").compounds
        });
        &BUILTIN
    }

    /// True where `head` and `tail` (lower case), cut at a hyphen, are two words that keep it.
    pub fn keeps(&self, head: &str, tail: &str) -> bool {
        if self.first.contains(head) || self.last.contains(tail) {
            return true;
        }
        let long = head.chars().count() >= MIN_FIRST && tail.chars().count() >= MIN_SECOND;
        let linking = self.linking.iter().any(|e| head.ends_with(e.as_str()));
        let adjective = self.adjectives.iter().any(|e| tail.ends_with(e.as_str()));
        long && linking && adjective && !self.fused.contains(head) && self.suffixes.starts(tail).is_none()
    }
}

impl Headings {
    /// Name of the file.
    pub const FILE: &str = "headings.toml";

    /// Reads a grammar file.
    ///
    /// # Errors
    /// Bad TOML or an unknown field, with its line.
    pub fn from_toml(text: &str) -> Result<Headings, GrammarError> {
        let file: File = parse(Self::FILE, text)?;
        let list = |forms: Vec<String>| Forms { forms }.lexicon();
        let names = file.levels.forms;
        let parts = file.compounds;
        Ok(Headings {
            words: file.words.lexicon(),
            numbered: file.numbered.lexicon(),
            levels: Lexicon::new(names.iter().enumerate().map(|(i, f)| (f, i))),
            silent: file.silent.lexicon(),
            acts: file.acts.lexicon(),
            enacting: file.enacting.lexicon(),
            asides: file.asides.lexicon(),
            bodies: file.bodies.lexicon(),
            titles: file.titles.lexicon(),
            wholes: file.wholes.lexicon(),
            stamps: file.stamps.lexicon(),
            from: list(file.requisites.from),
            number: list(file.requisites.number),
            place: list(file.requisites.place),
            points: list(file.points.forms),
            endings: file.points.endings,
            except: list(file.points.except),
            open: file.open.lexicon(),
            short: file.short.lexicon(),
            compounds: Compounds {
                first: parts.first.into_iter().collect(),
                last: parts.last.into_iter().collect(),
                linking: parts.linking,
                fused: parts.fused.into_iter().collect(),
                suffixes: list(parts.suffixes),
                adjectives: parts.adjectives,
            },
            names,
            examples: file.example,
        })
    }

    /// True where a line begins as headings do.
    pub fn begins(&self, text: &str) -> bool {
        self.words.starts(head(text)).is_some()
    }

    /// True where a line begins with a word that heads a part if a number follows.
    pub fn numbered(&self, text: &str) -> bool {
        self.numbered.starts(head(text)).is_some() || self.begins(text)
    }

    /// Rank of the word that a numbered heading begins with, 0 for the outermost.
    pub fn level(&self, text: &str) -> Option<usize> {
        self.levels.starts(head(text))
    }

    /// True where the word at the beginning says no more than its number.
    pub fn silent(&self, text: &str) -> bool {
        self.silent.starts(head(text)).is_some()
    }

    /// True where a line is the kind of an act, spaced or not.
    pub fn act(&self, text: &str) -> bool {
        if text.len() > HEAD {
            return false;
        }
        let words = Words::new(text);
        if words.len() > 2 && words.iter().all(|w| w.fold.chars().count() == 1) {
            let whole: String = words.iter().map(|w| w.fold).collect();
            return self.acts.whole(&whole).is_some();
        }
        let number = |i: usize| self.number.at(&words, i).is_some();
        self.acts.at(&words, 0).is_some_and(|(_, n)| n == words.len() || number(n))
    }

    /// True where a line begins with a word that enacts, spaced or not.
    pub fn enacts(&self, text: &str) -> bool {
        let words = Words::new(head(text));
        if words.len() > 2 && words.iter().all(|w| w.fold.chars().count() == 1) {
            let whole: String = words.iter().map(|w| w.fold).collect();
            return self.enacting.starts(&whole).is_some();
        }
        self.enacting.at(&words, 0).is_some()
    }

    /// True where a line is a note of a registry or a law base.
    pub fn aside(&self, text: &str) -> bool {
        self.asides.starts(head(text)).is_some()
    }

    /// True where a line begins with the name of a body, adjectives before it aside.
    pub fn body(&self, text: &str) -> bool {
        let words = Words::new(head(text));
        let nominative =
            |w: &str| self.compounds.adjectives.iter().take(8).any(|e| w.len() > 8 && w.ends_with(e.as_str()));
        let mut i = 0;
        while i < 4 && words.get(i).is_some_and(|w| nominative(w.fold)) {
            i += 1;
        }
        self.bodies.at(&words, i).is_some()
    }

    /// Number of words of the noun of titles that a line begins with.
    pub fn title(&self, text: &str) -> Option<usize> {
        self.titles.at(&Words::first(head(text), self.titles.longest()), 0).map(|(_, n)| n)
    }

    /// True where a heading is the title of a document of its own.
    pub fn whole(&self, text: &str) -> bool {
        self.wholes.starts(head(text)).is_some()
    }

    /// True where a line begins the stamp of an annex.
    pub fn stamp(&self, text: &str) -> bool {
        self.stamps.starts(head(text)).is_some()
    }

    /// Byte after the word «от» at the beginning.
    pub fn after_from(&self, text: &str) -> Option<usize> {
        after(&self.from, text)
    }

    /// Byte after the number sign at the beginning.
    pub fn after_number(&self, text: &str) -> Option<usize> {
        after(&self.number, text)
    }

    /// Byte after the word that stands before the name of a place.
    pub fn after_place(&self, text: &str) -> Option<usize> {
        after(&self.place, text)
    }

    /// True where the words of a numbered paragraph are those of a point: a verb in the infinitive among the first.
    pub fn point(&self, text: &str) -> bool {
        let words = Words::new(head(text));
        let Some(first) = words.get(0) else { return false };
        let verb = self.endings.iter().any(|e| first.fold.len() > e.len() && first.fold.ends_with(e.as_str()));
        self.points.at(&words, 0).is_some() || verb && self.except.at(&words, 0).is_none()
    }

    /// True where a word at a line end leaves its sentence open.
    pub fn open(&self, word: &str) -> bool {
        self.open.whole(word).is_some()
    }

    /// True where a word is an abbreviation whose point ends no sentence.
    pub fn short(&self, word: &str) -> bool {
        self.short.whole(word).is_some()
    }

    /// Runs the examples of the file.
    pub fn check(&self) -> Vec<String> {
        let reads = |e: &Example| self.level(&e.text).map(|i| fold(&self.names[i]));
        let wrong = self.examples.iter().filter(|e| reads(e) != Some(fold(&e.level)));
        wrong.map(|e| format!("{}: «{}» has the level {:?}", Self::FILE, e.text, reads(e))).collect()
    }
}

/// The beginning of a text.
fn head(text: &str) -> &str {
    let mut end = text.len().min(HEAD);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

fn after(lexicon: &Lexicon<()>, text: &str) -> Option<usize> {
    let words = Words::first(head(text), lexicon.longest());
    let (_, n) = lexicon.at(&words, 0)?;
    words.get(n - 1).map(|w| w.end)
}
