use super::*;

type Row = (String, Option<String>, Option<String>, Option<String>, Option<String>, String);

fn rows(text: &str, g: &Citations) -> Vec<Row> {
    let part = |r: Option<Range<usize>>| r.map(|r| text[r].to_owned());
    find(text, g)
        .into_iter()
        .map(|c| (c.kind, part(c.issuer), c.date, part(c.number), part(c.title), text[c.range].to_owned()))
        .collect()
}

/// `kind | date | number | title` of each citation.
fn short(text: &str) -> Vec<String> {
    let g = Citations::builtin();
    rows(text, &g)
        .into_iter()
        .map(|(kind, _, date, number, title, _)| {
            [Some(kind), date, number, title]
                .map(|p| p.unwrap_or_default())
                .join(" | ")
                .trim_end_matches([' ', '|'])
                .to_owned()
        })
        .collect()
}

/// The folder with hand-checked records, where it exists.
fn gold() -> Option<std::path::PathBuf> {
    let near = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    Some(near).filter(|p| p.join("gold").is_dir())
}

/// Markup out, blanks folded.
fn clean(cell: &str) -> String {
    let mut out = String::new();
    let mut tag = false;
    for c in cell.chars() {
        match c {
            '<' => tag = true,
            '>' if tag => {
                tag = false;
                out.push(' ');
            }
            _ if tag => {}
            _ => out.push(c),
        }
    }
    squeeze(&out)
}

