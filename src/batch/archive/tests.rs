use std::collections::BTreeSet;
use std::fs;
use std::io::Write;

use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

use super::super::inputs::{Input, Inputs, inputs};
use super::*;
use crate::options::{MAX_ENTRIES, MAX_NESTED_ARCHIVES};

const ORDER: &[u8] = "ПРИКАЗ\n\nО создании комиссии\n".as_bytes();

fn packed_by(members: &[(&str, &[u8])], options: SimpleFileOptions) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        if name.ends_with('/') {
            zip.add_directory(*name, options).unwrap();
        } else {
            zip.start_file(*name, options).unwrap();
            zip.write_all(bytes).unwrap();
        }
    }
    zip.finish().unwrap().into_inner()
}

fn packed(members: &[(&str, &[u8])]) -> Vec<u8> {
    packed_by(members, SimpleFileOptions::default())
}

fn stored(members: &[(&str, &[u8])]) -> Vec<u8> {
    packed_by(members, SimpleFileOptions::default().compression_method(CompressionMethod::Stored))
}

/// Puts `new` in place of `old`, which is as long, everywhere.
fn patched(bytes: &[u8], old: &[u8], new: &[u8]) -> Vec<u8> {
    assert_eq!(old.len(), new.len());
    let mut out = bytes.to_vec();
    let places: Vec<usize> = (0..out.len()).filter(|&i| out[i..].starts_with(old)).collect();
    assert!(!places.is_empty());
    for at in places {
        out[at..at + new.len()].copy_from_slice(new);
    }
    out
}

/// Where the headers of the members begin in the directory.
fn directory_headers(bytes: &[u8]) -> Vec<usize> {
    (0..bytes.len()).filter(|&i| bytes[i..].starts_with(b"PK\x01\x02")).collect()
}

/// A folder with the file `a.zip`.
struct Bench(tempfile::TempDir);

impl Bench {
    fn with(bytes: &[u8]) -> Bench {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("a.zip"), bytes).unwrap();
        Bench(dir)
    }

    fn of(&self, path: &str) -> Inputs {
        inputs([self.0.path().join(path)])
    }

    /// Paths behind the folder.
    fn paths(&self, inputs: &Inputs) -> Vec<String> {
        inputs.list.iter().map(|i| self.short(&i.path)).collect()
    }

    fn skipped(&self, inputs: &Inputs) -> Vec<String> {
        inputs.skipped.iter().map(|p| self.short(p.to_str().unwrap())).collect()
    }

    fn short(&self, path: &str) -> String {
        path.strip_prefix(self.0.path().to_str().unwrap()).unwrap()[1..].replace('\\', "/")
    }
}

fn names(inputs: &Inputs) -> Vec<String> {
    inputs.list.iter().map(|i| i.name.to_str().unwrap().replace('\\', "/")).collect()
}

/// Code and message of the failure of an input.
fn failure(input: &Input) -> (String, String) {
    let error = input.read().expect_err("a failure").error;
    assert_eq!(error.stage, "read");
    (error.code, error.message)
}

#[track_caller]
fn fails(inputs: &Inputs, code: &str, words: &str) {
    assert_eq!(inputs.list.len(), 1, "{:?}", inputs.list);
    let (found, message) = failure(&inputs.list[0]);
    assert_eq!(found, code, "{message}");
    assert!(message.contains(words), "{message}");
}

#[test]
fn every_member_is_a_document() {
    let bench = Bench::with(&packed(&[
        ("b/", b""),
        ("b/order.txt", ORDER),
        ("a.TEXT", b"text"),
        ("logo.bmp", b"BM\0\0\0\0"),
        ("b/~$order.txt", b"owner"),
        ("__MACOSX/b/._order.txt", b"resource"),
        (".DS_Store", b"\0\0\0\x01Bud1"),
    ]));
    let found = bench.of("a.zip");
    assert_eq!(bench.paths(&found), ["a.zip!a.TEXT", "a.zip!b/order.txt"]);
    assert_eq!(names(&found), ["a.zip!/a.TEXT", "a.zip!/b/order.txt"]);
    assert_eq!(
        bench.skipped(&found),
        ["a.zip!.DS_Store", "a.zip!__MACOSX/b/._order.txt", "a.zip!b/~$order.txt", "a.zip!logo.bmp"]
    );
    // As often as it is asked for, also when the archive was closed behind its last member.
    for _ in 0..3 {
        assert_eq!(found.list[0].read().unwrap(), b"text");
        assert_eq!(found.list[1].read().unwrap(), ORDER);
    }
    assert_eq!(found.list[1].file(), None);
    assert_eq!(bench.paths(&inputs([bench.0.path()])), ["a.zip!a.TEXT", "a.zip!b/order.txt"]);
}

