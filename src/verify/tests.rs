use super::*;
use crate::model::{Block, CONTRACT, Output, PartKind, Row, RowKind, Source, Span, Summary, Table, TableKind};

fn block(at: &[[usize; 2]], words: &str) -> Block {
    Block {
        id: String::new(),
        kind: BlockKind::Paragraph,
        text: Some(words.to_owned()),
        table: None,
        section: None,
        span: Span::default(),
        boxes: Vec::new(),
        at: at.to_vec(),
    }
}

fn document(blocks: Vec<Block>) -> Document {
    Document {
        munidoc: CONTRACT.to_owned(),
        source: Source::default(),
        document: Summary { kind: PartKind::Other, title: None, period: None },
        parts: Vec::new(),
        sections: Vec::new(),
        passports: Vec::new(),
        goals: Vec::new(),
        indicators: Vec::new(),
        targets: Vec::new(),
        funding: Vec::new(),
        activities: Vec::new(),
        risks: Vec::new(),
        references: Vec::new(),
        tables: Vec::new(),
        blocks,
        diagnostics: Vec::new(),
    }
}

/// Ranges and words of a cell.
type Cell<'a> = (&'a [[usize; 2]], &'a str);

/// A document of one table.
fn table(rows: &[&[Cell]]) -> Document {
    let rows = rows.iter().map(|cells| Row {
        cells: cells.iter().map(|(_, words)| (!words.is_empty()).then(|| (*words).to_owned())).collect(),
        kind: RowKind::Data,
        joins: None,
        span: Span::default(),
        boxes: Vec::new(),
        at: cells.iter().map(|(at, _)| at.to_vec()).collect(),
    });
    let table = Table {
        id: "table-1".to_owned(),
        kind: TableKind::Other,
        title: None,
        columns: Vec::new(),
        rows: rows.collect(),
        span: Span::default(),
        boxes: Vec::new(),
        section: None,
    };
    let named = Block { kind: BlockKind::Table, text: None, table: Some("table-1".to_owned()), ..block(&[], "") };
    Document { tables: vec![table], ..document(vec![named]) }
}

/// Problems as `line kind excerpt`.
fn found(text: &str, doc: &Document) -> Vec<String> {
    verify(text, doc).iter().map(|p| format!("{} {} {}", p.line, p.kind.name(), p.excerpt)).collect()
}

#[test]
fn a_whole_document_has_no_problem() {
    let text = "Приказ\r\n№ 5\n";
    assert_eq!(found(text, &document(vec![block(&[[0, 12]], "Приказ"), block(&[[14, 19]], "№ 5")])), [""; 0]);
    assert_eq!(found("", &document(Vec::new())), [""; 0]);
    assert_eq!(found(" —\n***\n", &document(Vec::new())), [""; 0]);
}

#[test]
fn letters_of_no_block_are_lost() {
    let doc = document(vec![block(&[[0, 2]], "ab")]);
    assert_eq!(found("ab cd ef\ngh", &doc), ["1 lost cd ef", "2 lost gh"]);
    let half = document(vec![block(&[[0, 2], [6, 8]], "ab ef")]);
    assert_eq!(found("ab cd ef", &half), ["1 lost cd"]);
}

#[test]
fn letters_of_two_blocks_are_twice() {
    let doc = document(vec![block(&[[0, 5]], "ab cd"), block(&[[3, 8]], "cd ef")]);
    assert_eq!(found("ab cd ef", &doc), ["1 twice cd"]);
}

#[test]
fn changed_letters_say_where_they_part() {
    assert_eq!(found("ab cd", &document(vec![block(&[[0, 5]], "ab xd")])), ["1 changed «cd» → «xd»"]);
    assert_eq!(found("ab cd", &document(vec![block(&[[0, 5]], "ab")])), ["1 changed «cd» → nothing"]);
    assert_eq!(found("ab cd", &document(vec![block(&[[0, 5]], "ab cd ef")])), ["1 changed nothing → «ef»"]);
    assert_eq!(found("ab", &document(vec![block(&[[0, 2]], "ba")])), ["1 changed «ab» → «ba»"]);
    assert_eq!(found("ab", &document(vec![block(&[[0, 2]], "AB")])), ["1 changed «ab» → «AB»"]);
    let invented = document(vec![block(&[[0, 2]], "ab"), block(&[], "cd")]);
    assert_eq!(found("ab", &invented), ["1 changed nothing → «cd»"]);
}

