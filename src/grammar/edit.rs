//! Adding a form to the text of a grammar file, which keeps its order and its comments.

use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, value};

use super::lexicon::{Lexicon, Words, fold};
use super::{GrammarError, Grammars};

/// A vocabulary that forms can be added to.
struct Kind {
    /// Name, the file without its extension.
    name: &'static str,
    /// The table with a list for each field.
    table: &'static str,
    /// In an example: the field with the words, the field with what they must be read as.
    example: (&'static str, &'static str),
    /// The field that words are read as.
    reads: fn(&Grammars, &str) -> Option<String>,
    /// Tables whose lists read whole texts beside.
    beside: &'static [&'static str],
}

const KINDS: &[Kind] = &[
    Kind {
        name: "columns",
        table: "roles",
        example: ("head", "role"),
        reads: |grammars, words| field(grammars.columns.head(words).role),
        beside: &["values"],
    },
    Kind {
        name: "passport",
        table: "labels",
        example: ("label", "key"),
        reads: |grammars, words| field(grammars.passport.key(words)),
        beside: &["titles"],
    },
    Kind {
        name: "funding",
        table: "levels",
        example: ("source", "level"),
        reads: |grammars, words| field(grammars.funding.level(words)),
        beside: &["service", "total"],
    },
];

/// A field as the files have it.
fn field(read: Option<impl serde::Serialize>) -> Option<String> {
    read.map(|kind| crate::output::name(&kind))
}

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
    /// The words are read already, by another form.
    #[error(
        "\u{ab}{form}\u{bb} is read as {field} already{by}; where it must be read otherwise, write it into the file \
         by hand, with an example: the longest form decides"
    )]
    Read {
        /// The form.
        form: String,
        /// The field that it is read as.
        field: String,
        /// `, by «FORM»`, where one form does.
        by: String,
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
/// No such vocabulary or field, a form that is there already, one whose words the file reads already, and one with which the examples of the file, the new one
/// among them, do not hold.
pub fn add(text: &str, kind: &str, field: &str, form: &str) -> Result<String, EditError> {
    let kind = find(kind)?;
    let file = file(kind.name)?;
    let form = form.replace("...", "\u{2026}").split_whitespace().collect::<Vec<_>>().join(" ");
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
    let words = form.replace('\u{2026}', "");
    if let Some((field, by)) = reader(kind, text, &words)? {
        return Err(EditError::Read { form, field, by });
    }
    let examples = document.entry("example").or_insert(Item::ArrayOfTables(ArrayOfTables::new()));
    if let Some(examples) = examples.as_array_of_tables_mut() {
        let mut example = Table::new();
        example[kind.example.0] = value(words);
        example[kind.example.1] = value(field);
        examples.push(example);
    }
    let text = document.to_string();
    let wrong = Grammars::with_text(&file, &text)?.check();
    if wrong.is_empty() { Ok(text) } else { Err(EditError::Contradicts(wrong.join("\n"))) }
}

/// What the file reads `words` as today: the list, and the form that does it.
fn reader(kind: &Kind, text: &str, words: &str) -> Result<Option<(String, String)>, EditError> {
    let file = file(kind.name)?;
    let grammars = Grammars::with_text(&file, text)?;
    let tables: toml::Table = super::parse(&file, text)?;
    let lists = |table: &str| -> Vec<(String, Vec<String>)> {
        let forms = |list: &toml::Value| {
            list.as_array().into_iter().flatten().filter_map(|v| v.as_str().map(str::to_owned)).collect()
        };
        let lists = tables.get(table).and_then(toml::Value::as_table).into_iter().flatten();
        lists.map(|(name, list)| (format!("{table}.{name}"), forms(list))).collect()
    };
    let lexicon = |lists: Vec<(String, Vec<String>)>| {
        let forms = lists.into_iter().flat_map(|(list, forms)| forms.into_iter().map(move |form| (list.clone(), form)));
        Lexicon::new(forms.map(|(list, form)| (form.clone(), (list, form))))
    };
    if let Some(field) = (kind.reads)(&grammars, words) {
        let field = format!("{}.{field}", kind.table);
        let own = lexicon(lists(kind.table).into_iter().filter(|(list, _)| *list == field).collect());
        let form = own.find(&Words::new(words), 0).map(|(_, (_, form), _)| format!(", by \u{ab}{form}\u{bb}"));
        return Ok(Some((field, form.unwrap_or_default())));
    }
    let beside = lexicon(kind.beside.iter().flat_map(|table| lists(table)).collect());
    Ok(beside.whole(words).map(|(list, form)| (list, format!(", by \u{ab}{form}\u{bb}"))))
}

/// What other vocabularies read the words as; a column, a label and a source may have the same name.
pub fn elsewhere(grammars: &Grammars, kind: &str, form: &str) -> Vec<String> {
    let others = KINDS.iter().filter(|other| find(kind).is_ok_and(|kind| kind.name != other.name));
    let words = form.replace("...", "").replace('\u{2026}', "");
    let read = others.filter_map(|other| {
        Some(format!("{}.toml reads it as {}.{}", other.name, other.table, (other.reads)(grammars, &words)?))
    });
    read.collect()
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
            (
                ("passport", "goal", "срок  реализации"),
                "«срок реализации» is read as labels.period already, by «срок… реализации»;",
            ),
            // A longer form of another list, and an exact one that an open form of another list reads.
            (
                ("columns", "note", "срок сдачи отчета"),
                "«срок сдачи отчета» is read as roles.deadline already, by «срок…»;",
            ),
            (
                ("columns", "note", "ответственный"),
                "«ответственный» is read as roles.responsible already, by «ответствен…»;",
            ),
            // The same list reads it.
            (("columns", "deadline", "срок сдачи"), "«срок сдачи» is read as roles.deadline already, by «срок…»;"),
            // Lists of other tables of the file.
            (("columns", "note", "отчет"), "«отчет» is read as values.fact already, by «отчет»;"),
            (("passport", "goal", "карточка"), "«карточка» is read as titles.forms already, by «карточка»;"),
            (("passport", "goal", "осн… пок… инд…"), "with this form the vocabulary contradicts its examples"),
        ];
        for ((kind, field, form), why) in cases {
            let text = builtin_text(&format!("{kind}.toml")).unwrap_or_default();
            let error = add(text, kind, field, form).unwrap_err().to_string();
            assert!(error.starts_with(why), "{error}");
        }
    }

    #[test]
    fn blanks_of_a_form_are_folded() {
        let text = add(builtin("columns.toml"), "columns", "note", "  небывальщина \n\t слобод...  ").unwrap();
        assert!(text.contains("\"небывальщина слобод…\""));
        assert!(text.ends_with("head = \"небывальщина слобод\"\nrole = \"note\"\n"), "{text}");
        let same = add(&text, "columns", "result", "небывальщина   слобод…").unwrap_err().to_string();
        assert_eq!(same, "«небывальщина слобод…» stands already in roles.note");
    }

    #[test]
    fn other_vocabularies_that_read_the_words_are_named() {
        let found = elsewhere(&Grammars::builtin(), "columns", "заказчик...");
        assert_eq!(found, ["passport.toml reads it as labels.customer"]);
        assert!(elsewhere(&Grammars::builtin(), "columns", "небывальщина").is_empty());
    }

    #[test]
    fn every_vocabulary_takes_a_form() {
        for (kind, field) in [("columns", "note"), ("passport", "basis"), ("funding", "municipal")] {
            let text = add(builtin(&format!("{kind}.toml")), kind, field, "небывальщина слободы").unwrap();
            assert!(text.contains("\"небывальщина слободы\""));
        }
    }
}
