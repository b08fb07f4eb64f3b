//! Word documents: docx, docm, dotx, dotm (WordprocessingML, ISO/IEC 29500 transitional and Strict).
//!
//! ```text
//! package ─ parts ─▶ XML ─ xml ─▶ elements ─ story, table ─▶ blocks ─ write, grid ─▶ Buffer
//!                                              ▲
//!                              styles, numbering (with symbols), math
//! ```
//!
//! Kept: what a reader sees on paper, automatic numbers, notes (behind their table, else at the end of their section),
//! text boxes (behind their paragraph), hidden marks of pages. Left out: headers and footers, comments, instructions of
//! fields, hidden text, what tracked changes deleted.

mod grid;
mod math;
mod model;
mod numbering;
mod parts;
mod props;
mod story;
mod styles;
mod symbols;
mod table;
pub mod wordml;
mod write;
mod xml;

#[cfg(test)]
mod tests;

use std::collections::HashMap;

use memchr::memmem;

use self::model::{Block, NoteRef};
use self::numbering::Numbering;
use self::parts::{Parts, Rel};
use self::story::{Reading, Seen, drawn_text};
use self::styles::Styles;
use self::write::Writer;
use self::xml::{Node, Ns, Xml};
use super::{Buffer, Content, Note, Refusal, pictured};
use crate::diagnostic::Code;
use crate::options::{MAX_CELLS, MAX_DEPTH, Options};

/// Extensions of these documents.
pub const EXTENSIONS: &[&str] = &["docx", "docm", "dotx", "dotm"];

/// First bytes of a compound file: what an encrypted document is wrapped in (\[MS-CFB\] 2.2).
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
/// Name of the stream that holds an encrypted package, in UTF-16 (\[MS-OFFCRYPTO\] 2.3.4.4).
const ENCRYPTED: &[u8] = b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0";

/// True for a package whose main part is a text document, and for what is left of one where the extension says so.
pub fn knows(bytes: &[u8], extension: &str) -> bool {
    if is_encrypted(bytes) {
        return !extension.starts_with("xl");
    }
    if !bytes.starts_with(b"PK") {
        return false;
    }
    match Parts::open(bytes) {
        Ok(mut parts) => parts.main().is_some(),
        Err(_) => EXTENSIONS.contains(&extension),
    }
}

fn is_encrypted(bytes: &[u8]) -> bool {
    bytes.starts_with(COMPOUND) && memmem::find(bytes, ENCRYPTED).is_some()
}

/// Reads a text document.
///
/// # Errors
/// `encrypted`, `broken`, or `limit` where it unpacks to more than a document can hold.
pub fn read(bytes: &[u8], options: &Options) -> Result<Content, Refusal> {
    if is_encrypted(bytes) {
        return Err(Refusal::new("encrypted", "the file is encrypted; remove the password and try again"));
    }
    let mut parts = Parts::open(bytes)?;
    let main = parts.main().ok_or_else(|| broken("its main part is missing"))?;
    let source = parts.xml(&main)?.ok_or_else(|| broken("its main part is missing"))?;
    let rels = parts.rels(&main);
    let mut document = Document { parts, main, rels, notes: Vec::new() };

    let styles = document.part("styles").map(|(name, s)| document.with(&name, &s, Styles::read)).unwrap_or_default();
    let numbering =
        document.part("numbering").map(|(name, s)| document.with(&name, &s, Numbering::read)).unwrap_or_default();
    let mut reading = Reading::new(&styles, numbering);
    reading.diagrams = document.diagrams(&source);

    let name = document.main.clone();
    let blocks = document.with(&name, &source, |xml| body(xml, &mut reading));
    let mut notes = std::mem::take(&mut reading.notes);
    for kind in ["footnotes", "endnotes"] {
        if let Some((name, source)) = document.part(kind) {
            document.with(&name, &source, |xml| read_notes(xml, &mut reading, &mut notes));
        }
    }
    document.furniture();
    let paged = reading.seen.pages || blocks.iter().filter(|b| matches!(b, Block::Section(_))).count() > 1;
    let mut buffer = Writer::new(&notes, paged).body(&blocks);
    let said = document.said_pages();
    document.report(&reading.seen, &mut buffer);
    let mut content = buffer.finish();
    if let Some(said) = said
        && content.pages.len().abs_diff(said) > said / 4
        && !content.pages.is_empty()
    {
        let detail = format!("{} by its marks, {said} by its properties", content.pages.len());
        content.notes.push(Note { code: Code::PagesUncertain, at: None, detail });
        content.pages.clear();
    }
    if let Some(note) = content.notes.iter().find(|n| n.code == Code::PartDamaged)
        && !content.text.chars().any(char::is_alphanumeric)
    {
        return Err(broken(&note.detail));
    }
    let pictures = document.pictures(&reading.seen, pictured::is_bare(&content));
    Ok(pictured::settle(content, &pictures, options))
}

