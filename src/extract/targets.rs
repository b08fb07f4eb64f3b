//! Measurable aims stated in prose or in a result cell.
//!
//! ```text
//! Доля школ в районе - не менее 80% к 2025 году.   →   >= 80 %, 2025
//! ```
//!
//! A sentence holds many numbers (ages, shares it compares with, years); the aim is the one with the most signs of one:
//! a unit, a word of comparison before it, a year behind it. The clauses of decrees hold whole lists of aims
//! (`clauses.rs`).

mod aims;
mod clauses;

use crate::grammar::lexicon::Words;
use crate::layout::groups::is_titled_number;
use crate::layout::paragraphs::{Block, marker_len};
use crate::model::{Activity, BlockKind, Goal, Origin, Part, PassportKey, Reasons, Role, Target};
use crate::normalize::number;
use crate::text::Text;

use super::passports::Card;
use super::{Context, activities, items};
pub use aims::check;
use aims::{Aim, ENOUGH, PLENTY, all, read};

/// Words of a sentence among which its short participle stands where it reports: «сохранён состав».
const FIRST: usize = 2;
/// Letters of the longest abbreviation before a full stop; words of the longest bare label.
const SHORT: usize = 4;
/// Longest label of a line, in bytes.
const MAX_LABEL: usize = 160;

/// The targets of passports, of results, of tasks, of clauses and of sections that say what is to be reached, in reading
/// order.
pub fn extract(ctx: &Context, cards: &[Card], goals: &[Goal], parts: &[Part], rows: &[Activity]) -> Vec<Target> {
    let mut out = Vec::new();
    for card in cards {
        for f in card.fields.iter().filter(|f| matches!(f.key, PassportKey::Indicators | PassportKey::ExpectedResults))
        {
            // «К концу 2027 года:» heads the items behind it.
            let mut led = None;
            for item in items::split(&f.value) {
                let from = out.len();
                add_each(ctx, &item.text, Origin::Passport, &mut out);
                out[from..].iter_mut().for_each(|t| t.year = t.year.or(led));
                if item.text.as_str().ends_with(':') {
                    led = lead_year(ctx, item.text.as_str());
                }
            }
        }
    }
    if !rows.is_empty() {
        of_results(ctx, &mut out);
    }
    for task in goals.iter().filter(|g| g.origin == Origin::Section).flat_map(|g| &g.tasks) {
        if let Some(aim) = read(&task.text, ctx.g).filter(|a| a.score >= PLENTY) {
            out.push(target(aim, task.text.clone(), Origin::Section, task.span, task.at.clone(), ctx));
        }
    }
    clauses::extract(ctx, parts, &mut out);
    of_sections(ctx, &mut out);
    of_prose(ctx, &mut out);
    out.sort_by_key(|t| t.at.first().map_or(0, |r| r[0]));
    for (i, target) in out.iter_mut().enumerate() {
        target.id = format!("target-{}", i + 1);
    }
    out
}

/// The one year by which what stands below a lead-in is to be reached: «К концу 2027 года будут:».
fn lead_year(ctx: &Context, text: &str) -> Option<i32> {
    let words = Words::new(text);
    let by = |&i: &usize| ctx.g.targets.by_then.at(&words, i).is_some();
    let mut years = (0..words.len()).filter(by).filter_map(|i| aims::year_at(&words, i, ctx.g));
    years.next().filter(|_| years.next().is_none())
}

fn of_results(ctx: &Context, out: &mut Vec<Target>) {
    for (i, table) in ctx.layout.tables.iter().enumerate().filter(|(_, t)| activities::is_roadmap(t)) {
        let Some(column) = table.column(Role::Result) else { continue };
        for record in &ctx.records[i] {
            add_each(ctx, &record.cells[column], Origin::Activity, out);
        }
    }
}

/// The aims of the prose under «Ожидаемые результаты» and «Целевые показатели»; what is a target already stays one.
fn of_sections(ctx: &Context, out: &mut Vec<Target>) {
    let mut found = Vec::new();
    let (mut open, mut expects) = (false, false);
    for block in &ctx.layout.blocks {
        let Block::Text { kind, text, .. } = block else { continue };
        let string = text.as_str();
        if *kind == BlockKind::Heading {
            open = states_aims(ctx, title(string));
            expects = ctx.g.targets.expected.within(string);
            continue;
        }
        if *kind == BlockKind::Paragraph && ends_list(ctx, string) {
            open = false;
        } else if is_label(ctx, string) {
            expects = ctx.g.targets.expected.within(string);
            open = string.ends_with(':') && states_aims(ctx, string);
        } else if open && (expects || !reports(ctx, string)) {
            add_each(ctx, text, Origin::Section, &mut found);
        }
    }
    append(found, out);
}

