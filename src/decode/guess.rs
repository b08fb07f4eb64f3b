//! Scored guess between the single-byte Cyrillic charsets.
//!
//! Each charset turns the same bytes into another sequence of characters. The
//! sequences are compared by their cost, a negative log probability under a
//! small model of Russian text: letter bigrams, letter case inside a word, and
//! the frequency of the other non-ASCII characters. As all these charsets
//! agree on ASCII, only the rest has a cost of its own.

use std::sync::OnceLock;

use super::{Encoding, SAMPLE_LEN};

/// Letters of the Russian alphabet and, at 0, everything else.
const SYMBOLS: usize = 34;

/// Letter bigram costs in half nats, one base-36 digit each. Row: first
/// character, column: second one; both in the order "not a letter, а to я, ё".
const BIGRAMS: [[u16; SYMBOLS]; SYMBOLS] = parse_bigrams(include_str!("bigrams.txt").as_bytes());

/// One half nat in the unit of the costs below (hundredths of a nat).
const HALF_NAT: u16 = 50;

/// Cost of a letter after an unknown beginning, whatever the letter.
const FIRST_LETTER: u16 = 300;

/// Added cost of a dash at the very beginning of a text.
const FIRST_DASH: u16 = 200;

/// Added cost of a closing guillemet after a blank or an opening bracket.
const SPACED_CLOSE: u16 = 250;

/// Added cost of an opening guillemet after anything else.
const GLUED_QUOTE: u16 = 200;

/// Added cost of a no-break space after a blank.
const SPACED_SPACE: u16 = 250;

/// Cost of a no-break space that is all of a line or a cell.
const BLANK_CELL: u16 = 150;

/// Cost of a letter right after one of `?`, `!` and `;`.
const UNSPACED: u16 = 400;

/// Highest cost of a letter inside a word in capitals.
const ABBREVIATION: u16 = 450;

/// Letters of such a word after which it is taken for a usual word.
const ABBREVIATION_LENGTH: usize = 6;

/// Highest cost of the end of a word in capitals.
const ABBREVIATION_END: u16 = 200;

/// Added cost of a letter alone that is no usual word.
const ODD_WORD: u16 = 450;

/// Added cost of a letter alone that is no usual abbreviation, number of an item or of an act.
const ODD_ABBREVIATION: u16 = 300;

/// Highest cost of an initial.
const INITIAL: u16 = 350;

/// Highest cost of its end.
const INITIAL_END: u16 = 50;

/// Most letters alone that count as odd: where there are more, the document marks something with them.
const ODD_MOST: usize = 4;

/// Letters that stand alone, sets of bits as in [`BIGRAMS`]. Rows: as words (prepositions, conjunctions, the mark in
/// a cell), before a full stop (years, items, streets), before a bracket (items of lists), at a stroke or a hyphen,
/// right behind a number (kinds of acts, ordinals).
const LONE: [u64; 5] = parse_lone(include_str!("lone.txt").as_bytes());

/// Cost of a charset before any text is seen: how rare it is in the archives.
const CANDIDATES: [(Encoding, u32); 5] = [
    (Encoding::Windows1251, 0),
    (Encoding::Ibm866, 30),
    (Encoding::Koi8R, 40),
    (Encoding::MacCyrillic, 100),
    (Encoding::Iso8859_5, 120),
];

/// With fewer non-ASCII bytes than this the costs above count for more.
const SHORT_SAMPLE: usize = 60;

/// What a byte means in a charset.
#[derive(Clone, Copy)]
enum Class {
    /// ASCII, the same in every charset.
    Ascii,
    /// A Russian letter, 1 to 33 as in [`BIGRAMS`].
    Letter { index: u8, upper: bool },
    /// A straight line or a block of box drawing.
    Line,
    /// A corner or a junction of box drawing.
    Corner,
    /// Any other non-ASCII character, with its cost.
    Sign(u16, Place),
}

