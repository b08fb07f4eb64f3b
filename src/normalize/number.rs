//! Numbers as Russian documents write them: `4 210 296,7`, `85–90`, `не менее 5`, `100 %`.
//!
//! | cell | reading |
//! |---|---|
//! | `4 210 296,7`, `1.234,5`, `1 234.5` | value |
//! | `85-90`, `от 85 до 90` | min and max |
//! | `не менее 5`, `≥ 5`, `5 и более` | min, `>=` |
//! | `до 5`, `не более 5` | max, `<=` |
//! | `100 %`, `1,5 раза`, `2 356 чел.` | value; its unit is passed over |
//! | `-`, `х`, `н/д` | blank |
//! | `да`, `01.09.2022`, `2021-2025` | nothing |

use nom::branch::alt;
use nom::character::complete::{char, digit1, one_of, satisfy};
use nom::combinator::{not, opt, peek, verify};
use nom::error::{Error, ErrorKind};
use nom::sequence::preceded;
use nom::{IResult, Parser};
use rust_decimal::Decimal;

use super::scan::DASHES;
use crate::grammar::lexicon::Words;
use crate::grammar::lexicon::is_letter;
use crate::grammar::numbers::{Lead, Numbers, UnitKind};
use crate::model::{Comparator, Number};

/// Longer cells are prose, never one number.
const LONGEST: usize = 160;

/// What a cell says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// The number, where the cell is exactly one.
    pub value: Option<Decimal>,
    /// Least value of a range or comparison.
    pub min: Option<Decimal>,
    /// Greatest value of a range or comparison.
    pub max: Option<Decimal>,
    /// The number is followed by a percent sign or word; the number itself is not divided.
    pub percent: bool,
    /// The cell says that there is no value: a dash, «х», «н/д», or nothing.
    pub blank: bool,
    /// The comparison that the cell states.
    pub comparator: Option<Comparator>,
}

/// Reads a whole cell; what is not understood gives the empty reading.
pub fn read(raw: &str, g: &Numbers) -> Reading {
    let text = without_marks(raw.trim());
    if text.chars().all(|c| DASHES.contains(&c) || c.is_whitespace()) {
        return Reading { blank: true, ..Reading::default() };
    }
    if text.len() > LONGEST {
        return Reading::default();
    }
    understood(text, g).unwrap_or_default()
}

fn understood(text: &str, g: &Numbers) -> Option<Reading> {
    let letter = text.starts_with(|c: char| ('\u{400}'..='\u{45f}').contains(&c));
    if !letter && let Ok((rest, first)) = decimal(text) {
        return quantity(text, first, rest, None, g);
    }
    if !letter && let Ok((rest, comparator)) = sign(text) {
        let rest = rest.trim_start();
        let (after, first) = decimal(rest).ok()?;
        return quantity(rest, first, after, Some(comparator), g);
    }
    if !g.opens.may_open(text) {
        return None;
    }
    let words = Words::new(text);
    if g.blank.at(&words, 0).is_some_and(|(_, n)| n == words.len()) {
        return Some(Reading { blank: true, ..Reading::default() });
    }
    let (lead, count) = g.before.at(&words, 0)?;
    let rest = text[words.get(count - 1)?.end..].trim_start();
    let (after, first) = decimal(rest).ok()?;
    let comparator = match lead {
        Lead::Compare(c) => c,
        Lead::From => match second(after, g) {
            Some(_) => return quantity(rest, first, after, None, g),
            None => Comparator::AtLeast,
        },
    };
    quantity(rest, first, after, Some(comparator), g)
}

fn sign(i: &str) -> IResult<&str, Comparator> {
    let (rest, c) = one_of("<>=\u{2264}\u{2265}").parse(i)?;
    let (rest, equal) = opt(char('=')).parse(rest)?;
    let comparator = match (c, equal.is_some()) {
        ('<', false) => Comparator::Less,
        ('>', false) => Comparator::More,
        ('<', true) | ('\u{2264}', _) => Comparator::AtMost,
        ('>', true) | ('\u{2265}', _) => Comparator::AtLeast,
        _ => Comparator::Equal,
    };
    Ok((rest, comparator))
}

