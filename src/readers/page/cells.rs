//! The text of a table cell: its lines joined, where they are not items of a list.

use super::Word;
use super::known::Known;
use super::lines::{Line, lines};

/// What shows whether the text of a cell goes on in a cell on the next page.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Ends {
    /// Width of the first word of its first line, in points.
    pub first: f32,
    /// Room behind the last word of its last line, in points; below 0 where the cell is empty.
    pub room: f32,
}

/// The text of a cell that `words` stand in, how it ends, and its words in their order; `x0` and `x1` are the edges
/// between which its lines were set.
pub fn text(words: Vec<Word>, x0: f32, x1: f32, known: &Known) -> (String, Ends, Vec<Word>) {
    let lines = lines(words);
    let ends = match (lines.first(), lines.last()) {
        (Some(a), Some(b)) => Ends { first: a.words[0].x1 - a.words[0].x0, room: room(b, x0, x1) },
        _ => Ends { first: 0.0, room: -1.0 },
    };
    let mut out = String::new();
    let mut piece = String::new();
    for (i, line) in lines.iter().enumerate() {
        let next = line.plain();
        if i == 0 {
            piece = next;
            continue;
        }
        if parts(&lines[i - 1], line, &lines, x0, x1) {
            out.push_str(&piece);
            out.push('\n');
            piece = next;
        } else {
            let last = &lines[i - 1];
            let tight = last.words.len() == 1 && x1 - last.x1 < 0.7 * last.size;
            known.join(&mut piece, &next, tight);
        }
    }
    out.push_str(&piece);
    (out, ends, lines.into_iter().flat_map(|l| l.words).collect())
}

/// Room for another word behind a line, in points, a blank taken off.
fn room(line: &Line, x0: f32, x1: f32) -> f32 {
    (x1 - x0) - (line.x1 - line.x0) - 0.25 * line.size
}

/// True where the line `b` begins a paragraph of the cell: its first word would have fitted behind `a`.
fn parts(a: &Line, b: &Line, all: &[Line], x0: f32, x1: f32) -> bool {
    let first = &b.words[0];
    let text = first.text.as_str();
    // A line of its own far below, as blank lines leave it.
    let pitch = all.windows(2).map(|w| w[1].middle() - w[0].middle()).filter(|p| *p > 1.0).fold(f32::MAX, f32::min);
    if b.middle() - a.middle() > 1.7 * pitch.max(b.size) {
        return true;
    }
    let last = a.words[a.words.len() - 1].text.as_str();
    if last.ends_with('-') && text.starts_with(char::is_lowercase) {
        return false;
    }
    let room = room(a, x0, x1);
    let fits = room > (first.x1 - first.x0) + 0.05 * a.size;
    if !fits {
        return false;
    }
    let inside = text.starts_with(|c: char| c.is_lowercase() || matches!(c, ',' | ')' | ';'));
    let closed = last.ends_with([';', '.', ':']);
    !inside || closed && !last.ends_with('.') || room > (first.x1 - first.x0) * 2.5 + 3.0 * a.size && closed
}
