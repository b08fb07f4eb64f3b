//! Seeded errors: one number, date, year or row number of an intact document is changed, and the audit must say so at
//! that place.
//!
//! Every change is one that the document itself contradicts: a sum that is part of a total, a row number in a list, the
//! date that an annex repeats, a year among year columns. At least 95 % must be reported on their line; the intact
//! documents must give no finding of the audit.

#[path = "common/intact.rs"]
mod intact;

use std::collections::BTreeMap;

use munidoc::Grammars;
use munidoc::audit::audit;
use munidoc::model::{Diagnostic, Document, Funding, Role, RowKind, Span};

use intact::{INTACT, read};

/// A changed document: which line was changed, how, and the whole text.
struct Seed {
    kind: &'static str,
    line: u32,
    what: String,
    text: String,
}

/// A text by lines, to be changed in one of them.
struct Lines<'a> {
    lines: Vec<&'a str>,
}

impl<'a> Lines<'a> {
    fn get(&self, line: u32) -> &'a str {
        self.lines[line as usize - 1]
    }

    /// The text with `new` for the bytes `at..at + old.len()` of a line.
    fn with(&self, line: u32, at: usize, old: &str, new: &str) -> String {
        let mut out = String::new();
        for (i, text) in self.lines.iter().enumerate() {
            if i + 1 == line as usize {
                out.push_str(&text[..at]);
                out.push_str(new);
                out.push_str(&text[at + old.len()..]);
            } else {
                out.push_str(text);
            }
            out.push('\n');
        }
        out
    }

    fn seed(&self, kind: &'static str, line: u32, at: usize, old: &str, new: &str) -> Seed {
        Seed { kind, line, what: format!("{old} → {new}"), text: self.with(line, at, old, new) }
    }
}

/// Another number of the same length: its first digit is another one.
fn other_number(raw: &str) -> Option<String> {
    let at = raw.find(|c: char| c.is_ascii_digit())?;
    let digit = raw.as_bytes()[at] - b'0';
    let new = if digit >= 8 { digit - 3 } else { digit + 2 };
    Some(format!("{}{}{}", &raw[..at], new, &raw[at + 1..]))
}

/// Where `raw` stands in a line for the `n`-th time, not as a part of a longer number.
fn nth(line: &str, raw: &str, n: usize) -> Option<usize> {
    let apart = |i: usize| {
        let before = line[..i].chars().next_back();
        let after = line[i + raw.len()..].chars().next();
        !before.is_some_and(|c| c.is_ascii_digit() || c == ',')
            && !after.is_some_and(|c| c.is_ascii_digit() || c == ',')
    };
    line.match_indices(raw).map(|(i, _)| i).filter(|i| apart(*i)).nth(n)
}

/// Sums of money in tables: each is part of a total.
fn money(lines: &Lines, document: &Document) -> Vec<Seed> {
    let mut out = Vec::new();
    for row in document.funding.iter().filter(|f| f.table.is_some()) {
        let line = if row.source.is_some() { row.span.end_line } else { line_of_item(lines, row) };
        for (i, value) in row.values.iter().enumerate() {
            let before = row.values[..i].iter().filter(|v| v.raw == value.raw).count();
            if let (Some(at), Some(new)) = (nth(lines.get(line), &value.raw, before), other_number(&value.raw)) {
                out.push(lines.seed("money", line, at, &value.raw, &new));
            }
        }
    }
    out
}

/// The line of an item's own sums: that of its name, or the next below that holds them.
fn line_of_item(lines: &Lines, row: &Funding) -> u32 {
    let holds = |line: &u32| row.values.first().is_some_and(|v| nth(lines.get(*line), &v.raw, 0).is_some());
    (row.span.start_line..=row.span.end_line).find(holds).unwrap_or(row.span.start_line)
}

/// Running numbers of rows: another number stands there.
fn row_numbers(lines: &Lines, document: &Document) -> Vec<Seed> {
    let mut out = Vec::new();
    for table in &document.tables {
        let Some(column) = table.columns.iter().position(|c| c.role == Some(Role::Number)) else { continue };
        let rows: Vec<_> = table.rows.iter().filter(|r| r.kind == RowKind::Data).collect();
        for row in rows.iter().skip(1) {
            let Some(number) = row.cells[column].as_deref() else { continue };
            let line = lines.get(row.span.start_line);
            let digits = number.trim_end_matches('.');
            let last = digits.rsplit('.').next().unwrap_or("");
            let (Ok(n), Some(at)) = (last.parse::<u32>(), line.find(number)) else { continue };
            let new = format!("{}{}{}", &digits[..digits.len() - last.len()], n + 2, &number[digits.len()..]);
            out.push(lines.seed("row number", row.span.start_line, at, number, &new));
        }
    }
    out
}

