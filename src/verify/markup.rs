//! Where markup stands in a text: HTML tags of known names, entities, bookmarks.
//!
//! ```text
//! <p>Цель</p> <ul style="list-style-type: none"> R&amp;D [bookmark: _GoBack]
//! ^^^    ^^^^ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^  ^^^^^  ^^^^^^^^^^^^^^^^^^^
//! ```
//!
//! A tag has attributes as HTML writes them; «<а и б>» is text. A tag that is cut short ends with its line or cell.

use crate::grammar::lexicon::is_letter_or_digit;
use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

/// Names of tags that office files leave behind.
const TAGS: &str = "a abbr acronym address article aside b big blockquote body br caption center cite code col colgroup \
    dd del div dl dt em font footer h1 h2 h3 h4 h5 h6 head header hr html i img ins label li link meta nobr o:p ol p pre q s \
    section small span strike strong style sub sup table tbody td tfoot th thead title tr tt u ul";

/// Named entities that stand for letters or digits.
const LETTERS: &[(&str, char)] = &[
    ("deg", '\u{b0}'),
    ("frac12", '\u{bd}'),
    ("frac14", '\u{bc}'),
    ("frac34", '\u{be}'),
    ("micro", '\u{b5}'),
    ("sup1", '\u{b9}'),
    ("sup2", '\u{b2}'),
    ("sup3", '\u{b3}'),
];

/// Named entities that stand for anything else.
const SIGNS: &str = "amp apos bdquo bull copy emsp ensp euro ge gt hellip laquo ldquo le lsaquo lsquo lt mdash middot minus \
    nbsp ndash ne numero para permil plusmn quot raquo rdquo reg rsaquo rsquo sbquo sect shy thinsp times trade zwj zwnj";

/// A stretch of markup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Markup {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// The character that an entity stands for.
    pub stands_for: Option<char>,
}

impl Markup {
    /// The letter or digit that an entity stands for: it must not be lost.
    pub fn letter(&self) -> Option<char> {
        self.stands_for.filter(|c| is_letter_or_digit(*c))
    }
}

