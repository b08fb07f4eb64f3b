//! What a caller can set for one conversion, and the limits that hold for every one.

use crate::decode::Encoding;

/// Settings of one conversion.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Path written to `source.path`; nothing is read from it.
    pub path: String,
    /// Charset to use instead of finding one out.
    pub encoding: Option<Encoding>,
}

/// Largest input, in bytes; anything larger is refused with a failure record.
pub const MAX_INPUT_BYTES: u64 = 64 << 20;
/// Most cells of a table row that are aligned to columns; wider tables stand as they are, with a finding.
pub const MAX_COLUMNS: usize = 128;
