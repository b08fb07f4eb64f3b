//! Columns aligned by runs of spaces, as legal databases print them.
//!
//! ```text
//! ------------------------------------------------
//! N    Мероприятие             Срок        Исполнитель
//! ------------------------------------------------
//! 1    Ремонт мемориала на     II квартал  МКУ
//!      Рыночной площади        2025 года   «Заказчик»
//! ```
//!
//! Justified prose has wide gaps too, but they do not stand below each other. Forms to be filled in have rules of
//! underscores.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::columns::{self, Chars};
use super::turns::{self, Above, Style, Written};
use super::{Drawn, Item, is_box, is_dash};
use crate::text::LineIndex;

/// Most lines that are looked at as one table.
const MAX_LINES: usize = 4000;
/// Longest line of such a table, in characters.
const MAX_WIDTH: usize = 400;

/// Turns aligned lines into rows.
pub(super) fn rows(source: &str, index: &LineIndex, items: &mut [Item]) {
    let mut i = 0;
    while i < items.len() {
        let n = items[i..].iter().take(MAX_LINES).take_while(|x| matches!(x, Item::Line(_) | Item::Rule)).count();
        if n >= 3 {
            stretch(source, index, i, &mut items[i..i + n]);
        }
        i += n.max(1);
    }
}

/// A run of lines without a blank one: between rules, or all of it.
fn stretch(source: &str, index: &LineIndex, at: usize, items: &mut [Item]) {
    let is_rule = |i: usize| items[i] == Item::Rule && is_dashed(&source[index.range(at + i, source)]);
    let rules: Vec<usize> = (0..items.len()).filter(|&i| is_rule(i)).collect();
    match (rules.first(), rules.last()) {
        (Some(&first), Some(&last)) if last > first + 1 => {
            table(source, index, at + first, &mut items[first..=last], true);
        }
        _ => table(source, index, at, items, false),
    }
}

/// A rule of dashes, as it stands above and below tables.
fn is_dashed(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 5 && line.chars().all(|c| is_dash(c) || c == '+' || c == ' ' || is_box(c))
}

/// A line of the table.
struct Line {
    item: usize,
    range: Range<usize>,
    above: Above,
}

fn table(source: &str, index: &LineIndex, at: usize, items: &mut [Item], ruled: bool) {
    let mut lines: Vec<Line> = Vec::new();
    let mut rules: Vec<Chars> = Vec::new();
    let mut above = Above::Rule;
    for (i, item) in items.iter().enumerate() {
        if let Item::Line(range) = item {
            lines.push(Line { item: i, range: range.clone(), above });
            above = Above::Line;
            continue;
        }
        let rule = &source[index.range(at + i, source)];
        if is_dashed(rule) {
            above = Above::Rule;
            if rule.trim().contains(' ') {
                rules.push(chars(rule));
            }
        }
    }
    let wide = |l: &&Line| memchr::memmem::find(source[l.range.clone()].trim().as_bytes(), b"  ").is_some();
    let enough = if ruled || !rules.is_empty() { 2 } else { 4 };
    if lines.len() < enough || (rules.is_empty() && lines.iter().filter(wide).count() * 2 < lines.len()) {
        return;
    }
    let texts: Vec<Chars> = lines.iter().map(|l| chars(&source[l.range.clone()])).collect();
    if texts.iter().chain(&rules).any(|t| t.len() > MAX_WIDTH) {
        return;
    }
    let form = lines.iter().filter(|l| source[l.range.clone()].contains("__")).count() + items.len() - lines.len();
    if !ruled && rules.is_empty() && form * 5 > items.len() {
        return;
    }
    let spare = if lines.len() < 5 { 0 } else { lines.len() / if ruled { 5 } else { 8 } };
    let mut strips = columns::strips(&texts, &rules, spare);
    let mut cells = cells(&lines, &texts, &strips);
    while let Some(k) = split_head(source, &cells) {
        strips.remove(k);
        cells = self::cells(&lines, &texts, &strips);
    }
    if !is_table(source, &texts, &strips, &cells, ruled || !rules.is_empty()) {
        return;
    }
    let written: Vec<Written> = lines
        .iter()
        .zip(&cells)
        .map(|(l, (row, spans))| Written {
            cells: row.iter().map(|c| source[c.clone()].trim()).collect(),
            above: l.above,
            spans: *spans,
        })
        .collect();
    let begins = turns::begins(&written, Style::Wrapped);
    for ((line, (cells, _)), begins) in lines.iter().zip(cells).zip(begins) {
        items[line.item] = Item::row(cells, Drawn::Spaces { begins });
    }
}

