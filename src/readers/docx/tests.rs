//! Whole packages, built from XML, and what comes out of them.

use std::io::{Cursor, Write};

use zip::write::{SimpleFileOptions, ZipWriter};

use super::{knows, read};
use crate::diagnostic::Code;
use crate::options::Options;
use crate::readers::{Content, Drawn, Item, Merge};

const TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
const RELS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;
const W: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006""#;

/// A zip archive of these parts.
fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A document with this body and more parts of the folder `word`, each with the kind of its relationship.
fn document(body: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let main = format!("<w:document {W}><w:body>{body}</w:body></w:document>");
    let mut rels = String::new();
    let mut files: Vec<(String, String)> = Vec::new();
    for (i, (kind, inner)) in more.iter().enumerate() {
        rels += &format!(
            r#"<Relationship Id="p{i}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{kind}.xml"/>"#
        );
        files.push((format!("word/{kind}.xml"), format!("<w:{kind} {W}>{inner}</w:{kind}>")));
    }
    let rels = format!("<Relationships>{rels}</Relationships>");
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", RELS.as_bytes()),
        ("word/document.xml", main.as_bytes()),
        ("word/_rels/document.xml.rels", rels.as_bytes()),
    ];
    parts.extend(files.iter().map(|(name, text)| (name.as_str(), text.as_bytes())));
    packed(&parts)
}

#[track_caller]
fn content(bytes: &[u8]) -> Content {
    assert!(knows(bytes, ""));
    read(bytes, &Options::default()).unwrap()
}

/// What stands in a document with this body: a line for each item, `#1` before a heading, `=` before a centred and `!`
/// before a bold paragraph, `|` between cells, `^` and `<` in cells that the cell above or to the
/// left goes on over, `/` between the lines of a cell.
#[track_caller]
fn shown(body: &str, more: &[(&str, &str)]) -> String {
    show(&content(&document(body, more)))
}

fn show(content: &Content) -> String {
    let mut out = Vec::new();
    for item in &content.items {
        match item {
            Item::Line(range) => out.push(content.text[range.clone()].to_owned()),
            Item::Paragraph { range, look } => {
                let level = if look.level > 0 { format!("#{} ", look.level) } else { String::new() };
                let centred = if look.centred { "=" } else { "" };
                let bold = if look.bold { "!" } else { "" };
                out.push(format!("{level}{centred}{bold}{}", &content.text[range.clone()]));
            }
            Item::Row { cells, merged, drawn } => {
                let cells: Vec<String> = cells
                    .iter()
                    .enumerate()
                    .map(|(i, r)| match merged.iter().find(|(j, _)| *j == i) {
                        Some((_, Merge::Above)) => "^".to_owned(),
                        Some((_, Merge::Left)) => "<".to_owned(),
                        None => content.text[r.clone()].replace('\u{2028}', "/"),
                    })
                    .collect();
                let header = if *drawn == (Drawn::Grid { header: true }) { "head " } else { "" };
                out.push(format!("{header}{}", cells.join("|")));
            }
            Item::Blank => out.push(String::new()),
            Item::Rule => out.push("---".to_owned()),
        }
    }
    out.join("\n")
}

fn codes(content: &Content) -> Vec<Code> {
    content.notes.iter().map(|n| n.code).collect()
}

