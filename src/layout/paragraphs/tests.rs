use crate::diagnostic::Findings;
use crate::grammar::Grammars;
use crate::layout::{self, Layout};
use crate::model::BlockKind;
use crate::readers::text;
use crate::text::LineIndex;

use super::Block;

fn layout(source: &str) -> Layout {
    let mut findings = Findings::default();
    layout::build(source, &text::read(source), &LineIndex::new(source), &Grammars::builtin(), &mut findings)
}

/// The blocks of a text: `#` for headings, `-` for list items.
fn blocks(source: &str) -> Vec<String> {
    let block = |block: &Block| match block {
        Block::Table(_) => "table".to_owned(),
        Block::Text { kind: BlockKind::Heading, text, .. } => format!("# {text}"),
        Block::Text { kind: BlockKind::ListItem, text, .. } => format!("- {text}"),
        Block::Text { text, .. } => text.as_str().to_owned(),
    };
    layout(source).blocks.iter().map(block).collect()
}

/// The sections of a text: level, number and title.
fn sections(source: &str) -> Vec<String> {
    let section = |s: &crate::model::Section| format!("{} {} {}", s.level, s.number.as_deref().unwrap_or("-"), s.title);
    layout(source).sections.list.iter().map(section).collect()
}

#[test]
fn points_of_an_act_are_no_headings() {
    let source = "ПРИКАЗЫВАЮ:\n\n1. Утвердить план работы школы на год\n\n2. Контроль исполнения приказа оставляю за собой\n\n\
                  Глава округа          Г.Г. Тополев\n\nД.В.ЛИВАНОВ\n";
    let expected = [
        "ПРИКАЗЫВАЮ:",
        "- 1. Утвердить план работы школы на год",
        "- 2. Контроль исполнения приказа оставляю за собой",
        "Глава округа Г.Г. Тополев",
        "Д.В.ЛИВАНОВ",
    ];
    assert_eq!(blocks(source), expected);
}

#[test]
fn an_annex_keeps_its_words_and_leaves_its_stamp() {
    let source = "Приложение № 1\nк приказу управления образования\nадминистрации Лесного района\nот 05.09.2023 № 7\n\n\
                  ПОЛОЖЕНИЕ\nо клубе «Гнездо»\n\n1. Общие положения\n\n1.1. Клуб объединяет семьи.\n\n2. Членство\n\n2.1. Вступить может каждый.\n";
    let expected = [
        "# Приложение № 1",
        "к приказу управления образования администрации Лесного района",
        "от 05.09.2023 № 7",
        "# ПОЛОЖЕНИЕ о клубе «Гнездо»",
        "# 1. Общие положения",
        "- 1.1. Клуб объединяет семьи.",
        "# 2. Членство",
        "- 2.1. Вступить может каждый.",
    ];
    assert_eq!(blocks(source), expected);
    let expected = ["1 1 Приложение № 1", "2 - ПОЛОЖЕНИЕ о клубе «Гнездо»", "3 1 Общие положения", "3 2 Членство"];
    assert_eq!(sections(source), expected);
}

#[test]
fn titles_in_capitals_are_one_heading_each() {
    let source = "АДМИНИСТРАЦИЯ ЛЕСНОГО РАЙОНА\nПРИРЕЧНОГО КРАЯ\nУПРАВЛЕНИЕ ОБРАЗОВАНИЯ\nПРИКАЗ\nот 4 июля 2014 г. N 41\nОБ УТВЕРЖДЕНИИ\nПЛАНА РАБОТЫ\n";
    let expected = [
        "# АДМИНИСТРАЦИЯ ЛЕСНОГО РАЙОНА ПРИРЕЧНОГО КРАЯ",
        "# УПРАВЛЕНИЕ ОБРАЗОВАНИЯ",
        "# ПРИКАЗ",
        "от 4 июля 2014 г. N 41",
        "# ОБ УТВЕРЖДЕНИИ ПЛАНА РАБОТЫ",
    ];
    assert_eq!(blocks(source), expected);
}

#[test]
fn markdown_and_numbered_words_are_headings() {
    let source = "# Программа «Сад»\n\n## 1. Паспорт\n\nТекст программы.\n\n## 2. Цели\n\nТекст целей.\n";
    assert_eq!(blocks(source)[1], "# 1. Паспорт");
    assert_eq!(sections(source), ["1 - Программа «Сад»", "2 1 Паспорт", "2 2 Цели"]);
    let source =
        "Трек 1. Честные отметки\n\nТекст.\n\nТрек 2. Поддержка школ\n\nТекст.\n\nПункт 3. Изложить иначе\n\nТекст.\n";
    assert_eq!(sections(source), ["1 1 Трек 1. Честные отметки", "1 2 Трек 2. Поддержка школ"]);
}

#[test]
fn lines_of_first_line_indents_are_joined() {
    let source = "     1. Утвердить состав комиссии по подготовке к зиме на терри-\n\
                  тории района и её Положение (приложение N 1), а также график\n\
                  2024-2026 годов.\n     2. Начальнику отдела градостроительства и вопросов социально-\nэкономического развития района обеспечить исполнение настоящего\nРешения.\n\
                  \u{20}    3. Отменить решение, принятое Собранием представителей района\n21 марта 2012 г. № 211.\n";
    let expected = [
        "- 1. Утвердить состав комиссии по подготовке к зиме на территории района и её Положение (приложение N 1), а также график 2024-2026 годов.",
        "- 2. Начальнику отдела градостроительства и вопросов социально-экономического развития района обеспечить исполнение настоящего Решения.",
        "- 3. Отменить решение, принятое Собранием представителей района 21 марта 2012 г. № 211.",
    ];
    assert_eq!(blocks(source), expected);
}

#[test]
fn stretches_of_single_words_are_one_paragraph() {
    let source = "В соответствии с пунктом 4 части 2 статьи 18 Федерального закона от\n14.06.2013 № 268-ФЗ, постановлением\nПравительства\nРоссийской\n\
                  Федерации\nот 17.10.2015 № 1391 «О программе государственных гарантий оказания\nгражданам помощи» Правительство области постановляет:\n\
                  1.1.\nПеречень\nплатных\nуслуг утвердить согласно приложению к настоящему постановлению\nобласти.\nМинистр\nД.В.ЛИВАНОВ\n";
    let expected = [
        "В соответствии с пунктом 4 части 2 статьи 18 Федерального закона от 14.06.2013 № 268-ФЗ, постановлением Правительства Российской Федерации \
         от 17.10.2015 № 1391 «О программе государственных гарантий оказания гражданам помощи» Правительство области постановляет:",
        "- 1.1. Перечень платных услуг утвердить согласно приложению к настоящему постановлению области.",
        "Министр",
        "Д.В.ЛИВАНОВ",
    ];
    assert_eq!(blocks(source), expected);
}

#[test]
fn page_breaks_within_sentences_are_joined() {
    let long = "Заработная плата работников является важным направлением повышения качества, её средний размер в сети составил в прошлом году 41";
    let source = format!(
        "{long}\n\n034,21 рублей, что больше.\n\nВ этом году учреждения района получили средства на ремонт и\n\n\nоборудование классов.\n\nКонец ____\n\nэто другое.\n"
    );
    let found = blocks(&source);
    assert_eq!(found[0], format!("{long} 034,21 рублей, что больше."));
    assert_eq!(found[1], "В этом году учреждения района получили средства на ремонт и оборудование классов.");
    assert_eq!(found.len(), 4);
}
