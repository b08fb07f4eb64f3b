//! Ruling lines in a picture: long dark runs.
//!
//! ```text
//! ink ─▶ runs ─▶ runs that touch, row over row ─▶ strokes, long and thin ─▶ gaps closed
//! ```
//!
//! Upright lines are found as level ones of the transposed picture.

use super::gray::{Gray, Ink, WHITE};

/// A ruling line in pixels: a box around it, ends outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stroke {
    /// Left edge.
    pub x0: usize,
    /// Upper edge.
    pub y0: usize,
    /// Right edge, outside.
    pub x1: usize,
    /// Lower edge, outside.
    pub y1: usize,
}

impl Stroke {
    fn transposed(self) -> Stroke {
        Stroke { x0: self.y0, y0: self.x0, x1: self.y1, y1: self.x1 }
    }

    /// Its length along the longer side.
    pub fn length(&self) -> usize {
        (self.x1 - self.x0).max(self.y1 - self.y0)
    }
}

/// The ruling lines of a page.
#[derive(Clone, Debug, Default)]
pub struct Strokes {
    /// Level ones.
    pub level: Vec<Stroke>,
    /// Upright ones.
    pub upright: Vec<Stroke>,
    /// Their pixels.
    mask: Vec<bool>,
}

/// Shortest dark run that a ruling line is made of, in points: longer than strokes of letters.
const MIN_RUN: f32 = 10.0;
/// Shortest ruling line, in points.
const MIN_LENGTH: f32 = 24.0;
/// Shortest upright ruling line that ends at level ones, in points: the side of a cell of one line.
const MIN_SIDE: f32 = 9.0;
/// Thickest ruling line, in points.
const MAX_THICK: f32 = 4.0;
/// Longest gap that is closed in a run, in points: a speck of white.
const MAX_SPECK: f32 = 0.5;
/// Longest gap between two strokes of one line, in points; it is no longer than half of the shorter of them, for strokes
/// of letters stand one above the other, too.
const MAX_GAP: f32 = 9.0;
/// How far strokes of one line may lie beside each other, in points.
const MAX_ASIDE: f32 = 1.5;

/// Shorter level lines may be feet of bold letters that run into each other, in points.
const FEET: f32 = 150.0;
/// How far ink stands above or below where it is a letter, in points.
const LETTER: f32 = 2.0;
/// Largest share of a ruling line on which letters stand.
const MAX_LETTERS: f32 = 0.3;

/// Finds the ruling lines of a page whose lines lie level; `point` is a point in pixels.
pub fn find(ink: &Ink, point: f32) -> Strokes {
    let mut mask = vec![false; ink.dark.len()];
    let (level, pixels) = level(ink, point);
    pixels.into_iter().for_each(|i| mask[i] = true);
    let (across, pixels) = self::level(&ink.transposed(), point);
    for i in pixels {
        mask[i % ink.height * ink.width + i / ink.height] = true;
    }
    let upright: Vec<Stroke> = across.into_iter().map(Stroke::transposed).collect();
    let near = (2.0 * point) as usize + 2;
    // Short ones are sides of cells where they end at lines that cross them.
    let ends = |s: &Stroke, along: bool| {
        let others = if along { &upright } else { &level };
        let touches = |x: usize, y: usize| {
            others.iter().any(|o| {
                o.x0 <= x + near && x <= o.x1 + near && o.y0 <= y + near && y <= o.y1 + near && o.length() > s.length()
            })
        };
        let (mx, my) = ((s.x0 + s.x1) / 2, (s.y0 + s.y1) / 2);
        if along { touches(s.x0, my) && touches(s.x1, my) } else { touches(mx, s.y0) && touches(mx, s.y1) }
    };
    let long = |s: &&Stroke| s.length() as f32 >= MIN_LENGTH * point;
    let keep = |list: &[Stroke], along: bool| -> Vec<Stroke> {
        list.iter().filter(|s| long(s) || ends(s, along)).copied().collect()
    };
    let (mut level, upright) = (keep(&level, true), keep(&upright, false));
    level.retain(|s| s.length() as f32 >= FEET * point || letters(ink, s, (LETTER * point) as usize) <= MAX_LETTERS);
    // Pixels of strokes that were dropped are letters.
    let mut kept = vec![false; mask.len()];
    for s in level.iter().chain(&upright) {
        for y in s.y0..s.y1.min(ink.height) {
            for x in s.x0..s.x1.min(ink.width) {
                kept[y * ink.width + x] = mask[y * ink.width + x];
            }
        }
    }
    Strokes { level, upright, mask: kept }
}

