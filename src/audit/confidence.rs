//! How sure the reading of a record is, and why.
//!
//! Evidence is what the document shows: heads that are in the vocabulary, running numbers, sums that close. Evidence
//! against is what the reading had to guess or repair: the findings on the lines of the record. Each piece has a weight
//! in hundredths ([`Reason::weight`]). The weights order the records, they are no exact shares: how many records of each
//! confidence are right, `cargo test --test calibration -- --nocapture` measures on damaged documents and prints.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::Code;
use crate::grammar::Grammars;
use crate::layout::numbering::place;
use crate::model::{
    Activity, Document, Funding, Goal, Indicator, Part, Passport, Reason, Reasons, Reference, Risk, Role, Row, RowKind,
    Span, Table, TableKind, Target,
};

/// Confidence of a record of which nothing special is known, in hundredths.
pub(crate) const BASE: i32 = 92;
/// Nothing is certain: least and greatest confidence, in hundredths.
const RANGE: (i32, i32) = (5, 99);

impl Reason {
    /// What it adds to the confidence, in hundredths.
    fn weight(self) -> i32 {
        match self {
            Reason::HeaderExact => 3,
            Reason::RunningNumber => 2,
            Reason::SumClosed => 4,
            Reason::HeaderPartial => 0,
            Reason::HeaderGuessed => -20,
            Reason::ColumnUnknown => -4,
            Reason::ColumnUnnamed => -20,
            Reason::CellBlank => -20,
            Reason::GroupUncertain => -20,
            Reason::Unclosed => -15,
            Reason::Repaired => -5,
            Reason::RowJoined => -8,
            Reason::CellsRealigned => -10,
            Reason::NumberGap => -8,
            Reason::YearFromTitle => -8,
            Reason::SumOpen => -25,
            Reason::Contradicted => -15,
            Reason::FieldUnread => -25,
            Reason::AlignmentUncertain => -40,
            Reason::NameMissing => -40,
            Reason::Recognized => -15,
            Reason::RecognitionUncertain => -40,
            Reason::BytesLost => -40,
        }
    }

    /// What a finding on the lines of a record says about it.
    fn of(code: &str) -> Option<Reason> {
        let code = Code::ALL.iter().find(|c| c.id() == code)?;
        Some(match code {
            Code::MixedScriptRepaired | Code::MixedScript | Code::MarkupTorn | Code::ParagraphJoined => {
                Reason::Repaired
            }
            Code::RowJoined | Code::CellParagraphJoined => Reason::RowJoined,
            Code::CellsRealigned => Reason::CellsRealigned,
            Code::AlignmentUncertain | Code::TableTooWide | Code::LinesUnmatched | Code::ColumnSlipped => {
                Reason::AlignmentUncertain
            }
            Code::RowNumberMissing
            | Code::RowNumberRepeated
            | Code::ClauseNumberMissing
            | Code::ClauseNumberRepeated => Reason::NumberGap,
            Code::YearFromTitle | Code::ValueWithoutYear => Reason::YearFromTitle,
            Code::NotANumber | Code::DeadlineUnparsed | Code::DateInvalid | Code::IntervalReversed => {
                Reason::FieldUnread
            }
            Code::RowWithoutName => Reason::NameMissing,
            Code::DeadlineMissing | Code::ResponsibleMissing => Reason::FieldUnread,
            Code::SumYears | Code::SumSources | Code::SumItems | Code::SumPassport => Reason::SumOpen,
            Code::TargetDiffers
            | Code::IndicatorDiffers
            | Code::BaselineAgainstDirection
            | Code::DeadlineOutsidePeriod => Reason::Contradicted,
            Code::OcrUncertain => Reason::RecognitionUncertain,
            _ => return None,
        })
    }
}

/// Lines at the begin of a part that hold its head.
const HEAD_LINES: u32 = 12;

/// Findings by the lines that they are about.
struct ByLine {
    /// Lines and reason, by the first line.
    list: Vec<(Span, Reason)>,
    /// Most lines that one of them spans.
    longest: u32,
}

