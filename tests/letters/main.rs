//! A second proof beside `verify`: what other programs find in a document stands in its blocks and tables.
//!
//! ```text
//! document ─ convert ──────────────────▶ words of blocks and cells ┐
//!          └ LibreOffice or pdftotext ─▶ words of its text ────────┴ share found, word by word and pair by pair
//! ```
//!
//! `verify` begins behind the readers: a paragraph that a reader never put into its buffer is not missed there. Here the
//! text comes from programs that share nothing with munidoc. They are LibreOffice (`soffice`, text of documents, cells of
//! sheets as they are shown) and poppler (`pdftotext`, in the order in which the page was written). Without them the
//! test says that it was skipped.
//!
//! Three shares are measured, none of which cares for blanks, case or punctuation:
//!
//! - **letters**: the letters and digits of the other program that the document has, each as often as it stands there.
//!   Lost text sinks it.
//! - **words**: the letters and digits that stand in words which the document has. A word cut in two sinks it as well.
//! - **pairs**: the pairs of words that follow each other in both. Cells in another order sink it.
//!
//! What is left out on purpose (page numbers, hidden text, deleted text of tracked changes) is so little that the bars
//! hold, save in fixtures that are about it: [`ALLOWED`] names them. A table header that a page repeats counts as found.
//!
//! Documents: `tests/parity/exports/`, the files of `fixtures/` that are no text, and the real documents of `../shared`
//! where they stand beside the checkout. Scans have no other reading to compare with.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::hash::Hash;
use std::path::{Path, PathBuf};
use std::process::Command;

use munidoc::model::{Document, Output, RowKind};
use munidoc::{Grammars, Options, convert};

/// How the text of a format is taken out by another program.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Other {
    /// LibreOffice's name for the filter.
    Office(&'static str),
    Poppler,
}

const TEXT: Other = Other::Office("txt:Text (encoded):UTF8");
/// A page with all sheets, cells as they are shown; text files have them as they are stored.
const SHEETS: Other = Other::Office("html:HTML (StarCalc)");

/// Formats, and the shares of letters, words and pairs that must be reached. What a PDF file shows as a word in a narrow
/// cell is many words to pdftotext, and it goes through a table line by line, not cell by cell.
const FORMATS: &[(&[&str], Other, [f64; 3])] = &[
    (&["docx", "docm", "dotx", "doc", "odt", "fodt", "rtf"], TEXT, [0.99, 0.99, 0.98]),
    (&["html", "htm"], TEXT, [0.99, 0.99, 0.98]),
    (&["xlsx", "xls", "ods"], SHEETS, [0.99, 0.99, 0.98]),
    (&["pdf"], Other::Poppler, [0.99, 0.93, 0.75]),
];

/// Fixtures that are about text which one side leaves out, the shares that are left, and why.
const ALLOWED: &[(&str, [f64; 3], &str)] = &[
    ("doc-resolution/input.doc", [0.98, 0.93, 0.95], "deleted text; the mark of a footnote runs into its word"),
    ("docx-order/input.docx", [0.98, 0.96, 0.95], "deleted text; the mark of a footnote runs into its word"),
    ("rtf-plan/input.rtf", [0.95, 0.95, 0.94], "deleted text"),
    ("html-layout-table/input.htm", [0.95, 0.95, 0.95], "a hidden menu"),
    ("xlsx-indicators/input.xlsx", [0.98, 0.98, 0.92], "a date as it is written in English"),
];

/// Documents that the other program cannot read.
const UNREAD: &[(&str, &str)] = &[("rtf-named-doc/input.doc", "it does not say its charset, and Latin is taken")];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The documents and what reads them, by path.
fn documents() -> Vec<PathBuf> {
    let shared = std::env::var_os("MUNIDOC_SHARED").map_or_else(|| root().join("../shared"), PathBuf::from);
    let files = |folder: &Path| -> Vec<PathBuf> {
        fs::read_dir(folder).map(|list| list.filter_map(|e| Some(e.ok()?.path())).collect()).unwrap_or_default()
    };
    let mut out = files(&root().join("tests/parity/exports"));
    out.extend(files(&root().join("fixtures")).iter().flat_map(|folder| files(folder)));
    let real = files(&shared.join("real/docs"));
    if real.is_empty() {
        println!("skipped: no real documents at {}", shared.join("real/docs").display());
    }
    out.extend(real);
    out.retain(|path| format(path).is_some());
    for (name, why) in UNREAD {
        out.retain(|path| !path.ends_with(name));
        println!("skipped: {name}: {why}");
    }
    out.sort();
    out
}

