//! What the two READMEs quote comes out of the program, and both say the same.
#![cfg(feature = "cli")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use munidoc::options::{MAX_COLUMNS, MAX_INPUT_BYTES};

const READMES: [(&str, &str); 2] =
    [("README.md", include_str!("../README.md")), ("README.ru.md", include_str!("../README.ru.md"))];

/// Runs the program in the folder `dir`; what it says on standard output and for people.
fn run(dir: &Path, args: &[&str]) -> (String, String) {
    let run = Command::new(env!("CARGO_BIN_EXE_munidoc")).args(args).current_dir(dir).output();
    let Output { status, stdout, stderr } = run.expect("the program starts");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    let (out, err) = (text(stdout), text(stderr));
    assert!(status.success(), "{args:?}: {err}");
    (out, err)
}

/// The fenced blocks of a page in the language `of`, without the last line break.
fn fenced(page: &'static str, of: &str) -> Vec<&'static str> {
    let mut out = Vec::new();
    let mut rest = page;
    while let Some(open) = rest.find("```") {
        let (language, after) = rest[open + 3..].split_once('\n').expect("a line behind the fence");
        let (block, tail) = after.split_once("\n```").expect("a closing fence");
        if language == of {
            out.push(block);
        }
        rest = tail;
    }
    out
}

#[test]
fn the_example_comes_out_as_shown() {
    for (name, page) in READMES {
        let [order, shown, tables] = fenced(page, "text")[..] else { panic!("{name}: three blocks of text") };
        let dir = tempfile::tempdir().expect("a folder for the test");
        fs::write(dir.path().join("order.txt"), format!("{order}\n")).expect("the file can be written");
        let (out, _) = run(dir.path(), &["convert", "--format", "json", "order.txt"]);
        let mut rest: Vec<&str> = out.lines().collect();
        let counted = format!("`munidoc convert --format json order.txt` {} {}", verb(name), rest.len());
        assert!(page.contains(&counted), "{name}: {counted}");
        // «…» stands for lines left out.
        for piece in shown.split("…\n") {
            let piece: Vec<&str> = piece.lines().collect();
            let at = rest.windows(piece.len()).position(|w| w == piece);
            let at = at.unwrap_or_else(|| panic!("{name}: this does not come out any more:\n{}", piece.join("\n")));
            rest.drain(..at + piece.len());
        }
        let (out, _) = run(dir.path(), &["inspect", "order.txt", "--stage", "tables"]);
        assert_eq!(out.trim_end(), tables, "{name}");
        let (out, _) = run(dir.path(), &["verify", "order.txt"]);
        assert!(page.contains(&format!("`{}`", out.trim_end())), "{name}: {out}");
    }
}

fn verb(name: &str) -> &str {
    if name == "README.md" { "gives" } else { "даёт" }
}

#[test]
fn the_first_command_says_what_is_promised() {
    let corpus = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus");
    let dir = tempfile::tempdir().expect("a folder for the test");
    let (_, err) = run(dir.path(), &["convert", corpus, "-o", "out"]);
    let first = err.lines().next().expect("a summary");
    for (name, page) in READMES {
        assert!(page.contains(&format!("`{first}`")), "{name}: {first}");
    }
}

#[test]
fn limits_and_code_are_those_of_the_program() {
    for (name, page) in READMES {
        let row = |limit: &str| {
            let row = page.lines().find(|l| l.starts_with(&format!("| `{limit}` |")));
            row.unwrap_or_else(|| panic!("{name}: {limit}")).split('|').nth(2).expect("a value").trim()
        };
        let number = |limit: &str| row(limit).split(' ').next().expect("a number").parse::<u64>().expect("a number");
        assert_eq!(number("MAX_INPUT_BYTES") << 20, MAX_INPUT_BYTES, "{name}");
        assert_eq!(number("MAX_COLUMNS"), MAX_COLUMNS as u64, "{name}");
    }
    let [(_, english), (_, russian)] = READMES;
    for language in ["rust", "text", "toml"] {
        assert_eq!(fenced(english, language), fenced(russian, language), "the READMEs show different things");
    }
    assert_eq!(english.matches("\n## ").count(), russian.matches("\n## ").count());
}
