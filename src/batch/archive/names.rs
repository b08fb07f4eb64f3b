//! Names of members: their letters, and names of files that are safe to write.

use std::path::PathBuf;

use crate::decode::{self, Encoding};

/// How much likelier a name must be in the other charset than the names of the archive together are in theirs, in
/// hundredths of a nat.
const SURE: i64 = 1500;

/// Most bytes of one part of a safe name; file systems hold 255, and the results add to it.
const MAX_PART: usize = 200;
/// Most bytes of a safe name; systems hold 4096 and less.
const MAX_NAME: usize = 1024;

/// The names of the members of one archive as text, `/` between folders.
///
/// A name is UTF-8 where it is well formed and its letters are usual ones, whatever its flag says (bit 11, APPNOTE.TXT
/// appendix D): many programs do not set it. Else it is in the DOS or the Windows code page of its writer, as no field
/// says which: the one in which it reads as Russian. What says too little goes with the other names of the archive.
pub(super) fn decoded(names: &[&[u8]]) -> Vec<String> {
    let leaning: Vec<Option<i64>> =
        names.iter().map(|name| (!is_utf8(name)).then(|| decode::leaning(name, [DOS, WINDOWS]))).collect();
    let together: i64 = leaning.iter().flatten().sum();
    let one = |(name, leaning): (&&[u8], &Option<i64>)| {
        let encoding = match leaning {
            None => Encoding::Utf8,
            Some(own) if own.abs() >= SURE => of_leaning(*own),
            Some(_) => of_leaning(together),
        };
        decode::decode(name, Some(encoding)).text.replace('\\', "/")
    };
    names.iter().zip(&leaning).map(one).collect()
}

/// The code page of Russian DOS, in which Windows itself and most packers write names.
const DOS: Encoding = Encoding::Ibm866;
/// The code page of Russian Windows.
const WINDOWS: Encoding = Encoding::Windows1251;

fn of_leaning(leaning: i64) -> Encoding {
    if leaning > 0 { WINDOWS } else { DOS }
}

/// Well-formed UTF-8 of letters below U+0800 and of punctuation: a short name of the DOS code page can be well-formed
/// by chance, and then it gives letters of rare scripts.
fn is_utf8(name: &[u8]) -> bool {
    str::from_utf8(name).is_ok_and(|s| s.chars().all(|c| matches!(c, '\0'..='\u{7FF}' | '\u{2000}'..='\u{2BFF}')))
}

/// A relative path for the results of the member `name`: without `..`, roots and drives, without what some system
/// forbids in names, no part and no path too long to be written.
pub(super) fn safe(name: &str) -> PathBuf {
    let parts: Vec<String> = name.split(['/', '\\']).filter_map(part).collect();
    let length: usize = parts.iter().map(|p| p.len() + 1).sum();
    let from = if length > MAX_NAME { parts.len() - 1 } else { 0 };
    if parts.is_empty() { PathBuf::from("member") } else { parts[from..].iter().collect() }
}

/// One part of a safe name; `None` for what names no file.
fn part(words: &str) -> Option<String> {
    let allowed = |c: char| if c.is_control() || "<>:\"|?*".contains(c) { '_' } else { c };
    // `.` and `..` go here too: Windows drops dots and blanks at the end of names.
    let mut part: String = words.trim().trim_end_matches(['.', ' ']).chars().map(allowed).collect();
    if part.len() > MAX_PART {
        let ending = part.rfind('.').filter(|dot| part.len() - dot <= 10).map_or(part.len(), |dot| dot);
        let ending = part.split_off(ending);
        let cut = (0..=MAX_PART - ending.len()).rfind(|&i| part.is_char_boundary(i)).unwrap_or(0);
        part.truncate(cut);
        part += &ending;
    }
    (!part.is_empty()).then_some(part)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    const NAMES: [&str; 4] =
        ["Решение № 5.docx", "приложения/План мероприятий.txt", "рай.txt", "Паспорт программы (Ёлкино).doc"];

    fn encoded(encoding: &'static encoding_rs::Encoding) -> Vec<Vec<u8>> {
        NAMES.map(|name| encoding.encode(name).0.into_owned()).to_vec()
    }

    fn slices(names: &[Vec<u8>]) -> Vec<&[u8]> {
        names.iter().map(Vec::as_slice).collect()
    }

    #[test]
    fn names_of_all_writers_are_read() {
        for encoding in [encoding_rs::IBM866, encoding_rs::WINDOWS_1251, encoding_rs::UTF_8] {
            let names = encoded(encoding);
            assert_eq!(decoded(&slices(&names)), NAMES, "{}", encoding.name());
            for (name, expected) in names.iter().zip(NAMES) {
                assert_eq!(decoded(&[name]), [expected], "{} alone", encoding.name());
            }
        }
    }

    #[test]
    fn an_archive_may_mix_charsets() {
        let (dos, windows) = (encoded(encoding_rs::IBM866), encoded(encoding_rs::WINDOWS_1251));
        let mixed: Vec<&[u8]> = vec![&dos[0], &windows[1], NAMES[2].as_bytes(), &windows[3]];
        assert_eq!(decoded(&mixed), NAMES);
    }

    #[test]
    fn folders_are_parted_by_slashes() {
        assert_eq!(decoded(&[br"a\b.txt"]), ["a/b.txt"]);
    }

    #[test]
    fn safe_names_stay_below_their_folder() {
        for (name, expected) in [
            ("../../etc/passwd", "etc/passwd"),
            ("/etc/passwd", "etc/passwd"),
            (r"..\..\x.txt", "x.txt"),
            (r"C:\docs\x.txt", "C_/docs/x.txt"),
            ("a//./b/... /c.txt", "a/b/c.txt"),
            ("a\0b\n?.txt", "a_b__.txt"),
            ("..", "member"),
            ("", "member"),
        ] {
            assert_eq!(safe(name), Path::new(expected), "{name:?}");
        }
    }

    #[test]
    fn long_names_are_cut() {
        let name = safe(&format!("{}.docx", "я".repeat(300)));
        let name = name.to_str().unwrap();
        assert!(name.len() <= MAX_PART && name.ends_with("яя.docx"), "{name}");
        assert_eq!(safe(&format!("{}x.txt", "папка/".repeat(200))), Path::new("x.txt"));
    }
}
