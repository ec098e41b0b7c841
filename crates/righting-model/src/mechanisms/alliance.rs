//! Alliance: request, decision by consensus, deployment, what help does, withdrawal.
//!
//! A member's utility: U = risk * alignment + hostile successor + assets - overstretch - (1 - legal
//! ground), each with its weight, plus noise shared and own (after Altfeld & Bueno de Mesquita 1979;
//! cases in CEJISS, "From Almaty to Minsk"). Help comes if no member falls below its veto level and the
//! lead member gains. Its effect by default is a signal that raises reliability and guards that free
//! national units (Libman & Davidzon 2023); direct suppression is the alternative.

use crate::draw::Purpose;
use crate::parameters::parameters;
use crate::setup::{Alliance, AllianceDecision, HelpEffect};
use crate::step::Run;
use crate::trace::{EventKind, Location};
use crate::world::{FacilityState, Help};

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

/// Consensus without the requester: no veto, and the lead member gains.
fn accepts(run: &Run, alliance: &Alliance) -> bool {
    let weights = &run.setup.parameters.alliance;
    let risk = regime_risk(run);
    let [shared, _] = run.draws.normals(Purpose::Alliance, 0, 0, 0);
    alliance.members.iter().enumerate().all(|(index, member)| {
        let [own, _] = run.draws.normals(Purpose::Alliance, 0, 1, index as u32);
        let noise = crate::math::sqrt(weights.common) * shared + crate::math::sqrt(1.0 - weights.common) * own;
        let utility = weights.regime * risk * member.alignment
            + weights.successor * alliance.hostile_successor
            + weights.assets * member.assets
            - weights.overstretch * member.overstretch
            - weights.ground * (1.0 - alliance.legal_ground)
            + weights.noise * noise;
        utility >= -weights.veto && (!member.lead || utility > 0.0)
    })
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

fn presence(run: &Run, effect: HelpEffect) -> f64 {
    match &run.setup.alliance {
        Some(alliance) if alliance.effect == effect && alliance.strength > 0.0 => run.world.allied / alliance.strength,
        _ => 0.0,
    }
}

/// What the allies' presence, or its announcement, adds to the recovery of reliability, per day.
pub(crate) fn signal(run: &Run) -> f64 {
    let parameters = &run.setup.parameters.alliance;
    let announced = matches!(run.world.help, Help::Coming { .. } | Help::Deployed { .. })
        && run.setup.alliance.as_ref().is_some_and(|alliance| alliance.effect == HelpEffect::Signal);
    let announcement = if announced { parameters.announcement } else { 0.0 };
    parameters.signal * presence(run, HelpEffect::Signal).max(announcement)
}

/// National personnel freed from guarding.
pub(crate) fn freed(run: &Run) -> f64 {
    let freed = run.setup.alliance.as_ref().map_or(0.0, |alliance| alliance.freed);
    freed * presence(run, HelpEffect::Signal)
}

/// Allied troops that suppress directly in a place, by its share of the nation's riot.
pub(crate) fn direct_troops(run: &Run, place: usize) -> f64 {
    let share = run.world.rioting[place] / run.national_rioting.max(1.0);
    run.world.allied * share * if presence(run, HelpEffect::Direct) > 0.0 { 1.0 } else { 0.0 }
}
