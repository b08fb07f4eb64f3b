//! The text buffer that readers of formats with paragraphs and tables write into.
//!
//! ```text
//! paragraph «План»           План⏎
//! row of three cells         1⇥Уборка⇥май␤июнь⏎       (U+2028 between the lines of a cell)
//! ```

use std::borrow::Cow;
use std::ops::Range;
use std::time::{Duration, Instant};

use super::heads::{self, Set};
use super::text;
use super::{Content, Drawn, Item, Look, Merge, Note, WordBox};
use crate::diagnostic::Code;
use crate::model::Points;
use crate::options::{MAX_CELLS, MAX_DOCUMENT_LINES, MAX_SECONDS};

/// What parts the lines of one cell: LINE SEPARATOR.
pub const CELL_BREAK: char = '\u{2028}';

/// A cell of a real table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// Its paragraphs and line breaks, each ended by `\n`; tabs within count as blanks.
    pub text: String,
    /// Another cell goes on over this one; its own text must be empty.
    pub merge: Option<Merge>,
    /// How its words are set, where the format says so.
    pub set: Set,
}

impl Cell {
    /// A cell with words.
    pub fn new(text: impl Into<String>) -> Cell {
        Cell { text: text.into(), ..Cell::default() }
    }

    /// A cell that the cell above goes on over (a vertical merge).
    pub fn covered() -> Cell {
        Cell { merge: Some(Merge::Above), ..Cell::default() }
    }

    /// A cell that the cell to the left goes on over (a merge across).
    pub fn across() -> Cell {
        Cell { merge: Some(Merge::Left), ..Cell::default() }
    }
}

/// Paragraphs and rows between two looks at the clock.
const PATIENCE: usize = 256;

/// Collects the paragraphs, tables and pages of a document in reading order.
#[derive(Debug)]
pub struct Buffer {
    content: Content,
    /// Where the lines begin that are not yet looked at as plain text.
    open: usize,
    /// First bytes of paragraphs since `open`, and how they are set.
    looks: Vec<(usize, Look)>,
    /// Items of the rows of the table that is open, and how their cells are set.
    table: Vec<(usize, Vec<Option<Set>>)>,
    /// Cells of rows so far, those included that stand as lines since there were too many.
    cells: usize,
    /// Lines so far, those included that were left out since there were too many.
    count: usize,
    /// When the reader must be done, and what it has asked for since the clock was looked at.
    until: Instant,
    asked: usize,
    /// It was not done by then.
    late: bool,
}

impl Default for Buffer {
    fn default() -> Buffer {
        Buffer::within(Duration::from_secs(MAX_SECONDS))
    }
}

impl Buffer {
    /// An empty buffer.
    pub fn new() -> Buffer {
        Buffer::default()
    }

    /// An empty buffer that takes nothing more after `time`.
    fn within(time: Duration) -> Buffer {
        Buffer {
            content: Content::default(),
            open: 0,
            looks: Vec::new(),
            table: Vec::new(),
            cells: 0,
            count: 0,
            until: Instant::now() + time,
            asked: 0,
            late: false,
        }
    }

    /// True where nothing more is taken: too many lines, or too much time.
    fn is_closed(&mut self) -> bool {
        self.asked += 1;
        if self.asked.is_multiple_of(PATIENCE) {
            self.late |= Instant::now() > self.until;
        }
        self.late || self.count > MAX_DOCUMENT_LINES
    }

    /// Byte at which the next thing will stand, for notes.
    pub fn place(&self) -> usize {
        self.content.text.len()
    }

    /// A page begins here. Formats with pages call it for the first page too.
    pub fn page(&mut self) {
        self.content.pages.push(self.content.text.len());
    }

    /// A page begins at byte `at`, which stands behind the begin of the page before.
    pub fn page_at(&mut self, at: usize) {
        self.content.pages.push(at);
    }

    /// Number of pages so far.
    pub fn pages(&self) -> u32 {
        self.content.pages.len() as u32
    }

    /// Widths and heights of the pages that follow.
    pub fn page_sizes(&mut self, sizes: impl IntoIterator<Item = [Points; 2]>) {
        self.content.page_sizes.extend(sizes);
    }

    /// What was written since byte `from`.
    pub fn written(&self, from: usize) -> &str {
        &self.content.text[from..]
    }

    /// Where words that were written stand on their pages, behind those that are known.
    pub fn keep_boxes(&mut self, boxes: impl IntoIterator<Item = WordBox>) {
        self.content.boxes.extend(boxes);
    }

