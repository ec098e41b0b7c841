//! People after the crisis: crowds are home, the withdrawn are ready again, the detained are released.

use crate::math;
use crate::recovery::month::{MONTH_DAYS, Months};

/// Moves people for a month; nobody is lost.
pub(crate) fn people(months: &mut Months) {
    let parameters = &months.setup.parameters;
    let released = math::one_minus_exp(MONTH_DAYS / parameters.leaving.detention_days);
    let fading = math::exp(-MONTH_DAYS / parameters.hardship.affront_days);
    let world = &mut months.world;
    let people = &mut world.people;
    for place in 0..people.quiet.len() {
        // The last of the detained is released too: a rounded share would keep him for ever.
        let free = (f64::from(people.detained[place]) * released).ceil() as u32;
        people.detained[place] -= free;
        people.quiet[place] += free + people.protesting[place] + people.rioting[place] + people.withdrawn[place];
        (people.protesting[place], people.rioting[place], people.withdrawn[place]) = (0, 0, 0);
        world.affront[place] *= fading;
    }
    debug_assert_eq!(people.everyone(), months.setup.country.population(), "people are conserved");
}
