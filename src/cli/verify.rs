//! `munidoc verify`

use super::args::VerifyArgs;
use super::exit::{Exit, Stop};
use super::terminal::{count, printable, say};
use super::{print, read};
use munidoc::Options;
use munidoc::batch;
use munidoc::model::Output;
use munidoc::readers;
use munidoc::verify::{Problem, count_letters, verify};

/// Most problems that are printed for one document.
const SHOWN: usize = 20;

/// What became of a document.
enum Checked {
    Unreadable(String),
    Read { letters: u64, problems: Vec<Problem> },
}

/// Checks each document; a line for each problem and one for each document.
pub(super) fn run(args: &VerifyArgs) -> Result<Exit, Stop> {
    let grammars = args.reading.load_grammars()?;
    let found = read::inputs(&args.files)?;
    let check = |input: &batch::Input, bytes: &[u8], output: Output| match output {
        Output::Failure(failure) => Checked::Unreadable(failure.error.message),
        Output::Document(doc) => {
            let options = Options { path: input.path.clone(), ..args.reading.options() };
            let content = (readers::of(bytes, &input.path).read)(bytes, &options);
            let text = content.map_or_else(|_| String::new(), |content| content.text);
            Checked::Read { letters: count_letters(&text) as u64, problems: verify(&text, &doc) }
        }
    };
    let mut exit = Exit::Fine;
    batch::run(&found.list, 0, &args.reading.options(), &grammars, check, |input, checked| {
        let path = printable(&input.path);
        match checked {
            Checked::Unreadable(message) => {
                exit = Exit::Problems;
                say!("munidoc: {path}: {}", printable(&message));
                Ok(())
            }
            Checked::Read { letters, problems } if problems.is_empty() => {
                print(&format!("{path}: whole, {}\n", count(letters, "letter")))
            }
            Checked::Read { letters, problems } => {
                exit = Exit::Problems;
                print(&report(&path, letters, &problems))
            }
        }
    })?;
    Ok(exit)
}

fn report(path: &str, letters: u64, problems: &[Problem]) -> String {
    let mut out = String::new();
    for problem in problems.iter().take(SHOWN) {
        out += &format!("{path}:{}: {}: {}\n", problem.line, problem.kind.name(), printable(&problem.excerpt));
    }
    if problems.len() > SHOWN {
        out += &format!("{path}: and {} more\n", problems.len() - SHOWN);
    }
    out + &format!("{path}: not whole, {} in {}\n", count(problems.len() as u64, "problem"), count(letters, "letter"))
}
