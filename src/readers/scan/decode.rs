//! Files of pictures → grey pictures, one for each page.

use std::io::Cursor;

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader};
use tiff::ColorType;
use tiff::decoder::{Decoder, DecodingResult};
use tiff::tags::Tag;

use super::colour::{self, Scanned, brightness};
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
pub fn pictures(bytes: &[u8]) -> Result<Vec<Result<Scanned, String>>, Refusal> {
    match format(bytes) {
        Some(Format::Png) => Ok(vec![Ok(picture(bytes, ImageFormat::Png)?)]),
        Some(Format::Jpeg) => Ok(vec![Ok(picture(bytes, ImageFormat::Jpeg)?)]),
        Some(Format::Tiff) => pages(bytes),
        None => Err(Refusal::new("unsupported", "the bytes are no PNG, JPEG or TIFF picture; convert it to one")),
    }
}

/// Width and height of the first picture of a file, without decoding it.
pub fn size(bytes: &[u8]) -> Option<(u64, u64)> {
    let stored = |format| ImageReader::with_format(Cursor::new(bytes), format).into_dimensions().ok();
    let (width, height) = match format(bytes)? {
        Format::Png => stored(ImageFormat::Png)?,
        Format::Jpeg => stored(ImageFormat::Jpeg)?,
        Format::Tiff => Decoder::new(Cursor::new(bytes)).ok()?.dimensions().ok()?,
    };
    Some((width.into(), height.into()))
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

fn picture(bytes: &[u8], format: ImageFormat) -> Result<Scanned, Refusal> {
    let reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut decoder = reader.into_decoder().map_err(broken)?;
    let (width, height) = decoder.dimensions();
    allowed(width, height)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(broken)?;
    picture.apply_orientation(orientation);
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let (colour, alpha) = (picture.color().has_color(), picture.color().has_alpha());
    if colour && !alpha {
        return Ok(colour::page(width, height, picture.into_rgb8().as_raw()));
    }
    let pixels = if alpha {
        picture.into_luma_alpha8().pixels().map(|p| on_white(p.0[0], p.0[1])).collect()
    } else {
        picture.into_luma8().into_raw()
    };
    Ok(Gray { width, height, pixels }.into())
}

/// A value seen through to white paper.
fn on_white(value: u8, alpha: u8) -> u8 {
    let (value, alpha) = (u32::from(value), u32::from(alpha));
    ((value * alpha + u32::from(WHITE) * (255 - alpha)) / 255) as u8
}

/// The pages of a TIFF file.
fn pages(bytes: &[u8]) -> Result<Vec<Result<Scanned, String>>, Refusal> {
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
fn page(decoder: &mut Decoder<Cursor<&[u8]>>, width: usize, height: usize) -> Result<Scanned, String> {
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
    let whole = |n: usize| {
        let missing = || format!("{n} of {} pixels are there", width * height);
        if n == width * height { Ok(()) } else { Err(missing()) }
    };
    if matches!(color, ColorType::RGB(_)) {
        whole(samples.len() / 3)?;
        return Ok(colour::page(width, height, &samples));
    }
    let grey = |p: &[u8]| brightness([p[0], p[1], p[2]]);
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
    whole(pixels.len())?;
    let mut picture = Gray { width, height, pixels };
    if white_is_zero && matches!(color, ColorType::Gray(1)) && mostly_dark(&picture) {
        picture.pixels.iter_mut().for_each(|v| *v = WHITE - *v);
    }
    Ok(picture.into())
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

#[cfg(test)]
mod tests {
    use super::*;
    use image::{ExtendedColorType, ImageEncoder, codecs::jpeg::JpegEncoder, codecs::png::PngEncoder};
    use tiff::encoder::{TiffEncoder, colortype};

    /// A picture of six pixels with one dark one.
    const SIX: [u8; 6] = [255, 255, 0, 255, 255, 255];

    fn png(pixels: &[u8], color: ExtendedColorType) -> Vec<u8> {
        let mut out = Vec::new();
        PngEncoder::new(&mut out).write_image(pixels, 3, 2, color).unwrap();
        out
    }

    fn one(bytes: &[u8]) -> Gray {
        let mut pictures = pictures(bytes).unwrap();
        assert_eq!(pictures.len(), 1);
        pictures.remove(0).unwrap().picture
    }

    #[test]
    fn pictures_become_grey() {
        let want = Gray { width: 3, height: 2, pixels: SIX.to_vec() };
        assert_eq!(one(&png(&SIX, ExtendedColorType::L8)), want);
        let colour: Vec<u8> = SIX.iter().flat_map(|v| [*v; 3]).collect();
        assert_eq!(one(&png(&colour, ExtendedColorType::Rgb8)), want);
        // Black letters on nothing: nothing is paper.
        let clear: Vec<u8> = SIX.iter().flat_map(|v| [0, 0, 0, 255 - v]).collect();
        assert_eq!(one(&png(&clear, ExtendedColorType::Rgba8)), want);
        let mut jpeg = Vec::new();
        JpegEncoder::new(&mut jpeg).write_image(&[128; 64], 8, 8, ExtendedColorType::L8).unwrap();
        assert_eq!(format(&jpeg), Some(Format::Jpeg));
        assert!(one(&jpeg).pixels.iter().all(|v| v.abs_diff(128) < 3));
    }

    #[test]
    fn a_tiff_file_has_pages() {
        let mut out = Cursor::new(Vec::new());
        let mut encoder = TiffEncoder::new(&mut out).unwrap();
        encoder.write_image::<colortype::Gray8>(3, 2, &SIX).unwrap();
        let colour: Vec<u8> = SIX.iter().flat_map(|v| [*v; 3]).collect();
        encoder.write_image::<colortype::RGB8>(3, 2, &colour).unwrap();
        encoder.write_image::<colortype::Gray16>(3, 2, &SIX.map(|v| u16::from(v) << 8)).unwrap();
        let bytes = out.into_inner();
        assert_eq!(format(&bytes), Some(Format::Tiff));
        let pages = pictures(&bytes).unwrap();
        assert_eq!(pages, vec![Ok(Gray { width: 3, height: 2, pixels: SIX.to_vec() }.into()); 3]);
    }

    #[test]
    fn bits_of_a_tiff_page_are_paper_and_ink() {
        // Big-endian, one strip of two rows of nine bits; 0 is white (a fax) or black.
        let file = |photometric: u8| {
            let mut out = b"MM\0\x2a\0\0\0\x08\0\x08".to_vec();
            let entries: [(u16, u16, u32); 8] = [
                (256, 4, 9),
                (257, 4, 2),
                (258, 3, 1 << 16),
                (259, 3, 1 << 16),
                (262, 3, u32::from(photometric) << 16),
                (273, 4, 110),
                (278, 4, 2),
                (279, 4, 4),
            ];
            for (tag, kind, value) in entries {
                out.extend(tag.to_be_bytes());
                out.extend(kind.to_be_bytes());
                out.extend(1u32.to_be_bytes());
                out.extend(value.to_be_bytes());
            }
            out.extend([0; 4]);
            assert_eq!(out.len(), 110);
            out.extend(if photometric == 0 { [0b0100_0000, 0x80, 0, 0] } else { [0b1011_1111, 0x7f, 0xff, 0xff] });
            out
        };
        let mut want = Gray::white(9, 2);
        want.pixels[1] = 0;
        want.pixels[8] = 0;
        assert_eq!(one(&file(1)), want);
        assert_eq!(one(&file(0)), want);
    }

    #[test]
    fn what_is_broken_or_too_large_is_refused() {
        let refusal = |bytes: &[u8]| pictures(bytes).unwrap_err();
        let whole = png(&SIX, ExtendedColorType::L8);
        assert_eq!(refusal(&whole[..whole.len() / 2]).code, "broken");
        assert_eq!(refusal(b"II\x2a\0\xff\xff\xff\xff").code, "broken");
        assert_eq!(refusal(b"\xff\xd8\xff\xe0 no picture").code, "broken");
        assert_eq!(refusal(b"GIF89a").code, "unsupported");
        // The header of a picture of 100000 x 100000 pixels; its sum is that of the bytes.
        let mut large = whole[..16].to_vec();
        large.extend([0, 1, 0x86, 0xa0, 0, 1, 0x86, 0xa0, 8, 0, 0, 0, 0]);
        large.extend(crc(&large[12..]).to_be_bytes());
        large.extend(&whole[33..]);
        let refusal = refusal(&large);
        assert_eq!(refusal.code, "limit", "{}", refusal.message);
        assert!(refusal.message.contains("100000 \u{d7} 100000"), "{}", refusal.message);
    }

    /// The check sum of a part of a PNG file (RFC 2083, chapter 15).
    fn crc(bytes: &[u8]) -> u32 {
        let step = |c: u32, b: &u8| {
            (0..8).fold(c ^ u32::from(*b), |c, _| if c & 1 == 1 { 0xedb8_8320 ^ (c >> 1) } else { c >> 1 })
        };
        !bytes.iter().fold(u32::MAX, step)
    }
}
