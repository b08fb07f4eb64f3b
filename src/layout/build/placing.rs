//! Which column the cells of a row stand in.

use crate::diagnostic::{Code, Findings};
use crate::grammar::Grammars;
use crate::model::Role;
use crate::options::MAX_COLUMNS;
use crate::text::Text;

use super::super::align::{self, Target};
use super::super::class::Class;
use super::super::flow::RawRow;
use super::super::fragment::{classes, crowded, report, used_width, without_blank_columns};
use super::super::table::Column;
use super::Builder;

/// How much better a row must suit elsewhere, per cell, to part from its fragment.
const STRAY: f32 = 0.8;

impl Builder {
    /// How well rows suit the columns, per filled cell; `None` where they are much wider or narrower than the table.
    ///
    /// Rows of the table's own width right behind a page break need no proof (`torn`).
    pub fn fit(&self, rows: &[RawRow], torn: bool, g: &Grammars) -> Option<f32> {
        let n = self.columns.len();
        let width = used_width(rows);
        if width > n + 3 || width > MAX_COLUMNS || (!self.has_roles() && width > n + 1) {
            return None;
        }
        if !self.has_roles() || (torn && rows.iter().all(|r| r.cells.len() == n)) {
            return Some(1.0);
        }
        let sample: Vec<&RawRow> = rows.iter().take(5).collect();
        let raw_width = sample.iter().map(|r| r.cells.len()).max().unwrap_or(0);
        let classes = classes(&sample, raw_width, g);
        Some(align::place(&classes, raw_width, &Target { columns: &self.columns, filled: &self.shares() }).fit)
    }

    fn shares(&self) -> Vec<f32> {
        let usual = |c: &Column| match c.role {
            Some(Role::Note) => 0.1,
            Some(Role::Other) | None => 0.3,
            _ => 0.8,
        };
        let all = self.data.max(1) as f32;
        self.filled
            .iter()
            .zip(&self.columns)
            .map(|(f, c)| if self.data < 3 { usual(c) } else { *f as f32 / all })
            .collect()
    }

    /// The cells of `rows` in the columns of the table.
    pub(super) fn placed(&mut self, rows: &[RawRow], g: &Grammars, findings: &mut Findings) -> Vec<Vec<Text>> {
        let n = self.columns.len();
        let width = rows.iter().map(|r| r.cells.len()).max().unwrap_or(0);
        if width > MAX_COLUMNS || !self.has_roles() {
            if width > MAX_COLUMNS {
                findings.add(
                    Code::TableTooWide,
                    rows[0].cells[0].start().map(|s| (s, s + 1)),
                    format!("{width} columns"),
                );
            }
            return rows.iter().map(|r| self.widen(r, rows)).collect();
        }
        let mut out: Vec<Option<Vec<Text>>> = vec![None; rows.len()];
        let mut widths: Vec<usize> = rows.iter().map(|r| r.cells.len()).collect();
        widths.sort_unstable();
        widths.dedup();
        // The most common width first: shorter rows may only have lost their blank tail.
        let common =
            widths.iter().copied().max_by_key(|w| rows.iter().filter(|r| r.cells.len() == *w).count()).unwrap_or(n);
        widths.sort_by_key(|w| *w != common);
        let mut usual: Option<Vec<Option<usize>>> = None;
        for width in widths {
            let of: Vec<usize> = (0..rows.len()).filter(|&i| rows[i].cells.len() == width).collect();
            let straight = width == n && self.is_straight(of.iter().map(|&i| &rows[i]));
            let group: Vec<&RawRow> = of.iter().map(|&i| &rows[i]).collect();
            let to = if straight {
                (0..width).map(Some).collect()
            } else {
                let classes = classes(&group, width, g);
                let to = self.place(&group, &classes, width, usual.as_deref(), findings);
                for (r, own) in self.strays(&group, &classes, &to, width) {
                    out[of[r]] = Some(align::apply(&group[r].cells, &own, n));
                }
                to
            };
            if width == common {
                usual = Some(to.clone());
            }
            for i in of {
                out[i].get_or_insert_with(|| align::apply(&rows[i].cells, &to, n));
            }
        }
        out.into_iter().map(Option::unwrap_or_default).collect()
    }

    /// Where the cells of rows of one width go; shorter rows may only have lost their blank tail (`usual`).
    fn place(
        &self,
        rows: &[&RawRow],
        classes: &[Vec<Class>],
        width: usize,
        usual: Option<&[Option<usize>]>,
        findings: &mut Findings,
    ) -> Vec<Option<usize>> {
        let target = Target { columns: &self.columns, filled: &self.shares() };
        let placing = align::place(classes, width, &target);
        if let Some(u) = usual.filter(|u| width < u.len()).map(|u| &u[..width])
            && align::fit_of(classes, u, &target) + 0.5 >= placing.fit
            && !crowded(rows, u)
        {
            return u.to_vec();
        }
        if placing.moved {
            report(rows, placing.uncertain, findings);
        }
        placing.to
    }

    /// Rows that drifted otherwise than their fragment: their places by themselves.
    fn strays(
        &self,
        rows: &[&RawRow],
        classes: &[Vec<Class>],
        to: &[Option<usize>],
        width: usize,
    ) -> Vec<(usize, Vec<Option<usize>>)> {
        let target = Target { columns: &self.columns, filled: &self.shares() };
        let own = |r: usize| {
            let class = std::slice::from_ref(&classes[r]);
            let filled = classes[r].iter().filter(|c| !c.blank).count();
            let placing = (filled > 2).then(|| align::place(class, width, &target))?;
            // Two cells in one column speak for themselves.
            let enough = if crowded(&rows[r..=r], to) && !crowded(&rows[r..=r], &placing.to) { 0.0 } else { STRAY };
            (placing.fit > align::fit_of(class, to, &target) + enough).then_some((r, placing.to))
        };
        if rows.len() < 2 { Vec::new() } else { (0..rows.len()).filter_map(own).collect() }
    }

    /// Nothing speaks against cell by cell: the columns that are mostly filled are filled, those that never are stay blank.
    /// Rows that only go on with others prove nothing.
    fn is_straight<'r>(&self, rows: impl Iterator<Item = &'r RawRow>) -> bool {
        let full: Vec<&RawRow> =
            rows.filter(|r| !r.cells[0].is_empty() && r.cells.iter().filter(|c| !c.is_empty()).count() > 2).collect();
        if full.is_empty() || self.data < 3 {
            return true;
        }
        self.shares().iter().enumerate().all(|(j, share)| {
            let filled = full.iter().any(|r| !r.cells[j].is_empty());
            if filled { *share > 0.0 || self.data < 4 } else { *share < 0.75 }
        })
    }

    /// The cells of a row of a table without roles, the table made wider where the row is.
    fn widen(&mut self, row: &RawRow, rows: &[RawRow]) -> Vec<Text> {
        let mut cells =
            if row.cells.len() > self.columns.len() { without_blank_columns(rows, row) } else { row.cells.clone() };
        while cells.len() > self.columns.len() && cells.last().is_some_and(Text::is_empty) {
            cells.pop();
        }
        if cells.len() > self.columns.len() {
            self.columns.resize(cells.len(), Column::default());
            self.filled.resize(cells.len(), 0);
            for row in &mut self.rows {
                row.cells.resize(cells.len(), Text::default());
            }
        }
        cells.resize(self.columns.len(), Text::default());
        cells
    }
}
