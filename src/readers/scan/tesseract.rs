//! Letters in a picture, by Tesseract as a process.
//!
//! The picture goes in and the words come out through pipes, no file is written:
//!
//! ```text
//! tesseract - - -l rus --psm 4 -c tessedit_create_tsv=1
//! level page_num block_num par_num line_num word_num left top width height conf  text
//! 5     1        1         1       1        1        118  96  203   29     96.07 ПРИКАЗ
//! ```

use std::collections::HashMap;
use std::io::{self, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use super::gray::Gray;

/// Language of the documents. Together with English, Russian letters are read worse.
const LANGUAGE: &str = "rus";
/// Longest time for one picture, in seconds; a page takes two.
const TIMEOUT: Duration = Duration::from_secs(120);
/// Most bytes of an answer; a page of small print has 200 KB.
const MAX_ANSWER: u64 = 16 << 20;
/// Resolution of the pictures that are handed over.
pub const DPI: f32 = 300.0;
/// What to install, for messages.
pub const INSTALL: &str = "install it with its Russian data (apt-get install tesseract-ocr tesseract-ocr-rus)";

/// How the page is laid out (`--psm`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// One column of text of different sizes (4): keeps tables, where others lose cells.
    Column,
    /// One block of text (6).
    Block,
}

/// A word that was recognised; places in pixels.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    /// Its characters.
    pub text: String,
    /// Left, upper, right and lower edge.
    pub area: [f32; 4],
    /// Upper and lower edge of its line.
    pub line: [f32; 2],
    /// How sure, 0 to 1.
    pub confidence: f32,
}

/// Why a picture was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// No program is set, or it cannot be started.
    NoProgram(String),
    /// The data of the language is not there.
    NoLanguage,
    /// It took too long and was ended.
    Late,
    /// It failed; the last line of what it said.
    Failed(String),
}

impl Trouble {
    /// What is wrong and what to do.
    pub fn message(&self) -> String {
        match self {
            Trouble::NoProgram(why) => format!("Tesseract cannot be started ({why}); {INSTALL}"),
            Trouble::NoLanguage => format!("Tesseract has no Russian data; {INSTALL}"),
            Trouble::Late => format!("Tesseract took longer than {} seconds", TIMEOUT.as_secs()),
            Trouble::Failed(said) => format!("Tesseract failed: {said}"),
        }
    }
}

/// The words in a picture of dark letters on white, at [`DPI`].
///
/// # Errors
/// A [`Trouble`]; the program is never waited for longer than its time.
pub fn words(program: &Path, picture: &Gray, layout: Layout) -> Result<Vec<Seen>, Trouble> {
    run(program, picture, layout, TIMEOUT).map(|answer| parsed(&answer))
}

fn run(program: &Path, picture: &Gray, layout: Layout, timeout: Duration) -> Result<String, Trouble> {
    let psm = match layout {
        Layout::Column => "4",
        Layout::Block => "6",
    };
    let mut child = Command::new(program)
        .args(["-", "-", "-l", LANGUAGE, "--psm", psm, "--dpi", "300", "-c", "tessedit_create_tsv=1"])
        // Documents and pages are read side by side already.
        .env("OMP_THREAD_LIMIT", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|e| Trouble::NoProgram(format!("{}: {e}", program.display())))?;
    let answer = exchange(&mut child, pgm(picture), timeout);
    if answer.is_none() {
        // It may be gone already; either way it is waited for, so that nothing of it stays.
        let _ = child.kill();
    }
    let status = child.wait();
    let (out, said) = answer.ok_or(Trouble::Late)?;
    if status.is_ok_and(|s| s.success()) {
        return Ok(out);
    }
    if said.contains(&format!("{LANGUAGE}.traineddata")) || said.contains("loading language") {
        return Err(Trouble::NoLanguage);
    }
    let last = said.lines().rev().find(|l| !l.trim().is_empty()).unwrap_or("it said nothing");
    Err(Trouble::Failed(last.trim().chars().take(200).collect()))
}

/// Hands a program its input and takes its output and its errors; nothing where the time is over. The pipes are
/// served by threads of their own, which end when the program has.
fn exchange(child: &mut Child, input: Vec<u8>, timeout: Duration) -> Option<(String, String)> {
    let (mut stdin, stdout, stderr) = (child.stdin.take()?, child.stdout.take()?, child.stderr.take()?);
    // A program that ends early closes its input; its exit says why.
    thread::spawn(move || stdin.write_all(&input));
    let said = collect(stderr);
    let out = collect(stdout);
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    let out = out.recv_timeout(timeout);
    match out {
        Err(RecvTimeoutError::Timeout) => None,
        out => Some((text(out.unwrap_or_default()), text(said.recv_timeout(timeout).unwrap_or_default()))),
    }
}