impl ByLine {
    fn new(document: &Document) -> ByLine {
        let of = |d: &crate::model::Diagnostic| {
            let reason = Reason::of(&d.code)?;
            // Both sides of a sum are in doubt.
            let sides = if reason == Reason::SumOpen { d.related.as_slice() } else { &[] };
            Some(d.span.iter().chain(sides).map(move |s| (*s, reason)).collect::<Vec<_>>())
        };
        let mut list: Vec<(Span, Reason)> = document.diagnostics.iter().filter_map(of).flatten().collect();
        list.sort_by_key(|(s, _)| s.start_line);
        let longest = list.iter().map(|(s, _)| s.end_line - s.start_line).max().unwrap_or(0);
        ByLine { list, longest }
    }

    /// What the findings on the lines of `span` say, each once.
    fn on(&self, span: Span, out: &mut Vec<Reason>) {
        let from = self.list.partition_point(|(s, _)| s.start_line + self.longest < span.start_line);
        for (s, reason) in self.list[from..].iter().take_while(|(s, _)| s.start_line <= span.end_line) {
            if s.end_line >= span.start_line && !out.contains(reason) {
                out.push(*reason);
            }
        }
    }
}

/// What a table says about its records.
struct Facts<'a> {
    table: &'a Table,
    /// About all of them.
    whole: Vec<Reason>,
    /// Columns that a record needs and that nearly all rows fill.
    filled: Vec<usize>,
}

impl<'a> Facts<'a> {
    fn new(table: &'a Table, g: &Grammars) -> Facts<'a> {
        let rows: Vec<&Row> = table.rows.iter().filter(|r| r.kind == RowKind::Data && r.joins.is_none()).collect();
        let share = |c: usize| {
            let filled = rows.iter().filter(|r| r.cells.get(c).is_some_and(Option::is_some)).count();
            filled as f64 / rows.len().max(1) as f64
        };
        let needed = |c: &usize| {
            let role = table.columns[*c].role;
            let is_sum = |r| matches!(r, Role::Value | Role::Total | Role::Baseline);
            let may_be_blank =
                |r| matches!(r, Role::Note | Role::Other) || (is_sum(r) && table.kind != TableKind::Indicators);
            role.is_some_and(|r| !may_be_blank(r))
        };
        let all = 0..table.columns.len();
        let filled = all.clone().filter(needed).filter(|c| rows.len() > 3 && share(*c) >= NEARLY_ALL).collect();
        let mut whole = of_heads(table, g);
        let unnamed = |c: usize| table.columns[c].role.is_none() && table.columns[c].name.is_empty() && share(c) > 0.5;
        if all.clone().any(unnamed) {
            whole.push(Reason::ColumnUnnamed);
        }
        Facts { table, whole, filled }
    }

    /// True where the rows of a record leave a cell blank that nearly all others fill.
    fn has_blank(&self, span: Span) -> bool {
        let own = |r: &&Row| {
            r.kind == RowKind::Data && r.span.start_line <= span.end_line && r.span.end_line >= span.end_line
        };
        let from = self.table.rows.partition_point(|r| r.span.end_line < span.start_line);
        let near = || self.table.rows[from..].iter().take_while(|r| r.span.start_line <= span.end_line);
        let rows: Vec<&Row> =
            if near().any(|r| r.joins.is_some()) { near().collect() } else { near().filter(own).collect() };
        let blank = |c: &usize| !rows.iter().any(|r| r.cells.get(*c).is_some_and(Option::is_some));
        !rows.is_empty() && self.filled.iter().any(blank)
    }
}

/// Share of the rows that fill a column, from which a blank cell is odd.
const NEARLY_ALL: f64 = 0.8;

/// What the heads of a table say about all of its records.
fn of_heads(table: &Table, g: &Grammars) -> Vec<Reason> {
    let mut out = Vec::new();
    let heads = table.columns.iter().filter(|c| c.role.is_some_and(|r| !matches!(r, Role::Other | Role::Number)));
    let (mut known, mut partly, mut guessed) = (false, false, false);
    for column in heads {
        let head = g.columns.head(&column.name);
        match (head.role, column.year) {
            (Some(_), _) if head.beyond == 0 => known = true,
            (Some(_), _) | (None, Some(_)) => partly = true,
            (None, None) => guessed = true,
        }
    }
    let unknown = table.columns.iter().any(|c| c.role.is_none() && !c.name.is_empty());
    if guessed && !known {
        out.push(Reason::HeaderGuessed);
    } else if partly || guessed {
        out.push(Reason::HeaderPartial);
    } else if known {
        out.push(Reason::HeaderExact);
    }
    if unknown {
        out.push(Reason::ColumnUnknown);
    }
    out
}

/// Gives every record its confidence and its reasons; `closed` are the ids of records whose sums close.
pub(super) fn weigh(document: &mut Document, closed: &HashSet<String>, g: &Grammars) {
    let by_line = ByLine::new(document);
    let tables: HashMap<&str, Facts> = document.tables.iter().map(|t| (t.id.as_str(), Facts::new(t, g))).collect();
    let mut whole = Vec::new();
    let said = |code: Code| document.diagnostics.iter().any(|d| d.code == code.id());
    if said(Code::OcrUsed) {
        whole.push(Reason::Recognized);
    }
    if said(Code::BytesReplaced) {
        whole.push(Reason::BytesLost);
    }
    let reasons = |span: Span, table: Option<&str>, id: &str| {
        let mut out = whole.clone();
        if let Some(facts) = table.and_then(|t| tables.get(t)) {
            out.extend(&facts.whole);
            if facts.has_blank(span) {
                out.push(Reason::CellBlank);
            }
        }
        if closed.contains(id) {
            out.push(Reason::SumClosed);
        }
        by_line.on(span, &mut out);
        out
    };
    let of_part = |span: Span, table: Option<&str>, id: &str| {
        // A part goes over whole tables: what was found there is told by their records.
        let head = Span { end_line: span.end_line.min(span.start_line + HEAD_LINES), ..span };
        reasons(head, table, id)
    };
    weigh_all(&mut document.parts, &of_part);
    weigh_all(&mut document.passports, &reasons);
    weigh_all(&mut document.goals, &reasons);
    weigh_all(&mut document.indicators, &reasons);
    weigh_all(&mut document.targets, &reasons);
    weigh_all(&mut document.funding, &reasons);
    weigh_all(&mut document.activities, &reasons);
    weigh_all(&mut document.risks, &reasons);
    weigh_all(&mut document.references, &reasons);
}

/// What every record kind has, and what some have.
trait Weighed {
    fn id(&self) -> &str;
    fn span(&self) -> Span;
    fn set(&mut self, confidence: f64, reasons: Reasons);

