//! Where a paragraph goes on in the next line.
//!
//! How a text breaks its lines is seen from all of them: at a fixed width or not at all, with indents at the first
//! lines of paragraphs or without. A stretch of lines with a word or two each is what is left of justified lines in
//! texts that were pulled out of PDF files.

use crate::grammar::Grammars;
use crate::grammar::lexicon::{is_letter, is_letter_or_digit};

use super::flow::FlowLine;
use super::heal;
use super::marker::{Marker, is_bare_number, marker_len};
use super::paragraphs::Paragraph;
use super::shape::{
    End, end, has_label, is_annex_label, is_capital_heading, is_capitals, is_name, is_requisite, name_at_end, numbered,
};
use super::stacked;
use super::wrap::{first_indent, measure, stretches, width};

/// Most blank lines that a page break leaves within a sentence.
const MAX_GAP: u32 = 3;
/// Longest stamp of an annex, in characters.
const MAX_STAMP: usize = 200;

/// Bytes at the end of a paragraph in which a name may stand.
const TAIL: usize = 160;

/// The end of `text`, long enough for a name.
fn tail(text: &str) -> &str {
    let from = (text.len().saturating_sub(TAIL)..text.len()).find(|i| text.is_char_boundary(*i)).unwrap_or(text.len());
    &text[from..]
}

/// Joins the lines of one text.
pub(super) struct Joiner<'a> {
    lines: &'a [FlowLine],
    g: &'a Grammars,
    /// Characters of each line with its indent, runs of blanks counted in full.
    wide: Vec<usize>,
    /// Lines that are part of a stretch of single words.
    stretch: Vec<bool>,
    /// Usual width of a full line; `None` where a line is a paragraph.
    width: Option<usize>,
    /// Paragraphs begin with an indent of at most so many blanks, and their other lines with none.
    first: Option<u32>,
}

