//! Automatic numbering: which number stands in front of a paragraph (`numbering.xml`).
//!
//! ```text
//! w:num 3 ─▶ w:abstractNum 1 ─▶ level 1: decimal «%1.%2.»        second paragraph of level 1 ─▶ «1.2.»
//! ```
//!
//! Numberings of one abstract definition count together; one that names a start of its own begins anew, once.

use std::collections::{HashMap, HashSet};

use super::props::ParaProps;
use super::styles::Styles;
use super::symbols;
use super::xml::{Node, Ns, Xml};
use crate::readers::numerals::Format;

/// Levels of a list (ISO/IEC 29500-1, 17.9.6).
const LEVELS: usize = 9;
/// Longest text of a level, in characters.
const MAX_TEXT: usize = 200;

/// One level of a list.
#[derive(Clone, Debug)]
struct Level {
    start: u32,
    format: Format,
    text: String,
    /// Text of the paragraph follows without a gap.
    tight: bool,
    /// The level, from 1, whose numbers begin this one anew; 0 for none.
    restart: Option<i64>,
    /// Numbers of other levels are written in digits.
    legal: bool,
    /// Id of the paragraph style of this level.
    style: Option<String>,
}

impl Default for Level {
    fn default() -> Level {
        Level {
            start: 1,
            format: Format::Decimal,
            text: String::new(),
            tight: false,
            restart: None,
            legal: false,
            style: None,
        }
    }
}

/// A list definition.
#[derive(Default)]
struct Abstract {
    levels: [Option<Level>; LEVELS],
    /// Id of the numbering style whose list this is in truth.
    link: Option<String>,
}

/// A numbering that paragraphs name.
#[derive(Default)]
struct Num {
    list: i64,
    starts: [Option<u32>; LEVELS],
    levels: [Option<Level>; LEVELS],
}

/// The numbering of a document and how far it has counted.
#[derive(Default)]
pub(super) struct Numbering {
    lists: HashMap<i64, Abstract>,
    nums: HashMap<i64, Num>,
    counters: HashMap<i64, [Option<u32>; LEVELS]>,
    /// Numberings that have begun.
    begun: HashSet<i64>,
}

/// The number of a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Label {
    /// The number or the mark.
    pub text: String,
    /// The text of the paragraph follows without a gap.
    pub tight: bool,
}

impl Numbering {
    /// Reads `numbering.xml`.
    pub(super) fn read(xml: &mut Xml) -> Numbering {
        let mut numbering = Numbering::default();
        loop {
            let tag = match xml.next() {
                Node::Start(tag) => tag,
                Node::Eof => return numbering,
                Node::Text(_) | Node::End => continue,
            };
            match (tag.ns, tag.name()) {
                (Ns::W, "numbering" | "wordDocument" | "lists") => {}
                (Ns::W, "abstractNum" | "listDef") => {
                    let id = tag.number("abstractNumId").or(tag.number("listDefId")).unwrap_or(-1);
                    numbering.lists.insert(id, read_list(xml));
                }
                (Ns::W, "num" | "list") => {
                    let id = tag.number("numId").or(tag.number("ilfo")).unwrap_or(-1);
                    numbering.nums.insert(id, read_num(xml));
                }
                _ => xml.skip(),
            }
        }
    }

