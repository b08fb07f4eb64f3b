use super::*;
use crate::readers::{Drawn, Item};

fn flat(tables: &str) -> String {
    let mut spaces = String::new();
    for (name, address) in [
        ("office", "office:1.0"),
        ("text", "text:1.0"),
        ("table", "table:1.0"),
        ("style", "style:1.0"),
        ("fo", "xsl-fo-compatible:1.0"),
    ] {
        spaces += &format!(" xmlns:{name}=\"urn:oasis:names:tc:opendocument:xmlns:{address}\"");
    }
    format!(
        "<office:document{spaces} office:mimetype=\"{KIND}\"><office:automatic-styles>\
         <style:style style:name=\"h\" style:family=\"table\"><style:table-properties table:display=\"false\"/></style:style>\
         <style:style style:name=\"b\" style:family=\"table-cell\"><style:table-cell-properties fo:border=\"0.06pt solid #000\"/></style:style>\
         </office:automatic-styles><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document>"
    )
}

fn read(tables: &str) -> Content {
    let source = flat(tables);
    assert!(knows(source.as_bytes(), "") && !odt::knows(source.as_bytes(), ""));
    content(source.as_bytes(), &Options::default()).unwrap()
}

fn sheet(name: &str, rows: &str) -> String {
    format!("<table:table table:name=\"{name}\">{rows}</table:table>")
}

fn row(cells: &[&str]) -> String {
    let cells: String = cells
        .iter()
        .map(|c| {
            if c.starts_with('<') {
                (*c).to_owned()
            } else {
                format!("<table:table-cell><text:p>{c}</text:p></table:table-cell>")
            }
        })
        .collect();
    format!("<table:table-row>{cells}</table:table-row>")
}

#[test]
fn values_are_shown_as_to_a_russian_reader() {
    let cell = |kind: &str, value: &str, shown: &str| {
        let name = match kind {
            "date" => "date-value",
            "boolean" => "boolean-value",
            _ => "value",
        };
        let shown = if shown.is_empty() { String::new() } else { format!("<text:p>{shown}</text:p>") };
        let cell = format!(
            "<table:table-cell office:value-type=\"{kind}\" office:{name}=\"{value}\">{shown}</table:table-cell>"
        );
        let content = read(&sheet("П", &row(&[&cell])));
        content.text.lines().nth(2).unwrap().replace('\u{a0}', "_")
    };
    for (kind, value, shown, want) in [
        ("float", "50756", "50,756", "50_756"),
        ("float", "98.9", "98.9", "98,9"),
        ("float", "50.756", "50,756", "50,756"),
        ("float", "1234567.891", "1,234,567.89", "1_234_567,89"),
        ("float", "-10.15", "-10.15", "-10,15"),
        ("float", "5", "5 шт.", "5 шт."),
        ("percentage", "0.105", "10.5%", "10,5%"),
        ("percentage", "0.105", "10,5%", "10,5%"),
        ("currency", "1500", "$1,500.00", "$1_500,00"),
        ("date", "2021-12-30", "12/30/21", "30.12.2021"),
        ("date", "2021-12-30", "30 декабря 2021", "30 декабря 2021"),
        ("boolean", "true", "TRUE", "ИСТИНА"),
        ("float", "0.5", "", "0,5"),
        ("percentage", "0.105", "", "10,5%"),
        ("date", "2021-12-30T10:30:00", "", "30.12.2021 10:30:00"),
    ] {
        assert_eq!(cell(kind, value, shown), want, "{kind} {value} {shown}");
    }
}

#[test]
fn merges_header_rows_and_repeated_cells() {
    let blank = "<table:table-cell table:number-columns-repeated=\"16380\"/>";
    let rows = format!(
        "<table:table-header-rows>{}{}</table:table-header-rows>{}{}{}",
        row(&[
            "<table:table-cell table:number-rows-spanned=\"2\" table:number-columns-spanned=\"1\"><text:p>№</text:p></table:table-cell>",
            "<table:table-cell table:number-columns-spanned=\"2\"><text:p>Годы</text:p></table:table-cell>",
            "<table:covered-table-cell/>",
            blank,
        ]),
        row(&["<table:covered-table-cell/>", "2024", "2025", blank]),
        row(&[
            "1",
            "<table:table-cell table:number-columns-repeated=\"2\"><text:p>5</text:p></table:table-cell>",
            blank
        ]),
        "<table:table-row table:number-rows-repeated=\"1048000\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>",
        row(&["Конец"]),
    );
    let content = read(&sheet("План", &rows));
    assert_eq!(content.text, "План\n\n№\tГоды\t\n\t2024\t2025\n1\t5\t5\nКонец\n");
    let merged: Vec<(bool, usize)> = content
        .items
        .iter()
        .filter_map(|item| match item {
            Item::Row { merged, drawn: Drawn::Grid { header }, .. } => Some((*header, merged.len())),
            _ => None,
        })
        .collect();
    assert_eq!(merged, [(true, 1), (true, 1), (false, 0)]);
}

#[test]
fn hidden_rows_and_columns_are_kept_with_a_finding() {
    let columns = "<table:table-columns><table:table-column/><table:table-column table:number-columns-repeated=\"2\" \
                   table:visibility=\"collapse\"/></table:table-columns>";
    let filtered = row(&["липа", "сад"]).replace("table-row>", "table-row table:visibility=\"filter\">");
    let filtered = filtered.replace("</table:table-row table:visibility=\"filter\">", "</table:table-row>");
    let content = read(&sheet("План", &(columns.to_owned() + &row(&["ива", "лес"]) + &filtered)));
    assert!(content.text.contains("липа") && content.text.contains("сад"));
    assert_eq!(content.notes.iter().find(|n| n.code == Code::CellsHidden).unwrap().detail, "rows 2; columns B");
}

#[test]
fn hidden_sheets_and_bombs() {
    let bomb = "<table:table-row table:number-rows-repeated=\"1000000000\"><table:table-cell table:number-columns-repeated=\"1000000000\">\
                <text:p>а</text:p></table:table-cell></table:table-row>";
    let hidden =
        format!("<table:table table:name=\"Черновик\" table:style-name=\"h\">{}</table:table>", row(&["тайна"]));
    let content = read(&(sheet("План", &row(&["Сад", "Лес"])) + &hidden + &sheet("Бомба", bomb)));
    assert!(content.text.starts_with("План\n\nСад\tЛес\nБомба\n") && !content.text.contains("тайна"));
    assert_eq!(content.notes.iter().find(|n| n.code == Code::SheetHidden).unwrap().detail, "«Черновик»");
    assert!(content.text.len() < 16 << 20);
}
