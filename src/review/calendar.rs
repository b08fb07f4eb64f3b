//! When an activity is due, by months: EDTF dates and RFC 5545 rules as stretches on a line.
//!
//! ```text
//! 2024-03             ─▶ March 2024
//! 2024-09/2025-05     ─▶ September 2024 to May 2025
//! ../2024-06-01       ─▶ to June 2024, begin unknown
//! FREQ=YEARLY;BYMONTH=8 ─▶ each August of the years shown
//! ```

/// A month, counted from January of the year 0.
pub type Month = i32;

/// Years that are shown; other numbers are slips.
const YEARS: std::ops::RangeInclusive<i32> = 1990..=2100;

/// From one month to another, both included; an end that the document leaves open is `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// First month.
    pub first: Option<Month>,
    /// Last month.
    pub last: Option<Month>,
}

/// January of `year`.
pub fn january(year: i32) -> Month {
    year * 12
}

/// `2024-03` of a month.
pub fn name(month: Month) -> String {
    format!("{}-{:02}", month.div_euclid(12), month.rem_euclid(12) + 1)
}

/// Reads an EDTF date or interval; `None` where it is neither, or names no year that can be shown.
pub fn stretch(edtf: &str) -> Option<Stretch> {
    let Some((start, end)) = edtf.split_once('/') else {
        let (first, last) = date(edtf)?;
        return Some(Stretch { first: Some(first), last: Some(last) });
    };
    let is_open = |side: &str| side.is_empty() || side == "..";
    let first = if is_open(start) { None } else { Some(date(start)?.0) };
    let last = if is_open(end) { None } else { Some(date(end)?.1) };
    let is_ordered = first.is_none() || last.is_none() || first <= last;
    (is_ordered && (first.is_some() || last.is_some())).then_some(Stretch { first, last })
}

/// First and last month of a date: a year has twelve, a month or day one.
fn date(text: &str) -> Option<(Month, Month)> {
    let mut parts = text.trim_end_matches(['?', '~', '%']).split('-');
    let year: i32 = parts.next()?.parse().ok().filter(|y| YEARS.contains(y))?;
    let Some(month) = parts.next() else { return Some((january(year), january(year) + 11)) };
    let month: i32 = month.parse().ok().filter(|m| (1..=12).contains(m))?;
    let month = january(year) + month - 1;
    Some((month, month))
}

/// The months from `first` to `last` in which a rule falls due.
pub fn recurrences(rule: &str, first: Month, last: Month) -> Vec<Month> {
    let part = |name: &str| rule.split(';').find_map(|p| p.strip_prefix(name)?.strip_prefix('='));
    let interval: i32 = part("INTERVAL").and_then(|i| i.parse().ok()).filter(|i| *i > 0).unwrap_or(1);
    let named: Vec<i32> =
        part("BYMONTH").map(|m| m.split(',').filter_map(|m| m.parse().ok()).collect()).unwrap_or_default();
    let of_year = |month: Month| month.rem_euclid(12) + 1;
    let falls = |month: &Month| match part("FREQ") {
        _ if !named.is_empty() => named.contains(&of_year(*month)),
        // Which month of the year is not said: the year as a whole.
        Some("YEARLY") => (month.div_euclid(12) - first.div_euclid(12)) % interval == 0,
        // The last month of each quarter, half or whatever of the calendar: it is reported when it ends.
        Some("MONTHLY") => month.rem_euclid(interval) == interval - 1,
        Some(_) => true,
        None => false,
    };
    (first..=last).filter(falls).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(edtf: &str) -> String {
        let Some(s) = stretch(edtf) else { return "none".to_owned() };
        let side = |month: Option<Month>| month.map_or("..".to_owned(), name);
        format!("{}/{}", side(s.first), side(s.last))
    }

    #[test]
    fn dates_are_stretches_of_months() {
        for (edtf, expected) in [
            ("2024", "2024-01/2024-12"),
            ("2024-03", "2024-03/2024-03"),
            ("2024-03-15", "2024-03/2024-03"),
            ("2023-09/2024-05", "2023-09/2024-05"),
            ("2019/2020", "2019-01/2020-12"),
            ("../2024-06-01", "../2024-06"),
            ("2024-06/..", "2024-06/.."),
            ("2024-06/", "2024-06/.."),
            ("2024-05/2024-03", "none"),
            ("2024-13", "none"),
            ("0024", "none"),
            ("../..", "none"),
            ("весна", "none"),
            ("", "none"),
        ] {
            assert_eq!(shown(edtf), expected, "{edtf}");
        }
    }

    #[test]
    fn rules_fall_due_in_months() {
        let due = |rule: &str| {
            let months = recurrences(rule, january(2024), january(2025) + 11);
            months.into_iter().map(name).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(due("FREQ=YEARLY;BYMONTH=8"), "2024-08 2025-08");
        assert_eq!(due("FREQ=YEARLY;BYMONTH=12,3;BYMONTHDAY=1"), "2024-03 2024-12 2025-03 2025-12");
        assert_eq!(due("FREQ=MONTHLY;INTERVAL=6"), "2024-06 2024-12 2025-06 2025-12");
        assert_eq!(due("FREQ=MONTHLY").split(' ').count(), 24);
        assert_eq!(due("FREQ=WEEKLY;BYDAY=MO").split(' ').count(), 24);
        assert_eq!(due("FREQ=YEARLY;INTERVAL=2").split(' ').count(), 12);
        assert_eq!(due("FREQ=MONTHLY;INTERVAL=0").split(' ').count(), 24);
        assert_eq!(due("nonsense"), "");
    }
}
