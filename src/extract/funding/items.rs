//! The items of a table of money: which stand below which.
//!
//! ```text
//! Подпрограмма 1 «Дворы»                 150,0
//! Мероприятие 1 подпрограммы 1 Лавки      90,0      its name says so
//! Качели                                  60,0      both together are the sum above
//! ```

use std::collections::HashSet;

use crate::audit::money::{Amount, Sum};
use crate::grammar::Grammars;
use crate::layout::groups::{is_titled_number, number_places};
use crate::layout::table::Record;
use crate::model::{Funding, Money};
use crate::text::Text;

/// An item that sources stand below.
#[derive(Clone)]
pub struct Item {
    /// Its number.
    pub number: Option<String>,
    /// Its name.
    pub name: Text,
    /// What it stands below.
    pub path: Vec<String>,
}

/// Most words of a name that say what it is a part of.
const MAX_PART_WORDS: usize = 6;
/// Most items below one head whose sums are looked at.
const MOST_ITEMS: usize = 600;
/// Letters that the forms of one word share.
const STEM: usize = 6;
/// Least letters that tell a word.
const LEAST_STEM: usize = 3;

/// True where a name says that it is a part of the item above: «Мероприятие 2 подпрограммы 1» of «Подпрограмма 1».
fn is_part_of(name: &str, above: &str) -> bool {
    let mut title = above.split_whitespace();
    let (Some(word), Some(number)) = (title.next(), title.next().filter(|_| is_titled_number(above))) else {
        return false;
    };
    // A point may stand between number and title, and no blank before the word: «1подпрограммы 2».
    let bare = |number: &str| number.trim_end_matches(['.', ':', ',', ')']).to_owned();
    let words: Vec<&str> = tokens(name).into_iter().take(MAX_PART_WORDS).collect();
    let names = |pair: &[&str]| {
        pair[0].starts_with(char::is_lowercase) && is_form_of(pair[0], word) && bare(pair[1]) == bare(number)
    };
    words.windows(2).any(names)
}

/// Words as blanks part them, and numbers that words are glued to.
fn tokens(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    for mut word in text.split_whitespace() {
        while let Some(at) = glue(word) {
            out.push(&word[..at]);
            word = &word[at..];
        }
        out.push(word);
    }
    out
}

/// Where a digit and a letter meet in a word.
fn glue(word: &str) -> Option<usize> {
    let pairs = word.char_indices().zip(word.chars().skip(1));
    pairs
        .filter(|((_, a), b)| a.is_ascii_digit() != b.is_ascii_digit() && (a.is_alphabetic() || b.is_alphabetic()))
        .map(|((at, a), _)| at + a.len_utf8())
        .next()
}

/// Two forms of one word: «подпрограммы» and «Подпрограмма», «задачи» and «Задача».
fn is_form_of(word: &str, other: &str) -> bool {
    let (a, b) = (word.chars().count(), other.chars().count());
    let n = STEM.min(a.min(b).saturating_sub(1)).max(LEAST_STEM);
    let stem = |word: &str| word.to_lowercase().chars().take(n).collect::<String>();
    stem(word) == stem(other) && a.abs_diff(b) <= 2
}

/// Puts items that do not name what they are a part of below the titled one whose sums they make up, in all columns.
pub fn settle(rows: &mut [Funding], g: &Grammars) {
    let own = |row: &Funding| row.source.is_none();
    let first = |name: &str| name.split_whitespace().next().unwrap_or_default().to_owned();
    // «Подпрограмма «Дворы»» is titled as well where others have numbers.
    let titled = rows.iter().filter(|r| own(r) && is_titled_number(&r.name)).map(|r| first(&r.name));
    let titles: HashSet<String> = titled.collect();
    for head in 0..rows.len() {
        if !own(&rows[head]) || !titles.contains(&first(&rows[head].name)) {
            continue;
        }
        let (name, path) = (rows[head].name.clone(), rows[head].path.clone());
        let word = first(&name);
        let ends = |row: &Funding| {
            let next = first(&row.name) == word || g.funding.is_total(&row.name);
            !row.path.starts_with(&path) || own(row) && next
        };
        let end = (head + 1..rows.len()).find(|&i| ends(&rows[i])).unwrap_or(rows.len());
        let mut below = path.clone();
        below.push(name.clone());
        let item = |row: &Funding| own(row) && (row.path == path || row.path == below);
        let items: Vec<usize> = (head + 1..end).filter(|i| item(&rows[*i])).collect();
        if items.len() > MOST_ITEMS || items.iter().all(|i| rows[*i].path == below) {
            continue;
        }
        let sum = |n: &usize| makes_up(&rows[head], items[..*n].iter().map(|i| &rows[*i]));
        let Some(n) = (1..=items.len()).rev().find(sum) else { continue };
        let until = items.get(n).copied().unwrap_or(end);
        for row in rows[head + 1..until].iter_mut().filter(|r| r.path == path && r.name != name) {
            row.path.clone_from(&below);
        }
    }
}

/// A total right below the total of a group is that of what the group stands in: «Итого по программе», «Всего по программам».
pub fn raise_totals(rows: &mut [Funding], g: &Grammars) {
    let total = |row: &Funding| row.source.is_none() && g.funding.is_total(&row.name);
    let value = |m: &Money| Some(Amount::new(m.value.as_ref()?, &m.raw)?.value);
    let mut last: Option<usize> = None;
    for i in 0..rows.len() {
        if rows[i].source.is_some() {
            continue;
        }
        if let Some(above) = last.filter(|_| total(&rows[i]))
            && rows[i].path == rows[above].path
            && !rows[i].path.is_empty()
        {
            let pairs = rows[i].values.iter().zip(&rows[above].values);
            let holds = rows[i].values.len() >= rows[above].values.len()
                && pairs.clone().next().is_some()
                && pairs.clone().all(|(a, b)| (a.year, a.kind) == (b.year, b.kind) && value(a) >= value(b));
            if holds {
                let (name, mut path) = (rows[i].name.clone(), rows[i].path.clone());
                path.pop();
                for row in rows[i..].iter_mut().take_while(|r| r.name == name) {
                    row.path.clone_from(&path);
                }
            }
        }
        last = total(&rows[i]).then_some(i);
    }
}

