//! Full conversion of a folder, measured beside reading and checking the same files.
//!
//! `cargo bench --bench throughput [-- FOLDER [MEGABYTES]]` copies the texts of FOLDER (default: `../shared/corpus`, else
//! `corpus/`) until there are MEGABYTES (default 200) of them, then in one run reads and UTF-8-checks all files, converts
//! all files to NDJSON on all cores, and converts the largest file alone. Then it makes a Word document and a PDF file of
//! the texts and converts each alone, on one core. Memory is the peak of the whole process.

mod docx;
mod pdf;

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Instant;
use std::{env, fs};

use munidoc::batch;
use munidoc::decode::decode;
use munidoc::model::Output;
use munidoc::output::Format;
use munidoc::{Grammars, Options, convert};

/// Bytes of XML of the Word document.
const DOCX_BYTES: usize = 20_000_000;
/// Pages of the PDF file.
const PDF_PAGES: usize = 60;
/// How often a document is converted alone.
const ROUNDS: usize = 15;

fn main() {
    let args: Vec<String> = env::args().skip(1).filter(|a| !a.starts_with("--")).collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = args.first().map_or_else(
        || {
            [root.join("../shared/corpus"), root.join("corpus")]
                .into_iter()
                .find(|p| p.is_dir())
                .expect("a folder of texts")
        },
        PathBuf::from,
    );
    let megabytes: usize = args.get(1).and_then(|n| n.parse().ok()).unwrap_or(200);

    let mut texts: Vec<(PathBuf, Vec<u8>)> = fs::read_dir(&folder)
        .expect("the folder can be listed")
        .filter_map(|e| Some(e.ok()?.path()).filter(|p| p.extension().is_some_and(|x| x == "txt")))
        .map(|p| (p.clone(), fs::read(&p).expect("the text can be read")))
        .collect();
    texts.sort();
    let copies = tempfile::tempdir().expect("a folder for the copies");
    let (mut bytes, mut n) = (0, 0);
    while bytes < megabytes << 20 {
        for (path, text) in &texts {
            let name = format!("{n:06}-{}", path.file_name().unwrap_or_default().to_string_lossy());
            fs::write(copies.path().join(name), text).expect("the copy can be written");
            bytes += text.len();
            n += 1;
        }
    }
    println!("{n} files, {:.1} MB, from {}", bytes as f64 / 1e6, folder.display());

    let found = batch::inputs([copies.path()]);
    let start = Instant::now();
    let mut letters = 0;
    for input in &found.list {
        let text = input.read().expect("the copy can be read");
        letters += std::str::from_utf8(&text).map_or(0, str::len);
    }
    black_box(letters);
    report("read and check UTF-8, one thread", bytes, start);

    let grammars = Grammars::builtin();
    let options = Options::default();
    for jobs in [1, 0] {
        let start = Instant::now();
        let mut written = 0;
        let make = |_: &batch::Input, _: &[u8], output| {
            let mut line = Vec::new();
            Format::Ndjson.write(&output, &mut line).expect("memory can be written");
            line
        };
        batch::run(&found.list, jobs, &options, &grammars, make, |_, line| {
            written += line.len();
            Ok::<(), std::convert::Infallible>(())
        })
        .expect("the sink takes all");
        let threads = if jobs == 0 { "all cores".to_owned() } else { format!("{jobs} thread") };
        report(&format!("convert to NDJSON, {threads}, {:.0} MB out", written as f64 / 1e6), bytes, start);
    }

    if let Some((path, text)) = texts.iter().max_by_key(|(_, t)| t.len()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        alone(&format!("convert {name} alone"), text, &grammars, |_| format!("{} KB", text.len() / 1000));
    }
    let texts: Vec<String> = texts.iter().map(|(_, bytes)| decode(bytes, None).text).collect();
    let (document, xml) = docx::document(&texts, DOCX_BYTES);
    alone(&format!("convert docx, {:.0} MB of XML", xml as f64 / 1e6), &document, &grammars, |ms| {
        format!("{:.1} MB/s of XML", xml as f64 / 1e3 / ms)
    });
    let file = pdf::file(&texts, PDF_PAGES);
    alone(&format!("convert pdf, {PDF_PAGES} pages of text"), &file, &grammars, |ms| {
        format!("{:.1} ms a page", ms / PDF_PAGES as f64)
    });
    if let Some(kilobytes) = peak_memory() {
        println!("{:<52} {:>8.0} MB", "peak memory of this process", kilobytes as f64 / 1e3);
    }
}

/// Converts one document several times; `more` says more of the median in milliseconds.
fn alone(what: &str, bytes: &[u8], grammars: &Grammars, more: impl Fn(f64) -> String) {
    let mut times: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            let output = convert(black_box(bytes), &Options::default(), grammars);
            let time = start.elapsed().as_secs_f64() * 1e3;
            assert!(matches!(output, Output::Document(_)), "{what}: not read");
            time
        })
        .collect();
    times.sort_by(f64::total_cmp);
    let median = times[ROUNDS / 2];
    println!("{what:<52} {median:>8.1} ms median, {:.1} ms best ({})", times[0], more(median));
}

fn report(what: &str, bytes: usize, start: Instant) {
    let seconds = start.elapsed().as_secs_f64();
    println!("{what:<52} {seconds:>8.2} s {:>8.1} MB/s", bytes as f64 / 1e6 / seconds);
}

/// Peak resident memory in kilobytes, where the system tells.
fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|l| l.strip_prefix("VmHWM:"))?.split_whitespace().next()?.parse().ok()
}
