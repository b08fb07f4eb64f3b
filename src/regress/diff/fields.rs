//! What differs inside a record, field by field.

use serde_json::Value;

use super::What;
use crate::regress::align::{Key, align};
use crate::regress::text::words;

/// A field that differs.
#[derive(Debug)]
pub struct Field {
    /// Path inside the record.
    pub path: String,
    /// What it was.
    pub before: Option<String>,
    /// What it is.
    pub after: Option<String>,
    /// How many fields this is.
    pub fields: usize,
}

impl Field {
    pub fn what(&self) -> What {
        match (&self.before, &self.after) {
            (Some(_), None) => What::Lost,
            (None, _) => What::Added,
            _ => What::Changed,
        }
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
                let fields = count(before).max(1);
                out.push(Field { path, before: a, after: b, fields });
            }
        }
    }
}

fn holds_objects(list: &[Value]) -> bool {
    list.iter().any(Value::is_object)
}

/// Lists inside a record (values, clauses, rows), paired by what they say.
fn lists(a: &[Value], b: &[Value], path: &str, out: &mut Vec<Field>) {
    for (i, j) in align(&keys(a), &keys(b)) {
        let (old, new) = (i.map(|i| &a[i]), j.map(|j| &b[j]));
        let label = label(old.or(new).unwrap_or(&Value::Null), i.or(j).unwrap_or(0));
        let path = format!("{path}[{label}]");
        match (old, new) {
            (Some(old), Some(new)) => compare(old, new, path, out),
            (old, new) => {
                let fields = old.map_or(1, count).max(1);
                out.push(Field { path, before: old.map(all), after: new.map(all), fields });
            }
        }
    }
}

fn keys(list: &[Value]) -> Vec<Key> {
    // What stands first breaks ties between rows that say the same.
    list.iter().map(|v| Key { words: words(&all(v)), line: None }).collect()
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
        Value::Array(_) | Value::Object(_) => Some(all(value)).filter(|s| !s.is_empty()),
        other => Some(other.to_string()),
    }
}

/// Every text of a value, one behind the other.
fn all(value: &Value) -> String {
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
