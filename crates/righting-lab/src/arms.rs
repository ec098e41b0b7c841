//! Many replicates of one arm after another, each read as soon as it is simulated: what studies of the model do that keep
//! no runs.

use righting_model::{EngineKind, Failure, Simulation, Trace};
use righting_runner::{Progress, Runner, RunnerError, Stop, caught};

use crate::error::LabError;

/// Replicates that memory holds at once, as they are read.
const BATCH: usize = 64;

/// The arms of a study: they share seed and replicates, so that their differences are none of chance where they can be.
pub(crate) struct Arms<'r, 's, 'p> {
    seed: u64,
    numbers: Vec<u32>,
    runner: &'r Runner<'s>,
    made: u64,
    total: u64,
    progress: &'p mut dyn FnMut(Progress),
}

impl<'r, 's, 'p> Arms<'r, 's, 'p> {
    /// So many replicates of a seed; `total` runs are told of as progress.
    pub fn new(
        seed: u64,
        replicates: u32,
        total: u64,
        runner: &'r Runner<'s>,
        progress: &'p mut dyn FnMut(Progress),
    ) -> Self {
        Self { seed, numbers: (0..replicates).collect(), runner, made: 0, total, progress }
    }

    /// What `read` makes of every replicate of an arm, in their order.
    ///
    /// # Errors
    /// With the first replicate that failed, or when the runner is stopped.
    pub fn read<R: Send>(
        &mut self,
        simulation: &Simulation,
        read: impl Fn(&Trace) -> R + Sync,
    ) -> Result<Vec<R>, LabError> {
        let seed = self.seed;
        self.each(|replicate| Ok(read(&simulation.run(EngineKind::default(), seed, replicate)?)))
    }

    /// What `work` makes of the number of every replicate, in their order.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn each<R: Send>(&mut self, work: impl Fn(u32) -> Result<R, Failure> + Sync) -> Result<Vec<R>, LabError> {
        let Self { numbers, runner, made, total, progress, .. } = self;
        let mut found = Vec::with_capacity(numbers.len());
        let one = |&replicate: &u32| {
            caught(|| work(replicate)).map_err(|source| RunnerError::Replicate { replicate, source })
        };
        let told = |batch: &[_]| {
            *made += batch.len() as u64;
            progress(Progress { done: *made, total: *total, failed: 0 });
        };
        let keep = |batch: Vec<Result<R, RunnerError>>| {
            for row in batch {
                found.push(row?);
            }
            Ok::<(), RunnerError>(())
        };
        if runner.batches(numbers.chunks(BATCH), one, told, keep)? == Stop::Interrupted {
            return Err(LabError::interrupted());
        }
        Ok(found)
    }
}
