//! Pictures in documents of office formats.
//!
//! A document without text whose pictures are as large as pages is a scan that was put into an office program: its
//! pictures are read as pages. For any other document a finding tells how many pictures were left out.

use super::{Content, Item, Note};
use crate::diagnostic::Code;
use crate::options::Options;

/// Fewer letters and digits than this are a title above the pictures.
const FEW: usize = 200;

/// True where the pictures of a document may be its pages: it has no table and next to no text.
pub fn is_bare(content: &Content) -> bool {
    let letters = content.text.chars().filter(|c| c.is_alphanumeric());
    letters.take(FEW).count() < FEW && !content.items.iter().any(|i| matches!(i, Item::Row { .. }))
}

/// `content` with what its `pictures` hold behind its text, or with a finding about them. A picture is the bytes of its
/// file, none where they cannot be had.
pub fn settle(content: Content, pictures: &[Vec<u8>], options: &Options) -> Content {
    let (mut content, read) = with_pages(content, pictures, options);
    let left = pictures.len() - read;
    if left > 0 {
        let empty = read == 0 && !content.text.contains(char::is_alphanumeric);
        let code = if empty { Code::PicturesOnly } else { Code::PictureSkipped };
        content.notes.push(Note { code, at: None, detail: left.to_string() });
    }
    content
}

/// `content` with its pictures that are pages, and their number.
#[cfg(feature = "ocr")]
fn with_pages(content: Content, pictures: &[Vec<u8>], options: &Options) -> (Content, usize) {
    use super::{Buffer, Look, scan};

    let pages: Vec<&[u8]> = pictures.iter().map(Vec::as_slice).filter(|p| scan::is_page(p)).collect();
    if pages.is_empty() || !is_bare(&content) {
        return (content, 0);
    }
    let mut buffer = Buffer::new();
    content.text.lines().for_each(|line| buffer.paragraph(line, Look::default()));
    let mut read = scan::document(scan::stored(&pages, options), buffer);
    let said = content.notes.into_iter().filter(|n| n.code != Code::PagesUncertain);
    read.notes.splice(0..0, said);
    (Content { charset: content.charset, ..read }, pages.len())
}

/// Without the feature `ocr` no picture is read.
#[cfg(not(feature = "ocr"))]
fn with_pages(content: Content, _: &[Vec<u8>], _: &Options) -> (Content, usize) {
    (content, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notes(content: &Content) -> Vec<(&str, &str)> {
        content.notes.iter().map(|n| (n.code.id(), n.detail.as_str())).collect()
    }

    /// A picture of a blank page.
    #[cfg(feature = "ocr")]
    fn page(width: u32, height: u32) -> Vec<u8> {
        let mut out = std::io::Cursor::new(Vec::new());
        image::GrayImage::new(width, height).write_to(&mut out, image::ImageFormat::Png).unwrap();
        out.into_inner()
    }

    #[test]
    fn pictures_that_are_no_pages_are_counted() {
        let text = |text: &str| Content { text: text.to_owned(), ..Content::default() };
        let left = [Vec::new(), b"GIF89a".to_vec()];
        assert_eq!(notes(&settle(text("План\n"), &left, &Options::default())), [("picture-skipped", "2")]);
        assert_eq!(notes(&settle(text("\n"), &left, &Options::default())), [("pictures-only", "2")]);
        assert_eq!(notes(&settle(text(""), &[], &Options::default())), []);
    }

    #[cfg(feature = "ocr")]
    #[test]
    fn pictures_of_pages_are_pages_where_there_is_no_text() {
        let pictures = [page(800, 1100), page(300, 100), page(1200, 850)];
        let title = Content { text: "План\n".to_owned(), ..Content::default() };
        let content = settle(title, &pictures, &Options::default());
        assert_eq!((content.text.as_str(), content.pages.len()), ("План\n", 2));
        let [(code, detail), left] = notes(&content)[..] else { panic!("{:?}", content.notes) };
        assert!(code == "page-not-read" && detail.starts_with("pages 1-2: Tesseract was not found"), "{detail}");
        assert_eq!(left, ("picture-skipped", "1"));
        let text = Content { text: "Слова документа. ".repeat(40), ..Content::default() };
        assert_eq!(notes(&settle(text, &pictures, &Options::default())), [("picture-skipped", "3")]);
    }
}
