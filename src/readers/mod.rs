//! One reader for each format. A reader fills one text buffer and names what stands in it by byte ranges; nothing after
//! the readers knows the format.
//!
//! ```text
//! bytes ─ of ─▶ Reader ─ read ─▶ Content { text, items, pages, boxes, notes }
//! ```
//!
//! Readers of formats that know their paragraphs and tables write into a [`Buffer`]. The signature of a file decides
//! which reader takes it; the extension only where there is no signature.

#[cfg(feature = "office")]
pub mod archive;
#[cfg(feature = "office")]
mod blocks;
pub mod buffer;
#[cfg(feature = "doc")]
pub mod doc;
#[cfg(feature = "office")]
pub mod docx;
pub mod heads;
#[cfg(feature = "office")]
pub mod html;
#[cfg(feature = "office")]
pub mod mail;
pub mod markdown;
#[cfg(any(feature = "office", feature = "doc"))]
mod numerals;
#[cfg(feature = "office")]
pub mod odt;
#[cfg(feature = "office")]
pub mod package;
#[cfg(feature = "pdf")]
pub mod page;
#[cfg(feature = "pdf")]
pub mod pdf;
#[cfg(feature = "office")]
mod pictured;
#[cfg(feature = "office")]
pub mod rtf;
#[cfg(feature = "ocr")]
pub mod scan;
#[cfg(feature = "office")]
pub mod sheets;
pub mod text;

use std::ops::Range;
use std::path::Path;

use crate::decode::{Encoding, How};
use crate::diagnostic::Code;
use crate::model::{PageBox, Points};
use crate::options::Options;

pub use buffer::{Buffer, Cell};

/// What a reader made of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content {
    /// The text buffer that every byte range points into. In a table row cells stand between tabs, lines of one cell
    /// between U+2028; every paragraph and every row is a line.
    pub text: String,
    /// What stands in it, in reading order.
    pub items: Vec<Item>,
    /// First byte of each page, the first page first; empty for formats without pages.
    pub pages: Vec<usize>,
    /// Width and height of each page; empty where words have no places on pages.
    pub page_sizes: Vec<[Points; 2]>,
    /// Where the words stand on the pages, in the order of their bytes; empty where that is not known.
    pub boxes: Vec<WordBox>,
    /// Charset of the bytes, where the format leaves it open.
    pub charset: Option<Charset>,
    /// What the reader repaired, guessed, skipped or could not read.
    pub notes: Vec<Note>,
}

/// A word of the text buffer and its place on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordBox {
    /// Its bytes.
    pub at: Range<usize>,
    /// Its page, and the rectangle around it.
    pub place: PageBox,
}

/// How the bytes became characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Charset {
    /// The charset.
    pub encoding: Encoding,
    /// The evidence for it.
    pub how: How,
    /// Number of U+FFFD put in for undecodable bytes.
    pub replaced: usize,
}

/// A finding of a reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What was found.
    pub code: Code,
    /// Where in the text buffer.
    pub at: Option<Range<usize>>,
    /// Details for people, in English.
    pub detail: String,
}

/// Why a reader cannot read a document at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Stable id: `binary`, `encrypted`, `broken`, `limit`, `unsupported` or `needs_program`.
    pub code: &'static str,
    /// What was expected and what to do, in one sentence.
    pub message: String,
}

impl Refusal {
    /// A refusal with its sentence.
    pub fn new(code: &'static str, message: impl Into<String>) -> Refusal {
        Refusal { code, message: message.into() }
    }
}

/// What a reader found, in reading order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// A line of running text; where its paragraph ends is not known.
    Line(Range<usize>),
    /// A line that the format says is a paragraph of its own, or the first of its paragraph.
    Paragraph {
        /// Its bytes.
        range: Range<usize>,
        /// How it is set.
        look: Look,
    },
    /// A table row, its cells left to right, blank ones included.
    Row {
        /// Byte ranges of the cells.
        cells: Vec<Range<usize>>,
        /// How the row was drawn.
        drawn: Drawn,
        /// Blank cells that another cell goes on over, by their indices in order.
        merged: Vec<(usize, Merge)>,
    },
    /// An empty line.
    Blank,
    /// A rule of dashes: markup.
    Rule,
}

impl Item {
    /// A row without vertical merges.
    pub fn row(cells: Vec<Range<usize>>, drawn: Drawn) -> Item {
        Item::Row { cells, drawn, merged: Vec::new() }
    }
}

/// How a paragraph is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Level of a heading by its style, from 1; 0 for none.
    pub level: u8,
    /// Set in the middle of the line.
    pub centred: bool,
    /// All its letters are bold.
    pub bold: bool,
    /// The name of a sheet, which only its tab shows: the title of nothing.
    pub tab: bool,
}

