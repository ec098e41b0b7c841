//! Many replicates of one simulation, batch by batch, into a sink.
//!
//! Replicates are grouped into batches of [`BATCH`] by their number, whatever the number of threads
//! and wherever a resumed run begins, so a sink receives the same batches in the same order always.
//! While one batch is being simulated the sink writes the one before: memory holds two batches.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use cpu_time::ThreadTime;
use righting_model::{EngineKind, Failure, Simulation, Trace};
use righting_store::Outcome;

use crate::error::RunnerError;
use crate::runner::{Progress, Runner, Stop};

/// Replicates in one batch: what is lost at most when a run is killed, and what memory holds twice. An interruption loses
/// none: it ends the batch early.
pub const BATCH: u32 = 16;

/// Most replicates of an ensemble: bookkeeping for each is kept in memory and in `run.json`.
pub const MOST_REPLICATES: u32 = 1_000_000;

/// Which replicates to run, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnsemblePlan {
    /// Engine that moves the people.
    pub engine: EngineKind,
    /// Seed of the ensemble; replicate `i` depends on setup, seed and `i` alone.
    pub seed: u64,
    /// Numbers of the replicates to run, ascending: all of them, or those that a resumed run lacks.
    pub replicates: Vec<u32>,
}

impl EnsemblePlan {
    /// Replicates 0 to `count - 1`.
    pub fn first(count: u32, seed: u64) -> Self {
        Self { engine: EngineKind::default(), seed, replicates: (0..count).collect() }
    }

    fn batches(&self) -> impl Iterator<Item = &[u32]> {
        self.replicates.chunk_by(|a, b| a / BATCH == b / BATCH)
    }
}

/// Receives the batches of an ensemble in ascending order.
pub trait Sink: Send {
    /// Why a batch could not be kept; ends the ensemble.
    type Error: std::error::Error + Send + Sync + 'static;

    /// Keeps a batch. When this returns, an interruption must not lose it.
    ///
    /// # Errors
    /// Why it could not be kept.
    fn write(&mut self, batch: Vec<Outcome>) -> Result<(), Self::Error>;
}

/// What an ensemble did in this session.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct EnsembleSummary {
    /// Replicates with a trace.
    pub succeeded: u64,
    /// Replicates that failed.
    pub failed: u64,
    /// Why it ended.
    pub stop: Stop,
    /// Wall time, writing included.
    pub elapsed: Duration,
    /// Processor time of the replicates, seconds summed over threads; writing, and waiting for a core, not included.
    pub busy_seconds: f64,
    /// Steps taken, summed over replicates.
    pub steps: u64,
    /// Joinings, summed over replicates.
    pub joinings: u64,
}

impl EnsembleSummary {
    /// Milliseconds of processor time per replicate; `None` when none was run.
    pub fn ms_per_run_per_core(&self) -> Option<f64> {
        let runs = self.succeeded + self.failed;
        (runs > 0).then(|| 1e3 * self.busy_seconds / runs as f64)
    }

    fn add(&mut self, batch: &[Outcome]) {
        for outcome in batch {
            self.busy_seconds += outcome.seconds;
            match &outcome.result {
                Ok(trace) => {
                    self.succeeded += 1;
                    self.steps += u64::from(trace.steps);
                    self.joinings += trace.joinings;
                }
                Err(_) => self.failed += 1,
            }
        }
    }
}

/// Runs the replicates of `plan` and hands them to `sink`.
///
/// A replicate that fails or panics is handed on as failed, and the rest goes on. A runner that is stopped ends the
/// ensemble after the replicates that are running; what was simulated by then is kept.
///
/// # Errors
/// When the sink refuses.
pub fn run_ensemble<S: Sink>(
    simulation: &Simulation,
    plan: &EnsemblePlan,
    sink: &mut S,
    runner: &Runner<'_>,
    progress: impl FnMut(Progress),
) -> Result<EnsembleSummary, RunnerError> {
    run_replicates(&|number| simulation.run(plan.engine, plan.seed, number), plan, sink, runner, progress)
}

/// As [`run_ensemble`], with what a replicate is handed in.
///
/// # Errors
/// As [`run_ensemble`].
pub fn run_replicates<S: Sink>(
    run: &(dyn Fn(u32) -> Result<Trace, Failure> + Sync),
    plan: &EnsemblePlan,
    sink: &mut S,
    runner: &Runner<'_>,
    mut progress: impl FnMut(Progress),
) -> Result<EnsembleSummary, RunnerError> {
    let begun = Instant::now();
    let mut summary = EnsembleSummary {
        succeeded: 0,
        failed: 0,
        stop: Stop::Completed,
        elapsed: Duration::ZERO,
        busy_seconds: 0.0,
        steps: 0,
        joinings: 0,
    };
    let made = |batch: &[Outcome]| {
        summary.add(batch);
        let (done, total) = (summary.succeeded + summary.failed, plan.replicates.len() as u64);
        progress(Progress { done, total, failed: summary.failed });
    };
    let stop = runner.batches(plan.batches(), |&number| replicate(run, number), made, |batch| sink.write(batch));
    summary.stop = stop.map_err(RunnerError::sink)?;
    summary.elapsed = begun.elapsed();
    Ok(summary)
}

fn replicate(run: &(dyn Fn(u32) -> Result<Trace, Failure> + Sync), replicate: u32) -> Outcome {
    // The clock of the thread and not of the wall: it stands still while other work has the core.
    let begun = ThreadTime::now();
    let result = caught(|| run(replicate));
    Outcome { replicate, seconds: begun.elapsed().as_secs_f64(), result }
}

/// What a run gives, or how it failed. A panic is a broken invariant of the model: it ends the replicate, not the ensemble.
///
/// # Errors
/// Those of the run; a panic is a failure of stage `panic`.
pub fn caught<T>(run: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|panic| {
        let message = panic
            .downcast_ref::<String>()
            .cloned()
            .or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
            .unwrap_or_else(|| "panicked without a message".to_owned());
        Err(Failure { stage: "panic", message })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn batches_do_not_depend_on_where_a_run_resumes() {
        let whole = EnsemblePlan::first(40, 1);
        let resumed = EnsemblePlan { replicates: (20..40).collect(), ..whole.clone() };
        let ends = |plan: &EnsemblePlan| plan.batches().map(|batch| batch[batch.len() - 1]).collect::<Vec<_>>();
        assert_eq!(ends(&whole), [15, 31, 39]);
        assert_eq!(ends(&resumed), [31, 39]);
    }

    #[test]
    fn a_panic_becomes_a_failure_with_its_message() {
        let failure = caught::<Trace>(|| panic!("people are not conserved: 3 of 4")).unwrap_err();
        assert_eq!(failure.stage, "panic");
        assert_eq!(failure.message, "people are not conserved: 3 of 4");
    }
}
