//! Numbers of list items and headings, which stand nowhere in the file: they are counted.
//!
//! ```text
//! <text:list-level-style-number text:level="2" style:num-format="1" style:num-suffix="." text:display-levels="2"/>
//! first list, second item, its third item ─▶ «2.3.»
//! ```
//!
//! OpenDocument 1.3, part 3, sections 5.3 (lists), 16.30 (list styles), 19.880 (`text:start-value`) and 20.368
//! (`style:num-format`).

use crate::readers::numerals;
use std::collections::HashMap;

use super::xml::{Step, Tag, Xml};

/// Levels of a list.
pub const LEVELS: usize = 10;
/// Russian letters that number list items: without \u{451}, \u{439}, \u{44a}, \u{44b}, \u{44c}.
const LETTERS: &str = "\u{430}\u{431}\u{432}\u{433}\u{434}\u{435}\u{436}\u{437}\u{438}\u{43a}\u{43b}\u{43c}\u{43d}\u{43e}\u{43f}\u{440}\u{441}\u{442}\u{443}\u{444}\u{445}\u{446}\u{447}\u{448}\u{449}\u{44d}\u{44e}\u{44f}";

/// How one level of a list is marked.
#[derive(Clone, Debug, Default)]
struct Level {
    /// `1`, `a`, `A`, `i`, `I` or a row of letters as an example; empty for none.
    format: String,
    /// Letters go on as «аа, бб» instead of «аа, аб».
    sync: bool,
    prefix: String,
    suffix: String,
    /// The whole mark with `%1%` for the number of level 1, where the file gives it.
    pattern: Option<String>,
    /// How many levels the mark shows.
    shown: usize,
    start: u32,
    bullet: Option<String>,
}

/// How the levels of a list are marked.
#[derive(Clone, Debug, Default)]
pub struct ListStyle {
    levels: Vec<Level>,
}

impl ListStyle {
    /// Reads the levels in the element that was opened last.
    pub fn read(xml: &mut Xml) -> ListStyle {
        let mut style = ListStyle::default();
        loop {
            match xml.step() {
                Step::Open(tag) => {
                    style.level(&tag);
                    xml.skip();
                }
                Step::Close | Step::End => return style,
                Step::Text(_) => {}
            }
        }
    }

    fn level(&mut self, tag: &Tag) {
        let Some(i) = tag.number("level").filter(|l| (1..=LEVELS).contains(l)) else { return };
        let text = |name: &str| tag.get(name).map(|v| v.into_owned());
        let bullet = match tag.name() {
            "text:list-level-style-bullet" => Some(text("bullet-char").unwrap_or_default()),
            "text:list-level-style-image" => Some(String::new()),
            _ => None,
        };
        self.levels.resize(self.levels.len().max(i), Level::default());
        self.levels[i - 1] = Level {
            format: text("num-format").unwrap_or_default(),
            sync: text("num-letter-sync").is_some_and(|v| v == "true"),
            prefix: text("num-prefix").unwrap_or_default(),
            suffix: text("num-suffix").unwrap_or_default(),
            pattern: text("num-list-format"),
            shown: tag.number("display-levels").unwrap_or(1).clamp(1, i),
            start: tag.number("start-value").and_then(|v| u32::try_from(v).ok()).unwrap_or(1),
            bullet,
        };
    }

    fn start(&self, level: usize) -> u32 {
        self.levels.get(level).map_or(1, |l| l.start)
    }

    /// The mark of an item of `level` (from 0) with these counts; empty where the level has none.
    fn mark(&self, level: usize, counts: &Counts) -> String {
        let Some(own) = self.levels.get(level) else { return String::new() };
        if let Some(bullet) = &own.bullet {
            // Symbol fonts keep their bullets in the private area, or draw them where a letter stands.
            let private = |c: char| ('\u{e000}'..='\u{f8ff}').contains(&c) || c.is_alphanumeric();
            return if bullet.chars().any(private) { "\u{2022}".to_owned() } else { bullet.clone() };
        }
        let number = |i: usize| {
            let at = self.levels.get(i)?;
            Some(numeral(counts[i].unwrap_or(at.start), &at.format, at.sync)).filter(|n| !n.is_empty())
        };
        if number(level).is_none() {
            return String::new();
        }
        if let Some(pattern) = &own.pattern {
            let mut out = pattern.clone();
            for i in 0..LEVELS {
                let place = format!("%{}%", i + 1);
                if out.contains(&place) {
                    out = out.replace(&place, &number(i).unwrap_or_default());
                }
            }
            return out;
        }
        let numbers: Vec<String> = (level + 1 - own.shown..=level).filter_map(number).collect();
        format!("{}{}{}", own.prefix, numbers.join("."), own.suffix)
    }
}

