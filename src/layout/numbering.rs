//! Running numbers of rows: gaps and repeats are reported, never mended.

use crate::diagnostic::{Code, Findings};
use crate::model::{Role, RowKind};

use super::table::Table;

/// Reports numbers that are missing or stand twice in the number column of a table.
pub fn check(table: &Table, findings: &mut Findings) {
    let Some(column) = table.column(Role::Number) else { return };
    let mut last: Option<Vec<u32>> = None;
    for row in &table.rows {
        if row.joins.is_some() || row.kind == RowKind::Header {
            continue;
        }
        let cell = &row.cells[column];
        let Some((parts, end)) = numbers(cell.as_str()) else { continue };
        if let Some(last) = &last
            && last.len() == parts.len()
            && last[..last.len() - 1] == parts[..parts.len() - 1]
        {
            let (old, new) = (last[last.len() - 1], parts[parts.len() - 1]);
            let prefix: String = parts[..parts.len() - 1].iter().map(|p| format!("{p}.")).collect();
            if new == old {
                findings.add(Code::RowNumberRepeated, cell.start().zip(cell.end()), cell.as_str());
            } else if new > old + 1 && new - old < 50 {
                let missing: Vec<String> = (old + 1..new).map(|n| format!("{prefix}{n}")).collect();
                findings.add(Code::RowNumberMissing, cell.start().zip(cell.end()), missing.join(", "));
            }
        } else if let Some(last) = &last
            && begins_late(last, &parts)
        {
            let prefix: String = parts[..parts.len() - 1].iter().map(|p| format!("{p}.")).collect();
            let missing: Vec<String> = (1..parts[parts.len() - 1]).map(|n| format!("{prefix}{n}")).collect();
            findings.add(Code::RowNumberMissing, cell.start().zip(cell.end()), missing.join(", "));
        }
        last = Some(end);
    }
}

/// The number of a row, and that of the last record that it stands for: «26 – 27.» numbers two.
fn numbers(text: &str) -> Option<(Vec<u32>, Vec<u32>)> {
    let one = |text: &str| -> Option<Vec<u32>> {
        text.trim().trim_end_matches(['.', ')']).split('.').map(|p| p.parse().ok()).collect()
    };
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
