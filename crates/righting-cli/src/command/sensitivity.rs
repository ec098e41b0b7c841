//! `righting sensitivity`

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use righting_lab::{
    Axis, Chances, Effect, Estimate, FailedRun, Indices, TrialPlan, Trials, Unmeasured, axes_of, elementary_effects,
    manifest, morris_points, saltelli_points, sobol_indices, trials_at,
};
use righting_report::counted;
use righting_store::TrialRow;
use serde::Serialize;

use super::scenario::ScenarioArgs;
use super::study_folder::{StudyArgs, kept};
use crate::fail::Fail;
use crate::failed;
use crate::terminal::{Bar, emit, emit_json, runner, table};

/// Says which parameters matter for which output: Morris screening or Sobol indices, with 95 % intervals.
///
/// Parameters move within the priors of the scenario. All sets share their chances, and an output is the mean over
/// the runs of a set, counts as ln(1 + x).
#[derive(Debug, Args)]
pub struct Sensitivity {
    #[command(flatten)]
    scenario: ScenarioArgs,
    #[command(flatten)]
    study: StudyArgs,
    /// How to ask.
    #[arg(long, value_enum, default_value_t = Method::Morris)]
    method: Method,
    /// Trajectories (Morris) or base rows (Sobol); each costs as many sets as there are parameters, and one or two.
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(4..=16_384))]
    size: u32,
    /// Runs per set.
    #[arg(long, default_value_t = 4, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    replicates: u32,
    /// Outputs to show: national figures such as `peak_active`, or ids of targets; the national figures by default.
    #[arg(long = "output", value_name = "NAME")]
    outputs: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Method {
    /// Elementary effects (Morris 1991): cheap, for screening.
    Morris,
    /// Shares of variance (Sobol 1993), first order and total.
    Sobol,
}

#[derive(Serialize)]
struct Told {
    method: &'static str,
    sets: usize,
    runs: usize,
    failed: usize,
    /// Runs stopped as runaways: their last day counts as if it went on.
    stopped: usize,
    left_out: Vec<Unmeasured>,
    /// Each that failed.
    failures: Vec<FailedRun>,
    table: PathBuf,
    outputs: Vec<ToldOutput>,
}

#[derive(Serialize)]
struct ToldOutput {
    output: String,
    parameters: Vec<ToldParameter>,
}

#[derive(Serialize)]
struct ToldParameter {
    path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    effect: Option<Effect>,
    #[serde(skip_serializing_if = "Option::is_none")]
    indices: Option<Indices>,
}

impl Sensitivity {
    pub fn run(self) -> Result<(), Fail> {
        let scenario = self.scenario.load()?;
        let axes = axes_of(&scenario)?;
        let (size, seed) = (self.size as usize, self.study.seed);
        let points = match self.method {
            Method::Morris => morris_points(axes.len(), size, seed),
            Method::Sobol => saltelli_points(axes.len(), size, seed),
        };
        let asked = BTreeMap::from([
            ("method".to_owned(), self.method_name().to_owned()),
            ("size".to_owned(), self.size.to_string()),
            ("replicates".to_owned(), self.replicates.to_string()),
        ]);
        let folder =
            self.study.open(manifest(&scenario, "sensitivity", seed, asked), &self.scenario.scenario, "sensitivity")?;
        let plan = TrialPlan { axes: axes.clone(), replicates: self.replicates, seed, chances: Chances::Shared };
        let bar = Bar::new(points.len() as u64 * u64::from(self.replicates), "runs");
        let mut trials = Trials::new(&scenario, plan, &folder, "trials", &runner(self.study.threads)?)?;
        let rows = trials.run(&trials_at(&axes, &points, 0), &mut |progress| bar.at(progress.done, String::new()));
        bar.clear();
        let rows = rows.map_err(|error| kept(error, folder.path()))?;
        self.every_set_has_a_run(&rows, folder.path())?;
        let names = trials.outputs().names();
        let chosen = self.chosen(&names, trials.outputs().figures())?;
        let mut told = Told {
            method: self.method_name(),
            sets: points.len(),
            runs: rows.len(),
            failed: rows.iter().filter(|row| row.summaries.is_err()).count(),
            stopped: rows.iter().filter(|row| row.stopped.is_some()).count(),
            left_out: trials.outputs().left_out().to_vec(),
            failures: failed::of_rows(&rows),
            table: folder.path().join("trials"),
            outputs: Vec::new(),
        };
        for index in chosen {
            let output = &trials.outputs().list()[index];
            let mean = |runs: &[TrialRow]| {
                let values: Vec<f64> =
                    runs.iter().filter_map(|row| Some(output.scaled(row.summaries.as_ref().ok()?[index]))).collect();
                values.iter().sum::<f64>() / values.len() as f64
            };
            let means: Vec<f64> = rows.chunks(self.replicates as usize).map(mean).collect();
            let parameters = self.parameters(&axes, &points, &means);
            told.outputs.push(ToldOutput { output: output.name.clone(), parameters });
        }
        if self.study.json {
            emit_json(&told)?;
        } else {
            emit(&format!("{}{}", failed::lines(&told.failures), told.text()))?;
        }
        failed::verdict(told.failures.len() as u64, told.runs as u64)
    }

