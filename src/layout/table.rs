//! Tables as the layout sees them: columns with roles, rows with kinds, and the records that the rows make.

use crate::grammar::Grammars;
use crate::model::{Role, RowKind, TableKind, ValueKind};
use crate::readers::Merge;
use crate::text::Text;

use super::groups::{self, Path};
use super::heal::{self, Vocabulary};
use super::parallel;

/// A column.
#[derive(Clone, Debug, Default)]
pub struct Column {
    /// Words of its head, from the outermost line in.
    pub name: String,
    /// What stands in it.
    pub role: Option<Role>,
    /// Year of its values.
    pub year: Option<i32>,
    /// Unit that its head gives.
    pub unit: Option<String>,
    /// Plan, fact or estimate; a plan where nothing is said.
    pub kind: ValueKind,
    /// What the head says of it.
    pub told: Option<ValueKind>,
    /// Who pays its sums, where the head names one source: «областной бюджет».
    pub source: Option<String>,
    /// Its head says nothing of its values: a column of sums by its cells alone.
    pub unknown: bool,
}

/// A row as it stands in the source, its cells placed in the columns.
#[derive(Clone, Debug)]
pub struct Row {
    /// What it is.
    pub kind: RowKind,
    /// One text for each column; blank cells are empty.
    pub cells: Vec<Text>,
    /// Index of the row that this one goes on with.
    pub joins: Option<usize>,
    /// Where the cells meet: at a sentence torn in two (`false`) or at a new item of a list (`true`).
    pub hard: bool,
}

/// A table.
#[derive(Clone, Debug)]
pub struct Table {
    /// What it is.
    pub kind: TableKind,
    /// Its caption.
    pub title: Option<Text>,
    /// Unit of its values that stands above it («(тыс. рублей)»).
    pub unit: Option<String>,
    /// Column of years, where each row tells the sums of one.
    pub years: Option<usize>,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// What the rows of a table say together: torn rows joined, heading rows as a path.
#[derive(Clone, Debug)]
pub struct Record {
    /// One text for each column.
    pub cells: Vec<Text>,
    /// Heading rows above, outermost first.
    pub group: Vec<Text>,
    /// Index of the first row.
    pub row: usize,
    /// A cell of the row has lines of which nobody knows which belongs to which record of it.
    pub unmatched: bool,
}

impl Record {
    /// Byte ranges of the cells, in order.
    pub fn at(&self) -> Vec<[usize; 2]> {
        let mut out = Vec::new();
        self.cells.iter().for_each(|c| c.extend_at(&mut out));
        out.sort_unstable();
        out
    }

    /// Number of cells that hold something.
    pub fn filled(&self) -> usize {
        self.cells.iter().filter(|c| !c.is_empty()).count()
    }
}

impl Row {
    /// Indices of the cells that hold something.
    pub fn filled(&self) -> impl Iterator<Item = usize> {
        self.cells.iter().enumerate().filter(|(_, c)| !c.is_empty()).map(|(i, _)| i)
    }

    /// Index of the only cell that holds something.
    pub fn lone(&self) -> Option<usize> {
        let mut filled = self.filled();
        filled.next().filter(|_| filled.next().is_none())
    }
}

impl Table {
    /// First column with this role.
    pub fn column(&self, role: Role) -> Option<usize> {
        self.columns.iter().position(|c| c.role == Some(role))
    }

    /// True where its first row is its title.
    pub fn has_title_row(&self) -> bool {
        let first = self.rows.first().filter(|r| r.kind == RowKind::Header);
        let lone = first.and_then(|r| Some(r.cells[r.lone()?].as_str()));
        lone.is_some_and(|lone| self.title.as_ref().is_some_and(|title| title.as_str() == lone))
    }

    /// The whole number of the heading in row `i`, where it has lost its points; `above` is the last record.
    fn pointed(&self, i: usize, own: &str, number: usize, above: &Record) -> Option<String> {
        let below = self.rows[i + 1..].iter().take_while(|r| r.kind == RowKind::Data).map(|r| r.cells[number].as_str());
        // The rows of sources below an item have no number.
        let rows = self.rows[..=above.row].iter().rev().map(|r| r.cells[number].as_str());
        groups::pointed(own, rows.into_iter().find(|n| !n.is_empty())?, below)
    }

