//! One table while its fragments come in.

mod labels;
mod placing;

use crate::diagnostic::{Code, Findings};
use crate::grammar::Grammars;
use crate::grammar::indicators::Aside;
use crate::grammar::lexicon::{fold, is_letter};
use crate::model::{Role, RowKind, TableKind};
use crate::normalize::number;
use crate::readers::Merge;
use crate::text::Text;

use super::align;
use super::flow::RawRow;
use super::fragment::{generic_header, leading_number, merged, trimmed};
use super::header;
use super::resume;
use super::table::{Column, Row, Table};

/// Fewer rows of one column are a frame around words.
const LEAST_ROWS: usize = 4;
/// Most rows of a header that later rows are compared with.
const MAX_HEADS: usize = 8;

/// A table that can still grow.
pub struct Builder {
    pub kind: TableKind,
    pub title: Option<Text>,
    pub columns: Vec<Column>,
    /// Lines of the flow that it was made of.
    pub lines: Vec<usize>,
    /// Its rows are those of a real table, not of one that is drawn in text.
    pub real: bool,
    /// No header was found; few rows of such a table are no table at all.
    unsure: bool,
    rows: Vec<Row>,
    /// Rows that fill each column, and rows in all.
    filled: Vec<u32>,
    data: u32,
}

impl Builder {
    fn new(kind: TableKind, columns: Vec<Column>) -> Builder {
        let filled = vec![0; columns.len()];
        Builder {
            kind,
            title: None,
            columns,
            lines: Vec::new(),
            real: false,
            unsure: false,
            rows: Vec::new(),
            filled,
            data: 0,
        }
    }

    /// A table under a header.
    pub fn headed(header: &[RawRow], g: &Grammars, findings: &mut Findings) -> Builder {
        let rows = merged(header);
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        let columns = header::columns(&rows, width, g);
        let kind = kind_of(&columns);
        for (column, cell) in columns.iter().zip(&rows[0]) {
            if column.role.is_none() && !cell.is_empty() && kind != TableKind::Other {
                findings.about(Code::ColumnUnknown, cell);
            }
        }
        Builder::new(kind, columns)
    }

    /// A table without a header that the vocabulary knows.
    pub fn plain(rows: &[RawRow], g: &Grammars) -> Builder {
        let width = rows.iter().map(|r| trimmed(&r.cells)).max().unwrap_or(1).max(1);
        let head = merged(&rows[..generic_header(rows, g)]);
        let width = head.iter().map(Vec::len).fold(width, usize::max);
        let mut columns = header::columns(&head, width, g);
        // Where most heads are unknown, two known ones among them tell nothing of the whole. Who answers for the row
        // says so by itself, and makes no record.
        let known = columns.iter().filter(|c| c.role.is_some_and(|r| r != Role::Other)).count();
        let named = columns.iter().filter(|c| !c.name.is_empty()).count();
        if known * 2 < named {
            let safe = |r: &Role| {
                matches!(r, Role::Number | Role::Unit | Role::Value | Role::Total | Role::Responsible | Role::Other)
            };
            columns.iter_mut().for_each(|c| c.role = c.role.filter(safe));
        }
        let kind = if known >= 2 { kind_of(&columns) } else { TableKind::Other };
        Builder { unsure: true, ..Builder::new(kind, columns) }
    }

    /// The first rows of a table without a known header.
    pub fn fresh(&mut self, rows: &[RawRow], g: &Grammars, findings: &mut Findings) {
        let head = if self.kind == TableKind::Passport { 0 } else { generic_header(rows, g) };
        self.header_rows(&rows[..head]);
        self.rows(&rows[head..], false, g, findings);
    }

    /// True where rows begin with a header, although its words may be unknown.
    pub fn has_head(rows: &[RawRow], g: &Grammars) -> bool {
        header::height(rows, g) > 0 || generic_header(rows, g) > 0
    }

