//! Security forces: how many can and will act in a place, and whom they arrest.
//!
//! C = serving * deployable * reliability (+ emergency call-up) + mobile units - guards; reliability is moved in
//! `forces.rs`.
//! Raids detain people at home who took part (detentions of 2022 doubled after the streets were empty).
//! Arrests per active person and day: rate * contact, contact = C/A * (1 - e^(-A/C)) (Davies et al. 2013). How hard
//! the forces act, in arrests, raids and killings, differs between regions by what no data show.

use crate::equations::deployed;
use crate::math::one_minus_exp_f32;
use crate::mechanisms::alliance;
use crate::stage::Stage;
use crate::world::exit;

crate::parameters! {
    /// Parameters of policing.
    PolicingParameters in "policing" {
        /// Security personnel per thousand residents.
        per_thousand = 5.0 "per 1,000", 0.5..=20.0, Assumed "strength by place was not found; police, guard and interior troops of about 3-7 per 1,000";
        /// Share of personnel that can be on the street at once.
        deployable = 0.4 "1", 0.05..=1.0, Assumed "three shifts; prior 0.25-0.5";
        /// Added to the deployable share, relative, under emergency.
        call_up = 0.6 "1", 0.0..=3.0, Assumed "prior 0.3-1";
        /// Arrests per member of the security forces and day.
        arrests = 0.3 "per day", 0.0..=20.0, Assumed "set by hand, for a scenario to fit";
        /// Factor on arrests under emergency.
        emergency_arrests = 2.0 "1", 1.0..=20.0, Assumed "set by hand, for a scenario to fit";
        /// Rate at which people who took part are detained at home under emergency.
        raids = 0.03 "per day", 0.0..=2.0, Assumed "set by hand, for a scenario to fit: detentions went on after 8 January";
        /// Standard deviation between regions of the log of how hard the forces act: arrests, raids and killings.
        between_regions = 0.0 "1", 0.0..=2.0, Assumed "off unless a scenario asks; commands differ: in Oral 714 were detained without a riot, in Aktobe police stood by";
        /// Rate at which reliability erodes where forces are overwhelmed.
        erosion = 0.5 "per day", 0.0..=20.0, Assumed "set by hand, for a scenario to fit";
        /// Rate at which reliability recovers.
        recovery = 0.5 "per day", 0.0..=20.0, Assumed "prior 0.2-1";
    }
}

/// Musters the security forces and writes the rates of arrest.
pub(crate) fn policing(stage: &mut Stage) -> Result<(), String> {
    arrivals(stage);
    let parameters = stage.parameters::<PolicingParameters>();
    let direct = alliance::direct_troops(stage);
    let national_rioting = stage.national_rioting.max(1.0);
    for place in 0..stage.places() {
        let world = &mut stage.world;
        let call_up = if world.emergency[place] { 1.0 + parameters.call_up } else { 1.0 };
        let deployable = (parameters.deployable * call_up).min(1.0);
        let serving = f64::from(world.people.serving[place]);
        let own = deployed(serving, deployable, world.guards[place], world.mobile[place], world.reliability[place]);
        let security = own + direct * (world.rioting[place] / national_rioting);
        world.security[place] = security;

        let active = world.active[place];
        let zeal = if world.emergency[place] { parameters.emergency_arrests } else { 1.0 };
        world.contact[place] = contact(active, security);
        let harshness = world.harshness[place];
        let arrested = parameters.arrests * zeal * harshness * world.contact[place];
        let raided = if world.emergency[place] { parameters.raids * harshness } else { 0.0 };
        world.rates.withdrawn[place][exit::RAIDED] = raided;
        world.rates.protesters[place][exit::DETAINED] = arrested;
        world.rates.rioters[place][exit::DETAINED] = arrested;
    }
    Ok(())
}

/// Meetings of an active person with the security forces, relative to those of one alone before them:
/// near 1 for a small crowd, C/A for a large one.
fn contact(active: f64, security: f64) -> f64 {
    if active > 0.0 && security > 0.0 {
        security / active * f64::from(one_minus_exp_f32((active / security) as f32))
    } else {
        0.0
    }
}

/// Mobile units reach their places.
fn arrivals(stage: &mut Stage) {
    for (convoys, mobile) in stage.world.convoys.iter_mut().zip(&mut stage.world.mobile) {
        convoys.retain(|convoy| {
            let arrived = convoy.arrives_at <= stage.now;
            if arrived {
                *mobile += convoy.units;
            }
            !arrived
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contact_is_certain_for_one_and_shared_by_many() {
        assert!((contact(1.0, 1e6) - 1.0).abs() < 1e-6);
        assert!((contact(1e6, 100.0) - 1e-4).abs() < 1e-12);
        assert_eq!((contact(0.0, 10.0), contact(10.0, 0.0)), (0.0, 0.0));
    }
}
