//! Files of pictures → grey pictures, one for each page.

use std::io::Cursor;

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader};
use tiff::ColorType;
use tiff::decoder::{Decoder, DecodingResult};
use tiff::tags::Tag;

use super::gray::{Gray, WHITE};
use crate::options::{MAX_PAGES, MAX_PIXELS};
use crate::readers::Refusal;

/// Formats of pictures that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Portable Network Graphics (RFC 2083).
    Png,
    /// JPEG in any of its containers.
    Jpeg,
    /// TIFF 6.0, with one page or several.
    Tiff,
}

/// The format that the first bytes tell.
pub fn format(bytes: &[u8]) -> Option<Format> {
    match bytes {
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(Format::Png),
        [0xff, 0xd8, 0xff, ..] => Some(Format::Jpeg),
        [b'I', b'I', 42 | 43, 0, ..] | [b'M', b'M', 0, 42 | 43, ..] => Some(Format::Tiff),
        _ => None,
    }
}

/// The pictures of a file.
///
/// # Errors
/// `broken` where nothing can be decoded, `limit` where a picture has more than [`MAX_PIXELS`], `unsupported` where the
/// bytes are none of the formats. Pages of a TIFF file behind a broken one are given as that many `Err` messages.
pub fn pictures(bytes: &[u8]) -> Result<Vec<Result<Gray, String>>, Refusal> {
    match format(bytes) {
        Some(Format::Png) => Ok(vec![Ok(picture(bytes, ImageFormat::Png)?)]),
        Some(Format::Jpeg) => Ok(vec![Ok(picture(bytes, ImageFormat::Jpeg)?)]),
        Some(Format::Tiff) => pages(bytes),
        None => Err(Refusal::new("unsupported", "the bytes are no PNG, JPEG or TIFF picture; convert it to one")),
    }
}

fn broken(why: impl std::fmt::Display) -> Refusal {
    Refusal::new("broken", format!("the picture is broken ({why}); get the file once more or save it anew"))
}

/// Refuses pictures that are too large.
fn allowed(width: u32, height: u32) -> Result<(), Refusal> {
    if u64::from(width) * u64::from(height) <= MAX_PIXELS {
        return Ok(());
    }
    let limit = MAX_PIXELS / 1_000_000;
    let message = format!("the picture has {width} × {height} pixels, more than {limit} million; scan it with 300 dpi");
    Err(Refusal::new("limit", message))
}

fn picture(bytes: &[u8], format: ImageFormat) -> Result<Gray, Refusal> {
    let reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut decoder = reader.into_decoder().map_err(broken)?;
    let (width, height) = decoder.dimensions();
    allowed(width, height)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(broken)?;
    picture.apply_orientation(orientation);
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let pixels = if picture.color().has_alpha() {
        picture.into_luma_alpha8().pixels().map(|p| on_white(p.0[0], p.0[1])).collect()
    } else {
        picture.into_luma8().into_raw()
    };
    Ok(Gray { width, height, pixels })
}

/// A value seen through to white paper.
fn on_white(value: u8, alpha: u8) -> u8 {
    let (value, alpha) = (u32::from(value), u32::from(alpha));
    ((value * alpha + u32::from(WHITE) * (255 - alpha)) / 255) as u8
}

/// The pages of a TIFF file.
fn pages(bytes: &[u8]) -> Result<Vec<Result<Gray, String>>, Refusal> {
    let mut decoder = Decoder::new(Cursor::new(bytes)).map_err(broken)?;
    let mut out = Vec::new();
    loop {
        if out.len() == MAX_PAGES {
            let message = format!("the file has more than {MAX_PAGES} pages; split it into its documents");
            return Err(Refusal::new("limit", message));
        }
        out.push(match decoder.dimensions() {
            Ok((width, height)) => match allowed(width, height) {
                Ok(()) => page(&mut decoder, width as usize, height as usize),
                Err(refusal) => Err(refusal.message),
            },
            Err(e) => Err(format!("it is broken: {e}")),
        });
        if !decoder.more_images() {
            break;
        }
        if let Err(e) = decoder.next_image() {
            out.push(Err(format!("this page and those behind it are broken: {e}")));
            break;
        }
    }
    match out.as_mut_slice() {
        [Err(why)] => Err(broken(std::mem::take(why))),
        _ => Ok(out),
    }
}

