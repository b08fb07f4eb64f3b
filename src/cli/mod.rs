//! The command line: arguments in, data to standard output, words for people to standard error.
//!
//! This is the only place of munidoc that prints.

mod args;
mod convert;
mod exit;
mod explain;
mod grammar;
mod inspect;
mod names;
mod progress;
mod read;
mod regress;
mod review;
mod summary;
mod terminal;
mod verify;

use std::io::{self, Write};
use std::panic;
use std::process::ExitCode;
use std::thread;

use clap::Parser;

use args::{Cli, Command, GrammarCommand};
use exit::{Exit, Stop};
use munidoc::{batch, output};
use terminal::say;

/// Runs the command line of this process.
pub fn run() -> ExitCode {
    hush_workers();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Nobody listens: nothing to be done.
            let _ = error.print();
            return if error.use_stderr() { Exit::Usage } else { Exit::Fine }.into();
        }
    };
    match dispatch(cli.command) {
        Ok(exit) => exit,
        Err(Stop::NobodyListens) => Exit::Fine,
        Err(Stop::Usage(message)) => {
            say!("error: {message}\n\nFor more information, try '--help'.");
            Exit::Usage
        }
        Err(Stop::Output(message)) => {
            say!("error: {message}");
            Exit::Output
        }
    }
    .into()
}

fn dispatch(command: Command) -> Result<Exit, Stop> {
    match command {
        Command::Convert(args) => convert::run(&args),
        Command::Inspect(args) => inspect::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Verify(args) => verify::run(&args),
        Command::Review(args) => review::run(&args),
        Command::Score(args) => regress::score::run(&args),
        Command::Snapshot(args) => regress::snapshot::run(&args),
        Command::Check(args) => regress::check::run(&args),
        Command::Diff(args) => regress::diff::run(&args),
        Command::Ratchet(args) => regress::ratchet::run(&args),
        Command::Vocab(args) => regress::vocab::run(&args),
        Command::Damage(args) => regress::damage::run(&args),
        Command::Schema => {
            print(&output::schema())?;
            Ok(Exit::Fine)
        }
        Command::Grammar(GrammarCommand::Check(args)) => grammar::check(&args),
        Command::Grammar(GrammarCommand::Add(args)) => grammar::add(&args),
    }
}

/// Writes `text` to standard output.
fn print(text: &str) -> Result<(), Stop> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(|e| Stop::stdout(&e))
}

/// A panic inside a document becomes its record; it is not also printed.
fn hush_workers() {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if !thread::current().name().is_some_and(|name| name.starts_with(batch::WORKER)) {
            usual(info);
        }
    }));
}
