//! The roadmap as a timeline: a row for each activity, months from left to right.
//!
//! ```text
//! 2024-03/2024-05   ███
//! ../2024-06        ░░░░░█      up to a day: pale, the last month full
//! every August             ▪           ▪
//! all the time      ░░░░░░░░░░░░░░░░░░░░░
//! ```

use plotters::prelude::*;
use serde::Serialize;

use super::canvas::{self, Drawn, FIFTH, FIRST, GRID, THIRD, WORDS};
use crate::model::{Deadline, DeadlineKind, Document};
use crate::review::calendar::{self, Month, january};

const WIDTH: u32 = 720;
const HEIGHT: u32 = 16;
const SCALE: u32 = 34;
/// Most years of a scale; a slip in one deadline does not make it longer.
const MOST_YEARS: i32 = 15;
/// Up to so many months are numbered one by one.
const NUMBERED: Month = 26;
/// How full a pale bar is.
const PALE: f64 = 0.35;

/// The scale and its rows.
#[derive(Debug, Serialize)]
pub struct Timeline {
    /// First month, `2024-01`.
    pub start: String,
    /// Last month.
    pub end: String,
    /// Ids of the activities that have a bar.
    pub rows: Vec<String>,
}

/// The timeline and its drawings: the scale, then the rows; at most `most` rows.
pub fn draw(document: &Document, most: usize) -> Option<(Timeline, Vec<String>)> {
    let (first, last) = scale(document)?;
    let mut rows = Vec::new();
    let mut drawings = vec![canvas::svg(WIDTH, SCALE, |sheet| draw_scale(sheet, first, last))?];
    for activity in &document.activities {
        let bars = activity.deadline.as_ref().map(|d| bars(d, first, last)).unwrap_or_default();
        if bars.is_empty() || rows.len() == most {
            continue;
        }
        drawings.push(canvas::svg(WIDTH, HEIGHT, |sheet| draw_row(sheet, &bars, first, last))?);
        rows.push(activity.id.clone());
    }
    let timeline = Timeline { start: calendar::name(first), end: calendar::name(last), rows };
    (!timeline.rows.is_empty()).then_some((timeline, drawings))
}

/// The months that hold the period of the document and the dates of its activities; whole years where they are many.
fn scale(document: &Document) -> Option<(Month, Month)> {
    let deadlines = document.activities.iter().filter_map(|a| a.deadline.as_ref());
    let dates = deadlines.flat_map(|d| &d.items).filter_map(|i| calendar::stretch(i.edtf.as_deref()?));
    let mut months: Vec<Month> = dates.flat_map(|s| [s.first, s.last]).flatten().collect();
    if let Some(period) = &document.document.period {
        let sides = [calendar::stretch(&period.start), calendar::stretch(&period.end)];
        months.extend(sides.into_iter().flatten().flat_map(|s| [s.first, s.last]).flatten());
    }
    months.sort_unstable();
    // The years around most of the dates: the median is no slip.
    let middle = *months.get(months.len() / 2)?;
    let near = |m: &&Month| (**m - middle).abs() <= MOST_YEARS * 6;
    let (first, last) = (*months.iter().find(near)?, *months.iter().rfind(near)?);
    if last - first < NUMBERED {
        return Some((first, last));
    }
    Some((january(first.div_euclid(12)), january(last.div_euclid(12)) + 11))
}

/// A bar of a row: its months, its colour, whether it is pale.
type Bar = (Month, Month, RGBColor, bool);

fn bars(deadline: &Deadline, first: Month, last: Month) -> Vec<Bar> {
    let mut out = Vec::new();
    for item in &deadline.items {
        if let Some(s) = item.edtf.as_deref().and_then(calendar::stretch) {
            let (from, to) = (s.first.unwrap_or(first), s.last.unwrap_or(last));
            if s.first.is_none() || s.last.is_none() {
                out.push((from, to, FIRST, true));
                out.extend(s.first.or(s.last).map(|m| (m, m, FIRST, false)));
            } else {
                out.push((from, to, FIRST, false));
            }
        } else if let Some(rule) = &item.rrule {
            let months = calendar::recurrences(rule, first, last);
            let runs = months.chunk_by(|a, b| a + 1 == *b);
            out.extend(runs.map(|run| (run[0], run[run.len() - 1], THIRD, false)));
        } else if item.kind == DeadlineKind::Continuous {
            out.push((first, last, FIFTH, true));
        }
    }
    out.retain(|(from, to, ..)| *to >= first && *from <= last);
    out
}

fn draw_row(sheet: &canvas::Sheet, bars: &[Bar], first: Month, last: Month) -> Drawn {
    let mut chart = ChartBuilder::on(sheet).build_cartesian_2d(f64::from(first)..f64::from(last + 1), 0.0..1.0)?;
    for (from, to, colour, pale) in bars {
        let (from, to) = (f64::from((*from).max(first)), f64::from((*to).min(last) + 1));
        let style = if *pale { colour.mix(PALE).filled() } else { colour.filled() };
        let mut bar = Rectangle::new([(from, 0.12), (to, 0.88)], style);
        bar.set_margin(0, 0, 1, 1);
        chart.draw_series([bar])?;
    }
    Ok(())
}

fn draw_scale(sheet: &canvas::Sheet, first: Month, last: Month) -> Drawn {
    let mut chart = ChartBuilder::on(sheet).build_cartesian_2d(f64::from(first)..f64::from(last + 1), 0.0..1.0)?;
    let numbered = last - first < NUMBERED;
    let words = ("sans-serif", 17).into_font().color(&WORDS);
    for month in first..=last {
        let at = f64::from(month);
        let is_year = month % 12 == 0;
        if is_year || month == first {
            chart.draw_series([PathElement::new(vec![(at, 0.0), (at, 1.0)], GRID)])?;
            let year = month.div_euclid(12).to_string();
            chart.draw_series([Text::new(year, (at + 0.15, 0.98), words.clone())])?;
        } else if numbered || month % 3 == 0 {
            chart.draw_series([PathElement::new(vec![(at, 0.0), (at, 0.2)], GRID)])?;
        }
        if numbered {
            let number = (month.rem_euclid(12) + 1).to_string();
            chart.draw_series([Text::new(number, (at + 0.15, 0.5), words.clone())])?;
        }
    }
    Ok(())
}
