//! Spreadsheets: the sheets of a workbook, what their cells show, and the tables and lines of text on them.
//!
//! ```text
//! xlsx, xls, ods ─▶ Sheet (cells as shown, merges) ─ parts ─▶ paragraphs and tables ─▶ buffer
//! ```
//!
//! A sheet begins with its name as a heading (a file of text, `.csv`, has none). Hidden sheets are left out.

mod csv;
mod dates;
mod format;
mod number;
mod ods;
mod parts;
mod sheet;
mod strings;
mod xls;
mod xlsx;

pub use csv::{content as csv, knows as knows_csv};
pub use ods::{content as ods, knows as knows_ods};
pub use xls::{content as xls, knows as knows_xls};
pub use xlsx::{content as xlsx, knows as knows_xlsx};

/// What a true value shows.
const TRUE: &str = "\u{418}\u{421}\u{422}\u{418}\u{41d}\u{410}";
/// What a false value shows.
const FALSE: &str = "\u{41b}\u{41e}\u{416}\u{42c}";

/// `2021-12-30T10:00:00` as a Russian reader sees it.
fn iso_date(value: &str) -> String {
    let (date, time) = value.split_once('T').unwrap_or((value, ""));
    let parts: Vec<&str> = date.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return value.to_owned() };
    let time = time.trim_end_matches('Z');
    let time = if time.starts_with("00:00:00") { "" } else { time };
    format!("{day}.{month}.{year} {time}").trim_end().to_owned()
}
