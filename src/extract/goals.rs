//! Goals and their tasks: in passports and in running text.
//!
//! ```text
//! I. ЦЕЛЬ: Укрепление здоровья            Целью Программы является укрепление здоровья.
//! ЗАДАЧИ:                                 Основными задачами Программы являются:
//! в части питания:                        - построить столовые;
//! · построить столовые;                   - обучить поваров.
//! ```
//!
//! Goals may stand in the lines below «Цели программы:», too; the tasks are those of the first.

use crate::layout::paragraphs::{Block, Marker, marker_len};
use crate::model::{BlockKind, Goal, Origin, PassportKey, Reasons, Task};
use crate::text::Text;

use super::items::split;
use super::passports::Card;
use super::{Context, union};

/// The goals of passports and of running text, in reading order.
pub fn extract(ctx: &Context, cards: &[Card]) -> Vec<Goal> {
    let mut out = of_cards(ctx, cards);
    let taken: Vec<(usize, usize)> =
        cards.iter().filter_map(|c| c.fields.first()?.label.start().zip(c.fields.last()?.value.end())).collect();
    out.extend(of_text(ctx, &taken));
    out.sort_by_key(|g| g.at.first().map_or(0, |r| r[0]));
    for (i, goal) in out.iter_mut().enumerate() {
        goal.id = format!("goal-{}", i + 1);
    }
    out
}

fn of_cards(ctx: &Context, cards: &[Card]) -> Vec<Goal> {
    let mut out = Vec::new();
    for card in cards {
        let mut tasks = Vec::new();
        for f in card.fields.iter().filter(|f| f.key == PassportKey::Tasks) {
            for item in split(&f.value) {
                tasks.push(task(ctx, &item.text, item.number, None));
            }
        }
        let goals: Vec<_> = card.fields.iter().filter(|f| f.key == PassportKey::Goal && !f.value.is_empty()).collect();
        for (i, f) in goals.into_iter().enumerate() {
            let items = split(&f.value);
            let many = items.len() > 1 && items.iter().all(|i| !i.text.as_str().ends_with(':'));
            // A bullet before the only goal is no part of it.
            let lone = items.len() == 1 && matches!(marker_len(f.value.as_str()), Some((Marker::Bullet, _)));
            let texts: Vec<(Option<String>, Text)> = if many || lone {
                items.into_iter().map(|i| (i.number, i.text)).collect()
            } else {
                vec![(None, f.value.clone())]
            };
            for (j, (number, text)) in texts.into_iter().enumerate() {
                let tasks = if i == 0 && j == 0 { std::mem::take(&mut tasks) } else { Vec::new() };
                out.push(goal(ctx, number, &text, tasks, Origin::Passport));
            }
        }
    }
    out
}

/// Most blocks between a goal and the line that opens its tasks.
const APART: usize = 4;

/// Where the reading of running text stands.
#[derive(Default)]
struct Open {
    number: Option<String>,
    text: Text,
    tasks: Vec<Task>,
    group: Option<String>,
    /// Goals listed behind it.
    more: Vec<(Option<String>, Text)>,
    /// The goals stand in the lines below their label.
    stating: bool,
    /// The line that opens the tasks was seen.
    listing: bool,
    /// Stated in a sentence («Целью … является …»), not behind a label.
    prose: bool,
}

