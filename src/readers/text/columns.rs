//! Where the columns of a table begin that is set with runs of spaces.
//!
//! ```text
//! 1    Инвентаризация          до 1 сентября  Отдел культуры
//!  ^^^^                ^^^^^^^^             ^^               strips: blank in nearly every line
//!      памятников воинской     2024 г.        краеведческий
//! ```
//!
//! A line whose text runs over a strip is cut at the blank that stands right before the column, else at the nearest one;
//! a word that runs over stays on the left.

use std::ops::Range;

/// A line of the table: byte offset in the line and character, for each character column.
pub(super) type Chars = Vec<(usize, char)>;

/// Blank in `text`, or behind its end.
fn is_blank(text: &Chars, x: usize) -> bool {
    text.get(x).is_none_or(|(_, c)| c.is_whitespace())
}

/// Runs of two blanks or more between words.
pub(super) fn gaps(text: &Chars) -> usize {
    let mut count = 0;
    let mut run = 0;
    let mut words = false;
    for (_, c) in text {
        if c.is_whitespace() {
            run += 1;
        } else {
            count += usize::from(words && run >= 2);
            (run, words) = (0, true);
        }
    }
    count
}

/// How many lines have a word at each character column.
struct Occupied {
    lines: Vec<usize>,
}

impl Occupied {
    fn new(texts: &[Chars], rules: &[Chars]) -> Occupied {
        let width = texts.iter().chain(rules).map(Vec::len).max().unwrap_or(0);
        let mut new = Occupied { lines: vec![0; width] };
        texts.iter().chain(rules).for_each(|text| new.add(text));
        new
    }

    fn add(&mut self, text: &Chars) {
        text.iter().zip(&mut self.lines).filter(|((_, c), _)| !c.is_whitespace()).for_each(|(_, n)| *n += 1);
    }

    fn remove(&mut self, text: &Chars) {
        text.iter().zip(&mut self.lines).filter(|((_, c), _)| !c.is_whitespace()).for_each(|(_, n)| *n -= 1);
    }

    /// Blank columns, at least `least` wide, with words on both sides.
    fn strips(&self, least: usize) -> impl Iterator<Item = Range<usize>> {
        let filled = || (0..self.lines.len()).filter(|&x| self.lines[x] > 0);
        filled().zip(filled().skip(1)).map(|(a, b)| a + 1..b).filter(move |strip| strip.len() >= least)
    }
}

/// The strips of blank columns that part the columns of a table; up to `spare` lines with several cells may run over
/// them, and all lines of one text.
///
/// `rules` are rules with gaps, which show the columns.
pub(super) fn strips(texts: &[Chars], rules: &[Chars], spare: usize) -> Vec<Range<usize>> {
    let begins = Begins::new(texts);
    let mut occupied = Occupied::new(texts, rules);
    let found = |occupied: &Occupied| match rules.is_empty() {
        true => begins.strips(occupied),
        false => occupied.strips(1).collect(),
    };
    let mut best = found(&occupied);
    let several = texts.iter().filter(|t| gaps(t) > 0).count();
    if several < texts.len() && several >= 2 {
        let mut parted = Occupied::new(&[], rules);
        parted.lines.resize(occupied.lines.len().max(parted.lines.len()), 0);
        texts.iter().filter(|t| gaps(t) > 0).for_each(|t| parted.add(t));
        let strips = found(&parted);
        if strips.len() > best.len() {
            (best, occupied) = (strips, parted);
        }
    }
    // Lines that run over a strip fill columns that are blank in nearly all others.
    let odd = |text: &Chars| {
        let alone = |x: usize| (1..=spare).contains(&occupied.lines[x]);
        text.iter().enumerate().filter(|(x, (_, c))| !c.is_whitespace() && alone(*x)).count()
    };
    let parted = texts.iter().enumerate().filter(|(_, t)| gaps(t) > 0);
    let mut order: Vec<(usize, usize)> = parted.map(|(i, t)| (odd(t), i)).filter(|(n, _)| *n > 0).collect();
    order.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    for (_, i) in order.into_iter().take(spare) {
        occupied.remove(&texts[i]);
        let strips = found(&occupied);
        if strips.len() > best.len() {
            best = strips;
        }
    }
    best
}

/// Where lines begin words.
struct Begins {
    lines: usize,
    /// For each character column how many lines begin a word there, how many of them behind two blanks or more, and how
    /// many go on there with a number (1 205,0).
    words: Vec<(usize, usize, usize)>,
}

impl Begins {
    fn new(texts: &[Chars]) -> Begins {
        let width = texts.iter().map(Vec::len).max().unwrap_or(0);
        let mut words = vec![(0, 0, 0); width];
        for text in texts {
            for x in (1..text.len()).filter(|&x| !is_blank(text, x) && is_blank(text, x - 1)) {
                words[x].0 += 1;
                words[x].1 += usize::from(x >= 2 && is_blank(text, x - 2));
                words[x].2 += usize::from(x >= 2 && text[x].1.is_ascii_digit() && text[x - 2].1.is_ascii_digit());
            }
        }
        Begins { lines: texts.len(), words }
    }

