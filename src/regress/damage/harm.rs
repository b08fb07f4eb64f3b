//! Ways in which documents are damaged.

use std::ops::Range;

use crate::grammar::Grammars;
use crate::grammar::lexicon::twin;

/// A kind of damage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Harm {
    /// A page break (blank line) between two rows of a table.
    PageBreak,
    /// A page break in the middle of a cell.
    TornCell,
    /// A page break in the middle of a paragraph.
    TornParagraph,
    /// Trailing tabs dropped from a run of rows.
    TrailingTabs,
    /// A page break, and a blank column inserted in the rows behind it.
    BlankColumn,
    /// Several page breaks, with a blank column behind one and dropped tabs behind another.
    Mixed,
    /// Lines end in CRLF.
    Crlf,
    /// A byte order mark.
    Bom,
    /// windows-1251.
    Windows1251,
    /// No-break spaces for some blanks.
    Nbsp,
    /// е for ё.
    Yo,
    /// Latin letters for their Cyrillic look-alikes in some words, as recognition of letters gives them.
    LookAlikes,
    /// Words hyphenated softly, as conversions from set pages leave them.
    SoftHyphens,
}

/// All kinds of damage.
pub const HARMS: &[Harm] = &[
    Harm::PageBreak,
    Harm::TornCell,
    Harm::TornParagraph,
    Harm::TrailingTabs,
    Harm::BlankColumn,
    Harm::Mixed,
    Harm::Crlf,
    Harm::Bom,
    Harm::Windows1251,
    Harm::Nbsp,
    Harm::Yo,
    Harm::LookAlikes,
    Harm::SoftHyphens,
];

/// A small generator of pseudo-random numbers (xorshift64*), so that every run makes the same cases.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// Every seed makes a row of numbers of its own.
    pub fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % n.max(1)
    }
}

impl Harm {
    /// True where each case is another.
    pub fn is_random(self) -> bool {
        !matches!(self, Harm::Crlf | Harm::Bom | Harm::Windows1251 | Harm::Yo)
    }

    /// Name in file names.
    pub fn name(self) -> &'static str {
        match self {
            Harm::PageBreak => "page-break",
            Harm::TornCell => "torn-cell",
            Harm::TornParagraph => "torn-paragraph",
            Harm::TrailingTabs => "trailing-tabs",
            Harm::BlankColumn => "blank-column",
            Harm::Mixed => "mixed",
            Harm::Crlf => "crlf",
            Harm::Bom => "bom",
            Harm::Windows1251 => "windows-1251",
            Harm::Nbsp => "nbsp",
            Harm::Yo => "yo",
            Harm::LookAlikes => "look-alikes",
            Harm::SoftHyphens => "soft-hyphens",
        }
    }

    /// What a copy can still say of an intact text: letters that the damage takes away are taken away beforehand.
    pub fn intact(self, text: &str) -> String {
        match self {
            Harm::Windows1251 => text.chars().map(plain).collect(),
            Harm::Yo => text.replace('\u{451}', "\u{435}").replace('\u{401}', "\u{415}"),
            _ => text.to_owned(),
        }
    }

    /// The damaged bytes and what was done; `None` where the text has nothing to damage so, or where the copy would not
    /// say the same any more.
    pub fn apply(self, text: &str, grammars: &Grammars, random: &mut Random) -> Option<(Vec<u8>, String)> {
        let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
        let what = match self {
            Harm::PageBreak => page_break(&mut lines, grammars, random)?.1,
            Harm::TornCell => torn_cell(&mut lines, grammars, random)?,
            Harm::TornParagraph => torn_paragraph(&mut lines, random)?,
            Harm::TrailingTabs => trailing_tabs(&mut lines, 0..0, random)?,
            Harm::BlankColumn => blank_column(&mut lines, grammars, random)?.1,
            Harm::Mixed => {
                let broken = page_break(&mut lines, grammars, random)?.1;
                let (widened, what) = blank_column(&mut lines, grammars, random)?;
                [broken, what, trailing_tabs(&mut lines, widened, random)?].join(", ")
            }
            Harm::Crlf if text.contains('\r') => return None,
            Harm::Crlf => return Some((text.replace('\n', "\r\n").into_bytes(), "CRLF".to_owned())),
            Harm::Bom => return Some((["\u{feff}", text].concat().into_bytes(), "BOM".to_owned())),
            Harm::Windows1251 => {
                // What the charset lacks (rules of drawn tables, signs of comparison) would be lost.
                let (bytes, _, is_lossy) = encoding_rs::WINDOWS_1251.encode(text);
                return (!is_lossy).then(|| (bytes.into_owned(), "windows-1251".to_owned()));
            }
            Harm::Yo => return Some((self.intact(text).into_bytes(), "no yo".to_owned())),
            Harm::LookAlikes => {
                let (changed, n) = change_words(text, |word| look_alike(word, random));
                return (n > 0).then(|| (changed.into_bytes(), format!("{n} words with Latin look-alikes")));
            }
            Harm::SoftHyphens => {
                let mut n = 0;
                for line in lines.iter_mut().filter(|line| !is_set(line)) {
                    let (changed, more) = change_words(line, |word| soft_hyphen(word, random));
                    (*line, n) = (changed, n + more);
                }
                (n > 0).then(|| format!("{n} words with soft hyphens"))?
            }
            Harm::Nbsp => {
                let changed: String =
                    text.chars().map(|c| if c == ' ' && random.below(3) == 0 { '\u{a0}' } else { c }).collect();
                return Some((changed.into_bytes(), "NBSP".to_owned()));
            }
        };
        Some((lines.join("\n").into_bytes(), what))
    }
}