#[test]
fn an_archive_is_open_from_its_first_member_to_its_last() {
    let archive = Archive::of_bytes(stored(&[("a.txt", b"1"), ("b.txt", b"2")]).into());
    let is_open = || archive.open.lock().unwrap().packed.is_some();
    archive.expect(2);
    assert!(!is_open());
    assert_eq!(archive.read(1).unwrap(), b"2");
    assert!(is_open());
    assert_eq!(archive.read(0).unwrap(), b"1");
    assert!(!is_open());
}

#[test]
fn what_is_inside_decides_what_is_an_archive() {
    let document = packed(&[("[Content_Types].xml", b"<Types/>"), ("notes.txt", ORDER)]);
    let bench = Bench::with(&document);
    assert_eq!(bench.paths(&bench.of("a.zip")), ["a.zip"]);
    // Inside an archive, whatever it is called; signatures of members are looked at where the extension says nothing.
    let inner = packed(&[("x.txt", ORDER)]);
    let bench = Bench::with(&packed(&[("form.zip", &document), ("inner.dat", &inner), ("old.dat", b"Rar!\x1a\x07\0")]));
    let found = bench.of("a.zip");
    assert_eq!(bench.paths(&found), ["a.zip!form.zip", "a.zip!inner.dat!x.txt", "a.zip!old.dat"]);
    assert_eq!(found.list[1].read().unwrap(), ORDER);
    assert!(found.skipped.is_empty());
    // A file that is an archive is one under any name.
    fs::write(bench.0.path().join("b.txt"), &inner).unwrap();
    assert_eq!(bench.paths(&bench.of("b.txt")), ["b.txt!x.txt"]);
}

#[test]
fn names_of_dos_and_windows_are_decoded() {
    let bytes = stored(&[("AAAAAAAAAA/BBBBBBB.txt", ORDER)]);
    for (encoding, flag) in [(encoding_rs::IBM866, false), (encoding_rs::WINDOWS_1251, true)] {
        let name = encoding.encode("Приложения/Паспорт").0;
        let bench = Bench::with(&patched(&bytes, b"AAAAAAAAAA/BBBBBBB", &name));
        let found = bench.of("a.zip");
        assert_eq!(bench.paths(&found), ["a.zip!Приложения/Паспорт.txt"], "{flag}");
        assert_eq!(names(&found), ["a.zip!/Приложения/Паспорт.txt"]);
        assert_eq!(found.list[0].read().unwrap(), ORDER);
    }
}

#[test]
fn names_that_lead_elsewhere_stay_below_the_results() {
    let bench = Bench::with(&packed(&[("../../up.txt", b"1"), ("/etc/root.txt", b"2"), ("C:\\drive.txt", b"3")]));
    let found = bench.of("a.zip");
    assert_eq!(bench.paths(&found), ["a.zip!../../up.txt", "a.zip!/etc/root.txt", "a.zip!C:/drive.txt"]);
    assert_eq!(names(&found), ["a.zip!/up.txt", "a.zip!/etc/root.txt", "a.zip!/C_/drive.txt"]);
}

