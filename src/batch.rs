//! Many documents: found, read and converted side by side, handed on in the order in which they were given.
//!
//! ```text
//! paths ─ inputs ─▶ Input, Input, … ─ run (N threads) ─▶ make(bytes, output) ─ in order ─▶ sink
//! ```
//!
//! One bad document stays in its own record: a missing file, a folder that cannot be listed and a panic inside the
//! conversion all become failure records. Nothing is printed here.

#[cfg(feature = "office")]
mod archive;
mod inputs;
mod ordered;

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use sha2::{Digest, Sha256};

use crate::grammar::Grammars;
use crate::model::{CONTRACT, Failure, FailureReason, Output, Source};
use crate::options::Options;
use crate::pipeline;

pub use inputs::{Input, Inputs, STDIN, inputs};
pub use ordered::WORKER;

/// What converts one document; [`pipeline::convert`] outside tests.
type Convert = fn(&[u8], &Options, &Grammars) -> Output;

/// Converts `inputs` with at most `jobs` threads (0: one for each core) and hands the results on in input order.
///
/// `make` runs beside the conversion, on the same thread, and turns a result into what the caller keeps of it (a
/// rendered line, a count, a list of problems); it also gets the bytes that were read (empty where there were none).
/// `sink` runs on the calling thread, once for each input, in order; its first error stops the run and is returned.
///
/// The results do not depend on `jobs`. No more than a few documents for each thread are alive at any time.
///
/// # Errors
/// The first error of `sink`.
pub fn run<T: Send, E>(
    inputs: &[Input],
    jobs: usize,
    options: &Options,
    grammars: &Grammars,
    make: impl Fn(&Input, &[u8], Output) -> T + Sync,
    mut sink: impl FnMut(&Input, T) -> Result<(), E>,
) -> Result<(), E> {
    let one = |i: usize| {
        let (bytes, output) = document(&inputs[i], options, grammars, pipeline::convert);
        make(&inputs[i], &bytes, output)
    };
    ordered::ordered(inputs.len(), jobs, one, |i, made| sink(&inputs[i], made))
}

/// Reads and converts one input; whatever goes wrong is in its record. Also gives back the bytes that were read.
pub fn convert_one(input: &Input, options: &Options, grammars: &Grammars) -> (Vec<u8>, Output) {
    document(input, options, grammars, pipeline::convert)
}

fn document(input: &Input, options: &Options, grammars: &Grammars, convert: Convert) -> (Vec<u8>, Output) {
    let bytes = match input.read() {
        Ok(bytes) => bytes,
        Err(failure) => return (Vec::new(), Output::Failure(failure)),
    };
    let options = Options { path: input.path.clone(), ..options.clone() };
    let output = catch_unwind(AssertUnwindSafe(|| convert(&bytes, &options, grammars)))
        .unwrap_or_else(|panic| Output::Failure(Box::new(panicked(input, &bytes, panic.as_ref()))));
    (bytes, output)
}

fn panicked(input: &Input, bytes: &[u8], panic: &(dyn Any + Send)) -> Failure {
    let words = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    let source = Source {
        path: input.path.clone(),
        sha256: Some(Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()),
        bytes: bytes.len() as u64,
        ..Source::default()
    };
    failure(
        source,
        "panic",
        "convert",
        format!(
            "munidoc itself stopped inside this document ({}); this is a bug, please report it together with the file",
            words.unwrap_or("no message")
        ),
    )
}

fn failure(source: Source, code: &str, stage: &str, message: String) -> Failure {
    let error = FailureReason { code: code.to_owned(), stage: stage.to_owned(), message };
    Failure { munidoc: CONTRACT.to_owned(), source, error }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_stays_in_its_document() {
        fn boom(bytes: &[u8], _: &Options, _: &Grammars) -> Output {
            panic!("{} bytes are too many", bytes.len())
        }
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.txt");
        std::fs::write(&path, "abc").unwrap();
        let found = inputs([&path]);
        let (bytes, output) = document(&found.list[0], &Options::default(), &Grammars::default(), boom);
        assert_eq!(bytes, b"abc");
        let Output::Failure(failure) = output else { panic!("a record of failure is expected") };
        assert_eq!((failure.error.code.as_str(), failure.error.stage.as_str()), ("panic", "convert"));
        assert!(failure.error.message.contains("3 bytes are too many"), "{}", failure.error.message);
        assert_eq!(failure.source.bytes, 3);
        assert!(failure.source.sha256.is_some_and(|s| s.starts_with("ba7816bf")));
    }

    #[test]
    fn every_input_has_one_result_in_order() {
        let dir = tempfile::tempdir().unwrap();
        for i in 0..40 {
            std::fs::write(dir.path().join(format!("{i:02}.txt")), format!("line {i}")).unwrap();
        }
        let missing = dir.path().join("no.txt");
        let found = inputs([dir.path(), &missing, dir.path()]);
        for jobs in [0, 1, 2, 8] {
            let mut seen = Vec::new();
            run(
                &found.list,
                jobs,
                &Options::default(),
                &Grammars::default(),
                |input, _, output| (input.path.clone(), matches!(output, Output::Failure(_))),
                |input, (path, failed)| {
                    assert_eq!(input.path, path);
                    assert_eq!(failed, path.ends_with("no.txt"));
                    seen.push(path);
                    Ok::<_, ()>(())
                },
            )
            .unwrap();
            assert_eq!(seen.len(), 81);
            assert!(seen[..40].is_sorted() && seen[41..].is_sorted());
        }
    }

    #[test]
    fn the_sink_can_stop_the_run() {
        let paths = vec!["no-such-file.txt"; 1000];
        let found = inputs(&paths);
        let mut seen = 0;
        let result = run(
            &found.list,
            4,
            &Options::default(),
            &Grammars::default(),
            |_, _, _| (),
            |_, ()| {
                seen += 1;
                if seen == 5 { Err("enough") } else { Ok(()) }
            },
        );
        assert_eq!((result, seen), (Err("enough"), 5));
    }
}
