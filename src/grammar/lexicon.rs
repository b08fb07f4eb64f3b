//! Words and word lists, compared as people read them.
//!
//! A form in a grammar file is written as people write it. A word that ends in `…` stands for every word that
//! begins so («ответственн…»); a form of several words matches them in a row. Before they are compared, words are
//! folded: lower case, ё as е, Latin look-alikes inside Russian words as their Cyrillic twins.

/// Latin letters and their Cyrillic look-alikes, in the same order.
const LATIN: &str = "aceopxyABCEHKMOPTXY";
const TWINS: &str = "\u{430}\u{441}\u{435}\u{43e}\u{440}\u{445}\u{443}\u{410}\u{412}\u{421}\u{415}\u{41d}\u{41a}\u{41c}\u{41e}\u{420}\u{422}\u{425}\u{423}";

/// The Cyrillic letter that looks like the Latin letter `c`.
pub fn twin(c: char) -> Option<char> {
    if !c.is_ascii_alphabetic() {
        return None;
    }
    LATIN.chars().zip(TWINS.chars()).find_map(|(l, t)| (l == c).then_some(t))
}

/// True for letters of the Cyrillic block.
pub fn is_cyrillic(c: char) -> bool {
    ('\u{400}'..='\u{52f}').contains(&c)
}

/// A word of a text: its folded form and its byte range in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word<'a> {
    /// Folded form.
    pub fold: &'a str,
    /// First byte in the text.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
}

/// The words of a text, folded. `%` and `№` are words of their own; everything else that is no letter or digit parts words.
#[derive(Clone, Debug, Default)]
pub struct Words {
    fold: String,
    places: Vec<[u32; 4]>,
}

impl Words {
    /// Splits and folds `text`.
    pub fn new(text: &str) -> Words {
        Words::read(text, usize::MAX, text.len())
    }

    /// The first `n` words of `text`.
    pub fn first(text: &str, n: usize) -> Words {
        Words::read(text, n, text.len().min(n * 20))
    }

    fn read(text: &str, most: usize, likely: usize) -> Words {
        let mut words = Words { fold: String::with_capacity(likely), places: Vec::with_capacity(likely / 12 + 1) };
        let bytes = text.as_bytes();
        let mut open: Option<(usize, usize, bool, bool)> = None; // start, fold start, has cyrillic, has latin
        let mut i = 0;
        while i < bytes.len() && words.places.len() < most {
            // Small letters and digits, the most of every text, are folded as they stand.
            let (n, cyrillic, latin) = folded_run(&bytes[i..]);
            if n > 0 {
                let state = open.get_or_insert((i, words.fold.len(), false, false));
                state.2 |= cyrillic;
                state.3 |= latin;
                words.fold.push_str(&text[i..i + n]);
                i += n;
                continue;
            }
            let Some(c) = text[i..].chars().next() else { break };
            if alnum(c) {
                let state = open.get_or_insert((i, words.fold.len(), false, false));
                state.2 |= is_cyrillic(c);
                state.3 |= c.is_ascii_alphabetic();
                push_folded(&mut words.fold, c);
            } else {
                words.close(&mut open, i, text);
                if matches!(c, '%' | '\u{2116}') {
                    let at = words.fold.len();
                    words.fold.push(c);
                    words.places.push([at as u32, words.fold.len() as u32, i as u32, (i + c.len_utf8()) as u32]);
                }
            }
            i += c.len_utf8();
        }
        words.close(&mut open, text.len(), text);
        words
    }

    fn close(&mut self, open: &mut Option<(usize, usize, bool, bool)>, end: usize, text: &str) {
        let Some((start, at, cyrillic, latin)) = open.take() else { return };
        if cyrillic && latin {
            self.fold.truncate(at);
            for c in text[start..end].chars() {
                push_folded(&mut self.fold, twin(c).unwrap_or(c));
            }
        }
        self.places.push([at as u32, self.fold.len() as u32, start as u32, end as u32]);
    }

