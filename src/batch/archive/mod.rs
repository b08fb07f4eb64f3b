//! Zip archives and mails: every member is a document of its own, `archive.zip!folder/name.docx`, `mail.eml!plan.pdf`.
//!
//! ```text
//! archive ─ Listing (names, sizes, no more) ─▶ Input, Input, … ─ workers ─▶ Archive::read, one member at a time
//! ```
//!
//! An archive is looked at before the work begins, so its members stand among the other inputs, in order and with
//! results planned. An archive is open from the first of its members that is read to the last one. What an archive
//! inside another one holds is kept for the same time.

mod listing;
mod names;

use std::fmt;
use std::fs::{self, File};
use std::io::{self, BufReader, Cursor, Read, Seek};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

use crate::options::{MAX_INPUT_BYTES, MAX_RATIO};
use crate::readers::package::RATIO_FROM;
use crate::readers::{Refusal, archive, mail};

pub(super) use listing::Listing;

/// Bytes of a member by which a reader is found where the extension says nothing.
const HEAD: u64 = 4096;

/// An archive, opened when a member is wanted.
pub(super) struct Archive {
    place: Place,
    open: Mutex<Open>,
}

/// Where the bytes of an archive are.
enum Place {
    File(PathBuf),
    Memory(Arc<[u8]>),
    Member(Arc<Archive>, usize),
}

#[derive(Default)]
struct Open {
    packed: Option<Packed>,
    /// Members still to be read; with the last one the archive is closed.
    left: usize,
}

/// What an archive is made of.
enum Packed {
    Zip(Zip),
    Mail(Vec<mail::Part>),
}

type Zip = ZipArchive<Box<dyn Stream>>;

/// What a zip archive is read from.
trait Stream: Read + Seek + Send {}
impl<T: Read + Seek + Send> Stream for T {}

/// What the directory of an archive says of a member.
#[derive(Clone, Debug)]
struct Member {
    /// Its place in the directory.
    index: usize,
    /// Decoded name, `/` between folders; no safe path.
    name: String,
    /// Unpacked bytes, as it says.
    size: u64,
    /// No document of its own: a link in place of a file, a picture inside the text of a mail.
    aside: bool,
}

/// What the directory of an archive says.
#[derive(Default)]
struct Directory {
    /// The files, by the bytes of their names.
    members: Vec<Member>,
    /// It is one document whose format is made of a zip.
    is_document: bool,
    /// Several members have the same name; of each only the last is in `members`.
    repeated: bool,
    /// Members share their bytes.
    overlaps: bool,
}

impl Archive {
    /// The archive in the file `path`; `None` where the file is none, or cannot be read. Nothing is taken from pipes.
    pub(super) fn of_file(path: &Path) -> Option<Archive> {
        let mut head = Vec::new();
        fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
        File::open(path).ok()?.take(mail::HEAD as u64).read_to_end(&mut head).ok()?;
        (archive::is_zip(&head) || is_mail(&head, path)).then(|| Archive::new(Place::File(path.to_owned())))
    }

    /// The archive that is `bytes`.
    pub(super) fn of_bytes(bytes: Arc<[u8]>) -> Archive {
        Archive::new(Place::Memory(bytes))
    }

    fn new(place: Place) -> Archive {
        Archive { place, open: Mutex::default() }
    }

    /// The archive that is a member of this one.
    fn inside(self: &Arc<Archive>, index: usize) -> Arc<Archive> {
        Arc::new(Archive::new(Place::Member(Arc::clone(self), index)))
    }

