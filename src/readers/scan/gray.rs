//! Grey pictures: bringing to size, turning, and what is dark in them.

/// A grey picture, row by row from the top left: 0 is black, 255 is white.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gray {
    /// Width in pixels.
    pub width: usize,
    /// Height in pixels.
    pub height: usize,
    /// `width * height` values.
    pub pixels: Vec<u8>,
}

/// What a page is where nothing was printed.
pub const WHITE: u8 = 255;

impl Gray {
    /// A white picture.
    pub fn white(width: usize, height: usize) -> Gray {
        Gray { width, height, pixels: vec![WHITE; width * height] }
    }

    /// The value at a place inside.
    pub fn at(&self, x: usize, y: usize) -> u8 {
        self.pixels[y * self.width + x]
    }

    /// The row `y`.
    pub fn row(&self, y: usize) -> &[u8] {
        &self.pixels[y * self.width..(y + 1) * self.width]
    }

    /// The picture turned by quarters of a circle, clockwise.
    pub fn turned(&self, quarters: u8) -> Gray {
        let (w, h) = (self.width, self.height);
        match quarters % 4 {
            0 => self.clone(),
            2 => Gray { width: w, height: h, pixels: self.pixels.iter().rev().copied().collect() },
            q => {
                let mut out = Gray::white(h, w);
                for y in 0..w {
                    for x in 0..h {
                        let (sx, sy) = if q == 1 { (y, h - 1 - x) } else { (w - 1 - y, x) };
                        out.pixels[y * h + x] = self.at(sx, sy);
                    }
                }
                out
            }
        }
    }

    /// The picture made smaller by a whole factor; each pixel is the mean of those it stands for.
    pub fn shrunk(&self, factor: usize) -> Gray {
        let factor = factor.max(1);
        let (width, height) = (self.width / factor, self.height / factor);
        let mut pixels = Vec::with_capacity(width * height);
        for y in 0..height {
            for x in 0..width {
                let rows = (y * factor..(y + 1) * factor).map(|r| &self.row(r)[x * factor..(x + 1) * factor]);
                let sum: usize = rows.flatten().map(|v| usize::from(*v)).sum();
                pixels.push((sum / (factor * factor)) as u8);
            }
        }
        Gray { width, height, pixels }
    }

    /// The picture made larger or smaller by `scale` and turned by `slope` (rise of its lines by width; positive where
    /// they fall to the right) so that its lines lie level. What lay outside is white. Turned about its middle.
    pub fn levelled(&self, slope: f32, scale: f32) -> Gray {
        // Too many pixels behind one: means first, else details fall through.
        let factor = (1.0 / scale).floor().max(1.0) as usize;
        if factor > 1 {
            return self.shrunk(factor).levelled(slope, scale * factor as f32);
        }
        if slope == 0.0 && scale == 1.0 {
            return self.clone();
        }
        let width = ((self.width as f32 * scale) as usize).max(1);
        let height = ((self.height as f32 * scale) as usize).max(1);
        let mut pixels = Vec::with_capacity(width * height);
        let length = (1.0 + slope * slope).sqrt();
        let (cos, sin) = (1.0 / length, slope / length);
        let (mx, my) = (self.width as f32 / 2.0, self.height as f32 / 2.0);
        let step = 1.0 / scale;
        for y in 0..height {
            let dy = (y as f32 + 0.5) * step - my;
            for x in 0..width {
                let dx = (x as f32 + 0.5) * step - mx;
                let sx = dx * cos - dy * sin + mx - 0.5;
                let sy = dx * sin + dy * cos + my - 0.5;
                pixels.push(self.between(sx, sy));
            }
        }
        Gray { width, height, pixels }
    }

    /// The value between four pixels; white outside.
    fn between(&self, x: f32, y: f32) -> u8 {
        let (left, top) = (x.floor(), y.floor());
        let (fx, fy) = (((x - left) * 256.0) as i32, ((y - top) * 256.0) as i32);
        let (left, top) = (left as i64, top as i64);
        let get = |x: i64, y: i64| {
            let inside = x >= 0 && y >= 0 && (x as usize) < self.width && (y as usize) < self.height;
            i32::from(if inside { self.at(x as usize, y as usize) } else { WHITE })
        };
        let upper = get(left, top) * (256 - fx) + get(left + 1, top) * fx;
        let lower = get(left, top + 1) * (256 - fx) + get(left + 1, top + 1) * fx;
        ((upper * (256 - fy) + lower * fy) >> 16) as u8
    }

    /// The picture with nothing but `ink` and its seams, on white.
    pub fn cleaned(&self, ink: &Ink) -> Gray {
        const SEAM: usize = 2;
        let mut out = Gray::white(self.width, self.height);
        for y in 0..self.height {
            for x in (0..self.width).filter(|x| ink.at(*x, y)) {
                for near in y.saturating_sub(SEAM)..(y + SEAM + 1).min(self.height) {
                    let row = near * self.width;
                    let seam = row + x.saturating_sub(SEAM)..row + (x + SEAM + 1).min(self.width);
                    out.pixels[seam.clone()].copy_from_slice(&self.pixels[seam]);
                }
            }
        }
        out
    }

