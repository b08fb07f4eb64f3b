//! Number formats: what a cell shows of its number, to a Russian reader.
//!
//! ```text
//! 0.105    0.0%           10,5%
//! 44560    dd/mm/yyyy     30.12.2021
//! 22751.1  #,##0.00       22 751,10
//! ```
//!
//! ECMA-376, part 1, section 18.8.30 (formats that are known by number) and 18.8.31 (format codes).

use super::dates::{self, Epoch};
use super::number::Number;

/// Formats that are known by number, as Russian programs show them.
const BUILTIN: &[(u16, &str)] = &[
    (1, "0"),
    (2, "0.00"),
    (3, "#,##0"),
    (4, "#,##0.00"),
    (5, "#,##0\"\u{a0}\u{20bd}\";-#,##0\"\u{a0}\u{20bd}\""),
    (6, "#,##0\"\u{a0}\u{20bd}\";-#,##0\"\u{a0}\u{20bd}\""),
    (7, "#,##0.00\"\u{a0}\u{20bd}\";-#,##0.00\"\u{a0}\u{20bd}\""),
    (8, "#,##0.00\"\u{a0}\u{20bd}\";-#,##0.00\"\u{a0}\u{20bd}\""),
    (9, "0%"),
    (10, "0.00%"),
    (11, "0.00E+00"),
    (14, "dd.mm.yyyy"),
    (15, "dd.mmm.yy"),
    (16, "dd.mmm"),
    (17, "mmm.yy"),
    (18, "h:mm AM/PM"),
    (19, "h:mm:ss AM/PM"),
    (20, "h:mm"),
    (21, "h:mm:ss"),
    (22, "dd.mm.yyyy h:mm"),
    (37, "#,##0;-#,##0"),
    (38, "#,##0;-#,##0"),
    (39, "#,##0.00;-#,##0.00"),
    (40, "#,##0.00;-#,##0.00"),
    (41, "#,##0;-#,##0;\"-\";@"),
    (42, "#,##0\"\u{a0}\u{20bd}\";-#,##0\"\u{a0}\u{20bd}\";\"-\";@"),
    (43, "#,##0.00;-#,##0.00;\"-\";@"),
    (44, "#,##0.00\"\u{a0}\u{20bd}\";-#,##0.00\"\u{a0}\u{20bd}\";\"-\";@"),
    (45, "mm:ss"),
    (46, "[h]:mm:ss"),
    (47, "mm:ss.0"),
    (48, "##0.0E+0"),
    (49, "@"),
];

/// Longest format code that is read.
const MAX_CODE: usize = 255;

/// A number format.
#[derive(Clone, Debug, Default)]
pub struct Format {
    sections: Vec<Section>,
}

#[derive(Clone, Debug, Default)]
struct Section {
    tokens: Vec<Token>,
    /// Comparison and bound, as in `[>=1000]`.
    condition: Option<(String, Number)>,
    date: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Text(String),
    /// `0`, `#` or `?`.
    Digit(char),
    Point,
    Comma,
    Percent,
    Exponent {
        plus: bool,
    },
    /// The text of the cell.
    At,
    General,
    /// `/` outside of dates: a fraction.
    Slash,
    Date(dates::Token),
}

/// How a cell is set.
#[derive(Clone, Debug, Default)]
pub struct Style {
    /// Its number format.
    pub format: Format,
    /// Lines at two sides or more.
    pub boxed: bool,
    /// Bold letters.
    pub bold: bool,
    /// Set in the middle.
    pub centred: bool,
}

impl Format {
    /// The format that is known by this number.
    pub fn builtin(id: u16) -> Format {
        BUILTIN.iter().find(|(known, _)| *known == id).map_or_else(Format::default, |(_, code)| Format::new(code))
    }

    /// The format of this code. What is no format shows numbers as they are.
    pub fn new(code: &str) -> Format {
        if code.len() > MAX_CODE * 4 {
            return Format::default();
        }
        let sections = sections(code).iter().map(|code| Section::new(code)).collect();
        Format { sections }
    }