    /// Counts a paragraph; what stands in front of it, if anything.
    pub(super) fn count(&mut self, props: &ParaProps, styles: &Styles) -> Option<Label> {
        let (num, level) = self.place(props, styles)?;
        let list = self.list_of(num, styles)?;
        let counters = self.counters.entry(list).or_default();
        let entry = self.nums.get(&num)?;
        if self.begun.insert(num) {
            for (counter, start) in counters.iter_mut().zip(&entry.starts) {
                if start.is_some() {
                    *counter = None;
                }
            }
        }
        let levels = self.lists.get(&list).map(|l| &l.levels)?;
        let of = |i: usize| entry.levels[i].as_ref().or(levels[i].as_ref());
        let start = |i: usize| entry.starts[i].or(of(i).map(|l| l.start)).unwrap_or(1);
        let this = of(level)?;
        counters[level] = Some(counters[level].map_or(start(level), |n| n.saturating_add(1)));
        for (deeper, counter) in counters.iter_mut().enumerate().skip(level + 1) {
            let restarts = match of(deeper).and_then(|l| l.restart) {
                None => true,
                Some(by) => (level as i64) < by,
            };
            if restarts {
                *counter = None;
            }
        }
        let number = |i: usize| {
            let format = of(i).map_or(Format::Decimal, |l| l.format);
            let format =
                if this.legal && !matches!(format, Format::Bullet | Format::None) { Format::Decimal } else { format };
            format.write(counters[i].unwrap_or(start(i)))
        };
        let text = match this.format {
            Format::Bullet => symbols::bullet(&this.text).to_owned(),
            _ => fill(&this.text, number),
        };
        (!text.trim().is_empty()).then_some(Label { text, tight: this.tight })
    }

    /// The numbering and the level of a paragraph.
    fn place(&self, props: &ParaProps, styles: &Styles) -> Option<(i64, usize)> {
        let by_style = styles.paragraph(props.style.as_deref()).number.as_ref();
        let clamp = |level: usize| level.min(LEVELS - 1);
        match props.numbering {
            Some(0) => None,
            Some(num) => Some((num, clamp(props.level.unwrap_or(0)))),
            None => {
                let by_style = by_style?;
                // A level that names the style is its level, whatever the style says.
                let named = self.list_of(by_style.numbering, styles).and_then(|list| {
                    let num = self.nums.get(&by_style.numbering)?;
                    let levels = &self.lists.get(&list)?.levels;
                    (0..LEVELS).find(|i| {
                        let level = num.levels[*i].as_ref().or(levels[*i].as_ref());
                        level.is_some_and(|l| l.style.as_deref() == Some(&by_style.style))
                    })
                });
                let level = props.level.or(named).or(by_style.level).unwrap_or(0);
                Some((by_style.numbering, clamp(level)))
            }
        }
    }

    /// The list definition that a numbering counts in.
    fn list_of(&self, num: i64, styles: &Styles) -> Option<i64> {
        let mut list = self.nums.get(&num)?.list;
        for _ in 0..4 {
            let Some(link) = &self.lists.get(&list)?.link else { break };
            let Some(num) = styles.list(link) else { break };
            let next = self.nums.get(&num)?.list;
            if next == list {
                break;
            }
            list = next;
        }
        Some(list)
    }
}

/// Puts numbers into the text of a level: `%1` stands for the number of the first one.
fn fill(text: &str, number: impl Fn(usize) -> String) -> String {
    let mut out = String::new();
    let mut rest = text.chars().take(MAX_TEXT).peekable();
    while let Some(c) = rest.next() {
        match rest.peek().and_then(|d| d.to_digit(10)) {
            Some(digit @ 1..=9) if c == '%' => {
                rest.next();
                out.push_str(&number(digit as usize - 1));
            }
            _ => out.push(symbols::plain(c, None)),
        }
    }
    out
}

/// Reads `w:abstractNum`, whose start was read, with its end.
fn read_list(xml: &mut Xml) -> Abstract {
    let mut list = Abstract::default();
    loop {
        let tag = match xml.next() {
            Node::Start(tag) => tag,
            Node::Text(_) => continue,
            Node::End | Node::Eof => return list,
        };
        match (tag.ns, tag.name()) {
            (Ns::W, "lvl") => {
                let index = tag.number("ilvl").and_then(|n| usize::try_from(n).ok());
                let level = read_level(xml);
                if let Some(slot) = index.and_then(|i| list.levels.get_mut(i)) {
                    *slot = Some(level);
                }
            }
            (Ns::W, "numStyleLink" | "listStyleLink") => {
                list.link = tag.val().map(|v| v.into_owned());
                xml.skip();
            }
            _ => xml.skip(),
        }
    }
}

