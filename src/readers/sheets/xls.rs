//! Workbooks of Excel 5.0 to 2003 (`.xls`): records in a stream of an OLE compound file.
//!
//! ```text
//! compound file ─▶ stream «Workbook» ─▶ records: styles, strings, list of sheets ─▶ each sheet: cells, merges, frames
//! ```
//!
//! Section numbers are those of MS-XLS.

mod records;
mod styles;

use std::io::{Cursor, Read};

use super::dates::Epoch;
use super::number::Number;
use super::sheet::{Entry, Merge, Sheet, Workbook};
use super::{FALSE, TRUE};
use crate::diagnostic::Code;
use crate::options::{MAX_UNPACKED_BYTES, Options};
use crate::readers::{Content, Refusal};
use records::{Chunks, Record, Records, Strings};
use styles::Styles;

/// First bytes of a compound file.
const SIGNATURE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
/// Errors by their number (section 2.5.10).
const ERRORS: &[(u8, &str)] = &[
    (0x00, "#NULL!"),
    (0x07, "#DIV/0!"),
    (0x0f, "#VALUE!"),
    (0x17, "#REF!"),
    (0x1d, "#NAME?"),
    (0x24, "#NUM!"),
    (0x2a, "#N/A"),
];

/// True where the bytes are a workbook in a compound file, or an encrypted one of a newer format.
pub fn knows(bytes: &[u8], extension: &str) -> bool {
    if !bytes.starts_with(SIGNATURE) {
        return false;
    }
    match cfb::CompoundFile::open(Cursor::new(bytes)) {
        Ok(file) => {
            let encrypted = file.is_stream("EncryptedPackage") && ["xlsx", "xlsm", "xls"].contains(&extension);
            encrypted || ["Workbook", "Book"].iter().any(|name| file.is_stream(name))
        }
        Err(_) => extension == "xls",
    }
}

/// Reads a workbook.
///
/// # Errors
/// `encrypted`, `broken` (also where it is older than Excel 5.0).
pub fn content(bytes: &[u8], _: &Options) -> Result<Content, Refusal> {
    let broken = |why: &str| {
        let message = format!("the workbook is broken ({why}); get the file once more or save it anew");
        Refusal::new("broken", message)
    };
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|e| broken(&e.to_string()))?;
    let name = ["Workbook", "Book"].into_iter().find(|name| file.is_stream(name));
    let Some(name) = name else {
        return Err(if file.is_stream("EncryptedPackage") { encrypted() } else { broken("it holds no workbook") });
    };
    let mut stream = Vec::new();
    let opened = file.open_stream(name).map_err(|e| broken(&e.to_string()))?;
    // What can be read of a cut stream is read.
    let cut = opened.take(MAX_UNPACKED_BYTES).read_to_end(&mut stream).err().map(|e| e.to_string());
    let book = Book::read(&stream)?;
    if book.sheets.is_empty() {
        return Err(broken("it has no list of sheets"));
    }
    let mut out = Workbook::new();
    let mut comments = 0;
    let mut trouble = cut.or_else(|| book.trouble.clone());
    for (i, listed) in book.sheets.iter().enumerate() {
        match listed.state {
            State::Hidden => out.hide(&listed.name),
            State::Other => {}
            State::Shown => {
                let mut sheet = Sheet::new(&listed.name);
                sheet.header = book.titles.iter().find(|(sheet, _)| *sheet == i).map(|(_, rows)| *rows);
                let source = stream.get(listed.at..).unwrap_or_default();
                let mut reader = SheetReader { book: &book, out: &mut out, comments: 0 };
                let whole = reader.read(source, &mut sheet);
                comments += reader.comments;
                if !whole {
                    trouble.get_or_insert_with(|| format!("sheet \u{ab}{}\u{bb} is cut off", listed.name));
                }
                out.sheet(sheet);
            }
        }
    }
    if comments > 0 {
        out.note(Code::CommentsDropped, format!("{comments} {}", if comments == 1 { "comment" } else { "comments" }));
    }
    if let Some(trouble) = trouble {
        out.note(Code::PartDamaged, trouble);
    }
    Ok(out.finish())
}

fn encrypted() -> Refusal {
    Refusal::new("encrypted", "the file is encrypted; remove the password and try again")
}

enum State {
    Shown,
    Hidden,
    /// A chart or a sheet of macros.
    Other,
}

struct Listed {
    name: String,
    at: usize,
    state: State,
}

/// What holds for the whole workbook (section 2.1.7.20.3).
struct Book {
    strings: Strings,
    shared: Vec<String>,
    styles: Styles,
    sheets: Vec<Listed>,
    epoch: Epoch,
    /// Sheet and rows that are repeated on every page.
    titles: Vec<(usize, (u32, u32))>,
    trouble: Option<String>,
}