/// One pattern for all markup: a whole tag, a torn tag, an entity, a bookmark.
static PATTERN: LazyLock<Regex> = LazyLock::new(|| {
    let quoted = r#""[^"<>\r\n]*"|'[^'<>\r\n]*'|[\u{201c}\u{201d}\u{201e}\u{ab}][^<>\r\n]*?[\u{201c}\u{201d}\u{bb}]"#;
    let blank = r"[ \u{a0}]";
    let attribute = |blank: &str| format!(r#"{blank}+[A-Za-z_][\w:.-]*(?:{blank}*={blank}*(?:{quoted}|[^\s"'<>]+))?"#);
    let (anywhere, on_line) = (attribute(r"\s"), attribute(blank));
    let cut = r#"[A-Za-z_][A-Za-z:.-]*[ ]?=[ ]?(?:"[^"<>\r\n\t|]*|'[^'<>\r\n\t|]*)?"#;
    let tag = format!(r"</?(?P<tag>[A-Za-z][A-Za-z0-9:]*)(?:{anywhere})*\s*/?>");
    let torn =
        format!(r"</?(?P<torn>[A-Za-z][A-Za-z0-9:]*)(?:{on_line})*(?:{blank}+{cut})?{blank}*(?P<edge>[\r\n\t|<]|$)");
    let entity = r"&(?P<entity>#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,9});";
    let bookmark = r"\[bookmark:[^\]\r\n]*\]";
    // A border whose corners are letters: `----T----¬`, `L---+----`.
    let frame = r"(?P<frame>[+L\x{413}\x{433}]?-{2,}(?:[T\x{422}+\x{a6}\x{ac}]-{2,})*[T\x{422}+\x{ac}-]?)";
    Regex::new(&format!("{tag}|{torn}|{entity}|{bookmark}|{frame}")).expect("the pattern is written here")
});

/// All markup of `text`, in order.
pub(super) fn scan(text: &str) -> Vec<Markup> {
    let mut out = Vec::new();
    let mut from = 0;
    while let Some(found) = PATTERN.captures_at(text, from) {
        let whole = found.get_match().range();
        match markup(text, &found) {
            Some(m) => {
                from = m.range.end.max(whole.start + 1);
                out.push(m);
            }
            // A run of dashes is looked at once.
            None if found.name("frame").is_some() => from = whole.end,
            None => from = whole.start + 1,
        }
    }
    out
}

fn markup(text: &str, found: &Captures) -> Option<Markup> {
    let mut range = found.get_match().range();
    let mut stands_for = None;
    if found.name("frame").is_some() {
        let beside = [text[..range.start].chars().next_back(), text[range.end..].chars().next()];
        let dashes = text[range.clone()].matches('-').count();
        let apart = !beside.into_iter().flatten().any(is_letter_or_digit);
        return (dashes >= 4 && apart).then_some(Markup { range, stands_for });
    }
    if let Some(name) = found.name("tag") {
        is_listed(TAGS, &name.as_str().to_ascii_lowercase()).then_some(())?;
    } else if let Some(name) = found.name("torn") {
        is_listed(TAGS, &name.as_str().to_ascii_lowercase()).then_some(())?;
        range.end -= found.name("edge").map_or(0, |edge| edge.len());
    } else if let Some(name) = found.name("entity") {
        stands_for = Some(entity(name.as_str())?);
    }
    Some(Markup { range, stands_for })
}

fn is_listed(list: &str, name: &str) -> bool {
    list.split_whitespace().any(|n| n == name)
}

/// The character that the entity `name` stands for; a blank for every sign that is no letter or digit.
fn entity(name: &str) -> Option<char> {
    if let Some(digits) = name.strip_prefix('#') {
        let code = match digits.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => digits.parse(),
        };
        return code.ok().and_then(char::from_u32);
    }
    let letter = LETTERS.iter().find_map(|&(n, c)| (n == name).then_some(c));
    letter.or_else(|| is_listed(SIGNS, name).then_some(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        scan(text).into_iter().map(|m| &text[m.range]).collect()
    }

    #[test]
    fn borders_drawn_with_letters_are_markup() {
        assert_eq!(found("----T----\u{ac}\nL---+-----"), ["----T----\u{ac}", "L---+-----"]);
        assert_eq!(found("L-образный T-34 --T"), Vec::<&str>::new());
        assert_eq!(found("План----Трест"), Vec::<&str>::new());
    }

    #[test]
    fn tags_entities_and_bookmarks_are_markup() {
        let text = "<p>Цель</p> <UL style=\"list-style-type: none\"> R&amp;D [bookmark: _Закладка] <br/>";
        assert_eq!(
            found(text),
            ["<p>", "</p>", "<UL style=\"list-style-type: none\">", "&amp;", "[bookmark: _Закладка]", "<br/>"]
        );
        assert_eq!(
            found("<img alt=\"Схема\" src=a.png>х<ul style=\u{201d}none\u{201d}>"),
            ["<img alt=\"Схема\" src=a.png>", "<ul style=\u{201d}none\u{201d}>"]
        );
    }

    #[test]
    fn text_in_brackets_is_text() {
        for text in
            ["<Утратил силу>", "x < 5 и b > 3", "<a и б>", "<word>", "AT&T; R&D", "[1] [закладка: а]", "<<Центр>>"]
        {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn torn_tags_end_with_their_line_or_cell() {
        assert_eq!(found("конец <ul style=\"list-\nstyle\">"), ["<ul style=\"list-"]);
        assert_eq!(found("а <p\tб </li <b>в"), ["<p", "</li ", "<b>"]);
        assert_eq!(found("конец <br"), ["<br"]);
    }

    #[test]
    fn entities_stand_for_characters() {
        let stands: Vec<Option<char>> =
            scan("&#1055;&#x41f;&frac12;&nbsp;").into_iter().map(|m| m.stands_for).collect();
        assert_eq!(stands, [Some('П'), Some('П'), Some('½'), Some(' ')]);
    }
}
