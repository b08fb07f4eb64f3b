//! Places in the text that tables of the file know: marks of notes, shapes with text boxes, ends of sections.

use std::collections::HashMap;

use super::compound::{long, longs, word};
use super::fib::{Fib, Part, Story};
use super::sprm;

/// Bytes that describe a shape ([MS-DOC] 2.9.253, SPA) and a text box (2.9.110, FTXBXS).
const SHAPE: usize = 26;
const BOX: usize = 22;

/// Places of a document that something belongs to.
#[derive(Debug, Default)]
pub struct Marks {
    /// Footnotes and endnotes by the character of their mark.
    pub notes: HashMap<u32, Note>,
    /// Text boxes by the character that they are anchored at: characters of their texts.
    pub boxes: HashMap<u32, Vec<(u32, u32)>>,
    /// Text boxes without an anchor.
    pub loose: Vec<(u32, u32)>,
    /// Characters behind the last one of each section, and whether the next one begins on the same page.
    pub sections: HashMap<u32, bool>,
}

/// A footnote or endnote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Note {
    /// Its number, where it is numbered automatically.
    pub number: Option<u32>,
    /// Its text, in characters.
    pub text: (u32, u32),
}

impl Marks {
    /// Reads what the table stream says of places in the main text.
    pub fn read(fib: &Fib, main: &[u8], tables: &[u8]) -> Marks {
        let mut out = Marks::default();
        let notes = [
            (Part::FootnoteMarks, Part::FootnoteTexts, Story::Footnotes),
            (Part::EndnoteMarks, Part::EndnoteTexts, Story::Endnotes),
        ];
        for (marks, texts, story) in notes {
            out.add_notes(fib.part(marks, tables), &ranges(fib, story, fib.part(texts, tables)));
        }
        out.add_boxes(fib, tables);
        out.add_sections(fib.part(Part::Sections, tables), main);
        out
    }

    fn add_notes(&mut self, marks: &[u8], texts: &[(u32, u32)]) {
        let count = marks.len().saturating_sub(4) / 6;
        let mut number = 0;
        for (i, text) in texts.iter().take(count).enumerate() {
            let (Some(at), Some(own)) = (long(marks, 4 * i), word(marks, 4 * (count + 1) + 2 * i)) else { return };
            // Zero says that the note has a mark of its own.
            number += u32::from(own != 0);
            self.notes.insert(at, Note { number: (own != 0).then_some(number), text: *text });
        }
    }

    fn add_boxes(&mut self, fib: &Fib, tables: &[u8]) {
        let (shapes, boxes) = (fib.part(Part::Shapes, tables), fib.part(Part::BoxTexts, tables));
        let count = shapes.len().saturating_sub(4) / (4 + SHAPE);
        let shape = |i: usize| Some((long(shapes, 4 * (count + 1) + SHAPE * i)?, long(shapes, 4 * i)?));
        let anchors: HashMap<u32, u32> = (0..count).filter_map(shape).collect();
        let count = boxes.len().saturating_sub(4) / (4 + BOX);
        // A box of a group has a shape of its own; it goes with the box before.
        let mut last = None;
        for (i, text) in ranges(fib, Story::Boxes, &boxes[..boxes.len().min(4 * (count + 1))]).into_iter().enumerate() {
            let shape = long(boxes, 4 * (count + 1) + BOX * i + 14);
            let anchor = shape.and_then(|s| anchors.get(&s).copied()).or(last);
            match anchor {
                Some(at) => self.boxes.entry(at).or_default().push(text),
                None => self.loose.push(text),
            }
            last = anchor;
        }
    }

    fn add_sections(&mut self, bytes: &[u8], main: &[u8]) {
        let count = bytes.len().saturating_sub(4) / 16;
        let continues = |i: usize| {
            let at = long(bytes, 4 * (count + 1) + 12 * i + 2)? as usize;
            let length = usize::from(word(main, at)?);
            let list = main.get(at + 2..at + 2 + length)?;
            // 0: on the same page, 1: in the next column.
            sprm::each(list).find(|s| s.name == sprm::BREAK).map(|s| s.byte() <= 1)
        };
        for i in 1..count {
            if let Some(at) = long(bytes, 4 * i) {
                self.sections.insert(at, continues(i).unwrap_or(false));
            }
        }
    }
}

/// The texts of a story, from where each begins; the story ends with one more paragraph mark that belongs to none.
fn ranges(fib: &Fib, story: Story, begins: &[u8]) -> Vec<(u32, u32)> {
    let (first, end) = fib.story(story);
    let mut at: Vec<u32> = longs(begins).into_iter().map(|c| first.saturating_add(c).min(end)).collect();
    if at.len() > 1 {
        at.pop();
    }
    // Texts of a damaged file may go back; none is read twice.
    let mut read = first;
    let mut text = |w: &[u32]| {
        let from = w[0].max(read);
        read = read.max(w[1]);
        (from, w[1].max(from))
    };
    at.windows(2).map(&mut text).collect()
}
