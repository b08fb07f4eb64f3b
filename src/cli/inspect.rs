//! `munidoc inspect`: one stage of a document, for people.
//!
//! ```text
//! table-1  activities  10-40  section-2
//!   title   План мероприятий
//!   column  1 number      №
//!   column  2 activity    Мероприятие
//!   group   11            Раздел 1
//!   data    12            1 │ Проверка
//!   data    13      ↳ 1   · │ готовности
//! ```

use std::fmt::Write;

use clap::ValueEnum;

use super::args::{InspectArgs, Stage};
use super::exit::{Exit, Stop};
use super::terminal::{Paint, printable, say};
use super::{print, read};
use munidoc::Options;
use munidoc::batch;
use munidoc::model::{Column, Document, Output, Row, Span, Table};
use munidoc::output::name;
use munidoc::readers::{self, Content};
use munidoc::text::LineIndex;

/// Shows the stage asked for.
pub(super) fn run(args: &InspectArgs) -> Result<Exit, Stop> {
    let paint = Paint::new(args.color);
    let grammars = args.reading.load_grammars()?;
    let input = &read::one(&args.file)?;
    if args.stage == Stage::Text
        && let Ok(bytes) = input.read()
    {
        let reader = readers::of(&bytes, &input.path);
        let options = Options { path: input.path.clone(), ..args.reading.options() };
        if let Ok(content) = (reader.read)(&bytes, &options) {
            print(&text(reader.name, &content, paint))?;
            return Ok(Exit::Fine);
        }
    }
    match batch::convert_one(input, &args.reading.options(), &grammars).1 {
        Output::Failure(failure) => {
            say!("munidoc: {}: {}", printable(&input.path), printable(&failure.error.message));
            Ok(Exit::Problems)
        }
        Output::Document(doc) => {
            let shown = dump(&doc, args.stage, paint);
            if shown.is_empty() {
                let stage = args.stage.to_possible_value().expect("no stage is hidden");
                say!("munidoc: {}: nothing to show, it has no {}", printable(&input.path), stage.get_name());
            }
            print(&shown)?;
            Ok(Exit::Fine)
        }
    }
}

fn text(format: &str, content: &Content, paint: Paint) -> String {
    let head = match content.charset {
        Some(c) => format!("{} ({}), {} bytes not decoded", c.encoding.name(), c.how.name(), c.replaced),
        None => format!("{format}, {} pages", content.pages.len()),
    };
    let mut out = format!("{}\n", paint.title(&head));
    let lines = LineIndex::new(&content.text);
    let width = lines.len().to_string().len();
    for i in 0..lines.len() {
        let line = printable(&content.text[lines.range(i, &content.text)]);
        put(&mut out, &[&paint.dim(&format!("{:>width$}", i + 1)), &line]);
    }
    out
}

fn dump(doc: &Document, stage: Stage, paint: Paint) -> String {
    let mut out = String::new();
    match stage {
        Stage::Text => {}
        Stage::Blocks => blocks(&mut out, doc, paint),
        Stage::Tables => {
            for found in &doc.tables {
                table(&mut out, found, paint);
            }
        }
        Stage::Sections => sections(&mut out, doc, paint),
    }
    out
}

fn blocks(out: &mut String, doc: &Document, paint: Paint) {
    for block in &doc.blocks {
        let kind = paint.kind(&format!("{:<9}", name(&block.kind)));
        let place = paint.dim(&format!("{:>9}", lines(&block.span)));
        let words = match (&block.text, &block.table) {
            (Some(words), _) => printable(words).into_owned(),
            (None, Some(table)) => paint.mark(table),
            (None, None) => String::new(),
        };
        put(out, &[&kind, &place, &words]);
    }
}

fn sections(out: &mut String, doc: &Document, paint: Paint) {
    for section in &doc.sections {
        let indent = "  ".repeat((section.level as usize).clamp(1, 20) - 1);
        let number = section.number.as_deref().map(printable).unwrap_or_default();
        let id = paint.dim(&format!("{} {}", section.id, lines(&section.span)));
        let title = paint.title(&printable(&section.title));
        put(out, &[&format!("{indent}{}", paint.mark(&number)), &title, &id]);
    }
}

