//! Cells that hold several values in parallel lines.
//!
//! ```text
//! 1. Ремонт │ всего │ 1197,3 │ 11401,5        one record for each line of the sources,
//!           │ МБ    │ 1197,3 │ 11401,5        with its line of every sum
//!           │ ОБ    │        │
//! ```
//!
//! Seen in the appendices of municipal programmes, where one row of a funding table holds the sum of all sources and
//! each of them. Plans of work of schools hold a whole list of works in one row, with a line of dates for each:
//!
//! ```text
//! II │ Работа с кадрами │           │              one record for each number of the list, with its line of
//!    │ 1. Семинар       │ до 15.09  │ завуч        every other cell; what stands above the list heads them
//!    │ 2. Смотр         │ октябрь   │ методист
//! ```

mod drawn;
mod loose;

use crate::grammar::lexicon::Lexicon;
use crate::grammar::{Grammars, columns};
use crate::model::Role;
use crate::normalize::deadline;
use crate::text::Text;

use super::heal;
use super::marker::{Marker, marker_len};
use super::table::{Column, Record};

/// Most lines that one deadline is broken into.
const MOST_LINES: usize = 4;

/// The records that a row with parallel lines holds; `None` for a row that holds one. `lines` are the lines that it was
/// joined of: those of a row drawn in text, or its pieces on two pages.
pub fn split(record: &Record, lines: &drawn::Lines, columns: &[Column], g: &Grammars) -> Option<Vec<Record>> {
    if lines.len() > 1 {
        return drawn::sums(record, lines, columns, g).or_else(|| drawn::works(record, lines, columns, g));
    }
    sums(record, columns).or_else(|| works(record, columns, g))
}

/// A line of every sum for each source.
fn sums(record: &Record, columns: &[Column]) -> Option<Vec<Record>> {
    let source = columns.iter().position(|c| c.role == Some(Role::Source))?;
    let sources = record.cells.get(source).filter(|c| !c.breaks().is_empty())?.pieces();
    let value = |j: usize| matches!(columns[j].role, Some(Role::Value | Role::Total)) && !record.cells[j].is_empty();
    let sums: Vec<(usize, Vec<Text>)> =
        (0..columns.len()).filter(|&j| value(j)).map(|j| (j, record.cells[j].pieces())).collect();
    let unit = columns.iter().position(|c| c.role == Some(Role::Unit)).map(|j| (j, record.cells[j].pieces()));
    let unit = unit.filter(|(_, lines)| lines.len() > 1 && alike(lines));
    let parallel = sources.len() > 1
        && sums.iter().any(|(_, lines)| lines.len() > 1)
        && sums.iter().all(|(_, lines)| lines.len() <= sources.len() && lines.iter().all(|l| is_sum(l.as_str())));
    parallel.then(|| {
        let line = |(i, name): (usize, &Text)| {
            let mut cells = record.cells.clone();
            cells[source] = name.clone();
            if let Some((j, lines)) = &unit {
                cells[*j] = lines[0].clone();
            }
            for (j, lines) in &sums {
                cells[*j] = lines.get(i).cloned().unwrap_or_default();
            }
            Record { cells, ..record.clone() }
        };
        sources.iter().enumerate().map(line).collect()
    })
}

