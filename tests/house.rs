//! The rules of the house that no compiler checks.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use munidoc::diagnostic::Code;
use munidoc::grammar;

/// Most lines of a source file.
const MAX_LINES: usize = 600;
/// Source files that may be longer, and why.
const LONG_FILES: &[(&str, &str)] = &[];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A file of `src/`.
struct Source {
    /// Path from the root of the project, with `/`.
    name: String,
    text: String,
}

impl Source {
    /// A file of nothing but tests.
    fn is_test(&self) -> bool {
        let file = self.name.rsplit('/').next().unwrap_or("");
        file == "tests.rs" || file.ends_with("_tests.rs") || self.name.contains("/tests/")
    }

    /// The numbered lines of its code: comments and test modules are blank.
    fn code(&self) -> Vec<(usize, String)> {
        if self.is_test() {
            return Vec::new();
        }
        code(&self.text).lines().enumerate().map(|(i, line)| (i + 1, line.to_owned())).collect()
    }
}

/// Every file of `src/`, sorted.
fn sources() -> Vec<Source> {
    fn walk(dir: &Path, out: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(dir).expect("the folder can be listed") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                walk(&path, out);
            } else if path.extension().is_some_and(|e| e == "rs") {
                out.push(path);
            }
        }
    }
    let mut paths = Vec::new();
    walk(&root().join("src"), &mut paths);
    paths.sort();
    assert!(paths.len() > 50, "the sources are there");
    let name = |p: &Path| p.strip_prefix(root()).expect("below the root").to_string_lossy().replace('\\', "/");
    paths.iter().map(|p| Source { name: name(p), text: fs::read_to_string(p).expect("UTF-8") }).collect()
}

/// What a character of Rust source belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Code,
    Literal,
    Comment,
}

/// The characters of Rust source with what they belong to.
fn lex(text: &str) -> Vec<(char, Kind)> {
    let chars: Vec<char> = text.chars().collect();
    let at = |i: usize| chars.get(i).copied().unwrap_or('\0');
    let mut out: Vec<(char, Kind)> = Vec::with_capacity(chars.len());
    let mut i = 0;
    while i < chars.len() {
        let start = i;
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let begins_word = i == 0 || !is_word(chars[i - 1]);
        let kind = match chars[i] {
            '/' if at(i + 1) == '/' => {
                i += chars[i..].iter().take_while(|c| **c != '\n').count();
                Kind::Comment
            }
            '/' if at(i + 1) == '*' => {
                let mut depth = 0;
                loop {
                    match (at(i), at(i + 1)) {
                        ('/', '*') => (depth, i) = (depth + 1, i + 2),
                        ('*', '/') => (depth, i) = (depth - 1, i + 2),
                        _ => i += 1,
                    }
                    if depth == 0 || i >= chars.len() {
                        break;
                    }
                }
                Kind::Comment
            }
            'r' | 'b' | 'c' if begins_word && raw_hashes(&chars, i).is_some() => {
                let (hashes, quote) = raw_hashes(&chars, i).unwrap_or_default();
                i = quote + 1;
                while i < chars.len() && !(chars[i] == '"' && (1..=hashes).all(|k| at(i + k) == '#')) {
                    i += 1;
                }
                i += 1 + hashes;
                Kind::Literal
            }
            '"' => {
                i += 1;
                while i < chars.len() && chars[i] != '"' {
                    i += if chars[i] == '\\' { 2 } else { 1 };
                }
                i += 1;
                Kind::Literal
            }
            // A character; a lifetime has no closing quote.
            '\'' if at(i + 1) == '\\' => {
                i += 3;
                while i < chars.len() && chars[i] != '\'' {
                    i += 1;
                }
                i += 1;
                Kind::Literal
            }
            '\'' if at(i + 2) == '\'' => {
                i += 3;
                Kind::Literal
            }
            _ => {
                i += 1;
                Kind::Code
            }
        };
        i = i.min(chars.len());
        out.extend(chars[start..i].iter().map(|c| (*c, kind)));
    }
    out
}

