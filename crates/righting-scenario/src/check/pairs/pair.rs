//! Two inputs that are held against each other, and how doubts are told.

use crate::check::desk::Desk;
use crate::location::Location;
use crate::warning::Warning;

/// Doubts of one kind that are told one by one; more of them are one pattern.
const MOST_ALIKE: usize = 3;

/// Two inputs that are held against each other, and what is said when they do not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pair {
    /// Name of the error or warning.
    pub kind: &'static str,
    /// One input.
    pub first: &'static str,
    /// The other.
    pub second: &'static str,
    /// When it is said, and how.
    pub rule: &'static str,
}

pub(super) const fn pair(kind: &'static str, first: &'static str, second: &'static str, rule: &'static str) -> Pair {
    Pair { kind, first, second, rule }
}

impl Desk<'_> {
    /// Doubts of one pair: a few are told one by one, many as one pattern of which the first stands as the example.
    pub(super) fn doubt(
        &self,
        pair: &Pair,
        found: Vec<(Location, String)>,
        help: &str,
        pattern: impl FnOnce(usize) -> String,
    ) {
        let count = found.len();
        let alike = count > MOST_ALIKE;
        let pattern = alike.then(|| pattern(count));
        for (at, message) in found.into_iter().take(if alike { 1 } else { MOST_ALIKE }) {
            let message =
                pattern.as_ref().map_or(message.clone(), |pattern| format!("{pattern}; the first: {message}"));
            self.warn(Warning::new(pair.kind, at, message).help(help));
        }
    }
}
