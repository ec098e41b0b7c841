//! Whom the security forces arrest.
//!
//! Arrests are a hazard per attendance, k severity c / (c + a) F G, with a the density of people in the
//! streets, F a field of the day and G a draw of the polity's day: so a small place has its share of what a large one
//! has, and nothing needs a cap. Severity is 1 where forces disperse; where they contain it is m + (1 - m) v, with m that
//! of a peaceful crowd and v the share that riots; where they stand aside it is small. Of the protests of 166 countries
//! (Mass Mobilization) 6 % of the peaceful that were let be saw arrests, 23 % of the violent that were, and 27 % of those
//! dispersed, at any size. Raids detain at home those who took part, under an order to sweep (detentions of 2022 doubled
//! after the streets were empty).

use crate::equations::{encounter, factor};
use crate::mechanisms::elites::{self, ElitesParameters};
use crate::mechanisms::government::{posture, sweeps};
use crate::mechanisms::leaving::LeavingParameters;
use crate::setup::Posture;
use crate::stage::Stage;
use crate::world::exit;

crate::parameters! {
    /// Parameters of policing.
    PolicingParameters in "policing" {
        /// Security personnel per thousand residents.
        per_thousand = 5.0 "per 1,000", 0.5..=20.0, Assumed "strength by place was not found; police, guard and interior troops of about 3-7 per 1,000";
        /// Share of personnel that can be on the street at once.
        deployable = 0.6 "1", 0.05..=1.0, Assumed "three shifts and reserves: 3 per 1,000 residents, in which arrests are counted";
        /// Strength relative to that.
        strength = 1.0 "1", 0.05..=20.0, Interim "police of countries differ by as much", Level Log 0.4;
        /// Added to the deployable share, relative, under emergency.
        call_up = 0.6 "1", 0.0..=3.0, Assumed "prior 0.3-1";
        /// Arrests per attendance where forces disperse and are many.
        arrests = 0.025 "1", 0.0..=20.0, Interim "sixteen crises: decision 067; spread of countries in Mass Mobilization", Level Log 1.2;
        /// The same where forces are ordered to stand aside, relative.
        aside = 0.004 "1", 0.0..=1.0, Assumed "prior 0-0.02: a ten-thousandth of those who attend";
        /// The same of a peaceful crowd where they contain, relative.
        contain = 0.02 "1", 0.0..=1.0, Assumed "prior 0.005-0.1; 0.0005-0.0009 arrests per attendance in the United States in 2020, a fifth as many crowds with arrests as where they disperse (Mass Mobilization)";
        /// Rate at which people who took part are detained at home where forces sweep.
        raids = 0.03 "per day", 0.0..=2.0, Interim "seven cases, prototype: detentions of 2022 went on after 8 January", Level Log 1.0;
        /// Standard deviation of the logarithm of the field of arrests.
        local = 1.0 "1", 0.0..=3.0, Assumed "commands differ: in Oral 714 were detained without a riot, in Aktobe police stood by";
        /// Rate at which reliability erodes where forces are overwhelmed.
        erosion = 0.5 "per day", 0.0..=20.0, Assumed "prior 0.1-2";
        /// Rate at which reliability recovers.
        recovery = 0.5 "per day", 0.0..=20.0, Assumed "prior 0.2-1";
        /// People in the streets per member of the forces at which half the forces are overwhelmed.
        overwhelmed = 8.0 "1", 0.2..=200.0, Assumed "prior 3-20";
    }
}

/// Writes the rates of arrest, and of raids.
pub(crate) fn policing(stage: &mut Stage) -> Result<(), String> {
    let own = stage.parameters::<PolicingParameters>();
    let elite = stage.parameters::<ElitesParameters>();
    let per_day = 24.0 / stage.parameters::<LeavingParameters>().hours;
    for place in 0..stage.places() {
        let obeyed = elites::ceiling(stage, &elite, place);
        let rate = |violent| own.arrests * per_day * severity(&own, posture(stage, place), obeyed, violent);
        stage.arrests[place] = [rate(0.0), rate(1.0)];
        stage.raids[place] = if sweeps(stage, place) { own.raids * obeyed } else { 0.0 };
    }
    for index in 0..stage.busy.len() {
        let cell = stage.busy[index] as usize;
        let place = stage.landscape.ground.place_of[cell] as usize;
        let met = encounter(stage.world.security[cell].into(), stage.world.density[cell].into());
        let [peaceful, violent] = stage.arrests[place];
        let rate = peaceful + (violent - peaceful) * stage.world.violent[cell];
        stage.world.rates.crowd[cell][exit::DETAINED] = rate * met * hard(stage, &own, cell);
    }
    for place in 0..stage.places() {
        if stage.raids[place] > 0.0 {
            raid(stage, &own, place);
        }
    }
    Ok(())
}

/// Writes the rates of raids in a place.
fn raid(stage: &mut Stage, own: &PolicingParameters, place: usize) {
    for cell in stage.landscape.cells_of(place) {
        if stage.world.crowds.resting[cell] > 0 {
            stage.world.rates.resting[cell][exit::RAIDED] = stage.raids[place] * hard(stage, own, cell);
        }
    }
}

/// How hard forces act in a cell today, relative to the mean.
fn hard(stage: &mut Stage, own: &PolicingParameters, cell: usize) -> f64 {
    let zeal = stage.world.polities[stage.landscape.cells[cell].polity].zeal[0];
    let [field, _] = stage.force_fields(cell);
    zeal * f64::from(factor(own.local as f32, field))
}

/// Arrests of a crowd of which a share is violent, relative to dispersal; `obeyed` is the share of forces that do as ordered,
/// the others stand aside.
fn severity(own: &PolicingParameters, posture: Posture, obeyed: f64, violent: f64) -> f64 {
    let ordered = match posture {
        Posture::Aside => own.aside,
        Posture::Contain => own.contain + (1.0 - own.contain) * violent,
        Posture::Disperse => 1.0,
    };
    own.aside + (ordered - own.aside) * obeyed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_let_be_is_hardly_arrested_but_for_rioters() {
        let own = PolicingParameters { aside: 0.004, contain: 0.02, ..Default::default() };
        let close = |found: f64, expected: f64| assert!((found - expected).abs() < 1e-12, "{found}, {expected}");
        close(severity(&own, Posture::Contain, 1.0, 0.0), 0.02);
        close(severity(&own, Posture::Contain, 1.0, 0.5), 0.51);
        for violent in [0.0, 0.5, 1.0] {
            close(severity(&own, Posture::Disperse, 1.0, violent), 1.0);
            close(severity(&own, Posture::Aside, 1.0, violent), 0.004);
            // Half of the forces stand aside.
            close(severity(&own, Posture::Disperse, 0.5, violent), 0.502);
        }
    }
}
