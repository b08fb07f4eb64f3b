//! Header rows of one or several lines → columns with roles, years and units.
//!
//! ```text
//! Показатель │ ед. изм. │ Исходное значение │ Значения на плановый период │      │
//!            │          │                   │ 2022                        │ 2023 │ 2024
//! ```

use crate::grammar::Grammars;
use crate::grammar::columns::Head;
use crate::grammar::lexicon::{is_letter, is_letter_or_digit};
use crate::model::{Role, ValueKind};
use crate::normalize::{deadline, money, number};
use crate::readers::Merge;
use crate::text::Text;

use super::flow::RawRow;
use super::groups::number_places;
use super::table::Column;

/// Longest head of a column, in bytes.
pub(super) const MAX_HEAD: usize = 260;

/// Longest head above a row that counts the columns, or in one that is set apart, in bytes.
const MAX_COUNTED: usize = 800;

/// Most rows that a format marks as the header of one table; where there are more, the mark means something else.
const MAX_MARKED: usize = 6;

/// Number of header rows that begin at `rows[0]`; 0 where it is none.
pub fn height(rows: &[RawRow], g: &Grammars) -> usize {
    let marked = rows.iter().take(MAX_MARKED + 1).take_while(|r| r.header).count();
    if (1..=MAX_MARKED).contains(&marked) && rows[..marked].iter().any(|r| begins(&r.cells, g)) {
        return marked + usize::from(rows.get(marked).is_some_and(|r| numbers_columns(&r.cells)));
    }
    let sure = match merged(rows, g) {
        0 if rows.first().is_some_and(|r| begins(&r.cells, g)) => 1,
        0 => return 0,
        n => n,
    };
    let width = rows[0].cells.len();
    // Heads merged over sub-heads: these belong to them, whatever their words.
    let sure = sure.max(drawn(rows, g)).max(set_apart(rows, g));
    let sure = sure + usize::from(explains_heads(&rows[sure..], g));
    sure + rows[sure..].iter().take(4).take_while(|r| r.continues == Some(true) || goes_on(&r.cells, width, g)).count()
}

/// Rows of a header whose first head goes on over all of them; 0 where the heads are not known.
fn merged(rows: &[RawRow], g: &Grammars) -> usize {
    let under = |r: &&RawRow| r.cells.first().is_some_and(|c| c.merge() == Some(Merge::Above));
    let n = 1 + rows.get(1..).unwrap_or_default().iter().take(MAX_MARKED).take_while(under).count();
    // The head that goes on over the first row stands above it.
    if n == 1 || n > MAX_MARKED || under(&&rows[0]) {
        return 0;
    }
    // Sums beside a name that is merged over its sources are data.
    if rows[..n].iter().any(|r| holds_values(&r.cells, g)) {
        return 0;
    }
    let heads: Vec<Vec<Text>> = rows[..n].iter().map(|r| r.cells.clone()).collect();
    let columns = columns(&heads, rows[0].cells.len(), g);
    let known = columns.iter().filter(|c| c.role.is_some_and(|r| r != Role::Other)).count();
    let named = columns.iter().filter(|c| !c.name.is_empty()).count();
    if known >= 2 && known * 2 >= named && columns.iter().all(|c| c.name.len() <= 2 * MAX_HEAD) { n } else { 0 }
}

/// Rows at the top of a table that its drawing makes a header, whatever their words: heads merged over their sub-heads,
/// or rows above column numbers.
///
/// ```text
/// Категория │ Всего │        │ Штатные │
///           │ чел.  │ ставок │ чел.    │ ставок
/// ```
pub fn drawn(rows: &[RawRow], g: &Grammars) -> usize {
    let words = |r: &&RawRow| !holds_values(&r.cells, g) && r.cells.iter().all(|c| c.len() <= MAX_HEAD);
    let top = rows.iter().take(MAX_MARKED).take_while(words).count();
    if let Some(at) = rows.iter().take(MAX_MARKED).position(|r| numbers_columns(&r.cells))
        && (1..=top).contains(&at)
    {
        return at + 1;
    }
    if let n @ 1.. = counted(rows) {
        return n;
    }
    if let n @ 2.. = beside_head(&rows[..top], rows.get(1..).unwrap_or_default(), g) {
        return n;
    }
    let Some(first) = rows.first().filter(|_| top > 0 && is_divided(&rows[0].cells)) else { return 0 };
    // Sub-heads stand below heads that are merged across, and the other heads go on beside them.
    let over: Vec<bool> = (0..first.cells.len()).map(|j| spans(&first.cells, j)).collect();
    let below = |r: &&RawRow| {
        let filled: Vec<usize> = (0..r.cells.len()).filter(|&j| !r.cells[j].is_empty()).collect();
        filled.len() > 1 && filled.iter().all(|&j| over.get(j) == Some(&true))
    };
    let n = 1 + rows[1..top].iter().take_while(below).count();
    if n > 1 && n < rows.len() { n } else { 0 }
}