fn table(out: &mut String, table: &Table, paint: Paint) {
    let section = table.section.as_deref().unwrap_or("");
    put(
        out,
        &[&paint.dim(&table.id), &paint.kind(&name(&table.kind)), &paint.dim(&lines(&table.span)), &paint.dim(section)],
    );
    if let Some(title) = &table.title {
        put(out, &["  title  ", &paint.title(&printable(title))]);
    }
    for (i, found) in table.columns.iter().enumerate() {
        column(out, i, found, paint);
    }
    for found in &table.rows {
        row(out, found, paint);
    }
    out.push('\n');
}

fn column(out: &mut String, i: usize, column: &Column, paint: Paint) {
    let role = paint.kind(&format!("{:<11}", column.role.map_or("-".to_owned(), |role| name(&role))));
    let year = column.year.map_or(String::new(), |year| year.to_string());
    let unit = column.unit.as_deref().map(|unit| format!("[{}]", printable(unit))).unwrap_or_default();
    put(out, &["  column ", &format!("{:>3}", i + 1), &role, &paint.mark(&year), &printable(&column.name), &unit]);
}

fn row(out: &mut String, row: &Row, paint: Paint) {
    let kind = format!("{:<7}", name(&row.kind));
    let kind = if row.kind == munidoc::model::RowKind::Data { kind } else { paint.mark(&kind) };
    let place = paint.dim(&format!("{:>9}", lines(&row.span)));
    let joins = row.joins.map_or(String::new(), |to| paint.mark(&format!("\u{21b3} {}", to + 1)));
    let blank = || "\u{b7}".to_owned();
    let cells: Vec<String> =
        row.cells.iter().map(|c| c.as_deref().map_or_else(blank, |c| printable(c).into_owned())).collect();
    put(out, &[&format!("  {kind}"), &place, &joins, &cells.join(&paint.dim(" \u{2502} "))]);
}

/// One line of `words`, empty ones left out.
fn put(out: &mut String, words: &[&str]) {
    let words: Vec<&str> = words.iter().copied().filter(|w| !w.is_empty()).collect();
    // Writing to a string does not fail.
    let _ = writeln!(out, "{}", words.join(" "));
}

pub(super) fn lines(span: &Span) -> String {
    let lines = if span.start_line == span.end_line {
        span.start_line.to_string()
    } else {
        format!("{}-{}", span.start_line, span.end_line)
    };
    span.page.map_or(lines.clone(), |page| format!("p{page}:{lines}"))
}

#[cfg(test)]
mod tests {
    use munidoc::model::{Role, RowKind, TableKind};

    use super::super::args::Color;
    use super::*;

    #[test]
    fn a_table_shows_its_columns_groups_and_joins() {
        let span = |a, b| Span { start_line: a, end_line: b, page: None };
        let cell = |words: &str| (!words.is_empty()).then(|| words.to_owned());
        let line = |kind, at, joins, words: [&str; 2]| Row {
            cells: words.map(cell).to_vec(),
            kind,
            joins,
            span: span(at, at),
            boxes: Vec::new(),
            at: Vec::new(),
        };
        let head = |name: &str, role, year, unit| Column { name: name.to_owned(), role, year, unit };
        let found = Table {
            id: "table-1".to_owned(),
            kind: TableKind::Activities,
            title: Some("План\u{1b}".to_owned()),
            columns: vec![
                head("Мероприятие", Some(Role::Activity), None, None),
                head("2024", Some(Role::Value), Some(2024), Some("тыс. руб.".to_owned())),
                head("Прочее", None, None, None),
            ],
            rows: vec![
                line(RowKind::Group, 11, None, ["Раздел 1", ""]),
                line(RowKind::Data, 12, None, ["Проверка", "5"]),
                line(RowKind::Data, 14, Some(1), ["", "дней"]),
            ],
            span: span(10, 14),
            boxes: Vec::new(),
            section: Some("section-2".to_owned()),
        };
        let mut out = String::new();
        table(&mut out, &found, Paint::new(Color::Never));
        let expected = "table-1 activities 10-14 section-2\n  \
            title   План\u{241b}\n  \
            column    1 activity    Мероприятие\n  \
            column    2 value       2024 2024 [тыс. руб.]\n  \
            column    3 -           Прочее\n  \
            group          11 Раздел 1 │ ·\n  \
            data           12 Проверка │ 5\n  \
            data           14 ↳ 2 · │ дней\n\n";
        assert_eq!(out, expected);
        let mut coloured = String::new();
        table(&mut coloured, &found, Paint::new(Color::Always));
        assert!(coloured.contains("\u{1b}[33m↳ 2\u{1b}[0m"));
    }
}
