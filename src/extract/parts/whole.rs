//! Files without an act: one part over the whole text.
//!
//! ```text
//! «Школа малого города»                         I. ЦЕЛЬ: …          2. Разрешить …
//! Участники конференции предлагают:             ЗАДАЧИ:             И.о. Главы города   С.Н. Лесной
//! 1. Сохранить …
//! ```

use super::clauses::{self, Style};
use super::cues::Lines;
use super::draft::Draft;
use super::issuer;
use super::requisites::{self, Requisites};
use super::signatory;
use super::title;
use crate::grammar::acts::Cue;
use crate::model::{Act, Attachment, PartKind};

/// Lines at the beginning that tell what a file is.
const LOOK: usize = 80;

/// The part over lines `from..to`.
pub(super) fn read(cx: Lines<'_>, from: usize, to: usize) -> Draft {
    fragment(cx, from, to)
        .or_else(|| letter(cx, from, to))
        .or_else(|| conference(cx, from, to))
        .unwrap_or_else(|| body(cx, from, to))
}

/// The part over lines `from..to` above a stamp, where there is one.
pub(super) fn before(cx: Lines<'_>, from: usize, to: usize) -> Option<Draft> {
    fragment(cx, from, to)
        .or_else(|| letter(cx, from, to))
        .or_else(|| conference(cx, from, to))
        .or_else(|| title::find(cx, from, to).map(|_| body(cx, from, to)))
}

/// A program, a regulation, goals: its title says what it is.
fn body(cx: Lines<'_>, from: usize, to: usize) -> Draft {
    let mut stamp = Attachment { label: String::new(), act_kind_text: None, act_date: None, act_number: None };
    let title = title::read(cx, from, to, Some(&mut stamp));
    let mut draft = Draft::new(from, to, title.kind);
    draft.attachment = Some(stamp).filter(|s| !s.label.is_empty());
    let mut body = title.end.max(from);
    draft.title = title.text;
    let look = to.min(from + LOOK);
    if draft.kind == PartKind::Other && is_goals(cx, from, look) {
        draft.kind = PartKind::Goals;
    }
    // A cover names its organisations above the title.
    let cover = draft.title.as_deref().is_none_or(|t| cx.g.starts_noun(Cue::Issuer, t).is_some());
    if cover
        && draft.kind == PartKind::Other
        && let Some((_, found)) = title::find(cx, from, look).or_else(|| title::below_name(cx, from, look))
    {
        (draft.title, draft.kind, body) = (found.text, found.kind, found.end);
    }
    if draft.title.is_none()
        && let Some(found) = title::noun(cx, from, look)
    {
        (draft.title, body) = (found.text, found.end);
    }
    if draft.kind == PartKind::Goals && draft.title.is_none() {
        draft.lead_in = (from..look).map(|i| cx.str(i)).next().filter(|t| t.ends_with(':')).map(str::to_owned);
    }
    draft.body = body;
    draft.read_clauses(cx, body);
    draft
}

/// «ЦЕЛЬ: …» and «ЗАДАЧИ:» at the beginnings of lines.
fn is_goals(cx: Lines<'_>, from: usize, to: usize) -> bool {
    let (mut goal, mut task) = (false, false);
    for i in (from..to).filter(|&i| !cx.is_row(i)) {
        let text =
            cx.str(i).trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, 'I' | 'V' | 'X' | '.' | ' '));
        let colon = |n: usize| text[n..].trim_start().starts_with(':');
        goal |= cx.g.starts(Cue::Goal, text).is_some_and(colon);
        task |= cx.g.starts(Cue::Task, text).is_some_and(colon);
    }
    goal && task
}

