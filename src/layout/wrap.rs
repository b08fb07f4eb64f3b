//! How a text breaks its lines: width, first-line indents, stretches of single words.

use crate::grammar::Grammars;
use crate::grammar::lexicon::is_letter_or_digit;

use super::flow::FlowLine;
use super::heal;
use super::shape::{is_annex_label, is_capitals, is_name, is_requisite};

/// Characters of a line with its indent; runs of blanks count in full.
pub(super) fn measure(line: &FlowLine) -> usize {
    let text = line.text.as_str();
    let blanks = match (line.text.start(), line.text.end()) {
        (Some(a), Some(b)) => (b - a).saturating_sub(text.len()),
        _ => 0,
    };
    line.indent as usize + text.chars().count() + blanks
}

/// The usual width of a full line, where lines are broken at one.
pub(super) fn width(lines: &[FlowLine], wide: &[usize]) -> Option<usize> {
    let mut widths: Vec<usize> = Vec::new();
    let mut runs: Vec<usize> = Vec::new();
    let mut pairs = 0;
    for (i, pair) in lines.windows(2).enumerate() {
        if pair[0].cells > 0 || pair[1].cells > 0 || pair[1].blanks > 0 {
            continue;
        }
        let text = pair[0].text.as_str();
        widths.push(wide[i]);
        let long = text.chars().count() > 25;
        pairs += usize::from(long);
        if long && !heal::is_closed(text) && heal::begins_inside(pair[1].text.as_str()) {
            runs.push(wide[i]);
        }
    }
    widths.sort_unstable();
    let width = widths.get(widths.len() * 9 / 10).copied().unwrap_or(0);
    let full = runs.iter().filter(|w| **w * 10 >= width * 7).count();
    let over = wide.iter().zip(lines).filter(|(w, l)| l.cells == 0 && **w * 4 > width * 5 + 20).count();
    let wrapped = full >= 2 && runs.len() * 6 >= pairs && over * 10 <= lines.len();
    (wrapped && (30..=140).contains(&width)).then_some(width)
}

/// The indent of first lines, where paragraphs have one.
pub(super) fn first_indent(lines: &[FlowLine], wide: &[usize], width: usize) -> Option<u32> {
    let mut indents: Vec<u32> = Vec::new();
    let mut plain = 0;
    for (i, pair) in lines.windows(2).enumerate() {
        if pair[0].cells > 0 || pair[1].cells > 0 || pair[1].blanks > 0 || wide[i] * 10 < width * 8 {
            continue;
        }
        match (pair[0].indent, pair[1].indent) {
            (2..=12, 0..=1) => indents.push(pair[0].indent),
            (0..=1, 0..=1) if i > 0 && (pair[0].blanks > 0 || heal::is_closed(lines[i - 1].text.as_str())) => {
                plain += 1
            }
            _ => {}
        }
    }
    indents.sort_unstable();
    (indents.len() >= 2 && indents.len() > plain).then(|| indents[indents.len() / 2])
}

/// Marks stretches: lines of a word or two in a row, one of which at least begins in the middle of a sentence.
pub(super) fn stretches(lines: &[FlowLine], g: &Grammars) -> Vec<bool> {
    let mut out = vec![false; lines.len()];
    let single = |l: &FlowLine| {
        let text = l.text.as_str();
        l.cells == 0
            && text.len() <= 80
            && text.split_whitespace().count() <= 2
            && text.contains(is_letter_or_digit)
            && !is_requisite(text, g)
            && !is_name(text)
            && !is_annex_label(text, g)
            && !is_capitals(text, 3)
    };
    let inside = |i: usize| lines.get(i).is_some_and(|l| l.blanks == 0 && heal::begins_inside(l.text.as_str()));
    let mut from = 0;
    while from < lines.len() {
        let mut to = from;
        while to < lines.len() && (to == from || lines[to].blanks == 0) && single(&lines[to]) {
            to += 1;
        }
        if to - from >= 2 && (to - from >= 3 && (from..to).any(inside) || inside(to)) {
            out[from..to].fill(true);
        }
        from = to.max(from + 1);
    }
    out
}
