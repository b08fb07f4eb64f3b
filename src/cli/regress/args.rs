//! Arguments of the commands for regression tests, and their help.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::cli::args::{Color, ReadingArgs};
use munidoc::regress::vocab::Place;

/// Score results against hand-checked gold.
///
/// Gold is a folder of NAME.json files with record arrays of the contract; an array that a file leaves out is not scored.
/// Records are paired in reading order by the likeness of their key texts, then every field is counted: right, missing,
/// or there although gold has it otherwise or not at all. Printed for each document and each kind of record: F1 of the
/// fields that are equal (strict), nearly equal (soft: Ratcliff-Obershelp 0.95; Levenshtein: 0.8), precision and recall,
/// F1 of the records that found a partner (rows), the share of gold records that are right in every field (whole); for
/// gold with tables GriTS-Con, TEDS and equal rows.
#[derive(Debug, Args)]
#[command(after_long_help = "Examples:\n  \
    munidoc score --gold gold --docs documents --errors 10\n  \
    munidoc score --gold gold --pred results --source documents --min 0.97 --html scores.html")]
pub(in crate::cli) struct ScoreArgs {
    /// Folder of gold: NAME.json for each document
    #[arg(long, value_name = "DIR")]
    pub gold: PathBuf,

    /// Folder of results, as convert -o writes them: NAME.json or NAME.EXTENSION.json
    #[arg(long, value_name = "DIR", required_unless_present = "docs", conflicts_with = "docs")]
    pub pred: Option<PathBuf>,

    /// Folder of documents NAME.EXTENSION that are converted and scored
    #[arg(long, value_name = "DIR")]
    pub docs: Option<PathBuf>,

    /// With --pred: folder of the UTF-8 texts, to measure what the results keep of them
    #[arg(long, value_name = "DIR", conflicts_with = "docs")]
    pub source: Option<PathBuf>,

    /// End with exit code 1 where the strict F1 of everything is below
    #[arg(long, value_name = "F1", default_value_t = 0.0, value_parser = share)]
    pub min: f64,

    /// Print up to N wrong fields of each document
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub errors: usize,

    /// Write the scores as JSON
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,

    /// Write the scores and the wrong fields as a page
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,

    #[command(flatten)]
    pub reading: ReadingArgs,
}

/// Write what documents give today, to be checked against later.
///
/// Converts every document and writes its result below the folder of expected results: NAME.txt gives NAME.txt.json,
/// whatever lies beside it, folders are kept. A result that is there already is left alone; check --accept renews it after showing what is different.
#[derive(Debug, Args)]
#[command(after_long_help = "Example:\n  munidoc snapshot documents --fixtures expected")]
pub(in crate::cli) struct SnapshotArgs {
    #[command(flatten)]
    pub against: AgainstArgs,
}

/// Check documents against expected results.
///
/// Converts every document, compares the result with the expected one field by field, and says what was lost, changed,
/// moved or added, each with its line. Ids and the path of the file do not count. Ends with exit code 1 where more is
/// lost or changed than allowed, where an expected result has no document any more, and where a document has none yet.
#[derive(Debug, Args)]
#[command(after_long_help = "Examples:\n  \
    munidoc check documents --fixtures expected\n  \
    munidoc check documents --fixtures expected --max-loss 0.02 --max-total-loss 0.001\n  \
    munidoc check documents --fixtures expected --accept")]
pub(in crate::cli) struct CheckAgainstArgs {
    #[command(flatten)]
    pub against: AgainstArgs,

    /// Take the new results as the expected ones, after showing what is different
    ///
    /// Refused where CI is set: nobody looks there.
    #[arg(long)]
    pub accept: bool,

    /// Share of the fields of one document that may be lost or changed
    #[arg(long, value_name = "SHARE", default_value_t = 0.0, value_parser = share)]
    pub max_loss: f64,

    /// Share of the fields of all documents that may be lost or changed
    #[arg(long, value_name = "SHARE", default_value_t = 0.0, value_parser = share)]
    pub max_total_loss: f64,

    #[command(flatten)]
    pub showing: ShowingArgs,
}

/// Documents and their expected results.
#[derive(Debug, Args)]
pub(in crate::cli) struct AgainstArgs {
    /// Files, folders or zip archives
    #[arg(value_name = "DOCS", required = true)]
    pub docs: Vec<PathBuf>,

    /// Folder of expected results
    #[arg(long, value_name = "DIR")]
    pub fixtures: PathBuf,

    /// Number of threads
    ///
    /// [default: one for each core]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,

    #[command(flatten)]
    pub reading: ReadingArgs,
}

/// Say what differs between two results, or two folders of results.
///
/// Results are compared as check compares them: records are paired by what they say; ids and the path of the file do not
/// count, lines only where both come from the same bytes. Ends with exit code 1 where anything differs.
#[derive(Debug, Args)]
#[command(after_long_help = "Examples:\n  \
    munidoc diff old.json new.json\n  \
    munidoc diff results-0.1 results-0.2 --show 100")]
