//! A sheet as its reader fills it, and a workbook that collects sheets.

use super::parts;
use crate::diagnostic::Code;
use crate::options::MAX_CELLS;
use crate::readers::{Buffer, Content, Look};

/// A cell that shows something or has lines around it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// What it shows; lines parted by `\n`.
    pub text: String,
    /// Lines are drawn at two of its sides or more.
    pub boxed: bool,
    /// Its letters are bold.
    pub bold: bool,
    /// Set in the middle.
    pub centred: bool,
}

/// A row of a sheet: its cells by column, from 0.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// Its place, from 0.
    pub index: u32,
    /// The cells, columns rising.
    pub cells: Vec<(u32, Entry)>,
}

/// Cells that are merged to one: first and last row, first and last column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merge {
    /// First row.
    pub top: u32,
    /// First column.
    pub left: u32,
    /// Last row.
    pub bottom: u32,
    /// Last column.
    pub right: u32,
}

/// One sheet.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Rows with cells.
    pub lines: Vec<Line>,
    /// Merged cells.
    pub merges: Vec<Merge>,
    /// First and last row that are repeated on every printed page.
    pub header: Option<(u32, u32)>,
    /// Text in frames on the sheet.
    pub frames: Vec<String>,
    /// Blank columns part no tables: nothing says that they are no cells.
    pub whole: bool,
    /// Rows that are not shown, first and last of each stretch.
    pub hidden_rows: Vec<(u32, u32)>,
    /// Columns that are not shown, first and last of each stretch.
    pub hidden_columns: Vec<(u32, u32)>,
}

impl Sheet {
    /// A sheet of this name.
    pub fn new(name: impl Into<String>) -> Sheet {
        Sheet { name: name.into(), ..Sheet::default() }
    }

    /// Puts a cell down; cells come in reading order, others find their place in [`Sheet::sort`].
    pub fn put(&mut self, row: u32, column: u32, mut entry: Entry) {
        if entry.text.contains(char::is_whitespace) {
            entry.text = entry.text.trim().to_owned();
        }
        match self.lines.last_mut() {
            Some(line) if line.index == row => line.cells.push((column, entry)),
            _ => self.lines.push(Line { index: row, cells: vec![(column, entry)] }),
        }
    }

    /// A row that is not shown; they come in order.
    pub fn hide_row(&mut self, row: u32) {
        match self.hidden_rows.last_mut() {
            Some((_, last)) if *last + 1 == row => *last = row,
            _ => self.hidden_rows.push((row, row)),
        }
    }

    /// Brings rows and cells into order; the last of several cells in one place counts.
    pub fn sort(&mut self) {
        if !self.lines.is_sorted_by(|a, b| a.index < b.index) {
            self.lines.sort_by_key(|line| line.index);
            let mut lines: Vec<Line> = Vec::with_capacity(self.lines.len());
            for line in self.lines.drain(..) {
                match lines.last_mut() {
                    Some(last) if last.index == line.index => last.cells.extend(line.cells),
                    _ => lines.push(line),
                }
            }
            self.lines = lines;
        }
        for line in &mut self.lines {
            if !line.cells.is_sorted_by(|a, b| a.0 < b.0) {
                line.cells.reverse();
                line.cells.sort_by_key(|(column, _)| *column);
                line.cells.dedup_by_key(|(column, _)| *column);
            }
            let end = line.cells.iter().rposition(|(_, entry)| !entry.text.is_empty());
            // Lines around blank cells matter only between cells with words, or at all in a blank row.
            line.cells.truncate(end.map_or(1, |end| end + 1));
        }
        self.hidden_rows.sort_unstable();
        self.hidden_columns.sort_unstable();
        self.lines.retain(|line| line.cells.iter().any(|(_, entry)| entry.boxed || !entry.text.is_empty()));
    }

