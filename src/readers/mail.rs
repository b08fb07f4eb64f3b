//! Mails (`.eml`, RFC 5322): a head, and parts that are documents of their own. A reader reads one document, so this one
//! only says what to do with a mail; `batch` takes its parts before they come to a reader.
//!
//! ```text
//! From: Приёмная <priem@lipovka.example>                  (the head is not read)
//! Content-Type: multipart/mixed; boundary=x
//!
//! --x  text/plain                              ─▶ mail.eml!body.txt
//! --x  application/pdf; name="Приказ № 7.pdf"  ─▶ mail.eml!Приказ № 7.pdf
//! --x  message/rfc822                          ─▶ mail.eml!part-3.eml!…
//! ```

use std::collections::HashSet;

use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Encoding as Transfer, Message, MessageParser, MessagePart, MimeHeaders, PartType};

use super::{Content, Refusal};
use crate::decode::{self, Encoding};
use crate::options::Options;

/// Bytes at the beginning in which the head is looked for.
pub const HEAD: usize = 8192;
/// Fields of which a mail has one at least.
const FIELDS: &[&str] =
    &["content-type", "date", "from", "message-id", "mime-version", "received", "return-path", "subject", "to"];
/// Fields that only a mail has which was sent.
const SENT: &[&str] = &["message-id", "received", "return-path"];
/// Extensions of web archives, which are written like mails.
const WEB: &[&str] = &["mht", "mhtml"];

/// A part of a mail.
pub struct Part {
    /// Its name as the mail has it, or one by its kind; no two of a mail have the same one.
    pub name: String,
    /// Its bytes unpacked; text is in UTF-8 where the mail names its charset.
    pub bytes: Result<Vec<u8>, Refusal>,
    /// A picture that is shown inside the text of the mail.
    pub inside: bool,
}

/// True where the bytes begin as a mail does: one that is named so, or one that was sent.
pub fn knows(bytes: &[u8], extension: &str) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]);
    let mut fields = HashSet::new();
    for line in head.trim_start_matches('\u{feff}').lines() {
        if line.trim().is_empty() {
            break;
        }
        match line.split_once(':') {
            // A line that begins with a blank goes on with the field above.
            _ if line.starts_with([' ', '\t']) && !fields.is_empty() => {}
            Some((name, _)) if name.bytes().all(|b| b.is_ascii_graphic()) && !name.is_empty() => {
                fields.insert(name.to_ascii_lowercase());
            }
            // The line that programs put before the mails of a folder.
            _ if line.starts_with("From ") && fields.is_empty() => {}
            _ => return false,
        }
    }
    let has = |names: &[&str]| names.iter().any(|n| fields.contains(*n));
    if extension == "eml" { has(FIELDS) } else { has(SENT) && fields.contains("from") && !WEB.contains(&extension) }
}

/// Refuses the mail.
///
/// # Errors
/// Always: `unsupported`.
pub fn content(_: &[u8], _: &Options) -> Result<Content, Refusal> {
    let message = "this is a mail, not one document; name it .eml to have its parts converted";
    Err(Refusal::new("unsupported", message))
}

/// The parts of a mail in their order: its text, what is attached to it, mails within it. Of several forms of one text
/// the web page counts.
///
/// # Errors
/// `broken` where it has no head.
pub fn parts(bytes: &[u8]) -> Result<Vec<Part>, Refusal> {
    let Some(mail) = MessageParser::default().parse(bytes) else {
        return Err(Refusal::new("broken", "the mail is broken: it has no head; save it anew"));
    };
    let mut names = HashSet::new();
    let mut out = Vec::new();
    for (i, part) in mail.parts.iter().enumerate() {
        let id = i as u32;
        let is_other_form = mail.text_body.contains(&id) && !mail.html_body.contains(&id);
        if matches!(part.body, PartType::Multipart(_)) || (is_other_form && !mail.attachments.contains(&id)) {
            continue;
        }
        let name = unique(name(&mail, part, id), &mut names);
        let inside = matches!(part.body, PartType::InlineBinary(_)) || part.content_id().is_some();
        let is_picture = part.content_type().is_some_and(|t| t.ctype().eq_ignore_ascii_case("image"));
        let is_attached = part.content_disposition().is_some_and(|d| d.is_attachment());
        out.push(Part { name, bytes: unpacked(&mail, part), inside: inside && is_picture && !is_attached });
    }
    Ok(out)
}

