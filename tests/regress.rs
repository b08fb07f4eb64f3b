//! Regression testing as people run it: score, snapshot, check, diff, ratchet, vocab, damage, grammar add.
#![cfg(feature = "cli")]

#[allow(dead_code, reason = "each test uses its own part of the bench")]
mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use common::{Bench, Run};
use serde_json::{Value, json};

fn plan(n: usize) -> String {
    format!(
        "План мероприятий на 2025 год\n\n№ п/п\tМероприятие\tСрок\tОтветственный\n\
         1\tПровести субботник в сквере № {n}\tмай 2025 года\tадминистрация\n\
         2\tПосадить {n} лип\tиюнь 2025 года\tотдел благоустройства\n"
    )
}

/// A folder with `n` plans, and what is expected of them.
fn with_plans(n: usize) -> Bench {
    let bench = Bench::new();
    for i in 1..=n {
        bench.write(&format!("docs/{i:03}.txt"), plan(i).as_bytes());
    }
    bench.run(&["snapshot", "docs", "--fixtures", "expected"]).ends(0);
    bench
}

/// Changes an expected result.
fn edit(bench: &Bench, name: &str, change: impl FnOnce(&mut Value)) {
    let mut value: Value = serde_json::from_str(&bench.read(name)).expect("JSON");
    change(&mut value);
    bench.write(name, value.to_string().as_bytes());
}

fn check(bench: &Bench, more: &[&str]) -> Run {
    bench.run(&[&["check", "docs", "--fixtures", "expected"], more].concat())
}

/// Runs where nobody looks, or where somebody does.
fn accept(bench: &Bench, args: &[&str], ci: bool) -> (i32, String) {
    let mut command = bench.command(args);
    if ci {
        command.env("CI", "true")
    } else {
        command.env_remove("CI")
    };
    let output = command.output().expect("the program starts");
    (output.status.code().expect("an exit code"), String::from_utf8_lossy(&output.stderr).into_owned())
}

// ---- snapshot, check

#[test]
fn what_was_expected_comes_out_again() {
    let bench = with_plans(3);
    let expected = [
        "docs/001.txt",
        "docs/002.txt",
        "docs/003.txt",
        "expected/001.txt.json",
        "expected/002.txt.json",
        "expected/003.txt.json",
    ];
    assert_eq!(bench.files(), expected);
    let run =
        check(&bench, &[]).ends(0).says("3 documents as expected, 0 other, 0 new, 0 gone, 0 unusable; nothing lost");
    assert_eq!(run.out, "");
    // From another folder, under another path.
    let docs = bench.path("docs");
    bench.run(&["check", docs.to_str().unwrap(), "--fixtures", "expected", "-j", "1"]).ends(0);
    // What is there is left alone.
    edit(&bench, "expected/001.txt.json", |v| v["document"]["title"] = json!("Другой план"));
    bench
        .run(&["snapshot", "docs", "--fixtures", "expected"])
        .ends(0)
        .says("0 expected results written, 3 left as they are");
    check(&bench, &[]).ends(1);
}

#[test]
fn one_lost_record_among_a_hundred_documents_is_told_at_its_place() {
    let bench = with_plans(100);
    edit(&bench, "expected/042.txt.json", |v| {
        let mut extra = v["activities"][1].clone();
        extra["id"] = json!("activity-3");
        extra["name"] = json!("Окрасить ограду");
        extra["span"] = json!({"start_line": 6, "end_line": 6});
        v["activities"].as_array_mut().unwrap().push(extra);
    });
    let run = check(&bench, &[])
        .ends(1)
        .says("99 documents as expected, 1 other")
        .says("042.txt: more is lost than --max-loss 0 allows");
    assert!(run.out.starts_with("042.txt: 1 lost; "), "{}", run.out);
    assert!(run.out.contains("       6 lost     activities «Окрасить ограду"), "{}", run.out);
}

