//! Do two samples come from one distribution? Kolmogorov-Smirnov by permutation, and Holm's rule for
//! many such tests at once. For comparing engines.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// Exceedances after which a p-value is known well enough.
const ENOUGH: u32 = 20;

/// p-value of the two-sample Kolmogorov-Smirnov statistic by permutation, which is exact with ties:
/// counts of people are full of them.
///
/// Permutations end after 20 exceedances (Besag and Clifford 1991, "Sequential Monte Carlo
/// p-values"; the p-value stays valid) or at `most`, which bounds the smallest p-value by
/// 1 / (`most` + 1).
///
/// # Panics
/// When a sample is empty.
pub fn same_distribution(a: &[f64], b: &[f64], most: u32, seed: u64) -> f64 {
    assert!(!a.is_empty() && !b.is_empty(), "two samples");
    let mut pooled: Vec<(f64, bool)> = a.iter().map(|&x| (x, true)).chain(b.iter().map(|&x| (x, false))).collect();
    pooled.sort_by(|x, y| x.0.total_cmp(&y.0));
    let ends: Vec<bool> = (0..pooled.len()).map(|i| i + 1 == pooled.len() || pooled[i].0 != pooled[i + 1].0).collect();
    let mut first: Vec<bool> = pooled.iter().map(|&(_, first)| first).collect();
    let observed = distance(&first, &ends, a.len(), b.len());
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut exceedances = 0;
    for made in 1..=most {
        for last in (1..first.len()).rev() {
            let other = ((u64::from(rng.next_u32()) * (last as u64 + 1)) >> 32) as usize;
            first.swap(last, other);
        }
        if distance(&first, &ends, a.len(), b.len()) >= observed {
            exceedances += 1;
            if exceedances == ENOUGH {
                return f64::from(ENOUGH) / f64::from(made);
            }
        }
    }
    f64::from(exceedances + 1) / f64::from(most + 1)
}

/// Largest distance of the two empirical distribution functions, times both sample sizes: an integer.
fn distance(first: &[bool], ends: &[bool], in_a: usize, in_b: usize) -> i64 {
    let (mut gap, mut largest) = (0_i64, 0);
    for (&first, &end) in first.iter().zip(ends) {
        gap += if first { in_b as i64 } else { -(in_a as i64) };
        if end {
            largest = largest.max(gap.abs());
        }
    }
    largest
}

/// Which of many hypotheses Holm's step-down rule (1979) rejects at a familywise error.
pub fn holm(p_values: &[f64], familywise_error: f64) -> Vec<bool> {
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|&a, &b| p_values[a].total_cmp(&p_values[b]));
    let mut rejected = vec![false; p_values.len()];
    for (rank, &index) in order.iter().enumerate() {
        if p_values[index] > familywise_error / (p_values.len() - rank) as f64 {
            break;
        }
        rejected[index] = true;
    }
    rejected
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(seed: u64, count: usize, shift: f64) -> Vec<f64> {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        // Few distinct values: ties everywhere.
        (0..count).map(|_| f64::from(rng.next_u32() >> 29) + shift).collect()
    }

    #[test]
    fn a_shift_is_found() {
        assert!(same_distribution(&sample(1, 200, 0.0), &sample(2, 200, 3.0), 20_000, 3) < 1e-3);
    }

    #[test]
    fn equal_distributions_are_rejected_no_more_often_than_they_should() {
        // Fixed seeds; 400 tests at 10 %: 40 expected, 66 is 4.3 standard errors above (error rate 1e-5).
        let small =
            (0..400).filter(|&i| same_distribution(&sample(i, 60, 0.0), &sample(i + 1000, 60, 0.0), 400, i) <= 0.1);
        let count = small.count();
        assert!((10..66).contains(&count), "{count} of 400");
    }

    #[test]
    fn constant_samples_are_equal() {
        assert_eq!(same_distribution(&[0.0; 50], &[0.0; 50], 1000, 1), 1.0);
    }

    #[test]
    fn holm_steps_down_and_stops_at_the_first_survivor() {
        assert_eq!(holm(&[0.01, 0.04, 0.03, 0.005], 0.05), [true, false, false, true]);
        assert_eq!(holm(&[0.2, 0.6], 0.05), [false, false]);
    }
}
