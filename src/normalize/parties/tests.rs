use super::*;

fn parties(raw: &str) -> Vec<&str> {
    split(raw, &[], &Parties::builtin()).into_iter().map(|r| &raw[r]).collect()
}

/// The folder with hand-checked records, where it exists.
fn gold() -> Option<std::path::PathBuf> {
    let near = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    Some(near).filter(|p| p.join("gold").is_dir())
}

fn activities(folder: &std::path::Path) -> Vec<serde_json::Value> {
    let mut files: Vec<_> = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()).collect();
    files.sort();
    let read = |p: std::path::PathBuf| -> serde_json::Value {
        serde_json::from_str(&std::fs::read_to_string(p).unwrap()).unwrap()
    };
    files.into_iter().map(read).flat_map(|d| d["activities"].as_array().cloned().unwrap_or_default()).collect()
}

#[test]
fn adjectives_before_a_post_never_reach_before_the_party() {
    let found = parties("Лугов И.И. главный Старший учитель Лугович").join(" ");
    assert_eq!(found.split_whitespace().count(), 6, "{found}");
}

#[test]
fn names_behind_each_other_and_numbers_of_groups() {
    assert_eq!(parties("Лугова Е.В. И.О. Полевой"), ["Лугова Е.В.", "И.О. Полевой"]);
    assert_eq!(parties("Лугова Е.В. Степной И.О."), ["Лугова Е.В.", "Степной И.О."]);
    assert_eq!(parties("1,2 группа Лугова Е.В., завуч"), ["1,2 группа", "Лугова Е.В.", "завуч"]);
}

