//! Whether the text layer of a page can be used.
//!
//! Scans carry text that a poor recognition left («Tlocrauoareuue»), fonts say wrong letters, or none. Such a layer is
//! worse than no text.

use super::device::Canvas;
use super::words;
use crate::readers::page::{Page, Word};

/// Fewer letters than this on a page are not judged.
const FEW: usize = 30;

/// Why a page has no usable text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It is a picture.
    Picture,
    /// Its letters are garbage.
    Garbage,
}

impl Why {
    /// The reason, for people.
    pub fn words(self) -> &'static str {
        match self {
            Why::Picture => "a picture without text",
            Why::Garbage => "the letters of the text layer are wrong, it was not used",
        }
    }
}

/// The text layer of one page.
pub struct Layer {
    /// The page, where its text can be used or where it is blank.
    pub page: Option<Page>,
    /// Why it has none.
    pub why: Option<Why>,
    /// Letters of oblique text that were left out.
    pub oblique: usize,
}

impl Layer {
    /// Judges what was drawn on a page.
    pub fn of(mut canvas: Canvas, width: f32, height: f32) -> Layer {
        let letters = |chars: &[super::device::Char]| {
            chars.iter().flat_map(|c| c.text.chars()).filter(|c| c.is_alphanumeric()).count()
        };
        // The text of a recognised scan stands invisible over its picture.
        let (seen, unseen) = (letters(&canvas.chars), letters(&canvas.invisible));
        if unseen > seen * 4 && canvas.image > 0.5 || seen == 0 {
            canvas.chars.append(&mut canvas.invisible);
        }
        let found = words::words(&canvas.chars);
        let inside = |w: &Word| w.x1 > 0.0 && w.y1 > 0.0 && w.x0 < width && w.y0 < height;
        let words: Vec<Word> = found.list.into_iter().filter(|w| !w.text.is_empty() && inside(w)).collect();
        let why = if words.is_empty() {
            (canvas.image > 0.2).then_some(Why::Picture)
        } else {
            is_garbage(&words).then_some(Why::Garbage)
        };
        let few = words.iter().map(|w| w.text.chars().filter(|c| c.is_alphanumeric()).count()).sum::<usize>() < FEW;
        let why = why.or((few && canvas.image > 0.6).then_some(Why::Picture));
        let page = why.is_none().then_some(Page { width, height, words, rules: canvas.rules, ..Page::default() });
        Layer { page, why, oblique: found.oblique }
    }
}

/// True where the letters are not those of a Russian text, nor of an English one.
fn is_garbage(words: &[Word]) -> bool {
    let (mut russian, mut latin, mut odd, mut english) = (0usize, 0usize, 0usize, 0usize);
    for word in words {
        for c in word.text.chars() {
            match c {
                '\u{410}'..='\u{44f}' | '\u{401}' | '\u{451}' => russian += 1,
                'a'..='z' | 'A'..='Z' => latin += 1,
                '\u{e000}'..='\u{f8ff}' | '\u{fffd}' => odd += 1,
                '\u{c0}'..='\u{24f}' => odd += 1,
                c if c.is_control() => odd += 1,
                _ => {}
            }
        }
        let bare = word.text.trim_matches(|c: char| !c.is_ascii_alphabetic());
        english += usize::from(matches!(bare, "the" | "of" | "and" | "to" | "in" | "for" | "is" | "on" | "with"));
    }
    let all = russian + latin + odd;
    if all < FEW {
        return odd * 2 > all && odd > 5;
    }
    if odd * 10 > all * 3 {
        return true;
    }
    russian * 3 < all && english * 30 < words.len()
}
