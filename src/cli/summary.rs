//! What a run of `convert` comes to.

use std::time::Duration;

use super::terminal::count;
use munidoc::model::{Document, Output, Severity};

/// How many records of a kind a document has.
type Count = fn(&Document) -> usize;

/// Kinds of records, as they are counted.
const RECORDS: &[(&str, Count)] = &[
    ("part", |d| d.parts.len()),
    ("section", |d| d.sections.len()),
    ("passport", |d| d.passports.len()),
    ("goal", |d| d.goals.len()),
    ("indicator", |d| d.indicators.len()),
    ("target", |d| d.targets.len()),
    ("funding row", |d| d.funding.len()),
    ("activity", |d| d.activities.len()),
    ("risk", |d| d.risks.len()),
    ("reference", |d| d.references.len()),
    ("table", |d| d.tables.len()),
    ("block", |d| d.blocks.len()),
];

const SEVERITIES: &[(Severity, &str)] =
    &[(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Info, "info")];

/// Counts over documents.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    documents: u64,
    failures: u64,
    bytes: u64,
    records: [u64; RECORDS.len()],
    findings: [u64; SEVERITIES.len()],
}

impl Tally {
    /// The counts of one result.
    pub fn of(output: &Output, bytes: usize) -> Tally {
        let mut tally = Tally { bytes: bytes as u64, ..Tally::default() };
        match output {
            Output::Failure(_) => tally.failures = 1,
            Output::Document(doc) => {
                tally.documents = 1;
                for (n, (_, of)) in tally.records.iter_mut().zip(RECORDS) {
                    *n = of(doc) as u64;
                }
                for (n, (severity, _)) in tally.findings.iter_mut().zip(SEVERITIES) {
                    *n = doc.diagnostics.iter().filter(|d| d.severity == *severity).count() as u64;
                }
            }
        }
        tally
    }

    /// Adds the counts of `other`.
    pub fn add(&mut self, other: &Tally) {
        self.documents += other.documents;
        self.failures += other.failures;
        self.bytes += other.bytes;
        for (n, more) in self.records.iter_mut().zip(other.records) {
            *n += more;
        }
        for (n, more) in self.findings.iter_mut().zip(other.findings) {
            *n += more;
        }
    }

    /// True where an input could not be read, or a finding weighs as much as `fail_on`.
    pub fn fails(&self, fail_on: Option<Severity>) -> bool {
        let heavy = |severity: &Severity| fail_on.is_some_and(|limit| *severity >= limit);
        self.failures > 0 || SEVERITIES.iter().zip(self.findings).any(|((severity, _), n)| n > 0 && heavy(severity))
    }

    /// The closing words.
    pub fn words(&self, skipped: usize, took: Duration) -> String {
        let records = list(RECORDS.iter().map(|r| r.0).zip(self.records));
        let findings = list(SEVERITIES.iter().map(|s| s.1).zip(self.findings));
        let megabytes = self.bytes as f64 / 1e6;
        let seconds = took.as_secs_f64();
        format!(
            "munidoc: {}, {}, {} skipped\n  records: {records}\n  findings: {findings}\n  \
             {megabytes:.1} MB in {seconds:.2} s, {:.1} MB/s",
            count(self.documents, "document"),
            count(self.failures, "failure"),
            count(skipped as u64, "file"),
            megabytes / seconds.max(1e-9),
        )
    }
}

/// `2 parts, 1 activity`; what there is none of is left out.
fn list(counts: impl Iterator<Item = (&'static str, u64)>) -> String {
    let words: Vec<String> = counts.filter(|c| c.1 > 0).map(|(thing, n)| plural(n, thing)).collect();
    if words.is_empty() { "none".to_owned() } else { words.join(", ") }
}

fn plural(n: u64, thing: &str) -> String {
    match thing.strip_suffix('y') {
        Some(stem) if n != 1 => count(n, &format!("{stem}ie")),
        _ if thing == "info" => count(n, thing).trim_end_matches('s').to_owned(),
        _ => count(n, thing),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_are_right() {
        assert_eq!(plural(2, "activity"), "2 activities");
        assert_eq!(plural(1, "activity"), "1 activity");
        assert_eq!(plural(3, "info"), "3 info");
    }

    #[test]
    fn the_heaviest_finding_decides() {
        let tally = Tally { findings: [0, 1, 5], ..Tally::default() };
        assert!(!tally.fails(None));
        assert!(tally.fails(Some(Severity::Warning)));
        assert!(!tally.fails(Some(Severity::Error)));
        assert!(Tally { failures: 1, ..Tally::default() }.fails(None));
    }
}
