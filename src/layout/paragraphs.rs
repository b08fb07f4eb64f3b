//! Lines → paragraphs, list items and headings.
//!
//! Some texts hold a paragraph in a line, others break lines at a fixed width; page breaks tear both. Which kind a text
//! is, is seen from its lines ([`Wrap`]).

use crate::diagnostic::{Code, Findings};
use crate::grammar::Grammars;
use crate::model::BlockKind;
use crate::text::Text;

use super::flow::FlowLine;
use super::groups::{is_roman, number_places};
use super::heal::{self, Vocabulary};
use super::stitch::Part;

/// A block in reading order.
#[derive(Clone, Debug)]
pub enum Block {
    /// Running text.
    Text {
        /// What it is.
        kind: BlockKind,
        /// Its words.
        text: Text,
        /// Blank lines before it.
        blanks: u32,
        /// It is a line of its own (not joined with others).
        single: bool,
    },
    /// Index of a table.
    Table(usize),
}

/// How a text breaks its lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wrap {
    /// Usual width of a full line, in characters; `None` where a line is a paragraph.
    width: Option<usize>,
}

impl Wrap {
    /// Looks at the lines of a text.
    pub fn of(lines: &[FlowLine]) -> Wrap {
        let mut widths: Vec<usize> = Vec::new();
        let (mut pairs, mut runs) = (0, 0);
        for pair in lines.windows(2) {
            if pair[0].cells > 0 || pair[1].cells > 0 {
                continue;
            }
            let n = pair[0].text.as_str().chars().count();
            if pair[1].blanks == 0 {
                widths.push(n);
                pairs += 1;
                let open = !heal::is_closed(pair[0].text.as_str());
                runs += usize::from(open && n > 25 && heal::begins_inside(pair[1].text.as_str()));
            }
        }
        widths.sort_unstable();
        let width = widths.get(widths.len() * 9 / 10).copied().unwrap_or(0);
        let wrapped = runs >= 3 && runs * 4 >= pairs && (30..=140).contains(&width);
        Wrap { width: wrapped.then_some(width) }
    }
}

/// Makes blocks of lines and tables.
pub fn blocks(
    parts: &[Part],
    lines: &[FlowLine],
    g: &Grammars,
    vocabulary: &dyn Vocabulary,
    findings: &mut Findings,
) -> Vec<Block> {
    let wrap = Wrap::of(lines);
    let mut out: Vec<Block> = Vec::with_capacity(parts.len());
    let mut last: Option<&FlowLine> = None;
    for part in parts {
        let line = match part {
            Part::Table(t) => {
                out.push(Block::Table(*t));
                last = None;
                continue;
            }
            Part::Line(i) => &lines[*i],
        };
        if let (Some(last), Some(Block::Text { text, single, kind, .. })) = (last, out.last_mut())
            && goes_on(text, last, line, wrap, *kind)
        {
            if line.blanks > 0 {
                findings.about(Code::ParagraphJoined, &line.text);
            }
            heal::join(text, &line.text, vocabulary);
            *single = false;
        } else {
            out.push(Block::Text { kind: kind(line, g), text: line.text.clone(), blanks: line.blanks, single: true });
        }
        last = Some(line);
    }
    out
}

/// True where `line` goes on with the paragraph `text`, whose last line is `last`.
fn goes_on(text: &Text, last: &FlowLine, line: &FlowLine, wrap: Wrap, kind: BlockKind) -> bool {
    let (old, new) = (text.as_str(), line.text.as_str());
    if line.bold && line.blanks == 0 {
        return true;
    }
    if marker(new).is_some() || line.cells > 1 || last.cells > 1 {
        return false;
    }
    let inside = heal::begins_inside(new);
    let open = !heal::is_closed(old);
    if old.ends_with('-') && open && inside && line.blanks == 0 {
        return true;
    }
    if line.blanks > 0 {
        let long = old.chars().count() >= 60 && kind != BlockKind::Heading;
        let number = old.len() > 200
            && old.ends_with(|c: char| c.is_ascii_digit())
            && new.starts_with(|c: char| c.is_ascii_digit());
        return line.blanks <= 3 && open && long && (inside || number);
    }
    match wrap.width {
        None => open && inside && old.chars().count() >= 25,
        Some(width) => {
            let n = last.text.as_str().chars().count() + last.indent as usize;
            let full = n * 10 >= width * 7;
            let indented = line.indent > last.indent + 2;
            if inside && open {
                true
            } else {
                full && !indented
                    && (open || n * 10 >= width * 8)
                    && !is_heading_like(new)
                    && kind != BlockKind::Heading
            }
        }
    }
}

