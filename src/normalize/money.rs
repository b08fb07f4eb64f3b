//! Money in prose and in column heads, and units of measurement.
//!
//! | text | sum | unit |
//! |---|---|---|
//! | `составит 4 210 296,7 тыс. руб.` | 4210296.7 | `тыс. руб.` |
//! | `198,9 тысяч рублей` | 198.9 | `тысяч рублей` |
//! | `100 руб. 50 коп.` | raw only | `руб.` |

use std::ops::Range;

use rust_decimal::Decimal;

use super::number::decimal;
use crate::grammar::lexicon::{Lexicon, Words};
use crate::grammar::lexicon::{is_letter, is_letter_or_digit};
use crate::grammar::numbers::{Numbers, UnitKind};

/// Bytes behind a number in which its unit must begin and end.
const NEAR: usize = 64;
/// Bytes of a sum in words that may stand between number and unit: «5 000 (пять тысяч) рублей».
const IN_WORDS: usize = 240;

/// An amount of money with its unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Sum {
    /// The number inside the text; with small coins, the whole sum.
    pub raw: Range<usize>,
    /// The number, not multiplied by its unit; `None` where the sum has small coins.
    pub value: Option<Decimal>,
    /// The unit inside the text.
    pub unit: Option<Range<usize>>,
}

/// The next amount of money with its unit, from byte `from` on.
pub fn find(text: &str, from: usize, g: &Numbers) -> Option<Sum> {
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        at += bytes.get(at..)?.iter().position(u8::is_ascii_digit)?;
        if inside_word(text, at) {
            at = digits_end(bytes, at);
            continue;
        }
        let Ok((rest, value)) = decimal(&text[at..]) else {
            at = digits_end(bytes, at);
            continue;
        };
        let end = text.len() - rest.len();
        match money_at(text, end, g) {
            Some(unit) => return Some(with_coins(text, at, end, value, unit, g)),
            // «2022 100 руб.»: the first group may be a number of its own.
            None => at = digits_end(bytes, at),
        }
    }
}

fn digits_end(bytes: &[u8], at: usize) -> usize {
    at + bytes[at..].iter().position(|b| !b.is_ascii_digit()).unwrap_or(bytes.len() - at)
}

/// A digit that continues a word, or a number that was passed by («12.5»).
fn inside_word(text: &str, at: usize) -> bool {
    let mut before = text[..at].chars().rev();
    match before.next() {
        Some('.' | ',') => before.next().is_some_and(|c| c.is_ascii_digit()),
        Some(c) => is_letter_or_digit(c),
        None => false,
    }
}

fn with_coins(text: &str, at: usize, end: usize, value: Decimal, unit: Range<usize>, g: &Numbers) -> Sum {
    let gap = text[unit.end..].len() - text[unit.end..].trim_start().len();
    let coins = unit.end + gap;
    if gap <= 4
        && let Ok((rest, _)) = decimal(&text[coins..])
    {
        let number = text.len() - rest.len();
        let window = near(text, number);
        let words = Words::new(window);
        if let Some((u, count)) = g.units.at(&words, 0)
            && u.kind == UnitKind::Coin
            && let Some(range) = place(&words, 0, count, u.dotted, window, number)
        {
            return Sum { raw: at..range.end, value: None, unit: Some(unit) };
        }
    }
    Sum { raw: at..end, value: Some(value), unit: Some(unit) }
}

fn money_at(text: &str, at: usize, g: &Numbers) -> Option<Range<usize>> {
    if let Some(unit) = at_start(near(text, at), at, &g.money) {
        return Some(unit);
    }
    // «5 000 (пять тысяч) рублей»
    let rest = &text[at..];
    let inner = rest.trim_start().strip_prefix('(')?;
    let close = inner.bytes().take(IN_WORDS).position(|b| b == b')')?;
    let behind = text.len() - inner.len() + close + 1;
    at_start(near(text, behind), behind, &g.money)
}

fn at_start(window: &str, at: usize, forms: &Lexicon<bool>) -> Option<Range<usize>> {
    // Only blanks may stand between a number and its unit.
    window.trim_start().chars().next().filter(|c| is_letter(*c))?;
    let words = Words::first(window, forms.longest());
    let (dotted, count) = forms.at(&words, 0)?;
    place(&words, 0, count, dotted, window, at)
}

/// The text behind byte `at`, cut to what a unit can fill.
fn near(text: &str, at: usize) -> &str {
    let end = (at + NEAR).min(text.len());
    let end = (at..=end).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(at);
    &text[at..end]
}