impl Book {
    fn read(stream: &[u8]) -> Result<Book, Refusal> {
        let mut book = Book {
            strings: Strings::default(),
            shared: Vec::new(),
            styles: Styles::default(),
            sheets: Vec::new(),
            epoch: Epoch::Y1900,
            titles: Vec::new(),
            trouble: None,
        };
        let mut whole = false;
        for record in Records::new(stream) {
            let mut data = record.chunks();
            match record.kind {
                // BOF
                0x0809 => book.strings.wide = data.word().unwrap_or(0) >= 0x0600,
                // FilePass
                0x002f => return Err(encrypted()),
                // CodePage
                0x0042 => book.strings.codepage = data.word().unwrap_or(1251),
                // Date1904
                0x0022 if data.word() == Some(1) => book.epoch = Epoch::Y1904,
                0x0031 => book.styles.font(&record),
                0x041e => book.styles.format(&record, &book.strings),
                0x00e0 => book.styles.cell(&record, book.strings.wide),
                0x0085 => book.sheets.extend(book.listed(&mut data)),
                // Lbl
                0x0018 if book.strings.wide => book.titles.extend(titles(record.data)),
                // SST
                0x00fc => {
                    data.skip(8);
                    while let Some(text) = book.strings.rich(&mut data) {
                        book.shared.push(text);
                    }
                }
                0x000a => {
                    whole = true;
                    break;
                }
                _ => {}
            }
        }
        book.styles.finish();
        if !whole {
            book.trouble = Some("the list of sheets is cut off".to_owned());
        }
        Ok(book)
    }

    /// BoundSheet8 (section 2.4.28).
    fn listed(&self, data: &mut Chunks) -> Option<Listed> {
        let at = data.long()? as usize;
        let hidden = data.byte()? & 3 != 0;
        let state = match (data.byte()?, hidden) {
            (0, false) => State::Shown,
            (0, true) => State::Hidden,
            _ => State::Other,
        };
        let length = data.byte()?.into();
        Some(Listed { name: self.strings.chars(data, length), at, state })
    }
}

/// Lbl (section 2.4.150): the rows that `Print_Titles` names, and the sheet.
fn titles(data: &[u8]) -> Option<(usize, (u32, u32))> {
    let word = |at: usize| Some(u16::from_le_bytes([*data.get(at)?, *data.get(at + 1)?]));
    let builtin = word(0)? & 0x20 != 0 && data.get(3) == Some(&1) && data.get(15) == Some(&7);
    let sheet = usize::from(word(8)?).checked_sub(1).filter(|_| builtin)?;
    let mut at = if data.get(16) == Some(&0x29) { 19 } else { 16 };
    while data.get(at) == Some(&0x3b) {
        let (top, bottom, left, right) = (word(at + 3)?, word(at + 5)?, word(at + 7)?, word(at + 9)?);
        if left & 0xff == 0 && right & 0xff == 0xff {
            return Some((sheet, (top.into(), bottom.into())));
        }
        at += 11;
    }
    None
}

struct SheetReader<'a> {
    book: &'a Book,
    out: &'a mut Workbook,
    comments: usize,
}

