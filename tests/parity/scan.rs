//! Documents of `corpus/` exported to PDF, painted, scanned askew with noise, and recognised.
//!
//! ```text
//! .pdf ─ pdftoppm, 200 dpi ─▶ pages ─ 0.6° askew, noise, JPEG ─▶ PDF of pictures ─ Tesseract ─▶ records
//! ```

use std::collections::HashSet;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use image::{GrayImage, Luma};
use munidoc::model::{Document, Output};
use munidoc::{Grammars, Options, convert};

use super::{Count, compared, export_all, f1, names, pictures, read, root};

/// Dots per inch of the scans.
const DPI: f64 = 200.0;
/// How far the pages lie askew, rise by width: 0.6 degrees, one page to this side, the next to the other.
const SLOPE: f32 = 0.0105;
/// Grey of the paper, where 255 is white, and how far noise moves a pixel.
const PAPER: i32 = 246;
const NOISE: i32 = 24;
/// F1 that the scan of each document must reach.
const FLOOR: f64 = 0.90;
/// Documents that are scanned by default: an order, lists, a table, an act that changes another. With
/// `MUNIDOC_SCAN_ALL` set all are, which takes many minutes; with `MUNIDOC_SCAN` set to a name only that one.
const FEW: &[&str] =
    &["elovoborsk-rasporyazhenie", "kedrovogorsk-goals", "losevogorsk-indicators", "tihozersk-reshenie-koi8r"];

/// What a scan gave.
struct Outcome {
    count: Count,
    words: Words,
    wrong: Vec<String>,
}

/// Words with letters or digits: those not of the document, those that a finding names, and both.
#[derive(Clone, Copy, Debug, Default)]
struct Words {
    all: usize,
    wrong: usize,
    named: usize,
    both: usize,
}

#[test]
fn scans_give_the_records_of_the_text() {
    if let Some(missing) = missing() {
        println!("skipped: {missing}");
        return;
    }
    let dir = tempfile::tempdir().expect("a folder");
    let all = std::env::var_os("MUNIDOC_SCAN_ALL").is_some();
    let one = std::env::var("MUNIDOC_SCAN").ok();
    let wanted = |n: &String| one.as_ref().map_or(all || FEW.contains(&n.as_str()), |one| one == n);
    let names: Vec<String> = names().into_iter().filter(wanted).collect();
    assert!(!names.is_empty(), "no document of the corpus is named {one:?}");
    let grammars = Grammars::builtin();
    export_all(dir.path(), &names, &[("pdf", "pdf:writer_pdf_Export", 0.0)], &grammars);

    // Pages are read side by side, but most documents have one full page.
    let next = AtomicUsize::new(0);
    let outcomes: Vec<Mutex<Option<Outcome>>> = names.iter().map(|_| Mutex::new(None)).collect();
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, |n| n.get()) {
            scope.spawn(|| {
                while let Some(name) = names.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let outcome = outcome(name, dir.path(), &grammars);
                    let i = names.iter().position(|n| n == name).expect("one of them");
                    *outcomes[i].lock().expect("no panic") = Some(outcome);
                }
            });
        }
    });

    let (mut total, mut words, mut low) = (Count::default(), Words::default(), Vec::new());
    println!("{:36} {:>7} {:>7}  words: all, wrong, named, both", "scan", "fields", "F1");
    for (name, outcome) in names.iter().zip(outcomes) {
        let Outcome { count, words: own, wrong: lines } = outcome.into_inner().expect("no panic").expect("an outcome");
        let Words { all, wrong, named, both } = own;
        println!("{name:36} {:7} {:7.4}  {all} {wrong} {named} {both}", count.gold, f1(&count));
        lines.iter().take(8).for_each(|line| println!("    {line}"));
        if f1(&count) < FLOOR {
            low.push(format!("{name}: {:.4}, below {FLOOR}", f1(&count)));
        }
        total.add(&count);
        words.all += all;
        words.wrong += wrong;
        words.named += named;
        words.both += both;
    }
    println!("scans: strict F1 {:.4} over {} documents, {} fields; {words:?}", f1(&total), names.len(), total.gold);
    assert!(low.is_empty(), "{low:#?}");
}

/// The program that is not installed.
fn missing() -> Option<&'static str> {
    let starts = |program: &str, arg: &str| Command::new(program).arg(arg).output().ok();
    let languages = starts("tesseract", "--list-langs").map(|o| String::from_utf8_lossy(&o.stdout).into_owned());
    match () {
        () if starts("soffice", "--version").is_none() => {
            Some("LibreOffice is not installed (apt-get install libreoffice-writer)")
        }
        () if starts("pdftoppm", "-v").is_none() => Some("poppler is not installed (apt-get install poppler-utils)"),
        () if !languages.is_some_and(|l| l.lines().any(|l| l.trim() == "rus")) => {
            Some("Tesseract with Russian data is not installed (apt-get install tesseract-ocr tesseract-ocr-rus)")
        }
        () => None,
    }
}

