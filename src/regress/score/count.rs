//! Counting fields and records, one document or many.

use serde_json::Value;

use super::super::align::{Key, align};
use super::super::likeness::{is_near, is_soft};
use super::super::text::{fold, words};
use super::kinds::{Kind, Row, at};

/// Most letters of a value that are shown.
const SHOWN: usize = 90;

/// Fields and records counted as GROBID counts them: a gold field that is missing or wrong is a false negative, a
/// predicted field that gold has otherwise or not at all a false positive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Fields that gold has.
    pub gold: usize,
    /// Fields that the prediction has.
    pub pred: usize,
    /// Fields that are equal.
    pub strict: usize,
    /// Fields that are equal or nearly so: Ratcliff and Obershelp, 0.95.
    pub soft: usize,
    /// Fields of which at most a fifth of the letters differs.
    pub levenshtein: usize,
    /// Records that gold has.
    pub gold_records: usize,
    /// Records that the prediction has.
    pub pred_records: usize,
    /// Gold records that have a partner.
    pub found_records: usize,
    /// Gold records of which every field is equal, and nothing is there that gold does not have.
    pub whole_records: usize,
}

impl Count {
    /// Adds another count.
    pub fn add(&mut self, other: &Count) {
        self.gold += other.gold;
        self.pred += other.pred;
        self.strict += other.strict;
        self.soft += other.soft;
        self.levenshtein += other.levenshtein;
        self.gold_records += other.gold_records;
        self.pred_records += other.pred_records;
        self.found_records += other.found_records;
        self.whole_records += other.whole_records;
    }

    /// F1 of the fields under the strict matcher; `None` where neither side has a field.
    pub fn f1(&self) -> Option<f64> {
        f1(self.strict, self.gold, self.pred)
    }

    /// F1 of the fields under the soft matcher.
    pub fn soft_f1(&self) -> Option<f64> {
        f1(self.soft, self.gold, self.pred)
    }

    /// F1 of the fields under the Levenshtein matcher.
    pub fn levenshtein_f1(&self) -> Option<f64> {
        f1(self.levenshtein, self.gold, self.pred)
    }

    /// Share of the predicted fields that are right.
    pub fn precision(&self) -> Option<f64> {
        share(self.strict, self.pred)
    }

    /// Share of the gold fields that are right.
    pub fn recall(&self) -> Option<f64> {
        share(self.strict, self.gold)
    }

    /// Row matching: F1 of the records that found their partner, whatever their fields hold.
    pub fn rows(&self) -> Option<f64> {
        f1(self.found_records, self.gold_records, self.pred_records)
    }

    /// Instance-level recall: share of the gold records that are right in every field.
    pub fn instances(&self) -> Option<f64> {
        share(self.whole_records, self.gold_records)
    }
}

fn f1(hit: usize, gold: usize, pred: usize) -> Option<f64> {
    share(2 * hit, gold + pred)
}

fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// A field that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// Name of the kind.
    pub kind: &'static str,
    /// Path of the field.
    pub field: &'static str,
    /// First line of the record, as gold has it, else the prediction.
    pub line: Option<u64>,
    /// What gold has.
    pub want: Option<String>,
    /// What the prediction has.
    pub got: Option<String>,
    /// `missing` where the whole record has no partner in the prediction, `extra` where it has none in the gold.
    pub record: Option<&'static str>,
}

impl Wrong {
    /// In words: `order:12 activities number: want «1» got null`.
    pub fn words(&self, document: &str) -> String {
        let line = self.line.map_or(String::new(), |line| format!(":{line}"));
        let record = self.record.map_or(String::new(), |record| format!(" (record {record})"));
        let (want, got) = (excerpt(self.want.as_deref()), excerpt(self.got.as_deref()));
        format!("{document}{line} {} {}: want {want} got {got}{record}", self.kind, self.field)
    }
}

fn excerpt(text: Option<&str>) -> String {
    let Some(text) = text else { return "null".to_owned() };
    let letters: Vec<char> = text.chars().collect();
    if letters.len() <= SHOWN {
        return format!("\u{ab}{text}\u{bb}");
    }
    let (head, tail) = (&letters[..SHOWN / 2], &letters[letters.len() - SHOWN / 2..]);
    format!("\u{ab}{}\u{2026}{}\u{bb}", String::from_iter(head), String::from_iter(tail))
}

