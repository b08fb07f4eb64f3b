//! What is compared: kinds of records, how each is taken out of a document, and its fields.

use std::borrow::Cow;

use serde_json::{Value, json};

/// A record, or what is laid out of one, with the text that it is known by.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    /// Key text.
    pub key: String,
    /// The record.
    pub value: Cow<'a, Value>,
}

/// A kind of record as it is scored.
#[derive(Debug)]
pub struct Kind {
    /// Name in reports.
    pub name: &'static str,
    /// Array of the document that it comes from. Gold without this array does not say anything about the kind.
    pub source: &'static str,
    /// Fields that are compared, as paths.
    pub fields: &'static [&'static str],
    /// Lays the records out.
    pub rows: fn(&Value) -> Vec<Row<'_>>,
    /// Within the array: whether the gold says something about this kind.
    said: fn(&Value) -> bool,
}

impl Kind {
    /// Whether `gold` holds anything to compare with: what a gold file leaves out is not scored.
    pub fn is_said(&self, gold: &Value) -> bool {
        gold.get(self.source).is_some() && (self.said)(gold)
    }
}

/// Every kind, in the order of reports.
pub const KINDS: &[Kind] = &[
    Kind {
        name: "parts",
        source: "parts",
        fields: &[
            "kind",
            "title",
            "act.kind_text",
            "act.issuer",
            "act.date",
            "act.number",
            "act.place",
            "act.preamble",
            "act.enacting",
            "act.signatory.position",
            "act.signatory.name",
            "attachment.act_date",
            "attachment.act_number",
            "lead_in",
        ],
        rows: |doc| records(doc, "parts", &["kind", "title"]),
        said: always,
    },
    Kind {
        name: "clauses",
        source: "parts",
        fields: &["number", "text"],
        rows: clauses,
        said: |gold| any(gold, "parts", |part| part.get("clauses").is_some()),
    },
    Kind {
        name: "passports",
        source: "passports",
        fields: &["title"],
        rows: |doc| records(doc, "passports", &["title"]),
        said: always,
    },
    Kind {
        name: "passport fields",
        source: "passports",
        fields: &["key", "label", "text", "items"],
        rows: passport_fields,
        said: always,
    },
    Kind {
        name: "goals",
        source: "goals",
        fields: &["number", "text", "origin"],
        rows: |doc| records(doc, "goals", &["text"]),
        said: always,
    },
    Kind { name: "tasks", source: "goals", fields: &["group", "text"], rows: tasks, said: always },
    Kind {
        name: "indicators",
        source: "indicators",
        fields: &["number", "name", "unit", "group", "baseline.value", "direction"],
        rows: |doc| records(doc, "indicators", &["name"]),
        said: always,
    },
    Kind {
        name: "indicator values",
        source: "indicators",
        fields: &["year", "value"],
        rows: |doc| values(doc, "indicators", &["name"]),
        said: always,
    },
    Kind {
        name: "targets",
        source: "targets",
        fields: &["text", "comparator", "value", "unit", "year"],
        rows: |doc| {
            let all = records(doc, "targets", &["text"]);
            all.into_iter().filter(|row| row.value["origin"] == "passport").collect()
        },
        said: always,
    },
    Kind {
        name: "funding",
        source: "funding",
        fields: &["number", "name", "source", "level", "unit", "path"],
        rows: |doc| records(doc, "funding", &["name", "source"]),
        said: always,
    },
    Kind {
        name: "funding values",
        source: "funding",
        fields: &["year", "value"],
        rows: |doc| values(doc, "funding", &["name", "source"]),
        said: always,
    },
    Kind {
        name: "activities",
        source: "activities",
        fields: &["number", "name", "form", "deadline.raw", "responsible.raw", "result", "note", "group"],
        rows: |doc| records(doc, "activities", &["name", "deadline.raw", "responsible.raw", "result"]),
        said: always,
    },
    Kind {
        name: "deadlines",
        source: "activities",
        fields: &["kind", "edtf", "rrule", "basis"],
        rows: deadlines,
        said: |gold| any(gold, "activities", |a| a["deadline"].get("items").is_some()),
    },
    Kind {
        name: "parties",
        source: "activities",
        fields: &["party"],
        rows: parties,
        said: |gold| any(gold, "activities", |a| a["responsible"].get("parties").is_some()),
    },
    Kind {
        name: "risks",
        source: "risks",
        fields: &["number", "text", "level", "response"],
        rows: |doc| records(doc, "risks", &["text"]),
        said: always,
    },
    Kind {
        name: "references",
        source: "references",
        fields: &["date", "number"],
        rows: |doc| records(doc, "references", &["raw"]),
        said: always,
    },
];

