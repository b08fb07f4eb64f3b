//! Which words are bold: their strokes are thicker than those of the page.

use super::gray::Ink;
use super::tesseract::Seen;

/// Strokes this much thicker than the usual ones are bold; bold type is half as thick again.
const THICKER: f32 = 1.28;
/// Share of the letters of a line that decides for the whole line.
const MOST: f32 = 0.7;
/// Least number of strokes that tell something.
const MIN_RUNS: usize = 12;
/// Longest run that is a stroke and no bar, by the height of the line.
const MAX_STROKE: f32 = 0.4;

/// Says for each word whether it is bold.
pub fn words(seen: &[Seen], ink: &Ink) -> Vec<bool> {
    let mut heights: Vec<f32> = seen.iter().map(height).collect();
    heights.sort_by(f32::total_cmp);
    let usual = heights.get(heights.len() / 2).copied().unwrap_or(1.0);
    // Large letters have thick strokes; lines that are lower for want of tall letters have the usual ones.
    let thickness: Vec<Option<f32>> =
        seen.iter().map(|s| Some(stroke(s, ink)? / (height(s) / usual).max(1.0))).collect();
    // Long texts decide what is usual, not headings.
    let mut all: Vec<(f32, usize)> =
        thickness.iter().zip(seen).filter_map(|(t, s)| Some(((*t)?, s.text.chars().count()))).collect();
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    let letters: usize = all.iter().map(|(_, n)| n).sum();
    let mut before = 0;
    let usual = all.iter().find(|(_, n)| {
        before += n;
        before * 2 >= letters
    });
    let Some((usual, _)) = usual else { return vec![false; seen.len()] };
    let thick: Vec<bool> = thickness.iter().map(|t| t.is_some_and(|t| t > usual * THICKER)).collect();
    // A line is bold or not: words of few strokes go with the others.
    let share = |s: &Seen| {
        let (mut bold, mut all) = (0, 0);
        for ((other, thick), known) in seen.iter().zip(&thick).zip(&thickness) {
            if other.line == s.line && known.is_some() {
                let letters = other.text.chars().count();
                all += letters;
                bold += if *thick { letters } else { 0 };
            }
        }
        bold as f32 / all.max(1) as f32
    };
    let decided = |(s, thick): (&Seen, &bool)| match share(s) {
        share if share >= MOST => true,
        share if share <= 1.0 - MOST => false,
        _ => *thick,
    };
    seen.iter().zip(&thick).map(decided).collect()
}

fn height(word: &Seen) -> f32 {
    (word.line[1] - word.line[0]).max(1.0)
}

/// The usual thickness of the upright strokes of a word, in pixels.
fn stroke(word: &Seen, ink: &Ink) -> Option<f32> {
    let [x0, y0, x1, y1] = word.area.map(|v| v.max(0.0) as usize);
    let longest = (height(word) * MAX_STROKE) as usize;
    let (x1, y1) = (x1.min(ink.width), y1.min(ink.height));
    let mut runs = Vec::new();
    for y in y0..y1 {
        let mut run = 0;
        for x in x0..=x1 {
            if x < x1 && ink.at(x, y) {
                run += 1;
            } else {
                if run > 1 && run <= longest {
                    runs.push(run);
                }
                run = 0;
            }
        }
    }
    if runs.len() < MIN_RUNS || !word.text.chars().any(char::is_alphabetic) {
        return None;
    }
    runs.sort_unstable();
    // The middle half: thin joints and slanted strokes lie outside.
    let middle = &runs[runs.len() / 4..runs.len() - runs.len() / 4];
    Some(middle.iter().sum::<usize>() as f32 / middle.len() as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thick_strokes_are_bold() {
        let mut ink = Ink { width: 400, height: 60, dark: vec![false; 400 * 60] };
        // Four words of five strokes each, the third with thicker ones.
        let mut seen = Vec::new();
        for (word, thick) in [(0, 4), (1, 4), (2, 7), (3, 5)] {
            for stroke in 0..5 {
                for y in 10..40 {
                    let x = word * 100 + stroke * 16;
                    ink.dark[y * 400 + x..y * 400 + x + thick].fill(true);
                }
            }
            let x = (word * 100) as f32;
            let (area, line) = ([x, 10., x + 80., 40.], [10., 40. + word as f32 / 10.]);
            seen.push(Seen { text: "шшш".to_owned(), area, line, confidence: 1.0 });
        }
        assert_eq!(words(&seen, &ink), [false, false, true, false]);
        assert_eq!(words(&[], &ink), Vec::<bool>::new());
    }
}
