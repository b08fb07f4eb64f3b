//! A laid-out document written as a flat OpenDocument text (.fodt), as a person would type it in an office program:
//! headings, paragraphs, real tables with header rows and merged heading rows.

use std::fmt::Write;

use munidoc::layout::Layout;
use munidoc::layout::flow::FlowLine;
use munidoc::layout::heal::{self, Vocabulary};
use munidoc::layout::paragraphs::Block;
use munidoc::layout::table::{Row, Table};
use munidoc::model::{BlockKind, RowKind};
use munidoc::readers::{Buffer, Cell, Content, Look};
use munidoc::text::Text;

/// Width of the text on a page, in millimetres.
const WIDTH: usize = 250;

/// Longest paragraph whose lines are kept, in characters.
const SHORT: usize = 200;

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text">
<office:styles><style:default-style style:family="paragraph"><style:text-properties fo:font-size="10pt" style:font-name="Liberation Serif" fo:language="ru" fo:country="RU"/></style:default-style></office:styles>
<office:automatic-styles>
<style:page-layout style:name="pm1"><style:page-layout-properties fo:page-width="297mm" fo:page-height="210mm" style:print-orientation="landscape" fo:margin-top="20mm" fo:margin-bottom="20mm" fo:margin-left="25mm" fo:margin-right="20mm"/></style:page-layout>
<style:style style:name="P" style:family="paragraph"><style:paragraph-properties fo:text-indent="12mm" fo:text-align="justify"/></style:style>
<style:style style:name="H" style:family="paragraph"><style:paragraph-properties fo:text-align="center" fo:margin-top="3mm" fo:margin-bottom="3mm"/><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="C" style:family="paragraph"><style:text-properties fo:font-size="9pt"/></style:style>
<style:style style:name="cell" style:family="table-cell"><style:table-cell-properties fo:border="0.5pt solid #000000" fo:padding="0.8mm"/></style:style>
"#;

/// `layout` as a reader of a format with paragraphs and tables would give it.
pub fn content(layout: &Layout) -> Content {
    let mut buffer = Buffer::new();
    for block in &layout.blocks {
        match block {
            Block::Text { kind, text, blanks, .. } => {
                if *blanks > 0 {
                    buffer.paragraph("", Look::default());
                }
                let heading = *kind == BlockKind::Heading;
                let lines = typed(text, layout);
                buffer.paragraph(&lines.join("\n"), Look { bold: heading, centred: heading, ..Look::default() });
            }
            Block::Table(t) => {
                let table = &layout.tables[*t];
                for row in whole(&table.rows, &layout.words) {
                    let lines = |t: &Text| t.pieces().iter().map(|t| t.as_str().to_owned()).collect::<Vec<_>>();
                    let cells: Vec<Cell> = row.cells.iter().map(|t| Cell::new(lines(t).join("\n"))).collect();
                    buffer.row(&cells, row.kind == RowKind::Header);
                }
                buffer.table_end();
            }
        }
    }
    buffer.finish()
}

/// Writes `layout` as .fodt.
pub fn fodt(layout: &Layout) -> String {
    let mut styles = String::new();
    let mut body = String::new();
    for block in &layout.blocks {
        match block {
            Block::Text { kind, text, blanks, .. } => {
                if *blanks > 0 {
                    body += "<text:p text:style-name=\"P\"/>\n";
                }
                let style = if *kind == BlockKind::Heading { "H" } else { "P" };
                let lines: Vec<String> = typed(text, layout).iter().map(|t| escaped(t)).collect();
                let _ =
                    writeln!(body, "<text:p text:style-name=\"{style}\">{}</text:p>", lines.join("<text:line-break/>"));
            }
            Block::Table(t) => {
                let table = &layout.tables[*t];
                let name = format!("T{}", t + 1);
                let widths = widths(table);
                for (i, width) in widths.iter().enumerate() {
                    let _ = writeln!(
                        styles,
                        "<style:style style:name=\"{name}.{i}\" style:family=\"table-column\"><style:table-column-properties style:column-width=\"{width}mm\"/></style:style>"
                    );
                }
                write_table(&mut body, table, &name, &layout.words);
            }
        }
    }
    format!(
        "{HEAD}{styles}</office:automatic-styles>\n<office:master-styles><style:master-page style:name=\"Standard\" style:page-layout-name=\"pm1\"/></office:master-styles>\n<office:body><office:text>\n{body}</office:text></office:body></office:document>\n"
    )
}

