//! The terminal: output, progress, tables, signals, memory.

mod hanging;
mod memory;
mod output;
mod progress;
mod table;
mod width;
mod workers;

pub use hanging::hanging;
pub use memory::PeakMemory;
pub use output::{emit, emit_json};
pub use progress::Bar;
pub use righting_report::count;
pub use table::table;
pub use width::width;
pub use workers::{quiet_workers, runner};
