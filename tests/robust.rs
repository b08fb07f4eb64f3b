//! Whatever is done to a document, it is converted without a panic and no letter of it is lost.
//!
//! Documents: `corpus/`, and the hand-checked ones of `../shared` where they stand beside the checkout (else they are
//! skipped, and the test says so).

use std::fs;
use std::path::{Path, PathBuf};

use munidoc::decode::{Encoding, decode};
use munidoc::model::{Document, Output};
use munidoc::{Grammars, Options, convert, verify};

/// Prefixes that are tried of each document, besides those of its first bytes.
const PREFIXES: usize = 40;

fn documents() -> Vec<(PathBuf, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shared = std::env::var_os("MUNIDOC_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from);
    let mut folders = vec![root.join("corpus")];
    if shared.is_dir() {
        folders.extend(["corpus", "real/docs", "real/openings"].iter().map(|f| shared.join(f)));
    } else {
        println!("skipped: no hand-checked documents at {}", shared.display());
    }
    let mut out = Vec::new();
    for folder in folders {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        let mut paths: Vec<PathBuf> = entries
            .filter_map(|e| Some(e.ok()?.path()))
            .filter(|p| p.extension().is_some_and(|x| x == "txt"))
            .collect();
        paths.sort();
        out.extend(paths.into_iter().map(|p| (p.clone(), fs::read(&p).expect("the document can be read"))));
    }
    out
}

fn read(bytes: &[u8], g: &Grammars) -> Option<Document> {
    match convert(bytes, &Options::default(), g) {
        Output::Document(document) => Some(*document),
        Output::Failure(failure) => {
            assert_eq!(failure.error.code, "binary");
            None
        }
    }
}

/// Converts, and proves that every letter stands in one block or cell.
fn whole(bytes: &[u8], g: &Grammars, what: &str) {
    let Some(document) = read(bytes, g) else { return };
    let problems = verify::verify(&decode(bytes, None).text, &document);
    assert!(problems.is_empty(), "{what}: {:?}", &problems[..problems.len().min(3)]);
}

#[test]
fn every_prefix_is_read_whole() {
    let g = Grammars::builtin();
    for (path, bytes) in documents() {
        let tail = bytes.len().saturating_sub(PREFIXES);
        let step = (tail / PREFIXES).max(1) | 1;
        let cuts = (0..PREFIXES).chain((0..bytes.len()).step_by(step)).chain(tail..bytes.len());
        for cut in cuts.filter(|c| *c <= bytes.len()) {
            whole(&bytes[..cut], &g, &format!("{} cut at {cut}", path.display()));
        }
    }
}

#[test]
fn every_tail_is_read_whole() {
    let g = Grammars::builtin();
    for (path, bytes) in documents() {
        for cut in (0..bytes.len()).step_by((bytes.len() / 17).max(1) | 1) {
            whole(&bytes[cut..], &g, &format!("{} from {cut}", path.display()));
        }
    }
}

#[test]
fn every_re_encoding_is_read_whole() {
    let g = Grammars::builtin();
    for (path, bytes) in documents() {
        let text = decode(&bytes, None).text;
        for &encoding in Encoding::ALL {
            let (encoded, lost) = encode(&text, encoding);
            let what = format!("{} in {}", path.display(), encoding.name());
            whole(&encoded, &g, &what);
            // Where the charset has all characters, the text comes back as it was.
            if !lost && text.chars().filter(|c| c.is_alphabetic() && !c.is_ascii()).count() >= 100 {
                assert_eq!(decode(&encoded, None).text, text, "{what}");
            }
        }
    }
}

/// The text in `encoding`, and whether characters were lost.
fn encode(text: &str, encoding: Encoding) -> (Vec<u8>, bool) {
    let by = |e: &'static encoding_rs::Encoding| {
        let mut lost = false;
        let plain: String = text
            .chars()
            .map(|c| {
                let unknown = e.encode(c.encode_utf8(&mut [0; 4])).2;
                lost |= unknown;
                if unknown { '?' } else { c }
            })
            .collect();
        (e.encode(&plain).0.into_owned(), lost)
    };
    match encoding {
        Encoding::Utf8 => (text.as_bytes().to_vec(), false),
        Encoding::Utf16Le => (text.encode_utf16().flat_map(u16::to_le_bytes).collect(), false),
        Encoding::Utf16Be => (text.encode_utf16().flat_map(u16::to_be_bytes).collect(), false),
        Encoding::Windows1251 => by(encoding_rs::WINDOWS_1251),
        Encoding::Koi8R => by(encoding_rs::KOI8_R),
        Encoding::Ibm866 => by(encoding_rs::IBM866),
        Encoding::MacCyrillic => by(encoding_rs::X_MAC_CYRILLIC),
        Encoding::Iso8859_5 => by(encoding_rs::ISO_8859_5),
    }
}

#[test]
fn the_same_bytes_on_every_run() {
    let g = Grammars::builtin();
    for (path, bytes) in documents() {
        let once = || serde_json::to_string(&convert(&bytes, &Options::default(), &g)).expect("JSON");
        assert_eq!(once(), once(), "{}", path.display());
    }
}

#[test]
fn a_table_of_ten_thousand_columns_stands_as_it_is() {
    let row = |start: usize| (0..10_000).map(|i| format!("к{}", start + i)).collect::<Vec<_>>().join("\t");
    let head = "Показатель\tЕд. изм.\t".to_owned() + &row(0);
    let text = [head, row(10_000), row(20_000), String::new(), row(30_000)].join("\n");
    let g = Grammars::builtin();
    let document = read(text.as_bytes(), &g).expect("a text");
    assert!(verify::verify(&text, &document).is_empty());
    assert!(document.diagnostics.iter().any(|d| d.code == "table-too-wide"), "{:?}", document.diagnostics);
}

#[test]
fn deep_and_unclosed_markup_is_linear() {
    let g = Grammars::builtin();
    for text in [
        "<p>".repeat(200_000) + "слово",
        "<".repeat(300_000) + "слово",
        "&".repeat(300_000) + "слово",
        "**".repeat(200_000) + "слово",
        "[bookmark:".repeat(50_000) + "слово",
        "(".repeat(200_000) + "слово",
        "«".repeat(200_000) + "слово",
        "1. ".repeat(100_000) + "слово",
        "слово-\n".repeat(50_000),
        "№ ".repeat(150_000) + "слово",
        "от 01.01.2020 № 1 ".repeat(30_000),
        "|".repeat(300_000) + "слово",
        "а  б  ".repeat(100_000),
        "- а\n".repeat(100_000),
        "приложение\n".repeat(20_000),
        "Цель:\tа\n".repeat(20_000),
    ] {
        whole(text.as_bytes(), &g, &text.chars().take(20).collect::<String>());
    }
}

#[test]
fn junk_of_every_kind_is_read_or_refused() {
    let g = Grammars::builtin();
    let mut state = 88_172_645_463_325_252_u64;
    for round in 0..200 {
        let bytes: Vec<u8> = (0..600)
            .map(|_| {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                // Some rounds of any byte, some of what documents are made of.
                if round % 2 == 0 {
                    state as u8
                } else {
                    b"\t\n |-<p>1.2\xd0\xb0\xd0\x91\xe2\x84\x96;:\"("[state as usize % 22]
                }
            })
            .collect();
        whole(&bytes, &g, &format!("round {round}"));
    }
}
