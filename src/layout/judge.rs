//! What a paragraph is: running text, a list item or a heading.

use crate::grammar::Grammars;
use crate::grammar::acts::Cue;
use crate::grammar::lexicon::{is_letter, is_letter_or_digit};
use crate::model::{BlockKind, PartKind};

use super::marker::{Marker, marker_len, number_of};
use super::paragraphs::Paragraph;
use super::shape::{End, end, has_label, is_annex_label, is_capital_heading, is_requisite, name_at_end, numbered};

/// Longest heading, in characters.
pub(super) const MAX_HEADING: usize = 400;
/// Longest heading of several lines in the middle, in characters.
pub(super) const MAX_STACKED: usize = 800;
/// Longest heading that ends in a colon or is only bold, in characters.
const MAX_LABEL: usize = 120;
/// Longest heading that has a number, in characters.
const MAX_NUMBERED: usize = 200;

/// What stands above or below a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Beside<'a> {
    /// The edge of the document.
    Edge,
    /// A table.
    Table,
    /// A paragraph, and whether all of it is bold.
    Text(&'a str, bool),
}

/// Judges `p`; `gap` says that a blank line, a table or nothing stands below it.
pub(super) fn judge(p: &Paragraph, gap: bool, above: Beside, below: Beside, g: &Grammars) -> BlockKind {
    let text = p.text.as_str();
    if is_heading(p, gap, above, below, g) {
        BlockKind::Heading
    } else if marker_len(text).is_some() {
        BlockKind::ListItem
    } else {
        BlockKind::Paragraph
    }
}

/// Level of a Markdown heading: the number of its `#`.
pub(super) fn hashes(text: &str) -> usize {
    let n = text.bytes().take_while(|b| *b == b'#').count();
    if (1..=6).contains(&n) && text[n..].starts_with(' ') { n } else { 0 }
}

fn is_heading(p: &Paragraph, gap: bool, above: Beside, below: Beside, g: &Grammars) -> bool {
    let text = p.text.as_str();
    if hashes(text) > 0 {
        return true;
    }
    let stacked = p.lines > 1 && p.look.centred;
    let longest = if stacked { MAX_STACKED } else { MAX_NUMBERED };
    if is_beside(text, g) || is_quoted(p, g) {
        return false;
    }
    let styled = if text.ends_with('.') { longest } else { MAX_STACKED };
    if p.look.level > 0 && p.chars <= styled && !text.ends_with([';', ',']) {
        return true;
    }
    if p.chars > if stacked { MAX_STACKED } else { MAX_HEADING } || p.cells > 1 || is_never(text, g) {
        return false;
    }
    // The title below the stamp of an annex.
    let stamped = |t: &str| is_annex_label(t, g) || g.headings.stamp(t) || is_requisite(t, g);
    if matches!(above, Beside::Text(t, _) if stamped(t))
        && p.blanks > 0
        && gap
        && !text.ends_with(['.', ':'])
        && g.acts.body(text).is_some()
    {
        return true;
    }
    // A letterhead, and the title of a plan above its table.
    if above == Beside::Edge && g.headings.body(text) && !is_capital_heading(text) {
        return false;
    }
    if below == Beside::Table && !text.ends_with('.') && g.acts.body(text).is_some_and(|kind| kind != PartKind::Other) {
        return true;
    }
    let colon = text.ends_with(':');
    if p.look.bold && p.look.centred && p.chars <= if colon { MAX_LABEL } else { longest } {
        return true;
    }
    if p.look.bold && is_bold_heading(p, above, below, g) {
        return true;
    }
    if colon {
        return false;
    }
    // «1. Наименование программы:» above its value.
    if matches!(above, Beside::Text(label, _) if label.ends_with(':') && marker_len(label).is_some()) {
        return false;
    }
    let closed = text.ends_with('.');
    let word = numbered(text);
    if is_annex_label(text, g) {
        return true;
    }
    if let Some(n) = word
        && g.headings.level(text).is_some()
    {
        let title = &text[n.rest..];
        return title.is_empty()
            || n.pointed
            || !closed && title.starts_with(char::is_uppercase)
            || !closed && g.headings.level(text) == Some(0);
    }
    if closed && !is_capital_heading(text) {
        return marker_len(text).is_none() && p.head < text.len() && is_title(p, g);
    }
    let apart = p.blanks > 0 || matches!(above, Beside::Edge | Beside::Table);
    match marker_len(text) {
        Some((Marker::Roman, n)) => {
            return text[n..].starts_with(|c: char| c.is_uppercase() || matches!(c, '\u{ab}' | '"'))
                && !has_label(text);
        }
        Some((Marker::Number(_), n)) => return is_numbered_heading(p, n, apart, gap, below, g),
        Some(_) => return false,
        None => {}
    }
    if is_capital_heading(text) {
        return true;
    }
    if let Some(n) = word {
        let title = &text[n.rest..];
        let titled = n.pointed
            && !g.headings.point(title)
            && title.starts_with(|c: char| c.is_uppercase() || matches!(c, '\u{ab}' | '"'));
        let known = g.headings.numbered(text);
        return p.chars <= MAX_NUMBERED && apart && gap && (titled || known && (title.is_empty() || n.pointed));
    }
    let title = g.headings.title(text).is_some_and(|n| n == text.split_whitespace().count()) || g.headings.act(text);
    g.headings.begins(text) && p.chars <= MAX_NUMBERED && (apart || gap)
        || title && (apart || gap)
        || is_title(p, g) && (apart || p.head < text.len())
}

