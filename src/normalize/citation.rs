//! «приказом Минобрнауки России от 26.11.2010 № 1241 «Об утверждении …» (ред. от 15.06.2022)»: cited legal acts.
//!
//! A citation opens with a kind noun (закон, приказ) and carries a date or a number. Most of a text has neither
//! number sign nor «от 26.11…»: those are looked for first, and only near them are kind nouns read, forward: the
//! issuer, then date, number, title and a note on changes, in any order.
//!
//! | text | kind | date | number |
//! |---|---|---|---|
//! | Указ Президента РФ от 07.05.2012 №599 «О мерах …» | Указ Президента РФ | 2012-05-07 | 599 |
//! | Закон «Об образовании» № 273-ФЗ | Закон | | 273-ФЗ |
//! | (в ред. приказов УО от 26.11.2010 n 1241, от 22.09.2011 n 2357) | приказ, twice | each its own | 1241 · 2357 |
//! | исполнение 44 ФЗ | ФЗ | | 44 ФЗ |
//! | школы № 5, приложение № 1 | none | | |

mod issuer;
mod parts;

use std::ops::Range;

use crate::grammar::citations::{Citations, Count};
use crate::grammar::lexicon::Words;
use crate::grammar::lexicon::is_letter;
use parts::{
    alnum, bare_title_at, blanks, border, bracketed, char_at, char_before, dated, form_at, is_word, law_number_at,
    note_at, number_at, number_sign, title_at, word_at, word_end, word_start,
};

pub use parts::date_at;

/// How far before a number or date its kind noun may stand, in bytes: a long title fits between.
const BEFORE: usize = 1500;
/// How far behind it may stand («… г. утверждён приказом управления»).
const BEHIND: usize = 200;

/// A cited legal act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// The words from the kind noun up to the date, number or title, as written; in a list of several acts the noun
    /// in the nominative singular.
    pub kind: String,
    /// Who issued it: bytes of the text.
    pub issuer: Option<Range<usize>>,
    /// ISO 8601.
    pub date: Option<String>,
    /// The number without «№»: bytes of the text.
    pub number: Option<Range<usize>>,
    /// The title without its quotes: bytes of the text.
    pub title: Option<Range<usize>>,
    /// The whole citation: bytes of the text.
    pub range: Range<usize>,
}

/// Finds the cited acts of one paragraph or cell, in order; an act inside the title of another is its own.
pub fn find(text: &str, g: &Citations) -> Vec<Citation> {
    let mut out: Vec<Citation> = Vec::new();
    for window in windows(text, g) {
        let words = Words::new(&text[window.clone()]);
        let (mut i, mut resume) = (0, window.start);
        while let Some(word) = words.get(i) {
            let start = window.start + word.start;
            let noun = if start < resume { None } else { g.nouns.at(&words, i) };
            let Some(((kind, count), n)) = noun else {
                i += 1;
                continue;
            };
            let end = words.get(i + n - 1).map_or(start, |w| window.start + w.end);
            i += n;
            let law_mark = g.law_marks.whole(&text[start..end]).is_some() && bare_law(text, start, g).is_some();
            if !law_mark && !named_for_short(text, start, g) {
                resume = Reader { text, g, kind, count, start, end }.read(&mut out);
            }
        }
    }
    bare_laws(text, g, &mut out);
    out.sort_by(|a, b| a.range.start.cmp(&b.range.start).then(b.range.end.cmp(&a.range.end)));
    // Закон «Основы законодательства о культуре» от … № …: words of a title do not take the number behind it.
    out.dedup_by(|inner, outer| inner.number.is_some() && inner.number == outer.number);
    out
}

/// True where `text` is the date and the number of an act and nothing else: «04.12.2007 № 329-ФЗ».
pub fn is_date_and_number(text: &str, g: &Citations) -> bool {
    let mut act = Act::default();
    act.read(text, 0, true, g);
    act.date.is_some() && act.number.is_some() && act.title.is_none() && text[act.end..].trim().is_empty()
}

