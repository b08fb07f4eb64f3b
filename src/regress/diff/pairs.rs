//! Which item of a list is which of another: records of two results, rows of two tables, fields of two passports.
//!
//! 1. Equal ones that stand in the same place, then equal ones in order, then equal ones wherever they stand.
//! 2. Of the rest those that are alike by their names, in order.
//! 3. Between two pairs: what has no name, by all that it says.

use std::collections::{HashMap, VecDeque};

use serde_json::Value;

use super::super::align::{Key, align};
use super::super::text::words;
use super::fields::all;

/// An item of a list.
pub struct Item<'a> {
    /// What it says, as it is compared.
    pub value: &'a Value,
    /// The same as text.
    pub text: &'a str,
    /// Where it stands and its first line, where places can be compared.
    pub place: Option<(&'a Value, Option<u64>)>,
}

/// An item that is in one list or in both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its place in the first list.
    pub a: Option<usize>,
    /// Its place in the second list.
    pub b: Option<usize>,
    /// It stands before or behind others than it did.
    pub crossed: bool,
}

/// Every item of both lists, in the order of `a`; what only `b` has follows what it stands behind there.
pub fn pairs(a: &[Item<'_>], b: &[Item<'_>], name: impl Fn(&Value) -> String) -> Vec<Found> {
    let mut lists = Lists { a, b, pair_of_a: vec![None; a.len()], is_paired: vec![false; b.len()] };
    lists.same_place();
    lists.in_order(|item| Key { words: vec![item.text.to_owned()], line: line(item) });
    lists.anywhere();
    lists.in_order(|item| Key { words: words(&name(item.value)), line: line(item) });
    lists.nameless(|item| words(&name(item.value)).is_empty());
    lists.found()
}

fn line(item: &Item<'_>) -> Option<Option<u64>> {
    item.place.map(|(_, line)| line)
}

struct Lists<'a> {
    a: &'a [Item<'a>],
    b: &'a [Item<'a>],
    pair_of_a: Vec<Option<usize>>,
    is_paired: Vec<bool>,
}

