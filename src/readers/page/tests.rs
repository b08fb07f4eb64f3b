//! Pages made by hand, and the lines of the buffer that they give.

use super::*;
use crate::diagnostic::Code;
use crate::model::PageBox;
use crate::readers::{Content, Item, Merge};

/// Width of a character in these tests, in points.
const CHAR: f32 = 5.0;

fn words(text: &str, x: f32, y: f32, bold: bool) -> Vec<Word> {
    let mut out = Vec::new();
    let mut at = x;
    for text in text.split(' ') {
        let x1 = at + text.chars().count() as f32 * CHAR;
        if !text.is_empty() {
            let text = text.to_owned();
            out.push(Word { text, x0: at, y0: y, x1, y1: y + 10.0, size: 10.0, bold, confidence: None });
        }
        at = x1 + CHAR / 2.0;
    }
    out
}

/// A page of 400 × 600 points with lines of text at places.
fn page(lines: &[(&str, f32, f32)]) -> Page {
    let words = lines.iter().flat_map(|(text, x, y)| words(text, *x, *y, false)).collect();
    Page { width: 400.0, height: 600.0, words, ..Page::default() }
}

/// Rules of a table with these edges, on every row and column.
fn ruled(xs: &[f32], ys: &[f32]) -> Vec<Rule> {
    let (x0, x1, y0, y1) = (xs[0], xs[xs.len() - 1], ys[0], ys[ys.len() - 1]);
    let across = ys.iter().map(|y| Rule { x0, y0: *y, x1, y1: *y });
    across.chain(xs.iter().map(|x| Rule { x0: *x, y0, x1: *x, y1 })).collect()
}

/// What is written of pages; every word that has a place there has it from the page.
fn written(pages: &[Page]) -> Content {
    let mut buffer = Buffer::new();
    write(pages, &mut buffer);
    let content = buffer.finish();
    for found in &content.boxes {
        let PageBox { page, .. } = found.place;
        let fair = |v: f32| if v.abs() < 1e5 { v } else { 0.0 };
        let here = |w: &&Word| PageBox::new(page, [w.x0, w.y0, w.x1, w.y1].map(fair)) == found.place;
        let text = &content.text[found.at.clone()];
        let mut drawn = pages[page as usize - 1].words.iter().filter(here);
        assert!(drawn.any(|w| w.text.trim_end_matches('-') == text.trim_end_matches('-')), "{text}: {:?}", found.place);
    }
    assert!(content.boxes.is_sorted_by(|a, b| a.at.end <= b.at.start), "{:?}", content.boxes);
    content
}

/// Words of the buffer, each with its page.
fn paged(content: &Content) -> Vec<(&str, u32)> {
    content.boxes.iter().map(|b| (&content.text[b.at.clone()], b.place.page)).collect()
}

/// Lines of the buffer; `|` between cells, `/` between the lines of a cell, `↳` before a row that goes on.
fn shown(content: &Content) -> Vec<String> {
    let line = |item: &Item| -> Option<String> {
        let words = |r: &std::ops::Range<usize>| content.text[r.clone()].replace('\u{2028}', "/");
        match item {
            Item::Line(r) => Some(format!("+ {}", words(r))),
            Item::Paragraph { range, look } => {
                Some(format!("{}{}", if look.centred { "= " } else { "" }, words(range)))
            }
            Item::Row { cells, drawn, merged } => {
                let cells: Vec<String> = cells
                    .iter()
                    .enumerate()
                    .map(|(i, c)| match merged.iter().find(|m| m.0 == i) {
                        Some((_, Merge::Above)) => "^".to_owned(),
                        Some((_, Merge::Left)) => "<".to_owned(),
                        None => words(c),
                    })
                    .collect();
                let on = matches!(drawn, crate::readers::Drawn::Lines { begins: false });
                Some(format!("{}{}", if on { "↳ " } else { "" }, cells.join("|")))
            }
            Item::Blank | Item::Rule => None,
        }
    };
    content.items.iter().filter_map(line).collect()
}

