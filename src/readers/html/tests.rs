//! Whole pages, written by hand.

use super::super::{Content, Drawn, Item, Merge};
use super::*;

fn read(page: &str) -> Content {
    content(page.as_bytes(), &Options::default()).unwrap()
}

fn text(page: &str) -> String {
    read(page).text.replace('\u{2028}', "/")
}

fn codes(content: &Content) -> Vec<&'static str> {
    content.notes.iter().map(|n| n.code.id()).collect()
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
fn the_first_tag_decides() {
    for page in [
        "<!DOCTYPE html>",
        "\u{feff}<html>",
        " <!-- x --><?xml version='1.0'?>\n<HTML xmlns='y'>",
        "<meta charset=x>",
        "<table><tr>",
    ] {
        assert!(knows(page.as_bytes(), "doc"), "{page}");
    }
    for words in
        ["ПЛАН <table><tr><td>", "<p>Федеральный уровень</p>", "<b>Итого</b>", "<bodyguard>", "< html>", "", "<!-- x"]
    {
        assert!(!knows(words.as_bytes(), "txt"), "{words}");
    }
    assert!(knows("План <p>Уборка".as_bytes(), "html") && !knows("План 5 < 6".as_bytes(), "html"));
    let wide: Vec<u8> = [0xfeff].into_iter().chain("<html>План".encode_utf16()).flat_map(u16::to_le_bytes).collect();
    assert!(knows(&wide, "doc"));
}

#[test]
fn the_charset_is_declared_valid_or_guessed() {
    let page = "<html><head><meta http-equiv='Content-Type' content='text/html; charset=windows-1251'></head>Отчёт №5";
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(page);
    let found = content(&bytes, &Options::default()).unwrap();
    assert_eq!(found.text, "Отчёт №5\n");
    let charset = found.charset.unwrap();
    assert_eq!((charset.encoding, charset.how), (Encoding::Windows1251, How::Declared));
    // Valid UTF-8 is UTF-8, whatever the page says.
    assert_eq!(read(page).charset.unwrap().how, How::Valid);
    let wrong = page.replace("windows-1251", "utf-8").replace("Отчёт", "Отчёт о выполнении плана мероприятий");
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(&wrong);
    let found = content(&bytes, &Options::default()).unwrap();
    assert_eq!(found.charset.unwrap().how, How::Guess);
    assert!(found.text.starts_with("Отчёт о"), "{}", found.text);
    assert_eq!(declared(b"<?xml version=\"1.0\" encoding=\"koi8-r\"?>"), Some(Encoding::Koi8R));
    assert_eq!(declared(b"<meta name=x><meta charset = cp866>"), Some(Encoding::Ibm866));
    assert_eq!(declared(b"<meta charset=\"latin-9\">"), None);
}

#[test]
fn paragraphs_and_looks() {
    let found = read(
        "<html><head><title>t</title><style>.c{text-align:center}.b{font-weight:bold}</style></head><body>\
         <h2>Раздел <br>один</h2><p class='c b'>ПЛАН</p><div align=center><b>a</b> b</div>  x\n  y&nbsp;z <p>&nbsp;</p><p></p>\
         <div><span style='font-weight:700'>q</span></div><center>w</center>",
    );
    assert_eq!(found.text, "Раздел\nодин\nПЛАН\na b\nx y\u{a0}z\n\nq\nw\n");
    let looks: Vec<(u8, bool, bool)> = found
        .items
        .iter()
        .filter_map(|i| match i {
            Item::Paragraph { look, .. } => Some((look.level, look.centred, look.bold)),
            _ => None,
        })
        .collect();
    let plain = (0, false, false);
    assert_eq!(looks, [(2, false, true), (0, true, true), (0, true, false), plain, (0, false, true), (0, true, false)]);
}

#[test]
fn lists_have_their_numbers() {
    let page = "<ol start=3><li>a<li><p>b</p><p>c</p><ul><li>d<ol type=a><li>e</ol></ul><li value=9>f</ol>\
                <ol style='list-style-type:upper-roman'><li>g</ol><ul type=none><li>h</ul>";
    assert_eq!(text(page), "3. a\n4. b\nc\n• d\na. e\n9. f\nI. g\nh\n");
    // Word writes its numbers out.
    let word = "<html><p><![if !supportLists]><span style='mso-list:Ignore'>1.<span style='font:7.0pt'>&nbsp;&nbsp; </span></span>\
                <![endif]>a</p><p><span style='font-family:Symbol'><span style='mso-list:Ignore'>\u{b7}<span>&nbsp;</span></span></span>b";
    assert_eq!(text(word), "1. a\n• b\n");
}

#[test]
fn what_is_not_shown_is_left_out() {
    let found = read(
        "<html><nav><a>Главная</a></nav><script>x</script><p>a<span style='display:none'>bc</span><del>d</del><ins>e</ins>\
         <!--[if mso]>f<![endif]--><a class=sdfootnoteanc><sup>1</sup></a><button>Печать</button>g</p><div title=header>h</div>\
         <img src=x><div style='mso-element:comment-list'>i</div>",
    );
    assert_eq!(found.text, "aeg\n");
    assert_eq!(codes(&found), ["picture-skipped", "comments-dropped", "hidden-dropped", "changes-settled"]);
    assert_eq!(codes(&read("<html><img src=1><img src=2>")), ["pictures-only"]);
}

