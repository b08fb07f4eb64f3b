//! Tables drawn with `|` or with box characters.
//!
//! ```text
//! | № | Мероприятие |        ┌───┬─────────────┐
//! |---|-------------|        │ № │ Мероприятие │
//! | 1 | Ремонт      |        ├───┼─────────────┤
//! ```
//!
//! A cell that spans columns stands in the first of them. Lines of one cell in a frame are running text.

use std::ops::Range;

use super::turns::{self, Above, Style, Written};
use super::{Drawn, Item, is_bar, is_border, is_box, is_corner_letter, is_dash, place};
use crate::text::LineIndex;

/// Most blank lines between the lines of a table that a web page set one by one.
const MAX_GAP: usize = 3;
/// Fewest lines of such a table.
const MIN_SPACED: usize = 5;
/// Most bars of a line of a table.
const MAX_BARS: usize = 1000;
/// Most columns in which merged cells are looked for.
const MAX_GRID: usize = 200;

/// Turns the lines of drawn tables into rows. The blank lines between the lines of a table that a web page set one by
/// one are marked in `inside`.
pub(super) fn rows(source: &str, index: &LineIndex, items: &mut [Item], inside: &mut Vec<bool>) {
    let mut i = 0;
    while i < items.len() {
        let (n, gap) = length(source, &items[i..]);
        if n > 0 && table(source, index, i, &mut items[i..i + n]) && gap > 0 {
            inside.resize(items.len(), false);
            (i..i + n).for_each(|k| inside[k] |= items[k] == Item::Blank);
        }
        i += n.max(1);
    }
}

/// How many items from the first on may be a table, and how many blank lines stand between each two of its lines.
fn length(source: &str, items: &[Item]) -> (usize, usize) {
    let close = items.iter().take_while(|item| belongs(source, item)).count();
    if close != 1 {
        return (close, 0);
    }
    let gap = items[1..].iter().take_while(|item| **item == Item::Blank).count();
    if gap == 0 || gap > MAX_GAP {
        return (close, 0);
    }
    let blank = |i: usize| items[i..].iter().take_while(|item| **item == Item::Blank).count() == gap;
    let mut n = 1;
    while n + gap < items.len() && blank(n) && belongs(source, &items[n + gap]) {
        n += gap + 1;
    }
    // Rules and bars here and there in spaced text are no table.
    if n > (MIN_SPACED - 1) * (gap + 1) { (n, gap) } else { (close, 0) }
}

/// A line with bars, or a rule.
fn belongs(source: &str, item: &Item) -> bool {
    match item {
        Item::Line(range) => source[range.clone()].contains(is_bar),
        Item::Rule => true,
        _ => false,
    }
}

/// What a line without words is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rule {
    /// Cells that are all blank.
    Blank,
    /// A rule under some of the cells.
    Partial,
    /// A rule; `true` where bars or corners stand in it.
    Full(bool),
}

fn rule(line: &str) -> Rule {
    let is_horizontal = |c: char| is_dash(c) || c == '_' || (is_box(c) && !is_bar(c));
    let is_corner = |c: char| is_bar(c) || c == '+' || is_box(c) || is_corner_letter(c);
    if !line.contains(is_horizontal) {
        return Rule::Blank;
    }
    let line = line.trim();
    let blank = |cell: &str| cell.len() > 1 && cell.chars().all(char::is_whitespace);
    match line.split(is_bar).any(blank) {
        true => Rule::Partial,
        false => Rule::Full(line.contains(is_corner)),
    }
}

/// Where the bars of a line stand.
struct Barred {
    item: usize,
    range: Range<usize>,
    /// Byte range in the line and character column of each bar.
    bars: Vec<(Range<usize>, usize)>,
    /// It begins with a bar.
    edged: bool,
    /// It ends with a bar.
    closed: bool,
    /// How many cells it has.
    count: usize,
    above: Above,
}

impl Barred {
    fn new(source: &str, item: usize, range: Range<usize>, above: Above) -> Barred {
        let line = &source[range.clone()];
        let lead = line.len() - line.trim_start().len();
        let mut bars = Vec::new();
        let joints = line.contains(is_box);
        for (n, (i, c)) in line.char_indices().enumerate() {
            if is_bar(c) || (joints && is_joint(c)) {
                bars.push((i..i + c.len_utf8(), n));
                if bars.len() > MAX_BARS {
                    break;
                }
            }
        }
        let edged = bars.first().is_some_and(|b| b.0.start == lead);
        let closed = bars.last().is_some_and(|b| line[b.0.end..].trim().is_empty());
        let count = (bars.len() + 1).saturating_sub(usize::from(edged) + usize::from(closed));
        Barred { item, range, bars, edged, closed, count, above }
    }
}

/// Box characters where a vertical line meets a horizontal one.
fn is_joint(c: char) -> bool {
    is_box(c)
        && !matches!(
            c,
            '\u{2500}' | '\u{2501}' | '\u{2504}' | '\u{2505}' | '\u{2508}' | '\u{2509}' | '\u{254c}' | '\u{2550}'
        )
        && !is_bar(c)
}

