//! `munidoc score`

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::args::ScoreArgs;
use super::{documents, files, is_named, json, write};
use crate::cli::exit::{Exit, Stop};
use crate::cli::print;
use crate::cli::terminal::{count, printable, say};
use munidoc::batch;
use munidoc::model::Output;
use munidoc::regress::score::{Known, Report, Score, html, score};
use munidoc::{Options, readers};

/// Gold by the name of its document.
type Gold = BTreeMap<String, Value>;

/// Scores results, or documents that are converted for it, against gold.
pub(in crate::cli) fn run(args: &ScoreArgs) -> Result<Exit, Stop> {
    let gold = load_gold(&args.gold)?;
    let report = match (&args.pred, &args.docs) {
        (Some(pred), _) => of_results(&gold, pred, args.source.as_deref())?,
        (None, Some(docs)) => of_documents(&gold, docs, args)?,
        (None, None) => {
            return Err(Stop::Usage("name the results with --pred or the documents with --docs".to_owned()));
        }
    };
    print(&printable_lines(&report.table(args.errors)))?;
    if let Some(path) = &args.json {
        write(path, format!("{:#}\n", report.json()).as_bytes())?;
    }
    if let Some(path) = &args.html {
        write(path, html(&report).as_bytes())?;
    }
    if report.overall() < args.min {
        say!("munidoc: strict F1 {:.4} is below {}", report.overall(), args.min);
        return Ok(Exit::Problems);
    }
    Ok(Exit::Fine)
}

/// Scores the results that lie in `dir`.
fn of_results(gold: &Gold, dir: &Path, source: Option<&Path>) -> Result<Report, Stop> {
    let results = files(dir, |name| name.ends_with("json"))?;
    let sources = source.map_or(Ok(Vec::new()), |dir| files(dir, |_| true))?;
    let mut report = Report::default();
    for (name, gold) in gold {
        let exact = format!("{name}.json");
        let found = results.iter().find(|path| is_named(path, |f| f == exact));
        let found = found.or_else(|| results.iter().find(|path| is_named(path, |f| is_of(f, name))));
        let result = match found {
            Some(path) => json(path)?,
            None => {
                say!("munidoc: {}: no result in {}", printable(name), dir.display());
                Value::Null
            }
        };
        let source = sources.iter().find(|path| is_named(path, |f| is_of(f, name)));
        let source = source.and_then(|path| fs::read(path).ok()).map(|b| String::from_utf8_lossy(&b).into_owned());
        report.documents.push((name.clone(), score(gold, &result, source.as_deref())));
    }
    Ok(report)
}

/// Converts the documents that gold has and scores what comes out.
fn of_documents(gold: &Gold, docs: &Path, args: &ScoreArgs) -> Result<Report, Stop> {
    let grammars = args.reading.load_grammars()?;
    let mut found = documents(&[docs.to_owned()])?.list;
    // Expected results of snapshot are NAME.EXTENSION.json, other gold is NAME.json.
    let name = |input: &batch::Input| {
        let names = [input.name.clone(), input.stem()];
        let mut names = names.iter().filter_map(|n| Some(n.file_name()?.to_string_lossy().into_owned()));
        names.find(|name| gold.contains_key(name))
    };
    found.retain(|input| name(input).is_some());
    // The first of several files of one name.
    let mut seen = std::collections::BTreeSet::new();
    found.retain(|input| seen.insert(name(input)));
    let options = args.reading.options();
    let one = |input: &batch::Input, bytes: &[u8], output: Output| -> Result<(String, Score), String> {
        let name = name(input).unwrap_or_default();
        if let Output::Failure(failure) = &output {
            say!("munidoc: {}: {}", printable(&input.path), printable(&failure.error.message));
            return Ok((name.clone(), score(&gold[&name], &Value::Null, None)));
        }
        let options = Options { path: input.path.clone(), ..options.clone() };
        let text = (readers::of(bytes, &input.path).read)(bytes, &options).map(|content| content.text);
        let result = serde_json::to_value(&output).map_err(|e| e.to_string())?;
        Ok((name.clone(), score(&gold[&name], &result, text.ok().as_deref())))
    };
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    batch::run(&found, 0, &options, &grammars, one, |input, made| {
        let (name, score) =
            made.map_err(|e| Stop::Output(format!("the result of {} has no JSON form: {e}", input.path)))?;
        scores.insert(name, score);
        Ok(())
    })?;
    let mut report = Report::default();
    for (name, gold) in gold {
        let found = scores.remove(name).unwrap_or_else(|| {
            say!("munidoc: {}: no document in {}", printable(name), docs.display());
            score(gold, &Value::Null, None)
        });
        report.documents.push((name.clone(), found));
    }
    Ok(report)
}

fn load_gold(dir: &Path) -> Result<Gold, Stop> {
    let (mut gold, known) = (Gold::new(), Known::of_contract());
    for path in files(dir, |name| name.ends_with(".json"))? {
        let name = path.file_stem().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        if path.parent() == Some(dir) {
            let value = json(&path)?;
            if !munidoc::regress::score::KINDS.iter().any(|kind| value[kind.source].is_array())
                && !value["tables"].is_array()
            {
                return Err(Stop::Usage(format!(
                    "{} scores nothing; expected an object with record arrays of the contract",
                    path.display()
                )));
            }
            let unknown: Vec<String> = known.strangers(&value).into_iter().collect();
            if !unknown.is_empty() {
                let (path, unknown) = (path.display().to_string(), unknown.join(", "));
                say!("munidoc: {}: not of the contract and not scored: {}", printable(&path), printable(&unknown));
            }
            gold.insert(name, value);
        }
    }
    if gold.is_empty() {
        return Err(Stop::Usage(format!(
            "no gold in {}; expected NAME.json with records of the contract for each document",
            dir.display()
        )));
    }
    say!("munidoc: gold of {}", count(gold.len() as u64, "document"));
    Ok(gold)
}

/// True for `NAME.txt.json` and the like.
fn is_of(file: &str, name: &str) -> bool {
    file.strip_prefix(name).is_some_and(|rest| rest.starts_with('.'))
}

fn printable_lines(text: &str) -> String {
    text.lines().map(|line| printable(line).into_owned() + "\n").collect()
}
