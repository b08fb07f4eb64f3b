//! OpenDocument texts: packages (`.odt`) and single XML files (`.fodt`).
//!
//! ```text
//! package ─▶ styles, body ─ body ─▶ blocks (paragraphs, tables) ─ write ─▶ buffer
//! ```
//!
//! Section numbers are those of OpenDocument 1.3, part 3.

mod body;
mod lists;
mod styles;
mod table;
mod words;
mod write;
pub mod xml;

use super::package::Package;
use super::{Content, Note, Refusal};
use crate::decode;
use crate::diagnostic::Code;
use crate::options::Options;

pub use body::{Block, Left, Walk};
pub use styles::Styles;
use xml::{Step, Xml};

/// What a package of an OpenDocument text says of itself, without the endings of templates and the like.
const TEXT: &str = "application/vnd.oasis.opendocument.text";
/// How far a single XML file is searched for what it is, in bytes.
const HEAD: usize = 4096;

/// True where the bytes are an OpenDocument text.
pub fn knows(bytes: &[u8], extension: &str) -> bool {
    is(bytes, extension, TEXT, &["odt", "ott", "odm"])
}

/// True where the bytes are an OpenDocument file of this type; the extensions count where the package does not say.
pub fn is(bytes: &[u8], extension: &str, kind: &str, extensions: &[&str]) -> bool {
    if !bytes.starts_with(b"PK\x03\x04") {
        let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]);
        return head.contains("opendocument:xmlns:office:1.0") && head.contains(kind);
    }
    // The type should stand uncompressed behind the name of the first member (part 2, section 3.3).
    let first = bytes.get(30..).and_then(|b| b.strip_prefix(b"mimetype"));
    if let Some(said) = first.filter(|said| said.starts_with(b"application/")) {
        return said.starts_with(kind.as_bytes());
    }
    let Ok(mut package) = Package::open(bytes) else { return extensions.contains(&extension) };
    package.has("content.xml")
        && match package.part("mimetype") {
            Ok(Some(said)) => said.starts_with(kind.as_bytes()),
            _ => extensions.contains(&extension),
        }
}

/// The XML of a document.
#[derive(Debug, Default)]
pub struct Source {
    /// The document, or everything in a single file.
    pub content: String,
    /// Named styles; empty in a single file.
    pub styles: String,
    /// Number of pages, where the file says it.
    pub pages: Option<usize>,
    /// A part beside the content that could not be read.
    pub damage: Option<Note>,
}

impl Source {
    /// Opens a package or a single file.
    ///
    /// # Errors
    /// `encrypted`, `broken`, `limit`.
    pub fn open(bytes: &[u8]) -> Result<Source, Refusal> {
        if !bytes.starts_with(b"PK") {
            let content = decode::decode(bytes, None).text;
            return Ok(Source { pages: pages(&content), content, ..Source::default() });
        }
        let mut package = Package::open(bytes)?;
        let manifest = package.xml("META-INF/manifest.xml").ok().flatten().unwrap_or_default();
        if manifest.contains("encryption-data") || package.has("encrypted-package") {
            return Err(Refusal::new("encrypted", "the file is encrypted; remove the password and try again"));
        }
        let Some(content) = package.xml("content.xml")? else {
            return Err(Refusal::new(
                "broken",
                "the package has no content.xml; get the file once more or save it anew",
            ));
        };
        // Without its styles a document is still read.
        let (styles, damage) = match package.xml("styles.xml") {
            Ok(styles) => (styles.unwrap_or_default(), None),
            Err(refusal) => (String::new(), Some(Note { code: Code::PartDamaged, at: None, detail: refusal.message })),
        };
        let meta = package.xml("meta.xml").ok().flatten().unwrap_or_default();
        Ok(Source { content, styles, pages: pages(&meta), damage })
    }
}

/// The number of pages in `meta:document-statistic`.
fn pages(meta: &str) -> Option<usize> {
    let at = meta.find(":page-count=")?;
    meta[at..].split(['"', '\'']).nth(1)?.parse().ok()
}

/// Reads the styles of `xml` until the body begins; its element (`office:text`, …), or nothing where there is none.
pub fn body(xml: &mut Xml, styles: &mut Styles) -> Option<String> {
    loop {
        match xml.step() {
            Step::Open(tag) => match tag.name() {
                "office:styles" | "office:automatic-styles" => styles.read(xml),
                "office:body" => {}
                name if name.starts_with("office:document") => {}
                "office:text" | "office:spreadsheet" => return Some(tag.name().to_owned()),
                _ => xml.skip(),
            },
            Step::Close | Step::Text(_) => {}
            Step::End => return None,
        }
    }
}

/// Reads an OpenDocument text.
///
/// # Errors
/// `encrypted`, `broken` (also where it holds no text body), `limit`.
pub fn content(bytes: &[u8], _: &Options) -> Result<Content, Refusal> {
    let source = Source::open(bytes)?;
    let mut styles = Styles::default();
    body(&mut Xml::new(&source.styles), &mut styles);
    let mut xml = Xml::new(&source.content);
    if body(&mut xml, &mut styles).is_none_or(|name| name != "office:text") {
        let why = xml.trouble.unwrap_or_else(|| "it has no text body".to_owned());
        return Err(Refusal::new(
            "broken",
            format!("the document cannot be read ({why}); get the file once more or save it anew"),
        ));
    }
    let mut walk = Walk::new(xml, &styles);
    let mut blocks = Vec::new();
    walk.blocks(&mut blocks);
    let mut content = write::write(blocks, source.pages);
    content.notes.extend(source.damage);
    content.notes.extend(walk.left.notes());
    if let Some(trouble) = walk.xml.trouble {
        content.notes.push(Note { code: Code::PartDamaged, at: None, detail: trouble });
    }
    Ok(content)
}

#[cfg(test)]
mod tests;
