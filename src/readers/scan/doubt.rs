//! Words that were recognised with little confidence, as findings at their places.
//!
//! The words were written into the buffer with others; here they are found again: the words of a page with the same
//! characters stand in the same order in the text of that page.

use std::ops::Range;

use crate::diagnostic::Code;
use crate::readers::page::{Page, Unread, Word};
use crate::readers::{Content, Note};

/// Least confidence of a word that is believed; of words below one of three is wrong.
pub const SURE: f32 = 0.6;
/// Longest quotation in a finding, in characters.
const MAX_QUOTE: usize = 60;

/// Adds a finding for each part of `pages` that was not read, and for each run of doubtful words in their text, which
/// `content` was made of.
pub fn note(pages: &[Page], content: &mut Content) {
    let mut found: Vec<(Range<usize>, f32)> = Vec::new();
    for (i, page) in pages.iter().enumerate() {
        if page.words.iter().all(sure) {
            continue;
        }
        let from = content.pages.get(i).copied().unwrap_or(0);
        let to = content.pages.get(i + 1).copied().unwrap_or(content.text.len());
        found.extend(places(page, &content.text, from..to.max(from)));
    }
    found.sort_by_key(|(place, _)| (place.start, place.end));
    found.dedup_by(|b, a| b.0.start < a.0.end);
    let mut runs: Vec<(Range<usize>, f32)> = Vec::new();
    for (place, confidence) in found {
        match runs.last_mut() {
            Some((run, least)) if content.text[run.end..place.start] == *" " => {
                run.end = place.end;
                *least = least.min(confidence);
            }
            _ => runs.push((place, confidence)),
        }
    }
    content.notes.extend(pages.iter().enumerate().flat_map(|(i, page)| unread(i + 1, page)));
    for (at, confidence) in runs {
        let mut quote: String = content.text[at.clone()].chars().take(MAX_QUOTE).collect();
        if quote.len() < at.len() {
            quote.push('\u{2026}');
        }
        let detail = format!("\u{ab}{quote}\u{bb}, {:.0} %", confidence * 100.0);
        content.notes.push(Note { code: Code::OcrUncertain, at: Some(at), detail });
    }
}

/// What was not read of a page, and where it stands.
fn unread(number: usize, page: &Page) -> Vec<Note> {
    const MM: f32 = 25.4 / 72.0;
    let third = |middle: f32, whole: f32, names: [&'static str; 3]| {
        names[((middle / whole.max(1.0) * 3.0).max(0.0) as usize).min(2)]
    };
    let one = |u: &Unread| {
        let [x0, y0, x1, y1] = u.area;
        let down = third((y0 + y1) / 2.0, page.height, ["upper", "middle", "lower"]);
        let across = third((x0 + x1) / 2.0, page.width, ["left", "centre", "right"]);
        let what = if u.seal { "a seal or stamp in colour over words was painted out" } else { "ink without words" };
        let (width, height) = ((x1 - x0) * MM, (y1 - y0) * MM);
        let detail = format!("page {number}, {down} {across}, {width:.0} \u{d7} {height:.0} mm: {what}");
        Note { code: Code::AreaNotRead, at: None, detail }
    };
    page.unread.iter().map(one).collect()
}

fn sure(word: &Word) -> bool {
    word.confidence.is_none_or(|c| c >= SURE)
}

/// The doubtful words of a page in its text. Words without letters and digits are left out: nothing hangs on them.
fn places(page: &Page, text: &str, within: Range<usize>) -> Vec<(Range<usize>, f32)> {
    let mut words: Vec<&Word> = page.words.iter().collect();
    words.sort_by(|a, b| (a.y0.round(), a.x0).partial_cmp(&(b.y0.round(), b.x0)).unwrap_or(std::cmp::Ordering::Equal));
    let mut out = Vec::new();
    for (i, word) in words.iter().enumerate().filter(|(_, w)| !sure(w)) {
        if !word.text.chars().any(char::is_alphanumeric) {
            continue;
        }
        // The hyphen of a word that goes on in the next line may be gone.
        let wanted = word.text.trim_end_matches('-');
        let all: Vec<usize> = occurrences(&text[within.clone()], wanted);
        let before = words[..i].iter().filter(|w| w.text.trim_end_matches('-') == wanted).count();
        if let Some(at) = all.get(before).or(all.last()) {
            let start = within.start + at;
            out.push((start..start + wanted.len(), word.confidence.unwrap_or(0.0)));
        }
    }
    out
}

/// Where a word stands as a whole; where it stands nowhere as a whole, where it stands in others.
fn occurrences(text: &str, word: &str) -> Vec<usize> {
    let is_part = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace());
    let all: Vec<usize> = text.match_indices(word).map(|(at, _)| at).collect();
    let whole =
        |at: &&usize| !is_part(text[..**at].chars().next_back()) && !is_part(text[**at + word.len()..].chars().next());
    let wholes: Vec<usize> = all.iter().filter(whole).copied().collect();
    if wholes.is_empty() { all } else { wholes }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str, x0: f32, y0: f32, confidence: f32) -> Word {
        Word { text: text.to_owned(), x0, y0, confidence: Some(confidence), ..Word::default() }
    }

    #[test]
    fn what_was_not_read_is_named_with_its_place() {
        let seal = Unread { area: [400.0, 72.0, 500.0, 172.0], seal: true };
        let page =
            Page { width: 595.0, height: 842.0, unread: vec![seal, Unread { seal: false, ..seal }], ..Page::default() };
        let mut content = Content::default();
        note(&[Page::default(), page], &mut content);
        let notes: Vec<&str> = content.notes.iter().map(|n| n.detail.as_str()).collect();
        assert_eq!(
            notes,
            [
                "page 2, upper right, 35 \u{d7} 35 mm: a seal or stamp in colour over words was painted out",
                "page 2, upper right, 35 \u{d7} 35 mm: ink without words",
            ]
        );
    }

    #[test]
    fn doubtful_words_are_found_at_their_places() {
        let first = [word("парк", 0., 0., 0.9), word("парк", 50., 0., 0.4), word("учреж-", 90., 0., 0.2)];
        let second =
            [word("Глава", 0., 0., 0.99), word("Ив", 40., 0., 0.5), word("аl", 60., 0., 0.3), word("—", 80., 0., 0.1)];
        let pages = [first.to_vec(), second.to_vec()].map(|words| Page { words, ..Page::default() });
        let text = "паркам парк парк учреждение\nГлава Ив аl —\n";
        let mut content = Content { text: text.to_owned(), pages: vec![0, 52], ..Content::default() };
        assert!(text[52..].starts_with("Глава"));
        note(&pages, &mut content);
        let notes: Vec<(&str, &str)> =
            content.notes.iter().map(|n| (&text[n.at.clone().unwrap()], n.detail.as_str())).collect();
        assert_eq!(notes, [("парк учреж", "«парк учреж», 20 %"), ("Ив аl", "«Ив аl», 30 %")]);
        assert_eq!(content.notes[0].at.as_ref().unwrap().start, 22);
    }
}
