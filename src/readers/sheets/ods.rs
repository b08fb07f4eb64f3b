//! Workbooks of OpenDocument (`.ods`, `.fods`).
//!
//! Cells hold what they show as paragraphs; where a program wrote the value alone, it is shown plainly. Section numbers
//! are those of OpenDocument 1.3, part 3.

use super::number::Number;
use super::sheet::{Entry, Merge, Sheet, Workbook};
use super::{FALSE, TRUE};
use crate::diagnostic::Code;
use crate::options::Options;
use crate::readers::odt::xml::{Step, Tag, Xml};
use crate::readers::odt::{self, Block, Source, Styles, Walk};
use crate::readers::{Content, Refusal};

/// What a package of an OpenDocument spreadsheet says of itself.
const KIND: &str = "application/vnd.oasis.opendocument.spreadsheet";
/// Most times that a cell or row with words is repeated.
const MAX_REPEATED: u32 = 1000;

/// True where the bytes are an OpenDocument spreadsheet.
pub fn knows(bytes: &[u8], extension: &str) -> bool {
    odt::is(bytes, extension, KIND, &["ods", "ots"])
}

/// Reads a workbook.
///
/// # Errors
/// `encrypted`, `broken` (also where it holds no sheets), `limit`.
pub fn content(bytes: &[u8], _: &Options) -> Result<Content, Refusal> {
    let source = Source::open(bytes)?;
    let mut styles = Styles::default();
    odt::body(&mut Xml::new(&source.styles), &mut styles);
    let mut xml = Xml::new(&source.content);
    if odt::body(&mut xml, &mut styles).is_none_or(|name| name != "office:spreadsheet") {
        let why = xml.trouble.unwrap_or_else(|| "it has no sheets".to_owned());
        return Err(Refusal::new(
            "broken",
            format!("the workbook cannot be read ({why}); get the file once more or save it anew"),
        ));
    }
    let mut reader = Reader { walk: Walk::new(xml, &styles), styles: &styles, out: Workbook::new() };
    reader.sheets();
    let Reader { walk, mut out, .. } = reader;
    for note in source.damage.into_iter().chain(walk.left.notes()) {
        out.note(note.code, note.detail);
    }
    if let Some(trouble) = walk.xml.trouble {
        out.note(Code::PartDamaged, trouble);
    }
    Ok(out.finish())
}

struct Reader<'a> {
    walk: Walk<'a>,
    styles: &'a Styles,
    out: Workbook,
}

/// Where the reading of a sheet stands.
#[derive(Default)]
struct Place {
    sheet: Sheet,
    row: u32,
    /// Columns that were named so far.
    columns: u32,
    header: bool,
}

impl Reader<'_> {
    fn sheets(&mut self) {
        loop {
            match self.walk.xml.step() {
                Step::Open(tag) if tag.name() == "table:table" => {
                    let name = tag.get("name").unwrap_or_default().into_owned();
                    if self.styles.hidden(&tag.get("style-name").unwrap_or_default()) {
                        self.out.hide(&name);
                        self.walk.xml.skip();
                        continue;
                    }
                    let mut place = Place { sheet: Sheet::new(name), ..Place::default() };
                    self.rows(&mut place);
                    self.out.sheet(place.sheet);
                }
                Step::Open(_) => self.walk.xml.skip(),
                Step::Close | Step::End => return,
                Step::Text(_) => {}
            }
        }
    }

    fn rows(&mut self, place: &mut Place) {
        loop {
            match self.walk.xml.step() {
                Step::Open(tag) => match tag.name() {
                    "table:table-row" => {
                        let times = repeated(&tag, "number-rows-repeated");
                        if is_hidden(&tag) {
                            place.sheet.hidden_rows.push((place.row, place.row.saturating_add(times - 1)));
                        }
                        self.row(place, times);
                    }
                    "table:table-column" => {
                        let times = repeated(&tag, "number-columns-repeated");
                        let last = place.columns.saturating_add(times - 1);
                        if is_hidden(&tag) {
                            place.sheet.hidden_columns.push((place.columns, last));
                        }
                        place.columns = last.saturating_add(1);
                        self.walk.xml.skip();
                    }
                    "table:table-columns" | "table:table-column-group" | "table:table-header-columns" => {
                        self.rows(place);
                    }
                    "table:table-header-rows" => {
                        let outer = std::mem::replace(&mut place.header, true);
                        self.rows(place);
                        place.header = outer;
                    }
                    "table:table-rows" | "table:table-row-group" => self.rows(place),
                    // Frames that lie on the sheet (section 9.2.8).
                    "table:shapes" => {
                        let mut blocks = Vec::new();
                        self.walk.blocks(&mut blocks);
                        place.sheet.frames.extend(texts(blocks));
                    }
                    _ => self.walk.xml.skip(),
                },
                Step::Close | Step::End => return,
                Step::Text(_) => {}
            }
        }
    }

    fn row(&mut self, place: &mut Place, times: u32) {
        let mut cells: Vec<(u32, Entry)> = Vec::new();
        let mut column = 0u32;
        loop {
            match self.walk.xml.step() {
                Step::Open(tag) => match tag.name() {
                    "table:table-cell" | "table:covered-table-cell" => {
                        let covered = tag.name() == "table:covered-table-cell";
                        let times = repeated(&tag, "number-columns-repeated");
                        let across = repeated(&tag, "number-columns-spanned");
                        let down = repeated(&tag, "number-rows-spanned");
                        if !covered && (across > 1 || down > 1) {
                            place.sheet.merges.push(Merge {
                                top: place.row,
                                left: column,
                                bottom: place.row.saturating_add(down - 1),
                                right: column.saturating_add(across - 1),
                            });
                        }
                        let entry = self.cell(&tag, &mut place.sheet.frames);
                        if !covered && (entry.boxed || !entry.text.is_empty()) {
                            self.out.cells += 1;
                            for i in 0..times.min(if entry.text.is_empty() { 1 } else { MAX_REPEATED }) {
                                cells.push((column.saturating_add(i), entry.clone()));
                            }
                        }
                        column = column.saturating_add(times);
                    }
                    _ => self.walk.xml.skip(),
                },
                Step::Close | Step::End => break,
                Step::Text(_) => {}
            }
        }
        let words = cells.iter().any(|(_, e)| !e.text.is_empty());
        for i in 0..times.min(if words { MAX_REPEATED } else { 1 }) {
            for (column, entry) in &cells {
                if self.out.room() {
                    place.sheet.put(place.row.saturating_add(i), *column, entry.clone());
                }
            }
        }
        if place.header && words {
            let first = place.sheet.header.map_or(place.row, |(first, _)| first);
            place.sheet.header = Some((first, place.row));
        }
        // A stretch of drawn blank rows is one blank row.
        if !words && !cells.is_empty() && times > 1 {
            place.sheet.put(place.row.saturating_add(times - 1), 0, Entry { boxed: true, ..Entry::default() });
        }
        place.row = place.row.saturating_add(times);
    }

    /// The cell whose tag was opened last.
    fn cell(&mut self, tag: &Tag, frames: &mut Vec<String>) -> Entry {
        let style = tag.get("style-name").unwrap_or_default().into_owned();
        let mut lines: Vec<String> = Vec::new();
        loop {
            match self.walk.xml.step() {
                Step::Open(tag) => {
                    let mut blocks = Vec::new();
                    let frame = tag.name().starts_with("draw:");
                    self.walk.block(&tag, &mut blocks);
                    if frame { frames.extend(texts(blocks)) } else { lines.extend(texts(blocks)) }
                }
                Step::Close | Step::End => break,
                Step::Text(_) => {}
            }
        }
        let mut text = lines.join("\n");
        if text.is_empty() {
            text = shown(tag);
            if text.is_empty() && tag.get("formula").is_some() && tag.get("value-type").is_none() {
                self.out.unknown += 1;
            }
        }
        Entry {
            text: russian(tag, text),
            boxed: self.styles.boxed(&style),
            bold: self.styles.bold_cell(&style),
            centred: self.styles.centred_cell(&style),
        }
    }
}

