//! Who runs the simulations of a command, and how they are stopped.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use righting_lab::Runner;

use crate::fail::Fail;

use crate::session;

/// Who runs the simulations of a command: so many threads, 0 for one per core, until Ctrl-C.
pub fn runner(threads: usize) -> Result<Runner<'static>, Fail> {
    Ok(Runner::threads(threads, stop_flag())?)
}

/// Raised by Ctrl-C.
static STOP: AtomicBool = AtomicBool::new(false);

/// A flag that Ctrl-C raises. The second Ctrl-C ends the program at once. A caller in this process has its own way to be
/// interrupted.
fn stop_flag() -> &'static AtomicBool {
    static HANDLER: OnceLock<()> = OnceLock::new();
    if let Some(stop) = session::with(|session| session.stop) {
        return stop;
    }
    HANDLER.get_or_init(|| {
        let handler = || {
            if STOP.swap(true, Ordering::Relaxed) {
                std::process::exit(130);
            }
            eprintln!("\nstopping after the replicates that are running; press Ctrl-C again to stop at once");
        };
        // Without a handler Ctrl-C ends the program, which `--resume` copes with.
        if let Err(error) = ctrlc::set_handler(handler) {
            eprintln!("Ctrl-C will stop at once: {error}");
        }
    });
    &STOP
}

/// A panic in a worker is reported as a failed replicate; its text on standard error would be noise.
pub fn quiet_workers() {
    static QUIET: OnceLock<()> = OnceLock::new();
    QUIET.get_or_init(|| {
        let default = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            let worker = std::thread::current().name().is_some_and(|name| name.starts_with("righting-worker"));
            if !worker {
                default(info);
            }
        }));
    });
}
