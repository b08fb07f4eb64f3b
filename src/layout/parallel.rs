//! Cells that hold several values in parallel lines.
//!
//! ```text
//! 1. Ремонт │ всего │ 1197,3 │ 11401,5        one record for each line of the sources,
//!           │ МБ    │ 1197,3 │ 11401,5        with its line of every sum
//!           │ ОБ    │        │
//! ```
//!
//! Seen in the appendices of municipal programmes, where one row of a funding table holds the sum of all sources and
//! each of them.

use crate::model::Role;
use crate::text::Text;

use super::table::{Column, Record};

/// The records that a row with parallel lines holds; `None` for a row that holds one.
pub fn split(record: &Record, columns: &[Column]) -> Option<Vec<Record>> {
    let source = columns.iter().position(|c| c.role == Some(Role::Source))?;
    let sources = record.cells.get(source).filter(|c| !c.breaks().is_empty())?.pieces();
    let value = |j: usize| matches!(columns[j].role, Some(Role::Value | Role::Total)) && !record.cells[j].is_empty();
    let sums: Vec<(usize, Vec<Text>)> =
        (0..columns.len()).filter(|&j| value(j)).map(|j| (j, record.cells[j].pieces())).collect();
    let parallel = sources.len() > 1
        && sums.iter().any(|(_, lines)| lines.len() > 1)
        && sums.iter().all(|(_, lines)| lines.len() <= sources.len() && lines.iter().all(|l| is_sum(l.as_str())));
    parallel.then(|| {
        let line = |(i, name): (usize, &Text)| {
            let mut cells = record.cells.clone();
            cells[source] = name.clone();
            for (j, lines) in &sums {
                cells[*j] = lines.get(i).cloned().unwrap_or_default();
            }
            Record { cells, ..record.clone() }
        };
        sources.iter().enumerate().map(line).collect()
    })
}

/// A number, or a sign for none.
fn is_sum(line: &str) -> bool {
    let digit = line.contains(|c: char| c.is_ascii_digit());
    let number = line.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || matches!(c, ',' | '.' | '-'));
    number && digit || line.chars().count() == 1 && !digit
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(lines: &[&str]) -> Text {
        let mut text = Text::default();
        for line in lines {
            text.append(&Text::at_start(line), " ", true);
        }
        text
    }

    fn column(role: Role) -> Column {
        Column { role: Some(role), ..Column::default() }
    }

    #[test]
    fn each_source_gets_its_line_of_every_sum() {
        let columns = [column(Role::Item), column(Role::Source), column(Role::Value), column(Role::Value)];
        let record = |sums: &[&str]| Record {
            cells: vec![cell(&["Ремонт"]), cell(&["всего", "МБ", "ОБ"]), cell(&["1197,3", "1197,3"]), cell(sums)],
            group: Vec::new(),
            row: 0,
        };
        let shown = |r: &Record| r.cells.iter().map(Text::as_str).collect::<Vec<_>>().join("|");
        let parts = split(&record(&["5", "-", "5"]), &columns).unwrap();
        assert_eq!(
            parts.iter().map(shown).collect::<Vec<_>>(),
            ["Ремонт|всего|1197,3|5", "Ремонт|МБ|1197,3|-", "Ремонт|ОБ||5"]
        );
        assert!(split(&record(&["5", "5", "5", "5"]), &columns).is_none());
        assert!(split(&record(&["по смете"]), &columns).is_none());
    }
}
