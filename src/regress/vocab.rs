//! What documents say and no vocabulary knows: the to-do list of `grammars/`.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::likeness::common;
use crate::grammar::lexicon::{Words, fold};
use crate::grammar::{self, GrammarError, Grammars};
use crate::model::{DeadlineKind, Document, PassportKey, RowKind};

/// Most places that are kept of one form.
const EXAMPLES: usize = 3;
/// Most words of a form: what is longer is a sentence.
const WORDS: usize = 16;
/// Likeness from which a known form is worth naming.
const NEAR: f64 = 0.6;

/// Where a form stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// Head of a table column without a role.
    Column,
    /// Label of a passport row.
    Label,
    /// Heading.
    Heading,
    /// Source of money without a level.
    Source,
    /// Deadline that could not be read.
    Deadline,
}

impl Place {
    /// Every place, in the order of reports.
    pub const ALL: &[Place] = &[Place::Column, Place::Label, Place::Heading, Place::Source, Place::Deadline];

    /// Name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Place::Column => "column",
            Place::Label => "label",
            Place::Heading => "heading",
            Place::Source => "source",
            Place::Deadline => "deadline",
        }
    }

    /// The grammar file that such forms belong in, and the table in it whose lists they are entered in.
    fn home(self) -> Option<(&'static str, Option<&'static str>)> {
        match self {
            Place::Column => Some((grammar::columns::Columns::FILE, Some("roles"))),
            Place::Label => Some((grammar::passport::PassportWords::FILE, Some("labels"))),
            Place::Heading => Some((grammar::headings::Headings::FILE, None)),
            Place::Source => Some((grammar::funding::FundingWords::FILE, Some("levels"))),
            Place::Deadline => None,
        }
    }
}

/// A form that no vocabulary knows.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Unknown {
    /// Where it stands.
    pub place: Place,
    /// Its words as first met.
    pub words: String,
    /// How often it stands there.
    pub count: usize,
    /// In how many documents.
    pub documents: usize,
    /// Documents and lines, the first few.
    pub examples: Vec<(String, u32)>,
    /// The known form that is the most alike, and the field that it belongs to.
    pub nearest: Option<Nearest>,
}

/// A known form.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Nearest {
    /// As it stands in the grammar file.
    pub form: String,
    /// The list that it stands in, as `roles.activity`.
    pub field: String,
    /// From 0 to 1.
    pub likeness: f64,
}

/// Unknown forms of one document, in order: where, words, line.
pub type Found = Vec<(Place, String, u32)>;

/// What one document says that `grammars` do not know.
pub fn of_document(document: &Document, grammars: &Grammars) -> Found {
    let mut out = Found::new();
    for table in &document.tables {
        let head = table.rows.iter().find(|r| r.kind == RowKind::Header).map_or(table.span, |r| r.span);
        let unknown = table.columns.iter().filter(|c| c.role.is_none());
        out.extend(unknown.map(|c| (Place::Column, c.name.clone(), head.start_line)));
    }
    for field in document.passports.iter().flat_map(|p| &p.fields) {
        if field.key == PassportKey::Other && grammars.passport.key(&field.label).is_none() {
            out.push((Place::Label, field.label.clone(), field.span.start_line));
        }
    }
    for section in &document.sections {
        let title = &section.title;
        let known = is_known_heading(title, grammars);
        if !known {
            out.push((Place::Heading, title.clone(), section.span.start_line));
        }
    }
    for row in document.funding.iter().filter(|row| row.level.is_none()) {
        out.extend(row.source.iter().map(|source| (Place::Source, source.clone(), row.span.start_line)));
    }
    for activity in &document.activities {
        let Some(deadline) = &activity.deadline else { continue };
        if deadline.items.iter().any(|item| item.kind == DeadlineKind::Unparsed) {
            out.push((Place::Deadline, deadline.raw.clone(), activity.span.start_line));
        }
    }
    out.retain(|(_, words, _)| {
        let read = Words::new(words);
        (1..=WORDS).contains(&read.len()) && words.chars().any(char::is_alphabetic)
    });
    out
}

/// True where any vocabulary knows how a heading begins.
fn is_known_heading(title: &str, grammars: &Grammars) -> bool {
    let headings = &grammars.headings;
    headings.numbered(title)
        || headings.title(title).is_some()
        || headings.whole(title)
        || headings.act(title)
        || headings.body(title)
        || headings.enacts(title)
        || grammars.passport.is_title(title)
        || grammars.columns.is_title(title)
}

/// Unknown forms of many documents.
#[derive(Debug, Default)]
pub struct Vocab {
    forms: BTreeMap<(Place, String), (Unknown, BTreeSet<String>)>,
}

impl Vocab {
    /// Adds what a document says.
    pub fn add(&mut self, document: &str, found: Found) {
        for (place, words, line) in found {
            let empty = || {
                let unknown = Unknown {
                    place,
                    words: words.clone(),
                    count: 0,
                    documents: 0,
                    examples: Vec::new(),
                    nearest: None,
                };
                (unknown, BTreeSet::new())
            };
            let (unknown, documents) = self.forms.entry((place, fold(&words))).or_insert_with(empty);
            unknown.count += 1;
            documents.insert(document.to_owned());
            if unknown.examples.len() < EXAMPLES {
                unknown.examples.push((document.to_owned(), line));
            }
        }
    }

