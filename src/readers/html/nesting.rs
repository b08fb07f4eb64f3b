//! Pages nested without end, made flat before they are parsed: the parser's work grows with the square of the depth.
//!
//! ```text
//! <font><font><font>…            tags never closed
//! <div><div><div>…               a hundred thousand of them
//! ```
//!
//! Only tags are left out, never words.

use std::borrow::Cow;

use crate::options::MAX_DEPTH;

/// Deepest nesting of tags that only set letters.
const MAX_INLINE: usize = MAX_DEPTH / 2;
/// How many open tags are searched for the partner of a closing one.
const SEARCH: usize = 2 * MAX_DEPTH;
/// Tags without content.
const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];
/// Tags that end by themselves.
const ENDED: &[&str] = &[
    "a", "body", "caption", "colgroup", "dd", "dt", "head", "html", "li", "nobr", "optgroup", "option", "p", "rp",
    "rt", "tbody", "td", "tfoot", "th", "thead", "tr",
];
/// Parts of tables: whatever is open within ends with them.
const OF_TABLES: &[&str] = &["tbody", "td", "tfoot", "th", "thead", "tr"];
/// Tags that set letters.
const INLINE: &[&str] = &[
    "abbr", "b", "big", "code", "em", "font", "i", "ins", "label", "s", "small", "span", "strike", "strong", "sub",
    "sup", "tt", "u",
];
/// Tags whose content is no markup.
const RAW: &[&str] = &["iframe", "noembed", "noframes", "noscript", "script", "style", "textarea", "title", "xmp"];

/// The name of the tag that begins with the `<` at the beginning of `source`, in small letters; a closing tag has none.
pub fn tag_name(source: &str) -> Option<String> {
    let rest = source.strip_prefix('<')?;
    let name = &rest[..rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b':').count()];
    (name.as_bytes().first()?.is_ascii_alphabetic()).then(|| name.to_ascii_lowercase())
}

/// An open tag.
struct Open {
    name: String,
    dropped: bool,
    inline: bool,
}

/// Open tags, and how many of them are in the result.
#[derive(Default)]
struct Stack {
    open: Vec<Open>,
    kept: usize,
    inline: usize,
}

impl Stack {
    fn push(&mut self, name: String) -> bool {
        let inline = INLINE.contains(&name.as_str());
        let dropped = self.kept >= MAX_DEPTH || inline && self.inline >= MAX_INLINE;
        self.kept += usize::from(!dropped);
        self.inline += usize::from(!dropped && inline);
        self.open.push(Open { name, dropped, inline });
        dropped
    }

    /// The last open tag among `names`.
    fn find(&self, names: &[&str]) -> Option<usize> {
        let from = self.open.len().saturating_sub(SEARCH);
        let found = self.open[from..].iter().rposition(|o| names.contains(&o.name.as_str()))?;
        Some(from + found)
    }

    fn cut(&mut self, len: usize) {
        for open in self.open.drain(len..) {
            self.kept -= usize::from(!open.dropped);
            self.inline -= usize::from(!open.dropped && open.inline);
        }
    }
}

/// `source` without the tags that nest too deep, and how many were left out.
pub fn flatten(source: &str) -> (Cow<'_, str>, usize) {
    let bytes = source.as_bytes();
    let mut out = String::new();
    let (mut copied, mut dropped) = (0, 0);
    let mut stack = Stack::default();
    let mut at = 0;
    while let Some(n) = memchr::memchr(b'<', &bytes[at..]) {
        at += n;
        if source[at..].starts_with("<!--") {
            at = source[at + 4..].find("-->").map_or(source.len(), |n| at + 4 + n + 3);
            continue;
        }
        let closing = bytes.get(at + 1) == Some(&b'/');
        let name = match closing {
            true => tag_name(&format!("<{}", head(&source[at + 2..]))),
            false => tag_name(&source[at..]),
        };
        let Some(name) = name else {
            at += 1;
            continue;
        };
        let end = tag_end(bytes, at);
        let drop = if closing { close(&mut stack, &name) } else { open(&mut stack, &name) };
        if drop {
            out.push_str(&source[copied..at]);
            copied = end;
            dropped += usize::from(!closing);
        }
        at = end;
        if !closing && RAW.contains(&name.as_str()) {
            at = raw_end(bytes, at, &name);
        }
    }
    if copied == 0 {
        return (Cow::Borrowed(source), 0);
    }
    out.push_str(&source[copied..]);
    (Cow::Owned(out), dropped)
}

