//! Which lines of a table begin a row.
//!
//! ```text
//! Показатель                │ Ед. изм. │ 2024 │   begins
//! Число возгораний          │ случаев  │   63 │   begins: most cells are filled, figures stand below figures
//! Доля домов многодетных    │ %        │   72 │   begins
//! семей                     │          │      │   goes on
//! ```
//!
//! A rule always ends a row. Where rules stand between the rows, what stands between two of them is one row, unless
//! running numbers or columns of figures say otherwise.

use crate::grammar::lexicon::{is_letter, is_letter_or_digit};

/// What stands above a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Above {
    /// Another line of the table.
    Line,
    /// A rule under some of the cells.
    PartialRule,
    /// The edge of the table or a rule across it.
    Rule,
}

/// A line of a table.
#[derive(Clone, Debug)]
pub(super) struct Written<'a> {
    /// Its cells, trimmed.
    pub cells: Vec<&'a str>,
    /// What stands above it.
    pub above: Above,
    /// Its text runs over all columns.
    pub spans: bool,
}

impl Written<'_> {
    fn head(&self) -> &str {
        self.cells.first().copied().unwrap_or("")
    }

    fn filled(&self) -> usize {
        self.cells.iter().filter(|c| !c.is_empty()).count()
    }

    /// The cells are 1, 2, 3 …: a row of column numbers.
    fn numbers_columns(&self) -> bool {
        self.cells.len() > 1 && self.cells.iter().enumerate().all(|(i, c)| c.parse() == Ok(i + 1))
    }

    /// How many columns behind the first hold figures in both lines.
    fn figures_below(&self, above: &Written) -> usize {
        let both = self.cells.iter().zip(&above.cells).skip(1);
        both.filter(|(a, b)| is_figure(a) && is_figure(b)).count()
    }

    /// Two cells or more behind the first have words, and most of them begin with a capital: «в июне │ Сбор │ Завуч».
    fn begins_anew(&self) -> bool {
        let words: Vec<bool> = self.cells.iter().skip(1).filter(|c| has_words(c)).map(|c| begins_small(c)).collect();
        words.len() > 1 && words.iter().filter(|small| !**small).count() * 2 > words.len()
    }

    fn figures(&self) -> usize {
        self.cells.iter().skip(1).filter(|c| is_figure(c)).count()
    }
}

/// What the drawing of a table says about its lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// Cells may run over several lines.
    Wrapped,
    /// Each line is a row (Markdown).
    LineByLine,
}

/// For each line, whether it begins a row.
pub(super) fn begins(lines: &[Written], style: Style) -> Vec<bool> {
    let mut out: Vec<bool> = lines.iter().map(|l| l.above != Above::Line).collect();
    if out.is_empty() {
        return out;
    }
    out[0] = true;
    let mut sections: Vec<usize> = (0..lines.len()).filter(|&i| i == 0 || lines[i].above == Above::Rule).collect();
    sections.push(lines.len());
    let headed = sections.len() > 2 && !is_number(lines[0].head());
    let body = sections[usize::from(headed)];
    let lengths = sections.windows(2).skip(usize::from(headed)).map(|w| w[1] - w[0]);
    let longest = lengths.clone().max().unwrap_or(0);
    let ruled = lengths.count() >= 2 && (longest <= 6 || longest * 4 <= (lines.len() - body) * 3);
    let columns = lines.iter().map(|l| l.cells.len()).max().unwrap_or(0);
    let used = (0..columns)
        .filter(|&j| lines[body..].iter().any(|l| !l.spans && l.cells.get(j).is_some_and(|c| !c.is_empty())))
        .count();
    for (k, w) in sections.windows(2).enumerate() {
        let mut from = w[0];
        if k == 0 && headed {
            // The head is one row; a row of column numbers may stand below it, and data below that.
            match (w[0] + 1..w[1]).find(|&i| lines[i].numbers_columns()) {
                Some(i) => {
                    out[i] = true;
                    from = i + 1;
                    if from < w[1] {
                        out[from] = true;
                    }
                }
                None => continue,
            }
        }
        if from < w[1] {
            section(&lines[from..w[1]], &mut out[from..w[1]], style, ruled, used);
        }
    }
    out
}

