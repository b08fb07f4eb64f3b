//! What single lines say: spaced letters, kind words, enacting words, notes, page numbers.
//!
//! ```text
//! П О С Т А Н О В Л Е Н И Е                      → kind word
//! Правительство области п о с т а н о в л я е т: → enacting word, with the preamble before it
//! (в ред. Приказа от 23.03.2017 № 49)            → note
//! ```

use crate::grammar::acts::{Acts, Cue, prefix};
use crate::grammar::lexicon::is_cyrillic;
use crate::grammar::lexicon::{is_letter, is_letter_or_digit};
use crate::layout::flow::FlowLine;
use crate::layout::heal::{self, Vocabulary};
use crate::model::PartKind;
use crate::text::{LineIndex, Text};

/// Longest line that can be an enacting word alone, in bytes.
const MAX_ALONE: usize = 72;
/// Most letters of a spaced word.
const MAX_SPACED: usize = 24;
/// Longest first line of the print of an electronic signature, in bytes.
const MAX_STAMP: usize = 160;
/// Longest sentence of a law base about an amendment, in bytes.
const MAX_EDITED: usize = 600;
/// Longest note, in lines.
const MAX_NOTE: usize = 8;

/// The lines of a document with all that is needed to read them.
#[derive(Clone, Copy)]
pub(super) struct Lines<'a> {
    pub flow: &'a [FlowLine],
    pub index: &'a LineIndex,
    pub g: &'a Acts,
    pub vocabulary: &'a dyn Vocabulary,
}

impl<'a> Lines<'a> {
    pub fn len(&self) -> usize {
        self.flow.len()
    }

    /// The words of line `i` without drawn lines and heading marks around them.
    pub fn str(&self, i: usize) -> &'a str {
        self.flow.get(i).map_or("", |l| trim(l.text.as_str()))
    }

    /// The piece `text` of line `i`; `text` must have come from [`Lines::str`].
    pub fn piece(&self, i: usize, text: &str) -> Text {
        let Some(line) = self.flow.get(i) else { return Text::default() };
        let whole = line.text.as_str();
        let start = (text.as_ptr() as usize).wrapping_sub(whole.as_ptr() as usize);
        if start > whole.len() || start + text.len() > whole.len() {
            return Text::default();
        }
        line.text.slice(start..start + text.len())
    }

    /// Joins line `i` to `text` as one sentence.
    pub fn join(&self, text: &mut Text, i: usize) {
        self.join_piece(text, i, self.str(i));
    }

    /// Joins the piece `piece` of line `i` to `text`.
    pub fn join_piece(&self, text: &mut Text, i: usize, piece: &str) {
        let piece = self.piece(i, piece);
        if !piece.is_empty() {
            heal::join(text, &piece, self.vocabulary);
        }
    }

    pub fn blanks(&self, i: usize) -> u32 {
        self.flow.get(i).map_or(1, |l| l.blanks)
    }

    pub fn indent(&self, i: usize) -> u32 {
        self.flow.get(i).map_or(0, |l| l.indent)
    }

    /// True for the name of a sheet of a workbook.
    pub fn is_tab(&self, i: usize) -> bool {
        self.flow.get(i).and_then(|l| l.look).is_some_and(|look| look.tab)
    }

    /// True for a row with several full cells.
    pub fn is_row(&self, i: usize) -> bool {
        self.flow.get(i).is_some_and(|l| l.cells > 1 || l.in_table)
    }

    /// The first words of line `i` and of the lines that follow it at once.
    pub fn ahead(&self, i: usize, words: usize) -> String {
        let mut out = String::new();
        let mut n = 0;
        for j in i..self.len().min(i + words) {
            if j > i && self.blanks(j) > 0 {
                break;
            }
            for word in prefix(self.str(j), 120).split_whitespace() {
                if n == words {
                    return out;
                }
                if n > 0 {
                    out.push(' ');
                }
                out.push_str(word);
                n += 1;
            }
        }
        out
    }

    /// True where line `i` begins a paragraph: after a blank, after a closed sentence, or set in.
    pub fn begins(&self, i: usize) -> bool {
        i == 0 || self.blanks(i) > 0 || heal::is_closed(self.str(i - 1)) || self.indent(i) > self.indent(i - 1) + 1
    }

    /// True where line `i` is the number of a page.
    pub fn is_page(&self, i: usize) -> bool {
        let text = self.str(i);
        let digits = text.trim_matches(|c: char| c.is_whitespace() || is_dash(c));
        !digits.is_empty()
            && digits.len() <= 4
            && digits.bytes().all(|b| b.is_ascii_digit())
            && (i == 0 || self.blanks(i) > 0 || self.blanks(i + 1) > 0)
    }

    /// Where a note (of a registry, an editor, a law base) begins at line `i`: the line after it.
    pub fn aside(&self, i: usize) -> Option<usize> {
        let text = self.str(i);
        let open = text.chars().next()?;
        if let Some(end) = self.stamp(i) {
            return Some(end);
        }
        // «Постановлением … от … N … в паспорт внесены изменения», «Название изменено с 20 октября 2018 г. - …»
        if text.len() < MAX_EDITED
            && !text.ends_with([';', '.'])
            && self.g.within(Cue::Edited, text)
            && self.g.find_case(text).is_some()
            && super::requisites::find(self.g, text).is_some()
        {
            return Some(i + 1);
        }
        let close = match open {
            '(' => Some(')'),
            '<' => Some('>'),
            '{' => Some('}'),
            '[' => Some(']'),
            _ => None,
        };
        let cue = self.g.starts(Cue::Aside, text).is_some() && !is_open_quote(open)
            || open == '(' && self.g.within(Cue::Editorial, prefix(text, 90));
        match close {
            Some(close) if cue || open != '(' => {
                let mut depth = 0i32;
                for j in i..self.len().min(i + MAX_NOTE) {
                    for c in self.str(j).chars() {
                        depth += i32::from(c == open) - i32::from(c == close);
                    }
                    if depth <= 0 {
                        return Some(j + 1);
                    }
                }
                Some(i + 1)
            }
            Some(_) => None,
            None if cue => Some(self.open_note(i)),
            None => None,
        }
    }

    /// The line after the print of an electronic signature: it names the owner, his body and the certificate.
    fn stamp(&self, i: usize) -> Option<usize> {
        let text = self.str(i);
        let begins = text.len() < MAX_STAMP && self.g.starts(Cue::Stamp, text).is_some();
        let last = self.len().min(i + MAX_NOTE);
        let of_stamp = |j: &usize| self.g.starts(Cue::StampLine, self.str(*j)).is_some();
        begins.then(|| (i + 1..last).rev().find(of_stamp).unwrap_or(i) + 1)
    }

    /// The line below the last print of a signature in `from..to`; `from` where there is none.
    pub fn below_stamp(&self, from: usize, to: usize) -> usize {
        (from..to).filter_map(|i| self.stamp(i)).rfind(|end| *end <= to).unwrap_or(from)
    }

    /// The line after the note without brackets at line `i`: «Зарегистрировано …» goes on to its number.
    fn open_note(&self, i: usize) -> usize {
        let mut j = i + 1;
        while j < self.len() && j < i + 4 && self.blanks(j) == 0 {
            let text = self.str(j);
            let goes_on = self.g.starts(Cue::Aside, text).is_some()
                || (super::requisites::begins(self.g, text)
                    && !self.str(j - 1).contains(is_sign_char)
                    && self.g.starts(Cue::Aside, self.str(j - 1)).is_some()
                    && text.contains("\u{2116}"));
            if !goes_on || text.starts_with('(') {
                break;
            }
            j += 1;
        }
        j
    }
}

