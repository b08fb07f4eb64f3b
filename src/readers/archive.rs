//! Archives: files that hold files. A reader reads one document, so this one only says what to do with an archive;
//! `batch` opens zip archives before their members come to a reader.

use std::io::{Cursor, Read, Seek};

use zip::ZipArchive;

use super::{Content, Refusal};
use crate::options::Options;

/// Extensions of archives that are known but not opened.
pub const UNOPENED: &[&str] = &["rar", "7z", "tar", "gz", "tgz", "bz2", "xz"];

/// First bytes of a zip archive: of one with members (APPNOTE.TXT 4.3.7), of an empty one (4.3.16) and of one that was
/// split and joined again (8.5.3).
const ZIP: &[&[u8]] = &[b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"];

/// Other archives: their first bytes and their names.
const OTHERS: &[(&[u8], &str)] = &[
    (b"Rar!\x1a\x07", "RAR"),
    (b"7z\xBC\xAF\x27\x1C", "7-Zip"),
    (b"\x1F\x8B\x08", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xFD7zXZ\0", "xz"),
    (b"MSCF\0\0\0\0", "CAB"),
];

/// Where a tar archive has its signature, and the signature.
const TAR: (usize, &[u8]) = (257, b"ustar");

/// True for the first bytes of a zip file: an archive, or a document whose format is made of one.
pub fn is_zip(bytes: &[u8]) -> bool {
    ZIP.iter().any(|s| bytes.starts_with(s))
}

/// True where a zip file is one document: the parts of an OOXML file are listed in `[Content_Types].xml` (ECMA-376-2),
/// OpenDocument and EPUB begin with `mimetype` (ODF 1.2 part 3, 3.3), OpenDocument without it has a manifest.
pub fn is_document<R: Read + Seek>(zip: &ZipArchive<R>) -> bool {
    let has = |name: &str| zip.index_for_name_raw(name.as_bytes()).is_some();
    has("[Content_Types].xml") || has("mimetype") || (has("content.xml") && has("META-INF/manifest.xml"))
}

/// True for archives: not for documents that are made of one. A zip file that cannot be opened is one by its name.
pub fn knows(bytes: &[u8], extension: &str) -> bool {
    if is_zip(bytes) {
        return ZipArchive::new(Cursor::new(bytes)).map_or(extension == "zip", |zip| !is_document(&zip));
    }
    other(bytes).is_some()
}

/// The name of an archive that is no zip.
fn other(bytes: &[u8]) -> Option<&'static str> {
    let tar = bytes.get(TAR.0..).is_some_and(|b| b.starts_with(TAR.1)).then_some("tar");
    OTHERS.iter().find(|(signature, _)| bytes.starts_with(signature)).map(|(_, name)| *name).or(tar)
}

/// Refuses the archive.
///
/// # Errors
/// Always: `unsupported` for an archive, `broken` for a zip file that cannot be opened.
pub fn content(bytes: &[u8], _options: &Options) -> Result<Content, Refusal> {
    let Some(name) = other(bytes) else {
        return Err(match ZipArchive::new(Cursor::new(bytes)) {
            Ok(_) => Refusal::new(
                "unsupported",
                "this is a zip archive, not one document; name it .zip to have its members converted, or unpack it first",
            ),
            Err(error) => broken(&error),
        });
    };
    let message = format!("{name} archives are not opened; unpack it first and convert the folder");
    Err(Refusal::new("unsupported", message))
}

/// An archive that cannot be opened.
pub fn broken(error: &dyn std::fmt::Display) -> Refusal {
    let message = format!("the archive is broken ({error}); get it once more, or unpack what can be saved of it");
    Refusal::new("broken", message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::readers;
    use std::io::Write;
    use zip::write::{SimpleFileOptions, ZipWriter};

    fn packed(names: &[&str]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for name in names {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(b"x").unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn a_document_made_of_a_zip_is_no_archive() {
        for names in [
            &["[Content_Types].xml", "word/document.xml"][..],
            &["mimetype", "content.xml"],
            &["content.xml", "META-INF/manifest.xml"],
        ] {
            assert!(!knows(&packed(names), "zip"), "{names:?}");
        }
        for names in [&["a.txt"][..], &["docs/[Content_Types].xml"], &["content.xml"], &[]] {
            assert!(knows(&packed(names), "docx"), "{names:?}");
        }
    }

    #[test]
    fn archives_say_what_to_do() {
        let mut tar = vec![0; 512];
        tar[257..262].copy_from_slice(b"ustar");
        let cases: [(&[u8], &str, &str); 5] = [
            (b"Rar!\x1a\x07\x01\x00abc", "unsupported", "RAR archives are not opened; unpack it first"),
            (b"7z\xBC\xAF\x27\x1C\x00\x04", "unsupported", "7-Zip archives are not opened"),
            (&tar, "unsupported", "tar archives are not opened"),
            (b"PK\x03\x04 and nothing else", "broken", "the archive is broken"),
            (&packed(&["a.txt"]), "unsupported", "name it .zip"),
        ];
        for (bytes, code, words) in cases {
            let reader = readers::of(bytes, "a.zip");
            assert_eq!(reader.name, "archive");
            let refusal = (reader.read)(bytes, &Options::default()).unwrap_err();
            assert_eq!(refusal.code, code);
            assert!(refusal.message.contains(words), "{}", refusal.message);
        }
        assert!(!knows(b"PK is no signature", "zip") && !knows(b"", "rar"));
    }
}