pub(in crate::cli) struct DiffArgs {
    /// Result (.json), results (.ndjson), or a folder of them
    #[arg(value_name = "A")]
    pub before: PathBuf,

    /// What A is compared with
    #[arg(value_name = "B")]
    pub after: PathBuf,

    #[command(flatten)]
    pub showing: ShowingArgs,
}

/// How differences are shown.
#[derive(Debug, Args)]
pub(in crate::cli) struct ShowingArgs {
    /// Most differences that are shown for one document
    #[arg(long, value_name = "N", default_value_t = 40)]
    pub show: usize,

    /// When to use colours
    #[arg(long, value_enum, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
}

/// Hold a corpus to what it has reached.
///
/// A table (tab-separated) lists for each document how many records of each kind it gives and how many findings of each
/// code. What is listed must hold; what has become better must be entered, so that it cannot be lost again. Ends with
/// exit code 1 where anything differs from the table.
#[derive(Debug, Args)]
#[command(after_long_help = "Examples:\n  \
    munidoc ratchet corpus --accepted corpus/accepted.tsv\n  \
    munidoc ratchet corpus --accepted corpus/accepted.tsv --accept")]
pub(in crate::cli) struct RatchetArgs {
    /// Files, folders or zip archives
    #[arg(value_name = "DOCS", required = true)]
    pub docs: Vec<PathBuf>,

    /// The table
    #[arg(long, value_name = "FILE")]
    pub accepted: PathBuf,

    /// Write the table anew, after showing what is different
    ///
    /// Refused where CI is set: nobody looks there.
    #[arg(long)]
    pub accept: bool,

    #[command(flatten)]
    pub reading: ReadingArgs,
}

/// List the words that no vocabulary knows.
///
/// Heads of columns without a role, labels of passport rows without a key, headings, sources of money without a level and
/// deadlines that could not be read, the most frequent first, with a place where each stands and the known form that is the
/// most alike: what to add to the vocabularies next (munidoc grammar add).
#[derive(Debug, Args)]
#[command(after_long_help = "Examples:\n  \
    munidoc vocab documents\n  \
    munidoc vocab documents --place column --top 100")]
pub(in crate::cli) struct VocabArgs {
    /// Files, folders or zip archives
    #[arg(value_name = "DOCS", required = true)]
    pub docs: Vec<PathBuf>,

    /// Only the words that stand there
    #[arg(long, value_enum, value_name = "PLACE")]
    pub place: Option<PlaceName>,

    /// Only words that stand there so often
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub least: usize,

    /// Most words that are shown of one place
    #[arg(long, value_name = "N", default_value_t = 30)]
    pub top: usize,

    /// Write all of them as JSON
    #[arg(long)]
    pub json: bool,

    /// When to use colours
    #[arg(long, value_enum, value_name = "WHEN", default_value = "auto")]
    pub color: Color,

    #[command(flatten)]
    pub reading: ReadingArgs,
}

/// Names of [`Place`].
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(in crate::cli) enum PlaceName {
    /// Heads of table columns
    Column,
    /// Labels of passport rows
    Label,
    /// Headings
    Heading,
    /// Sources of money
    Source,
    /// Deadlines
    Deadline,
}

impl From<PlaceName> for Place {
    fn from(name: PlaceName) -> Place {
        match name {
            PlaceName::Column => Place::Column,
            PlaceName::Label => Place::Label,
            PlaceName::Heading => Place::Heading,
            PlaceName::Source => Place::Source,
            PlaceName::Deadline => Place::Deadline,
        }
    }
}

/// Make damaged copies of a text document.
///
/// Harms the document as page breaks, recognition of letters and conversions do: tables and cells torn in two, columns
/// inserted, tabs dropped, words hyphenated at line ends, look-alike letters, other charsets. Writes each copy as
/// NAME-N-HARM.txt, beside it in NAME-N-HARM.json the records that it must give all the same, and in NAME.tsv what was done
/// to each. The folder can be scored at once: munidoc score --gold DIR --docs DIR. A folder that holds copies of the
/// document already is refused. Harms that the document has nothing for are named.
#[derive(Debug, Args)]
#[command(after_long_help = "Example:\n  munidoc damage order.txt -o damaged --seed 7 -n 40")]
pub(in crate::cli) struct DamageArgs {
    /// Text document without damage
    #[arg(value_name = "DOC")]
    pub doc: PathBuf,

    /// Folder of the copies
    #[arg(short, long, value_name = "DIR")]
    pub output: PathBuf,

    /// The same number makes the same copies
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,

    /// Number of copies
    #[arg(short, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..))]
    pub n: u16,

    #[command(flatten)]
    pub reading: ReadingArgs,
}

/// A share from 0 to 1.
fn share(text: &str) -> Result<f64, String> {
    let value = text.parse::<f64>().ok().filter(|v| (0.0..=1.0).contains(v));
    value.ok_or_else(|| "expected a share from 0 to 1, as 0.02".to_owned())
}
