//! Commands of the program, as the server starts them: it stands below the command line and gets them handed in.

use std::sync::Arc;

/// How a command ended, and what it said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// Exit code of the program: 0 done; 1 ran, but something failed; 2 bad input; 130 interrupted.
    pub code: u8,
    /// What goes to standard output.
    pub output: String,
    /// What goes to standard error.
    pub said: String,
}

/// One call of a command, which another thread can interrupt.
pub trait Command: Send + Sync {
    /// Runs it by its arguments, without the name of the program; `progress` gets what is done and what there is to do.
    fn run(&self, arguments: &[String], progress: Box<dyn FnMut(u64, u64)>) -> Ended;

    /// Ends it early: what was begun is done and kept.
    fn interrupt(&self);
}

/// Makes a command to call.
pub type NewCommand = Arc<dyn Fn() -> Arc<dyn Command> + Send + Sync>;
