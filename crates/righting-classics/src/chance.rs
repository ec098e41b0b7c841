//! Random numbers of the classics.
//!
//! One xoshiro256++ stream per (seed, replicate); its seed is the SplitMix64 hash of both, so that
//! replicates do not share states. All transformations are ours and use `libm`, so a run gives the
//! same bits on every machine.

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Rng, SeedableRng};

/// A stream of random numbers.
#[derive(Debug, Clone)]
pub struct Chance {
    source: Xoshiro256PlusPlus,
}

impl Chance {
    /// The stream of `replicate` under `seed`.
    pub fn new(seed: u64, replicate: u64) -> Self {
        let mixed = split_mix(seed ^ split_mix(replicate.wrapping_add(0x5269_6768_7469_6e67)));
        Self { source: Xoshiro256PlusPlus::seed_from_u64(mixed) }
    }

    /// Sixty-four random bits.
    #[inline(always)]
    pub fn bits(&mut self) -> u64 {
        self.source.next_u64()
    }

    /// Uniform on [0, 1), 53 bits.
    #[inline(always)]
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0)
    }

    /// Uniform integer in 0..n without bias (Lemire 2019); `n` must be positive.
    #[inline(always)]
    pub fn below(&mut self, n: u32) -> u32 {
        let mut wide = (self.bits() >> 32) * u64::from(n);
        if (wide as u32) < n {
            let floor = n.wrapping_neg() % n;
            while (wide as u32) < floor {
                wide = (self.bits() >> 32) * u64::from(n);
            }
        }
        (wide >> 32) as u32
    }

    /// True with probability `p`.
    #[inline]
    pub fn happens(&mut self, p: f64) -> bool {
        self.unit() < p
    }

    /// One of the items, or none of an empty slice.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        if items.is_empty() { None } else { items.get(self.below(items.len() as u32) as usize) }
    }

    /// Puts the items in random order (Fisher and Yates).
    #[inline]
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let other = self.below(last as u32 + 1) as usize;
            items.swap(last, other);
        }
    }

    /// Exponential with mean 1.
    pub fn exponential(&mut self) -> f64 {
        -libm::log(1.0 - self.unit())
    }

    /// Standard normal (Box and Muller, cosine branch).
    pub fn normal(&mut self) -> f64 {
        let radius = libm::sqrt(2.0 * self.exponential());
        radius * libm::cos(core::f64::consts::TAU * self.unit())
    }

    /// Poisson with the given mean: sums of at most 16 by multiplication of uniforms.
    pub fn poisson(&mut self, mean: f64) -> u64 {
        let mut left = mean.max(0.0);
        let mut count = 0;
        while left > 0.0 {
            let part = left.min(16.0);
            left -= part;
            let floor = libm::exp(-part);
            let mut product = self.unit();
            while product > floor {
                count += 1;
                product *= self.unit();
            }
        }
        count
    }
}

fn split_mix(value: u64) -> u64 {
    let mut z = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_differ_by_replicate_and_repeat_by_seed() {
        let first: Vec<u64> = (0..4).map(|r| Chance::new(7, r).bits()).collect();
        let again: Vec<u64> = (0..4).map(|r| Chance::new(7, r).bits()).collect();
        assert_eq!(first, again);
        let mut distinct = first;
        distinct.sort_unstable();
        distinct.dedup();
        assert_eq!(distinct.len(), 4);
    }

    #[test]
    fn moments_are_right() {
        // 40,000 draws: each mean within 4.5 standard errors (false alarm under 1 in 100,000).
        let mut chance = Chance::new(1, 0);
        let n = 40_000;
        let root = libm::sqrt(f64::from(n));
        let mean = |f: &mut dyn FnMut() -> f64| (0..n).map(|_| f()).sum::<f64>() / f64::from(n);
        assert!((mean(&mut || chance.unit()) - 0.5).abs() < 4.5 * 0.289 / root);
        assert!(mean(&mut || chance.normal()).abs() < 4.5 / root);
        assert!((mean(&mut || chance.exponential()) - 1.0).abs() < 4.5 / root);
        assert!((mean(&mut || chance.poisson(37.0) as f64) - 37.0).abs() < 4.5 * 6.1 / root);
        assert!((mean(&mut || f64::from(chance.below(10))) - 4.5).abs() < 4.5 * 2.9 / root);
    }
}
