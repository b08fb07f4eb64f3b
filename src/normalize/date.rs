//! Dates of a day as Russian documents write them.
//!
//! | text | date |
//! |---|---|
//! | `30.12.2021`, `30.08.24`, `5.01.2004`, `30/12/2021`, `2021-12-30` | digits; two-digit years 00–49 are 20xx, 50–99 are 19xx |
//! | `30 декабря 2021 г.`, `26 мая 2020года` | a month in words |
//! | `"14" ноября 2014 г.`, `« 25» сентября 2011 г.` | the day in quotes of any kind, with blanks and tabs |

use std::ops::Range;

use nom::character::complete::{char, one_of, satisfy};
use nom::combinator::{map_res, not, opt, peek, verify};
use nom::error::Error;
use nom::{IResult, Parser, bytes::complete::take_while, bytes::complete::take_while_m_n};

use super::scan::QUOTES;
use crate::grammar::dates::Dates;
use crate::grammar::lexicon::Lexicon;
use crate::grammar::lexicon::{is_letter, is_letter_or_digit};

/// A date, a month or a year. It need not exist in the calendar: see [`Date::valid`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date {
    /// Year, four digits.
    pub year: i32,
    /// Month, 1 to 12.
    pub month: Option<u8>,
    /// Day, 1 to 31.
    pub day: Option<u8>,
}

impl Date {
    /// ISO 8601 with reduced precision: `2021-12-30`, `2022-11`, `2023`.
    pub fn iso(&self) -> String {
        match (self.month, self.day) {
            (Some(m), Some(d)) => format!("{:04}-{m:02}-{d:02}", self.year),
            (Some(m), None) => format!("{:04}-{m:02}", self.year),
            _ => format!("{:04}", self.year),
        }
    }

    /// True where the date exists in the calendar.
    pub fn valid(&self) -> bool {
        match (self.month, self.day) {
            (None, day) => day.is_none(),
            (Some(m), None) => (1..=12).contains(&m),
            (Some(m), Some(d)) => (1..=12).contains(&m) && d >= 1 && d <= days_in(self.year, m),
        }
    }
}

/// Number of days of a month; 31 for a month that does not exist.
pub fn days_in(year: i32, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// The date of a day that stands at byte `from`, and the byte behind it and its «г.». `None` for a date that does
/// not exist (`31.02.2020`): [`written_at`] gives those too.
pub fn date_at(text: &str, from: usize, g: &Dates) -> Option<(Date, usize)> {
    written_at(text, from, g).filter(|(date, _)| date.valid())
}

/// As [`date_at`], but gives also dates that do not exist, so that they can be reported: ask [`Date::valid`].
pub fn written_at(text: &str, from: usize, g: &Dates) -> Option<(Date, usize)> {
    let input = text.get(from..)?;
    let (rest, date) = numeric(input).or_else(|_| in_words(input, g)).ok()?;
    let end = text.len() - rest.len();
    Some((date, past_year_word(text, end, &g.year)))
}

/// A date in digits only at byte `from`, with its «г.».
pub(crate) fn numeric_at(text: &str, from: usize, g: &Dates) -> Option<(Date, usize)> {
    let (rest, date) = numeric(text.get(from..)?).ok()?;
    Some((date, past_year_word(text, text.len() - rest.len(), &g.year)))
}

/// The first date of a day from byte `from` on that exists, with the quote that opens it.
pub fn find(text: &str, from: usize, g: &Dates) -> Option<(Range<usize>, Date)> {
    find_written(text, from, g, true)
}

/// As [`find`], but stops also at dates that do not exist.
pub fn find_any(text: &str, from: usize, g: &Dates) -> Option<(Range<usize>, Date)> {
    find_written(text, from, g, false)
}

fn find_written(text: &str, from: usize, g: &Dates, valid: bool) -> Option<(Range<usize>, Date)> {
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        at += bytes.get(at..)?.iter().position(u8::is_ascii_digit)?;
        let run = bytes[at..].iter().position(|b| !b.is_ascii_digit()).unwrap_or(bytes.len() - at);
        // A day has one or two digits, the year that begins an ISO date four.
        if (run <= 2 || run == 4)
            && !continues(text, at)
            && let Some((date, end)) = written_at(text, at, g)
            && (date.valid() || !valid)
        {
            return Some((opening(text, from, at)..end, date));
        }
        at += run;
    }
}

