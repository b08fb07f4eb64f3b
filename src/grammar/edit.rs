//! Adding a form to the text of a grammar file, which keeps its order and its comments.

use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, value};

use super::lexicon::fold;
use super::{GrammarError, Grammars};

/// A vocabulary that forms can be added to.
struct Kind {
    /// Name, the file without its extension.
    name: &'static str,
    /// The table with a list for each field.
    table: &'static str,
    /// In an example: the field with the words, the field with what they must be read as.
    example: (&'static str, &'static str),
}

const KINDS: &[Kind] = &[
    Kind { name: "columns", table: "roles", example: ("head", "role") },
    Kind { name: "passport", table: "labels", example: ("label", "key") },
    Kind { name: "funding", table: "levels", example: ("source", "level") },
];

/// A form that cannot be added.
#[derive(Debug, thiserror::Error)]
pub enum EditError {
    /// No such vocabulary.
    #[error("no vocabulary {0} that forms can be added to; expected one of columns, passport, funding")]
    Kind(String),
    /// The vocabulary has no such list.
    #[error("{file} has no field {field}; expected one of {expected}")]
    Field {
        /// The file.
        file: String,
        /// The field that is asked for.
        field: String,
        /// The fields that there are.
        expected: String,
    },
    /// The form has no letters.
    #[error("the form has no word: expected words as people write them, \u{2026} for any ending")]
    Empty,
    /// It is there already.
    #[error("\u{ab}{form}\u{bb} stands already in {field}")]
    Known {
        /// The form.
        form: String,
        /// The field that has it.
        field: String,
    },
    /// With the form, an example of the file reads otherwise than it must.
    #[error("with this form the vocabulary contradicts its examples:\n{0}")]
    Contradicts(String),
    /// The file is no grammar.
    #[error(transparent)]
    Grammar(#[from] GrammarError),
}

/// The file of a vocabulary, as `columns.toml`.
///
/// # Errors
/// [`EditError::Kind`].
pub fn file(kind: &str) -> Result<String, EditError> {
    find(kind).map(|kind| format!("{}.toml", kind.name))
}

fn find(kind: &str) -> Result<&'static Kind, EditError> {
    let name = kind.strip_suffix(".toml").unwrap_or(kind);
    KINDS.iter().find(|k| k.name == name).ok_or_else(|| EditError::Kind(kind.to_owned()))
}

/// The text of the file of vocabulary `kind` with `form` in the list `field`, and an example that it must be read so.
///
/// `form` is written as in the files: a word that ends in `…` (or `...`) stands for every word that begins so. In the
/// example such a word stands without its ending.
///
/// # Errors
/// No such vocabulary or field, a form that is there already, and one with which the examples of the file, the new one
/// among them, do not hold.
pub fn add(text: &str, kind: &str, field: &str, form: &str) -> Result<String, EditError> {
    let kind = find(kind)?;
    let file = file(kind.name)?;
    let form = form.trim().replace("...", "\u{2026}");
    if fold(&form).is_empty() {
        return Err(EditError::Empty);
    }
    let parsed = text.parse::<DocumentMut>();
    let mut document = parsed.map_err(|e| GrammarError::Parse { file: file.clone(), message: e.to_string() })?;
    let lists = document.get_mut(kind.table).and_then(Item::as_table_mut);
    let Some(lists) = lists else { return Err(no_field(&file, field, Vec::new())) };
    for (name, list) in lists.iter() {
        let same = |v: &toml_edit::Value| v.as_str().is_some_and(|known| is_same(known, &form));
        if list.as_array().is_some_and(|list| list.iter().any(same)) {
            return Err(EditError::Known { form, field: format!("{}.{name}", kind.table) });
        }
    }
    let names: Vec<String> = lists.iter().map(|(name, _)| name.to_owned()).collect();
    let Some(list) = lists.get_mut(field).and_then(Item::as_array_mut) else {
        return Err(no_field(&file, field, names));
    };
    push(list, &form);
    let examples = document.entry("example").or_insert(Item::ArrayOfTables(ArrayOfTables::new()));
    if let Some(examples) = examples.as_array_of_tables_mut() {
        let mut example = Table::new();
        example[kind.example.0] = value(form.replace('\u{2026}', ""));
        example[kind.example.1] = value(field);
        examples.push(example);
    }
    let text = document.to_string();
    let wrong = Grammars::with_text(&file, &text)?.check();
    if wrong.is_empty() { Ok(text) } else { Err(EditError::Contradicts(wrong.join("\n"))) }
}

