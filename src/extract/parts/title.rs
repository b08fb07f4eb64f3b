//! Titles of what acts approve, and of files without an act.
//!
//! ```text
//! ПОЛОЖЕНИЕ                              Программа развития
//! о районном клубе семей                 муниципальной системы образования
//! ```

use super::attachment;
use super::clauses;
use super::cues::{Lines, is_caps, is_open_quote};
use super::requisites;
use crate::grammar::acts::Cue;
use crate::grammar::lexicon::is_letter;
use crate::layout::heal;
use crate::model::{Attachment, PartKind};
use crate::text::Text;

/// Most lines of a title, and of what may stand before it.
const MAX_LINES: usize = 24;
/// Longest first line of a title without a known noun, in bytes.
const MAX_LINE: usize = 500;

/// A title and the line after it.
pub(super) struct Title {
    pub text: Option<String>,
    pub kind: PartKind,
    pub end: usize,
}

/// The title in lines `from..to`, under a stamp or at the beginning of a file.
pub(super) fn read(cx: Lines<'_>, from: usize, to: usize, mut stamp: Option<&mut Attachment>) -> Title {
    let none = Title { text: None, kind: PartKind::Other, end: from };
    let mut i = from;
    while i < to && i < from + MAX_LINES && is_before(cx, i) {
        i = cx.aside(i).unwrap_or(i + 1).max(i + 1);
    }
    if i >= to || !is_first(cx, i) {
        return none;
    }
    let mut text = Text::default();
    cx.join(&mut text, i);
    let mut end = i + 1;
    while end < to && end < i + MAX_LINES {
        if let Some(next) = attachment::late(cx, end, stamp.as_deref_mut()) {
            end = next;
            break;
        }
        if !goes_on(cx, &text, end) {
            break;
        }
        cx.join(&mut text, end);
        end += 1;
    }
    let title = text.as_str();
    Title { text: Some(title.to_owned()), kind: cx.g.body(title).unwrap_or(PartKind::Other), end }
}

/// A title that begins with a known noun in lines `from..to`; the line it begins at.
pub(super) fn find(cx: Lines<'_>, from: usize, to: usize) -> Option<(usize, Title)> {
    (from..to.min(from + MAX_LINES)).find_map(|i| {
        let known = cx.g.body(cx.str(i)).is_some_and(|k| k != PartKind::Other);
        if !known
            || cx.is_row(i)
            || cx.is_tab(i)
            || !is_first(cx, i)
            || !(i == from || cx.blanks(i) > 0 || is_caps(cx.str(i)))
        {
            return None;
        }
        let title = read(cx, i, to, None);
        title.text.is_some().then_some((i, title))
    })
}

/// A title of a known kind right below the name of an institution, which closes its quotes:
///
/// ```text
/// Краевое казённое учреждение
/// «Липовский центр помощи семьям»
/// План летних мероприятий
/// ```
pub(super) fn below_name(cx: Lines<'_>, from: usize, to: usize) -> Option<(usize, Title)> {
    (from + 1..to.min(from + MAX_LINES)).find_map(|i| {
        let closes = cx.str(i - 1).ends_with(['\u{bb}', '"', '\u{201d}']);
        let known = cx.g.body(cx.str(i)).is_some_and(|k| k != PartKind::Other);
        if !closes || !known || cx.is_row(i) || !is_first(cx, i) {
            return None;
        }
        let title = read(cx, i, to, None);
        title.text.is_some().then_some((i, title))
    })
}

/// A title whose noun stands in capitals on a line of its own below a letterhead: «ИНФОРМАЦИЯ ⏎ о школах района».
pub(super) fn noun(cx: Lines<'_>, from: usize, to: usize) -> Option<Title> {
    let first = |i: &usize| {
        let text = cx.str(*i);
        is_caps(text) && cx.g.bare_body(text) && !cx.is_row(*i) && !cx.is_tab(*i) && is_first(cx, *i)
    };
    let i = (from..to.min(from + MAX_LINES)).find(first)?;
    let title = read(cx, i, to, None);
    (title.end > i + 1).then_some(title)
}

