//! People after the crisis: crowds are home, the withdrawn are ready again, the detained are released.

use crate::equations::kept;
use crate::math;
use crate::mechanisms::affront::AffrontParameters;
use crate::mechanisms::leaving::LeavingParameters;
use crate::recovery::stage::{MONTH_DAYS, Months};

/// Moves people for a month; nobody is lost.
pub(crate) fn people(months: &mut Months) {
    let released = math::one_minus_exp(MONTH_DAYS / months.parameters::<LeavingParameters>().detention_days);
    let fading = kept(MONTH_DAYS, months.parameters::<AffrontParameters>().fade_days);
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
