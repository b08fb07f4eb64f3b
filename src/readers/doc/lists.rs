//! Automatic numbers ([MS-DOC] 2.9.150 LSTF, 2.9.131 LFO, 2.9.147 LVL): lists, their uses, the counts so far.
//!
//! ```text
//! list 7, level 1: «%0.%1)» from 1, decimal        paragraph of level 1 in use 3 of list 7 ─▶ «2.1)»
//! ```

use crate::readers::numerals::Format;
use std::collections::HashMap;

use super::compound::{long, word};
use super::fib::{Fib, Part};
use super::sprm;
use super::symbols::{Fonts, symbol};

/// Levels of a list.
const LEVELS: usize = 9;

/// The lists of a document.
#[derive(Debug, Default)]
pub struct Lists {
    lists: HashMap<u32, List>,
    uses: Vec<Use>,
    /// Some lists could not be read.
    pub cut: bool,
}

#[derive(Debug, Default)]
struct List {
    /// Style of the paragraphs of each level; 4095 for none.
    styles: Vec<u16>,
    levels: Vec<Level>,
}

/// How a level is numbered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Level {
    /// First number.
    start: u32,
    /// Form of the number ([MS-OSHARED] 2.2.1.3, MSONFC).
    form: u8,
    /// All numbers in it are decimal.
    legal: bool,
    /// Levels from here on do not begin it anew; 0 for the usual way.
    restart_below: Option<u8>,
    /// Characters around the numbers; those below 9 stand for the number of that level.
    text: Vec<u16>,
    /// Font of the characters, for bullets.
    font: Option<u16>,
}

/// A use of a list by paragraphs.
#[derive(Debug, Default)]
struct Use {
    list: u32,
    /// For levels that it changes: first number, other form.
    changes: Vec<(usize, Option<u32>, Option<Level>)>,
}

/// Form of a bullet and of a level without numbers.
const BULLET: u8 = 23;
const NONE: u8 = 255;

impl Lists {
    /// Reads the lists and their uses.
    pub fn read(fib: &Fib, tables: &[u8]) -> Lists {
        let mut out = Lists::default();
        let lists = out.fill_lists(fib.part(Part::Lists, tables), fib.behind(Part::Lists, tables));
        let uses = out.fill_uses(fib.part(Part::ListUses, tables));
        out.cut = lists.is_none() || uses.is_none();
        out
    }

    /// Lists stand one behind the other; their levels follow behind all of them.
    fn fill_lists(&mut self, heads: &[u8], mut levels: &[u8]) -> Option<()> {
        if heads.is_empty() {
            return Some(());
        }
        for i in 0..usize::from(word(heads, 0)?) {
            let head = heads.get(2 + 28 * i..2 + 28 * (i + 1))?;
            let styles = (0..LEVELS).filter_map(|l| word(head, 8 + 2 * l)).collect();
            let mut list = List { styles, levels: Vec::new() };
            let count = if head[26] & 1 == 1 { 1 } else { LEVELS };
            for _ in 0..count {
                let (level, length) = Level::read(levels)?;
                list.levels.push(level);
                levels = &levels[length..];
            }
            self.lists.insert(long(head, 0)?, list);
        }
        Some(())
    }

    /// Uses stand one behind the other; what they change follows behind all of them.
    fn fill_uses(&mut self, bytes: &[u8]) -> Option<()> {
        if bytes.is_empty() {
            return Some(());
        }
        let count = long(bytes, 0)? as usize;
        let mut changes = bytes.get(4 + count.checked_mul(16)?..)?;
        for i in 0..count {
            let head = &bytes[4 + 16 * i..4 + 16 * (i + 1)];
            self.uses.push(Use { list: long(head, 0)?, changes: Vec::new() });
        }
        for i in 0..count {
            changes = changes.get(4..)?;
            for _ in 0..bytes[4 + 16 * i + 12] {
                let (start, flags) = (long(changes, 0)?, long(changes, 4)?);
                changes = &changes[8..];
                let level = if flags & 0x20 != 0 {
                    let (level, length) = Level::read(changes)?;
                    changes = &changes[length..];
                    Some(level)
                } else {
                    None
                };
                let start = (flags & 0x10 != 0).then(|| level.as_ref().map_or(start, |l| l.start));
                self.uses[i].changes.push(((flags & 0xf) as usize, start, level));
            }
        }
        Some(())
    }

    fn of(&self, number: u16) -> Option<(&Use, &List)> {
        let used = self.uses.get(usize::from(number).checked_sub(1)?)?;
        Some((used, self.lists.get(&used.list)?))
    }

