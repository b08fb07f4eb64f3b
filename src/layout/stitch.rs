//! Stitching: fragments of rows torn by page breaks → tables.
//!
//! Evidence that a fragment goes on with the table above: only blank lines between, cells that suit its columns, a
//! sentence that goes on. Evidence against: a header row of its own, running prose between, label–value rows below a
//! wide table. Headings between two fragments of one table are group rows of it.

use crate::diagnostic::{Code, Findings};
use crate::grammar::Grammars;
use crate::model::TableKind;
use crate::readers::Merge;
use crate::text::Text;

use super::build::Builder;
use super::flow::{Flow, FlowLine, Piece, RawRow};
use super::header;
use super::heal;
use super::paragraphs::{Marker, marker};
use super::table::Table;

/// A block of the document before paragraphs are made.
#[derive(Clone, Debug)]
pub enum Part {
    /// Index of a line of the flow.
    Line(usize),
    /// Index of a table.
    Table(usize),
}

/// Most heading lines between two pieces of one table.
const MAX_GROUP_LINES: usize = 4;
/// Longest heading between two pieces of one table, in characters.
const MAX_GROUP_LEN: usize = 300;

/// A longer line that ends in a full stop is a sentence, no caption; in characters.
const MAX_SENTENCE: usize = 120;

/// Tables, and the lines of the flow that each was made of.
pub type Tables = (Vec<Table>, Vec<Vec<usize>>);

/// Joins the fragments of `flow` into tables; the rest stays lines.
pub fn stitch(flow: &Flow, g: &Grammars, findings: &mut Findings) -> (Vec<Part>, Tables) {
    let mut s = Stitcher {
        flow,
        g,
        findings,
        parts: Vec::new(),
        tables: Vec::new(),
        made_of: Vec::new(),
        open: None,
        pending: Vec::new(),
    };
    for piece in &flow.pieces {
        match piece {
            Piece::Line(i) => s.pending.push(*i),
            Piece::Fragment { first, rows } => s.fragment(*first, rows),
        }
    }
    s.close();
    s.flush();
    (s.parts, (s.tables, s.made_of))
}

/// A stretch of a fragment under one header, or under none.
struct Segment<'a> {
    first: usize,
    /// Nothing of the fragment stands above it.
    opens: bool,
    /// Lone cells above the header.
    caption: &'a [RawRow],
    header: &'a [RawRow],
    rows: &'a [RawRow],
}

impl Segment<'_> {
    /// Lines of the flow that its rows are made of.
    fn lines(&self) -> std::ops::Range<usize> {
        let n = self.caption.len() + self.header.len() + self.rows.len();
        self.first..self.first + n
    }
}

struct Stitcher<'a> {
    flow: &'a Flow,
    g: &'a Grammars,
    findings: &'a mut Findings,
    parts: Vec<Part>,
    tables: Vec<Table>,
    made_of: Vec<Vec<usize>>,
    open: Option<Builder>,
    /// Lines since the last fragment.
    pending: Vec<usize>,
}

