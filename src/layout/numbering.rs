//! Running numbers of rows: gaps and repeats are reported, never mended.

use crate::diagnostic::{Code, Findings};
use crate::model::{Role, RowKind};
use crate::text::Text;

use super::table::Table;

/// Reports numbers that are missing or stand twice in the number column of a table, with the row before.
pub fn check(table: &Table, findings: &mut Findings) {
    let Some(column) = table.column(Role::Number) else { return };
    let mut before: Option<(Vec<u32>, &Text)> = None;
    for row in &table.rows {
        if row.joins.is_some() || row.kind == RowKind::Header {
            continue;
        }
        let cell = &row.cells[column];
        let Some((number, end)) = numbers(cell.as_str()) else {
            // Below a Roman number the others begin anew.
            if is_roman(cell.as_str()) {
                before = None;
            }
            continue;
        };
        if let Some((last, above)) = before {
            let place = |cell: &Text| cell.start().zip(cell.end());
            let (new, parents) = number.split_last().expect("a number has a place");
            let first = match last.split_last() {
                Some((old, others)) if others == parents => Some(old + 1),
                _ if begins_late(&last, &number) => Some(1),
                _ => None,
            };
            if first == Some(new + 1) {
                let repeated = vec![cell.as_str().to_owned()];
                findings.compare(Code::RowNumberRepeated, place(cell), place(above), repeated);
            } else if let Some(first) = first.filter(|first| first < new && new - first < LARGEST_GAP) {
                let prefix: String = parents.iter().map(|p| format!("{p}.")).collect();
                let missing = (first..*new).map(|n| format!("{prefix}{n}")).collect();
                findings.compare(Code::RowNumberMissing, place(cell), place(above), missing);
            }
        }
        before = Some((end, cell));
    }
}

/// Larger steps are another numbering, no gap.
const LARGEST_GAP: u32 = 49;

/// «IV», in Latin letters.
fn is_roman(text: &str) -> bool {
    let number = text.trim().trim_end_matches(['.', ')']);
    !number.is_empty() && number.bytes().all(|b| b"IVXLC".contains(&b))
}

/// One place of a number; longer ones are codes.
pub(crate) fn place(text: &str) -> Option<u32> {
    text.parse().ok().filter(|_| text.len() <= 6)
}

/// The number of a row, and that of the last record that it stands for: «26 – 27.» numbers two.
fn numbers(text: &str) -> Option<(Vec<u32>, Vec<u32>)> {
    let one =
        |text: &str| -> Option<Vec<u32>> { text.trim().trim_end_matches(['.', ')']).split('.').map(place).collect() };
    match text.split_once(['-', '\u{2013}', '\u{2014}']) {
        None => one(text).map(|own| (own.clone(), own)),
        Some((first, last)) => {
            let (first, last) = (one(first)?, one(last)?);
            (first.len() == last.len() && first < last).then_some((first, last))
        }
    }
}

/// True where a list below begins with a number that is not its first: «2.3» behind «2» or «1.4».
fn begins_late(last: &[u32], parts: &[u32]) -> bool {
    let (first, parents) = parts.split_last().expect("a number has a place");
    let goes_below = parents == last;
    let goes_on = parents.len() + 1 == last.len()
        && parents.last().is_some_and(|p| {
            let n = parents.len() - 1;
            parents[..n] == last[..n] && *p == last[n] + 1
        });
    (2..50).contains(first) && (goes_below || goes_on)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_below_begins_with_one() {
        assert!(begins_late(&[2], &[2, 3]));
        assert!(begins_late(&[1, 4], &[2, 3]));
        assert!(!begins_late(&[1, 4], &[2, 1]));
        assert!(!begins_late(&[1, 4], &[3, 2]), "another numbering");
        assert!(!begins_late(&[1], &[2]));
    }

    #[test]
    fn a_row_may_have_several_numbers() {
        assert_eq!(numbers("26 \u{2013} 27."), Some((vec![26], vec![27])));
        assert_eq!(numbers("1.2."), Some((vec![1, 2], vec![1, 2])));
        assert_eq!(numbers("3)"), Some((vec![3], vec![3])));
        for none in ["", "IV", "27 - 26", "1 - 1.2", "а)", "- 5"] {
            assert_eq!(numbers(none), None, "{none}");
        }
    }
}
