//! Numbers as automatic numbering writes them (`w:numFmt`, ISO/IEC 29500-1, 17.18.59; MSONFC, \[MS-OSHARED\] 2.2.1.3):
//! 3, III, c, 03 and the letters of Russian lists.

/// Largest number that is written in Roman numerals.
const MAX_ROMAN: u32 = 3999;
/// Most letters of a number; larger numbers are written in digits.
const MAX_LETTERS: usize = 30;

/// How a number is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Format {
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
    pub(crate) fn of(name: &str) -> Format {
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

    /// The format with this number in Word 2003 XML and in binary documents.
    pub(crate) fn of_code(code: i64) -> Format {
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
    pub(crate) fn write(self, number: u32) -> String {
        match self {
            Format::Decimal => number.to_string(),
            Format::Zero => format!("{number:02}"),
            Format::UpperRoman => roman(number),
            Format::LowerRoman => roman(number).to_lowercase(),
            Format::UpperLatin => doubled(number, &latin('A')),
            Format::LowerLatin => doubled(number, &latin('a')),
            Format::UpperRussian => doubled(number, &russian('\u{410}')),
            Format::LowerRussian => doubled(number, &russian('\u{430}')),
            Format::Bracketed => format!("({number})"),
            Format::Dashed => format!("- {number} -"),
            Format::Bullet | Format::None => String::new(),
        }
    }
}

/// The 26 Latin letters from `first` on.
pub(crate) fn latin(first: char) -> Vec<char> {
    (0..26).filter_map(|i| char::from_u32(first as u32 + i)).collect()
}

/// The 29 letters that number in Russian, from `first` on: without the short i, both signs and, as everywhere, yo.
pub(crate) fn russian(first: char) -> Vec<char> {
    (0..32).filter(|i| ![9, 26, 28].contains(i)).filter_map(|i| char::from_u32(first as u32 + i)).collect()
}

/// A letter, doubled once the alphabet was gone through, tripled after that: `z`, `aa`, `bb`. Digits where there is none.
pub(crate) fn doubled(number: u32, alphabet: &[char]) -> String {
    let place = (number as usize).checked_sub(1).filter(|i| i / alphabet.len() < MAX_LETTERS);
    let Some(i) = place else { return number.to_string() };
    alphabet[i % alphabet.len()].to_string().repeat(i / alphabet.len() + 1)
}

/// Letters counted as digits are: `z`, `aa`, `ab`. Digits where there is none.
pub(crate) fn counted(number: u32, alphabet: &[char]) -> String {
    let Some(mut rest) = (number as usize).checked_sub(1) else { return number.to_string() };
    let mut out = Vec::new();
    loop {
        out.push(alphabet[rest % alphabet.len()]);
        match (rest / alphabet.len()).checked_sub(1) {
            Some(more) => rest = more,
            None => break,
        }
    }
    out.iter().rev().collect()
}

/// Roman numerals in capitals; digits where there are none.
pub(crate) fn roman(number: u32) -> String {
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
    if !(1..=MAX_ROMAN).contains(&number) {
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
        assert_eq!(Format::LowerRussian.write(0), "0");
        assert_eq!(Format::UpperRoman.write(2025), "MMXXV");
        assert_eq!([counted(28, &latin('a')), doubled(28, &latin('a')), counted(0, &latin('a'))], ["ab", "bb", "0"]);
    }

    #[test]
    fn codes_of_binary_documents_name_the_same_formats() {
        let shown = |code, number| Format::of_code(code).write(number);
        assert_eq!([shown(0, 12), shown(1, 19), shown(4, 27), shown(58, 29)], ["12", "XIX", "aa", "я"]);
        assert_eq!([shown(59, 7), shown(22, 3), shown(23, 1), shown(255, 1)], ["Ж", "03", "", ""]);
    }
}
