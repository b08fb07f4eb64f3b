//! Parallel lines of a row that is drawn in text: what stands in one line of it belongs together.
//!
//! ```text
//! | 1 | Ремонт дорог       | всего | 1197,3 |      one record for each source with its sums;
//! |   | общего пользования | МБ    |  197,3 |      the name is said of all of them
//! |---|--------------------|-------|--------|
//! ```
//!
//! Other than in a cell of an office file, lines left blank are seen here. Words that are only wrapped are no parallel
//! lines: sums stand beside a source or beside nothing, and a work has its whole date.

use crate::grammar::Grammars;
use crate::model::Role;
use crate::normalize::deadline;
use crate::text::Text;

use super::super::heal;
use super::super::table::{Column, Record};
use super::{alike, is_sum, is_torn, numbered};

/// The cells of each line of a row.
pub type Lines<'a> = [&'a [Text]];

/// A source and its sums, as they stand beside each other.
struct Part {
    source: Text,
    /// One for each column of sums.
    sums: Vec<Text>,
}

/// A record for each source, where its sums stand in its lines. Without a column of sources they stand below the name.
pub fn sums(record: &Record, lines: &Lines, columns: &[Column], g: &Grammars) -> Option<Vec<Record>> {
    let at = |role: Role| columns.iter().position(|c| c.role == Some(role));
    let own = at(Role::Source);
    let named = own.or_else(|| [Role::Item, Role::Activity, Role::Indicator].into_iter().find_map(at))?;
    let values: Vec<usize> =
        (0..columns.len()).filter(|&j| matches!(columns[j].role, Some(Role::Value | Role::Total))).collect();
    let parts = parts(lines, named, &values, own.is_none(), g)?;
    let dated = parts.iter().filter(|p| p.sums.iter().any(|s| !s.is_empty())).count();
    let known = |p: &Part| is_known(p.source.as_str(), g);
    let sources = &parts[1..];
    if dated < 2 || !sources.iter().all(known) || own.is_some() && !parts[0].source.is_empty() && !known(&parts[0]) {
        return None;
    }
    let unit = at(Role::Unit).filter(|&j| alike(&lines.iter().map(|l| l[j].clone()).collect::<Vec<_>>()));
    let of = |(i, part): (usize, &Part)| {
        let mut cells = record.cells.clone();
        if own.is_none() && i > 0 {
            at(Role::Number).into_iter().for_each(|n| cells[n] = Text::default());
        }
        cells[named] = part.source.clone();
        part.sums.iter().zip(&values).for_each(|(sum, &j)| cells[j] = sum.clone());
        if let Some(j) = unit {
            cells[j] = lines.iter().map(|l| &l[j]).find(|u| !u.is_empty()).cloned().unwrap_or_default();
        }
        Record { cells, ..record.clone() }
    };
    Some(parts.iter().enumerate().map(of).collect())
}

/// A level of budgets or a sum of all: more than «бюджет», which goes on in the next line.
fn is_known(source: &str, g: &Grammars) -> bool {
    g.funding.is_total(source) || g.funding.level(source).is_some()
}

/// The sources of a row with their sums; `None` where a sum stands beside none, or two stand beside one.
fn parts(lines: &Lines, named: usize, values: &[usize], below: bool, g: &Grammars) -> Option<Vec<Part>> {
    let mut parts: Vec<Part> = Vec::new();
    for line in lines {
        let name = &line[named];
        let summed = values.iter().any(|&j| !line[j].is_empty());
        if !summed && g.funding.is_service(name.as_str()) {
            continue;
        }
        let begins = match parts.last() {
            None => true,
            Some(_) if name.is_empty() => false,
            // Below the name of an item only a source begins anew.
            Some(_) if below && !g.funding.is_source(name.as_str()) => false,
            Some(last) => {
                let whole = is_known(last.source.as_str(), g) || below && parts.len() == 1;
                summed && (!below || whole) || whole && is_known(name.as_str(), g)
            }
        };
        if begins {
            parts.push(Part { source: name.clone(), sums: vec![Text::default(); values.len()] });
        }
        let head = below && parts.len() == 1;
        let part = parts.last_mut()?;
        if !begins {
            if summed && !head {
                return None;
            }
            heal::join(&mut part.source, name, &|_: &str| false);
        }
        for (sum, &j) in part.sums.iter_mut().zip(values).filter(|(_, j)| !line[**j].is_empty()) {
            if !sum.is_empty() || !is_sum(line[j].as_str()) {
                return None;
            }
            *sum = line[j].clone();
        }
    }
    (parts.len() > 1).then_some(parts)
}

/// A record for each numbered work of a list, where its whole date stands in its lines.
pub fn works(record: &Record, lines: &Lines, columns: &[Column], g: &Grammars) -> Option<Vec<Record>> {
    let column = |role: Role| columns.iter().position(|c| c.role == Some(role));
    let (name, due) = (column(Role::Activity)?, column(Role::Deadline)?);
    let marks: Vec<(usize, (u32, usize, usize))> =
        lines.iter().enumerate().filter_map(|(i, l)| Some((i, numbered(&l[name])?))).collect();
    if marks.len() < 2 || marks.iter().zip(1..).any(|((_, (k, ..)), n)| *k != n) {
        return None;
    }
    let top = marks[0].0;
    let ends = marks[1..].iter().map(|(i, _)| *i).chain([lines.len()]);
    let ranges: Vec<(usize, usize)> = marks.iter().map(|(i, _)| *i).zip(ends).collect();
    let joined = |from: usize, to: usize, j: usize| {
        let mut out = Text::default();
        lines[from..to].iter().filter(|l| !l[j].is_empty()).for_each(|l| heal::join(&mut out, &l[j], &|_: &str| false));
        out
    };
    let mut out: Vec<Record> = Vec::with_capacity(ranges.len());
    let lead = joined(0, top, name);
    for (&(from, to), (_, (_, digits, n))) in ranges.iter().zip(&marks) {
        let mut own = record.clone();
        own.cells[due] = joined(from, to, due);
        if !deadline::is_whole(own.cells[due].as_str(), &g.deadlines, &g.dates) {
            return None;
        }
        let words = joined(from, to, name);
        if let Some(number) = column(Role::Number) {
            own.cells[number] = words.slice(0..*digits);
        }
        own.cells[name] = words.slice(*n..words.len());
        own.group.extend(Some(lead.clone()).filter(|l| !l.is_empty()));
        out.push(own);
    }
    if !joined(0, top, due).is_empty() {
        return None;
    }
    let kept = [Some(name), Some(due), column(Role::Number)];
    for j in (0..columns.len()).filter(|j| !kept.contains(&Some(*j))) {
        let beside: Vec<Text> = ranges.iter().map(|&(from, to)| joined(from, to, j)).collect();
        let filled = beside.iter().filter(|t| !t.is_empty()).count();
        // What begins beside the words above the list, or beside the first work of a list without such, is said of all.
        let shared = !joined(0, top, j).is_empty() && filled == 0 || top == 0 && filled == 1 && !beside[0].is_empty();
        if filled == 0 || shared {
            continue;
        }
        let unmatched = !joined(0, top, j).is_empty() || is_torn(&beside);
        for (own, text) in out.iter_mut().zip(beside) {
            own.cells[j] = if unmatched { Text::default() } else { text };
        }
        out[0].unmatched |= unmatched;
    }
    Some(out)
}
