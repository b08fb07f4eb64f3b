//! Damaged copies of a text, as page breaks, recognition of letters and conversions make them.
//!
//! A copy says the same as its original to a reader, so it must give the same records. The same seed makes the same
//! copies.

mod harm;

use serde_json::{Map, Value};

use crate::grammar::Grammars;
use crate::model::Document;

pub use harm::{HARMS, Harm, Random};

/// Tries for one copy before a document counts as having nothing more to damage.
const TRIES: usize = 40;
/// Arrays that a damaged copy must give all the same.
pub const RECORDS: &[&str] =
    &["parts", "passports", "goals", "indicators", "targets", "funding", "activities", "risks", "references"];
/// Fields that say where something stands, which differs in a damaged copy.
const PLACES: &[&str] = &["span", "at", "id", "table", "section"];

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

/// At most `n` different copies of `text`; every harm in turn, those without chance once.
pub fn copies(text: &str, grammars: &Grammars, seed: u64, n: usize) -> Vec<Copy> {
    let mut random = Random::new(seed);
    let mut out: Vec<Copy> = Vec::new();
    for &harm in HARMS.iter().cycle().take(TRIES * HARMS.len()) {
        if out.len() == n {
            break;
        }
        let Some((bytes, what)) = harm.apply(&harm.intact(text), grammars, &mut random) else { continue };
        if !out.iter().any(|copy| copy.bytes == bytes) {
            out.push(Copy { harm, bytes, what });
        }
    }
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

    #[test]
    fn the_same_seed_makes_the_same_copies() {
        let grammars = Grammars::builtin();
        let copies = |seed| copies(TEXT, &grammars, seed, 20);
        assert_eq!(copies(3), copies(3));
        assert_ne!(copies(3), copies(4));
        let found = copies(3);
        assert_eq!(found.len(), 20);
        for (i, copy) in found.iter().enumerate() {
            assert!(found[..i].iter().all(|other| other.bytes != copy.bytes), "{copy:?}");
            assert!(!copy.what.is_empty());
        }
    }

    #[test]
    fn copies_give_the_expected_records() {
        let grammars = Grammars::builtin();
        let read = |bytes: &[u8]| match convert(bytes, &Options::default(), &grammars) {
            Output::Document(document) => *document,
            Output::Failure(failure) => panic!("{}", failure.error.message),
        };
        for copy in copies(TEXT, &grammars, 5, 30) {
            let intact = read(copy.harm.intact(TEXT).as_bytes());
            assert_eq!(intact.activities.len(), 3);
            assert_eq!(
                expected(&read(&copy.bytes), copy.harm),
                expected(&intact, copy.harm),
                "{:?} {}",
                copy.harm,
                copy.what
            );
        }
    }

    #[test]
    fn a_text_without_anything_to_damage_gives_what_it_can() {
        assert!(copies("", &Grammars::builtin(), 1, 10).len() < 10);
    }
}
