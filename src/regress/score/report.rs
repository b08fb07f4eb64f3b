//! Scores of many documents, for people and for programs.

use std::fmt::Write;

use serde_json::{Map, Value, json};

use super::{Count, KINDS, Score, Tables};

/// Width of the names of documents: that of the longest, within these.
const WIDTH: std::ops::RangeInclusive<usize> = 32..=60;

/// The scores of a folder of documents.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Documents by name, in order.
    pub documents: Vec<(String, Score)>,
}

impl Report {
    /// Each kind that any gold says something about, over all documents.
    pub fn kinds(&self) -> Vec<(&'static str, Count)> {
        let total = |name| {
            let mut total = Count::default();
            let counts = self.documents.iter().flat_map(|(_, s)| &s.kinds).filter(|(kind, _)| *kind == name);
            counts.for_each(|(_, count)| total.add(count));
            total
        };
        KINDS.iter().map(|kind| (kind.name, total(kind.name))).collect()
    }

    /// Everything together.
    pub fn total(&self) -> Count {
        let mut total = Count::default();
        self.documents.iter().for_each(|(_, score)| total.add(&score.total()));
        total
    }

    /// The tables of all documents whose gold has tables.
    pub fn tables(&self) -> Option<Tables> {
        let mut all = self.documents.iter().filter_map(|(_, score)| score.tables);
        let mut total = all.next()?;
        all.for_each(|tables| total.add(&tables));
        Some(total)
    }

    /// Strict F1 of everything: what is held against a bar. 0 where there is nothing to compare.
    pub fn overall(&self) -> f64 {
        self.total().f1().unwrap_or(0.0)
    }

    /// Instance-level recall of documents: share of them without any wrong field.
    pub fn whole_documents(&self) -> Option<f64> {
        let scored: Vec<Count> = self.documents.iter().map(|(_, s)| s.total()).filter(|c| c.gold > 0).collect();
        let whole = self.documents.iter().filter(|(_, s)| s.total().gold > 0 && s.wrong.is_empty()).count();
        (!scored.is_empty()).then(|| whole as f64 / scored.len() as f64)
    }

    /// The table of a terminal: a line for each document, with at most `errors` wrong fields below it, then a line for
    /// each kind.
    pub fn table(&self, errors: usize) -> String {
        let mut out = String::new();
        let longest = self.documents.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
        let width = longest.clamp(*WIDTH.start(), *WIDTH.end());
        for (name, score) in &self.documents {
            let total = score.total();
            let figures = [
                ("strict", total.f1()),
                ("soft", total.soft_f1()),
                ("kept", score.kept),
                ("grounded", score.grounded),
                ("grits", score.tables.and_then(|t| t.grits())),
                ("teds", score.tables.and_then(|t| t.teds())),
            ];
            let figures: Vec<String> = figures.iter().filter_map(|(n, v)| v.map(|v| format!("{n} {v:.4}"))).collect();
            line(&mut out, &format!("{:width$} {}", fit(name, width), figures.join(" ")));
            score.wrong.iter().take(errors).for_each(|wrong| line(&mut out, &format!("    {}", wrong.words(name))));
            if score.wrong.len() > errors && errors > 0 {
                line(&mut out, &format!("    and {} more", plural(score.wrong.len() - errors, "wrong field")));
            }
        }
        let head = ["strict F1", "soft F1", "Levenshtein", "precision", "recall", "rows", "whole", "gold fields"];
        let head: Vec<String> = head.iter().map(|h| format!("{h:>13}")).collect();
        line(&mut out, &format!("\n{:18}{}", "kind", head.concat()));
        let mut kinds = self.kinds();
        kinds.retain(|(_, count)| count.f1().is_some());
        kinds.push(("all", self.total()));
        for (name, count) in kinds {
            let figures: Vec<String> = figures(&count).iter().map(|v| format!("{:>13}", shown(*v))).collect();
            line(&mut out, &format!("{name:18}{}{:>13}", figures.concat(), count.gold));
        }
        if let Some(tables) = self.tables() {
            let (grits, teds, rows) = (shown(tables.grits()), shown(tables.teds()), shown(tables.rows()));
            line(
                &mut out,
                &format!("\n{}: GriTS-Con {grits}, TEDS {teds}, equal rows {rows}", plural(tables.gold, "table")),
            );
        }
        out
    }

