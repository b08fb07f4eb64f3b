//! Whole documents, written by hand.

use super::super::{Content, Drawn, Item, Merge};
use super::*;

fn read(source: &str) -> Content {
    content(source.as_bytes(), &Options::default()).unwrap()
}

/// Text in a document whose code page is windows-1251.
fn body(source: &str) -> Content {
    read(&format!("{{\\rtf1\\ansi\\ansicpg1251\\deff0{{\\fonttbl{{\\f0\\fcharset204 Arial;}}}}\\pard {source}}}"))
}

fn codes(content: &Content) -> Vec<&'static str> {
    content.notes.iter().map(|n| n.code.id()).collect()
}

fn text(source: &str) -> String {
    body(source).text.replace('\u{2028}', "/")
}

#[test]
fn the_signature_decides() {
    assert!(knows(b"{\\rtf1 x}", "doc") && knows(b"\r\n{\\rtf1}", ""));
    assert!(!knows(b"\\rtf1", "rtf") && !knows(b"", "rtf"));
}

#[test]
fn the_charset_of_a_font_goes_before_that_of_the_document() {
    let source = "{\\rtf1\\ansi\\ansicpg1252\\deff1{\\fonttbl{\\f0\\fnil\\fcharset204 Arial;}{\\f1\\fcharset0 Tahoma;}}\
                  {\\f0\\'cf\\'f0\\'e8\\'ea\\'e0\\'e7} ABC {\\f0 \\'cf\\'f0 \\'b9}5\\par}";
    assert_eq!(read(source).text, "Приказ ABC Пр №5\n");
}

#[test]
fn fonts_without_charset_take_that_of_the_document() {
    let source = "{\\rtf1\\ansi\\ansicpg1251\\deff0{\\fonttbl\\f0\\fnil Arial;\\f1\\fcharset2 Symbol;}\
                  \\'cf\\'eb\\'e0\\'ed {\\f1\\'b7} 1\\par}";
    assert_eq!(read(source).text, "План • 1\n");
}

#[test]
fn a_file_that_names_no_russian_charset_is_guessed() {
    let words = "Администрация Липовского округа постановляет утвердить прилагаемый план мероприятий";
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(words);
    let hex: String =
        bytes.iter().map(|b| if b.is_ascii() { char::from(*b).to_string() } else { format!("\\'{b:02x}") }).collect();
    let found = read(&format!("{{\\rtf1\\ansi {hex}\\par}}"));
    assert_eq!(found.text, format!("{words}\n"));
    assert_eq!(codes(&found), ["encoding-guessed"]);
    // Raw bytes as well.
    let raw = [b"{\\rtf1\\ansi ".as_slice(), &bytes, b"\\par}"].concat();
    assert_eq!(content(&raw, &Options::default()).unwrap().text, format!("{words}\n"));
}

#[test]
fn unicode_and_what_stands_in_for_it() {
    assert_eq!(
        text("\\u1055\\'cf\\u1088?\\u1086 {\\uc2\\u1083\\'ab\\'cd}{\\uc0\\u1072}x\\par"),
        "Проlax\n".replace("la", "ла")
    );
    // A group ends the characters that stand in; a control word does.
    assert_eq!(text("{\\u1055}\\u1088\\b \\u1086?\\par"), "Про\n");
    assert_eq!(text("\\u-10179?\\u-8704?\\u1?\\par"), "\u{1f600}\n");
    assert_eq!(text("\\u61623?\\u-3913?\\par"), "••\n");
    assert_eq!(text("\\u-10179?x\\par"), "x\n");
}

#[test]
fn characters_and_lines() {
    let source = "\\'abа\\'bb\\~\\endash\\_1\\-2\\line b\\tab c\\\r\nd\\{\\}\\\\\\par";
    assert_eq!(text(&source.replace('а', "a")), "«a»\u{a0}–-1\u{ad}2\nb\tc\nd{}\\\n");
}