#[test]
fn one_lost_field_is_told_with_both_values() {
    let bench = with_plans(2);
    edit(&bench, "expected/002.txt.json", |v| v["activities"][0]["note"] = json!("под расписку"));
    edit(&bench, "expected/001.txt.json", |v| v["activities"][1]["deadline"]["raw"] = json!("июль 2025 года"));
    let run = check(&bench, &[]).ends(1);
    let want = [
        "changed  activities «Посадить 1 лип» deadline.raw",
        "- июль 2025 года",
        "+ июнь 2025 года",
        "lost     activities «Провести субботник в сквере № 2» note",
        "- под расписку",
    ];
    for line in want {
        assert!(run.out.contains(line), "{line}: {}", run.out);
    }
    // Within what is allowed it is told and does no harm.
    let run = check(&bench, &["--max-loss", "0.05", "--max-total-loss", "0.05"]).ends(0);
    assert!(run.out.contains("- под расписку"), "{}", run.out);
    check(&bench, &["--max-loss", "0.05", "--max-total-loss", "0.001"])
        .ends(1)
        .says("more is lost over all than --max-total-loss 0.001 allows");
    check(&bench, &["--max-loss", "0.001", "--max-total-loss", "0.05"])
        .ends(1)
        .says("more is lost than --max-loss 0.001 allows");
    check(&bench, &["--max-loss", "5"]).ends(2).says("expected a share from 0 to 1");
}

#[test]
fn what_is_gained_does_no_harm() {
    let bench = with_plans(1);
    edit(&bench, "expected/001.txt.json", |v| {
        v["activities"].as_array_mut().unwrap().pop();
    });
    let run = check(&bench, &[]).ends(0).says("1 other");
    assert!(run.out.contains("added    activities «Посадить 1 лип"), "{}", run.out);
}

#[test]
fn new_and_missing_documents_fail() {
    let bench = with_plans(2);
    bench.write("docs/new.txt", plan(9).as_bytes());
    let run = check(&bench, &[]).ends(1).says("1 new");
    assert_eq!(run.out, "new.txt: new, nothing is expected of it yet\n");
    fs::remove_file(bench.path("docs/new.txt")).unwrap();
    fs::remove_file(bench.path("docs/001.txt")).unwrap();
    let run = check(&bench, &["--max-loss", "1", "--max-total-loss", "1"]).ends(1).says("1 gone");
    assert!(run.out.contains("001.txt.json: there is no document for it any more"), "{}", run.out);
}

#[test]
fn accepting_takes_the_new_results_but_not_where_nobody_looks() {
    let bench = with_plans(2);
    edit(&bench, "expected/002.txt.json", |v| v["activities"][0]["note"] = json!("под расписку"));
    bench.write("docs/new.txt", plan(9).as_bytes());
    let before = bench.read("expected/002.txt.json");
    let args = ["check", "docs", "--fixtures", "expected", "--accept"];
    let (code, said) = accept(&bench, &args, true);
    assert_eq!((code, bench.read("expected/002.txt.json") == before), (2, true), "{said}");
    assert!(said.contains("--accept is refused where CI is set"), "{said}");
    let (code, said) = accept(&bench, &args, false);
    assert_eq!(code, 0, "{said}");
    check(&bench, &[]).ends(0).says("3 documents as expected");
    // A slip of the pen takes nothing away.
    let files = bench.files();
    let (code, said) = accept(&bench, &["check", "dcs", "--fixtures", "expected", "--accept"], false);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("dcs does not exist"), "{said}");
    let (code, said) = accept(&bench, &["check", "docs/002.txt", "--fixtures", "expected", "--accept"], false);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("2 gone"), "{said}");
    assert_eq!(bench.files(), files);
}

#[test]
fn unusable_expectations_are_named() {
    let bench = with_plans(1);
    bench.write("expected/001.txt.json", b"{");
    let run = check(&bench, &["--max-loss", "1", "--max-total-loss", "1"]).ends(1).says("1 unusable");
    assert!(run.out.contains("001.txt.json is no JSON"), "{}", run.out);
    bench
        .run(&["check", "docs", "--fixtures", "nowhere"])
        .ends(2)
        .says("munidoc snapshot writes the expected results first");
    bench.run(&["check", "docs"]).ends(2).says("--fixtures");
    bench.write("expected/001.txt.json", b"[]");
    let run = check(&bench, &["--max-loss", "1", "--max-total-loss", "1"]).ends(1).says("1 unusable");
    assert!(run.out.contains("001.txt.json is no result of munidoc; check --accept writes it anew"), "{}", run.out);
    // Accepting is one way out of it.
    let (code, said) = accept(&bench, &["check", "docs", "--fixtures", "expected", "--accept"], false);
    assert_eq!(code, 0, "{said}");
    check(&bench, &[]).ends(0).says("1 document as expected, 0 other, 0 new, 0 gone, 0 unusable");
    for command in ["snapshot", "vocab", "ratchet"] {
        bench.run(&[command, "nope", "--fixtures", "expected"][..if command == "snapshot" { 4 } else { 2 }]).ends(2);
    }
}

