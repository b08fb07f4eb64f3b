//! Word documents that tests write themselves: text with properties in, bytes of a .doc file out.

use super::compound::SIGNATURE;

/// A document that is being written.
#[derive(Clone, Default)]
pub struct Made {
    units: Vec<u16>,
    /// Properties of characters and of paragraphs: end of the run, modifiers.
    chars: Vec<(usize, Vec<u8>)>,
    paragraphs: Vec<(usize, Vec<u8>)>,
    /// Characters of each story; the main one is what is left.
    stories: [u32; 8],
    /// Structures of the table stream by number, and what stands behind each.
    parts: Vec<(usize, Vec<u8>, Vec<u8>)>,
    /// Flags of the head, signature and version.
    pub flags: u16,
    pub version: u16,
    pub signature: u16,
    /// The text stands in one piece of 8-bit characters.
    pub narrow: bool,
    /// The text stands in two pieces, the second one first, with these modifiers for the second.
    pub swapped_at: Option<(usize, u16)>,
}

/// Where the text begins in the main stream.
const TEXT: usize = 2048;

impl Made {
    pub fn new() -> Made {
        Made { version: 0xc1, signature: 0xa5ec, ..Made::default() }
    }

    /// Characters with modifiers.
    pub fn chars(mut self, text: &str, modifiers: &[u8]) -> Made {
        if text.is_empty() {
            return self;
        }
        self.units.extend(text.encode_utf16());
        self.chars.push((self.units.len(), modifiers.to_vec()));
        self
    }

    pub fn text(self, text: &str) -> Made {
        self.chars(text, &[])
    }

    /// The mark that ends a paragraph, and the modifiers of the paragraph.
    pub fn mark(mut self, mark: char, modifiers: &[u8]) -> Made {
        self = self.chars(&mark.to_string(), &[]);
        self.paragraphs.push((self.units.len(), modifiers.to_vec()));
        self
    }

    pub fn paragraph(self, text: &str) -> Made {
        self.text(text).mark('\r', &[])
    }

    /// A row of a table: its edges, its cells, flags of each cell, more modifiers of the row.
    pub fn row(mut self, edges: &[i16], cells: &[(&str, u16)], more: &[u8]) -> Made {
        const IN_TABLE: [u8; 3] = [0x16, 0x24, 1];
        for (text, _) in cells {
            self = self.text(text).mark('\u{7}', &IN_TABLE);
        }
        let mut row = [IN_TABLE.as_slice(), &[0x17, 0x24, 1]].concat();
        let mut operand = vec![cells.len() as u8];
        operand.extend(edges.iter().flat_map(|e| e.to_le_bytes()));
        for (_, flags) in cells {
            operand.extend(flags.to_le_bytes());
            operand.extend([0; 18]);
        }
        row.extend([0x08, 0xd6]);
        row.extend((operand.len() as u16 + 1).to_le_bytes());
        row.extend(operand);
        row.extend(more);
        self.mark('\u{7}', &row)
    }

    /// What was written since character `from` is the story `story`.
    pub fn story(mut self, story: usize, from: usize) -> Made {
        self.stories[story] = (self.units.len() - from) as u32;
        self
    }

    pub fn len(&self) -> usize {
        self.units.len()
    }

    /// A structure of the table stream.
    pub fn part(mut self, number: usize, bytes: Vec<u8>, behind: Vec<u8>) -> Made {
        self.parts.push((number, bytes, behind));
        self
    }

    /// The bytes of the file.
    pub fn file(&self) -> Vec<u8> {
        let (main, tables) = self.streams();
        compound(&[("WordDocument", main), ("1Table", tables)])
    }

    fn width(&self) -> usize {
        if self.narrow { 1 } else { 2 }
    }

    fn streams(&self) -> (Vec<u8>, Vec<u8>) {
        let mut main = vec![0; TEXT];
        let bytes: Vec<u8> = match self.narrow {
            true => encoding_rs::WINDOWS_1251.encode(&String::from_utf16_lossy(&self.units)).0.into_owned(),
            false => self.units.iter().flat_map(|u| u.to_le_bytes()).collect(),
        };
        let count = self.units.len();
        // Pieces: first character, byte, modifiers.
        let (cut, change) = self.swapped_at.unwrap_or((count, 0));
        let behind = TEXT + (count - cut) * self.width();
        let mut pieces = vec![(0, if cut < count { behind } else { TEXT }, 0)];
        if cut < count {
            pieces.push((cut, TEXT, change));
        }
        main.extend(&bytes[cut * self.width()..]);
        main.extend(&bytes[..cut * self.width()]);
        let byte = |c: usize| {
            let (first, at, _) = pieces.iter().rev().find(|p| p.0 <= c).unwrap();
            at + (c - first) * self.width()
        };
        let mut tables = Vec::new();
        let mut parts = self.parts.clone();
        for (number, runs, wide) in [(12, &self.chars, false), (13, &self.paragraphs, true)] {
            let mut spans: Vec<(usize, usize, &[u8])> = Vec::new();
            let mut from = 0;
            for (to, modifiers) in runs {
                spans.push((byte(from), byte(to - 1) + self.width(), modifiers));
                from = *to;
            }
            spans.sort();
            let mut page_numbers = Vec::new();
            let mut first_bytes = Vec::new();
            // Few runs to a page, so that their modifiers have room.
            for spans in spans.chunks(if wide { 2 } else { 12 }) {
                main.resize(main.len().next_multiple_of(512), 0);
                page_numbers.push((main.len() / 512) as u32);
                first_bytes.push(spans[0].0 as u32);
                main.extend(page(spans, wide));
            }
            first_bytes.push(main.len() as u32);
            let list = first_bytes.iter().chain(&page_numbers).flat_map(|n| n.to_le_bytes()).collect();
            parts.push((number, list, Vec::new()));
        }
        let mut clx = vec![2];
        clx.extend((4 + 12 * pieces.len() as u32).to_le_bytes());
        let ends = pieces.iter().map(|p| p.0).chain([count]);
        clx.extend(ends.flat_map(|c| (c as u32).to_le_bytes()));
        for (_, at, change) in &pieces {
            clx.extend([0, 0]);
            let at = if self.narrow { (*at as u32 * 2) | 0x4000_0000 } else { *at as u32 };
            clx.extend(at.to_le_bytes());
            clx.extend(change.to_le_bytes());
        }
        parts.push((33, clx, Vec::new()));
        let mut put = |at: usize, bytes: &[u8]| main[at..at + bytes.len()].copy_from_slice(bytes);
        for (number, bytes, behind) in parts {
            put(154 + 8 * number, &(tables.len() as u32).to_le_bytes());
            put(158 + 8 * number, &(bytes.len() as u32).to_le_bytes());
            tables.extend(bytes);
            tables.extend(behind);
        }
        put(0, &self.signature.to_le_bytes());
        put(2, &self.version.to_le_bytes());
        put(10, &(0x0200 | self.flags).to_le_bytes());
        put(24, &(TEXT as u32).to_le_bytes());
        put(32, &14u16.to_le_bytes());
        put(62, &22u16.to_le_bytes());
        put(152, &93u16.to_le_bytes());
        let others: u32 = self.stories.iter().sum();
        put(76, &(count as u32 - others).to_le_bytes());
        for (i, characters) in self.stories.iter().enumerate().skip(1) {
            put(76 + 4 * i, &characters.to_le_bytes());
        }
        (main, tables)
    }
}

