//! Heading rows of a table and the path they make.
//!
//! ```text
//! Проект 1. «Знание»                      → [Проект 1]
//! 1. Повысить доступность …               → [Проект 1, 1. Повысить …]
//! 2. Обеспечить …                         → [Проект 1, 2. Обеспечить …]
//! Проект 2. «Воспитание»                  → [Проект 2]
//! ```
//!
//! A heading replaces the one of its own style («Проект N», «N.», «I.», none); a style not seen yet goes below. More than
//! four plain ones in a row, without a data row between, are rows without values and head nothing.

use crate::grammar::lexicon::{fold, is_letter};
use crate::text::Text;

use super::heal::{self, Vocabulary};

/// How a heading is numbered.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Style {
    /// A word and a number («Проект 1», «Задача 2»).
    Word(String),
    /// A Roman number.
    Roman,
    /// A number of so many places («1.» has one, «1.1.» two).
    Number(usize),
    /// Words alone.
    Plain,
}

impl Style {
    /// Outermost first, where two styles meet that did not follow each other.
    fn rank(&self) -> usize {
        match self {
            Style::Word(_) => 0,
            Style::Roman => 1,
            Style::Number(n) => 1 + n,
            Style::Plain => 8,
        }
    }
}

/// Most plain headings that stand below each other, each inside the one above.
pub const MAX_PLAIN: usize = 4;

/// The path of headings at a place of a table.
#[derive(Clone, Debug, Default)]
pub struct Path {
    stack: Vec<Heading>,
    /// Headings since the last data row.
    run: usize,
    /// Plain ones among them since the last of another style, and how many headings stood open before them.
    plain: (usize, usize),
}

/// An open heading.
#[derive(Clone, Debug)]
struct Heading {
    style: Style,
    text: Text,
    /// Its number cell, without the point at its end.
    number: String,
    /// The first row below it begins with a small letter.
    small: Option<bool>,
    /// The first row below it has no number.
    bare: Option<bool>,
}

impl Path {
    /// A heading; `number` is the number cell of its row.
    pub fn enter(&mut self, text: Text, number: Option<&str>) {
        let own = number.filter(|n| !n.is_empty());
        let style = match style(own.unwrap_or(text.as_str()), own.is_some()) {
            Style::Plain => self.next_number(text.as_str()).map_or(Style::Plain, Style::Number),
            style => style,
        };
        // A heading never stands inside one of the same words: «Результаты:» of the next task.
        let again = self.stack.iter().position(|h| fold(h.text.as_str()) == fold(text.as_str()));
        let seen = self.stack.iter().rposition(|h| h.style == style);
        let keep = match again.or(seen) {
            Some(at) if again.is_some() => at,
            // A second plain heading in a run goes below the first.
            Some(at) if style == Style::Plain && self.run > 0 && at + 1 == self.stack.len() => at + 1,
            Some(at) => at,
            None if self.run > 0 => self.stack.len(),
            None => self.stack.iter().take_while(|h| h.style.rank() < style.rank()).count(),
        };
        self.stack.truncate(keep);
        self.run += 1;
        self.plain = match (style == Style::Plain, self.plain) {
            (false, _) => (0, 0),
            (true, (0, _)) => (1, keep),
            (true, (n, before)) => (n + 1, before),
        };
        if self.plain.0 > MAX_PLAIN {
            self.stack.truncate(self.plain.1);
            return;
        }
        let number = number.unwrap_or("").trim_end_matches('.').to_owned();
        self.stack.push(Heading { style, text, number, small: None, bare: None });
    }

    /// Places of the number of «4 Сельское хозяйство», which has no point, behind the heading «3. Промышленность».
    fn next_number(&self, text: &str) -> Option<usize> {
        let (number, rest) = text.split_once(' ')?;
        let next: u32 = number.parse().ok().filter(|_| rest.starts_with(char::is_uppercase))?;
        let mut open = self.stack.iter().filter(|h| h.style == Style::Number(1));
        let before = |h: &Heading| {
            let digits = h.text.as_str().trim_start();
            let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
            digits[..end].parse::<u32>().ok().or_else(|| h.number.parse().ok())
        };
        open.any(|h| before(h).is_some_and(|n| n.checked_add(1) == Some(next))).then_some(1)
    }

    /// More words of the last heading.
    pub fn extend(&mut self, text: &Text, vocabulary: &dyn Vocabulary) {
        match self.stack.last_mut() {
            Some(last) => heal::join(&mut last.text, text, vocabulary),
            None => self.enter(text.clone(), None),
        }
    }

    /// A data row stands here, below one with the number `above`: «2.» below «1.2.3» closes the heading «1.2», and so
    /// does «1.3» wherever it stands.
    pub fn data(&mut self, number: &str, above: &str) {
        self.run = 0;
        self.plain = (0, 0);
        let within = |number: &str, heading: &str| {
            number.strip_prefix(heading).is_some_and(|rest| rest.starts_with('.') && rest.len() > 1)
        };
        while let Some(last) = self.stack.last_mut() {
            let bare = *last.bare.get_or_insert(number.is_empty());
            let left = number_places(&last.number) > 0
                && (within(above, &last.number) || is_next(number, &last.number, bare))
                && number_places(number) > 0
                && !within(number, &last.number);
            if !left {
                break;
            }
            self.stack.pop();
        }
        // «10» below «9.6»: the heading «9» has ended although another stands between.
        self.stack.retain(|h| {
            let ended = number_places(&h.number) > 0 && within(above, &h.number) && number_places(number) > 0;
            !ended || within(number, &h.number)
        });
    }

