//! What a paragraph and its characters have: style, own modifiers, modifiers of the piece.

use super::compound::word;
use super::runs::Run;
use super::sprm::{self, Sprm};
use super::{Source, table};

/// Properties of a paragraph that reading needs.
#[derive(Clone, Debug, Default)]
pub struct Paragraph {
    /// Number of its style.
    pub style: u16,
    /// Level of a heading, from 1; 0 for none.
    pub heading: u8,
    /// Set in the middle of the line.
    pub centred: bool,
    /// A page begins with it.
    pub page_before: bool,
    /// Use of a list, from 1; 0 for none.
    pub list: u16,
    /// Level in the list, from 0.
    pub level: u8,
    /// How deep in tables it stands; 0 outside.
    pub depth: u32,
    /// Its mark ends a row.
    pub row_end: bool,
    /// Its mark ends a cell of a table within a table.
    pub inner_cell_end: bool,
    /// Its mark ends a row of a table within a table.
    pub inner_row_end: bool,
    /// The row, where the mark ends one.
    pub row: table::Definition,
    in_table: bool,
}

/// Uses of lists from here on are none ([MS-DOC] 2.6.2, sprmPIlfo).
const NO_LIST: u16 = 0x07ff;
/// Outline level of running text.
const BODY: u8 = 9;
/// How often modifiers may send to others in the stream `Data`.
const MAX_JUMPS: u32 = 4;

impl Paragraph {
    /// The properties of the paragraph that the mark `at` (a character) ends.
    pub fn of(source: &Source, at: u32) -> Paragraph {
        let run = source.text.byte(at).and_then(|byte| source.paragraphs.at(byte));
        let own = run.map_or(&[][..], |r| r.modifiers(source.main));
        let mut out = Paragraph { style: run.map_or(0, |r| r.style), ..Paragraph::default() };
        // The style may stand among the modifiers too.
        sprm::each(own).filter(|s| s.name == sprm::STYLE).for_each(|s| out.style = s.word());
        out.heading = source.styles.heading(out.style);
        for list in source.styles.paragraph(out.style) {
            out.apply_all(list, source, 0);
        }
        if out.list > 0
            && let Some(level) = source.lists.level_of_style(out.list, out.style)
        {
            out.level = level;
        }
        out.apply_all(own, source, 0);
        if let Some(piece) = source.text.of(at) {
            source.text.changes(piece, |s| out.apply(s, source, 0));
        }
        if out.in_table {
            out.depth = out.depth.max(1);
        }
        out
    }

    fn apply_all(&mut self, list: &[u8], source: &Source, jumps: u32) {
        sprm::each(list).for_each(|s| self.apply(s, source, jumps));
    }

    fn apply(&mut self, s: Sprm, source: &Source, jumps: u32) {
        match s.name {
            sprm::ALIGN | sprm::ALIGN_80 => self.centred = s.byte() == 1,
            sprm::PAGE_BEFORE => self.page_before = s.byte() == 1,
            sprm::IN_TABLE => self.in_table = s.byte() != 0,
            sprm::ROW_END => self.row_end = s.byte() != 0,
            sprm::INNER_CELL_END => self.inner_cell_end = s.byte() != 0,
            sprm::INNER_ROW_END => self.inner_row_end = s.byte() != 0,
            sprm::DEPTH => self.depth = s.long().min(i32::MAX as u32),
            sprm::DEPTH_MORE => self.depth = self.depth.saturating_add_signed(s.long() as i32),
            sprm::LEVEL => self.level = s.byte().min(8),
            sprm::LIST => self.list = if s.word() < NO_LIST { s.word() } else { 0 },
            sprm::OUTLINE => self.heading = if s.byte() < BODY { s.byte() + 1 } else { 0 },
            name if sprm::ELSEWHERE.contains(&name) => {
                let at = s.long() as usize;
                let more = word(source.data, at).and_then(|n| source.data.get(at + 2..at + 2 + usize::from(n)));
                if let Some(more) = more
                    && jumps < MAX_JUMPS
                {
                    self.apply_all(more, source, jumps + 1);
                }
            }
            _ => self.row.apply(s),
        }
    }
}

/// Properties of characters that reading needs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Chars {
    /// Deleted while changes were tracked.
    pub deleted: bool,
    /// Not shown.
    pub hidden: bool,
    /// Bold.
    pub bold: bool,
    /// Control characters stand for pictures, marks of notes, fields.
    pub special: bool,
    /// Number of the font.
    pub font: u16,
    /// A character of a symbol font that the character in the text stands for: number of the font, character.
    pub symbol: Option<(u16, u16)>,
}

impl Chars {
    /// The properties that the style of a paragraph gives its characters.
    pub fn of_style(source: &Source, style: u16) -> Chars {
        let mut out = Chars::default();
        for list in source.styles.characters(style) {
            sprm::each(list).for_each(|s| out.apply(s, Chars::default(), source));
        }
        out
    }

    /// The properties of a run; `character` is one of it, `base` what the style of the paragraph gives.
    pub fn of(source: &Source, run: Option<&Run>, character: u32, base: Chars) -> Chars {
        let mut out = base;
        for s in run.into_iter().flat_map(|r| sprm::each(r.modifiers(source.main))) {
            out.apply(s, base, source);
        }
        if let Some(piece) = source.text.of(character) {
            source.text.changes(piece, |s| out.apply(s, base, source));
        }
        out
    }

    fn apply(&mut self, s: Sprm, base: Chars, source: &Source) {
        match s.name {
            sprm::DELETED => self.deleted = s.byte() & 1 == 1,
            sprm::HIDDEN => self.hidden = sprm::toggle(s.byte(), base.hidden),
            sprm::BOLD => self.bold = sprm::toggle(s.byte(), base.bold),
            sprm::SPECIAL => self.special = s.byte() == 1,
            sprm::FONT => self.font = s.word(),
            sprm::SYMBOL => self.symbol = Some((s.word(), (s.long() >> 16) as u16)),
            sprm::PLAIN => *self = Chars { deleted: self.deleted, special: self.special, ..base },
            sprm::CHAR_STYLE => {
                for list in source.styles.characters(s.word()) {
                    let lower = sprm::each(list).filter(|s| s.name != sprm::CHAR_STYLE);
                    lower.for_each(|s| self.apply(s, base, source));
                }
            }
            _ => {}
        }
    }
}
