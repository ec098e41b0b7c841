//! Trials simulated part by part into a table that an interrupted study goes on with.

use righting_store::{TrialRow, TrialTable};

use crate::error::RunnerError;
use crate::runner::{Progress, Runner};

/// A trial to simulate: one set of parameters, one or several runs.
pub trait Asked: Sync {
    /// Its number.
    fn number(&self) -> u32;

    /// Whether a stored row is that of one of its runs, counted from 0.
    fn has(&self, row: &TrialRow, run: usize) -> bool;
}

/// A table of trials under way. Parts are whole or not there; what an interruption leaves of one stands beside them.
#[derive(Debug)]
pub struct TrialParts {
    table: TrialTable,
    /// Parts taken from the table or added to it so far.
    taken: u32,
    /// Trials in a part: what a kill loses at most.
    size: usize,
    /// Runs of a trial.
    each: usize,
}

impl TrialParts {
    /// Parts of `size` trials of `each` runs, into a table.
    pub fn new(table: TrialTable, size: usize, each: usize) -> Self {
        Self { table, taken: 0, size: size.max(1), each: each.max(1) }
    }

    /// The rows of these trials, in order: from the table what an earlier session simulated, the rest from `work`, which
    /// gives the rows of a trial, and added to it.
    ///
    /// # Errors
    /// [`RunnerError::Interrupted`] when the runner is stopped: what was simulated is kept. When the table holds other
    /// trials, or the disk refuses.
    pub fn run<T: Asked>(
        &mut self,
        trials: &[T],
        runner: &Runner<'_>,
        work: impl Fn(&T) -> Vec<TrialRow> + Sync,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Vec<TrialRow>, RunnerError> {
        let total = (trials.len() * self.each) as u64;
        let mut rows = Vec::with_capacity(trials.len() * self.each);
        let mut failed = 0;
        for part in trials.chunks(self.size) {
            let made =
                if self.taken < self.table.parts() { self.recall(part)? } else { self.complete(part, runner, &work)? };
            self.taken += 1;
            failed += made.iter().filter(|row| row.summaries.is_err()).count() as u64;
            rows.extend(made);
            progress(Progress { done: rows.len() as u64, total, failed });
        }
        Ok(rows)
    }

    fn recall<T: Asked>(&self, part: &[T]) -> Result<Vec<TrialRow>, RunnerError> {
        let rows = self.table.read(self.taken)?;
        if self.known(part, &rows)? == part.len() { Ok(rows) } else { Err(self.other(part)) }
    }

    /// Simulates a part and stores it, but for the trials that an interrupted session simulated, which stand at its
    /// beginning. Interrupted itself, it keeps what it has.
    fn complete<T: Asked>(
        &mut self,
        part: &[T],
        runner: &Runner<'_>,
        work: &(impl Fn(&T) -> Vec<TrialRow> + Sync),
    ) -> Result<Vec<TrialRow>, RunnerError> {
        let mut rows = self.table.partial()?;
        let known = self.known(part, &rows)?;
        let made = runner.map(&part[known..], work);
        let (whole, fresh) = (known + made.len() == part.len(), !made.is_empty());
        rows.extend(made.into_iter().flatten());
        if whole {
            self.table.append(&rows)?;
            return Ok(rows);
        }
        if fresh {
            self.table.keep_partial(&rows)?;
        }
        Err(RunnerError::Interrupted)
    }

    /// How many trials of a part rows hold, from its first on.
    fn known<T: Asked>(&self, part: &[T], rows: &[TrialRow]) -> Result<usize, RunnerError> {
        let of = |(rows, trial): (&[TrialRow], &T)| rows.iter().enumerate().all(|(run, row)| trial.has(row, run));
        let whole = rows.len() <= part.len() * self.each && rows.len().is_multiple_of(self.each);
        if whole && rows.chunks(self.each).zip(part).all(of) {
            Ok(rows.len() / self.each)
        } else {
            Err(self.other(part))
        }
    }

    fn other<T: Asked>(&self, part: &[T]) -> RunnerError {
        RunnerError::OtherTrials { part: self.taken, trial: part[0].number() }
    }
}
