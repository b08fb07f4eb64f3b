//! Indicators and aims: the same thing must have the same value wherever it stands.
//!
//! ```text
//! passport:  Доля школ, где устранены дефициты, до 80 % к 2025 году
//! table:     Увеличение доли школ, где устранены дефициты | % | 70 | 80 | 85 | 90      (2025: 90)
//! ```
//!
//! Names are compared by their [`Essence`]; where several indicators are equally near, nothing is said.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::money::decimal;
use super::{Finding, Report, quote};
use crate::diagnostic::Code;
use crate::grammar::Grammars;
use crate::grammar::audit::{Essence, SAME};
use crate::grammar::lexicon::{Words, fold};
use crate::grammar::numbers::UnitKind;
use crate::model::{Comparator, Direction, Document, Indicator, Target, ValueKind, YearValue};

/// An indicator with what its name says.
struct Named<'a> {
    indicator: &'a Indicator,
    essence: Essence,
}

/// Checks aims against indicators, indicators against each other, baselines against directions.
pub fn check(document: &Document, g: &Grammars, out: &mut Report) {
    let all: Vec<Named> =
        document.indicators.iter().map(|i| Named { indicator: i, essence: g.audit.essence(&i.name) }).collect();
    targets(document, &all, g, out);
    twice(&all, out);
    baselines(&all, g, out);
}

/// Least number of words that a name needs to be found again elsewhere.
const WORDS: usize = 3;

fn targets(document: &Document, all: &[Named], g: &Grammars, out: &mut Report) {
    if all.is_empty() {
        return;
    }
    let mut by_stem: HashMap<&str, Vec<usize>> = HashMap::new();
    for (i, named) in all.iter().enumerate() {
        for stem in &named.essence.stems {
            by_stem.entry(stem).or_default().push(i);
        }
    }
    let mut shared = vec![0; all.len()];
    for same_text in document.targets.chunk_by(|a, b| a.text == b.text && a.span == b.span) {
        for target in same_text {
            // Two aims of one sentence for one year: which of them the name belongs to is not certain.
            if same_text.iter().filter(|t| t.year == target.year).count() == 1
                && let Some(found) = indicator_of(target, all, &by_stem, &mut shared, g)
            {
                out.findings.extend(contradiction(target, found));
            }
        }
    }
}

/// The one indicator that the sentence of an aim is about; `shared` holds a zero for each indicator.
fn indicator_of<'a>(
    target: &Target,
    all: &[Named<'a>],
    by_stem: &HashMap<&str, Vec<usize>>,
    shared: &mut [usize],
    g: &Grammars,
) -> Option<&'a Indicator> {
    let essence = g.audit.essence(&target.text);
    let lists = essence.stems.iter().filter_map(|stem| by_stem.get(stem.as_str()));
    let mut touched: Vec<usize> = Vec::new();
    for &i in lists.flatten() {
        if shared[i] == 0 {
            touched.push(i);
        }
        shared[i] += 1;
    }
    let mut best = 0.0;
    let mut nearest: Vec<&Indicator> = Vec::new();
    for i in touched {
        let named = &all[i];
        let likeness = essence.likeness_by(&named.essence, std::mem::take(&mut shared[i]));
        if likeness < SAME || likeness < best || named.essence.stems.len() < WORDS {
            continue;
        }
        let unit = same_unit(named.indicator.unit.as_deref(), target.unit.as_deref(), g);
        if !unit || !named.essence.numbers_stand_in(&essence) {
            continue;
        }
        if likeness > best {
            (best, nearest) = (likeness, Vec::new());
        }
        nearest.push(named.indicator);
    }
    if let [one] = nearest[..] { Some(one) } else { None }
}

/// True where two units can be the same, or one is not given.
fn same_unit(a: Option<&str>, b: Option<&str>, g: &Grammars) -> bool {
    let (Some(a), Some(b)) = (a, b) else { return true };
    let percent = |s: &str| g.numbers.units.starts(s).is_some_and(|u| u.kind == UnitKind::Percent);
    let (x, y) = (fold(a), fold(b));
    (percent(a) && percent(b)) || x.starts_with(&y) || y.starts_with(&x)
}