/// What styles and bold type make no heading: the stamp of who approves, requisites, a signature, a caption of a form.
fn is_beside(text: &str, g: &Grammars) -> bool {
    let stamp =
        [Cue::Approve, Cue::Agreed, Cue::Approved, Cue::Stamp].iter().any(|cue| g.acts.starts(*cue, text).is_some());
    let caption = text.starts_with('(') && text.ends_with(')');
    stamp || caption || is_requisite(text, g) || name_at_end(text).is_some()
}

/// «ПЛАН мероприятий по …»: a noun of titles, or a word or two in capitals, on a line of its own above small letters.
fn is_title(p: &Paragraph, g: &Grammars) -> bool {
    let text = p.text.as_str();
    let head = text.get(..p.head).unwrap_or(text);
    let capitals = is_capital_heading(head) && (p.lines > 1 || g.headings.title(head).is_some());
    let noun = p.lines > 1 && g.headings.title(head).is_some_and(|n| n == head.split_whitespace().count());
    capitals || noun
}

/// «Статья 11.1. Проекты» in quotes that go on: the words that an act puts into another, and no part of its own.
fn is_quoted(p: &Paragraph, g: &Grammars) -> bool {
    let bare = p.text.as_str().trim_start_matches(['\u{ab}', '"', '\u{201c}', '\u{201e}']);
    let word = g.headings.level(bare).is_some_and(|rank| rank > 0) && numbered(bare).is_some();
    bare.len() < p.text.len() && p.balance.quote() && (word || marker_len(bare).is_some())
}

/// «Совет депутатов решил:», «С изменениями от:»: the words before a colon enact, or leave their sentence open.
fn is_lead(text: &str, g: &Grammars) -> bool {
    let Some(words) = text.strip_suffix(':') else { return false };
    let last = words.trim_end().rsplit(char::is_whitespace).next().unwrap_or("");
    g.headings.enacts(last) || end(words, g) == End::Open
}