    /// A data row with this name and no number stands here: a heading in small letters («вид спорта») above rows in
    /// small letters goes on with the sentence above it, and a capital closes it.
    pub fn named(&mut self, name: &str) {
        let small = heal::begins_inside(name);
        let mut letters = name.chars();
        let capital = letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase);
        while let Some(last) = self.stack.last_mut() {
            let inner = last.style == Style::Plain && heal::begins_inside(last.text.as_str());
            let above_small = *last.small.get_or_insert(small);
            if !(inner && above_small && capital) {
                break;
            }
            self.stack.pop();
        }
    }

    /// The headings, outermost first.
    pub fn texts(&self) -> Vec<Text> {
        self.stack.iter().map(|h| h.text.clone()).collect()
    }
}

/// «4.3» behind «4.2»: the same parent, the next number. Rows under a heading of one place may have numbers of their
/// own, unless the first has none (`bare`).
fn is_next(number: &str, heading: &str, bare: bool) -> bool {
    let parts = |n: &str| -> Option<(String, u32)> {
        let (parent, last) = n.trim_end_matches(['.', ')']).rsplit_once('.').or(bare.then_some(("", n)))?;
        Some((parent.to_owned(), last.trim_end_matches(['.', ')']).parse().ok()?))
    };
    match (parts(number), parts(heading)) {
        (Some((a, next)), Some((b, last))) => a == b && next == last + 1,
        _ => false,
    }
}

/// The number of a heading that has lost its points: «11» below the row «1» and above «1.1.3» is «1.1».
pub fn pointed<'a>(number: &str, above: &str, mut below: impl Iterator<Item = &'a str>) -> Option<String> {
    let digits = number.trim_end_matches(['.', ')']);
    let parent = above.trim_end_matches(['.', ')']);
    if digits.len() < 2 || number_places(digits) != 1 || !digits.starts_with(parent) || parent.len() + 1 != digits.len()
    {
        return None;
    }
    let whole = format!("{parent}.{}", &digits[parent.len()..]);
    below.any(|n| n.strip_prefix(whole.as_str()).is_some_and(|rest| rest.starts_with('.'))).then_some(whole)
}

fn style(text: &str, is_number: bool) -> Style {
    let first = text.split_whitespace().next().unwrap_or("");
    // «25марта» in the number column is numbered as «24 марта» is.
    let digits = first.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(first.len());
    let places = number_places(if is_number { &first[..digits] } else { first });
    if places > 0 && (is_number || first.ends_with(['.', ')'])) {
        return Style::Number(places);
    }
    // «5.Потребительский рынок»
    let glued = first.find(|c: char| !c.is_ascii_digit() && c != '.').map(|n| first.split_at(n));
    if let Some((number, word)) = glued
        && number.ends_with('.')
        && word.chars().count() > 2
        && word.starts_with(char::is_uppercase)
        && number_places(number) > 0
    {
        return Style::Number(number_places(number));
    }
    if is_roman(first.trim_end_matches(['.', ')'])) && (first.ends_with('.') || is_number) {
        return Style::Roman;
    }
    let second = text.split_whitespace().nth(1).unwrap_or("");
    let numbered = number_places(second) > 0
        || is_roman(second.trim_end_matches(['.', ':', ')']))
        || second.starts_with('\u{2116}');
    if numbered && first.chars().all(is_letter) {
        return Style::Word(first.to_lowercase());
    }
    Style::Plain
}

/// «Проект 3. …», «Подпрограмма 2 …»: a capitalised word and a number.
pub fn is_titled_number(text: &str) -> bool {
    text.chars().next().is_some_and(char::is_uppercase) && matches!(style(text, false), Style::Word(_))
}

/// Places of a number such as «1.», «1.2», «3.1.»; 0 for anything else.
pub fn number_places(word: &str) -> usize {
    let word = word.trim_end_matches(['.', ')', ':', ',']);
    if word.is_empty() || word.len() > 12 {
        return 0;
    }
    let mut places = 0;
    for part in word.split('.') {
        if part.is_empty() || part.len() > 3 || !part.bytes().all(|b| b.is_ascii_digit()) {
            return 0;
        }
        places += 1;
    }
    places
}