/// The last number of each level; none where the level has not begun.
type Counts = [Option<u32>; LEVELS];

/// Counts the items of all lists of a document.
#[derive(Debug, Default)]
pub struct Numbering {
    /// By the id of the list.
    by_id: HashMap<String, Counts>,
    /// By list style: where the last list of this style stands.
    by_style: HashMap<String, Counts>,
    headings: Counts,
}

/// One list, from `<text:list>` at the outside to its end.
#[derive(Clone, Debug, Default)]
pub struct List {
    id: Option<String>,
    style: String,
    counts: Counts,
}

impl Numbering {
    /// A list begins; `style` is the style of its outermost element.
    pub fn begin(&mut self, tag: &Tag, style: &str) -> List {
        let text = |name: &str| tag.get(name).map(|v| v.into_owned());
        let goes_on = text("continue-numbering").is_some_and(|v| v == "true");
        let counts = match text("continue-list").and_then(|id| self.by_id.get(&id).copied()) {
            Some(counts) => counts,
            None if goes_on => self.by_style.get(style).copied().unwrap_or_default(),
            None => Counts::default(),
        };
        List { id: text("id"), style: style.to_owned(), counts }
    }

    /// The list of this id, or the last one of this style, goes on.
    pub fn resume(&mut self, id: Option<&str>, style: &str) -> List {
        let counts = id.and_then(|id| self.by_id.get(id)).or_else(|| self.by_style.get(style)).copied();
        List { id: id.map(str::to_owned), style: style.to_owned(), counts: counts.unwrap_or_default() }
    }

    /// The list ends; another one may go on with its numbers.
    pub fn end(&mut self, list: List) {
        if let Some(id) = list.id {
            self.by_id.insert(id, list.counts);
        }
        self.by_style.insert(list.style, list.counts);
    }

    /// The next heading of `level` (from 0): its mark.
    pub fn heading(&mut self, outline: &ListStyle, level: usize, restart: Option<u32>) -> String {
        next(&mut self.headings, outline, level, restart);
        outline.mark(level, &self.headings)
    }
}

impl List {
    /// The next item of `level` (from 0): its mark. `style` is the one that holds for this level.
    pub fn item(&mut self, style: Option<&ListStyle>, level: usize, restart: Option<u32>) -> String {
        let Some(style) = style.filter(|_| level < LEVELS) else { return String::new() };
        next(&mut self.counts, style, level, restart);
        style.mark(level, &self.counts)
    }
}

fn next(counts: &mut Counts, style: &ListStyle, level: usize, restart: Option<u32>) {
    if level >= LEVELS {
        return;
    }
    let following = counts[level].map_or(style.start(level), |n| n.saturating_add(1));
    counts[level] = Some(restart.unwrap_or(following));
    counts[level + 1..].fill(None);
}

fn letters(n: u32, alphabet: &[char], sync: bool) -> String {
    if sync { numerals::doubled(n, alphabet) } else { numerals::counted(n, alphabet) }
}

/// `n` in the number format of a style.
fn numeral(n: u32, format: &str, sync: bool) -> String {
    let upper = format.chars().next().is_some_and(char::is_uppercase);
    let out = match format {
        "" => return String::new(),
        "i" | "I" => numerals::roman(n).to_lowercase(),
        "a" | "A" => letters(n, &numerals::latin('a'), sync),
        _ if format.starts_with(['\u{410}', '\u{430}']) => {
            // LibreOffice writes the example «А, Б, .., Аа, Бб, …» where letters are doubled.
            let doubled = sync || format.to_lowercase().contains("\u{431}\u{431}");
            letters(n, &LETTERS.chars().collect::<Vec<_>>(), doubled)
        }
        "01, 02, 03, ..." => return format!("{n:02}"),
        _ => return n.to_string(),
    };
    if upper { out.to_uppercase() } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_in_the_format_of_their_style() {
        assert_eq!(numeral(4, "I", false), "IV");
        assert_eq!(numeral(27, "a", false), "aa");
        assert_eq!(numeral(28, "a", true), "bb");
        assert_eq!(numeral(10, "а, б, .., аа, аб, ... (ru)", false), "к");
        assert_eq!(numeral(29, "А, Б, .., Аа, Бб, ... (ru)", false), "АА");
        assert_eq!(numeral(3, "1", false), "3");
        assert_eq!(numeral(3, "", false), "");
    }
}
