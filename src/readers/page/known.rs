//! The words of a document, to tell how pieces of a word at line ends meet.

use std::collections::HashMap;

use super::Page;
use crate::layout::heal::{Seam, seam};

/// How often each word stands in the document, in small letters.
#[derive(Debug, Default)]
pub struct Known {
    words: HashMap<String, u32>,
}

impl Known {
    /// The words of `pages`.
    pub fn of(pages: &[Page]) -> Known {
        let mut words: HashMap<String, u32> = HashMap::new();
        for word in pages.iter().flat_map(|p| &p.words) {
            let text = word.text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
            if text.contains('-') {
                for part in text.split('-') {
                    *words.entry(part.to_owned()).or_default() += 1;
                }
            }
            if !text.is_empty() {
                *words.entry(text).or_default() += 1;
            }
        }
        Known { words }
    }

    fn count(&self, word: &str) -> u32 {
        self.words.get(word).copied().unwrap_or(0)
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
            Seam::Syllable => {
                left.pop();
                left.push_str(right);
            }
            Seam::Space if tight && self.cut(left, right) => left.push_str(right),
            Seam::Space => {
                left.push(' ');
                left.push_str(right);
            }
        }
    }

    /// True where a narrow column cut a word without a hyphen: the whole stands elsewhere, or the pieces do not.
    fn cut(&self, left: &str, right: &str) -> bool {
        let letter = |c: &char| c.is_alphabetic();
        let head: String = left.chars().rev().take_while(letter).collect();
        let head: String = head.chars().rev().collect::<String>().to_lowercase();
        let tail: String = right.chars().take_while(letter).collect();
        if head.is_empty() || !tail.chars().all(char::is_lowercase) || tail.is_empty() {
            return false;
        }
        let whole = self.count(&format!("{head}{tail}"));
        let (head, tail) = (self.count(&head), self.count(&tail));
        whole > 0 && head.min(tail) <= whole || head <= 1 && tail <= 1 && right.chars().count() < 6
    }
}
