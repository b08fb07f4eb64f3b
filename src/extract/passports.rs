//! Blocks of label–value rows: passports of programmes, cards of projects inside them, and passports written as
//! «Label: value» lines, numbered or not.

use crate::grammar::columns::year;
use crate::grammar::lexicon::{Words, is_letter};
use crate::layout::cards;
use crate::layout::heal;
use crate::layout::paragraphs::{Block, Marker, marker_len};
use crate::layout::table::{Row, Table};
use crate::model::{BlockKind, Passport, PassportField, PassportKey, Reasons, RowKind, TableKind};
use crate::normalize::money;
use crate::text::Text;

use super::items::split;
use super::{Context, union};

/// A row of a passport with its texts.
#[derive(Clone, Debug)]
pub struct Field {
    /// What the row is about.
    pub key: PassportKey,
    /// Its name.
    pub label: Text,
    /// Its value, with breaks where the document lists.
    pub value: Text,
}

/// A passport with its texts, for the records that are read out of it.
#[derive(Clone, Debug, Default)]
pub struct Card {
    /// Its heading.
    pub title: Option<Text>,
    /// Its rows.
    pub fields: Vec<Field>,
}

/// The passports of the document, in reading order.
pub fn cards(ctx: &Context) -> Vec<Card> {
    let mut out = Vec::new();
    let mut above: Option<Text> = None;
    let mut lines: Vec<Field> = Vec::new();
    let mut lines_title: Option<Text> = None;
    let mut numbered = Numbered::default();
    for (b, block) in ctx.layout.blocks.iter().enumerate() {
        match block {
            Block::Table(i) => {
                close_lines(&mut lines, &mut lines_title, &mut out);
                let table = &ctx.layout.tables[*i];
                if table.kind == TableKind::Passport {
                    let last = above.clone();
                    // Between the heading and its table may stand whose passport it is.
                    let own = above.take().filter(|t| ctx.g.passport.is_title(t.as_str()));
                    let called = || cards::heading(&ctx.layout.blocks[..b], ctx.g).cloned();
                    of_table(ctx, table, own.or_else(called).or(last), &mut out);
                }
                above = None;
            }
            Block::Text { kind, text, .. } => {
                if lines.is_empty() {
                    let titled = above.as_ref().is_some_and(|t| ctx.g.passport.is_title(t.as_str()));
                    numbered = Numbered { titled, ..Numbered::default() };
                }
                let plain = || line_field(ctx, text, !lines.is_empty());
                if let Some(field) = numbered.field(ctx, text, *kind).or_else(plain) {
                    if lines.is_empty() {
                        lines_title = above.take();
                    }
                    numbered.below = field.value.is_empty();
                    lines.push(field);
                } else if !lines.is_empty()
                    && (*kind == BlockKind::ListItem
                        || goes_on(ctx, &lines, text)
                        || numbered.goes_on(&lines, text, *kind))
                {
                    let last = lines.last_mut().expect("a field");
                    last.value.append(text, " ", true);
                } else {
                    close_lines(&mut lines, &mut lines_title, &mut out);
                    above = Some(text.clone());
                }
            }
        }
    }
    close_lines(&mut lines, &mut lines_title, &mut out);
    out
}

/// The records of the contract.
pub fn records(ctx: &Context, cards: &[Card]) -> Vec<Passport> {
    cards.iter().enumerate().map(|(i, card)| record(ctx, card, i + 1)).collect()
}

fn record(ctx: &Context, card: &Card, n: usize) -> Passport {
    let fields: Vec<PassportField> = card.fields.iter().map(|f| field(ctx, f)).collect();
    let at = union(card.title.iter().chain(card.fields.iter().flat_map(|f| [&f.label, &f.value])));
    let (span, section) = ctx.place(&at);
    let title = card.title.as_ref().map(|t| title_text(t).as_str().to_owned());
    Passport {
        id: format!("passport-{n}"),
        title,
        section,
        fields,
        span,
        boxes: Vec::new(),
        at,
        confidence: 0.0,
        reasons: Reasons::default(),
    }
}

fn field(ctx: &Context, f: &Field) -> PassportField {
    let at = union([&f.label, &f.value]);
    let (span, _) = ctx.place(&at);
    let items = split(&f.value).into_iter().map(|i| i.text.as_str().to_owned()).filter(|t| !t.is_empty()).collect();
    PassportField {
        key: f.key,
        label: f.label.as_str().to_owned(),
        text: super::field(&f.value),
        items,
        span,
        boxes: Vec::new(),
        at,
    }
}

