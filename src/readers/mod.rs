//! One reader for each format. A reader fills one text buffer and names what stands in it by byte ranges; nothing after
//! the readers knows the format.

pub mod text;

use std::ops::Range;

/// What a reader found, in reading order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// A line of running text.
    Line(Range<usize>),
    /// A table row, its cells left to right, blank ones included.
    Row {
        /// Byte ranges of the cells.
        cells: Vec<Range<usize>>,
        /// How the row was drawn.
        drawn: Drawn,
    },
    /// An empty line.
    Blank,
    /// A rule of dashes: markup.
    Rule,
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
}

/// A format that munidoc reads.
pub struct Reader {
    /// Name, as in `source.format`.
    pub name: &'static str,
    /// File extensions, lower case.
    pub extensions: &'static [&'static str],
    /// Splits the decoded text.
    pub read: fn(&str) -> Vec<Item>,
}

/// Every format, in the order in which it is tried.
pub const READERS: &[Reader] = &[Reader { name: "text", extensions: &["txt", "text"], read: text::read }];
