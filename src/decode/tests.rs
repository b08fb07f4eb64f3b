use std::collections::HashMap;

use super::*;

const TEXT: &str = "Администрация Верхнезаречного района сообщает: 5 мая в посёлке Тихая \
Пристань пройдёт сход жителей.\r\nЯвка свободная, объявления размещены у здания школы № 7.\n";

const QUOTED: &str = "Программа «Чистый берег» — часть плана посёлка Дальний Яр на 2031–2033 годы.";

const SINGLE_BYTE: [Encoding; 5] =
    [Encoding::Windows1251, Encoding::Koi8R, Encoding::Ibm866, Encoding::MacCyrillic, Encoding::Iso8859_5];

/// Encodes a text; characters that the charset lacks become `?`.
fn encode(text: &str, encoding: Encoding) -> Vec<u8> {
    match encoding {
        Encoding::Utf8 => text.as_bytes().to_vec(),
        Encoding::Utf16Le => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        Encoding::Utf16Be => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        _ => {
            let bytes: HashMap<char, u8> =
                (0..=255u8).flat_map(|b| decode(&[b], Some(encoding)).text.chars().next().zip(Some(b))).collect();
            text.chars().map(|c| bytes.get(&c).copied().unwrap_or(b'?')).collect()
        }
    }
}

/// The text as far as the charset can express it.
fn expressible(text: &str, encoding: Encoding) -> String {
    decode(&encode(text, encoding), Some(encoding)).text
}

#[test]
fn every_encoding_is_recognised() {
    for &encoding in Encoding::ALL {
        for text in [TEXT, QUOTED] {
            let got = decode(&encode(text, encoding), None);
            assert_eq!(got.encoding, encoding, "{}", encoding.name());
            assert_eq!(got.text, expressible(text, encoding));
            assert_eq!(got.replaced, 0);
            let how = match encoding {
                Encoding::Utf8 => How::Valid,
                _ => How::Guess,
            };
            assert_eq!(got.how, how);
        }
    }
}

#[test]
fn known_bytes() {
    let word = "Ясный";
    let cases: [(&[u8], Encoding); 5] = [
        (b"\xDF\xF1\xED\xFB\xE9", Encoding::Windows1251),
        (b"\xF1\xD3\xCE\xD9\xCA", Encoding::Koi8R),
        (b"\x9F\xE1\xAD\xEB\xA9", Encoding::Ibm866),
        (b"\x9F\xF1\xED\xFB\xE9", Encoding::MacCyrillic),
        (b"\xCF\xE1\xDD\xEB\xD9", Encoding::Iso8859_5),
    ];
    for (bytes, encoding) in cases {
        assert_eq!(encode(word, encoding), bytes);
        let got = decode(bytes, Some(encoding));
        assert_eq!((got.text.as_str(), got.how), (word, How::Forced));
        assert_eq!(decode(bytes, None).text, word, "{}", encoding.name());
    }
}

#[test]
fn mac_and_windows_differ_in_one_lower_case_letter() {
    let text = "о порядке проведения праздничной ярмарки на территории поселения";
    for encoding in [Encoding::Windows1251, Encoding::MacCyrillic] {
        let got = decode(&encode(text, encoding), None);
        assert_eq!((got.text.as_str(), got.encoding), (text, encoding));
    }
}

#[test]
fn letters_alone_tell_charsets_apart() {
    // In the other charset a bullet or a dash is a letter alone, a year's abbreviation is a preposition, a capital is a
    // no-break space, an initial is a sign.
    for text in [
        "• совершенствование методической работы;\n• создание концертных программ, ориентированных на возраст;\n",
        "– научить его использовать личностные резервы, строить индивидуальную систему педагогического труда",
        "г. N 603\n\nОБ УТВЕРЖДЕНИИ ПРОГРАММЫ ГОСУДАРСТВЕННЫХ ГАРАНТИЙ\nОКАЗАНИЯ ГРАЖДАНАМ ПОМОЩИ В ОКРУГЕ\n",
        "включить полевую практику на озере Круглом в планы летних лагерей; представить результаты наблюдений",
        "житель Ж.Ж. просит отметить, что перенос границы зоны затронет участки, и настаивает на выездном осмотре",
        "сведения по округу на отчетную дату\nостаток средств на отчетную дату\n1\n2\n\u{a0}\n\u{a0}\n\u{a0}\nнет\n",
    ] {
        for encoding in SINGLE_BYTE {
            let got = decode(&encode(text, encoding), None);
            assert_eq!(got.text, expressible(text, encoding), "{}", encoding.name());
        }
    }
}