/// True where the digit at `at` continues a word, a number or a date.
fn continues(text: &str, at: usize) -> bool {
    let mut before = text[..at].chars().rev();
    match before.next() {
        Some('.' | ',' | '/' | '-') => before.next().is_some_and(|c| c.is_ascii_digit()),
        Some(c) => is_letter_or_digit(c),
        None => false,
    }
}

/// The place of the quote before the day at `at`, where its twin stands behind the day; else `at`.
fn opening(text: &str, from: usize, at: usize) -> usize {
    let behind = text[at..].trim_start_matches(|c: char| c.is_ascii_digit()).trim_start();
    if !behind.starts_with(QUOTES) {
        return at;
    }
    let before = text[..at].trim_end();
    match before.char_indices().next_back() {
        Some((i, c)) if QUOTES.contains(&c) && i >= from => i,
        _ => at,
    }
}

fn number<'a>(min: usize, max: usize) -> impl Parser<&'a str, Output = i32, Error = Error<&'a str>> {
    map_res(take_while_m_n(min, max, |c: char| c.is_ascii_digit()), str::parse::<i32>)
}

fn small<'a>() -> impl Parser<&'a str, Output = u8, Error = Error<&'a str>> {
    map_res(take_while_m_n(1, 2, |c: char| c.is_ascii_digit()), str::parse::<u8>)
}

fn blanks(i: &str) -> IResult<&str, &str> {
    take_while(char::is_whitespace).parse(i)
}

/// No digit may follow, also not behind a point.
fn stop(i: &str) -> IResult<&str, ()> {
    not(peek((opt(one_of("./-")), satisfy(|c| c.is_ascii_digit())))).parse(i)
}

fn numeric(i: &str) -> IResult<&str, Date> {
    let iso = (number(4, 4), char('-'), number(2, 2), char('-'), number(2, 2), stop).parse(i);
    if let Ok((rest, (year, _, month, _, day, ()))) = iso {
        return Ok((rest, Date { year, month: Some(month as u8), day: Some(day as u8) }));
    }
    let (rest, day) = small().parse(i)?;
    let (rest, mark) = one_of("./").parse(rest)?;
    let (rest, month) = verify(small(), |m| (1..=12).contains(m)).parse(rest)?;
    let (rest, _) = char(mark).parse(rest)?;
    let (rest, digits) = take_while_m_n(2, 4, |c: char| c.is_ascii_digit()).parse(rest)?;
    // «25.12.2024-10.01.2025»: a dash before another day parts.
    let another = rest.strip_prefix('-').is_some_and(|r| dotted(r).is_ok());
    let (rest, ()) = if another { (rest, ()) } else { stop(rest)? };
    let year = verify(number(2, 4), |_| digits.len() != 3).parse(digits)?.1;
    let year = match digits.len() {
        2 if year < 50 => 2000 + year,
        2 => 1900 + year,
        _ => year,
    };
    Ok((rest, Date { year, month: Some(month), day: Some(day) }))
}

/// The day and month that begin another date in digits.
fn dotted(i: &str) -> IResult<&str, (u8, char, u8, char, &str)> {
    let month = verify(small(), |m| (1..=12).contains(m));
    (small(), one_of("./"), month, one_of("./"), take_while_m_n(2, 4, |c: char| c.is_ascii_digit())).parse(i)
}

fn in_words<'a>(i: &'a str, g: &Dates) -> IResult<&'a str, Date> {
    let quote = || opt(satisfy(|c| QUOTES.contains(&c)));
    let (rest, (_, _, day, _, _, _)) = (quote(), blanks, small(), blanks, quote(), blanks).parse(i)?;
    let (rest, month) = map_res(take_while(is_letter), |word: &str| {
        // The longest month has 16 bytes in its longest form.
        (!word.is_empty() && word.len() <= 24).then(|| g.months.whole(word)).flatten().ok_or(())
    })
    .parse(rest)?;
    let (rest, _) = blanks(rest)?;
    let (rest, year) = number(4, 4).parse(rest)?;
    let (rest, ()) = not(peek(satisfy(|c| c.is_ascii_digit()))).parse(rest)?;
    Ok((rest, Date { year, month: Some(month), day: Some(day) }))
}

