//! What the list of documents says about each: counts, findings, and the records that need a look first.

use serde::Serialize;
use serde_json::Value;

use crate::model::{Output, PartKind, Severity};

/// The arrays of records, in the order of the page.
pub const KINDS: &[&str] =
    &["parts", "passports", "goals", "indicators", "targets", "funding", "activities", "risks", "references"];

/// Most records of a document that are named.
const WORST: usize = 5;
/// Most characters of a record's name.
const QUOTE: usize = 90;
/// Records with less confidence than this need a look.
const DOUBTFUL: f64 = 0.8;

/// A document in the list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Entry {
    /// Path as given.
    pub name: String,
    /// Title of its first part.
    pub title: Option<String>,
    /// Kind of its first part; `null` where it could not be read.
    pub kind: Option<PartKind>,
    /// Where its page is.
    pub href: String,
    /// Number of records of each of [`KINDS`].
    pub records: Vec<(&'static str, usize)>,
    /// Number of findings.
    pub findings: Severities,
    /// The records that need a look first, worst first.
    pub worst: Vec<Worst>,
    /// Why it could not be read.
    pub error: Option<String>,
}

/// Number of findings of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Severities {
    /// Errors.
    pub error: usize,
    /// Warnings.
    pub warning: usize,
    /// Remarks.
    pub info: usize,
}

/// A record that needs a look.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Worst {
    /// Its id.
    pub id: String,
    /// Array that it stands in.
    pub kind: &'static str,
    /// Its first words.
    pub words: String,
    /// From 0 to 1, where the record says so.
    pub confidence: Option<f64>,
    /// Warnings and errors in its lines.
    pub findings: usize,
}

/// The entry of a document, whose page is at `href`.
pub fn entry(output: &Output, href: &str) -> Entry {
    match output {
        Output::Failure(failure) => Entry {
            name: failure.source.path.clone(),
            title: None,
            kind: None,
            href: href.to_owned(),
            records: Vec::new(),
            findings: Severities::default(),
            worst: Vec::new(),
            error: Some(failure.error.message.clone()),
        },
        Output::Document(document) => {
            let value = serde_json::to_value(document).unwrap_or_default();
            let mut findings = Severities::default();
            for finding in &document.diagnostics {
                *match finding.severity {
                    Severity::Error => &mut findings.error,
                    Severity::Warning => &mut findings.warning,
                    Severity::Info => &mut findings.info,
                } += 1;
            }
            Entry {
                name: document.source.path.clone(),
                title: document.document.title.clone(),
                kind: Some(document.document.kind),
                href: href.to_owned(),
                records: KINDS.iter().map(|kind| (*kind, records(&value, kind).len())).collect(),
                findings,
                worst: worst(&value),
                error: None,
            }
        }
    }
}

fn records<'a>(document: &'a Value, kind: &str) -> &'a [Value] {
    document[kind].as_array().map_or(&[], Vec::as_slice)
}

/// Records with little confidence or with findings in their lines: least confidence first, then most findings.
fn worst(document: &Value) -> Vec<Worst> {
    let grave: Vec<&Value> = records(document, "diagnostics").iter().filter(|f| f["severity"] != "info").collect();
    let lines = |of: &Value| Some((of["span"]["start_line"].as_u64()?, of["span"]["end_line"].as_u64()?));
    let one = |kind: &'static str, record: &Value| {
        let id = record["id"].as_str()?.to_owned();
        let (start, end) = lines(record)?;
        let is_about = |finding: &&&Value| match finding["records"].as_array() {
            Some(named) => named.iter().any(|n| *n == id.as_str()),
            // Within its lines: a finding about a whole table is not about each row, one in a part not about the part.
            None => kind != "parts" && lines(finding).is_some_and(|(a, b)| start <= a && b <= end),
        };
        let findings = grave.iter().filter(is_about).count();
        let confidence = record["confidence"].as_f64();
        let doubtful = confidence.is_some_and(|c| c < DOUBTFUL);
        (doubtful || findings > 0).then(|| Worst { id, kind, words: words(record), confidence, findings })
    };
    let mut out: Vec<Worst> =
        KINDS.iter().flat_map(|kind| records(document, kind).iter().filter_map(move |r| one(kind, r))).collect();
    let sure = |w: &Worst| w.confidence.unwrap_or(1.0);
    out.sort_by(|a, b| sure(a).total_cmp(&sure(b)).then(b.findings.cmp(&a.findings)));
    out.truncate(WORST);
    out
}

/// What a record is called: the first of its texts.
fn words(record: &Value) -> String {
    let texts = ["name", "text", "title", "raw"].iter().filter_map(|key| record[*key].as_str());
    let text = texts.chain(record["deadline"]["raw"].as_str()).next().unwrap_or_default();
    let mut out: String = text.chars().take(QUOTE).collect();
    if out.len() < text.len() {
        out.push('\u{2026}');
    }
    out
}
