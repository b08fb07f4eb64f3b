//! The text of a document: pieces of the main stream, each of 16-bit or of 8-bit characters ([MS-DOC] 2.8.35, PlcPcd).
//!
//! ```text
//! characters 0..120 at byte 2048, 16 bits │ 120..127 at byte 9000, 8 bits │ 127..300 at byte 2288, 16 bits
//! ```
//!
//! A file that was saved fast has many pieces, in any order, with changes of formatting of their own.

use encoding_rs::{Encoding, WINDOWS_1251, WINDOWS_1252};

use super::compound::{long, word};
use super::fib::{Fib, Part};
use super::sprm::{self, Sprm};

/// The text and where each character of it stands in the main stream.
#[derive(Debug, Default)]
pub struct Pieces {
    /// UTF-16 units, the stories one behind the other.
    pub units: Vec<u16>,
    list: Vec<Piece>,
    /// Lists of modifiers that pieces name by number.
    changes: Vec<Vec<u8>>,
    /// The 8-bit pieces were taken for windows-1251, which the format does not provide for.
    pub russian: bool,
    /// Some of the text lies behind the end of the file or its places are wrong.
    pub cut: bool,
}

/// Characters that stand together.
#[derive(Clone, Debug)]
pub struct Piece {
    /// First character.
    pub from: u32,
    /// Character behind the last.
    pub to: u32,
    /// Byte of the first character in the main stream.
    pub at: u32,
    /// Bytes of a character: 1 or 2.
    pub width: u32,
    /// Modifiers of everything in the piece: a number of a list, or one of their own.
    change: u16,
}

/// Characters that are looked at together where it is not known how far the text goes.
const WINDOW: usize = 32;

impl Pieces {
    /// Reads the piece table; `None` where there is none.
    pub fn read(fib: &Fib, main: &[u8], tables: &[u8]) -> Option<Pieces> {
        let mut clx = fib.part(Part::Pieces, tables);
        let mut out = Pieces::default();
        while clx.first() == Some(&1) {
            let length = usize::from(word(clx, 1)?);
            out.changes.push(clx.get(3..3 + length)?.to_vec());
            clx = &clx[3 + length..];
        }
        if clx.first() != Some(&2) {
            return None;
        }
        let length = long(clx, 1)? as usize;
        let plc = &clx[5..];
        out.cut = plc.len() < length;
        let count = length.min(tables.len()).checked_sub(4)? / 12;
        let first = 4 * (count + 1);
        for i in 0..count {
            let (Some(from), Some(to), Some(at), Some(change)) =
                (long(plc, 4 * i), long(plc, 4 * i + 4), long(plc, first + 8 * i + 2), word(plc, first + 8 * i + 6))
            else {
                out.cut = true;
                break;
            };
            let (at, width) = if at & 0x4000_0000 == 0 { (at & 0x3fff_ffff, 2) } else { ((at & 0x3fff_ffff) / 2, 1) };
            out.add(Piece { from, to, at, width, change }, main);
        }
        (!out.list.is_empty()).then(|| out.decoded(main))
    }

    /// The text of a file whose piece table is lost: it stands in one run behind the head.
    pub fn guessed(fib: &Fib, main: &[u8]) -> Option<Pieces> {
        let count = fib.stories.iter().fold(0u32, |a, b| a.saturating_add(*b));
        let at = fib.text.0.max(512);
        let bytes = main.get(at as usize..)?;
        // 16-bit text of Russian or English has a high byte of 4 or 0 nearly everywhere.
        let head = &bytes[..bytes.len().min(4096).min(count as usize * 2)];
        let wide = head.chunks_exact(2).filter(|b| matches!(b[1], 0 | 4 | 0x20)).count() * 4 >= head.len() / 2 * 3;
        let mut out = Pieces { cut: true, ..Pieces::default() };
        out.add(Piece { from: 0, to: count, at, width: if wide { 2 } else { 1 }, change: 0 }, main);
        let mut out = out.decoded(main);
        // The run ends where no text follows: what is no text has characters of all scripts.
        let known = |u: &&u16| matches!(**u, 7 | 9..=0x2ff | 0x400..=0x45f | 0x2010..=0x2122);
        let is_text = |w: &&[u16]| w.iter().filter(known).count() * 10 >= w.len() * 9;
        let end = out.units.chunks(WINDOW).take_while(is_text).map(<[u16]>::len).sum();
        out.units.truncate(end);
        (end > 0).then_some(out)
    }

