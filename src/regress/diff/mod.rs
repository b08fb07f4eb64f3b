//! What differs between two results of one document, as people speak of it: records lost, added, changed, moved.
//!
//! ```text
//! before, after ─ bare     records without ids and places; references to ids replaced by what they name
//!               ─ pairs    equal ones first, the rest in order by the likeness of their texts
//!               ─ fields   what differs inside a pair
//! ```
//!
//! Ids never count. Lines count only where both results come from the same bytes.

mod bare;
mod fields;

use std::collections::{HashMap, VecDeque};

use serde_json::Value;

use super::align::{Key, align};
use super::text::words;
use bare::Bare;

/// What happened to a record or to one of its fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    /// It was there and is no more.
    Lost,
    /// It says something else.
    Changed,
    /// It is the same and stands elsewhere.
    Moved,
    /// It was not there.
    Added,
}

impl What {
    /// Name in reports.
    pub fn name(self) -> &'static str {
        match self {
            What::Lost => "lost",
            What::Changed => "changed",
            What::Moved => "moved",
            What::Added => "added",
        }
    }
}

/// One difference.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// What happened.
    pub what: What,
    /// Array of the record, as `activities`; `document` for what is said of the whole.
    pub kind: &'static str,
    /// What the record is known by.
    pub name: String,
    /// Path of the field inside the record, as `values[2024].value`; `None` for the whole record.
    pub field: Option<String>,
    /// What the field was; of a lost record its text.
    pub before: Option<String>,
    /// What the field is.
    pub after: Option<String>,
    /// Where the record begins: line and page, before where it was there, else after.
    pub line: Option<u64>,
    /// Page of a paged format.
    pub page: Option<u64>,
    /// For a moved record the line where it begins now.
    pub line_after: Option<u64>,
    /// How many fields this is.
    pub fields: usize,
}

/// Everything that differs between two results.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Diff {
    /// Differences by kind of record, in the order of the document.
    pub changes: Vec<Change>,
    /// Fields that the earlier result has.
    pub fields: usize,
}

impl Diff {
    /// Fields that are lost or say something else.
    pub fn lost(&self) -> usize {
        self.changes.iter().filter(|c| matches!(c.what, What::Lost | What::Changed)).map(|c| c.fields).sum()
    }

    /// Share of the earlier result's fields that are lost or say something else.
    pub fn loss(&self) -> f64 {
        self.lost() as f64 / self.fields.max(1) as f64
    }

    /// How many changes there are of one sort.
    pub fn count(&self, what: What) -> usize {
        self.changes.iter().filter(|c| c.what == what).count()
    }

    /// True where nothing differs.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }
}

/// Arrays that are compared, and the fields that a record is known by.
const ARRAYS: &[(&str, &[&str])] = &[
    ("parts", &["kind", "title"]),
    ("sections", &["number", "title"]),
    ("passports", &["title"]),
    ("goals", &["text"]),
    ("indicators", &["name"]),
    ("targets", &["text"]),
    ("funding", &["name", "source"]),
    ("activities", &["name", "form", "result"]),
    ("risks", &["text"]),
    ("references", &["raw"]),
    ("tables", &["title", "kind"]),
    ("blocks", &["text", "kind"]),
    ("diagnostics", &["code", "message"]),
];
/// Objects that are compared field by field.
const OBJECTS: &[&str] = &["document", "source", "error"];
/// Most letters of the name of a record.
const NAME: usize = 80;

/// Compares two results (documents or records of failure).
pub fn diff(before: &Value, after: &Value) -> Diff {
    let mut out = Diff::default();
    for &name in OBJECTS {
        object(name, &before[name], &after[name], &mut out);
    }
    let same_source = before["source"]["sha256"] == after["source"]["sha256"];
    for &(kind, names) in ARRAYS {
        let (a, b) = (bare::records(before, kind), bare::records(after, kind));
        let of = Array { kind, names, a: &a, b: &b, same_source };
        of.compare(&mut out);
    }
    out
}

fn object(kind: &'static str, before: &Value, after: &Value, out: &mut Diff) {
    let (before, after) = (bare::object(before), bare::object(after));
    out.fields += fields::count(&before);
    for field in fields::differences(&before, &after) {
        out.changes.push(Change {
            what: field.what(),
            kind,
            name: String::new(),
            fields: field.fields,
            field: Some(field.path),
            before: field.before,
            after: field.after,
            line: None,
            page: None,
            line_after: None,
        });
    }
}

/// One array in both results.
struct Array<'a> {
    kind: &'static str,
    names: &'static [&'static str],
    a: &'a [Bare],
    b: &'a [Bare],
    same_source: bool,
}

