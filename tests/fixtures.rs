//! Every folder of `fixtures/` shows one thing: `input.*`, what `munidoc` makes of it in `expected.json`, and in
//! `about.txt` one line that says what it shows.
//!
//! `MUNIDOC_UPDATE=1 cargo test --test fixtures` writes the expected files anew; that is refused where `CI` is set.

use std::fs;
use std::path::{Path, PathBuf};

use jsonschema::Validator;
use munidoc::diagnostic::Code;
use munidoc::model::{Output, TableKind};
use munidoc::output::Format;
use munidoc::{Grammars, Options, convert, readers, verify};
use serde_json::Value;

/// Most lines of a difference that are printed for a fixture.
const DIFFERENCES: usize = 20;
/// Most characters of a value in a difference.
const QUOTE: usize = 160;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The folders of `fixtures/`, sorted by name.
fn folders() -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join("fixtures")).expect("fixtures/ is there");
    let mut out: Vec<PathBuf> = entries.map(|e| e.expect("an entry").path()).filter(|p| p.is_dir()).collect();
    out.sort();
    out
}

fn schema() -> Validator {
    let text = fs::read_to_string(root().join("docs/schema.json")).expect("docs/schema.json is there");
    let schema: Value = serde_json::from_str(&text).expect("the schema is JSON");
    jsonschema::draft202012::new(&schema).expect("the schema is one of draft 2020-12")
}

/// True where the expected files are to be written anew.
fn updating() -> bool {
    let asked = std::env::var_os("MUNIDOC_UPDATE").is_some();
    assert!(
        !asked || std::env::var_os("CI").is_none(),
        "MUNIDOC_UPDATE rewrites files and is refused under CI: unset one of them"
    );
    asked
}

/// What is wrong with an output whatever it says: schema and lost letters.
fn unsound(output: &Output, bytes: &[u8], schema: &Validator) -> Vec<String> {
    let value = serde_json::to_value(output).expect("an output is JSON");
    let mut out: Vec<String> =
        schema.iter_errors(&value).map(|e| format!("schema: {} at {}", e, e.instance_path())).collect();
    if let Output::Document(document) = output {
        let options = Options { path: document.source.path.clone(), ..Options::default() };
        let content = (readers::of(bytes, &options.path).read)(bytes, &options);
        let text = content.expect("what was converted can be read").text;
        let problems = verify::verify(&text, document);
        out.extend(problems.iter().map(|p| format!("verify: {} in line {}: {}", p.kind.name(), p.line, p.excerpt)));
    }
    out
}

/// The one `input.*` of a fixture.
fn input(folder: &Path) -> Result<PathBuf, String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(|e| e.to_string())? {
        let name = entry.map_err(|e| e.to_string())?.file_name().to_string_lossy().into_owned();
        if name.starts_with("input.") {
            found.push(name);
        } else if !["expected.json", "about.txt"].contains(&name.as_str()) {
            return Err(format!("{name} is no part of a fixture: name it input.*, expected.json or about.txt"));
        }
    }
    match found.as_slice() {
        [name] => Ok(folder.join(name)),
        _ => Err(format!("one file input.* is expected, there are {}", found.len())),
    }
}

/// Converts one fixture and says what is wrong with it.
fn check(folder: &Path, grammars: &Grammars, schema: &Validator, update: bool) -> Vec<String> {
    let about = fs::read_to_string(folder.join("about.txt")).unwrap_or_default();
    let mut wrong = Vec::new();
    if about.trim().is_empty() || about.trim_end().lines().count() != 1 {
        wrong.push("about.txt: write one line that says what the fixture shows".to_owned());
    }
    let path = match input(folder) {
        Ok(path) => path,
        Err(message) => return vec![message],
    };
    let bytes = fs::read(&path).expect("the input can be read");
    let name = path.file_name().expect("a name").to_string_lossy().into_owned();
    let output = convert(&bytes, &Options { path: name, ..Options::default() }, grammars);
    wrong.extend(unsound(&output, &bytes, schema));

    let mut got = Vec::new();
    Format::Json.write(&output, &mut got).expect("writing to memory");
    let got = String::from_utf8(got).expect("an output is UTF-8");
    let expected = folder.join("expected.json");
    if update {
        fs::write(&expected, &got).unwrap_or_else(|e| panic!("{}: {e}", expected.display()));
    }
    match fs::read_to_string(&expected) {
        Err(e) => wrong.push(format!("expected.json: {e}; MUNIDOC_UPDATE=1 writes it, then read it")),
        Ok(want) => wrong.extend(differences(&want.replace("\r\n", "\n"), &got)),
    }
    wrong
}

/// Where two outputs differ, field by field.
fn differences(want: &str, got: &str) -> Vec<String> {
    if want == got {
        return Vec::new();
    }
    let read = |text: &str| serde_json::from_str::<Value>(text);
    let (Ok(old), Ok(new)) = (read(want), read(got)) else { return vec!["expected.json is no JSON".to_owned()] };
    let mut out = Vec::new();
    compare("", &old, &new, &mut out);
    if out.is_empty() {
        let line = want.lines().zip(got.lines()).take_while(|(a, b)| a == b).count() + 1;
        out.push(format!("the values are the same, but the text differs from line {line} on"));
    }
    if out.len() > DIFFERENCES {
        let more = out.len() - DIFFERENCES;
        out.truncate(DIFFERENCES);
        out.push(format!("… and {more} more"));
    }
    out
}