#[test]
fn text_set_with_blanks_stays() {
    let page = "<html><body><pre>\nПЛАН\n\n1   Уборка    май\n</pre><p style='white-space:pre-wrap'>a  b</p>";
    assert_eq!(text(page), "ПЛАН\n\n1   Уборка    май\na  b\n");
}

#[test]
fn pages() {
    let found = read("<html><p>a<p style='page-break-before:always'>b<br style='page-break-before:always' clear=all>c");
    assert_eq!(found.pages, [0, 2, 4]);
    assert_eq!(found.text, "a\nb\nc\n");
}

#[test]
fn tables_with_spans() {
    let found = read(
        "<table><caption>К</caption><thead><tr><th rowspan=2>N<th colspan=2>2024<tr><th>план<th>факт<tbody>\
         <tr><td rowspan=0>1<td><p>a</p><p>b<td>c<br>d<tr><td>e<td>f<tr><td colspan=9>Итого</table>",
    );
    assert_eq!(rows(&found), ["!N¦2024¦<", "!^¦план¦факт", "1¦a/b¦c/d", "^¦e¦f", "^¦Итого¦<"]);
    assert!(found.text.starts_with("К\nN\t2024"));
}

#[test]
fn columns_that_are_only_spanned_are_none() {
    let found = read(
        "<table><tr><td colspan=3>N<td colspan=4>Срок<tr><td colspan=3>1<td colspan=4>май<tr height=0><td><td><td><td>",
    );
    assert_eq!(rows(&found), ["N¦Срок", "1¦май"]);
}

#[test]
fn cells_whose_edges_drift_stand_in_the_same_columns() {
    let found = read(
        "<table><tr><td>N<td colspan=2>Дело<td>Срок<tr><td>1<td>Уборка<td colspan=2>май<tr><td colspan=4>Раздел</table>\
         <table><thead><tr><td rowspan=2>N<td colspan=2>2024</thead><tbody><tr><td>план<td>факт</tbody></table>",
    );
    assert_eq!(rows(&found), ["N¦Дело¦Срок", "1¦Уборка¦май", "Раздел¦<¦<", "!N¦2024¦<", "^¦план¦факт"]);
}

#[test]
fn a_page_wrapped_in_tables_is_no_table() {
    let found = read(
        "<table><tr><td>Меню</td><td><h1>ПЛАН</h1><p>Утвердить</p><table><tr><td>1<td>Уборка парка<td>май<tr><td>2<td>Полив клумб\
         <td>июнь</table></td></tr><tr><td colspan=2>©</td></tr></table>",
    );
    assert_eq!(rows(&found), ["1¦Уборка парка¦май", "2¦Полив клумб¦июнь"]);
    assert!(found.text.starts_with("Меню\nПЛАН\nУтвердить\n1\t"), "{}", found.text);
    assert_eq!(codes(&found), ["table-of-layout"]);
}

#[test]
fn rich_text_of_qt() {
    let page = "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.0//EN\"><html><head><meta name=\"qrichtext\" content=\"1\" />\
                <style type=\"text/css\">p, li { white-space: pre-wrap; }</style></head><body style=\" font-size:9pt;\">\n\
                <p align=\"center\" style=\" margin-top:0px;\"><span style=\" font-weight:600;\">ПРИКАЗ</span></p>\n\
                <p style=\"-qt-paragraph-type:empty;\"><br /></p>\n<p>1.  Убрать парк.</p></body></html>";
    assert_eq!(text(page), "ПРИКАЗ\n\n1.  Убрать парк.\n");
}

#[test]
fn a_web_archive_holds_a_page() {
    let archive = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html; charset=windows-1251\n\
                   Content-Transfer-Encoding: quoted-printable\n\n<html><p>=CF=EB=E0=ED\n--b--\n";
    assert!(knows(archive.as_bytes(), "doc"));
    assert_eq!(read(archive).text, "План\n");
    assert_eq!(read(archive).charset.map(|c| c.how), Some(How::Declared));
}

#[test]
fn hostile_pages_end() {
    let pages = [
        format!("<html>{}a", "<div>".repeat(100_000)),
        format!("<html>{}a", "<b><p>".repeat(50_000)),
        format!("<html>{}a", (0..50_000).map(|i| format!("<font size={i}><p>")).collect::<String>()),
        format!("<html>{}a", "<table><tr><td>".repeat(30_000)),
        format!("<html>{}a", "<a><p></i>".repeat(30_000)),
        format!("<html>{}a", "<ul><li>".repeat(30_000)),
        format!("<html><table>{}a", "<tr><td rowspan=65000 colspan=1000>x".repeat(20_000)),
        format!("<html>{}a", "<svg/><span/><o:p/>".repeat(30_000)),
    ];
    for page in &pages {
        let found = read(page);
        assert!(found.text.ends_with("a\n"), "{}", &page[..40]);
    }
}

#[test]
fn every_cut_page_is_read() {
    let page = "<html><style>a{b:c}</style><p class=x>Парк<table><tr><td rowspan=2>1<td>&laquo;б&raquo;<tr><td>в</table><ol><li>г</ol>";
    for (i, _) in page.char_indices() {
        let _ = content(&page.as_bytes()[..i], &Options::default());
        let _ = content(&page.as_bytes()[i..], &Options::default());
    }
}
