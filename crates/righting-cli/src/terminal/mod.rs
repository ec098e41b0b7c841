//! The terminal: output, progress, tables, signals, memory.

mod hanging;
mod memory;
mod progress;
mod quote;
pub mod session;
mod table;
mod tame;

use std::io::{self, ErrorKind, IsTerminal, Write};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use righting_lab::Runner;
use serde::Serialize;

pub use hanging::hanging;
pub use memory::PeakMemory;
pub use progress::Bar;
pub use quote::quoted;
pub use table::{count, table};
pub use tame::{cut_lines, tame};

use crate::fail::Fail;

/// Writes a text to standard output. A reader that has gone is no error.
pub fn emit(text: &str) -> Result<(), Fail> {
    if session::with(|session| session.output += text).is_some() {
        return Ok(());
    }
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Err(Fail::BrokenPipe),
        Err(error) => Err(Fail::Kept(miette::miette!("cannot write to standard output: {error}"))),
    }
}

/// Writes one JSON object and a line end.
pub fn emit_json(value: &impl Serialize) -> Result<(), Fail> {
    let text = serde_json::to_string_pretty(value)
        .map_err(|error| Fail::Kept(miette::miette!("cannot write the result as JSON: {error}")))?;
    emit(&(text + "\n"))
}

/// Columns where standard output is no terminal and nobody says how many.
const PLAIN: usize = 100;

/// Columns of the terminal that standard output is; else those of the variable `COLUMNS`, else [`PLAIN`]: what goes into a
/// file does not depend on the window that it was made in.
pub fn width() -> usize {
    if session::is_held() {
        return PLAIN;
    }
    let terminal = terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0));
    let asked = || std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    terminal.or_else(asked).filter(|&columns| columns > 0).unwrap_or(PLAIN)
}

/// Whether progress may be shown.
pub fn shows_progress() -> bool {
    io::stderr().is_terminal() && !session::is_held()
}

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