fn broken(what: &str) -> Refusal {
    Refusal::new("broken", format!("the document is broken ({what}); get the file once more or save it anew"))
}

/// A document while it is read.
struct Document<'a> {
    parts: Parts<'a>,
    main: String,
    /// Relationships of the main part.
    rels: Vec<Rel>,
    notes: Vec<Note>,
}

impl Document<'_> {
    /// Name and text of the part that the main part names as its `kind`; what cannot be read leaves a note.
    fn part(&mut self, kind: &str) -> Option<(String, String)> {
        let name = match self.rels.iter().find(|r| r.kind == kind) {
            Some(rel) => rel.target.clone(),
            // Without relationships the usual name is tried.
            None if self.rels.is_empty() => {
                let folder = self.main.rsplit_once('/').map_or("", |(folder, _)| folder);
                format!("{folder}/{kind}.xml")
            }
            None => return None,
        };
        let source = self.text(&name)?;
        Some((name, source))
    }

    fn text(&mut self, name: &str) -> Option<String> {
        match self.parts.xml(name) {
            Ok(source) => source,
            Err(refusal) => {
                let code = if refusal.code == "limit" { Code::LimitReached } else { Code::PartDamaged };
                self.note(code, format!("{name}: {}", refusal.message));
                None
            }
        }
    }

    /// Reads a part and notes what was wrong with it.
    fn with<T>(&mut self, name: &str, source: &str, read: impl FnOnce(&mut Xml) -> T) -> T {
        let mut xml = Xml::new(source);
        let out = read(&mut xml);
        if let Some(damage) = xml.damage() {
            self.note(Code::PartDamaged, format!("{name}: {damage}"));
        }
        if xml.too_deep() {
            self.note(Code::LimitReached, format!("{name}: elements nested deeper than {MAX_DEPTH}"));
        }
        out
    }

    fn note(&mut self, code: Code, detail: String) {
        self.notes.push(Note { code, at: None, detail });
    }

    /// The words of the diagrams that the main part draws, by the ids of their relationships.
    fn diagrams(&mut self, source: &str) -> Vec<(String, Vec<String>)> {
        if memmem::find(source.as_bytes(), b"relIds").is_none() {
            return Vec::new();
        }
        let rels: Vec<Rel> = self.rels.iter().filter(|r| r.kind == "diagramData").cloned().collect();
        let mut out = Vec::new();
        for rel in rels {
            if let Some(source) = self.text(&rel.target) {
                let words = self.with(&rel.target, &source, diagram);
                out.push((rel.id, words));
            }
        }
        out
    }

    /// The files of the pictures; none where they are not `wanted` or cannot be read.
    fn pictures(&mut self, seen: &Seen, wanted: bool) -> Vec<Vec<u8>> {
        let mut file = |id: &String| {
            let rel = self.rels.iter().find(|r| wanted && r.id == *id)?;
            self.parts.bytes(&rel.target).ok()?
        };
        seen.pictures.iter().map(|id| file(id).unwrap_or_default()).collect()
    }

    /// The number of pages that the properties of the document give, unless it is the 1 of programs that do not count.
    fn said_pages(&mut self) -> Option<usize> {
        let rel = self
            .parts
            .rels("")
            .into_iter()
            .find(|r| r.kind == "extended-properties" || r.kind == "extendedProperties")?;
        let source = self.parts.xml(&rel.target).ok()??;
        let mut xml = Xml::new(&source);
        loop {
            match xml.next() {
                Node::Start(tag) if tag.name() == "Pages" => {
                    return xml.text().trim().parse().ok().filter(|n| *n > 1);
                }
                Node::Start(_) | Node::Text(_) | Node::End => {}
                Node::Eof => return None,
            }
        }
    }

    /// Notes headers, footers and comments that hold words: they are left out.
    fn furniture(&mut self) {
        for (kinds, code) in [(&["header", "footer"][..], Code::PageFurniture), (&["comments"], Code::CommentsDropped)]
        {
            let targets: Vec<String> =
                self.rels.iter().filter(|r| kinds.contains(&r.kind.as_str())).map(|r| r.target.clone()).collect();
            let mut words = 0;
            for name in targets {
                let Ok(Some(source)) = self.parts.xml(&name) else { continue };
                words += usize::from(has_letters(&mut Xml::new(&source)));
            }
            if words > 0 {
                self.note(code, words.to_string());
            }
        }
    }

    /// Puts what was noted and passed over into the buffer.
    fn report(&mut self, seen: &Seen, buffer: &mut Buffer) {
        for note in std::mem::take(&mut self.notes) {
            buffer.note(note.code, None, note.detail);
        }
        report(seen, &self.rels, buffer);
    }
}