/// What a cell shows in the language of the program that saved it, as a Russian program shows it.
fn russian(tag: &Tag, text: String) -> String {
    let value = |name: &str| tag.get(name).unwrap_or_default().into_owned();
    match tag.get("value-type").as_deref() {
        Some("boolean") => (if value("boolean-value") == "true" { TRUE } else { FALSE }).to_owned(),
        Some("date") if text.contains('/') => super::iso_date(&value("date-value")),
        Some("float" | "percentage" | "currency") => match Number::parse(&value("value")) {
            Some(number) => swapped(&text, &number).unwrap_or(text),
            None => text,
        },
        _ => text,
    }
}

/// The text with a comma for the point and blanks between thousands, if it shows the number only when read so.
fn swapped(text: &str, number: &Number) -> Option<String> {
    let digit = |c: char| c.is_ascii_digit();
    let (first, last) = (text.find(digit)?, text.rfind(digit)?);
    let core = &text[first..=last];
    let number = if text.contains('%') { number.shifted(2) } else { number.clone() };
    let shows = |point: char, parts: &[char]| {
        let (whole, fraction) = core.split_once(point).unwrap_or((core, ""));
        let whole = whole.replace(parts, "");
        fraction.bytes().all(|b| b.is_ascii_digit())
            && number.rounded(fraction.len()) == (whole.trim_start_matches('0').to_owned(), fraction.to_owned())
    };
    if shows(',', &[' ', '\u{a0}', '\u{202f}']) || !shows('.', &[',']) {
        return None;
    }
    let russian = core.replace(',', "\u{a0}").replace('.', ",");
    Some(format!("{}{russian}{}", &text[..first], &text[last + 1..]))
}

fn repeated(tag: &Tag, name: &str) -> u32 {
    tag.number(name).and_then(|n| u32::try_from(n).ok()).unwrap_or(1).max(1)
}

/// Paragraphs of blocks; comments and pictures are counted elsewhere.
fn texts(blocks: Vec<Block>) -> Vec<String> {
    let text = |block| match block {
        Block::Paragraph { text, .. } => Some(text),
        _ => None,
    };
    blocks.into_iter().filter_map(text).collect()
}

/// The value of a cell without paragraphs (section 19.385).
fn shown(tag: &Tag) -> String {
    let value = |name: &str| tag.get(name).unwrap_or_default().into_owned();
    let number = || Number::parse(&value("value"));
    match tag.get("value-type").as_deref() {
        Some("float" | "currency") => number().map_or_else(|| value("value"), |n| n.general()),
        Some("percentage") => number().map_or_else(|| value("value"), |n| n.shifted(2).general() + "%"),
        Some("date") => super::iso_date(&value("date-value")),
        Some("time") => value("time-value"),
        Some("boolean") => (if value("boolean-value") == "true" { TRUE } else { FALSE }).to_owned(),
        Some("string") => value("string-value"),
        _ => String::new(),
    }
}

/// True where a row or column is not shown (section 19.749.3).
fn is_hidden(tag: &Tag) -> bool {
    tag.get("visibility").is_some_and(|v| v == "collapse" || v == "filter")
}

#[cfg(test)]
mod tests;
