//! Comparing the letters of a text with those of the ranges that it was made of.

use super::markup::Markup;
use crate::grammar::lexicon::is_letter_or_digit;

/// Latin letters and the Cyrillic letters that look the same.
const LOOK_ALIKES: &[(char, char)] = &[
    ('A', '\u{410}'),
    ('B', '\u{412}'),
    ('C', '\u{421}'),
    ('E', '\u{415}'),
    ('H', '\u{41d}'),
    ('I', '\u{406}'),
    ('J', '\u{408}'),
    ('K', '\u{41a}'),
    ('M', '\u{41c}'),
    ('O', '\u{41e}'),
    ('P', '\u{420}'),
    ('S', '\u{405}'),
    ('T', '\u{422}'),
    ('X', '\u{425}'),
    ('Y', '\u{423}'),
    ('a', '\u{430}'),
    ('c', '\u{441}'),
    ('e', '\u{435}'),
    ('i', '\u{456}'),
    ('j', '\u{458}'),
    ('k', '\u{43a}'),
    ('o', '\u{43e}'),
    ('p', '\u{440}'),
    ('s', '\u{455}'),
    ('x', '\u{445}'),
    ('y', '\u{443}'),
];

/// Most ways to read markup that are followed at a time; only texts made against this check have as many.
const POSSIBILITIES: usize = 64;

/// One letter for each group of look-alikes.
fn fold(c: char) -> char {
    if !c.is_ascii() {
        return c;
    }
    LOOK_ALIKES.binary_search_by_key(&c, |l| l.0).map_or(c, |i| LOOK_ALIKES[i].1)
}

/// Where the letters of a text part from those of its ranges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Parting {
    /// Byte of the source.
    pub source: usize,
    /// Byte of the text that was made of it.
    pub words: usize,
}

/// Fails where `words` has other letters than the ranges `at` of `text`, or in another order.
///
/// Markup inside the ranges may stand in `words` as it is written or not at all; an entity of a letter as it is written
/// or as that letter.
pub(super) fn same(text: &str, at: &[[usize; 2]], markup: &[Markup], words: &str) -> Result<(), Parting> {
    let letters: Vec<(usize, char)> =
        words.char_indices().filter(|(_, c)| is_letter_or_digit(*c)).map(|(i, c)| (i, fold(c))).collect();
    let parting = |source: usize, n: usize| Parting { source, words: letters.get(n).map_or(words.len(), |l| l.0) };
    // How many letters of `words` are matched; more than one possibility behind markup.
    let mut matched = vec![0];
    for &[from, to] in at {
        let mut i = from;
        let first = markup.partition_point(|m| m.range.end <= from);
        for m in markup[first..].iter().take_while(|m| m.range.start < to) {
            let (start, end) = (m.range.start.max(from), m.range.end.min(to));
            matched = advance(matched, &text[i..start], &letters).map_err(|(at, n)| parting(i + at, n))?;
            let most = matched.last().copied().unwrap_or(0);
            let as_written = advance(matched.clone(), &text[start..end], &letters);
            let decoded = m.letter().and_then(|c| advance(matched.clone(), c.encode_utf8(&mut [0; 4]), &letters).ok());
            if m.letter().is_some() && end - start == m.range.len() {
                matched.clear();
            }
            matched.extend(as_written.into_iter().flatten().chain(decoded.into_iter().flatten()));
            matched.sort_unstable();
            matched.dedup();
            matched.truncate(POSSIBILITIES);
            if matched.is_empty() {
                return Err(parting(start, most));
            }
            i = end;
        }
        matched = advance(matched, &text[i..to], &letters).map_err(|(at, n)| parting(i + at, n))?;
    }
    match matched.last() {
        Some(&n) if n == letters.len() => Ok(()),
        n => Err(parting(at.last().map_or(0, |r| r[1]), n.map_or(0, |n| *n))),
    }
}

/// Matches the letters of `piece` from each possibility on; where none is left, the byte of `piece` and how many letters
/// were matched before.
fn advance(mut matched: Vec<usize>, piece: &str, letters: &[(usize, char)]) -> Result<Vec<usize>, (usize, usize)> {
    for (i, c) in piece.char_indices().filter(|(_, c)| is_letter_or_digit(*c)) {
        let c = fold(c);
        let most = matched.last().copied().unwrap_or(0);
        matched.retain(|&n| letters.get(n).is_some_and(|l| l.1 == c));
        if matched.is_empty() {
            return Err((i, most));
        }
        for n in &mut matched {
            *n += 1;
        }
    }
    Ok(matched)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn look_alikes_can_be_searched() {
        assert!(LOOK_ALIKES.is_sorted_by_key(|l| l.0));
    }
}
