//! Heads of table columns: `grammars/columns.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::lexicon::{Lexicon, Words};
use super::{GrammarError, parse};
use crate::model::{Role, ValueKind};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    roles: BTreeMap<Role, Vec<String>>,
    alone: Titles,
    below: Titles,
    values: BTreeMap<ValueKind, Vec<String>>,
    past: Past,
    reports: Titles,
    timeless: Titles,
    year: WordForms,
    titles: Titles,
    place: WordForms,
    days: Titles,
    #[serde(default)]
    example: Vec<Example>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WordForms {
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Past {
    words: Vec<String>,
    never: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Titles {
    forms: Vec<String>,
}

/// A head and what it must be read as.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    head: String,
    role: Role,
    year: Option<i32>,
    unit: Option<String>,
    kind: Option<ValueKind>,
}

/// What a further word costs a head that is one only where it stands alone: more than any head may have.
const ALONE: usize = 100;

/// Most words between «за» and its year: «за январь - декабрь 2024 года».
const MAX_PART: usize = 4;

/// What the head of a column says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// What stands below.
    pub role: Option<Role>,
    /// Year of the values.
    pub year: Option<i32>,
    /// Plan, fact or estimate, where the head says so.
    pub kind: Option<ValueKind>,
    /// The head is nothing but a year and the words beside it.
    pub bare_year: bool,
    /// Words behind those that the vocabulary knows: many of them speak for a sentence, not for a head.
    pub beyond: usize,
}

impl Head {
    /// True where the words read as a head and not as a sentence that begins like one.
    pub fn is_likely(&self) -> bool {
        self.role.is_some() && self.beyond <= 12
    }
}

/// The vocabulary of column heads.
#[derive(Clone, Debug)]
pub struct Columns {
    roles: Lexicon<Role>,
    alone: Lexicon<()>,
    below: Lexicon<()>,
    values: Lexicon<ValueKind>,
    past: Lexicon<()>,
    never: Lexicon<()>,
    reports: Lexicon<()>,
    timeless: Lexicon<()>,
    year_words: Lexicon<()>,
    titles: Lexicon<()>,
    place: Lexicon<()>,
    days: Lexicon<()>,
    examples: Vec<Example>,
}

impl Columns {
    /// Name of the file.
    pub const FILE: &str = "columns.toml";

    /// Reads a grammar file.
    ///
    /// # Errors
    /// Bad TOML, an unknown role or an unknown field, with its line.
    pub fn from_toml(text: &str) -> Result<Columns, GrammarError> {
        let file: File = parse(Self::FILE, text)?;
        let roles = file.roles.into_iter().flat_map(|(role, forms)| forms.into_iter().map(move |f| (f, role)));
        let values = file.values.into_iter().flat_map(|(kind, forms)| forms.into_iter().map(move |f| (f, kind)));
        Ok(Columns {
            roles: Lexicon::new(roles),
            alone: Lexicon::new(file.alone.forms.into_iter().map(|w| (w, ()))),
            below: Lexicon::new(file.below.forms.into_iter().map(|w| (w, ()))),
            values: Lexicon::new(values),
            past: Lexicon::new(file.past.words.into_iter().map(|w| (w, ()))),
            never: Lexicon::new(file.past.never.into_iter().map(|w| (w, ()))),
            reports: Lexicon::new(file.reports.forms.into_iter().map(|w| (w, ()))),
            timeless: Lexicon::new(file.timeless.forms.into_iter().map(|w| (w, ()))),
            year_words: Lexicon::new(file.year.words.into_iter().map(|w| (w, ()))),
            titles: Lexicon::new(file.titles.forms.into_iter().map(|w| (w, ()))),
            place: Lexicon::new(file.place.words.into_iter().map(|w| (w, ()))),
            days: Lexicon::new(file.days.forms.into_iter().map(|w| (w, ()))),
            examples: file.example,
        })
    }

    /// Reads the head of a column, also where a hyphen that a narrow column once needed stands in a word
    /// («Профинан-сировано»).
    pub fn head(&self, text: &str) -> Head {
        let head = self.head_of(text);
        if head.role.is_some() || !text.contains('-') {
            return head;
        }
        let whole = self.head_of(&without_hyphens(text));
        if whole.role.is_some() { whole } else { head }
    }

