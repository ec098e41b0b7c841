//! Claims whose tests say nothing: bounds that every value meets, or none.

use std::sync::Arc;

use jiff::civil::Date;

use super::mentions::quoted;
use super::pair::Pair;
use crate::check::desk::Desk;
use crate::claims::{Claim, ClaimTest};
use crate::location::Location;
use crate::record::{Record, TargetQuantity};
use crate::warning::Warning;

pub(super) const IDLE: Pair = Pair {
    kind: "claim_says_nothing",
    first: "`at_least`, `by` or `then` of a test of a claim",
    second: "the values that there can be: counts from 0 on, the days of the scenario",
    rule: "warning where every record passes the test, or none can",
};

const ALWAYS: &str = "whatever the record says, the test passes";
const NEVER: &str = "whatever the record says, the test fails";

/// Tests of claims that do not test.
pub(super) fn claims(desk: &Desk<'_>, claims: &[Claim], record: &Record, ledger: Option<&(String, Arc<str>)>) {
    let Some((file, text)) = ledger else { return };
    let last = desk.start.saturating_add(jiff::Span::new().days(i64::from(desk.written_days) - 1));
    for claim in claims {
        for test in &claim.tests {
            let Some((name, says)) = idle(test, record, (desk.start, last)) else { continue };
            let at = Location::new(file.clone(), Arc::clone(text), quoted(text, &claim.id, &name));
            let message = format!("claim `{}`: {says}", claim.id);
            desk.warn(Warning::new(IDLE.kind, at, message).help("correct the bound, or take the test out"));
        }
    }
}

/// The name by which a test that says nothing is found, and why it says nothing.
fn idle(test: &ClaimTest, record: &Record, (first, last): (Date, Date)) -> Option<(String, String)> {
    match test {
        ClaimTest::Target { id, at_least } if *at_least <= 0.0 => Some((
            id.clone(),
            format!("`at_least` is {at_least} and target `{id}` a count, which is 0 or more: {ALWAYS}"),
        )),
        ClaimTest::Fact { kind, at_least, .. } if *at_least <= 0.0 && counts(record, kind) => {
            Some((kind.clone(), format!("`at_least` is {at_least} and no fact of kind `{kind}` is below 0: {ALWAYS}")))
        }
        ClaimTest::Onset { quantity, by } if *by > last && TargetQuantity::ALL.iter().any(|q| q.name() == quantity) => {
            Some((quantity.clone(), format!("`by` is {by}, after the last day, {last}: {ALWAYS}")))
        }
        ClaimTest::Onset { quantity, by } if *by < first => {
            Some((quantity.clone(), format!("`by` is {by}, before the first day, {first}: {NEVER}")))
        }
        ClaimTest::Follows { first, then, .. } if first == then => {
            Some((first.clone(), format!("`first` and `then` are both `{first}`: {ALWAYS}")))
        }
        _ => None,
    }
}

/// Whether facts of a kind are counts: numbers from 0 on, and no rates, which can fall below.
fn counts(record: &Record, kind: &str) -> bool {
    let mut facts = record.facts.iter().filter(|fact| fact.kind == kind).peekable();
    let count = |fact: &crate::record::Fact| {
        let rate = fact.unit.contains('%') || fact.unit.contains("percent");
        !rate && fact.value.parse::<f64>().is_ok_and(|value| value >= 0.0)
    };
    facts.peek().is_some() && facts.all(count)
}
