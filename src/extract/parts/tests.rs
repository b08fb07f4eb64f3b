//! Heads, stamps and bodies in the forms in which they are made, about places that do not exist.

use std::collections::HashSet;

use super::extract;
use crate::diagnostic::Findings;
use crate::grammar::acts::Acts;
use crate::layout::flow;
use crate::model::{Act, Part, PartKind};
use crate::readers::{Buffer, Look, text};
use crate::text::LineIndex;

fn parts_with(source: &str, g: &Acts) -> (Vec<Part>, Findings) {
    let words: HashSet<String> = source.split(|c: char| !c.is_alphabetic()).map(str::to_lowercase).collect();
    let mut findings = Findings::default();
    let lines = flow::lines(source, &text::read(source), &mut findings);
    let parts = extract(&lines, &LineIndex::new(source), g, &|w: &str| words.contains(w), &mut findings);
    (parts, findings)
}

fn parts(source: &str) -> Vec<Part> {
    parts_with(source, &Acts::builtin()).0
}

fn act(part: &Part) -> &Act {
    part.act.as_ref().expect("an act")
}

/// issuer, date, number, place
fn requisites(part: &Part) -> (Vec<&str>, &str, &str, &str) {
    let a = act(part);
    let issuer = a.issuer.iter().map(String::as_str).collect();
    let or = "-";
    (issuer, a.date.as_deref().unwrap_or(or), a.number.as_deref().unwrap_or(or), a.place.as_deref().unwrap_or(or))
}

fn signed(part: &Part) -> (Option<&str>, Option<&str>) {
    let s = act(part).signatory.as_ref().expect("a signature");
    (s.position.as_deref(), s.name.as_deref())
}

fn numbers(part: &Part) -> Vec<&str> {
    part.clauses.iter().map(|c| c.number.as_deref().unwrap_or("-")).collect()
}

const RESOLUTION: &str = "\
РОССИЙСКАЯ ФЕДЕРАЦИЯ
ЛУГОВСКАЯ ОБЛАСТЬ
АДМИНИСТРАЦИЯ ЗАРЕЧНОГО
МУНИЦИПАЛЬНОГО РАЙОНА

П О С Т А Н О В Л Е Н И Е

от 06 февраля 2024 г. N 89-па г. Заречный

О мерах по охране лесов
от пожаров

В целях охраны лесов, на основании Устава района администрация района п о с т а н о в л я е т:

1. Одобрить план (приложение № 1).
2. Отделу культуры:
2.1. обеспечить исполнение;
а) назначить ответственных.
3. Контроль возложить на заместителя главы А.Б. Полевого.

Глава района ___________ О.Ю. Береговая

Приложение № 1
к постановлению администрации
Заречного муниципального района
от 06.02.2024 № 89-па

ПЛАН
мероприятий по охране лесов

1. Посадить ели.
";

#[test]
fn a_scrap_of_a_signature_stands_between_stamp_and_title() {
    let source = "УТВЕРЖДАЮ\nДиректор школы\nи И.А, Луговой\n\nПРОГРАММА\nкомплексной безопасности школы\n\n1. Введение\nШкола стоит.";
    let found = parts(source);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].kind, PartKind::Program);
    assert_eq!(found[0].title.as_deref(), Some("ПРОГРАММА комплексной безопасности школы"));
}