    /// What a cell with this number shows.
    pub fn number(&self, number: &Number, epoch: Epoch) -> String {
        let Some((section, signed)) = self.section(number) else { return number.general() };
        if section.tokens.is_empty() && self.sections.len() == 1 {
            return number.general();
        }
        if section.date {
            let tokens: Vec<dates::Part> = section.tokens.iter().map(Token::part).collect();
            return dates::show(&tokens, number, epoch).unwrap_or_else(|| number.general());
        }
        let shown = section.show(&number.abs()).unwrap_or_else(|| number.abs().general());
        let minus = signed && number.negative && shown.contains(|c: char| ('1'..='9').contains(&c));
        format!("{}{}", if minus { "-" } else { "" }, shown.trim())
    }

    /// What a cell with this text shows.
    pub fn text(&self, text: &str) -> String {
        let at = |s: &&Section| s.tokens.contains(&Token::At);
        let Some(section) = self.sections.get(3).or_else(|| self.sections.last()).filter(at) else {
            return text.to_owned();
        };
        section
            .tokens
            .iter()
            .map(|token| match token {
                Token::At => text,
                Token::Text(words) => words,
                _ => "",
            })
            .collect()
    }

    /// The section for a number, and whether its sign is shown before it.
    fn section(&self, number: &Number) -> Option<(&Section, bool)> {
        // The last of several sections may be for texts.
        let texts = |s: &Section| s.tokens.contains(&Token::At);
        let count = match self.sections.as_slice() {
            [_, .., last] if texts(last) => self.sections.len() - 1,
            sections => sections.len(),
        };
        let numeric: Vec<&Section> = self.sections[..count.min(3)].iter().collect();
        if numeric.iter().any(|s| s.condition.is_some()) {
            let fits = |s: &&&Section| s.condition.as_ref().is_none_or(|(sign, bound)| compare(number, sign, bound));
            return numeric.iter().find(fits).map(|s| (*s, true));
        }
        match (numeric.as_slice(), number.negative, number.is_zero()) {
            ([one], ..) => Some((one, true)),
            ([_, negative, ..], true, _) => Some((negative, false)),
            ([_, _, zero], _, true) => Some((zero, false)),
            ([first, ..], ..) => Some((first, false)),
            ([], ..) => None,
        }
    }
}

fn compare(number: &Number, sign: &str, bound: &Number) -> bool {
    let order = number.order(bound);
    match sign {
        "<" => order.is_lt(),
        "<=" => order.is_le(),
        ">" => order.is_gt(),
        ">=" => order.is_ge(),
        "=" => order.is_eq(),
        _ => order.is_ne(),
    }
}

/// The sections of a format code, which stand between semicolons.
fn sections(code: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let (mut quoted, mut bracket, mut escaped) = (false, false, false);
    for c in code.chars() {
        if escaped {
            escaped = false;
        } else if quoted {
            quoted = c != '"';
        } else if bracket {
            bracket = c != ']';
        } else {
            match c {
                ';' => {
                    out.push(String::new());
                    continue;
                }
                '"' => quoted = true,
                '[' => bracket = true,
                '\\' | '_' | '*' => escaped = true,
                _ => {}
            }
        }
        if let Some(last) = out.last_mut() {
            last.push(c);
        }
    }
    out
}