/// Everything that comes out of a pipe, once it is closed.
fn collect(pipe: impl Read + Send + 'static) -> mpsc::Receiver<Vec<u8>> {
    let (send, receive) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let mut pipe = pipe.take(MAX_ANSWER);
        let _: io::Result<usize> = pipe.read_to_end(&mut bytes);
        // Nobody listens any more where the time was over.
        let _ = send.send(bytes);
    });
    receive
}

/// The picture as a portable grey map, which needs no packing.
fn pgm(picture: &Gray) -> Vec<u8> {
    let mut out = format!("P5\n{} {}\n255\n", picture.width, picture.height).into_bytes();
    out.extend_from_slice(&picture.pixels);
    out
}

/// The words of a table of tab-separated values.
fn parsed(answer: &str) -> Vec<Seen> {
    let mut lines: HashMap<[&str; 4], [f32; 2]> = HashMap::new();
    let mut out = Vec::new();
    for row in answer.lines().skip(1) {
        let fields: Vec<&str> = row.splitn(12, '\t').collect();
        let &[level, page, block, paragraph, line, _, left, top, width, height, confidence, ref text @ ..] =
            &fields[..]
        else {
            continue;
        };
        let number = |s: &str| s.parse::<f32>().unwrap_or(0.0);
        let (left, top, width, height) = (number(left), number(top), number(width), number(height));
        let key = [page, block, paragraph, line];
        match level {
            "4" => {
                lines.insert(key, [top, top + height]);
            }
            "5" => {
                let text: String = text.first().map_or("", |t| t).chars().filter(|c| !c.is_control()).collect();
                if !text.trim().is_empty() {
                    out.push(Seen {
                        text: text.trim().to_owned(),
                        area: [left, top, left + width, top + height],
                        line: lines.get(&key).copied().unwrap_or([top, top + height]),
                        confidence: (number(confidence) / 100.0).clamp(0.0, 1.0),
                    });
                }
            }
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_gives_words_with_their_lines() {
        let answer = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n\
                      4\t1\t1\t1\t1\t0\t10\t20\t300\t40\t-1\t\n\
                      5\t1\t1\t1\t1\t1\t10\t22\t100\t30\t96.5\tПлан\n\
                      5\t1\t1\t1\t1\t2\t120\t25\t10\t30\t-1\t \n\
                      broken\n\
                      5\t1\t1\t1\t2\t1\t10\t70\t50\t30\t12\tна\n";
        let words = parsed(answer);
        assert_eq!(words.len(), 2);
        assert_eq!((words[0].text.as_str(), words[0].area, words[0].line), ("План", [10., 22., 110., 52.], [20., 60.]));
        assert!((words[0].confidence - 0.965).abs() < 1e-6);
        assert_eq!((words[1].text.as_str(), words[1].line), ("на", [70., 100.]));
        assert_eq!(parsed(""), []);
    }

    #[test]
    fn a_program_that_is_not_there_is_said() {
        let trouble = words(Path::new("/nowhere/tesseract"), &Gray::white(10, 10), Layout::Column);
        let Err(Trouble::NoProgram(why)) = &trouble else { panic!("{trouble:?}") };
        assert!(why.starts_with("/nowhere/tesseract: "), "{why}");
        let message = trouble.unwrap_err().message();
        assert!(message.contains("apt-get install tesseract-ocr tesseract-ocr-rus"), "{message}");
    }

    /// Programs that behave badly, written as shell scripts.
    #[cfg(unix)]
    fn script(name: &str, body: &str) -> tempfile::TempDir {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(name);
        std::fs::write(&path, format!("#!/bin/sh\n{body}\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        dir
    }

    #[cfg(unix)]
    #[test]
    fn a_program_that_hangs_is_ended() {
        let dir = script("slow", "exec sleep 30");
        let begun = std::time::Instant::now();
        let picture = Gray::white(2000, 2000);
        let answer = run(&dir.path().join("slow"), &picture, Layout::Column, Duration::from_millis(200));
        assert_eq!(answer, Err(Trouble::Late));
        assert!(begun.elapsed() < Duration::from_secs(10));
    }

    #[cfg(unix)]
    #[test]
    fn a_program_that_fails_says_why() {
        let failed = |body: &str| {
            let dir = script("fails", body);
            run(&dir.path().join("fails"), &Gray::white(2000, 2000), Layout::Column, TIMEOUT)
        };
        assert_eq!(failed("echo 'no memory' >&2; exit 3"), Err(Trouble::Failed("no memory".to_owned())));
        assert_eq!(failed("exit 1"), Err(Trouble::Failed("it said nothing".to_owned())));
        let no_data = "echo 'Error opening data file /usr/share/tessdata/rus.traineddata' >&2; exit 1";
        assert_eq!(failed(no_data), Err(Trouble::NoLanguage));
    }
}
