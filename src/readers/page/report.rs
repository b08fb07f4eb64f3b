//! Findings about pages that were recognised, or could not be.

use crate::diagnostic::Code;
use crate::readers::Buffer;

/// Says which pages (by number, from 1) were recognised, whose pictures hold no letters, and which were not recognised and
/// why; a page is its number of words.
pub fn recognised(pages: impl Iterator<Item = (usize, Result<usize, String>)>, buffer: &mut Buffer) {
    let (mut read, mut bare) = (Vec::new(), Vec::new());
    let mut left: Vec<(String, Vec<usize>)> = Vec::new();
    for (number, outcome) in pages {
        match outcome {
            Ok(0) => bare.push(number),
            Ok(_) => read.push(number),
            Err(why) => match left.iter_mut().find(|(w, _)| *w == why) {
                Some((_, numbers)) => numbers.push(number),
                None => left.push((why, vec![number])),
            },
        }
    }
    if !read.is_empty() {
        buffer.note(Code::OcrUsed, None, listed(&read));
    }
    if !bare.is_empty() {
        buffer.note(Code::PictureSkipped, None, format!("{}: no letters were recognised in it", listed(&bare)));
    }
    for (why, numbers) in left {
        buffer.note(Code::PageNotRead, None, format!("{}: {why}", listed(&numbers)));
    }
}

/// «page 3», «pages 1-4, 7»
pub fn listed(pages: &[usize]) -> String {
    let mut out = String::from(if pages.len() == 1 { "page " } else { "pages " });
    let mut i = 0;
    while i < pages.len() {
        let n = (i + 1..pages.len()).take_while(|&k| pages[k] == pages[i] + (k - i)).count();
        if i > 0 {
            out.push_str(", ");
        }
        out.push_str(&pages[i].to_string());
        if n > 0 {
            out.push_str(&format!("-{}", pages[i + n]));
        }
        i += n + 1;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_named_by_what_became_of_them() {
        let mut buffer = Buffer::new();
        let late = || Err("too late".to_owned());
        let pages =
            [(1, Ok(7)), (2, Ok(1)), (7, Ok(0)), (3, late()), (4, Err("damaged".to_owned())), (5, late()), (6, late())];
        recognised(pages.into_iter(), &mut buffer);
        let notes = buffer.finish().notes;
        let notes: Vec<(&str, &str)> = notes.iter().map(|n| (n.code.id(), n.detail.as_str())).collect();
        let want = [
            ("ocr-used", "pages 1-2"),
            ("picture-skipped", "page 7: no letters were recognised in it"),
            ("page-not-read", "pages 3, 5-6: too late"),
            ("page-not-read", "page 4: damaged"),
        ];
        assert_eq!(notes, want);
    }
}
