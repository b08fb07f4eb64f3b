//! Workbooks of Office Open XML (`.xlsx`, `.xlsm`).
//!
//! ```text
//! package ─▶ workbook (names, hidden or not) ─▶ styles, shared strings ─▶ each sheet: cells, merges, frames
//! ```
//!
//! Cells hold numbers and the number of their format, not what they show; see `format`. Section numbers are those of
//! ECMA-376, part 1.

mod styles;

use std::collections::HashMap;

use super::dates::Epoch;
use super::number::Number;
use super::sheet::{Entry, Merge, Sheet, Workbook};
use super::strings;
use super::{FALSE, TRUE, iso_date};
use crate::diagnostic::Code;
use crate::options::Options;
use crate::readers::odt::xml::{Step, Tag, Xml};
use crate::readers::package::Package;
use crate::readers::{Content, Refusal};
use styles::Styles;

/// Where the workbook stands if the package does not say.
const WORKBOOK: &str = "xl/workbook.xml";
/// Most rows and columns of a sheet (the format knows no more).
const MAX_ROW: u32 = 1_048_576;
const MAX_COLUMN: u32 = 16_384;
/// Most merged cells of a sheet.
const MAX_MERGES: usize = 200_000;

/// True where the bytes are a workbook of Office Open XML.
pub fn knows(bytes: &[u8], extension: &str) -> bool {
    if !bytes.starts_with(b"PK\x03\x04") {
        return false;
    }
    match Package::open(bytes) {
        Ok(package) => package.names().any(|name| name.starts_with(b"xl/") || name.starts_with(b"/xl/")),
        Err(_) => ["xlsx", "xlsm"].contains(&extension),
    }
}

/// Reads a workbook.
///
/// # Errors
/// `broken`, `encrypted`, `limit`, `unsupported` for binary workbooks (`.xlsb`).
pub fn content(bytes: &[u8], _: &Options) -> Result<Content, Refusal> {
    let mut package = Package::open(bytes)?;
    let at = relations(&mut package, "")?.into_values().find(|r| r.kind.ends_with("/officeDocument"));
    let at = at.map_or_else(|| WORKBOOK.to_owned(), |r| r.target);
    let broken = |what: &str| {
        Refusal::new("broken", format!("the workbook has no {what}; get the file once more or save it anew"))
    };
    if at.ends_with(".bin") {
        let message = "binary workbooks (.xlsb) are not read; save the file as .xlsx";
        return Err(Refusal::new("unsupported", message));
    }
    let Some(source) = package.xml(&at)? else { return Err(broken("list of sheets")) };
    let book = Book::read(&source);
    let parts = relations(&mut package, &at)?;
    let part = |kind: &str| parts.values().find(|r| r.kind.ends_with(kind)).map(|r| r.target.clone());
    let mut trouble = None;
    let strings = match part("/sharedStrings") {
        Some(name) => strings::shared(&package.xml(&name)?.unwrap_or_default(), &mut trouble),
        None => Vec::new(),
    };
    let styles = match part("/styles") {
        Some(name) => Styles::read(&package.xml(&name)?.unwrap_or_default()),
        None => Styles::default(),
    };
    let mut out = Workbook::new();
    let mut missing = Vec::new();
    for (i, listed) in book.sheets.iter().enumerate() {
        if listed.hidden {
            out.hide(&listed.name);
            continue;
        }
        let place = parts.get(&listed.relation);
        let source = match place {
            Some(r) if r.kind.ends_with("/worksheet") => package.xml(&r.target)?,
            // A sheet that is a chart.
            Some(_) => continue,
            None => None,
        };
        let (Some(source), Some(place)) = (source, place) else {
            missing.push(format!("\u{ab}{}\u{bb}", listed.name));
            continue;
        };
        let mut reader = SheetReader { strings: &strings, styles: &styles, epoch: book.epoch, out: &mut out };
        let mut sheet = Sheet::new(&listed.name);
        let broken = reader.read(&source, &mut sheet);
        trouble = trouble.or(broken);
        sheet.header = book.titles.get(&i).copied();
        sheet.frames = frames(&mut package, &place.target)?;
        out.sheet(sheet);
    }
    if !missing.is_empty() {
        out.note(Code::PartDamaged, format!("no sheet {}", missing.join(", ")));
    }
    if let Some(trouble) = trouble.or(book.trouble) {
        out.note(Code::PartDamaged, trouble);
    }
    Ok(out.finish())
}

/// Where a part points to.
struct Relation {
    kind: String,
    target: String,
}