/// Lines of a paragraph as they are typed: short lines of heads and signatures stay lines.
fn typed(text: &Text, layout: &Layout) -> Vec<String> {
    let (Some(start), Some(end)) = (text.start(), text.end()) else { return Vec::new() };
    let inside = |l: &&FlowLine| l.text.start() >= Some(start) && l.text.end() <= Some(end);
    let from = layout.lines.partition_point(|l| l.text.start() < Some(start));
    let lines: Vec<String> =
        layout.lines[from..].iter().take_while(inside).map(|l| l.text.as_str().to_owned()).collect();
    if lines.len() > 1 && text.as_str().chars().count() <= SHORT {
        return lines;
    }
    text.pieces().iter().map(|t| t.as_str().to_owned()).collect()
}

/// Widths of the columns in millimetres, by what stands in them.
fn widths(table: &Table) -> Vec<usize> {
    let n = table.columns.len();
    let mut weight = vec![8usize; n];
    for row in &table.rows {
        if row.lone().is_some() {
            continue;
        }
        for (w, cell) in weight.iter_mut().zip(&row.cells) {
            let chars = cell.as_str().chars().count();
            let word = cell.as_str().split(' ').map(|w| w.chars().count()).max().unwrap_or(0);
            *w = (*w).max(chars.min(60)).max(word * 3 / 2 + 3);
        }
    }
    let all: usize = weight.iter().sum();
    weight.iter().map(|w| (w * WIDTH / all).max(8)).collect()
}

fn write_table(out: &mut String, table: &Table, name: &str, vocabulary: &dyn Vocabulary) {
    let _ = writeln!(out, "<table:table table:name=\"{name}\">");
    for i in 0..table.columns.len() {
        let _ = writeln!(out, "<table:table-column table:style-name=\"{name}.{i}\"/>");
    }
    let rows = whole(&table.rows, vocabulary);
    let head = rows.iter().take_while(|r| r.kind == RowKind::Header).count();
    if head > 0 {
        *out += "<table:table-header-rows>\n";
    }
    for (i, row) in rows.iter().enumerate() {
        if i == head && head > 0 {
            *out += "</table:table-header-rows>\n";
        }
        write_row(out, row);
    }
    if head == rows.len() && head > 0 {
        *out += "</table:table-header-rows>\n";
    }
    *out += "</table:table>\n";
}

/// Rows with those that go on with them joined.
fn whole(rows: &[Row], vocabulary: &dyn Vocabulary) -> Vec<Row> {
    let mut out: Vec<Row> = Vec::new();
    let mut place = vec![0; rows.len()];
    for (i, row) in rows.iter().enumerate() {
        let wraps = |above: &Row| {
            let fits = |j: usize| !above.cells[j].is_empty() && heal::begins_inside(row.cells[j].as_str());
            above.kind == RowKind::Header && row.kind == RowKind::Header && row.filled().all(fits)
        };
        let Some(to) = row.joins.or_else(|| i.checked_sub(1).filter(|_| out.last().is_some_and(wraps))) else {
            place[i] = out.len();
            out.push(row.clone());
            continue;
        };
        place[i] = place[to];
        for (cell, more) in out[place[to]].cells.iter_mut().zip(&row.cells) {
            if row.hard {
                cell.append(more, " ", true);
            } else if !more.is_empty() {
                heal::join(cell, more, vocabulary);
            }
        }
    }
    out
}

fn write_row(out: &mut String, row: &Row) {
    *out += "<table:table-row>";
    let n = row.cells.len();
    match row.lone().filter(|i| *i == 0 && row.kind == RowKind::Group && n > 1) {
        Some(i) => {
            let _ = write!(
                out,
                "<table:table-cell table:style-name=\"cell\" table:number-columns-spanned=\"{n}\">{}</table:table-cell>{}",
                paragraphs(&row.cells[i]),
                "<table:covered-table-cell/>".repeat(n - 1)
            );
        }
        None => {
            for cell in &row.cells {
                let _ =
                    write!(out, "<table:table-cell table:style-name=\"cell\">{}</table:table-cell>", paragraphs(cell));
            }
        }
    }
    *out += "</table:table-row>\n";
}

fn paragraphs(cell: &Text) -> String {
    if cell.is_empty() {
        return "<text:p text:style-name=\"C\"/>".to_owned();
    }
    cell.pieces().iter().map(|t| format!("<text:p text:style-name=\"C\">{}</text:p>", escaped(t.as_str()))).collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
