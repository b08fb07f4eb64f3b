//! The JSON contract, version 1, as Rust types: plain data that only derives.
//!
//! Names and meanings are fixed by the contract; fields may be added, none may be renamed, retyped or dropped
//! without a new major version. Every array is in reading order and always present.

mod place;
mod records;
mod trust;
mod values;

pub use place::{PageBox, Points};
pub use records::*;
pub use trust::{Reason, Reasons};
pub use values::*;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Version of the contract that the output follows.
pub const CONTRACT: &str = "1.0";

/// Arrays whose records say what a document says; sections, tables and blocks are its form.
pub const RECORDS: &[&str] =
    &["parts", "passports", "goals", "indicators", "targets", "funding", "activities", "risks", "references"];

/// Lines of the decoded source text, 1-based and inclusive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Span {
    /// First line.
    pub start_line: u32,
    /// Last line.
    pub end_line: u32,
    /// Page of a paged format; left out for formats without pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
}

/// Byte ranges `[start, end)` into the decoded text, in reading order.
pub type At = Vec<[usize; 2]>;

/// The whole result for one readable input.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "munidoc document")]
pub struct Document {
    /// Version of this contract, `"1.0"`.
    pub munidoc: String,
    /// The file that was read.
    pub source: Source,
    /// What the document is.
    pub document: Summary,
    /// The act and what it approves, in order.
    pub parts: Vec<Part>,
    /// Heading tree, flat.
    pub sections: Vec<Section>,
    /// Blocks of label–value rows.
    pub passports: Vec<Passport>,
    /// Goals with their tasks.
    pub goals: Vec<Goal>,
    /// Rows of indicator tables.
    pub indicators: Vec<Indicator>,
    /// Measurable aims stated in prose or in a result cell.
    pub targets: Vec<Target>,
    /// Rows with money, and passport prose with money.
    pub funding: Vec<Funding>,
    /// Rows of roadmaps and action plans.
    pub activities: Vec<Activity>,
    /// Rows of risk tables.
    pub risks: Vec<Risk>,
    /// Cited legal acts.
    pub references: Vec<Reference>,
    /// Every table of the document, also those no extractor understood.
    pub tables: Vec<Table>,
    /// Every paragraph, list item, heading and table in reading order.
    pub blocks: Vec<Block>,
    /// What was repaired, guessed, skipped or not understood.
    pub diagnostics: Vec<Diagnostic>,
}

/// The result for an input that could not be read at all.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Failure {
    /// Version of this contract, `"1.0"`.
    pub munidoc: String,
    /// The file that was tried.
    pub source: Source,
    /// Why it could not be read.
    pub error: FailureReason,
}

/// Why an input could not be read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FailureReason {
    /// Stable id of the error.
    pub code: String,
    /// Stage that stopped: `open`, `read`, `decode`, `convert`.
    pub stage: String,
    /// What was expected and what to do, in one sentence.
    pub message: String,
}

/// One result for every input, always.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Output {
    /// The document was read.
    Document(Box<Document>),
    /// It could not be read.
    Failure(Box<Failure>),
}

/// The file that was read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Source {
    /// Path as given, `-` for standard input.
    pub path: String,
    /// SHA-256 of the bytes, lower-case hex; `null` where they could not be read.
    pub sha256: Option<String>,
    /// Number of bytes.
    pub bytes: u64,
    /// Name of the reader, `text`.
    pub format: Option<String>,
    /// Name of the charset, as `windows-1251`.
    pub encoding: Option<String>,
    /// How the charset was decided: `bom`, `utf-8` (strictly valid), `guess`, `declared` (by the document) or `forced`.
    pub encoding_by: Option<String>,
    /// Bytes that could not be decoded and stand as U+FFFD.
    pub replaced: u64,
    /// Pages of a paged format.
    pub pages: Option<u32>,
    /// Width and height of each page in points, as the boxes on it are measured; left out for formats without them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub page_sizes: Vec<[Points; 2]>,
}

/// Kind and title of the first part; the years (or dates) that the document covers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Summary {
    /// Kind of the first part.
    pub kind: PartKind,
    /// Title of the first part.
    pub title: Option<String>,
    /// Years or dates that the document covers.
    pub period: Option<Period>,
}

/// An interval of years or dates, both ends included, ISO 8601 with reduced precision (`2023`, `2023-09`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Period {
    /// First day, month or year.
    pub start: String,
    /// Last day, month or year.
    pub end: String,
}

