//! The parts of `docs/` that are written by code are current.
//!
//! `MUNIDOC_UPDATE=1 cargo test --test docs` writes them anew; that is refused where `CI` is set.

use std::path::Path;
use std::{env, fs};

/// Compares `docs/NAME` with what it should be, or writes it.
#[track_caller]
fn current(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name);
    if env::var_os("MUNIDOC_UPDATE").is_some() {
        assert!(
            env::var_os("CI").is_none(),
            "MUNIDOC_UPDATE rewrites files and is refused under CI: unset one of them"
        );
        fs::write(&path, text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    }
    let copy = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(
        copy == text,
        "docs/{name} is not current: run MUNIDOC_UPDATE=1 cargo test --test docs and read the difference"
    );
}

#[test]
fn the_schema_is_that_of_the_model() {
    current("schema.json", &munidoc::output::schema());
}

/// What `munidoc COMMAND --help` says, 100 columns wide.
#[cfg(feature = "cli")]
fn help(command: &[&str]) -> String {
    let mut run = std::process::Command::new(env!("CARGO_BIN_EXE_munidoc"));
    let run = run.args(command).arg("--help").env("COLUMNS", "100").stdin(std::process::Stdio::null());
    let output = run.output().expect("the program starts");
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
    String::from_utf8(output.stdout).expect("help is UTF-8")
}

#[cfg(feature = "cli")]
#[test]
fn the_command_line_is_that_of_the_program() {
    let commands: &[&[&str]] = &[
        &[],
        &["convert"],
        &["inspect"],
        &["verify"],
        &["review"],
        &["score"],
        &["snapshot"],
        &["check"],
        &["diff"],
        &["ratchet"],
        &["vocab"],
        &["damage"],
        &["schema"],
        &["grammar"],
        &["grammar", "check"],
        &["grammar", "add"],
    ];
    let mut page =
        "# The command line\n\nWhat `munidoc --help` says. This page is written by `tests/docs.rs`.\n".to_owned();
    for command in commands {
        let help = help(command);
        let help: Vec<&str> = help.lines().map(str::trim_end).collect();
        let name = [&["munidoc"], *command].concat().join(" ");
        page += &format!("\n## `{name}`\n\n```text\n{}\n```\n", help.join("\n").trim_end());
    }
    current("cli.md", &page);
}

#[cfg(feature = "cli")]
#[test]
fn help_names_every_option_and_exit_code() {
    let top = help(&[]);
    for word in ["convert", "inspect", "verify", "schema", "grammar", "Exit codes:", "  0  ", "  1  ", "  2  ", "  3  "]
    {
        assert!(top.contains(word), "{word}: {top}");
    }
    let reading = ["--grammars <DIR>", "--encoding <NAME>", "Example", "--help"];
    let convert = help(&["convert"]);
    let options = [
        "<PATH>...",
        "-o, --output <DIR>",
        "--format <FORMAT>",
        "-j, --jobs <N>",
        "--fail-on <SEVERITY>",
        "-q, --quiet",
        "-v, --verbose",
        "json:",
        "ndjson:",
        "warning:",
        "error:",
    ];
    for word in options.iter().chain(&reading) {
        assert!(convert.contains(word), "{word}: {convert}");
    }
    let inspect = help(&["inspect"]);
    for word in ["<FILE>", "--stage <STAGE>", "--color <WHEN>", "text:", "blocks:", "tables:", "sections:"]
        .iter()
        .chain(&reading)
    {
        assert!(inspect.contains(word), "{word}: {inspect}");
    }
    let verify = help(&["verify"]);
    for word in ["<FILE>...", "lost, twice, changed or out_of_range"].iter().chain(&reading) {
        let said = verify.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains(word), "{word}: {verify}");
    }
    let review = help(&["review"]);
    for word in ["<FILE>...", "-o, --output <FILE.html|DIR>", "-j, --jobs <N>", "index.html"].iter().chain(&reading) {
        assert!(review.contains(word), "{word}: {review}");
    }
    assert!(help(&["schema"]).contains("munidoc schema >"));
    assert!(help(&["grammar"]).contains("check"));
    assert!(help(&["grammar", "check"]).contains("[DIR]"));
}
