//! Affront e = (e0 + E)(1 + D), in the unit of a national price shock: that of January 2022 in Kazakhstan is 1.
//!
//! E is a place's: dE/dt = -E / tau_E + jumps. A price rise adds `per_rise` times its size and the place's exposure, which
//! is of mean one; other outrages add their size. D is a polity's: what the deaths of the last day add, relative,
//! `deaths` (1 - e^-sqrt(deaths / 3)), from which it fades as E does. Deaths multiply: added to E they made a cliff. A
//! concession takes the share `relief` of its size from both, once. At rest e0 is so small that it and the pool
//! together move few, however large the pool.

use crate::equations::{self, kept, mean_kept, outrage};
use crate::mechanisms::pool::PoolParameters;
use crate::parameters::Section;
use crate::stage::Stage;

crate::parameters! {
    /// Parameters of affront.
    AffrontParameters in "affront" {
        /// Size of the case's affronts, prices and outrages alike, relative to what the scenario says.
        size = 1.0 "1", 0.001..=1000.0, Interim "confounded with the pool: one of the two may be fitted", Level Log 1.0;
        /// Affront per relative price rise at the mean exposure of a polity.
        per_rise = 1.93 "1", 0.0..=20.0, Assumed "set once, so that the price rise of January 2022 has a national mean of 1";
        /// Time over which affront fades by a factor e.
        fade_days = 4.0 "days", 0.2..=365.0, Interim "seven cases, prototype", Level Log 1.0;
        /// Affront at rest where the pool is at its median.
        at_rest = 0.0011 "1", 0.0..=0.05, Interim "rest of five countries, prototype: 0.003 where the pool was 0.01", Level Log 0.7;
        /// Largest affront at rest.
        rest_most = 0.05 "1", 0.0..=1.0, Assumed "keeps rest apart from a crisis";
        /// What many deaths in a day add to an affront at most, relative.
        deaths = 0.6 "1", 0.0..=10.0, Interim "seven cases, prototype", Shape Log 0.5;
        /// Share of the affront that a concession of size 1 ends.
        relief = 0.4013 "1", 0.0..=1.0, Interim "seven cases, prototype", Shape Logit 0.8;
        /// Share of the affront that ends when a price rise is wholly undone.
        undone = 0.5 "1", 0.0..=1.0, Assumed "prior 0.2-0.8";
    }
}

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
