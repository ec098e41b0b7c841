//! The inner loop: hazards of the 256 strata of a place, in plain code compiled once per CPU level.
//!
//! willing(h, r) = logistic((G_h - N_r - T) / tau) separates into 1 / (1 + a_h b_r) with 32 + 8
//! exponentials, so a stratum costs a few multiplications and a quarter of a division. No fused
//! multiply-add and no reordered sums: every level gives the same bits.

use crate::country::{INCOME_CLASSES, RISK_CLASSES, STRATA, income_class};
use crate::math::exp_f32;

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

/// The mood of a home.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Temper {
    /// Share of quiet residents who would act if the news reached them.
    pub willing: f64,
    /// Mean grievance of quiet residents.
    pub grievance: f64,
    /// Share of residents who would act if reached and sure of no arrest; income classes are of equal size.
    pub opposed: f64,
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
    /// Adds to every sum its weights times the factors of their rows; a row whose factor is 0 is passed over.
    pub(crate) fn add_rows(self, sums: &mut [f32], rows: &[Vec<f32>], factors: &[f32]) {
        #[cfg(target_arch = "x86_64")]
        match self {
            Self::Baseline => add_rows(sums, rows, factors),
            // SAFETY: a level is only chosen where `available` has found it; AVX-512F includes AVX2, and more would not
            // be faster: the weights come from the cache.
            Self::Avx2 | Self::Avx512 => unsafe { add_rows_avx2(sums, rows, factors) },
        }
        #[cfg(not(target_arch = "x86_64"))]
        add_rows(sums, rows, factors);
    }

    /// The mood of a home whose quiet residents are so many; its odds where they are known already.
    pub(crate) fn temper(
        self,
        odds: Option<&Odds>,
        hardship: &[f32; INCOME_CLASSES],
        drive: &Drive,
        quiet: &[u32; STRATA],
    ) -> Temper {
        #[cfg(target_arch = "x86_64")]
        match self {
            Self::Baseline => temper(odds, hardship, drive, quiet),
            // SAFETY: a level is only chosen where `available` has found it.
            Self::Avx2 => unsafe { temper_avx2(odds, hardship, drive, quiet) },
            // SAFETY: as above.
            Self::Avx512 => unsafe { temper_avx512(odds, hardship, drive, quiet) },
        }
        #[cfg(not(target_arch = "x86_64"))]
        temper(odds, hardship, drive, quiet)
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
unsafe fn add_rows_avx2(sums: &mut [f32], rows: &[Vec<f32>], factors: &[f32]) {
    add_rows(sums, rows, factors);
}

#[inline(always)]
fn add_rows(sums: &mut [f32], rows: &[Vec<f32>], factors: &[f32]) {
    for (row, &factor) in rows.iter().zip(factors) {
        if factor != 0.0 {
            for (sum, weight) in sums.iter_mut().zip(row) {
                *sum += weight * factor;
            }
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
unsafe fn temper_avx2(
    odds: Option<&Odds>,
    hardship: &[f32; INCOME_CLASSES],
    drive: &Drive,
    quiet: &[u32; STRATA],
) -> Temper {
    temper(odds, hardship, drive, quiet)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f")]
unsafe fn temper_avx512(
    odds: Option<&Odds>,
    hardship: &[f32; INCOME_CLASSES],
    drive: &Drive,
    quiet: &[u32; STRATA],
) -> Temper {
    temper(odds, hardship, drive, quiet)
}

/// The loop is long, and its sums are taken afterwards, so that it becomes vectors.
#[inline(always)]
#[allow(clippy::needless_range_loop, reason = "zipped, the loop does not become vectors")]
fn temper(odds: Option<&Odds>, hardship: &[f32; INCOME_CLASSES], drive: &Drive, quiet: &[u32; STRATA]) -> Temper {
    let odds = match odds {
        Some(odds) => *odds,
        None => Odds::new(hardship, drive),
    };
    let [b0, b1, b2, b3, b4, b5, b6, b7] = odds.fear;
    let (mut people, mut willing) = ([0.0; INCOME_CLASSES], [0.0; INCOME_CLASSES]);
    let (mut grieved, mut opposed) = ([0.0; INCOME_CLASSES], [0.0; INCOME_CLASSES]);
    for class in 0..INCOME_CLASSES {
        let grievance = grievance(hardship[class], drive);
        let unmoved = odds.unmoved[class];
        // A stratum holds fewer than 2^31 people, and signed numbers convert faster.
        let count = |risk: usize| quiet[risk * INCOME_CLASSES + class] as i32 as f32;
        let x = |fear| against(unmoved, fear);
        let (n0, n1, n2, n3) = (count(0), count(1), count(2), count(3));
        let (n4, n5, n6, n7) = (count(4), count(5), count(6), count(7));
        willing[class] =
            four([n0, n1, n2, n3], [x(b0), x(b1), x(b2), x(b3)]) + four([n4, n5, n6, n7], [x(b4), x(b5), x(b6), x(b7)]);
        people[class] = (n0 + n1) + (n2 + n3) + ((n4 + n5) + (n6 + n7));
        grieved[class] = people[class] * grievance;
        opposed[class] = 1.0 / (1.0 + unmoved);
    }
    let people = f64::from(sum(&people)).max(1.0);
    Temper {
        willing: f64::from(sum(&willing)) / people,
        grievance: f64::from(sum(&grieved)) / people,
        opposed: f64::from(sum(&opposed)) / INCOME_CLASSES as f64,
    }
}

/// A sum over the income classes, by halves: in one order on every level.
#[inline(always)]
pub(super) fn sum(classes: &[f32; INCOME_CLASSES]) -> f32 {
    let mut sums = *classes;
    let mut width = INCOME_CLASSES / 2;
    while width > 0 {
        for i in 0..width {
            sums[i] += sums[i + width];
        }
        width /= 2;
    }
    sums[0]
}

/// 1 / willingness. Nobody is less willing than one in a hundred million: the product of four stays finite.
#[inline(always)]
fn against(unmoved: f32, fear: f32) -> f32 {
    let x = 1.0 + unmoved * fear;
    if x < 1e8 { x } else { 1e8 }
}

/// Odds against acting in a home, both kept finite.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Odds {
    /// a_h by income class, without risk.
    pub unmoved: [f32; INCOME_CLASSES],
    /// b_r by risk class.
    fear: [f32; RISK_CLASSES],
}

impl Odds {
    /// Before any are known.
    pub const NONE: Self = Self { unmoved: [0.0; INCOME_CLASSES], fear: [0.0; RISK_CLASSES] };

    #[inline(always)]
    pub fn new(hardship: &[f32; INCOME_CLASSES], drive: &Drive) -> Self {
        let mut odds = Self { fear: fear(drive), ..Self::NONE };
        for (a, &h) in odds.unmoved.iter_mut().zip(hardship) {
            *a = unmoved(grievance(h, drive), drive);
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
            let (bold, shy) = ([x(b0), x(b1), x(b2), x(b3)], [x(b4), x(b5), x(b6), x(b7)]);
            willing[class] = each[class] * (four([1.0; 4], bold) + four([1.0; 4], shy));
        }
        willing
    }

    /// The risk classes on which parts of the willingness of income classes fall, the bold first.
    #[inline(always)]
    #[allow(clippy::needless_range_loop, reason = "zipped, the loops do not unroll into vectors")]
    pub fn risks<const N: usize>(&self, unmoved: &[f32; N], parts: &[f32; N]) -> [u32; N] {
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

/// The sum of n / x over four, by one division.
#[inline(always)]
fn four(n: [f32; 4], x: [f32; 4]) -> f32 {
    let (left, right) = (x[0] * x[1], x[2] * x[3]);
    ((n[0] * x[1] + n[1] * x[0]) * right + (n[2] * x[3] + n[3] * x[2]) * left) / (left * right)
}

/// a_h: odds against acting without risk.
#[inline(always)]
fn unmoved(grievance: f32, drive: &Drive) -> f32 {
    exp_f32((drive.threshold - grievance) * drive.sharpness)
}

/// b_r, by risk class: e^(w P R / tau) at the middles of equal classes of R, a geometric series.
#[inline(always)]
fn fear(drive: &Drive) -> [f32; RISK_CLASSES] {
    let width = drive.risk * drive.sharpness / RISK_CLASSES as f32;
    let (mut b, ratio) = (exp_f32(0.5 * width), exp_f32(width));
    let mut fear = [b; RISK_CLASSES];
    for next in &mut fear[1..] {
        b *= ratio;
        *next = b;
    }
    fear
}

/// G = min(1, H + E) (1 - L).
#[inline(always)]
pub(super) fn grievance(hardship: f32, drive: &Drive) -> f32 {
    let load = hardship * drive.hardship_factor + drive.affront;
    (if load < 1.0 { load } else { 1.0 }) * drive.discontent
}

/// Probability of acting when reached, by stratum.
pub(super) fn willing(hardship: &[f32; INCOME_CLASSES], drive: &Drive) -> [f32; STRATA] {
    let odds = Odds::new(hardship, drive);
    std::array::from_fn(|stratum| {
        1.0 / against(odds.unmoved[income_class(stratum)], odds.fear[stratum / INCOME_CLASSES])
    })
}

/// Share of residents who would act if sure of no arrest.
pub(super) fn opposed(hardship: &[f32; INCOME_CLASSES], drive: &Drive) -> f64 {
    let acting = hardship.map(|h| f64::from(1.0 / (1.0 + unmoved(grievance(h, drive), drive))));
    acting.iter().sum::<f64>() / INCOME_CLASSES as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::landscape::class_middle;

    #[test]
    fn shared_divisions_add_up_each_willingness() {
        let hardship: [f32; INCOME_CLASSES] = std::array::from_fn(|class| 1.2 - 0.03 * class as f32);
        let drive =
            Drive { affront: 0.1, hardship_factor: 1.0, discontent: 0.6, threshold: 0.35, sharpness: 30.0, risk: 0.4 };
        let shares = willing(&hardship, &drive);
        let odds = Odds::new(&hardship, &drive);
        for (class, sum) in odds.willing(&[3.0; INCOME_CLASSES]).into_iter().enumerate() {
            let shares: Vec<f32> = (0..RISK_CLASSES).map(|risk| shares[risk * INCOME_CLASSES + class]).collect();
            assert!((sum / 3.0 / shares.iter().sum::<f32>() - 1.0).abs() < 1e-6);
            let part = shares[..5].iter().sum::<f32>() + 0.5 * shares[5];
            assert_eq!(odds.risks(&[odds.unmoved[class]], &[part]), [5]);
        }
        let quiet = [3; STRATA];
        let mean = shares.iter().map(|&share| f64::from(share)).sum::<f64>() / STRATA as f64;
        assert!((temper(Some(&odds), &hardship, &drive, &quiet).willing / mean - 1.0).abs() < 1e-5);
    }

    #[test]
    fn willingness_is_the_logistic_of_the_published_rule() {
        let hardship = [0.5; INCOME_CLASSES];
        let drive =
            Drive { affront: 0.2, hardship_factor: 1.0, discontent: 0.6, threshold: 0.35, sharpness: 30.0, risk: 0.4 };
        for (stratum, share) in willing(&hardship, &drive).into_iter().enumerate() {
            let risk = 0.4 * class_middle(stratum / INCOME_CLASSES, RISK_CLASSES);
            let x: f64 = ((0.7 * 0.6) - risk - 0.35) * 30.0;
            assert!((f64::from(share) - 1.0 / (1.0 + crate::math::exp(-x))).abs() < 1e-5);
        }
    }
}
