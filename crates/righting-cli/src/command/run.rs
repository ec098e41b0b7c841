//! `righting run`

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::{Args, ValueEnum};
use righting_export::Bundle;
use righting_lab::{
    Beginning, Check, FailedRun, Plausibility, Recorded, RunPlan, Runner, Unmeasured, check_if_recorded, cost, record,
};
use righting_model::{EngineKind, Kernel};
use righting_report::counted;
use righting_scenario::{Change, Scenario, Warning};
use righting_store::{Shard, Status, StoredRun};
use serde::Serialize;

use super::check::rows_of;
use super::folder::{default_folder, name_of};
use super::report::write_report;
use super::scenario::ScenarioArgs;
use crate::fail::Fail;
use crate::failed;
use crate::options::offering;
use crate::session::say;
use crate::terminal::{Bar, PeakMemory, count, emit, emit_json, runner};
use righting_store::quoted;

mod again;
mod part;
mod side_by_side;

/// Simulates a scenario many times, holds it against the record and writes a report.
///
/// Of a bundle (`righting bundle`) it makes the run again, and says whether every table has the same bytes.
#[derive(Debug, Args)]
pub struct Run {
    #[command(flatten)]
    scenario: ScenarioArgs,
    /// Further scenarios, run with the same settings; one page shows all of them side by side.
    #[arg(value_name = "SCENARIO")]
    others: Vec<String>,
    /// Country without a scenario whose structural indicators stand on that page, by ISO 3166-1 alpha-3 code.
    #[arg(long, value_name = "CODE")]
    beside: Vec<String>,
    /// How often to simulate.
    #[arg(long, default_value_t = 200, value_parser = super::bounds::replicates)]
    replicates: u32,
    /// Seed of all chance: the same scenario, seed and number of replicates give the same bytes.
    #[arg(long, default_value_t = 1, allow_negative_numbers = true, value_parser = super::bounds::seed)]
    seed: u64,
    /// Worker threads; one per core by default. Results do not depend on it.
    #[arg(long, default_value_t = 0, hide_default_value = true, value_parser = super::bounds::threads)]
    threads: usize,
    /// Folder for the results; `runs/<SCENARIO>` by default, with a number if that is taken.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Goes on with an interrupted run; more replicates than it has are added, to a finished run too.
    #[arg(long, conflicts_with = "force")]
    resume: bool,
    /// Replaces the run in the folder, once the new one is complete.
    #[arg(long, requires = "out")]
    force: bool,
    /// Runs only this part of the replicates, such as 2/8; `righting merge` makes the run of all parts.
    #[arg(long, value_name = "K/N", conflicts_with_all = ["force", "others", "beside", "live", "digest"])]
    part: Option<Shard>,
    /// Goes on for this many months after the last day of the crisis: short for `--set recovery.months=MONTHS`.
    #[arg(long, value_name = "MONTHS", value_parser = super::bounds::months)]
    recovery: Option<u32>,
    /// Engine that moves the people.
    #[arg(long, value_enum, default_value_t = Engine::Sellke)]
    engine: Engine,
    /// Processor level of the inner loop; the best of this machine by default. Results do not depend on it.
    #[arg(long, value_enum)]
    kernel: Option<Level>,
    /// Prints one JSON object.
    #[arg(long)]
    json: bool,
    /// Writes no report.
    #[arg(long)]
    no_report: bool,
    /// Puts the engine into the report: sliders, switches and dates, run again in the reader's browser.
    #[arg(long, conflicts_with = "no_report")]
    live: bool,
    /// Prints a digest of all cells and events of the run: the same wherever it is run, in a live report too.
    #[arg(long)]
    digest: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Engine {
    /// Exact and fast: cost follows activity.
    Sellke,
    /// One loop over everybody: slow, plain, the reference.
    Oracle,
}

impl From<Engine> for EngineKind {
    fn from(engine: Engine) -> Self {
        match engine {
            Engine::Sellke => Self::Sellke,
            Engine::Oracle => Self::Oracle,
        }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Level {
    /// Any 64-bit processor (SSE2 on x86-64).
    Baseline,
    /// 256-bit vectors.
    Avx2,
    /// 512-bit vectors.
    Avx512,
}

impl Level {
    /// The level, if this machine has it.
    fn kernel(self) -> Result<Kernel, Fail> {
        let kernel = match self {
            Self::Baseline => Kernel::Baseline,
            Self::Avx2 => Kernel::Avx2,
            Self::Avx512 => Kernel::Avx512,
        };
        if kernel.available() {
            return Ok(kernel);
        }
        let best = Kernel::best().name();
        Err(Fail::input(format!("this machine has no {}", kernel.name()), format!("its best level is {best}")))
    }
}

/// Most targets that the end of a run lists one by one, local ones too.
const MOST_ROWS: usize = 20;

/// What is told of a run. The keys of the JSON object are a promise to scripts.
#[derive(Serialize)]
struct Told {
    run: PathBuf,
    report: Option<PathBuf>,
    /// Digest of all cells and events, if asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    digest: Option<String>,
    replicates: u32,
    succeeded: usize,
    failed: usize,
    /// Each that failed, with stage and message.
    failures: Vec<FailedRun>,
    /// Targets inside the band, and targets held against the run; `null` where the scenario has no record.
    inside: Option<u64>,
    targets: Option<u64>,
    left_out: Vec<Unmeasured>,
    #[serde(flatten)]
    plausibility: Plausibility,
    /// Wall time of this session.
    seconds: f64,
    /// Processor time of a replicate, whatever number of cores took part; waiting and writing are not in it.
    ms_per_run_per_core: Option<f64>,
    people: u64,
    places: usize,
    /// Mean over the replicates that succeeded.
    steps: Option<f64>,
    peak_memory_mb: Option<f64>,
    /// What may be wrong with the scenario.
    warnings: Vec<Warning>,
}

/// A scenario that was run.
struct Done {
    told: Told,
    run: StoredRun,
    check: Option<Check>,
}

impl Run {
    pub fn run(self) -> Result<(), Fail> {
        if Bundle::is_named(&self.scenario.scenario) {
            return again::run(&self);
        }
        if !self.others.is_empty() || !self.beside.is_empty() {
            return side_by_side::run(&self);
        }
        let scenario = self.scenario.load_with(self.months())?;
        if let Some(shard) = self.part {
            return part::run(&self, &scenario, shard);
        }
        let default = || default_folder(&name_of(&self.scenario.scenario), self.resume);
        let out = self.out.clone().map_or_else(default, Ok)?;
        let Done { told, run, check } = self.one(&scenario, &out, &out, self.beginning(), &runner(self.threads)?)?;
        if self.json {
            emit_json(&told)?;
        } else {
            emit(&format!("{}{}", super::recovery::national(&run)?, told.text(check.as_ref())))?;
        }
        failed::verdict(told.failures.len() as u64, u64::from(told.replicates))
    }

    /// What `--recovery` stands for.
    fn months(&self) -> Option<(&'static str, Change)> {
        let set = |months: u32| Change::Set { path: "recovery.months".to_owned(), value: months.to_string() };
        self.recovery.map(|months| ("--recovery", set(months)))
    }

    /// Runs one scenario into its folder. `group` is the folder that the user named.
    fn one(
        &self,
        scenario: &Scenario,
        out: &Path,
        group: &Path,
        beginning: Beginning,
        runner: &Runner<'_>,
    ) -> Result<Done, Fail> {
        let begun = Instant::now();
        let mut memory = PeakMemory::default();
        let recorded = self.record(scenario, out, beginning, runner, &mut memory)?;
        let Some(run) = &recorded.run else { return Err(Fail::Interrupted(how_to_resume(group, &recorded))) };
        if run.succeeded() == 0 {
            return Err(Fail::Check(format!("every replicate failed; the first: {}", first_failure(run))));
        }
        let check = check_if_recorded(run, scenario)?;
        let report = if self.no_report { None } else { Some(write_report(run, scenario, check.as_ref(), self.live)?) };
        memory.look();
        let plausibility = Plausibility::of_run(run, scenario, check.as_ref())?;
        let mut told = Told::of(run, scenario, &recorded, check.as_ref(), plausibility)?;
        told.report = report;
        told.digest = self.digest.then(|| run.digest()).transpose()?.map(|digest| digest.to_string());
        told.seconds = begun.elapsed().as_secs_f64();
        told.peak_memory_mb = memory.megabytes();
        let run = StoredRun::open(run.path())?;
        Ok(Done { told, run, check })
    }

    fn plan(&self) -> Result<RunPlan, Fail> {
        Ok(RunPlan {
            replicates: self.replicates,
            seed: self.seed,
            engine: self.engine.into(),
            kernel: self.kernel.map_or(Ok(Kernel::best()), Level::kernel)?,
        })
    }

    fn beginning(&self) -> Beginning {
        match (self.resume, self.force) {
            (true, _) => Beginning::Resume,
            (_, true) => Beginning::Replace,
            _ => Beginning::New,
        }
    }

    /// Says what a run will cost before it begins, if that is much.
    fn tell_cost(&self, scenario: &Scenario, plan: &RunPlan, runner: &Runner<'_>) {
        let cost = if self.resume { None } else { cost(scenario, plan, runner) };
        if let Some(cost) = cost.filter(righting_lab::Cost::is_notable) {
            say(&cost.to_string());
        }
    }

    fn record(
        &self,
        scenario: &Scenario,
        out: &Path,
        beginning: Beginning,
        runner: &Runner<'_>,
        memory: &mut PeakMemory,
    ) -> Result<Recorded, Fail> {
        let plan = self.plan()?;
        self.tell_cost(scenario, &plan, runner);
        let bar = Bar::new(u64::from(self.replicates), "runs");
        let recorded = record(scenario, &plan, out, beginning, runner, |progress| {
            memory.look();
            bar.follow(progress);
        });
        bar.clear();
        Ok(recorded?)
    }
}

fn how_to_resume(out: &Path, recorded: &Recorded) -> String {
    let done = recorded.summary.succeeded + recorded.summary.failed;
    let done = counted(done, "replicate of this session is", "replicates of this session are");
    let how = offering(|offers| offers.go_on(Some(out))).map_or_else(String::new, |how| format!("; {how}"));
    format!("interrupted: {done} kept in {}{how}", out.display())
}

fn first_failure(run: &StoredRun) -> String {
    run.failures().next().map_or_else(String::new, |(_, stage, message)| format!("{stage}: {message}"))
}

impl Told {
    fn of(
        run: &StoredRun,
        scenario: &Scenario,
        recorded: &Recorded,
        check: Option<&Check>,
        plausibility: Plausibility,
    ) -> Result<Self, Fail> {
        let manifest = run.manifest();
        let steps: Vec<f64> = run
            .statuses()
            .iter()
            .filter_map(|status| match status {
                Status::Succeeded { steps, .. } => Some(f64::from(*steps)),
                _ => None,
            })
            .collect();
        let seconds = run.timing()?.seconds;
        let stored = || (!seconds.is_empty()).then(|| 1e3 * seconds.iter().sum::<f64>() / seconds.len() as f64);
        Ok(Self {
            run: run.path().to_owned(),
            report: None,
            digest: None,
            replicates: manifest.replicates,
            succeeded: run.succeeded(),
            failed: run.failed(),
            failures: FailedRun::of("", run),
            inside: check.map(|check| check.inside),
            targets: check.map(|check| check.total),
            left_out: check.map_or_else(Vec::new, |check| check.left_out.clone()),
            plausibility,
            seconds: 0.0,
            ms_per_run_per_core: recorded.summary.ms_per_run_per_core().or_else(stored),
            people: scenario.setup.country.population(),
            places: manifest.places.len(),
            steps: (!steps.is_empty()).then(|| steps.iter().sum::<f64>() / steps.len() as f64),
            peak_memory_mb: None,
            warnings: scenario.warnings.clone(),
        })
    }

    /// The targets, or those of the nation where there are many; then the number of the others is said.
    fn targets(&self, check: &Check) -> String {
        let local = check.rows.iter().filter(|row| !row.national).count();
        if check.rows.len() <= MOST_ROWS {
            return rows_of(check, |_| true);
        }
        let (run, local) = (quoted(&self.run), counted(local as u64, "local target", "local targets"));
        format!("{}and {local}: `righting check {run}` lists them all\n", rows_of(check, |row| row.national))
    }

    fn text(&self, check: Option<&Check>) -> String {
        let mut text = self.plausibility.text();
        if let Some(check) = check {
            text += &self.targets(check);
            text += &super::check::verdict(check);
        }
        text += &failed::lines(&self.failures);
        let ms =
            self.ms_per_run_per_core.map_or_else(String::new, |ms| format!(", {ms:.1} ms of processor time per run"));
        let memory = self.peak_memory_mb.map_or_else(String::new, |mb| format!(", {} MB at most", count(mb.round())));
        text += &format!(
            "{} of {} of {} people in {}{ms}; {:.1} s in all{memory}\n",
            self.succeeded,
            counted(u64::from(self.replicates), "replicate", "replicates"),
            count(self.people as f64),
            counted(self.places as u64, "place", "places"),
            self.seconds
        );
        text += &self.digest.as_ref().map_or_else(String::new, |digest| format!("digest {digest}\n"));
        text += &format!("{}\n", self.report.as_deref().unwrap_or(&self.run).display());
        text
    }
}
