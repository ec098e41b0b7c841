//! Does a finer clock change the results?
//!
//! The same ensemble is run under the scenario's clock and under one with every step halved (shortest
//! step, longest step and tolerance). For every national quantity and day the medians are compared,
//! as a share of the band from the 5th to the 95th percentile.

use righting_model::{ClockRule, EngineKind, Quantity, Setup, Simulation};
use righting_runner::{Progress, Runner, RunnerError, Stop};
use serde::Serialize;

use crate::error::LabError;
use righting_infer::{ascending, quantile};

/// Days on which the band of a counted quantity is no wider than this are left out: one person, the
/// grain of a count, would already be 5 % of it.
pub const NARROWEST_BAND: f64 = 20.0;

/// National quantities that the study compares.
pub const COMPARED: [Quantity; 8] = [
    Quantity::ActivePeak,
    Quantity::RiotingPeak,
    Quantity::Active,
    Quantity::Rioting,
    Quantity::Detained,
    Quantity::DetainedTotal,
    Quantity::Dead,
    Quantity::InjuredTotal,
];

/// The table of a convergence study.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Convergence {
    /// Replicates per clock.
    pub replicates: u32,
    /// Shortest and longest step, minutes, and tolerance of the scenario's clock.
    pub clock: (u32, u32, f64),
    /// The same, halved.
    pub halved: (u32, u32, f64),
    /// Mean number of steps per run under both clocks.
    pub steps: (f64, f64),
    /// One row per quantity: the day on which its medians differ most.
    pub rows: Vec<ConvergenceRow>,
    /// The largest share of all rows.
    pub largest: f64,
}

/// The day on which the medians of a quantity differ most, as a share of the band.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ConvergenceRow {
    /// Name of the quantity.
    pub quantity: &'static str,
    /// Days after the start.
    pub day: u32,
    /// Median under the scenario's clock.
    pub median: f64,
    /// Median with every step halved.
    pub median_halved: f64,
    /// 5th percentile under the scenario's clock.
    pub p5: f64,
    /// 95th percentile under the scenario's clock.
    pub p95: f64,
    /// Distance of the medians as a share of the band.
    pub share: f64,
    /// Days compared; the others had a band of at most [`NARROWEST_BAND`].
    pub days: u32,
}

/// Runs the study with `replicates` of `seed` under each clock, that of a simulation and one with its steps halved.
///
/// # Errors
/// When a replicate fails, when a step cannot be halved, or when the runner is stopped.
pub fn convergence(
    base: &Simulation,
    seed: u64,
    replicates: u32,
    runner: &Runner<'_>,
    mut progress: impl FnMut(Progress),
) -> Result<Convergence, LabError> {
    let clock = base.setup().clock;
    let halved = halve(clock)?;
    let mut observe = |clock, done| {
        let simulation = base.varied(Setup { clock, ..base.setup().clone() });
        medians(&simulation, seed, replicates, runner, done, &mut progress)
    };
    let (bands, steps) = observe(clock, 0)?;
    let (finer, more_steps) = observe(halved, replicates)?;
    let rows: Vec<ConvergenceRow> =
        COMPARED.iter().zip(bands.iter().zip(&finer)).filter_map(|(&quantity, (a, b))| row(quantity, a, b)).collect();
    Ok(Convergence {
        replicates,
        clock: (clock.shortest, clock.longest, clock.tolerance),
        halved: (halved.shortest, halved.longest, halved.tolerance),
        steps: (steps, more_steps),
        largest: rows.iter().map(|row| row.share).fold(0.0, f64::max),
        rows,
    })
}

/// A clock with every step halved.
///
/// # Errors
/// When a step is an odd number of minutes.
pub fn halve(clock: ClockRule) -> Result<ClockRule, LabError> {
    let half = |minutes: u32| if minutes.is_multiple_of(2) { Ok(minutes / 2) } else { Err(LabError::Odd { minutes }) };
    Ok(ClockRule { shortest: half(clock.shortest)?, longest: half(clock.longest)?, tolerance: clock.tolerance / 2.0 })
}

