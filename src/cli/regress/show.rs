//! Differences as people read them.

use munidoc::regress::diff::{Change, Diff, To, What};

use super::args::ShowingArgs;
use crate::cli::terminal::{Paint, count, number, printable};

/// Letters that are shown around what differs in a text.
const AROUND: usize = 30;
/// Letters of a text that is shown alone.
const SHOWN: usize = 120;

/// How differences are shown.
pub(super) struct Show {
    most: usize,
    paint: Paint,
}

impl Show {
    pub fn new(args: &ShowingArgs) -> Show {
        Show { most: args.show, paint: Paint::new(args.color) }
    }

    /// A line for the document, one or more for each difference.
    pub fn diff(&self, path: &str, diff: &Diff) -> String {
        let counts = [What::Lost, What::Changed, What::Moved, What::Added].map(|what| (what, diff.count(what)));
        let counts: Vec<String> = counts
            .iter()
            .filter(|(_, n)| *n > 0)
            .map(|(what, n)| format!("{} {}", number(*n as u64), what.name()))
            .collect();
        let lost = format!(
            "{} of {} lost or changed, {:.2} %",
            number(diff.lost() as u64),
            count(diff.fields as u64, "field"),
            100.0 * diff.loss()
        );
        let mut out = format!("{}: {}; {lost}\n", self.paint.title(&printable(path)), counts.join(", "));
        for change in diff.changes.iter().take(self.most) {
            out += &self.change(change);
        }
        if diff.changes.len() > self.most {
            out += &format!("  and {} more; --show N shows more of them\n", diff.changes.len() - self.most);
        }
        out
    }

    fn change(&self, change: &Change) -> String {
        let line = change.line.map_or_else(|| "\u{2013}".to_owned(), |line| line.to_string());
        let page = change.page.map_or(String::new(), |page| format!(" (page {page})"));
        let what = self.what(change.what);
        let name = if change.name.is_empty() { String::new() } else { format!(" \u{ab}{}\u{bb}", change.name) };
        let mut out = format!("  {} {what} {}{}", self.paint.dim(&format!("{line:>6}")), change.kind, printable(&name));
        if let Some(field) = &change.field {
            out += &format!(" {}", self.paint.kind(&printable(field)));
        }
        if let Some(to) = change.to {
            out += &match to {
                To::Line(line) => format!(" to line {line}"),
                To::End(line) => format!(", now ends in line {line}"),
                To::Page(page) => format!(" to page {page}"),
                To::Place(from, to) => format!(" from place {from} to {to}"),
            };
        }
        out = out + &page + "\n";
        let (before, after) = excerpts(change.before.as_deref(), change.after.as_deref());
        for (sign, text) in [("-", before), ("+", after)] {
            if let Some(text) = text {
                let painted = if sign == "-" { self.paint.bad(&text) } else { self.paint.good(&text) };
                out += &format!("           {sign} {painted}\n");
            }
        }
        out
    }

    fn what(&self, what: What) -> String {
        let words = format!("{:8}", what.name());
        match what {
            What::Lost => self.paint.bad(&words),
            What::Changed => self.paint.mark(&words),
            What::Moved => self.paint.dim(&words),
            What::Added => self.paint.good(&words),
        }
    }
}

/// Two texts cut down to where they differ.
fn excerpts(before: Option<&str>, after: Option<&str>) -> (Option<String>, Option<String>) {
    let (Some(a), Some(b)) = (before, after) else {
        let short = |text: &str| cut(&text.chars().collect::<Vec<_>>(), 0, usize::MAX);
        return (before.map(short), after.map(short));
    };
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let head = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let room = a.len().min(b.len()) - head;
    let tail = a.iter().rev().zip(b.iter().rev()).take(room).take_while(|(x, y)| x == y).count();
    (Some(cut(&a, head, a.len() - tail)), Some(cut(&b, head, b.len() - tail)))
}

/// The letters from `start` to `end` with some around, at most [`SHOWN`] of them between.
fn cut(text: &[char], start: usize, end: usize) -> String {
    let from = start.saturating_sub(AROUND);
    let end = end.min(text.len()).min(start + SHOWN);
    let to = (end + AROUND).min(text.len());
    let mut out = String::new();
    if from > 0 {
        out.push('\u{2026}');
    }
    out.extend(&text[from..to]);
    if to < text.len() {
        out.push('\u{2026}');
    }
    printable(&out).replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_to_what_differs() {
        let (a, b) = ("а".repeat(100) + "до" + &"б".repeat(100), "а".repeat(100) + "по" + &"б".repeat(100));
        let around = |middle: &str| format!("…{}{middle}о{}…", "а".repeat(30), "б".repeat(29));
        assert_eq!(excerpts(Some(&a), Some(&b)), (Some(around("д")), Some(around("п"))));
        assert_eq!(excerpts(Some("5"), None), (Some("5".into()), None));
        assert_eq!(excerpts(Some("аа"), Some("ааа")), (Some("аа".into()), Some("ааа".into())));
    }
}
