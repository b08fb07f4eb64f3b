//! Elements and text of an XML part, with namespaces by URI and always balanced.
//!
//! ```text
//! <ns0:p><ns0:r></ns0:p>     Start(W, "p") Start(W, "r") End End       and a word about the damage
//! ```
//!
//! Whoever reads from [`Xml`] may trust that every `Start` has its `End`, whatever the bytes: end tags that are missing
//! or wrong are mended here, and a part that breaks off ends as if every element had been closed.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memmem;
use quick_xml::Reader;
use quick_xml::errors::Error;
use quick_xml::escape::{resolve_predefined_entity, unescape};
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::options::MAX_DEPTH;

/// Namespaces that matter; their transitional and their Strict names are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ns {
    /// WordprocessingML.
    W,
    /// Math.
    M,
    /// Markup compatibility.
    Mc,
    /// DrawingML.
    A,
    /// Diagrams of DrawingML.
    Dgm,
    /// Charts of DrawingML.
    Chart,
    /// VML.
    V,
    /// Annotations of Word 2003 XML.
    Aml,
    /// Any other.
    Other,
}

/// Names of namespaces (ISO/IEC 29500-1 for Strict, -4 for transitional).
const NAMES: &[(&str, Ns)] = &[
    ("http://schemas.openxmlformats.org/wordprocessingml/2006/main", Ns::W),
    ("http://purl.oclc.org/ooxml/wordprocessingml/main", Ns::W),
    ("http://schemas.openxmlformats.org/officeDocument/2006/math", Ns::M),
    ("http://purl.oclc.org/ooxml/officeDocument/math", Ns::M),
    ("http://schemas.openxmlformats.org/markup-compatibility/2006", Ns::Mc),
    ("http://schemas.openxmlformats.org/drawingml/2006/main", Ns::A),
    ("http://purl.oclc.org/ooxml/drawingml/main", Ns::A),
    ("http://schemas.openxmlformats.org/drawingml/2006/diagram", Ns::Dgm),
    ("http://purl.oclc.org/ooxml/drawingml/diagram", Ns::Dgm),
    ("http://schemas.openxmlformats.org/drawingml/2006/chart", Ns::Chart),
    ("http://purl.oclc.org/ooxml/drawingml/chart", Ns::Chart),
    ("urn:schemas-microsoft-com:vml", Ns::V),
    (super::wordml::NAMESPACE, Ns::W),
    ("http://schemas.microsoft.com/aml/2001/core", Ns::Aml),
];

/// Prefixes that stand for their usual namespaces where damage took the declaration.
const USUAL: &[(&str, Ns)] =
    &[("w", Ns::W), ("m", Ns::M), ("mc", Ns::Mc), ("a", Ns::A), ("dgm", Ns::Dgm), ("c", Ns::Chart), ("v", Ns::V)];

/// What stands next in a part.
#[derive(Debug)]
pub(super) enum Node<'a> {
    /// An element begins.
    Start(Tag<'a>),
    /// The innermost open element ends.
    End,
    /// Characters, references resolved.
    Text(Cow<'a, str>),
    /// The part ends; every element was closed.
    Eof,
}

/// The start tag of an element.
#[derive(Debug)]
pub(super) struct Tag<'a> {
    start: BytesStart<'a>,
    /// Its namespace.
    pub ns: Ns,
    local: usize,
}

impl Tag<'_> {
    /// Its name without the prefix.
    pub(super) fn name(&self) -> &str {
        self.start.name().0.get(self.local..).unwrap_or("")
    }

    /// The value of an attribute by its name without a prefix.
    pub(super) fn attr(&self, name: &str) -> Option<Cow<'_, str>> {
        for attribute in self.start.attributes().with_checks(false) {
            let Ok(attribute) = attribute else { continue };
            let key = attribute.key.0;
            if key == name || key.strip_suffix(name).is_some_and(|rest| rest.ends_with(':')) {
                let value = attribute.value;
                if !value.contains('&') {
                    return Some(value);
                }
                let resolved = unescape(&value).ok().map(Cow::into_owned);
                return Some(resolved.map_or(value, Cow::Owned));
            }
        }
        None
    }

    /// `w:val`.
    pub(super) fn val(&self) -> Option<Cow<'_, str>> {
        self.attr("val")
    }

    /// An attribute that is a whole number.
    pub(super) fn number(&self, name: &str) -> Option<i64> {
        self.attr(name)?.trim().parse().ok()
    }

    /// A toggle: true without a value (ISO/IEC 29500-1, 17.17.4).
    pub(super) fn on(&self) -> bool {
        !self.val().is_some_and(|v| matches!(v.trim(), "0" | "false" | "off"))
    }
}

/// Reads one part.
pub(super) struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    source: &'a str,
    /// Where the names of open elements stand in the source.
    open: Vec<Range<usize>>,
    /// Declared prefixes, each with the number of elements open around it.
    prefixes: Vec<(Box<str>, Ns, usize)>,
    /// The prefix looked up last.
    last: Option<(Box<str>, Ns)>,
    /// Ends that are due before anything else.
    due: usize,
    over: bool,
    damage: Option<String>,
    buried: bool,
}