impl<'a> Joiner<'a> {
    /// Looks at the lines of a text.
    pub fn new(lines: &'a [FlowLine], g: &'a Grammars) -> Joiner<'a> {
        let wide: Vec<usize> = lines.iter().map(measure).collect();
        let width = width(lines, &wide);
        let first = width.and_then(|w| first_indent(lines, &wide, w));
        let stretch = if width.is_some() { stretches(lines, g) } else { vec![false; lines.len()] };
        Joiner { lines, g, stretch, wide, width, first }
    }

    /// True where line `i` is part of a stretch of single words.
    pub fn is_stretch(&self, i: usize) -> bool {
        self.stretch[i]
    }

    /// True where line `i` goes on with the paragraph `p`.
    pub fn goes_on(&self, p: &Paragraph, i: usize) -> bool {
        let (last, line) = (&self.lines[p.last], &self.lines[i]);
        let (old, new) = (p.text.as_str(), line.text.as_str());
        if line.bold && line.blanks == 0 {
            return true;
        }
        if line.cells > 1
            || last.cells > 1
            || old.starts_with('#')
            || new.starts_with('#')
            || new.starts_with("<*")
            || is_rule(new)
            || is_rule(last.text.as_str())
            || self.is_caption(p)
        {
            return false;
        }
        if stacked::goes_on(p, line, self.g) {
            return true;
        }
        // Where lines are not broken at a width, the paragraphs of the format are what they seem.
        if line.blanks > 0 || line.look.is_some() && self.width.is_none() {
            return self.over_blank(p, line);
        }
        let inside = heal::begins_inside(new);
        if old.ends_with('-')
            && heal::seam(old, new, &|_: &str| false) != heal::Seam::Space
            && (inside || new.starts_with(is_letter_or_digit))
        {
            return true;
        }
        let bracket = p.balance.bracket() && self.width.is_some();
        let ends = end(old, self.g);
        if is_bare_number(old) {
            return marker_len(new).is_none() && !is_bare_number(new);
        }
        if is_count(old) || is_count(new) && ends == End::Plain && !self.stretch[i] && p.stretch == 0 {
            return false;
        }
        if self.parts(p, i, ends, bracket) {
            return false;
        }
        if let Some(marked) = self.marked(p, i, ends) {
            return marked;
        }
        if self.is_heading(old) && (is_capitals(new, 0) || new.starts_with(['\u{ab}', '"', '\u{201c}'])) {
            return true;
        }
        if ends != End::Closed && (self.stretch[i] || p.stretch > 0) && !self.is_heading(old) {
            return true;
        }
        if inside && ends != End::Closed && self.is_stamp(p) || bracket && new.contains(')') && !self.is_heading(old) {
            return true;
        }
        if let Some(placed) = self.placed(p, i, ends) {
            return placed;
        }
        if inside && ends != End::Closed || bracket && !self.is_heading(old) {
            return true;
        }
        if ends == End::Open && (self.width.is_some() || !old.ends_with(',')) {
            return true;
        }
        if self.is_stamp(p) && ends != End::Closed && p.chars + new.len() / 2 <= MAX_STAMP {
            return !is_capital_heading(new);
        }
        // A title on a cover, a few words in each line.
        let short = |n: usize| n <= 60;
        if p.lines > 1
            && short(p.chars / p.lines)
            && short(new.chars().count())
            && ends != End::Closed
            && self.g.headings.whole(old)
        {
            return !has_label(new) && !is_capital_heading(new);
        }
        if p.balance.quote() && self.width.is_some() && ends != End::Closed && p.chars < 400 {
            return true;
        }
        self.width.is_some_and(|width| !has_label(new) && self.is_full(p, i, ends, width))
    }

    /// True where a page break stands within the sentence of `p`.
    fn over_blank(&self, p: &Paragraph, line: &FlowLine) -> bool {
        let (old, new) = (p.text.as_str(), line.text.as_str());
        let small = new
            .trim_start_matches(['\u{ab}', '"', '\u{201c}'])
            .chars()
            .next()
            .is_some_and(|c| c.is_lowercase() || matches!(c, ',' | ')' | ';' | '\u{bb}'));
        if line.blanks == 1
            && small
            && !self.is_full_stop(new)
            && self.is_title_noun(old)
            && new.chars().count() <= MAX_STAMP
        {
            return !is_requisite(new, self.g);
        }
        if line.blanks > MAX_GAP || heal::is_closed(old) || old.ends_with('_') || marker_len(new).is_some() {
            return false;
        }
        let digit = |c: char| c.is_ascii_digit();
        let number = old.len() > 200 && old.ends_with(digit) && new.starts_with(digit);
        // A preposition or a number sign: the sentence goes on, whatever comes.
        let open = end(old, self.g) == End::Open && old.ends_with(|c: char| is_letter(c) || c == '\u{2116}');
        let torn = open && new.starts_with(|c: char| is_letter_or_digit(c) || c == '\u{2116}');
        // A signature ends, an annex begins, words in brackets are whole.
        let whole = old.starts_with('(') && old.ends_with(')');
        if !torn && (name_at_end(tail(old)).is_some() || whole || self.g.headings.level(new) == Some(0)) {
            return false;
        }
        let long = p.chars >= 30;
        let apart = !torn && is_requisite(new, self.g) || is_requisite(old, self.g);
        long && (small || number || torn) && !self.is_heading(old) && !apart
    }

    /// True where line `i` surely begins a paragraph, whatever stands before it.
    fn parts(&self, p: &Paragraph, i: usize, ends: End, bracket: bool) -> bool {
        let (old, new, g) = (p.text.as_str(), self.lines[i].text.as_str(), self.g);
        let open = ends == End::Open || bracket;
        let full = self.width.is_some_and(|w| self.wide[p.last] * 10 >= w * 7);
        if is_name(new) && (ends == End::Closed || !full) {
            return true;
        }
        if g.headings.act(new) || g.headings.enacts(new) && !heal::begins_inside(new) {
            return true;
        }
        if is_annex_label(old, g) || !open && g.headings.level(new) == Some(0) && new.starts_with(char::is_uppercase) {
            return true;
        }
        let level = g.headings.level(new).is_some() && numbered(new).is_some_and(|n| n.pointed);
        if level && !open {
            return true;
        }
        if p.chars <= 140 && is_requisite(old, g) {
            return g.headings.after_number(new).is_none();
        }
        if is_requisite(new, g) && !open && (p.stretch == 0 || self.is_stamp(p)) {
            return g.headings.after_number(new).is_none() || end(old, g) == End::Closed;
        }
        self.parts_capitals(p, i, open)
    }

    /// True where capitals end or begin between `p` and line `i`.
    fn parts_capitals(&self, p: &Paragraph, i: usize, open: bool) -> bool {
        let (old, new) = (p.text.as_str(), self.lines[i].text.as_str());
        match (self.is_heading(old), is_capitals(new, 3)) {
            (true, true) => {
                let number = marker_len(new)
                    .is_some_and(|(m, n)| m == Marker::Roman || new[..n].trim_end().ends_with(['.', ')']));
                number || self.g.headings.act(old) || self.g.headings.body(new) && !open || heal::is_closed(old)
            }
            (true, false) => {
                let small = heal::begins_inside(new);
                let quote = new.starts_with(['\u{ab}', '"', '\u{201c}'])
                    && !self.g.headings.act(old)
                    && !is_requisite(new, self.g);
                let noun = self.g.headings.title(old).is_some() && (small || quote);
                let word =
                    small && old.split_whitespace().count() <= 2 && self.is_centred(p.last) && self.is_centred(i);
                !((noun || word) && !self.is_full_stop(new) || small && (open || self.g.headings.stamp(old)))
            }
            (false, true) => !open && is_capitals(new, 8),
            (false, false) => false,
        }
    }

    /// Where line `i` begins with a number or a bullet: whether it goes on all the same.
    fn marked(&self, p: &Paragraph, i: usize, ends: End) -> Option<bool> {
        let new = self.lines[i].text.as_str();
        if is_bare_number(new) {
            return Some(false);
        }
        let (marker, n) = marker_len(new)?;
        let small = new[n..].starts_with(char::is_lowercase);
        Some(match marker {
            // «учебно⏎- воспитательной»: a dash within the sentence of a full line.
            Marker::Bullet => {
                let full = self.width.is_some_and(|w| self.wide[p.last] * 10 >= w * 8);
                full && ends != End::Closed
                    && small
                    && new.starts_with(['-', '\u{2013}', '\u{2014}'])
                    && !matches!(marker_len(p.text.as_str()), Some((Marker::Bullet, _)))
            }
            // «подпунктом⏎5.2.3 которого»
            Marker::Number(places) => {
                let bare = !new[..n].trim_end().ends_with(['.', ')']);
                let capitals = places > 2 && self.is_heading(p.text.as_str()) && is_capitals(new, 3);
                bare && ends != End::Closed && (small || ends == End::Open || capitals || self.stretch[i])
            }
            Marker::Letter | Marker::Roman => false,
        })
    }

    /// What the indents say, if they say anything.
    fn placed(&self, p: &Paragraph, i: usize, ends: End) -> Option<bool> {
        let (last, line) = (&self.lines[p.last], &self.lines[i]);
        let width = self.width?;
        let far = |l: &FlowLine| l.indent as usize * 3 > width;
        if far(line) && far(last) || self.is_centred(i) && self.is_centred(p.last) {
            return Some(ends != End::Closed);
        }
        let Some(first) = self.first else {
            return (line.indent > last.indent + 2).then_some(false);
        };
        if line.indent >= 2 {
            return Some(
                ends != End::Closed
                    && heal::begins_inside(line.text.as_str())
                    && last.indent >= line.indent
                    && self.wide[p.last] * 10 >= width * 7,
            );
        }
        let body = last.indent <= first + 1 && !self.is_heading(p.text.as_str());
        let indented = p.lines > 1 || last.indent >= 2;
        (body && indented && self.wide[p.last] * 10 >= width * 7).then_some(true)
    }

    /// True where the margins of line `i` are the same, or nearly.
    fn is_centred(&self, i: usize) -> bool {
        let Some(width) = self.width else { return false };
        let (indent, right) = (self.lines[i].indent as i64, width as i64 - self.wide[i] as i64);
        indent > 3 && (indent - right).abs() <= 6 || indent > 0 && (indent - right).abs() <= 2
    }

    /// True where the first word of line `i` would not have fitted on the line above.
    fn is_full(&self, p: &Paragraph, i: usize, ends: End, width: usize) -> bool {
        let word = self.lines[i].text.as_str().split(' ').next().unwrap_or("").chars().count();
        let needed = self.wide[p.last] + 1 + word;
        if ends == End::Closed {
            let stop = p.text.as_str().ends_with(['.', '!', '?', ')', '"', '\u{bb}']);
            return stop
                && self.first.is_none()
                && needed > width
                && (width * 7..=width * 12).contains(&(self.wide[p.last] * 10));
        }
        // Lines above tables and in heads are set narrower: the lines around tell.
        let mut near = self.wide[p.last].max(self.wide[i]);
        for j in (i.saturating_sub(3)..p.last).rev() {
            if self.lines[j + 1].blanks > 0 || self.lines[j].cells > 0 {
                break;
            }
            near = near.max(self.wide[j]);
        }
        for j in i + 1..(i + 3).min(self.lines.len()) {
            if self.lines[j].blanks > 0 || self.lines[j].cells > 0 {
                break;
            }
            near = near.max(self.wide[j]);
        }
        needed > near.min(width) && self.wide[p.last] > 20 && !self.is_heading(p.text.as_str())
    }

    /// «(фамилия, имя, отчество (при наличии)» below a blank to fill in.
    fn is_caption(&self, p: &Paragraph) -> bool {
        let old = p.text.as_str();
        let blank = |above: usize| self.lines[above].text.as_str().contains("___");
        old.starts_with('(') && old.ends_with(')') && p.last.checked_sub(p.lines).is_some_and(blank)
    }

    fn is_stamp(&self, p: &Paragraph) -> bool {
        p.chars <= MAX_STAMP && self.g.headings.stamp(p.text.as_str())
    }

    fn is_heading(&self, text: &str) -> bool {
        text.len() <= 600 && is_capital_heading(text)
    }

    /// A noun of titles alone («ПЛАН», «Перечень»).
    fn is_title_noun(&self, text: &str) -> bool {
        if text.len() > 80 {
            return false;
        }
        let words = text.split_whitespace().count();
        words <= 3 && text.starts_with(char::is_uppercase) && self.g.headings.title(text).is_some_and(|n| n == words)
    }

    fn is_full_stop(&self, text: &str) -> bool {
        text.ends_with(['.', ';', ':'])
    }
}

/// Digits alone: the number of a page, a code.
fn is_count(text: &str) -> bool {
    text.len() <= 12 && text.chars().all(|c| c.is_ascii_digit() || c == ' ')
}

/// A line without a letter or digit, or of underscores.
fn is_rule(text: &str) -> bool {
    text.contains("___") || !text.contains(is_letter_or_digit) && !heal::begins_inside(text)
}