/// Numbers of clauses.
fn clause_numbers(lines: &Lines, document: &Document) -> Vec<Seed> {
    let mut out = Vec::new();
    for part in &document.parts {
        let numbered: Vec<_> = part.clauses.iter().filter_map(|c| Some((c.number.as_deref()?, c.span))).collect();
        for (number, span) in numbered {
            let line = lines.get(span.start_line);
            let digits = number.trim_end_matches(')');
            let (head, last) = digits.rsplit_once('.').map_or(("", digits), |(h, l)| (h, l));
            let Ok(n) = last.parse::<u32>() else { continue };
            if n < 2 || !line.trim_start().starts_with(digits) {
                continue;
            }
            let dot = if head.is_empty() { "" } else { "." };
            let new = format!("{head}{dot}{}", n + 3);
            let at = line.len() - line.trim_start().len();
            out.push(lines.seed("clause number", span.start_line, at, digits, &new));
        }
    }
    out
}

/// Dates of days: a month that has no such day, in every line.
fn impossible_dates(lines: &Lines) -> Vec<Seed> {
    let mut out = Vec::new();
    for (i, line) in lines.lines.iter().enumerate() {
        let bytes = line.as_bytes();
        for at in 0..bytes.len().saturating_sub(9) {
            let date = &bytes[at..at + 10];
            let digits = [0, 1, 3, 4, 6, 7, 8, 9].iter().all(|&k| date[k].is_ascii_digit());
            let apart = at == 0 || !bytes[at - 1].is_ascii_digit() && bytes[at - 1] != b'.';
            if digits && date[2] == b'.' && date[5] == b'.' && apart {
                let old = &line[at..at + 10];
                out.push(lines.seed("impossible date", i as u32 + 1, at, old, &format!("31.02{}", &old[5..])));
            }
        }
    }
    out
}

/// Requisites that an annex repeats: another date, another number.
fn stamps(lines: &Lines, document: &Document) -> Vec<Seed> {
    let mut out = Vec::new();
    for part in document.parts.iter().filter(|p| p.attachment.is_some()) {
        let own = document.parts.iter().any(|p| p.act.is_some());
        for line in (part.span.start_line..=part.span.end_line.min(part.span.start_line + 8)).filter(|_| own) {
            let stamp = part.attachment.as_ref().expect("filtered");
            let text = lines.get(line);
            if let (Some(date), Some(number)) = (&stamp.act_date, &stamp.act_number) {
                let written = format!("{}.{}.{}", &date[8..], &date[5..7], &date[..4]);
                let Some(at) = text.find(&written) else { continue };
                let other = if &date[8..] == "11" { "12" } else { "11" };
                out.push(lines.seed("date of an annex", line, at, &written[..2], other));
                let Some(at) = text.rfind(number.as_str()) else { continue };
                if let Some(new) = other_number(number) {
                    out.push(lines.seed("number of an annex", line, at, number, &new));
                }
            }
        }
    }
    out
}

/// Years of columns: one repeats the year before it, one lies behind the period.
fn years(lines: &Lines, document: &Document) -> Vec<Seed> {
    let mut out = Vec::new();
    for table in &document.tables {
        let years: Vec<i32> =
            table.columns.iter().filter(|c| c.role == Some(Role::Value)).filter_map(|c| c.year).collect();
        if years.len() < 2 || !years.windows(2).all(|p| p[1] == p[0] + 1) {
            continue;
        }
        for row in table.rows.iter().filter(|r| r.kind == RowKind::Header) {
            let line = lines.get(row.span.start_line);
            for (i, year) in years.iter().enumerate() {
                let Some(at) = nth(line, &year.to_string(), 0) else { continue };
                let old = year.to_string();
                let new = if i == 0 { year + 1 } else { year - 1 };
                out.push(lines.seed("year of a column", row.span.start_line, at, &old, &new.to_string()));
                out.push(lines.seed("year of a column", row.span.start_line, at, &old, &(year + 20).to_string()));
            }
        }
    }
    out
}

/// Deadlines with a year: one far behind the period.
fn deadlines(lines: &Lines, document: &Document) -> Vec<Seed> {
    let mut out = Vec::new();
    if document.document.period.is_none() {
        return out;
    }
    for activity in &document.activities {
        let Some(deadline) = &activity.deadline else { continue };
        for year in 2015..2035 {
            let old = year.to_string();
            if deadline.raw.matches(&old).count() != 1 || deadline.items.iter().any(|i| i.edtf.is_none()) {
                continue;
            }
            let found = (activity.span.start_line..=activity.span.end_line).find_map(|l| {
                let at = lines.get(l).find(&deadline.raw)?;
                Some((l, at + deadline.raw.find(&old)?))
            });
            if let Some((line, at)) = found {
                out.push(lines.seed("year of a deadline", line, at, &old, &(year + 20).to_string()));
            }
        }
    }
    out
}

