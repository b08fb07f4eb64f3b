//! A Word document made of plain texts: a paragraph of one run for each line, a table for each run of lines with tabs.

use std::fmt::Write as _;
use std::io::{Cursor, Write};

use zip::write::{SimpleFileOptions, ZipWriter};

const NAMESPACE: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
/// How Word sets the runs of such documents.
const LOOK: &str = "<w:rPr><w:rFonts w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\" w:cs=\"Times New Roman\"/><w:sz w:val=\"28\"/><w:szCs w:val=\"28\"/></w:rPr>";

/// A document of at least `size` bytes of XML, and how many there are.
pub fn document(texts: &[String], size: usize) -> (Vec<u8>, usize) {
    let mut body = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"{NAMESPACE}\"><w:body>");
    for text in texts.iter().cycle() {
        if body.len() >= size {
            break;
        }
        let mut in_table = false;
        for line in text.lines() {
            if in_table != line.contains('\t') {
                body +=
                    if in_table { "</w:tbl>" } else { "<w:tbl><w:tblPr><w:tblW w:w=\"0\" w:type=\"auto\"/></w:tblPr>" };
                in_table = !in_table;
            }
            if in_table {
                row(&mut body, line);
            } else {
                paragraph(&mut body, line);
            }
        }
        if in_table {
            body += "</w:tbl>";
        }
    }
    body += "</w:body></w:document>";
    let length = body.len();
    let main = format!(
        "<Types xmlns=\"{PACKAGE}/content-types\"><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>"
    );
    let relations = format!(
        "<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"r\" Type=\"{RELATIONS}/officeDocument\" Target=\"word/document.xml\"/></Relationships>"
    );
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in [("[Content_Types].xml", main), ("_rels/.rels", relations), ("word/document.xml", body)] {
        zip.start_file(name, SimpleFileOptions::default()).expect("a part");
        zip.write_all(part.as_bytes()).expect("its bytes");
    }
    (zip.finish().expect("a package").into_inner(), length)
}

fn row(out: &mut String, line: &str) {
    *out += "<w:tr>";
    for cell in line.split('\t') {
        *out += "<w:tc><w:tcPr><w:tcW w:w=\"2400\" w:type=\"dxa\"/></w:tcPr>";
        paragraph(out, cell);
        *out += "</w:tc>";
    }
    *out += "</w:tr>";
}

fn paragraph(out: &mut String, text: &str) {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    let _ = write!(
        out,
        "<w:p w:rsidR=\"00A77B3E\"><w:pPr><w:ind w:firstLine=\"709\"/><w:jc w:val=\"both\"/></w:pPr><w:r>{LOOK}<w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>"
    );
}
