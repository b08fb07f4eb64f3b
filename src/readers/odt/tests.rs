use super::*;
use crate::readers::{Drawn, Item, Merge};

/// A single XML file with these automatic styles and this body.
fn flat(styles: &str, body: &str) -> String {
    let mut spaces = String::new();
    for (name, address) in [
        ("office", "office:1.0"),
        ("text", "text:1.0"),
        ("table", "table:1.0"),
        ("style", "style:1.0"),
        ("draw", "drawing:1.0"),
        ("fo", "xsl-fo-compatible:1.0"),
        ("meta", "meta:1.0"),
    ] {
        spaces += &format!(" xmlns:{name}=\"urn:oasis:names:tc:opendocument:xmlns:{address}\"");
    }
    format!(
        "<?xml version=\"1.0\"?><office:document{spaces} office:mimetype=\"{TEXT}\">\
         <office:automatic-styles>{styles}</office:automatic-styles>\
         <office:body><office:text>{body}</office:text></office:body></office:document>"
    )
}

fn read(styles: &str, body: &str) -> Content {
    let source = flat(styles, body);
    assert!(knows(source.as_bytes(), ""));
    content(source.as_bytes(), &Options::default()).unwrap()
}

fn text(styles: &str, body: &str) -> String {
    read(styles, body).text
}

/// Table rows as `a¦b`, covered cells as `^` or `<`, header rows behind `#`.
fn rows(content: &Content) -> Vec<String> {
    let shown = |item: &Item| match item {
        Item::Row { cells, drawn, merged } => {
            let cell = |(i, c): (usize, &std::ops::Range<usize>)| match merged.iter().find(|(at, _)| *at == i) {
                Some((_, Merge::Above)) => "^".to_owned(),
                Some((_, Merge::Left)) => "<".to_owned(),
                None => content.text[c.clone()].replace('\u{2028}', "/"),
            };
            let cells: Vec<String> = cells.iter().enumerate().map(cell).collect();
            let mark = if *drawn == (Drawn::Grid { header: true }) { "#" } else { "" };
            Some(format!("{mark}{}", cells.join("¦")))
        }
        _ => None,
    };
    content.items.iter().filter_map(shown).collect()
}

#[test]
fn blanks_tabs_and_breaks_are_those_of_the_format() {
    let body = "<text:p>\n  План<text:s text:c=\"3\"/>на<text:tab/>год \n<text:span>  2025</text:span><text:line-break/>\
                и&#173;юль</text:p><text:p/>";
    assert_eq!(text("", body), "План   на\tгод 2025\nиюль\n\n");
    assert_eq!(text("", "<text:p>а<text:s text:c=\"4000000000\"/>б</text:p>").len(), 205);
}

#[test]
fn hidden_text_is_left_out_with_a_finding() {
    let styles = "<style:style style:name=\"P\" style:family=\"paragraph\">\
                  <style:text-properties text:display=\"none\"/></style:style>\
                  <style:style style:name=\"Q\" style:family=\"paragraph\" style:parent-style-name=\"P\"/>\
                  <style:style style:name=\"T\" style:family=\"text\">\
                  <style:text-properties text:display=\"none\"/></style:style>\
                  <style:style style:name=\"S\" style:family=\"text\">\
                  <style:text-properties text:display=\"true\"/></style:style>";
    let body = "<text:p>Парк<text:span text:style-name=\"T\"> тайный<text:s/></text:span>\
                <text:span text:style-name=\"S\"> и сад</text:span></text:p>\
                <text:p text:style-name=\"Q\">черновик</text:p>\
                <text:p><text:hidden-text text:is-hidden=\"true\">нет</text:hidden-text>\
                <text:hidden-text text:is-hidden=\"false\">да</text:hidden-text></text:p>\
                <text:p>весь<text:hidden-paragraph text:is-hidden=\"true\"/> абзац</text:p>\
                <text:section text:display=\"none\"><text:p>раздел</text:p></text:section>\
                <text:section text:display=\"condition\" text:is-hidden=\"true\"><text:p>2</text:p></text:section>\
                <text:section><text:p>Лес</text:p></text:section>\
                <text:list><text:list-item><text:p text:style-name=\"P\">а</text:p></text:list-item></text:list>";
    let content = read(styles, body);
    assert_eq!(content.text, "Парк и сад\nда\nЛес\n");
    let notes: Vec<_> = content.notes.iter().map(|n| (n.code, n.detail.as_str())).collect();
    assert_eq!(notes, [(Code::HiddenDropped, "34 letters")]);
}

