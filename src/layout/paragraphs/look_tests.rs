//! Paragraphs of formats that say how they are set: styles, bold type, the middle of the line, sheets.

use crate::diagnostic::Findings;
use crate::grammar::Grammars;
use crate::layout::{self, Layout};
use crate::model::BlockKind;
use crate::readers::{Buffer, Cell, Look};
use crate::text::LineIndex;

use super::Block;

/// Lays out lines: `^` a style of the first level, `!` bold, `=` in the middle, `~` the tab of a sheet, `|` a row.
fn layout(lines: &[&str]) -> Layout {
    let mut buffer = Buffer::default();
    for line in lines {
        if line.contains('|') {
            buffer.row(&line.split('|').map(Cell::new).collect::<Vec<_>>(), false);
            continue;
        }
        let text = line.trim_start_matches(['^', '!', '=', '~']);
        let marks = &line[..line.len() - text.len()];
        let tab = marks.contains('~');
        let level = u8::from(tab || marks.contains('^'));
        buffer.paragraph(text, Look { level, centred: marks.contains('='), bold: marks.contains('!'), tab });
    }
    let content = buffer.finish();
    let index = LineIndex::new(&content.text);
    layout::build(&content.text, &content.items, &index, &Grammars::builtin(), &mut Findings::default())
}

/// The blocks: `#` before headings, `-` before list items.
fn blocks(lines: &[&str]) -> Vec<String> {
    let block = |block: &Block| match block {
        Block::Table(_) => "table".to_owned(),
        Block::Text { kind: BlockKind::Heading, text, .. } => format!("# {text}"),
        Block::Text { text, .. } => text.as_str().to_owned(),
    };
    layout(lines).blocks.iter().map(block).collect()
}

/// The sections: level, number and title.
fn sections(lines: &[&str]) -> Vec<String> {
    let section = |s: &crate::model::Section| format!("{} {} {}", s.level, s.number.as_deref().unwrap_or("-"), s.title);
    layout(lines).sections.list.iter().map(section).collect()
}

/// The title of the only table below these lines.
fn title(lines: &[&str]) -> Option<String> {
    let rows = ["Показатель|2023 год|2024 год", "Число лип|5|7", "Число елей|6|8"];
    let layout = layout(&[lines, &rows[..]].concat());
    assert_eq!(layout.tables.len(), 1);
    layout.tables[0].title.as_ref().map(|t| t.as_str().to_owned())
}

#[test]
fn stamps_and_requisites_are_no_headings_however_they_are_set() {
    for line in [
        "^УТВЕРЖДАЮ",
        "!=УТВЕРЖДАЮ",
        "^Утверждена",
        "^04.02.2021 г. № 2",
        "^С.ЛИПОВКА",
        "!=(наименование школы)",
        "!Директор школы Г.Г. Тополев",
    ] {
        assert_eq!(blocks(&[line, "Текст плана."])[0], line.trim_start_matches(['^', '!', '=']), "{line}");
    }
    assert_eq!(blocks(&["!=Собрание депутатов решило:", "1. Посадить липы."])[0], "Собрание депутатов решило:");
}

#[test]
fn a_bold_line_above_text_is_a_heading_with_a_colon_or_a_number_too() {
    let lines = [
        "!Кадры школы:",
        "В школе есть учителя.",
        "!2.2. Справка о районе",
        "В районе есть липы.",
        "!Итоги.",
        "Всё растёт.",
    ];
    let headings: Vec<String> = blocks(&lines).into_iter().filter(|b| b.starts_with('#')).collect();
    assert_eq!(headings, ["# Кадры школы:", "# 2.2. Справка о районе", "# Итоги."]);
    for lines in [
        &["!Директор школы", "Г.Г. Тополев"][..],
        &["!1. Посадить липы", "Срок до мая."],
        &["!Липы растут", "!И ели растут", "!И сосны"],
        &["!Ответственный: школа", "Срок до мая."],
        &["Кадры школы:", "В школе есть учителя."],
    ] {
        assert!(blocks(lines).iter().all(|b| !b.starts_with('#')), "{lines:?}");
    }
}

#[test]
fn an_article_within_quotes_is_no_part_of_the_act() {
    let lines = ["^1. Внести изменения", "^«Статья 11.1. Посадка лип", "Липы сажают весной.»;", "^2. Вступить в силу"];
    assert_eq!(sections(&lines), ["1 1 Внести изменения", "1 2 Вступить в силу"]);
}