/// Which cell goes on over a blank one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Merge {
    /// The cell above.
    Above,
    /// The cell to the left.
    Left,
}

/// How a table row stands in the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawn {
    /// Cells between tabs.
    Tabs,
    /// Cells between `|` or box characters; `true` where a drawn line closed the row above.
    Lines {
        /// A rule stands above this line, so it begins a row.
        begins: bool,
    },
    /// Columns aligned by runs of spaces.
    Spaces {
        /// The line begins a row.
        begins: bool,
    },
    /// A row of a real table: its cells are exact, one for each column of the grid.
    Grid {
        /// The format marks it as a header that is repeated on every page.
        header: bool,
    },
    /// The first row of a real table on its page; whether the page break tore it is not sure.
    Top,
    /// A row at the top of a real table that is set as heads are, unlike those below.
    Head,
}

/// A format that munidoc reads.
pub struct Reader {
    /// Name, as in `source.format`.
    pub name: &'static str,
    /// File extensions, lower case.
    pub extensions: &'static [&'static str],
    /// True where the bytes are of this format; the extension (lower case) may help where there is no signature.
    pub knows: fn(&[u8], &str) -> bool,
    /// Reads the bytes of a document.
    pub read: fn(&[u8], &Options) -> Result<Content, Refusal>,
}

/// Every format, in the order in which it is tried; the last one takes everything.
pub const READERS: &[Reader] = &[
    #[cfg(feature = "office")]
    Reader { name: "docx", extensions: docx::EXTENSIONS, knows: docx::knows, read: docx::read },
    #[cfg(feature = "doc")]
    Reader { name: "doc", extensions: &["doc", "dot"], knows: doc::knows, read: doc::content },
    #[cfg(feature = "office")]
    Reader { name: "wordml", extensions: &[], knows: docx::wordml::knows, read: docx::wordml::read },
    #[cfg(feature = "office")]
    Reader { name: "odt", extensions: &["odt", "ott", "fodt"], knows: odt::knows, read: odt::content },
    #[cfg(feature = "office")]
    Reader { name: "xlsx", extensions: &["xlsx", "xlsm"], knows: sheets::knows_xlsx, read: sheets::xlsx },
    #[cfg(feature = "office")]
    Reader { name: "xls", extensions: &["xls"], knows: sheets::knows_xls, read: sheets::xls },
    #[cfg(feature = "office")]
    Reader { name: "ods", extensions: &["ods", "ots", "fods"], knows: sheets::knows_ods, read: sheets::ods },
    #[cfg(feature = "pdf")]
    Reader { name: "pdf", extensions: &["pdf"], knows: pdf::knows, read: pdf::content },
    #[cfg(feature = "ocr")]
    Reader { name: "png", extensions: &["png"], knows: scan::knows_png, read: scan::content },
    #[cfg(feature = "ocr")]
    Reader { name: "jpeg", extensions: &["jpg", "jpeg"], knows: scan::knows_jpeg, read: scan::content },
    #[cfg(feature = "ocr")]
    Reader { name: "tiff", extensions: &["tif", "tiff"], knows: scan::knows_tiff, read: scan::content },
    // Behind every format that is made of a zip.
    #[cfg(feature = "office")]
    Reader { name: "archive", extensions: &["zip"], knows: archive::knows, read: archive::content },
    // Before web archives, which are written like mails.
    #[cfg(feature = "office")]
    Reader { name: "mail", extensions: &["eml"], knows: mail::knows, read: mail::content },
    #[cfg(feature = "office")]
    Reader { name: "rtf", extensions: &["rtf"], knows: rtf::knows, read: rtf::content },
    #[cfg(feature = "office")]
    Reader {
        name: "html",
        extensions: &["html", "htm", "xhtml", "mht", "mhtml"],
        knows: html::knows,
        read: html::content,
    },
    #[cfg(feature = "office")]
    Reader { name: "csv", extensions: &["csv", "tsv"], knows: sheets::knows_csv, read: sheets::csv },
    Reader { name: "markdown", extensions: &["md", "markdown"], knows: markdown::knows, read: markdown::content },
    Reader { name: "text", extensions: &["txt", "text"], knows: |_, _| true, read: text::content },
];

/// The reader for a document: its bytes decide, then the extension of `path`.
pub fn of(bytes: &[u8], path: &str) -> &'static Reader {
    let extension = Path::new(path).extension().and_then(|e| e.to_str()).unwrap_or("").to_lowercase();
    READERS.iter().find(|r| (r.knows)(bytes, &extension)).unwrap_or(&READERS[READERS.len() - 1])
}
