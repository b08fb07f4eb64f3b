//! Pictures of a document: indicators over the years, money by source and year, activities by months, parties.
//!
//! They are drawn here, as SVG; the page only hangs them up beside the words of their records. No word of a document
//! stands in a drawing, only years and numbers. Colours are the marks of [`canvas`], which the style of the page turns
//! into those of the theme.

mod canvas;
mod funding;
mod indicators;
mod parties;
mod timeline;

use serde::Serialize;

use crate::model::Document;

/// Most indicators, items of money, activities and parties that are drawn; the records of all are listed anyway.
const MOST: [usize; 4] = [300, 100, 1000, 40];

/// What is drawn, and of which records.
#[derive(Debug, Default, Serialize)]
pub struct Pictures {
    /// Ids of indicators, a drawing for each.
    pub indicators: Vec<String>,
    /// Items of money, a drawing for each.
    pub funding: Vec<funding::Item>,
    /// The roadmap: a drawing of the scale, then one for each row.
    pub timeline: Option<timeline::Timeline>,
    /// Parties, most activities first, a drawing for each.
    pub parties: Vec<parties::Party>,
    /// Number of parties that are not drawn.
    pub more_parties: usize,
    /// The drawings, in the order above.
    #[serde(skip)]
    pub drawings: Vec<String>,
}

/// The pictures of a document.
pub fn of(document: &Document) -> Pictures {
    let mut out = Pictures::default();
    for indicator in document.indicators.iter().take(MOST[0]) {
        if let Some(drawing) = indicators::draw(indicator) {
            out.indicators.push(indicator.id.clone());
            out.drawings.push(drawing);
        }
    }
    for (item, drawing) in funding::items(&document.funding).into_iter().take(MOST[1]).filter_map(|i| i.draw()) {
        out.funding.push(item);
        out.drawings.push(drawing);
    }
    if let Some((timeline, drawings)) = timeline::draw(document, MOST[2]) {
        out.timeline = Some(timeline);
        out.drawings.extend(drawings);
    }
    let parties = parties::count(&document.activities);
    out.more_parties = parties.len().saturating_sub(MOST[3]);
    for (party, drawing) in parties::draw(parties, MOST[3]) {
        out.parties.push(party);
        out.drawings.push(drawing);
    }
    out
}
