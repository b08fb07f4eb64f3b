//! The vocabularies of `grammars/*.toml`, loaded once and passed by reference.
//!
//! Each file has its own type with closed enums for keys; unknown fields are refused with the place in the file.
//! Every file carries `[[example]]` entries that run as tests and under `munidoc grammar check`.

pub mod acts;
pub mod audit;
pub mod citations;
pub mod columns;
pub mod dates;
pub mod deadlines;
#[cfg(feature = "regress")]
pub mod edit;
pub mod funding;
pub mod goals;
pub mod headings;
pub mod indicators;
pub mod lexicon;
pub mod numbers;
pub mod parties;
pub mod passport;
pub mod tables;
pub mod targets;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use lexicon::Lexicon;

/// A plain list of forms in a grammar file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Forms {
    /// The forms, as people write them.
    pub forms: Vec<String>,
}

impl Forms {
    /// The forms as a word list.
    pub fn lexicon(self) -> Lexicon<()> {
        Lexicon::new(self.forms.into_iter().map(|f| (f, ())))
    }
}

/// A grammar file that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum GrammarError {
    /// The file cannot be read.
    #[error("cannot read the grammar file {path}: {source}")]
    Read {
        /// Path of the file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// The file is no valid grammar: bad TOML, an unknown field, a wrong type.
    #[error("{file}: {message}")]
    Parse {
        /// Name of the file.
        file: String,
        /// What was expected, with line and column.
        message: String,
    },
    /// A TOML file that no vocabulary is read from: its words would be left out in silence.
    #[error("{file}: no vocabulary has this name; expected one of {}", FILES.join(", "))]
    Name {
        /// Name of the file.
        file: String,
    },
    /// A folder without any vocabulary.
    #[error("{path} holds no vocabulary; expected at least one of {}", FILES.join(", "))]
    Empty {
        /// Path of the folder.
        path: String,
    },
}

/// Reads the TOML `text` of the grammar file named `file` into its type.
pub fn parse<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, GrammarError> {
    toml::from_str(text).map_err(|e| GrammarError::Parse { file: file.to_owned(), message: e.to_string() })
}

