//! Confidence by resampling.

use serde::Serialize;

use crate::quantile::{ascending, quantile};
use crate::stream::{Use, index, stream};

/// Bootstrap samples.
const SAMPLES: u32 = 1000;

/// An estimate with its 95 % interval: percentiles of 1,000 bootstrap samples (Efron 1979).
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Estimate {
    /// The estimate.
    pub value: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Estimates what `statistic` makes of the units with the given indices, 0 to `units` - 1.
pub fn estimate(units: usize, seed: u64, number: u32, statistic: impl Fn(&[usize]) -> f64) -> Estimate {
    let all: Vec<usize> = (0..units).collect();
    let mut rng = stream(seed, Use::Bootstrap, number);
    let mut resampled = || -> f64 {
        let sample: Vec<usize> = (0..units).map(|_| index(&mut rng, units)).collect();
        statistic(&sample)
    };
    let sorted = ascending(&(0..SAMPLES).map(|_| resampled()).collect::<Vec<f64>>());
    Estimate { value: statistic(&all), low: quantile(&sorted, 0.025), high: quantile(&sorted, 0.975) }
}
