//! What a page draws: characters with their places, and ruling lines.
//!
//! Characters under a clip are left out: programs that repeat a table header draw the part that was cut, too, and clip
//! it away; reading it would mix letters of two lines.

use std::time::Instant;

use hayro_interpret::font::{Glyph, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::kurbo::{Affine, BezPath, PathEl, Point, Rect, Shape, Vec2};
use hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, Paint, SoftMask, StrokeProps,
};

use crate::readers::page::Rule;

/// Thickest filled rectangle that is a ruling line, in points.
const THICK: f64 = 3.0;
/// Shortest ruling line, in points; shorter ones are letters drawn as shapes, ticks and dots.
const SHORT: f64 = 1.5;

/// A character that was drawn.
#[derive(Clone, Debug)]
pub struct Char {
    /// Its characters, mostly one; U+FFFD where the font does not say which.
    pub text: String,
    /// Where its baseline begins, in points from the top left.
    pub at: Point,
    /// Where its baseline ends.
    pub to: Point,
    /// Font size in points.
    pub size: f64,
    /// Set in a bold font, or drawn twice to look so.
    pub bold: bool,
    /// Index of the run of characters in which it was drawn.
    pub run: u32,
}

/// Collects what one page draws.
pub struct Canvas {
    /// Visible characters, in the order in which they were drawn.
    pub chars: Vec<Char>,
    /// Characters that are there to be searched and copied, not seen.
    pub invisible: Vec<Char>,
    /// Ruling lines.
    pub rules: Vec<Rule>,
    /// Share of the page that the largest image covers.
    pub image: f64,
    /// Number of characters that a clip hides.
    pub clipped: usize,
    /// Drawing operations so far.
    pub work: u64,
    /// Operations after which the page is given up.
    budget: u64,
    /// When it is given up.
    end: Instant,
    page: Rect,
    clips: Vec<Rect>,
    run: u32,
}

/// Operations after which the clock is looked at.
const CLOCK: u64 = 4096;

/// Thrown (without a message) where a page is given up.
pub enum GivenUp {
    /// It draws more than it may.
    TooMuch,
    /// The time of the document is over.
    Late,
}

impl Canvas {
    /// A page of `width` × `height` points that may take `budget` operations, until `end`.
    pub fn new(width: f64, height: f64, budget: u64, end: Instant) -> Canvas {
        Canvas {
            chars: Vec::new(),
            invisible: Vec::new(),
            rules: Vec::new(),
            image: 0.0,
            clipped: 0,
            work: 0,
            budget,
            end,
            page: Rect::new(0.0, 0.0, width, height),
            clips: Vec::new(),
            run: 0,
        }
    }

    fn clip(&self) -> Rect {
        self.clips.last().copied().unwrap_or(self.page)
    }

    fn push_clip(&mut self, rect: Rect) {
        self.spend(1);
        let clip = self.clip().intersect(rect);
        self.clips.push(clip);
    }

    fn spend(&mut self, work: u64) {
        let before = self.work / CLOCK;
        self.work += work;
        let given_up = if self.work > self.budget {
            GivenUp::TooMuch
        } else if self.work / CLOCK > before && Instant::now() > self.end {
            GivenUp::Late
        } else {
            return;
        };
        // The interpreter cannot be asked to stop; this leaves it without the noise of a panic.
        std::panic::resume_unwind(Box::new(given_up));
    }

    /// A line from `a` to `b`, where it is horizontal or vertical and seen.
    fn line(&mut self, a: Point, b: Point) {
        let (dx, dy) = ((b.x - a.x).abs(), (b.y - a.y).abs());
        if dx.max(dy) < SHORT || dx.min(dy) > 1.0 || dx.min(dy) * 20.0 > dx.max(dy) {
            return;
        }
        let seen = Rect::from_points(a, b).inflate(0.01, 0.01);
        let clip = self.clip().inflate(1.0, 1.0);
        let seen = seen.intersect(clip);
        if seen.width() <= 0.0 || seen.height() <= 0.0 || seen.width().max(seen.height()) < SHORT {
            return;
        }
        let (x, y) = (seen.center().x as f32, seen.center().y as f32);
        let rule = if dx > dy {
            Rule { x0: seen.x0 as f32, y0: y, x1: seen.x1 as f32, y1: y }
        } else {
            Rule { x0: x, y0: seen.y0 as f32, x1: x, y1: seen.y1 as f32 }
        };
        self.rules.push(rule);
    }

    /// A filled shape: a ruling line where it is thin.
    fn filled(&mut self, rect: Rect) {
        let (w, h) = (rect.width(), rect.height());
        let c = rect.center();
        if h <= THICK && w > h * 2.0 {
            self.line(Point::new(rect.x0, c.y), Point::new(rect.x1, c.y));
        } else if w <= THICK && h > w * 2.0 {
            self.line(Point::new(c.x, rect.y0), Point::new(c.x, rect.y1));
        }
    }

