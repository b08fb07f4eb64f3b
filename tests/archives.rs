//! Archives, as people convert them.
#![cfg(all(feature = "cli", feature = "office"))]

mod common;

use std::io::{Cursor, Write};

use common::{Bench, words};
use zip::write::{SimpleFileOptions, ZipWriter};

fn packed(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a member");
        zip.write_all(bytes).expect("its bytes");
    }
    zip.finish().expect("an archive").into_inner()
}

fn order(number: usize) -> String {
    format!("ПРИКАЗ\n\nот 14.03.2025 № {number}\n\nО создании комиссии\n\nПриказываю:\n\n1. Создать комиссию.\n")
}

/// Two orders, one of them in an archive inside, a picture, and a member in windows-1251.
fn sample() -> Vec<u8> {
    let windows = encoding_rs::WINDOWS_1251.encode(&order(3)).0.into_owned();
    let inner = packed(&[("Приказ № 2.txt", order(2).as_bytes()), ("logo.bmp", b"BM\0\0")]);
    packed(&[("inner.zip", &inner), ("Приложения/Приказ.txt", order(1).as_bytes()), ("old.txt", &windows)])
}

#[test]
fn an_archive_gives_the_results_of_its_members() {
    let bench = Bench::with(&[("in/a.zip", &sample()), ("in/b.txt", b"text")]);
    let run = bench.run(&["convert", "in", "-v"]).ends(0);
    let results = run.lines();
    let paths: Vec<_> = results.iter().filter_map(|r| r["source"]["path"].as_str()).collect();
    assert_eq!(
        paths,
        ["in/a.zip!inner.zip!Приказ № 2.txt", "in/a.zip!old.txt", "in/a.zip!Приложения/Приказ.txt", "in/b.txt"]
    );
    for (result, number) in results.iter().zip(["2", "3", "1"]) {
        assert_eq!(result["parts"][0]["act"]["number"], number);
        assert!(words(result).contains("О создании комиссии"));
    }
    run.says("4 documents, 0 failures, 1 file skipped").says("in/a.zip!inner.zip!logo.bmp: skipped, no reader for it");
}

#[test]
fn each_member_has_its_file() {
    let bench = Bench::with(&[("a.zip", &sample()), ("b.zip", &packed(&[("../../up.txt", b"up"), ("/up.txt", b"2")]))]);
    bench.run(&["convert", "a.zip", "b.zip", "-o", "."]).ends(0);
    assert_eq!(
        bench.files(),
        [
            "a.zip",
            "a.zip!/inner.zip!/Приказ № 2.json",
            "a.zip!/old.json",
            "a.zip!/Приложения/Приказ.json",
            "b.zip",
            "b.zip!/up.json",
            "b.zip!/up.txt.json"
        ]
    );
    assert!(bench.read("b.zip!/up.json").contains("\"path\": \"b.zip!../../up.txt\""));
}

#[test]
fn threads_do_not_change_the_results() {
    let texts: Vec<(String, String)> = (0..60).map(|i| (format!("{:02}/{i}.txt", i % 7), order(i))).collect();
    let members: Vec<(&str, &[u8])> = texts.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    let inner = packed(&members);
    let bench = Bench::with(&[("a.zip", &packed(&[("x.zip", &inner), ("y.zip", &inner), ("z.txt", b"z")]))]);
    let alone = bench.run(&["convert", "a.zip", "-j", "1"]).ends(0).out;
    assert_eq!(alone.lines().count(), 121);
    for jobs in ["2", "8"] {
        assert!(bench.run(&["convert", "a.zip", "-j", jobs]).ends(0).out == alone, "{jobs}");
    }
}

#[test]
fn an_archive_may_come_on_standard_input() {
    let bench = Bench::with(&[]);
    let run = bench.run_with(&["convert", "-"], &sample()).ends(0);
    assert_eq!(run.lines().len(), 3);
    assert_eq!(run.lines()[2]["source"]["path"], "-!Приложения/Приказ.txt");
    bench.run_with(&["convert", "-", "-o", "out"], &sample()).ends(0);
    assert!(bench.files().contains(&"out/stdin!/Приложения/Приказ.json".to_owned()), "{:?}", bench.files());
    // A text that begins like one.
    let run = bench.run_with(&["convert", "-"], "PK — посёлок Красный\n".as_bytes()).ends(0);
    assert_eq!(words(&run.lines()[0]), "PK — посёлок Красный");
}

#[test]
fn one_member_can_be_inspected_and_verified() {
    let bench = Bench::with(&[("a.zip", &sample())]);
    let run = bench.run(&["inspect", "a.zip!Приложения/Приказ.txt", "--stage", "text"]).ends(0);
    assert!(run.out.contains("от 14.03.2025 № 1"), "{}", run.out);
    let run = bench.run(&["inspect", "a.zip!inner.zip!Приказ № 2.txt"]).ends(0);
    assert!(run.out.contains("Создать комиссию"), "{}", run.out);
    let run = bench.run(&["verify", "a.zip"]).ends(0);
    assert_eq!(run.out.matches(": whole, ").count(), 3, "{}", run.out);
    bench.run(&["inspect", "a.zip"]).ends(2).says("holds 3 documents").says("archive.zip!name");
    bench.run(&["inspect", "a.zip!no.txt"]).ends(1).says("a.zip!no.txt: the archive has no such member");
}

