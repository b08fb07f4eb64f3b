//! Through the tree of a page: words to paragraphs, items to numbered paragraphs, tables to tables.

use ego_tree::NodeRef;
use scraper::Html;
use scraper::node::{Element, Node};

use super::super::Look;
use super::super::blocks::Block;
use super::list::Marker;
use super::style::{Sheet, Style};
use super::table;

/// Deepest nesting of elements that is followed; [`super::nesting`] keeps pages far below.
const MAX_LEVELS: usize = 600;
/// Elements that are paragraphs or hold some.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "html",
    "legend",
    "li",
    "listing",
    "main",
    "menu",
    "ol",
    "p",
    "plaintext",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "ul",
    "xmp",
];
/// Elements that hold no words of the document.
const SILENT: &[&str] = &[
    "audio", "canvas", "datalist", "embed", "head", "iframe", "map", "noembed", "noframes", "noscript", "object",
    "param", "script", "style", "svg", "template", "title", "video", "xml",
];
/// Elements that people use, not read: what stands in them is counted as hidden.
const CONTROLS: &[&str] = &["button", "nav", "select", "textarea"];
/// Letters with which symbol fonts draw bullets.
const BULLETS: &[&str] =
    &["\u{b7}", "\u{a7}", "\u{d8}", "\u{fc}", "o", "v", "q", "n", "\u{f0b7}", "\u{f0a7}", "\u{f0d8}", "\u{f0fc}"];

/// What a page holds.
#[derive(Debug, Default)]
pub struct Page {
    /// Its blocks.
    pub blocks: Vec<Block>,
    /// Number of pictures.
    pub pictures: usize,
    /// Number of comments of editors.
    pub comments: usize,
    /// Letters that are not shown, or stand in menus and buttons.
    pub hidden: usize,
    /// Letters deleted under change tracking.
    pub deleted: usize,
}

/// What an element hands down to those in it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Inherited {
    centred: bool,
    bold: bool,
    pre: bool,
    level: u8,
    /// Marker of the lists within, where a style names one.
    marker: Option<Marker>,
    /// Depth of the element.
    depth: usize,
}

/// Goes through a page.
pub struct Walk {
    pub(super) sheet: Sheet,
    pub(super) page: Page,
    /// Cells of tables so far.
    pub(super) cells: usize,
}

/// Reads a parsed page.
pub fn read(html: &Html) -> Page {
    let mut walk = Walk { sheet: Sheet::default(), page: Page::default(), cells: 0 };
    for node in html.tree.nodes() {
        if node.value().as_element().is_some_and(|e| e.name() == "style") {
            walk.sheet.add(&node.children().filter_map(|c| c.value().as_text().map(|t| &**t)).collect::<String>());
        }
    }
    let mut flow = Flow::default();
    walk.children(html.tree.root(), Inherited::default(), &mut flow);
    walk.page.blocks = flow.finish();
    walk.page
}

/// The paragraphs of a body or a cell.
#[derive(Debug, Default)]
pub struct Flow {
    blocks: Vec<Block>,
    text: String,
    /// A blank is due before the next word.
    blank: bool,
    letters: usize,
    bold: usize,
    look: Look,
    /// The number of the item whose first word is still to come.
    marker: Option<String>,
    /// Numbers of the open lists.
    lists: Vec<List>,
}

#[derive(Debug)]
struct List {
    marker: Marker,
    next: i64,
}

