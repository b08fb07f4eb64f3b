//! What `confidence` is worth: of the records at a confidence, that share should be right.
//!
//! Intact documents of `corpus/` are damaged in several ways at once, then roughly, beyond what can be mended (cells run
//! together, split, lost; rows glued or broken), so that some records are read wrong. Every record is compared with those of
//! the intact document. The table of bins is printed (`-- --nocapture`). Of the fields that are wrong after harms that can be
//! mended, fewer than 1 in 100 may stand in a record that has neither a finding on its lines nor a confidence below 0.8; of
//! those after rough harms, at most 1 in 6.

#![cfg(feature = "regress")]

#[path = "common/intact.rs"]
mod intact;

use munidoc::Grammars;
use munidoc::regress::RECORDS;
use munidoc::regress::damage::{HARMS, Random};
use serde_json::{Map, Value};

use intact::{INTACT, read};

/// Damaged copies of each document.
const COPIES: usize = 40;
/// Harms that one copy suffers, one after the other.
const AT_ONCE: usize = 3;
/// Rough harms that every second copy suffers on top.
const ROUGH: usize = 3;
/// Fields that are not compared.
const ASIDE: &[&str] = &["id", "span", "at", "table", "section", "confidence", "reasons"];

fn bare(value: &Value) -> Value {
    match value {
        Value::Array(list) => Value::Array(list.iter().map(bare).collect()),
        Value::Object(map) => {
            let kept = map.iter().filter(|(key, _)| !ASIDE.contains(&&***key));
            Value::Object(kept.map(|(key, v)| (key.clone(), bare(v))).collect::<Map<_, _>>())
        }
        // A charset that lacks the letter ё writes е; that is no reading error.
        Value::String(text) => Value::String(text.replace('ё', "е").replace('Ё', "Е")),
        other => other.clone(),
    }
}

/// Number of fields of two records that differ.
fn wrong_fields(a: &Value, b: &Value) -> usize {
    match (a, b) {
        (Value::Object(x), Value::Object(y)) => x.iter().filter(|(key, value)| y.get(*key) != Some(*value)).count(),
        _ => usize::from(a != b),
    }
}

/// A record that was read from a damaged copy.
struct Seen {
    /// The copy was harmed beyond what can be mended.
    rough: bool,
    confidence: f64,
    wrong: usize,
    found: bool,
}

/// Every record of `damaged` beside those of `intact`: equal ones first, the others beside the nearest that is left.
fn compare(intact: &Value, damaged: &Value, rough: bool, out: &mut Vec<Seen>) {
    let findings: Vec<(u64, u64)> = damaged["diagnostics"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|d| Some((d["span"]["start_line"].as_u64()?, d["span"]["end_line"].as_u64()?)))
        .collect();
    for kind in RECORDS {
        let mut left: Vec<Value> = intact[*kind].as_array().into_iter().flatten().map(bare).collect();
        let mut others = Vec::new();
        let mut see = |record: &Value, wrong: usize| {
            let line = |end: &str| record["span"][end].as_u64().expect("every record has lines");
            let (first, last) = (line("start_line"), line("end_line"));
            let found = findings.iter().any(|(a, b)| *a <= last && *b >= first);
            out.push(Seen {
                rough,
                confidence: record["confidence"].as_f64().expect("every record has one"),
                wrong,
                found,
            });
        };
        for record in damaged[*kind].as_array().into_iter().flatten() {
            match left.iter().position(|l| *l == bare(record)) {
                Some(i) => {
                    left.remove(i);
                    see(record, 0);
                }
                None => others.push(record),
            }
        }
        for record in others {
            let own = bare(record);
            let fields = own.as_object().map_or(1, Map::len);
            if std::env::var_os("MUNIDOC_SHOW").is_some() {
                let near = left.iter().min_by_key(|l| wrong_fields(&own, l));
                println!(
                    "{kind} {} {}\n  {own}\n  {}",
                    record["span"],
                    record["confidence"],
                    near.unwrap_or(&Value::Null)
                );
            }
            see(record, left.iter().map(|l| wrong_fields(&own, l)).min().unwrap_or(fields).max(1));
        }
    }
}