impl Section {
    fn new(code: &str) -> Section {
        let mut section = Section::default();
        let general = ["general", "standard", "\u{43e}\u{441}\u{43d}\u{43e}\u{432}\u{43d}\u{43e}\u{439}"];
        if general.contains(&code.trim().to_lowercase().as_str()) {
            section.tokens.push(Token::General);
            return section;
        }
        let mut chars = code.chars();
        loop {
            let own = chars.as_str();
            let Some(c) = chars.next() else { break };
            let token = match c {
                '"' => Token::Text(chars.by_ref().take_while(|c| *c != '"').collect()),
                '\\' => Token::Text(chars.next().map(String::from).unwrap_or_default()),
                '_' => {
                    chars.next();
                    Token::Text(" ".to_owned())
                }
                '*' => {
                    chars.next();
                    continue;
                }
                '[' => {
                    let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                    match section.bracket(&inside) {
                        Some(token) => token,
                        None => continue,
                    }
                }
                '0' | '#' | '?' => Token::Digit(c),
                '.' => Token::Point,
                ',' => Token::Comma,
                '%' => Token::Percent,
                '@' => Token::At,
                '/' => Token::Slash,
                'E' | 'e' if chars.as_str().starts_with(['+', '-']) && section.has_digits() => {
                    Token::Exponent { plus: chars.next() == Some('+') }
                }
                'G' | 'g' if starts(own, "general") => {
                    chars.by_ref().take("eneral".len()).for_each(drop);
                    Token::General
                }
                'A' | 'a' if starts(own, "am/pm") => {
                    chars.by_ref().take("M/PM".len()).for_each(drop);
                    Token::Date(dates::Token::Half)
                }
                'y' | 'Y' | 'm' | 'M' | 'd' | 'D' | 'h' | 'H' | 's' | 'S' => {
                    let unit = c.to_ascii_lowercase();
                    let mut times = 1;
                    while chars.as_str().starts_with([unit, unit.to_ascii_uppercase()]) {
                        chars.next();
                        times += 1;
                    }
                    Token::Date(dates::Token::of(unit, times, false))
                }
                c => Token::Text(c.to_string()),
            };
            section.tokens.push(token);
        }
        section.date = section.tokens.iter().any(|t| matches!(t, Token::Date(_)));
        section
    }

    fn has_digits(&self) -> bool {
        self.tokens.iter().any(|t| matches!(t, Token::Digit(_)))
    }

    /// What stands in square brackets: a colour, a condition, a currency, a stretch of time.
    fn bracket(&mut self, inside: &str) -> Option<Token> {
        if let Some(currency) = inside.strip_prefix('$') {
            let sign = currency.rsplit_once('-').map_or(currency, |(sign, _)| sign);
            return (!sign.is_empty()).then(|| Token::Text(sign.to_owned()));
        }
        let unit = inside.chars().next()?.to_ascii_lowercase();
        if matches!(unit, 'h' | 'm' | 's') && inside.chars().all(|c| c.to_ascii_lowercase() == unit) {
            return Some(Token::Date(dates::Token::of(unit, inside.len(), true)));
        }
        let bound = inside.trim_start_matches(['<', '>', '=']);
        if bound.len() < inside.len() {
            let sign = inside[..inside.len() - bound.len()].to_owned();
            self.condition = Number::parse(bound).map(|bound| (sign, bound));
        }
        None
    }

