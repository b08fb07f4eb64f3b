//! Text with marks → paragraphs and tables.
//!
//! ```text
//! Срок ␇ май ␇ июнь ␇ ␇     ␇ ends a cell; where its paragraph says so, a row
//! ¶ ends a paragraph, or a cell or row of a table within a table
//! ␓ PAGE ␔ 3 ␕              a field: instruction out, result in
//! ```

use std::collections::HashMap;
use std::ops::Range;

use super::lists::Counts;
use super::props::{Chars, Paragraph};
use super::tree::{self, Block, RawRow};
use super::{Source, symbols};
use crate::options::MAX_DEPTH;
use crate::readers::Look;

const CELL_END: u16 = 0x07;
const LINE_BREAK: u16 = 0x0b;
const PAGE_BREAK: u16 = 0x0c;
const PARAGRAPH_END: u16 = 0x0d;
const FIELD_BEGIN: u16 = 0x13;
const FIELD_MIDDLE: u16 = 0x14;
const FIELD_END: u16 = 0x15;

/// What was left out while reading.
#[derive(Debug, Default)]
pub struct Left {
    /// Letters deleted under change tracking.
    pub deleted: usize,
    /// Hidden letters.
    pub hidden: usize,
    /// Pictures and objects.
    pub pictures: usize,
    /// Tables stand deeper in each other than is read.
    pub too_deep: bool,
}

/// Reads stories of a document.
pub struct Reading<'a> {
    source: &'a Source<'a>,
    counts: Counts,
    /// What the styles of paragraphs give their characters.
    bases: HashMap<u16, Chars>,
    /// What was left out so far.
    pub left: Left,
    /// The story is one of notes or text boxes, which have none of their own.
    inner: bool,
}

/// A table that is being read.
#[derive(Default)]
struct Open {
    rows: Vec<RawRow>,
    /// Cells of the row so far.
    cells: Vec<Vec<Block>>,
    /// Blocks of the cell so far.
    blocks: Vec<Block>,
}

/// A paragraph that is being read.
#[derive(Default)]
struct Line {
    /// Its UTF-16 units so far.
    units: Vec<u16>,
    /// Some letters are bold; some are not.
    bold: bool,
    plain: bool,
    /// It began before a page break, so its number was given.
    goes_on: bool,
    /// Text boxes that are anchored in it.
    boxes: Vec<(u32, u32)>,
    /// Notes that are marked in it.
    notes: Vec<Block>,
}

/// Blocks of a story so far.
#[derive(Default)]
struct Blocks {
    done: Vec<Block>,
    open: Vec<Open>,
    /// Text boxes and notes that wait for the end of the table.
    waiting: Vec<Block>,
    /// Notes that wait for the end of the section.
    notes: Vec<Block>,
}

