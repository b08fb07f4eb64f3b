//! Paragraphs and what stands in them: the body, cells, notes and text boxes alike.

use std::borrow::Cow;
use std::collections::HashMap;

use super::model::{Block, Cell, NoteRef, Para};
use super::numbering::Numbering;
use super::props::{Begins, ParaProps, RunProps};
use super::styles::{Style, Styles};
use super::symbols;
use super::table::cell_props;
use super::xml::{Node, Ns, Tag, Xml};
use crate::readers::Look;

/// What was passed over, for the findings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Seen {
    /// Deletions and moves away of tracked changes.
    pub deletions: usize,
    /// Insertions and moves here of tracked changes.
    pub insertions: usize,
    /// Runs of hidden text.
    pub hidden: usize,
    /// Ids of the parts that hold the pictures.
    pub pictures: Vec<String>,
    pub charts: usize,
    /// Ids of parts that belong here but are of another format.
    pub chunks: Vec<String>,
    /// Some page begins.
    pub pages: bool,
    /// Table rows and cells beyond the limits.
    pub cut: bool,
}

/// Reads the stories of a document.
pub(super) struct Reading<'s> {
    styles: &'s Styles,
    numbering: Numbering,
    /// Open fields, innermost last; true while their instruction goes on.
    fields: Vec<bool>,
    pub(super) seen: Seen,
    /// Table cells so far.
    pub(super) cells: usize,
    /// Notes that stand in the text itself, as in Word 2003 XML.
    pub(super) notes: HashMap<NoteRef, Vec<Block>>,
    /// Ids of the parts that hold the text of diagrams, and what stands in them.
    pub(super) diagrams: Vec<(String, Vec<String>)>,
}

/// A paragraph while it is read.
#[derive(Default)]
pub(super) struct Open<'s> {
    para: Para,
    props: ParaProps,
    style: Option<&'s Style>,
    /// A letter or digit stands in it.
    filled: bool,
    /// One of its letters is not bold.
    light: bool,
}

/// How the characters of a run are set.
#[derive(Default)]
struct Setting {
    bold: bool,
    hidden: bool,
    font: Option<String>,
}

