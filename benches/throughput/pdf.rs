//! A PDF file made of plain texts: pages of lines, and tables with ruling lines for runs of lines with tabs.
//!
//! Its one font has the characters of windows-1251, all of one width, and names them in a ToUnicode map (ISO 32000-1,
//! 9.10.3), as files of office programs do.

use std::fmt::Write as _;
use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;

/// The sheet, its margin and the distance of lines, in points.
const SHEET: (usize, usize) = (595, 842);
const MARGIN: usize = 50;
const LEADING: usize = 13;
/// Width of a character in points, and how many stand on a line.
const WIDTH: usize = 5;
const CHARACTERS: usize = (SHEET.0 - 2 * MARGIN) / WIDTH;
/// Lines on a page.
const LINES: usize = (SHEET.1 - 2 * MARGIN) / LEADING;

const MAP: &str = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /M def /CMapType 2 def
1 begincodespacerange <00> <ff> endcodespacerange
2 beginbfrange <20> <7e> <0020> <c0> <ff> <0410> endbfrange
5 beginbfchar <a8> <0401> <b8> <0451> <b9> <2116> <ab> <00ab> <bb> <00bb> endbfchar endcmap end end";

/// A file of `count` pages.
pub fn file(texts: &[String], count: usize) -> Vec<u8> {
    let mut pages = Pages::default();
    for text in texts.iter().cycle() {
        for line in text.lines() {
            pages.line(line);
        }
        if pages.done.len() >= count {
            break;
        }
    }
    pages.done.truncate(count);
    let kids: Vec<String> = (0..count).map(|i| format!("{} 0 R", 5 + 2 * i)).collect();
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        format!("<< /Type /Pages /Kids [{}] /Count {count} >>", kids.join(" ")).into_bytes(),
        format!(
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 4 0 R /FirstChar 0 /LastChar 255 /Widths [{}] >>",
            "500 ".repeat(256)
        )
        .into_bytes(),
        stream(MAP),
    ];
    for (i, page) in pages.done.iter().enumerate() {
        let (width, height) = SHEET;
        objects.push(
            format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] /Resources << /Font << /F 3 0 R >> >> /Contents {} 0 R >>",
                6 + 2 * i
            )
            .into_bytes(),
        );
        objects.push(stream(page));
    }
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (i, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.extend(format!("{} 0 obj\n", i + 1).bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    let start = out.len();
    let size = objects.len() + 1;
    out.extend(format!("xref\n0 {size}\n0000000000 65535 f \n").bytes());
    for place in places {
        out.extend(format!("{place:010} 00000 n \n").bytes());
    }
    out.extend(format!("trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n").bytes());
    out
}

/// A packed stream.
fn stream(content: &str) -> Vec<u8> {
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::default());
    packed.write_all(content.as_bytes()).expect("memory can be written");
    let packed = packed.finish().expect("memory can be written");
    let mut out = format!("<< /Length {} /Filter /FlateDecode >>\nstream\n", packed.len()).into_bytes();
    out.extend(packed);
    out.extend(b"\nendstream");
    out
}

/// Pages as they are filled.
#[derive(Default)]
struct Pages {
    done: Vec<String>,
    open: String,
    lines: usize,
}

impl Pages {
    /// A line of a text: words from margin to margin, or a row of a table.
    fn line(&mut self, line: &str) {
        let cells: Vec<&str> = line.split('\t').collect();
        let width = CHARACTERS / cells.len();
        let wrapped: Vec<Vec<String>> = cells.iter().map(|c| wrapped(c, width.saturating_sub(2))).collect();
        let height = wrapped.iter().map(Vec::len).max().unwrap_or(0).clamp(1, LINES);
        if self.lines + height > LINES {
            self.done.push(std::mem::take(&mut self.open));
            self.lines = 0;
        }
        let top = SHEET.1 - MARGIN - self.lines * LEADING;
        for (i, lines) in wrapped.iter().enumerate() {
            let left = MARGIN + i * width * WIDTH;
            if cells.len() > 1 {
                let (across, down) = (width * WIDTH, height * LEADING);
                let _ = writeln!(self.open, "{left} {} {across} {down} re S", top - down + 3);
            }
            for (j, words) in lines.iter().take(LINES).enumerate() {
                let (bytes, ..) = encoding_rs::WINDOWS_1251.encode(words);
                let hex: String = bytes.iter().map(|b| format!("{b:02x}")).collect();
                let base = top - j * LEADING - LEADING + 6;
                let _ = writeln!(self.open, "BT /F 10 Tf {} {base} Td <{hex}> Tj ET", left + WIDTH);
            }
        }
        self.lines += height;
    }
}

/// `text` in lines of at most `width` characters, words whole where they fit.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let letters = word.chars().count();
        match out.last_mut() {
            Some(line) if line.chars().count() + letters < width => *line += &format!(" {word}"),
            _ => out.push(word.to_owned()),
        }
    }
    out
}
