use super::*;
use crate::diagnostics::{bulk_effective, split_r_hat};
use crate::linear::{cholesky, dot, solve};

/// Two normals with correlation, and one coordinate with a heavy tail: a scaled Student t with 5 degrees of freedom.
struct Known;

const COVARIANCE: [[f64; 2]; 2] = [[4.0, 1.8], [1.8, 1.0]];

impl Density for Known {
    fn dimensions(&self) -> usize {
        3
    }

    fn log_density(&self, at: &[f64], gradient: &mut [f64]) -> f64 {
        let lower = cholesky(&COVARIANCE.iter().map(|row| row.to_vec()).collect());
        let away = [at[0] - 3.0, at[1] + 1.0];
        let pull = solve(&lower, &away);
        let t = 1.0 + at[2] * at[2] / 5.0;
        gradient.copy_from_slice(&[-pull[0], -pull[1], -6.0 / 5.0 * at[2] / t]);
        -0.5 * dot(&away, &pull) - 3.0 * math::ln(t)
    }
}

fn column(chains: &[Chain], index: usize) -> Vec<Vec<f64>> {
    chains.iter().map(|chain| chain.draws.iter().map(|draw| draw[index]).collect()).collect()
}

#[test]
fn moments_of_a_known_density_lie_within_four_standard_errors() {
    let chains = sample(&Known, &NutsPlan { draws: 1000, seed: 4, threads: 2, ..NutsPlan::default() }).unwrap();
    assert_eq!(chains.iter().map(|chain| chain.divergent).sum::<usize>(), 0);
    // Mean and variance of every coordinate; of the t with 5 degrees of freedom 5/3.
    for (index, (mean, variance)) in [(3.0, 4.0), (-1.0, 1.0), (0.0, 5.0 / 3.0)].into_iter().enumerate() {
        let of = column(&chains, index);
        let effective = bulk_effective(&of);
        assert!(split_r_hat(&of) < 1.01 && effective > 1000.0, "{index}: {} {effective}", split_r_hat(&of));
        let all: Vec<f64> = of.concat();
        let n = all.len() as f64;
        let found = all.iter().sum::<f64>() / n;
        let spread = all.iter().map(|x| (x - found) * (x - found)).sum::<f64>() / n;
        assert!((found - mean).abs() < 4.0 * math::sqrt(variance / effective), "mean {index}: {found}");
        // Kurtosis 3 of the normal, 9 of the t: the variance of a squared deviation is (kurtosis - 1) variance^2.
        let wide = if index == 2 { 8.0 } else { 2.0 };
        assert!(
            (spread - variance).abs() < 4.0 * variance * math::sqrt(wide / effective),
            "variance {index}: {spread}"
        );
    }
    let [first, second] = [0, 1].map(|index| column(&chains, index).concat());
    let product: f64 = first.iter().zip(&second).map(|(a, b)| (a - 3.0) * (b + 1.0)).sum::<f64>() / first.len() as f64;
    assert!((product - 1.8).abs() < 0.4, "covariance {product}");
}

#[test]
fn draws_depend_on_the_seed_and_not_on_the_threads() {
    let plan = NutsPlan { warmup: 60, draws: 30, ..NutsPlan::default() };
    let with = |threads, seed| sample(&Known, &NutsPlan { threads, seed, ..plan.clone() }).unwrap();
    assert_eq!(with(1, 7), with(3, 7));
    assert_ne!(with(1, 7)[0].draws, with(1, 8)[0].draws);
}

/// What no sampler can draw from.
struct Broken {
    value: f64,
    slope: f64,
}

impl Density for Broken {
    fn dimensions(&self) -> usize {
        1
    }

    fn log_density(&self, _: &[f64], gradient: &mut [f64]) -> f64 {
        gradient[0] = self.slope;
        self.value
    }
}

#[test]
fn what_cannot_be_sampled_is_said() {
    let plan = NutsPlan { chains: 1, ..NutsPlan::default() };
    let nowhere = Broken { value: f64::NAN, slope: 0.0 };
    assert_eq!(sample(&nowhere, &plan), Err(NutsError::NoStart { chain: 0 }));
    // A gradient that cannot belong to the density loses energy at every step.
    let wrong = Broken { value: 0.0, slope: 1e300 };
    assert_eq!(sample(&wrong, &plan), Err(NutsError::NoStep { chain: 0 }));
    let none = sample(&Known, &NutsPlan { draws: 0, ..plan }).unwrap_err();
    assert_eq!(none.to_string(), "a plan of sampling needs a draw, found 0");
}