    /// Does `work` with the opened archive. Archives of other people may find a fault in what opens them, which stays
    /// in this archive.
    fn with<T>(&self, work: impl FnOnce(&mut Open) -> Result<T, Refusal>) -> Result<T, Refusal> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let done = catch_unwind(AssertUnwindSafe(|| {
            if open.packed.is_none() {
                open.packed = Some(Packed::open(self.stream()?)?);
            }
            work(&mut open)
        }));
        done.unwrap_or_else(|_| {
            open.packed = None;
            Err(archive::broken(&"the program that unpacks it stopped"))
        })
    }

    fn stream(&self) -> Result<Box<dyn Stream>, Refusal> {
        Ok(match &self.place {
            Place::File(path) => Box::new(BufReader::new(File::open(path).map_err(|e| unreadable(&e))?)),
            Place::Memory(bytes) => Box::new(Cursor::new(Arc::clone(bytes))),
            Place::Member(archive, index) => Box::new(Cursor::new(archive.read(*index)?)),
        })
    }

    /// Reads the directory, and closes the archive.
    fn directory(&self) -> Result<Directory, Refusal> {
        self.with(|open| match open.packed.take() {
            Some(Packed::Zip(mut zip)) => zip_directory(&mut zip),
            Some(Packed::Mail(parts)) => Ok(mail_directory(&parts)),
            None => Err(archive::broken(&"closed")),
        })
    }

    /// Closes the archive; once opened again, it stays open until `count` members were read.
    fn expect(&self, count: usize) {
        *self.open.lock().unwrap_or_else(PoisonError::into_inner) = Open { packed: None, left: count };
    }

    /// The bytes of a member.
    ///
    /// # Errors
    /// `encrypted`, `too_large`, `limit`, `unsupported`, `unreadable` or `broken`.
    pub(super) fn read(&self, index: usize) -> Result<Vec<u8>, Refusal> {
        self.with(|open| {
            open.left = open.left.saturating_sub(1);
            let read = match &mut open.packed {
                Some(Packed::Zip(zip)) => read(zip, index),
                Some(Packed::Mail(parts)) => part(parts, index).map(<[u8]>::to_vec),
                None => Err(archive::broken(&"closed")),
            };
            if open.left == 0 {
                open.packed = None;
            }
            read
        })
    }

    /// The first bytes of a member.
    fn head(&self, index: usize) -> Result<Vec<u8>, Refusal> {
        self.with(|open| match &mut open.packed {
            Some(Packed::Zip(zip)) => {
                let mut head = Vec::new();
                let file = zip.by_index(index).map_err(|e| refusal(&e))?;
                file.take(HEAD).read_to_end(&mut head).map_err(|e| damaged(&e))?;
                Ok(head)
            }
            Some(Packed::Mail(parts)) => part(parts, index).map(|b| b[..b.len().min(HEAD as usize)].to_vec()),
            None => Err(archive::broken(&"closed")),
        })
    }
}

impl Packed {
    /// Opens a zip archive, or reads a mail.
    fn open(mut stream: Box<dyn Stream>) -> Result<Packed, Refusal> {
        let mut head = Vec::new();
        (&mut stream).take(mail::HEAD as u64).read_to_end(&mut head).map_err(|e| unreadable(&e))?;
        stream.rewind().map_err(|e| unreadable(&e))?;
        if archive::is_zip(&head) {
            return ZipArchive::new(stream).map(Packed::Zip).map_err(|e| refusal(&e));
        }
        if !mail::knows(&head, "eml") {
            return Err(archive::broken(&"it begins as no archive does"));
        }
        let mut bytes = Vec::new();
        stream.take(MAX_INPUT_BYTES + 1).read_to_end(&mut bytes).map_err(|e| unreadable(&e))?;
        match bytes.len() as u64 > MAX_INPUT_BYTES {
            true => Err(too_large(bytes.len() as u64)),
            false => mail::parts(&bytes).map(Packed::Mail),
        }
    }
}

/// True for the first bytes of a mail.
fn is_mail(head: &[u8], path: &Path) -> bool {
    let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
    mail::knows(head, &extension.to_lowercase())
}

