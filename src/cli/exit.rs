//! How the program ends.

use std::io;
use std::process::ExitCode;

/// Exit codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exit {
    /// All fine; also when the reader of standard output went away.
    Fine = 0,
    /// Something about the documents or vocabularies needs a look.
    Problems = 1,
    /// The command was not understood; nothing was done.
    Usage = 2,
    /// Results could not be written.
    Output = 3,
}

impl Exit {
    const ALL: &[Exit] = &[Exit::Fine, Exit::Problems, Exit::Usage, Exit::Output];

    fn meaning(self) -> &'static str {
        match self {
            Exit::Fine => "all fine (also when the reader of standard output goes away)",
            Exit::Problems => {
                "a document could not be read, there are findings at or above --fail-on,\n     \
                 verify or grammar check found problems, or check, diff, score or ratchet\n     \
                 found differences beyond what is allowed"
            }
            Exit::Usage => "wrong usage: an unknown option, charset or folder of grammars, or nothing to convert",
            Exit::Output => "results could not be written",
        }
    }

    /// The table of `--help`.
    pub fn table() -> String {
        let lines = Exit::ALL.iter().map(|e| format!("  {}  {}", *e as u8, e.meaning()));
        format!("Exit codes:\n{}", lines.collect::<Vec<_>>().join("\n"))
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit as u8)
    }
}

/// What ends the program before its work is done.
#[derive(Debug)]
pub(super) enum Stop {
    /// The command asks for something that does not exist; what was expected and what to do.
    Usage(String),
    /// Results cannot be written; where, why and what to do.
    Output(String),
    /// The reader of standard output went away (`| head`): no error.
    NobodyListens,
}

impl Stop {
    /// A failed write to standard output.
    pub fn stdout(error: &io::Error) -> Stop {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Stop::NobodyListens,
            _ => Stop::Output(format!(
                "cannot write to standard output: {error}; make room, or write to a folder with -o"
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_in_the_table() {
        let table = Exit::table();
        for code in ["  0  ", "  1  ", "  2  ", "  3  "] {
            assert!(table.contains(code), "{table}");
        }
    }
}
