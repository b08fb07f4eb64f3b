//! The few properties of CSS that change what a text means: where it stands, whether it is bold, shown, a page of its own.
//!
//! ```text
//! .ConsPlusTitle { font-weight: bold; text-align: center }      <td style="display:none">
//! ```

use std::collections::HashMap;

use scraper::node::Element;

use super::list::Marker;

/// What an element says of itself; `None` where it says nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// Text in the middle of the line.
    pub centred: Option<bool>,
    /// Bold letters.
    pub bold: Option<bool>,
    /// Not shown.
    pub hidden: Option<bool>,
    /// Blanks and line ends stay as they are.
    pub pre: Option<bool>,
    /// A page begins before it.
    pub page_before: bool,
    /// A page begins behind it.
    pub page_after: bool,
    /// What stands before list items.
    pub marker: Option<Marker>,
    /// No height: a row that only sets the widths of columns.
    pub flat: bool,
    /// A number or bullet that Word put in (`mso-list: Ignore`).
    pub number: bool,
    /// A comment of an editor, a header or a footer of Word's pages.
    pub aside: bool,
    /// Lines are drawn around it.
    pub ruled: bool,
}

impl Style {
    /// This style with what `other` says on top.
    fn over(self, other: Style) -> Style {
        Style {
            centred: other.centred.or(self.centred),
            bold: other.bold.or(self.bold),
            hidden: other.hidden.or(self.hidden),
            pre: other.pre.or(self.pre),
            page_before: other.page_before || self.page_before,
            page_after: other.page_after || self.page_after,
            marker: other.marker.or(self.marker),
            flat: other.flat || self.flat,
            number: other.number || self.number,
            aside: other.aside || self.aside,
            ruled: other.ruled || self.ruled,
        }
    }
}

/// The style that a list of declarations makes: `text-align: center; font-weight: bold`.
pub fn declared(declarations: &str) -> Style {
    let mut style = Style::default();
    for declaration in declarations.split(';') {
        let Some((name, value)) = declaration.split_once(':') else { continue };
        let value = value.trim().trim_end_matches("!important").trim().to_ascii_lowercase();
        match name.trim().to_ascii_lowercase().as_str() {
            "text-align" => style.centred = Some(value.ends_with("center")),
            "font-weight" => style.bold = Some(is_bold(&value)),
            "font" => style.bold = Some(value.split_whitespace().any(is_bold)),
            "display" => style.hidden = Some(value == "none"),
            "visibility" if value == "hidden" => style.hidden = Some(true),
            "mso-hide" if value == "all" => style.hidden = Some(true),
            "white-space" => style.pre = Some(value.starts_with("pre")),
            "page-break-before" | "break-before" => style.page_before = is_break(&value),
            "page-break-after" | "break-after" => style.page_after = is_break(&value),
            "list-style-type" | "list-style" => style.marker = value.split_whitespace().find_map(Marker::named),
            "height" | "line-height" => style.flat |= is_zero(&value),
            "mso-list" => style.number = value == "ignore",
            "mso-element" => style.aside = matches!(value.as_str(), "comment-list" | "comment" | "header" | "footer"),
            "border-collapse" | "border-spacing" | "border-radius" => {}
            name if name.starts_with("border") => style.ruled |= is_line(&value),
            _ => {}
        }
    }
    style
}

/// The value of a border that draws something: a style or a width above zero.
fn is_line(value: &str) -> bool {
    let drawn = |word: &str| {
        matches!(word, "solid" | "double" | "dashed" | "dotted" | "inset" | "outset" | "groove" | "ridge" | "thin")
    };
    value.split_whitespace().any(drawn)
}

fn is_bold(value: &str) -> bool {
    matches!(value, "bold" | "bolder") || value.parse().is_ok_and(|n: u32| (600..=1000).contains(&n))
}

fn is_break(value: &str) -> bool {
    matches!(value, "always" | "left" | "right" | "page" | "recto" | "verso")
}

fn is_zero(value: &str) -> bool {
    let number = value.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    number.contains('0') && number.chars().all(|c| matches!(c, '0' | '.'))
}

/// The style sheets of a page: rules for a tag, a class, a tag with a class, an id.
#[derive(Debug, Default)]
pub struct Sheet {
    rules: HashMap<String, Style>,
}

