//! Damaged copies of a text, as page breaks, recognition of letters and conversions make them.
//!
//! A copy says the same as its original to a reader, so it must give the same records. The same seed makes the same
//! copies.

mod harm;

use serde_json::{Map, Value};

use super::RECORDS;
use crate::grammar::Grammars;
use crate::model::Document;

pub use harm::{HARMS, Harm, Random};

/// Tries for one copy before a document counts as having nothing more to damage.
const TRIES: usize = 40;
/// Fields that say where something stands and how sure its reading is, which differs in a damaged copy.
const PLACES: &[&str] = &["span", "boxes", "at", "id", "table", "section", "confidence", "reasons"];

/// A damaged copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copy {
    /// In which way it is damaged.
    pub harm: Harm,
    /// The copy.
    pub bytes: Vec<u8>,
    /// What was done, with lines.
    pub what: String,
}

/// Damaged copies of one text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Copies {
    /// The copies, all different.
    pub list: Vec<Copy>,
    /// Harms that were tried and found nothing to damage, or nothing that they could do without a change of what the
    /// text says.
    pub barren: Vec<Harm>,
}

/// At most `n` different copies of `text`; every harm in turn, those without chance once. `source` are the bytes that
/// the text was read from: what they hold already is no damage.
pub fn copies(text: &str, source: &[u8], grammars: &Grammars, seed: u64, n: usize) -> Copies {
    let mut random = Random::new(seed);
    // Copies are written with plain line ends.
    let plain = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut out = Copies::default();
    for (i, &harm) in HARMS.iter().cycle().take(TRIES * HARMS.len()).enumerate() {
        if out.list.len() == n {
            break;
        }
        // Where the lines end so already, they are no damage.
        let of = if harm == Harm::Crlf { text } else { &plain };
        let made = harm.apply(&harm.intact(of), grammars, &mut random).filter(|(bytes, _)| bytes != source);
        match made {
            Some((bytes, what)) if out.list.iter().all(|copy| copy.bytes != bytes) => {
                out.list.push(Copy { harm, bytes, what });
            }
            None if i < HARMS.len() => out.barren.push(harm),
            _ => {}
        }
    }
    out.barren.retain(|harm| out.list.iter().all(|copy| copy.harm != *harm));
    out
}

/// The records that a damaged copy of `document` must give: without places and ids, with the letters that the harm leaves.
pub fn expected(document: &Document, harm: Harm) -> Value {
    let value = serde_json::to_value(document).unwrap_or_default();
    let records = RECORDS.iter().map(|name| ((*name).to_owned(), bare(&value[*name], harm)));
    Value::Object(records.collect())
}

fn bare(value: &Value, harm: Harm) -> Value {
    match value {
        Value::Array(list) => Value::Array(list.iter().map(|v| bare(v, harm)).collect()),
        Value::Object(map) => {
            let kept = map.iter().filter(|(key, _)| !PLACES.contains(&&***key));
            Value::Object(kept.map(|(key, v)| (key.clone(), bare(v, harm))).collect::<Map<_, _>>())
        }
        Value::String(text) => Value::String(harm.intact(text)),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Output;
    use crate::{Options, convert};

    const TEXT: &str = "План мероприятий\n\n№ п/п\tМероприятие\tСрок\tОтветственный\n\
        1\tПровести общегородской весенний субботник на набережной реки Липовки\tмай 2025 года\tадминистрация\n\
        2\tПосадить липы в городском парке и полить их летом\tиюнь 2025 года\tотдел благоустройства\n\
        3\tОкрасить ограду\tиюль 2025 года\tадминистрация\n";

    fn made(text: &str, seed: u64, n: usize) -> Copies {
        copies(text, text.as_bytes(), &Grammars::builtin(), seed, n)
    }

    fn read(bytes: &[u8]) -> Document {
        match convert(bytes, &Options::default(), &Grammars::builtin()) {
            Output::Document(document) => *document,
            Output::Failure(failure) => panic!("{}", failure.error.message),
        }
    }

    /// Every copy gives the records of the text.
    fn hold(text: &str, copies: &Copies) {
        let intact = read(text.as_bytes());
        assert_eq!(intact.activities.len(), 3, "{text}");
        for copy in &copies.list {
            let (got, want) = (expected(&read(&copy.bytes), copy.harm), expected(&intact, copy.harm));
            assert_eq!(got, want, "{:?} {}", copy.harm, copy.what);
        }
    }

    #[test]
    fn the_same_seed_makes_the_same_copies() {
        assert_eq!(made(TEXT, 3, 20), made(TEXT, 3, 20));
        assert_ne!(made(TEXT, 3, 20), made(TEXT, 4, 20));
        let found = made(TEXT, 3, 20).list;
        assert_eq!(found.len(), 20);
        for (i, copy) in found.iter().enumerate() {
            assert!(found[..i].iter().all(|other| other.bytes != copy.bytes), "{copy:?}");
            assert!(!copy.what.is_empty());
        }
    }

    #[test]
    fn copies_give_the_expected_records() {
        hold(TEXT, &made(TEXT, 5, 30));
    }

    #[test]
    fn a_text_without_anything_to_damage_gives_what_it_can() {
        let found = made("", 1, 10);
        assert!(found.list.len() < 10);
        assert!(found.barren.contains(&Harm::TornCell), "{found:?}");
    }

    #[test]
    fn what_the_text_holds_already_is_no_damage() {
        let crlf = TEXT.replace('\n', "\r\n");
        let found = made(&crlf, 5, 30);
        assert!(found.barren.contains(&Harm::Crlf), "{:?}", found.barren);
        assert!(found.list.iter().all(|copy| copy.bytes != crlf.as_bytes()));
        // The tabs at the ends of rows are seen behind such line ends, too.
        assert_eq!(found.list.iter().filter(|copy| copy.bytes.contains(&b'\r')).count(), 0);
        hold(&crlf, &found);
        let (bytes, ..) = encoding_rs::WINDOWS_1251.encode(TEXT);
        let found = copies(TEXT, &bytes, &Grammars::builtin(), 5, 30);
        assert!(found.barren.contains(&Harm::Windows1251), "{:?}", found.barren);
    }

    #[test]
    fn letters_that_stand_below_others_stay_there() {
        let rows = [
            ["Мероприятие", "Срок", "Ответственный"],
            ["Провести субботник", "май 2025 года", "администрация"],
            ["Посадить липы в парке", "июнь 2025 года", "администрация"],
            ["Окрасить ограду", "июль 2025 года", "благоустройство"],
        ];
        let row = |cells: &[&str; 3], bar: &str| {
            let cells: Vec<String> = cells.iter().map(|cell| format!("{cell:<24}")).collect();
            format!("{bar}{}{bar}", cells.join(bar))
        };
        let rule = format!("├{0}┼{0}┼{0}┤", "─".repeat(24));
        let drawn = rows.iter().map(|r| row(r, "│")).collect::<Vec<_>>().join(&format!("\n{rule}\n"));
        let spaced = rows.iter().map(|r| row(r, " ").trim().to_owned()).collect::<Vec<_>>().join("\n");
        for table in [drawn, spaced] {
            let text = format!("План на 2025 год\n\n{table}\n");
            let found = made(&text, 2, 20);
            assert!(found.barren.contains(&Harm::SoftHyphens), "{:?}", found.barren);
            assert_eq!(found.barren.contains(&Harm::Windows1251), text.contains('│'));
            hold(&text, &found);
        }
    }
}
