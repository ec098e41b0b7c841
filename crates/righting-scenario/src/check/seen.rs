//! Texts whose letters are all seen.

use crate::error::ScenarioError;
use crate::location::Location;
use crate::words::{cut, hidden};

use super::desk::Checked;

/// A name, if all its letters are seen.
pub(super) fn seen<'n>(name: &'n str, what: &str, at: impl FnOnce() -> Location) -> Checked<&'n str> {
    let Some((_, sign)) = hidden(name) else { return Ok(name) };
    Err(Box::new(ScenarioError::OutOfRange {
        at: at(),
        what: format!("`{what}`"),
        found: format!("`{}`, with the character U+{:04X}, which is not seen", cut(name), u32::from(sign)),
        expected: "letters, digits, signs and plain spaces".to_owned(),
    }))
}
