//! What differs between two results of one document, as people speak of it: records lost, added, changed, moved.
//!
//! ```text
//! before, after ─ bare     records without ids and places; references to ids replaced by what they name
//!               ─ pairs    equal ones first, the rest in order by the likeness of their texts; what changed places
//!               ─ fields   what differs inside a pair
//! ```
//!
//! Ids never count. Lines count only where both results come from the same bytes.

mod bare;
mod fields;
mod pairs;

use serde_json::Value;

use bare::Bare;
use pairs::{Item, pairs};

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
    /// Where what has moved stands now.
    pub to: Option<To>,
    /// How many fields this is.
    pub fields: usize,
}

/// Where something stands that has moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum To {
    /// It begins in this line.
    Line(u64),
    /// It begins where it did and ends in this line.
    End(u64),
    /// It stands on this page.
    Page(u64),
    /// It was the first of these in its list and is the second, counted from 1.
    Place(usize, usize),
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
            what: field.what,
            kind,
            name: String::new(),
            fields: field.fields,
            to: to(&field),
            field: Some(field.path),
            before: field.before,
            after: field.after,
            line: None,
            page: None,
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
        let mut changes = Vec::new();
        for found in pairs(&self.items(self.a), &self.items(self.b), |value| self.name(value)) {
            match (found.a, found.b) {
                (Some(i), Some(j)) => {
                    self.changed(i, j, &mut changes);
                    self.moved(i, j, found.crossed, &mut changes);
                }
                (Some(i), None) => changes.push((i, self.whole(What::Lost, &self.a[i]))),
                (None, Some(j)) => changes.push((j, self.whole(What::Added, &self.b[j]))),
                (None, None) => {}
            }
        }
        changes.sort_by_key(|(at, change)| (change.line, *at));
        out.changes.extend(changes.into_iter().map(|(_, change)| change));
    }

    fn items<'b>(&self, records: &'b [Bare]) -> Vec<Item<'b>> {
        let place = |record: &'b Bare| self.same_source.then_some((&record.place, record.line));
        records.iter().map(|r| Item { value: &r.value, text: &r.text, place: place(r) }).collect()
    }

    /// The words that a record is known by.
    fn name(&self, record: &Value) -> String {
        self.words(record, |_| true)
    }

    /// The same for people: its kind only where nothing else is said.
    fn short(&self, record: &Value) -> String {
        let mut name = self.words(record, |field| field != "kind");
        if name.is_empty() {
            name = self.name(record);
        }
        match name.char_indices().nth(NAME) {
            Some((end, _)) => format!("{}\u{2026}", &name[..end]),
            None => name,
        }
    }

    fn words(&self, record: &Value, wanted: impl Fn(&str) -> bool) -> String {
        let mut words: Vec<&str> = self.names.iter().filter(|n| wanted(n)).filter_map(|n| record[n].as_str()).collect();
        if self.kind == "tables" {
            words.extend(record["columns"].as_array().into_iter().flatten().filter_map(|c| c["name"].as_str()));
        }
        words.join(" ")
    }

    fn whole(&self, what: What, record: &Bare) -> Change {
        Change {
            what,
            kind: self.kind,
            name: self.short(&record.value),
            field: None,
            before: None,
            after: None,
            line: record.line,
            page: record.page,
            to: None,
            fields: fields::count(&record.value),
        }
    }

    fn changed(&self, i: usize, j: usize, changes: &mut Vec<(usize, Change)>) {
        for field in fields::differences(&self.a[i].value, &self.b[j].value) {
            let whole = self.whole(field.what, &self.a[i]);
            let (to, before, after) = (to(&field), field.before, field.after);
            changes.push((i, Change { field: Some(field.path), to, before, after, fields: field.fields, ..whole }));
        }
    }

    /// A pair that stands in other lines of the same source, or in another order.
    fn moved(&self, i: usize, j: usize, crossed: bool, changes: &mut Vec<(usize, Change)>) {
        let (a, b) = (&self.a[i], &self.b[j]);
        let to = match b.line.filter(|_| self.same_source && a.place != b.place) {
            Some(line) if a.line != b.line => Some(To::Line(line)),
            _ if crossed => Some(To::Place(i + 1, j + 1)),
            Some(_) if a.page != b.page => b.page.map(To::Page),
            Some(line) => Some(To::End(b.place["end_line"].as_u64().unwrap_or(line))),
            None => None,
        };
        if to.is_some() {
            changes.push((i, Change { to, fields: 0, ..self.whole(What::Moved, a) }));
        }
    }
}

/// Where a field stands that has moved.
fn to(field: &fields::Field) -> Option<To> {
    field.places.map(|(from, to)| To::Place(from, to))
}

#[cfg(test)]
mod tests;
