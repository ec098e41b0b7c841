//! Calls to gather: what is known of them, and what a place hears of a dated one.
//!
//! A dated call is a shock of the scenario: all of a place hear it. Chance calls, which hang on affront, pool and joining,
//! have a file of their own.

use crate::stage::Stage;

crate::parameters! {
    /// Parameters of calls.
    CallsParameters in "calls" {
        /// Chance calls at rest.
        rate = 0.06 "per million people and day", 0.0..=10.0, Interim "rest of five countries, prototype", Level Log 0.7;
        /// Power of the affront, relative to rest, in their intensity.
        attention = 0.5 "1", 0.0..=2.0, Assumed "prior 0.2-1";
        /// Median size, where the pool is at its median and 100,000 people hear it.
        size = 0.001 "1", 0.0..=10.0, Interim "rest of six countries: decision 067", Level Log 0.9;
        /// Standard deviation of the logarithm of sizes.
        spread = 3.0 "1", 0.0..=6.0, Interim "rest of six countries: decision 067; sizes of protests spread by an sd of 2.3 of their logarithm (Mass Mobilization)";
        /// Largest size.
        cap = 10.0 "1", 0.01..=100.0, Assumed "no call is worth more than ten national price shocks";
        /// Smallest radius within which one is heard.
        nearest = 5.0 "km", 0.5..=50.0, Assumed "a quarter of a city";
        /// Largest.
        farthest = 20.0 "km", 0.5..=200.0, Assumed "a city and its surroundings";
        /// Power by which the size falls with the people who hear one, relative to 100,000.
        hearers = 0.85 "1", 0.0..=1.5, Read "4,585 events of a day in 99 countries: people rise with the power 0.15 (0.06-0.26) of those within 20 km (Mass Mobilization)";
        /// Calls that a call leads to.
        again = 0.15 "1", 0.0..=0.95, Interim "rest of six countries: decision 067; 87 % of protests last a day (Mass Mobilization)", Level Log 0.4;
        /// Share of them a week later; the others follow after days.
        weekly = 0.35 "1", 0.0..=1.0, Assumed "Fridays and Sundays";
        /// Mean time of the others, beyond a day.
        after_days = 2.5 "days", 0.1..=30.0, Assumed "prior 1-5";
        /// Mean change of the logarithm of the size of a call to that of the next.
        fading = -0.25 "1", -3.0..=1.0, Assumed "most chains end";
        /// Standard deviation of that change.
        drift = 0.7 "1", 0.0..=3.0, Assumed "prior 0.4-1";
        /// Median size of a dated call.
        dated = 5.0 "1", 0.0..=100.0, Interim "sixteen crises: decision 067", Level Log 1.0;
        /// Standard deviation of the logarithm of what a dated call is worth, from call to call.
        turnout = 0.7 "1", 0.0..=3.0, Interim "days called in one case, sixteen crises: decision 067";
    }
}

/// Affront of the dated call that a place hears in this step; 0 without one.
pub(crate) fn dated(stage: &Stage, own: &CallsParameters, place: usize) -> f64 {
    let summons = &stage.world.summons[place];
    if summons.until > stage.now { own.dated * summons.size } else { 0.0 }
}
