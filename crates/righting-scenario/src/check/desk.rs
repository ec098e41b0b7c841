//! Where checks are made: what they need, and what they found.

use std::cell::RefCell;
use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;
use righting_model::Registry;

use crate::error::ScenarioError;
use crate::location::{Location, SourceMap};
use crate::names::nearest;
use crate::raw::Located;
use crate::warning::Warning;

use super::seen::seen;

pub(crate) type Checked<T> = Result<T, Box<ScenarioError>>;

/// Most days a scenario may last: ten years.
pub(crate) const MOST_DAYS: i64 = 3660;

/// What every check needs.
pub(crate) struct Desk<'m> {
    pub map: &'m SourceMap,
    /// The parameters there are.
    pub registry: &'m Arc<Registry>,
    /// First local date.
    pub start: Date,
    /// Days to simulate.
    pub days: u32,
    /// Days that the scenario was written for; dates must lie within, even if the caller simulates fewer.
    pub written_days: u32,
    /// Doubts found on the way.
    pub warnings: RefCell<Vec<Warning>>,
    /// Faults found on the way, in their order.
    pub faults: RefCell<Vec<ScenarioError>>,
    /// Whether to look for further faults in a table that has one.
    pub thorough: bool,
}

impl<'m> Desk<'m> {
    /// A desk for files that are not dated.
    pub fn new(map: &'m SourceMap, registry: &'m Arc<Registry>) -> Self {
        Self {
            map,
            registry,
            start: Date::MIN,
            days: 0,
            written_days: 0,
            warnings: RefCell::default(),
            faults: RefCell::default(),
            thorough: false,
        }
    }
}

impl Desk<'_> {
    pub fn warn(&self, warning: Warning) {
        self.warnings.borrow_mut().push(warning);
    }

    /// What was checked; a fault is kept, so that the checks which do not depend on it go on.
    pub fn note<T>(&self, checked: Checked<T>) -> Option<T> {
        checked.map_err(|fault| self.faults.borrow_mut().push(*fault)).ok()
    }

    /// What every entry of a list comes to, without those at fault.
    pub fn each<'e, E, T>(&self, entries: &'e [E], check: impl FnMut(&'e E) -> Checked<T>) -> Vec<T> {
        entries.iter().map(check).filter_map(|checked| self.note(checked)).collect()
    }

    pub fn is_faultless(&self) -> bool {
        self.faults.borrow().is_empty()
    }

    pub fn at(&self, span: Range<usize>) -> Location {
        self.map.locate(span)
    }

    /// A finite number in a closed range; `expected` says the range in words.
    pub fn number(&self, value: &Located<f64>, what: &str, low: f64, high: f64) -> Checked<f64> {
        let number = *value.get();
        if (low..=high).contains(&number) {
            return Ok(number);
        }
        Err(Box::new(ScenarioError::OutOfRange {
            at: self.at(value.span()),
            what: format!("`{what}`"),
            found: shown(number),
            expected: format!("a number from {} to {}", shown(low), shown(high)),
        }))
    }

    pub fn integer(&self, value: &Located<i64>, what: &str, low: i64, high: i64) -> Checked<i64> {
        let number = *value.get();
        if (low..=high).contains(&number) {
            return Ok(number);
        }
        Err(Box::new(ScenarioError::OutOfRange {
            at: self.at(value.span()),
            what: format!("`{what}`"),
            found: number.to_string(),
            expected: if low == high { low.to_string() } else { format!("a whole number from {low} to {high}") },
        }))
    }

    /// A text with something in it, and not a book.
    pub fn text<'v>(&self, value: &'v Located<String>, what: &str) -> Checked<&'v str> {
        const LONGEST: usize = 10_000;
        let text = value.get().trim();
        if !text.is_empty() && text.len() <= LONGEST {
            // A paragraph may have lines; what else is not seen has no place in it.
            let lines = text.split(['\n', '\r', '\t']);
            return lines
                .map(|line| seen(line, what, || self.at(value.span())))
                .find_map(Result::err)
                .map_or(Ok(text), Err);
        }
        Err(Box::new(ScenarioError::OutOfRange {
            at: self.at(value.span()),
            what: format!("`{what}`"),
            found: if text.is_empty() { "empty".to_owned() } else { format!("{} bytes long", text.len()) },
            expected: format!("a text of 1 to {LONGEST} bytes"),
        }))
    }

    /// An identifier: lower-case letters, digits, `-` and `_`.
    pub fn id<'v>(&self, value: &'v Located<String>, what: &str) -> Checked<&'v str> {
        let id = value.get();
        let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
        if !id.is_empty() && id.len() <= 64 && id.chars().all(good) {
            return Ok(id);
        }
        Err(Box::new(ScenarioError::OutOfRange {
            at: self.at(value.span()),
            what: format!("`{what}`"),
            found: format!("`{}`", id.chars().take(64).collect::<String>().escape_debug()),
            expected: "1 to 64 lower-case letters, digits, `-` or `_`".to_owned(),
        }))
    }

    pub fn require<'v, T>(
        &self,
        value: &'v Option<T>,
        within: &Range<usize>,
        what: &str,
        key: &str,
        expected: &str,
    ) -> Checked<&'v T> {
        value.as_ref().ok_or_else(|| {
            Box::new(ScenarioError::Missing {
                at: self.at(within.clone()),
                what: what.to_owned(),
                key: key.to_owned(),
                expected: format!("write {expected}"),
            })
        })
    }

    pub fn unknown<'k>(
        &self,
        span: Range<usize>,
        what: &'static str,
        found: &str,
        known: impl Iterator<Item = &'k str> + Clone,
    ) -> Box<ScenarioError> {
        Box::new(ScenarioError::UnknownName {
            at: self.at(span),
            what,
            found: found.to_owned(),
            nearest: nearest(found, known.clone()),
            known: known.map(str::to_owned).collect(),
        })
    }

    pub fn duplicate(
        &self,
        what: &'static str,
        name: &str,
        at: Range<usize>,
        first: Range<usize>,
    ) -> Box<ScenarioError> {
        Box::new(ScenarioError::Duplicate { at: self.at(at), what, name: name.to_owned(), first: self.at(first) })
    }
}

/// A number as a message shows it.
pub(super) fn shown(number: f64) -> String {
    match number.abs() {
        size if size.is_nan() => "not a number".to_owned(),
        size if size.is_finite() && size != 0.0 && !(1e-6..1e12).contains(&size) => format!("{number:e}"),
        _ => number.to_string(),
    }
}
