use super::*;
use std::io::Write;

/// A record.
fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let mut out = kind.to_le_bytes().to_vec();
    out.extend((data.len() as u16).to_le_bytes());
    out.extend(data);
    out
}

fn words(list: &[u16]) -> Vec<u8> {
    list.iter().flat_map(|w| w.to_le_bytes()).collect()
}

/// A Unicode string without its length.
fn letters(text: &str) -> Vec<u8> {
    let mut out = vec![1];
    out.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    out
}

fn begin() -> Vec<u8> {
    record(0x0809, &words(&[0x0600, 5, 0, 0]))
}

/// A workbook stream: sheets with their names, whether they are hidden, and their records.
fn stream(sheets: &[(&str, bool, Vec<u8>)]) -> Vec<u8> {
    let mut head = begin();
    head.extend(record(0x0031, &words(&[200, 0, 0, 400])));
    head.extend(record(0x0031, &words(&[200, 0, 0, 700])));
    let mut format = words(&[164, 8]);
    format.extend(letters("#,##0.00"));
    head.extend(record(0x041e, &format));
    // Cell styles: plain, dates, percents, thousands with lines around, bold and centred.
    for (font, format, align, lines) in [(0, 0, 0, 0), (0, 14, 0, 0), (0, 10, 0, 0), (0, 164, 0, 0x1111), (1, 0, 2, 0)]
    {
        head.extend(record(0x00e0, &words(&[font, format, 0, align, 0, lines, 0, 0, 0, 0])));
    }
    let mut shared = vec![2, 0, 0, 0, 2, 0, 0, 0];
    for text in ["Парк", "Сад"] {
        shared.extend((text.chars().count() as u16).to_le_bytes());
        shared.extend(letters(text));
    }
    head.extend(record(0x00fc, &shared));
    let listed = |at: usize, (name, hidden, _): &(&str, bool, Vec<u8>)| {
        let mut data = (at as u32).to_le_bytes().to_vec();
        data.extend([u8::from(*hidden), 0, name.chars().count() as u8]);
        data.extend(letters(name));
        record(0x0085, &data)
    };
    let length = head.len() + sheets.iter().map(|s| listed(0, s).len()).sum::<usize>() + 4;
    let mut bodies = Vec::new();
    for sheet in sheets {
        head.extend(listed(length + bodies.len(), sheet));
        bodies.extend(begin());
        bodies.extend(&sheet.2);
        bodies.extend(record(0x000a, &[]));
    }
    head.extend(record(0x000a, &[]));
    head.extend(bodies);
    head
}

fn packed(name: &str, stream: &[u8]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    file.create_stream(name).unwrap().write_all(stream).unwrap();
    file.into_inner().into_inner()
}

fn read(stream: &[u8]) -> Content {
    let bytes = packed("Workbook", stream);
    assert!(knows(&bytes, ""));
    content(&bytes, &Options::default()).unwrap()
}

fn cell(kind: u16, row: u16, column: u16, style: u16, value: &[u8]) -> Vec<u8> {
    let mut data = words(&[row, column, style]);
    data.extend(value);
    record(kind, &data)
}

/// A sheet with every kind of cell.
fn cells() -> Vec<u8> {
    let mut out = cell(0x00fd, 0, 0, 0, &[0, 0, 0, 0]);
    out.extend(cell(0x0203, 0, 1, 1, &44560f64.to_le_bytes()));
    out.extend(cell(0x0203, 0, 2, 2, &0.105f64.to_le_bytes()));
    // 22751.1 as hundredths; 7 and 8 side by side
    out.extend(cell(0x027e, 0, 3, 3, &((2_275_110u32 << 2) | 3).to_le_bytes()));
    let mut pair = words(&[1, 0, 0]);
    pair.extend(((7u32 << 2) | 2).to_le_bytes());
    pair.extend(words(&[0]));
    pair.extend(((8u32 << 2) | 2).to_le_bytes());
    pair.extend(words(&[1]));
    out.extend(record(0x00bd, &pair));
    out.extend(cell(0x0205, 1, 2, 0, &[1, 0]));
    out.extend(cell(0x0205, 1, 3, 0, &[7, 1]));
    // Formulas: a number, a text in the next record, a truth
    out.extend(cell(0x0006, 2, 0, 0, &2.5f64.to_le_bytes()));
    out.extend(cell(0x0006, 2, 1, 0, &[0, 0, 0, 0, 0, 0, 0xff, 0xff]));
    let mut text = words(&[3]);
    text.extend(letters("Лес"));
    out.extend(record(0x0207, &text));
    out.extend(cell(0x0006, 2, 2, 0, &[1, 0, 0, 0, 0, 0, 0xff, 0xff]));
    out
}

