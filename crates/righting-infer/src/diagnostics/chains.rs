//! Convergence of chains: rank-normalised split R-hat and bulk effective size (Vehtari, Gelman, Simpson, Carpenter and
//! Buerkner 2021, Bayesian Analysis 16: 667-718).

use righting_model::math;

/// R-hat of rank-normalised split chains (equations 1-4 and 14 of the paper): 1 where chains agree, more where they do
/// not. The larger one of that of the values and that of their distances from the median, which sees different spreads.
/// Infinite where chains stand still at different values; not a number with fewer than 4 draws a chain.
pub fn split_r_hat(chains: &[Vec<f64>]) -> f64 {
    let halves = split(chains);
    let all: Vec<f64> = halves.concat();
    if all.is_empty() {
        return f64::NAN;
    }
    let median = crate::quantile(&crate::ascending(&all), 0.5);
    let folded: Vec<Vec<f64>> =
        halves.iter().map(|half| half.iter().map(|value| (value - median).abs()).collect()).collect();
    r_hat(&rank_normal(&halves)).max(r_hat(&rank_normal(&folded)))
}

/// Effective size of the bulk: independent draws that would tell the mean of the rank-normalised values as well (section
/// 4 of the paper; the autocorrelations are summed as Geyer 1992 does, pairs as long as they are positive and fall).
/// Zero where the chains stand still; not a number with fewer than 4 draws a chain.
pub fn bulk_effective(chains: &[Vec<f64>]) -> f64 {
    effective(&rank_normal(&split(chains)))
}

/// Every chain in two halves of equal length.
fn split(chains: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let half = chains.iter().map(Vec::len).min().unwrap_or(0) / 2;
    if half < 2 {
        return Vec::new();
    }
    chains.iter().flat_map(|chain| [chain[..half].to_vec(), chain[chain.len() - half..].to_vec()]).collect()
}

/// Normal scores of the ranks over all chains, ties sharing their mean rank (equation 14: Blom's offsets).
fn rank_normal(chains: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let mut order: Vec<(f64, usize, usize)> = Vec::new();
    for (chain, values) in chains.iter().enumerate() {
        order.extend(values.iter().enumerate().map(|(draw, &value)| (value, chain, draw)));
    }
    order.sort_by(|a, b| a.0.total_cmp(&b.0));
    let count = order.len() as f64;
    let mut scores: Vec<Vec<f64>> = chains.iter().map(|chain| vec![0.0; chain.len()]).collect();
    let mut first = 0;
    while first < order.len() {
        let next = first + order[first..].iter().take_while(|entry| entry.0 == order[first].0).count().max(1);
        let rank = (first + next + 1) as f64 / 2.0;
        let score = math::normal_quantile((rank - 0.375) / (count + 0.25));
        order[first..next].iter().for_each(|&(_, chain, draw)| scores[chain][draw] = score);
        first = next;
    }
    scores
}

/// Mean and variance within, and the pooled estimate of the variance.
fn variances(chains: &[Vec<f64>]) -> (f64, f64) {
    let n = chains[0].len() as f64;
    let means: Vec<f64> = chains.iter().map(|chain| chain.iter().sum::<f64>() / n).collect();
    let squares =
        |(chain, mean): (&Vec<f64>, &f64)| chain.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0);
    let within = chains.iter().zip(&means).map(squares).sum::<f64>() / chains.len() as f64;
    let grand = means.iter().sum::<f64>() / means.len() as f64;
    let between = means.iter().map(|mean| (mean - grand) * (mean - grand)).sum::<f64>() / (means.len() as f64 - 1.0);
    (within, (n - 1.0) / n * within + between)
}

fn r_hat(chains: &[Vec<f64>]) -> f64 {
    let (within, pooled) = variances(chains);
    if within > 0.0 {
        math::sqrt(pooled / within)
    } else if pooled > 0.0 {
        f64::INFINITY
    } else {
        // All draws are one value: nothing disagrees.
        1.0
    }
}