/// Where a sign stands about a word.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    /// No-break space.
    Space,
    /// Dashes, with blanks on both sides as a rule.
    Dash,
    /// Opening guillemet, usual before capitals and lower case.
    Quote,
    /// Closing guillemet, never after a blank.
    Close,
    /// Other opening quotation marks, which a word follows at once.
    Opening,
    /// Everything that a letter does not follow at once.
    Closing,
}

/// The kind of the character before the current one.
#[derive(Clone, Copy, PartialEq)]
enum Before {
    Nothing,
    Letter,
    Line,
    Corner,
    Sign(Place),
    /// `?`, `!` or `;`.
    Stop,
}

/// What a letter would begin here.
#[derive(Clone, Copy, PartialEq)]
enum Start {
    /// A word inside a sentence, or no word at all.
    Word,
    /// What follows a colon.
    Clause,
    /// Perhaps a sentence.
    Sentence,
    /// A line or a table cell.
    Line,
}

/// How lines and table cells begin.
#[derive(Clone, Copy, Default)]
struct Habit {
    /// The last one began with a capital.
    upper: bool,
    /// As did so many in a row, at most 4; 0 where there was none.
    times: u16,
}

impl Habit {
    fn note(&mut self, upper: bool) {
        self.times = if upper == self.upper { (self.times + 1).min(4) } else { 1 };
        self.upper = upper;
    }
}

/// What stands before the current character.
#[derive(Clone, Copy, PartialEq)]
enum Case {
    /// The sample begins here, perhaps in the middle of a word.
    Unknown,
    /// Not a letter.
    Outside,
    /// A lower-case letter.
    Lower,
    /// The upper-case first letter of a word.
    Capital,
    /// Two or more upper-case letters.
    AllCaps,
    /// A word of mixed case.
    Mixed,
}

const fn parse_bigrams(digits: &[u8]) -> [[u16; SYMBOLS]; SYMBOLS] {
    let mut table = [[0; SYMBOLS]; SYMBOLS];
    let mut seen = 0;
    let mut at = 0;
    while at < digits.len() {
        let digit = digits[at];
        at += 1;
        let value = match digit {
            b'0'..=b'9' => digit - b'0',
            b'a'..=b'z' => digit - b'a' + 10,
            _ => continue,
        };
        table[seen / SYMBOLS][seen % SYMBOLS] = value as u16;
        seen += 1;
    }
    assert!(seen == SYMBOLS * SYMBOLS);
    table
}

/// A row for each line; the letters are two bytes each, from U+0430.
const fn parse_lone(lines: &[u8]) -> [u64; 5] {
    let mut sets = [0; 5];
    let (mut row, mut at) = (0, 0);
    while at < lines.len() {
        if lines[at] < 0x80 {
            row += (lines[at] == b'\n') as usize;
            at += 1;
        } else {
            let code = ((lines[at] as u32 & 0x1F) << 6) | (lines[at + 1] as u32 & 0x3F);
            sets[row] |= 1 << (code - 0x0430 + 1);
            at += 2;
        }
    }
    sets
}

/// Chooses the likeliest single-byte charset of a Russian text.
pub(super) fn guess_single_byte(bytes: &[u8]) -> Encoding {
    let Some(first) = bytes.iter().position(|b| !b.is_ascii()) else {
        return Encoding::Utf8;
    };
    // A long ASCII beginning says nothing, so the sample starts after it.
    let start = first.saturating_sub(1);
    let sample = &bytes[start..bytes.len().min(start + SAMPLE_LEN)];
    let is_short = sample.iter().filter(|b| !b.is_ascii()).count() < SHORT_SAMPLE;
    let mut best = (u32::MAX, Encoding::Windows1251);
    for (table, &(encoding, prior)) in tables().iter().zip(&CANDIDATES) {
        let prior = if is_short { prior * 5 / 2 } else { prior };
        let total = prior + cost(sample, table);
        if total < best.0 {
            best = (total, encoding);
        }
    }
    best.1
}