    /// Id of its table and its running number there, `""` where it has none.
    fn row(&self) -> Option<(&str, &str)> {
        None
    }

    /// The heading rows of its table that it stands under.
    fn headings(&self) -> &[String] {
        &[]
    }

    /// True where it stands under a heading row of its table, or need not.
    fn is_grouped(&self) -> bool {
        true
    }

    /// True where a value has a source string that was not understood.
    fn is_unread(&self) -> bool {
        false
    }

    /// What it is called.
    fn name(&self) -> &str {
        ""
    }
}

fn row<'a>(table: &'a Option<String>, number: &'a Option<String>) -> Option<(&'a str, &'a str)> {
    Some((table.as_deref()?, number.as_deref().unwrap_or("")))
}

macro_rules! weighed {
    ($($kind:ident { $($own:tt)* })*) => {$(
        impl Weighed for $kind {
            fn id(&self) -> &str { &self.id }
            fn span(&self) -> Span { self.span }
            fn set(&mut self, confidence: f64, reasons: Reasons) {
                self.confidence = confidence;
                self.reasons = reasons;
            }
            $($own)*
        }
    )*};
}

weighed! {
    Part {}
    Passport {}
    Goal { fn name(&self) -> &str { &self.text } }
    Target { fn name(&self) -> &str { &self.text } }
    Reference { fn name(&self) -> &str { &self.raw } }
    Indicator {
        fn row(&self) -> Option<(&str, &str)> { row(&self.table, &self.number) }
        fn headings(&self) -> &[String] { &self.group }
        fn is_grouped(&self) -> bool { !self.group.is_empty() }
        fn name(&self) -> &str { &self.name }
    }
    Funding {
        fn row(&self) -> Option<(&str, &str)> { row(&self.table, &self.number) }
        fn headings(&self) -> &[String] { &self.path }
        // A numbered part of something stands under it; sums of everything stand under nothing.
        fn is_grouped(&self) -> bool {
            !self.path.is_empty() || !self.number.as_deref().is_some_and(|n| n.trim_end_matches('.').contains('.'))
        }
        fn is_unread(&self) -> bool {
            self.values.iter().any(|m| m.value.is_none() && m.raw.bytes().any(|b| b.is_ascii_digit()))
        }
        fn name(&self) -> &str { &self.name }
    }
    Activity {
        fn row(&self) -> Option<(&str, &str)> { row(&self.table, &self.number) }
        fn headings(&self) -> &[String] { &self.group }
        fn is_grouped(&self) -> bool { !self.group.is_empty() }
        fn name(&self) -> &str { self.name.as_deref().unwrap_or("") }
    }
    Risk {
        fn row(&self) -> Option<(&str, &str)> { row(&self.table, &self.number) }
        fn name(&self) -> &str { &self.text }
    }
}

