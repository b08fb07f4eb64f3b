//! `styles.xml`: number formats, fonts and lines of cells (section 18.8).

use std::collections::HashMap;

use crate::readers::odt::xml::{Step, Tag, Xml};
use crate::readers::sheets::format::{Format, Style};

/// The styles of a workbook.
#[derive(Debug)]
pub struct Styles {
    cells: Vec<Style>,
    plain: Style,
}

impl Default for Styles {
    fn default() -> Styles {
        Styles { cells: Vec::new(), plain: Style { format: Format::new("General"), ..Style::default() } }
    }
}

impl Styles {
    /// The style with this number.
    pub fn cell(&self, index: usize) -> &Style {
        self.cells.get(index).unwrap_or(&self.plain)
    }

    /// Reads `styles.xml`.
    pub fn read(source: &str) -> Styles {
        let mut xml = Xml::new(source);
        let mut styles = Styles::default();
        let mut codes: HashMap<u16, String> = HashMap::new();
        let (mut bold, mut boxed) = (Vec::new(), Vec::new());
        loop {
            match xml.step() {
                Step::Open(tag) => match tag.local() {
                    "styleSheet" | "numFmts" | "fonts" | "borders" | "cellXfs" => {}
                    "numFmt" => {
                        if let Some(id) = tag.number("numFmtId").and_then(|id| u16::try_from(id).ok()) {
                            codes.insert(id, tag.get("formatCode").unwrap_or_default().into_owned());
                        }
                    }
                    "font" => bold.push(is_bold(&mut xml)),
                    "border" => boxed.push(sides(&mut xml) >= 2),
                    "xf" => {
                        let id = tag.number("numFmtId").and_then(|id| u16::try_from(id).ok()).unwrap_or(0);
                        let at = |list: &[bool], name: &str| tag.number(name).and_then(|i| list.get(i)).copied();
                        let style = Style {
                            format: codes.get(&id).map_or_else(|| Format::builtin(id), |code| Format::new(code)),
                            boxed: at(&boxed, "borderId").unwrap_or(false),
                            bold: at(&bold, "fontId").unwrap_or(false),
                            centred: is_centred(&mut xml),
                        };
                        styles.cells.push(style);
                    }
                    _ => xml.skip(),
                },
                Step::End => return styles,
                Step::Close | Step::Text(_) => {}
            }
        }
    }
}

/// Calls `look` for each child of the element that was opened last.
fn children(xml: &mut Xml, mut look: impl FnMut(&Tag)) {
    loop {
        match xml.step() {
            Step::Open(tag) => {
                look(&tag);
                xml.skip();
            }
            Step::Close | Step::End => return,
            Step::Text(_) => {}
        }
    }
}

fn is_bold(xml: &mut Xml) -> bool {
    let mut bold = false;
    children(xml, |tag| bold |= tag.local() == "b" && tag.get("val").is_none_or(|v| v == "1" || v == "true"));
    bold
}

fn sides(xml: &mut Xml) -> usize {
    let mut sides = 0;
    children(xml, |tag| {
        let side = ["left", "right", "start", "end", "top", "bottom"].contains(&tag.local());
        sides += usize::from(side && tag.get("style").is_some_and(|style| style != "none"));
    });
    sides
}

fn is_centred(xml: &mut Xml) -> bool {
    let mut centred = false;
    children(xml, |tag| {
        centred |= tag.local() == "alignment"
            && tag.get("horizontal").is_some_and(|v| v == "center" || v == "centerContinuous");
    });
    centred
}
