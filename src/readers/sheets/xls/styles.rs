//! Fonts, number formats and cell styles of a workbook stream.

use std::collections::HashMap;

use super::records::{Record, Strings};
use crate::readers::sheets::format::{Format, Style};

/// A cell style before fonts and formats are all known.
#[derive(Debug)]
struct Raw {
    font: usize,
    format: u16,
    boxed: bool,
    centred: bool,
}

/// The styles of a workbook.
#[derive(Debug, Default)]
pub struct Styles {
    bold: Vec<bool>,
    codes: HashMap<u16, String>,
    raw: Vec<Raw>,
    cells: Vec<Style>,
    plain: Style,
}

impl Styles {
    /// Font (section 2.4.122).
    pub fn font(&mut self, record: &Record) {
        let mut data = record.chunks();
        data.skip(6);
        self.bold.push(data.word().is_some_and(|weight| weight >= 600));
        // There is no font number 4.
        if self.bold.len() == 4 {
            self.bold.push(false);
        }
    }

    /// Format (section 2.4.126).
    pub fn format(&mut self, record: &Record, strings: &Strings) {
        let mut data = record.chunks();
        let Some(id) = data.word() else { return };
        let code = if strings.wide {
            strings.counted(&mut data)
        } else {
            data.byte().map(|length| strings.chars(&mut data, length.into()))
        };
        self.codes.extend(code.map(|code| (id, code)));
    }

    /// XF (section 2.4.353); `wide` in Excel 97 and later.
    pub fn cell(&mut self, record: &Record, wide: bool) {
        let word = |at: usize| match record.data.get(at..at + 2) {
            Some(bytes) => u32::from(u16::from_le_bytes([bytes[0], bytes[1]])),
            None => 0,
        };
        let sides = if wide {
            let lines = word(10);
            [lines & 15, lines >> 4 & 15, lines >> 8 & 15, lines >> 12 & 15]
        } else {
            let lines = word(12);
            [lines & 7, lines >> 3 & 7, lines >> 6 & 7, word(10) >> 6 & 7]
        };
        self.raw.push(Raw {
            font: word(0) as usize,
            format: word(2) as u16,
            boxed: sides.iter().filter(|side| **side != 0).count() >= 2,
            centred: [2, 6].contains(&(word(6) & 7)),
        });
    }

    /// All records are read.
    pub fn finish(&mut self) {
        let mut formats: HashMap<u16, Format> = HashMap::new();
        for raw in self.raw.drain(..) {
            let format = formats.entry(raw.format).or_insert_with(|| match raw.format {
                // Programs write down what these show in their own language.
                14 | 15 | 16 | 17 | 22 => Format::builtin(raw.format),
                id => self.codes.get(&id).map_or_else(|| Format::builtin(id), |code| Format::new(code)),
            });
            self.cells.push(Style {
                format: format.clone(),
                boxed: raw.boxed,
                bold: self.bold.get(raw.font).copied().unwrap_or(false),
                centred: raw.centred,
            });
        }
    }

    /// The style with this number.
    pub fn of(&self, index: usize) -> &Style {
        self.cells.get(index).unwrap_or(&self.plain)
    }
}
