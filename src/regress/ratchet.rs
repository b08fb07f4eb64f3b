//! What a corpus has reached: a table of records and findings for each document, which can only become better.
//!
//! The table is tab-separated: the document, how many records of each kind it gives, and its findings by code
//! (`mixed-script=3 row-without-name=1`); `error=CODE` stands there for a document that cannot be read.

use std::collections::BTreeMap;

use crate::diagnostic::Code;
use crate::model::{Document, Output, Severity};

/// How many records of a kind a document gives.
type Counting = fn(&Document) -> usize;

/// Kinds of records that are counted, with the arrays of a document.
const KINDS: &[(&str, Counting)] = &[
    ("parts", |d| d.parts.len()),
    ("clauses", |d| d.parts.iter().map(|p| p.clauses.len()).sum()),
    ("passports", |d| d.passports.len()),
    ("fields", |d| d.passports.iter().map(|p| p.fields.len()).sum()),
    ("goals", |d| d.goals.len()),
    ("tasks", |d| d.goals.iter().map(|g| g.tasks.len()).sum()),
    ("indicators", |d| d.indicators.len()),
    ("targets", |d| d.targets.len()),
    ("funding", |d| d.funding.len()),
    ("activities", |d| d.activities.len()),
    ("risks", |d| d.risks.len()),
    ("references", |d| d.references.len()),
    ("tables", |d| d.tables.len()),
];
/// The code of a document that cannot be read.
const ERROR: &str = "error";

/// What one document gives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reached {
    /// Records, in the order of the columns.
    pub records: Vec<usize>,
    /// Findings by code.
    pub findings: BTreeMap<String, usize>,
}

impl Reached {
    /// Counts what is in a result.
    pub fn of(output: &Output) -> Reached {
        match output {
            Output::Failure(failure) => Reached {
                records: vec![0; KINDS.len()],
                findings: BTreeMap::from([(format!("{ERROR}-{}", failure.error.code), 1)]),
            },
            Output::Document(document) => {
                let mut findings = BTreeMap::new();
                for finding in &document.diagnostics {
                    *findings.entry(finding.code.clone()).or_default() += 1;
                }
                Reached { records: KINDS.iter().map(|(_, count)| count(document)).collect(), findings }
            }
        }
    }
}

/// The table: documents by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// What each document gives.
    pub documents: BTreeMap<String, Reached>,
}

/// A difference between the table and what documents give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The document.
    pub document: String,
    /// What was counted: a kind of record, the code of a finding, or `document` for the whole.
    pub what: String,
    /// What is listed.
    pub listed: usize,
    /// What there is.
    pub found: usize,
    /// True where it is worse than listed.
    pub is_worse: bool,
}

impl Table {
    /// Reads a table.
    ///
    /// # Errors
    /// The number of the line that is none, and what is expected there.
    pub fn parse(text: &str) -> Result<Table, String> {
        let mut lines = text.lines().enumerate();
        if lines.next().map(|(_, line)| line) != Some(&*head()) {
            return Err(format!("line 1: expected the columns {}", head().replace('\t', ", ")));
        }
        let mut table = Table::default();
        for (n, line) in lines {
            let wrong = |why: &str| format!("line {}: {why}", n + 1);
            let cells: Vec<&str> = line.split('\t').collect();
            if cells.len() != KINDS.len() + 2 {
                return Err(wrong(&format!("expected {} cells, there are {}", KINDS.len() + 2, cells.len())));
            }
            let mut reached = Reached::default();
            for cell in &cells[1..=KINDS.len()] {
                reached.records.push(cell.parse().map_err(|_| wrong(&format!("\u{ab}{cell}\u{bb} is no number")))?);
            }
            for finding in cells[KINDS.len() + 1].split_whitespace() {
                let parsed = finding.split_once('=').and_then(|(code, n)| Some((code.to_owned(), n.parse().ok()?)));
                let (code, n) = parsed.ok_or_else(|| wrong(&format!("\u{ab}{finding}\u{bb} is not code=number")))?;
                reached.findings.insert(code, n);
            }
            if table.documents.insert(cells[0].to_owned(), reached).is_some() {
                return Err(wrong("the document stands there twice"));
            }
        }
        Ok(table)
    }

    /// The table as text.
    pub fn text(&self) -> String {
        let mut out = head() + "\n";
        for (name, reached) in &self.documents {
            let records: Vec<String> = reached.records.iter().map(usize::to_string).collect();
            let findings: Vec<String> = reached.findings.iter().map(|(code, n)| format!("{code}={n}")).collect();
            out += &format!("{}\t{}\t{}\n", plain(name), records.join("\t"), findings.join(" "));
        }
        out
    }