impl Flow {
    fn push(&mut self, text: &str, with: Inherited) {
        if with.pre {
            self.begin(with);
            self.text.push_str(text);
        } else {
            for word in text.split_inclusive(is_blank) {
                let ends = word.ends_with(is_blank);
                let word = word.trim_end_matches(is_blank);
                if !word.is_empty() {
                    self.begin(with);
                    if std::mem::take(&mut self.blank) && !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
                        self.text.push(' ');
                    }
                    self.text.push_str(word);
                }
                self.blank |= ends;
            }
        }
        let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
        self.letters += letters;
        self.bold += if with.bold { letters } else { 0 };
    }

    /// The first words of a paragraph say how it is set.
    fn begin(&mut self, with: Inherited) {
        if self.text.is_empty() {
            self.look = Look { level: with.level, centred: with.centred, ..Look::default() };
            if let Some(marker) = self.marker.take() {
                self.text.push_str(&marker);
            }
            self.blank = false;
        }
    }

    fn line_break(&mut self) {
        self.text.push('\n');
        self.blank = false;
    }

    /// Ends the paragraph; one without words is a blank line if `blank` or if something blank stands in it.
    fn end(&mut self, blank: bool) {
        let mut text = std::mem::take(&mut self.text);
        let bold = self.letters > 0 && self.bold == self.letters;
        let mut look = Look { bold, ..std::mem::take(&mut self.look) };
        // Programs of legal databases use headings for signatures and stamps, which they set as plain text then.
        if self.bold == 0 && !look.centred {
            look.level = 0;
        }
        (self.letters, self.bold, self.blank) = (0, 0, false);
        if text.chars().all(char::is_whitespace) {
            if blank || !text.is_empty() {
                self.blocks.push(Block::Paragraph { text: String::new(), look: Look::default() });
            }
            return;
        }
        text.truncate(text.trim_end_matches(['\n', ' ']).len());
        self.blocks.push(Block::Paragraph { text, look });
    }

    pub(super) fn finish(mut self) -> Vec<Block> {
        self.end(false);
        self.blocks
    }
}

/// Blanks that a page may add at will; a no-break space is none of them.
fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}

impl Walk {
    /// What stands in `node`, into `flow`.
    pub(super) fn children(&mut self, node: NodeRef<'_, Node>, with: Inherited, flow: &mut Flow) {
        for child in node.children() {
            match child.value() {
                Node::Text(text) => flow.push(text, with),
                Node::Element(element) => self.element(child, element, with, flow),
                Node::Document | Node::Fragment => self.children(child, with, flow),
                _ => {}
            }
        }
    }

    fn element(&mut self, node: NodeRef<'_, Node>, element: &Element, outer: Inherited, flow: &mut Flow) {
        let name = element.name();
        if SILENT.contains(&name) || outer.depth >= MAX_LEVELS {
            return;
        }
        let style = self.sheet.of(element);
        if self.is_left_out(node, element, style) {
            return;
        }
        let with = inherited(name, style, outer);
        match name {
            "br" => {
                flow.line_break();
                return self.breaks(style, flow);
            }
            "img" => {
                self.page.pictures += 1;
                return;
            }
            "wbr" | "input" => return,
            _ => {}
        }
        if style.number {
            return number(node, with, flow);
        }
        if !BLOCKS.contains(&name) {
            return self.children(node, with, flow);
        }
        flow.end(name == "hr");
        if style.page_before {
            flow.blocks.push(Block::Page);
        }
        match name {
            "table" => {
                let blocks = table::read(self, node, element, with);
                flow.blocks.extend(blocks);
            }
            "ol" | "ul" | "menu" | "dir" => {
                let marker = with.marker.unwrap_or(if name == "ol" { Marker::Decimal } else { Marker::Bullet });
                let marker = element.attr("type").and_then(Marker::named).unwrap_or(marker);
                let next = element.attr("start").and_then(|s| s.trim().parse().ok()).unwrap_or(1);
                flow.lists.push(List { marker, next });
                self.children(node, Inherited { marker: None, ..with }, flow);
                flow.end(false);
                flow.lists.pop();
            }
            "li" => {
                item(element, style, flow);
                self.children(node, with, flow);
                flow.end(false);
                flow.marker = None;
            }
            _ => {
                let before = flow.blocks.len();
                self.children(node, with, flow);
                // A paragraph of its own without words is a blank line; a frame without words is nothing.
                let blank = name == "p" && flow.blocks.len() == before && has_break(node);
                flow.end(blank);
            }
        }
        if style.page_after {
            flow.blocks.push(Block::Page);
        }
    }

