//! Scans give the records of their documents. `order.png` is a page of an invented order, set by LibreOffice, painted
//! with 150 dots per inch in black and white and turned by 0.8 degrees.
//!
//! These tests need Tesseract with its Russian data. Where it is not installed they say so and pass.

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
    let picture = image::load_from_memory(include_bytes!("order.png")).unwrap();
    let mut jpeg = Vec::new();
    picture.write_with_encoder(image::codecs::jpeg::JpegEncoder::new(&mut jpeg)).unwrap();
    let (width, height) = (picture.width(), picture.height());
    let document = read(&pdf(&jpeg, width, height), "order.pdf", program);
    assert_eq!((document.source.format.as_deref(), document.source.pages), (Some("pdf"), Some(2)));
    is_the_order(&document);
}

/// A PDF file of a blank page and a page of one picture with 150 dots per inch.
fn pdf(jpeg: &[u8], width: u32, height: u32) -> Vec<u8> {
    let (w, h) = (f64::from(width) * 0.48, f64::from(height) * 0.48);
    let paint = format!("q {w} 0 0 {h} 0 0 cm /I Do Q");
    let stream = |head: String, body: &[u8]| {
        [format!("<<{head}/Length {}>>\nstream\n", body.len()).as_bytes(), body, b"\nendstream"].concat()
    };
    let image = format!(
        "/Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/DCTDecode"
    );
    let page = "/Type/Page/Parent 2 0 R";
    let resources = "/Resources<</XObject<</I 5 0 R>>>>/Contents 6 0 R";
    let objects = [
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Count 2/Kids[3 0 R 4 0 R]>>".to_vec(),
        format!("<<{page}/MediaBox[0 0 {w} {h}]>>").into_bytes(),
        format!("<<{page}/MediaBox[0 0 {w} {h}]{resources}>>").into_bytes(),
        stream(image, jpeg),
        stream(String::new(), paint.as_bytes()),
    ];
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (i, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.extend(format!("{} 0 obj\n", i + 1).into_bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    let table = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).into_bytes());
    places.iter().for_each(|at| out.extend(format!("{at:010} 00000 n \n").into_bytes()));
    out.extend(format!("trailer<</Size {}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n", objects.len() + 1).into_bytes());
    out
}
