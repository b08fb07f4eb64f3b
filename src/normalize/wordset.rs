//! Single words looked up fast: the first look at a cell, before anything of it is read. Most cells are prose, and
//! their first word tells.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::grammar::lexicon::Words;
use crate::grammar::lexicon::is_letter_or_digit;

/// Stems with the same first letter, each with a value.
type Stems<V> = Vec<(Box<str>, V)>;

/// Folded words, each with a value.
#[derive(Clone, Debug)]
pub(crate) struct WordMap<V> {
    exact: HashMap<Box<str>, V, BuildHasherDefault<Mix>>,
    stems: HashMap<char, Stems<V>, BuildHasherDefault<Mix>>,
}

impl<V> Default for WordMap<V> {
    fn default() -> Self {
        WordMap { exact: HashMap::default(), stems: HashMap::default() }
    }
}

impl<V: Copy> WordMap<V> {
    /// Adds the first word of a form as a grammar file writes it; a word that is there keeps its value.
    pub fn add(&mut self, form: &str, value: V) {
        let words = Words::new(form);
        let Some(word) = words.get(0) else { return };
        if form[word.end..].starts_with('\u{2026}') {
            let first = word.fold.chars().next().unwrap_or_default();
            self.stems.entry(first).or_default().push((word.fold.into(), value));
        } else {
            self.exact.entry(word.fold.into()).or_insert(value);
        }
    }

    /// The value of a folded word.
    pub fn get(&self, word: &str) -> Option<V> {
        self.exact.get(word).copied().or_else(|| self.stemmed(word).next())
    }

    /// The values of the stems that a word begins with.
    fn stemmed(&self, word: &str) -> impl Iterator<Item = V> {
        let list = word.chars().next().and_then(|c| self.stems.get(&c)).map_or(&[][..], Vec::as_slice);
        list.iter().filter(|(stem, _)| word.starts_with(&**stem)).map(|(_, v)| *v)
    }

    /// True where `text` opens with one of the words, or with a digit or nothing at all: only then it is worth reading.
    pub fn may_open(&self, text: &str) -> bool {
        let Some(start) = text.find(alnum) else { return true };
        let word = &text[start..];
        let word = &word[..word.find(|c: char| !alnum(c) || c.is_ascii_digit()).unwrap_or(word.len())];
        word.is_empty() || Words::new(word).get(0).is_none_or(|w| self.get(w.fold).is_some())
    }
}

impl WordMap<u32> {
    /// Adds bits to the first word of a form.
    pub fn mark(&mut self, form: &str, bits: u32) {
        let words = Words::new(form);
        let Some(word) = words.get(0) else { return };
        match self.exact.get_mut(word.fold) {
            Some(value) if !form[word.end..].starts_with('\u{2026}') => *value |= bits,
            _ => self.add(form, bits),
        }
    }

    /// All bits of a folded word.
    pub fn bits(&self, word: &str) -> u32 {
        self.stemmed(word).fold(self.exact.get(word).copied().unwrap_or(0), |a, b| a | b)
    }
}

/// Letters and digits; the common ones without a table.
pub(crate) fn alnum(c: char) -> bool {
    match c {
        '\0'..='\x7f' => c.is_ascii_alphanumeric(),
        '\u{400}'..='\u{481}' => true,
        _ => is_letter_or_digit(c),
    }
}

/// Capitals; the common ones without a table.
pub(crate) fn upper(c: char) -> bool {
    match c {
        '\0'..='\x7f' => c.is_ascii_uppercase(),
        '\u{400}'..='\u{42f}' => true,
        '\u{430}'..='\u{45f}' => false,
        _ => c.is_uppercase(),
    }
}

/// Small letters; the common ones without a table.
pub(crate) fn lower(c: char) -> bool {
    match c {
        '\0'..='\x7f' => c.is_ascii_lowercase(),
        '\u{400}'..='\u{42f}' => false,
        '\u{430}'..='\u{45f}' => true,
        _ => c.is_lowercase(),
    }
}

/// A hash of short words: the words come from our own files, nobody can choose them to collide.
#[derive(Clone, Default)]
pub(crate) struct Mix(u64);

impl Hasher for Mix {
    fn write_u32(&mut self, n: u32) {
        self.0 = (self.0.rotate_left(5) ^ u64::from(n)).wrapping_mul(0x517c_c1b7_2722_0a95);
    }

    fn write_u8(&mut self, n: u8) {
        self.write_u32(u32::from(n));
    }

    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.0 = (self.0.rotate_left(5) ^ u64::from_le_bytes(word)).wrapping_mul(0x517c_c1b7_2722_0a95);
        }
    }

    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stems_and_openings() {
        let mut map = WordMap::default();
        for (form, value) in [("в течение", 1), ("перв… недел…", 2), ("в", 3)] {
            map.add(form, value);
        }
        assert_eq!((map.get("в"), map.get("первая"), map.get("недели")), (Some(1), Some(2), None));
        for (text, may) in [("- В школе", true), ("5 школ", true), ("", true), ("Школа в городе", false)]
        {
            assert_eq!(map.may_open(text), may, "{text}");
        }
    }

    #[test]
    fn the_short_ways_agree_with_the_tables() {
        for c in '\0'..'\u{2000}' {
            assert_eq!((upper(c), lower(c)), (c.is_uppercase(), c.is_lowercase()), "{c:?}");
            assert_eq!(alnum(c), c.is_alphanumeric(), "{c:?}");
        }
    }
}
