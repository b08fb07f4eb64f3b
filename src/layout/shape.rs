//! What a line or paragraph looks like: capitals, names of people, requisites of acts, labels.

use crate::grammar::Grammars;
use crate::grammar::lexicon::Words;
use crate::grammar::lexicon::{is_letter, is_letter_or_digit};
use crate::normalize::date;

use super::groups::number_places;
use super::marker::{Marker, marker_len};

/// True where all letters are capitals and there are more than `least` of them.
pub fn is_capitals(text: &str, least: usize) -> bool {
    let mut letters = 0;
    for c in text.chars().filter(|c| is_letter(*c)) {
        if c.is_lowercase() {
            return false;
        }
        letters += 1;
    }
    letters > least
}

/// True where the words are those of a heading in capitals: letters, not codes.
pub fn is_capital_heading(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let letters = text.chars().filter(|c| is_letter(*c)).count();
    letters > digits && is_capitals(text, 3)
}

/// Initials and a surname at the end («Глава округа Г.Г. Тополев»): the byte where they begin.
pub fn name_at_end(text: &str) -> Option<usize> {
    let words = Words::new(text);
    let n = words.len();
    let word = |i: usize| words.get(i).map(|w| &text[w.start..w.end]);
    let initial = |i: usize| {
        words.get(i).is_some_and(|w| {
            let s = &text[w.start..w.end];
            let mut chars = s.chars();
            chars.next().is_some_and(|c| c.is_uppercase() && !matches!(c, 'I' | 'V' | 'X'))
                && chars.next().is_none()
                && text[w.end..].starts_with('.')
        })
    };
    let surname = |i: usize| {
        word(i).is_some_and(|s| {
            s.chars().count() > 2 && s.chars().next().is_some_and(char::is_uppercase) && s.chars().all(is_letter)
        })
    };
    if n < 2 || text.ends_with([';', ',', ':']) {
        return None;
    }
    // «Г.Г. Тополев», «Г.Г. Римский-Корсаков»
    let mut last = n - 1;
    if last > 1 && surname(last) && surname(last - 1) && text[..words.get(last)?.start].ends_with('-') {
        last -= 1;
    }
    if surname(last) && initial(last - 1) {
        let first = if last >= 2 && initial(last - 2) { last - 2 } else { last - 1 };
        return words.get(first).map(|w| w.start);
    }
    // «Тополев Г.Г.»
    if n >= 3 && initial(n - 1) && initial(n - 2) && surname(n - 3) {
        return words.get(n - 3).map(|w| w.start);
    }
    None
}

/// True where a text is nothing but a name with initials.
pub fn is_name(text: &str) -> bool {
    text.len() <= 120 && name_at_end(text).is_some_and(|at| !text[..at].contains(is_letter_or_digit))
}

/// True where a text is nothing but requisites: «от 5 мая 2020 г. № 7», «г. Иваново», a date, a number.
pub fn is_requisite(text: &str, g: &Grammars) -> bool {
    if text.len() > 140 {
        return false;
    }
    let h = &g.headings;
    let mut rest = text.trim();
    let mut found = false;
    if let Some(at) = h.after_from(rest) {
        rest = rest[at..].trim_start();
        found = rest.is_empty();
    }
    let quoted = rest.trim_start_matches(['\u{ab}', '"', '\u{201c}', ' ']);
    if let Some((_, end)) = date::date_at(quoted, 0, &g.dates)
        .or_else(|| date::date_at(rest, 0, &g.dates).map(|(d, e)| (d, e + quoted.len() - rest.len())))
    {
        rest = quoted[end..].trim_start_matches([',', ' ']);
        found = true;
    } else if found {
        return false;
    }
    if let Some(at) = h.after_number(rest).filter(|_| found || h.after_from(text).is_none()) {
        let number = rest[at..].trim_start();
        let short = number.split_whitespace().count() <= 1 && number.len() <= 24;
        return short && !number.ends_with([',', ';', ')', '.']);
    }
    if found && rest.is_empty() {
        return true;
    }
    is_place(rest, g)
}

