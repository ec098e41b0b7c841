//! Who leaves a list in a step, and where to: each member with probability 1 - e^-hazard, each alike.
//!
//! Where few leave they are met by gaps carried from step to step (`gaps`). Where many do, how many is drawn from
//! the binomial distribution, how many take each exit likewise, and who by lot: a draw a member, and no branch.

use crate::draw::{Draws, Purpose, uniform};
use crate::engine::gaps::{Gaps, Walk};
use crate::math;

/// Exits expected from which on they are counted.
const MANY: f32 = 48.0;

/// Blocks of words fetched at once for the lots.
const BLOCKS: usize = 8;

/// The lists that people leave, as addresses of their lots.
#[derive(Debug, Clone, Copy)]
#[repr(u8)]
pub(super) enum List {
    Riot = 0,
    Protest = 1,
    ToProtest = 2,
    ToRiot = 3,
    Withdrawn = 4,
    Detained = 5,
}

/// A list in one step.
pub(super) struct Exits<'a> {
    pub draws: Draws,
    pub list: List,
    /// What the gaps of the list are for.
    pub purpose: Purpose,
    /// Key of the place.
    pub key: u32,
    pub minute: u32,
    /// Time at risk, days.
    pub dt: f64,
    /// Rates of the exits, per day.
    pub rates: &'a [f64; 4],
}

impl Exits<'_> {
    /// Takes those who leave out of a list and hands each over with their exit.
    #[inline(always)]
    pub fn take<T: Copy>(&self, members: &mut Vec<T>, gaps: &mut Gaps, leave: impl FnMut(T, usize)) {
        let fates = Fates::new(self.rates);
        let hazard = fates.total() * self.dt;
        if hazard as f32 * members.len() as f32 >= MANY {
            self.draw(members, hazard, leave);
        } else if !gaps.spans(hazard as f32, members.len()) {
            self.walk(members, hazard as f32, &fates, gaps, leave);
        }
    }

    #[inline(always)]
    fn walk<T: Copy>(
        &self,
        members: &mut Vec<T>,
        hazard: f32,
        fates: &Fates,
        gaps: &mut Gaps,
        mut leave: impl FnMut(T, usize),
    ) {
        let mut end = members.len();
        let mut walk = Walk::new(self.draws, self.purpose, self.key, hazard, gaps);
        while let Some((index, word)) = walk.next_below(&mut end) {
            leave(members.swap_remove(index), fates.pick(word));
        }
    }

    #[inline(always)]
    fn draw<T: Copy>(&self, members: &mut Vec<T>, hazard: f64, mut leave: impl FnMut(T, usize)) {
        let mut left = Chances::new(self, ALL).binomial(members.len() as u32, math::one_minus_exp(hazard));
        for (exit, share) in shares(self.rates).into_iter().enumerate() {
            let count = Chances::new(self, exit as u32).binomial(left, share);
            left -= count;
            let mut lots = Lots::new(self, exit as u32);
            for _ in 0..count {
                let index = lots.index(members.len());
                leave(members.swap_remove(index), exit);
            }
        }
    }
}

/// The share of each rate in itself and those after it: 0 for none, and exactly 1 where nothing comes after.
fn shares(rates: &[f64; 4]) -> [f64; 4] {
    let mut rest = 0.0;
    let mut shares = [0.0; 4];
    for (share, rate) in shares.iter_mut().zip(rates).rev() {
        rest += rate;
        *share = if *rate > 0.0 { rate / rest } else { 0.0 };
    }
    shares
}

/// Competing exits of one list in one step.
struct Fates {
    /// Rates of each exit and those before it; the last exit has what is left.
    ends: [f64; 3],
    total: f64,
}

impl Fates {
    #[inline(always)]
    fn new(rates: &[f64; 4]) -> Self {
        let first = rates[0];
        let second = first + rates[1];
        let third = second + rates[2];
        Self { ends: [first, second, third], total: third + rates[3] }
    }

    /// Rate of any exit.
    #[inline(always)]
    fn total(&self) -> f64 {
        self.total
    }

    /// Which exit, given that one happened.
    #[inline(always)]
    fn pick(&self, word: u32) -> usize {
        let at = f64::from(word) * (self.total / 4_294_967_296.0);
        self.ends.iter().map(|&end| usize::from(at >= end)).sum()
    }
}