#[test]
fn looks_come_from_the_chain_of_styles() {
    let styles = "<style:style style:name=\"A\" style:family=\"paragraph\">\
                  <style:paragraph-properties fo:text-align=\"center\"/>\
                  <style:text-properties fo:font-weight=\"bold\"/></style:style>\
                  <style:style style:name=\"B\" style:family=\"paragraph\" style:parent-style-name=\"A\"/>\
                  <style:style style:name=\"C\" style:family=\"paragraph\" style:parent-style-name=\"C\"/>\
                  <style:style style:name=\"T\" style:family=\"text\">\
                  <style:text-properties fo:font-weight=\"normal\"/></style:style>";
    let body = "<text:h text:outline-level=\"2\" text:style-name=\"B\">Парк</text:h>\
                <text:p text:style-name=\"B\">Сад <text:span text:style-name=\"T\">большой</text:span></text:p>\
                <text:p text:style-name=\"C\">Лес</text:p>";
    let looks: Vec<_> = read(styles, body)
        .items
        .iter()
        .filter_map(|item| match item {
            Item::Paragraph { look, .. } => Some((look.level, look.centred, look.bold)),
            _ => None,
        })
        .collect();
    assert_eq!(looks, [(2, true, true), (0, true, false), (0, false, false)]);
}

const LISTS: &str = "<text:list-style style:name=\"L\">\
    <text:list-level-style-number text:level=\"1\" style:num-format=\"1\" style:num-suffix=\".\"/>\
    <text:list-level-style-number text:level=\"2\" style:num-format=\"1\" style:num-suffix=\".\" text:display-levels=\"2\"/>\
    <text:list-level-style-number text:level=\"3\" style:num-format=\"а, б, .., аа, аб, ... (ru)\" style:num-suffix=\")\"/>\
    </text:list-style><text:list-style style:name=\"M\">\
    <text:list-level-style-number text:level=\"1\" style:num-format=\"I\" text:start-value=\"4\" style:num-prefix=\"(\" style:num-suffix=\")\"/>\
    </text:list-style><text:list-style style:name=\"B\">\
    <text:list-level-style-bullet text:level=\"1\" text:bullet-char=\"\u{f0b7}\"/></text:list-style>";

fn list(attributes: &str, items: &str) -> String {
    format!("<text:list {attributes}>{items}</text:list>")
}

fn item(inner: &str) -> String {
    format!("<text:list-item>{inner}</text:list-item>")
}

#[test]
fn numbers_of_lists_are_counted() {
    let deep = list("", &(item("<text:p>в</text:p>") + &item("<text:p>г</text:p>")));
    let second = list("", &item(&format!("<text:p>Липы</text:p>{deep}")));
    let body = list(
        "text:style-name=\"L\"",
        &(item("<text:p>Сады</text:p>") + &item(&format!("<text:p>Парки</text:p><text:p>и скверы</text:p>{second}"))),
    );
    assert_eq!(text(LISTS, &body), "1. Сады\n2. Парки\nи скверы\n2.1. Липы\nа) в\nб) г\n");
}

