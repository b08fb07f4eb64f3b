//! Styles: what a paragraph or a run has that does not say so itself (`styles.xml`).

use std::collections::HashMap;

use super::props::{ParaProps, RunProps};
use super::xml::{Node, Ns, Xml};

/// Longest chain of styles that are based on each other.
const MAX_CHAIN: usize = 40;

/// The numbering that a paragraph has by its style.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct StyleNumber {
    /// Id of the numbering.
    pub numbering: i64,
    /// Level from 0, where the style names it.
    pub level: Option<usize>,
    /// Id of the style that says so: levels may name it as theirs.
    pub style: String,
}

/// What a style gives, with everything that it is based on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Style {
    pub centred: bool,
    /// Level of a heading, from 1; 0 for body text.
    pub outline: u8,
    pub number: Option<StyleNumber>,
    pub breaks: bool,
    pub bold: bool,
    pub hidden: bool,
    pub font: Option<String>,
}

/// A style as it stands in the part.
#[derive(Default)]
struct Raw {
    base: Option<String>,
    name: String,
    para: ParaProps,
    run: RunProps,
}

/// The styles of a document.
#[derive(Default)]
pub(super) struct Styles {
    styles: HashMap<String, Style>,
    /// Paragraphs that name no style.
    normal: Style,
    /// Numbering styles: style id → id of the numbering.
    lists: HashMap<String, i64>,
}

impl Styles {
    /// Reads `styles.xml`.
    pub(super) fn read(xml: &mut Xml) -> Styles {
        let mut raws: HashMap<String, Raw> = HashMap::new();
        let mut normal = None;
        let mut defaults = Style::default();
        loop {
            let tag = match xml.next() {
                Node::Start(tag) => tag,
                Node::Eof => break,
                Node::Text(_) | Node::End => continue,
            };
            match (tag.ns, tag.name()) {
                (Ns::W, "wordDocument" | "styles" | "docDefaults" | "rPrDefault" | "pPrDefault") => {}
                (Ns::W, "rPr") => apply_run(&mut defaults, &RunProps::read(xml)),
                (Ns::W, "pPr") => apply_para(&mut defaults, "", &ParaProps::read(xml)),
                (Ns::W, "style") => {
                    let id = tag.attr("styleId").unwrap_or_default().into_owned();
                    let kind = tag.attr("type").unwrap_or_default().into_owned();
                    let default = tag.attr("default").is_some_and(|v| matches!(&*v, "1" | "true" | "on"));
                    if kind == "paragraph" && default {
                        normal = Some(id.clone());
                    }
                    raws.insert(id, raw(xml));
                }
                _ => xml.skip(),
            }
        }
        let styles: HashMap<String, Style> =
            raws.keys().map(|id| (id.clone(), resolve(id, &raws, &defaults))).collect();
        let normal = normal.and_then(|id| styles.get(&id).cloned()).unwrap_or(defaults);
        let lists = raws.iter().filter_map(|(id, raw)| Some((id.clone(), raw.para.numbering?))).collect();
        Styles { styles, normal, lists }
    }

    /// The style of a paragraph.
    pub(super) fn paragraph(&self, id: Option<&str>) -> &Style {
        id.and_then(|id| self.styles.get(id)).unwrap_or(&self.normal)
    }

    /// The style of a run, where it is known.
    pub(super) fn run(&self, id: &str) -> Option<&Style> {
        self.styles.get(id)
    }

    /// The numbering that a numbering style stands for.
    pub(super) fn list(&self, id: &str) -> Option<i64> {
        self.lists.get(id).copied()
    }
}