    /// A number from 0, without its sign; `None` for what only fractions show.
    fn show(&self, number: &Number) -> Option<String> {
        let tokens = &self.tokens;
        if tokens.contains(&Token::Slash) && self.has_digits() {
            return None;
        }
        let last = tokens.iter().rposition(|t| matches!(t, Token::Digit(_)));
        let point = tokens.iter().position(|t| *t == Token::Point).unwrap_or(tokens.len());
        let power = tokens.iter().position(|t| matches!(t, Token::Exponent { .. })).unwrap_or(tokens.len());
        let whole_end = point.min(power);
        let digits = |range: &[Token]| range.iter().filter(|t| matches!(t, Token::Digit(_))).count();
        let wholes = digits(&tokens[..whole_end]);
        let fractions = if point < power { digits(&tokens[point..power]) } else { 0 };
        // Commas behind the last digit divide by thousands, others part the thousands.
        let last_whole = tokens[..whole_end].iter().rposition(|t| matches!(t, Token::Digit(_)));
        let comma = |i: usize| tokens[i] == Token::Comma;
        let grouped = last_whole.is_some_and(|end| (0..end).any(comma));
        let scaled = last.map_or(0, |end| (end + 1..tokens.len()).take_while(|i| comma(*i)).count())
            + last_whole
                .filter(|end| Some(*end) != last)
                .map_or(0, |end| (end + 1..whole_end).take_while(|i| comma(*i)).count());
        let percents = tokens.iter().filter(|t| **t == Token::Percent).count();
        let mut number = number.shifted(2 * percents as i32 - 3 * scaled as i32);
        let mut exponent = 0;
        if power < tokens.len() {
            let step = wholes.max(1) as i32;
            exponent = number.exponent().div_euclid(step) * step;
            number = number.shifted(-exponent);
        }
        let (whole, fraction) = number.rounded(fractions);
        let mut out = String::new();
        let (mut seen, mut behind) = (0, 0);
        for (i, token) in tokens.iter().enumerate() {
            match token {
                Token::Text(text) => out.push_str(text),
                Token::Percent => out.push('%'),
                Token::General | Token::At => out.push_str(&number.general()),
                Token::Digit(kind) if i < whole_end => {
                    place_whole(&mut out, &whole, wholes, seen, *kind, grouped);
                    seen += 1;
                }
                Token::Digit(kind) if i > point && i < power => {
                    let rest = &fraction[behind..];
                    if *kind == '0' || rest.contains(|c| c != '0') {
                        if behind == 0 {
                            out.push(',');
                        }
                        out.push_str(&rest[..1]);
                    }
                    behind += 1;
                }
                Token::Point if wholes == 0 && whole.is_empty() => {}
                Token::Point if wholes == 0 => out.push_str(&whole),
                Token::Exponent { plus } => {
                    let sign = if exponent < 0 {
                        "-"
                    } else if *plus {
                        "+"
                    } else {
                        ""
                    };
                    let width = digits(&tokens[i..]);
                    out.push_str(&format!("E{sign}{:0width$}", exponent.abs()));
                }
                _ => {}
            }
        }
        Some(out)
    }
}

/// Begins with `word`, whatever the case.
fn starts(text: &str, word: &str) -> bool {
    text.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word))
}

/// Writes the digits for place `seen` of `places` before the point; the first place takes all that stand before it.
fn place_whole(out: &mut String, whole: &str, places: usize, seen: usize, kind: char, grouped: bool) {
    let right = places - 1 - seen;
    let from = if seen == 0 { whole.len().max(places) - 1 } else { right };
    for position in (right..=from).rev() {
        match whole.len().checked_sub(position + 1) {
            Some(i) => out.push_str(&whole[i..=i]),
            None if kind == '0' && position == right => out.push('0'),
            None => continue,
        }
        if grouped && position > 0 && position % 3 == 0 {
            out.push('\u{a0}');
        }
    }
}