/// Turns the lines of `items` into rows where they are a table; true where they are.
fn table(source: &str, index: &LineIndex, at: usize, items: &mut [Item]) -> bool {
    let mut lines: Vec<Barred> = Vec::new();
    let mut above = Above::Rule;
    let (mut ruled, mut framed, mut first_rule) = (0, false, None);
    for (i, item) in items.iter().enumerate() {
        match item {
            Item::Line(range) => {
                let line = Barred::new(source, i, range.clone(), above);
                if line.bars.len() > MAX_BARS {
                    return false;
                }
                above = Above::Line;
                lines.push(line);
            }
            Item::Blank => {}
            _ => match rule(&source[index.range(at + i, source)]) {
                Rule::Blank => {}
                Rule::Partial if above == Above::Line => above = Above::PartialRule,
                Rule::Partial => {}
                Rule::Full(corners) => {
                    above = Above::Rule;
                    ruled += 1;
                    framed |= corners;
                    first_rule.get_or_insert((lines.len(), corners));
                }
            },
        }
    }
    if !is_table(&lines, ruled > 0, framed) {
        return false;
    }
    let grid = grid(&lines);
    let mut cells: Vec<(Vec<Range<usize>>, bool)> = lines.iter().map(|line| cells(source, line, &grid)).collect();
    let edged = lines.iter().any(|l| l.edged);
    let narrow = lines.iter().all(|l| l.count <= MAX_GRID);
    if ruled == 0 && !edged && narrow && lines.iter().all(|l| l.closed && l.count == lines[0].count) {
        // Rows of a web page: bars at the end stand for the columns of merged cells.
        let mut rows: Vec<Vec<Range<usize>>> = cells.iter_mut().map(|(c, _)| std::mem::take(c)).collect();
        rows.iter_mut().for_each(|r| r.resize(lines[0].count, r.last().map_or(0..0, |c| c.end..c.end)));
        place::settle(source, &mut rows);
        cells.iter_mut().zip(rows).for_each(|((c, _), row)| *c = row);
    }
    let style = if (ruled == 1 && first_rule == Some((1, true))) || (ruled == 0 && !edged) {
        Style::LineByLine
    } else {
        Style::Wrapped
    };
    let written: Vec<Written> = lines
        .iter()
        .zip(&cells)
        .map(|(line, (cells, spans))| {
            let cells = cells.iter().map(|c| source[c.clone()].trim()).collect();
            Written { cells, above: line.above, spans: *spans }
        })
        .collect();
    let begins = turns::begins(&written, style);
    for ((line, (cells, _)), begins) in lines.iter().zip(cells).zip(begins) {
        items[line.item] = Item::row(cells, Drawn::Lines { begins });
    }
    true
}

/// Lines whose bars part cells, not a bar here or there.
fn is_table(lines: &[Barred], ruled: bool, framed: bool) -> bool {
    let widest = lines.iter().map(|l| l.count).max().unwrap_or(0);
    let parted = lines.iter().filter(|l| l.count > 1).count();
    if widest < 2 || (parted < 2 && !framed) {
        return false;
    }
    let edged = lines.iter().filter(|l| l.edged).count();
    if edged * 2 >= lines.len() {
        return framed || lines.len() >= 2;
    }
    let same = lines.iter().filter(|l| l.count == widest).count();
    (lines.len() >= 3 || (ruled && lines.len() >= 2)) && same * 2 > lines.len()
}

/// Character columns of the bars, where most lines with most bars agree on them.
fn grid(lines: &[Barred]) -> Vec<usize> {
    let most = lines.iter().map(|l| l.bars.len()).max().unwrap_or(0);
    if most > MAX_GRID {
        return Vec::new();
    }
    let places = |l: &Barred| l.bars.iter().map(|b| b.1).collect::<Vec<_>>();
    let mut full: Vec<Vec<usize>> =
        lines.iter().filter(|l| l.edged && l.closed && l.bars.len() == most).map(places).collect();
    // Blank cells are made for every line: not for the sake of a few lines with very many bars.
    if full.len() * 10 < lines.len() && lines.len() > 40 {
        return Vec::new();
    }
    full.sort_unstable();
    let best = full.chunk_by(|a, b| a == b).max_by_key(|same| same.len());
    match best {
        Some(same) if same.len() * 2 > full.len() => same[0].clone(),
        _ => Vec::new(),
    }
}

