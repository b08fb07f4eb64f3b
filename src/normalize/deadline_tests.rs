//! Deadlines: against the gold files where they are at hand, and as real plans write them.

use std::path::PathBuf;

use super::deadline::{Context, looks_like, read, show};
use super::period;
use crate::grammar::dates::Dates;
use crate::grammar::deadlines::Deadlines;
use crate::model::DeadlineItem;

const SCHOOL: &str = "2023-2024 учебный год";
const MANY: &str = "2022-2025 годы";

fn reads(raw: &str, period: &str) -> Vec<String> {
    let d = Dates::builtin();
    let ctx = Context { period: period::find(period, &d) };
    read(raw, &ctx, &Deadlines::builtin(), &d).iter().map(show).collect()
}

fn all(period: &str, cases: &[(&str, &[&str])]) {
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|(raw, want)| {
            let read = reads(raw, period);
            (read != *want).then(|| format!("«{raw}»: expected {want:?}, read {read:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn shared() -> Option<PathBuf> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let named = std::env::var_os("MUNIDOC_SHARED").map(PathBuf::from);
    named.into_iter().chain([beside]).find(|p| p.join("gold").is_dir())
}

#[test]
fn the_gold_files_are_read_exactly() {
    let Some(shared) = shared() else {
        println!("skipped: no ../shared and no MUNIDOC_SHARED");
        return;
    };
    let (g, d) = (Deadlines::builtin(), Dates::builtin());
    for (file, period) in [
        ("timashevsk-roadmap.json", SCHOOL),
        ("kemerovo-program.json", MANY),
        ("efremov-program.json", "2021-2025 годы"),
    ] {
        let Ok(text) = std::fs::read_to_string(shared.join("gold").join(file)) else {
            println!("skipped: no {file}");
            continue;
        };
        let gold: serde_json::Value = serde_json::from_str(&text).unwrap();
        let ctx = Context { period: period::find(period, &d) };
        let mut wrong = Vec::new();
        let mut count = 0;
        for activity in gold["activities"].as_array().unwrap() {
            let Some(raw) = activity["deadline"]["raw"].as_str() else { continue };
            let want: Vec<DeadlineItem> = serde_json::from_value(activity["deadline"]["items"].clone()).unwrap();
            let have = read(raw, &ctx, &g, &d);
            count += 1;
            if have != want {
                let line = |items: &[DeadlineItem]| items.iter().map(show).collect::<Vec<_>>().join("; ");
                wrong.push(format!("«{raw}»: expected {}, read {}", line(&want), line(&have)));
            }
            let understood = want.iter().all(|i| show(i) != "unparsed");
            if looks_like(raw, &g, &d) != understood && !raw.starts_with("План") {
                wrong.push(format!("«{raw}»: looks_like is wrong"));
            }
        }
        assert!(wrong.is_empty(), "{file}: {} of {count}\n{}", wrong.len(), wrong.join("\n"));
        println!("{file}: {count} deadlines equal");
    }
}

#[test]
fn dates_with_their_year() {
    all(
        MANY,
        &[
            ("до 1 октября 2024 года", &["date ../2024-10-01"]),
            ("до 01.07.2020", &["date ../2020-07-01"]),
            ("до 5.09.2018", &["date ../2018-09-05"]),
            ("15.10.2024", &["date 2024-10-15"]),
            ("25 мая 2025 года", &["date 2025-05-25"]),
            ("01.09.2022 - 31.08.2025", &["interval 2022-09-01/2025-08-31"]),
            ("с 01.09.2023 по 31.05.2024", &["interval 2023-09-01/2024-05-31"]),
            ("с 15 по 20 мая 2024 г.", &["interval 2024-05-15/2024-05-20"]),
            ("28-30 октября 2024", &["interval 2024-10-28/2024-10-30"]),
            ("15, 20 мая 2024", &["date 2024-05-15", "date 2024-05-20"]),
            ("2022-2025 годы", &["interval 2022/2025"]),
            ("2023 год", &["date 2023"]),
            ("2022, 2024 годы", &["date 2022", "date 2024"]),
            ("апрель – май 2019г", &["interval 2019-04/2019-05"]),
            ("ноябрь - март 2024", &["interval 2023-11/2024-03"]),
            ("сентябрь 2024 - май 2025", &["interval 2024-09/2025-05"]),
            ("сентябрь 2023, октябрь, декабрь", &["interval 2023-09/2023-10", "date 2023-12"]),
            ("II квартал 2024 года", &["interval 2024-04/2024-06"]),
            ("1-й квартал 2024", &["interval 2024-01/2024-03"]),
            ("I-III кварталы 2024 г.", &["interval 2024-01/2024-09"]),
            ("в 1 полугодии 2024 года", &["interval 2024-01/2024-06"]),
            ("1-я декада ноября 2024", &["interval 2024-11-01/2024-11-10"]),
            ("третья декада февраля 2024 г.", &["interval 2024-02-21/2024-02-29"]),
            ("до конца 2025 года", &["date ../2025"]),
            ("с 1 января 2025 года", &["interval 2025-01-01/.."]),
            ("к 1 сентября 2024 г.", &["date ../2024-09-01"]),
            ("в течение 2023-2024 учебного года", &["interval 2023-09/2024-08"]),
            ("срок: май 2024", &["date 2024-05"]),
            ("31.02.2024", &["unparsed"]),
            ("до 31 июня 2024 года", &["unparsed"]),
        ],
    );
}

#[test]
fn a_year_from_the_period() {
    all(
        SCHOOL,
        &[
            ("не позднее 25 декабря", &["date ../2023-12-25~"]),
            ("до 30 июня", &["date ../2024-06-30~"]),
            ("первая декада ноября", &["interval 2023-11-01/2023-11-10~"]),
            ("28.12.", &["date 2023-12-28~"]),
            ("01.02-06.02", &["interval 2024-02-01/2024-02-06~"]),
            ("II квартал", &["interval 2024-04/2024-06~"]),
            ("1 полугодие", &["interval 2023-09/2023-12~"]),
            ("ноябрь январь апрель июнь", &["date 2023-11~", "date 2024-01~", "date 2024-04~", "date 2024-06~"]),
            ("в начале сентября", &["date 2023-09~"]),
            ("ежегодно май", &["recurring FREQ=YEARLY;BYMONTH=5"]),
            ("сентябрь  (в течение года)", &["date 2023-09~", "continuous"]),
        ],
    );
    all(
        "2024 год",
        &[("декабрь, январь", &["date 2024-12~", "date 2024-01~"]), ("март - май", &["interval 2024-03/2024-05~"])],
    );
}

#[test]
fn months_outside_a_shorter_period_keep_their_order() {
    let months = ["август", "сентябрь", "декабрь", "январь", "апрель", "май", "июнь", "июль"];
    let read: Vec<String> = months.iter().flat_map(|m| reads(m, "сентябрь 2025 - декабрь 2025")).collect();
    let want = ["2025-08", "2025-09", "2025-12", "2026-01", "2026-04", "2026-05", "2026-06", "2026-07"];
    assert_eq!(read, want.map(|m| format!("date {m}~")));
}

#[test]
fn without_a_year_every_year() {
    let cases: &[(&str, &[&str])] = &[
        ("не позднее 25 декабря", &["recurring FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25"]),
        ("до 20 июня ежегодно", &["recurring FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=20"]),
        ("ежегодно, до 1 декабря", &["recurring FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=1"]),
        ("IV квартал ежегодно", &["recurring FREQ=YEARLY;BYMONTH=10,11,12"]),
        ("декабрь март", &["recurring FREQ=YEARLY;BYMONTH=12,3"]),
        (
            "до 15 мая, до 20 июня",
            &["recurring FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=15", "recurring FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=20"],
        ),
        ("август каждого года", &["recurring FREQ=YEARLY;BYMONTH=8"]),
        ("до 31 июня", &["unparsed"]),
    ];
    all(MANY, cases);
    all("", cases);
}

#[test]
fn frequencies() {
    all(
        MANY,
        &[
            ("ежедневно", &["recurring FREQ=DAILY"]),
            ("раз в месяц", &["recurring FREQ=MONTHLY"]),
            ("1 раз в год", &["recurring FREQ=YEARLY"]),
            ("раз в три года", &["recurring FREQ=YEARLY;INTERVAL=3"]),
            ("не реже, чем один раз в квартал", &["recurring FREQ=MONTHLY;INTERVAL=3"]),
            ("дважды в год", &["recurring FREQ=MONTHLY;INTERVAL=6"]),
            ("3 раза в год", &["recurring FREQ=MONTHLY;INTERVAL=4"]),
            ("5 раз в год", &["recurring | 5 раз в год"]),
            ("2 раза в неделю", &["recurring | 2 раза в неделю"]),
            ("1 раз в две недели, с ноября по март", &["recurring FREQ=WEEKLY;INTERVAL=2;BYMONTH=11,12,1,2,3"]),
            ("ежемесячно до 5 числа", &["recurring FREQ=MONTHLY;BYMONTHDAY=5"]),
            ("до 10 числа каждого месяца", &["recurring FREQ=MONTHLY;BYMONTHDAY=10"]),
            ("ежеквартально до 10 числа", &["recurring FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=10"]),
            ("1, 15 числа", &["recurring FREQ=MONTHLY;BYMONTHDAY=1,15"]),
            ("каждый понедельник", &["recurring FREQ=WEEKLY;BYDAY=MO"]),
            ("еженедельно по вторникам и четвергам", &["recurring FREQ=WEEKLY;BYDAY=TU,TH"]),
            ("первый понедельник месяца", &["recurring FREQ=MONTHLY;BYDAY=1MO"]),
            ("последняя пятница каждого месяца", &["recurring FREQ=MONTHLY;BYDAY=-1FR"]),
            ("каждые две недели", &["recurring FREQ=WEEKLY;INTERVAL=2"]),
            ("ежеквартально (март, июнь, сентябрь, декабрь)", &["recurring FREQ=YEARLY;BYMONTH=3,6,9,12"]),
            ("2019-2020 гг. раз в квартал", &["interval 2019/2020", "recurring FREQ=MONTHLY;INTERVAL=3"]),
            (
                "2019-2020 гг. (ежегодно до 10 сентября)",
                &["interval 2019/2020", "recurring FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=10"],
            ),
            ("Ежегодно до 2025 года", &["recurring FREQ=YEARLY", "date ../2025"]),
            ("0 раз в год", &["unparsed"]),
        ],
    );
}

#[test]
fn plans_requests_and_events() {
    all(
        SCHOOL,
        &[
            (
                "по мере необходимости (не реже 2 раза в год)",
                &["on_request | мере необходимости", "recurring FREQ=MONTHLY;INTERVAL=6"],
            ),
            ("по мере необходимости по мере необходимости", &["on_request | мере необходимости"]),
            ("по запросу,  в течение года", &["on_request | запросу", "continuous"]),
            ("по мере поступления заявлений", &["on_request | мере поступления заявлений"]),
            ("при необходимости", &["on_request | при необходимости"]),
            ("по мере финансирования", &["event | по мере финансирования"]),
            ("в течение месяца после ввода здания", &["event | в течение месяца после ввода здания"]),
            ("в течение года после открытия", &["event | в течение года после открытия"]),
            ("каникулы", &["event | каникулы"]),
            ("последняя неделя августа", &["interval 2024-08-25/2024-08-31~"]),
            ("май 2024, далее ежегодно", &["date 2024-05", "recurring FREQ=YEARLY"]),
            ("Согласно ежегодно утверждаемому плану", &["by_plan | ежегодно утверждаемому плану"]),
            ("зимний период", &["event | зимний период"]),
            ("в конце учебного года", &["event | в конце учебного года"]),
            ("весь период", &["continuous"]),
            ("на период реализации программы", &["continuous"]),
            ("в течение года по планам воспитателей", &["continuous", "by_plan | планам воспитателей"]),
            ("согласно приказу от 15.10.2023 № 5", &["by_plan | приказу от 15.10.2023 № 5"]),
            ("по плану школы ежемесячно", &["by_plan | плану школы", "recurring FREQ=MONTHLY"]),
            ("по учебному плану (приложение 2)", &["by_plan | учебному плану (приложение 2)"]),
            ("по индивидуальному графику.", &["by_plan | индивидуальному графику"]),
            ("школа № 5", &["unparsed"]),
            ("п. Искра Октября", &["unparsed"]),
            ("2", &["unparsed"]),
            ("-", &[]),
            ("", &[]),
        ],
    );
}

#[test]
fn cells_that_look_like_deadlines() {
    let (g, d) = (Deadlines::builtin(), Dates::builtin());
    for yes in
        ["сентябрь", "до 15.09.2018", "2023 год", "по плану УО", "III квартал 2025 г.", "постоянно", "в период каникул"]
    {
        assert!(looks_like(yes, &g, &d), "{yes}");
    }
    for no in [
        "",
        "5.10",
        "12,5",
        "План мероприятий",
        "Управление образования",
        "Август Иванов, директор",
        "1",
        "приказ УО",
        "100 %",
        "2 356",
    ] {
        assert!(!looks_like(no, &g, &d), "{no}");
    }
}

#[test]
fn no_input_panics_and_none_is_slow() {
    let (g, d) = (Deadlines::builtin(), Dates::builtin());
    let samples = [
        "III и IV квартал 2023 г., с 1 сентября по 31 мая, до «25» декабря 2024 года",
        "ежеквартально до 10 числа (по плану-графику МБОУ «НМЦ»); не реже, чем 2 раза в год / 01.02-06.02 1, 15 числа",
        "в течение 2023-2024 учебного года, последняя пятница месяца, 1-я декада февраля — 2019-2020гг.",
        "99999999999999999999 раз в 4294967295 лет 31.31.31 0 числа ²½ \u{301}\u{feff}((((",
    ];
    for ctx in [Context::default(), Context { period: period::find(SCHOOL, &d) }] {
        for text in samples {
            for (i, _) in text.char_indices() {
                read(&text[..i], &ctx, &g, &d);
                read(&text[i..], &ctx, &g, &d);
                looks_like(&text[i..], &g, &d);
            }
        }
        let odd = period::Period { start: "junk".into(), end: "2023-99-".into(), school_year: true };
        read("сентябрь", &Context { period: Some(odd) }, &g, &d);
        let started = std::time::Instant::now();
        for unit in ["по плану, ", "1, ", "с ", "(по запросу ", "сентябрь - "] {
            read(&unit.repeat(20_000), &ctx, &g, &d);
        }
        assert!(started.elapsed().as_secs() < 20);
    }
}