/// Rows of words beside a first cell that goes on over all of them, where numbers stand below; 0 where there are none.
/// `below` are the rows behind the first.
fn beside_head(top: &[RawRow], below: &[RawRow], g: &Grammars) -> usize {
    let under = |r: &&RawRow| r.cells.first().is_some_and(|c| c.merge() == Some(Merge::Above));
    let n = below.iter().take(top.len().saturating_sub(1)).take_while(under).count();
    let filled = |r: &RawRow| r.cells.iter().filter(|c| !c.is_empty()).count();
    let numbers = |r: &RawRow| r.cells.iter().filter(|c| holds_values(std::slice::from_ref(c), g)).count();
    let told = below.get(n).is_some_and(|r| numbers(r) * 2 > filled(r)) && below[..n].iter().any(|r| filled(r) > 2);
    if n > 0 && told { n + 1 } else { 0 }
}

/// Rows down to one that counts all columns of a real table; long heads, and «20__ год» with the year left blank, stand
/// above it as well. 0 where there is none.
fn counted(rows: &[RawRow]) -> usize {
    let counts = |r: &RawRow| numbers_columns(&r.cells) && r.cells.iter().filter(|c| !c.is_empty()).count() > 3;
    let Some(at) = rows.iter().take(MAX_MARKED + 1).position(counts).filter(|at| *at > 0) else { return 0 };
    let words = |c: &Text| c.is_empty() || c.as_str().contains(is_letter) && c.len() <= MAX_COUNTED;
    let named =
        |r: &RawRow| r.real && r.cells.iter().filter(|c| !c.is_empty()).count() > 1 && r.cells.iter().all(words);
    let numbered = |r: &RawRow| r.cells.first().is_some_and(|c| number_places(c.as_str()) > 0);
    if named(&rows[0]) && !rows[..at].iter().any(numbered) { at + 1 } else { 0 }
}

/// Rows at the top that the format marks as a header, or that are set as heads are; 0 where they do not read so. A bold
/// heading or sum right below the head is none.
pub fn set_apart(rows: &[RawRow], g: &Grammars) -> usize {
    let words = |r: &RawRow| !holds_values(&r.cells, g) && r.cells.iter().all(|c| c.len() <= MAX_COUNTED);
    let under = |r: &RawRow| numbers_columns(&r.cells) || r.cells[0].is_empty() && words(r);
    let head = |(i, r): &(usize, &RawRow)| (r.apart || r.header) && if *i == 0 { words(r) } else { under(r) };
    let n = rows.iter().take(MAX_MARKED + 1).enumerate().take_while(head).count();
    let wide = rows[..n].iter().any(|r| r.cells.iter().filter(|c| !c.is_empty()).count() > 1);
    if (1..=MAX_MARKED).contains(&n) && n < rows.len() && wide { n } else { 0 }
}

/// A cell of this row, but not its only one, is merged across.
fn is_divided(cells: &[Text]) -> bool {
    cells.iter().filter(|c| !c.is_empty()).count() > 1 && (0..cells.len()).any(|j| spans(cells, j))
        || cells.first().is_some_and(|c| c.is_empty() && c.merge().is_none())
            && (1..cells.len()).any(|j| spans(cells, j))
}

/// Column `j` is covered by a cell that goes over several columns.
fn spans(cells: &[Text], j: usize) -> bool {
    let left = |j: usize| cells.get(j).is_some_and(|c| c.merge() == Some(Merge::Left));
    left(j) || left(j + 1)
}

