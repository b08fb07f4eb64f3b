//! Arguments and their help.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use super::exit::Exit;
use super::regress::args::{CheckAgainstArgs, DamageArgs, DiffArgs, RatchetArgs, ScoreArgs, SnapshotArgs, VocabArgs};
use munidoc::decode::Encoding;
use munidoc::model::Severity;
use munidoc::output::Format;

/// Turns Russian official municipal texts into structured JSON.
///
/// Orders, resolutions, programs, action plans: munidoc reads their plain text in any of the usual charsets and gives
/// one JSON object for each document, with its parts, sections, tables and records (passports, goals, indicators,
/// funding, activities, risks, references) and with the lines that each of them stands on.
///
/// Results go to standard output, everything said to people to standard error.
#[derive(Debug, Parser)]
#[command(name = "munidoc", version, max_term_width = 100, after_help = Exit::table(), disable_help_subcommand = true)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Convert(ConvertArgs),
    Inspect(InspectArgs),
    Explain(ExplainArgs),
    Verify(VerifyArgs),
    Review(ReviewArgs),
    Score(ScoreArgs),
    Snapshot(SnapshotArgs),
    Check(CheckAgainstArgs),
    Diff(DiffArgs),
    Ratchet(RatchetArgs),
    Vocab(VocabArgs),
    Damage(DamageArgs),
    /// Print the JSON Schema of a result.
    ///
    /// Draft 2020-12; it describes one line of `convert`, a document or a record of failure.
    #[command(after_long_help = "Example:\n  munidoc schema > munidoc.schema.json")]
    Schema,
    /// Work on the vocabularies.
    ///
    /// The words by which munidoc knows headings, columns and values stand in TOML files; those of the program are
    /// built in.
    #[command(subcommand, after_long_help = "Example:\n  munidoc grammar check ./grammars")]
    Grammar(GrammarCommand),
}

/// Convert documents to JSON.
///
/// Gives one result for each input, always: a document that cannot be read gives a record that says why, and never
/// stops the rest. Without -o the results go to standard output, in the order of the inputs, one line each (NDJSON);
/// --format json writes them there one after another, readable. With -o every input has a file of its own below DIR:
/// NAME.txt becomes NAME.json, the folders below a named one are kept, and where two inputs would have the same file the
/// second keeps its extension (NAME.txt.json) and a third has a number too (NAME.txt.2.json). Files are there whole or
/// not at all.
///
/// The results do not depend on the number of threads.
#[derive(Debug, Args)]
#[command(after_long_help = "Examples:\n  \
    munidoc convert order.txt\n  \
    munidoc convert archive/ -o results --fail-on error\n  \
    munidoc convert --encoding windows-1251 --format json -")]
pub(super) struct ConvertArgs {
    /// Files, folders, zip archives, mails, or - for standard input
    ///
    /// A folder stands for the documents in it and below, sorted by path; other files in it are counted and skipped. An
    /// archive stands for its members in the same way; archive.zip!inner/name.txt is one of them. A mail stands for its
    /// text and what is attached to it (mail.eml!plan.docx). A file that is named is tried whatever its extension.
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,

    /// Write one file for each input below DIR
    ///
    /// DIR and its folders are made where they are missing. Results of an earlier run are replaced.
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,

    /// How to write: readable, or one line for each document
    ///
    /// [default: ndjson; with -o json]
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub format: Option<FormatName>,

    /// Number of threads
    ///
    /// [default: one for each core]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,

    /// End with exit code 1 where there are findings of this weight or more
    #[arg(long, value_enum, value_name = "SEVERITY")]
    pub fail_on: Option<FailOn>,

    #[command(flatten)]
    pub reading: ReadingArgs,

    /// Say nothing but what stops the program
    #[arg(short, long, conflicts_with = "verbose")]
    pub quiet: bool,

    /// Also print every finding and every skipped file
    #[arg(short, long)]
    pub verbose: bool,
}

/// How documents are read.
#[derive(Debug, Args)]
pub(super) struct ReadingArgs {
    /// Folder of vocabularies to use
    ///
    /// TOML files; those that it lacks are taken from the built-in ones.
    #[arg(long, value_name = "DIR")]
    pub grammars: Option<PathBuf>,