/// Scans the export of a document, reads the scan and compares.
fn outcome(name: &str, folder: &Path, grammars: &Grammars) -> Outcome {
    let pages: Vec<Option<GrayImage>> = painted(name, folder)
        .iter()
        .enumerate()
        .map(|(i, page)| Some(scanned(page, if i % 2 == 0 { SLOPE } else { -SLOPE }, i as u64)))
        .collect();
    let scan = pictures::pdf(&pages, DPI);
    if let Some(keep) = std::env::var_os("MUNIDOC_KEEP_EXPORTS") {
        fs::write(Path::new(&keep).join(format!("{name}.scan.pdf")), &scan).expect("a copy");
    }
    let program = std::env::var_os("MUNIDOC_TESSERACT").unwrap_or_else(|| "tesseract".into());
    let options = Options { path: format!("{name}.pdf"), tesseract: Some(program.into()), ..Options::default() };
    let got = match convert(&scan, &options, grammars) {
        Output::Document(document) => *document,
        Output::Failure(failure) => panic!("{name}: {}", failure.error.message),
    };
    let want = read(&root().join(format!("corpus/{name}.txt")), grammars);
    let (count, wrong) = compared(&want, &got);
    Outcome { count, words: words(&want, &got), wrong }
}

/// The pages of an export as pictures.
fn painted(name: &str, folder: &Path) -> Vec<GrayImage> {
    let stem = folder.join(format!("{name}-page"));
    let done = Command::new("pdftoppm")
        .args(["-r", &DPI.to_string(), "-gray", "-png"])
        .arg(folder.join(format!("{name}.pdf")))
        .arg(&stem)
        .output()
        .expect("pdftoppm runs");
    assert!(done.status.success(), "{name}: {}", String::from_utf8_lossy(&done.stderr));
    let files = fs::read_dir(folder).expect("the folder").flatten().map(|e| e.path());
    let stem = stem.to_string_lossy().into_owned() + "-";
    let mut files: Vec<_> = files.filter(|p| p.to_string_lossy().starts_with(&stem)).collect();
    files.sort();
    files.iter().map(|f| image::open(f).expect("a page").into_luma8()).collect()
}

/// A page as it comes from the glass: turned, on greyish paper, with noise that is the same in each run.
fn scanned(page: &GrayImage, slope: f32, seed: u64) -> GrayImage {
    let (w, h) = page.dimensions();
    let at = |x: i64, y: i64| {
        let inside = x >= 0 && y >= 0 && x < i64::from(w) && y < i64::from(h);
        f32::from(if inside { page.get_pixel(x as u32, y as u32).0[0] } else { 255 })
    };
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut random = || {
        // xorshift64: any even spread of bits will do.
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 40) as i32 % NOISE
    };
    GrayImage::from_fn(w, h, |x, y| {
        let (dx, dy) = (x as f32 - w as f32 / 2.0, y as f32 - h as f32 / 2.0);
        let (sx, sy) = (x as f32 - dy * slope, y as f32 + dx * slope);
        let (left, top) = (sx.floor(), sy.floor());
        let (fx, fy) = (sx - left, sy - top);
        let (left, top) = (left as i64, top as i64);
        let upper = at(left, top) * (1.0 - fx) + at(left + 1, top) * fx;
        let lower = at(left, top + 1) * (1.0 - fx) + at(left + 1, top + 1) * fx;
        let value = (upper * (1.0 - fy) + lower * fy) as i32 * PAPER / 255;
        Luma([(value + random() - random()).clamp(0, 255) as u8])
    })
}

/// How the findings about doubtful words meet the words that are not of the document.
fn words(want: &Document, got: &Document) -> Words {
    let split = |text: &str| -> Vec<String> {
        let bare = |w: &str| w.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
        text.split_whitespace().map(bare).filter(|w| !w.is_empty()).collect()
    };
    let known: HashSet<String> = texts(want).iter().flat_map(|t| split(t)).collect();
    let is_wrong = |word: &&String| !known.contains(*word);
    let read: Vec<String> = texts(got).iter().flat_map(|t| split(t)).collect();
    let quotes = got.diagnostics.iter().filter(|d| d.code == "ocr-uncertain");
    let quoted = |message: &str| Some(message.split_once('\u{ab}')?.1.rsplit_once('\u{bb}')?.0.to_owned());
    let named: Vec<String> = quotes.filter_map(|d| quoted(&d.message)).flat_map(|q| split(&q)).collect();
    Words {
        all: read.len(),
        wrong: read.iter().filter(is_wrong).count(),
        named: named.len(),
        both: named.iter().filter(is_wrong).count(),
    }
}

/// The texts of the blocks and cells of a document.
fn texts(document: &Document) -> Vec<String> {
    let value = serde_json::to_value(document).expect("JSON");
    let list = |v: &serde_json::Value| v.as_array().cloned().unwrap_or_default();
    let mut out: Vec<String> =
        list(&value["blocks"]).iter().filter_map(|b| b["text"].as_str().map(str::to_owned)).collect();
    for table in list(&value["tables"]) {
        for row in list(&table["rows"]) {
            out.extend(list(&row["cells"]).iter().filter_map(|c| c.as_str().map(str::to_owned)));
        }
    }
    out
}
