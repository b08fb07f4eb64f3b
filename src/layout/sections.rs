//! The heading tree.
//!
//! ```text
//! Приложение № 1                 1
//!   ПРОГРАММА развития           2
//!     I. Общие положения         3
//!       1. Термины               4
//!     II. Цели                   3
//! ```
//!
//! A heading closes the open one of its own style and all below; a style that is not open goes below those of a
//! smaller rank.

use crate::diagnostic::{Code, Findings};
use crate::grammar::Grammars;
use crate::grammar::acts::Cue;
use crate::model::{self, BlockKind, PartKind};
use crate::text::{LineIndex, Text};

use super::marker::{Marker, marker_len};
use super::paragraphs::Block;
use super::shape::{is_capital_heading, numbered};

/// Longest stamp, in bytes.
const MAX_STAMP: usize = 300;

/// Sections and the places where they begin.
#[derive(Clone, Debug, Default)]
pub struct Sections {
    /// The sections in order.
    pub list: Vec<model::Section>,
    /// Where a section begins, as its index, or all of them end.
    starts: Vec<(usize, Option<usize>)>,
}

impl Sections {
    /// Id of the innermost section at byte `at`.
    pub fn at(&self, at: usize) -> Option<String> {
        let i = self.starts.partition_point(|&(start, _)| start <= at);
        let section = i.checked_sub(1).and_then(|i| self.starts[i].1);
        section.map(|i| self.list[i].id.clone())
    }
}

/// How a heading is marked; styles of one kind are siblings.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Style {
    /// The name of a sheet of a workbook, which nothing of another sheet stands above.
    Tab,
    /// A word of a level of its own («Приложение», «Раздел»).
    Level(usize),
    /// So many `#`.
    Hash(usize),
    /// The kind of an act, or the title of what it approves.
    Title,
    /// Another word with a number («Проект 3.»).
    Word(String),
    /// A Roman number.
    Roman,
    /// A number of so many places.
    Number(usize),
    /// Capitals without a number.
    Capitals,
    /// Words without a number.
    Plain,
}

impl Style {
    /// Smaller is outer.
    fn rank(&self) -> usize {
        match self {
            Style::Tab | Style::Level(0) => 0,
            Style::Hash(n) => *n,
            Style::Title => 8,
            Style::Level(n) => 10 + n,
            Style::Roman => 20,
            Style::Word(_) => 25,
            Style::Number(places) => 30 + places,
            Style::Capitals => 90,
            Style::Plain => 95,
        }
    }

    /// Headings that need not hold anything: titles, names of bodies.
    fn is_loose(&self) -> bool {
        matches!(self, Style::Tab | Style::Title | Style::Capitals | Style::Plain | Style::Hash(_))
    }
}

/// A heading taken apart.
struct Heading {
    style: Style,
    number: Option<String>,
    title: Text,
}

/// A section that is not closed yet.
struct Open {
    style: Style,
    section: usize,
    /// The title of a document of its own.
    whole: bool,
}