/// «Раздел 1.Паспорт Программы» → «Паспорт Программы»; «Проект 1. «Знание»» stays.
fn title_text(title: &Text) -> Text {
    let string = title.as_str();
    let mut words = string.split_whitespace();
    let (first, second) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
    if let Some((_, n)) = crate::layout::paragraphs::marker_len(string) {
        return title.slice(n..title.len());
    }
    // «Раздел 1.Паспорт»: a numbered word before the word that names the passport.
    let digits = second.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    if digits > 0 && second[..digits].ends_with('.') {
        let from = string.find(second).unwrap_or(0) + digits;
        let rest = title.slice(from..title.len());
        let named =
            rest.as_str().split_whitespace().next().is_some_and(|w| w.chars().next().is_some_and(char::is_uppercase));
        if named && is_passport_word(rest.as_str(), first) {
            return rest;
        }
    }
    title.clone()
}

/// The word behind the number names the passport, so the numbered word before it is only its place in the document.
fn is_passport_word(rest: &str, first: &str) -> bool {
    let head = rest.split_whitespace().next().unwrap_or("");
    head.chars().count() == first.chars().count() + 1 || head.chars().count() > 5 && !rest.starts_with(['"', '\u{ab}'])
}

/// Passports of one table: rows without a value head the cards below them.
fn of_table(ctx: &Context, table: &Table, title: Option<Text>, out: &mut Vec<Card>) {
    let first = out.len();
    out.push(Card { title, fields: Vec::new() });
    for (i, row) in table.rows.iter().enumerate() {
        let goes_on = row.joins.is_some();
        match row.kind {
            RowKind::Header => {}
            RowKind::Group => {
                let mut text = Text::default();
                row.cells.iter().for_each(|c| text.append(c, " ", false));
                let has_fields = !out.last().expect("a card").fields.is_empty();
                let labelled = ctx.g.passport.key(text.as_str()).is_some() && !ctx.g.passport.is_title(text.as_str());
                let lonely = labelled && !followed_by_new_card(ctx, table, i);
                if lonely {
                    out.last_mut().expect("a card").fields.push(Field {
                        key: key(ctx, &text),
                        label: text,
                        value: Text::default(),
                    });
                } else if has_fields {
                    out.push(Card { title: Some(text), fields: Vec::new() });
                } else {
                    out.last_mut().expect("a card").title = Some(text);
                }
            }
            RowKind::Data => {
                let at = if goes_on { out.len() - 1 } else { home(ctx, &out[first..], row) + first };
                add_row(ctx, &mut out[at], row, goes_on);
            }
        }
    }
    let empty: Vec<bool> = out.iter().map(|c| c.fields.is_empty()).collect();
    let mut i = 0;
    out.retain(|_| (!empty[i], i += 1).0);
}

/// A lone label with nothing in its cell, or the heading of the next card.
fn followed_by_new_card(ctx: &Context, table: &Table, i: usize) -> bool {
    let next = table.rows[i + 1..].iter().find(|r| r.kind == RowKind::Data && r.joins.is_none());
    next.is_some_and(|r| ctx.g.passport.key(r.cells[0].as_str()) == Some(PassportKey::Goal))
}

/// The card that a row belongs to: the last one, or the outer passport where its label names the whole programme and the
/// labels of the inner card do not.
fn home(ctx: &Context, cards: &[Card], row: &Row) -> usize {
    let last = cards.len() - 1;
    if last == 0 || !ctx.g.passport.names_programme(row.cells[0].as_str()) {
        return last;
    }
    let inner = cards[last].fields.iter().any(|f| ctx.g.passport.names_programme(f.label.as_str()));
    let outer = cards[0].fields.iter().any(|f| ctx.g.passport.names_programme(f.label.as_str()));
    if !inner && outer { 0 } else { last }
}

fn add_row(ctx: &Context, card: &mut Card, row: &Row, goes_on: bool) {
    let mut value = Text::default();
    row.cells[1..].iter().for_each(|c| value.append(c, " ", true));
    match card.fields.last_mut().filter(|_| goes_on) {
        Some(last) => {
            if !row.cells[0].is_empty() {
                heal::join(&mut last.label, &row.cells[0], &|_: &str| false);
                last.key = key(ctx, &last.label);
            }
            last.value.append(&value, " ", true);
        }
        // «Наименование: Школа № 3» in one cell beside several others: these are values of something else and
        // have no label; they stand in the table.
        None if row.filled().count() > 2
            && let Some((label, own)) = labelled(&row.cells[0]) =>
        {
            card.fields.push(Field { key: key(ctx, &label), label, value: own });
        }
        None => card.fields.push(Field { key: key(ctx, &row.cells[0]), label: row.cells[0].clone(), value }),
    }
}

/// The label in a cell, up to its colon, and its value behind it.
fn labelled(cell: &Text) -> Option<(Text, Text)> {
    let end = cell.as_str().find(':')? + 1;
    let value = cell.slice(end..cell.len());
    (!value.is_empty()).then(|| (cell.slice(0..end), value))
}

