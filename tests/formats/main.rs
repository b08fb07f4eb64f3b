//! Every extension that the README names is read, by the reader that it names.
//!
//! The files are those of `fixtures/` and of other tests, under all the names that such files have; what has no file of
//! its own is made here. `plan.xls` is the workbook of `fixtures/xlsx-indicators`, saved by LibreOffice.
#![cfg(all(feature = "cli", feature = "office", feature = "doc", feature = "pdf", feature = "ocr"))]

#[path = "../common/packages.rs"]
mod packages;

use std::collections::BTreeSet;
use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;

use image::ImageFormat;
use munidoc::model::Output;
use munidoc::readers::READERS;
use munidoc::{Grammars, Options, convert};
use packages::packed;
use zip::ZipArchive;

fn file(path: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("a file of the repository")
}

/// The package with `new` in place of `old` in the list of its parts: the kind of a document stands there.
fn of_kind(package: &[u8], old: &str, new: &str) -> Vec<u8> {
    let mut zip = ZipArchive::new(Cursor::new(package)).expect("a package");
    let names: Vec<String> = zip.file_names().filter_map(|name| Some(name.ok()?.into_owned())).collect();
    let mut members = Vec::new();
    for name in names {
        let mut bytes = Vec::new();
        zip.by_name(&name).expect("a part").read_to_end(&mut bytes).expect("its bytes");
        if name == "[Content_Types].xml" {
            let list = String::from_utf8(bytes).expect("text");
            assert!(list.contains(old), "{list}");
            bytes = list.replace(old, new).into_bytes();
        }
        members.push((name, bytes));
    }
    packed(&members.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect::<Vec<_>>())
}

/// An OpenDocument workbook of one cell as a single file.
fn flat_workbook() -> Vec<u8> {
    let spaces: String = [("office", "office"), ("text", "text"), ("table", "table")]
        .iter()
        .map(|(name, of)| format!(" xmlns:{name}=\"urn:oasis:names:tc:opendocument:xmlns:{of}:1.0\""))
        .collect();
    format!(
        "<?xml version=\"1.0\"?><office:document{spaces} office:mimetype=\"application/vnd.oasis.opendocument.spreadsheet\"><office:body><office:spreadsheet><table:table table:name=\"План\"><table:table-row><table:table-cell office:value-type=\"string\"><text:p>Парк</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document>"
    )
    .into_bytes()
}

/// An OpenDocument package of this kind with the content of a single file.
fn opendocument(flat: &[u8], kind: &str) -> Vec<u8> {
    let kind = format!("application/vnd.oasis.opendocument.{kind}");
    packed(&[("mimetype", kind.as_bytes()), ("content.xml", flat)])
}

/// The picture of the scan in another format.
fn picture(format: ImageFormat) -> Vec<u8> {
    let picture = image::load_from_memory(&file("tests/scans/order.png")).expect("a picture").to_luma8();
    let mut out = Cursor::new(Vec::new());
    picture.write_to(&mut out, format).expect("memory can be written");
    out.into_inner()
}

fn tiff() -> Vec<u8> {
    let picture = image::load_from_memory(&file("tests/scans/order.png")).expect("a picture").to_luma8();
    let mut out = Cursor::new(Vec::new());
    let mut encoder = tiff::encoder::TiffEncoder::new(&mut out).expect("memory can be written");
    let (width, height) = picture.dimensions();
    encoder.write_image::<tiff::encoder::colortype::Gray8>(width, height, &picture).expect("memory can be written");
    out.into_inner()
}

