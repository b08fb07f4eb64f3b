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
use crate::model::{BlockKind, Role, TableKind};
use crate::normalize::period;
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
        let asks = |j: &usize| table.columns[*j].year.is_none() && is_of_a_year(&table.columns[*j], money);
        let asks: Vec<usize> = (0..table.columns.len()).filter(asks).collect();
        let Some(first) = asks.first().copied() else { continue };
        // The nearest title that names years decides, also where it names several.
        let own = table.title.iter().find_map(|t| named(t, g));
        let near = own.or_else(|| above(blocks, i).find_map(|t| named(t, g)));
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
                asks.into_iter().for_each(|j| table.columns[j].year = Some(year));
            }
            None => findings.add(Code::ValueWithoutYear, place(), format!("\u{ab}{name}\u{bb}")),
        }
    }
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
