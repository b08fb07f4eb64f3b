//! An indicator over the years: a small line, its baseline across, its last planned value ringed.

use plotters::prelude::*;

use super::canvas::{self, BASELINE, FIRST, SECOND};
use crate::model::{Indicator, Number, ValueKind};

const WIDTH: u32 = 480;
const HEIGHT: u32 = 120;

/// A drawing, where there are at least two numbers to compare.
pub fn draw(indicator: &Indicator) -> Option<String> {
    let series = |fact: bool| -> Vec<(f64, f64)> {
        let values = indicator.values.iter().filter(|v| (v.kind == ValueKind::Fact) == fact);
        let mut points: Vec<_> = values
            .filter_map(|v| Some((f64::from(v.year?), number(v.value.as_ref(), v.min.as_ref(), v.max.as_ref())?)))
            .collect();
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        points
    };
    let (plan, fact) = (series(false), series(true));
    let base = indicator.baseline.as_ref();
    let base = base.and_then(|b| number(b.value.as_ref(), b.min.as_ref(), b.max.as_ref()));
    let all: Vec<(f64, f64)> = plan.iter().chain(&fact).copied().collect();
    if all.is_empty() || all.len() + usize::from(base.is_some()) < 2 {
        return None;
    }
    let range = |numbers: &mut dyn Iterator<Item = f64>, least: f64| {
        let (low, high) = numbers.fold((f64::MAX, f64::MIN), |(a, b), n| (a.min(n), b.max(n)));
        let margin = ((high - low) * 0.12).max(least);
        low - margin..high + margin
    };
    let years = range(&mut all.iter().map(|p| p.0), 0.15);
    let heights = range(&mut all.iter().map(|p| p.1).chain(base), 1e-9);
    let heights = if heights.end - heights.start < 1e-6 { heights.start - 1.0..heights.end + 1.0 } else { heights };
    canvas::svg(WIDTH, HEIGHT, |sheet| {
        let mut chart = ChartBuilder::on(sheet).margin(8).build_cartesian_2d(years.clone(), heights)?;
        if let Some(base) = base {
            // The style of the page dashes it: a dash drawn here would be an element of its own.
            chart.draw_series(LineSeries::new([(years.start, base), (years.end, base)], BASELINE.stroke_width(3)))?;
        }
        for (points, colour) in [(&plan, FIRST), (&fact, SECOND)] {
            chart.draw_series(LineSeries::new(points.iter().copied(), colour.stroke_width(4)))?;
            chart.draw_series(points.iter().map(|p| Circle::new(*p, 6, colour.filled())))?;
        }
        if let Some(target) = plan.last() {
            chart.draw_series([Circle::new(*target, 11, FIRST.stroke_width(3))])?;
        }
        Ok(())
    })
}

/// The number of a value; of a value with one bound the bound.
fn number(value: Option<&Number>, min: Option<&Number>, max: Option<&Number>) -> Option<f64> {
    canvas::place(match (value, min, max) {
        (Some(value), _, _) => value,
        (None, Some(bound), None) | (None, None, Some(bound)) => bound,
        _ => return None,
    })
}
