//! Bullets and Roman numbers at the start of lines: no letters of the language, so they are taken for others.
//!
//! ```text
//! • ввести порядок        . ввести порядок
//! III. ЗАДАЧИ             Ш. ЗАДАЧИ
//! ```

use super::doubt::SURE;
use super::tesseract::Seen;

/// What a bullet is taken for.
const BULLETS: &[&str] =
    &[".", "*", "\u{b0}", "\u{b7}", "'", "`", ",", "\u{2022}", "\u{ab}", "\u{bb}", "\u{ae}", "\u{a9}"];
/// What a bullet that touches the word behind it is taken for.
const TOUCHING: &[char] = &['\u{ae}', '\u{a9}', '\u{bb}', '\u{2022}'];
/// Letters that a bullet is taken for, where another line has one at the same place.
const ROUND: &[char] = &['\u{43e}', '\u{44d}', '\u{435}', '\u{444}', '\u{424}', '\u{41e}', '\u{42d}'];
/// How far apart the bullets of a list stand, in points.
const SAME: f32 = 2.0;
/// What Roman numbers are taken for: letters that look like them.
const ROMANS: &[(&str, &str)] = &[
    ("\u{413}", "I"),
    ("\u{41f}", "II"),
    ("\u{428}", "III"),
    ("\u{422}\u{423}", "IV"),
    ("\u{413}\u{423}", "IV"),
    ("\u{423}", "V"),
    ("\u{423}\u{422}", "VI"),
    ("\u{423}\u{413}", "VI"),
    ("\u{423}\u{41f}", "VII"),
    ("\u{423}\u{428}", "VIII"),
    ("\u{422}\u{425}", "IX"),
    ("1\u{425}", "IX"),
    ("\u{425}", "X"),
];
/// Side of a bullet in points; less is a speck.
pub const BULLET: std::ops::Range<f32> = 1.8..7.0;
/// Greatest distance of a bullet from the words behind it, in points.
pub const NEAR: f32 = 40.0;
/// Least letters of the word behind a Roman number; initials have one.
const MIN_LETTERS: usize = 3;

/// Letters of lists that are taken for digits, and the letters that stand before them.
const LETTERS: &[(&str, &str, &str)] = &[("6)", "\u{431})", "\u{430})"), ("3)", "\u{437})", "\u{436})")];
/// Initials that are taken for digits.
const INITIALS: &[(char, char)] = &[('3', '\u{417}'), ('0', '\u{41e}')];

/// True for a word that begins with what a bullet is taken for.
fn is_bullet(text: &str) -> bool {
    BULLETS.contains(&text) || text.starts_with(TOUCHING)
}

/// True where another line has a bullet at the place of this word.
fn is_listed(seen: &[Seen], own: &Seen, point: f32) -> bool {
    let aside = |s: &Seen| (s.area[0] - own.area[0]).abs() <= SAME * point;
    seen.iter().any(|s| s.line != own.line && aside(s) && is_bullet(&s.text))
}

/// Parts bullets from the words that they touch: «®Указ», «эУказ» below other bullets.
pub fn part(seen: &mut Vec<Seen>, point: f32) {
    for i in 0..seen.len() {
        let own = &seen[i];
        let mut chars = own.text.chars();
        let (Some(first), Some(next)) = (chars.next(), chars.next()) else { continue };
        let touching = TOUCHING.contains(&first) && next.is_alphabetic();
        let round = ROUND.contains(&first) && first.is_lowercase() && next.is_uppercase();
        let round = round && chars.next().is_some_and(char::is_lowercase);
        let before = |s: &Seen| s.line == own.line && s.area[0] < own.area[0] && own.area[0] - s.area[2] < NEAR * point;
        if !(touching || round && is_listed(seen, own, point)) || seen.iter().any(before) {
            continue;
        }
        let [x0, y0, x1, y1] = own.area;
        let step = (x1 - x0) / own.text.chars().count() as f32;
        let side = step.clamp(BULLET.start * point, (BULLET.end - 1.0) * point);
        let middle = (y0 + y1) / 2.0;
        let bullet = Seen {
            text: "\u{2022}".to_owned(),
            area: [x0, middle - side / 2.0, x0 + step.min(side), middle + side / 2.0],
            line: own.line,
            confidence: SURE,
        };
        let own = &mut seen[i];
        own.text.drain(..first.len_utf8());
        own.area[0] = x0 + step;
        seen.push(bullet);
    }
}

