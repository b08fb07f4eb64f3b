//! Acts: head, points, signature.

use super::Anchor;
use super::clauses::{self, Style};
use super::cues::{Enacting, Lines, is_open_quote};
use super::draft::Draft;
use super::head::{self, Form, HeadAt};
use super::signatory;
use crate::grammar::acts::Cue;
use crate::layout::heal;
use crate::model::{Act, PartKind};

/// Most lines above an enacting word in a file that begins without a head.
const HEADLESS: usize = 60;
/// Most lines from a kind word to the first point where no word enacts.
const SILENT: usize = 60;
/// Most lines of a title above a preamble whose head is lost.
const TOPIC: usize = 8;

/// The act at anchor `k`; lines before `floor` belong to other parts.
pub(super) fn read(cx: Lines<'_>, anchors: &[Anchor], k: usize, floor: usize, drafts: &[Draft]) -> Option<Draft> {
    match &anchors[k] {
        Anchor::Enacting(line, word) => enacted(cx, anchors, k, *line, word, floor, drafts.is_empty()),
        Anchor::Head(head) if drafts.last().is_none_or(|d| d.act.is_some()) => silent(cx, anchors, k, head, floor),
        _ => None,
    }
}

/// Where the act at anchor `k` ends at the latest: the next stamp, or the next head that stands alone.
fn bound(cx: Lines<'_>, anchors: &[Anchor], k: usize) -> usize {
    let next = anchors[k + 1..].iter().find(|a| match a {
        Anchor::Stamp(_) => true,
        Anchor::Head(h) => matches!(h.form, Form::Alone(_)),
        Anchor::Enacting(..) => false,
    });
    next.map_or(cx.len(), Anchor::line)
}

fn enacted(
    cx: Lines<'_>,
    anchors: &[Anchor],
    k: usize,
    e: usize,
    word: &Enacting,
    floor: usize,
    first: bool,
) -> Option<Draft> {
    let head = anchors[..k].iter().rev().map_while(|a| match a {
        Anchor::Stamp(s) if s.start >= floor => None,
        _ if a.line() < floor || e - a.line() > head::REACH => None,
        Anchor::Head(h) => Some(Some(h)),
        _ => Some(None),
    });
    let head = head.flatten().next();
    if let Some(head) = head {
        if head.kind == PartKind::Protocol {
            return None;
        }
        let to = bound(cx, anchors, k);
        let read = head::read(cx, head, e, Some(word), floor);
        return Some(finish(cx, read.start, read.kind, read.act, read.title, (e, word.end), to));
    }
    if !first || e > HEADLESS {
        return None;
    }
    // The head is lost: the file begins with the preamble.
    let start = (0..=e).find(|&i| cx.g.starts(Cue::Opener, &cx.ahead(i, 4)).is_some())?;
    let lost = HeadAt { line: start, kind: word.kind, word: String::new(), form: Form::Alone(0) };
    let mut read = head::read_below(cx, &lost, e, word);
    read.act.kind_text = None;
    let to = bound(cx, anchors, k);
    let topic = topic_above(cx, start);
    let title = topic.and_then(|i| head::title(cx, i, start));
    Some(finish(cx, topic.unwrap_or(start), word.kind, read.act, title, (e, word.end), to))
}

/// «Об утверждении …» right above a preamble whose head is lost: its first line.
fn topic_above(cx: Lines<'_>, preamble: usize) -> Option<usize> {
    let lines = (preamble.saturating_sub(TOPIC)..preamble).rev().take_while(|&i| !heal::is_closed(cx.str(i)));
    lines.into_iter().find(|&i| cx.begins(i) && cx.g.starts(Cue::Topic, cx.str(i)).is_some())
}

/// A head that no word enacts: its points follow the preamble at once.
fn silent(cx: Lines<'_>, anchors: &[Anchor], k: usize, head: &HeadAt, floor: usize) -> Option<Draft> {
    // Anywhere else one sentence of kind, issuer, date and title only cites an act.
    if matches!(head.form, Form::RunOn(_)) && (0..head.line).any(|i| !cx.str(i).is_empty()) {
        return None;
    }
    let to = bound(cx, anchors, k);
    let protocol = head.kind == PartKind::Protocol;
    let enacted = anchors[k + 1..]
        .iter()
        .take_while(|a| a.line() < to && a.line() - head.line <= head::REACH)
        .any(|a| matches!(a, Anchor::Enacting(..)));
    if enacted && !protocol {
        return None;
    }
    let limit = to.min(head.line + SILENT);
    let point = (head.line + 1..limit).find(|&i| {
        clauses::number(cx.g, cx.str(i)).is_some_and(|n| n.is_main() && n.text == "1") || clauses::is_article(cx, i)
    });
    if protocol {
        return Some(super::protocol::read(cx, head, point.unwrap_or(limit), to, floor));
    }
    let e = point.or_else(|| below_title(cx, head, limit))?;
    let read = head::read(cx, head, e, None, floor);
    if read.act.date.is_none() && !is_project(cx, &read) {
        return None;
    }
    let draft = finish(cx, read.start, read.kind, read.act, read.title, (e, 0), to);
    let signed = draft.act.as_ref().is_some_and(|a| a.signatory.is_some() && a.number.is_some());
    (point.is_some() || signed).then_some(draft)
}

/// A draft, its date and number left blank: body and «О …» stand all the same.
fn is_project(cx: Lines<'_>, head: &head::Head) -> bool {
    let topic = |t: &str| cx.g.starts(Cue::Topic, t.trim_start_matches(is_open_quote)).is_some();
    !head.act.issuer.is_empty() && head.title.as_deref().is_some_and(topic)
}

/// The line below the title of a head without numbered points: «О плане …», a blank line, «Утвердить план.».
fn below_title(cx: Lines<'_>, head: &HeadAt, limit: usize) -> Option<usize> {
    let title = (head.line + 1..limit).find(|&i| cx.g.starts(Cue::Topic, cx.str(i)).is_some())?;
    (title + 1..limit).find(|&i| cx.blanks(i) > 0 && !cx.is_row(i))
}

/// Points and signature from line and byte `from` up to line `to`.
fn finish(
    cx: Lines<'_>,
    start: usize,
    kind: PartKind,
    mut act: Act,
    title: Option<String>,
    from: (usize, usize),
    to: usize,
) -> Draft {
    let (line, byte) = from;
    let rest = cx.str(line).get(byte..).unwrap_or("").trim();
    let body = if rest.is_empty() { line + 1 } else { line };
    let skip = if rest.is_empty() { 0 } else { byte };
    let signed = signatory::find(cx, body + usize::from(skip > 0), to);
    let (points, end) = match &signed {
        Some(s) => {
            let (end, found) = signatory::after(cx, s, to, act.date.is_some());
            act.date = act.date.or(found.date);
            act.number = act.number.or(found.number);
            act.place = act.place.or(found.place);
            (s.start, end)
        }
        None => (to, to),
    };
    act.signatory = signed.map(|s| s.who);
    let mut draft = Draft::new(start, end, kind);
    draft.clauses = clauses::read(cx, body, skip, points, Style::Act);
    draft.title = title;
    draft.act = Some(act);
    draft
}