/// The cells of a line, and whether one cell spans all columns; the columns that a cell spans beside its first are blank.
fn cells(source: &str, line: &Barred, grid: &[usize]) -> (Vec<Range<usize>>, bool) {
    let mut out: Vec<(Range<usize>, Option<usize>)> = Vec::with_capacity(line.count);
    let mut put = |from: usize, to: usize, column: Option<usize>| {
        let cell = from..to;
        // A stretch of a rule beside words.
        let words = &source[cell.clone()];
        let drawn = words.contains(is_box) && words.chars().all(|c| c.is_whitespace() || is_box(c)) || is_border(words);
        out.push((if drawn { to..to } else { cell }, column));
    };
    let (base, end) = (line.range.start, line.range.end);
    let (mut from, mut column) = (base, None);
    for (k, (bar, place)) in line.bars.iter().enumerate() {
        if k > 0 || !line.edged {
            put(from, base + bar.start, column);
        }
        from = base + bar.end;
        column = near(grid, *place);
    }
    if !source[from..end].trim().is_empty() || line.bars.is_empty() {
        put(from, end, column);
    }
    let plain = |out: Vec<(Range<usize>, Option<usize>)>| out.into_iter().map(|(r, _)| r).collect::<Vec<_>>();
    let width = grid.len().saturating_sub(1);
    let alone = out.len() == 1 && width > 1;
    let on_grid = out.iter().all(|(_, c)| c.is_some_and(|c| c < width)) && out.is_sorted_by(|a, b| a.1 < b.1);
    if out.len() >= width || !on_grid {
        return (plain(out), alone);
    }
    let mut placed: Vec<Range<usize>> = Vec::with_capacity(width);
    for (cell, column) in out {
        let behind = placed.last().map_or(cell.start, |c| c.end);
        placed.resize(column.unwrap_or(0).clamp(placed.len(), width - 1), behind..behind);
        placed.push(cell);
    }
    let behind = placed.last().map_or(end, |c| c.end);
    placed.resize(width.max(placed.len()), behind..behind);
    (placed, alone)
}

/// The column of the grid whose left bar stands at `place`, or beside it.
fn near(grid: &[usize], place: usize) -> Option<usize> {
    let at = grid.partition_point(|&g| g + 1 < place);
    let best = (at..grid.len().min(at + 3)).min_by_key(|&i| grid[i].abs_diff(place))?;
    (grid[best].abs_diff(place) <= 1).then_some(best)
}

#[cfg(test)]
mod tests {
    use super::super::tests::shown;

    #[test]
    fn frames_with_rules_below_the_head_only() {
        let text = "\
╔═══════════════╦═══════╦══════╗
║ Показатель    ║ Ед.   ║ 2024 ║
╠═══════════════╬═══════╬══════╣
║ Число домов   ║ штук  ║   63 ║
║ Доля семей,   ║ %     ║   72 ║
║ и бабушек     ║       ║      ║
║ Время в пути  ║ минут ║ до 5 ║
╚═══════════════╩═══════╩══════╝";
        assert_eq!(
            shown(text),
            [
                ">Показатель¦Ед.¦2024",
                ">Число домов¦штук¦63",
                ">Доля семей,¦%¦72",
                " и бабушек¦¦",
                ">Время в пути¦минут¦до 5"
            ]
        );
    }

    #[test]
    fn merged_cells_stand_in_their_first_column() {
        let text = "\
┌───┬────────┬──────┬──────┐
│ N │ Дело   │ Годы        │
│   │        ├──────┼──────┤
│   │        │ 2024 │ 2025 │
├───┼────────┼──────┼──────┤
│ I. Предупреждение пожаров │
├───┼────────┼──────┼──────┤
│ 1 │ Вода   │ 5    │ 6    │
│   │ и пена │      │      │
├───┼────────┼──────┼──────┤
│ Итого      │ 5    │ 6    │
└───┴────────┴──────┴──────┘";
        assert_eq!(
            shown(text),
            [
                ">N¦Дело¦Годы¦",
                ">¦¦2024¦2025",
                ">I. Предупреждение пожаров¦¦¦",
                ">1¦Вода¦5¦6",
                " ¦и пена¦¦",
                ">Итого¦¦5¦6",
            ]
        );
    }

    #[test]
    fn markdown_rows_and_bars_without_rules() {
        assert_eq!(shown("| А | Б |\n|:--|--:|\n| вода | чай |\n| и хлеб | |"), [">А¦Б", ">вода¦чай", ">и хлеб¦"]);
        assert_eq!(
            shown("|№ |Где    |\n|1.|Лесная |\n|  |(5-7)  |\n|2.|Речная |"),
            [">№¦Где", ">1.¦Лесная", " ¦(5-7)", ">2.¦Речная"]
        );
        assert_eq!(shown("|17 мая|  |№ 4|\n|  |Омск| |"), [">17 мая¦¦№ 4", " ¦Омск¦"]);
    }

    #[test]
    fn frames_of_one_cell_are_text() {
        assert_eq!(shown("┌──────┐\n│ Глава │\n│ округа │\n└──────┘"), ["-Глава", "-округа"]);
        assert_eq!(shown("Тел. 5-55 | Факс 5-56\n----------"), ["-Тел. 5-55 | Факс 5-56"]);
    }

    #[test]
    fn many_bars() {
        let line = "|а".repeat(10_000);
        assert_eq!(shown(&format!("{line}|\n{line}|")).len(), 2);
        let tall = format!("|{}\n{}", "а|".repeat(190), "|в|\n".repeat(500));
        assert_eq!(shown(&tall).len(), 501);
    }
}