/// Puts right the first words of lines; what was guessed counts as doubtful.
pub fn mend(seen: &mut [Seen], bold: &[bool], point: f32) {
    letters(seen);
    seen.iter_mut().for_each(|s| initials(&mut s.text));
    for i in 0..seen.len() {
        let own = &seen[i];
        let same = |s: &&Seen| s.line == own.line && s.area != own.area;
        if seen.iter().any(|s| same(&s) && s.area[0] < own.area[0] && own.area[0] - s.area[2] < NEAR * point) {
            continue;
        }
        let behind = seen.iter().filter(|s| same(s) && s.area[0] > own.area[0]);
        let Some(next) = behind.min_by(|a, b| a.area[0].total_cmp(&b.area[0])) else { continue };
        if next.area[0] - own.area[2] > NEAR * point {
            continue;
        }
        let side = |from: usize| BULLET.contains(&((own.area[from + 2] - own.area[from]) / point));
        let round = || own.text.chars().count() == 1 && own.text.starts_with(ROUND) && is_listed(seen, own, point);
        if side(0) && side(1) && (BULLETS.contains(&own.text.as_str()) || round()) {
            seen[i].text = "\u{2022}".to_owned();
            // A bullet says nothing that could be wrong.
            seen[i].confidence = seen[i].confidence.max(SURE);
            continue;
        }
        let letters = next.text.chars().filter(|c| c.is_alphabetic()).count();
        let heads =
            letters >= MIN_LETTERS && (bold.get(i) == Some(&true) || !next.text.chars().any(char::is_lowercase));
        let roman = own.text.strip_suffix('.').and_then(|t| ROMANS.iter().find(|(wrong, _)| *wrong == t));
        if let Some((_, right)) = roman.filter(|_| heads) {
            seen[i].text = format!("{right}.");
            seen[i].confidence = seen[i].confidence.min(SURE - 0.01);
        }
    }
    first_roman(seen, bold);
}

/// «1.» before a heading is «I.» where the list of clauses below begins with «1.» too, and «II.» comes behind it.
///
/// Numbers of sections and of clauses side by side are those of regulations («I. Общие положения», below it «1. …»).
fn first_roman(seen: &mut [Seen], bold: &[bool]) {
    let is_first = |i: usize| !seen.iter().any(|s| s.line == seen[i].line && s.area[0] < seen[i].area[0]);
    let mut marks: Vec<usize> = (0..seen.len()).filter(|&i| ["1.", "I.", "II."].contains(&&*seen[i].text)).collect();
    marks.retain(|&i| is_first(i));
    marks.sort_by(|a, b| seen[*a].line[0].total_cmp(&seen[*b].line[0]));
    let [one, other, two, ..] = marks[..] else { return };
    let texts = [&*seen[one].text, &*seen[other].text, &*seen[two].text];
    if texts == ["1.", "1.", "II."] && bold.get(one) == Some(&true) && bold.get(other) != Some(&true) {
        seen[one].text = "I.".to_owned();
        seen[one].confidence = seen[one].confidence.min(SURE - 0.01);
    }
}

/// True for letters that a Roman number is taken for.
pub fn is_roman(text: &str) -> bool {
    ROMANS.iter().any(|(wrong, _)| *wrong == text)
}

/// «6)» behind «а)» is «б)».
fn letters(seen: &mut [Seen]) {
    let mut order: Vec<usize> = (0..seen.len()).filter(|i| seen[*i].text.ends_with(')')).collect();
    order.sort_by(|a, b| {
        seen[*a].line[0].total_cmp(&seen[*b].line[0]).then(seen[*a].area[0].total_cmp(&seen[*b].area[0]))
    });
    order.retain(|i| seen[*i].text.chars().count() == 2);
    for pair in 1..order.len() {
        let before = seen[order[pair - 1]].text.clone();
        let own = &mut seen[order[pair]];
        let letter = LETTERS.iter().find(|(wrong, _, former)| own.text == *wrong && before == *former);
        own.text = letter.map_or(std::mem::take(&mut own.text), |(_, right, _)| (*right).to_owned());
    }
}

