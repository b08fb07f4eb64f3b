//! Items of a reader → tables, paragraphs and sections.

pub mod flow;
pub mod heal;
pub mod markup;
