//! Items of a reader → tables, paragraphs and sections.
//!
//! ```text
//! items ─ flow ─▶ lines and fragments ─ stitch ─▶ tables ─ paragraphs ─▶ blocks ─ sections ─▶ tree
//! ```

pub mod align;
mod build;
pub mod cards;
pub mod class;
mod days;
pub mod flow;
mod fragment;
mod grid;
pub mod groups;
pub mod header;
pub mod heal;
mod joining;
mod judge;
pub mod marker;
pub mod markup;
pub(crate) mod numbering;
pub mod paragraphs;
pub mod parallel;
mod resume;
pub mod sections;
mod shape;
mod stacked;
pub mod stitch;
pub mod table;
mod unheaded;
mod unknown;
mod wrap;
pub mod yearly;
mod years;

use std::collections::HashSet;
use std::iter::Peekable;

use crate::diagnostic::Findings;
use crate::grammar::Grammars;
use crate::grammar::headings::Compounds;
use crate::grammar::lexicon::{fold_char, is_letter};
use crate::model::{BlockKind, TableKind};
use crate::normalize::money;
use crate::readers::Item;
use crate::text::{LineIndex, Text};

use flow::FlowLine;
use paragraphs::Block;
use sections::Sections;
use table::Table;

/// What stands where in a document.
pub struct Layout {
    /// Lines in reading order, table rows among them.
    pub lines: Vec<FlowLine>,
    /// Paragraphs, list items, headings and tables in reading order.
    pub blocks: Vec<Block>,
    /// Tables in reading order.
    pub tables: Vec<Table>,
    /// The heading tree.
    pub sections: Sections,
    /// Words that line ends and page breaks cut in two, as they stand whole elsewhere.
    pub words: Words,
}

/// Longest caption of a table, in characters.
const MAX_CAPTION: usize = 400;

/// Longest line that goes on with a title, in characters.
const MAX_LINE: usize = 80;

/// Longest paragraph with a colon that names the table below it, in characters: longer ones lead in.
const MAX_LABEL: usize = 50;

/// Most lines between a title and its table: units, blanks to fill in, addresses.
const MAX_FILLERS: usize = 16;

/// The unit that a line consists of: «(тыс. рублей)».
fn unit_alone(text: &str, g: &Grammars) -> Option<String> {
    let unit = money::unit(text, &g.numbers)?;
    (unit.len() * 3 > text.len() && text.len() <= 60).then(|| text[unit].to_owned())
}

/// Captions and units of tables: the paragraphs right above them.
fn name_tables(blocks: &[Block], tables: &mut [Table], tabs: &[Option<usize>], g: &Grammars) {
    for (i, block) in blocks.iter().enumerate() {
        let Block::Table(t) = block else { continue };
        let table = &mut tables[*t];
        let own = table.has_title_row();
        let above = blocks[..i].iter().rev().map_while(|b| match b {
            Block::Text { text, kind, .. } if !tabs.contains(&text.start()) => Some((text, *kind)),
            _ => None,
        });
        let mut above = above.peekable();
        let (unit, skipped) = pass(&mut above, g);
        if unit.is_some() {
            table.unit = unit;
        }
        if own {
            continue;
        }
        if table.title.as_ref().is_some_and(|title| shape::is_filler(title.as_str())) {
            table.title = None;
        }
        if let Some(title) = title_of(&mut above, skipped, g) {
            table.title = Some(title);
        }
    }
}

/// A block above a table.
type Above<'a> = (&'a Text, BlockKind);

/// Passes what stands between a title and its table: the unit, blanks to fill in, addresses. Gives the unit, and whether
/// there was anything else.
fn pass<'a>(above: &mut Peekable<impl Iterator<Item = Above<'a>>>, g: &Grammars) -> (Option<String>, bool) {
    let (mut unit, mut skipped) = (None, 0);
    while let Some((text, kind)) = above.peek().filter(|_| skipped <= MAX_FILLERS) {
        let (text, heading) = (text.as_str(), *kind == BlockKind::Heading);
        if let Some(found) = unit_alone(text, g) {
            unit.get_or_insert(found);
        } else if !heading && shape::is_filler(text) {
            skipped += 1;
        } else {
            break;
        }
        above.next();
        // «Лесной район» above «(наименование района)» was filled in.
        if g.acts.caption(text) {
            above.next();
        }
    }
    (unit, skipped > 0)
}

/// The title in the blocks above a table, the nearest first; behind blanks to fill in only a heading is one.
fn title_of<'a>(above: &mut Peekable<impl Iterator<Item = Above<'a>>>, skipped: bool, g: &Grammars) -> Option<Text> {
    let (text, kind) = above.next()?;
    let words = text.as_str();
    if kind == BlockKind::Heading {
        return (words.chars().count() <= judge::MAX_STACKED && !words.ends_with([';', ','])).then(|| text.clone());
    }
    pass(above, g);
    let head = above.peek().filter(|(_, kind)| *kind == BlockKind::Heading).map(|(text, _)| *text);
    let noun = g.headings.title(words).is_some() || g.headings.begins(words);
    if let Some(head) = head.filter(|_| kind == BlockKind::Paragraph) {
        // «Показатели района», a caption of the form, «Липовой области за 2024 год».
        let on = heal::begins_inside(words) || g.acts.goes_on(words);
        if on && words.chars().count() <= MAX_LINE && !words.ends_with([';', ':']) && !heal::is_closed(head.as_str()) {
            let mut title = head.clone();
            title.append(text, " ", false);
            return Some(title);
        }
        // A note below a title is none.
        if words.ends_with('.') && !noun {
            return Some(head.clone());
        }
    }
    let chars = words.chars().count();
    let colon = words.ends_with(':') && (chars > MAX_LABEL || g.headings.point(words) || heal::begins_inside(words));
    let sentence = words.ends_with('.') && chars > 120;
    let title = chars <= MAX_CAPTION && !words.ends_with([';', ',']) && !colon && !sentence;
    (title && kind == BlockKind::Paragraph && !skipped).then(|| text.clone())
}