/// The number of `#` of the raw string that begins at `i`, and where its quote stands.
fn raw_hashes(chars: &[char], i: usize) -> Option<(usize, usize)> {
    let r = i + usize::from(chars[i] != 'r');
    if chars.get(r) != Some(&'r') {
        return None;
    }
    let hashes = chars[r + 1..].iter().take_while(|c| **c == '#').count();
    (chars.get(r + 1 + hashes) == Some(&'"')).then_some((hashes, r + 1 + hashes))
}

/// Rust source without its comments and its `#[cfg(test)] mod … { … }`; every line stays where it is.
fn code(text: &str) -> String {
    const TEST: &str = "#[cfg(test)]";
    let lexed = lex(text);
    let plain: Vec<char> = lexed.iter().map(|&(c, k)| if k == Kind::Code || c == '\n' { c } else { ' ' }).collect();
    let mut keep = vec![true; plain.len()];
    let mark: Vec<char> = TEST.chars().collect();
    let mut i = 0;
    while i + mark.len() <= plain.len() {
        if plain[i..i + mark.len()] != mark[..] {
            i += 1;
            continue;
        }
        let start = i;
        i += mark.len();
        let rest: String = plain[i..].iter().take(40).collect();
        if !rest.trim_start().starts_with("mod ") {
            continue;
        }
        let Some(open) = plain[i..].iter().position(|c| matches!(c, '{' | ';')) else { break };
        i += open;
        let mut depth = 0;
        while i < plain.len() {
            depth += i32::from(plain[i] == '{') - i32::from(plain[i] == '}');
            i += 1;
            if depth == 0 {
                break;
            }
        }
        keep[start..i].fill(false);
    }
    let kept = lexed.iter().zip(keep);
    kept.map(|(&(c, kind), keep)| if c == '\n' || keep && kind != Kind::Comment { c } else { ' ' }).collect()
}

#[track_caller]
fn none(wrong: &[String], rule: &str) {
    assert!(wrong.is_empty(), "{rule}:\n{}", wrong.join("\n"));
}

#[test]
fn comments_and_tests_are_told_from_code() {
    let text = "let a = \"// ж\"; // д\n/* з /* и */ */ let b = r#\"\"к\"\"#; 'л'; '\\'';\nfn f<'a>() {}\n\
                #[cfg(test)]\nmod tests {\n    const C: &str = \"} м\";\n}\nlet n = 'н';";
    let got = code(text);
    let letters: String = got.chars().filter(|c| is_cyrillic(*c)).collect();
    assert_eq!(letters, "жклн", "{got}");
    assert_eq!(got.lines().count(), text.lines().count());
}

fn is_cyrillic(c: char) -> bool {
    ('\u{400}'..='\u{52f}').contains(&c)
}

#[test]
fn words_live_in_grammars() {
    let mut wrong = Vec::new();
    for source in sources() {
        for (n, line) in source.code() {
            if line.contains(is_cyrillic) {
                wrong.push(format!("{}:{n}: {}", source.name, line.trim()));
            }
        }
    }
    none(&wrong, "Russian words are data: move them to grammars/, or write a lone letter as \\u{…}");
}

#[test]
fn no_file_grows_too_long() {
    let mut wrong = Vec::new();
    let sources = sources();
    for source in &sources {
        let lines = source.text.lines().count();
        if lines > MAX_LINES && !LONG_FILES.iter().any(|(name, _)| *name == source.name) {
            wrong.push(format!("{}: {lines} lines", source.name));
        }
    }
    for (name, _) in LONG_FILES {
        if !sources.iter().any(|s| s.name == *name && s.text.lines().count() > MAX_LINES) {
            wrong.push(format!("{name} is no longer too long: take it out of LONG_FILES"));
        }
    }
    none(&wrong, "a file that grows gets a folder of its own name");
}