    /// Number of words.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// True where the text holds no word.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Word `i`.
    pub fn get(&self, i: usize) -> Option<Word<'_>> {
        let [a, b, start, end] = *self.places.get(i)?;
        Some(Word { fold: &self.fold[a as usize..b as usize], start: start as usize, end: end as usize })
    }

    /// The first word that begins at byte `at` or later; the number of words where none does.
    pub fn index_at(&self, at: usize) -> usize {
        (0..self.len()).find(|&j| self.get(j).is_some_and(|w| w.start >= at)).unwrap_or(self.len())
    }

    /// All words in order.
    pub fn iter(&self) -> impl Iterator<Item = Word<'_>> {
        (0..self.len()).filter_map(|i| self.get(i))
    }
}

fn alnum(c: char) -> bool {
    match c {
        '\0'..='\x7f' => c.is_ascii_alphanumeric(),
        '\u{400}'..='\u{481}' => true,
        _ => c.is_alphanumeric(),
    }
}

/// Bytes at the beginning that are small Russian letters without ё, small Latin letters or digits; whether there are
/// Russian and Latin ones among them.
fn folded_run(bytes: &[u8]) -> (usize, bool, bool) {
    let (mut n, mut cyrillic, mut latin) = (0, false, false);
    while let Some(&b) = bytes.get(n) {
        match b {
            0xd0 if matches!(bytes.get(n + 1), Some(0xb0..=0xbf)) => (n, cyrillic) = (n + 2, true),
            0xd1 if matches!(bytes.get(n + 1), Some(0x80..=0x8f)) => (n, cyrillic) = (n + 2, true),
            b'a'..=b'z' => (n, latin) = (n + 1, true),
            b'0'..=b'9' => n += 1,
            _ => break,
        }
    }
    (n, cyrillic, latin)
}

/// True for letters of any script, quick for Latin and Russian ones.
pub fn is_letter(c: char) -> bool {
    match c {
        '\0'..='\x7f' => c.is_ascii_alphabetic(),
        '\u{400}'..='\u{481}' => true,
        // Typographic signs.
        '\u{2010}'..='\u{2027}' | '\u{ab}' | '\u{bb}' => false,
        _ => c.is_alphabetic(),
    }
}

/// True for letters and digits of any script, quick for ASCII and Russian ones.
pub fn is_letter_or_digit(c: char) -> bool {
    match c {
        '\0'..='\x7f' => c.is_ascii_alphanumeric(),
        '\u{400}'..='\u{481}' => true,
        // Typographic signs.
        '\u{2010}'..='\u{2027}' | '\u{ab}' | '\u{bb}' => false,
        _ => c.is_alphanumeric(),
    }
}

/// A letter as forms hold it, quick for Russian ones: small, ё as е. (Those few that become several keep the first.)
pub fn fold_char(c: char) -> char {
    match c {
        '\u{451}' | '\u{401}' => '\u{435}',
        '\u{430}'..='\u{44f}' => c,
        '\u{410}'..='\u{42f}' => char::from_u32(c as u32 + 0x20).unwrap_or(c),
        _ => c.to_lowercase().next().unwrap_or(c),
    }
}

fn push_folded(out: &mut String, c: char) {
    match c {
        '\u{451}' | '\u{401}' => out.push('\u{435}'),
        '0'..='9' | 'a'..='z' | '\u{430}'..='\u{44f}' => out.push(c),
        'A'..='Z' => out.push(c.to_ascii_lowercase()),
        '\u{410}'..='\u{42f}' => out.push(char::from_u32(c as u32 + 0x20).unwrap_or(c)),
        _ => out.extend(c.to_lowercase()),
    }
}

/// A text folded to its words with one space between.
pub fn fold(text: &str) -> String {
    let words = Words::new(text);
    let mut out = String::with_capacity(text.len());
    for w in words.iter() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(w.fold);
    }
    out
}

#[derive(Clone, Debug)]
struct Pattern {
    stem: Box<str>,
    open: bool,
}

impl Pattern {
    fn matches(&self, word: &str) -> bool {
        if self.open { word.starts_with(&*self.stem) } else { word == &*self.stem }
    }
}

#[derive(Clone, Debug)]
struct Entry<K> {
    words: Box<[Pattern]>,
    weight: usize,
    key: K,
}

/// A list of forms, each with a key.
#[derive(Clone, Debug)]
pub struct Lexicon<K> {
    /// Forms by their first letter, sorted by it.
    buckets: Vec<(char, Vec<Entry<K>>)>,
    /// Words of the longest form.
    longest: usize,
}

impl<K> Default for Lexicon<K> {
    fn default() -> Self {
        Lexicon { buckets: Vec::new(), longest: 0 }
    }
}

