//! The progress bar, on a terminal only.

use std::io::{self, IsTerminal};

use indicatif::{ProgressBar, ProgressStyle};

/// A bar on standard error, or nothing.
pub(super) struct Progress(ProgressBar);

impl Progress {
    /// A bar for `count` documents where `wanted` and standard error is a terminal.
    pub fn new(count: usize, wanted: bool) -> Progress {
        if !wanted || count < 2 || !io::stderr().is_terminal() {
            return Progress(ProgressBar::hidden());
        }
        let bar = ProgressBar::new(count as u64);
        match ProgressStyle::with_template("{bar:40} {pos}/{len} {wide_msg}") {
            Ok(style) => Progress(bar.with_style(style)),
            Err(_) => Progress(bar),
        }
    }

    /// One document more, this one.
    pub fn step(&self, path: &str) {
        self.0.set_message(path.to_owned());
        self.0.inc(1);
    }

    /// Lets `print` print without the bar in between.
    pub fn aside(&self, print: impl FnOnce()) {
        self.0.suspend(print);
    }

    /// Takes the bar away.
    pub fn done(&self) {
        self.0.finish_and_clear();
    }
}
