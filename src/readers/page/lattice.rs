//! Tables from ruling lines.
//!
//! ```text
//! ┌───┬────────┐      xs: 0 40 120, ys: 0 15 30 45
//! │ № │ Срок   │      cells: (0,0) (0,1) (1..3,0) (1,1) (2,1)
//! ├───┼────────┤
//! │ 1 │ май    │
//! │   ├────────┤
//! │   │ июнь   │
//! └───┴────────┘
//! ```
//!
//! A cell is a union of grid cells without a border between.

use super::Rule;

/// Lines closer than this are one line, in points.
const SAME: f32 = 1.6;
/// Pieces of one line may be so far apart, in points.
const GAP: f32 = 2.5;
/// A line may miss the line that it ends at by so much, in points.
const REACH: f32 = 3.0;
/// Rows and columns narrower than this stand between the two strokes of a double line.
const DOUBLE: f32 = 3.5;

/// More crossings than this are a drawing or a map.
const MAX_CROSSINGS: usize = 4_000_000;

/// A cell of a ruled table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    /// Left edge, in points.
    pub x0: f32,
    /// Upper edge.
    pub y0: f32,
    /// Right edge.
    pub x1: f32,
    /// Lower edge.
    pub y1: f32,
    /// First row.
    pub top: usize,
    /// Row behind its last one.
    pub bottom: usize,
}

/// A table drawn with ruling lines.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lattice {
    /// Edges of its columns, left to right.
    pub xs: Vec<f32>,
    /// Edges of its rows, top to bottom.
    pub ys: Vec<f32>,
    /// Its cells, row by row.
    pub cells: Vec<Area>,
}

impl Lattice {
    /// True where the place is inside.
    pub fn holds(&self, x: f32, y: f32) -> bool {
        let inside =
            |v: &[f32], p: f32| v.first().is_some_and(|a| p >= *a - SAME) && v.last().is_some_and(|b| p <= *b + SAME);
        inside(&self.xs, x) && inside(&self.ys, y)
    }
}

/// A line along one axis: its place across, its begin and end.
#[derive(Clone, Copy, Debug)]
struct Stroke {
    at: f32,
    from: f32,
    to: f32,
}

/// The ruled tables of a page, top to bottom.
pub fn lattices(rules: &[Rule]) -> Vec<Lattice> {
    let (mut across, mut down) = (Vec::new(), Vec::new());
    for r in rules {
        if r.x1 - r.x0 >= r.y1 - r.y0 {
            across.push(Stroke { at: (r.y0 + r.y1) / 2.0, from: r.x0, to: r.x1 });
        } else {
            down.push(Stroke { at: (r.x0 + r.x1) / 2.0, from: r.y0, to: r.y1 });
        }
    }
    let (across, down) = (merged(across), merged(down));
    if across.len().saturating_mul(down.len()) > MAX_CROSSINGS {
        return Vec::new();
    }
    let mut out: Vec<Lattice> =
        groups(&across, &down).into_iter().filter_map(|(across, down)| lattice(across, down)).collect();
    // A table within a cell of another one stays words of that cell.
    let all = out.clone();
    out.retain(|own| {
        let inner = |other: &Lattice| {
            other != own && other.cells.len() > 1 && corners(own).iter().all(|(x, y)| other.holds(*x, *y))
        };
        !all.iter().any(inner)
    });
    out.sort_by(|a, b| a.ys[0].total_cmp(&b.ys[0]).then(a.xs[0].total_cmp(&b.xs[0])));
    out
}

fn corners(l: &Lattice) -> [(f32, f32); 2] {
    [(l.xs[0], l.ys[0]), (l.xs[l.xs.len() - 1], l.ys[l.ys.len() - 1])]
}

/// Pieces of one line as one stroke.
fn merged(mut strokes: Vec<Stroke>) -> Vec<Stroke> {
    strokes.sort_by(|a, b| a.at.total_cmp(&b.at));
    let mut out: Vec<Stroke> = Vec::new();
    let mut from = 0;
    while from < strokes.len() {
        let first = strokes[from].at;
        let to = from + strokes[from..].iter().take_while(|s| s.at - first <= SAME).count();
        let mut band = strokes[from..to].to_vec();
        band.sort_by(|a, b| a.from.total_cmp(&b.from));
        let begin = out.len();
        for s in band {
            match out[begin..].last_mut().filter(|o| s.from <= o.to + GAP) {
                Some(o) => {
                    o.to = o.to.max(s.to);
                    o.from = o.from.min(s.from);
                }
                None => out.push(s),
            }
        }
        from = to;
    }
    out.retain(|s| s.to - s.from > 4.0);
    out
}

