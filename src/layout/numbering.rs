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
        let parts: Option<Vec<u32>> =
            cell.as_str().trim_end_matches(['.', ')']).split('.').map(|p| p.parse().ok()).collect();
        let Some(parts) = parts else { continue };
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
        }
        last = Some(parts);
    }
}
