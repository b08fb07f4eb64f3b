//! The command line; everything happens in the library.

mod cli;

fn main() -> std::process::ExitCode {
    cli::run()
}
