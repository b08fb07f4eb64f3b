//! Why a record is what it is: the chain of rules from the lines of the source to its fields.
//!
//! ```text
//! activity-17
//!   block      120      table, block-44
//!   table      98-140   table-3 activities, 2 pieces: 98-119, 124-140
//!   head       98       «Срок исполнения» → deadline (word for word)
//!   row        120      2 → number, «Посадить липы» → activity, «май 2025 года» → deadline
//!   joined     125      row 12 goes on with row 11
//!   group      97       «Раздел 1. Парк»
//!   value               deadline: «май 2025 года» → date 2025-05
//!   finding    125      row-joined: …
//!   confidence          0.87 = 0.92 + header-exact 0.03 - row-joined 0.08
//! ```
//!
//! Made of a finished [`Document`] and the vocabularies alone: what is not told there is not guessed.

use serde_json::Value;

use crate::audit::BASE;
use crate::grammar::Grammars;
use crate::model::{Document, RECORDS, Role, RowKind, Span, Table};
use crate::output::name;

/// What one rule did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The rule: `block`, `table`, `head`, `group`, `row`, `joined`, `value`, `finding`, `confidence`.
    pub rule: &'static str,
    /// Where.
    pub span: Option<Span>,
    /// What it did.
    pub text: String,
}

/// The steps that made one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// Id of the record; that of a block where no record was made.
    pub id: String,
    /// From the source to the fields.
    pub steps: Vec<Step>,
}

/// Most blocks and findings that are shown of a record that goes over many.
const MOST: usize = 20;
/// Explains the record `id`; `None` where the document has no such record.
pub fn record(document: &Document, id: &str, g: &Grammars) -> Option<Explanation> {
    let all = serde_json::to_value(document).ok()?;
    let found = RECORDS.iter().flat_map(|k| all[*k].as_array().into_iter().flatten()).find(|r| r["id"] == id)?;
    Some(explain(document, found, g))
}

/// Explains every record on `line`; where there is none, the blocks and rows that stand there.
pub fn line(document: &Document, line: u32, g: &Grammars) -> Vec<Explanation> {
    let all = serde_json::to_value(document).unwrap_or_default();
    let records = RECORDS.iter().flat_map(|k| all[*k].as_array().into_iter().flatten());
    let mut out: Vec<Explanation> =
        records.filter(|r| span_of(r).is_some_and(|s| covers(s, line))).map(|r| explain(document, r, g)).collect();
    out.sort_by_key(|e| e.steps.iter().filter(|s| s.rule == "block").count());
    if out.is_empty() {
        let at = Span { start_line: line, end_line: line, page: None };
        for block in document.blocks.iter().filter(|b| covers(b.span, line)) {
            let mut steps = blocks(document, at);
            if let Some(table) = document.tables.iter().find(|t| Some(&t.id) == block.table.as_ref()) {
                steps.extend(of_table(table, at, g));
            }
            steps.extend(findings(document, at));
            out.push(Explanation { id: block.id.clone(), steps });
        }
    }
    out
}

fn covers(span: Span, line: u32) -> bool {
    (span.start_line..=span.end_line).contains(&line)
}

fn meet(a: Span, b: Span) -> bool {
    a.start_line <= b.end_line && b.start_line <= a.end_line
}

fn span_of(record: &Value) -> Option<Span> {
    serde_json::from_value(record["span"].clone()).ok()
}

fn explain(document: &Document, record: &Value, g: &Grammars) -> Explanation {
    let span = span_of(record).unwrap_or_default();
    let mut steps = blocks(document, span);
    if let Some(table) = document.tables.iter().find(|t| record["table"] == t.id.as_str()) {
        steps.extend(of_table(table, span, g));
    }
    for heading in ["group", "path"].iter().flat_map(|k| record[*k].as_array().into_iter().flatten()) {
        steps.push(Step { rule: "group", span: None, text: quote(heading.as_str().unwrap_or("")) });
    }
    values(record, "", &mut steps);
    steps.extend(findings(document, span));
    steps.push(confidence(record));
    Explanation { id: record["id"].as_str().unwrap_or("").to_owned(), steps }
}