/// What the table says where the aim says otherwise.
fn contradiction(target: &Target, indicator: &Indicator) -> Option<Finding> {
    let aim = decimal(&target.value)?;
    let planned: Vec<&YearValue> = indicator.values.iter().filter(|v| v.kind == ValueKind::Plan).collect();
    let values: Vec<&YearValue> = match target.year {
        Some(year) => planned.into_iter().filter(|v| v.year == Some(year)).collect(),
        None => planned,
    };
    let value = values.last()?;
    let number = decimal(value.value.as_ref()?)?;
    let met = |v: &&YearValue| {
        let bounds = [&v.value, &v.min, &v.max];
        let mut numbers = bounds.into_iter().flatten().filter_map(decimal);
        numbers.any(|n| holds(target.comparator, n, aim))
    };
    if values.iter().any(met) {
        return None;
    }
    let year = value.year.map(|y| format!(", {y}")).unwrap_or_default();
    let detail = format!("{}{year}: {aim} \u{2260} {number}", quote(&indicator.name));
    Some(
        Finding::new(Code::TargetDiffers, target.span, detail)
            .with([indicator.span])
            .of([&target.id, &indicator.id])
            .numbers([aim.to_string(), number.to_string()]),
    )
}

fn holds(comparator: Comparator, value: Decimal, aim: Decimal) -> bool {
    match comparator {
        Comparator::Equal => value == aim,
        Comparator::AtLeast | Comparator::More => value >= aim,
        Comparator::AtMost | Comparator::Less => value <= aim,
    }
}

/// The same indicator in two places: same words, same headings above, same unit.
fn twice(all: &[Named], out: &mut Report) {
    let mut seen: HashMap<(String, &[String], Option<&str>), &Indicator> = HashMap::new();
    for named in all.iter().filter(|n| n.essence.stems.len() >= WORDS) {
        let new = named.indicator;
        let key = (fold(&new.name), new.group.as_slice(), new.unit.as_deref());
        match seen.get(&key) {
            None => _ = seen.insert(key, new),
            Some(old) if old.table != new.table => differences(old, new, out),
            // Rows of one table with the same words differ by what stands above them.
            Some(_) => {}
        }
    }
}

/// Two rows of one indicator: what differs is reported where most of what both say agrees.
fn differences(old: &Indicator, new: &Indicator, out: &mut Report) {
    let mut common = 0;
    let mut differ = Vec::new();
    for a in &old.values {
        let same = |v: &&YearValue| v.year.is_some() && v.year == a.year && v.kind == a.kind;
        let Some(b) = new.values.iter().find(same) else { continue };
        let (Some(x), Some(y)) = (a.value.as_ref().and_then(decimal), b.value.as_ref().and_then(decimal)) else {
            continue;
        };
        common += 1;
        if x != y {
            differ.push((a.year, x, y));
        }
    }
    if differ.len() * 2 > common.max(2) {
        return;
    }
    for (year, x, y) in differ {
        let year = year.map(|y| format!(", {y}")).unwrap_or_default();
        let detail = format!("{}{year}: {y} \u{2260} {x}", quote(&new.name));
        out.findings.push(
            Finding::new(Code::IndicatorDiffers, new.span, detail)
                .with([old.span])
                .of([&new.id, &old.id])
                .numbers([y.to_string(), x.to_string()]),
        );
    }
}

/// «Увеличение …» whose last value lies below the baseline. A change that is measured itself («снижение на, %») begins
/// at zero and is left out.
fn baselines(all: &[Named], g: &Grammars, out: &mut Report) {
    for indicator in all.iter().map(|n| n.indicator) {
        let said = g.indicators.direction_at(&Words::first(&indicator.name, 4), 0);
        let (Some(direction), Some(base)) = (indicator.direction.filter(|d| Some(*d) == said), &indicator.baseline)
        else {
            continue;
        };
        let planned = indicator.values.iter().filter(|v| v.kind == ValueKind::Plan);
        let Some(last) = planned.filter_map(|v| v.value.as_ref().and_then(decimal)).next_back() else { continue };
        let unit = indicator.unit.as_deref().unwrap_or("");
        if g.audit.turned.within(&indicator.name) || g.audit.turned.within(unit) {
            continue;
        }
        let Some(base) = base.value.as_ref().and_then(decimal).filter(|b| !b.is_zero()) else { continue };
        let against = match direction {
            Direction::Up => last < base,
            Direction::Down => last > base,
        };
        if against {
            let detail = format!("{}: {base} \u{2192} {last}", quote(&indicator.name));
            out.findings.push(
                Finding::new(Code::BaselineAgainstDirection, indicator.span, detail)
                    .with([indicator.span])
                    .of([&indicator.id])
                    .numbers([base.to_string(), last.to_string()]),
            );
        }
    }
}