    /// A finding about everything since byte `from`, or about the document.
    pub fn note(&mut self, code: Code, from: Option<usize>, detail: impl Into<String>) {
        let at = from.map(|from| from..self.content.text.len()).filter(|r| !r.is_empty());
        self.content.notes.push(Note { code, at, detail: detail.into() });
    }

    /// A paragraph; lines broken within it are parted by `\n`. An empty one is a blank line. Tabs are kept, save that
    /// behind a list marker: lines with tabs inside may turn out to be rows.
    pub fn paragraph(&mut self, text: &str, look: Look) {
        if self.is_closed() {
            return;
        }
        self.looks.push((self.content.text.len(), look));
        for line in text.split(['\n', '\r', CELL_BREAK, '\u{2029}', '\u{b}', '\u{c}']) {
            self.content.text.push_str(&untabbed(line));
            self.content.text.push('\n');
            self.count += 1;
        }
    }

    /// A row of a real table, a cell for each column of its grid: a cell merged across is followed by [`Cell::across`].
    pub fn row(&mut self, cells: &[Cell], header: bool) {
        self.drawn_row(cells, Drawn::Grid { header });
    }

    /// The first row on its page of a table that goes on over pages; it seems to be whole.
    pub fn row_on_top(&mut self, cells: &[Cell]) {
        self.drawn_row(cells, Drawn::Top);
    }

    /// A row that goes on with the row above: a page break tore it.
    pub fn row_goes_on(&mut self, cells: &[Cell]) {
        self.drawn_row(cells, Drawn::Lines { begins: false });
    }

    fn drawn_row(&mut self, cells: &[Cell], drawn: Drawn) {
        self.cells += cells.len();
        if self.cells > MAX_CELLS {
            let words: Vec<&str> = cells.iter().map(|c| c.text.trim()).filter(|t| !t.is_empty()).collect();
            return self.paragraph(&words.join(" "), Look::default());
        }
        self.count += 1;
        if self.is_closed() {
            return;
        }
        self.lines();
        let text = &mut self.content.text;
        let mut ranges = Vec::with_capacity(cells.len());
        for (i, cell) in cells.iter().enumerate() {
            if i > 0 {
                text.push('\t');
            }
            let from = text.len();
            let body = cell.text.trim_matches(['\n', '\r', CELL_BREAK]);
            text.extend(body.chars().filter(|c| *c != '\r').map(|c| match c {
                '\n' | '\u{b}' | '\u{c}' | '\u{2029}' => CELL_BREAK,
                '\t' => ' ',
                c => c,
            }));
            ranges.push(from..text.len());
        }
        text.push('\n');
        let merged = cells.iter().enumerate().filter_map(|(i, c)| Some((i, c.merge?))).collect();
        let set = |c: &Cell| (!c.text.trim().is_empty()).then_some(c.set);
        self.table.push((self.content.items.len(), cells.iter().map(set).collect()));
        self.content.items.push(Item::Row { cells: ranges, drawn, merged });
        self.open = self.content.text.len();
    }

    /// The table ends: the next row belongs to another one.
    pub fn table_end(&mut self) {
        self.lines();
        let (items, sets): (Vec<usize>, Vec<_>) = std::mem::take(&mut self.table).into_iter().unzip();
        for item in &items[heads::heads(&sets)] {
            if let Item::Row { drawn: drawn @ Drawn::Grid { header: false }, .. } = &mut self.content.items[*item] {
                *drawn = Drawn::Head;
            }
        }
        self.content.items.push(Item::Blank);
    }

    /// Everything that was collected.
    pub fn finish(mut self) -> Content {
        self.lines();
        self.content.notes.extend(text::too_many(self.cells));
        if self.count > MAX_DOCUMENT_LINES {
            self.note(Code::LimitReached, None, format!("more than {MAX_DOCUMENT_LINES} lines"));
        }
        if self.late {
            self.note(Code::LimitReached, None, format!("the document took longer than {MAX_SECONDS} seconds"));
        }
        self.content
    }

