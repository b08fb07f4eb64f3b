//! The record kinds of the contract.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::values::*;
use super::{At, PageBox, Reasons, Span};

/// An act or the body that an act approves, or the one body of a file without an act.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Part {
    /// `act-1` or `part-1`, counted over all parts.
    pub id: String,
    /// What it is.
    pub kind: PartKind,
    /// Its title, quotes as written.
    pub title: Option<String>,
    /// Requisites where the part is an act.
    pub act: Option<Act>,
    /// Stamp of an annex or of approval.
    pub attachment: Option<Attachment>,
    /// Sentence that opens the clauses.
    pub lead_in: Option<String>,
    /// Ordered points, sub-points as their own clauses.
    pub clauses: Vec<Clause>,
    /// Innermost section that the part begins in.
    pub section: Option<String>,
    /// Lines of the part.
    pub span: Span,
    /// Places on the pages; left out for formats without pages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub boxes: Vec<PageBox>,
    /// Byte ranges of the part.
    pub at: At,
    /// How sure the reading is, from 0 to 1.
    #[serde(default)]
    pub confidence: f64,
    /// Why: what each piece of evidence adds to it, in hundredths.
    #[serde(default)]
    pub reasons: Reasons,
}

/// What a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PartKind {
    /// Приказ.
    Order,
    /// Постановление.
    Resolution,
    /// Распоряжение.
    Directive,
    /// Решение.
    Decision,
    /// Положение, порядок, правила, регламент.
    Regulation,
    /// Программа.
    Program,
    /// План мероприятий, дорожная карта.
    ActionPlan,
    /// Цели и задачи.
    Goals,
    /// Резолюция, рекомендации конференции.
    ConferenceResolution,
    /// Протокол.
    Protocol,
    /// Письмо.
    Letter,
    /// Anything else.
    Other,
}

/// Requisites of an act (ГОСТ Р 7.0.97-2016 names them: author, kind, date, number, place, signature).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Act {
    /// Kind as written («ПРИКАЗ»), spaced letters closed up.
    pub kind_text: Option<String>,
    /// Issuing bodies, outermost first.
    pub issuer: Vec<String>,
    /// ISO 8601.
    pub date: Option<String>,
    /// Without «№».
    pub number: Option<String>,
    /// Place of issue.
    pub place: Option<String>,
    /// Everything before the enacting word.
    pub preamble: Option<String>,
    /// The enacting word itself («ПРИКАЗЫВАЮ»), spaced letters closed up.
    pub enacting: Option<String>,
    /// Who signed.
    pub signatory: Option<Signatory>,
}

/// Who signed an act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Signatory {
    /// Post.
    pub position: Option<String>,
    /// Name.
    pub name: Option<String>,
}

/// Stamp of an annex («Приложение № 1 к приказу … от … № …») or of approval («Утверждена постановлением …»).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Attachment {
    /// Words of the stamp («Приложение № 1»).
    pub label: String,
    /// Kind of the act named, in its case («приказу»).
    pub act_kind_text: Option<String>,
    /// ISO 8601.
    pub act_date: Option<String>,
    /// Without «№».
    pub act_number: Option<String>,
}

/// An ordered point of a part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Clause {
    /// Number as written, without its trailing point («1.2», «а)»).
    pub number: Option<String>,
    /// Words of the point.
    pub text: String,
    /// Lines.
    pub span: Span,
    /// Places on the pages; left out for formats without pages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub boxes: Vec<PageBox>,
    /// Byte ranges.
    pub at: At,
}

/// A block of label–value rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Passport {
    /// `passport-1`, …
    pub id: String,
    /// Its heading.
    pub title: Option<String>,
    /// Innermost section.
    pub section: Option<String>,
    /// Its rows.
    pub fields: Vec<PassportField>,
    /// Lines.
    pub span: Span,
    /// Places on the pages; left out for formats without pages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub boxes: Vec<PageBox>,
    /// Byte ranges.
    pub at: At,
    /// How sure the reading is, from 0 to 1.
    #[serde(default)]
    pub confidence: f64,
    /// Why: what each piece of evidence adds to it, in hundredths.
    #[serde(default)]
    pub reasons: Reasons,
}