impl<'a> Reading<'a> {
    /// Begins to read.
    pub fn new(source: &'a Source<'a>) -> Reading<'a> {
        Reading { source, counts: Counts::default(), bases: HashMap::new(), left: Left::default(), inner: false }
    }

    /// The blocks of a note or text box.
    pub fn inner(&mut self, text: (u32, u32)) -> Vec<Block> {
        let mut reading = Reading { inner: true, ..Reading::new(self.source) };
        let blocks = reading.story(text.0, text.1);
        self.left.add(&reading.left);
        blocks.into_iter().filter(|b| !b.is_blank()).collect()
    }

    /// The blocks of the characters `from..to`.
    pub fn story(&mut self, from: u32, to: u32) -> Vec<Block> {
        let units = &self.source.text.units;
        let to = to.min(units.len() as u32);
        let range = from.min(to) as usize..to as usize;
        let silent = instructions(units, range.clone());
        let mut out = Blocks::default();
        let mut line = Line::default();
        let mut at = range.start;
        let mut next = 0;
        while at < range.end {
            let length = units[at..range.end].iter().position(|u| matches!(*u, CELL_END | PAGE_BREAK | PARAGRAPH_END));
            let mark = length.map_or(range.end, |l| at + l);
            let props = Paragraph::of(self.source, mark.min(range.end - 1) as u32);
            self.characters(at..mark, &props, &silent, &mut next, &mut line);
            if mark < range.end {
                let is_silent = silent.get(next).is_some_and(|s| s.contains(&mark));
                self.end(mark, &props, is_silent, &mut line, &mut out);
            } else if !line.is_blank() {
                self.close(&props, &mut line, &mut out);
            }
            at = mark + 1;
        }
        if !line.is_blank() {
            self.close(&Paragraph::default(), &mut line, &mut out);
        }
        out.leave(0);
        out.end_section();
        out.done
    }

    /// Takes the characters of `range` into the line; `next` is the first silent range that does not end before it.
    fn characters(
        &mut self,
        range: Range<usize>,
        props: &Paragraph,
        silent: &[Range<usize>],
        next: &mut usize,
        line: &mut Line,
    ) {
        let source = self.source;
        let base = *self.bases.entry(props.style).or_insert_with(|| Chars::of_style(source, props.style));
        let mut at = range.start;
        while at < range.end {
            while silent.get(*next).is_some_and(|s| s.end <= at) {
                *next += 1;
            }
            if let Some(quiet) = silent.get(*next)
                && quiet.contains(&at)
            {
                at = quiet.end.min(range.end);
                continue;
            }
            let (chars, same) = self.chars(at as u32, base);
            let stop = silent.get(*next).map_or(range.end, |s| s.start).min(range.end);
            let end = stop.min(at.saturating_add(same as usize).max(at + 1));
            self.run(at..end, chars, line);
            at = end;
        }
        while silent.get(*next).is_some_and(|s| s.end <= range.end) {
            *next += 1;
        }
    }

    /// The properties of a character, and for how many characters from it on they hold.
    fn chars(&self, at: u32, base: Chars) -> (Chars, u32) {
        let source = self.source;
        let (Some(piece), Some(byte)) = (source.text.of(at), source.text.byte(at)) else { return (base, 1) };
        let run = source.chars.at(byte);
        let to = run.map(|r| r.to).or_else(|| source.chars.next(byte)).unwrap_or(u32::MAX);
        let same = ((to - byte) / piece.width).min(piece.to - at).max(1);
        (Chars::of(source, run, at, base), same)
    }

    /// Takes characters with the same properties into the line.
    fn run(&mut self, range: Range<usize>, chars: Chars, line: &mut Line) {
        let source = self.source;
        let units = &source.text.units[range.clone()];
        if chars.deleted || chars.hidden {
            let letters = units.iter().filter(|u| **u > 0x20).count();
            *(if chars.deleted { &mut self.left.deleted } else { &mut self.left.hidden }) += letters;
            return;
        }
        let font = source.fonts.name(chars.font);
        let symbolic = font.is_some_and(symbols::is_symbolic);
        for (i, unit) in units.iter().enumerate() {
            let at = (range.start + i) as u32;
            match *unit {
                LINE_BREAK | 0x0e => line.units.push(u16::from(b'\n')),
                0x09 => line.units.push(0x09),
                0x1e => line.units.push(u16::from(b'-')),
                // A hyphen that shows only where the line breaks at it.
                0x1f | 0xad => {}
                0x02 if chars.special => self.note(at, line),
                0x01 if chars.special => self.left.pictures += 1,
                0x08 if chars.special => match source.marks.boxes.get(&at) {
                    Some(_) if self.inner => {}
                    Some(boxes) => line.boxes.extend(boxes),
                    None => self.left.pictures += 1,
                },
                _ if chars.special && chars.symbol.is_some() && matches!(*unit, 0x28 | 0xf000..=0xf0ff) => {
                    if let Some((font, place)) = chars.symbol {
                        line.push(symbols::symbol(place, source.fonts.name(font).or(Some("Symbol")), false));
                    }
                }
                // Marks, and places of what is lost.
                0..=0x1f | 0xfeff => {}
                unit if (symbolic && unit < 0x100) || (0xf000..=0xf0ff).contains(&unit) => {
                    line.push(symbols::symbol(unit, font, false));
                }
                unit => line.units.push(unit),
            }
            if *unit > 0x20 && *unit != 0xa0 {
                *(if chars.bold { &mut line.bold } else { &mut line.plain }) = true;
            }
        }
    }

    /// A note is marked at `at`: its text waits for the end of its table or section.
    fn note(&mut self, at: u32, line: &mut Line) {
        let Some(note) = self.source.marks.notes.get(&at).copied().filter(|_| !self.inner) else { return };
        let mut blocks = self.inner(note.text);
        let first = blocks.iter_mut().find_map(|block| match block {
            Block::Paragraph { text, .. } => Some(text),
            _ => None,
        });
        if let (Some(text), Some(number)) = (first, note.number) {
            *text = format!("{number} {}", text.trim_start());
        }
        line.notes.append(&mut blocks);
    }

    /// The mark at `at` ends a paragraph, a cell, a row or a page.
    fn end(&mut self, at: usize, props: &Paragraph, silent: bool, line: &mut Line, out: &mut Blocks) {
        let unit = self.source.text.units[at];
        let base = self.bases.get(&props.style).copied().unwrap_or_default();
        let (chars, _) = self.chars(at as u32, base);
        let gone = chars.deleted || chars.hidden;
        match unit {
            CELL_END if props.depth > 0 || !out.open.is_empty() => {
                self.enter(props, 1, line, out);
                match props.row_end {
                    true => self.end_row(props, gone, line, out),
                    false => self.end_cell(props, line, out),
                }
            }
            PARAGRAPH_END if props.inner_row_end && props.depth > 1 => {
                self.enter(props, props.depth, line, out);
                self.end_row(props, gone, line, out);
            }
            PARAGRAPH_END if props.inner_cell_end && props.depth > 1 => {
                self.enter(props, props.depth, line, out);
                self.end_cell(props, line, out);
            }
            PAGE_BREAK => {
                if gone || silent {
                    return;
                }
                let next = at as u32 + 1;
                let section = self.source.marks.sections.get(&next).copied();
                let byte = self.source.text.byte(at as u32);
                let ends = byte.and_then(|b| self.source.paragraphs.at(b).map(|r| r.to <= b + 2)).unwrap_or(true);
                if ends || !line.is_blank() {
                    self.close(props, line, out);
                    line.goes_on = !ends && section.is_none();
                }
                if section.is_some() && out.open.is_empty() {
                    out.end_section();
                }
                if section != Some(true) {
                    out.add(Block::Page);
                }
            }
            // A deleted or hidden mark joins its paragraph to the next one.
            _ if gone || silent => {}
            _ => self.close(props, line, out),
        }
    }

    /// Ends the paragraph and puts it where it belongs.
    fn close(&mut self, props: &Paragraph, line: &mut Line, out: &mut Blocks) {
        self.enter(props, props.depth, line, out);
        self.paragraph(props, line, out);
    }

    /// Opens and closes tables until `depth` are open.
    fn enter(&mut self, props: &Paragraph, depth: u32, line: &mut Line, out: &mut Blocks) {
        let depth = depth as usize;
        self.left.too_deep |= depth > MAX_DEPTH;
        let depth = depth.min(MAX_DEPTH);
        if out.open.len() > depth && !line.is_blank() && depth < props.depth as usize {
            // Text in front of a mark of an outer table belongs to the inner one.
            self.paragraph(props, line, out);
        }
        out.leave(depth);
        while out.open.len() < depth {
            out.open.push(Open::default());
        }
    }

    /// Puts the line into the innermost open cell, or behind the tables.
    fn paragraph(&mut self, props: &Paragraph, line: &mut Line, out: &mut Blocks) {
        let line = std::mem::take(line);
        let mut text = String::from_utf16_lossy(&line.units);
        if props.list > 0 && !line.goes_on {
            let number = self.counts.next(&self.source.lists, &self.source.fonts, props.list, props.level);
            if let Some(number) = number.filter(|n| !n.is_empty()) {
                text = if text.trim().is_empty() { number } else { format!("{number} {}", text.trim_start()) };
            }
        }
        let bold = line.bold && !line.plain;
        let look = Look { level: props.heading, centred: props.centred, bold, tab: false };
        if props.page_before && out.open.is_empty() && !line.goes_on {
            out.add(Block::Page);
        }
        out.add(Block::Paragraph { text, look });
        let notes = if out.open.is_empty() { &mut out.notes } else { &mut out.waiting };
        notes.extend(line.notes);
        for text in line.boxes {
            let mut blocks = self.inner(text);
            if out.open.is_empty() { out.done.append(&mut blocks) } else { out.waiting.append(&mut blocks) }
        }
    }

    fn end_cell(&mut self, props: &Paragraph, line: &mut Line, out: &mut Blocks) {
        self.paragraph(props, line, out);
        if let Some(open) = out.open.last_mut() {
            open.cells.push(std::mem::take(&mut open.blocks));
        }
    }

    fn end_row(&mut self, props: &Paragraph, gone: bool, line: &mut Line, out: &mut Blocks) {
        if !line.is_blank() {
            self.end_cell(props, line, out);
        }
        *line = Line::default();
        let Some(open) = out.open.last_mut() else { return };
        let mut cells = std::mem::take(&mut open.cells);
        let rest = std::mem::take(&mut open.blocks);
        if rest.iter().any(|b| !b.is_blank()) {
            cells.push(rest);
        }
        // A row that was deleted leaves its marks behind.
        let deleted = gone && cells.iter().flatten().all(Block::is_blank);
        if !deleted && !cells.is_empty() {
            open.rows.push(RawRow { cells, row: props.row.clone() });
        }
    }
}

