//! Alliance: request, decision by consensus, deployment, what help does, withdrawal.
//!
//! Members weigh the request ([`utility`]); the alliance's rule makes one answer of theirs
//! ([`decision`]); what help does, by default a signal that raises reliability and guards that free
//! national units (Libman & Davidzon 2023), is in [`effect`].

mod decision;
mod effect;
mod utility;

use crate::draw::Purpose;
use crate::parameters::parameters;
use crate::setup::{Alliance, AllianceDecision};
use crate::step::Run;
use crate::trace::{EventKind, Location};
use crate::world::{FacilityState, Help};

pub use decision::{acceptance, accepted};
pub(crate) use effect::{assurance, direct_troops, freed, resentment, signal};
pub use utility::{TERM_COUNT, Term, terms, utility};

parameters! {
    /// Parameters of the alliance.
    AllianceParameters in "alliance" {
        /// Weight of the risk to the regime times alignment with it.
        regime = 2.0 "utility", 0.0..=10.0, Assumed "weakly informative; one positive case cannot fit it";
        /// Weight of a hostile successor.
        successor = 1.0 "utility", 0.0..=10.0, Assumed "weakly informative";
        /// Weight of assets at risk.
        assets = 0.5 "utility", 0.0..=10.0, Assumed "weakly informative";
        /// Weight of overstretch.
        overstretch = 1.0 "utility", 0.0..=10.0, Assumed "weakly informative";
        /// Weight of missing legal ground.
        ground = 1.5 "utility", 0.0..=10.0, Assumed "weakly informative";
        /// Weight of a rival's pull: what helping keeps out.
        rival = 0.5 "utility", 0.0..=10.0, Assumed "weakly informative";
        /// Weight of the value a member puts on the opposing state.
        opponent = 1.5 "utility", 0.0..=10.0, Assumed "weakly informative";
        /// Weight of fighting outside the treaty area.
        area = 1.5 "utility", 0.0..=10.0, Assumed "weakly informative";
        /// Weight of third powers' objection.
        objection = 0.5 "utility", 0.0..=10.0, Assumed "weakly informative";
        /// Readiness to act when nothing speaks for or against it; negative for reluctance.
        readiness = 0.0 "utility", -10.0..=10.0, Assumed "weakly informative";
        /// Utility below which a member vetoes, as a positive number.
        veto = 1.0 "utility", 0.0..=10.0, Assumed "abstention does not block";
        /// Standard deviation of the noise in utilities.
        noise = 0.5 "utility", 0.0..=5.0, Assumed "weakly informative";
        /// Share of the noise's variance that members have in common.
        common = 0.5 "1", 0.0..=1.0, Assumed "errors of members are correlated";
        /// Added to the recovery of reliability by allies at full strength.
        signal = 1.0 "per day", 0.0..=20.0, Assumed "symbolic effect (Libman & Davidzon 2023); prior 0-3";
        /// Effect of the announcement relative to arrival at full strength.
        announcement = 0.5 "1", 0.0..=1.0, Assumed "prior 0-1";
        /// Time from first arrival over which foreign troops are not resented.
        welcome_days = 14.0 "days", 0.0..=3650.0, Assumed "the short stay of 2022 was accepted (Libman & Davidzon 2023); prior a week to two months";
        /// Loss of legitimacy per day for as long as they stay beyond it, at full strength.
        resentment = 0.002 "per day", 0.0..=0.1, Assumed "no figure was found; prior 0-0.01";
    }
}

/// Moves a request for help along.
pub(crate) fn alliance(run: &mut Run) -> Result<(), String> {
    let Some(alliance) = &run.setup.alliance else { return Ok(()) };
    let minutes = |hours: f64| (hours * 60.0) as u32;
    let since = |start: u32, hours: f64| f64::from(run.now - start) / (hours * 60.0).max(1.0);
    match run.world.help {
        Help::Requested { decided_at } if decided_at <= run.now => {
            let yes = alliance.decision == AllianceDecision::AsHappened || accepts(run, alliance);
            run.world.help = if yes {
                Help::Coming { arrives_at: run.now + minutes(alliance.arrival_hours) }
            } else {
                Help::Refused
            };
            run.note(if yes { EventKind::AllianceAccepted } else { EventKind::AllianceRejected }, Location::Nation, "");
        }
        Help::Coming { arrives_at } if arrives_at <= run.now => {
            run.world.help = Help::Deployed { since: run.now };
            run.world.allies_since = Some(run.now);
            run.note(EventKind::AllianceArrived, Location::Nation, "");
        }
        Help::Deployed { since: start } => {
            run.world.allied = alliance.strength * since(start, alliance.ramp_hours).min(1.0);
        }
        Help::Leaving { since: start, strength } => {
            run.world.allied = strength * (1.0 - since(start, alliance.withdrawal_hours)).max(0.0);
            if run.world.allied == 0.0 {
                run.world.help = Help::Gone;
                run.note(EventKind::AllianceLeft, Location::Nation, "");
            }
        }
        _ => {}
    }
    Ok(())
}

/// Whether the members agree in this replicate.
fn accepts(run: &Run, alliance: &Alliance) -> bool {
    let weights = &run.setup.parameters.alliance;
    let risk = regime_risk(run);
    let [shared, _] = run.draws.nation.normals(Purpose::Alliance, 0, 0);
    let utilities: Vec<f64> = alliance
        .members
        .iter()
        .enumerate()
        .map(|(index, member)| {
            let [own, _] = run.draws.nation.normals(Purpose::Alliance, 1, index as u32);
            let noise = crate::math::sqrt(weights.common) * shared + crate::math::sqrt(1.0 - weights.common) * own;
            utility(weights, &alliance.situation, risk, member) + weights.noise * noise
        })
        .collect();
    accepted(weights, alliance.rule, &alliance.members, &utilities)
}

/// How likely the state's forces fail, 0 to 1: population where police are overwhelmed, and sites lost.
fn regime_risk(run: &Run) -> f64 {
    let country = &run.setup.country;
    let overwhelmed: f64 = country
        .places
        .iter()
        .zip(&run.world.overwhelmed)
        .map(|(place, share)| f64::from(place.population) * share)
        .sum();
    let lost = run.world.facilities.iter().filter(|state| **state != FacilityState::Held).count() as f64;
    (4.0 * overwhelmed / country.population().max(1) as f64 + 0.1 * lost).min(1.0)
}
