//! Sums of money: a total is what its years, its sources and its parts add up to.
//!
//! ```text
//!                                   Всего      2024      2025
//! 1. Спорт рядом        всего       710,5     225,5     485,0     years: 710,5 = 225,5 + 485,0
//!                       бюджет      555,0     180,0     375,0     sources: 225,5 = 180,0 + 45,5
//!                       внебюджет   155,5      45,5     110,0
//! ```
//!
//! Tables also hold shares, selections and columns of other years, so a relation must prove itself: it counts where it
//! closes at least as often as not among all sums of its sort in the table. A single sum that stands alone is believed.
//! Differences of one unit of the last digit written are rounding.

use std::collections::BTreeMap;

use super::money::{Amount, Sum};
use super::{Finding, Report, quote};
use crate::diagnostic::Code;
use crate::grammar::Grammars;
use crate::grammar::lexicon::fold;
use crate::model::{Document, Funding, Level, Origin, ValueKind};

/// A column of a money table: its year (`None` over all years), whether it is plan or fact, and its head where these do not
/// tell it from another.
type Key<'a> = (Option<i32>, Option<ValueKind>, Option<&'a str>);

/// An item and the rows of its sources.
struct Item<'a> {
    total: &'a Funding,
    amounts: Amounts<'a>,
    sources: Vec<(&'a Funding, Amounts<'a>)>,
}

/// The sums of one row.
type Amounts<'a> = BTreeMap<Key<'a>, Amount>;

/// A total that is expected to close.
struct Relation<'a> {
    code: Code,
    key: Key<'a>,
    sum: Sum,
    total: &'a Funding,
    parts: Vec<&'a Funding>,
}

/// Checks all sums of money of a document.
pub fn check(document: &Document, g: &Grammars, out: &mut Report) {
    let mut passports: Vec<Item> = Vec::new();
    let mut tables: Vec<Ledger> = Vec::new();
    for rows in document.funding.chunk_by(|a, b| a.origin == b.origin && a.table == b.table) {
        let items = items(rows);
        report(items.iter().flat_map(years).collect(), out);
        report(items.iter().flat_map(sources).collect(), out);
        if rows[0].origin == Origin::Passport {
            passports.extend(items);
        } else {
            report(children(&items, g), out);
            if items.len() <= MOST_ITEMS {
                let table = Ledger::new(items);
                report(totals(&table, g), out);
                tables.push(table);
            }
        }
    }
    for item in &passports {
        passport(item, &tables, g, out);
    }
}

/// The rows of a table by items: rows of one name and number, the item itself first.
fn items<'a>(rows: &'a [Funding]) -> Vec<Item<'a>> {
    let same =
        |a: &Funding, b: &Funding| b.source.is_some() && a.number == b.number && a.name == b.name && a.path == b.path;
    // Where only sources are given they are all that is known of the item.
    let item = |rows: &'a [Funding]| {
        let own = usize::from(rows[0].source.is_none());
        Item {
            total: &rows[0],
            amounts: if own > 0 { amounts(&rows[0]) } else { Amounts::new() },
            sources: rows[own..].iter().map(|s| (s, amounts(s))).collect(),
        }
    };
    rows.chunk_by(same).map(item).collect()
}

/// Items of one table that are compared with its totals; longer tables are lists of payments.
const MOST_ITEMS: usize = 600;

/// The items of a table with what they stand below.
struct Ledger<'a> {
    items: Vec<Item<'a>>,
    /// For each item: the most headings above an item that it stands below.
    above: Vec<Option<usize>>,
}

impl<'a> Ledger<'a> {
    fn new(items: Vec<Item<'a>>) -> Ledger<'a> {
        let depth = |i: &Item| items.iter().filter(|p| is_below(i, p)).map(|p| p.total.path.len()).max();
        let above = items.iter().map(depth).collect();
        Ledger { items, above }
    }
}

/// The sums of a row by column; those of a column that stands twice are left out.
fn amounts(row: &Funding) -> Amounts<'_> {
    let mut out = Amounts::new();
    let mut twice = Vec::new();
    for money in &row.values {
        let key = (money.year, money.kind, money.column.as_deref());
        let Some(amount) = money.value.as_ref().and_then(|v| Amount::new(v, &money.raw)) else { continue };
        if out.insert(key, amount).is_some() {
            twice.push(key);
        }
    }
    twice.iter().for_each(|key| _ = out.remove(key));
    out
}