/// A Roman number in Latin letters (or Cyrillic ones that look so).
pub fn is_roman(word: &str) -> bool {
    !word.is_empty()
        && word.chars().count() <= 6
        && word.chars().all(|c| matches!(c, 'I' | 'V' | 'X' | 'L' | '\u{425}' | '\u{406}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(s: &str) -> Text {
        let mut t = Text::default();
        t.push(s, 0..s.len());
        t
    }

    fn path(steps: &[&str]) -> Vec<String> {
        let mut p = Path::default();
        for s in steps {
            if *s == "-" { p.data("", "") } else { p.enter(text(s), None) }
        }
        p.texts().iter().map(|t| t.as_str().to_owned()).collect()
    }

    #[test]
    fn a_heading_replaces_its_own_kind() {
        assert_eq!(path(&["Проект 1. А", "1. Повысить", "-", "2. Обеспечить"]), ["Проект 1. А", "2. Обеспечить"]);
        assert_eq!(path(&["Проект 1. А", "1. Повысить", "-", "Проект 2. Б"]), ["Проект 2. Б"]);
        assert_eq!(path(&["Цель 1", "Задача 1", "-", "Задача 2", "-"]), ["Цель 1", "Задача 2"]);
        assert_eq!(path(&["Работа с педагогами", "-", "Работа с родителями"]), ["Работа с родителями"]);
        assert_eq!(path(&["Дошкольное", "Кадры", "-"]), ["Дошкольное", "Кадры"]);
    }

    #[test]
    fn numbers_without_a_point_or_a_blank_go_on() {
        assert_eq!(path(&["3. Промышленность", "-", "4 Сельское хозяйство", "-"]), ["4 Сельское хозяйство"]);
        assert_eq!(path(&["4. Сельское хозяйство", "-", "5.Торговля", "-"]), ["5.Торговля"]);
        assert_eq!(path(&["4. Торговля", "-", "2024 Итоги", "-"]), ["4. Торговля", "2024 Итоги"]);
        assert_eq!(path(&["4 квартал", "-", "Итоги", "-"]), ["Итоги"]);
    }

    #[test]
    fn a_number_ends_the_headings_that_it_does_not_belong_to() {
        let after = |steps: &[(&str, &str)]| {
            let mut p = Path::default();
            let mut above = "";
            for &(number, words) in steps {
                if words.is_empty() {
                    p.data(number, above);
                    above = number;
                } else {
                    p.enter(text(words), Some(number));
                }
            }
            p.texts().iter().map(|t| t.as_str().to_owned()).collect::<Vec<_>>()
        };
        // «4.3» is no part of «4.2», whatever stands between; rows with numbers of their own are.
        assert_eq!(after(&[("4", "Сады"), ("4.1", ""), ("4.2", "Урожай:"), ("", ""), ("4.3", "")]), ["Сады"]);
        assert_eq!(after(&[("1.1", "Сады"), ("1", ""), ("2", "")]), ["Сады"]);
        assert_eq!(after(&[("1", "Сады"), ("1", ""), ("2", "")]), ["Сады"]);
        assert!(after(&[("1", "Сады"), ("", ""), ("2", "")]).is_empty());
        assert_eq!(after(&[("9", "Сады"), ("9.1", ""), ("", "Парки"), ("10", "")]), ["Парки"]);
    }

    #[test]
    fn rows_without_values_head_nothing() {
        assert_eq!(path(&["А", "Б", "В", "Г", "-"]), ["А", "Б", "В", "Г"]);
        assert_eq!(path(&["Проект 1", "А", "Б", "В", "Г", "Д", "-"]), ["Проект 1"]);
        assert_eq!(path(&["А", "-", "Б", "В", "Г", "Д", "Ж", "-", "Е", "-"]), ["Е"]);
    }

    #[test]
    fn a_heading_of_the_same_words_is_no_part_of_the_other() {
        let mut p = Path::default();
        for (words, number) in [("Сведения", "2"), ("Итоги:", "11"), ("Дела", "1.2"), ("Итоги:", "2.1")]
        {
            p.enter(text(words), Some(number));
            p.data("", "");
        }
        assert_eq!(p.texts().iter().map(Text::as_str).collect::<Vec<_>>(), ["Итоги:"]);
        let below = |rows: &'static [&str]| pointed("11", "1.", rows.iter().copied());
        assert_eq!(below(&["1.11", "1.1.3"]), Some("1.1".to_owned()));
        assert_eq!(below(&["12", "13"]), None);
        assert_eq!(pointed("11", "10", ["1.1.3"].into_iter()), None);
        assert_eq!(pointed("11", "", ["1.1.3"].into_iter()), None);
    }

    #[test]
    fn a_capital_closes_a_heading_in_small_letters() {
        let after = |heading: &str, rows: &[&str]| {
            let mut p = Path::default();
            p.enter(text(heading), None);
            rows.iter().for_each(|r| p.named(r));
            p.texts().len()
        };
        assert_eq!(after("вид спорта", &["бокс", "самбо"]), 1);
        assert_eq!(after("вид спорта", &["бокс", "Число тренеров"]), 0);
        assert_eq!(after("вид спорта", &["бокс", "ООО «Ринг»"]), 1);
        assert_eq!(after("вид спорта", &["Бокс", "Самбо"]), 1);
        assert_eq!(after("Виды спорта", &["бокс", "Самбо"]), 1);
    }

    #[test]
    fn numbers() {
        assert_eq!(number_places("1."), 1);
        assert_eq!(number_places("12.3.4."), 3);
        assert_eq!(number_places("2022"), 0);
        assert_eq!(number_places("п.1"), 0);
    }
}
