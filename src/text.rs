//! Text that knows where it came from.
//!
//! Everything munidoc reads out of a document is a [`Text`]: a cleaned string beside the byte ranges of the
//! decoded source that it was made of. Slicing and joining keep the ranges, so every block, cell and record can
//! say where it stands without a search.

use std::ops::Range;

use crate::model::Span;
use crate::readers::Merge;

/// One stretch of a [`Text`] and the stretch of the source that it stands for.
///
/// Where `len == src_len` the bytes are the same; otherwise the source was folded (a run of blanks to one space,
/// an entity to its character, a look-alike letter to its twin).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Segment {
    at: u32,
    len: u32,
    src: u32,
    src_len: u32,
}

/// A cleaned string with the places of the source it was made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    text: String,
    segments: Vec<Segment>,
    breaks: Vec<u32>,
    blanks: Vec<u32>,
    merge: Option<Merge>,
}

impl Text {
    /// An empty cell that another cell goes on over.
    pub fn merged(merge: Merge) -> Text {
        Text { merge: Some(merge), ..Text::default() }
    }

    /// Which cell goes on over this empty one.
    pub fn merge(&self) -> Option<Merge> {
        self.merge.filter(|_| self.text.is_empty())
    }

    /// A text that stands at the start of its source.
    #[cfg(test)]
    pub fn at_start(text: &str) -> Text {
        let mut out = Text::default();
        out.push(text, 0..text.len());
        out
    }

    /// The cleaned string.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// True where nothing but markup or blanks stood.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Byte length of the cleaned string.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Appends `text` that stands for `src` in the source.
    pub fn push(&mut self, text: &str, src: Range<usize>) {
        if text.is_empty() {
            return;
        }
        let (at, len) = (self.text.len() as u32, text.len() as u32);
        let (start, src_len) = (src.start as u32, (src.end - src.start) as u32);
        self.text.push_str(text);
        if let Some(last) = self.segments.last_mut()
            && last.len == last.src_len
            && len == src_len
            && last.src + last.src_len == start
            && last.at + last.len == at
        {
            last.len += len;
            last.src_len += len;
            return;
        }
        self.segments.push(Segment { at, len, src: start, src_len });
    }

    /// Appends a space that stands for nothing in the source (pieces joined over a page break).
    fn push_glue(&mut self, glue: &str) {
        self.text.push_str(glue);
    }

    /// Marks a structural break (`<p>`, `<br>`, a new line of the same cell) at the end of what was pushed.
    pub fn push_break(&mut self) {
        let at = self.text.len() as u32;
        if at > 0 && self.breaks.last() != Some(&at) {
            self.breaks.push(at);
        }
    }

    /// Marks that a blank line stands at the end of what was pushed.
    pub fn push_blank(&mut self) {
        let at = self.text.len() as u32;
        if at > 0 && self.blanks.last() != Some(&at) {
            self.blanks.push(at);
        }
    }

    /// Byte offsets in the string where a structural break stands.
    pub fn breaks(&self) -> &[u32] {
        &self.breaks
    }

    /// Joins `other` after this text with `glue` between; with `hard` a break is kept at the seam.
    pub fn append(&mut self, other: &Text, glue: &str, hard: bool) {
        if other.is_empty() {
            return;
        }
        if !self.is_empty() {
            if hard {
                self.push_break();
            }
            self.push_glue(glue);
        }
        let shift = self.text.len() as u32;
        self.text.push_str(&other.text);
        self.segments.extend(other.segments.iter().map(|s| Segment { at: s.at + shift, ..*s }));
        self.breaks.extend(other.breaks.iter().map(|b| b + shift));
        self.blanks.extend(other.blanks.iter().map(|b| b + shift));
    }

    /// Drops the last `n` bytes of the string (a hyphen at a torn line end); the place stays covered.
    pub fn drop_tail(&mut self, n: usize) {
        let keep = self.text.len() - n;
        self.text.truncate(keep);
        while let Some(last) = self.segments.last_mut() {
            if (last.at as usize) >= keep {
                self.segments.pop();
            } else {
                let over = (last.at + last.len) as usize - keep.min((last.at + last.len) as usize);
                if over > 0 && last.len == last.src_len {
                    last.len -= over as u32;
                    last.src_len -= over as u32;
                }
                break;
            }
        }
    }

    /// The part `range` of the string, trimmed, with its own places.
    pub fn slice(&self, range: Range<usize>) -> Text {
        let part = &self.text[range.clone()];
        let start = range.start + (part.len() - part.trim_start().len());
        let end = start + part.trim().len();
        let mut out = Text { text: self.text[start..end].to_owned(), ..Text::default() };
        let first = self.segments.partition_point(|s| (s.at + s.len) as usize <= start);
        for s in &self.segments[first..] {
            let (from, to) = (s.at as usize, (s.at + s.len) as usize);
            if from >= end {
                break;
            }
            let (a, b) = (from.max(start), to.min(end));
            let segment = if s.len == s.src_len {
                Segment {
                    at: (a - start) as u32,
                    len: (b - a) as u32,
                    src: s.src + (a - from) as u32,
                    src_len: (b - a) as u32,
                }
            } else {
                Segment { at: (a - start) as u32, len: (b - a) as u32, src: s.src, src_len: s.src_len }
            };
            out.segments.push(segment);
        }
        out.breaks = between(&self.breaks, start, end);
        out.blanks = between(&self.blanks, start, end);
        out
    }