fn compare(path: &str, want: &Value, got: &Value, out: &mut Vec<String>) {
    match (want, got) {
        (Value::Object(a), Value::Object(b)) => {
            let added = b.keys().filter(|k| !a.contains_key(*k));
            for key in a.keys().chain(added) {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                match (a.get(key), b.get(key)) {
                    (Some(want), Some(got)) => compare(&path, want, got, out),
                    (want, got) => out.push(difference(&path, want, got)),
                }
            }
        }
        (Value::Array(a), Value::Array(b)) => {
            for i in 0..a.len().max(b.len()) {
                let path = format!("{path}[{i}]");
                match (a.get(i), b.get(i)) {
                    (Some(want), Some(got)) => compare(&path, want, got, out),
                    (want, got) => out.push(difference(&path, want, got)),
                }
            }
        }
        _ if want == got => {}
        _ => out.push(difference(path, Some(want), Some(got))),
    }
}

fn difference(path: &str, want: Option<&Value>, got: Option<&Value>) -> String {
    let quote = |value: Option<&Value>| {
        let text = value.map_or("nothing".to_owned(), Value::to_string);
        if text.chars().count() <= QUOTE { text } else { text.chars().take(QUOTE).chain(['…']).collect() }
    };
    format!("{path}: want {}, got {}", quote(want), quote(got))
}

#[test]
fn every_fixture_gives_what_is_expected() {
    let (grammars, schema, update) = (Grammars::builtin(), schema(), updating());
    let folders = folders();
    assert!(folders.len() > 50, "the fixtures are there");
    let mut failed = 0;
    for folder in &folders {
        let wrong = check(folder, &grammars, &schema, update);
        if !wrong.is_empty() {
            failed += 1;
            let name = folder.file_name().expect("a name").to_string_lossy();
            eprintln!("fixtures/{name}");
            wrong.iter().for_each(|line| eprintln!("    {line}"));
        }
    }
    assert!(
        failed == 0,
        "{failed} of {} fixtures differ: mend the program, or run MUNIDOC_UPDATE=1 cargo test --test fixtures and read \
         the difference",
        folders.len()
    );
}

#[test]
fn every_document_of_the_corpus_is_sound() {
    let (grammars, schema) = (Grammars::builtin(), schema());
    let mut wrong = Vec::new();
    let mut count = 0;
    for entry in fs::read_dir(root().join("corpus")).expect("the corpus is there") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|e| e != "txt") {
            continue;
        }
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let bytes = fs::read(&path).expect("the document can be read");
        let output = convert(&bytes, &Options { path: name.clone(), ..Options::default() }, &grammars);
        wrong.extend(unsound(&output, &bytes, &schema).iter().take(DIFFERENCES).map(|e| format!("{name}: {e}")));
        count += 1;
    }
    assert!(count > 20, "the corpus is there");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Too large for a folder: a header and two rows of ten thousand cells.
#[test]
fn a_table_of_ten_thousand_columns_stands_as_it_is() {
    const COLUMNS: usize = 10_000;
    let row = |first: &str, rest: &str| format!("{first}\t{}\n", vec![rest; COLUMNS - 1].join("\t"));
    let text = format!("{}{}{}", row("Показатель", "2024"), row("Число лавок", "7"), row("Число урн", "12"));
    let output = convert(text.as_bytes(), &Options::default(), &Grammars::builtin());
    assert_eq!(unsound(&output, text.as_bytes(), &schema()), Vec::<String>::new());
    let Output::Document(document) = output else { panic!("a wide table is a text") };
    let wide = Code::TableTooWide.id();
    let findings: Vec<&str> = document.diagnostics.iter().filter(|d| d.code == wide).map(|d| &*d.message).collect();
    assert_eq!(findings, [format!("{}: {COLUMNS} columns", Code::TableTooWide.message())]);
    let [table] = document.tables.as_slice() else { panic!("{} tables", document.tables.len()) };
    assert_eq!(table.kind, TableKind::Indicators);
    assert_eq!(table.rows.iter().map(|r| r.cells.len()).collect::<Vec<_>>(), [COLUMNS; 3]);
    let names: Vec<&str> = document.indicators.iter().map(|r| &*r.name).collect();
    assert_eq!(names, ["Число лавок", "Число урн"]);
}

#[test]
fn a_difference_names_the_field() {
    let want = r#"{"a": [{"b": 1}, {"b": 2}], "c": "x"}"#;
    assert_eq!(differences(want, want), Vec::<String>::new());
    assert_eq!(
        differences(want, r#"{"a": [{"b": 1}, {"b": 3}, {}], "d": "x"}"#),
        [
            "a[1].b: want 2, got 3",
            "a[2]: want nothing, got {}",
            "c: want \"x\", got nothing",
            "d: want nothing, got \"x\""
        ]
    );
    assert_eq!(differences("{}", "{ }"), ["the values are the same, but the text differs from line 1 on"]);
}
