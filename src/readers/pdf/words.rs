//! Characters with places → words.
//!
//! ```text
//! «Гла» at 56.7, «ва» at 74.1, blank, «округа» at 88.2      ─▶  Глава, округа
//! ```
//!
//! Programs draw text in any pieces: a word in several, a line in one, blanks as characters or as gaps.

use std::collections::HashMap;

use hayro_interpret::kurbo::{Point, Vec2};

use super::device::Char;
use crate::readers::page::Word;

/// A gap between two characters that parts words, in font sizes.
const GAP: f64 = 0.22;
/// Pieces with a smaller gap are one word, in font sizes.
const TOUCH: f64 = 0.12;

/// Words of one page, and what was left out of it.
pub struct Words {
    /// Its words, each a stretch without blanks; text that runs up or down is one word for each block of lines.
    pub list: Vec<Word>,
    /// Number of letters in oblique text (watermarks), which are left out.
    pub oblique: usize,
}

/// The ways in which text can run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Way {
    Right,
    Up,
    Down,
    Left,
}

/// A piece of a word, in coordinates along and across its way.
struct Piece {
    text: String,
    /// Begin, end, baseline.
    u0: f64,
    u1: f64,
    v: f64,
    size: f64,
    bold: bool,
    /// A blank was drawn behind it.
    blank: bool,
}

/// Makes words of the characters of a page, in the order in which they were drawn.
pub fn words(chars: &[Char]) -> Words {
    let (kept, bold) = without_doubles(chars);
    let blank = blanks(chars);
    let mut out = Words { list: Vec::new(), oblique: 0 };
    for way in [Way::Right, Way::Up, Way::Down, Way::Left] {
        let mut run = Vec::new();
        for (&i, &bold) in kept.iter().zip(&bold) {
            let c = &chars[i];
            match way_of(c) {
                Some(w) if w == way => run.push((c, bold)),
                None if way == Way::Right => {
                    out.oblique += c.text.chars().filter(|c| c.is_alphanumeric()).count();
                }
                _ => {}
            }
        }
        if run.is_empty() {
            continue;
        }
        let pieces = joined(pieces(&run, way, blank));
        if way == Way::Right {
            out.list.extend(pieces.into_iter().map(|p| word(p, way)));
        } else {
            out.list.extend(blocks(pieces).into_iter().map(|p| word_of_block(p, way)));
        }
    }
    out
}

/// What parts words: a no-break space does not, unless the font says that every blank is one.
fn blanks(chars: &[Char]) -> fn(char) -> bool {
    let count = |of: fn(char) -> bool| chars.iter().filter(|c| c.text.chars().all(of)).count();
    let fixed = count(|c| c == '\u{a0}');
    if fixed * 4 > count(char::is_whitespace) {
        char::is_whitespace
    } else {
        |c| c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{202f}')
    }
}

/// The way of a character; `None` for oblique text.
fn way_of(c: &Char) -> Option<Way> {
    let d = c.to - c.at;
    let (x, y) = (d.x, d.y);
    if x == 0.0 && y == 0.0 || y.abs() <= x.abs() * 0.2 {
        Some(if x < 0.0 { Way::Left } else { Way::Right })
    } else if x.abs() <= y.abs() * 0.2 {
        Some(if y < 0.0 { Way::Up } else { Way::Down })
    } else {
        None
    }
}

/// Place along and across a way: the text runs along, its lines follow each other across.
fn turned(p: Point, way: Way) -> (f64, f64) {
    match way {
        Way::Right => (p.x, p.y),
        Way::Up => (-p.y, p.x),
        Way::Down => (p.y, -p.x),
        Way::Left => (-p.x, -p.y),
    }
}

