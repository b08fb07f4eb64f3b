//! The head of the main stream: what kind of file it is, and where everything else stands ([MS-DOC] 2.5, FIB).

use super::compound::{long, word};
use crate::readers::Refusal;

/// The head of the stream `WordDocument`.
#[derive(Clone, Debug, Default)]
pub struct Fib {
    /// Name of the stream with the tables.
    pub table: &'static str,
    /// Characters of each story, in the order in which their texts follow each other.
    pub stories: [u32; Story::COUNT],
    /// First and last byte of the text of a file that was never saved fast.
    pub text: (u32, u32),
    /// Place and length in the table stream of each structure, by its number in [MS-DOC] 2.5.6.
    places: Vec<(u32, u32)>,
}

/// Texts of one document that stand one behind the other ([MS-DOC] 2.4.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Story {
    /// The document.
    Main = 0,
    /// Footnotes.
    Footnotes = 1,
    /// Headers and footers; macros stand behind them.
    Headers = 2,
    /// Comments.
    Comments = 4,
    /// Endnotes.
    Endnotes = 5,
    /// Text boxes; those of headers and footers stand behind them.
    Boxes = 6,
}

impl Story {
    const COUNT: usize = 8;
}

/// Structures of the table stream, by their number in [MS-DOC] 2.5.6.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Style sheet.
    Styles = 1,
    /// Places of footnote marks.
    FootnoteMarks = 2,
    /// Where each footnote begins in its story.
    FootnoteTexts = 3,
    /// Sections.
    Sections = 6,
    /// Pages of character runs.
    CharPages = 12,
    /// Pages of paragraph runs.
    ParaPages = 13,
    /// Font names.
    Fonts = 15,
    /// Pieces of the text.
    Pieces = 33,
    /// Places of drawn shapes in the main text.
    Shapes = 40,
    /// Places of endnote marks.
    EndnoteMarks = 46,
    /// Where each endnote begins in its story.
    EndnoteTexts = 47,
    /// Where each text box begins in its story.
    BoxTexts = 56,
    /// Lists.
    Lists = 73,
    /// Uses of lists.
    ListUses = 74,
}

/// What every readable main stream begins with.
const SIGNATURE: u16 = 0xa5ec;
/// Version of Word 97, the first with this form ([MS-DOC] 2.5.1, nFib).
const WORD_97: u16 = 0x00c0;

impl Fib {
    /// Reads the head of the main stream.
    ///
    /// # Errors
    /// `encrypted`, `unsupported` for Word 6, Word 95 and older, `broken` where the head is cut or is none.
    pub fn read(stream: &[u8]) -> Result<Fib, Refusal> {
        let broken = || {
            let message = "the head of the Word document is broken; get the file once more or save it as docx";
            Refusal::new("broken", message)
        };
        let (signature, version) = (word(stream, 0).ok_or_else(broken)?, word(stream, 2).ok_or_else(broken)?);
        // 0xA5DC: Word 6 and 95; 0xA699, 0xA697: versions of Word for other scripts of that time.
        if matches!(signature, 0xa5dc | 0xa697 | 0xa699) || (signature == SIGNATURE && (1..WORD_97).contains(&version))
        {
            return Err(too_old());
        }
        if signature != SIGNATURE {
            return Err(broken());
        }
        let flags = word(stream, 10).ok_or_else(broken)?;
        if flags & 0x0100 != 0 {
            return Err(Refusal::new("encrypted", "the file is encrypted; remove the password and try again"));
        }
        let mut fib = Fib {
            table: if flags & 0x0200 != 0 { "1Table" } else { "0Table" },
            text: (long(stream, 24).unwrap_or(0), long(stream, 28).unwrap_or(0)),
            ..Fib::default()
        };
        // Words, longs and places follow each other, each kind behind its number of elements.
        let words = 32;
        let longs = words + 2 + 2 * usize::from(word(stream, words).ok_or_else(broken)?);
        let places = longs + 2 + 4 * usize::from(word(stream, longs).ok_or_else(broken)?);
        for (i, count) in fib.stories.iter_mut().enumerate() {
            *count = long(stream, longs + 2 + 12 + 4 * i).ok_or_else(broken)?.min(i32::MAX as u32);
        }
        let count = usize::from(word(stream, places).unwrap_or(0));
        fib.places = (0..count)
            .map_while(|i| Some((long(stream, places + 2 + 8 * i)?, long(stream, places + 6 + 8 * i)?)))
            .collect();
        Ok(fib)
    }

    /// The bytes of a structure of the table stream; empty where there is none, fewer where the stream is cut.
    pub fn part<'a>(&self, part: Part, tables: &'a [u8]) -> &'a [u8] {
        let (from, length) = self.places.get(part as usize).copied().unwrap_or((0, 0));
        let from = (from as usize).min(tables.len());
        &tables[from..from.saturating_add(length as usize).min(tables.len())]
    }

    /// What stands in the table stream behind a structure.
    pub fn behind<'a>(&self, part: Part, tables: &'a [u8]) -> &'a [u8] {
        let (from, length) = self.places.get(part as usize).copied().unwrap_or((0, 0));
        &tables[(from as usize).saturating_add(length as usize).min(tables.len())..]
    }

    /// First character and end of a story in the whole text.
    pub fn story(&self, story: Story) -> (u32, u32) {
        let before: u32 = self.stories[..story as usize].iter().fold(0, |a, b| a.saturating_add(*b));
        (before, before.saturating_add(self.stories[story as usize]))
    }
}

/// True where bytes begin like the main stream of a readable document.
pub fn is_head(bytes: &[u8]) -> bool {
    word(bytes, 0) == Some(SIGNATURE) && word(bytes, 2).is_some_and(|v| (WORD_97..2 * WORD_97).contains(&v))
}

/// Refusal for documents of Word 95 and older.
pub fn too_old() -> Refusal {
    let message = "the document is of Word 95 or older; open it in Word or LibreOffice and save it as docx";
    Refusal::new("unsupported", message)
}
