//! Text → value: parsers for numbers, money, dates, periods, deadlines, parties and citations.
//!
//! A parser never fails on content and never guesses: what is not understood stays a text, and the text that a value
//! came from stays with its caller. Words come from `grammars/*.toml`; only digits, dashes, quotes and Latin letters are
//! named here.

pub mod citation;
pub mod date;
pub mod deadline;
pub mod money;
pub mod number;
pub mod parties;
pub mod period;
mod recur;
mod resolve;
mod scan;
mod when;
pub(crate) mod wordset;

#[cfg(test)]
mod deadline_tests;
