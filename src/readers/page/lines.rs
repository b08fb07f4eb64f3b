//! Words → lines, and stretches of a line with wide room between them.
//!
//! ```text
//! Глава округа                    И.И. Липов     one line, two stretches
//! ```

use super::Word;

/// Room between two stretches of a line, in font sizes.
const WIDE: f32 = 1.6;

/// Words on one height, left to right.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    /// Its words, left to right.
    pub words: Vec<Word>,
    /// Left edge of the first word.
    pub x0: f32,
    /// Upper edge.
    pub y0: f32,
    /// Right edge of the last word.
    pub x1: f32,
    /// Lower edge.
    pub y1: f32,
    /// Font size of most of its characters.
    pub size: f32,
    /// All its words are bold.
    pub bold: bool,
    /// Left edge of the column that it stands in; not before `right` where that is the page.
    pub left: f32,
    /// Right edge of that column.
    pub right: f32,
}

impl Line {
    /// A line of `words`, at least one.
    pub fn of(mut words: Vec<Word>) -> Line {
        words.sort_by(|a, b| a.x0.total_cmp(&b.x0));
        let min = |f: fn(&Word) -> f32| words.iter().map(f).fold(f32::MAX, f32::min);
        let max = |f: fn(&Word) -> f32| words.iter().map(f).fold(f32::MIN, f32::max);
        let (x0, y0, x1, y1) = (min(|w| w.x0), min(|w| w.y0), max(|w| w.x1), max(|w| w.y1));
        let long = words.iter().max_by_key(|w| w.text.chars().count());
        let size = long.map_or(0.0, |w| w.size);
        let letters = |w: &&Word| w.text.chars().any(char::is_alphanumeric);
        let bold = words.iter().any(|w| letters(&w)) && words.iter().filter(letters).all(|w| w.bold);
        Line { words, x0, y0, x1, y1, size, bold, ..Line::default() }
    }

    /// Its words with blanks between, tabs where the room is wide.
    pub fn text(&self) -> String {
        let mut out = String::new();
        for (i, word) in self.words.iter().enumerate() {
            if i > 0 {
                out.push(if self.is_wide(i) { '\t' } else { ' ' });
            }
            out.push_str(&word.text);
        }
        out
    }

    /// Its words with blanks between.
    pub fn plain(&self) -> String {
        let words: Vec<&str> = self.words.iter().map(|w| w.text.as_str()).collect();
        words.join(" ")
    }

    /// Middle of its height.
    pub fn middle(&self) -> f32 {
        (self.y0 + self.y1) / 2.0
    }

    /// True where words of different widths have the same room between them all along: a justified line, however wide
    /// the room. Cells of a table begin or end below each other, so that the room between them differs.
    pub fn is_stretched(&self) -> bool {
        let mut room: Vec<f32> = self.words.windows(2).map(|w| w[1].x0 - w[0].x1).collect();
        let mut widths: Vec<f32> = self.words.iter().map(|w| w.x1 - w.x0).collect();
        room.sort_by(f32::total_cmp);
        widths.sort_by(f32::total_cmp);
        let (Some(least), Some(most)) = (room.first(), room.last()) else { return false };
        room.len() > 1 && most - least <= 0.06 * most + 0.4 && widths[widths.len() - 1] > 1.3 * widths[0]
    }

    /// True where wide room stands before word `i`, wider than that between the other words.
    pub fn is_wide(&self, i: usize) -> bool {
        let gap = |i: usize| self.words[i].x0 - self.words[i - 1].x1;
        let (own, size) = (gap(i), self.size.max(4.0));
        if own < WIDE * size || i == 1 && own < 6.0 * size && is_marker(&self.words[0].text) {
            return false;
        }
        if self.is_stretched() {
            return false;
        }
        // Words set far apart all along are a justified line.
        let others = self.words.len() - 2;
        let narrow = (1..self.words.len()).filter(|&k| k != i && gap(k) < own * 0.6).count();
        others == 0 || narrow > 0 || own > 4.0 * size
    }

    /// Its stretches: words without wide room between.
    pub fn stretches(&self) -> Vec<Line> {
        let mut out: Vec<Vec<Word>> = Vec::new();
        for (i, word) in self.words.iter().enumerate() {
            match out.last_mut() {
                Some(last) if !self.is_wide(i) => last.push(word.clone()),
                _ => out.push(vec![word.clone()]),
            }
        }
        out.into_iter().map(Line::of).collect()
    }
}

/// A sign that begins the items of a list.
fn is_bullet(c: char) -> bool {
    matches!(c, '-' | '*' | '\u{b7}' | '\u{2010}'..='\u{2015}' | '\u{2022}' | '\u{2023}' | '\u{25a0}'..='\u{25ff}')
        || matches!(c, '\u{2700}'..='\u{27bf}' | '\u{f000}'..='\u{f0ff}' | '\u{fffd}')
}

/// «2.4.», «3)», «а)», a bullet: what a tab stands behind in a list.
pub fn is_marker(word: &str) -> bool {
    let bullet = word.chars().count() == 1 && word.starts_with(is_bullet);
    let number = word.ends_with(['.', ')'])
        && word.chars().count() <= 8
        && word.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ')' | '(' | 'I' | 'V' | 'X'));
    let letter = word.ends_with(')') && word.chars().count() == 2;
    bullet || number || letter
}

/// Sorts words into lines, top to bottom.
pub fn lines(mut words: Vec<Word>) -> Vec<Line> {
    let middle = |w: &Word| (w.y0 + w.y1) / 2.0;
    words.sort_by(|a, b| middle(a).total_cmp(&middle(b)).then(a.x0.total_cmp(&b.x0)));
    // Lines still open, each with the band in which the middle of a word must stand.
    let mut out: Vec<(Vec<Word>, f32, f32)> = Vec::new();
    for word in words {
        let (own, height) = (middle(&word), word.y1 - word.y0);
        let tall = word.y1 - word.y0 > 2.5 * word.size.max(1.0);
        let found = out.iter_mut().rev().take(6).find(|(line, at, h)| {
            let near = (own - *at).abs() < 0.5 * height.min(*h);
            // A small sign high or low at a word (an index) belongs to its line.
            let index = height < 0.8 * *h && (own - *at).abs() < 0.5 * *h;
            let free = line
                .iter()
                .rev()
                .take(12)
                .all(|w| w.x1.min(word.x1) - w.x0.max(word.x0) < 0.5 * (word.x1 - word.x0).min(w.x1 - w.x0));
            !tall && (near || index) && free
        });
        match found {
            Some((line, at, h)) => {
                if height > *h {
                    (*at, *h) = (own, height);
                }
                line.push(word);
            }
            None => out.push((vec![word], own, height)),
        }
    }
    let mut out: Vec<Line> = out.into_iter().map(|(words, ..)| Line::of(words)).collect();
    out.sort_by(|a, b| a.middle().total_cmp(&b.middle()));
    out
}
