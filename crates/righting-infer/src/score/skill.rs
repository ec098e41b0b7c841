//! Skill against a baseline, with a bootstrap interval.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use serde::Serialize;

use crate::quantile::{ascending, quantile};

/// Resamples of the bootstrap.
const RESAMPLES: usize = 2000;
/// Seed of the bootstrap: one for all, so that equal scores give equal intervals.
const SEED: u64 = 20_220_101;

/// Skill of a forecast against a baseline over the same cases.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Skill {
    /// 1 - mean score / mean score of the baseline: 1 is perfect, 0 no better, negative worse.
    pub skill: f64,
    /// 5th percentile of the bootstrap.
    pub low: f64,
    /// 95th percentile of the bootstrap.
    pub high: f64,
}

/// Skill over cases, paired, with the 90 % percentile interval of a bootstrap over `blocks`: cases of one
/// block are drawn together, as what one forecast says depends on each other. `None` without a case or
/// where the baseline is perfect.
pub fn skill(scores: &[f64], baseline: &[f64], blocks: &[usize]) -> Option<Skill> {
    let ratio = |cases: &mut dyn Iterator<Item = usize>| {
        let (ours, theirs) = cases.fold((0.0, 0.0), |(a, b), case| (a + scores[case], b + baseline[case]));
        (theirs > 0.0).then(|| 1.0 - ours / theirs)
    };
    let all = ratio(&mut (0..scores.len()))?;
    let mut names = blocks.to_vec();
    names.sort_unstable();
    names.dedup();
    let members: Vec<Vec<usize>> =
        names.iter().map(|name| (0..blocks.len()).filter(|&case| blocks[case] == *name).collect()).collect();
    let mut rng = ChaCha8Rng::seed_from_u64(SEED);
    let mut pick = || ((u64::from(rng.next_u32()) * members.len() as u64) >> 32) as usize;
    let drawn: Vec<f64> = (0..RESAMPLES)
        .filter_map(|_| {
            let taken: Vec<usize> = (0..members.len()).map(|_| pick()).collect();
            ratio(&mut taken.iter().flat_map(|&block| members[block].iter().copied()))
        })
        .collect();
    let sorted = ascending(&drawn);
    Some(Skill { skill: all, low: quantile(&sorted, 0.05), high: quantile(&sorted, 0.95) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_the_error_everywhere_is_half_the_skill_without_doubt() {
        let theirs = [2.0, 4.0, 6.0, 8.0];
        let found = skill(&theirs.map(|x| x / 2.0), &theirs, &[0, 1, 2, 3]).unwrap();
        assert_eq!((found.skill, found.low, found.high), (0.5, 0.5, 0.5));
    }

    #[test]
    fn cases_that_disagree_make_a_wide_interval_and_blocks_widen_it() {
        let ours: Vec<f64> = (0..40).map(|i| if i < 20 { 1.0 } else { 3.0 }).collect();
        let theirs = vec![2.0; 40];
        let apart: Vec<usize> = (0..40).collect();
        let together: Vec<usize> = (0..40).map(|i| i / 10).collect();
        let width = |found: Skill| found.high - found.low;
        let (narrow, wide) = (skill(&ours, &theirs, &apart).unwrap(), skill(&ours, &theirs, &together).unwrap());
        assert!(narrow.skill.abs() < 1e-12 && width(wide) > 1.5 * width(narrow));
    }

    #[test]
    fn nothing_can_be_said_against_a_perfect_baseline() {
        assert_eq!(skill(&[1.0], &[0.0], &[0]), None);
    }
}