/// Reads `w:style`, whose start was read, with its end.
fn raw(xml: &mut Xml) -> Raw {
    let mut raw = Raw::default();
    loop {
        let tag = match xml.next() {
            Node::Start(tag) => tag,
            Node::Text(_) => continue,
            Node::End | Node::Eof => return raw,
        };
        match (tag.ns, tag.name()) {
            (Ns::W, "pPr") => raw.para = ParaProps::read(xml),
            (Ns::W, "rPr") => raw.run = RunProps::read(xml),
            (Ns::W, "basedOn") => {
                raw.base = tag.val().map(|v| v.into_owned());
                xml.skip();
            }
            (Ns::W, "name") => {
                raw.name = tag.val().unwrap_or_default().to_lowercase();
                xml.skip();
            }
            _ => xml.skip(),
        }
    }
}

/// The style `id` with everything that it is based on.
fn resolve(id: &str, raws: &HashMap<String, Raw>, defaults: &Style) -> Style {
    let mut chain = Vec::new();
    let mut next = Some(id);
    while let Some((key, raw)) = next.and_then(|id| raws.get_key_value(id)) {
        if chain.len() == MAX_CHAIN {
            break;
        }
        chain.push((key, raw));
        next = raw.base.as_deref();
    }
    let mut style = defaults.clone();
    for (id, raw) in chain.into_iter().rev() {
        // The built-in headings have their level by name where the part leaves it out.
        let by_name = raw.name.strip_prefix("heading ").and_then(|n| n.trim().parse().ok()).filter(|n| *n <= 9);
        if let Some(level) = by_name {
            style.outline = level;
        }
        apply_para(&mut style, id, &raw.para);
        apply_run(&mut style, &raw.run);
    }
    style
}

fn apply_para(style: &mut Style, id: &str, props: &ParaProps) {
    if let Some(centred) = props.centred {
        style.centred = centred;
    }
    if let Some(outline) = props.outline {
        style.outline = outline;
    }
    if let Some(breaks) = props.breaks {
        style.breaks = breaks;
    }
    match (props.numbering, props.level) {
        (Some(0), _) => style.number = None,
        (Some(numbering), level) => {
            style.number = Some(StyleNumber { numbering, level, style: id.to_owned() });
        }
        (None, Some(level)) => {
            if let Some(number) = &mut style.number {
                number.level = Some(level);
                number.style = id.to_owned();
            }
        }
        (None, None) => {}
    }
}

fn apply_run(style: &mut Style, props: &RunProps) {
    if let Some(bold) = props.bold {
        style.bold = bold;
    }
    if let Some(hidden) = props.hidden {
        style.hidden = hidden;
    }
    if let Some(font) = &props.font {
        style.font = Some(font.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PART: &str = r#"<w:styles>
        <w:docDefaults><w:rPrDefault><w:rPr><w:b w:val="0"/></w:rPr></w:rPrDefault></w:docDefaults>
        <w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
        <w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/>
            <w:pPr><w:jc w:val="center"/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
        <w:style w:type="paragraph" w:styleId="2"><w:basedOn w:val="1"/><w:pPr><w:outlineLvl w:val="1"/>
            <w:numPr><w:ilvl w:val="1"/><w:numId w:val="7"/></w:numPr></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="3"><w:basedOn w:val="2"/><w:pPr><w:jc w:val="both"/></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="loop"><w:basedOn w:val="loop"/><w:rPr><w:b/></w:rPr></w:style>
        <w:style w:type="paragraph" w:styleId="h4"><w:name w:val="heading 4"/></w:style>
        </w:styles>"#;

    #[test]
    fn styles_take_what_they_are_based_on() {
        let styles = Styles::read(&mut Xml::new(PART));
        let third = styles.paragraph(Some("3"));
        assert!(third.bold && !third.centred);
        assert_eq!(third.outline, 2);
        assert_eq!(third.number, Some(StyleNumber { numbering: 7, level: Some(1), style: "2".to_owned() }));
        assert!(styles.paragraph(Some("1")).centred);
        assert_eq!(styles.paragraph(None), &Style::default());
        assert!(styles.paragraph(Some("loop")).bold);
        assert_eq!(styles.paragraph(Some("h4")).outline, 4);
        assert_eq!(styles.list("2"), Some(7));
    }
}
