//! Which properties hold from which byte to which: pages of runs in the main stream ([MS-DOC] 2.9.33, ChpxFkp; 2.9.175,
//! PapxFkp).
//!
//! ```text
//! page of 512 bytes: 2048 2110 2300 … │ offsets │ … free … │ properties │ … │ number of runs
//! ```

use super::compound::{long, word};

/// Bytes that have the same properties.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// First byte in the main stream.
    pub from: u32,
    /// Byte behind the last.
    pub to: u32,
    /// Number of the paragraph's style; 0 for characters.
    pub style: u16,
    /// Where its modifiers stand in the main stream, and how many bytes they have.
    at: (u32, u32),
}

/// Runs sorted by their first byte.
#[derive(Debug, Default)]
pub struct Runs {
    list: Vec<Run>,
    /// Some pages could not be read.
    pub cut: bool,
}

const PAGE: usize = 512;

impl Runs {
    /// Reads the runs of characters, or of paragraphs where `paragraphs`.
    pub fn read(pages: &[u8], main: &[u8], paragraphs: bool) -> Runs {
        let mut out = Runs::default();
        let count = pages.len().saturating_sub(4) / 8;
        let mut seen = std::collections::HashSet::new();
        for i in 0..count {
            let number = long(pages, 4 * (count + 1) + 4 * i).unwrap_or(u32::MAX) & 0x3f_ffff;
            if !seen.insert(number) {
                continue;
            }
            let start = number as usize * PAGE;
            match main.get(start..start + PAGE) {
                Some(page) => out.page(page, start, paragraphs),
                None => out.cut = true,
            }
        }
        out.list.sort_by_key(|r| (r.from, r.to));
        out
    }

    fn page(&mut self, page: &[u8], start: usize, paragraphs: bool) {
        let count = usize::from(page[PAGE - 1]);
        let width = if paragraphs { 13 } else { 1 };
        if 4 * (count + 1) + width * count > PAGE - 1 {
            self.cut = true;
            return;
        }
        for i in 0..count {
            let (Some(from), Some(to)) = (long(page, 4 * i), long(page, 4 * i + 4)) else { return };
            if to <= from {
                self.cut = true;
                continue;
            }
            let offset = 2 * usize::from(page[4 * (count + 1) + width * i]);
            let mut run = Run { from, to, style: 0, at: (0, 0) };
            if offset > 0 {
                let length = usize::from(page[offset]);
                // A paragraph counts in words; a count of 0 stands before the true one.
                let (begin, length) = match (paragraphs, length) {
                    (false, length) => (offset + 1, length),
                    (true, 0) => (offset + 2, 2 * usize::from(page.get(offset + 1).copied().unwrap_or(0))),
                    (true, length) => (offset + 1, 2 * length - 1),
                };
                let (mut begin, end) = (begin.min(PAGE), (begin + length).min(PAGE));
                if paragraphs && end - begin >= 2 {
                    run.style = word(page, begin).unwrap_or(0);
                    begin += 2;
                }
                run.at = ((start + begin) as u32, (end - begin) as u32);
            }
            self.list.push(run);
        }
    }

    /// The run that a byte stands in.
    pub fn at(&self, byte: u32) -> Option<&Run> {
        let i = self.list.partition_point(|r| r.from <= byte).checked_sub(1)?;
        Some(&self.list[i]).filter(|r| byte < r.to)
    }

    /// First byte of the first run behind `byte`.
    pub fn next(&self, byte: u32) -> Option<u32> {
        let i = self.list.partition_point(|r| r.from <= byte);
        self.list.get(i).map(|r| r.from)
    }
}

impl Run {
    /// The modifiers of the run.
    pub fn modifiers<'a>(&self, main: &'a [u8]) -> &'a [u8] {
        let from = (self.at.0 as usize).min(main.len());
        &main[from..(from + self.at.1 as usize).min(main.len())]
    }
}
