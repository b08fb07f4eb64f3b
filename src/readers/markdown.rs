//! Markdown: headings, pipe tables, lists, emphasis.
//!
//! ```text
//! ## Цели            heading of level 2
//! | № | Срок |       table row, marked as header by the rule below it
//! |--:|:-----|
//! | 1 | май  |
//! ```
//!
//! Marks go, words stay. CommonMark 0.31; tables as in GitHub Flavored Markdown, section 4.10.

use super::text::decoded;
use super::{Buffer, Cell, Charset, Content, Look, Refusal};
use crate::decode::Decoded;
use crate::options::{MAX_COLUMNS, Options};

/// Most letters between the marks of one emphasis or in the target of one link.
const MAX_SPAN: usize = 2000;

/// True for the extensions of such files: they have no signature.
pub fn knows(_: &[u8], extension: &str) -> bool {
    ["md", "markdown"].contains(&extension)
}

/// Reads a text with Markdown.
///
/// # Errors
/// `binary` where the bytes are no text.
pub fn content(bytes: &[u8], options: &Options) -> Result<Content, Refusal> {
    let Decoded { text, encoding, how, replaced } = decoded(bytes, options)?;
    let content = read(text.trim_start_matches('\u{feff}'));
    Ok(Content { charset: Some(Charset { encoding, how, replaced }), ..content })
}

fn read(source: &str) -> Content {
    let lines: Vec<&str> = source.lines().collect();
    let mut writer = Writer { buffer: Buffer::new(), open: Vec::new() };
    let mut fence: Option<&str> = None;
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let bare = line.trim();
        at += 1;
        if let Some(mark) = fence {
            if bare.starts_with(mark) && bare.trim_start_matches(['`', '~']).is_empty() {
                fence = None;
            } else {
                writer.buffer.paragraph(line, Look::default());
            }
            continue;
        }
        if let Some(mark) = ["```", "~~~"].into_iter().find(|mark| bare.starts_with(mark)) {
            writer.close();
            fence = Some(mark);
            continue;
        }
        if bare.is_empty() {
            writer.close();
            writer.buffer.paragraph("", Look::default());
            continue;
        }
        if let Some(columns) = lines.get(at).and_then(|next| columns(line, next)) {
            writer.close();
            at = table(&lines, at - 1, columns, &mut writer.buffer);
            continue;
        }
        writer.line(line);
    }
    writer.close();
    writer.buffer.finish()
}

/// The paragraph that is being read.
struct Writer {
    buffer: Buffer,
    open: Vec<String>,
}

impl Writer {
    fn line(&mut self, line: &str) {
        let bare = line.trim();
        if let Some((level, words)) = heading(bare) {
            self.close();
            return self.buffer.paragraph(&plain(words), Look { level, ..Look::default() });
        }
        if is_rule(bare) {
            // Below a paragraph the rule makes a heading of it.
            let level = if bare.starts_with('=') { 1 } else { 2 };
            if self.open.is_empty() || !(bare.starts_with('-') || bare.starts_with('=')) {
                return self.close();
            }
            let words = std::mem::take(&mut self.open).join("\n");
            return self.buffer.paragraph(&plain(&words), Look { level, ..Look::default() });
        }
        let bare = bare.trim_start_matches("> ").trim_start_matches('>');
        if let Some(words) = ["- ", "* ", "+ "].iter().find_map(|mark| bare.strip_prefix(mark)) {
            self.close();
            self.open.push(format!("- {}", words.trim_start()));
        } else if is_numbered(bare) {
            self.close();
            self.open.push(bare.to_owned());
        } else {
            self.open.push(bare.to_owned());
        }
    }

    /// The paragraph ends.
    fn close(&mut self) {
        if self.open.is_empty() {
            return;
        }
        let words = std::mem::take(&mut self.open).join("\n");
        let bold = ["**", "__"].iter().any(|mark| {
            let inside = words.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark));
            inside.is_some_and(|inside| !inside.contains(mark))
        });
        self.buffer.paragraph(&plain(&words), Look { bold, ..Look::default() });
    }
}

