//! Who has how many activities.

use std::collections::{BTreeSet, HashMap};

use plotters::prelude::*;
use serde::Serialize;

use super::canvas::{self, FIRST};
use crate::model::Activity;

const WIDTH: u32 = 400;
const HEIGHT: u32 = 12;

/// A party and its activities.
#[derive(Debug, Serialize)]
pub struct Party {
    /// As written where it stands first.
    pub name: String,
    /// Number of activities that name it.
    pub activities: usize,
}

/// Parties, most activities first; those of one number in the order of the document.
pub fn count(activities: &[Activity]) -> Vec<Party> {
    let mut out: Vec<Party> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for responsible in activities.iter().filter_map(|a| a.responsible.as_ref()) {
        let names: BTreeSet<(String, &String)> =
            responsible.parties.iter().map(|name| (name.to_lowercase(), name)).collect();
        let mut seen = BTreeSet::new();
        for (folded, name) in names {
            if !seen.insert(folded.clone()) {
                continue;
            }
            let n = *known.entry(folded).or_insert_with(|| {
                out.push(Party { name: name.clone(), activities: 0 });
                out.len() - 1
            });
            out[n].activities += 1;
        }
    }
    out.sort_by_key(|party| std::cmp::Reverse(party.activities));
    out
}

/// The first `most` parties with their bars.
pub fn draw(parties: Vec<Party>, most: usize) -> Vec<(Party, String)> {
    let top = parties.first().map_or(1, |p| p.activities) as f64;
    let one = |party: Party| {
        let length = party.activities as f64;
        let drawing = canvas::svg(WIDTH, HEIGHT, |sheet| {
            let mut chart = ChartBuilder::on(sheet).build_cartesian_2d(0.0..top, 0.0..1.0)?;
            chart.draw_series([Rectangle::new([(0.0, 0.0), (length, 1.0)], FIRST.filled())])?;
            Ok(())
        })?;
        Some((party, drawing))
    };
    parties.into_iter().take(most).filter_map(one).collect()
}