/// True where a row reads on below a header and above the row with the number 1: heads that say more of their columns.
fn explains_heads(rows: &[RawRow], g: &Grammars) -> bool {
    let [row, next, ..] = rows else { return false };
    let blank = |j: usize| row.cells.get(j).is_some_and(Text::is_empty);
    row.real
        && blank(0)
        && blank(1)
        && !holds_values(&row.cells, g)
        && !row.cells.iter().any(|c| deadline::is_whole(c.as_str(), &g.deadlines, &g.dates))
        && row.cells.iter().all(|c| c.len() <= MAX_HEAD)
        && next.cells.first().is_some_and(|c| c.as_str().trim_end_matches('.') == "1")
}

/// A number that is no year: such a row is data.
fn holds_values(cells: &[Text], g: &Grammars) -> bool {
    cells.iter().map(Text::as_str).any(|c| {
        c.starts_with(|d: char| d.is_ascii_digit() || matches!(d, '-' | '.' | ','))
            && number::read(c, &g.numbers).value.is_some()
            && !g.columns.head(c).bare_year
    })
}

/// A number with decimals or thousands: «150,0», «1 250,5»; no year, date or number of a column.
fn is_sum(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let whole = |part: &str| part.split(' ').all(digits);
    text.split_once(',').is_some_and(|(whole_part, rest)| whole(whole_part) && digits(rest))
}

/// True where a row reads as the first line of a header.
fn begins(cells: &[Text], g: &Grammars) -> bool {
    let filled: Vec<&Text> = cells.iter().filter(|c| !c.is_empty()).collect();
    if filled.len() < 2 || filled.iter().any(|c| c.len() > MAX_HEAD) || number_places(filled[0].as_str()) > 0 {
        return false;
    }
    // «1990», «1990.» at the beginning is the number of a row: no header begins with a year.
    let is_number = |c: &Text| c.as_str().trim_end_matches(['.', ')']).bytes().all(|b| b.is_ascii_digit());
    if !cells[0].is_empty() && is_number(&cells[0]) {
        return false;
    }
    // Sums beside words are data: «Мероприятие 2. Лавки │ Всего │ 150,0».
    if filled.iter().any(|c| is_sum(c.as_str())) {
        return false;
    }
    let long = filled.iter().filter(|c| c.len() > 120).count();
    // One of the first two heads is always known; looking at two tells most rows of data.
    if !filled.iter().take(2).any(|c| c.len() <= 160 && g.columns.head(c.as_str()).is_likely()) {
        return false;
    }
    let heads: Vec<Head> = filled.iter().map(|c| g.columns.head(c.as_str())).collect();
    let known = heads.iter().filter(|h| h.is_likely()).count();
    let named = heads.iter().any(|h| !h.bare_year && h.is_likely());
    // Two cells are a label and its value as often as two heads.
    let wordy = |(h, c): (&Head, &&Text)| h.beyond > 4 && !h.bare_year && money::unit(c.as_str(), &g.numbers).is_none();
    if filled.len() == 2 && heads.iter().zip(&filled).any(wordy) {
        return false;
    }
    if filled.len() == 2 && heads[1].bare_year && g.passport.key(filled[0].as_str()).is_some() {
        return false;
    }
    if filled.len() == 2 && (long > 0 || filled.iter().any(|c| c.as_str().ends_with(['.', ';']) && c.len() > 100)) {
        return false;
    }
    named && known >= 2 && known * 2 >= filled.len() && long * 3 <= filled.len()
}

/// True where a row goes on with a header: years, plan and fact, units, sub-heads under blank cells, or column numbers.
pub fn goes_on(cells: &[Text], width: usize, g: &Grammars) -> bool {
    let filled: Vec<&Text> = cells.iter().filter(|c| !c.is_empty()).collect();
    if filled.is_empty() || cells.len() > width + 6 {
        return false;
    }
    if numbers_columns(cells) {
        return true;
    }
    // Sub-heads leave the first column blank, or repeat nothing but years.
    let sub = |c: &Text| {
        let head = g.columns.head(c.as_str());
        head.bare_year
            || (c.len() < 60
                && (head.year.is_some() || matches!(head.role, Some(Role::Value | Role::Total | Role::Source))))
    };
    // One source beside its sum is data, several beside each other are heads.
    let source = |c: &&&Text| c.len() < 160 && g.funding.source_in_head(c.as_str()).is_some();
    let sources = filled.iter().filter(source).count();
    let subs = filled.iter().filter(|c| sub(c) || sources > 1 && source(c)).count();
    (cells[0].is_empty() || filled.iter().all(|c| g.columns.head(c.as_str()).bare_year))
        && subs * 2 > filled.len()
        && filled.iter().any(|c| {
            !c.as_str().chars().next().is_some_and(|d| d.is_ascii_digit()) || g.columns.head(c.as_str()).bare_year
        })
}

