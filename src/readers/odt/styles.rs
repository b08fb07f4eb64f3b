//! How paragraphs, letters and cells are set: chains of styles.
//!
//! ```text
//! P7 ─▶ Heading_20_2 ─▶ Heading ─▶ Standard        the first that says something wins
//! ```

use std::collections::HashMap;

use super::lists::ListStyle;
use super::xml::{Step, Tag, Xml};

/// Longest chain of styles that is followed; chains may run in a circle.
const MAX_CHAIN: usize = 32;

/// What one style says; what it leaves open its parent says.
#[derive(Clone, Debug, Default)]
struct Style {
    parent: Option<String>,
    centred: Option<bool>,
    bold: Option<bool>,
    /// Letters of it are not shown (section 20.415).
    unseen: Option<bool>,
    /// A new page begins before the paragraph.
    breaks: Option<bool>,
    list: Option<String>,
    /// Tables: not shown.
    hidden: bool,
    /// Cells: at how many sides of four a line is drawn.
    sides: [Option<bool>; 4],
}

/// All styles of a document.
#[derive(Debug, Default)]
pub struct Styles {
    /// By family and name.
    styles: HashMap<(String, String), Style>,
    /// List styles by name.
    pub lists: HashMap<String, ListStyle>,
    /// How headings are numbered.
    pub outline: ListStyle,
}

impl Styles {
    /// Reads `office:styles` or `office:automatic-styles`, which was opened last.
    pub fn read(&mut self, xml: &mut Xml) {
        loop {
            match xml.step() {
                Step::Open(tag) => match tag.name() {
                    "style:style" => self.style(&tag, xml),
                    "text:list-style" => {
                        let name = tag.get("name").unwrap_or_default().into_owned();
                        self.lists.insert(name, ListStyle::read(xml));
                    }
                    "text:outline-style" => self.outline = ListStyle::read(xml),
                    _ => xml.skip(),
                },
                Step::Close | Step::End => return,
                Step::Text(_) => {}
            }
        }
    }

    fn style(&mut self, tag: &Tag, xml: &mut Xml) {
        let text = |name: &str| tag.get(name).map(|v| v.into_owned());
        let mut style = Style { parent: text("parent-style-name"), list: text("list-style-name"), ..Style::default() };
        if text("master-page-name").is_some_and(|name| !name.is_empty()) {
            style.breaks = Some(true);
        }
        let family = text("family").unwrap_or_default();
        let name = text("name").unwrap_or_default();
        loop {
            match xml.step() {
                Step::Open(tag) => {
                    match tag.name() {
                        "style:paragraph-properties" => {
                            style.centred = tag.get("text-align").map(|v| v == "center");
                            if tag.get("break-before").is_some_and(|v| v == "page") {
                                style.breaks = Some(true);
                            }
                        }
                        "style:text-properties" => {
                            style.bold = tag
                                .get("font-weight")
                                .map(|v| v == "bold" || v.parse::<u16>().is_ok_and(|weight| weight >= 600));
                            style.unseen = tag.get("display").map(|v| v == "none");
                        }
                        "style:table-properties" => style.hidden = tag.get("display").is_some_and(|v| v == "false"),
                        "style:table-cell-properties" => style.borders(&tag),
                        _ => {}
                    }
                    xml.skip();
                }
                Step::Close | Step::End => break,
                Step::Text(_) => {}
            }
        }
        self.styles.insert((family, name), style);
    }

    fn chain<'a>(&'a self, family: &'a str, name: &str) -> impl Iterator<Item = &'a Style> {
        let mut next = Some(name.to_owned());
        std::iter::from_fn(move || {
            let style = self.styles.get(&(family.to_owned(), next.take()?))?;
            next = style.parent.clone();
            Some(style)
        })
        .take(MAX_CHAIN)
    }

    /// The paragraphs of this style are set in the middle.
    pub fn centred(&self, name: &str) -> bool {
        self.chain("paragraph", name).find_map(|s| s.centred).unwrap_or(false)
    }

    /// The letters of this paragraph style are bold.
    pub fn bold(&self, name: &str) -> bool {
        self.chain("paragraph", name).find_map(|s| s.bold).unwrap_or(false)
    }

    /// The letters of this character style are bold; `None` where it says nothing.
    pub fn bold_span(&self, name: &str) -> Option<bool> {
        self.chain("text", name).find_map(|s| s.bold)
    }

    /// Letters of this style (of the family `paragraph` or `text`) are hidden.
    pub fn unseen(&self, family: &str, name: &str) -> bool {
        self.chain(family, name).find_map(|s| s.unseen).unwrap_or(false)
    }

    /// A page begins before a paragraph or table of this style. Not inherited from named styles that set it for all.
    pub fn breaks(&self, family: &str, name: &str) -> bool {
        self.chain(family, name).find_map(|s| s.breaks).unwrap_or(false)
    }

    /// The list style that a paragraph style brings along.
    pub fn list_of(&self, name: &str) -> Option<String> {
        self.chain("paragraph", name).find_map(|s| s.list.clone()).filter(|l| !l.is_empty())
    }

    /// The letters of cells of this style are bold.
    pub fn bold_cell(&self, name: &str) -> bool {
        self.chain("table-cell", name).find_map(|s| s.bold).unwrap_or(false)
    }

    /// Cells of this style are set in the middle.
    pub fn centred_cell(&self, name: &str) -> bool {
        self.chain("table-cell", name).find_map(|s| s.centred).unwrap_or(false)
    }

    /// Tables of this style are hidden.
    pub fn hidden(&self, name: &str) -> bool {
        self.chain("table", name).any(|s| s.hidden)
    }

    /// Lines are drawn around cells of this style: at two sides or more.
    pub fn boxed(&self, name: &str) -> bool {
        let mut sides = [None; 4];
        for style in self.chain("table-cell", name) {
            for (side, own) in sides.iter_mut().zip(style.sides) {
                *side = side.or(own);
            }
        }
        sides.iter().filter(|side| **side == Some(true)).count() >= 2
    }
}

impl Style {
    fn borders(&mut self, tag: &Tag) {
        let drawn =
            |value: &str| !value.is_empty() && value != "none" && value != "hidden" && !value.starts_with("0pt");
        if let Some(value) = tag.get("border") {
            self.sides = [Some(drawn(&value)); 4];
        }
        for (i, name) in ["border-left", "border-right", "border-top", "border-bottom"].iter().enumerate() {
            if let Some(value) = tag.get(name) {
                self.sides[i] = Some(drawn(&value));
            }
        }
    }
}