fn r(text: &str) -> String {
    format!(r#"<w:r><w:t xml:space="preserve">{text}</w:t></w:r>"#)
}

fn p(text: &str) -> String {
    format!("<w:p>{}</w:p>", r(text))
}

/// A paragraph with properties.
fn pp(props: &str, inner: &str) -> String {
    format!("<w:p><w:pPr>{props}</w:pPr>{inner}</w:p>")
}

fn tc(props: &str, inner: &str) -> String {
    format!("<w:tc><w:tcPr>{props}</w:tcPr>{inner}</w:tc>")
}

fn tr(cells: &[&str]) -> String {
    format!("<w:tr>{}</w:tr>", cells.concat())
}

fn row(cells: &[&str]) -> String {
    tr(&cells.iter().map(|c| tc("", &p(c))).collect::<Vec<_>>().iter().map(String::as_str).collect::<Vec<_>>())
}

fn table(rows: &[&str]) -> String {
    format!("<w:tbl><w:tblPr/>{}</w:tbl>", rows.concat())
}

#[test]
fn paragraphs_have_their_looks() {
    let styles = r#"<w:style w:type="paragraph" w:styleId="h"><w:name w:val="heading 2"/><w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>"#;
    let body = [
        pp(r#"<w:pStyle w:val="h"/>"#, &r("План")),
        pp(r#"<w:outlineLvl w:val="0"/><w:jc w:val="center"/>"#, &r("Раздел")),
        pp(r#"<w:pStyle w:val="h"/><w:outlineLvl w:val="9"/><w:jc w:val="left"/>"#, "<w:r><w:rPr><w:b w:val=\"0\"/></w:rPr><w:t>Текст</w:t></w:r>"),
        "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Весь</w:t></w:r><w:r><w:t>, </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>да</w:t></w:r></w:p>".to_owned(),
        "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Не</w:t></w:r><w:r><w:t> весь</w:t></w:r></w:p>".to_owned(),
    ];
    let got = shown(&body.concat(), &[("styles", styles)]);
    assert_eq!(got, "#2 =!План\n#1 =Раздел\nТекст\n!Весь, да\nНе весь");
}

#[test]
fn runs_keep_what_is_seen() {
    let body = r#"<w:p><w:r><w:t>Со</w:t><w:softHyphen/><w:t>гла</w:t></w:r><w:proofErr/><w:hyperlink><w:r><w:t>со&#xad;вание</w:t></w:r></w:hyperlink><w:r><w:rPr><w:vanish/></w:rPr><w:t>скрыто</w:t></w:r><w:r><w:tab/><w:t>2024</w:t><w:noBreakHyphen/><w:t>2025 </w:t><w:sym w:font="Symbol" w:char="F0B3"/><w:t> 5</w:t><w:br/><w:t>строка</w:t><w:cr/><w:t xml:space="preserve">A&amp;B </w:t></w:r><w:smartTag><w:smartTagPr/><w:r><w:t>г.</w:t></w:r></w:smartTag><w:sdt><w:sdtPr><w:placeholder/></w:sdtPr><w:sdtContent><w:r><w:t> Ольховск</w:t></w:r></w:sdtContent></w:sdt></w:p>"#;
    let content = content(&document(body, &[]));
    assert_eq!(content.text, "Согласование\t2024-2025 ≥ 5\nстрока\nA&B г. Ольховск\n");
    assert_eq!(codes(&content), [Code::HiddenDropped]);
}

#[test]
fn fields_show_their_results() {
    let field = |kind: &str| format!(r#"<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>"#);
    let code = |text: &str| format!("<w:r><w:instrText>{text}</w:instrText></w:r>");
    let body = [
        "<w:p>".to_owned(),
        field("begin"),
        code("IF "),
        field("begin"),
        code("PAGE"),
        field("separate"),
        r("7"),
        field("end"),
        field("separate"),
        r("Итог"),
        field("end"),
        r#"<w:fldSimple w:instr="DATE">"#.to_owned(),
        r(" 2024"),
        "</w:fldSimple></w:p><w:p>".to_owned(),
        field("begin"),
        code("TOC"),
        "</w:p>".to_owned(),
        p("Никто не закрыл поле"),
    ];
    assert_eq!(shown(&body.concat(), &[]), "Итог 2024\n\nНикто не закрыл поле");
}

#[test]
fn numbers_stand_in_front() {
    let numbering = r#"<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="russianLower"/><w:suff w:val="nothing"/><w:lvlText w:val="%2)"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>"#;
    let num = |level: usize| format!(r#"<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>"#);
    let cell = tc("", &pp(&num(0), ""));
    let body = [
        pp(&num(0), "<w:r><w:tab/><w:t>Утвердить</w:t></w:r>"),
        pp(&num(1), &r("план")),
        pp(&format!("{}<w:rPr><w:vanish/></w:rPr>", num(0)), "<w:r><w:rPr><w:vanish/></w:rPr><w:t>скрыт</w:t></w:r>"),
        pp(&num(0), ""),
        pp(&num(0), &r("Опубликовать")),
        table(&[&tr(&[&cell, &tc("", &p("Уборка"))]), &tr(&[&cell, &tc("", &p("Ремонт"))])]),
    ];
    let got = shown(&body.concat(), &[("numbering", numbering)]);
    assert_eq!(got, "1. Утвердить\nа)план\n\n\n3. Опубликовать\n4.|Уборка\n5.|Ремонт\n");
}

#[test]
fn tables_have_their_columns() {
    let merge = |value: &str| format!("<w:vMerge{value}/>");
    let rows = [
        format!(
            "<w:tr><w:trPr><w:tblHeader/></w:trPr>{}{}</w:tr>",
            tc("", &p("№")),
            tc("<w:gridSpan w:val=\"2\"/>", &p("Срок"))
        ),
        tr(&[&tc(&merge(r#" w:val="restart""#), &(p("1") + &p("а"))), &tc("", &p("май")), &tc("", &p("июнь"))]),
        tr(&[&tc(&merge(""), "<w:p/>"), &tc("", &p("июль")), &tc("", "<w:p/>")]),
        format!("<w:tr><w:trPr><w:gridBefore w:val=\"1\"/></w:trPr>{}{}</w:tr>", tc("", &p("а")), tc("", &p("б"))),
        format!("<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>", row(&["2", "в", "г"])),
        format!(
            "<w:tr><w:trPr><w:del/></w:trPr>{}</w:tr>",
            tc("", "<w:p><w:del><w:r><w:delText>нет</w:delText></w:r></w:del></w:p>")
        ),
        format!(
            "<w:tr>{}<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>{}</w:tr>",
            tc("", &p("3")),
            tc("", &p("д")),
            tc("", &p("е\u{2028}ж"))
        ),
    ];
    let body = table(&rows.iter().map(String::as_str).collect::<Vec<_>>()) + &p("Глава");
    assert_eq!(shown(&body, &[]), "head №|Срок|<\n1/а|май|июнь\n^|июль|\n|а|б\n2|в|г\n3|д|е/ж\n\nГлава");
}

#[test]
fn tables_within_are_lines_unless_the_outer_one_only_frames() {
    let inner = table(&[&row(&["2024", "10,5"]), &row(&["2025", "11,0"])]);
    let body = table(&[&tr(&[&tc("", &p("Объем")), &tc("", &(p("всего:") + &inner + "<w:p/>"))])]);
    assert_eq!(shown(&body, &[]), "Объем|всего:/2024 10,5/2025 11,0\n");
    let frame = table(&[&tr(&[&tc("", &(p("План") + &inner + "<w:p/>"))])]);
    assert_eq!(shown(&frame, &[]), "План\n2024|10,5\n2025|11,0\n\n");
    let frame = table(&[&tr(&[&tc("", "<w:p/>"), &tc("", &(inner + "<w:p/>"))]), &row(&["", "Итог"])]);
    assert_eq!(shown(&frame, &[]), "\n2024|10,5\n2025|11,0\n\n\n\nИтог");
}

#[test]
fn notes_stand_behind_their_table_or_section() {
    let notes = |kind: &str, text: &str| {
        format!(r#"<w:{kind} w:id="0" w:type="separator"><w:p/></w:{kind}><w:{kind} w:id="2">{}</w:{kind}>"#, p(text))
    };
    let reference = |kind: &str| format!(r#"<w:r><w:{kind}Reference w:id="2"/></w:r>"#);
    let more = [("footnotes", notes("footnote", "Сноска")), ("endnotes", notes("endnote", "В конце"))];
    let more: Vec<(&str, &str)> = more.iter().map(|(kind, text)| (*kind, text.as_str())).collect();
    let body = format!("<w:p>{}{}</w:p>{}", r("Текст"), reference("footnote"), p("дальше"));
    assert_eq!(shown(&body, &more), "Текст\nдальше\nСноска");
    let cell = tc("", &format!("<w:p>{}{}</w:p>", r("10"), reference("footnote")));
    let last = pp("", &format!("{}{}", r("дальше"), reference("endnote")));
    let body = table(&[&tr(&[&cell, &tc("", &p("11"))])]) + &last;
    assert_eq!(shown(&body, &more), "10|11\n\nСноска\nдальше\nВ конце");
}

#[test]
fn text_boxes_come_once() {
    let text = |t: &str| format!("<w:txbxContent>{}</w:txbxContent>", p(t));
    let shape = |t: &str| {
        format!("<w:drawing><wps:wsp xmlns:wps=\"urn:wps\"><wps:txbx>{}</wps:txbx></wps:wsp></w:drawing>", text(t))
    };
    let both = format!(
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires=\"wps\">{}</mc:Choice><mc:Fallback><w:pict>{}</w:pict></mc:Fallback></mc:AlternateContent></w:r>{}</w:p>",
        shape("Утверждаю"),
        text("Утверждаю"),
        r("Приказ")
    );
    assert_eq!(shown(&both, &[]), "Приказ\nУтверждаю");
    let fallback = format!(
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires=\"x\"><w:drawing/></mc:Choice><mc:Fallback><w:pict>{}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>",
        text("Только здесь")
    );
    assert_eq!(shown(&fallback, &[]), "\nТолько здесь");
}

#[test]
fn tracked_changes_are_accepted() {
    let body = format!(
        "<w:p><w:ins>{}</w:ins><w:del><w:r><w:delText>до мая</w:delText></w:r></w:del><w:moveFrom>{}</w:moveFrom><w:moveTo>{}</w:moveTo></w:p>",
        r("до июня"),
        r("прочь"),
        r(" сюда")
    );
    let joined = pp("<w:rPr><w:del/></w:rPr>", &r("Одна "))
        + &pp("<w:jc w:val=\"center\"/><w:pPrChange><w:pPr><w:jc w:val=\"left\"/></w:pPr></w:pPrChange>", &r("строка"));
    let content = content(&document(&(body + &joined), &[]));
    assert_eq!(show(&content), "до июня сюда\n=Одна строка");
    assert_eq!(codes(&content), [Code::ChangesSettled]);
    assert_eq!(content.notes[0].detail, "2 insertions, 3 deletions");
}

#[test]
fn pages_begin_where_the_document_says() {
    let rendered = "<w:r><w:lastRenderedPageBreak/><w:t>";
    let body = [
        p("Один"),
        "<w:p><w:r><w:t>еще</w:t><w:br w:type=\"page\"/></w:r></w:p>".to_owned(),
        format!("<w:p>{rendered}Два</w:t></w:r></w:p>"),
        format!("<w:p>{}{rendered}три</w:t></w:r></w:p>", r("два и ")),
        table(&[
            &tr(&[&tc("", &p("а")), &tc("", &format!("<w:p>{}{rendered}в</w:t></w:r></w:p>", r("б")))]),
            &row(&["г", "д"]),
        ]),
        pp("<w:pageBreakBefore/>", &r("Пять")),
        pp("<w:sectPr/>", &r("шесть")),
        p("Шесть"),
        "<w:sectPr><w:type w:val=\"nextPage\"/></w:sectPr>".to_owned(),
    ];
    let content = content(&document(&body.concat(), &[]));
    let starts: Vec<&str> =
        content.pages.iter().map(|at| content.text[*at..].split(['\n', '\t']).next().unwrap_or("")).collect();
    assert_eq!(starts, ["Один", "Два", "три", "г", "Пять", "Шесть"]);
    assert_eq!(content_of_one_page(), Vec::<usize>::new());
}

#[test]
fn marks_of_pages_in_rows_go_forth_and_back() {
    let turn = "<w:r><w:lastRenderedPageBreak/></w:r>";
    let cell = |inner: String| tc("", &format!("<w:p>{inner}</w:p>"));
    let long = cell(r("покраска ") + turn + &r("забора"));
    let rows = [
        row(&["1", "а", "б"]),
        // The second cell runs over the page, the third begins on the first page again.
        tr(&[&cell(r("2")), &long, &cell(turn.to_owned() + &r("май"))]),
        // So the way to the page of the next row is no new page.
        tr(&[&cell(turn.to_owned() + &r("3")), &cell(r("в")), &cell(r("г"))]),
        tr(&[&cell(turn.to_owned() + &r("4")), &cell(r("в")), &cell(r("г"))]),
    ];
    let content = content(&document(&table(&rows.iter().map(String::as_str).collect::<Vec<_>>()), &[]));
    let starts: Vec<&str> =
        content.pages.iter().map(|at| content.text[*at..].split(['\n', '\t']).next().unwrap_or("")).collect();
    assert_eq!(starts, ["1", "3", "4"]);
}

#[test]
fn markers_typed_by_hand_part_no_cells() {
    let tabbed =
        |text: &str| format!("<w:p>{}</w:p>", r(text).replace('\t', "</w:t><w:tab/><w:t xml:space=\"preserve\">"));
    let body: String =
        ["-\tполя", "\t1.2.\tЗалы", "а)\t\tкорты", "№\tСрок", "1.\tУборка\tмай"].iter().map(|t| tabbed(t)).collect();
    assert_eq!(shown(&body, &[]), "- поля\n1.2. Залы\nа) корты\n№|Срок\n1.|Уборка|май");
}

fn content_of_one_page() -> Vec<usize> {
    content(&document(&(p("Нет страниц") + "<w:sectPr/>"), &[])).pages
}

#[test]
fn other_names_for_the_same_things() {
    let strict = r#"<x:document xmlns:x="http://purl.oclc.org/ooxml/wordprocessingml/main"><x:body><x:p><x:r><x:t>Ольховск</x:t></x:r></x:p></x:body></x:document>"#;
    let rels = r#"<Relationships><Relationship Id="a" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="/word/document2.xml"/></Relationships>"#;
    let types = TYPES.replace("document.xml", "document2.xml").replace(
        "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        "vnd.ms-word.document.macroEnabled.main+xml",
    );
    let utf16: Vec<u8> = std::iter::once(0xfeff).chain(strict.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    for part in [strict.as_bytes(), &utf16] {
        let bytes = packed(&[
            ("[Content_Types].xml", types.as_bytes()),
            ("_rels/.rels", rels.as_bytes()),
            ("word\\Document2.xml", part),
        ]);
        assert_eq!(show(&content(&bytes)), "Ольховск");
    }
}

#[test]
fn what_is_no_text_document_is_left_to_others() {
    let sheet = TYPES.replace("wordprocessingml.document", "spreadsheetml.sheet");
    let bytes = packed(&[
        ("[Content_Types].xml", sheet.as_bytes()),
        ("_rels/.rels", RELS.as_bytes()),
        ("word/document.xml", b"<workbook/>"),
    ]);
    assert!(!knows(&bytes, "docx"));
    assert!(!knows(&packed(&[("a.txt", b"a")]), "docx"));
    assert!(!knows("ПРИКАЗ".as_bytes(), "docx"));
}

#[test]
fn files_that_cannot_be_read_say_why() {
    let refusal = |bytes: &[u8]| read(bytes, &Options::default()).unwrap_err();
    let mut locked = super::COMPOUND.to_vec();
    locked.extend([0; 600]);
    locked.extend(super::ENCRYPTED);
    assert!(knows(&locked, "docx") && !knows(&locked, "xlsx"));
    assert_eq!(refusal(&locked).code, "encrypted");

    let whole = document(&p("Парк"), &[]);
    let cut = &whole[..whole.len() / 2];
    assert!(knows(cut, "docx") && !knows(cut, "zip"));
    assert_eq!(refusal(cut).code, "broken");

    let empty = packed(&[
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", RELS.as_bytes()),
        ("word/document.xml", b"<w:document><w:body><w:p"),
    ]);
    assert_eq!(refusal(&empty).code, "broken");
}

#[test]
fn what_stands_before_the_damage_is_kept() {
    let main = format!(
        "<w:document {W}><w:body>{}<w:p><w:r><w:t>второй</w:t></w:r></w:body>{}<w:p><w:r><w:t>обр",
        p("первый"),
        p("третий")
    );
    let bytes = packed(&[
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", RELS.as_bytes()),
        ("word/document.xml", main.as_bytes()),
    ]);
    let content = content(&bytes);
    assert_eq!(show(&content), "первый\nвторой\nтретий\nобр");
    assert_eq!(codes(&content), [Code::PartDamaged]);
}

#[test]
fn nothing_harmful_stops_the_reader() {
    let deep = "<w:tbl><w:tr><w:tc>".repeat(3000) + &p("дно") + &"</w:tc></w:tr></w:tbl>".repeat(3000);
    let content = content(&document(&(p("верх") + &deep), &[]));
    assert_eq!(codes(&content), [Code::LimitReached]);
    let wide = tr(&[&tc(r#"<w:gridSpan w:val="2000000000"/>"#, &p("а")), &tc("", &p("б"))]);
    assert_eq!(shown(&table(&[&wide]), &[]), "а|б\n");

    // Every byte of a document in its turn is another one.
    let numbering = r#"<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>"#;
    let body =
        pp(r#"<w:numPr><w:numId w:val="1"/></w:numPr>"#, &r("Парк")) + &table(&[&row(&["а", "б"]), &row(&["в", "г"])]);
    let main = format!("<w:document {W}><w:body>{body}</w:body></w:document>");
    for (i, with) in (0..main.len()).zip(b"<>/\"& wx".iter().cycle()) {
        let mut bytes = main.clone().into_bytes();
        bytes[i] = *with;
        let numbers = format!("<w:numbering {W}>{numbering}</w:numbering>");
        let parts: &[(&str, &[u8])] = &[
            ("[Content_Types].xml", TYPES.as_bytes()),
            ("_rels/.rels", RELS.as_bytes()),
            ("word/document.xml", &bytes),
            ("word/numbering.xml", numbers.as_bytes()),
        ];
        let _ = read(&packed(parts), &Options::default());
    }
}

#[test]
fn what_is_passed_over_is_said() {
    let body = r#"<w:p><w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"/></w:drawing></w:r></w:p><w:altChunk w:id="p0"/>"#;
    let more = [
        ("aFChunk", ""),
        ("header", "<w:p><w:r><w:t>Проект</w:t></w:r></w:p>"),
        ("footer", "<w:p><w:r><w:t>5</w:t></w:r></w:p>"),
        ("comments", "<w:p><w:r><w:t>Уточнить</w:t></w:r></w:p>"),
    ];
    let content = content(&document(&(p("Текст") + body), &more));
    let got: Vec<(Code, &str)> = content.notes.iter().map(|n| (n.code, n.detail.as_str())).collect();
    let want = [
        (Code::PageFurniture, "1"),
        (Code::CommentsDropped, "1"),
        (Code::PartSkipped, "word/aFChunk.xml"),
        (Code::PictureSkipped, "1"),
    ];
    assert_eq!(got, want);
}