impl Line {
    fn is_blank(&self) -> bool {
        self.boxes.is_empty() && self.notes.is_empty() && self.units.iter().all(|u| *u <= 0x20 || *u == 0xa0)
    }

    fn push(&mut self, c: Option<char>) {
        if let Some(c) = c {
            self.units.extend_from_slice(c.encode_utf16(&mut [0; 2]));
        }
    }
}

impl Blocks {
    /// Adds a block to the innermost open cell, or behind the tables.
    fn add(&mut self, block: Block) {
        match self.open.last_mut() {
            Some(open) => open.blocks.push(block),
            None => self.done.push(block),
        }
    }

    /// The notes of the section follow.
    fn end_section(&mut self) {
        self.done.append(&mut self.notes);
    }

    /// Closes tables until no more than `depth` are open.
    fn leave(&mut self, depth: usize) {
        while self.open.len() > depth {
            let Some(mut open) = self.open.pop() else { return };
            open.cells.extend(Some(open.blocks).filter(|b| b.iter().any(|b| !b.is_blank())));
            if !open.cells.is_empty() {
                open.rows.push(RawRow { cells: open.cells, row: Default::default() });
            }
            if !open.rows.is_empty() {
                self.add(tree::table(open.rows));
            }
            if self.open.is_empty() {
                self.done.append(&mut self.waiting);
            }
        }
    }
}