    /// Takes a piece as far as it lies within the stream and behind the pieces before.
    fn add(&mut self, mut piece: Piece, main: &[u8]) {
        let next = self.list.last().map_or(0, |p| p.to);
        let room = (main.len() as u64).saturating_sub(u64::from(piece.at)) / u64::from(piece.width);
        // No true file holds more characters than its stream has bytes.
        let most = (main.len() as u64).saturating_sub(u64::from(piece.from));
        let length = piece.to.saturating_sub(piece.from);
        let kept = u32::try_from(u64::from(length).min(room).min(most)).unwrap_or(0);
        let in_order = piece.from >= next && piece.to >= piece.from;
        self.cut |= kept < length || !in_order;
        piece.to = piece.from.saturating_add(kept);
        if kept > 0 && in_order {
            self.list.push(piece);
        }
    }

    fn decoded(mut self, main: &[u8]) -> Pieces {
        let bytes = |p: &Piece| &main[p.at as usize..(p.at + (p.to - p.from) * p.width) as usize];
        let narrow = self.list.iter().filter(|p| p.width == 1).map(bytes);
        self.russian = russian(narrow);
        let charset = if self.russian { WINDOWS_1251 } else { WINDOWS_1252 };
        let of_byte: Vec<u16> = (0..=255).map(|b| unit(b, charset)).collect();
        for piece in &self.list {
            // Characters that are lost keep their places: tables count them.
            self.units.resize(piece.from as usize, 0);
            if piece.width == 2 {
                self.units.extend(bytes(piece).chunks_exact(2).map(|b| u16::from_le_bytes([b[0], b[1]])));
            } else {
                self.units.extend(bytes(piece).iter().map(|b| of_byte[usize::from(*b)]));
            }
        }
        self
    }

    /// Byte of a character in the main stream.
    pub fn byte(&self, character: u32) -> Option<u32> {
        let i = self.list.partition_point(|p| p.to <= character);
        self.list.get(i).filter(|p| p.from <= character).map(|p| p.at + (character - p.from) * p.width)
    }

    /// The piece that a character stands in.
    pub fn of(&self, character: u32) -> Option<&Piece> {
        let i = self.list.partition_point(|p| p.to <= character);
        self.list.get(i).filter(|p| p.from <= character)
    }

    /// Calls `apply` with every modifier of a piece.
    pub fn changes(&self, piece: &Piece, mut apply: impl FnMut(Sprm)) {
        if piece.change & 1 == 1 {
            let list = self.changes.get(usize::from(piece.change >> 1));
            list.into_iter().flat_map(|bytes| sprm::each(bytes)).for_each(apply);
        } else if let Some(name) = sprm::short((piece.change >> 1 & 0x7f) as u8) {
            apply(Sprm { name, operand: &[(piece.change >> 8) as u8] });
        }
    }
}

/// A byte of an 8-bit piece as a UTF-16 unit; controls stay.
fn unit(byte: u8, charset: &'static Encoding) -> u16 {
    if byte < 0x80 {
        return u16::from(byte);
    }
    let bytes = [byte];
    let (text, _) = charset.decode_without_bom_handling(&bytes);
    text.encode_utf16().next().unwrap_or(0xfffd)
}

/// True where the letters above 0xC0 of 8-bit pieces stand in words, which no Western text has: most are alone there.
fn russian<'a>(pieces: impl Iterator<Item = &'a [u8]>) -> bool {
    let (mut all, mut in_words) = (0usize, 0usize);
    for piece in pieces {
        for word in piece.split(|b| *b < 0xc0) {
            all += word.len();
            in_words += if word.len() >= 3 { word.len() } else { 0 };
        }
    }
    all >= 8 && in_words * 2 > all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_bit_words_of_russian_letters_are_windows_1251() {
        let (text, _, _) = WINDOWS_1251.encode("Приказ по парку");
        assert!(russian([text.as_ref()].into_iter()));
        let (text, _, _) = WINDOWS_1252.encode("café à la carte, déjà vu, fête, Müßiggang");
        assert!(!russian([text.as_ref()].into_iter()));
        assert_eq!((unit(0xcf, WINDOWS_1251), unit(0x96, WINDOWS_1252), unit(7, WINDOWS_1252)), (0x041f, 0x2013, 7));
    }
}
