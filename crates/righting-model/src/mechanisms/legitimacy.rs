//! Legitimacy L in [0, 1]: what governance, inequality and the memory of killings leave, and how
//! killings, arrests, concessions and allies who outstay their welcome move it (feedback as in Lemos, Lopes & Coelho 2016).

use crate::country::{Country, Place};
use crate::equations::{encounter, kept};
use crate::math;
use crate::mechanisms::alliance;
use crate::stage::Stage;

crate::parameters! {
    /// Parameters of legitimacy.
    LegitimacyParameters in "legitimacy" {
        /// Legitimacy at the middle of the governance scale and a Gini of 0.3.
        level = 0.65 "1", 0.0..=1.0, Assumed "only (1-L) times the threshold is identified, so the level is fixed and the threshold fitted";
        /// Gain of legitimacy from the worst to the best governance.
        governance = 0.3 "1", 0.0..=1.0, Assumed "prior 0.1-0.5";
        /// Loss of legitimacy per unit of Gini above 0.3.
        inequality = 0.3 "1", 0.0..=2.0, Assumed "prior 0-1";
        /// Largest loss of legitimacy where protesters were killed in the ten years before.
        memory = 0.08 "1", 0.0..=0.4, Assumed "set by hand, for a scenario to fit";
        /// Loss per killing and 100,000 residents of the place.
        killing = 0.002 "1", 0.0..=0.1, Assumed "prior 0-0.01";
        /// Loss per hundred arrests and 100,000 residents of the place.
        arrests = 0.002 "1", 0.0..=0.1, Assumed "prior 0-0.01";
        /// Gain from a concession of size 1.
        concession = 0.02 "1", 0.0..=0.3, Assumed "prior 0-0.1";
        /// Time over which a departure from rest fades by a factor e.
        recovery_days = 60.0 "days", 1.0..=3650.0, Assumed "prior a month to a year";
    }
}

/// Moves legitimacy by what happens around every cell: killings and arrests per resident, smoothed as news is.
pub(crate) fn legitimacy(stage: &mut Stage) -> Result<(), String> {
    let own = stage.parameters::<LegitimacyParameters>();
    let dt = stage.dt();
    let keep = kept(dt, own.recovery_days);
    let resented = alliance::resentment(stage);
    let world = &mut stage.world;
    for (cell, shift) in world.legitimacy_shift.iter_mut().enumerate() {
        // Deaths in mind for a day on average; arrests as they are expected of the people in the streets nearby.
        let killed = f64::from(stage.smooth[cell][3]) * 1e5 * dt;
        let density = f64::from(world.density[cell]);
        let place = stage.landscape.ground.place_of[cell] as usize;
        // Most are quiet, and need no division.
        let met = if density > 0.0 { encounter(world.security[cell].into(), density) } else { 0.0 };
        let [peaceful, violent] = stage.arrests[place];
        let rate = peaceful + (violent - peaceful) * world.violent[cell];
        let arrested = rate * met * density * 1e3 * dt;
        *shift = *shift * keep - own.killing * killed - own.arrests * arrested - resented;
        *shift = shift.clamp(-1.0, 1.0);
    }
    Ok(())
}

/// Legitimacy of a place before the crisis.
pub(crate) fn at_rest(parameters: &LegitimacyParameters, country: &Country, place: &Place) -> f64 {
    let remembered = math::one_minus_exp(place.past_killings / 5.0);
    let level = parameters.level + parameters.governance * (country.governance.score() - 0.5)
        - parameters.inequality * (country.gini - 0.3)
        - parameters.memory * remembered;
    level.clamp(0.0, 1.0)
}
