//! The parts of a document: acts, the bodies that they approve, or the one body of a file without an act.
//!
//! ```text
//! АДМИНИСТРАЦИЯ ЗАРЕЧНОГО РАЙОНА        act: issuer
//! ПОСТАНОВЛЕНИЕ                              kind
//! от 06.02.2024 № 89-па                      date, number
//! О плане мероприятий                        title
//! В соответствии с Уставом                   preamble
//! ПОСТАНОВЛЯЕТ:                              enacting
//! 1. Утвердить план.                         clauses
//! Глава района          О.Ю. Береговая       signatory
//! Приложение                            the next part: its stamp
//! к постановлению … от … № …
//! ПЛАН МЕРОПРИЯТИЙ                           title
//! ```
//!
//! Acts are anchored on the word that enacts: the last kind word above it makes the head, the first signature under it
//! the end. Everything else hangs between acts and stamps.

mod acts;
mod attachment;
mod clauses;
pub(crate) mod cues;
mod date;
mod draft;
mod head;
mod issuer;
mod protocol;
mod requisites;
mod signatory;
mod title;
mod whole;

#[cfg(test)]
mod tests;

use crate::diagnostic::{Code, Findings};
use crate::grammar::acts::{Acts, Cue};
use crate::layout::flow::FlowLine;
use crate::layout::heal::Vocabulary;
use crate::model::{Attachment, Part, PartKind};
use crate::text::LineIndex;

use attachment::{Stamp, Target};
use cues::{Enacting, Lines};
use draft::Draft;
use head::HeadAt;

/// Most lines of a head that are searched for a date.
const HEAD_LINES: usize = 24;

/// Most lines between a stamp and the title of what it stands on where the first of them is no title.
const SCRAPS: usize = 4;

/// A line that parts hang on.
enum Anchor {
    Head(HeadAt),
    Enacting(usize, Enacting),
    Stamp(Stamp),
}

impl Anchor {
    fn line(&self) -> usize {
        match self {
            Anchor::Head(h) => h.line,
            Anchor::Enacting(i, _) => *i,
            Anchor::Stamp(s) => s.start,
        }
    }
}

/// The parts of the document whose cleaned lines are `flow`.
///
/// `vocabulary` tells the words of the document, to heal words torn at line ends.
pub fn extract(
    flow: &[FlowLine],
    index: &LineIndex,
    g: &Acts,
    vocabulary: &dyn Vocabulary,
    findings: &mut Findings,
) -> Vec<Part> {
    let cx = Lines { flow, index, g, vocabulary };
    if flow.is_empty() {
        return Vec::new();
    }
    let mut drafts = drafts(cx);
    if drafts.is_empty() {
        drafts.push(whole::read(cx, 0, cx.len()));
    }
    let drafts = fill(cx, drafts);
    check_dates(cx, &drafts, findings);
    drafts.into_iter().zip(1..).map(|(d, n)| d.into_part(cx, n)).collect()
}

/// Says where the date of an act does not exist.
fn check_dates(cx: Lines<'_>, drafts: &[Draft], findings: &mut Findings) {
    for draft in drafts.iter().filter(|d| d.act.as_ref().is_some_and(|a| a.date.is_none())) {
        let lines = draft.start..draft.end.min(draft.start + HEAD_LINES);
        if let Some(i) = lines.into_iter().find(|&i| requisites::read(cx.g, cx.str(i)).is_some_and(|r| r.invalid)) {
            findings.about(Code::DateInvalid, &cx.flow[i].text);
        }
    }
}

/// Acts and stamped bodies, in order.
fn drafts(cx: Lines<'_>) -> Vec<Draft> {
    let anchors = anchors(cx);
    let mut drafts: Vec<Draft> = Vec::new();
    let mut floor = 0;
    for (k, anchor) in anchors.iter().enumerate() {
        if anchor.line() < floor {
            continue;
        }
        match anchor {
            Anchor::Stamp(stamp) if is_part(stamp, &drafts) || is_on_sheet(cx, stamp, &drafts) => {
                let limit = anchors[k + 1..].iter().map(Anchor::line).find(|&l| l >= stamp.end).unwrap_or(cx.len());
                let mut attachment = stamp.attachment.clone();
                let mut title = title::read(cx, stamp.end, limit, Some(&mut attachment));
                // A line that recognition left of a signature stands before the title.
                if title.text.is_none() {
                    let found = title::find(cx, stamp.end, limit.min(stamp.end + SCRAPS));
                    title = found.map_or(title, |(_, found)| found);
                }
                let apart = drafts.last().is_none_or(|d| d.start + 1 < stamp.start);
                let start = stamp.start - usize::from(stamp.start > 0 && apart && cx.is_tab(stamp.start - 1));
                close(&mut drafts, start);
                let mut draft = Draft::new(start, cx.len(), title.kind);
                (draft.title, draft.attachment, draft.ordinal) = (title.text, Some(attachment), stamp.ordinal);
                draft.body = title.end.max(stamp.end);
                floor = draft.body;
                drafts.push(draft);
            }
            // «ПРИНЯТО …», then «УТВЕРЖДЕНО …» over the same title.
            Anchor::Stamp(stamp)
                if drafts
                    .last()
                    .is_some_and(|d| d.title.is_none() && d.attachment.is_some() && stamp.start <= d.body + 6) =>
            {
                if let Some(last) = drafts.last_mut() {
                    second_stamp(cx, last, stamp);
                    floor = last.body;
                }
            }
            Anchor::Stamp(stamp) => {
                if let Some(last) = drafts.last_mut() {
                    last.nested.get_or_insert(stamp.start);
                }
            }
            Anchor::Enacting(..) | Anchor::Head(_) => {
                if let Some(act) = acts::read(cx, &anchors, k, floor, &drafts) {
                    close(&mut drafts, act.start);
                    floor = act.end;
                    drafts.push(act);
                }
            }
        }
    }
    drafts
}

