//! The same records whatever the format: documents of `corpus/`, exported to office formats, against their text.
//!
//! `tests/parity/exports/` holds small exports that every run reads. With LibreOffice (`soffice` on the PATH) all
//! documents are exported anew to every format; `MUNIDOC_UPDATE=1` also writes the committed exports again. Without it
//! the second test says that it was skipped.

#![cfg(feature = "regress")]

mod export;
#[path = "../common/pictures.rs"]
mod pictures;
mod scan;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use munidoc::model::{Document, Output, Source};
use munidoc::pipeline::document;
use munidoc::regress::score::{Count, score};
use munidoc::text::LineIndex;
use munidoc::{Grammars, Options, convert, layout, readers};

/// Formats, LibreOffice's name for their filter, and the F1 that must be reached.
const FORMATS: &[(&str, &str, f64)] = &[
    ("docx", "docx:Office Open XML Text", 0.995),
    ("odt", "odt:writer8", 0.995),
    ("rtf", "rtf:Rich Text Format", 0.995),
    ("html", "html:HTML (StarWriter)", 0.995),
    ("doc", "doc:MS Word 97", 0.995),
    ("pdf", "pdf:writer_pdf_Export", 0.97),
];
/// Documents whose exports are committed.
const COMMITTED: &[&str] = &["losevogorsk-indicators", "verhneozersk-conference", "severorechensk-projects"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn exports() -> PathBuf {
    root().join("tests/parity/exports")
}

/// A document of any format that must be readable.
fn read(path: &Path, grammars: &Grammars) -> Document {
    let bytes = fs::read(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let options = Options { path: path.to_string_lossy().into_owned(), ..Options::default() };
    match convert(&bytes, &options, grammars) {
        Output::Document(document) => *document,
        Output::Failure(failure) => panic!("{}: {}", path.display(), failure.error.message),
    }
}

/// Names of the documents of the corpus, in order.
fn names() -> Vec<String> {
    let files = fs::read_dir(root().join("corpus")).expect("the corpus is there");
    let mut names: Vec<String> =
        files.filter_map(|e| e.ok()?.file_name().to_str()?.strip_suffix(".txt").map(str::to_owned)).collect();
    names.sort();
    names
}

/// The layout of a document of the corpus.
fn laid_out(name: &str, grammars: &Grammars) -> layout::Layout {
    let bytes = fs::read(root().join(format!("corpus/{name}.txt"))).expect("the corpus is there");
    let content = (readers::of(&bytes, "a.txt").read)(&bytes, &Options::default()).expect("a text");
    let index = LineIndex::new(&content.text);
    layout::build(&content.text, &content.items, &index, grammars, &mut Default::default())
}

/// The fields of the records of `got`, counted as `munidoc score` counts them against gold, and those that differ.
fn compared(want: &Document, got: &Document) -> (Count, Vec<String>) {
    let mut gold = serde_json::to_value(want).expect("JSON");
    // What is said of tables is said by their records.
    gold.as_object_mut().expect("a document").remove("tables");
    let score = score(&gold, &serde_json::to_value(got).expect("JSON"), None);
    (score.total(), score.wrong.iter().map(|wrong| wrong.words("")).collect())
}

/// Strict F1; 1 where nothing is wanted and nothing found.
fn f1(count: &Count) -> f64 {
    count.f1().unwrap_or(1.0)
}

/// The same, printed.
fn report(what: &str, want: &Document, got: &Document) -> Count {
    let (count, wrong) = compared(want, got);
    if f1(&count) < 1.0 {
        println!("{what}: {:.4}", f1(&count));
        wrong.iter().take(8).for_each(|w| println!("    {w}"));
    }
    count
}

#[test]
fn blocks_and_tables_alone_give_the_records_of_the_text() {
    let grammars = Grammars::builtin();
    let mut all = Count::default();
    for name in names() {
        let want = read(&root().join(format!("corpus/{name}.txt")), &grammars);
        let content = export::content(&laid_out(&name, &grammars));
        let got = document(&content, Source::default(), &grammars);
        all.add(&report(&name, &want, &got));
    }
    println!("buffer: strict F1 {:.4}, {} fields", f1(&all), all.gold);
    assert!(f1(&all) >= 0.995, "{:.4}", f1(&all));
}

/// Compares the exports in `folder` with the texts of the corpus; the formats that fall below their bar.
fn compare(folder: &Path, names: &[String], formats: &[(&str, &str, f64)]) -> Vec<String> {
    let grammars = Grammars::builtin();
    let mut low = Vec::new();
    for (format, _, bar) in formats {
        let mut all = Count::default();
        for name in names {
            let want = read(&root().join(format!("corpus/{name}.txt")), &grammars);
            let got = read(&folder.join(format!("{name}.{format}")), &grammars);
            all.add(&report(&format!("{name}.{format}"), &want, &got));
        }
        println!("{format}: strict F1 {:.4} over {} documents, {} fields", f1(&all), names.len(), all.gold);
        if f1(&all) < *bar {
            low.push(format!("{format}: {:.4}, below {bar}", f1(&all)));
        }
    }
    low
}

#[test]
fn committed_exports_give_the_records_of_the_text() {
    let names: Vec<String> = COMMITTED.iter().map(|n| n.to_string()).collect();
    let low = compare(&exports(), &names, FORMATS);
    assert!(low.is_empty(), "{low:#?}");
}

#[test]
fn fresh_exports_give_the_records_of_the_text() {
    if Command::new("soffice").arg("--version").output().is_err() {
        println!("skipped: LibreOffice is not installed (apt-get install libreoffice-writer)");
        return;
    }
    let grammars = Grammars::builtin();
    let dir = tempfile::tempdir().expect("a folder");
    let names = names();
    export_all(dir.path(), &names, FORMATS, &grammars);
    if std::env::var_os("MUNIDOC_UPDATE").is_some() {
        fs::create_dir_all(exports()).expect("a folder");
        for (name, (format, ..)) in COMMITTED.iter().flat_map(|n| FORMATS.iter().map(move |f| (n, f))) {
            let file = format!("{name}.{format}");
            fs::copy(dir.path().join(&file), exports().join(&file)).expect("an export");
        }
    }
    if let Some(keep) = std::env::var_os("MUNIDOC_KEEP_EXPORTS") {
        for file in fs::read_dir(dir.path()).expect("a folder").flatten().filter(|f| f.path().is_file()) {
            fs::copy(file.path(), Path::new(&keep).join(file.file_name())).expect("a copy");
        }
    }
    let low = compare(dir.path(), &names, FORMATS);
    assert!(low.is_empty(), "{low:#?}");
}

/// Has LibreOffice export documents of the corpus into `folder`.
fn export_all(folder: &Path, names: &[String], formats: &[(&str, &str, f64)], grammars: &Grammars) {
    let mut sources = Vec::new();
    for name in names {
        let path = folder.join(format!("{name}.fodt"));
        fs::write(&path, export::fodt(&laid_out(name, grammars))).expect("a file");
        sources.push(path);
    }
    for (format, filter, _) in formats {
        let done = Command::new("soffice")
            .arg(format!("-env:UserInstallation=file://{}/profile", folder.display()))
            .args(["--headless", "--convert-to", filter, "--outdir"])
            .arg(folder)
            .args(&sources)
            .output()
            .expect("LibreOffice runs");
        assert!(done.status.success(), "{format}: {}", String::from_utf8_lossy(&done.stderr));
    }
}