/// A row of a passport.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PassportField {
    /// What the row is about.
    pub key: PassportKey,
    /// Its name as written.
    pub label: String,
    /// The whole value; `null` where the cell is blank.
    pub text: Option<String>,
    /// The value split where the document lists.
    pub items: Vec<String>,
    /// Lines.
    pub span: Span,
    /// Places on the pages; left out for formats without pages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub boxes: Vec<PageBox>,
    /// Byte ranges.
    pub at: At,
}

/// What a passport row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PassportKey {
    /// Наименование.
    Name,
    /// Основания для разработки.
    Basis,
    /// Заказчик.
    Customer,
    /// Разработчик.
    Developer,
    /// Ответственный исполнитель.
    ResponsibleExecutor,
    /// Исполнители, соисполнители.
    Executors,
    /// Участники.
    Participants,
    /// Цель.
    Goal,
    /// Задачи.
    Tasks,
    /// Показатели.
    Indicators,
    /// Срок реализации.
    Period,
    /// Этапы.
    Stages,
    /// Объёмы и источники финансирования.
    Funding,
    /// Ожидаемые результаты.
    ExpectedResults,
    /// Подпрограммы, проекты.
    Subprograms,
    /// Механизмы реализации.
    Mechanisms,
    /// Контроль.
    Control,
    /// Anything else.
    Other,
}

/// A goal and its tasks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Goal {
    /// `goal-1`, …
    pub id: String,
    /// Number as written («I»).
    pub number: Option<String>,
    /// Words of the goal.
    pub text: String,
    /// Its tasks.
    pub tasks: Vec<Task>,
    /// Where it was stated.
    pub origin: Origin,
    /// Innermost section.
    pub section: Option<String>,
    /// Lines.
    pub span: Span,
    /// Places on the pages; left out for formats without pages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub boxes: Vec<PageBox>,
    /// Byte ranges.
    pub at: At,
    /// How sure the reading is, from 0 to 1.
    #[serde(default)]
    pub confidence: f64,
    /// Why: what each piece of evidence adds to it, in hundredths.
    #[serde(default)]
    pub reasons: Reasons,
}

/// A task under a goal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Task {
    /// Number as written, without its trailing point.
    pub number: Option<String>,
    /// Sub-heading above the tasks, without its colon.
    pub group: Option<String>,
    /// Words of the task.
    pub text: String,
    /// Lines.
    pub span: Span,
    /// Places on the pages; left out for formats without pages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub boxes: Vec<PageBox>,
    /// Byte ranges.
    pub at: At,
}

/// Where a goal, target or sum of money was stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Running text.
    Section,
    /// A passport row.
    Passport,
    /// A table row.
    Table,
    /// The result cell of an activity.
    Activity,
    /// A clause of an act.
    Clause,
}

/// A row of an indicator table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Indicator {
    /// `indicator-1`, …
    pub id: String,
    /// Number as written, without its trailing point.
    pub number: Option<String>,
    /// Name.
    pub name: String,
    /// Unit of measurement.
    pub unit: Option<String>,
    /// Heading rows above, outermost first.
    pub group: Vec<String>,
    /// Value before the period.
    pub baseline: Option<Value>,
    /// Values by years.
    pub values: Vec<YearValue>,
    /// Which way it should go.
    pub direction: Option<Direction>,
    /// Id of the table.
    pub table: Option<String>,
    /// Innermost section.
    pub section: Option<String>,
    /// Lines.
    pub span: Span,
    /// Places on the pages; left out for formats without pages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub boxes: Vec<PageBox>,
    /// Byte ranges.
    pub at: At,
    /// How sure the reading is, from 0 to 1.
    #[serde(default)]
    pub confidence: f64,
    /// Why: what each piece of evidence adds to it, in hundredths.
    #[serde(default)]
    pub reasons: Reasons,
}

/// A measurable aim stated in prose or in a result cell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Target {
    /// `target-1`, …
    pub id: String,
    /// The sentence.
    pub text: String,
    /// How it compares.
    pub comparator: Comparator,
    /// The number.
    pub value: Number,
    /// Its unit.
    pub unit: Option<String>,
    /// By which year.
    pub year: Option<i32>,
    /// Where it was stated.
    pub origin: Origin,
    /// Innermost section.
    pub section: Option<String>,
    /// Lines.
    pub span: Span,
    /// Places on the pages; left out for formats without pages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub boxes: Vec<PageBox>,
    /// Byte ranges.
    pub at: At,
    /// How sure the reading is, from 0 to 1.
    #[serde(default)]
    pub confidence: f64,
    /// Why: what each piece of evidence adds to it, in hundredths.
    #[serde(default)]
    pub reasons: Reasons,
}

