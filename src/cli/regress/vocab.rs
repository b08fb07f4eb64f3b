//! `munidoc vocab`

use std::collections::BTreeMap;

use super::args::VocabArgs;
use super::documents;
use crate::cli::exit::{Exit, Stop};
use crate::cli::print;
use crate::cli::terminal::{Paint, count, printable, say};
use munidoc::batch;
use munidoc::grammar::{GrammarError, builtin_text};
use munidoc::model::Output;
use munidoc::regress::vocab::{Found, Known, Place, Unknown, Vocab, of_document};

/// Lists what no vocabulary knows.
pub(in crate::cli) fn run(args: &VocabArgs) -> Result<Exit, Stop> {
    let grammars = args.reading.load_grammars()?;
    let inputs = documents(&args.docs)?.list;
    let one = |_: &batch::Input, _: &[u8], output: Output| match output {
        Output::Document(document) => Ok(of_document(&document, &grammars)),
        Output::Failure(failure) => Err(failure.error.message),
    };
    let mut vocab = Vocab::default();
    let sink = |input: &batch::Input, found: Result<Found, String>| {
        match found {
            Ok(found) => vocab.add(&input.path, found),
            Err(message) => say!("munidoc: {}: {}", printable(&input.path), printable(&message)),
        }
        Ok::<_, Stop>(())
    };
    batch::run(&inputs, 0, &args.reading.options(), &grammars, one, sink)?;
    let known = Known::read(|file| text(args, file)).map_err(|e| Stop::Usage(e.to_string()))?;
    let mut list = vocab.list(&known);
    list.retain(|unknown| {
        unknown.count >= args.least && args.place.is_none_or(|place| Place::from(place) == unknown.place)
    });
    if args.json {
        let json = serde_json::to_string_pretty(&list).map_err(|e| Stop::Output(e.to_string()))?;
        print(&(json + "\n"))?;
    } else {
        print(&table(&list, args.top, Paint::new(args.color)))?;
    }
    say!("munidoc: {} unknown in {}", count(list.len() as u64, "form"), count(inputs.len() as u64, "document"));
    Ok(Exit::Fine)
}

/// The text of a grammar file that is in use.
fn text(args: &VocabArgs, file: &str) -> Result<String, GrammarError> {
    let path = args.reading.grammars.as_ref().map(|dir| dir.join(file)).filter(|path| path.exists());
    match path {
        Some(path) => std::fs::read_to_string(&path)
            .map_err(|source| GrammarError::Read { path: path.display().to_string(), source }),
        None => Ok(builtin_text(file).unwrap_or_default().to_owned()),
    }
}

/// A block for each place, a line for each form.
fn table(list: &[Unknown], top: usize, paint: Paint) -> String {
    let mut places: BTreeMap<Place, Vec<&Unknown>> = BTreeMap::new();
    list.iter().for_each(|unknown| places.entry(unknown.place).or_default().push(unknown));
    let mut out = String::new();
    for (place, forms) in places {
        out += &format!("{}\n", paint.title(&format!("{}: {}", place.name(), count(forms.len() as u64, "form"))));
        for unknown in forms.iter().take(top) {
            let place = unknown.examples.first().map_or(String::new(), |(document, line)| format!("{document}:{line}"));
            let counted = format!("{:>5} in {:>3}", unknown.count, unknown.documents);
            out += &format!(
                "  {counted}  {}  {}\n",
                paint.mark(&printable(&unknown.words)),
                paint.dim(&printable(&place))
            );
            if let Some(near) = &unknown.nearest {
                out += &format!(
                    "                near \u{ab}{}\u{bb} of {}\n",
                    printable(&near.form),
                    paint.kind(&near.field)
                );
            }
        }
        if forms.len() > top {
            out += &format!("  and {} more; --top N shows more of them\n", forms.len() - top);
        }
    }
    out
}