    /// Charset of the inputs, instead of finding it out
    ///
    /// utf-8, utf-16le, utf-16be, windows-1251, koi8-r, ibm866, x-mac-cyrillic or iso-8859-5; usual other names as
    /// cp1251 too.
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    pub encoding: Option<Encoding>,

    /// Program that recognises letters in scans: Tesseract 4 or later with its Russian data
    ///
    /// [default: MUNIDOC_TESSERACT of the environment, else tesseract on the PATH]
    #[arg(long, value_name = "FILE")]
    pub tesseract: Option<PathBuf>,
}

/// Show what munidoc makes of a document.
///
/// A dump to be read by people, of one of the stages in which a document becomes JSON: its decoded text, its blocks, its
/// tables or its tree of sections.
#[derive(Debug, Args)]
#[command(after_long_help = "Examples:\n  \
    munidoc inspect order.txt --stage tables\n  \
    munidoc inspect order.txt --stage text --color always | less -R")]
pub(super) struct InspectArgs {
    /// File, or - for standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,

    /// What to show
    #[arg(long, value_enum, value_name = "STAGE", default_value = "blocks")]
    pub stage: Stage,

    #[command(flatten)]
    pub reading: ReadingArgs,

    /// When to use colours
    #[arg(long, value_enum, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
}

/// Tell why a record is what it is.
///
/// Prints the chain of rules that made a record of a document: the blocks and rows that it was read from, the pieces of the
/// table that were joined, what the heads of the columns mean, the column that each cell went to, the reading of its
/// values, the findings on its lines, and what its confidence is made of.
#[derive(Debug, Args)]
#[command(after_long_help = "Examples:\n  \
    munidoc explain order.txt --record activity-17\n  \
    munidoc explain order.txt --line 120")]
#[command(group = clap::ArgGroup::new("which").required(true))]
pub(super) struct ExplainArgs {
    /// File, or - for standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,

    /// Id of the record, as in the result
    #[arg(long, value_name = "ID", group = "which")]
    pub record: Option<String>,

    /// Line of the document: every record that stands there
    #[arg(long, value_name = "N", group = "which", value_parser = clap::value_parser!(u32).range(1..))]
    pub line: Option<u32>,

    #[command(flatten)]
    pub reading: ReadingArgs,

    /// When to use colours
    #[arg(long, value_enum, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
}

/// Prove that nothing of a document is lost.
///
/// Converts each document and checks that every letter and digit of it belongs to exactly one block or table cell, with
/// the same letters in the same order; markup (tags, entities, bookmarks) is excepted. Says for each place that does not
/// hold its line and what is wrong: lost, twice, changed or out_of_range.
#[derive(Debug, Args)]
#[command(after_long_help = "Example:\n  munidoc verify archive/*.txt")]
pub(super) struct VerifyArgs {
    /// Files, folders, or - for standard input
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,

    #[command(flatten)]
    pub reading: ReadingArgs,
}

/// Write a page to look at what was read.
///
/// One HTML file that needs no network and no server: the document on the left, its records, findings and charts on the
/// right. A click on either side marks and shows the other; there are search, keys, a light and a dark theme, Russian and
/// English. Fields can be corrected and records marked as right or wrong; the page saves them as gold (JSON) for score,
/// fixtures and check. The file of the document is never changed.
///
/// With -o FILE.html all documents stand in one file. With -o DIR each has a page of its own below DIR, and index.html
/// lists them with their counts, findings and the records to look at first.
#[derive(Debug, Args)]
#[command(after_long_help = "Examples:\n  \
    munidoc review order.txt -o review.html\n  \
    munidoc review archive/ -o review")]
pub(super) struct ReviewArgs {
    /// Files, folders, zip archives, mails, or - for standard input
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,

    /// The page, or the folder of the pages
    ///
    /// What ends in .html or .htm is a file, everything else a folder, which is made where it is missing. Pages of an
    /// earlier run are replaced.
    #[arg(short, long, value_name = "FILE.html|DIR")]
    pub output: PathBuf,

    /// Number of threads
    ///
    /// [default: one for each core]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,

    #[command(flatten)]
    pub reading: ReadingArgs,