    /// The part that stands for the bytes `src` of the source, trimmed.
    pub fn within(&self, src: Range<usize>) -> Text {
        let mut found: Option<(usize, usize)> = None;
        for s in &self.segments {
            let (a, b) = (s.src as usize, (s.src + s.src_len) as usize);
            if b <= src.start || a >= src.end {
                continue;
            }
            let (at, same) = (s.at as usize, s.len == s.src_len);
            let from = if same { at + src.start.saturating_sub(a) } else { at };
            let to = if same { at + (b.min(src.end) - a) } else { at + s.len as usize };
            found = Some(found.map_or((from, to), |(x, y)| (x.min(from), y.max(to))));
        }
        let range = found.filter(|(from, to)| self.text.get(*from..*to).is_some());
        range.map_or_else(Text::default, |(from, to)| self.slice(from..to))
    }

    /// The pieces between structural breaks, trimmed, empty ones left out.
    pub fn pieces(&self) -> Vec<Text> {
        self.pieces_apart().into_iter().map(|(piece, _)| piece).collect()
    }

    /// Those pieces, and whether a blank line stands above each.
    pub fn pieces_apart(&self) -> Vec<(Text, bool)> {
        if self.breaks.is_empty() {
            return if self.is_empty() { Vec::new() } else { vec![(self.clone(), false)] };
        }
        let mut out = Vec::with_capacity(self.breaks.len() + 1);
        let (mut from, mut apart) = (0, false);
        for to in self.breaks.iter().map(|&b| b as usize).chain([self.text.len()]) {
            apart |= self.blanks.binary_search(&(from as u32)).is_ok();
            let piece = self.slice(from..to);
            if !piece.is_empty() {
                out.push((piece, std::mem::take(&mut apart)));
            }
            from = to;
        }
        out
    }

    /// Byte ranges `[start, end)` of the decoded source, in order, touching ones merged.
    pub fn at(&self) -> Vec<[usize; 2]> {
        let mut out: Vec<[usize; 2]> = Vec::with_capacity(1);
        self.extend_at(&mut out);
        out
    }

    /// Adds this text's byte ranges to `out`, merging where they touch.
    pub fn extend_at(&self, out: &mut Vec<[usize; 2]>) {
        for s in &self.segments {
            let (a, b) = (s.src as usize, (s.src + s.src_len) as usize);
            match out.last_mut() {
                Some(last) if last[1] == a => last[1] = b,
                _ => out.push([a, b]),
            }
        }
    }

    /// The bytes from the first to the last filled of some texts, as those of a row; `None` where all are blank.
    pub fn extent(texts: &[Text]) -> Option<(usize, usize)> {
        let start = texts.iter().find_map(Text::start);
        start.zip(texts.iter().rev().find_map(Text::end))
    }

    /// First byte of the source that this text stands for.
    pub fn start(&self) -> Option<usize> {
        self.segments.iter().map(|s| s.src as usize).min()
    }

    /// Byte after the last byte of the source that this text stands for.
    pub fn end(&self) -> Option<usize> {
        self.segments.iter().map(|s| (s.src + s.src_len) as usize).max()
    }

    /// Replaces the characters `range` by `by`, keeping their place in the source (look-alike letters).
    /// `by` must fall on character borders and stand for the same characters.
    pub fn replace(&mut self, range: Range<usize>, by: &str) {
        let head = self.raw(0..range.start);
        let mid = self.raw(range.clone());
        let tail = self.raw(range.end..self.text.len());
        let (Some(a), Some(b)) = (mid.start(), mid.end()) else { return };
        let mut out = head;
        out.push(by, a..b);
        let shift = out.text.len() as u32;
        out.text.push_str(&tail.text);
        out.segments.extend(tail.segments.iter().map(|s| Segment { at: s.at + shift, ..*s }));
        out.breaks.extend(tail.breaks.iter().map(|t| t + shift));
        out.blanks.extend(tail.blanks.iter().map(|t| t + shift));
        *self = out;
    }

    /// Like [`Text::slice`] but untrimmed.
    fn raw(&self, range: Range<usize>) -> Text {
        let mut out = Text { text: self.text[range.clone()].to_owned(), ..Text::default() };
        for s in &self.segments {
            let (from, to) = (s.at as usize, (s.at + s.len) as usize);
            let (a, b) = (from.max(range.start), to.min(range.end));
            if a < b {
                let same = s.len == s.src_len;
                out.segments.push(Segment {
                    at: (a - range.start) as u32,
                    len: (b - a) as u32,
                    src: if same { s.src + (a - from) as u32 } else { s.src },
                    src_len: if same { (b - a) as u32 } else { s.src_len },
                });
            }
        }
        out.breaks = between(&self.breaks, range.start, range.end + 1);
        out.blanks = between(&self.blanks, range.start, range.end + 1);
        out
    }
}

