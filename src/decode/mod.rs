//! Charset detection and decoding of source documents.
//!
//! [`decode`] turns the bytes of a plain-text document into a `String`. The
//! evidence is taken in this order: a byte order mark, strict UTF-8, UTF-16
//! recognised by its byte pattern, UTF-8 with a few broken bytes, and at last a
//! scored guess between the single-byte Cyrillic charsets.

mod binary;
mod guess;
mod utf;

#[cfg(test)]
mod tests;

pub use binary::{has_signature, is_junk};
#[cfg(feature = "office")]
pub(crate) use guess::leaning;

/// How many bytes of a document the statistical detectors look at.
pub(crate) const SAMPLE_LEN: usize = 64 * 1024;

/// Charset of a source document.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Encoding {
    /// UTF-8; pure ASCII counts as UTF-8.
    Utf8,
    /// UTF-16, little-endian.
    Utf16Le,
    /// UTF-16, big-endian.
    Utf16Be,
    /// Windows code page 1251.
    Windows1251,
    /// KOI8-R (RFC 1489).
    Koi8R,
    /// Code page 866 ("DOS", with box drawing).
    Ibm866,
    /// Mac OS Cyrillic.
    MacCyrillic,
    /// ISO/IEC 8859-5.
    Iso8859_5,
}

impl Encoding {
    /// Every supported charset.
    pub const ALL: &[Encoding] = &[
        Encoding::Utf8,
        Encoding::Utf16Le,
        Encoding::Utf16Be,
        Encoding::Windows1251,
        Encoding::Koi8R,
        Encoding::Ibm866,
        Encoding::MacCyrillic,
        Encoding::Iso8859_5,
    ];

    /// Canonical lower-case name (the WHATWG label).
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "utf-8",
            Encoding::Utf16Le => "utf-16le",
            Encoding::Utf16Be => "utf-16be",
            Encoding::Windows1251 => "windows-1251",
            Encoding::Koi8R => "koi8-r",
            Encoding::Ibm866 => "ibm866",
            Encoding::MacCyrillic => "x-mac-cyrillic",
            Encoding::Iso8859_5 => "iso-8859-5",
        }
    }

    /// Finds a charset by its canonical name or a usual alias.
    ///
    /// Letter case, surrounding blanks and the separators `-`, `_`, `.`, `:`
    /// and space are ignored, so `CP1251`, `win-1251` and `Windows_1251` are
    /// the same. A bare `utf-16` means little-endian, as on the web.
    pub fn from_name(name: &str) -> Option<Encoding> {
        let key: String = name
            .chars()
            .filter(|c| !matches!(c, '-' | '_' | '.' | ':') && !c.is_whitespace())
            .map(|c| c.to_ascii_lowercase())
            .collect();
        Some(match key.as_str() {
            "utf8" | "utf8bom" | "utf8sig" | "cp65001" | "65001" | "ascii" | "usascii" => Encoding::Utf8,
            "utf16le" | "utf16" | "ucs2" | "ucs2le" | "unicode" | "cp1200" | "1200" => Encoding::Utf16Le,
            "utf16be" | "ucs2be" | "unicodefffe" | "cp1201" | "1201" => Encoding::Utf16Be,
            "windows1251" | "win1251" | "cp1251" | "xcp1251" | "1251" | "ansi" | "win" => Encoding::Windows1251,
            "koi8r" | "koi8" | "koi" | "cskoi8r" | "cp20866" | "20866" => Encoding::Koi8R,
            "ibm866" | "cp866" | "dos866" | "dos" | "oem" | "oem866" | "866" | "csibm866" => Encoding::Ibm866,
            "xmaccyrillic" | "maccyrillic" | "mac" | "xmacukrainian" | "cp10007" | "10007" => Encoding::MacCyrillic,
            "iso88595" | "isoir144" | "88595" | "iso885951988" | "cyrillic" | "csisolatincyrillic" | "cp28595"
            | "28595" => Encoding::Iso8859_5,
            _ => return None,
        })
    }

    /// The decoder of a single-byte charset; `None` for the Unicode forms.
    fn single_byte(self) -> Option<&'static encoding_rs::Encoding> {
        match self {
            Encoding::Utf8 | Encoding::Utf16Le | Encoding::Utf16Be => None,
            Encoding::Windows1251 => Some(encoding_rs::WINDOWS_1251),
            Encoding::Koi8R => Some(encoding_rs::KOI8_R),
            Encoding::Ibm866 => Some(encoding_rs::IBM866),
            Encoding::MacCyrillic => Some(encoding_rs::X_MAC_CYRILLIC),
            Encoding::Iso8859_5 => Some(encoding_rs::ISO_8859_5),
        }
    }

    /// The byte order mark of a Unicode form; empty for the other charsets.
    fn bom(self) -> &'static [u8] {
        match self {
            Encoding::Utf8 => b"\xEF\xBB\xBF",
            Encoding::Utf16Le => b"\xFF\xFE",
            Encoding::Utf16Be => b"\xFE\xFF",
            _ => b"",
        }
    }
}