/// A finding: something repaired, guessed, skipped or not understood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Diagnostic {
    /// Stable id of the finding.
    pub code: String,
    /// How much it matters.
    pub severity: Severity,
    /// One sentence.
    pub message: String,
    /// Where.
    pub span: Option<Span>,
    /// The other side: what it was compared with; left out where nothing was.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<Span>,
    /// The numbers or dates that differ, exact: what stands there, then what was expected; left out where there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub numbers: Vec<String>,
    /// Ids of the records on both sides; left out where there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub records: Vec<String>,
}

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Repaired or guessed with good evidence.
    Info,
    /// Look at it.
    Warning,
    /// Something was not read.
    Error,
}

/// A heading and its place in the tree.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Section {
    /// `section-1`, `section-2`, …
    pub id: String,
    /// Id of the section that holds this one.
    pub parent: Option<String>,
    /// 1 for the outermost.
    pub level: u32,
    /// Number as written, without its trailing point.
    pub number: Option<String>,
    /// Words of the heading.
    pub title: String,
    /// Lines of the heading.
    pub span: Span,
    /// Places of the heading on the pages; left out for formats without pages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub boxes: Vec<PageBox>,
    /// Byte ranges of the heading.
    pub at: At,
}

/// What a table is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TableKind {
    /// Label–value rows.
    Passport,
    /// Indicators by years.
    Indicators,
    /// Money by years and sources.
    Funding,
    /// A roadmap or an action plan.
    Activities,
    /// Risks with level and response.
    Risks,
    /// Anything else.
    Other,
}

/// A table, whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Table {
    /// `table-1`, `table-2`, …
    pub id: String,
    /// What it is.
    pub kind: TableKind,
    /// Its caption.
    pub title: Option<String>,
    /// Columns, left to right.
    pub columns: Vec<Column>,
    /// Rows as they stand in the source, header rows included; a row that a page break tore in two stays two rows,
    /// the second with `joins`.
    pub rows: Vec<Row>,
    /// Lines of the table.
    pub span: Span,
    /// Places on the pages, one for each page; left out for formats without pages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub boxes: Vec<PageBox>,
    /// Id of the innermost section.
    pub section: Option<String>,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Column {
    /// Words of its head; `""` where it has none.
    pub name: String,
    /// What stands in it.
    pub role: Option<Role>,
    /// Year of a year column.
    pub year: Option<i32>,
    /// Unit that the head gives («тыс. руб.»).
    pub unit: Option<String>,
}

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Running number («№ п/п»).
    Number,
    /// Label of a passport row.
    Label,
    /// Text of a passport row.
    Text,
    /// Name of an activity («Наименование мероприятия»).
    Activity,
    /// Name of an indicator («Показатель»).
    Indicator,
    /// Name of a thing that is paid for.
    Item,
    /// Description of a risk.
    Risk,
    /// Unit of measurement.
    Unit,
    /// Value before the period («Исходное значение»).
    Baseline,
    /// Value for a year.
    Value,
    /// Sum over the years («Всего»).
    Total,
    /// Source of money.
    Source,
    /// When («Срок исполнения»).
    Deadline,
    /// First day of a split term («начало»).
    Start,
    /// Last day of a split term («окончание»).
    End,
    /// Who («Ответственный»).
    Responsible,
    /// What comes of it («Ожидаемый результат»).
    Result,
    /// In what form («Форма проведения»).
    Form,
    /// Anything remarked («Отметка о выполнении»).
    Note,
    /// How likely or how grave a risk is.
    Level,
    /// What is done against a risk.
    Response,
    /// Known, but no field of a record («Раздел», «Код»).
    Other,
}

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum RowKind {
    /// Values.
    Data,
    /// A heading inside the table.
    Group,
    /// Column heads, or the row that numbers the columns.
    Header,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Row {
    /// One text or `null` for each column.
    pub cells: Vec<Option<String>>,
    /// What it is.
    pub kind: RowKind,
    /// 0-based index of the row that this one continues (torn by a page break), else `null`.
    pub joins: Option<usize>,
    /// Lines of the row.
    pub span: Span,
    /// Places of each cell on the pages, `[]` for a blank one; left out for formats without pages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub boxes: Vec<Vec<PageBox>>,
    /// Byte ranges of each cell, `[]` for a blank one.
    pub at: Vec<At>,
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// A heading.
    Heading,
    /// A paragraph.
    Paragraph,
    /// A bulleted or numbered item.
    ListItem,
    /// A table, by reference.
    Table,
}

/// A piece of the document in reading order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Block {
    /// `block-1`, `block-2`, …
    pub id: String,
    /// What it is.
    pub kind: BlockKind,
    /// Its words; `null` for a table.
    pub text: Option<String>,
    /// Id of the table; `null` otherwise.
    pub table: Option<String>,
    /// Id of the innermost section.
    pub section: Option<String>,
    /// Lines of the block.
    pub span: Span,
    /// Places on the pages; left out for formats without pages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub boxes: Vec<PageBox>,
    /// Byte ranges of the block; `[]` for a table, whose cells have them.
    pub at: At,
}