/// By how much `bytes` read more like Russian in the second of two single-byte charsets than in the first, in
/// hundredths of a nat; negative where the first is the likelier one.
#[cfg(feature = "office")]
pub(crate) fn leaning(bytes: &[u8], of: [Encoding; 2]) -> i64 {
    let [first, second] = of.map(|encoding| {
        let at = CANDIDATES.iter().position(|c| c.0 == encoding);
        at.map_or(0, |at| i64::from(cost(bytes, &tables()[at])))
    });
    first - second
}

/// The meaning of every byte in each of [`CANDIDATES`].
fn tables() -> &'static [[Class; 256]; 5] {
    static TABLES: OnceLock<[[Class; 256]; 5]> = OnceLock::new();
    TABLES.get_or_init(|| {
        CANDIDATES.map(|(encoding, _)| {
            let mut table = [Class::Ascii; 256];
            let Some(decoder) = encoding.single_byte() else {
                return table;
            };
            for (byte, class) in (0u8..=255).zip(table.iter_mut()) {
                let bytes = [byte];
                let (text, _) = decoder.decode_without_bom_handling(&bytes);
                *class = classify(text.chars().next().unwrap_or('\u{FFFD}'));
            }
            table
        })
    })
}

fn classify(c: char) -> Class {
    let code = c as u32;
    let letter = |index: u32, upper| Class::Letter { index: index as u8, upper };
    match code {
        0..=0x7F => Class::Ascii,
        0x0410..=0x042F => letter(code - 0x0410 + 1, true),
        0x0430..=0x044F => letter(code - 0x0430 + 1, false),
        0x0401 => letter(33, true),
        0x0451 => letter(33, false),
        0x2500 | 0x2502 | 0x2550 | 0x2551 | 0x2588 | 0x2591..=0x2593 => Class::Line,
        0x2501..=0x259F => Class::Corner,
        0xA0 => Class::Sign(450, Place::Space),
        0xAB => Class::Sign(350, Place::Quote),
        0xBB => Class::Sign(420, Place::Close),
        0x2013 | 0x2014 => Class::Sign(500, Place::Dash),
        0x2116 => Class::Sign(500, Place::Closing),
        0x201C | 0x201E => Class::Sign(700, Place::Opening),
        0x201D | 0x2022 | 0x2026 | 0xB7 => Class::Sign(700, Place::Closing),
        // Single quotation marks and the rarer signs of office texts.
        0x2018..=0x201F => Class::Sign(1000, Place::Closing),
        0xA7 | 0xA9 | 0xAD | 0xAE | 0xB0 | 0xB1 | 0x2122 | 0x25A0 | 0x2219 => Class::Sign(800, Place::Closing),
        // Cyrillic letters of other languages.
        0x0402..=0x045F | 0x0490 | 0x0491 => Class::Sign(1200, Place::Opening),
        // C1 control characters and unassigned bytes.
        0x80..=0x9F | 0xFFFD => Class::Sign(1400, Place::Closing),
        _ => Class::Sign(1100, Place::Closing),
    }
}

