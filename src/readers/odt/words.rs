//! The text of one paragraph as it grows.
//!
//! White space in the XML is folded to one blank and dropped at the beginning (section 6.1.2); blanks that count stand
//! there as `text:s`.

/// Most blanks of one `text:s`.
const MAX_BLANKS: usize = 200;

/// A paragraph that is being read.
#[derive(Debug)]
pub struct Words {
    /// Its text: tabs as tabs, line breaks as `\n`.
    pub text: String,
    /// Places in the text where a page begins.
    pub breaks: Vec<usize>,
    /// A field in the paragraph hides all of it.
    pub hidden: bool,
    /// White space that comes now counts for nothing.
    folded: bool,
    letters: bool,
    thin: bool,
}

impl Words {
    /// A paragraph that begins with `mark`, its number or bullet.
    pub fn new(mark: &str) -> Words {
        let mut text = mark.to_owned();
        if !mark.is_empty() {
            text.push(' ');
        }
        Words { text, breaks: Vec::new(), hidden: false, folded: true, letters: false, thin: false }
    }

    /// Text as it stands in the XML.
    pub fn push(&mut self, text: &str, bold: bool) {
        for c in text.chars() {
            match c {
                ' ' | '\t' | '\n' | '\r' => {
                    if !self.folded {
                        self.text.push(' ');
                    }
                    self.folded = true;
                }
                // A soft hyphen is a place where a line may break.
                '\u{ad}' => {}
                c => {
                    self.text.push(c);
                    self.folded = false;
                    if c.is_alphanumeric() {
                        self.letters = true;
                        self.thin |= !bold;
                    }
                }
            }
        }
    }

    /// A character that is no white space of the XML: a blank, a tab, a line break.
    pub fn sign(&mut self, sign: char, times: usize) {
        self.text.extend(std::iter::repeat_n(sign, times.min(MAX_BLANKS)));
        self.folded = false;
    }

    /// A page begins here.
    pub fn page(&mut self) {
        self.breaks.push(self.text.len());
    }

    /// All letters are bold.
    pub fn bold(&self) -> bool {
        self.letters && !self.thin
    }
}
