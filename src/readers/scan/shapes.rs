//! What the ink of words tells that recognition does not.
//!
//! ```text
//! 2890,5      →  2 890,5          wide white between the digits
//! 2023-2026   →  2023–2026        a dash as wide as half a letter is high
//! М 5         →  N 5              one half turned round is the other: no М, and the language has no N
//! и           →  11               two strokes as tall as digits, nothing between
//! П квартал   →  II квартал       feet like the heads: no П
//! 1. Силы     →  I. Силы          a head as wide as the foot: no 1
//! Кп/п        →  N п/п            what stands before «п/п» is the sign of a number
//! ```

use super::again::RIGHT;
use super::cells::Area;
use super::doubt::SURE;
use super::gray::Ink;
use super::marks::{BULLET, NEAR};
use super::tesseract::Seen;

/// Height of a line of capitals and small letters, by font size.
const LINE_OF_SIZE: f32 = 0.9;
/// Least width of a dash by its height, greatest height by that of its line.
const FLAT: (f32, f32) = (2.5, 0.22);
/// Where on the height of a line dashes and bullets stand.
const MIDDLE: std::ops::Range<f32> = 0.3..0.8;
/// Side of a small bullet («·») in points; it counts where another line has one at the same place.
const DOT: std::ops::Range<f32> = 0.8..1.8;
/// Shorter than this, by font size: a hyphen (a third); an en dash is half as wide as an em dash, which is 1.
const HYPHEN: f32 = 0.38;
const EN_DASH: f32 = 0.72;
/// Least white of a blank between digits, by font size; between two digits of a number it is a third of it.
const BLANK: f32 = 0.2;
/// Height between that of small letters and that of capitals, by font size.
const CAPITAL: f32 = 0.57;
/// Small letters that look like their capitals and stand on the line.
const ALIKE: &str = "\u{432}\u{433}\u{436}\u{437}\u{438}\u{43a}\u{43b}\u{43c}\u{43d}\u{43e}\u{43f}\u{441}\u{442}\u{445}\u{447}\u{448}\u{44d}\u{44e}\u{44f}";
/// What Roman numbers of nothing but I are taken for.
const ROMANS: &[(&str, &str)] = &[("\u{413}", "I"), ("\u{41f}", "II"), ("\u{428}", "III")];
/// What Roman numbers are taken for whose first sign is an I.
const FOURS: &[(&str, &str)] =
    &[("\u{413}\u{423}", "IV"), ("\u{422}\u{423}", "IV"), ("[\u{423}", "IV"), ("1\u{423}", "IV")];

/// The dash or bullet that ink beside the words of a line is by its shape; `alike` says whether another line has ink at
/// the same place.
pub fn sign(area: &Area, line: [f32; 2], seen: &[Seen], point: f32, alike: bool) -> Option<Seen> {
    let [x0, y0, x1, y1] = [area.x0, area.y0, area.x1, area.y1].map(|v| v as f32);
    let (width, height, tall) = (x1 - x0, y1 - y0, line[1] - line[0]);
    let middle = MIDDLE.contains(&(((y0 + y1) / 2.0 - line[0]) / tall));
    let dash = width >= FLAT.0 * height && height <= FLAT.1 * tall && width >= 0.2 * tall && width <= 1.3 * tall;
    let side = |v: f32| BULLET.contains(&(v / point)) || alike && DOT.contains(&(v / point));
    let square = side(width) && side(height) && (0.6..1.7).contains(&(width / height)) && height < 0.6 * tall;
    let first = || !seen.iter().any(|s| s.line == line && s.area[0] < x0);
    let near = || seen.iter().any(|s| s.line == line && s.area[0] >= x1 && s.area[0] - x1 < NEAR * point);
    let text = match () {
        () if middle && dash => "\u{2014}",
        () if middle && square && first() && near() => "\u{2022}",
        () => return None,
    };
    Some(Seen { text: text.to_owned(), area: [x0, y0, x1, y1], line, confidence: SURE })
}

/// «п/п», in order: the words behind the sign of a number.
const IN_ORDER: &str = "\u{43f}/\u{43f}";
/// How far the ends of head and foot of an I may differ, by its height; those of a 1 differ by a sixth.
const ASIDE: f32 = 0.09;

