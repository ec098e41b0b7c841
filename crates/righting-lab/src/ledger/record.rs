//! Tests that the record answers.

use jiff::civil::Date;
use righting_scenario::{ClaimTest, Fact, Interval, Scenario, Statistic, assistance_cases};

use super::{Found, Holds};
use crate::error::LabError;

pub(super) fn found(scenario: &Scenario, test: &ClaimTest, claim: &str) -> Result<Found, LabError> {
    let record = &scenario.record;
    let facts = |kind: &str| -> Vec<&Fact> {
        let mut facts: Vec<&Fact> =
            record.facts.iter().filter(|fact| fact.kind == kind && fact.imported.is_public()).collect();
        facts.sort_by_key(|fact| fact.date);
        facts
    };
    let first = |kind: &str| facts(kind).first().map(|fact| fact.date);
    let lacks = |what: &str, name: &str| LabError::ClaimNames {
        claim: claim.to_owned(),
        what: what.to_owned(),
        name: name.to_owned(),
    };
    Ok(match test {
        ClaimTest::Target { id, at_least } => {
            let target = record.targets.iter().find(|target| target.id == *id).ok_or_else(|| lacks("target", id))?;
            let Interval::Values { low, high } = target.interval else { return Err(lacks("target with a count", id)) };
            let says = format!("The record of {id} is {low} to {high}; the claim needs at least {at_least}.");
            // Where sources disagree about it, so does the record.
            let holds =
                if low < *at_least && *at_least <= high { Holds::Within } else { Holds::when(low >= *at_least) };
            Found { holds, says }
        }
        ClaimTest::Onset { quantity, by } => {
            let onsets = record
                .targets
                .iter()
                .filter(|target| target.quantity.name() == quantity && target.statistic == Statistic::Onset);
            let dates = onsets.filter_map(|target| match target.interval {
                Interval::Dates { low, .. } => Some((low, &target.id)),
                Interval::Values { .. } => None,
            });
            let (date, id) = dates.min().ok_or_else(|| lacks("onset of", quantity))?;
            let says =
                format!("The earliest recorded onset of {quantity} is {date} ({id}); the claim needs it by {by}.");
            Found { holds: Holds::when(date <= *by), says }
        }
        ClaimTest::Fact { kind, places, from, at_least } => {
            let rows: Vec<&Fact> =
                facts(kind).into_iter().filter(|fact| from.is_none_or(|from| fact.date >= from)).collect();
            let reaches = |fact: &&&Fact| fact.value.parse::<f64>().is_ok_and(|value| value >= *at_least);
            if places.is_empty() {
                let last = rows.last().ok_or_else(|| lacks("fact", kind))?;
                let says =
                    format!("{kind} is {} {} ({}); the claim needs {at_least}.", last.value, last.unit, last.date);
                Found { holds: Holds::when(reaches(&last)), says }
            } else {
                let has = |place: &&String| rows.iter().any(|fact| fact.place == **place && reaches(&fact));
                let with: Vec<&str> = places.iter().filter(has).map(String::as_str).collect();
                let which = if with.is_empty() { String::new() } else { format!(": {}", with.join(", ")) };
                let says = format!(
                    "{kind} of {at_least} or more is recorded for {} of {} places{which}.",
                    with.len(),
                    places.len()
                );
                Found { holds: Holds::when(with.len() == places.len()), says }
            }
        }
        ClaimTest::Dated { kind, on } => {
            let date = first(kind).ok_or_else(|| lacks("fact", kind))?;
            Found {
                holds: Holds::when(date == *on),
                says: format!("The first {kind} is of {date}; the claim says {on}."),
            }
        }
        ClaimTest::Follows { first: earlier, then, days } => {
            let [from, to]: [Date; 2] = [
                first(earlier).ok_or_else(|| lacks("fact", earlier))?,
                first(then).ok_or_else(|| lacks("fact", then))?,
            ];
            let passed = crate::measure::days_between(from, to);
            let days_of = |days: u32| if days == 1 { "1 day".to_owned() } else { format!("{days} days") };
            let came = match passed {
                0 => "on the day of".to_owned(),
                1.. => format!("{} after", days_of(passed.unsigned_abs())),
                _ => format!("{} before", days_of(passed.unsigned_abs())),
            };
            let says = format!(
                "{then} ({to}) came {came} {earlier} ({from}); the claim needs at most {} after.",
                days_of(days.unsigned_abs())
            );
            Found { holds: Holds::when((0..=*days).contains(&passed)), says }
        }
        ClaimTest::Ratio { from, to, low, high, source } => {
            let ratio = to / from;
            let says = format!("{to} over {from} is {ratio:.2}; the claim needs {low} to {high}. {source}.");
            Found { holds: Holds::when((*low..=*high).contains(&ratio)), says }
        }
        ClaimTest::Refused { case: id } => {
            let cases = assistance_cases()?;
            let case = cases.iter().find(|case| case.id == *id).ok_or_else(|| lacks("case of assistance", id))?;
            let says = format!(
                "{}: {} {}, and help {}.",
                case.id,
                case.body,
                if case.asked { "was asked" } else { "was not formally asked" },
                if case.helped { "came" } else { "did not come" }
            );
            Found { holds: Holds::when(case.asked && !case.helped), says }
        }
        ClaimTest::Nothing { because } => Found { holds: Holds::Unknown, says: because.clone() },
        ClaimTest::Compare { .. } | ClaimTest::Hypothesis { .. } => unreachable!("runs answer these"),
    })
}
