//! Cards of labels and values that a heading calls a passport, whatever their labels.
//!
//! ```text
//! Паспорт организации
//! Коды ОКВЭД          │ 93.19
//! Официальный сайт    │ http://…
//! ```

use crate::grammar::Grammars;
use crate::model::{BlockKind, Role, RowKind, TableKind};
use crate::text::Text;

use super::paragraphs::Block;
use super::table::{Column, Row, Table};

/// Most lines between the heading and its table: whose passport it is, as of when.
const MAX_BETWEEN: usize = 4;
/// Longest of them, in characters.
const MAX_LINE: usize = 200;
/// Least rows of a card.
const LEAST: usize = 3;

/// Makes passports of tables without a header, of two columns, right below such a heading.
pub fn read(blocks: &[Block], tables: &mut [Table], g: &Grammars) {
    for (i, block) in blocks.iter().enumerate() {
        let Block::Table(t) = block else { continue };
        let table = &mut tables[*t];
        if table.kind == TableKind::Other && is_card(table) && is_called(&blocks[..i], g) {
            table.kind = TableKind::Passport;
            table.rows.iter_mut().for_each(fold);
            table.columns =
                [Role::Label, Role::Text].map(|role| Column { role: Some(role), ..Column::default() }).into();
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

/// Its cells behind the label are one value.
fn fold(row: &mut Row) {
    let mut value = Text::default();
    row.cells.drain(1..).for_each(|c| value.append(&c, " ", true));
    row.cells.push(value);
}
