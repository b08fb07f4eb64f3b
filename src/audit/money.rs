//! Sums of money as exact decimals, and whether a sum closes.

use rust_decimal::Decimal;
use std::str::FromStr;

use crate::model::Number;

/// A number of a record, exact, with the number of decimals that were written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Amount {
    /// The number.
    pub value: Decimal,
    /// Decimals as written: `237 189,50` has two.
    pub places: u32,
}

impl Amount {
    /// The number of a record beside its source string.
    pub fn new(value: &Number, raw: &str) -> Option<Amount> {
        let value = decimal(value)?;
        let tail = raw.trim_end_matches(|c: char| !c.is_ascii_digit());
        let written = tail.bytes().rev().take_while(u8::is_ascii_digit).count();
        let marked = written < tail.len() && matches!(tail.as_bytes()[tail.len() - written - 1], b',' | b'.');
        let places = if marked && written as u32 >= value.scale() && (written != 3 || value.scale() > 0) {
            written as u32
        } else {
            value.scale()
        };
        Some(Amount { value, places })
    }

    /// One unit of the last digit that was written.
    fn unit(self) -> Decimal {
        Decimal::new(1, self.places.min(20))
    }
}

/// A JSON number as the decimal that is written there.
pub fn decimal(number: &Number) -> Option<Decimal> {
    let text = number.to_string();
    Decimal::from_str(&text).or_else(|_| Decimal::from_scientific(&text)).ok().map(|d| d.normalize())
}

/// A total beside what should add up to it.
#[derive(Clone, Debug)]
pub struct Sum {
    /// What is written as the total.
    pub total: Amount,
    /// What the parts add up to.
    pub parts: Decimal,
    /// One unit of the last digit that all of them are sure of.
    tolerance: Decimal,
}

impl Sum {
    /// A total and its parts. A whole number among parts with decimals is exact; where all are whole, they are rounded.
    pub fn new(total: Amount, parts: impl IntoIterator<Item = Amount>) -> Option<Sum> {
        let mut sum = Decimal::ZERO;
        let mut tolerance = total.unit();
        let mut whole = true;
        for part in parts {
            sum = sum.checked_add(part.value)?;
            if part.places > 0 {
                whole = false;
                tolerance = tolerance.max(part.unit());
            }
        }
        if whole {
            tolerance = tolerance.max(Decimal::ONE);
        }
        Some(Sum { total, parts: sum, tolerance })
    }

    /// True where total and parts differ by no more than one unit of the last digit written.
    pub fn closes(&self) -> bool {
        self.total.value.checked_sub(self.parts).is_some_and(|rest| rest.abs() <= self.tolerance)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(raw: &str) -> Amount {
        let value = Number::from_str(&raw.replace(' ', "").replace(',', ".")).unwrap();
        Amount::new(&value, raw).unwrap()
    }

    fn closes(total: &str, parts: &[&str]) -> bool {
        Sum::new(amount(total), parts.iter().map(|p| amount(p))).unwrap().closes()
    }

    #[test]
    fn decimals_are_those_written() {
        assert_eq!(amount("237 189,50").places, 2);
        assert_eq!(amount("1154").places, 0);
        assert_eq!(amount("0,0").places, 1);
    }

    #[test]
    fn a_sum_may_differ_by_the_last_digit() {
        assert!(closes("4 210 296,7", &["1 154 577,9", "998 451,3", "1 044 624,1", "1 012 643,4"]));
        assert!(closes("100,0", &["33,3", "33,3", "33,3"]), "three rounded thirds");
        assert!(!closes("100,2", &["33,3", "33,3", "33,3"]));
        assert!(closes("121", &["100,4", "20,5"]), "the total is rounded to whole numbers");
        assert!(!closes("120,5", &["100", "20,3"]), "whole numbers are exact beside decimals");
        assert!(closes("120,5", &["100", "20"]), "parts that are rounded to whole numbers");
        assert!(closes("100", &["50", "49"]) && !closes("100", &["50", "48"]));
    }
}
