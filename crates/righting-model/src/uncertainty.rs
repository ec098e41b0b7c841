//! Output after unrest: what is lost makes firms and households wait, and waiting costs output.
//!
//! Uncertainty u (days of output lost that are still in mind) follows du/dt = l - u/T_u, l the share of
//! output lost to unrest; the gap follows dg/dt = s u* - g/T_g with u* = (1 - n) u + n mean(u): investors
//! look at the nation as well as at the place. Uncertainty that raises the option value of waiting and a
//! fall and slow return of output is Bloom (2009, Econometrica 77:623-685, form); the size is set to about
//! -1 % of output at six quarters (Hadzi-Vaskov, Pienknagura & Ricci 2023, BEJM 23:917-958), so that figure
//! is an input. Institutions shorten T_u: the same authors find smaller losses where they are strong.
//! Both equations are linear and are solved exactly, so a step may last hours or a month.

use crate::country::{Country, Place};
use crate::math;

crate::parameters! {
    /// Parameters of output.
    OutputParameters in "output" {
        /// Gap of output that opens per day and day of lost output in mind.
        scar = 0.0000265 "per day", 0.0..=0.001, Assumed "set so that the event study finds about -1 % at six quarters (Hadzi-Vaskov et al. 2023): an input";
        /// Time over which uncertainty fades by a factor e at a governance score of 0.4.
        uncertainty_days = 180.0 "days", 5.0..=2000.0, Assumed "prior a quarter to a year; Bloom 2009 finds a rebound after about half a year";
        /// Time over which the gap closes by a factor e.
        closing_days = 900.0 "days", 30.0..=5000.0, Assumed "prior one to four years";
        /// Weight of the nation's uncertainty beside a place's own.
        national = 0.5 "1", 0.0..=1.0, Assumed "prior 0.2-0.8";
        /// Speed-up of the fading of uncertainty per unit of the governance score.
        institutions = 1.0 "1", 0.0..=5.0, Assumed "prior 0-3; smaller losses where institutions are strong (Hadzi-Vaskov et al. 2023)";
        /// Growth of output without crisis.
        growth = 0.03 "per year", -0.1..=0.15, Assumed "4 % in 2021 (astanatimes.com), 2-4 % forecast; prior 0.02-0.045";
    }
}

/// Uncertainty and gap, exact over a step of any length.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Waiting {
    keep_u: f64,
    keep_g: f64,
    /// Gap per day of uncertainty at the step's start.
    opened: f64,
    /// Uncertainty at the end per share lost all through the step.
    gained: f64,
    national: f64,
}

impl Waiting {
    /// For a step of `dt` days under a governance score.
    pub fn new(own: &OutputParameters, score: f64, dt: f64) -> Self {
        let fading = (1.0 + own.institutions * (score - 0.4)).max(0.1) / own.uncertainty_days;
        let closing = 1.0 / own.closing_days;
        let keep_u = math::exp(-fading * dt);
        let difference = (fading - closing) * dt;
        let mean = if difference.abs() < 1e-12 { 1.0 } else { math::one_minus_exp(difference) / difference };
        Self {
            keep_u,
            keep_g: math::exp(-closing * dt),
            // s (e^(-c dt) - e^(-f dt)) / (f - c)
            opened: own.scar * math::exp(-closing * dt) * dt * mean,
            gained: math::one_minus_exp(fading * dt) / fading,
            national: own.national,
        }
    }

    /// Moves uncertainty and gap of every place; `lost` is the share of output lost to unrest in the step, `weights` are
    /// those of [`by_output`].
    pub fn pass(&self, weights: &[f64], lost: &[f64], uncertainty: &mut [f64], gap: &mut [f64]) {
        let mean = by_output(weights, uncertainty);
        for (place, (u, g)) in uncertainty.iter_mut().zip(gap).enumerate() {
            let felt = (1.0 - self.national) * *u + self.national * mean;
            *g = *g * self.keep_g + self.opened * felt;
            *u = *u * self.keep_u + self.gained * lost[place];
        }
    }
}

/// What the output of places weighs. Incomes count relative to the largest, in millionths, so that the unit of money
/// changes no bit.
pub(crate) fn weights(country: &Country) -> Vec<f64> {
    let most = country.places.iter().map(|place| place.income).fold(f64::MIN_POSITIVE, f64::max);
    let one = |place: &Place| f64::from(place.population) * (place.income / most * 1e6).round();
    country.places.iter().map(one).collect()
}

/// Mean over places, weighted by their output.
pub(crate) fn by_output(weights: &[f64], values: &[f64]) -> f64 {
    let (mut sum, mut all) = (0.0, 0.0);
    for (weight, value) in weights.iter().zip(values) {
        sum += weight * value;
        all += weight;
    }
    if all > 0.0 { sum / all } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walk(own: &OutputParameters, steps: u32, dt: f64) -> (f64, f64) {
        let (mut u, mut g) = (2.0, 0.0);
        for _ in 0..steps {
            let waiting = Waiting::new(own, 0.4, dt);
            g = g * waiting.keep_g + waiting.opened * u;
            u *= waiting.keep_u;
        }
        (u, g)
    }

    #[test]
    fn a_month_is_thirty_days_and_equal_times_are_no_trouble() {
        for closing_days in [900.0, 180.0, 180.0 + 1e-9, 60.0] {
            let own = OutputParameters { closing_days, ..Default::default() };
            let (one, many) = (walk(&own, 1, 540.0), walk(&own, 5400, 0.1));
            assert!((one.0 / many.0 - 1.0).abs() < 1e-9 && (one.1 / many.1 - 1.0).abs() < 1e-9, "{one:?} {many:?}");
        }
    }

    #[test]
    fn the_gap_opens_before_it_closes() {
        let own = OutputParameters::default();
        let gap = |months: u32| walk(&own, months, 365.0 / 12.0).1;
        assert!(gap(1) < gap(6) && gap(6) < gap(12) && gap(24) < gap(15) && gap(60) < gap(24));
    }
}
