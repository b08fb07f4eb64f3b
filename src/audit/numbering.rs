//! Numbers of clauses: gaps and repeats. (Those of table rows are found while the table is put together.)

use super::{Finding, Report, quote};
use crate::diagnostic::Code;
use crate::grammar::Grammars;
use crate::layout::numbering::place;
use crate::model::{Clause, Document, Part, Span};

/// Larger steps are another numbering, no gap.
const LARGEST_GAP: u32 = 20;

/// Checks the clause numbers of every part.
pub fn check(document: &Document, g: &Grammars, out: &mut Report) {
    for part in &document.parts {
        clauses(document, part, g, out);
    }
}

/// A clause number as places: «1.2.» is `[1, 2]`, «3)» is `[3]`; the mark behind it tells lists apart.
fn places(number: &str) -> Option<(Vec<u32>, bool)> {
    let bracket = number.ends_with(')');
    let parts: Option<Vec<u32>> = number.trim_end_matches(['.', ')']).split('.').map(place).collect();
    parts.map(|p| (p, bracket))
}

fn clauses(document: &Document, part: &Part, g: &Grammars, out: &mut Report) {
    // The last clause of each list that is open, outermost first.
    let mut open: Vec<(Vec<u32>, bool, &Clause)> = Vec::new();
    for clause in &part.clauses {
        let Some((number, bracket)) = clause.number.as_deref().and_then(places) else { continue };
        let (last, parents) = number.split_last().expect("a number has a place");
        let sibling = |o: &(Vec<u32>, bool, &Clause)| o.1 == bracket && o.0.len() == number.len();
        if let Some(at) = open.iter().rposition(sibling) {
            open.truncate(at + 1);
            let (before, _, earlier) = &open[at];
            let old = before[before.len() - 1];
            let goes_on = before[..before.len() - 1] == *parents;
            let between = Span { start_line: earlier.span.start_line, end_line: clause.span.start_line, page: None };
            if goes_on && *last == old && *last != 1 {
                out.findings.push(
                    Finding::new(Code::ClauseNumberRepeated, clause.span, clause.number.clone().unwrap_or_default())
                        .with([earlier.span])
                        .of([&part.id]),
                );
            } else if goes_on && *last > old + 1 && last - old <= LARGEST_GAP && !is_repealed(document, between, g) {
                let prefix: String = parents.iter().map(|p| format!("{p}.")).collect();
                let missing: Vec<String> = (old + 1..*last).map(|n| format!("{prefix}{n}")).collect();
                out.findings.push(
                    Finding::new(
                        Code::ClauseNumberMissing,
                        clause.span,
                        format!("{}, {}", missing.join(", "), quote(&clause.text)),
                    )
                    .with([earlier.span])
                    .of([&part.id])
                    .numbers(missing),
                );
            }
            open.pop();
        } else if let Some(at) = open.iter().rposition(|o| number.starts_with(&o.0)) {
            open.truncate(at + 1);
        }
        open.push((number, bracket, clause));
    }
}

/// True where a line of its own between two clauses says that points were taken out. (A clause may say so of another act.)
fn is_repealed(document: &Document, between: Span, g: &Grammars) -> bool {
    let from = document.blocks.partition_point(|b| b.span.start_line <= between.start_line);
    let blocks = document.blocks[from..].iter().take_while(|b| b.span.end_line < between.end_line);
    let mut texts = blocks.filter_map(|b| b.text.as_deref());
    texts.any(|t| g.audit.repealed.within(t))
}
