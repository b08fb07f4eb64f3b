//! Small PDF files made by hand.

use std::io::Read;

use super::*;
use crate::model::{Output, PageBox};
use crate::readers::{self, Item};
use crate::{Grammars, convert};

/// A file of these objects, the first one being number 1; number 1 is the catalog.
fn file(objects: &[String], trailer: &str) -> Vec<u8> {
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (i, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.extend(format!("{} 0 obj\n{object}\nendobj\n", i + 1).bytes());
    }
    let start = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1).bytes());
    for place in places {
        out.extend(format!("{place:010} 00000 n \n").bytes());
    }
    let size = objects.len() + 1;
    out.extend(format!("trailer << /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n").bytes());
    out
}

fn stream(content: &str) -> String {
    format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len())
}

/// Bytes of windows-1251 as a string in hexadecimal.
fn hex(text: &str) -> String {
    let (bytes, ..) = encoding_rs::WINDOWS_1251.encode(text);
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// Operators that draw a line of text.
fn line(text: &str, x: i32, y: i32) -> String {
    format!("BT /F 10 Tf {x} {y} Td <{}> Tj ET\n", hex(text))
}

/// A file with pages of 400 × 600 points; `map` says whether the font names its characters.
fn pdf(pages: &[&str], extra: &str, map: bool, trailer: &str) -> Vec<u8> {
    let cmap = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /M def /CMapType 2 def\n\
        1 begincodespacerange <00> <ff> endcodespacerange\n\
        2 beginbfrange <20> <7e> <0020> <c0> <ff> <0410> endbfrange\n\
        1 beginbfchar <b9> <2116> endbfchar endcmap end end";
    let kids: Vec<String> = (0..pages.len()).map(|i| format!("{} 0 R", 5 + 2 * i)).collect();
    let widths = "500 ".repeat(256);
    let to_unicode = if map { "/ToUnicode 4 0 R" } else { "/Encoding /WinAnsiEncoding" };
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), pages.len()),
        format!(
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica {to_unicode} /FirstChar 0 /LastChar 255 /Widths [{widths}] >>"
        ),
        stream(cmap),
    ];
    for (i, page) in pages.iter().enumerate() {
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 600] /Resources << /Font << /F 3 0 R >> >> /Contents {} 0 R {extra} >>",
            6 + 2 * i
        ));
        objects.push(stream(page));
    }
    file(&objects, trailer)
}

fn read(bytes: &[u8]) -> Content {
    content(bytes, &Options::default()).unwrap_or_else(|r| panic!("{}", r.message))
}

#[test]
fn text_is_read_and_the_reader_is_found_by_the_bytes() {
    let bytes = pdf(&[&line("ПРИКАЗ № 7", 170, 550)], "", true, "");
    assert_eq!(readers::of(&bytes, "приказ.doc").name, "pdf");
    assert_eq!(read(&bytes).text, "ПРИКАЗ № 7\n");
    assert_eq!(read(&bytes).pages, [0]);
}

#[test]
fn words_drawn_in_pieces_are_joined_and_gaps_part_them() {
    let page = "BT /F 10 Tf 50 500 Td [<c3ebe0> 0 <e2e0> -600 <ceebfcf5ee> 20 <e2f1eae0>] TJ ET";
    assert_eq!(read(&pdf(&[page], "", true, "")).text, "Глава Ольховска\n");
}

#[test]
fn clipped_text_is_not_read() {
    let page = format!(
        "{}q 40 400 300 40 re W n {}{}Q",
        line("Липовский округ", 50, 500),
        line("видно", 50, 410),
        line("призрак", 50, 445)
    );
    let text = read(&pdf(&[&page], "", true, "")).text;
    assert!(text.contains("видно") && !text.contains("призрак"), "{text}");
}

#[test]
fn letters_drawn_twice_are_bold_letters() {
    let page = format!("{}{}", line("Ольховск", 50, 500), "BT /F 10 Tf 50.3 500 Td <ceebfcf5eee2f1ea> Tj ET");
    let content = read(&pdf(&[&page], "", true, ""));
    assert_eq!(content.text, "Ольховск\n");
    assert!(matches!(&content.items[0], Item::Paragraph { look, .. } if look.bold), "{:?}", content.items);
}

/// A table of two columns and two rows, drawn with a frame, a stroke and a thin bar.
fn table() -> String {
    let rules = "50 440 200 40 re S 100 440 m 100 480 l S 50 459.8 200 0.5 re f\n";
    let words = line("№", 55, 465) + &line("Срок", 105, 465) + &line("1", 55, 445) + &line("май", 105, 445);
    format!("{rules}{words}")
}

#[test]
fn strokes_and_thin_bars_make_a_table() {
    assert_eq!(read(&pdf(&[&table()], "", true, "")).text, "№\tСрок\n1\tмай\n");
}

