//! The review page in a real headless Chromium: what a person clicks, types, sees and saves.
//!
//! Without chromium and chromedriver each test says that it was skipped; `MUNIDOC_REQUIRE_CHROMIUM=1` makes that a
//! failure.
#![cfg(all(feature = "cli", feature = "review"))]

mod browser;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use browser::Browser;
use munidoc::model::Output;
use munidoc::{Grammars, Options, convert, review};
use serde_json::{Value, json};
use tempfile::TempDir;

const PROGRAM: &str = "zarechinsk-program.txt";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Runs the program in `dir`; what it writes to standard output.
fn munidoc(dir: &Path, args: &[&str]) -> String {
    let run = Command::new(env!("CARGO_BIN_EXE_munidoc")).args(args).current_dir(dir).output();
    let run = run.expect("the program starts");
    assert!(run.status.success(), "{args:?}: {}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).expect("UTF-8")
}

/// A folder with `docs/zarechinsk-program.txt` and its page `review.html`.
fn page() -> (TempDir, PathBuf) {
    let dir = tempfile::tempdir().expect("a folder for the test");
    fs::create_dir(dir.path().join("docs")).expect("a folder");
    fs::copy(root().join("corpus").join(PROGRAM), dir.path().join("docs").join(PROGRAM)).expect("a copy");
    munidoc(dir.path(), &["review", "-q", &format!("docs/{PROGRAM}"), "-o", "review.html"]);
    let page = dir.path().join("review.html");
    (dir, page)
}

/// Whether an element stands within its pane, so that it can be seen.
fn is_seen(browser: &Browser, selector: &str, pane: &str) -> bool {
    let box_of = |s: &str| format!("document.querySelector({}).getBoundingClientRect()", json!(s));
    let (own, pane) = (box_of(selector), box_of(pane));
    browser.get(&format!("{own}.top >= {pane}.top - 1 && {own}.top < {pane}.bottom && {own}.height > 0")) == true
}

#[test]
fn a_click_on_either_side_marks_and_shows_the_other() {
    let Some(b) = Browser::start() else { return };
    let (_dir, page) = page();
    b.open(&page);
    b.is_silent();
    assert!(b.text("document.title").starts_with(&format!("docs/{PROGRAM}")));

    b.click("#card-activity-3 .card-head");
    let marked = "[...document.querySelectorAll('#paper .on')].map(e => e.textContent).join('|')";
    assert_eq!(
        b.text(marked),
        "Комплектование вновь открытых групп|Август ежегодно|Заведующие детскими садами|Открыто не менее 5 групп на 90 мест к 2025 году"
    );
    assert!(is_seen(&b, "#paper .on", "#paper"));
    assert_eq!(b.count(".card.on"), 1);

    // The mark moves to another record, and only there.
    b.click("#card-activity-7 .card-head");
    assert!(b.text(marked).starts_with("Ремонт кровли и пищеблока школы № 3|"), "{}", b.text(marked));
    assert_eq!(b.get("document.querySelector('.card.on').id"), "card-activity-7");

    // From the document to the record: the smallest record first, the next one with the next click.
    let cell =
        "[...document.querySelectorAll('#paper td')].find(c => c.textContent.startsWith('Открыто не менее 5 групп'))";
    b.run(&format!("{cell}.id = 'cell'"));
    b.click("#cell");
    let first = b.text("document.querySelector('.card.on').id");
    b.click("#cell");
    let second = b.text("document.querySelector('.card.on').id");
    assert!(first.starts_with("card-target-"), "{first}");
    assert_eq!(second, "card-activity-3");
    assert!(is_seen(&b, ".card.on", "#side"));

    // Passport rows and clauses are places of their own.
    b.click("#card-passport-1 .card-head");
    b.click("#card-passport-1 .part:nth-child(2) dt");
    let first = b.get("document.querySelector('#paper .on').textContent");
    let label = b.get("document.querySelector('#card-passport-1 .part.on .value').parentNode.parentNode.nextSibling.querySelector('.value').textContent");
    assert_eq!(first, label);
    b.is_silent();
}

#[test]
fn findings_are_filtered_and_lead_to_their_place() {
    let Some(b) = Browser::start() else { return };
    let dir = tempfile::tempdir().expect("a folder");
    let source = root().join("corpus/zarechinsk-program-torn.txt");
    munidoc(dir.path(), &["review", "-q", &source.to_string_lossy(), "-o", "p.html"]);
    b.open(&dir.path().join("p.html"));
    b.click("#tab-findings");
    let shown = || b.count(".finding:not([hidden])");
    let all = shown();
    assert!(all > 10, "{all} findings");
    assert_eq!(all, b.count(".finding"));
    b.click("#findings .chip.info");
    assert_eq!(shown(), b.count(".finding:not(.info)"));
    b.click("#findings .chip.info");
    b.run("const s = document.querySelector('#finding-code'); s.value = 'row-joined'; s.dispatchEvent(new Event('change'))");
    assert_eq!(shown(), b.count(".finding[data-code=row-joined]"));
    assert!(shown() > 0 && shown() < all);
    let sentence = b.text("document.querySelector('.finding:not([hidden]) .title').textContent");
    assert_eq!(sentence, "Строка таблицы, разорванная концом страницы, соединена с продолжением");
    b.click(".finding[data-code=row-joined] .finding-head");
    assert!(b.count("#paper tr.on-finding") > 0);
    assert!(is_seen(&b, "#paper .on-finding", "#paper"));
    // The one before by a key, with Russian letters switched on as well.
    b.run("const s = document.querySelector('#finding-code'); s.value = ''; s.dispatchEvent(new Event('change'))");
    let before = b.get("document.querySelector('.finding.on').dataset.n");
    b.run("document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'л', code: 'KeyK', bubbles: true}))");
    assert_ne!(b.get("document.querySelector('.finding.on').dataset.n"), before);
    b.is_silent();
}

#[test]
fn corrections_are_saved_as_gold_that_score_and_check_take() {
    let Some(b) = Browser::start() else { return };
    let (dir, page) = page();
    let file = "zarechinsk-program.json";
    b.open(&page);

    // Nothing corrected: the whole document is what `convert` writes, byte by byte.
    b.click("#save");
    b.click("input[value=whole]");
    b.click("#download");
    let expected = &format!("{PROGRAM}.json");
    let whole = b.download(expected);
    assert_eq!(whole, munidoc(dir.path(), &["convert", "-q", "--format", "json", &format!("docs/{PROGRAM}")]));
    fs::create_dir(dir.path().join("expected")).expect("a folder");
    fs::write(dir.path().join("expected").join(expected), &whole).expect("a file");
    munidoc(dir.path(), &["check", "docs", "--fixtures", "expected"]);

    // A field in place: what is no number is refused, Escape leaves the old value, Enter takes the new one.
    b.click("#card-target-1 .card-head");
    let value = "#card-target-1 .field[data-path$='/value']";
    b.click(&format!("{value} .edit"));
    b.fill(&format!("{value} input"), "много\u{e007}");
    assert_eq!(b.count(&format!("{value} .problem:not([hidden])")), 1);
    b.fill(&format!("{value} input"), "77,5\u{e007}");
    assert_eq!(b.text(&format!("document.querySelector({}).textContent", json!(format!("{value} .value")))), "77,5");
    b.click("#card-activity-1 .card-head");
    let name = "#card-activity-1 .field[data-path$='/name']";
    b.click(&format!("{name} .edit"));
    b.fill(&format!("{name} textarea"), "Осмотр\u{e00c}");
    assert_eq!(b.count("#card-activity-1 .corrected"), 0);
    b.click(&format!("{name} .edit"));
    b.fill(&format!("{name} textarea"), "Осмотр помещений\u{e007}");
    assert_eq!(b.count("#card-activity-1 .state.edited"), 1);
    // A list, one in each line.
    let parties = "#card-activity-1 .field[data-path$='/parties']";
    b.click(&format!("{parties} .edit"));
    b.run(&format!(
        "document.querySelector({}).value = 'МКУ «Сад»\\n\\nотдел культуры\\n'",
        json!(format!("{parties} textarea"))
    ));
    b.run(&format!("document.querySelector({}).blur()", json!(format!("{parties} textarea"))));
    // A record that is none, and all others right.
    b.click("#card-activity-2 .card-head");
    b.click("#card-activity-2 .mark-wrong");
    b.click(".kind[data-kind=activities] .kind-head .quiet");
    assert_eq!(b.text("document.querySelector('[data-progress=activities]').textContent"), "проверено 16 / 16");

    // The page keeps them over a reload.
    b.open(&page);
    assert_eq!(b.count(".card.left-out"), 1);
    assert_eq!(b.count(".state.edited"), 2);

    // Gold of the kind that was checked as a whole; the others say nothing.
    b.click("#save");
    b.click("#download");
    let gold: Value = serde_json::from_str(&b.download(file)).expect("gold is JSON");
    assert_eq!(gold.as_object().expect("an object").keys().collect::<Vec<_>>(), ["activities"]);
    let activities = gold["activities"].as_array().expect("a list");
    assert_eq!(activities.len(), 15);
    assert_eq!(activities[0]["name"], "Осмотр помещений");
    assert_eq!(activities[0]["responsible"]["parties"], json!(["МКУ «Сад»", "отдел культуры"]));
    assert_eq!(activities[1]["id"], "activity-3");
    fs::create_dir(dir.path().join("gold")).expect("a folder");
    fs::write(dir.path().join("gold").join(file), gold.to_string()).expect("a file");
    let table = munidoc(dir.path(), &["score", "--gold", "gold", "--docs", "docs", "--errors", "5"]);
    assert!(table.contains("activities") && !table.contains("indicators"), "{table}");
    assert!(table.contains("Осмотр помещений"), "{table}");

    // What was corrected can be put back.
    b.click("#card-activity-1 .card-head");
    b.click(&format!("{name} .undo"));
    assert_eq!(b.count(&format!("{name} .corrected")), 0);
    b.is_silent();
}

#[test]
fn language_theme_search_and_keys() {
    let Some(b) = Browser::start() else { return };
    let (_dir, page) = page();
    b.open(&page);
    assert_eq!(b.text("document.documentElement.lang"), "ru");
    assert_eq!(b.text("document.querySelector('#save').textContent"), "Сохранить");
    b.click("#language");
    assert_eq!(b.text("document.documentElement.lang"), "en");
    assert_eq!(b.text("document.querySelector('#save').textContent"), "Save");
    assert!(b.text("document.querySelector('#records').textContent").contains("Activities"));
    let paper = "getComputedStyle(document.querySelector('.sheet')).backgroundColor";
    let light = b.text(paper);
    b.click("#theme");
    assert_ne!(b.text(paper), light);
    // Both choices are kept.
    b.open(&page);
    assert_eq!(b.text("document.documentElement.lang"), "en");
    assert_ne!(b.text(paper), light);
    b.keys("l");
    assert_eq!(b.text("document.documentElement.lang"), "ru");

    // Search: places one by one, records that have the words.
    b.keys("/");
    b.fill("#search", "Гармония");
    b.wait("document.querySelector('#hits').textContent.includes('/')");
    let shown = "[...document.querySelectorAll('.kind:not([hidden]) .card:not([hidden])')]";
    assert_eq!(b.get(&format!("{shown}.every(c => c.textContent.includes('Гармония'))")), true);
    assert_eq!(b.get("CSS.highlights.get('hit').size > 0 && CSS.highlights.get('hit-now').size === 1"), true);
    b.fill("#search", "слова, которых нет");
    b.wait("document.querySelector('#hits').textContent === 'нет'");
    assert_eq!(b.get(&format!("{shown}.length")), 0);
    b.keys("\u{e00c}");
    b.wait(&format!("{shown}.length > 100"));

    // Keys: the next record, right, help.
    b.keys("jj");
    let second = b.text("document.querySelector('.card.on').id");
    b.keys("k");
    assert_ne!(b.text("document.querySelector('.card.on').id"), second);
    b.keys("v");
    assert_eq!(b.count(".card.on .state.right"), 1);
    b.keys("?");
    assert_eq!(b.count("#help-dialog[open]"), 1);
    b.keys("\u{e00c}");
    assert_eq!(b.count("#help-dialog[open]"), 0);
    b.is_silent();
}

#[test]
fn a_narrow_page_shows_one_side_at_a_time() {
    let Some(b) = Browser::start() else { return };
    let (_dir, page) = page();
    b.resize(390, 844);
    b.open(&page);
    let is_shown =
        |selector: &str| b.get(&format!("document.querySelector({}).offsetParent !== null", json!(selector))) == true;
    assert!(is_shown("#paper") && !is_shown("#side"));
    b.click("#paper td.has");
    b.click("#peek-go");
    assert!(!is_shown("#paper") && is_shown(".card.on .fields"));
    b.click(".card.on .place");
    assert!(is_shown("#paper"));
    assert!(is_seen(&b, "#paper .on", "#paper"));
    b.click("#tab-pictures");
    assert!(is_shown("#pictures svg"));
    // Nothing is wider than the page.
    assert_eq!(b.get("document.documentElement.scrollWidth <= 390"), true);
    b.is_silent();
}

#[test]
fn charts_have_words_and_lead_to_records() {
    let Some(b) = Browser::start() else { return };
    let (_dir, page) = page();
    b.open(&page);
    b.click("#tab-pictures");
    for kind in ["indicators", "funding", "timeline", "parties"] {
        assert!(b.count(&format!(".charts.{kind} svg")) > 2, "{kind}");
    }
    assert_eq!(
        b.get("[...document.querySelectorAll('#pictures svg')].every(s => s.getAttribute('aria-label').length > 0)"),
        true
    );
    let label = b.text("document.querySelector('.charts.indicators svg').getAttribute('aria-label')");
    assert_eq!(
        label,
        "Охват детей от 1 года до 3 лет ясельными группами: исходное 58,4; 2023: 61; 2024: 66,5; 2025: 71; 2026: 76"
    );
    b.click(".charts.timeline .link");
    assert_eq!(b.get("document.querySelector('.card.on').id"), "card-activity-1");
    // No mark of a colour is left without the colour of the theme.
    let bare = "[...document.querySelectorAll('svg [fill^=\"#0101\"]')].filter(e => getComputedStyle(e).fill.startsWith('rgb(1, 1'))";
    assert_eq!(b.get(&format!("{bare}.length")), 0);
    assert!(b.print() > 100_000);
    b.is_silent();
}

#[test]
fn what_a_document_holds_is_never_markup() {
    let Some(b) = Browser::start() else { return };
    let evil =
        "</script><script>window.hacked = 1</script><img src=x onerror='window.hacked = 1'><!-- \u{2028} {{data}} &lt;";
    let text = format!("{{\"parts\": [\"{}\"]}}", evil.replace('\'', ""));
    let Output::Document(mut document) = convert(text.as_bytes(), &Options::default(), &Grammars::builtin()) else {
        panic!()
    };
    let corpus = fs::read(root().join("corpus").join(PROGRAM)).expect("the corpus is there");
    let Output::Document(program) = convert(&corpus, &Options::default(), &Grammars::builtin()) else { panic!() };
    // Every text of every kind of record is hostile.
    let mut value = serde_json::to_value(&program).expect("JSON");
    fn spoil(value: &mut Value, key: &str, evil: &str) {
        const CLOSED: &[&str] = &[
            "id",
            "kind",
            "key",
            "level",
            "origin",
            "direction",
            "comparator",
            "role",
            "table",
            "section",
            "parent",
            "severity",
            "start",
            "end",
            "sha256",
            "edtf",
            "rrule",
            "munidoc",
            "code",
        ];
        match value {
            Value::String(s) if !CLOSED.contains(&key) => *s = evil.to_owned(),
            Value::Array(list) => list.iter_mut().for_each(|v| spoil(v, key, evil)),
            Value::Object(map) => map.iter_mut().for_each(|(k, v)| spoil(v, k, evil)),
            _ => {}
        }
    }
    spoil(&mut value, "", evil);
    document.source.path = evil.to_owned();
    let spoilt: Output = serde_json::from_value(value).expect("still a document");
    let dir = tempfile::tempdir().expect("a folder");
    let page = dir.path().join("evil.html");
    fs::write(&page, review::page(&[Output::Document(document), spoilt])).expect("the page can be written");
    for fragment in ["", "#document-0", "#document-1/activity-1"] {
        b.open_at(&page, fragment);
        b.run("document.querySelectorAll('[role=tab]').forEach(t => t.click())");
        assert_eq!(b.get("window.hacked === undefined"), true, "{fragment}");
        assert_eq!(b.count("img"), 0);
        b.is_silent();
    }
    assert_eq!(b.get("document.querySelector('#paper td').textContent"), evil);
    b.click("#language");
    assert_eq!(b.get("window.hacked === undefined"), true);
}

#[test]
fn a_folder_has_a_list_and_a_page_for_each_document() {
    let Some(b) = Browser::start() else { return };
    let dir = tempfile::tempdir().expect("a folder");
    let docs = dir.path().join("docs");
    fs::create_dir_all(docs.join("план № 1")).expect("folders");
    fs::copy(root().join("corpus/priozernovsky-roadmap-torn.txt"), docs.join("a.txt")).expect("a copy");
    fs::copy(root().join("corpus/kedrovogorsk-letter.txt"), docs.join("план № 1/index.txt")).expect("a copy");
    fs::write(docs.join("broken.txt"), [0u8; 64]).expect("a file");
    let run = Command::new(env!("CARGO_BIN_EXE_munidoc"))
        .args(["review", "docs", "-o", "out"])
        .current_dir(dir.path())
        .output();
    let run = run.expect("the program starts");
    assert_eq!(run.status.code(), Some(1), "one document cannot be read");
    b.open(&dir.path().join("out/index.html"));
    b.is_silent();
    assert_eq!(b.count(".documents tbody tr"), 3);
    let rows = b.text("document.querySelector('.documents tbody').textContent");
    assert!(rows.contains("Не прочитан") && rows.contains("Мероприятия: "), "{rows}");
    // What could not be read stands on top, then what has most to look at.
    assert!(b.text("document.querySelector('.documents tbody th').textContent").contains("broken.txt"));
    assert_eq!(
        b.get("document.querySelectorAll('.documents tbody tr')[1].querySelector('a').getAttribute('href')"),
        "a.html"
    );
    // A link to a record opens its page with the record chosen.
    let worst =
        b.text("document.querySelector('.documents tbody tr:nth-child(2) td:last-child a').getAttribute('href')");
    assert!(worst.starts_with("a.html#document-0/"), "{worst}");
    b.click(".documents tbody tr:nth-child(2) td:last-child a");
    b.wait("document.querySelectorAll('.card.on').length === 1");
    b.click("#home");
    b.wait("document.querySelectorAll('.documents').length === 1");
    b.click(".documents tbody tr:nth-child(3) a");
    b.wait("document.querySelectorAll('.sheet').length === 1");
    assert!(b.text("decodeURI(location.pathname)").ends_with("план № 1/index.html"));
    b.click("#home");
    b.wait("document.querySelectorAll('.documents').length === 1");
    b.is_silent();
}