/// A number is read, `rest` is behind it: a range, a unit or nothing.
fn quantity(at: &str, first: Decimal, rest: &str, comparator: Option<Comparator>, g: &Numbers) -> Option<Reading> {
    if comparator.is_none()
        && let Some((percent, other)) = second(rest, g)
    {
        let (end, last) = unsigned(other).ok()?;
        let (also, behind) = tail(end, g)?;
        let years = is_year(&at[..at.len() - rest.len()]) && is_year(&other[..other.len() - end.len()]);
        if first > last || years || behind.is_some() {
            return None;
        }
        return Some(Reading { min: Some(first), max: Some(last), percent: percent || also, ..Reading::default() });
    }
    let (percent, behind) = tail(rest, g)?;
    let comparator = match (comparator, behind) {
        (Some(_), Some(_)) => return None,
        (a, b) => a.or(b),
    };
    let mut reading = Reading { percent, comparator, ..Reading::default() };
    match comparator {
        Some(Comparator::AtLeast | Comparator::More) => reading.min = Some(first),
        Some(Comparator::AtMost | Comparator::Less) => reading.max = Some(first),
        Some(Comparator::Equal) | None => reading.value = Some(first),
    }
    Some(reading)
}

fn is_year(digits: &str) -> bool {
    digits.len() == 4
        && (digits.starts_with("19") || digits.starts_with("20"))
        && digits.bytes().all(|b| b.is_ascii_digit())
}

/// The second end of a range: whether a percent sign stood before the dash or word, and the text from the number on.
fn second<'a>(rest: &'a str, g: &Numbers) -> Option<(bool, &'a str)> {
    let text = rest.trim_start();
    let text_less = text.strip_prefix('%').map(str::trim_start);
    if let Some(other) = text_less.unwrap_or(text).strip_prefix(DASHES) {
        let other = other.trim_start();
        return other.starts_with(|c: char| c.is_ascii_digit()).then_some((text_less.is_some(), other));
    }
    let words = Words::first(text, g.units.longest() + g.to.longest());
    let unit = g.units.at(&words, 0);
    let from = unit.map_or(0, |(_, n)| n);
    let (_, count) = g.to.at(&words, from)?;
    let other = text[words.get(from + count - 1)?.end..].trim_start();
    let percent = unit.is_some_and(|(u, _)| u.kind == UnitKind::Percent);
    other.starts_with(|c: char| c.is_ascii_digit()).then_some((percent, other))
}

/// What is behind a number: nothing, a unit, «и более». `None` where there is more than that.
fn tail(rest: &str, g: &Numbers) -> Option<(bool, Option<Comparator>)> {
    match rest.trim() {
        "" | "." => return Some((false, None)),
        "%" => return Some((true, None)),
        _ => {}
    }
    let words = Words::new(rest);
    let mut at = 0;
    let mut percent = false;
    if let Some((unit, count)) = g.units.at(&words, 0) {
        percent = unit.kind == UnitKind::Percent;
        at = count;
    }
    let mut behind = None;
    if let Some((comparator, count)) = g.behind.at(&words, at) {
        behind = Some(comparator);
        at += count;
    }
    (at > 0 && at == words.len()).then_some((percent, behind))
}

/// The cell without footnote marks at its end: `*`, `<1>`, superscript digits.
fn without_marks(text: &str) -> &str {
    let mut text = text;
    loop {
        let mut cut = text.trim_end_matches(['*', '\u{b9}', '\u{b2}', '\u{b3}', '\u{2074}', '\u{2075}']).trim_end();
        if let Some((head, mark)) = cut.strip_suffix('>').and_then(|t| t.rsplit_once('<'))
            && mark.len() <= 3
            && mark.bytes().all(|b| b.is_ascii_digit() || b == b'*')
        {
            cut = head.trim_end();
        }
        // A cell of nothing but marks stays as it is; so does «м²», where the digit belongs to the unit.
        let unit = cut.len() < text.len() && cut.ends_with(is_letter) && !text.ends_with(['*', '>']);
        if cut.len() == text.len() || cut.is_empty() || unit {
            return text;
        }
        text = cut;
    }
}