fn of_text(ctx: &Context, taken: &[(usize, usize)]) -> Vec<Goal> {
    let mut out = Vec::new();
    let mut open: Option<Open> = None;
    // A goal without tasks so far, and the block where it ended: «Задачи программы:» may stand behind more prose.
    let mut waiting: Option<(Open, usize)> = None;
    let words = &ctx.g.goals;
    for (i, block) in ctx.layout.blocks.iter().enumerate() {
        let Block::Text { kind, text, blanks, .. } = block else {
            shut(ctx, &mut open, &mut waiting, i, &mut out);
            continue;
        };
        let start = text.start().unwrap_or(0);
        if taken.iter().any(|(a, b)| (*a..*b).contains(&start)) {
            shut(ctx, &mut open, &mut waiting, i, &mut out);
            continue;
        }
        let string = text.as_str();
        let again = |(o, at): &mut (Open, usize)| {
            let section = |at: usize| ctx.layout.sections.at(at);
            i <= *at + APART && section(o.text.start().unwrap_or(0)) == section(start)
        };
        if open.is_none()
            && *kind != BlockKind::ListItem
            && words.opens_tasks(string)
            && let Some((o, _)) = waiting.take_if(again)
        {
            open = Some(o);
        }
        let (number, from) = match marker_len(string) {
            Some((Marker::Roman | Marker::Number(_), n)) => {
                (Some(string[..n].trim().trim_end_matches(['.', ')']).to_owned()), n)
            }
            _ => (None, 0),
        };
        if let Some(at) = words.goal_label(&string[from..]) {
            shut(ctx, &mut open, &mut waiting, i, &mut out);
            let goal = text.slice(from + at..text.len());
            open = Some(Open { number, text: goal, ..Open::default() });
        } else if words.heads_goals(&string[from..]) {
            shut(ctx, &mut open, &mut waiting, i, &mut out);
            open = Some(Open { stating: true, ..Open::default() });
        } else if let Some(range) = words.goal_prose(string) {
            shut(ctx, &mut open, &mut waiting, i, &mut out);
            open = Some(Open { text: text.slice(range), prose: true, ..Open::default() });
        } else if let Some(o) = &mut open {
            let bullet = marker_len(string).filter(|_| *kind == BlockKind::ListItem);
            if words.opens_tasks(string) && bullet.is_none_or(|(m, _)| m != Marker::Bullet) {
                (o.listing, o.stating) = (true, false);
                if let Some(rest) = words.after_task_label(string).filter(|r| !string[*r..].trim().is_empty()) {
                    o.tasks.push(task(ctx, &text.slice(rest..text.len()), None, None));
                }
            } else if o.stating && (bullet.is_some() || o.text.is_empty() && *kind == BlockKind::Paragraph) {
                let (marker, n) = bullet.unwrap_or((Marker::Bullet, 0));
                let number = (marker != Marker::Bullet).then(|| string[..n].trim().trim_end_matches('.').to_owned());
                let goal = text.slice(n..text.len());
                if o.text.is_empty() {
                    // A goal that is a sentence stands alone; a list may go on.
                    o.stating = bullet.is_some() || string.ends_with([':', ';', ',']);
                    (o.number, o.text) = (number, goal);
                } else {
                    o.more.push((number, goal));
                }
            } else if !o.listing {
                // Prose between the goal and its tasks: the goal line alone stays, two paragraphs on it is over.
                if bullet.is_some() || *kind == BlockKind::Heading || *blanks > 2 {
                    shut(ctx, &mut open, &mut waiting, i, &mut out);
                }
            } else if o.tasks.is_empty() && o.group.is_none() && opens_list(ctx, i) {
                // «Задачи программы:», the first of them without its dash.
                o.tasks.push(task(ctx, text, None, None));
            } else if let Some((marker, n)) = bullet
                && !(matches!(marker, Marker::Number(2..)) && o.tasks.last().is_some_and(|t| t.number.is_none()))
            {
                let number = (marker != Marker::Bullet).then(|| string[..n].trim().trim_end_matches('.').to_owned());
                o.tasks.push(task(ctx, &text.slice(n..text.len()), number, o.group.clone()));
            } else if string.ends_with(':') && string.chars().count() <= 160 && !words.ends_tasks(string) {
                o.group = Some(string.trim_end_matches(':').trim_end().to_owned());
            } else if *blanks == 0
                && *kind == BlockKind::Paragraph
                && !o.tasks.is_empty()
                && string.chars().next().is_some_and(char::is_lowercase)
            {
                o.tasks.push(task(ctx, text, None, o.group.clone()));
            } else {
                shut(ctx, &mut open, &mut waiting, i, &mut out);
            }
        }
    }
    shut(ctx, &mut open, &mut waiting, 0, &mut out);
    waiting.into_iter().for_each(|(o, _)| push(ctx, o, &mut out));
    out
}

/// Ends the open goal; one without tasks waits for them.
fn shut(ctx: &Context, open: &mut Option<Open>, waiting: &mut Option<(Open, usize)>, i: usize, out: &mut Vec<Goal>) {
    let Some(o) = open.take().filter(|o| !o.text.is_empty()) else { return };
    let over = if o.tasks.is_empty() { waiting.replace((o, i)).map(|(before, _)| before) } else { Some(o) };
    over.into_iter().for_each(|o| push(ctx, o, out));
}

fn push(ctx: &Context, o: Open, out: &mut Vec<Goal>) {
    // A goal that a sentence only mentions is the goal of something else, unless tasks follow or a heading announces it.
    if !o.prose || !o.tasks.is_empty() || announced(ctx, &o.text) {
        out.push(goal(ctx, o.number, &o.text, o.tasks, Origin::Section));
        out.extend(o.more.into_iter().map(|(number, text)| goal(ctx, number, &text, Vec::new(), Origin::Section)));
    }
}

/// True for a paragraph that is the first of a list: block `i` ends a statement, and items with dashes follow.
fn opens_list(ctx: &Context, i: usize) -> bool {
    let dash = |b: &Block| matches!(b, Block::Text { kind: BlockKind::ListItem, text, .. } if matches!(marker_len(text.as_str()), Some((Marker::Bullet, _))));
    let ends = |b: &Block| matches!(b, Block::Text { kind: BlockKind::Paragraph, text, .. } if text.as_str().ends_with(['.', ';']));
    ctx.layout.blocks.get(i).is_some_and(ends) && ctx.layout.blocks.get(i + 1).is_some_and(dash)
}

/// True where the section that holds `text` is headed by the word for goals.
fn announced(ctx: &Context, text: &Text) -> bool {
    let id = ctx.layout.sections.at(text.start().unwrap_or(0));
    ctx.layout.sections.list.iter().any(|s| Some(&s.id) == id.as_ref() && ctx.g.goals.is_heading(&s.title))
}

fn task(ctx: &Context, text: &Text, number: Option<String>, group: Option<String>) -> Task {
    let at = text.at();
    let (span, _) = ctx.place(&at);
    Task { number, group, text: text.as_str().to_owned(), span, boxes: Vec::new(), at }
}

fn goal(ctx: &Context, number: Option<String>, text: &Text, tasks: Vec<Task>, origin: Origin) -> Goal {
    let mut at = union([text]);
    tasks.iter().for_each(|t| at.extend(&t.at));
    let (span, section) = ctx.place(&at);
    Goal {
        id: String::new(),
        number,
        text: text.as_str().to_owned(),
        tasks,
        origin,
        section,
        span,
        boxes: Vec::new(),
        at,
        confidence: 0.0,
        reasons: Reasons::default(),
    }
}
