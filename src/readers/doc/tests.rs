use super::made::{Made, compound};
use super::*;
use crate::readers::{Drawn, Item, Merge, of};

/// Modifiers of characters.
const BOLD: [u8; 3] = [0x35, 0x08, 1];
const DELETED: [u8; 3] = [0x00, 0x08, 1];
const HIDDEN: [u8; 3] = [0x3c, 0x08, 1];
const SPECIAL: [u8; 3] = [0x55, 0x08, 1];
/// Flags of cells.
const BEGINS_DOWN: u16 = 0x60;
const GOES_ON_DOWN: u16 = 0x20;

fn content_of(bytes: &[u8]) -> Content {
    content(bytes, &Options::default()).unwrap()
}

fn refusal(bytes: &[u8]) -> &'static str {
    content(bytes, &Options::default()).unwrap_err().code
}

/// Paragraphs as they are, rows with `¦` between their cells, `^` and `<` for those that the cell above or to the left
/// goes on over, `*` in front of headers.
fn shown(content: &Content) -> Vec<String> {
    let words = |r: &std::ops::Range<usize>| content.text[r.clone()].replace('\u{2028}', "/");
    let item = |item: &Item| match item {
        Item::Line(range) | Item::Paragraph { range, .. } => Some(words(range)),
        Item::Row { cells, drawn, merged } => {
            let star = if *drawn == (Drawn::Grid { header: true }) { "*" } else { "" };
            let cell = |(i, r)| match merged.iter().find(|m| m.0 == i) {
                Some((_, Merge::Above)) => "^".to_owned(),
                Some(_) => "<".to_owned(),
                None => words(r),
            };
            Some(format!("{star}{}", cells.iter().enumerate().map(cell).collect::<Vec<_>>().join("¦")))
        }
        Item::Blank | Item::Rule => None,
    };
    content.items.iter().filter_map(item).collect()
}

fn read(made: &Made) -> Vec<String> {
    shown(&content_of(&made.file()))
}

fn codes(content: &Content) -> Vec<&'static str> {
    content.notes.iter().map(|n| n.code.id()).collect()
}

#[test]
fn fields_give_their_results_and_what_was_deleted_is_gone() {
    let made = Made::new()
        .paragraph("Страница \u{13}PAGE \\* MERGEFORMAT\u{14}3\u{15} из \u{13}SET x\u{15}9")
        .text("Оставлено ")
        .chars("удалено ", &DELETED)
        .chars("спрятано ", &HIDDEN)
        .text("и\u{1f}сказано\u{1e}сделано\u{b}вторая строка")
        .mark('\r', &[]);
    let content = content_of(&made.file());
    assert_eq!(shown(&content), ["Страница 3 из 9", "Оставлено исказано-сделано", "вторая строка"]);
    assert_eq!(codes(&content), ["changes-settled", "hidden-dropped"]);
}

#[test]
fn a_deleted_mark_joins_paragraphs() {
    let mut made = Made::new().text("Начало ").chars("хвост\r", &DELETED);
    made = made.chars("голова ", &DELETED).text("конец").mark('\r', &[]).paragraph("Другой");
    assert_eq!(read(&made), ["Начало конец", "Другой"]);
}

#[test]
fn looks_come_from_modifiers() {
    let heading = [0x40, 0x26, 1, 0x03, 0x24, 1];
    let made = Made::new().chars("ПОСТАНОВЛЕНИЕ", &BOLD).mark('\r', &heading).paragraph("О парке");
    let content = content_of(&made.file());
    let looks: Vec<_> = content
        .items
        .iter()
        .filter_map(|i| if let Item::Paragraph { look, .. } = i { Some(*look) } else { None })
        .collect();
    assert_eq!((looks[0].level, looks[0].centred, looks[0].bold), (2, true, true));
    assert_eq!((looks[1].level, looks[1].centred, looks[1].bold), (0, false, false));
}

#[test]
fn rows_stand_on_one_grid() {
    let header = [0x04, 0x34, 1];
    let made = Made::new()
        .paragraph("План")
        .row(&[0, 600, 4000, 8000], &[("№", BEGINS_DOWN), ("Мероприятие", BEGINS_DOWN), ("Годы", 0)], &header)
        .row(&[0, 600, 4000, 6000, 8000], &[("", GOES_ON_DOWN), ("", GOES_ON_DOWN), ("2024", 0), ("2025", 0)], &header)
        .row(&[10, 8010], &[("Раздел первый", 0)], &[])
        .row(&[0, 610, 4010, 6010, 8000], &[("1", 0), ("Уборка", 0), ("5", 0), ("6", 0)], &[])
        // Set by a modifier of its own: the third cell goes on over the row below; a cell is put in front.
        .row(
            &[0, 3400, 5400, 7400],
            &[("2", 0), ("Полив", 0), ("", 0), ("8", 0)],
            &[0x21, 0x76, 0, 1, 0x58, 2, 0x2b, 0xd6, 2, 2, 1],
        )
        .paragraph("Конец");
    assert_eq!(
        read(&made),
        [
            "План",
            "*№¦Мероприятие¦Годы¦<",
            "*^¦^¦2024¦2025",
            "Раздел первый¦<¦<¦<",
            "1¦Уборка¦5¦6",
            "2¦Полив¦^¦8",
            "Конец"
        ]
    );
}

