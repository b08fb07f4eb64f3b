//! What is to be converted: files, folders and standard input, and reading them.

use std::cmp::Ordering;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

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
    /// Files of folders whose extension no reader knows, and things that are no files.
    pub skipped: Vec<PathBuf>,
}

/// One thing to convert.
#[derive(Clone, Debug)]
pub struct Input {
    /// Path as given (a file of a folder: the folder as given and what follows); `-` for standard input.
    pub path: String,
    /// Where it belongs below a folder of results: the path inside the walked folder, or the name of the file.
    pub name: PathBuf,
    origin: Origin,
}

#[derive(Clone, Debug)]
enum Origin {
    Stdin,
    File(PathBuf),
    /// The walk found that it cannot be read.
    Trouble(PathBuf, FailureReason),
}

/// Expands `paths`: a folder stands for its files that a reader knows, `-` for standard input; everything else is
/// tried as a file, whatever its extension.
///
/// Symbolic links are followed. What cannot be listed (no permission, a link that leads back to its own folder, a link
/// to nothing) becomes an input of its own, whose result is a record of failure.
pub fn inputs<P: AsRef<OsStr>>(paths: impl IntoIterator<Item = P>) -> Inputs {
    let mut out = Inputs::default();
    for path in paths {
        let path = Path::new(path.as_ref());
        if path == Path::new(STDIN) {
            out.list.push(Input { path: STDIN.to_owned(), name: PathBuf::from("stdin"), origin: Origin::Stdin });
        } else if fs::metadata(path).is_ok_and(|m| m.is_dir()) {
            walk(path, &mut out);
        } else {
            let name = path.file_name().map_or_else(|| PathBuf::from("input"), PathBuf::from);
            out.list.push(Input::new(name, Origin::File(path.to_owned())));
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
                let name = name_below(root, entry.path());
                found.push(Input::new(name, Origin::File(entry.into_path())));
            }
            Ok(entry) => out.skipped.push(entry.into_path()),
            Err(error) => {
                let path = error.path().unwrap_or(root).to_owned();
                let dangling = error.io_error().is_some_and(|e| e.kind() == io::ErrorKind::NotFound);
                if dangling && !is_known(&path) {
                    out.skipped.push(path);
                } else {
                    found.push(Input::new(name_below(root, &path), Origin::Trouble(path, walk_trouble(&error))));
                }
            }
        }
    }
    found.sort_by(by_path_bytes);
    out.list.append(&mut found);
}

fn by_path_bytes(a: &Input, b: &Input) -> Ordering {
    fn bytes(input: &Input) -> &[u8] {
        input.file().map_or(b"", |path| path.as_os_str().as_encoded_bytes())
    }
    bytes(a).cmp(bytes(b))
}

fn name_below(root: &Path, path: &Path) -> PathBuf {
    match path.strip_prefix(root) {
        Ok(name) if name != Path::new("") => name.to_owned(),
        _ => path.file_name().map_or_else(|| PathBuf::from("folder"), PathBuf::from),
    }
}

/// True where a reader knows the extension of `path`.
fn is_known(path: &Path) -> bool {
    path.extension().and_then(OsStr::to_str).is_some_and(|e| known_extensions().any(|k| e.eq_ignore_ascii_case(k)))
}

fn known_extensions() -> impl Iterator<Item = &'static str> {
    READERS.iter().flat_map(|r| r.extensions.iter().copied())
}

impl Inputs {
    /// The extensions that are taken from folders, as `.txt, .text`.
    pub fn extensions() -> String {
        known_extensions().map(|e| format!(".{e}")).collect::<Vec<_>>().join(", ")
    }
}

impl Input {
    fn new(name: PathBuf, origin: Origin) -> Input {
        let mut input = Input { path: String::new(), name, origin };
        input.path = input.file().map_or_else(String::new, |path| path.to_string_lossy().into_owned());
        input
    }

    /// The file; `None` for standard input.
    pub fn file(&self) -> Option<&Path> {
        match &self.origin {
            Origin::Stdin => None,
            Origin::File(path) | Origin::Trouble(path, _) => Some(path),
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
            Origin::Trouble(_, reason) => Err(self.refuse(0, reason.clone())),
            Origin::Stdin => self.read_from(io::stdin().lock(), 0),
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
    let message = "no such file or folder; expected a text file, a folder, or - for standard input: check the spelling";
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
        found.list.iter().map(|i| below(i.file().unwrap())).collect()
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
