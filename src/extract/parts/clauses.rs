//! Ordered points: their numbers, their lines, the text that is quoted into them.
//!
//! ```text
//! 1. Утвердить программу.              1. Внести изменения:
//! 2. Отделу культуры:                  1) пункт 2 изложить в следующей редакции:
//! 2.1. обеспечить исполнение;          «2. Отдел ведёт учёт.»;
//! а) назначить ответственных.          2) пункт 3 исключить.
//! ```

use super::cues::{Lines, is_caps, is_dash, is_open_quote};
use super::signatory;
use crate::grammar::acts::{Acts, Cue, prefix};
use crate::grammar::lexicon::is_cyrillic;
use crate::grammar::lexicon::{is_letter, is_letter_or_digit};
use crate::layout::groups::is_roman;
use crate::layout::heal;
use crate::model::Clause;
use crate::text::Text;

/// Longest quoted text of one point, in lines.
const MAX_QUOTED: usize = 600;
/// Longest heading, in bytes.
const MAX_HEADING: usize = 400;
/// Longest heading above points that count anew, in bytes.
const SHORT_HEADING: usize = 240;

/// The number of a point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Number {
    /// As written, without its last point.
    pub text: String,
    /// Byte after it.
    pub end: usize,
    value: Value,
    /// A point or a bracket closes it.
    strong: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Value {
    /// «1», «1.2»
    Points(Vec<u32>),
    /// «1)», «а)»
    Bracket,
}

impl Number {
    /// True for «1.», «1.2.».
    pub fn is_main(&self) -> bool {
        self.strong && matches!(self.value, Value::Points(_))
    }
}

/// The number that `text` begins with.
pub(super) fn number(g: &Acts, text: &str) -> Option<Number> {
    let first = text.chars().next()?;
    if is_cyrillic(first) {
        let end = first.len_utf8();
        if first.is_lowercase() && text[end..].starts_with(')') {
            return Some(Number { text: text[..=end].to_owned(), end: end + 1, value: Value::Bracket, strong: true });
        }
        // «П.1 .», «п. 2.»
        let n = g.starts(Cue::Point, prefix(text, 16))?;
        let rest = text[n..].trim_start_matches('.').trim_start();
        let at = text.len() - rest.len();
        if at == n || text[..at].len() > 8 {
            return None;
        }
        if let Some(after) = rest.strip_prefix(g.three).filter(|a| a.starts_with('.')) {
            let end = text.len() - after.len() + 1;
            return Some(Number { text: "3".into(), end, value: Value::Points(vec![3]), strong: true });
        }
        let mut inner = digits(rest)?;
        inner.end += at;
        return inner.is_main().then_some(inner);
    }
    digits(text)
}

fn digits(text: &str) -> Option<Number> {
    let mut value = Vec::new();
    let mut at = 0;
    let mut strong = false;
    loop {
        let n = text[at..].bytes().take_while(u8::is_ascii_digit).count();
        if n == 0 {
            break;
        }
        if n > 3 {
            return None;
        }
        value.push(text[at..at + n].parse().ok()?);
        at += n;
        strong = text[at..].starts_with('.');
        if !strong {
            break;
        }
        at += 1;
    }
    if value.is_empty() {
        return None;
    }
    let end = at;
    let written = text[..end].trim_end_matches('.');
    let rest = &text[end..];
    if !strong && rest.starts_with(')') && value.len() == 1 {
        return Some(Number { text: text[..=end].to_owned(), end: end + 1, value: Value::Bracket, strong: true });
    }
    let spaced = rest.trim_start();
    // «1 .» of scanned texts.
    let (end, strong) = if !strong && spaced.starts_with('.') && rest.len() > spaced.len() {
        (text.len() - spaced.len() + 1, true)
    } else {
        (end, strong)
    };
    let rest = &text[end..];
    let next = rest.chars().next();
    let free = next.is_none_or(|c| c.is_whitespace() || is_letter(c) && strong || is_open_quote(c) && strong);
    let follows = rest.trim_start().chars().next();
    let good =
        if strong || value.len() > 1 { true } else { next == Some(' ') && follows.is_some_and(char::is_uppercase) };
    (free && good && value.len() <= 6).then(|| Number {
        text: written.to_owned(),
        end,
        value: Value::Points(value),
        strong,
    })
}