    /// True where rows of another real table go on with this one: its next number, a torn row, a passport's next label.
    pub fn goes_on_in(&self, rows: &[RawRow], g: &Grammars) -> bool {
        let Some(first) = rows[0].cells.iter().find(|c| !c.is_empty()) else { return false };
        let under = rows[0].cells[0].is_empty() && !Builder::has_head(rows, g);
        if under || super::heal::begins_inside(first.as_str()) {
            return true;
        }
        if self.kind == TableKind::Passport {
            return self.goes_on_labelled(rows, g);
        }
        let numbers = |cells: &[Text]| cells.iter().find(|c| !c.is_empty()).and_then(|c| leading_number(c.as_str()));
        let last = self.rows.iter().rev().find_map(|r| numbers(&r.cells));
        let next = rows.iter().take(2).find_map(|r| numbers(&r.cells));
        let same = self.kind != TableKind::Other && rows.iter().all(|r| r.cells.len() == self.columns.len());
        same || matches!((last, next), (Some(last), Some(next)) if next == last + 1)
    }

    /// True where some column has a role that a record is made of.
    pub fn has_roles(&self) -> bool {
        self.columns.iter().any(|c| c.role.is_some())
    }

    /// True where `header` is this table's own header again and the rows go on.
    pub fn repeats_header(&self, header: &[RawRow], rows: &[RawRow]) -> bool {
        let own: Vec<&Row> = self.rows.iter().filter(|r| r.kind == RowKind::Header).collect();
        let Some(first) = own.first() else { return false };
        let words =
            |cells: &[Text]| cells.iter().filter(|c| !c.is_empty()).map(|c| fold(c.as_str())).collect::<Vec<_>>();
        if words(&first.cells) != words(&header[0].cells) {
            return false;
        }
        let Some(column) = self.column(Role::Number) else { return true };
        let last = self.rows.iter().rev().find_map(|r| leading_number(r.cells.get(column)?.as_str()));
        let next = rows.iter().find_map(|r| leading_number(r.cells.iter().find(|c| !c.is_empty())?.as_str()));
        match (last, next) {
            (Some(last), Some(next)) => next >= last,
            _ => true,
        }
    }

    fn column(&self, role: Role) -> Option<usize> {
        self.columns.iter().position(|c| c.role == Some(role))
    }

    /// True where a line between two fragments goes on with the last cell.
    pub fn goes_on_with(&self, line: &Text) -> bool {
        let last = self
            .rows
            .last()
            .filter(|r| r.kind == RowKind::Data)
            .and_then(|r| r.cells.iter().rev().find(|c| !c.is_empty()));
        last.is_some_and(|c| !super::heal::is_closed(c.as_str()) && super::heal::begins_inside(line.as_str()))
    }

    /// A heading between two fragments.
    pub fn group_line(&mut self, text: &Text) {
        let mut cells = vec![Text::default(); self.columns.len()];
        cells[0] = text.clone();
        self.rows.push(Row { kind: RowKind::Group, cells, joins: None, hard: false });
    }

    /// The title in the first row of a real table.
    pub fn title_row(&mut self, text: &Text) {
        self.group_line(text);
        self.rows.last_mut().expect("a row").kind = RowKind::Header;
    }

    /// True where its first row is its title.
    pub fn has_title_row(&self) -> bool {
        let first = self.rows.first().filter(|r| r.kind == RowKind::Header);
        first.and_then(Row::lone).is_some() && self.title.is_some()
    }

    /// A heading above the header: a group, unless it names the table.
    pub fn caption_row(&mut self, text: Text, g: &Grammars) {
        if g.columns.is_title(text.as_str()) { self.title_row(&text) } else { self.group_line(&text) }
    }

    /// A line between two fragments that belongs to the last cell.
    pub fn cell_line(&mut self, text: &Text) {
        let Some(last) = self.rows.iter().rposition(|r| r.kind == RowKind::Data) else { return self.group_line(text) };
        let at = self.rows[last].cells.iter().rposition(|c| !c.is_empty()).unwrap_or(0);
        let mut cells = vec![Text::default(); self.columns.len()];
        cells[at] = text.clone();
        let hard = self.kind == TableKind::Passport;
        self.rows.push(Row { kind: RowKind::Data, cells, joins: Some(last), hard });
    }