/// The extension of a document, what reads it and the shares to be reached.
fn format(path: &Path) -> Option<(&'static str, Other, [f64; 3])> {
    let extension = path.extension()?.to_str()?.to_lowercase();
    let (list, other, bars) = FORMATS.iter().find(|(list, ..)| list.contains(&extension.as_str()))?;
    Some((list.iter().find(|e| **e == extension)?, *other, *bars))
}

/// The line of a table for a document, by the end of its path.
fn named<'a, T>(table: &'a [T], path: &Path, name: impl Fn(&T) -> &str) -> Option<&'a T> {
    table.iter().find(|line| path.ends_with(name(line)))
}

/// The texts that the other programs find, by document.
struct Reference {
    folder: tempfile::TempDir,
}

impl Reference {
    /// Copies the documents, each under a name of its own, and has them converted.
    fn of(documents: &[PathBuf]) -> Reference {
        let reference = Reference { folder: tempfile::tempdir().expect("a folder") };
        let mut filters: BTreeMap<(&str, &str), Vec<PathBuf>> = BTreeMap::new();
        for (i, path) in documents.iter().enumerate() {
            let (extension, other, _) = format(path).expect("a format");
            let copy = reference.folder.path().join(format!("{i}.{extension}"));
            fs::copy(path, &copy).expect("a copy");
            match other {
                Other::Office(filter) => filters.entry((filter, extension)).or_default().push(copy),
                Other::Poppler => {
                    let text = copy.with_extension("txt");
                    let done = Command::new("pdftotext").arg(&copy).arg(&text).output().expect("pdftotext runs");
                    assert!(done.status.success(), "{}: {}", path.display(), String::from_utf8_lossy(&done.stderr));
                }
            }
        }
        for ((filter, _), copies) in filters {
            let done = Command::new("soffice")
                .arg(format!("-env:UserInstallation=file://{}/profile", reference.folder.path().display()))
                .args(["--headless", "--convert-to", filter, "--outdir"])
                .arg(reference.folder.path())
                .args(&copies)
                .output()
                .expect("LibreOffice runs");
            assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
            // A page must not take the place of the next document.
            for page in copies.iter().filter(|_| filter.starts_with("html")) {
                // What is missing is said where it is compared.
                let _ = fs::rename(page.with_extension("html"), page.with_extension("sheets.html"));
            }
        }
        reference
    }

    /// What was found in document `i`.
    fn text(&self, i: usize) -> Option<String> {
        let text = |ending: &str| fs::read(self.folder.path().join(format!("{i}.{ending}"))).ok();
        let decoded = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        text("txt").map(decoded).or_else(|| text("sheets.html").map(decoded).map(|page| cells(&page)))
    }
}

/// The words of a page of sheets, a line for each cell; the overview before the first table is the program's own.
fn cells(page: &str) -> String {
    let body = page.find("<table").map_or("", |at| &page[at..]);
    let text: String =
        body.split('<').filter_map(|piece| piece.split_once('>')).map(|(_, t)| format!("{t}\n")).collect();
    [("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")]
        .iter()
        .fold(text, |text, (entity, sign)| text.replace(entity, sign))
}

/// The texts of the blocks and cells, one a line.
fn of_document(document: &Document) -> String {
    let tables: HashMap<&str, _> = document.tables.iter().map(|t| (t.id.as_str(), t)).collect();
    let mut out = String::new();
    for block in &document.blocks {
        let rows = block.table.as_deref().and_then(|id| tables.get(id)).map(|t| &t.rows);
        let cells = rows.into_iter().flatten().flat_map(|row| row.cells.iter().flatten());
        for text in block.text.iter().chain(cells) {
            out.push_str(text);
            out.push('\n');
        }
    }
    out
}