/// The stretches of `text` around number signs, dates and marks of laws.
fn windows(text: &str, g: &Citations) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut anchors: Vec<usize> = Vec::new();
    // The number sign is E2 84 96.
    for i in memchr::memmem::find_iter(bytes, "\u{2116}") {
        anchors.push(i);
    }
    for i in memchr::memchr2_iter(b'N', b'n', bytes) {
        if (i == 0 || !bytes[i - 1].is_ascii_alphanumeric())
            && number_sign(text, i).is_some_and(|at| number_at(text, at, g).is_some())
        {
            anchors.push(i);
        }
    }
    for finder in &g.date_finders {
        for i in finder.find_iter(bytes) {
            // Cheap looks first: the word ends many others.
            let end = i + finder.needle().len();
            let next = bytes.get(end..).and_then(|b| b.first()).copied().unwrap_or(0);
            if (next == b' ' || next == b'\t' || next == 0xC2 || next == b'\n')
                && char_at(text, blanks(text, end))
                    .is_some_and(|c| c.is_ascii_digit() || matches!(c, '\u{ab}' | '"' | '\u{201c}'))
                && !char_before(text, i).is_some_and(alnum)
            {
                anchors.push(i);
            }
        }
    }
    for finder in &g.law_finders {
        anchors.extend(finder.find_iter(bytes));
    }
    anchors.sort_unstable();
    let mut out: Vec<Range<usize>> = Vec::new();
    for a in anchors {
        let end = border(text, a + BEHIND);
        match out.last_mut() {
            Some(last) if last.end + BEFORE >= a => last.end = last.end.max(end),
            last => {
                let from = border(text, a.saturating_sub(BEFORE)).max(last.map_or(0, |l| l.end));
                out.push(from..end);
            }
        }
    }
    out
}

/// The place of a law's number whose mark stands at `mark`: «44-ФЗ», «44 ФЗ».
fn bare_law(text: &str, mark: usize, g: &Citations) -> Option<Range<usize>> {
    let lead = text[..mark].trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '\u{2010}'..='\u{2014}'));
    let digits = lead.len() - lead.bytes().rev().take_while(u8::is_ascii_digit).count();
    if char_before(text, digits).is_some_and(|c| alnum(c) || c == '.' || c == '-') {
        return None;
    }
    // «статьи 8 ФЗ № 126»: the number of an article, and not the law's.
    let blank = text[lead.len()..mark].chars().all(char::is_whitespace);
    if blank && is_word(text, word_before(text, digits), &g.articles) {
        return None;
    }
    law_number_at(text, digits, g).filter(|n| n.end > mark)
}

/// Adds the laws that stand as a bare number: «исполнение требований 44 ФЗ».
fn bare_laws(text: &str, g: &Citations, out: &mut Vec<Citation>) {
    let mut taken: Vec<Range<usize>> = out.iter().filter_map(|c| c.number.clone()).collect();
    taken.sort_by_key(|r| r.start);
    for finder in &g.law_finders {
        for mark in finder.find_iter(text.as_bytes()) {
            let Some(number) = bare_law(text, mark, g) else { continue };
            let i = taken.partition_point(|t| t.end <= number.start);
            if taken.get(i).is_some_and(|t| t.start < number.end) {
                continue;
            }
            let lead = text[..number.start].trim_end();
            let sign =
                char_before(text, lead.len()).filter(|c| matches!(c, '\u{2116}' | 'N')).map_or(0, char::len_utf8);
            let start = if sign > 0 { lead.len() - sign } else { number.start };
            if named_for_short(text, start, g) {
                continue;
            }
            let mut act = Act { number: Some(number.clone()), end: number.end, ..Act::default() };
            act.read(text, number.end, true, g);
            let kind = text[mark..word_end(text, mark)].to_owned();
            out.push(Citation {
                kind,
                issuer: None,
                date: act.date,
                number: act.number,
                title: act.title,
                range: start..act.end,
            });
        }
    }
}

/// True in a bracket «(далее – …»: the text names the act for short and does not cite it.
fn named_for_short(text: &str, at: usize, g: &Citations) -> bool {
    let lead = &text[border(text, at.saturating_sub(160))..at];
    let Some(open) = lead.rfind(['(', ')']).filter(|&i| lead[i..].starts_with('(')) else { return false };
    form_at(lead, blanks(lead, open + 1), &g.naming).is_some()
}

/// What follows the kind and the issuer.
#[derive(Clone, Debug, Default)]
struct Act {
    date: Option<String>,
    number: Option<Range<usize>>,
    title: Option<Range<usize>>,
    end: usize,
    /// True where the citation begins a paragraph or an item: its title may go on to the end of the sentence.
    listed: bool,
}