/// A resolution or recommendations of a conference.
fn conference(cx: Lines<'_>, from: usize, to: usize) -> Option<Draft> {
    let look = to.min(from + LOOK);
    let speaks = |i: usize| {
        cx.g.starts(Cue::Conference, cx.str(i)).is_some()
            || cx.str(i).ends_with(':') && cx.g.within(Cue::Conference, cx.str(i))
    };
    let title = title::read(cx, from, look, None);
    if title.kind != PartKind::ConferenceResolution && !(from..look).any(speaks) {
        return None;
    }
    let mut draft = Draft::new(from, to, PartKind::ConferenceResolution);
    draft.title = title.text;
    let first = (from..look).find(|&i| clauses::number(cx.g, cx.str(i)).is_some_and(|n| n.is_main()));
    let last = first.unwrap_or(look);
    let colon = |i: &usize| cx.str(*i).ends_with(':');
    let lead = (from..last)
        .rev()
        .filter(colon)
        .find(|&i| cx.g.within(Cue::Proposing, cx.str(i)))
        .or_else(|| (from..last).rev().find(colon));
    if let Some(i) = lead {
        draft.lead_in = Some(cx.str(i).to_owned());
        draft.clauses = clauses::read(cx, i + 1, 0, to, Style::Groups);
    }
    Some(draft)
}

/// «Уважаемые коллеги!» under the head of a letter.
fn letter(cx: Lines<'_>, from: usize, to: usize) -> Option<Draft> {
    let look = to.min(from + LOOK / 2);
    let greeting = (from..look).find(|&i| cx.g.starts(Cue::Greeting, cx.str(i)).is_some() && cx.str(i).len() < 120)?;
    let mut found = Requisites::default();
    let mut act = Act::default();
    let dated = (from..greeting).find(|&i| {
        let read = requisites::read(cx.g, cx.str(i)).filter(|r| r.is_dated());
        read.is_some_and(|r| {
            found.merge(r);
            true
        })
    });
    if let Some(i) = dated {
        act.issuer = issuer::of_letter(cx, from, i);
    }
    (act.date, act.number, act.place) = (found.date, found.number, found.place);
    let mut draft = Draft::new(from, to, PartKind::Letter);
    let topic = (from..greeting).find(|&i| cx.g.starts(Cue::Topic, cx.str(i)).is_some());
    draft.title = topic.map(|i| {
        let mut text = crate::text::Text::default();
        (i..greeting).take_while(|&j| j == i || cx.blanks(j) == 0).for_each(|j| cx.join(&mut text, j));
        text.as_str().to_owned()
    });
    if let Some(signed) = signatory::find(cx, greeting + 1, to) {
        let (end, _) = signatory::after(cx, &signed, to, true);
        draft.end = end;
        let first = (greeting..signed.start).find(|&i| clauses::number(cx.g, cx.str(i)).is_some());
        if let Some(first) = first {
            draft.lead_in = Some(cx.str(first - 1)).filter(|t| t.ends_with(':')).map(str::to_owned);
            draft.clauses = clauses::read(cx, first, 0, signed.start, Style::Groups);
        }
        act.signatory = Some(signed.who);
    }
    draft.act = Some(act);
    Some(draft)
}

/// The points and the signature of an act whose head is on another page.
fn fragment(cx: Lines<'_>, from: usize, to: usize) -> Option<Draft> {
    let start = (from..to.min(from + 3)).find(|&i| clauses::number(cx.g, cx.str(i)).is_some_and(|n| n.is_main()))?;
    let signed = signatory::find(cx, start, to.min(start + 400))?;
    let kind = own_kind(cx, start, signed.start)?;
    let (end, _) = signatory::after(cx, &signed, to, true);
    let mut draft = Draft::new(start, end, kind);
    draft.clauses = clauses::read(cx, start, 0, signed.start, Style::Act);
    draft.act = Some(Act { signatory: Some(signed.who), ..Act::default() });
    Some(draft)
}

/// «настоящего постановления».
fn own_kind(cx: Lines<'_>, from: usize, to: usize) -> Option<PartKind> {
    let mut own = false;
    for i in from..to {
        for word in cx.str(i).split_whitespace() {
            if own && let Some((kind, _)) = cx.g.case(word) {
                return Some(kind);
            }
            own = cx.g.starts(Cue::Own, word).is_some();
        }
    }
    None
}