    /// Counts what is not shown; true where the element is left out.
    fn is_left_out(&mut self, node: NodeRef<'_, Node>, element: &Element, style: Style) -> bool {
        let name = element.name();
        let words = || node.descendants().filter_map(|n| n.value().as_text());
        let letters = || words().flat_map(|t| t.chars()).filter(|c| c.is_alphanumeric()).count();
        let of_office = name == "div" && element.attr("title").is_some_and(|t| matches!(t, "header" | "footer"));
        if style.aside || of_office {
            self.page.comments +=
                usize::from(style.aside && element.attr("style").is_some_and(|s| s.contains("comment")));
            return true;
        }
        if name == "del" {
            self.page.deleted += letters();
            return true;
        }
        if style.hidden == Some(true) || CONTROLS.contains(&name) {
            self.page.hidden += letters();
            return true;
        }
        // Signs of footnotes in the text, which would run into the word before them.
        element.classes().any(|c| c == "sdfootnoteanc" || c == "sdendnoteanc")
    }

    fn breaks(&mut self, style: Style, flow: &mut Flow) {
        if style.page_before || style.page_after {
            flow.end(false);
            flow.blocks.push(Block::Page);
        }
    }
}

impl Inherited {
    /// What a cell takes over from around its table.
    pub(super) fn in_cell(self, style: Style, name: &str) -> Inherited {
        let outer = Inherited { level: 0, centred: false, ..self };
        inherited(name, style, outer)
    }
}

/// How the content of an element is set.
fn inherited(name: &str, style: Style, outer: Inherited) -> Inherited {
    let level = match name.as_bytes() {
        [b'h', n @ b'1'..=b'6'] => n - b'0',
        _ => outer.level,
    };
    let pre = matches!(name, "pre" | "listing" | "plaintext" | "xmp") || outer.pre;
    Inherited {
        centred: style.centred.unwrap_or(outer.centred || name == "center"),
        bold: style.bold.unwrap_or(outer.bold || matches!(name, "b" | "strong" | "th") || level > outer.level),
        pre: style.pre.unwrap_or(pre),
        level,
        marker: style.marker.or(outer.marker),
        depth: outer.depth + 1,
    }
}

/// A list item begins: its number waits for its first word.
fn item(element: &Element, style: Style, flow: &mut Flow) {
    let own = style.marker.or_else(|| element.attr("type").and_then(Marker::named));
    let value = element.attr("value").and_then(|v| v.trim().parse().ok());
    let text = match flow.lists.last_mut() {
        Some(list) => {
            let number = value.unwrap_or(list.next);
            let marker = own.unwrap_or(list.marker);
            // Items without a sign of their own are not counted: they are paragraphs of the item above.
            if marker != Marker::None {
                list.next = number.saturating_add(1);
            }
            marker.text(number)
        }
        None => own.unwrap_or(Marker::Bullet).text(value.unwrap_or(1)),
    };
    flow.marker = (!text.is_empty()).then_some(text);
}

/// A number or bullet that Word put in, with one blank behind it.
fn number(node: NodeRef<'_, Node>, with: Inherited, flow: &mut Flow) {
    let text: String = node.descendants().filter_map(|n| n.value().as_text()).map(|t| &**t).collect();
    let text = text.trim();
    let shown = if BULLETS.contains(&text) { "\u{2022}" } else { text };
    flow.push(shown, with);
    flow.blank = true;
}

/// True where the element holds a line break or a blank that does not collapse.
fn has_break(node: NodeRef<'_, Node>) -> bool {
    node.descendants().any(|n| match n.value() {
        Node::Element(e) => e.name() == "br",
        Node::Text(text) => text.contains('\u{a0}'),
        _ => false,
    })
}