fn no_field(file: &str, field: &str, names: Vec<String>) -> EditError {
    EditError::Field { file: file.to_owned(), field: field.to_owned(), expected: names.join(", ") }
}

/// True for forms that stand for the same words.
fn is_same(a: &str, b: &str) -> bool {
    let open = |form: &str| form.matches('\u{2026}').count();
    fold(a) == fold(b) && open(a) == open(b)
}

/// Adds to the end of a list; a list over several lines keeps its shape.
fn push(list: &mut Array, form: &str) {
    let over_lines = list.trailing().as_str().is_some_and(|t| t.contains('\n'));
    let (comma, end) = (list.trailing_comma(), list.trailing().clone());
    list.push(form);
    if over_lines {
        if let Some(last) = list.get_mut(list.len() - 1) {
            last.decor_mut().set_prefix("\n  ");
        }
        list.set_trailing_comma(comma);
        list.set_trailing(end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grammar::builtin_text;

    fn builtin(file: &str) -> &'static str {
        builtin_text(file).unwrap()
    }

    #[test]
    fn a_form_is_added_and_nothing_else_changes() {
        let before = builtin("columns.toml");
        let after = add(before, "columns", "responsible", "дежурн...").unwrap();
        let kept: Vec<&str> = after.lines().filter(|line| !before.contains(line)).collect();
        assert!(kept.iter().any(|line| line.contains("\"дежурн…\"")), "{kept:?}");
        assert!(after.ends_with("\n[[example]]\nhead = \"дежурн\"\nrole = \"responsible\"\n"), "{after}");
        // Comments and order: every other line is as it was.
        let lines = |text: &str| text.lines().filter(|l| !l.contains("дежурн")).map(str::to_owned).collect::<Vec<_>>();
        let (old, new) = (lines(before), lines(&after));
        assert_eq!(old.iter().filter(|l| !new.contains(l)).count(), 0);
        let head = Grammars::with_text("columns.toml", &after).unwrap().columns.head("Дежурный по школе");
        assert_eq!(head.role, Some(crate::model::Role::Responsible));
    }

    #[test]
    fn what_cannot_be_added_is_refused_with_its_reason() {
        let cases = [
            (("verbs", "x", "слово"), "no vocabulary verbs that forms can be added to; expected one of"),
            (("columns", "verb", "слово"), "columns.toml has no field verb; expected one of number, activity"),
            (("columns", "number", " … "), "the form has no word"),
            (("columns", "number", "СРОК…"), "«СРОК…» stands already in roles.deadline"),
            (("passport", "goal", "срок реализации"), "with this form the vocabulary contradicts its examples"),
        ];
        for ((kind, field, form), why) in cases {
            let text = builtin_text(&format!("{kind}.toml")).unwrap_or_default();
            let error = add(text, kind, field, form).unwrap_err().to_string();
            assert!(error.starts_with(why), "{error}");
        }
    }

    #[test]
    fn every_vocabulary_takes_a_form() {
        for (kind, field) in [("columns", "note"), ("passport", "basis"), ("funding", "municipal")] {
            let text = add(builtin(&format!("{kind}.toml")), kind, field, "небывальщина слободы").unwrap();
            assert!(text.contains("\"небывальщина слободы\""));
        }
    }
}
