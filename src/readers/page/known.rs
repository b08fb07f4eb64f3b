//! The words of a document, to tell how pieces of a word at line ends meet.

use std::collections::{BTreeMap, HashSet};

use super::{Page, Word};
use crate::layout::heal::{Seam, seam};

/// How often each word stands in the document, in small letters.
#[derive(Debug, Default)]
pub struct Known {
    words: BTreeMap<String, u32>,
    /// Words that stand behind another one on their line.
    behind: HashSet<String>,
    /// Words that stand before another one on their line.
    before: HashSet<String>,
    /// Words are cut at line ends by rule; else a hyphen at a line end belongs to its word.
    cuts: bool,
}

impl Known {
    /// The words of `pages`.
    pub fn of(pages: &[Page]) -> Known {
        let mut words: BTreeMap<String, u32> = BTreeMap::new();
        for word in pages.iter().flat_map(|p| &p.words) {
            let text = bare(word);
            if text.contains('-') {
                for part in text.split('-') {
                    *words.entry(part.to_owned()).or_default() += 1;
                }
            }
            if !text.is_empty() {
                *words.entry(text).or_default() += 1;
            }
        }
        let cuts = cuts(pages, &words);
        let (mut behind, mut before) = (HashSet::new(), HashSet::new());
        for page in pages {
            let mut order: Vec<&Word> = page.words.iter().collect();
            order.sort_by(|a, b| a.y1.total_cmp(&b.y1).then(a.x0.total_cmp(&b.x0)));
            for pair in order.windows(2) {
                let (a, b) = (pair[0], pair[1]);
                if (a.y1 - b.y1).abs() < 1.0 && (0.0..a.size.max(1.0)).contains(&(b.x0 - a.x1)) {
                    before.insert(bare(a));
                    behind.insert(bare(b));
                }
            }
        }
        Known { words, behind, before, cuts }
    }

    fn count(&self, word: &str) -> u32 {
        self.words.get(word).copied().unwrap_or(0)
    }

    /// True where some word begins so.
    fn begins(&self, stem: &str) -> bool {
        self.words.range(stem.to_owned()..).next().is_some_and(|(w, _)| w.starts_with(stem))
    }

    /// Appends `right`, the next line of the same paragraph: with a blank, at a hyphen, or where the hyphen was.
    /// `tight` says that the lines stand in a column that is too narrow for some words.
    pub fn join(&self, left: &mut String, right: &str, tight: bool) {
        if left.is_empty() || right.is_empty() {
            left.push_str(right);
            return;
        }
        match seam(left, right, &|word: &str| self.count(word) > 0) {
            Seam::Hyphen => left.push_str(right),
            Seam::Syllable if !self.cuts && !self.is_whole(left, right) => left.push_str(right),
            Seam::Syllable => {
                left.pop();
                left.push_str(right);
            }
            // «100%-ным», «2024–2026», «и/или»: broken behind a sign that stands at its word.
            Seam::Space if is_sign_at_word(left) => left.push_str(right),
            Seam::Space if tight && self.cut(left, right) => left.push_str(right),
            Seam::Space => {
                left.push(' ');
                left.push_str(right);
            }
        }
    }

    /// True where the pieces around the hyphen are a word that stands elsewhere without it.
    fn is_whole(&self, left: &str, right: &str) -> bool {
        let head = last_letters(left.trim_end_matches('-'));
        let tail: String = right.chars().take_while(|c| c.is_alphabetic()).collect();
        self.count(&format!("{head}{}", tail.to_lowercase())) > 0
    }

    /// True where a narrow column cut a word without a hyphen: the whole stands elsewhere, or the pieces do not.
    fn cut(&self, left: &str, right: &str) -> bool {
        let head = last_letters(left);
        let tail: String = right.chars().take_while(|c| c.is_alphabetic()).collect();
        if head.is_empty() || !tail.chars().all(char::is_lowercase) || tail.is_empty() {
            return false;
        }
        // No Russian word begins with these letters.
        if tail.starts_with(['\u{44c}', '\u{44a}', '\u{44b}']) || self.begins(&format!("{head}{tail}")) {
            return true;
        }
        let stem: String = head.chars().chain(tail.chars().take(2)).collect();
        if head.chars().count() >= 4 && tail.chars().count() >= 2 && self.begins(&stem) {
            return true;
        }
        // A few letters that stand behind no other word are an ending.
        let few = head.chars().count() >= 3 && tail.chars().count() <= 3;
        few && !self.before.contains(&head) && !self.behind.contains(&tail)
    }
}

/// A word without the signs around it, small.
fn bare(word: &Word) -> String {
    word.text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

/// The letters at the end of `text`, small.
fn last_letters(text: &str) -> String {
    let head: Vec<char> = text.chars().rev().take_while(|c| c.is_alphabetic()).collect();
    head.into_iter().rev().collect::<String>().to_lowercase()
}

/// True where `text` ends with a dash or slash that stands right behind a letter or digit.
fn is_sign_at_word(text: &str) -> bool {
    let mut back = text.chars().rev();
    matches!(back.next(), Some('-' | '\u{2013}' | '/')) && back.next().is_some_and(|c| !c.is_whitespace())
}

/// True where words are cut at line ends by rule («обра-|зования»): more of the pieces before a hyphen begin longer
/// words than compounds.
fn cuts(pages: &[Page], words: &BTreeMap<String, u32>) -> bool {
    let begins = |head: &str, whole: &dyn Fn(&str) -> bool| {
        let from = words.range(head.to_owned()..).map(|(w, _)| w.as_str());
        from.take_while(|w| w.starts_with(head)).take(200).any(|w| whole(&w[head.len()..]))
    };
    let (mut cut, mut compound) = (0, 0);
    for word in pages.iter().flat_map(|p| &p.words) {
        let Some(head) = word.text.strip_suffix(['-', '\u{2010}']) else { continue };
        let head = last_letters(head);
        if head.is_empty() {
            continue;
        }
        let letters = |rest: &str| rest.chars().next().is_some_and(char::is_alphabetic);
        if begins(&head, &|rest| rest.starts_with('-') && rest.len() > 1) {
            compound += 1;
        } else if begins(&head, &letters) {
            cut += 1;
        }
    }
    cut > compound
}