/// True where a row numbers the columns: 1 2 3 4 … In a scan a speck may stand beside one of the numbers.
pub fn numbers_columns(cells: &[Text]) -> bool {
    let filled: Vec<&str> = cells.iter().map(Text::as_str).filter(|c| !c.is_empty()).collect();
    let counts = |(i, c): (usize, &&str)| c.trim_end_matches('.').parse() == Ok(i + 1);
    let specked = |(i, c): (usize, &&str)| {
        c.chars().count() <= 4 && c.trim_matches(|d: char| !d.is_ascii_digit()).parse() == Ok(i + 1)
    };
    let plain = filled.iter().enumerate().filter(|p| counts(*p)).count();
    filled.len() >= 3 && plain + usize::from(filled.len() > 3) >= filled.len() && filled.iter().enumerate().all(specked)
}

/// Columns out of header rows; `width` is at least the width of the widest row.
pub fn columns(rows: &[Vec<Text>], width: usize, g: &Grammars) -> Vec<Column> {
    let rows: Vec<&Vec<Text>> = rows.iter().filter(|r| !numbers_columns(r)).collect();
    let mut columns: Vec<Column> = (0..width).map(|j| column(&rows, j, g)).collect();
    settle(&mut columns);
    columns
}

fn column(rows: &[&Vec<Text>], j: usize, g: &Grammars) -> Column {
    let mut path: Vec<&str> = Vec::new();
    for (i, row) in rows.iter().enumerate() {
        let own = row.get(j).map_or("", |c| c.as_str());
        // A blank cell in an upper row with a sub-head below stands under the merged head to its left.
        let below = rows[i + 1..].iter().any(|r| r.get(j).is_some_and(|c| !c.is_empty()));
        let above = row.get(j).is_some_and(|c| c.merge() == Some(Merge::Above));
        let head = if own.is_empty() && below && !above && j > 0 {
            (0..j).rev().map(|k| row.get(k).map_or("", |c| c.as_str())).find(|c| !c.is_empty()).unwrap_or("")
        } else {
            own
        };
        if !head.is_empty() {
            path.push(head);
        }
    }
    let heads: Vec<Head> = path.iter().map(|p| g.columns.head(p)).collect();
    let role = heads
        .iter()
        .rev()
        .find_map(|h| h.role.filter(|r| *r != Role::Other))
        .or_else(|| heads.iter().rev().find_map(|h| h.role));
    let outer = heads.iter().find_map(|h| h.role);
    let inner = heads.iter().rev().find_map(|h| h.role);
    let role = match (outer, role) {
        // «Степень выполнения» below «За 2024 год» is no sum.
        (Some(Role::Value), _) if inner == Some(Role::Other) => inner,
        // «Срок реализации» over «2023» and «2024»: marks or money by years stand below.
        (Some(Role::Baseline), Some(Role::Value)) => Some(Role::Baseline),
        _ => role,
    };
    let year = heads.iter().rev().find_map(|h| h.year);
    // «Всего» below «2024 год» is the sum of that year, not of all.
    let role = role.map(|role| if role == Role::Total && year.is_some() { Role::Value } else { role });
    let source = source(&path, &heads, g).filter(|_| !matches!(role, Some(Role::Other | Role::Baseline)));
    let role = if source.is_some() { role.filter(|r| *r == Role::Total).or(Some(Role::Value)) } else { role };
    let unit = path.iter().rev().find_map(|p| money::unit(p, &g.numbers).map(|r| p[r].to_owned()));
    let told = heads.iter().rev().find_map(|h| h.kind);
    let kind = told.unwrap_or(ValueKind::Plan);
    Column { name: path.join(" / "), role, year, unit, kind, told, source, unknown: false }
}

