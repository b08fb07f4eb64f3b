//! Running the program in a folder of its own.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A new folder, and the program run in it.
pub struct Bench {
    dir: TempDir,
}

/// What a run gave.
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Bench {
    pub fn new() -> Bench {
        Bench { dir: tempfile::tempdir().expect("a folder for the test") }
    }

    /// With these files.
    pub fn with(files: &[(&str, &[u8])]) -> Bench {
        let bench = Bench::new();
        for (name, bytes) in files {
            bench.write(name, bytes);
        }
        bench
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
        fs::write(path, bytes).expect("the file can be written");
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|e| panic!("{name}: {e}; there are {:?}", self.files()))
    }

    /// Every file, sorted, as paths below the folder.
    pub fn files(&self) -> Vec<String> {
        fn walk(dir: &Path, root: &Path, out: &mut Vec<String>) {
            for entry in fs::read_dir(dir).expect("the folder can be listed") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    walk(&path, root, out);
                } else {
                    out.push(path.strip_prefix(root).expect("below").to_string_lossy().replace('\\', "/"));
                }
            }
        }
        let mut out = Vec::new();
        walk(self.dir.path(), self.dir.path(), &mut out);
        out.sort();
        out
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_munidoc"));
        command.args(args).current_dir(self.dir.path()).env_remove("NO_COLOR").stdin(Stdio::null());
        command
    }

    pub fn run(&self, args: &[&str]) -> Run {
        Run::of(self.command(args).output().expect("the program starts"))
    }

    /// Runs with `input` on standard input.
    pub fn run_with(&self, args: &[&str], input: &[u8]) -> Run {
        let mut command = self.command(args);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        // It may end without reading all of it.
        let _ = child.stdin.take().expect("its input").write_all(input);
        Run::of(child.wait_with_output().expect("the program ends"))
    }
}

impl Run {
    fn of(output: Output) -> Run {
        Run {
            code: output.status.code().expect("an exit code"),
            out: String::from_utf8(output.stdout).expect("standard output is UTF-8"),
            err: String::from_utf8(output.stderr).expect("standard error is UTF-8"),
        }
    }

    /// Expects this exit code; shows what was said otherwise.
    #[track_caller]
    pub fn ends(self, code: i32) -> Run {
        assert_eq!(self.code, code, "stdout: {}\nstderr: {}", self.out, self.err);
        self
    }

    /// Expects these words among those for people.
    #[track_caller]
    pub fn says(self, words: &str) -> Run {
        let said = self.err.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains(words), "«{words}» is not said in: {}", self.err);
        self
    }

    /// The results, one for each line.
    #[track_caller]
    pub fn lines(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
    }
}

/// The texts of the blocks and cells of a result, joined.
pub fn words(result: &Value) -> String {
    let texts = |list: &Value, key: &str| -> Vec<String> {
        list.as_array().into_iter().flatten().filter_map(|x| x[key].as_str().map(str::to_owned)).collect()
    };
    let mut out = texts(&result["blocks"], "text");
    for table in result["tables"].as_array().into_iter().flatten() {
        for row in table["rows"].as_array().into_iter().flatten() {
            out.extend(row["cells"].as_array().into_iter().flatten().filter_map(|c| c.as_str().map(str::to_owned)));
        }
    }
    out.join(" ")
}
