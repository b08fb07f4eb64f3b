//! What people see: lines on standard error, colours, texts that cannot hurt a terminal.

use std::borrow::Cow;
use std::env;
use std::io::{self, IsTerminal};

use super::args::Color;

/// Prints a line to standard error; that nobody reads it is no error.
macro_rules! say {
    ($($words:tt)*) => {{
        use std::io::Write as _;
        let _ = writeln!(std::io::stderr(), $($words)*);
    }};
}
pub(super) use say;

/// Colours of a dump, or none.
#[derive(Clone, Copy, Debug)]
pub(super) struct Paint(bool);

impl Paint {
    /// Decides for standard output.
    pub fn new(color: Color) -> Paint {
        let set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
        let dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
        Paint(match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => io::stdout().is_terminal() && !set("NO_COLOR") && !dumb,
        })
    }

    /// Ids and line numbers.
    pub fn dim(self, words: &str) -> String {
        self.with("2", words)
    }

    /// Kinds.
    pub fn kind(self, words: &str) -> String {
        self.with("36", words)
    }

    /// Titles.
    pub fn title(self, words: &str) -> String {
        self.with("1", words)
    }

    /// Marks that matter: joins, groups.
    pub fn mark(self, words: &str) -> String {
        self.with("33", words)
    }

    /// What is lost.
    pub fn bad(self, words: &str) -> String {
        self.with("31", words)
    }

    /// What is won.
    pub fn good(self, words: &str) -> String {
        self.with("32", words)
    }

    fn with(self, code: &str, words: &str) -> String {
        if self.0 && !words.is_empty() { format!("\u{1b}[{code}m{words}\u{1b}[0m") } else { words.to_owned() }
    }
}

/// `text` with control characters made visible: a document must not move the cursor.
pub(super) fn printable(text: &str) -> Cow<'_, str> {
    let hidden = |c: char| c.is_control() && c != '\t';
    if !text.contains(hidden) {
        return Cow::Borrowed(text);
    }
    let show = |c: char| match c as u32 {
        code @ 0..=0x1f if hidden(c) => char::from_u32(0x2400 + code).unwrap_or('\u{fffd}'),
        0x7f => '\u{2421}',
        0x80..=0x9f => '\u{fffd}',
        _ => c,
    };
    Cow::Owned(text.chars().map(show).collect())
}

/// `1 document`, `2 documents`, `1 234 documents`.
pub(super) fn count(n: u64, thing: &str) -> String {
    format!("{} {thing}{}", number(n), if n == 1 { "" } else { "s" })
}

/// `1 234`
pub(super) fn number(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, digit) in digits.char_indices() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(' ');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_shown() {
        assert_eq!(printable("a\tб\u{1b}[2J\r\u{7f}\u{9b}"), "a\tб\u{241b}[2J\u{240d}\u{2421}\u{fffd}");
        assert!(matches!(printable("обычный текст"), Cow::Borrowed(_)));
    }

    #[test]
    fn counts_read_well() {
        assert_eq!(count(1, "file"), "1 file");
        assert_eq!(count(0, "file"), "0 files");
        assert_eq!(count(1_234_567, "file"), "1 234 567 files");
    }

    #[test]
    fn colours_can_be_switched_off() {
        assert_eq!(Paint::new(Color::Never).mark("x"), "x");
        assert_eq!(Paint::new(Color::Always).mark("x"), "\u{1b}[33mx\u{1b}[0m");
    }
}
