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
use super::lines::{Line, is_marker};
use super::sheet::Part;
use super::{Word, cells};

/// Narrowest gutter beside which columns are read one after the other, in font sizes.
const GUTTER: f32 = 1.1;
/// Narrowest gutter of a table; wider than the blanks of a line, but only many lines make it one.
const CORRIDOR: f32 = 0.42;
/// Lines that must leave a narrow gutter free.
const MANY: usize = 4;
/// Lines further apart than this do not stand in one band, in font sizes.
const APART: f32 = 3.0;

/// A stretch along the width of the page.
type Range = (f32, f32);

/// Lines with gutters between their words that run through all of them.
struct Band {
    /// Line behind the last one.
    to: usize,
    /// What the words take between the gutters.
    columns: Vec<Range>,
}

/// Puts lines into reading order.
pub fn bands(lines: Vec<Line>, width: f32, known: &Known) -> Vec<Part> {
    let mut out = Vec::new();
    let mut i = 0;
    while i < lines.len() {
        match band(&lines, i) {
            Some(band) => {
                out.extend(read(&lines[i..band.to], &band.columns, width, known));
                i = band.to;
            }
            None => {
                out.push(Part::Line(lines[i].clone()));
                i += 1;
            }
        }
    }
    out
}

/// The band that begins at line `from`, if one does.
fn band(lines: &[Line], from: usize) -> Option<Band> {
    let words = |l: &Line| -> Vec<Range> {
        if l.is_stretched() {
            return vec![(l.x0, l.x1)];
        }
        let mut out: Vec<Range> = l.words.iter().map(|w| (w.x0, w.x1)).collect();
        // A bullet stands with the words behind it.
        let bullet = |w: &Word| is_marker(&w.text) && !w.text.contains(char::is_alphanumeric);
        if let [first, second, ..] = l.words.as_slice()
            && bullet(first)
        {
            out[0].1 = second.x0;
        }
        out
    };
    let size = lines[from].size;
    let mut columns = joined(united(words(&lines[from])), CORRIDOR * size);
    if columns.len() < 2 && !begins_beside(lines, from) {
        return None;
    }
    let mut to = from + 1;
    while to < lines.len() {
        let (above, line) = (&lines[to - 1], &lines[to]);
        if line.middle() - above.middle() > APART * line.size.max(above.size) {
            break;
        }
        let mut more = columns.clone();
        more.extend(words(line));
        let more = joined(united(more), CORRIDOR * size);
        let fewer = to - from >= 3 && more.len() * 5 < columns.len() * 3;
        if fewer || more.len() < 2 {
            break;
        }
        columns = more;
        to += 1;
    }
    // Narrow gutters through a few lines are chance.
    let sides = |l: &Line, columns: &[Range]| {
        columns.iter().filter(|c| l.words.iter().any(|w| w.x0 >= c.0 - 0.5 && w.x0 <= c.1)).count()
    };
    let both = lines[from..to].iter().filter(|l| sides(l, &columns) > 1).count();
    if both < MANY {
        columns = joined(columns, GUTTER * size);
    }
    columns = aligned(columns, &lines[from..to], size);
    let last = (from..to).rev().find(|&i| sides(&lines[i], &columns) > 1)?;
    if last == from || columns.len() < 2 {
        return None;
    }
    // Lines below the last one with two sides belong to the band while they stand close.
    let mut end = last + 1;
    while end < to && lines[end].middle() - lines[end - 1].middle() < 1.4 * lines[end].size {
        end += 1;
    }
    Some(Band { to: end, columns })
}

