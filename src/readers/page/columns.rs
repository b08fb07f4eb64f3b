//! Text side by side: two columns of a head, and tables without rules.
//!
//! ```text
//! АДМИНИСТРАЦИЯ             Директору школы          two columns: left, then right
//! Липовского округа         И.И. Ольхову
//!
//! Уборка парка       май      100                    a table: gutters run through all its lines
//! Посадка деревьев   июнь     250
//! ```

use super::grid::{Grid, Span};
use super::known::Known;
use super::lines::Line;
use super::sheet::Part;

/// Narrowest gutter, in font sizes.
const GUTTER: f32 = 1.1;
/// Lines further apart than this do not stand in one band, in font sizes.
const APART: f32 = 3.0;

/// A stretch along the width of the page.
type Range = (f32, f32);

/// Puts lines into reading order.
pub fn bands(lines: Vec<Line>, width: f32, known: &Known) -> Vec<Part> {
    let mut out = Vec::new();
    let mut i = 0;
    while i < lines.len() {
        let to = band(&lines, i);
        if to > i + 1 {
            out.extend(read(&lines[i..to], width, known));
            i = to;
        } else {
            out.push(Part::Line(lines[i].clone()));
            i += 1;
        }
    }
    out
}

/// Where the band ends that begins at line `from`: lines with the same gutters. Not more than one line where there is
/// none.
fn band(lines: &[Line], from: usize) -> usize {
    let first = lines[from].stretches();
    if first.len() < 2 && !begins_beside(lines, from) {
        return from + 1;
    }
    let mut taken: Vec<Range> = first.iter().map(|s| (s.x0, s.x1)).collect();
    let mut last_both = from;
    let mut to = from + 1;
    while to < lines.len() {
        let (above, line) = (&lines[to - 1], &lines[to]);
        if line.middle() - above.middle() > APART * line.size.max(above.size) {
            break;
        }
        let stretches = line.stretches();
        let mut more = taken.clone();
        more.extend(stretches.iter().map(|s| (s.x0, s.x1)));
        let more = united(more);
        if more.len() < 2 || gutters(&more).iter().any(|g| g.1 - g.0 < GUTTER * line.size) && more.len() < taken.len() {
            break;
        }
        taken = joined(more, GUTTER * line.size);
        if taken.len() < 2 {
            break;
        }
        if stretches.len() > 1 {
            last_both = to;
        }
        to += 1;
    }
    if last_both == from {
        return from + 1;
    }
    // Lines below the last one with two sides belong to the band while they stand close.
    let mut end = last_both + 1;
    while end < to && lines[end].middle() - lines[end - 1].middle() < 1.6 * lines[end].size {
        end += 1;
    }
    end
}

/// True where a line of one stretch stands right above one with two, beside its gutter.
fn begins_beside(lines: &[Line], at: usize) -> bool {
    let Some(next) = lines.get(at + 1) else { return false };
    let stretches = next.stretches();
    let line = &lines[at];
    stretches.len() == 2
        && next.middle() - line.middle() < 1.6 * line.size
        && (line.x1 < stretches[1].x0 - line.size && line.x0 < stretches[0].x1
            || line.x0 > stretches[0].x1 + line.size && line.x1 > stretches[1].x0)
}

/// Ranges that overlap, as one.
fn united(mut ranges: Vec<Range>) -> Vec<Range> {
    ranges.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut out: Vec<Range> = Vec::new();
    for r in ranges {
        match out.last_mut() {
            Some(last) if r.0 <= last.1 => last.1 = last.1.max(r.1),
            _ => out.push(r),
        }
    }
    out
}

/// Ranges with less than `room` between, as one.
fn joined(ranges: Vec<Range>, room: f32) -> Vec<Range> {
    let mut out: Vec<Range> = Vec::new();
    for r in ranges {
        match out.last_mut() {
            Some(last) if r.0 - last.1 < room => last.1 = last.1.max(r.1),
            _ => out.push(r),
        }
    }
    out
}

fn gutters(ranges: &[Range]) -> Vec<Range> {
    ranges.windows(2).map(|w| (w[0].1, w[1].0)).collect()
}