#[test]
fn a_document_that_broke_is_a_loss() {
    let bench = with_plans(1);
    bench.write("docs/001.txt", b"%PDF-1.7 broken");
    let run = check(&bench, &[]).ends(1);
    assert!(run.out.contains("lost     activities"), "{}", run.out);
}

#[test]
fn a_file_beside_a_document_does_not_take_its_expected_result() {
    let bench = with_plans(1);
    bench.write("docs/001.html", b"<p>Another document");
    let run = check(&bench, &[]).ends(1).says("1 document as expected, 0 other, 1 new, 0 gone");
    assert_eq!(run.out, "001.html: new, nothing is expected of it yet\n");
    bench.run(&["snapshot", "docs", "--fixtures", "expected"]).ends(0).says("1 expected result written, 1 left");
    assert_eq!(bench.files(), ["docs/001.html", "docs/001.txt", "expected/001.html.json", "expected/001.txt.json"]);
    fs::remove_file(bench.path("docs/001.html")).unwrap();
    check(&bench, &[]).ends(1).says("1 document as expected, 0 other, 0 new, 1 gone");
}

#[test]
fn documents_of_one_name_in_two_folders_are_not_taken_for_one() {
    let bench = with_plans(1);
    bench.write("more/001.txt", plan(7).as_bytes());
    let both = "docs/001.txt and more/001.txt would both be called 001.txt; name the folder above them";
    bench.run(&["check", "docs", "more", "--fixtures", "expected"]).ends(2).says(both);
    bench.run(&["snapshot", "docs", "more", "--fixtures", "expected"]).ends(2).says(both);
    let args = ["ratchet", "docs", "more", "--accepted", "t.tsv", "--accept"];
    let (code, said) = accept(&bench, &args, false);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains(both) && !bench.path("t.tsv").exists(), "{said}");
    // By the folder above they have names of their own.
    let (code, said) = accept(&bench, &["ratchet", ".", "--accepted", "t.tsv", "--accept"], false);
    assert_eq!(code, 0, "{said}");
    let table = bench.read("t.tsv");
    assert!(table.contains("\ndocs/001.txt\t") && table.contains("\nmore/001.txt\t"), "{table}");
}

#[test]
fn rows_that_change_places_are_told_as_moved() {
    let bench = with_plans(1);
    edit(&bench, "expected/001.txt.json", |v| {
        v["activities"].as_array_mut().unwrap().swap(0, 1);
        v["tables"][0]["rows"].as_array_mut().unwrap().swap(1, 2);
    });
    let run = check(&bench, &[]).ends(0).says("1 other").says("nothing lost");
    assert!(run.out.starts_with("001.txt: 2 moved; 0 of "), "{}", run.out);
    let lines: Vec<&str> = run.out.lines().skip(1).map(str::trim).collect();
    assert!(lines[0].ends_with("from place 1 to 2") && lines[0].contains("moved    activities «"), "{}", run.out);
    assert!(lines[1].contains("rows[") && lines[1].ends_with("from place 2 to 3"), "{}", run.out);
}

// ---- diff

#[test]
fn two_results_differ_by_what_they_say() {
    let bench = with_plans(1);
    let text = bench.read("expected/001.txt.json");
    bench.write("a.json", text.as_bytes());
    bench.write("b.json", text.replace("activity-1", "activity-9").replace("001.txt", "x/001.txt").as_bytes());
    bench.run(&["diff", "a.json", "b.json"]).ends(0).says("1 result the same, 0 other");
    bench.write("b.json", text.replace("июнь 2025 года", "июнь").as_bytes());
    let run = bench.run(&["diff", "a.json", "b.json", "--color", "always"]).ends(1);
    assert!(run.out.contains("\u{1b}[32mиюнь\u{1b}[0m"), "{}", run.out);
    bench.write("one/a.json", text.as_bytes());
    bench.write("two/b.json", text.as_bytes());
    let run = bench.run(&["diff", "one", "two"]).ends(1);
    assert_eq!(run.out, "a.json: only in one\nb.json: only in two\n");
    bench.run(&["diff", "one", "docs"]).ends(2).says("no results in docs");
    bench.run(&["diff", "docs/001.txt", "a.json"]).ends(2).says("is no JSON");
}

