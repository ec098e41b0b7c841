//! `righting calibrate`

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use righting_lab::{
    Calibrated, CalibrationPlan, FailedRun, Level, Plausibility, PredictiveComparison, SampledPosterior, Spread,
    Unmeasured, calibrate, correlations, manifest, spreads,
};
use righting_report::from_calibration;
use righting_store::Shard;
use serde::Serialize;

use super::report::write_report;
use super::scenario::ScenarioArgs;
use super::study_folder::{StudyArgs, kept, write_page};
use crate::fail::Fail;
use crate::failed;
use crate::terminal::{Bar, emit, emit_json, runner, table};

/// Finds which parameters could have made the record: a posterior by sequential Monte Carlo.
///
/// The scenario's `[[prior]]` list says which parameters may move and how far. Three ensembles follow: what the posterior
/// predicts under new chances, the runs of the posterior themselves (what happened, as far as the record tells), and what
/// the prior predicts.
#[derive(Debug, Args)]
pub struct Calibrate {
    #[command(flatten)]
    scenario: ScenarioArgs,
    #[command(flatten)]
    study: StudyArgs,
    /// Runs after which no round of moves begins, without the three ensembles that follow.
    #[arg(long, default_value_t = 56_000, value_parser = super::bounds::runs)]
    runs: u32,
    /// Runs of a trial, scored together, once the population is near the record; 1 keeps trials of one run.
    #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..=100))]
    replicates: u32,
    /// Replicates of each of the three ensembles.
    #[arg(long, default_value_t = 500, value_parser = super::bounds::members)]
    predictive: u32,
    /// Refused, with what to do instead: each round draws from the one before.
    #[arg(long, value_name = "K/N", hide = true)]
    part: Option<Shard>,
}

/// What is told of a calibration. The keys of the JSON object are a promise to scripts.
#[derive(Serialize)]
struct Told {
    folder: PathBuf,
    runs: u64,
    /// Runs of the sampling that failed; each gives up its parameters.
    failed: u64,
    /// Runs stopped as runaways: they count as far from the record.
    stopped: u64,
    /// Replicates of the three ensembles that failed.
    failed_predictive: u64,
    left_out: Vec<Unmeasured>,
    #[serde(flatten)]
    plausibility: Plausibility,
    /// Replicates of the three ensembles that failed.
    failures: Vec<FailedRun>,
    seconds: f64,
    levels: Vec<ToldLevel>,
    parameters: Vec<Spread>,
    correlations: Vec<Vec<f64>>,
    effective: f64,
    ancestors: Option<f64>,
    #[serde(skip)]
    is_small: bool,
    courses: f64,
    inside: u64,
    inside_reconstruction: u64,
    inside_prior: u64,
    targets: u64,
    sharpness: Option<f64>,
    sharpness_reconstruction: Option<f64>,
    sharpness_prior: Option<f64>,
    crps: PredictiveComparison,
    posterior: PathBuf,
    arviz: PathBuf,
    run: PathBuf,
    reconstruction: PathBuf,
    report: PathBuf,
}

#[derive(Serialize)]
struct ToldLevel {
    trials: u64,
    replicates: u32,
    failed: u64,
    tolerance: f64,
    median: f64,
    accepted: f64,
    anew: bool,
    effective: f64,
    courses: f64,
}

impl Calibrate {
    pub fn run(self) -> Result<(), Fail> {
        if let Some(part) = self.part {
            return Err(Fail::input(
                format!("a calibration cannot be made in parts ({part}): each of its rounds draws from the one before"),
                "run it on one machine with many cores (--threads); `righting sweep --part` tries sets of parameters in parts",
            ));
        }
        let begun = Instant::now();
        let scenario = self.scenario.load()?;
        let plan = CalibrationPlan {
            replicates: self.replicates,
            predictive: self.predictive,
            ..CalibrationPlan::new(self.runs, self.study.seed)
        };
        let folder = self.study.open(
            manifest(&scenario, "calibrate", self.study.seed, plan.entries()),
            &self.scenario.scenario,
            "calibrate",
        )?;
        let bar = Bar::new(u64::from(self.runs), "runs");
        let calibrated = calibrate(&scenario, &plan, &folder, &runner(self.study.threads)?, |progress| {
            bar.length(progress.total);
            bar.at(progress.done, String::new());
        });
        bar.clear();
        let calibrated = calibrated.map_err(|error| kept(error, folder.path()))?;
        let ensembles = [
            (&calibrated.run, &calibrated.check),
            (&calibrated.reconstruction, &calibrated.reconstruction_check),
            (&calibrated.prior_run, &calibrated.prior_check),
        ];
        for (run, check) in ensembles {
            write_report(run, &scenario, Some(check), false)?;
        }
        let report = write_page(folder.path(), &from_calibration(&calibrated, &scenario, self.study.seed))?;
        let plausibility = Plausibility::of_run(&calibrated.run, &scenario, Some(&calibrated.check))?;
        let seconds = begun.elapsed().as_secs_f64();
        let told = Told::of(folder.path().to_owned(), &calibrated, plausibility, seconds, report);
        if self.study.json {
            emit_json(&told)?;
        } else {
            emit(&format!("{}{}", failed::lines(&told.failures), told.text()))?;
        }
        // Runs that fail while sampling are ordinary: their parameters are given up. The ensembles were asked for whole.
        failed::verdict(told.failures.len() as u64, 3 * u64::from(self.predictive))
    }
}