#[test]
fn a_table_within_a_cell_becomes_lines_of_it() {
    let inner = [0x16, 0x24, 1, 0x49, 0x66, 2, 0, 0, 0];
    let end = [inner.as_slice(), &[0x4b, 0x24, 1]].concat();
    let row_end = [inner.as_slice(), &[0x4c, 0x24, 1, 0x08, 0xd6, 8, 0, 2, 0, 0, 0xe8, 3, 0xd0, 7]].concat();
    let made = Made::new().text("2024").mark('\r', &end).text("7").mark('\r', &end).mark('\r', &row_end).row(
        &[0, 4000, 8000],
        &[("тыс. рублей", 0), ("Уборка парка и полив клумб в округе", 0)],
        &[],
    );
    assert_eq!(read(&made), ["2024 7/тыс. рублей¦Уборка парка и полив клумб в округе"]);
}

#[test]
fn numbers_of_lists_stand_in_front() {
    // One list of two levels of the nine: «%0.» decimal, «%1)» in Russian letters; two uses, the second from 5.
    let level = |start: u32, form: u8, text: &[u16]| {
        let mut out = start.to_le_bytes().to_vec();
        out.extend([form, 0]);
        out.extend([0; 22]);
        out.extend((text.len() as u16).to_le_bytes());
        out.extend(text.iter().flat_map(|u| u.to_le_bytes()));
        out
    };
    let mut heads = vec![1, 0, 7, 0, 0, 0];
    heads.extend([0; 24]);
    let mut levels = level(1, 0, &[0, u16::from(b'.')]);
    levels.extend(level(1, 58, &[1, u16::from(b')')]));
    (2..9).for_each(|_| levels.extend(level(1, 255, &[])));
    let mut uses = vec![2, 0, 0, 0];
    uses.extend([[7, 0, 0, 0].as_slice(), &[0; 12]].concat());
    uses.extend([[7, 0, 0, 0].as_slice(), &[0; 8], &[1, 0, 0, 0]].concat());
    uses.extend([255; 8]);
    uses.extend([5, 0, 0, 0, 0x10, 0, 0, 0]);
    let item = |number: u8, level: u8| [0x0b, 0x46, number, 0, 0x0a, 0x26, level];
    let mut made = Made::new().part(73, heads, levels).part(74, uses, Vec::new());
    for (text, number, level) in [
        ("Убрать", 1, 0),
        ("листву", 1, 1),
        ("мусор", 1, 1),
        ("Полить", 1, 0),
        ("клумбы", 1, 1),
        ("Иное", 2, 0),
        ("", 2, 0),
    ] {
        made = made.text(text).mark('\r', &item(number, level));
    }
    assert_eq!(read(&made), ["1. Убрать", "а) листву", "б) мусор", "2. Полить", "а) клумбы", "5. Иное", "6."]);
}

#[test]
fn pieces_may_be_of_bytes_and_in_any_order() {
    let mut made = Made::new().paragraph("Приказ о парке").paragraph("Второй абзац");
    made.narrow = true;
    let content = content_of(&made.file());
    assert_eq!(shown(&content), ["Приказ о парке", "Второй абзац"]);
    assert_eq!(codes(&content), ["encoding-guessed"]);

    let mut made = Made::new().paragraph("Приказ о парке").text("Второй").mark('\r', &[]);
    made.swapped_at = Some((9, 0));
    assert_eq!(read(&made), ["Приказ о парке", "Второй"]);
    // Fast saving says of a whole piece that it is deleted (modifier 0x41).
    made.swapped_at = Some((15, 0x41 << 1 | 1 << 8));
    assert_eq!(read(&made), ["Приказ о парке"]);
}

