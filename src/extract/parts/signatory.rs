//! Who signed: a position, then a name, in one line or over several.
//!
//! ```text
//! Директор МУ «Школа»            М.В. Григорьев        Министр
//! Глава района   ____________   О.Ю. Верстаков         В.И.СКВОРЦОВА
//! ```

use super::clauses;
use super::cues::{Lines, is_capital};
use super::requisites::{self, Requisites};
use crate::grammar::acts::{Acts, Cue};
use crate::grammar::lexicon::{is_letter, is_letter_or_digit};
use crate::layout::heal;
use crate::model::Signatory;
use crate::text::Text;

/// Most lines from a position to its name.
const REACH: usize = 7;
/// Longest signature, in bytes.
const MAX_LEN: usize = 500;

/// A signature and where it stands.
#[derive(Debug)]
pub(super) struct Signed {
    /// Its first line.
    pub start: usize,
    /// The line after it.
    pub end: usize,
    pub who: Signatory,
}

/// The first signature in lines `from..to` that no further point follows.
pub(super) fn find(cx: Lines<'_>, from: usize, to: usize) -> Option<Signed> {
    let mut i = from;
    while i < to {
        if let Some(signed) = at(cx, from, i, to) {
            let goes_on = signed.end < to && clauses::number(cx.g, cx.str(signed.end)).is_some_and(|n| n.is_main());
            if !goes_on {
                return Some(signed);
            }
            i = signed.end;
        } else {
            i += 1;
        }
    }
    None
}

/// The signature that begins at line `i`.
pub(super) fn at(cx: Lines<'_>, from: usize, i: usize, to: usize) -> Option<Signed> {
    let text = cx.str(i);
    if text.len() > MAX_LEN {
        return None;
    }
    let courtesy = i > from && cx.g.starts(Cue::Courtesy, cx.str(i - 1)).is_some();
    let position = cx.g.starts(Cue::Position, text).is_some() && (is_capital(text) || courtesy);
    let paragraph = i == from
        || cx.begins(i)
        || courtesy
        || cx.aside(i - 1).is_some()
        || (clauses::unclosed_point(cx, i - 1) && position);
    if !paragraph || clauses::number(cx.g, text).is_some() {
        return None;
    }
    if !position {
        let start = name_start(cx.g, text)?;
        let closed = i == from || cx.blanks(i) > 0 || heal::is_closed(cx.str(i - 1));
        let name = clean(&text[start..]);
        return (start == 0 && closed && cx.blanks(i) + u32::from(!text.ends_with('.')) > 0).then(|| Signed {
            start: i,
            end: i + 1,
            who: Signatory { position: None, name },
        });
    }
    let mut post = Text::default();
    for j in i..to.min(i + REACH) {
        let text = cx.str(j);
        if j > i && (clauses::number(cx.g, text).is_some() || cx.blanks(j) > 8 || cx.is_row(j) && cx.blanks(j) > 3) {
            return None;
        }
        let cut = glued_name(text).filter(|_| j > i || cx.is_row(j));
        if let Some((start, end)) = name_start(cx.g, text).map(|s| (s, text.len())).or(cut) {
            cx.join_piece(&mut post, j, &text[..start]);
            let position = clean(without_mark(cx.g, post.as_str()));
            if position.as_ref().is_some_and(|p| p.len() > MAX_LEN) {
                return None;
            }
            return Some(Signed { start: i, end: j + 1, who: Signatory { position, name: clean(&text[start..end]) } });
        }
        if is_prose(text) {
            return None;
        }
        cx.join(&mut post, j);
    }
    None
}

/// A line that ends as sentences do is no position.
fn is_prose(text: &str) -> bool {
    text.ends_with([';', ':', '?', '!']) || text.ends_with('.') && text.len() > 40
}

/// The line after what still belongs to an act signed at `signed`, and requisites that stand there.
pub(super) fn after(cx: Lines<'_>, signed: &Signed, to: usize, dated: bool) -> (usize, Requisites) {
    let mut found = Requisites::default();
    let mut j = signed.end;
    let mut trailing = false;
    while j < to {
        let text = cx.str(j);
        if cx.g.starts(Cue::Trailer, text).is_some() && text.len() < 200 {
            trailing = true;
            j += 1;
        } else if !dated && let Some(r) = requisites::read(cx.g, text).filter(|r| is_requisite(cx, r, j)) {
            found.merge(r);
            j += 1;
        } else if cx.blanks(j) < 4
            && !cx.is_row(j)
            && let Some(second) = at(cx, j, j, to).filter(|s| s.who.position.is_some() || trailing && s.end == j + 1)
        {
            j = second.end;
        } else if !text.chars().any(is_letter) && cx.blanks(j) < 3 && !cx.is_page(j) {
            j += 1;
        } else {
            break;
        }
    }
    (j, found)
}

/// A bare name under a signature is a place only above a date or a number.
fn is_requisite(cx: Lines<'_>, r: &Requisites, j: usize) -> bool {
    r.is_dated()
        || r.place.is_some()
            && (!r.bare_place || requisites::read(cx.g, cx.str(j + 1)).is_some_and(|next| next.is_dated()))
}