#[test]
fn archives_that_are_not_read_have_their_records() {
    let broken = &sample()[..100];
    let bench = Bench::with(&[
        ("in/a.rar", b"Rar!\x1a\x07\x01\0"),
        ("in/b.7z", b"7z\xBC\xAF\x27\x1C\0\x04"),
        ("in/c.zip", broken),
        ("in/d.txt", b"d"),
        ("in/e.zip", &packed(&[("old.rar", b"Rar!\x1a\x07\x01\0")])),
    ]);
    let run = bench.run(&["convert", "in"]).ends(1);
    let results = run.lines();
    let codes: Vec<_> = results.iter().map(|r| r["error"]["code"].as_str().unwrap_or("read")).collect();
    assert_eq!(codes, ["unsupported", "unsupported", "broken", "read", "unsupported"]);
    assert_eq!(results[4]["source"]["path"], "in/e.zip!old.rar");
    run.says("in/a.rar: RAR archives are not opened; unpack it first").says("1 document, 4 failures");
}

/// A mail with its text in two forms, a picture inside it, an attached order and an attached mail with one more.
fn mail() -> Vec<u8> {
    let base64 = |bytes: &[u8]| {
        const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let digit = |chunk: &[u8], i: usize| {
            let bits = chunk.iter().fold(0u32, |n, b| n << 8 | u32::from(*b)) << (8 * (3 - chunk.len()));
            if i <= chunk.len() { DIGITS[(bits >> (18 - 6 * i) & 63) as usize] as char } else { '=' }
        };
        let text: Vec<char> = bytes.chunks(3).flat_map(|c| (0..4).map(move |i| digit(c, i))).collect();
        text.chunks(76).map(|line| line.iter().collect::<String>() + "\r\n").collect::<String>()
    };
    let koi = |text: &str| {
        let (bytes, ..) = encoding_rs::KOI8_R.encode(text);
        bytes.iter().map(|b| format!("={b:02X}")).collect::<String>()
    };
    let docx =
        std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/docx-order/input.docx")).expect("a fixture");
    let inner = format!(
        "From: c@d.example\r\nSubject: 2\r\nContent-Type: multipart/mixed; boundary=z\r\n\r\n--z\r\nContent-Type: text/plain\r\n\r\ninner text\r\n--z\r\nContent-Type: text/plain; charset=utf-8; name*=utf-8''%D0%9F%D0%BB%D0%B0%D0%BD.txt\r\nContent-Transfer-Encoding: base64\r\n\r\n{}--z--\r\n",
        base64(order(2).as_bytes())
    );
    format!(
        "Return-Path: <a@b.example>\r\nFrom: =?koi8-r?Q?{}?= <a@b.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: multipart/alternative; boundary=y\r\n\r\n--y\r\nContent-Type: text/plain; charset=koi8-r\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{}\r\n--y\r\nContent-Type: multipart/related; boundary=r\r\n\r\n--r\r\nContent-Type: text/html; charset=koi8-r\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>{}</p>\r\n--r\r\nContent-Type: image/png; name=logo.png\r\nContent-Id: <logo>\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--r--\r\n--y--\r\n--x\r\nContent-Type: application/octet-stream; name=\"=?utf-8?B?0J/RgNC40LrQsNC3LmRvY3g=?=\"\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\n{}--x\r\nContent-Type: message/rfc822\r\n\r\n{inner}\r\n--x--\r\n",
        koi("Глава"),
        koi("Направляем приказ"),
        koi("Направляем приказ"),
        base64(&docx)
    )
    .into_bytes()
}

#[test]
fn a_mail_gives_the_results_of_its_parts() {
    let zip = packed(&[("letter.eml", &mail())]);
    let bench = Bench::with(&[("in/a.eml", &mail()), ("in/b.zip", &zip), ("sent", &mail())]);
    let run = bench.run(&["convert", "in", "-v"]).ends(0);
    let results = run.lines();
    let paths: Vec<_> = results.iter().filter_map(|r| r["source"]["path"].as_str()).collect();
    let parts = ["body.html", "Приказ.docx", "part-8.eml!body.txt", "part-8.eml!План.txt"];
    let of = |mail: &str| parts.map(|part| format!("{mail}!{part}"));
    assert_eq!(paths, [of("in/a.eml"), of("in/b.zip!letter.eml")].concat());
    assert_eq!(words(&results[0]), "Направляем приказ");
    assert_eq!(results[1]["source"]["format"], "docx");
    assert_eq!(words(&results[2]), "inner text");
    assert_eq!(results[3]["parts"][0]["act"]["number"], "2");
    run.says("in/a.eml!logo.png: skipped");
    // One that was sent is known by its head, on standard input too.
    assert_eq!(bench.run(&["convert", "sent"]).ends(0).lines().len(), 4);
    assert_eq!(bench.run_with(&["convert", "-"], &mail()).ends(0).lines().len(), 4);
    bench.run(&["inspect", "in/a.eml!Приказ.docx", "--stage", "text"]).ends(0);
    bench.run(&["verify", "in/a.eml"]).ends(0);
}