/// How points are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// An act: unnumbered paragraphs are points where none is numbered.
    Act,
    /// A regulation: headings stand between the points.
    Regulation,
    /// A resolution of a conference: groups of points under «Администрации города:».
    Groups,
}

/// A paragraph with or without a number.
struct Paragraph {
    number: Option<Number>,
    text: Text,
    first: usize,
    last: usize,
}

/// Reads the points in lines `from..to`, the first line from its byte `skip` on.
pub(super) fn read(cx: Lines<'_>, from: usize, skip: usize, to: usize, style: Style) -> Vec<Clause> {
    let mut paragraphs = paragraphs(cx, from, skip, to, style);
    if style == Style::Regulation {
        drop_headings(cx, &mut paragraphs);
    }
    let numbered = paragraphs.iter().any(|p| p.number.is_some());
    let mut out: Vec<Paragraph> = Vec::with_capacity(paragraphs.len());
    for p in paragraphs {
        match (&p.number, out.last_mut()) {
            (Some(_), _) => out.push(p),
            (None, _) if !numbered => {
                if style == Style::Act {
                    out.push(p);
                }
            }
            (None, Some(last)) if style != Style::Groups => heal::join(&mut last.text, &p.text, cx.vocabulary),
            (None, None) if style == Style::Act && !p.text.as_str().ends_with(':') => out.push(p),
            (None, _) => {}
        }
    }
    out.into_iter().filter_map(|p| clause(cx, &p)).collect()
}

fn clause(cx: Lines<'_>, p: &Paragraph) -> Option<Clause> {
    let skip = p.number.as_ref().map_or(0, |n| n.end);
    let text = p.text.as_str().get(skip..)?.trim();
    if text.is_empty() {
        return None;
    }
    let at = p.text.at();
    Some(Clause {
        number: p.number.as_ref().map(|n| n.text.clone()),
        text: text.to_owned(),
        span: cx.index.span_of(&at),
        boxes: Vec::new(),
        at,
    })
}

fn paragraphs(cx: Lines<'_>, from: usize, skip: usize, to: usize, style: Style) -> Vec<Paragraph> {
    let mut out: Vec<Paragraph> = Vec::new();
    let mut last: Vec<u32> = Vec::new();
    let mut quoted: Option<(Quotes, usize)> = None;
    let mut broken = false;
    let mut i = from;
    while i < to {
        let text = if i == from { cx.str(i).get(skip..).unwrap_or("").trim_start() } else { cx.str(i) };
        if text.is_empty() || cx.is_page(i) {
            i += 1;
            continue;
        }
        if let Some((quotes, since)) = &mut quoted {
            if cx.is_row(i) {
                broken = true;
            } else if let Some(p) = out.last_mut() {
                cx.join_piece(&mut p.text, i, text);
                p.last = i;
            }
            if quotes.closes(text) || i - *since > MAX_QUOTED {
                quoted = None;
            }
            i += 1;
            continue;
        }
        if let Some(next) = (i > from && text.starts_with('(')).then(|| cx.aside(i)).flatten() {
            i = next.max(i + 1);
            broken = true;
            continue;
        }
        let cells = cx.flow.get(i).map_or(0, |l| if l.in_table { 3 } else { l.cells });
        // «1. ⇥ Утвердить»: a point set with a tab; every other row is a table.
        if cx.is_row(i) && !(cells == 2 && number(cx.g, text).is_some_and(|n| n.is_main())) {
            broken = true;
            i += 1;
            continue;
        }
        let before = out.last().map_or("", |p| p.text.as_str());
        let begins = out.is_empty()
            || broken
            || cx.blanks(i) > 0
            || heal::is_closed(before)
            || cx.indent(i) > cx.indent(i - 1) + 1;
        let first = |n: &Number| style == Style::Regulation && is_first_below(n, before, text, out.last());
        let number = number(cx.g, text).filter(|n| is_next(n, &last, begins, before, text) || first(n));
        let inserted =
            before.ends_with(':') && text.starts_with(is_open_quote) && number.is_none() && style != Style::Groups;
        if inserted {
            let mut quotes = Quotes::default();
            if let Some(p) = out.last_mut() {
                cx.join_piece(&mut p.text, i, text);
                p.last = i;
            }
            quoted = (!quotes.closes(text)).then_some((quotes, i));
            i += 1;
            continue;
        }
        let heading = match style {
            Style::Regulation => number.is_none() && is_heading(cx, i, text),
            Style::Act => is_article(cx, i),
            Style::Groups => false,
        };
        if heading {
            // «IV.» has its words in the next line.
            let below = is_roman(text.trim_end_matches('.'))
                && i + 1 < to
                && self::number(cx.g, cx.str(i + 1)).is_none()
                && cx.str(i + 1).len() <= MAX_HEADING;
            i = skip_heading(cx, i + 1 + usize::from(below), to);
            broken = true;
            continue;
        }
        if number.is_some() || begins && is_fresh(cx, i, text, before) {
            if let Some(Number { value: Value::Points(points), .. }) = &number {
                last.clone_from(points);
            }
            let mut piece = Text::default();
            cx.join_piece(&mut piece, i, text);
            out.push(Paragraph { number, text: piece, first: i, last: i });
        } else if let Some(p) = out.last_mut() {
            cx.join_piece(&mut p.text, i, text);
            p.last = i;
        }
        broken = false;
        i += 1;
    }
    out
}