impl<'a> Xml<'a> {
    /// A reader at the beginning of a part.
    pub(super) fn new(source: &'a str) -> Xml<'a> {
        let mut reader = Reader::from_str(source);
        let config = reader.config_mut();
        config.allow_dangling_amp = true;
        config.allow_unmatched_ends = true;
        config.check_end_names = false;
        Xml {
            reader,
            source,
            open: Vec::new(),
            prefixes: USUAL.iter().map(|(p, ns)| ((*p).into(), *ns, 0)).collect(),
            last: None,
            due: 0,
            over: false,
            damage: None,
            buried: false,
        }
    }

    /// What was wrong with the part, if anything was: the first thing found.
    pub(super) fn damage(&self) -> Option<&str> {
        self.damage.as_deref()
    }

    /// True where elements were nested deeper than [`MAX_DEPTH`]; those were left out.
    pub(super) fn too_deep(&self) -> bool {
        self.buried
    }

    /// The next thing.
    pub(super) fn next(&mut self) -> Node<'a> {
        loop {
            if self.due > 0 {
                self.due -= 1;
                self.open.pop();
                self.forget();
                return Node::End;
            }
            if self.over {
                return Node::Eof;
            }
            match self.event() {
                None | Some(Event::Eof) => {
                    self.over = true;
                    self.due = self.open.len();
                    if self.due > 0 {
                        self.damaged("it breaks off");
                    }
                }
                Some(Event::Start(start)) => {
                    if self.open.len() >= MAX_DEPTH {
                        self.bury();
                    } else {
                        return Node::Start(self.start(start, false));
                    }
                }
                Some(Event::Empty(start)) => {
                    if self.open.len() < MAX_DEPTH {
                        return Node::Start(self.start(start, true));
                    }
                    self.buried = true;
                }
                Some(Event::End(end)) => self.end(end.name().0),
                Some(Event::Text(text)) => return Node::Text(text.into_inner()),
                Some(Event::CData(text)) => return Node::Text(text.into_inner()),
                Some(Event::GeneralRef(reference)) => return Node::Text(self.resolve(&reference)),
                Some(Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_)) => {}
            }
        }
    }

    /// Passes over the rest of the element whose start was read last, its end included.
    pub(super) fn skip(&mut self) {
        let mut depth = 1;
        while depth > 0 {
            match self.next() {
                Node::Start(_) => depth += 1,
                Node::End => depth -= 1,
                Node::Text(_) => {}
                Node::Eof => return,
            }
        }
    }

    /// The text of the element whose start was read last, its end included.
    pub(super) fn text(&mut self) -> String {
        let mut out = String::new();
        let mut depth = 1;
        while depth > 0 {
            match self.next() {
                Node::Start(_) => depth += 1,
                Node::End => depth -= 1,
                Node::Text(text) => out.push_str(&text),
                Node::Eof => break,
            }
        }
        out
    }

    /// The next event; `None` where the parser cannot go on.
    fn event(&mut self) -> Option<Event<'a>> {
        loop {
            let before = self.reader.buffer_position();
            match self.reader.read_event() {
                Ok(event) => return Some(event),
                Err(error) => {
                    self.damaged(&error.to_string());
                    let goes_on = matches!(error, Error::IllFormed(_)) && self.reader.buffer_position() > before;
                    if !goes_on {
                        return None;
                    }
                }
            }
        }
    }

    fn start(&mut self, start: BytesStart<'a>, empty: bool) -> Tag<'a> {
        let depth = self.open.len() + 1;
        if memmem::find(start.as_bytes(), b"xmlns").is_some() {
            self.declare(&start, depth);
        }
        let (local, ns) = {
            let name = start.name().0;
            let colon = name.find(':');
            let prefix = colon.map_or("", |i| &name[..i]);
            (colon.map_or(0, |i| i + 1), self.namespace(prefix))
        };
        let at = self.reader.buffer_position() as usize;
        let from = at.saturating_sub(start.len() + 1);
        self.open.push(from..from + start.name().0.len());
        self.due = usize::from(empty);
        Tag { start, ns, local }
    }

    /// Takes the end tag `name`, whatever is open.
    fn end(&mut self, name: &str) {
        let is_it = |range: &Range<usize>| self.source.get(range.clone()) == Some(name);
        match self.open.iter().rposition(is_it) {
            Some(i) => {
                self.due = self.open.len() - i;
                if self.due > 1 {
                    self.damaged(&format!("elements are not closed before </{name}>"));
                }
            }
            None => self.damaged(&format!("</{name}> closes nothing")),
        }
    }

    /// Passes over an element that lies too deep.
    fn bury(&mut self) {
        self.buried = true;
        let mut depth = 1;
        while depth > 0 {
            match self.event() {
                Some(Event::Start(_)) => depth += 1,
                Some(Event::End(_)) => depth -= 1,
                None | Some(Event::Eof) => return,
                Some(_) => {}
            }
        }
    }

    fn declare(&mut self, start: &BytesStart, depth: usize) {
        for attribute in start.attributes().with_checks(false).flatten() {
            let key = attribute.key.0;
            let Some(rest) = key.strip_prefix("xmlns") else { continue };
            let prefix = match rest.strip_prefix(':') {
                Some(prefix) => prefix,
                None if rest.is_empty() => "",
                None => continue,
            };
            let ns = NAMES.iter().find(|(name, _)| *name == attribute.value.trim()).map_or(Ns::Other, |(_, ns)| *ns);
            self.prefixes.push((prefix.into(), ns, depth));
            self.last = None;
        }
    }

    fn namespace(&mut self, prefix: &str) -> Ns {
        if let Some((last, ns)) = &self.last
            && **last == *prefix
        {
            return *ns;
        }
        let ns = self.prefixes.iter().rev().find(|(p, ..)| **p == *prefix).map_or(Ns::Other, |(_, ns, _)| *ns);
        self.last = Some((prefix.into(), ns));
        ns
    }

    /// Drops the prefixes of elements that have ended.
    fn forget(&mut self) {
        let depth = self.open.len();
        while self.prefixes.last().is_some_and(|(.., d)| *d > depth) {
            self.prefixes.pop();
            self.last = None;
        }
    }

    fn resolve(&mut self, reference: &BytesRef) -> Cow<'a, str> {
        let name: &str = reference;
        match reference.resolve_char_ref() {
            Ok(Some(c)) => return Cow::Owned(c.to_string()),
            Ok(None) => {}
            Err(_) => {
                self.damaged(&format!("&{name}; is no character"));
                return Cow::Borrowed("\u{fffd}");
            }
        }
        match resolve_predefined_entity(name) {
            Some(text) => Cow::Borrowed(text),
            None => Cow::Owned(format!("&{name};")),
        }
    }

    fn damaged(&mut self, what: &str) {
        if self.damage.is_none() {
            let at = self.reader.buffer_position();
            self.damage = Some(format!("{what} at byte {at}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The nodes of a part, and what was wrong.
    fn shown(source: &str) -> (String, Option<String>) {
        let mut xml = Xml::new(source);
        let mut out = String::new();
        loop {
            match xml.next() {
                Node::Start(tag) => out += &format!("<{:?}:{} ", tag.ns, tag.name()),
                Node::End => out += "> ",
                Node::Text(text) => out += &format!("{text} "),
                Node::Eof => break,
            }
        }
        (out.trim_end().to_owned(), xml.damage().map(str::to_owned))
    }

    #[test]
    fn namespaces_count_not_prefixes() {
        let strict = r#"<ns0:p xmlns:ns0="http://purl.oclc.org/ooxml/wordprocessingml/main"><ns0:r/></ns0:p>"#;
        assert_eq!(shown(strict), ("<W:p <W:r > >".to_owned(), None));
        let inner = r#"<p xmlns="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:x xmlns:w="urn:other"/><w:p/><p/></p>"#;
        assert_eq!(shown(inner).0, "<W:p <Other:x > <W:p > <W:p > >");
    }

    #[test]
    fn references_and_cdata_are_text() {
        let (text, damage) = shown("<w:t>a &amp; &#1073; &nbsp; <![CDATA[<в>]]> & г</w:t>");
        assert_eq!(text, "<W:t a  &   б   &nbsp;   <в>   & г >");
        assert_eq!(damage, None);
    }

    #[test]
    fn what_is_not_closed_is_closed() {
        assert_eq!(shown("<w:p><w:r><w:t>a</w:p><w:p/>").0, "<W:p <W:r <W:t a > > > <W:p >");
        assert_eq!(shown("<w:p></w:r>a</w:p>").1.as_deref(), Some("</w:r> closes nothing at byte 11"));
        let (text, damage) = shown("<w:p><w:t>a</w:t><w:t");
        assert_eq!(text, "<W:p <W:t a > >");
        assert!(damage.is_some_and(|d| d.contains("tag not closed")));
    }

    #[test]
    fn nesting_has_an_end() {
        let source = format!("{}a{}<w:p/>", "<w:p>".repeat(MAX_DEPTH + 9), "</w:p>".repeat(MAX_DEPTH + 9));
        let mut xml = Xml::new(&source);
        let mut starts = 0;
        loop {
            match xml.next() {
                Node::Start(_) => starts += 1,
                Node::Eof => break,
                _ => {}
            }
        }
        assert_eq!((starts, xml.too_deep(), xml.damage()), (MAX_DEPTH + 1, true, None));
    }

    #[test]
    fn attributes_are_found_by_their_name() {
        let mut xml = Xml::new(r#"<w:lvlText w:val="%1 &amp;" xval="no"/><w:b w:val='off'/><w:b/>"#);
        let Node::Start(tag) = xml.next() else { panic!() };
        assert_eq!(tag.val().as_deref(), Some("%1 &"));
        assert_eq!(tag.attr("al"), None);
        xml.skip();
        let Node::Start(tag) = xml.next() else { panic!() };
        assert!(!tag.on());
        xml.skip();
        let Node::Start(tag) = xml.next() else { panic!() };
        assert!(tag.on());
    }
}