fn is_heading_like(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic());
    letters.clone().count() > 3 && letters.clone().all(|c| !c.is_lowercase())
}

/// What a line is by itself.
fn kind(line: &FlowLine, g: &Grammars) -> BlockKind {
    let text = line.text.as_str();
    let n = text.chars().count();
    let ends = text.ends_with([';', ',']);
    let caps = is_heading_like(text) && n <= 250;
    let word = g.headings.begins(text);
    let numbered = marker(text);
    if !ends && n <= 250 && line.cells <= 1 {
        if caps && n > 3 {
            return BlockKind::Heading;
        }
        let closed = text.ends_with('.') && numbered.is_none();
        if word && n <= 200 && (g.headings.level(text).is_some() || !closed) && !text.ends_with(':') {
            return BlockKind::Heading;
        }
        if let Some(Marker::Roman | Marker::Number(1)) = numbered
            && n <= 120
            && !text.ends_with(['.', ':'])
            && line.blanks > 0
        {
            return BlockKind::Heading;
        }
    }
    if numbered.is_some() { BlockKind::ListItem } else { BlockKind::Paragraph }
}

/// What a list item or heading begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marker {
    /// A bullet or a dash.
    Bullet,
    /// A number of so many places.
    Number(usize),
    /// A letter and a bracket.
    Letter,
    /// A Roman number.
    Roman,
}

/// The marker that a text begins with.
pub fn marker(text: &str) -> Option<Marker> {
    marker_len(text).map(|(m, _)| m)
}

/// The marker that a text begins with, and its length in bytes with the blanks behind it.
pub fn marker_len(text: &str) -> Option<(Marker, usize)> {
    let first = text.chars().next()?;
    let skip = |n: usize| n + text[n..].len() - text[n..].trim_start().len();
    if matches!(
        first,
        '\u{b7}' | '\u{2022}' | '\u{25cf}' | '\u{25e6}' | '\u{f0b7}' | '\u{2013}' | '\u{2014}' | '-' | '*'
    ) {
        let n = first.len_utf8();
        return text[n..]
            .chars()
            .next()
            .filter(|c| !c.is_ascii_digit() && *c != '-')
            .map(|_| (Marker::Bullet, skip(n)));
    }
    if first.is_ascii_digit() {
        let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
        let (head, bracket) = (&text[..end], text[end..].starts_with(')'));
        let places = number_places(head);
        let next = text[end + usize::from(bracket)..].chars().next();
        let word = next.is_some_and(|c| c.is_whitespace() || c.is_alphabetic() || matches!(c, '\u{ab}' | '"'));
        let dotted = head.ends_with('.') || bracket || places > 1;
        return (places > 0 && dotted && word && (places == 1 || head.len() <= 8))
            .then(|| (Marker::Number(places), skip(end + usize::from(bracket))));
    }
    if first.is_alphabetic() && text[first.len_utf8()..].starts_with(')') && first.is_lowercase() {
        return Some((Marker::Letter, skip(first.len_utf8() + 1)));
    }
    let word = text.split_whitespace().next()?;
    let roman = word.trim_end_matches(['.', ')']);
    (roman.len() < word.len() && is_roman(roman)).then(|| (Marker::Roman, skip(word.len())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers() {
        assert_eq!(marker("· сохранение"), Some(Marker::Bullet));
        assert_eq!(marker("-включение"), Some(Marker::Bullet));
        assert_eq!(marker("-5 градусов"), None);
        assert_eq!(marker("1. Сохранить"), Some(Marker::Number(1)));
        assert_eq!(marker("1.2. Перечень"), Some(Marker::Number(2)));
        assert_eq!(marker("1.Выстраивание"), Some(Marker::Number(1)));
        assert_eq!(marker("а) дефис"), Some(Marker::Letter));
        assert_eq!(marker("IV. ЦЕЛЬ"), Some(Marker::Roman));
        assert_eq!(marker("2006 г. № 152"), None);
        assert_eq!(marker("2021 году все"), None);
        assert_eq!(marker("259 ч. не набрали"), None);
        assert_eq!(marker("034,21 рублей"), None);
    }
}