    /// The strips two blanks wide or more; and the narrower ones behind which a column begins: most lines begin a word
    /// there, many of them behind a wider gap.
    fn strips(&self, occupied: &Occupied) -> Vec<Range<usize>> {
        let column = |x: usize| {
            let (all, wide, inside) = self.words[x];
            self.lines >= 4 && inside == 0 && all * 10 >= self.lines * 6 && wide * 3 >= self.lines
        };
        occupied.strips(1).filter(|strip| strip.len() > 1 || column(strip.end)).collect()
    }
}

/// The cells of a line in character columns, and whether it is one text over all of them.
pub(super) fn cut(text: &Chars, strips: &[Range<usize>]) -> (Vec<Range<usize>>, bool) {
    let end = text.len();
    let over = |strip: &Range<usize>| strip.clone().any(|x| !is_blank(text, x));
    let at_start = |strip: &Range<usize>| !is_blank(text, strip.end) && is_blank(text, strip.end - 1);
    if gaps(text) == 0 && strips.iter().any(|s| over(s) && !at_start(s)) {
        let mut cells = vec![end..end; strips.len() + 1];
        cells[0] = 0..end;
        return (cells, true);
    }
    let mut cells = Vec::with_capacity(strips.len() + 1);
    let mut from = 0;
    for (k, strip) in strips.iter().enumerate() {
        let limit = strips.get(k + 1).map_or(end, |next| next.start);
        let gap = if over(strip) { gap(text, strip, from..limit) } else { strip.clone() };
        let start = gap.start.clamp(from, end.max(from));
        let stop = gap.end.clamp(start, end.max(start));
        cells.push(from..start);
        from = stop;
    }
    cells.push(from..end.max(from));
    (cells, false)
}

/// The blanks at which a line is cut that runs over `strip`; the columns beside it stand in `room`.
fn gap(text: &Chars, strip: &Range<usize>, room: Range<usize>) -> Range<usize> {
    let limit = room.end;
    let run = |x: usize| {
        let start = (0..x).rev().take_while(|&i| is_blank(text, i)).last().unwrap_or(x);
        let end = (x..text.len()).find(|&i| !is_blank(text, i)).unwrap_or(text.len());
        start..end
    };
    let column = strip.end;
    // A number set right that begins before its column: the words of the column before stand left of a wide gap.
    let figure = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '\u{a0}' | ',' | '.');
    let begin = (room.start..column)
        .rev()
        .find(|&x| !is_blank(text, x) && (x == 0 || (is_blank(text, x - 1) && run(x - 1).len() >= 2)));
    if let Some(begin) = begin
        && begin < strip.start
        && text[begin..column.min(text.len())].iter().all(|(_, c)| figure(*c))
        && (room.start..begin).any(|x| !is_blank(text, x))
    {
        return run(begin - 1);
    }
    if is_blank(text, column - 1) {
        return run(column - 1);
    }
    let blanks = || strip.clone().rev().filter(|&x| is_blank(text, x));
    if let Some(x) = blanks().find(|&x| run(x).len() >= 2) {
        return run(x);
    }
    if let Some(x) = blanks().next() {
        return run(x);
    }
    // The word runs over the column: it stays on the left, where another follows before the next column.
    match (column..limit.min(text.len())).find(|&x| is_blank(text, x)) {
        Some(x) => run(x),
        None => limit.min(text.len())..limit.min(text.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(line: &str, strips: &[Range<usize>]) -> (Vec<String>, bool) {
        let text: Chars = line.char_indices().collect();
        let (cells, spans) = cut(&text, strips);
        let words = |c: Range<usize>| text[c].iter().map(|(_, c)| *c).collect::<String>().trim().to_owned();
        (cells.into_iter().map(words).collect(), spans)
    }

    #[test]
    fn a_line_is_cut_where_columns_begin() {
        let strips = [10..12, 18..20];
        let cut = |line| cells(line, &strips).0;
        assert_eq!(cut("дело        срок    кто"), ["дело", "срок", "кто"]);
        assert_eq!(cut("дело на дом срок    кто"), ["дело на дом", "срок", "кто"]);
        assert_eq!(cut("дело на даче срок   кто"), ["дело на даче", "срок", "кто"]);
        assert_eq!(cut("дело     1 234,5    кто"), ["дело", "1 234,5", "кто"]);
        assert_eq!(cut("            срок"), ["", "срок", ""]);
        assert_eq!(cut("де"), ["де", "", ""]);
        assert_eq!(cut(""), ["", "", ""]);
    }

    #[test]
    fn one_text_over_the_columns_is_one_cell() {
        let strips = vec![3_usize..5; 1];
        assert_eq!(cells("Раздел 1", &strips), (vec!["Раздел 1".to_owned(), String::new()], true));
        assert_eq!(cells("10 - мост", &strips), (vec!["10 -".to_owned(), "мост".to_owned()], false));
    }

    #[test]
    fn blanks_in_numbers_are_no_strips() {
        let lines = ["всего  1 200,5", "район    200,5", "край     300,0", "дети   1 500,0"];
        let texts: Vec<Chars> = lines.iter().map(|l| l.char_indices().collect()).collect();
        assert_eq!(strips(&texts, &[], 0), vec![5..7; 1]);
    }
}
