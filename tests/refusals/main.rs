//! Damaged and locked files of every format: each gives one result that says what is wrong, and the others go on.
//!
//! The whole files are those of `fixtures/` and `tests/parity/exports/`; what is done to them is done here. `locked.pdf`
//! is a page that LibreOffice saved with a password to open it.
#![cfg(all(feature = "cli", feature = "office", feature = "doc", feature = "pdf"))]

#[path = "../common/mod.rs"]
#[allow(dead_code, reason = "each test uses its own part of the bench")]
mod common;
#[path = "../common/packages.rs"]
mod packages;

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use common::{Bench, words};
use packages::packed;
use serde_json::Value;

/// A whole file of each format, and its name.
const WHOLE: &[(&str, &str)] = &[
    ("a.docx", "fixtures/docx-order/input.docx"),
    ("a.doc", "fixtures/doc-resolution/input.doc"),
    ("a.odt", "tests/parity/exports/verhneozersk-conference.odt"),
    ("a.fodt", "fixtures/odt-numbered/input.fodt"),
    ("a.rtf", "fixtures/rtf-plan/input.rtf"),
    ("a.html", "fixtures/html-word/input.html"),
    ("a.mht", "fixtures/html-web-archive/input.mht"),
    ("a.xlsx", "fixtures/xlsx-indicators/input.xlsx"),
    ("a.csv", "fixtures/csv-roadmap/input.csv"),
    ("a.md", "fixtures/markdown-passport/input.md"),
    ("a.pdf", "tests/parity/exports/verhneozersk-conference.pdf"),
    ("a.png", "tests/scans/order.png"),
];

const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

fn whole(path: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("a whole file")
}

/// Bytes without any order, always the same ones.
fn junk(length: usize) -> Vec<u8> {
    let mut state = 88_172_645_463_325_252_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state as u8
    };
    (0..length).map(|_| next()).collect()
}

/// Converts the files and a good one behind them; the results of all but the good one.
fn converted(files: &[(String, Vec<u8>)]) -> Vec<Value> {
    let mut all: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    all.push(("z.txt", "План".as_bytes()));
    let bench = Bench::with(&all);
    let mut args = vec!["convert"];
    args.extend(all.iter().map(|(name, _)| *name));
    let run = bench.run(&args);
    let mut results = run.lines();
    assert_eq!(words(&results.pop().expect("a result")), "План");
    assert_eq!(results.len(), files.len(), "{}", run.err);
    results
}

/// The code of a failure with a message that says more than the code; `read` for a document.
fn code(result: &Value) -> &str {
    let Some(code) = result["error"]["code"].as_str() else { return "read" };
    let message = result["error"]["message"].as_str().unwrap_or_default();
    let says_what_to_do = message.contains(';') || message.contains(':');
    assert!(code != "panic" && message.len() > 20 && says_what_to_do, "{code}: {message}");
    code
}

fn findings(result: &Value) -> Vec<&str> {
    result["diagnostics"].as_array().into_iter().flatten().filter_map(|d| d["code"].as_str()).collect()
}

#[test]
fn a_file_that_was_cut_is_read_in_part_or_refused() {
    let mut files = Vec::new();
    for (name, path) in WHOLE {
        let bytes = whole(path);
        for tenths in [1, 3, 5, 7, 9] {
            files.push((format!("{tenths}-{name}"), bytes[..bytes.len() * tenths / 10].to_vec()));
        }
    }
    for ((name, _), result) in files.iter().zip(converted(&files)) {
        let code = code(&result);
        let ending = name.rsplit('.').next().unwrap_or_default();
        match ending {
            // A package without its directory, at the end, cannot be opened.
            "docx" | "odt" | "xlsx" => assert_eq!(code, "broken", "{name}"),
            "doc" | "fodt" | "pdf" | "png" => assert!(["broken", "read"].contains(&code), "{name}: {code}"),
            // What is made of characters is read as far as it goes.
            _ => assert_eq!(code, "read", "{name}: {result}"),
        }
    }
}

#[test]
fn junk_behind_a_signature_is_refused() {
    let zip = [&whole("fixtures/docx-order/input.docx")[..60], &junk(4000)].concat();
    let cases: [(&str, Vec<u8>, &[&str]); 9] = [
        ("a.docx", zip.clone(), &["broken"]),
        ("a.odt", zip.clone(), &["broken"]),
        ("a.xlsx", zip, &["broken"]),
        ("a.doc", [COMPOUND, &junk(4000)].concat(), &["broken", "unsupported"]),
        ("a.xls", [COMPOUND, &junk(4000)].concat(), &["broken", "unsupported"]),
        ("a.pdf", [b"%PDF-1.7\n", &junk(4000)[..]].concat(), &["broken"]),
        ("a.png", [b"\x89PNG\r\n\x1a\n", &junk(4000)[..]].concat(), &["broken"]),
        ("a.tif", [b"II*\0", &junk(4000)[..]].concat(), &["broken"]),
        ("a.jpg", [b"\xff\xd8\xff\xe0", &junk(4000)[..]].concat(), &["broken"]),
    ];
    let files: Vec<(String, Vec<u8>)> = cases.iter().map(|(n, b, _)| (n.to_string(), b.clone())).collect();
    for ((name, _, codes), result) in cases.iter().zip(converted(&files)) {
        assert!(codes.contains(&code(&result)), "{name}: {result}");
    }
}

/// A compound file with the streams of an encrypted package (\[MS-OFFCRYPTO\] 2.3.4).
fn locked_package() -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("a compound file");
    for name in ["EncryptionInfo", "EncryptedPackage"] {
        file.create_stream(name).and_then(|mut s| s.write_all(&junk(5000))).expect("a stream");
    }
    file.into_inner().into_inner()
}

