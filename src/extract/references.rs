//! Cited legal acts, in running text and in cells.

use crate::layout::paragraphs::Block;
use crate::model::{Part, Reasons, Reference};
use crate::normalize::citation;
use crate::text::Text;

use super::Context;

/// Every citation of the document, in reading order; the requisites of its own acts are left out.
pub fn extract(ctx: &Context, parts: &[Part]) -> Vec<Reference> {
    let mut out = Vec::new();
    for block in &ctx.layout.blocks {
        match block {
            Block::Text { text, .. } => add(ctx, text, parts, &mut out),
            Block::Table(i) => {
                for row in &ctx.layout.tables[*i].rows {
                    row.cells.iter().for_each(|cell| add(ctx, cell, parts, &mut out));
                }
            }
        }
    }
    out
}

fn add(ctx: &Context, text: &Text, parts: &[Part], out: &mut Vec<Reference>) {
    if text.is_empty() {
        return;
    }
    let string = text.as_str();
    for c in citation::find(string, &ctx.g.citations) {
        let raw = text.slice(c.range.clone());
        let at = raw.at();
        let (span, section) = ctx.place(&at);
        let own = |r: &Option<std::ops::Range<usize>>| r.clone().map(|r| string[r].to_owned());
        let reference = Reference {
            confidence: 0.0,
            reasons: Reasons::default(),
            id: format!("reference-{}", out.len() + 1),
            kind: c.kind,
            issuer: own(&c.issuer),
            date: c.date,
            number: own(&c.number),
            title: own(&c.title),
            raw: raw.as_str().to_owned(),
            section,
            span,
            boxes: Vec::new(),
            at,
        };
        if !is_requisite(&reference, parts) {
            out.push(reference);
        }
    }
}

/// True for the number and date of the document's own act, as they stand in its head or in the stamp of an annex.
fn is_requisite(r: &Reference, parts: &[Part]) -> bool {
    parts.iter().any(|p| {
        let (head, body) = (p.span.start_line, p.clauses.first().map_or(p.span.end_line, |c| c.span.start_line));
        let inside = r.span.start_line >= head && r.span.start_line < body.max(head + 1);
        let own_act = p.act.as_ref().is_some_and(|a| a.number.is_some() && a.number == r.number && a.date == r.date);
        let stamp = p.attachment.as_ref().is_some_and(|a| {
            a.act_date.is_some()
                && a.act_date == r.date
                && (a.act_number.is_none() || r.number.is_none() || a.act_number == r.number)
        });
        inside && (own_act || (stamp && r.span.start_line <= head + 14))
    })
}