macro_rules! grammars {
    ($($(#[$doc:meta])* $name:ident: $type:ty = $file:literal;)*) => {
        /// All vocabularies.
        #[derive(Clone, Debug)]
        pub struct Grammars { $($(#[$doc])* pub $name: $type,)* }

        /// Names of the grammar files.
        pub const FILES: &[&str] = &[$($file,)*];

        /// The text of a built-in grammar file.
        pub fn builtin_text(file: &str) -> Option<&'static str> {
            match file {
                $($file => Some(include_str!(concat!("../../grammars/", $file))),)*
                _ => None,
            }
        }

        impl Grammars {
            /// The vocabularies that are built in.
            ///
            /// # Panics
            /// Never: a test loads every built-in file.
            pub fn builtin() -> Grammars {
                Grammars::load(&|_| Ok(None)).expect("built-in grammars are valid")
            }

            /// Loads every file; `read` may give another text for one than the built-in.
            fn load(read: &dyn Fn(&str) -> Result<Option<String>, GrammarError>) -> Result<Grammars, GrammarError> {
                Ok(Grammars { $($name: {
                    let own = read($file)?;
                    <$type>::from_toml(own.as_deref().unwrap_or(include_str!(concat!("../../grammars/", $file))))?
                },)* })
            }
        }
    };
}

grammars! {
    /// Heads and clauses of acts.
    acts: acts::Acts = "acts.toml";
    /// Heads of table columns.
    columns: columns::Columns = "columns.toml";
    /// Lines around tables.
    tables: tables::TableWords = "tables.toml";
    /// Words of headings.
    headings: headings::Headings = "headings.toml";
    /// Labels of passport rows.
    passport: passport::PassportWords = "passport.toml";
    /// Goals and tasks.
    goals: goals::GoalWords = "goals.toml";
    /// Which way indicators go.
    indicators: indicators::IndicatorWords = "indicators.toml";
    /// Measurable aims.
    targets: targets::TargetWords = "targets.toml";
    /// Sources of money.
    funding: funding::FundingWords = "funding.toml";
    /// Numbers and units.
    numbers: numbers::Numbers = "numbers.toml";
    /// Months and years.
    dates: dates::Dates = "dates.toml";
    /// When things are due.
    deadlines: deadlines::Deadlines = "deadlines.toml";
    /// Bodies and posts.
    parties: parties::Parties = "parties.toml";
    /// Cited acts.
    citations: citations::Citations = "citations.toml";
    /// Names of one thing, annexes that are referred to.
    audit: audit::AuditWords = "audit.toml";
}

impl Default for Grammars {
    fn default() -> Grammars {
        Grammars::builtin()
    }
}

impl Grammars {
    /// The vocabularies of `dir`; files that it lacks are taken from the built-in ones.
    ///
    /// # Errors
    /// A folder or file that cannot be read, a folder without a vocabulary, a TOML file that is none of them, bad TOML,
    /// or a field that no grammar knows.
    pub fn from_dir(dir: &std::path::Path) -> Result<Grammars, GrammarError> {
        let error = |path: &std::path::Path, source| GrammarError::Read { path: path.display().to_string(), source };
        let mut names = Vec::new();
        for entry in std::fs::read_dir(dir).map_err(|e| error(dir, e))? {
            names.push(entry.map_err(|e| error(dir, e))?.file_name().to_string_lossy().into_owned());
        }
        names.retain(|name| name.ends_with(".toml"));
        names.sort_unstable();
        if names.is_empty() {
            return Err(GrammarError::Empty { path: dir.display().to_string() });
        }
        if let Some(file) = names.into_iter().find(|name| !FILES.contains(&name.as_str())) {
            return Err(GrammarError::Name { file });
        }
        Grammars::load(&|file| {
            let path = dir.join(file);
            match std::fs::read_to_string(&path) {
                Ok(text) => Ok(Some(text)),
                Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
                Err(e) => Err(error(&path, e)),
            }
        })
    }

    /// The built-in vocabularies with another text for one file.
    ///
    /// # Errors
    /// Bad TOML, or a field that the grammar does not know.
    pub fn with_text(file: &str, text: &str) -> Result<Grammars, GrammarError> {
        Grammars::load(&|name| Ok((name == file).then(|| text.to_owned())))
    }

    /// Runs the examples of every vocabulary; a message for each that fails.
    pub fn check(&self) -> Vec<String> {
        let mut out = self.acts.check();
        out.extend(self.columns.check());
        out.extend(self.tables.check());
        out.extend(self.headings.check());
        out.extend(self.passport.check());
        out.extend(self.goals.check());
        out.extend(self.indicators.check());
        out.extend(crate::extract::targets::check(self));
        out.extend(self.funding.check());
        out.extend(self.numbers.check());
        out.extend(self.dates.check());
        out.extend(self.deadlines.check());
        out.extend(self.parties.check());
        out.extend(self.citations.check());
        out.extend(self.audit.check());
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_of_every_grammar_holds() {
        assert_eq!(Grammars::builtin().check(), Vec::<String>::new());
    }

    #[test]
    fn a_folder_is_read_whole_or_refused() {
        let dir = tempfile::tempdir().unwrap();
        let file = |name: &str, text: &str| std::fs::write(dir.path().join(name), text).unwrap();
        let error = || Grammars::from_dir(dir.path()).map(|_| ()).unwrap_err().to_string();
        file("notes.txt", "no vocabulary");
        assert!(error().contains("holds no vocabulary"), "{}", error());
        file("tables.toml", include_str!("../../grammars/tables.toml"));
        assert!(Grammars::from_dir(dir.path()).is_ok());
        file("colums.toml", "");
        assert!(error().starts_with("colums.toml: no vocabulary has this name"), "{}", error());
        assert!(error().contains("columns.toml"), "{}", error());
    }

    #[test]
    fn unknown_fields_are_refused_with_their_place() {
        let error = columns::Columns::from_toml("[roles]\n[wrong]\n").unwrap_err().to_string();
        assert!(error.contains("columns.toml") && error.contains("wrong"), "{error}");
    }
}
