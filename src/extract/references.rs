//! Cited legal acts, in running text and in cells.

use crate::layout::paragraphs::Block;
use crate::model::{Part, Reasons, Reference};
use crate::normalize::citation::{self, Citation};
use crate::text::Text;

use super::Context;

/// Every citation of the document, in reading order; the requisites of its own acts are left out.
pub fn extract(ctx: &Context, parts: &[Part]) -> Vec<Reference> {
    let mut out = Vec::new();
    for block in &ctx.layout.blocks {
        match block {
            Block::Text { text, .. } => add(ctx, text, &|c| is_own_number(text, c), parts, &mut out),
            Block::Table(i) => {
                for row in &ctx.layout.tables[*i].rows {
                    let mut cells = row.cells.iter().peekable();
                    while let Some(cell) = cells.next() {
                        let named = cells.peek().and_then(|next| over_two_cells(ctx, cell, next));
                        if named.is_some() {
                            cells.next();
                        }
                        add(ctx, named.as_ref().unwrap_or(cell), &|_| false, parts, &mut out);
                    }
                }
            }
        }
    }
    out
}

/// The name of an act and the cell beside it with its date and number («Федеральный закон «О спорте»» | «04.12.2007
/// № 329-ФЗ») as one text; none where they are no citation together.
fn over_two_cells(ctx: &Context, name: &Text, next: &Text) -> Option<Text> {
    let g = &ctx.g.citations;
    if !citation::is_date_and_number(next.as_str(), g) || !citation::find(name.as_str(), g).is_empty() {
        return None;
    }
    let mut whole = name.clone();
    whole.append(next, " ", false);
    let found = citation::find(whole.as_str(), g);
    matches!(&found[..], [one] if one.range == (0..whole.len())).then_some(whole)
}

/// True for a paragraph that is a law's number alone: it stands under the signature of that law.
fn is_own_number(text: &Text, c: &Citation) -> bool {
    c.date.is_none() && c.title.is_none() && c.range == (0..text.len()) && text.as_str().starts_with(['N', '\u{2116}'])
}

fn add(ctx: &Context, text: &Text, skip: &dyn Fn(&Citation) -> bool, parts: &[Part], out: &mut Vec<Reference>) {
    if text.is_empty() {
        return;
    }
    let string = text.as_str();
    for c in citation::find(string, &ctx.g.citations).into_iter().filter(|c| !skip(c)) {
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
        // A law without a head of its own lines: «Федеральный закон от 21.11.2011 N 323-ФЗ «Об основах …»».
        let title = p.act.is_none()
            && r.date.is_some()
            && r.number.is_some()
            && r.span.start_line == head
            && p.title.as_ref().is_some_and(|t| t.starts_with(&r.raw));
        title || inside && (own_act || (stamp && r.span.start_line <= head + 14))
    })
}