fn effective(chains: &[Vec<f64>]) -> f64 {
    if chains.is_empty() {
        return f64::NAN;
    }
    let n = chains[0].len();
    let (within, pooled) = variances(chains);
    if within <= 0.0 {
        return 0.0;
    }
    let means: Vec<f64> = chains.iter().map(|chain| chain.iter().sum::<f64>() / n as f64).collect();
    let covariance = |lag: usize| {
        let of = |(chain, mean): (&Vec<f64>, &f64)| {
            chain[..n - lag].iter().zip(&chain[lag..]).map(|(a, b)| (a - mean) * (b - mean)).sum::<f64>() / n as f64
        };
        chains.iter().zip(&means).map(of).sum::<f64>() / chains.len() as f64
    };
    let correlation = |lag: usize| 1.0 - (within - n as f64 / (n as f64 - 1.0) * covariance(lag)) / pooled;
    let (mut sum, mut least) = (0.0, f64::INFINITY);
    let mut lag = 0;
    while lag + 1 < n {
        let pair = if lag == 0 { 1.0 + correlation(1) } else { correlation(lag) + correlation(lag + 1) };
        if pair <= 0.0 {
            break;
        }
        least = least.min(pair);
        sum += least;
        lag += 2;
    }
    let total = (chains.len() * n) as f64;
    // Antithetic chains are worth more than independent draws, but not beyond what the paper allows.
    let time = (2.0 * sum - 1.0).max(1.0 / math::ln(total) * std::f64::consts::LN_10);
    total / time
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stream::{Use, normals, stream};

    /// Chains with x' = keep x + sqrt(1 - keep^2) z, whose autocorrelation time is (1 + keep) / (1 - keep).
    fn autoregressive(keep: f64, seed: u64) -> Vec<Vec<f64>> {
        let chain = |number| {
            let mut at = 0.0;
            let step = |z: f64| {
                at = keep * at + math::sqrt(1.0 - keep * keep) * z;
                at
            };
            normals(&mut stream(seed, Use::Chain, number), 2000).into_iter().map(step).collect()
        };
        (0..4).map(chain).collect()
    }

    #[test]
    fn autocorrelated_chains_are_worth_what_theory_says() {
        for (keep, worth) in [(0.0, 8000.0), (0.5, 8000.0 / 3.0), (0.9, 8000.0 / 19.0)] {
            let chains = autoregressive(keep, 5);
            let found = bulk_effective(&chains);
            // The estimate itself has a standard error of about a tenth.
            assert!((found / worth - 1.0).abs() < 0.3, "{keep}: {found} of {worth}");
            assert!(split_r_hat(&chains) < 1.02);
        }
    }

    #[test]
    fn a_chain_elsewhere_or_of_another_spread_is_seen() {
        let mut moved = autoregressive(0.0, 6);
        moved[2].iter_mut().for_each(|x| *x += 1.0);
        assert!(split_r_hat(&moved) > 1.05, "{}", split_r_hat(&moved));
        let mut wide = autoregressive(0.0, 6);
        wide[1].iter_mut().for_each(|x| *x *= 3.0);
        assert!(split_r_hat(&wide) > 1.05, "{}", split_r_hat(&wide));
        // A trend within one chain: its halves disagree.
        let trend: Vec<f64> = (0..1000).map(f64::from).collect();
        assert!(split_r_hat(&[trend]) > 1.5);
    }

    #[test]
    fn chains_that_stand_still_are_worth_nothing() {
        assert_eq!(bulk_effective(&[vec![1.0; 10], vec![2.0; 10]]), 0.0);
        assert_eq!(split_r_hat(&[vec![1.0; 10], vec![2.0; 10]]), f64::INFINITY);
        assert_eq!(split_r_hat(&[vec![1.0; 10], vec![1.0; 10]]), 1.0);
        assert!(split_r_hat(&[vec![1.0, 2.0]]).is_nan() && bulk_effective(&[vec![1.0, 2.0]]).is_nan());
    }
}
