//! Facts and claims against the places, quantities and targets that they name.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use super::pair::Pair;
use super::sources::Sources;
use crate::check::country::Land;
use crate::check::desk::{Checked, Desk};
use crate::claims::{Claim, ClaimTest};
use crate::error::ScenarioError;
use crate::location::Location;
use crate::names::{nearest, switches};
use crate::record::{Record, TargetQuantity};

pub(super) const FACT: Pair = Pair {
    kind: "fact_of_no_place",
    first: "`place` of a fact without `place_id` and `region_id`",
    second: "places, regions and countries; `National` for the nation, `All` or `Other` before several",
    rule: "warning where it names none of them: the fact is shown nowhere",
};
pub(super) const CLAIM: Pair = Pair {
    kind: "unknown_name",
    first: "what tests a claim: a target, facts, a case, a hypothesis",
    second: "the targets, facts, cases and hypotheses that there are",
    rule: "error, with the nearest name",
};

/// Facts that name a place that is none of the scenario's.
pub(super) fn facts(desk: &Desk<'_>, land: &Land, record: &Record, sources: &Sources<'_>) {
    let Some(sheet) = sources.record.facts.as_ref() else { return };
    let regions = land.regions.iter().map(|region| region.name.to_lowercase());
    let places = land.place_rows.iter().map(|place| place.name.to_lowercase());
    let abroad = rust_iso3166::ALL.iter().map(|country| country.name.to_lowercase());
    let nation =
        ["national", "nation", "abroad"].map(str::to_owned).into_iter().chain([land.country.name.to_lowercase()]);
    let known: BTreeSet<String> = regions.chain(places).chain(abroad).chain(nation).collect();
    let found =
        record.facts.iter().enumerate().filter(|(_, fact)| fact.location.is_none()).filter_map(|(index, fact)| {
            let parts = || fact.place.split([',', ';', '/']).map(|part| part.trim().to_lowercase());
            let whole = fact.place.to_lowercase();
            let several = ["all ", "other "].iter().any(|word| whole.starts_with(word));
            if several || known.contains(&whole) || is_land(&whole) || parts().all(|part| known.contains(&part)) {
                return None;
            }
            let near = nearest(&whole, known.iter().map(String::as_str));
            let near = near.map_or_else(String::new, |near| format!(", the nearest is `{near}`"));
            let message = format!(
                "the fact of {} is of `{}`, which is no place or region{near}",
                fact.date,
                crate::words::cut(&fact.place)
            );
            Some((sheet.field(index, "place"), message))
        });
    let found = found.collect();
    let help = "write `place_id` or `region_id`, or `National`";
    desk.doubt(&FACT, found, help, |count| format!("{count} facts are of no place of the scenario"));
}

/// Whether a name is the beginning of a country's: `Russia` of `Russian Federation (the)`.
fn is_land(name: &str) -> bool {
    name.chars().count() >= 4 && rust_iso3166::ALL.iter().any(|country| country.name.to_lowercase().starts_with(name))
}

/// Refuses claims whose tests name what is not there.
pub(super) fn claims(claims: &[Claim], record: &Record, ledger: Option<&(String, Arc<str>)>) -> Checked<()> {
    let Some((file, text)) = ledger else { return Ok(()) };
    for claim in claims {
        for test in &claim.tests {
            let unknown = match test {
                ClaimTest::Target { id, .. } => {
                    missing("target", id, record.targets.iter().map(|target| target.id.as_str()))
                }
                ClaimTest::Onset { quantity, .. } => missing(
                    "quantity of the record",
                    quantity,
                    TargetQuantity::ALL.iter().map(|quantity| quantity.name()),
                ),
                ClaimTest::Fact { kind, places, .. } => missing("kind of fact", kind, kinds(record)).or_else(|| {
                    let known = || record.facts.iter().map(|fact| fact.place.as_str());
                    places.iter().find_map(|place| missing("place of a fact", place, known()))
                }),
                ClaimTest::Dated { kind, .. } => missing("kind of fact", kind, kinds(record)),
                ClaimTest::Follows { first, then, .. } => missing("kind of fact", first, kinds(record))
                    .or_else(|| missing("kind of fact", then, kinds(record))),
                ClaimTest::Refused { case } => {
                    let cases = crate::assistance::assistance_cases()?;
                    missing("case of assistance", case, cases.iter().map(|case| case.id.as_str()))
                }
                ClaimTest::Hypothesis { switch } => missing("hypothesis", switch, switches().into_iter()),
                ClaimTest::Ratio { .. } | ClaimTest::Compare { .. } | ClaimTest::Nothing { .. } => None,
            };
            if let Some((what, found, known, near)) = unknown {
                let at = Location::new(file.clone(), Arc::clone(text), quoted(text, &claim.id, &found));
                return Err(Box::new(ScenarioError::UnknownName { at, what, found, known, nearest: near }));
            }
        }
    }
    Ok(())
}

fn kinds(record: &Record) -> impl Iterator<Item = &str> {
    record.facts.iter().map(|fact| fact.kind.as_str())
}

type Unknown = (&'static str, String, Vec<String>, Option<String>);

fn missing<'k>(what: &'static str, found: &str, known: impl Iterator<Item = &'k str>) -> Option<Unknown> {
    let known: BTreeSet<&str> = known.collect();
    (!known.contains(found)).then(|| {
        let near = nearest(found, known.iter().copied());
        (what, found.to_owned(), known.iter().map(|&name| name.to_owned()).collect(), near)
    })
}

/// Where a claim quotes a name: the first place after its own identifier.
pub(super) fn quoted(text: &str, claim: &str, name: &str) -> Range<usize> {
    let from = text.find(&format!("\"{claim}\"")).unwrap_or(0);
    let at = text[from..].find(&format!("\"{name}\"")).map(|at| from + at);
    at.map_or(from..from, |at| at..at + name.len() + 2)
}
