//! RTF (Rich Text Format 1.9): groups, control words, text in the code pages of fonts.
//!
//! ```text
//! {\rtf1\ansi\ansicpg1251{\fonttbl{\f0\fcharset204 Arial;}}
//! {\listtext 1.\tab}\f0 \'d3\'e1\'f0\'e0\'f2\'fc\par          →   1. Убрать
//! \trowd\cellx900\cellx9000\pard\intbl 1\cell \u1055?\cell\row  →   row 1 | П
//! ```
//!
//! `lexer.rs` finds the tokens, `charset.rs` knows the code pages, `sink.rs` collects paragraphs and cells,
//! `grid.rs` lays the rows of a table out, `reader.rs` follows the control words with the help of `state.rs`.

mod charset;
mod grid;
mod lexer;
mod reader;
mod sink;
mod state;
#[cfg(test)]
mod tests;

use super::{Content, Note, Refusal, pictured};
use crate::decode::{self, Encoding};
use crate::diagnostic::Code;
use crate::options::Options;

use charset::Page;
use reader::Reader;

/// Bytes in runs of letters above ASCII from which on the code page of a file that names none is guessed.
const MIN_SAMPLE: usize = 24;

/// True where the bytes are RTF, whatever the file is called.
pub fn knows(bytes: &[u8], _extension: &str) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    bytes.trim_ascii_start().starts_with(b"{\\rtf")
}

/// Reads an RTF document.
///
/// A broken file is read as far as it goes, with a note.
///
/// # Errors
/// None today; the type is that of every reader.
pub fn content(bytes: &[u8], options: &Options) -> Result<Content, Refusal> {
    let forced = options.encoding.and_then(page);
    let mut read = Reader::new(forced).read(bytes);
    if forced.is_none() && read.sample.len() >= MIN_SAMPLE {
        // Letters of a western code page side by side: the program that wrote the file did not name its own.
        let guess = decode::decode(&read.sample, None).encoding;
        if let Some(page) = page(guess) {
            read = Reader::new(Some(page)).read(bytes);
            let detail = format!("{} in fonts that name no charset", guess.name());
            read.content.notes.insert(0, Note { code: Code::EncodingGuessed, at: None, detail });
        }
    }
    Ok(pictured::settle(read.content, &read.pictures, options))
}

/// The code page of a single-byte charset.
fn page(encoding: Encoding) -> Option<Page> {
    let label = encoding.name();
    let single = !matches!(encoding, Encoding::Utf8 | Encoding::Utf16Le | Encoding::Utf16Be);
    encoding_rs::Encoding::for_label(label.as_bytes()).filter(|_| single).map(Page::Charset)
}