/// The words of a document that a hyphen at a line end could have cut.
#[derive(Default)]
pub struct Words {
    known: HashSet<String>,
    compounds: Compounds,
}

impl heal::Vocabulary for Words {
    fn knows(&self, word: &str) -> bool {
        self.known.contains(word)
    }

    fn compounds(&self) -> &Compounds {
        &self.compounds
    }
}

impl Words {
    /// Collects the words of `lines` that begin as a word before a hyphen at a line or cell end does.
    fn of(lines: &[FlowLine], g: &Grammars) -> Words {
        let mut cut: Vec<[char; 2]> = lines.iter().flat_map(|l| cut_words(l.text.as_str())).map(beginning).collect();
        cut.sort_unstable();
        cut.dedup();
        let mut known = HashSet::new();
        if !cut.is_empty() {
            for line in lines {
                let words = line.text.as_str().split(|c: char| !is_letter(c) && c != '-');
                for word in words.filter(|w| w.len() > 4 && cut.binary_search(&beginning(w)).is_ok()) {
                    known.insert(word.to_lowercase());
                }
            }
        }
        Words { known, compounds: g.headings.compounds.clone() }
    }
}

/// The letters before each hyphen that a blank or the end of the text follows.
fn cut_words(text: &str) -> impl Iterator<Item = &str> {
    let ends = text.match_indices('-').map(|(i, _)| i);
    ends.filter(|i| !text[i + 1..].starts_with(|c: char| c != ' '))
        .map(|i| text[..i].rsplit(|c: char| !is_letter(c)).next().unwrap_or(""))
        .filter(|w| !w.is_empty())
}

/// The first two letters of a word, folded.
fn beginning(word: &str) -> [char; 2] {
    let mut letters = word.chars().map(fold_char);
    [letters.next().unwrap_or(' '), letters.next().unwrap_or(' ')]
}

/// Lays out a document.
pub fn build(source: &str, items: &[Item], index: &LineIndex, g: &Grammars, findings: &mut Findings) -> Layout {
    let mut flow = flow::read(source, items, findings);
    let (parts, (mut tables, made_of)) = stitch::stitch(&flow, g, findings);
    for (table, lines) in tables.iter().zip(made_of) {
        // Small tables of no known kind may be requisites set in a frame.
        if table.kind != TableKind::Other || table.rows.len() > 4 {
            lines.into_iter().for_each(|i| flow.lines[i].in_table = true);
        }
    }
    let words = Words::of(&flow.lines, g);
    let blocks = paragraphs::blocks(&parts, &flow.lines, g, &words, findings);
    // The names of sheets, which only their tabs show.
    let tabs: Vec<Option<usize>> =
        flow.lines.iter().filter(|l| l.look.is_some_and(|look| look.tab)).map(|l| l.text.start()).collect();
    name_tables(&blocks, &mut tables, &tabs, g);
    cards::read(&blocks, &mut tables, g, findings);
    days::settle(&mut tables, g);
    unheaded::read(&mut tables, g);
    unknown::read(&mut tables, g);
    yearly::settle(&mut tables, g);
    years::date(&blocks, &mut tables, g, findings);
    years::tell(&blocks, &mut tables, g);
    let sections = sections::build(&blocks, &tabs, index, g, findings);
    Layout { lines: flow.lines, blocks, tables, sections, words }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;
    use crate::readers::buffer::{Buffer, Cell};

    /// Number of tables, and the details of findings about tables that were taken apart.
    fn laid_out(rows: &[&[&str]]) -> (usize, Vec<String>) {
        let mut buffer = Buffer::new();
        for row in rows {
            buffer.row(&row.iter().map(|text| Cell::new(*text)).collect::<Vec<_>>(), false);
        }
        buffer.table_end();
        let content = buffer.finish();
        let mut findings = Findings::default();
        let index = LineIndex::new(&content.text);
        let layout = build(&content.text, &content.items, &index, &Grammars::builtin(), &mut findings);
        let apart = findings.into_diagnostics(&index).into_iter().filter(|d| d.code == Code::TableOfLayout.id());
        (layout.tables.len(), apart.map(|d| d.message).collect())
    }

    #[test]
    fn a_table_of_one_column_is_taken_apart_with_a_finding() {
        let (tables, apart) = laid_out(&[&["Липы"], &["Ивы"], &["Клёны"], &["Тополя"], &["Вязы"]]);
        assert_eq!(tables, 0);
        assert!(apart.len() == 1 && apart[0].ends_with("5 rows"), "{apart:?}");
        assert_eq!(laid_out(&[&["Липы"], &["Ивы"]]), (0, Vec::new()));
        assert_eq!(laid_out(&[&["Липы", "4"], &["Ивы", "5"], &["Клёны", "7"], &["Вязы", "1"]]).0, 1);
    }
}
