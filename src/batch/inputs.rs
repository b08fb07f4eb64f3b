//! What is to be converted: files, folders and standard input, and reading them.

use std::cmp::Ordering;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use walkdir::WalkDir;

#[cfg(feature = "office")]
use super::archive::{Archive, Listing};
use super::failure;
use crate::model::{Failure, FailureReason, Source};
use crate::options::MAX_INPUT_BYTES;
use crate::readers::READERS;

/// The path that stands for standard input.
pub const STDIN: &str = "-";

/// The inputs that a list of paths stands for.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// What to convert: paths in the order given, the files of a folder sorted by the bytes of their paths.
    pub list: Vec<Input>,
    /// Files of folders and members of archives that no reader knows, and things that are no files.
    pub skipped: Vec<PathBuf>,
}

/// One thing to convert.
#[derive(Clone, Debug)]
pub struct Input {
    /// Path as given (a file of a folder: the folder as given and what follows; a member of an archive: the path of the
    /// archive, `!` and the name in the archive); `-` for standard input.
    pub path: String,
    /// Where it belongs below a folder of results: the path inside the walked folder, or the name of the file. For a
    /// member of an archive a folder with the name of the archive and `!`, and what is safe of the name of the member.
    pub name: PathBuf,
    pub(super) origin: Origin,
}

/// Where the bytes of an input come from.
#[derive(Clone, Debug)]
pub(super) enum Origin {
    /// Standard input behind what was already read of it.
    Stdin(Arc<[u8]>),
    File(PathBuf),
    /// It is found already that it cannot be read.
    Refused(FailureReason),
    /// A member of an archive, by its number.
    #[cfg(feature = "office")]
    Member(Arc<Archive>, usize),
}

/// Expands `paths`: a folder stands for its files that a reader knows, an archive for its members that a reader knows,
/// `archive.zip!name` for that member, `-` for standard input; everything else is tried as a file, whatever its
/// extension.
///
/// Symbolic links are followed. What cannot be listed (no permission, a link that leads back to its own folder, a link
/// to nothing) becomes an input of its own, whose result is a record of failure. Of archives the directories are read;
/// of standard input so much that an archive can be told from a text, and all of an archive.
pub fn inputs<P: AsRef<OsStr>>(paths: impl IntoIterator<Item = P>) -> Inputs {
    let mut out = Inputs::default();
    for path in paths {
        let path = Path::new(path.as_ref());
        if path == Path::new(STDIN) {
            out.add_stdin();
        } else if fs::metadata(path).is_ok_and(|m| m.is_dir()) {
            walk(path, &mut out);
        } else if path.exists() || !out.add_member(path) {
            out.add(Input::file_of(name_of(path, "input"), path));
        }
    }
    out
}

/// Adds the files of the folder `root`.
fn walk(root: &Path, out: &mut Inputs) {
    let mut found = Vec::new();
    for entry in WalkDir::new(root).follow_links(true) {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) if entry.file_type().is_file() && is_known(entry.path()) => {
                found.push(Input::file_of(name_below(root, entry.path()), entry.path()));
            }
            Ok(entry) => out.skipped.push(entry.into_path()),
            Err(error) => {
                let path = error.path().unwrap_or(root).to_owned();
                let dangling = error.io_error().is_some_and(|e| e.kind() == io::ErrorKind::NotFound);
                if dangling && !is_known(&path) {
                    out.skipped.push(path);
                } else {
                    let input = Input::file_of(name_below(root, &path), &path);
                    found.push(Input { origin: Origin::Refused(walk_trouble(&error)), ..input });
                }
            }
        }
    }
    found.sort_by(by_path_bytes);
    for input in found {
        out.add(input);
    }
}

fn by_path_bytes(a: &Input, b: &Input) -> Ordering {
    fn bytes(input: &Input) -> &[u8] {
        input.file().map_or(input.path.as_bytes(), |path| path.as_os_str().as_encoded_bytes())
    }
    bytes(a).cmp(bytes(b))
}

fn name_below(root: &Path, path: &Path) -> PathBuf {
    match path.strip_prefix(root) {
        Ok(name) if name != Path::new("") => name.to_owned(),
        _ => name_of(path, "folder"),
    }
}

fn name_of(path: &Path, without: &str) -> PathBuf {
    path.file_name().map_or_else(|| PathBuf::from(without), PathBuf::from)
}

/// The table of what a corpus has reached (`munidoc ratchet`): it lies beside the documents and is none.
const ACCEPTED: &[u8] = b"accepted.tsv";

/// True where a reader knows the extension of `path`, or one can say what to do with such a file. What Word and macOS
/// leave beside a document (`~$name.docx`, `._name.docx`) is not known, nor is [`ACCEPTED`].
pub(super) fn is_known(path: &Path) -> bool {
    let name = path.file_name().map_or(&b""[..], OsStr::as_encoded_bytes);
    let is_left = name.starts_with(b"~$") || name.starts_with(b"._") || name == ACCEPTED;
    let extension = path.extension().and_then(OsStr::to_str).filter(|_| !is_left);
    #[cfg(feature = "office")]
    let unopened = crate::readers::archive::UNOPENED;
    #[cfg(not(feature = "office"))]
    let unopened: &[&str] = &[];
    extension.is_some_and(|e| known_extensions().chain(unopened.iter().copied()).any(|k| e.eq_ignore_ascii_case(k)))
}

