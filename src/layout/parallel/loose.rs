//! Works of a list that is numbered carelessly.
//!
//! ```text
//! 1 Проверка журналов         a number without its point
//! 2. Семинар. 3. Смотр        a number within a line
//! 5. Отчёт                    a number left out
//! ```
//!
//! Such a list is believed only where as many deadlines stand beside it.

use crate::text::Text;

/// Fewest works of such a list.
const LEAST: usize = 3;

/// What stands above the list, and number and words of its items; `None` where they are not `count`.
pub fn listed(cell: &Text, count: usize) -> Option<(Text, Vec<(Text, Text)>)> {
    if count < LEAST {
        return None;
    }
    let mut lead = Text::default();
    let mut items: Vec<(Text, Text)> = Vec::new();
    let mut last = 0;
    for piece in cell.pieces() {
        let starts = starts(piece.as_str(), &mut last)?;
        let head = piece.slice(0..starts.first().map_or(piece.len(), |s| s.at));
        match items.last_mut() {
            Some((_, words)) => words.append(&head, " ", true),
            None => lead.append(&head, " ", true),
        }
        for (i, s) in starts.iter().enumerate() {
            let end = starts.get(i + 1).map_or(piece.len(), |next| next.at);
            items.push((piece.slice(s.at..s.digits), piece.slice(s.words..end)));
        }
    }
    let named = items.iter().all(|(_, words)| !words.is_empty());
    (items.len() == count && named).then_some((lead, items))
}

/// Where a work begins in a line.
struct Start {
    /// First byte of its number.
    at: usize,
    /// Byte behind the digits.
    digits: usize,
    /// First byte of its words.
    words: usize,
}

/// The works that begin in a line, behind number `last`, which moves on; `None` where the line begins with a number that
/// stood before: which of both has a deadline nobody knows.
fn starts(line: &str, last: &mut u32) -> Option<Vec<Start>> {
    let mut out = Vec::new();
    let mut before = ' ';
    let mut digits = false;
    for (at, c) in line.char_indices() {
        if c.is_ascii_digit() && !digits && (at == 0 || matches!(before, '.' | ';' | '!' | ')' | '\u{bb}' | '\u{201d}'))
        {
            match start(line, at) {
                Some((k, start)) if follows(k, *last, at) => {
                    *last = k;
                    out.push(start);
                }
                Some((k, _)) if at == 0 && k <= *last => return None,
                _ => {}
            }
        }
        digits = c.is_ascii_digit();
        if !c.is_whitespace() {
            before = c;
        }
    }
    Some(out)
}

/// One number may be left out at the begin of a line, none within it.
fn follows(k: u32, last: u32, at: usize) -> bool {
    k == last + 1 || at == 0 && last > 0 && k == last + 2
}

/// The work at byte `at`: «4. Смотр», «4) Смотр», «4.Смотр»; at the begin of a line also «4 Смотр».
fn start(line: &str, at: usize) -> Option<(u32, Start)> {
    let digits = at + line[at..].bytes().take_while(u8::is_ascii_digit).count();
    let rest = &line[digits..];
    let pointed = rest.trim_start_matches(['.', ')']);
    let words = pointed.trim_start();
    let opens = words.starts_with(|c: char| c.is_uppercase() || matches!(c, '\u{ab}' | '"' | '\u{201c}' | '\u{201e}'));
    let bare = pointed.len() == rest.len();
    if bare && (at > 0 || !words.starts_with(char::is_uppercase)) || at > 0 && !opens || words.len() == rest.len() {
        return None;
    }
    // «1.5 часа»
    if words.starts_with(|c: char| c.is_ascii_digit()) && words.len() == pointed.len() {
        return None;
    }
    let k = line[at..digits].parse().ok().filter(|k| (1..100).contains(k))?;
    Some((k, Start { at, digits, words: line.len() - words.len() }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(lines: &[&str], count: usize) -> Option<String> {
        let mut cell = Text::default();
        lines.iter().for_each(|l| cell.append(&Text::at_start(l), " ", true));
        let (lead, items) = listed(&cell, count)?;
        let items: Vec<String> = items.iter().map(|(n, w)| format!("{}={}", n.as_str(), w.as_str())).collect();
        Some(format!("{}: {}", lead.as_str(), items.join("|")))
    }

    #[test]
    fn careless_numbers_are_counted_where_the_count_is_known() {
        let lines = ["Контроль", "1 Проверка журналов", "2. Семинар. 3.Смотр", "в 2 классе", "5. Отчёт"];
        let want = "Контроль: 1=Проверка журналов|2=Семинар.|3=Смотр в 2 классе|5=Отчёт";
        assert_eq!(shown(&lines, 4).as_deref(), Some(want));
        assert_eq!(shown(&lines, 5), None);
        assert_eq!(shown(&["1. Семинар", "2. Смотр"], 2), None);
        assert_eq!(
            shown(&["1. 9 Мая", "2. Урок 3 класса", "3) Отчёт"], 3).as_deref(),
            Some(": 1=9 Мая|2=Урок 3 класса|3=Отчёт")
        );
        assert_eq!(shown(&["1. Семинар", "4. Смотр", "5. Отчёт"], 3), None);
        assert_eq!(shown(&["1. Семинар", "2. Смотр", "3. Отчёт", "3. Урок", "4. Совет"], 4), None);
    }
}
