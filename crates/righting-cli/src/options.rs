//! Which options the command that runs has: a message advises no other.

use std::cell::RefCell;

use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Command};
use righting_store::Offers;

use crate::session;

thread_local! {
    static OFFERED: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
    static GIVEN: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Notes the options of the command that was called, and those that it was given.
pub fn note(command: &Command, matches: &ArgMatches) {
    let (called, values) = called(command, matches);
    OFFERED.set(longs(called));
    let is_given = |argument: &&Arg| values.value_source(argument.get_id().as_str()) == Some(ValueSource::CommandLine);
    let given = called.get_arguments().filter(is_given).filter_map(|argument| argument.get_long().map(str::to_owned));
    GIVEN.set(given.collect());
}

/// Says which of the options that were typed have another name now.
pub fn say_old_names(command: &Command, matches: &ArgMatches, typed: &[String]) {
    for (old, new) in old_names(called(command, matches).0, typed) {
        session::say(&format!("--{old} is called --{new} now; the old name still works"));
    }
}

fn called<'c, 'm>(command: &'c Command, matches: &'m ArgMatches) -> (&'c Command, &'m ArgMatches) {
    match matches.subcommand().and_then(|(name, inner)| Some((command.find_subcommand(name)?, inner))) {
        Some((command, matches)) => called(command, matches),
        None => (command, matches),
    }
}

/// Whether an option was typed, and is not at its default.
pub fn given(option: &str) -> bool {
    GIVEN.with_borrow(|given| given.iter().any(|given| given == option))
}

/// Old names of options among what was typed, each with the new one.
fn old_names<'c>(command: &'c Command, typed: &[String]) -> Vec<(&'c str, &'c str)> {
    let is_typed = |old: &str| {
        let rest = |word: &String| word.strip_prefix("--").and_then(|word| word.strip_prefix(old)).map(str::to_owned);
        typed.iter().filter_map(rest).any(|rest| rest.is_empty() || rest.starts_with('='))
    };
    let of = |argument: &'c Arg| {
        let shown = argument.get_visible_aliases().unwrap_or_default();
        let old = argument.get_all_aliases().unwrap_or_default().into_iter().filter(move |name| !shown.contains(name));
        let new = argument.get_long().unwrap_or_default();
        old.map(move |old| (old, new))
    };
    command.get_arguments().flat_map(of).filter(|(old, _)| is_typed(old)).collect()
}

/// Long options of a command.
pub fn longs(command: &Command) -> Vec<String> {
    command.get_arguments().filter_map(|argument| argument.get_long().map(str::to_owned)).collect()
}

/// What the command that this thread was called with offers, given to `ask`.
pub fn offering<T>(ask: impl FnOnce(Offers<'_>) -> T) -> T {
    OFFERED.with_borrow(|options| ask(Offers(options)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::program;

    #[test]
    fn old_names_are_known_by_their_new_ones() {
        let mut program = program();
        let typed = ["righting", "fork", "save", "five-towns", "--at=2030-03-05"].map(str::to_owned);
        let matches = program.try_get_matches_from_mut(&typed).unwrap();
        assert_eq!(old_names(called(&program, &matches).0, &typed), [("at", "as-of")]);
        let typed = ["righting", "fork", "save", "five-towns", "--as-of", "2030-03-05"].map(str::to_owned);
        assert_eq!(old_names(called(&program, &matches).0, &typed), []);
    }
}