fn is_sign_char(c: char) -> bool {
    matches!(c, '\u{2116}' | 'N')
}

/// `text` without drawn lines, heading marks and blanks around it.
pub(super) fn trim(text: &str) -> &str {
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '|' || ('\u{2500}'..='\u{257f}').contains(&c));
    text.trim_start_matches('#').trim_start()
}

/// Dashes.
pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}')
}

/// Opening quotes.
pub(super) fn is_open_quote(c: char) -> bool {
    matches!(c, '\u{ab}' | '"' | '\u{201c}' | '\u{201e}')
}

/// True where `text` has capitals and no small letter.
pub(super) fn is_caps(text: &str) -> bool {
    let mut caps = false;
    for c in text.chars() {
        if c.is_lowercase() {
            return false;
        }
        caps |= c.is_uppercase();
    }
    caps
}

/// True where the first letter of `text` is a capital.
pub(super) fn is_capital(text: &str) -> bool {
    text.chars().find(|c| is_cyrillic(*c) || is_letter(*c)).is_some_and(char::is_uppercase)
}

/// The word set in spaced letters that `text` begins with, closed up, and the byte after it.
pub(super) fn spaced(text: &str) -> Option<(String, usize)> {
    let mut out = String::new();
    let (mut at, mut n) = (0, 0);
    for word in text.split(' ') {
        let letter = word.trim_end_matches([':', ',']);
        let mut chars = letter.chars();
        if !chars.next().is_some_and(is_cyrillic) || chars.next().is_some() || n == MAX_SPACED {
            break;
        }
        out.push_str(letter);
        n += 1;
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        at = start + letter.len();
        if letter.len() < word.len() {
            break;
        }
    }
    (n >= 4).then_some((out, at))
}

/// The word that a line of capitals is made of where some of its letters are set apart: «П ОС Т А Н О В Л Е Н И Е».
fn half_spaced(text: &str) -> Option<String> {
    let short = text.split(' ').filter(|w| w.chars().count() == 1).count();
    (text.len() <= MAX_ALONE && short >= 3 && is_caps(text)).then(|| text.split(' ').collect())
}

