//! Cards of labels and values that a heading calls a passport, whatever their labels.
//!
//! ```text
//! Паспорт организации
//! Коды ОКВЭД          │ 93.19
//! Официальный сайт    │ http://…
//! ```

use crate::diagnostic::{Code, Findings};
use crate::grammar::Grammars;
use crate::model::{BlockKind, Role, RowKind, TableKind};
use crate::text::Text;

use super::paragraphs::Block;
use super::table::{Row, Table};

/// Most lines between the heading and its table: whose passport it is, as of when.
const MAX_BETWEEN: usize = 4;
/// Longest of them, in characters.
const MAX_LINE: usize = 200;
/// Least rows of a card.
const LEAST: usize = 3;

/// Makes passports of tables without a header, of labels and values, right below such a heading. Where a label has
/// several values beside it they keep their columns.
pub fn read(blocks: &[Block], tables: &mut [Table], g: &Grammars, findings: &mut Findings) {
    for (i, block) in blocks.iter().enumerate() {
        let Block::Table(t) = block else { continue };
        let table = &mut tables[*t];
        if table.kind == TableKind::Other && is_card(table) && is_called(&blocks[..i], g) {
            table.kind = TableKind::Passport;
            if table.rows.iter().all(|r| r.filled().count() <= 2) {
                table.rows.iter_mut().for_each(fold);
                table.columns.truncate(2);
            }
            let roles = std::iter::once(Role::Label).chain(std::iter::repeat(Role::Text));
            table.columns.iter_mut().zip(roles).for_each(|(column, role)| column.role = Some(role));
            // A label and its value need no header.
            findings.withdraw(Code::TableWithoutHeader, Text::extent(&table.rows[0].cells));
        }
    }
}

/// A heading that names a passport stands above, with nothing but short lines between.
fn is_called(above: &[Block], g: &Grammars) -> bool {
    heading(above, g).is_some()
}

/// The heading that calls what stands below these blocks a passport.
pub fn heading<'a>(above: &'a [Block], g: &Grammars) -> Option<&'a Text> {
    for block in above.iter().rev().take(MAX_BETWEEN + 1) {
        match block {
            Block::Text { text, kind: BlockKind::Heading, .. } => {
                return Some(text).filter(|t| g.passport.is_passport(t.as_str()));
            }
            Block::Text { text, kind: BlockKind::Paragraph, .. } if text.as_str().chars().count() <= MAX_LINE => {}
            _ => return None,
        }
    }
    None
}

/// A label in the first column of each row, at most two other cells, in most rows one; no numbers beside each other.
fn is_card(table: &Table) -> bool {
    let plain = table.columns.iter().all(|c| c.role.is_none() && c.name.is_empty());
    let rows: Vec<&Row> = table.rows.iter().filter(|r| r.joins.is_none()).collect();
    let labelled = |r: &&Row| {
        r.kind == RowKind::Data && !r.cells[0].is_empty() && r.cells[0].as_str().contains(char::is_alphabetic)
    };
    let pairs = rows.iter().filter(|r| r.filled().count() == 2).count();
    plain
        && (2..=3).contains(&table.columns.len())
        && rows.len() >= LEAST
        && rows.iter().all(labelled)
        && pairs * 2 > rows.len()
}

/// Its cell behind the label, wherever it stands.
fn fold(row: &mut Row) {
    let mut value = Text::default();
    row.cells.drain(1..).for_each(|c| value.append(&c, " ", true));
    row.cells.push(value);
}
