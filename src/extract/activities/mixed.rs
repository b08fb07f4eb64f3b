//! Columns that say who and when in one cell.
//!
//! ```text
//! Мероприятие        │ Сроки реализации               responsible │ deadline
//! Ремонт класса      │ Завхоз, до 1 августа     ──▶   Завхоз      │ до 1 августа
//! Консультации       │ педагоги в течение года        педагоги    │ в течение года
//! Составление смет   │ Бухгалтер                      Бухгалтер   │
//! ```
//!
//! Only a table with one of the two columns is read so, and only where several of its cells hold both.

use crate::grammar::Grammars;
use crate::layout::table::{Record, Table};
use crate::model::Role;
use crate::normalize::{deadline, parties};
use crate::text::Text;

/// Least number of cells that hold both.
const LEAST: usize = 2;

/// The column of a table whose cells say who and when.
pub fn column(table: &Table, records: &[Record], g: &Grammars) -> Option<usize> {
    let has = |role: Role| table.columns.iter().filter(|c| c.role == Some(role)).count();
    let dates = has(Role::Deadline) + has(Role::Start) + has(Role::End);
    let role = match (dates, has(Role::Responsible)) {
        (1, 0) => Role::Deadline,
        (0, 1) => Role::Responsible,
        _ => return None,
    };
    let column = table.column(role)?;
    let filled = records.iter().map(|r| &r.cells[column]).filter(|c| !c.is_empty());
    let both = filled.clone().filter(|c| parted(c, g).is_some_and(|(who, when)| !who.is_empty() && !when.is_empty()));
    let both = both.count();
    (both >= LEAST && both * 2 >= filled.count()).then_some(column)
}

/// Who and when of a cell, one of them empty where the other is all it says; `None` where it holds anything else.
pub fn parted(cell: &Text, g: &Grammars) -> Option<(Text, Text)> {
    let text = cell.as_str();
    let when = |text: &str| deadline::is_whole(text, &g.deadlines, &g.dates);
    let who = |text: &str| parties::looks_like(text, &g.parties);
    if when(text) {
        return Some((Text::default(), cell.clone()));
    }
    // Each place between two words, the longest deadline first.
    let cuts: Vec<usize> = text.match_indices(' ').map(|(i, _)| i).collect();
    let piece = |from: usize, to: usize| {
        let trimmed = text[from..to].trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';'));
        let start = trimmed.as_ptr() as usize - text.as_ptr() as usize;
        start..start + trimmed.len()
    };
    let split = |&cut: &usize| {
        let (a, b) = (piece(0, cut), piece(cut, text.len()));
        if when(&text[b.clone()]) && who(&text[a.clone()]) { Some((a, b)) } else { None }
    };
    let behind = |&cut: &usize| {
        let (a, b) = (piece(0, cut), piece(cut, text.len()));
        if when(&text[a.clone()]) && who(&text[b.clone()]) { Some((b, a)) } else { None }
    };
    match cuts.iter().find_map(split).or_else(|| cuts.iter().rev().find_map(behind)) {
        Some((who, when)) => Some((cell.slice(who), cell.slice(when))),
        None => who(text).then(|| (cell.clone(), Text::default())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_and_when_part() {
        let g = Grammars::builtin();
        let read = |text: &str| {
            parted(&Text::at_start(text), &g).map(|(who, when)| format!("{}|{}", who.as_str(), when.as_str()))
        };
        for (text, want) in [
            ("Завхоз, до 1 августа", "Завхоз|до 1 августа"),
            ("Директор, Зам директора, ежегодно", "Директор, Зам директора|ежегодно"),
            ("Зам директора в течение года", "Зам директора|в течение года"),
            ("Директор, 2014 год", "Директор|2014 год"),
            ("сентябрь, директор", "директор|сентябрь"),
            ("до 01.09.2025 Иванова И.И.", "Иванова И.И.|до 01.09.2025"),
            ("Зам директора", "Зам директора|"),
            ("в течение учебного года", "|в течение учебного года"),
        ] {
            assert_eq!(read(text).as_deref(), Some(want), "{text}");
        }
        assert_eq!(read("по мере готовности проекта здания"), Some("|по мере готовности проекта здания".to_owned()));
        assert_eq!(read("справка"), None);
    }
}