/// The texts of the header rows of tables.
fn headers(document: &Document) -> String {
    let rows = document.tables.iter().flat_map(|t| &t.rows).filter(|row| row.kind == RowKind::Header);
    rows.flat_map(|row| row.cells.iter().flatten()).map(|cell| format!("{cell}\n")).collect()
}

/// The words of a text: runs of letters and digits, small, Latin look-alikes as their Cyrillic twins; a word that a line
/// cuts at a hyphen is one.
fn words(text: &str) -> Vec<String> {
    let whole = text.replace(['\u{ad}', '\u{feff}'], "");
    let whole: Vec<&str> = whole.lines().collect();
    let mut joined = String::new();
    for (i, line) in whole.iter().enumerate() {
        let next = whole.get(i + 1).and_then(|l| l.chars().next());
        match line.strip_suffix('-') {
            Some(begin) if begin.ends_with(char::is_lowercase) && next.is_some_and(char::is_lowercase) => {
                joined.push_str(begin);
            }
            _ => {
                joined.push_str(line);
                joined.push('\n');
            }
        }
    }
    let twin = |c: char| match c {
        'a' => 'а',
        'c' => 'с',
        'e' | 'ё' => 'е',
        'o' => 'о',
        'p' => 'р',
        'x' => 'х',
        'y' => 'у',
        'k' => 'к',
        'm' => 'м',
        't' => 'т',
        'b' => 'в',
        'h' => 'н',
        'і' => 'i',
        c => c,
    };
    let small = joined.to_lowercase();
    small
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(|w| w.chars().map(twin).collect())
        .collect()
}

/// How much of `all` is found, each weighed, and what is not found; what is `free` counts as found.
fn share<T: Hash + Eq + Clone>(all: &[T], found: &[T], free: &[T], weight: impl Fn(&T) -> usize) -> (f64, Vec<T>) {
    let mut left: HashMap<&T, usize> = HashMap::new();
    found.iter().for_each(|x| *left.entry(x).or_default() += 1);
    let free: HashSet<&T> = free.iter().collect();
    let (mut total, mut hit, mut missed) = (0, 0, Vec::new());
    for x in all {
        total += weight(x);
        match left.get_mut(x).filter(|n| **n > 0) {
            Some(n) => *n -= 1,
            None if free.contains(x) => {}
            None => {
                missed.push(x.clone());
                continue;
            }
        }
        hit += weight(x);
    }
    (if total == 0 { 1.0 } else { hit as f64 / total as f64 }, missed)
}

fn pairs(words: &[String]) -> Vec<(&str, &str)> {
    words.windows(2).map(|w| (w[0].as_str(), w[1].as_str())).collect()
}

fn letters(words: &[String]) -> Vec<char> {
    words.iter().flat_map(|w| w.chars()).collect()
}

/// The shares of letters, words and pairs of `theirs` that are found in `ours`, and the words that are not. Words of
/// `repeated` may stand there more often.
fn shares(theirs: &[String], ours: &[String], repeated: &[String]) -> ([f64; 3], Vec<String>) {
    let (found, missed) = share(theirs, ours, repeated, |w| w.chars().count());
    // Letters of words that are repeated on a page are counted with their words.
    let again: Vec<String> = share(theirs, ours, &[], |_| 1).1.into_iter().filter(|w| repeated.contains(w)).collect();
    let ours_again = [ours, &again].concat();
    let (of_letters, _) = share(&letters(theirs), &letters(&ours_again), &[], |_| 1);
    let (in_order, _) = share(&pairs(theirs), &pairs(ours), &pairs(repeated), |_| 1);
    ([of_letters, found, in_order], missed)
}