impl<K: Clone> Lexicon<K> {
    /// Builds a lexicon of `(form, key)` pairs; forms without a word are left out.
    pub fn new<S: AsRef<str>>(forms: impl IntoIterator<Item = (S, K)>) -> Lexicon<K> {
        let mut lexicon = Lexicon::default();
        for (form, key) in forms {
            lexicon.add(form.as_ref(), key);
        }
        lexicon
    }

    /// Adds one form.
    pub fn add(&mut self, form: &str, key: K) {
        let words = Words::new(form);
        let patterns: Box<[Pattern]> = words
            .iter()
            .map(|w| Pattern { stem: w.fold.into(), open: form[w.end..].starts_with('\u{2026}') })
            .collect();
        let Some(first) = patterns.first().and_then(|p| p.stem.chars().next()) else { return };
        self.longest = self.longest.max(patterns.len());
        // Longer forms win, closed words win over open ones.
        let weight =
            patterns.len() * 1000 + patterns.iter().map(|p| p.stem.len() * 2 + usize::from(!p.open)).sum::<usize>();
        let place = self.buckets.binary_search_by_key(&first, |(c, _)| *c).unwrap_or_else(|i| {
            self.buckets.insert(i, (first, Vec::new()));
            i
        });
        let bucket = &mut self.buckets[place].1;
        bucket.push(Entry { words: patterns, weight, key });
        bucket.sort_by_key(|e| std::cmp::Reverse(e.weight));
    }

    fn bucket(&self, first: char) -> Option<&[Entry<K>]> {
        self.buckets.binary_search_by_key(&first, |(c, _)| *c).ok().map(|i| self.buckets[i].1.as_slice())
    }

    /// The longest form that the words from `from` on begin with: its key and its number of words.
    pub fn at(&self, words: &Words, from: usize) -> Option<(K, usize)> {
        let first = words.get(from)?.fold.chars().next()?;
        let bucket = self.bucket(first)?;
        bucket.iter().find_map(|e| {
            let hit = e.words.iter().enumerate().all(|(i, p)| words.get(from + i).is_some_and(|w| p.matches(w.fold)));
            hit.then(|| (e.key.clone(), e.words.len()))
        })
    }

    /// The form that `text` begins with.
    pub fn starts(&self, text: &str) -> Option<K> {
        self.at(&Words::first(text, self.longest), 0).map(|(k, _)| k)
    }

    /// The form that is the whole of `text`.
    pub fn whole(&self, text: &str) -> Option<K> {
        let words = Words::first(text, self.longest + 1);
        let first = words.get(0)?.fold.chars().next()?;
        self.bucket(first)?.iter().find_map(|e| {
            let hit = e.words.len() == words.len() && e.words.iter().zip(words.iter()).all(|(p, w)| p.matches(w.fold));
            hit.then(|| e.key.clone())
        })
    }

    /// The first place where a form stands in `words`, from word `from` on: word index, key, number of words.
    pub fn find(&self, words: &Words, from: usize) -> Option<(usize, K, usize)> {
        (from..words.len()).find_map(|i| self.at(words, i).map(|(k, n)| (i, k, n)))
    }

    /// Words of the longest form: as many as [`Lexicon::at`] looks at.
    pub fn longest(&self) -> usize {
        self.longest
    }

    /// True where a form stands anywhere in `text`.
    pub fn within(&self, text: &str) -> bool {
        self.find(&Words::new(text), 0).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_case_yo_and_look_alikes() {
        assert_eq!(fold("Объём  ФИНАНСИРОВАНИЯ, тыс.руб."), "объем финансирования тыс руб");
        assert_eq!(fold("Cрок (год)"), "срок год"); // Latin C
        assert_eq!(fold("100 %"), "100 %");
    }

    #[test]
    fn the_longest_form_wins() {
        let l = Lexicon::new([("исполнител…", 1), ("ответственн… исполнител…", 2), ("ответственн…", 3)]);
        assert_eq!(l.starts("Ответственный исполнитель программы"), Some(2));
        assert_eq!(l.starts("Ответственные"), Some(3));
        assert_eq!(l.whole("Исполнители"), Some(1));
        assert_eq!(l.whole("Исполнители программы"), None);
        assert!(l.within("указать исполнителей"));
    }
}