impl Lists<'_> {
    fn pair(&mut self, i: usize, j: usize) {
        self.pair_of_a[i] = Some(j);
        self.is_paired[j] = true;
    }

    /// What has no partner yet.
    fn rest(&self) -> (Vec<usize>, Vec<usize>) {
        let a = (0..self.a.len()).filter(|&i| self.pair_of_a[i].is_none());
        let b = (0..self.b.len()).filter(|&j| !self.is_paired[j]);
        (a.collect(), b.collect())
    }

    /// Equal items in equal places.
    fn same_place(&mut self) {
        let key = |item: &Item<'_>| item.place.map(|(place, _)| place.to_string());
        self.first_with_first(|item| key(item).map(|place| (item.text.to_owned(), place)));
    }

    /// Equal items, the first with the first.
    fn anywhere(&mut self) {
        self.first_with_first(|item| Some(item.text.to_owned()));
    }

    fn first_with_first<K: std::hash::Hash + Eq>(&mut self, key: impl Fn(&Item<'_>) -> Option<K>) {
        let (rest_a, rest_b) = self.rest();
        let mut places: HashMap<K, VecDeque<usize>> = HashMap::new();
        for i in rest_a {
            if let Some(key) = key(&self.a[i]) {
                places.entry(key).or_default().push_back(i);
            }
        }
        for j in rest_b {
            let partner = key(&self.b[j]).and_then(|key| places.get_mut(&key)?.pop_front());
            if let Some(i) = partner {
                self.pair(i, j);
            }
        }
    }

    /// The most alike pairs that keep the order.
    fn in_order(&mut self, key: impl Fn(&Item<'_>) -> Key) {
        let (rest_a, rest_b) = self.rest();
        let keys = |list: &[Item<'_>], rest: &[usize]| rest.iter().map(|&i| key(&list[i])).collect::<Vec<_>>();
        for found in align(&keys(self.a, &rest_a), &keys(self.b, &rest_b)) {
            if let (Some(i), Some(j)) = found {
                self.pair(rest_a[i], rest_b[j]);
            }
        }
    }

    /// Items without a name, and those that may have lost or won theirs, between the pairs around them.
    fn nameless(&mut self, is_nameless: impl Fn(&Item<'_>) -> bool) {
        let (rest_a, rest_b) = self.rest();
        if rest_a.is_empty() || rest_b.is_empty() {
            return;
        }
        let key = |item: &Item<'_>| {
            let words = words(&all(item.value));
            // What says nothing at all is like what says nothing.
            Key { words: if words.is_empty() { vec![String::new()] } else { words }, line: line(item) }
        };
        let mut ends: Vec<(usize, usize)> = self.kept().into_iter().filter_map(|(p, kept)| kept.then_some(p)).collect();
        ends.push((self.a.len(), self.b.len()));
        let (mut from_a, mut from_b) = (0, 0);
        for (end_a, end_b) in ends {
            let within = |rest: &[usize], from: usize, end: usize| {
                rest[rest.partition_point(|&i| i < from)..rest.partition_point(|&i| i < end)].to_vec()
            };
            let (a, b) = (within(&rest_a, from_a, end_a), within(&rest_b, from_b, end_b));
            let keys = |list: &[Item<'_>], rest: &[usize]| rest.iter().map(|&i| key(&list[i])).collect::<Vec<_>>();
            for found in align(&keys(self.a, &a), &keys(self.b, &b)) {
                if let (Some(i), Some(j)) = found
                    && (is_nameless(&self.a[a[i]]) || is_nameless(&self.b[b[j]]))
                {
                    self.pair(a[i], b[j]);
                }
            }
            (from_a, from_b) = (end_a, end_b);
        }
    }

    /// The pairs by their first place; whether they keep the order.
    fn kept(&self) -> Vec<((usize, usize), bool)> {
        let pairs: Vec<(usize, usize)> =
            self.pair_of_a.iter().enumerate().filter_map(|(i, j)| Some((i, (*j)?))).collect();
        let order: Vec<usize> = pairs.iter().map(|(_, j)| *j).collect();
        pairs.into_iter().zip(longest_rising(&order)).collect()
    }

    fn found(&self) -> Vec<Found> {
        let alone = |a: Option<usize>, b: Option<usize>| Found { a, b, crossed: false };
        let (lost, added) = self.rest();
        let (mut lost, mut added) = (lost.into_iter().peekable(), added.into_iter().peekable());
        let mut out = Vec::with_capacity(self.a.len().max(self.b.len()));
        for ((i, j), kept) in self.kept() {
            while let Some(i) = lost.next_if(|&at| at < i) {
                out.push(alone(Some(i), None));
            }
            while let Some(j) = added.next_if(|&at| kept && at < j) {
                out.push(alone(None, Some(j)));
            }
            out.push(Found { a: Some(i), b: Some(j), crossed: !kept });
        }
        out.extend(lost.map(|i| alone(Some(i), None)));
        out.extend(added.map(|j| alone(None, Some(j))));
        out
    }
}

/// Marks a longest rising subsequence.
fn longest_rising(list: &[usize]) -> Vec<bool> {
    // tails[n]: place of the smallest end of a rising run of n + 1.
    let mut tails: Vec<usize> = Vec::new();
    let mut before = vec![None; list.len()];
    for (at, value) in list.iter().enumerate() {
        let n = tails.partition_point(|&t| list[t] < *value);
        before[at] = n.checked_sub(1).map(|n| tails[n]);
        if n == tails.len() {
            tails.push(at);
        } else {
            tails[n] = at;
        }
    }
    let mut kept = vec![false; list.len()];
    let mut at = tails.last().copied();
    while let Some(i) = at {
        kept[i] = true;
        at = before[i];
    }
    kept
}