impl Stitcher<'_> {
    fn line(&self, i: usize) -> &FlowLine {
        &self.flow.lines[i]
    }

    fn fragment(&mut self, first: usize, rows: &[RawRow]) {
        for segment in segments(first, rows, self.g) {
            self.segment(segment);
        }
    }

    fn segment(&mut self, s: Segment) {
        if !s.header.is_empty() {
            self.headed(s);
            return;
        }
        match self.open.as_ref().and_then(|open| self.relation(open, s.rows)) {
            Some(relation) => self.go_on(&s, relation),
            None => self.begin(s),
        }
    }

    /// A segment with a header of its own: a repeated header of the open table, or a new table.
    fn headed(&mut self, s: Segment) {
        let repeats = self.pending.is_empty()
            && s.caption.is_empty()
            && self.open.as_ref().is_some_and(|open| open.repeats_header(s.header, s.rows));
        if repeats {
            let open = self.open.as_mut().expect("an open table");
            open.lines.extend(s.lines());
            open.header_rows(s.header);
            open.rows(s.rows, true, self.g, self.findings);
            return;
        }
        // What stands above this head as the title stands above that of the piece before is a title too.
        let titled = s.opens || self.pending.is_empty() && self.open.as_ref().is_some_and(Builder::has_title_row);
        self.close();
        let mut groups: Vec<&RawRow> = Vec::new();
        let mut title: Option<Text> = None;
        for (i, row) in s.caption.iter().enumerate() {
            let text = &row.cells.iter().find(|c| !c.is_empty()).expect("a lone cell");
            if titled && is_title_row(row) {
                title.get_or_insert_with(|| (*text).clone());
                groups.push(row);
            } else if text.pieces().len() > 1
                || text.as_str().chars().count() > MAX_GROUP_LEN
                || text.as_str().ends_with(['.', ':', ';'])
            {
                self.pending.push(s.first + i);
            } else {
                groups.push(row);
            }
        }
        self.flush();
        let mut builder = Builder::headed(s.header, self.g, self.findings);
        let caption = self.caption();
        builder.title = caption;
        builder.real = s.header[0].real;
        for row in groups {
            let text = row.cells.iter().find(|c| !c.is_empty()).expect("a lone cell").clone();
            if titled && is_title_row(row) {
                builder.title = title.clone();
                builder.title_row(&text);
                continue;
            }
            if self.g.columns.is_title(text.as_str()) {
                builder.title = Some(text.clone());
            }
            builder.caption_row(text, self.g);
        }
        builder.lines.extend(s.lines());
        builder.header_rows(s.header);
        builder.rows(s.rows, false, self.g, self.findings);
        self.open = Some(builder);
    }

    /// A new table without a known header, or lines that only look like rows.
    fn begin(&mut self, s: Segment) {
        self.close();
        self.flush();
        // A title that is merged over the whole width of a real table, above its header.
        // Without one it is the only row of its kind; where there are more they head the rows below them.
        let only = |rows: &[RawRow]| rows.len() > 1 && !rows[1..].iter().any(is_title_row);
        let titled = is_title_row(&s.rows[0]) && (Builder::has_head(&s.rows[1..], self.g) || only(s.rows));
        let titled = usize::from(titled);
        let rows = &s.rows[titled..];
        let passport = Builder::passport_like(rows, self.g) || Builder::label_row(rows, self.g);
        let title = self.caption();
        let mut builder = if passport { Builder::passport(rows) } else { Builder::plain(rows, self.g) };
        builder.title = title;
        builder.real = s.rows[0].real;
        builder.lines.extend(s.lines());
        if titled > 0 {
            let text = &s.rows[0].cells[0];
            builder.title = Some(text.clone());
            builder.title_row(text);
        }
        builder.fresh(rows, self.g, self.findings);
        self.open = Some(builder);
    }

    /// How a segment without a header goes on with the open table, if it does.
    fn relation(&self, open: &Builder, rows: &[RawRow]) -> Option<Relation> {
        let lines: Vec<&FlowLine> = self.pending.iter().map(|&i| self.line(i)).collect();
        if lines.iter().any(|l| self.g.tables.is_barrier(l.text.as_str())) {
            return None;
        }
        // A signature set with tabs below a real table is no row of it.
        if open.real != rows[0].real {
            return None;
        }
        // What an office file keeps apart stays apart, unless it goes on.
        let titled = is_title_row(&rows[0]) && Builder::has_head(&rows[1..], self.g);
        if open.real && (titled || !open.goes_on_in(rows, self.g)) {
            return None;
        }
        if open.kind == TableKind::Passport {
            if !Builder::fits_passport(rows) {
                return None;
            }
            let listed =
                |l: &&FlowLine| marker(l.text.as_str()) == Some(Marker::Bullet) || heal::begins_inside(l.text.as_str());
            let inner =
                rows[0].cells.first().is_some_and(Text::is_empty) && rows[0].cells.iter().any(|c| !c.is_empty());
            return match lines.len() {
                0 => Some(Relation::Groups),
                _ if inner && lines.len() <= 80 => Some(Relation::Cell),
                _ if lines.len() <= 40 && lines.iter().all(listed) && Builder::has_label(rows, self.g) => {
                    Some(Relation::Cell)
                }
                1..=2 if lines.iter().all(|l| is_group_line(l)) && Builder::has_label(rows, self.g) => {
                    Some(Relation::Groups)
                }
                _ => None,
            };
        }
        if Builder::passport_like(rows, self.g) && open.columns.len() > 2 {
            return None;
        }
        let fit = open.fit(rows, lines.is_empty() && !open.real, self.g)?;
        if lines.is_empty() {
            return (fit > -0.8).then_some(Relation::Groups);
        }
        let inside = rows[0].cells.first().is_some_and(|c| heal::begins_inside(c.as_str()))
            && rows[0].cells.iter().filter(|c| !c.is_empty()).count() > 1;
        if lines.len() == 1
            && inside
            && !heal::is_closed(lines[0].text.as_str())
            && marker(lines[0].text.as_str()).is_none()
            && open.has_roles()
        {
            return Some(Relation::FirstHalf);
        }
        if lines.len() == 1 && open.goes_on_with(&lines[0].text) && fit > -0.8 {
            return Some(Relation::Cell);
        }
        let headings = lines.len() <= MAX_GROUP_LINES && lines.iter().all(|l| is_group_line(l));
        (headings && open.has_roles() && fit > 0.3).then_some(Relation::Groups)
    }

    fn go_on(&mut self, s: &Segment, relation: Relation) {
        let mut open = self.open.take().expect("an open table");
        for i in std::mem::take(&mut self.pending) {
            let line = &self.flow.lines[i];
            open.lines.push(i);
            match relation {
                Relation::Groups => open.group_line(&line.text),
                Relation::FirstHalf => open.first_half(&line.text),
                Relation::Cell => {
                    open.cell_line(&line.text);
                    self.findings.about(Code::CellParagraphJoined, &line.text);
                }
            }
        }
        open.lines.extend(s.lines());
        let torn_header = self.pending.is_empty() && open.more_header(s.rows, self.g);
        open.rows(&s.rows[usize::from(torn_header)..], true, self.g, self.findings);
        self.open = Some(open);
    }

    /// The line above a table that names it.
    fn caption(&self) -> Option<Text> {
        let Some(Part::Line(i)) = self.parts.last() else { return None };
        let line = self.line(*i);
        let text = line.text.as_str();
        let sentence = text.ends_with('.') && text.chars().count() > MAX_SENTENCE;
        (!sentence && is_group_line(line) && !line.look.is_some_and(|look| look.tab)).then(|| line.text.clone())
    }

    fn flush(&mut self) {
        self.parts.extend(std::mem::take(&mut self.pending).into_iter().map(Part::Line));
    }

    fn close(&mut self) {
        let Some(mut open) = self.open.take() else { return };
        if open.is_no_table() {
            if let Some(rows) = open.one_column() {
                let from = open.lines.first().map(|&i| self.line(i).text.start().unwrap_or(0));
                self.findings.add(Code::TableOfLayout, from.map(|at| (at, at + 1)), format!("{rows} rows"));
            }
            self.parts.extend(open.lines.iter().map(|&i| Part::Line(i)));
            return;
        }
        self.parts.push(Part::Table(self.tables.len()));
        self.made_of.push(std::mem::take(&mut open.lines));
        self.tables.push(open.finish(self.findings));
    }
}

