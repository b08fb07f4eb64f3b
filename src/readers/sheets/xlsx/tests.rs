use super::*;
use crate::readers::{self, Drawn, Item};
use std::io::Write;

const SPACE: &str = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
const KIND: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

const STYLES: &str = "<numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"#,##0.0\"/></numFmts>\
    <fonts><font/><font><b/></font></fonts>\
    <borders><border/><border><left style=\"thin\"/><right style=\"thin\"/><top style=\"thin\"/><bottom/></border></borders>\
    <cellStyleXfs><xf numFmtId=\"9\"/></cellStyleXfs>\
    <cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"10\"/><xf numFmtId=\"164\" borderId=\"1\"/>\
    <xf numFmtId=\"0\" fontId=\"1\"><alignment horizontal=\"center\"/></xf><xf numFmtId=\"0\" borderId=\"1\"/></cellXfs>";

pub fn packed(members: &[(&str, String)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in members {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A workbook with these sheets: attributes of the entry in the list, and XML of the sheet.
fn workbook(sheets: &[(&str, &str)], more: &str) -> Vec<u8> {
    let list: String =
        sheets.iter().enumerate().map(|(i, (a, _))| format!("<sheet {a} sheetId=\"{i}\" r:id=\"r{i}\"/>")).collect();
    let relation =
        |id: &str, kind: &str, to: &str| format!("<Relationship Id=\"{id}\" Type=\"{KIND}/{kind}\" Target=\"{to}\"/>");
    let mut relations = relation("s", "styles", "styles.xml") + &relation("t", "sharedStrings", "/xl/strings.xml");
    let mut members = vec![
        ("_rels/.rels", format!("<Relationships>{}</Relationships>", relation("a", "officeDocument", "xl/book.xml"))),
        ("xl/book.xml", format!("<workbook {SPACE} xmlns:r=\"{KIND}\"><sheets>{list}</sheets>{more}</workbook>")),
        ("xl/styles.xml", format!("<styleSheet {SPACE}>{STYLES}</styleSheet>")),
        ("xl/strings.xml", format!("<sst {SPACE}><si><t>Парк</t></si><si><r><t>Са</t></r><r><t>д</t></r></si></sst>")),
    ];
    let names: Vec<String> = (0..sheets.len()).map(|i| format!("xl/sheets/{i}.xml")).collect();
    for (i, (_, xml)) in sheets.iter().enumerate() {
        relations += &relation(&format!("r{i}"), "worksheet", &format!("sheets/{i}.xml"));
        members.push((&names[i], format!("<worksheet {SPACE}>{xml}</worksheet>")));
    }
    members.push(("xl/_rels/book.xml.rels", format!("<Relationships>{relations}</Relationships>")));
    packed(&members)
}

fn read(sheet: &str) -> Content {
    let bytes = workbook(&[("name=\"План\"", sheet)], "");
    assert!(knows(&bytes, ""));
    content(&bytes, &Options::default()).unwrap()
}

fn words(place: &str, text: &str) -> String {
    format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

#[test]
fn cells_show_what_a_reader_sees() {
    let content = read(
        "<sheetData><row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c><c r=\"B2\" s=\"1\"><v>44560</v></c><c r=\"C2\" s=\"2\"><v>0.105</v></c>\
         <c r=\"D2\" s=\"3\"><v>22751.1</v></c><c r=\"E2\"><v>4210296.7000000002</v></c></row>\
         <row><c t=\"s\"><v>1</v></c><c t=\"b\"><v>1</v></c><c t=\"e\"><v>#N/A</v></c><c t=\"str\"><f>A1</f><v>Лес_x000D_</v></c>\
         <c><f>A2</f></c><c t=\"d\"><v>2021-12-30T00:00:00</v></c></row></sheetData>",
    );
    assert_eq!(
        content.text,
        "План\n\nПарк\t30.12.2021\t10,50%\t22\u{a0}751,1\t4210296,7\t\nСад\tИСТИНА\t#N/A\tЛес\t\t30.12.2021\n"
    );
    assert_eq!(content.notes.iter().map(|n| n.code).collect::<Vec<_>>(), [Code::FormulaWithoutValue]);
}

/// Rows of cells `a|b`, with lines around them where they begin with `+`; `.` is a blank cell with lines.
fn grid(rows: &[&str]) -> String {
    let mut out = String::from("<sheetData>");
    for (i, row) in rows.iter().enumerate() {
        let (boxed, row) = row.strip_prefix('+').map_or((0, *row), |row| (5, row));
        out += &format!("<row r=\"{}\">", i + 1);
        for (j, cell) in row.split('|').enumerate() {
            let place = format!("{}{}", char::from(b'A' + j as u8), i + 1);
            match cell {
                "" => {}
                "." => out += &format!("<c r=\"{place}\" s=\"{boxed}\"/>"),
                text => out += &format!("<c r=\"{place}\" s=\"{boxed}\" t=\"inlineStr\"><is><t>{text}</t></is></c>"),
            }
        }
        out += "</row>";
    }
    out + "</sheetData>"
}

/// Items one per line: rows as `a¦b` (`#` before headers, `^` and `<` for covered cells), text behind `-`, the end of a table as `=`.
fn shown(content: &Content) -> Vec<String> {
    let row = |cells: &[std::ops::Range<usize>], merged: &[(usize, readers::Merge)]| {
        let cell = |(i, c): (usize, &std::ops::Range<usize>)| match merged.iter().find(|(at, _)| *at == i) {
            Some((_, readers::Merge::Above)) => "^",
            Some((_, readers::Merge::Left)) => "<",
            None => &content.text[c.clone()],
        };
        cells.iter().enumerate().map(cell).collect::<Vec<_>>().join("¦")
    };
    let mut out = Vec::new();
    for item in content.items.iter().skip(2) {
        match item {
            Item::Line(r) | Item::Paragraph { range: r, .. } => out.push(format!("-{}", &content.text[r.clone()])),
            Item::Row { cells, drawn: Drawn::Grid { header: true }, merged } => {
                out.push(format!("#{}", row(cells, merged)));
            }
            Item::Row { cells, merged, .. } => out.push(row(cells, merged)),
            Item::Blank => out.push("=".to_owned()),
            Item::Rule => {}
        }
    }
    out
}

#[test]
fn lines_around_cells_say_what_is_a_table() {
    let content = read(&grid(&[
        "Приложение 1",
        "План на год",
        "+№|Дело|Срок",
        "+1. Сады",
        "+1|Полить|май",
        "+.|.|.",
        "+2|Убрать|июнь",
        "Глава||И.И. Липов",
    ]));
    assert_eq!(
        shown(&content),
        [
            "-Приложение 1",
            "-План на год",
            "№¦Дело¦Срок",
            "1. Сады¦¦",
            "1¦Полить¦май",
            "2¦Убрать¦июнь",
            "=",
            "Глава¦И.И. Липов"
        ]
    );
}

#[test]
fn blank_rows_and_columns_part_tables() {
    let content =
        read(&grid(&["Сады", "№|Дело", "1|Полить", "", "Парки", "№|Дело||№|Срок", "1|Убрать||1|май", "2|Сжечь"]));
    assert_eq!(
        shown(&content),
        ["-Сады", "№¦Дело", "1¦Полить", "=", "-Парки", "№¦Дело", "1¦Убрать", "2¦Сжечь", "=", "№¦Срок", "1¦май", "="]
    );
}

#[test]
fn merged_cells_go_across_and_down() {
    let cells = grid(&["№|Годы||", "|2024|2025", "1|5|7", "2||", "|8|9"]);
    let merges = "<mergeCells><mergeCell ref=\"A1:A2\"/><mergeCell ref=\"B1:C1\"/><mergeCell ref=\"A4:A5\"/>\
                  <mergeCell ref=\"A1\"/><mergeCell ref=\"XFD1:??\"/></mergeCells>";
    let titles = "<definedNames><definedName name=\"_xlnm.Print_Titles\" localSheetId=\"0\">'План'!$A:$A,'План'!$1:$2\
                  </definedName></definedNames>";
    let bytes = workbook(&[("name=\"План\"", &(cells + merges))], titles);
    let content = content(&bytes, &Options::default()).unwrap();
    assert_eq!(shown(&content), ["#№¦Годы¦<", "#^¦2024¦2025", "1¦5¦7", "2¦¦", "^¦8¦9", "="]);
}

#[test]
fn hidden_sheets_are_left_out_with_a_finding() {
    let sheet = |text: &str| format!("<sheetData><row r=\"1\">{}</row></sheetData>", words("A1", text));
    let (a, b) = (sheet("видно"), sheet("скрыто"));
    let bytes =
        workbook(&[("name=\"План\"", &a), ("name=\"Черновик\" state=\"hidden\"", &b), ("name=\"Пусто\"", "")], "");
    let content = content(&bytes, &Options::default()).unwrap();
    assert_eq!(content.text, "План\n\nвидно\n");
    let notes: Vec<_> = content.notes.iter().map(|n| (n.code, n.detail.as_str())).collect();
    assert_eq!(notes, [(Code::SheetHidden, "«Черновик»")]);
}

#[test]
fn hidden_rows_and_columns_are_kept_with_a_finding() {
    let row = |n: usize, more: &str| {
        let cells =
            words(&format!("A{n}"), "парк") + &words(&format!("B{n}"), "сад") + &words(&format!("AB{n}"), "лес");
        format!("<row r=\"{n}\"{more}>{cells}</row>")
    };
    let rows = row(1, "") + &row(2, " hidden=\"1\"") + &row(3, " hidden=\"true\"") + "<row r=\"4\" hidden=\"1\"/>";
    let cols = "<cols><col min=\"2\" max=\"4\" hidden=\"1\"/><col min=\"28\" max=\"28\" hidden=\"1\"/>\
                <col min=\"0\" max=\"?\" hidden=\"1\"/></cols>";
    let content = read(&format!("{cols}<sheetData>{rows}</sheetData>"));
    assert_eq!(content.text.matches("сад").count(), 3);
    let notes: Vec<_> = content.notes.iter().map(|n| (n.code, n.detail.as_str())).collect();
    assert_eq!(notes, [(Code::CellsHidden, "rows 2, 3; columns B, AB")]);
    let content = read("<cols><col min=\"2\" max=\"4\" hidden=\"1\"/></cols><sheetData><row r=\"1\"/></sheetData>");
    assert!(content.notes.iter().all(|n| n.code != Code::CellsHidden));
}

#[test]
fn far_cells_and_broken_sheets_are_read() {
    let far = read(&format!(
        "<sheetData><row r=\"1\">{}</row><row r=\"1048576\">{}</row></sheetData><mergeCells>\
         <mergeCell ref=\"A1:XFD1048576\"/></mergeCells>",
        words("A1", "а"),
        words("XFD1048576", "б")
    ));
    assert!(far.text.contains('а') && far.text.contains('б'));
    let bytes =
        workbook(&[("name=\"План\"", "<sheetData><row><c t=\"str\"><v>Парк</v></c></row><row><c t=\"str\"><v")], "");
    let content = content(&bytes, &Options::default()).unwrap();
    assert_eq!(content.text, "План\n\nПарк\n");
    assert_eq!(content.notes[0].code, Code::PartDamaged);
}

#[test]
fn places_of_cells() {
    assert_eq!(place("A1"), Some((0, 0)));
    assert_eq!(place("$AB$12"), Some((11, 27)));
    assert_eq!(place("xfd1048576"), Some((1_048_575, 16_383)));
    for wrong in ["", "A", "1", "A0", "XFE1", "A1048577", "ZZZZZZZZZZ1", "Б1", "A-1"] {
        assert_eq!(place(wrong), None, "{wrong}");
    }
    assert_eq!(resolved("xl/sheets", "../drawings/a.xml"), "xl/drawings/a.xml");
}