    /// Header rows, kept as they stand.
    pub fn header_rows(&mut self, rows: &[RawRow]) {
        let n = self.columns.len();
        for row in rows {
            let mut cells = row.cells.clone();
            while cells.len() > n && cells.last().is_some_and(Text::is_empty) {
                cells.pop();
            }
            let cells = if cells.len() <= n {
                cells.resize(n, Text::default());
                cells
            } else {
                let to: Vec<Option<usize>> = (0..cells.len()).map(|i| Some(i.min(n - 1))).collect();
                align::apply(&cells, &to, n)
            };
            self.rows.push(Row { kind: RowKind::Header, cells, joins: None, hard: false });
        }
    }

    /// A header that a page break tore: more of its rows, before any data.
    pub fn more_header(&mut self, rows: &[RawRow], g: &Grammars) -> bool {
        let headers: Vec<Vec<Text>> =
            self.rows.iter().filter(|r| r.kind == RowKind::Header).map(|r| r.cells.clone()).collect();
        if self.data > 0 || headers.is_empty() || !header::goes_on(&rows[0].cells, self.columns.len(), g) {
            return false;
        }
        let mut all = headers;
        all.push(rows[0].cells.clone());
        let width = all.iter().map(Vec::len).max().unwrap_or(0);
        self.columns = header::columns(&all, width, g);
        self.filled.resize(width, 0);
        self.rows.iter_mut().for_each(|r| r.cells.resize(width, Text::default()));
        self.kind = kind_of(&self.columns);
        self.header_rows(&rows[..1]);
        true
    }

    /// Data rows; `after_break` where a page break or headings stand before them.
    pub fn rows(&mut self, rows: &[RawRow], after_break: bool, g: &Grammars, findings: &mut Findings) {
        if self.kind == TableKind::Passport {
            self.passport_rows(rows, after_break, g);
            return;
        }
        let mut first = after_break;
        for (i, cells) in self.placed(rows, g, findings).into_iter().enumerate() {
            let after_break = std::mem::take(&mut first);
            // What keeps its rows apart tears none; only page breaks do.
            let torn = rows[i].continues.or((rows[i].real && !after_break).then_some(false));
            self.push(cells, torn.filter(|_| !rows[i].top), after_break, g, findings);
        }
    }

    fn push(
        &mut self,
        mut cells: Vec<Text>,
        continues: Option<bool>,
        after_break: bool,
        g: &Grammars,
        findings: &mut Findings,
    ) {
        if cells.iter().all(Text::is_empty) {
            return;
        }
        cells.resize(self.columns.len(), Text::default());
        self.halves(&cells, after_break);
        let under = cells.iter().any(|c| c.merge() == Some(Merge::Above));
        let joins = match continues {
            Some(true) => self.rows.iter().rposition(|r| r.joins.is_none()),
            // A cell of the row above goes on over this one: both are rows of their own.
            _ if under => None,
            Some(false) if self.real && !after_break => None,
            _ => resume::names_on(self, &cells, g).or_else(|| resume::resumes(self, &cells, after_break, g)),
        };
        if let Some(at) = joins {
            if continues != Some(true) {
                findings.add(Code::RowJoined, Text::extent(&cells), "");
            }
            let kind = self.rows[at].kind;
            self.rows.push(Row { kind, cells, joins: Some(at), hard: false });
            return;
        }
        let kind = if header::numbers_columns(&cells) && self.data == 0 || self.repeats_heads(&cells) {
            RowKind::Header
        } else if !under && self.is_group(&cells, g) {
            RowKind::Group
        } else {
            RowKind::Data
        };
        if kind == RowKind::Data {
            self.data += 1;
            cells.iter().zip(&mut self.filled).for_each(|(c, f)| *f += u32::from(!c.is_empty()));
        }
        self.rows.push(Row { kind, cells, joins: None, hard: false });
    }