/// True where the sums of `parts` are those of `whole` in every column, and not all of them nothing.
fn makes_up<'a>(whole: &Funding, parts: impl Iterator<Item = &'a Funding> + Clone) -> bool {
    let amount = |m: &Money| Amount::new(m.value.as_ref()?, &m.raw);
    let mut proven = false;
    let closes = |total: &Money| {
        let same = |m: &&Money| (m.year, m.kind, &m.column) == (total.year, total.kind, &total.column);
        let cells = parts.clone().flat_map(|p| p.values.iter().filter(same));
        let sum = Sum::new(amount(total)?, cells.map(amount).collect::<Option<Vec<_>>>()?)?;
        proven |= !sum.parts.is_zero();
        Some(sum.closes())
    };
    let all = whole.values.iter().map(closes).all(|closed| closed == Some(true));
    all && proven
}

/// The items that are open at a place of a table, and the heading rows inside them.
#[derive(Default)]
pub struct Items {
    /// From the outermost in.
    pub open: Vec<Item>,
    /// The last titled item («Подпрограмма 1») with what is above it, and where its group begins.
    titled: Option<(Vec<Item>, Option<usize>)>,
    /// First byte of a heading row that stands inside an item, and that of the item.
    inside: Vec<(usize, usize)>,
}

impl Items {
    /// Puts an item in its place under those above: «1)» under «1.», «1.1» under «1».
    pub fn enter(&mut self, number: Option<String>, name: Text, record: &Record) {
        let parent = |child: &str, above: &Item| {
            above.number.as_deref().is_some_and(|n| match child.ends_with(')') {
                true => !n.ends_with(')'),
                false => child.starts_with(&format!("{n}.")),
            })
        };
        let group = record.group.last().and_then(Text::start);
        let keep = match number.as_deref() {
            Some(n) if n.ends_with(')') || number_places(n) > 1 => {
                self.open.iter().rposition(|i| parent(n, i)).map_or(0, |p| p + 1)
            }
            Some(_) => 0,
            None => {
                let part = |open: &[Item]| open.iter().rposition(|i| is_part_of(name.as_str(), i.name.as_str()));
                // Works between that do not name it end no subprogramme.
                let titled = self.titled.take_if(|(_, at)| *at == group);
                if part(&self.open).is_none()
                    && let Some((items, _)) = &titled
                    && part(items).is_some()
                {
                    self.open.clone_from(items);
                }
                self.titled = titled;
                part(&self.open).map_or(0, |p| p + 1)
            }
        };
        self.open.truncate(keep);
        let path = self.path(record);
        let titled = number.is_none() && is_titled_number(name.as_str());
        self.open.push(Item { number, name, path });
        if titled {
            self.titled = Some((self.open.clone(), group));
        }
    }

    /// A total ends what stands above it.
    pub fn close(&mut self) {
        self.titled = None;
    }

    /// Heading rows and items above, as they follow each other: «Задача 1», «Мероприятия». A heading inside an item ends
    /// with it.
    fn path(&mut self, record: &Record) -> Vec<String> {
        let start = |text: &Text| text.start().unwrap_or(0);
        let mut path: Vec<&Text> = self.open.iter().map(|i| &i.name).collect();
        for heading in &record.group {
            let at = start(heading);
            let around = self.inside.iter().find(|(h, _)| *h == at).map(|(_, item)| *item);
            let open = |item: &usize| self.open.iter().any(|i| start(&i.name) == *item);
            if around.as_ref().is_none_or(open) {
                path.push(heading);
            }
            if around.is_none()
                && let Some(item) = self.open.iter().rev().map(|i| start(&i.name)).find(|item| *item < at)
            {
                self.inside.push((at, item));
            }
        }
        path.sort_by_key(|text| start(text));
        path.iter().map(|text| text.as_str().to_owned()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::is_part_of;

    #[test]
    fn names_say_what_they_are_a_part_of() {
        assert!(is_part_of("Мероприятие 2 подпрограммы 1 Доплаты", "Подпрограмма 1 Меры поддержки"));
        assert!(is_part_of("Мероприятие1.2 подпрограммы 2 Учёба", "Подпрограмма 2 «Мосты»"));
        assert!(is_part_of("Мероприятие 1подпрограммы 3 Сборы", "Подпрограмма 3 «Спорт»"));
        assert!(is_part_of("Мероприятие 1 задачи 2 Учёт", "Задача 2. Порядок"));
        assert!(!is_part_of("Мероприятие 1 задания 2 Учёт", "Задача 2. Порядок"));
        assert!(is_part_of("Мероприятие подпрограммы 4", "Подпрограмма 4. Кадры"));
        assert!(!is_part_of("Мероприятие 2 подпрограммы 11", "Подпрограмма 1 Меры поддержки"));
        assert!(!is_part_of("Подпрограмма 2 Кадры", "Подпрограмма 1 Меры поддержки"));
        assert!(!is_part_of("Итого по подпрограмме", "Подпрограмма 1"));
        assert!(!is_part_of("Ремонт", ""));
    }
}
