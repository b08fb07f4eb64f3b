//! What stands in a document, before it is written into the text buffer.

use super::props::Begins;
use crate::readers::Look;

/// A note that a paragraph refers to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum NoteRef {
    /// At the foot of the page.
    Foot(String),
    /// At the end of the document.
    End(String),
}

/// A paragraph.
#[derive(Clone, Debug, Default)]
pub(super) struct Para {
    /// Its text; lines broken within it are parted by `\n`.
    pub text: String,
    pub look: Look,
    /// There is nothing in it but its automatic number.
    pub bare: bool,
    /// Bytes of the text at which a page begins, in order.
    pub pages: Vec<usize>,
    pub notes: Vec<NoteRef>,
    /// Text boxes that hang on it.
    pub boxes: Vec<Block>,
}

/// Something in reading order.
#[derive(Clone, Debug)]
pub(super) enum Block {
    Paragraph(Para),
    Table(Table),
    /// A section ends; it began like this.
    Section(Begins),
}

/// How a cell stands to the cell above.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Merge {
    /// On its own.
    #[default]
    No,
    /// The first of cells merged downwards.
    First,
    /// The cell above goes on.
    Goes,
}

/// A table cell.
#[derive(Clone, Debug, Default)]
pub(super) struct Cell {
    /// Columns of the grid that it covers.
    pub span: usize,
    pub merge: Merge,
    pub blocks: Vec<Block>,
}

/// A table row.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    /// Columns of the grid left free before the first cell.
    pub before: usize,
    /// Columns of the grid left free behind the last cell.
    pub after: usize,
    /// Marked as a header that is repeated on every page.
    pub header: bool,
    pub cells: Vec<Cell>,
}

/// A table.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    /// Widths of the columns of its grid, in twentieths of a point; may be missing or short.
    pub grid: Vec<u32>,
    pub rows: Vec<Row>,
}
