use serde_json::{Value, json};

use super::*;

fn result(activities: Value) -> Value {
    json!({
        "munidoc": "1.0",
        "source": {"path": "a.txt", "sha256": "12", "encoding": "utf-8"},
        "document": {"kind": "order", "title": "О субботнике", "period": null},
        "sections": [{"id": "section-1", "title": "Работы", "parent": null}],
        "activities": activities,
    })
}

fn activity(n: u64, name: &str, raw: &str) -> Value {
    json!({
        "id": format!("activity-{n}"), "number": n.to_string(), "name": name, "deadline": {"raw": raw, "items": []},
        "responsible": null, "group": [], "table": "table-1", "section": "section-1",
        "span": {"start_line": 10 + n, "end_line": 10 + n},
    })
}

fn said(diff: &Diff) -> Vec<(What, &str, Option<&str>, Option<u64>)> {
    diff.changes.iter().map(|c| (c.what, &*c.name, c.field.as_deref(), c.line)).collect()
}

#[test]
fn equal_results_do_not_differ_whatever_their_ids_and_paths() {
    let before = result(json!([activity(1, "Мост", "май"), activity(2, "Липы", "июнь")]));
    let mut after = before.clone();
    after["source"]["path"] = json!("other/a.txt");
    after["activities"][0]["id"] = json!("activity-7");
    after["sections"][0]["id"] = json!("section-3");
    after["activities"].as_array_mut().unwrap().iter_mut().for_each(|a| a["section"] = json!("section-3"));
    assert_eq!(diff(&before, &after).changes, []);
}

#[test]
fn lost_changed_and_added_records_are_told_with_their_lines() {
    let before =
        result(json!([activity(1, "Мост", "май"), activity(2, "Посадить липы", "июнь"), activity(3, "Снег", "зима")]));
    let after = result(json!([
        activity(2, "Посадить липы", "июль"),
        activity(3, "Снег", "зима"),
        activity(4, "Дорога", "май")
    ]));
    let found = diff(&before, &after);
    let want = [
        (What::Lost, "Мост", None, Some(11)),
        (What::Changed, "Посадить липы", Some("deadline.raw"), Some(12)),
        (What::Added, "Дорога", None, Some(14)),
    ];
    assert_eq!(said(&found), want);
    let change = &found.changes[1];
    assert_eq!((change.before.as_deref(), change.after.as_deref()), (Some("июнь"), Some("июль")));
    // Number, name, deadline and section of the lost record, one field of the changed one.
    assert_eq!(found.lost(), 5);
    // Two of the document, two of the source, one of the section; four of each activity.
    assert_eq!(found.fields, 17);
}

#[test]
fn moved_records_are_neither_lost_nor_added() {
    let before = result(json!([activity(1, "Мост", "май"), activity(2, "Липы", "июнь"), activity(3, "Снег", "зима")]));
    let after = result(json!([activity(2, "Липы", "июнь"), activity(3, "Снег", "зима"), activity(1, "Мост", "май")]));
    let found = diff(&before, &after);
    assert_eq!(said(&found), [(What::Moved, "Мост", None, Some(11))]);
    // Its line says nothing here: it is the same before and after.
    assert_eq!((found.lost(), found.changes[0].to), (0, Some(To::Place(1, 3))));
}

#[test]
fn other_lines_count_only_within_the_same_source() {
    let before = result(json!([activity(1, "Мост", "май")]));
    let mut after = before.clone();
    after["activities"][0]["span"] = json!({"start_line": 15, "end_line": 15});
    let found = diff(&before, &after);
    assert_eq!(said(&found), [(What::Moved, "Мост", None, Some(11))]);
    assert_eq!(found.changes[0].to, Some(To::Line(15)));
    after["activities"][0]["span"] = json!({"start_line": 11, "end_line": 13});
    assert_eq!(diff(&before, &after).changes[0].to, Some(To::End(13)));
    after["activities"][0]["span"] = json!({"start_line": 11, "end_line": 11, "page": 2});
    assert_eq!(diff(&before, &after).changes[0].to, Some(To::Page(2)));
    after["source"]["sha256"] = json!("34");
    let found = diff(&before, &after);
    assert_eq!(said(&found), [(What::Changed, "", Some("sha256"), None)]);
}

