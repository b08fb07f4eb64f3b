//! Rows at the top of a table that are set as heads are: in bold or in the middle, above rows that are not.
//!
//! ```text
//! │  Код  │      Препарат      │  Форма   │        every cell in the middle: a head, whatever its words
//! │  A02  │ блокаторы          │ таблетки │        a cell at the left in every row: data
//! ```

use std::ops::Range;

use super::Look;

/// Most rows of heads.
const MAX_HEADS: usize = 6;

/// How the words of a cell are set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Set {
    /// All of them are bold.
    pub bold: bool,
    /// All of its paragraphs stand in the middle.
    pub centred: bool,
}

impl Set {
    /// Of the paragraphs of a cell; blank ones say nothing.
    pub fn of<'t>(paragraphs: impl IntoIterator<Item = (&'t str, Look)>) -> Set {
        let filled = paragraphs.into_iter().filter(|(text, _)| !text.trim().is_empty());
        let both = |set: Set, (_, look): (&str, Look)| Set {
            bold: set.bold && look.bold,
            centred: set.centred && look.centred,
        };
        filled.fold(Set { bold: true, centred: true }, both)
    }
}

/// The head rows of a table whose cells are set so; `None` stands for a blank cell.
pub fn heads(rows: &[Vec<Option<Set>>]) -> Range<usize> {
    let bold = set_apart(rows, |set| set.bold);
    if bold.is_empty() { set_apart(rows, |set| set.centred) } else { bold }
}

/// The rows at the top whose cells are all set so, where the rows below have cells in the same columns that are not.
fn set_apart(rows: &[Vec<Option<Set>>], so: impl Fn(&Set) -> bool) -> Range<usize> {
    let wide = |row: &&Vec<Option<Set>>| row.iter().flatten().count() > 1;
    // Titles above the head go over its whole width.
    let from = rows.iter().position(|row| wide(&row)).unwrap_or(rows.len());
    let head = |row: &&Vec<Option<Set>>| wide(row) && row.iter().flatten().all(&so);
    let n = rows[from..].iter().take(MAX_HEADS + 1).take_while(head).count();
    let (top, below) = rows[from..].split_at(n);
    let body: Vec<&Vec<Option<Set>>> = below.iter().filter(wide).collect();
    let heads = |j: usize| top.iter().any(|row| matches!(row.get(j), Some(Some(_))));
    let plain = |row: &&&Vec<Option<Set>>| {
        row.iter().enumerate().any(|(j, cell)| cell.as_ref().is_some_and(|set| !so(set)) && heads(j))
    };
    let told = !body.is_empty() && body.iter().filter(plain).count() * 5 >= body.len() * 4;
    if (1..=MAX_HEADS).contains(&n) && told { from..from + n } else { 0..0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows of `B` for bold, `c` for centred, `x` for plain cells and `.` for blank ones.
    fn found(drawn: &[&str]) -> Range<usize> {
        let cell = |c: char| match c {
            '.' => None,
            c => Some(Set { bold: c == 'B', centred: c == 'c' }),
        };
        heads(&drawn.iter().map(|row| row.chars().map(cell).collect()).collect::<Vec<_>>())
    }

    #[test]
    fn heads_are_set_otherwise_than_the_rows_below() {
        assert_eq!(found(&["ccc", "cxc", "cxx", "c.x"]), 0..1);
        assert_eq!(found(&["B..", "BBB", "BB.", "xxx", "x.x"]), 1..3);
        assert_eq!(found(&["BBB", "ccc", "ccc"]), 0..1);
        assert_eq!(found(&["c.c", ".cc", "x.c"]), 0..2);
    }

    #[test]
    fn rows_that_are_all_alike_have_no_head() {
        assert_eq!(found(&["ccc", "ccc"]), 0..0);
        assert_eq!(found(&["xxx", "xxx"]), 0..0);
        assert_eq!(found(&["BBB"]), 0..0);
        assert_eq!(found(&["c.", "x."]), 0..0);
        assert_eq!(found(&["cc.", "..x"]), 0..0);
        assert_eq!(found(&[]), 0..0);
    }

    #[test]
    fn blank_paragraphs_say_nothing_of_a_cell() {
        let bold = Look { bold: true, ..Look::default() };
        assert_eq!(Set::of([("Срок", bold), ("  ", Look::default())]), Set { bold: true, centred: false });
        assert!(!Set::of([("Срок", bold), ("май", Look::default())]).bold);
    }
}
