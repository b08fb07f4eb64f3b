//! Blocks of a document as a tree: paragraphs, and tables whose cells hold blocks again.
//!
//! ```text
//! table                                 one cell around a page: its blocks stand by themselves
//! ├ row: cell [ paragraph, table ]      a table of data in a cell: its rows become lines of the cell
//! └ row: cell, cell, covered cell
//! ```
//!
//! For formats whose tables nest (web pages, RTF). [`write`] puts the tree into a [`Buffer`].

use super::heads::Set;
use super::{Buffer, Cell, Content, Look, Merge, Note};
use crate::diagnostic::Code;
use crate::options::MAX_PAGES;

/// Most characters that a page holds; where more stand between two breaks there are pages that nobody marked.
const FULL_PAGE: usize = 8000;

/// Lines from which on a cell beside others may be the column of a page, where headings or tables are among them.
const PAGE_LINES: usize = 12;
/// Lines from which on it may be one without.
const LONG_PAGE: usize = 40;
/// Characters from which on it may be one.
const PAGE_CHARS: usize = 1500;
/// Most rows of a table that sets columns of a page beside each other.
const MAX_PAGE_ROWS: usize = 4;

/// A piece of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A paragraph; lines broken within it are parted by `\n`.
    Paragraph {
        /// Its words.
        text: String,
        /// How it is set.
        look: Look,
    },
    /// A table.
    Table(Table),
    /// A page begins.
    Page,
}

/// A table on its grid: a cell that spans columns is followed by places that are merged with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Its rows.
    pub rows: Vec<Row>,
    /// It only puts blocks beside each other or frames them.
    pub layout: bool,
    /// It holds a table of data, or several blocks in a cell.
    solid: bool,
    /// Number of characters in it.
    chars: usize,
}

/// A table row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// One cell for each column of the grid.
    pub cells: Vec<Place>,
    /// The format marks it as a header.
    pub header: bool,
}

/// A place of the grid.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// What the cell holds.
    pub blocks: Vec<Block>,
    /// Another cell goes on over it.
    pub merge: Option<Merge>,
}

impl Place {
    /// A place without a cell of its own.
    pub fn merged(with: Merge) -> Place {
        Place { blocks: Vec::new(), merge: Some(with) }
    }

    /// True where nothing but blanks stands in it.
    pub fn is_blank(&self) -> bool {
        self.blocks.iter().all(Block::is_blank)
    }

    fn chars(&self) -> usize {
        self.blocks.iter().map(Block::chars).sum()
    }
}

impl Block {
    /// True where nothing but blanks stands in it.
    pub fn is_blank(&self) -> bool {
        match self {
            Block::Paragraph { text, .. } => text.trim().is_empty(),
            Block::Table(table) => table.places().all(Place::is_blank),
            Block::Page => true,
        }
    }

    /// Number of lines of a paragraph; a table counts as one.
    fn lines(&self) -> usize {
        match self {
            Block::Paragraph { text, .. } => 1 + text.matches('\n').count(),
            Block::Table(_) => 1,
            Block::Page => 0,
        }
    }

    /// Number of characters in it.
    fn chars(&self) -> usize {
        match self {
            Block::Paragraph { text, .. } => text.chars().filter(|c| !c.is_whitespace()).count(),
            Block::Table(table) => table.chars,
            Block::Page => 0,
        }
    }
}

/// Takes out the columns in which no cell begins: they are only spanned.
///
/// `begins[i]` says that a cell of some row begins in column `i`.
pub fn drop_columns(rows: &mut [Row], begins: &[bool]) {
    for row in rows {
        let mut i = 0;
        row.cells.retain(|_| {
            i += 1;
            begins.get(i - 1).copied().unwrap_or(true)
        });
    }
}

impl Table {
    fn places(&self) -> impl Iterator<Item = &Place> {
        self.rows.iter().flat_map(|r| &r.cells)
    }

    /// A table of these rows. `layout` says that the format calls it a table that only lays out the page.
    ///
    /// Tables in its cells are judged before; so no table is looked at twice.
    pub fn new(rows: Vec<Row>, layout: bool) -> Table {
        let mut table = Table { rows, layout, solid: false, chars: 0 };
        table.chars = table.places().map(Place::chars).sum();
        table.layout = layout || table.lays_out();
        let nested = |b: &Block| matches!(b, Block::Table(t) if t.solid);
        let solid = !table.layout || table.places().any(|p| p.blocks.len() > 1 || p.blocks.iter().any(nested));
        table.solid = solid;
        table
    }

