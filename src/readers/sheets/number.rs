//! Numbers of cells as digits: exact, without floating point.
//!
//! ```text
//! 4210296.7000000002 ─ 15 digits count ─▶ 4210296.7        1.05E-1 ─▶ 0.105
//! ```

use std::cmp::Ordering;

/// Digits that count; programs keep no more (the rest is noise of binary fractions).
const DIGITS: usize = 15;

/// A number in decimal digits: 0.`digits` × 10^`point`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// Below zero.
    pub negative: bool,
    /// Digits 0–9, the first and the last not 0; none for zero.
    digits: Vec<u8>,
    point: i32,
}

impl Number {
    /// A number as the formats write it: `-12.5`, `1.05E-1`.
    pub fn parse(text: &str) -> Option<Number> {
        let text = text.trim();
        let (negative, text) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok().filter(|e| e.abs() <= 400)?),
            None => (text, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = || whole.bytes().chain(fraction.bytes());
        if whole.len() + fraction.len() == 0 || whole.len() + fraction.len() > 400 || !all().all(|b| b.is_ascii_digit())
        {
            return None;
        }
        let digits = all().map(|b| b - b'0').collect();
        let mut number = Number { negative, digits, point: whole.len() as i32 + exponent };
        number.trim();
        number.keep(DIGITS);
        Some(number)
    }

    /// True for zero.
    pub fn is_zero(&self) -> bool {
        self.digits.is_empty()
    }

    /// Without its sign.
    pub fn abs(&self) -> Number {
        Number { negative: false, ..self.clone() }
    }

    /// Times 10^`places`.
    pub fn shifted(&self, places: i32) -> Number {
        Number { point: self.point + places, ..self.clone() }
    }

    /// Exponent of its first digit: 0 for 1 to 9, -1 for 0.1.
    pub fn exponent(&self) -> i32 {
        if self.is_zero() { 0 } else { self.point - 1 }
    }

    /// Rounded to `places` decimals, halves away from zero: the digits before the point (without leading zeros, none
    /// for 0) and exactly `places` behind it.
    pub fn rounded(&self, places: usize) -> (String, String) {
        let mut number = self.clone();
        let kept = self.point + places as i32;
        match usize::try_from(kept) {
            Ok(kept) => number.keep(kept),
            Err(_) => number.digits.clear(),
        }
        let point = if number.is_zero() { 0 } else { number.point };
        let at =
            |i: i32| usize::try_from(i).ok().and_then(|i| number.digits.get(i)).map_or('0', |d| char::from(b'0' + d));
        let whole = (0..point.max(0)).map(at).collect();
        let fraction = (point..point + places as i32).map(at).collect();
        (whole, fraction)
    }

    /// The number of whole units, rounded down, and the rest in parts of `parts`, rounded to the nearest; for numbers
    /// from 0 below 10^9.
    pub fn units(&self, parts: u64) -> Option<(u64, u64)> {
        if self.negative || self.point > 9 {
            return None;
        }
        let (whole, fraction) = self.rounded(DIGITS);
        let whole: u64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
        let scale = 10u128.pow(DIGITS as u32);
        let rest = (fraction.parse::<u128>().ok()? * u128::from(parts) + scale / 2) / scale;
        let rest = u64::try_from(rest).ok()?;
        Some(if rest >= parts { (whole + 1, rest - parts) } else { (whole, rest) })
    }

    /// As a cell without a number format shows it to a Russian reader: at most 11 characters where it has decimals.
    pub fn general(&self) -> String {
        const WIDTH: usize = 11;
        if self.is_zero() {
            return "0".to_owned();
        }
        let sign = if self.negative { "-" } else { "" };
        if self.point > 20 || self.point < -8 {
            let (_, fraction) = self.shifted(1 - self.point).rounded(5);
            let fraction = fraction.trim_end_matches('0');
            let first = self.digits[0];
            let comma = if fraction.is_empty() { "" } else { "," };
            return format!("{sign}{first}{comma}{fraction}E{:+03}", self.point - 1);
        }
        let before = self.point.max(1) as usize;
        let (whole, fraction) = self.rounded((WIDTH - 1).saturating_sub(before));
        let whole = if whole.is_empty() { "0" } else { &whole };
        let fraction = fraction.trim_end_matches('0');
        if fraction.is_empty() {
            let sign = if whole == "0" { "" } else { sign };
            return format!("{sign}{whole}");
        }
        format!("{sign}{whole},{fraction}")
    }