/// A line of every cell for each numbered work of a list.
fn works(record: &Record, columns: &[Column], g: &Grammars) -> Option<Vec<Record>> {
    let column = |role: Role| columns.iter().position(|c| c.role == Some(role));
    let (name, due) = (column(Role::Activity)?, column(Role::Deadline)?);
    if record.cells[name].breaks().is_empty() || record.cells[due].breaks().is_empty() {
        return None;
    }
    let dues = dues(&record.cells[due], g);
    let whole = listed(&record.cells[name]).filter(|(_, items)| items.len() == dues.len());
    let (lead, items) = whole.or_else(|| loose::listed(&record.cells[name], dues.len()))?;
    let number = column(Role::Number);
    let mut out = Vec::with_capacity(dues.len());
    for ((digits, words), when) in items.into_iter().zip(dues) {
        let mut own = record.clone();
        if let Some(n) = number {
            own.cells[n] = digits;
        }
        own.cells[name] = words;
        own.cells[due] = when;
        own.group.extend(Some(lead.clone()).filter(|l| !l.is_empty()));
        out.push(own);
    }
    let others: Vec<usize> = (0..columns.len()).filter(|&j| j != name && j != due && Some(j) != number).collect();
    for j in others.into_iter().filter(|&j| !record.cells[j].breaks().is_empty()) {
        let lines = record.cells[j].pieces();
        if let Some(same) = repeated(&lines, out.len()) {
            out.iter_mut().for_each(|own| own.cells[j] = same.clone());
            continue;
        }
        // Whose line is whose nobody knows where there are more or fewer.
        let lines = if lines.len() == out.len() { lines } else { joined_at_commas(&record.cells[j]) };
        let unmatched = lines.len() != out.len() || is_torn(&lines);
        for (i, own) in out.iter_mut().enumerate() {
            own.cells[j] = if unmatched { Text::default() } else { lines[i].clone() };
        }
        out[0].unmatched |= unmatched;
    }
    Some(out)
}

/// What stands above a numbered list, and number and words of its items; `None` where there is no list of two, or a
/// number is missing: its work stands within another line then.
fn listed(cell: &Text) -> Option<(Text, Vec<(Text, Text)>)> {
    let mut lead = Text::default();
    let mut items: Vec<(Text, Text)> = Vec::new();
    let mut last = 0;
    for piece in cell.pieces() {
        match (numbered(&piece), items.last_mut()) {
            (Some((k, ..)), _) if k != last + 1 => return None,
            (Some((k, digits, n)), _) => {
                last = k;
                items.push((piece.slice(0..digits), piece.slice(n..piece.len())));
            }
            (None, Some((_, words))) => words.append(&piece, " ", true),
            (None, None) => lead.append(&piece, " ", true),
        }
    }
    (items.len() > 1).then_some((lead, items))
}

/// True for a cell that lists several numbered works.
pub fn is_list(cell: &Text) -> bool {
    !cell.breaks().is_empty() && cell.pieces().iter().filter(|p| numbered(p).is_some()).count() > 1
}

/// The number that a line begins with, the bytes of its digits, and those before its words.
fn numbered(line: &Text) -> Option<(u32, usize, usize)> {
    let Some((Marker::Number(1), n)) = marker_len(line.as_str()) else { return None };
    let digits = line.as_str()[..n].trim_end().trim_end_matches(['.', ')']).len();
    line.as_str()[..digits].parse().ok().map(|k| (k, digits, n))
}

/// What several lines say once for each of `count` works, where they say the same of all.
fn repeated(lines: &[Text], count: usize) -> Option<Text> {
    let size = lines.len() / count;
    let same = |(i, l): (usize, &Text)| l.as_str() == lines[i % size].as_str();
    if size < 2 || !lines.len().is_multiple_of(count) || !lines.iter().enumerate().all(same) {
        return None;
    }
    let mut out = Text::default();
    lines[..size].iter().for_each(|l| out.append(l, " ", true));
    Some(out)
}

/// The lines of a cell, each joined with the next where it ends in a comma and no blank line parts them.
fn joined_at_commas(cell: &Text) -> Vec<Text> {
    let mut out: Vec<Text> = Vec::new();
    for (line, apart) in cell.pieces_apart() {
        match out.last_mut().filter(|above| !apart && above.as_str().ends_with(',')) {
            Some(above) => above.append(&line, " ", true),
            None => out.push(line),
        }
    }
    out
}

/// Lines that go on with the line above, and not each for itself.
fn is_torn(lines: &[Text]) -> bool {
    let small = |l: &Text| l.as_str().starts_with(char::is_lowercase);
    !small(&lines[0]) && lines[1..].iter().any(small) || lines.iter().any(|l| l.as_str().ends_with(','))
}

/// The same words in every line that has some.
fn alike(lines: &[Text]) -> bool {
    let mut filled = lines.iter().filter(|l| !l.is_empty());
    filled.next().is_some_and(|first| filled.all(|l| l.as_str() == first.as_str()))
}