fn zip_directory(zip: &mut Zip) -> Result<Directory, Refusal> {
    let names = names::decoded(&zip.file_names_raw().collect::<Vec<_>>());
    let mut members = Vec::new();
    for (index, name) in names.into_iter().enumerate() {
        // Of a member whose place is damaged only the name is known; why, says who reads it.
        let entry = zip.by_index_data(index).ok();
        if entry.as_ref().is_some_and(|e| e.is_dir()) || name.ends_with('/') {
            continue;
        }
        let (size, aside) = entry.map_or((0, false), |e| (e.size(), e.is_symlink()));
        members.push(Member { index, name, size, aside });
    }
    members.sort_by(|a, b| a.name.as_bytes().cmp(b.name.as_bytes()));
    Ok(Directory {
        members,
        is_document: archive::is_document(zip),
        repeated: zip.has_duplicate_names(),
        // A member whose place cannot be found is refused when it is read.
        overlaps: zip.has_overlapping_files().unwrap_or(false),
    })
}

/// The parts of a mail, in their order: its text stands before what is attached to it.
fn mail_directory(parts: &[mail::Part]) -> Directory {
    let size = |part: &mail::Part| part.bytes.as_ref().map_or(0, |b| b.len() as u64);
    let member = |(index, part): (usize, &mail::Part)| Member {
        index,
        name: part.name.clone(),
        size: size(part),
        aside: part.inside,
    };
    Directory { members: parts.iter().enumerate().map(member).collect(), ..Directory::default() }
}

fn part(parts: &[mail::Part], index: usize) -> Result<&[u8], Refusal> {
    let part = parts.get(index).ok_or_else(|| archive::broken(&"it has changed"))?;
    part.bytes.as_deref().map_err(Refusal::clone)
}

impl fmt::Debug for Archive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Place::File(path) => write!(f, "{}", path.display()),
            Place::Memory(bytes) => write!(f, "{} bytes", bytes.len()),
            Place::Member(archive, index) => write!(f, "{archive:?}!{index}"),
        }
    }
}

fn read(zip: &mut Zip, index: usize) -> Result<Vec<u8>, Refusal> {
    let entry = zip.by_index_data(index).map_err(|e| refusal(&e))?;
    let (size, packed) = (entry.size(), entry.compressed_size());
    if entry.encrypted() {
        return Err(Refusal::new(
            "encrypted",
            "the member is encrypted; unpack the archive with its password and convert the folder",
        ));
    }
    if !matches!(entry.compression(), CompressionMethod::Stored | CompressionMethod::Deflated) {
        let message = format!("it is packed by a method that is not read ({}); unpack it first", entry.compression());
        return Err(Refusal::new("unsupported", message));
    }
    if size > MAX_INPUT_BYTES {
        return Err(too_large(size));
    }
    if size > RATIO_FROM.max(packed.saturating_mul(MAX_RATIO)) {
        let message = format!(
            "the member unpacks to more than {MAX_RATIO} times its size, which hardly any document does; unpack it yourself if you trust it"
        );
        return Err(Refusal::new("limit", message));
    }
    let file = zip.by_index(index).map_err(|e| refusal(&e))?;
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
    file.take(size + 1).read_to_end(&mut bytes).map_err(|e| damaged(&e))?;
    if bytes.len() as u64 != size {
        return Err(damaged(&format!("{size} bytes were promised")));
    }
    Ok(bytes)
}

fn too_large(size: u64) -> Refusal {
    let mib = MAX_INPUT_BYTES >> 20;
    let message = format!("too large: expected at most {mib} MiB, found {size} bytes; split it into its documents");
    Refusal::new("too_large", message)
}

fn refusal(error: &ZipError) -> Refusal {
    match error {
        ZipError::CompressionMethodNotSupported(_) | ZipError::UnsupportedArchive(_) => {
            let message = format!("it is packed in a way that is not read ({error}); unpack it first");
            Refusal::new("unsupported", message)
        }
        ZipError::Io(error) if error.kind() != io::ErrorKind::UnexpectedEof => unreadable(error),
        _ => archive::broken(error),
    }
}

fn unreadable(error: &io::Error) -> Refusal {
    Refusal::new("unreadable", format!("the archive cannot be read ({error}); check its permissions and its disk"))
}

fn damaged(error: &dyn fmt::Display) -> Refusal {
    let message = format!("the member is damaged ({error}); get the archive once more, or unpack what can be saved");
    Refusal::new("broken", message)
}

#[cfg(test)]
mod tests;
