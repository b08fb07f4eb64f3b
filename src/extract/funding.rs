//! Money: rows of funding tables, money columns of other tables, and the prose of passports.
//!
//! ```text
//! 1. Фестиваль        │ 82,1 │ 82,1      one record for the item,
//! в том числе:        │      │           none for a service row,
//! бюджет города       │ 82,1 │ 82,1      one for each source
//! ```

use crate::grammar::Grammars;
use crate::layout::table::{Column, Record, Table};
use crate::layout::yearly;
use crate::model::{At, Funding, Level, Money, Origin, Reasons, Role, RowKind, TableKind};
use crate::normalize::{money, number};
use crate::text::Text;

use super::passports::Card;
use super::{Context, field, number_and_name, split_number, union};

mod card;
mod items;
mod prose;

use items::{Item, Items};

/// The money of tables and passports, in reading order.
pub fn extract(ctx: &Context, cards: &[Card]) -> Vec<Funding> {
    let prose = prose::extract(ctx, cards);
    let mut placed: Vec<(usize, Funding)> = prose.into_iter().map(|f| (f.at.last().map_or(0, |r| r[0]), f)).collect();
    for (i, table) in ctx.layout.tables.iter().enumerate() {
        if is_money(table) {
            let mut rows = Vec::new();
            of_table(ctx, table, i, &mut rows);
            let mut rows = if table.years.is_some() { by_item(rows) } else { rows };
            items::settle(&mut rows, ctx.g);
            items::raise_totals(&mut rows, ctx.g);
            // Records of one row stay as they are read: its sources stand behind their sum.
            let start = rows.first().and_then(|f| f.at.first()).map_or(0, |r| r[0]);
            placed.extend(rows.into_iter().map(|f| (start, f)));
        } else {
            let rows = card::extract(ctx, table, i);
            placed.extend(rows.into_iter().map(|f| (f.at.first().map_or(0, |r| r[0]), f)));
        }
    }
    placed.sort_by_key(|(at, _)| *at);
    let mut out: Vec<Funding> = placed.into_iter().map(|(_, f)| f).collect();
    for (i, f) in out.iter_mut().enumerate() {
        f.id = format!("funding-{}", i + 1);
    }
    out
}

/// A table with sums of money: a money unit in a head, or a source column beside value columns.
fn is_money(table: &Table) -> bool {
    let values = table.columns.iter().any(is_sum);
    let unit = table.columns.iter().any(|c| is_sum(c) && (c.unit.is_some() || c.source.is_some()));
    let named = table.years.is_some()
        || [Role::Item, Role::Activity, Role::Indicator, Role::Source].iter().any(|r| table.column(*r).is_some());
    values
        && named
        && (table.kind != TableKind::Indicators || table.column(Role::Source).is_some())
        && table.kind != TableKind::Risks
        && (unit || table.column(Role::Source).is_some() || table.kind == TableKind::Funding)
}

