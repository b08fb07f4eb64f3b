//! One document: the whole chain on one screen. Pure: no files, no clock, no environment, no globals.

use sha2::{Digest, Sha256};

use crate::assemble;
use crate::audit;
use crate::decode::How;
use crate::diagnostic::{Code, Findings};
use crate::extract::{self, Context, passports};
use crate::grammar::Grammars;
use crate::grammar::lexicon::is_letter_or_digit;
use crate::layout::{self, paragraphs::Block};
use crate::model::{
    BlockKind, CONTRACT, Document, Failure, FailureReason, Output, Part, PartKind, PassportKey, Role, Source, Summary,
    ValueKind,
};
use crate::normalize::period::{self, Period};
use crate::options::{MAX_INPUT_BYTES, Options};
use crate::provenance;
use crate::readers::{self, Content};
use crate::text::LineIndex;

/// Converts the bytes of one document. Never fails on content: what is not understood stays in `blocks` and `tables`.
///
/// The result is an [`Output::Failure`] only for input that is no text (`binary`) or too large (`too_large`).
///
/// ```
/// use munidoc::{Grammars, Options, convert};
/// use munidoc::model::Output;
///
/// let text = "ПРИКАЗ\n\nот 14.03.2024 № 7\n\nОб уборке парка\n\nВ целях благоустройства приказываю:\n\n1. Убрать парк.\n";
/// let grammars = Grammars::builtin();
/// let Output::Document(document) = convert(text.as_bytes(), &Options::default(), &grammars) else { panic!() };
/// let act = document.parts[0].act.as_ref().unwrap();
/// assert_eq!(act.number.as_deref(), Some("7"));
/// assert_eq!(act.date.as_deref(), Some("2024-03-14"));
/// ```
pub fn convert(bytes: &[u8], options: &Options, grammars: &Grammars) -> Output {
    let mut source = Source {
        path: options.path.clone(),
        sha256: Some(Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()),
        bytes: bytes.len() as u64,
        ..Source::default()
    };
    if bytes.len() as u64 > MAX_INPUT_BYTES {
        let limit = MAX_INPUT_BYTES >> 20;
        return failure(
            source,
            "too_large",
            "read",
            format!("the input is larger than {limit} MiB; split it into its documents"),
        );
    }
    let reader = readers::of(bytes, &options.path);
    source.format = Some(reader.name.to_owned());
    let content = match (reader.read)(bytes, options) {
        Ok(content) => content,
        Err(refusal) => {
            // What is no text is of no format that is known.
            source.format = source.format.filter(|_| refusal.code != "binary");
            return failure(source, refusal.code, "read", refusal.message);
        }
    };
    if let Some(charset) = content.charset {
        source.encoding = Some(charset.encoding.name().to_owned());
        source.encoding_by = Some(charset.how.name().to_owned());
        source.replaced = charset.replaced as u64;
    }
    source.pages = (!content.pages.is_empty()).then_some(content.pages.len() as u32);
    source.page_sizes.clone_from(&content.page_sizes);
    Output::Document(Box::new(document(&content, source, grammars)))
}

/// The chain from what a reader found to records.
pub fn document(content: &Content, source: Source, g: &Grammars) -> Document {
    let text = &content.text;
    let mut findings = Findings::default();
    about_content(content, &mut findings);

    let index = LineIndex::new(text).with_pages(&content.pages);
    let layout = layout::build(text, &content.items, &index, g, &mut findings);

    let parts = extract::parts::extract(&layout.lines, &index, &g.acts, &layout.words, &mut findings);
    let mut ctx = Context::new(&layout, &index, g);
    let cards = passports::cards(&ctx);
    ctx.period = document_period(&parts, &cards, &layout, g);

    let activities = extract::activities::extract(&ctx, &mut findings);
    let goals = extract::goals::extract(&ctx, &cards);
    let indicators = extract::indicators::extract(&ctx, &mut findings);
    let targets = extract::targets::extract(&ctx, &cards, &goals, &parts, &activities);
    let funding = extract::funding::extract(&ctx, &cards);
    let risks = extract::risks::extract(&ctx);
    let references = extract::references::extract(&ctx, &parts);
    let parts = named(in_sections(parts, &ctx), &cards, g);
    let mut document = Document {
        munidoc: CONTRACT.to_owned(),
        source,
        document: summary(&parts, ctx.period.as_ref()),
        passports: passports::records(&ctx, &cards),
        parts,
        goals,
        indicators,
        targets,
        funding,
        activities,
        risks,
        references,
        tables: assemble::tables(&ctx),
        blocks: assemble::blocks(&ctx),
        sections: layout.sections.list.clone(),
        diagnostics: findings.into_diagnostics(&index),
    };
    audit::complete(&mut document, g);
    provenance::complete(&mut document, &content.boxes);
    document
}

fn about_content(content: &Content, findings: &mut Findings) {
    if let Some(charset) = content.charset {
        if charset.how == How::Guess {
            findings.add(Code::EncodingGuessed, None, charset.encoding.name());
        }
        if charset.replaced > 0 {
            findings.add(Code::BytesReplaced, None, charset.replaced.to_string());
        }
    }
    for note in &content.notes {
        findings.add(note.code, note.at.as_ref().map(|r| (r.start, r.end)), note.detail.as_str());
    }
    if !content.text.chars().any(is_letter_or_digit) {
        findings.add(Code::EmptyDocument, None, "");
    }
}

