//! The parts of the package and how they belong together (ISO/IEC 29500-2).
//!
//! ```text
//! _rels/.rels ─ officeDocument ─▶ word/document.xml ─ word/_rels/document.xml.rels ─▶ styles, numbering, notes, …
//! ```

use std::collections::HashMap;

use super::xml::{Node, Xml};
use crate::decode;
use crate::readers::Refusal;
use crate::readers::package::Package;

/// A relationship of a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rel {
    pub id: String,
    /// The last word of its type: `styles`, `footnotes`, …
    pub kind: String,
    /// Name of the part that it points to.
    pub target: String,
}

/// The parts of a package by their names.
pub(super) struct Parts<'a> {
    package: Package<'a>,
    /// Names in small letters with `/` (names of parts know no case) → index.
    names: HashMap<String, usize>,
}

impl<'a> Parts<'a> {
    /// Opens the package in `bytes`.
    ///
    /// # Errors
    /// As [`Package::open`].
    pub(super) fn open(bytes: &'a [u8]) -> Result<Parts<'a>, Refusal> {
        let package = Package::open(bytes)?;
        let mut names = HashMap::new();
        for (i, name) in package.names().enumerate() {
            names.entry(key(&String::from_utf8_lossy(name))).or_insert(i);
        }
        Ok(Parts { package, names })
    }

    /// The bytes of a part; `None` where there is none of this name.
    ///
    /// # Errors
    /// As [`Package::part`].
    pub(super) fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, Refusal> {
        match self.names.get(&key(name)) {
            Some(index) => self.package.part_at(*index).map(Some),
            None => Ok(None),
        }
    }

    /// The text of a part that is XML; `None` where there is none of this name.
    ///
    /// # Errors
    /// As [`Package::part`].
    pub(super) fn xml(&mut self, name: &str) -> Result<Option<String>, Refusal> {
        let Some(bytes) = self.bytes(name)? else { return Ok(None) };
        Ok(Some(match String::from_utf8(bytes) {
            Ok(text) if !text.contains('\0') => text,
            Ok(text) => decode::decode(text.as_bytes(), None).text,
            Err(error) => decode::decode(error.as_bytes(), None).text,
        }))
    }

    /// True where the package has a part of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.names.contains_key(&key(name))
    }

    /// The relationships of a part; of the package for `""`.
    pub(super) fn rels(&mut self, part: &str) -> Vec<Rel> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let path = if folder.is_empty() { format!("_rels/{name}.rels") } else { format!("{folder}/_rels/{name}.rels") };
        let Ok(Some(source)) = self.xml(&path) else { return Vec::new() };
        let mut xml = Xml::new(&source);
        let mut out = Vec::new();
        loop {
            match xml.next() {
                Node::Start(tag) if tag.name() == "Relationship" => {
                    let outside = tag.attr("TargetMode").is_some_and(|m| m == "External");
                    let kind = tag.attr("Type").unwrap_or_default();
                    if !outside {
                        out.push(Rel {
                            id: tag.attr("Id").unwrap_or_default().into_owned(),
                            kind: kind.trim_end_matches('/').rsplit('/').next().unwrap_or("").to_owned(),
                            target: resolve(folder, &tag.attr("Target").unwrap_or_default()),
                        });
                    }
                }
                Node::Eof => return out,
                _ => {}
            }
        }
    }

    /// Name of the main part of a text document: by the relationships, else by its type; `None` where the package is of
    /// another kind.
    pub(super) fn main(&mut self) -> Option<String> {
        let types = self.types();
        let main = self.rels("").into_iter().find(|r| r.kind == "officeDocument" && self.has(&r.target));
        let is_text =
            |kind: &str| (kind.contains("wordprocessingml") || kind.contains("ms-word")) && kind.ends_with("main+xml");
        let of_type = types.iter().find(|(_, kind)| is_text(kind)).map(|(name, _)| name.clone());
        match main {
            // A main part of another type makes it a workbook or slides; one without a type may be damage.
            Some(rel) => match types.iter().find(|(name, _)| key(name) == key(&rel.target)) {
                Some((_, kind)) if !is_text(kind) => None,
                Some(_) => Some(rel.target),
                None => (of_type.is_some() || self.is_document(&rel.target)).then_some(rel.target),
            },
            None => of_type.filter(|name| self.has(name)).or_else(|| {
                let usual = "word/document.xml";
                self.has(usual).then(|| usual.to_owned())
            }),
        }
    }

    /// Names of parts and their types.
    fn types(&mut self) -> Vec<(String, String)> {
        let Ok(Some(source)) = self.xml("[Content_Types].xml") else { return Vec::new() };
        let mut xml = Xml::new(&source);
        let mut out = Vec::new();
        loop {
            match xml.next() {
                Node::Start(tag) if tag.name() == "Override" => {
                    let name = tag.attr("PartName").unwrap_or_default().into_owned();
                    let kind = tag.attr("ContentType").unwrap_or_default().into_owned();
                    out.push((name.trim_start_matches('/').to_owned(), kind));
                }
                Node::Eof => return out,
                _ => {}
            }
        }
    }

    /// True where the root of a part is that of a text document.
    fn is_document(&mut self, name: &str) -> bool {
        let Ok(Some(source)) = self.xml(name) else { return false };
        matches!(Xml::new(&source).next(), Node::Start(tag) if tag.name() == "document")
    }
}

/// A name of a part as it is compared.
fn key(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_lowercase()
}

/// The part that `target` means in a relationship of a part in `folder`.
fn resolve(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let target = target.split(['#', '?']).next().unwrap_or("");
    let mut path: Vec<&str> = match target.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => folder.split('/').filter(|s| !s.is_empty()).collect(),
    };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                path.pop();
            }
            step => path.push(step),
        }
    }
    percent(&path.join("/"))
}

/// Resolves `%20` and the like.
fn percent(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while i < bytes.len() {
        let hex = text.get(i + 1..i + 3).filter(|_| bytes[i] == b'%').and_then(|h| u8::from_str_radix(h, 16).ok());
        out.push(hex.unwrap_or(bytes[i]));
        i += if hex.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_found_from_their_folder() {
        assert_eq!(resolve("word", "styles.xml"), "word/styles.xml");
        assert_eq!(resolve("word", "/word/document2.xml"), "word/document2.xml");
        assert_eq!(resolve("word", "../customXml/a%20b.xml#x"), "customXml/a b.xml");
        assert_eq!(resolve("", "../../word\\document.xml"), "word/document.xml");
    }
}
