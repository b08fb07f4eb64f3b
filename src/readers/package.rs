//! Packages: zip archives whose members are the parts of one document (docx, odt, xlsx).
//!
//! Limits hold for what a package says of itself and for what comes out of it: a small file can unpack to anything.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::Refusal;
use crate::decode;
use crate::options::{MAX_ENTRIES, MAX_RATIO, MAX_UNPACKED_BYTES};

/// Unpacked bytes below which the ratio says nothing: blank paper packs well.
pub(crate) const RATIO_FROM: u64 = 4 << 20;

/// An open package.
pub struct Package<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    packed: u64,
    unpacked: u64,
}

impl<'a> Package<'a> {
    /// Opens the package in `bytes`.
    ///
    /// # Errors
    /// `broken` where it is no zip archive or its end is missing, `limit` for too many members or members that overlap.
    pub fn open(bytes: &'a [u8]) -> Result<Package<'a>, Refusal> {
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|e| broken(&e))?;
        if zip.len() > MAX_ENTRIES {
            let message = format!("the package has {} members; at most {MAX_ENTRIES} are read: split it", zip.len());
            return Err(Refusal::new("limit", message));
        }
        if zip.has_overlapping_files().map_err(|e| broken(&e))? {
            let message = "members of the package overlap, which only a harmful file does; save the document anew";
            return Err(Refusal::new("limit", message));
        }
        Ok(Package { zip, packed: bytes.len() as u64, unpacked: 0 })
    }

    /// True where the package has this member.
    pub fn has(&self, name: &str) -> bool {
        self.zip.index_for_name_raw(name.as_bytes()).is_some()
    }

    /// Raw names of the members, in the order of the archive.
    pub fn names(&self) -> impl Iterator<Item = &[u8]> {
        self.zip.file_names_raw()
    }

    /// The bytes of a member; `None` where there is none of this name.
    ///
    /// # Errors
    /// `encrypted`, `broken`, or `limit` where it unpacks to more than a document can hold.
    pub fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, Refusal> {
        match self.zip.index_for_name_raw(name.as_bytes()) {
            Some(i) => self.part_at(i).map(Some),
            None => Ok(None),
        }
    }

    /// The bytes of member `index`, in the order of [`Package::names`].
    ///
    /// # Errors
    /// As [`Package::part`].
    pub fn part_at(&mut self, index: usize) -> Result<Vec<u8>, Refusal> {
        let left = self.left();
        if self.zip.by_index_data(index).is_ok_and(|d| d.encrypted()) {
            return Err(Refusal::new("encrypted", "the file is encrypted; remove the password and try again"));
        }
        let file = self.zip.by_index(index).map_err(|e| broken(&e))?;
        let mut bytes = Vec::with_capacity(usize::try_from(file.size().min(left)).unwrap_or(0));
        file.take(left + 1).read_to_end(&mut bytes).map_err(|e| broken(&e))?;
        if bytes.len() as u64 > left {
            return Err(Refusal::new("limit", self.too_much()));
        }
        self.unpacked += bytes.len() as u64;
        Ok(bytes)
    }

    /// A member that is XML, as text: UTF-8, or UTF-16 with a byte order mark.
    ///
    /// # Errors
    /// As [`Package::part`].
    pub fn xml(&mut self, name: &str) -> Result<Option<String>, Refusal> {
        Ok(self.part(name)?.map(|bytes| decode::decode(&bytes, None).text))
    }

    /// Bytes that may still be unpacked.
    fn left(&self) -> u64 {
        let by_ratio = RATIO_FROM.max(self.packed.saturating_mul(MAX_RATIO));
        MAX_UNPACKED_BYTES.min(by_ratio).saturating_sub(self.unpacked)
    }

    fn too_much(&self) -> String {
        let mib = MAX_UNPACKED_BYTES >> 20;
        format!(
            "the package unpacks to more than {mib} MiB or {MAX_RATIO} times its size; save the document anew without what is not text"
        )
    }
}

fn broken(error: &dyn std::fmt::Display) -> Refusal {
    Refusal::new("broken", format!("the package is broken ({error}); get the file once more or save it anew"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::write::{SimpleFileOptions, ZipWriter};

    fn packed(members: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in members {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn members_are_read_by_name() {
        let bytes = packed(&[("a/b.xml", "<a>Парк</a>".as_bytes()), ("c", b"")]);
        let mut package = Package::open(&bytes).unwrap();
        assert!(package.has("a/b.xml") && !package.has("b.xml"));
        assert_eq!(package.xml("a/b.xml").unwrap().as_deref(), Some("<a>Парк</a>"));
        assert_eq!(package.part("c").unwrap(), Some(Vec::new()));
        assert_eq!(package.part("d").unwrap(), None);
    }

    #[test]
    fn a_bomb_is_refused() {
        let bytes = packed(&[("zeros", &vec![0; 20 << 20])]);
        let refusal = Package::open(&bytes).unwrap().part("zeros").unwrap_err();
        assert_eq!(refusal.code, "limit");
        assert!(refusal.message.contains("unpacks to more than"), "{}", refusal.message);
    }

    #[test]
    fn a_cut_package_is_broken() {
        let bytes = packed(&[("a", &[7; 5000])]);
        for end in [0, 10, bytes.len() / 2, bytes.len() - 1] {
            assert_eq!(Package::open(&bytes[..end]).err().map(|r| r.code), Some("broken"), "{end}");
        }
    }
}
