//! Random numbers by address: a draw is named by what it is for, not by when it is taken.
//!
//! Philox 4x32-7 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3") turns an
//! address (purpose, replicate, place, lane, index) and the seed into four 32-bit words. Threads,
//! order of evaluation and forks therefore change nothing, and two scenarios share every chance.
//! Seven rounds are the fewest that its authors found to pass the tests of BigCrush; ten are their margin.

use crate::math;

/// Rounds of Philox.
const ROUNDS: u32 = 7;

/// What a draw is for. The numbers are part of every result: add at the end, never reorder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Purpose {
    /// Hazard until the next candidate of a home for joining, who it is, whether they are quiet, where they assemble.
    Threshold = 1,
    /// Who leaves the protest, escalates, is arrested or killed.
    Protest = 3,
    /// Who leaves the riot, is arrested or killed.
    Riot = 4,
    /// Who is released.
    Release = 5,
    /// Unobserved differences between nation, regions and places.
    Heterogeneity = 6,
    /// Losses of the security forces.
    SecurityLoss = 7,
    /// Injuries.
    Injury = 8,
    /// Attacks on facilities, their outcome and retaking.
    Facility = 9,
    /// Members' utilities in an alliance decision.
    Alliance = 10,
    /// Errors of observation.
    Observation = 11,
    /// Random shocks.
    Shock = 12,
    /// Who is ready again or detained at home.
    Withdrawn = 15,
    /// When an outbreak begins in the recovery.
    Relapse = 18,
    /// Bernoulli trials of the per-person oracle.
    Oracle = 13,
    /// Draws of mechanisms that a user adds; lanes tell them apart.
    Added = 19,
    /// Points of the lattice of random fields; lanes tell the fields apart.
    Field = 20,
    /// Where on the axis of the pool people stand.
    Pool = 21,
    /// Calls to gather, where and how large.
    Call = 22,
    /// What differs between the days of a polity.
    Day = 23,
    /// Levels of the country that a run draws.
    Level = 24,
    /// Who of a crowd riots.
    Rioters = 25,
    /// Whether the government falls.
    Power = 26,
    /// How many follow a dated call.
    Turnout = 27,
}

/// The source of chance of the nation or of one place in one replicate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Draws {
    key: [u32; 2],
    replicate: u32,
    /// Key of the place, below 2^24; 0 is the nation.
    place: u32,
    /// Number of the cell in its place, below [`PARTS`]; lanes of a part other than 0 are below [`LANES`].
    part: u8,
}

/// Cells that a place may have.
pub(crate) const PARTS: usize = 64;

/// Lanes of a cell.
const LANES: u8 = 4;

impl Draws {
    /// The nation's draws in `replicate` under `seed`.
    pub fn new(seed: u64, replicate: u32) -> Self {
        Self { key: [seed as u32, (seed >> 32) as u32], replicate, place: 0, part: 0 }
    }

    /// The draws of the place with this key.
    pub fn of(self, place: u32) -> Self {
        Self { place, ..self }
    }

    /// The draws of a cell of the place.
    pub(crate) fn cell(self, part: u8) -> Self {
        Self { part, ..self }
    }

    /// Four words for an address.
    #[inline(always)]
    pub fn block(&self, purpose: Purpose, lane: u8, index: u32) -> [u32; 4] {
        philox([index, self.which(lane), self.replicate, purpose as u32], self.key)
    }

    /// Four words addressed by a second index as well (minutes of simulated time, say).
    #[inline(always)]
    pub fn block_at(&self, purpose: Purpose, lane: u8, minute: u32, index: u32) -> [u32; 4] {
        philox([index, self.which(lane), self.replicate, (minute << 6) | purpose as u32], self.key)
    }

    #[inline(always)]
    fn which(&self, lane: u8) -> u32 {
        (self.place << 8) | u32::from(self.part * LANES + lane)
    }

    /// `N` blocks in a row, the first as from [`block`](Self::block) with lane 0: their first words, their second
    /// words and so on.
    #[inline(always)]
    pub(crate) fn blocks<const N: usize>(&self, purpose: Purpose, index: u32) -> [[u32; N]; 4] {
        let mut indices = [index; N];
        for (i, index) in indices.iter_mut().enumerate() {
            *index += i as u32;
        }
        philox_lanes([indices, [self.which(0); N], [self.replicate; N], [purpose as u32; N]], self.key)
    }

    /// Blocks as from [`block_at`](Self::block_at) for several indices at once.
    #[inline(always)]
    pub(crate) fn blocks_at<const N: usize>(
        &self,
        purpose: Purpose,
        lane: u8,
        minute: u32,
        indices: [u32; N],
    ) -> [[u32; N]; 4] {
        let last = (minute << 6) | purpose as u32;
        philox_lanes([indices, [self.which(lane); N], [self.replicate; N], [last; N]], self.key)
    }

    /// Two standard normals for an address (Box and Muller 1958).
    pub fn normals(&self, purpose: Purpose, lane: u8, index: u32) -> [f64; 2] {
        let [a, b, c, d] = self.block(purpose, lane, index);
        let radius = math::sqrt(-2.0 * math::ln(uniform(a, b)));
        let angle = std::f64::consts::TAU * uniform(c, d);
        [radius * libm::cos(angle), radius * libm::sin(angle)]
    }
}