fn key(ctx: &Context, label: &Text) -> PassportKey {
    ctx.g.passport.key(label.as_str()).unwrap_or(PassportKey::Other)
}

/// A «Label: value» line.
fn line_field(ctx: &Context, text: &Text, open: bool) -> Option<Field> {
    let string = text.as_str();
    let colon = string.find(':')?;
    let label = &string[..colon];
    let words = label.split_whitespace().count();
    if words == 0 || words > 8 || label.len() > 160 || label.chars().next().is_some_and(char::is_lowercase) && !open {
        return None;
    }
    let key = ctx.g.passport.key(label)?;
    // «ЦЕЛЬ:» and «ЗАДАЧИ:» alone are headings of goals, not of a passport.
    let goal = matches!(key, PassportKey::Goal | PassportKey::Tasks);
    if label.chars().next().is_some_and(|c| !is_letter(c)) || (goal && !open) {
        return None;
    }
    Some(Field { key, label: text.slice(0..colon), value: text.slice(colon + 1..string.len()) })
}

/// A passport whose labels are numbered below its title, their values behind them or in the blocks below.
///
/// ```text
/// Паспорт программы развития
/// 1. Наименование программы:
/// «Программа развития школы посёлка Ольховый»
/// 2. Срок реализации: 2024–2026 годы
/// ```
#[derive(Default)]
struct Numbered {
    /// A title that names a passport stands above.
    titled: bool,
    /// Number of the last label.
    last: u32,
    /// The value of the last label stands below it.
    below: bool,
}

impl Numbered {
    /// A label with the next number; one number may be missing.
    fn field(&mut self, ctx: &Context, text: &Text, kind: BlockKind) -> Option<Field> {
        let string = text.as_str();
        let Some((Marker::Number(1), n)) = marker_len(string).filter(|_| self.titled) else { return None };
        let number: u32 = string[..n].trim().trim_end_matches(['.', ')']).parse().ok()?;
        let end = match string.find(':') {
            Some(colon) => colon,
            None if kind == BlockKind::Heading => string.len(),
            None => return None,
        };
        let label = string.get(n..end)?;
        let key = ctx.g.passport.key(label);
        let next = number > self.last && number <= self.last + 2 && (self.last > 0 || number == 1);
        if !next || label.split_whitespace().count() > 8 || (self.last == 0 || end == string.len()) && key.is_none() {
            return None;
        }
        self.last = number;
        let value = text.slice((end + 1).min(string.len())..string.len());
        Some(Field { key: key.unwrap_or(PassportKey::Other), label: text.slice(n..end), value })
    }

    /// A block below a label that has its value there: the first one, and paragraphs behind a paragraph.
    fn goes_on(&self, lines: &[Field], text: &Text, kind: BlockKind) -> bool {
        let Some(last) = lines.last().filter(|_| self.last > 0 && self.below) else { return false };
        let roman = matches!(marker_len(text.as_str()), Some((Marker::Roman, _)));
        let listed = last.value.pieces().iter().any(|p| marker_len(p.as_str()).is_some());
        !roman && (last.value.is_empty() || kind == BlockKind::Paragraph && !listed)
    }
}

/// A paragraph that goes on with the value of the last «Label: value» line.
fn goes_on(ctx: &Context, lines: &[Field], text: &Text) -> bool {
    let Some(last) = lines.last() else { return false };
    let value = last.value.as_str();
    let text = text.as_str();
    let opened = value.ends_with(':');
    let begins = text.chars().next().is_some_and(|c| c.is_lowercase() || opened || c.is_ascii_digit());
    let open = value.is_empty() || opened || !heal::is_closed(value);
    begins && open || last.key == PassportKey::Funding && is_money_line(ctx, text)
}

/// «2023 год - 5 млн. рублей.», «из них:», «местный бюджет - 3 млн. рублей»: one line each, whatever closes the line before.
fn is_money_line(ctx: &Context, text: &str) -> bool {
    let first = Words::first(text, 1);
    let yearly =
        first.get(0).is_some_and(|w| year(w.fold).is_some() && text[w.end..].contains(|c: char| c.is_ascii_digit()));
    let paid = ctx.g.funding.is_source(text) && money::find(text, 0, &ctx.g.numbers).is_some();
    yearly || paid || ctx.g.funding.is_service(text)
}

/// At least three different labels in a row make a passport.
fn close_lines(lines: &mut Vec<Field>, title: &mut Option<Text>, out: &mut Vec<Card>) {
    let fields = std::mem::take(lines);
    let title = title.take();
    let mut keys: Vec<PassportKey> = fields.iter().map(|f| f.key).collect();
    keys.sort_unstable();
    keys.dedup();
    if keys.len() >= 3 {
        out.push(Card { title, fields });
    }
}