fn known_extensions() -> impl Iterator<Item = &'static str> {
    READERS.iter().flat_map(|r| r.extensions.iter().copied())
}

impl Inputs {
    /// The extensions that are taken from folders, as `.txt, .text`.
    pub fn extensions() -> String {
        known_extensions().map(|e| format!(".{e}")).collect::<Vec<_>>().join(", ")
    }

    /// Adds `input`, a file; where it is an archive, its members.
    fn add(&mut self, input: Input) {
        #[cfg(feature = "office")]
        if let Origin::File(path) = &input.origin
            && let Some(archive) = Archive::of_file(path)
        {
            return Listing::new(self, None).add(archive, input);
        }
        self.list.push(input);
    }

    /// Adds the member `archive.zip!name`, or the members of the folder or archive `name`; false where `path` is none.
    #[cfg(feature = "office")]
    fn add_member(&mut self, path: &Path) -> bool {
        let Some(path) = path.to_str() else { return false };
        for (at, _) in path.match_indices('!') {
            let (file, name) = (Path::new(&path[..at]), path[at + 1..].trim_end_matches('/'));
            if file.is_file()
                && let Some(archive) = Archive::of_file(file)
            {
                let input = Input::file_of(name_of(file, "input"), file);
                Listing::new(self, Some(name)).add(archive, input);
                return true;
            }
        }
        false
    }

    #[cfg(not(feature = "office"))]
    fn add_member(&mut self, _: &Path) -> bool {
        false
    }

    /// Adds standard input; where it is an archive, its members. Whether it is one, its first bytes say.
    fn add_stdin(&mut self) {
        let read = |most: u64| {
            let mut bytes = Vec::new();
            // What went wrong goes wrong again when the rest is read.
            let _ = io::stdin().lock().take(most).read_to_end(&mut bytes);
            bytes
        };
        let stdin = |head| Input { path: STDIN.to_owned(), name: PathBuf::from("stdin"), origin: Origin::Stdin(head) };
        #[cfg(feature = "office")]
        {
            let mut head = read(crate::readers::mail::HEAD as u64);
            if crate::readers::archive::is_zip(&head) || crate::readers::mail::knows(&head, "") {
                head.append(&mut read(MAX_INPUT_BYTES));
                let bytes: Arc<[u8]> = head.into();
                let input = stdin(Arc::clone(&bytes));
                if bytes.len() as u64 <= MAX_INPUT_BYTES {
                    return Listing::new(self, None).add(Archive::of_bytes(bytes), input);
                }
                return self.list.push(input);
            }
            self.list.push(stdin(head.into()));
        }
        #[cfg(not(feature = "office"))]
        self.list.push(stdin(read(0).into()));
    }
}

impl Input {
    /// The file `path`.
    fn file_of(name: PathBuf, path: &Path) -> Input {
        Input { path: path.to_string_lossy().into_owned(), name, origin: Origin::File(path.to_owned()) }
    }

    /// The file; `None` for standard input, for a member of an archive, and where it is known not to be readable.
    pub fn file(&self) -> Option<&Path> {
        match &self.origin {
            Origin::File(path) => Some(path),
            _ => None,
        }
    }

    /// [`Input::name`] without an extension that a reader knows.
    pub fn stem(&self) -> PathBuf {
        if is_known(&self.name) { self.name.with_extension("") } else { self.name.clone() }
    }

    /// Reads the bytes, never more than [`MAX_INPUT_BYTES`] of them.
    ///
    /// # Errors
    /// A record of failure: `not_found`, `unreadable` or `too_large`.
    pub fn read(&self) -> Result<Vec<u8>, Box<Failure>> {
        match &self.origin {
            Origin::Refused(reason) => Err(self.refuse(0, reason.clone())),
            Origin::Stdin(head) => self.read_from(head.chain(io::stdin().lock()), 0),
            #[cfg(feature = "office")]
            Origin::Member(archive, index) => {
                archive.read(*index).map_err(|r| self.refuse(0, reason(r.code, "read", r.message)))
            }
            Origin::File(path) => {
                let file = File::open(path).map_err(|e| self.refuse(0, open_trouble(&e)))?;
                let size = file.metadata().map_or(0, |m| m.len());
                if size > MAX_INPUT_BYTES {
                    return Err(self.refuse(size, too_large(&format!("{size} bytes"))));
                }
                self.read_from(file, size)
            }
        }
    }