/// The offsets behind `start` and before `end`, counted from `start`.
fn between(offsets: &[u32], start: usize, end: usize) -> Vec<u32> {
    let inside = |&&b: &&u32| (b as usize) > start && (b as usize) < end;
    offsets.iter().filter(inside).map(|b| b - start as u32).collect()
}

impl std::fmt::Display for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

/// Where the lines of a source begin; `\n`, `\r\n` and a lone `\r` end a line.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
    pages: Vec<usize>,
}

impl LineIndex {
    /// Indexes `source`.
    pub fn new(source: &str) -> LineIndex {
        let bytes = source.as_bytes();
        let mut starts = vec![0];
        for i in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            if bytes[i] == b'\n' || bytes.get(i + 1) != Some(&b'\n') {
                starts.push(i as u32 + 1);
            }
        }
        LineIndex { starts, pages: Vec::new() }
    }

    /// Gives the lines their pages; `pages` are the first bytes of the pages, none for a source without pages.
    pub fn with_pages(mut self, pages: &[usize]) -> LineIndex {
        self.pages = pages.to_vec();
        self
    }

    /// 1-based page that holds byte `at`; `None` for a source without pages.
    pub fn page(&self, at: usize) -> Option<u32> {
        let page = self.pages.partition_point(|&p| p <= at).max(1) as u32;
        (!self.pages.is_empty()).then_some(page)
    }

    /// Number of lines; an empty source has one.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Never true: a source has at least one line.
    pub fn is_empty(&self) -> bool {
        false
    }

    /// 1-based line that holds byte `at`.
    pub fn line(&self, at: usize) -> u32 {
        self.starts.partition_point(|&s| s as usize <= at) as u32
    }

    /// Byte range of the 0-based line `i`, its line end left out.
    pub fn range(&self, i: usize, source: &str) -> Range<usize> {
        let start = self.starts[i] as usize;
        let mut end = self.starts.get(i + 1).map_or(source.len(), |&s| s as usize);
        let bytes = source.as_bytes();
        while end > start && matches!(bytes[end - 1], b'\n' | b'\r') {
            end -= 1;
        }
        start..end
    }

    /// Lines `start..end` (bytes) as a [`Span`].
    pub fn span(&self, start: usize, end: usize) -> Span {
        let start_line = self.line(start);
        Span { start_line, end_line: self.line(end.saturating_sub(1).max(start)), page: self.page(start) }
    }

    /// Lines that the byte ranges `at` touch.
    pub fn span_of(&self, at: &[[usize; 2]]) -> Span {
        let start = at.iter().map(|r| r[0]).min().unwrap_or(0);
        let end = at.iter().map(|r| r[1]).max().unwrap_or(0);
        self.span(start, end)
    }
}

/// A text in quotes for people, at most `most` characters of it.
pub fn quote(text: &str, most: usize) -> String {
    let mut short: String = text.chars().take(most).collect();
    if short.len() < text.len() {
        short.push('\u{2026}');
    }
    format!("\u{ab}{short}\u{bb}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slices_keep_their_places() {
        let mut t = Text::default();
        t.push("один", 0..8);
        t.push(" ", 8..12);
        t.push("два", 12..18);
        assert_eq!(t.as_str(), "один два");
        assert_eq!(t.at(), vec![[0, 18]]);
        let tail = t.slice(8..15);
        assert_eq!(tail.as_str(), "два");
        assert_eq!(tail.at(), vec![[12, 18]]);
    }

    #[test]
    fn joined_pieces_have_two_places_and_a_break() {
        let mut a = Text::default();
        a.push("ab", 0..2);
        let mut b = Text::default();
        b.push("cd", 10..12);
        a.append(&b, " ", true);
        assert_eq!(a.as_str(), "ab cd");
        assert_eq!(a.at(), vec![[0, 2], [10, 12]]);
        assert_eq!(a.pieces().iter().map(Text::as_str).collect::<Vec<_>>(), ["ab", "cd"]);
    }

    #[test]
    fn replaced_letters_keep_their_place() {
        let mut t = Text::default();
        t.push("Пpиказ", 0..11);
        t.replace(2..3, "р");
        assert_eq!(t.as_str(), "Приказ");
        assert_eq!(t.at(), vec![[0, 11]]);
    }

    #[test]
    fn lines_are_counted_for_every_line_end() {
        let source = "a\nb\r\nc\rd";
        let index = LineIndex::new(source);
        assert_eq!(index.len(), 4);
        assert_eq!((0..4).map(|i| &source[index.range(i, source)]).collect::<Vec<_>>(), ["a", "b", "c", "d"]);
        assert_eq!(index.line(7), 4);
    }
}