/// Reads a band: columns one after the other, a table, or lines as they are.
fn read(lines: &[Line], width: f32, known: &Known) -> Vec<Part> {
    let plain = || lines.iter().cloned().map(Part::Line).collect();
    let all: Vec<Range> = lines.iter().flat_map(|l| l.stretches()).map(|s| (s.x0, s.x1)).collect();
    let size = lines.iter().map(|l| l.size).fold(0.0, f32::max);
    let columns = joined(united(all), GUTTER * size);
    if columns.len() < 2 {
        return plain();
    }
    let side = |x: f32| columns.iter().rposition(|c| c.0 <= x + 0.5).unwrap_or(0);
    // For each line its words in each column.
    let split: Vec<Vec<Option<Line>>> = lines
        .iter()
        .map(|l| {
            let mut sides: Vec<Vec<super::Word>> = vec![Vec::new(); columns.len()];
            l.words.iter().for_each(|w| sides[side(w.x0)].push(w.clone()));
            sides.into_iter().map(|w| (!w.is_empty()).then(|| Line::of(w))).collect()
        })
        .collect();
    let full = |row: &&Vec<Option<Line>>| row.iter().flatten().count();
    let both = split.iter().filter(|r| full(r) > 1).count();
    if columns.len() == 2 {
        let count = |k: usize| split.iter().filter(|r| r[k].is_some()).count();
        let chars = |k: usize| {
            let n: usize = split.iter().filter_map(|r| r[k].as_ref()).map(|l| l.plain().chars().count()).sum();
            n / count(k).max(1)
        };
        let middle = (columns[0].1 + columns[1].0) / 2.0;
        // Left sides that begin anew beside lines that have none.
        let turns = split.windows(2).filter(|w| w[0][0].is_none() && w[1][0].is_some()).count();
        let heads = (width * 0.25..width * 0.75).contains(&middle);
        if heads && turns < 2 && both >= 2 && chars(0) > 7 && chars(1) > 12 && both * 2 >= count(0).min(count(1)) {
            return side_by_side(split, &columns);
        }
        if turns < 2 || both < 3 {
            return plain();
        }
    } else if both < 3 {
        return plain();
    }
    vec![Part::Grid(table(&split, &columns, known))]
}

/// The lines of each column, one column after the other.
fn side_by_side(split: Vec<Vec<Option<Line>>>, columns: &[Range]) -> Vec<Part> {
    let mut out = vec![Part::Turn];
    for (k, column) in columns.iter().enumerate() {
        for line in split.iter().filter_map(|r| r[k].as_ref()) {
            let mut line = line.clone();
            (line.left, line.right) = *column;
            out.push(Part::Line(line));
        }
        out.push(Part::Turn);
    }
    out
}

/// A table without rules: a row begins where its first column has words behind wider room, or at all.
fn table(split: &[Vec<Option<Line>>], columns: &[Range], known: &Known) -> Grid {
    let place = |row: &[Option<Line>]| row.iter().flatten().map(Line::middle).fold(f32::MAX, f32::min);
    let pitches: Vec<f32> = split.windows(2).map(|w| place(&w[1]) - place(&w[0])).collect();
    let least = pitches.iter().copied().fold(f32::MAX, f32::min);
    let wide = |p: f32| p > least * 1.25;
    let told = pitches.iter().any(|p| wide(*p)) && pitches.iter().any(|p| !wide(*p));
    let mut rows: Vec<Vec<Span>> = Vec::new();
    for (i, line) in split.iter().enumerate() {
        let filled = line.iter().flatten().count();
        let begins =
            i == 0 || if told { wide(pitches[i - 1]) } else { line[0].is_some() || filled * 2 > columns.len() };
        if begins {
            rows.push(columns.iter().map(|c| Span { x0: c.0, x1: c.1, ..Span::default() }).collect());
        }
        let Some(row) = rows.last_mut() else { continue };
        for (span, words) in row.iter_mut().zip(line) {
            if let Some(words) = words {
                known.join(&mut span.text, &words.plain(), false);
            }
        }
    }
    let mut xs: Vec<f32> = vec![columns[0].0];
    xs.extend(gutters(columns).iter().map(|g| (g.0 + g.1) / 2.0));
    xs.push(columns[columns.len() - 1].1);
    for row in &mut rows {
        for (k, span) in row.iter_mut().enumerate() {
            (span.x0, span.x1) = (xs[k], xs[k + 1]);
        }
    }
    let (first, last) = (split.first(), split.last());
    let y = |row: Option<&Vec<Option<Line>>>| row.map_or(0.0, |r| place(r));
    Grid { xs, rows, y0: y(first), y1: y(last) }
}
