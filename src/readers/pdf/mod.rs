//! PDF files with a text layer.
//!
//! ```text
//! bytes ─ hayro ─▶ characters, ruling lines ─ words ─▶ Page ─ page::write ─▶ Buffer
//! ```
//!
//! A page whose text layer is missing or garbage is recognised (`scan`); where that gives nothing, a
//! finding says so and the document is partial.

mod device;
mod layer;
mod streams;
#[cfg(test)]
mod tests;
mod words;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro_interpret::kurbo::Rect;
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, TransformExt, interpret_page};

use super::page::report::{self, listed};
use super::page::{self, Page};
use super::{Buffer, Content, Refusal};
use crate::diagnostic::Code;
use crate::options::{MAX_PAGE_WORK, MAX_PAGES, MAX_SECONDS, Options};

use device::{Canvas, GivenUp};
use layer::Layer;

/// True where the bytes begin as a PDF file does; up to 1 KB of junk may stand before (ISO 32000-1, annex H.3.4.1).
pub fn knows(bytes: &[u8], _: &str) -> bool {
    let head = &bytes[..bytes.len().min(1024)];
    memchr::memmem::find(head, b"%PDF-").is_some_and(|at| at == 0 || !head[..at].contains(&b'<'))
}

/// Recognises the letters of pages (from 0) that have no usable text; says why where it cannot.
#[cfg(feature = "ocr")]
fn recognise(pdf: &Pdf, pages: &[usize], options: &Options) -> Vec<Result<Page, String>> {
    super::scan::pages(pdf, pages, options)
}

/// Without the feature `ocr` no page is recognised.
#[cfg(not(feature = "ocr"))]
fn recognise(_: &Pdf, pages: &[usize], _: &Options) -> Vec<Result<Page, String>> {
    pages.iter().map(|_| Err("this build recognises no letters in pictures".to_owned())).collect()
}

/// Reads a PDF file.
///
/// # Errors
/// `encrypted` where it needs a password, `broken` where no page can be found, `limit` where it has too many pages or
/// unpacks to more than a document can hold.
pub fn content(bytes: &[u8], options: &Options) -> Result<Content, Refusal> {
    content_until(bytes, options, Instant::now() + Duration::from_secs(MAX_SECONDS))
}

/// Reads a file; pages for which there is no time before `end` leave a finding.
fn content_until(bytes: &[u8], options: &Options, end: Instant) -> Result<Content, Refusal> {
    streams::check(bytes)?;
    let pdf = catch_unwind(|| Pdf::new(Arc::new(bytes.to_vec()))).unwrap_or(Err(LoadPdfError::Invalid));
    let pdf = pdf.map_err(refusal)?;
    let count = pdf.pages().len();
    if count == 0 {
        return Err(refusal(LoadPdfError::Invalid));
    }
    if count > MAX_PAGES {
        let message = format!("the file has {count} pages, more than {MAX_PAGES}; split it into its documents");
        return Err(Refusal::new("limit", message));
    }
    let mut buffer = Buffer::new();
    let mut read = Reading { options, end, buffer: &mut buffer };
    let pages = read.pages(&pdf);
    page::write(&pages, &mut buffer);
    #[cfg_attr(not(feature = "ocr"), expect(unused_mut, reason = "only recognised words are doubtful"))]
    let mut content = buffer.finish();
    #[cfg(feature = "ocr")]
    super::scan::doubt::note(&pages, &mut content);
    Ok(content)
}

fn refusal(error: LoadPdfError) -> Refusal {
    match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => {
            Refusal::new("encrypted", "the file is encrypted; remove the password and try again")
        }
        LoadPdfError::Decryption(_) => {
            Refusal::new("encrypted", "the file is encrypted in a way that cannot be read; save it without protection")
        }
        LoadPdfError::Invalid => {
            Refusal::new("broken", "the PDF file is broken, no page was found; get the file once more or save it anew")
        }
    }
}

/// The pages of one file.
struct Reading<'b> {
    options: &'b Options,
    end: Instant,
    buffer: &'b mut Buffer,
}

impl Reading<'_> {
    fn pages(&mut self, pdf: &Pdf) -> Vec<Page> {
        let cache = InterpreterCache::new();
        let settings = InterpreterSettings::default();
        let mut out = Vec::with_capacity(pdf.pages().len());
        let (mut unread, mut late, mut hidden) = (Vec::new(), Vec::new(), 0);
        for (i, page) in pdf.pages().iter().enumerate() {
            let (width, height) = page.render_dimensions();
            let blank = Page { width, height, ..Page::default() };
            if Instant::now() > self.end {
                late.push(i + 1);
                out.push(blank);
                continue;
            }
            let mut canvas = Canvas::new(width.into(), height.into(), MAX_PAGE_WORK, self.end);
            let area = Rect::new(0.0, 0.0, width.into(), height.into());
            let transform = page.initial_transform(true).to_kurbo();
            let mut context = Context::new(transform, area, &cache, pdf.xref(), settings.clone());
            let drawn = catch_unwind(AssertUnwindSafe(|| interpret_page(page, &mut context, &mut canvas)));
            if let Err(thrown) = drawn {
                let why = match thrown.downcast_ref::<GivenUp>() {
                    Some(GivenUp::TooMuch) => "it draws too much",
                    Some(GivenUp::Late) => "the document took too long",
                    None => "it is damaged",
                };
                let detail = format!("page {}: {why}; what was read before stands here", i + 1);
                self.buffer.note(Code::PageNotRead, None, detail);
            }
            let layer = Layer::of(canvas, width, height);
            hidden += layer.oblique;
            match layer.page {
                Some(page) => out.push(page),
                None => {
                    if let Some(why) = layer.why {
                        unread.push((i, why));
                    }
                    out.push(blank);
                }
            }
        }
        self.recognise(pdf, &unread, &mut out);
        if !late.is_empty() {
            let detail = format!("{}: the document took longer than {MAX_SECONDS} seconds", listed(&late));
            self.buffer.note(Code::PageNotRead, None, detail);
        }
        if hidden > 0 {
            self.buffer.note(Code::PageFurniture, None, format!("oblique text (watermarks), {hidden} letters"));
        }
        out
    }

    /// Puts recognised pages in place of those without usable text; findings say which were recognised and which not.
    fn recognise(&mut self, pdf: &Pdf, unread: &[(usize, layer::Why)], out: &mut [Page]) {
        let indices: Vec<usize> = unread.iter().map(|(i, _)| *i).collect();
        let mut outcomes = Vec::new();
        for ((i, why), page) in unread.iter().zip(recognise(pdf, &indices, self.options)) {
            let page = page.map(|page| {
                let words = page.words.len();
                out[*i] = page;
                words
            });
            outcomes.push((i + 1, page.map_err(|trouble| format!("{}; {trouble}", why.words()))));
        }
        report::recognised(outcomes.into_iter(), self.buffer);
    }
}
