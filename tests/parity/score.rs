//! Records of two documents compared field by field.

use std::collections::BTreeMap;

use munidoc::model::Document;
use serde_json::Value;

/// Fields wanted, found, and found as wanted.
#[derive(Clone, Copy, Debug, Default)]
pub struct Count {
    pub want: usize,
    pub got: usize,
    pub same: usize,
}

impl Count {
    pub fn add(&mut self, other: &Count) {
        self.want += other.want;
        self.got += other.got;
        self.same += other.same;
    }

    /// Harmonic mean of precision and recall; 1 where nothing is wanted and nothing found.
    pub fn f1(&self) -> f64 {
        if self.want + self.got == 0 { 1.0 } else { 2.0 * self.same as f64 / (self.want + self.got) as f64 }
    }
}

/// Arrays that are compared and the fields that name a record.
const KINDS: &[(&str, &[&str])] = &[
    ("parts", &["kind", "title"]),
    ("passports", &["title"]),
    ("goals", &["text"]),
    ("indicators", &["name"]),
    ("targets", &["text"]),
    ("funding", &["name", "source"]),
    ("activities", &["name", "result"]),
    ("risks", &["text"]),
    ("references", &["raw"]),
];
/// Where a record stands, which every format says otherwise.
const PLACES: &[&str] = &["span", "at", "id", "table", "section"];

/// Compares all records; what differs is added to `wrong`.
pub fn documents(want: &Document, got: &Document, kinds: &mut BTreeMap<&'static str, Count>, wrong: &mut Vec<String>) {
    let want = serde_json::to_value(want).expect("JSON");
    let got = serde_json::to_value(got).expect("JSON");
    for (kind, names) in KINDS {
        let (a, b) = (fields(&want[kind], names), fields(&got[kind], names));
        let count = kinds.entry(kind).or_default();
        for (field, n) in &a {
            let m = b.get(field).copied().unwrap_or(0);
            count.want += n;
            count.same += (*n).min(m);
            if m < *n {
                wrong.push(format!("lost  {kind} {field}"));
            }
        }
        count.got += b.values().sum::<usize>();
        let extra = b.iter().filter(|(f, m)| a.get(*f).copied().unwrap_or(0) < **m);
        wrong.extend(extra.map(|(f, _)| format!("found {kind} {f}")));
    }
}

/// Every field of every record, named by the record that it stands in, and how often it is there.
fn fields(records: &Value, names: &[&str]) -> BTreeMap<String, usize> {
    let mut out = BTreeMap::new();
    for record in records.as_array().into_iter().flatten() {
        let name: Vec<&str> = names.iter().filter_map(|n| record[n].as_str()).collect();
        let mut name = name.join(" ");
        name.truncate(name.char_indices().nth(60).map_or(name.len(), |(i, _)| i));
        leaves(record, &format!("«{name}»"), &mut out);
    }
    out
}

fn leaves(value: &Value, path: &str, out: &mut BTreeMap<String, usize>) {
    match value {
        Value::Null => {}
        Value::Array(list) if list.iter().all(Value::is_string) => {
            if !list.is_empty() {
                *out.entry(format!("{path} {value}")).or_default() += 1;
            }
        }
        Value::Array(list) => list.iter().enumerate().for_each(|(i, v)| leaves(v, &format!("{path}[{i}]"), out)),
        Value::Object(map) => map
            .iter()
            .filter(|(k, _)| !PLACES.contains(&k.as_str()))
            .for_each(|(k, v)| leaves(v, &format!("{path}.{k}"), out)),
        other => *out.entry(format!("{path} {other}")).or_default() += 1,
    }
}
