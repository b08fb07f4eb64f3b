//! Numbers and bullets of list items.

use crate::readers::numerals::{counted, latin, roman};

/// What stands before the items of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marker {
    /// Nothing.
    None,
    /// A bullet.
    Bullet,
    /// `1.`
    Decimal,
    /// `a.`
    Letter,
    /// `A.`
    Capital,
    /// `i.`
    Roman,
    /// `I.`
    CapitalRoman,
}

impl Marker {
    /// The marker of a `list-style-type` or of the `type` of a list (letter case counts there).
    pub fn named(name: &str) -> Option<Marker> {
        Some(match name {
            "none" => Marker::None,
            "disc" | "circle" | "square" => Marker::Bullet,
            "1" | "decimal" | "decimal-leading-zero" => Marker::Decimal,
            "a" | "lower-alpha" | "lower-latin" => Marker::Letter,
            "A" | "upper-alpha" | "upper-latin" => Marker::Capital,
            "i" | "lower-roman" => Marker::Roman,
            "I" | "upper-roman" => Marker::CapitalRoman,
            _ => return None,
        })
    }

    /// The marker of item `number`, with the blank behind it.
    pub fn text(self, number: i64) -> String {
        let digits = || number.to_string();
        // Numbers below one are written in digits.
        let write =
            |form: &dyn Fn(u32) -> String| u32::try_from(number).ok().filter(|n| *n > 0).map_or_else(digits, form);
        let label = match self {
            Marker::None => return String::new(),
            Marker::Bullet => return "\u{2022} ".to_owned(),
            Marker::Decimal => digits(),
            Marker::Letter => write(&|n| counted(n, &latin('a'))),
            Marker::Capital => write(&|n| counted(n, &latin('A'))),
            Marker::Roman => write(&|n| roman(n).to_ascii_lowercase()),
            Marker::CapitalRoman => write(&roman),
        };
        format!("{label}. ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers() {
        let shown = |name: &str, n| Marker::named(name).map(|m| m.text(n)).unwrap_or_default();
        assert_eq!([shown("1", 12), shown("a", 28), shown("A", 3)], ["12. ", "ab. ", "C. "]);
        assert_eq!([shown("i", 4), shown("I", 1999), shown("I", -2)], ["iv. ", "MCMXCIX. ", "-2. "]);
        assert_eq!([shown("disc", 1), shown("none", 1), shown("klingon", 1)], ["• ", "", ""]);
    }
}
