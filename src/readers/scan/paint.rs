//! Pages of PDF files as pictures.
//!
//! A scanned page is one picture: it is taken as it is stored. Any other page is painted.

use hayro::hayro_interpret::font::GlyphRun;
use hayro::hayro_interpret::hayro_syntax::Pdf;
use hayro::hayro_interpret::hayro_syntax::page::Page;
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageData, ImageDrawProps, InterpreterCache,
    InterpreterSettings, SoftMask, TransformExt, interpret_page,
};
use hayro::kurbo::{BezPath, Rect, Shape};
use hayro::vello_cpu::color::palette::css::WHITE as WHITE_PAPER;
use hayro::{PixmapSettings, RenderCache, RenderSettings};

use super::colour::{self, Scanned};
use super::gray::{Gray, WHITE};
use super::tesseract::DPI;
use crate::options::MAX_PIXELS;

/// Least share of the page that the picture of a scanned page covers.
const WHOLE: f64 = 0.85;
/// Least resolution of a picture that is taken as it is stored.
const MIN_DPI: f32 = 90.0;

/// The page as a picture, with its resolution.
///
/// # Errors
/// Says why there is none.
pub fn page(pdf: &Pdf, index: usize) -> Result<(Scanned, f32), String> {
    let page = pdf.pages().get(index).ok_or("the page is not there")?;
    let (width, height) = page.render_dimensions();
    if width < 1.0 || height < 1.0 {
        return Err("the page has no size".to_owned());
    }
    if let Some(picture) = stored(pdf, page) {
        let dpi = picture.picture.width as f32 / width * 72.0;
        if dpi >= MIN_DPI {
            return Ok((picture, dpi));
        }
    }
    // As large as wanted, but no larger than allowed.
    let most = MAX_PIXELS as f32 / 3.0;
    let scale = (DPI / 72.0).min((most / (width * height)).sqrt()).min(f32::from(u16::MAX) / width.max(height));
    let settings = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE_PAPER };
    let interpreter = InterpreterSettings::default();
    let pixmap = hayro::render(page, &RenderCache::new(), &interpreter, &RenderSettings::default(), &settings);
    let (width, height) = (usize::from(pixmap.width()), usize::from(pixmap.height()));
    let pixels: Vec<u8> = pixmap.data().iter().flat_map(|p| [p.r, p.g, p.b]).collect();
    Ok((colour::page(width, height, &pixels), scale * 72.0))
}

/// The picture of a page that is nothing but one picture, turned as the page shows it.
fn stored(pdf: &Pdf, page: &Page<'_>) -> Option<Scanned> {
    let (width, height) = page.render_dimensions();
    let whole = Rect::new(0.0, 0.0, width.into(), height.into());
    let cache = InterpreterCache::new();
    let transform = page.initial_transform(true).to_kurbo();
    let mut context = Context::new(transform, whole, &cache, pdf.xref(), InterpreterSettings::default());
    let mut only = Only { whole, picture: None, more: false };
    interpret_page(page, &mut context, &mut only);
    only.picture.filter(|_| !only.more)
}

/// Takes the picture of a page; looks whether there is anything else.
struct Only {
    whole: Rect,
    picture: Option<Scanned>,
    more: bool,
}

impl Only {
    /// A picture that covers the page, with quarters of a turn and nothing askew or mirrored.
    fn taken(&self, image: &Image<'_, '_>, props: &ImageDrawProps<'_>) -> Option<Scanned> {
        let Image::Raster(raster) = image else { return None };
        let (width, height) = (f64::from(image.width()), f64::from(image.height()));
        if width * height > MAX_PIXELS as f64 || props.soft_mask.is_some() {
            return None;
        }
        let seen = (props.transform * Rect::new(0.0, 0.0, width, height).to_path(0.1)).bounding_box();
        if seen.intersect(self.whole).area() < WHOLE * self.whole.area().max(seen.area()) {
            return None;
        }
        let [a, b, c, d, _, _] = props.transform.as_coeffs();
        let small = |x: f64, y: f64| x.abs() < y.abs() / 100.0;
        let quarters = match () {
            () if small(b, a) && small(c, d) && a > 0.0 && d > 0.0 => 0,
            () if small(a, b) && small(d, c) && b > 0.0 && c < 0.0 => 1,
            () if small(b, a) && small(c, d) && a < 0.0 && d < 0.0 => 2,
            () if small(a, b) && small(d, c) && b < 0.0 && c > 0.0 => 3,
            () => return None,
        };
        // A picture that is squeezed in one direction would have letters too narrow or too wide.
        let (across, down) = (a.hypot(b), c.hypot(d));
        if (across / down - 1.0).abs() > 0.1 {
            return None;
        }
        let mut out = None;
        raster.with_rgba(
            |data, alpha| {
                if alpha.is_some() {
                    return;
                }
                let (width, height) = (data.width() as usize, data.height() as usize);
                let picture = match data {
                    _ if width == 0 || height == 0 => return,
                    ImageData::Luma(luma) if luma.data.len() == width * height => {
                        Gray { width, height, pixels: luma.data }.into()
                    }
                    ImageData::Rgb(rgb) if rgb.data.len() == 3 * width * height => {
                        colour::page(width, height, &rgb.data)
                    }
                    _ => return,
                };
                out = Some(picture.turned(quarters));
            },
            None,
        );
        out.filter(|p: &Scanned| p.picture.pixels.iter().any(|v| *v != WHITE))
    }
}

impl<'a> Device<'a> for Only {
    fn draw_path(&mut self, path: &BezPath, _: DrawProps<'a>, _: &DrawMode) {
        // Paper painted under the picture is nothing.
        self.more |= self.picture.is_some() || path.bounding_box().area() < WHOLE * self.whole.area();
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}

    fn push_transparency_group(&mut self, opacity: f32, mask: Option<SoftMask<'a>>, _: BlendMode) {
        self.more |= opacity < 1.0 || mask.is_some();
    }

    fn draw_glyph_run(&mut self, _: &GlyphRun<'_, 'a>, _: DrawProps<'a>, mode: &DrawMode) {
        self.more |= !matches!(mode, DrawMode::Invisible);
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        let taken = if self.picture.is_none() && !self.more { self.taken(&image, &props) } else { None };
        self.more |= taken.is_none();
        self.picture = self.picture.take().or(taken);
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}
