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
    assert_eq!((found.lost(), found.changes[0].line_after), (0, Some(11)));
}

#[test]
fn other_lines_count_only_within_the_same_source() {
    let before = result(json!([activity(1, "Мост", "май")]));
    let mut after = before.clone();
    after["activities"][0]["span"] = json!({"start_line": 15, "end_line": 15});
    let found = diff(&before, &after);
    assert_eq!(said(&found), [(What::Moved, "Мост", None, Some(11))]);
    assert_eq!(found.changes[0].line_after, Some(15));
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
    assert_eq!(said(&found), [(What::Changed, "План other Дело", Some("rows[1].cells[3]"), Some(3))]);
}
