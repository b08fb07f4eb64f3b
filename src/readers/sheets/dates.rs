//! Dates and times, which cells keep as numbers of days.

use super::number::Number;

/// Where days are counted from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Epoch {
    /// Day 1 is 1 January 1900, and there is a 29 February 1900.
    #[default]
    Y1900,
    /// Day 0 is 1 January 1904.
    Y1904,
}

/// A unit in a format for dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    /// `y`, `m`, `d`, `h` or `s`.
    unit: char,
    /// How often it stands there.
    times: usize,
    /// All of the time in this unit, as in `[h]`.
    whole: bool,
}

/// A token of a format for dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token {
    /// A unit.
    Unit(Unit),
    /// AM or PM.
    Half,
}

impl Token {
    /// A unit that stands `times` times in the code.
    pub fn of(unit: char, times: usize, whole: bool) -> Token {
        Token::Unit(Unit { unit, times, whole })
    }
}

/// What a format for dates is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// A unit, or AM/PM.
    Token(Token),
    /// Words and signs between.
    Text(String),
    /// A digit of a fraction of a second.
    Fraction,
}

/// Months; the form behind a day, the form that stands alone.
const MONTHS: [(&str, &str); 12] = [
    ("\u{44f}\u{43d}\u{432}\u{430}\u{440}\u{44f}", "\u{42f}\u{43d}\u{432}\u{430}\u{440}\u{44c}"),
    ("\u{444}\u{435}\u{432}\u{440}\u{430}\u{43b}\u{44f}", "\u{424}\u{435}\u{432}\u{440}\u{430}\u{43b}\u{44c}"),
    ("\u{43c}\u{430}\u{440}\u{442}\u{430}", "\u{41c}\u{430}\u{440}\u{442}"),
    ("\u{430}\u{43f}\u{440}\u{435}\u{43b}\u{44f}", "\u{410}\u{43f}\u{440}\u{435}\u{43b}\u{44c}"),
    ("\u{43c}\u{430}\u{44f}", "\u{41c}\u{430}\u{439}"),
    ("\u{438}\u{44e}\u{43d}\u{44f}", "\u{418}\u{44e}\u{43d}\u{44c}"),
    ("\u{438}\u{44e}\u{43b}\u{44f}", "\u{418}\u{44e}\u{43b}\u{44c}"),
    ("\u{430}\u{432}\u{433}\u{443}\u{441}\u{442}\u{430}", "\u{410}\u{432}\u{433}\u{443}\u{441}\u{442}"),
    (
        "\u{441}\u{435}\u{43d}\u{442}\u{44f}\u{431}\u{440}\u{44f}",
        "\u{421}\u{435}\u{43d}\u{442}\u{44f}\u{431}\u{440}\u{44c}",
    ),
    ("\u{43e}\u{43a}\u{442}\u{44f}\u{431}\u{440}\u{44f}", "\u{41e}\u{43a}\u{442}\u{44f}\u{431}\u{440}\u{44c}"),
    ("\u{43d}\u{43e}\u{44f}\u{431}\u{440}\u{44f}", "\u{41d}\u{43e}\u{44f}\u{431}\u{440}\u{44c}"),
    ("\u{434}\u{435}\u{43a}\u{430}\u{431}\u{440}\u{44f}", "\u{414}\u{435}\u{43a}\u{430}\u{431}\u{440}\u{44c}"),
];

/// Days of the week from Sunday: short and long.
const DAYS: [(&str, &str); 7] = [
    ("\u{432}\u{441}", "\u{432}\u{43e}\u{441}\u{43a}\u{440}\u{435}\u{441}\u{435}\u{43d}\u{44c}\u{435}"),
    ("\u{43f}\u{43d}", "\u{43f}\u{43e}\u{43d}\u{435}\u{434}\u{435}\u{43b}\u{44c}\u{43d}\u{438}\u{43a}"),
    ("\u{432}\u{442}", "\u{432}\u{442}\u{43e}\u{440}\u{43d}\u{438}\u{43a}"),
    ("\u{441}\u{440}", "\u{441}\u{440}\u{435}\u{434}\u{430}"),
    ("\u{447}\u{442}", "\u{447}\u{435}\u{442}\u{432}\u{435}\u{440}\u{433}"),
    ("\u{43f}\u{442}", "\u{43f}\u{44f}\u{442}\u{43d}\u{438}\u{446}\u{430}"),
    ("\u{441}\u{431}", "\u{441}\u{443}\u{431}\u{431}\u{43e}\u{442}\u{430}"),
];