    /// The forms by place, the most frequent first, each with the nearest form of `known`.
    pub fn list(self, known: &Known) -> Vec<Unknown> {
        let mut out: Vec<Unknown> = self
            .forms
            .into_values()
            .map(|(mut unknown, documents)| {
                unknown.documents = documents.len();
                unknown.nearest = known.nearest(unknown.place, &unknown.words);
                unknown
            })
            .collect();
        out.sort_by(|a, b| (a.place, b.count, &a.words).cmp(&(b.place, a.count, &b.words)));
        out
    }
}

/// The forms of the grammar files.
#[derive(Debug, Default)]
pub struct Known {
    forms: BTreeMap<Place, Vec<(String, String)>>,
}

impl Known {
    /// Reads the forms of the files; `text` gives the text of a file by its name.
    ///
    /// # Errors
    /// Those of `text`, and bad TOML.
    pub fn read(text: impl Fn(&str) -> Result<String, GrammarError>) -> Result<Known, GrammarError> {
        let mut out = Known::default();
        for &place in Place::ALL {
            let Some((file, table)) = place.home() else { continue };
            let value: toml::Table = grammar::parse(file, &text(file)?)?;
            let mut forms = Vec::new();
            match table {
                Some(table) => lists(value.get(table), table, &mut forms),
                None => value
                    .iter()
                    .filter(|(key, _)| *key != "example")
                    .for_each(|(key, v)| lists(Some(v), key, &mut forms)),
            }
            out.forms.insert(place, forms);
        }
        Ok(out)
    }

    fn nearest(&self, place: Place, words: &str) -> Option<Nearest> {
        let words = Words::new(words);
        let of = |form: &str| {
            let known = Words::new(form);
            let n = known.len();
            // A form is held against as many words as it has; an open word against as many letters as it has.
            let (mut a, mut b) = (Vec::new(), Vec::new());
            for (i, word) in known.iter().enumerate() {
                let open = form[word.end..].starts_with('\u{2026}');
                let met = words.get(i).map_or("", |w| w.fold);
                let letters = if open { word.fold.chars().count() } else { usize::MAX };
                a.push(met.chars().take(letters).collect::<String>());
                b.push(word.fold.to_owned());
            }
            // What the form does not say of a longer head weighs a little.
            let rest = words.len().saturating_sub(n) as f64 * 0.02;
            common(&a.join(" "), &b.join(" ")) - rest
        };
        let best = self.forms.get(&place)?.iter().map(|known| (of(&known.1), known));
        let (likeness, (field, form)) = best.max_by(|a, b| a.0.total_cmp(&b.0))?;
        (likeness >= NEAR).then(|| Nearest { form: form.clone(), field: field.clone(), likeness })
    }
}

/// Every list of texts below `value`, with its path.
fn lists(value: Option<&toml::Value>, path: &str, out: &mut Vec<(String, String)>) {
    match value {
        Some(toml::Value::Array(list)) => {
            out.extend(list.iter().filter_map(|v| Some((path.to_owned(), v.as_str()?.to_owned()))));
        }
        Some(toml::Value::Table(table)) => {
            table.iter().for_each(|(key, v)| lists(Some(v), &format!("{path}.{key}"), out))
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Output;
    use crate::{Options, convert};

    fn known() -> Known {
        Known::read(|file| Ok(grammar::builtin_text(file).unwrap_or_default().to_owned())).unwrap()
    }

    fn list(texts: &[(&str, &str)]) -> Vec<Unknown> {
        let grammars = Grammars::builtin();
        let mut vocab = Vocab::default();
        for (name, text) in texts {
            let Output::Document(document) = convert(text.as_bytes(), &Options::default(), &grammars) else { panic!() };
            vocab.add(name, of_document(&document, &grammars));
        }
        vocab.list(&known())
    }

    #[test]
    fn unknown_columns_are_listed_by_frequency() {
        let table = "План\n\n№ п/п\tМероприятие\tСрок\tОтветсвенный\tЗвонарь\n\
            1\tПровести субботник\tмай 2025 года\tадминистрация\tПетров\n2\tПосадить липы\tиюнь 2025 года\tадминистрация\tИванов\n";
        let other = "План\n\n№ п/п\tМероприятие\tСрок\tЗвонарь\n\
            1\tОкрасить ограду\tмай 2025 года\tПетров\n2\tВымыть окна\tиюнь 2025 года\tИванов\n";
        let found = list(&[("a.txt", table), ("b.txt", other)]);
        let columns: Vec<_> = found.iter().filter(|u| u.place == Place::Column).collect();
        assert_eq!(columns.len(), 2, "{found:?}");
        assert_eq!((&*columns[0].words, columns[0].count, columns[0].documents), ("Звонарь", 2, 2));
        assert_eq!(columns[0].examples, [("a.txt".to_owned(), 3), ("b.txt".to_owned(), 3)]);
        let nearest = columns[1].nearest.as_ref().unwrap();
        assert_eq!(
            (&*columns[1].words, &*nearest.form, &*nearest.field),
            ("Ответсвенный", "ответствен…", "roles.responsible")
        );
    }

    #[test]
    fn a_known_document_leaves_nothing_to_do() {
        let text = "План мероприятий\n\n№\tМероприятие\tСрок\n1\tПровести субботник\tмай 2025 года\n2\tПосадить липы\tиюнь 2025 года\n";
        assert_eq!(list(&[("a.txt", text)]), []);
    }
}
