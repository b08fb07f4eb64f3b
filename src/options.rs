//! What a caller can set for one conversion, and the limits that hold for every one.

use std::path::PathBuf;

use crate::decode::Encoding;

/// Settings of one conversion.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Path written to `source.path`; nothing is read from it.
    pub path: String,
    /// Charset to use instead of finding one out.
    pub encoding: Option<Encoding>,
    /// The program that recognises letters in pictures (Tesseract, with its Russian data). Without one, pages that are
    /// pictures give a finding and are left out.
    pub tesseract: Option<PathBuf>,
}

/// Largest input, in bytes; anything larger is refused with a failure record.
pub const MAX_INPUT_BYTES: u64 = 64 << 20;
/// Most cells of a table row that are aligned to columns; wider tables stand as they are, with a finding.
pub const MAX_COLUMNS: usize = 128;
/// Most members of a package or archive.
pub const MAX_ENTRIES: usize = 10_000;
/// Most bytes that the parts of one package unpack to, and one stream of a PDF file.
pub const MAX_UNPACKED_BYTES: u64 = 256 << 20;
/// Most bytes that a package unpacks to, as a multiple of its own size; real documents stay below 40.
pub const MAX_RATIO: u64 = 150;
/// Most bytes that the members of one archive unpack to, those of the archives inside it included. They are read one
/// at a time; none may be larger than [`MAX_INPUT_BYTES`].
pub const MAX_ARCHIVE_BYTES: u64 = 4 << 30;
/// Most archives inside each other; `a.zip!b.zip!c.zip!d.txt` is three.
pub const MAX_NESTED_ARCHIVES: usize = 3;
/// Deepest nesting of elements in XML and HTML, and of groups in RTF.
pub const MAX_DEPTH: usize = 200;
/// Most pages of one document.
pub const MAX_PAGES: usize = 2_000;
/// Most table cells of one document.
pub const MAX_CELLS: usize = 2_000_000;
/// Most lines of one document: a text of more is refused, of another format what lies beyond is left out.
pub const MAX_DOCUMENT_LINES: usize = 2_000_000;
/// Most operations (characters, lines, clips) that one page may draw.
pub const MAX_PAGE_WORK: u64 = 2_000_000;
/// Longest time in which one document is read, in seconds; what is not read by then is left out.
pub const MAX_SECONDS: u64 = 60;
/// Most pixels of one picture: a page of A3 paper at 600 dpi.
pub const MAX_PIXELS: u64 = 75_000_000;
/// Longest time in which pages of one document are recognised, in seconds; pages not begun by then are left out.
pub const MAX_RECOGNITION_SECONDS: u64 = 900;