/// «Глава района (подпись)» without the mark of the signature.
fn without_mark<'t>(g: &Acts, text: &'t str) -> &'t str {
    let text = text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '_' | '|' | ')' | '/'));
    let last = text
        .rfind(|c: char| c.is_whitespace() || matches!(c, '_' | '|' | '(' | '/'))
        .map_or(text, |i| text[i..].trim_start_matches([' ', '_', '|', '(', '/']));
    if g.whole(Cue::Signed, last) { text[..text.len() - last.len()].trim_end_matches(['(', ' ', '/']) } else { text }
}

/// `text` without rules and scraps around it; `None` where nothing is left.
fn clean(text: &str) -> Option<String> {
    let text = text.trim_matches(|c: char| {
        c.is_whitespace()
            || matches!(c, '_' | '|' | '[' | ']' | '/' | '\\' | ',' | '*' | '~' | ':' | ';')
            || super::cues::is_dash(c)
    });
    let text: String = text.split('_').map(str::trim).filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" ");
    let text = text.split('|').map(str::trim).filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" ");
    text.chars().any(is_letter).then_some(text)
}

/// Where the name begins that `text` ends with.
pub(super) fn name_start(g: &Acts, text: &str) -> Option<usize> {
    let text = text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '_' | '|' | '/' | ']'));
    let mut words: Vec<(usize, &str)> = Vec::with_capacity(5);
    for word in
        text.rsplit(|c: char| c.is_whitespace() || matches!(c, '_' | '|' | '/')).filter(|w| !w.is_empty()).take(5)
    {
        words.push((word.as_ptr() as usize - text.as_ptr() as usize, word));
    }
    let word = |i: usize| words.get(i).map_or("", |w| w.1);
    let start = |i: usize| words.get(i).map(|w| w.0);
    if is_surname(word(0)) && is_initials(word(1)) {
        return start(1 + usize::from(is_initials(word(2))));
    }
    if is_glued(word(0)) {
        return start(usize::from(is_initials(word(1))));
    }
    if is_initials(word(0)) {
        let n = usize::from(is_initials(word(1)));
        return is_surname(word(1 + n)).then(|| start(1 + n)).flatten();
    }
    let full = is_surname(word(0)) && is_surname(word(1)) && is_surname(word(2));
    (full && (g.is_patronymic(word(0)) || g.is_patronymic(word(1)))).then(|| start(2)).flatten()
}

/// «П.А. Коньков6.»: a name that the next line of another page was glued to.
fn glued_name(text: &str) -> Option<(usize, usize)> {
    let mut initials: Option<usize> = None;
    let mut at = 0;
    for word in text.split(' ') {
        if is_initials(word) {
            initials.get_or_insert(at);
        } else if let Some(start) = initials.take() {
            let letters = word.find(|c: char| !(is_letter(c) || c == '-')).unwrap_or(word.len());
            if is_surname(&word[..letters]) && word[letters..].starts_with(|c: char| c.is_ascii_digit()) {
                return Some((start, at + letters));
            }
        }
        at += word.len() + 1;
    }
    None
}

/// «Н.Ю.» or «Т.»
fn is_initials(word: &str) -> bool {
    let mut n = 0;
    let mut chars = word.chars();
    while let Some(c) = chars.next() {
        if !c.is_uppercase() || chars.next() != Some('.') {
            return false;
        }
        n += 1;
    }
    (1..=3).contains(&n)
}

/// «Григорьев», «МАРДАНОВ», «Иванова-Петрова»
fn is_surname(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
        && word.chars().count() > 2
        && word.chars().all(|c| is_letter_or_digit(c) && !c.is_ascii_digit() || matches!(c, '-' | '\u{2019}' | '\''))
}

/// «В.Л.Мутко»
fn is_glued(word: &str) -> bool {
    word.rfind('.').is_some_and(|i| is_initials(&word[..=i]) && is_surname(&word[i + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_any_form() {
        let g = Acts::builtin();
        let name = |t: &'static str| name_start(&g, t).map(|s| &t[s..]);
        assert_eq!(name("Директор МУ «Школа» М.В. Луговой"), Some("М.В. Луговой"));
        assert_eq!(name("Министр Т. Полевая"), Some("Т. Полевая"));
        assert_eq!(name("В.Л.Речной"), Some("В.Л.Речной"));
        assert_eq!(name("Глава района О. Ю. Береговая"), Some("О. Ю. Береговая"));
        assert_eq!(name("Директор Лесная А.Б."), Some("Лесная А.Б."));
        assert_eq!(name("Заведующий Лесная Анна Борисовна"), Some("Лесная Анна Борисовна"));
        assert_eq!(name("Начальник ___________ А.И. Озерный"), Some("А.И. Озерный"));
        assert_eq!(name("Отдел культуры города"), None);
        assert_eq!(name("на заместителя А.И. Озерного."), None);
        assert_eq!(
            glued_name("области П.А. Степной6. Порядок").map(|(a, b)| &"области П.А. Степной6. Порядок"[a..b]),
            Some("П.А. Степной")
        );
    }
}
