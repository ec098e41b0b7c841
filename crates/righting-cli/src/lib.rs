//! The command line of Righting as a library: the [`program`] with its exit code, and the same commands as a function, [`call`].
//!
//! ```
//! use righting_cli::{Interrupt, call};
//!
//! let called = call(&["list".to_owned(), "--json".to_owned()], &Interrupt::default(), Box::new(|_done, _total| {}));
//! assert_eq!(called.code, 0);
//! assert!(called.output.contains("kazakhstan-2022"));
//! ```

mod call;
mod called;
mod command;
mod fail;
mod failed;
mod options;
mod session;
mod terminal;
mod text;

use std::ffi::OsString;

use clap::FromArgMatches;

pub use call::call;
pub use called::{Called, Interrupt};

/// Runs the program with its arguments, its name first, and gives the exit code: 0 done; 1 ran, but a check or a replicate
/// failed, or the disk refused; 2 bad input; 130 interrupted. Arguments that are no command end the process.
pub fn program(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    terminal::quiet_workers();
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let typed: Vec<String> = arguments.iter().map(|word| word.to_string_lossy().into_owned()).collect();
    let mut command = command::program();
    let matches = command.try_get_matches_from_mut(arguments).unwrap_or_else(|error| error.exit());
    options::note(&command, &matches);
    options::say_old_names(&command, &matches, &typed);
    let cli = command::Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    match cli.run(call) {
        Ok(()) => 0,
        Err(failure) => failure.report(),
    }
}