/// Stands for all exits together.
const ALL: u32 = 4;

/// What decides how many take an exit. Its chances have addresses of their own, whatever happened at other exits, so that
/// scenarios that differ a little share them.
struct Chances {
    draws: Draws,
    which: (u32, u8, u32),
    next: u32,
}

impl Chances {
    fn new(exits: &Exits, exit: u32) -> Self {
        Self { draws: exits.draws, which: (exits.key, exits.list as u8, exits.minute), next: exit << 24 }
    }

    /// The uniforms of the next attempt.
    fn uniforms(&mut self) -> [f64; 2] {
        let (key, list, minute) = self.which;
        let [a, b, c, d] = self.draws.block_at(Purpose::Lots, key, list, minute, self.next);
        self.next += 1;
        [uniform(a, b), uniform(c, d)]
    }

    /// How many of `n` are met, each with probability `p`.
    fn binomial(&mut self, n: u32, p: f64) -> u32 {
        if n == 0 || p <= 0.0 {
            0
        } else if p >= 1.0 {
            n
        } else if p > 0.5 {
            n - self.rare(n, 1.0 - p)
        } else {
            self.rare(n, p)
        }
    }

    /// As [`binomial`](Self::binomial), for p of at most a half: by inversion where few are expected, otherwise by
    /// transformed rejection (BTRS of Hoermann 1993, "The generation of binomial random variates", Journal of
    /// Statistical Computation and Simulation 46: 101-110).
    fn rare(&mut self, n: u32, p: f64) -> u32 {
        let (people, q) = (f64::from(n), 1.0 - p);
        let expected = people * p;
        if expected < 10.0 {
            return self.inverted(n, p);
        }
        let spread = math::sqrt(expected * q);
        let b = 1.15 + 2.53 * spread;
        let a = -0.0873 + 0.0248 * b + 0.01 * p;
        let accept = 0.92 - 4.2 / b;
        loop {
            let [u, v] = self.uniforms();
            let u = u - 0.5;
            let edge = 0.5 - u.abs();
            let found = ((2.0 * a / edge + b) * u + expected + 0.5).floor();
            if edge >= 0.07 && v <= accept {
                return found as u32;
            }
            if !(0.0..=people).contains(&found) {
                continue;
            }
            let mode = ((people + 1.0) * p).floor();
            let scaled = v * (2.83 + 5.1 / b) * spread / (a / (edge * edge) + b);
            let ways = |of: f64| libm::lgamma(of + 1.0) + libm::lgamma(people - of + 1.0);
            if math::ln(scaled) <= ways(mode) - ways(found) + (found - mode) * math::ln(p / q) {
                return found as u32;
            }
        }
    }

    /// The binomial distribution by inversion.
    fn inverted(&mut self, n: u32, p: f64) -> u32 {
        let odds = p / (1.0 - p);
        let mut chance = math::exp(f64::from(n) * libm::log1p(-p));
        let [mut left, _] = self.uniforms();
        let mut found = 0;
        while left > chance && found < n {
            left -= chance;
            chance *= odds * f64::from(n - found) / f64::from(found + 1);
            found += 1;
            // Beyond what rounding leaves of the tail.
            if chance < f64::EPSILON * f64::EPSILON {
                break;
            }
        }
        found
    }
}

/// Who takes an exit, by lot.
struct Lots {
    draws: Draws,
    which: (u32, u8, u32),
    next: u32,
    words: [[u32; BLOCKS]; 4],
    used: usize,
}

impl Lots {
    #[inline(always)]
    fn new(exits: &Exits, exit: u32) -> Self {
        let which = (exits.key, exits.list as u8, exits.minute);
        let next = (exit << 24) + (1 << 23);
        Self { draws: exits.draws, which, next, words: [[0; BLOCKS]; 4], used: 4 * BLOCKS }
    }

    /// One of so many, each alike but for one part in 2^32 / `count`.
    #[inline(always)]
    fn index(&mut self, count: usize) -> usize {
        if self.used == 4 * BLOCKS {
            let (key, list, minute) = self.which;
            self.words = self.draws.blocks_at(Purpose::Lots, key, list, minute, self.next);
            self.next += BLOCKS as u32;
            self.used = 0;
        }
        let word = self.words.as_flattened()[self.used];
        self.used += 1;
        ((u64::from(word) * count as u64) >> 32) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exits(rates: &[f64; 4], minute: u32) -> Exits<'_> {
        Exits {
            draws: Draws::new(5, 0),
            list: List::Protest,
            purpose: Purpose::Protest,
            key: 7,
            minute,
            dt: 0.25,
            rates,
        }
    }

