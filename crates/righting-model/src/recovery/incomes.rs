//! Incomes by place and class: earned, taxed, topped up; and who is poor.
//!
//! y = y0 * level * real wage * (1 - skew * k * loss), k rising from the poorest to the richest class and
//! summing to nothing over incomes, so the skew moves losses between classes and makes none. Losses of
//! slumps that fall on the poor are common; the size is assumed. A levy takes a share of the richest
//! classes of every place, a transfer pays equal sums per head to the poorest. Money is in prices before
//! the crisis.

use crate::country::INCOME_CLASSES;
use crate::landscape::{Ground, class_middle};
use crate::math;
use crate::mechanisms::hardship;
use crate::parameters::parameters;
use crate::recovery::month::Months;
use crate::setup::Setup;

/// Fifths of the people of a place.
pub(crate) const FIFTHS: usize = 5;

parameters! {
    /// Parameters of incomes.
    IncomesParameters in "incomes" {
        /// How much more than in proportion the poorest class loses, relative to the richest, in a slump.
        skew = 0.3 "1", 0.0..=1.0, Assumed "informal work goes first; prior 0-0.6";
        /// Share of the people of a place who receive transfers.
        poorest = 0.4 "1", 0.05..=1.0, Assumed "the poorest two fifths";
        /// Share of the people of a place who pay the levy.
        richest = 0.2 "1", 0.05..=1.0, Assumed "the richest fifth";
        /// Share of output taken in taxes.
        tax = 0.2 "1", 0.0..=0.6, Assumed "revenue of about a fifth of output; prior 0.15-0.25";
    }
}

/// What does not change: how income and need are spread over the classes of a place.
pub(crate) struct Spread {
    /// Income of a class relative to the place's mean.
    pub relative: [f64; INCOME_CLASSES],
    /// Standard deviation of log income.
    sigma: f64,
    /// Incidence of losses; sums to nothing over incomes.
    skew: [f64; INCOME_CLASSES],
    receives: [f64; INCOME_CLASSES],
    pays: [f64; INCOME_CLASSES],
    /// Standard normal quantile of each class, and of every place's poverty rate before the crisis.
    quantiles: [f64; INCOME_CLASSES],
    lines: Vec<f64>,
}

impl Spread {
    pub fn new(setup: &Setup, ground: &Ground) -> Self {
        let own = &setup.parameters.incomes;
        let sigma = hardship::spread_of_income(&setup.country);
        let raw = ground.quantiles.map(|z| math::exp(sigma * z));
        let mean = raw.iter().sum::<f64>() / INCOME_CLASSES as f64;
        let relative = raw.map(|income| income / mean);
        let rank = |class: usize| 2.0 * class_middle(class, INCOME_CLASSES) - 1.0;
        let centre =
            (0..INCOME_CLASSES).map(|class| relative[class] * rank(class)).sum::<f64>() / INCOME_CLASSES as f64;
        let covered = |class: usize, share: f64| (share * INCOME_CLASSES as f64 - class as f64).clamp(0.0, 1.0);
        Self {
            relative,
            sigma,
            skew: std::array::from_fn(|class| own.skew * (rank(class) - centre)),
            receives: std::array::from_fn(|class| covered(class, own.poorest)),
            pays: std::array::from_fn(|class| covered(INCOME_CLASSES - 1 - class, own.richest)),
            quantiles: ground.quantiles,
            lines: ground.lines.clone(),
        }
    }

    /// Share of a place's people whose income is under the minimum that left the place's poverty rate below it
    /// before the crisis, when the mean was `before`; incomes between classes are interpolated in their logarithm.
    pub fn poverty(&self, place: usize, before: f64, now: &[f64; INCOME_CLASSES]) -> f64 {
        let quantiles = &self.quantiles;
        // Above the line by this much, in logarithms.
        let above = |class: usize| {
            let ratio = now[class] / (before * self.relative[class]).max(1e-9);
            self.sigma * (quantiles[class] - self.lines[place]) + math::ln(ratio.max(1e-12))
        };
        let last = INCOME_CLASSES - 1;
        let crossing = match (0..INCOME_CLASSES).find(|&class| above(class) >= 0.0) {
            Some(0) => quantiles[0] - above(0) / self.sigma,
            None => quantiles[last] - above(last) / self.sigma,
            Some(class) => {
                let (low, high) = (above(class - 1), above(class));
                quantiles[class - 1] + (quantiles[class] - quantiles[class - 1]) * -low / (high - low)
            }
        };
        math::normal_cdf(crossing)
    }
}

/// Disposable income of every class of every place.
pub(crate) fn incomes(months: &mut Months) {
    let places = &months.setup.country.places;
    let spread = &months.spread;
    let classes = INCOME_CLASSES as f64;
    let before: f64 = places.iter().zip(&months.living).map(|(place, &living)| living * place.income).sum();
    let receiving: f64 = spread.receives.iter().sum::<f64>() / classes * months.living.iter().sum::<f64>();
    let top_up = if receiving > 0.0 { months.transfer * before / receiving } else { 0.0 };
    for (place, row) in places.iter().enumerate() {
        let factor = months.level[place] * months.real[place];
        let loss = (1.0 - factor / months.path).max(0.0);
        let account = &mut months.accounts[place];
        (account.earned, account.levied, account.received) = (0.0, 0.0, 0.0);
        for class in 0..INCOME_CLASSES {
            let incidence = (1.0 + spread.skew[class] * loss).max(0.0);
            let earned = row.income * spread.relative[class] * factor * incidence;
            let levied = months.levy * spread.pays[class] * earned;
            let received = top_up * spread.receives[class];
            months.disposable[place][class] = earned - levied + received;
            let people = months.living[place] / classes;
            account.earned += people * earned;
            account.levied += people * levied;
            account.received += people * received;
        }
    }
}

/// Mean of each fifth of 32 classes.
pub(crate) fn fifths(classes: &[f64; INCOME_CLASSES]) -> [f64; FIFTHS] {
    let width = INCOME_CLASSES as f64 / FIFTHS as f64;
    std::array::from_fn(|fifth| {
        let (from, to) = (width * fifth as f64, width * (fifth + 1) as f64);
        let inside = |class: usize| to.min(class as f64 + 1.0) - from.max(class as f64);
        (from as usize..to.ceil() as usize).map(|class| inside(class) * classes[class]).sum::<f64>() / width
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fifths_average_to_the_mean() {
        let classes: [f64; INCOME_CLASSES] = std::array::from_fn(|class| (class * class) as f64);
        let mean = classes.iter().sum::<f64>() / INCOME_CLASSES as f64;
        let fifths = fifths(&classes);
        assert!((fifths.iter().sum::<f64>() / FIFTHS as f64 - mean).abs() < 1e-9);
        assert!(fifths.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