impl Left {
    fn add(&mut self, other: &Left) {
        self.deleted += other.deleted;
        self.hidden += other.hidden;
        self.pictures += other.pictures;
        self.too_deep |= other.too_deep;
    }
}

/// The characters from the beginning of each field to its result, or to its end where it has none.
fn instructions(units: &[u16], range: Range<usize>) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut open: Vec<(usize, bool)> = Vec::new();
    for at in range {
        match units[at] {
            FIELD_BEGIN => open.push((at, false)),
            FIELD_MIDDLE => {
                if let Some(field) = open.last_mut().filter(|f| !f.1) {
                    field.1 = true;
                    found.push(field.0..at + 1);
                }
            }
            FIELD_END => {
                if let Some((from, false)) = open.pop() {
                    found.push(from..at + 1);
                }
            }
            // No instruction goes over a cell: what looks like one is a torn field.
            CELL_END => open.retain(|f| f.1),
            _ => {}
        }
    }
    found.sort_by_key(|f| (f.start, std::cmp::Reverse(f.end)));
    let mut out: Vec<Range<usize>> = Vec::new();
    for field in found {
        match out.last_mut() {
            Some(last) if field.start < last.end => last.end = last.end.max(field.end),
            _ => out.push(field),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn silent(text: &str) -> Vec<(usize, usize)> {
        let units: Vec<u16> = text.encode_utf16().collect();
        instructions(&units, 0..units.len()).iter().map(|r| (r.start, r.end)).collect()
    }

    #[test]
    fn instructions_of_fields_are_silent() {
        assert_eq!(silent("а\u{13}PAGE\u{14}3\u{15}б"), [(1, 7)]);
        assert_eq!(silent("\u{13}TOC\u{14}Глава \u{13}PAGEREF\u{14}7\u{15}\u{15}"), [(0, 5), (11, 20)]);
        assert_eq!(silent("\u{13}IF \u{13}DATE\u{14}5\u{15} = 5\u{14}да\u{15}"), [(0, 17)]);
        assert_eq!(silent("\u{13}SET\u{15}а"), [(0, 5)]);
        assert!(silent("\u{13}торн\u{7}а\u{14}б\u{15}").is_empty());
    }
}