#[test]
fn what_is_no_text_is_left_out() {
    let found = body(
        "{\\*\\generator Msftedit;}{\\info{\\title x}{\\author y}}{\\header h\\par}{\\*\\unknown z{\\b z}}a\
         {\\v hid}{\\deleted gone}{\\revised new}{\\field{\\*\\fldinst HYPERLINK \"u\"}{\\fldrslt link}}\
         {\\*\\bkmkstart m}{\\pict\\wmetafile8 0a0b\\bin4 }}{{}{\\*\\annotation c}{\\upr{old}{\\*\\ud{young}}}\\par",
    );
    assert_eq!(found.text, "anewlinkyoung\n");
    assert_eq!(codes(&found), ["comments-dropped", "hidden-dropped", "changes-settled", "picture-skipped"]);
}

#[test]
fn numbers_of_lists_stay() {
    assert_eq!(text("{\\listtext\\pard\\plain 1.\\tab}Pa\\par{\\pntext\\'b7\\tab}b\\par"), "1. Pa\n· b\n");
    assert_eq!(text("{\\listtext  \\u61692?\\tab}{\\b a}\\par{\\listtext o\\tab}b\\par"), "✓ a\n• b\n");
    assert_eq!(text("{\\*\\listtext z}{\\*\\pntext 2)\\tab}b\\par"), "2) b\n");
}

#[test]
fn looks() {
    let found = body(
        "{\\stylesheet{\\s1\\outlinelevel0 x;}{\\s2\\b heading 2;}{\\s3 \\'e7\\'e0\\'e3\\'ee\\'eb\\'ee\\'e2\\'ee\\'ea 3;}}\
         \\s1\\qc\\b A\\b0  \\par\\pard\\plain\\s2 B\\par\\pard\\s3{\\b C}c\\par\\pard\\outlinelevel3 D\\par",
    );
    let looks: Vec<(u8, bool, bool)> = found
        .items
        .iter()
        .filter_map(|i| match i {
            Item::Paragraph { look, .. } => Some((look.level, look.centred, look.bold)),
            _ => None,
        })
        .collect();
    assert_eq!(looks, [(1, true, true), (2, false, false), (3, false, false), (4, false, false)]);
}

fn rows(content: &Content) -> Vec<String> {
    let row = |item: &Item| match item {
        Item::Row { cells, drawn, merged } => {
            let mark = |i: usize| match merged.iter().find(|(at, _)| *at == i) {
                Some((_, Merge::Above)) => "^",
                Some((_, Merge::Left)) => "<",
                None => "",
            };
            let cells: Vec<String> =
                cells.iter().enumerate().map(|(i, c)| format!("{}{}", mark(i), &content.text[c.clone()])).collect();
            let mark = if *drawn == (Drawn::Grid { header: true }) { "!" } else { "" };
            Some(format!("{mark}{}", cells.join("¦").replace('\u{2028}', "/")))
        }
        _ => None,
    };
    content.items.iter().filter_map(row).collect()
}

#[test]
fn tables_with_merged_cells_and_a_header() {
    let found = body(
        "a\\par\\trowd\\trhdr\\clvmgf\\cellx1000\\clmgf\\cellx2000\\clmrg\\cellx3000\\pard\\intbl N\\cell H\\cell\\cell\\row\
         \\trowd\\clvmrg\\cellx1000\\cellx2000\\cellx3000\\pard\\intbl\\cell p\\par q\\cell f\\line g\\cell\\row\
         {\\trowd\\cellx1010\\cellx3005\\pard\\intbl{1\\cell x\\cell}\\pard{\\trowd\\cellx1010\\cellx3005\\row}}\\pard b\\par",
    );
    assert_eq!(rows(&found), ["!N¦H¦<", "^¦p/q¦f/g", "1¦x¦<"]);
    assert!(found.text.starts_with("a\n") && found.text.ends_with("b\n"));
}

