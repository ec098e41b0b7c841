//! One level after another, from two standard deviations below to two above.

use righting_infer::{Estimate, log1p};
use righting_model::{ParameterInfo, Prior, Role, Scale, Setup, math};
use serde::Serialize;

use super::peaks::{SmoothnessPlan, ln_median, median, over_replicates};
use crate::error::LabError;

/// Steps in a standard deviation.
const PER_SD: i32 = 5;
/// Standard deviations either way.
const SDS: i32 = 2;

/// How the median peak moves with one level.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct LevelCourse {
    /// Path of the level.
    pub path: String,
    /// On which scale its prior is normal.
    pub scale: Scale,
    /// Standard deviation on that scale.
    pub sd: f64,
    /// Where it was put, standard deviations from where it stands.
    pub z: Vec<f64>,
    /// Its value there.
    pub values: Vec<f64>,
    /// Median peak there.
    pub medians: Vec<f64>,
    /// Where the median peak moves fastest with it.
    pub steepest: Steepest,
    /// The fifth of a standard deviation that moves it most.
    pub step: FifthOfSd,
}

/// The slope of ln(1 + median peak), a line through a standard deviation, where it is largest: on the logarithm of a
/// level an elasticity, otherwise per unit of its scale.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Steepest {
    /// The slope, with its interval over replicates.
    pub elasticity: Estimate,
    /// From where to where, standard deviations.
    pub between: [f64; 2],
}

/// The largest factor between neighbours on the grid.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FifthOfSd {
    /// Factor on 1 + the median peak, the larger over the smaller, with its interval over replicates.
    pub factor: Estimate,
    /// From where to where, standard deviations.
    pub between: [f64; 2],
}

/// A level to be moved.
pub(super) struct Moved {
    path: &'static str,
    prior: Prior,
    /// Standard deviations, and values.
    pub grid: Vec<(f64, f64)>,
}

/// The levels of a setup, each with its grid about where it stands. Values at an end of a range stand for those beyond.
pub(super) fn of(setup: &Setup) -> Vec<Moved> {
    let level = |info: &&'static ParameterInfo| Some((*info, info.prior.filter(|_| info.role == Role::Level)?));
    let moved = |(info, prior): (&'static ParameterInfo, Prior)| {
        let median = setup.parameters.get(info.path).unwrap_or(info.default);
        let mut grid: Vec<(f64, f64)> = (-SDS * PER_SD..=SDS * PER_SD)
            .map(|step| f64::from(step) / f64::from(PER_SD))
            .map(|z| (z, prior.at(median, z).clamp(info.low, info.high)))
            .collect();
        grid.dedup_by(|a, b| a.1 == b.1);
        Moved { path: info.path, prior, grid }
    };
    setup
        .parameters
        .registry()
        .infos()
        .iter()
        .filter_map(level)
        .map(moved)
        .filter(|level| level.grid.len() > 1)
        .collect()
}

impl Moved {
    /// Runs the grid; `peaks` gives the peaks of a setup.
    pub fn course(
        self,
        setup: &Setup,
        plan: &SmoothnessPlan,
        peaks: &mut impl FnMut(Setup) -> Result<Vec<f64>, LabError>,
    ) -> Result<LevelCourse, LabError> {
        let found = self.grid.iter().map(|&(_, value)| {
            let mut setup = setup.clone();
            setup.hold(self.path, value).expect("the grid lies in the range");
            peaks(setup)
        });
        let found = found.collect::<Result<Vec<Vec<f64>>, LabError>>()?;
        let at: Vec<f64> = self.grid.iter().map(|&(_, value)| on_scale(self.prior.scale, value)).collect();
        let logs: Vec<f64> = found.iter().map(|peaks| log1p(median(peaks))).collect();
        Ok(LevelCourse {
            path: self.path.to_owned(),
            scale: self.prior.scale,
            sd: self.prior.sd,
            z: self.grid.iter().map(|&(z, _)| z).collect(),
            values: self.grid.iter().map(|&(_, value)| value).collect(),
            medians: found.iter().map(|peaks| median(peaks)).collect(),
            steepest: self.steepest(&at, &logs, &found, plan),
            step: self.step(&logs, &found, plan),
        })
    }

