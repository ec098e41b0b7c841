//! The few statistics that the replications need.

/// Arithmetic mean; 0 of nothing.
pub fn mean(values: &[f64]) -> f64 {
    if values.is_empty() { 0.0 } else { values.iter().sum::<f64>() / values.len() as f64 }
}

/// Standard deviation of a sample (n - 1); 0 of fewer than two.
pub fn deviation(values: &[f64]) -> f64 {
    if values.len() < 2 {
        return 0.0;
    }
    let centre = mean(values);
    let squares: f64 = values.iter().map(|v| (v - centre) * (v - centre)).sum();
    libm::sqrt(squares / (values.len() - 1) as f64)
}

/// Standard error of the mean.
pub fn standard_error(values: &[f64]) -> f64 {
    deviation(values) / libm::sqrt(values.len().max(1) as f64)
}

/// Distribution function of the standard normal.
pub fn normal_cdf(z: f64) -> f64 {
    0.5 * libm::erfc(-z * core::f64::consts::FRAC_1_SQRT_2)
}

/// Inverse of [`normal_cdf`] by bisection; `p` in (0, 1).
pub fn normal_quantile(p: f64) -> f64 {
    bisect(-40.0, 40.0, |z| normal_cdf(z) < p)
}

/// The point of [low, high] at which `below` turns from true to false.
pub fn bisect(mut low: f64, mut high: f64, below: impl Fn(f64) -> bool) -> f64 {
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if below(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

/// Largest distance between two empirical distributions (Kolmogorov and Smirnov).
pub fn ks_distance(a: &[f64], b: &[f64]) -> f64 {
    let sorted = |v: &[f64]| {
        let mut v = v.to_vec();
        v.sort_by(f64::total_cmp);
        v
    };
    let (a, b) = (sorted(a), sorted(b));
    let below = |v: &[f64], x: f64| v.partition_point(|&y| y <= x) as f64 / v.len() as f64;
    a.iter().chain(&b).map(|&x| (below(&a, x) - below(&b, x)).abs()).fold(0.0, f64::max)
}

/// Distance above which [`ks_distance`] of samples of size n and m is significant at `level`.
pub fn ks_critical(n: usize, m: usize, level: f64) -> f64 {
    let (n, m) = (n as f64, m as f64);
    libm::sqrt(-0.5 * libm::log(level / 2.0)) * libm::sqrt((n + m) / (n * m))
}

/// Spearman's rank correlation.
pub fn rank_correlation(a: &[f64], b: &[f64]) -> f64 {
    let (a, b) = (ranks(a), ranks(b));
    let (ma, mb) = (mean(&a), mean(&b));
    let covariance: f64 = a.iter().zip(&b).map(|(x, y)| (x - ma) * (y - mb)).sum();
    let spread = |v: &[f64], m: f64| v.iter().map(|x| (x - m) * (x - m)).sum::<f64>();
    covariance / libm::sqrt(spread(&a, ma) * spread(&b, mb))
}

fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&i, &j| values[i].total_cmp(&values[j]));
    let mut ranks = vec![0.0; values.len()];
    let mut start = 0;
    while start < order.len() {
        let tied = |&i: &usize| values[i] == values[order[start]];
        let end = start + order[start..].iter().take_while(|i| tied(i)).count();
        for &index in &order[start..end] {
            ranks[index] = (start + end - 1) as f64 / 2.0;
        }
        start = end;
    }
    ranks
}

/// A time to an event, or to the cap if the event was not seen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Survival {
    /// Score of the group (a cop density, say).
    pub score: f64,
    /// Time of the event or of the cap.
    pub time: f64,
    /// Whether the event was seen.
    pub seen: bool,
}

/// Trend of survival with the score: the log-rank test for trend (Tarone 1975), as a z value.
/// Positive: events come later as the score rises. Runs cut off at the cap count as still at risk.
pub fn logrank_trend(runs: &[Survival]) -> f64 {
    let mut times: Vec<f64> = runs.iter().filter(|r| r.seen).map(|r| r.time).collect();
    times.sort_by(f64::total_cmp);
    times.dedup();
    let (mut excess, mut variance) = (0.0, 0.0);
    for time in times {
        let at_risk: Vec<f64> = runs.iter().filter(|r| r.time >= time).map(|r| r.score).collect();
        let events: Vec<f64> = runs.iter().filter(|r| r.seen && r.time == time).map(|r| r.score).collect();
        let (n, d) = (at_risk.len() as f64, events.len() as f64);
        let centre = mean(&at_risk);
        excess += events.iter().sum::<f64>() - d * centre;
        if n > 1.0 {
            let spread: f64 = at_risk.iter().map(|s| (s - centre) * (s - centre)).sum();
            variance += d * (n - d) / (n - 1.0) * spread / n;
        }
    }
    if variance > 0.0 { -excess / libm::sqrt(variance) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_values() {
        assert!((normal_cdf(1.96) - 0.975_002).abs() < 1e-6);
        assert!((normal_quantile(0.975) - 1.959_964).abs() < 1e-6);
        assert!((deviation(&[2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0]) - 2.138_090).abs() < 1e-6);
        assert!((rank_correlation(&[1.0, 2.0, 3.0], &[10.0, 20.0, 30.0]) - 1.0).abs() < 1e-12);
        assert!((ks_distance(&[1.0, 2.0], &[3.0, 4.0]) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn trend_sees_later_events_and_censoring() {
        let run = |score, time, seen| Survival { score, time, seen };
        let rising: Vec<Survival> =
            (0..30).map(|i| run(f64::from(i % 3), f64::from(10 + 40 * (i % 3) + i), i % 3 < 2)).collect();
        assert!(logrank_trend(&rising) > 3.0);
        let flat: Vec<Survival> = (0..30).map(|i| run(f64::from(i % 3), f64::from(i / 3), true)).collect();
        assert!(logrank_trend(&flat).abs() < 0.5);
    }
}
