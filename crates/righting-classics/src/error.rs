//! What can be wrong with a request.

use thiserror::Error;

/// A request that cannot be run.
#[derive(Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum ClassicError {
    /// A name that is not in a list.
    #[error("unknown {what} `{found}`: expected one of {expected}")]
    Unknown {
        /// What was named.
        what: &'static str,
        /// The name found.
        found: String,
        /// The names there are.
        expected: String,
    },
    /// A value out of range.
    #[error("{what} is {found}: expected {expected}")]
    Value {
        /// The quantity.
        what: &'static str,
        /// The value found.
        found: String,
        /// The values there are.
        expected: &'static str,
    },
    /// An option that the model does not have.
    #[error("{model} has no option `{option}`")]
    Option {
        /// The model.
        model: &'static str,
        /// The option.
        option: &'static str,
    },
}

impl ClassicError {
    pub(crate) fn unknown(what: &'static str, found: &str, names: &[&str]) -> Self {
        Self::Unknown { what, found: found.to_owned(), expected: names.join(", ") }
    }

    pub(crate) fn value(what: &'static str, found: &str, expected: &'static str) -> Self {
        Self::Value { what, found: found.to_owned(), expected }
    }
}
