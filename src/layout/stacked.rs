//! Headings over several lines, in formats that make a paragraph of each.
//!
//! ```text
//!        2. Виды и формы помощи,               one heading
//!           которая оказывается
//!            в Лесном районе
//! ```
//!
//! Lines in the middle without room between are one heading, as they are one title of an act. A line that begins a
//! heading of its own stays one: an act, an annex, a number, a body, requisites, a name.

use crate::grammar::Grammars;
use crate::grammar::acts::Cue;
use crate::normalize::deadline;

use super::flow::FlowLine;
use super::heal;
use super::judge::MAX_STACKED;
use super::marker::{Marker, marker_len};
use super::paragraphs::Paragraph;
use super::shape::{
    End, end, has_label, is_annex_label, is_capital_heading, is_capitals, is_requisite, name_at_end, numbered,
};

/// True where `line` is the next line of the heading that `p` began.
pub(super) fn goes_on(p: &Paragraph, line: &FlowLine, g: &Grammars) -> bool {
    let (old, new) = (p.text.as_str(), line.text.as_str());
    // A line without a look was broken within its paragraph.
    let look = line.look.unwrap_or(p.look);
    let middle = p.look.centred && look.centred;
    let styled = p.look.level > 0 && look.level == p.look.level;
    let noun = g.headings.title(old).is_some();
    let quoted = new.starts_with(['\u{ab}', '"', '\u{201c}']);
    let inside = heal::begins_inside(new) || g.acts.goes_on(new);
    // «ОТЧЕТ» and what of, wherever they stand.
    let bare = p.lines < 4 && is_bare_noun(old.get(..p.head).unwrap_or(old), g) && line.look.is_some();
    let complement = bare && p.look.level == 0 && (heal::begins_inside(new) && !new.ends_with(['.', ':']) || quoted);
    if line.blanks > 0
        || !middle && !styled && !complement
        || look.level > 0 && !styled
        || p.look.tab
        || look.tab
        || p.chars + new.chars().count() > MAX_STACKED
        || ends_heading(old, g)
        || begins_anew(new, g)
    {
        return false;
    }
    let (bold, capitals) = (p.look.bold && look.bold, is_capital_heading(old));
    if !(p.look.bold || capitals || noun || p.look.level > 0) || new.ends_with(':') && !bold {
        return false;
    }
    let open = p.balance.quote() || p.balance.bracket() || end(&old.to_lowercase(), g) == End::Open;
    if open || inside || complement {
        return true;
    }
    // Two headings of one style, not in the middle, are two.
    if !middle && line.look.is_some() {
        return false;
    }
    // A body and what it issues, a plan and its first month.
    let whole = g.headings.title(new).is_some() || g.headings.begins(new);
    if g.headings.body(new) || whole && (!capitals || g.headings.body(old)) || is_time(new, g) {
        return false;
    }
    // A region, and the municipality in it: two bodies, each in the nominative.
    let body = |text: &str| g.acts.starts_noun(Cue::Issuer, text).is_some();
    if body(old) && body(new) {
        return false;
    }
    match (capitals, is_capitals(new, 0)) {
        (true, false) => noun || quoted,
        (false, true) => noun && bold,
        (true, true) => true,
        (false, false) => bold || noun || p.look.level > 0,
    }
}

/// «ОТЧЁТ», «План мероприятий»: a noun of titles alone.
fn is_bare_noun(text: &str, g: &Grammars) -> bool {
    text.starts_with(char::is_uppercase) && g.headings.title(text) == Some(text.split_whitespace().count())
}

/// True where a heading ends with these words.
fn ends_heading(text: &str, g: &Grammars) -> bool {
    let bullet = matches!(marker_len(text), Some((Marker::Bullet | Marker::Letter, _)));
    bullet
        || end(text, g) == End::Closed
        || is_annex_label(text, g)
        || is_never_heading(text, g)
        || text.starts_with('(') && text.ends_with(')')
}

/// True where these words begin something else than the next line of a heading.
fn begins_anew(text: &str, g: &Grammars) -> bool {
    let brackets = text.starts_with('(') && text.ends_with(')') && !is_capitals(text, 3);
    let bare = text.trim_start_matches(['\u{ab}', '"', '\u{201c}']);
    let word = g.headings.level(bare).is_some() && (numbered(bare).is_some() || g.headings.level(bare) == Some(0));
    brackets
        || marker_len(bare).is_some()
        || word && bare.starts_with(char::is_uppercase)
        || has_label(text)
        || text.ends_with(';')
        || is_never_heading(text, g)
}

