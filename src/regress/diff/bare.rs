//! Records without what may differ between equal results: ids, places.

use serde_json::{Map, Value};

/// A record as it is compared.
#[derive(Debug)]
pub struct Bare {
    /// Without ids and places; a reference to a section says its title.
    pub value: Value,
    /// The same as text.
    pub text: String,
    /// Everything that says where it stands.
    pub place: Value,
    /// First line.
    pub line: Option<u64>,
    /// Page.
    pub page: Option<u64>,
}

/// Fields that say where something stands, its name in one result, and how sure its reading is.
const PLACES: &[&str] = &["id", "span", "boxes", "at", "table", "confidence", "reasons", "related", "records"];
/// Fields that name a section.
const SECTIONS: &[&str] = &["section", "parent"];
/// Of the whole result: where the file lay.
const OUTSIDE: &[&str] = &["path"];

/// The records of one array.
pub fn records(result: &Value, kind: &str) -> Vec<Bare> {
    let sections = result["sections"].as_array().map_or(&[][..], Vec::as_slice);
    let list = result[kind].as_array().into_iter().flatten();
    list.map(|record| {
        let value = bare(record, sections);
        Bare {
            text: value.to_string(),
            value,
            place: record["span"].clone(),
            line: record["span"]["start_line"].as_u64(),
            page: record["span"]["page"].as_u64(),
        }
    })
    .collect()
}

/// An object that stands once in a result.
pub fn object(value: &Value) -> Value {
    match value {
        Value::Object(map) => Value::Object(
            map.iter().filter(|(k, _)| !OUTSIDE.contains(&&***k)).map(|(k, v)| (k.clone(), v.clone())).collect(),
        ),
        other => other.clone(),
    }
}

fn bare(value: &Value, sections: &[Value]) -> Value {
    match value {
        Value::Array(list) => Value::Array(list.iter().map(|v| bare(v, sections)).collect()),
        Value::Object(map) => {
            let mut out = Map::new();
            for (key, value) in map.iter().filter(|(k, _)| !PLACES.contains(&&***k)) {
                let value = if SECTIONS.contains(&&**key) { title(value, sections) } else { bare(value, sections) };
                out.insert(key.clone(), value);
            }
            Value::Object(out)
        }
        other => other.clone(),
    }
}

/// The title of the section with this id.
fn title(id: &Value, sections: &[Value]) -> Value {
    // Ids are numbered in order: the n-th section is `section-n`.
    let number = id.as_str().and_then(|id| id.rsplit('-').next()?.parse::<usize>().ok());
    let near = number.and_then(|n| sections.get(n.checked_sub(1)?)).filter(|s| s["id"] == *id);
    near.or_else(|| sections.iter().find(|s| s["id"] == *id)).map_or_else(|| id.clone(), |s| s["title"].clone())
}
