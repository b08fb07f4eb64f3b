//! Items of a reader → tables, paragraphs and sections.
//!
//! ```text
//! items ─ flow ─▶ lines and fragments ─ stitch ─▶ tables ─ paragraphs ─▶ blocks ─ sections ─▶ tree
//! ```

pub mod align;
mod build;
pub mod class;
pub mod flow;
pub mod groups;
pub mod header;
pub mod heal;
mod joining;
mod judge;
pub mod marker;
pub mod markup;
mod numbering;
pub mod paragraphs;
mod resume;
pub mod sections;
mod shape;
pub mod stitch;
pub mod table;
mod wrap;

use std::collections::HashSet;

use crate::diagnostic::Findings;
use crate::grammar::Grammars;
use crate::grammar::headings::Compounds;
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

    fn compounds(&self) -> Option<&Compounds> {
        Some(&self.compounds)
    }
}

impl Words {
    /// Collects the words of `lines`, if any line ends in a hyphen.
    fn of(lines: &[FlowLine], g: &Grammars) -> Words {
        let hyphens = lines.iter().any(|l| l.text.as_str().ends_with('-') || l.text.as_str().contains("- "));
        let mut known = HashSet::new();
        if hyphens {
            for line in lines {
                for word in line.text.as_str().split(|c: char| !c.is_alphabetic() && c != '-').filter(|w| w.len() > 4) {
                    known.insert(word.to_lowercase());
                }
            }
        }
        Words { known, compounds: g.headings.compounds.clone() }
    }
}

/// Lays out a document.
pub fn build(source: &str, items: &[Item], index: &LineIndex, g: &Grammars, findings: &mut Findings) -> Layout {
    let flow = flow::read(source, items, findings);
    let (parts, tables) = stitch::stitch(&flow, g, findings);
    let words = Words::of(&flow.lines, g);
    let blocks = paragraphs::blocks(&parts, &flow.lines, g, &words, findings);
    let sections = sections::build(&blocks, index, g, findings);
    Layout { lines: flow.lines, blocks, tables, sections, words }
}
