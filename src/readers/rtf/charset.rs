//! Code pages of RTF: by number (`\ansicpg1251`, `\cpg1251`) and by the charset of a font (`\fcharset204`).

use encoding_rs::Encoding;

/// What the bytes of a run stand for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Page {
    /// A charset.
    Charset(&'static Encoding),
    /// The font Symbol: Greek letters and signs.
    Symbol,
    /// A font of pictures (Wingdings): private use characters U+F020–U+F0FF.
    Pictures,
}

/// The code page with this number, if it is one that RTF names.
pub fn of_number(number: i32) -> Option<Page> {
    let label: &[u8] = match number {
        866 => b"ibm866",
        874 => b"windows-874",
        932 => b"shift_jis",
        936 => b"gbk",
        949 => b"euc-kr",
        950 => b"big5",
        10000 => b"macintosh",
        10007 => b"x-mac-cyrillic",
        20866 => b"koi8-r",
        21866 => b"koi8-u",
        28595 => b"iso-8859-5",
        65001 => b"utf-8",
        1250..=1258 => return Encoding::for_label(format!("windows-{number}").as_bytes()).map(Page::Charset),
        _ => return None,
    };
    Encoding::for_label(label).map(Page::Charset)
}

/// The code page of a font with this `\fcharset`; `None` where the document's own holds.
///
/// Charset 0 is windows-1252 by the book; Russian programs write it for fonts whose text is in the code page of the
/// document, so that holds.
pub fn of_font(charset: i32, name: &str) -> Option<Page> {
    let number = match charset {
        2 if name.to_ascii_lowercase().contains("symbol") => return Some(Page::Symbol),
        2 => return Some(Page::Pictures),
        77 => 10000,
        89 => 10007,
        128 => 932,
        129 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        _ => return None,
    };
    of_number(number)
}

/// Decodes a run of bytes; counts what the charset does not know.
pub fn decode(bytes: &[u8], page: Page, replaced: &mut usize, out: &mut String) {
    match page {
        Page::Charset(charset) => {
            let (text, wrong) = charset.decode_without_bom_handling(bytes);
            if wrong {
                *replaced += text.chars().filter(|c| *c == '\u{fffd}').count();
            }
            out.push_str(&text);
        }
        Page::Symbol | Page::Pictures => {
            out.extend(bytes.iter().map(|b| symbol(*b, page == Page::Symbol)));
        }
    }
}

/// A character of a private use code, as symbol fonts have them; others as they are.
pub fn of_private(c: char) -> char {
    match u32::from(c) {
        code @ 0xf020..=0xf0ff => signs((code & 0xff) as u8).unwrap_or(c),
        _ => c,
    }
}

/// Signs that stand for bullets and dashes in every symbol font.
fn signs(byte: u8) -> Option<char> {
    Some(match byte {
        0x20 => ' ',
        0x2d => '-',
        0xa7 => '\u{25aa}',
        0xa8 => '\u{25fb}',
        0xb7 => '\u{2022}',
        0xd8 => '\u{27a2}',
        0xfc => '\u{2713}',
        0xfe => '\u{2611}',
        _ => return None,
    })
}

fn symbol(byte: u8, greek: bool) -> char {
    const CAPITALS: &str = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ";
    const SMALL: &str = "αβχδεφγηιϕκλμνοπθρστυϖωξψζ";
    let found = match byte {
        b'A'..=b'Z' if greek => CAPITALS.chars().nth(usize::from(byte - b'A')),
        b'a'..=b'z' if greek => SMALL.chars().nth(usize::from(byte - b'a')),
        0xa3 if greek => Some('\u{2264}'),
        0xb0 if greek => Some('\u{b0}'),
        0xb1 if greek => Some('\u{b1}'),
        0xb3 if greek => Some('\u{2265}'),
        0xb4 if greek => Some('\u{d7}'),
        0xb9 if greek => Some('\u{2260}'),
        0xbb if greek => Some('\u{2248}'),
        0..=0x7e if greek => Some(char::from(byte)),
        _ => None,
    };
    let private = || char::from_u32(0xf000 + u32::from(byte)).unwrap_or(' ');
    found.or_else(|| signs(byte)).unwrap_or_else(private)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8], page: Page) -> String {
        let (mut out, mut replaced) = (String::new(), 0);
        decode(bytes, page, &mut replaced, &mut out);
        out
    }

    #[test]
    fn fonts_name_code_pages() {
        assert_eq!(decoded(b"\xcf\xf0\xb9", of_font(204, "Arial").unwrap()), "Пр№");
        assert_eq!(decoded(b"\xb7", of_font(2, "Symbol").unwrap()), "•");
        assert_eq!(decoded(b"a\xb3", of_font(2, "Symbol").unwrap()), "α≥");
        assert_eq!(decoded(b"\xa7\x4a", of_font(2, "Wingdings").unwrap()), "▪\u{f04a}");
        assert_eq!(of_font(0, "Arial"), None);
        assert_eq!(decoded(b"\xef\xf0", of_number(1251).unwrap()), "пр");
        assert_eq!(of_number(7), None);
    }
}
