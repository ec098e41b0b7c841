//! Quantiles of an ensemble.

/// The `p`-quantile of ascending values, linear between order statistics: type 7 of Hyndman and Fan
/// (1996), the default of R and NumPy.
///
/// # Panics
/// When `sorted` is empty.
pub fn quantile(sorted: &[f64], p: f64) -> f64 {
    let position = p * (sorted.len() - 1) as f64;
    let (below, above) = (position.floor() as usize, position.ceil() as usize);
    if sorted[below] == sorted[above] {
        return sorted[below];
    }
    sorted[below] + (position - below as f64) * (sorted[above] - sorted[below])
}

/// The `p`-quantile of ascending values without interpolation: type 1 of Hyndman and Fan (1996), the
/// smallest value that a share `p` of the ensemble does not exceed. For dates, where nothing lies
/// between one day and the next, and "never" (`+inf`) sorts last.
///
/// # Panics
/// When `sorted` is empty.
pub fn quantile_of_dates(sorted: &[f64], p: f64) -> f64 {
    let rank = (p * sorted.len() as f64).ceil().max(1.0) as usize;
    sorted[rank.min(sorted.len()) - 1]
}

/// Values in ascending order.
pub fn ascending(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_numpy() {
        // numpy.quantile([1, 2, 4, 8, 16], [0.05, 0.5, 0.95])
        let values = [1.0, 2.0, 4.0, 8.0, 16.0];
        let found = [0.05, 0.5, 0.95].map(|p| quantile(&values, p));
        for (found, expected) in found.into_iter().zip([1.2, 4.0, 14.4]) {
            assert!((found - expected).abs() < 1e-12, "{found} is not {expected}");
        }
    }

    #[test]
    fn never_is_the_last_date() {
        let days = [2.0, 2.0, 3.0, f64::INFINITY];
        assert_eq!(quantile_of_dates(&days, 0.5), 2.0);
        assert_eq!(quantile_of_dates(&days, 0.75), 3.0);
        assert_eq!(quantile_of_dates(&days, 0.95), f64::INFINITY);
        assert_eq!(quantile(&days, 0.5), 2.5);
        assert_eq!(quantile(&days, 0.95), f64::INFINITY);
    }
}
