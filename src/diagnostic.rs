//! Findings: one table of codes, and the list that stages add to.
//!
//! A finding is data (code, place, details); its sentence is made at the edge, in [`Code::message`].

use crate::model::{Diagnostic, Severity};
use crate::text::{LineIndex, Text, quote};

/// Characters of a text that a finding quotes.
pub const QUOTED: usize = 60;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident $id:literal $severity:ident $message:literal;)*) => {
        /// Every finding that munidoc can report.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Code { $($(#[$doc])* $name,)* }

        impl Code {
            /// All codes, in the order in which a document travels.
            pub const ALL: &[Code] = &[$(Code::$name,)*];

            /// Stable id, as in the output.
            pub fn id(self) -> &'static str { match self { $(Code::$name => $id,)* } }

            /// How much it matters.
            pub fn severity(self) -> Severity { match self { $(Code::$name => Severity::$severity,)* } }

            /// One sentence, without the details.
            pub fn message(self) -> &'static str { match self { $(Code::$name => $message,)* } }

            /// The sentence with what stands there.
            pub fn sentence(self, detail: &str) -> String {
                if detail.is_empty() { self.message().to_owned() } else { format!("{}: {detail}", self.message()) }
            }
        }
    };
}

codes! {
    /// The charset was guessed.
    EncodingGuessed "encoding-guessed" Info "the charset was guessed from the letters";
    /// Bytes that the charset does not know.
    BytesReplaced "bytes-replaced" Warning "bytes could not be decoded and stand as U+FFFD";
    /// A page without usable text.
    PageNotRead "page-not-read" Warning "a page has no usable text; the document is partial";
    /// Text that was recognised in pictures.
    OcrUsed "ocr-used" Info "the text was recognised in a picture";
    /// Ink of a scanned page that no words were read from.
    AreaNotRead "area-not-read" Warning "a part of a scanned page may not be read in full";
    /// Words that were recognised with little confidence.
    OcrUncertain "ocr-uncertain" Warning "words were recognised with little confidence";
    /// The file holds no text.
    EmptyDocument "empty-document" Warning "the file holds no text";
    /// A part of the file is damaged.
    PartDamaged "part-damaged" Warning "a part of the file is damaged; what could be read of it was kept";
    /// A part of the file is of a kind that is not read.
    PartSkipped "part-skipped" Warning "a part of the file was not read";
    /// Pictures.
    PictureSkipped "picture-skipped" Info "pictures were not read";
    /// A document without text, made of pictures.
    PicturesOnly "pictures-only" Warning "the document is made of pictures, whose text is not read; convert it to PDF to have it recognized";
    /// Something is larger than what is read.
    LimitReached "limit-reached" Warning "a limit was reached; what lies beyond it was not read";
    /// Tracked changes were taken as accepted.
    ChangesSettled "changes-settled" Info "tracked changes were taken as accepted: what was deleted was left out";
    /// Hidden text was left out.
    HiddenDropped "hidden-dropped" Info "hidden text was left out";
    /// Headers and footers of pages were left out.
    PageFurniture "page-furniture-dropped" Info "page headers and footers were left out";
    /// Where pages begin is not certain.
    PagesUncertain "pages-uncertain" Info "the document does not say reliably where its pages begin; no pages are given";
    /// Comments were left out.
    CommentsDropped "comments-dropped" Info "comments were left out";
    /// A hidden sheet was left out.
    SheetHidden "sheet-hidden" Info "a hidden sheet was left out";
    /// Rows or columns of a sheet are hidden.
    CellsHidden "cells-hidden" Warning "rows or columns that the sheet hides hold words; they were kept";
    /// A formula without the value that it gave.
    FormulaWithoutValue "formula-without-value" Warning "formulas were never calculated and their cells stay blank; open and save the workbook in a spreadsheet program";
    /// The character that parts cells was guessed.
    DelimiterGuessed "delimiter-guessed" Info "the character that parts the cells was guessed";
    /// A table of one column, or one that lays out the page.
    TableOfLayout "table-of-layout" Info "a table of one column, or one that lays out the page, was taken apart";
    /// A word mixed Latin and Cyrillic look-alikes and was repaired.
    MixedScriptRepaired "mixed-script-repaired" Info "a word mixed Latin look-alikes into Cyrillic and was repaired";
    /// A word mixes scripts and was left.
    MixedScript "mixed-script" Warning "a word mixes Latin and Cyrillic letters that are no look-alikes; it was left as it is";
    /// A tag or entity was cut short.
    MarkupTorn "markup-torn" Info "markup is cut short or never closed";
    /// A paragraph torn by a page break was joined.
    ParagraphJoined "paragraph-joined" Info "a paragraph torn by a page break was joined";
    /// A row torn by a page break was joined.
    RowJoined "row-joined" Info "a table row torn by a page break was joined to the row it continues";
    /// A paragraph between two pieces of a table was taken into a cell.
    CellParagraphJoined "cell-paragraph-joined" Info "a paragraph between two pieces of a table was taken as a part of the cell above";
    /// Cells were moved to the columns that fit what they are.
    CellsRealigned "cells-realigned" Info "a row had more or fewer cells than the table; they were placed by what they are";
    /// Cells were moved but another placing was nearly as good.
    AlignmentUncertain "alignment-uncertain" Warning "a row had more or fewer cells than the table and their place is not certain";
    /// A row has more cells than can be placed.
    TableTooWide "table-too-wide" Warning "the table has more columns than are aligned; its cells stand as they are";
    /// A column head that no grammar knows.
    ColumnUnknown "column-unknown" Info "a column head is not in the vocabulary";
    /// Values took the year of the title above their table.
    YearFromTitle "year-from-title" Info "the heads of values name no year; the title above the table does";
    /// Values whose year nothing says.
    ValueWithoutYear "value-without-year" Warning "neither the heads of values nor a title above them names one year";
    /// A piece of a table without a header, of which no table was found.
    TableWithoutHeader "table-without-header" Info "a table has no header row";
    /// A number column holds something else.
    NotANumber "not-a-number" Warning "a value column holds something that is not a number";
    /// A row number is missing.
    RowNumberMissing "row-number-missing" Warning "a number is missing in the numbering of the rows";
    /// A row number stands twice.
    RowNumberRepeated "row-number-repeated" Warning "a row number stands twice";
    /// A data row has no name.
    RowWithoutName "row-without-name" Warning "a table row has no name";
    /// A row that only numbers an empty line.
    RowEmpty "row-empty" Info "a table row holds nothing but its number";
    /// A row of several records has a cell whose lines are more or fewer.
    LinesUnmatched "lines-unmatched" Warning "a row holds several records and a cell with more or fewer lines; it is blank in each";
    /// A row of a plan lists works and deadlines that cannot be matched.
    WorksTogether "works-together" Warning "a row lists several works and several deadlines that cannot be matched; it stays one record";
    /// A deadline that was not understood.
    DeadlineUnparsed "deadline-unparsed" Warning "a deadline was not understood";
    /// A heading without content.
    HeadingEmpty "heading-empty" Info "a heading has no content";
    /// A total over years that its years do not add up to.
    SumYears "sum-years" Warning "a total is not the sum of its years";
    /// An item whose sources do not add up to it.
    SumSources "sum-sources" Warning "a sum is not the sum of its sources";
    /// A total or a heading item whose items do not add up to it.
    SumItems "sum-items" Warning "a total is not the sum of its items";
    /// Money of the passport that the funding table has otherwise.
    SumPassport "sum-passport" Warning "the passport names another sum than the funding table";
    /// An aim that the indicator table has otherwise.
    TargetDiffers "target-differs" Warning "an aim names another value than the indicator table";
    /// An indicator with two values.
    IndicatorDiffers "indicator-differs" Warning "an indicator has another value in another table";
    /// An aim that lies on the wrong side of where it starts.
    BaselineAgainstDirection "baseline-against-direction" Warning "an indicator that should rise ends below its baseline, or the other way round";
    /// An annex that names another act.
    AttachmentDiffers "attachment-differs" Warning "an annex names another date or number than its act";
    /// An annex that is referred to and is not there.
    AttachmentMissing "attachment-missing" Warning "a clause refers to an annex that is not in the file";
    /// An act without its number.
    ActWithoutNumber "act-without-number" Warning "an act has no number";
    /// An act without its date.
    ActWithoutDate "act-without-date" Warning "an act has no date";
    /// An act that nobody signed.
    ActWithoutSignatory "act-without-signatory" Warning "an act has no signature";
    /// A date that does not exist.
    DateInvalid "date-invalid" Warning "a date does not exist";
    /// Years of columns that do not go up.
    YearsOutOfOrder "years-out-of-order" Warning "the years of columns do not go up";
    /// A column of a year behind the period.
    YearOutsidePeriod "year-outside-period" Warning "a year column lies behind the period of the document";
    /// A deadline that ends before it begins.
    IntervalReversed "interval-reversed" Warning "a deadline ends before it begins";
    /// A deadline before or behind the period.
    DeadlineOutsidePeriod "deadline-outside-period" Warning "a deadline lies outside the period of the document";
    /// A number of a clause is missing.
    ClauseNumberMissing "clause-number-missing" Warning "a number is missing in the numbering of the clauses";
    /// A number of a clause stands twice.
    ClauseNumberRepeated "clause-number-repeated" Warning "a clause number stands twice";
    /// An activity without a deadline among others that have one.
    DeadlineMissing "deadline-missing" Warning "an activity has no deadline";
    /// An activity without somebody responsible among others that have one.
    ResponsibleMissing "responsible-missing" Warning "an activity names nobody responsible";
    /// A column that stands one row off.
    ColumnSlipped "column-slipped" Warning "a column looks shifted by a row";
    /// A passport of a programme that says no goal.
    PassportWithoutGoal "passport-without-goal" Warning "a passport names no goal";
}