    /// True where a row repeats the heads of this table from its second column on; its first cell may name what follows.
    fn repeats_heads(&self, cells: &[Text]) -> bool {
        let rest = |cells: &[Text]| cells[1..].iter().filter(|c| !c.is_empty()).count();
        let same = |r: &Row| r.cells[1..].iter().zip(&cells[1..]).all(|(a, b)| fold(a.as_str()) == fold(b.as_str()));
        let words = |c: &Text| c.is_empty() || c.as_str().contains(is_letter);
        rest(cells) > 1
            && cells[1..].iter().all(words)
            && self.rows.iter().take_while(|r| r.kind == RowKind::Header).take(MAX_HEADS).any(same)
    }

    /// A lone cell that a page break cut in mid-sentence was no heading but the first half of the row that follows.
    fn halves(&mut self, cells: &[Text], after_break: bool) {
        let Some(last) = self.rows.last_mut().filter(|r| r.kind == RowKind::Group && r.joins.is_none()) else { return };
        let Some(at) = last.lone() else { return };
        let more = cells.iter().filter(|c| !c.is_empty()).count() > 1;
        if after_break
            && more
            && super::heal::begins_inside(cells[at].as_str())
            && !super::heal::is_closed(last.cells[at].as_str())
        {
            last.kind = RowKind::Data;
            self.data += 1;
        }
    }

    /// A line without cells between two fragments that is the first half of the row behind it.
    pub fn first_half(&mut self, text: &Text) {
        let name =
            [Role::Activity, Role::Indicator, Role::Item, Role::Risk].iter().find_map(|r| self.column(*r)).unwrap_or(0);
        let mut cells = vec![Text::default(); self.columns.len()];
        cells[name] = text.clone();
        self.rows.push(Row { kind: RowKind::Group, cells, joins: None, hard: false });
    }

    /// A heading row: words in one cell, or the same words in every cell.
    fn is_group(&self, cells: &[Text], g: &Grammars) -> bool {
        let filled: Vec<&Text> = cells.iter().filter(|c| !c.is_empty()).collect();
        let text = filled[0].as_str();
        if filled.len() > 2 && filled.iter().all(|c| c.as_str() == text) {
            return true;
        }
        let money = self.columns.iter().any(|c| matches!(c.role, Some(Role::Value | Role::Total)));
        // «Итого:» ends what stands above it and heads nothing.
        let service = g.funding.is_bare_total(text)
            || money && (g.funding.is_source(text) || g.funding.is_service(text) || g.funding.is_total(text));
        let at = cells.iter().position(|c| !c.is_empty()).unwrap_or(0);
        let head = at <= 1;
        // Beside one other column a blank cell says nothing; neither «нет данных» nor a code heads anything.
        let paired = self.kind == TableKind::Other && cells.len() == 2 && cells[1].merge() != Some(Merge::Left);
        let aside = self.kind == TableKind::Indicators && g.indicators.aside(text) != Aside::Indicator;
        let service = service || aside || self.real && paired || is_code(text) || number::read(text, &g.numbers).blank;
        filled.len() == 1
            && self.columns.len() > 1
            && head
            && self.has_roles()
            && !service
            && self.column(Role::Number) != Some(at)
            || filled.len() == 1
                && self.column(Role::Number) == Some(at)
                && super::groups::number_places(text) == 0
                && !service
    }

    /// Row `at` and the rows that go on with it.
    pub fn lines_of(&self, at: usize) -> impl Iterator<Item = &Row> {
        self.rows[at..].iter().enumerate().filter(move |(i, r)| *i == 0 || r.joins == Some(at)).map(|(_, r)| r)
    }

    /// The last row that begins a record, with what goes on with it.
    pub fn last_record(&self) -> Option<(usize, Vec<String>)> {
        let at = self.rows.iter().rposition(|r| r.joins.is_none() && r.kind == RowKind::Data)?;
        let mut cells: Vec<String> = self.rows[at].cells.iter().map(|c| c.as_str().to_owned()).collect();
        for row in self.lines_of(at).skip(1) {
            for (cell, more) in cells.iter_mut().zip(&row.cells) {
                if !more.is_empty() {
                    cell.push(' ');
                    cell.push_str(more.as_str());
                }
            }
        }
        Some((at, cells))
    }

    /// True where the last row is a heading.
    pub fn ends_with_group(&self) -> Option<usize> {
        self.rows.last().filter(|r| r.kind == RowKind::Group).map(|_| self.rows.len() - 1)
    }

