//! Money by source and year: for each item a bar for each year, made of its sources.
//!
//! ```text
//! 1 | Ремонт мостов | всего          | 30 | 40      the item itself: drawn only where it has no sources
//!   |               | городской бюджет | 10 | 10
//!   |               | областной бюджет | 20 | 30
//! ```

use plotters::prelude::*;
use serde::Serialize;

use super::canvas::{self, FIFTH, FIRST, FOURTH, GRID, SECOND, THIRD, WORDS};
use crate::model::{Funding, Level, Money, ValueKind};

const WIDTH: u32 = 640;
const HEIGHT: u32 = 260;
/// Digits in front of which a blank stands.
const GROUP: usize = 3;

/// What is paid for.
#[derive(Debug, Serialize)]
pub struct Item {
    /// Ids of the records that are drawn, from the ground up.
    pub ids: Vec<String>,
    /// Colours of the bars, 1 to 5, as `ids`.
    pub colours: Vec<usize>,
    /// Years of the bars.
    pub years: Vec<i32>,
    /// Height of each bar by source and year.
    #[serde(skip)]
    heights: Vec<Vec<f64>>,
}

/// The items of a document: rows of one name that follow each other.
pub fn items(funding: &[Funding]) -> Vec<Item> {
    let same = |a: &Funding, b: &Funding| {
        (&a.name, &a.number, &a.table, &a.path, a.origin) == (&b.name, &b.number, &b.table, &b.path, b.origin)
            && b.source.is_some()
    };
    funding.chunk_by(same).map(item).collect()
}

fn item(rows: &[Funding]) -> Item {
    let sources: Vec<&Funding> = rows.iter().filter(|r| r.source.is_some() && r.level != Some(Level::Total)).collect();
    let drawn: Vec<&Funding> = if sources.is_empty() { rows.iter().collect() } else { sources };
    let is_planned = |m: &&Money| m.kind != Some(ValueKind::Fact);
    let any_plan = drawn.iter().flat_map(|r| &r.values).filter(|m| m.year.is_some()).any(|m| is_planned(&m));
    let sums = |row: &Funding| -> Vec<(i32, f64)> {
        let values = row.values.iter().filter(|m| !any_plan || is_planned(m));
        values.filter_map(|m| Some((m.year?, canvas::place(m.value.as_ref()?)?))).filter(|(_, n)| *n >= 0.0).collect()
    };
    let mut years: Vec<i32> = drawn.iter().flat_map(|r| sums(r)).map(|(year, _)| year).collect();
    years.sort_unstable();
    years.dedup();
    // Two sums of one year (editions of a plan) are not added: the last one stands.
    let height = |row: &Funding, year: i32| sums(row).iter().rfind(|(y, _)| *y == year).map_or(0.0, |(_, n)| *n);
    Item {
        ids: drawn.iter().map(|r| r.id.clone()).collect(),
        colours: drawn.iter().map(|r| colour(r.level)).collect(),
        heights: drawn.iter().map(|r| years.iter().map(|y| height(r, *y)).collect()).collect(),
        years,
    }
}

/// Number of a colour.
fn colour(level: Option<Level>) -> usize {
    match level {
        Some(Level::Federal | Level::Total) => 1,
        Some(Level::Regional) => 2,
        Some(Level::Municipal) => 3,
        Some(Level::Extrabudgetary) => 4,
        None => 5,
    }
}

impl Item {
    /// The item with its drawing, where there is money of a year.
    pub fn draw(self) -> Option<(Item, String)> {
        let columns = self.years.len();
        let sum = |n: usize| self.heights.iter().map(|h| h[n]).sum::<f64>();
        let top = (0..columns).map(sum).fold(0.0, f64::max);
        if top <= 0.0 {
            return None;
        }
        let years: Vec<String> = self.years.iter().map(i32::to_string).collect();
        let drawing = canvas::svg(WIDTH, HEIGHT, |sheet| {
            let mut chart = ChartBuilder::on(sheet)
                .margin(8)
                .x_label_area_size(30)
                .y_label_area_size(96)
                .build_cartesian_2d((0..columns as i32 - 1).into_segmented(), 0.0..top * 1.05)?;
            let year = |at: &SegmentValue<i32>| match at {
                SegmentValue::CenterOf(n) => years.get(*n as usize).cloned().unwrap_or_default(),
                _ => String::new(),
            };
            let words = ("sans-serif", 20).into_font().color(&WORDS);
            chart
                .configure_mesh()
                .disable_x_mesh()
                .light_line_style(TRANSPARENT)
                .bold_line_style(GRID)
                .axis_style(GRID)
                .label_style(words)
                .x_labels(columns)
                .x_label_formatter(&year)
                .y_labels(5)
                .y_label_formatter(&|n| grouped(*n))
                .draw()?;
            for n in 0..columns {
                let mut ground = 0.0;
                for (heights, colour) in self.heights.iter().zip(&self.colours).filter(|(h, _)| h[n] > 0.0) {
                    let colour = [FIRST, SECOND, THIRD, FOURTH, FIFTH][colour - 1];
                    let at = n as i32;
                    let corners =
                        [(SegmentValue::Exact(at), ground), (SegmentValue::Exact(at + 1), ground + heights[n])];
                    let mut bar = Rectangle::new(corners, colour.filled());
                    let margin = (300 / columns as u32).clamp(2, 40);
                    bar.set_margin(0, 1, margin, margin);
                    chart.draw_series([bar])?;
                    ground += heights[n];
                }
            }
            Ok(())
        })?;
        Some((self, drawing))
    }
}

/// `12 500` of 12500.0; what is less than ten keeps a decimal.
fn grouped(number: f64) -> String {
    let plain =
        if number.abs() < 10.0 && number.fract() != 0.0 { format!("{number:.1}") } else { format!("{number:.0}") };
    let (whole, rest) = plain.split_at(plain.find('.').unwrap_or(plain.len()));
    let mut out = String::new();
    for (i, digit) in whole.char_indices() {
        if i > 0 && (whole.len() - i).is_multiple_of(GROUP) {
            out.push('\u{a0}');
        }
        out.push(digit);
    }
    out + &rest.replace('.', ",")
}
