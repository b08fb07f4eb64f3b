//! Acts and their annexes: an annex names its act, a clause names its annexes, an act has a number and a signature.

use super::{Finding, Report, first_line};
use crate::diagnostic::Code;
use crate::grammar::Grammars;
use crate::grammar::acts::Cue;
use crate::grammar::lexicon::Words;
use crate::model::{Act, Document, Part, PartKind, Span};
use crate::normalize::date;

/// Checks the acts of a document and what they approve.
pub fn check(document: &Document, g: &Grammars, out: &mut Report) {
    for (i, part) in document.parts.iter().enumerate() {
        if let Some(act) = &part.act {
            requisites(document, part, act, out);
        }
        annex(document, i, g, out);
    }
    referred(document, g, out);
}

/// The line of the part where `needle` stands, else its first line.
fn line_of(document: &Document, part: &Part, needle: impl Fn(&str) -> bool) -> Span {
    let inside = |s: &Span| s.start_line >= part.span.start_line && s.end_line <= part.span.end_line;
    let mut blocks = document.blocks.iter().filter(|b| inside(&b.span));
    blocks.find(|b| b.text.as_deref().is_some_and(&needle)).map_or(first_line(part.span), |b| b.span)
}

/// An act without its number, its date or its signature. A protocol or letter may do without.
fn requisites(document: &Document, part: &Part, act: &Act, out: &mut Report) {
    let needs = matches!(part.kind, PartKind::Order | PartKind::Resolution | PartKind::Directive | PartKind::Decision);
    if !needs || (act.enacting.is_none() && part.clauses.is_empty()) {
        return;
    }
    let head = line_of(document, part, |t| act.kind_text.as_deref().is_some_and(|k| t.contains(k)));
    let missing = [
        (Code::ActWithoutNumber, act.number.is_none(), head),
        (Code::ActWithoutDate, act.date.is_none(), head),
        (Code::ActWithoutSignatory, act.signatory.is_none(), Span { start_line: part.span.end_line, ..part.span }),
    ];
    for (code, is_missing, span) in missing {
        if is_missing {
            out.findings.push(Finding::new(code, span, "").of([&part.id]));
        }
    }
}

/// «Приложение к приказу от … № …» names the act before it.
fn annex(document: &Document, i: usize, g: &Grammars, out: &mut Report) {
    let part = &document.parts[i];
    let Some(stamp) = &part.attachment else { return };
    let Some((kind, _)) = stamp.act_kind_text.as_deref().and_then(|k| g.acts.case(k)) else { return };
    let acts: Vec<(&Part, &Act)> =
        document.parts[..i].iter().filter(|p| p.kind == kind).filter_map(|p| Some((p, p.act.as_ref()?))).collect();
    let agrees = |named: &Option<String>, own: &Option<String>| named.is_none() || own.is_none() || named == own;
    let Some((owner, act)) = acts.last() else { return };
    if acts.iter().any(|(_, a)| agrees(&stamp.act_date, &a.date) && agrees(&stamp.act_number, &a.number)) {
        return;
    }
    let words = |date: &Option<String>, number: &Option<String>| {
        let number = number.as_deref().map(|n| format!(" \u{2116} {n}")).unwrap_or_default();
        format!("{}{number}", date.as_deref().unwrap_or("")).trim().to_owned()
    };
    let holds = |text: &str, date: &Option<String>, number: &Option<String>| {
        let date = date.as_deref().is_some_and(|d| {
            let (mut from, mut hit) = (0, false);
            while let Some((range, found)) = date::find(text, from, &g.dates) {
                (from, hit) = (range.end, hit || found.iso() == d);
            }
            hit
        });
        date || number.as_deref().is_some_and(|n| text.contains(&format!(" {n}")) && text.chars().count() < 200)
    };
    let here = line_of(document, part, |t| holds(t, &stamp.act_date, &stamp.act_number));
    let there = line_of(document, owner, |t| holds(t, &act.date, &act.number));
    let (named, own) = (words(&stamp.act_date, &stamp.act_number), words(&act.date, &act.number));
    let detail = format!("{named} \u{2260} {own}");
    out.findings.push(
        Finding::new(Code::AttachmentDiffers, here, detail)
            .with([there])
            .of([&part.id, &owner.id])
            .numbers([named, own]),
    );
}

/// Annexes that clauses refer to by number and that are not in the file, where others of the act are.
fn referred(document: &Document, g: &Grammars, out: &mut Report) {
    let label = |p: &Part| p.attachment.as_ref().filter(|a| g.acts.starts(Cue::Annex, &a.label).is_some()).cloned();
    let present: Vec<String> = document.parts.iter().filter_map(label).filter_map(|a| number_of(&a.label)).collect();
    if present.is_empty() {
        return;
    }
    for part in document.parts.iter().filter(|p| p.act.is_some()) {
        let mut told: Vec<String> = Vec::new();
        for clause in &part.clauses {
            for number in annexes(&clause.text, g) {
                if !present.contains(&number) && !told.contains(&number) {
                    out.findings
                        .push(Finding::new(Code::AttachmentMissing, clause.span, number.clone()).of([&part.id]));
                    told.push(number);
                }
            }
        }
    }
}

/// The number in «Приложение № 2», «Приложение 2».
fn number_of(label: &str) -> Option<String> {
    let words = Words::new(label);
    words.iter().map(|w| w.fold.to_owned()).find(|w| w.bytes().all(|b| b.is_ascii_digit()))
}

/// Numbers of the annexes that a clause refers to as its own.
fn annexes(text: &str, g: &Grammars) -> Vec<String> {
    let words = Words::new(text);
    let mut out = Vec::new();
    let mut i = 0;
    while let Some((at, (), n)) = g.audit.annex.find(&words, i) {
        i = at + n;
        // «№», «N» may stand between.
        let sign = words.get(i).is_some_and(|w| g.acts.whole(Cue::NumberSign, w.fold));
        let at = i + usize::from(sign);
        let Some(number) = words.get(at).filter(|w| w.fold.bytes().all(|b| b.is_ascii_digit())) else { continue };
        let own = |at: usize| words.get(at).is_some_and(|w| g.acts.whole(Cue::Own, w.fold));
        if g.audit.of_another.at(&words, at + 1).is_none_or(|(_, n)| own(at + 1 + n)) {
            out.push(number.fold.to_owned());
        }
    }
    out
}
