//! The words of the page: `page/ru.toml` and `page/en.toml`, same keys in both.
//!
//! The sentences of findings are English in [`Code::message`] already; `page/ru.toml` says each in Russian.

use serde_json::{Map, Value, json};

use crate::diagnostic::Code;

const RUSSIAN: &str = include_str!("page/ru.toml");
const ENGLISH: &str = include_str!("page/en.toml");

/// `{"ru": {table: {key: words}}, "en": {…}}`
pub fn all() -> Value {
    let mut english = table(ENGLISH);
    let codes: Map<String, Value> =
        Code::ALL.iter().map(|code| (code.id().to_owned(), code.message().into())).collect();
    english["codes"] = codes.into();
    json!({ "ru": table(RUSSIAN), "en": english })
}

fn table(toml: &str) -> Value {
    toml::from_str(toml).expect("both files are part of the program and a test reads them")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn keys(value: &Value) -> BTreeSet<String> {
        let tables = value.as_object().unwrap().iter();
        tables.flat_map(|(t, words)| words.as_object().unwrap().keys().map(move |k| format!("{t}.{k}"))).collect()
    }

    #[test]
    fn both_languages_say_the_same() {
        let all = all();
        let (russian, english) = (keys(&all["ru"]), keys(&all["en"]));
        // The English sentences of findings are those of the program.
        let is_own = |key: &&String| !key.starts_with("codes.");
        let one_sided: Vec<_> = russian.symmetric_difference(&english).filter(is_own).collect();
        assert!(one_sided.is_empty(), "in one of the files only: {one_sided:?}");
    }

    #[test]
    fn every_finding_has_a_russian_sentence() {
        let all = all();
        for code in Code::ALL {
            let sentence = all["ru"]["codes"][code.id()].as_str().unwrap_or_default();
            let is_russian = sentence.chars().any(|c| ('\u{430}'..='\u{44f}').contains(&c));
            assert!(is_russian, "page/ru.toml lacks the sentence of {}", code.id());
        }
    }

    #[test]
    fn every_word_that_the_page_asks_for_is_there() {
        let words = keys(&all());
        assert!(words.contains("ru.ui"));
        let known = keys(&all()["ru"]);
        let pages = [
            include_str!("page/page.html"),
            include_str!("page/edit.js"),
            include_str!("page/findings.js"),
            include_str!("page/gold.js"),
            include_str!("page/index.js"),
            include_str!("page/keys.js"),
            include_str!("page/marks.js"),
            include_str!("page/paper.js"),
            include_str!("page/pictures.js"),
            include_str!("page/records.js"),
            include_str!("page/search.js"),
            include_str!("page/start.js"),
        ];
        let mut asked = 0;
        for page in pages {
            // say("ui.save") in the script, data-say="ui.save" and the like in the skeleton.
            for piece in page.split("say(\"").skip(1).chain(page.split("data-say").skip(1)) {
                let piece = piece.split_once("=\"").filter(|(head, _)| head.len() < 14).map_or(piece, |(_, rest)| rest);
                let key = piece.split('"').next().unwrap_or_default();
                if key.contains('.') && !key.ends_with('.') {
                    assert!(known.contains(key), "the page asks for {key}");
                    asked += 1;
                }
            }
        }
        assert!(asked > 60, "only {asked} words were found");
    }
}