/// Acts, requisites, names, stamps: whatever stands beside them.
fn is_never_heading(text: &str, g: &Grammars) -> bool {
    g.headings.act(text)
        || g.headings.enacts(text)
        || g.headings.stamp(text)
        || g.headings.aside(text)
        || is_requisite(text, g)
        || name_at_end(text).is_some()
        || text.contains("___")
}

/// «Сентябрь», «I квартал»: a time alone.
fn is_time(text: &str, g: &Grammars) -> bool {
    text.split_whitespace().count() <= 4 && deadline::looks_like(text, &g.deadlines, &g.dates)
}

#[cfg(test)]
mod tests {
    use super::super::paragraphs::Block;
    use super::*;
    use crate::diagnostic::Findings;
    use crate::layout;
    use crate::model::BlockKind;
    use crate::readers::{Buffer, Look};
    use crate::text::LineIndex;

    /// The headings among paragraphs in the middle, `!` before a bold one, `^` before one of the first level.
    fn headings(lines: &[&str]) -> Vec<String> {
        let mut buffer = Buffer::default();
        for line in lines {
            let (bold, level) = (line.starts_with('!'), u8::from(line.starts_with('^')));
            let text = line.trim_start_matches(['!', '^']);
            buffer.paragraph(text, Look { level, centred: true, bold, tab: false });
        }
        let content = buffer.finish();
        let index = LineIndex::new(&content.text);
        let mut findings = Findings::default();
        let layout = layout::build(&content.text, &content.items, &index, &Grammars::builtin(), &mut findings);
        let heading = |block: &Block| match block {
            Block::Text { kind: BlockKind::Heading, text, .. } => Some(text.as_str().to_owned()),
            _ => None,
        };
        layout.blocks.iter().filter_map(heading).collect()
    }

    #[test]
    fn lines_in_the_middle_are_one_heading() {
        for (lines, heading) in [
            (
                &["ПОКАЗАТЕЛИ", "РАЗВИТИЯ ЛЕСНОГО РАЙОНА", "И ЕГО ПОСЕЛЕНИЙ НА 2024 ГОД"][..],
                "ПОКАЗАТЕЛИ РАЗВИТИЯ ЛЕСНОГО РАЙОНА И ЕГО ПОСЕЛЕНИЙ НА 2024 ГОД",
            ),
            (&["План работы", "МБУ «Гнездо»", "на 2024 год"], "План работы МБУ «Гнездо» на 2024 год"),
            (&["!Состав штата школы", "!МБУ «Гнездо» на 1 мая"], "Состав штата школы МБУ «Гнездо» на 1 мая"),
            (&["^7. НОРМЫ ПОМОЩИ,", "КОТОРАЯ ОКАЗЫВАЕТСЯ В РАЙОНЕ"], "7. НОРМЫ ПОМОЩИ, КОТОРАЯ ОКАЗЫВАЕТСЯ В РАЙОНЕ"),
            (&["^3.1. Условия, которые", "Лесного района касаются"], "3.1. Условия, которые Лесного района касаются"),
        ] {
            assert_eq!(headings(lines), [heading]);
        }
    }

    #[test]
    fn what_begins_anew_is_a_heading_of_its_own() {
        for lines in [
            &["!АДМИНИСТРАЦИЯ ЛЕСНОГО РАЙОНА", "!ПОСТАНОВЛЕНИЕ"][..],
            &["!ОТЧЁТ О РАБОТЕ", "!«Статья 5. Липы»"],
            &["!Приложение № 1", "!ПРОГРАММА РАЗВИТИЯ"],
            &["!План работы школы на год", "!Сентябрь"],
            &["!I. Цели школы", "!1. Первая цель"],
            &["!МБУ «Гнездо» города Липова", "!План работы"],
            &["!Липовая область", "!Муниципальное образование город Липов"],
        ] {
            let own: Vec<&str> = lines.iter().map(|l| l.trim_start_matches('!')).collect();
            assert_eq!(headings(lines), own);
        }
        assert_eq!(headings(&["!ОТЧЁТ О РАБОТЕ", "", "!Работа с семьями"]).len(), 2, "room between");
        assert_eq!(headings(&["!ОТЧЁТ О РАБОТЕ", "(наименование учреждения)"]), ["ОТЧЁТ О РАБОТЕ"]);
    }
}
