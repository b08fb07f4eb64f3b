//! What is to be converted of an archive.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::super::inputs::{Input, Inputs, Origin, is_known};
use super::names::safe;
use super::{Archive, Directory, Member};
use crate::decode;
use crate::model::FailureReason;
use crate::options::{MAX_ARCHIVE_BYTES, MAX_ENTRIES, MAX_INPUT_BYTES, MAX_NESTED_ARCHIVES};
use crate::readers::{self, READERS, Refusal};

/// Adds the members of archives to inputs, within the limits for one archive and all that is inside it.
pub(in super::super) struct Listing<'a> {
    out: &'a mut Inputs,
    /// The member that is asked for, behind the `!`; `None` for all that a reader knows.
    wanted: Option<&'a str>,
    /// Members that may still be listed.
    entries: usize,
    /// Bytes that may still be promised.
    bytes: u64,
}

/// What a member is to the listing.
enum Kind {
    Document,
    Archive(Arc<Archive>, Directory),
    /// It cannot be looked at.
    Trouble(Refusal),
    Unknown,
}

impl<'a> Listing<'a> {
    /// A listing that adds to `out`.
    pub(in super::super) fn new(out: &'a mut Inputs, wanted: Option<&'a str>) -> Listing<'a> {
        Listing { out, wanted, entries: MAX_ENTRIES, bytes: MAX_ARCHIVE_BYTES }
    }

    /// Adds the documents of `archive`, which is the input `of`; where it is a document itself, `of`.
    pub(in super::super) fn add(mut self, archive: Archive, of: Input) {
        let before = self.out.list.len();
        let archive = Arc::new(archive);
        match archive.directory() {
            Ok(directory) if directory.is_document && self.wanted.is_none() => return self.out.list.push(of),
            // Perhaps a damaged document, about which its reader knows more.
            Err(refusal) if refusal.code == "broken" && is_document_name(&of.path) => return self.out.list.push(of),
            Ok(directory) => self.members(&archive, directory, &of, "", 1),
            Err(refusal) => self.refuse(&of, refusal),
        }
        if let (Some(wanted), true) = (self.wanted, before == self.out.list.len()) {
            let message = "the archive has no such member; munidoc convert -v on the archive names them all";
            let of = Input { path: format!("{}!{wanted}", of.path), ..of };
            self.refuse(&of, Refusal::new("not_found", message));
        }
    }

    /// Adds the members of an archive that stands `depth` deep; `inside` is its path within the outermost one, with
    /// a `!` behind it.
    fn members(&mut self, archive: &Arc<Archive>, directory: Directory, of: &Input, inside: &str, depth: usize) {
        let Directory { members, overlaps, repeated, .. } = directory;
        if depth > MAX_NESTED_ARCHIVES {
            let message =
                format!("more than {MAX_NESTED_ARCHIVES} archives inside each other; unpack the outer ones first");
            return self.refuse(of, Refusal::new("limit", message));
        }
        if overlaps {
            let message = "members of the archive share their bytes, which only a harmful archive does; it is not read";
            return self.refuse(of, Refusal::new("limit", message));
        }
        if members.len() > self.entries {
            let message = format!("more than {MAX_ENTRIES} members; unpack the archive and convert the folder");
            return self.refuse(of, Refusal::new("limit", message));
        }
        self.entries -= members.len();
        if members.is_empty() {
            self.out.skipped.push(PathBuf::from(&of.path));
        }
        archive.expect(usize::MAX);
        let mut found = Vec::new();
        for member in members {
            let path = format!("{inside}{}", member.name);
            if !self.is_wanted(&path) {
                continue;
            }
            let Some(kind) = self.kind(archive, &member, &path) else {
                archive.expect(0);
                let gib = MAX_ARCHIVE_BYTES >> 30;
                let message = format!("it unpacks to more than {gib} GiB; unpack the archive and convert the folder");
                return self.refuse(of, Refusal::new("limit", message));
            };
            if matches!(kind, Kind::Archive(..)) || self.is_asked_for(&path) {
                found.push((member, kind));
            }
        }
        archive.expect(found.iter().filter(|(_, kind)| matches!(kind, Kind::Document | Kind::Archive(..))).count());
        if repeated {
            let message = "several members have the same name, and only the last of them is read; unpack the archive with another program";
            self.refuse(of, Refusal::new("broken", message));
        }
        for (member, kind) in found {
            let input = Input {
                path: format!("{}!{}", of.path, member.name),
                name: below(&of.name).join(safe(&member.name)),
                origin: Origin::Member(Arc::clone(archive), member.index),
            };
            match kind {
                Kind::Unknown => self.out.skipped.push(PathBuf::from(input.path)),
                Kind::Document => self.out.list.push(input),
                Kind::Trouble(refusal) => self.refuse(&input, refusal),
                Kind::Archive(nested, directory) => {
                    self.members(&nested, directory, &input, &format!("{inside}{}!", member.name), depth + 1);
                }
            }
        }
    }

    /// True where the member `path` is asked for, or something inside it.
    fn is_wanted(&self, path: &str) -> bool {
        self.is_asked_for(path) || self.wanted.is_some_and(|wanted| begins(wanted, path))
    }

    /// True where the member `path` is asked for, or a folder or archive that it is in.
    fn is_asked_for(&self, path: &str) -> bool {
        self.wanted.is_none_or(|wanted| begins(path, wanted))
    }

    /// What the member `path` is; `None` where there is no room for it within the limits.
    fn kind(&mut self, archive: &Arc<Archive>, member: &Member, path: &str) -> Option<Kind> {
        let known = is_known(Path::new(&member.name));
        let named = self.wanted == Some(path);
        let unknown = if named { Kind::Document } else { Kind::Unknown };
        if member.aside || member.name.starts_with("__MACOSX/") || (!known && is_hidden(&member.name)) {
            return Some(unknown);
        }
        let is_archive = known && may_hold_members(&member.name);
        if !known && !named {
            // An encrypted or damaged file of an unknown kind is a file of an unknown kind.
            let head = archive.head(member.index).unwrap_or_default();
            if member.size > MAX_INPUT_BYTES || !(has_reader(&head) || decode::has_signature(&head)) {
                return Some(unknown);
            }
        }
        self.bytes = self.bytes.checked_sub(member.size)?;
        if known && !is_archive {
            return Some(Kind::Document);
        }
        let Ok(bytes) = archive.read(member.index) else {
            // Who reads it says why it cannot be read.
            return Some(if known { Kind::Document } else { unknown });
        };
        if is_archive_or_mail(&bytes, &member.name) {
            let nested = archive.inside(member.index);
            return Some(match nested.directory() {
                Ok(directory) => Kind::Archive(nested, directory),
                Err(refusal) => Kind::Trouble(refusal),
            });
        }
        Some(if known || has_reader(&bytes) { Kind::Document } else { unknown })
    }

    fn refuse(&mut self, of: &Input, refusal: Refusal) {
        let reason =
            FailureReason { code: refusal.code.to_owned(), stage: "read".to_owned(), message: refusal.message };
        self.out.list.push(Input { path: of.path.clone(), name: of.name.clone(), origin: Origin::Refused(reason) });
    }
}

