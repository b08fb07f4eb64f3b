//! Lines → paragraphs, list items and headings.
//!
//! Some texts hold a paragraph in a line, others break lines at a fixed width; page breaks tear both. First the lines
//! of a paragraph are joined (`Joiner`), then the whole paragraph is judged (`judge`).

use crate::diagnostic::{Code, Findings};
use crate::grammar::Grammars;
use crate::model::BlockKind;
use crate::readers::Look;
use crate::text::Text;

use super::flow::FlowLine;
use super::heal::{self, Vocabulary};
use super::joining::Joiner;
use super::judge::{Beside, hashes, is_numbered_title, judge};
use super::marker::number_of;
use super::shape::Balance;
use super::stitch::Part;

pub use super::marker::{Marker, marker, marker_len};

/// A block in reading order.
#[derive(Clone, Debug)]
pub enum Block {
    /// Running text.
    Text {
        /// What it is.
        kind: BlockKind,
        /// Its words.
        text: Text,
        /// Blank lines before it.
        blanks: u32,
        /// Level of a heading by its style or its Markdown `#`, which are left out; 0 for anything else.
        level: u8,
        /// Bytes of the first of its lines; a heading is set as that one is.
        head: usize,
    },
    /// Index of a table.
    Table(usize),
}

/// Lines joined to a paragraph, and what is known of them.
#[derive(Clone, Debug)]
pub(super) struct Paragraph {
    /// Its words.
    pub text: Text,
    /// Characters, about.
    pub chars: usize,
    /// Blank lines before it.
    pub blanks: u32,
    /// Number of lines.
    pub lines: usize,
    /// Bytes of its first line.
    pub head: usize,
    /// Index of its last line.
    pub last: usize,
    /// Cells of its first line.
    pub cells: u32,
    /// Brackets and quotes left open.
    pub balance: Balance,
    /// Lines since a stretch of single words, counted down.
    pub stretch: u32,
    /// How it is set, where the format says so.
    pub look: Look,
}

impl Paragraph {
    fn new(line: &FlowLine, i: usize) -> Paragraph {
        let mut balance = Balance::default();
        balance.add(line.text.as_str());
        Paragraph {
            text: line.text.clone(),
            chars: line.text.as_str().chars().count(),
            blanks: line.blanks,
            lines: 1,
            head: line.text.len(),
            last: i,
            cells: line.cells,
            balance,
            stretch: 0,
            look: line.look.unwrap_or_default(),
        }
    }

    fn add(&mut self, line: &FlowLine, i: usize, vocabulary: &dyn Vocabulary) {
        heal::join(&mut self.text, &line.text, vocabulary);
        self.balance.add(line.text.as_str());
        self.look.bold &= line.look.is_none_or(|look| look.bold || look.centred);
        self.chars += line.text.as_str().chars().count() + 1;
        self.lines += 1;
        self.last = i;
    }
}

/// A paragraph or a table.
enum Piece {
    Text(Paragraph),
    Table(usize),
}

/// Makes blocks of lines and tables.
pub fn blocks(
    parts: &[Part],
    lines: &[FlowLine],
    g: &Grammars,
    vocabulary: &dyn Vocabulary,
    findings: &mut Findings,
) -> Vec<Block> {
    let joiner = Joiner::new(lines, g);
    let mut pieces: Vec<Piece> = Vec::with_capacity(parts.len());
    for part in parts {
        let i = match part {
            Part::Table(t) => {
                pieces.push(Piece::Table(*t));
                continue;
            }
            Part::Line(i) => *i,
        };
        let line = &lines[i];
        match pieces.last_mut() {
            Some(Piece::Text(p)) if joiner.goes_on(p, i) => {
                if line.blanks > 0 {
                    findings.about(Code::ParagraphJoined, &line.text);
                }
                p.stretch = if joiner.is_stretch(i) { 3 } else { p.stretch.saturating_sub(1) };
                p.add(line, i, vocabulary);
            }
            _ => {
                let mut paragraph = Paragraph::new(line, i);
                paragraph.stretch = if joiner.is_stretch(i) { 3 } else { 0 };
                pieces.push(Piece::Text(paragraph));
            }
        }
    }
    let mut kinds: Vec<BlockKind> = (0..pieces.len()).map(|i| kind(&pieces, i, g)).collect();
    fill_runs(&pieces, &mut kinds, g);
    let block = |(piece, kind): (Piece, BlockKind)| match piece {
        Piece::Table(t) => Block::Table(t),
        Piece::Text(p) => {
            let n = if kind == BlockKind::Heading { hashes(p.text.as_str()) } else { 0 };
            let text = if n > 0 { p.text.slice(n..p.text.len()) } else { p.text };
            let level = if kind == BlockKind::Heading { p.look.level.max(n as u8) } else { 0 };
            let head = p.head.saturating_sub(n);
            Block::Text { kind, text, blanks: p.blanks, level, head }
        }
    };
    pieces.into_iter().zip(kinds).map(block).collect()
}

/// A bold line between two numbered headings that has the number between theirs is a heading, whatever stands below:
/// «4. Питание», «5. Отдых» above a bold line, «6. Спорт».
fn fill_runs(pieces: &[Piece], kinds: &mut [BlockKind], g: &Grammars) {
    let bold = |i: usize| match &pieces[i] {
        Piece::Text(p) if p.look.bold && (kinds[i] == BlockKind::Heading || is_numbered_title(p, g)) => {
            number_of(p.text.as_str())?.parse::<u32>().ok().map(|n| (i, n))
        }
        _ => None,
    };
    let run: Vec<(usize, u32)> = (0..pieces.len()).filter_map(bold).collect();
    for three in run.windows(3) {
        let [(above, first), (i, own), (below, last)] = *three else { continue };
        let headings = kinds[above] == BlockKind::Heading && kinds[below] == BlockKind::Heading;
        if headings && own == first + 1 && last == own + 1 {
            kinds[i] = BlockKind::Heading;
        }
    }
}

/// What piece `i` is, seen between its neighbours.
fn kind(pieces: &[Piece], i: usize, g: &Grammars) -> BlockKind {
    let Piece::Text(p) = &pieces[i] else { return BlockKind::Table };
    let below = pieces.get(i + 1);
    let gap = match below {
        Some(Piece::Text(next)) => next.blanks > 0,
        _ => true,
    };
    judge(p, gap, beside(i.checked_sub(1).and_then(|i| pieces.get(i))), beside(below), g)
}

fn beside(piece: Option<&Piece>) -> Beside<'_> {
    match piece {
        None => Beside::Edge,
        Some(Piece::Table(_)) => Beside::Table,
        Some(Piece::Text(p)) => Beside::Text(p.text.as_str(), p.look.bold),
    }
}

#[cfg(test)]
mod look_tests;
#[cfg(test)]
mod tests;
