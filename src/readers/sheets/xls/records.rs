//! Records of a workbook stream, and the strings in them.

use encoding_rs::Encoding;

/// A record with those that continue it.
pub struct Record<'a> {
    /// Its type.
    pub kind: u16,
    /// Its data.
    pub data: &'a [u8],
    /// The data of the `Continue` records behind it.
    pub more: Vec<&'a [u8]>,
}

impl<'a> Record<'a> {
    /// All of its data, to be read in order.
    pub fn chunks(&self) -> Chunks<'a> {
        let mut parts = vec![self.data];
        parts.extend(&self.more);
        Chunks { parts, part: 0, at: 0 }
    }
}

/// The records of a stream; they end where it is cut.
pub struct Records<'a> {
    rest: &'a [u8],
}

impl<'a> Records<'a> {
    /// The records from the beginning of `stream`.
    pub fn new(stream: &'a [u8]) -> Records<'a> {
        Records { rest: stream }
    }

    fn take(&mut self) -> Option<(u16, &'a [u8])> {
        let (head, rest) = self.rest.split_at_checked(4)?;
        let length = usize::from(u16::from_le_bytes([head[2], head[3]]));
        let (data, rest) = rest.split_at_checked(length)?;
        self.rest = rest;
        Some((u16::from_le_bytes([head[0], head[1]]), data))
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let (kind, data) = self.take()?;
        let mut more = Vec::new();
        while self.rest.starts_with(&[0x3c, 0]) {
            more.push(self.take()?.1);
        }
        Some(Record { kind, data, more })
    }
}

/// Data in several pieces.
pub struct Chunks<'a> {
    parts: Vec<&'a [u8]>,
    part: usize,
    at: usize,
}

impl<'a> Chunks<'a> {
    /// These pieces, one after the other.
    pub fn new(parts: &[&'a [u8]]) -> Chunks<'a> {
        Chunks { parts: parts.to_vec(), part: 0, at: 0 }
    }

    /// The next byte.
    pub fn byte(&mut self) -> Option<u8> {
        loop {
            let part = self.parts.get(self.part)?;
            if let Some(byte) = part.get(self.at) {
                self.at += 1;
                return Some(*byte);
            }
            self.part += 1;
            self.at = 0;
        }
    }

    /// The next bytes.
    pub fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let mut out = [0; N];
        for byte in &mut out {
            *byte = self.byte()?;
        }
        Some(out)
    }

    /// The next two bytes.
    pub fn word(&mut self) -> Option<u16> {
        self.array().map(u16::from_le_bytes)
    }

    /// The next four bytes.
    pub fn long(&mut self) -> Option<u32> {
        self.array().map(u32::from_le_bytes)
    }

    /// Steps over bytes.
    pub fn skip(&mut self, mut count: usize) {
        while let Some(part) = self.parts.get(self.part) {
            let left = part.len() - self.at;
            if count < left {
                self.at += count;
                return;
            }
            count -= left;
            self.part += 1;
            self.at = 0;
        }
    }

    /// All bytes of this piece are read, and there is another.
    fn at_seam(&self) -> bool {
        self.parts.get(self.part).is_some_and(|part| self.at == part.len()) && self.part + 1 < self.parts.len()
    }
}

/// How strings stand in the file.
#[derive(Debug)]
pub struct Strings {
    /// Strings are Unicode, one or two bytes for each letter (Excel 97 and later); else bytes of a charset.
    pub wide: bool,
    /// The charset.
    pub codepage: u16,
}

impl Default for Strings {
    fn default() -> Strings {
        Strings { wide: true, codepage: 1251 }
    }
}

impl Strings {
    /// A string of `length` letters; its flags come first where strings are Unicode (section 2.5.240).
    pub fn chars(&self, data: &mut Chunks, length: usize) -> String {
        if !self.wide {
            let bytes: Vec<u8> = (0..length).map_while(|_| data.byte()).collect();
            return self.charset().decode_without_bom_handling(&bytes).0.into_owned();
        }
        let flags = data.byte().unwrap_or(0);
        units(data, length, flags & 1 != 0)
    }

    /// A string behind its length in two bytes.
    pub fn counted(&self, data: &mut Chunks) -> Option<String> {
        let length = data.word()?.into();
        Some(self.chars(data, length))
    }

    /// A string of the shared table (section 2.5.293).
    pub fn rich(&self, data: &mut Chunks) -> Option<String> {
        let length = data.word()?.into();
        let flags = data.byte()?;
        let runs = if flags & 8 != 0 { usize::from(data.word()?) } else { 0 };
        let phonetic = if flags & 4 != 0 { data.long()? as usize } else { 0 };
        let text = units(data, length, flags & 1 != 0);
        data.skip(runs * 4);
        data.skip(phonetic);
        Some(text)
    }

    fn charset(&self) -> &'static Encoding {
        match self.codepage {
            866 => encoding_rs::IBM866,
            1250 => encoding_rs::WINDOWS_1250,
            1252 | 0x8001 => encoding_rs::WINDOWS_1252,
            10007 => encoding_rs::X_MAC_CYRILLIC,
            1200 => encoding_rs::UTF_16LE,
            _ => encoding_rs::WINDOWS_1251,
        }
    }
}

/// Letters of one or two bytes. Where a piece ends within them the next one begins with flags anew (section 2.5.293).
fn units(data: &mut Chunks, length: usize, mut two: bool) -> String {
    let mut out: Vec<u16> = Vec::with_capacity(length.min(1 << 12));
    for _ in 0..length {
        if data.at_seam() {
            two = data.byte().unwrap_or(0) & 1 != 0;
        }
        let unit = if two { data.word() } else { data.byte().map(u16::from) };
        match unit {
            Some(unit) => out.push(unit),
            None => break,
        }
    }
    String::from_utf16_lossy(&out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_go_on_in_the_next_record() {
        // «Парк»: two letters of two bytes, then flags, then two letters; then «OK» of one byte each.
        let head = [4, 0, 1, 0x1f, 0x04, 0x30, 0x04];
        let tail = [1, 0x40, 0x04, 0x3a, 0x04, 2, 0, 0, b'O', b'K'];
        let mut data = Chunks::new(&[&head, &tail]);
        let strings = Strings::default();
        assert_eq!(strings.rich(&mut data).as_deref(), Some("Парк"));
        assert_eq!(strings.rich(&mut data).as_deref(), Some("OK"));
        assert_eq!(strings.rich(&mut data), None);
    }

    #[test]
    fn old_strings_are_bytes_of_a_charset() {
        let strings = Strings { wide: false, codepage: 1251 };
        assert_eq!(strings.counted(&mut Chunks::new(&[&[3, 0, 0xd1, 0xe0, 0xe4]])).as_deref(), Some("Сад"));
    }

    #[test]
    fn records_take_what_continues_them() {
        let stream = [1, 0, 1, 0, 7, 0x3c, 0, 2, 0, 8, 9, 2, 0, 0, 0, 3, 0, 9, 0, 1];
        let records: Vec<(u16, Vec<&[u8]>)> = Records::new(&stream).map(|r| (r.kind, r.more)).collect();
        assert_eq!(records, [(1, vec![&[8u8, 9][..]]), (2, vec![])]);
    }
}
