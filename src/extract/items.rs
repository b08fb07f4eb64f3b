//! Splitting a value where the document lists: structural breaks, bullets, dashes, «1.» in a row.
//!
//! ```text
//! -Комитет по образованию; - школы города; -сады     →   Комитет по образованию; │ школы города; │ сады
//! ```

use crate::grammar::columns::year;
use crate::grammar::lexicon::is_letter;
use crate::layout::heal;
use crate::layout::paragraphs::{Marker, marker_len};
use crate::text::Text;

/// An item of a list.
#[derive(Clone, Debug)]
pub struct ListItem {
    /// Number as written, without its trailing point.
    pub number: Option<String>,
    /// Its words, bullet or number taken off.
    pub text: Text,
}

/// The items of `text`; one where nothing is listed.
pub fn split(text: &Text) -> Vec<ListItem> {
    let mut out: Vec<ListItem> = Vec::new();
    let mut list = List { expected: 1, word: String::new() };
    for piece in text.pieces() {
        for (start, end) in inline(piece.as_str(), &mut list) {
            let item = piece.slice(start..end);
            if item.is_empty() {
                continue;
            }
            // «Иванова А. А., 8 (800) 55-35-35»: a number to call begins no item.
            if let Some(last) = out.last_mut().filter(|_| is_phone(item.as_str())) {
                last.text.append(&item, " ", false);
                continue;
            }
            // «Приказ от 21.05.2014» / «№ 17-л»: the number of an act stands below its date.
            if let Some(last) = out.last_mut().filter(|last| goes_on_with_number(last.text.as_str(), item.as_str())) {
                last.text.append(&item, " ", false);
                continue;
            }
            let marked = marker_len(item.as_str());
            // A piece that goes on in the middle of a sentence belongs to the item before.
            if marked.is_none()
                && let Some(last) = out.last_mut()
                && !heal::is_closed(last.text.as_str())
                && heal::begins_inside(item.as_str())
            {
                heal::join(&mut last.text, &item, &|_: &str| false);
                continue;
            }
            out.push(unmarked(item));
        }
    }
    out
}

/// A number sign and a number below words that are not closed. Lists whose items all begin with the sign stay lists.
fn goes_on_with_number(above: &str, text: &str) -> bool {
    let Some(number) = text.strip_prefix('\u{2116}') else { return false };
    number.trim_start().starts_with(|c: char| c.is_ascii_digit())
        && !above.starts_with('\u{2116}')
        && !above.ends_with([':', ';', ','])
        && (!heal::is_closed(above) || ends_with_year(above))
}

/// «21.05.2014 г.»: a short word with its point behind the year.
fn ends_with_year(text: &str) -> bool {
    let mut words = text.split_whitespace().rev();
    let (Some(word), Some(date)) = (words.next(), words.next()) else { return false };
    word.chars().count() == 2 && word.ends_with('.') && date.rsplit('.').next().and_then(year).is_some()
}

/// A telephone number and nothing else.
fn is_phone(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let years = text.split(['-', '\u{2013}']).all(|part| year(part.trim()).is_some());
    let sign = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '(' | ')' | '+' | '-' | '\u{2013}');
    !years && (6..=12).contains(&digits) && text.contains(['-', '(', '\u{2013}']) && text.chars().all(sign)
}

/// The item without its bullet or number.
fn unmarked(item: Text) -> ListItem {
    match marker_len(item.as_str()) {
        Some((Marker::Bullet, n)) => ListItem { number: None, text: item.slice(n..item.len()) },
        Some((Marker::Number(1), n)) => {
            let number = item.as_str()[..n].trim().trim_end_matches('.').to_owned();
            ListItem { number: Some(number), text: item.slice(n..item.len()) }
        }
        Some((Marker::Letter, n)) => {
            ListItem { number: Some(item.as_str()[..n].trim().to_owned()), text: item.slice(n..item.len()) }
        }
        _ => ListItem { number: None, text: item },
    }
}

/// What the pieces of a value know of its list; a page break may part them in the middle of an item.
struct List {
    /// The next number of a numbered list.
    expected: u32,
    /// The word that its items begin with.
    word: String,
}

/// Byte ranges of the items inside one piece.
fn inline(text: &str, list: &mut List) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut from = 0;
    if let Some(n) = leading_number(text) {
        list.expected = n + 1;
    }
    let own = repeated_word(text);
    if !own.is_empty() {
        own.clone_into(&mut list.word);
    }
    let List { expected, word } = list;
    let mut before = ' '; // last character that is no blank
    for (i, c) in text.char_indices() {
        let cut = match c {
            _ if i == 0 => false,
            '-' | '\u{2013}' | '\u{2014}' | '\u{b7}' | '\u{2022}' | '\u{f0b7}' => begins_bullet(text, i, c, before),
            '0'..='9' if text[..i].ends_with([' ', '.', ';']) => match leading_number(&text[i..]) {
                Some(n) if n == *expected && n > 1 && !text[..i].trim_end().ends_with(['\u{2116}', '(']) => {
                    *expected += 1;
                    true
                }
                _ => false,
            },
            _ if !word.is_empty() && text[i..].starts_with(&**word) => {
                matches!(before, '.' | ';') && counts(&text[i + word.len()..])
            }
            _ => false,
        };
        if cut {
            out.push((from, i));
            from = i;
        }
        if !c.is_whitespace() {
            before = c;
        }
    }
    out.push((from, text.len()));
    out
}

