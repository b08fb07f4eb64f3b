//! Texts as they are compared.

use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

use crate::grammar::lexicon::twin;

/// What stands between the items of a list in its folded text.
const BETWEEN: &str = " \u{a6} ";
/// Letters of the Russian alphabet: a word with one of them is a Russian word, and its Latin look-alikes are mistakes.
const RUSSIAN: [std::ops::RangeInclusive<char>; 3] =
    ['\u{410}'..='\u{44f}', '\u{401}'..='\u{401}', '\u{451}'..='\u{451}'];

/// A value as it is compared: NFC, white space folded, look-alike letters of Russian words put right; numbers to six
/// decimals. `None` where there is nothing: null, a blank text, an empty list or object.
pub fn fold(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::Bool(b) => Some(b.to_string()),
        Value::Number(n) => n.as_f64().map(|f| format!("{:?}", (f * 1e6).round() / 1e6)),
        Value::String(s) => fold_text(s),
        Value::Array(list) if list.is_empty() => None,
        Value::Array(list) => Some(list.iter().map(|v| fold(v).unwrap_or_default()).collect::<Vec<_>>().join(BETWEEN)),
        Value::Object(map) if map.is_empty() => None,
        Value::Object(_) => fold_text(&value.to_string()),
    }
}

fn fold_text(text: &str) -> Option<String> {
    let composed: String = text.nfc().collect();
    let mut out = String::with_capacity(composed.len());
    for word in composed.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        let mut rest = word;
        while let Some(start) = rest.find(is_word) {
            out += &rest[..start];
            let len = rest[start..].find(|c| !is_word(c)).unwrap_or(rest.len() - start);
            let run = &rest[start..start + len];
            if run.contains(|c| RUSSIAN.iter().any(|r| r.contains(&c))) {
                out.extend(run.chars().map(|c| twin(c).unwrap_or(c)));
            } else {
                out += run;
            }
            rest = &rest[start + len..];
        }
        out += rest;
    }
    (!out.is_empty()).then_some(out)
}

/// Letters, digits and the low line.
fn is_word(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

/// The words of a text in small letters, sorted, each once.
pub fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let mut words: Vec<String> = lower.split(|c| !is_word(c)).filter(|w| !w.is_empty()).map(str::to_owned).collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// The words of a text, look-alikes put right, in small letters, in order.
pub fn plain_words(text: &str) -> impl Iterator<Item = String> {
    let plain: String = text.chars().map(|c| twin(c).unwrap_or(c)).collect::<String>().to_lowercase();
    let words: Vec<String> = plain.split(|c| !is_word(c)).filter(|w| !w.is_empty()).map(str::to_owned).collect();
    words.into_iter()
}

/// Only the letters and digits of a text, look-alikes put right.
pub fn letters(text: &str) -> Vec<char> {
    text.chars().map(|c| twin(c).unwrap_or(c)).filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_the_same_to_a_reader_folds_to_the_same() {
        let cases = [
            (json!("  План\u{a0} \n работ "), Some("План работ")),
            // A Latin «o» in a Russian word; Latin words stay.
            (json!("г\u{6f}род CAD"), Some("город CAD")),
            (json!("и\u{306}"), Some("й")),
            (json!(4_210_296.7), Some("4210296.7")),
            (json!(12), Some("12.0")),
            (json!(0.1 + 0.2), Some("0.3")),
            (json!(true), Some("true")),
            (json!(["а", "б"]), Some("а \u{a6} б")),
            (json!(["а", null]), Some("а \u{a6} ")),
            (json!([]), None),
            (json!(" "), None),
            (json!(null), None),
        ];
        for (value, folded) in cases {
            assert_eq!(fold(&value).as_deref(), folded, "{value}");
        }
    }

    #[test]
    fn words_are_a_set() {
        assert_eq!(words("План, план — 2024_1"), ["2024_1", "план"]);
    }
}