/// A hyphen, dash or blank that windows-1251 lacks as programs write it there; every other letter as it is.
fn plain(c: char) -> char {
    match c {
        '\u{2010}'..='\u{2012}' | '\u{2015}' | '\u{2043}' | '\u{2212}' => '-',
        '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' => ' ',
        _ => c,
    }
}

/// True for a line whose letters stand below those of others: columns made of spaces, drawn rules and bars.
fn is_set(line: &str) -> bool {
    line.trim().contains("  ") || line.contains(|c| matches!(c, '|' | '\u{2500}'..='\u{257f}'))
}

/// Indices of table rows that have a table row above them.
fn inner_rows(lines: &[String]) -> Vec<usize> {
    (1..lines.len()).filter(|&i| is_row(&lines[i]) && is_row(&lines[i - 1])).collect()
}

fn is_row(line: &str) -> bool {
    line.contains('\t') && !line.trim().is_empty()
}

/// Rows of header lines keep together: page breaks do not stand inside a header.
fn is_header(line: &str, grammars: &Grammars) -> bool {
    let head = |cell: &str| grammars.columns.head(cell);
    line.split('\t').filter(|cell| cell.len() < 120 && head(cell.trim()).is_likely()).count() >= 2
}

fn page_break(lines: &mut Vec<String>, grammars: &Grammars, random: &mut Random) -> Option<(usize, String)> {
    let rows: Vec<usize> = inner_rows(lines).into_iter().filter(|&i| !is_header(&lines[i - 1], grammars)).collect();
    let at = *rows.get(random.below(rows.len()))?;
    lines.insert(at, String::new());
    Some((at + 1, format!("page break before line {}", at + 1)))
}

/// Cuts a long cell between two words, both in small letters, and carries its tail over a page break.
fn torn_cell(lines: &mut Vec<String>, grammars: &Grammars, random: &mut Random) -> Option<String> {
    let mut places = Vec::new();
    for i in inner_rows(lines) {
        for (c, cell) in lines[i].split('\t').enumerate() {
            if cell.chars().count() >= 40 && cut(cell).is_some() && !is_header(&lines[i], grammars) {
                places.push((i, c));
            }
        }
    }
    let (i, c) = *places.get(random.below(places.len()))?;
    let mut cells: Vec<String> = lines[i].split('\t').map(str::to_owned).collect();
    let at = cut(&cells[c])?;
    let tail = cells[c][at..].trim_start().to_owned();
    let kept = cells[c][..at].trim_end().len();
    cells[c].truncate(kept);
    let mut rest = vec![String::new(); cells.len()];
    rest[c] = tail;
    lines[i] = cells.join("\t");
    lines.insert(i + 1, rest.join("\t"));
    lines.insert(i + 1, String::new());
    Some(format!("cell {c} of line {} torn", i + 1))
}

/// A place between two words of small letters near the middle, outside of lists.
fn cut(text: &str) -> Option<usize> {
    let middle = text.len() / 2;
    text.match_indices(' ')
        .map(|(i, _)| i)
        .filter(|&i| {
            let (left, right) =
                (text[..i].rsplit(' ').next().unwrap_or(""), text[i + 1..].split(' ').next().unwrap_or(""));
            let small = |w: &str| w.chars().count() > 3 && w.chars().all(char::is_lowercase);
            small(left) && small(right.trim_end_matches([',', '.', ';']))
        })
        .min_by_key(|i| i.abs_diff(middle))
}