#[test]
fn lists_go_on_where_they_say_so() {
    let p = |word: &str| item(&format!("<text:p>{word}</text:p>"));
    let body = list("text:style-name=\"M\" xml:id=\"i1\"", &p("а"))
        + &list("text:style-name=\"L\"", &p("б"))
        + &list("text:style-name=\"L\" text:continue-numbering=\"true\"", &p("в"))
        + &list("text:style-name=\"M\" text:continue-list=\"i1\"", &p("г"))
        + &list("text:style-name=\"L\"", "<text:list-item text:start-value=\"7\"><text:p>д</text:p></text:list-item>")
        + &list("text:style-name=\"B\"", &p("е"))
        + &list("text:style-name=\"L\"", "<text:list-header><text:p>ж</text:p></text:list-header>");
    assert_eq!(text(LISTS, &body), "(IV) а\n1. б\n2. в\n(V) г\n7. д\n• е\nж\n");
}

#[test]
fn headings_are_numbered_by_the_outline() {
    let body = "<text:h text:outline-level=\"1\">Цели</text:h><text:h text:outline-level=\"2\">Общие</text:h>\
                <text:h text:outline-level=\"1\" text:is-list-header=\"true\">Без номера</text:h>\
                <text:h text:outline-level=\"1\">Сроки</text:h>";
    let levels = |name: &str| {
        format!(
            "<text:{name}>\
        <text:outline-level-style text:level=\"1\" style:num-format=\"I\" style:num-suffix=\".\"/>\
        <text:outline-level-style text:level=\"2\" style:num-format=\"1\" style:num-list-format=\"%1%.%2%)\"/></text:{name}>"
        )
    };
    assert_eq!(text(&levels("outline-style"), body), "I. Цели\nI.1) Общие\nБез номера\nII. Сроки\n");
    assert_eq!(text("", body), "Цели\nОбщие\nБез номера\nСроки\n");
}

#[test]
fn merged_cells_keep_their_columns() {
    let cell = |attributes: &str, word: &str| {
        format!("<table:table-cell {attributes}><text:p>{word}</text:p></table:table-cell>")
    };
    let covered = "<table:covered-table-cell/>";
    let body = format!(
        "<table:table><table:table-column table:number-columns-repeated=\"3\"/>\
         <table:table-header-rows><table:table-row>{}{}{covered}</table:table-row>\
         <table:table-row>{covered}{}{}</table:table-row></table:table-header-rows>\
         <table:table-row>{}{}</table:table-row></table:table>",
        cell("table:number-rows-spanned=\"2\"", "Цель"),
        cell("table:number-columns-spanned=\"2\"", "Годы"),
        cell("", "2024"),
        cell("", "2025"),
        cell("", "Парк</text:p><text:p>и сад"),
        cell("table:number-columns-repeated=\"2\"", "5"),
    );
    assert_eq!(rows(&read("", &body)), ["#Цель¦Годы¦<", "#^¦2024¦2025", "Парк/и сад¦5¦5"]);
}

#[test]
fn repeated_cells_and_rows_are_clamped() {
    let many = "table:number-columns-repeated=\"100000000\"";
    let body = format!(
        "<table:table><table:table-row table:number-rows-repeated=\"900000000\">\
         <table:table-cell><text:p>а</text:p></table:table-cell><table:table-cell {many}/></table:table-row>\
         <table:table-row table:number-rows-repeated=\"900000000\"><table:table-cell {many}/></table:table-row></table:table>"
    );
    let content = read("", &body);
    assert_eq!(rows(&content).len(), 101);
    assert_eq!(content.notes[0].code, Code::LimitReached);
}

#[test]
fn a_table_in_a_cell_becomes_lines_and_a_frame_of_one_column_goes() {
    let table = |cells: &[&str]| {
        let cells: String = cells.iter().map(|c| format!("<table:table-cell>{c}</table:table-cell>")).collect();
        format!("<table:table><table:table-row>{cells}</table:table-row></table:table>")
    };
    let inner = table(&["<text:p>май</text:p>", "<text:p>июнь</text:p>"]);
    assert_eq!(rows(&read("", &table(&[&inner, "<text:p>2</text:p>"]))), ["май июнь¦2"]);
    assert_eq!(rows(&read("", &table(&[&inner]))), ["май¦июнь"]);
}