/// Strokes that touch each other, directly or through others.
fn groups(across: &[Stroke], down: &[Stroke]) -> Vec<(Vec<Stroke>, Vec<Stroke>)> {
    let n = across.len();
    let mut parent: Vec<usize> = (0..n + down.len()).collect();
    for (i, a) in across.iter().enumerate() {
        for (j, d) in down.iter().enumerate() {
            let meets =
                d.at >= a.from - REACH && d.at <= a.to + REACH && a.at >= d.from - REACH && a.at <= d.to + REACH;
            if meets {
                let (x, y) = (root(&mut parent, i), root(&mut parent, n + j));
                parent[x] = y;
            }
        }
    }
    let mut names: Vec<Option<usize>> = vec![None; parent.len()];
    let mut out: Vec<(Vec<Stroke>, Vec<Stroke>)> = Vec::new();
    for i in 0..n + down.len() {
        let own = root(&mut parent, i);
        let at = *names[own].get_or_insert(out.len());
        if at == out.len() {
            out.push((Vec::new(), Vec::new()));
        }
        if i < n {
            out[at].0.push(across[i]);
        } else {
            out[at].1.push(down[i - n]);
        }
    }
    out
}

fn root(parent: &mut [usize], mut i: usize) -> usize {
    while parent[i] != i {
        parent[i] = parent[parent[i]];
        i = parent[i];
    }
    i
}

/// Places of strokes, those close together as one.
fn places(strokes: &[Stroke]) -> Vec<f32> {
    let mut at: Vec<f32> = strokes.iter().map(|s| s.at).collect();
    at.sort_by(f32::total_cmp);
    let mut out: Vec<f32> = Vec::new();
    for v in at {
        match out.last() {
            Some(last) if v - last < DOUBLE => {}
            _ => out.push(v),
        }
    }
    out
}

/// True where a stroke at `at` runs from `from` to `to`.
fn covered(strokes: &[Stroke], at: f32, from: f32, to: f32) -> bool {
    let slack = REACH.min((to - from) / 3.0);
    strokes.iter().any(|s| (s.at - at).abs() <= DOUBLE && s.from <= from + slack && s.to >= to - slack)
}

fn lattice(mut across: Vec<Stroke>, mut down: Vec<Stroke>) -> Option<Lattice> {
    if across.is_empty() || down.is_empty() || across.len() + down.len() < 3 {
        return None;
    }
    close(&across, &mut down);
    close(&down, &mut across);
    let (xs, ys) = (places(&down), places(&across));
    let (columns, rows) = (xs.len().checked_sub(1)?, ys.len().checked_sub(1)?);
    if columns == 0 || rows == 0 || columns * rows < 2 || columns * rows > 200_000 {
        return None;
    }
    // Unite grid cells without a border between.
    let mut parent: Vec<usize> = (0..rows * columns).collect();
    for i in 0..rows {
        for j in 0..columns {
            let own = i * columns + j;
            if j + 1 < columns && !covered(&down, xs[j + 1], ys[i], ys[i + 1]) {
                let (a, b) = (root(&mut parent, own), root(&mut parent, own + 1));
                parent[b.max(a)] = a.min(b);
            }
            if i + 1 < rows && !covered(&across, ys[i + 1], xs[j], xs[j + 1]) {
                let (a, b) = (root(&mut parent, own), root(&mut parent, own + columns));
                parent[b.max(a)] = a.min(b);
            }
        }
    }
    let mut cells: Vec<Area> = Vec::new();
    let mut seen: Vec<Option<usize>> = vec![None; rows * columns];
    for i in 0..rows {
        for j in 0..columns {
            let own = root(&mut parent, i * columns + j);
            let (x0, x1, y0, y1) = (xs[j], xs[j + 1], ys[i], ys[i + 1]);
            match seen[own] {
                Some(at) => {
                    let c = &mut cells[at];
                    (c.x0, c.x1, c.y1, c.bottom) = (c.x0.min(x0), c.x1.max(x1), c.y1.max(y1), c.bottom.max(i + 1));
                }
                None => {
                    seen[own] = Some(cells.len());
                    cells.push(Area { x0, y0, x1, y1, top: i, bottom: i + 1 });
                }
            }
        }
    }
    (cells.len() > 1).then_some(Lattice { xs, ys, cells })
}

/// Draws the outer edges that a table left open: where lines stick out, an edge is thought at their ends.
fn close(along: &[Stroke], edges: &mut Vec<Stroke>) {
    let from = along.iter().map(|s| s.from).fold(f32::MAX, f32::min);
    let to = along.iter().map(|s| s.to).fold(f32::MIN, f32::max);
    let first = edges.iter().map(|s| s.at).fold(f32::MAX, f32::min);
    let last = edges.iter().map(|s| s.at).fold(f32::MIN, f32::max);
    let begin = along.iter().map(|s| s.at).fold(f32::MAX, f32::min);
    let end = along.iter().map(|s| s.at).fold(f32::MIN, f32::max);
    if first - from > 8.0 {
        edges.push(Stroke { at: from, from: begin, to: end });
    }
    if to - last > 8.0 {
        edges.push(Stroke { at: to, from: begin, to: end });
    }
}
