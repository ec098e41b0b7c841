//! Student's t distribution, with the house's own functions of numbers.

use righting_model::math;
use std::f64::consts::PI;

/// Freedom from which on the normal is taken.
const NORMAL: f64 = 1e3;

/// Terms of a series at most; it ends where a term is below the precision of a double.
const TERMS: u32 = 20_000;

/// Student's t with location 0 and scale 1; the normal for infinite freedom.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Student {
    freedom: f64,
    /// Log of the density at 0.
    height: f64,
}

impl Student {
    /// # Panics
    /// When the freedom is not above 0.
    pub fn new(freedom: f64) -> Self {
        assert!(freedom > 0.0, "a freedom above 0, found {freedom}");
        let height = if freedom >= NORMAL {
            -0.5 * math::ln(2.0 * PI)
        } else {
            libm::lgamma(0.5 * (freedom + 1.0)) - libm::lgamma(0.5 * freedom) - 0.5 * math::ln(freedom * PI)
        };
        Self { freedom, height }
    }

    /// Degrees of freedom.
    pub fn freedom(self) -> f64 {
        self.freedom
    }

    /// Log of the density, and its slope.
    pub fn ln_density(self, t: f64) -> (f64, f64) {
        if self.freedom >= NORMAL {
            return (self.height - 0.5 * t * t, -t);
        }
        let stretched = 1.0 + t * t / self.freedom;
        let power = 0.5 * (self.freedom + 1.0);
        (self.height - power * math::ln(stretched), -2.0 * power * t / (self.freedom * stretched))
    }

    /// Probability of more than `t`: the regularised incomplete beta function by the series of Abramowitz and Stegun
    /// 26.5.4 and 15.1.1, in the tail that of the tail itself, so that it keeps its digits.
    pub fn beyond(self, t: f64) -> f64 {
        if t < 0.0 {
            return 1.0 - self.beyond(-t);
        }
        if self.freedom >= NORMAL {
            return math::normal_cdf(-t);
        }
        let a = 0.5 * self.freedom;
        // 1 / B(a, 1/2) from the density at 0.
        let inverse_beta = math::exp(self.height) * math::sqrt(self.freedom);
        let x = self.freedom / (self.freedom + t * t);
        if x <= 0.5 || t > 2.0 {
            let (mut term, mut sum) = (1.0, 1.0);
            for k in 1..TERMS {
                let k = f64::from(k);
                term *= (k - 0.5) / k * x;
                sum += term * a / (a + k);
                if term < 1e-17 * sum {
                    break;
                }
            }
            0.5 * math::pow(x, a) * inverse_beta / a * sum
        } else {
            let y = t * t / (self.freedom + t * t);
            // (1 - y)^a F(a + 1/2, 1; 3/2; y): all terms are positive.
            let (mut term, mut sum) = (1.0, 1.0);
            for k in 0..TERMS {
                let k = f64::from(k);
                term *= (a + 0.5 + k) / (1.5 + k) * y;
                sum += term;
                if term < 1e-17 * sum {
                    break;
                }
            }
            0.5 - math::sqrt(y) * math::pow(x, a) * inverse_beta * sum
        }
    }

    /// Log of the probability between two ends, either of which may be infinite, and its slopes in them.
    pub fn ln_between(self, low: f64, high: f64) -> (f64, [f64; 2]) {
        // From the side where the probabilities are small.
        let mass = if low > 0.0 {
            self.beyond(low) - self.beyond(high)
        } else if high < 0.0 {
            self.beyond(-high) - self.beyond(-low)
        } else {
            1.0 - self.beyond(high) - self.beyond(-low)
        };
        let mass = mass.max(f64::MIN_POSITIVE);
        let slope = |end: f64| if end.is_finite() { math::exp(self.ln_density(end).0) / mass } else { 0.0 };
        (math::ln(mass), [-slope(low), slope(high)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::distribution::{ContinuousCDF, StudentsT};

    #[test]
    fn tails_agree_with_a_library_and_keep_their_digits() {
        for freedom in [1.0, 2.5, 4.0, 7.0, 30.0, 100.0] {
            let law = StudentsT::new(0.0, 1.0, freedom).unwrap();
            let own = Student::new(freedom);
            for t in [-3.0, -0.4, 0.0, 0.1, 0.9, 1.0, 1.7, 2.2, 4.0, 30.0] {
                let (found, expected) = (own.beyond(t), law.sf(t));
                assert!((found / expected - 1.0).abs() < 1e-8, "{freedom}, {t}: {found} is not {expected}");
            }
        }
        // With 1 degree of freedom the tail is 1 / (pi t).
        assert!((Student::new(1.0).beyond(1e12) * PI * 1e12 - 1.0).abs() < 1e-9);
        let normal = Student::new(f64::INFINITY);
        assert!((normal.beyond(1.3) - 0.096_800_484_585_610_36).abs() < 1e-15);
    }

    #[test]
    fn slopes_are_those_of_differences() {
        let step = 1e-5;
        for freedom in [3.0, 12.0, f64::INFINITY] {
            let own = Student::new(freedom);
            for t in [-4.0, -0.3, 0.2, 2.5] {
                let slope = (own.ln_density(t + step).0 - own.ln_density(t - step).0) / (2.0 * step);
                assert!((slope - own.ln_density(t).1).abs() < 1e-6, "{freedom}, {t}");
                let ends = [t - 0.7, t + 0.4];
                let (_, [by_low, by_high]) = own.ln_between(ends[0], ends[1]);
                let at = |low: f64, high: f64| own.ln_between(ends[0] + low, ends[1] + high).0;
                assert!((by_low - (at(step, 0.0) - at(-step, 0.0)) / (2.0 * step)).abs() < 1e-5);
                assert!((by_high - (at(0.0, step) - at(0.0, -step)) / (2.0 * step)).abs() < 1e-5);
            }
        }
    }

    #[test]
    fn all_that_can_be_has_probability_one() {
        let own = Student::new(5.0);
        let (whole, slopes) = own.ln_between(f64::NEG_INFINITY, f64::INFINITY);
        assert_eq!((whole, slopes), (0.0, [0.0, 0.0]));
        let (half, _) = own.ln_between(0.0, f64::INFINITY);
        assert!((half - math::ln(0.5)).abs() < 1e-14);
    }
}
