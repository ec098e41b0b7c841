//! Made-up bands: an outburst that grows, breaks and fades, spread by seeded noise.

use righting_report::{Band, Series};

use crate::country::REGIONS;

pub const SEED: u64 = 20_220_102;
const RUNS: usize = 199;

/// A day of January 2022.
pub fn date(day: u32) -> String {
    format!("2022-01-{:02}", day.clamp(1, 31))
}

/// Day on which unrest of this strength starts: the strong ones first.
pub fn start(strength: f64) -> u32 {
    2 + (3.4 * (1.0 - strength.sqrt())) as u32
}

/// SplitMix64: enough for test data, and the same on every machine.
struct Noise(u64);

impl Noise {
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A factor around 1, skewed upwards.
    fn factor(&mut self, spread: f64) -> f64 {
        let sum: f64 = (0..6).map(|_| self.uniform()).sum::<f64>() / 6.0;
        1.0 + spread * (sum - 0.5) * 2.0 + (spread * (self.uniform() - 0.5)).powi(2)
    }
}

/// One made-up run of one region: active, rioting, detained so far and dead so far, by day.
fn run(strength: f64, days: usize, shared: f64, noise: &mut Noise) -> [Vec<f64>; 4] {
    let first = f64::from(start(strength)) - 1.0;
    let own = shared * noise.factor(0.7);
    let top = 22_000.0 * strength * own;
    let mut columns: [Vec<f64>; 4] = Default::default();
    let (mut detained, mut dead) = (0.0, 0.0);
    for day in 0..days {
        let age = day as f64 - first;
        let rise = if age < 0.0 { 0.0 } else { (1.0 + age).powi(3) / 40.0 };
        let calm = (day as f64 - 4.0).max(0.0);
        let active = top * rise.min(1.0) / (1.0 + calm.powi(3) * 1.5);
        let riot = if day >= 3 { active * 0.42 * strength.sqrt() * noise.factor(0.4) } else { 0.0 };
        detained += if calm > 0.0 { top * 0.025 * (-(calm - 3.0).powi(2)).max(-4.0).mul_add(0.25, 1.0) } else { 0.0 };
        dead += riot * 0.0045 * noise.factor(0.5);
        for (column, value) in columns.iter_mut().zip([active, riot, detained, dead]) {
            column.push(value.max(0.0).round());
        }
    }
    columns
}

const QUANTITIES: [&str; 4] = ["active", "rioting", "detained_total", "deaths_total"];

/// Bands of every region and of the nation, which is the sum of the regions run by run.
pub fn series(days: usize) -> Vec<Series> {
    let mut noise = Noise(SEED);
    let shared: Vec<f64> = (0..RUNS).map(|_| noise.factor(0.55)).collect();
    let mut nation = vec![[const { Vec::new() }; 4].map(|_: Vec<f64>| vec![0.0; days]); RUNS];
    let mut all = Vec::new();
    for (id, .., strength) in REGIONS {
        let runs: Vec<_> = shared.iter().map(|&s| run(strength, days, s, &mut noise)).collect();
        for (total, run) in nation.iter_mut().flatten().zip(runs.iter().flatten()) {
            total.iter_mut().zip(run).for_each(|(sum, value)| *sum += value);
        }
        all.extend(bands(id, &runs));
    }
    all.splice(0..0, bands("nation", &nation));
    all
}

fn bands(place: &str, runs: &[[Vec<f64>; 4]]) -> Vec<Series> {
    let of = |(index, quantity): (usize, &str)| {
        let columns: Vec<&Vec<f64>> = runs.iter().map(|run| &run[index]).collect();
        Series::new(place, quantity, band(&columns))
    };
    QUANTITIES.into_iter().enumerate().map(of).collect()
}

fn band(runs: &[&Vec<f64>]) -> Band {
    let mut band = Band::default();
    for day in 0..runs.first().map_or(0, |run| run.len()) {
        let mut values: Vec<f64> = runs.iter().map(|run| run[day]).collect();
        values.sort_by(f64::total_cmp);
        let at = |share: f64| values[((values.len() - 1) as f64 * share).round() as usize];
        band.p5.push(at(0.05));
        band.p25.push(at(0.25));
        band.p50.push(at(0.5));
        band.p75.push(at(0.75));
        band.p95.push(at(0.95));
        band.mean.push(values.iter().sum::<f64>() / values.len() as f64);
    }
    band
}