impl Told {
    fn of(folder: PathBuf, calibrated: &Calibrated, plausibility: Plausibility, seconds: f64, report: PathBuf) -> Self {
        let SampledPosterior { posterior, levels, .. } = &calibrated.sampled;
        let level = |level: &Level| ToldLevel {
            trials: level.trials,
            replicates: level.replicates,
            failed: level.failed,
            tolerance: level.tolerance,
            median: level.median,
            accepted: level.accepted,
            anew: level.anew,
            effective: level.effective,
            courses: level.courses,
        };
        Self {
            runs: calibrated.sampled.runs,
            failed: calibrated.sampled.failed,
            stopped: calibrated.sampled.stopped,
            failed_predictive: failed_predictive(calibrated),
            left_out: calibrated.sampled.left_out.clone(),
            plausibility,
            failures: [
                ("posterior", &calibrated.run),
                ("reconstruction", &calibrated.reconstruction),
                ("prior", &calibrated.prior_run),
            ]
            .into_iter()
            .flat_map(|(name, run)| FailedRun::of(name, run))
            .collect(),
            seconds,
            parameters: spreads(posterior),
            correlations: correlations(posterior),
            effective: posterior.effective(),
            ancestors: posterior.ancestors(),
            is_small: posterior.is_small(),
            courses: levels.last().map_or(0.0, |level| level.courses),
            levels: levels.iter().map(level).collect(),
            inside: calibrated.check.inside,
            inside_reconstruction: calibrated.reconstruction_check.inside,
            inside_prior: calibrated.prior_check.inside,
            targets: calibrated.check.total,
            sharpness: calibrated.check.sharpness,
            sharpness_reconstruction: calibrated.reconstruction_check.sharpness,
            sharpness_prior: calibrated.prior_check.sharpness,
            crps: calibrated.comparison.clone(),
            posterior: folder.join("posterior.parquet"),
            arviz: folder.join("posterior.json"),
            run: folder.join("posterior"),
            reconstruction: folder.join("reconstruction"),
            report,
            folder,
        }
    }

    fn text(&self) -> String {
        let row = |spread: &Spread| {
            let [low, median, high] = spread.quantiles.map(four_digits);
            let verdict = if spread.identified { "" } else { "not identified" };
            let prior = format!("{} to {}", spread.prior[0], spread.prior[1]);
            vec![
                spread.path.clone(),
                prior,
                low,
                median,
                high,
                format!("{:.2}", spread.contraction),
                verdict.to_owned(),
            ]
        };
        let parameters = self.parameters.iter().map(row);
        let level = |(number, level): (usize, &ToldLevel)| {
            let ToldLevel { trials, replicates, tolerance, median, accepted, anew, effective, courses, .. } = level;
            vec![
                (number + 1).to_string(),
                trials.to_string(),
                replicates.to_string(),
                format!("{median:.3}"),
                format!("{tolerance:.3}"),
                format!("{:.0} %", 100.0 * accepted),
                (if *anew { "new" } else { "inherited" }).to_owned(),
                format!("{effective:.0}"),
                format!("{courses:.0}"),
            ]
        };
        let sharpness = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |value| format!("{value:.1}"));
        let few = if self.is_small {
            "the sample is too small, or of too few ancestors, to say anything of single parameters: take more --runs\n"
        } else {
            ""
        };
        let ancestors = self.ancestors.map_or_else(String::new, |number| {
            format!("effective size {:.0}, of random effects that descend from {number:.0} ancestors\n", self.effective)
        });
        format!(
            "{}{}{}{few}{ancestors}{} runs in {:.0} s, {} failed, {} stopped as runaways{}\n{}posterior predictive: {} of {} targets inside the band, \
             sharpness {}, score {:.3}\nreconstruction: {} of {} inside, sharpness {}, score {:.3}\nprior predictive: {} of {} \
             inside, sharpness {}, score {:.3}; the posterior scores better on {} of {}\n{}\n",
            self.plausibility.text(),
            table(
                &[
                    "level",
                    ">trials",
                    ">runs each",
                    ">median distance",
                    ">tolerance",
                    ">accepted",
                    "chances",
                    ">effective",
                    ">courses"
                ],
                self.levels.iter().enumerate().map(level)
            ),
            table(&["parameter", "prior", ">5 %", ">50 %", ">95 %", ">contraction", ""], parameters),
            self.runs,
            self.seconds,
            self.failed,
            self.stopped,
            match self.failed_predictive {
                0 => String::new(),
                failed => format!("; {failed} replicates of the three ensembles failed"),
            },
            super::check::left_out(&self.left_out),
            self.inside,
            self.targets,
            sharpness(self.sharpness),
            self.crps.posterior,
            self.inside_reconstruction,
            self.targets,
            sharpness(self.sharpness_reconstruction),
            self.crps.reconstruction,
            self.inside_prior,
            self.targets,
            sharpness(self.sharpness_prior),
            self.crps.prior,
            self.crps.better,
            self.crps.targets,
            self.report.display()
        )
    }
}

/// Replicates of the three ensembles that failed.
fn failed_predictive(calibrated: &Calibrated) -> u64 {
    [&calibrated.run, &calibrated.reconstruction, &calibrated.prior_run].iter().map(|run| run.failed() as u64).sum()
}

/// Four significant digits.
pub fn four_digits(value: f64) -> String {
    let short: f64 = format!("{value:.3e}").parse().unwrap_or(value);
    short.to_string()
}