/// On what evidence the charset of a document was chosen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum How {
    /// A byte order mark.
    Bom,
    /// The document is well-formed UTF-8.
    Valid,
    /// A guess from byte patterns and letter statistics.
    Guess,
    /// The document names it (the `meta` tag of a web page).
    Declared,
    /// The caller named the charset.
    Forced,
}

impl How {
    /// Short name: `bom`, `utf-8`, `guess`, `declared` or `forced`.
    pub fn name(self) -> &'static str {
        match self {
            How::Bom => "bom",
            How::Valid => "utf-8",
            How::Guess => "guess",
            How::Declared => "declared",
            How::Forced => "forced",
        }
    }
}

/// A decoded document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decoded {
    /// The text, without its byte order mark.
    pub text: String,
    /// The charset the bytes were decoded from.
    pub encoding: Encoding,
    /// The evidence for `encoding`.
    pub how: How,
    /// Number of U+FFFD put in for undecodable bytes.
    pub replaced: usize,
}

/// Decodes a document, detecting its charset unless one is `forced`.
///
/// Never fails: bytes that the charset cannot explain become U+FFFD and are
/// counted in [`Decoded::replaced`]. A forced charset overrules a byte order
/// mark of another one; its own byte order mark is dropped.
pub fn decode(bytes: &[u8], forced: Option<Encoding>) -> Decoded {
    if let Some(encoding) = forced {
        let body = bytes.strip_prefix(encoding.bom()).unwrap_or(bytes);
        return decode_as(body, encoding, How::Forced);
    }
    for encoding in [Encoding::Utf8, Encoding::Utf16Le, Encoding::Utf16Be] {
        if let Some(body) = bytes.strip_prefix(encoding.bom()) {
            // FF FE are also two lower-case letters of windows-1251.
            if encoding != Encoding::Utf8 && !utf::may_be_utf16(body) {
                continue;
            }
            return decode_as(body, encoding, How::Bom);
        }
    }
    // UTF-16 goes before UTF-8: Russian UTF-16 without quotes or dashes is
    // also well-formed UTF-8, made of control characters and ASCII.
    if let Some(encoding) = utf::detect_utf16(bytes) {
        return decode_as(bytes, encoding, How::Guess);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Decoded { text: text.to_owned(), encoding: Encoding::Utf8, how: How::Valid, replaced: 0 };
    }
    let encoding = if utf::is_mostly_utf8(bytes) { Encoding::Utf8 } else { guess::guess_single_byte(bytes) };
    decode_as(bytes, encoding, How::Guess)
}

/// Decodes bytes without a byte order mark from a known charset.
fn decode_as(bytes: &[u8], encoding: Encoding, how: How) -> Decoded {
    let (text, replaced) = match encoding.single_byte() {
        Some(decoder) => decode_single_byte(bytes, decoder),
        None if encoding == Encoding::Utf8 => utf::decode_utf8(bytes),
        None => utf::decode_utf16(bytes, encoding == Encoding::Utf16Be),
    };
    Decoded { text, encoding, how, replaced }
}

/// Decodes a single-byte charset. The one unassigned byte of windows-1251,
/// which decoders pass through as the control character U+0098, becomes U+FFFD.
fn decode_single_byte(bytes: &[u8], decoder: &'static encoding_rs::Encoding) -> (String, usize) {
    let (text, had_errors) = decoder.decode_without_bom_handling(bytes);
    let mut text = text.into_owned();
    if decoder == encoding_rs::WINDOWS_1251 && bytes.contains(&0x98) {
        text = text.replace('\u{98}', "\u{FFFD}");
    } else if !had_errors {
        return (text, 0);
    }
    let replaced = text.chars().filter(|&c| c == '\u{FFFD}').count();
    (text, replaced)
}
