//! Documents of the corpus without damage, and how tests read them.

use std::fs;
use std::path::Path;

use munidoc::model::{Document, Output};
use munidoc::{Grammars, Options, convert};

/// Their names.
pub const INTACT: &[&str] = &[
    "belopolyansky-postanovlenie",
    "elovoborsk-rasporyazhenie",
    "kedrovogorsk-goals",
    "kedrovogorsk-letter",
    "lesogorbinsk-protocol",
    "losevogorsk-indicators",
    "nizhneolhovsky-roadmap",
    "severorechensk-projects",
    "starokamenetsky-reshenie",
    "talnikovsky-money",
    "verhneozersk-conference",
    "zarechinsk-program",
    "zhuravlihinsky-polozhenie",
];

/// The text of one of them.
pub fn text(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("corpus/{name}.txt"));
    fs::read_to_string(path).expect("the corpus is there")
}

/// A text as a document; a damaged text is still a text.
pub fn read(bytes: &[u8], grammars: &Grammars) -> Document {
    match convert(bytes, &Options::default(), grammars) {
        Output::Document(document) => *document,
        Output::Failure(failure) => panic!("a text is a text: {}", failure.error.message),
    }
}
