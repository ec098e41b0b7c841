//! Why a scenario was refused: file, line, what was found, what was expected, the nearest name.

use std::path::PathBuf;

use crate::location::Location;
use crate::words::{cut, cut_sentence};

/// Why a scenario was refused.
///
/// [`Self::location`] gives file, line and bytes, [`Self::nearest`] the nearest known name; the type is a
/// [`miette::Diagnostic`], so that a program can print it with the lines of the file.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ScenarioError {
    /// No scenario of that name ships with the program, and there is no such file.
    #[error("no scenario is called `{found}`")]
    UnknownScenario {
        /// What was asked for.
        found: String,
        /// Names of the scenarios that ship with the program.
        known: Vec<String>,
        /// The nearest of them.
        nearest: Option<String>,
        /// Where it was asked for, if in a file.
        at: Option<Location>,
    },
    /// A file could not be read.
    #[error("cannot read `{}`: {reason}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
        /// A file beside it with a similar name.
        nearest: Option<String>,
        /// Where the file is named, if in a file.
        at: Option<Location>,
    },
    /// A file is too large to be what it claims to be.
    #[error("`{}` has {bytes} bytes, expected at most {most}", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its size.
        bytes: u64,
        /// The largest size accepted.
        most: u64,
    },
    /// A file is not UTF-8.
    #[error("`{}` is not UTF-8, it looks like {looks}: byte {byte} of the file, in line {line}", path.display())]
    NotUtf8 {
        /// The file.
        path: PathBuf,
        /// First byte that is not, counted from 0.
        byte: usize,
        /// Its line, counted from 1.
        line: usize,
        /// What the file looks like.
        looks: &'static str,
    },
    /// The text is not TOML.
    #[error("not valid TOML: {message}")]
    Syntax {
        /// Where.
        at: Location,
        /// What the parser says.
        message: String,
    },
    /// A key that nothing reads.
    #[error("unknown key `{found}`")]
    UnknownKey {
        /// Where.
        at: Location,
        /// The key.
        found: String,
        /// The keys that are read here.
        expected: Vec<String>,
        /// The nearest of them.
        nearest: Option<String>,
    },
    /// A value of the wrong type.
    #[error("found {found}, expected {expected}")]
    WrongType {
        /// Where.
        at: Location,
        /// Type and value found.
        found: String,
        /// Type expected.
        expected: String,
    },
    /// A key without which the table means nothing.
    #[error("{what} lacks `{key}`")]
    Missing {
        /// The table.
        at: Location,
        /// What the table describes.
        what: String,
        /// The key.
        key: String,
        /// What to write.
        expected: String,
    },
    /// A name that nothing bears.
    #[error("no {what} is called `{found}`")]
    UnknownName {
        /// Where.
        at: Location,
        /// What was looked for: a region, a place, a parameter, ...
        what: &'static str,
        /// The name.
        found: String,
        /// Some of the names that exist.
        known: Vec<String>,
        /// The nearest of them.
        nearest: Option<String>,
    },
    /// A parameter of the model's form of version 0.1.0.
    #[error("`{found}` is of the model of version 0.1.0")]
    Replaced {
        /// Where.
        at: Location,
        /// The parameter.
        found: String,
        /// What stands in its place.
        by: &'static str,
    },
    /// Two things with one name.
    #[error("{what} `{name}` is given twice")]
    Duplicate {
        /// The second one.
        at: Location,
        /// What they are.
        what: &'static str,
        /// The name.
        name: String,
        /// The first one.
        first: Location,
    },
    /// A value outside what makes sense.
    #[error("{what} is {found}, expected {expected}")]
    OutOfRange {
        /// Where.
        at: Location,
        /// What the value is.
        what: String,
        /// The value.
        found: String,
        /// What is accepted.
        expected: String,
    },
    /// A key that does not belong to a thing of this kind.
    #[error("{what} does not take `{key}`")]
    Misplaced {
        /// The key.
        at: Location,
        /// The thing and its kind.
        what: String,
        /// The key.
        key: String,
        /// The keys that it takes.
        expected: Vec<String>,
    },
    /// Two keys that exclude each other.
    #[error("{what} has both `{first}` and `{second}`")]
    Contradiction {
        /// The second key.
        at: Location,
        /// The thing.
        what: String,
        /// One key.
        first: String,
        /// The other key.
        second: String,
        /// What to do.
        expected: String,
    },
    /// Two orders of one kind that stand in one place at one time.
    #[error("`{second}` begins in {place} while `{first}` still stands there")]
    Overlap {
        /// The second order.
        at: Location,
        /// Its name.
        second: String,
        /// Name of the first.
        first: String,
        /// Where the first is written.
        first_at: Location,
        /// A place where both stand.
        place: String,
        /// What to do.
        expected: String,
    },
    /// Scenarios that are based on each other.
    #[error("the scenario is based on itself: {chain}")]
    Cycle {
        /// The `base` that closes the circle.
        at: Location,
        /// The scenarios, in order.
        chain: String,
    },
    /// Alliances that stand behind each other.
    #[error("alliances guarantee each other in a circle: {chain}")]
    GuaranteeCycle {
        /// The entry of `guaranteed_by` that closes the circle.
        at: Location,
        /// The alliances, in order.
        chain: String,
    },
    /// A file name that leaves the scenario's folder.
    #[error("`{found}` is not inside the folder of the scenario")]
    OutsideFolder {
        /// Where.
        at: Location,
        /// The file name.
        found: String,
    },
    /// A trigger that is no condition on quantities.
    #[error("the trigger {message}")]
    Trigger {
        /// Where.
        at: Location,
        /// What is wrong, as the end of a sentence.
        message: String,
        /// What is accepted.
        expected: String,
        /// The nearest quantity.
        nearest: Option<String>,
    },
    /// A table of data that could not be read.
    #[error("{message}")]
    Data {
        /// Where.
        at: Option<Location>,
        /// What the reader says.
        message: String,
        /// What is accepted.
        expected: Option<String>,
        /// The nearest name.
        nearest: Option<String>,
    },
    /// Numbers that contradict each other.
    #[error("{message}")]
    Inconsistent {
        /// Where.
        at: Location,
        /// Which numbers.
        message: String,
        /// What would fit.
        expected: String,
        /// Where the other of the two stands, if it is written somewhere.
        other: Option<Location>,
    },
    /// A file that would have been overwritten.
    #[error("`{}` exists already", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// A file that could not be written.
    #[error("cannot write `{}`: {reason}", path.display())]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
}

