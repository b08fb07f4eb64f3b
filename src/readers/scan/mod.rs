//! Scans: pages that are pictures.
//!
//! ```text
//! picture ─ level, 300 dpi ─▶ ruling lines out ─▶ cells on a sheet ┐
//!                                             └─▶ the rest ────────┴ Tesseract ─▶ words ─▶ Page ─ page::write ─▶ Buffer
//! ```
//!
//! PNG, JPEG and TIFF files, and pages of PDF files without usable text. Letters are recognised by Tesseract as a
//! process; where it is not there, each page gives a finding and the document is partial.

mod cells;
mod decode;
mod gray;
mod look;
mod rules;
mod sheet;
mod skew;
mod tesseract;

use std::path::Path;
use std::time::{Duration, Instant};

use rayon::prelude::*;

use super::page::{self, Page};
use super::{Buffer, Content, Refusal};
use crate::diagnostic::Code;
use crate::options::{MAX_RECOGNITION_SECONDS, Options};

use gray::Gray;
use tesseract::{INSTALL, Trouble};

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
    let pictures = decode::pictures(bytes)?;
    let mut buffer = Buffer::new();
    let pages = recognised(pictures, options);
    write(&pages, &mut buffer);
    Ok(buffer.finish())
}

/// A page that was recognised, or why it was not.
pub type Recognised = Result<Page, String>;

/// Reads the pictures of a document side by side.
fn recognised(pictures: Vec<Result<Gray, String>>, options: &Options) -> Vec<Recognised> {
    let Some(program) = &options.tesseract else {
        let none = || format!("no program for recognition is set: Tesseract was not found; {INSTALL}");
        return pictures.iter().map(|p| Err(p.as_ref().err().cloned().unwrap_or_else(none))).collect();
    };
    let end = Instant::now() + Duration::from_secs(MAX_RECOGNITION_SECONDS);
    pictures.into_par_iter().map(|picture| one(program, &picture?, end)).collect()
}

/// Reads one picture, if there is time left.
fn one(program: &Path, picture: &Gray, end: Instant) -> Recognised {
    if Instant::now() > end {
        return Err(format!("the document took longer than {MAX_RECOGNITION_SECONDS} seconds"));
    }
    look::page(program, picture, None).map_err(|trouble: Trouble| trouble.message())
}

/// Writes recognised pages, and findings about those that were not.
fn write(pages: &[Recognised], buffer: &mut Buffer) {
    note(pages.iter().enumerate().map(|(i, page)| (i + 1, page)), buffer);
    let pages: Vec<Page> = pages.iter().map(|p| p.clone().unwrap_or_default()).collect();
    page::write(&pages, buffer);
}

/// Findings about pages with their numbers: which were recognised, which were not and why.
pub fn note<'p>(pages: impl Iterator<Item = (usize, &'p Recognised)>, buffer: &mut Buffer) {
    let mut read = Vec::new();
    let mut unread: Vec<(&str, Vec<usize>)> = Vec::new();
    for (number, page) in pages {
        match page {
            Ok(_) => read.push(number),
            Err(why) => match unread.iter_mut().find(|(w, _)| w == why) {
                Some((_, numbers)) => numbers.push(number),
                None => unread.push((why, vec![number])),
            },
        }
    }
    if !read.is_empty() {
        buffer.note(Code::OcrUsed, None, listed(&read));
    }
    for (why, numbers) in unread {
        buffer.note(Code::PageNotRead, None, format!("{}: {why}", listed(&numbers)));
    }
}

/// «page 3», «pages 1-4, 7»
fn listed(pages: &[usize]) -> String {
    let mut out = String::from(if pages.len() == 1 { "page " } else { "pages " });
    let mut i = 0;
    while i < pages.len() {
        let n = (i + 1..pages.len()).take_while(|&k| pages[k] == pages[i] + (k - i)).count();
        if i > 0 {
            out.push_str(", ");
        }
        out.push_str(&pages[i].to_string());
        if n > 0 {
            out.push_str(&format!("-{}", pages[i + n]));
        }
        i += n + 1;
    }
    out
}