fn torn_paragraph(lines: &mut Vec<String>, random: &mut Random) -> Option<String> {
    let long: Vec<usize> = (0..lines.len())
        .filter(|&i| !lines[i].contains('\t') && !is_set(&lines[i]) && lines[i].chars().count() > 160)
        .collect();
    let i = *long.get(random.below(long.len()))?;
    let at = cut(&lines[i])?;
    let tail = lines[i][at + 1..].to_owned();
    lines[i].truncate(at);
    lines.insert(i + 1, tail);
    lines.insert(i + 1, String::new());
    Some(format!("paragraph at line {} torn", i + 1))
}

/// Rows `widened` by a blank column keep their tabs: by their width alone a reader sees that a column was inserted.
fn trailing_tabs(lines: &mut [String], widened: Range<usize>, random: &mut Random) -> Option<String> {
    let mut rows: Vec<usize> = (0..lines.len()).filter(|&i| is_row(&lines[i]) && lines[i].ends_with('\t')).collect();
    rows.retain(|i| !widened.contains(i));
    let first = random.below(rows.len());
    let n = 1 + random.below(6);
    let cut: Vec<usize> = rows.iter().skip(first).take(n).copied().collect();
    if cut.is_empty() {
        return None;
    }
    for &i in &cut {
        // The row stays a row.
        let trimmed = lines[i].trim_end_matches('\t').to_owned();
        lines[i] = if trimmed.contains('\t') { trimmed } else { trimmed + "\t" };
    }
    Some(format!("trailing tabs of {} rows from line {}", cut.len(), cut[0] + 1))
}

fn blank_column(lines: &mut Vec<String>, grammars: &Grammars, random: &mut Random) -> Option<(Range<usize>, String)> {
    let (at, what) = page_break(lines, grammars, random)?;
    let end = (at..lines.len()).find(|&i| !is_row(&lines[i]) || is_header(&lines[i], grammars)).unwrap_or(lines.len());
    if end == at {
        return None;
    }
    let width = (at..end).map(|i| lines[i].split('\t').count()).min()?;
    let column = random.below(width + 1).max(1);
    for line in &mut lines[at..end] {
        let mut cells: Vec<&str> = line.split('\t').collect();
        cells.insert(column.min(cells.len()), "");
        *line = cells.join("\t");
    }
    Some((at..end, format!("{what}, blank column {column} to line {end}")))
}

/// Now and then a word of small letters with a Latin look-alike for one of them.
fn look_alike(word: &str, random: &mut Random) -> Option<String> {
    let places: Vec<(usize, char)> = word.char_indices().filter_map(|(i, c)| Some((i, latin(c)?))).collect();
    // One letter of its own must stay, or the word would be a Latin one.
    if places.is_empty() || places.len() == word.chars().count() || random.below(12) > 0 {
        return None;
    }
    let (at, letter) = places[random.below(places.len())];
    let rest = &word[at..];
    let len = rest.chars().next().map_or(0, char::len_utf8);
    Some(format!("{}{letter}{}", &word[..at], &rest[len..]))
}

/// The Latin letter that looks like a small Cyrillic one.
fn latin(c: char) -> Option<char> {
    ('a'..='z').find(|l| twin(*l) == Some(c))
}

/// Now and then a long word with a soft hyphen.
fn soft_hyphen(word: &str, random: &mut Random) -> Option<String> {
    let letters: Vec<usize> = word.char_indices().map(|(i, _)| i).collect();
    if letters.len() < 8 || random.below(6) > 0 {
        return None;
    }
    let (head, tail) = word.split_at(letters[3 + random.below(letters.len() - 6)]);
    Some(format!("{head}\u{ad}{tail}"))
}

/// Changes words of small Cyrillic letters; gives the text and how many were changed.
fn change_words(text: &str, mut change: impl FnMut(&str) -> Option<String>) -> (String, usize) {
    let is_small = |c: char| ('\u{430}'..='\u{44f}').contains(&c);
    let (mut out, mut n, mut rest) = (String::with_capacity(text.len()), 0, text);
    while let Some(start) = rest.find(is_small) {
        let end = start + rest[start..].find(|c| !is_small(c)).unwrap_or(rest.len() - start);
        out += &rest[..start];
        // A word that another letter stands beside is only a part of one.
        let alone = !out.ends_with(char::is_alphanumeric) && !rest[end..].starts_with(char::is_alphanumeric);
        match change(&rest[start..end]).filter(|_| alone) {
            Some(changed) => {
                out += &changed;
                n += 1;
            }
            None => out += &rest[start..end],
        }
        rest = &rest[end..];
    }
    (out + rest, n)
}