impl ScenarioError {
    /// File, line and bytes, if the error belongs to a place in a text.
    pub fn location(&self) -> Option<&Location> {
        match self {
            Self::UnknownScenario { at, .. } | Self::Unreadable { at, .. } | Self::Data { at, .. } => at.as_ref(),
            Self::TooLarge { .. } | Self::NotUtf8 { .. } | Self::Exists { .. } | Self::Unwritable { .. } => None,
            Self::Syntax { at, .. }
            | Self::UnknownKey { at, .. }
            | Self::WrongType { at, .. }
            | Self::Missing { at, .. }
            | Self::UnknownName { at, .. }
            | Self::Replaced { at, .. }
            | Self::Duplicate { at, .. }
            | Self::OutOfRange { at, .. }
            | Self::Misplaced { at, .. }
            | Self::Contradiction { at, .. }
            | Self::Overlap { at, .. }
            | Self::Cycle { at, .. }
            | Self::GuaranteeCycle { at, .. }
            | Self::OutsideFolder { at, .. }
            | Self::Trigger { at, .. }
            | Self::Inconsistent { at, .. } => Some(at),
        }
    }

    /// The nearest known name, where one is near.
    pub fn nearest(&self) -> Option<&str> {
        match self {
            Self::UnknownScenario { nearest, .. }
            | Self::Unreadable { nearest, .. }
            | Self::UnknownKey { nearest, .. }
            | Self::UnknownName { nearest, .. }
            | Self::Trigger { nearest, .. }
            | Self::Data { nearest, .. } => nearest.as_deref(),
            _ => None,
        }
    }