    /// Say nothing but what stops the program
    #[arg(short, long)]
    pub quiet: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum GrammarCommand {
    Check(CheckArgs),
    Add(AddArgs),
}

/// Add a form to a vocabulary.
///
/// Writes the form and an example that it must be read so into KIND.toml of a folder; the order of the file and its
/// comments stay. A folder without that file gets the built-in one first. Refused where the file reads the words already,
/// by whatever form, or where an example of the file would not hold any more.
#[derive(Debug, Args)]
#[command(
    after_long_help = "Example:\n  munidoc grammar add columns responsible \u{434}\u{435}\u{436}\u{443}\u{440}\u{43d}\u{2026} --dir ./grammars"
)]
pub(super) struct AddArgs {
    /// Vocabulary: columns, passport or funding
    #[arg(value_name = "KIND")]
    pub kind: String,

    /// What the words mean: a list of that vocabulary, as responsible, goal or municipal
    #[arg(value_name = "FIELD")]
    pub field: String,

    /// The words, as people write them; ... behind a word stands for any ending
    #[arg(value_name = "WORDS")]
    pub words: String,

    /// Folder of vocabularies
    #[arg(long, value_name = "DIR")]
    pub dir: PathBuf,
}

/// Load the vocabularies and run their examples.
///
/// Says for each example what was expected and what was found. Without DIR the built-in vocabularies are checked.
#[derive(Debug, Args)]
#[command(after_long_help = "Example:\n  munidoc grammar check ./grammars")]
pub(super) struct CheckArgs {
    /// Folder of TOML files
    #[arg(value_name = "DIR")]
    pub dir: Option<PathBuf>,
}

/// Names of [`Format`].
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum FormatName {
    /// Readable, two spaces for each level
    Json,
    /// One line for each document
    Ndjson,
}

impl From<FormatName> for Format {
    fn from(name: FormatName) -> Format {
        match name {
            FormatName::Json => Format::Json,
            FormatName::Ndjson => Format::Ndjson,
        }
    }
}

/// What [`ConvertArgs::fail_on`] may be.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum FailOn {
    /// Warnings and errors
    Warning,
    /// Errors only
    Error,
}

impl From<FailOn> for Severity {
    fn from(fail_on: FailOn) -> Severity {
        match fail_on {
            FailOn::Warning => Severity::Warning,
            FailOn::Error => Severity::Error,
        }
    }
}

/// A stage that can be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Stage {
    /// The decoded text with its line numbers, the charset on top
    Text,
    /// Headings, paragraphs, list items and tables in reading order
    Blocks,
    /// Columns and rows of every table
    Tables,
    /// The tree of headings
    Sections,
}

/// When to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

fn encoding(name: &str) -> Result<Encoding, String> {
    Encoding::from_name(name).ok_or_else(|| {
        let names: Vec<&str> = Encoding::ALL.iter().map(|e| e.name()).collect();
        format!("no such charset; expected one of {} (leave the option out to have it found)", names.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    /// The help of every command, one after another.
    fn all_help(command: &mut clap::Command, out: &mut Vec<String>) {
        out.push(command.clone().render_long_help().to_string());
        for sub in command.get_subcommands_mut() {
            all_help(sub, out);
        }
    }

    #[test]
    fn the_arguments_are_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_example_of_the_help_is_understood() {
        let mut help = Vec::new();
        all_help(&mut Cli::command(), &mut help);
        let mut seen = 0;
        for line in help.iter().flat_map(|h| h.lines()).filter(|l| l.starts_with("  munidoc ")) {
            let command = line.split(['|', '>']).next().unwrap_or(line);
            let parsed = Cli::try_parse_from(command.split_whitespace());
            assert!(parsed.is_ok(), "{line}: {}", parsed.unwrap_err());
            seen += 1;
        }
        assert!(seen >= 8, "only {seen} examples");
    }

    #[test]
    fn every_charset_is_in_the_help() {
        let help = Cli::command().find_subcommand_mut("convert").unwrap().render_long_help().to_string();
        let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
        for encoding in Encoding::ALL {
            assert!(help.contains(encoding.name()), "{} is missing", encoding.name());
        }
    }
}
