//! Columns aligned by runs of spaces, as legal databases print them.
//!
//! ```text
//! ------------------------------------------------
//! N    Мероприятие             Срок        Исполнитель
//! ------------------------------------------------
//! 1    Ремонт мемориала на     II квартал  МКУ
//!      Рыночной площади        2025 года   «Заказчик»
//! ```
//!
//! A gutter is a run of at least two character columns that is blank in nearly every line. Justified prose has wide
//! gaps too, but they do not stand below each other.

use std::ops::Range;

use super::{Drawn, Item};

/// Most lines that are looked at as one table.
const MAX_LINES: usize = 4000;
/// Longest line of such a table, in characters.
const MAX_WIDTH: usize = 400;

/// Turns aligned lines into rows.
pub(super) fn rows(source: &str, items: &mut [Item]) {
    let mut i = 0;
    while i < items.len() {
        let n = items[i..].iter().take(MAX_LINES).take_while(|x| matches!(x, Item::Line(_) | Item::Rule)).count();
        if n >= 3 {
            stretch(source, &mut items[i..i + n]);
        }
        i += n.max(1);
    }
}

/// A run of lines without a blank one: between rules, or all of it.
fn stretch(source: &str, items: &mut [Item]) {
    let rules: Vec<usize> = (0..items.len()).filter(|&i| items[i] == Item::Rule).collect();
    match (rules.first(), rules.last()) {
        (Some(&first), Some(&last)) if last > first + 1 => table(source, &mut items[first..=last], true),
        _ => table(source, items, false),
    }
}

fn table(source: &str, items: &mut [Item], ruled: bool) {
    let lines: Vec<(usize, Range<usize>)> = items
        .iter()
        .enumerate()
        .filter_map(|(i, x)| match x {
            Item::Line(r) => Some((i, r.clone())),
            _ => None,
        })
        .collect();
    let wide = |r: &Range<usize>| memchr::memmem::find(source[r.clone()].trim().as_bytes(), b"  ").is_some();
    let enough = if ruled { 2 } else { 4 };
    if lines.len() < enough || lines.iter().filter(|(_, r)| wide(r)).count() * 10 < lines.len() * 6 {
        return;
    }
    let texts: Vec<Vec<(usize, char)>> =
        lines.iter().map(|(_, r)| source[r.clone()].char_indices().take(MAX_WIDTH + 1).collect()).collect();
    if texts.iter().any(|t| t.len() > MAX_WIDTH) {
        return;
    }
    let gutters = gutters(&texts);
    if gutters.len() < if ruled { 1 } else { 2 } {
        return;
    }
    let cells: Vec<Vec<Range<usize>>> =
        lines.iter().zip(&texts).map(|((_, r), t)| split(source, r, t, &gutters)).collect();
    let filled = |row: &[Range<usize>]| row.iter().filter(|c| !source[(*c).clone()].trim().is_empty()).count();
    let columns = gutters.len() + 1;
    let good = cells.iter().filter(|row| filled(row) >= columns.min(3)).count();
    if good < 2 || (!ruled && (good * 2 < cells.len() || !aligned(&texts, &gutters))) {
        return;
    }
    let numbered = {
        let heads: Vec<&str> =
            cells.iter().map(|row| source[row[0].clone()].trim()).filter(|h| !h.is_empty()).collect();
        heads.iter().filter(|h| h.starts_with(|c: char| c.is_ascii_digit()) && h.len() <= 8).count() * 2 > heads.len()
    };
    let by_rules = items.iter().filter(|x| **x == Item::Rule).count() > 4;
    let mut last: Option<usize> = None;
    for ((i, _), cells) in lines.iter().zip(cells) {
        let after_rule = last.is_none_or(|l| items[l + 1..*i].contains(&Item::Rule)) || (last.is_none() && *i > 0);
        let own = !source[cells[0].clone()].trim().is_empty();
        let begins = after_rule
            || !by_rules
                && match numbered {
                    true => own,
                    false => own && filled(&cells) * 4 >= columns * 3,
                };
        last = Some(*i);
        items[*i] = Item::Row { cells, drawn: Drawn::Spaces { begins } };
    }
}

/// Character columns that are blank in nearly every line, at least two wide, with text on both sides.
fn gutters(texts: &[Vec<(usize, char)>]) -> Vec<Range<usize>> {
    let width = texts.iter().map(Vec::len).max().unwrap_or(0);
    let left = texts.iter().filter_map(|t| t.iter().position(|(_, c)| !c.is_whitespace())).min().unwrap_or(0);
    let spare = texts.len() / 12;
    let blank: Vec<bool> = (0..width)
        .map(|x| texts.iter().filter(|t| t.get(x).is_some_and(|(_, c)| !c.is_whitespace())).count() <= spare)
        .collect();
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut x = left;
    while x < width {
        let n = blank[x..].iter().take_while(|b| **b).count();
        if n >= 2 && x > left && x + n < width {
            out.push(x..x + n);
        }
        x += n.max(1);
    }
    out
}

/// The cells of a line; a line whose text crosses a gutter is one cell.
fn split(source: &str, range: &Range<usize>, text: &[(usize, char)], gutters: &[Range<usize>]) -> Vec<Range<usize>> {
    let byte = |x: usize| range.start + text.get(x).map_or(range.end - range.start, |(i, _)| *i);
    let crosses = gutters.iter().any(|g| g.clone().any(|x| text.get(x).is_some_and(|(_, c)| !c.is_whitespace())));
    if crosses {
        let end = range.end;
        let mut out = vec![range.clone()];
        out.extend(gutters.iter().map(|_| end..end));
        return out;
    }
    let mut out = Vec::with_capacity(gutters.len() + 1);
    let mut from = range.start;
    for g in gutters {
        let cut = byte(g.start).max(from);
        out.push(from..cut);
        from = byte(g.end).max(cut);
    }
    out.push(from..range.end);
    debug_assert!(out.iter().all(|r| source.is_char_boundary(r.start) && source.is_char_boundary(r.end)));
    out
}

/// True where most cells begin, or end, at one place of their column.
fn aligned(texts: &[Vec<(usize, char)>], gutters: &[Range<usize>]) -> bool {
    let mut edges: Vec<(usize, usize)> = gutters.iter().map(|g| (g.end, 0)).collect();
    for (k, edge) in edges.iter_mut().enumerate() {
        let end = gutters.get(k + 1).map_or(usize::MAX, |g| g.start);
        edge.1 = end;
    }
    edges.iter().all(|(start, end)| {
        let inside = |t: &[(usize, char)]| {
            let stop = (*end).min(t.len());
            let cell = if *start < stop { &t[*start..stop] } else { &[] };
            let first = cell.iter().position(|(_, c)| !c.is_whitespace());
            let last = cell.iter().rposition(|(_, c)| !c.is_whitespace());
            first.zip(last)
        };
        let cells: Vec<(usize, usize)> = texts.iter().filter_map(|t| inside(t)).collect();
        let left = cells.iter().filter(|c| c.0 == 0).count();
        let ends: Vec<usize> = cells.iter().map(|c| c.1).collect();
        let right = ends.iter().map(|e| ends.iter().filter(|o| *o == e).count()).max().unwrap_or(0);
        cells.len() >= 2 && (left * 10 >= cells.len() * 7 || right * 10 >= cells.len() * 7)
    })
}