    /// What was expected, or what to do, in a few words.
    pub fn expected(&self) -> Option<String> {
        match self {
            Self::UnknownScenario { known, .. } => {
                Some(format!("a file or folder, or one of the scenarios that ship: {}", list(known)))
            }
            Self::Unreadable { .. } => None,
            Self::TooLarge { .. } => Some("check that this is the right file".to_owned()),
            Self::NotUtf8 { .. } => Some("save the file as UTF-8; in a spreadsheet choose `CSV UTF-8`".to_owned()),
            Self::Syntax { .. } => None,
            Self::UnknownKey { expected, .. } => Some(format!("expected one of {}", list(expected))),
            Self::WrongType { .. } | Self::OutOfRange { .. } => None,
            Self::Missing { expected, .. }
            | Self::Contradiction { expected, .. }
            | Self::Overlap { expected, .. }
            | Self::Trigger { expected, .. }
            | Self::Inconsistent { expected, .. } => Some(expected.clone()),
            Self::UnknownName { known, .. } => (!known.is_empty()).then(|| format!("expected one of {}", list(known))),
            Self::Replaced { by, .. } => Some((*by).to_owned()),
            Self::Duplicate { first, .. } => Some(format!("the first is at {first}; rename or remove one")),
            Self::Misplaced { expected, .. } => Some(format!("it takes {}", list(expected))),
            Self::Cycle { .. } => Some("remove one `base`".to_owned()),
            Self::GuaranteeCycle { .. } => Some("remove one entry of `guaranteed_by`".to_owned()),
            Self::OutsideFolder { .. } => {
                Some("copy the file into the folder and name it relative to the folder".to_owned())
            }
            Self::Data { expected, .. } => expected.clone(),
            Self::Exists { .. } => Some("choose an empty folder: nothing was written".to_owned()),
            Self::Unwritable { .. } => None,
        }
    }

    /// Stable name of the kind of error, such as `unknown_key`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::UnknownScenario { .. } => "unknown_scenario",
            Self::Unreadable { .. } => "unreadable",
            Self::TooLarge { .. } => "too_large",
            Self::NotUtf8 { .. } => "not_utf8",
            Self::Syntax { .. } => "syntax",
            Self::UnknownKey { .. } => "unknown_key",
            Self::WrongType { .. } => "wrong_type",
            Self::Missing { .. } => "missing",
            Self::UnknownName { .. } => "unknown_name",
            Self::Replaced { .. } => "replaced",
            Self::Duplicate { .. } => "duplicate",
            Self::OutOfRange { .. } => "out_of_range",
            Self::Misplaced { .. } => "misplaced",
            Self::Contradiction { .. } => "contradiction",
            Self::Overlap { .. } => "overlap",
            Self::Cycle { .. } => "cycle",
            Self::GuaranteeCycle { .. } => "guarantee_cycle",
            Self::OutsideFolder { .. } => "outside_folder",
            Self::Trigger { .. } => "trigger",
            Self::Data { .. } => "data",
            Self::Inconsistent { .. } => "inconsistent",
            Self::Exists { .. } => "exists",
            Self::Unwritable { .. } => "unwritable",
        }
    }

    /// What to do, as a terminal shows it below the error.
    pub fn advice(&self) -> Option<String> {
        miette::Diagnostic::help(self).map(|help| help.to_string())
    }

    /// The error in one line, for those who cannot show the lines of the file.
    pub fn one_line(&self) -> String {
        let place = self.location().map_or_else(String::new, |at| format!("{at}: "));
        let help = miette::Diagnostic::help(self).map_or_else(String::new, |help| format!("; {help}"));
        format!("{place}{self}{help}")
    }
}

impl ScenarioError {
    /// The same with what it quotes cut to a length, and what is not seen written out.
    pub(crate) fn cut(mut self) -> Self {
        match &mut self {
            Self::UnknownScenario { found, .. }
            | Self::UnknownKey { found, .. }
            | Self::WrongType { found, .. }
            | Self::UnknownName { found, .. }
            | Self::Duplicate { name: found, .. }
            | Self::OutOfRange { found, .. }
            | Self::OutsideFolder { found, .. }
            | Self::Misplaced { key: found, .. } => *found = cut(found),
            Self::Syntax { message, .. }
            | Self::Trigger { message, .. }
            | Self::Data { message, .. }
            | Self::Inconsistent { message, .. } => *message = cut_sentence(message),
            _ => {}
        }
        self
    }
}

/// The names in backticks, cut after two dozen.
pub(crate) fn list(names: &[String]) -> String {
    const MOST: usize = 24;
    let shown: Vec<String> = names.iter().take(MOST).map(|name| format!("`{}`", cut(name))).collect();
    let more = names.len().saturating_sub(MOST);
    if more > 0 { format!("{} and {more} more", shown.join(", ")) } else { shown.join(", ") }
}