/// «3.М.» is «З.М.»: no number has a letter with a full stop behind its own.
fn initials(text: &mut String) {
    let chars: Vec<char> = text.chars().collect();
    let [digit, '.', letter, '.'] = chars[..] else { return };
    if let Some((_, right)) = INITIALS.iter().find(|(wrong, _)| *wrong == digit && letter.is_uppercase()) {
        *text = [*right, '.', letter, '.'].iter().collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(words: &[(&str, f32, f32)], y: f32) -> Vec<Seen> {
        let seen = |(text, x0, x1): &(&str, f32, f32)| {
            let high = if x1 - x0 < 6.0 { y + 6.0 } else { y };
            Seen { text: (*text).to_owned(), area: [*x0, high, *x1, y + 10.0], line: [y, y + 10.0], confidence: 0.3 }
        };
        words.iter().map(seen).collect()
    }

    fn mended(words: &[(&str, f32, f32)], bold: bool) -> String {
        let mut seen = line(words, 20.0);
        let bold = vec![bold; seen.len()];
        mend(&mut seen, &bold, 1.0);
        seen.iter().map(|s| s.text.as_str()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn bullets_and_roman_numbers_are_put_right() {
        assert_eq!(mended(&[(".", 10., 14.), ("ввести", 20., 60.)], false), "• ввести");
        assert_eq!(mended(&[("ввести", 20., 60.), (".", 62., 66.)], false), "ввести .");
        assert_eq!(mended(&[(".", 10., 11.), ("ввести", 20., 60.)], false), ". ввести");
        assert_eq!(mended(&[("Ш.", 10., 20.), ("ЗАДАЧИ:", 24., 60.)], false), "III. ЗАДАЧИ:");
        assert_eq!(mended(&[("УТ.", 10., 20.), ("Ожидаемые", 24., 60.)], true), "VI. Ожидаемые");
        assert_eq!(mended(&[("П.", 10., 20.), ("Петров", 24., 60.)], false), "П. Петров");
        assert_eq!(mended(&[("П.", 10., 20.), ("П.", 24., 30.), ("ЛЕСНОЙ", 34., 60.)], false), "П. П. ЛЕСНОЙ");
    }

    #[test]
    fn bullets_that_touch_their_words_are_parted() {
        let parted = |lines: &[(&str, f32)]| {
            let mut seen = Vec::new();
            for (n, (text, x0)) in lines.iter().enumerate() {
                seen.extend(line(&[(text, *x0, x0 + 80.0), ("слова", x0 + 90.0, x0 + 120.0)], 20.0 * (n + 1) as f32));
            }
            part(&mut seen, 1.0);
            let mut texts: Vec<(f32, f32, String)> =
                seen.into_iter().map(|s| (s.line[0], s.area[0], s.text)).filter(|s| s.2 != "слова").collect();
            texts.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
            texts.into_iter().map(|s| s.2).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(parted(&[("®Указ", 10.0), ("эЗакон", 11.0), ("эПисьмо", 40.0)]), "• Указ • Закон эПисьмо");
        assert_eq!(parted(&[("»Указ", 10.0), ("оКРУГ", 10.0), ("о", 10.0)]), "• Указ оКРУГ о");
        assert_eq!(mended(&[("®", 10., 14.), ("ввести", 20., 60.)], false), "• ввести");
        let mut seen = line(&[("®", 10., 14.), ("ввести", 20., 60.)], 20.0);
        seen.extend(line(&[("о", 10., 14.), ("принять", 20., 60.)], 40.0));
        seen.extend(line(&[("о", 60., 64.), ("школе", 70., 90.)], 60.0));
        mend(&mut seen, &[false; 6], 1.0);
        assert_eq!([0, 2, 4].map(|i| seen[i].text.as_str()), ["•", "•", "о"]);
    }

    #[test]
    fn the_first_section_has_the_numbers_of_the_others() {
        let page = |marks: [&str; 4], bold: [bool; 8]| {
            let mut seen = Vec::new();
            for (n, mark) in marks.iter().enumerate() {
                seen.extend(line(&[(mark, 10., 20.), ("Слова", 24., 60.)], 20.0 * (n + 1) as f32));
            }
            mend(&mut seen, &bold, 1.0);
            seen.iter().step_by(2).map(|s| s.text.clone()).collect::<Vec<_>>()
        };
        let heads = [true, true, false, false, false, false, true, true];
        assert_eq!(page(["1.", "1.", "2.", "II."], heads), ["I.", "1.", "2.", "II."]);
        assert_eq!(page(["1.", "1.", "2.", "2."], heads), ["1.", "1.", "2.", "2."]);
        assert_eq!(page(["1.", "1.", "2.", "II."], [false; 8]), ["1.", "1.", "2.", "II."]);
        assert_eq!(page(["1.", "2.", "1.", "II."], [true; 8]), ["1.", "2.", "1.", "II."]);
    }

    #[test]
    fn a_guess_is_doubtful() {
        let mut seen = line(&[("П.", 10., 20.), ("ЦЕЛЬ", 24., 60.)], 20.0);
        seen[0].confidence = 0.95;
        mend(&mut seen, &[false, false], 1.0);
        assert!(seen[0].confidence < SURE);
    }

    #[test]
    fn digits_that_are_letters_are_known_by_their_neighbours() {
        let mut seen = line(&[("а)", 10., 20.)], 20.0);
        seen.extend(line(&[("6)", 10., 20.)], 40.0));
        seen.extend(line(&[("3)", 10., 20.), ("3.М.", 30., 50.), ("3.1.", 60., 70.)], 60.0));
        mend(&mut seen, &[false; 5], 1.0);
        let texts: Vec<&str> = seen.iter().map(|s| s.text.as_str()).collect();
        assert_eq!(texts, ["а)", "б)", "3)", "З.М.", "3.1."]);
    }
}
