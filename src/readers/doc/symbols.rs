//! Characters of symbol fonts: bullets, arrows and comparison signs that the file gives as places in a font.

use super::compound::word;

/// Names of the fonts.
#[derive(Debug, Default)]
pub struct Fonts {
    names: Vec<String>,
}

impl Fonts {
    /// Reads the font table ([MS-DOC] 2.9.286, SttbfFfn); ends where it is cut short.
    pub fn read(bytes: &[u8]) -> Fonts {
        let mut names = Vec::new();
        let mut rest = bytes.get(4..).unwrap_or(&[]);
        while let Some(length) = rest.first().map(|n| usize::from(*n))
            && let Some(font) = rest.get(1..1 + length)
        {
            // The name stands behind 39 bytes that describe the font, and ends with a zero.
            let name = font.get(39..).unwrap_or(&[]).chunks_exact(2).map(|b| u16::from_le_bytes([b[0], b[1]]));
            let name: Vec<u16> = name.take_while(|u| *u != 0).collect();
            names.push(String::from_utf16_lossy(&name));
            rest = &rest[1 + length..];
        }
        let count = usize::from(word(bytes, 0).unwrap_or(0));
        names.truncate(count);
        Fonts { names }
    }

    /// The name of a font.
    pub fn name(&self, number: u16) -> Option<&str> {
        self.names.get(usize::from(number)).map(String::as_str)
    }
}

/// True for fonts whose characters are signs.
pub fn is_symbolic(font: &str) -> bool {
    font == "Symbol" || font.starts_with("Wingdings") || font == "Webdings"
}

/// The character that stands for `unit` of `font`. Characters of the private area are places in a symbol font; a bullet
/// of an unknown font is a round one, another sign stays as it is.
pub fn symbol(unit: u16, font: Option<&str>, bullet: bool) -> Option<char> {
    let symbolic = font.is_some_and(is_symbolic);
    let private = (0xf000..=0xf0ff).contains(&unit);
    let place_in_font = private || (symbolic && (0x20..=0xff).contains(&unit));
    if !place_in_font {
        return char::from_u32(u32::from(unit));
    }
    let place = (unit & 0xff) as u8;
    let known = if font.is_some_and(|f| f.starts_with("Wingdings")) { of_wingdings(place) } else { of_symbol(place) };
    match known {
        Some(known) => Some(known),
        None if bullet => Some('\u{2022}'),
        None => char::from_u32(u32::from(unit)),
    }
}

/// The font Symbol: printable ASCII that it shares, then signs.
fn of_symbol(place: u8) -> Option<char> {
    Some(match place {
        b' '..=b'!' | b'#' | b'%'..=b'&' | b'('..=b')' | b'+'..=b',' | b'.'..=b'?' => char::from(place),
        b'[' | b']' | b'_' | b'{'..=b'}' => char::from(place),
        0x2d => '\u{2212}',
        0x2a => '\u{2217}',
        0xa2 => '\u{2032}',
        0xa3 => '\u{2264}',
        0xa5 => '\u{221e}',
        0xac => '\u{2190}',
        0xad => '\u{2191}',
        0xae => '\u{2192}',
        0xaf => '\u{2193}',
        0xb0 => '\u{b0}',
        0xb1 => '\u{b1}',
        0xb2 => '\u{2033}',
        0xb3 => '\u{2265}',
        0xb4 => '\u{d7}',
        0xb7 => '\u{2022}',
        0xb8 => '\u{f7}',
        0xb9 => '\u{2260}',
        0xba => '\u{2261}',
        0xbb => '\u{2248}',
        0xbc => '\u{2026}',
        0xc5 => '\u{2295}',
        0xd0 => '\u{2220}',
        0xd6 => '\u{221a}',
        0xd7 => '\u{22c5}',
        0xde => '\u{21d2}',
        0xe5 => '\u{2211}',
        0x61 => '\u{3b1}',
        0x62 => '\u{3b2}',
        0x67 => '\u{3b3}',
        0x64 => '\u{3b4}',
        0x44 => '\u{394}',
        0x53 => '\u{3a3}',
        0x6c => '\u{3bb}',
        0x6d => '\u{3bc}',
        0x70 => '\u{3c0}',
        0x73 => '\u{3c3}',
        0x57 => '\u{3a9}',
        _ => return None,
    })
}

/// The font Wingdings: what lists and check marks are made of.
fn of_wingdings(place: u8) -> Option<char> {
    Some(match place {
        0x20 => ' ',
        0x6c => '\u{25cf}',
        0x6e | 0xa7 => '\u{25aa}',
        0x6f | 0xa8 => '\u{25a1}',
        0x71 | 0x72 => '\u{2751}',
        0x76 => '\u{2756}',
        0x9f | 0xb7 => '\u{2022}',
        0xd8 => '\u{27a2}',
        0xe0 => '\u{2192}',
        0xfb => '\u{2717}',
        0xfc => '\u{2713}',
        0xfd => '\u{2612}',
        0xfe => '\u{2611}',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_symbol_fonts_have_characters_of_their_own() {
        assert_eq!(symbol(0xf0b3, Some("Symbol"), false), Some('≥'));
        assert_eq!(symbol(0xb3, Some("Symbol"), false), Some('≥'));
        assert_eq!(symbol(0xb3, Some("Times New Roman"), false), Some('³'));
        assert_eq!(symbol(0xf0b7, None, true), Some('•'));
        assert_eq!(symbol(0xf0fc, Some("Wingdings"), false), Some('✓'));
        assert_eq!(symbol(0x2013, Some("Symbol"), true), Some('–'));
    }
}