/// The relations of a part, by id; of the package for `""`.
fn relations(package: &mut Package, part: &str) -> Result<HashMap<String, Relation>, Refusal> {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let name = if folder.is_empty() { format!("_rels/{file}.rels") } else { format!("{folder}/_rels/{file}.rels") };
    let mut out = HashMap::new();
    let source = package.xml(&name)?.unwrap_or_default();
    let mut xml = Xml::new(&source);
    loop {
        match xml.step() {
            Step::Open(tag) if tag.local() == "Relationship" => {
                let text = |name: &str| tag.get(name).unwrap_or_default().into_owned();
                let target = resolved(folder, &text("Target"));
                out.insert(text("Id"), Relation { kind: text("Type"), target });
            }
            Step::End => return Ok(out),
            _ => {}
        }
    }
}

/// A path in the package, relative to a folder of it.
fn resolved(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut path: Vec<&str> = folder.split('/').filter(|p| !p.is_empty()).collect();
    for step in target.split('/') {
        match step {
            ".." => drop(path.pop()),
            "." | "" => {}
            step => path.push(step),
        }
    }
    path.join("/")
}

/// The list of sheets.
#[derive(Default)]
struct Book {
    sheets: Vec<Listed>,
    /// Rows repeated on every page, by the place of the sheet in the list.
    titles: HashMap<usize, (u32, u32)>,
    epoch: Epoch,
    trouble: Option<String>,
}

struct Listed {
    name: String,
    relation: String,
    hidden: bool,
}

impl Book {
    fn read(source: &str) -> Book {
        let mut xml = Xml::new(source);
        let mut book = Book::default();
        loop {
            match xml.step() {
                Step::Open(tag) => match tag.local() {
                    "sheet" => {
                        let text = |name: &str| tag.get(name).unwrap_or_default().into_owned();
                        book.sheets.push(Listed {
                            name: strings::unescaped(&text("name")),
                            relation: text("id"),
                            hidden: tag.get("state").is_some_and(|s| s != "visible"),
                        });
                    }
                    "workbookPr" if is_true(&tag, "date1904") => book.epoch = Epoch::Y1904,
                    "definedName" if tag.get("name").is_some_and(|n| n == "_xlnm.Print_Titles") => {
                        let sheet = tag.number("localSheetId");
                        let rows = title_rows(&xml.text());
                        if let (Some(sheet), Some(rows)) = (sheet, rows) {
                            book.titles.insert(sheet, rows);
                        }
                    }
                    _ => {}
                },
                Step::End => break,
                Step::Close | Step::Text(_) => {}
            }
        }
        book.trouble = xml.trouble;
        book
    }
}

/// The rows of `'Лист'!$A:$B,'Лист'!$7:$8`, from 0.
fn title_rows(text: &str) -> Option<(u32, u32)> {
    text.split(',').find_map(|area| {
        let (first, last) = area.rsplit_once('!').map_or(area, |(_, area)| area).split_once(':')?;
        let row = |text: &str| text.strip_prefix('$')?.parse::<u32>().ok()?.checked_sub(1);
        Some((row(first)?, row(last)?))
    })
}

fn is_true(tag: &Tag, name: &str) -> bool {
    tag.get(name).is_some_and(|v| v == "1" || v == "true" || v == "on")
}

/// Row and column of `B12`, from 0.
fn place(reference: &str) -> Option<(u32, u32)> {
    let digits = reference.find(|c: char| c.is_ascii_digit())?;
    let column = reference[..digits].trim_matches('$').bytes().try_fold(0u32, |n, b| {
        let letter = b.to_ascii_uppercase().checked_sub(b'A').filter(|l| *l < 26)?;
        n.checked_mul(26)?.checked_add(u32::from(letter) + 1)
    })?;
    let row = reference[digits..].parse::<u32>().ok()?;
    Some((row.checked_sub(1).filter(|r| *r < MAX_ROW)?, column.checked_sub(1).filter(|c| *c < MAX_COLUMN)?))
}

struct SheetReader<'a> {
    strings: &'a [String],
    styles: &'a Styles,
    epoch: Epoch,
    out: &'a mut Workbook,
}

