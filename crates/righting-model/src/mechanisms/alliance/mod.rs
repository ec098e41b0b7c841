//! Alliance: request, decision by consensus, deployment, what help does, withdrawal.
//!
//! Members weigh the request ([`utility`]); the alliance's rule makes one answer of theirs
//! ([`decision`]); what help does, by default a signal that raises reliability and guards that free
//! national units (Libman & Davidzon 2023), is in [`effect`].

mod decision;
mod effect;
mod utility;
mod weights;

use crate::draw::Purpose;
use crate::setup::{Alliance, AllianceDecision};
use crate::stage::Stage;
use crate::trace::{EventKind, Location};
use crate::world::Help;

pub use decision::{acceptance, accepted};
pub(crate) use effect::{assurance, direct_troops, freed, resentment, signal};
pub use utility::{TERM_COUNT, Term, terms, utility};
pub use weights::AllianceParameters;

/// Moves a request for help along.
pub(crate) fn alliance(stage: &mut Stage) -> Result<(), String> {
    let Some(alliance) = &stage.setup.alliance else { return Ok(()) };
    let minutes = |hours: f64| (hours * 60.0) as u32;
    let since = |start: u32, hours: f64| f64::from(stage.now - start) / (hours * 60.0).max(1.0);
    match stage.world.help {
        Help::Requested { decided_at } if decided_at <= stage.now => {
            let yes = alliance.decision == AllianceDecision::AsHappened || accepts(stage, alliance);
            stage.world.help = if yes {
                Help::Coming { arrives_at: stage.now + minutes(alliance.arrival_hours) }
            } else {
                Help::Refused
            };
            stage.note(
                if yes { EventKind::AllianceAccepted } else { EventKind::AllianceRejected },
                Location::Nation,
                "",
            );
        }
        Help::Coming { arrives_at } if arrives_at <= stage.now => {
            stage.world.help = Help::Deployed { since: stage.now };
            stage.world.allies_since = Some(stage.now);
            stage.note(EventKind::AllianceArrived, Location::Nation, "");
        }
        Help::Deployed { since: start } => {
            stage.world.allied = alliance.strength * since(start, alliance.ramp_hours).min(1.0);
        }
        Help::Leaving { since: start, strength } => {
            stage.world.allied = strength * (1.0 - since(start, alliance.withdrawal_hours)).max(0.0);
            if stage.world.allied == 0.0 {
                stage.world.help = Help::Gone;
                stage.note(EventKind::AllianceLeft, Location::Nation, "");
            }
        }
        _ => {}
    }
    Ok(())
}

/// Whether the members agree in this replicate.
fn accepts(stage: &Stage, alliance: &Alliance) -> bool {
    let weights = &stage.parameters::<AllianceParameters>();
    let risk = regime_risk(stage);
    let [shared, _] = stage.draws.nation.normals(Purpose::Alliance, 0, 0);
    let utilities: Vec<f64> = alliance
        .members
        .iter()
        .enumerate()
        .map(|(index, member)| {
            let [own, _] = stage.draws.nation.normals(Purpose::Alliance, 1, index as u32);
            let noise = crate::math::sqrt(weights.common) * shared + crate::math::sqrt(1.0 - weights.common) * own;
            utility(weights, &alliance.situation, risk, member) + weights.noise * noise
        })
        .collect();
    accepted(weights, alliance.rule, &alliance.members, &utilities)
}

/// How likely the state's forces fail, 0 to 1: population where police are overwhelmed, and sites lost.
fn regime_risk(stage: &Stage) -> f64 {
    let shares = stage.landscape.cells.iter().zip(&stage.world.overwhelmed);
    let overwhelmed: f64 = shares.map(|(cell, share)| f64::from(cell.residents) * share).sum();
    let lost = stage.world.facilities_lost() as f64;
    (4.0 * overwhelmed / stage.setup.country.population().max(1) as f64 + 0.1 * lost).min(1.0)
}