/// Reads `w:num`, whose start was read, with its end.
fn read_num(xml: &mut Xml) -> Num {
    let mut num = Num { list: -1, ..Num::default() };
    loop {
        let tag = match xml.next() {
            Node::Start(tag) => tag,
            Node::Text(_) => continue,
            Node::End | Node::Eof => return num,
        };
        match (tag.ns, tag.name()) {
            (Ns::W, "abstractNumId" | "ilst") => {
                num.list = tag.number("val").unwrap_or(-1);
                xml.skip();
            }
            (Ns::W, "lvlOverride") => {
                let index = tag.number("ilvl").and_then(|n| usize::try_from(n).ok());
                let (start, level) = read_override(xml);
                if let Some(i) = index.filter(|i| *i < LEVELS) {
                    num.starts[i] = start;
                    num.levels[i] = level;
                }
            }
            _ => xml.skip(),
        }
    }
}

fn read_override(xml: &mut Xml) -> (Option<u32>, Option<Level>) {
    let (mut start, mut level) = (None, None);
    loop {
        let tag = match xml.next() {
            Node::Start(tag) => tag,
            Node::Text(_) => continue,
            Node::End | Node::Eof => return (start, level),
        };
        match (tag.ns, tag.name()) {
            (Ns::W, "startOverride") => {
                start = tag.number("val").and_then(|n| u32::try_from(n).ok());
                xml.skip();
            }
            (Ns::W, "lvl") => level = Some(read_level(xml)),
            _ => xml.skip(),
        }
    }
}