/// The blocks that the lines were read as.
fn blocks(document: &Document, span: Span) -> Vec<Step> {
    let step = |b: &crate::model::Block| {
        let kind = name(&b.kind);
        let words = b.text.as_deref().map(|t| format!(": {}", quote(t))).unwrap_or_default();
        Step { rule: "block", span: Some(b.span), text: format!("{} {kind}{words}", b.id) }
    };
    let mut found: Vec<&crate::model::Block> = document.blocks.iter().filter(|b| meet(b.span, span)).collect();
    let left = found.len().saturating_sub(MOST);
    found.truncate(MOST);
    let mut out: Vec<Step> = found.into_iter().map(step).collect();
    if left > 0 {
        out.push(Step { rule: "block", span: None, text: format!("and {left} more") });
    }
    out
}

/// How the table was put together, what its heads mean, and where the cells of the rows went.
fn of_table(table: &Table, span: Span, g: &Grammars) -> Vec<Step> {
    let mut out = Vec::new();
    let pieces = pieces(table);
    let joined = if pieces.len() > 1 {
        let lines: Vec<String> = pieces.iter().map(|(a, b)| format!("{a}-{b}")).collect();
        format!(", {} pieces: {}", pieces.len(), lines.join(", "))
    } else {
        String::new()
    };
    let title = table.title.as_deref().map(|t| format!(" {}", quote(t))).unwrap_or_default();
    let text = format!("{} {}{title}{joined}", table.id, name(&table.kind));
    out.push(Step { rule: "table", span: Some(table.span), text });
    let head = table.rows.iter().find(|r| r.kind == RowKind::Header).map(|r| r.span);
    for column in table.columns.iter().filter(|c| c.role.is_some() || !c.name.is_empty()) {
        let year = column.year.map(|y| format!(" {y}")).unwrap_or_default();
        let read = g.columns.head(&column.name);
        let how = match (column.role, read.role) {
            (None, _) => "in no vocabulary",
            (Some(_), Some(_)) if read.beyond == 0 => "word for word",
            (Some(_), Some(_)) => "by its first words",
            (Some(Role::Value | Role::Total), None) if column.year.is_some() => "by its year",
            (Some(_), None) => "by the heads above it, the drawing or its cells",
        };
        let role = column.role.map_or_else(|| "-".to_owned(), |r| name(&r));
        out.push(Step {
            rule: "head",
            span: head,
            text: format!("{} \u{2192} {role}{year} ({how})", quote(&column.name)),
        });
    }
    for (i, row) in table.rows.iter().enumerate().filter(|(_, r)| meet(r.span, span)) {
        let cell = |(c, cell): (usize, &Option<String>)| {
            let column = table.columns.get(c)?;
            let role = column.role.map_or_else(|| format!("column {}", c + 1), |r| name(&r));
            let year = column.year.map(|y| format!(" {y}")).unwrap_or_default();
            Some(format!("{} \u{2192} {role}{year}", quote(cell.as_deref()?)))
        };
        let cells: Vec<String> = row.cells.iter().enumerate().filter_map(cell).collect();
        let kind = if row.kind == RowKind::Data { String::new() } else { format!("{}: ", name(&row.kind)) };
        out.push(Step { rule: "row", span: Some(row.span), text: format!("{kind}{}", cells.join(", ")) });
        if let Some(to) = row.joins {
            let text = format!("row {} goes on with row {}", to + 1, i + 1);
            out.push(Step { rule: "joined", span: Some(row.span), text });
        }
    }
    out
}

/// Runs of rows without lines between: the pieces that were stitched.
fn pieces(table: &Table) -> Vec<(u32, u32)> {
    let mut out: Vec<(u32, u32)> = Vec::new();
    for row in &table.rows {
        match out.last_mut() {
            Some(last) if row.span.start_line <= last.1 + 1 => last.1 = last.1.max(row.span.end_line),
            _ => out.push((row.span.start_line, row.span.end_line)),
        }
    }
    out
}