/// Share of a level stroke on which ink stands, or hangs, that is at least `height` tall.
fn letters(ink: &Ink, s: &Stroke, height: usize) -> f32 {
    let tall = |x: &usize| {
        let above = (s.y0.saturating_sub(height)..s.y0).rev().take_while(|y| ink.at(*x, *y)).count();
        let below = (s.y1..(s.y1 + height).min(ink.height)).take_while(|y| ink.at(*x, *y)).count();
        above >= height || below >= height
    };
    (s.x0..s.x1).filter(tall).count() as f32 / s.length().max(1) as f32
}

/// A run of dark pixels in a row, ends outside.
struct Run {
    y: usize,
    x0: usize,
    x1: usize,
}

/// The level strokes of a picture, and the pixels of the runs that they are made of.
fn level(ink: &Ink, point: f32) -> (Vec<Stroke>, Vec<usize>) {
    let runs = runs(ink, point);
    // Runs of neighbouring rows that overlap are one stroke.
    let mut parent: Vec<usize> = (0..runs.len()).collect();
    fn root(parent: &mut [usize], mut i: usize) -> usize {
        while parent[i] != i {
            parent[i] = parent[parent[i]];
            i = parent[i];
        }
        i
    }
    let mut above = 0;
    for i in 0..runs.len() {
        while runs[above].y + 1 < runs[i].y {
            above += 1;
        }
        let mut j = above;
        while runs[j].y < runs[i].y {
            if runs[j].x0 < runs[i].x1 && runs[i].x0 < runs[j].x1 {
                let (a, b) = (root(&mut parent, i), root(&mut parent, j));
                parent[a.max(b)] = a.min(b);
            }
            j += 1;
        }
    }
    let mut groups: Vec<(Stroke, usize, Vec<usize>)> = Vec::new();
    let mut group_of = vec![usize::MAX; runs.len()];
    for (i, run) in runs.iter().enumerate() {
        let r = root(&mut parent, i);
        if group_of[r] == usize::MAX {
            group_of[r] = groups.len();
            groups.push((Stroke { x0: run.x0, y0: run.y, x1: run.x1, y1: run.y + 1 }, 0, Vec::new()));
        }
        let (stroke, area, members) = &mut groups[group_of[r]];
        stroke.x0 = stroke.x0.min(run.x0);
        stroke.x1 = stroke.x1.max(run.x1);
        stroke.y1 = stroke.y1.max(run.y + 1);
        *area += run.x1 - run.x0;
        members.push(i);
    }
    let thick = (MAX_THICK * point).max(3.0);
    let mut strokes = Vec::new();
    let mut pixels = Vec::new();
    for (stroke, area, members) in groups {
        let length = (stroke.x1 - stroke.x0) as f32;
        let bent = (stroke.y1 - stroke.y0) as f32;
        if length >= MIN_SIDE * point && area as f32 / length <= thick && bent <= thick + length / 40.0 {
            strokes.push(stroke);
            for i in members {
                let run = &runs[i];
                pixels.extend((run.x0..run.x1).map(|x| run.y * ink.width + x));
            }
        }
    }
    (joined(strokes, point), pixels)
}

/// The dark runs of a picture that are long enough for a ruling line, specks of white in them closed.
fn runs(ink: &Ink, point: f32) -> Vec<Run> {
    let speck = (MAX_SPECK * point).max(1.0) as usize;
    let least = (MIN_RUN * point) as usize;
    let mut out = Vec::new();
    for y in 0..ink.height {
        let row = &ink.dark[y * ink.width..(y + 1) * ink.width];
        let mut run: Option<Run> = None;
        for (x, _) in row.iter().enumerate().filter(|(_, d)| **d) {
            match &mut run {
                Some(run) if x <= run.x1 + speck => run.x1 = x + 1,
                _ => {
                    let next = Run { y, x0: x, x1: x + 1 };
                    out.extend(run.replace(next).filter(|r| r.x1 - r.x0 >= least));
                }
            }
        }
        out.extend(run.filter(|r| r.x1 - r.x0 >= least));
    }
    out
}

/// Joins the strokes of one line that has gaps.
fn joined(mut strokes: Vec<Stroke>, point: f32) -> Vec<Stroke> {
    let (gap, aside) = ((MAX_GAP * point) as usize, (MAX_ASIDE * point) as usize);
    strokes.sort_by_key(|s| (s.x0, s.y0));
    let mut out: Vec<Stroke> = Vec::new();
    for s in strokes {
        let fits = |o: &&mut Stroke| {
            let gap = gap.min(s.length().min(o.length()) / 2);
            s.x0 <= o.x1 + gap
                && s.y0 <= o.y1 + aside
                && o.y0 <= s.y1 + aside
                && s.y1.max(o.y1) - s.y0.min(o.y0) <= {
                    let thick = (MAX_THICK * point).max(3.0) as usize;
                    thick + (s.x1.max(o.x1) - o.x0) / 40
                }
        };
        match out.iter_mut().rev().find(fits) {
            Some(o) => {
                o.x1 = o.x1.max(s.x1);
                o.y0 = o.y0.min(s.y0);
                o.y1 = o.y1.max(s.y1);
            }
            None => out.push(s),
        }
    }
    out
}

