//! Word 2003 XML: a document with its styles and lists in one file, as legal databases give it out under the name of a
//! `.doc`.
//!
//! Its elements are those from which WordprocessingML was made. What has another name: `w:listPr` with `w:ilfo`,
//! `w:listDef`, `w:vmerge`; `aml:annotation` marks changes and comments; notes stand where they are referred to.

use memchr::memmem;

use super::numbering::Numbering;
use super::story::Reading;
use super::styles::Styles;
use super::write::Writer;
use super::xml::Xml;
use super::{Block, body, report};
use crate::decode;
use crate::diagnostic::Code;
use crate::options::{MAX_DEPTH, Options};
use crate::readers::{Content, Refusal, pictured};

/// The name of its namespace.
pub(super) const NAMESPACE: &str = "http://schemas.microsoft.com/office/word/2003/wordml";
/// How far from the begin the root element may stand, in bytes.
const HEAD: usize = 4096;

/// True for an XML file whose root names the namespace.
pub fn knows(bytes: &[u8], _: &str) -> bool {
    let head = &bytes[..bytes.len().min(HEAD)];
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    head.trim_ascii_start().starts_with(b"<") && memmem::find(head, NAMESPACE.as_bytes()).is_some()
}

/// Reads a document in Word 2003 XML.
///
/// # Errors
/// `broken` where nothing can be read of it.
pub fn read(bytes: &[u8], options: &Options) -> Result<Content, Refusal> {
    let source = decode::decode(bytes, None).text;
    let styles = Styles::read(&mut Xml::new(&source));
    let numbering = Numbering::read(&mut Xml::new(&source));
    let mut reading = Reading::new(&styles, numbering);
    let mut xml = Xml::new(&source);
    let blocks = body(&mut xml, &mut reading);
    let notes = std::mem::take(&mut reading.notes);
    let paged = reading.seen.pages || blocks.iter().filter(|b| matches!(b, Block::Section(_))).count() > 1;
    let mut buffer = Writer::new(&notes, paged).body(&blocks);
    if let Some(damage) = xml.damage() {
        buffer.note(Code::PartDamaged, None, damage);
    }
    if xml.too_deep() {
        buffer.note(Code::LimitReached, None, format!("elements nested deeper than {MAX_DEPTH}"));
    }
    report(&reading.seen, &[], &mut buffer);
    let content = buffer.finish();
    match xml.damage() {
        Some(damage) if !content.text.chars().any(char::is_alphanumeric) => Err(super::broken(damage)),
        _ => Ok(pictured::settle(content, &vec![Vec::new(); reading.seen.pictures.len()], options)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_file_holds_everything() {
        let source = format!(
            r#"<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Word.Document"?><w:wordDocument xmlns:w="{NAMESPACE}" xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint" xmlns:aml="http://schemas.microsoft.com/aml/2001/core">
            <w:lists><w:listDef w:listDefId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:nfc w:val="58"/><w:lvlText w:val="%1)"/></w:lvl></w:listDef><w:list w:ilfo="1"><w:ilst w:val="0"/></w:list></w:lists>
            <w:styles><w:style w:type="paragraph" w:styleId="h"><w:name w:val="heading 1"/><w:rPr><w:b/></w:rPr></w:style></w:styles>
            <w:docPr/><w:body><wx:sect><wx:sub-section>
            <w:p><w:pPr><w:pStyle w:val="h"/></w:pPr><w:r><w:t>План</w:t></w:r></w:p>
            <w:p><w:pPr><w:listPr><w:ilvl w:val="0"/><w:ilfo w:val="1"/><wx:t wx:val="а)"/></w:listPr></w:pPr><aml:annotation w:type="Word.Deletion"><aml:content><w:r><w:t>нет</w:t></w:r></aml:content></aml:annotation><aml:annotation w:type="Word.Insertion"><aml:content><w:r><w:t>Уборка</w:t></w:r></aml:content></aml:annotation><w:r><w:footnote><w:p><w:r><w:t>Сноска</w:t></w:r></w:p></w:footnote></w:r></w:p>
            <w:tbl><w:tr><w:tc><w:tcPr><w:vmerge w:val="restart"/></w:tcPr><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>май</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:tcPr><w:vmerge/></w:tcPr><w:p/></w:tc><w:tc><w:p><w:r><w:t>июнь</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
            </wx:sub-section><w:sectPr/></wx:sect></w:body></w:wordDocument>"#
        );
        assert!(knows(source.as_bytes(), "doc"));
        assert!(!knows(b"<html/>", "doc"));
        let content = read(source.as_bytes(), &Options::default()).unwrap();
        let codes: Vec<Code> = content.notes.iter().map(|n| n.code).collect();
        assert_eq!(content.text, "План\nа) Уборка\n1\tмай\n\tиюнь\nСноска\n");
        assert_eq!(codes, [Code::ChangesSettled]);
        // What stands before the damage is kept.
        let cut = &source.as_bytes()[..source.len() / 2];
        let cut = String::from_utf8_lossy(cut);
        let content = read(cut.as_bytes(), &Options::default()).unwrap();
        assert_eq!((content.text.as_str(), content.notes[0].code), ("План\n\n", Code::PartDamaged));
    }
}