/// Aims that stand in an indicator table as well, and baselines.
fn values(lines: &Lines, document: &Document) -> Vec<Seed> {
    let mut out = Vec::new();
    for indicator in &document.indicators {
        let line = indicator.span.start_line;
        let text = lines.get(line);
        let aimed = |raw: &str, year: Option<i32>| {
            document.targets.iter().any(|t| {
                t.year == year
                    && t.value.to_string() == raw.replace(',', ".")
                    && t.text.len() > 40
                    && shares(&t.text, &indicator.name)
            })
        };
        if let Some(last) = indicator.values.last()
            && aimed(&last.raw, last.year)
            && let Some(at) = text.rfind(&last.raw)
            && let Some(new) = other_number(&last.raw)
        {
            out.push(lines.seed("value of an indicator", line, at, &last.raw, &new));
        }
    }
    out
}

/// True where most words of `name` stand in `text`.
fn shares(text: &str, name: &str) -> bool {
    let stem = |w: &str| w.to_lowercase().chars().take(5).collect::<String>();
    let all: Vec<String> = text.split_whitespace().map(stem).collect();
    let words: Vec<String> = name.split_whitespace().map(stem).filter(|w| w.chars().count() > 3).collect();
    words.iter().filter(|w| all.contains(w)).count() * 10 >= words.len() * 8
}

/// Sums in the prose of a passport.
fn passport_money(lines: &Lines, document: &Document) -> Vec<Seed> {
    let mut out = Vec::new();
    for row in document.funding.iter().filter(|f| f.table.is_none()) {
        for value in &row.values {
            let found = (row.span.start_line..=row.span.end_line)
                .find_map(|l| Some((l, nth(lines.get(l), value.raw.as_str(), 0)?)));
            if let (Some((line, at)), Some(new)) = (found, other_number(&value.raw)) {
                out.push(lines.seed("money of a passport", line, at, &value.raw, &new));
            }
        }
    }
    out
}

/// What is found about the document itself, not about its reading: the audit, and the running numbers of rows.
fn found(text: &str, grammars: &Grammars) -> Vec<(String, Vec<Span>)> {
    let document = read(text.as_bytes(), grammars);
    let audit = audit(&document, grammars).findings.into_iter().map(Diagnostic::from);
    let numbers = document.diagnostics.iter().filter(|d| d.code.starts_with("row-number-")).cloned();
    audit.chain(numbers).map(|d| (d.code, d.span.into_iter().chain(d.related).collect())).collect()
}

fn covers(span: &Span, line: u32) -> bool {
    (span.start_line..=span.end_line).contains(&line)
}

#[test]
fn intact_documents_give_no_finding() {
    let grammars = Grammars::builtin();
    for name in INTACT {
        let text = intact::text(name);
        let found = found(&text, &grammars);
        assert!(found.is_empty(), "{name}: {found:#?}");
    }
}

#[test]
fn seeded_errors_are_reported_at_their_place() {
    let grammars = Grammars::builtin();
    let mut by_kind: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut by_code: BTreeMap<String, usize> = BTreeMap::new();
    let mut missed = Vec::new();
    for name in INTACT {
        let text = intact::text(name);
        let document = read(text.as_bytes(), &grammars);
        let lines = Lines { lines: text.lines().collect() };
        let mut seeds = money(&lines, &document);
        seeds.extend(row_numbers(&lines, &document));
        seeds.extend(clause_numbers(&lines, &document));
        seeds.extend(impossible_dates(&lines));
        seeds.extend(stamps(&lines, &document));
        seeds.extend(years(&lines, &document));
        seeds.extend(deadlines(&lines, &document));
        seeds.extend(values(&lines, &document));
        seeds.extend(passport_money(&lines, &document));
        for seed in seeds {
            let found = found(&seed.text, &grammars);
            let here: Vec<&String> =
                found.iter().filter(|(_, at)| at.iter().any(|s| covers(s, seed.line))).map(|(code, _)| code).collect();
            let count = by_kind.entry(seed.kind).or_default();
            count.0 += 1;
            if here.is_empty() {
                missed.push(format!("{name}:{} {}: {}", seed.line, seed.kind, seed.what));
            } else {
                count.1 += 1;
                here.iter().for_each(|code| *by_code.entry((*code).clone()).or_default() += 1);
            }
        }
    }
    let all: usize = by_kind.values().map(|c| c.0).sum();
    println!(
        "{all} changes, {} missed; by kind (changes, reported): {by_kind:?}; by finding: {by_code:?}",
        missed.len()
    );
    missed.iter().for_each(|m| println!("  {m}"));
    assert!(all >= 300, "only {all} changes");
    assert!(missed.len() * 20 <= all, "{} of {all} changes were not reported at their place", missed.len());
}