impl Sheet {
    /// Adds the rules of a style sheet; rules for more than one element at once are left out.
    pub fn add(&mut self, css: &str) {
        let css = without_comments(css);
        let mut rest = css.as_str();
        while let Some(open) = rest.find('{') {
            let selectors = rest[..open].trim();
            let close = end_of_block(rest, open);
            if !selectors.starts_with('@') {
                let style = declared(rest[open + 1..close].trim_end_matches('}'));
                for selector in selectors.split(',').map(str::trim) {
                    let simple = selector.chars().all(|c| c.is_alphanumeric() || ".#_-:".contains(c));
                    if simple && !selector.is_empty() && !selector.contains("::") && style != Style::default() {
                        let key = selector.to_ascii_lowercase();
                        let known = self.rules.get(&key).copied().unwrap_or_default();
                        self.rules.insert(key, known.over(style));
                    }
                }
            }
            rest = rest.get(close + 1..).unwrap_or("");
        }
    }

    /// What the sheets and the element's own attributes say.
    pub fn of(&self, element: &Element) -> Style {
        let mut style = Style::default();
        let tag = element.name();
        if !self.rules.is_empty() {
            let mut add = |key: &str| {
                if let Some(rule) = self.rules.get(key) {
                    style = style.over(*rule);
                }
            };
            add(tag);
            for class in element.classes() {
                let class = class.to_ascii_lowercase();
                add(&format!(".{class}"));
                add(&format!("{tag}.{class}"));
            }
            if let Some(id) = element.id() {
                add(&format!("#{}", id.to_ascii_lowercase()));
            }
        }
        if let Some(align) = element.attr("align").filter(|_| tag != "table" && tag != "img") {
            style.centred = Some(align.eq_ignore_ascii_case("center") || align.eq_ignore_ascii_case("middle"));
        }
        if element.attr("hidden").is_some() {
            style.hidden = Some(true);
        }
        if tag == "table" && element.attr("border").is_some_and(|width| !is_zero(width)) {
            style.ruled = true;
        }
        if element.attr("height").is_some_and(is_zero) {
            style.flat = true;
        }
        element.attr("style").map_or(style, |own| style.over(declared(own)))
    }
}

/// Where the block that opens at `open` closes; blocks within it count.
fn end_of_block(css: &str, open: usize) -> usize {
    let mut depth = 0usize;
    for (i, byte) in css.bytes().enumerate().skip(open) {
        match byte {
            b'{' => depth += 1,
            b'}' if depth <= 1 => return i,
            b'}' => depth -= 1,
            _ => {}
        }
    }
    css.len()
}

fn without_comments(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(at) = rest.find("/*") {
        out.push_str(&rest[..at]);
        rest = rest[at + 2..].find("*/").map_or("", |end| &rest[at + 4 + end..]);
    }
    out.push_str(rest);
    out.replace("<!--", " ").replace("-->", " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations() {
        let style = declared("TEXT-ALIGN: Center; font-weight:700 !important;display : none;mso-list:Ignore");
        assert_eq!((style.centred, style.bold, style.hidden, style.number), (Some(true), Some(true), Some(true), true));
        assert_eq!(declared("font: bold 12pt Arial").bold, Some(true));
        assert_eq!(
            declared("font-weight:normal;text-align:justify"),
            Style { bold: Some(false), centred: Some(false), ..Style::default() }
        );
        assert!(declared("height:0pt").flat && !declared("height:0.5pt").flat && !declared("height:auto").flat);
        assert!(declared("border-top: 1pt solid black").ruled && declared("border-style:solid").ruled);
        assert!(!declared("border: none; border-collapse: collapse; border-color: red").ruled);
        assert!(declared("page-break-before:always").page_before && !declared("page-break-before:auto").page_before);
    }

    #[test]
    fn sheets() {
        let mut sheet = Sheet::default();
        sheet.add("<!-- /* x{y} */ @page{a{b:c}} p, .Head1 {text-align:center} p.b:hover,div p{font-weight:bold} .Head1{font-weight:bold} -->");
        let rule = |name: &str| sheet.rules.get(name).map(|s| (s.centred, s.bold));
        assert_eq!(rule("p"), Some((Some(true), None)));
        assert_eq!(rule(".head1"), Some((Some(true), Some(true))));
        assert_eq!(sheet.rules.len(), 3, "{sheet:?}");
        for (i, _) in "a{b:c;/*d*/}e{".char_indices() {
            Sheet::default().add(&"a{b:c;/*d*/}e{"[i..]);
        }
    }
}