/// Captions, notes, page numbers and requisites before a title.
fn is_before(cx: Lines<'_>, i: usize) -> bool {
    let text = cx.str(i);
    let bracketed = text.starts_with('(') && text.ends_with(')') && text.len() < 60;
    let caption = cx.g.whole(Cue::FormLabel, text) && !(is_caps(text) && cx.g.bare_body(text));
    let captions =
        text.len() < 120 && cx.g.starts(Cue::FormLabel, text).is_some_and(|n| cx.g.whole(Cue::FormLabel, &text[n..]));
    let letters = text.chars().filter(|c| is_letter(*c)).count();
    // «от «___» __________ 2025 г.»
    let form = text.matches('_').count() > letters;
    let scrap = letters < 3 || form;
    cx.aside(i).is_some()
        || cx.is_page(i)
        || cx.is_tab(i)
        || caption
        || captions
        || scrap
        || bracketed
        || requisites::read(cx.g, text).is_some_and(|r| r.is_dated())
}

/// True where a title may begin with line `i`.
fn is_first(cx: Lines<'_>, i: usize) -> bool {
    let text = cx.str(i);
    let known = cx.g.body(text).is_some();
    let letter = text.chars().next().is_some_and(|c| c.is_uppercase() || is_open_quote(c) || c.is_ascii_digit());
    let prose =
        !known && (text.len() > MAX_LINE || text.ends_with('.') && text.len() > 120) || text.len() > 2 * MAX_LINE;
    let section = clauses::number(cx.g, text).is_some()
        || clauses::is_heading(cx, i, text) && !is_caps(text)
        || text.starts_with(['I', 'V', 'X']) && clauses::is_heading(cx, i, text);
    letter && !prose && !section && !text.ends_with(':') && !cx.is_row(i) && !text.contains("___")
}

/// «2022 год» at the foot of a cover.
fn is_year(cx: Lines<'_>, text: &str) -> bool {
    let n = text.bytes().take_while(u8::is_ascii_digit).count();
    n == 4 && (text.len() == 4 || cx.g.whole(Cue::Year, text[4..].trim()))
}

/// True where line `i` goes on with the title `so_far`.
fn goes_on(cx: Lines<'_>, so_far: &Text, i: usize) -> bool {
    let (title, text) = (so_far.as_str(), cx.str(i));
    let bare = cx.g.bare_body(title);
    let inside = heal::begins_inside(text);
    let drawn = text.contains(" | ") || text.contains(|c: char| ('\u{2500}'..='\u{257f}').contains(&c));
    let bottom = requisites::read(cx.g, text).is_some_and(|r| r.is_dated() || !r.bare_place) || is_year(cx, text);
    if drawn
        || bottom
        || cx.is_row(i)
        || cx.is_page(i)
        || cx.is_tab(i)
        || cx.aside(i).is_some()
        || text.contains("___")
        || text.starts_with('[')
        || cx.g.whole(Cue::FormLabel, text)
        || cx.g.caption(text)
    {
        return false;
    }
    let numbered = clauses::number(cx.g, text).is_some() || clauses::is_heading(cx, i, text) && !is_caps(text);
    if numbered || text.starts_with(['I', 'V', 'X']) && clauses::is_heading(cx, i, text) {
        return false;
    }
    if cx.blanks(i) > 0 {
        let torn = inside && !heal::is_closed(title);
        // «КОМПЛЕКСНАЯ ПРОГРАММА», a blank line, «“ЧИСТЫЙ ГОРОД“ НА 2009 ГОД»
        let named = text.starts_with(is_open_quote) && is_caps(title) && is_caps(text);
        let complement = (bare || named)
            && (inside || text.starts_with(is_open_quote) || is_caps(title))
            && text.len() < 2 * MAX_LINE
            && !text.ends_with(':');
        return cx.blanks(i) < 3
            && (torn && text.len() < MAX_LINE && (bare || !text.ends_with(['.', ':'])) || complement);
    }
    // «ПРОГРАММА «Мост»», then «ПАСПОРТ»: the heading of what follows.
    if !bare && is_caps(text) && cx.g.bare_body(text) && cx.g.body(title).is_some() {
        return false;
    }
    if bare || inside {
        return text.len() < 2 * MAX_LINE;
    }
    let paragraph = i > 0 && cx.indent(i - 1) <= 2 && cx.indent(i) >= cx.indent(i - 1) + 3 && text.len() > 110;
    let falls = is_caps(title)
        && !is_caps(text)
        && !cx.g.goes_on(text)
        && title.split_whitespace().count() > 4
        && !text.starts_with(|c: char| is_open_quote(c) || c == '(');
    let prose = text.len() > 300 || heal::is_closed(title) && title.ends_with(['.', ';', ':']);
    !(paragraph || falls || prose || text.ends_with(':'))
}