fn place(words: &Words, first: usize, count: usize, dotted: bool, text: &str, offset: usize) -> Option<Range<usize>> {
    let start = words.get(first)?.start;
    let mut end = words.get(first + count - 1)?.end;
    if dotted && text[end..].starts_with('.') {
        end += 1;
    }
    Some(offset + start..offset + end)
}

/// A unit of money anywhere in a column head: «Объем финансовых ресурсов, тыс.руб.» → `тыс.руб.`.
pub fn unit(text: &str, g: &Numbers) -> Option<Range<usize>> {
    let words = Words::new(text);
    let (first, dotted, count) = g.money.find(&words, 0)?;
    place(&words, first, count, dotted, text, 0)
}

/// A unit of measurement at the start of `text`: «% к итогу» → `%`, «тыс. руб.» → `тыс. руб.`.
pub fn measure(text: &str, g: &Numbers) -> Option<Range<usize>> {
    let window = near(text, 0);
    let words = Words::new(window);
    let first = words.get(0)?;
    if !text[..first.start].chars().all(|c| c.is_whitespace() || c == '(') {
        return None;
    }
    let (unit, count) = g.units.at(&words, 0)?;
    place(&words, 0, count, unit.dotted, window, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(text: &str, from: usize) -> Option<(String, Option<String>, String)> {
        let s = find(text, from, &Numbers::builtin())?;
        Some((text[s.raw].to_owned(), s.value.map(|v| v.to_string()), text[s.unit?].to_owned()))
    }

    #[test]
    fn sums_in_prose() {
        for (text, raw, value, unit) in [
            ("Всего на 2022 - 2025 годы - 4 210 296,7 тыс. руб., из них", "4 210 296,7", "4210296.7", "тыс. руб."),
            ("составит 198,9 тысяч рублей.", "198,9", "198.9", "тысяч рублей"),
            ("12,5 млн. рублей", "12,5", "12.5", "млн. рублей"),
            ("5 000 (пять тысяч) рублей", "5 000", "5000", "рублей"),
            ("2022 год – 100,0 тыс.руб.;", "100,0", "100.0", "тыс.руб."),
            ("в школе № 7 за 300руб.", "300", "300", "руб."),
        ] {
            assert_eq!(show(text, 0), Some((raw.into(), Some(value.into()), unit.into())), "{text}");
        }
        assert_eq!(show("штраф 100 руб. 50 коп.", 0), Some(("100 руб. 50 коп.".into(), None, "руб.".into())));
        assert_eq!(show("в 2022 году 5 школ", 0), None);
    }

    #[test]
    fn the_next_sum() {
        let text = "10 тыс. руб. и 20 тыс. руб.";
        let first = find(text, 0, &Numbers::builtin()).unwrap();
        assert_eq!(show(text, first.raw.end).unwrap().0, "20");
    }

    #[test]
    fn units() {
        let g = Numbers::builtin();
        let unit = |t: &str| super::unit(t, &g).map(|r| t[r].to_owned());
        assert_eq!(unit("Объем финансовых ресурсов, тыс.руб.").as_deref(), Some("тыс.руб."));
        assert_eq!(unit("2022 тыс. руб.").as_deref(), Some("тыс. руб."));
        assert_eq!(unit("Расходы (млн рублей)").as_deref(), Some("млн рублей"));
        assert_eq!(unit("Рубрика"), None);
        let measure = |t: &str| super::measure(t, &g).map(|r| t[r].to_owned());
        for (text, want) in
            [("%", "%"), ("процентов", "процентов"), ("ед.", "ед."), ("чел. в школе", "чел."), ("кв. м", "кв. м")]
        {
            assert_eq!(measure(text).as_deref(), Some(want));
        }
        assert_eq!(measure("тыс. руб.").as_deref(), Some("тыс. руб."));
        assert_eq!(measure("наличие плана"), None);
    }

    #[test]
    fn no_input_panics() {
        let g = Numbers::builtin();
        let text = "итого 1 234,5 (одна тыс.) тыс. руб. 50 коп. № 5, 12.5.6 — 99999999999999999999999999999999999999999 руб. ½²";
        for (i, _) in text.char_indices() {
            let mut at = 0;
            while let Some(s) = find(&text[..i], at, &g) {
                at = s.raw.end;
            }
            find(&text[i..], 0, &g);
            unit(&text[i..], &g);
            measure(&text[i..], &g);
            super::super::number::read(&text[..i], &g);
            super::super::number::read(&text[i..], &g);
        }
        assert_eq!(find("5 руб.", 1000, &g), None);
    }
}
