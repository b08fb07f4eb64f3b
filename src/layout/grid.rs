//! Columns of a real table whose rows are cut at different places.
//!
//! ```text
//! № │ Содержание │ Ответственный    │ Срок      │        cells that the pencil drew at other places in each row:
//! 1 │ Проверка        │ Завхоз      │ май │               the same columns all the same
//! ```
//!
//! In office files the edges of a column are kept for each row, and dragging one edge makes another grid column. The
//! columns are those of the rows that look most alike; a row with as many cells is read cell by cell, any other cell
//! stands in the first column that it covers.

use std::collections::BTreeMap;

use crate::readers::Merge;
use crate::text::Text;

use super::flow::RawRow;

/// Places a row's cells in the columns of its table.
pub fn settle(rows: &mut [RawRow]) {
    if !rows.iter().any(|r| r.cells.iter().any(|c| c.merge() == Some(Merge::Left))) {
        return;
    }
    let Some(columns) = columns(rows) else { return };
    for row in rows {
        let own = starts(&row.cells);
        let exact = own.iter().all(|s| columns.binary_search(s).is_ok());
        let to: Vec<usize> = if !exact && own.len() == columns.len() {
            (0..columns.len()).collect()
        } else {
            places(&own, row.cells.len(), &columns)
        };
        let cells = std::mem::take(&mut row.cells);
        row.cells = placed(cells, &to, columns.len());
    }
}

/// Grid columns at which cells begin.
fn starts(cells: &[Text]) -> Vec<usize> {
    (0..cells.len()).filter(|&i| cells[i].merge() != Some(Merge::Left)).collect()
}

/// The grid columns at which the columns of the table begin.
fn columns(rows: &[RawRow]) -> Option<Vec<usize>> {
    let mut times: BTreeMap<Vec<usize>, usize> = BTreeMap::new();
    for row in rows {
        let own = starts(&row.cells);
        if own.len() > 1 {
            *times.entry(own).or_default() += 1;
        }
    }
    let most = times.keys().map(Vec::len).max()?;
    // Heading rows with a number cell and little more tell nothing of the columns.
    let mut best = times.iter().filter(|(s, _)| s.len() * 2 > most).max_by_key(|(s, n)| (**n, s.len()))?.0;
    // Rows that cut the same columns finer know more.
    while let Some(finer) = times
        .keys()
        .filter(|s| s.len() > best.len() && best.iter().all(|b| s.binary_search(b).is_ok()))
        .min_by_key(|s| s.len())
    {
        best = finer;
    }
    Some(best.clone())
}

/// The column of each cell: the one that holds most of it, one to the right where that is taken.
fn places(own: &[usize], width: usize, columns: &[usize]) -> Vec<usize> {
    let end = |list: &[usize], i: usize| list.get(i + 1).copied().unwrap_or(width.max(list[i] + 1));
    let mut out: Vec<usize> = Vec::with_capacity(own.len());
    for (i, &from) in own.iter().enumerate() {
        let to = end(own, i);
        let overlap = |j: usize| to.min(end(columns, j)).saturating_sub(from.max(columns[j]));
        let widest = (0..columns.len()).map(overlap).max().unwrap_or(0);
        let exact = columns.binary_search(&from).ok();
        let best = exact.unwrap_or_else(|| (0..columns.len()).find(|&j| overlap(j) == widest).unwrap_or(0));
        let free = out.last().map_or(0, |last| last + 1);
        out.push(best.max(free));
    }
    // Pushed out at the right: as far left as the others leave room.
    let mut limit = columns.len().max(own.len());
    for place in out.iter_mut().rev() {
        *place = (*place).min(limit.saturating_sub(1));
        limit = *place;
    }
    out
}

/// The cells at their columns; columns without a cell are covered by the cell to their left.
fn placed(cells: Vec<Text>, to: &[usize], n: usize) -> Vec<Text> {
    let width = n.max(to.iter().max().map_or(0, |m| m + 1));
    let mut out = vec![Text::merged(Merge::Left); width];
    let mut to = to.iter();
    for cell in cells {
        if cell.merge() != Some(Merge::Left)
            && let Some(&at) = to.next()
        {
            out[at] = cell;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows of `12` and `·` for cells merged to the left, `^` above.
    fn rows(drawn: &[&str]) -> Vec<RawRow> {
        let cell = |word: &str| match word {
            "·" => Text::merged(Merge::Left),
            "^" => Text::merged(Merge::Above),
            _ => {
                let mut text = Text::default();
                text.push(word, 0..word.len());
                text
            }
        };
        let row = |line: &&str| RawRow {
            cells: line.split(' ').map(cell).collect(),
            continues: Some(false),
            header: false,
            apart: false,
            top: false,
            real: true,
        };
        drawn.iter().map(row).collect()
    }

    fn settled(drawn: &[&str]) -> Vec<String> {
        let mut rows = rows(drawn);
        settle(&mut rows);
        let word = |c: &Text| match c.merge() {
            Some(Merge::Left) => "·".to_owned(),
            Some(Merge::Above) => "^".to_owned(),
            None => c.as_str().to_owned(),
        };
        rows.iter().map(|r| r.cells.iter().map(word).collect::<Vec<_>>().join(" ")).collect()
    }

    #[test]
    fn edges_drawn_elsewhere_in_each_row_make_no_columns() {
        assert_eq!(
            settled(&[
                "N what who · when ·",
                "group · · · · ·",
                "1 name · party · may",
                "2 name · party · june",
                "3 name · party may ·"
            ]),
            ["N what who when", "group · · ·", "1 name party may", "2 name party june", "3 name party may"]
        );
    }

    #[test]
    fn heads_over_several_columns_keep_their_place() {
        assert_eq!(
            settled(&["name years · ·", "^ 2024 2025 2026", "a 1 2 3"]),
            ["name years · ·", "^ 2024 2025 2026", "a 1 2 3"]
        );
        assert_eq!(settled(&["a b · c ·", "1 2 3 4 5", "1 2 · 4 ·"]), ["a b · c ·", "1 2 3 4 5", "1 2 · 4 ·"]);
    }
}
