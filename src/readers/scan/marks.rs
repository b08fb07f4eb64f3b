//! Bullets and Roman numbers at the start of lines: no letters of the language, so they are taken for others.
//!
//! ```text
//! • ввести порядок        . ввести порядок
//! III. ЗАДАЧИ             Ш. ЗАДАЧИ
//! ```

use super::doubt::SURE;
use super::tesseract::Seen;

/// What a bullet is taken for.
const BULLETS: &[&str] = &[".", "*", "\u{b0}", "\u{b7}", "'", "`", ",", "\u{2022}", "\u{ab}", "\u{bb}"];
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
const BULLET: std::ops::Range<f32> = 1.8..7.0;
/// Greatest distance of a bullet from the words behind it, in points.
const NEAR: f32 = 40.0;
/// Least letters of the word behind a Roman number; initials have one.
const MIN_LETTERS: usize = 3;

/// Puts right the first words of lines; what was guessed counts as doubtful.
pub fn mend(seen: &mut [Seen], bold: &[bool], point: f32) {
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
        if BULLETS.contains(&own.text.as_str()) && side(0) && side(1) {
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
    fn a_guess_is_doubtful() {
        let mut seen = line(&[("П.", 10., 20.), ("ЦЕЛЬ", 24., 60.)], 20.0);
        seen[0].confidence = 0.95;
        mend(&mut seen, &[false, false], 1.0);
        assert!(seen[0].confidence < SURE);
    }
}
