//! Going home: a gathering lasts hours; at night, by fear, curfew and concessions people go sooner. Some rest for days
//! before they are ready again; the detained are released.

use crate::equations::{self, encounter};
use crate::hours;
use crate::mechanisms::pool::PoolParameters;
use crate::stage::Stage;
use crate::world::exit;

crate::parameters! {
    /// Parameters of leaving.
    LeavingParameters in "leaving" {
        /// How long people stay by day.
        hours = 5.0 "hours", 0.5..=240.0, Interim "second prototype: an attendance lasts hours", Shape Log 0.3;
        /// How much faster they go in the dark, relative.
        night = 2.0 "1", 0.0..=20.0, Assumed "few stay the night";
        /// Added where forces are many.
        fear = 1.0 "per day", 0.0..=20.0, Assumed "prior 0-3";
        /// Added by a concession of size 1.
        satisfied = 0.3 "per day", 0.0..=10.0, Assumed "prior 0-1";
        /// Added under emergency and curfew.
        curfew = 0.5 "per day", 0.0..=20.0, Assumed "prior 0-3";
        /// Mean time in detention.
        detention_days = 12.0 "days", 0.5..=365.0, Read "administrative arrests of 5 to 20 days (mgorod.kz, 24tv.ua in the facts table)";
    }
}

/// Writes the rates of going home where there is a crowd, and of being ready again.
pub(crate) fn leaving(stage: &mut Stage) -> Result<(), String> {
    let own = stage.parameters::<LeavingParameters>();
    let pool = stage.parameters::<PoolParameters>();
    let tiring = (1.0 + own.night * hours::dark(stage.now, stage.length)) * 24.0 / own.hours;
    let world = &mut stage.world;
    world.rates.release = 1.0 / own.detention_days;
    world.rates.resting.fill([1.0 / pool.rest_days, 0.0]);
    for &cell in &stage.busy {
        let cell = cell as usize;
        let place = stage.landscape.ground.place_of[cell] as usize;
        let rates = &mut world.rates.crowd[cell];
        let fear = own.fear * encounter(world.security[cell].into(), world.density[cell].into());
        let curfew = if world.orders[place].emergency { own.curfew } else { 0.0 };
        let home = equations::leaving(tiring, fear, curfew, own.satisfied * world.concession[place]);
        rates[exit::TO_REST] = home * pool.resting;
        rates[exit::HOME] = home * (1.0 - pool.resting);
    }
    Ok(())
}
