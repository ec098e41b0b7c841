//! The inner loop: hazards of the 256 strata of a place, in plain code compiled once per CPU level.
//!
//! willing(h, r) = logistic((G_h - N_r - T) / tau) separates into 1 / (1 + a_h b_r) with 32 + 8
//! exponentials, so a stratum costs a few multiplications and a quarter of a division. No fused
//! multiply-add and no reordered sums: every level gives the same bits.

use crate::country::{INCOME_CLASSES, RISK_CLASSES, STRATA};
use crate::landscape::class_middle;
use crate::math::exp_f32;

/// Strata in a quarter; those at the same position of the four quarters share a division.
const QUARTER: usize = STRATA / 4;

/// What decides who is willing in a home, this step.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Drive {
    /// Affront E plus change of hardship.
    pub affront: f32,
    /// Hardship relative to rest (prices and incomes).
    pub hardship_factor: f32,
    /// 1 - legitimacy.
    pub discontent: f32,
    /// Threshold T of the place.
    pub threshold: f32,
    /// 1 / tau.
    pub sharpness: f32,
    /// Risk weight times probability of arrest.
    pub risk: f32,
}

/// Level of the processor that the kernel is compiled for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kernel {
    /// Any 64-bit processor.
    Baseline,
    /// 256-bit vectors (x86-64 with AVX2).
    Avx2,
    /// 512-bit vectors (x86-64 with AVX-512F).
    Avx512,
}

impl Kernel {
    /// The best level of this machine. All levels give the same bits.
    pub fn best() -> Self {
        [Self::Avx512, Self::Avx2].into_iter().find(|level| level.available()).unwrap_or(Self::Baseline)
    }

    /// Whether this machine has the level.
    pub fn available(self) -> bool {
        #[cfg(target_arch = "x86_64")]
        match self {
            Self::Baseline => true,
            Self::Avx2 => std::arch::is_x86_feature_detected!("avx2"),
            Self::Avx512 => std::arch::is_x86_feature_detected!("avx512f"),
        }
        #[cfg(not(target_arch = "x86_64"))]
        {
            self == Self::Baseline
        }
    }

    /// Name in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Baseline => "baseline",
            Self::Avx2 => "avx2",
            Self::Avx512 => "avx512",
        }
    }
}