/// Builds the tree out of heading blocks; `tabs` are the first bytes of the names of sheets.
pub fn build(
    blocks: &[Block],
    tabs: &[Option<usize>],
    index: &LineIndex,
    g: &Grammars,
    findings: &mut Findings,
) -> Sections {
    let mut out = Sections::default();
    let mut open: Vec<Open> = Vec::new();
    let mut empty: Option<(Style, Text)> = None;
    for (i, block) in blocks.iter().enumerate() {
        let Block::Text { kind: BlockKind::Heading, text, level, head, .. } = block else {
            empty = None;
            if open.iter().any(|o| g.headings.act(&out.list[o.section].title)) && is_border(&blocks[i..], g) {
                open.clear();
                if let Block::Text { text, .. } = block {
                    out.starts.extend(text.start().map(|start| (start, None)));
                }
            }
            continue;
        };
        let mut heading = split(text, *level, g);
        // «ОТЧЁТ» above «о работе школы» stands beside other titles in capitals.
        let first = text.as_str().get(..*head).unwrap_or(text.as_str());
        if heading.style == Style::Plain && is_capital_heading(first) && g.headings.title(first).is_some() {
            heading.style = Style::Capitals;
        }
        let whole = g.headings.whole(text.as_str());
        if matches!(heading.style, Style::Capitals | Style::Plain) {
            let held = open.iter().any(|o| o.whole || (10..90).contains(&o.style.rank()));
            // A plan below a plan is another one.
            let plan = |title: &str| g.acts.body(title) == Some(PartKind::ActionPlan);
            let next = plan(text.as_str()) && open.iter().any(|o| o.whole && plan(&out.list[o.section].title));
            if g.headings.act(text.as_str()) || whole && (!held || next) {
                heading.style = Style::Title;
            }
        }
        if tabs.contains(&text.start()) {
            heading.style = Style::Tab;
        } else if let Some(style) = series(&open, &out.list, &heading) {
            heading.style = style;
        }
        let Heading { style, number, title } = heading;
        let first = style == Style::Number(1) && number.as_deref() == Some("1") && is_part(&open, &out.list, &empty);
        if let Some((above, words)) = empty.take()
            && above.rank() >= style.rank()
            && !above.is_loose()
        {
            findings.about(Code::HeadingEmpty, &words);
        }
        match open.iter().rposition(|o| o.style == style) {
            Some(at) => open.truncate(at),
            None => {
                let word = matches!(style, Style::Word(_));
                let outer = |o: &Open| first && o.style.rank() >= 90 || word && o.style.rank() < 90;
                while open.last().is_some_and(|o| o.style.rank() > style.rank() && !outer(o)) {
                    open.pop();
                }
            }
        }
        let parent = open.last().map(|o| o.section);
        let at = text.at();
        out.starts.push((text.start().unwrap_or(0), Some(out.list.len())));
        out.list.push(model::Section {
            id: format!("section-{}", out.list.len() + 1),
            parent: parent.map(|p| out.list[p].id.clone()),
            level: open.len() as u32 + 1,
            number,
            title: title.as_str().to_owned(),
            span: index.span_of(&at),
            boxes: Vec::new(),
            at,
        });
        open.push(Open { style: style.clone(), section: out.list.len() - 1, whole: whole && style == Style::Title });
        empty = Some((style, text.clone()));
    }
    if let Some((style, words)) = empty
        && !style.is_loose()
    {
        findings.about(Code::HeadingEmpty, &words);
    }
    out
}

/// True where the last heading has no number, stands within a numbered section and has nothing below it yet: the first
/// number of a series then begins its parts.
fn is_part(open: &[Open], list: &[model::Section], empty: &Option<(Style, Text)>) -> bool {
    let bare = matches!(empty, Some((Style::Plain | Style::Capitals, _)));
    let outer = open.len().checked_sub(2).map(|i| &list[open[i].section]);
    bare && outer.is_some_and(|s| s.number.is_some()) && open.last().is_some_and(|o| o.style.rank() >= 90)
}

/// True where `blocks` begin with the stamp of what an act approves: «Утверждена» above or before «постановлением …»,
/// «Приложение к постановлению …», which is no heading.
fn is_border(blocks: &[Block], g: &Grammars) -> bool {
    let words = |at: usize| match blocks.get(at)? {
        Block::Text { text, kind: BlockKind::Paragraph, .. } if text.len() <= MAX_STAMP => Some(text.as_str()),
        _ => None,
    };
    let Some(text) = words(0).filter(|t| t.starts_with(char::is_uppercase)) else { return false };
    let names = |rest: &str| g.acts.case(rest).is_some();
    if let Some(n) = g.acts.starts(Cue::Approved, text) {
        let rest = text[n..].trim_start_matches([':', ' ']);
        return names(rest) || rest.is_empty() && words(1).is_some_and(names);
    }
    let Some(n) = g.acts.starts(Cue::Annex, text) else { return false };
    let rest = text[numbered(text).map_or(n, |n| n.rest)..].trim_start();
    g.acts.starts(Cue::To, rest).is_some_and(|n| names(rest[n..].trim_start()))
}