/// A kind word that a line begins with.
pub(crate) struct KindWord {
    /// What it names.
    pub kind: PartKind,
    /// As written, closed up.
    pub word: String,
    /// Byte after it.
    pub end: usize,
}

/// The kind word that `text` begins with («П Р И К А З», «Приказ Министерства …»); it is written with a capital.
pub(crate) fn kind_word(g: &Acts, text: &str) -> Option<KindWord> {
    if !text.chars().next()?.is_uppercase() {
        return None;
    }
    if let Some((word, end)) = spaced(text) {
        // «У К А З О …» may run on: the longest beginning that is a kind.
        let kind = g.is_name(&word)?;
        return Some(KindWord { kind, word, end });
    }
    if let Some(word) = half_spaced(text)
        && let Some(kind) = g.is_name(&word)
    {
        return Some(KindWord { kind, word, end: text.len() });
    }
    let (kind, end) = g.name(text)?;
    Some(KindWord { kind, word: text[..end].to_owned(), end })
}

/// An enacting word in a line.
pub(crate) struct Enacting {
    /// The act that it makes.
    pub kind: PartKind,
    /// As written, closed up.
    pub word: String,
    /// Its first byte.
    pub start: usize,
    /// Byte after it and after the colon.
    pub end: usize,
}

/// The enacting word in `text`: before a colon, or the whole line.
pub(crate) fn enacting(g: &Acts, text: &str) -> Option<Enacting> {
    for colon in memchr::memchr_iter(b':', text.as_bytes()) {
        let before = text[..colon].trim_end();
        // Letters of the words that enact end here or nowhere.
        if !before.ends_with(|c: char| is_cyrillic(c)) {
            continue;
        }
        if let Some((kind, word, start)) = last_enacting(g, before) {
            return Some(Enacting { kind, word, start, end: colon + 1 });
        }
    }
    if text.len() > MAX_ALONE {
        return None;
    }
    let alone = text.trim_end_matches(|c: char| !is_letter_or_digit(c));
    let (kind, word, start) = last_enacting(g, alone)?;
    (start == 0).then_some(Enacting { kind, word, start, end: text.len() })
}

/// The enacting word that `before` ends with.
fn last_enacting(g: &Acts, before: &str) -> Option<(PartKind, String, usize)> {
    let last = before
        .rfind(|c: char| !is_letter_or_digit(c))
        .map_or(0, |i| i + before[i..].chars().next().map_or(1, char::len_utf8));
    let word = &before[last..];
    if word.chars().nth(1).is_some() {
        if g.whole(Cue::Following, word) {
            return last_enacting(g, before[..last].trim_end());
        }
        if word.len() > 40 {
            return None;
        }
        return g.enacts(word).map(|kind| (kind, word.to_owned(), last));
    }
    let mut letters: Vec<(usize, char)> = Vec::new();
    let mut end = before.len();
    while letters.len() < MAX_SPACED {
        let rest = before[..end].trim_end();
        let Some((at, c)) = rest.char_indices().next_back() else { break };
        if !is_cyrillic(c) || rest[..at].chars().next_back().is_some_and(is_letter_or_digit) {
            break;
        }
        letters.push((at, c));
        end = at;
    }
    letters.reverse();
    (0..letters.len().saturating_sub(3)).find_map(|from| {
        let word: String = letters[from..].iter().map(|l| l.1).collect();
        g.enacts(&word).map(|kind| (kind, word, letters[from].0))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaced_letters_are_closed_up() {
        assert_eq!(spaced("П Р И К А З № 5"), Some(("ПРИКАЗ".to_owned(), "П Р И К А З".len())));
        assert_eq!(spaced("У К А З"), Some(("УКАЗ".to_owned(), "У К А З".len())));
        assert_eq!(spaced("и в с"), None);
    }

    #[test]
    fn enacting_words_are_found() {
        let g = Acts::builtin();
        let word = |t: &str| enacting(&g, t).map(|e| (e.word, t[..e.start].trim().to_owned()));
        assert_eq!(word("ПРИКАЗЫВАЮ"), Some(("ПРИКАЗЫВАЮ".into(), String::new())));
        assert_eq!(word("П О С Т А Н О В Л Я Ю :"), Some(("ПОСТАНОВЛЯЮ".into(), String::new())));
        assert_eq!(word("Дума города и р е ш и л а:"), Some(("решила".into(), "Дума города и".into())));
        assert_eq!(
            word("Администрация постановляет: 1. Утвердить"),
            Some(("постановляет".into(), "Администрация".into()))
        );
        assert_eq!(word("Директор приказываю следующее:"), Some(("приказываю".into(), "Директор".into())));
        assert_eq!(word("Прошу учесть: приказываю не я"), None);
        assert_eq!(word("Суд решил иначе"), None);
    }
}
