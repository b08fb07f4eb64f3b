//! Colour pictures → grey ones, without the seals and stamps that lie over printed words.
//!
//! ```text
//!   Директор (( СЕЛЬ ))            Директор
//!   школы (( СКИЙ )) Петров  ──▶   школы        Петров
//! ```
//!
//! Recognition takes a seal and the lines beside it for a picture and leaves them out. Letters in colour that stand for
//! themselves stay: only what is drawn in lines, is as large as a seal and lies over dark ink is painted white.

use super::cells::Area;
use super::gray::{Gray, WHITE};

/// How far the greatest of red, green and blue lies above the least in coloured ink.
const COLOURED: u8 = 45;
/// Ink of a seal: so much colour at least, where its lightest colour is above the second. Dark ink below takes on some
/// of its colour; the light edges of its strokes have little.
const SEAL: [(u8, u8); 3] = [(18, 140), (45, 90), (60, 0)];
/// Ink without colour is darker than this.
const DARK: u8 = 110;
/// Side of the squares in which colour is looked for, in parts of the short side of the page: 0.3 mm of A4.
const SQUARES: usize = 700;
/// More drawings as large as seals than any page has.
const MANY_SEALS: usize = 100;
/// Most seals and stamps of a page.
const MOST: usize = 3;
/// Colour of what is left of the strokes of a seal.
const TINTED: u8 = 25;
/// What is darker is ink, if faint.
const FAINT: u8 = 200;
/// Sides of a seal or stamp in squares: 12 to 80 mm.
const SIDE: std::ops::Range<usize> = 40..270;
/// Least length of an arc of a seal, in squares.
const ARC: usize = 15;
/// Most that a seal grows by one of its arcs, in squares: width and height together.
const GROWN: usize = 70;
/// Greatest share of its box that a seal covers: more is an area of colour, on which light letters may stand.
const DRAWN: f32 = 0.5;
/// Least share of the box of a seal that is dark ink below it.
const BELOW: f32 = 0.005;

/// The grey picture of a page, and where seals were painted out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scanned {
    /// What is to be read.
    pub picture: Gray,
    /// Boxes of seals and stamps, in pixels.
    pub seals: Vec<Area>,
}

impl From<Gray> for Scanned {
    fn from(picture: Gray) -> Scanned {
        Scanned { picture, seals: Vec::new() }
    }
}

impl Scanned {
    /// The same turned by quarters of a circle, clockwise.
    pub fn turned(&self, quarters: u8) -> Scanned {
        let (w, h) = (self.picture.width, self.picture.height);
        let turned = |a: &Area| match quarters % 4 {
            0 => *a,
            1 => Area { x0: h - a.y1, y0: a.x0, x1: h - a.y0, y1: a.x1 },
            2 => Area { x0: w - a.x1, y0: h - a.y1, x1: w - a.x0, y1: h - a.y0 },
            _ => Area { x0: a.y0, y0: w - a.x1, x1: a.y1, y1: w - a.x0 },
        };
        Scanned { picture: self.picture.turned(quarters), seals: self.seals.iter().map(turned).collect() }
    }
}

/// Brightness of a colour.
pub fn brightness([r, g, b]: [u8; 3]) -> u8 {
    ((299 * u32::from(r) + 587 * u32::from(g) + 114 * u32::from(b)) / 1000) as u8
}

/// How far the greatest colour lies above the least.
fn colour([r, g, b]: [u8; 3]) -> u8 {
    r.max(g).max(b) - r.min(g).min(b)
}

fn is_coloured(pixel: [u8; 3]) -> bool {
    colour(pixel) > COLOURED
}

/// The grey picture of a page in colour; `pixels` are its red, green and blue, row by row.
pub fn page(width: usize, height: usize, pixels: &[u8]) -> Scanned {
    let (pixels, _) = pixels.as_chunks::<3>();
    let mut picture = Gray { width, height, pixels: pixels.iter().map(|p| brightness(*p)).collect() };
    let mut seals = seals(width, height, pixels);
    seals.retain(|a| {
        let inside = || (a.y0..a.y1).flat_map(|y| &pixels[y * width + a.x0..y * width + a.x1]);
        let dark = inside().filter(|p| !is_coloured(**p) && brightness(**p) < DARK).count();
        dark as f32 >= BELOW * ((a.x1 - a.x0) * (a.y1 - a.y0)) as f32
    });
    // Drawings and paper in colour hold more of it than seals do.
    let rows = seals.iter().flat_map(|a| (a.y0..a.y1).map(|y| y * width + a.x0..y * width + a.x1));
    let within: usize = rows.map(|row| pixels[row].iter().filter(|p| is_coloured(**p)).count()).sum();
    if seals.len() > MOST || within * 2 < pixels.iter().filter(|p| is_coloured(**p)).count() {
        seals.clear();
    }
    for a in &seals {
        for i in (a.y0..a.y1).flat_map(|y| y * width + a.x0..y * width + a.x1) {
            let (colour, light) = (colour(pixels[i]), pixels[i].into_iter().fold(0, u8::max));
            if SEAL.iter().any(|(least, lighter)| colour > *least && light > *lighter) {
                picture.pixels[i] = WHITE;
            }
        }
        specks(&mut picture, a, pixels);
    }
    Scanned { picture, seals }
}

