//! A walk through the XML of a document: elements, their attributes, their text.
//!
//! ```text
//! <text:p a="1">Парк<text:s/></text:p>   Open(text:p) Text(Парк) Open(text:s) Close Close
//! ```
//!
//! The walk never fails: where the XML is broken it ends, and [`Xml::trouble`] says why. Elements are never closed out
//! of order, so that functions that walk down need no checks of their own.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::options::MAX_DEPTH;

/// One step of the walk.
#[derive(Debug)]
pub enum Step<'a> {
    /// An element begins. An empty one is closed by the next step.
    Open(Tag<'a>),
    /// The innermost open element ends.
    Close,
    /// Text, entities resolved.
    Text(Cow<'a, str>),
    /// The document ends, or cannot be read further.
    End,
}

/// An opening tag.
#[derive(Debug)]
pub struct Tag<'a> {
    start: BytesStart<'a>,
    /// Name with the usual prefix of its namespace.
    name: Option<String>,
}

impl<'a> Tag<'a> {
    /// Name with the prefix that is usual for its namespace, as `text:p`.
    pub fn name(&self) -> &str {
        match &self.name {
            Some(name) => name,
            None => self.start.name().into_inner(),
        }
    }

    /// Name without prefix.
    pub fn local(&self) -> &str {
        let name = self.start.name().into_inner();
        name.rsplit_once(':').map_or(name, |(_, local)| local)
    }

    /// Value of the attribute `name`; the prefix, which varies, is not compared.
    pub fn get(&self, name: &str) -> Option<Cow<'_, str>> {
        self.start.attributes().with_checks(false).flatten().find(|a| local(a.key.into_inner()) == name).map(|a| {
            if a.value.contains(['&', '\n', '\t', '\r']) {
                let value = a
                    .normalized_value(quick_xml::XmlVersion::Implicit1_0)
                    .map(Cow::into_owned)
                    .unwrap_or_else(|_| a.value.to_string());
                Cow::Owned(value)
            } else {
                Cow::Owned(a.value.into_owned())
            }
        })
    }

    /// Value of an attribute that is a whole number.
    pub fn number(&self, name: &str) -> Option<usize> {
        self.get(name)?.trim().parse().ok()
    }

    /// Attributes that declare namespaces: prefix, address.
    fn declared(&self) -> Vec<(String, String)> {
        self.start
            .attributes()
            .with_checks(false)
            .flatten()
            .filter_map(|a| {
                let prefix = a.key.into_inner().strip_prefix("xmlns:")?;
                Some((prefix.to_owned(), a.value.into_owned()))
            })
            .collect()
    }
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// A walk through one XML document.
pub struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    depth: usize,
    /// The last tag was empty: its end comes next.
    close: bool,
    done: bool,
    /// Prefixes of this document that differ from the usual ones.
    renamed: Vec<(String, &'static str)>,
    /// What made the walk end before the end of the document.
    pub trouble: Option<String>,
}

/// Last parts of the addresses of OpenDocument namespaces and the prefixes that are usual for them (ODF 1.3, part 3).
const NAMESPACES: &[(&str, &str)] = &[
    ("opendocument:xmlns:office:1.0", "office"),
    ("opendocument:xmlns:text:1.0", "text"),
    ("opendocument:xmlns:table:1.0", "table"),
    ("opendocument:xmlns:style:1.0", "style"),
    ("opendocument:xmlns:drawing:1.0", "draw"),
    ("opendocument:xmlns:datastyle:1.0", "number"),
    ("opendocument:xmlns:manifest:1.0", "manifest"),
    ("opendocument:xmlns:meta:1.0", "meta"),
    ("opendocument:xmlns:svg-compatible:1.0", "svg"),
    ("opendocument:xmlns:presentation:1.0", "presentation"),
];

impl<'a> Xml<'a> {
    /// A walk from the beginning of `source`.
    pub fn new(source: &'a str) -> Xml<'a> {
        let mut reader = Reader::from_str(source);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_dangling_amp = true;
        config.allow_unmatched_ends = true;
        Xml { reader, depth: 0, close: false, done: false, renamed: Vec::new(), trouble: None }
    }

    /// The next step.
    pub fn step(&mut self) -> Step<'a> {
        if self.close {
            self.close = false;
            self.depth -= 1;
            return Step::Close;
        }
        if self.done {
            return Step::End;
        }
        loop {
            match self.reader.read_event() {
                Ok(Event::Start(start)) => return self.open(start),
                Ok(Event::Empty(start)) => {
                    let step = self.open(start);
                    self.close = matches!(step, Step::Open(_));
                    return step;
                }
                Ok(Event::End(_)) if self.depth > 0 => {
                    self.depth -= 1;
                    return Step::Close;
                }
                Ok(Event::Text(text)) => return Step::Text(text.xml10_content()),
                Ok(Event::CData(text)) => return Step::Text(text.into_inner()),
                Ok(Event::GeneralRef(name)) => return Step::Text(entity(name.into_inner())),
                Ok(Event::Eof) if self.depth > 0 => return self.end("it is cut off in the middle"),
                Ok(Event::Eof) => {
                    self.done = true;
                    return Step::End;
                }
                Ok(_) => {}
                Err(error) => return self.end(&error.to_string()),
            }
        }
    }

