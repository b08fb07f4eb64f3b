//! Words of heads of acts, of stamps and of titles: `grammars/acts.toml`.
//!
//! ```text
//! П Р И К А З            → kind, order
//! п о с т а н о в л я е т → enacting, resolution
//! Администрация города   → issuer
//! Муниципальная программа → title, program
//! ```

mod cue;

pub use cue::Cue;

use serde::Deserialize;

use super::lexicon::{Lexicon, Words, fold_char};
use super::{GrammarError, parse};
use crate::grammar::lexicon::is_letter_or_digit;
use crate::model::PartKind;

/// Longest beginning of a line that forms are looked for in, in bytes.
const HEAD: usize = 160;

/// Adjectives that may stand before the noun of a title or of a body.
const ADJECTIVES: usize = 6;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    act: Vec<ActForms>,
    body: Vec<BodyForms>,
    cue: Vec<CueForms>,
    lists: Lists,
    #[serde(default)]
    example: Vec<Example>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ActForms {
    kind: PartKind,
    names: Vec<String>,
    cases: Vec<String>,
    enacting: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BodyForms {
    kind: PartKind,
    names: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CueForms {
    is: Cue,
    forms: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lists {
    months: Vec<String>,
    may: Vec<String>,
    genitives: Vec<String>,
    adjectives: Vec<String>,
    patronymics: Vec<String>,
    three: char,
}

/// A line and what it is: a kind word, an enacting word, a title, or a cue.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    line: String,
    kind: Option<PartKind>,
    enacts: Option<PartKind>,
    title: Option<PartKind>,
    cue: Option<Cue>,
}

#[derive(Clone, Debug, Default)]
struct Forms {
    lexicon: Lexicon<()>,
    initials: Vec<Initial>,
    /// Longest beginning of a line that a form can stand in, in bytes.
    reach: usize,
}

/// The vocabulary of acts.
#[derive(Clone, Debug)]
pub struct Acts {
    names: Lexicon<PartKind>,
    initials: Vec<Initial>,
    cases: Lexicon<PartKind>,
    enacting: Lexicon<PartKind>,
    enacting_initials: Vec<Initial>,
    bodies: Lexicon<PartKind>,
    cues: Vec<Forms>,
    /// Months, `1..=12`.
    pub months: Lexicon<u8>,
    genitives: Vec<String>,
    adjectives: Vec<String>,
    patronymics: Vec<String>,
    /// The letter that scanned texts have for the digit 3.
    pub three: char,
    examples: Vec<Example>,
}

impl Acts {
    /// The built-in vocabulary.
    ///
    /// # Panics
    /// Never: the built-in file is read by a test.
    pub fn builtin() -> Acts {
        Acts::from_toml(include_str!("../../grammars/acts.toml"))
            .unwrap_or_else(|e| unreachable!("built-in grammar: {e}"))
    }

    /// Reads a grammar file.
    ///
    /// # Errors
    /// No TOML, or a field or key that is not known.
    pub fn from_toml(text: &str) -> Result<Acts, GrammarError> {
        let file: File = parse("acts.toml", text)?;
        let pairs = |of: fn(&ActForms) -> &Vec<String>| {
            file.act.iter().flat_map(move |a| of(a).iter().map(|f| (f.clone(), a.kind)))
        };
        let mut cues = vec![Forms::default(); Cue::ALL.len()];
        for c in &file.cue {
            let forms = &mut cues[c.is as usize];
            for form in &c.forms {
                forms.lexicon.add(form, ());
                forms.initials.extend(initial(form));
                let reach = form.len() + 16 * form.split_whitespace().count() + 16;
                forms.reach = forms.reach.max(reach).min(HEAD);
            }
        }
        let mut months = Lexicon::new(file.lists.months.iter().zip(1u8..));
        file.lists.may.iter().for_each(|m| months.add(m, 5));
        Ok(Acts {
            names: Lexicon::new(pairs(|a| &a.names)),
            initials: file.act.iter().flat_map(|a| &a.names).filter_map(|n| initial(n)).collect(),
            cases: Lexicon::new(pairs(|a| &a.cases)),
            enacting: Lexicon::new(pairs(|a| &a.enacting)),
            enacting_initials: file.act.iter().flat_map(|a| &a.enacting).filter_map(|n| initial(n)).collect(),
            bodies: Lexicon::new(file.body.iter().flat_map(|b| b.names.iter().map(|n| (n, b.kind)))),
            cues,
            months,
            genitives: file.lists.genitives,
            adjectives: file.lists.adjectives,
            patronymics: file.lists.patronymics,
            three: file.lists.three,
            examples: file.example,
        })
    }

    /// Where `text` begins with a form of `cue`: the byte after it.
    pub fn starts(&self, cue: Cue, text: &str) -> Option<usize> {
        let forms = &self.cues[cue as usize];
        let first = initial(text)?;
        if !forms.initials.contains(&first) {
            return None;
        }
        let words = Words::first(prefix(text, forms.reach), forms.lexicon.longest());
        let (_, n) = forms.lexicon.at(&words, 0)?;
        words.get(n - 1).map(|w| w.end)
    }

    /// True where `text` is a form of `cue` and nothing else.
    pub fn whole(&self, cue: Cue, text: &str) -> bool {
        let forms = &self.cues[cue as usize];
        text.len() < HEAD
            && initial(text).is_some_and(|i| forms.initials.contains(&i))
            && forms.lexicon.whole(text).is_some()
    }

    /// True where a form of `cue` stands anywhere in `text`.
    pub fn within(&self, cue: Cue, text: &str) -> bool {
        self.cues[cue as usize].lexicon.within(text)
    }

    /// Where `text` begins with a form of `cue` after any adjectives: the byte after it.
    pub fn starts_noun(&self, cue: Cue, text: &str) -> Option<usize> {
        let words = Words::new(prefix(text, HEAD));
        let lexicon = &self.cues[cue as usize].lexicon;
        self.after_adjectives(&words, |i| lexicon.at(&words, i).map(|(_, n)| (i, n)))
            .and_then(|(i, n)| words.get(i + n - 1))
            .map(|w| w.end)
    }

    /// The kind of act that `text` begins with, and the byte after its word.
    pub fn name(&self, text: &str) -> Option<(PartKind, usize)> {
        if !self.initials.contains(&initial(text)?) {
            return None;
        }
        let words = Words::first(prefix(text, 48), self.names.longest());
        let (kind, n) = self.names.at(&words, 0)?;
        words.get(n - 1).map(|w| (kind, w.end))
    }

    /// The kind of act that the word `text` names.
    pub fn is_name(&self, text: &str) -> Option<PartKind> {
        self.names.whole(text)
    }

    /// The kind of act that `text` begins with in any case, and the byte after its word.
    pub fn case(&self, text: &str) -> Option<(PartKind, usize)> {
        let words = Words::first(prefix(text, 48), self.cases.longest());
        let (kind, n) = self.cases.at(&words, 0)?;
        words.get(n - 1).map(|w| (kind, w.end))
    }

    /// The first act named in any case in `text`: its kind and the place of its word.
    pub fn find_case(&self, text: &str) -> Option<(PartKind, usize, usize)> {
        let words = Words::new(text);
        let (i, kind, n) = self.cases.find(&words, 0)?;
        Some((kind, words.get(i)?.start, words.get(i + n - 1)?.end))
    }

    /// The kind of act that the word `text` enacts.
    pub fn enacts(&self, text: &str) -> Option<PartKind> {
        self.enacting_initials.contains(&initial(text)?).then(|| self.enacting.whole(text)).flatten()
    }

    /// What a title names: adjectives, then a noun.
    pub fn body(&self, title: &str) -> Option<PartKind> {
        let words = Words::new(prefix(title, HEAD));
        self.after_adjectives(&words, |i| self.bodies.at(&words, i).map(|(k, _)| k))
    }

    /// True where `title` is a noun that needs its complement, with or without adjectives.
    pub fn bare_body(&self, title: &str) -> bool {
        let words = Words::new(prefix(title, HEAD));
        words.len() <= 3
            && self
                .after_adjectives(&words, |i| self.bodies.at(&words, i).filter(|(_, n)| i + n == words.len()))
                .is_some()
    }

    /// True where a line goes on with the title above it, by its first word: an adjective in the genitive.
    pub fn goes_on(&self, text: &str) -> bool {
        let words = Words::first(prefix(text, HEAD), 1);
        words
            .get(0)
            .is_some_and(|w| self.genitives.iter().any(|e| w.fold.len() > e.len() + 4 && w.fold.ends_with(e.as_str())))
    }

    /// True where words in brackets say what is filled in above them: «(наименование учреждения)».
    pub fn caption(&self, text: &str) -> bool {
        let inner = text.strip_prefix('(').and_then(|t| t.strip_suffix(')'));
        inner.is_some_and(|t| self.starts(Cue::Caption, t).is_some())
    }

    /// True where `word` ends as patronymics do.
    pub fn is_patronymic(&self, word: &str) -> bool {
        let word = word.to_lowercase();
        self.patronymics.iter().any(|s| word.len() > s.len() && word.ends_with(s.as_str()))
    }

    fn after_adjectives<T>(&self, words: &Words, mut at: impl FnMut(usize) -> Option<T>) -> Option<T> {
        for i in 0..words.len().min(ADJECTIVES) {
            if let Some(hit) = at(i) {
                return Some(hit);
            }
            let word = words.get(i)?.fold;
            if !self.adjectives.iter().any(|s| word.ends_with(s.as_str())) {
                return None;
            }
        }
        None
    }

    /// Runs the examples; a message for each that fails.
    pub fn check(&self) -> Vec<String> {
        self.examples.iter().filter_map(|e| self.check_one(e)).collect()
    }

    fn check_one(&self, e: &Example) -> Option<String> {
        use crate::extract::parts::cues;
        let read = |want: Option<PartKind>, got: Option<PartKind>| (want.is_some() && want != got).then_some(got);
        let kind = read(e.kind, cues::kind_word(self, &e.line).map(|k| k.kind))
            .or_else(|| read(e.enacts, cues::enacting(self, &e.line).map(|w| w.kind)))
            .or_else(|| read(e.title, self.body(&e.line)));
        let cue = e.cue.is_some_and(|c| self.starts(c, &e.line).or_else(|| self.starts_noun(c, &e.line)).is_none());
        (kind.is_some() || cue).then(|| format!("acts.toml: {e:?} is read as {kind:?}"))
    }
}

/// The first letters of the first word of `text`, folded; they tell most words apart before any is compared.
/// A form that begins with an open word («минобр…») has at least as many.
type Initial = [char; 4];

fn initial(text: &str) -> Option<Initial> {
    let mut chars = text.chars().skip_while(|c| !is_letter_or_digit(*c) && *c != '\u{2116}');
    let first = chars.next()?;
    let mut out = [first, '\0', '\0', '\0'];
    if first != '\u{2116}' {
        out[1..].iter_mut().zip(chars.take_while(|c| is_letter_or_digit(*c))).for_each(|(o, c)| *o = c);
    }
    Some(out.map(fold_char))
}

/// At most `n` bytes of `text` from its beginning.
pub fn prefix(text: &str, n: usize) -> &str {
    if text.len() <= n {
        return text;
    }
    let mut end = n;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_file_is_read_and_its_examples_hold() {
        assert_eq!(Acts::builtin().check(), Vec::<String>::new());
    }

    #[test]
    fn unknown_fields_are_refused() {
        let text = format!("{}\n[[cue]]\nis = \"nonsense\"\nforms = []\n", include_str!("../../grammars/acts.toml"));
        assert!(Acts::from_toml(&text).is_err());
    }

    #[test]
    fn nouns_stand_behind_adjectives() {
        let g = Acts::builtin();
        assert_eq!(g.body("Ведомственная целевая программа «Мост»"), Some(PartKind::Program));
        assert_eq!(g.body("Паспорт муниципальной программы"), Some(PartKind::Program));
        assert_eq!(g.body("Мосты и программа"), None);
        assert!(g.bare_body("ПОЛОЖЕНИЕ"));
        assert!(!g.bare_body("Положение об отделе"));
        assert!(g.starts_noun(Cue::Issuer, "Российской Федерации").is_none());
    }
}