/// Harms one row with tabs so that no reader can mend it for certain.
fn roughly(text: &str, random: &mut Random) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let rows: Vec<usize> = (0..lines.len()).filter(|&i| lines[i].matches('\t').count() > 1).collect();
    if rows.is_empty() {
        return text.to_owned();
    }
    let i = rows[random.below(rows.len())];
    let tabs: Vec<usize> = lines[i].match_indices('\t').map(|(at, _)| at).collect();
    let blanks: Vec<usize> = lines[i].match_indices(' ').map(|(at, _)| at).collect();
    let tab = tabs[random.below(tabs.len())];
    match random.below(5) {
        // Two cells run together.
        0 => lines[i].replace_range(tab..=tab, " "),
        // A cell is split at a blank.
        1 if !blanks.is_empty() => {
            let at = blanks[random.below(blanks.len())];
            lines[i].replace_range(at..=at, "\t");
        }
        // A cell is lost with its tab.
        2 => {
            let end = lines[i][tab + 1..].find('\t').map_or(lines[i].len(), |n| tab + 1 + n);
            lines[i].replace_range(tab..end, "");
        }
        // Two rows are glued.
        3 if i + 1 < lines.len() => {
            let next = lines.remove(i + 1);
            lines[i].push(' ');
            lines[i].push_str(&next);
        }
        // A row is broken at a blank, as text that is wrapped.
        _ if !blanks.is_empty() => {
            let at = blanks[random.below(blanks.len())];
            lines[i].replace_range(at..=at, "\n");
        }
        _ => {}
    }
    lines.join("\n") + "\n"
}

#[test]
fn confidence_tells_right_records_from_wrong_ones() {
    let grammars = Grammars::builtin();
    let mut random = Random::new(20_261_122);
    let mut seen = Vec::new();
    for name in INTACT {
        let text = intact::text(name);
        let intact = serde_json::to_value(read(text.as_bytes(), &grammars)).expect("plain data");
        for copy in 0..COPIES {
            let mut bytes = text.clone().into_bytes();
            for step in 0..AT_ONCE {
                let harm = HARMS[(copy * AT_ONCE + step * 5) % HARMS.len()];
                let Ok(text) = String::from_utf8(bytes.clone()) else { break };
                if let Some((harmed, _)) = harm.apply(&text, &grammars, &mut random) {
                    bytes = harmed;
                }
            }
            for _ in 0..if copy % 2 == 1 { ROUGH } else { 0 } {
                if let Ok(text) = String::from_utf8(bytes.clone()) {
                    bytes = roughly(&text, &mut random).into_bytes();
                }
            }
            let damaged = serde_json::to_value(read(&bytes, &grammars)).expect("plain data");
            compare(&intact, &damaged, copy % 2 == 1, &mut seen);
        }
    }
    println!("confidence | records | right | share");
    for bin in 0..10 {
        let (low, high) = (f64::from(bin) / 10.0, f64::from(bin + 1) / 10.0);
        let inside = || seen.iter().filter(|s| s.confidence >= low && s.confidence < high);
        let (all, right) = (inside().count(), inside().filter(|s| s.wrong == 0).count());
        if all > 0 {
            println!("{low:.1}-{high:.1}    | {all:7} | {right:5} | {:.3}", right as f64 / all as f64);
        }
    }
    let count = |rough: bool| {
        let all = seen.iter().filter(|s| s.rough == rough);
        let wrong: usize = all.clone().map(|s| s.wrong).sum();
        let silent: usize = all.clone().filter(|s| !s.found && s.confidence >= 0.8).map(|s| s.wrong).sum();
        (all.count(), wrong, silent)
    };
    for (rough, limit, what) in [(false, 100, "harms that can be mended"), (true, 6, "rough harms on top")] {
        let (records, wrong, silent) = count(rough);
        println!("{what}: {records} records, {wrong} wrong fields, {silent} without a finding or a low confidence");
        assert!(records > 5000, "{records} records");
        assert!(silent * limit <= wrong, "{what}: {silent} of {wrong} wrong fields are silent");
    }
    assert!(count(true).1 > 300, "rough harms must do harm");
    let share = |low: f64, high: f64| {
        let inside: Vec<&Seen> = seen.iter().filter(|s| s.confidence >= low && s.confidence < high).collect();
        inside.iter().filter(|s| s.wrong == 0).count() as f64 / inside.len().max(1) as f64
    };
    assert!(share(0.9, 1.0) > share(0.0, 0.7), "a high confidence says more than a low one");
}
