//! Affront e = (e0 + E)(1 + D), in the unit of a national price shock: that of January 2022 in Kazakhstan is 1.
//!
//! E is a place's: dE/dt = -E / tau_E + jumps. A price rise adds `per_rise` times its size and the place's exposure, which
//! is of mean one; other outrages add their size. D is a polity's: what the deaths of the last day add, relative,
//! `deaths` (1 - e^-sqrt(deaths / 3)), from which it fades as E does. Deaths multiply: added to E they made a cliff. A
//! concession takes the share `relief` of its size from both, once. At rest e0 is so small that it and the pool
//! together move few, however large the pool.

pub(crate) mod parameters;

use crate::equations::{self, kept, mean_kept, outrage};
use crate::mechanisms::affront::parameters::AffrontParameters;
use crate::mechanisms::pool::PoolParameters;
use crate::parameters::Section;
use crate::stage::Stage;

/// Lets affront fade and deaths be felt; what is felt in the step is its mean.
pub(crate) fn affront(stage: &mut Stage) -> Result<(), String> {
    let own = stage.parameters::<AffrontParameters>();
    let rest = at_rest(stage);
    let (dt, scale) = (stage.dt(), own.fade_days);
    let (keep, mean) = (kept(dt, scale), mean_kept(dt, scale));
    let mut deaths: Vec<f64> = vec![0.0; stage.world.polities.len()];
    for (cell, killed) in stage.landscape.cells.iter().zip(&stage.world.crowds.killed) {
        deaths[cell.polity] += f64::from(*killed);
    }
    for (polity, killed) in stage.world.polities.iter_mut().zip(deaths) {
        polity.deaths += killed;
        polity.outrage = polity.outrage.max(outrage(own.deaths, polity.deaths));
    }
    for place in 0..stage.places() {
        let polity = &stage.world.polities[stage.landscape.polity_of(place)];
        let affront = &mut stage.world.affront[place];
        stage.world.felt[place] = (rest + *affront * mean) * (1.0 + polity.outrage * mean);
        *affront *= keep;
    }
    let forget = kept(dt, 1.0);
    for polity in &mut stage.world.polities {
        polity.outrage *= keep;
        polity.deaths *= forget;
    }
    Ok(())
}

/// Affront at rest e0 in this run.
pub(crate) fn at_rest(stage: &Stage) -> f64 {
    let (own, pool) = (stage.parameters::<AffrontParameters>(), stage.parameters::<PoolParameters>());
    equations::at_rest(own.at_rest, usual_share(), pool.share, pool.affront, own.rest_most)
}

/// The pool's median level, at which rest is what the parameters say.
pub(crate) fn usual_share() -> f64 {
    let share = PoolParameters::INFO.iter().find(|info| info.name() == "share");
    share.map_or(1.0, |info| info.default)
}

/// Lets a concession of a size end a share of the affront in some places, and in their polities as far as their people
/// are in them.
pub(crate) fn relieve(stage: &mut Stage, places: &[usize], size: f64) {
    let relief = stage.parameters::<AffrontParameters>().relief * size;
    let mut reached = vec![0.0; stage.world.polities.len()];
    for &place in places {
        stage.world.affront[place] *= 1.0 - relief;
        reached[stage.landscape.polity_of(place)] += f64::from(stage.setup.country.places[place].population);
    }
    for ((polity, reached), people) in stage.world.polities.iter_mut().zip(reached).zip(&stage.landscape.people) {
        polity.outrage *= 1.0 - relief * (reached / people.max(1.0)).min(1.0);
    }
}
