//! Joining what a line end or a page break tore: words at hyphens, sentences, cells.

use crate::text::Text;

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

/// Words of the document, to tell «спе-|циалист» from «социально-|экономический»: asked whether a word stands whole somewhere.
pub trait Vocabulary {
    /// True where `word` (lower case) stands in the document.
    fn knows(&self, word: &str) -> bool;
}

impl<F: Fn(&str) -> bool> Vocabulary for F {
    fn knows(&self, word: &str) -> bool {
        self(word)
    }
}

/// How `left` and `right` meet.
pub fn seam(left: &str, right: &str, vocabulary: &dyn Vocabulary) -> Seam {
    let Some(stem) = left.strip_suffix('-') else { return Seam::Space };
    let head = stem.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    let tail: &str = right.split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    if head.is_empty() || tail.is_empty() {
        return Seam::Space;
    }
    if !tail.chars().next().is_some_and(char::is_lowercase) {
        return Seam::Hyphen;
    }
    let (head, tail) = (head.to_lowercase(), tail.to_lowercase());
    if vocabulary.knows(&format!("{head}{tail}")) {
        return Seam::Syllable;
    }
    // A first part that stands alone elsewhere, or ends as first parts of compounds do, keeps its hyphen.
    let compound = head.ends_with(['\u{43e}', '\u{435}']) || vocabulary.knows(&head) || head.chars().count() > 7;
    if compound { Seam::Hyphen } else { Seam::Syllable }
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

    #[test]
    fn hyphens_at_line_ends() {
        let known = |w: &str| w == "специалист" || w == "статс";
        assert_eq!(seam("по спе-", "циалист", &known), Seam::Syllable);
        assert_eq!(seam("санитарно-", "эпидемиологический", &known), Seam::Hyphen);
        assert_eq!(seam("р.п. Радица-", "Крыловка", &known), Seam::Hyphen);
        assert_eq!(seam("статс-", "секретаря", &known), Seam::Hyphen);
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