    /// Level of a list whose paragraphs have a style.
    pub fn level_of_style(&self, number: u16, style: u16) -> Option<u8> {
        let (_, list) = self.of(number)?;
        list.styles.iter().position(|s| *s == style).map(|l| l as u8)
    }
}

impl Level {
    /// Reads a level and says how long it is.
    fn read(bytes: &[u8]) -> Option<(Level, usize)> {
        let head = bytes.get(..28)?;
        let (characters, paragraph) = (usize::from(head[24]), usize::from(head[25]));
        let text = 28 + paragraph + characters;
        let modifiers = bytes.get(28 + paragraph..text)?;
        let length = usize::from(word(bytes, text)?);
        let text_bytes = bytes.get(text + 2..text + 2 + 2 * length)?;
        let flags = head[5];
        let level = Level {
            start: long(head, 0)?,
            form: head[4],
            legal: flags & 4 != 0,
            restart_below: (flags & 8 != 0).then_some(head[26]),
            text: text_bytes.chunks_exact(2).map(|b| u16::from_le_bytes([b[0], b[1]])).collect(),
            font: sprm::each(modifiers).filter(|s| s.name == sprm::FONT).map(|s| s.word()).last(),
        };
        Some((level, text + 2 + 2 * length))
    }
}

/// The counts of all lists so far.
#[derive(Debug, Default)]
pub struct Counts {
    counts: HashMap<u32, [Option<u32>; LEVELS]>,
    /// Uses whose first numbers were already set, by use and level.
    begun: HashMap<(u16, usize), ()>,
}

impl Counts {
    /// Counts a paragraph and gives its number or bullet as text; `None` for no list.
    pub fn next(&mut self, lists: &Lists, fonts: &Fonts, number: u16, level: u8) -> Option<String> {
        let (used, list) = lists.of(number)?;
        let at = usize::from(level).min(list.levels.len().checked_sub(1)?);
        let form = |l: usize| {
            let own = used.changes.iter().rev().find(|(n, _, level)| *n == l && level.is_some());
            own.and_then(|(_, _, level)| level.as_ref()).or_else(|| list.levels.get(l))
        };
        let first = |l: usize| {
            let own = used.changes.iter().rev().find(|c| c.0 == l).and_then(|c| c.1);
            own.or_else(|| form(l).map(|f| f.start)).unwrap_or(1)
        };
        let counts = self.counts.entry(used.list).or_default();
        // The first paragraph of a use that sets a first number begins with it.
        if used.changes.iter().any(|c| c.0 == at && c.1.is_some()) && self.begun.insert((number, at), ()).is_none() {
            counts[at] = None;
        }
        counts[at] = Some(counts[at].map_or_else(|| first(at), |n| n.saturating_add(1)));
        for (below, count) in counts.iter_mut().enumerate().skip(at + 1) {
            let kept = form(below).and_then(|f| f.restart_below).is_some_and(|limit| at >= usize::from(limit));
            if !kept {
                *count = None;
            }
        }
        // A level that no paragraph had yet counts as begun.
        for (above, count) in counts.iter_mut().enumerate().take(at) {
            count.get_or_insert_with(|| first(above));
        }
        let this = form(at)?;
        if this.form == BULLET {
            return Some(bullet(this, fonts));
        }
        let mut out = String::new();
        let mut rest: Vec<u16> = Vec::new();
        let flush = |rest: &mut Vec<u16>, out: &mut String| {
            out.push_str(&String::from_utf16_lossy(rest));
            rest.clear();
        };
        for unit in &this.text {
            let place = usize::from(*unit);
            if place >= LEVELS {
                rest.push(*unit);
                continue;
            }
            flush(&mut rest, &mut out);
            if let Some(count) = counts[place] {
                let shape = form(place).map_or(0, |f| f.form);
                let shape = if this.legal && shape != NONE && shape != BULLET { 0 } else { shape };
                out.push_str(&Format::of_code(i64::from(shape)).write(count));
            }
        }
        flush(&mut rest, &mut out);
        Some(out.trim().replace(['\t', '\n', '\r'], " "))
    }
}

fn bullet(level: &Level, fonts: &Fonts) -> String {
    let of_unit = |u: &u16| symbol(*u, level.font.and_then(|f| fonts.name(f)), true);
    // A letter is a drawing here: the round bullet of the second level is an «o» of Courier.
    let drawn = |c: char| match c {
        'o' => '\u{25e6}',
        c if c.is_alphanumeric() => '\u{2022}',
        c => c,
    };
    level.text.iter().filter_map(of_unit).map(drawn).collect()
}
