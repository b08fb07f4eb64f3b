//! Inline markup out of text: HTML scraps, entities, Markdown bold, bookmarks, soft hyphens, runs of blanks.
//!
//! ```text
//! <p>Федеральный уровень</p> <ul style="list-style-type: none"> - Указ …   →   Федеральный уровень⏎- Указ …
//! ```
//!
//! Texts that were pulled out of office files carry tags that are never closed and are cut by page breaks, so a tag
//! is known by its name, not by its partner.

use std::ops::Range;

use crate::diagnostic::{Code, Findings};
use crate::grammar::lexicon::{is_cyrillic, is_letter, twin};
use crate::text::Text;

/// Longest tag that is looked for, in bytes; a `<` without `>` within it is text.
const MAX_TAG: usize = 400;

/// Tags that part blocks of text.
const BLOCK_TAGS: &[&str] = &[
    "blockquote",
    "br",
    "caption",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];
/// Tags inside a line.
const INLINE_TAGS: &[&str] = &[
    "a", "abbr", "b", "big", "code", "col", "colgroup", "del", "em", "font", "i", "img", "ins", "label", "o:p", "s",
    "small", "span", "strike", "strong", "sub", "sup", "tt", "u",
];
/// Named entities and their characters.
const ENTITIES: &[(&str, char)] = &[
    ("amp", '&'),
    ("apos", '\''),
    ("bdquo", '\u{201e}'),
    ("bull", '\u{2022}'),
    ("copy", '\u{a9}'),
    ("deg", '\u{b0}'),
    ("emsp", '\u{2003}'),
    ("ensp", '\u{2002}'),
    ("frac12", '\u{bd}'),
    ("ge", '\u{2265}'),
    ("gt", '>'),
    ("hellip", '\u{2026}'),
    ("laquo", '\u{ab}'),
    ("ldquo", '\u{201c}'),
    ("le", '\u{2264}'),
    ("lsquo", '\u{2018}'),
    ("lt", '<'),
    ("mdash", '\u{2014}'),
    ("middot", '\u{b7}'),
    ("minus", '\u{2212}'),
    ("nbsp", '\u{a0}'),
    ("ndash", '\u{2013}'),
    ("numero", '\u{2116}'),
    ("plusmn", '\u{b1}'),
    ("quot", '"'),
    ("raquo", '\u{bb}'),
    ("rdquo", '\u{201d}'),
    ("rsquo", '\u{2019}'),
    ("sbquo", '\u{201a}'),
    ("sect", '\u{a7}'),
    ("shy", '\u{ad}'),
    ("sup2", '\u{b2}'),
    ("sup3", '\u{b3}'),
    ("thinsp", '\u{2009}'),
    ("times", '\u{d7}'),
];

/// What stands at a place of the source.
enum Token {
    /// `n` bytes of blank.
    Blank(usize),
    /// `n` bytes that are no text at all.
    Markup(usize),
    /// `n` bytes of a tag or sign that parts blocks.
    Break(usize),
    /// `n` bytes that stand for one character.
    Char(usize, char),
    /// Plain text.
    Plain,
}

/// The text of `source[range]`, cleaned; findings are added for torn markup and mixed scripts.
pub fn clean(source: &str, range: Range<usize>, findings: &mut Findings) -> Text {
    let mut out = Text::default();
    let bytes = source.as_bytes();
    let mut at = range.start;
    let mut blank: Option<usize> = None;
    let mut plain = at; // start of the plain run that ends at `at`
    while at < range.end {
        if is_plain(bytes, at, range.end) && (plain < at || bytes[at] != b' ') {
            at += 1;
            continue;
        }
        let token = token(source, at, range.end, findings);
        if let Token::Plain = token {
            at += 1;
            continue;
        }
        flush(&mut out, source, &mut blank, plain..at);
        match token {
            Token::Blank(n) => {
                blank.get_or_insert(at);
                at += n;
            }
            Token::Markup(n) => at += n,
            Token::Break(n) => {
                blank.get_or_insert(at);
                // Tags part blocks at both ends; two signs have a blank line between them.
                if bytes[at] != b'<' && out.breaks().last() == Some(&(out.len() as u32)) {
                    out.push_blank();
                }
                out.push_break();
                at += n;
            }
            Token::Char(n, c) => {
                if c.is_whitespace() {
                    blank.get_or_insert(at);
                } else if c != '\u{ad}' {
                    flush_blank(&mut out, &mut blank, at);
                    out.push(c.encode_utf8(&mut [0; 4]), at..at + n);
                }
                at += n;
            }
            Token::Plain => {}
        }
        plain = at;
    }
    flush(&mut out, source, &mut blank, plain..at);
    repair_scripts(&mut out, findings);
    out
}

fn flush_blank(out: &mut Text, blank: &mut Option<usize>, at: usize) {
    if let Some(start) = blank.take()
        && !out.is_empty()
    {
        out.push(" ", start..at);
    }
}

fn flush(out: &mut Text, source: &str, blank: &mut Option<usize>, run: Range<usize>) {
    if !run.is_empty() {
        flush_blank(out, blank, run.start);
        out.push(&source[run.clone()], run);
    }
}