#[test]
fn a_turned_page_is_read_upright() {
    // What is drawn upwards on the sheet stands upright once the sheet is turned.
    let page = format!("0 1 -1 0 500 0 cm {}", table());
    let content = read(&pdf(&[&page], "/Rotate 90", true, ""));
    assert_eq!(content.text, "№\tСрок\n1\tмай\n");
    let [left, ..] = content.boxes[0].place.rect.map(f64::from);
    assert_eq!((left, content.page_sizes[0].map(f64::from)), (55.0, [600.0, 400.0]), "measured as it is shown");
}

/// Upper edge of a row, and its words: column, baseline, text.
type PlanRow<'a> = (i32, &'a [(usize, i32, &'a str)]);

/// Rows of a plan of four columns; a row is its upper edge and its lines of text: column, distance from that edge, words.
fn plan(rows: &[PlanRow], end: i32) -> String {
    let xs = [40, 70, 210, 300, 380];
    let mut out: String = xs.iter().map(|x| format!("{x} {} m {x} {end} l S\n", rows[0].0)).collect();
    for y in rows.iter().map(|r| r.0).chain([end]) {
        out += &format!("40 {y} m 380 {y} l S\n");
    }
    for (y, lines) in rows {
        out.extend(lines.iter().map(|(column, down, text)| line(text, xs[*column] + 5, y - down)));
    }
    out
}

#[test]
fn records_and_cells_lead_back_to_where_their_words_were_drawn() {
    let head: &[(usize, i32, &str)] =
        &[(0, 15, "№"), (1, 15, "Наименование мероприятия"), (2, 15, "Срок исполнения"), (3, 15, "Ответственный")];
    let first = line("План мероприятий на 2025 год", 130, 560)
        + &plan(
            &[
                (540, head),
                (520, &[(0, 15, "1"), (1, 15, "Отремонтировать мост"), (2, 15, "май"), (3, 15, "Отдел мостов")]),
                (500, &[(0, 15, "2"), (1, 15, "Посадить липы в сквере у"), (2, 15, "июнь"), (3, 15, "Отдел садов и")]),
            ],
            480,
        );
    let second = plan(
        &[
            (560, &[(1, 15, "озера и полить их"), (3, 15, "парков")]),
            (540, &[(0, 15, "3"), (1, 15, "Покрасить лавки"), (2, 15, "июль"), (3, 15, "Отдел мостов")]),
        ],
        520,
    );
    let bytes = pdf(&[&first, &second], "", true, "");
    let Output::Document(document) = convert(&bytes, &Options::default(), &Grammars::builtin()) else { panic!() };
    assert_eq!(document.source.page_sizes.len(), 2);
    let shown = |boxes: &[PageBox]| -> Vec<(u32, [f64; 4])> {
        boxes.iter().map(|b| (b.page, b.rect.map(|v| f64::from(v).round()))).collect()
    };
    let activities: Vec<_> =
        document.activities.iter().map(|a| (a.name.as_deref().unwrap(), shown(&a.boxes))).collect();
    // Letters of 10 points whose baseline lies 15 points below the edge of their row, on a page of 600.
    assert_eq!(
        activities,
        [
            ("Отремонтировать мост", vec![(1, [45.0, 87.0, 365.0, 97.0])]),
            (
                "Посадить липы в сквере у озера и полить их",
                vec![(1, [45.0, 107.0, 370.0, 117.0]), (2, [75.0, 47.0, 335.0, 57.0])]
            ),
            ("Покрасить лавки", vec![(2, [45.0, 67.0, 365.0, 77.0])]),
        ]
    );
    let row = &document.tables[0].rows[1];
    assert_eq!(row.cells[3].as_deref(), Some("Отдел мостов"));
    assert_eq!(shown(&row.boxes[3]), [(1, [305.0, 87.0, 365.0, 97.0])]);
    let torn = &document.tables[0].rows[3];
    assert_eq!((torn.cells[0].as_deref(), shown(&torn.boxes[0])), (None, Vec::new()));
    let blocks: Vec<usize> = document.blocks.iter().map(|b| b.boxes.len()).collect();
    assert_eq!(blocks, [1, 2], "the title; the table on two pages");
}

#[test]
fn formats_without_pages_have_no_boxes() {
    let text = "План\n\n№\tМероприятие\tСрок\n1\tУбрать парк\tмай\n";
    let output = convert(text.as_bytes(), &Options::default(), &Grammars::builtin());
    let json = serde_json::to_string(&output).unwrap();
    assert!(json.contains("Убрать парк") && !json.contains("boxes") && !json.contains("page_sizes"), "{json}");
}

#[test]
fn text_that_runs_upwards_stays_one_cell() {
    let page = format!(
        "50 400 100 150 re S 80 400 m 80 550 l S BT /F 10 Tf 0 1 -1 0 70 410 Tm <{}> Tj ET {}",
        hex("Срок сдачи"),
        line("май", 90, 500)
    );
    assert_eq!(read(&pdf(&[&page], "", true, "")).text, "Срок сдачи\tмай\n");
}

#[test]
fn oblique_text_is_left_out_with_a_note() {
    let page = format!("{}BT /F 40 Tf 0.7 0.7 -0.7 0.7 100 100 Tm <{}> Tj ET", line("Отчёт", 50, 500), hex("КОПИЯ"));
    let content = read(&pdf(&[&page], "", true, ""));
    assert!(!content.text.contains("КОПИЯ"), "{}", content.text);
    assert_eq!(content.notes[0].code, Code::PageFurniture);
}

#[test]
fn a_layer_with_wrong_letters_is_refused_page_by_page() {
    let long = "Постановление администрации Липовского округа об уборке парка";
    let good = pdf(&[&line(long, 10, 500)], "", true, "");
    assert_eq!(read(&good).notes, []);
    let bad = read(&pdf(&[&line(long, 10, 500), &line(long, 10, 500)], "", false, ""));
    assert_eq!(bad.text, "");
    assert_eq!(bad.pages.len(), 2);
    assert_eq!(bad.notes.len(), 1);
    assert_eq!(bad.notes[0].code, Code::PageNotRead);
    assert!(bad.notes[0].detail.starts_with("pages 1-2: "), "{}", bad.notes[0].detail);
}

#[test]
fn an_encrypted_file_is_refused() {
    let key = "0123456789abcdef0123456789abcdef";
    let trailer =
        format!("/Encrypt << /Filter /Standard /V 1 /R 2 /O ({key}) /U ({key}) /P -4 >> /ID [<00112233> <00112233>]");
    let refusal = content(&pdf(&[&line("Тайна", 50, 500)], "", true, &trailer), &Options::default()).unwrap_err();
    assert_eq!(refusal.code, "encrypted");
    assert!(refusal.message.contains("remove the password"));
}

#[test]
fn broken_files_are_refused_or_read_and_never_panic() {
    assert_eq!(content(b"%PDF-1.4\nnothing", &Options::default()).unwrap_err().code, "broken");
    let whole = pdf(&[&table(), &line("Липовский округ", 50, 500)], "", true, "");
    for end in (0..whole.len()).step_by(97) {
        let _ = content(&whole[..end], &Options::default());
    }
    // Without its cross references the file is searched for pages.
    let at = memchr::memmem::find(&whole, b"xref").unwrap();
    assert!(read(&whole[..at]).text.contains("Липовский округ"));
    let mut seed = 7u32;
    for _ in 0..200 {
        let mut bytes = whole.clone();
        for _ in 0..8 {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let at = seed as usize % bytes.len();
            bytes[at] = (seed >> 24) as u8;
        }
        let _ = content(&bytes, &Options::default());
    }
}

#[test]
fn too_many_pages_are_refused() {
    let pages = vec![""; MAX_PAGES + 1];
    let refusal = content(&pdf(&pages, "", true, ""), &Options::default()).unwrap_err();
    assert_eq!(refusal.code, "limit");
}

#[test]
fn pages_for_which_there_is_no_time_leave_a_finding() {
    let bytes = pdf(&[&line("Липовский округ", 50, 500), &line("Парк", 50, 500)], "", true, "");
    let content = content_until(&bytes, &Options::default(), Instant::now() - Duration::from_secs(1)).unwrap();
    assert_eq!((content.text.as_str(), content.pages.len()), ("", 2));
    assert_eq!(content.notes[0].code, Code::PageNotRead);
    assert_eq!(content.notes[0].detail, format!("pages 1-2: the document took longer than {MAX_SECONDS} seconds"));
}

#[test]
fn a_page_that_draws_without_end_is_given_up() {
    let letters = "a".repeat(MAX_PAGE_WORK as usize + 1);
    let page = line("Липовский округ", 50, 500) + &format!("BT /F 10 Tf 50 400 Td ({letters}) Tj ET");
    let content = read(&pdf(&[&page], "", true, ""));
    let details: Vec<&str> = content.notes.iter().map(|n| n.detail.as_str()).collect();
    assert_eq!(details, ["page 1: it draws too much; what was read before stands here"]);
    assert_eq!(content.text, "Липовский округ\n");
}

#[test]
fn a_stream_that_unpacks_to_anything_is_refused() {
    let mut zeros = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    std::io::copy(&mut std::io::repeat(0).take((256 << 20) + 1), &mut zeros).unwrap();
    let mut bytes = pdf(&[&line("Парк", 50, 500)], "", true, "");
    bytes.extend(b"99 0 obj << /Filter /FlateDecode >> stream\n");
    bytes.extend(zeros.finish().unwrap());
    let refusal = content(&bytes, &Options::default()).unwrap_err();
    assert_eq!(refusal.code, "limit");
    assert!(refusal.message.contains("unpacks to more than 256 MiB"), "{}", refusal.message);
}

#[test]
fn lists_of_pages_are_short() {
    assert_eq!(listed(&[3]), "page 3");
    assert_eq!(listed(&[1, 2, 3, 7]), "pages 1-3, 7");
}