/// Every field with a source string beside its reading.
fn values(value: &Value, path: &str, out: &mut Vec<Step>) {
    match value {
        Value::Object(map) => {
            if let Some(raw) = map.get("raw").and_then(Value::as_str) {
                let read: Vec<String> = map
                    .iter()
                    .filter(|(k, v)| {
                        !matches!(k.as_str(), "raw" | "span" | "at") && !v.is_null() && **v != Value::Bool(false)
                    })
                    .map(|(k, v)| format!("{k} {v}"))
                    .collect();
                let read = if read.is_empty() { "nothing".to_owned() } else { read.join(", ") };
                out.push(Step { rule: "value", span: None, text: format!("{path}: {} \u{2192} {read}", quote(raw)) });
                return;
            }
            for (key, value) in map.iter().filter(|(k, _)| !matches!(k.as_str(), "span" | "at" | "reasons")) {
                values(value, if path.is_empty() { key } else { path }, out);
            }
        }
        Value::Array(list) => list.iter().for_each(|v| values(v, path, out)),
        _ => {}
    }
}

fn findings(document: &Document, span: Span) -> Vec<Step> {
    let here: Vec<_> = document.diagnostics.iter().filter(|d| d.span.is_some_and(|s| meet(s, span))).collect();
    let step = |d: &&crate::model::Diagnostic| Step {
        rule: "finding",
        span: d.span,
        text: format!("{}: {}", d.code, d.message),
    };
    let mut out: Vec<Step> = here.iter().take(MOST).map(step).collect();
    if here.len() > MOST {
        out.push(Step { rule: "finding", span: None, text: format!("and {} more", here.len() - MOST) });
    }
    out
}

fn confidence(record: &Value) -> Step {
    let mut text = format!("{} = {:.2}", record["confidence"], f64::from(BASE) / 100.0);
    for (reason, weight) in record["reasons"].as_object().into_iter().flatten() {
        let weight = weight.as_i64().unwrap_or(0);
        let sign = if weight < 0 { '-' } else { '+' };
        text.push_str(&format!(" {sign} {:.2} {reason}", weight.unsigned_abs() as f64 / 100.0));
    }
    Step { rule: "confidence", span: None, text }
}

/// The words of a text for people.
fn quote(text: &str) -> String {
    crate::text::quote(text, 80)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Output;
    use crate::{Options, convert};

    const TEXT: &str = "План мероприятий на 2025 год\n\n№ п/п\tМероприятие\tСрок\tОтветственный\n\
        1\tПосадить липы\tмай 2025 года\tотдел благоустройства\n2\tОкрасить ограду\tскоро\tадминистрация\n";

    fn explain(id: &str) -> Vec<Step> {
        let g = Grammars::builtin();
        let Output::Document(document) = convert(TEXT.as_bytes(), &Options::default(), &g) else { panic!() };
        record(&document, id, &g).expect("the record is there").steps
    }

    #[test]
    fn a_row_tells_its_heads_cells_values_and_confidence() {
        let steps = explain("activity-1");
        let of = |rule: &str| steps.iter().filter(|s| s.rule == rule).map(|s| s.text.as_str()).collect::<Vec<_>>();
        assert_eq!(of("table"), ["table-1 activities «План мероприятий на 2025 год»"]);
        assert_eq!(of("head")[2], "«Срок» → deadline (word for word)");
        assert_eq!(
            of("row"),
            [
                "«1» → number, «Посадить липы» → activity, «май 2025 года» → deadline, «отдел благоустройства» → responsible"
            ]
        );
        assert!(of("value")[0].starts_with("deadline: «май 2025 года» → items [{\"basis\":null,\"edtf\":\"2025-05\""));
        assert_eq!(of("confidence"), ["0.95 = 0.92 + 0.03 header-exact"]);
    }

    #[test]
    fn a_deadline_that_was_not_read_tells_its_finding() {
        let steps = explain("activity-2");
        assert!(steps.iter().any(|s| s.rule == "finding" && s.text.starts_with("deadline-unparsed")), "{steps:#?}");
    }

    #[test]
    fn a_line_without_a_record_tells_its_block() {
        let g = Grammars::builtin();
        let Output::Document(document) = convert("Просто слова.\n".as_bytes(), &Options::default(), &g)
        else {
            panic!()
        };
        let all = line(&document, 1, &g);
        assert!(all.iter().any(|e| e.steps.iter().any(|s| s.text.contains("«Просто слова.»"))), "{all:#?}");
        assert_eq!(record(&document, "activity-9", &g), None);
        assert_eq!(line(&document, 99, &g), []);
    }
}