/// Usual font size of the words, in pixels.
pub fn usual(seen: &[Seen]) -> Option<f32> {
    let mut heights: Vec<f32> = seen.iter().map(|s| s.line[1] - s.line[0]).collect();
    heights.sort_by(f32::total_cmp);
    heights.get(heights.len() / 2).map(|h| h / LINE_OF_SIZE)
}

/// Puts words right by their ink.
pub fn mend(seen: &mut [Seen], ink: &Ink) {
    let Some(size) = usual(seen) else { return };
    let numbers: Vec<bool> = (0..seen.len()).map(|i| stands_before(seen, i, |c| c.is_ascii_digit())).collect();
    let words: Vec<bool> = (0..seen.len()).map(|i| stands_before(seen, i, char::is_lowercase)).collect();
    let heads: Vec<bool> =
        (0..seen.len()).map(|i| is_first(seen, i) && stands_before(seen, i, char::is_alphabetic)).collect();
    let alone: Vec<bool> =
        (0..seen.len()).map(|i| !seen.iter().any(|s| s.line == seen[i].line && s.area != seen[i].area)).collect();
    let ordered: Vec<bool> = (0..seen.len()).map(|i| stands_before_order(seen, i)).collect();
    for (i, s) in seen.iter_mut().enumerate() {
        let [x0, y0, x1, y1] = s.area.map(|v| v.max(0.0) as usize);
        let Some(area) = ink.bounds(x0, y0, x1.min(ink.width), y1.min(ink.height)) else { continue };
        if matches!(s.text.as_str(), "-" | "\u{2013}" | "\u{2014}") {
            if (area[2] - area[0]) as f32 >= FLAT.0 * (area[3] - area[1]) as f32 {
                s.text = dash((area[2] - area[0]) as f32 / size).to_owned();
                // A dash says nothing that could be wrong.
                s.confidence = s.confidence.max(SURE);
            }
        } else if ordered[i] {
            s.text = in_order(&s.text);
            s.confidence = s.confidence.min(SURE - 0.01);
        } else if heads[i] && numbered(s, ink, area) {
            s.confidence = s.confidence.min(SURE - 0.01);
        } else if s.text.contains(|c: char| c.is_ascii_digit()) {
            s.text = figures(&s.text, &columns(ink, area), size);
        } else if s.text == "\u{41c}" && (numbers[i] || alone[i] && is_turned(ink, area)) {
            s.text = "N".to_owned();
            if !is_turned(ink, area) {
                s.confidence = s.confidence.min(SURE - 0.01);
            }
        } else if matches!(s.text.as_str(), "\u{438}" | "\u{418}")
            && (area[3] - area[1]) as f32 > CAPITAL * size
            && columns(ink, area).len() == 2
        {
            s.text = "11".to_owned();
        } else {
            if words[i] {
                roman(s, ink, area);
            }
            if s.confidence < RIGHT {
                s.text = cased(&s.text, (area[3] - area[1]) as f32, size);
            }
        }
    }
}

/// The case of a letter that was read by itself, by its height; `size` is the font size in pixels.
pub fn cased(text: &str, height: f32, size: f32) -> String {
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) if c.to_lowercase().any(|l| ALIKE.contains(l)) => {
            if height > CAPITAL * size {
                c.to_uppercase().collect()
            } else {
                c.to_lowercase().collect()
            }
        }
        _ => text.to_owned(),
    }
}

/// True where no word of its line stands before word `i`.
fn is_first(seen: &[Seen], i: usize) -> bool {
    !seen.iter().any(|s| s.line == seen[i].line && s.area[0] < seen[i].area[0])
}

/// True for a letter or two that «п/п» follows, in the same word or as the next.
fn stands_before_order(seen: &[Seen], i: usize) -> bool {
    let own = &seen[i];
    let sign = own.text.strip_suffix(IN_ORDER).unwrap_or(&own.text);
    let few = (1..3).contains(&sign.chars().count()) && sign.chars().all(char::is_alphabetic);
    let next = || {
        let behind = seen.iter().filter(|s| s.line == own.line && s.area[0] > own.area[0]);
        behind.min_by(|a, b| a.area[0].total_cmp(&b.area[0])).is_some_and(|s| s.text == IN_ORDER)
    };
    few && is_first(seen, i) && (sign.len() < own.text.len() || next())
}

/// The sign of a number in place of what it was taken for.
fn in_order(text: &str) -> String {
    if text.ends_with(IN_ORDER) { format!("N {IN_ORDER}") } else { "N".to_owned() }
}