/// Level and words of a heading that begins with `#`.
fn heading(line: &str) -> Option<(u8, &str)> {
    let words = line.trim_start_matches('#');
    let level = line.len() - words.len();
    let fits = (1..=6).contains(&level) && (words.is_empty() || words.starts_with([' ', '\t']));
    let closed = words.trim().trim_end_matches('#');
    // Signs behind the words close the heading only after a blank.
    let words = if closed.is_empty() || closed.ends_with(' ') { closed.trim() } else { words.trim() };
    fits.then_some((level as u8, words))
}

/// A line of dashes, stars or underscores, or of the signs under a heading.
fn is_rule(line: &str) -> bool {
    let Some(sign) = line.chars().next().filter(|c| "-*_=".contains(*c)) else { return false };
    line.chars().all(|c| c == sign || c == ' ') && line.chars().filter(|c| *c == sign).count() >= 3
}

/// «1. » or «2) ».
fn is_numbered(line: &str) -> bool {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < line.len() && (rest.starts_with(". ") || rest.starts_with(") "))
}

/// The number of columns, if a table begins with `line` and `next` is the rule below its header.
fn columns(line: &str, next: &str) -> Option<usize> {
    let marks = cells(next);
    let is_mark = |cell: &String| {
        let cell = cell.trim();
        let dashes = cell.trim_start_matches(':').trim_end_matches(':');
        !dashes.is_empty() && dashes.chars().all(|c| c == '-')
    };
    let ruled = next.contains('|') && marks.iter().all(is_mark);
    (ruled && line.contains('|') && cells(line).len() == marks.len()).then_some(marks.len())
}

/// Writes the table that begins in line `at`; the line behind it.
fn table(lines: &[&str], at: usize, columns: usize, buffer: &mut Buffer) -> usize {
    let mut end = at;
    while let Some(line) = lines.get(end).filter(|line| line.contains('|')) {
        // The second line is the rule.
        if end != at + 1 {
            let mut row: Vec<Cell> = cells(line).iter().map(|cell| Cell::new(plain(&breaks(cell)))).collect();
            row.resize(row.len().max(columns).min(MAX_COLUMNS.max(columns)), Cell::default());
            buffer.row(&row, end == at);
        }
        end += 1;
    }
    buffer.table_end();
    end
}

/// The cells of a line, bars at its ends left out. A bar behind `\` belongs to its cell.
fn cells(line: &str) -> Vec<String> {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let mut out = vec![String::new()];
    let mut escaped = false;
    for c in line.chars() {
        let last = out.len() - 1;
        match c {
            '|' if escaped => {
                // The sign before it is markup of the table.
                out[last].pop();
                out[last].push('|');
            }
            '|' => out.push(String::new()),
            c => out[last].push(c),
        }
        escaped = c == '\\' && !escaped;
    }
    if out.len() > 1 && out.last().is_some_and(|cell| cell.trim().is_empty()) {
        out.pop();
    }
    out.iter().map(|cell| cell.trim().to_owned()).collect()
}

/// `<br>` in a cell is a line break.
fn breaks(cell: &str) -> String {
    ["<br>", "<br/>", "<br />"].iter().fold(cell.to_owned(), |text, tag| text.replace(tag, "\n"))
}

/// Words without emphasis, links without their targets, escaped signs as they are.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let before = out.chars().next_back();
        if c == '\\' {
            let next = rest[1..].chars().next();
            if let Some(sign) = next.filter(char::is_ascii_punctuation) {
                out.push(sign);
                rest = &rest[2..];
                continue;
            }
            // At the end of a line it breaks the line.
            if matches!(next, None | Some('\n')) {
                rest = &rest[1..];
                continue;
            }
        }
        if let Some((inside, behind)) = span(rest, before) {
            out.push_str(&plain(inside));
            rest = behind;
            continue;
        }
        if let Some((words, behind)) = link(rest) {
            out.push_str(&plain(words));
            rest = behind;
            continue;
        }
        out.push(c);
        rest = &rest[c.len_utf8()..];
    }
    out
}

