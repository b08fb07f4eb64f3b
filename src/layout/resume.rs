//! Rows that go on with the row above, and rows that head those below.

use crate::grammar::Grammars;
use crate::grammar::lexicon::is_letter_or_digit;
use crate::model::{Role, RowKind};
use crate::normalize::{deadline, number};
use crate::text::Text;

use super::build::Builder;
use super::groups::number_places;
use super::heal;
use super::paragraphs::{Marker, marker};
use super::table::{Column, Row};

/// The row that `cells` go on with, if they do: torn by a page break in the middle of its sentences.
pub fn resumes(table: &Builder, cells: &[Text], after_break: bool, g: &Grammars) -> Option<usize> {
    let filled: Vec<usize> = (0..cells.len()).filter(|&i| !cells[i].is_empty()).collect();
    if let Some(at) = table.ends_with_group() {
        // A heading row torn in two.
        let head = table.row(at).cells.iter().find(|c| !c.is_empty())?;
        let torn = after_break
            && filled.len() == 1
            && heal::begins_inside(cells[filled[0]].as_str())
            && !heal::is_closed(head.as_str());
        return torn.then_some(at);
    }
    let role = |i: usize| table.columns[i].role;
    if filled.iter().any(|&i| role(i) == Some(Role::Number)) {
        return None;
    }
    // A running number of its own, or words in every column, begin a row.
    if is_numbered(cells[filled[0]].as_str()) {
        return None;
    }
    let capital = |i: &usize| cells[*i].as_str().chars().next().is_some_and(char::is_uppercase);
    if filled.len() == cells.len() && cells.len() > 2 && filled.iter().all(capital) {
        return None;
    }
    // Without a break above, only a row whose first words go on can belong to the row above.
    if !after_break && (!cells[0].is_empty() || !heal::begins_inside(cells[filled[0]].as_str())) {
        return None;
    }
    let (at, last) = table.last_record()?;
    let money = table.columns.iter().any(|c| matches!(c.role, Some(Role::Value | Role::Total)));
    let first = cells[filled[0]].as_str();
    if money && (g.funding.is_source(first) || g.funding.is_service(first) || g.funding.is_total(first)) {
        return None;
    }
    let mut score = if after_break { 0.6 } else { -0.6 };
    let name = [Role::Activity, Role::Indicator, Role::Item, Role::Risk]
        .iter()
        .find_map(|r| table.columns.iter().position(|c| c.role == Some(*r)));
    if name.is_some_and(|n| cells[n].is_empty()) {
        score += 0.5;
    }
    let bare = name.is_some_and(|n| {
        !cells[n].is_empty()
            && last.iter().enumerate().all(|(i, c)| c.is_empty() || i == n || role(i) == Some(Role::Number))
    });
    for i in filled {
        let (old, new) = (last[i].as_str(), cells[i].as_str());
        let repeats = !old.is_empty() && old == new;
        if repeats {
            score -= 2.0;
        }
        match role(i) {
            Some(Role::Deadline)
                if !old.is_empty()
                    && !old.ends_with(['-', '–', '—', ','])
                    && deadline::looks_like(new, &g.deadlines, &g.dates)
                    && deadline::looks_like(old, &g.deadlines, &g.dates) =>
            {
                return None;
            }
            Some(Role::Value | Role::Total | Role::Baseline) => {
                let reading = number::read(new, &g.numbers);
                if (reading.value.is_some() || reading.blank) && !bare {
                    return None;
                }
            }
            _ => {}
        }
        // A row that holds nothing but its name so far has its values yet to come.
        if !(bare && old.is_empty()) {
            score += seam(old, new);
        }
    }
    (score > 0.0).then_some(at)
}

