//! `righting study`

use clap::{Args, Subcommand};
use righting_lab::{
    CalibrationPlan, EventStudy, LeftOut, OnsetStudy, STATEMENTS, convergence, event_study, manifest, onset_study,
};

use super::scenario::ScenarioArgs;
use super::study_folder::{StudyArgs, kept};
use crate::fail::Fail;
use crate::terminal::{Bar, count, emit, emit_json, runner, table};

/// Studies of the model itself.
#[derive(Debug, Args)]
pub struct Study {
    #[command(subcommand)]
    study: Studies,
}

#[derive(Debug, Subcommand)]
enum Studies {
    Convergence(Convergence),
    Onset(Onset),
    Recovery(Recovery),
}

/// Compares the medians under the scenario's clock with those under every step halved.
#[derive(Debug, Args)]
struct Convergence {
    #[command(flatten)]
    scenario: ScenarioArgs,
    /// Replicates under each clock.
    #[arg(long, default_value_t = 5000, value_parser = clap::value_parser!(u32).range(20..=100_000))]
    replicates: u32,
    /// Seed of both ensembles.
    #[arg(long, default_value_t = 1, allow_negative_numbers = true, value_parser = super::bounds::seed)]
    seed: u64,
    /// Worker threads; one per core by default.
    #[arg(long, default_value_t = 0, hide_default_value = true, value_parser = super::bounds::threads)]
    threads: usize,
    /// Exits with 1 when a median moves by more than this share of its band.
    #[arg(long, value_name = "SHARE")]
    require: Option<f64>,
    /// Prints one JSON object.
    #[arg(long)]
    json: bool,
}

/// Predicts the onset of every dated region from a calibration that has not seen that region.
#[derive(Debug, Args)]
struct Onset {
    #[command(flatten)]
    scenario: ScenarioArgs,
    #[command(flatten)]
    study: StudyArgs,
    /// Runs of the calibration without each region.
    #[arg(long, default_value_t = 3000, value_parser = super::bounds::runs)]
    runs: u32,
    /// Replicates of each prediction.
    #[arg(long, default_value_t = 200, value_parser = super::bounds::members)]
    predictive: u32,
    /// Exits with 1 unless the model beats both plain rules.
    #[arg(long)]
    require: bool,
}

/// Event study over many simulated crises: what unrest does to output, and whether the tolerated rise is right.
#[derive(Debug, Args)]
struct Recovery {
    #[command(flatten)]
    scenario: ScenarioArgs,
    /// Crises in each group.
    #[arg(long, alias = "crises", default_value_t = 200, value_parser = clap::value_parser!(u32).range(4..=100_000))]
    replicates: u32,
    /// Seed of all groups: they share shocks and chances.
    #[arg(long, default_value_t = 1, allow_negative_numbers = true, value_parser = super::bounds::seed)]
    seed: u64,
    /// Worker threads; one per core by default.
    #[arg(long, default_value_t = 0, hide_default_value = true, value_parser = super::bounds::threads)]
    threads: usize,
    /// Exits with 1 when a statement of the literature does not hold.
    #[arg(long)]
    require: bool,
    /// Prints one JSON object.
    #[arg(long)]
    json: bool,
}

impl Study {
    pub fn run(self) -> Result<(), Fail> {
        match self.study {
            Studies::Convergence(study) => study.run(),
            Studies::Onset(study) => study.run(),
            Studies::Recovery(study) => study.run(),
        }
    }
}

impl Convergence {
    fn run(self) -> Result<(), Fail> {
        let scenario = self.scenario.load()?;
        let bar = Bar::new(2 * u64::from(self.replicates), "runs");
        let study =
            convergence(&scenario.simulation(), self.seed, self.replicates, &runner(self.threads)?, |progress| {
                bar.at(progress.done, String::new());
            });
        bar.clear();
        let study = study?;
        if self.json {
            emit_json(&study)?;
        } else {
            emit(&text(&study))?;
        }
        match self.require {
            Some(_) if study.rows.is_empty() => Err(Fail::Check(NOTHING_COMPARED.to_owned())),
            Some(share) if study.largest > share => {
                let (found, share) = (100.0 * study.largest, 100.0 * share);
                Err(Fail::Check(format!("a median moved by {found:.1} % of its band, more than {share:.1} %")))
            }
            _ => Ok(()),
        }
    }
}

/// What is said where no band is wide enough to measure a difference by it.
const NOTHING_COMPARED: &str = "nothing was compared: on no day is the band of a quantity wider than 20 people";

impl Onset {
    fn run(self) -> Result<(), Fail> {
        let scenario = self.scenario.load()?;
        let plan = CalibrationPlan { predictive: self.predictive, ..CalibrationPlan::new(self.runs, self.study.seed) };
        let folder = self.study.open(
            manifest(&scenario, "onset", plan.seed, plan.entries()),
            &self.scenario.scenario,
            "onset",
        )?;
        let bar = Bar::new(0, "runs");
        let study =
            onset_study(&scenario, &plan, &folder, &runner(self.study.threads)?, |progress| bar.follow(progress));
        bar.clear();
        let study = study.map_err(|error| kept(error, folder.path()))?;
        folder.write_file("onset.json", &serde_json::to_vec_pretty(&study).expect("texts and numbers are JSON"))?;
        if self.study.json {
            emit_json(&study)?;
        } else {
            emit(&onset_text(&study))?;
        }
        if self.require && !study.beats() {
            return Err(Fail::Check("a plain rule predicts the dates of onset better".to_owned()));
        }
        Ok(())
    }
}