    /// Rows and columns with words that are not shown: «rows 4, 7; columns B».
    fn hidden(&self) -> Option<String> {
        let within = |list: &[(u32, u32)], at: u32| {
            let next = list.partition_point(|(first, _)| *first <= at);
            next > 0 && list[next - 1].1 >= at
        };
        let worded = |line: &Line| line.cells.iter().any(|(_, entry)| !entry.text.is_empty());
        let rows: Vec<String> = (self.lines.iter().filter(|l| worded(l) && within(&self.hidden_rows, l.index)))
            .map(|line| (line.index + 1).to_string())
            .collect();
        let mut columns: Vec<u32> = (self.lines.iter().flat_map(|l| &l.cells))
            .filter(|(column, entry)| !entry.text.is_empty() && within(&self.hidden_columns, *column))
            .map(|(column, _)| *column)
            .collect();
        columns.sort_unstable();
        columns.dedup();
        let columns: Vec<String> = columns.into_iter().map(letters).collect();
        let listed = [("rows", rows), ("columns", columns)].map(|(word, list)| {
            let more = if list.len() > MAX_LISTED { " and more" } else { "" };
            let first = &list[..list.len().min(MAX_LISTED)];
            (!list.is_empty()).then(|| format!("{word} {}{more}", first.join(", ")))
        });
        let listed: Vec<String> = listed.into_iter().flatten().collect();
        (!listed.is_empty()).then(|| listed.join("; "))
    }

    fn has_words(&self) -> bool {
        !self.frames.is_empty() || self.lines.iter().any(|l| l.cells.iter().any(|(_, e)| !e.text.is_empty()))
    }
}

/// Most hidden rows or columns that a finding names.
const MAX_LISTED: usize = 12;

/// The name of a column: «A» for 0, «AB» for 27.
fn letters(column: u32) -> String {
    let (mut rest, mut name) = (column + 1, String::new());
    while rest > 0 {
        name.insert(0, char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    name
}

/// Collects the sheets of a workbook.
#[derive(Debug, Default)]
pub struct Workbook {
    buffer: Buffer,
    hidden: Vec<String>,
    /// Cells put down so far.
    pub cells: usize,
    /// Formulas whose value the file does not hold.
    pub unknown: usize,
}

impl Workbook {
    /// A workbook without sheets.
    pub fn new() -> Workbook {
        Workbook::default()
    }

    /// Counts a cell; false where the document has too many.
    pub fn room(&mut self) -> bool {
        self.cells += 1;
        if self.cells == MAX_CELLS + 1 {
            self.buffer.note(Code::LimitReached, None, format!("the workbook has more than {MAX_CELLS} cells"));
        }
        self.cells <= MAX_CELLS
    }

    /// Writes a sheet.
    pub fn sheet(&mut self, mut sheet: Sheet) {
        sheet.sort();
        if !sheet.has_words() {
            return;
        }
        let from = self.buffer.place();
        if !sheet.name.trim().is_empty() {
            self.buffer.paragraph(sheet.name.trim(), Look { level: 1, tab: true, ..Look::default() });
            self.buffer.paragraph("", Look::default());
        }
        parts::write(&sheet, &mut self.buffer);
        for frame in &sheet.frames {
            self.buffer.paragraph(frame, Look::default());
        }
        if let Some(hidden) = sheet.hidden() {
            self.buffer.note(Code::CellsHidden, Some(from), hidden);
        }
    }

    /// A sheet is left out because it is hidden.
    pub fn hide(&mut self, name: &str) {
        self.hidden.push(format!("\u{ab}{name}\u{bb}"));
    }

    /// A finding about the whole workbook.
    pub fn note(&mut self, code: Code, detail: impl Into<String>) {
        self.buffer.note(code, None, detail);
    }

    /// Everything that was written.
    pub fn finish(mut self) -> Content {
        if !self.hidden.is_empty() {
            self.buffer.note(Code::SheetHidden, None, self.hidden.join(", "));
        }
        if self.unknown > 0 {
            self.buffer.note(Code::FormulaWithoutValue, None, self.unknown.to_string());
        }
        self.buffer.finish()
    }
}
