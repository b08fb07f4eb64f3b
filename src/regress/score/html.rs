//! Scores as a page of its own: no scripts, no files beside it.

use std::fmt::Write;

use super::report::{plural, shown};
use super::{Count, Report};

/// Most wrong fields that the page lists for one document.
const LISTED: usize = 200;
/// Scores below which a figure is marked.
const GOOD: f64 = 0.97;

const HEAD: &str = r#"<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>munidoc: scores</title>
<style>
:root { color-scheme: light dark; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; margin: 1rem 0; }
th, td { padding: .2rem .8rem; border-bottom: 1px solid #8884; text-align: right; font-variant-numeric: tabular-nums; }
th:first-child, td:first-child { text-align: left; }
.low { color: #c33; font-weight: 600; }
code { white-space: pre-wrap; overflow-wrap: anywhere; }
</style>
"#;

/// The page.
pub fn html(report: &Report) -> String {
    let mut out = HEAD.to_owned();
    let overall = shown(Some(report.overall()));
    line(
        &mut out,
        &format!("<h1>Scores</h1>\n<p>Strict F1 over {}: {overall}</p>", plural(report.documents.len(), "document")),
    );
    let mut kinds = report.kinds();
    kinds.retain(|(_, count)| count.f1().is_some());
    kinds.push(("all", report.total()));
    line(&mut out, "<h2>Kinds of records</h2>");
    table(&mut out, "kind", kinds.iter().map(|(name, count)| ((*name).to_owned(), *count)));
    if let Some(tables) = report.tables() {
        let figures = [("GriTS-Con", tables.grits()), ("TEDS", tables.teds()), ("equal rows", tables.rows())];
        let figures: Vec<String> = figures.iter().map(|(n, v)| format!("{n} {}", shown(*v))).collect();
        line(&mut out, &format!("<p>{}: {}</p>", plural(tables.gold, "table"), figures.join(", ")));
    }
    line(&mut out, "<h2>Documents</h2>");
    table(&mut out, "document", report.documents.iter().map(|(name, score)| (name.clone(), score.total())));
    for (name, score) in report.documents.iter().filter(|(_, score)| !score.wrong.is_empty()) {
        let n = score.wrong.len();
        line(&mut out, &format!("<details><summary>{}: {}</summary>\n<ul>", escape(name), plural(n, "wrong field")));
        for wrong in score.wrong.iter().take(LISTED) {
            line(&mut out, &format!("<li><code>{}</code>", escape(&wrong.words(name))));
        }
        if n > LISTED {
            line(&mut out, &format!("<li>and {} more", n - LISTED));
        }
        line(&mut out, "</ul></details>");
    }
    out + "</html>\n"
}

fn table(out: &mut String, first: &str, rows: impl Iterator<Item = (String, Count)>) {
    let head = ["strict F1", "soft F1", "Levenshtein F1", "rows found", "whole records", "gold fields"];
    let head: Vec<String> = head.iter().map(|h| format!("<th>{h}")).collect();
    line(out, &format!("<table>\n<tr><th>{first}{}", head.concat()));
    for (name, count) in rows {
        let figures = [count.f1(), count.soft_f1(), count.levenshtein_f1(), count.rows(), count.instances()];
        let cells: Vec<String> = figures.iter().map(|v| cell(*v)).collect();
        line(out, &format!("<tr><td>{}{}<td>{}", escape(&name), cells.concat(), count.gold));
    }
    line(out, "</table>");
}

fn cell(value: Option<f64>) -> String {
    let low = if value.is_some_and(|v| v < GOOD) { " class=\"low\"" } else { "" };
    format!("<td{low}>{}", shown(value))
}

fn line(out: &mut String, text: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{text}");
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
