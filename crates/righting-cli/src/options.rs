//! Which options the command that runs has: a message advises no other.

use std::cell::RefCell;
use std::path::Path;

use clap::{ArgMatches, Command};

use crate::terminal::quoted;

thread_local! {
    static OFFERED: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Notes the options of the command that was called.
pub fn note(command: &Command, matches: &ArgMatches) {
    OFFERED.set(of_called(command, matches));
}

fn of_called(command: &Command, matches: &ArgMatches) -> Vec<String> {
    match matches.subcommand().and_then(|(name, inner)| Some((command.find_subcommand(name)?, inner))) {
        Some((command, matches)) => of_called(command, matches),
        None => longs(command),
    }
}

/// Long options of a command.
pub fn longs(command: &Command) -> Vec<String> {
    command.get_arguments().filter_map(|argument| argument.get_long().map(str::to_owned)).collect()
}

/// Options of the command that this thread was called with.
pub fn offered() -> Vec<String> {
    OFFERED.with_borrow(Vec::clone)
}

/// How to go on with what a folder keeps; `None` where the command cannot.
pub fn go_on(folder: Option<&Path>, offered: &[String]) -> Option<String> {
    let has = |option: &str| offered.iter().any(|offered| offered == option);
    let out = folder.filter(|_| has("out")).map_or_else(String::new, |folder| format!(" --out {}", quoted(folder)));
    has("resume").then(|| format!("repeat the command with --resume{out} to go on"))
}
