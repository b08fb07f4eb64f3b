//! Refusal of input that is not text.

use super::{Decoded, SAMPLE_LEN};

/// First bytes of formats that are not plain text.
const SIGNATURES: &[&[u8]] = &[
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"PK\x07\x08",
    b"%PDF-",
    b"\x89PNG\r\n\x1a\n",
    b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
    b"\xFF\xD8\xFF",
    b"GIF87a",
    b"GIF89a",
    b"II*\0",
    b"MM\0*",
    b"AT&TFORM",
    b"Rar!\x1a\x07",
    b"7z\xBC\xAF\x27\x1C",
    b"\x1F\x8B\x08",
    b"\x7FELF",
];

/// Whether the bytes begin with the signature of an archive, an image or an office format.
pub fn has_signature(bytes: &[u8]) -> bool {
    SIGNATURES.iter().any(|s| bytes.starts_with(s))
}

/// Whether a decoded document holds more NULs and control characters, or fewer readable bytes, than any supported
/// charset explains.
///
/// The characters are counted after decoding, so UTF-16 is text. Tab, line feed, carriage return, form feed, escape
/// and the end-of-file mark of old files (0x1A) are not counted; one stray control character other than NUL is
/// forgiven in a text of any length.
pub fn is_junk(decoded: &Decoded) -> bool {
    let (mut total, mut nul, mut control, mut replaced) = (0usize, 0usize, 0usize, 0usize);
    for c in decoded.text.chars().take(SAMPLE_LEN) {
        total += 1;
        match c {
            '\t' | '\n' | '\r' | '\x0C' | '\x1A' | '\x1B' => {}
            '\0' => nul += 1,
            '\u{FFFD}' => replaced += 1,
            c if c.is_control() => control += 1,
            _ => {}
        }
    }
    let too_many = |count: usize| count * 100 > total;
    too_many(nul) || (nul + control > 1 && too_many(nul + control)) || replaced * 3 > total + 6
}
