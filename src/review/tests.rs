use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::*;
use crate::{Grammars, Options, convert};

fn output(path: &str, text: &str) -> Output {
    let options = Options { path: path.to_owned(), ..Options::default() };
    convert(text.as_bytes(), &options, &Grammars::builtin())
}

fn corpus(name: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(name);
    std::fs::read_to_string(path).unwrap()
}

const ORDER: &str = "ПРИКАЗ\nот 14.03.2025 № 27\nО плане на 2025 год\nВ целях благоустройства приказываю:\n\
                     1. Утвердить план.\n№\tМероприятие\tСрок\tОтветственный\n1\tПосадить сад\tдо 1 июня\tМКУ «Сад»\n";

/// The result that travels packed in a page.
fn unpacked(page: &str) -> serde_json::Value {
    let (_, rest) = page.split_once("id=\"data-0\">").expect("a document");
    let packed = STANDARD.decode(rest.split_once("</script>").unwrap().0).unwrap();
    serde_json::from_reader(flate2::read::ZlibDecoder::new(packed.as_slice())).unwrap()
}

/// The data of a page, by its id.
fn data(page: &str, id: &str) -> serde_json::Value {
    let (_, rest) = page.split_once(&format!("id=\"{id}\">")).unwrap_or_else(|| panic!("{id} is there"));
    serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap()
}

#[test]
fn the_result_travels_in_the_page_unchanged() {
    let result = output("order.txt", ORDER);
    let page = page(std::slice::from_ref(&result));
    assert_eq!(unpacked(&page), serde_json::to_value(&result).unwrap());
    assert_eq!(data(&page, "all-entries")[0]["href"], "#document-0");
    assert!(page.contains("<title>order.txt \u{2013} munidoc</title>"));
}

#[test]
fn a_page_asks_nobody_for_anything() {
    let page = page(&[output("zarechinsk-program.txt", &corpus("zarechinsk-program.txt"))]);
    for asks in
        ["http://", "https://", " src=", "@import", "url(", "<link", "<iframe", "fetch(", "XMLHttpRequest", "import("]
    {
        assert!(!page.contains(asks), "{asks}");
    }
    assert!(page.contains("default-src 'none'"));
}

#[test]
fn what_a_document_holds_closes_no_script() {
    let evil = "</script><script>alert(1)</script><!-- \u{2028} {{script}} {{data}} ";
    let Output::Document(mut document) = output("order.txt", ORDER) else { panic!() };
    document.source.path = evil.to_owned();
    document.blocks[0].text = Some(evil.to_owned());
    document.activities[0].name = Some(evil.to_owned());
    document.activities[0].responsible.as_mut().unwrap().parties = vec![evil.to_owned()];
    let clean = page(&[output("order.txt", ORDER)]);
    let page = page(&[Output::Document(document)]);
    assert_eq!(unpacked(&page)["blocks"][0]["text"], evil);
    assert_eq!(page.matches("<script").count(), clean.matches("<script").count());
    let (title, rest) = page.split_once("</title>").unwrap();
    assert!(!title.contains("</script>") && !rest.contains("<!--") && !rest.contains('\u{2028}'));
}

#[test]
fn the_script_never_makes_markup_of_text() {
    let page = page(&[]);
    for way in
        ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function(", "DOMParser", "srcdoc"]
    {
        assert!(!page.contains(way), "{way}");
    }
}

#[test]
fn russian_words_stand_in_their_file_only() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/review/page");
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        seen += 1;
        if path.extension().is_some_and(|e| e == "toml") {
            continue;
        }
        // Comments may quote what the page says.
        let code = text.lines().filter(|l| !l.trim_start().starts_with("//") && !l.trim_start().starts_with("/**"));
        let wrong: Vec<&str> = code.filter(|l| l.contains(|c| ('\u{400}'..='\u{52f}').contains(&c))).collect();
        assert!(wrong.is_empty(), "{}: {wrong:?}", path.display());
        assert!(text.lines().count() <= 500, "{} is too long", path.display());
    }
    assert!(seen > 20);
}

#[test]
fn a_hundred_pages_stay_well_below_two_megabytes() {
    // A page of such a document holds about 1800 characters.
    let mut text = String::new();
    for name in ["zarechinsk-program.txt", "nizhneolhovsky-roadmap.txt", "talnikovsky-money.txt"].iter().cycle() {
        text += &corpus(name);
        text.push_str("\n\n");
        if text.chars().count() >= 180_000 {
            break;
        }
    }
    let page = page(&[output("large.txt", &text)]);
    assert!(page.len() < 1_000_000, "{} bytes", page.len());
}