/// The columns of a line, one for each letter with the marks set on it («и» and a breve of its own take one column).
fn chars(line: &str) -> Chars {
    let letters = line.grapheme_indices(true).take(MAX_WIDTH + 1);
    letters.filter_map(|(i, letter)| Some((i, letter.chars().next()?))).collect()
}

/// Byte ranges of the cells of a line, and whether it is one text over all of them.
type Cells = (Vec<Range<usize>>, bool);

fn cells(lines: &[Line], texts: &[Chars], strips: &[Range<usize>]) -> Vec<Cells> {
    let one = |(line, text): (&Line, &Chars)| {
        let (cells, spans) = columns::cut(text, strips);
        let byte = |x: usize| text.get(x).map_or(line.range.end, |(i, _)| line.range.start + i);
        (cells.into_iter().map(|c| byte(c.start)..byte(c.end)).collect(), spans)
    };
    lines.iter().zip(texts).map(one).collect()
}

/// A strip between words of the head and the figures that stand beside them: no line has both.
fn split_head(source: &str, cells: &[Cells]) -> Option<usize> {
    let filled = |i: usize, j: usize| !cells[i].1 && !source[cells[i].0[j].clone()].trim().is_empty();
    let columns = cells.first()?.0.len();
    (0..columns.saturating_sub(1)).find(|&k| {
        let apart = !(0..cells.len()).any(|i| filled(i, k) && filled(i, k + 1));
        let only_head = |j: usize| (1..cells.len()).filter(|&i| filled(i, j)).count() <= 1;
        apart
            && filled(0, k) != filled(0, k + 1)
            && (only_head(k) && filled(0, k) || only_head(k + 1) && filled(0, k + 1))
    })
}

/// Enough lines have enough cells, and hardly any wide gap stands elsewhere than between the columns.
fn is_table(source: &str, texts: &[Chars], strips: &[Range<usize>], cells: &[Cells], ruled: bool) -> bool {
    let columns = strips.len() + 1;
    if columns < if ruled { 2 } else { 3 } {
        return false;
    }
    let filled = |row: &Cells| row.0.iter().filter(|c| !source[(*c).clone()].trim().is_empty()).count();
    let good = cells.iter().filter(|row| filled(row) >= columns.min(3)).count();
    let gaps: usize = texts.iter().map(columns::gaps).sum();
    let between: usize = cells.iter().map(|row| filled(row).saturating_sub(1)).sum();
    let stray = gaps.saturating_sub(between);
    if good < 2 || stray * 5 > gaps.max(1) {
        return false;
    }
    // Two columns, or none drawn: nothing but the places of the words tells them from prose.
    (ruled && columns > 2) || (good * 2 >= cells.len() && aligned(texts, strips))
}