#[test]
fn dos_frames_stay_frames() {
    let table = "┌──────────┬─────┐\r\n│ Улица    │ Дом │\r\n├──────────┼─────┤\r\n\
                 │ Луговая  │  12 │\r\n└──────────┴─────┘\r\n";
    for encoding in [Encoding::Ibm866, Encoding::Koi8R] {
        let got = decode(&encode(table, encoding), None);
        assert_eq!((got.text.as_str(), got.encoding), (table, encoding));
    }
}

#[test]
fn guess_looks_behind_a_long_ascii_beginning() {
    let text = format!("{}{TEXT}", "<td>0</td>\n".repeat(9000));
    for encoding in SINGLE_BYTE {
        let got = decode(&encode(&text, encoding), None);
        assert_eq!(got.encoding, encoding);
    }
}

#[test]
fn byte_order_marks() {
    for encoding in [Encoding::Utf8, Encoding::Utf16Le, Encoding::Utf16Be] {
        let mut bytes = encoding.bom().to_vec();
        assert_eq!(decode(&bytes, None).text, "");
        assert_eq!(decode(&bytes, None).how, How::Bom);
        bytes.extend(encode(TEXT, encoding));
        for forced in [None, Some(encoding)] {
            let got = decode(&bytes, forced);
            assert_eq!(got.text, TEXT);
            assert_eq!(got.encoding, encoding);
            assert_eq!(got.replaced, 0);
            let how = if forced.is_some() { How::Forced } else { How::Bom };
            assert_eq!(got.how, how);
        }
    }
}

#[test]
fn windows_text_that_begins_like_a_byte_order_mark() {
    let text = "яющих собственников жилых помещений уведомить о собрании";
    let bytes = encode(text, Encoding::Windows1251);
    assert!(bytes.starts_with(b"\xFF\xFE"));
    let got = decode(&bytes, None);
    assert_eq!((got.text.as_str(), got.encoding), (text, Encoding::Windows1251));
}

#[test]
fn utf8_cut_at_every_byte() {
    for text in [TEXT, QUOTED, "Да", "café — №"] {
        let bytes = text.as_bytes();
        for end in 0..bytes.len() {
            let got = decode(&bytes[..end], None);
            assert_eq!(got.encoding, Encoding::Utf8, "{end} of {text}");
            let whole = text.is_char_boundary(end);
            assert_eq!(got.replaced, usize::from(!whole));
            assert_eq!(got.how, if whole { How::Valid } else { How::Guess });
            let kept = (0..=end).rfind(|&i| text.is_char_boundary(i)).unwrap_or(0);
            assert!(got.text.starts_with(&text[..kept]));
        }
    }
}

#[test]
fn broken_utf8_bytes_are_counted() {
    let mut bytes = TEXT.as_bytes().to_vec();
    let first_blank = bytes.iter().position(|&b| b == b' ').unwrap();
    bytes[first_blank] = 0xFF;
    bytes.insert(0, 0x80);
    let got = decode(&bytes, None);
    assert_eq!((got.encoding, got.how, got.replaced), (Encoding::Utf8, How::Guess, 2));
    assert_eq!(got.text.matches('\u{FFFD}').count(), 2);
    assert!(got.text.starts_with("\u{FFFD}Администрация\u{FFFD}Верхне"));
    // A broken character in the middle and a cut one at the end.
    let mut bytes = "Слово о".as_bytes().to_vec();
    bytes[2] = b'!';
    bytes.pop();
    let got = decode(&bytes, None);
    assert_eq!((got.encoding, got.replaced), (Encoding::Utf8, 2));
}

#[test]
fn forced_encoding_overrules_the_evidence() {
    let got = decode("Яр".as_bytes(), Some(Encoding::Windows1251));
    assert_eq!(got.text, "РЇСЂ");
    assert_eq!((got.how, got.replaced), (How::Forced, 0));
    let got = decode(b"\xCF\xF0", Some(Encoding::Utf8));
    assert_eq!((got.text.as_str(), got.replaced), ("\u{FFFD}\u{FFFD}", 2));
    // The one unassigned byte of windows-1251.
    let got = decode(b"\xC0\x98", Some(Encoding::Windows1251));
    assert_eq!((got.text.as_str(), got.replaced), ("А\u{FFFD}", 1));
}