#[test]
fn releases_can_be_compared_as_lines() {
    let bench = with_plans(2);
    let lines = bench.run(&["convert", "docs"]).ends(0).out;
    bench.write("old.ndjson", lines.as_bytes());
    bench.write("new.ndjson", lines.replace("Посадить 2 лип", "Посадить две липы").as_bytes());
    let run = bench.run(&["diff", "old.ndjson", "new.ndjson"]).ends(1).says("1 result the same, 1 other");
    assert!(run.out.starts_with("docs/002.txt: "), "{}", run.out);
    // Two results of one path stay two.
    let twice = lines.replace("docs/002.txt", "docs/001.txt");
    bench.write("old.ndjson", twice.as_bytes());
    bench.run(&["diff", "old.ndjson", "old.ndjson"]).ends(0).says("2 results the same, 0 other");
    bench.write("new.ndjson", twice.replace("Посадить 2 лип", "Посадить две липы").as_bytes());
    let run = bench.run(&["diff", "old.ndjson", "new.ndjson"]).ends(1).says("1 result the same, 1 other");
    assert!(run.out.starts_with("docs/001.txt (2): "), "{}", run.out);
    bench.write("new.ndjson", b"[1]\n");
    bench.run(&["diff", "old.ndjson", "new.ndjson"]).ends(2).says("new.ndjson: line 1 is no result of munidoc");
}

// ---- score

#[test]
fn scores_name_what_is_wrong() {
    let bench = with_plans(2);
    let gold = |name: &str, party: &str| {
        json!({"activities": [
            {"number": "1", "name": format!("Провести субботник в сквере № {name}"), "form": null, "group": [],
             "deadline": {"raw": "май 2025 года"}, "responsible": {"raw": party}, "result": null, "note": null},
            {"number": "2", "name": format!("Посадить {name} лип"), "form": null, "group": [],
             "deadline": {"raw": "июнь 2025 года"}, "responsible": {"raw": "отдел благоустройства"}, "result": null, "note": null},
        ]})
        .to_string()
    };
    bench.write("gold/001.json", gold("1", "администрация").as_bytes());
    bench.write("gold/002.json", gold("2", "никто").as_bytes());
    let run = bench
        .run(&["score", "--gold", "gold", "--docs", "docs", "--errors", "3", "--json", "s.json", "--html", "s.html"])
        .ends(0);
    assert!(run.out.contains("002:4 activities responsible.raw: want «никто» got «администрация»"), "{}", run.out);
    let json: Value = serde_json::from_str(&bench.read("s.json")).unwrap();
    // Four fields of each of four records, one of them wrong.
    assert_eq!(json["overall"], 15.0 / 16.0);
    assert_eq!(json["measures"]["activities"]["whole_records"], 0.75);
    assert_eq!((&json["whole_documents"], &json["rows"]), (&json!(0.5), &json!(1.0)));
    assert_eq!(json["documents"]["001"]["kept"], 1.0);
    assert_eq!(json["kinds"]["deadlines"], Value::Null);
    let html = bench.read("s.html");
    assert!(html.contains("<td class=\"low\">0.9375") && html.contains("want «никто»"), "{html}");
    bench
        .run(&["score", "--gold", "gold", "--docs", "docs", "--min", "0.95"])
        .ends(1)
        .says("strict F1 0.9375 is below 0.95");
    // Expected results that were read and corrected are gold, too.
    let of_expected = bench.run(&["score", "--gold", "expected", "--docs", "docs", "--min", "1"]).ends(0);
    assert!(of_expected.out.contains("001.txt ") && of_expected.out.contains("2 tables: "), "{}", of_expected.out);
    // The same of results that are there.
    bench.run(&["convert", "-q", "docs", "-o", "results"]).ends(0);
    let of_results =
        bench.run(&["score", "--gold", "gold", "--pred", "results", "--source", "docs", "--errors", "3"]).ends(0);
    assert_eq!(of_results.out, run.out);
}

