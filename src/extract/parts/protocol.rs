//! Minutes: what was decided stands under «РЕШИЛИ:», point by point of the agenda.
//!
//! ```text
//! ПРОТОКОЛ                              1. СЛУШАЛИ:
//! заседания рабочей группы              Степного С.Б. – о готовности котельных.
//! от 29 июля 2025 года № 7              РЕШИЛИ:
//! п. Заречный                           1.1. Завершить опрессовку.
//! ```

use super::clauses::{self, Style};
use super::cues::{self, Lines};
use super::draft::Draft;
use super::head::{self, HeadAt};
use super::requisites::{self, Requisites};
use super::signatory;
use crate::grammar::acts::Cue;
use crate::model::PartKind;
use crate::text::Text;

/// Most lines of the head.
const HEAD: usize = 20;

/// The minutes at `head` up to line `to`.
pub(super) fn read(cx: Lines<'_>, head: &HeadAt, e: usize, to: usize, floor: usize) -> Draft {
    let read = head::read(cx, head, head.line + 1, None, floor);
    let mut act = read.act;
    let mut title = Text::default();
    let mut found = Requisites {
        date: act.date.take(),
        number: act.number.take(),
        place: act.place.take(),
        ..Requisites::default()
    };
    for j in head.line + 1..e.min(to).min(head.line + HEAD) {
        let text = cx.str(j);
        if let Some(r) = requisites::read(cx.g, text) {
            found.merge(r);
        } else if found.is_dated() || text.ends_with([':', '.']) || text.contains(": ") {
            break;
        } else {
            cx.join(&mut title, j);
        }
    }
    act.preamble = None;
    (act.date, act.number, act.place) = (found.date, found.number, found.place);
    let mut draft = Draft::new(read.start, to, PartKind::Protocol);
    draft.title = (!title.is_empty()).then(|| title.as_str().to_owned());
    let mut i = head.line + 1;
    let mut decided = e;
    while i < to {
        let Some(word) = cues::enacting(cx.g, cx.str(i)) else {
            i += 1;
            continue;
        };
        let heard = |text: &str| {
            let n = clauses::number(cx.g, text).map_or(0, |n| n.end);
            cx.g.starts(Cue::Heard, &text[n..]).is_some()
        };
        let stop = (i + 1..to)
            .find(|&j| {
                heard(cx.str(j))
                    || cues::enacting(cx.g, cx.str(j)).is_some()
                    || cx.is_row(j)
                    || signatory::at(cx, i, j, to).is_some()
            })
            .unwrap_or(to);
        draft.clauses.extend(clauses::read(cx, i + 1, 0, stop, Style::Groups));
        act.enacting.get_or_insert(word.word);
        i = stop.max(i + 1);
        decided = stop;
    }
    if let Some(signed) = signatory::find(cx, decided.min(to), to) {
        draft.end = signatory::after(cx, &signed, to, true).0;
        act.signatory = Some(signed.who);
    }
    draft.act = Some(act);
    draft
}
