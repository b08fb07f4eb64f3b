//! `munidoc explain`: the chain of rules that made a record, for people.

use std::fmt::Write;

use super::args::ExplainArgs;
use super::exit::{Exit, Stop};
use super::inspect::lines;
use super::terminal::{Paint, printable, say};
use super::{print, read};
use munidoc::batch;
use munidoc::explain::{self, Explanation};
use munidoc::model::Output;

/// Explains what was asked for.
pub(super) fn run(args: &ExplainArgs) -> Result<Exit, Stop> {
    let paint = Paint::new(args.color);
    let grammars = args.reading.load_grammars()?;
    let input = read::one(&args.file)?;
    let document = match batch::convert_one(&input, &args.reading.options(), &grammars).1 {
        Output::Failure(failure) => {
            say!("munidoc: {}: {}", printable(&input.path), printable(&failure.error.message));
            return Ok(Exit::Problems);
        }
        Output::Document(document) => document,
    };
    let (found, what) = match (&args.record, args.line) {
        (Some(id), _) => (explain::record(&document, id, &grammars).into_iter().collect(), format!("no record {id}")),
        (None, line) => {
            let line = line.unwrap_or(1);
            (explain::line(&document, line, &grammars), format!("nothing on line {line}"))
        }
    };
    if found.is_empty() {
        let hint = "munidoc convert prints the ids and lines of all records";
        say!("munidoc: {}: there is {}; {hint}", printable(&input.path), printable(&what));
        return Ok(Exit::Problems);
    }
    print(&found.iter().map(|e| dump(e, paint)).collect::<Vec<_>>().join("\n"))?;
    Ok(Exit::Fine)
}

fn dump(explanation: &Explanation, paint: Paint) -> String {
    let mut out = format!("{}\n", paint.title(&explanation.id));
    for step in &explanation.steps {
        let place = step.span.as_ref().map(lines).unwrap_or_default();
        let rule = paint.kind(&format!("{:<10}", step.rule));
        // Writing to a string does not fail.
        let _ = writeln!(out, "  {rule} {} {}", paint.dim(&format!("{place:>9}")), printable(&step.text));
    }
    out
}
