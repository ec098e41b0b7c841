//! When things happen: dates become minutes after the start, triggers are compiled.

use std::ops::Range;

use jiff::civil::Date;
use righting_model::{Trigger, When};

use super::desk::{Checked, Desk};
use crate::error::ScenarioError;
use crate::raw::{Located, Moment};
use crate::trigger;

/// The keys that say when something begins.
pub(crate) struct RawWhen<'r> {
    pub at: &'r Option<Located<Moment>>,
    pub when: &'r Option<Located<String>>,
    pub not_before: &'r Option<Located<Moment>>,
    pub random_per_day: &'r Option<Located<f64>>,
}

const DAY: u32 = 1440;

impl Desk<'_> {
    /// A local date, as the first day of something.
    pub fn date(&self, value: &Located<Moment>, what: &str) -> Checked<Date> {
        let moment = value.get().0;
        match (moment.date, moment.time, moment.offset) {
            (Some(date), None, None) => {
                i16::try_from(date.year).ok().and_then(|year| Date::new(year, date.month as i8, date.day as i8).ok())
            }
            _ => None,
        }
        .ok_or_else(|| self.bad_date(value, what, "a local date such as 2022-01-01, without time or offset"))
    }

    /// Minutes from the start to a local date or date-time within the days the scenario was written for; the very
    /// end counts as within if `end_counts`.
    pub fn minute(&self, value: &Located<Moment>, what: &str, end_counts: bool) -> Checked<u32> {
        let moment = value.get().0;
        let form = "a local date and time such as 2022-01-05T16:30, without offset, seconds or fractions";
        let (Some(date), None) = (moment.date, moment.offset) else {
            return Err(self.bad_date(value, what, form));
        };
        let of_day = match moment.time {
            None => 0,
            Some(time) if time.second.unwrap_or(0) == 0 && time.nanosecond.unwrap_or(0) == 0 => {
                u32::from(time.hour) * 60 + u32::from(time.minute)
            }
            Some(_) => return Err(self.bad_date(value, what, form)),
        };
        let year = i16::try_from(date.year).ok();
        let Some(date) = year.and_then(|year| Date::new(year, date.month as i8, date.day as i8).ok()) else {
            return Err(self.bad_date(value, what, form));
        };
        let day = (date - self.start).get_days();
        let length = self.written_days * DAY;
        let minute = u32::try_from(day).ok().and_then(|day| day.checked_mul(DAY)).and_then(|m| m.checked_add(of_day));
        match minute {
            Some(minute) if minute < length || (end_counts && minute == length) => Ok(minute),
            _ => {
                let last = self.start.saturating_add(jiff::Span::new().days(i64::from(self.written_days) - 1));
                let range = format!("a date of the scenario, from {} to the end of {last}", self.start);
                Err(self.bad_date(value, what, &range))
            }
        }
    }

    fn bad_date(&self, value: &Located<Moment>, what: &str, expected: &str) -> Box<ScenarioError> {
        Box::new(ScenarioError::OutOfRange {
            at: self.at(value.span()),
            what: format!("`{what}`"),
            found: value.get().0.to_string(),
            expected: expected.to_owned(),
        })
    }

    /// When something begins: exactly one of `at`, `when` and `random_per_day`.
    pub fn when(&self, raw: &RawWhen<'_>, within: &Range<usize>, owner: &str) -> Checked<When> {
        let given: Vec<(&str, Range<usize>)> = [
            raw.at.as_ref().map(|value| ("at", value.span())),
            raw.when.as_ref().map(|value| ("when", value.span())),
            raw.random_per_day.as_ref().map(|value| ("random_per_day", value.span())),
        ]
        .into_iter()
        .flatten()
        .collect();
        if let [(first, _), (second, span), ..] = given.as_slice() {
            return Err(Box::new(ScenarioError::Contradiction {
                at: self.at(span.clone()),
                what: owner.to_owned(),
                first: (*first).to_owned(),
                second: (*second).to_owned(),
                expected: "keep one of `at`, `when` and `random_per_day`".to_owned(),
            }));
        }
        if let (Some(bound), None) = (raw.not_before, raw.when) {
            return Err(Box::new(ScenarioError::Misplaced {
                at: self.at(bound.span()),
                what: format!("{owner} without `when`"),
                key: "not_before".to_owned(),
                expected: vec!["at".to_owned(), "when".to_owned(), "random_per_day".to_owned()],
            }));
        }
        if let Some(at) = raw.at {
            return Ok(When::At(self.minute(at, "at", false)?));
        }
        if let Some(rate) = raw.random_per_day {
            let per_day = self.number(rate, "random_per_day", 1e-6, 1000.0)?;
            return Ok(When::Random { per_day });
        }
        let when = self.require(raw.when, within, owner, "at", "`at`, `when` or `random_per_day`")?;
        let not_before = raw.not_before.as_ref().map_or(Ok(0), |bound| self.minute(bound, "not_before", false))?;
        Ok(When::Triggered { trigger: self.trigger(when)?, not_before })
    }

    /// A trigger whose condition compiles.
    pub fn trigger(&self, text: &Located<String>) -> Checked<Trigger> {
        trigger::checked(text.get()).map_err(|fault| {
            let span = self.within_string(text, fault.span);
            Box::new(ScenarioError::Trigger {
                at: self.at(span),
                message: fault.message,
                expected: fault.expected,
                nearest: fault.nearest,
            })
        })
    }

    /// Bytes of a part of a string value: exact if the string is written without escapes, else the whole string.
    fn within_string(&self, text: &Located<String>, part: Range<usize>) -> Range<usize> {
        let whole = text.span();
        let written = self.at(whole.clone());
        let found = written.found();
        match found.find(text.get().as_str()) {
            Some(quote) if found.len() <= text.get().len() + 6 => {
                whole.start + quote + part.start..whole.start + quote + part.end
            }
            _ => whole,
        }
    }
}
