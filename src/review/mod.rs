//! The review page: one HTML file in which people see what was read, where it stands, and what needs a look.
//!
//! ```text
//! Output ─ pictures   charts as SVG, drawn before the page is opened
//!        ─ index      what a list of documents says about each: counts, findings, worst records
//!        ─ words      the words of the page, Russian and English
//!        ─ template   skeleton + style + script + JSON of the contract ─▶ HTML
//! ```
//!
//! The page needs no network and no server. The document travels in it as the JSON of the contract; the script
//! (`page/*.js`) makes the document, its records and findings of it, by text nodes only: what a document holds is never
//! read as markup. The corrections that people make there are saved as JSON of the same form.

mod calendar;
mod index;
mod pictures;
mod template;
mod words;

pub use index::{Entry, KINDS, Severities, Worst, entry};

use crate::model::{Document, Output};

/// A page with all of `outputs`. With more than one it opens with their list.
pub fn page(outputs: &[Output]) -> String {
    let mut entries: Vec<Entry> = outputs.iter().map(|output| entry(output, "")).collect();
    for (n, entry) in entries.iter_mut().enumerate() {
        entry.href = format!("#document-{n}");
    }
    let documents: Vec<(usize, &Document)> = outputs
        .iter()
        .enumerate()
        .filter_map(|(n, output)| match output {
            Output::Document(document) => Some((n, &**document)),
            Output::Failure(_) => None,
        })
        .collect();
    let title = match entries.as_slice() {
        [one] => one.name.clone(),
        _ => String::new(),
    };
    template::html(&title, &entries, &documents, None)
}

/// The page of one document in a folder of pages; `index` leads to the list of all.
pub fn page_of(output: &Output, index: &str) -> String {
    let entry = entry(output, "#document-0");
    let document = match output {
        Output::Document(document) => Some((0, &**document)),
        Output::Failure(_) => None,
    };
    template::html(&entry.name.clone(), &[entry], document.as_slice(), Some(index))
}

/// The list of the documents of a folder of pages; each entry leads to its own file.
pub fn list(entries: &[Entry]) -> String {
    template::html("", entries, &[], None)
}

#[cfg(test)]
mod tests;
