//! The aims of clauses: of decrees, which hold whole lists of them.
//!
//! ```text
//! 3. …, что в 2024 году необходимо обеспечить:             the year of all below
//! а) достижение следующих целевых показателей:
//! увеличение доли … до 55 процентов;                       = 55 процентов, 2024
//! б) решение следующих задач:
//! внедрение … не менее чем в 50 городах (к 2021 году);     >= 50 городах, 2021
//! ```

use crate::layout::paragraphs::{Block, Marker, marker_len};
use crate::model::{Origin, Part, Target};
use crate::text::Text;

use super::super::Context;
use super::aims::year_at;
use super::{Aim, ENOUGH, PLENTY, Words, all, of_text, statements};

/// The targets of the clauses of all parts.
pub fn extract(ctx: &Context, parts: &[Part], out: &mut Vec<Target>) {
    for part in parts {
        // The clause whose year holds for those below it: how it is numbered, and its year.
        let mut above: Option<(Option<Marker>, i32)> = None;
        for clause in &part.clauses {
            let style = clause.number.as_deref().and_then(style);
            if above.is_some_and(|(s, _)| s == style) {
                above = None;
            }
            // «дополнить словами «… до 41 км к 2027 году»»: new words of a programme, not its sums and numbers.
            let amends = ctx.g.targets.amends.within(&clause.text);
            let money = |aim: &Aim| aim.unit.as_ref().is_some_and(|u| ctx.g.numbers.money.starts(u).is_some());
            let is_other = |aim: &Aim| amends && (aim.year.is_none() || money(aim));
            let mut lines = lines(ctx, &clause.at);
            if let (Some(number), Some(first)) = (&clause.number, lines.first_mut()) {
                let words = first.as_str().strip_prefix(number.trim_end_matches([')', '.']));
                let behind = words.map(|w| first.len() - w.trim_start_matches([')', '.', ' ']).len());
                *first = behind.map_or_else(|| first.clone(), |from| first.slice(from..first.len()));
            }
            if let Some(year) = lines.last().or(lines.first()).and_then(|l| sets_year(ctx, l.as_str())) {
                above = Some((style, year));
            }
            let listing = lines.first().is_some_and(|l| ctx.g.targets.announces.within(l.as_str()));
            for statement in lines.iter().flat_map(statements) {
                let yearly = ctx.g.targets.yearly.within(statement.as_str());
                // «Увеличить оклады на 5 процентов» decides, where no list of aims says otherwise.
                let decides = |aim: &Aim| !listing && above.is_none() && aim.score - aim.change < PLENTY;
                for mut aim in all(statement.as_str(), if listing { ENOUGH } else { PLENTY }, ctx.g) {
                    if decides(&aim) || is_other(&aim) {
                        continue;
                    }
                    aim.year = aim.year.or_else(|| above.map(|(_, year)| year).filter(|_| !yearly));
                    out.push(of_text(aim, &statement, Origin::Clause, ctx));
                }
            }
        }
    }
}

/// How a clause is numbered: «3», «3.1», «а)».
fn style(number: &str) -> Option<Marker> {
    let marked = if number.ends_with([')', '.']) { format!("{number} ") } else { format!("{number}. ") };
    marker_len(&marked).map(|(marker, _)| marker)
}

/// The year that a lead-in sets for what stands below it: «в 2024 году необходимо обеспечить:».
fn sets_year(ctx: &Context, text: &str) -> Option<i32> {
    if !text.ends_with(':') || !ctx.g.targets.reach.within(text) {
        return None;
    }
    let words = Words::new(text);
    let mut years = (0..words.len()).filter_map(|i| year_at(&words, i, ctx.g));
    let first = years.next()?;
    years.all(|y| y == first).then_some(first)
}

/// The paragraphs that a clause is made of, without its number.
fn lines(ctx: &Context, at: &[[usize; 2]]) -> Vec<Text> {
    let mut out = Vec::new();
    for block in &ctx.layout.blocks {
        let Block::Text { text, .. } = block else { continue };
        let (Some(start), Some(end)) = (text.start(), text.end()) else { continue };
        // Soft hyphens and page breaks leave gaps in a paragraph.
        let own = || at.iter().filter(|r| r[0] < end && start < r[1]);
        if let (Some(first), Some(last)) = (own().map(|r| r[0]).min(), own().map(|r| r[1]).max()) {
            out.push(text.within(first..last));
        }
    }
    out.retain(|t| !t.is_empty());
    out
}