/// Puts a Roman number with its full stop right, where ink tells that it is one.
fn numbered(s: &mut Seen, ink: &Ink, area: [usize; 4]) -> bool {
    let Some(bare) = s.text.strip_suffix('.') else { return false };
    let [.., _, stop] = columns(ink, area)[..] else { return false };
    let letters = ink.bounds(area[0], area[1], stop.0, area[3]).unwrap_or(area);
    let right = match ROMANS.iter().find(|(wrong, _)| bare == *wrong) {
        Some((_, right)) if has_feet(ink, letters) => *right,
        None if bare == "1" && s.confidence < RIGHT && is_even(ink, letters) => "I",
        _ => return false,
    };
    s.text = format!("{right}.");
    true
}

/// True where the head of a stroke ends left and right where its foot does, as that of an I.
fn is_even(ink: &Ink, [x0, y0, x1, y1]: [usize; 4]) -> bool {
    let part = ((y1 - y0) / 8).max(1);
    let ends = |from: usize, to: usize| {
        let runs = columns(ink, [x0, from, x1, to]);
        runs.first().map(|r| r.0).zip(runs.last().map(|r| r.1))
    };
    let (Some(head), Some(foot)) = (ends(y0, y0 + part), ends(y1 - part, y1)) else { return false };
    let most = ASIDE * (y1 - y0) as f32;
    head.0.abs_diff(foot.0).max(head.1.abs_diff(foot.1)) as f32 <= most
}

/// True where the word right behind word `i` on its line begins so.
fn stands_before(seen: &[Seen], i: usize, begins: impl Fn(char) -> bool) -> bool {
    let own = &seen[i];
    if own.text.chars().count() > 3 {
        return false;
    }
    let behind = seen.iter().filter(|s| s.line == own.line && s.area[0] > own.area[0]);
    let next = behind.min_by(|a, b| a.area[0].total_cmp(&b.area[0]));
    next.is_some_and(|n| n.text.starts_with(begins))
}

/// The dash of a width by font size.
fn dash(width: f32) -> &'static str {
    match width {
        w if w < HYPHEN => "-",
        w if w < EN_DASH => "\u{2013}",
        _ => "\u{2014}",
    }
}

/// Runs of columns with ink (first, end) in a box.
fn columns(ink: &Ink, [x0, y0, x1, y1]: [usize; 4]) -> Vec<(usize, usize)> {
    let mut out: Vec<(usize, usize)> = Vec::new();
    for x in (x0..x1).filter(|x| (y0..y1).any(|y| ink.at(*x, y))) {
        match out.last_mut() {
            Some((_, end)) if *end == x => *end = x + 1,
            _ => out.push((x, x + 1)),
        }
    }
    out
}

/// A number with the blanks between its thousands and the dashes that its ink shows; only where each of its characters
/// stands by itself.
fn figures(text: &str, columns: &[(usize, usize)], size: f32) -> String {
    let chars: Vec<char> = text.chars().collect();
    if chars.len() != columns.len() {
        return text.to_owned();
    }
    let digit = |i: usize| chars.get(i).is_some_and(char::is_ascii_digit);
    let mut out = String::new();
    for (i, c) in chars.iter().enumerate() {
        let inner = i > 0 && digit(i - 1) && digit(i + 1);
        if i > 0 && digit(i - 1) && (0..3).all(|k| digit(i + k)) && !digit(i + 3) {
            let white = columns[i].0 - columns[i - 1].1;
            out.extend((white as f32 > BLANK * size).then_some(' '));
        }
        match c {
            '-' | '\u{2013}' | '\u{2014}' if inner => out.push_str(dash((columns[i].1 - columns[i].0) as f32 / size)),
            c => out.push(*c),
        }
    }
    out
}

/// True where ink is nearer to itself turned upside down than to its mirror: N, but not \u{41c}.
fn is_turned(ink: &Ink, [x0, y0, x1, y1]: [usize; 4]) -> bool {
    let (mut turned, mut mirrored) = (0, 0);
    for y in y0..y1 {
        for x in (x0..x1).filter(|x| ink.at(*x, y)) {
            turned += usize::from(ink.at(x0 + x1 - 1 - x, y0 + y1 - 1 - y));
            mirrored += usize::from(ink.at(x0 + x1 - 1 - x, y));
        }
    }
    turned > mirrored
}