/// Takes a second stamp over the same body.
fn second_stamp(cx: Lines<'_>, draft: &mut Draft, stamp: &Stamp) {
    if let Some(first) = draft.attachment.as_mut().filter(|a| a.act_date.is_none()) {
        let label = std::mem::take(&mut first.label);
        *first = Attachment { label, ..stamp.attachment.clone() };
    }
    let title = title::read(cx, stamp.end, cx.len(), draft.attachment.as_mut());
    draft.body = title.end.max(stamp.end);
    (draft.title, draft.kind) = (title.text, title.kind);
}

/// Ends the last part where the next begins.
fn close(drafts: &mut [Draft], start: usize) {
    if let Some(last) = drafts.last_mut() {
        last.end = last.end.min(start).max(last.start + 1);
    }
}

fn anchors(cx: Lines<'_>) -> Vec<Anchor> {
    let mut out = Vec::new();
    let mut note = 0;
    for i in 0..cx.len() {
        if i < note {
            continue;
        }
        // A note in brackets that goes over several lines names acts, but is none.
        if cx.str(i).starts_with(['(', '<', '{']) {
            note = cx.aside(i).unwrap_or(0);
        }
        if let Some(stamp) = attachment::at(cx, i) {
            out.push(Anchor::Stamp(stamp));
            continue;
        }
        if let Some(head) = head::at(cx, i) {
            out.push(Anchor::Head(head));
        }
        if !cx.is_row(i)
            && let Some(word) = cues::enacting(cx.g, cx.str(i))
        {
            out.push(Anchor::Enacting(i, word));
        }
    }
    out
}

/// True where a stamp is the name of a sheet, or its first line: a sheet is no part of the one before it.
fn is_on_sheet(cx: Lines<'_>, stamp: &Stamp, drafts: &[Draft]) -> bool {
    let first = stamp.start > 0 && cx.is_tab(stamp.start - 1);
    // «Приложение 2» on the tab and again on the sheet.
    let again = first && drafts.last().is_some_and(|last| last.start + 1 == stamp.start);
    stamp.start > 0 && stamp.target != Target::Person && (cx.is_tab(stamp.start) || first && !again)
}

/// True where a stamp begins a part of its own: annexes of a body stay inside it.
fn is_part(stamp: &Stamp, drafts: &[Draft]) -> bool {
    let Some(last) = drafts.last() else {
        return stamp.target == Target::Act || stamp.start < 6;
    };
    if last.act.is_some() {
        return true;
    }
    // The annex of an act that gives another its new edition carries the stamps of both.
    if last.title.is_none() && last.attachment.is_some() && stamp.start == last.body && stamp.ordinal == last.ordinal {
        return false;
    }
    match stamp.target {
        // A form under an annex stamp carries the stamp of the act that made the form.
        Target::Act => stamp.ordinal.is_some() || stamp.start > last.body + 10 || last.title.is_some(),
        Target::Body | Target::Person => false,
        Target::Bare => last.ordinal.zip(stamp.ordinal).is_some_and(|(a, b)| b == a + 1),
    }
}

/// «Утверждена решением Думы от …» between a title and what it heads: title and stamp are of one part.
fn is_stamped_below(cx: Lines<'_>, above: &Draft, stamped: &Draft) -> bool {
    let approved = stamped.attachment.as_ref().is_some_and(|a| cx.g.starts(Cue::Approved, &a.label).is_some());
    approved && above.act.is_none() && above.kind != PartKind::Other && above.body == stamped.start
}

/// Bodies without a stamp between and before the parts, and the points of all bodies.
fn fill(cx: Lines<'_>, drafts: Vec<Draft>) -> Vec<Draft> {
    let mut out: Vec<Draft> = Vec::with_capacity(drafts.len() + 1);
    let mut drafts = drafts.into_iter().peekable();
    if let Some(first) = drafts.peek_mut()
        && first.act.is_none()
        && first.start > 0
        && let Some(before) = whole::before(cx, 0, first.start)
    {
        if is_stamped_below(cx, &before, first) {
            let body = first.body;
            *first = Draft { attachment: first.attachment.take(), end: first.end, body, ..before };
        } else {
            out.push(before);
        }
    }
    while let Some(mut draft) = drafts.next() {
        let next = drafts.peek().map_or(cx.len(), |d| d.start);
        let end = draft.end.min(next);
        if draft.act.is_none() {
            let body = draft.body;
            draft.read_clauses(cx, body);
            out.push(draft);
            continue;
        }
        out.push(draft);
        if let Some((_, title)) = (end < next).then(|| title::find(cx, end, next)).flatten() {
            let mut body = Draft::new(end, next, title.kind);
            (body.title, body.body) = (title.text, title.end);
            body.read_clauses(cx, title.end);
            out.push(body);
        }
    }
    out.retain(|d| d.kind != PartKind::Other || d.act.is_some() || d.start < d.end);
    out
}
