//! What the rows of one fragment have in common: blank columns, labels, a head that no vocabulary knows.

use crate::diagnostic::{Code, Findings};
use crate::grammar::Grammars;
use crate::grammar::lexicon::is_letter;
use crate::model::Role;
use crate::text::Text;

use super::class::Class;
use super::flow::RawRow;
use super::groups::number_places;
use super::header::MAX_HEAD;
use super::{header, heal};

/// Header rows with the lines of one drawn row joined.
pub fn merged(header: &[RawRow]) -> Vec<Vec<Text>> {
    let mut out: Vec<Vec<Text>> = Vec::new();
    for row in header {
        match out.last_mut() {
            Some(last) if row.continues == Some(true) => {
                for (i, cell) in row.cells.iter().enumerate().filter(|(_, c)| !c.is_empty()) {
                    if i >= last.len() {
                        last.resize(i + 1, Text::default());
                    }
                    heal::join(&mut last[i], cell, &|_: &str| false);
                }
            }
            _ => out.push(row.cells.clone()),
        }
    }
    out
}

/// Rows at the top that read as a header although the vocabulary does not know it; 0 where there are none.
pub fn generic_header(rows: &[RawRow], g: &Grammars) -> usize {
    let set = header::set_apart(rows, g);
    match header::drawn(rows, g) {
        0 if set > 0 => set,
        0 if generic_head(rows) || heads_a_corner(rows) || counts_rows(rows, g) => 1,
        0 => beside_a_corner(rows),
        n => n.max(set),
    }
}

/// A first row of words that begins with the head of the running numbers below it.
fn counts_rows(rows: &[RawRow], g: &Grammars) -> bool {
    let Some((head, below)) = rows.split_first().filter(|(head, _)| head.real) else { return false };
    let [first, heads @ ..] = &head.cells[..] else { return false };
    let words = |c: &Text| c.is_empty() || c.as_str().starts_with(is_letter) && c.len() <= MAX_HEAD;
    let numbered = |r: &RawRow| r.cells.first().is_some_and(|c| number_places(c.as_str()) > 0);
    !first.is_empty()
        && number_places(first.as_str()) == 0
        && g.columns.head(first.as_str()).role == Some(Role::Number)
        && heads.iter().any(|c| !c.is_empty())
        && heads.iter().all(words)
        && below.iter().any(numbered)
}

/// Most rows of heads beside a blank corner.
const MAX_CORNER: usize = 3;

/// Rows of words beside a corner that is blank over two rows or more of a real table, and every row below has a name;
/// 0 where there are none.
fn beside_a_corner(rows: &[RawRow]) -> usize {
    let blank = |r: &&RawRow| r.cells.first().is_some_and(|c| c.is_empty() && c.merge().is_none());
    let n = rows.iter().take_while(blank).count();
    let digit = |c: &Text| c.as_str().starts_with(|c: char| c.is_ascii_digit());
    let words = |r: &RawRow| {
        r.real
            && r.cells.iter().all(|c| c.len() <= 120 && !digit(c))
            && r.cells.iter().filter(|c| !c.is_empty()).count() > 1
    };
    let named = rows[n..].len() > n && !rows[n..].iter().any(|r| blank(&r));
    if (2..=MAX_CORNER).contains(&n) && named && rows[..n].iter().all(words) { n } else { 0 }
}

/// A first row with a blank corner in a real table: heads of columns, names of rows, and numbers where they meet.
fn heads_a_corner(rows: &[RawRow]) -> bool {
    let Some((head, data)) = rows.split_first().filter(|(head, data)| head.real && !data.is_empty()) else {
        return false;
    };
    let [corner, heads @ ..] = &head.cells[..] else { return false };
    let words = |c: &Text| c.as_str().starts_with(is_letter) && c.len() <= MAX_HEAD;
    let number = |c: &Text| {
        let digits = c.as_str().trim_start_matches(['-', '\u{2013}', '\u{2014}', ' ']);
        digits.is_empty() || digits.starts_with(|c: char| c.is_ascii_digit())
    };
    let whole = |r: &RawRow| !r.cells[0].is_empty() && r.cells[1..].iter().all(number);
    corner.is_empty()
        && corner.merge().is_none()
        && heads.iter().all(words)
        && data.iter().all(whole)
        && data.iter().any(|r| r.cells[1..].iter().any(|c| !c.is_empty()))
}