/// A page of runs.
fn page(spans: &[(usize, usize, &[u8])], paragraphs: bool) -> Vec<u8> {
    let mut page = vec![0u8; 512];
    let mut end = 511;
    for (i, (from, to, modifiers)) in spans.iter().enumerate() {
        page[4 * i..4 * i + 4].copy_from_slice(&(*from as u32).to_le_bytes());
        page[4 * i + 4..4 * i + 8].copy_from_slice(&(*to as u32).to_le_bytes());
        let mut bytes = Vec::new();
        if paragraphs {
            let words = (modifiers.len() + 2).div_ceil(2);
            bytes.extend([0, words as u8, 0, 0]);
            bytes.extend(*modifiers);
            bytes.resize(2 + 2 * words, 0);
        } else if !modifiers.is_empty() {
            bytes.push(modifiers.len() as u8);
            bytes.extend(*modifiers);
        }
        end = (end - bytes.len()) & !1;
        page[end..end + bytes.len()].copy_from_slice(&bytes);
        let width = if paragraphs { 13 } else { 1 };
        page[4 * (spans.len() + 1) + width * i] = if bytes.is_empty() { 0 } else { (end / 2) as u8 };
    }
    page[511] = spans.len() as u8;
    page
}

/// A compound file of streams, each in sectors of its own.
pub fn compound(streams: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut sectors: Vec<u8> = Vec::new();
    let mut fat: Vec<u32> = Vec::new();
    let mut directory = entry("Root Entry", 5, u32::MAX - 1, 0);
    for (name, bytes) in streams {
        let (start, size) = (fat.len() as u32, bytes.len().max(4096));
        let count = size.div_ceil(512);
        sectors.extend(bytes);
        sectors.resize((start as usize + count) * 512, 0);
        fat.extend((1..count as u32).map(|i| start + i).chain([u32::MAX - 1]));
        directory.extend(entry(name, 2, start, size as u32));
    }
    directory.resize(directory.len().next_multiple_of(512), 0);
    let directory_start = fat.len() as u32;
    let count = directory.len() / 512;
    fat.extend((1..count as u32).map(|i| directory_start + i).chain([u32::MAX - 1]));
    sectors.extend(directory);
    let fat_start = fat.len() as u32;
    let fat_count = (fat.len() + 8).div_ceil(128);
    fat.extend(vec![u32::MAX - 2; fat_count]);
    fat.resize(fat_count * 128, u32::MAX);
    let mut head = vec![0u8; 512];
    head[..8].copy_from_slice(SIGNATURE);
    let mut put = |at: usize, bytes: &[u8]| head[at..at + bytes.len()].copy_from_slice(bytes);
    put(24, &[0x3e, 0, 3, 0, 0xfe, 0xff, 9, 0, 6, 0]);
    put(44, &(fat_count as u32).to_le_bytes());
    put(48, &directory_start.to_le_bytes());
    put(56, &4096u32.to_le_bytes());
    put(60, &(u32::MAX - 1).to_le_bytes());
    put(68, &(u32::MAX - 1).to_le_bytes());
    for i in 0..109 {
        let sector = if i < fat_count { fat_start + i as u32 } else { u32::MAX };
        put(76 + 4 * i, &sector.to_le_bytes());
    }
    [head, sectors, fat.iter().flat_map(|n| n.to_le_bytes()).collect()].concat()
}

fn entry(name: &str, kind: u8, start: u32, size: u32) -> Vec<u8> {
    let mut out: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let length = out.len() as u16 + 2;
    out.resize(128, 0);
    out[64..66].copy_from_slice(&length.to_le_bytes());
    out[66] = kind;
    out[116..120].copy_from_slice(&start.to_le_bytes());
    out[120..124].copy_from_slice(&size.to_le_bytes());
    out
}
