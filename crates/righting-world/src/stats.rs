//! The normal distribution, with the same bits on every machine.

/// Distribution function of the standard normal.
pub(crate) fn normal(z: f64) -> f64 {
    0.5 * libm::erfc(-z / std::f64::consts::SQRT_2)
}

/// Quantile of the standard normal, by bisection to the last bit that matters.
pub(crate) fn quantile(share: f64) -> f64 {
    let (mut low, mut high) = (-10.0, 10.0);
    for _ in 0..80 {
        let middle = 0.5 * (low + high);
        if normal(middle) < share { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

/// Standard deviation of log income of a log-normal with this Gini coefficient.
pub(crate) fn sigma(gini: f64) -> f64 {
    std::f64::consts::SQRT_2 * quantile(0.5 * (1.0 + gini))
}

#[cfg(test)]
mod tests {
    use super::{normal, quantile, sigma};

    #[test]
    fn known_values() {
        assert!((quantile(0.975) - 1.959_963_985).abs() < 1e-8);
        assert!((normal(quantile(0.2)) - 0.2).abs() < 1e-12);
        assert!((sigma(0.35) - 0.642).abs() < 1e-3);
    }
}