impl Act {
    fn found(&self) -> bool {
        self.date.is_some() || self.number.is_some()
    }

    /// Reads date, number, title and note from `at` on, each once, in any order.
    fn read(&mut self, text: &str, mut at: usize, law: bool, g: &Citations) {
        loop {
            let from = blanks(text, at);
            let Some(c) = char_at(text, from) else { return };
            // «№ 5, от 12.03.2020» and «№ 5 – «Об …»» go on behind a mark.
            let mark = matches!(c, ',' | '-' | '\u{2013}' | '\u{2014}') && (self.found() || self.title.is_some());
            let next = if mark { blanks(text, from + c.len_utf8()) } else { from };
            let step = self.date(text, next, g).or_else(|| self.number(text, next, law && !mark, g));
            let step = step.or_else(|| self.title(text, next, law, mark, g)).or_else(|| self.note(text, from, g));
            let Some(end) = step else { return };
            at = end;
        }
    }

    fn date(&mut self, text: &str, at: usize, g: &Citations) -> Option<usize> {
        if self.date.is_some() {
            return None;
        }
        let (date, end) = dated(text, at, g)?;
        self.date = Some(date);
        self.end = end;
        Some(end)
    }

    fn number(&mut self, text: &str, at: usize, law: bool, g: &Citations) -> Option<usize> {
        if self.number.is_some() {
            return None;
        }
        let number = match number_sign(text, at) {
            Some(from) => number_at(text, from, g)?,
            None if law => law_number_at(text, at, g).or_else(|| {
                // «ФЗ-273».
                let glued = char_at(text, at) == Some('-') && char_before(text, at).is_some_and(is_letter);
                if glued { number_at(text, at + 1, g) } else { None }
            })?,
            // «приказ 534 от 26.05.2020».
            None if self.date.is_none() && char_at(text, at)?.is_ascii_digit() => {
                let number = number_at(text, at, g)?;
                let from = blanks(text, number.end);
                word_at(text, from, &g.date_words)?;
                dated(text, from, g)?;
                number
            }
            None => return None,
        };
        // «№__4_»: the rest of the blank that was filled in.
        self.end = number.end + text[number.end..].bytes().take_while(|b| *b == b'_').count();
        self.number = Some(number);
        Some(self.end)
    }

    fn title(&mut self, text: &str, at: usize, law: bool, mark: bool, g: &Citations) -> Option<usize> {
        if self.title.is_some() {
            return None;
        }
        // «N 407н г. Москва "Об утверждении …"».
        let place = word_at(text, at, &g.places).filter(|_| self.found()).and_then(|((), end)| {
            let name = blanks(text, if char_at(text, end) == Some('.') { end + 1 } else { end });
            let next = blanks(text, word_end(text, name));
            title_at(text, next, false, g).map(|_| next)
        });
        let at = place.unwrap_or(at);
        let (title, end) = title_at(text, at, (law || self.found()) && !mark, g)
            .or_else(|| bare_title_at(text, at, self.listed, g).filter(|_| self.found() && !mark))?;
        self.title = Some(title);
        self.end = end;
        Some(end)
    }

    fn note(&mut self, text: &str, at: usize, g: &Citations) -> Option<usize> {
        if !self.found() {
            return None;
        }
        let (end, other) = note_at(text, at, g)?;
        if !other {
            self.end = end;
            return Some(end);
        }
        // A note that names its own act is skipped where the title stands behind it.
        title_at(text, blanks(text, end), false, g).filter(|_| self.title.is_none()).map(|_| end)
    }
}

/// A kind noun and the reading of what follows it.
struct Reader<'a> {
    text: &'a str,
    g: &'a Citations,
    kind: usize,
    count: Count,
    start: usize,
    end: usize,
}