/// Cost of a sample under one charset.
fn cost(sample: &[u8], table: &[Class; 256]) -> u32 {
    let mut total = 0u32;
    let mut case = Case::Unknown;
    let mut before = Before::Nothing;
    let mut previous = 0usize;
    let mut length = 0usize;
    let mut end_limit = u16::MAX;
    let mut odd_ones = 0;
    let mut start = Start::Line;
    // How the lines and table cells before began.
    let mut habit = Habit::default();
    for (at, &byte) in sample.iter().enumerate() {
        let (price, next) = match table[usize::from(byte)] {
            Class::Letter { index, upper } => {
                let index = usize::from(index);
                let (case_price, next_case) = case_step(case, upper, start, habit);
                if start == Start::Line && case != Case::Unknown {
                    habit.note(upper);
                }
                let bigram = match (case, next_case) {
                    (Case::Unknown, _) => FIRST_LETTER,
                    // A capital inside a word: perhaps a missing space.
                    (Case::Lower, Case::Capital) => BIGRAMS[0][index] * HALF_NAT,
                    // Abbreviations follow no spelling rules.
                    (_, Case::AllCaps) if length < ABBREVIATION_LENGTH => {
                        (BIGRAMS[previous][index] * HALF_NAT).min(ABBREVIATION)
                    }
                    _ => BIGRAMS[previous][index] * HALF_NAT,
                };
                // The end of a cut word may begin the sample.
                let cut = case == Case::Unknown
                    && !sample.get(at + 1).is_some_and(|&b| b == b'.' || (upper && b.is_ascii_whitespace()));
                let lone = matches!(case, Case::Outside | Case::Unknown)
                    && !cut
                    && !sample.get(at + 1).is_some_and(|&b| matches!(table[usize::from(b)], Class::Letter { .. }));
                let mut odd = 0;
                end_limit = u16::MAX;
                let mut bigram = bigram;
                if lone {
                    let before = at.checked_sub(1).map(|at| sample[at]);
                    let behind = sample.get(at + 1).copied();
                    if upper && behind == Some(b'.') {
                        bigram = bigram.min(INITIAL);
                        end_limit = INITIAL_END;
                    } else {
                        odd = lone_price(index, before, behind);
                        odd_ones += usize::from(odd > 0);
                        if odd_ones > ODD_MOST {
                            odd = 0;
                        }
                    }
                }
                case = next_case;
                previous = index;
                length += 1;
                start = Start::Word;
                (bigram + odd + case_price + glue_price(before, upper), Before::Letter)
            }
            class => {
                let mut end = (BIGRAMS[previous][0] * HALF_NAT).min(end_limit);
                end_limit = u16::MAX;
                if case == Case::AllCaps {
                    end = end.min(ABBREVIATION_END);
                }
                let (price, next) = match class {
                    Class::Line | Class::Corner => {
                        let repeated = at > 0 && sample[at - 1] == byte;
                        let next = match class {
                            Class::Line => Before::Line,
                            _ => Before::Corner,
                        };
                        (line_price(class, before, repeated), next)
                    }
                    Class::Sign(price, place) => {
                        let follows_blank = at == 0 || b" \t\n(".contains(&sample[at - 1]);
                        let odd_place = match place {
                            Place::Dash if at == 0 => FIRST_DASH,
                            Place::Close if follows_blank => SPACED_CLOSE,
                            Place::Quote if !follows_blank => GLUED_QUOTE,
                            Place::Space if follows_blank && !is_blank_cell(sample, at) => SPACED_SPACE,
                            _ => 0,
                        };
                        let price = if place == Place::Space && is_blank_cell(sample, at) { BLANK_CELL } else { price };
                        (sign_price(price, place, before) + odd_place, Before::Sign(place))
                    }

                    _ if before == Before::Sign(Place::Opening) => (300, Before::Nothing),
                    _ if b"?!;".contains(&byte) => (0, Before::Stop),
                    _ => (0, Before::Nothing),
                };
                start = match byte {
                    b' ' | b',' | b'-' | b'(' | b')' | b';' | b'/' | b'%' => start,
                    b'0'..=b'9' => Start::Word,
                    b':' => Start::Clause,
                    b'\t' | b'\n' | b'\r' => Start::Line,
                    0..=0x7F => Start::Sentence,
                    _ if next == Before::Sign(Place::Quote) => Start::Sentence,
                    _ => start,
                };
                case = Case::Outside;
                previous = 0;
                length = 0;
                (end + price, next)
            }
        };
        total += u32::from(price);
        before = next;
    }
    total
}