/// True where a cell of the row says something that is no sum: it may be a part that cannot be added.
fn has_words(row: &Funding, key: Key) -> bool {
    let words = |raw: &str| raw.chars().any(char::is_alphanumeric);
    row.values.iter().any(|m| {
        (m.year, m.kind, m.column.as_deref()) == key && m.value.is_none() && words(&m.raw) && m.raw.chars().count() > 1
    })
}

/// «Всего» is the sum of the years, in the row of the item and in those of its sources.
fn years<'a>(item: &Item<'a>) -> Vec<Relation<'a>> {
    let mut out = Vec::new();
    for (row, all) in std::iter::once((item.total, &item.amounts)).chain(item.sources.iter().map(|(r, a)| (*r, a))) {
        for (&(_, kind, _), total) in all.iter().filter(|((year, _, column), _)| year.is_none() && column.is_none()) {
            let parts: Vec<Amount> =
                all.iter().filter(|((y, k, c), _)| y.is_some() && *k == kind && c.is_none()).map(|(_, a)| *a).collect();
            let whole = parts.len() > 1 && !row.values.iter().any(|m| has_words(row, (m.year, kind, None)));
            if let Some(sum) = whole.then(|| Sum::new(*total, parts)).flatten() {
                out.push(Relation {
                    code: Code::SumYears,
                    key: (None, kind, None),
                    sum,
                    total: row,
                    parts: Vec::new(),
                });
            }
        }
    }
    out
}

/// An item is the sum of its sources. A source may stand below another («в том числе»): then the first of each level count.
fn sources<'a>(item: &Item<'a>) -> Vec<Relation<'a>> {
    let rows = &item.sources;
    // Beside sources of known levels a row of none tells what is within them.
    let levelled = rows.iter().any(|(r, _)| r.level.is_some());
    let mut levels: Vec<Level> = Vec::new();
    let first_of_level: Vec<bool> = rows
        .iter()
        .map(|(r, _)| {
            let new = r.level.map_or(!levelled, |l| !levels.contains(&l));
            levels.extend(r.level);
            new
        })
        .collect();
    let relation = |key: Key<'a>, total: Amount, outer: bool| {
        let parts = rows.iter().zip(&first_of_level).filter(|(_, first)| !outer || **first).map(|(row, _)| row);
        let parts: Vec<(&Funding, Amount)> = parts.filter_map(|(r, a)| Some((*r, *a.get(&key)?))).collect();
        let whole = !parts.is_empty() && !rows.iter().any(|(r, _)| has_words(r, key));
        let sum = whole.then(|| Sum::new(total, parts.iter().map(|p| p.1))).flatten()?;
        let parts = parts.iter().map(|p| p.0).collect();
        Some(Relation { code: Code::SumSources, key, sum, total: item.total, parts })
    };
    let either = |(key, total): (&Key<'a>, &Amount)| {
        let all = relation(*key, *total, false)?;
        let outer = relation(*key, *total, true).filter(|r| r.sum.closes());
        Some(if all.sum.closes() { all } else { outer.unwrap_or(all) })
    };
    item.amounts.iter().filter_map(either).collect()
}

/// True where `item` stands below the row of `parent`: by its path, or by its number («1.2» below «1» or «Подпрограмма 1.»).
fn is_below(item: &Item, parent: &Item) -> bool {
    let (own, above) = (&item.total.path, &parent.total.path);
    if own.len() > above.len() {
        return own[..above.len()] == above[..] && fold(&own[above.len()]).ends_with(&fold(&parent.total.name));
    }
    let (Some(number), Some(head)) = (item.total.number.as_deref(), number(parent.total)) else { return false };
    own == above && number.strip_prefix(head).is_some_and(|rest| rest.starts_with('.'))
}