impl Reader<'_> {
    /// Reads the citations behind the noun; gives the byte from which kind nouns are looked for again.
    fn read(&self, out: &mut Vec<Citation>) -> usize {
        let (text, g) = (self.text, self.g);
        let kind = &g.kinds[self.kind];
        let Some(head) = issuer::read(text, self.end, kind.issuer, g) else { return self.end };
        let mut act = Act { end: self.end, listed: begins_item(text, self.start), ..Act::default() };
        let mut resume = head.at;
        if let Some(end) = self.twin(head.at) {
            // «приказом управления образования (приказ № 351)».
            let noun_end = word_end(text, blanks(text, head.at + 1));
            act.read(text, noun_end, !kind.issuer, g);
            (act.end, resume) = (end, end);
        } else if let Some((title, end)) = head.title {
            act.title = Some(title);
            act.read(text, end, !kind.issuer, g);
        } else {
            act.read(text, head.at, !kind.issuer, g);
        }
        if !act.found() || (head.needs_date && act.date.is_none()) {
            return self.end;
        }
        let mut start = self.start;
        if act.date.is_none()
            && let Some((date, from)) = self.date_before()
        {
            (act.date, start) = (Some(date), from);
        }
        let mut issuer = head.issuer.clone().filter(|_| kind.issuer);
        if kind.issuer && head.issuer.is_none() && act.date.is_none() && start == self.start {
            // «постановление № 7 администрации города от 12.03.2020».
            let behind = issuer::read(text, act.end, true, g).filter(|h| h.issuer.is_some() && h.title.is_none());
            if let Some(behind) = behind.filter(|h| dated(text, h.at, g).is_some()) {
                issuer = behind.issuer;
                act.read(text, behind.at, false, g);
            } else if let Some(behind) =
                issuer::behind(text, act.end, g).filter(|_| act.number.is_some() && act.title.is_none())
            {
                // «постановление № 7 администрации Уссурийского городского округа».
                act.end = behind.end;
                act.read(text, behind.end, false, g);
                issuer = Some(behind);
            }
        }
        if let Some((number, end)) = self.minutes(&act) {
            (act.number, act.end) = (Some(number), end);
            resume = resume.max(end);
        }
        let first = out.len();
        let noun = squeeze(&text[self.start..head.issuer.as_ref().map_or(self.end, |r| r.end)]);
        let mut end = act.end;
        let mut last = act.date.clone().filter(|_| act.number.is_some() && act.title.is_none());
        out.push(Citation {
            kind: noun,
            issuer: issuer.clone(),
            date: act.date,
            number: act.number,
            title: act.title,
            range: start..act.end,
        });
        let single = match &head.issuer {
            Some(r) if !kind.issuer => format!("{} {}", kind.name, squeeze(&text[r.clone()])),
            _ => kind.name.clone(),
        };
        while let Some((from, by, item)) = self.item(end) {
            issuer = by.or(issuer);
            end = item.end;
            // «приказами от 12.09.2013 № 1060 и № 1061»: one date for both; laws have each their own.
            let bare = kind.issuer && item.title.is_none() && number_sign(text, from).is_some();
            let date = item.date.or_else(|| last.clone().filter(|_| bare));
            last.clone_from(&date);
            out.push(Citation {
                kind: single.clone(),
                issuer: issuer.clone(),
                date,
                number: item.number,
                title: item.title,
                range: from..item.end,
            });
        }
        // One date behind a plural is no list: «перечня поручений главы от 16.08.2024 № 31».
        let several = self.count != Count::One && out.len() > first + 1;
        if several && start == self.start {
            out[first].kind = single;
            out[first].range.start = head.at.max(self.start);
        }
        resume
    }

    /// The end of «(приказ № 351)» at `at`: the same noun once more, with its number.
    fn twin(&self, at: usize) -> Option<usize> {
        if char_at(self.text, at) != Some('(') {
            return None;
        }
        let ((kind, _), end) = form_at(self.text, blanks(self.text, at + 1), &self.g.nouns)?;
        let from = blanks(self.text, end);
        let numbered = number_sign(self.text, from).is_some() || dated(self.text, from, self.g).is_some();
        (kind == self.kind && numbered).then(|| bracketed(self.text, at))?
    }

    /// The number of the minutes behind an act without one, and the end of their bracket: «решения коллегии от
    /// 22.08.2024 (протокол № 8)».
    fn minutes(&self, act: &Act) -> Option<(Range<usize>, usize)> {
        let (text, g) = (self.text, self.g);
        let open = blanks(text, act.end);
        if act.number.is_some() || g.kinds[self.kind].minutes || char_at(text, open) != Some('(') {
            return None;
        }
        let ((kind, _), end) = form_at(text, blanks(text, open + 1), &g.nouns)?;
        let mut inner = Act { end, ..Act::default() };
        inner.read(text, end, false, g);
        let close = blanks(text, inner.end);
        let same = inner.date.is_none() || inner.date == act.date;
        (g.kinds[kind].minutes && same && char_at(text, close) == Some(')')).then_some((inner.number?, close + 1))
    }

    /// The date of the sentence: «27 апреля 2021 г. был разработан и утвержден » before the noun.
    fn date_before(&self) -> Option<(String, usize)> {
        let from = border(self.text, self.start.saturating_sub(160));
        let starts = (from..self.start).rev().filter(|&i| {
            let b = self.text.as_bytes();
            b[i].is_ascii_digit() && (i == 0 || !b[i - 1].is_ascii_digit() && b[i - 1] != b'.')
        });
        for i in starts {
            let Some((date, end)) = date_at(self.text, i, &self.g.months, &self.g.year_marks) else { continue };
            let between = Words::new(self.text.get(end..self.start)?);
            let mut k = 0;
            while let Some(((), n)) = self.g.enacted.at(&between, k) {
                k += n;
            }
            return (k > 0 && k == between.len()).then_some((date, i));
        }
        None
    }

    /// The next item of a list of acts behind `at`: «, от 22.09.2011 n 2357». Where it starts, its own issuer, the rest.
    fn item(&self, at: usize) -> Option<(usize, Option<Range<usize>>, Act)> {
        let (text, g) = (self.text, self.g);
        let list = self.count != Count::One;
        let mut i = blanks(text, at);
        if list && char_at(text, i) == Some('(') {
            i = blanks(text, bracketed(text, i)?);
        }
        // «от 21.09.99, от 28.10.99. от 01.02.2000»: a dot for a comma.
        let dotted = |c: char| list && c == '.' && word_at(text, blanks(text, i + 1), &g.date_words).is_some();
        let mark = char_at(text, i).filter(|&c| matches!(c, ',' | ';') || dotted(c));
        if let Some(c) = mark {
            i = blanks(text, i + c.len_utf8());
            // «; - от …»
            let dash = char_at(text, i).filter(|c| matches!(c, '-' | '\u{2013}' | '\u{2014}'));
            i = dash.map_or(i, |c| blanks(text, i + c.len_utf8()));
        }
        let joined = form_at(text, i, &g.joins).map(|(_, end)| blanks(text, end));
        i = joined.unwrap_or(i);
        mark.map(|_| i).or(joined)?;
        let law = !g.kinds[self.kind].issuer;
        let mut act = Act::default();
        let mut by = None;
        let mut start = i;
        if word_at(text, i, &g.date_words).is_none() && number_sign(text, i).is_none() {
            // Another issuer of the same list: «…, Минпросвещения России от 11.12.2020 N 712». Behind a noun in the
            // singular it is a body in the genitive, as the noun governs it.
            let head = issuer::read(text, i, true, g).filter(|h| !law && h.issuer.is_some() && h.title.is_none())?;
            dated(text, head.at, g)?;
            if !list {
                word_at(text, i, &g.bodies)?;
            }
            by = head.issuer;
            i = head.at;
            start = by.as_ref().map_or(i, |r| r.start);
        }
        act.listed = true;
        act.read(text, i, law, g);
        let whole = act.date.is_some() && act.number.is_some();
        (whole || (list && act.found())).then_some((start, by, act))
    }
}

/// True where nothing stands before `at`, or the end of a sentence, of an item, or a bullet.
fn begins_item(text: &str, at: usize) -> bool {
    let lead = text[..at].trim_end();
    let bullet = |c: char| matches!(c, '-' | '\u{2013}' | '\u{2014}' | '\u{2022}' | '\u{b7}' | '*');
    let blank = at - lead.len() > 0;
    char_before(text, lead.len()).is_none_or(|c| matches!(c, ';' | ':' | '.' | ')') || (blank && bullet(c)))
        || text[lead.len()..at].contains(['\n', '\t'])
}

/// `text` with every run of blanks as one space.
fn squeeze(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// The words before `at`, one: its place.
fn word_before(text: &str, at: usize) -> Range<usize> {
    let end = text[..at].trim_end().len();
    let end = end - text[..end].chars().rev().take_while(|c| *c == '.').count();
    word_start(text, end)..end
}

#[cfg(test)]
mod tests;