    fn between(&self, from: usize, to: usize) -> [f64; 2] {
        [self.grid[from].0, self.grid[to].0]
    }

    fn steepest(&self, at: &[f64], logs: &[f64], found: &[Vec<f64>], plan: &SmoothnessPlan) -> Steepest {
        let wide = (PER_SD as usize).min(at.len() - 1);
        let from = (0..at.len() - wide)
            .max_by(|&a, &b| {
                let [a, b] = [a, b].map(|from| slope(&at[from..=from + wide], &logs[from..=from + wide]).abs());
                a.total_cmp(&b)
            })
            .unwrap_or(0);
        let through = from..=from + wide;
        let of = |rows: &[usize]| {
            let logs: Vec<f64> = found[through.clone()].iter().map(|peaks| ln_median(peaks, rows)).collect();
            slope(&at[through.clone()], &logs)
        };
        Steepest { elasticity: over_replicates(plan, of), between: self.between(from, from + wide) }
    }

    fn step(&self, logs: &[f64], found: &[Vec<f64>], plan: &SmoothnessPlan) -> FifthOfSd {
        let size = |from: usize| (logs[from + 1] - logs[from]).abs();
        let from = (0..logs.len() - 1).max_by(|&a, &b| size(a).total_cmp(&size(b))).unwrap_or(0);
        let of = |rows: &[usize]| math::exp((ln_median(&found[from + 1], rows) - ln_median(&found[from], rows)).abs());
        FifthOfSd { factor: over_replicates(plan, of), between: self.between(from, from + 1) }
    }
}

fn on_scale(scale: Scale, value: f64) -> f64 {
    match scale {
        Scale::Linear => value,
        Scale::Log => math::ln(value),
        Scale::Logit => math::ln(value / (1.0 - value)),
    }
}

/// Slope of a line by least squares.
fn slope(x: &[f64], y: &[f64]) -> f64 {
    let count = x.len() as f64;
    let [mean_x, mean_y] = [x, y].map(|values| values.iter().sum::<f64>() / count);
    let (mut over, mut under) = (0.0, 0.0);
    for (x, y) in x.iter().zip(y) {
        over += (x - mean_x) * (y - mean_y);
        under += (x - mean_x) * (x - mean_x);
    }
    over / under
}

#[cfg(test)]
mod tests {
    use righting_scenario::{Scenario, Source};

    use super::*;

    #[test]
    fn the_steepest_part_of_a_known_course_is_found() {
        let grid = (-10..=10).map(|step| f64::from(step) / 5.0).map(|z| (z, 0.01 * math::exp(z))).collect();
        let moved = Moved { path: "pool.share", prior: Prior { scale: Scale::Log, sd: 1.0 }, grid };
        // Peaks grow with the power 1/2 of the level, and with its power 2 between its median and one sd above.
        let mut peaks = |setup: Setup| {
            let z = math::ln(setup.parameters.get("pool.share").expect("it is registered") / 0.01);
            Ok(vec![1e3 * math::exp(0.5 * z + 1.5 * z.clamp(0.0, 1.0)) - 1.0; 10])
        };
        let setup = Scenario::load(&Source::Shipped("five-towns".to_owned()), &[]).expect("it ships").setup;
        let plan = SmoothnessPlan { replicates: 10, seed: 1, draws: 0 };
        let course = moved.course(&setup, &plan, &mut peaks).expect("nothing runs");
        let Estimate { value, low, high } = course.steepest.elasticity;
        // Equal replicates leave no doubt.
        assert!([value, low, high].iter().all(|slope| (slope - 2.0).abs() < 1e-9), "{:?}", course.steepest);
        assert_eq!(course.steepest.between, [0.0, 1.0]);
        assert!((course.step.factor.value - math::exp(0.4)).abs() < 1e-9, "{:?}", course.step);
    }
}