    /// What each row is to a reader. Heading rows with nothing below them, and long runs of rows whose other cells are
    /// blank but not merged, head nothing: they are data without values. Where there are such runs, a row of their kind
    /// right below the header is one of them.
    pub fn kinds(&self) -> Vec<RowKind> {
        let mut kinds: Vec<RowKind> = self.rows.iter().map(|r| r.kind).collect();
        let blank = |r: &Row| r.cells[1..].iter().all(|c| c.is_empty() && c.merge().is_none());
        let mut at = 0;
        let mut long = false;
        while at < kinds.len() && self.kind != TableKind::Passport {
            let n = self.rows[at..].iter().take_while(|r| r.kind == RowKind::Group).count();
            let run = &self.rows[at..at + n];
            let last = at + n == kinds.len();
            let above_head = n > 1 && self.rows.get(at + n).is_some_and(|r| r.kind == RowKind::Header);
            if last || (above_head || n > groups::MAX_PLAIN) && run.iter().all(blank) {
                kinds[at..at + n].fill(RowKind::Data);
                long |= n > groups::MAX_PLAIN;
            }
            at += n.max(1);
        }
        let first = kinds.iter().take_while(|k| **k == RowKind::Header).count();
        if long
            && let [RowKind::Group, RowKind::Data, ..] = kinds[first..]
            && blank(&self.rows[first])
        {
            kinds[first] = RowKind::Data;
        }
        kinds
    }

    /// The records of the table, in order.
    pub fn records(&self, vocabulary: &dyn Vocabulary, g: &Grammars) -> Vec<Record> {
        let mut out: Vec<Record> = Vec::with_capacity(self.rows.len());
        // The lines that each record was joined of.
        let mut lines: Vec<Vec<&[Text]>> = Vec::with_capacity(self.rows.len());
        let mut path = Path::default();
        let number = self.column(Role::Number);
        let named = [Role::Activity, Role::Indicator, Role::Item, Role::Risk];
        let name = named.iter().find_map(|role| self.column(*role)).unwrap_or(0);
        // For each column the row in which its last cell begins.
        let mut begun: Vec<Option<&Row>> = vec![None; self.columns.len()];
        for (i, row) in self.rows.iter().enumerate() {
            let own = row.cells.iter().map(|c| c.merge() != Some(Merge::Above));
            begun.iter_mut().zip(own).filter(|(_, own)| *own).for_each(|(begun, _)| *begun = Some(row));
            match (row.kind, row.joins) {
                // Headings above a header hold on below it.
                (RowKind::Header, _) => {}
                (RowKind::Group, Some(_)) => path.extend(&group_text(row, number), vocabulary),
                (RowKind::Group, None) => {
                    let own = number.map(|n| row.cells[n].as_str());
                    let whole = own.and_then(|own| self.pointed(i, own, number?, out.last()?));
                    path.enter(group_text(row, number), whole.as_deref().or(own));
                }
                (RowKind::Data, Some(_)) if !out.is_empty() => {
                    let last = out.last_mut().expect("a record to join");
                    lines.last_mut().expect("its lines").push(&row.cells);
                    for (cell, more) in last.cells.iter_mut().zip(&row.cells) {
                        if row.hard {
                            cell.append(more, " ", true);
                        } else if !more.is_empty() {
                            heal::join(cell, more, vocabulary);
                        }
                    }
                }
                (RowKind::Data, _) => {
                    let at = |cells: &[Text]| number.and_then(|n| cells.get(n)).map_or("", Text::as_str).to_owned();
                    path.data(&at(&row.cells), &out.last().map(|r| at(&r.cells)).unwrap_or_default());
                    if at(&row.cells).is_empty() {
                        path.named(row.cells[name].as_str());
                    }
                    let mut cells = row.cells.clone();
                    // A cell merged over several rows is said of each, also where the first of them is a heading.
                    for (j, cell) in cells.iter_mut().enumerate().filter(|(_, c)| c.merge() == Some(Merge::Above)) {
                        let heading = begun[j].filter(|r| r.kind == RowKind::Group);
                        if let Some(heading) = heading {
                            *cell = heading.cells[j].clone();
                        } else if let Some(above) = out.last() {
                            *cell = above.cells[j].clone();
                        }
                    }
                    out.push(Record { cells, group: path.texts(), row: i, unmatched: false });
                    lines.push(vec![&row.cells]);
                }
            }
        }
        let split = |(r, lines): (Record, Vec<&[Text]>)| {
            parallel::split(&r, &lines, &self.columns, g).unwrap_or_else(|| vec![r])
        };
        out.into_iter().zip(lines).flat_map(split).collect()
    }
}

/// The words of a heading row without its number cell.
fn group_text(row: &Row, number: Option<usize>) -> Text {
    let mut out = Text::default();
    for (i, cell) in row.cells.iter().enumerate() {
        let repeated = out.as_str() == cell.as_str();
        if (Some(i) != number || row.lone() == number) && !repeated {
            out.append(cell, " ", false);
        }
    }
    out
}
