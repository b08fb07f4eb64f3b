//! The years or dates that a title or a period field names.
//!
//! | text | period |
//! |---|---|
//! | `2021-2025 годы`, `2021 – 2024 гг.`, `с 2023 по 2025 гг` | `2021`/`2025` … |
//! | `на 2023-2024 учебный год`, `2022/2023 учебный год` | `2023-09`/`2024-08` |
//! | `01.09.2022 - 31.08.2025` | `2022-09-01`/`2025-08-31` |
//! | `на 2015 год и на плановый период 2016 и 2017 годов` | `2015`/`2017` |
//! | `2026 год` | `2026`/`2026` |
//! | `на период до 2030 года`, `от 30.12.2021 № 5` | none: no start |
//! | `программа, утверждённая в 2016 году` | none: its act is of that year |

use super::date::Date;
use super::resolve::point_date;
use super::scan::{Kind, Scan};
use super::when::{Shape, Time, time};
use crate::grammar::dates::Dates;
use crate::model;

/// Years, months or days, both ends included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// ISO 8601 with reduced precision: `2021`, `2023-09`, `2022-09-01`.
    pub start: String,
    /// As `start`.
    pub end: String,
    /// School years, from September to August, said so.
    pub school_year: bool,
}

impl From<&Period> for model::Period {
    fn from(p: &Period) -> model::Period {
        model::Period { start: p.start.clone(), end: p.end.clone() }
    }
}

/// The period that `text` names: the first range of years, months or days; else the first year with its noun or in
/// «на 2024».
pub fn find(text: &str, g: &Dates) -> Option<Period> {
    if !text.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let s = Scan::new(text);
    let mut single: Option<(Time, bool)> = None;
    let mut last_year = None;
    let mut planning = false;
    // Within a clause that says when an act was made.
    let mut made = false;
    let mut i = 0;
    while let Some(tok) = s.get(i) {
        if let Kind::Mark(mark) = tok.kind {
            made &= !matches!(mark, ',' | ';' | ')');
            i += 1;
            continue;
        }
        made |= s.form(&g.made, i).is_some();
        if made
            && let Some(((), at)) = s.form(&g.made_in, i)
            && s.num(at).is_some_and(|(_, digits)| digits == 4)
            && let Some((_, next)) = time(&s, at, g)
        {
            made = false;
            i = next;
            continue;
        }
        if let Some(((), next)) = s.form(&g.planning, i) {
            planning = single.is_some();
            i = next;
            continue;
        }
        let led = s.form(&g.within, i).is_some();
        let Some((times, next)) = time(&s, i, g) else {
            i += 1;
            continue;
        };
        for t in &times {
            match t.shape {
                Shape::Range if planning => last_year = t.end.year.or(last_year),
                Shape::Range if !t.yearless() => {
                    if let Some(found) = shown(t) {
                        return Some(found);
                    }
                }
                Shape::Single if t.start.year.is_some() && t.start.day.is_none() => {
                    if planning || (single.is_some_and(|(_, list)| list) && joined(&s, i, g)) {
                        last_year = t.start.year;
                    } else if single.is_none()
                        && (t.noun || led || t.start.month.is_some() || list_goes_on(&s, next, g))
                    {
                        single = Some((*t, !t.noun));
                    }
                }
                _ => {}
            }
        }
        i = next;
    }
    let (first, _) = single?;
    let mut end = first;
    if let Some(year) = last_year.filter(|y| first.start.year.is_some_and(|f| *y > f)) {
        end.end.year = Some(year);
        end.shape = Shape::Range;
    }
    shown(&end)
}

/// «2022, 2023 и 2024 годы»: a comma or «и» stands before token `i`.
fn joined(s: &Scan, i: usize, g: &Dates) -> bool {
    i > 0 && (s.is(i - 1, &[',']) || s.form(&g.and, i - 1).is_some())
}

fn list_goes_on(s: &Scan, next: usize, g: &Dates) -> bool {
    let at = if s.is(next, &[',']) { Some(next + 1) } else { s.form(&g.and, next).map(|((), n)| n) };
    at.is_some_and(|at| matches!(s.num(at), Some((_, 4))))
}

fn shown(t: &Time) -> Option<Period> {
    let (start, end) = (point_date(t.start)?, point_date(t.end)?);
    let order = |d: &Date, m, day| (d.year, d.month.unwrap_or(m), d.day.unwrap_or(day));
    (order(&start, 1, 1) <= order(&end, 12, 31)).then(|| Period {
        start: start.iso(),
        end: end.iso(),
        school_year: t.school,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        find(text, &Dates::builtin())
            .map(|p| format!("{}/{}{}", p.start, p.end, if p.school_year { " school" } else { "" }))
    }

    #[test]
    fn forms() {
        for (text, want) in [
            ("2021-2025 годы", "2021/2025"),
            ("Программа на 2021 – 2024 гг.", "2021/2024"),
            ("Тимашевский район на 2023-2024 учебный год", "2023-09/2024-08 school"),
            ("2022/2023 учебный год", "2022-09/2023-08 school"),
            ("план на 2023/24 уч. год", "2023-09/2024-08 school"),
            ("01.09.2022 - 31.08.2025", "2022-09-01/2025-08-31"),
            ("с 1 сентября 2022 года по 31 августа 2025 г.", "2022-09-01/2025-08-31"),
            ("с 2023 по 2025 гг", "2023/2025"),
            ("2026 год", "2026/2026"),
            ("План работы на 2026", "2026/2026"),
            ("2024–2026 годы (этапы не выделяются)", "2024/2026"),
            ("на 2015 год и на плановый период 2016 и 2017 годов", "2015/2017"),
            ("на 2024 год и плановый период 2025-2026 годов", "2024/2026"),
            ("2022, 2023 и 2024 годы", "2022/2024"),
            ("Постановление от 30.12.2021 № 1901 «О программе на 2022-2025 годы»", "2022/2025"),
            ("сентябрь 2023 - август 2024", "2023-09/2024-08"),
        ] {
            assert_eq!(read(text).as_deref(), Some(want), "{text}");
        }
    }

    #[test]
    fn no_period() {
        for text in ["на период до 2030 года", "от 30.12.2021 № 1901", "школа № 2021", "", "2025-2021", "5-8 классы"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn no_input_panics() {
        let g = Dates::builtin();
        let text =
            "на 2015 год и на плановый период 2016 и 2017 годов, с 01.09.2022 - 31.08.20255 2023/24 уч. г. 99999999999";
        for (i, _) in text.char_indices() {
            find(&text[..i], &g);
            find(&text[i..], &g);
        }
    }
}
