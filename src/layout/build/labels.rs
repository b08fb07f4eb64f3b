//! Passports: tables of labels and values.

use crate::grammar::Grammars;
use crate::model::{Role, RowKind, TableKind};
use crate::readers::Merge;
use crate::text::Text;

use super::super::flow::RawRow;
use super::super::fragment::{is_labelled, trimmed, used_width, without_blank_columns};
use super::super::heal;
use super::super::table::{Column, Row};
use super::Builder;

impl Builder {
    /// Label–value rows.
    pub fn passport(rows: &[RawRow]) -> Builder {
        let width = rows.iter().map(|r| trimmed(&r.cells)).max().unwrap_or(2).max(2);
        let mut columns = vec![Column::default(); width.min(2)];
        columns[0].role = Some(Role::Label);
        columns[1].role = Some(Role::Text);
        Builder { unsure: true, ..Builder::new(TableKind::Passport, columns) }
    }

    /// True where a single row reads as a label and its value: a passport that a page break tore, perhaps.
    pub fn label_row(rows: &[RawRow], g: &Grammars) -> bool {
        rows.len() == 1
            && rows[0].continues.is_none()
            && used_width(rows) == 2
            && rows[0].cells.len() <= 3
            && is_labelled(&rows[0], g)
    }

    /// True where rows read as labels and values.
    pub fn passport_like(rows: &[RawRow], g: &Grammars) -> bool {
        let parted = values_parted(rows);
        if used_width(rows) > 2 && !parted {
            return false;
        }
        let labelled: Vec<&Text> =
            rows.iter().filter(|r| r.cells.len() > 1).filter_map(|r| r.cells.iter().find(|c| !c.is_empty())).collect();
        let known = rows.iter().filter(|r| is_labelled(r, g)).count();
        known >= 2
            && (!parted || known * 2 > labelled.len())
            && known * 5 >= labelled.len().min(known + 12) * 2
            && rows.iter().filter(|r| !r.cells[0].is_empty()).count() <= known * 3
    }

    /// True where some row begins with a known label.
    pub fn has_label(rows: &[RawRow], g: &Grammars) -> bool {
        rows.iter().any(|r| is_labelled(r, g))
    }

    /// True where rows go on with the labels of this passport: the first known label is not there yet.
    pub(super) fn goes_on_labelled(&self, rows: &[RawRow], g: &Grammars) -> bool {
        let key = |cells: &[Text]| cells.first().and_then(|c| g.passport.key(c.as_str()));
        let next = rows.iter().filter(|r| is_labelled(r, g)).find_map(|r| key(&r.cells));
        next.is_some_and(|next| !self.rows.iter().any(|r| key(&r.cells) == Some(next)))
    }

    /// True where rows have the two columns of a passport.
    pub fn fits_passport(rows: &[RawRow]) -> bool {
        used_width(rows) <= 2 || values_parted(rows)
    }

    /// Rows of a label and its value; a row without a label goes on with the last one.
    pub(super) fn passport_rows(&mut self, rows: &[RawRow], after_break: bool, g: &Grammars) {
        for (i, row) in rows.iter().enumerate() {
            let mut cells = without_blank_columns(rows, row);
            if cells.len() < 2 && row.cells.len() >= 2 {
                cells = row.cells.clone();
            }
            if cells.len() > 2 {
                let tail = cells.split_off(2);
                // What stands in cells of its own is of its own.
                tail.iter().for_each(|c| cells[1].append(c, " ", true));
            }
            cells.resize(2, Text::default());
            if row.cells.first().is_some_and(Text::is_empty) && cells[1].is_empty() {
                cells.swap(0, 1);
            }
            if cells.iter().all(Text::is_empty) {
                continue;
            }
            let last = self.rows.iter().rposition(|r| r.kind == RowKind::Data && r.joins.is_none());
            // A row drawn in text goes on until its rule, whatever stands in its first cell.
            let drawn = row.continues == Some(true) && !row.real;
            let joins = if cells[0].is_empty() || drawn { last } else { None };
            let torn = after_break && i == 0 || !row.real && cells[1].is_empty();
            let label_goes_on = torn && heal::begins_inside(cells[0].as_str());
            let heads = last.is_none() && g.tables.heads_labels(cells[0].as_str());
            let (kind, joins) = match joins {
                Some(at) => (RowKind::Data, Some(at)),
                None if label_goes_on && last.is_some() => (RowKind::Data, last),
                None if heads => (RowKind::Header, None),
                None if cells[1].is_empty() && !is_blank_field(&cells[0], g) => (RowKind::Group, None),
                None => (RowKind::Data, None),
            };
            self.rows.push(Row { kind, cells, joins, hard: joins.is_some() });
        }
    }
}

/// Some values of a real table stand in two cells, most go over both.
fn values_parted(rows: &[RawRow]) -> bool {
    let whole = |r: &&RawRow| r.cells.get(2).is_some_and(|c| c.merge() == Some(Merge::Left));
    used_width(rows) == 3
        && rows.iter().all(|r| r.real && r.cells.len() == 3)
        && rows.iter().filter(whole).count() * 2 >= rows.len()
}

/// A known label whose value was left blank; the heading of a card is none.
fn is_blank_field(label: &Text, g: &Grammars) -> bool {
    g.passport.key(label.as_str()).is_some() && !g.passport.is_title(label.as_str())
}
