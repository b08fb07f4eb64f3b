//! Which record of the prediction is meant to be which record of the gold.
//!
//! The pairs are those that a table of all records against all others gives (`likeness` summed up, the order kept), ties
//! included. The table itself is never kept: equal records at both ends are paired beforehand where no other choice is as
//! good, of the rest a row in some hundred is kept, and the rows between are made again on the way back.

use std::collections::HashMap;

/// Key words shared by two records below which they are never the same, as a Dice coefficient.
const LEAST: f64 = 0.3;
/// What the same first line adds.
const SAME_LINE: f64 = 0.1;
/// Most steps of the table that are kept at a time, one byte each.
const STEPS: usize = 1 << 24;

/// What a record is known by.
#[derive(Clone, Debug, Default)]
pub struct Key {
    /// Its key words, sorted, each once.
    pub words: Vec<String>,
    /// First line of its span: `Some(None)` for a span without lines.
    pub line: Option<Option<u64>>,
}

/// A record that has its partner, or has none on the other side.
pub type Pair = (Option<usize>, Option<usize>);

/// Pairs of records that keep the order and whose keys are together the most alike; a record without partner has `None`
/// on the other side. Of equally good pairs the last ones are taken. Time O(n·m), memory O(n + m) but for some megabytes.
pub fn align(gold: &[Key], pred: &[Key]) -> Vec<Pair> {
    align_within(gold, pred, STEPS)
}

/// Keeps at most `steps` steps, but those of one row.
fn align_within(gold: &[Key], pred: &[Key], steps: usize) -> Vec<Pair> {
    let mut numbers = HashMap::new();
    let (gold, pred) = (numbered(gold, &mut numbers), numbered(pred, &mut numbers));
    let head = equal_head(&gold, &pred);
    let mut pairs: Vec<Pair> = (0..head).map(|i| (Some(i), Some(i))).collect();
    let (gold, pred) = (&gold[head..], &pred[head..]);
    let ends = || gold.iter().rev().zip(pred.iter().rev()).take_while(|(a, b)| a.is_best(b));
    let tail = ends().count();
    // The sum that the table begins with, added up from the end as the table does.
    let base = ends().fold(0.0, |sum, (a, b)| sum + a.likeness(b, a.words.len()).unwrap_or(0.0));
    let (n, m) = (gold.len() - tail, pred.len() - tail);
    let table = Table::new(&gold[..n], &pred[..m], numbers.len(), base);
    let shifted = |at: Option<usize>| at.map(|at| at + head);
    pairs.extend(table.pairs(steps).into_iter().map(|(i, j)| (shifted(i), shifted(j))));
    pairs.extend((0..tail).map(|k| (Some(head + n + k), Some(head + m + k))));
    pairs
}

/// A key whose words are numbers.
#[derive(PartialEq, Eq, Hash)]
struct Known {
    words: Vec<u32>,
    line: Option<Option<u64>>,
}

fn numbered<'a>(keys: &'a [Key], numbers: &mut HashMap<&'a str, u32>) -> Vec<Known> {
    let mut number = |word: &'a String| {
        let next = numbers.len() as u32;
        *numbers.entry(word).or_insert(next)
    };
    keys.iter().map(|key| Known { words: key.words.iter().map(&mut number).collect(), line: key.line }).collect()
}

impl Known {
    /// Dice coefficient of words of which `shared` are the same, more on the same line; `None` where that is too little.
    fn likeness(&self, other: &Known, shared: usize) -> Option<f64> {
        if shared == 0 {
            return None;
        }
        let mut likeness = 2.0 * shared as f64 / (self.words.len() + other.words.len()) as f64;
        if self.line.is_some() && self.line == other.line {
            likeness += SAME_LINE;
        }
        (likeness >= LEAST).then_some(likeness)
    }

    /// True where neither can have a partner that is more alike.
    fn is_best(&self, other: &Known) -> bool {
        !self.words.is_empty() && self == other
    }
}

/// How many records at the beginning are pairs whatever follows: each is equal to its partner and to no other record.
fn equal_head(gold: &[Known], pred: &[Known]) -> usize {
    // Without a line on one side, records of the same words on other lines are as good.
    fn count<'a>(list: &'a [Known]) -> HashMap<&'a [u32], usize> {
        let mut out: HashMap<&'a [u32], usize> = HashMap::new();
        list.iter().for_each(|key| *out.entry(&key.words).or_default() += 1);
        out
    }
    let (in_gold, in_pred) = (count(gold), count(pred));
    let is_only = |key: &Known| in_gold.get(&*key.words) == Some(&1) && in_pred.get(&*key.words) == Some(&1);
    gold.iter().zip(pred).take_while(|(a, b)| a.is_best(b) && is_only(a)).count()
}

/// The table of the best sums: row i, column j holds that of `gold[i..]` and `pred[j..]`.
struct Table<'a> {
    gold: &'a [Known],
    pred: &'a [Known],
    /// Columns in which each word stands.
    columns: Vec<Vec<u32>>,
    /// The sum below and right of the table.
    base: f64,
}

#[derive(Clone, Copy, PartialEq)]
enum Step {
    SkipGold,
    SkipPred,
    Pair,
}