    /// Makes items of the lines since the last table row: lines, or tables drawn in plain text.
    fn lines(&mut self) {
        let looks = std::mem::take(&mut self.looks);
        let from = self.open;
        self.open = self.content.text.len();
        let Some(lines) = self.content.text[from..].strip_suffix('\n') else { return };
        let mut items = text::read_within(lines, &mut self.cells);
        unindent(&mut items);
        let look = |range: &Range<usize>| {
            let i = looks.partition_point(|(at, _)| *at <= range.start).checked_sub(1)?;
            let (at, look) = looks[i];
            self.content.text[at..range.start].chars().all(char::is_whitespace).then_some(look)
        };
        let shift = |r: &Range<usize>| r.start + from..r.end + from;
        let placed: Vec<Item> = items
            .into_iter()
            .map(|item| match item {
                Item::Line(range) | Item::Paragraph { range, .. } => {
                    let range = shift(&range);
                    match look(&range) {
                        Some(look) => Item::Paragraph { range, look },
                        None => Item::Line(range),
                    }
                }
                Item::Row { cells, drawn, merged } => {
                    Item::Row { cells: cells.iter().map(shift).collect(), drawn, merged }
                }
                Item::Blank | Item::Rule => item,
            })
            .collect();
        self.content.items.extend(placed);
    }
}

/// A list marker typed by hand with its one tab, which indents: the tab becomes a blank, so that it parts no cells.
///
/// ```text
/// 1.⇥Убрать парк        one cell        1.⇥Уборка⇥май        three cells
/// ```
fn untabbed(text: &str) -> Cow<'_, str> {
    let Some((before, rest)) = text.split_once('\t') else { return Cow::Borrowed(text) };
    let indent = before.len() - before.trim_start().len();
    if before.trim().is_empty() {
        // The paragraph is indented by tabs; what follows may be a marker.
        return match untabbed(rest) {
            Cow::Owned(rest) => Cow::Owned(format!("{before}\t{rest}")),
            Cow::Borrowed(_) => Cow::Borrowed(text),
        };
    }
    let rest = rest.trim_start_matches(['\t', ' ']);
    if rest.contains('\t') || rest.is_empty() || !is_marker(before.trim()) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(format!("{}{} {rest}", &before[..indent], before.trim()))
}

/// Dashes, dots, and numbers or letters that end in a dot or a bracket.
fn is_marker(text: &str) -> bool {
    if matches!(text, "-" | "*" | "+" | "\u{2022}" | "\u{b7}" | "\u{25aa}" | "\u{25cf}" | "\u{2010}" | "\u{2212}")
        || matches!(text.chars().next(), Some('\u{2012}'..='\u{2015}')) && text.chars().count() == 1
    {
        return true;
    }
    let Some(number) = text.strip_suffix(['.', ')']) else { return false };
    let number = number.strip_prefix('(').unwrap_or(number);
    number.split('.').all(|part| {
        let digits = !part.is_empty() && part.len() <= 3 && part.bytes().all(|b| b.is_ascii_digit());
        let roman = !part.is_empty() && part.len() <= 6 && part.bytes().all(|b| b"IVXLC".contains(&b));
        digits || roman || part.chars().count() == 1 && part.chars().all(char::is_alphabetic)
    })
}

/// Lines that begin with a tab and have no other are indented, unless rows with tabs stand right above or below.
fn unindent(items: &mut [Item]) {
    let tabbed =
        |item: Option<&Item>| matches!(item, Some(Item::Row { cells, drawn: Drawn::Tabs, .. }) if filled(cells) > 1);
    let lone = |item: &Item| matches!(item, Item::Row { cells, drawn: Drawn::Tabs, .. } if filled(cells) == 1);
    let mut i = 0;
    while i < items.len() {
        let end = i + items[i..].iter().take_while(|item| lone(item)).count();
        if end == i {
            i += 1;
            continue;
        }
        let beside = tabbed(i.checked_sub(1).and_then(|i| items.get(i))) || tabbed(items.get(end));
        if !beside {
            for item in &mut items[i..end] {
                if let Item::Row { cells, .. } = item {
                    let range = cells.iter().find(|c| !c.is_empty()).cloned().unwrap_or(0..0);
                    *item = Item::Line(range);
                }
            }
        }
        i = end;
    }
}

