//! Single property modifiers ([MS-DOC] 2.2.5): a property is a 16-bit name that says how long its operand is.
//!
//! ```text
//! 16 24 01        sprmPFInTable = 1
//! 0B 46 02 00     sprmPIlfo = 2
//! ```

/// A property and its operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sprm<'a> {
    /// Its name.
    pub name: u16,
    /// Its bytes, without the length that some operands begin with.
    pub operand: &'a [u8],
}

impl Sprm<'_> {
    /// The first byte.
    pub fn byte(&self) -> u8 {
        self.operand.first().copied().unwrap_or(0)
    }

    /// The first two bytes as a number.
    pub fn word(&self) -> u16 {
        super::compound::word(self.operand, 0).unwrap_or(0)
    }

    /// The first four bytes as a number.
    pub fn long(&self) -> u32 {
        super::compound::long(self.operand, 0).unwrap_or(0)
    }
}

/// The properties of a list of them; ends where it is cut short.
pub fn each(mut bytes: &[u8]) -> impl Iterator<Item = Sprm<'_>> {
    std::iter::from_fn(move || {
        let name = super::compound::word(bytes, 0)?;
        let rest = &bytes[2..];
        let (skip, length) = match name >> 13 {
            0 | 1 => (0, 1),
            2 | 4 | 5 => (0, 2),
            3 => (0, 4),
            7 => (0, 3),
            _ => match name {
                // The length of a table definition has two bytes and counts one too many.
                TABLE | OLD_TABLE => (2, usize::from(super::compound::word(rest, 0)?).checked_sub(1)?),
                // A length of 255 says nothing: two lists of tab stops follow.
                TABS if *rest.first()? == 255 => {
                    let deleted = usize::from(*rest.get(1)?);
                    let added = usize::from(*rest.get(2 + 4 * deleted)?);
                    (1, 2 + 4 * deleted + 3 * added)
                }
                _ => (1, usize::from(*rest.first()?)),
            },
        };
        let operand = rest.get(skip..skip + length)?;
        bytes = &rest[skip + length..];
        Some(Sprm { name, operand })
    })
}

/// The modifier that a piece of a fast-saved file names by a byte ([MS-DOC] 2.9.215, Prm0).
pub fn short(number: u8) -> Option<u16> {
    Some(match number {
        0x05 => ALIGN_80,
        0x09 => PAGE_BEFORE,
        0x0c => LEVEL,
        0x18 => IN_TABLE,
        0x19 => ROW_END,
        0x41 => DELETED,
        0x53 => PLAIN,
        0x55 => BOLD,
        0x5c => HIDDEN,
        _ => return None,
    })
}

/// Operand of a toggle: 0 or 1, 128 as the style has it, 129 the other way round.
pub fn toggle(operand: u8, style: bool) -> bool {
    match operand {
        128 => style,
        129 => !style,
        value => value != 0,
    }
}

// Characters ([MS-DOC] 2.6.1).
pub const DELETED: u16 = 0x0800;
pub const BOLD: u16 = 0x0835;
pub const HIDDEN: u16 = 0x083c;
pub const SPECIAL: u16 = 0x0855;
pub const PLAIN: u16 = 0x2a33;
pub const CHAR_STYLE: u16 = 0x4a30;
pub const FONT: u16 = 0x4a4f;
pub const SYMBOL: u16 = 0x6a09;
// Paragraphs ([MS-DOC] 2.6.2).
pub const STYLE: u16 = 0x4600;
pub const ALIGN_80: u16 = 0x2403;
pub const ALIGN: u16 = 0x2461;
pub const PAGE_BEFORE: u16 = 0x2407;
pub const IN_TABLE: u16 = 0x2416;
pub const ROW_END: u16 = 0x2417;
pub const INNER_CELL_END: u16 = 0x244b;
pub const INNER_ROW_END: u16 = 0x244c;
pub const DEPTH: u16 = 0x6649;
pub const DEPTH_MORE: u16 = 0x664a;
pub const LEVEL: u16 = 0x260a;
pub const LIST: u16 = 0x460b;
pub const OUTLINE: u16 = 0x2640;
pub const TABS: u16 = 0xc615;
/// More modifiers stand in the stream `Data`.
pub const ELSEWHERE: [u16; 3] = [0x6645, 0x6646, 0x646b];
// Tables ([MS-DOC] 2.6.3).
pub const TABLE: u16 = 0xd608;
const OLD_TABLE: u16 = 0xd606;
pub const ROW_HEADER: u16 = 0x3404;
pub const CELLS_INSERTED: u16 = 0x7621;
pub const CELLS_DELETED: u16 = 0x5622;
pub const CELLS_WIDTH: u16 = 0x7623;
pub const CELLS_MERGED: u16 = 0x5624;
pub const CELLS_SPLIT: u16 = 0x5625;
pub const CELLS_DOWN: u16 = 0xd62b;
// Sections ([MS-DOC] 2.6.4).
pub const BREAK: u16 = 0x3009;