fn of_table(ctx: &Context, table: &Table, i: usize, out: &mut Vec<Funding>) {
    let name_column = [Role::Item, Role::Activity, Role::Indicator].iter().find_map(|r| table.column(*r));
    let source_column = table.column(Role::Source);
    let unit_column = table.column(Role::Unit);
    let unit = table.columns.iter().find_map(|c| c.unit.clone()).or_else(|| caption_unit(ctx, table));
    let mut items = Items::default();
    // The only item is what the title names.
    let mut titled = false;
    let sources = sources_of_heads(ctx, table);
    for record in &ctx.records[i] {
        let text = |c: Option<usize>| c.map(|c| record.cells[c].clone()).unwrap_or_default();
        let (mut row_number, mut name) = number_and_name(table, record, name_column);
        let mut source = text(source_column);
        if is_measured(ctx.g, table, record) {
            continue;
        }
        let year = table.years.and_then(|c| yearly::year_of(record.cells[c].as_str(), ctx.g)).flatten();
        // Heads of columns name sources only where the row names none.
        let by_source = Some(&sources).filter(|s| !s.is_empty() && source.is_empty());
        let own = |c: &Column| by_source.is_none() || c.source.is_none();
        let values = values(ctx, table, record, &own);
        let blank = !table.columns.iter().zip(&record.cells).any(|(c, t)| is_sum(c) && !t.is_empty());
        if ctx.g.funding.is_service(name.as_str()) && blank {
            continue;
        }
        // «в том числе:» in the column of sources names none.
        if ctx.g.funding.is_service(source.as_str()) && blank {
            source = Text::default();
        }
        // Without a column of items the sum of all sources is the item, or that of the title above.
        let sum = ctx.g.funding.is_total(source.as_str())
            || items.open.is_empty() && ctx.g.funding.level(source.as_str()) == Some(Level::Total);
        if name_column.is_none() && sum {
            let all = std::mem::take(&mut source);
            if !titled {
                name = all;
            }
        } else if name_column.is_none()
            && items.open.is_empty()
            && let Some(title) = title(table)
        {
            items.enter(None, title, record);
            titled = true;
        }
        if source_column.is_none() && ctx.g.funding.is_source(name.as_str()) && !items.open.is_empty() {
            source = std::mem::take(&mut name);
        }
        if !name.is_empty() {
            if row_number.is_none() {
                (row_number, name) = split_number(&name);
            }
            items.enter(row_number.clone(), name.clone(), record);
            if ctx.g.funding.is_total(name.as_str()) {
                items.close();
            }
        }
        let Some(item) = items.open.last().cloned() else { continue };
        if name.is_empty() && source.is_empty() && blank {
            continue;
        }
        // A roadmap row that names no money is no funding record; a source row without sums is one.
        if blank && source.is_empty() && table.kind != TableKind::Funding {
            continue;
        }
        let total = source.is_empty()
            || ctx.g.funding.level(source.as_str()) == Some(Level::Total) && ctx.g.funding.is_total(source.as_str());
        if total && blank && source.is_empty() && is_heading(record, name_column) {
            continue;
        }
        let unit = field(&text(unit_column)).or_else(|| unit.clone());
        let row = Row { item: &item, named: !name.is_empty(), unit, year, table: ctx.table_id(i) };
        let Some(by_source) = by_source else {
            let level = if total { Some(Level::Total) } else { ctx.g.funding.level(source.as_str()) };
            let source = if total { None } else { field(&source) };
            out.push(row.funding(ctx, source, level, values, record.at()));
            continue;
        };
        let at = |of: &dyn Fn(&Column) -> bool| {
            let cells = table.columns.iter().zip(&record.cells).filter(|(c, _)| !is_sum(c) || of(c));
            cells.fold(Vec::new(), |mut at, (_, cell)| {
                cell.extend_at(&mut at);
                at
            })
        };
        if !values.is_empty() {
            out.push(row.funding(ctx, None, Some(Level::Total), values, at(&own)));
        }
        for source in by_source {
            let of = |c: &Column| c.source.as_ref() == Some(source);
            let values = self::values(ctx, table, record, &of);
            if !values.is_empty() {
                out.push(row.funding(ctx, Some(source.clone()), ctx.g.funding.level(source), values, at(&of)));
            }
        }
    }
}

/// What the records of one row share.
struct Row<'a> {
    item: &'a Item,
    /// The row itself names the item.
    named: bool,
    unit: Option<String>,
    /// Year of all its sums.
    year: Option<i32>,
    table: String,
}

impl Row<'_> {
    fn funding(
        &self,
        ctx: &Context,
        source: Option<String>,
        level: Option<Level>,
        mut values: Vec<Money>,
        mut at: At,
    ) -> Funding {
        values.iter_mut().filter(|m| m.year.is_none()).for_each(|m| m.year = self.year);
        if !self.named {
            self.item.name.extend_at(&mut at);
        }
        at.sort_unstable();
        let (span, section) = ctx.place(&at);
        Funding {
            confidence: 0.0,
            reasons: Reasons::default(),
            id: String::new(),
            number: self.item.number.clone(),
            name: self.item.name.as_str().to_owned(),
            source,
            level,
            unit: self.unit.clone(),
            path: self.item.path.clone(),
            values,
            origin: Origin::Table,
            table: Some(self.table.clone()),
            section,
            span,
            boxes: Vec::new(),
            at,
        }
    }
}

/// The sums of one item and source stand in several rows, one for each year.
fn by_item(rows: Vec<Funding>) -> Vec<Funding> {
    let mut out: Vec<Funding> = Vec::new();
    let mut begin = 0;
    for row in rows {
        let item = |f: &Funding| f.number == row.number && f.name == row.name && f.path == row.path;
        if !out.last().is_some_and(item) {
            begin = out.len();
        }
        match out[begin..].iter_mut().find(|f| f.source == row.source && f.unit == row.unit) {
            Some(f) => {
                f.values.extend(row.values);
                f.at.extend(row.at);
                f.at.sort_unstable();
                f.at.dedup();
                f.span.start_line = f.span.start_line.min(row.span.start_line);
                f.span.end_line = f.span.end_line.max(row.span.end_line);
            }
            None => out.push(row),
        }
    }
    out
}