#[test]
fn utf16_of_odd_length_and_lone_surrogates() {
    for encoding in [Encoding::Utf16Le, Encoding::Utf16Be] {
        let mut bytes = encode(TEXT, encoding);
        bytes.push(4);
        let got = decode(&bytes, None);
        assert_eq!((got.encoding, got.replaced), (encoding, 1));
        assert_eq!(got.text.strip_suffix('\u{FFFD}'), Some(TEXT));
        assert_eq!(decode(&encode("Яр", encoding), None).text, "Яр");
    }
    let got = decode(b"\x00\xD8\x10\x04", Some(Encoding::Utf16Le));
    assert_eq!((got.text.as_str(), got.replaced), ("\u{FFFD}А", 1));
}

/// Whether a document of unknown charset is refused.
fn looks_binary(bytes: &[u8]) -> bool {
    has_signature(bytes) || is_junk(&decode(bytes, None))
}

#[test]
fn no_prefix_panics() {
    for &encoding in Encoding::ALL {
        let bytes = encode(&format!("{TEXT}{QUOTED}"), encoding);
        for end in 0..=200.min(bytes.len()) {
            let got = decode(&bytes[..end], None);
            let count = got.text.matches('\u{FFFD}').count();
            assert_eq!(got.replaced, count);
            for &forced in Encoding::ALL {
                decode(&bytes[..end], Some(forced));
            }
            looks_binary(&bytes[..end]);
        }
    }
}

/// Reproducible noise (xorshift).
fn noise(mut state: u32, len: usize) -> Vec<u8> {
    (0..len)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            (state >> 11) as u8
        })
        .collect()
}

#[test]
fn empty_ascii_and_junk() {
    for text in ["", "plain ASCII, 100%\n"] {
        let got = decode(text.as_bytes(), None);
        assert_eq!((got.text.as_str(), got.encoding), (text, Encoding::Utf8));
        assert_eq!((got.how, got.replaced), (How::Valid, 0));
    }
    for seed in 1..200 {
        let bytes = noise(seed, seed as usize * 7);
        decode(&bytes, None);
        assert!(seed < 20 || looks_binary(&bytes), "{seed}");
    }
    for byte in 0..=255u8 {
        for len in 1..6 {
            decode(&vec![byte; len], None);
        }
    }
}

#[test]
fn binary_formats_are_refused() {
    for head in [
        b"PK\x03\x04\x14\0\x06\0".as_slice(),
        b"%PDF-1.5\n%\xE2\xE3\xCF\xD3\n",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0",
        b"\xFF\xD8\xFF\xE0\0\x10JFIF",
        b"text\0\0\0\x01\x02\x03text",
        b"\0",
    ] {
        assert!(looks_binary(head), "{head:?}");
    }
}

#[test]
fn texts_are_not_binary() {
    assert!(!looks_binary(b""));
    assert!(!looks_binary(b"a\tb\r\n\x0C\x1B\x1A"));
    for &encoding in Encoding::ALL {
        for text in [TEXT, QUOTED, "Яр"] {
            let mut bytes = encode(text, encoding);
            assert!(!looks_binary(&bytes), "{}", encoding.name());
            bytes.splice(0..0, encoding.bom().iter().copied());
            assert!(!looks_binary(&bytes), "{}", encoding.name());
        }
        let long = TEXT.repeat(400);
        assert!(!looks_binary(&encode(&long, encoding)));
    }
}

#[test]
fn names_and_aliases() {
    for &encoding in Encoding::ALL {
        assert_eq!(Encoding::from_name(encoding.name()), Some(encoding));
        let upper = encoding.name().to_uppercase();
        assert_eq!(Encoding::from_name(&upper), Some(encoding));
    }
    for (alias, encoding) in [
        ("cp1251", Encoding::Windows1251),
        ("win-1251", Encoding::Windows1251),
        ("CP866", Encoding::Ibm866),
        ("dos", Encoding::Ibm866),
        ("koi8r", Encoding::Koi8R),
        ("mac-cyrillic", Encoding::MacCyrillic),
        ("utf8", Encoding::Utf8),
        ("UTF16LE", Encoding::Utf16Le),
        ("utf-16be", Encoding::Utf16Be),
        ("ISO_8859-5", Encoding::Iso8859_5),
    ] {
        assert_eq!(Encoding::from_name(alias), Some(encoding), "{alias}");
    }
    assert_eq!(Encoding::from_name("latin1"), None);
    assert_eq!(Encoding::from_name(""), None);
    for (how, name) in [(How::Bom, "bom"), (How::Valid, "utf-8"), (How::Guess, "guess"), (How::Forced, "forced")] {
        assert_eq!(how.name(), name);
    }
}