#[test]
fn blanks_signs_and_look_alikes_may_differ() {
    let text = "Пp иказ—\u{a0}№  5";
    assert_eq!(found(text, &document(vec![block(&[[0, text.len()]], "Приказ № 5")])), [""; 0]);
    let torn = "спе-\nциалист";
    assert_eq!(found(torn, &document(vec![block(&[[0, 6], [8, torn.len()]], "специалист")])), [""; 0]);
}

#[test]
fn markup_may_go_or_stay() {
    let text = "<p>р&laquo;a&raquo;&#1055;</p>[bookmark: x1]";
    let inner = [3, text.len() - 18];
    for words in ["р«а»П", "pаП", "рlaquoaraquo1055", "р«а»1055"] {
        assert_eq!(found(text, &document(vec![block(&[inner], words)])), [""; 0], "{words}");
        assert_eq!(found(text, &document(vec![block(&[[0, text.len()]], words)])), [""; 0], "{words}");
    }
    assert_eq!(found(text, &document(vec![block(&[inner], "р«а»")])), ["1 changed «&#1055;» → nothing"]);
    assert_eq!(found(text, &document(vec![block(&[inner], "р«а»ПР")])), ["1 changed nothing → «Р»"]);
    assert_eq!(found("&#1055;&nbsp;", &document(Vec::new())), ["1 lost 1055"]);
    assert_eq!(found("<Утратил силу>", &document(Vec::new())), ["1 lost Утратил силу"]);
}

#[test]
fn a_text_of_nothing_but_markup_takes_no_time() {
    let text = "<b>".repeat(50_000);
    let doc = document(vec![block(&[[0, text.len()]], &"b".repeat(25_000))]);
    assert!(found(&text, &doc).len() <= 1);
}

#[test]
fn ranges_stand_inside_the_text_and_in_order() {
    let text = "да нет";
    assert_eq!(found(text, &document(vec![block(&[[0, 3]], "да")]))[0], "1 out_of_range [0, 3] of 11 bytes");
    assert_eq!(found(text, &document(vec![block(&[[5, 99]], "нет")]))[1], "1 out_of_range [5, 99] of 11 bytes");
    let backwards = Vec::from([[4, 0]]);
    assert!(found(text, &document(vec![block(&backwards, "")]))[1].starts_with("1 out_of_range"));
    let mixed = document(vec![block(&[[5, 11], [0, 4]], "нет да")]);
    assert_eq!(found(text, &mixed), ["1 out_of_range [0, 4] begins before byte 11"]);
    let swapped = document(vec![block(&[[5, 11]], "нет"), block(&[[0, 4]], "да")]);
    assert_eq!(found(text, &swapped), ["1 out_of_range [0, 4] stands behind what begins at byte 5"]);
    let beyond = document(vec![block(&[[usize::MAX - 1, usize::MAX]], "")]);
    assert_eq!(found(text, &beyond).len(), 2);
}

#[test]
fn a_table_counts_through_its_cells() {
    let text = "1\tab\tx\n\tcd\t";
    // The second line goes on in the cell of the first.
    let doc = table(&[&[(&[[0, 1]], "1"), (&[[2, 4], [8, 10]], "ab cd"), (&[[5, 6]], "x")]]);
    assert_eq!(found(text, &doc), [""; 0]);
    let lost = table(&[&[(&[[0, 1]], "1"), (&[[2, 4]], "ab"), (&[], "")], &[(&[], ""), (&[[8, 10]], "")]]);
    assert_eq!(found(text, &lost), ["1 lost x", "2 changed «cd» → nothing"]);
    let unnamed = Document { blocks: Vec::new(), ..doc.clone() };
    assert_eq!(found(text, &unnamed), ["1 lost 1 ab x", "2 lost cd"]);
    let twice = Document { blocks: [doc.blocks.clone(), doc.blocks.clone()].concat(), ..doc };
    assert!(found(text, &twice).contains(&"1 twice 1 ab x".to_owned()));
}

#[test]
fn excerpts_are_short() {
    let text = "слово ".repeat(100);
    let problems = verify(&text, &document(Vec::new()));
    assert_eq!((problems.len(), problems[0].excerpt.chars().count()), (1, EXCERPT + 1));
}

#[test]
fn what_the_pipeline_makes_is_whole() {
    let text = "ПРИКАЗ\n\n<p>Цель&nbsp;— рост</p>\n1\tМероприятие\t2024\n";
    let output = crate::pipeline::convert(text.as_bytes(), &Default::default(), &crate::grammar::Grammars::builtin());
    let Output::Document(doc) = output else { panic!("a document is expected") };
    assert_eq!(found(text, &doc), [""; 0]);
    assert_eq!(count_letters(text), 6 + 8 + 1 + 11 + 4);
}
