//! How sure are the main numbers: how much of their variance is chance, how much levels that nobody knows, how much
//! which account is true.
//!
//! Nested runs: each of the eight combinations of the contested structures is run with the same draws of levels and
//! shapes, each of them with the same few chances. On ln(1 + x), the variance over all is the sum of three: within equal
//! levels and structure (chance), between levels within a structure, and between structures, all as likely. Each is
//! corrected for what the finite number of runs below it adds.

use righting_infer::{Estimate, ascending, estimate, log1p, quantile};
use righting_model::{EngineKind, Hypotheses, Levels, Parameters, Quantity, Setup, Trace};
use righting_runner::{Progress, Runner, RunnerError, Stop, caught};
use righting_scenario::Scenario;
use serde::Serialize;

use crate::error::LabError;
use crate::smoothness::drawn;

/// What to run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CertaintyPlan {
    /// Draws of levels and shapes.
    pub levels: u32,
    /// Runs of every draw and structure; at least two.
    pub chances: u32,
    /// Seed of levels and chances.
    pub seed: u64,
}

/// How sure one number is. Shares add up to one, and are 0 where the number does not vary.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Sureness {
    /// `peak`, `dead` or `detained`.
    pub quantity: &'static str,
    /// 5th, 50th and 95th percentile over all runs.
    pub band: [f64; 3],
    /// Standard deviation of ln(1 + x) over all.
    pub sd: f64,
    /// Share of the variance that is chance, with its interval over draws of levels.
    pub chance: Estimate,
    /// Share of levels and shapes that are neither fitted nor set.
    pub levels: Estimate,
    /// Share of the contested structures.
    pub structure: Estimate,
}

/// How sure the main numbers are.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Certainty {
    /// Combinations of contested structures.
    pub structures: u32,
    /// Draws of levels in each.
    pub draws: u32,
    /// Runs of each draw.
    pub chances: u32,
    /// Whether the scenario draws levels; where not, no variance is theirs.
    pub levels_drawn: bool,
    /// The numbers.
    pub rows: Vec<Sureness>,
}

/// Names of the numbers, in the order of [`read`].
const NUMBERS: [&str; 3] = ["peak", "dead", "detained"];

/// By structure, draw of levels and chance.
type Nested = Vec<Vec<Vec<f64>>>;

/// Runs the nested ensembles.
///
/// # Errors
/// When a replicate fails, or the runner is stopped.
pub fn certainty(
    scenario: &Scenario,
    plan: &CertaintyPlan,
    runner: &Runner<'_>,
    mut progress: impl FnMut(Progress),
) -> Result<Certainty, LabError> {
    let base = scenario.simulation();
    let setup = base.setup();
    let levels_drawn = setup.levels != Levels::Fixed;
    let levels: Vec<Parameters> = (0..plan.levels)
        .map(|draw| if levels_drawn { drawn(setup, plan.seed, draw) } else { setup.parameters.clone() })
        .collect();
    let structures = structures();
    let pairs: Vec<(usize, usize)> =
        (0..structures.len()).flat_map(|structure| (0..levels.len()).map(move |draw| (structure, draw))).collect();
    let work = |&(structure, draw): &(usize, usize)| {
        let (parameters, hypotheses) = (levels[draw].clone(), structures[structure]);
        let simulation = base.varied(Setup { parameters, hypotheses, levels: Levels::Fixed, ..setup.clone() });
        let run = |chance: u32| {
            // A draw of levels has the same chances under every structure.
            let replicate = draw as u32 * plan.chances + chance;
            let trace = caught(|| simulation.run(EngineKind::default(), plan.seed, replicate));
            trace.map(|trace| read(&trace)).map_err(|source| RunnerError::Replicate { replicate, source })
        };
        (0..plan.chances).map(run).collect::<Result<Vec<[f64; 3]>, RunnerError>>()
    };
    let (mut done, each) = (0, u64::from(plan.chances));
    let total = pairs.len() as u64 * each;
    let told = |batch: &[_]| {
        done += batch.len() as u64 * each;
        progress(Progress { done, total, failed: 0 });
    };
    let mut cells = Vec::new();
    let keep = |batch: Vec<Result<Vec<[f64; 3]>, RunnerError>>| {
        for cell in batch {
            cells.push(cell?);
        }
        Ok::<(), RunnerError>(())
    };
    if runner.batches(pairs.chunks(16), work, told, keep)? == Stop::Interrupted {
        return Err(LabError::interrupted());
    }
    let nested = |number: usize| -> Nested {
        let of = |cell: &Vec<[f64; 3]>| cell.iter().map(|run| log1p(run[number])).collect();
        cells.chunks(levels.len()).map(|structure| structure.iter().map(of).collect()).collect()
    };
    Ok(Certainty {
        structures: structures.len() as u32,
        draws: plan.levels,
        chances: plan.chances,
        levels_drawn,
        rows: (0..NUMBERS.len())
            .map(|number| sureness(NUMBERS[number], &nested(number), plan.seed, levels_drawn))
            .collect(),
    })
}

/// Every combination of the contested structures.
fn structures() -> Vec<Hypotheses> {
    let switches = Hypotheses::SWITCHES;
    let one = |bits: usize| {
        let mut hypotheses = Hypotheses::default();
        for (at, switch) in switches.iter().enumerate() {
            hypotheses.switch(switch.name, bits >> at & 1 == 1);
        }
        hypotheses
    };
    (0..1 << switches.len()).map(one).collect()
}