/// Milliseconds of a day.
const DAY: u64 = 86_400_000;

/// A day of the calendar.
struct Date {
    year: i64,
    month: u64,
    day: u64,
    /// From Sunday.
    weekday: usize,
}

/// The number as a date or time; `None` where there is no such date.
pub fn show(parts: &[Part], number: &Number, epoch: Epoch) -> Option<String> {
    let (days, millis) = number.units(DAY)?;
    let fractions = parts.iter().filter(|p| matches!(p, Part::Fraction)).count();
    // The time is the nearest that can be shown.
    let step = [1000, 100, 10, 1][fractions.min(3)];
    let total = (days * DAY + millis + step / 2) / step * step;
    let (days, millis) = (total / DAY, total % DAY);
    let date = date(days, epoch)?;
    let (hour, minute, second) = (millis / 3_600_000, millis / 60_000 % 60, millis / 1000 % 60);
    let half = parts.contains(&Part::Token(Token::Half));
    let with_day = parts.iter().any(|p| matches!(p, Part::Token(Token::Unit(u)) if u.unit == 'd' && u.times <= 2));
    let mut out = String::new();
    let mut fraction = format!("{:03}", millis % 1000).chars().collect::<Vec<_>>().into_iter();
    for (i, part) in parts.iter().enumerate() {
        let unit = match part {
            Part::Text(text) => {
                let decimal = text == "." && matches!(parts.get(i + 1), Some(Part::Fraction));
                out.push_str(if decimal { "," } else { text });
                continue;
            }
            Part::Fraction => {
                out.extend(fraction.next());
                continue;
            }
            Part::Token(Token::Half) => {
                out.push_str(if hour < 12 { "AM" } else { "PM" });
                continue;
            }
            Part::Token(Token::Unit(unit)) => unit,
        };
        let wide = if unit.times >= 2 { 2 } else { 1 };
        let month = &MONTHS[(date.month - 1) as usize];
        match (unit.unit, unit.times) {
            ('h', _) if unit.whole => out += &format!("{:0wide$}", total / 3_600_000),
            ('m', _) if unit.whole => out += &format!("{:0wide$}", total / 60_000),
            ('s', _) if unit.whole => out += &format!("{:0wide$}", total / 1000),
            ('y', 1 | 2) => out += &format!("{:02}", date.year % 100),
            ('y', _) => out += &date.year.to_string(),
            ('m', 1 | 2) if is_minute(parts, i) => out += &format!("{minute:0wide$}"),
            ('m', 1 | 2) => out += &format!("{:0wide$}", date.month),
            ('m', 3) => out.extend(month.0.chars().take(3)),
            ('m', 4) => out += if with_day { month.0 } else { month.1 },
            ('m', _) => out.extend(month.1.chars().take(1)),
            ('d', 1 | 2) => out += &format!("{:0wide$}", date.day),
            ('d', 3) => out += DAYS[date.weekday].0,
            ('d', _) => out += DAYS[date.weekday].1,
            ('h', _) if half => out += &format!("{:0wide$}", (hour + 11) % 12 + 1),
            ('h', _) => out += &format!("{hour:0wide$}"),
            _ => out += &format!("{second:0wide$}"),
        }
    }
    Some(out.trim().to_owned())
}

/// `m` stands for minutes behind hours and before seconds.
fn is_minute(parts: &[Part], at: usize) -> bool {
    let unit = |part: &Part| match part {
        Part::Token(Token::Unit(unit)) => Some(unit.unit),
        _ => None,
    };
    parts[..at].iter().rev().find_map(unit) == Some('h') || parts[at + 1..].iter().find_map(unit) == Some('s')
}

fn date(days: u64, epoch: Epoch) -> Option<Date> {
    // Days from 1 January 1970.
    let days = i64::try_from(days).ok()?;
    let since = match epoch {
        Epoch::Y1904 => days - 24_107,
        Epoch::Y1900 if days == 60 => return Some(Date { year: 1900, month: 2, day: 29, weekday: 3 }),
        Epoch::Y1900 if days < 60 => days - 25_568,
        _ => days - 25_569,
    };
    if since > 2_932_896 {
        return None;
    }
    // The calendar from 1 March 0000 on, in eras of 400 years.
    let shifted = since + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    Some(Date { year, month: month as u64, day: day as u64, weekday: (since + 4).rem_euclid(7) as usize })
}