impl SheetReader<'_> {
    /// Reads the records of a sheet; false where they end too early.
    fn read(&mut self, stream: &[u8], sheet: &mut Sheet) -> bool {
        let mut depth = 0usize;
        // A formula whose value stands in the next record.
        let mut waiting: Option<(u32, u32, usize)> = None;
        let mut comment = false;
        for record in Records::new(stream) {
            match record.kind {
                0x0809 => depth += 1,
                0x000a => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        return true;
                    }
                }
                // Charts in the sheet have records of their own.
                _ if depth > 1 => {}
                // String
                0x0207 => {
                    if let Some((row, column, style)) = waiting.take() {
                        let mut data = record.chunks();
                        let text = self.book.strings.counted(&mut data).unwrap_or_default();
                        self.text(sheet, (row, column, style), &text);
                    }
                }
                // Row: fDyZero (section 2.4.221)
                0x0208 => {
                    let mut data = record.chunks();
                    if let Some(row) = data.word()
                        && record.data.get(12).is_some_and(|flags| flags & 0x20 != 0)
                    {
                        sheet.hide_row(row.into());
                    }
                }
                // ColInfo: fHidden (section 2.4.53)
                0x007d => {
                    let mut data = record.chunks();
                    if let (Some(first), Some(last)) = (data.word(), data.word())
                        && record.data.get(8).is_some_and(|flags| flags & 1 != 0)
                    {
                        sheet.hidden_columns.push((first.into(), last.into()));
                    }
                }
                // MergeCells
                0x00e5 => sheet.merges.extend(merges(record.data)),
                // Obj: 0x19 is a comment
                0x005d => comment = record.data.get(4) == Some(&0x19),
                // TxO
                0x01b6 => match self.frame(&record) {
                    Some(_) if comment => self.comments += 1,
                    Some(text) if !text.trim().is_empty() => sheet.frames.push(text.replace('\r', "\n")),
                    _ => {}
                },
                _ => waiting = self.cell(&record, sheet).or(waiting.filter(|_| record.kind != 0x0006)),
            }
        }
        false
    }

    /// A record of cells. Gives the place of a formula whose text follows.
    fn cell(&mut self, record: &Record, sheet: &mut Sheet) -> Option<(u32, u32, usize)> {
        let mut data = record.chunks();
        let known = [0x0203, 0x027e, 0x00bd, 0x00fd, 0x0204, 0x00d6, 0x0205, 0x0006, 0x0201, 0x00be];
        if !known.contains(&record.kind) {
            return None;
        }
        let (row, column) = (u32::from(data.word()?), u32::from(data.word()?));
        // MulRk, MulBlank: several cells side by side
        if record.kind == 0x00bd || record.kind == 0x00be {
            let width = if record.kind == 0x00bd { 6 } else { 2 };
            let cells = record.data.len().saturating_sub(6) / width;
            for i in 0..cells as u32 {
                let at = (row, column.saturating_add(i), usize::from(data.word()?));
                if width == 6 {
                    let number = compact(data.long()?);
                    self.number(sheet, at, number);
                } else {
                    self.put(sheet, at, String::new());
                }
            }
            return None;
        }
        let at = (row, column, usize::from(data.word()?));
        match record.kind {
            0x0203 => {
                let number = double(data.array()?);
                self.number(sheet, at, number);
            }
            0x027e => {
                let number = compact(data.long()?);
                self.number(sheet, at, number);
            }
            0x00fd => {
                let text = self.book.shared.get(data.long()? as usize).cloned().unwrap_or_default();
                self.text(sheet, at, &text);
            }
            0x0204 | 0x00d6 => {
                let text = self.book.strings.counted(&mut data).unwrap_or_default();
                self.text(sheet, at, &text);
            }
            0x0205 => {
                let (value, error) = (data.byte()?, data.byte()?);
                let text = if error == 1 { fault(value) } else { truth(value) };
                self.put(sheet, at, text.to_owned());
            }
            // Formula: the value is a number, or says what it is where a number would be none (section 2.5.133)
            0x0006 => {
                let value: [u8; 8] = data.array()?;
                match (value[6..] == [0xff, 0xff], value[0]) {
                    (true, 0) => return Some(at),
                    (true, 1) => self.put(sheet, at, truth(value[2]).to_owned()),
                    (true, 2) => self.put(sheet, at, fault(value[2]).to_owned()),
                    (true, _) => self.put(sheet, at, String::new()),
                    (false, _) => self.number(sheet, at, double(value)),
                }
            }
            _ => self.put(sheet, at, String::new()),
        }
        None
    }

    fn number(&mut self, sheet: &mut Sheet, at: (u32, u32, usize), number: Option<Number>) {
        let style = self.book.styles.of(at.2);
        let text = number.map_or_else(String::new, |number| style.format.number(&number, self.book.epoch));
        self.put(sheet, at, text);
    }

    fn text(&mut self, sheet: &mut Sheet, at: (u32, u32, usize), text: &str) {
        let text = self.book.styles.of(at.2).format.text(text);
        self.put(sheet, at, text);
    }

    fn put(&mut self, sheet: &mut Sheet, (row, column, style): (u32, u32, usize), text: String) {
        let style = self.book.styles.of(style);
        if (style.boxed || !text.is_empty()) && self.out.room() {
            sheet.put(row, column, Entry { text, boxed: style.boxed, bold: style.bold, centred: style.centred });
        }
    }

    /// TxO (section 2.4.329): the text of a frame stands in the record that follows.
    fn frame(&self, record: &Record) -> Option<String> {
        let length = u16::from_le_bytes([*record.data.get(10)?, *record.data.get(11)?]);
        let mut text = Chunks::new(&record.more);
        (length > 0).then(|| self.book.strings.chars(&mut text, length.into()))
    }
}

fn merges(data: &[u8]) -> Vec<Merge> {
    let word = |at: &[u8], i: usize| u32::from(u16::from_le_bytes([at[2 * i], at[2 * i + 1]]));
    let areas = data.get(2..).unwrap_or_default().chunks_exact(8);
    areas.map(|a| Merge { top: word(a, 0), bottom: word(a, 1), left: word(a, 2), right: word(a, 3) }).collect()
}

fn truth(value: u8) -> &'static str {
    if value == 0 { FALSE } else { TRUE }
}

fn fault(value: u8) -> &'static str {
    ERRORS.iter().find(|(known, _)| *known == value).map_or("#N/A", |(_, text)| text)
}

/// A binary number in decimal digits.
fn double(bytes: [u8; 8]) -> Option<Number> {
    Number::parse(&format!("{:e}", f64::from_le_bytes(bytes)))
}

/// RkNumber (section 2.5.217): a whole number or the upper half of a binary one, perhaps in hundredths.
fn compact(rk: u32) -> Option<Number> {
    let number = if rk & 2 != 0 {
        Number::parse(&(rk.cast_signed() >> 2).to_string())
    } else {
        double((u64::from(rk & !3) << 32).to_le_bytes())
    };
    number.map(|n| if rk & 1 != 0 { n.shifted(-2) } else { n })
}

#[cfg(test)]
mod tests;
