//! One document: the whole chain on one screen. Pure: no files, no clock, no environment, no globals.

use sha2::{Digest, Sha256};

use crate::decode;
use crate::diagnostic::Findings;
use crate::grammar::Grammars;
use crate::model::{CONTRACT, Failure, FailureReason, Output, Source};
use crate::options::{MAX_INPUT_BYTES, Options};

/// Converts the bytes of one document. Never fails on content: what is not understood stays in `blocks` and `tables`.
///
/// The result is an [`Output::Failure`] only for input that is no text (`binary`) or too large (`too_large`).
pub fn convert(bytes: &[u8], options: &Options, grammars: &Grammars) -> Output {
    let source = Source {
        path: options.path.clone(),
        sha256: Some(Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()),
        bytes: bytes.len() as u64,
        ..Source::default()
    };
    let _ = (grammars, Findings::default());
    failure(source, "binary", "decode", "not written yet")
}

/// A failure record.
pub fn failure(source: Source, code: &str, stage: &str, message: impl Into<String>) -> Output {
    let error = FailureReason { code: code.to_owned(), stage: stage.to_owned(), message: message.into() };
    Output::Failure(Failure { munidoc: CONTRACT.to_owned(), source, error })
}

#[allow(dead_code)]
fn _limits() -> (u64, fn(&[u8], Option<decode::Encoding>) -> decode::Decoded) {
    (MAX_INPUT_BYTES, decode::decode)
}