/// The name that a part has, or one by what it is.
fn name(mail: &Message, part: &MessagePart, id: u32) -> String {
    if let Some(name) = part.attachment_name().map(str::trim).filter(|n| !n.is_empty()) {
        return name.to_owned();
    }
    let ending = match part.body {
        PartType::Text(_) => ".txt",
        PartType::Html(_) => ".html",
        PartType::Message(_) => ".eml",
        _ => "",
    };
    let is_text = matches!(part.body, PartType::Text(_) | PartType::Html(_));
    match is_text && (mail.html_body.contains(&id) || mail.parts.len() == 1) {
        true => format!("body{ending}"),
        false => format!("part-{}{ending}", id + 1),
    }
}

/// `name`, counted where another part has it already: `name-2.pdf`.
fn unique(name: String, taken: &mut HashSet<String>) -> String {
    let (stem, ending) = name.split_at(name.rfind('.').unwrap_or(name.len()));
    let counted = (2..).map(|n| format!("{stem}-{n}{ending}"));
    let free = std::iter::once(name.clone()).chain(counted).find(|n| !taken.contains(n)).unwrap_or_default();
    taken.insert(free.clone());
    free
}

fn unpacked(mail: &Message, part: &MessagePart) -> Result<Vec<u8>, Refusal> {
    let damaged = || {
        Refusal::new(
            "broken",
            "the part of the mail is damaged or cut short; get the mail once more or save the file from it",
        )
    };
    let raw = || mail.raw_message.get(part.offset_body as usize..part.offset_end as usize).unwrap_or_default();
    let packed = part.content_transfer_encoding().unwrap_or_default().to_ascii_lowercase();
    if part.is_encoding_problem && matches!(packed.as_str(), "base64" | "quoted-printable") {
        return Err(damaged());
    }
    match &part.body {
        PartType::Binary(bytes) | PartType::InlineBinary(bytes) => Ok(bytes.to_vec()),
        // A mail inside that is packed has its own bytes.
        PartType::Message(inner) if part.encoding != Transfer::None => Ok(inner.raw_message.to_vec()),
        PartType::Message(_) | PartType::Multipart(_) => Ok(raw().to_vec()),
        PartType::Text(_) | PartType::Html(_) => {
            let bytes = match part.encoding {
                Transfer::None => Some(raw().to_vec()),
                Transfer::QuotedPrintable => quoted_printable_decode(raw()),
                Transfer::Base64 => base64_decode(raw()),
            };
            let charset = part.content_type().and_then(|t| t.attribute("charset")).and_then(Encoding::from_name);
            Ok(in_utf8(bytes.ok_or_else(damaged)?, charset))
        }
    }
}