    fn lays_out(&self) -> bool {
        let width = self.rows.iter().map(|r| r.cells.len()).max().unwrap_or(0);
        if width <= 1 {
            return true;
        }
        if self.rows.iter().any(|r| r.header) {
            return false;
        }
        let nested = |b: &Block| matches!(b, Block::Table(t) if t.solid);
        let around: usize = self.places().filter(|p| p.blocks.iter().any(nested)).map(Place::chars).sum();
        if around * 2 > self.chars {
            return true;
        }
        // The column of a page: most of the words, with headings or tables among them, and no head above it.
        let page = |p: &Place| {
            let (chars, lines) = (p.chars(), p.blocks.iter().map(Block::lines).sum::<usize>());
            let parts = p.blocks.iter().any(|b| match b {
                Block::Paragraph { look, .. } => look.level > 0,
                Block::Table(_) => true,
                Block::Page => false,
            });
            chars >= PAGE_CHARS && chars * 5 > self.chars * 4 && lines >= if parts { PAGE_LINES } else { LONG_PAGE }
        };
        let Some(row) = self.rows.iter().position(|r| r.cells.iter().any(page)) else { return false };
        let filled = |r: &Row| r.cells.iter().filter(|p| !p.is_blank()).count();
        self.rows.len() <= MAX_PAGE_ROWS && self.rows[..row].iter().all(|r| filled(r) <= 1)
    }

    /// True where it has no more than one cell with words in it.
    fn is_frame(&self) -> bool {
        self.places().filter(|p| !p.is_blank()).count() <= 1
    }
}

/// Completes the pages of a document that marks some of their beginnings; takes them out where they cannot be all.
///
/// `given` is the number of pages that the file gives itself.
pub fn settle_pages(content: &mut Content, given: Option<usize>) {
    let Some(first) = content.pages.first().copied() else { return };
    if first > 0 {
        content.pages.insert(0, 0);
    }
    let count = content.pages.len();
    let mut note = |code, detail| content.notes.push(Note { code, at: None, detail });
    let ends = content.pages[1..].iter().copied().chain([content.text.len()]);
    let full = content.pages.iter().zip(ends).any(|(from, to)| content.text[*from..to].chars().count() > FULL_PAGE);
    let far = given.filter(|given| given.abs_diff(count) * 4 > count.max(*given));
    if let Some(given) = far {
        note(Code::PagesUncertain, format!("{count} breaks, {given} pages"));
        content.pages.clear();
    } else if full {
        note(Code::PagesUncertain, format!("{count} breaks, more than {FULL_PAGE} characters between two of them"));
        content.pages.clear();
    } else if count > MAX_PAGES {
        note(Code::LimitReached, format!("pages are counted up to {MAX_PAGES}"));
        content.pages.truncate(MAX_PAGES);
    }
}

/// Writes blocks into a buffer, in reading order; tables that only lay out the page are taken apart, others keep their
/// rows.
pub fn write(buffer: &mut Buffer, blocks: &[Block]) {
    for block in blocks {
        match block {
            Block::Paragraph { text, look } => buffer.paragraph(text, *look),
            Block::Page => buffer.page(),
            Block::Table(table) if table.layout => {
                let from = buffer.place();
                buffer.table_end();
                for place in table.places() {
                    write(buffer, &place.blocks);
                }
                buffer.table_end();
                if !table.is_frame() {
                    let detail = format!("{} rows", table.rows.len());
                    buffer.note(Code::TableOfLayout, Some(from), detail);
                }
            }
            Block::Table(table) => {
                for row in &table.rows {
                    let cells: Vec<Cell> = row.cells.iter().map(cell).collect();
                    buffer.row(&cells, row.header);
                }
                buffer.table_end();
            }
        }
    }
}

fn cell(place: &Place) -> Cell {
    let text = words(&place.blocks);
    Cell { merge: place.merge.filter(|_| text.is_empty()), text, set: set(&place.blocks) }
}

/// How the paragraphs of a cell are set.
fn set(blocks: &[Block]) -> Set {
    Set::of(blocks.iter().filter_map(|block| match block {
        Block::Paragraph { text, look } => Some((text.as_str(), *look)),
        Block::Table(_) | Block::Page => None,
    }))
}

