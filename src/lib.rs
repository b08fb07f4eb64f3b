//! munidoc turns Russian official municipal texts into structured data.
//!
//! ```text
//! bytes ─ decode ─▶ text ─ readers ─▶ items ─ layout ─▶ blocks, tables, sections ─ extract ─▶ records ─ audit ─▶ findings ─ output ─▶ JSON
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
pub mod audit;
pub mod diagnostic;
pub mod model;
pub mod output;
mod provenance;

pub mod batch;
pub mod explain;
#[cfg(feature = "regress")]
pub mod regress;
#[cfg(feature = "review")]
pub mod review;
pub mod verify;

pub use grammar::Grammars;
pub use options::Options;
pub use pipeline::convert;

/// The example of the README compiles and runs.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
