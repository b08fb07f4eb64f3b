//! The HTML file: a skeleton with style, script, words and the data of the documents.
//!
//! Data stands in `<script type="application/json">`, where nothing is markup but `</script` and `<!--`; every `<` in it
//! is written as an escape, so neither can occur. Documents are packed: a result of a hundred pages takes two megabytes,
//! and most of that is said twice (in its records and in its blocks and tables).

use std::io::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use serde::Serialize;

use super::index::Entry;
use super::{pictures, words};
use crate::model::Document;

const SKELETON: &str = include_str!("page/page.html");
const STYLE: &[&str] = &[
    include_str!("page/colours.css"),
    include_str!("page/frame.css"),
    include_str!("page/paper.css"),
    include_str!("page/records.css"),
    include_str!("page/pictures.css"),
    include_str!("page/print.css"),
];
/// The script, in the order in which its parts are read; all of it is one function.
const SCRIPT: &[&str] = &[
    include_str!("page/words.js"),
    include_str!("page/kinds.js"),
    include_str!("page/state.js"),
    include_str!("page/places.js"),
    include_str!("page/paper.js"),
    include_str!("page/marks.js"),
    include_str!("page/records.js"),
    include_str!("page/edit.js"),
    include_str!("page/gold.js"),
    include_str!("page/findings.js"),
    include_str!("page/pictures.js"),
    include_str!("page/search.js"),
    include_str!("page/index.js"),
    include_str!("page/keys.js"),
    include_str!("page/start.js"),
];

/// The page. `documents` are those of `entries` that travel in it, by their number; `index` is the file that lists all.
pub fn html(title: &str, entries: &[Entry], documents: &[(usize, &Document)], index: Option<&str>) -> String {
    let mut data = String::new();
    block(&mut data, "all-words", &words::all());
    block(&mut data, "all-entries", &entries);
    block(&mut data, "list-of-all", &index);
    for (n, document) in documents {
        let pictures = pictures::of(document);
        packed(&mut data, &format!("data-{n}"), document);
        block(&mut data, &format!("pictures-{n}"), &pictures);
        data += &format!("<template id=\"drawings-{n}\">{}</template>\n", pictures.drawings.concat());
    }
    let title = if title.is_empty() { "munidoc".to_owned() } else { format!("{} \u{2013} munidoc", text(title)) };
    // What is put in last is never searched for the next mark.
    let (head, rest) = SKELETON.split_once("{{title}}").unwrap_or((SKELETON, ""));
    let (middle, rest) = rest.split_once("{{style}}").unwrap_or((rest, ""));
    let (body, rest) = rest.split_once("{{data}}").unwrap_or((rest, ""));
    let (before, after) = rest.split_once("{{script}}").unwrap_or((rest, ""));
    let script = format!("(() => {{\n\"use strict\";\n{}\nstart();\n}})();\n", SCRIPT.concat());
    [head, &title, middle, &STYLE.concat(), body, &data, before, &script, after].concat()
}

/// Adds a block of data.
fn block(out: &mut String, id: &str, value: &impl Serialize) {
    *out += &format!("<script type=\"application/json\" id=\"{id}\">{}</script>\n", json(value));
}

/// Adds a block of data as packed JSON: zlib (RFC 1950) in base64.
fn packed(out: &mut String, id: &str, value: &impl Serialize) {
    let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
    // Writing to memory does not fail; see also `json`.
    let bytes = zlib.write_all(json(value).as_bytes()).and_then(|()| zlib.finish()).unwrap_or_default();
    let text = STANDARD.encode(bytes);
    *out += &format!("<script type=\"application/octet-stream\" id=\"{id}\">{text}</script>\n");
}

/// JSON that can stand in a script of an HTML page.
pub fn json(value: &impl Serialize) -> String {
    // The types that are written here hold strings, numbers and lists of them only: all of them have a JSON form.
    let json = serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned());
    json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

/// Text of HTML.
fn text(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