#[test]
fn a_resolution_and_its_annex() {
    let p = parts(RESOLUTION);
    assert_eq!(p.len(), 2);
    assert_eq!(
        requisites(&p[0]),
        (
            vec!["РОССИЙСКАЯ ФЕДЕРАЦИЯ", "ЛУГОВСКАЯ ОБЛАСТЬ", "АДМИНИСТРАЦИЯ ЗАРЕЧНОГО МУНИЦИПАЛЬНОГО РАЙОНА"],
            "2024-02-06",
            "89-па",
            "г. Заречный"
        )
    );
    assert_eq!(p[0].title.as_deref(), Some("О мерах по охране лесов от пожаров"));
    assert_eq!(
        act(&p[0]).preamble.as_deref(),
        Some("В целях охраны лесов, на основании Устава района администрация района")
    );
    assert_eq!(
        (act(&p[0]).kind_text.as_deref(), act(&p[0]).enacting.as_deref()),
        (Some("ПОСТАНОВЛЕНИЕ"), Some("постановляет"))
    );
    assert_eq!(numbers(&p[0]), ["1", "2", "2.1", "а)", "3"]);
    assert_eq!(signed(&p[0]), (Some("Глава района"), Some("О.Ю. Береговая")));
    assert_eq!((p[1].kind, p[1].title.as_deref()), (PartKind::ActionPlan, Some("ПЛАН мероприятий по охране лесов")));
    let stamp = p[1].attachment.as_ref().unwrap();
    assert_eq!((stamp.label.as_str(), stamp.act_number.as_deref()), ("Приложение № 1", Some("89-па")));
    assert!(p[1].clauses.is_empty());
    assert_eq!((p[0].span.start_line, p[0].span.end_line, p[1].span.start_line), (1, 21, 23));
}

#[test]
fn a_school_order_with_tabs_and_a_blank_number() {
    let p = parts(
        "муниципальное бюджетное общеобразовательное учреждение\nсредняя школа № 5 села Луговое\n\nПРИКАЗ\n\n« 5 »\tсентября\t2022 года\t\t№\n\nОб утверждении режима дня\n\nПРИКАЗЫВАЮ:\nУтвердить режим дня.\nКонтроль оставляю за собой.\n\nДиректор школы\t\t\tП.Р. Лесная\nС приказом ознакомлены:\n",
    );
    assert_eq!(
        requisites(&p[0]),
        (
            vec!["муниципальное бюджетное общеобразовательное учреждение средняя школа № 5 села Луговое"],
            "2022-09-05",
            "-",
            "-"
        )
    );
    assert_eq!((act(&p[0]).preamble.as_deref(), p[0].title.as_deref()), (None, Some("Об утверждении режима дня")));
    assert_eq!(numbers(&p[0]), ["-", "-"]);
    assert_eq!(signed(&p[0]), (Some("Директор школы"), Some("П.Р. Лесная")));
    assert_eq!(p[0].span.end_line, 15);
}

#[test]
fn a_run_on_head_with_the_issuer_in_the_genitive() {
    let p = parts(
        "Приказ Министерства сельских дорог от 18.06.2013 N 38н г. Луговск\n\"О форме дорожного\nлиста\" (Зарегистрировано 22.07.2013 N 5)\n\nВ соответствии с Уставом приказываю:\n1. Утвердить форму.\nМинистр\nВ.И.СТЕПНОЙ\n",
    );
    assert_eq!(requisites(&p[0]), (vec!["Министерства сельских дорог"], "2013-06-18", "38н", "г. Луговск"));
    assert_eq!(p[0].title.as_deref(), Some("\"О форме дорожного листа\""));
    assert_eq!(signed(&p[0]), (Some("Министр"), Some("В.И.СТЕПНОЙ")));
}

#[test]
fn the_last_head_counts_and_covers_are_left_out() {
    let p = parts(
        "Приказ Минлеса от 18.06.2013 N 38н\n\"О форме...\"\n\nСтраница 3 из 50\n\nЗарегистрировано в Минюсте 22 июля 2013 г. N 5\n\nМИНИСТЕРСТВО ЛЕСНЫХ ДЕЛ\n\nПРИКАЗ\nот 18 июня 2013 г. N 38н\n\nО ФОРМЕ\n\nСписок изменяющих документов\n(в ред. Приказа Минлеса от 23.03.2017 № 49)\n\nВо исполнение закона приказываю:\nУтвердить форму.\n",
    );
    assert_eq!(p.len(), 1);
    assert_eq!(requisites(&p[0]), (vec!["МИНИСТЕРСТВО ЛЕСНЫХ ДЕЛ"], "2013-06-18", "38н", "-"));
    assert_eq!((p[0].title.as_deref(), p[0].span.start_line), (Some("О ФОРМЕ"), 8));
}

