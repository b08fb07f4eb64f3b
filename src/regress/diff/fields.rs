//! What differs inside a record, field by field.

use serde_json::Value;

use super::What;
use super::pairs::{Item, pairs};

/// A field that differs.
#[derive(Debug)]
pub struct Field {
    /// What happened to it.
    pub what: What,
    /// Path inside the record.
    pub path: String,
    /// What it was.
    pub before: Option<String>,
    /// What it is.
    pub after: Option<String>,
    /// Of an item of a list that changed places: its places before and after, from 1.
    pub places: Option<(usize, usize)>,
    /// How many fields this is.
    pub fields: usize,
}

impl Field {
    fn new(path: String, before: Option<String>, after: Option<String>, fields: usize) -> Field {
        let what = match (&before, &after) {
            (Some(_), None) => What::Lost,
            (None, _) => What::Added,
            _ => What::Changed,
        };
        Field { what, path, before, after, places: None, fields }
    }

    fn moved(path: String, from: usize, to: usize) -> Field {
        let places = Some((from + 1, to + 1));
        Field { what: What::Moved, path, before: None, after: None, places, fields: 0 }
    }
}

/// Number of fields that hold something: a list of texts is one, an empty list or null none.
pub fn count(value: &Value) -> usize {
    match value {
        Value::Null => 0,
        Value::Array(list) if list.iter().any(Value::is_object) => list.iter().map(count).sum(),
        Value::Array(list) => usize::from(!list.is_empty()),
        Value::Object(map) => map.values().map(count).sum(),
        _ => 1,
    }
}

/// Every field that differs between two records.
pub fn differences(before: &Value, after: &Value) -> Vec<Field> {
    let mut out = Vec::new();
    compare(before, after, String::new(), &mut out);
    out
}

fn compare(before: &Value, after: &Value, path: String, out: &mut Vec<Field>) {
    if before == after {
        return;
    }
    match (before, after) {
        (Value::Object(a), Value::Object(b)) => {
            for (key, value) in a {
                compare(value, b.get(key).unwrap_or(&Value::Null), join(&path, key), out);
            }
            for (key, value) in b.iter().filter(|(key, _)| !a.contains_key(*key)) {
                compare(&Value::Null, value, join(&path, key), out);
            }
        }
        (Value::Array(a), Value::Array(b)) if holds_objects(a) || holds_objects(b) => lists(a, b, &path, out),
        (Value::Array(a), Value::Array(b)) if path.ends_with("cells") && a.len() == b.len() => {
            for (i, (a, b)) in a.iter().zip(b).enumerate() {
                compare(a, b, format!("{path}[{}]", i + 1), out);
            }
        }
        _ => {
            let (a, b) = (said(before), said(after));
            if a != b {
                out.push(Field::new(path, a, b, count(before).max(1)));
            }
        }
    }
}

fn holds_objects(list: &[Value]) -> bool {
    list.iter().any(Value::is_object)
}

/// Lists inside a record (values, clauses, rows), paired by what they say.
fn lists(a: &[Value], b: &[Value], path: &str, out: &mut Vec<Field>) {
    let texts = |list: &[Value]| list.iter().map(Value::to_string).collect::<Vec<_>>();
    let (texts_a, texts_b) = (texts(a), texts(b));
    for found in pairs(&items(a, &texts_a), &items(b, &texts_b), all) {
        let (old, new) = (found.a.map(|i| &a[i]), found.b.map(|j| &b[j]));
        let label = label(old.or(new).unwrap_or(&Value::Null), found.a.or(found.b).unwrap_or(0));
        let path = format!("{path}[{label}]");
        if let (Some(from), Some(to), true) = (found.a, found.b, found.crossed) {
            out.push(Field::moved(path.clone(), from, to));
        }
        match (old, new) {
            (Some(old), Some(new)) => compare(old, new, path, out),
            (old, new) => {
                let fields = old.map_or(1, count).max(1);
                out.push(Field::new(path, old.map(named), new.map(named), fields));
            }
        }
    }
}

fn items<'a>(list: &'a [Value], texts: &'a [String]) -> Vec<Item<'a>> {
    list.iter().zip(texts).map(|(value, text)| Item { value, text, place: None }).collect()
}

/// What an item of a list is called: its number, year or label, else its place, from 1.
fn label(item: &Value, at: usize) -> String {
    let named = ["number", "year", "label", "name"].iter().find_map(|key| said(&item[key]));
    named.filter(|name| name.chars().count() <= 40).unwrap_or_else(|| (at + 1).to_string())
}

/// A value in words; `None` where there is nothing.
fn said(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(s) => Some(s.clone()),
        Value::Array(list) if list.is_empty() => None,
        Value::Array(list) if !holds_objects(list) => {
            Some(list.iter().map(|v| said(v).unwrap_or_default()).collect::<Vec<_>>().join(" | "))
        }
        Value::Array(_) | Value::Object(_) => Some(named(value)).filter(|s| !s.is_empty()),
        other => Some(other.to_string()),
    }
}

/// A value with the names of its fields: `year: 2024, raw: 5`.
fn named(value: &Value) -> String {
    match value {
        Value::Object(map) => {
            let fields = map.iter().filter_map(|(key, value)| Some(format!("{key}: {}", said(value)?)));
            fields.collect::<Vec<_>>().join(", ")
        }
        Value::Array(list) if holds_objects(list) => {
            list.iter().map(|item| format!("({})", named(item))).collect::<Vec<_>>().join(" ")
        }
        other => said(other).unwrap_or_default(),
    }
}

/// Every text of a value, one behind the other.
pub fn all(value: &Value) -> String {
    fn push(value: &Value, out: &mut Vec<String>) {
        match value {
            Value::Null => {}
            Value::String(s) => out.push(s.clone()),
            Value::Array(list) => list.iter().for_each(|v| push(v, out)),
            Value::Object(map) => map.values().for_each(|v| push(v, out)),
            other => out.push(other.to_string()),
        }
    }
    let mut out = Vec::new();
    push(value, &mut out);
    out.join(" ")
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}