#[test]
fn notes_stand_behind_the_text_and_boxes_behind_their_paragraph() {
    let mut made = Made::new().text("Слово").chars("\u{2}", &SPECIAL).text(" и дело").chars("\u{8}", &SPECIAL);
    made = made.mark('\r', &[]).paragraph("Конец");
    let from = made.len();
    made = made.chars("\u{2}", &SPECIAL).paragraph(" Разъяснение слова.").paragraph("").story(1, from);
    let notes = (made.len() - from) as u32;
    let from = made.len();
    made = made.paragraph("Надпись").paragraph("").story(6, from);
    let longs = |numbers: &[u32]| numbers.iter().flat_map(|n| n.to_le_bytes()).collect::<Vec<u8>>();
    let mut shape = longs(&[13, 21, 77]);
    shape.extend([0; 22]);
    let mut boxes = longs(&[0, 8, 9]);
    boxes.extend([[0; 14].as_slice(), &longs(&[77]), &[0; 4], &[0; 22]].concat());
    boxes.splice(0..12, longs(&[0, 8, 9]));
    let made = made
        .part(2, [longs(&[5, 21]), vec![1, 0]].concat(), Vec::new())
        .part(3, longs(&[0, notes - 1, notes]), Vec::new())
        .part(40, shape, Vec::new())
        .part(56, boxes, Vec::new());
    let content = content_of(&made.file());
    assert_eq!(shown(&content), ["Слово и дело", "Надпись", "Конец", "1 Разъяснение слова."]);
    assert!(content.notes.is_empty());
}

#[test]
fn pages_begin_behind_breaks() {
    let before = [0x07, 0x24, 1];
    let made = Made::new().text("Первая\u{c}вторая").mark('\r', &[]).text("Третья").mark('\r', &before);
    let content = content_of(&made.file());
    let begins: Vec<&str> = content.pages.iter().map(|p| content.text[*p..].lines().next().unwrap()).collect();
    assert_eq!(begins, ["Первая", "вторая", "Третья"]);
}

#[test]
fn pages_that_hold_too_much_are_not_counted() {
    let long = "Убрать парк и полить клумбы. ".repeat(300);
    let content = content_of(&Made::new().paragraph(&long).text("Первая\u{c}вторая").mark('\r', &[]).file());
    assert!(content.pages.is_empty());
    assert_eq!(codes(&content), ["pages-uncertain"]);
}

#[test]
fn documents_that_cannot_be_read_say_why() {
    let made = Made::new().paragraph("Приказ");
    let (mut locked, mut old) = (made.clone(), made);
    locked.flags = 0x0100;
    (old.signature, old.version) = (0xa5dc, 0x68);
    assert_eq!((refusal(&locked.file()), refusal(&old.file())), ("encrypted", "unsupported"));
    assert_eq!(refusal(b"\xdb\xa5\x2d\0\0\0"), "unsupported");
    assert_eq!(refusal(&compound(&[("Other", vec![1; 5000])])), "broken");
    assert_eq!(refusal(&compound(&[("EncryptedPackage", vec![1; 5000])])), "encrypted");
}

#[test]
fn the_signature_decides() {
    let file = Made::new().paragraph("Приказ").file();
    for name in ["a.doc", "a.txt", "a", "a.xls"] {
        assert_eq!(of(&file, name).name, "doc", "{name}");
    }
    assert_eq!(of("Приказ".as_bytes(), "a.doc").name, "text");
    let sheet = compound(&[("Workbook", vec![1; 5000])]);
    assert!(!knows(&sheet, "xls") && !knows(&sheet, "doc"));
}

#[test]
fn a_cut_file_gives_its_text() {
    let long = "Убрать парк и полить клумбы. ".repeat(40);
    let file = Made::new().paragraph(&long).file();
    let content = content_of(&file[..file.len() - 600]);
    assert_eq!(shown(&content)[0], long);
    assert_eq!(codes(&content), ["part-damaged"]);
}

#[test]
fn damage_never_panics() {
    let header = [0x04, 0x34, 1];
    let file = Made::new()
        .chars("ПРИКАЗ", &BOLD)
        .mark('\r', &[])
        .row(&[0, 600, 8000], &[("№", 0), ("Мероприятие", 0)], &header)
        .row(&[0, 600, 4000, 8000], &[("1", 0), ("Уборка \u{13}X\u{14}парка\u{15}", 0), ("май", BEGINS_DOWN)], &[])
        .paragraph("Конец")
        .file();
    let mut seed = 7u64;
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    for round in 0..600 {
        let mut bytes = file.clone();
        for _ in 0..1 + next(30) {
            let at = if round % 2 == 0 { next(bytes.len()) } else { 512 + next(1200) };
            bytes[at] = if next(3) == 0 { 0xff } else { next(256) as u8 };
        }
        if round % 5 == 0 {
            bytes.truncate(next(file.len()));
        }
        if let Ok(content) = content(&bytes, &Options::default()) {
            assert!(content.text.len() < 8 * file.len(), "round {round}");
            shown(&content);
        }
    }
}
