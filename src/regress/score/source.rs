//! What a result keeps of its source: letters and digits, and the words of its values.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

use super::super::RECORDS;
use super::super::text::{letters, plain_words};
use super::kinds::array;

/// Length of the runs of letters that are looked for.
const RUN: usize = 8;
/// Fields whose values are derived and need not stand in the text.
const DERIVED: &[&str] = &[
    "id",
    "key",
    "kind",
    "level",
    "origin",
    "edtf",
    "rrule",
    "comparator",
    "direction",
    "span",
    "table",
    "section",
    "date",
    "act_date",
    "group",
    "path",
    "unit",
];

static MARKUP: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"<[^>\n]{1,80}>|\[bookmark:[^\]]*\]").expect("a constant pattern"));

/// Share of the runs of eight letters and digits of the source that stand in blocks and tables too; markup excepted.
pub fn kept(source: &str, doc: &Value) -> f64 {
    let want = letters(&MARKUP.replace_all(source, " "));
    let tables: HashMap<&str, &Value> =
        array(doc, "tables").filter_map(|table| Some((table["id"].as_str()?, table))).collect();
    let mut have = String::new();
    let mut push = |text: &Value| {
        have += text.as_str().unwrap_or("");
        have.push(' ');
    };
    for block in array(doc, "blocks") {
        let Some(table) = block["table"].as_str().and_then(|id| tables.get(id)) else {
            push(&block["text"]);
            continue;
        };
        array(table, "rows").flat_map(|row| array(row, "cells")).for_each(&mut push);
        if !array(table, "rows").any(|row| row["kind"] == "header") {
            array(table, "columns").for_each(|column| push(&column["name"]));
        }
    }
    let have = letters(&have);
    let (want, have) = (runs(&want), runs(&have));
    let total: usize = want.values().sum();
    let found: usize = want.iter().map(|(run, n)| *n.min(have.get(run).unwrap_or(&0))).sum();
    if total == 0 { 1.0 } else { found as f64 / total as f64 }
}

fn runs(letters: &[char]) -> HashMap<&[char], usize> {
    let mut out = HashMap::new();
    for run in letters.windows(RUN) {
        *out.entry(run).or_default() += 1;
    }
    out
}

/// Share of the text values of records every word of which stands in the source lines of the record's span.
pub fn grounded(source: &str, doc: &Value) -> f64 {
    let mut ground = Ground { lines: source.split('\n').collect(), good: 0, total: 0 };
    for name in RECORDS {
        ground.visit(&doc[name], None);
    }
    if ground.total == 0 { 1.0 } else { ground.good as f64 / ground.total as f64 }
}

struct Ground<'a> {
    lines: Vec<&'a str>,
    good: usize,
    total: usize,
}

impl Ground<'_> {
    fn visit(&mut self, value: &Value, span: Option<&Value>) {
        match value {
            Value::Object(map) => {
                let own = map.get("span").filter(|span| span.as_object().is_some_and(|s| !s.is_empty()));
                for (key, value) in map {
                    if !DERIVED.contains(&key.as_str()) {
                        self.visit(value, own.or(span));
                    }
                }
            }
            Value::Array(list) => list.iter().for_each(|v| self.visit(v, span)),
            Value::String(text) => {
                if let Some(span) = span {
                    self.total += 1;
                    self.good += usize::from(self.stands(text, span));
                }
            }
            _ => {}
        }
    }

    fn stands(&self, text: &str, span: &Value) -> bool {
        let line = |name: &str| span[name].as_u64().unwrap_or(1) as usize;
        let end = line("end_line").min(self.lines.len());
        let start = line("start_line").saturating_sub(1).min(end);
        let place = self.lines[start..end].join(" ");
        let words: HashSet<String> = plain_words(&place).collect();
        let joined: String = letters(&place).into_iter().collect::<String>().to_lowercase();
        plain_words(text).all(|word| words.contains(&word) || joined.contains(&word))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_lost_is_seen() {
        let source = "<p>Ремонт моста</p>\nПосадка лип";
        let block = |text: &str| json!({"kind": "paragraph", "text": text, "table": null});
        assert_eq!(kept(source, &json!({"blocks": [block("Ремонт моста"), block("Посадка лип")]})), 1.0);
        assert_eq!(kept(source, &json!({"blocks": [block("Посадка лип")]})), 3.0 / 14.0);
        assert_eq!(kept("", &json!({})), 1.0);
    }

    #[test]
    fn tables_hold_letters_too() {
        let doc = |kind: &str| {
            json!({
                "blocks": [{"kind": "table", "text": null, "table": "table-1"}],
                "tables": [{"id": "table-1", "columns": [{"name": "Наименование"}],
                            "rows": [{"kind": kind, "cells": ["Строительство", null]}]}],
            })
        };
        assert_eq!(kept("Строительство", &doc("data")), 1.0);
        assert_eq!(kept("Наименование", &doc("data")), 1.0);
        assert_eq!(kept("Наименование", &doc("header")), 0.0);
    }

    #[test]
    fn invented_words_are_seen() {
        let span = json!({"start_line": 2, "end_line": 2});
        let doc = json!({"risks": [
            {"text": "Засуха летом", "level": "что угодно", "span": span},
            {"text": "Засуха зимой", "span": span},
        ]});
        assert_eq!(grounded("Риски\nЗасуха летом\nзимой", &doc), 0.5);
    }
}
