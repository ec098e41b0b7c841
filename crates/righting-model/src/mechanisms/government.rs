//! Acts of government: dated as they happened, or triggered by an expression over named quantities.

use crate::country::FacilityKind;
use crate::mechanisms::{affront, prices};
use crate::setup::{Order, Posture};
use crate::stage::Stage;
use crate::trace::{EventKind, Location};
use crate::world::{Convoy, FacilityState, Help, Orders};

crate::parameters! {
    /// Parameters of government.
    GovernmentParameters in "government" {
        /// Factor on travel time of mobile units where the airport is lost.
        airport_delay = 2.0 "1", 1.0..=10.0, Assumed "by road instead of by air";
    }
}

/// Carries out the orders that are due.
pub(crate) fn government(stage: &mut Stage) -> Result<(), String> {
    let setup = stage.setup;
    for (index, action) in setup.actions.iter().enumerate() {
        if stage.actions_done[index] || !stage.is_due(&action.when, &action.id)? {
            continue;
        }
        stage.actions_done[index] = true;
        stage.hurry |= stage.crowds_are_out();
        stage.note(EventKind::Action, Location::Nation, &action.id);
        let places = stage.places_in(&action.reach);
        match action.order {
            Order::Price { ratio } => prices::set_price(stage, &places, ratio),
            Order::Commodity { commodity, weight, ratio } => {
                prices::set_commodity(stage, &places, commodity, weight, ratio);
            }
            Order::Concession { size } => {
                affront::relieve(stage, &places, size);
                let felt = &mut stage.world.concession;
                places.iter().for_each(|&place| felt[place] = felt[place].max(size));
            }
            Order::Emergency { on } => order(stage, &places, |orders| orders.emergency = on),
            Order::Shutdown { cut } => order(stage, &places, |orders| orders.shutdown = cut),
            Order::Posture { posture } => order(stage, &places, |orders| orders.posture = Some(posture)),
            Order::Sweep { on } => order(stage, &places, |orders| orders.sweep = Some(on)),
            Order::LethalForce { on } => order(stage, &places, |orders| orders.lethal = on),
            Order::Reinforce { units, travel_hours } => reinforce(stage, &places, units, travel_hours),
            Order::Reshuffle => stage.world.reshuffled = true,
            Order::RequestAlliance => request(stage),
            Order::WithdrawAlliance => withdraw(stage),
        }
    }
    Ok(())
}

fn order(stage: &mut Stage, places: &[usize], change: impl Fn(&mut Orders)) {
    places.iter().for_each(|&place| change(&mut stage.world.orders[place]));
}

/// What forces do with crowds in a place: as ordered; dispersal under an emergency or where they may shoot.
pub(crate) fn posture(stage: &Stage, place: usize) -> Posture {
    let orders = &stage.world.orders[place];
    let rule = if orders.emergency || orders.lethal { Posture::Disperse } else { Posture::Contain };
    let fallen = stage.world.polities[stage.landscape.polity_of(place)].fallen;
    if fallen { Posture::Aside } else { orders.posture.unwrap_or(rule) }
}

/// Whether forces detain people at home in a place: as ordered; under an emergency.
pub(crate) fn sweeps(stage: &Stage, place: usize) -> bool {
    let orders = &stage.world.orders[place];
    let fallen = stage.world.polities[stage.landscape.polity_of(place)].fallen;
    !fallen && orders.sweep.unwrap_or(orders.emergency)
}

/// Sends mobile units to places in proportion to their crowds, a rioter counting for four protesters.
fn reinforce(stage: &mut Stage, places: &[usize], units: f64, travel_hours: f64) {
    let weight = |place: usize| {
        let people = &stage.world.people;
        f64::from(people.protesting[place]) + 4.0 * f64::from(people.rioting[place])
    };
    let airport_delay = stage.parameters::<GovernmentParameters>().airport_delay;
    let total: f64 = places.iter().map(|&place| weight(place)).sum();
    let shares: Vec<(usize, f64)> =
        places.iter().map(|&place| (place, weight(place))).filter(|(_, w)| *w > 0.0).collect();
    for (place, weight) in shares {
        let delay = if airport_lost(stage, place) { airport_delay } else { 1.0 };
        let arrives_at = stage.now + (travel_hours * 60.0 * delay) as u32;
        stage.world.convoys[place].push(Convoy { arrives_at, units: units * weight / total });
    }
}

fn airport_lost(stage: &Stage, place: usize) -> bool {
    stage.landscape.facilities[place].iter().any(|&facility| {
        let airport = stage.setup.country.facilities[facility].kind == FacilityKind::Airport;
        airport && stage.world.facilities[facility] != FacilityState::Held
    })
}

fn request(stage: &mut Stage) {
    if let (Some(alliance), Help::None) = (&stage.setup.alliance, stage.world.help) {
        stage.world.help = Help::Requested { decided_at: stage.now + (alliance.decision_hours * 60.0) as u32 };
    }
}

fn withdraw(stage: &mut Stage) {
    match stage.world.help {
        Help::Coming { .. } | Help::Deployed { .. } => {
            stage.world.help = Help::Leaving { since: stage.now, strength: stage.world.allied };
        }
        // Nobody has said yes yet: the request is taken back.
        Help::Requested { .. } => stage.world.help = Help::Gone,
        Help::None | Help::Refused | Help::Leaving { .. } | Help::Gone => {}
    }
}