    /// Enters a document.
    pub fn enter(&mut self, name: &str, reached: Reached) {
        self.documents.insert(plain(name), reached);
    }

    /// Where `found` differs from what is listed.
    pub fn steps(&self, found: &Table) -> Vec<Step> {
        let mut out = Vec::new();
        for (name, listed) in &self.documents {
            let Some(reached) = found.documents.get(name) else {
                out.push(step(name, "document", 1, 0, true));
                continue;
            };
            compare(name, listed, reached, &mut out);
        }
        for name in found.documents.keys().filter(|name| !self.documents.contains_key(*name)) {
            out.push(step(name, "document", 0, 1, false));
        }
        out
    }
}

fn compare(name: &str, listed: &Reached, found: &Reached, out: &mut Vec<Step>) {
    for ((kind, _), (a, b)) in KINDS.iter().zip(listed.records.iter().zip(&found.records)) {
        if a != b {
            out.push(step(name, kind, *a, *b, b < a));
        }
    }
    let codes: std::collections::BTreeSet<&String> = listed.findings.keys().chain(found.findings.keys()).collect();
    for code in codes {
        let of = |reached: &Reached| reached.findings.get(code).copied().unwrap_or(0);
        let (a, b) = (of(listed), of(found));
        if a != b {
            // A remark on what went well is no loss, whether there are more or fewer of them.
            out.push(step(name, code, a, b, b > a && weighs(code)));
        }
    }
}

/// True for findings that ask for a look.
fn weighs(code: &str) -> bool {
    Code::ALL.iter().find(|c| c.id() == code).is_none_or(|c| c.severity() > Severity::Info)
}

fn step(document: &str, what: &str, listed: usize, found: usize, is_worse: bool) -> Step {
    Step { document: document.to_owned(), what: what.to_owned(), listed, found, is_worse }
}

fn head() -> String {
    let kinds: Vec<&str> = KINDS.iter().map(|(name, _)| *name).collect();
    format!("document\t{}\tfindings", kinds.join("\t"))
}

/// A name that does not break the table.
fn plain(name: &str) -> String {
    name.replace(|c: char| c.is_control(), " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reached(activities: usize, findings: &[(&str, usize)]) -> Reached {
        let mut records = vec![0; KINDS.len()];
        records[9] = activities;
        Reached { records, findings: findings.iter().map(|(code, n)| ((*code).to_owned(), *n)).collect() }
    }

    fn table(documents: &[(&str, Reached)]) -> Table {
        Table { documents: documents.iter().map(|(name, r)| ((*name).to_owned(), r.clone())).collect() }
    }

    #[test]
    fn a_table_is_read_as_it_is_written() {
        let table = table(&[("a/план.txt", reached(3, &[("mixed-script", 2)])), ("b.txt", reached(0, &[]))]);
        assert_eq!(Table::parse(&table.text()), Ok(table));
    }

    #[test]
    fn broken_tables_are_refused_with_the_line() {
        let good = table(&[("b.txt", reached(0, &[]))]).text();
        let cases = [
            ("", "line 1: expected the columns"),
            (&good.replace("b.txt\t0", "b.txt\tх"), "line 2: «х» is no number"),
            (&good.replace("b.txt\t", "b.txt"), "line 2: expected 15 cells, there are 14"),
            (&(good.clone() + good.lines().nth(1).unwrap()), "line 3: the document stands there twice"),
            (&good.replace("\t\n", "\tmixed\n"), "line 2: «mixed» is not code=number"),
        ];
        for (text, why) in cases {
            let error = Table::parse(text).unwrap_err();
            assert!(error.starts_with(why), "{error}");
        }
    }

    #[test]
    fn losses_and_gains_are_told_apart() {
        let listed = table(&[
            ("a", reached(3, &[("deadline-unparsed", 1)])),
            ("b", reached(3, &[("deadline-unparsed", 2)])),
            ("c", reached(1, &[])),
        ]);
        let found =
            table(&[("a", reached(2, &[("deadline-unparsed", 2)])), ("b", reached(4, &[])), ("d", reached(1, &[]))]);
        let steps: Vec<_> =
            listed.steps(&found).into_iter().map(|s| (s.document, s.what, s.listed, s.found, s.is_worse)).collect();
        let want = [
            ("a", "activities", 3, 2, true),
            ("a", "deadline-unparsed", 1, 2, true),
            ("b", "activities", 3, 4, false),
            ("b", "deadline-unparsed", 2, 0, false),
            ("c", "document", 1, 0, true),
            ("d", "document", 0, 1, false),
        ];
        let want: Vec<_> = want.iter().map(|w| (w.0.to_owned(), w.1.to_owned(), w.2, w.3, w.4)).collect();
        assert_eq!(steps, want);
        assert!(listed.steps(&listed).is_empty());
    }
}