/// Compares the records of one kind in two documents and says what differs.
pub fn compare(kind: &'static Kind, gold: &Value, pred: &Value) -> (Count, Vec<Wrong>) {
    let (gold, pred) = ((kind.rows)(gold), (kind.rows)(pred));
    let (mut count, mut wrong) = (Count::default(), Vec::new());
    count.gold_records = gold.len();
    count.pred_records = pred.len();
    for (g, p) in align(&keys(&gold), &keys(&pred)) {
        let (g, p) = (g.map(|i| &*gold[i].value), p.map(|j| &*pred[j].value));
        count.found_records += usize::from(g.is_some() && p.is_some());
        let record = match (g, p) {
            (Some(_), None) => Some("missing"),
            (None, Some(_)) => Some("extra"),
            _ => None,
        };
        let line = [g, p].into_iter().flatten().find_map(|r| at(r, "span.start_line").as_u64());
        let before = wrong.len();
        for &field in kind.fields {
            let (want, got) = (g.and_then(|r| fold(at(r, field))), p.and_then(|r| fold(at(r, field))));
            count.gold += usize::from(want.is_some());
            count.pred += usize::from(got.is_some());
            if let (Some(want), Some(got)) = (&want, &got) {
                count.strict += usize::from(want == got);
                count.soft += usize::from(is_soft(want, got));
                count.levenshtein += usize::from(is_near(want, got));
            }
            if want != got {
                wrong.push(Wrong { kind: kind.name, field, line, want, got, record });
            }
        }
        count.whole_records += usize::from(g.is_some() && p.is_some() && wrong.len() == before);
    }
    (count, wrong)
}

fn keys(rows: &[Row]) -> Vec<Key> {
    rows.iter().map(|row| Key { words: words(&row.key), line: line(&row.value) }).collect()
}

fn line(record: &Value) -> Option<Option<u64>> {
    let span = record["span"].as_object().filter(|span| !span.is_empty())?;
    Some(span.get("start_line").and_then(Value::as_u64))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::kinds::KINDS;
    use super::*;

    fn kind(name: &str) -> &'static Kind {
        KINDS.iter().find(|k| k.name == name).unwrap()
    }

    #[test]
    fn every_field_counts_once() {
        let gold = json!({"risks": [
            {"number": "1", "text": "Рост цен на материалы", "level": null, "response": "Договоры", "span": {"start_line": 3}},
            {"number": "2", "text": "Засуха", "level": "низкий", "response": null},
        ]});
        let pred = json!({"risks": [
            {"number": "1", "text": "Рост цен на материал", "level": "высокий", "response": "Договоры"},
            {"number": "3", "text": "Паводок весной", "level": null, "response": null},
        ]});
        let (count, wrong) = compare(kind("risks"), &gold, &pred);
        let want = Count {
            gold: 6,
            pred: 6,
            strict: 2,
            soft: 3,
            levenshtein: 3,
            gold_records: 2,
            pred_records: 2,
            found_records: 1,
            whole_records: 0,
        };
        assert_eq!(count, want);
        assert_eq!(count.f1(), Some(4.0 / 12.0));
        assert_eq!(count.rows(), Some(0.5));
        let said: Vec<_> = wrong.iter().map(|w| (w.field, w.line, w.record)).collect();
        let want = [
            ("text", Some(3), None),
            ("level", Some(3), None),
            ("number", None, Some("missing")),
            ("text", None, Some("missing")),
            ("level", None, Some("missing")),
            ("number", None, Some("extra")),
            ("text", None, Some("extra")),
        ];
        assert_eq!(said, want);
    }

    #[test]
    fn what_gold_leaves_out_is_not_scored() {
        let gold = json!({"activities": [{"name": "Субботник", "deadline": {"raw": "май"}}]});
        let said: Vec<_> = KINDS.iter().filter(|k| k.is_said(&gold)).map(|k| k.name).collect();
        assert_eq!(said, ["activities"]);
        let gold = json!({"activities": [], "parts": [{"clauses": []}]});
        let said: Vec<_> = KINDS.iter().filter(|k| k.is_said(&gold)).map(|k| k.name).collect();
        assert_eq!(said, ["parts", "clauses", "activities"]);
    }

    #[test]
    fn nothing_on_both_sides_has_no_score() {
        let (count, wrong) = compare(kind("risks"), &json!({"risks": []}), &json!({}));
        assert_eq!((count.f1(), count.instances(), wrong.len()), (None, None, 0));
    }
}