/// The style of the open heading whose number comes before that of `heading`, where they are marked otherwise: «Раздел
/// II» goes on as «III.», and bold headings go on where styled ones end.
fn series(open: &[Open], list: &[model::Section], heading: &Heading) -> Option<Style> {
    let number = heading.number.as_deref()?;
    let roman = heading.style == Style::Roman;
    if !roman && heading.style != Style::Number(1) || open.iter().any(|o| o.style == heading.style) {
        return None;
    }
    let before = open.iter().rev().find(|o| {
        let last = list[o.section].number.as_deref();
        let styled = matches!(o.style, Style::Hash(_)) || roman && matches!(o.style, Style::Level(_) | Style::Word(_));
        styled && last.is_some_and(|last| follows(last, number))
    })?;
    Some(before.style.clone())
}

/// True where `next` is the number after `last`, both Roman or both not.
fn follows(last: &str, next: &str) -> bool {
    let value = |text: &str| text.parse().ok().or_else(|| roman_value(text));
    let same = last.bytes().all(|b| b.is_ascii_digit()) == next.bytes().all(|b| b.is_ascii_digit());
    same && matches!((value(last), value(next)), (Some(last), Some(next)) if next == last + 1)
}

/// «XIV» is 14.
fn roman_value(text: &str) -> Option<u32> {
    let digit = |c: char| {
        Some(match c {
            'I' => 1,
            'V' => 5,
            'X' => 10,
            'L' => 50,
            'C' => 100,
            _ => return None,
        })
    };
    let digits: Vec<u32> = text.chars().map(digit).collect::<Option<_>>()?;
    let value = |i: usize| -> i64 {
        let smaller = digits.get(i + 1).is_some_and(|next| *next > digits[i]);
        if smaller { -i64::from(digits[i]) } else { i64::from(digits[i]) }
    };
    u32::try_from((0..digits.len()).map(value).sum::<i64>()).ok().filter(|n| *n > 0)
}

/// Style, number and title of a heading.
fn split(text: &Text, level: u8, g: &Grammars) -> Heading {
    let string = text.as_str();
    let word = numbered(string).filter(|_| level == 0 || g.headings.silent(string));
    if let Some(rank) = g.headings.level(string).filter(|_| level == 0 || word.is_some()) {
        // «Раздел 3. Приоритеты …»: the number behind the word.
        let style = if level > 0 { Style::Hash(level as usize) } else { Style::Level(rank) };
        let Some(n) = word else { return Heading { style, number: None, title: text.clone() } };
        let rest = if g.headings.silent(string) { text.slice(n.rest..text.len()) } else { text.clone() };
        let title = if rest.is_empty() { text.clone() } else { rest };
        return Heading { style, number: Some(n.number.to_owned()), title };
    }
    let marked = marker_len(string).map(|(marker, n)| {
        // «1. V. Направления»: a list put its own number before that of the section.
        let (marker, from, n) = match marker_len(&string[n..]).filter(|_| matches!(marker, Marker::Number(_))) {
            Some((Marker::Roman, m)) => (Marker::Roman, n, n + m),
            _ => (marker, 0, n),
        };
        let number = string[from..n].trim().trim_end_matches(['.', ')']).to_owned();
        (marker, number, text.slice(n..text.len()))
    });
    let (style, number, title) = match marked {
        Some((Marker::Roman, number, title)) => (Style::Roman, Some(number), title),
        Some((Marker::Bullet, _, title)) => (Style::Plain, None, title),
        Some((Marker::Number(places), number, title)) => (Style::Number(places), Some(number), title),
        _ => match word.filter(|n| n.pointed || g.headings.numbered(string)) {
            Some(n) => {
                let first = string.split_whitespace().next().unwrap_or("").to_lowercase();
                (Style::Word(first), Some(n.number.to_owned()), text.clone())
            }
            None if is_capital_heading(string) => (Style::Capitals, None, text.clone()),
            None => (Style::Plain, None, text.clone()),
        },
    };
    let style = if level > 0 { Style::Hash(level as usize) } else { style };
    Heading { style, number, title }
}
