//! Cohesion of the elite: the share that stands by the government, at the top and in every region.
//!
//! Siegel (2009, AJPS 53:122-138; rule recalled): a person takes part while b + c > 0, b normal, and c follows what
//! the neighbours do, c' = lambda c - (1 - lambda)(1 - lpr). Here taking part is standing by the government, the
//! network is his hierarchy (the top, its regional elites, and the offices of every place below them), b > 0 as the
//! others have left long ago, and a group stands for its members: shares, never persons. With x = -c and pressure s
//!
//! ```text
//! cohesion = united * Phi((b - x - s) / sigma) / Phi(b / sigma)
//! x' = lambda x + (1 - lambda)(1 - lpr),  lambda = e^(-dt / memory)
//! lpr = (1 - above) * own cohesion + above * cohesion above
//! s = control * overwhelmed + blame * legitimacy lost + rents * output lost - assurance * allies, not below 0
//! ```
//!
//! so defection feeds on itself (Kuran 1991, World Politics 44:7-48) and allies reassure (Libman & Davidzon 2023,
//! who call the effect of 2022 symbolic). The contested split takes a share of the top away: united = 1 - split.

use crate::country::Seat;
use crate::equations::kept;
use crate::math;
use crate::mechanisms::{alliance, hypotheses};
use crate::stage::Stage;

crate::parameters! {
    /// Parameters of elites.
    ElitesParameters in "elites" {
        /// Mean b of what standing by the government is worth to the elite, where seeing all others defect costs 1.
        interest = 0.8 "1", 0.0..=3.0, Assumed "high enough that half of the top may break away without the rest; no full split is recorded of 2022; prior 0.5-1.2";
        /// Standard deviation of it among the elite.
        spread = 0.3 "1", 0.02..=2.0, Assumed "prior 0.15-0.5";
        /// Time over which what others do is remembered: Siegel's lambda is e^(-1 day / memory) for a day.
        memory_days = 3.0 "days", 0.05..=100.0, Assumed "prior 1-10";
        /// Weight of the elite above beside one's own.
        above = 0.5 "1", 0.0..=1.0, Assumed "a regional elite looks at the top as much as at itself; prior 0.2-0.8";
        /// Pressure where police are overwhelmed everywhere.
        control = 0.2 "1", 0.0..=2.0, Assumed "prior 0-0.6";
        /// Pressure per unit of legitimacy lost, by killings and arrests above all.
        blame = 0.5 "1", 0.0..=5.0, Assumed "prior 0-2";
        /// Pressure per day of lost output still in mind: an elite lives on rents.
        rents = 0.02 "per day", 0.0..=1.0, Assumed "prior 0-0.1";
        /// Pressure that allies at full strength take away.
        assurance = 0.2 "1", 0.0..=2.0, Assumed "a signal (Libman & Davidzon 2023), size unknown; prior 0-0.6";
        /// Share of the forces of a place whose commanders go with its elite.
        command = 1.0 "1", 0.0..=1.0, Assumed "prior 0.5-1";
    }
}

/// Moves cohesion at the top and in every region.
pub(crate) fn elites(stage: &mut Stage) -> Result<(), String> {
    let own = &stage.parameters::<ElitesParameters>();
    let lambda = kept(stage.dt(), own.memory_days);
    let pressures = pressures(stage, own);
    let polities = stage.world.polities.len();
    let tops = stage.world.cohesion[..polities].to_vec();
    for (group, pressure) in pressures.into_iter().enumerate() {
        let (cohesion, cost) = (&mut stage.world.cohesion[group], &mut stage.world.elite_cost[group]);
        let region = group.checked_sub(polities);
        let top = region.map(|region| tops[stage.landscape.polity_of_region(&stage.setup.country, region)]);
        let seen = top.map_or(*cohesion, |top| (1.0 - own.above) * *cohesion + own.above * top);
        *cost = lambda * *cost + (1.0 - lambda) * (1.0 - seen);
        *cohesion = loyal(own, *cost + pressure);
    }
    let united = hypotheses::united(stage);
    stage.world.cohesion[..polities].iter_mut().for_each(|cohesion| *cohesion *= united);
    Ok(())
}

/// Share of those loyal at rest who stay so under a cost.
fn loyal(own: &ElitesParameters, cost: f64) -> f64 {
    if cost == 0.0 {
        return 1.0;
    }
    let share = |interest: f64| math::normal_cdf(interest / own.spread);
    (share(own.interest - cost) / share(own.interest)).min(1.0)
}

/// What presses on the top of every polity, then on the elite of every region.
fn pressures(stage: &Stage, own: &ElitesParameters) -> Vec<f64> {
    let assured = own.assurance * alliance::assurance(stage);
    let world = &stage.world;
    let sums = stage.landscape.sums(&stage.setup.country, |cell| {
        let place = stage.landscape.ground.place_of[cell] as usize;
        let people = f64::from(stage.landscape.civilians[cell] + stage.landscape.serving[cell]);
        let pressure = own.control * world.overwhelmed[cell]
            + own.blame * (-world.legitimacy_shift[cell]).max(0.0)
            + own.rents * world.uncertainty[place];
        [people * pressure, people]
    });
    sums.into_iter().map(|[sum, people]| (sum / people.max(1.0) - assured).max(0.0)).collect()
}

/// Cohesion of the elite that the offices of a place belong to: the top in its seats, else the region's.
pub(crate) fn cohesion(stage: &Stage, place: usize) -> f64 {
    let row = &stage.setup.country.places[place];
    let top = row.seat == Seat::National;
    stage.world.cohesion[if top { stage.landscape.polity_of(place) } else { stage.world.polities.len() + row.region }]
}

/// Largest reliability of the forces that the elite of a place leaves.
pub(crate) fn ceiling(stage: &Stage, own: &ElitesParameters, place: usize) -> f64 {
    1.0 - own.command * (1.0 - cohesion(stage, place))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_are_loyal_at_rest_half_of_phi_at_the_mean_and_fewer_the_higher_the_cost() {
        let own = ElitesParameters::default();
        assert_eq!(loyal(&own, 0.0), 1.0);
        let at_rest = math::normal_cdf(own.interest / own.spread);
        assert!((loyal(&own, own.interest) - 0.5 / at_rest).abs() < 1e-9);
        let shares: Vec<f64> = (0..60).map(|step| loyal(&own, f64::from(step) * 0.05)).collect();
        assert!(shares.windows(2).all(|pair| pair[1] <= pair[0]) && shares.iter().all(|s| (0.0..=1.0).contains(s)));
        assert!(shares[59] < 1e-9);
    }
}
