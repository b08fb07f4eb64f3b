//! munidoc turns Russian official municipal texts into structured data.

pub mod diagnostic;
pub mod grammar;
pub mod layout;
pub mod model;
pub mod readers;
pub mod text;
