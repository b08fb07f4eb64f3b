//! Numbers as automatic numbering writes them ([MS-OSHARED] 2.2.1.3, MSONFC): 3, III, в), 03.

/// Forms of numbers.
const UPPER_ROMAN: u8 = 1;
const LOWER_ROMAN: u8 = 2;
const UPPER_LATIN: u8 = 3;
const LOWER_LATIN: u8 = 4;
const ZERO_IN_FRONT: u8 = 22;
const BULLET: u8 = 23;
const LOWER_RUSSIAN: u8 = 58;
const UPPER_RUSSIAN: u8 = 59;
const NONE: u8 = 255;

/// Most letters of a number: higher numbers repeat their letter («аа»).
const MAX_LETTERS: u32 = 20;
/// Largest number that is written in Roman numerals.
const MAX_ROMAN: u32 = 3999;

/// A number in a form; forms that are not known are decimal.
pub fn text(number: u32, form: u8) -> String {
    match form {
        UPPER_ROMAN => roman(number),
        LOWER_ROMAN => roman(number).to_lowercase(),
        UPPER_LATIN => letters(number, ('A'..='Z').collect()),
        LOWER_LATIN => letters(number, ('a'..='z').collect()),
        LOWER_RUSSIAN => letters(number, russian('\u{430}')),
        UPPER_RUSSIAN => letters(number, russian('\u{410}')),
        ZERO_IN_FRONT => format!("{number:02}"),
        BULLET | NONE => String::new(),
        _ => number.to_string(),
    }
}

/// The 29 letters that number in Russian, from `first` on: all but those that are like another or begin no word.
fn russian(first: char) -> Vec<char> {
    // Letter 9 is the short i, 26 and 28 are the signs.
    let code = |i: &u32| char::from_u32(first as u32 + i);
    (0..32).filter(|i| ![9, 26, 28].contains(i)).filter_map(|i| code(&i)).collect()
}

fn letters(number: u32, alphabet: Vec<char>) -> String {
    let count = alphabet.len() as u32;
    let Some(i) = number.checked_sub(1).filter(|i| i / count < MAX_LETTERS) else { return number.to_string() };
    String::from_iter(vec![alphabet[(i % count) as usize]; (i / count + 1) as usize])
}

fn roman(number: u32) -> String {
    if !(1..=MAX_ROMAN).contains(&number) {
        return number.to_string();
    }
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
    fn numbers_have_forms() {
        let shown = |form, numbers: &[u32]| numbers.iter().map(|n| text(*n, form)).collect::<Vec<_>>().join(" ");
        assert_eq!(shown(0, &[0, 1, 12]), "0 1 12");
        assert_eq!(shown(UPPER_ROMAN, &[1, 4, 19, 2025, 5000]), "I IV XIX MMXXV 5000");
        assert_eq!(shown(LOWER_LATIN, &[1, 26, 27]), "a z aa");
        assert_eq!(shown(LOWER_RUSSIAN, &[1, 9, 10, 27, 29, 30, 0]), "а и к э я аа 0");
        assert_eq!(shown(UPPER_RUSSIAN, &[2, 7]), "Б Ж");
        assert_eq!(shown(ZERO_IN_FRONT, &[3, 11]), "03 11");
    }
}
