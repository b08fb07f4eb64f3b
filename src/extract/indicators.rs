//! Rows of indicator tables.
//!
//! ```text
//! Показатель │ ед. изм. │ Исходное значение │ 2022 │ 2023
//! Доля ...   │ %        │ 68,5              │ 70   │ не менее 72
//! ```

use rust_decimal::Decimal;

use crate::diagnostic::{Code, Findings};
use crate::grammar::lexicon::Words;
use crate::layout::table::{Column, Record, Table};
use crate::model::{Direction, Indicator, Reasons, Role, TableKind, Value, YearValue};
use crate::normalize::money;
use crate::normalize::number::{self, Reading};
use crate::readers::Merge;
use crate::text::Text;

use super::{Context, field, funding, number_and_name};

mod parents;

/// The indicators of all tables.
pub fn extract(ctx: &Context, findings: &mut Findings) -> Vec<Indicator> {
    let mut out = Vec::new();
    for (i, table) in ctx.layout.tables.iter().enumerate() {
        if !matches!(table.kind, TableKind::Indicators | TableKind::Funding) {
            continue;
        }
        let groups = parents::groups(ctx.g, table, &ctx.records[i]);
        for (record, group) in ctx.records[i].iter().zip(groups) {
            let own = match table.kind {
                TableKind::Indicators if table.column(Role::Source).is_none() => true,
                // Money and what it is to reach in one table, told apart by their units.
                TableKind::Indicators | TableKind::Funding => funding::is_measured(ctx.g, table, record),
                _ => false,
            };
            if let Some(group) = group.filter(|_| own) {
                out.extend(indicator(ctx, table, i, record, &group, findings, out.len() + 1));
            }
        }
    }
    out
}

fn indicator(
    ctx: &Context,
    table: &Table,
    i: usize,
    record: &Record,
    group: &[Text],
    findings: &mut Findings,
    n: usize,
) -> Option<Indicator> {
    let remark = remark(table, record);
    let named = [Role::Indicator, Role::Item, Role::Activity].iter().find_map(|r| table.column(*r));
    let (number, name) = number_and_name(table, record, named);
    if name.is_empty() {
        let place = Text::extent(&record.cells);
        if record.filled() > 0 {
            findings.add(if record.filled() == 1 { Code::RowEmpty } else { Code::RowWithoutName }, place, "");
        }
        return None;
    }
    let mut baseline = None;
    let mut values = Vec::new();
    for (column, text) in table.columns.iter().zip(&record.cells) {
        let known = matches!(column.role, Some(Role::Value | Role::Total | Role::Baseline));
        let text =
            remark.filter(|(_, over)| std::ptr::eq(&table.columns[*over], column)).map_or(text, |(text, _)| text);
        if !known || text.is_empty() {
            continue;
        }
        let reading = number::read(text.as_str(), &ctx.g.numbers);
        if reading.value.is_none() && reading.min.is_none() && reading.max.is_none() && !reading.blank {
            findings.about(Code::NotANumber, text);
        }
        if column.role == Some(Role::Baseline) && baseline.is_none() {
            baseline = Some(value(text, &reading, column));
        } else {
            let v = value(text, &reading, column);
            values.push(YearValue {
                raw: v.raw,
                value: v.value,
                min: v.min,
                max: v.max,
                year: v.year,
                kind: column.kind,
                column: Some(column.name.clone()).filter(|_| alike(table, column)),
            });
        }
    }
    let numbers: Vec<Decimal> = table
        .columns
        .iter()
        .zip(&record.cells)
        .filter(|(c, t)| matches!(c.role, Some(Role::Value | Role::Baseline)) && !t.is_empty())
        .filter_map(|(_, t)| number::read(t.as_str(), &ctx.g.numbers).value)
        .collect();
    let unit = table.column(Role::Unit).filter(|_| remark.is_none()).and_then(|c| field(&record.cells[c]));
    let inherited = || table.columns.iter().find_map(|c| c.unit.clone());
    let percent = || {
        let all = !values.is_empty() && values.iter().all(|v| v.raw.trim_end().ends_with('%'));
        all.then(|| "%".to_owned())
    };
    let own = || unit_in_name(ctx, name.as_str()).or_else(percent);
    let unit = if remark.is_some() { None } else { unit.or_else(own).or_else(inherited) };
    let at = record.at();
    let (span, section) = ctx.place(&at);
    Some(Indicator {
        confidence: 0.0,
        reasons: Reasons::default(),
        id: format!("indicator-{n}"),
        number,
        direction: direction(ctx, name.as_str(), &numbers),
        name: name.as_str().to_owned(),
        unit,
        group: group.iter().map(|t| t.as_str().to_owned()).collect(),
        baseline,
        values,
        table: Some(ctx.table_id(i)),
        section,
        span,
        boxes: Vec::new(),
        at,
    })
}

/// A cell that goes over the unit and its values says something of both: a remark in place of the first value, no unit.
fn remark<'a>(table: &Table, record: &'a Record) -> Option<(&'a Text, usize)> {
    let unit = table.column(Role::Unit).filter(|c| !record.cells[*c].is_empty())?;
    let covered = record.cells[unit + 1..].iter().take_while(|c| c.merge() == Some(Merge::Left)).count();
    let over =
        (unit + 1..=unit + covered).find(|j| matches!(table.columns[*j].role, Some(Role::Value | Role::Total)))?;
    Some((&record.cells[unit], over))
}

/// The unit that a name ends with: «Выручка, тыс. руб.», «Доля площадей (процентов)».
fn unit_in_name(ctx: &Context, name: &str) -> Option<String> {
    let name = name.trim_end_matches([';', ':']);
    let tail = match name.strip_suffix(')') {
        Some(open) => &open[open.rfind('(')? + 1..],
        None => &name[name.rfind(',')? + 1..],
    };
    let tail = tail.trim();
    money::measure(tail, &ctx.g.numbers).filter(|unit| *unit == (0..tail.len())).map(|_| tail.to_owned())
}

/// Another value column has the same year and kind: only its head tells it apart.
fn alike(table: &Table, column: &Column) -> bool {
    let valued = |c: &&Column| matches!(c.role, Some(Role::Value | Role::Total));
    table.columns.iter().filter(valued).filter(|c| (c.year, c.kind) == (column.year, column.kind)).count() > 1
}

fn value(text: &Text, reading: &Reading, column: &Column) -> Value {
    Value {
        raw: text.as_str().to_owned(),
        value: reading.value.map(number::to_json),
        min: reading.min.map(number::to_json),
        max: reading.max.map(number::to_json),
        year: column.year,
    }
}

/// Which way the name says; a word inside that says otherwise wins where the values agree with it
/// («Повышение эффективности за счет сокращения …», 0,2 → 0,13).
fn direction(ctx: &Context, name: &str, values: &[Decimal]) -> Option<Direction> {
    let words = Words::new(name);
    let said = ctx.g.indicators.direction_at(&words, 0)?;
    let (Some(first), Some(last)) = (values.first(), values.last()) else { return Some(said) };
    let seen = match first.cmp(last) {
        std::cmp::Ordering::Less => Direction::Up,
        std::cmp::Ordering::Greater => Direction::Down,
        std::cmp::Ordering::Equal => said,
    };
    let other = (1..words.len()).any(|i| ctx.g.indicators.stem_at(&words, i) == Some(seen));
    Some(if seen != said && other { seen } else { said })
}
