//! The body of a document: paragraphs, headings, lists, sections, notes, frames.

use super::lists::{LEVELS, List, ListStyle, Numbering};
use super::styles::Styles;
use super::table::Table;
use super::words::Words;
use super::xml::{Step, Tag, Xml};
use crate::diagnostic::Code;
use crate::readers::{Look, Note};

/// Something that stands in the body, in a cell, or in a frame.
#[derive(Debug)]
pub enum Block {
    /// A paragraph or heading.
    Paragraph {
        /// Its text, with its number.
        text: String,
        /// How it is set.
        look: Look,
        /// Places in the text where a page begins.
        breaks: Vec<usize>,
    },
    /// A table.
    Table(Table),
    /// A page begins.
    Page {
        /// By the layout of the program that saved the file, not by the will of the author.
        soft: bool,
    },
}

impl Block {
    /// There is something to read in it.
    pub fn has_words(&self) -> bool {
        match self {
            Block::Paragraph { text, .. } => !text.trim().is_empty(),
            Block::Table(_) => true,
            Block::Page { .. } => false,
        }
    }
}

/// What was left out.
#[derive(Debug, Default)]
pub struct Left {
    /// Pictures; letters in them are not read.
    pub pictures: usize,
    /// Formulas, charts and other embedded objects.
    pub objects: usize,
    /// Comments at the margin.
    pub comments: usize,
    /// Changes whose deleted text is kept in the file.
    pub deletions: usize,
    /// Letters and digits of hidden text.
    pub hidden: usize,
    /// Cells beyond the limits.
    pub cells: bool,
}

impl Left {
    /// Findings about it.
    pub fn notes(&self) -> Vec<Note> {
        let counted = [
            (self.pictures, Code::PictureSkipped, "picture", "pictures"),
            (self.objects, Code::PartSkipped, "embedded object", "embedded objects"),
            (self.deletions, Code::ChangesSettled, "deletion", "deletions"),
            (self.comments, Code::CommentsDropped, "comment", "comments"),
            (self.hidden, Code::HiddenDropped, "letter", "letters"),
            (usize::from(self.cells), Code::LimitReached, "table with too many columns or repeated cells", ""),
        ];
        counted
            .into_iter()
            .filter(|(n, ..)| *n > 0)
            .map(|(n, code, one, many)| Note {
                code,
                at: None,
                detail: format!("{n} {}", if n == 1 { one } else { many }),
            })
            .collect()
    }
}

/// A walk through the body.
pub struct Walk<'a> {
    /// The XML, behind the tag of the body.
    pub xml: Xml<'a>,
    pub(super) styles: &'a Styles,
    numbering: Numbering,
    /// What was left out.
    pub left: Left,
    /// Footnotes that wait for the end of their paragraph or table.
    notes: Vec<Block>,
    /// How many tables stand around this place.
    pub(super) tables: usize,
    /// Cells read.
    pub(super) cells: usize,
}

/// Where a paragraph stands in a list.
struct Place<'l> {
    list: &'l mut List,
    level: usize,
    style: String,
}

