//! A sheet to draw on, and the colours of drawings.
//!
//! A colour here is a mark: `#010101` to `#010109` are no colours that anyone sees, `page/pictures.css` gives each that
//! of the theme.

use plotters::coord::Shift;
use plotters::drawing::DrawingAreaErrorKind;
use plotters::prelude::*;

/// Lines and points of what is planned, days and months that are named, the federal budget.
pub const FIRST: RGBColor = RGBColor(1, 1, 1);
/// The regional budget; what is reached.
pub const SECOND: RGBColor = RGBColor(1, 1, 2);
/// The municipal budget; what recurs.
pub const THIRD: RGBColor = RGBColor(1, 1, 3);
/// Sources beyond budgets.
pub const FOURTH: RGBColor = RGBColor(1, 1, 4);
/// Other sources; all the time.
pub const FIFTH: RGBColor = RGBColor(1, 1, 5);
/// Lines of the scale.
pub const GRID: RGBColor = RGBColor(1, 1, 6);
/// Words of the scale.
pub const WORDS: RGBColor = RGBColor(1, 1, 7);
/// The value before the period.
pub const BASELINE: RGBColor = RGBColor(1, 1, 8);

/// What is drawn on.
pub type Sheet<'a> = DrawingArea<SVGBackend<'a>, Shift>;
/// Whether it could be drawn; a drawing in memory can.
pub type Drawn = Result<(), DrawingAreaErrorKind<std::io::Error>>;

/// Draws on a sheet of `width` and `height` pixels; `None` where that is not possible.
pub fn svg(width: u32, height: u32, paint: impl FnOnce(&Sheet) -> Drawn) -> Option<String> {
    let mut out = String::new();
    let sheet = SVGBackend::with_string(&mut out, (width, height)).into_drawing_area();
    paint(&sheet).and_then(|()| sheet.present()).ok()?;
    drop(sheet);
    // What the page says itself, or what is so anyway, need not travel a thousand times.
    for left_out in [
        "\n",
        " xmlns=\"http://www.w3.org/2000/svg\"",
        " opacity=\"1\"",
        " stroke=\"none\"",
        " font-family=\"sans-serif\"",
    ] {
        out = out.replace(left_out, "");
    }
    Some(out)
}

/// A number as it is placed on a sheet.
pub fn place(number: &crate::model::Number) -> Option<f64> {
    number.as_f64().filter(|n| n.is_finite())
}
