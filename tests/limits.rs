//! Limits that hold for every document: what lies beyond one is refused, or left out with a finding; nothing stops.
//!
//! Limits of one reader alone are tested beside it: ratio and size of packages, pictures, pages of PDF files, archives.
#![cfg(feature = "office")]

use std::io::{Cursor, Write};

use munidoc::model::{Document, Output};
use munidoc::options::{MAX_CELLS, MAX_DEPTH, MAX_ENTRIES};
use munidoc::{Grammars, Options, convert};
use zip::write::{SimpleFileOptions, ZipWriter};

fn output(bytes: &[u8], name: &str) -> Output {
    convert(bytes, &Options { path: name.to_owned(), ..Options::default() }, &Grammars::builtin())
}

fn document(bytes: &[u8], name: &str) -> Document {
    match output(bytes, name) {
        Output::Document(document) => *document,
        Output::Failure(failure) => panic!("{name}: {}", failure.error.message),
    }
}

/// What is said of the limit.
fn limits(document: &Document) -> Vec<&str> {
    document.diagnostics.iter().filter(|d| d.code == "limit-reached").map(|d| &*d.message).collect()
}

fn says(document: &Document, words: &str) {
    let said = limits(document);
    assert!(said.iter().any(|message| message.contains(words)), "{words}: {said:?}");
}

/// Every text of blocks and cells.
fn texts(document: &Document) -> String {
    let cells = document.tables.iter().flat_map(|t| &t.rows).flat_map(|r| &r.cells).flatten();
    document.blocks.iter().filter_map(|b| b.text.as_ref()).chain(cells).cloned().collect::<Vec<_>>().join(" ")
}

fn nested(open: &str, close: &str, inner: &str) -> String {
    let n = MAX_DEPTH * 3;
    open.repeat(n) + inner + &close.repeat(n)
}

const WORDML: (&str, &str) = (
    "<?xml version=\"1.0\"?><?mso-application progid=\"Word.Document\"?>\
     <w:wordDocument xmlns:w=\"http://schemas.microsoft.com/office/word/2003/wordml\"><w:body>",
    "<w:p><w:r><w:t>Конец</w:t></w:r></w:p></w:body></w:wordDocument>",
);
const FODT: (&str, &str) = (
    "<?xml version=\"1.0\"?><office:document xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
     xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" \
     xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
     office:mimetype=\"application/vnd.oasis.opendocument.text\"><office:body><office:text><text:p>Начало</text:p>",
    "</office:text></office:body></office:document>",
);

#[test]
fn deep_elements_are_left_out_with_a_finding() {
    let deep = nested("<w:sect>", "</w:sect>", "<w:p><w:r><w:t>внутри</w:t></w:r></w:p>");
    let found = document((WORDML.0.to_owned() + &deep + WORDML.1).as_bytes(), "a.xml");
    says(&found, "deeper");
    assert!(texts(&found).contains("Конец"), "{}", texts(&found));

    let deep = nested("<text:section>", "</text:section>", "<text:p>внутри</text:p>");
    let found = document((FODT.0.to_owned() + &deep + FODT.1).as_bytes(), "a.fodt");
    assert!(texts(&found).contains("Начало"));
    let said: Vec<&str> = found.diagnostics.iter().map(|d| &*d.message).collect();
    assert!(said.iter().any(|m| m.contains("deep")), "{said:?}");

    let deep = nested("<div>", "</div>", "внутри") + "<p>Конец</p>";
    let found = document(deep.as_bytes(), "a.html");
    says(&found, "deeper");
    assert!(texts(&found).contains("внутри") && texts(&found).contains("Конец"), "{}", texts(&found));

    let deep = "{\\rtf1\\ansi\\ansicpg1251 Start ".to_owned() + &nested("{", "}", "inside") + " end}";
    let found = document(deep.as_bytes(), "a.rtf");
    says(&found, "deeper");
    assert_eq!(texts(&found), "Start inside end");
}

#[test]
fn a_package_of_too_many_members_is_refused() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for i in 0..=MAX_ENTRIES {
        zip.start_file(format!("word/{i}.xml"), SimpleFileOptions::default()).expect("a member");
    }
    zip.start_file("word/document.xml", SimpleFileOptions::default()).expect("a member");
    zip.write_all(b"<a/>").expect("its bytes");
    let bytes = zip.finish().expect("a package").into_inner();
    let Output::Failure(failure) = output(&bytes, "a.docx") else { panic!("a refusal is expected") };
    assert_eq!(failure.error.code, "limit");
    assert!(failure.error.message.contains("members"), "{}", failure.error.message);
}

/// Rows of 100 cells, more of them than there may be.
fn rows(open: &str, cell: &str, close: &str) -> String {
    let row = open.to_owned() + &cell.repeat(100) + close;
    row.repeat(MAX_CELLS / 100 + 2)
}

#[test]
fn cells_beyond_the_limit_are_left_out_with_a_finding() {
    let table = "<w:tbl>".to_owned() + &rows("<w:tr>", "<w:tc/>", "</w:tr>") + "</w:tbl>";
    let found = document((WORDML.0.to_owned() + &table + WORDML.1).as_bytes(), "a.xml");
    says(&found, "cells");
    assert!(texts(&found).contains("Конец"), "what stands behind the table is read");

    let table = "<table:table>".to_owned()
        + &rows("<table:table-row>", "<table:table-cell/>", "</table:table-row>")
        + "<table:table-row><table:table-cell><text:p>лишнее</text:p></table:table-cell></table:table-row></table:table>";
    let found = document((FODT.0.to_owned() + &table + FODT.1).as_bytes(), "a.fodt");
    says(&found, "cells");

    let table = "Дело;Срок\n".to_owned() + &rows("", "а;", "\n");
    let found = document(table.as_bytes(), "a.csv");
    says(&found, "cells");
}
