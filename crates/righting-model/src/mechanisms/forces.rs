//! Reliability of the security forces: the share that obeys, in every cell.
//!
//! ```text
//! d rho/dt = gain (ceiling - rho) - loss rho
//! gain = recovery + signal of allies
//! loss = erosion * overwhelmed + sight * defection seen + pay * pay missing
//!      + losses * own dead + orders * people killed, both per thousand of the forces; the latter by densities
//! ```
//!
//! solved exactly over a step; own dead and people killed count in the step after. The ceiling is what the elite
//! leaves (`elites.rs`). That forces lose reliability, and that help comes as a signal which restores it, is what
//! decides over help in "From Almaty to Minsk" (CEJISS, abstract) and Libman & Davidzon (2023); that each looks at
//! the others is the bandwagon of Kuran (1991). Form and sizes are ours.

use crate::equations::basket;
use crate::math::exp_f32;
use crate::mechanisms::alliance;
use crate::mechanisms::elites::{self, ElitesParameters};
use crate::mechanisms::hardship::HardshipParameters;
use crate::mechanisms::policing::PolicingParameters;
use crate::stage::Stage;
use crate::world::World;

crate::parameters! {
    /// Parameters of forces; their erosion and recovery are in `policing`.
    ForcesParameters in "forces" {
        /// Loss of reliability, as a logarithm, per thousandth of the forces of a place killed.
        losses = 0.02 "1", 0.0..=1.0, Assumed "no figure was found; 19 of some 100,000 died in 2022; prior 0-0.1";
        /// The same per person killed by the forces and thousand of them.
        orders = 0.002 "1", 0.0..=0.5, Assumed "no figure was found; prior 0-0.02";
        /// Rate at which forces that are paid nothing dissolve; less in proportion to what is missing.
        pay = 0.1 "per day", 0.0..=5.0, Assumed "no figure was found; prior 0-0.5";
        /// Share of pay in arrears.
        arrears = 0.0 "1", 0.0..=1.0, Assumed "none is reported of 2022";
        /// Rate at which forces dissolve who see all others stand aside.
        sight = 0.1 "per day", 0.0..=10.0, Assumed "below the recovery, so that no small defection tips the rest; prior 0-0.4";
        /// Weight of the own region beside the nation in what is seen.
        nearby = 0.5 "1", 0.0..=1.0, Assumed "prior 0.2-0.8";
    }
}

/// Moves the reliability of the forces in every cell.
pub(crate) fn forces(stage: &mut Stage) -> Result<(), String> {
    let own = stage.parameters::<ForcesParameters>();
    let policing = stage.parameters::<PolicingParameters>();
    let gain = policing.recovery + alliance::signal(stage);
    let places = places(stage, &own);
    let law = Law {
        gain: gain as f32,
        erosion: policing.erosion as f32,
        ratio: policing.overwhelmed as f32,
        // Deaths of the last day per member of the forces, both per resident.
        orders: 1000.0 * own.orders as f32,
        dt: stage.dt() as f32,
    };
    let place_of = &stage.landscape.ground.place_of;
    let (smooth, mustered) = (&stage.smooth, &stage.mustered);
    let World { reliability, overwhelmed, density, security, .. } = &mut stage.world;
    stage.kernel.run(
        #[inline(always)]
        || {
            for (cell, (reliability, overwhelmed)) in reliability.iter_mut().zip(overwhelmed).enumerate() {
                let [ceiling, loss] = places[place_of[cell] as usize];
                let share = law.overwhelmed(density[cell], security[cell]);
                let killed = smooth[cell][3] / mustered[cell].max(1e-6);
                let loss = loss + law.erosion * share + law.orders * killed;
                *reliability = f64::from(after(*reliability as f32, ceiling, law.gain, loss, law.dt));
                *overwhelmed = f64::from(share);
            }
        },
    );
    Ok(())
}

/// What places have in common: the ceiling, and losses of reliability per day, by pay, own dead and defection seen.
fn places(stage: &Stage, own: &ForcesParameters) -> Vec<[f32; 2]> {
    let elite = stage.parameters::<ElitesParameters>();
    let share = stage.parameters::<HardshipParameters>().basket_share;
    let (world, seen, dt) = (&stage.world, defection(stage), stage.dt());
    let one = |place: usize| {
        let paid = (1.0 - own.arrears) * world.income[place] / basket(share, world.price[place]);
        let strength = (f64::from(world.people.serving[place]) + world.mobile[place]).max(1.0);
        let lost = 1000.0 * own.losses * f64::from(world.lost[place]) / strength;
        let region = stage.setup.country.places[place].region;
        let (own_region, nation) = (seen[world.polities.len() + region], seen[stage.landscape.polity_of(place)]);
        let nearby = own.nearby * own_region + (1.0 - own.nearby) * nation;
        let loss = own.sight * nearby + own.pay * (1.0 - paid).max(0.0) + lost / dt;
        [elites::ceiling(stage, &elite, place), loss].map(|x| x as f32)
    };
    (0..stage.places()).map(one).collect()
}

