//! Conditions against the values that their quantities can have.

use righting_model::{QUANTITIES, Quantity, Setup, When};

use super::pair::Pair;
use super::sources::Sources;
use crate::check::country::Land;
use crate::check::desk::Desk;
use crate::raw::Located;
use crate::trigger::{Verdict, verdict};
use crate::warning::Warning;

pub(super) const NEVER: Pair = Pair {
    kind: "trigger_never_holds",
    first: "`when` or `until_when` of a shock or action",
    second: "the residents, the facilities and the days simulated",
    rule: "warning where it can hold in no run",
};
pub(super) const ALWAYS: Pair = Pair {
    kind: "trigger_always_holds",
    first: "`when` or `until_when` of a shock or action",
    second: "the residents, the facilities and the days simulated",
    rule: "warning where it holds from the first step on in every run",
};

const DAY: f64 = 1440.0;

/// Conditions that cannot be met, or that are met from the start.
pub(super) fn record(desk: &Desk<'_>, land: &Land, setup: &Setup, sources: &Sources<'_>) {
    let raw = sources.raw;
    let written = raw.shock.iter().map(|entry| (&entry.get().id, &entry.get().when, &None));
    let written: Vec<_> = written
        .chain(raw.action.iter().map(|entry| (&entry.get().id, &entry.get().when, &entry.get().until_when)))
        .collect();
    let made = setup.shocks.iter().map(|shock| (shock.id.as_str(), &shock.when));
    for (id, when) in made.chain(setup.actions.iter().map(|action| (action.id.as_str(), &action.when))) {
        let When::Triggered { trigger, not_before } = when else { continue };
        let named = |own: &Option<Located<String>>, id: &str| own.as_ref().is_some_and(|own| own.get() == id);
        let begins = written.iter().find(|(own, ..)| named(own, id)).and_then(|(_, when, _)| when.as_ref());
        let ends = || {
            let of = id.strip_suffix("-end")?;
            written.iter().find(|(own, ..)| named(own, of)).and_then(|(.., until)| until.as_ref())
        };
        let Some(text) = begins.or_else(ends) else { continue };
        let first = f64::from(*not_before) / DAY;
        let last = f64::from(desk.days) - 1.0 / DAY;
        if first > last {
            continue;
        }
        let (pair, says) = match verdict(&trigger.text, (first, last), |quantity| bounds(land, quantity)) {
            Some(Verdict::Never) => (NEVER, "can hold in no run"),
            Some(Verdict::Always) => (ALWAYS, "holds from the first step on in every run"),
            None => continue,
        };
        let message = format!(
            "the condition `{}` of `{}` {says}: residents {}, facilities {}, days {}",
            trigger.text,
            id,
            land.country.population(),
            land.country.facilities.len(),
            desk.days
        );
        let help = "correct the condition; the quantities are counts of the nation, or shares from 0 to 1";
        desk.warn(Warning::new(pair.kind, desk.at(text.span()), message).help(help));
    }
}

/// The least and the most that a quantity of the nation can be, as far as that is sure.
fn bounds(land: &Land, quantity: Quantity) -> (f64, f64) {
    use Quantity as Q;
    match quantity {
        Q::Quiet
        | Q::Serving
        | Q::Protesting
        | Q::Rioting
        | Q::Active
        | Q::ActivePeak
        | Q::RiotingPeak
        | Q::Withdrawn
        | Q::Detained
        | Q::Dead
        | Q::DeathsSecurity => (0.0, land.country.population() as f64),
        Q::Reliability | Q::Cohesion | Q::Opposed | Q::Willing => (0.0, 1.0),
        Q::FacilitiesLost => (0.0, land.country.facilities.len() as f64),
        other if ["people", "sites"].contains(&QUANTITIES[other.column()].unit) => (0.0, f64::INFINITY),
        _ => (f64::NEG_INFINITY, f64::INFINITY),
    }
}