#[test]
fn lists_inside_records_are_paired() {
    let before = result(json!([]));
    let with = |values: Value| {
        let mut out = before.clone();
        out["indicators"] =
            json!([{"id": "indicator-1", "name": "Охват", "values": values, "span": {"start_line": 3}}]);
        out
    };
    let a = with(json!([{"year": 2023, "raw": "5", "value": 5}, {"year": 2024, "raw": "6", "value": 6}]));
    let b = with(json!([{"year": 2024, "raw": "7", "value": 7}, {"year": 2025, "raw": "8", "value": 8}]));
    let found = diff(&a, &b);
    let fields: Vec<_> = found.changes.iter().map(|c| (c.what, c.field.as_deref().unwrap())).collect();
    let want = [
        (What::Lost, "values[2023]"),
        (What::Changed, "values[2024].raw"),
        (What::Changed, "values[2024].value"),
        (What::Added, "values[2025]"),
    ];
    assert_eq!(fields, want);
    assert_eq!(found.lost(), 5);
}

#[test]
fn a_document_that_cannot_be_read_any_more_is_a_loss() {
    let before = result(json!([activity(1, "Мост", "май")]));
    let after = json!({"munidoc": "1.0", "source": {"path": "a.txt", "sha256": "12"}, "error": {"code": "encrypted"}});
    let found = diff(&before, &after);
    assert!(found.loss() > 0.8, "{found:?}");
    assert!(found.changes.iter().any(|c| c.what == What::Added && c.kind == "error"));
}

#[test]
fn a_cell_is_told_by_its_column() {
    let table = |cell: &str| {
        let mut out = result(json!([]));
        out["tables"] = json!([{"id": "table-1", "title": "План", "kind": "other", "columns": [{"name": "Дело"}],
            "rows": [{"cells": ["Мост", null, cell], "span": {"start_line": 4}}], "span": {"start_line": 3}}]);
        out
    };
    let found = diff(&table("5 штук"), &table("6 штук"));
    assert_eq!(said(&found), [(What::Changed, "План Дело", Some("rows[1].cells[3]"), Some(3))]);
}

/// A result with one table of these rows.
fn table_of(rows: &[&[&str]]) -> Value {
    let mut out = result(json!([]));
    let rows: Vec<Value> = rows.iter().map(|cells| json!({ "cells": cells, "kind": "data" })).collect();
    out["tables"] = json!([{"id": "table-1", "title": "План", "columns": [], "rows": rows, "span": {"start_line": 3}}]);
    out
}

#[test]
fn items_that_change_places_are_moved_and_not_lost() {
    let a = table_of(&[&["1", "Мост"], &["2", "Липы"], &["3", "Снег"]]);
    let b = table_of(&[&["2", "Липы"], &["3", "Снег"], &["1", "Мост"]]);
    let found = diff(&a, &b);
    assert_eq!(said(&found), [(What::Moved, "План", Some("rows[1]"), Some(3))]);
    assert_eq!((found.lost(), found.changes[0].to), (0, Some(To::Place(1, 3))));
    // Clauses of an act, one of them changed and moved.
    let act = |clauses: Value| {
        let mut out = result(json!([]));
        out["parts"] = json!([{"id": "part-1", "kind": "order", "title": "О парке", "clauses": clauses}]);
        out
    };
    let a = act(json!([{"number": "1", "text": "Посадить липы"}, {"number": "2", "text": "Убрать снег"}]));
    let b = act(json!([{"number": "2", "text": "Убрать снег"}, {"number": "1", "text": "Посадить липы"}]));
    let found = diff(&a, &b);
    assert_eq!((found.changes.len(), found.lost()), (1, 0), "{found:?}");
    assert_eq!((found.changes[0].what, found.changes[0].to), (What::Moved, Some(To::Place(1, 2))));
    assert_eq!(found.changes[0].name, "О парке");
}

#[test]
fn a_row_lost_among_equal_rows_moves_none() {
    let row: &[&str] = &["Итого", "5"];
    let a = table_of(&[row, &["1", "Мост"], row, &["2", "Липы"], row]);
    let b = table_of(&[&["1", "Мост"], row, &["2", "Липы"], row]);
    let found = diff(&a, &b);
    assert_eq!(said(&found), [(What::Lost, "План", Some("rows[1]"), Some(3))]);
    assert_eq!(found.changes[0].before.as_deref(), Some("cells: Итого | 5, kind: data"));
}