/// What a table of sources or years alone is about: its title, else the outermost head of its sums.
fn title(table: &Table) -> Option<Text> {
    let head = || {
        let column = table.columns.iter().position(|c| is_sum(c) && c.source.is_none())?;
        table
            .rows
            .iter()
            .filter(|r| r.kind == RowKind::Header)
            .find_map(|r| Some(r.cells[..=column].iter().rev().find(|c| !c.is_empty())?.clone()))
    };
    table.title.clone().or_else(|| head().filter(|_| table.years.is_some()))
}

/// A column of sums.
fn is_sum(column: &Column) -> bool {
    matches!(column.role, Some(Role::Value | Role::Total))
}

/// The sources that heads of columns name, in their order; none where one source pays all: then it parts nothing.
///
/// ```text
/// Мероприятие │ Всего │ областной бюджет │ местный бюджет
/// Ремонт      │ 100,0 │ 80,0             │ 20,0
/// ```
fn sources_of_heads(ctx: &Context, table: &Table) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for source in table.columns.iter().filter(|c| is_sum(c)).filter_map(|c| c.source.as_ref()) {
        if !out.contains(source) {
            out.push(source.clone());
        }
    }
    let others = table.columns.iter().any(|c| is_sum(c) && c.source.is_none());
    let sums = |c: &Column| c.source.is_some() && is_sum(c);
    let numbers = |(c, t): (&Column, &Text)| sums(c) && number::read(t.as_str(), &ctx.g.numbers).value.is_some();
    let filled = table.rows.iter().any(|r| table.columns.iter().zip(&r.cells).any(numbers));
    if filled && (out.len() > 1 || others) { out } else { Vec::new() }
}

/// A row of a table of money whose unit is none of money: what the money is to reach («единиц», «человек»).
pub(super) fn is_measured(g: &Grammars, table: &Table, record: &Record) -> bool {
    let unit = table.column(Role::Unit).map(|c| &record.cells[c]).filter(|c| !c.is_empty());
    match unit {
        Some(unit) => money::unit(unit.as_str(), &g.numbers).is_none(),
        // Among indicators money is what names its source.
        None => {
            table.kind == TableKind::Indicators && table.column(Role::Source).is_none_or(|c| record.cells[c].is_empty())
        }
    }
}

/// A row with a name and nothing else in it, in a table of money.
fn is_heading(record: &Record, name_column: Option<usize>) -> bool {
    record.cells.iter().enumerate().all(|(i, c)| c.is_empty() || Some(i) == name_column)
}

/// The sums of a row in the columns that are `of` its record.
fn values(ctx: &Context, table: &Table, record: &Record, of: &dyn Fn(&Column) -> bool) -> Vec<Money> {
    let year = |c: &Column| if c.role == Some(Role::Total) { None } else { c.year };
    let columns: Vec<(&Column, &Text)> =
        table.columns.iter().zip(&record.cells).filter(|(c, t)| is_sum(c) && of(c) && !t.is_empty()).collect();
    // What a head does not say may be what the other says.
    let told = |a: &Column, b: &Column| a.told == b.told || a.told.is_none() || b.told.is_none();
    let alike = |a: &Column, b: &Column| year(a) == year(b) && told(a, b);
    let money = |(c, t): &(&Column, &Text)| Money {
        year: year(c),
        raw: t.as_str().to_owned(),
        // A table quoted in an amending act ends in «»;».
        value: number::read(t.as_str().trim_end_matches(['\u{bb}', ';', '"']), &ctx.g.numbers)
            .value
            .map(number::to_json),
        kind: c.told,
        column: Some(c.name.clone())
            .filter(|_| c.unknown || columns.iter().filter(|(other, _)| alike(c, other)).count() > 1),
    };
    columns.iter().map(money).collect()
}

/// The unit that the caption of a table gives: «(тыс. рублей)».
fn caption_unit(ctx: &Context, table: &Table) -> Option<String> {
    let title = table.title.as_ref()?.as_str();
    table.unit.clone().or_else(|| money::unit(title, &ctx.g.numbers).map(|r| title[r].to_owned()))
}

/// The place of a record made of `texts`.
fn place(ctx: &Context, texts: &[&Text]) -> (crate::model::At, crate::model::Span, Option<String>) {
    let at = union(texts.iter().copied());
    let (span, section) = ctx.place(&at);
    (at, span, section)
}
