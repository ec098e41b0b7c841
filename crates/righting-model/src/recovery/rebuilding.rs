//! Destroyed facilities: until a burned one is rebuilt its place works below its means.

use crate::recovery::stage::Months;
use crate::world::FacilityState;

crate::parameters! {
    /// Parameters of rebuilding.
    RebuildingParameters in "rebuilding" {
        /// Time to rebuild a facility.
        months = 18.0 "months", 1.0..=120.0, Assumed "the hall of Almaty burned in January 2022 was under repair for about two years (recalled); prior 9-30";
        /// Cost of a facility as a share of a year's output.
        cost = 0.0001 "1", 0.0..=0.01, Assumed "damage over KZT 100 billion (Tokayev, January 2022) on about ten burned sites and a year's output of 84,000";
        /// Share of a place's output missing per facility destroyed.
        damage = 0.003 "1", 0.0..=0.1, Assumed "offices work elsewhere; prior 0-0.01";
    }
}

/// Rebuilds for a month.
pub(crate) fn rebuilding(months: &mut Months) {
    let own = months.parameters::<RebuildingParameters>();
    let country = &months.setup.country;
    months.rebuilding.fill(0.0);
    months.damage.fill(0.0);
    let cost = own.cost * 365.0 * country.output_per_day / own.months;
    for (facility, state) in country.facilities.iter().zip(&mut months.world.facilities) {
        match state {
            FacilityState::Burned => {
                let left = (own.months - f64::from(months.month - 1)).min(1.0);
                months.rebuilding[facility.place] += cost * left;
                if f64::from(months.month) >= own.months {
                    *state = FacilityState::Held;
                } else {
                    months.damage[facility.place] += own.damage;
                }
            }
            // No riot is left to hold it.
            FacilityState::Seized => *state = FacilityState::Held,
            FacilityState::Held => {}
        }
    }
}
