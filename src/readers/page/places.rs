//! Where the words of pages came to stand in the text buffer.
//!
//! ```text
//! words      обра- (page 1)   зования (page 2)
//! buffer     …образования…    the first four letters stand on page 1, the others on page 2
//! ```
//!
//! Between its words the buffer has other blanks than the page, and the hyphen of a cut word may be gone. Nothing else
//! differs: the letters are the same, in the same order.

use super::Word;
use crate::model::PageBox;
use crate::readers::{Buffer, WordBox};

/// Tells the buffer where `words`, each with its page, stand that were written since byte `from`.
pub fn keep<'a>(words: impl IntoIterator<Item = (u32, &'a Word)>, from: usize, buffer: &mut Buffer) {
    let written = buffer.written(from);
    let mut out = Vec::new();
    let mut at = 0;
    for (page, word) in words {
        at += blanks(&written[at..]);
        // Beyond a limit nothing was written.
        let Some(len) = same(&word.text, &written[at..]) else { break };
        if len > 0 {
            let place = PageBox::new(page, [word.x0, word.y0, word.x1, word.y1]);
            out.push(WordBox { at: from + at..from + at + len, place });
        }
        at += len;
    }
    buffer.keep_boxes(out);
}

/// Bytes of the blanks that `text` begins with.
fn blanks(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

/// Bytes at the begin of `text` that `word` stands in, blanks aside; its last character may be missing there. `None`
/// where another word stands there.
fn same(word: &str, text: &str) -> Option<usize> {
    let mut wanted = word.chars().filter(|c| !c.is_whitespace()).peekable();
    let (mut at, mut end) = (0, 0);
    while let Some(c) = wanted.next() {
        at += blanks(&text[at..]);
        if !text[at..].starts_with(c) {
            return (wanted.peek().is_none() && end > 0).then_some(end);
        }
        at += c.len_utf8();
        end = at;
    }
    Some(end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::readers::Look;

    fn kept(words: &[&str], text: &str) -> Vec<(String, u32)> {
        let mut buffer = Buffer::new();
        buffer.paragraph("Глава", Look::default());
        let from = buffer.place();
        buffer.paragraph(text, Look::default());
        let words: Vec<Word> = words.iter().map(|w| Word { text: (*w).to_owned(), ..Word::default() }).collect();
        keep((1..).zip(&words), from, &mut buffer);
        let content = buffer.finish();
        content.boxes.iter().map(|b| (content.text[b.at.clone()].to_owned(), b.place.page)).collect()
    }

    #[test]
    fn words_are_found_where_they_were_written() {
        let of = |list: &[(&str, u32)]| list.iter().map(|(w, n)| ((*w).to_owned(), *n)).collect::<Vec<_>>();
        assert_eq!(
            kept(&["1.", "Глава", "", "обра-", "зования"], "1.\t\tГлава\nобразования"),
            of(&[("1.", 1), ("Глава", 2), ("обра", 4), ("зования", 5)])
        );
        assert_eq!(kept(&["10\u{a0}000", "-", "5"], "10 000 - 5"), of(&[("10 000", 1), ("-", 2), ("5", 3)]));
    }

    #[test]
    fn words_that_were_not_written_have_no_place() {
        assert_eq!(kept(&["парк", "сквер", "двор"], "парк"), [("парк".to_owned(), 1)]);
        assert_eq!(kept(&["парк"], ""), []);
        assert_eq!(kept(&["-"], "парк"), []);
    }
}