/// Characters drawn once: those drawn again at the same place make bold letters or shadows.
fn without_doubles(chars: &[Char]) -> (Vec<usize>, Vec<bool>) {
    let mut seen: HashMap<(i64, i64), Vec<usize>> = HashMap::with_capacity(chars.len());
    let (mut kept, mut bold) = (Vec::with_capacity(chars.len()), Vec::with_capacity(chars.len()));
    for (i, c) in chars.iter().enumerate() {
        if c.text.trim().is_empty() {
            kept.push(i);
            bold.push(c.bold);
            continue;
        }
        let near = c.size * 0.15;
        let square = |d: f64, v: f64| (v / 4.0 + d).floor() as i64;
        let around = |v: f64| {
            let own = square(0.0, v);
            let (low, high) = (square(0.0, v - near), square(0.0, v + near));
            [own, if low == own { high } else { low }]
        };
        let [x, x2] = around(c.at.x);
        let [y, y2] = around(c.at.y);
        let double = [(x, y), (x2, y), (x, y2), (x2, y2)].iter().find_map(|square| {
            seen.get(square)?.iter().copied().find(|&k: &usize| {
                let other = &chars[kept[k]];
                other.text == c.text && other.at.distance(c.at) < near && (other.size - c.size).abs() < c.size * 0.2
            })
        });
        match double {
            Some(k) => bold[k] = true,
            None => {
                seen.entry((x, y)).or_default().push(kept.len());
                kept.push(i);
                bold.push(c.bold);
            }
        }
    }
    (kept, bold)
}

/// Cuts characters into pieces at blanks, at gaps, and where the next character is drawn elsewhere.
fn pieces(chars: &[(&Char, bool)], way: Way, blanks: fn(char) -> bool) -> Vec<Piece> {
    let spaced = spaced(chars, way);
    let mut out: Vec<Piece> = Vec::new();
    let mut open = false;
    for (k, (c, bold)) in chars.iter().enumerate() {
        let (u0, v) = turned(c.at, way);
        let u1 = turned(c.to, way).0.max(u0);
        let near = |p: &Piece| {
            let gap = u0 - p.u1;
            (v - p.v).abs() < 0.2 * p.size.min(c.size)
                && (p.size - c.size).abs() < 0.2 * c.size
                && gap > -0.6 * c.size
                && gap < spaced[k] + GAP * c.size
        };
        let blank = c.text.chars().all(blanks);
        match out.last_mut().filter(|p| open && near(p)) {
            Some(p) if blank => {
                p.blank = true;
                open = false;
            }
            Some(p) => {
                p.text.push_str(&c.text);
                p.u1 = p.u1.max(u1);
                p.bold &= *bold;
            }
            None if blank => {
                // A blank that begins a run may stand right behind a piece of another run.
                if let Some(p) = out.last_mut()
                    && (v - p.v).abs() < 0.2 * p.size
                    && (u0 - p.u1).abs() < 0.5 * p.size
                {
                    p.blank = true;
                }
                open = false;
            }
            None => {
                let text = c.text.clone();
                out.push(Piece { text, u0, u1, v, size: c.size, bold: *bold, blank: false });
                open = true;
            }
        }
    }
    out
}

/// For each character the room that its run leaves between letters anyway (letter-spaced words).
fn spaced(chars: &[(&Char, bool)], way: Way) -> Vec<f64> {
    let mut out = vec![0.0; chars.len()];
    let mut from = 0;
    while from < chars.len() {
        let run = chars[from].0.run;
        let to = from + chars[from..].iter().take_while(|(c, _)| c.run == run).count();
        let mut gaps: Vec<f64> = chars[from..to]
            .windows(2)
            .filter(|w| w.iter().all(|(c, _)| !c.text.trim().is_empty()))
            .map(|w| turned(w[1].0.at, way).0 - turned(w[0].0.to, way).0)
            .collect();
        if gaps.len() >= 4 {
            gaps.sort_unstable_by(f64::total_cmp);
            let middle = gaps[gaps.len() / 2];
            // Only where all gaps are alike: a run of single letters in columns is none.
            let size = chars[from].0.size;
            if middle > 0.08 * size && gaps[gaps.len() / 4] > middle * 0.7 && middle < size * 1.2 {
                out[from..to].fill(middle);
            }
        }
        from = to;
    }
    out
}