/// The main numbers of a run: largest crowd, dead, detained.
fn read(trace: &Trace) -> [f64; 3] {
    let last = trace.days() - 1;
    let peak = (0..=last).map(|day| trace.national(day, Quantity::ActivePeak)).fold(0.0, f64::max);
    [peak, trace.national(last, Quantity::Dead), trace.national(last, Quantity::DetainedTotal)]
}

fn sureness(quantity: &'static str, nested: &Nested, seed: u64, levels_drawn: bool) -> Sureness {
    let all = ascending(&nested.iter().flatten().flatten().copied().collect::<Vec<f64>>());
    // Where no level is drawn every run is a draw of chance, and of nothing else.
    let alone: Nested = nested.iter().map(|draws| draws.iter().flatten().map(|&run| vec![run]).collect()).collect();
    let nested = if levels_drawn { nested } else { &alone };
    let split = |rows: &[usize]| {
        let [chance, levels, structure] = parts(nested, rows);
        if levels_drawn { [chance, levels, structure] } else { [levels, 0.0, structure] }
    };
    let draws = nested.first().map_or(0, Vec::len);
    let share = |part: usize| {
        estimate(draws, seed, part as u32, |rows| {
            let parts = split(rows);
            let sum: f64 = parts.iter().sum();
            if sum > 0.0 { parts[part] / sum } else { 0.0 }
        })
    };
    let every: Vec<usize> = (0..draws).collect();
    Sureness {
        quantity,
        band: [0.05, 0.5, 0.95].map(|p| righting_model::math::exp(quantile(&all, p)) - 1.0),
        sd: righting_model::math::sqrt(split(&every).iter().sum()),
        chance: share(0),
        levels: share(1),
        structure: share(2),
    }
}

/// Variance of chance, of levels and of structure, from some draws of levels; what chance has made negative is 0.
fn parts(nested: &Nested, rows: &[usize]) -> [f64; 3] {
    let (structures, draws) = (nested.len() as f64, rows.len() as f64);
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let variance = |values: &[f64]| {
        let middle = mean(values);
        let squares = values.iter().map(|value| (value - middle) * (value - middle)).sum::<f64>();
        if values.len() > 1 { squares / (values.len() - 1) as f64 } else { 0.0 }
    };
    let cells: Vec<Vec<f64>> = nested.iter().map(|draws| rows.iter().map(|&row| mean(&draws[row])).collect()).collect();
    let within: Vec<f64> =
        nested.iter().map(|draws| mean(&rows.iter().map(|&row| variance(&draws[row])).collect::<Vec<f64>>())).collect();
    let chances = nested[0][0].len() as f64;
    let chance = mean(&within);
    let levels = mean(
        &cells.iter().zip(&within).map(|(cells, within)| variance(cells) - within / chances).collect::<Vec<f64>>(),
    );
    // Means of structures differ by what structures do, and by how each draw of levels does it another way: the draws are
    // shared, so what they have in common falls out.
    let of_structures: Vec<f64> = cells.iter().map(|cells| mean(cells)).collect();
    let of_draws: Vec<f64> =
        (0..rows.len()).map(|row| mean(&cells.iter().map(|cells| cells[row]).collect::<Vec<f64>>())).collect();
    let middle = mean(&of_structures);
    let mut rest = 0.0;
    for (cells, of_structure) in cells.iter().zip(&of_structures) {
        for (cell, of_draw) in cells.iter().zip(&of_draws) {
            let left = cell - of_structure - of_draw + middle;
            rest += left * left;
        }
    }
    let by_chance = if draws > 1.0 { rest / (structures * (draws - 1.0) * draws) } else { 0.0 };
    let squares = of_structures.iter().map(|of| (of - middle) * (of - middle)).sum::<f64>() / structures;
    [chance, levels, squares - by_chance].map(|part| part.max(0.0))
}

#[cfg(test)]
mod tests {
    use rand_chacha::ChaCha8Rng;
    use rand_chacha::rand_core::SeedableRng;
    use rand_distr::{Distribution, StandardNormal};

    use super::*;

    /// Sums of effects of known variances: structure 1, levels 4, chance 2.
    #[test]
    fn known_variances_are_found() {
        let mut rng = ChaCha8Rng::seed_from_u64(5);
        let mut normal = || -> f64 { StandardNormal.sample(&mut rng) };
        let (draws, chances) = (400, 4);
        let levels: Vec<f64> = (0..draws).map(|_| 2.0 * normal()).collect();
        let nested: Nested = [-1.0, 1.0, -1.0, 1.0, -1.0, 1.0, -1.0, 1.0]
            .map(|structure| {
                let cell = |level: &f64| (0..chances).map(|_| structure + level + 2f64.sqrt() * normal()).collect();
                levels.iter().map(cell).collect()
            })
            .to_vec();
        let every: Vec<usize> = (0..draws).collect();
        let [chance, level, structure] = parts(&nested, &every);
        // Standard errors: chance 2 sqrt(2 / 9600), levels 4 sqrt(2 / 399), structure under 0.05; four of each.
        assert!((chance - 2.0).abs() < 0.12 && (level - 4.0).abs() < 1.15 && (structure - 1.0).abs() < 0.2);
        let found = sureness("peak", &nested, 1, true);
        assert!((found.chance.value + found.levels.value + found.structure.value - 1.0).abs() < 1e-12);
        assert!(found.levels.low < found.levels.value && found.levels.value < found.levels.high);
    }

    #[test]
    fn structures_are_all_combinations() {
        let structures = structures();
        assert_eq!(structures.len(), 1 << Hypotheses::SWITCHES.len());
        assert!(structures.iter().enumerate().all(|(at, one)| !structures[..at].contains(one)));
    }
}