fn onset_text(study: &OnsetStudy) -> String {
    let day = |day: f64| if day.is_finite() { format!("{day:.0}") } else { "not reached".to_owned() };
    let row = |region: &LeftOut| {
        let record = region.record.map(day);
        let record = if record[0] == record[1] { record[0].clone() } else { record.join(" to ") };
        let scores = region.log_scores.map(|score| format!("{score:.2}"));
        [region.region.clone(), record, day(region.median)].into_iter().chain(scores).collect::<Vec<String>>()
    };
    let [model, dates, population] = study.means;
    let [over_dates, over_population] = study.gain_errors;
    format!(
        "days after the start; log probability of the recorded days, higher is better\n{}mean log score {model:.2}; the \
         dates of other regions {dates:.2} (gain {:+.2}, standard error {over_dates:.2}), by population \
         {population:.2} (gain {:+.2}, {over_population:.2}); Kendall's tau {:.2}\n{} runs, {} failed, {} stopped as runaways\n{}",
        table(
            &["region left out", "record", ">median", ">model", ">other dates", ">by population"],
            study.regions.iter().map(row)
        ),
        model - dates,
        model - population,
        study.kendall,
        study.runs,
        study.failed,
        study.stopped,
        super::check::left_out(&study.left_out)
    )
}

impl Recovery {
    fn run(self) -> Result<(), Fail> {
        let scenario = self.scenario.load()?;
        let bar = Bar::new(1, "crises");
        let study =
            event_study(&scenario.simulation(), self.seed, self.replicates, &runner(self.threads)?, |progress| {
                bar.length(progress.total);
                bar.at(progress.done, String::new());
            });
        bar.clear();
        let study = study?;
        if self.json {
            emit_json(&study)?;
        } else {
            emit(&recovery_text(&study))?;
        }
        let failed = study.verdicts.iter().find(|verdict| !verdict.holds);
        match failed {
            _ if !self.require => Ok(()),
            Some(verdict) => Err(Fail::Check(format!("it does not hold that {}", verdict.statement))),
            None if study.verdicts.len() < STATEMENTS => Err(Fail::Check(format!(
                "only {} of {STATEMENTS} statements could be judged: the other groups have no major event",
                study.verdicts.len()
            ))),
            None => Ok(()),
        }
    }
}

fn recovery_text(study: &EventStudy) -> String {
    let with_error = |[value, error]: [f64; 2]| format!("{value:.2} ({error:.2})");
    let groups = study.groups.iter().map(|group| {
        let shocks = format!("{} x", group.shocks);
        let counts = [group.name.to_owned(), shocks, group.events.to_string(), group.controls.to_string()];
        let shown =
            [1, 2, 4, 6, 8].map(|quarter| group.effect.get(quarter - 1).copied().map_or_else(String::new, with_error));
        counts.into_iter().chain(shown).collect()
    });
    let verdicts = study.verdicts.iter().map(|verdict| {
        vec![
            verdict.statement.to_owned(),
            verdict.kind.to_owned(),
            with_error([verdict.found, verdict.error]),
            if verdict.holds { "holds" } else { "does not hold" }.to_owned(),
        ]
    });
    let tolerance = study.tolerance.iter().map(|row| {
        let percent = |share: f64| format!("{:.0} %", 100.0 * share);
        vec![
            percent(row.share),
            format!("{:.2}", row.rise),
            row.runs.to_string(),
            percent(row.outbreak),
            format!("{:.2}", row.crowd),
            percent(row.major),
        ]
    });
    format!(
        "effect of a major event ({} active or more at the peak) on output, percent (standard error), {} crises a \
         group\n{}{}the tolerated rise put to the test at rest\n{}",
        count(study.major),
        study.crises,
        table(&["crises", ">shocks", ">events", ">controls", ">quarter 1", ">2", ">4", ">6", ">8"], groups),
        table(&["statement", "kind", ">found", ""], verdicts),
        table(&["share of it", ">mean rise", ">runs", ">outbreaks", ">mean crowd", ">1,000 come out"], tolerance),
    )
}

fn text(study: &righting_lab::Convergence) -> String {
    let rows = study.rows.iter().map(|row| {
        vec![
            row.quantity.to_owned(),
            row.day.to_string(),
            count(row.median),
            count(row.median_halved),
            format!("{} to {}", count(row.p5), count(row.p95)),
            format!("{:.1} %", 100.0 * row.share),
        ]
    });
    let clock = |(shortest, longest, tolerance): (u32, u32, f64)| {
        format!("{shortest} to {longest} minutes, tolerance {tolerance}")
    };
    let found = if study.rows.is_empty() {
        format!("{NOTHING_COMPARED}\n")
    } else {
        format!(
            "the day on which the medians differ most:\n{}largest difference: {:.1} % of the band\n",
            table(&["quantity", ">day", ">median", ">halved", ">5-95 % band", ">share"], rows),
            100.0 * study.largest
        )
    };
    format!(
        "{} replicates of {} ({:.1} steps a run) and of {} ({:.1} steps a run)\n{found}",
        study.replicates,
        clock(study.clock),
        study.steps.0,
        clock(study.halved),
        study.steps.1
    )
}
