//! Grievance, risk and the will to act (Epstein 2002, made smooth).
//!
//! G = min(1, H + E)(1 - L); N = w R P with P = 1 - exp(-k C/A) where the person would assemble;
//! willing = logistic((G - N - T)/tau), and tau -> 0 is Epstein's rule. G is private, the act public
//! (Kuran 1989): both are reported. T is shifted by nation, region and place by what no data show.

#![allow(clippy::approx_constant, reason = "k is printed as a decimal in the source")]

use crate::equations::{Motive, arrest_exponent, basket, legitimacy};
use crate::landscape::expected;
use crate::math::exp_f32;
use crate::mechanisms::hardship::HardshipParameters;
use crate::mechanisms::legitimacy::LegitimacyParameters;
use crate::stage::Stage;

crate::parameters! {
    /// Parameters of grievance and risk.
    GrievanceParameters in "grievance" {
        /// Threshold T of net grievance.
        threshold = 0.45 "1", 0.0..=1.0, Assumed "set by hand, for a scenario to fit; 0.1 in Epstein 2002, where hardship is uniform";
        /// Spread tau of the will to act.
        spread = 0.03 "1", 0.001..=0.5, Assumed "set by hand, for a scenario to fit; tau -> 0 is Epstein 2002";
        /// Weight w of risk.
        risk_weight = 0.25 "1", 0.0..=2.0, Assumed "set by hand, for a scenario to fit; 1 in Epstein 2002";
        /// Constant k of the probability of arrest.
        arrest_constant = 2.302585 "1", 0.1..=10.0, Read "Epstein 2002: P = 0.9 at C = A = 1; ln 10 in the original code";
        /// Added to the threshold outside cities.
        rural = 0.05 "1", -0.2..=0.5, Assumed "set by hand, for a scenario to fit";
        /// Standard deviation of the threshold between replicates: the mood of the nation.
        between_nations = 0.005 "1", 0.0..=0.2, Assumed "set by hand, for a scenario to fit: width of the national bands";
        /// Standard deviation of the threshold between regions.
        between_regions = 0.01 "1", 0.0..=0.2, Assumed "set by hand, for a scenario to fit";
        /// Standard deviation of the threshold between places of a region.
        between_places = 0.01 "1", 0.0..=0.2, Assumed "set by hand, for a scenario to fit";
    }
}

/// Writes what decides who is willing in every home.
pub(crate) fn grievance(stage: &mut Stage) -> Result<(), String> {
    let own = stage.parameters::<GrievanceParameters>();
    let promise = stage.parameters::<LegitimacyParameters>().concession;
    let share = stage.parameters::<HardshipParameters>().basket_share;
    let world = &mut stage.world;
    let forces = world.security.iter().zip(&world.active);
    for (chance, (security, active)) in stage.arrest_chance.iter_mut().zip(forces) {
        *chance = 1.0 - exp_f32(-arrest_exponent(own.arrest_constant, *security, *active) as f32);
    }
    for (home, drive) in stage.drives.iter_mut().enumerate() {
        let rest = stage.landscape.legitimacy[home];
        let promised = promise * world.concession[home];
        world.risk[home] = expected(&stage.landscape.assembly[home], |place| f64::from(stage.arrest_chance[place]));
        let motive = Motive {
            affront: world.felt[home],
            hardship: basket(share, world.price[home]) / world.income[home],
            legitimacy: legitimacy(rest, 0.0, world.legitimacy_shift[home], promised),
            threshold: own.threshold,
            rural: own.rural,
            urban: stage.setup.country.places[home].urban,
            shift: world.threshold_shift[home],
            spread: own.spread,
            risk: own.risk_weight * world.risk[home],
        };
        *drive = motive.drive();
    }
    Ok(())
}