    /// Steps over the rest of the element that was opened last.
    pub fn skip(&mut self) {
        let mut open = 1;
        while open > 0 {
            match self.step() {
                Step::Open(_) => open += 1,
                Step::Close => open -= 1,
                Step::Text(_) => {}
                Step::End => return,
            }
        }
    }

    /// The text in the rest of the element that was opened last.
    pub fn text(&mut self) -> String {
        let mut out = String::new();
        let mut open = 1;
        while open > 0 {
            match self.step() {
                Step::Open(_) => open += 1,
                Step::Close => open -= 1,
                Step::Text(text) => out.push_str(&text),
                Step::End => break,
            }
        }
        out
    }

    /// Bytes of the source that were walked through.
    pub fn position(&self) -> u64 {
        self.reader.buffer_position()
    }

    fn open(&mut self, start: BytesStart<'a>) -> Step<'a> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return self.end(&format!("its elements stand more than {MAX_DEPTH} deep"));
        }
        let mut tag = Tag { start, name: None };
        if self.depth == 1 {
            for (prefix, address) in tag.declared() {
                let usual = NAMESPACES.iter().find(|(end, _)| address.ends_with(end));
                if let Some((_, usual)) = usual.filter(|(_, usual)| *usual != prefix) {
                    self.renamed.push((prefix, usual));
                }
            }
        }
        if !self.renamed.is_empty() {
            let name = tag.start.name().into_inner();
            let (prefix, local) = name.split_once(':').unwrap_or(("", name));
            let usual = self.renamed.iter().find(|(p, _)| p == prefix).map(|(_, usual)| *usual);
            tag.name = usual.map(|usual| format!("{usual}:{local}"));
        }
        Step::Open(tag)
    }

    fn end(&mut self, trouble: &str) -> Step<'a> {
        self.trouble = Some(trouble.to_owned());
        self.done = true;
        Step::End
    }
}

/// The character that `&name;` stands for; an unknown entity stays as it is written.
fn entity(name: Cow<'_, str>) -> Cow<'static, str> {
    let numbered = || {
        let digits = name.strip_prefix('#')?;
        let code = match digits.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => digits.parse().ok()?,
        };
        char::from_u32(code).filter(|c| !c.is_control() || matches!(c, '\t' | '\n' | '\r'))
    };
    Cow::Borrowed(match &*name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        "nbsp" => "\u{a0}",
        _ => return Cow::Owned(numbered().map_or_else(|| format!("&{name};"), String::from)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(source: &str) -> (String, Option<String>) {
        let mut xml = Xml::new(source);
        let mut out = String::new();
        loop {
            match xml.step() {
                Step::Open(tag) => out += &format!("<{}>", tag.name()),
                Step::Close => out += "/",
                Step::Text(text) => out += &text,
                Step::End => return (out, xml.trouble),
            }
        }
    }

    #[test]
    fn empty_elements_are_opened_and_closed() {
        assert_eq!(steps("<a><b x='1'/>п&amp;к&#8470;</a>").0, "<a><b>/п&к№/");
    }

    #[test]
    fn prefixes_become_the_usual_ones() {
        let source = "<o:d xmlns:o='urn:oasis:names:tc:opendocument:xmlns:office:1.0' \
                      xmlns:ns0='urn:oasis:names:tc:opendocument:xmlns:text:1.0'><ns0:p o:x='1'>а</ns0:p></o:d>";
        assert_eq!(steps(source).0, "<office:d><text:p>а//");
    }

    #[test]
    fn broken_xml_ends_the_walk_and_says_why() {
        for source in ["<a><b>текст", "<a>текст<b c=", "<a>текст<!-- "] {
            let (out, trouble) = steps(source);
            assert!(out.contains("текст") && trouble.is_some(), "{source}: {out}");
        }
        let deep = "<a>".repeat(5000);
        assert!(steps(&deep).1.unwrap().contains("200 deep"));
    }
}
