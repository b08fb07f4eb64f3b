//! Results as JSON: one line for each document, or a readable file for each, and the schema of both.

mod file;
mod pretty;
mod schema;

use std::io::{self, Write};

use serde::Serialize;

use crate::model::Output;

/// The name of a kind as in the output (`action_plan`); `?` for what is no plain name.
pub fn name(kind: &impl Serialize) -> String {
    match serde_json::to_value(kind) {
        Ok(serde_json::Value::String(name)) => name,
        _ => "?".to_owned(),
    }
}

pub use file::write_atomic;
pub use schema::schema;

/// How a result is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Readable: two spaces for each level, places (`span`, `at`) on one line.
    Json,
    /// One line for each document.
    Ndjson,
}

impl Format {
    /// Every format.
    pub const ALL: &[Format] = &[Format::Json, Format::Ndjson];

    /// Name, also the extension of its files.
    pub fn name(self) -> &'static str {
        match self {
            Format::Json => "json",
            Format::Ndjson => "ndjson",
        }
    }

    /// Writes `output` and a line end.
    ///
    /// # Errors
    /// Those of `to`.
    pub fn write(self, output: &Output, mut to: impl Write) -> io::Result<()> {
        match self {
            Format::Json => {
                output.serialize(&mut serde_json::Serializer::with_formatter(&mut to, pretty::Pretty::default()))?
            }
            Format::Ndjson => serde_json::to_writer(&mut to, output)?,
        }
        to.write_all(b"\n")
    }
}