/// What speaks for and against a record: its lines, its table, its id.
type Evidence<'a> = dyn Fn(Span, Option<&str>, &str) -> Vec<Reason> + 'a;

fn weigh_all<R: Weighed>(records: &mut [R], reasons: &Evidence) {
    let mut weighed: Vec<Vec<Reason>> = Vec::with_capacity(records.len());
    for (i, record) in records.iter().enumerate() {
        let row = record.row();
        let mut own = reasons(record.span(), row.map(|r| r.0), record.id());
        let before = i.checked_sub(1).and_then(|i| records[i].row());
        if let (Some((table, number)), Some((old_table, old))) = (row, before)
            && table == old_table
        {
            if follows(old, number) {
                own.insert(0, Reason::RunningNumber);
            }
            // What the numbers skip may stand in the row above.
            if own.contains(&Reason::NumberGap) && !weighed[i - 1].contains(&Reason::NumberGap) {
                weighed[i - 1].push(Reason::NumberGap);
            }
        }
        if record.is_unread() && !own.contains(&Reason::FieldUnread) {
            own.push(Reason::FieldUnread);
        }
        let count = |quote: char| record.name().chars().filter(|c| *c == quote).count();
        if count('\u{ab}') != count('\u{bb}') {
            own.push(Reason::Unclosed);
        }
        weighed.push(own);
    }
    above_groups(records, &mut weighed);
    for (record, reasons) in records.iter_mut().zip(weighed) {
        let sum = BASE + reasons.iter().map(|r| r.weight()).sum::<i32>();
        let confidence = f64::from(sum.clamp(RANGE.0, RANGE.1)) / 100.0;
        record.set(confidence, Reasons(reasons.into_iter().map(|r| (r, r.weight())).collect()));
    }
}

/// Marks the rows above the first heading of each table that has headings; a row that heads others is such a heading
/// itself.
fn above_groups<R: Weighed>(records: &[R], weighed: &mut [Vec<Reason>]) {
    let of_table = |r: &R| r.row().map(|(table, _)| table.to_owned());
    let mut from = 0;
    for rows in records.chunk_by(|a, b| of_table(a) == of_table(b)) {
        let first = rows.iter().position(|r| !r.headings().is_empty()).unwrap_or(rows.len());
        let last = rows.iter().rposition(R::is_grouped).filter(|_| rows[0].row().is_some());
        let above = &rows[..first.min(last.unwrap_or(0))];
        let heads: HashSet<&str> =
            rows.iter().filter(|_| !above.is_empty()).flat_map(|r| r.headings()).map(String::as_str).collect();
        for (i, row) in above.iter().enumerate() {
            if !row.is_grouped() && !heads.contains(row.name()) {
                weighed[from + i].push(Reason::GroupUncertain);
            }
        }
        from += rows.len();
    }
}

/// True where the last place of `number` is one more than that of `last`, or a new list begins below it.
fn follows(last: &str, number: &str) -> bool {
    let places = |s: &str| s.trim_end_matches(['.', ')']).split('.').map(place).collect::<Option<Vec<u32>>>();
    let (Some(last), Some(number)) = (places(last), places(number)) else { return false };
    let n = number.len();
    if n > last.len() {
        return number.starts_with(&last) && number[last.len()..].iter().all(|p| *p == 1);
    }
    last[..n - 1] == number[..n - 1] && last[n - 1].checked_add(1) == Some(number[n - 1])
}