impl<'a> Table<'a> {
    fn new(gold: &'a [Known], pred: &'a [Known], words: usize, base: f64) -> Table<'a> {
        let mut columns = vec![Vec::new(); if gold.is_empty() { 0 } else { words }];
        if !gold.is_empty() {
            for (j, key) in pred.iter().enumerate() {
                key.words.iter().for_each(|&word| columns[word as usize].push(j as u32));
            }
        }
        Table { gold, pred, columns, base }
    }

    fn pairs(&self, steps: usize) -> Vec<Pair> {
        let (n, m) = (self.gold.len(), self.pred.len());
        if n == 0 || m == 0 {
            return (0..n).map(|i| (Some(i), None)).chain((0..m).map(|j| (None, Some(j)))).collect();
        }
        // Blocks of rows, from the last to the first; of each the row below it is kept.
        let height = (steps / m).clamp(1, n);
        let mut shared = vec![0; m];
        let mut below = vec![self.base; m + 1];
        let mut kept = Vec::with_capacity(n / height + 1);
        for i in (0..n).rev() {
            if (i + 1) % height == 0 || i + 1 == n {
                kept.push(below.clone());
            }
            if i >= height {
                self.row(i, &mut below, &mut shared, |_, _| {});
            }
        }
        // And back, block by block.
        let mut taken = vec![Step::SkipGold; height * m];
        let (mut pairs, mut i, mut j) = (Vec::with_capacity(n.max(m)), 0, 0);
        while let Some(mut below) = kept.pop().filter(|_| i < n && j < m) {
            let (first, end) = (i, (i / height * height + height).min(n));
            for i in (first..end).rev() {
                let row = &mut taken[(i - first) * m..][..m];
                self.row(i, &mut below, &mut shared, |j, step| row[j] = step);
            }
            while i < end && j < m {
                let step = taken[(i - first) * m + j];
                let (takes_gold, takes_pred) = (step != Step::SkipPred, step != Step::SkipGold);
                pairs.push((takes_gold.then_some(i), takes_pred.then_some(j)));
                i += usize::from(takes_gold);
                j += usize::from(takes_pred);
            }
        }
        pairs.extend((i..n).map(|i| (Some(i), None)));
        pairs.extend((j..m).map(|j| (None, Some(j))));
        pairs
    }

    /// Makes row `i` of the row below it.
    fn row(&self, i: usize, below: &mut [f64], shared: &mut [u32], mut step: impl FnMut(usize, Step)) {
        shared.fill(0);
        let gold = &self.gold[i];
        for &word in &gold.words {
            self.columns[word as usize].iter().for_each(|&j| shared[j as usize] += 1);
        }
        let m = self.pred.len();
        // Right of the cell, and right below it.
        let (mut right, mut across) = (self.base, below[m]);
        below[m] = self.base;
        for j in (0..m).rev() {
            let under = below[j];
            let (mut best, mut taken) = if under >= right { (under, Step::SkipGold) } else { (right, Step::SkipPred) };
            if shared[j] > 0
                && let Some(likeness) = gold.likeness(&self.pred[j], shared[j] as usize)
                && across + likeness > best
            {
                (best, taken) = (across + likeness, Step::Pair);
            }
            step(j, taken);
            (right, across) = (best, under);
            below[j] = best;
        }
    }
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

    /// The whole table, as the scorer of the gold has it.
    fn plain(gold: &[Key], pred: &[Key]) -> Vec<Pair> {
        let mut numbers = HashMap::new();
        let (a, b) = (numbered(gold, &mut numbers), numbered(pred, &mut numbers));
        let (n, m) = (a.len(), b.len());
        let likeness =
            |i: usize, j: usize| a[i].likeness(&b[j], a[i].words.iter().filter(|w| b[j].words.contains(w)).count());
        let mut best = vec![vec![0.0; m + 1]; n + 1];
        let mut taken = vec![vec![Step::SkipGold; m]; n];
        for i in (0..n).rev() {
            for j in (0..m).rev() {
                let (under, right) = (best[i + 1][j], best[i][j + 1]);
                (best[i][j], taken[i][j]) =
                    if under >= right { (under, Step::SkipGold) } else { (right, Step::SkipPred) };
                if let Some(l) = likeness(i, j)
                    && best[i + 1][j + 1] + l > best[i][j]
                {
                    (best[i][j], taken[i][j]) = (best[i + 1][j + 1] + l, Step::Pair);
                }
            }
        }
        let (mut i, mut j, mut out) = (0, 0, Vec::new());
        while i < n || j < m {
            let step = if j == m {
                Step::SkipGold
            } else if i == n {
                Step::SkipPred
            } else {
                taken[i][j]
            };
            let (left, right) = (step != Step::SkipPred, step != Step::SkipGold);
            out.push((left.then_some(i), right.then_some(j)));
            (i, j) = (i + usize::from(left), j + usize::from(right));
        }
        out
    }

    #[test]
    fn the_pairs_are_those_of_the_whole_table_ties_included() {
        let mut state = 7_u64;
        let mut random = |n: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % n
        };
        for case in 0..3_000 {
            // Few words and few lines: most records are alike, many equal.
            let mut list = |lines: bool| -> Vec<Key> {
                let n = random(12);
                let mut key = || {
                    let text: Vec<String> = (0..random(4)).map(|_| format!("w{}", random(5))).collect();
                    let line = if lines { Some(Some(random(6)).filter(|l| *l > 0)) } else { None };
                    Key { words: words(&text.join(" ")), line }
                };
                (0..n).map(|_| key()).collect()
            };
            let (mut gold, mut pred) = (list(case % 2 == 0), list(case % 3 != 0));
            if case % 4 == 0 {
                let (head, tail) = (list(true), list(true));
                for side in [&mut gold, &mut pred] {
                    *side = head.iter().chain(side.iter()).chain(&tail).cloned().collect();
                }
            }
            let want = plain(&gold, &pred);
            for steps in [1, 8, 30, STEPS] {
                assert_eq!(align_within(&gold, &pred, steps), want, "case {case}, {steps}: {gold:?} {pred:?}");
            }
        }
    }
}
