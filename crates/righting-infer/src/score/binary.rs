//! Scores of probabilities of events that happen or not.

use serde::Serialize;

/// Brier score (1950): the squared distance of a probability from what happened. Lower is better.
pub fn brier(probability: f64, happened: bool) -> f64 {
    let error = probability - f64::from(u8::from(happened));
    error * error
}

/// Forecasts of about one probability, and how often the event came.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Reliability {
    /// Lower end of the probabilities.
    pub low: f64,
    /// Upper end, itself left out but in the last.
    pub high: f64,
    /// Forecasts.
    pub count: usize,
    /// Their mean probability.
    pub forecast: f64,
    /// Share of them in which the event came.
    pub observed: f64,
}

/// Reliability in `bins` equal bins of probability; empty ones are left out.
pub fn reliability(forecasts: &[(f64, bool)], bins: usize) -> Vec<Reliability> {
    let at = |probability: f64| ((probability * bins as f64) as usize).min(bins - 1);
    let bin = |index: usize| {
        let inside: Vec<&(f64, bool)> = forecasts.iter().filter(|(probability, _)| at(*probability) == index).collect();
        let count = inside.len();
        (count > 0).then(|| Reliability {
            low: index as f64 / bins as f64,
            high: (index + 1) as f64 / bins as f64,
            count,
            forecast: inside.iter().map(|(probability, _)| probability).sum::<f64>() / count as f64,
            observed: inside.iter().filter(|(_, happened)| *happened).count() as f64 / count as f64,
        })
    };
    (0..bins).filter_map(bin).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reliability_counts_every_forecast_once() {
        let forecasts = [(0.0, false), (0.05, false), (0.55, true), (0.5, false), (1.0, true)];
        let bins = reliability(&forecasts, 10);
        assert_eq!(bins.iter().map(|bin| bin.count).collect::<Vec<_>>(), [2, 2, 1]);
        assert!(bins[1].observed == 0.5 && (bins[1].forecast - 0.525).abs() < 1e-12);
        assert_eq!(bins[2].high, 1.0);
    }
}