/// «г. Иваново», «пос. Еловый Бор», «р.п. Радица-Крыловка».
fn is_place(text: &str, g: &Grammars) -> bool {
    let Some(at) = g.headings.after_place(text).filter(|_| text.chars().count() <= 40) else { return false };
    let name = text[at..].trim_start_matches(['.', ' ']);
    let words = name.split([' ', '-']).filter(|w| !w.is_empty());
    let capital = |w: &str| w.chars().next().is_some_and(char::is_uppercase) || w.chars().count() <= 3;
    let spaced = text[at..].starts_with(['.', ' ']) || text[at..].is_empty();
    spaced
        && name.chars().next().is_some_and(char::is_uppercase)
        && words.clone().count() <= 4
        && words.clone().all(capital)
        && !name.ends_with([',', ';', '.', ')'])
}

/// «Приложение», «Приложение № 1».
pub fn is_annex_label(text: &str, g: &Grammars) -> bool {
    if text.len() > 60 || g.headings.level(text) != Some(0) {
        return false;
    }
    let mut rest = text.split_whitespace();
    rest.next();
    rest.all(|w| {
        w == "\u{2116}"
            || w == "N"
            || w.trim_start_matches(['\u{2116}', 'N']).trim_end_matches('.').parse::<u32>().is_ok()
    })
}

/// A capitalised word and a number at the beginning («Раздел 3. …», «Приложение № 1», «Трек 2.»).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numbered<'a> {
    /// The number.
    pub number: &'a str,
    /// Byte where the words behind it begin.
    pub rest: usize,
    /// A point or a colon stands behind the number.
    pub pointed: bool,
}

/// The word and number that a text begins with.
pub fn numbered(text: &str) -> Option<Numbered<'_>> {
    let first = text.split_whitespace().next()?;
    let starts = first.chars().next().is_some_and(char::is_uppercase)
        && first.chars().all(is_letter)
        && first.chars().count() > 2;
    if !starts {
        return None;
    }
    let mut at = first.len();
    at += text[at..].len() - text[at..].trim_start().len();
    for sign in ['\u{2116}', 'N'] {
        if text[at..].starts_with(sign) {
            at += sign.len_utf8();
            at += text[at..].len() - text[at..].trim_start().len();
        }
    }
    let tail = &text[at..];
    let digits = tail.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(tail.len());
    let roman = tail.find(|c: char| !matches!(c, 'I' | 'V' | 'X')).unwrap_or(tail.len());
    let number = if digits > 0 { &tail[..digits] } else { &tail[..roman] };
    let trimmed = number.trim_end_matches('.');
    if trimmed.is_empty() || digits > 0 && number_places(trimmed) == 0 {
        return None;
    }
    let behind = &tail[number.len()..];
    if digits == 0 && behind.starts_with(is_letter) {
        return None;
    }
    let pointed = number.len() > trimmed.len() || behind.starts_with([':', '.']);
    let rest = behind.trim_start_matches(['.', ':', ' ', '\u{a0}']);
    Some(Numbered { number: trimmed, rest: text.len() - rest.len(), pointed })
}

/// True where a line between a title and its table says nothing of the table: a blank to fill in, words in brackets, an
/// address on the web, a telephone.
pub fn is_filler(text: &str) -> bool {
    let brackets = text.starts_with('(') && text.ends_with(')');
    let address = text.split_whitespace().count() == 1
        && (text.contains("://") || text.starts_with("www.") || text.contains('@'));
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let number = digits > 0 && !text.contains(is_letter);
    text.contains("___") || brackets || address || number
}

/// Words behind a colon («Цель: повысить …»); the colon of a numbered word («Раздел 1: Цели») aside.
pub fn has_label(text: &str) -> bool {
    let from = match (numbered(text), marker_len(text)) {
        (Some(n), _) => n.rest,
        (_, Some((Marker::Number(_) | Marker::Roman, n))) => n,
        _ => 0,
    };
    let Some(colon) = text[from..].find(':') else { return false };
    let label = &text[from..from + colon];
    !label.contains(['\u{ab}', '"', '\u{201c}']) && text[from + colon + 1..].starts_with([' ', '\t', '-', '\u{2013}'])
}

/// Opening brackets and quotes that a text leaves open.
#[derive(Clone, Copy, Debug, Default)]
pub struct Balance {
    round: u32,
    angle: u32,
    straight: bool,
}

