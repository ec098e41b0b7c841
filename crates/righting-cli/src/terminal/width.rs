//! How wide the terminal is, and whether anyone looks at it.

use std::io::{self, IsTerminal};

use crate::session;

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
