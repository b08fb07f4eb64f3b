//! Names of the files of results.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use munidoc::batch::Input;
use munidoc::output::Format;

/// The file of each input below the folder `dir`, all different, none of them an input.
///
/// `NAME.txt` gives `NAME.json`; where that is taken, `NAME.txt.json`, then `NAME.txt.2.json`, and so on. Names that
/// differ only in the case of letters count as the same: some file systems hold them to be.
pub(super) fn plan(inputs: &[Input], dir: &Path, format: Format) -> Vec<PathBuf> {
    assign(inputs, dir, format.name(), 0, &[])
}

/// The file of the expected result of each input: `NAME.txt.json`, whatever lies beside `NAME.txt`.
///
/// Members of one archive may have the same name; they are `NAME.txt.json`, `NAME.txt.2.json`, and so on.
pub(super) fn expected(inputs: &[Input], dir: &Path) -> Vec<PathBuf> {
    assign(inputs, dir, Format::Json.name(), 1, &[])
}

/// The file of the page of each input; none of them is `index`.
pub(super) fn pages(inputs: &[Input], dir: &Path, index: &str) -> Vec<PathBuf> {
    assign(inputs, dir, "html", 0, &[index])
}

/// Gives each input its first name that is free, from try `first` on; names of `reserved` are not.
fn assign(inputs: &[Input], dir: &Path, extension: &str, first: usize, reserved: &[&str]) -> Vec<PathBuf> {
    let mut taken: HashSet<String> = reserved.iter().map(|name| key(Path::new(name))).collect();
    for input in inputs {
        taken.extend(input.name.ancestors().skip(1).map(key));
    }
    // Only these could be overwritten by a result.
    let sources: HashSet<PathBuf> = inputs
        .iter()
        .filter_map(Input::file)
        .filter(|f| f.extension().is_some_and(|e| e.eq_ignore_ascii_case(extension)))
        .filter_map(|f| fs::canonicalize(f).ok())
        .collect();
    let is_free = |name: &Path, taken: &HashSet<String>| {
        !taken.contains(&key(name))
            && (sources.is_empty() || !fs::canonicalize(dir.join(name)).is_ok_and(|path| sources.contains(&path)))
    };
    let mut out = Vec::with_capacity(inputs.len());
    for input in inputs {
        let name_of = |n| match n {
            0 => with_suffix(&input.stem(), &format!(".{extension}")),
            1 => with_suffix(&input.name, &format!(".{extension}")),
            n => with_suffix(&input.name, &format!(".{n}.{extension}")),
        };
        let mut names = (first..).map(name_of);
        let name = names.find(|name| is_free(name, &taken)).unwrap_or_default();
        taken.insert(key(&name));
        out.push(dir.join(name));
    }
    out
}

fn key(name: &Path) -> String {
    name.to_string_lossy().to_lowercase()
}

/// `path` with `suffix` behind its name.
fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut out = path.as_os_str().to_owned();
    out.push(suffix);
    PathBuf::from(out)
}

#[cfg(test)]
mod tests {
    use munidoc::batch;

    use super::*;

    fn names(paths: &[&str]) -> Vec<String> {
        let planned = plan(&batch::inputs(paths).list, Path::new("out"), Format::Json);
        planned.iter().map(|p| p.to_string_lossy().replace('\\', "/")).collect()
    }

    #[test]
    fn every_input_has_its_own_file() {
        assert_eq!(
            names(&["a/x.txt", "b/x.txt", "c/X.TXT", "d/x.txt", "-", "2.1 plan", "x.html"]),
            [
                "out/x.json",
                "out/x.txt.json",
                "out/X.TXT.2.json",
                "out/x.txt.3.json",
                "out/stdin.json",
                "out/2.1 plan.json",
                "out/x.html.json"
            ]
        );
    }

    #[test]
    fn the_name_of_an_expected_result_does_not_depend_on_other_files() {
        let of = |paths: &[&str]| expected(&batch::inputs(paths).list, Path::new("out"));
        assert_eq!(of(&["a.txt"]), [Path::new("out/a.txt.json")]);
        assert_eq!(of(&["a.docx", "a.txt"]), [Path::new("out/a.docx.json"), Path::new("out/a.txt.json")]);
    }

    #[test]
    fn the_name_of_the_list_is_not_taken() {
        let planned = pages(&batch::inputs(["Index.txt", "a.txt"]).list, Path::new("out"), "index.html");
        assert_eq!(planned, [Path::new("out/Index.txt.html"), Path::new("out/a.html")]);
    }

    #[test]
    fn a_file_does_not_take_the_name_of_a_folder() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("a.json")).unwrap();
        fs::write(dir.path().join("a.json/b.txt"), "x").unwrap();
        fs::write(dir.path().join("a.txt"), "x").unwrap();
        let planned = plan(&batch::inputs([dir.path()]).list, Path::new("out"), Format::Json);
        assert_eq!(planned, [Path::new("out/a.json/b.json"), Path::new("out/a.txt.json")]);
    }

    #[test]
    fn an_input_is_never_overwritten() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["x.json", "x.txt"] {
            fs::write(dir.path().join(name), "x").unwrap();
        }
        let list = batch::inputs([dir.path().join("x.txt"), dir.path().join("x.json")]).list;
        assert_eq!(
            plan(&list, dir.path(), Format::Json),
            [dir.path().join("x.txt.json"), dir.path().join("x.json.json")]
        );
    }
}