/// Text in the charset that the mail names, as UTF-8; as it is where it does not fit that charset.
fn in_utf8(bytes: Vec<u8>, charset: Option<Encoding>) -> Vec<u8> {
    let Some(charset) = charset.filter(|c| *c != Encoding::Utf8) else { return bytes };
    let decoded = decode::decode(&bytes, Some(charset));
    if decoded.replaced == 0 { decoded.text.into_bytes() } else { bytes }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Names and texts of the parts.
    fn shown(mail: &[u8]) -> Vec<(String, String)> {
        let text = |p: Part| match p.bytes {
            Ok(bytes) => (p.name, String::from_utf8_lossy(&bytes).trim_end().to_owned()),
            Err(refusal) => (p.name, refusal.code.to_owned()),
        };
        parts(mail).unwrap().into_iter().map(text).collect()
    }

    fn pair(name: &str, text: &str) -> (String, String) {
        (name.to_owned(), text.to_owned())
    }

    #[test]
    fn a_mail_is_known_by_its_head() {
        let sent = b"Received: by mail.example\r\n\tfrom other\r\nFrom: a@b.example\r\n\r\ntext";
        assert!(knows(sent, "eml") && knows(sent, "") && !knows(sent, "mht"));
        assert!(knows(b"Subject: a\n\ntext", "eml") && !knows(b"Subject: a\n\ntext", "txt"));
        let saved = b"From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: multipart/related\n\n";
        assert!(!knows(saved, ""));
        for text in ["ПРИКАЗ\n\nFrom: a", "Цель: парк\nЗадача: сад", "", "\n\n", "Note: a\nb"] {
            assert!(!knows(text.as_bytes(), "eml"), "{text}");
        }
    }

    #[test]
    fn text_and_attachments_have_their_names_and_bytes() {
        let mail = b"From: a@b.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"x\"\r\n\r\n\
            --x\r\nContent-Type: multipart/alternative; boundary=y\r\n\r\n\
            --y\r\nContent-Type: text/plain; charset=koi8-r\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
            =F0=CC=C1=CE\r\n\
            --y\r\nContent-Type: text/html; charset=windows-1251\r\nContent-Transfer-Encoding: base64\r\n\r\n\
            PHA+z+vg7TwvcD4=\r\n\
            --y--\r\n\
            --x\r\nContent-Type: text/plain; charset=koi8-r; name=\"=?koi8-r?B?8MzBzi50eHQ=?=\"\r\n\
            Content-Disposition: attachment\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=F0=CC=C1=CE\r\n\
            --x\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment;\r\n \
            filename*0*=utf-8''%D0%9F%D0%BB;\r\n filename*1*=%D0%B0%D0%BD.txt\r\n\
            Content-Transfer-Encoding: base64\r\n\r\nJVBERi0=\r\n\
            --x\r\nContent-Type: image/png\r\nContent-Id: <1>\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw==\r\n\
            --x\r\nContent-Type: message/rfc822\r\n\r\nFrom: c@d.example\r\nSubject: 2\r\n\r\ninner\r\n\
            --x--\r\n";
        assert_eq!(
            shown(mail),
            [
                pair("body.html", "<p>План</p>"),
                pair("План.txt", "План"),
                pair("План-2.txt", "%PDF-"),
                pair("part-7", "\u{fffd}PNG"),
                pair("part-8.eml", "From: c@d.example\r\nSubject: 2\r\n\r\ninner"),
            ]
        );
        assert_eq!(
            parts(mail).unwrap().iter().map(|p| p.inside).collect::<Vec<_>>(),
            [false, false, false, true, false]
        );
    }

    #[test]
    fn a_plain_mail_is_its_text() {
        let windows = encoding_rs::WINDOWS_1251.encode("Прошу направить план мероприятий на год").0.into_owned();
        let mail = [&b"From: a@b.example\n\n"[..], &windows].concat();
        let [part] = &parts(&mail).unwrap()[..] else { panic!() };
        assert_eq!((part.name.as_str(), part.bytes.as_ref().unwrap()), ("body.txt", &windows));
        assert_eq!(shown(b"From: a@b.example\nSubject: b\n"), [pair("body.txt", "")]);
        assert!(parts(b"").is_err());
    }

    #[test]
    fn a_cut_mail_says_which_part_is_damaged() {
        let mail = b"From: a@b.example\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\ntext\n--x\n\
            Content-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\nJVBERi0xLjQKJVBE\n";
        assert_eq!(shown(mail), [pair("body.txt", "text"), pair("a.pdf", "broken")]);
        for end in 0..mail.len() {
            let _ = parts(&mail[..end]);
        }
    }
}