#[test]
fn an_issuer_under_the_kind_word_and_requisites_at_the_end() {
    let p = parts(
        "УКАЗ\n\nГУБЕРНАТОРА ЛУГОВСКОЙ ОБЛАСТИ\n\nО дне поля\n\nВ соответствии с законом постановляю:\n\n1. Установить день поля.\n\nВ.Речной\n\nг. Луговск\n14 июня 2012 года\n№ 851\n",
    );
    assert_eq!(requisites(&p[0]), (vec!["ГУБЕРНАТОРА ЛУГОВСКОЙ ОБЛАСТИ"], "2012-06-14", "851", "г. Луговск"));
    assert_eq!(signed(&p[0]), (None, Some("В.Речной")));
    assert_eq!((p[0].kind, p[0].span.end_line), (PartKind::Other, 15));
}

#[test]
fn an_issuer_in_the_preamble_only() {
    let p = parts(
        "Постановление\n\n20.01.2026 № 37\n\nО мосте\n\nРуководствуясь Уставом, Администрация Лесного района\n\nП О С Т А Н О В Л Я Е Т:\n\n1. Построить мост.\n",
    );
    assert_eq!(requisites(&p[0]).0, ["Администрация Лесного района"]);
    assert_eq!(act(&p[0]).preamble.as_deref(), Some("Руководствуясь Уставом, Администрация Лесного района"));
}

#[test]
fn no_opening_words_of_the_preamble() {
    let p = parts(
        "СОВЕТ ДЕПУТАТОВ СЕЛА ЛУГОВОЕ\nРЕШЕНИЕ № 4\n12 марта 2020 г. с. Луговое\nО бюджете села\n\nСовет депутатов РЕШИЛ:\n1.Принять бюджет.\n2.Опубликовать решение.\nГлава села                 (подпись)             И.И. Овражный\n",
    );
    assert_eq!(requisites(&p[0]), (vec!["СОВЕТ ДЕПУТАТОВ СЕЛА ЛУГОВОЕ"], "2020-03-12", "4", "с. Луговое"));
    assert_eq!(
        (p[0].title.as_deref(), act(&p[0]).preamble.as_deref()),
        (Some("О бюджете села"), Some("Совет депутатов"))
    );
    assert_eq!(numbers(&p[0]), ["1", "2"]);
    assert_eq!(signed(&p[0]), (Some("Глава села"), Some("И.И. Овражный")));
}

#[test]
fn no_word_enacts() {
    let p = parts(
        "АДМИНИСТРАЦИЯ ЛУГОВОГО\nРАСПОРЯЖЕНИЕ\n24 февраля 2025 года   с. Луговое   N 19\n\nО плане\n\nВо исполнение закона, в связи с паводком:\n\n1. Утвердить план.\n2. Довести план до жителей.\n\nГлава   Г.Г. Тополев\n",
    );
    assert_eq!((p[0].kind, act(&p[0]).enacting.as_deref()), (PartKind::Directive, None));
    assert_eq!(act(&p[0]).preamble.as_deref(), Some("Во исполнение закона, в связи с паводком"));
    assert_eq!(requisites(&p[0]).3, "с. Луговое");
    assert_eq!(numbers(&p[0]), ["1", "2"]);
}

#[test]
fn one_word_on_each_line_and_torn_words() {
    let p = parts(
        "МБУ «Луговская больница»\nПРИКАЗ № /&9\n«07» мая 2015г. \nг.Луговск\nНа \nосновании \nУстава о санитарно-\nгигиеническом \nнадзоре\nПРИКАЗЫВАЮ:\n1.1. \nПеречень \nуслуг.\n",
    );
    assert_eq!(requisites(&p[0]), (vec!["МБУ «Луговская больница»"], "2015-05-07", "-", "г.Луговск"));
    assert_eq!(act(&p[0]).preamble.as_deref(), Some("На основании Устава о санитарно-гигиеническом надзоре"));
    assert_eq!((numbers(&p[0]), p[0].clauses[0].text.as_str()), (vec!["1.1"], "Перечень услуг."));
}