    fn read_from(&self, from: impl Read, size: u64) -> Result<Vec<u8>, Box<Failure>> {
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
        let read = from.take(MAX_INPUT_BYTES + 1).read_to_end(&mut bytes);
        let len = bytes.len() as u64;
        match read {
            Err(error) => Err(self.refuse(len, unreadable("read", &error))),
            Ok(_) if len > MAX_INPUT_BYTES => Err(self.refuse(len, too_large("more"))),
            Ok(_) => Ok(bytes),
        }
    }

    fn refuse(&self, bytes: u64, reason: FailureReason) -> Box<Failure> {
        let source = Source { path: self.path.clone(), bytes, ..Source::default() };
        Box::new(failure(source, &reason.code, &reason.stage, reason.message))
    }
}

fn reason(code: &str, stage: &str, message: String) -> FailureReason {
    FailureReason { code: code.to_owned(), stage: stage.to_owned(), message }
}

fn open_trouble(error: &io::Error) -> FailureReason {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => not_found(),
        _ => unreadable("open", error),
    }
}

fn not_found() -> FailureReason {
    let message = "no such file or folder; expected a document, a folder, an archive, or - for standard input: check the spelling";
    reason("not_found", "open", message.to_owned())
}

fn unreadable(stage: &str, error: &io::Error) -> FailureReason {
    let message =
        format!("cannot be read ({error}); expected a file that may be read: check its permissions and its disk");
    reason("unreadable", stage, message)
}

fn too_large(size: &str) -> FailureReason {
    let mib = MAX_INPUT_BYTES >> 20;
    let message = format!(
        "too large: expected at most {MAX_INPUT_BYTES} bytes ({mib} MiB), found {size}; split it into its documents"
    );
    reason("too_large", "read", message)
}

fn walk_trouble(error: &walkdir::Error) -> FailureReason {
    match (error.io_error(), error.loop_ancestor()) {
        (Some(error), _) => open_trouble(error),
        (None, Some(ancestor)) => {
            let message = format!(
                "a link that leads back to its own folder {}; it was not followed: remove it, or name the files that are meant",
                ancestor.display()
            );
            reason("unreadable", "open", message)
        }
        (None, None) => reason("unreadable", "open", format!("cannot be listed: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(found: &Inputs, root: &Path) -> Vec<String> {
        let below = |p: &Path| p.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
        found.list.iter().map(|i| below(Path::new(&i.path))).collect()
    }

    fn refusal(input: &Input) -> FailureReason {
        input.read().expect_err("a refusal is expected").error
    }

    #[test]
    fn folders_are_walked_by_path_bytes_and_unknown_files_are_counted() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path();
        fs::create_dir_all(root.join("a/b")).unwrap();
        for name in ["a/b/1.txt", "a.txt", "B.TXT", "a/z.text", "a/scan.djvu", "README"] {
            fs::write(root.join(name), "x").unwrap();
        }
        let found = inputs([root]);
        assert_eq!(paths(&found, root), ["B.TXT", "a.txt", "a/b/1.txt", "a/z.text"]);
        assert_eq!(found.skipped.len(), 2);
        assert_eq!(found.list[2].stem(), Path::new("a/b/1"));
        let named = inputs([root.join("README")]);
        assert_eq!(named.list[0].read().unwrap(), b"x");
        assert_eq!(named.list[0].stem(), Path::new("README"));
    }

    #[test]
    fn what_cannot_be_opened_says_what_to_do() {
        let dir = tempfile::tempdir().unwrap();
        let found = inputs([dir.path().join("no.txt")]);
        let error = refusal(&found.list[0]);
        assert_eq!((error.code.as_str(), error.stage.as_str()), ("not_found", "open"));
        assert!(error.message.contains("check the spelling"));
        let big = dir.path().join("big.txt");
        File::create(&big).unwrap().set_len(MAX_INPUT_BYTES + 1).unwrap();
        let error = refusal(&inputs([&big]).list[0]);
        assert_eq!((error.code.as_str(), error.stage.as_str()), ("too_large", "read"));
        assert!(error.message.contains("64 MiB") && error.message.contains("67108865"), "{}", error.message);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_and_loops_are_reported() {
        use std::os::unix::fs::symlink;
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path();
        fs::create_dir(root.join("a")).unwrap();
        fs::write(root.join("a/1.txt"), "x").unwrap();
        symlink(root, root.join("a/loop")).unwrap();
        symlink(root.join("a/1.txt"), root.join("link.txt")).unwrap();
        symlink(root.join("gone"), root.join("torn.txt")).unwrap();
        symlink(root.join("gone"), root.join("lock")).unwrap();
        let found = inputs([root]);
        assert_eq!(paths(&found, root), ["a/1.txt", "a/loop", "link.txt", "torn.txt"]);
        assert_eq!(found.list[2].read().unwrap(), b"x");
        assert!(refusal(&found.list[1]).message.contains("back to its own folder"));
        assert_eq!(refusal(&found.list[3]).code, "not_found");
        assert_eq!(found.skipped, [root.join("lock")]);
    }

    #[cfg(unix)]
    #[test]
    fn an_endless_file_is_refused() {
        assert_eq!(refusal(&inputs(["/dev/zero"]).list[0]).code, "too_large");
    }
}
