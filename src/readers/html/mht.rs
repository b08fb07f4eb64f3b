//! Web archives (`.mht`): the page of a message with parts (RFC 2557), as Word and browsers save it.
//!
//! ```text
//! MIME-Version: 1.0
//! Content-Type: multipart/related; boundary="x"
//!
//! --x
//! Content-Type: text/html; charset="windows-1251"
//! Content-Transfer-Encoding: quoted-printable
//!
//! <p>=CF=EB=E0=ED</p>
//! ```

use std::borrow::Cow;

/// Bytes at the beginning in which the head of an archive is looked for.
const HEAD: usize = 4096;
/// Most parts that are looked at.
const MAX_PARTS: usize = 1000;

/// The page of an archive.
pub struct Archived<'a> {
    /// Its bytes.
    pub bytes: Cow<'a, [u8]>,
    /// The charset that the archive names.
    pub charset: Option<String>,
}

/// True where the bytes are a web archive; an ordinary letter is none.
pub fn knows(bytes: &[u8], extension: &str) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]).to_ascii_lowercase();
    let mut lines = head.trim_start().lines();
    let first = lines.next().is_some_and(|l| {
        l.split_once(':').is_some_and(|(name, _)| name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'))
    });
    let header = |name: &str| head.lines().take_while(|l| !l.trim().is_empty()).any(|l| l.starts_with(name));
    extension != "eml"
        && first
        && header("mime-version:")
        && header("content-type:")
        && (head.contains("multipart/related") || head.contains("text/html"))
}

/// The first page among the parts.
pub fn page(bytes: &[u8]) -> Option<Archived<'_>> {
    let (head, body) = split(bytes);
    let kind = header(&head, "content-type").unwrap_or_default();
    if !kind.to_ascii_lowercase().starts_with("multipart/") {
        return part(&head, body);
    }
    let boundary = format!("--{}", parameter(&kind, "boundary")?);
    let mut at = find(body, boundary.as_bytes())?;
    for _ in 0..MAX_PARTS {
        let from = at + boundary.len();
        let end = find(body.get(from..)?, boundary.as_bytes()).map(|n| from + n);
        let (head, content) = split(body[from..end.unwrap_or(body.len())].trim_ascii_start());
        if let Some(found) = part(&head, content) {
            return Some(found);
        }
        at = end?;
    }
    None
}

fn part<'a>(head: &str, body: &'a [u8]) -> Option<Archived<'a>> {
    let kind = header(head, "content-type")?;
    if !kind.to_ascii_lowercase().starts_with("text/html") {
        return None;
    }
    let encoding = header(head, "content-transfer-encoding").unwrap_or_default().to_ascii_lowercase();
    let bytes = match encoding.as_str() {
        "quoted-printable" => Cow::Owned(quoted_printable(body)),
        "base64" => Cow::Owned(base64(body)),
        _ => Cow::Borrowed(body),
    };
    Some(Archived { bytes, charset: parameter(&kind, "charset") })
}

/// The head of a message or part, and what follows its empty line.
fn split(bytes: &[u8]) -> (String, &[u8]) {
    let end = [&b"\r\n\r\n"[..], b"\n\n"].iter().filter_map(|gap| find(bytes, gap).map(|n| (n, n + gap.len()))).min();
    let (end, from) = end.unwrap_or((bytes.len(), bytes.len()));
    // Lines that begin with a blank go on with the line above.
    let head = String::from_utf8_lossy(&bytes[..end]).replace("\r\n", "\n").replace("\n ", " ").replace("\n\t", " ");
    (head, &bytes[from..])
}

fn header(head: &str, name: &str) -> Option<String> {
    let (_, value) =
        head.lines().filter_map(|l| l.split_once(':')).find(|(n, _)| n.trim().eq_ignore_ascii_case(name))?;
    Some(value.trim().to_owned())
}

/// A parameter of a header: `charset` of `text/html; charset="utf-8"`.
fn parameter(value: &str, name: &str) -> Option<String> {
    let parameters = value.split(';').skip(1).filter_map(|p| p.split_once('='));
    let (_, found) = parameters.into_iter().find(|(n, _)| n.trim().eq_ignore_ascii_case(name))?;
    Some(found.trim().trim_matches('"').to_owned()).filter(|v| !v.is_empty())
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    memchr::memmem::find(bytes, what)
}

/// RFC 2045, section 6.7.
fn quoted_printable(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let digit = |b: Option<&u8>| b.and_then(|b| char::from(*b).to_digit(16));
    let mut i = 0;
    while i < bytes.len() {
        if bytes[i] != b'=' {
            out.push(bytes[i]);
            i += 1;
            continue;
        }
        match (digit(bytes.get(i + 1)), digit(bytes.get(i + 2))) {
            (Some(high), Some(low)) => {
                out.push((high * 16 + low) as u8);
                i += 3;
            }
            _ => {
                // A soft line end; anything else is left as it stands.
                let blanks = bytes[i + 1..].iter().take_while(|b| matches!(b, b' ' | b'\t' | b'\r')).count();
                match bytes.get(i + 1 + blanks) {
                    Some(b'\n') => i += blanks + 2,
                    _ => {
                        out.push(b'=');
                        i += 1;
                    }
                }
            }
        }
    }
    out
}

/// RFC 4648; what is no digit is passed over.
fn base64(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() / 4 * 3);
    let (mut bits, mut count) = (0u32, 0);
    for byte in bytes {
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => break,
            _ => continue,
        };
        bits = bits << 6 | u32::from(digit);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count) as u8);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARCHIVE: &str = "From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=\"x\"\r\n\r\n\
        note\r\n--x\r\nContent-Type: image/png\r\n\r\n00\r\n--x\r\nContent-Type: text/html; charset=\"utf-8\"\r\n\
        Content-Transfer-Encoding: quoted-printable\r\n\r\n<p>=D0=9F=\r\nlan a=3Db =zz</p>\r\n--x--\r\n";

    #[test]
    fn the_page_of_an_archive() {
        assert!(knows(ARCHIVE.as_bytes(), "mht") && !knows(ARCHIVE.as_bytes(), "eml"));
        assert!(!knows(b"Plan: 1\n\nMIME-Version: multipart/related", "txt") && !knows(b"", ""));
        let found = page(ARCHIVE.as_bytes()).unwrap();
        assert_eq!(found.bytes, "<p>Пlan a=b =zz</p>\r\n".as_bytes());
        assert_eq!(found.charset.as_deref(), Some("utf-8"));
        let encoded = ARCHIVE
            .replace("quoted-printable", "base64")
            .replace("<p>=D0=9F=\r\nlan a=3Db =zz</p>", "0J/Qu9\r\nCw0L0=");
        assert_eq!(page(encoded.as_bytes()).unwrap().bytes, "План".as_bytes());
    }

    #[test]
    fn every_cut_archive_is_read() {
        for i in 0..ARCHIVE.len() {
            let _ = page(&ARCHIVE.as_bytes()[..i]);
            let _ = page(&ARCHIVE.as_bytes()[i..]);
        }
    }
}