#[test]
fn one_series_of_numbers_is_one_level() {
    let lines = [
        "^I. Липы",
        "Текст.",
        "^II. Ели",
        "Текст.",
        "!=III. Сосны",
        "Текст.",
        "!=Дубы",
        "Текст.",
        "!=IV. Клёны",
        "Текст.",
    ];
    assert_eq!(sections(&lines), ["1 I Липы", "1 II Ели", "1 III Сосны", "2 - Дубы", "1 IV Клёны"]);
    let lines = ["!=Раздел II. Липы", "Текст.", "!=III. Ели", "Текст."];
    assert_eq!(sections(&lines), ["1 II Липы", "1 III Ели"]);
    let lines = ["!=Раздел 1. Липы", "Текст.", "!=2. Ели", "Текст."];
    assert_eq!(sections(&lines), ["1 1 Липы", "2 2 Ели"], "another series");
    let lines = ["!=Часть 1. Услуги", "Текст.", "!=Раздел 1. Липы", "Текст.", "!=Часть 2. Работы", "Текст."];
    assert_eq!(sections(&lines), ["1 1 Услуги", "2 1 Липы", "1 2 Работы"]);
    assert_eq!(sections(&["^Статья 5. Липы", "Текст."]), ["1 5 Липы"]);
}

#[test]
fn a_sheet_stands_below_nothing() {
    let lines = ["~Лист 1", "!=Приложение 1", "!=ОТЧЁТ О ЛИПАХ", "~Лист 2", "!=ОТЧЁТ О ЕЛЯХ"];
    let expected = ["1 - Лист 1", "2 1 Приложение 1", "3 - ОТЧЁТ О ЛИПАХ", "1 - Лист 2", "2 - ОТЧЁТ О ЕЛЯХ"];
    assert_eq!(sections(&lines), expected);
}

#[test]
fn a_title_is_found_behind_blanks_and_units() {
    for (lines, expected) in [
        (&["!=Паспорт школы", "МБУ «Гнездо»", "(наименование школы)", "(на 1 мая)"][..], Some("Паспорт школы")),
        (&["!=Сведения о липах", "Код ________", "(тыс. руб.)"], Some("Сведения о липах")),
        (&["Липы растут и растут.", "Код ________"], None),
        (&["!=Отчёт о липах", "", "http://lipa.example"], Some("Отчёт о липах")),
        (
            &["!=Показатели района", "(название района)", "Липовской области за 2024 год"],
            Some("Показатели района Липовской области за 2024 год"),
        ),
        (&["!=Нормы посадки", "Всего в районе 5000 лип."], Some("Нормы посадки")),
        (&["Наличие лип:"], Some("Наличие лип:")),
        (&["Для решения этих проблем в районе необходимы такие меры:"], None),
    ] {
        assert_eq!(title(lines).as_deref(), expected, "{lines:?}");
    }
}

#[test]
fn signatures_and_labels_of_annexes_are_joined_to_nothing() {
    let lines = ["Директор муниципальной школы Г.Г. Тополев", "", "приложение к программе"];
    assert_eq!(blocks(&lines), ["Директор муниципальной школы Г.Г. Тополев", "приложение к программе"]);
    let lines = ["(в ред. постановления от 19.07.2018 N 444)", "посадка лип;"];
    assert_eq!(blocks(&lines), lines);
    let lines = ["<*> Без липового района", "<**> С липовым районом"];
    assert_eq!(blocks(&lines), lines);
}

#[test]
fn the_title_above_a_table_is_a_heading_and_the_letterhead_is_none() {
    let lines = [
        "!=Краевое казённое учреждение",
        "",
        "План летних праздников школы",
        "День|Праздник",
        "5 мая|День лип",
        "6 мая|День елей",
    ];
    assert_eq!(blocks(&lines), ["Краевое казённое учреждение", "# План летних праздников школы", "table"]);
    assert_eq!(sections(&["!=Раздел IV. Липы", "Текст.", "!=1. V. Ели", "Текст."]), ["1 IV Липы", "1 V Ели"]);
    let lines = ["1. Наименование программы:", "", "ПРОГРАММА ПОСАДКИ ЛИП", "", "2. Срок:", "", "2024 год"];
    assert!(sections(&lines).is_empty(), "values of labels");
}