/// A first row of short words above longer ones, or above numbers.
fn generic_head(rows: &[RawRow]) -> bool {
    let Some(head) = rows.first().map(|r| &r.cells) else { return false };
    let sign = |c: char| c.is_numeric() || c.is_ascii_punctuation() && c != '%';
    let whole = |c: &Text| !c.is_empty() && !c.as_str().ends_with(['.', ';', ':']) && !c.as_str().chars().all(sign);
    let short = |most: usize| head.iter().all(|c| whole(c) && c.len() <= most);
    let below: usize =
        rows[1..].iter().flat_map(|r| &r.cells).map(Text::len).sum::<usize>() / rows.len().max(2).saturating_sub(1);
    let own: usize = head.iter().map(Text::len).sum();
    // Words above numbers are a head as well.
    let digits =
        |r: &RawRow, j: usize| r.cells.get(j).is_some_and(|c| c.as_str().starts_with(|c: char| c.is_ascii_digit()));
    let words = |j: usize| head[j].as_str().starts_with(is_letter);
    let above_numbers = (1..head.len()).any(|j| words(j) && rows[1..].iter().all(|r| digits(r, j)));
    // In a real table some of the numbers may be blank, and the words long.
    let blank = |r: &RawRow, j: usize| r.cells.get(j).is_some_and(|c| c.is_empty() && c.merge().is_none());
    let full = |j: usize| rows[1..].iter().filter(|r| digits(r, j)).count();
    let some = |j: usize| words(j) && full(j) > 1 && rows[1..].iter().all(|r| digits(r, j) || blank(r, j));
    let above_some = rows[0].real
        && words(0)
        && short(MAX_HEAD)
        && (1..head.len()).all(some)
        && (1..head.len()).any(|j| full(j) * 2 >= rows.len());
    // So is a sign for numbers above running numbers.
    let counted = head.len() > 1
        && !head[0].as_str().contains(|c: char| c.is_ascii_digit())
        && rows[1..].iter().enumerate().all(|(i, r)| r.cells[0].as_str().trim_end_matches('.').parse() == Ok(i + 1));
    let told = short(120) && (below * 4 > own * 5 || above_numbers || counted) || above_some;
    rows.len() >= 3 && head.len() >= 2 && told
}

pub fn is_labelled(row: &RawRow, g: &Grammars) -> bool {
    let mut filled = row.cells.iter().filter(|c| !c.is_empty());
    let Some(label) = filled.next() else { return false };
    row.cells.len() > 1 && label.len() <= 220 && filled.next().is_some() && g.passport.key(label.as_str()).is_some()
}

/// Cells up to the last one that holds something.
pub fn trimmed(cells: &[Text]) -> usize {
    cells.iter().rposition(|c| !c.is_empty()).map_or(0, |i| i + 1)
}

/// True where column `i` of the rows with `width` cells holds something, or is the label column of a passport.
pub fn is_used(rows: &[RawRow], width: usize, i: usize) -> bool {
    (i == 0 && width <= 2) || rows.iter().any(|r| r.cells.len() == width && !r.cells[i].is_empty())
}

/// Columns that hold something, in the rows of the width that has most of them.
pub fn used_width(rows: &[RawRow]) -> usize {
    let mut widths: Vec<usize> = rows.iter().map(|r| r.cells.len()).collect();
    widths.sort_unstable();
    widths.dedup();
    widths.iter().map(|&w| (0..w).filter(|&i| is_used(rows, w, i)).count()).max().unwrap_or(0)
}

/// The cells of `row` without the columns that are blank in every row of its fragment.
pub fn without_blank_columns(rows: &[RawRow], row: &RawRow) -> Vec<Text> {
    let width = row.cells.len();
    (0..width).filter(|&i| is_used(rows, width, i)).map(|i| row.cells[i].clone()).collect()
}

pub fn classes(rows: &[&RawRow], width: usize, g: &Grammars) -> Vec<Vec<Class>> {
    rows.iter()
        .map(|r| (0..width).map(|i| r.cells.get(i).map_or(Class::of("", g), |c| Class::of(c.as_str(), g))).collect())
        .collect()
}

/// Two filled cells of one row in one column.
pub fn crowded(rows: &[&RawRow], to: &[Option<usize>]) -> bool {
    rows.iter().any(|r| {
        let filled: Vec<_> = r.cells.iter().zip(to).filter(|(c, _)| !c.is_empty()).map(|(_, t)| t).collect();
        filled.windows(2).any(|w| w[0] == w[1])
    })
}

pub fn report(rows: &[&RawRow], uncertain: bool, findings: &mut Findings) {
    let code = if uncertain { Code::AlignmentUncertain } else { Code::CellsRealigned };
    for row in rows {
        findings.add(code, Text::extent(&row.cells), "");
    }
}

pub fn leading_number(text: &str) -> Option<u32> {
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}
