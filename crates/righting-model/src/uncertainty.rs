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

    /// Moves uncertainty and gap of every place; `lost` is the share of output lost to unrest in the step.
    pub fn pass(&self, output: &Output, lost: &[f64], uncertainty: &mut [f64], gap: &mut [f64]) {
        let means: Vec<f64> = (0..output.polities()).map(|polity| output.mean_of(polity, uncertainty)).collect();
        for (place, (u, g)) in uncertainty.iter_mut().zip(gap).enumerate() {
            let felt = (1.0 - self.national) * *u + self.national * means[output.polity_of[place]];
            *g = *g * self.keep_g + self.opened * felt;
            *u = *u * self.keep_u + self.gained * lost[place];
        }
    }
}

/// What the output of every place weighs in its polity.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Output {
    weights: Vec<f64>,
    /// Largest income of every place's polity, relative to the largest of all.
    worth: Vec<f64>,
    /// Index of the polity of every place.
    polity_of: Vec<usize>,
}

impl Output {
    /// Incomes count relative to the largest of the polity, in millionths, so that the unit of money changes no bit.
    pub fn of(country: &Country, polity_of: Vec<usize>) -> Self {
        let polities = polity_of.iter().map(|polity| polity + 1).max().unwrap_or_default();
        let mut most = vec![f64::MIN_POSITIVE; polities];
        for (place, &polity) in country.places.iter().zip(&polity_of) {
            most[polity] = place.income.max(most[polity]);
        }
        let all = most.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
        let worth = polity_of.iter().map(|&polity| most[polity] / all).collect();
        let one = |(place, &polity): (&Place, &usize)| {
            f64::from(place.population) * (place.income / most[polity] * 1e6).round()
        };
        Self { weights: country.places.iter().zip(&polity_of).map(one).collect(), worth, polity_of }
    }

    fn polities(&self) -> usize {
        self.polity_of.iter().map(|polity| polity + 1).max().unwrap_or_default()
    }

    /// Mean over the places of a polity, weighted by their output.
    fn mean_of(&self, polity: usize, values: &[f64]) -> f64 {
        self.over(values, |place| if self.polity_of[place] == polity { 1.0 } else { 0.0 })
    }

    /// Mean over all places, weighted by their output.
    pub fn mean(&self, values: &[f64]) -> f64 {
        self.over(values, |place| self.worth[place])
    }

    fn over(&self, values: &[f64], counts: impl Fn(usize) -> f64) -> f64 {
        let (mut sum, mut all) = (0.0, 0.0);
        for (place, (weight, value)) in self.weights.iter().zip(values).enumerate() {
            let weight = weight * counts(place);
            sum += weight * value;
            all += weight;
        }
        if all > 0.0 { sum / all } else { 0.0 }
    }
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