#[test]
fn drawn_rows_hold_requisites_and_signature() {
    let p = parts(
        "КОМИТЕТ ПО ЛЕСАМ\n\nП Р И К А З\n\n|«17»  мая  2012 г.   |          |№ 413   |\n|           |Луговск    |      |\n\nО лесах\n\nС целью порядка п р и к а з ы в а ю:\nУтвердить порядок.\n\n|Председатель комитета   |       |А.А. Озёрный   |\n",
    );
    assert_eq!(requisites(&p[0]), (vec!["КОМИТЕТ ПО ЛЕСАМ"], "2012-05-17", "413", "Луговск"));
    assert_eq!(signed(&p[0]), (Some("Председатель комитета"), Some("А.А. Озёрный")));
}

#[test]
fn bold_over_several_lines_is_one_issuer() {
    let p = parts(
        "**ОТДЕЛ ШКОЛ\nАДМИНИСТРАЦИИ ЛУГОВОГО\nКРАЙ ЗАРЕЧНЫЙ**\n\nПРИКАЗ\n\nот 05.09.2023\n\n№ 261-д\n\nО школах\n\nВ целях порядка приказываю:\n\n1. Открыть школу.\n",
    );
    assert_eq!(
        requisites(&p[0]),
        (vec!["ОТДЕЛ ШКОЛ АДМИНИСТРАЦИИ ЛУГОВОГО КРАЙ ЗАРЕЧНЫЙ"], "2023-09-05", "261-д", "-")
    );
}

#[test]
fn inserted_text_keeps_its_numbers() {
    let p = parts(
        "ДУМА ГОРОДА ЛУГОВСКА\nРЕШЕНИЕ\nот 01.02.2021 № 5\nО внесении изменений в Устав\nРуководствуясь Уставом, Дума города р е ш и л а:\n1. Внести в Устав изменения:\n1) пункт 2 изложить в следующей редакции:\n«2. Дума работает\n3. открыто.»;\n2) пункт 4 исключить.\n2. Опубликовать решение.\nПредседатель Думы\nЛ.Л. Полевая\n",
    );
    assert_eq!(numbers(&p[0]), ["1", "1)", "2)", "2"]);
    assert_eq!(p[0].clauses[1].text, "пункт 2 изложить в следующей редакции: «2. Дума работает 3. открыто.»;");
}

#[test]
fn a_regulation_has_clauses_and_no_headings() {
    let p = parts(
        "УТВЕРЖДЕНО\nприказом отдела\nот 19.09.2023 № 64-п\n\nПОЛОЖЕНИЕ\nо клубе\n\n1. Общие положения\n\n1.1. Клуб создан.\n1.2. Клуб вправе:\nа) петь;\nб) плясать.\n\nII. Состав\n\n2.1. В клубе десять человек,\nне считая детей.\n\nПриложение\nк Положению о клубе\n\nЖУРНАЛ\n1. Нет.\n",
    );
    assert_eq!(p.len(), 1);
    assert_eq!((p[0].kind, p[0].title.as_deref()), (PartKind::Regulation, Some("ПОЛОЖЕНИЕ о клубе")));
    assert_eq!(numbers(&p[0]), ["1.1", "1.2", "а)", "б)", "2.1"]);
    assert_eq!(p[0].clauses[4].text, "В клубе десять человек, не считая детей.");
}