#[test]
fn full_lines_are_one_paragraph_and_indents_begin_another() {
    let content = written(&[page(&[
        ("В целях благоустройства округа и во исполнение плана", 70.0, 50.0),
        ("работ на год постановляю провести осмотр парка имени", 50.0, 62.0),
        ("Ольхова и озера Липового.", 50.0, 74.0),
        ("Отделу культуры подготовить праздник для жителей сёл,", 70.0, 86.0),
        ("города и округа.", 50.0, 98.0),
        ("Контроль оставляю за собой.", 70.0, 110.0),
    ])]);
    assert_eq!(
        shown(&content),
        [
            "В целях благоустройства округа и во исполнение плана работ на год постановляю провести осмотр парка имени Ольхова и озера Липового.",
            "Отделу культуры подготовить праздник для жителей сёл, города и округа.",
            "Контроль оставляю за собой.",
        ]
    );
}

#[test]
fn a_paragraph_goes_on_over_a_page_break_and_the_page_begins_inside() {
    let first = page(&[
        ("Отдел культуры готовит праздник для жителей всех сёл и", 50.0, 550.0),
        ("города, а управление образования до первого сентября го-", 50.0, 562.0),
    ]);
    let second = page(&[("товит школы и сады.", 50.0, 50.0), ("Готовит отчёт.", 50.0, 62.0)]);
    let third = page(&[("Про готовит отчёт.", 50.0, 50.0)]);
    let content = written(&[first, second, third]);
    let text = "Отдел культуры готовит праздник для жителей всех сёл и города, а управление образования до первого сентября готовит школы и сады.";
    assert_eq!(shown(&content)[0], text);
    assert_eq!(content.pages.len(), 3);
    assert!((200..text.len()).contains(&content.pages[1]), "{:?}", content.pages);
    assert!(content.text.is_char_boundary(content.pages[1]), "{:?}", content.pages);
    assert_eq!(paged(&content)[16..19], [("го", 1), ("товит", 2), ("школы", 2)]);
}

#[test]
fn page_numbers_and_running_lines_are_left_out_with_a_note() {
    let pages: Vec<Page> = (1..=4)
        .map(|n| {
            let number = n.to_string();
            page(&[
                ("Программа развития округа", 150.0, 20.0),
                (&format!("Сведения за квартал {n}."), 50.0, 100.0),
                (&number, 198.0, 575.0),
            ])
        })
        .collect();
    let content = written(&pages);
    assert_eq!(shown(&content).len(), 4, "{:?}", shown(&content));
    assert!(!content.text.contains("Программа") && content.text.contains("квартал 3."));
    let notes: Vec<&str> = content.notes.iter().map(|n| n.detail.as_str()).collect();
    assert_eq!(notes, ["page numbers on 4 pages", "a line at the edge of 4 pages: «Программа развития округа»"]);
    assert!(content.notes.iter().all(|n| n.code == Code::PageFurniture));
}

#[test]
fn a_ruled_table_keeps_its_cells() {
    let mut sheet = page(&[
        ("План", 180.0, 50.0),
        ("№", 55.0, 102.0),
        ("Срок", 85.0, 102.0),
        ("1", 55.0, 122.0),
        ("Уборка парка и", 85.0, 122.0),
        ("сквера:", 85.0, 134.0),
        ("- до мая;", 85.0, 146.0),
        ("- до июня", 85.0, 158.0),
        ("Конец", 50.0, 200.0),
    ]);
    sheet.rules = ruled(&[50.0, 80.0, 160.0], &[100.0, 120.0, 180.0]);
    let content = written(&[sheet]);
    assert_eq!(shown(&content), ["План", "№|Срок", "1|Уборка парка и сквера:/- до мая;/- до июня", "Конец"]);
}

#[test]
fn cells_are_merged_where_no_line_stands() {
    let mut sheet =
        page(&[("Раздел", 55.0, 102.0), ("Глава", 55.0, 122.0), ("май", 125.0, 122.0), ("июнь", 125.0, 142.0)]);
    sheet.rules = vec![
        Rule { x0: 50.0, y0: 100.0, x1: 200.0, y1: 100.0 },
        Rule { x0: 50.0, y0: 120.0, x1: 200.0, y1: 120.0 },
        Rule { x0: 120.0, y0: 140.0, x1: 200.0, y1: 140.0 },
        Rule { x0: 50.0, y0: 160.0, x1: 200.0, y1: 160.0 },
        Rule { x0: 50.0, y0: 100.0, x1: 50.0, y1: 160.0 },
        Rule { x0: 120.0, y0: 120.0, x1: 120.0, y1: 160.0 },
        Rule { x0: 200.0, y0: 100.0, x1: 200.0, y1: 160.0 },
    ];
    assert_eq!(shown(&written(&[sheet])), ["Раздел|<", "Глава|май", "^|июнь"]);
}

