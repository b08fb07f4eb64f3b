//! Tables as text: cells parted by semicolons, commas or tabs (`.csv`, `.tsv`), quoted where they hold such signs or
//! line breaks (RFC 4180).

use csv::ReaderBuilder;

use super::sheet::{Entry, Sheet, Workbook};
use crate::decode::Decoded;
use crate::diagnostic::Code;
use crate::options::Options;
use crate::readers::text::decoded;
use crate::readers::{Charset, Content, Refusal};

/// Signs that may part cells, and their names; the first wins a draw, since commas stand in Russian numbers.
const DELIMITERS: [(u8, &str); 3] = [(b'\t', "tab"), (b';', "semicolon"), (b',', "comma")];
/// Records that are looked at to find the delimiter.
const SAMPLE: usize = 200;

/// True for the extensions of such files: they have no signature.
pub fn knows(_: &[u8], extension: &str) -> bool {
    ["csv", "tsv", "tab"].contains(&extension)
}

/// Reads a table.
///
/// # Errors
/// `binary` where the bytes are no text.
pub fn content(bytes: &[u8], options: &Options) -> Result<Content, Refusal> {
    let Decoded { text, encoding, how, replaced } = decoded(bytes, options)?;
    let mut source = text.trim_start_matches('\u{feff}');
    let mut out = Workbook::new();
    // Spreadsheet programs write the delimiter into the first line.
    let said = source.strip_prefix("sep=").and_then(|rest| {
        let sign = rest.bytes().next()?;
        Some((sign, rest.get(1..)?.trim_start_matches(['\r', '\n'])))
    });
    let delimiter = match said {
        Some((sign, rest)) => {
            source = rest;
            sign
        }
        None => {
            let (sign, name) = guess(source);
            out.note(Code::DelimiterGuessed, name);
            sign
        }
    };
    let mut sheet = Sheet { whole: true, ..Sheet::default() };
    let mut reader = records(source, delimiter);
    let mut record = csv::StringRecord::new();
    let (mut row, mut behind) = (0u32, 1);
    while let Ok(true) = reader.read_record(&mut record) {
        let line = record.position().map_or(behind, csv::Position::line);
        row += 1 + u32::from(line > behind);
        behind = reader.position().line();
        for (column, field) in record.iter().enumerate() {
            if !field.trim().is_empty() && out.room() {
                sheet.put(row, column as u32, Entry { text: field.to_owned(), ..Entry::default() });
            }
        }
    }
    out.sheet(sheet);
    Ok(Content { charset: Some(Charset { encoding, how, replaced }), ..out.finish() })
}

fn records(source: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(source.as_bytes())
}

/// The sign with which most records have the same number of cells.
fn guess(source: &str) -> (u8, &'static str) {
    let mut best = (0, DELIMITERS[1]);
    for delimiter in DELIMITERS {
        let mut counts = Vec::new();
        for record in records(source, delimiter.0).records().take(SAMPLE) {
            counts.extend(record.map(|r| r.len()));
        }
        let alike = |n: usize| counts.iter().filter(|c| **c == n).count();
        let score = counts.iter().filter(|n| **n > 1).map(|n| alike(*n) * 8 + (*n).min(7)).max().unwrap_or(0);
        if score > best.0 {
            best = (score, delimiter);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::Encoding;

    fn read(source: &str) -> Content {
        content(source.as_bytes(), &Options::default()).unwrap()
    }

    #[test]
    fn the_delimiter_is_found() {
        for (source, want, name) in [
            (
                "№;Срок;Сумма\n1;май;10,5\n2;июнь, июль;7\n",
                "№\tСрок\tСумма\n1\tмай\t10,5\n2\tиюнь, июль\t7\n",
                "semicolon",
            ),
            ("№,Срок,Сумма\n1,май,\"10,5\"\n", "№\tСрок\tСумма\n1\tмай\t10,5\n", "comma"),
            ("№\tСрок\tСумма\n1\tмай; июнь\t10,5\n", "№\tСрок\tСумма\n1\tмай; июнь\t10,5\n", "tab"),
        ] {
            let content = read(source);
            assert_eq!(content.text, want);
            assert_eq!(content.notes[0].detail, name);
        }
        let content = read("sep=,\r\nа;б,в;г,д\r\n1,2,3\r\n");
        assert_eq!((content.text.as_str(), content.notes.len()), ("а;б\tв;г\tд\n1\t2\t3\n", 0));
    }

    #[test]
    fn quoted_cells_hold_breaks_and_quotes() {
        let content = read("№;Дело;Срок\n1;\"Сад\nи \"\"Парк\"\"; сквер\";май\n\n2;Лес;июнь\n");
        assert_eq!(content.text, "№\tДело\tСрок\n1\tСад\u{2028}и \"Парк\"; сквер\tмай\n2\tЛес\tиюнь\n");
    }

    #[test]
    fn lines_above_a_table_are_text() {
        let content = read("План на 2025 год;;\n;;\n№;;Срок\n1;Сад;май\n");
        assert_eq!(content.text, "План на 2025 год\n№\t\tСрок\n1\tСад\tмай\n");
    }

    #[test]
    fn old_charsets_and_unfinished_quotes() {
        let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode("Мероприятие;Срок исполнения\nУборка парка;до 1 мая\n");
        let content = content(&bytes, &Options::default()).unwrap();
        assert_eq!(content.charset.unwrap().encoding, Encoding::from_name("windows-1251").unwrap());
        assert!(content.text.contains("Уборка парка\tдо 1 мая"));
        assert!(read("а;б\n1;\"не закрыто\n2;3").text.contains("не закрыто"));
        assert_eq!(read("").text, "");
    }
}