impl<'s> Reading<'s> {
    /// A reading of a document with these styles and numberings.
    pub(super) fn new(styles: &'s Styles, numbering: Numbering) -> Reading<'s> {
        Reading {
            styles,
            numbering,
            fields: Vec::new(),
            seen: Seen::default(),
            cells: 0,
            notes: HashMap::new(),
            diagrams: Vec::new(),
        }
    }

    /// Reads what stands in the element whose start was read (a body, a cell, a note, a text box), with its end.
    pub(super) fn blocks(&mut self, xml: &mut Xml) -> Vec<Block> {
        let mut out = Vec::new();
        let mut loose = None;
        self.put_blocks(xml, &mut out, &mut loose);
        self.close(&mut out, &mut loose);
        out
    }

    /// Reads what stands in a cell, with its end; its properties are put into `cell`.
    pub(super) fn cell_blocks(&mut self, xml: &mut Xml, cell: &mut Cell) -> Vec<Block> {
        let mut out = Vec::new();
        let mut loose = None;
        loop {
            match xml.next() {
                Node::Start(tag) if (tag.ns, tag.name()) == (Ns::W, "tcPr") => cell_props(xml, cell),
                Node::Start(tag) => self.block(xml, &tag, &mut out, &mut loose),
                Node::Text(_) => {}
                Node::End | Node::Eof => break,
            }
        }
        self.close(&mut out, &mut loose);
        out
    }

    /// Reads one block, whose start was read, with its end.
    pub(super) fn one(&mut self, xml: &mut Xml, tag: &Tag) -> Vec<Block> {
        let mut out = Vec::new();
        let mut loose = None;
        self.block(xml, tag, &mut out, &mut loose);
        self.close(&mut out, &mut loose);
        out
    }

    /// Reads blocks into `out`. `loose` is text that waits for its paragraph: its own mark was deleted, or it never had
    /// one.
    fn put_blocks(&mut self, xml: &mut Xml, out: &mut Vec<Block>, loose: &mut Option<Open<'s>>) {
        loop {
            match xml.next() {
                Node::Start(tag) => self.block(xml, &tag, out, loose),
                Node::Text(_) => {}
                Node::End | Node::Eof => return,
            }
        }
    }

    fn block(&mut self, xml: &mut Xml, tag: &Tag, out: &mut Vec<Block>, loose: &mut Option<Open<'s>>) {
        match (tag.ns, tag.name()) {
            (Ns::W, "p") => self.paragraph(xml, out, loose),
            (Ns::W, "tbl") => {
                self.close(out, loose);
                let table = self.table(xml);
                out.push(Block::Table(table));
            }
            (Ns::W, "sectPr") => {
                self.close(out, loose);
                let begins = Begins::read(xml);
                out.push(Block::Section(begins));
            }
            (Ns::W, "altChunk") => {
                self.seen.chunks.push(tag.attr("id").unwrap_or_default().into_owned());
                xml.skip();
            }
            (Ns::W, "r" | "hyperlink" | "fldSimple" | "t") | (Ns::M, "oMath" | "oMathPara") => {
                let open = loose.get_or_insert_with(Open::default);
                self.inline_child(xml, tag, open);
            }
            (Ns::Mc, "AlternateContent") => {
                let mut got = Vec::new();
                self.alternate(xml, |reading, xml| {
                    let before = got.len();
                    reading.put_blocks(xml, &mut got, loose);
                    got.len() > before
                });
                out.append(&mut got);
            }
            _ if self.dropped(tag) => xml.skip(),
            _ => self.put_blocks(xml, out, loose),
        }
    }

    /// Text without a paragraph becomes one.
    fn close(&mut self, out: &mut Vec<Block>, loose: &mut Option<Open<'s>>) {
        if let Some(open) = loose.take()
            && (!open.para.text.trim().is_empty() || !open.para.boxes.is_empty() || !open.para.notes.is_empty())
        {
            out.push(Block::Paragraph(self.finished(open)));
        }
    }

    /// True for elements of which nothing is read: properties, and what tracked changes took out. Counts the changes.
    pub(super) fn dropped(&mut self, tag: &Tag) -> bool {
        if tag.ns == Ns::Aml {
            let kind = tag.attr("type").unwrap_or_default();
            self.seen.insertions += usize::from(kind == "Word.Insertion");
            self.seen.deletions += usize::from(kind == "Word.Deletion");
            return matches!(&*kind, "Word.Deletion" | "Word.Comment" | "Word.Formatting");
        }
        if tag.ns != Ns::W {
            return false;
        }
        match tag.name() {
            "del" | "moveFrom" => {
                self.seen.deletions += 1;
                true
            }
            "ins" | "moveTo" => {
                self.seen.insertions += 1;
                false
            }
            name => name.ends_with("Pr") || name.ends_with("PrChange") || name.ends_with("PrEx"),
        }
    }

    /// Reads `w:p`, whose start was read, with its end.
    fn paragraph(&mut self, xml: &mut Xml, out: &mut Vec<Block>, loose: &mut Option<Open<'s>>) {
        let mut open = Open::default();
        if let Some(before) = loose.take() {
            open.para = before.para;
            open.filled = before.filled;
            open.light = before.light;
        }
        self.inline(xml, &mut open);
        self.fields.iter_mut().for_each(|instruction| *instruction = false);
        let section = open.props.section;
        let mark = &open.props.mark;
        if mark.dropped && section.is_none() {
            self.seen.deletions += 1;
            *loose = Some(open);
            return;
        }
        let hidden = mark.hidden == Some(true);
        if hidden && open.para.text.is_empty() && open.para.boxes.is_empty() && open.para.notes.is_empty() {
            // A paragraph that is hidden altogether is not counted either.
            open.props.numbering = Some(0);
        }
        let para = self.finished(open);
        out.push(Block::Paragraph(para));
        if let Some(begins) = section {
            out.push(Block::Section(begins));
        }
    }

    /// Gives a paragraph its number and its look.
    fn finished(&mut self, open: Open) -> Para {
        let Open { mut para, props, style, filled, light } = open;
        let style = style.unwrap_or_else(|| self.styles.paragraph(None));
        para.look = Look {
            level: props.outline.unwrap_or(style.outline),
            centred: props.centred.unwrap_or(style.centred),
            bold: filled && !light,
            tab: false,
        };
        if props.breaks.unwrap_or(style.breaks) {
            para.pages.insert(0, 0);
        }
        if let Some(label) = self.numbering.count(&props, self.styles) {
            let rest = para.text.trim_start_matches([' ', '\t']);
            let cut = para.text.len() - rest.len();
            let glued = label.text.ends_with(char::is_alphanumeric) && rest.starts_with(char::is_alphanumeric);
            para.bare = rest.trim_end().is_empty();
            let gap = if para.bare || label.tight && !glued || label.text.ends_with(' ') { "" } else { " " };
            let shift = label.text.len() + gap.len();
            for page in para.pages.iter_mut().filter(|p| **p > 0) {
                *page = page.saturating_sub(cut) + shift;
            }
            para.text = format!("{}{gap}{rest}", label.text);
        }
        self.seen.pages |= !para.pages.is_empty();
        para
    }

    /// Reads what stands in a paragraph, or in an element around runs, with its end.
    fn inline(&mut self, xml: &mut Xml, open: &mut Open<'s>) {
        loop {
            match xml.next() {
                Node::Start(tag) => self.inline_child(xml, &tag, open),
                Node::Text(_) => {}
                Node::End | Node::Eof => return,
            }
        }
    }

    fn inline_child(&mut self, xml: &mut Xml, tag: &Tag, open: &mut Open<'s>) {
        match (tag.ns, tag.name()) {
            (Ns::W, "r") => self.run(xml, open),
            (Ns::W, "pPr") => {
                open.props = ParaProps::read(xml);
                open.style = Some(self.styles.paragraph(open.props.style.as_deref()));
            }
            (Ns::W, "p") => {
                // Only damage puts a paragraph into a paragraph.
                let (mut out, mut loose) = (Vec::new(), None);
                self.paragraph(xml, &mut out, &mut loose);
                self.close(&mut out, &mut loose);
                open.para.boxes.append(&mut out);
            }
            (Ns::W, "tbl") => {
                let table = self.table(xml);
                open.para.boxes.push(Block::Table(table));
            }
            (Ns::M, "oMath" | "oMathPara") => {
                let mut text = String::new();
                super::math::read(xml, &mut text);
                self.put(open, &Setting::default(), &text);
            }
            (Ns::Mc, "AlternateContent") => self.alternate_inline(xml, open, |reading, xml, open| {
                reading.inline(xml, open);
            }),
            (Ns::W, "t") => {
                let text = xml.text();
                self.put(open, &Setting::default(), &text);
            }
            _ if self.dropped(tag) => xml.skip(),
            _ => self.inline(xml, open),
        }
    }

    /// Reads `w:r`, whose start was read, with its end.
    fn run(&mut self, xml: &mut Xml, open: &mut Open<'s>) {
        let style = open.style.unwrap_or_else(|| self.styles.paragraph(None));
        let mut setting = Setting { bold: style.bold, hidden: style.hidden, font: style.font.clone() };
        self.run_content(xml, open, &mut setting);
        if setting.hidden {
            self.seen.hidden += 1;
        }
    }

    fn run_content(&mut self, xml: &mut Xml, open: &mut Open<'s>, setting: &mut Setting) {
        loop {
            let tag = match xml.next() {
                Node::Start(tag) => tag,
                Node::Text(_) => continue,
                Node::End | Node::Eof => return,
            };
            if tag.ns == Ns::W {
                match tag.name() {
                    "t" => {
                        self.characters(xml, open, setting);
                        continue;
                    }
                    "rPr" => {
                        let props = RunProps::read(xml);
                        self.set(setting, props);
                        continue;
                    }
                    "tab" | "ptab" => self.put(open, setting, "\t"),
                    "cr" => self.put(open, setting, "\n"),
                    "br" => match tag.attr("type").as_deref() {
                        Some("page") => {
                            if !open.para.text.is_empty() {
                                self.put(open, setting, "\n");
                            }
                            self.page(open);
                        }
                        _ => self.put(open, setting, "\n"),
                    },
                    "lastRenderedPageBreak" => self.page(open),
                    "noBreakHyphen" => self.put(open, setting, "-"),
                    "sym" => self.sym(&tag, open, setting),
                    "fldChar" => match tag.attr("fldCharType").as_deref() {
                        Some("begin") => self.fields.push(true),
                        Some("separate") => self.fields.iter_mut().last().into_iter().for_each(|f| *f = false),
                        Some("end") => {
                            self.fields.pop();
                        }
                        _ => {}
                    },
                    "footnoteReference" | "endnoteReference" if !setting.hidden => {
                        let id = tag.attr("id").unwrap_or_default().into_owned();
                        let foot = tag.name() == "footnoteReference";
                        open.para.notes.push(if foot { NoteRef::Foot(id) } else { NoteRef::End(id) });
                    }
                    "footnote" | "endnote" => {
                        let fields = std::mem::take(&mut self.fields);
                        let blocks = self.blocks(xml);
                        self.fields = fields;
                        let id = format!("inline {}", self.notes.len());
                        let note = if tag.name() == "footnote" { NoteRef::Foot(id) } else { NoteRef::End(id) };
                        self.notes.insert(note.clone(), blocks);
                        open.para.notes.push(note);
                        continue;
                    }
                    "drawing" | "pict" | "object" => {
                        self.object(xml, open);
                        continue;
                    }
                    "ruby" => {
                        self.run_content(xml, open, setting);
                        continue;
                    }
                    "rubyBase" | "r" => {
                        self.inline(xml, open);
                        continue;
                    }
                    _ => {}
                }
                xml.skip();
            } else if tag.ns == Ns::Mc && tag.name() == "AlternateContent" {
                self.alternate_inline(xml, open, |reading, xml, open| reading.run_content(xml, open, setting));
            } else if tag.ns == Ns::M {
                let mut text = String::new();
                super::math::read(xml, &mut text);
                self.put(open, setting, &text);
            } else {
                xml.skip();
            }
        }
    }

    /// Takes over the properties of a run. Properties of styles are switches: twice on is off (ISO/IEC 29500-1, 17.7.3).
    fn set(&self, setting: &mut Setting, props: RunProps) {
        if let Some(style) = props.style.as_deref().and_then(|id| self.styles.run(id)) {
            setting.bold ^= style.bold;
            setting.hidden ^= style.hidden;
            if style.font.is_some() {
                setting.font.clone_from(&style.font);
            }
        }
        setting.bold = props.bold.unwrap_or(setting.bold);
        setting.hidden = props.hidden.unwrap_or(setting.hidden);
        if props.font.is_some() {
            setting.font = props.font;
        }
    }

    /// Reads `w:t`, whose start was read, with its end.
    fn characters(&mut self, xml: &mut Xml, open: &mut Open, setting: &Setting) {
        let mut first: Option<Cow<str>> = None;
        let mut whole: Option<String> = None;
        let mut depth = 1;
        while depth > 0 {
            match xml.next() {
                Node::Start(_) => depth += 1,
                Node::End => depth -= 1,
                Node::Text(text) => match (&mut whole, &first) {
                    (Some(whole), _) => whole.push_str(&text),
                    (None, Some(before)) => whole = Some(format!("{before}{text}")),
                    (None, None) => first = Some(text),
                },
                Node::Eof => break,
            }
        }
        let text: &str = whole.as_deref().or(first.as_deref()).unwrap_or("");
        // Files written for people to read hold line breaks that are none.
        let text = if text.contains(['\n', '\r', '\t']) {
            let trimmed = if text.contains('\n') { text.trim_matches(['\n', '\r', '\t', ' ']) } else { text };
            Cow::Owned(trimmed.replace(['\n', '\r', '\t'], " "))
        } else {
            Cow::Borrowed(text)
        };
        self.put(open, setting, &text);
    }

    /// Puts characters into a paragraph unless they are hidden or part of a field instruction.
    fn put(&mut self, open: &mut Open, setting: &Setting, text: &str) {
        if setting.hidden || self.fields.contains(&true) {
            return;
        }
        if !setting.bold || !open.filled {
            let letters = text.chars().any(char::is_alphanumeric);
            open.filled |= letters;
            open.light |= letters && !setting.bold;
        }
        let special = |c: char| matches!(c, '\u{ad}' | '\u{2028}' | '\u{2029}' | '\u{e000}'..='\u{f8ff}');
        if text.is_ascii() || !text.contains(special) {
            open.para.text.push_str(text);
            return;
        }
        let font = setting.font.as_deref();
        open.para.text.extend(text.chars().filter(|c| *c != '\u{ad}').map(|c| match c {
            '\u{2028}' | '\u{2029}' => '\n',
            c => symbols::plain(c, font),
        }));
    }

    /// A page begins here.
    fn page(&mut self, open: &mut Open) {
        open.para.pages.push(open.para.text.len());
    }

    fn sym(&mut self, tag: &Tag, open: &mut Open, setting: &Setting) {
        let font = tag.attr("font").unwrap_or_default();
        let code = tag.attr("char").and_then(|c| u32::from_str_radix(c.trim(), 16).ok());
        let sign = match code {
            Some(code @ 0xf020..=0xf0ff) => symbols::symbol(code - 0xf000, &font),
            Some(code @ 0x20..=0xff) => symbols::symbol(code, &font),
            Some(code) => char::from_u32(code).filter(|c| !c.is_control()).unwrap_or('\u{fffd}'),
            None => return,
        };
        self.put(open, setting, sign.encode_utf8(&mut [0; 4]));
    }

    /// Reads a drawing or an embedded object, whose start was read, with its end: its text boxes hang on the paragraph.
    fn object(&mut self, xml: &mut Xml, open: &mut Open<'s>) {
        loop {
            let tag = match xml.next() {
                Node::Start(tag) => tag,
                Node::Text(_) => continue,
                Node::End | Node::Eof => return,
            };
            match (tag.ns, tag.name()) {
                (Ns::W, "txbxContent") => {
                    let fields = std::mem::take(&mut self.fields);
                    let mut blocks = self.blocks(xml);
                    self.fields = fields;
                    open.para.boxes.append(&mut blocks);
                }
                (Ns::A, "p") => {
                    let text = drawn_text(xml);
                    open.para.boxes.push(plain(text));
                }
                (Ns::Mc, "AlternateContent") => {
                    self.alternate_inline(xml, open, |reading, xml, open| reading.object(xml, open));
                }
                (Ns::V, "textpath") => {
                    if let Some(text) = tag.attr("string") {
                        open.para.boxes.push(plain(text.into_owned()));
                    }
                    xml.skip();
                }
                (Ns::Dgm, "relIds") => {
                    let id = tag.attr("dm").unwrap_or_default();
                    if let Some((_, lines)) = self.diagrams.iter().find(|(known, _)| *known == *id) {
                        open.para.boxes.extend(lines.iter().cloned().map(plain));
                    }
                    xml.skip();
                }
                (Ns::Chart, "chart") => {
                    self.seen.charts += 1;
                    xml.skip();
                }
                (Ns::A, "blip") | (Ns::V, "imagedata") => {
                    let id = if tag.ns == Ns::A { tag.attr("embed") } else { tag.attr("id") };
                    self.seen.pictures.push(id.unwrap_or_default().into_owned());
                    xml.skip();
                }
                _ => self.object(xml, open),
            }
        }
    }

    /// Reads `mc:AlternateContent` in a paragraph: the first of its readings that holds something.
    fn alternate_inline(
        &mut self,
        xml: &mut Xml,
        open: &mut Open<'s>,
        mut read: impl FnMut(&mut Self, &mut Xml, &mut Open<'s>),
    ) {
        self.alternate(xml, |reading, xml| {
            let before = (open.para.text.len(), open.para.boxes.len());
            read(reading, xml, open);
            before != (open.para.text.len(), open.para.boxes.len())
        });
    }

    /// Reads `mc:AlternateContent`, whose start was read, with its end: the first of its readings in which `read` finds
    /// something.
    fn alternate(&mut self, xml: &mut Xml, mut read: impl FnMut(&mut Self, &mut Xml) -> bool) {
        let seen = (self.seen.pictures.len(), self.seen.charts);
        let mut found = false;
        loop {
            let tag = match xml.next() {
                Node::Start(tag) => tag,
                Node::Text(_) => continue,
                Node::End | Node::Eof => return,
            };
            if found || tag.ns != Ns::Mc || !matches!(tag.name(), "Choice" | "Fallback") {
                xml.skip();
                continue;
            }
            // What the readings before held nothing of but pictures is the same picture.
            self.seen.pictures.truncate(seen.0);
            self.seen.charts = seen.1;
            found = read(self, xml);
        }
    }
}

/// A paragraph of nothing but text.
fn plain(text: String) -> Block {
    Block::Paragraph(Para { text, ..Para::default() })
}

/// Reads `a:p`, whose start was read, with its end.
pub(super) fn drawn_text(xml: &mut Xml) -> String {
    let mut out = String::new();
    let mut depth = 1;
    while depth > 0 {
        match xml.next() {
            Node::Start(tag) => match (tag.ns, tag.name()) {
                (Ns::A, "t") => out.push_str(&xml.text()),
                (Ns::A, "br") => {
                    out.push('\n');
                    depth += 1;
                }
                _ => depth += 1,
            },
            Node::End => depth -= 1,
            Node::Text(_) => {}
            Node::Eof => break,
        }
    }
    out
}