    fn stroked(&mut self, path: &BezPath, transform: Affine, stroke: &StrokeProps) {
        // A short and very thick stroke is a filled bar.
        let thick = f64::from(stroke.line_width) * scale(transform);
        let (mut first, mut last) = (Point::ZERO, Point::ZERO);
        for element in path.elements() {
            match *element {
                PathEl::MoveTo(p) => (first, last) = (p, p),
                PathEl::LineTo(p) => {
                    let (a, b) = (transform * last, transform * p);
                    if thick <= THICK * 2.0 || a.distance(b) > thick * 2.0 {
                        self.line(a, b);
                    } else if thick > THICK {
                        // A wide stroke across is drawn as a line along.
                        let across = Vec2::new(-(b - a).y, (b - a).x).normalize() * (thick / 2.0);
                        let middle = a.midpoint(b);
                        if across.is_finite() {
                            self.line(middle - across, middle + across);
                        }
                    }
                    last = p;
                }
                PathEl::QuadTo(_, p) | PathEl::CurveTo(_, _, p) => last = p,
                PathEl::ClosePath => {
                    self.line(transform * last, transform * first);
                    last = first;
                }
            }
        }
    }

    fn path(&mut self, path: &BezPath, props: &DrawProps, mode: &DrawMode) {
        self.spend(1 + path.elements().len() as u64 / 4);
        if is_white(&props.paint) {
            return;
        }
        let (fill, stroke) = match mode {
            DrawMode::Fill(_) => (true, None),
            DrawMode::Stroke(stroke) => (false, Some(stroke)),
            DrawMode::FillAndStroke(_, stroke) => (true, Some(stroke)),
            DrawMode::Invisible => return,
        };
        if let Some(stroke) = stroke {
            self.stroked(path, props.transform, stroke);
        }
        if fill {
            // Each closed stretch of the path by itself: borders are often one path of many bars.
            let mut from = 0;
            let elements = path.elements();
            for end in 1..=elements.len() {
                if end < elements.len() && !matches!(elements[end], PathEl::MoveTo(_)) {
                    continue;
                }
                let part = BezPath::from_vec(elements[from..end].to_vec());
                if part.elements().len() <= 8 {
                    self.filled((props.transform * part).bounding_box());
                }
                from = end;
            }
        }
    }
}

/// White or see-through paint draws nothing.
fn is_white(paint: &Paint) -> bool {
    match paint {
        Paint::Color(color) => {
            let [r, g, b, a] = color.to_rgba().to_rgba8();
            a < 8 || r > 250 && g > 250 && b > 250
        }
        Paint::Pattern(_) => false,
    }
}

/// How much a transform enlarges.
fn scale(t: Affine) -> f64 {
    t.determinant().abs().sqrt()
}

/// Names and weights of bold fonts.
fn is_bold(glyph: &Glyph) -> bool {
    let Glyph::Outline(glyph) = glyph else { return false };
    glyph.font_data().is_some_and(|font| {
        let name = font.postscript_name.as_deref().unwrap_or("").to_ascii_lowercase();
        font.weight.is_some_and(|w| w >= 600) || ["bold", "black", "heavy"].iter().any(|n| name.contains(n))
    })
}

impl<'a> Device<'a> for Canvas {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        self.path(path, &props, mode);
    }

    fn draw_rect(&mut self, rect: &Rect, props: DrawProps<'a>, mode: &DrawMode) {
        self.path(&rect.to_path(0.1), &props, mode);
    }

    fn push_clip_path(&mut self, clip: &ClipPath) {
        self.push_clip(clip.path.bounding_box());
    }

    fn push_clip_rect(&mut self, rect: &Rect) {
        self.push_clip(*rect);
    }

    fn pop_clip(&mut self) {
        self.clips.pop();
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}

    fn pop_transparency_group(&mut self) {}

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        self.spend(1);
        let (w, h) = (f64::from(image.width()), f64::from(image.height()));
        let unit = props.transform * Rect::new(0.0, 0.0, w, h).to_path(0.1);
        let seen = unit.bounding_box().intersect(self.clip());
        let share = seen.area() / self.page.area().max(1.0);
        self.image = self.image.max(share);
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        self.spend(run.glyphs().len() as u64);
        self.run += 1;
        let clip = self.clip().inflate(0.5, 0.5);
        let bold = run.glyphs().first().is_some_and(|g| is_bold(g));
        let hidden = matches!(mode, DrawMode::Invisible);
        for glyph in run.glyphs() {
            let text = match glyph.as_unicode() {
                Some(BfString::Char(c)) => c.to_string(),
                Some(BfString::String(s)) => s,
                None => '\u{fffd}'.to_string(),
            };
            let advance = match &**glyph {
                Glyph::Outline(g) => g.advance_width(),
                Glyph::Type3(g) => g.advance_width(),
            };
            let advance = f64::from(advance.unwrap_or(500.0));
            let transform = props.transform * glyph.transform();
            let [a, b, c, d, x, y] = transform.as_coeffs();
            if !transform.is_finite() {
                continue;
            }
            let at = Point::new(x, y);
            let to = at + Vec2::new(a, b) * advance;
            let size = Vec2::new(c, d).hypot() * 1000.0;
            if !size.is_normal() || size > 2000.0 {
                continue;
            }
            let up = Vec2::new(c, d) * 300.0;
            let drawn = Char { text, at, to, size, bold, run: self.run };
            if !clip.contains(at.midpoint(to) + up) {
                self.clipped += usize::from(!drawn.text.trim().is_empty());
            } else if hidden {
                self.invisible.push(drawn);
            } else {
                self.chars.push(drawn);
            }
        }
    }
}