#[test]
fn a_table_goes_on_over_pages_without_its_repeated_header() {
    let xs = [50.0, 80.0, 220.0, 300.0];
    let mut first = page(&[
        ("№", 55.0, 502.0),
        ("Мероприятие", 85.0, 502.0),
        ("Срок", 225.0, 502.0),
        ("1", 55.0, 522.0),
        ("Отремонтировать мост", 85.0, 522.0),
        ("через реку Липовку у", 85.0, 534.0),
        ("до мая", 225.0, 522.0),
    ]);
    first.rules = ruled(&xs, &[500.0, 520.0, 548.0]);
    let mut second = page(&[
        ("№", 55.0, 52.0),
        ("Мероприятие", 85.0, 52.0),
        ("Срок", 225.0, 52.0),
        ("деревни Ольховки", 85.0, 72.0),
        ("2", 55.0, 92.0),
        ("Убрать парк", 85.0, 92.0),
        ("апрель", 225.0, 92.0),
    ]);
    second.rules = ruled(&xs, &[50.0, 70.0, 90.0, 110.0]);
    let content = written(&[first, second]);
    assert_eq!(
        shown(&content),
        [
            "№|Мероприятие|Срок",
            "1|Отремонтировать мост через реку Липовку у|до мая",
            "↳ |деревни Ольховки|",
            "2|Убрать парк|апрель",
        ]
    );
    assert_eq!(content.notes[0].detail, "table headers repeated on 1 pages");
    let words = paged(&content);
    assert_eq!(words.len(), 18, "the repeated header is left out: {words:?}");
    assert_eq!(words[11..14], [("мая", 1), ("деревни", 2), ("Ольховки", 2)]);
}

#[test]
fn two_columns_of_a_head_are_read_one_after_the_other() {
    let content = written(&[page(&[
        ("Администрация округа", 50.0, 50.0),
        ("Директору школы № 4", 250.0, 50.0),
        ("Липовского района", 50.0, 62.0),
        ("имени И.И. Ольхова", 250.0, 62.0),
        ("области", 50.0, 74.0),
        ("Берёзкину П.П.", 250.0, 74.0),
    ])]);
    let text = content.text.replace('\n', " ");
    assert!(text.starts_with("Администрация округа Липовского района области Директору"), "{text}");
}

#[test]
fn a_signature_keeps_its_name_behind_a_tab() {
    let content = written(&[page(&[("Глава Липовского округа", 50.0, 50.0), ("И.И. Ольхов", 300.0, 50.0)])]);
    assert_eq!(content.text, "Глава Липовского округа\tИ.И. Ольхов\n");
}

#[test]
fn columns_without_rules_are_a_table() {
    let mut lines = Vec::new();
    for (i, (name, month, sum)) in [
        ("Уборка парка", "май", "100"),
        ("Посадка лип", "июнь", "250"),
        ("Ремонт моста", "июль", "75"),
        ("Праздник", "август", "3"),
    ]
    .iter()
    .enumerate()
    {
        let y = 100.0 + 20.0 * i as f32;
        lines.extend([(*name, 50.0, y), (*month, 180.0, y), (*sum, 260.0, y)]);
    }
    let content = written(&[page(&lines)]);
    assert_eq!(
        shown(&content),
        ["Уборка парка|май|100", "Посадка лип|июнь|250", "Ремонт моста|июль|75", "Праздник|август|3"]
    );
}

#[test]
fn no_page_or_word_is_too_odd() {
    assert_eq!(written(&[]).text, "");
    let odd = |v: f32| Word { text: "слово".to_owned(), x0: v, y0: v, x1: v, y1: v, size: v, ..Word::default() };
    for v in [0.0, -1e9, 1e30, f32::INFINITY, f32::NAN] {
        let rules = vec![Rule { x0: v, y0: v, x1: v, y1: v }; 3];
        let sheet = Page { width: v, height: v, words: vec![odd(v), odd(1.0)], rules, ..Page::default() };
        let text = written(&[sheet.clone(), sheet]).text;
        assert_eq!(text.matches("слово").count(), 4, "{v}: {text}");
    }
}