/// A row with money.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Funding {
    /// `funding-1`, …
    pub id: String,
    /// Number of the item as written.
    pub number: Option<String>,
    /// The item that is paid for.
    pub name: String,
    /// Source as written; `null` for the item itself.
    pub source: Option<String>,
    /// Level of the budget.
    pub level: Option<Level>,
    /// Unit of the money.
    pub unit: Option<String>,
    /// Items and heading rows above, outermost first.
    pub path: Vec<String>,
    /// Sums by years.
    pub values: Vec<Money>,
    /// Table or passport.
    pub origin: Origin,
    /// Id of the table.
    pub table: Option<String>,
    /// Innermost section.
    pub section: Option<String>,
    /// Lines, from the item's name to the row.
    pub span: Span,
    /// Places on the pages; left out for formats without pages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub boxes: Vec<PageBox>,
    /// Byte ranges.
    pub at: At,
    /// How sure the reading is, from 0 to 1.
    #[serde(default)]
    pub confidence: f64,
    /// Why: what each piece of evidence adds to it, in hundredths.
    #[serde(default)]
    pub reasons: Reasons,
}

/// A row of a roadmap or action plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Activity {
    /// `activity-1`, …
    pub id: String,
    /// Number as written, without its trailing point.
    pub number: Option<String>,
    /// What is done.
    pub name: Option<String>,
    /// In what form.
    pub form: Option<String>,
    /// When.
    pub deadline: Option<Deadline>,
    /// Who.
    pub responsible: Option<Responsible>,
    /// What comes of it.
    pub result: Option<String>,
    /// Anything remarked.
    pub note: Option<String>,
    /// Heading rows above, outermost first.
    pub group: Vec<String>,
    /// Id of the table.
    pub table: Option<String>,
    /// Innermost section.
    pub section: Option<String>,
    /// Lines.
    pub span: Span,
    /// Places on the pages; left out for formats without pages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub boxes: Vec<PageBox>,
    /// Byte ranges.
    pub at: At,
    /// How sure the reading is, from 0 to 1.
    #[serde(default)]
    pub confidence: f64,
    /// Why: what each piece of evidence adds to it, in hundredths.
    #[serde(default)]
    pub reasons: Reasons,
}

/// A row of a risk table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Risk {
    /// `risk-1`, …
    pub id: String,
    /// Number as written, without its trailing point.
    pub number: Option<String>,
    /// The risk.
    pub text: String,
    /// How likely or how grave.
    pub level: Option<String>,
    /// What is done against it.
    pub response: Option<String>,
    /// Id of the table.
    pub table: Option<String>,
    /// Innermost section.
    pub section: Option<String>,
    /// Lines.
    pub span: Span,
    /// Places on the pages; left out for formats without pages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub boxes: Vec<PageBox>,
    /// Byte ranges.
    pub at: At,
    /// How sure the reading is, from 0 to 1.
    #[serde(default)]
    pub confidence: f64,
    /// Why: what each piece of evidence adds to it, in hundredths.
    #[serde(default)]
    pub reasons: Reasons,
}

/// A cited legal act.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Reference {
    /// `reference-1`, …
    pub id: String,
    /// Kind as written, with its author («Указ Президента Российской Федерации»).
    pub kind: String,
    /// Author as written.
    pub issuer: Option<String>,
    /// ISO 8601.
    pub date: Option<String>,
    /// Without «№».
    pub number: Option<String>,
    /// Title without its quotes.
    pub title: Option<String>,
    /// The whole citation.
    pub raw: String,
    /// Innermost section.
    pub section: Option<String>,
    /// Lines.
    pub span: Span,
    /// Places on the pages; left out for formats without pages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub boxes: Vec<PageBox>,
    /// Byte ranges.
    pub at: At,
    /// How sure the reading is, from 0 to 1.
    #[serde(default)]
    pub confidence: f64,
    /// Why: what each piece of evidence adds to it, in hundredths.
    #[serde(default)]
    pub reasons: Reasons,
}