/// The words of blocks within a cell, one line for each paragraph and each row of a table.
fn words(blocks: &[Block]) -> String {
    let mut lines: Vec<String> = Vec::new();
    for block in blocks {
        match block {
            Block::Paragraph { text, .. } => lines.push(text.trim().to_owned()),
            Block::Table(table) => lines.extend(table.rows.iter().map(|row| {
                let cells = row.cells.iter().map(|p| words(&p.blocks)).filter(|w| !w.is_empty());
                cells.collect::<Vec<_>>().join(" ")
            })),
            Block::Page => {}
        }
    }
    let first = lines.iter().position(|l| !l.is_empty()).unwrap_or(lines.len());
    let last = lines.iter().rposition(|l| !l.is_empty()).map_or(first, |i| i + 1);
    lines[first..last].join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraph(text: &str) -> Block {
        Block::Paragraph { text: text.to_owned(), look: Look::default() }
    }

    fn table(rows: &[&[&[Block]]]) -> Table {
        let place = |blocks: &&[Block]| Place { blocks: blocks.to_vec(), merge: None };
        let row = |cells: &&[&[Block]]| Row { cells: cells.iter().map(place).collect(), header: false };
        Table::new(rows.iter().map(row).collect(), false)
    }

    fn written(blocks: &[Block]) -> (String, usize) {
        let mut buffer = Buffer::new();
        write(&mut buffer, blocks);
        let content = buffer.finish();
        let rows = content.items.iter().filter(|i| matches!(i, super::super::Item::Row { .. })).count();
        (content.text.replace('\u{2028}', "/"), rows)
    }

    #[test]
    fn a_frame_around_a_page_is_taken_apart() {
        let plan = table(&[&[&[paragraph("1")], &[paragraph("Уборка")]], &[&[paragraph("2")], &[paragraph("Полив")]]]);
        let page = table(&[&[&[], &[paragraph("План"), Block::Table(plan)]], &[&[paragraph("©")], &[]]]);
        assert_eq!(written(&[Block::Table(page)]), ("План\n1\tУборка\n2\tПолив\n©\n".to_owned(), 2));
    }

    #[test]
    fn a_small_table_in_a_cell_becomes_lines_of_it() {
        let years = table(&[&[&[paragraph("2024")], &[paragraph("7")]], &[&[paragraph("2025")], &[paragraph("8")]]]);
        let long = paragraph("Уборка парка, полив клумб и ремонт лавок в парке и в сквере");
        let outer = table(&[
            &[std::slice::from_ref(&long), &[Block::Table(years), paragraph("тыс. рублей")]],
            &[std::slice::from_ref(&long), &[paragraph("нет")]],
        ]);
        let (text, rows) = written(&[Block::Table(outer)]);
        assert_eq!(rows, 2);
        assert!(text.contains("\t2024 7/2025 8/тыс. рублей\n"), "{text}");
    }

    #[test]
    fn a_column_of_a_page_is_taken_out_of_its_table() {
        let line = "1. Утвердить план мероприятий по благоустройству территории Липовского округа на весну и лето, обеспечить его исполнение";
        let long = paragraph(&[line; 20].join("\n"));
        let title = Block::Paragraph { text: "План".to_owned(), look: Look { level: 1, ..Look::default() } };
        let page = table(&[&[&[paragraph("Меню")], &[title, long.clone()]]]);
        assert_eq!(written(&[Block::Table(page)]).1, 0);
        // A long value of a passport, and one below a head.
        assert_eq!(written(&[Block::Table(table(&[&[&[paragraph("Цели")], std::slice::from_ref(&long)]]))]).1, 1);
        let headed =
            table(&[&[&[paragraph("Дело")], &[paragraph("Срок")]], &[&[long.clone(), long], &[paragraph("май")]]]);
        assert_eq!(written(&[Block::Table(headed)]).1, 2);
    }

    #[test]
    fn pages_are_all_marked_or_none() {
        let content = |words: usize, pages: &[usize]| Content {
            text: "парк ".repeat(words),
            pages: pages.to_vec(),
            ..Content::default()
        };
        let settled = |mut content: Content, given: Option<usize>| {
            settle_pages(&mut content, given);
            (content.pages, content.notes.first().map(|n| n.code))
        };
        assert_eq!(settled(content(100, &[9, 18]), None), (vec![0, 9, 18], None));
        assert_eq!(settled(content(100, &[9, 18]), Some(3)), (vec![0, 9, 18], None));
        assert_eq!(settled(content(100, &[9, 18]), Some(7)), (vec![], Some(Code::PagesUncertain)));
        assert_eq!(settled(content(2000, &[9, 18]), None), (vec![], Some(Code::PagesUncertain)));
        assert_eq!(settled(content(2000, &[]), None), (vec![], None));
    }

    #[test]
    fn one_column_is_no_table() {
        let list =
            table(&[&[&[paragraph("Документ подписан"), paragraph("Глава округа")]], &[&[paragraph("Липовск")]]]);
        assert_eq!(written(&[Block::Table(list)]), ("Документ подписан\nГлава округа\nЛиповск\n".to_owned(), 0));
    }
}
