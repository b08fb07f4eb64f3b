//! How often the charset of a text is found: `docs/encodings.md` is measured here, on the texts of `corpus/`.
//!
//! `MUNIDOC_UPDATE=1 cargo test --test encodings` writes it anew; that is refused where `CI` is set.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

use munidoc::decode::{Encoding, decode};

/// How samples are cut from a text.
#[derive(Clone, Copy)]
enum Cut {
    /// So many words with at least three Russian letters each on average, from every n-th word on.
    Words(usize, usize),
    /// So many Russian letters and the rest of the last word, from every n-th word on.
    Letters(usize, usize),
    /// So many Russian letters from every n-th character on, wherever that cuts words.
    Anywhere(usize, usize),
    /// All of it.
    Whole,
}

/// Rows of the table: name, cut, and whether no sample may be wrong.
const SIZES: &[(&str, Cut, bool)] = &[
    ("1 word", Cut::Words(1, 1), false),
    ("5 words", Cut::Words(5, 3), false),
    ("30 letters", Cut::Letters(30, 4), false),
    ("100 letters", Cut::Letters(100, 4), true),
    ("300 letters", Cut::Letters(300, 25), true),
    ("a whole document", Cut::Whole, true),
    ("100 letters, words cut", Cut::Anywhere(100, 25), false),
];

fn is_russian(c: char) -> bool {
    matches!(c, '\u{0410}'..='\u{044F}' | '\u{0401}' | '\u{0451}')
}

/// The texts of the corpus, sorted by name.
fn texts() -> Vec<String> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let entries = fs::read_dir(&dir).expect("the corpus can be listed").map(|e| e.expect("an entry").path());
    let mut paths: Vec<_> = entries.filter(|p| p.extension().is_some_and(|e| e == "txt")).collect();
    paths.sort();
    paths.iter().map(|p| decode(&fs::read(p).expect("a text"), None).text).collect()
}

fn samples(text: &str, cut: Cut) -> Vec<&str> {
    let russian = |s: &str| s.chars().filter(|&c| is_russian(c)).count();
    // Ends of so many letters from here on; `None` where there are fewer.
    let behind = |from: usize, letters: usize| {
        let mut found = text[from..].char_indices().filter(|&(_, c)| is_russian(c));
        found.nth(letters - 1).map(|(at, c)| from + at + c.len_utf8())
    };
    let word_end = |at: usize| text[at..].find(char::is_whitespace).map_or(text.len(), |n| at + n);
    let begins_word =
        |&(at, c): &(usize, char)| !c.is_whitespace() && text[..at].chars().next_back().is_none_or(char::is_whitespace);
    let words: Vec<usize> = text.char_indices().filter(begins_word).map(|(at, _)| at).collect();
    match cut {
        Cut::Words(count, step) => {
            let sample = |w: &[usize]| &text[w[0]..word_end(w[count - 1])];
            words.windows(count).step_by(step).map(sample).filter(|s| russian(s) >= 3 * count).collect()
        }
        Cut::Letters(letters, step) => {
            let sample = |from: &usize| behind(*from, letters).map(|end| &text[*from..word_end(end)]);
            words.iter().step_by(step).filter_map(sample).collect()
        }
        Cut::Anywhere(letters, step) => {
            let sample = |(from, _)| behind(from, letters).map(|end| &text[from..end]);
            text.char_indices().step_by(step).filter_map(sample).collect()
        }
        Cut::Whole => vec![text],
    }
}

/// The characters of a single-byte charset with their bytes; empty for the Unicode forms.
fn alphabet(encoding: Encoding) -> HashMap<char, u8> {
    if matches!(encoding, Encoding::Utf8 | Encoding::Utf16Le | Encoding::Utf16Be) {
        return HashMap::new();
    }
    let one = |byte: u8| decode(&[byte], Some(encoding)).text.chars().next().zip(Some(byte));
    (0..=255).filter_map(one).filter(|(c, _)| *c != '\u{FFFD}').collect()
}

