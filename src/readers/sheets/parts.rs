//! What stands on a sheet: tables, and lines of text above, between and below them.
//!
//! ```text
//! Приложение 1                              paragraph
//! Показатели за 2016 год                    paragraph
//! ┌────┬──────────────┬──────┐
//! │ №  │ Показатель   │ 2016 │              table
//! ├────┴──────────────┴──────┤
//! │ 1. Население             │              (a group row: one cell, merged across)
//! └──────────────────────────┘
//! Глава округа      И.И. Липов              paragraph
//! ```
//!
//! Blank rows part tables, unless lines are drawn around them or a cell merged down goes over them; blank columns part
//! tables that stand side by side. Where lines are drawn they say what is a table; elsewhere a table begins with the
//! first row of several cells and ends with the last.

use super::sheet::{Entry, Line, Merge, Sheet};
use crate::diagnostic::Code;
use crate::options::MAX_CELLS;
use crate::readers::heads::Set;
use crate::readers::{Buffer, Cell, Look};

/// Cells in a row without lines beside a table with lines that make it a part of the table.
const ROW_CELLS: usize = 3;

/// Writes all rows of a sheet, which are in order.
pub fn write(sheet: &Sheet, buffer: &mut Buffer) {
    let mut merges = sheet.merges.clone();
    merges.sort_by_key(|m| (m.top, m.left));
    let mut under: Vec<(u32, u32)> = Vec::new();
    for merge in merges.iter().filter(|m| m.bottom > m.top) {
        match under.last_mut() {
            Some(last) if merge.top < last.1 => last.1 = last.1.max(merge.bottom),
            _ => under.push((merge.top + 1, merge.bottom)),
        }
    }
    let mut writer = Writer { merges, under, header: sheet.header, whole: sheet.whole, buffer };
    let mut band: Vec<Row> = Vec::new();
    let mut last: Option<u32> = None;
    for line in &sheet.lines {
        let row = Row::new(line);
        let follows = last.is_none_or(|last| line.index <= last + 1 || writer.bridged(last, line.index));
        if !follows {
            writer.band(&std::mem::take(&mut band));
        }
        // A row that shows nothing but has lines around it goes on with the table, and is not written.
        if !row.cells.is_empty() {
            band.push(row);
            last = Some(line.index);
        } else if row.boxed && last.is_some() {
            last = Some(line.index);
        }
    }
    writer.band(&band);
}

/// A row without its blank cells.
#[derive(Clone, Debug)]
struct Row<'a> {
    index: u32,
    cells: Vec<(u32, &'a Entry)>,
    /// Columns of blank cells with lines around them.
    blank: Vec<u32>,
    /// Lines are drawn around half of its cells or more.
    boxed: bool,
}

impl<'a> Row<'a> {
    fn new(line: &'a Line) -> Row<'a> {
        let (words, blank): (Vec<_>, Vec<_>) = line.cells.iter().partition(|(_, e)| !e.text.is_empty());
        let drawn = words.iter().filter(|(_, e)| e.boxed).count();
        let boxed = if words.is_empty() { !blank.is_empty() } else { drawn * 2 >= words.len() };
        Row {
            index: line.index,
            cells: words.iter().map(|(column, entry)| (*column, entry)).collect(),
            blank: blank.iter().map(|(column, _)| *column).collect(),
            boxed,
        }
    }

    /// The part of the row in some columns.
    fn within(&self, columns: std::ops::Range<u32>) -> Row<'a> {
        let mut row = self.clone();
        row.cells.retain(|(column, _)| columns.contains(column));
        row.blank.retain(|column| columns.contains(column));
        row
    }
}

struct Writer<'a> {
    merges: Vec<Merge>,
    /// First and last of the rows that a cell above goes down over.
    under: Vec<(u32, u32)>,
    header: Option<(u32, u32)>,
    whole: bool,
    buffer: &'a mut Buffer,
}