/// A stretch of lines between two rules.
fn section(lines: &[Written], out: &mut [bool], style: Style, ruled: bool, used: usize) {
    let heads = || lines.iter().filter(|l| !l.spans && !l.head().is_empty());
    let numbers = heads().filter(|l| is_number(l.head())).count();
    let first = lines.iter().find(|l| !l.spans).map_or("", Written::head);
    let numbered = numbers * 2 > heads().skip(usize::from(!is_number(first))).count() && (is_number(first) || !ruled);
    let full = |l: &Written| l.filled() * 4 >= used * 3 && l.filled() > 1;
    let mut start = 0;
    for i in 1..lines.len() {
        if !out[i] {
            let (line, above, top) = (&lines[i], &lines[i - 1], &lines[start]);
            out[i] = if line.spans {
                !above.spans || !(ruled || begins_small(line.head()))
            } else if line.numbers_columns() || above.numbers_columns() {
                true
            } else if above.spans {
                line.filled() > 1 || !(line.head().is_empty() || begins_small(line.head()))
            } else if line.head().is_empty() {
                let figures = line.figures_below(top);
                !ruled && figures > 0 && figures * 2 >= top.figures() && line.cells.iter().any(|c| has_words(c))
            } else if line.figures_below(top) > 0 && full(line) {
                true
            } else if numbered {
                is_number(line.head()) || !ruled
            } else if style == Style::LineByLine {
                true
            } else if ruled {
                full(line) && used > 2 && above.filled() * 2 < used && !begins_small(line.head())
            } else if full(line) {
                !begins_small(line.head()) || begins_small(top.head()) || line.figures() > 0 || line.begins_anew()
            } else {
                has_number(line.head())
            };
        }
        if out[i] {
            start = i;
        }
    }
}

/// A running number: «1», «2.4.», «10)».
fn is_number(text: &str) -> bool {
    let digits = text.trim_end_matches(['.', ')']);
    !digits.is_empty()
        && text.len() <= 12
        && digits.split('.').all(|n| !n.is_empty() && n.len() <= 3 && n.bytes().all(|b| b.is_ascii_digit()))
}

/// Words behind a running number: «1. Павильоны», «IV. Охрана».
fn has_number(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or("");
    let roman = first.strip_suffix('.').is_some_and(|r| !r.is_empty() && r.bytes().all(|b| b"IVXL".contains(&b)));
    first.len() < text.len() && (roman || (first.ends_with(['.', ')']) && is_number(first)))
}

/// An amount: digits, signs and blanks; a year alone is none.
fn is_figure(text: &str) -> bool {
    let year = text.len() == 4 && (text.starts_with("19") || text.starts_with("20"));
    let part = |c: char| {
        c.is_ascii_digit() || c.is_whitespace() || matches!(c, ',' | '.' | '%' | '-' | '+' | '\u{2013}' | '\u{2212}')
    };
    !year
        && text.len() <= 40
        && text.contains(|c: char| c.is_ascii_digit())
        && !text.ends_with(['.', ',', '-'])
        && text.chars().all(part)
}

fn has_words(text: &str) -> bool {
    text.chars().any(is_letter)
}