impl Array<'_> {
    fn compare(&self, out: &mut Diff) {
        out.fields += self.a.iter().map(|r| fields::count(&r.value)).sum::<usize>();
        let mut pairs = self.equal();
        let (mut used_a, mut used_b) = (vec![false; self.a.len()], vec![false; self.b.len()]);
        for &(i, j) in &pairs {
            (used_a[i], used_b[j]) = (true, true);
        }
        let left = |used: &[bool]| -> Vec<usize> { (0..used.len()).filter(|&i| !used[i]).collect() };
        let (rest_a, rest_b) = (left(&used_a), left(&used_b));
        let keys = |records: &[Bare], rest: &[usize]| rest.iter().map(|&i| self.key(&records[i])).collect::<Vec<_>>();
        let mut changes = Vec::new();
        for (i, j) in align(&keys(self.a, &rest_a), &keys(self.b, &rest_b)) {
            match (i.map(|i| rest_a[i]), j.map(|j| rest_b[j])) {
                (Some(i), Some(j)) => {
                    pairs.push((i, j));
                    self.changed(i, j, &mut changes);
                }
                (Some(i), None) => changes.push((i, self.whole(What::Lost, &self.a[i]))),
                (None, Some(j)) => changes.push((j, self.whole(What::Added, &self.b[j]))),
                (None, None) => {}
            }
        }
        self.moved(pairs, &mut changes);
        changes.sort_by_key(|(at, change)| (change.line, *at));
        out.changes.extend(changes.into_iter().map(|(_, change)| change));
    }

    /// Records that say the same, the first with the first.
    fn equal(&self) -> Vec<(usize, usize)> {
        let mut places: HashMap<&str, VecDeque<usize>> = HashMap::new();
        for (i, record) in self.a.iter().enumerate() {
            places.entry(&record.text).or_default().push_back(i);
        }
        let pair = |(j, record): (usize, &Bare)| Some((places.get_mut(&*record.text)?.pop_front()?, j));
        self.b.iter().enumerate().filter_map(pair).collect()
    }

    fn key(&self, record: &Bare) -> Key {
        Key { words: words(&self.name(record)), line: self.same_source.then_some(record.line) }
    }

    fn name(&self, record: &Bare) -> String {
        let mut name = String::new();
        for part in self.names.iter().filter_map(|n| record.value[n].as_str()) {
            if !name.is_empty() {
                name.push(' ');
            }
            name += part;
        }
        if self.kind == "tables" {
            let columns = record.value["columns"].as_array().into_iter().flatten();
            columns.filter_map(|c| c["name"].as_str()).for_each(|c| name = format!("{name} {c}"));
        }
        name
    }

    fn short(&self, record: &Bare) -> String {
        let name = self.name(record);
        match name.char_indices().nth(NAME) {
            Some((end, _)) => format!("{}\u{2026}", &name[..end]),
            None => name,
        }
    }

    fn whole(&self, what: What, record: &Bare) -> Change {
        Change {
            what,
            kind: self.kind,
            name: self.short(record),
            field: None,
            before: None,
            after: None,
            line: record.line,
            page: record.page,
            line_after: None,
            fields: fields::count(&record.value),
        }
    }

    fn changed(&self, i: usize, j: usize, changes: &mut Vec<(usize, Change)>) {
        for field in fields::differences(&self.a[i].value, &self.b[j].value) {
            let whole = self.whole(field.what(), &self.a[i]);
            let (before, after) = (field.before, field.after);
            changes.push((i, Change { field: Some(field.path), before, after, fields: field.fields, ..whole }));
        }
    }

    /// Pairs that stand in other lines of the same source, or in another order.
    fn moved(&self, mut pairs: Vec<(usize, usize)>, changes: &mut Vec<(usize, Change)>) {
        pairs.sort_unstable();
        let order: Vec<usize> = pairs.iter().map(|(_, j)| *j).collect();
        let kept = longest_rising(&order);
        for (n, &(i, j)) in pairs.iter().enumerate() {
            let (a, b) = (&self.a[i], &self.b[j]);
            let elsewhere = self.same_source && a.place != b.place;
            if elsewhere || !kept[n] {
                changes.push((i, Change { line_after: b.line, fields: 0, ..self.whole(What::Moved, a) }));
            }
        }
    }
}

/// Marks a longest rising subsequence.
fn longest_rising(list: &[usize]) -> Vec<bool> {
    // tails[n]: place of the smallest end of a rising run of n + 1.
    let mut tails: Vec<usize> = Vec::new();
    let mut before = vec![None; list.len()];
    for (at, value) in list.iter().enumerate() {
        let n = tails.partition_point(|&t| list[t] < *value);
        before[at] = n.checked_sub(1).map(|n| tails[n]);
        if n == tails.len() {
            tails.push(at);
        } else {
            tails[n] = at;
        }
    }
    let mut kept = vec![false; list.len()];
    let mut at = tails.last().copied();
    while let Some(i) = at {
        kept[i] = true;
        at = before[i];
    }
    kept
}

#[cfg(test)]
mod tests;