#[test]
fn missing_documents_score_nothing() {
    let bench = with_plans(1);
    bench.write("gold/001.json", br#"{"goals": [], "activities": [{"name": "a"}]}"#);
    bench.write("gold/other.json", br#"{"activities": [{"name": "a"}, {"name": "b"}]}"#);
    let run = bench.run(&["score", "--gold", "gold", "--docs", "docs"]).ends(0).says("other: no document in docs");
    assert!(run.out.contains("strict 0.0000"), "{}", run.out);
    bench.run(&["score", "--gold", "docs", "--docs", "docs"]).ends(2).says("no gold in docs");
    bench.run(&["score", "--gold", "gold"]).ends(2).says("--pred");
    bench.run(&["score", "--gold", "gold", "--docs", "nope"]).ends(2).says("nope does not exist");
    bench.run(&["score", "--gold", "gold", "--docs", "docs", "--min", "NaN"]).ends(2).says("expected a share");
    bench.write("gold/other.json", br#"{"goals": [], "actvities": [], "activities": [{"nmae": "a"}]}"#);
    bench
        .run(&["score", "--gold", "gold", "--docs", "docs"])
        .ends(0)
        .says("other.json: not of the contract and not scored: activities.nmae, actvities");
    bench.write("gold/other.json", br#"{"actvities": []}"#);
    bench.run(&["score", "--gold", "gold", "--docs", "docs"]).ends(2).says("other.json scores nothing");
}

#[test]
fn tables_of_gold_are_measured() {
    let bench = with_plans(1);
    let result: Value = serde_json::from_str(&bench.read("expected/001.txt.json")).unwrap();
    let mut tables = result["tables"].clone();
    tables[0]["rows"].as_array_mut().unwrap().pop();
    bench.write("gold/001.json", json!({ "tables": tables }).to_string().as_bytes());
    bench.run(&["score", "--gold", "gold", "--docs", "docs", "--json", "s.json"]).ends(0);
    let json: Value = serde_json::from_str(&bench.read("s.json")).unwrap();
    // Two of three rows of four cells; sixteen nodes, five of them dropped.
    assert_eq!(json["tables"]["grits_con"], 2.0 * 8.0 / (8.0 + 12.0));
    assert_eq!(json["tables"]["teds"], 1.0 - 5.0 / 16.0);
    assert_eq!(json["tables"]["equal_rows"], 0.8);
    let run = bench.run(&["score", "--gold", "gold", "--docs", "docs"]).ends(0);
    assert!(run.out.contains("\n1 table: GriTS-Con 0.8000, TEDS 0.6875, equal rows 0.8000\n"), "{}", run.out);
}

/// The counting of the scorer that comes with the hand-checked documents; they lie beside the checkout, or not at all.
#[test]
fn scores_agree_with_the_scorer_of_the_gold() {
    let shared = std::env::var_os("MUNIDOC_SHARED").map_or_else(|| root().join("../shared"), PathBuf::from);
    let scorer = shared.join("score/score.py");
    if !scorer.is_file() || Command::new("python3").arg("--version").output().is_err() {
        eprintln!("SKIPPED: no scorer at {} or no python3", scorer.display());
        return;
    }
    let bench = Bench::new();
    let mut compared = 0;
    for (docs, gold) in [("corpus", "gold"), ("real/docs", "real/gold"), ("real/openings", "real/openings-gold")] {
        let (docs, gold) = (shared.join(docs), shared.join(gold));
        let named: Vec<PathBuf> = documents(&docs, &gold);
        let list: Vec<&str> = named.iter().map(|p| p.to_str().unwrap()).collect();
        bench.run(&[&["convert", "-q", "-o", "out"], &list[..]].concat());
        // Harmed results too: agreement on what is right alone says little.
        for harm in [false, true] {
            if harm {
                harm_results(&bench.path("out"));
            }
            let path = |p: &Path| p.to_str().unwrap().to_owned();
            let args = ["--gold", &path(&gold), "--pred", &path(&bench.path("out")), "--json"];
            let theirs = Command::new("python3").arg(&scorer).args(args).arg(bench.path("a.json")).output().unwrap();
            assert!(theirs.status.success(), "{}", String::from_utf8_lossy(&theirs.stderr));
            bench.run(&[&["score"], &args[..], &["b.json"]].concat()).ends(0);
            let read = |name: &str| serde_json::from_str::<Value>(&bench.read(name)).unwrap();
            compared += agree(&read("a.json"), &read("b.json"), "");
        }
    }
    assert!(compared > 200, "only {compared} figures were compared");
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The documents that gold has.
fn documents(docs: &Path, gold: &Path) -> Vec<PathBuf> {
    let stems: Vec<_> =
        fs::read_dir(gold).unwrap().map(|e| e.unwrap().path().file_stem().unwrap().to_owned()).collect();
    let all = fs::read_dir(docs).unwrap().map(|e| e.unwrap().path());
    all.filter(|p| stems.contains(&p.file_stem().unwrap().to_owned())).collect()
}

/// Drops a record here, a letter there.
fn harm_results(dir: &Path) {
    fn harm(value: &mut Value, n: &mut usize) {
        *n += 1;
        match value {
            Value::Array(list) => {
                if list.len() > 2 && n.is_multiple_of(7) {
                    list.remove(*n % list.len());
                }
                list.iter_mut().for_each(|v| harm(v, n));
            }
            Value::Object(map) => map.values_mut().for_each(|v| harm(v, n)),
            Value::String(text) if n.is_multiple_of(3) => {
                text.pop();
            }
            _ => {}
        }
    }
    for path in fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()) {
        let mut value: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        for kind in
            ["parts", "passports", "goals", "indicators", "targets", "funding", "activities", "risks", "references"]
        {
            harm(&mut value[kind], &mut 0);
        }
        fs::write(&path, value.to_string()).unwrap();
    }
}

/// Compares every figure of `theirs` to the fourth digit; how many there are.
fn agree(theirs: &Value, ours: &Value, path: &str) -> usize {
    match theirs {
        Value::Object(map) => map.iter().map(|(key, value)| agree(value, &ours[key], &format!("{path}/{key}"))).sum(),
        Value::Null => {
            assert!(ours.is_null(), "{path}: {ours}, theirs null");
            0
        }
        _ => {
            let (a, b) = (theirs.as_f64().unwrap(), ours.as_f64().unwrap_or(f64::NAN));
            assert!((a - b).abs() < 5e-5, "{path}: {b}, theirs {a}");
            1
        }
    }
}

// ---- ratchet

#[test]
fn the_ratchet_holds_what_is_listed() {
    let bench = with_plans(2);
    bench.run(&["ratchet", "docs", "--accepted", "t.tsv"]).ends(2).says("munidoc ratchet --accept writes it");
    let args = ["ratchet", "docs", "--accepted", "t.tsv", "--accept"];
    assert_eq!(accept(&bench, &args, true).0, 2);
    assert_eq!(accept(&bench, &args, false).0, 0);
    let table = bench.read("t.tsv");
    assert!(table.starts_with("document\tparts\tclauses\t") && table.contains("\n001.txt\t1\t"), "{table}");
    bench
        .run(&["ratchet", "docs", "--accepted", "t.tsv"])
        .ends(0)
        .says("2 documents, 0 worse and 0 better than listed");
    bench.write("docs/001.txt", plan(1).lines().take(4).collect::<Vec<_>>().join("\n").as_bytes());
    let run = bench.run(&["ratchet", "docs", "--accepted", "t.tsv"]).ends(1);
    assert!(run.out.contains("001.txt: worse: activities 1, listed 2"), "{}", run.out);
    bench.write("docs/001.txt", (plan(1) + "3\tОкрасить ограду\tиюль 2025 года\tадминистрация\n").as_bytes());
    let run = bench.run(&["ratchet", "docs", "--accepted", "t.tsv"]).ends(1).says("enter what is better with --accept");
    assert!(run.out.contains("001.txt: better: activities 3, listed 2"), "{}", run.out);
    bench.write("t.tsv", table.replace("\t1\t", "\tone\t").as_bytes());
    bench.run(&["ratchet", "docs", "--accepted", "t.tsv"]).ends(2).says("line 2: «one» is no number");
}

/// `munidoc ratchet corpus --accepted corpus/accepted.tsv --accept` enters what has become better.
#[test]
fn the_corpus_gives_what_it_has_reached() {
    let bench = Bench::new();
    let (corpus, table) = (root().join("corpus"), root().join("corpus/accepted.tsv"));
    let run = bench.run(&["ratchet", corpus.to_str().unwrap(), "--accepted", table.to_str().unwrap()]);
    assert_eq!((run.out.as_str(), run.code), ("", 0), "{}", run.err);
}

// ---- vocab, grammar add

#[test]
fn unknown_words_become_known_ones() {
    let bench = Bench::new();
    for i in 1..=2 {
        bench.write(&format!("docs/{i}.txt"), plan(i).replace("Ответственный", "Дежурный десятник").as_bytes());
    }
    let run = bench.run(&["vocab", "docs"]).ends(0);
    assert!(run.out.contains("column: 1 form\n      2 in   2  Дежурный десятник  docs/1.txt:3\n"), "{}", run.out);
    let json: Value = serde_json::from_str(&bench.run(&["vocab", "docs", "--json"]).ends(0).out).unwrap();
    assert_eq!((&json[0]["words"], &json[0]["documents"]), (&json!("Дежурный десятник"), &json!(2)));
    bench.run(&["grammar", "add", "columns", "responsible", "дежурн... десятник...", "--dir", "words"]).ends(0);
    bench.run(&["grammar", "check", "words"]).ends(0);
    let run = bench.run(&["vocab", "docs", "--grammars", "words"]).ends(0);
    assert!(!run.out.contains("десятник"), "{}", run.out);
    let line = &bench.run(&["convert", "docs/1.txt", "--grammars", "words"]).ends(0).lines()[0];
    assert_eq!(line["activities"][0]["responsible"]["raw"], "администрация");
    bench
        .run(&["grammar", "add", "columns", "responsible", "дежурн… десятник…", "--dir", "words"])
        .ends(2)
        .says("stands already in roles.responsible");
    bench
        .run(&["grammar", "add", "verbs", "x", "y", "--dir", "words"])
        .ends(2)
        .says("expected one of columns, passport, funding");
    let before = bench.read("words/columns.toml");
    bench
        .run(&["grammar", "add", "columns", "note", "дежурный  десятник", "--dir", "words"])
        .ends(2)
        .says("«дежурный десятник» is read as roles.responsible already, by «дежурн… десятник…»");
    assert_eq!(bench.read("words/columns.toml"), before);
    bench
        .run(&["grammar", "add", "columns", "other", "заказчик", "--dir", "words"])
        .ends(0)
        .says("passport.toml reads it as labels.customer, too");
}

// ---- damage

#[test]
fn damaged_copies_can_be_scored_at_once() {
    let bench = Bench::new();
    let order = root().join("corpus/belopolyansky-postanovlenie.txt");
    bench
        .run(&["damage", order.to_str().unwrap(), "-o", "one", "--seed", "7", "-n", "15"])
        .ends(0)
        .says("15 damaged texts in one");
    bench.run(&["damage", order.to_str().unwrap(), "-o", "two", "--seed", "7", "-n", "15"]).ends(0);
    let below = |dir: &str| {
        let files: Vec<String> = bench.files().into_iter().filter(|f| f.starts_with(dir)).collect();
        files.iter().map(|f| (f[dir.len()..].to_owned(), fs::read(bench.path(f)).unwrap())).collect::<Vec<_>>()
    };
    assert_eq!(below("one/").len(), 31);
    assert!(below("one/") == below("two/"), "the same seed makes other copies");
    let list = bench.read("one/belopolyansky-postanovlenie.tsv");
    assert!(
        list.lines()
            .nth(1)
            .unwrap()
            .starts_with("belopolyansky-postanovlenie-001-page-break.txt\tpage-break\tpage break before line"),
        "{list}"
    );
    bench.run(&["score", "--gold", "one", "--docs", "one", "--min", "0.99"]).ends(0);
    // A folder with copies of the document is left alone: what is not written over would be scored too.
    let files = bench.files();
    bench
        .run(&["damage", order.to_str().unwrap(), "-o", "one", "--seed", "7", "-n", "3"])
        .ends(2)
        .says("one holds copies of belopolyansky-postanovlenie already; remove them, or name another folder");
    assert_eq!(bench.files(), files);
    bench.write("plan.txt", plan(1).replace('\n', "\r\n").as_bytes());
    let run = bench.run(&["damage", "plan.txt", "-o", "one", "-n", "30"]).ends(0);
    let run = run.says("no copies of torn-cell, torn-paragraph, trailing-tabs,").says(", crlf");
    assert!(!run.err.contains("soft-hyphens"), "{}", run.err);
    bench.run(&["score", "--gold", "one", "--docs", "one", "--min", "0.99"]).ends(0);
    bench.run(&["damage", "plan.txt", "-o", "two", "-n", "0"]).ends(2).says("0 is not in 1..");
    bench.run(&["damage", "nothing.txt", "-o", "three"]).ends(2);
    bench.write("a.html", b"<table><tr><td>a</table>");
    bench.run(&["damage", "a.html", "-o", "three"]).ends(2).says("only plain text can be damaged");
}