#[test]
fn notes_frames_and_what_is_left_out() {
    let body = "<text:tracked-changes><text:changed-region><text:deletion><text:p>Старое</text:p></text:deletion>\
         </text:changed-region></text:tracked-changes>\
         <text:p>Парк<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Городской.</text:p>\
         </text:note-body></text:note> открыт<text:change text:change-id=\"x\"/><office:annotation><text:p>Проверить</text:p></office:annotation>.</text:p>\
         <text:p><draw:frame><draw:text-box><text:p>Утверждён</text:p></draw:text-box></draw:frame></text:p>\
         <draw:frame><draw:object/><draw:image/></draw:frame><draw:frame><draw:image/><draw:image/></draw:frame>";
    let content = read("", body);
    assert_eq!(content.text, "Парк открыт.\n1 Городской.\nУтверждён\n");
    let notes: Vec<&str> = content.notes.iter().map(|n| n.detail.as_str()).collect();
    assert_eq!(notes, ["1 picture", "1 embedded object", "1 deletion", "1 comment"]);
}

#[test]
fn pages_begin_where_the_program_broke_them() {
    let body = "<text:p>Парк<text:soft-page-break/>и сад</text:p><text:soft-page-break/><text:p>Лес</text:p>";
    let content = read("", body);
    let starts: Vec<&str> = content.pages.iter().map(|at| content.text[*at..].lines().next().unwrap()).collect();
    assert_eq!(starts, ["Парки сад", "и сад", "Лес"]);
    assert_eq!(read("", "<text:p>Парк</text:p>").pages, [] as [usize; 0]);
}

#[test]
fn a_damaged_file_is_read_up_to_the_damage() {
    let source = flat("", "<text:p>Парк</text:p><text:p>Сад</text:p>");
    for end in 0..source.find("</office:text>").unwrap() {
        if !source.is_char_boundary(end) {
            continue;
        }
        if let Ok(content) = content(&source.as_bytes()[..end], &Options::default()) {
            assert!("Парк\nСад\n".starts_with(content.text.trim_end()), "{end}: {}", content.text);
            assert_eq!(content.notes[0].code, Code::PartDamaged, "{end}");
        }
    }
}

#[test]
fn an_encrypted_or_empty_package_is_refused() {
    use std::io::Write;
    let packed = |members: &[(&str, &str)]| {
        let stored = members.len() != 2;
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, text) in members {
            let method = if stored { zip::CompressionMethod::Stored } else { zip::CompressionMethod::Deflated };
            let options = zip::write::SimpleFileOptions::default().compression_method(method);
            zip.start_file(*name, options).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    };
    let manifest = "<manifest:manifest><manifest:encryption-data/></manifest:manifest>";
    let locked = packed(&[("mimetype", TEXT), ("content.xml", "x"), ("META-INF/manifest.xml", manifest)]);
    assert!(knows(&locked, ""));
    assert_eq!(content(&locked, &Options::default()).unwrap_err().code, "encrypted");
    let empty = packed(&[("mimetype", TEXT)]);
    assert_eq!(content(&empty, &Options::default()).unwrap_err().code, "broken");
    let plain = packed(&[("content.xml", &flat("", "<text:p>Сад</text:p>")), ("mimetype", TEXT)]);
    assert!(knows(&plain, "") && !is(&plain, "", "application/vnd.oasis.opendocument.spreadsheet", &[]));
    assert_eq!(content(&plain, &Options::default()).unwrap().text, "Сад\n");
    let squeezed = packed(&[("mimetype", TEXT), ("content.xml", &flat("", "<text:p>Сад</text:p>"))]);
    assert!(knows(&squeezed, ""));
}