/// A workbook of BIFF8 whose records are encrypted: FILEPASS stands behind the first BOF (\[MS-XLS\] 2.4.117).
fn locked_workbook() -> Vec<u8> {
    let bof = [9, 8, 16, 0, 0, 6, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    let mut stream = bof.to_vec();
    stream.extend([0x2f, 0, 6, 0, 0, 0, 1, 2, 3, 4]);
    stream.extend(junk(5000));
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("a compound file");
    file.create_stream("Workbook").and_then(|mut s| s.write_all(&stream)).expect("a stream");
    file.into_inner().into_inner()
}

/// The Word document with the flag of encryption in its head (\[MS-DOC\] 2.5.2).
fn locked_doc() -> Vec<u8> {
    let mut bytes = whole("fixtures/doc-resolution/input.doc");
    let fib = bytes.windows(4).position(|w| w[..2] == [0xec, 0xa5]).expect("the head of the document");
    bytes[fib + 11] |= 1;
    bytes
}

/// An OpenDocument package whose manifest says that its content is encrypted (part 2, section 4.4).
fn locked_odt(kind: &str) -> Vec<u8> {
    let manifest = "<manifest:manifest><manifest:file-entry manifest:full-path=\"content.xml\"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>";
    let kind = format!("application/vnd.oasis.opendocument.{kind}");
    let parts =
        [("mimetype", kind.as_bytes()), ("content.xml", &junk(500)), ("META-INF/manifest.xml", manifest.as_bytes())];
    packed(&parts)
}

/// Sets the bit of encryption in both heads of every member (APPNOTE.TXT 4.4.4).
fn locked_zip(mut zip: Vec<u8>) -> Vec<u8> {
    for (signature, flags) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        let places: Vec<usize> = (0..zip.len()).filter(|&i| zip[i..].starts_with(signature)).collect();
        places.into_iter().for_each(|at| zip[at + flags] |= 1);
    }
    zip
}

#[test]
fn a_file_with_a_password_says_so() {
    let order = whole("fixtures/docx-order/input.docx");
    let files: Vec<(String, Vec<u8>)> = [
        ("a.docx", locked_package()),
        ("b.docx", locked_zip(order)),
        ("a.xlsx", locked_package()),
        ("a.doc", locked_doc()),
        ("a.xls", locked_workbook()),
        ("a.odt", locked_odt("text")),
        ("a.ods", locked_odt("spreadsheet")),
        ("a.pdf", whole("tests/refusals/locked.pdf")),
        ("a.zip", locked_zip(packed(&[("a.txt", b"text")]))),
    ]
    .map(|(name, bytes)| (name.to_owned(), bytes))
    .into();
    for ((name, _), result) in files.iter().zip(converted(&files)) {
        assert_eq!(code(&result), "encrypted", "{name}: {result}");
        let message = result["error"]["message"].as_str().unwrap_or_default();
        assert!(message.contains("encrypted") && message.contains("password"), "{name}: {message}");
    }
}

#[test]
fn a_damaged_member_of_an_archive_leaves_the_others() {
    let zip = packed(&[("a.txt", b"first"), ("b.txt", b"second"), ("c.txt", b"third")]);
    let at = |what: &[u8]| zip.windows(what.len()).position(|w| w == what).expect("it is there");
    // Another letter in the bytes of the second member; a head of it that is none.
    let (mut letter, mut head) = (zip.clone(), zip.clone());
    letter[at(b"second")] = b'S';
    head[at(b"b.txt") - 30] = b'X';
    for zip in [letter, head] {
        let bench = Bench::with(&[("a.zip", &zip)]);
        let run = bench.run(&["convert", "a.zip"]).ends(1);
        let results = run.lines();
        let paths: Vec<_> = results.iter().filter_map(|r| r["source"]["path"].as_str()).collect();
        assert_eq!(paths, ["a.zip!a.txt", "a.zip!b.txt", "a.zip!c.txt"]);
        assert_eq!(results.iter().map(code).collect::<Vec<_>>(), ["read", "broken", "read"]);
        assert_eq!(words(&results[2]), "third");
    }
}

#[test]
fn a_damaged_part_of_a_package_leaves_the_others() {
    let order = whole("tests/parity/exports/verhneozersk-conference.docx");
    let intact = converted(&[("a.docx".to_owned(), order.clone())]);
    for (path, part) in [
        ("tests/parity/exports/verhneozersk-conference.docx", "word/styles.xml"),
        ("tests/parity/exports/verhneozersk-conference.odt", "styles.xml"),
    ] {
        let mut bytes = whole(path);
        // The checksum in the directory and at the member (4.3.12, 4.3.7).
        for (signature, name, crc) in [(b"PK\x01\x02", 46, 16), (b"PK\x03\x04", 30, 14)] {
            let is_it =
                |i: &usize| bytes[*i..].starts_with(signature) && bytes[*i + name..].starts_with(part.as_bytes());
            let at = (0..bytes.len()).find(is_it).expect("the part");
            bytes[at + crc] ^= 0xff;
        }
        let ending = path.rsplit('.').next().unwrap_or_default();
        let results = converted(&[(format!("a.{ending}"), bytes)]);
        assert_eq!(code(&results[0]), "read", "{path}: {}", results[0]["error"]);
        assert!(findings(&results[0]).contains(&"part-damaged"), "{path}: {:?}", findings(&results[0]));
        assert_eq!(words(&results[0]).len(), words(&intact[0]).len());
    }
}