/// A byte that is surely text: no blank run, no possible markup begins here.
fn is_plain(bytes: &[u8], at: usize, end: usize) -> bool {
    match bytes[at] {
        b' ' => {
            at + 1 < end && bytes[at + 1] > b' ' && !matches!(bytes[at + 1], b'<' | b'&' | b'[' | b'*' | 0xc2 | 0xe2)
        }
        0..=0x1f | b'<' | b'&' | b'*' | b'[' | 0xc2 | 0xe2 | 0xef | 0x7f => false,
        _ => true,
    }
}

fn token(source: &str, at: usize, end: usize, findings: &mut Findings) -> Token {
    let bytes = source.as_bytes();
    match bytes[at] {
        0..=b' ' | 0x7f => Token::Blank(1),
        b'<' => tag(source, at, end, findings),
        b'&' => entity(source, at, end),
        b'*' if bytes[at..end].starts_with(b"**") && !is_note_mark(bytes, at, end) => Token::Markup(2),
        b'[' => {
            match bytes[at..end].starts_with(b"[bookmark:").then(|| memchr::memchr(b']', &bytes[at..end])).flatten() {
                Some(n) => Token::Markup(n + 1),
                None => Token::Plain,
            }
        }
        0xc2 | 0xe2 | 0xef => match source[at..end].chars().next() {
            Some('\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}') => Token::Markup(char_len(source, at)),
            Some(c @ ('\u{2028}' | '\u{2029}')) => Token::Break(c.len_utf8()),
            Some(c) if c.is_whitespace() => Token::Blank(c.len_utf8()),
            _ => Token::Plain,
        },
        _ => Token::Plain,
    }
}

fn char_len(source: &str, at: usize) -> usize {
    source[at..].chars().next().map_or(1, char::len_utf8)
}

fn tag(source: &str, at: usize, end: usize, findings: &mut Findings) -> Token {
    let bytes = source.as_bytes();
    let name_at = at + 1 + usize::from(bytes.get(at + 1) == Some(&b'/'));
    let name_len = bytes[name_at.min(end)..end].iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b':').count();
    if name_len == 0 || name_len > 10 {
        return Token::Plain;
    }
    let name = source[name_at..name_at + name_len].to_ascii_lowercase();
    let block = BLOCK_TAGS.binary_search(&name.as_str()).is_ok();
    if !block && INLINE_TAGS.binary_search(&name.as_str()).is_err() {
        return Token::Plain;
    }
    let rest = &bytes[name_at + name_len..end.min(at + MAX_TAG)];
    let n = match rest.iter().position(|b| matches!(b, b'>' | b'<')) {
        Some(p) if rest[p] == b'>' && is_attributes(&rest[..p]) => name_at - at + name_len + p + 1,
        Some(p) if rest[p] == b'>' => return Token::Plain,
        // Cut short: only its name and attributes up to the end of the line or the next tag.
        torn if rest.len() < MAX_TAG - 20 && looks_like_attributes(&rest[..torn.unwrap_or(rest.len())]) => {
            findings.add(Code::MarkupTorn, Some((at, at + 1)), "");
            name_at - at + name_len + torn.unwrap_or(rest.len())
        }
        _ => return Token::Plain,
    };
    if block { Token::Break(n) } else { Token::Markup(n) }
}

/// Number of `**` in a line that begin or end bold type.
pub(super) fn bold_marks(line: &str) -> usize {
    let at = line.match_indices("**").map(|(at, _)| at);
    at.filter(|at| !is_note_mark(line.as_bytes(), *at, line.len())).count()
}

/// Most asterisks of one mark.
const MAX_MARKS: usize = 8;

/// True for asterisks that point to a note and are no bold type: «<**>», «**)», «** Без учёта района».
fn is_note_mark(bytes: &[u8], at: usize, end: usize) -> bool {
    let other = |b: &&u8| **b != b'*';
    let before = bytes[..at].iter().rev().take(MAX_MARKS).find(other);
    let behind = bytes[at..end].iter().take(MAX_MARKS).find(other);
    let blank = |b: Option<&u8>| b.is_none_or(u8::is_ascii_whitespace);
    match behind {
        Some(b'>') => before == Some(&b'<'),
        Some(b')') => blank(before) || before == Some(&b'('),
        _ => before == Some(&b'<') || blank(before) && blank(behind),
    }
}

/// Nothing, a slash, or names with values behind a blank.
fn is_attributes(rest: &[u8]) -> bool {
    let plain = rest.iter().all(|b| b.is_ascii_whitespace() || *b == b'/');
    plain || (rest[0].is_ascii_whitespace() && rest.contains(&b'='))
}

fn looks_like_attributes(rest: &[u8]) -> bool {
    rest.is_ascii() && is_attributes(rest)
}