    /// For programs: `overall`, `soft` and so on, `kinds` and `documents`; what cannot be said is null.
    pub fn json(&self) -> Value {
        let total = self.total();
        let kinds: Map<String, Value> = self.kinds().iter().map(|(k, c)| ((*k).to_owned(), json!(c.f1()))).collect();
        let details: Map<String, Value> = self.kinds().iter().map(|(k, c)| ((*k).to_owned(), measures(c))).collect();
        let documents: Map<String, Value> = self.documents.iter().map(|(n, s)| (n.clone(), document(s))).collect();
        json!({
            "overall": self.overall(),
            "soft": total.soft_f1(),
            "levenshtein": total.levenshtein_f1(),
            "precision": total.precision(),
            "recall": total.recall(),
            "rows": total.rows(),
            "whole_records": total.instances(),
            "whole_documents": self.whole_documents(),
            "tables": self.tables().map(tables),
            "kinds": kinds,
            "measures": details,
            "documents": documents,
        })
    }
}

fn line(out: &mut String, text: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{text}");
}

/// `1 table`, `2 tables`.
pub(super) fn plural(n: usize, thing: &str) -> String {
    format!("{n} {thing}{}", if n == 1 { "" } else { "s" })
}

/// A name within `width` letters, its middle left out where it is longer.
fn fit(name: &str, width: usize) -> String {
    let letters: Vec<char> = name.chars().collect();
    if letters.len() <= width {
        return name.to_owned();
    }
    let head = width / 2;
    let tail = letters.len() - (width - head - 1);
    format!("{}\u{2026}{}", String::from_iter(&letters[..head]), String::from_iter(&letters[tail..]))
}

fn figures(count: &Count) -> [Option<f64>; 7] {
    [
        count.f1(),
        count.soft_f1(),
        count.levenshtein_f1(),
        count.precision(),
        count.recall(),
        count.rows(),
        count.instances(),
    ]
}

/// Four digits, or a dash.
pub(super) fn shown(value: Option<f64>) -> String {
    value.map_or_else(|| "\u{2013}".to_owned(), |v| format!("{v:.4}"))
}

fn measures(count: &Count) -> Value {
    json!({
        "strict": count.f1(),
        "soft": count.soft_f1(),
        "levenshtein": count.levenshtein_f1(),
        "precision": count.precision(),
        "recall": count.recall(),
        "rows": count.rows(),
        "whole_records": count.instances(),
        "gold_fields": count.gold,
        "gold_records": count.gold_records,
    })
}

fn document(score: &Score) -> Value {
    let total = score.total();
    let kinds: Map<String, Value> =
        score.kinds.iter().filter_map(|(k, c)| Some(((*k).to_owned(), json!(c.f1()?)))).collect();
    let mut out = json!({
        "strict": total.f1(),
        "soft": total.soft_f1(),
        "levenshtein": total.levenshtein_f1(),
        "rows": total.rows(),
        "whole_records": total.instances(),
        "kinds": kinds,
    });
    for (name, value) in [("kept", score.kept), ("grounded", score.grounded)] {
        if let Some(value) = value {
            out[name] = json!(value);
        }
    }
    if let Some(measured) = score.tables {
        out["tables"] = tables(measured);
    }
    out
}

fn tables(tables: Tables) -> Value {
    json!({
        "gold": tables.gold,
        "predicted": tables.pred,
        "grits_con": tables.grits(),
        "teds": tables.teds(),
        "equal_rows": tables.rows(),
        "too_large": tables.large,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_the_table_stand_apart_and_below_each_other() {
        let count = Count { gold: 4, pred: 4, strict: 3, soft: 3, levenshtein: 4, ..Count::default() };
        let score = Score {
            kinds: vec![("activities", count)],
            tables: Some(Tables { gold: 1, pred: 1, grits: 1.0, teds: 1.0, ..Tables::default() }),
            ..Score::default()
        };
        let long = "Постановление администрации Белополянского района о плане мероприятий на 2025 год";
        let report = Report { documents: vec![("a".to_owned(), score.clone()), (long.to_owned(), score)] };
        let table = report.table(0);
        let lines: Vec<&str> = table.lines().collect();
        let figures =
            |line: &str| line.chars().take(line.find("strict").map_or(0, |at| line[..at].chars().count())).count();
        assert_eq!((figures(lines[0]), figures(lines[1])), (61, 61), "{table}");
        assert!(
            lines[1].starts_with("Постановление администрации Бе\u{2026}плане мероприятий на 2025 год strict"),
            "{table}"
        );
        assert!(lines[3].contains("soft F1  Levenshtein    precision"), "{table}");
        assert!(table.contains("\n2 tables: GriTS-Con"), "{table}");
        assert_eq!((plural(1, "table"), plural(0, "table")), ("1 table".to_owned(), "0 tables".to_owned()));
    }
}
