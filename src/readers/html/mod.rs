//! Web pages, and what office programs and legal databases save as such.
//!
//! ```text
//! <p align=center><b>ПОСТАНОВЛЕНИЕ</b></p>            ПОСТАНОВЛЕНИЕ          centred, bold
//! <ol><li>Утвердить план.<li>Опубликовать.</ol>    →  1. Утвердить план.⏎2. Опубликовать.
//! <tr><td rowspan=2>1<td>май<tr><td>июнь              1⇥май⏎·⇥июнь
//! ```
//!
//! Web archives (`mht.rs`) hold such a page among their parts. The parser takes what browsers take. `nesting.rs` keeps it from pages nested without end, `style.rs` knows the few
//! properties that matter, `walk.rs` goes through the tree, `table.rs` lays tables out on their grid.

mod list;
mod mht;
mod nesting;
mod style;
mod table;
#[cfg(test)]
mod tests;
mod walk;

use scraper::Html;

use super::blocks::{self, settle_pages};
use super::{Buffer, Charset, Content, Note, Refusal};
use crate::decode::{self, Decoded, Encoding, How};
use crate::diagnostic::Code;
use crate::options::{MAX_DEPTH, Options};

/// Bytes at the beginning in which the signature and the charset are looked for.
const HEAD: usize = 4096;
/// Tags with which a page begins.
const FIRST_TAGS: &[&str] = &["base", "body", "head", "html", "link", "meta", "script", "style", "table", "title"];
/// Tags that a fragment of a page named `.html` holds.
const FRAGMENT_TAGS: &[&str] =
    &["b", "br", "center", "div", "font", "h1", "h2", "h3", "ol", "p", "pre", "span", "tr", "ul"];
/// Extensions of web pages.
const EXTENSIONS: &[&str] = &["htm", "html", "shtml", "xhtml"];

/// True where the bytes are a web page: its first tag is one with which pages begin, before any words. Words with tags
/// among them are a plain text, unless the extension says otherwise. Web archives are pages too.
pub fn knows(bytes: &[u8], extension: &str) -> bool {
    if mht::knows(bytes, extension) {
        return true;
    }
    let head = decode::decode(&bytes[..bytes.len().min(HEAD)], None).text;
    let mut rest = head.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    // Comments and processing instructions stand before the first tag.
    while let Some(end) = ["<!--", "<?"].iter().zip(["-->", ">"]).find_map(|(open, close)| {
        let end = rest.starts_with(open).then(|| rest.find(close)).flatten()?;
        Some(end + close.len())
    }) {
        rest = rest[end..].trim_start();
    }
    let doctype = rest.get(..14).is_some_and(|d| d.eq_ignore_ascii_case("<!doctype html"));
    let tag = |at: &str| nesting::tag_name(at).unwrap_or_default();
    if doctype || FIRST_TAGS.contains(&tag(rest).as_str()) {
        return true;
    }
    EXTENSIONS.contains(&extension)
        && rest.match_indices('<').any(|(i, _)| {
            let name = tag(&rest[i..]);
            [FIRST_TAGS, FRAGMENT_TAGS].iter().any(|list| list.contains(&name.as_str()))
        })
}

/// Reads a web page.
///
/// # Errors
/// `binary` where the bytes are no text.
pub fn content(bytes: &[u8], options: &Options) -> Result<Content, Refusal> {
    let archived = if mht::knows(bytes, "") { mht::page(bytes) } else { None };
    let (page, named) = match &archived {
        Some(archived) => (&*archived.bytes, archived.charset.as_deref()),
        None => (bytes, None),
    };
    let decoded = decoded(page, options.encoding, named);
    if options.encoding.is_none() && decode::is_junk(&decoded) {
        let message = "the page is no text; save it anew, or name its charset with --encoding";
        return Err(Refusal::new("binary", message));
    }
    let (source, flattened) = nesting::flatten(&decoded.text);
    let page = walk::read(&Html::parse_document(&source));
    let mut buffer = Buffer::new();
    blocks::write(&mut buffer, &page.blocks);
    let mut content = buffer.finish();
    settle_pages(&mut content, None);
    let empty = !content.text.contains(char::is_alphanumeric);
    let mut note = |code, detail| content.notes.push(Note { code, at: None, detail });
    if flattened > 0 {
        note(Code::LimitReached, format!("tags nest deeper than {MAX_DEPTH}; {flattened} of them were left out"));
    }
    let found = [
        (if empty { Code::PicturesOnly } else { Code::PictureSkipped }, page.pictures, ""),
        (Code::CommentsDropped, page.comments, ""),
        (Code::HiddenDropped, page.hidden, " letters"),
        (Code::ChangesSettled, page.deleted, " letters"),
    ];
    for (code, count, unit) in found.into_iter().filter(|f| f.1 > 0) {
        note(code, format!("{count}{unit}"));
    }
    content.charset = Some(Charset { encoding: decoded.encoding, how: decoded.how, replaced: decoded.replaced });
    Ok(content)
}

/// Decodes a page: what the caller names, a byte order mark, UTF-8, what the page or its archive (`named`) declares, a
/// guess.
fn decoded(bytes: &[u8], forced: Option<Encoding>, named: Option<&str>) -> Decoded {
    let found = decode::decode(bytes, forced);
    if found.how != How::Guess || matches!(found.encoding, Encoding::Utf16Le | Encoding::Utf16Be) {
        return found;
    }
    match declared(&bytes[..bytes.len().min(HEAD)]).or_else(|| named.and_then(Encoding::from_name)) {
        Some(encoding) if !matches!(encoding, Encoding::Utf8 | Encoding::Utf16Le | Encoding::Utf16Be) => {
            Decoded { how: How::Declared, ..decode::decode(bytes, Some(encoding)) }
        }
        _ => found,
    }
}

/// The charset that a `meta` tag or an XML declaration names.
fn declared(head: &[u8]) -> Option<Encoding> {
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let tags = head.split('<').filter(|t| t.starts_with("meta") || t.starts_with("?xml"));
    tags.filter_map(|tag| {
        let tag = tag.split('>').next().unwrap_or("");
        let at = tag.find("charset").map(|i| i + 7).or_else(|| tag.find("encoding").map(|i| i + 8))?;
        let value = tag[at..].trim_start().strip_prefix('=')?.trim_start_matches(['"', '\'', ' ']);
        let end = value.find(|c: char| !c.is_ascii_alphanumeric() && !"-_:.".contains(c)).unwrap_or(value.len());
        Encoding::from_name(&value[..end])
    })
    .next()
}
