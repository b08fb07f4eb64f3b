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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Output;
    use crate::{Grammars, Options, convert};

    fn pictures(name: &str) -> Pictures {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(name);
        let bytes = std::fs::read(path).unwrap();
        let Output::Document(document) = convert(&bytes, &Options::default(), &Grammars::builtin()) else { panic!() };
        of(&document)
    }

    #[test]
    fn every_record_that_is_named_has_its_drawing() {
        let p = pictures("zarechinsk-program.txt");
        let timeline = p.timeline.as_ref().unwrap();
        assert_eq!((timeline.start.as_str(), timeline.end.as_str()), ("2023-01", "2026-12"));
        let expected = p.indicators.len() + p.funding.len() + 1 + timeline.rows.len() + p.parties.len();
        assert_eq!(p.drawings.len(), expected);
        assert!(p.drawings.iter().all(|d| d.starts_with("<svg ") && d.ends_with("</svg>")), "{}", p.drawings[0]);
    }

    #[test]
    fn bars_are_made_of_sources_or_of_the_item_itself() {
        let p = pictures("zarechinsk-program.txt");
        let first = &p.funding[0];
        assert_eq!(first.years, [2023, 2024, 2025, 2026]);
        assert_eq!(first.ids.len(), first.colours.len());
        let mut colours = first.colours.clone();
        colours.sort_unstable();
        assert_eq!(colours, [1, 2, 3, 4], "each level once, no total beside its parts");
    }

    #[test]
    fn parties_are_counted_once_for_each_activity() {
        let p = pictures("nizhneolhovsky-roadmap.txt");
        assert!(p.parties.windows(2).all(|w| w[0].activities >= w[1].activities));
        assert!(p.parties[0].activities > 1);
    }

    #[test]
    fn a_document_without_numbers_has_no_pictures() {
        let p = of_text("ПИСЬМО\n\nПросим сообщить о ходе работ.\n");
        assert!(p.drawings.is_empty() && p.timeline.is_none());
    }

    fn of_text(text: &str) -> Pictures {
        let Output::Document(document) = convert(text.as_bytes(), &Options::default(), &Grammars::builtin()) else {
            panic!()
        };
        of(&document)
    }
}
