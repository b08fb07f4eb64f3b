//! Characters of symbol fonts, which stand in the private area from U+F020 on.

/// Bullets that are dashes stay what they are, all others are dots.
pub(super) fn bullet(text: &str) -> &str {
    match text.trim().chars().next() {
        Some('\u{f02d}' | '\u{2212}') => "-",
        Some('-' | '\u{2010}'..='\u{2015}') => text.trim(),
        None => "",
        Some(_) => "\u{2022}",
    }
}

/// What a character of `font` stands for; characters outside the private area are themselves.
pub(super) fn plain(c: char, font: Option<&str>) -> char {
    let code = c as u32;
    if !(0xf020..=0xf0ff).contains(&code) {
        return c;
    }
    symbol(code - 0xf000, font.unwrap_or("Symbol"))
}

/// What the character with this code (from 0x20 to 0xff) of a symbol font stands for; what is not known is a dot.
pub(super) fn symbol(code: u32, font: &str) -> char {
    if font.eq_ignore_ascii_case("symbol") {
        return match code {
            0x61..=0x7a => greek(code - 0x61, SMALL),
            0x41..=0x5a => greek(code - 0x41, CAPITAL),
            0x20..=0x7e => char::from_u32(code).unwrap_or('\u{2022}'),
            _ => SYMBOL.iter().find(|(c, _)| *c == code).map_or('\u{2022}', |(_, to)| *to),
        };
    }
    if font.to_ascii_lowercase().starts_with("wingdings") {
        return match code {
            0x6f | 0x70 | 0x71 | 0x72 | 0xa3 | 0xa8 => '\u{2610}',
            0x52 | 0xfe => '\u{2611}',
            0x53 | 0x54 | 0x78 | 0xfd => '\u{2612}',
            0x50 | 0xfc => '\u{2713}',
            0x4f | 0xfb => '\u{2717}',
            0xe0 | 0xe8 | 0xf0 => '\u{2192}',
            0xdf | 0xe7 | 0xef => '\u{2190}',
            _ => '\u{2022}',
        };
    }
    // Fonts of letters that were marked as symbols keep their ASCII.
    char::from_u32(code).filter(|c| ('\u{20}'..'\u{7f}').contains(c)).unwrap_or('\u{2022}')
}

/// Greek letters at the places of the Latin ones in the font Symbol.
const SMALL: &str = "\u{3b1}\u{3b2}\u{3c7}\u{3b4}\u{3b5}\u{3c6}\u{3b3}\u{3b7}\u{3b9}\u{3d5}\u{3ba}\u{3bb}\u{3bc}\u{3bd}\u{3bf}\u{3c0}\u{3b8}\u{3c1}\u{3c3}\u{3c4}\u{3c5}\u{3d6}\u{3c9}\u{3be}\u{3c8}\u{3b6}";
const CAPITAL: &str = "\u{391}\u{392}\u{3a7}\u{394}\u{395}\u{3a6}\u{393}\u{397}\u{399}\u{3d1}\u{39a}\u{39b}\u{39c}\u{39d}\u{39f}\u{3a0}\u{398}\u{3a1}\u{3a3}\u{3a4}\u{3a5}\u{3c2}\u{3a9}\u{39e}\u{3a8}\u{396}";

fn greek(place: u32, letters: &str) -> char {
    letters.chars().nth(place as usize).unwrap_or('\u{2022}')
}

/// Signs of the font Symbol that documents use.
const SYMBOL: &[(u32, char)] = &[
    (0xa0, '\u{20ac}'),
    (0xa2, '\u{2032}'),
    (0xa3, '\u{2264}'),
    (0xa5, '\u{221e}'),
    (0xab, '\u{2194}'),
    (0xac, '\u{2190}'),
    (0xad, '\u{2191}'),
    (0xae, '\u{2192}'),
    (0xaf, '\u{2193}'),
    (0xb0, '\u{b0}'),
    (0xb1, '\u{b1}'),
    (0xb2, '\u{2033}'),
    (0xb3, '\u{2265}'),
    (0xb4, '\u{d7}'),
    (0xb5, '\u{221d}'),
    (0xb9, '\u{2260}'),
    (0xba, '\u{2261}'),
    (0xbb, '\u{2248}'),
    (0xbc, '\u{2026}'),
    (0xce, '\u{2208}'),
    (0xd7, '\u{22c5}'),
    (0xb8, '\u{f7}'),
    (0xd6, '\u{221a}'),
    (0xe5, '\u{2211}'),
    (0xd5, '\u{220f}'),
    (0xf2, '\u{222b}'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_become_characters() {
        assert_eq!(plain('\u{f0b3}', None), '≥');
        assert_eq!(plain('\u{f053}', Some("symbol")), 'Σ');
        assert_eq!(plain('\u{f061}', Some("Symbol")), 'α');
        assert_eq!(plain('\u{f0fc}', Some("Wingdings")), '✓');
        assert_eq!(plain('\u{f0a7}', Some("Wingdings")), '•');
        assert_eq!(plain('\u{f041}', Some("Arial")), 'A');
        assert_eq!(plain('ж', Some("Symbol")), 'ж');
        assert_eq!([bullet("\u{f0b7}"), bullet("–"), bullet("\u{f02d}"), bullet(" ")], ["•", "–", "-", ""]);
    }
}
