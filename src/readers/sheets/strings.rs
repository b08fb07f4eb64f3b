//! Strings of OOXML workbooks: plain, of several runs, with escaped characters.

use crate::readers::odt::xml::{Step, Xml};

/// The shared strings of a workbook (ECMA-376, part 1, section 18.4.9).
pub fn shared(source: &str, trouble: &mut Option<String>) -> Vec<String> {
    let mut xml = Xml::new(source);
    let mut out = Vec::new();
    loop {
        match xml.step() {
            Step::Open(tag) => match tag.local() {
                "sst" => {}
                "si" => out.push(rich(&mut xml)),
                _ => xml.skip(),
            },
            Step::End => break,
            Step::Close | Step::Text(_) => {}
        }
    }
    *trouble = trouble.take().or(xml.trouble);
    out
}

/// The text of the string item that was opened last, without its phonetic hints.
pub fn rich(xml: &mut Xml) -> String {
    let mut out = String::new();
    loop {
        match xml.step() {
            Step::Open(tag) => match tag.local() {
                "t" => out.push_str(&unescaped(&xml.text())),
                "r" => out.push_str(&rich(xml)),
                _ => xml.skip(),
            },
            Step::Close | Step::End => return out,
            Step::Text(_) => {}
        }
    }
}

/// `_x000D_` stands for the character of this number (section 22.9.2.19).
pub fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let code = rest.get(at + 2..at + 6).filter(|_| rest[at + 2..].get(4..5) == Some("_"));
        let sign = code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32);
        match sign {
            Some(sign) => {
                out.push_str(&rest[..at]);
                if sign != '\r' {
                    out.push(sign);
                }
                rest = &rest[at + 7..];
            }
            None => {
                out.push_str(&rest[..at + 2]);
                rest = &rest[at + 2..];
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_of_runs_and_escapes() {
        let source = "<x:sst xmlns:x='m'><x:si><x:t>Парк</x:t></x:si><x:si><x:r><x:rPr/><x:t>Са</x:t></x:r><x:r>\
                      <x:t xml:space='preserve'>д </x:t></x:r><x:rPh><x:t>ГА</x:t></x:rPh></x:si></x:sst>";
        assert_eq!(shared(source, &mut None), ["Парк", "Сад "]);
        assert_eq!(unescaped("а_x000D_\n_x0431__xЖ_x00_"), "а\nб_xЖ_x00_");
        assert_eq!(unescaped("_x"), "_x");
    }
}
