//! The style sheet: what paragraphs and characters have by their style ([MS-DOC] 2.9.271, STSH).

use super::compound::word;

/// A style.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Style {
    /// Number of the style that it is based on; 4095 for none.
    base: u16,
    /// Level of a built-in heading style, from 1; 0 for other styles.
    heading: u8,
    /// Modifiers of the paragraph.
    paragraph: Vec<u8>,
    /// Modifiers of the characters.
    characters: Vec<u8>,
}

/// The style sheet.
#[derive(Debug, Default)]
pub struct Styles {
    list: Vec<Option<Style>>,
}

/// Longest chain of styles that are based on each other.
const MAX_CHAIN: usize = 32;
/// Kinds of styles ([MS-DOC] 2.9.260, stk).
const PARAGRAPH: u16 = 1;
const CHARACTER: u16 = 2;

impl Styles {
    /// Reads a style sheet; what is cut off or broken is as if it was not there.
    pub fn read(bytes: &[u8]) -> Styles {
        let mut out = Styles::default();
        let _ = out.fill(bytes);
        out
    }

    fn fill(&mut self, bytes: &[u8]) -> Option<()> {
        let head = usize::from(word(bytes, 0)?);
        let (count, base) = (word(bytes, 2)?, usize::from(word(bytes, 4)?));
        let mut at = 2 + head;
        for _ in 0..count {
            let length = usize::from(word(bytes, at)?);
            let style = bytes.get(at + 2..at + 2 + length)?;
            self.list.push(Style::read(style, base));
            at += 2 + length.next_multiple_of(2);
        }
        Some(())
    }

    /// The styles of a chain, the base first.
    fn chain(&self, number: u16) -> Vec<&Style> {
        let mut out = Vec::new();
        let mut next = number;
        while let Some(Some(style)) = self.list.get(usize::from(next)) {
            if out.len() == MAX_CHAIN {
                break;
            }
            out.push(style);
            next = style.base;
        }
        out.reverse();
        out
    }

    /// Modifiers of a paragraph style and of those that it is based on, the base first.
    pub fn paragraph(&self, number: u16) -> impl Iterator<Item = &[u8]> {
        self.chain(number).into_iter().map(|s| s.paragraph.as_slice())
    }

    /// Modifiers of the characters of a style, the base first.
    pub fn characters(&self, number: u16) -> impl Iterator<Item = &[u8]> {
        self.chain(number).into_iter().map(|s| s.characters.as_slice())
    }

    /// Level of the heading style that this one is or is based on; 0 for none.
    pub fn heading(&self, number: u16) -> u8 {
        self.chain(number).iter().rev().map(|s| s.heading).find(|h| *h > 0).unwrap_or(0)
    }
}

impl Style {
    fn read(bytes: &[u8], base: usize) -> Option<Style> {
        let name = word(bytes, 0)? & 0x0fff;
        let (kind, parent) = (word(bytes, 2)? & 0xf, word(bytes, 2)? >> 4);
        let count = word(bytes, 4)? & 0xf;
        // The name: its length, its characters, a zero.
        let mut at = base + 2 + 2 * usize::from(word(bytes, base)?) + 2;
        let mut lists = Vec::new();
        for _ in 0..count {
            let Some(length) = word(bytes, at) else { break };
            let end = (at + 2 + usize::from(length)).min(bytes.len());
            lists.push(&bytes[at + 2..end]);
            at = end.next_multiple_of(2);
        }
        let list = |i: usize| lists.get(i).copied().unwrap_or(&[]);
        let mut style = Style { base: parent, ..Style::default() };
        match kind {
            PARAGRAPH => {
                style.heading = if (1..=9).contains(&name) { name as u8 } else { 0 };
                // The list of a paragraph begins with the number of its style.
                style.paragraph = list(0).get(2..).unwrap_or(&[]).to_vec();
                style.characters = list(1).to_vec();
            }
            CHARACTER => style.characters = list(0).to_vec(),
            _ => {}
        }
        Some(style)
    }
}
