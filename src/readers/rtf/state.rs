//! What groups inherit and give back, and the control words that begin groups of their own.

use super::charset::Page;

/// Groups that begin with `\*` and are read all the same.
pub(super) const STARRED: &[&str] = &[
    "do",
    "dptxbxtext",
    "footnote",
    "moMath",
    "moMathPara",
    "nesttableprops",
    "pntext",
    "shpinst",
    "shppict",
    "shptxt",
    "ud",
];
/// Groups that hold no text of the document.
pub(super) const SKIPPED: &[&str] = &[
    "aftncn",
    "aftnsep",
    "aftnsepc",
    "atnauthor",
    "atndate",
    "atnid",
    "atnparent",
    "atnref",
    "atntime",
    "atrfend",
    "atrfstart",
    "author",
    "background",
    "bkmkend",
    "bkmkstart",
    "colorschememapping",
    "colortbl",
    "company",
    "datafield",
    "datastore",
    "falt",
    "ffname",
    "filetbl",
    "fldinst",
    "fldtype",
    "footer",
    "footerf",
    "footerl",
    "footerr",
    "formfield",
    "ftncn",
    "ftnsep",
    "ftnsepc",
    "generator",
    "header",
    "headerf",
    "headerl",
    "headerr",
    "info",
    "latentstyles",
    "listoverridetable",
    "listtable",
    "mmathPict",
    "nonesttables",
    "objclass",
    "objdata",
    "objname",
    "operator",
    "panose",
    "picprop",
    "pntxta",
    "pntxtb",
    "private",
    "protusertbl",
    "revtbl",
    "rsidtbl",
    "rxe",
    "shprslt",
    "sn",
    "sp",
    "sv",
    "tc",
    "tcn",
    "template",
    "themedata",
    "title",
    "userprops",
    "wgrffmtfilter",
    "xe",
    "xmlnstbl",
];
/// «заголовок»: the beginning of the names of heading styles, in Russian.
const HEADING: &str = "\u{437}\u{430}\u{433}\u{43e}\u{43b}\u{43e}\u{432}\u{43e}\u{43a} ";
/// What the text of a group is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dest {
    Text,
    Fonts,
    Styles,
    Skip,
    /// The bytes of a picture.
    Picture,
}

/// What ends with a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ends {
    Nothing,
    Footnote,
    Box,
}

/// What a group inherits and gives back.
#[derive(Clone, Copy, Debug)]
pub(super) struct State {
    pub(super) dest: Dest,
    pub(super) ends: Ends,
    /// `\*` was read and its word not yet.
    pub(super) star: bool,
    /// `\upr`: its first group is for readers without Unicode.
    pub(super) twofold: bool,
    /// Bytes that stand behind each `\u`, for readers without Unicode.
    pub(super) fallback: u32,
    pub(super) page: Page,
    pub(super) bold: bool,
    pub(super) hidden: bool,
    pub(super) deleted: bool,
    /// The number of a list item, put in by the program.
    pub(super) number: bool,
    /// Definition of a row of a nested table.
    pub(super) nested: bool,
    pub(super) par: Par,
}

impl State {
    /// The state in which a file begins.
    pub(super) fn new(page: Page) -> State {
        State {
            dest: Dest::Text,
            ends: Ends::Nothing,
            star: false,
            twofold: false,
            fallback: 1,
            page,
            bold: false,
            hidden: false,
            deleted: false,
            number: false,
            nested: false,
            par: Par::default(),
        }
    }
}

/// What `\pard` resets.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Par {
    pub(super) in_table: bool,
    pub(super) depth: Option<usize>,
    pub(super) centred: bool,
    pub(super) outline: Option<u8>,
    pub(super) style: Option<i32>,
    pub(super) page_before: bool,
}

#[derive(Debug, Default)]
pub(super) struct Font {
    pub(super) charset: Option<i32>,
    pub(super) number: Option<i32>,
    pub(super) name: String,
}

#[derive(Debug, Default)]
pub(super) struct Style {
    pub(super) outline: Option<u8>,
    pub(super) name: String,
}

/// What was left out, for notes.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Left {
    pub(super) comments: usize,
    pub(super) hidden: usize,
    pub(super) deleted: usize,
    pub(super) replaced: usize,
}

impl Style {
    /// Heading level: by its outline, else by its name («heading 1»).
    pub(super) fn level(&self) -> Option<u8> {
        if let Some(outline) = self.outline {
            return (outline < 9).then_some(outline + 1);
        }
        let name = self.name.trim().trim_end_matches(';').to_lowercase();
        let number = name.strip_prefix("heading ").or_else(|| name.strip_prefix(HEADING))?;
        number.trim().parse().ok().filter(|n| (1..=9).contains(n))
    }
}

/// Groups of properties inside formulas: `\mfPr`, `\mctrlPr`.
pub(super) fn is_math_property(name: &str) -> bool {
    name.starts_with('m') && name.ends_with("Pr")
}

/// The bytes that hexadecimal digits stand for; anything else among them means nothing.
pub(super) fn hex(digits: &[u8]) -> impl Iterator<Item = u8> {
    let mut values = digits.iter().filter_map(|d| char::from(*d).to_digit(16));
    std::iter::from_fn(move || Some((values.next()? * 16 + values.next()?) as u8))
}

/// Control words that are characters.
pub(super) fn special(name: &str) -> Option<char> {
    Some(match name {
        "bullet" => '\u{2022}',
        "emdash" => '\u{2014}',
        "emspace" => '\u{2003}',
        "endash" => '\u{2013}',
        "enspace" => '\u{2002}',
        "ldblquote" => '\u{201c}',
        "lquote" => '\u{2018}',
        "qmspace" => '\u{2005}',
        "rdblquote" => '\u{201d}',
        "rquote" => '\u{2019}',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_words_are_sorted() {
        assert!(STARRED.is_sorted() && SKIPPED.is_sorted());
    }
}