impl Writer<'_> {
    /// A cell merged down goes over all rows between `above` and `below`.
    fn bridged(&self, above: u32, below: u32) -> bool {
        self.merges.iter().take_while(|m| m.top <= above).any(|m| m.bottom + 1 >= below)
    }

    /// The merge that begins in a cell.
    fn merge_at(&self, row: u32, column: u32) -> Option<&Merge> {
        let i = self.merges.binary_search_by_key(&(row, column), |m| (m.top, m.left)).ok()?;
        self.merges.get(i)
    }

    /// A row that is a line of text by itself: one cell, which does not go down over others, nor stands beside one that
    /// does.
    fn alone(&self, row: &Row) -> bool {
        let i = self.under.partition_point(|(first, _)| *first <= row.index);
        if i > 0 && row.index <= self.under[i - 1].1 {
            return false;
        }
        let one = |(column, _): &(u32, &Entry)| self.merge_at(row.index, *column).is_none_or(|m| m.bottom == m.top);
        row.cells.len() == 1 && row.cells.iter().all(one)
    }

    /// Rows between blank rows.
    fn band(&mut self, rows: &[Row]) {
        let lead = rows.iter().take_while(|row| self.alone(row)).count();
        let (captions, rest) = rows.split_at(lead);
        let gap = self.gap(rest);
        if let Some(column) = gap {
            captions.iter().for_each(|row| self.line(row));
            for columns in [0..column, column..u32::MAX] {
                let side: Vec<Row> =
                    rest.iter().map(|row| row.within(columns.clone())).filter(|row| !row.cells.is_empty()).collect();
                self.band(&side);
            }
            return;
        }
        let drawn = rest.iter().filter(|row| row.boxed && row.cells.len() > 1).count();
        if drawn > 0 { self.drawn(rows) } else { self.loose(rows) }
    }

    /// A column that parts two tables side by side: nothing stands in it, and there are two columns or more, in two
    /// rows or more, at both sides.
    fn gap(&self, rows: &[Row]) -> Option<u32> {
        if self.whole {
            return None;
        }
        let mut used: Vec<u32> = Vec::new();
        for row in rows {
            for (column, _) in &row.cells {
                let right = self.merge_at(row.index, *column).map_or(*column, |m| m.right);
                used.extend(*column..=right.min(column + 256));
            }
            used.extend(&row.blank);
        }
        used.sort_unstable();
        used.dedup();
        let gaps = used.windows(2).filter(|pair| pair[1] > pair[0] + 1).map(|pair| pair[1]);
        let table = |columns: std::ops::Range<u32>| {
            let rows = rows.iter().map(|row| row.cells.iter().filter(|(c, _)| columns.contains(c)).count());
            rows.filter(|cells| *cells >= 2).count() >= 2
        };
        gaps.into_iter().find(|column| table(0..*column) && table(*column..u32::MAX))
    }

    /// Rows with lines around them are tables, others are text.
    fn drawn(&mut self, rows: &[Row]) {
        let mut inside: Vec<bool> = rows.iter().map(|row| row.boxed).collect();
        for i in 0..rows.len() {
            let (above, below) = (i > 0 && inside[i - 1], rows.get(i + 1).is_some_and(|row| row.boxed));
            inside[i] |= (above && below) || (rows[i].cells.len() >= ROW_CELLS && (above || below));
        }
        let mut at = 0;
        while at < rows.len() {
            let end = at + inside[at..].iter().take_while(|i| **i == inside[at]).count();
            if inside[at] {
                self.table(&rows[at..end]);
            } else {
                rows[at..end].iter().for_each(|row| self.line(row));
            }
            at = end;
        }
    }

    /// Rows without lines: a table from the first row of several cells to the last.
    fn loose(&mut self, rows: &[Row]) {
        let several = |row: &Row| row.cells.len() >= 2 || !self.alone(row);
        let first = rows.iter().position(several);
        let last = rows.iter().rposition(several);
        let (Some(first), Some(last)) = (first, last) else {
            rows.iter().for_each(|row| self.line(row));
            return;
        };
        let table = &rows[first..=last];
        if table.len() == 1 && table[0].cells.len() < ROW_CELLS {
            rows.iter().for_each(|row| self.line(row));
            return;
        }
        rows[..first].iter().for_each(|row| self.line(row));
        self.table(table);
        rows[last + 1..].iter().for_each(|row| self.line(row));
    }

    /// A row as a line of text.
    fn line(&mut self, row: &Row) {
        let texts: Vec<&str> = row.cells.iter().map(|(_, entry)| entry.text.as_str()).collect();
        let look = Look {
            centred: row.cells.iter().all(|(_, e)| e.centred),
            bold: row.cells.iter().all(|(_, e)| e.bold),
            ..Look::default()
        };
        self.buffer.paragraph(&texts.join("\t"), look);
    }

    /// A table; lines of text that open it are its captions.
    fn table(&mut self, rows: &[Row]) {
        let lead = rows.iter().take_while(|row| self.alone(row)).count();
        rows[..lead].iter().for_each(|row| self.line(row));
        let rows = &rows[lead..];
        let mut columns: Vec<u32> = rows.iter().flat_map(|row| row.cells.iter().map(|(column, _)| *column)).collect();
        columns.sort_unstable();
        columns.dedup();
        if rows.len().saturating_mul(columns.len()) > MAX_CELLS {
            let from = self.buffer.place();
            rows.iter().for_each(|row| self.line(row));
            self.buffer.note(Code::TableTooWide, Some(from), "");
            return;
        }
        let top = rows.first().map_or(0, |row| row.index);
        let mut open: Vec<Merge> = Vec::new();
        let mut next = self.merges.partition_point(|m| m.top < top);
        for row in rows {
            open.retain(|m| m.bottom >= row.index);
            while let Some(merge) = self.merges.get(next).filter(|m| m.top < row.index) {
                // Only the first column goes on: cells merged across are one cell with words and blank ones.
                let above = rows.binary_search_by_key(&merge.top, |row| row.index);
                let words = above.is_ok_and(|i| rows[i].cells.iter().any(|(column, _)| *column == merge.left));
                if merge.bottom >= row.index && words {
                    open.push(*merge);
                }
                next += 1;
            }
            let mut cells = vec![Cell::default(); columns.len()];
            for merge in &open {
                across(&mut cells, &columns, merge);
                if let Ok(i) = columns.binary_search(&merge.left) {
                    cells[i] = Cell::covered();
                }
            }
            for (column, _) in &row.cells {
                if let Some(merge) = self.merge_at(row.index, *column) {
                    across(&mut cells, &columns, merge);
                }
            }
            for (column, entry) in &row.cells {
                if let Ok(i) = columns.binary_search(column) {
                    let set = Set { bold: entry.bold, centred: entry.centred };
                    cells[i] = Cell { set, ..Cell::new(&entry.text) };
                }
            }
            let header = self.header.is_some_and(|(first, last)| (first..=last).contains(&row.index));
            self.buffer.row(&cells, header);
        }
        self.buffer.table_end();
    }
}

/// Marks the cells behind the first of a merge.
fn across(cells: &mut [Cell], columns: &[u32], merge: &Merge) {
    let from = columns.partition_point(|column| *column <= merge.left);
    let to = columns.partition_point(|column| *column <= merge.right);
    if from <= to {
        cells[from..to].fill(Cell::across());
    }
}