fn entity(source: &str, at: usize, end: usize) -> Token {
    let limit = floor_char(source, end.min(at + 12));
    let Some(semi) = source[at..limit].find(';') else { return Token::Plain };
    let name = &source[at + 1..at + semi];
    let c = if let Some(digits) = name.strip_prefix('#') {
        let code = match digits.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => digits.parse(),
        };
        code.ok().and_then(char::from_u32).filter(|c| !c.is_control())
    } else {
        ENTITIES.binary_search_by(|(n, _)| (*n).cmp(name)).ok().map(|i| ENTITIES[i].1)
    };
    c.map_or(Token::Plain, |c| Token::Char(semi + 1, c))
}

fn floor_char(source: &str, mut at: usize) -> usize {
    while !source.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Gives words that mix scripts their own letters back where every foreign letter has a look-alike.
fn repair_scripts(text: &mut Text, findings: &mut Findings) {
    if text.as_str().is_ascii() || !text.as_str().bytes().any(|b| b.is_ascii_alphabetic()) {
        return;
    }
    let mut repairs: Vec<(usize, usize, Option<String>)> = Vec::new();
    let (mut start, mut latin, mut cyrillic) = (None, 0, 0);
    let string = text.as_str();
    for (i, c) in string.char_indices().chain([(string.len(), ' ')]) {
        if is_letter(c) {
            start.get_or_insert(i);
            latin += usize::from(c.is_ascii_alphabetic());
            cyrillic += usize::from(is_cyrillic(c));
        } else if let Some(from) = start.take() {
            if latin > 0 && cyrillic > 0 {
                let word = &string[from..i];
                let repairable = word.chars().all(|c| !c.is_ascii_alphabetic() || twin(c).is_some());
                let repaired = repairable.then(|| word.chars().map(|c| twin(c).unwrap_or(c)).collect());
                repairs.push((from, i, repaired));
            }
            (latin, cyrillic) = (0, 0);
        }
    }
    for (from, to, repaired) in repairs.into_iter().rev() {
        let word = text.slice(from..to);
        match repaired {
            Some(by) => {
                findings.about(Code::MixedScriptRepaired, &word);
                text.replace(from..to, &by);
            }
            None => findings.about(Code::MixedScript, &word),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(source: &str) -> String {
        clean(source, 0..source.len(), &mut Findings::default()).as_str().to_owned()
    }

    #[test]
    fn tags_entities_and_blanks_go() {
        assert_eq!(cleaned("<p>Первый</p> <ul style=\"list-style-type: none\"> - второй"), "Первый - второй");
        assert_eq!(cleaned("a&nbsp;&laquo;б&raquo; &amp; в"), "a «б» & в");
        assert_eq!(cleaned("  **Жирный\u{a0} текст**\u{ad}  "), "Жирный текст");
        assert_eq!(cleaned("Всего <**> и **слово** <***>"), "Всего <**> и слово <***>");
        assert_eq!(bold_marks("**Слово** <**> <***> и **слово"), 3);
        assert_eq!(cleaned("** Без района, **) с районом"), "** Без района, **) с районом");
        assert_eq!(cleaned("да[bookmark: _GoBack] нет"), "да нет");
        assert_eq!(cleaned("x < 5 и <Утратил силу> <<Центр"), "x < 5 и <Утратил силу> <<Центр");
    }

    #[test]
    fn a_torn_tag_is_found() {
        let mut findings = Findings::default();
        let source = "конец <ul style=\"list-";
        assert_eq!(clean(source, 0..source.len(), &mut findings).as_str(), "конец");
        assert_eq!(findings.len(), 1);
    }

    #[test]
    fn blank_lines_of_cells_are_kept() {
        let apart = |source: &str| {
            let text = clean(source, 0..source.len(), &mut Findings::default());
            text.pieces_apart().into_iter().map(|(piece, apart)| (piece.to_string(), apart)).collect::<Vec<_>>()
        };
        let [one, two, three] = ["один", "два", "три"].map(str::to_owned);
        let wanted = vec![(one.clone(), false), (two.clone(), true), (three, false)];
        assert_eq!(apart("один\u{2028} \u{2028}два \u{2028}три"), wanted);
        assert_eq!(apart("<p>один</p> <p>два</p>"), [(one, false), (two, false)]);
    }

    #[test]
    fn block_tags_leave_breaks() {
        let source = "<p>один</p> <p>два<br>три</p>";
        let text = clean(source, 0..source.len(), &mut Findings::default());
        assert_eq!(text.pieces().iter().map(Text::as_str).collect::<Vec<_>>(), ["один", "два", "три"]);
    }

    #[test]
    fn only_look_alikes_are_repaired() {
        assert_eq!(cleaned("Пpиказ"), "Приказ");
        assert_eq!(cleaned("медиacentры"), "медиacentры");
        assert_eq!(cleaned("в IT-кубе"), "в IT-кубе");
    }

    #[test]
    fn every_byte_keeps_its_place() {
        let source = "<p>Пpиказ&nbsp;  №  5</p>";
        let text = clean(source, 0..source.len(), &mut Findings::default());
        assert_eq!(text.as_str(), "Приказ № 5");
        let number = text.slice(text.len() - 1..text.len());
        assert_eq!(&source[number.start().unwrap()..number.end().unwrap()], "5");
    }
}
