//! Joining what a line end or a page break tore: words at hyphens, sentences, cells.

use crate::grammar::headings::Compounds;
use crate::grammar::lexicon::{is_letter, is_letter_or_digit};
use crate::text::Text;

/// Letters of a piece of a word; longer ones are no words.
const MAX_WORD: usize = 60;

/// How two pieces of one sentence meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seam {
    /// With a space.
    Space,
    /// Without one, the hyphen stays («санитарно-|эпидемиологический»).
    Hyphen,
    /// Without one, the hyphen goes («спе-|циалист»).
    Syllable,
}

/// What is known of words, to tell «спе-|циалист» from «социально-|экономический».
pub trait Vocabulary {
    /// True where `word` (lower case) stands in the document, with or without a hyphen in it.
    fn knows(&self, word: &str) -> bool;

    /// Words that keep a hyphen whatever the document says.
    fn compounds(&self) -> &Compounds {
        Compounds::builtin()
    }
}

impl<F: Fn(&str) -> bool> Vocabulary for F {
    fn knows(&self, word: &str) -> bool {
        self(word)
    }
}

/// How `left` and `right` meet: the hyphen goes unless it belongs to the word.
pub fn seam(left: &str, right: &str, vocabulary: &dyn Vocabulary) -> Seam {
    let Some(stem) = left.strip_suffix('-') else { return Seam::Space };
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    if digit(stem.chars().next_back()) && right.starts_with(is_letter_or_digit)
        || digit(right.chars().next()) && stem.ends_with(is_letter_or_digit)
    {
        return Seam::Hyphen;
    }
    let head = letters(stem, true);
    let tail = letters(right, false);
    if head.chars().count() >= MAX_WORD || tail.chars().count() >= MAX_WORD {
        return Seam::Hyphen;
    }
    if head.is_empty() || tail.is_empty() {
        return Seam::Space;
    }
    if !tail.chars().next().is_some_and(char::is_lowercase) {
        // «Радица-|Крыловка», but «ОБЩЕСТВЕН-|НЫЙ».
        let capitals = |s: &str| s.chars().all(char::is_uppercase);
        return if capitals(head) && capitals(tail) && tail.chars().count() > 1 {
            cut(head, tail, vocabulary)
        } else {
            Seam::Hyphen
        };
    }
    cut(head, tail, vocabulary)
}

/// The letters that `text` ends or begins with, [`MAX_WORD`] at most.
fn letters(text: &str, at_end: bool) -> &str {
    if at_end {
        let n: usize = text.chars().rev().take(MAX_WORD).take_while(|c| is_letter(*c)).map(char::len_utf8).sum();
        &text[text.len() - n..]
    } else {
        let n: usize = text.chars().take(MAX_WORD).take_while(|c| is_letter(*c)).map(char::len_utf8).sum();
        &text[..n]
    }
}

/// How the two letters-only parts of a word meet.
fn cut(head: &str, tail: &str, vocabulary: &dyn Vocabulary) -> Seam {
    let (head, tail) = (head.to_lowercase(), tail.to_lowercase());
    if vocabulary.knows(&format!("{head}{tail}")) {
        return Seam::Syllable;
    }
    let keeps = vocabulary.compounds().keeps(&head, &tail);
    if keeps || vocabulary.knows(&format!("{head}-{tail}")) { Seam::Hyphen } else { Seam::Syllable }
}

/// Joins `right` to `left` as one sentence.
pub fn join(left: &mut Text, right: &Text, vocabulary: &dyn Vocabulary) {
    if left.is_empty() {
        *left = right.clone();
        return;
    }
    match seam(left.as_str(), right.as_str(), vocabulary) {
        Seam::Space => left.append(right, " ", false),
        Seam::Hyphen => left.append(right, "", false),
        Seam::Syllable => {
            left.drop_tail(1);
            left.append(right, "", false);
        }
    }
}

/// True where the sentence in `text` has come to its end: nothing, or a closing mark.
pub fn is_closed(text: &str) -> bool {
    let trimmed = text
        .trim_end_matches(|c: char| matches!(c, '"' | '\u{bb}' | '\u{201d}' | ')' | '\u{2019}') || c.is_whitespace());
    trimmed.is_empty() || trimmed.ends_with(['.', '!', '?', ';', ':', '\u{2026}'])
}

/// True where `text` begins in the middle of a sentence: with a small letter, a closing mark or a comma.
pub fn begins_inside(text: &str) -> bool {
    let first = text.trim_start_matches(['\u{ab}', '"', '\u{201c}', '(', '\u{201e}']).chars().next();
    first.is_some_and(|c| c.is_lowercase() || matches!(c, ',' | ')' | ';' | '\u{bb}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(word: &str) -> bool {
        matches!(word, "специалист" | "хозяйственной" | "учебно-методический")
    }

    #[test]
    fn hyphens_at_line_ends() {
        for (left, right) in [
            ("по спе-", "циалист"),
            ("терри-", "тории"),
            ("террито-", "рии"),
            ("в целях обеспе-", "чения"),
            ("обще-", "образовательных"),
            ("образо-", "вательного"),
            ("педаго-", "гического"),
            ("художе-", "ственного"),
            ("законо-", "дательного"),
            ("сельско-", "хозяйственной"),
            ("соблюдать Пра-", "вила"),
            ("Переваловско-", "го горного"),
            ("ОБРАЗОВА-", "ТЕЛЬНЫЙ"),
        ] {
            assert_eq!(seam(left, right, &known), Seam::Syllable, "{left}{right}");
        }
        for (left, right) in [
            ("санитарно-", "эпидемиологический"),
            ("единая дежурно-", "диспетчерская служба"),
            ("социально-", "экономическими"),
            ("р.п. Радица-", "Крыловка"),
            ("статс-", "секретаря"),
            ("план-", "графика"),
            ("учебно-", "методический"),
            ("2024-", "2026 годы"),
        ] {
            assert_eq!(seam(left, right, &known), Seam::Hyphen, "{left}{right}");
        }
        assert_eq!(seam("план - ", "график", &known), Seam::Space);
        assert_eq!(seam("слово", "другое", &known), Seam::Space);
    }

    #[test]
    fn ends_and_beginnings() {
        assert!(is_closed("Всё."));
        assert!(is_closed("«Всё.»"));
        assert!(!is_closed("в соответствии со"));
        assert!(begins_inside("своими целями"));
        assert!(begins_inside("(своими"));
        assert!(!begins_inside("Своими"));
        assert!(!begins_inside("ОО"));
    }
}