/// Adds what is no target already.
fn append(mut found: Vec<Target>, out: &mut Vec<Target>) {
    let overlap = |a: &Target, b: &Target| a.at.iter().any(|x| b.at.iter().any(|y| x[0] < y[1] && y[0] < x[1]));
    found.retain(|t| !out.iter().any(|o| overlap(t, o)));
    out.append(&mut found);
}

/// Sentences of any prose that bind: «к 2027 году доля семей, …, должна достичь 18 %».
fn of_prose(ctx: &Context, out: &mut Vec<Target>) {
    let mut found = Vec::new();
    for block in &ctx.layout.blocks {
        let Block::Text { text, .. } = block else { continue };
        if !ctx.g.targets.must.within(text.as_str()) {
            continue;
        }
        for statement in statements(text) {
            let bound = |a: &Aim| a.must && a.signed && a.year.is_some() && a.unit.is_some();
            for aim in all(statement.as_str(), ENOUGH, ctx.g).into_iter().filter(bound) {
                found.push(of_text(aim, &statement, Origin::Section, ctx));
            }
        }
    }
    append(found, out);
}

/// True where the text below a heading or label says what is to be reached.
///
/// «Результаты экзаменов 2013 года» reports what was reached: results of a year, neither called
/// expected ones nor those of a programme.
fn states_aims(ctx: &Context, text: &str) -> bool {
    let key = |text: &str| ctx.g.passport.key(text);
    match key(text) {
        Some(PassportKey::Indicators) => true,
        Some(PassportKey::ExpectedResults) => {
            let first = text.split_whitespace().next().unwrap_or("");
            let of_programme = ctx.g.passport.names_programme(text);
            key(first).is_none() || of_programme || !text.contains(|c: char| c.is_ascii_digit())
        }
        _ => false,
    }
}

/// True for «Выводы:» and for «Учреждение работало стабильно:», which lead to other lists than one of aims.
fn ends_list(ctx: &Context, text: &str) -> bool {
    let Some(lead) = text.strip_suffix(':') else { return false };
    let short = Words::new(lead).len() < SHORT && !ctx.g.funding.is_service(lead) && !states_aims(ctx, text);
    text.starts_with(char::is_uppercase) && (short || reports(ctx, text))
}

/// True for a sentence that says what was reached, and names no year to come: «приняли участие 180 человек».
fn reports(ctx: &Context, text: &str) -> bool {
    let first = Words::first(text, FIRST);
    let done = ctx.g.targets.done.find(&first, 0).is_some();
    (done || ctx.g.targets.facts.within(text)) && !ctx.g.targets.future.within(text)
}

/// The words of a heading behind its number: «3. …», «Раздел 4. …».
fn title(text: &str) -> &str {
    let skip = match marker_len(text) {
        Some((_, n)) => n,
        None if is_titled_number(text) => Words::first(text, 2).get(1).map_or(0, |w| w.end),
        None => 0,
    };
    text[skip..].trim_start_matches(['.', ')', ':', ' '])
}

/// True for «Label: …» with a label that a passport knows.
fn is_label(ctx: &Context, text: &str) -> bool {
    let label = text.find(':').filter(|c| *c <= MAX_LABEL).map(|c| &text[..c]);
    label.is_some_and(|l| l.starts_with(char::is_uppercase) && ctx.g.passport.key(l).is_some())
}

/// The aims of a text that lists several behind semicolons, or the one of the whole.
fn add_each(ctx: &Context, text: &Text, origin: Origin, out: &mut Vec<Target>) {
    let parts: Vec<Text> = split_at_semicolons(text);
    let stated = parts.iter().filter(|p| read(p.as_str(), ctx.g).is_some()).count();
    if stated < 2 {
        return add(ctx, text, origin, ENOUGH, out);
    }
    parts.iter().for_each(|p| add(ctx, p, origin, ENOUGH, out));
}

