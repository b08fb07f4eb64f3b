//! The values of records: numbers, sums of money, deadlines, parties.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A decimal number as it is written to JSON: exact digits, no binary rounding.
pub type Number = serde_json::Number;

/// A value with its source string.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Value {
    /// As written.
    pub raw: String,
    /// Exact number, where it is one.
    pub value: Option<Number>,
    /// Lower bound («не менее 5», «85-90»).
    pub min: Option<Number>,
    /// Upper bound.
    pub max: Option<Number>,
    /// Year, where the head gives one.
    pub year: Option<i32>,
}

/// The value of an indicator for a year.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct YearValue {
    /// As written.
    pub raw: String,
    /// Exact number, where it is one.
    pub value: Option<Number>,
    /// Lower bound.
    pub min: Option<Number>,
    /// Upper bound.
    pub max: Option<Number>,
    /// Year of the column.
    pub year: Option<i32>,
    /// Plan, fact or estimate.
    pub kind: ValueKind,
    /// Head of its column, where year and kind do not tell it from another value of the record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
}

/// What a value for a year is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ValueKind {
    /// Planned.
    #[default]
    Plan,
    /// Reached.
    Fact,
    /// Estimated.
    Estimate,
}

/// Which way an indicator should go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Should grow.
    Up,
    /// Should fall.
    Down,
}

/// How a target compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub enum Comparator {
    /// Exactly, or «до».
    #[serde(rename = "=")]
    Equal,
    /// «не менее».
    #[serde(rename = ">=")]
    AtLeast,
    /// «не более».
    #[serde(rename = "<=")]
    AtMost,
    /// «более».
    #[serde(rename = ">")]
    More,
    /// «менее».
    #[serde(rename = "<")]
    Less,
}

/// Level of the budget that pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Федеральный бюджет.
    Federal,
    /// Областной, краевой, республиканский бюджет.
    Regional,
    /// Бюджет города, района, поселения.
    Municipal,
    /// Внебюджетные источники.
    Extrabudgetary,
    /// All sources together.
    Total,
}

/// A sum for a year.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Money {
    /// Year; `null` for a total over years.
    pub year: Option<i32>,
    /// As written.
    pub raw: String,
    /// Exact number, where it is one.
    pub value: Option<Number>,
    /// Plan, fact or estimate, where the head of the column says so.
    pub kind: Option<ValueKind>,
    /// Head of its column, where year and kind do not tell it from another value of the record, or the head is unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
}

/// When an activity is due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Deadline {
    /// As written.
    pub raw: String,
    /// Its readings.
    pub items: Vec<DeadlineItem>,
}

/// One reading of a deadline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DeadlineItem {
    /// What it is.
    pub kind: DeadlineKind,
    /// EDTF (ISO 8601-2:2019) date or interval.
    pub edtf: Option<String>,
    /// Recurrence (RFC 5545, without the prefix `RRULE:`).
    pub rrule: Option<String>,
    /// Plan, request or event referred to.
    pub basis: Option<String>,
    /// The year was taken from the period of the document.
    pub inferred_year: bool,
}

/// What a deadline is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeadlineKind {
    /// A day, month or year, or «до …».
    Date,
    /// From … to ….
    Interval,
    /// Again and again.
    Recurring,
    /// All the time.
    Continuous,
    /// By a plan.
    ByPlan,
    /// On request.
    OnRequest,
    /// At an event.
    Event,
    /// Not understood.
    Unparsed,
}

/// Who is responsible.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Responsible {
    /// As written.
    pub raw: String,
    /// Bodies, posts and people named.
    pub parties: Vec<String>,
}