#[test]
fn stamps_of_persons_and_councils() {
    let p = parts(
        "«УТВЕРЖДАЮ»\nГлава района\n_________ О.О. Степной\n«___» _______ 2020 г.\n\nПлан работы\nотдела на 2020 год\n",
    );
    assert_eq!((p[0].kind, p[0].title.as_deref()), (PartKind::ActionPlan, Some("План работы отдела на 2020 год")));
    assert_eq!(p[0].attachment.as_ref().unwrap().label, "«УТВЕРЖДАЮ»");
    let p = parts(
        "ПРИНЯТО\nна заседании совета школы\nпротокол от 30.08.2020 № 1\n\nУТВЕРЖДЕНО\nприказом директора школы № 5\nот 31.08.2020 № 55\n\nПравила приёма\n\n1. Детей принимают.\n",
    );
    assert_eq!((p.len(), p[0].kind, p[0].title.as_deref()), (1, PartKind::Regulation, Some("Правила приёма")));
    assert_eq!(numbers(&p[0]), ["1"]);
    let p = parts(
        "Приложение № 2\nк муниципальной программе «Вода», утверждённой\nпостановлением администрации\nот 24.10.2023 № 1655\n\nСВЕДЕНИЯ\nо скважинах\n",
    );
    let stamp = p[0].attachment.as_ref().unwrap();
    assert_eq!(
        (stamp.act_kind_text.as_deref(), stamp.act_date.as_deref(), stamp.act_number.as_deref()),
        (Some("постановлением"), Some("2023-10-24"), Some("1655"))
    );
    assert_eq!(p[0].title.as_deref(), Some("СВЕДЕНИЯ о скважинах"));
}

#[test]
fn a_body_follows_an_act_without_a_stamp() {
    let p = parts(
        "УПРАВЛЕНИЕ ШКОЛ\nПРИКАЗ\nот 30.12.2021 № 19\n«Об утверждении программы»\nВ целях роста\nПРИКАЗЫВАЮ:\n1. Утвердить программу.\n\nНачальник управления\n\n\n\nН.Ю. Речная\n\nИНСТИТУТ ШКОЛ\n\nПрограмма развития\nсистемы школ\n\nЛуговск 2022\n\nПаспорт программы\n",
    );
    assert_eq!(p.len(), 2);
    assert_eq!(signed(&p[0]), (Some("Начальник управления"), Some("Н.Ю. Речная")));
    assert_eq!(
        (p[1].kind, p[1].title.as_deref(), p[1].span.start_line),
        (PartKind::Program, Some("Программа развития системы школ"), 15)
    );
}

#[test]
fn files_without_an_act() {
    let p = parts("Программа\n\nразвития чтения на 2021-2025 годы.\n\nРаздел 1. Паспорт\n");
    assert_eq!(
        (p[0].kind, p[0].title.as_deref()),
        (PartKind::Program, Some("Программа развития чтения на 2021-2025 годы."))
    );
    let p = parts("Целями работы школ Луговска являются:\n\nI. ЦЕЛЬ: Расти\nЗАДАЧИ:\n· учиться;\n");
    assert_eq!(
        (p[0].kind, p[0].title.as_deref(), p[0].lead_in.as_deref()),
        (PartKind::Goals, None, Some("Целями работы школ Луговска являются:"))
    );
    let p = parts(
        "«Школа у реки»\n\nУчастники конференции отмечают рост.\n\nУчастники конференции предлагают:\n\nШколам:\n1. Открыть окна\n2. Закрыть двери\n\nПринято единогласно.\n",
    );
    assert_eq!(
        (p[0].kind, p[0].lead_in.as_deref()),
        (PartKind::ConferenceResolution, Some("Участники конференции предлагают:"))
    );
    assert_eq!((numbers(&p[0]), p[0].clauses[1].text.as_str()), (vec!["1", "2"], "Закрыть двери"));
    let p = parts(
        "2\n2. Разрешить въезд, указанный в пункте 1 настоящего\nпостановления.\n3. Опубликовать.\nИ.о. Главы города\nС.Н. Лесной\n",
    );
    assert_eq!((p[0].kind, numbers(&p[0])), (PartKind::Resolution, vec!["2", "3"]));
    assert_eq!(signed(&p[0]), (Some("И.о. Главы города"), Some("С.Н. Лесной")));
}