/// The chances of one run: of what happens in the nation and in every place, and of what is reported of it.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub(crate) struct AllDraws {
    pub nation: Draws,
    pub places: Vec<Draws>,
    pub cells: Vec<Draws>,
    /// By place, the nation last.
    pub reports: Vec<Draws>,
}

impl AllDraws {
    /// The chances of `replicate` under `seed`, in places with these keys; those of other replicates where they are
    /// mixed. `cells` are place and part of every cell.
    pub fn new(
        seed: u64,
        replicate: u32,
        keys: &[u32],
        cells: impl Iterator<Item = (usize, u8)>,
        mixed: Option<&MixedChances>,
    ) -> Self {
        let of = |replicates: Option<&Vec<u32>>| -> Vec<Draws> {
            let replicate = |part: usize| replicates.map_or(replicate, |replicates| replicates[part]);
            let place = |(place, &key)| Draws::new(seed, replicate(place)).of(key);
            let nation = Draws::new(seed, replicate(keys.len()));
            keys.iter().enumerate().map(place).chain([nation]).collect()
        };
        let mut places = of(mixed.map(|mixed| &mixed.events));
        let reports = of(mixed.map(|mixed| &mixed.reports));
        let nation = places.remove(keys.len());
        let cells = cells.map(|(place, part)| places[place].cell(part)).collect();
        Self { nation, places, cells, reports }
    }
}

/// Chances that a run has from several replicates: whose every place follows, and the nation, last, so one more than
/// there are places. Inference moves from one course of events to a neighbour by redrawing those of a few places.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct MixedChances {
    /// Of what happens.
    pub events: Vec<u32>,
    /// Of what is reported.
    pub reports: Vec<u32>,
}

/// A uniform on (0, 1) from two words.
#[inline]
pub fn uniform(high: u32, low: u32) -> f64 {
    let word = (u64::from(high) << 32) | u64::from(low);
    ((word >> 12) as f64 + 0.5) / 4_503_599_627_370_496.0
}

/// A uniform on (0, 1) from one word.
#[inline(always)]
pub fn uniform_f32(word: u32) -> f32 {
    ((word >> 9) as f32 + 0.5) / 8_388_608.0
}

/// Philox 4x32 of one counter.
#[inline(always)]
fn philox(counter: [u32; 4], key: [u32; 2]) -> [u32; 4] {
    philox_lanes(counter.map(|word| [word]), key).map(|[word]| word)
}

/// Philox 4x32 of several counters at once, word by word: plain loops over the lanes, so that they vectorise. A word
/// stands in the low half of 64 bits, where vectors multiply; what is above it does not count.
#[inline(always)]
#[allow(clippy::needless_range_loop, reason = "closures are not compiled for the caller's processor level")]
fn philox_lanes<const N: usize>(counters: [[u32; N]; 4], mut key: [u32; 2]) -> [[u32; N]; 4] {
    const LOW: u64 = u32::MAX as u64;
    let mut wide = [[0u64; N]; 4];
    for word in 0..4 {
        for i in 0..N {
            wide[word][i] = u64::from(counters[word][i]);
        }
    }
    for round in 0..ROUNDS {
        if round > 0 {
            key[0] = key[0].wrapping_add(0x9E37_79B9);
            key[1] = key[1].wrapping_add(0xBB67_AE85);
        }
        let [first, second, third, fourth] = &mut wide;
        for i in 0..N {
            let a = (first[i] & LOW) * 0xD251_1F53;
            let b = (third[i] & LOW) * 0xCD9E_8D57;
            first[i] = (b >> 32) ^ second[i] ^ u64::from(key[0]);
            second[i] = b;
            third[i] = (a >> 32) ^ fourth[i] ^ u64::from(key[1]);
            fourth[i] = a;
        }
    }
    let mut words = [[0; N]; 4];
    for word in 0..4 {
        for i in 0..N {
            words[word][i] = wide[word][i] as u32;
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn philox_gives_the_published_known_answers() {
        // Random123 kat_vectors, philox 4x32-7.
        assert_eq!(philox([0; 4], [0; 2]), [0x5f6f_b709, 0x0d89_3f64, 0x4f12_1f81, 0x4f73_0a48]);
        assert_eq!(philox([u32::MAX; 4], [u32::MAX; 2]), [0x5207_ddc2, 0x4516_5e59, 0x4d8e_e751, 0x8c52_f662]);
        assert_eq!(
            philox([0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], [0xa409_3822, 0x299f_31d0]),
            [0x4dfc_caba, 0x190a_87f0, 0xc473_62ba, 0xb6b5_242a]
        );
    }

    #[test]
    fn normals_have_mean_zero_and_variance_one() {
        let draws = Draws::new(7, 0).of(1);
        let sample: Vec<f64> = (0..50_000).flat_map(|i| draws.normals(Purpose::Heterogeneity, 0, i)).collect();
        let mean = sample.iter().sum::<f64>() / sample.len() as f64;
        let variance = sample.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / sample.len() as f64;
        // Fixed seed; 4.4 standard errors, error rate 1e-5.
        assert!(mean.abs() < 4.4 / (sample.len() as f64).sqrt());
        assert!((variance - 1.0).abs() < 4.4 * (2.0 / sample.len() as f64).sqrt());
    }
}
