//! Word 97–2003 documents (.doc), the binary form of [MS-DOC].
//!
//! ```text
//! compound file ─▶ streams WordDocument (text, runs of properties), 0Table or 1Table (everything about them), Data
//!                    │ fib      where things stand
//!                    │ pieces   the text, in pieces
//!                    │ runs     properties of characters and paragraphs, with styles and sprm
//!                    │ marks    notes, text boxes, sections
//!                    ▼
//!                  story ─▶ tree (with grid: one grid of columns for each table) ─▶ buffer
//! ```
//!
//! Instructions of fields, deleted and hidden text, comments, headers and footers are left out. Notes stand behind their
//! table, else at the end of their section. A damaged file is read as far as it goes.

mod compound;
mod fib;
mod grid;
mod lists;
#[cfg(test)]
mod made;
mod marks;
mod pieces;
mod props;
mod runs;
mod sprm;
mod story;
mod styles;
mod symbols;
mod table;
#[cfg(test)]
mod tests;
mod tree;

use compound::Compound;
use fib::{Fib, Part, Story};
use lists::Lists;
use marks::Marks;
use pieces::Pieces;
use runs::Runs;
use story::{Left, Reading};
use styles::Styles;
use symbols::Fonts;
use tree::{Block, Writer};

use super::{Buffer, Content, Note, Refusal};
use crate::diagnostic::Code;
use crate::options::{MAX_DEPTH, Options};

/// The stream that makes a compound file a Word document.
const MAIN: &str = "WordDocument";
/// The stream of its properties.
const SUMMARY: &str = "\u{5}SummaryInformation";
/// First bytes of files of Word 1 and 2 for Windows, Word for DOS, and Word 4 and 5 for the Macintosh.
const OLD: [&[u8]; 5] =
    [&[0x9b, 0xa5, 0x21], &[0xdb, 0xa5, 0x2d], &[0x31, 0xbe, 0, 0], &[0xfe, 0x37, 0, 0x1c], &[0xfe, 0x37, 0, 0x23]];
/// Characters that a page can hold, blanks aside.
const MAX_PAGE: usize = 5_000;
/// Bytes of a sector of the compound files that Word 97–2003 wrote.
const SECTOR: usize = 512;

/// Everything of a file that reading its text needs.
struct Source<'a> {
    main: &'a [u8],
    data: &'a [u8],
    text: Pieces,
    chars: Runs,
    paragraphs: Runs,
    styles: Styles,
    lists: Lists,
    fonts: Fonts,
    marks: Marks,
}

/// True for compound files with a Word document in them, and for files named .doc or .dot of which nothing better is
/// known: damaged ones, and those of very old versions.
pub fn knows(bytes: &[u8], extension: &str) -> bool {
    let named = matches!(extension, "doc" | "dot");
    if !bytes.starts_with(compound::SIGNATURE) {
        return named && OLD.iter().any(|o| bytes.starts_with(o));
    }
    match Compound::open(bytes) {
        Some(file) if file.has(MAIN) => true,
        Some(file) => named && !file.has("Workbook") && !file.has("Book"),
        None => named || head(bytes).is_some(),
    }
}

/// Reads a document.
///
/// # Errors
/// `encrypted`, `unsupported` (Word 95 and older), `broken` where no text can be found in it.
pub fn content(bytes: &[u8], _: &Options) -> Result<Content, Refusal> {
    if !bytes.starts_with(compound::SIGNATURE) {
        return Err(fib::too_old());
    }
    let Some(file) = Compound::open(bytes).filter(|f| f.has(MAIN)) else { return without_directory(bytes) };
    let stream = |name: &str| file.stream(name).map(|s| (s.bytes, s.whole)).unwrap_or_default();
    let (main, main_whole) = stream(MAIN);
    let fib = Fib::read(&main)?;
    let (tables, tables_whole) = stream(fib.table);
    let (data, _) = stream("Data");
    let said = said_pages(&stream(SUMMARY).0);
    read(&main, &tables, &data, &fib, main_whole && tables_whole, said)
}

/// Where a main stream begins in a compound file without a directory: Word puts it first, others elsewhere.
fn head(bytes: &[u8]) -> Option<usize> {
    (SECTOR..bytes.len()).step_by(SECTOR).find(|at| fib::is_head(&bytes[*at..]))
}

/// Reads what follows the head of a compound file whose directory is lost or names no document.
fn without_directory(bytes: &[u8]) -> Result<Content, Refusal> {
    let names: Vec<String> =
        Compound::open(bytes).into_iter().flat_map(|f| f.names().map(str::to_owned).collect::<Vec<_>>()).collect();
    if names.iter().any(|n| n == "EncryptedPackage") {
        return Err(Refusal::new("encrypted", "the file is encrypted; remove the password and try again"));
    }
    if let Some(at) = head(bytes) {
        let main = &bytes[at..];
        let fib = Fib::read(main)?;
        return read(main, &[], &[], &fib, false, None);
    }
    let message = "the file is cut or damaged, or it is no Word document: no text was found in it; get it once more";
    Err(Refusal::new("broken", message))
}