/// The row whose name goes on beside another of its sources, in a table drawn in text:
///
/// ```text
/// 1 │ Ремонт дорог       │ всего │ 1197,3
///   │ общего пользования │ МБ    │  197,3
/// ```
pub fn names_on(table: &Builder, cells: &[Text], g: &Grammars) -> Option<usize> {
    let column = |role: Role| table.columns.iter().position(|c| c.role == Some(role));
    let source = column(Role::Source).filter(|_| !table.real)?;
    let name = [Role::Activity, Role::Item, Role::Indicator].into_iter().find_map(column)?;
    let (words, own) = (cells[name].as_str(), cells[source].as_str());
    let numbered = column(Role::Number).is_some_and(|n| !cells[n].is_empty());
    let goes_on = heal::begins_inside(words) && g.funding.service_prefix(words) == 0 && !is_numbered(words);
    if numbered || !goes_on || g.funding.is_total(own) || g.funding.level(own).is_none() {
        return None;
    }
    let (at, last) = table.last_record()?;
    let open = |text: &str| !text.is_empty() && !heal::begins_inside(text) && !heal::is_closed(text);
    let sources = || table.lines_of(at).map(|r| r.cells[source].as_str());
    (open(&last[name]) && sources().all(|s| s != own) && sources().any(|s| !s.is_empty())).then_some(at)
}

/// «4. Снижение …», «IV. …», «Проект 3. …», «а) …»: a number that only the beginning of a row has.
fn is_numbered(text: &str) -> bool {
    match marker(text) {
        Some(Marker::Bullet) | None => super::groups::is_titled_number(text),
        Some(_) => true,
    }
}

/// How well `new` goes on with `old`.
fn seam(old: &str, new: &str) -> f32 {
    if old.is_empty() {
        return -0.8;
    }
    let mut score = 0.0;
    let word: String = new
        .trim_start_matches(|c: char| !is_letter_or_digit(c) && c != '(')
        .chars()
        .take_while(|c| is_letter_or_digit(*c) || *c == '(')
        .collect();
    let abbreviation = word.chars().count() >= 2 && word.chars().all(char::is_uppercase);
    if heal::begins_inside(new) || new.starts_with('(') {
        score += 1.0;
    } else if abbreviation {
        score += 0.2;
    } else if new.chars().next().is_some_and(char::is_uppercase) {
        score -= 1.1;
    }
    let open = |s: &str, a: char, b: char| s.matches(a).count() > s.matches(b).count();
    if open(old, '\u{ab}', '\u{bb}') || open(old, '(', ')') {
        score += 0.8;
    }
    if heal::is_closed(old) && !old.ends_with(':') {
        score -= 0.8;
    } else {
        score += 0.4;
    }
    score
}

/// Rows with a number and a name only are headings where their number is the parent of the next rows' («2.» above
/// «2.1.») or their name announces them («Результаты:»).
pub fn number_groups(rows: &mut [Row], columns: &[Column]) {
    let Some(number) = columns.iter().position(|c| c.role == Some(Role::Number)) else { return };
    if columns.len() < 4 {
        return;
    }
    let digits = |text: &str| text.trim_end_matches(['.', ')']).to_owned();
    let has = |role: Role| columns.iter().any(|c| c.role == Some(role));
    let measured = has(Role::Indicator) && has(Role::Unit) && !has(Role::Source);
    for i in 0..rows.len() {
        let row = &rows[i];
        if row.kind != RowKind::Data || row.joins.is_some() || number_places(row.cells[number].as_str()) == 0 {
            continue;
        }
        let names = row.filled().filter(|&j| j != number).count();
        let joined = rows[i + 1..]
            .iter()
            .take_while(|r| r.joins.is_some())
            .all(|r| r.filled().all(|j| !row.cells[j].is_empty()));
        if names != 1 || !joined {
            continue;
        }
        let own = digits(row.cells[number].as_str()) + ".";
        let announces = row.filled().any(|j| j != number && row.cells[j].as_str().ends_with(':'));
        let next = rows[i + 1..].iter().find(|r| r.joins.is_none() && r.kind == RowKind::Data);
        // Among indicators what is measured stands below: «7.2 Задолженность» above «дебиторская │ тыс. руб. │ 12».
        let parts = |r: &Row| measured && r.cells[number].is_empty() && r.filled().count() > 1;
        if next.is_some_and(|r| announces || digits(r.cells[number].as_str()).starts_with(&own) || parts(r)) {
            rows[i].kind = RowKind::Group;
            for row in rows[i + 1..].iter_mut().take_while(|r| r.joins == Some(i)) {
                row.kind = RowKind::Group;
            }
        }
    }
}