#[test]
fn a_table_in_a_table() {
    let inner = "\\pard\\intbl\\itap2 i\\nestcell j\\nestcell{\\*\\nesttableprops\\trowd\\cellx500\\cellx900\\nestrow}\
                 {\\nonesttables\\par}";
    let found = body(&format!(
        "\\trowd\\cellx1000\\cellx2000\\pard\\intbl long words here\\cell {inner}\\pard\\intbl after\\cell\\row\
         \\pard\\intbl 2\\cell 3\\cell\\row\\pard"
    ));
    assert_eq!(rows(&found), ["long words here¦i j/after", "2¦3"]);
    assert_eq!(codes(&found), [""; 0]);
}

#[test]
fn footnotes_stand_behind_their_table_or_section_and_text_boxes_behind_their_paragraph() {
    let found = body(
        "a{\\super\\chftn}{\\footnote\\pard\\plain{\\chftn} note\\par}{\\*\\footnote\\chftn  second}b\
         {\\shp{\\*\\shpinst{\\sp{\\sn n}{\\sv v}}{\\shptxt box\\par}}{\\shprslt old}}c\\par d\\par\\sect e\\par",
    );
    assert_eq!(found.text, "abc\nbox\nd\n note\n second\ne\n");
    let table = "\\trowd\\cellx9\\cellx99\\pard\\intbl a{\\footnote note}\\cell b\\cell\\row\\pard c\\par";
    assert_eq!(text(table), "a\tb\nnote\nc\n");
}

#[test]
fn pages() {
    let found = body("a\\par\\page b\\par\\sect\\sectd\\sbknone c\\par\\sect\\sectd d\\page\\par\\pard\\pagebb e\\par");
    let pages: Vec<&str> = found.pages.iter().map(|p| found.text[*p..].lines().next().unwrap()).collect();
    assert_eq!(pages, ["a", "b", "d", "", "e"]);
    assert_eq!(body("a\\par b\\par").pages, [0usize; 0]);
}

#[test]
fn pictures_only() {
    let found = body("{\\pict\\jpegblip ffd8}\\par{\\*\\shppict{\\pict 00}}");
    assert_eq!(codes(&found), ["pictures-only"]);
    assert_eq!(found.notes[0].detail, "2");
}

#[test]
fn damage() {
    let cut = read("{\\rtf1\\ansi\\trowd\\cellx1000\\cellx2000\\pard\\intbl a\\cell b\\cell\\row c\\cell d");
    assert_eq!(rows(&cut), ["a¦b", "c¦d"]);
    assert_eq!(codes(&cut), ["part-damaged"]);
    assert_eq!(codes(&read("{\\rtf1 a}}}\0\0")), [""; 0]);
    assert_eq!(codes(&read("{\\rtf1 a\\par} b")), ["part-damaged"]);
    let deep = read(&format!("{{\\rtf1 {}a{}b\\par}}", "{\\b ".repeat(100_000), "{\\pict x}}".repeat(100_000)));
    assert_eq!(deep.text, "ab\n");
    assert_eq!(codes(&deep), ["limit-reached", "picture-skipped"]);
}

#[test]
fn every_prefix_and_every_lost_byte_is_read() {
    let source = b"{\\rtf1\\ansi\\ansicpg1251{\\fonttbl{\\f0\\fcharset204 A;}}\\trowd\\clvmrg\\cellx-5\\cellx900\\pard\\intbl\
        {\\footnote x}\\'cf\\u1088?\\cell\\itap2 n\\nestcell{\\*\\nesttableprops\\trowd\\cellx7\\nestrow}\\cell\\row\\pard{\\shptxt y}\\par\\sect}";
    for i in 0..source.len() {
        let _ = content(&source[..i], &Options::default());
        let lost = [&source[..i], &source[i + 1..]].concat();
        let _ = content(&lost, &Options::default());
    }
}
