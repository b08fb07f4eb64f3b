//! Scans: pages that are pictures.
//!
//! ```text
//! picture ─ level, 300 dpi ─▶ ruling lines out ─▶ cells on a sheet ┐
//!                                             └─▶ the rest ────────┴ Tesseract ─▶ words ─▶ Page ─ page::write ─▶ Buffer
//! ```
//!
//! PNG, JPEG and TIFF files, and pages of PDF files without usable text. Letters are recognised by Tesseract as a
//! process; where it is not there, each page gives a finding and the document is partial.

mod again;
mod bold;
mod cells;
mod colour;
mod decode;
pub mod doubt;
mod gray;
mod look;
mod marks;
mod paint;
mod rules;
mod shapes;
mod sheet;
mod skew;
mod tesseract;
mod unread;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use hayro::hayro_syntax::Pdf;
use rayon::prelude::*;

use super::page::{self, Page, report};
use super::{Buffer, Content, Refusal};
use crate::options::{MAX_RECOGNITION_SECONDS, Options};

use colour::Scanned;
use tesseract::INSTALL;

/// Least short side of the picture of a page, in pixels: A4 with 90 dots per inch.
const PAGE: u64 = 740;
/// Long side of a page by its short side, of 100: from cut sheets to the foolscap of 8.5 × 14 inches.
const PAGE_SIDES: std::ops::Range<u64> = 115..175;

/// True for the bytes of a PNG picture.
pub fn knows_png(bytes: &[u8], _: &str) -> bool {
    decode::format(bytes) == Some(decode::Format::Png)
}

/// True for the bytes of a JPEG picture.
pub fn knows_jpeg(bytes: &[u8], _: &str) -> bool {
    decode::format(bytes) == Some(decode::Format::Jpeg)
}

/// True for the bytes of a TIFF file.
pub fn knows_tiff(bytes: &[u8], _: &str) -> bool {
    decode::format(bytes) == Some(decode::Format::Tiff)
}

/// Reads a file of one picture or several.
///
/// # Errors
/// `broken` where no picture can be decoded, `limit` where one is too large. Without Tesseract there is no error: each
/// page gives a finding.
pub fn content(bytes: &[u8], options: &Options) -> Result<Content, Refusal> {
    let pages = recognised(decode::pictures(bytes)?, options, |picture| Ok((picture?, None)));
    Ok(document(pages, Buffer::new()))
}

/// Writes recognised pages behind what stands in the buffer.
pub fn document(pages: Vec<Recognised>, mut buffer: Buffer) -> Content {
    let outcomes = pages
        .iter()
        .enumerate()
        .map(|(i, page)| (i + 1, page.as_ref().map(|page| page.words.len()).map_err(String::clone)));
    report::recognised(outcomes, &mut buffer);
    let pages: Vec<Page> = pages.into_iter().map(Result::unwrap_or_default).collect();
    page::write(&pages, &mut buffer);
    let mut content = buffer.finish();
    doubt::note(&pages, &mut content);
    content
}

/// A page that was recognised, or why it was not.
pub type Recognised = Result<Page, String>;

/// True for the bytes of a picture that is as large as a page.
pub fn is_page(bytes: &[u8]) -> bool {
    decode::size(bytes).is_some_and(|(width, height)| {
        let (short, long) = (width.min(height), width.max(height));
        short >= PAGE && (PAGE_SIDES.start * short..PAGE_SIDES.end * short).contains(&(long * 100))
    })
}

/// Reads pictures of pages that are stored in a document, each the bytes of a PNG, JPEG or TIFF file.
pub fn stored(files: &[&[u8]], options: &Options) -> Vec<Recognised> {
    recognised(files.to_vec(), options, |bytes| {
        let mut pictures = decode::pictures(bytes).map_err(|refusal| refusal.message)?;
        match pictures.len() {
            1 => Ok((pictures.remove(0)?, None)),
            n => Err(format!("it is a picture of {n} pages; convert the picture itself")),
        }
    })
}