/// Cells with bytes.
fn filled(cells: &[Range<usize>]) -> usize {
    cells.iter().filter(|c| !c.is_empty()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(content: &Content) -> Vec<String> {
        let words = |r: &Range<usize>| content.text[r.clone()].replace(CELL_BREAK, "\u{23ce}");
        content
            .items
            .iter()
            .map(|item| match item {
                Item::Line(r) => format!("line {}", words(r)),
                Item::Paragraph { range, look } => format!("par{} {}", look.level, words(range)),
                Item::Row { cells, drawn, merged } => {
                    let cells: Vec<String> = cells.iter().map(words).collect();
                    format!("{drawn:?} {} {merged:?}", cells.join("¦"))
                }
                Item::Blank => "blank".to_owned(),
                Item::Rule => "rule".to_owned(),
            })
            .collect()
    }

    #[test]
    fn paragraphs_and_rows_are_lines_of_one_buffer() {
        let mut buffer = Buffer::new();
        buffer.page();
        buffer.paragraph("План", Look { level: 1, ..Look::default() });
        buffer.paragraph("", Look::default());
        buffer.paragraph("\tГлава\nокруга", Look::default());
        buffer.row(&[Cell::new("№"), Cell::new("Срок\n")], true);
        buffer.row(&[Cell::new("1"), Cell::new("май\nиюнь\tили июль")], false);
        buffer.row(&[Cell::new("2"), Cell::covered()], false);
        buffer.table_end();
        buffer.paragraph("Глава\tИ.И. Липов", Look::default());
        let content = buffer.finish();
        assert_eq!(
            content.text,
            "План\n\n\tГлава\nокруга\n№\tСрок\n1\tмай\u{2028}июнь или июль\n2\t\nГлава\tИ.И. Липов\n"
        );
        assert_eq!(
            shown(&content),
            [
                "par1 План",
                "blank",
                "par0 Глава",
                "line округа",
                "Grid { header: true } №¦Срок []",
                "Grid { header: false } 1¦май⏎июнь или июль []",
                "Grid { header: false } 2¦ [(1, Above)]",
                "blank",
                "Tabs Глава¦И.И. Липов []",
            ]
        );
        assert_eq!(content.pages, [0]);
    }

    #[test]
    fn what_lies_beyond_the_limits_is_said() {
        let mut buffer = Buffer::new();
        let row = vec![Cell::new("а"); 1000];
        for _ in 0..MAX_CELLS / 1000 {
            buffer.row(&row, false);
        }
        buffer.row(&[Cell::new("б"), Cell::default(), Cell::new("в")], false);
        let content = buffer.finish();
        assert!(content.text.ends_with("а\nб в\n"));
        assert!(matches!(content.items.last(), Some(Item::Paragraph { .. })));
        assert_eq!(content.notes.iter().map(|n| n.code).collect::<Vec<_>>(), [Code::LimitReached]);

        let mut buffer = Buffer::new();
        buffer.paragraph(&"\n".repeat(MAX_DOCUMENT_LINES + 1), Look::default());
        buffer.paragraph("а", Look::default());
        buffer.row(&row[..2], false);
        let content = buffer.finish();
        assert!(!content.text.contains('а'));
        assert_eq!(content.notes[0].detail, format!("more than {MAX_DOCUMENT_LINES} lines"));
    }

    #[test]
    fn a_reader_that_takes_too_long_is_cut_short() {
        let mut buffer = Buffer::within(Duration::ZERO);
        for _ in 0..PATIENCE {
            buffer.paragraph("а", Look::default());
        }
        buffer.row(&[Cell::new("б"), Cell::new("в")], false);
        let content = buffer.finish();
        assert_eq!(content.text.matches('а').count(), PATIENCE - 1);
        assert!(!content.text.contains('б'));
        let notes: Vec<(Code, &str)> = content.notes.iter().map(|n| (n.code, n.detail.as_str())).collect();
        assert_eq!(notes, [(Code::LimitReached, "the document took longer than 60 seconds")]);
    }

    #[test]
    fn rows_with_tabs_keep_their_blank_cells() {
        let mut buffer = Buffer::new();
        for line in ["1\tУборка", "\tпарка", "", "\tВ соответствии"] {
            buffer.paragraph(line, Look::default());
        }
        assert_eq!(shown(&buffer.finish()), ["Tabs 1¦Уборка []", "Tabs ¦парка []", "blank", "par0 В соответствии"]);
    }

    #[test]
    fn markers_with_a_tab_begin_paragraphs() {
        assert_eq!(untabbed("1.\tУбрать парк"), "1. Убрать парк");
        assert_eq!(untabbed("\t–\tлавки"), "\t– лавки");
        assert_eq!(untabbed("2.1. \t Полив"), "2.1. Полив");
        for row in ["1\tУбрать парк\tмай", "1.\tУборка\tмай", "Глава\tИ.И. Липов", "1.\t", "2024\t2025"]
        {
            assert_eq!(untabbed(row), row);
        }
    }
}
