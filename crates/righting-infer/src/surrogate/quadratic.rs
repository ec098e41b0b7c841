//! Quadratic terms: 1, every input, every square and every product.

/// Number of terms of so many inputs.
pub(super) fn terms(inputs: usize) -> usize {
    1 + inputs + inputs * (inputs + 1) / 2
}

/// The terms at a point.
pub(super) fn at(x: &[f64]) -> Vec<f64> {
    let mut found = Vec::with_capacity(terms(x.len()));
    found.push(1.0);
    found.extend_from_slice(x);
    for (j, a) in x.iter().enumerate() {
        found.extend(x[..=j].iter().map(|b| a * b));
    }
    found
}

/// Slopes in the inputs of a sum of the terms with these coefficients.
pub(super) fn slopes(x: &[f64], coefficients: &[f64]) -> Vec<f64> {
    let mut found = coefficients[1..=x.len()].to_vec();
    let mut term = 1 + x.len();
    for j in 0..x.len() {
        for k in 0..=j {
            found[j] += coefficients[term] * x[k];
            found[k] += coefficients[term] * x[j];
            term += 1;
        }
    }
    found
}

/// Mean square of the slope in every input where inputs are standard normal.
pub(super) fn relevances(inputs: usize, coefficients: &[f64]) -> Vec<f64> {
    let mut found: Vec<f64> = coefficients[1..=inputs].iter().map(|slope| slope * slope).collect();
    let mut term = 1 + inputs;
    for j in 0..inputs {
        for k in 0..=j {
            let square = coefficients[term] * coefficients[term];
            if j == k {
                found[j] += 4.0 * square;
            } else {
                found[j] += square;
                found[k] += square;
            }
            term += 1;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linear::dot;

    #[test]
    fn slopes_are_those_of_differences() {
        let x = [0.3, -1.2, 0.7];
        let coefficients: Vec<f64> = (0..terms(3)).map(|i| 0.5 - 0.2 * i as f64).collect();
        let value = |x: &[f64]| dot(&coefficients, &at(x));
        for (j, slope) in slopes(&x, &coefficients).into_iter().enumerate() {
            let moved = |by: f64| {
                let mut there = x;
                there[j] += by;
                value(&there)
            };
            assert!((slope - (moved(1e-5) - moved(-1e-5)) / 2e-5).abs() < 1e-8, "{j}");
        }
        // y = 2 a + 3 b^2 + a b: mean squares of 2 + b and of 6 b + a.
        let y = [0.0, 2.0, 0.0, 0.0, 1.0, 3.0];
        assert_eq!(relevances(2, &y), [5.0, 37.0]);
    }
}
