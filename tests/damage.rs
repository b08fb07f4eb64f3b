//! Damaged copies of intact documents give the records of the intact ones.
//!
//! Each case takes a document of `corpus/` that holds no damage, harms it in one way as page breaks, conversions and
//! other programs do, and compares the records field by field. At least 99 % of the cases must give the same records; in
//! the others a finding must say that something was repaired or guessed.

#![cfg(feature = "regress")]

#[path = "common/intact.rs"]
mod intact;

use std::collections::BTreeMap;

use munidoc::Grammars;
use munidoc::model::Document;
use munidoc::regress::damage::{HARMS, Random, expected};
use serde_json::Value;

use intact::{INTACT, read};

/// Cases for each document and kind of harm.
const CASES: u64 = 12;

fn findings(document: &Document) -> BTreeMap<&str, usize> {
    let mut out = BTreeMap::new();
    for d in &document.diagnostics {
        *out.entry(&*d.code).or_default() += 1;
    }
    out
}

#[test]
fn damaged_copies_give_the_same_records() {
    let grammars = Grammars::builtin();
    let mut random = Random::new(20_240_917);
    let (mut cases, mut wrong, mut silent) = (0, Vec::new(), Vec::new());
    let mut by_harm: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for name in INTACT {
        let text = intact::text(name);
        for &harm in HARMS {
            let text = harm.intact(&text);
            let intact = read(text.as_bytes(), &grammars);
            let want = expected(&intact, harm);
            for case in 0..if harm.is_random() { CASES } else { 1 } {
                let Some((bytes, what)) = harm.apply(&text, &grammars, &mut random) else { continue };
                let damaged = read(&bytes, &grammars);
                let got = expected(&damaged, harm);
                cases += 1;
                let count = by_harm.entry(format!("{harm:?}")).or_default();
                count.0 += 1;
                if got == want {
                    continue;
                }
                count.1 += 1;
                let place = difference(&want, &got, "");
                wrong.push(format!("{name} {harm:?} {case} ({what}): {place}"));
                let (before, after) = (findings(&intact), findings(&damaged));
                if !after.iter().any(|(code, n)| before.get(code).copied().unwrap_or(0) < *n) {
                    silent.push(wrong[wrong.len() - 1].clone());
                }
            }
        }
    }
    println!("{cases} cases, {} with other records; by harm (cases, other): {by_harm:?}", wrong.len());
    wrong.iter().for_each(|w| println!("  {w}"));
    assert!(cases > 500, "only {cases} cases were generated");
    assert!(wrong.len() * 100 <= cases, "{} of {cases} damaged copies give other records", wrong.len());
    assert!(silent.is_empty(), "without a finding: {silent:#?}");
}

/// Where two values differ first.
fn difference(want: &Value, got: &Value, path: &str) -> String {
    match (want, got) {
        (Value::Object(a), Value::Object(b)) => a
            .iter()
            .find(|(k, v)| b.get(*k) != Some(*v))
            .map_or(path.to_owned(), |(k, v)| difference(v, b.get(k).unwrap_or(&Value::Null), &format!("{path}.{k}"))),
        (Value::Array(a), Value::Array(b)) => match a.iter().zip(b).position(|(x, y)| x != y) {
            Some(i) => difference(&a[i], &b[i], &format!("{path}[{i}]")),
            None => format!("{path}: {} items, not {}", b.len(), a.len()),
        },
        _ => format!("{path}: want {want} got {got}"),
    }
}
