//! Shocks: dated or random changes of prices and incomes by place that no government ordered, and affronts that
//! no price carries.

use crate::draw::Purpose;
use crate::hours::DAY;
use crate::math;
use crate::mechanisms::affront::AffrontParameters;
use crate::mechanisms::calls::CallsParameters;
use crate::mechanisms::prices;
use crate::setup::ShockKind;
use crate::stage::{Stage, address};
use crate::trace::{EventKind, Location};
use crate::world::Summons;

/// Lets the shocks that are due happen.
pub(crate) fn shocks(stage: &mut Stage) -> Result<(), String> {
    let setup = stage.setup;
    for (index, shock) in setup.shocks.iter().enumerate() {
        if stage.shocks_done[index] || !stage.is_due(&shock.when, &shock.id)? {
            continue;
        }
        stage.shocks_done[index] = true;
        stage.hurry = true;
        stage.note(EventKind::Shock, Location::Nation, &shock.id);
        let places = stage.places_in(&shock.reach);
        match shock.kind {
            ShockKind::Price { ratio } => prices::set_price(stage, &places, ratio),
            ShockKind::Commodity { commodity, weight, ratio } => {
                prices::set_commodity(stage, &places, commodity, weight, ratio);
            }
            ShockKind::Income { factor } => places.iter().for_each(|&place| stage.world.income[place] *= factor),
            ShockKind::Affront { size } => {
                let size = size * stage.parameters::<AffrontParameters>().size;
                places.iter().for_each(|&place| stage.world.affront[place] += size);
            }
            ShockKind::Call { size, to } => {
                let until = (stage.today() + 1) * DAY;
                for place in places {
                    let size = size * turnout(stage, stage.landscape.polity_of(place), &shock.id);
                    stage.world.summons[place] = Summons { size, until, to };
                }
            }
        }
    }
    Ok(())
}

/// What a dated call is worth in a polity, relative to the median: nobody who calls knows how many follow. Its id addresses
/// the draw, so that no other call changes it.
fn turnout(stage: &Stage, polity: usize, id: &str) -> f64 {
    let spread = stage.parameters::<CallsParameters>().turnout;
    let [z, _] = stage.polity_draws(polity).normals(Purpose::Turnout, 0, address(id));
    math::exp(spread * z)
}
