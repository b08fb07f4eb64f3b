//! The program as people run it: what it writes, what it says, how it ends.
#![cfg(feature = "cli")]

mod common;

use std::fs::{self, File};
use std::io::Read;
use std::process::Stdio;
use std::time::{Duration, Instant};

use common::{Bench, words};
use serde_json::Value;

const ORDER: &str = "ПРИКАЗ\n\nО создании комиссии\n\nВ целях улучшения работы приказываю:\n";
/// «Приказ о работе» in windows-1251.
const CP1251: &[u8] = b"\xcf\xf0\xe8\xea\xe0\xe7 \xee \xf0\xe0\xe1\xee\xf2\xe5 \xea\xee\xec\xe8\xf1\xf1\xe8\xe8\r\n";

fn error_of(result: &Value) -> (&str, &str, &str) {
    let field = |name: &str| result["error"][name].as_str().expect("a reason");
    (field("code"), field("stage"), field("message"))
}

// ---- convert: results

#[test]
fn a_document_is_one_line_on_standard_output() {
    let run = Bench::with(&[("a.txt", ORDER.as_bytes())]).run(&["convert", "a.txt"]).ends(0);
    let lines = run.lines();
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0]["munidoc"], "1.0");
    assert_eq!(lines[0]["source"]["path"], "a.txt");
    assert_eq!(lines[0]["source"]["bytes"], ORDER.len());
    assert!(words(&lines[0]).contains("О создании комиссии"));
    run.says("munidoc: 1 document, 0 failures, 0 files skipped").says("MB/s");
}

#[test]
fn readable_json_keeps_places_on_one_line() {
    let bench = Bench::with(&[("a.txt", ORDER.as_bytes())]);
    let run = bench.run(&["convert", "--format", "json", "a.txt"]).ends(0);
    let value: Value = serde_json::from_str(&run.out).expect("one JSON value");
    assert_eq!(value, bench.run(&["convert", "a.txt"]).lines()[0]);
    assert!(run.out.starts_with("{\n  \"munidoc\": \"1.0\",\n"), "{}", &run.out[..40]);
    assert!(run.out.lines().any(|l| l.trim() == "\"span\": {\"start_line\": 1, \"end_line\": 1},"), "{}", run.out);
    assert!(run.out.contains("\"at\": [[0, 12]]"));
}

#[test]
fn a_missing_file_has_its_record_among_good_ones() {
    let bench = Bench::with(&[("a.txt", ORDER.as_bytes()), ("c.txt", b"text")]);
    let run = bench.run(&["convert", "a.txt", "b.txt", "c.txt"]).ends(1);
    let lines = run.lines();
    assert_eq!(lines.len(), 3);
    assert!(lines[0]["blocks"].is_array() && lines[2]["blocks"].is_array());
    assert_eq!(lines[1]["source"]["path"], "b.txt");
    assert_eq!(lines[1]["source"]["sha256"], Value::Null);
    let (code, stage, message) = error_of(&lines[1]);
    assert_eq!((code, stage), ("not_found", "open"));
    assert!(message.contains("check the spelling"), "{message}");
    run.says("b.txt: no such file or folder").says("2 documents, 1 failure");
}

#[cfg(unix)]
#[test]
fn an_unreadable_file_has_its_record() {
    use std::os::unix::fs::PermissionsExt;
    let bench = Bench::with(&[("a.txt", b"x"), ("b.txt", b"y")]);
    fs::set_permissions(bench.path("a.txt"), fs::Permissions::from_mode(0o000)).unwrap();
    if File::open(bench.path("a.txt")).is_ok() {
        return; // root may read anything
    }
    let run = bench.run(&["convert", "."]).ends(1);
    assert_eq!(error_of(&run.lines()[0]).0, "unreadable");
    assert_eq!(words(&run.lines()[1]), "y");
}

#[test]
fn an_empty_file_is_a_document_with_a_finding() {
    let run = Bench::with(&[("a.txt", b"")]).run(&["convert", "a.txt"]).ends(0);
    let result = &run.lines()[0];
    assert_eq!(result["blocks"], Value::Array(Vec::new()));
    assert!(
        result["diagnostics"].as_array().unwrap().iter().any(|d| d["code"] == "empty-document"),
        "{}",
        result["diagnostics"]
    );
}

