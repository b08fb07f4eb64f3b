//! Properties of paragraphs and runs, as they stand in `w:pPr` and `w:rPr`.

use super::xml::{Node, Ns, Tag, Xml};

/// How a run is set; `None` where the properties do not say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct RunProps {
    /// Id of its character style.
    pub style: Option<String>,
    pub bold: Option<bool>,
    /// Hidden text.
    pub hidden: Option<bool>,
    /// The font of its characters.
    pub font: Option<String>,
    /// The paragraph mark that has these properties was deleted or moved away.
    pub dropped: bool,
}

impl RunProps {
    /// Reads `w:rPr`, whose start was read, with its end.
    pub(super) fn read(xml: &mut Xml) -> RunProps {
        let mut props = RunProps::default();
        loop {
            match xml.next() {
                Node::Start(tag) => {
                    props.take(&tag);
                    xml.skip();
                }
                Node::Text(_) => {}
                Node::End | Node::Eof => return props,
            }
        }
    }

    fn take(&mut self, tag: &Tag) {
        if tag.ns == Ns::Aml {
            self.dropped |= tag.attr("type").is_some_and(|t| t == "Word.Deletion");
        }
        if tag.ns != Ns::W {
            return;
        }
        match tag.name() {
            "rStyle" => self.style = tag.val().map(|v| v.into_owned()),
            "b" => self.bold = Some(tag.on()),
            "vanish" => self.hidden = Some(tag.on()),
            "rFonts" => self.font = tag.attr("ascii").or_else(|| tag.attr("hAnsi")).map(|v| v.into_owned()),
            "del" | "moveFrom" => self.dropped = true,
            _ => {}
        }
    }
}

/// How a section begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Begins {
    /// On the page on which the section before it ends.
    Here,
    /// On a new page.
    Page,
}

impl Begins {
    /// Reads `w:sectPr`, whose start was read, with its end.
    pub(super) fn read(xml: &mut Xml) -> Begins {
        let mut begins = Begins::Page;
        loop {
            match xml.next() {
                Node::Start(tag) => {
                    if tag.ns == Ns::W
                        && tag.name() == "type"
                        && tag.val().is_some_and(|v| matches!(&*v, "continuous" | "nextColumn"))
                    {
                        begins = Begins::Here;
                    }
                    xml.skip();
                }
                Node::Text(_) => {}
                Node::End | Node::Eof => return begins,
            }
        }
    }
}

/// How a paragraph is set; `None` where the properties do not say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ParaProps {
    /// Id of its style.
    pub style: Option<String>,
    pub centred: Option<bool>,
    /// Level of a heading, from 1; 0 for body text.
    pub outline: Option<u8>,
    /// Id of its numbering; 0 for none.
    pub numbering: Option<i64>,
    /// Level of its numbering, from 0.
    pub level: Option<usize>,
    /// It begins a page.
    pub breaks: Option<bool>,
    /// Its mark.
    pub mark: RunProps,
    /// The section that ends with it.
    pub section: Option<Begins>,
}

impl ParaProps {
    /// Reads `w:pPr`, whose start was read, with its end.
    pub(super) fn read(xml: &mut Xml) -> ParaProps {
        let mut props = ParaProps::default();
        loop {
            let tag = match xml.next() {
                Node::Start(tag) => tag,
                Node::Text(_) => continue,
                Node::End | Node::Eof => return props,
            };
            match (tag.ns, tag.name()) {
                (Ns::W, "rPr") => props.mark = RunProps::read(xml),
                (Ns::W, "numPr" | "listPr") => props.number(xml),
                (Ns::W, "sectPr") => props.section = Some(Begins::read(xml)),
                _ => {
                    props.take(&tag);
                    xml.skip();
                }
            }
        }
    }

    fn take(&mut self, tag: &Tag) {
        if tag.ns != Ns::W {
            return;
        }
        match tag.name() {
            "pStyle" => self.style = tag.val().map(|v| v.into_owned()),
            "jc" => self.centred = Some(tag.val().is_some_and(|v| v == "center")),
            "outlineLvl" => {
                self.outline = tag.number("val").map(|n| u8::try_from(n + 1).ok().filter(|n| *n <= 9).unwrap_or(0));
            }
            "pageBreakBefore" => self.breaks = Some(tag.on()),
            _ => {}
        }
    }

    fn number(&mut self, xml: &mut Xml) {
        loop {
            match xml.next() {
                Node::Start(tag) => {
                    match (tag.ns, tag.name()) {
                        (Ns::W, "numId" | "ilfo") => self.numbering = tag.number("val"),
                        (Ns::W, "ilvl") => self.level = tag.number("val").and_then(|n| usize::try_from(n).ok()),
                        _ => {}
                    }
                    xml.skip();
                }
                Node::Text(_) => {}
                Node::End | Node::Eof => return,
            }
        }
    }
}
