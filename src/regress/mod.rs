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

/// Arrays whose records say what a document says; sections, tables and blocks are its form.
pub const RECORDS: &[&str] =
    &["parts", "passports", "goals", "indicators", "targets", "funding", "activities", "risks", "references"];

mod align;
mod likeness;
mod text;