/// The number of an item, or that of the word which its name begins with («Подпрограмма 1. …»).
fn number(row: &Funding) -> Option<&str> {
    row.number.as_deref().or_else(|| {
        let second = row.name.split_whitespace().nth(1)?.trim_end_matches(['.', ':']);
        second.bytes().all(|b| b.is_ascii_digit()).then_some(second).filter(|s| !s.is_empty())
    })
}

/// Number of places of an item below the outermost ones.
fn depth(item: &Item) -> usize {
    item.total.path.len() + item.total.number.as_deref().map_or(0, |n| n.matches('.').count())
}

/// An item is the sum of the items right below it, as a whole and for each level of the budgets.
fn children<'a>(items: &[Item<'a>], g: &Grammars) -> Vec<Relation<'a>> {
    let mut out = Vec::new();
    for (i, parent) in items.iter().enumerate() {
        let below: Vec<&Item> =
            items[i + 1..].iter().take_while(|item| is_below(item, parent)).filter(|item| !is_total(item, g)).collect();
        let nearest = below.iter().map(|item| depth(item)).min().unwrap_or(0);
        let below: Vec<&Item> = below.into_iter().filter(|item| depth(item) == nearest).collect();
        if below.len() > 1 {
            whole(parent, &below, &mut out);
        }
    }
    out
}

/// True for a row that is called a total («Итого по разделу»).
fn is_total(item: &Item, g: &Grammars) -> bool {
    g.funding.is_total(&item.total.name)
}

/// A row that is called a total is the sum of the outermost items of its table, or of its part of the table.
fn totals<'a>(table: &Ledger<'a>, g: &Grammars) -> Vec<Relation<'a>> {
    let mut out = Vec::new();
    for total in table.items.iter().filter(|i| is_total(i, g)) {
        let path = &total.total.path;
        let below = |above: Option<usize>| above.is_some_and(|depth| depth >= path.len());
        let all = table.items.iter().zip(&table.above).filter(|(_, above)| !below(**above)).map(|(i, _)| i);
        let parts: Vec<&Item> = all.filter(|i| i.total.path.starts_with(path) && !is_total(i, g)).collect();
        if parts.len() > 1 {
            whole(total, &parts, &mut out);
        }
    }
    out
}

/// `total` beside the items that it is made of: their sums, and the sums of each level of the budgets.
fn whole<'a>(total: &Item<'a>, parts: &[&Item<'a>], out: &mut Vec<Relation<'a>>) {
    let add =
        |row: &'a Funding, all: &Amounts<'a>, parts: &[(&'a Funding, &Amounts<'a>)], out: &mut Vec<Relation<'a>>| {
            for (key, amount) in all {
                let with: Vec<(&Funding, Amount)> =
                    parts.iter().filter_map(|(r, a)| Some((*r, *a.get(key)?))).collect();
                if with.is_empty() || parts.iter().any(|(r, _)| has_words(r, *key)) {
                    continue;
                }
                if let Some(sum) = Sum::new(*amount, with.iter().map(|p| p.1)) {
                    let parts = with.iter().map(|p| p.0).collect();
                    out.push(Relation { code: Code::SumItems, key: *key, sum, total: row, parts });
                }
            }
        };
    let rows: Vec<_> = parts.iter().map(|i| (i.total, &i.amounts)).collect();
    // A part of which only sources are told has no sum of its own.
    let mut own = total.amounts.clone();
    let told = |i: &Item, key: &Key| i.amounts.contains_key(key) || !i.sources.iter().any(|(_, a)| a.contains_key(key));
    own.retain(|key, _| parts.iter().all(|part| told(part, key)));
    add(total.total, &own, &rows, out);
    for (source, own) in &total.sources {
        let same = |(row, _): &&(&Funding, Amounts<'a>)| row.level == source.level;
        if source.level.is_none() || total.sources.iter().filter(same).count() > 1 {
            continue;
        }
        let rows: Vec<_> = parts.iter().flat_map(|i| i.sources.iter().filter(same)).map(|(r, a)| (*r, a)).collect();
        let mut own = own.clone();
        own.retain(|key, _| parts.iter().all(|part| is_broken_down(part, *key)));
        add(source, &own, &rows, out);
    }
}