impl SheetReader<'_> {
    /// Reads the cells and merges of a sheet; what made the reading stop, if anything.
    fn read(&mut self, source: &str, sheet: &mut Sheet) -> Option<String> {
        let mut xml = Xml::new(source);
        let (mut row, mut column) = (0, 0);
        loop {
            match xml.step() {
                Step::Open(tag) => match tag.local() {
                    "worksheet" | "cols" | "sheetData" | "mergeCells" => {}
                    "col" => {
                        let edge = |name| tag.number(name).and_then(|n| u32::try_from(n).ok()?.checked_sub(1));
                        if let (true, Some(first), Some(last)) = (is_true(&tag, "hidden"), edge("min"), edge("max")) {
                            sheet.hidden_columns.push((first, last));
                        }
                    }
                    "row" => {
                        // Rows and cells without a place follow the one before (section 18.3.1.73).
                        if let Some(n) = tag.number("r").and_then(|n| u32::try_from(n).ok()) {
                            row = n.saturating_sub(1);
                        }
                        column = 0;
                        if is_true(&tag, "hidden") && row < MAX_ROW {
                            sheet.hide_row(row);
                        }
                    }
                    "c" => {
                        if let Some(at) = tag.get("r").and_then(|r| place(&r)) {
                            (row, column) = at;
                        }
                        let entry = self.cell(&tag, &mut xml);
                        if (entry.boxed || !entry.text.is_empty()) && row < MAX_ROW && column < MAX_COLUMN {
                            if !self.out.room() {
                                return xml.trouble;
                            }
                            sheet.put(row, column, entry);
                        }
                        column = column.saturating_add(1);
                    }
                    "mergeCell" => {
                        let area = tag.get("ref").unwrap_or_default();
                        let (first, last) = area.split_once(':').unwrap_or((&area, &area));
                        if let (Some((top, left)), Some((bottom, right))) = (place(first), place(last))
                            && sheet.merges.len() < MAX_MERGES
                        {
                            sheet.merges.push(Merge { top, left, bottom, right });
                        }
                    }
                    _ => xml.skip(),
                },
                Step::Close => {
                    // Behind a row comes the next one; cells end in `cell`.
                    if column > 0 {
                        row = row.saturating_add(1);
                        column = 0;
                    }
                }
                Step::End => return xml.trouble,
                Step::Text(_) => {}
            }
        }
    }

    /// The cell whose tag was opened last.
    fn cell(&mut self, tag: &Tag, xml: &mut Xml) -> Entry {
        let style = self.styles.cell(tag.number("s").unwrap_or(0));
        let kind = tag.get("t").unwrap_or_default();
        let (mut value, mut inline, mut formula) = (None, None, false);
        loop {
            match xml.step() {
                Step::Open(tag) => match tag.local() {
                    "v" => value = Some(xml.text()),
                    "is" => inline = Some(strings::rich(xml)),
                    "f" => {
                        formula = true;
                        xml.skip();
                    }
                    _ => xml.skip(),
                },
                Step::Close | Step::End => break,
                Step::Text(_) => {}
            }
        }
        if formula && value.as_ref().is_none_or(String::is_empty) && kind != "str" {
            self.out.unknown += 1;
        }
        let value = value.unwrap_or_default();
        let text = match &*kind {
            "s" => {
                let string = value.trim().parse::<usize>().ok().and_then(|i| self.strings.get(i));
                style.format.text(string.map_or("", String::as_str))
            }
            "inlineStr" => style.format.text(&inline.unwrap_or(value)),
            "str" => style.format.text(&strings::unescaped(&value)),
            "b" => (if value.trim() == "1" { TRUE } else { FALSE }).to_owned(),
            "e" => value,
            "d" => iso_date(&value),
            _ => match Number::parse(&value) {
                Some(number) => style.format.number(&number, self.epoch),
                None => value,
            },
        };
        Entry { text, boxed: style.boxed, bold: style.bold, centred: style.centred }
    }
}

/// Text in the frames on a sheet: one string for each paragraph.
fn frames(package: &mut Package, sheet: &str) -> Result<Vec<String>, Refusal> {
    let mut out = Vec::new();
    let drawings = relations(package, sheet)?.into_values().filter(|r| r.kind.ends_with("/drawing"));
    for drawing in drawings {
        let source = package.xml(&drawing.target)?.unwrap_or_default();
        let mut xml = Xml::new(&source);
        let mut paragraph = String::new();
        loop {
            match xml.step() {
                Step::Open(tag) => match tag.local() {
                    "p" if paragraph.trim().is_empty() => paragraph.clear(),
                    "p" => out.push(std::mem::take(&mut paragraph)),
                    "t" => paragraph.push_str(&xml.text()),
                    "br" => paragraph.push('\n'),
                    "Fallback" => xml.skip(),
                    _ => {}
                },
                Step::Close | Step::Text(_) => {}
                Step::End => break,
            }
        }
        if !paragraph.trim().is_empty() {
            out.push(paragraph);
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests;