#[test]
fn minutes_and_letters() {
    let p = parts(
        "АДМИНИСТРАЦИЯ ЛУГОВОГО\n\nПРОТОКОЛ\nзаседания группы\n\nот 29 июля 2025 года № 7\n\nп. Луговой\n\nПредседатель: Степная Н.О.\n\n1. СЛУШАЛИ:\nРечного С.Б. – о котельных.\n\nРЕШИЛИ:\n1.1. Топить.\n\n2. СЛУШАЛИ:\nО дровах.\n\nРЕШИЛИ:\n2.1. Рубить.\n\nПредседатель\n\nН.О. Степная\n",
    );
    assert_eq!((p[0].kind, p[0].title.as_deref()), (PartKind::Protocol, Some("заседания группы")));
    assert_eq!((requisites(&p[0]).1, requisites(&p[0]).2, requisites(&p[0]).3), ("2025-07-29", "7", "п. Луговой"));
    assert_eq!((numbers(&p[0]), signed(&p[0]).1), (vec!["1.1", "2.1"], Some("Н.О. Степная")));
    let p = parts(
        "УПРАВЛЕНИЕ ШКОЛ\nтел. 5-17\n\n10.09.2024 № 01-17/22\n\nО неделе чтения\n\nУважаемые коллеги!\n\nПросим:\n1) читать;\n2) писать.\n\nС уважением,\nначальник управления\n\nБ.Р. Речной\n",
    );
    assert_eq!(
        (p[0].kind, p[0].title.as_deref(), p[0].lead_in.as_deref()),
        (PartKind::Letter, Some("О неделе чтения"), Some("Просим:"))
    );
    assert_eq!((requisites(&p[0]).2, signed(&p[0])), ("01-17/22", (Some("начальник управления"), Some("Б.Р. Речной"))));
}

#[test]
fn a_date_that_does_not_exist_is_said() {
    let (p, findings) = parts_with(
        "УПРАВЛЕНИЕ ШКОЛ\nПРИКАЗ\nот 31.02.2021 № 19\nО школах\nВ целях роста приказываю:\n1. Расти.\n",
        &Acts::builtin(),
    );
    assert_eq!((requisites(&p[0]).1, requisites(&p[0]).2, findings.len()), ("-", "19", 1));
}

#[test]
fn every_prefix_and_junk_are_read() {
    let g = Acts::builtin();
    for (end, _) in RESOLUTION.char_indices() {
        parts_with(&RESOLUTION[..end], &g);
    }
    for junk in [
        "",
        "\n",
        "№",
        "от",
        "N\nN",
        "«",
        "(((\n)))",
        "Приложение №",
        "ПРИКАЗ",
        "ПРИКАЗЫВАЮ:",
        "1.",
        "а)",
        "п.З.",
        "0.0.0",
        "999999999999.",
        "П Р И К А З № |",
        "\u{1f600} ПРИКАЗ \u{1f600}",
        "УТВЕРЖДАЮ",
        "Утверждено приказом",
        "И.О.",
        "Директор\nИ.О.",
    ] {
        parts_with(junk, &g);
        parts_with(&format!("{junk}\n{RESOLUTION}\n{junk}"), &g);
    }
}

#[test]
fn a_roman_number_alone_heads_the_line_below() {
    let source = "\
ПОЛОЖЕНИЕ
о клубе садоводов

I.
Общие положения

1. Клуб действует при библиотеке.
2. Клуб открыт для всех.

II.
Права членов

3. Члены клуба вправе брать книги.
";
    let parts = parts(source);
    let texts: Vec<&str> = parts[0].clauses.iter().map(|c| c.text.as_str()).collect();
    assert_eq!(texts, ["Клуб действует при библиотеке.", "Клуб открыт для всех.", "Члены клуба вправе брать книги."]);
}