/// Unites columns with a narrow gutter between, where the words behind it do not begin or end below each other.
fn aligned(columns: Vec<Range>, lines: &[Line], size: f32) -> Vec<Range> {
    let mut out: Vec<Range> = Vec::new();
    for column in columns {
        let inside: Vec<Range> = lines
            .iter()
            .filter_map(|l| {
                let words = || l.words.iter().filter(|w| w.x0 >= column.0 - 0.5 && w.x1 <= column.1 + 0.5);
                Some((words().next()?.x0, words().next_back()?.x1))
            })
            .collect();
        let many = inside.len() >= 3;
        let near = |of: &dyn Fn(&Range) -> f32| inside.iter().filter(|r| of(r).abs() < 1.5).count() * 10;
        let middle = (column.0 + column.1) / 2.0;
        let even = near(&|r| r.0 - column.0).max(near(&|r| r.1 - column.1)).max(near(&|r| (r.0 + r.1) / 2.0 - middle));
        match out.last_mut() {
            Some(last) if column.0 - last.1 < GUTTER * size && (even < inside.len() * 7 || !many) => last.1 = column.1,
            _ => out.push(column),
        }
    }
    out
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

/// Reads a band: columns one after the other, a table, or lines as they are.
fn read(lines: &[Line], columns: &[Range], width: f32, known: &Known) -> Vec<Part> {
    let plain = || lines.iter().cloned().map(Part::Line).collect();
    let size = lines.iter().map(|l| l.size).fold(0.0, f32::max);
    let side = |x: f32| columns.iter().rposition(|c| c.0 <= x + 0.5).unwrap_or(0);
    // For each line its words in each column.
    let split: Vec<Vec<Option<Line>>> = lines
        .iter()
        .map(|l| {
            let mut sides: Vec<Vec<Word>> = vec![Vec::new(); columns.len()];
            l.words.iter().for_each(|w| sides[side(w.x0)].push(w.clone()));
            sides.into_iter().map(|w| (!w.is_empty()).then(|| Line::of(w))).collect()
        })
        .collect();
    let both = split.iter().filter(|r| r.iter().flatten().count() > 1).count();
    let rows = rows(&split);
    if columns.len() == 2 {
        let count = |k: usize| split.iter().filter(|r| r[k].is_some()).count();
        let chars = |k: usize| {
            let n: usize = split.iter().filter_map(|r| r[k].as_ref()).map(|l| l.plain().chars().count()).sum();
            n / count(k).max(1)
        };
        let marks =
            |r: &Vec<Option<Line>>| r[0].as_ref().is_none_or(|l| l.words.len() == 1 && is_marker(&l.words[0].text));
        if split.iter().all(marks) {
            return plain();
        }
        let middle = (columns[0].1 + columns[1].0) / 2.0;
        let wide = columns[1].0 - columns[0].1 > GUTTER * size;
        // Left sides that begin anew beside lines that have none.
        let turns = split.windows(2).filter(|w| w[0][0].is_none() && w[1][0].is_some()).count();
        let told = rows.len() >= 3
            && rows.len() < split.len()
            && rows.iter().all(|r| split[r.start][0].is_some() && split[r.start][1].is_some());
        let heads = (width * 0.25..width * 0.75).contains(&middle);
        let texts = chars(0) > 7 && chars(1) > 12 && both * 2 >= count(0).min(count(1));
        if wide && heads && turns < 2 && !told && both >= 2 && texts {
            return side_by_side(split, columns);
        }
        if both < 3 || turns < 2 && !told {
            return plain();
        }
    } else if both < 3 {
        return plain();
    }
    vec![Part::Grid(table(split, &rows, columns, known))]
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

/// The rows of a table without rules: a row begins behind wider room, or where its first column has words.
fn rows(split: &[Vec<Option<Line>>]) -> Vec<std::ops::Range<usize>> {
    let pitches: Vec<f32> = split.windows(2).map(|w| place(&w[1]) - place(&w[0])).collect();
    let least = pitches.iter().copied().fold(f32::MAX, f32::min);
    let wide = |p: f32| p > least * 1.25;
    let told = pitches.iter().any(|p| wide(*p)) && pitches.iter().any(|p| !wide(*p));
    let mut out: Vec<std::ops::Range<usize>> = Vec::new();
    for (i, line) in split.iter().enumerate() {
        let filled = line.iter().flatten().count();
        let begins = i == 0 || if told { wide(pitches[i - 1]) } else { line[0].is_some() || filled * 2 > line.len() };
        match out.last_mut() {
            Some(last) if !begins => last.end = i + 1,
            _ => out.push(i..i + 1),
        }
    }
    out
}

/// Middle of the height of a line.
fn place(line: &[Option<Line>]) -> f32 {
    line.iter().flatten().map(Line::middle).fold(f32::MAX, f32::min)
}

fn table(split: Vec<Vec<Option<Line>>>, rows: &[std::ops::Range<usize>], columns: &[Range], known: &Known) -> Grid {
    let mut xs: Vec<f32> = vec![columns[0].0];
    xs.extend(columns.windows(2).map(|w| (w[0].1 + w[1].0) / 2.0));
    xs.push(columns[columns.len() - 1].1);
    let y0 = split.iter().flatten().flatten().map(|l| l.y0).fold(f32::MAX, f32::min);
    let y1 = split.iter().flatten().flatten().map(|l| l.y1).fold(f32::MIN, f32::max);
    let cell = |row: &std::ops::Range<usize>, k: usize| {
        let lines = split[row.clone()].iter().filter_map(|l| l[k].as_ref());
        let words: Vec<Word> = lines.flat_map(|l| l.words.iter().cloned()).collect();
        let (text, ends, words) = cells::text(words, columns[k].0, columns[k].1, known);
        Span { x0: xs[k], x1: xs[k + 1], text, words, ends, covered: false }
    };
    let rows = rows.iter().map(|row| (0..columns.len()).map(|k| cell(row, k)).collect()).collect();
    Grid { xs, rows, y0, y1 }
}
