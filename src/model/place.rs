//! Where something stands on its page.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A length in points (1/72 inch), exact to a tenth; a plain number in JSON.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(from = "f64", into = "f64")]
#[schemars(with = "f64")]
pub struct Points {
    /// Tenths of a point.
    tenths: i32,
}

impl From<f64> for Points {
    fn from(points: f64) -> Points {
        Points { tenths: (points * 10.0).round() as i32 }
    }
}

impl From<Points> for f64 {
    fn from(points: Points) -> f64 {
        f64::from(points.tenths) / 10.0
    }
}

/// A rectangle on a page, around letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PageBox {
    /// Page, from 1.
    pub page: u32,
    /// Left, upper, right and lower edge in points, from the upper left corner of the page as it is shown (cut to its
    /// visible area, turned), y down. A scan is measured as it was read: upright and level.
    pub rect: [Points; 4],
}

impl PageBox {
    /// A rectangle; edges in points, as in [`PageBox::rect`].
    pub fn new(page: u32, rect: [f32; 4]) -> PageBox {
        PageBox { page, rect: rect.map(|v| f64::from(v).into()) }
    }

    /// Grows until `other`, on the same page, lies within.
    pub fn take_in(&mut self, other: &PageBox) {
        let ([a, b, c, d], [left, upper, right, lower]) = (other.rect, &mut self.rect);
        (*left, *upper, *right, *lower) = ((*left).min(a), (*upper).min(b), (*right).max(c), (*lower).max(d));
    }

    /// True where `other` stands on the same page at the same height, by half of the lower of both at least.
    pub fn is_beside(&self, other: &PageBox) -> bool {
        let ([_, a, _, b], [_, c, _, d]) = (self.rect.map(|v| v.tenths), other.rect.map(|v| v.tenths));
        let shared = i64::from(b.min(d)) - i64::from(a.max(c));
        let lower = (i64::from(b) - i64::from(a)).min(i64::from(d) - i64::from(c));
        self.page == other.page && shared * 2 > lower
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_exact_to_a_tenth() {
        let one = PageBox::new(2, [72.04, -0.06, 1e12, f32::NAN]);
        let json = serde_json::to_string(&one).unwrap();
        assert_eq!(json, r#"{"page":2,"rect":[72.0,-0.1,214748364.7,0.0]}"#);
        assert_eq!(serde_json::from_str::<PageBox>(&json).unwrap(), one);
    }

    #[test]
    fn boxes_are_beside_each_other_at_one_height() {
        let of = |page: u32, y0: f32, y1: f32| PageBox::new(page, [0.0, y0, 10.0, y1]);
        let row = of(1, 100.0, 150.0);
        assert!(row.is_beside(&of(1, 120.0, 130.0)));
        assert!(!row.is_beside(&of(1, 148.0, 160.0)), "the next row");
        assert!(!row.is_beside(&of(2, 120.0, 130.0)));
        assert!(of(1, f32::MIN, f32::MAX).is_beside(&row));
    }
}