    #[test]
    fn counts_follow_the_binomial_distribution() {
        // Chi-square against the closed form with fixed seeds; the bound is passed by chance once in 10^5.
        for (n, p) in [(40u32, 0.1), (60, 0.5), (200, 0.3), (900, 0.93), (5000, 0.004), (70_000, 0.41)] {
            let (mean, spread) = (f64::from(n) * p, (f64::from(n) * p * (1.0 - p)).sqrt());
            let rates = [1.0, 0.0, 0.0, 0.0];
            let mut chances = Chances::new(&exits(&rates, n), ALL);
            let tries = 40_000;
            let bin = |k: f64| (((k - mean) / spread + 3.0) / 0.4).floor().clamp(-1.0, 15.0) as i32 + 1;
            let (mut found, mut expected) = ([0.0f64; 17], [0.0f64; 17]);
            for _ in 0..tries {
                found[bin(f64::from(chances.binomial(n, p))) as usize] += 1.0;
            }
            let ways = |k: f64| libm::lgamma(k + 1.0) + libm::lgamma(f64::from(n) - k + 1.0);
            for k in 0..=n {
                let k = f64::from(k);
                let log =
                    libm::lgamma(f64::from(n) + 1.0) - ways(k) + k * math::ln(p) + (f64::from(n) - k) * libm::log1p(-p);
                expected[bin(k) as usize] += f64::from(tries) * math::exp(log);
            }
            let cells = found.iter().zip(&expected).filter(|(_, expected)| **expected >= 5.0);
            let (statistic, degrees) = cells.fold((0.0, -1.0f64), |(sum, count), (found, expected)| {
                (sum + (found - expected) * (found - expected) / expected, count + 1.0)
            });
            // Wilson and Hilferty 1931.
            let z = ((statistic / degrees).cbrt() - (1.0 - 2.0 / (9.0 * degrees))) / (2.0 / (9.0 * degrees)).sqrt();
            assert!(z < 4.3, "n {n}, p {p}: chi-square {statistic} on {degrees}");
        }
    }

    #[test]
    fn long_lists_lose_members_alike_and_by_their_rates() {
        let rates = [1.0, 0.5, 0.0, 0.1];
        let (mut by_exit, mut by_member) = ([0u32; 4], vec![0u32; 1000]);
        for minute in 0..400 {
            let exits = exits(&rates, minute);
            let mut gaps = Gaps::first(&exits.draws, exits.purpose, exits.key);
            let mut members: Vec<u16> = (0..1000).collect();
            let mut gone = 0;
            exits.take(&mut members, &mut gaps, |member, exit| {
                by_exit[exit] += 1;
                by_member[usize::from(member)] += 1;
                gone += 1;
            });
            assert_eq!(members.len() + gone, 1000);
        }
        // Fixed seed; 4.4 standard errors, error rate 1e-5; over 1,000 members 5.6.
        let p = math::one_minus_exp(1.6 * 0.25);
        for (exit, rate) in rates.iter().enumerate() {
            let (mean, found) = (400_000.0 * p * rate / 1.6, f64::from(by_exit[exit]));
            assert!((found - mean).abs() <= 4.4 * mean.sqrt(), "exit {exit}: {found} of {mean}");
        }
        let sd = (400.0 * p * (1.0 - p)).sqrt();
        assert!(by_member.iter().all(|&count| (f64::from(count) - 400.0 * p).abs() < 5.6 * sd));
    }

    #[test]
    fn an_exit_without_a_rate_is_never_taken() {
        assert_eq!(shares(&[0.7, 0.1, 0.0, 0.0])[1..], [1.0, 0.0, 0.0]);
        assert_eq!(shares(&[0.0; 4]), [0.0; 4]);
        let fates = Fates::new(&[0.7, 0.1, 0.0, 0.0]);
        assert_eq!([fates.pick(0), fates.pick(u32::MAX)], [0, 1]);
    }
}
