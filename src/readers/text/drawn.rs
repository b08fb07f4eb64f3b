//! Tables drawn with `|` or with box characters.
//!
//! ```text
//! | № | Мероприятие |        ┌───┬─────────────┐
//! |---|-------------|        │ № │ Мероприятие │
//! | 1 | Ремонт      |        ├───┼─────────────┤
//! ```
//!
//! Where rules stand between the rows, the lines between two rules are one row; else each line is a row unless its first
//! cell is blank.

use std::ops::Range;

use super::{Drawn, Item};

/// Turns the lines of drawn tables into rows.
pub(super) fn rows(source: &str, items: &mut [Item]) {
    let mut i = 0;
    while i < items.len() {
        let n = items[i..].iter().take_while(|item| belongs(source, item)).count();
        if n > 0 {
            table(source, &mut items[i..i + n]);
        }
        i += n.max(1);
    }
}

/// A line with bars, or a rule.
fn belongs(source: &str, item: &Item) -> bool {
    match item {
        Item::Line(range) => bars(&source[range.clone()]).next().is_some(),
        Item::Rule => true,
        _ => false,
    }
}

/// Byte offsets of the vertical bars of a line.
fn bars(line: &str) -> impl Iterator<Item = (usize, char)> {
    line.char_indices().filter(|(_, c)| is_bar(*c))
}

fn is_bar(c: char) -> bool {
    matches!(c, '|' | '\u{a6}' | '\u{2502}' | '\u{2503}' | '\u{2551}' | '\u{250a}' | '\u{2506}')
}

fn table(source: &str, items: &mut [Item]) {
    let lines: Vec<usize> = (0..items.len()).filter(|&i| matches!(items[i], Item::Line(_))).collect();
    let (Some(&first), Some(&last)) = (lines.first(), lines.last()) else { return };
    // One line with a bar and no rule beside it is no table.
    let ruled = items.len() > lines.len();
    let edged = |i: usize| matches!(&items[i], Item::Line(r) if source[r.clone()].trim_start().starts_with(is_bar));
    if (lines.len() < 2 && !ruled)
        || (!ruled && lines.iter().filter(|&&i| edged(i)).count() * 2 < lines.len() && lines.len() < 3)
    {
        return;
    }
    let inner = (first..last).filter(|&i| matches!(items[i], Item::Rule)).count();
    // Markdown: one rule below the head and a row in each line.
    let by_rules = inner >= 2;
    let grid = grid(source, items, &lines);
    let mut after_rule = true;
    let mut rules = 0;
    for i in first..=last {
        let Item::Line(range) = items[i].clone() else {
            after_rule = true;
            rules += 1;
            continue;
        };
        let cells = cells(source, range, &grid);
        let blank_head = source[cells[0].clone()].trim().is_empty();
        let head = !by_rules && inner == 1 && rules < usize::from(first > 0) + 1;
        let begins = if by_rules || head { after_rule } else { !blank_head || after_rule };
        // In a frame with rules above and below only, full lines are rows of their own.
        let begins = begins || (by_rules && false);
        items[i] = Item::Row { cells, drawn: Drawn::Lines { begins } };
        after_rule = false;
    }
    spread(source, items, first, last);
}

/// A frame whose body has no rules between its rows (only below the head and at the foot) holds a row in each line.
fn spread(source: &str, items: &mut [Item], first: usize, last: usize) {
    let mut run: Vec<usize> = Vec::new();
    let mut longest: Vec<usize> = Vec::new();
    for i in first..=last {
        if matches!(items[i], Item::Row { .. }) {
            run.push(i);
        } else if run.len() > longest.len() {
            longest = std::mem::take(&mut run);
        } else {
            run.clear();
        }
    }
    if run.len() > longest.len() {
        longest = run;
    }
    let rows = (first..=last).filter(|&i| matches!(items[i], Item::Row { .. })).count();
    let full = |i: usize| match &items[i] {
        Item::Row { cells, .. } => {
            cells.iter().filter(|c| !source[(*c).clone()].trim().is_empty()).count() * 4 >= cells.len() * 3
        }
        _ => false,
    };
    let body = longest.len() * 2 > rows
        && longest.len() >= 4
        && longest.iter().filter(|&&i| full(i)).count() * 10 >= longest.len() * 8;
    if body {
        let starts: Vec<usize> = longest
            .into_iter()
            .filter(|&i| {
                full(i) || matches!(&items[i], Item::Row { cells, .. } if !source[cells[0].clone()].trim().is_empty())
            })
            .collect();
        for i in starts {
            if let Item::Row { drawn, .. } = &mut items[i] {
                *drawn = Drawn::Lines { begins: true };
            }
        }
    }
}

/// Character columns of the bars, where the lines with most bars agree on them.
fn grid(source: &str, items: &[Item], lines: &[usize]) -> Vec<usize> {
    let places: Vec<Vec<usize>> = lines
        .iter()
        .filter_map(|&i| match &items[i] {
            Item::Line(r) => {
                Some(source[r.clone()].chars().enumerate().filter(|(_, c)| is_bar(*c)).map(|(n, _)| n).collect())
            }
            _ => None,
        })
        .collect();
    let most = places.iter().map(Vec::len).max().unwrap_or(0);
    let full: Vec<&Vec<usize>> = places.iter().filter(|p| p.len() == most).collect();
    match full.first() {
        Some(grid) if full.iter().all(|p| p == grid) => (*grid).clone(),
        _ => Vec::new(),
    }
}

/// The cells of a line; a cell that spans columns of the grid stands in its first, the others are blank.
fn cells(source: &str, range: Range<usize>, grid: &[usize]) -> Vec<Range<usize>> {
    let line = &source[range.clone()];
    let lead = line.len() - line.trim_start().len();
    let starts_edged = line[lead..].starts_with(is_bar);
    let ends_edged = line.trim_end().ends_with(is_bar);
    let mut cuts: Vec<(usize, usize, usize)> = Vec::new(); // byte start, byte end, character column
    for (n, (i, c)) in line.char_indices().enumerate() {
        if is_bar(c) {
            cuts.push((i, i + c.len_utf8(), n));
        }
    }
    let mut out: Vec<(Range<usize>, Option<usize>)> = Vec::new();
    let mut from = 0;
    let mut column = None;
    for (start, end, n) in &cuts {
        if !(out.is_empty() && from == 0 && starts_edged && *start == lead) {
            out.push((range.start + from..range.start + *start, column));
        }
        from = *end;
        column = grid.iter().position(|g| g == n);
    }
    if !ends_edged {
        out.push((range.start + from..range.end, column));
    }
    let spanned =
        starts_edged && !grid.is_empty() && out.len() + 1 < grid.len() && out.iter().all(|(_, c)| c.is_some());
    if !spanned {
        return if out.is_empty() { vec![range] } else { out.into_iter().map(|(r, _)| r).collect() };
    }
    let mut placed: Vec<Range<usize>> = vec![range.start..range.start; grid.len() - 1];
    for (cell, column) in out {
        if let Some(slot) = column.and_then(|c| placed.get_mut(c)) {
            *slot = cell;
        }
    }
    // Blank slots stand right behind the cell that spans them, so that places stay in order.
    for j in 1..placed.len() {
        if placed[j].is_empty() && placed[j].start == range.start {
            placed[j] = placed[j - 1].end..placed[j - 1].end;
        }
    }
    placed
}
