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
    let dt = stage.dt();
    let gain = policing.recovery + alliance::signal(stage);
    let seen = defection(stage);
    let places = places(stage, &own);
    for cell in 0..stage.cells() {
        let row = &stage.landscape.cells[cell];
        let [ceiling, paid, lost] = places[row.place];
        let world = &mut stage.world;
        let share = overwhelmed(world.density[cell].into(), world.security[cell].into(), policing.overwhelmed);
        world.overwhelmed[cell] = share;
        let region = stage.setup.country.places[row.place].region;
        let nearby = own.nearby * seen[region + 1] + (1.0 - own.nearby) * seen[0];
        let killed = f64::from(stage.smooth[cell][3]);
        let mut loss = policing.erosion * share + own.sight * nearby + paid + lost / dt;
        if killed > 0.0 {
            // Deaths of the last day per member of the forces, both per resident.
            loss += 1000.0 * own.orders * killed / f64::from(stage.mustered[cell]).max(1e-6);
        }
        // Most are at rest.
        if loss == 0.0 && world.reliability[cell] == ceiling {
            continue;
        }
        world.reliability[cell] = after(world.reliability[cell], ceiling, gain, loss, dt);
    }
    Ok(())
}

/// What the forces of a place have in common: the ceiling, and losses of reliability by pay, per day, and by own dead.
fn places(stage: &Stage, own: &ForcesParameters) -> Vec<[f64; 3]> {
    let elite = stage.parameters::<ElitesParameters>();
    let share = stage.parameters::<HardshipParameters>().basket_share;
    let world = &stage.world;
    let one = |place: usize| {
        let paid = (1.0 - own.arrears) * world.income[place] / basket(share, world.price[place]);
        let strength = (f64::from(world.people.serving[place]) + world.mobile[place]).max(1.0);
        let lost = 1000.0 * own.losses * f64::from(world.lost[place]) / strength;
        [elites::ceiling(stage, &elite, place), own.pay * (1.0 - paid).max(0.0), lost]
    };
    (0..stage.places()).map(one).collect()
}

/// Share of forces that are overwhelmed: x^4 / (1 + x^4) with x = active / (ratio * forces), both per resident. It erodes
/// their reliability and moves elites; it makes no crowd riot.
fn overwhelmed(active: f64, forces: f64, ratio: f64) -> f64 {
    let x = active / (ratio * forces.max(1e-6));
    // Less than a hundred thousandth is nothing.
    if x < 0.05 {
        return 0.0;
    }
    let fourth = x * x * x * x;
    if fourth.is_finite() { fourth / (1.0 + fourth) } else { 1.0 }
}

/// Reliability after `dt` days at constant rates.
fn after(reliability: f64, ceiling: f64, gain: f64, loss: f64, dt: f64) -> f64 {
    let rest = ceiling * gain / (gain + loss).max(1e-9);
    // At rest nothing needs an exponential.
    if reliability == rest {
        return rest;
    }
    rest + (reliability - rest) * f64::from(exp_f32((-(gain + loss) * dt) as f32))
}

/// Share of the forces that stands aside: in the nation (first) and in every region.
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
        let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-6, "{a} against {b}");
        assert_eq!(after(1.0, 1.0, 0.5, 0.0, 1.0), 1.0);
        close(after(0.2, 0.8, 0.5, 0.0, 1e3), 0.8);
        // No recovery: rho e^(-loss dt).
        close(after(0.9, 1.0, 0.0, 0.3, 2.0), 0.9 * math::exp(-0.6));
        // A killing counts whole, however short the step.
        close(after(1.0, 1.0, 0.0, 0.02 / 1e-3, 1e-3), math::exp(-0.02));
        // Half a day twice is a day.
        let half = after(after(0.7, 0.9, 0.5, 0.2, 0.5), 0.9, 0.5, 0.2, 0.5);
        close(half, after(0.7, 0.9, 0.5, 0.2, 1.0));
    }

    #[test]
    fn forces_are_overwhelmed_by_half_at_the_ratio() {
        assert_eq!(overwhelmed(0.0, 0.003, 8.0), 0.0);
        assert!((overwhelmed(0.024, 0.003, 8.0) - 0.5).abs() < 1e-12);
        assert_eq!(overwhelmed(1.0, 0.0, 1e-80), 1.0);
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
