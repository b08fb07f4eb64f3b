//! Formulas (Office MathML) as one line of text.
//!
//! ```text
//! m:f(m:num a, m:den b)   a/b
//! m:d(x, y)               (x, y)
//! ```

use super::xml::{Node, Ns, Xml};

/// Reads a formula, whose start was read, with its end: its characters, and the signs that its structure draws.
pub(super) fn read(xml: &mut Xml, out: &mut String) {
    while let Some(()) = child(xml, out) {}
}

/// Reads one child of a formula.
fn child(xml: &mut Xml, out: &mut String) -> Option<()> {
    let tag = match xml.next() {
        Node::Start(tag) => tag,
        Node::Text(_) => return Some(()),
        Node::End | Node::Eof => return None,
    };
    match (tag.ns, tag.name()) {
        (Ns::M | Ns::W, "t") => out.push_str(&xml.text()),
        (Ns::M, "den") => {
            out.push('/');
            read(xml, out);
        }
        (Ns::M, "d") => brackets(xml, out),
        (Ns::M, "nary") => sum(xml, out),
        (Ns::M | Ns::W, "del" | "instrText") => xml.skip(),
        (Ns::M | Ns::W, name) if name.ends_with("Pr") => xml.skip(),
        _ => read(xml, out),
    }
    Some(())
}

/// Reads `m:d`: expressions in brackets.
fn brackets(xml: &mut Xml, out: &mut String) {
    let (mut open, mut close, mut between) = ("(".to_owned(), ")".to_owned(), "|".to_owned());
    let mut parts = 0;
    loop {
        let tag = match xml.next() {
            Node::Start(tag) => tag,
            Node::Text(_) => continue,
            Node::End | Node::Eof => break,
        };
        match (tag.ns, tag.name()) {
            (Ns::M, "dPr") => {
                for (name, value) in properties(xml) {
                    match name.as_str() {
                        "begChr" => open = value,
                        "endChr" => close = value,
                        "sepChr" => between = value,
                        _ => {}
                    }
                }
            }
            _ => {
                out.push_str(if parts == 0 { &open } else { &between });
                parts += 1;
                read(xml, out);
            }
        }
    }
    if parts > 0 {
        out.push_str(&close);
    }
}

/// Reads `m:nary`: a sum, a product or an integral with its limits.
fn sum(xml: &mut Xml, out: &mut String) {
    let mut sign = "\u{222b}".to_owned();
    let mut written = false;
    loop {
        let tag = match xml.next() {
            Node::Start(tag) => tag,
            Node::Text(_) => continue,
            Node::End | Node::Eof => return,
        };
        if (tag.ns, tag.name()) == (Ns::M, "naryPr") {
            sign = properties(xml).into_iter().find(|(name, _)| name == "chr").map_or(sign, |(_, value)| value);
            continue;
        }
        if !written {
            out.push_str(&sign);
            written = true;
        }
        read(xml, out);
    }
}

/// Names and values of the properties in the element whose start was read, with its end.
fn properties(xml: &mut Xml) -> Vec<(String, String)> {
    let mut out = Vec::new();
    loop {
        match xml.next() {
            Node::Start(tag) => {
                if let Some(value) = tag.val() {
                    out.push((tag.name().to_owned(), value.into_owned()));
                }
                xml.skip();
            }
            Node::Text(_) => {}
            Node::End | Node::Eof => return out,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(inner: &str) -> String {
        let source = format!("<m:oMath>{inner}</m:oMath>");
        let mut xml = Xml::new(&source);
        let Node::Start(_) = xml.next() else { panic!() };
        let mut out = String::new();
        read(&mut xml, &mut out);
        assert!(matches!(xml.next(), Node::Eof));
        out
    }

    #[test]
    fn formulas_are_lines() {
        let run = |t: &str| format!("<m:r><m:rPr><m:sty m:val=\"p\"/></m:rPr><m:t>{t}</m:t></m:r>");
        let fraction = format!("<m:f><m:fPr/><m:num>{}</m:num><m:den>{}</m:den></m:f>", run("Ф"), run("П"));
        assert_eq!(text(&format!("{}{fraction}", run("К = "))), "К = Ф/П");
        let brackets = r#"<m:d><m:dPr><m:begChr m:val="["/><m:endChr m:val="]"/></m:dPr><m:e>"#;
        assert_eq!(text(&format!("{brackets}{fraction}</m:e></m:d>{}", run(" × 100"))), "[Ф/П] × 100");
        let sum = format!(
            r#"<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub>{}</m:sub><m:sup/><m:e>{}</m:e></m:nary>"#,
            run("i"),
            run("x")
        );
        assert_eq!(text(&sum), "∑ix");
    }
}