/// The law of reliability in one step.
#[derive(Clone, Copy)]
struct Law {
    gain: f32,
    erosion: f32,
    ratio: f32,
    orders: f32,
    dt: f32,
}

impl Law {
    /// Share of forces that are overwhelmed: x^4 / (1 + x^4) with x = active / (ratio * forces), both per resident. It
    /// erodes their reliability and moves elites; it makes no crowd riot.
    #[inline(always)]
    fn overwhelmed(&self, active: f32, forces: f32) -> f32 {
        let x = (active / (self.ratio * forces.max(1e-6))).min(1e9);
        let fourth = x * x * x * x;
        // Less than a hundred thousandth is nothing.
        if x < 0.05 { 0.0 } else { fourth / (1.0 + fourth) }
    }
}

/// Reliability after `dt` days at constant rates.
#[inline(always)]
fn after(reliability: f32, ceiling: f32, gain: f32, loss: f32, dt: f32) -> f32 {
    let rest = ceiling * (gain / (gain + loss).max(1e-9));
    rest + (reliability - rest) * exp_f32(-(gain + loss) * dt)
}

/// Share of the forces that stands aside: in every polity, then in every region.
fn defection(stage: &Stage) -> Vec<f64> {
    let sums = stage.landscape.sums(&stage.setup.country, |cell| {
        let serving = f64::from(stage.landscape.serving[cell]);
        [serving * (1.0 - stage.world.reliability[cell]), serving]
    });
    sums.into_iter().map(|[aside, serving]| aside / f64::max(serving, 1.0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math;

    #[test]
    fn forces_recover_to_their_ceiling_and_lose_what_an_exponential_says() {
        let close = |a: f32, b: f32| assert!((a - b).abs() < 1e-6, "{a} against {b}");
        assert_eq!(after(1.0, 1.0, 0.5, 0.0, 1.0), 1.0);
        close(after(0.2, 0.8, 0.5, 0.0, 1e3), 0.8);
        // No recovery: rho e^(-loss dt).
        close(after(0.9, 1.0, 0.0, 0.3, 2.0), 0.9 * math::exp(-0.6) as f32);
        // A killing counts whole, however short the step.
        close(after(1.0, 1.0, 0.0, 0.02 / 1e-3, 1e-3), math::exp(-0.02) as f32);
        // Half a day twice is a day.
        let half = after(after(0.7, 0.9, 0.5, 0.2, 0.5), 0.9, 0.5, 0.2, 0.5);
        close(half, after(0.7, 0.9, 0.5, 0.2, 1.0));
    }

    #[test]
    fn forces_are_overwhelmed_by_half_at_the_ratio() {
        let law = |ratio| Law { gain: 0.5, erosion: 0.5, ratio, orders: 2.0, dt: 0.125 };
        assert_eq!(law(8.0).overwhelmed(0.0, 0.003), 0.0);
        assert!((law(8.0).overwhelmed(0.024, 0.003) - 0.5).abs() < 1e-6);
        assert_eq!(law(1e-30).overwhelmed(1.0, 0.0), 1.0);
    }

    #[test]
    fn reliability_is_a_share_that_falls_with_loss_and_rises_with_gain_and_ceiling() {
        let grid = [0.0, 0.1, 0.5, 1.0, 7.0];
        for reliability in [0.0, 0.4, 1.0] {
            for ceiling in [0.0, 0.5, 1.0] {
                for pair in grid.windows(2) {
                    let (less, more) = (pair[0], pair[1]);
                    let of = |gain, loss| after(reliability, ceiling, gain, loss, 0.5);
                    assert!((0.0..=1.0).contains(&of(less, more)));
                    assert!(of(0.5, more) <= of(0.5, less) + 1e-7);
                    if reliability <= ceiling {
                        assert!(of(more, 0.2) >= of(less, 0.2) - 1e-7);
                    }
                    let higher = after(reliability, (ceiling + 0.1).min(1.0), less, more, 0.5);
                    assert!(higher >= of(less, more) - 1e-7);
                }
            }
        }
    }
}