impl Token {
    /// The token in a date.
    fn part(&self) -> dates::Part {
        match self {
            Token::Date(token) => dates::Part::Token(*token),
            Token::Text(text) => dates::Part::Text(text.clone()),
            Token::Slash => dates::Part::Text(".".to_owned()),
            Token::Comma => dates::Part::Text(",".to_owned()),
            Token::Point => dates::Part::Text(".".to_owned()),
            Token::Digit(_) => dates::Part::Fraction,
            _ => dates::Part::Text(String::new()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(code: &str, number: &str) -> String {
        Format::new(code).number(&Number::parse(number).unwrap(), Epoch::Y1900).replace('\u{a0}', "_")
    }

    #[test]
    fn numbers() {
        for (code, number, want) in [
            ("0.0%", "0.105", "10,5%"),
            ("0%", "1", "100%"),
            ("0.00", "4210296.7", "4210296,70"),
            ("#,##0.0", "22751.1", "22_751,1"),
            ("#,##0.0", "1234567.06", "1_234_567,1"),
            ("#,##0", "999", "999"),
            ("0.0", "97.2722198047567", "97,3"),
            ("0.0", "-0.04", "0,0"),
            ("0", "-5", "-5"),
            ("0.##", "5", "5"),
            ("0.##", "5.5", "5,5"),
            ("#.##", "0.5", ",5"),
            (".00", "0.5", ",50"),
            ("000", "7", "007"),
            ("000-00", "12345", "123-45"),
            ("#,##0_р_.;-#,##0_р_.", "-1500", "-1_500"),
            ("#,##0;(#,##0)", "-1500", "(1_500)"),
            ("#,##0.00\" руб.\"", "1500", "1_500,00 руб."),
            ("#,##0.00[$р.-419]", "2", "2,00р."),
            ("_-* #,##0.00_р_._-;-* #,##0.00_р_._-;_-* \"-\"??_р_._-;_-@_-", "0", "-"),
            ("_-* #,##0.00_р_._-;-* #,##0.00_р_._-;_-* \"-\"??_р_._-;_-@_-", "-3", "-3,00"),
            ("0.0,", "15500", "15,5"),
            ("#,##0,,", "15500000", "16"),
            ("0.00E+00", "15500", "1,55E+04"),
            ("[>=1000]0.0,\" тыс.\";0", "1500", "1,5 тыс."),
            ("[>=1000]0.0,\" тыс.\";0", "15", "15"),
            ("General", "0.5", "0,5"),
            ("General\" шт.\"", "5", "5 шт."),
            ("@", "0.5", "0,5"),
            ("\"№ \"0", "5", "№ 5"),
            ("[Red]0.0;[Blue]-0.0", "-2", "-2,0"),
            ("# ?/?", "0.5", "0,5"),
            ("0;-0;;@", "0", ""),
            ("", "2.5", "2,5"),
        ] {
            assert_eq!(shown(code, number), want, "{code} {number}");
        }
    }

    #[test]
    fn dates_and_times() {
        for (code, number, want) in [
            ("dd/mm/yyyy;@", "44560", "30.12.2021"),
            ("dd.mm.yy", "44560", "30.12.21"),
            ("d mmmm yyyy\" г.\"", "44560", "30 декабря 2021 г."),
            ("[$-419]mmmm yyyy", "44560", "Декабрь 2021"),
            ("mmm.yy", "44560", "дек.21"),
            ("h:mm", "0.75", "18:00"),
            ("[h]:mm:ss", "1.5", "36:00:00"),
            ("mm:ss.0", "0.0005", "00:43,2"),
            ("mm:ss.0", "0.7512", "01:43,7"),
            ("dd/mm/yyyy;@", "-5", "-5"),
            ("h:mm AM/PM", "0.75", "6:00 PM"),
            ("dd.mm.yyyy hh:mm", "44560.5", "30.12.2021 12:00"),
            ("yyyy\\-mm\\-dd", "1", "1900-01-01"),
            ("dd.mm.yyyy", "59", "28.02.1900"),
            ("dd.mm.yyyy", "61", "01.03.1900"),
            ("dd.mm.yyyy", "-5", "-5"),
            ("dddd", "44560", "четверг"),
        ] {
            assert_eq!(shown(code, number), want, "{code} {number}");
        }
        assert_eq!(Format::builtin(14).number(&Number::parse("43098").unwrap(), Epoch::Y1904), "30.12.2021");
    }

    #[test]
    fn texts_and_odd_codes() {
        assert_eq!(Format::new("0;-0;0;\"ул. \"@").text("Садовая"), "ул. Садовая");
        assert_eq!(Format::new("0.0").text("х"), "х");
        for code in ["\"", "[", "\\", "_", "*", "0.0.0", "E+", "[<]", ";;;", "%", "AM", "0E+", "????", ",", "[$]"] {
            for number in ["0", "-1.5", "1E+300", "1e-300", "44560.5", "999999999999"] {
                Format::new(code).number(&Number::parse(number).unwrap(), Epoch::Y1900);
            }
        }
    }
}