fn in_sections(mut parts: Vec<Part>, ctx: &Context) -> Vec<Part> {
    for part in &mut parts {
        part.section = part.at.first().and_then(|r| ctx.layout.sections.at(r[0]));
    }
    parts
}

/// Longest title that only says that a passport follows, in characters.
const MAX_BARE: usize = 60;

/// «Паспорт программы развития» names no programme: the part is called as its passport says.
fn named(mut parts: Vec<Part>, cards: &[passports::Card], g: &Grammars) -> Vec<Part> {
    for part in &mut parts {
        let bare = |t: &String| {
            g.passport.is_bare(t) && t.chars().count() <= MAX_BARE && !t.contains(['\u{ab}', '"', '\u{201c}'])
        };
        let Some(range) = part.at.first().filter(|_| part.title.as_ref().is_some_and(bare)) else { continue };
        let fields = cards.iter().flat_map(|c| &c.fields).filter(|f| f.key == PassportKey::Name);
        let mut names =
            fields.map(|f| &f.value).filter(|v| v.start().is_some_and(|at| (range[0]..range[1]).contains(&at)));
        if let Some(name) = names.next().filter(|name| !name.is_empty()) {
            part.title = Some(name.as_str().to_owned());
            if part.kind == PartKind::Other {
                part.kind = g.acts.body(name.as_str()).unwrap_or(part.kind);
            }
        }
    }
    parts
}

fn summary(parts: &[Part], period: Option<&Period>) -> Summary {
    let first = parts.first();
    Summary {
        kind: first.map_or(PartKind::Other, |p| p.kind),
        title: first.and_then(|p| p.title.clone()),
        period: period.map(|p| crate::model::Period { start: p.start.clone(), end: p.end.clone() }),
    }
}

/// The years that the document covers: those of its titles, else of its passport, else of the captions of its tables
/// where they agree, else of its year columns.
fn document_period(parts: &[Part], cards: &[passports::Card], layout: &layout::Layout, g: &Grammars) -> Option<Period> {
    let titles = parts.iter().flat_map(|p| [p.title.as_deref(), p.lead_in.as_deref()]).flatten();
    let of_titles = titles.filter_map(|t| period::find(t, &g.dates)).next();
    let field = |key: PassportKey| cards.iter().flat_map(|c| &c.fields).find(|f| f.key == key);
    let of_passport = || {
        [PassportKey::Period, PassportKey::Stages, PassportKey::Name]
            .iter()
            .find_map(|k| period::find(field(*k)?.value.as_str(), &g.dates))
    };
    let of_columns = || {
        let columns = || layout.tables.iter().flat_map(|t| &t.columns).filter(|c| c.role != Some(Role::Baseline));
        let planned = || columns().filter(|c| c.kind == ValueKind::Plan).filter_map(|c| c.year);
        // A report without a plan covers the years that it tells of.
        let years = || columns().filter(|_| planned().next().is_none()).filter_map(|c| c.year).chain(planned());
        let (first, last) = (years().min()?, years().max()?);
        Some(Period { start: first.to_string(), end: last.to_string(), school_year: false })
    };
    let of_captions = || {
        let captions = layout.tables.iter().filter_map(|t| t.title.as_ref());
        let all: Vec<Period> = captions.filter_map(|t| period::find(t.as_str(), &g.dates)).collect();
        let first = all.first()?;
        all.iter().all(|p| first.start <= p.start && p.end <= first.end).then(|| first.clone())
    };
    let of_section = || section_period(layout, g);
    of_titles.or_else(of_passport).or_else(of_section).or_else(of_captions).or_else(of_columns)
}

/// Blocks of a cover, or of a section that says when.
const OPENING: usize = 12;
/// Longest line of a cover that is nothing but a period, in words.
const PERIOD_WORDS: usize = 5;

/// The years of a line of the cover («на 2015/2016 учебный год»), or of the section about times («Сроки реализации»).
fn section_period(layout: &layout::Layout, g: &Grammars) -> Option<Period> {
    let lines = || {
        layout.blocks.iter().map(|b| match b {
            Block::Text { text, kind, .. } => Some((text.as_str(), *kind)),
            Block::Table(_) => None,
        })
    };
    let cover = lines().map_while(|l| l).take(OPENING).find_map(|(text, _)| {
        let short = text.split_whitespace().count() <= PERIOD_WORDS && g.dates.within.starts(text).is_some();
        period::find(text, &g.dates).filter(|_| short)
    });
    let about = |(text, kind): (&str, BlockKind)| {
        let title = text.trim_start_matches(|c: char| !c.is_alphabetic() || c.is_ascii_alphabetic());
        kind == BlockKind::Heading && g.passport.key(title) == Some(PassportKey::Period)
    };
    let of_section = || {
        let at = lines().position(|l| l.is_some_and(about))?;
        let below = lines().skip(at + 1).map_while(|l| l).take_while(|(_, kind)| *kind != BlockKind::Heading);
        below.take(2).find_map(|(text, _)| period::find(text, &g.dates))
    };
    cover.or_else(of_section)
}

/// A failure record.
pub fn failure(source: Source, code: &str, stage: &str, message: impl Into<String>) -> Output {
    let error = FailureReason { code: code.to_owned(), stage: stage.to_owned(), message: message.into() };
    Output::Failure(Box::new(Failure { munidoc: CONTRACT.to_owned(), source, error }))
}