    /// What is darker than its surroundings (the mean of a square of `side` pixels) by a sixth: ink, whatever the colour
    /// of the paper.
    pub fn ink(&self, side: usize) -> Ink {
        let (w, h) = (self.width, self.height);
        let half = (side / 2).max(1);
        // Sums of columns over the rows y - half ..= y + half, moved down row by row.
        let mut columns = vec![0u32; w];
        let mut dark = vec![false; w * h];
        let mut sums = vec![0u64; w + 1];
        for y in 0..half.min(h) {
            columns.iter_mut().zip(self.row(y)).for_each(|(c, v)| *c += u32::from(*v));
        }
        for y in 0..h {
            if y + half < h {
                columns.iter_mut().zip(self.row(y + half)).for_each(|(c, v)| *c += u32::from(*v));
            }
            if y > half {
                columns.iter_mut().zip(self.row(y - half - 1)).for_each(|(c, v)| *c -= u32::from(*v));
            }
            let rows = ((y + half).min(h - 1) - y.saturating_sub(half) + 1) as u64;
            for x in 0..w {
                sums[x + 1] = sums[x] + u64::from(columns[x]);
            }
            for (x, v) in self.row(y).iter().enumerate() {
                let (from, to) = (x.saturating_sub(half), (x + half + 1).min(w));
                let count = rows * (to - from) as u64;
                dark[y * w + x] = u64::from(*v) * count * 6 < (sums[to] - sums[from]) * 5;
            }
        }
        Ink { width: w, height: h, dark }
    }
}

/// Which pixels of a picture are dark.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ink {
    /// Width in pixels.
    pub width: usize,
    /// Height in pixels.
    pub height: usize,
    /// `width * height` answers, row by row.
    pub dark: Vec<bool>,
}

impl Ink {
    /// True where a place inside is dark.
    pub fn at(&self, x: usize, y: usize) -> bool {
        self.dark[y * self.width + x]
    }

    /// The same with rows and columns exchanged.
    pub fn transposed(&self) -> Ink {
        let mut dark = vec![false; self.dark.len()];
        for y in 0..self.height {
            for x in 0..self.width {
                dark[x * self.height + y] = self.dark[y * self.width + x];
            }
        }
        Ink { width: self.height, height: self.width, dark }
    }

    /// The smallest box (x0, y0, x1, y1, ends outside) around the ink within a box; specks of a pixel or two do not
    /// count.
    pub fn bounds(&self, x0: usize, y0: usize, x1: usize, y1: usize) -> Option<[usize; 4]> {
        const SPECK: usize = 3;
        let rows: Vec<usize> =
            (y0..y1).filter(|y| (x0..x1).filter(|x| self.at(*x, *y)).take(SPECK).count() == SPECK).collect();
        let (top, bottom) = (*rows.first()?, *rows.last()? + 1);
        let columns: Vec<usize> =
            (x0..x1).filter(|x| (top..bottom).filter(|y| self.at(*x, *y)).take(SPECK).count() == SPECK).collect();
        Some([*columns.first()?, top, *columns.last()? + 1, bottom])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(rows: &[&str]) -> Gray {
        let pixels = rows.concat().bytes().map(|b| if b == b'#' { 0 } else { WHITE }).collect();
        Gray { width: rows[0].len(), height: rows.len(), pixels }
    }

    #[test]
    fn quarters_go_clockwise() {
        let picture = drawn(&["##.", "#.."]);
        assert_eq!(picture.turned(1), drawn(&["##", ".#", ".."]));
        assert_eq!(picture.turned(2), drawn(&["..#", ".##"]));
        assert_eq!(picture.turned(3), drawn(&["..", "#.", "##"]));
        assert_eq!(picture.turned(1).turned(3), picture);
    }

    #[test]
    fn a_slope_is_taken_out() {
        let mut picture = Gray::white(400, 200);
        for x in 0..400 {
            let y = 90 + x * 20 / 400;
            picture.pixels[y * 400 + x] = 0;
            picture.pixels[(y + 1) * 400 + x] = 0;
        }
        let level = picture.levelled(0.05, 1.0);
        let darkest = |g: &Gray| (0..g.height).map(|y| g.row(y).iter().filter(|v| **v < 128).count()).max();
        assert!(darkest(&picture).unwrap() <= 60);
        assert!(darkest(&level).unwrap() > 350);
        assert_eq!(picture.levelled(0.0, 0.5).width, 200);
        assert_eq!(picture.levelled(0.0, 1.5).height, 300);
    }

    #[test]
    fn ink_is_what_is_darker_than_its_paper() {
        // Grey paper that grows darker to the right, a thin line of ink on it.
        let mut picture = Gray::white(120, 40);
        for y in 0..40 {
            for x in 0..120 {
                picture.pixels[y * 120 + x] = (230 - x / 2) as u8 - if y == 20 { 60 } else { 0 };
            }
        }
        let ink = picture.ink(15);
        assert!((0..120).all(|x| ink.at(x, 20)));
        assert_eq!(ink.dark.iter().filter(|d| **d).count(), 120);
        assert_eq!(ink.bounds(0, 0, 120, 40), None);
        // What lies further than two pixels from the ink is white.
        let cleaned = picture.cleaned(&ink);
        assert!((18..=22).all(|y| cleaned.row(y) == picture.row(y)));
        assert!((0..18).chain(23..40).all(|y| cleaned.row(y).iter().all(|v| *v == WHITE)));
        let block = drawn(&["......", ".####.", ".####.", ".####.", "#....."]);
        let ink = Ink { width: 6, height: 5, dark: block.pixels.iter().map(|v| *v == 0).collect() };
        assert_eq!(ink.bounds(0, 0, 6, 5), Some([1, 1, 5, 4]));
    }
}