/// The deadlines of a cell: its lines, those joined that say something only together («в течение», «года»).
pub fn dues(cell: &Text, g: &Grammars) -> Vec<Text> {
    const DASHES: [char; 3] = ['-', '\u{2013}', '\u{2014}'];
    // «в период с»
    let open = |text: &str| {
        let last = text.rsplit(' ').next().unwrap_or("");
        [&g.dates.from, &g.dates.to, &g.dates.until, &g.dates.within].iter().any(|l| l.whole(last).is_some())
    };
    let whole = |text: &Text| {
        !text.as_str().ends_with(DASHES)
            && !text.as_str().ends_with(',')
            && !open(text.as_str())
            && deadline::is_whole(text.as_str(), &g.deadlines, &g.dates)
    };
    let (lines, apart): (Vec<Text>, Vec<bool>) = cell.pieces_apart().into_iter().unzip();
    let bullets = lines.first().is_some_and(|l| l.as_str().starts_with(DASHES));
    // «с 1 сентября», «до 15 октября»; «1 октября», «- 5 октября».
    let spans = |above: &Text, below: &Text| {
        let opens = |list: &Lexicon<()>, text: &Text| list.starts(text.as_str()).is_some();
        below.as_str().starts_with(DASHES) && !bullets
            || opens(&g.dates.from, above) && (opens(&g.dates.to, below) || opens(&g.dates.until, below))
    };
    let mut out = Vec::with_capacity(lines.len());
    let mut i = 0;
    while i < lines.len() {
        let mut joined = lines[i].clone();
        let mut next = i + 1;
        let mut best = (joined.clone(), next);
        while next < lines.len()
            && next < i + MOST_LINES
            && (is_year(&lines[next]) || spans(&joined, &lines[next]) || !(whole(&joined) && whole(&lines[next])))
        {
            // «во время экзаменов», «1,2 недели»; «в течение месяца», «Уроки», and what stands below a blank line: such a
            // line does not go on with a whole deadline.
            let begins = lines[next].as_str().starts_with(|c: char| c.is_ascii_digit() || c.is_uppercase());
            if (begins || apart[next]) && whole(&joined) && !is_year(&lines[next]) && !spans(&joined, &lines[next]) {
                break;
            }
            heal::join(&mut joined, &lines[next], &|_: &str| false);
            next += 1;
            if whole(&joined) {
                best = (joined.clone(), next);
            }
        }
        out.push(best.0);
        i = best.1;
    }
    out
}

/// «2025 года»: the end of the line above.
fn is_year(line: &Text) -> bool {
    let mut words = line.as_str().split_whitespace();
    words.next().is_some_and(|w| columns::year(w.trim_end_matches('.')).is_some()) && words.count() <= 1
}

