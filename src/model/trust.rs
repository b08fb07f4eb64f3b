//! How sure the reading of a record is, and why.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Why a record is sure or not: what each piece of evidence adds, in hundredths. An object in JSON.
#[derive(Clone, Debug, Default, PartialEq, Eq, JsonSchema)]
pub struct Reasons(#[schemars(with = "BTreeMap<Reason, i32>")] pub Vec<(Reason, i32)>);

impl Serialize for Reasons {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(reason, weight)| (reason, weight)))
    }
}

impl<'de> Deserialize<'de> for Reasons {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Reasons, D::Error> {
        BTreeMap::deserialize(deserializer).map(|map| Reasons(map.into_iter().collect()))
    }
}

/// A piece of evidence for or against the reading of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// The heads of its columns are in the vocabulary, word for word.
    HeaderExact,
    /// Some heads of its columns are known in part, or by the heads above them.
    HeaderPartial,
    /// What its columns are was told by how the table is drawn, or by the cells.
    HeaderGuessed,
    /// A column of its table has a head that is in no vocabulary.
    ColumnUnknown,
    /// A column of its table is filled and has no head.
    ColumnUnnamed,
    /// A cell is blank in a column that nearly all rows fill.
    CellBlank,
    /// Rows further down stand under headings, this one does not.
    GroupUncertain,
    /// A quote in its words is opened and not closed, or the other way round: some of them may be missing.
    Unclosed,
    /// Its running number follows the one before.
    RunningNumber,
    /// A running number near it is missing or stands twice.
    NumberGap,
    /// Its sums close.
    SumClosed,
    /// A sum that it is part of does not close.
    SumOpen,
    /// It says otherwise than another place of the document.
    Contradicted,
    /// Letters, markup or a torn paragraph were repaired.
    Repaired,
    /// It was put together from rows that a page break tore.
    RowJoined,
    /// Cells were moved to the columns that fit them.
    CellsRealigned,
    /// Where its cells or lines belong is not certain.
    AlignmentUncertain,
    /// A year was taken from a title, or is not given.
    YearFromTitle,
    /// A field holds something that was not understood, or nothing where something should stand.
    FieldUnread,
    /// It has no name.
    NameMissing,
    /// Its letters were recognised in a picture.
    Recognized,
    /// Some of its letters were recognised with little confidence.
    RecognitionUncertain,
    /// Bytes of the file could not be decoded.
    BytesLost,
}
