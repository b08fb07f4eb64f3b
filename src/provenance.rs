//! The way from records, blocks and cells back to the page.
//!
//! ```text
//! at [[120, 168], [171, 190]] ─ words with these bytes ─▶ boxes [{page 2, rect [72.0, 310.5, 523.1, 337.9]}]
//! ```
//!
//! Words that follow each other in the text, or stand beside each other on the page as the cells of a row do, share a
//! box; others have their own, and so has each page. Formats without words on pages have no boxes.

use std::collections::HashMap;
use std::ops::Range;

use crate::model::{
    Activity, At, Block, Clause, Document, Funding, Goal, Indicator, PageBox, Part, Passport, PassportField, Reference,
    Risk, Section, Table, Target, Task,
};
use crate::readers::WordBox;

/// Gives everything that has byte ranges its boxes.
pub(crate) fn complete(document: &mut Document, words: &[WordBox]) {
    if words.is_empty() {
        return;
    }
    let words = Words(words);
    for part in &mut document.parts {
        words.place(&mut part.clauses);
    }
    for passport in &mut document.passports {
        words.place(&mut passport.fields);
    }
    for goal in &mut document.goals {
        words.place(&mut goal.tasks);
    }
    words.place(&mut document.parts);
    words.place(&mut document.sections);
    words.place(&mut document.passports);
    words.place(&mut document.goals);
    words.place(&mut document.indicators);
    words.place(&mut document.targets);
    words.place(&mut document.funding);
    words.place(&mut document.activities);
    words.place(&mut document.risks);
    words.place(&mut document.references);
    words.place(&mut document.blocks);
    for table in &mut document.tables {
        for row in &mut table.rows {
            row.boxes = row.at.iter().map(|at| words.boxes(at)).collect();
        }
        table.boxes = words.boxes(table.rows.iter().flat_map(|r| &r.at).flatten());
    }
    // A block that is a table has no bytes of its own.
    let tables: HashMap<&str, &Table> = document.tables.iter().map(|t| (t.id.as_str(), t)).collect();
    for block in &mut document.blocks {
        if let Some(table) = block.table.as_deref().and_then(|id| tables.get(id)) {
            block.boxes.clone_from(&table.boxes);
        }
    }
}

/// What has byte ranges.
trait Placed {
    fn at(&self) -> &At;
    fn set(&mut self, boxes: Vec<PageBox>);
}

macro_rules! placed {
    ($($kind:ident)*) => {$(
        impl Placed for $kind {
            fn at(&self) -> &At { &self.at }
            fn set(&mut self, boxes: Vec<PageBox>) { self.boxes = boxes; }
        }
    )*};
}

placed! { Part Clause Section Passport PassportField Goal Task Indicator Target Funding Activity Risk Reference Block }

/// The words of a document, by their bytes.
struct Words<'a>(&'a [WordBox]);

impl Words<'_> {
    fn place<P: Placed>(&self, list: &mut [P]) {
        for item in list {
            let boxes = self.boxes(item.at());
            item.set(boxes);
        }
    }

    /// The boxes around the words that meet byte ranges.
    fn boxes<'r>(&self, at: impl IntoIterator<Item = &'r [usize; 2]>) -> Vec<PageBox> {
        let mut met: Vec<Range<usize>> = at.into_iter().map(|r| self.met(*r)).filter(|r| !r.is_empty()).collect();
        met.sort_unstable_by_key(|r| (r.start, r.end));
        let mut out: Vec<PageBox> = Vec::new();
        let mut behind = 0;
        for range in met {
            let mut own: Vec<PageBox> = Vec::new();
            for word in &self.0[range.clone()] {
                match own.last_mut() {
                    Some(last) if last.page == word.place.page => last.take_in(&word.place),
                    _ => own.push(word.place),
                }
            }
            for (i, one) in own.into_iter().enumerate() {
                let follows = i == 0 && range.start <= behind;
                match out.last_mut() {
                    Some(last) if last.page == one.page && (follows || last.is_beside(&one)) => last.take_in(&one),
                    _ => out.push(one),
                }
            }
            behind = behind.max(range.end);
        }
        out
    }

    /// Indices of the words that share a byte with a range.
    fn met(&self, [start, end]: [usize; 2]) -> Range<usize> {
        let first = self.0.partition_point(|w| w.at.end <= start);
        first..first.max(self.0.partition_point(|w| w.at.start < end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words of one byte, each on its page: left edge and line.
    fn boxes(words: &[(u32, f32, f32)], at: &[[usize; 2]]) -> Vec<(u32, [f64; 4])> {
        let word = |(i, &(page, x, y)): (usize, &(u32, f32, f32))| WordBox {
            at: i..i + 1,
            place: PageBox::new(page, [x, y, x + 20.0, y + 10.0]),
        };
        let words: Vec<WordBox> = words.iter().enumerate().map(word).collect();
        Words(&words).boxes(at).iter().map(|b| (b.page, b.rect.map(f64::from))).collect()
    }

    #[test]
    fn words_that_follow_each_other_share_a_box() {
        let words = [(1, 50.0, 100.0), (1, 80.0, 100.0), (1, 40.0, 112.0), (2, 40.0, 50.0), (2, 70.0, 50.0)];
        assert_eq!(boxes(&words, &[[0, 2]]), [(1, [50.0, 100.0, 100.0, 110.0])]);
        assert_eq!(boxes(&words, &[[1, 2], [2, 3]]), [(1, [40.0, 100.0, 100.0, 122.0])]);
        assert_eq!(
            boxes(&words, &[[1, 4]]),
            [(1, [40.0, 100.0, 100.0, 122.0]), (2, [40.0, 50.0, 60.0, 60.0])],
            "a box for each page"
        );
        assert_eq!(boxes(&words, &[[4, 9]]), [(2, [70.0, 50.0, 90.0, 60.0])]);
        assert_eq!(boxes(&words, &[[5, 9], [2, 2]]), []);
    }

    #[test]
    fn words_with_others_between_share_a_box_only_beside_each_other() {
        let row = [(1, 0.0, 100.0), (1, 50.0, 100.0), (1, 90.0, 103.0), (1, 0.0, 120.0), (1, 90.0, 120.0)];
        assert_eq!(boxes(&row, &[[0, 1], [2, 3]]), [(1, [0.0, 100.0, 110.0, 113.0])]);
        assert_eq!(
            boxes(&row, &[[4, 5], [0, 1]]),
            [(1, [0.0, 100.0, 20.0, 110.0]), (1, [90.0, 120.0, 110.0, 130.0])],
            "in reading order"
        );
    }
}