#[test]
fn cells_show_what_a_reader_sees() {
    let content = read(&stream(&[("План", false, cells()), ("Черновик", true, cells())]));
    assert_eq!(
        content.text,
        "План\n\nПарк\t30.12.2021\t10,50%\t22\u{a0}751,10\n7\t8\tИСТИНА\t#DIV/0!\n2,5\tЛес\tЛОЖЬ\t\n"
    );
    let notes: Vec<_> = content.notes.iter().map(|n| (n.code, n.detail.as_str())).collect();
    assert_eq!(notes, [(Code::SheetHidden, "«Черновик»")]);
}

#[test]
fn merges_and_frames() {
    let mut sheet = cell(0x00fd, 0, 0, 0, &[0, 0, 0, 0]);
    sheet.extend(cell(0x00fd, 0, 1, 0, &[1, 0, 0, 0]));
    sheet.extend(cell(0x00fd, 1, 1, 0, &[0, 0, 0, 0]));
    sheet.extend(record(0x00e5, &words(&[1, 0, 1, 0, 0])));
    for (kind, text) in [(6, "Внизу"), (0x19, "Проверить")] {
        sheet.extend(record(0x005d, &words(&[0x15, 18, kind])));
        sheet.extend(record(0x01b6, &words(&[0, 0, 0, 0, 0, text.chars().count() as u16, 0, 0, 0])));
        sheet.extend(record(0x003c, &letters(text)));
    }
    let content = read(&stream(&[("План", false, sheet)]));
    assert_eq!(content.text, "План\n\nПарк\tСад\n\tПарк\nВнизу\n");
    assert!(content.items.iter().any(
        |i| matches!(i, crate::readers::Item::Row { merged, .. } if merged == &[(0, crate::readers::Merge::Above)])
    ));
    assert_eq!(content.notes[0].detail, "1 comment");
}

#[test]
fn hidden_rows_and_columns_are_kept_with_a_finding() {
    let mut sheet = record(0x007d, &words(&[1, 1, 0, 0, 1]));
    sheet.extend(record(0x007d, &words(&[0, 0, 0, 0, 0])));
    sheet.extend(record(0x0208, &words(&[0, 0, 2, 0, 0, 0, 0, 0])));
    sheet.extend(record(0x0208, &words(&[1, 0, 2, 0, 0, 0, 0x20, 0])));
    sheet.extend(record(0x0208, &words(&[2])));
    sheet.extend(cell(0x00fd, 0, 0, 0, &[0, 0, 0, 0]));
    sheet.extend(cell(0x00fd, 1, 0, 0, &[1, 0, 0, 0]));
    sheet.extend(cell(0x00fd, 1, 1, 0, &[0, 0, 0, 0]));
    let content = read(&stream(&[("План", false, sheet)]));
    let notes: Vec<_> = content.notes.iter().map(|n| (n.code, n.detail.as_str())).collect();
    assert_eq!(notes, [(Code::CellsHidden, "rows 2; columns B")]);
}

#[test]
fn every_cut_and_every_byte_is_survived() {
    let whole = stream(&[("План", false, cells())]);
    for end in (0..whole.len()).step_by(3) {
        let bytes = packed("Workbook", &whole[..end]);
        if let Ok(content) = content(&bytes, &Options::default()) {
            assert!(content.notes.iter().any(|n| n.code == Code::PartDamaged), "{end}");
        }
    }
    for at in (0..whole.len()).step_by(3) {
        let mut harmed = whole.clone();
        harmed[at] ^= 0xff;
        let _ = content(&packed("Workbook", &harmed), &Options::default());
    }
    let bytes = packed("Workbook", &whole);
    for end in (0..bytes.len()).step_by(397) {
        let _ = content(&bytes[..end], &Options::default());
    }
}

#[test]
fn locked_and_foreign_files_are_refused() {
    let mut locked = begin();
    locked.extend(record(0x002f, &words(&[1, 1])));
    assert_eq!(content(&packed("Workbook", &locked), &Options::default()).unwrap_err().code, "encrypted");
    let newer = packed("EncryptedPackage", b"x");
    assert!(knows(&newer, "xlsx") && !knows(&newer, "docx"));
    assert_eq!(content(&newer, &Options::default()).unwrap_err().code, "encrypted");
    assert!(!knows(&packed("WordDocument", b"x"), "doc"));
}