/// True where nothing but the byte `at` stands in a line or a table cell.
fn is_blank_cell(sample: &[u8], at: usize) -> bool {
    let ends = |byte: &u8| b"\t\n\r|".contains(byte);
    (at == 0 || ends(&sample[at - 1])) && sample.get(at + 1).is_some_and(ends)
}

/// Added cost of a letter alone, between these bytes.
fn lone_price(index: usize, before: Option<u8>, behind: Option<u8>) -> u16 {
    let (row, price) = match (before, behind) {
        // Perhaps a cut word.
        (_, None) => return 0,
        (Some(b'0'..=b'9'), _) => (4, ODD_ABBREVIATION),
        (Some(b'/' | b'-'), _) | (_, Some(b'/' | b'-')) => (3, ODD_ABBREVIATION),
        (_, Some(b'.')) => (1, ODD_ABBREVIATION),
        (_, Some(b')')) => (2, ODD_ABBREVIATION),
        (_, Some(b'0'..=b'9')) => return 0,
        (None | Some(b' ' | b'\t' | b'\n' | b'\r' | b'('), _) => (0, ODD_WORD),
        _ => return 0,
    };
    if LONE[row] >> index & 1 == 1 { 0 } else { price }
}

/// Cost of a box drawing character.
fn line_price(class: Class, before: Before, repeated: bool) -> u16 {
    match (class, before) {
        (_, Before::Line | Before::Corner) if repeated => 100,
        // Corners and lines take turns in a frame; other pairs are rare.
        (Class::Corner, Before::Corner) => 900,
        (_, Before::Line | Before::Corner) => 300,
        // Glued to a word, as wrongly decoded letters are.
        (_, Before::Letter) => 1000,
        (Class::Line, _) => 600,
        _ => 1000,
    }
}

/// Cost of a sign; no-break spaces come in runs.
fn sign_price(price: u16, place: Place, before: Before) -> u16 {
    match (place, before) {
        (Place::Space, Before::Sign(Place::Space)) => 50,
        (_, Before::Sign(Place::Space)) | (Place::Space, _) => price,
        (_, Before::Sign(_)) => price + 200,
        _ => price,
    }
}

/// Cost of a letter right after a sign, where a wrongly decoded capital stands.
fn glue_price(before: Before, upper: bool) -> u16 {
    match before {
        Before::Sign(Place::Opening) if !upper => 200,
        Before::Sign(Place::Close | Place::Closing) => 500,
        Before::Sign(Place::Dash) => 350,
        Before::Sign(Place::Space | Place::Quote) if !upper => 50,
        Before::Line => 200,
        Before::Stop => UNSPACED,
        Before::Corner => 600,
        _ => 0,
    }
}

/// Cost of a letter's case after what stands before it, and the new state.
fn case_step(case: Case, upper: bool, start: Start, habit: Habit) -> (u16, Case) {
    match (case, upper) {
        (Case::Unknown, true) => (150, Case::Capital),
        (Case::Unknown, false) => (0, Case::Lower),
        (Case::Outside, _) => {
            let price = match start {
                Start::Word if upper => 250,
                Start::Word => 10,
                Start::Clause if upper => 130,
                Start::Clause => 30,
                Start::Line if habit.times > 0 && habit.upper == upper => 45,
                Start::Line if habit.times > 0 => 65 + 40 * habit.times,
                _ if upper => 70,
                _ => 50,
            };
            (price, if upper { Case::Capital } else { Case::Lower })
        }
        (Case::Lower, true) => (650, Case::Capital),
        (Case::Lower, false) => (0, Case::Lower),
        (Case::Capital, true) => (80, Case::AllCaps),
        (Case::Capital, false) => (30, Case::Lower),
        (Case::AllCaps, true) => (5, Case::AllCaps),
        (Case::AllCaps, false) => (400, Case::Mixed),
        (Case::Mixed, true) => (300, Case::Mixed),
        (Case::Mixed, false) => (200, Case::Mixed),
    }
}