/// How a fragment goes on with a table.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Relation {
    /// The lines between are headings of its rows.
    Groups,
    /// The lines between belong to the last cell.
    Cell,
    /// The line between is the first half of the row behind it.
    FirstHalf,
}

/// Splits a fragment at header rows.
fn segments<'a>(first: usize, rows: &'a [RawRow], g: &Grammars) -> Vec<Segment<'a>> {
    let mut out = Vec::new();
    let (mut from, mut caption, mut header) = (0, 0..0, 0..0);
    let mut i = 0;
    while i < rows.len() {
        // A line that goes on with the row above begins nothing.
        // «Источники финансирования | бюджет района» among the labels of a passport is one of them.
        let label = i >= from + 2 && is_label(&rows[i], g) && rows[i - 2..i].iter().all(|r| is_label(r, g));
        let begun = rows[i].continues == Some(true) || label;
        let height = if begun { 0 } else { header::height(&rows[i..], g) };
        if height == 0 {
            i += 1;
            continue;
        }
        let mut top = i;
        while top > from && i - top < 3 && is_lone(&rows[top - 1]) {
            top -= 1;
        }
        // Known words in the lower rows of a header that its drawing tells from the rows above.
        let titles = rows.iter().take_while(|r| is_title_row(r)).count();
        let drawn = if from == 0 && header.is_empty() && titles < i { header::drawn(&rows[titles..], g) } else { 0 };
        if drawn > 0 && titles + drawn > i {
            (caption, header) = (0..titles, titles..titles + drawn);
            i = titles + drawn;
            from = i;
            continue;
        }
        if top > from || !header.is_empty() {
            out.push(Segment {
                first: first + caption.start,
                opens: caption.start == 0,
                caption: &rows[caption],
                header: &rows[header],
                rows: &rows[from..top],
            });
        }
        (caption, header) = (top..i, i..i + height);
        i += height;
        from = i;
    }
    if from < rows.len() || !header.is_empty() {
        let start = if header.is_empty() { from } else { caption.start };
        out.push(Segment {
            first: first + start,
            opens: start == 0,
            caption: &rows[caption],
            header: &rows[header],
            rows: &rows[from..],
        });
    }
    out
}

/// A label of a passport and its value.
fn is_label(row: &RawRow, g: &Grammars) -> bool {
    row.cells.len() == 2 && row.cells.iter().all(|c| !c.is_empty()) && g.passport.key(row.cells[0].as_str()).is_some()
}

/// The first row of a real table where one cell goes over its whole width.
fn is_title_row(row: &RawRow) -> bool {
    row.real && is_lone(row) && row.cells[1..].iter().all(|c| c.merge() == Some(Merge::Left))
}

/// A row with words in its first cell only.
fn is_lone(row: &RawRow) -> bool {
    row.cells.len() > 1 && !row.cells[0].is_empty() && row.cells[1..].iter().all(Text::is_empty)
}

/// True where a line reads as a heading: short, no end of a sentence.
fn is_group_line(line: &FlowLine) -> bool {
    let text = line.text.as_str();
    text.chars().count() <= MAX_GROUP_LEN
        && !text.ends_with([';', ',', ':', '.'])
        && !text.starts_with(['-', '\u{2013}', '\u{2014}', '\u{b7}', '\u{2022}', '*'])
        || (super::groups::number_places(text.split_whitespace().next().unwrap_or("")) > 0
            && text.chars().count() <= MAX_GROUP_LEN
            && !text.ends_with([';', ',']))
}