    /// The mean over no run is unknown, and not 0.
    fn every_set_has_a_run(&self, rows: &[TrialRow], folder: &Path) -> Result<(), Fail> {
        let sets = rows.chunks(self.replicates as usize);
        let (all, lost) = (sets.len(), sets.filter(|runs| runs.iter().all(|row| row.summaries.is_err())).count());
        if lost == 0 {
            return Ok(());
        }
        Err(Fail::Check(format!(
            "{lost} of {all} sets of parameters have no run that succeeded, so that no index can be computed; the runs are \
             in {}",
            folder.join("trials").display()
        )))
    }

    /// What each parameter does to an output, from its mean at every point.
    fn parameters(&self, axes: &[Axis], points: &[Vec<f64>], means: &[f64]) -> Vec<ToldParameter> {
        let (paths, seed) = (axes.iter().map(|axis| axis.path.clone()), self.study.seed);
        match self.method {
            Method::Morris => paths
                .zip(elementary_effects(points, means, seed))
                .map(|(path, effect)| ToldParameter { path, effect: Some(effect), indices: None })
                .collect(),
            Method::Sobol => paths
                .zip(sobol_indices(axes.len(), means, seed))
                .map(|(path, indices)| ToldParameter { path, effect: None, indices: Some(indices) })
                .collect(),
        }
    }

    fn method_name(&self) -> &'static str {
        match self.method {
            Method::Morris => "morris",
            Method::Sobol => "sobol",
        }
    }

    /// Indices of the outputs asked for.
    fn chosen(&self, names: &[String], figures: usize) -> Result<Vec<usize>, Fail> {
        if self.outputs.is_empty() {
            return Ok((0..figures).collect());
        }
        let find = |asked: &String| {
            names.iter().position(|name| name == asked).ok_or_else(|| {
                Fail::input(format!("no output is called `{asked}`"), format!("the outputs are {}", names.join(", ")))
            })
        };
        self.outputs.iter().map(find).collect()
    }
}

impl Told {
    fn text(&self) -> String {
        let shown =
            |estimate: &Estimate| format!("{:.2} ({:.2} to {:.2})", estimate.value, estimate.low, estimate.high);
        let mut text = String::new();
        for output in &self.outputs {
            let rows = output.parameters.iter().map(|parameter| {
                let mut row = vec![parameter.path.clone()];
                if let Some(effect) = &parameter.effect {
                    row.extend([shown(&effect.mu_star), format!("{:+.2}", effect.mu), shown(&effect.sigma)]);
                }
                if let Some(indices) = &parameter.indices {
                    row.extend([shown(&indices.first), shown(&indices.total)]);
                }
                row
            });
            let headings: &[&str] = if self.method == "morris" {
                &[&output.output, ">mu*", ">mu", ">sigma"]
            } else {
                &[&output.output, ">first order", ">total"]
            };
            text += &table(headings, rows);
        }
        let left_out = super::check::left_out(&self.left_out);
        text + &format!(
            "{} of {}, {} failed, {} stopped as runaways\n{left_out}{}\n",
            counted(self.runs as u64, "run", "runs"),
            counted(self.sets as u64, "set", "sets"),
            self.failed,
            self.stopped,
            self.table.display()
        )
    }
}
