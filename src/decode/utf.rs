//! Recognition and lenient decoding of UTF-8 and UTF-16.

use super::{Encoding, SAMPLE_LEN};

/// Decodes UTF-8; every maximal ill-formed subsequence becomes one U+FFFD.
pub(super) fn decode_utf8(bytes: &[u8]) -> (String, usize) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (text.to_owned(), 0);
    }
    let mut text = String::with_capacity(bytes.len() + 8);
    let mut replaced = 0;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            text.push('\u{FFFD}');
            replaced += 1;
        }
    }
    (text, replaced)
}

/// Decodes UTF-16; a lone surrogate or an odd last byte becomes U+FFFD.
pub(super) fn decode_utf16(bytes: &[u8], big_endian: bool) -> (String, usize) {
    let mut text = String::with_capacity(bytes.len() + 4);
    let mut replaced = 0;
    for unit in char::decode_utf16(units(bytes, big_endian)) {
        text.push(unit.unwrap_or_else(|_| {
            replaced += 1;
            '\u{FFFD}'
        }));
    }
    if bytes.len() % 2 == 1 {
        text.push('\u{FFFD}');
        replaced += 1;
    }
    (text, replaced)
}

/// The complete code units of a UTF-16 document.
fn units(bytes: &[u8], big_endian: bool) -> impl Iterator<Item = u16> + '_ {
    bytes.chunks_exact(2).map(move |pair| {
        let pair = [pair[0], pair[1]];
        if big_endian { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) }
    })
}

/// Whether bytes after a UTF-16 byte order mark can be UTF-16: hardly any text
/// does without a blank, a line end or a Russian letter, whose high bytes are 0
/// and 4, and no 8-bit text has either byte.
pub(super) fn may_be_utf16(body: &[u8]) -> bool {
    let sample = &body[..body.len().min(SAMPLE_LEN)];
    sample.len() < 4 || sample.contains(&0) || sample.contains(&4)
}

/// Recognises UTF-16 without a byte order mark: nearly all code units of one
/// byte order are Russian letters, ASCII or usual punctuation.
pub(super) fn detect_utf16(bytes: &[u8]) -> Option<Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE_LEN)];
    if sample.len() < 2 || !(sample.contains(&0) || sample.contains(&4)) {
        return None;
    }
    let total = sample.len() / 2;
    let count = |big_endian| units(sample, big_endian).filter(|&unit| is_usual_unit(unit)).count();
    let (little, big) = (count(false), count(true));
    let (best, encoding) = if big > little { (big, Encoding::Utf16Be) } else { (little, Encoding::Utf16Le) };
    (best * 10 >= total * 8).then_some(encoding)
}

/// A code unit that Russian text is normally made of.
fn is_usual_unit(unit: u16) -> bool {
    matches!(
        unit,
        0x09 | 0x0A | 0x0C | 0x0D | 0x20..=0x7E | 0xA0..=0xBF
            | 0x0401 | 0x0410..=0x044F | 0x0451
            | 0x2010..=0x2015 | 0x2018..=0x2026 | 0x2116 | 0x2500..=0x256C
    )
}

/// Whether ill-formed bytes are UTF-8 cut in the middle of a character or with
/// a few broken bytes, rather than text in a single-byte charset.
///
/// Well-formed multi-byte sequences hardly ever arise by chance from a
/// single-byte charset, least of all those of Russian letters, so these have
/// only to be as many as the broken places; for other sequences the bar is
/// higher.
pub(super) fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut russian, mut other, mut broken) = (0usize, 0usize, 0usize);
    let mut tail: &[u8] = b"";
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars().filter(|c| !c.is_ascii()) {
            if is_russian_or_punctuation(c) {
                russian += 1;
            } else {
                other += 1;
            }
        }
        if !chunk.invalid().is_empty() {
            broken += 1;
            tail = chunk.invalid();
        }
    }
    let cut = bytes.ends_with(tail) && is_incomplete(tail);
    if cut {
        broken -= 1;
    }
    if russian + other == 0 {
        return cut && broken == 0 && cut_sequence_is_usual(bytes, tail);
    }
    broken <= russian || broken * 10 <= russian + other
}

/// A sequence that is ill-formed only because its end is missing.
fn is_incomplete(sequence: &[u8]) -> bool {
    std::str::from_utf8(sequence).is_err_and(|e| e.valid_up_to() == 0 && e.error_len().is_none())
}

/// Whether the only non-ASCII bytes of a document, an incomplete sequence at
/// its end, begin a character that is usual in Russian text (or a byte order
/// mark cut short).
fn cut_sequence_is_usual(bytes: &[u8], tail: &[u8]) -> bool {
    match tail {
        [0xC2 | 0xD0 | 0xD1 | 0xE2] => true,
        [0xE2, 0x80 | 0x82 | 0x84 | 0x94..=0x96] => true,
        [0xF0, 0x9F, ..] => true,
        // An accented letter after a Latin one.
        [0xC3..=0xC5] => {
            let before = bytes.len().checked_sub(2).map(|at| bytes[at]);
            before.is_some_and(|b| b.is_ascii_alphabetic())
        }
        [0xEF] | [0xEF, 0xBB] => bytes.len() == tail.len(),
        _ => false,
    }
}

/// A Russian letter or the typographic punctuation around it.
fn is_russian_or_punctuation(c: char) -> bool {
    matches!(
        c,
        '\u{0410}'..='\u{044F}' | '\u{0401}' | '\u{0451}' | '\u{A0}' | '\u{AB}' | '\u{BB}'
            | '\u{2010}'..='\u{2026}' | '\u{2116}' | '\u{FEFF}'
    )
}