impl<'a> Walk<'a> {
    /// A walk that begins behind the tag of the body.
    pub fn new(xml: Xml<'a>, styles: &'a Styles) -> Walk<'a> {
        Walk {
            xml,
            styles,
            numbering: Numbering::default(),
            left: Left::default(),
            notes: Vec::new(),
            tables: 0,
            cells: 0,
        }
    }

    /// Everything in the element that was opened last.
    pub fn blocks(&mut self, out: &mut Vec<Block>) {
        loop {
            match self.xml.step() {
                Step::Open(tag) => self.block(&tag, out),
                Step::Close | Step::End => return,
                Step::Text(_) => {}
            }
        }
    }

    /// The element `tag`, which was opened last, where paragraphs may stand.
    pub fn block(&mut self, tag: &Tag, out: &mut Vec<Block>) {
        match tag.name() {
            "text:p" => self.paragraph(tag, String::new(), out),
            "text:h" => {
                let mark = self.heading_mark(tag);
                self.paragraph(tag, mark, out);
            }
            "text:list" => {
                let style = tag.get("style-name").unwrap_or_default().into_owned();
                let mut list = self.numbering.begin(tag, &style);
                self.list(&mut Place { list: &mut list, level: 0, style }, out);
                self.numbering.end(list);
            }
            "text:numbered-paragraph" => self.numbered(tag, out),
            "table:table" => self.table(tag, out),
            "text:soft-page-break" => {
                out.push(Block::Page { soft: true });
                self.xml.skip();
            }
            "text:tracked-changes" => self.changes(),
            "office:annotation" => {
                self.left.comments += 1;
                self.xml.skip();
            }
            "text:section" if is_hidden(tag) => self.hide(),
            "office:forms"
            | "text:sequence-decls"
            | "text:variable-decls"
            | "text:user-field-decls"
            | "office:event-listeners"
            | "text:table-of-content-source"
            | "text:alphabetical-index-source"
            | "text:illustration-index-source"
            | "text:table-index-source"
            | "text:object-index-source"
            | "text:user-index-source"
            | "text:bibliography-source"
            | "table:calculation-settings"
            | "text:dde-connection-decls"
            | "table:shapes" => self.xml.skip(),
            name if name.starts_with("draw:") => self.shape(tag, out),
            _ => self.blocks(out),
        }
    }

    /// Deleted text is kept in `text:tracked-changes` (section 5.5.1).
    fn changes(&mut self) {
        let mut open = 1;
        while open > 0 {
            match self.xml.step() {
                Step::Open(tag) => {
                    open += 1;
                    self.left.deletions += usize::from(tag.name() == "text:deletion");
                }
                Step::Close => open -= 1,
                Step::Text(_) => {}
                Step::End => return,
            }
        }
    }

    fn heading_mark(&mut self, tag: &Tag) -> String {
        let styles = self.styles;
        let level = outline_level(tag);
        let bare = tag.get("is-list-header").is_some_and(|v| v == "true");
        if level == 0 || bare {
            return String::new();
        }
        let restart = tag.get("restart-numbering").is_some_and(|v| v == "true");
        let start = tag.number("start-value").filter(|_| restart).and_then(|v| u32::try_from(v).ok());
        self.numbering.heading(&styles.outline, usize::from(level) - 1, start)
    }

    /// The items of a list, whose tag was opened last.
    fn list(&mut self, place: &mut Place, out: &mut Vec<Block>) {
        loop {
            match self.xml.step() {
                Step::Open(tag) => match tag.name() {
                    "text:list-item" => {
                        let start = tag.number("start-value").and_then(|v| u32::try_from(v).ok());
                        self.item(place, Some(start), out);
                    }
                    "text:list-header" => self.item(place, None, out),
                    _ => self.block(&tag, out),
                },
                Step::Close | Step::End => return,
                Step::Text(_) => {}
            }
        }
    }

    /// One item. `number` is `None` for one without a number, else where its counting restarts. Only the first
    /// paragraph is marked.
    fn item(&mut self, place: &mut Place, number: Option<Option<u32>>, out: &mut Vec<Block>) {
        let mut number = number;
        loop {
            match self.xml.step() {
                Step::Open(tag) => match tag.name() {
                    // What is hidden is not counted either.
                    "text:p" | "text:h" if self.is_unseen(&tag) => self.hide(),
                    "text:p" | "text:h" => {
                        let mark = match number.take() {
                            Some(start) => self.mark(place, &tag, start),
                            None => String::new(),
                        };
                        self.paragraph(&tag, mark, out);
                    }
                    "text:list" => {
                        let own = tag.get("style-name").map(|v| v.into_owned()).filter(|s| !s.is_empty());
                        let style = own.unwrap_or_else(|| place.style.clone());
                        let level = place.level + 1;
                        self.list(&mut Place { list: &mut *place.list, level, style }, out);
                    }
                    _ => self.block(&tag, out),
                },
                Step::Close | Step::End => return,
                Step::Text(_) => {}
            }
        }
    }

    fn mark(&mut self, place: &mut Place, tag: &Tag, start: Option<u32>) -> String {
        let styles = self.styles;
        let named = |name: &str| styles.lists.get(name);
        let by_paragraph = || named(&styles.list_of(&tag.get("style-name")?)?);
        let style: Option<&ListStyle> = named(&place.style).or_else(by_paragraph);
        place.list.item(style, place.level, start)
    }

    /// A paragraph that says itself where it stands in a list (section 5.3.6).
    fn numbered(&mut self, tag: &Tag, out: &mut Vec<Block>) {
        let style = tag.get("style-name").unwrap_or_default().into_owned();
        let level = tag.number("level").unwrap_or(1).clamp(1, LEVELS) - 1;
        let start = tag.number("start-value").and_then(|v| u32::try_from(v).ok());
        let mut list = self.numbering.resume(tag.get("list-id").as_deref(), &style);
        self.item(&mut Place { list: &mut list, level, style }, Some(start), out);
        self.numbering.end(list);
    }

    /// A paragraph or heading, whose tag was opened last, behind its mark.
    pub(super) fn paragraph(&mut self, tag: &Tag, mark: String, out: &mut Vec<Block>) {
        if self.is_unseen(tag) {
            return self.hide();
        }
        let style = tag.get("style-name").unwrap_or_default();
        if self.tables == 0 && self.styles.breaks("paragraph", &style) {
            out.push(Block::Page { soft: false });
        }
        let mut words = Words::new(&mark);
        let mut beside = Vec::new();
        self.inline(&mut words, self.styles.bold(&style), &mut beside);
        let look = Look {
            level: if tag.name() == "text:h" { outline_level(tag) } else { 0 },
            centred: self.styles.centred(&style),
            bold: words.bold(),
            tab: false,
        };
        if words.hidden {
            self.left.hidden += letters(&words.text);
        } else if beside.is_empty() || !words.text.trim().is_empty() {
            // A frame may be all that stands in the paragraph.
            out.push(Block::Paragraph { text: words.text, look, breaks: words.breaks });
        }
        out.append(&mut beside);
        if self.tables == 0 {
            out.append(&mut self.notes);
        }
    }

    /// What stands in a paragraph; frames go to `beside`.
    fn inline(&mut self, words: &mut Words, bold: bool, beside: &mut Vec<Block>) {
        loop {
            match self.xml.step() {
                Step::Text(text) => words.push(&text, bold),
                Step::Open(tag) => match tag.name() {
                    "text:hidden-text" if is_hidden(&tag) => self.hide(),
                    "text:hidden-paragraph" => {
                        words.hidden |= is_hidden(&tag);
                        self.xml.skip();
                    }
                    "text:span" => {
                        let style = tag.get("style-name").unwrap_or_default();
                        if self.styles.unseen("text", &style) {
                            self.hide();
                            continue;
                        }
                        let bold = self.styles.bold_span(&style).unwrap_or(bold);
                        self.inline(words, bold, beside);
                    }
                    "text:s" => {
                        words.sign(' ', tag.number("c").unwrap_or(1));
                        self.xml.skip();
                    }
                    "text:tab" => {
                        words.sign('\t', 1);
                        self.xml.skip();
                    }
                    "text:line-break" => {
                        words.sign('\n', 1);
                        self.xml.skip();
                    }
                    "text:soft-page-break" => {
                        words.page();
                        self.xml.skip();
                    }
                    "text:note" => self.note(),
                    "office:annotation" => {
                        self.left.comments += 1;
                        self.xml.skip();
                    }
                    "text:ruby-text" | "office:event-listeners" | "text:tracked-changes" => self.xml.skip(),
                    name if name.starts_with("draw:") && name != "draw:a" => self.shape(&tag, beside),
                    _ => self.inline(words, bold, beside),
                },
                Step::Close | Step::End => return,
            }
        }
    }

    /// True for a paragraph whose style hides its letters.
    fn is_unseen(&self, tag: &Tag) -> bool {
        self.styles.unseen("paragraph", &tag.get("style-name").unwrap_or_default())
    }

    /// Passes over the element that was opened last: it is hidden.
    fn hide(&mut self) {
        self.left.hidden += letters(&self.xml.text());
    }

    /// A footnote or endnote: its paragraphs wait; its mark stands before them instead of inside the sentence.
    fn note(&mut self) {
        let mut mark = String::new();
        let mut blocks = Vec::new();
        loop {
            match self.xml.step() {
                Step::Open(tag) if tag.name() == "text:note-citation" => mark = self.xml.text().trim().to_owned(),
                Step::Open(tag) if tag.name() == "text:note-body" => {
                    let waiting = std::mem::take(&mut self.notes);
                    self.blocks(&mut blocks);
                    self.notes.splice(0..0, waiting);
                }
                Step::Open(_) => self.xml.skip(),
                Step::Close | Step::End => break,
                Step::Text(_) => {}
            }
        }
        let first = blocks.iter_mut().find_map(|block| match block {
            Block::Paragraph { text, .. } => Some(text),
            _ => None,
        });
        if let Some(text) = first {
            *text = format!("{mark} {}", text.trim_start());
        }
        self.notes.append(&mut blocks);
    }

    /// Footnotes that waited for the end of a table.
    pub(super) fn notes_behind(&mut self, out: &mut Vec<Block>) {
        out.append(&mut self.notes);
    }

    /// A frame or shape, whose tag was opened last: the text in it.
    fn shape(&mut self, tag: &Tag, out: &mut Vec<Block>) {
        match tag.name() {
            "draw:text-box" => return self.blocks(out),
            "draw:image" => {
                self.left.pictures += 1;
                return self.xml.skip();
            }
            "draw:object" | "draw:object-ole" | "draw:plugin" => {
                self.left.objects += 1;
                return self.xml.skip();
            }
            _ => {}
        }
        let (pictures, objects) = (self.left.pictures, self.left.objects);
        loop {
            match self.xml.step() {
                Step::Open(tag) => match tag.name() {
                    "text:p" | "text:h" | "text:list" | "table:table" => self.block(&tag, out),
                    name if name.starts_with("draw:") => self.shape(&tag, out),
                    _ => self.xml.skip(),
                },
                Step::Close | Step::End => break,
                Step::Text(_) => {}
            }
        }
        // One frame holds the same thing several times: an object and its picture, a picture in several formats.
        if tag.name() == "draw:frame" {
            if self.left.objects > objects {
                self.left.pictures = pictures;
            }
            self.left.pictures = self.left.pictures.min(pictures + 1);
        }
    }
}

/// True where an element that may be hidden is: a section (5.4), a text or paragraph with a condition (7.7.4, 7.7.5).
fn is_hidden(tag: &Tag) -> bool {
    match tag.get("display") {
        Some(display) if display == "none" => true,
        Some(display) if display == "true" => false,
        _ => tag.get("is-hidden").is_some_and(|v| v == "true"),
    }
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

/// The level of a heading, from 1.
fn outline_level(tag: &Tag) -> u8 {
    tag.number("outline-level").unwrap_or(1).min(LEVELS) as u8
}
