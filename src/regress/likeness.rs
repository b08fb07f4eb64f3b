//! How alike two texts are, from 0 to 1.

use rapidfuzz::distance::{indel, lcs_seq, levenshtein};

/// Likeness from which two texts count as the same for the soft matcher.
pub const SOFT: f64 = 0.95;
/// Likeness from which two texts count as the same for the Levenshtein matcher, as GROBID has it.
pub const LEVENSHTEIN: f64 = 0.8;

/// True where the texts are alike enough for the soft matcher (Ratcliff and Obershelp, at least [`SOFT`]).
///
/// Texts whose lengths differ by more than a fifth never are.
pub fn is_soft(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let (n, m) = (a.chars().count(), b.chars().count());
    n.abs_diff(m) as f64 <= 0.2 * n.max(m) as f64 && gestalt(a, b) >= SOFT
}

/// True where at most a fifth of the letters of the longer text must be changed.
pub fn is_near(a: &str, b: &str) -> bool {
    a == b || levenshtein::normalized_similarity(a.chars(), b.chars()) >= LEVENSHTEIN
}

/// Edits that turn one text into the other, as a share of the longer one: 0 for equal texts, 1 for strangers.
pub fn edits(a: &str, b: &str) -> f64 {
    if a == b { 0.0 } else { levenshtein::normalized_distance(a.chars(), b.chars()) }
}

/// Twice the length of the longest common subsequence over the sum of the lengths; 1 for two empty texts.
pub fn common(a: &str, b: &str) -> f64 {
    if a == b { 1.0 } else { indel::normalized_similarity(a.chars(), b.chars()) }
}

/// Length of the longest common subsequence.
pub fn in_both(a: &[u32], b: &[u32]) -> usize {
    lcs_seq::similarity(a.iter().copied(), b.iter().copied())
}

/// Ratcliff and Obershelp: the longest common run, the longest ones left and right of it, and so on; twice their letters
/// over the sum of the lengths. Of equally long runs the one that begins first in `a`, then in `b`, is taken, as
/// Python's `difflib` does.
pub fn gestalt(a: &str, b: &str) -> f64 {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.is_empty() && b.is_empty() {
        return 1.0;
    }
    let mut same = 0;
    let mut open = vec![(0, a.len(), 0, b.len())];
    while let Some((a1, a2, b1, b2)) = open.pop() {
        let (i, j, n) = longest_run(&a[a1..a2], &b[b1..b2]);
        if n > 0 {
            same += n;
            open.push((a1, a1 + i, b1, b1 + j));
            open.push((a1 + i + n, a2, b1 + j + n, b2));
        }
    }
    2.0 * same as f64 / (a.len() + b.len()) as f64
}

/// Where the longest common run begins in `a` and in `b`, and its length.
fn longest_run(a: &[char], b: &[char]) -> (usize, usize, usize) {
    let mut best = (0, 0, 0);
    // ends[j]: length of the common run that ends at the letter above and at b[j - 1].
    let mut ends = vec![0; b.len() + 1];
    for (i, x) in a.iter().enumerate() {
        for j in (0..b.len()).rev() {
            ends[j + 1] = if *x == b[j] { ends[j] + 1 } else { 0 };
        }
        for (j, &n) in ends.iter().enumerate() {
            if n > best.2 {
                best = (i + 1 - n, j - n, n);
            }
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gestalt_gives_the_ratios_of_difflib() {
        // Figures of Python's difflib.SequenceMatcher(None, a, b, autojunk=False).ratio().
        let cases = [
            ("private", "primate", 0.857_142_857),
            ("ремонт дороги", "ремонт дорог", 0.96),
            ("abcd", "bcde", 0.75),
            ("tide", "diet", 0.25),
            ("diet", "tide", 0.5),
            ("", "а", 0.0),
            ("", "", 1.0),
        ];
        for (a, b, ratio) in cases {
            assert!((gestalt(a, b) - ratio).abs() < 1e-9, "{a} {b}: {}", gestalt(a, b));
        }
    }

    #[test]
    fn thresholds() {
        assert!(is_soft("капитальный ремонт школы № 5", "капитальный ремонт школы №5"));
        assert!(!is_soft("2023 год", "2024 год"));
        assert!(is_near("2023 год", "2024 год"));
        assert!(!is_near("год", "2024"));
        assert_eq!((in_both(&[1, 2, 3, 2], &[2, 1, 3, 2]), in_both(&[], &[1])), (3, 0));
        assert!((common("абв", "авг") - 2.0 * 2.0 / 6.0).abs() < 1e-9);
        assert!((edits("абв", "абг") - 1.0 / 3.0).abs() < 1e-9);
    }
}
