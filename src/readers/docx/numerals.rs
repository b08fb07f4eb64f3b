//! Numbers as automatic numbering writes them (`w:numFmt`; ISO/IEC 29500-1, 17.18.59).

/// How a number is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Format {
    /// 1, 2, 3.
    #[default]
    Decimal,
    /// 01, 02, …, 10.
    Zero,
    /// I, II, III.
    UpperRoman,
    /// i, ii, iii.
    LowerRoman,
    /// A, B, …, Z, AA, BB.
    UpperLatin,
    /// a, b, …, z, aa, bb.
    LowerLatin,
    /// The Russian letters from U+0410 on, without four of them.
    UpperRussian,
    /// The Russian letters from U+0430 on, without four of them.
    LowerRussian,
    /// (1), (2).
    Bracketed,
    /// - 1 -, - 2 -.
    Dashed,
    /// A mark in place of a number.
    Bullet,
    /// Nothing.
    None,
}

impl Format {
    /// The format of this name; what is not known is written in digits.
    pub(super) fn of(name: &str) -> Format {
        match name {
            "decimalZero" => Format::Zero,
            "upperRoman" => Format::UpperRoman,
            "lowerRoman" => Format::LowerRoman,
            "upperLetter" => Format::UpperLatin,
            "lowerLetter" => Format::LowerLatin,
            "russianUpper" => Format::UpperRussian,
            "russianLower" => Format::LowerRussian,
            "decimalEnclosedParen" => Format::Bracketed,
            "numberInDash" => Format::Dashed,
            "bullet" => Format::Bullet,
            "none" => Format::None,
            _ => Format::Decimal,
        }
    }

    /// The format with this number in Word 2003 XML (the same as in binary documents, \[MS-OSHARED\] 2.2.1.3).
    pub(super) fn of_code(code: i64) -> Format {
        match code {
            1 => Format::UpperRoman,
            2 => Format::LowerRoman,
            3 => Format::UpperLatin,
            4 => Format::LowerLatin,
            22 => Format::Zero,
            23 => Format::Bullet,
            57 => Format::Dashed,
            58 => Format::LowerRussian,
            59 => Format::UpperRussian,
            255 => Format::None,
            _ => Format::Decimal,
        }
    }

    /// `number` in this format.
    pub(super) fn write(self, number: u32) -> String {
        match self {
            Format::Decimal => number.to_string(),
            Format::Zero => format!("{number:02}"),
            Format::UpperRoman => roman(number),
            Format::LowerRoman => roman(number).to_lowercase(),
            Format::UpperLatin => letters(number, 26, |i| char::from(b'A' + i)),
            Format::LowerLatin => letters(number, 26, |i| char::from(b'a' + i)),
            Format::UpperRussian => letters(number, RUSSIAN.len(), |i| russian(i, '\u{410}')),
            Format::LowerRussian => letters(number, RUSSIAN.len(), |i| russian(i, '\u{430}')),
            Format::Bracketed => format!("({number})"),
            Format::Dashed => format!("- {number} -"),
            Format::Bullet | Format::None => String::new(),
        }
    }
}

/// Places in the alphabet of the letters that number: without the short i, both signs and, as everywhere, yo.
const RUSSIAN: [u8; 29] =
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 27, 29, 30, 31];

fn russian(place: u8, first: char) -> char {
    let place = RUSSIAN.get(usize::from(place)).copied().unwrap_or(0);
    char::from_u32(first as u32 + u32::from(place)).unwrap_or(first)
}

/// A letter, doubled once the alphabet was gone through, tripled after that.
fn letters(number: u32, alphabet: usize, letter: impl Fn(u8) -> char) -> String {
    let Some(i) = (number as usize).checked_sub(1) else { return String::new() };
    let times = (i / alphabet + 1).min(30);
    let c = letter(u8::try_from(i % alphabet).unwrap_or(0));
    std::iter::repeat_n(c, times).collect()
}

fn roman(number: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if number == 0 || number > 9999 {
        return number.to_string();
    }
    let mut left = number;
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while left >= value {
            out.push_str(sign);
            left -= value;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_their_format_says() {
        let cases = [
            ("decimal", 12, "12"),
            ("decimalZero", 3, "03"),
            ("upperRoman", 49, "XLIX"),
            ("lowerRoman", 4, "iv"),
            ("upperLetter", 27, "AA"),
            ("lowerLetter", 2, "b"),
            ("russianLower", 10, "к"),
            ("russianLower", 26, "ы"),
            ("russianLower", 27, "э"),
            ("russianLower", 30, "аа"),
            ("russianUpper", 9, "И"),
            ("decimalEnclosedParen", 5, "(5)"),
            ("none", 5, ""),
            ("cardinalText", 5, "5"),
        ];
        for (name, number, text) in cases {
            assert_eq!(Format::of(name).write(number), text, "{name} {number}");
        }
        assert_eq!(Format::UpperRoman.write(u32::MAX), u32::MAX.to_string());
        assert_eq!(Format::LowerRussian.write(0), "");
    }
}