/// A Russian-form decimal at the start of `i`, with its sign. Thousands are parted by one blank (also NBSP, thin) or by
/// points or commas where the other one begins the fraction; only in groups of exactly three digits. A chain as
/// `01.09.2022` is no number, neither are more digits than a [`Decimal`] holds.
pub fn decimal(i: &str) -> IResult<&str, Decimal> {
    let (rest, minus) = opt(one_of("-\u{2212}\u{2013}+")).parse(i)?;
    let (rest, value) = unsigned(rest)?;
    Ok((rest, if minus.is_some_and(|c| c != '+') { -value } else { value }))
}

fn unsigned(i: &str) -> IResult<&str, Decimal> {
    let (rest, digits) = alt((
        |i| grouped(i, |c| matches!(c, ' ' | '\u{a0}' | '\u{2007}' | '\u{2009}' | '\u{202f}'), ".,", 1),
        |i| grouped(i, |c| c == '.', ",", 2),
        |i| grouped(i, |c| c == ',', ".", 2),
        |i| grouped(i, |_| false, ".,", 0),
    ))
    .parse(i)?;
    let (rest, ()) = not(peek((opt(one_of(".,")), satisfy(|c| c.is_ascii_digit())))).parse(rest)?;
    let value =
        i128::try_from(digits.mantissa).ok().and_then(|m| Decimal::try_from_i128_with_scale(m, digits.scale).ok());
    value.map(|v| (rest, v)).ok_or(nom::Err::Error(Error::new(i, ErrorKind::TooLarge)))
}

#[derive(Clone, Copy)]
struct Digits {
    mantissa: u128,
    scale: u32,
}

impl Digits {
    fn push(&mut self, digits: &str) -> Option<()> {
        for b in digits.bytes() {
            self.mantissa = self.mantissa.checked_mul(10)?.checked_add(u128::from(b - b'0'))?;
        }
        Some(())
    }
}

/// Digits in groups of three parted by `part`, then perhaps a fraction behind one of `point`. At least `least` groups;
/// one group fewer is enough where a fraction follows.
fn grouped<'a>(i: &'a str, part: impl Fn(char) -> bool, point: &str, least: usize) -> IResult<&'a str, Digits> {
    let large = || nom::Err::Error(Error::new(i, ErrorKind::TooLarge));
    let mut digits = Digits { mantissa: 0, scale: 0 };
    let (mut rest, head) = digit1(i)?;
    digits.push(head).ok_or_else(large)?;
    let mut groups = 0;
    while head.len() <= 3 {
        let group: IResult<&str, &str> = preceded(satisfy(&part), verify(digit1, |d: &str| d.len() == 3)).parse(rest);
        let Ok((after, three)) = group else { break };
        digits.push(three).ok_or_else(large)?;
        groups += 1;
        rest = after;
    }
    let fraction: IResult<&str, &str> = preceded(one_of(point), digit1).parse(rest);
    if let Ok((after, tail)) = fraction {
        digits.push(tail).ok_or_else(large)?;
        digits.scale = u32::try_from(tail.len()).map_err(|_| large())?;
        rest = after;
        groups += usize::from(groups > 0);
    }
    if groups < least {
        return Err(nom::Err::Error(Error::new(i, ErrorKind::Verify)));
    }
    Ok((rest, digits))
}

