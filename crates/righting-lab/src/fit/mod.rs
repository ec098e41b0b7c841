//! The first fit of free parameters: a documented search against the record.
//!
//! The plan's starts (the scenario's own values where it names none) and a Latin hypercube are tried
//! first; from the best of them MA-ES searches on. The best trials are then judged again with other chances and more replicates, since
//! the winner among thousands is lucky in part. Every trial runs the same replicates of the same seed
//! (common random numbers), so the objective is a plain function and the whole fit is a function of
//! scenario and plan. The log of trials is replayed on resuming.

mod objective;
mod plan;
mod trials;

use std::path::{Path, PathBuf};

use righting_infer::{Axis, MaEs, latin_hypercube};
use righting_model::Setup;
use righting_runner::Runner;
use righting_scenario::Scenario;
use righting_store::StudyFolder;

pub use objective::Verdict;
pub use plan::FitPlan;
pub(crate) use plan::read_bytes;

use crate::error::LabError;
use crate::measure::Unmeasured;
use crate::study::{at_values, manifest};
use objective::Objective;
use trials::{Trial, TrialLog};

/// Trials that are judged again at the end, besides the centre of the search.
const FINALISTS: usize = 7;

/// The fitted values, as a piece of a scenario.
const FRAGMENT: &str = "fitted.toml";

/// How far a fit is.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct FitProgress {
    /// Trials made, those of earlier sessions included.
    pub trials: usize,
    /// Trials planned.
    pub planned: usize,
    /// Best objective so far.
    pub best: f64,
    /// Share of targets inside the band in that trial.
    pub inside: f64,
}

/// The outcome of a fit.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Fitted {
    /// Path and value of every parameter fitted.
    pub values: Vec<(String, f64)>,
    /// What they came to with other chances.
    pub verdict: Verdict,
    /// The same for the scenario's own values.
    pub before: Verdict,
    /// Trials made.
    pub trials: usize,
    /// Of those, how many were given up as runaways: their first replicate was stopped.
    pub runaways: usize,
    /// Replicates of all trials that failed.
    pub failed: u64,
    /// Targets that the fit could not look at, and why.
    pub left_out: Vec<Unmeasured>,
    /// The log of trials.
    pub log: PathBuf,
    /// The values as a piece of a scenario.
    pub fragment: PathBuf,
}

/// Fits the plan's parameters to the scenario's targets; writes `trials.csv` and `fitted.toml` into
/// `folder`; with `resume`, goes on from the trials that are there.
///
/// # Errors
/// When there are no targets, when the folder holds something else, when a file cannot be
/// written, or when the runner is stopped (to be resumed).
pub fn fit(
    scenario: &Scenario,
    plan: &FitPlan,
    (folder, resume): (&Path, bool),
    runner: &Runner<'_>,
    progress: impl FnMut(FitProgress),
) -> Result<Fitted, LabError> {
    Fit::new(scenario, plan, (folder, resume), runner, progress)?.run()
}

struct Fit<'a, P> {
    scenario: &'a Scenario,
    plan: &'a FitPlan,
    folder: StudyFolder,
    objective: Objective,
    log: TrialLog,
    trials: Vec<Trial>,
    runner: &'a Runner<'a>,
    progress: P,
}

impl<'a, P: FnMut(FitProgress)> Fit<'a, P> {
    fn new(
        scenario: &'a Scenario,
        plan: &'a FitPlan,
        (folder, resume): (&Path, bool),
        runner: &'a Runner<'a>,
        progress: P,
    ) -> Result<Self, LabError> {
        let objective = Objective::new(scenario, plan.sharpness);
        if objective.is_empty() {
            return Err(LabError::NoTargets { scenario: scenario.id.clone() });
        }
        let folder = StudyFolder::open(folder, manifest(scenario, "fit", plan.seed, plan.entries()), resume)?;
        let log = TrialLog::open(&folder, &plan.axes)?;
        Ok(Self { scenario, plan, folder, objective, log, trials: Vec::new(), runner, progress })
    }

    fn run(mut self) -> Result<Fitted, LabError> {
        let plan = self.plan;
        let own: Vec<f64> = plan.axes.iter().map(|axis| axis.position(self.own_value(axis))).collect();
        let start = |(axis, &own): (&Axis, &f64)| axis.start.map_or(own, |start| axis.position(start));
        let start: Vec<f64> = plan.axes.iter().zip(&own).map(start).collect();
        let mut scan = if plan.from_scenario { vec![start] } else { Vec::new() };
        scan.extend(latin_hypercube(plan.scan, plan.axes.len(), plan.seed));
        if scan.is_empty() {
            scan.push(vec![0.5; plan.axes.len()]);
        }
        // In the sizes of generations, so that an interruption loses little.
        for (generation, points) in scan.chunks(plan.population.max(8)).enumerate() {
            self.try_points("scan", generation, points)?;
        }
        let start = self.ranked()[0].values.clone();
        let start = plan.axes.iter().zip(&start).map(|(axis, &value)| axis.position(value)).collect();
        let mut search = MaEs::new(start, plan.step, Some(plan.population), plan.seed);
        for generation in 0..plan.generations {
            let points = search.ask();
            search.tell(&self.try_points("search", generation, &points)?);
        }
        self.choose(own, search.mean().to_vec())
    }

    fn own_value(&self, axis: &Axis) -> f64 {
        self.scenario.setup.parameters.get(&axis.path).expect("the plan was checked against the registry")
    }