/// A bullet inside a line: after the end of an item, before a letter.
fn begins_bullet(text: &str, i: usize, c: char, before: char) -> bool {
    let after = &text[i + c.len_utf8()..];
    let next = after.chars().next();
    let letter = after.trim_start().chars().next().is_some_and(|n| is_letter(n) || matches!(n, '\u{ab}' | '"'));
    let round = matches!(c, '\u{b7}' | '\u{2022}' | '\u{f0b7}');
    let spaced = text[..i].ends_with(char::is_whitespace);
    match before {
        _ if round => letter,
        ';' | ':' | '.' => letter && (spaced || next.is_some_and(is_letter)) && (spaced || before != '.'),
        ',' => spaced && c == '-' && next.is_some_and(is_letter),
        _ => false,
    }
}

/// «12. » or «12.Слово» at the beginning: its number.
fn leading_number(text: &str) -> Option<u32> {
    match marker_len(text) {
        Some((Marker::Number(1), n)) => text[..n].trim().trim_end_matches(['.', ')']).parse().ok(),
        _ => None,
    }
}

/// «Показатель 1.1. …»: the word that every item of such a list begins with; empty where there is none.
fn repeated_word(text: &str) -> &str {
    let word = text.split(' ').next().unwrap_or("");
    let numbered =
        word.chars().count() > 3 && word.chars().next().is_some_and(char::is_uppercase) && counts(&text[word.len()..]);
    if numbered { word } else { "" }
}

/// A blank and a number with a point.
fn counts(text: &str) -> bool {
    let rest = text.trim_start();
    let digits = rest.bytes().take_while(|b| b.is_ascii_digit()).count();
    rest.len() < text.len() && (1..=3).contains(&digits) && rest[digits..].starts_with('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(s: &str) -> Vec<String> {
        let mut t = Text::default();
        t.push(s, 0..s.len());
        split(&t).into_iter().map(|i| i.text.as_str().to_owned()).collect()
    }

    #[test]
    fn bullets_in_a_line() {
        assert_eq!(items("-Комитет; - школы; -сады"), ["Комитет;", "школы;", "сады"]);
        assert_eq!(items("осуществляет: -комитет; -МКУ «Центр»"), ["осуществляет:", "комитет;", "МКУ «Центр»"]);
        assert_eq!(
            items("взаимодействие, -консультации, в т.ч. школ; -поддержка;"),
            ["взаимодействие,", "консультации, в т.ч. школ;", "поддержка;"]
        );
        assert_eq!(
            items("Всего на 2022 - 2025 годы - 4 210,7 тыс. руб."),
            ["Всего на 2022 - 2025 годы - 4 210,7 тыс. руб."]
        );
        assert_eq!(items("Доля школ - не менее 50% к 2025 году."), ["Доля школ - не менее 50% к 2025 году."]);
    }

    #[test]
    fn a_telephone_number_begins_no_item() {
        let lines = |lines: &[&str]| {
            let mut text = Text::default();
            lines.iter().for_each(|l| text.append(&Text::at_start(l), " ", true));
            split(&text).into_iter().map(|i| i.text.as_str().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(
            lines(&["Отдел рек", "Ивина А. А.,", "8 (800) 55-35-35"]),
            ["Отдел рек", "Ивина А. А., 8 (800) 55-35-35"]
        );
        assert_eq!(lines(&["Отдел рек", "2025-2027"]), ["Отдел рек", "2025-2027"]);
        assert_eq!(lines(&["8 (800) 55-35-35"]), ["8 (800) 55-35-35"]);
    }

    #[test]
    fn numbers_in_a_line() {
        assert_eq!(
            items("1.Создать сеть. 2.Обучить людей. 3. Построить."),
            ["Создать сеть.", "Обучить людей.", "Построить."]
        );
        assert_eq!(
            items("1) создать сеть; 2) обучить людей; 3) построить"),
            ["создать сеть;", "обучить людей;", "построить"]
        );
        assert_eq!(
            items("Показатель 1.1.Доля школ. Показатель 1.2. Охват, согласно показателю 1."),
            ["Показатель 1.1.Доля школ.", "Показатель 1.2. Охват, согласно показателю 1."]
        );
    }

    #[test]
    fn the_number_of_an_act_below_its_date_begins_no_item() {
        let lines = |lines: &[&str]| -> Vec<String> {
            let mut t = Text::default();
            for line in lines {
                t.append(&Text::at_start(line), " ", true);
            }
            split(&t).into_iter().map(|i| i.text.as_str().to_owned()).collect()
        };
        let act = ["Приказ отдела от 21.05.2014 года", "№ 17-л о назначении."];
        assert_eq!(lines(&["Директор: Ивин И. И.", act[0], act[1]]), ["Директор: Ивин И. И.", &act.join(" ")]);
        assert_eq!(lines(&["Приказ от 21.05.2014 г.", "№ 17-л"]), ["Приказ от 21.05.2014 г. № 17-л"]);
        for list in [["Детские сады:", "№ 4"], ["№ 3", "№ 4"], ["Школа № 3.", "№ 4"]] {
            assert_eq!(lines(&list), list);
        }
    }

    #[test]
    fn a_list_goes_on_behind_a_page_break() {
        let pieces = ["Показатель 1. Доля школ. Показатель 2. Охват", "кружками. Показатель 3. Число вакансий"];
        let mut t = Text::default();
        t.push(pieces[0], 0..pieces[0].len());
        t.push_break();
        t.push(pieces[1], pieces[0].len()..pieces[0].len() + pieces[1].len());
        let found: Vec<String> = split(&t).into_iter().map(|i| i.text.as_str().to_owned()).collect();
        assert_eq!(
            found,
            ["Показатель 1. Доля школ.", "Показатель 2. Охват кружками.", "Показатель 3. Число вакансий"]
        );
    }
}