/// Reads `w:lvl`, whose start was read, with its end.
fn read_level(xml: &mut Xml) -> Level {
    let mut level = Level::default();
    loop {
        let tag = match xml.next() {
            Node::Start(tag) => tag,
            Node::Text(_) => continue,
            Node::End | Node::Eof => return level,
        };
        // Formats of one's own stand between two readings of which the second one is for old programs.
        if tag.ns == Ns::Mc && matches!(tag.name(), "AlternateContent" | "Fallback") {
            let inner = read_level(xml);
            level.format = inner.format;
            continue;
        }
        if tag.ns == Ns::W {
            match tag.name() {
                "start" => level.start = tag.number("val").and_then(|n| u32::try_from(n).ok()).unwrap_or(1),
                "nfc" => level.format = Format::of_code(tag.number("val").unwrap_or(0)),
                "numFmt" => level.format = Format::of(&tag.val().unwrap_or_default()),
                "lvlText" => level.text = tag.val().unwrap_or_default().into_owned(),
                "suff" => level.tight = tag.val().is_some_and(|v| v.eq_ignore_ascii_case("nothing")),
                "lvlRestart" => level.restart = tag.number("val"),
                "isLgl" => level.legal = tag.on(),
                "pStyle" => level.style = tag.val().map(|v| v.into_owned()),
                _ => {}
            }
        }
        xml.skip();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(i: usize, format: &str, text: &str, more: &str) -> String {
        format!(
            r#"<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{format}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>"#
        )
    }

    fn list(id: i64, levels: &[String]) -> String {
        format!(r#"<w:abstractNum w:abstractNumId="{id}">{}</w:abstractNum>"#, levels.concat())
    }

    fn num(id: i64, list: i64, more: &str) -> String {
        format!(r#"<w:num w:numId="{id}"><w:abstractNumId w:val="{list}"/>{more}</w:num>"#)
    }

    fn part(items: &[String]) -> Numbering {
        let source = format!("<w:numbering>{}</w:numbering>", items.concat());
        Numbering::read(&mut Xml::new(&source))
    }

    fn labels(numbering: &mut Numbering, styles: &Styles, uses: &[(i64, usize)]) -> Vec<String> {
        let props = |(num, level): &(i64, usize)| ParaProps {
            numbering: Some(*num),
            level: Some(*level),
            ..ParaProps::default()
        };
        uses.iter().map(|u| numbering.count(&props(u), styles).map_or(String::new(), |l| l.text)).collect()
    }

    #[test]
    fn numberings_of_one_list_count_together() {
        let start = r#"<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>"#;
        let levels = [level(0, "decimal", "%1.", ""), level(1, "decimal", "%1.%2.", "")];
        let mut n = part(&[list(0, &levels), num(1, 0, ""), num(2, 0, ""), num(3, 0, start)]);
        let uses = [(1, 0), (1, 1), (2, 0), (2, 1), (2, 1), (3, 0), (3, 0), (1, 0), (3, 0), (9, 0), (0, 0)];
        let got = labels(&mut n, &Styles::default(), &uses);
        assert_eq!(got, ["1.", "1.1.", "2.", "2.1.", "2.2.", "5.", "6.", "7.", "8.", "", ""]);
    }

    #[test]
    fn levels_restart_as_they_say() {
        let never = r#"<w:lvlRestart w:val="0"/>"#;
        let levels =
            [level(0, "upperRoman", "%1.", ""), level(1, "russianLower", "%2)", never), level(2, "decimal", "%3)", "")];
        let mut n = part(&[list(0, &levels), num(1, 0, "")]);
        let uses = [(1, 0), (1, 1), (1, 2), (1, 2), (1, 1), (1, 2), (1, 0), (1, 1)];
        let got = labels(&mut n, &Styles::default(), &uses);
        assert_eq!(got, ["I.", "а)", "1)", "2)", "б)", "1)", "II.", "в)"]);
    }

    #[test]
    fn levels_can_be_replaced_and_written_in_digits() {
        let other = format!(r#"<w:lvlOverride w:ilvl="0">{}</w:lvlOverride>"#, level(0, "lowerLetter", "(%1)", ""));
        let legal = "<w:isLgl/>";
        let levels = [level(0, "upperRoman", "Раздел %1", ""), level(1, "decimal", "%1.%2", legal)];
        let mut n = part(&[list(0, &levels), num(1, 0, ""), num(2, 0, &other)]);
        let got = labels(&mut n, &Styles::default(), &[(1, 0), (1, 1), (2, 0), (1, 8)]);
        assert_eq!(got, ["Раздел I", "1.1", "(b)", ""]);
    }

    #[test]
    fn bullets_are_dots_or_dashes() {
        let levels = [level(0, "bullet", "\u{f0b7}", ""), level(1, "bullet", "-", ""), level(2, "bullet", "o", "")];
        let mut n = part(&[list(0, &levels), num(1, 0, "")]);
        assert_eq!(labels(&mut n, &Styles::default(), &[(1, 0), (1, 1), (1, 2)]), ["•", "-", "•"]);
    }

    #[test]
    fn styles_number_their_paragraphs() {
        let styles = r#"<w:styles>
            <w:style w:type="paragraph" w:styleId="h"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
            <w:style w:type="paragraph" w:styleId="h2"><w:basedOn w:val="h"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>
            <w:style w:type="numbering" w:styleId="l"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>
            </w:styles>"#;
        let styles = Styles::read(&mut Xml::new(styles));
        let levels = [level(0, "decimal", "%1.", ""), level(1, "decimal", "%1.%2.", r#"<w:pStyle w:val="h2"/>"#)];
        let linked = r#"<w:abstractNum w:abstractNumId="5"><w:numStyleLink w:val="l"/></w:abstractNum>"#.to_owned();
        let mut n = part(&[list(0, &levels), linked, num(1, 5, ""), num(2, 0, "")]);
        let mut label = |style: &str| {
            let props = ParaProps { style: Some(style.to_owned()), ..ParaProps::default() };
            n.count(&props, &styles).map(|l| l.text)
        };
        let got = [label("h"), label("h2"), label("h2"), label("h"), label("none")];
        assert_eq!(got.map(Option::unwrap_or_default), ["1.", "1.1.", "1.2.", "2.", ""]);
    }
}