#[test]
fn records_without_words_are_paired_by_what_they_say() {
    let risk = |line: u64, text: Value, level: &str, response: &str| {
        json!({"id": format!("risk-{line}"), "text": text, "level": level, "response": response,
               "span": {"start_line": line, "end_line": line}})
    };
    let with = |risks: Value| {
        let mut out = result(json!([]));
        out["risks"] = risks;
        out
    };
    // A record that never had a name, and one that has lost it.
    let a = with(json!([risk(3, json!(null), "низкий", "Договоры"), risk(4, json!("Засуха"), "высокий", "Полив лип")]));
    let b = with(json!([risk(3, json!(null), "средний", "Договоры"), risk(4, json!(null), "высокий", "Полив лип")]));
    let found = diff(&a, &b);
    let want = [(What::Changed, "", Some("level"), Some(3)), (What::Lost, "Засуха", Some("text"), Some(4))];
    assert_eq!(said(&found), want);
    // Nothing but signs.
    let a = with(json!([risk(3, json!("—"), "–", "…")]));
    let b = with(json!([risk(3, json!("—"), "–", "-")]));
    assert_eq!(said(&diff(&a, &b)), [(What::Changed, "—", Some("response"), Some(3))]);
}

#[test]
fn of_equal_records_the_one_that_is_gone_is_named() {
    let at = |lines: &[u64]| {
        let list = lines.iter().map(|line| {
            let mut out = activity(1, "Субботник", "май");
            out["span"] = json!({"start_line": line, "end_line": line});
            out
        });
        result(Value::Array(list.collect()))
    };
    for (gone, left) in [(3, [7, 9]), (7, [3, 9]), (9, [3, 7])] {
        let found = diff(&at(&[3, 7, 9]), &at(&left));
        assert_eq!(said(&found), [(What::Lost, "Субботник", None, Some(gone))]);
    }
}

#[test]
fn what_is_lost_or_added_whole_is_told_with_the_names_of_its_fields() {
    let with = |values: Value| {
        let mut out = result(json!([]));
        out["indicators"] = json!([{"id": "indicator-1", "name": "Охват", "values": values}]);
        out
    };
    let value = json!({"year": 2024, "raw": "6 %", "value": 6, "min": null});
    let found = diff(&with(json!([])), &with(json!([value])));
    assert_eq!(said(&found), [(What::Added, "Охват", Some("values[2024]"), None)]);
    let after = found.changes[0].after.as_deref().unwrap();
    let mut fields: Vec<&str> = after.split(", ").collect();
    fields.sort_unstable();
    assert_eq!(fields, ["raw: 6 %", "value: 6", "year: 2024"]);
}

#[test]
fn the_kind_is_no_part_of_a_name() {
    let with = |blocks: Value| {
        let mut out = result(json!([]));
        out["blocks"] = blocks;
        out
    };
    let blocks = json!([
        {"id": "block-1", "kind": "paragraph", "text": "О субботнике", "span": {"start_line": 1}},
        {"id": "block-2", "kind": "table", "text": null, "span": {"start_line": 2}},
    ]);
    let found = diff(&with(blocks), &with(json!([])));
    let want = [(What::Lost, "О субботнике", None, Some(1)), (What::Lost, "table", None, Some(2))];
    assert_eq!(said(&found), want);
}

#[test]
fn thousands_of_rows_are_compared_in_little_memory() {
    // Every tenth row lost, the first one moved to the end, one cell changed: no table of all rows against all others.
    let n = 3_000;
    let row = |i: usize| json!({"cells": [i.to_string(), format!("Дело номер {i}")], "kind": "data"});
    let mut a = table_of(&[]);
    a["tables"][0]["rows"] = (0..n).map(row).collect();
    let mut rows: Vec<Value> = (1..n).filter(|i| i % 10 != 5).map(row).collect();
    rows.push(row(0));
    rows[0]["cells"][1] = json!("Дело номер один");
    let mut b = a.clone();
    b["tables"][0]["rows"] = Value::Array(rows);
    let found = diff(&a, &b);
    assert_eq!((found.count(What::Lost), found.count(What::Moved), found.count(What::Changed)), (n / 10, 1, 1));
    assert_eq!(found.changes[0].to, Some(To::Place(1, n - n / 10)));
    assert_eq!(found.changes[1].field.as_deref(), Some("rows[2].cells[2]"));
}