#[test]
fn a_stamp_under_a_title_is_of_the_same_part() {
    let source = "\
ПРОГРАММА
развития садоводства Лугового района на 2024-2026 годы

Утверждена решением Луговой районной Думы от 14.11.2023 № 57

1. Цели
Программа направлена на развитие садоводства.
";
    let parts = parts(source);
    let [part] = &parts[..] else { panic!("{} parts", parts.len()) };
    assert_eq!(part.title.as_deref(), Some("ПРОГРАММА развития садоводства Лугового района на 2024-2026 годы"));
    let stamp = part.attachment.as_ref().unwrap();
    assert_eq!((stamp.act_date.as_deref(), stamp.act_number.as_deref()), (Some("2023-11-14"), Some("57")));
    assert_eq!(part.kind, PartKind::Program);
}

#[test]
fn points_that_count_anew_in_each_section_stand_below_headings() {
    let source = "\
ПОЛОЖЕНИЕ
о содержании скверов

1. Общие положения
1. Скверы открыты для всех.
2. Скверы убирают ежедневно.
2. Содержание клумб и дорожек
1. Клумбы поливают утром.
";
    let parts = parts(source);
    let shown: Vec<(&str, &str)> =
        parts[0].clauses.iter().map(|c| (c.number.as_deref().unwrap_or("-"), c.text.as_str())).collect();
    assert_eq!(
        shown,
        [("1", "Скверы открыты для всех."), ("2", "Скверы убирают ежедневно."), ("1", "Клумбы поливают утром.")]
    );
}

#[test]
fn a_noun_in_capitals_below_a_letterhead_is_the_title() {
    let source = "Отдел образования\tВ министерство\nЛесного района\tобразования\n\nИНФОРМАЦИЯ\nо школах Лесного района\n\n\
                  Начальник отдела Липова О.В.\n1. Сеть школ\nВ районе пять школ.\n";
    let parts = parts(source);
    assert_eq!(parts[0].title.as_deref(), Some("ИНФОРМАЦИЯ о школах Лесного района"));
    let alone = parts_with("Отдел\tВ министерство\n\nСПРАВКА\n\n1. Сеть школ\n", &Acts::builtin()).0;
    assert_eq!(alone[0].title, None);
}

#[test]
fn a_title_goes_on_in_the_genitive_and_ends_above_a_caption_of_the_form() {
    let source = "Приложение 1\n\nРЕАЛИЗАЦИЯ АДРЕСНОЙ ПРОГРАММЫ СТРОИТЕЛЬСТВА ШКОЛ\nЛесного муниципального района за 2024 год\n\
                  (наименование района)\nСведения выделены в отдельную таблицу\n";
    let title = "РЕАЛИЗАЦИЯ АДРЕСНОЙ ПРОГРАММЫ СТРОИТЕЛЬСТВА ШКОЛ Лесного муниципального района за 2024 год";
    assert_eq!(parts(source)[0].title.as_deref(), Some(title));
}

#[test]
fn a_sheet_is_a_part_of_its_own() {
    let mut buffer = Buffer::default();
    for text in [
        "~Лист 1",
        "Приложение 1",
        "Отчёт о липах",
        "~Приложение 5",
        "Отчёт о елях",
        "~Приложение 6",
        "Приложение 6",
        "Отчёт о соснах",
    ] {
        let look = Look { tab: text.starts_with('~'), ..Look::default() };
        buffer.paragraph(text.trim_start_matches('~'), look);
    }
    let content = buffer.finish();
    let mut findings = Findings::default();
    let lines = flow::lines(&content.text, &content.items, &mut findings);
    let index = LineIndex::new(&content.text);
    let parts = extract(&lines, &index, &Acts::builtin(), &|_: &str| false, &mut findings);
    let found: Vec<_> = parts.iter().map(|p| (p.title.as_deref(), p.span.start_line, p.span.end_line)).collect();
    let expected = [(Some("Отчёт о липах"), 1, 3), (Some("Отчёт о елях"), 4, 5), (Some("Отчёт о соснах"), 6, 8)];
    assert_eq!(found, expected);
}
