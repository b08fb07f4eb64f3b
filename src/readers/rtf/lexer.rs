//! Bytes of an RTF file → groups, control words, characters.
//!
//! ```text
//! {\b\'cf\u1088?}   →   Open, Word(b), Hex(cf), Word(u, 1088), Text(?), Close
//! ```

use memchr::memchr3;

/// A piece of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token<'a> {
    /// `{`
    Open,
    /// `}`
    Close,
    /// A control word and its number.
    Word(&'a [u8], Option<i32>),
    /// A control symbol: the byte behind the backslash.
    Symbol(u8),
    /// A character by its code in the charset of the font.
    Hex(u8),
    /// Characters; line ends among them mean nothing.
    Text(&'a [u8]),
    /// Bytes of a picture, braces among them: what stands behind `\bin`.
    Binary(&'a [u8]),
}

/// Walks over the tokens of a file.
#[derive(Debug)]
pub struct Lexer<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Lexer<'a> {
    /// The tokens of `bytes`.
    pub fn new(bytes: &'a [u8]) -> Lexer<'a> {
        Lexer { bytes, at: 0 }
    }

    /// What follows the last token.
    pub fn rest(&self) -> &'a [u8] {
        &self.bytes[self.at..]
    }

    fn word(&mut self) -> Token<'a> {
        let rest = &self.bytes[self.at..];
        let name = &rest[..rest.iter().take_while(|b| b.is_ascii_alphabetic()).count()];
        let mut n = name.len();
        let minus = rest.get(n) == Some(&b'-') && rest.get(n + 1).is_some_and(u8::is_ascii_digit);
        n += usize::from(minus);
        let digits = &rest[n..n + rest[n..].iter().take_while(|b| b.is_ascii_digit()).count()];
        n += digits.len();
        let number = (!digits.is_empty()).then(|| {
            let value = digits.iter().fold(0i64, |v, d| (v * 10 + i64::from(d - b'0')).min(1 << 40));
            (if minus { -value } else { value }).clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32
        });
        n += usize::from(rest.get(n) == Some(&b' '));
        self.at += n;
        if name == b"bin" {
            let size = usize::try_from(number.unwrap_or(0)).unwrap_or(0);
            let from = self.at;
            self.at = from.saturating_add(size).min(self.bytes.len());
            return Token::Binary(&self.bytes[from..self.at]);
        }
        Token::Word(name, number)
    }
}

impl<'a> Iterator for Lexer<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        let first = *self.bytes.get(self.at)?;
        match first {
            b'{' | b'}' => {
                self.at += 1;
                Some(if first == b'{' { Token::Open } else { Token::Close })
            }
            b'\\' => {
                self.at += 1;
                let Some(second) = self.bytes.get(self.at).copied() else { return Some(Token::Symbol(b'\\')) };
                if second.is_ascii_alphabetic() {
                    return Some(self.word());
                }
                self.at += 1;
                if second != b'\'' {
                    return Some(Token::Symbol(second));
                }
                let digit = |at: usize| self.bytes.get(at).and_then(|b| char::from(*b).to_digit(16));
                match (digit(self.at), digit(self.at + 1)) {
                    (Some(high), Some(low)) => {
                        self.at += 2;
                        Some(Token::Hex((high * 16 + low) as u8))
                    }
                    _ => Some(Token::Symbol(b'\'')),
                }
            }
            _ => {
                let rest = self.rest();
                let n = memchr3(b'{', b'}', b'\\', rest).unwrap_or(rest.len());
                self.at += n;
                Some(Token::Text(&rest[..n]))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_symbols_and_characters() {
        let tokens: Vec<Token> = Lexer::new(b"{\\b0 a\\'cf\\u-10?\\~\\bin3 }{\\x}\\").collect();
        let want = [
            Token::Open,
            Token::Word(b"b", Some(0)),
            Token::Text(b"a"),
            Token::Hex(0xcf),
            Token::Word(b"u", Some(-10)),
            Token::Text(b"?"),
            Token::Symbol(b'~'),
            Token::Binary(b"}{\\"),
            Token::Word(b"x", None),
            Token::Close,
            Token::Symbol(b'\\'),
        ];
        assert_eq!(tokens[..8], want[..8]);
        // `\bin3` takes `}{\`; what is left is `x}\`.
        assert_eq!(tokens[8..], [Token::Text(b"x"), Token::Close, Token::Symbol(b'\\')]);
    }

    #[test]
    fn every_prefix_ends() {
        let bytes = b"{\\rtf1\\'c\\bin99999999999 \\u-99999999999\\'";
        for end in 0..=bytes.len() {
            assert!(Lexer::new(&bytes[..end]).count() <= end);
        }
    }
}