/// A finding.
#[derive(Debug)]
struct Finding {
    code: Code,
    /// The bytes that it is about.
    place: Option<(usize, usize)>,
    /// The bytes that they were compared with.
    other: Option<(usize, usize)>,
    /// What was expected.
    numbers: Vec<String>,
    /// What stands there.
    detail: String,
}

/// The findings of one document, in the order in which they were made.
#[derive(Debug, Default)]
pub struct Findings {
    list: Vec<Finding>,
}

impl Findings {
    /// Adds a finding about the bytes `start..end` of the source; `detail` is put behind the sentence.
    pub fn add(&mut self, code: Code, place: Option<(usize, usize)>, detail: impl Into<String>) {
        self.list.push(Finding { code, place, other: None, numbers: Vec::new(), detail: detail.into() });
    }

    /// Adds a finding about `place` beside `other`: the bytes that it was compared with, and the numbers expected there.
    pub fn compare(
        &mut self,
        code: Code,
        place: Option<(usize, usize)>,
        other: Option<(usize, usize)>,
        numbers: Vec<String>,
    ) {
        let detail = numbers.join(", ");
        self.list.push(Finding { code, place, other, numbers, detail });
    }

    /// Takes back the findings with `code` about bytes of `place`, which what came later made untrue.
    pub fn withdraw(&mut self, code: Code, place: Option<(usize, usize)>) {
        let Some((from, to)) = place else { return };
        self.list.retain(|f| f.code != code || f.place.is_none_or(|(a, b)| b <= from || a >= to));
    }

    /// Adds a finding about `text`, quoting at most [`QUOTED`] characters of it.
    pub fn about(&mut self, code: Code, text: &Text) {
        self.add(code, text.start().zip(text.end()), quote(text.as_str(), QUOTED));
    }

    /// Number of findings so far.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// True where nothing was found.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The findings as the contract has them, in reading order.
    pub fn into_diagnostics(mut self, lines: &LineIndex) -> Vec<Diagnostic> {
        self.list.sort_by_key(|f| f.place.map_or(0, |p| p.0));
        self.list
            .into_iter()
            .map(|f| Diagnostic {
                code: f.code.id().to_owned(),
                severity: f.code.severity(),
                message: f.code.sentence(&f.detail),
                span: f.place.map(|(a, b)| lines.span(a, b)),
                related: f.other.map(|(a, b)| lines.span(a, b)).into_iter().collect(),
                numbers: f.numbers,
                records: Vec::new(),
            })
            .collect()
    }
}
