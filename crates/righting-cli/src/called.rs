//! A command called in this process: how it is called, how it is ended, and what it gives back.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

/// The way to call a command of the program: arguments without its name, what ends it, what hears of its progress. Handed
/// to the commands that call others.
pub type Call = fn(&[String], &Interrupt, Box<dyn FnMut(u64, u64)>) -> Called;

/// How a command that was called ended, and what it said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Called {
    /// Its exit code: 0 done; 1 ran, but a check or a replicate failed, or the disk refused; 2 bad input; 130 interrupted.
    pub code: u8,
    /// What it would write to standard output.
    pub output: String,
    /// What it would write to standard error.
    pub said: String,
}

/// A way to end one call as Ctrl-C ends the program: what was begun is done and kept.
#[derive(Debug)]
pub struct Interrupt(&'static AtomicBool);

/// Flags that no call has at the moment: workers hold a flag for as long as the program runs, so that flags are used again
/// and not given back.
static FREE: Mutex<Vec<&'static AtomicBool>> = Mutex::new(Vec::new());

impl Interrupt {
    /// What workers look at.
    pub(crate) fn flag(&self) -> &'static AtomicBool {
        self.0
    }

    /// Ends the calls that were given it.
    pub fn raise(&self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Default for Interrupt {
    fn default() -> Self {
        let free = FREE.lock().unwrap_or_else(PoisonError::into_inner).pop();
        Self(free.unwrap_or_else(|| Box::leak(Box::new(AtomicBool::new(false)))))
    }
}

impl Drop for Interrupt {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Relaxed);
        FREE.lock().unwrap_or_else(PoisonError::into_inner).push(self.0);
    }
}