fn always(_: &Value) -> bool {
    true
}

/// The array `name`; nothing where it is missing.
pub fn array<'a>(value: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    value.get(name).and_then(Value::as_array).into_iter().flatten()
}

fn any(gold: &Value, name: &str, test: fn(&Value) -> bool) -> bool {
    array(gold, name).any(test)
}

/// The value at a path with points; null where there is none.
pub fn at<'a>(value: &'a Value, path: &str) -> &'a Value {
    path.split('.').fold(value, |value, key| &value[key])
}

/// The key text of a record: the named fields, one behind the other.
fn key(value: &Value, fields: &[&str]) -> String {
    fields.iter().map(|f| said(at(value, f))).collect::<Vec<_>>().join(" ")
}

/// A value in a key text. A missing one is a word too: it is shared by records that both lack it.
fn said(value: &Value) -> String {
    match value {
        Value::Null => "None".to_owned(),
        Value::String(s) => s.clone(),
        other => other.to_string(),
    }
}

fn records<'a>(doc: &'a Value, name: &str, fields: &[&str]) -> Vec<Row<'a>> {
    array(doc, name).map(|r| Row { key: key(r, fields), value: Cow::Borrowed(r) }).collect()
}

fn clauses(doc: &Value) -> Vec<Row<'_>> {
    let clauses = array(doc, "parts").flat_map(|part| array(part, "clauses"));
    clauses.map(|c| Row { key: key(c, &["text"]), value: Cow::Borrowed(c) }).collect()
}

fn passport_fields(doc: &Value) -> Vec<Row<'_>> {
    let fields = array(doc, "passports").flat_map(|passport| array(passport, "fields"));
    fields.map(|f| Row { key: key(f, &["label", "text"]), value: Cow::Borrowed(f) }).collect()
}

fn tasks(doc: &Value) -> Vec<Row<'_>> {
    let tasks = array(doc, "goals").flat_map(|goal| array(goal, "tasks"));
    tasks.map(|t| Row { key: key(t, &["text"]), value: Cow::Borrowed(t) }).collect()
}

/// Each year of each row of a table.
fn values<'a>(doc: &'a Value, name: &str, fields: &[&str]) -> Vec<Row<'a>> {
    let one = |record: &'a Value| {
        let row = key(record, fields);
        array(record, "values").map(move |value| Row {
            key: format!("{row} {}", said(&value["year"])),
            value: Cow::Owned(json!({ "year": value["year"], "value": value["value"], "span": record["span"] })),
        })
    };
    array(doc, name).flat_map(one).collect()
}

/// Each date of each deadline.
fn deadlines(doc: &Value) -> Vec<Row<'_>> {
    let one = |activity| {
        let key = key(activity, &["name", "deadline.raw"]);
        array(&activity["deadline"], "items").map(move |item| {
            let mut value = item.clone();
            value["span"] = activity["span"].clone();
            Row { key: key.clone(), value: Cow::Owned(value) }
        })
    };
    array(doc, "activities").flat_map(one).collect()
}

/// Each party of each activity.
fn parties(doc: &Value) -> Vec<Row<'_>> {
    let one = |activity: &Value| {
        let name = said(&activity["name"]);
        let span = &activity["span"];
        array(&activity["responsible"], "parties")
            .map(|party| Row {
                key: format!("{name} {}", said(party)),
                value: Cow::Owned(json!({ "party": party, "span": span })),
            })
            .collect::<Vec<_>>()
    };
    array(doc, "activities").flat_map(one).collect()
}
