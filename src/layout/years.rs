//! The year of values whose heads name none: it stands in the title above their table.
//!
//! ```text
//! Отчёт о выполнении программы за 2024 год
//! Показатель │ План │ Факт
//! ```
//!
//! A title of several years, a school year or a span of dates gives none: such values keep `null`, with a finding.

use crate::diagnostic::{Code, Findings};
use crate::grammar::{Grammars, columns};
use crate::model::{BlockKind, Role, TableKind, ValueKind};
use crate::normalize::{date, period};
use crate::text::Text;

use super::paragraphs::Block;
use super::table::{Column, Table};

/// Most blocks above a table that its title can have.
const MAX_ABOVE: usize = 6;
/// Longest line of a title, in characters.
const MAX_LINE: usize = 250;

/// Gives the columns of values their year where a title above the table says it.
pub fn date(blocks: &[Block], tables: &mut [Table], g: &Grammars, findings: &mut Findings) {
    for (i, block) in blocks.iter().enumerate() {
        let Block::Table(t) = block else { continue };
        let table = &mut tables[*t];
        if !matches!(table.kind, TableKind::Indicators | TableKind::Funding) {
            continue;
        }
        let mut told: Vec<i32> =
            table.columns.iter().filter(|c| c.role != Some(Role::Baseline)).filter_map(|c| c.year).collect();
        told.dedup();
        let money = table.kind == TableKind::Funding;
        // The nearest title that names years decides, also where it names several.
        let own = table.title.iter().find_map(|t| named(t, g));
        let near = own.or_else(|| above(blocks, i).find_map(|t| named(t, g)));
        // Sums that no head dates are those of the one year that their own title names.
        let untold = table.columns.iter().all(|c| c.told.is_none());
        let dateless = money && told.is_empty() && untold && table.years.is_none() && near.flatten().is_some();
        let by_source = table.columns.iter().any(|c| c.source.is_some());
        let asks = |j: &usize| {
            let c = &table.columns[*j];
            let sum = c.role == Some(Role::Value) || by_source && c.role == Some(Role::Total);
            let sum = sum && !g.columns.is_timeless(&c.name);
            c.year.is_none() && (is_of_a_year(c, money) || dateless && sum)
        };
        let asks: Vec<usize> = (0..table.columns.len()).filter(asks).collect();
        let Some(first) = asks.first().copied() else { continue };
        let found = near.unwrap_or_else(|| opening(blocks, g));
        let place = || table.rows.first().and_then(|r| Text::extent(&r.cells));
        let name = table.columns[first].name.clone();
        // Beside columns of a year («Факт на 01.10.2024») the title must name the same one, or it says nothing of theirs.
        if told.len() > 1 || told.len() == 1 && found != Some(told[0]) && table.columns[first].told.is_none() {
            continue;
        }
        let found = found.filter(|year| told.is_empty() || *year == told[0]);
        match found {
            Some(year) => {
                findings.add(Code::YearFromTitle, place(), format!("{year} for \u{ab}{name}\u{bb}"));
                for j in asks {
                    table.columns[j].year = Some(year);
                    // «Всего» over the sources of one year.
                    table.columns[j].role = Some(Role::Value);
                }
            }
            None => findings.add(Code::ValueWithoutYear, place(), format!("\u{ab}{name}\u{bb}")),
        }
    }
}

/// Tells the kind of values whose heads do not.
pub fn tell(blocks: &[Block], tables: &mut [Table], g: &Grammars) {
    let reported = reported(blocks, g);
    for (i, block) in blocks.iter().enumerate() {
        let Block::Table(t) = block else { continue };
        if matches!(tables[*t].kind, TableKind::Indicators | TableKind::Funding) {
            tell_past(blocks, i, &mut tables[*t], reported, g);
        }
    }
}

/// Values that no head calls plan or fact are facts where the title above says so («за 2024 год»), or where a report is
/// younger than their year.
fn tell_past(blocks: &[Block], at: usize, table: &mut Table, reported: Option<i32>, g: &Grammars) {
    let valued = |c: &&mut Column| matches!(c.role, Some(Role::Value | Role::Total));
    if table.columns.iter().any(|c| c.told.is_some()) {
        return;
    }
    let own = table.title.iter().find_map(|t| Some((named(t, g)?, g.columns.past(t.as_str()))));
    let near = || above(blocks, at).find_map(|t| Some((named(t, g)?, g.columns.past(t.as_str()))));
    let titled = own.or_else(near);
    for column in table.columns.iter_mut().filter(valued) {
        let of_title = match titled {
            Some((_, Some(last))) => column.year.is_none_or(|year| year <= last),
            _ => false,
        };
        if of_title || reported.is_some_and(|of| column.year.is_some_and(|year| year < of)) {
            (column.told, column.kind) = (Some(ValueKind::Fact), ValueKind::Fact);
        }
    }
}

/// The year in which a report was made: a document whose opening lines hold the title of one and a date.
fn reported(blocks: &[Block], g: &Grammars) -> Option<i32> {
    let opening = || blocks.iter().map_while(text).take(2 * MAX_ABOVE);
    opening().find(|(t, kind)| is_title((t, *kind)).is_some() && g.columns.reports(t.as_str()))?;
    let dated = opening().filter_map(|(t, _)| date::find(t.as_str(), 0, &g.dates));
    dated.map(|(_, date)| date.year).max()
}

/// Plan, fact or estimate, or among indicators any value: what a year belongs to.
fn is_of_a_year(column: &Column, money: bool) -> bool {
    column.role == Some(Role::Value) && (!money || column.told.is_some())
}

/// The lines of the title above the table at `at`, the nearest first.
fn above(blocks: &[Block], at: usize) -> impl Iterator<Item = &Text> {
    blocks[..at].iter().rev().map_while(text).take(MAX_ABOVE).filter_map(is_title)
}

/// The year of the headings that open the document, where they name one.
fn opening(blocks: &[Block], g: &Grammars) -> Option<i32> {
    let titles = blocks.iter().map_while(text).take(2 * MAX_ABOVE).filter(|(_, kind)| *kind == BlockKind::Heading);
    let mut years: Vec<i32> = titles.filter_map(is_title).filter_map(|t| named(t, g)?).collect();
    years.dedup();
    if let [year] = years[..] { Some(year) } else { None }
}

fn text(block: &Block) -> Option<(&Text, BlockKind)> {
    match block {
        Block::Text { text, kind, .. } => Some((text, *kind)),
        Block::Table(_) => None,
    }
}

fn is_title((text, kind): (&Text, BlockKind)) -> Option<&Text> {
    let short = text.as_str().chars().count() <= MAX_LINE && !text.as_str().ends_with([';', ',']);
    let is_line = kind == BlockKind::Heading || kind != BlockKind::ListItem && !is_sentence(text.as_str());
    (short && is_line).then_some(text)
}

/// True where a full stop ends anything but a year («Отчёт за 2024 год.»).
fn is_sentence(text: &str) -> bool {
    let year = |word: &str| columns::year(word.trim_end_matches('.')).is_some();
    text.ends_with('.') && !text.split_whitespace().rev().take(2).any(year)
}

/// Whether a title names years, and the one calendar year where it names no other.
fn named(text: &Text, g: &Grammars) -> Option<Option<i32>> {
    let period = period::find(text.as_str(), &g.dates)?;
    let of = |date: &str| date.get(..4)?.parse::<i32>().ok();
    Some(of(&period.start).filter(|year| Some(*year) == of(&period.end) && !period.school_year))
}