impl Balance {
    /// Counts those of `text`.
    pub fn add(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '(' => self.round += 1,
                ')' => self.round = self.round.saturating_sub(1),
                '\u{ab}' | '\u{201c}' | '\u{201e}' => self.angle += 1,
                '\u{bb}' | '\u{201d}' => self.angle = self.angle.saturating_sub(1),
                '"' => self.straight ^= true,
                _ => {}
            }
        }
    }

    /// True where a bracket is open.
    pub fn bracket(&self) -> bool {
        self.round > 0
    }

    /// True where a quote is open.
    pub fn quote(&self) -> bool {
        self.angle > 0 || self.straight
    }
}

/// How a line leaves its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// A closing mark.
    Closed,
    /// Nothing tells.
    Plain,
    /// A comma, a preposition, a number sign: the sentence goes on.
    Open,
}

/// How `text` ends.
pub fn end(text: &str, g: &Grammars) -> End {
    let bare = text.trim_end();
    if bare.ends_with([',', '\u{2013}', '\u{2014}', '(', '\u{ab}', '\u{2116}']) || bare.ends_with(" -") {
        return End::Open;
    }
    let pointed = bare.ends_with('.');
    let stem = bare.strip_suffix('.').unwrap_or(bare);
    let at = stem
        .rfind(|c: char| !is_letter_or_digit(c))
        .map_or(0, |i| i + stem[i..].chars().next().map_or(1, char::len_utf8));
    let word = &stem[at..];
    if !word.is_empty() && word.len() <= 12 && (word == "N" || word.chars().all(char::is_lowercase)) {
        if g.headings.open(word) && (!pointed || g.headings.short(word)) && at > 0 {
            return End::Open;
        }
        if pointed && g.headings.short(word) {
            return End::Plain;
        }
    }
    if super::heal::is_closed(bare) { End::Closed } else { End::Plain }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_people() {
        for yes in ["К.Х. МИНГАЗОВА", "Д.В.ЛИВАНОВ", "Г.Г. Тополев", "В.Путин", "Кукушкин В.Е."]
        {
            assert!(is_name(yes), "{yes}");
        }
        for no in ["I. Положения", "V. Заключение", "ОБЩИЕ ПОЛОЖЕНИЯ", "Глава округа Г.Г. Тополев"]
        {
            assert!(!is_name(no), "{no}");
        }
        assert!(name_at_end("Глава округа Г.Г. Тополев").is_some());
        assert!(name_at_end("Раздел 1. Паспорт").is_none());
    }

    #[test]
    fn requisites() {
        let g = Grammars::builtin();
        for yes in [
            "от 18 июня 2013 г. N 382н",
            "от 21.12.2015 № 571-п",
            "г. Иваново",
            "29.12.2010",
            "«07» мая 2015г.",
            "пос. Еловый Бор",
            "№ 851",
            "14 июня 2012 года",
        ] {
            assert!(is_requisite(yes, &g), "{yes}");
        }
        for no in [
            "от 21.11.2011 № 323-ФЗ «Об основах охраны», Уставом",
            "ст. 4173; N 49",
            "Министр",
            "29 декабря",
            "от 1 до 5 лет",
            "г., регистрационный № 7);",
            "21 марта 2012 г. № 211.",
            "21.03.2012.",
        ] {
            assert!(!is_requisite(no, &g), "{no}");
        }
    }

    #[test]
    fn ends_of_lines() {
        let g = Grammars::builtin();
        for open in ["от 29 мая,", "в соответствии с", "2012, № 19, ст.", "2013 г. N", "обследования и", "(далее –"]
        {
            assert_eq!(end(open, &g), End::Open, "{open}");
        }
        assert_eq!(end("от 30 августа 2012 г.", &g), End::Plain);
        assert_eq!(end("приложения", &g), End::Plain);
        assert_eq!(end("приложение.", &g), End::Closed);
        assert_eq!(end("(приложение).", &g), End::Closed);
        assert_eq!(end("Раздел А", &g), End::Plain);
    }

    #[test]
    fn numbered_words() {
        assert_eq!(numbered("Раздел 3. Приоритеты").map(|n| (n.number, n.pointed)), Some(("3", true)));
        assert_eq!(numbered("Приложение № 1").map(|n| (n.number, n.pointed)), Some(("1", false)));
        assert_eq!(numbered("Глава района"), None);
        assert_eq!(numbered("Январь 2024. Итоги"), None);
        assert_eq!(numbered("Сведения о 5 домах"), None);
        assert_eq!(numbered("Раздел II. Цели").map(|n| n.number), Some("II"));
    }
}
