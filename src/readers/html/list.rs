//! Numbers and bullets of list items.

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
        let label = match self {
            Marker::None => return String::new(),
            Marker::Bullet => return "\u{2022} ".to_owned(),
            Marker::Decimal => None,
            Marker::Letter => letters(number),
            Marker::Capital => letters(number).map(|l| l.to_ascii_uppercase()),
            Marker::Roman => roman(number).map(|r| r.to_ascii_lowercase()),
            Marker::CapitalRoman => roman(number),
        };
        format!("{}. ", label.unwrap_or_else(|| number.to_string()))
    }
}

/// `a` … `z`, `aa` …
fn letters(number: i64) -> Option<String> {
    let mut left = u32::try_from(number).ok().filter(|n| (1..=18_000).contains(n))?;
    let mut out = Vec::new();
    while left > 0 {
        left -= 1;
        out.push(b'a' + (left % 26) as u8);
        left /= 26;
    }
    Some(out.iter().rev().map(|b| char::from(*b)).collect())
}

fn roman(number: i64) -> Option<String> {
    const SIGNS: [(i64, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut left = Some(number).filter(|n| (1..4000).contains(n))?;
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while left >= value {
            out.push_str(sign);
            left -= value;
        }
    }
    Some(out)
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
