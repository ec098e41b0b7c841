//! How income and need are spread over the classes of a place, and who of them is poor.

use crate::country::INCOME_CLASSES;
use crate::math;

/// Fifths of the people of a place.
pub(crate) const FIFTHS: usize = 5;

/// What does not change: how income and need are spread over the classes of a place.
pub(crate) struct Spread {
    /// Income of a class relative to the place's mean.
    pub relative: [f64; INCOME_CLASSES],
    /// Standard deviation of log income.
    pub sigma: f64,
    /// Incidence of losses; sums to nothing over incomes.
    pub skew: [f64; INCOME_CLASSES],
    pub receives: [f64; INCOME_CLASSES],
    pub pays: [f64; INCOME_CLASSES],
    /// Standard normal quantile of each class, and of every place's poverty rate before the crisis.
    pub quantiles: [f64; INCOME_CLASSES],
    pub lines: Vec<f64>,
}

impl Spread {
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
