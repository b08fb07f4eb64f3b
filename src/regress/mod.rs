//! Regression testing: whether a new version, or a new vocabulary, reads documents better or worse.
//!
//! ```text
//! gold ───────┐
//!             ├─ score    how much of the gold is there, field by field
//! outputs ────┘
//! two outputs ── diff     records lost, added, changed, moved
//! ```

pub mod damage;
pub mod diff;
pub mod ratchet;
pub mod score;
pub mod vocab;

pub use crate::model::RECORDS;

mod align;
mod likeness;
mod text;