/// A number, or a sign for none.
fn is_sum(line: &str) -> bool {
    let digit = line.contains(|c: char| c.is_ascii_digit());
    let number = line.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || matches!(c, ',' | '.' | '-'));
    number && digit || line.chars().count() == 1 && !digit
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(lines: &[&str]) -> Text {
        let mut text = Text::default();
        for line in lines {
            text.append(&Text::at_start(line), " ", true);
        }
        text
    }

    fn column(role: Role) -> Column {
        Column { role: Some(role), ..Column::default() }
    }

    #[test]
    fn each_source_gets_its_line_of_every_sum() {
        let columns = [column(Role::Item), column(Role::Source), column(Role::Value), column(Role::Value)];
        let record = |sums: &[&str]| Record {
            cells: vec![cell(&["Ремонт"]), cell(&["всего", "МБ", "ОБ"]), cell(&["1197,3", "1197,3"]), cell(sums)],
            group: Vec::new(),
            row: 0,
            unmatched: false,
        };
        let shown = |r: &Record| r.cells.iter().map(Text::as_str).collect::<Vec<_>>().join("|");
        let parts = sums(&record(&["5", "-", "5"]), &columns).unwrap();
        assert_eq!(
            parts.iter().map(shown).collect::<Vec<_>>(),
            ["Ремонт|всего|1197,3|5", "Ремонт|МБ|1197,3|-", "Ремонт|ОБ||5"]
        );
        assert!(sums(&record(&["5", "5", "5", "5"]), &columns).is_none());
        assert!(sums(&record(&["по смете"]), &columns).is_none());
    }

    #[test]
    fn each_numbered_work_gets_its_line_of_every_cell() {
        let g = Grammars::builtin();
        let columns = [Role::Number, Role::Activity, Role::Deadline, Role::Responsible, Role::Note].map(column);
        let record = |works: &[&str], dues: &[&str], who: &[&str]| Record {
            cells: vec![cell(&["II"]), cell(works), cell(dues), cell(who), cell(&["отчёт"])],
            group: Vec::new(),
            row: 0,
            unmatched: false,
        };
        let shown = |r: &Record| {
            let group = r.group.iter().map(Text::as_str).collect::<Vec<_>>().join("/");
            format!("{group}: {}", r.cells.iter().map(Text::as_str).collect::<Vec<_>>().join("|"))
        };
        let works = ["Работа с кадрами", "1. Семинар", "молодых мастеров", "2. Смотр"];
        let parts =
            split(&record(&works, &["в течение", "года", "10.05"], &["завуч", "мастер"]), &[], &columns, &g).unwrap();
        assert_eq!(
            parts.iter().map(shown).collect::<Vec<_>>(),
            [
                "Работа с кадрами: 1|Семинар молодых мастеров|в течение года|завуч|отчёт",
                "Работа с кадрами: 2|Смотр|10.05|мастер|отчёт"
            ]
        );
        // Three people for two works are nobody's; a line more of dates, or a number less, and nobody's is any.
        let parts = split(&record(&works, &["до 15.04", "май"], &["а", "б", "в"]), &[], &columns, &g).unwrap();
        assert_eq!(shown(&parts[1]), "Работа с кадрами: 2|Смотр|май||отчёт");
        assert!(parts[0].unmatched);
        // The same two of each.
        let pairs = ["завуч", "мастер", "завуч", "мастер"];
        let parts = split(&record(&works, &["до 15.04", "май"], &pairs), &[], &columns, &g).unwrap();
        assert_eq!(shown(&parts[1]), "Работа с кадрами: 2|Смотр|май|завуч мастер|отчёт");
        assert!(split(&record(&works, &["01.03", "до 15.04", "май"], &["а"]), &[], &columns, &g).is_none());
        assert!(split(&record(&["1. Семинар", "3. Смотр"], &["май", "июнь"], &["а"]), &[], &columns, &g).is_none());
        assert!(split(&record(&works, &["01.03"], &["а"]), &[], &columns, &g).is_none());
        assert!(split(&record(&["Семинар: - право", "- учёт"], &["май", "июнь"], &["а"]), &[], &columns, &g).is_none());
    }

    #[test]
    fn blank_lines_and_whole_deadlines_end_a_piece() {
        let g = Grammars::builtin();
        let blank = |lines: &[&str], at: usize| {
            let mut text = cell(&lines[..at]);
            text.push_blank();
            text.append(&cell(&lines[at..]), " ", true);
            text
        };
        let shown = |lines: Vec<Text>| lines.iter().map(|l| l.as_str().to_owned()).collect::<Vec<_>>();
        let who = ["завуч,", "Мастер", "сторож,", "Повар"];
        assert_eq!(shown(joined_at_commas(&cell(&who))), ["завуч, Мастер", "сторож, Повар"]);
        assert_eq!(shown(joined_at_commas(&blank(&who, 3))), ["завуч, Мастер", "сторож,", "Повар"]);
        let when = ["в течении месяца", "Уроки", "в течении месяца", "в течение", "года"];
        let read = ["в течении месяца", "Уроки", "в течении месяца", "в течение года"];
        assert_eq!(shown(dues(&cell(&when), &g)), read);
        assert_eq!(shown(dues(&blank(&["во время каникул", "уроки"], 1), &g)), ["во время каникул", "уроки"]);
    }
}
