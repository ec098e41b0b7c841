//! The single site: an epidemic with removal, person by person.

use crate::chance::Chance;
use crate::stats::bisect;

/// Share never reached: the root of s = s0 exp(-R0 (1 - s)), s0 being the share at risk at the start.
pub fn final_size(r0: f64, s0: f64) -> f64 {
    bisect(0.0, s0, |s| s0 * libm::exp(-r0 * (1.0 - s)) > s)
}

/// One outbreak among `people`, `first` of them rioting at the start; the share never reached.
///
/// Only the order of joinings and departures matters for the final size, so time is left out: the
/// next change is a joining with probability R0 S / (R0 S + N).
pub fn outbreak(r0: f64, people: u32, first: u32, chance: &mut Chance) -> f64 {
    let n = f64::from(people);
    let (mut quiet, mut rioting) = (people - first, first);
    while rioting > 0 {
        let joining = r0 * f64::from(quiet);
        if chance.happens(joining / (joining + n)) {
            quiet -= 1;
            rioting += 1;
        } else {
            rioting -= 1;
        }
    }
    f64::from(quiet) / n
}
