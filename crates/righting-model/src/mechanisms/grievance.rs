//! Grievance, risk and the will to act (Epstein 2002, made smooth).
//!
//! G = min(1, H + E)(1 - L); N = w R P with P = 1 - exp(-k C/A) where the person would assemble;
//! willing = logistic((G - N - T)/tau), and tau -> 0 is Epstein's rule. G is private, the act public
//! (Kuran 1989): both are reported. T is shifted by nation, region and place by what no data show.

#![allow(clippy::approx_constant, reason = "k is printed as a decimal in the source")]

use crate::engine::Drive;
use crate::math::exp_f32;
use crate::parameters::parameters;
use crate::step::Run;

parameters! {
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
pub(crate) fn grievance(run: &mut Run) -> Result<(), String> {
    let parameters = &run.setup.parameters;
    let own = &parameters.grievance;
    let forces = run.world.security.iter().zip(&run.world.active);
    for (chance, (security, active)) in run.arrest_chance.iter_mut().zip(forces) {
        let ratio = own.arrest_constant * security / active.max(1.0);
        *chance = 1.0 - exp_f32(-ratio as f32);
    }
    for (home, drive) in run.drives.iter_mut().enumerate() {
        let world = &mut run.world;
        world.risk[home] = run.landscape.assembly[home]
            .iter()
            .map(|choice| choice.share * f64::from(run.arrest_chance[choice.place]))
            .sum();
        let gained = parameters.legitimacy.concession * world.concession[home];
        let legitimacy = (run.landscape.legitimacy[home] + world.legitimacy_shift[home] + gained).clamp(0.0, 1.0);
        let rural = if run.setup.country.places[home].urban { 0.0 } else { own.rural };
        let basket = 1.0 + parameters.hardship.basket_share * (world.price[home] - 1.0);
        *drive = Drive {
            affront: world.felt[home] as f32,
            hardship_factor: (basket / world.income[home]) as f32,
            discontent: (1.0 - legitimacy) as f32,
            threshold: (own.threshold + rural + world.threshold_shift[home]) as f32,
            sharpness: (1.0 / own.spread) as f32,
            risk: (own.risk_weight * world.risk[home]) as f32,
        };
    }
    Ok(())
}