/// A short bold line above text that is not bold: «Кадровое обеспечение школы:», «2.2. Справка о районе».
fn is_bold_heading(p: &Paragraph, above: Beside, below: Beside, g: &Grammars) -> bool {
    let text = p.text.as_str();
    // The last of bold items, or one of a sentence that goes on.
    if let Some((Marker::Bullet, _)) = marker_len(text)
        && (text.ends_with([':', ';', ',']) || matches!(above, Beside::Text(item, true) if is_bullet(item)))
    {
        return false;
    }
    // «По итогам осмотра:» leads in what stands below.
    if text.ends_with(':') && g.acts.starts(Cue::Opener, text).is_some() {
        return false;
    }
    let body = match below {
        Beside::Edge => false,
        Beside::Table => true,
        // «Глава района» above a name signs.
        Beside::Text(next, bold) => !bold && name_at_end(next).is_none() && !is_requisite(next, g),
    };
    body && is_short_title(p, g)
}

/// A numbered line that could be a heading if the lines around it said so.
pub(super) fn is_numbered_title(p: &Paragraph, g: &Grammars) -> bool {
    let text = p.text.as_str();
    number_of(text).is_some() && p.cells <= 1 && !is_never(text, g) && !is_beside(text, g) && is_short_title(p, g)
}

/// «➢ Отдых»: a drawn bullet and no dash.
fn is_bullet(text: &str) -> bool {
    let dash = ['-', '\u{2013}', '\u{2014}', '\u{2212}'];
    matches!(marker_len(text), Some((Marker::Bullet, _))) && !text.starts_with(dash)
}

/// Few words that begin with a capital and do no more than name something.
fn is_short_title(p: &Paragraph, g: &Grammars) -> bool {
    let text = p.text.as_str();
    let title = match marker_len(text) {
        Some((Marker::Number(_) | Marker::Roman, n)) => text[n..].trim_start_matches(['\u{ab}', '"']),
        Some((Marker::Bullet, n)) if is_bullet(text) => &text[n..],
        Some(_) => return false,
        None => text,
    };
    p.chars <= MAX_NUMBERED
        && (p.lines > 1 || p.chars <= MAX_LABEL)
        && title.starts_with(char::is_uppercase)
        && !g.headings.point(title)
        && title.chars().filter(|c| is_letter(*c)).count() > 4
}

/// A number, short words, no end of a sentence, room around or a body below.
fn is_numbered_heading(p: &Paragraph, n: usize, apart: bool, gap: bool, below: Beside, g: &Grammars) -> bool {
    let text = p.text.as_str();
    let title = &text[n..];
    let capital = title.starts_with(|c: char| c.is_uppercase() || matches!(c, '\u{ab}' | '"'));
    if !capital
        || p.chars > MAX_NUMBERED
        || text.ends_with('.')
        || text[..n].trim_end().ends_with(')')
        || g.headings.point(title)
        || has_label(text)
    {
        return false;
    }
    if is_capital_heading(title) {
        return true;
    }
    let own = number_of(text).unwrap_or("");
    match below {
        Beside::Table => apart,
        Beside::Edge => apart && p.chars <= 80,
        Beside::Text(next, _) => match number_of(next) {
            // «2.» above «2.1.»; a sibling right below makes a list of both.
            Some(number) if number.strip_prefix(own).is_some_and(|rest| rest.starts_with('.')) => {
                apart || p.chars <= 80
            }
            Some(number) => apart && gap && (places(number) != places(own) || is_run(own, number)),
            None => apart && gap,
        },
    }
}

fn places(number: &str) -> usize {
    number.split('.').count()
}

/// Points that are numbered through all sections: «2. Права» above «5. Клуб имеет …».
fn is_run(own: &str, next: &str) -> bool {
    match (own.parse::<u32>(), next.parse::<u32>()) {
        (Ok(own), Ok(next)) => next != own + 1,
        _ => false,
    }
}

/// What is never a heading: the inside of sentences, labels, signatures, requisites, words that enact.
fn is_never(text: &str, g: &Grammars) -> bool {
    let first = text.chars().find(|c| is_letter_or_digit(*c));
    let Some(first) = first else { return true };
    first.is_lowercase()
        || text.contains("___")
        || text.ends_with([';', ','])
        || has_label(text)
        || g.headings.enacts(text)
        || is_lead(text, g)
        || g.headings.stamp(text)
        || g.headings.aside(text)
        || end(text, g) == End::Open
}