/// The source that the heads of a column name: «областной бюджет», «областной» below «Объем финансирования».
fn source(path: &[&str], heads: &[Head], g: &Grammars) -> Option<String> {
    let named = path.iter().rev().find_map(|p| Some(&p[g.funding.source_in_head(p)?]));
    let level = |i: &usize| {
        let money = |j: usize| heads[j].role == Some(Role::Source) || money::unit(path[j], &g.numbers).is_some();
        g.funding.is_level(path[*i]) && (0..*i).any(money)
    };
    let named = named.or_else(|| (0..path.len()).find(level).map(|i| path[i]))?;
    // Unit and year are no part of its name.
    let unit = money::unit(named, &g.numbers).map_or(named.len(), |unit| unit.start);
    let year = named.find(|c: char| c.is_ascii_digit()).unwrap_or(named.len());
    let cut = named[..unit.min(year)].trim_end_matches(|c: char| !is_letter_or_digit(c));
    let closed = if cut.contains('(') && !cut.contains(')') { &cut[..cut.find('(')?] } else { cut };
    Some(closed.trim_end().to_owned()).filter(|s| g.funding.level(s).is_some())
}

/// A head that says nothing above the names of rows, beside values by years: «│ 2022 │ 2023», «Есть в школах: │ 2022 │ …».
/// Where a year stands twice the columns measure different things, and the rows alone name nothing.
fn name_rows(columns: &mut [Column]) {
    let Some((first, rest)) = columns.split_first_mut() else { return };
    let mut years: Vec<(i32, ValueKind)> = rest.iter().filter_map(|c| Some((c.year?, c.kind))).collect();
    let dated = years.len();
    years.sort_unstable_by_key(|(year, kind)| (*year, *kind as u8));
    years.dedup();
    let values = rest.iter().all(|c| matches!(c.role, Some(Role::Value | Role::Total | Role::Baseline | Role::Unit)));
    let money = rest.iter().any(|c| c.unit.is_some());
    if first.role.is_none() && values && dated > 1 && years.len() == dated {
        first.role = Some(if money { Role::Item } else { Role::Indicator });
    }
}

/// Roles that depend on the other columns: what a bare «Наименование» names, repeated roles.
fn settle(columns: &mut [Column]) {
    let has = |columns: &[Column], role: Role| columns.iter().any(|c| c.role == Some(role));
    // Who answers for a sum of money does not make its table a roadmap.
    let roadmap = has(columns, Role::Deadline)
        || has(columns, Role::Start)
        || (has(columns, Role::Responsible) && !has(columns, Role::Source));
    let measured = has(columns, Role::Unit) || has(columns, Role::Baseline);
    let named = [Role::Activity, Role::Indicator, Role::Risk].iter().any(|r| has(columns, *r));
    if !named {
        name_rows(columns);
    }
    if !named && let Some(item) = columns.iter_mut().find(|c| c.role == Some(Role::Item)) {
        if roadmap {
            item.role = Some(Role::Activity);
        } else if measured {
            item.role = Some(Role::Indicator);
        }
    }
    if has(columns, Role::Risk) {
        for c in columns.iter_mut().filter(|c| c.role == Some(Role::Activity)) {
            c.role = Some(Role::Response);
        }
    } else {
        for c in columns.iter_mut().filter(|c| matches!(c.role, Some(Role::Response | Role::Level))) {
            c.role = if c.role == Some(Role::Response) { Some(Role::Activity) } else { Some(Role::Other) };
        }
    }
    // In a roadmap «Показатель» names what is reached.
    if has(columns, Role::Activity) && roadmap {
        for c in columns.iter_mut().filter(|c| c.role == Some(Role::Indicator)) {
            c.role = Some(Role::Result);
        }
    }
    // The same role twice: only the first of those that are one field of a record keeps it.
    for role in [
        Role::Number,
        Role::Activity,
        Role::Indicator,
        Role::Item,
        Role::Risk,
        Role::Unit,
        Role::Baseline,
        Role::Deadline,
        Role::Form,
        Role::Source,
        Role::Level,
    ] {
        let mut first = true;
        for c in columns.iter_mut().filter(|c| c.role == Some(role)) {
            if !std::mem::take(&mut first) {
                c.role = Some(Role::Other);
            }
        }
    }
}
