//! `righting fork`

use std::path::PathBuf;

use clap::{Args, Subcommand};
use jiff::civil::Date;
use righting_lab::{Beginning, Fork as Held, RunPlan, check_run, continue_fork, save_fork};
use righting_model::{EngineKind, Kernel};
use righting_scenario::{Change, Scenario, Source};
use serde::Serialize;

use super::folder::default_folder;
use super::report::write_report;
use super::scenario::ScenarioArgs;
use crate::fail::Fail;
use crate::terminal::{Bar, emit, emit_json, quoted, stop_flag};

/// Holds runs at a date, and goes on from there under other futures: equal to unbroken runs, byte for byte.
#[derive(Debug, Args)]
pub struct Fork {
    #[command(subcommand)]
    fork: Forks,
}

#[derive(Debug, Subcommand)]
enum Forks {
    Save(Save),
    Continue(Continue),
}

/// Runs a scenario to the start of a date and keeps the state of every replicate.
#[derive(Debug, Args)]
struct Save {
    #[command(flatten)]
    scenario: ScenarioArgs,
    /// Date at whose start the runs are held.
    #[arg(long, value_name = "DATE")]
    at: Date,
    /// How often to simulate.
    #[arg(long, default_value_t = 200, value_parser = super::bounds::replicates)]
    replicates: u32,
    /// Seed of all chance.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Worker threads; one per core by default. Results do not depend on it.
    #[arg(long, default_value_t = 0, hide_default_value = true, value_parser = super::bounds::threads)]
    threads: usize,
    /// Folder for the states; `runs/fork-<scenario>` by default. The same command goes on with what is missing.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Prints one JSON object.
    #[arg(long)]
    json: bool,
}

/// Goes on with the states of a fork, into a run like any other.
#[derive(Debug, Args)]
struct Continue {
    /// Folder of the states.
    fork: PathBuf,
    /// Another scenario whose past is the same; that of the fork by default.
    #[arg(long)]
    scenario: Option<String>,
    /// Changes one value of what is to come.
    #[arg(long = "set", value_name = "PATH=VALUE")]
    set: Vec<Change>,
    /// Takes out a shock, an action, a hypothesis or the alliance of what is to come.
    #[arg(long, value_name = "ID")]
    without: Vec<String>,
    /// Worker threads; one per core by default. Results do not depend on it.
    #[arg(long, default_value_t = 0, hide_default_value = true, value_parser = super::bounds::threads)]
    threads: usize,
    /// Folder for the run; `runs/<scenario>` by default, with a number if that is taken.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Goes on with an interrupted run.
    #[arg(long)]
    resume: bool,
    /// Prints one JSON object.
    #[arg(long)]
    json: bool,
}

/// What is told of a fork. The keys of the JSON object are a promise to scripts.
#[derive(Serialize)]
struct Told {
    fork: PathBuf,
    at: Date,
    replicates: u32,
    seed: u64,
    /// The run that goes on from it.
    run: Option<PathBuf>,
    report: Option<PathBuf>,
}

impl Fork {
    pub fn run(self) -> Result<(), Fail> {
        match self.fork {
            Forks::Save(save) => save.run(),
            Forks::Continue(go) => go.run(),
        }
    }
}

impl Save {
    fn run(self) -> Result<(), Fail> {
        let scenario = self.scenario.load()?;
        let out = self.out.clone().unwrap_or_else(|| default_folder(&format!("fork-{}", scenario.id), false));
        let plan = RunPlan {
            replicates: self.replicates,
            seed: self.seed,
            engine: EngineKind::default(),
            threads: self.threads,
            kernel: Kernel::best(),
        };
        let bar = Bar::new(u64::from(self.replicates), "runs");
        let saved = save_fork(&scenario, &plan, self.at, &out, stop_flag(), |step| bar.at(step.done, String::new()));
        bar.clear();
        if saved?.is_none() {
            let message = format!("interrupted; the same command with --out {} goes on", quoted(&out));
            return Err(Fail::Interrupted(message));
        }
        let Self { at, replicates, seed, .. } = self;
        let told = Told { fork: out.clone(), at, replicates, seed, run: None, report: None };
        let text = format!("{replicates} replicates held at the start of {at}\n{}\n", out.display());
        if self.json { emit_json(&told) } else { emit(&text) }
    }
}

impl Continue {
    fn run(self) -> Result<(), Fail> {
        let fork = Held::open(&self.fork)?;
        let future = self.future(&fork)?;
        let out = self.out.clone().unwrap_or_else(|| default_folder(&future.id, self.resume));
        let beginning = if self.resume { Beginning::Resume } else { Beginning::New };
        let bar = Bar::new(u64::from(fork.plan.replicates), "runs");
        let recorded = continue_fork(&fork, &future, self.threads, &out, beginning, stop_flag(), |step| {
            bar.length(step.total);
            bar.at(step.done, String::new());
        });
        bar.clear();
        let Some(run) = recorded?.run else {
            let message = format!("interrupted; repeat the command with --resume --out {} to go on", quoted(&out));
            return Err(Fail::Interrupted(message));
        };
        if run.succeeded() == 0 {
            return Err(Fail::Check("every replicate failed".to_owned()));
        }
        let check = (!future.record.targets.is_empty()).then(|| check_run(&run, &future)).transpose()?;
        let report = write_report(&run, &future, check.as_ref())?;
        let text = format!("{} replicates continued from {}\n{}\n", run.succeeded(), fork.at, report.display());
        let (at, replicates, seed) = (fork.at, fork.plan.replicates, fork.plan.seed);
        let told = Told { fork: self.fork, at, replicates, seed, run: Some(out), report: Some(report) };
        if self.json { emit_json(&told) } else { emit(&text) }
    }

    /// The future: the past's scenario, or another, with the changes.
    fn future(&self, fork: &Held) -> Result<Scenario, Fail> {
        let without = self.without.iter().map(|id| Change::Without { id: id.clone() });
        let changes: Vec<Change> = self.set.iter().cloned().chain(without).collect();
        match &self.scenario {
            Some(name) => Ok(Scenario::load(&Source::from_argument(name), &changes)?),
            None => Ok(fork.changed(&changes)?),
        }
    }
}