#[test]
fn hand_checked_documents_give_their_references_and_no_more() {
    let Some(root) = gold() else { return println!("skipped: no hand-checked records") };
    let g = Citations::builtin();
    let mut wrong = String::new();
    let mut total = 0;
    for name in ["aleysk-conference", "efremov-program", "kemerovo-program", "kovrov-goals", "timashevsk-roadmap"] {
        let source = std::fs::read_to_string(root.join(format!("corpus/{name}.txt"))).unwrap();
        let gold = std::fs::read_to_string(root.join(format!("gold/{name}.json"))).unwrap();
        let gold: serde_json::Value = serde_json::from_str(&gold).unwrap();
        let mut want: Vec<(usize, Row)> = Vec::new();
        for r in gold["references"].as_array().into_iter().flatten() {
            let s = |k: &str| r[k].as_str().map(str::to_owned);
            let line = r["span"]["start_line"].as_u64().unwrap() as usize;
            want.push((line, (s("kind").unwrap(), s("issuer"), s("date"), s("number"), s("title"), s("raw").unwrap())));
        }
        total += want.len();
        let mut got = Vec::new();
        for (i, line) in source.lines().enumerate() {
            for cell in line.split('\t') {
                got.extend(rows(&clean(cell), &g).into_iter().map(|r| (i + 1, r)));
            }
        }
        for w in want.iter().filter(|w| !got.contains(w)) {
            wrong += &format!("{name} missing {w:#?}\n");
        }
        for e in got.iter().filter(|e| !want.contains(e)) {
            wrong += &format!("{name} extra {e:#?}\n");
        }
        if wrong.is_empty() {
            assert_eq!(got, want, "{name}: the order");
        }
    }
    println!("{total} references");
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
#[ignore = "shows what is found in other openings"]
fn openings() {
    let Some(root) = gold() else { return };
    let g = Citations::builtin();
    let mut files: Vec<_> =
        std::fs::read_dir(root.join("real/openings")).into_iter().flatten().flatten().map(|e| e.path()).collect();
    files.sort();
    for file in files {
        let text = clean(&std::fs::read_to_string(&file).unwrap());
        println!("--- {}", file.display());
        for r in rows(&text, &g) {
            println!(
                "{} || {} || {} || {} || {}",
                r.0,
                r.1.unwrap_or_default(),
                r.2.unwrap_or_default(),
                r.3.unwrap_or_default(),
                r.4.unwrap_or_default()
            );
        }
    }
}

#[test]
fn forms_of_citations() {
    let cases: &[(&str, &[&str])] = &[
        (
            "Указ Президента РФ от 16 августа 2004 г. № 1085 (Собрание законодательства РФ, 2004, № 34)",
            &["Указ Президента РФ | 2004-08-16 | 1085"],
        ),
        (
            "утвержденные постановлением Главного государственного санитарного врача Российской Федерации, Первого заместителя Министра культуры Российской Федерации от 19.03.2004 № 61 (зарегистрированы в Минюсте России 22.04.2004, регистрационный номер 5218)",
            &[
                "постановлением Главного государственного санитарного врача Российской Федерации, Первого заместителя Министра культуры Российской Федерации | 2004-03-19 | 61",
            ],
        ),
        (
            "приказа Министерства образования Приморского края № 534-а от 26 мая 2020года",
            &["приказа Министерства образования Приморского края | 2020-05-26 | 534-а"],
        ),
        (
            "решением Собрания представителей сельского поселения от 29.12.2025 №20 «О бюджете»",
            &["решением Собрания представителей сельского поселения | 2025-12-29 | 20 | О бюджете"],
        ),
        (
            "Федеральный закон РФ № 273 - ФЗ от 29 декабря 2012 года «Об образовании»",
            &["Федеральный закон РФ | 2012-12-29 | 273 - ФЗ | Об образовании"],
        ),
        ("приказом МБОУ «СОШ № 7» от 12.03.2020 № 15-од", &["приказом МБОУ «СОШ № 7» | 2020-03-12 | 15-од"]),
        ("приказом директора школы № 5 от 12.03.2020 № 15", &["приказом директора школы № 5 | 2020-03-12 | 15"]),
        ("постановление № 7 администрации города от 12.03.2020", &["постановление | 2020-03-12 | 7"]),
        ("приказ по школе № 5", &[]),
        ("приказом директора школы № 5", &[]),
        ("решение задач № 5 и № 6", &[]),
        ("приказы управления образования, посетили СОШ № 7", &[]),
        ("приказ (№ 45 от 01.02.2021)", &[]),
        (
            "Трудовой кодекс Российской Федерации от 30.12.2001 № 197-ФЗ",
            &["Трудовой кодекс Российской Федерации | 2001-12-30 | 197-ФЗ"],
        ),
        (
            "письмо Минобрнауки России от 12.03.2020 N ДГ-245/06",
            &["письмо Минобрнауки России | 2020-03-12 | ДГ-245/06"],
        ),
        (
            "(в ред. Приказов Минобрнауки России от 29.12.2014 N 1643, от 18.05.2015 N 507, Минпросвещения РФ от 11.12.2020 N 712)",
            &["приказ | 2014-12-29 | 1643", "приказ | 2015-05-18 | 507", "приказ | 2020-12-11 | 712"],
        ),
        (
            "приказы Минобрнауки России: от 23 ноября 2009 г. № 655 \"Об утверждении\" (зарегистрирован 8 февраля 2010 г., регистрационный № 16299); от 20 июля 2011 г. № 2151 \"О мерах\"",
            &["приказ | 2009-11-23 | 655 | Об утверждении", "приказ | 2011-07-20 | 2151 | О мерах"],
        ),
        ("требования 44-ФЗ и 223-ФЗ, № 131-ФЗ", &["ФЗ |  | 44-ФЗ", "ФЗ |  | 223-ФЗ", "ФЗ |  | 131-ФЗ"]),
        ("ФЗ-273 «Об образовании»", &["ФЗ |  | 273 | Об образовании"]),
        ("закона об образовании № 273-ФЗ", &["закона |  | 273-ФЗ | об образовании"]),
        ("Федеральным законом 131-ФЗ", &["Федеральным законом |  | 131-ФЗ"]),
        ("Федеральным законом (далее – Закон № 131-ФЗ)", &[]),
        (
            "Приказ Министерства здравоохранения Российской Федерации (Минздрава России) от 26 апреля 2012 г. N 407н г. Москва \"Об утверждении Порядка\"",
            &[
                "Приказ Министерства здравоохранения Российской Федерации (Минздрава России) | 2012-04-26 | 407н | Об утверждении Порядка",
            ],
        ),
        (
            "12 мая 2020 года утверждено постановлением администрации № 55.",
            &["постановлением администрации | 2020-05-12 | 55"],
        ),
        (
            "в соответствии с приказом управления образования от 12.03.2020.",
            &["приказом управления образования | 2020-03-12"],
        ),
        (
            "Приказ УО от 12.03.2020 № 15 Об утверждении плана; письмо",
            &["Приказ УО | 2020-03-12 | 15 | Об утверждении плана"],
        ),
        ("приказ управления образования, адресные рекомендации", &[]),
        ("Закон о школах", &[]),
        ("работа от 12.03.2020 № 5", &[]),
    ];
    for (text, want) in cases {
        assert_eq!(short(text), *want, "{text}");
    }
}

#[test]
fn no_text_breaks_it() {
    let g = Citations::builtin();
    let all = "постановления «Правительства» (РФ) от « 17» мая 2012 г. №637 «Об утверждении \"программы «Развитие», от 1.1.2020 n 5-ФЗ (ред. от 15.06.2022, приказ № 3) № 44 ФЗ ;: - приказами: от\u{a0}12.12.20 №№ (№ 5) ФЗ-";
    let borders: Vec<usize> = all.char_indices().map(|(i, _)| i).chain([all.len()]).collect();
    for (k, &i) in borders.iter().enumerate() {
        for &j in borders[k..].iter().step_by(3) {
            for c in find(&all[i..j], &g) {
                assert!(c.number.is_some() || c.date.is_some());
                assert!(!all[i..j][c.range].is_empty());
            }
        }
    }
    for junk in [
        "",
        " ",
        "№",
        "N",
        "n 5",
        "от",
        "ФЗ",
        "-ФЗ",
        "1ФЗ",
        "\"",
        "приказ №",
        "приказ от",
        "приказ \"",
        "закон «",
        "приказ (",
        "((((",
        "»»»",
    ] {
        find(junk, &g);
        find(&junk.repeat(50), &g);
        find(&format!("приказ {junk} от 1.1.2020 {junk}"), &g);
    }
}

#[test]
#[ignore = "a measurement: cargo test --release -- --ignored --nocapture speed"]
fn speed_of_citations() {
    let g = Citations::builtin();
    let plain = "Оказание услуг психолого-педагогической, методической и консультативной помощи родителям — от школы и от района — обучающихся организаций в 2024 году 75 % по «плану»; приказ управления образования. ";
    let rich = "Постановление администрации г. Заречный от 17.09.2013 № 1846 (ред. от 24.05.2021) \"Об утверждении программы\"; ";
    for (name, line) in [("prose", plain), ("citations", rich)] {
        let text = line.repeat(2_000_000 / line.len());
        let start = std::time::Instant::now();
        let n = if name == "prose" { 50 } else { 3 };
        let found: usize = (0..n).map(|_| find(&text, &g).len()).sum();
        println!("{name}: {found} found, {:.1} MB/s", (n * text.len()) as f64 / 1e6 / start.elapsed().as_secs_f64());
    }
    let start = std::time::Instant::now();
    let n = 200_000;
    let found: usize = (0..n).map(|_| find(plain, &g).len()).sum();
    println!("cells: {found} found, {:.1} MB/s", (n * plain.len()) as f64 / 1e6 / start.elapsed().as_secs_f64());
}
