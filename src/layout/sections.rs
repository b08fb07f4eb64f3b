//! The heading tree.

use crate::diagnostic::{Code, Findings};
use crate::grammar::Grammars;
use crate::model::{self, BlockKind};
use crate::text::{LineIndex, Text};

use super::paragraphs::{Block, Marker, marker_len};

/// Sections and the places where they begin.
#[derive(Clone, Debug, Default)]
pub struct Sections {
    /// The sections in order.
    pub list: Vec<model::Section>,
    starts: Vec<usize>,
}

impl Sections {
    /// Id of the innermost section at byte `at`.
    pub fn at(&self, at: usize) -> Option<String> {
        let i = self.starts.partition_point(|&s| s <= at);
        i.checked_sub(1).map(|i| self.list[i].id.clone())
    }
}

/// Builds the tree out of heading blocks.
pub fn build(blocks: &[Block], index: &LineIndex, g: &Grammars, findings: &mut Findings) -> Sections {
    let mut out = Sections::default();
    let mut open: Vec<(usize, usize)> = Vec::new(); // rank, index
    let mut empty: Option<(usize, Text)> = None;
    for block in blocks {
        let Block::Text { kind: BlockKind::Heading, text, .. } = block else {
            empty = None;
            continue;
        };
        let (rank, number, title) = split(text, g);
        if let Some((above, heading)) = empty.take()
            && above >= rank
            && above < 90
        {
            findings.about(Code::HeadingEmpty, &heading);
        }
        open.retain(|(r, _)| *r < rank);
        let parent = open.last().map(|(_, i)| *i);
        let at = text.at();
        out.starts.push(text.start().unwrap_or(0));
        out.list.push(model::Section {
            id: format!("section-{}", out.list.len() + 1),
            parent: parent.map(|p| out.list[p].id.clone()),
            level: open.len() as u32 + 1,
            number,
            title: title.as_str().to_owned(),
            span: index.span_of(&at),
            at,
        });
        open.push((rank, out.list.len() - 1));
        empty = Some((rank, text.clone()));
    }
    if let Some((rank, heading)) = empty
        && rank < 90
    {
        findings.about(Code::HeadingEmpty, &heading);
    }
    out
}

/// Rank (smaller is outer), number and title of a heading.
fn split(text: &Text, g: &Grammars) -> (usize, Option<String>, Text) {
    let string = text.as_str();
    if let Some(level) = g.headings.level(string) {
        // «Раздел 3. Приоритеты …»: the number behind the word.
        let mut words = string.split_whitespace();
        let word = words.next().unwrap_or("");
        let second = words.next().unwrap_or("");
        let after = &string[word.len()..];
        let number = second.trim_end_matches(['.', ':']);
        let sign = number.starts_with(|c: char| c.is_ascii_digit() || matches!(c, 'I' | 'V' | 'X' | '\u{2116}'));
        if sign {
            let digits = number
                .len()
                .min(number.find(|c: char| c.is_alphabetic() && !c.is_ascii_alphabetic()).unwrap_or(number.len()));
            let offset = string.len() - after.trim_start().len() + digits;
            let rest = text.slice(offset..text.len());
            let rest_text = rest.as_str().trim_start_matches(['.', ':', ' ']);
            let title =
                if rest_text.is_empty() { text.clone() } else { rest.slice(rest.len() - rest_text.len()..rest.len()) };
            return (level, Some(number[..digits].trim_end_matches('.').to_owned()), title);
        }
        return (level, None, text.clone());
    }
    match marker_len(string) {
        Some((Marker::Roman, n)) => {
            (20, Some(string[..n].trim().trim_end_matches(['.', ')']).to_owned()), text.slice(n..text.len()))
        }
        Some((Marker::Number(places), n)) => {
            (30 + places, Some(string[..n].trim().trim_end_matches(['.', ')']).to_owned()), text.slice(n..text.len()))
        }
        _ if string.chars().any(char::is_lowercase) => (95, None, text.clone()),
        _ => (90, None, text.clone()),
    }
}