/// Joins pieces that touch: words that were drawn in several goes.
fn joined(mut pieces: Vec<Piece>) -> Vec<Piece> {
    pieces.sort_by(|a, b| a.v.total_cmp(&b.v));
    let mut out: Vec<Piece> = Vec::with_capacity(pieces.len());
    let mut line: Vec<Piece> = Vec::new();
    let mut flush = |line: &mut Vec<Piece>| {
        line.sort_by(|a, b| a.u0.total_cmp(&b.u0));
        let from = out.len();
        for p in line.drain(..) {
            match out[from..].last_mut() {
                Some(last)
                    if !last.blank
                        && (p.u0 - last.u1).abs() < TOUCH * p.size.max(last.size).max(1.0)
                        && (p.v - last.v).abs() < 0.45 * last.size.max(p.size) =>
                {
                    last.text.push_str(&p.text);
                    last.u1 = last.u1.max(p.u1);
                    last.bold &= p.bold;
                    last.blank = p.blank;
                    if p.size > last.size {
                        (last.size, last.v) = (p.size, p.v);
                    }
                }
                _ => out.push(p),
            }
        }
    };
    for p in pieces {
        if line.last().is_some_and(|last: &Piece| p.v - last.v > 0.35 * p.size.min(last.size)) {
            flush(&mut line);
        }
        line.push(p);
    }
    flush(&mut line);
    out
}

/// Lines of turned text that stand close together, as one piece each.
fn blocks(mut pieces: Vec<Piece>) -> Vec<Vec<Piece>> {
    pieces.sort_by(|a, b| a.v.total_cmp(&b.v).then(a.u0.total_cmp(&b.u0)));
    // Words of one baseline.
    let mut lines: Vec<Vec<Piece>> = Vec::new();
    for p in pieces {
        let same = lines.iter_mut().rev().take(8).find(|l| {
            let last = &l[l.len() - 1];
            (p.v - last.v).abs() < 0.3 * p.size && (0.0..1.0).contains(&((p.u0 - last.u1) / p.size))
        });
        match same {
            Some(line) => line.push(p),
            None => lines.push(vec![p]),
        }
    }
    // Lines below each other.
    let mut out: Vec<Vec<Vec<Piece>>> = Vec::new();
    for line in lines {
        let (u0, u1, v, size) = (line[0].u0, line[line.len() - 1].u1, line[0].v, line[0].size);
        let above = out.iter_mut().rev().take(8).find(|b| {
            let last = &b[b.len() - 1];
            let (l0, l1) = (last[0].u0, last[last.len() - 1].u1);
            (0.5..1.6).contains(&((v - last[0].v) / size)) && l0 < u1 && u0 < l1
        });
        match above {
            Some(block) => block.push(line),
            None => out.push(vec![line]),
        }
    }
    out.into_iter().map(|b| b.into_iter().flatten().collect()).collect()
}

fn word(p: Piece, way: Way) -> Word {
    word_of_block(vec![p], way)
}

fn word_of_block(pieces: Vec<Piece>, way: Way) -> Word {
    let mut out = Word { bold: true, ..Word::default() };
    let (mut low, mut high) = (Vec2::new(f64::MAX, f64::MAX), Vec2::new(f64::MIN, f64::MIN));
    for p in pieces {
        if !out.text.is_empty() {
            out.text.push(' ');
        }
        out.text.push_str(&cleaned(&p.text));
        out.bold &= p.bold;
        out.size = out.size.max(p.size as f32);
        for (u, v) in [(p.u0, p.v - 0.8 * p.size), (p.u1, p.v + 0.2 * p.size)] {
            let (x, y) = match way {
                Way::Right => (u, v),
                Way::Up => (v, -u),
                Way::Down => (-v, u),
                Way::Left => (-u, -v),
            };
            low = Vec2::new(low.x.min(x), low.y.min(y));
            high = Vec2::new(high.x.max(x), high.y.max(y));
        }
    }
    (out.x0, out.y0, out.x1, out.y1) = (low.x as f32, low.y as f32, high.x as f32, high.y as f32);
    out
}

/// Line-end hyphens and the signs of symbol fonts as characters of their own.
fn cleaned(text: &str) -> String {
    text.chars()
        .filter(|c| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{0}'..='\u{1f}'))
        .map(|c| match c {
            '\u{ad}' => '-',
            // Symbol and Wingdings: bullets, arrows, ticks, comparisons.
            '\u{f0b7}' | '\u{f06c}' => '\u{2022}',
            '\u{f0a7}' | '\u{f06e}' => '\u{25aa}',
            '\u{f0d8}' => '\u{27a2}',
            '\u{f0fc}' => '\u{2713}',
            '\u{f076}' => '\u{2756}',
            '\u{f02d}' => '-',
            '\u{f0b3}' => '\u{2265}',
            '\u{f0a3}' => '\u{2264}',
            c => c,
        })
        .collect()
}