fn begins_small(text: &str) -> bool {
    text.chars().find(|c| is_letter_or_digit(*c)).is_some_and(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines as `a|b|c`; a line `-` is a rule, `~` a rule under some cells, one cell alone in a wider table spans it.
    fn turns(text: &str, style: Style) -> String {
        let mut above = Above::Rule;
        let mut lines: Vec<Written> = Vec::new();
        for line in text.lines() {
            match line {
                "-" => above = Above::Rule,
                "~" => above = Above::PartialRule,
                _ => {
                    let cells: Vec<&str> = line.split('|').map(str::trim).collect();
                    let spans = cells.len() == 1;
                    lines.push(Written { cells, above: std::mem::replace(&mut above, Above::Line), spans });
                }
            }
        }
        begins(&lines, style).into_iter().map(|b| if b { '>' } else { '.' }).collect()
    }

    #[test]
    fn rules_between_the_rows() {
        assert_eq!(turns("N|Имя\n|рода\n-\n1|а\n|б\n-\n2|в", Style::Wrapped), ">.>.>");
        // Labels and values that both run on are one row.
        assert_eq!(
            turns(
                "Наименование|Программа\nпрограммы|развития\n-\nЦель|Рост\nобщая|числа\n-\nСрок|2025",
                Style::Wrapped
            ),
            ">.>.>"
        );
        // Numbers begin rows although a rule is missing.
        assert_eq!(turns("N|Имя|К\n-\n1|а|б\n2|в|г\n-\n3|д|е", Style::Wrapped), ">>>>");
    }

    #[test]
    fn one_rule_below_the_head() {
        assert_eq!(turns("П|Ед|2024\n|изм|\n-\nА,|%|7\nб||\nВ|мин|24", Style::Wrapped), ">.>.>");
        assert_eq!(turns("N|Место\n-\n1|Лог\n2|Ельник\n|у реки\n3|Пруд", Style::Wrapped), ">>>.>");
        assert_eq!(turns("А|Б\n-\nРемонт|май\nмоста|июнь\nУборка|май", Style::Wrapped), ">>.>");
        assert_eq!(turns("А|Б\n1|2\nв|г", Style::Wrapped), ">>>");
        // A small letter in the first cell alone does not go on with the row above.
        assert_eq!(turns("Срок|Дело|Кто\n1 мая|Сбор|Завуч\nв июне|Поход|Школа", Style::Wrapped), ">>>");
        assert_eq!(turns("Срок|Дело|Кто\n-\nВ мае|Сбор|Завуч\nи июне|школ|Школы", Style::Wrapped), ">>.");
    }

    #[test]
    fn figures_below_figures() {
        let money = "Дело|Источник|2025\n-\nМост|всего|10,5\n|район|1 000,5\n|край|9\n";
        assert_eq!(turns(money, Style::Wrapped), ">>>>");
        assert_eq!(turns("И|2025\n-\nВсего|10\nкрай|5\nрайон|5", Style::Wrapped), ">>>>");
    }

    #[test]
    fn headings_over_all_columns() {
        assert_eq!(turns("N|А|Б\n-\nI. Леса\n1|а|б\n|в|\nII. Поля\n2|г|д", Style::Wrapped), ">>>.>>");
        assert_eq!(turns("N|А\n-\nРаздел длинный\nи ещё\n-\n1|а\n-\n2|б", Style::Wrapped), ">>.>>");
    }

    #[test]
    fn markdown_and_partial_rules() {
        assert_eq!(turns("А|Б|В\n-\nа|б|\n|в|\nг||", Style::LineByLine), ">>.>");
        assert_eq!(turns("N|Годы|\n~\n|2024|2025\n-\n1|5|6", Style::Wrapped), ">>>");
    }

    #[test]
    fn figures_and_numbers() {
        assert!(is_figure("4 210 296,7") && is_figure("54,5 %") && is_figure("85-90"));
        assert!(!is_figure("2025") && !is_figure("до 20") && !is_figure("-") && !is_figure("12,"));
        assert!(is_number("1") && is_number("2.4.") && is_number("10)"));
        assert!(!is_number("2025") && !is_number("1 418") && !is_number(".") && !is_number("1..2"));
        assert!(has_number("IV. Охрана") && !has_number("IV.") && !has_number("5 шт."));
    }
}