type Band = [f64; 3];

/// Bands by quantity and day, and the mean number of steps.
fn medians(
    simulation: &Simulation,
    seed: u64,
    replicates: u32,
    runner: &Runner<'_>,
    done: u32,
    progress: &mut dyn FnMut(Progress),
) -> Result<(Vec<Vec<Band>>, f64), LabError> {
    let days = simulation.setup().days as usize;
    // One column per quantity and day: a trace is forgotten as soon as it is read.
    let mut columns = vec![vec![Vec::with_capacity(replicates as usize); days]; COMPARED.len()];
    let mut steps = 0_u64;
    let run = |&replicate: &u32| {
        let trace = simulation
            .run(EngineKind::default(), seed, replicate)
            .map_err(|source| RunnerError::Replicate { replicate, source })?;
        let read = |day| COMPARED.map(|quantity| trace.national(day, quantity));
        Ok((trace.steps, (0..trace.days()).map(read).collect::<Vec<_>>()))
    };
    let mut made = u64::from(done);
    let told = |batch: &[_]| {
        made += batch.len() as u64;
        progress(Progress { done: made, total: 2 * u64::from(replicates), failed: 0 });
    };
    let keep = |batch: Vec<Result<(u32, Vec<_>), RunnerError>>| {
        for row in batch {
            let (taken, table) = row?;
            steps += u64::from(taken);
            for (day, row) in table.iter().enumerate() {
                columns.iter_mut().zip(row).for_each(|(column, &value)| column[day].push(value));
            }
        }
        Ok::<(), RunnerError>(())
    };
    let numbers: Vec<u32> = (0..replicates).collect();
    if runner.batches(numbers.chunks(64), run, told, keep)? == Stop::Interrupted {
        return Err(LabError::interrupted());
    }
    let band = |values: &Vec<f64>| {
        let sorted = ascending(values);
        [0.05, 0.5, 0.95].map(|p| quantile(&sorted, p))
    };
    let bands = columns.iter().map(|days| days.iter().map(band).collect()).collect();
    Ok((bands, steps as f64 / f64::from(replicates)))
}

fn row(quantity: Quantity, bands: &[Band], finer: &[Band]) -> Option<ConvergenceRow> {
    let compared = || {
        bands.iter().zip(finer).enumerate().filter(|(_, ([p5, _, p95], _))| p95 - p5 > NARROWEST_BAND).map(
            |(day, (&[p5, median, p95], &[_, median_halved, _]))| ConvergenceRow {
                quantity: quantity.info().name,
                day: day as u32,
                median,
                median_halved,
                p5,
                p95,
                share: (median - median_halved).abs() / (p95 - p5),
                days: 0,
            },
        )
    };
    let days = compared().count() as u32;
    let largest = compared().max_by(|a, b| a.share.total_cmp(&b.share))?;
    Some(ConvergenceRow { days, ..largest })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halving_halves_everything_and_refuses_odd_minutes() {
        let clock = ClockRule { shortest: 60, longest: 1440, tolerance: 0.1 };
        let halved = halve(clock).unwrap();
        assert_eq!((halved.shortest, halved.longest, halved.tolerance), (30, 720, 0.05));
        assert!(matches!(halve(ClockRule { shortest: 45, ..clock }), Err(LabError::Odd { minutes: 45 })));
    }

    #[test]
    fn the_row_is_the_day_of_the_largest_share_among_wide_bands() {
        let bands = [[0.0, 5.0, 10.0], [0.0, 50.0, 100.0], [0.0, 500.0, 1000.0]];
        let finer = [[0.0, 9.0, 10.0], [0.0, 52.0, 100.0], [0.0, 510.0, 1000.0]];
        let row = row(Quantity::Dead, &bands, &finer).unwrap();
        assert_eq!((row.day, row.days), (1, 2));
        assert!((row.share - 0.02).abs() < 1e-12);
    }
}
