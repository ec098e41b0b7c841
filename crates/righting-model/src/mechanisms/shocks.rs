//! Shocks: dated or random changes of prices and incomes by place that no government ordered, and affronts that
//! no price carries.

use crate::mechanisms::hardship;
use crate::setup::{Reach, ShockKind};
use crate::step::Run;
use crate::trace::{EventKind, Location};

/// Lets the shocks that are due happen.
pub(crate) fn shocks(run: &mut Run) -> Result<(), String> {
    let setup = run.setup;
    for (index, shock) in setup.shocks.iter().enumerate() {
        if run.shocks_done[index] || !run.is_due(&shock.when, &shock.id)? {
            continue;
        }
        run.shocks_done[index] = true;
        run.hurry = true;
        run.note(EventKind::Shock, Location::Nation, &shock.id);
        for place in run.places_in(&shock.reach) {
            match shock.kind {
                ShockKind::Price { ratio } => hardship::set_price(run, place, ratio),
                ShockKind::Commodity { commodity, weight, ratio } => {
                    hardship::set_commodity(run, place, commodity, weight, ratio);
                }
                ShockKind::Income { factor } => run.world.income[place] *= factor,
                ShockKind::Affront { size } => run.world.affront[place] += size,
            }
        }
    }
    Ok(())
}

impl Run<'_> {
    /// The places that a shock or an order reaches.
    pub(crate) fn places_in(&self, reach: &Reach) -> Vec<usize> {
        match reach {
            Reach::Nation => (0..self.places()).collect(),
            Reach::Places(places) => places.clone(),
        }
    }
}