#[test]
fn a_member_can_be_named() {
    let inner = packed(&[("d/x.txt", ORDER), ("d/y.txt", b"y"), ("z.bin", b"z")]);
    let bench = Bench::with(&packed(&[("in.zip", &inner), ("in.zip.txt", b"1"), ("README", b"2")]));
    let paths = |path: &str| bench.paths(&bench.of(path));
    assert_eq!(paths("a.zip!in.zip!d/x.txt"), ["a.zip!in.zip!d/x.txt"]);
    assert_eq!(paths("a.zip!in.zip!d"), ["a.zip!in.zip!d/x.txt", "a.zip!in.zip!d/y.txt"]);
    assert_eq!(paths("a.zip!in.zip"), ["a.zip!in.zip!d/x.txt", "a.zip!in.zip!d/y.txt"]);
    assert_eq!(bench.of("a.zip!in.zip!d/x.txt").list[0].read().unwrap(), ORDER);
    // What is named is tried whatever its extension.
    assert_eq!(bench.of("a.zip!README").list[0].read().unwrap(), b"2");
    assert_eq!(bench.of("a.zip!in.zip!z.bin").list[0].read().unwrap(), b"z");
    fails(&bench.of("a.zip!no.txt"), "not_found", "no such member");
    assert_eq!(paths("a.zip!in.zip!no.txt"), ["a.zip!in.zip!no.txt"]);
    // A file whose name has an exclamation mark is a file.
    fs::write(bench.0.path().join("a!b.txt"), b"3").unwrap();
    assert_eq!(bench.of("a!b.txt").list[0].read().unwrap(), b"3");
}

#[test]
fn archives_inside_each_other_end() {
    let mut bytes = packed(&[("x.txt", ORDER)]);
    for depth in 1..=MAX_NESTED_ARCHIVES {
        let bench = Bench::with(&bytes);
        let found = bench.of("a.zip");
        assert_eq!(bench.paths(&found), [format!("a.zip!{}x.txt", "in.zip!".repeat(depth - 1))]);
        assert_eq!(found.list[0].read().unwrap(), ORDER);
        bytes = packed(&[("in.zip", &bytes)]);
    }
    let bench = Bench::with(&bytes);
    fails(&bench.of("a.zip"), "limit", "more than 3 archives inside each other");
    assert_eq!(bench.paths(&bench.of("a.zip")), ["a.zip!in.zip!in.zip!in.zip"]);
}

#[test]
fn too_many_members_are_refused() {
    let names: Vec<String> = (0..MAX_ENTRIES).map(|i| format!("{i}.txt")).collect();
    let members: Vec<(&str, &[u8])> = names.iter().map(|n| (n.as_str(), &b""[..])).collect();
    let full = stored(&members);
    assert_eq!(Bench::with(&full).of("a.zip").list.len(), MAX_ENTRIES);
    // With those of the archives inside: this has one more.
    fails(&Bench::with(&stored(&[("in.zip", &full)])).of("a.zip"), "limit", "more than 10000 members");
}

#[test]
fn promises_of_bytes_are_limited() {
    // Sizes stand 24 bytes into a header of the directory, 22 into that of the member.
    let bytes = stored(&[("a.txt", b"1"), ("b.txt", b"2")]);
    let promise = |bytes: &[u8], size: u32| {
        let mut out = bytes.to_vec();
        for at in directory_headers(bytes) {
            out[at + 24..at + 28].copy_from_slice(&size.to_le_bytes());
        }
        out
    };
    fails(&Bench::with(&promise(&bytes, 3 << 30)).of("a.zip"), "limit", "more than 4 GiB");
    for (size, code, words) in [
        (1 << 30, "too_large", "at most 64 MiB"),
        (60 << 20, "limit", "150 times its size"),
        (5000, "broken", "damaged"),
    ] {
        let bench = Bench::with(&promise(&bytes, size));
        let found = bench.of("a.zip");
        assert_eq!(found.list.len(), 2);
        let (found, message) = failure(&found.list[1]);
        assert_eq!((found.as_str(), message.contains(words)), (code, true), "{message}");
    }
}

