//! Which record of the prediction is meant to be which record of the gold.

/// Key words shared by two records below which they are never the same, as a Dice coefficient.
const LEAST: f64 = 0.3;
/// What the same first line adds.
const SAME_LINE: f64 = 0.1;

/// What a record is known by.
#[derive(Clone, Debug, Default)]
pub struct Key {
    /// Its key words, sorted, each once.
    pub words: Vec<String>,
    /// First line of its span: `Some(None)` for a span without lines.
    pub line: Option<Option<u64>>,
}

/// Pairs of records that keep the order and whose keys are together the most alike; a record without partner has `None`
/// on the other side. O(n·m).
pub fn align(gold: &[Key], pred: &[Key]) -> Vec<(Option<usize>, Option<usize>)> {
    let (n, m) = (gold.len(), pred.len());
    let width = m + 1;
    let mut below = vec![0.0; width];
    let mut row = vec![0.0; width];
    let mut steps = vec![Step::SkipGold; n * width];
    for i in (0..n).rev() {
        row[m] = 0.0;
        for j in (0..m).rev() {
            let (mut score, mut step) =
                if below[j] >= row[j + 1] { (below[j], Step::SkipGold) } else { (row[j + 1], Step::SkipPred) };
            if let Some(likeness) = likeness(&gold[i], &pred[j])
                && below[j + 1] + likeness > score
            {
                (score, step) = (below[j + 1] + likeness, Step::Pair);
            }
            row[j] = score;
            steps[i * width + j] = step;
        }
        std::mem::swap(&mut row, &mut below);
    }
    let (mut pairs, mut i, mut j) = (Vec::with_capacity(n.max(m)), 0, 0);
    while i < n || j < m {
        let step = match (i < n, j < m) {
            (true, true) => steps[i * width + j],
            (true, false) => Step::SkipGold,
            _ => Step::SkipPred,
        };
        let (takes_gold, takes_pred) = (step != Step::SkipPred, step != Step::SkipGold);
        pairs.push((takes_gold.then_some(i), takes_pred.then_some(j)));
        i += usize::from(takes_gold);
        j += usize::from(takes_pred);
    }
    pairs
}

#[derive(Clone, Copy, PartialEq)]
enum Step {
    SkipGold,
    SkipPred,
    Pair,
}

/// Dice coefficient of the words, more on the same line; `None` where too little is shared.
fn likeness(a: &Key, b: &Key) -> Option<f64> {
    if a.words.is_empty() || b.words.is_empty() {
        return None;
    }
    let mut likeness = 2.0 * shared(&a.words, &b.words) as f64 / (a.words.len() + b.words.len()) as f64;
    if likeness > 0.0 && a.line.is_some() && a.line == b.line {
        likeness += SAME_LINE;
    }
    (likeness >= LEAST).then_some(likeness)
}

/// How many words two sorted lists share.
fn shared(a: &[String], b: &[String]) -> usize {
    let (mut i, mut j, mut n) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                n += 1;
                i += 1;
                j += 1;
            }
        }
    }
    n
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regress::text::words;

    fn keys(texts: &[&str]) -> Vec<Key> {
        texts.iter().map(|t| Key { words: words(t), line: None }).collect()
    }

    #[test]
    fn a_lost_record_shifts_nothing() {
        let gold = keys(&["ремонт школы", "ремонт дороги", "посадка лип"]);
        let pred = keys(&["ремонт дороги", "посадка лип", "уборка снега"]);
        let want = [(Some(0), None), (Some(1), Some(0)), (Some(2), Some(1)), (None, Some(2))];
        assert_eq!(align(&gold, &pred), want);
    }

    #[test]
    fn the_line_decides_between_equal_texts() {
        let at = |line| Key { words: words("всего"), line: Some(Some(line)) };
        assert_eq!(align(&[at(7)], &[at(3), at(7)]), [(None, Some(0)), (Some(0), Some(1))]);
    }

    #[test]
    fn strangers_are_no_pair() {
        assert_eq!(align(&keys(&["а"]), &keys(&["б"])), [(Some(0), None), (None, Some(0))]);
        assert_eq!(align(&keys(&[""]), &keys(&[""])), [(Some(0), None), (None, Some(0))]);
        assert!(align(&[], &[]).is_empty());
    }
}
