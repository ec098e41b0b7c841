//! The one way in which many simulations are run: who does the work, when it ends early, and what is handed on.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::error::RunnerError;
use crate::executor::{Executor, Inline, Threads};

/// Runs work: an [`Executor`], and a flag that ends it after the pieces under way. Whatever simulates much takes one, so
/// that a command has one pool and one way to be interrupted.
#[derive(Clone)]
pub struct Runner<'s> {
    executor: Arc<dyn Executor>,
    stop: &'s AtomicBool,
}

/// Why work ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// All of it was done.
    Completed,
    /// The flag was raised: what was begun is done and kept, the rest was not begun.
    Interrupted,
}

/// How far work is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// Runs made in this session.
    pub done: u64,
    /// Runs to make in this session, as far as known.
    pub total: u64,
    /// Of those made, how many failed.
    pub failed: u64,
}

static NEVER: AtomicBool = AtomicBool::new(false);

impl<'s> Runner<'s> {
    /// Work by an executor, until the flag is raised.
    pub fn new(executor: impl Executor + 'static, stop: &'s AtomicBool) -> Self {
        Self { executor: Arc::new(executor), stop }
    }

    /// Work on so many threads, until the flag is raised; 0 takes one per core.
    ///
    /// # Errors
    /// When the threads cannot be started.
    pub fn threads(count: usize, stop: &'s AtomicBool) -> Result<Self, RunnerError> {
        Ok(Self::new(Threads::new(count)?, stop))
    }

    /// The same, never stopped: for what makes one result of many pieces, inside a piece that is begun.
    pub fn whole(&self) -> Runner<'static> {
        Runner { executor: self.executor.clone(), stop: &NEVER }
    }

    /// How many pieces are done at once.
    pub fn width(&self) -> usize {
        self.executor.width()
    }

    /// Whether the flag is up.
    pub fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// What `work` makes of the items, in their order. Fewer than there are items once the flag is up: items are begun in
    /// order, and every one that was begun is done.
    pub fn map<T: Sync, R: Send>(&self, items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
        let results: Mutex<Vec<Option<R>>> = Mutex::new(items.iter().map(|_| None).collect());
        let begun = self.executor.execute(items.len(), self.stop, &|at| {
            let result = work(&items[at]);
            results.lock().unwrap_or_else(PoisonError::into_inner)[at] = Some(result);
        });
        let results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
        results.into_iter().take(begun).map(|result| result.expect("what was begun is done")).collect()
    }

    /// What `work` makes of every item, in their order.
    ///
    /// # Errors
    /// [`RunnerError::Interrupted`] when the flag was raised before the last was begun.
    pub fn all<T: Sync, R: Send>(&self, items: &[T], work: impl Fn(&T) -> R + Sync) -> Result<Vec<R>, RunnerError> {
        let made = self.map(items, work);
        if made.len() < items.len() { Err(RunnerError::Interrupted) } else { Ok(made) }
    }

    /// What `work` makes of batch after batch: each is told to `made` and handed to `keep` in order, which keeps one while
    /// the next is worked on, so that memory holds two. The flag ends a batch early, and no other is begun.
    ///
    /// # Errors
    /// The first of `keep`.
    pub fn batches<'i, T: Sync + 'i, R: Send, E: Send>(
        &self,
        batches: impl IntoIterator<Item = &'i [T]>,
        work: impl Fn(&T) -> R + Sync,
        mut made: impl FnMut(&[R]),
        mut keep: impl FnMut(Vec<R>) -> Result<(), E> + Send,
    ) -> Result<Stop, E> {
        let mut stop = Stop::Completed;
        let mut waiting: Option<Vec<R>> = None;
        for items in batches {
            if self.is_stopped() {
                stop = Stop::Interrupted;
                break;
            }
            let before = waiting.take();
            let (batch, kept) = overlap(|| self.map(items, &work), || before.map_or(Ok(()), &mut keep));
            kept?;
            made(&batch);
            let cut = batch.len() < items.len();
            waiting = Some(batch);
            if cut {
                stop = Stop::Interrupted;
                break;
            }
        }
        waiting.map_or(Ok(()), keep)?;
        Ok(stop)
    }
}

impl Default for Runner<'static> {
    /// The thread that asks, never stopped.
    fn default() -> Self {
        Self { executor: Arc::new(Inline), stop: &NEVER }
    }
}

impl fmt::Debug for Runner<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Runner").field("width", &self.width()).field("stopped", &self.is_stopped()).finish()
    }
}

/// Simulates here while another thread writes. The writer is no worker: a slow disk must not hold back a core that could
/// simulate.
fn overlap<A, B: Send>(simulate: impl FnOnce() -> A, write: impl FnOnce() -> B + Send) -> (A, B) {
    std::thread::scope(|scope| {
        let writer = scope.spawn(write);
        let simulated = simulate();
        match writer.join() {
            Ok(written) => (simulated, written),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;

    #[test]
    fn order_is_kept_and_a_flag_ends_after_what_is_under_way() {
        let items: Vec<usize> = (0..200).collect();
        for threads in [true, false] {
            let stop = AtomicBool::new(false);
            let runner = if threads { Runner::threads(3, &stop).unwrap() } else { Runner::new(Inline, &stop) };
            assert_eq!(runner.map(&items, |item| 2 * item), (0..200).map(|item| 2 * item).collect::<Vec<_>>());
            let cut = runner.map(&items, |&item| {
                stop.fetch_or(item == 50, Ordering::Relaxed);
                item
            });
            assert!((51..=53).contains(&cut.len()) && cut.iter().copied().eq(0..cut.len()), "{}", cut.len());
            assert!(matches!(runner.all(&items, |_| ()), Err(RunnerError::Interrupted)));
            assert_eq!(runner.whole().map(&items, |_| ()).len(), 200, "what is whole is not stopped");
        }
    }

    #[test]
    fn pieces_inside_a_piece_share_the_pool() {
        let runner = Runner::threads(2, &NEVER).unwrap();
        let sums = runner.map(&[10_u64, 20, 30], |&count| {
            runner.map(&(0..count).collect::<Vec<_>>(), |one| one + 1).iter().sum::<u64>()
        });
        assert_eq!(sums, [55, 210, 465]);
    }

    #[test]
    fn batches_are_kept_in_order_and_to_the_one_that_was_cut() {
        let stop = AtomicBool::new(false);
        let runner = Runner::threads(2, &stop).unwrap();
        let items: Vec<u32> = (0..40).collect();
        let (mut told, mut kept) = (0, Vec::new());
        let keep = |kept: &mut Vec<u32>, batch: Vec<u32>| {
            kept.extend(batch);
            Ok::<(), Infallible>(())
        };
        let ended = runner.batches(items.chunks(16), |&item| item, |made| told += made.len(), |b| keep(&mut kept, b));
        assert_eq!((ended.unwrap(), told, kept.as_slice()), (Stop::Completed, 40, items.as_slice()));
        kept.clear();
        let work = |&item: &u32| {
            stop.fetch_or(item == 20, Ordering::Relaxed);
            item
        };
        let ended = runner.batches(items.chunks(16), work, |_| (), |batch| keep(&mut kept, batch)).unwrap();
        assert_eq!(ended, Stop::Interrupted);
        assert!((21..=22).contains(&kept.len()) && kept.iter().copied().eq(0..kept.len() as u32), "{kept:?}");
        let broken = runner.whole().batches(items.chunks(16), |_| (), |_| (), |_| Err("full"));
        assert_eq!(broken, Err("full"));
    }
}