/// Puts what was passed over into the buffer.
fn report(seen: &Seen, rels: &[Rel], buffer: &mut Buffer) {
    if seen.deletions + seen.insertions > 0 {
        let detail = format!("{} insertions, {} deletions", seen.insertions, seen.deletions);
        buffer.note(Code::ChangesSettled, None, detail);
    }
    if seen.hidden > 0 {
        buffer.note(Code::HiddenDropped, None, seen.hidden.to_string());
    }
    if seen.charts > 0 {
        buffer.note(Code::PartSkipped, None, format!("{} charts", seen.charts));
    }
    for id in &seen.chunks {
        let target = rels.iter().find(|r| r.id == *id).map_or("of another format", |r| r.target.as_str());
        buffer.note(Code::PartSkipped, None, target.to_owned());
    }
    if seen.cut {
        buffer.note(Code::LimitReached, None, format!("tables of more than {MAX_CELLS} cells"));
    }
}

/// Reads the body of the main part.
fn body(xml: &mut Xml, reading: &mut Reading) -> Vec<Block> {
    let mut out = Vec::new();
    loop {
        match xml.next() {
            Node::Start(tag) => match (tag.ns, tag.name()) {
                (Ns::W, "document" | "wordDocument") => {}
                (Ns::W, "body") => out.append(&mut reading.blocks(xml)),
                (Ns::W, "background" | "fonts" | "lists" | "styles" | "shapeDefaults" | "bgPict") => xml.skip(),
                // Damage may have closed the body too early.
                _ => out.append(&mut reading.one(xml, &tag)),
            },
            Node::Text(_) | Node::End => {}
            Node::Eof => return out,
        }
    }
}

/// Reads footnotes or endnotes.
fn read_notes(xml: &mut Xml, reading: &mut Reading, notes: &mut HashMap<NoteRef, Vec<Block>>) {
    loop {
        let tag = match xml.next() {
            Node::Start(tag) => tag,
            Node::Text(_) | Node::End => continue,
            Node::Eof => return,
        };
        let id = tag.attr("id").unwrap_or_default().into_owned();
        let note = match (tag.ns, tag.name()) {
            (Ns::W, "footnotes" | "endnotes") => continue,
            (Ns::W, "footnote") => NoteRef::Foot(id),
            (Ns::W, "endnote") => NoteRef::End(id),
            _ => {
                xml.skip();
                continue;
            }
        };
        // Lines between text and notes are notes too.
        if tag.attr("type").is_some_and(|t| t != "normal") {
            xml.skip();
            continue;
        }
        notes.insert(note, reading.blocks(xml));
    }
}

/// The words of a diagram, one line for each of its points.
fn diagram(xml: &mut Xml) -> Vec<String> {
    let mut out = Vec::new();
    loop {
        match xml.next() {
            Node::Start(tag) if (tag.ns, tag.name()) == (Ns::A, "p") => {
                let text = drawn_text(xml);
                if !text.trim().is_empty() {
                    out.push(text);
                }
            }
            Node::Start(_) | Node::Text(_) | Node::End => {}
            Node::Eof => return out,
        }
    }
}

/// True where a part holds letters.
fn has_letters(xml: &mut Xml) -> bool {
    loop {
        match xml.next() {
            Node::Start(tag) if (tag.ns, tag.name()) == (Ns::W, "t") => {
                if xml.text().chars().any(char::is_alphabetic) {
                    return true;
                }
            }
            Node::Start(_) | Node::Text(_) | Node::End => {}
            Node::Eof => return false,
        }
    }
}
