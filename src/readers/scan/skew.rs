//! How far the lines of a scan fall or rise.
//!
//! Text lines and ruling lines that lie level make rows of much ink beside rows of none. Each slope is tried; the one
//! with the sharpest change from row to row is that of the page.

use super::gray::Ink;

/// Steepest slope that is looked for (about 6 degrees); what lies worse was not scanned but thrown.
const STEEPEST: f32 = 0.105;
/// First step between slopes that are tried.
const COARSE: f32 = 0.0075;
/// Last step: half a pixel over the width of the picture in which the slope is measured.
const FINE: f32 = 0.0005;
/// Least ink, in pixels, in which a slope can be measured.
const MIN_INK: usize = 300;

/// The slope of the lines of a page (rise by width; positive where they fall to the right), 0 where there are none.
pub fn slope(ink: &Ink) -> f32 {
    let middle = ink.width as f32 / 2.0;
    let dark = |(i, d): (usize, &bool)| d.then(|| ((i % ink.width) as f32 - middle, (i / ink.width) as f32));
    let points: Vec<(f32, f32)> = ink.dark.iter().enumerate().filter_map(dark).collect();
    if points.len() < MIN_INK {
        return 0.0;
    }
    let margin = (middle * STEEPEST) as usize + 2;
    let mut rows = vec![0i64; ink.height + 2 * margin];
    let mut sharpness = |slope: f32| {
        rows.fill(0);
        for (x, y) in &points {
            let row = (y - x * slope) as i64 + margin as i64;
            if let Some(count) = usize::try_from(row).ok().and_then(|r| rows.get_mut(r)) {
                *count += 1;
            }
        }
        rows.windows(2).map(|w| (w[1] - w[0]).pow(2)).sum::<i64>()
    };
    let mut best = (sharpness(0.0), 0.0);
    let mut step = COARSE;
    let mut reach = STEEPEST;
    while step >= FINE {
        let middle = best.1;
        let steps = (reach / step) as i32;
        for i in -steps..=steps {
            let slope = middle + i as f32 * step;
            let score = sharpness(slope);
            if slope.abs() <= STEEPEST && score > best.0 {
                best = (score, slope);
            }
        }
        reach = step;
        step /= 4.0;
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bars like lines of text on a slope.
    fn page(slope: f32) -> Ink {
        let (width, height) = (600, 800);
        let mut dark = vec![false; width * height];
        for line in 0..20 {
            for x in (50..550).filter(|x| x / 7 % 3 != 0) {
                for thick in 0..8 {
                    let y = 60.0 + line as f32 * 30.0 + thick as f32 + x as f32 * slope;
                    dark[y as usize * width + x] = true;
                }
            }
        }
        Ink { width, height, dark }
    }

    #[test]
    fn a_slope_is_found_to_a_pixel() {
        for want in [0.0, 0.02, -0.035, 0.087] {
            let got = slope(&page(want));
            assert!((got - want).abs() < 0.0015, "{want}: {got}");
        }
    }

    #[test]
    fn a_white_page_has_none() {
        assert_eq!(slope(&Ink { width: 50, height: 50, dark: vec![false; 2500] }), 0.0);
        assert_eq!(slope(&Ink::default()), 0.0);
    }
}
