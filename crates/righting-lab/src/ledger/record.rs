//! Tests that the record answers.

use jiff::civil::Date;
use righting_scenario::{ClaimTest, Fact, Interval, Record, Scenario, Statistic, Target, assistance_cases};

use super::{Found, Holds};
use crate::error::LabError;

pub(super) fn found(scenario: &Scenario, test: &ClaimTest, claim: &str) -> Result<Found, LabError> {
    let record = Records { record: &scenario.record, claim };
    Ok(match test {
        ClaimTest::Target { id, at_least } => record.target(id, *at_least)?,
        ClaimTest::Onset { quantity, by } => record.onset(quantity, *by)?,
        ClaimTest::Fact { kind, places, from, at_least } => record.fact(kind, places, *from, *at_least)?,
        ClaimTest::Dated { kind, on } => {
            let date = record.first(kind)?;
            Found {
                holds: Holds::when(date == *on),
                says: format!("The first {kind} is of {date}; the claim says {on}."),
            }
        }
        ClaimTest::Follows { first, then, days } => record.follows(first, then, *days)?,
        ClaimTest::Ratio { from, to, low, high, source } => {
            let ratio = to / from;
            let says = format!("{to} over {from} is {ratio:.2}; the claim needs {low} to {high}. {source}.");
            Found { holds: Holds::when((*low..=*high).contains(&ratio)), says }
        }
        ClaimTest::Refused { case } => record.refused(case)?,
        ClaimTest::Nothing { because } => Found { holds: Holds::Unknown, says: because.clone() },
        ClaimTest::Compare { .. } | ClaimTest::Hypothesis { .. } => unreachable!("runs answer these"),
    })
}

/// The record, asked on behalf of one claim.
struct Records<'a> {
    record: &'a Record,
    claim: &'a str,
}

impl Records<'_> {
    /// The facts of a kind that may be shown, by date.
    fn facts(&self, kind: &str) -> Vec<&Fact> {
        let public = |fact: &&Fact| fact.kind == kind && fact.imported.is_public();
        let mut facts: Vec<&Fact> = self.record.facts.iter().filter(public).collect();
        facts.sort_by_key(|fact| fact.date);
        facts
    }

    /// Date of the first fact of a kind.
    fn first(&self, kind: &str) -> Result<Date, LabError> {
        self.facts(kind).first().map(|fact| fact.date).ok_or_else(|| self.lacks("fact", kind))
    }

    fn lacks(&self, what: &str, name: &str) -> LabError {
        LabError::ClaimNames { claim: self.claim.to_owned(), what: what.to_owned(), name: name.to_owned() }
    }

    fn target(&self, id: &str, at_least: f64) -> Result<Found, LabError> {
        let target = self.record.targets.iter().find(|target| target.id == id);
        let target = target.ok_or_else(|| self.lacks("target", id))?;
        let Interval::Values { low, high } = target.interval else {
            return Err(self.lacks("target with a count", id));
        };
        let says = format!("The record of {id} is {low} to {high}; the claim needs at least {at_least}.");
        // Where sources disagree about it, so does the record.
        let holds = if low < at_least && at_least <= high { Holds::Within } else { Holds::when(low >= at_least) };
        Ok(Found { holds, says })
    }

    fn onset(&self, quantity: &str, by: Date) -> Result<Found, LabError> {
        let is_onset = |target: &&Target| target.quantity.name() == quantity && target.statistic == Statistic::Onset;
        let dates = self.record.targets.iter().filter(is_onset).filter_map(|target| match target.interval {
            Interval::Dates { low, .. } => Some((low, &target.id)),
            Interval::Values { .. } => None,
        });
        let (date, id) = dates.min().ok_or_else(|| self.lacks("onset of", quantity))?;
        let says = format!("The earliest recorded onset of {quantity} is {date} ({id}); the claim needs it by {by}.");
        Ok(Found { holds: Holds::when(date <= by), says })
    }

    fn fact(&self, kind: &str, places: &[String], from: Option<Date>, at_least: f64) -> Result<Found, LabError> {
        let late = |fact: &&Fact| from.is_none_or(|from| fact.date >= from);
        let rows: Vec<&Fact> = self.facts(kind).into_iter().filter(late).collect();
        let reaches = |fact: &Fact| fact.value.parse::<f64>().is_ok_and(|value| value >= at_least);
        if places.is_empty() {
            let last = rows.last().ok_or_else(|| self.lacks("fact", kind))?;
            let says = format!("{kind} is {} {} ({}); the claim needs {at_least}.", last.value, last.unit, last.date);
            return Ok(Found { holds: Holds::when(reaches(last)), says });
        }
        let has = |place: &&String| rows.iter().any(|fact| fact.place == **place && reaches(fact));
        let with: Vec<&str> = places.iter().filter(has).map(String::as_str).collect();
        let which = if with.is_empty() { String::new() } else { format!(": {}", with.join(", ")) };
        let (found, all) = (with.len(), places.len());
        let says = format!("{kind} of {at_least} or more is recorded for {found} of {all} places{which}.");
        Ok(Found { holds: Holds::when(found == all), says })
    }

    fn follows(&self, earlier: &str, then: &str, days: i32) -> Result<Found, LabError> {
        let (from, to) = (self.first(earlier)?, self.first(then)?);
        let passed = crate::measure::days_between(from, to);
        let days_of = |days: u32| if days == 1 { "1 day".to_owned() } else { format!("{days} days") };
        let came = match passed {
            0 => "on the day of".to_owned(),
            1.. => format!("{} after", days_of(passed.unsigned_abs())),
            _ => format!("{} before", days_of(passed.unsigned_abs())),
        };
        let most = days_of(days.unsigned_abs());
        let says = format!("{then} ({to}) came {came} {earlier} ({from}); the claim needs at most {most} after.");
        Ok(Found { holds: Holds::when((0..=days).contains(&passed)), says })
    }

    fn refused(&self, id: &str) -> Result<Found, LabError> {
        let cases = assistance_cases()?;
        let case = cases.iter().find(|case| case.id == id).ok_or_else(|| self.lacks("case of assistance", id))?;
        let asked = if case.asked { "was asked" } else { "was not formally asked" };
        let helped = if case.helped { "came" } else { "did not come" };
        let says = format!("{}: {} {asked}, and help {helped}.", case.id, case.body);
        Ok(Found { holds: Holds::when(case.asked && !case.helped), says })
    }
}