#[test]
fn the_stamp_of_what_an_act_approves_closes_the_act() {
    let act = ["^ДУМА ЛЕСНОГО РАЙОНА", "^ПОСТАНОВЛЕНИЕ", "Утвердить программу.", "Глава"];
    for stamp in [
        &["Утверждена", "постановлением Думы"][..],
        &["Утверждена постановлением Думы"],
        &["Приложение к постановлению Думы"],
    ] {
        let laid = layout(&[&act[..], stamp, &["^ПРОГРАММА отдыха", "Текст."]].concat());
        let (last, place) = (laid.sections.list.last().unwrap(), |block: &Block| match block {
            Block::Text { text, .. } => laid.sections.at(text.start().unwrap()),
            Block::Table(_) => None,
        });
        assert_eq!((last.title.as_str(), last.level, &last.parent), ("ПРОГРАММА отдыха", 1, &None), "{stamp:?}");
        let places: Vec<_> = laid.blocks.iter().map(place).collect();
        let stamped = laid.blocks.len() - 2 - stamp.len();
        assert_eq!(places[stamped], None, "{stamp:?}");
        assert_eq!((places[stamped - 1].is_some(), places.last().unwrap()), (true, &Some(last.id.clone())));
    }
    let inside = ["!=I. Отдых", "Текст.", "Утверждена постановлением Думы", "!Лагеря", "Текст."];
    assert_eq!(sections(&inside), ["1 I Отдых", "2 - Лагеря"], "no act is open");
}

#[test]
fn a_bold_number_between_two_headings_is_a_heading_above_a_bold_line() {
    let lines = ["!1. Питание", "Текст.", "!2. Отдых", "!Летний лагерь", "Текст.", "!3. Спорт", "Текст."];
    assert_eq!(sections(&lines), ["1 1 Питание", "1 2 Отдых", "2 - Летний лагерь", "1 3 Спорт"]);
    let gap = ["!1. Питание", "Текст.", "!2. Отдых", "!Летний лагерь", "Текст.", "!4. Спорт", "Текст."];
    assert_eq!(sections(&gap), ["1 1 Питание", "2 - Летний лагерь", "1 4 Спорт"]);
}

#[test]
fn a_bold_line_with_a_bullet_is_a_heading_as_one_without() {
    let lines = ["!1. Питание", "Текст.", "!• Завтраки", "Текст.", "!Обеды", "Текст."];
    assert_eq!(sections(&lines), ["1 1 Питание", "2 - Завтраки", "2 - Обеды"]);
    assert!(sections(&["Текст.", "!• Завтраки", "!• Обеды", "Текст."]).is_empty(), "a list in bold type");
    assert!(sections(&["Текст.", "!- Завтраки", "Текст."]).is_empty(), "a dash");
}

#[test]
fn a_colon_behind_words_that_lead_in_makes_no_heading() {
    assert!(sections(&["Текст.", "!По итогам осмотра среди школ:", "Текст."]).is_empty());
    assert_eq!(sections(&["Текст.", "!Итоги осмотра:", "Текст."]), ["1 - Итоги осмотра:"]);
}

#[test]
fn a_joined_title_stands_beside_other_titles_in_capitals() {
    let lines = ["!=ПАСПОРТ", "Текст.", "!=ОТЧЁТ", "о работе школы", "Текст.", "!=Цель школы", "Текст."];
    assert_eq!(sections(&lines), ["1 - ПАСПОРТ", "1 - ОТЧЁТ о работе школы", "2 - Цель школы"]);
}

#[test]
fn a_series_below_a_heading_without_a_number_is_its_parts() {
    let lines = ["!=I. План", "Текст.", "!=Состав плана", "!=1. Липы", "Текст.", "!=2. Ели", "Текст."];
    assert_eq!(sections(&lines), ["1 I План", "2 - Состав плана", "3 1 Липы", "3 2 Ели"]);
    let apart = ["!=I. План", "Текст.", "!=Состав плана", "Текст.", "!=1. Липы", "Текст."];
    assert_eq!(sections(&apart), ["1 I План", "2 - Состав плана", "2 1 Липы"], "it holds something of its own");
}