/// Letters and digits at the beginning.
fn head(source: &str) -> &str {
    &source[..source.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b':').count()]
}

fn open(stack: &mut Stack, name: &str) -> bool {
    if OF_TABLES.contains(&name) {
        if let Some(table) = stack.find(&["table"]) {
            stack.cut(table + 1);
        }
    } else if name == "li"
        && let Some(list) = stack.find(&["ul", "ol", "menu", "table"])
    {
        stack.cut(list + 1);
    }
    if VOID.contains(&name) || ENDED.contains(&name) || RAW.contains(&name) {
        return false;
    }
    stack.push(name.to_owned())
}

fn close(stack: &mut Stack, name: &str) -> bool {
    if OF_TABLES.contains(&name) {
        if let Some(table) = stack.find(&["table"]) {
            stack.cut(table + 1);
        }
        return false;
    }
    let Some(i) = stack.find(&[name]) else { return false };
    let dropped = stack.open[i].dropped;
    stack.cut(i);
    dropped
}

/// Behind the `>` of the tag at `at`; a `>` within quotes does not count.
fn tag_end(bytes: &[u8], at: usize) -> usize {
    let mut quote = None;
    let mut value = false;
    for (i, byte) in bytes.iter().enumerate().skip(at + 1) {
        match (byte, quote) {
            (b, Some(q)) if *b == q => quote = None,
            (_, Some(_)) => {}
            (b'"' | b'\'', None) if value => quote = Some(*byte),
            (b'>', None) => return i + 1,
            _ => {}
        }
        value = *byte == b'=' || value && byte.is_ascii_whitespace();
    }
    // A quote that is never closed: the tag ends with its first `>`.
    memchr::memchr(b'>', &bytes[at..]).map_or(bytes.len(), |n| at + n + 1)
}

/// Where the closing tag of a raw element begins.
fn raw_end(bytes: &[u8], from: usize, name: &str) -> usize {
    let mut at = from;
    while let Some(n) = memchr::memchr(b'<', &bytes[at..]) {
        at += n;
        let rest = bytes[at + 1..].strip_prefix(b"/").unwrap_or(b"");
        if rest.len() >= name.len() && rest[..name.len()].eq_ignore_ascii_case(name.as_bytes()) {
            return at;
        }
        at += 1;
    }
    from
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_usual_page_stays_as_it_is() {
        let page = "<html><!-- <div> --><style>a<b>c</style><table><tr><td title='a>b'><b>x<tr><td><b>y</table>\
                    <ul><li><font>a<li><font>b</ul>";
        assert!(matches!(flatten(&page.repeat(300)), (Cow::Borrowed(_), 0)));
    }

    #[test]
    fn what_nests_too_deep_is_left_out_with_its_partner() {
        let page = format!("{}a{}<p>b</p>", "<div>".repeat(1000), "</div>".repeat(1000));
        let (flat, dropped) = flatten(&page);
        assert_eq!(dropped, 1000 - MAX_DEPTH);
        assert_eq!(*flat, format!("{}a{}<p>b</p>", "<div>".repeat(MAX_DEPTH), "</div>".repeat(MAX_DEPTH)));
    }

    #[test]
    fn tags_of_letters_leave_room_for_tables() {
        let page = format!("{}<table><tr><td>a</table>", "<font size=1>b".repeat(1000));
        let (flat, dropped) = flatten(&page);
        assert_eq!(dropped, 1000 - MAX_INLINE);
        assert!(flat.ends_with("b<table><tr><td>a</table>"));
    }

    #[test]
    fn torn_tags_end_somewhere() {
        let page = "<a href=\"x>y <b class='>z</b <i <script>q<!--";
        for (i, _) in page.char_indices() {
            assert_eq!(flatten(&page[i..]).1, 0);
            assert_eq!(flatten(&page[..i]).1, 0);
        }
    }
}