#[test]
fn records_that_need_a_look_come_first() {
    let Output::Document(document) = output("a.txt", &corpus("zarechinsk-program-torn.txt")) else { panic!() };
    let entry = entry(&Output::Document(document.clone()), "a.html");
    assert_eq!(entry.records.iter().map(|(kind, _)| *kind).collect::<Vec<_>>(), KINDS);
    assert_eq!(entry.records.iter().find(|(kind, _)| *kind == "activities").unwrap().1, document.activities.len());
    let all = entry.findings;
    assert_eq!(all.error + all.warning + all.info, document.diagnostics.len());
    assert!(entry.worst.iter().all(|w| w.findings > 0 || w.confidence.is_some_and(|c| c < 0.8)));
    assert!(entry.worst.windows(2).all(|w| {
        let sure = |w: &Worst| w.confidence.unwrap_or(1.0);
        sure(&w[0]) <= sure(&w[1])
    }));
}

#[test]
fn what_could_not_be_read_says_why() {
    let failed = convert(&[0; 64], &Options { path: "x.bin".to_owned(), ..Options::default() }, &Grammars::builtin());
    let entry = entry(&failed, "x.html");
    assert!(entry.error.is_some() && entry.kind.is_none() && entry.records.is_empty());
    let one = page(std::slice::from_ref(&failed));
    assert!(!one.contains("id=\"data-0\""));
    let list = list(&[entry]);
    assert_eq!(data(&list, "all-entries")[0]["href"], "x.html");
    assert_eq!(data(&page_of(&failed, "../index.html"), "list-of-all"), "../index.html");
}

#[test]
fn the_same_input_gives_the_same_page() {
    let result = [output("a.txt", &corpus("nizhneolhovsky-roadmap.txt"))];
    assert_eq!(page(&result), page(&result));
}

/// Colours of a block of `page/colours.css` by their names.
fn colours(css: &str) -> std::collections::BTreeMap<String, [f64; 3]> {
    let channel = |hex: &str| {
        let c = f64::from(u8::from_str_radix(hex, 16).unwrap()) / 255.0;
        if c <= 0.03928 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    };
    let pairs = css.split(';').filter_map(|rule| rule.trim().strip_prefix("--")?.split_once(": #"));
    pairs.map(|(name, hex)| (name.to_owned(), [channel(&hex[..2]), channel(&hex[2..4]), channel(&hex[4..6])])).collect()
}

#[test]
fn text_and_marks_stand_out_in_both_themes() {
    let css = include_str!("page/colours.css");
    let blocks: Vec<&str> = css.split('{').filter(|b| b.trim_start().starts_with("--")).collect();
    let [light, by_system, by_choice] = blocks.as_slice() else { panic!("three blocks of colours") };
    assert_eq!(colours(by_system), colours(by_choice), "the dark theme is the same however it is chosen");
    let text: &[(&str, &[&str])] = &[
        ("ink", &["ground", "paper", "card", "raised", "over", "mark", "warning-ground"]),
        ("muted", &["ground", "paper", "card", "over"]),
        ("accent", &["ground", "card", "raised", "over"]),
        ("accent-ink", &["accent"]),
        ("hit-ink", &["hit", "hit-now"]),
        ("paper", &["ink"]),
        ("error", &["error-ground", "card"]),
        ("warning", &["warning-ground"]),
        ("info", &["info-ground"]),
        ("right", &["right-ground"]),
        ("edited", &["edited-ground"]),
    ];
    let marks: &[(&str, &[&str])] = &[
        ("edge", &["card", "ground", "paper"]),
        ("mark-edge", &["card", "paper"]),
        ("focus", &["card", "ground", "paper"]),
        ("c1", &["card"]),
        ("c2", &["card"]),
        ("c3", &["card"]),
        ("c4", &["card"]),
        ("c5", &["card"]),
        ("c8", &["card"]),
    ];
    let mut wrong = Vec::new();
    for (theme, block) in [("light", light), ("dark", by_choice)] {
        let colours = colours(block);
        let bright = |name: &str| {
            let [r, g, b] = colours.get(name).unwrap_or_else(|| panic!("{theme}: --{name}"));
            0.2126 * r + 0.7152 * g + 0.0722 * b
        };
        for (least, pairs) in [(4.5, text), (3.0, marks)] {
            for (front, back) in pairs.iter().flat_map(|(f, backs)| backs.iter().map(move |b| (f, b))) {
                let (a, b) = (bright(front), bright(back));
                let contrast = (a.max(b) + 0.05) / (a.min(b) + 0.05);
                if contrast < least {
                    wrong.push(format!("{theme}: --{front} on --{back} has {contrast:.2}, not {least}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