    /// Judges the finalists with the next seed and writes the winner down.
    fn choose(mut self, own: Vec<f64>, centre: Vec<f64>) -> Result<Fitted, LabError> {
        let axes = &self.plan.axes;
        let position = |trial: &&Trial| axes.iter().zip(&trial.values).map(|(axis, &v)| axis.position(v)).collect();
        let mut points: Vec<Vec<f64>> = vec![own, centre];
        points.extend(self.ranked().iter().take(FINALISTS).map(position));
        self.try_points("final", 0, &points)?;
        let finalists = &self.trials[self.trials.len() - points.len()..];
        let best = finalists.iter().min_by(|a, b| a.verdict.objective.total_cmp(&b.verdict.objective));
        let best = best.expect("there are finalists").clone();
        let fitted = Fitted {
            values: self.plan.axes.iter().map(|axis| axis.path.clone()).zip(best.values).collect(),
            verdict: best.verdict,
            before: finalists[0].verdict,
            trials: self.trials.len(),
            runaways: self.trials.iter().filter(|trial| trial.verdict.is_runaway()).count(),
            failed: self.trials.iter().map(|trial| u64::from(trial.verdict.failed)).sum(),
            left_out: self.objective.left_out().to_vec(),
            log: self.folder.path().join(trials::FILE),
            fragment: self.folder.path().join(FRAGMENT),
        };
        self.folder.write_file(FRAGMENT, self.fragment(&fitted).as_bytes())?;
        Ok(fitted)
    }

    /// Tries points of the unit cube in parallel and returns their objectives.
    fn try_points(&mut self, stage: &str, generation: usize, points: &[Vec<f64>]) -> Result<Vec<f64>, LabError> {
        let last = stage == "final";
        let (seed, replicates, best) = if last {
            (self.plan.seed + 1, self.plan.final_replicates, f64::INFINITY)
        } else {
            let best = self.trials.iter().map(|trial| trial.verdict.objective).fold(f64::INFINITY, f64::min);
            (self.plan.seed, self.plan.replicates, best)
        };
        let values: Vec<Vec<f64>> = points
            .iter()
            .map(|point| self.plan.axes.iter().zip(point).map(|(axis, &at)| axis.value(at)).collect())
            .collect();
        let mut recalled = Vec::new();
        for values in &values {
            match self.log.recall(stage, values)? {
                Some(verdict) => recalled.push(verdict),
                None => break,
            }
        }
        let setups: Vec<Setup> = values[recalled.len()..].iter().map(|values| self.setup(values)).collect();
        let objective = &self.objective;
        let whole = self.runner.whole();
        let judge = |setup: &Setup| objective.judge(setup, seed, replicates, best, &whole);
        let fresh: Vec<Verdict> = self.runner.map(&setups, judge);
        let interrupted = fresh.len() < setups.len();
        let trial = |(values, verdict)| Trial { stage: stage.to_owned(), generation, values, verdict };
        let known = recalled.len();
        let trials: Vec<Trial> = values.into_iter().zip(recalled.into_iter().chain(fresh)).map(trial).collect();
        self.log.append(&self.folder, &trials[known..])?;
        if interrupted {
            return Err(LabError::interrupted());
        }
        self.trials.extend_from_slice(&trials);
        self.report();
        Ok(trials.iter().map(|trial| trial.verdict.objective).collect())
    }

    fn setup(&self, values: &[f64]) -> Setup {
        at_values(&self.scenario.setup, self.plan.axes.iter().map(|axis| axis.path.as_str()), values)
    }

    /// Trials of scan and search, best first. Those given up early stand at the end by their score.
    fn ranked(&self) -> Vec<&Trial> {
        let mut ranked: Vec<&Trial> = self.trials.iter().filter(|trial| trial.stage != "final").collect();
        ranked.sort_by(|a, b| a.verdict.objective.total_cmp(&b.verdict.objective));
        ranked
    }

    fn report(&mut self) {
        let Some(best) = self.ranked().first().map(|trial| trial.verdict) else { return };
        let plan = self.plan;
        let planned = usize::from(plan.from_scenario) + plan.scan + plan.generations * plan.population + FINALISTS + 2;
        let Verdict { objective, inside, .. } = best;
        (self.progress)(FitProgress { trials: self.trials.len(), planned, best: objective, inside });
    }

    fn fragment(&self, fitted: &Fitted) -> String {
        let mut text = format!(
            "# Fitted to the record of {}: seed {}, {} trials, objective {:.4} (before: {:.4}), {:.0} % of targets\n\
             # inside the band, on {} replicates of seed {} that the search had not seen.\n",
            self.scenario.id,
            self.plan.seed,
            fitted.trials,
            fitted.verdict.objective,
            fitted.before.objective,
            100.0 * fitted.verdict.inside,
            self.plan.final_replicates,
            self.plan.seed + 1,
        );
        text += &format!("\n[fitted]\ncase = {:?}\niso3 = {:?}\n", self.scenario.id, self.scenario.iso3);
        let mut values: Vec<(&str, &str, f64)> = fitted
            .values
            .iter()
            .filter_map(|(path, value)| path.split_once('.').map(|(section, name)| (section, name, *value)))
            .collect();
        values.sort_by_key(|&(section, ..)| section);
        for group in values.chunk_by(|a, b| a.0 == b.0) {
            text += &format!("\n[parameters.{}]\n", group[0].0);
            for (_, name, value) in group {
                // Four digits: what a fit to sixty targets can tell at most.
                text += &format!("{name} = {:?}\n", four_digits(*value));
            }
        }
        text
    }
}

fn four_digits(value: f64) -> f64 {
    format!("{value:.3e}").parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_digits_are_kept() {
        assert_eq!(four_digits(0.001_234_56), 0.001_235);
        assert_eq!(four_digits(98_765.4), 98_770.0);
    }
}