/// True where most cells begin, or end, at one place of their column.
fn aligned(texts: &[Chars], strips: &[Range<usize>]) -> bool {
    (0..strips.len()).all(|k| {
        let (start, end) = (strips[k].end, strips.get(k + 1).map_or(usize::MAX, |next| next.start));
        let inside = |t: &Chars| {
            let stop = end.min(t.len());
            let cell = if start < stop { &t[start..stop] } else { &[] };
            let first = cell.iter().position(|(_, c)| !c.is_whitespace());
            let last = cell.iter().rposition(|(_, c)| !c.is_whitespace());
            first.zip(last)
        };
        let cells: Vec<(usize, usize)> = texts.iter().filter_map(inside).collect();
        let left = cells.iter().filter(|c| c.0 == 0).count();
        let mut ends: Vec<usize> = cells.iter().map(|c| c.1).collect();
        ends.sort_unstable();
        let right = ends.chunk_by(|a, b| a == b).map(<[usize]>::len).max().unwrap_or(0);
        cells.len() >= 2 && (left * 10 >= cells.len() * 7 || right * 10 >= cells.len() * 7)
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::shown;

    #[test]
    fn narrow_gutters_and_words_that_run_over() {
        let text = "\
-----------------------------------------
N  Дело             Срок       Кто
-----------------------------------------
1  Ремонт моста     до 1 мая   Отдел
   через реку       2025 года  дорог
2  Уборка площадей  сентябрь   Школы
   и скверов города ежегодно   и сады
3  Посадка деревьевь октябрь   Лесхоз
4  Сверка           постоянно  Архив
-----------------------------------------";
        assert_eq!(
            shown(text),
            [
                ">N¦Дело¦Срок¦Кто",
                ">1¦Ремонт моста¦до 1 мая¦Отдел",
                " ¦через реку¦2025 года¦дорог",
                ">2¦Уборка площадей¦сентябрь¦Школы",
                " ¦и скверов города¦ежегодно¦и сады",
                ">3¦Посадка деревьевь¦октябрь¦Лесхоз",
                ">4¦Сверка¦постоянно¦Архив",
            ]
        );
    }

    #[test]
    fn headings_across_and_numbers_set_right() {
        let text = "\
----------------------------------------
Источник            Всего      2024
----------------------------------------
    Раздел 1. Дороги и мосты района
Всего по разделу:    1 200,5      600,0
местный бюджет         200,5        0,0
    Раздел 2. Школы и сады округа
Всего по разделу:       10,0       10,0
----------------------------------------
";
        assert_eq!(
            shown(text),
            [
                ">Источник¦Всего¦2024",
                ">Раздел 1. Дороги и мосты района¦¦",
                ">Всего по разделу:¦1 200,5¦600,0",
                ">местный бюджет¦200,5¦0,0",
                ">Раздел 2. Школы и сады округа¦¦",
                ">Всего по разделу:¦10,0¦10,0",
            ]
        );
    }

    #[test]
    fn without_rules_or_with_a_rule_that_has_gaps() {
        let text = "Имя         Ед.   2024   2025\n                  (факт)\nДома        штук  12     14\nШколы, что  штук  3      5\nстоят\nСады        штук  1      1";
        let rows = [
            ">Имя¦Ед.¦2024¦2025",
            " ¦¦(факт)¦",
            ">Дома¦штук¦12¦14",
            ">Школы, что¦штук¦3¦5",
            " стоят¦¦¦",
            ">Сады¦штук¦1¦1",
        ];
        assert_eq!(shown(text), rows);
        let text = "N Имя  К\n- ---- --\n1 Роза 10\n2 Мак  12";
        assert_eq!(shown(text), [">N¦Имя¦К", ">1¦Роза¦10", ">2¦Мак¦12"]);
    }

    #[test]
    fn prose_forms_and_stamps_are_no_tables() {
        let prose = "     В  соответствии  с  Федеральным  законом  от  14 июня  2009 г.\n№ 738-ФЗ   \"О приусадебных   землях\"   (Собрание   законодательства\nисполнение  постановления  Правительства  Российской  Федерации  от\nобеспечение выполнения  обязанностей,  предусмотренных  Федеральным\nнормативными    правовыми    актами,    операторами,    являющимися";
        let form = "______________________________  ___________________________________\n     (основной документ,            (номер основного документа,\n  удостоверяющего личность)           удостоверяющий личность)\n______________________________  ___________________________________\n   (сведения о дате выдачи        (сведения о выдавшем указанный\n     указанного документа)               документ органе)";
        let card = "_______________________________________            Медицинская документация\n   (полное наименование медицинской                 Учетная форма N 131/у\norganizации, проводящей диспансеризацию              Утверждена приказом\n (профилактический медицинский осмотр)                 Минздрава России";
        let stamp = "                              Приложение N 1\n                    к постановлению главы\n                         района N 5\n                от 20 июня 2024 г. N 512-п";
        let names = "Глава района                         А.А. Иванов\n\nГлава          И.И. Петров\nПредседатель   П.П. Сидоров\nСекретарь      С.С. Орлов\nЮрист          Ю.Ю. Юрьев";
        for text in [prose, form, card, stamp, names] {
            assert!(shown(text).iter().all(|line| line.starts_with('-')), "{:#?}", shown(text));
        }
    }
}
