//! What a line, or a word in it, says about itself: the keys of `[[cue]]` in `grammars/acts.toml`.

use serde::Deserialize;

macro_rules! cues {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// What a line, or a word in it, says about itself.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Cue { $($(#[$doc])* $name,)* }

        impl Cue {
            /// All cues.
            pub const ALL: &[Cue] = &[$(Cue::$name,)*];
        }
    };
}

cues! {
    /// A body that issues acts, in the nominative.
    Issuer,
    /// A school, a clinic: goes with the institution above it.
    Establishment,
    /// The noun that an establishment explains.
    Institution,
    /// An issuer that ends so has its name in the next line.
    NamedBelow,
    /// A body in the genitive, after the kind word.
    IssuerOf,
    /// A preamble begins.
    Opener,
    /// A title begins.
    Topic,
    /// A note of a registry or of a law base.
    Aside,
    /// An electronic signature is printed here.
    Stamp,
    /// A line of such a print.
    StampLine,
    /// A note of an editor inside brackets.
    Editorial,
    /// Within a note of a law base: what an act did to the text below.
    Edited,
    /// A note that closes the title.
    Amended,
    /// A caption of a printed form.
    FormLabel,
    /// What is filled in above, in brackets.
    Caption,
    /// A line of a letterhead.
    Contact,
    /// Who signs.
    Position,
    /// A line under a signature.
    Trailer,
    /// «(подпись)».
    Signed,
    /// «С уважением».
    Courtesy,
    /// «Уважаемые коллеги».
    Greeting,
    /// «Приложение».
    Annex,
    /// «Утверждена».
    Approved,
    /// «Утверждаю».
    Approve,
    /// «Согласовано», beside «Утверждаю».
    Agreed,
    /// «к».
    To,
    /// Stands before the name of a place.
    Place,
    /// «от».
    From,
    /// «года».
    Year,
    /// «№».
    NumberSign,
    /// «п.» before a number.
    Point,
    /// «настоящий».
    Own,
    /// A conference speaks.
    Conference,
    /// What a conference does.
    Proposing,
    /// «Цель».
    Goal,
    /// «Задачи».
    Task,
    /// A heading inside a body.
    Heading,
    /// What a protocol says before it decides.
    Heard,
    /// «следующее».
    Following,
}