#[test]
fn bombs_are_refused() {
    let bench = Bench::with(&packed(&[("zeros.txt", &vec![b'0'; 20 << 20]), ("a.txt", ORDER)]));
    let found = bench.of("a.zip");
    assert_eq!(found.list[0].read().unwrap(), ORDER);
    assert_eq!(failure(&found.list[1]).0, "limit");
    // Two names for the same bytes.
    let bytes = packed(&[("a.txt", ORDER), ("b.txt", ORDER)]);
    let headers = directory_headers(&bytes);
    let mut shared = bytes.clone();
    shared.copy_within(headers[0] + 42..headers[0] + 46, headers[1] + 42);
    fails(&Bench::with(&shared).of("a.zip"), "limit", "share their bytes");
}

#[test]
fn encrypted_members_say_what_to_do() {
    let mut bytes = packed(&[("a.txt", ORDER), ("b.txt", ORDER), ("c.zip", b"?"), ("d", b"?")]);
    for at in directory_headers(&bytes) {
        bytes[at + 8] |= 1;
    }
    let bench = Bench::with(&bytes);
    let found = bench.of("a.zip");
    assert_eq!(bench.paths(&found), ["a.zip!a.txt", "a.zip!b.txt", "a.zip!c.zip"]);
    assert_eq!(bench.skipped(&found), ["a.zip!d"]);
    for input in &found.list {
        let (code, message) = failure(input);
        assert_eq!(code, "encrypted");
        assert!(message.contains("unpack the archive with its password"), "{message}");
    }
}

#[test]
fn damage_stays_in_its_member() {
    let bytes = stored(&[("a.txt", b"12345678"), ("b.txt", ORDER), ("c.zip", b"PK\x03\x04 and no more")]);
    let bench = Bench::with(&patched(&bytes, b"12345678", b"12345679"));
    let found = bench.of("a.zip");
    assert_eq!(failure(&found.list[0]).0, "broken");
    assert_eq!(found.list[1].read().unwrap(), ORDER);
    let (code, message) = failure(&found.list[2]);
    assert_eq!((code.as_str(), message.contains("the archive is broken")), ("broken", true), "{message}");
    // A method of packing that is not read: 14 is LZMA.
    let mut bytes = bytes;
    let at = directory_headers(&bytes)[0];
    bytes[at + 10] = 14;
    let (code, message) = failure(&Bench::with(&bytes).of("a.zip").list[0]);
    assert_eq!((code.as_str(), message.contains("unpack it first")), ("unsupported", true), "{message}");
}

#[test]
fn any_prefix_and_any_changed_byte_ends_well() {
    let inner = packed(&[("x.txt", ORDER)]);
    let bytes = packed(&[("a.txt", ORDER), ("in.zip", &inner), ("b/c", b"%PDF-")]);
    let look = |bytes: &[u8]| {
        let mut out = Inputs::default();
        let of = inputs(["no-such-file.zip"]).list.remove(0);
        Listing::new(&mut out, None).add(Archive::of_bytes(bytes.into()), of);
        assert!(out.list.len() + out.skipped.len() > 0);
        out.list.iter().map(|i| i.read().map_or_else(|f| f.error.code, |_| "read".to_owned())).collect::<BTreeSet<_>>()
    };
    for end in 0..bytes.len() {
        assert_eq!(look(&bytes[..end]), BTreeSet::from(["broken".to_owned()]), "{end}");
    }
    for at in 0..bytes.len() {
        for change in [0x01, 0x80, 0xFF] {
            let mut changed = bytes.clone();
            changed[at] ^= change;
            look(&changed);
        }
    }
}

#[test]
fn members_of_the_same_name_are_not_lost_in_silence() {
    let bytes = stored(&[("aa.txt", b"1"), ("ab.txt", b"2")]);
    let bench = Bench::with(&patched(&bytes, b"ab.txt", b"aa.txt"));
    let found = bench.of("a.zip");
    assert_eq!(bench.paths(&found), ["a.zip", "a.zip!aa.txt"]);
    assert!(failure(&found.list[0]).1.contains("several members have the same name"));
    assert_eq!(found.list[1].read().unwrap(), b"2");
}

#[test]
fn an_archive_of_nothing_is_skipped() {
    let bench = Bench::with(&packed(&[]));
    let found = bench.of("a.zip");
    assert_eq!((bench.paths(&found).len(), bench.skipped(&found)), (0, vec!["a.zip".to_owned()]));
}