/// The bytes of a text, and the text as far as the charset has its characters: others become `?`.
fn encode(text: &str, encoding: Encoding, alphabet: &HashMap<char, u8>) -> (Vec<u8>, String) {
    match encoding {
        Encoding::Utf8 => (text.as_bytes().to_vec(), text.to_owned()),
        Encoding::Utf16Le => (text.encode_utf16().flat_map(u16::to_le_bytes).collect(), text.to_owned()),
        Encoding::Utf16Be => (text.encode_utf16().flat_map(u16::to_be_bytes).collect(), text.to_owned()),
        _ => {
            let kept: String = text.chars().map(|c| if alphabet.contains_key(&c) { c } else { '?' }).collect();
            (kept.chars().map(|c| alphabet.get(&c).copied().unwrap_or(b'?')).collect(), kept)
        }
    }
}

/// Wrong samples of one size: encoded in, decoded as → how many.
type Wrong = BTreeMap<(&'static str, &'static str), usize>;

fn measure(texts: &[String], cut: Cut) -> (usize, Wrong) {
    let mut wrong = Wrong::new();
    let mut count = 0;
    for &encoding in Encoding::ALL {
        let alphabet = alphabet(encoding);
        let all = texts.iter().flat_map(|text| samples(text, cut));
        count = 0;
        for sample in all {
            count += 1;
            let (bytes, expected) = encode(sample, encoding, &alphabet);
            let got = decode(&bytes, None);
            if got.text != expected {
                *wrong.entry((encoding.name(), got.encoding.name())).or_default() += 1;
            }
        }
    }
    (count, wrong)
}

fn page(texts: &[String]) -> String {
    let names = Encoding::ALL.iter().map(|e| e.name());
    let mut out = "# Charsets, measured\n\n\
        How often a text without a byte order mark is decoded wrongly. This page is written by `tests/encodings.rs`.\n\n\
        Each sample is cut from a text of `corpus/`, encoded (characters that the charset lacks become `?`) and decoded \
        without a hint. It is wrong where any character differs; another charset that gives the same text is right. A \
        sample begins with a word and ends with one, except in the last row, where words are cut in two. No sample of \
        100 letters or more may be wrong; that is checked.\n\n"
        .to_owned();
    let _ = writeln!(out, "| size | samples | {} |", names.clone().collect::<Vec<_>>().join(" | "));
    let _ = writeln!(out, "|---|---:|{}", "---:|".repeat(Encoding::ALL.len()));
    let mut pairs = String::new();
    for &(size, cut, exact) in SIZES {
        let (count, wrong) = measure(texts, cut);
        assert!(!exact || wrong.is_empty(), "{size}: {wrong:?}");
        let _ = write!(out, "| {size} | {count} |");
        for name in names.clone() {
            let n: usize = wrong.iter().filter(|((from, _), _)| *from == name).map(|(_, n)| n).sum();
            let _ = write!(out, " {n} |");
        }
        out.push('\n');
        for ((from, to), n) in wrong {
            let _ = writeln!(pairs, "| {size} | {from} | {to} | {n} | {:.2} % |", 100.0 * n as f64 / count as f64);
        }
    }
    out += "\n## What is taken for what\n\n| size | encoded in | decoded as | samples | of all |\n|---|---|---|---:|---:|\n";
    out + &pairs
}

#[test]
fn the_table_of_charsets_is_current() {
    let page = page(&texts());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/encodings.md");
    if env::var_os("MUNIDOC_UPDATE").is_some() {
        assert!(
            env::var_os("CI").is_none(),
            "MUNIDOC_UPDATE rewrites files and is refused under CI: unset one of them"
        );
        fs::write(&path, &page).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    }
    let copy = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(
        copy == page,
        "docs/encodings.md is not current: run MUNIDOC_UPDATE=1 cargo test --test encodings and read the difference"
    );
}