    fn head_of(&self, text: &str) -> Head {
        let words = Words::new(text);
        let mut head = Head::default();
        let (mut years, mut numbers) = (0, 0);
        let mut bare = true;
        let mut i = 0;
        // Words that are no year and do not stand beside one.
        let mut foreign = 0;
        while let Some(word) = words.get(i) {
            if let Some(year) = year(word.fold).or_else(|| self.glued_year(word.fold)) {
                years += 1;
                head.year = Some(year);
                i += 1;
            } else {
                numbers += usize::from(word.fold.bytes().all(|b| b.is_ascii_digit()));
                let n = self.year_words.at(&words, i).map(|(_, n)| n);
                bare &= n.is_some();
                foreign += usize::from(n.is_none());
                i += n.unwrap_or(1);
            }
        }
        if years != 1 {
            head.year = None;
        }
        head.kind = self.values.find(&words, 0).map(|(_, kind, _)| kind);
        if head.kind.is_none() && years == 1 && self.past_year(&words).is_some() {
            head.kind = Some(ValueKind::Fact);
        }
        let found = self.roles.at(&words, 0);
        // «2022 (базовый год)»: the words beside the year may say more than the year.
        let beside = if years == 1 && bare { self.first_baseline(&words) } else { None };
        head.bare_year = years == 1 && bare && beside.is_none();
        // One known word carries fewer others than two.
        head.beyond = found.map_or(0, |(_, n)| (words.len() - n) * if n > 1 { 1 } else { 2 });
        let lists = |list: &Lexicon<()>| found.is_some_and(|(_, n)| list.at(&words, 0).is_some_and(|(_, m)| m == n));
        if lists(&self.below) || (foreign > found.map_or(0, |(_, n)| n) && lists(&self.alone)) {
            head.beyond += ALONE;
        }
        let by_words = beside.or(found.map(|(role, _)| role));
        head.role = match by_words {
            _ if head.bare_year => Some(Role::Value),
            Some(role) => Some(role),
            None if head.year.is_some() && words.len() <= 6 && numbers == 0 => Some(Role::Value),
            None => None,
        };
        if !matches!(head.role, Some(Role::Value | Role::Total | Role::Baseline)) {
            head.year = None;
            // «Выполнено» below «за 2024 год» says what the values are, though no role begins so.
            head.kind = head.kind.filter(|_| head.role.is_none());
        }
        head
    }

    /// The year of «за 2024 год», «за 9 месяцев 2024 года»; of several the last one.
    fn past_year(&self, words: &Words) -> Option<i32> {
        let (at, (), n) = self.past.find(words, 0)?;
        let year_at = |i: usize| words.get(i).and_then(|w| year(w.fold).or_else(|| self.glued_year(w.fold)));
        let behind = at + n;
        let first = (behind..=behind + MAX_PART).find(|&i| year_at(i).is_some())?;
        if self.never.at(words, behind).is_some() {
            return None;
        }
        (first..words.len()).map_while(|i| year_at(i).map(|y| (i, y))).last().map(|(_, y)| y)
    }

    /// The last year that a title speaks of as past: «Отчёт за 2024 год»; none where it speaks of plans.
    pub fn past(&self, title: &str) -> Option<i32> {
        let words = Words::new(title);
        let planned = self.values.find(&words, 0).is_some_and(|(_, kind, _)| kind != ValueKind::Fact);
        self.past_year(&words).filter(|_| !planned)
    }

    /// True where the title of a document says that it tells what was: «Отчёт …», «Информация о …».
    pub fn reports(&self, title: &str) -> bool {
        self.reports.starts(title).is_some()
    }

    /// True where a head tells a sum of no year: the cost of a work, what is left.
    pub fn is_timeless(&self, head: &str) -> bool {
        self.timeless.within(head)
    }

    /// «2024г», «2024год»: a year and its word without a blank between.
    fn glued_year(&self, word: &str) -> Option<i32> {
        let (digits, rest) = word.split_at_checked(4)?;
        let known = || self.year_words.at(&Words::new(rest), 0).is_some();
        year(digits).filter(|_| !rest.is_empty() && known())
    }