/// Paints out what is left of the strokes of a seal: coloured ink of few pixels.
fn specks(picture: &mut Gray, seal: &Area, pixels: &[[u8; 3]]) {
    let most = picture.width.min(picture.height) / SQUARES + 1;
    let faint = |v: u8| v < FAINT;
    let mut looked = vec![false; picture.pixels.len()];
    for start in (seal.y0..seal.y1).flat_map(|y| y * picture.width + seal.x0..y * picture.width + seal.x1) {
        if looked[start] || !faint(picture.pixels[start]) {
            continue;
        }
        looked[start] = true;
        let mut own = vec![start];
        let (mut next, mut small) = (0, true);
        while small && next < own.len() {
            let (x, y) = (own[next] % picture.width, own[next] / picture.width);
            next += 1;
            for near in y.saturating_sub(1)..(y + 2).min(picture.height) {
                for j in near * picture.width + x.saturating_sub(1)..near * picture.width + (x + 2).min(picture.width) {
                    if faint(picture.pixels[j]) && !own.contains(&j) {
                        own.push(j);
                    }
                }
            }
            small = own.len() <= most * most;
        }
        own.iter().for_each(|i| looked[*i] = true);
        // Without colour it may be a full stop.
        let tinted = own.iter().filter(|i| colour(pixels[**i]) > TINTED).count() * 2 > own.len();
        let least = (most - 1) * (most - 1);
        if small && (tinted || own.len() <= least) {
            own.iter().for_each(|i| picture.pixels[*i] = WHITE);
        }
    }
}

/// Boxes of what is drawn in colour and is as large as a seal, in pixels.
fn seals(width: usize, height: usize, pixels: &[[u8; 3]]) -> Vec<Area> {
    let side = (width.min(height) / SQUARES).max(1);
    let pieces = pieces(width, height, pixels, side);
    let mut out: Vec<Area> = pieces.iter().filter(|a| is_seal(a)).copied().collect();
    // A picture, not a page with seals.
    if out.len() > MANY_SEALS {
        return Vec::new();
    }
    // Lines of words cut a seal into arcs: each reaches into the box of the others, or makes it more of a square.
    for seal in &mut out {
        let grown = |seal: &Area| {
            let wholes = pieces.iter().map(|p| (p, around(seal, p)));
            wholes
                .filter(|(p, whole)| meets(seal, p) || square(whole) < square(seal))
                .map(|(_, whole)| whole)
                .find(|whole| sides(whole) > sides(seal) && is_seal(whole) && sides(whole) <= sides(seal) + GROWN)
        };
        while let Some(whole) = grown(seal) {
            *seal = whole;
        }
    }
    // A square more on each side: strokes end inside of one.
    let wider = |a: &Area| Area {
        x0: a.x0.saturating_sub(1) * side,
        y0: a.y0.saturating_sub(1) * side,
        x1: ((a.x1 + 1) * side).min(width),
        y1: ((a.y1 + 1) * side).min(height),
    };
    out.sort_by_key(|a| (a.y0, a.x0, a.y1, a.x1));
    out.dedup();
    out.iter().map(wider).collect()
}

/// Boxes of what is drawn in colour and of one piece, in squares of `side` pixels.
fn pieces(width: usize, height: usize, pixels: &[[u8; 3]], side: usize) -> Vec<Area> {
    let (w, h) = (width / side, height / side);
    let mut squares: Vec<bool> = Vec::with_capacity(w * h);
    for y in 0..h {
        for x in 0..w {
            let rows = (y * side..(y + 1) * side).map(|r| &pixels[r * width + x * side..r * width + (x + 1) * side]);
            squares.push(rows.flatten().filter(|p| is_coloured(**p)).count() * 4 >= side * side);
        }
    }
    let mut out: Vec<Area> = Vec::new();
    let mut todo = Vec::new();
    for start in 0..squares.len() {
        if !std::mem::take(&mut squares[start]) {
            continue;
        }
        let (mut x0, mut y0, mut x1, mut y1, mut count) = (w, h, 0, 0, 0usize);
        todo.push(start);
        while let Some(i) = todo.pop() {
            let (x, y) = (i % w, i / w);
            (x0, y0, x1, y1) = (x0.min(x), y0.min(y), x1.max(x + 1), y1.max(y + 1));
            count += 1;
            for near in y.saturating_sub(1)..(y + 2).min(h) {
                let row = near * w + x.saturating_sub(1)..near * w + (x + 2).min(w);
                todo.extend(row.filter(|j| std::mem::take(&mut squares[*j])));
            }
        }
        let drawn = count as f32 <= DRAWN * ((x1 - x0) * (y1 - y0)) as f32;
        if drawn && (x1 - x0).max(y1 - y0) >= ARC {
            out.push(Area { x0, y0, x1, y1 });
        }
    }
    out
}