/// The number as JSON: an integer where it is integral (`835.0` → 835), else its shortest decimal. Exact up to 15
/// digits, which is more than any budget has; longer ones give the nearest double.
pub fn to_json(d: Decimal) -> Number {
    let d = d.normalize();
    if d.scale() == 0 {
        let whole = d.mantissa();
        if let Ok(n) = i64::try_from(whole) {
            return n.into();
        }
        if let Ok(n) = u64::try_from(whole) {
            return n.into();
        }
    }
    let nearest: f64 = d.to_string().parse().unwrap_or_default();
    Number::from_f64(nearest).unwrap_or_else(|| 0.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dec(s: &str) -> Option<Decimal> {
        Some(s.parse().unwrap())
    }

    #[test]
    fn plain_forms() {
        let g = Numbers::builtin();
        for (raw, want) in [
            ("4 210 296,7", "4210296.7"),
            ("4\u{a0}210\u{202f}296,7", "4210296.7"),
            ("1.234,5", "1234.5"),
            ("1,234.5", "1234.5"),
            ("1 234.5", "1234.5"),
            ("1.234.567", "1234567"),
            ("6,44", "6.44"),
            ("3.125", "3.125"),
            ("0,0", "0.0"),
            ("-5", "-5"),
            ("−5,5", "-5.5"),
            ("11*", "11"),
            ("11<1>", "11"),
            ("12¹", "12"),
            ("100%", "100"),
            ("7 процентов", "7"),
            ("1,5 раза", "1.5"),
            ("2 356 чел.", "2356"),
            ("540 м²", "540"),
            ("3 500 тыс. руб.", "3500"),
        ] {
            assert_eq!(read(raw, &g).value, dec(want), "{raw}");
        }
        assert!(read("100 %", &g).percent);
    }

    #[test]
    fn comparisons_and_ranges() {
        let g = Numbers::builtin();
        let show = |raw: &str| {
            let r = read(raw, &g);
            let part = |d: Option<Decimal>| d.map_or("_".into(), |d| d.to_string());
            format!("{} {} {} {:?}", part(r.value), part(r.min), part(r.max), r.comparator)
        };
        for (raw, want) in [
            ("85-90", "_ 85 90 None"),
            ("85 – 90 %", "_ 85 90 None"),
            ("85%-90%", "_ 85 90 None"),
            ("от 85 до 90", "_ 85 90 None"),
            ("от 85 % до 90 %", "_ 85 90 None"),
            ("от 85", "_ 85 _ Some(AtLeast)"),
            ("не менее 5", "_ 5 _ Some(AtLeast)"),
            ("Не более 1 500 чел.", "_ _ 1500 Some(AtMost)"),
            ("более 5", "_ 5 _ Some(More)"),
            ("менее 5", "_ _ 5 Some(Less)"),
            ("до 5", "_ _ 5 Some(AtMost)"),
            ("≥ 5", "_ 5 _ Some(AtLeast)"),
            ("<=5", "_ _ 5 Some(AtMost)"),
            (">5", "_ 5 _ Some(More)"),
            ("60 % и более", "_ 60 _ Some(AtLeast)"),
        ] {
            assert_eq!(show(raw), want, "{raw}");
        }
    }

    #[test]
    fn no_number() {
        let g = Numbers::builtin();
        for raw in [
            "да",
            "нет",
            "01.09.2022",
            "2021-2025",
            "90-85",
            "5-й",
            "не менее пяти",
            "12 34",
            "1 2345",
            "школа № 5",
            "1,2,3",
            "99999999999999999999999999999999999999999999",
            "не менее 5 и более",
        ] {
            assert_eq!(read(raw, &g), Reading::default(), "{raw}");
        }
        for raw in ["", " ", "-", "–", "х", "X", "x", "н/д"] {
            assert!(read(raw, &g).blank, "{raw}");
        }
    }

    #[test]
    fn json_is_exact() {
        for (text, want) in [
            ("11", "11"),
            ("835.0", "835"),
            ("4210296.7", "4210296.7"),
            ("-0.10", "-0.1"),
            ("123456789012.34", "123456789012.34"),
        ] {
            assert_eq!(to_json(text.parse().unwrap()).to_string(), want);
        }
    }
}