/// True where an unnumbered line begins a paragraph of its own.
fn is_fresh(cx: Lines<'_>, i: usize, text: &str, before: &str) -> bool {
    let torn = !before.is_empty() && !heal::is_closed(before) && heal::begins_inside(text);
    let narrow = cx.blanks(i) == 0
        && i > 0
        && cx.indent(i) <= cx.indent(i - 1) + 1
        && heal::begins_inside(text)
        && !before.ends_with([';', ':']);
    !torn && !narrow
}

/// True where `n` may follow the number `last`.
fn is_next(n: &Number, last: &[u32], begins: bool, before: &str, text: &str) -> bool {
    let Value::Points(points) = &n.value else {
        return begins || before.ends_with([',', ':', ';']);
    };
    let Some((&own, parents)) = points.split_last() else { return false };
    let next = if last.is_empty() {
        own == 1
    } else if parents.len() < last.len() {
        parents == &last[..parents.len()] && own == last[parents.len()] + 1
    } else {
        parents == last && own <= 1
    };
    if !n.strong {
        let capital = text[n.end..].trim_start().starts_with(char::is_uppercase);
        return begins && next && (capital || points.len() > 1);
    }
    if next {
        // «1.1. В разделе «Общие положения»», then «1.1.1. …»
        let child = points.len() > last.len() && !before.ends_with(is_letter);
        return begins || !before.ends_with(|c: char| c == '.' || c.is_ascii_digit()) && (points.len() < 3 || child);
    }
    begins && points.iter().all(|&p| p < 200) && !is_date(points)
}

/// «1. Памятники ставят …» right below «4. Содержание памятников»: each section of a regulation counts anew.
fn is_first_below(n: &Number, before: &str, text: &str, above: Option<&Paragraph>) -> bool {
    let titled = above.is_some_and(|p| p.number.as_ref().is_some_and(Number::is_main));
    n.strong
        && n.value == Value::Points(vec![1])
        && titled
        && before.len() < MAX_HEADING
        && !heal::is_closed(before)
        && !heal::begins_inside(text[n.end..].trim_start())
}

fn is_date(points: &[u32]) -> bool {
    points.len() == 3 && points[0] <= 31 && (1..=12).contains(&points[1]) && points[2] >= 90
}

/// True where line `i` is the last line of a point without a closing mark, so a signature may follow at once.
pub(super) fn unclosed_point(cx: Lines<'_>, i: usize) -> bool {
    number(cx.g, cx.str(i)).is_some()
}

/// «II. Цели», «Раздел 3. Контроль», «ОБЩИЕ ПОЛОЖЕНИЯ».
pub(super) fn is_heading(cx: Lines<'_>, i: usize, text: &str) -> bool {
    if text.len() > MAX_HEADING || text.ends_with([';', ':']) {
        return false;
    }
    let roman = begins_roman(text) && (!text.ends_with('.') || is_roman(text.trim_end_matches('.')));
    roman
        || is_named_heading(cx.g, text)
        || is_caps(text) && cx.blanks(i) > 0 && text.chars().filter(|c| is_letter_or_digit(*c)).count() > 5
}

