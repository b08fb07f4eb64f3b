//! Items of a reader → tables, paragraphs and sections.
//!
//! ```text
//! items ─ flow ─▶ lines and fragments ─ stitch ─▶ tables ─ paragraphs ─▶ blocks ─ sections ─▶ tree
//! ```

pub mod align;
mod build;
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
pub mod stitch;
pub mod table;
mod unheaded;
mod wrap;
mod years;

use std::collections::HashSet;

use crate::diagnostic::Findings;
use crate::grammar::Grammars;
use crate::grammar::headings::Compounds;
use crate::grammar::lexicon::{fold_char, is_letter};
use crate::model::{BlockKind, TableKind};
use crate::normalize::money;
use crate::readers::Item;
use crate::text::LineIndex;

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

/// Captions and units of tables: the paragraphs right above them.
fn name_tables(blocks: &[Block], tables: &mut [Table], lines: &[FlowLine], g: &Grammars) {
    let tabs: Vec<Option<usize>> =
        lines.iter().filter(|l| l.look.is_some_and(|look| look.tab)).map(|l| l.text.start()).collect();
    for (i, block) in blocks.iter().enumerate() {
        let Block::Table(t) = block else { continue };
        let own = tables[*t].has_title_row();
        let mut above = blocks[..i].iter().rev().map_while(|b| match b {
            Block::Text { text, kind, .. } => Some((text, *kind)),
            Block::Table(_) => None,
        });
        let mut caption = above.next();
        if let Some((text, _)) = caption
            && let Some(unit) = money::unit(text.as_str(), &g.numbers)
            && unit.len() * 3 > text.len()
            && text.len() <= 60
        {
            tables[*t].unit = Some(text.as_str()[unit].to_owned());
            caption = above.next();
        }
        if let Some((text, kind)) = caption.filter(|(text, _)| !tabs.contains(&text.start())) {
            let short = text.as_str().chars().count() <= MAX_CAPTION && !text.as_str().ends_with([';', ',', ':']);
            let sentence =
                text.as_str().ends_with('.') && kind != BlockKind::Heading && text.as_str().chars().count() > 120;
            if short && !sentence && !own && kind != BlockKind::ListItem {
                tables[*t].title = Some(text.clone());
            }
        }
    }
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
    name_tables(&blocks, &mut tables, &flow.lines, g);
    days::settle(&mut tables, g);
    unheaded::read(&mut tables, g);
    years::date(&blocks, &mut tables, g, findings);
    let sections = sections::build(&blocks, index, g, findings);
    Layout { lines: flow.lines, blocks, tables, sections, words }
}
