//! Goals and tasks: `grammars/goals.toml`.

use crate::grammar::lexicon::is_letter_or_digit;
use std::ops::Range;

use serde::Deserialize;

use super::lexicon::{Lexicon, Words};
use super::{Forms, GrammarError, parse};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    goal: Goal,
    task: Task,
    verb: Forms,
    #[serde(default)]
    example: Vec<Example>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Goal {
    label: Vec<String>,
    prose: Vec<String>,
    lead: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Task {
    label: Vec<String>,
    prose: Vec<String>,
    ends: Vec<String>,
}

/// A line and the goal that it states.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    text: String,
    goal: String,
}

/// The vocabulary of goals.
#[derive(Clone, Debug)]
pub struct GoalWords {
    goal_label: Lexicon<()>,
    goal_prose: Lexicon<()>,
    goal_lead: Lexicon<()>,
    task_label: Lexicon<()>,
    task_prose: Lexicon<()>,
    task_ends: Lexicon<()>,
    verb: Lexicon<()>,
    examples: Vec<Example>,
}

/// Most words between the word for goals and the colon: «Цели программы развития:».
const MAX_LABEL: usize = 3;
/// Most words of a sentence that leads to goals in the lines below.
const MAX_LEAD: usize = 30;
/// Most words between «Целью» and «является».
const MAX_BETWEEN: usize = 30;

impl GoalWords {
    /// Name of the file.
    pub const FILE: &str = "goals.toml";

    /// Reads a grammar file.
    ///
    /// # Errors
    /// Bad TOML or an unknown field, with its line.
    pub fn from_toml(text: &str) -> Result<GoalWords, GrammarError> {
        let file: File = parse(Self::FILE, text)?;
        let list = |forms: Vec<String>| Forms { forms }.lexicon();
        Ok(GoalWords {
            goal_label: list(file.goal.label),
            goal_prose: list(file.goal.prose),
            goal_lead: list(file.goal.lead),
            task_label: list(file.task.label),
            task_prose: list(file.task.prose),
            task_ends: list(file.task.ends),
            verb: file.verb.lexicon(),
            examples: file.example,
        })
    }

    /// «ЦЕЛЬ: …» → where its words begin.
    pub fn goal_label(&self, text: &str) -> Option<usize> {
        let words = Words::first(head(text), self.goal_label.longest());
        let (_, n) = self.goal_label.at(&words, 0)?;
        let end = words.get(n - 1)?.end;
        let colon = text[end..].trim_start().starts_with(':').then(|| end + text[end..].find(':').unwrap_or(0) + 1)?;
        (!text[colon..].trim().is_empty()).then_some(colon)
    }

    /// «Цели программы:», «Основными целями программы являются:», «Школа ставит перед собой цель:»: the goals stand in the
    /// lines below.
    pub fn heads_goals(&self, text: &str) -> bool {
        if !text.trim_end().ends_with(':') || self.task_prose.within(text) {
            return false;
        }
        let words = Words::first(head(text), MAX_LEAD + 1);
        let (verb, lead) = (self.verb.longest(), self.goal_lead.longest());
        let ends = |list: &Lexicon<()>, most: usize| {
            (1..=most.min(words.len())).any(|n| list.at(&words, words.len() - n).is_some_and(|(_, len)| len == n))
        };
        let led = self.goal_prose.at(&words, 0).is_some() && ends(&self.verb, verb);
        if words.len() <= MAX_LEAD && (led || ends(&self.goal_lead, lead)) {
            return true;
        }
        let words = Words::first(head(text), self.goal_label.longest() + MAX_LABEL + 1);
        let Some((_, n)) = self.goal_label.at(&words, 0) else { return false };
        text.trim_end().ends_with(':') && words.len() <= n + MAX_LABEL && !self.task_prose.within(text)
    }

    /// «Целью … является … .» → the words of the goal, up to the end of its sentence.
    pub fn goal_prose(&self, text: &str) -> Option<Range<usize>> {
        self.goal_prose.starts(head(text))?;
        let words = Words::new(head(text));
        let (i, _, n) = self.verb.find(&words, 1).filter(|(i, _, _)| *i <= MAX_BETWEEN)?;
        let start = words.get(i + n - 1)?.end;
        let start = start
            + (text[start..].len() - text[start..].trim_start_matches([' ', ':', '-', '\u{2013}', '\u{2014}']).len());
        let end = sentence_end(text, start);
        (start < end).then_some(start..end)
    }

    /// A heading that announces goals.
    pub fn is_heading(&self, title: &str) -> bool {
        self.goal_label.within(title)
    }

    /// A line that opens a list of tasks: «ЗАДАЧИ:», «Основными задачами … являются:».
    pub fn opens_tasks(&self, text: &str) -> bool {
        let trimmed = text.trim_end();
        if self.after_task_label(text).is_some() {
            return true;
        }
        trimmed.ends_with(':') && trimmed.len() <= 600 && self.task_prose.within(trimmed)
    }

    /// «Приоритетные направления программы:»: a label behind which no tasks stand.
    pub fn ends_tasks(&self, text: &str) -> bool {
        self.task_ends.starts(text).is_some()
    }

    /// «Задачи: …» → where the words behind the colon begin.
    pub fn after_task_label(&self, text: &str) -> Option<usize> {
        let words = Words::first(head(text), self.task_label.longest());
        let (_, n) = self.task_label.at(&words, 0)?;
        let end = words.get(n - 1)?.end;
        text[end..].trim_start().starts_with(':').then(|| end + text[end..].find(':').unwrap_or(0) + 1)
    }

    /// Runs the examples of the file.
    pub fn check(&self) -> Vec<String> {
        let mut out = Vec::new();
        for e in &self.examples {
            let from = e.text.find(' ').map_or(0, |i| i + 1);
            let label = |t: &str| self.goal_label(t).map(|i| t[i..].trim().to_owned());
            let read = self
                .goal_prose(&e.text)
                .map(|r| e.text[r].to_owned())
                .or_else(|| label(&e.text))
                .or_else(|| label(&e.text[from..]));
            if read.as_deref() != Some(e.goal.as_str()) {
                out.push(format!("{}: «{}» states {read:?}", Self::FILE, e.text));
            }
        }
        out
    }
}

/// Enough of a paragraph to find its opening words.
fn head(text: &str) -> &str {
    let mut end = text.len().min(1200);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Byte after the first full stop that ends a sentence: before a blank and a capital letter, or at the end.
fn sentence_end(text: &str, from: usize) -> usize {
    for (i, _) in text[from..].match_indices('.') {
        let at = from + i + 1;
        let word = text[from..at - 1].rsplit(|c: char| !is_letter_or_digit(c)).next().unwrap_or("");
        let rest = text[at..].trim_start();
        let capital = rest.chars().next().is_none_or(char::is_uppercase);
        if capital && word.chars().count() > 2 && (rest.is_empty() || text[at..].starts_with(char::is_whitespace)) {
            return at;
        }
    }
    text.len()
}