    /// Which of two numbers is larger.
    pub fn order(&self, other: &Number) -> Ordering {
        let sign = |n: &Number| if n.is_zero() { 0 } else { 1 - 2 * i32::from(n.negative) };
        let size = |n: &Number| (n.point, n.digits.clone());
        match sign(self).cmp(&sign(other)) {
            Ordering::Equal if self.negative => size(other).cmp(&size(self)),
            Ordering::Equal => size(self).cmp(&size(other)),
            order => order,
        }
    }

    /// Rounds to the first `count` digits.
    fn keep(&mut self, count: usize) {
        if self.digits.len() > count {
            let up = self.digits[count] >= 5;
            self.digits.truncate(count);
            if up {
                let mut carry = true;
                for digit in self.digits.iter_mut().rev() {
                    *digit += 1;
                    carry = *digit == 10;
                    if !carry {
                        break;
                    }
                    *digit = 0;
                }
                if carry {
                    self.digits.insert(0, 1);
                    self.point += 1;
                }
            }
        }
        self.trim();
    }

    fn trim(&mut self) {
        let zeros = self.digits.iter().take_while(|d| **d == 0).count();
        self.digits.drain(..zeros);
        self.point -= zeros as i32;
        let end = self.digits.iter().rposition(|d| *d != 0).map_or(0, |i| i + 1);
        self.digits.truncate(end);
        if self.digits.is_empty() {
            self.point = 0;
            self.negative = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn general(text: &str) -> String {
        Number::parse(text).unwrap().general()
    }

    #[test]
    fn numbers_without_a_format() {
        for (text, shown) in [
            ("4210296.7000000002", "4210296,7"),
            ("0.1050000000000000044", "0,105"),
            ("-10.15", "-10,15"),
            ("1.05E-1", "0,105"),
            ("0", "0"),
            ("-0.0", "0"),
            ("99.999999999999999", "100"),
            ("0.33333333333333331", "0,333333333"),
            ("123456789012", "123456789012"),
            ("40817810099910004312", "40817810099910000000"),
            ("1E+300", "1E+300"),
            ("1.5e-20", "1,5E-20"),
            ("50756", "50756"),
        ] {
            assert_eq!(general(text), shown, "{text}");
        }
        for text in ["", "-", "1e", "х", "1,5", "1e999999", "."] {
            assert_eq!(Number::parse(text), None, "{text}");
        }
    }

    #[test]
    fn rounding_is_half_away_from_zero() {
        let rounded = |text: &str, places| Number::parse(text).unwrap().rounded(places);
        assert_eq!(rounded("97.2722198047567", 1), ("97".into(), "3".into()));
        assert_eq!(rounded("2.5", 0), ("3".into(), String::new()));
        assert_eq!(rounded("0.05", 1), (String::new(), "1".into()));
        assert_eq!(rounded("0.04", 1), (String::new(), "0".into()));
        assert_eq!(rounded("9.996", 2), ("10".into(), "00".into()));
        assert_eq!(rounded("1200", 2), ("1200".into(), "00".into()));
        assert_eq!(rounded("0.0000004", 2), (String::new(), "00".into()));
    }

    #[test]
    fn days_and_seconds() {
        assert_eq!(Number::parse("44560.75").unwrap().units(86_400), Some((44560, 64_800)));
        assert_eq!(Number::parse("0.99999999").unwrap().units(86_400), Some((1, 0)));
        assert_eq!(Number::parse("-1").unwrap().units(86_400), None);
    }
}