/// Files of every format: the extensions that they have, the name of the reader, the bytes.
fn files() -> Vec<(&'static [&'static str], &'static str, Vec<u8>)> {
    let docx = file("fixtures/docx-order/input.docx");
    let xlsx = file("fixtures/xlsx-indicators/input.xlsx");
    let fodt = file("fixtures/odt-numbered/input.fodt");
    let document = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
    let template = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml";
    let sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";
    let text = "План\n\nУбрать парк.\n".as_bytes().to_vec();
    vec![
        (&["txt", "text"], "text", text),
        (&["md", "markdown"], "markdown", file("fixtures/markdown-passport/input.md")),
        (&["docm"], "docx", of_kind(&docx, document, "application/vnd.ms-word.document.macroEnabled.main+xml")),
        (&["dotx"], "docx", of_kind(&docx, document, template)),
        (&["dotm"], "docx", of_kind(&docx, document, "application/vnd.ms-word.template.macroEnabledTemplate.main+xml")),
        (&["docx"], "docx", docx),
        (&["doc", "dot"], "doc", file("fixtures/doc-resolution/input.doc")),
        (&["odt"], "odt", opendocument(&fodt, "text")),
        (&["ott"], "odt", opendocument(&fodt, "text-template")),
        (&["fodt"], "odt", fodt),
        (&["rtf"], "rtf", file("fixtures/rtf-plan/input.rtf")),
        (&["html", "htm", "xhtml"], "html", file("fixtures/html-word/input.html")),
        (&["mht", "mhtml"], "html", file("fixtures/html-web-archive/input.mht")),
        (&["pdf"], "pdf", file("tests/parity/exports/verhneozersk-conference.pdf")),
        (&["png"], "png", file("tests/scans/order.png")),
        (&["jpg", "jpeg"], "jpeg", picture(ImageFormat::Jpeg)),
        (&["tif", "tiff"], "tiff", tiff()),
        (&["xlsm"], "xlsx", of_kind(&xlsx, sheet, "application/vnd.ms-excel.sheet.macroEnabled.main+xml")),
        (&["xlsx"], "xlsx", xlsx),
        (&["xls"], "xls", file("tests/formats/plan.xls")),
        (&["ods"], "ods", opendocument(&flat_workbook(), "spreadsheet")),
        (&["ots"], "ods", opendocument(&flat_workbook(), "spreadsheet-template")),
        (&["fods"], "ods", flat_workbook()),
        (&["csv"], "csv", file("fixtures/csv-roadmap/input.csv")),
        (&["tsv"], "csv", "№\tСрок\n1\tмай\n2\tиюнь\n".as_bytes().to_vec()),
        // These are taken apart before a reader sees them.
        (&["zip"], "archive", packed(&[("a.txt", b"a")])),
        (&["eml"], "mail", b"From: a@b.example\r\n\r\ntext".to_vec()),
    ]
}

#[test]
fn every_extension_of_the_readers_is_read() {
    let grammars = Grammars::builtin();
    let mut tried = BTreeSet::new();
    for (extensions, reader, bytes) in files() {
        for extension in extensions {
            tried.insert(*extension);
            let options = Options { path: format!("План.{extension}"), ..Options::default() };
            match convert(&bytes, &options, &grammars) {
                Output::Document(document) => {
                    assert_eq!(document.source.format.as_deref(), Some(reader), "{extension}");
                    // Letters of pictures need a program.
                    let is_picture = ["png", "jpeg", "tiff"].contains(&reader);
                    assert!(is_picture || !document.blocks.is_empty(), "{extension}");
                }
                Output::Failure(failure) => {
                    assert_eq!(failure.source.format.as_deref(), Some(reader), "{extension}");
                    let is_taken_apart = ["archive", "mail"].contains(&reader);
                    assert!(is_taken_apart, "{extension}: {}", failure.error.message);
                }
            }
        }
    }
    assert_eq!(tried, READERS.iter().flat_map(|r| r.extensions.iter().copied()).collect());
}

#[test]
fn both_readmes_name_every_extension() {
    let known: BTreeSet<&str> = READERS.iter().flat_map(|r| r.extensions.iter().copied()).collect();
    for (name, heading) in [("README.md", "## Formats"), ("README.ru.md", "## Форматы")] {
        let text = String::from_utf8(file(name)).expect("text");
        let section = text.split(heading).nth(1).expect("the section").split("\n##").next().unwrap_or_default();
        let rows = section.lines().filter(|l| l.starts_with("| ")).filter_map(|l| l.split(" | ").nth(1));
        let named: BTreeSet<String> = rows
            .flat_map(|cell| {
                cell.split('`').filter_map(|word| word.strip_prefix('.')).map(str::to_owned).collect::<Vec<_>>()
            })
            .collect();
        assert_eq!(named.iter().map(String::as_str).collect::<BTreeSet<_>>(), known, "{name}");
    }
}