/// Number of pages that the properties of the document give ([MS-OLEPS] 2.21, property 14 of the summary).
fn said_pages(summary: &[u8]) -> Option<usize> {
    const PAGES: u32 = 14;
    const LONG: u32 = 3;
    let set = summary.get(compound::long(summary, 44)? as usize..)?;
    let count = (compound::long(set, 4)? as usize).min(set.len() / 8);
    let entry = (0..count).find(|i| compound::long(set, 8 + 8 * i) == Some(PAGES))?;
    let at = compound::long(set, 12 + 8 * entry)? as usize;
    let pages = compound::long(set, at.checked_add(4)?)?;
    (compound::long(set, at) == Some(LONG) && pages > 0).then_some(pages as usize)
}

/// Why the pages that were counted are not those of the document. Few documents break all their pages by hand; where the
/// program breaks some, counting the others misleads.
fn misled(content: &Content, said: Option<usize>) -> Option<String> {
    let pages = &content.pages;
    let ends = pages.iter().skip(1).copied().chain([content.text.len()]);
    let letters = |from: usize, to: usize| content.text[from..to].chars().filter(|c| !c.is_whitespace()).count();
    match said {
        _ if pages.is_empty() => None,
        Some(said) if pages.len().abs_diff(said) > said / 4 => {
            Some(format!("{} by its breaks, {said} by its properties", pages.len()))
        }
        Some(_) => None,
        None => {
            let longest = pages.iter().zip(ends).map(|(from, to)| letters(*from, to)).max().unwrap_or(0);
            (longest > MAX_PAGE).then(|| format!("a page would hold {longest} characters"))
        }
    }
}

fn read(
    main: &[u8],
    tables: &[u8],
    data: &[u8],
    fib: &Fib,
    whole: bool,
    said: Option<usize>,
) -> Result<Content, Refusal> {
    let text = Pieces::read(fib, main, tables).or_else(|| Pieces::guessed(fib, main)).ok_or_else(|| {
        Refusal::new("broken", "the document is damaged: its text was not found; get the file once more")
    })?;
    let source = Source {
        main,
        data,
        chars: Runs::read(fib.part(Part::CharPages, tables), main, false),
        paragraphs: Runs::read(fib.part(Part::ParaPages, tables), main, true),
        styles: Styles::read(fib.part(Part::Styles, tables)),
        lists: Lists::read(fib, tables),
        fonts: Fonts::read(fib.part(Part::Fonts, tables)),
        marks: Marks::read(fib, main, tables),
        text,
    };
    let mut reading = Reading::new(&source);
    let (from, to) = fib.story(Story::Main);
    let blocks = reading.story(from, to);
    let loose: Vec<Block> = source.marks.loose.iter().flat_map(|text| reading.inner(*text)).collect();
    let mut buffer = Buffer::new();
    let mut writer = Writer::default();
    if blocks.contains(&Block::Page) {
        buffer.page();
    }
    writer.write(&mut buffer, &blocks);
    writer.write(&mut buffer, &loose);
    let empty = blocks.iter().chain(&loose).all(Block::is_blank);
    about(&mut buffer, &reading.left, &source, fib, whole, empty);
    let mut content = buffer.finish();
    if let Some(detail) = misled(&content, said) {
        content.notes.push(Note { code: Code::PagesUncertain, at: None, detail });
        content.pages.clear();
    }
    Ok(content)
}

/// Notes about the whole document.
fn about(buffer: &mut Buffer, left: &Left, source: &Source, fib: &Fib, whole: bool, empty: bool) {
    if !whole || source.text.cut {
        buffer.note(Code::PartDamaged, None, "some of its text may be missing");
    } else if source.chars.cut || source.paragraphs.cut || source.lists.cut {
        buffer.note(Code::PartDamaged, None, "how its text is set is not certain");
    }
    if left.too_deep {
        buffer.note(Code::LimitReached, None, format!("tables deeper than {MAX_DEPTH} in each other"));
    }
    if source.text.russian {
        buffer.note(Code::EncodingGuessed, None, "windows-1251");
    }
    let counts = [
        (left.deleted, Code::ChangesSettled, "letters"),
        (left.hidden, Code::HiddenDropped, "letters"),
        (left.pictures, if empty { Code::PicturesOnly } else { Code::PictureSkipped }, ""),
    ];
    for (count, code, of) in counts.into_iter().filter(|c| c.0 > 0) {
        buffer.note(code, None, format!("{count} {of}").trim_end());
    }
    for (story, code) in [(Story::Headers, Code::PageFurniture), (Story::Comments, Code::CommentsDropped)] {
        let (from, to) = fib.story(story);
        let units = source.text.units.get(from as usize..(to as usize).min(source.text.units.len())).unwrap_or(&[]);
        let letters = char::decode_utf16(units.iter().copied()).flatten().filter(|c| c.is_alphanumeric()).count();
        if letters > 0 {
            buffer.note(code, None, format!("{letters} letters"));
        }
    }
}
