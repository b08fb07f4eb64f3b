//! Scans give the records of their documents. `order.png` is a page of an invented order, set by LibreOffice, painted
//! with 150 dots per inch in black and white and turned by 0.8 degrees.
//!
//! These tests need Tesseract with its Russian data. Where it is not installed they say so and pass.

#[path = "../common/pictures.rs"]
mod pictures;

use std::path::PathBuf;
use std::process::Command;

use munidoc::model::{Document, Output};
use munidoc::{Grammars, Options, convert};

/// Tesseract, where it is installed with Russian data.
fn tesseract() -> Option<PathBuf> {
    let listed = Command::new("tesseract").arg("--list-langs").output();
    let listed = listed.map(|o| String::from_utf8_lossy(&o.stdout).into_owned()).unwrap_or_default();
    if listed.lines().any(|l| l.trim() == "rus") {
        return Some("tesseract".into());
    }
    eprintln!(
        "SKIPPED: Tesseract with Russian data is not installed (apt-get install tesseract-ocr tesseract-ocr-rus)"
    );
    None
}

fn read(bytes: &[u8], name: &str, program: PathBuf) -> Document {
    let options = Options { path: name.to_owned(), tesseract: Some(program), ..Options::default() };
    match convert(bytes, &options, &Grammars::builtin()) {
        Output::Document(document) => *document,
        Output::Failure(failure) => panic!("{}", failure.error.message),
    }
}

/// What every reading of the order must give.
fn is_the_order(document: &Document) {
    let names: Vec<&str> = document.activities.iter().filter_map(|a| a.name.as_deref()).collect();
    let want = [
        "Отремонтировать мостик в городском парке",
        "Провести субботник на набережной реки Липовки",
        "Высадить двести саженцев липы",
    ];
    assert_eq!(names, want);
    let raw = |i: usize| document.activities[i].deadline.as_ref().map(|d| &*d.raw);
    assert_eq!((raw(0), raw(1), raw(2)), (Some("до 1 июня 2025 года"), Some("апрель"), Some("октябрь")));
    let act = document.parts[0].act.as_ref().expect("the head of an act");
    assert_eq!((act.number.as_deref(), act.date.as_deref()), (Some("27"), Some("2025-03-14")));
    assert_eq!(document.document.title.as_deref(), Some("О плане благоустройства на 2025 год"));
    let used = document.diagnostics.iter().any(|d| d.code == "ocr-used");
    assert!(used, "{:?}", document.diagnostics);
}

#[test]
fn a_skewed_scan_gives_the_records_of_its_document() {
    let Some(program) = tesseract() else { return };
    let document = read(include_bytes!("order.png"), "order.png", program);
    assert_eq!((document.source.format.as_deref(), document.source.pages), (Some("png"), Some(1)));
    is_the_order(&document);
}

#[test]
fn a_page_that_lies_on_its_side_is_turned() {
    let Some(program) = tesseract() else { return };
    let picture = image::load_from_memory(include_bytes!("order.png")).unwrap().rotate90();
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    is_the_order(&read(bytes.get_ref(), "order.png", program));
}

#[test]
fn a_scan_in_a_pdf_file_is_read() {
    let Some(program) = tesseract() else { return };
    let picture = image::load_from_memory(include_bytes!("order.png")).unwrap().into_luma8();
    let document = read(&pictures::pdf(&[None, Some(picture)], 150.0), "order.pdf", program);
    assert_eq!((document.source.format.as_deref(), document.source.pages), (Some("pdf"), Some(2)));
    is_the_order(&document);
}

#[cfg(feature = "office")]
#[test]
fn a_page_pasted_into_an_rtf_document_is_read() {
    let Some(program) = tesseract() else { return };
    let digits: Vec<String> = include_bytes!("order.png").chunks(64).map(hex).collect();
    let picture = format!("{{\\*\\shppict{{\\pict\\picscalex100\\pngblip\n{}}}}}", digits.join("\n"));
    let source =
        format!("{{\\rtf1\\ansi{{\\fonttbl}}\\pard {picture}{{\\nonshppict{{\\pict\\wmetafile8 0100}}}}\\par}}");
    let document = read(source.as_bytes(), "order.rtf", program);
    assert_eq!((document.source.format.as_deref(), document.source.pages), (Some("rtf"), Some(1)));
    assert!(document.diagnostics.iter().all(|d| !d.code.starts_with("picture")), "{:?}", document.diagnostics);
    is_the_order(&document);
}

#[cfg(feature = "office")]
fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

#[cfg(feature = "office")]
#[test]
fn a_page_pasted_into_a_word_document_is_read() {
    use std::io::Write;
    use zip::write::{SimpleFileOptions, ZipWriter};

    let Some(program) = tesseract() else { return };
    let kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let rel = |id: &str, kind: &str, target: &str| {
        format!(
            "<Relationships><Relationship Id=\"{id}\" Type=\"{kinds}/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let main = format!(
        "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
         xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" xmlns:r=\"{kinds}\"><w:body><w:p><w:r>\
         <w:drawing><a:blip r:embed=\"p1\"/></w:drawing></w:r></w:p></w:body></w:document>"
    );
    let mut package = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in [
        ("_rels/.rels", rel("r1", "officeDocument", "word/document.xml").as_bytes()),
        ("word/document.xml", main.as_bytes()),
        ("word/_rels/document.xml.rels", rel("p1", "image", "media/image1.png").as_bytes()),
        ("word/media/image1.png", include_bytes!("order.png")),
    ] {
        package.start_file(name, SimpleFileOptions::default()).unwrap();
        package.write_all(bytes).unwrap();
    }
    let document = read(package.finish().unwrap().get_ref(), "order.docx", program);
    assert_eq!((document.source.format.as_deref(), document.source.pages), (Some("docx"), Some(1)));
    is_the_order(&document);
}