/// «Статья 1. …», «Глава II»: a heading by its noun and its number.
fn is_named_heading(g: &Acts, text: &str) -> bool {
    text.starts_with(char::is_uppercase)
        && g.starts(Cue::Heading, text).is_some_and(|n| {
            let rest = text[n..].trim_start();
            let number = rest.split([' ', '.']).next().unwrap_or("");
            is_roman(number) || !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())
        })
}

/// True where line `i` heads an article or a chapter of a decision that has them instead of points alone.
pub(super) fn is_article(cx: Lines<'_>, i: usize) -> bool {
    let text = cx.str(i);
    let begins = cx.begins(i) || is_named_heading(cx.g, cx.str(i - 1));
    text.len() <= MAX_HEADING && begins && is_named_heading(cx.g, text) && !text.ends_with([';', ':', ','])
}

/// «IV. …», and «IV.» alone, its title below.
fn begins_roman(text: &str) -> bool {
    if text.strip_suffix('.').is_some_and(is_roman) {
        return true;
    }
    let (number, rest) = text.split_at(text.find(['.', ')', ' ']).unwrap_or(text.len()));
    let title = rest.trim_start_matches(['.', ')', ' ']);
    is_roman(number)
        && rest.len() > title.len()
        && !title.is_empty()
        && (!rest.starts_with(' ') || title.starts_with(char::is_uppercase))
}

/// The line after a heading that goes on over lines up to a blank.
fn skip_heading(cx: Lines<'_>, from: usize, to: usize) -> usize {
    let goes_on = |i: usize| {
        let text = cx.str(i);
        let torn = heal::begins_inside(text) || is_caps(text) || cx.indent(i) > 8;
        cx.blanks(i) == 0 && torn && number(cx.g, text).is_none() && !heal::is_closed(text)
    };
    (from..to).find(|&i| !goes_on(i)).unwrap_or(to.max(from))
}

/// Takes out numbered headings: «2. Порядок …» above «2.1. …».
fn drop_headings(cx: Lines<'_>, paragraphs: &mut Vec<Paragraph>) {
    let mut drop = vec![false; paragraphs.len()];
    let mut next: Option<&Vec<u32>> = None;
    for (i, p) in paragraphs.iter().enumerate().rev() {
        if let Some(Number { value: Value::Points(points), .. }) = &p.number {
            let text = p.text.as_str();
            // «2. Порядок …» above «2.1.», or above «1.» where each section counts anew.
            let above = points.len() == 1
                && next.is_some_and(|n| n.len() > 1 && n[0] == points[0] || n[..] == [1] && text.len() < SHORT_HEADING);
            drop[i] = above && text.len() < MAX_HEADING && !text.ends_with(['.', ':', ';', ','])
                || points.len() == 1
                    && text.len() < MAX_HEADING
                    && is_caps(&text[p.number.as_ref().map_or(0, |n| n.end)..]);
            next = Some(points);
        }
    }
    let mut keep = drop.iter().map(|d| !d);
    paragraphs.retain(|_| keep.next().unwrap_or(true));
    // What follows the last point after a signature is none.
    if let Some(cut) = paragraphs.iter().position(|p| {
        p.number.is_none() && signatory::at(cx, p.first, p.first, p.last + 6).is_some_and(|s| s.who.position.is_some())
    }) {
        paragraphs.truncate(cut);
    }
}

/// Open quotes of inserted text.
#[derive(Default)]
struct Quotes {
    depth: i32,
    straight: usize,
}

impl Quotes {
    /// Takes in a line; true where it closes the inserted text.
    fn closes(&mut self, line: &str) -> bool {
        for c in line.chars() {
            match c {
                '\u{ab}' | '\u{201e}' => self.depth += 1,
                '\u{bb}' | '\u{201d}' => self.depth -= 1,
                '\u{201c}' => self.depth += if self.depth > 0 { -1 } else { 1 },
                '"' => self.straight += 1,
                _ => {}
            }
        }
        let tail = line.trim_end_matches(|c: char| matches!(c, '.' | ';' | ',') || c.is_whitespace() || is_dash(c));
        let ends = tail.ends_with(['\u{bb}', '\u{201d}', '"', '\u{201c}']);
        let double = ends && tail.len() < line.len() && tail.trim_end_matches(['\u{bb}', '"']).ends_with(['.', ';']);
        ends && (self.depth <= 0 && self.straight.is_multiple_of(2) || double)
    }
}