#[test]
fn only_the_command_line_prints() {
    const NEVER: &[&str] = &["todo!", "unimplemented!", "dbg!"];
    const PRINTS: &[&str] = &["println!", "eprintln!", "print!", "eprint!"];
    let mut wrong = Vec::new();
    for source in sources() {
        let may_print = source.name.starts_with("src/cli/") || source.name == "src/main.rs";
        for (n, line) in source.code() {
            let words: BTreeSet<&str> =
                line.split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '!'))).collect();
            let bad = |list: &[&str]| list.iter().any(|w| words.contains(w));
            if bad(NEVER) || !may_print && bad(PRINTS) {
                wrong.push(format!("{}:{n}: {}", source.name, line.trim()));
            }
        }
    }
    none(&wrong, "nothing is left to do, and data leaves through the command line only");
}

#[test]
fn every_grammar_is_loaded_and_has_examples() {
    let mut wrong = Vec::new();
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(root().join("grammars")).expect("grammars/ is there") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if path.extension().is_none_or(|e| e != "toml") {
            wrong.push(format!("{name} is no grammar"));
            continue;
        }
        let text = fs::read_to_string(&path).expect("UTF-8");
        let table: toml::Table = toml::from_str(&text).unwrap_or_else(|e| panic!("{name}: {e}"));
        if table.get("example").and_then(toml::Value::as_array).is_none_or(Vec::is_empty) {
            wrong.push(format!("{name} has no [[example]]"));
        }
        if !grammar::FILES.contains(&name.as_str()) {
            wrong.push(format!("{name} is not named in grammar::FILES, so nobody reads it"));
        }
        found.insert(name);
    }
    let missing = grammar::FILES.iter().filter(|f| !found.contains(**f));
    wrong.extend(missing.map(|f| format!("{f} is named in grammar::FILES but is not there")));
    none(&wrong, "every vocabulary is read and shows what its words do");
}

#[test]
fn every_finding_is_documented() {
    let page = fs::read_to_string(root().join("docs/findings.md")).unwrap_or_default();
    let rows: Vec<Vec<&str>> = page
        .lines()
        .filter(|l| l.starts_with("| `"))
        .map(|l| l.trim_matches('|').split('|').map(str::trim).collect())
        .collect();
    let mut wrong = Vec::new();
    let mut ids = BTreeSet::new();
    for code in Code::ALL {
        let id = code.id();
        let kebab =
            id.split('-').all(|w| !w.is_empty() && w.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()));
        if !kebab {
            wrong.push(format!("{id} is not written in kebab-case"));
        }
        if !ids.insert(id) {
            wrong.push(format!("{id} stands twice"));
        }
    }
    let severity = |code: &Code| {
        let value = serde_json::to_value(code.severity()).expect("a severity is JSON");
        value.as_str().unwrap_or_default().to_owned()
    };
    let documented: Vec<(String, String)> =
        rows.iter().map(|r| (r[0].trim_matches('`').to_owned(), r.get(1).copied().unwrap_or("").to_owned())).collect();
    let wanted: Vec<(String, String)> = Code::ALL.iter().map(|c| (c.id().to_owned(), severity(c))).collect();
    for (id, severity) in &wanted {
        match documented.iter().find(|(name, _)| name == id) {
            None => wrong.push(format!("{id} is missing in docs/findings.md")),
            Some((_, said)) if said != severity => wrong.push(format!("{id} is of severity {severity}, not {said}")),
            Some(_) => {}
        }
    }
    let unknown = documented.iter().filter(|(id, _)| !ids.contains(id.as_str()));
    wrong.extend(unknown.map(|(id, _)| format!("{id} in docs/findings.md is no finding of the program")));
    for row in &rows {
        if row.len() != 4 || row.iter().any(|cell| cell.is_empty()) {
            wrong.push(format!("{} in docs/findings.md: fill in four cells", row[0]));
        }
    }
    if wrong.is_empty() && documented != wanted {
        wrong.push("the rows of docs/findings.md stand in another order, or twice".to_owned());
    }
    none(&wrong, "findings are documented in docs/findings.md, in the order of diagnostic.rs");
}
