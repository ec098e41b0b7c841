//! Who does the work: threads of this process, or the thread that asks.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use crate::error::RunnerError;

/// Does numbered pieces of work, several at once if it can. Results never depend on which one is taken.
pub trait Executor: Send + Sync {
    /// How many pieces are done at once.
    fn width(&self) -> usize;

    /// Calls `work` with 0, 1, ... below `count`, each once and begun in this order; begins none once `stop` is up.
    /// Returns when all that were begun have ended, with how many those are.
    fn execute(&self, count: usize, stop: &AtomicBool, work: &(dyn Fn(usize) + Sync)) -> usize;
}

/// A pool of threads.
#[derive(Debug)]
pub struct Threads {
    pool: rayon::ThreadPool,
}

impl Threads {
    /// So many threads; 0 takes one per core.
    ///
    /// # Errors
    /// When they cannot be started.
    pub fn new(count: usize) -> Result<Self, RunnerError> {
        let named = rayon::ThreadPoolBuilder::new().thread_name(|index| format!("righting-worker-{index}"));
        Ok(Self { pool: named.num_threads(count).build().map_err(RunnerError::Threads)? })
    }
}

impl Executor for Threads {
    fn width(&self) -> usize {
        self.pool.current_num_threads()
    }

    fn execute(&self, count: usize, stop: &AtomicBool, work: &(dyn Fn(usize) + Sync)) -> usize {
        let next = AtomicUsize::new(0);
        self.pool.in_place_scope(|scope| {
            for _ in 0..self.width().min(count) {
                scope.spawn(|_| {
                    while !stop.load(Ordering::Relaxed) {
                        let at = next.fetch_add(1, Ordering::Relaxed);
                        if at >= count {
                            break;
                        }
                        work(at);
                    }
                });
            }
        });
        next.into_inner().min(count)
    }
}

/// The thread that asks: for a page in a browser, and for looking closely.
#[derive(Debug, Clone, Copy, Default)]
pub struct Inline;

impl Executor for Inline {
    fn width(&self) -> usize {
        1
    }

    fn execute(&self, count: usize, stop: &AtomicBool, work: &(dyn Fn(usize) + Sync)) -> usize {
        let begun = (0..count).take_while(|_| !stop.load(Ordering::Relaxed));
        begun.inspect(|&at| work(at)).count()
    }
}