/// Puts a Roman number right.
fn roman(s: &mut Seen, ink: &Ink, [x0, y0, x1, y1]: [usize; 4]) {
    let ones = ROMANS.iter().find(|(wrong, _)| s.text == *wrong);
    let four = FOURS.iter().find(|(wrong, _)| s.text == *wrong);
    // An I is a third as wide as the V behind it.
    let end = if four.is_some() { x0 + (x1 - x0) * 3 / 10 } else { x1 };
    if let Some((_, right)) = ones.or(four).filter(|_| has_feet(ink, [x0, y0, end, y1])) {
        s.text = (*right).to_owned();
    }
}

/// True where the white between strokes is as free at the top as at the bottom, as in I, II and III.
fn has_feet(ink: &Ink, [x0, y0, x1, y1]: [usize; 4]) -> bool {
    let quarter = (y1 - y0) / 4;
    let (mut top, mut bottom) = (0usize, 0usize);
    for x in x0..x1 {
        let count = |from: usize, to: usize| (from..to).filter(|y| ink.at(x, *y)).count();
        if count(y0, y1) * 2 < y1 - y0 {
            top += count(y0, y0 + quarter);
            bottom += count(y1 - quarter, y1);
        }
    }
    top.min(bottom) * 2 > top.max(bottom)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(rows: &[&str], times: usize) -> Ink {
        let wide = |row: &&str| row.chars().flat_map(|c| std::iter::repeat_n(c == '#', times)).collect::<Vec<bool>>();
        let dark: Vec<bool> = rows.iter().flat_map(|r| std::iter::repeat_n(wide(r), times)).flatten().collect();
        Ink { width: rows[0].len() * times, height: rows.len() * times, dark }
    }

    fn word(text: &str, area: [f32; 4]) -> Seen {
        Seen { text: text.to_owned(), area, line: [0.0, 36.0], confidence: 0.5 }
    }

    #[test]
    fn dashes_are_told_by_their_widths() {
        let mut ink = Ink { width: 400, height: 60, dark: vec![false; 400 * 60] };
        let mut seen: Vec<Seen> =
            [(70., 110.), (120., 140.), (150., 162.)].map(|(x0, x1)| word("\u{2014}", [x0, 0.0, x1, 36.0])).to_vec();
        for s in &seen {
            for y in 20..24 {
                ink.dark[y * 400 + s.area[0] as usize..y * 400 + s.area[2] as usize].fill(true);
            }
        }
        mend(&mut seen, &ink);
        let texts: Vec<&str> = seen.iter().map(|s| s.text.as_str()).collect();
        assert_eq!(texts, ["\u{2014}", "\u{2013}", "-"]);
        assert!(seen.iter().all(|s| s.confidence >= SURE));
    }

    #[test]
    fn dashes_and_bullets_are_known_by_their_shape() {
        let seen = [Seen { line: [20.0, 30.0], ..word("слово", [40., 20., 80., 30.]) }];
        let shape = |x0, y0, x1, y1, alike| {
            let area = Area { x0, y0, x1, y1 };
            sign(&area, [20.0, 30.0], &seen, 1.0, alike).map(|s| s.text)
        };
        assert_eq!(shape(20, 24, 23, 27, false).as_deref(), Some("\u{2022}"));
        assert_eq!(shape(84, 25, 89, 26, false).as_deref(), Some("\u{2014}"));
        assert_eq!((shape(20, 25, 21, 26, false), shape(20, 25, 21, 26, true).as_deref()), (None, Some("\u{2022}")));
        // A full stop behind, an underline, a letter.
        assert_eq!(shape(84, 28, 87, 30, true), None);
        assert_eq!(shape(40, 29, 80, 30, true), None);
        assert_eq!(shape(20, 21, 26, 29, true), None);
    }

    #[test]
    fn blanks_and_dashes_in_numbers_are_seen() {
        let at = |places: &[usize]| places.iter().map(|x| (*x, x + 16)).collect::<Vec<_>>();
        assert_eq!(figures("2890", &at(&[0, 30, 50, 70]), 40.0), "2 890");
        assert_eq!(figures("2890", &at(&[0, 20, 40, 60]), 40.0), "2890");
        assert_eq!(figures("12890", &at(&[0, 20, 50, 70, 90]), 40.0), "12 890");
        // A blank that does not part thousands, a number whose digits touch.
        assert_eq!(figures("289", &at(&[0, 30, 50]), 40.0), "289");
        assert_eq!(figures("2890", &at(&[0, 30, 50]), 40.0), "2890");
        assert_eq!(figures("4-5", &[(0, 16), (20, 42), (46, 62)], 40.0), "4\u{2013}5");
        assert_eq!(figures("4-5", &[(0, 16), (20, 32), (36, 52)], 40.0), "4-5");
    }

    #[test]
    fn letters_that_the_language_has_not_are_told_by_their_symmetry() {
        let n = drawn(&["#...#", "##..#", "#.#.#", "#..##", "#...#"], 4);
        let m = drawn(&["#...#", "##.##", "#.#.#", "#...#", "#...#"], 4);
        assert!(is_turned(&n, [0, 0, 20, 20]) && !is_turned(&m, [0, 0, 20, 20]));
        let two = drawn(&["###.###", ".#...#.", ".#...#.", ".#...#.", "###.###"], 4);
        let ge = drawn(&["#####", ".#..#", ".#...", ".#...", "###.."], 4);
        assert!(has_feet(&two, [0, 0, 28, 20]));
        assert!(!has_feet(&ge, [0, 0, 20, 20]));
        let sha = drawn(&["#..#..#", "#..#..#", "#..#..#", "#..#..#", "#######"], 4);
        assert!(!has_feet(&sha, [0, 0, 28, 20]));
    }

    #[test]
    fn roman_numbers_with_a_full_stop_are_told_by_their_ink() {
        let one = drawn(&["#####...", "..#.....", "..#.....", "..#.....", "#####..#"], 4);
        let digit = drawn(&["..#.....", "###.....", "..#.....", "..#.....", "#####..#"], 4);
        let two = drawn(&["###.###...", ".#...#....", ".#...#....", ".#...#....", "###.###..#"], 4);
        let pe = drawn(&["#######...", ".#...#....", ".#...#....", ".#...#....", "##...##..#"], 4);
        let read = |text: &str, ink: &Ink, confidence: f32, next: &str| {
            let line = [0.0, 20.0];
            let first = Seen { line, confidence, ..word(text, [0.0, 0.0, ink.width as f32, 20.0]) };
            let second = Seen { line, ..word(next, [50.0, 0.0, 90.0, 20.0]) };
            let mut seen = vec![first, second];
            mend(&mut seen, ink);
            seen.swap_remove(0).text
        };
        assert_eq!(read("1.", &one, 0.4, "Силы"), "I.");
        assert_eq!(read("1.", &one, 0.95, "Силы"), "1.", "what is sure stays");
        assert_eq!(read("1.", &one, 0.4, "2025"), "1.");
        assert_eq!(read("1.", &digit, 0.4, "Силы"), "1.");
        assert_eq!(read("\u{41f}.", &two, 0.9, "Силы"), "II.");
        assert_eq!(read("\u{41f}.", &pe, 0.4, "Петров"), "\u{41f}.");
    }

    #[test]
    fn before_in_order_stands_the_sign_of_a_number() {
        let ink = Ink { width: 100, height: 40, dark: vec![true; 4000] };
        let read = |words: &[&str]| {
            let place = |n: usize| [n as f32 * 30.0, 0.0, n as f32 * 30.0 + 20.0, 36.0];
            let mut seen: Vec<Seen> = words.iter().enumerate().map(|(n, w)| word(w, place(n))).collect();
            mend(&mut seen, &ink);
            seen.iter().map(|s| s.text.as_str()).collect::<Vec<_>>().join("_")
        };
        assert_eq!(read(&["Кп/п"]), "N п/п");
        assert_eq!(read(&["К", "п/п"]), "N_п/п");
        assert_eq!(read(&["№", "п/п"]), "№_п/п");
        assert_eq!(read(&["п/п"]), "п/п");
        assert_eq!(read(&["Шифр", "п/п"]), "Шифр_п/п");
    }

    #[test]
    fn the_height_of_a_letter_tells_its_case() {
        assert_eq!((cased("о", 26.0, 40.0), cased("В", 18.0, 40.0)), ("О".to_owned(), "в".to_owned()));
        assert_eq!((cased("р", 26.0, 40.0), cased("ов", 26.0, 40.0)), ("р".to_owned(), "ов".to_owned()));
    }
}
