//! Leaving the street: fatigue, fear of arrest, concessions, curfew. Who leaves withdraws for some days
//! before being ready again; the detained are released.

use crate::equations;
use crate::stage::Stage;
use crate::world::exit;

crate::parameters! {
    /// Parameters of leaving.
    LeavingParameters in "leaving" {
        /// Rate at which protesters tire.
        fatigue = 0.55 "per day", 0.05..=5.0, Assumed "set by hand, for a scenario to fit; about 0.25 in Bonnasse-Gahot et al. 2018 (recalled)";
        /// Added where arrest is certain.
        fear = 1.0 "per day", 0.0..=20.0, Assumed "set by hand, for a scenario to fit";
        /// Added by a concession of size 1.
        satisfied = 0.3 "per day", 0.0..=10.0, Assumed "prior 0-1";
        /// Added under emergency and curfew.
        curfew = 0.5 "per day", 0.0..=20.0, Assumed "set by hand, for a scenario to fit";
        /// Rate at which rioters tire, relative to protesters.
        riot_fatigue = 1.0 "1", 0.05..=10.0, Assumed "prior 0.5-2";
        /// Mean time at home before being ready to go again.
        rest_days = 4.0 "days", 0.1..=365.0, Assumed "prior 1-10: few of the crowds of 4 January were seen again after a night";
        /// Mean time in detention.
        detention_days = 12.0 "days", 0.5..=365.0, Read "administrative arrests of 5 to 20 days (mgorod.kz, 24tv.ua in the facts table)";
    }
}

/// Writes the rates of going home.
pub(crate) fn leaving(stage: &mut Stage) -> Result<(), String> {
    let own = stage.parameters::<LeavingParameters>();
    let places = stage.places();
    let world = &mut stage.world;
    world.rates.release = 1.0 / own.detention_days;
    for place in 0..places {
        let arrest = f64::from(stage.arrest_chance[place]);
        let curfew = if world.emergency[place] { own.curfew } else { 0.0 };
        let satisfied = own.satisfied * world.concession[place];
        world.rates.withdrawn[place][exit::READY] = 1.0 / own.rest_days;
        world.rates.protesters[place][exit::HOME] =
            equations::leaving(own.fatigue, own.fear, arrest, curfew, satisfied);
        world.rates.rioters[place][exit::HOME] =
            equations::leaving(own.fatigue * own.riot_fatigue, own.fear, arrest, curfew, 0.0);
    }
    Ok(())
}