impl Strokes {
    /// Paints the ruling lines white, in the picture and in its ink; letters that cross them stay.
    pub fn erase(&self, picture: &mut Gray, ink: &mut Ink, point: f32) {
        let (w, h) = (ink.width, ink.height);
        let limit = (MAX_THICK * point).max(3.0) as usize;
        let fringe = (0.3 * point).ceil() as usize;
        let mut gone = Vec::new();
        for (strokes, along) in [(&self.level, true), (&self.upright, false)] {
            for s in strokes {
                let span = if along { s.x0..s.x1 } else { s.y0..s.y1 };
                let across = if along { (s.y0, s.y1, h) } else { (s.x0, s.x1, w) };
                for i in span {
                    let index = |k: usize| if along { k * w + i } else { i * w + k };
                    let own: Vec<usize> = (across.0..across.1).filter(|k| self.mask[index(*k)]).collect();
                    let (Some(first), Some(last)) = (own.first(), own.last()) else { continue };
                    let (mut from, mut to) = (*first, *last + 1);
                    while from > 0 && ink.dark[index(from - 1)] {
                        from -= 1;
                    }
                    while to < across.2 && ink.dark[index(to)] {
                        to += 1;
                    }
                    // A letter stands on the line or crosses it: only what is surely the line goes.
                    if to - from > limit.max(last + 1 - first + 2 * fringe) {
                        let beyond = |k: usize| !self.mask[index(k)];
                        if (from..to).filter(|k| beyond(*k)).count() > fringe {
                            continue;
                        }
                    }
                    let (from, to) = (from.saturating_sub(fringe), (to + fringe).min(across.2));
                    gone.extend((from..to).map(index));
                }
            }
        }
        for i in gone {
            picture.pixels[i] = WHITE;
            ink.dark[i] = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture with dark boxes, at two pixels for a point.
    fn page(boxes: &[(usize, usize, usize, usize)]) -> Ink {
        let (width, height) = (600, 400);
        let mut dark = vec![false; width * height];
        for (x0, y0, x1, y1) in boxes {
            for y in *y0..*y1 {
                dark[y * width + x0..y * width + x1].fill(true);
            }
        }
        Ink { width, height, dark }
    }

    #[test]
    fn lines_are_told_from_letters() {
        let ink = page(&[
            // A table of one row with two cells, its lower line broken twice.
            (100, 100, 500, 103),
            (100, 140, 240, 142),
            (241, 140, 400, 142),
            (410, 141, 500, 143),
            (100, 100, 102, 142),
            (300, 100, 302, 142),
            (498, 100, 500, 142),
            // A letter in it, a black box, a short dash.
            (150, 110, 154, 130),
            (150, 110, 165, 113),
            (50, 200, 150, 300),
            (300, 200, 318, 203),
            // Bold letters whose feet run into each other.
            (300, 260, 360, 263),
            (303, 240, 311, 260),
            (318, 240, 326, 260),
            (333, 240, 341, 260),
            // Letters below each other.
            (560, 100, 564, 124),
            (560, 138, 564, 162),
        ]);
        let strokes = find(&ink, 2.0);
        let level = [Stroke { x0: 100, y0: 100, x1: 500, y1: 103 }, Stroke { x0: 100, y0: 140, x1: 500, y1: 143 }];
        assert_eq!(strokes.level, level);
        let upright: Vec<[usize; 4]> = strokes.upright.iter().map(|s| [s.x0, s.y0, s.x1, s.y1]).collect();
        assert_eq!(upright, [[100, 100, 102, 142], [300, 100, 302, 142], [498, 100, 500, 143]]);
    }

    #[test]
    fn lines_go_and_letters_stay() {
        // A line, a letter that crosses it, a letter above it.
        let mut ink = page(&[(100, 200, 500, 203), (300, 180, 304, 215), (200, 170, 204, 195)]);
        let mut picture = Gray::white(ink.width, ink.height);
        for (v, d) in picture.pixels.iter_mut().zip(&ink.dark) {
            *v = if *d { 0 } else { WHITE };
        }
        let strokes = find(&ink, 2.0);
        assert_eq!(strokes.level.len(), 1);
        strokes.erase(&mut picture, &mut ink, 2.0);
        assert_eq!((picture.at(150, 201), ink.at(150, 201)), (WHITE, false));
        assert_eq!((picture.at(302, 201), picture.at(302, 190)), (0, 0));
        assert_eq!(picture.at(202, 180), 0);
    }
}