/// True where the path `long` is `short` or goes on from it.
fn begins(long: &str, short: &str) -> bool {
    long.strip_prefix(short).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '!']))
}

/// True where a reader knows the bytes by what stands in them.
fn has_reader(bytes: &[u8]) -> bool {
    let text = &READERS[READERS.len() - 1];
    readers::of(bytes, "").name != text.name
}

/// The folder of the results of an archive: no file that stands beside it can have its name.
fn below(name: &Path) -> PathBuf {
    let mut folder = name.as_os_str().to_owned();
    folder.push("!");
    PathBuf::from(folder)
}

/// True where the extension is that of an archive or a mail.
fn may_hold_members(name: &str) -> bool {
    let extension = Path::new(name).extension().and_then(|e| e.to_str());
    extension.is_some_and(|e| ["zip", "eml"].iter().any(|known| e.eq_ignore_ascii_case(known)))
}

/// True for an archive that can be opened: a zip that is no document, or a mail.
fn is_archive_or_mail(bytes: &[u8], name: &str) -> bool {
    match readers::of(bytes, name).name {
        "archive" => readers::archive::is_zip(bytes),
        name => name == "mail",
    }
}

/// True where the extension is that of a format made of a zip, not that of an archive.
fn is_document_name(path: &str) -> bool {
    is_known(Path::new(path)) && !may_hold_members(path)
}

fn is_hidden(name: &str) -> bool {
    name.rsplit('/').next().is_some_and(|n| n.starts_with('.'))
}
