//! munidoc turns Russian official municipal texts into structured data.
//!
//! ```text
//! bytes ─ decode ─▶ text ─ readers ─▶ items ─ layout ─▶ blocks, tables, sections ─ extract ─▶ records ─ output ─▶ JSON
//!                                         ▲ grammar (words)      ▲ normalize (values)     ▲ model (the promise)
//! ```
//!
//! Start at [`convert`]. Modules stand in the order in which a document travels.

pub mod options;
pub mod pipeline;

pub mod decode;
pub mod readers;
pub mod text;

pub mod layout;

pub mod grammar;

pub mod extract;
pub mod normalize;

mod assemble;
pub mod diagnostic;
pub mod model;
pub mod output;
mod provenance;

pub mod batch;
#[cfg(feature = "regress")]
pub mod regress;
pub mod verify;

pub use grammar::Grammars;
pub use options::Options;
pub use pipeline::convert;

/// The example of the README compiles and runs.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