#[test]
fn binary_junk_is_refused() {
    let junk: Vec<u8> = (0..4000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let bench = Bench::with(&[
        ("junk.txt", &junk),
        ("scan.djvu", b"AT&TFORM\0\0\0\x20DJVMDIRM\0\0\0\0\0\0\0\x01"),
        ("a.txt", b"text"),
    ]);
    let run = bench.run(&["convert", "junk.txt", "scan.djvu", "a.txt"]).ends(1);
    let lines = run.lines();
    for line in &lines[..2] {
        assert_eq!(error_of(line).0, "binary", "{line}");
        assert!(line["source"]["sha256"].is_string());
    }
    assert_eq!(words(&lines[2]), "text");
}

#[test]
fn a_too_large_file_is_refused_unread() {
    let bench = Bench::with(&[("a.txt", b"text")]);
    let size = 1u64 << 40;
    if File::create(bench.path("big.txt")).unwrap().set_len(size).is_err() {
        File::create(bench.path("big.txt")).unwrap().set_len(munidoc::options::MAX_INPUT_BYTES + 1).unwrap();
    }
    let size = fs::metadata(bench.path("big.txt")).unwrap().len();
    let started = Instant::now();
    let run = bench.run(&["convert", "big.txt", "a.txt"]).ends(1);
    assert!(started.elapsed() < Duration::from_secs(5), "it took {:?}", started.elapsed());
    let lines = run.lines();
    let (code, _, message) = error_of(&lines[0]);
    assert_eq!(code, "too_large");
    assert!(message.contains("64 MiB") && message.contains(&size.to_string()), "{message}");
    assert_eq!(lines[0]["source"]["bytes"], size);
    assert_eq!(words(&lines[1]), "text");
}

#[test]
fn a_letter_cut_in_two_is_counted() {
    let bench = Bench::with(&[("a.txt", &ORDER.as_bytes()[..ORDER.len() - 3])]);
    let run = bench.run(&["convert", "a.txt"]).ends(0);
    let result = &run.lines()[0];
    assert_eq!(result["source"]["encoding"], "utf-8");
    assert_eq!(result["source"]["replaced"], 1);
    assert!(result["diagnostics"].as_array().unwrap().iter().any(|d| d["code"] == "bytes-replaced"));
    bench.run(&["convert", "--fail-on", "error", "a.txt"]).ends(0);
    bench.run(&["convert", "--fail-on", "warning", "a.txt"]).ends(1).says("warning");
}

#[test]
fn a_charset_can_be_named() {
    let bench = Bench::with(&[("a.txt", CP1251)]);
    for args in [&["convert", "a.txt"][..], &["convert", "--encoding", "CP1251", "a.txt"]] {
        let result = &bench.run(args).ends(0).lines()[0];
        assert_eq!(result["source"]["encoding"], "windows-1251");
        assert_eq!(words(result), "Приказ о работе комиссии");
    }
    let result = &bench.run(&["convert", "--encoding", "koi8-r", "a.txt"]).lines()[0];
    assert_eq!(result["source"]["encoding_by"], "forced");
    assert_ne!(words(result), "Приказ о работе комиссии");
}

// ---- convert: inputs

#[test]
fn folders_are_walked_in_order_and_other_files_are_counted() {
    let bench = Bench::with(&[
        ("in/b.txt", b"b"),
        ("in/a/2.txt", b"a2"),
        ("in/a/1.TXT", b"a1"),
        ("in/a/scan.djvu", b"%PDF"),
        ("in/notes", b"x"),
    ]);
    let run = bench.run(&["convert", "in", "-v"]).ends(0);
    let texts: Vec<String> = run.lines().iter().map(words).collect();
    assert_eq!(texts, ["a1", "a2", "b"]);
    assert_eq!(run.lines()[0]["source"]["path"].as_str().unwrap().replace('\\', "/"), "in/a/1.TXT");
    run.says("3 documents, 0 failures, 2 files skipped").says("notes: skipped");
    let named = bench.run(&["convert", "in/notes"]).ends(0);
    assert_eq!(words(&named.lines()[0]), "x");
}

#[test]
fn standard_input_is_a_document() {
    let bench = Bench::with(&[("a.txt", b"file")]);
    let run = bench.run_with(&["convert", "-", "a.txt"], ORDER.as_bytes()).ends(0);
    assert_eq!(run.lines()[0]["source"]["path"], "-");
    assert!(words(&run.lines()[0]).contains("О создании комиссии"));
    assert_eq!(words(&run.lines()[1]), "file");
    bench.run_with(&["convert", "-", "-o", "out"], b"text").ends(0);
    assert!(bench.read("out/stdin.json").contains("\"path\": \"-\""));
}

// ---- convert: files

#[test]
fn each_input_has_its_file_and_folders_are_kept() {
    let bench = Bench::with(&[("in/a.txt", b"a"), ("in/x/y/b.txt", ORDER.as_bytes()), ("c.txt", b"c")]);
    let run = bench.run(&["convert", "in", "c.txt", "gone.txt", "-o", "out/new"]).ends(1);
    assert_eq!(run.out, "");
    assert_eq!(
        bench.files(),
        [
            "c.txt",
            "in/a.txt",
            "in/x/y/b.txt",
            "out/new/a.json",
            "out/new/c.json",
            "out/new/gone.json",
            "out/new/x/y/b.json"
        ]
    );
    let result: Value = serde_json::from_str(&bench.read("out/new/x/y/b.json")).unwrap();
    assert!(words(&result).contains("О создании комиссии"));
    assert!(bench.read("out/new/gone.json").contains("\"not_found\""));
    assert!(bench.read("out/new/a.json").contains("\n  \"munidoc\""));

    bench.write("in/a.txt", b"changed");
    bench.run(&["convert", "in/a.txt", "-o", "out/new", "--format", "ndjson"]).ends(0);
    bench.run(&["convert", "in/a.txt", "-o", "out/new"]).ends(0);
    assert_eq!(bench.read("out/new/a.ndjson").lines().count(), 1);
    assert!(bench.read("out/new/a.json").contains("changed"));
}

#[test]
fn inputs_of_the_same_name_do_not_overwrite_one_another() {
    let bench = Bench::with(&[("1/x.txt", b"one"), ("2/x.txt", b"two"), ("3/X.txt", b"three"), ("x.json", b"four")]);
    bench.run(&["convert", "1", "2", "3", "x.json", "-o", "."]).ends(0);
    assert_eq!(bench.read("x.json"), "four", "an input is never overwritten");
    let text = |name: &str| words(&serde_json::from_str(&bench.read(name)).unwrap());
    assert_eq!(text("x.txt.json"), "one");
    assert_eq!(text("x.txt.2.json"), "two");
    assert_eq!(text("x.json.json"), "four");
    assert_eq!(bench.files().len(), 8);
}

#[test]
fn results_that_cannot_be_written_end_with_3() {
    let bench = Bench::with(&[("a.txt", b"a"), ("b.txt", b"b"), ("file", b"x")]);
    bench.run(&["convert", "a.txt", "-o", "file"]).ends(3).says("cannot make the folder file").says("with -o");
    assert_eq!(bench.read("file"), "x");
    fs::create_dir_all(bench.path("out/a.json")).unwrap();
    let run = bench.run(&["convert", "a.txt", "b.txt", "-o", "out"]).ends(3);
    assert_eq!(words(&serde_json::from_str(&bench.read("out/b.json")).unwrap()), "b");
    assert_eq!(bench.files(), ["a.txt", "b.txt", "file", "out/b.json"]);
    run.says("1 of 2 results could not be written");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_ends_with_3() {
    let bench = Bench::with(&[("a.txt", b"a")]);
    let full = File::options().write(true).open("/dev/full").unwrap();
    let status = bench.command(&["convert", "-q", "a.txt"]).stdout(full).stderr(Stdio::null()).status().unwrap();
    assert_eq!(status.code(), Some(3));
}

// ---- convert: threads and pipes

#[test]
fn the_number_of_threads_changes_nothing() {
    let bench = Bench::new();
    for i in 0..60 {
        bench.write(&format!("in/{}/{i}.txt", i % 7), ORDER.repeat(1 + (i * 37) % 50).as_bytes());
    }
    let one = bench.run(&["convert", "in", "gone.txt", "in", "-j", "1", "-q"]).ends(1);
    assert_eq!(one.lines().len(), 121);
    for jobs in ["2", "8"] {
        assert!(
            bench.run(&["convert", "in", "gone.txt", "in", "-j", jobs, "-q"]).ends(1).out == one.out,
            "{jobs} threads"
        );
    }
    assert_eq!(one.err, "", "-q is silent");
}

#[test]
fn a_broken_pipe_is_no_error() {
    let bench = Bench::new();
    for i in 0..200 {
        bench.write(&format!("in/{i}.txt"), ORDER.repeat(20).as_bytes());
    }
    for args in [&["convert", "in", "gone.txt"][..], &["inspect", "in/1.txt"], &["schema"], &["verify", "in"]] {
        let mut child = bench.command(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let mut said = String::new();
        child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        assert_eq!((child.wait().unwrap().code(), said.as_str()), (Some(0), ""), "{args:?}");
    }
}

#[test]
fn nobody_reading_the_messages_is_no_error() {
    let bench = Bench::with(&[("a.txt", b"a")]);
    let mut child =
        bench.command(&["convert", "a.txt", "gone.txt"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stderr.take());
    let mut out = String::new();
    child.stdout.take().unwrap().read_to_string(&mut out).unwrap();
    assert_eq!((child.wait().unwrap().code(), out.lines().count()), (Some(1), 2));
}

// ---- wrong usage

#[test]
fn wrong_usage_ends_with_2_and_says_what_was_expected() {
    let bench = Bench::with(&[("a.txt", b"a"), ("in/scan.djvu", b"x")]);
    fs::create_dir(bench.path("empty")).unwrap();
    let cases: &[(&[&str], &str)] = &[
        (&[], "Usage: munidoc <COMMAND>"),
        (&["translate"], "unrecognized subcommand 'translate'"),
        (&["convert"], "<PATH>..."),
        (&["convert", "--encoding", "klingon", "a.txt"], "expected one of utf-8, utf-16le"),
        (&["convert", "--format", "xml", "a.txt"], "[possible values: json, ndjson]"),
        (&["convert", "--fail-on", "info", "a.txt"], "[possible values: warning, error]"),
        (&["convert", "-j", "0", "a.txt"], "1..=1024"),
        (&["convert", "-q", "-v", "a.txt"], "cannot be used with"),
        (&["convert", "in", "empty"], "nothing to read in in, empty: 1 file skipped, none of them a text"),
        (&["convert", "-", "-"], "- stands twice"),
        (&["convert", "--grammars", "gone", "a.txt"], "gone is no folder"),
        (&["inspect", "in"], "nothing to read"),
        (&["inspect", "--stage", "soup", "a.txt"], "[possible values: text, blocks, tables, sections]"),
        (&["inspect", "--color", "blue", "a.txt"], "[possible values: auto, always, never]"),
        (&["verify"], "<FILE>..."),
        (&["grammar"], "Usage: munidoc grammar <COMMAND>"),
        (&["grammar", "check", "gone"], "gone is no folder"),
    ];
    for (args, expected) in cases {
        let run = bench.run(args).ends(2).says(expected);
        assert_eq!(run.out, "", "{args:?}");
    }
    bench.write("b.txt", b"b");
    bench.run(&["inspect", "."]).ends(2).says("expected one: name one of its files");
}

#[test]
fn a_grammar_with_an_unknown_field_is_refused() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/grammars");
    let mut names: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    names.retain(|p| p.extension().is_some_and(|e| e == "toml"));
    names.sort();
    let first = names.first().expect("a file of vocabulary");
    let name = first.file_name().unwrap().to_str().unwrap();
    let text = format!("no_such_field = 1\n{}", fs::read_to_string(first).unwrap());
    let bench = Bench::with(&[(&format!("words/{name}"), text.as_bytes()), ("a.txt", b"a")]);

    let run = bench.run(&["convert", "--grammars", "words", "a.txt"]).ends(2);
    assert_eq!(run.out, "");
    run.says(name).says("no_such_field").says("munidoc grammar check words");
    let run = bench.run(&["grammar", "check", "words"]).ends(1);
    assert!(run.out.contains(name) && run.out.contains("no_such_field"), "{}", run.out);

    bench.write(&format!("words/{name}"), fs::read_to_string(first).unwrap().as_bytes());
    bench.run(&["grammar", "check", "words"]).ends(0);
    bench.run(&["convert", "--grammars", "words", "a.txt"]).ends(0);

    // A misspelt name would leave its words out without a word.
    bench.write("words/colums.toml", b"");
    bench.run(&["convert", "--grammars", "words", "a.txt"]).ends(2).says("colums.toml: no vocabulary has this name");
    let run = bench.run(&["grammar", "check", "words"]).ends(1);
    assert!(run.out.contains("colums.toml") && run.out.contains("columns.toml"), "{}", run.out);
    bench.write("none/notes.txt", b"a");
    bench.run(&["convert", "--grammars", "none", "a.txt"]).ends(2).says("none holds no vocabulary");
}

#[test]
fn the_built_in_vocabularies_are_fine() {
    let run = Bench::new().run(&["grammar", "check"]).ends(0).says("the vocabularies are fine");
    assert_eq!(run.out, "");
}

// ---- the other commands

#[test]
fn the_schema_is_that_of_the_docs() {
    let run = Bench::new().run(&["schema"]).ends(0);
    assert!(
        run.out == include_str!("../docs/schema.json"),
        "docs/schema.json is not current: MUNIDOC_UPDATE=1 cargo test --test docs"
    );
    assert_eq!(run.err, "");
}

#[test]
fn results_follow_the_schema() {
    let bench = Bench::with(&[("a.txt", ORDER.as_bytes()), ("b.txt", b"1\tx\ty\n2\tz\t\n"), ("empty.txt", b"")]);
    let schema: Value = serde_json::from_str(&bench.run(&["schema"]).out).unwrap();
    let validator = jsonschema::validator_for(&schema).expect("a valid schema");
    for line in bench.run(&["convert", ".", "gone.txt"]).ends(1).lines() {
        let errors: Vec<String> = validator.iter_errors(&line).map(|e| e.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}");
    }
    assert!(!validator.is_valid(&serde_json::json!({"munidoc": "1.0"})));
}

#[test]
fn inspect_shows_each_stage() {
    let bench = Bench::with(&[("a.txt", CP1251), ("esc.txt", "Приказ \u{1b}[2J № 1\n\nконец".as_bytes())]);
    let run = bench.run(&["inspect", "a.txt", "--stage", "text"]).ends(0);
    assert_eq!(run.out, "windows-1251 (guess), 0 bytes not decoded\n1 Приказ о работе комиссии\n2\n");
    let run = bench.run(&["inspect", "esc.txt", "--stage", "text", "--color", "always"]).ends(0);
    assert!(run.out.contains("\u{1b}[2m1\u{1b}[0m Приказ \u{241b}[2J № 1\n"), "{}", run.out);
    let run = bench.run(&["inspect", "esc.txt"]).ends(0);
    assert!(run.out.contains("Приказ") && !run.out.contains('\u{1b}'), "{}", run.out);
    assert!(run.out.lines().any(|l| l.contains(" 3 ") && l.ends_with("конец")), "{}", run.out);
    for stage in ["tables", "sections"] {
        let run = bench.run(&["inspect", "a.txt", "--stage", stage]).ends(0);
        assert_eq!(run.out, "");
        run.says(&format!("a.txt: nothing to show, it has no {stage}"));
    }
    let run = bench.run_with(&["inspect", "-", "--stage", "text"], b"abc").ends(0);
    assert_eq!(run.out, "utf-8 (utf-8), 0 bytes not decoded\n1 abc\n");
    bench.run(&["inspect", "gone.txt"]).ends(1).says("gone.txt: no such file");
    bench.run(&["inspect", "gone.txt", "--stage", "text"]).ends(1).says("gone.txt: no such file");
}

#[test]
fn verify_counts_the_letters() {
    let bench = Bench::with(&[("a.txt", "Приказ № 5\n<p>Цель&nbsp;— рост</p>".as_bytes()), ("b.txt", CP1251)]);
    let run = bench.run(&["verify", "a.txt", "b.txt"]).ends(0);
    assert_eq!(run.out, "a.txt: whole, 15 letters\nb.txt: whole, 21 letters\n");
    let run = bench.run(&["verify", "a.txt", "gone.txt", "b.txt"]).ends(1).says("gone.txt: no such file");
    assert_eq!(run.out.lines().count(), 2);
}

#[test]
fn the_version_is_that_of_the_package() {
    let run = Bench::new().run(&["--version"]).ends(0);
    assert_eq!(run.out, format!("munidoc {}\n", env!("CARGO_PKG_VERSION")));
}