    /// A baseline or total that stands anywhere in a head of years.
    fn first_baseline(&self, words: &Words) -> Option<Role> {
        let mut at = 0;
        while let Some((i, role, _)) = self.roles.find(words, at) {
            if matches!(role, Role::Baseline | Role::Total) {
                return Some(role);
            }
            at = i + 1;
        }
        None
    }

    /// True where a head says that a place stands in its cells («Место и сроки проведения»).
    pub fn names_place(&self, head: &str) -> bool {
        self.place.find(&Words::new(head), 0).is_some()
    }

    /// True where a head says that days of months stand below, or as well a quantity («Число»).
    pub fn counts_days(&self, head: &str) -> bool {
        head.rsplit(" / ").next().is_some_and(|last| self.days.whole(last).is_some())
    }

    /// True where a lone cell above a header row names the table.
    pub fn is_title(&self, text: &str) -> bool {
        self.titles.starts(text).is_some()
    }

    /// Runs the examples of the file.
    pub fn check(&self) -> Vec<String> {
        let mut out = Vec::new();
        for e in &self.examples {
            let head = self.head(&e.head);
            let kind_ok = e.kind.is_none() || head.kind == e.kind;
            if head.role != Some(e.role) || head.year != e.year || !kind_ok {
                out.push(format!("{}: «{}» reads as {head:?}", Self::FILE, e.head));
            }
            if let Some(unit) = &e.unit
                && !e.head.contains(unit.as_str())
            {
                out.push(format!("{}: «{}» does not hold its unit «{unit}»", Self::FILE, e.head));
            }
        }
        out
    }
}

/// The words of a head without the hyphens inside them.
fn without_hyphens(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let inside = c == '-' && out.ends_with(char::is_lowercase) && rest.peek().is_some_and(|c| c.is_lowercase());
        if !inside {
            out.push(c);
        }
    }
    out
}

/// A year that documents of this kind name.
pub fn year(word: &str) -> Option<i32> {
    let year: i32 =
        (word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit())).then(|| word.parse().ok()).flatten()?;
    (1990..=2099).contains(&year).then_some(year)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_that_begins_as_a_head_is_none() {
        let g = Columns::from_toml(include_str!("../../grammars/columns.toml")).unwrap();
        for head in ["Исполнено, тыс. руб.", "Организация", "Предусмотрено на 2024 год", "Количество"]
        {
            assert!(g.head(head).is_likely(), "{head}");
        }
        for data in ["Исполнено в полном объёме", "Организация питания школьников", "2 квартал", "Этап I. Подготовка"]
        {
            assert!(!g.head(data).is_likely(), "{data}");
        }
        for (head, year) in [("2014г.", Some(2014)), ("2014год", Some(2014)), ("2017-2020гг.", None), ("2014а", None)]
        {
            assert_eq!(g.head(head).year, year, "{head}");
        }
        let head = g.head("Базовое значение, 2022 год");
        assert_eq!((head.role, head.year, head.bare_year), (Some(Role::Baseline), Some(2022), false));
    }
    #[test]
    fn what_was_is_told_by_the_words_before_a_year() {
        let g = Columns::from_toml(include_str!("../../grammars/columns.toml")).unwrap();
        let kind = |head: &str| g.head(head).kind;
        for head in ["Значение за 2014 год", "Сумма за 9 месяцев 2014 г.", "за январь - декабрь 2016 года"]
        {
            assert_eq!(kind(head), Some(ValueKind::Fact), "{head}");
        }
        for head in ["Значение на 2014 год", "Расходы за счет средств бюджета в 2014 году", "2014 год"]
        {
            assert_eq!(kind(head), None, "{head}");
        }
        assert_eq!(kind("План за 2014 год"), Some(ValueKind::Plan));
        assert_eq!(g.past("Показатели развития района за 2013 - 2014 годы"), Some(2014));
        assert_eq!(g.past("Плановые показатели за 2014 год"), None);
        assert_eq!(g.past("Показатели на 2014 год"), None);
    }
}