impl Kernel {
    /// Share of quiet people who would act if reached, and their mean grievance.
    pub(crate) fn temper(self, hardship: &[f32; INCOME_CLASSES], drive: &Drive, quiet: &[u32; STRATA]) -> (f64, f64) {
        #[cfg(target_arch = "x86_64")]
        match self {
            Self::Baseline => temper(hardship, drive, quiet),
            // SAFETY: a level is only chosen where `available` has found it.
            Self::Avx2 => unsafe { temper_avx2(hardship, drive, quiet) },
            // SAFETY: as above.
            Self::Avx512 => unsafe { temper_avx512(hardship, drive, quiet) },
        }
        #[cfg(not(target_arch = "x86_64"))]
        temper(hardship, drive, quiet)
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
unsafe fn temper_avx2(hardship: &[f32; INCOME_CLASSES], drive: &Drive, quiet: &[u32; STRATA]) -> (f64, f64) {
    temper(hardship, drive, quiet)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f")]
unsafe fn temper_avx512(hardship: &[f32; INCOME_CLASSES], drive: &Drive, quiet: &[u32; STRATA]) -> (f64, f64) {
    temper(hardship, drive, quiet)
}

/// Sums run in lanes, in one order on every level.
#[inline(always)]
#[allow(clippy::needless_range_loop, reason = "zipped, the loops do not unroll into vectors")]
fn temper(hardship: &[f32; INCOME_CLASSES], drive: &Drive, quiet: &[u32; STRATA]) -> (f64, f64) {
    let resisting = resisting(&Odds::new(hardship, drive));
    let [x0, x1, x2, x3] = quarters(&resisting);
    let [n0, n1, n2, n3] = quarters(quiet);
    // A stratum holds fewer than 2^31 people, and signed numbers convert faster.
    let count = |people: u32| people as i32 as f32;
    let mut willing = [0.0f32; QUARTER];
    for i in 0..QUARTER {
        let (left, right) = (x0[i] * x1[i], x2[i] * x3[i]);
        let poorer = count(n0[i]) * x1[i] + count(n1[i]) * x0[i];
        let richer = count(n2[i]) * x3[i] + count(n3[i]) * x2[i];
        willing[i] = (poorer * right + richer * left) / (left * right);
    }
    let mut lanes = [0.0f32; RISK_CLASSES];
    for row in willing.as_chunks::<RISK_CLASSES>().0 {
        for r in 0..RISK_CLASSES {
            lanes[r] += row[r];
        }
    }
    let mut counts = [0.0f64; INCOME_CLASSES];
    for (count, row) in counts.iter_mut().zip(quiet.as_chunks::<RISK_CLASSES>().0) {
        *count = f64::from(row.iter().sum::<u32>());
    }
    let mut grieved = [0.0f64; INCOME_CLASSES];
    for class in 0..INCOME_CLASSES {
        grieved[class] = counts[class] * f64::from(grievance(hardship[class], drive));
    }
    let people = in_lanes(&counts).max(1.0);
    (f64::from(lanes.iter().sum::<f32>()) / people, in_lanes(&grieved) / people)
}

/// A sum over the income classes in lanes.
#[inline(always)]
fn in_lanes(classes: &[f64; INCOME_CLASSES]) -> f64 {
    let mut lanes = [0.0f64; 8];
    for row in classes.as_chunks::<8>().0 {
        for i in 0..8 {
            lanes[i] += row[i];
        }
    }
    lanes.iter().sum()
}

/// The strata in four parts; the four at the same position of each share a division.
#[inline(always)]
fn quarters<T>(strata: &[T; STRATA]) -> [&[T]; 4] {
    let (poorer, richer) = strata.split_at(2 * QUARTER);
    let ((a, b), (c, d)) = (poorer.split_at(QUARTER), richer.split_at(QUARTER));
    [a, b, c, d]
}

/// 1 / willingness of each stratum.
#[inline(always)]
#[allow(clippy::needless_range_loop, reason = "zipped, the loop does not unroll into vectors")]
fn resisting(odds: &Odds) -> [f32; STRATA] {
    let mut resisting = [0.0; STRATA];
    for (row, &a) in resisting.as_chunks_mut::<RISK_CLASSES>().0.iter_mut().zip(&odds.unmoved) {
        for r in 0..RISK_CLASSES {
            row[r] = against(a, odds.fear[r]);
        }
    }
    resisting
}

/// 1 / willingness. Nobody is less willing than one in a hundred million: the product of four stays finite.
#[inline(always)]
fn against(unmoved: f32, fear: f32) -> f32 {
    let x = 1.0 + unmoved * fear;
    if x < 1e8 { x } else { 1e8 }
}

/// Odds against acting in a home, both kept finite.
#[derive(Debug, Clone, Copy)]
pub(super) struct Odds {
    /// a_h by income class, without risk.
    unmoved: [f32; INCOME_CLASSES],
    /// b_r by risk class.
    fear: [f32; RISK_CLASSES],
}

impl Odds {
    #[inline(always)]
    pub fn new(hardship: &[f32; INCOME_CLASSES], drive: &Drive) -> Self {
        let mut odds = Self { unmoved: [0.0; INCOME_CLASSES], fear: [0.0; RISK_CLASSES] };
        for (a, &h) in odds.unmoved.iter_mut().zip(hardship) {
            *a = exp_f32((drive.threshold - grievance(h, drive)) * drive.sharpness);
        }
        for (r, b) in odds.fear.iter_mut().enumerate() {
            *b = exp_f32(drive.risk * class_middle(r, RISK_CLASSES) as f32 * drive.sharpness);
        }
        odds
    }

    /// Willing people of each income class, were so many in each of its strata.
    #[inline(always)]
    #[allow(clippy::needless_range_loop, reason = "zipped, the loop does not unroll into vectors")]
    pub fn willing(&self, each: &[f32; INCOME_CLASSES]) -> [f32; INCOME_CLASSES] {
        let [b0, b1, b2, b3, b4, b5, b6, b7] = self.fear;
        let mut willing = [0.0; INCOME_CLASSES];
        for class in 0..INCOME_CLASSES {
            let x = |fear| against(self.unmoved[class], fear);
            willing[class] = each[class] * (four(x(b0), x(b1), x(b2), x(b3)) + four(x(b4), x(b5), x(b6), x(b7)));
        }
        willing
    }

    /// The risk classes on which parts of the willingness of income classes fall, the bold first.
    #[inline(always)]
    #[allow(clippy::needless_range_loop, reason = "zipped, the loops do not unroll into vectors")]
    pub fn risks<const N: usize>(&self, classes: &[u32; N], parts: &[f32; N]) -> [u32; N] {
        let mut unmoved = [0.0; N];
        for i in 0..N {
            unmoved[i] = self.unmoved[classes[i] as usize];
        }
        let (mut sums, mut risks) = ([0.0; N], [0; N]);
        for fear in &self.fear[..RISK_CLASSES - 1] {
            for i in 0..N {
                sums[i] += 1.0 / against(unmoved[i], *fear);
                risks[i] += u32::from(sums[i] <= parts[i]);
            }
        }
        risks
    }
}

/// 1/a + 1/b + 1/c + 1/d by one division.
#[inline(always)]
fn four(a: f32, b: f32, c: f32, d: f32) -> f32 {
    let (ab, cd) = (a * b, c * d);
    ((a + b) * cd + (c + d) * ab) / (ab * cd)
}

/// G = min(1, H + E) (1 - L).
#[inline(always)]
pub(super) fn grievance(hardship: f32, drive: &Drive) -> f32 {
    let load = hardship * drive.hardship_factor + drive.affront;
    (if load < 1.0 { load } else { 1.0 }) * drive.discontent
}

/// Share of residents who would act if reached and sure of no arrest; income classes are of equal size.
pub(crate) fn opposed(hardship: &[f32; INCOME_CLASSES], drive: &Drive) -> f64 {
    let odds = Odds::new(hardship, drive);
    f64::from(odds.unmoved.map(|a| 1.0 / (1.0 + a)).iter().sum::<f32>()) / INCOME_CLASSES as f64
}

/// Probability of acting when reached, by stratum.
pub(super) fn willing(hardship: &[f32; INCOME_CLASSES], drive: &Drive) -> [f32; STRATA] {
    resisting(&Odds::new(hardship, drive)).map(|x| 1.0 / x)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_divisions_add_up_each_willingness() {
        let hardship: [f32; INCOME_CLASSES] = std::array::from_fn(|class| 1.2 - 0.03 * class as f32);
        let drive =
            Drive { affront: 0.1, hardship_factor: 1.0, discontent: 0.6, threshold: 0.35, sharpness: 30.0, risk: 0.4 };
        let shares = willing(&hardship, &drive);
        let odds = Odds::new(&hardship, &drive);
        for (class, sum) in odds.willing(&[3.0; INCOME_CLASSES]).into_iter().enumerate() {
            let shares = &shares[class * RISK_CLASSES..][..RISK_CLASSES];
            assert!((sum / 3.0 / shares.iter().sum::<f32>() - 1.0).abs() < 1e-6);
            let part = shares[..5].iter().sum::<f32>() + 0.5 * shares[5];
            assert_eq!(odds.risks(&[class as u32], &[part]), [5]);
        }
        let quiet = [3; STRATA];
        let mean = shares.iter().map(|&share| f64::from(share)).sum::<f64>() / STRATA as f64;
        assert!((temper(&hardship, &drive, &quiet).0 / mean - 1.0).abs() < 1e-5);
    }

    #[test]
    fn willingness_is_the_logistic_of_the_published_rule() {
        let hardship = [0.5; INCOME_CLASSES];
        let drive =
            Drive { affront: 0.2, hardship_factor: 1.0, discontent: 0.6, threshold: 0.35, sharpness: 30.0, risk: 0.4 };
        for (stratum, share) in willing(&hardship, &drive).into_iter().enumerate() {
            let risk = 0.4 * class_middle(stratum % RISK_CLASSES, RISK_CLASSES);
            let x: f64 = ((0.7 * 0.6) - risk - 0.35) * 30.0;
            assert!((f64::from(share) - 1.0 / (1.0 + crate::math::exp(-x))).abs() < 1e-5);
        }
    }
}
