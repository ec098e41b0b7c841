//! Acts of government: dated as they happened, or triggered by an expression over named quantities.

use crate::country::FacilityKind;
use crate::mechanisms::hardship;
use crate::parameters::parameters;
use crate::setup::Order;
use crate::step::Run;
use crate::trace::{EventKind, Location};
use crate::world::{Convoy, FacilityState, Help};

parameters! {
    /// Parameters of government.
    GovernmentParameters in "government" {
        /// Factor on travel time of mobile units where the airport is lost.
        airport_delay = 2.0 "1", 1.0..=10.0, Assumed "by road instead of by air";
    }
}

/// Carries out the orders that are due.
pub(crate) fn government(run: &mut Run) -> Result<(), String> {
    let setup = run.setup;
    for (index, action) in setup.actions.iter().enumerate() {
        if run.actions_done[index] || !run.is_due(&action.when, &action.id)? {
            continue;
        }
        run.actions_done[index] = true;
        run.hurry |= run.crowds_are_out();
        run.note(EventKind::Action, Location::Nation, &action.id);
        let places = run.places_in(&action.reach);
        match action.order {
            Order::Price { ratio } => places.iter().for_each(|&place| hardship::set_price(run, place, ratio)),
            Order::Commodity { commodity, weight, ratio } => {
                places.iter().for_each(|&place| hardship::set_commodity(run, place, commodity, weight, ratio));
            }
            Order::Concession { size } => {
                places.iter().for_each(|&place| run.world.concession[place] = run.world.concession[place].max(size));
            }
            Order::Emergency { on } => places.iter().for_each(|&place| run.world.emergency[place] = on),
            Order::Shutdown { cut } => places.iter().for_each(|&place| run.world.shutdown[place] = cut),
            Order::LethalForce { on } => places.iter().for_each(|&place| run.world.lethal[place] = on),
            Order::Reinforce { units, travel_hours } => reinforce(run, &places, units, travel_hours),
            Order::Reshuffle => run.world.reshuffled = true,
            Order::RequestAlliance => request(run),
            Order::WithdrawAlliance => withdraw(run),
        }
    }
    Ok(())
}

/// Sends mobile units to places in proportion to their crowds, a rioter counting for four protesters.
fn reinforce(run: &mut Run, places: &[usize], units: f64, travel_hours: f64) {
    let weight = |place: usize| {
        let people = &run.world.people;
        f64::from(people.protesting[place]) + 4.0 * f64::from(people.rioting[place])
    };
    let total: f64 = places.iter().map(|&place| weight(place)).sum();
    let shares: Vec<(usize, f64)> =
        places.iter().map(|&place| (place, weight(place))).filter(|(_, w)| *w > 0.0).collect();
    for (place, weight) in shares {
        let delay = if airport_lost(run, place) { run.setup.parameters.government.airport_delay } else { 1.0 };
        let arrives_at = run.now + (travel_hours * 60.0 * delay) as u32;
        run.world.convoys[place].push(Convoy { arrives_at, units: units * weight / total });
    }
}

fn airport_lost(run: &Run, place: usize) -> bool {
    run.landscape.facilities[place].iter().any(|&facility| {
        let airport = run.setup.country.facilities[facility].kind == FacilityKind::Airport;
        airport && run.world.facilities[facility] != FacilityState::Held
    })
}

fn request(run: &mut Run) {
    if let (Some(alliance), Help::None) = (&run.setup.alliance, run.world.help) {
        run.world.help = Help::Requested { decided_at: run.now + (alliance.decision_hours * 60.0) as u32 };
    }
}

fn withdraw(run: &mut Run) {
    match run.world.help {
        Help::Coming { .. } | Help::Deployed { .. } => {
            run.world.help = Help::Leaving { since: run.now, strength: run.world.allied };
        }
        // Nobody has said yes yet: the request is taken back.
        Help::Requested { .. } => run.world.help = Help::Gone,
        Help::None | Help::Refused | Help::Leaving { .. } | Help::Gone => {}
    }
}