/// True where the sources of an item make up its whole sum: only then can its levels be added to those of others.
fn is_broken_down(item: &Item, key: Key) -> bool {
    let Some(total) = item.amounts.get(&key).filter(|a| !a.value.is_zero()) else { return true };
    let parts = item.sources.iter().filter_map(|(_, all)| all.get(&key).copied());
    Sum::new(*total, parts).is_some_and(|sum| sum.closes())
}

/// Reports the sums that do not close, where their sort is believed.
fn report(relations: Vec<Relation>, out: &mut Report) {
    let (closed, open): (Vec<&Relation>, Vec<&Relation>) = relations.iter().partition(|r| r.sum.closes());
    // Sums of nothing but zeros prove nothing.
    let closed: Vec<&Relation> = closed.into_iter().filter(|r| !r.sum.parts.is_zero()).collect();
    for r in &closed {
        out.closed.extend(std::iter::once(r.total).chain(r.parts.iter().copied()).map(|f| f.id.clone()));
    }
    // One source alone («из них местный бюджет») may be a selection.
    let lone = closed.is_empty() && open.iter().any(|r| r.code == Code::SumSources && r.parts.len() < 2);
    if open.len() > closed.len().max(1) || lone {
        return;
    }
    out.findings.extend(open.into_iter().map(finding));
}

fn finding(r: &Relation) -> Finding {
    let (total, parts) = (r.sum.total.value, r.sum.parts);
    let detail = format!("{}: {total} \u{2260} {parts}", place(r.total, r.key));
    Finding::new(r.code, r.total.span, detail)
        .with(r.parts.iter().map(|p| p.span))
        .of(std::iter::once(&r.total.id).chain(r.parts.iter().map(|p| &p.id)))
        .numbers([total.to_string(), parts.to_string()])
}

/// «Ремонт», source, year, head where it alone tells the column: what the finding is about.
fn place(row: &Funding, (year, _, column): Key) -> String {
    let mut out = quote(&row.name);
    if let Some(source) = &row.source {
        out.push_str(&format!(", {}", quote(source)));
    }
    if let Some(year) = year {
        out.push_str(&format!(", {year}"));
    }
    if let Some(column) = column {
        out.push_str(&format!(", {}", quote(column)));
    }
    out
}

/// The money of a passport is that of the total row of a table, or of all its outermost items. Of several tables the one
/// with the most equal sums is meant; half of them must be equal.
fn passport(item: &Item, tables: &[Ledger], g: &Grammars, out: &mut Report) {
    let mut best: Option<(usize, Vec<Relation>)> = None;
    for table in tables {
        let rows = table.items.iter().filter(|i| is_total(i, g) && i.total.path.is_empty());
        let mut candidates: Vec<Vec<&Item>> = rows.map(|i| vec![i]).collect();
        let outer = table.items.iter().zip(&table.above).filter(|(i, above)| above.is_none() && !is_total(i, g));
        let outer: Vec<&Item> = outer.map(|(i, _)| i).collect();
        candidates.push(outer);
        for parts in candidates {
            let mut relations = Vec::new();
            whole(item, &parts, &mut relations);
            relations.retain(|r| !r.sum.parts.is_zero());
            let same_unit =
                parts.iter().all(|p| p.total.unit.is_none() || item.total.unit.is_none() || unit(p) == unit(item));
            let closed = relations.iter().filter(|r| r.sum.closes()).count();
            if same_unit && closed * 2 >= relations.len() && best.as_ref().is_none_or(|(n, _)| closed > *n) {
                best = Some((closed, relations));
            }
        }
    }
    for relation in best.into_iter().flat_map(|(_, relations)| relations).filter(|r| !r.sum.closes()) {
        out.findings.push(finding(&Relation { code: Code::SumPassport, ..relation }));
    }
}

fn unit(item: &Item) -> String {
    item.total.unit.as_deref().map(fold).unwrap_or_default()
}
