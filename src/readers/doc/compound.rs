//! Compound files: a file system in a file ([MS-CFB]), sectors chained by a table, names in a directory.
//!
//! ```text
//! header │ sector 0 │ sector 1 │ …        FAT: next sector of each sector; streams below 4096 bytes share sectors
//! ```
//!
//! A damaged file is read as far as its chains go; [`Compound::stream`] says whether a stream is whole.

use std::collections::HashSet;

/// First bytes of every compound file.
pub const SIGNATURE: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// Sector numbers from here on are marks, not sectors ([MS-CFB] 2.1).
const LAST_SECTOR: u32 = 0xffff_fffa;
/// Bytes of a directory entry.
const ENTRY: usize = 128;

/// An open compound file.
pub struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    short: usize,
    fat: Vec<u32>,
    short_fat: Vec<u32>,
    short_sectors: Vec<u8>,
    cutoff: u64,
    entries: Vec<Entry>,
}

/// A stream that the directory names.
struct Entry {
    name: String,
    start: u32,
    size: u64,
}

/// The bytes of a stream.
pub struct Stream {
    /// What could be read of it.
    pub bytes: Vec<u8>,
    /// All of it could be read.
    pub whole: bool,
}

impl<'a> Compound<'a> {
    /// Opens the compound file in `bytes`; `None` where its header or directory cannot be read.
    pub fn open(bytes: &'a [u8]) -> Option<Compound<'a>> {
        if !bytes.starts_with(SIGNATURE) {
            return None;
        }
        // Version 3 has sectors of 512 bytes, version 4 of 4096; short sectors have 64.
        let shift = |at: usize, from: u16, to: u16| word(bytes, at).map(|s| 1usize << s.clamp(from, to));
        let (sector, short) = (shift(30, 9, 12)?, shift(32, 6, 9)?);
        let mut file = Compound {
            bytes,
            sector,
            short,
            fat: Vec::new(),
            short_fat: Vec::new(),
            short_sectors: Vec::new(),
            cutoff: u64::from(long(bytes, 56)?),
            entries: Vec::new(),
        };
        file.fat = file.table();
        file.short_fat = longs(&file.chain(long(bytes, 60)?));
        file.directory(long(bytes, 48)?)?;
        Some(file)
    }

    /// Names of all streams and storages.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|e| e.name.as_str())
    }

    /// True where there is a stream of this name, whatever its case.
    pub fn has(&self, name: &str) -> bool {
        self.names().any(|n| n.eq_ignore_ascii_case(name))
    }

    /// The first stream of this name; `None` where the directory has none.
    pub fn stream(&self, name: &str) -> Option<Stream> {
        let entry = self.entries.iter().find(|e| e.name.eq_ignore_ascii_case(name))?;
        let size = usize::try_from(entry.size).unwrap_or(usize::MAX);
        let mut bytes =
            if entry.size < self.cutoff { self.short_chain(entry.start, size) } else { self.chain(entry.start) };
        let whole = bytes.len() >= size;
        bytes.truncate(size);
        Some(Stream { bytes, whole })
    }

    /// The table of next sectors: its own sectors are listed in the header and in a chain of lists behind it.
    fn table(&self) -> Vec<u32> {
        let mut lists: Vec<u32> = (0..109).filter_map(|i| long(self.bytes, 76 + 4 * i)).collect();
        let mut next = long(self.bytes, 68).unwrap_or(u32::MAX);
        let mut seen = HashSet::new();
        while next < LAST_SECTOR && seen.insert(next) {
            let mut list = longs(self.at(next));
            let Some(after) = list.pop() else { break };
            lists.extend(list);
            next = after;
        }
        let mut seen = HashSet::new();
        let own = lists.into_iter().filter(|s| *s < LAST_SECTOR && seen.insert(*s));
        let most = self.bytes.len() / self.sector + self.sector / 4;
        let mut fat = Vec::new();
        for sector in own {
            if fat.len() > most {
                break;
            }
            fat.extend(longs(self.at(sector)));
            // What a sector beyond the end of the file said is not known.
            fat.resize(fat.len().next_multiple_of(self.sector / 4), u32::MAX);
        }
        fat
    }

    fn directory(&mut self, start: u32) -> Option<()> {
        let bytes = self.chain(start);
        for (i, entry) in bytes.chunks_exact(ENTRY).enumerate() {
            let length = usize::from(word(entry, 64)?).saturating_sub(2).min(62);
            let units: Vec<u16> = entry[..length].chunks_exact(2).map(|b| u16::from_le_bytes([b[0], b[1]])).collect();
            let (kind, start, low) = (entry[66], long(entry, 116)?, long(entry, 120)?);
            // The upper half of the size is junk in files of version 3.
            let high = if self.sector > 512 { long(entry, 124)? } else { 0 };
            let size = u64::from(low) | u64::from(high) << 32;
            if kind == 5 || i == 0 {
                self.short_sectors = self.chain(start);
            } else if kind == 2 || kind == 1 {
                self.entries.push(Entry { name: String::from_utf16_lossy(&units), start, size });
            }
        }
        (!bytes.is_empty()).then_some(())
    }

    /// The bytes of a sector; fewer at the end of a cut file.
    fn at(&self, sector: u32) -> &'a [u8] {
        let from = (sector as usize).saturating_add(1).saturating_mul(self.sector).min(self.bytes.len());
        &self.bytes[from..from.saturating_add(self.sector).min(self.bytes.len())]
    }

    /// The bytes of a chain of sectors, each sector once.
    fn chain(&self, start: u32) -> Vec<u8> {
        let mut out = Vec::new();
        for sector in follow(&self.fat, start) {
            let bytes = self.at(sector);
            out.extend_from_slice(bytes);
            if bytes.len() < self.sector {
                break;
            }
        }
        out
    }

    /// The bytes of a chain of short sectors.
    fn short_chain(&self, start: u32, size: usize) -> Vec<u8> {
        let mut out = Vec::new();
        for sector in follow(&self.short_fat, start) {
            let from = (sector as usize).saturating_mul(self.short).min(self.short_sectors.len());
            let to = (from + self.short).min(self.short_sectors.len());
            out.extend_from_slice(&self.short_sectors[from..to]);
            if to - from < self.short || out.len() >= size {
                break;
            }
        }
        out
    }
}

/// The sectors of a chain; ends where it would go around.
fn follow(table: &[u32], start: u32) -> impl Iterator<Item = u32> {
    let mut next = start;
    let mut left = table.len();
    std::iter::from_fn(move || {
        let this = next;
        if this >= LAST_SECTOR || left == 0 {
            return None;
        }
        next = *table.get(this as usize)?;
        left -= 1;
        Some(this)
    })
}

/// The little-endian 16-bit number at byte `at`.
pub fn word(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at.checked_add(2)?)?.try_into().ok().map(u16::from_le_bytes)
}

/// The little-endian 32-bit number at byte `at`.
pub fn long(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at.checked_add(4)?)?.try_into().ok().map(u32::from_le_bytes)
}

/// Little-endian 32-bit numbers; what is left over at the end is no number.
pub fn longs(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect()
}