    /// The text of row `at`, cell by cell.
    pub fn row(&self, at: usize) -> &Row {
        &self.rows[at]
    }

    /// True where the rows turned out to be no table: requisites and signatures set with tabs, a lone line.
    pub fn is_no_table(&self) -> bool {
        let filled = |r: &Row| r.filled().count();
        match self.kind {
            TableKind::Passport => self.rows.iter().filter(|r| r.joins.is_none() && filled(r) == 2).count() < 2,
            _ if !self.unsure => false,
            _ => {
                let widest = self.rows.iter().map(filled).max().unwrap_or(0);
                let laid_out = self.rows.iter().all(|r| filled(r) < self.columns.len());
                widest <= 1 || self.rows.len() == 1 || (self.rows.len() <= 3 && laid_out && widest <= 3)
            }
        }
    }

    /// Rows of a real table of one column, where it has some.
    pub fn one_column(&self) -> Option<usize> {
        let narrow = self.rows.iter().all(|r| r.filled().count() <= 1) && self.columns.len() == 1;
        (self.real && narrow && self.rows.len() >= LEAST_ROWS).then_some(self.rows.len())
    }

    /// The finished table.
    pub fn finish(mut self, findings: &mut Findings) -> Table {
        if self.unsure && self.kind == TableKind::Other && self.columns.iter().all(|c| c.name.is_empty()) {
            let place = self.rows.first().and_then(|r| Text::extent(&r.cells));
            findings.add(Code::TableWithoutHeader, place, "");
        }
        resume::number_groups(&mut self.rows, &self.columns);
        // Headings head something: without a data row they are the data.
        if !self.rows.iter().any(|r| r.kind == RowKind::Data) {
            self.rows.iter_mut().filter(|r| r.kind == RowKind::Group).for_each(|r| r.kind = RowKind::Data);
        }
        drop_blank_columns(&mut self.columns, &mut self.rows);
        let table = Table {
            kind: self.kind,
            title: self.title,
            unit: None,
            years: None,
            columns: self.columns,
            rows: self.rows,
        };
        super::numbering::check(&table, findings);
        table
    }
}

/// «931900.Р.76.1.00560011 002»: a number of a register.
fn is_code(text: &str) -> bool {
    let count = |of: fn(&char) -> bool| text.chars().filter(of).count();
    let (digits, letters) = (count(char::is_ascii_digit), count(|c| is_letter(*c)));
    digits > 8 && digits > 4 * letters
}

/// What a table is, by its columns.
pub(super) fn kind_of(columns: &[Column]) -> TableKind {
    let has = |role: Role| columns.iter().any(|c| c.role == Some(role));
    let years = columns.iter().any(|c| c.role == Some(Role::Value) && c.year.is_some());
    let money = columns
        .iter()
        .any(|c| matches!(c.role, Some(Role::Value | Role::Total)) && (c.unit.is_some() || c.source.is_some()));
    if has(Role::Risk) {
        TableKind::Risks
    } else if has(Role::Activity) && (has(Role::Deadline) || has(Role::Start) || has(Role::Responsible)) {
        TableKind::Activities
    } else if has(Role::Indicator) && (years || has(Role::Baseline) || has(Role::Unit) || has(Role::Value)) {
        TableKind::Indicators
    } else if (has(Role::Item) || has(Role::Activity) || has(Role::Source)) && (money || has(Role::Source) || years) {
        TableKind::Funding
    } else {
        TableKind::Other
    }
}

/// Drops columns that have neither a head nor a cell.
fn drop_blank_columns(columns: &mut Vec<Column>, rows: &mut [Row]) {
    let keep: Vec<bool> = (0..columns.len())
        .map(|j| !columns[j].name.is_empty() || rows.iter().any(|r| !r.cells[j].is_empty()))
        .collect();
    if keep.iter().all(|k| *k) || !keep.contains(&true) {
        return;
    }
    let mut j = 0;
    columns.retain(|_| (keep[j], j += 1).0);
    for row in rows {
        let mut j = 0;
        row.cells.retain(|_| (keep[j], j += 1).0);
    }
}