/// True where the program can be started.
fn runs(program: &str, argument: &str) -> bool {
    let found = Command::new(program).arg(argument).output().is_ok();
    if !found {
        println!(
            "skipped: {program} is not installed (apt-get install libreoffice-writer libreoffice-calc poppler-utils)"
        );
    }
    found
}

#[test]
fn what_other_programs_find_stands_in_blocks_and_tables() {
    if !(runs("soffice", "--version") & runs("pdftotext", "-v")) {
        return;
    }
    let grammars = Grammars::builtin();
    let documents = documents();
    let reference = Reference::of(&documents);
    let mut low = Vec::new();
    println!("{:<48} {:>8} {:>8} {:>8} {:>8}  missed", "document", "letters", "letters", "words", "pairs");
    for (i, path) in documents.iter().enumerate() {
        let name = path.strip_prefix(root()).unwrap_or(path).display().to_string();
        let short: String = name.chars().skip(name.chars().count().saturating_sub(48)).collect();
        let bytes = fs::read(path).expect("a document");
        let options = Options { path: name.clone(), ..Options::default() };
        let document = match convert(&bytes, &options, &grammars) {
            Output::Document(document) => document,
            Output::Failure(failure) => panic!("{name}: {}", failure.error.message),
        };
        if document.diagnostics.iter().any(|d| matches!(d.code.as_str(), "page-not-read" | "pictures-only")) {
            println!("{short:<48} pictures of pages");
            continue;
        }
        let Some(theirs) = reference.text(i) else {
            println!("{short:<48} the other program gave nothing");
            low.push(format!("{name}: nothing to compare with"));
            continue;
        };
        let (theirs, ours) = (words(&theirs), words(&of_document(&document)));
        let repeated = if document.source.pages.is_some() { words(&headers(&document)) } else { Vec::new() };
        let (found, missed) = shares(&theirs, &ours, &repeated);
        let total = letters(&theirs).len();
        let [of_letters, of_words, in_order] = found;
        let missed = missed.iter().take(6).cloned().collect::<Vec<_>>().join(" ");
        println!("{short:<48} {total:>8} {of_letters:>8.4} {of_words:>8.4} {in_order:>8.4}  {missed}");
        let (_, _, bars) = format(path).expect("a format");
        let bars = named(ALLOWED, path, |line| line.0).map_or(bars, |line| line.1);
        if found.iter().zip(bars).any(|(found, bar)| *found < bar) {
            low.push(format!("{name}: {found:.4?}, below {bars:?}"));
        }
    }
    assert!(low.is_empty(), "{low:#?}");
}

#[test]
fn the_shares_sink_where_text_is_lost_or_turned() {
    let text = words("Отремонтировать мостик в парке – до 1 июня; провести суббот-\nник (МКУ «Сад»)");
    assert_eq!(text.len(), 11, "{text:?}");
    let whole = |other: &str| shares(&text, &words(other), &[]).0;
    assert_eq!(whole("ОТРЕМОНТИРОВАТЬ MOCTИК в парке до 1 июня провести субботник МКУ Сад"), [1.0; 3]);
    let [letters, found, in_order] = whole("провести субботник МКУ Сад. Отремонтировать мостик в парке до 1 июня");
    assert!(letters == 1.0 && found == 1.0 && in_order < 0.95);
    let [letters, found, in_order] = whole("Отремонтировать мостик до 1 июня провести субботник МКУ Сад");
    assert!(letters < 0.95 && found < 0.95 && in_order < 0.8);
    // A word cut in two is not that word.
    let [letters, found, _] = whole("Отремонтиро вать мостик в парке до 1 июня провести субботник МКУ Сад");
    assert!(letters == 1.0 && found < 0.8);
    // What a page repeats may stand there more often.
    let twice = [text.clone(), text.clone()].concat();
    assert_eq!(shares(&twice, &text, &text).0[..2], [1.0, 1.0]);
    assert_eq!(
        cells("<p>Overview</p><table><td>1&nbsp;234,5</td><td>A&amp;B</td>").split_whitespace().collect::<Vec<_>>(),
        ["1", "234,5", "A&B"]
    );
}