/// Reads pages (from 0) of a PDF file.
pub fn pages(pdf: &Pdf, numbers: &[usize], options: &Options) -> Vec<Recognised> {
    recognised(numbers.to_vec(), options, |i| {
        let painted = catch_unwind(AssertUnwindSafe(|| paint::page(pdf, i)));
        let (picture, dpi) = painted.unwrap_or_else(|_| Err("it is damaged".to_owned()))?;
        Ok((picture, Some(dpi)))
    })
}

/// Reads pages side by side, as long as there is time; `picture` gives the picture of one, and its resolution.
fn recognised<T: Send>(
    pages: Vec<T>,
    options: &Options,
    picture: impl Fn(T) -> Result<(Scanned, Option<f32>), String> + Sync,
) -> Vec<Recognised> {
    let end = Instant::now() + Duration::from_secs(MAX_RECOGNITION_SECONDS);
    recognised_until(end, pages, options, picture)
}

/// Reads pages side by side; those that are not begun before `end` are left out.
fn recognised_until<T: Send>(
    end: Instant,
    pages: Vec<T>,
    options: &Options,
    picture: impl Fn(T) -> Result<(Scanned, Option<f32>), String> + Sync,
) -> Vec<Recognised> {
    let one = |page: T| -> Recognised {
        let Some(program) = &options.tesseract else {
            return Err(format!("Tesseract was not found; {INSTALL}"));
        };
        if Instant::now() > end {
            return Err(format!("the document took longer than {MAX_RECOGNITION_SECONDS} seconds"));
        }
        let (picture, dpi) = picture(page)?;
        look::page(program, &picture, dpi).map_err(|trouble| trouble.message())
    };
    pages.into_par_iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;

    #[test]
    fn without_a_program_each_page_is_said_to_be_missing() {
        let mut file = std::io::Cursor::new(Vec::new());
        let mut encoder = tiff::encoder::TiffEncoder::new(&mut file).unwrap();
        for _ in 0..3 {
            encoder.write_image::<tiff::encoder::colortype::Gray8>(2, 2, &[255, 0, 255, 255]).unwrap();
        }
        let content = content(file.get_ref(), &Options::default()).unwrap();
        assert_eq!((content.text.trim(), content.pages.len()), ("", 3));
        let notes: Vec<(&str, &str)> = content.notes.iter().map(|n| (n.code.id(), n.detail.as_str())).collect();
        let install = "install it with its Russian data (apt-get install tesseract-ocr tesseract-ocr-rus)";
        assert_eq!(notes, [("page-not-read", format!("pages 1-3: Tesseract was not found; {install}").as_str())]);
    }

    #[test]
    fn pages_that_are_not_begun_in_time_are_said_to_be_missing() {
        let options = Options { tesseract: Some("/nowhere/tesseract".into()), ..Options::default() };
        let untouched = |_: usize| -> Result<_, String> { panic!("no picture is asked for") };
        let pages = recognised_until(Instant::now() - Duration::from_secs(1), vec![0, 1], &options, untouched);
        let late = format!("the document took longer than {MAX_RECOGNITION_SECONDS} seconds");
        assert_eq!(pages.len(), 2);
        assert!(pages.iter().all(|p| p.as_ref().is_err_and(|why| *why == late)));
    }

    #[test]
    fn a_program_that_cannot_be_started_is_no_failure() {
        let mut file = std::io::Cursor::new(Vec::new());
        let mut picture = vec![255u8; 400 * 400];
        for y in 100..130 {
            picture[y * 400 + 100..y * 400 + 130].fill(0);
        }
        let mut encoder = tiff::encoder::TiffEncoder::new(&mut file).unwrap();
        encoder.write_image::<tiff::encoder::colortype::Gray8>(400, 400, &picture).unwrap();
        let options = Options { tesseract: Some("/nowhere/tesseract".into()), ..Options::default() };
        let content = content(file.get_ref(), &options).unwrap();
        let [note] = content.notes.as_slice() else { panic!("{:?}", content.notes) };
        assert_eq!(note.code, Code::PageNotRead);
        assert!(
            note.detail.starts_with("page 1: Tesseract cannot be started (/nowhere/tesseract: "),
            "{}",
            note.detail
        );
    }
}