/// The byte behind «г.», «года» at byte `end`, blanks between passed over; `end` where there is none. A line end or
/// a tab parts: «30.12.2021⇥г. Ефремов».
fn past_year_word(text: &str, end: usize, year: &Lexicon<bool>) -> usize {
    let rest = text[end..].trim_start_matches([' ', '\u{a0}', '\u{2009}', '\u{202f}']);
    let word = &rest[..rest.find(|c: char| !is_letter(c)).unwrap_or(rest.len())];
    if word.is_empty() || word.len() > 12 {
        return end;
    }
    let Some(dotted) = year.whole(word) else { return end };
    let behind = text.len() - rest.len() + word.len();
    behind + usize::from(dotted && text[behind..].starts_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        let g = Dates::builtin();
        for (text, iso) in [
            ("30.12.2021", "2021-12-30"),
            ("30.12.2021 г.", "2021-12-30"),
            ("30.12.2021г.", "2021-12-30"),
            ("30.08.24", "2024-08-30"),
            ("05.06.98 г.", "1998-06-05"),
            ("30/12/2021", "2021-12-30"),
            ("5.01.2004", "2004-01-05"),
            ("2021-12-30", "2021-12-30"),
            ("30 декабря 2021 г.", "2021-12-30"),
            ("30 декабря 2021 года", "2021-12-30"),
            ("\"14\" ноября 2014 г.", "2014-11-14"),
            ("« 25» \tсентября\t 2011 г.", "2011-09-25"),
            ("«08»\u{a0}мая\u{a0}2019 года", "2019-05-08"),
            ("26 мая 2020года", "2020-05-26"),
            ("26 МАЯ 2020", "2020-05-26"),
        ] {
            let read = date_at(text, 0, &g).map(|(d, end)| (d.iso(), end));
            assert_eq!(read, Some((iso.into(), text.len())), "{text}");
        }
    }

    #[test]
    fn no_dates() {
        let g = Dates::builtin();
        for text in [
            "31.02.2020",
            "30.13.2021",
            "30.12.202",
            "1.2.3.2020",
            "30.12.20215",
            "5 школ 2020",
            "30.12/2021",
            "2021-02-30",
        ] {
            assert_eq!(find(text, 0, &g), None, "{text}");
        }
        assert_eq!(
            written_at("31.02.2020", 0, &g).map(|(d, _)| (d.valid(), d.iso())),
            Some((false, "2020-02-31".into()))
        );
        assert!(date_at("29.02.2020", 0, &g).is_some() && date_at("29.02.1900", 0, &g).is_none());
    }

    #[test]
    fn dates_in_a_text() {
        let g = Dates::builtin();
        let text = "Утверждён приказом № 12.5 от « 25 » сентября 2011 г. и от 30.08.24 № 698";
        let (at, first) = find(text, 0, &g).unwrap();
        assert_eq!((&text[at.clone()], first.iso().as_str()), ("« 25 » сентября 2011 г.", "2011-09-25"));
        let (at, second) = find(text, at.end, &g).unwrap();
        assert_eq!((&text[at], second.iso().as_str()), ("30.08.24", "2024-08-30"));
        let town = "30.12.2021\tг. Ефремов";
        assert_eq!(find(town, 0, &g).map(|(at, _)| at), Some(0..10));
    }

    #[test]
    fn no_input_panics() {
        let g = Dates::builtin();
        let text = "« 25» \tсентября\t 2011 г., 30.12.2021года 99.99.9999 4294967296.12.2021 2021-12-30 ¼ мая 2020";
        for (i, _) in text.char_indices() {
            find(&text[..i], 0, &g);
            find(&text[i..], 0, &g);
            find_any(text, i, &g);
        }
        for i in 0..text.len() + 3 {
            written_at(text, i, &g);
        }
    }
}