#[test]
fn hand_checked_cells_split_as_given() {
    let Some(root) = gold() else { return println!("skipped: no hand-checked records") };
    let g = Parties::builtin();
    let mut wrong = Vec::new();
    let (mut cells, mut other) = (0, Vec::new());
    for a in activities(&root.join("gold")).iter().chain(&activities(&root.join("real/gold"))) {
        for field in ["name", "form", "result", "note"] {
            if let Some(text) = a[field].as_str()
                && looks_like(text, &g)
            {
                other.push(format!("{field}: {text}"));
            }
        }
        if let Some(text) = a["deadline"]["raw"].as_str() {
            assert!(!looks_like(text, &g), "a deadline: {text}");
        }
        let Some(raw) = a["responsible"]["raw"].as_str() else { continue };
        cells += 1;
        let got: Vec<&str> = split(raw, &[], &g).into_iter().map(|r| &raw[r]).collect();
        if !looks_like(raw, &g) {
            other.push(format!("not alike: {raw}"));
        }
        match a["responsible"]["parties"].as_array() {
            Some(p) => {
                let want: Vec<&str> = p.iter().filter_map(|p| p.as_str()).collect();
                if got != want {
                    wrong.push(format!("{raw}\n   got {got:?}\n  want {want:?}"));
                }
            }
            None => println!("{raw} -> {got:?}"),
        }
    }
    println!("{cells} cells");
    println!("{}", other.join("\n"));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn titles_stay_whole() {
    for raw in [
        "Руководители ОО ШНОР",
        "Учителя-предметники",
        "педагог психолог",
        "Директор питания\" МАУ \"Школьное",
        "Управление по делам культуры, спорта и молодежной политики",
        "Заместитель директора Петрова А.А.",
        "администрация школы",
        "МБУ ДО ДЮСШ",
        "МБУ ДО Центр творчества",
        "отделом дошкольного образования Заведующий",
    ] {
        assert_eq!(parties(raw), [raw]);
    }
}

#[test]
fn parties_part_where_nothing_stands_between() {
    assert_eq!(parties("МКУ «ЦООД», школы ШНОР"), ["МКУ «ЦООД»", "школы ШНОР"]);
    assert_eq!(parties("Зам директора по ВР воспитатели"), ["Зам директора по ВР", "воспитатели"]);
    assert_eq!(
        parties("Зам директора по АХЧ. Зам директора по безопасности ."),
        ["Зам директора по АХЧ", "Зам директора по безопасности"]
    );
    assert_eq!(
        parties("Отдел образования,\nшколы района;\nА.Б. Иванова, В. Г. Петров"),
        ["Отдел образования", "школы района", "А.Б. Иванова", "В. Г. Петров"]
    );
    assert_eq!(
        parties("Сидоренко Н.П. Демчук А.Л. Кудрявцева Н.Л."),
        ["Сидоренко Н.П.", "Демчук А.Л.", "Кудрявцева Н.Л."]
    );
    assert_eq!(parties("1. Директор 2. Завуч"), ["Директор", "Завуч"]);
    assert_eq!(parties("МБОУ СОШ № 5. Директор"), ["МБОУ СОШ № 5", "Директор"]);
    assert_eq!(parties("школа № 5 Директор"), ["школа № 5", "Директор"]);
    assert_eq!(parties("УО ОО"), ["УО", "ОО"]);
    assert_eq!(parties("МБОУ СОШ № 1, 2, 3"), ["МБОУ СОШ № 1, 2, 3"]);
    assert_eq!(parties("Иванова Анна Петровна Петров Пётр Ильич"), ["Иванова Анна Петровна", "Петров Пётр Ильич"]);
    assert_eq!(parties(" , . "), Vec::<&str>::new());
}

#[test]
fn lines_that_go_on_begin_nothing() {
    let g = Parties::builtin();
    let read = |lines: &str| {
        let breaks: Vec<u32> = lines.match_indices('|').map(|(i, _)| i as u32).collect();
        let raw = lines.replace('|', " ");
        split(&raw, &breaks, &g).into_iter().map(|r| raw[r].to_owned()).collect::<Vec<_>>().join(" + ")
    };
    for (lines, want) in [
        ("Иванова|А.П.|Седов И.И.", "Иванова А.П. + Седов И.И."),
        ("Директор Иванова|Анна Петровна", "Директор Иванова Анна Петровна"),
        ("Классный|Руководитель", "Классный Руководитель"),
        ("Отдел|по делам|молодёжи", "Отдел по делам молодёжи"),
        ("Директор|МБОУ «СОШ № 1»|Педагоги", "Директор МБОУ «СОШ № 1» + Педагоги"),
        ("Педагог|психолог", "Педагог психолог"),
        ("Педагоги (по|согласованию)|завуч", "Педагоги (по согласованию) + завуч"),
        ("Заместитель|Директора|по АХЧ,|завхоз", "Заместитель Директора по АХЧ + завхоз"),
        ("КДН|ОДН|Седов И.И.|ОО", "КДН + ОДН + Седов И.И. + ОО"),
    ] {
        assert_eq!(read(lines), want, "{lines}");
    }
}

#[test]
fn other_cells_do_not_look_like_parties() {
    let g = Parties::builtin();
    for raw in [
        "Проведение мониторинга управлением образования",
        "Разработка плана",
        "повышение качества образования",
        "до 2025 года",
        "В течение года",
        "12 345,6",
        "сентябрь 2023",
        "приказ УО",
        "",
        "-",
    ] {
        assert!(!looks_like(raw, &g), "{raw}");
    }
    for raw in [
        "Демчук А.Л.",
        "МКУ ЦРО",
        "Иванова Анна Петровна",
        "1. Директор",
        "Районное объединение педагогов",
        "ОО",
        "- отдел образования",
    ] {
        assert!(looks_like(raw, &g), "{raw}");
    }
}

#[test]
fn no_text_breaks_it() {
    let g = Parties::builtin();
    let all = "Заместитель «начальника» (УО), \"юрист\" А.Б. В «МКУ \"ЦРО» ))»» Иванов И.И.;\n- ОО, ОДО\u{a0}Ж";
    for (i, _) in all.char_indices() {
        for part in [&all[..i], &all[i..]] {
            for r in split(part, &[], &g) {
                assert!(!part[r].is_empty());
            }
            looks_like(part, &g);
        }
    }
}

#[test]
#[ignore = "a measurement: cargo test --release -- --ignored --nocapture speed"]
fn speed_of_parties() {
    let g = Parties::builtin();
    let raw = "Заместитель начальника управления культуры по вопросам музейного и библиотечного обслуживания, методисты МБОУ ДПО \"Информационно-досуговый центр\", руководители ОО";
    let start = std::time::Instant::now();
    let n = 20_000;
    let found: usize = (0..n).map(|_| split(raw, &[], &g).len()).sum();
    println!("{found} parties, {:.1} MB/s", (n * raw.len()) as f64 / 1e6 / start.elapsed().as_secs_f64());
}