/// The parts between semicolons that stand in no quotes and no brackets.
fn split_at_semicolons(text: &Text) -> Vec<Text> {
    parts(text, |_, c| c == ';')
}

/// The statements of a text: its parts between semicolons, and its sentences.
fn statements(text: &Text) -> Vec<Text> {
    parts(text, |i, c| c == ';' || c == '.' && ends_sentence(text.as_str(), i))
}

/// True where the full stop at byte `i` ends a sentence: a capital letter follows, and no short word stands before it
/// («5 млн. Семей», «г. Липовка»).
fn ends_sentence(text: &str, i: usize) -> bool {
    let behind = &text[i + 1..];
    let word = text[..i].rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    let capital = behind.trim_start().starts_with(char::is_uppercase);
    // «не менее 1,5 м. Во всех случаях»
    let measured = text[..i - word.len()].trim_end().ends_with(|c: char| c.is_ascii_digit());
    // «(2 x 2,5 м). Их высота»
    let closed = text[..i].ends_with([')', '\u{bb}']);
    let whole = closed || word.chars().count() > SHORT || measured || word.ends_with(|c: char| c.is_ascii_digit());
    behind.starts_with(char::is_whitespace) && capital && whole
}

/// The parts of a text, each up to a character that `ends` one and stands in no quotes and no brackets.
fn parts(text: &Text, ends: impl Fn(usize, char) -> bool) -> Vec<Text> {
    let (mut out, mut from, mut depth) = (Vec::new(), 0, 0i32);
    for (i, c) in text.as_str().char_indices() {
        match c {
            '(' | '\u{ab}' => depth += 1,
            ')' | '\u{bb}' => depth -= 1,
            c if depth <= 0 && ends(i, c) => {
                out.push(text.slice(from..i + 1));
                from = i + 1;
            }
            _ => {}
        }
    }
    out.push(text.slice(from..text.len()));
    out.retain(|t| !t.is_empty());
    out
}

fn add(ctx: &Context, text: &Text, origin: Origin, enough: i32, out: &mut Vec<Target>) {
    let Some(aim) = read(text.as_str(), ctx.g).filter(|a| a.score >= enough) else { return };
    // «не более 15 единиц, а в 2026 году - не более 20»
    let limits: Vec<Aim> = all(text.as_str(), PLENTY, ctx.g).into_iter().filter(Aim::is_limit).collect();
    let several = aim.is_limit() && limits.len() > 1;
    for aim in if several { limits } else { vec![aim] } {
        out.push(of_text(aim, text, origin, ctx));
    }
}

/// A target that is the whole of a text.
fn of_text(aim: Aim, text: &Text, origin: Origin, ctx: &Context) -> Target {
    let at = text.at();
    let (span, _) = ctx.place(&at);
    target(aim, text.as_str().to_owned(), origin, span, at, ctx)
}

fn target(
    aim: Aim,
    text: String,
    origin: Origin,
    span: crate::model::Span,
    at: crate::model::At,
    ctx: &Context,
) -> Target {
    let section = ctx.place(&at).1;
    Target {
        confidence: 0.0,
        reasons: Reasons::default(),
        id: String::new(),
        text,
        comparator: aim.comparator,
        value: number::to_json(aim.value),
        unit: aim.unit,
        year: aim.year,
        origin,
        section,
        span,
        boxes: Vec::new(),
        at,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_unit_may_stand_in_brackets_at_the_end() {
        let g = crate::grammar::Grammars::builtin();
        for text in
            ["Охват не менее 80 ( процентов).", "в течение 10 ( десяти).", "не менее 5 ( пяти), из них ёлок 3 ( три)."]
        {
            aims::all(text, 0, &g); // letters of two bytes: every place is that of a letter
        }
    }

    #[test]
    fn a_sentence_ends_behind_brackets_and_quotes() {
        let said = |text: &str| statements(&Text::at_start(text)).iter().map(Text::to_string).collect::<Vec<_>>();
        let [size, height] = ["Размер принят по норме (2 x 3 м).", "Высота не более 1 м."];
        assert_eq!(said(&format!("{size} {height}")), [size, height]);
        assert_eq!(said("Зал «Липа». Не менее 5 мест."), ["Зал «Липа».", "Не менее 5 мест."]);
        assert_eq!(said("В г. Липовка (2 ул.) не менее 5 мест."), ["В г. Липовка (2 ул.) не менее 5 мест."]);
    }
}
