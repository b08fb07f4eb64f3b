//! PDF files that hold nothing but pictures, as scanners write them.

use image::GrayImage;
use image::codecs::jpeg::JpegEncoder;

/// How much of a picture the packing keeps, of 100: what scanners are usually set to.
const QUALITY: u8 = 75;

/// A PDF file with a page for each picture, `None` a blank one as large as the first; `dpi` dots make an inch.
pub fn pdf(pages: &[Option<GrayImage>], dpi: f64) -> Vec<u8> {
    let first = pages.iter().flatten().next().expect("a picture");
    let mut objects = vec![b"<</Type/Catalog/Pages 2 0 R>>".to_vec(), Vec::new()];
    let mut kids = String::new();
    for picture in pages {
        let number = objects.len() + 1;
        let seen = picture.as_ref().unwrap_or(first);
        let (w, h) = (f64::from(seen.width()) * 72.0 / dpi, f64::from(seen.height()) * 72.0 / dpi);
        kids += &format!("{number} 0 R ");
        let page = format!("/Type/Page/Parent 2 0 R/MediaBox[0 0 {w} {h}]");
        let Some(picture) = picture else {
            objects.push(format!("<<{page}>>").into_bytes());
            continue;
        };
        let (image, paint) = (number + 1, number + 2);
        let resources = format!("/Resources<</XObject<</I {image} 0 R>>>>/Contents {paint} 0 R");
        objects.push(format!("<<{page}{resources}>>").into_bytes());
        let head = format!(
            "/Type/XObject/Subtype/Image/Width {}/Height {}/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/DCTDecode",
            picture.width(),
            picture.height()
        );
        objects.push(stream(&head, &jpeg(picture)));
        objects.push(stream("", format!("q {w} 0 0 {h} 0 0 cm /I Do Q").as_bytes()));
    }
    objects[1] = format!("<</Type/Pages/Count {}/Kids[{}]>>", pages.len(), kids.trim_end()).into_bytes();
    file(&objects)
}

/// The picture as a JPEG file.
pub fn jpeg(picture: &GrayImage) -> Vec<u8> {
    let mut out = Vec::new();
    picture.write_with_encoder(JpegEncoder::new_with_quality(&mut out, QUALITY)).expect("a grey picture can be packed");
    out
}

fn stream(head: &str, body: &[u8]) -> Vec<u8> {
    [format!("<<{head}/Length {}>>\nstream\n", body.len()).as_bytes(), body, b"\nendstream"].concat()
}

/// A file of numbered objects with the table of their places; the first is the root.
fn file(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (i, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.extend(format!("{} 0 obj\n", i + 1).into_bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    let table = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).into_bytes());
    places.iter().for_each(|at| out.extend(format!("{at:010} 00000 n \n").into_bytes()));
    out.extend(format!("trailer<</Size {}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n", objects.len() + 1).into_bytes());
    out
}