/// One page of a TIFF file; bits, bytes and words of grey or colour become grey.
fn page(decoder: &mut Decoder<Cursor<&[u8]>>, width: usize, height: usize) -> Result<Gray, String> {
    let said = |e: tiff::TiffError| format!("it is broken: {e}");
    let color = decoder.colortype().map_err(said)?;
    // 0: WhiteIsZero; the decoder turns bytes round, but not bits.
    let white_is_zero = decoder.find_tag_unsigned::<u16>(Tag::PhotometricInterpretation).ok().flatten() == Some(0);
    let palette = match color {
        ColorType::Palette(_) => decoder.get_tag_u16_vec(Tag::ColorMap).map_err(said)?,
        _ => Vec::new(),
    };
    let samples: Vec<u8> = match decoder.read_image().map_err(said)? {
        DecodingResult::U8(v) => v,
        DecodingResult::U16(v) => v.into_iter().map(|v| (v >> 8) as u8).collect(),
        _ => return Err(format!("its kind of pixels ({color:?}) is not known")),
    };
    let grey = |p: &[u8]| {
        let weighed = 299 * u32::from(p[0]) + 587 * u32::from(p[1]) + 114 * u32::from(p[2]);
        (weighed / 1000) as u8
    };
    let pixels: Vec<u8> = match color {
        ColorType::Gray(bits @ (1 | 2 | 4)) | ColorType::Palette(bits @ (1 | 2 | 4)) => {
            let (bits, per_byte) = (usize::from(bits), 8 / usize::from(bits));
            let most = (1usize << bits) - 1;
            let row = width.div_ceil(per_byte);
            let value = |y: usize, x: usize| {
                let byte = samples.get(y * row + x / per_byte).copied().unwrap_or(0);
                usize::from(byte) >> (8 - bits * (x % per_byte + 1)) & most
            };
            let shade = |v: usize| match palette.as_slice() {
                [] => (v * 255 / most) as u8,
                map => from_palette(map, v),
            };
            (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).map(|(x, y)| shade(value(y, x))).collect()
        }
        ColorType::Palette(_) => samples.iter().map(|v| from_palette(&palette, usize::from(*v))).collect(),
        ColorType::Gray(_) => samples,
        ColorType::GrayA(_) => samples.chunks_exact(2).map(|p| on_white(p[0], p[1])).collect(),
        ColorType::RGB(_) => samples.chunks_exact(3).map(grey).collect(),
        ColorType::RGBA(_) => samples.chunks_exact(4).map(|p| on_white(grey(p), p[3])).collect(),
        // Of brightness and colour differences the first is what is wanted.
        ColorType::YCbCr(_) => samples.chunks_exact(3).map(|p| p[0]).collect(),
        ColorType::CMYK(_) => samples
            .chunks_exact(4)
            .map(|p| {
                let light = |i: usize| (u32::from(255 - p[i]) * u32::from(255 - p[3]) / 255) as u8;
                grey(&[light(0), light(1), light(2)])
            })
            .collect(),
        other => return Err(format!("its kind of pixels ({other:?}) is not known")),
    };
    if pixels.len() != width * height {
        return Err(format!("{} of {} pixels are there", pixels.len(), width * height));
    }
    let mut picture = Gray { width, height, pixels };
    if white_is_zero && matches!(color, ColorType::Gray(1)) && mostly_dark(&picture) {
        picture.pixels.iter_mut().for_each(|v| *v = WHITE - *v);
    }
    Ok(picture)
}

/// The grey of a colour of a palette: all reds, all greens, all blues.
fn from_palette(map: &[u16], i: usize) -> u8 {
    let colours = map.len() / 3;
    let part = |n: usize| u32::from(map.get(n * colours + i).copied().unwrap_or(u16::MAX) >> 8);
    ((299 * part(0) + 587 * part(1) + 114 * part(2)) / 1000) as u8
}

/// True where more is dark than light: no page of paper.
fn mostly_dark(picture: &Gray) -> bool {
    picture.pixels.iter().filter(|v| **v < 128).count() * 2 > picture.pixels.len()
}