/// Width and height together.
fn sides(a: &Area) -> usize {
    a.x1 - a.x0 + a.y1 - a.y0
}

/// True where two areas overlap.
fn meets(a: &Area, b: &Area) -> bool {
    a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1
}

/// How far an area is from a square.
fn square(a: &Area) -> usize {
    (a.x1 - a.x0).abs_diff(a.y1 - a.y0)
}

fn is_seal(squares: &Area) -> bool {
    SIDE.contains(&(squares.x1 - squares.x0)) && SIDE.contains(&(squares.y1 - squares.y0))
}

fn around(a: &Area, b: &Area) -> Area {
    Area { x0: a.x0.min(b.x0), y0: a.y0.min(b.y0), x1: a.x1.max(b.x1), y1: a.y1.max(b.y1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAPER: [u8; 3] = [250, 248, 240];
    const BLUE: [u8; 3] = [60, 70, 190];
    const BLACK: [u8; 3] = [30, 30, 45];

    /// A page of 700 × 900 with a ring of the given colour, 120 wide and high, and dark ink at `ink`.
    fn drawn(ring: [u8; 3], ink: std::ops::Range<usize>) -> Vec<[u8; 3]> {
        let mut pixels = vec![PAPER; 700 * 900];
        for y in 0..900usize {
            for x in 0..700usize {
                let away = ((x as f32 - 300.0).powi(2) + (y as f32 - 400.0).powi(2)).sqrt();
                if (56.0..60.0).contains(&away) {
                    pixels[y * 700 + x] = ring;
                }
                if (395..405).contains(&y) && ink.contains(&x) {
                    pixels[y * 700 + x] = BLACK;
                }
            }
        }
        pixels
    }

    #[test]
    fn a_seal_over_words_is_painted_out_and_the_words_stay() {
        let page = page(700, 900, drawn(BLUE, 200..400).as_flattened());
        assert_eq!(page.seals.len(), 1, "{:?}", page.seals);
        let near = |v: usize, want: usize| v.abs_diff(want) <= 3;
        let a = page.seals[0];
        assert!(near(a.x0, 240) && near(a.x1, 360) && near(a.y0, 340) && near(a.y1, 460), "{a:?}");
        assert_eq!(page.picture.at(300, 458), WHITE);
        assert_eq!(page.picture.at(300, 400), brightness(BLACK));
    }

    #[test]
    fn seals_turn_with_their_page() {
        let picture = Gray::white(30, 50);
        let page = Scanned { picture, seals: vec![Area { x0: 2, y0: 3, x1: 12, y1: 23 }] };
        assert_eq!(page.turned(1).seals, [Area { x0: 27, y0: 2, x1: 47, y1: 12 }]);
        for quarters in 0..4 {
            assert_eq!(page.turned(quarters).turned(4 - quarters), page);
        }
    }

    #[test]
    fn coloured_ink_that_covers_nothing_stays() {
        let beside = page(700, 900, drawn(BLUE, 500..600).as_flattened());
        assert_eq!(beside.seals, []);
        assert_eq!(beside.picture.at(300, 458), brightness(BLUE));
        assert_eq!(page(700, 900, drawn(BLACK, 200..400).as_flattened()).seals, []);
    }

    #[test]
    fn a_page_with_much_colour_is_a_drawing() {
        let mut pixels = drawn(BLUE, 200..400);
        pixels[700 * 600..700 * 700].fill(BLUE);
        assert_eq!(page(700, 900, pixels.as_flattened()).seals, []);
    }

    #[test]
    fn areas_of_colour_and_coloured_lines_of_words_stay() {
        let mut pixels = drawn(BLUE, 0..0);
        for y in 100..200 {
            pixels[y * 700 + 100..y * 700 + 250].fill(BLUE);
            pixels[y * 700 + 150..y * 700 + 160].fill(BLACK);
        }
        for x in (100..600).step_by(12) {
            for y in 600..612 {
                pixels[y * 700 + x..y * 700 + x + 7].fill(BLUE);
            }
        }
        let page = page(700, 900, pixels.as_flattened());
        assert_eq!(page.seals, []);
        assert_eq!(page.picture.at(110, 110), brightness(BLUE));
        assert_eq!(page.picture.at(102, 606), brightness(BLUE));
    }
}