/// What stands between the marks of an emphasis at the beginning of `text`, and what follows.
fn span(text: &str, before: Option<char>) -> Option<(&str, &str)> {
    let mark = ["***", "**", "__", "~~", "*", "_", "`"].into_iter().find(|mark| text.starts_with(mark))?;
    let inside = &text[mark.len()..];
    // Underscores inside a word are signs of the word.
    if mark.starts_with('_') && before.is_some_and(char::is_alphanumeric) {
        return None;
    }
    if inside.starts_with(char::is_whitespace) || inside.starts_with(&mark[..1]) {
        return None;
    }
    let mut from = 0;
    loop {
        let end = from + inside[from..].find(mark)?;
        let behind = &inside[end + mark.len()..];
        let glued = mark.starts_with('_') && behind.starts_with(char::is_alphanumeric);
        let longer = mark.len() == 1 && behind.starts_with(mark);
        if end > 0
            && !glued
            && !longer
            && !inside[..end].ends_with([' ', '\n', '\\'])
            && !inside[..end].contains("\n\n")
        {
            return (end <= MAX_SPAN).then_some((&inside[..end], behind));
        }
        from = end + mark.len() + usize::from(longer);
        if from > MAX_SPAN || !inside.is_char_boundary(from) {
            return None;
        }
    }
}

/// The words of `[words](target)` or `![words](target)`, and what follows.
fn link(text: &str) -> Option<(&str, &str)> {
    let inside = text.strip_prefix("![").or_else(|| text.strip_prefix('['))?;
    let end = inside.find("](").filter(|end| *end <= MAX_SPAN)?;
    let target = &inside[end + 2..];
    let close = target.find(')').filter(|close| *close <= MAX_SPAN)?;
    if inside[..end].contains('\n') || target[..close].contains(['\n', ' ']) && !target[..close].contains('"') {
        return None;
    }
    Some((&inside[..end], &target[close + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::readers::{Drawn, Item};

    fn text(source: &str) -> String {
        read(source).text
    }

    #[test]
    fn headings_have_levels() {
        let content = read("# План #\n## Цели\nТекст\n#тег\n\nСроки\n-----\nИтоги\n=====\n---\nКонец");
        assert_eq!(content.text, "План\nЦели\nТекст\n#тег\n\nСроки\nИтоги\nКонец\n");
        let levels: Vec<u8> = content
            .items
            .iter()
            .filter_map(|item| match item {
                Item::Paragraph { look, .. } => Some(look.level),
                _ => None,
            })
            .collect();
        assert_eq!(levels, [1, 2, 0, 2, 1, 0]);
    }

    #[test]
    fn pipe_tables_keep_escaped_bars() {
        let content = read(
            "Таблица\n\n| № | Дело \\| цель | Срок |\n|--:|:-----|:-:|\n| 1 | **Сад**<br>и парк | май |\n2 | Лес |\n\nКонец",
        );
        assert_eq!(content.text, "Таблица\n\n№\tДело | цель\tСрок\n1\tСад\u{2028}и парк\tмай\n2\tЛес\t\n\nКонец\n");
        let headers: Vec<bool> = content
            .items
            .iter()
            .filter_map(|item| match item {
                Item::Row { drawn: Drawn::Grid { header }, .. } => Some(*header),
                _ => None,
            })
            .collect();
        assert_eq!(headers, [true, false, false]);
    }

    #[test]
    fn marks_go_and_words_stay() {
        for (source, want) in [
            ("**Цель** и *задача* и __срок__ и ***итог***", "Цель и задача и срок и итог"),
            ("файл_план_на_год", "файл_план_на_год"),
            ("5 * 3 * 2", "5 * 3 * 2"),
            ("2**3", "2**3"),
            ("1\\. Не список \\*", "1. Не список *"),
            ("[План](plan.docx) и ![герб](герб.png)", "План и герб"),
            ("[1] и (2)", "[1] и (2)"),
            ("* Сад\n+ Лес\n1. Парк\n2) Сквер", "- Сад\n- Лес\n1. Парк\n2) Сквер"),
            ("> Цитата", "Цитата"),
            ("`код` ~~старое~~", "код старое"),
            ("**не закрыто", "**не закрыто"),
        ] {
            assert_eq!(text(source), format!("{want}\n"), "{source}");
        }
        assert_eq!(text("```\n| а | б |\n# нет\n```\nда"), "а | б\n# нет\nда\n".replace("а | б", "| а | б |"));
    }

    #[test]
    fn every_prefix_is_read() {
        let source = "# П\n| а\\| | *б* |\n|--|--|\n| [в](г) | `д` | **е** |\n__ж__ \\";
        for (i, _) in source.char_indices() {
            read(&source[..i]);
            read(&source[i..]);
        }
        read(&"*".repeat(5000));
        read(&"[".repeat(5000));
    }
}
