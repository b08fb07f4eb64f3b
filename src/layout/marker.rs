//! What list items and numbered headings begin with.

use super::groups::{is_roman, number_places};
use crate::grammar::lexicon::is_letter;

/// What a list item or heading begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marker {
    /// A bullet or a dash.
    Bullet,
    /// A number of so many places.
    Number(usize),
    /// A letter and a bracket.
    Letter,
    /// A Roman number.
    Roman,
}

/// The marker that a text begins with.
pub fn marker(text: &str) -> Option<Marker> {
    marker_len(text).map(|(m, _)| m)
}

/// The marker that a text begins with, and its length in bytes with the blanks behind it.
pub fn marker_len(text: &str) -> Option<(Marker, usize)> {
    let first = text.chars().next()?;
    let skip = |n: usize| n + text[n..].len() - text[n..].trim_start().len();
    if matches!(
        first,
        '\u{b7}'
            | '\u{2022}'
            | '\u{25cf}'
            | '\u{25e6}'
            | '\u{f0b7}'
            | '\u{2013}'
            | '\u{2014}'
            | '-'
            | '*'
            | '\u{2212}'
            | '\u{27a2}'
            | '\u{25aa}'
            | '\u{25a0}'
            | '\u{f0a7}'
            | '\u{f0d8}'
            | '\u{2713}'
            | '\u{2714}'
    ) {
        let n = first.len_utf8();
        return text[n..]
            .chars()
            .next()
            .filter(|c| !c.is_ascii_digit() && *c != '-')
            .map(|_| (Marker::Bullet, skip(n)));
    }
    if first.is_ascii_digit() {
        let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
        let (head, bracket) = (&text[..end], text[end..].starts_with(')'));
        let places = number_places(head);
        let next = text[end + usize::from(bracket)..].chars().next();
        let word = next.is_some_and(|c| c.is_whitespace() || is_letter(c) || matches!(c, '\u{ab}' | '"'));
        let dotted = head.ends_with('.') || bracket || places > 1;
        let fits = places > 0 && first != '0' && dotted && word && (places == 1 || head.len() <= 8);
        return fits.then(|| (Marker::Number(places), skip(end + usize::from(bracket))));
    }
    if is_letter(first) && text[first.len_utf8()..].starts_with(')') && first.is_lowercase() {
        return Some((Marker::Letter, skip(first.len_utf8() + 1)));
    }
    let word = text.split_whitespace().next()?;
    let roman = word.trim_end_matches(['.', ')']);
    (roman.len() < word.len() && is_roman(roman)).then(|| (Marker::Roman, skip(word.len())))
}

/// True where a text is nothing but the number of what follows («1.2.» on a line of its own).
pub fn is_bare_number(text: &str) -> bool {
    let dotted = text.ends_with(['.', ')']) && number_places(text) > 0;
    dotted || text.ends_with('.') && is_roman(text.trim_end_matches('.'))
}

/// The digits that a text begins with: «2.1. Условия» has «2.1».
pub fn number_of(text: &str) -> Option<&str> {
    match marker_len(text) {
        Some((Marker::Number(_), n)) => Some(text[..n].trim_end().trim_end_matches(['.', ')'])),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers() {
        assert_eq!(marker("· сохранение"), Some(Marker::Bullet));
        assert_eq!(marker("-включение"), Some(Marker::Bullet));
        assert_eq!(marker("-5 градусов"), None);
        assert_eq!(marker("1. Сохранить"), Some(Marker::Number(1)));
        assert_eq!(marker("1.2. Перечень"), Some(Marker::Number(2)));
        assert_eq!(marker("1.Выстраивание"), Some(Marker::Number(1)));
        assert_eq!(marker("а) дефис"), Some(Marker::Letter));
        assert_eq!(marker("IV. ЦЕЛЬ"), Some(Marker::Roman));
        assert_eq!(marker("2006 г. № 152"), None);
        assert_eq!(marker("2021 году все"), None);
        assert_eq!(marker("259 ч. не набрали"), None);
        assert_eq!(marker("034,21 рублей"), None);
    }

    #[test]
    fn numbers_alone() {
        assert!(is_bare_number("1.1."));
        assert!(is_bare_number("2."));
        assert!(!is_bare_number("5.2.199"));
        assert!(!is_bare_number("2013"));
        assert_eq!(number_of("2.1. Условия"), Some("2.1"));
        assert_eq!(number_of("Условия"), None);
    }
}
