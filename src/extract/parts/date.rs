//! Dates of acts.
//!
//! ```text
//! 15.12.2015   07.06. 2012   «17» мая 2012   « 25» сентября 2011   30.08.24
//! ```

use crate::grammar::acts::prefix;
use crate::grammar::lexicon::Lexicon;
use crate::grammar::lexicon::is_letter;

/// Reads a date that begins at byte `at`: ISO 8601 and the byte after its year.
pub(super) fn date_at(text: &str, at: usize, months: &Lexicon<u8>) -> Option<(String, usize)> {
    let skip = |at: usize, quotes: bool| {
        let rest = text.get(at..)?;
        let n = rest.find(|c: char| {
            !(c == ' ' || quotes && matches!(c, '\u{ab}' | '\u{bb}' | '"' | '\u{201c}' | '\u{201d}' | '\u{201e}'))
        });
        Some(at + n.unwrap_or(rest.len()))
    };
    let digits = |at: usize, max: usize| {
        let rest = text.get(at..)?;
        let n = rest.bytes().take_while(u8::is_ascii_digit).count();
        (1..=max).contains(&n).then(|| rest[..n].parse::<u32>().ok().map(|v| (v, n, at + n))).flatten()
    };
    let first = text.get(at..)?.chars().next()?;
    if !first.is_ascii_digit() && !matches!(first, '\u{ab}' | '"' | '\u{201c}' | '\u{201e}') {
        return None;
    }
    let (day, _, end) = digits(skip(at, true)?, 2)?;
    let (month, year_at) = if text[end..].starts_with('.') {
        let (month, _, end) = digits(skip(end + 1, false)?, 2)?;
        if !text[end..].starts_with('.') {
            return None;
        }
        (month, skip(end + 1, false)?)
    } else {
        let end = skip(end, true)?;
        let rest = prefix(&text[end..], 32);
        let word_end = rest.find(|c: char| !is_letter(c)).unwrap_or(rest.len());
        (u32::from(months.whole(&rest[..word_end])?), skip(end + word_end, true)?)
    };
    let (year, n, end) = digits(year_at, 4)?;
    let year = match n {
        4 => year,
        2 if year < 60 => 2000 + year,
        2 => 1900 + year,
        _ => return None,
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    ((1..=days).contains(&day) && (1800..2200).contains(&year)).then(|| (format!("{year:04}-{month:02}-{day:02}"), end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grammar::acts::Acts;

    #[test]
    fn dates_as_they_are_written() {
        let g = Acts::builtin();
        let iso = |t: &str| date_at(t, 0, &g.months).map(|(iso, end)| (iso, t[end..].to_owned()));
        let some = |iso: &str, rest: &str| Some((iso.to_owned(), rest.to_owned()));
        assert_eq!(iso("15.12.2015 № 1"), some("2015-12-15", " № 1"));
        assert_eq!(iso("07.06. 2012, рег."), some("2012-06-07", ", рег."));
        assert_eq!(iso("« 25» сентября 2011 г."), some("2011-09-25", " г."));
        assert_eq!(iso("\"14\" ноября 2014г."), some("2014-11-14", "г."));
        assert_eq!(iso("30.08.24 г."), some("2024-08-30", " г."));
        assert_eq!(iso("29 февраля 2024"), some("2024-02-29", ""));
        assert_eq!(iso("29 февраля 2023"), None);
        assert_eq!(iso("2.4.2. 2821"), None);
        assert_eq!(iso("17 человек 2023"), None);
    }
}
