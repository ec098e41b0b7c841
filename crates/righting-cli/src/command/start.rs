//! `righting` alone: four things to try.

use crate::fail::Fail;
use crate::terminal::{emit, hanging, width};

/// What to try, and what it shows.
const TRY: [(&str, &str); 4] = [
    ("righting run kazakhstan-2022", "a crisis as it may have gone, many times over, beside what is known of it"),
    ("righting new LKA", "the scenario of any country, here Sri Lanka, to run and to make your own"),
    (
        "righting forecast kazakhstan-2022-forecast --as-of 2022-01-05",
        "the days that follow, from what was published before and from nothing else",
    ),
    ("righting classic epstein", "a published model from its rules, beside its published numbers"),
];

/// Prints four things to try.
pub fn run() -> Result<(), Fail> {
    let shown = |(command, what): &(&str, &str)| format!("  {command}\n{}\n", hanging("      ", what, width()));
    let tries: String = TRY.iter().map(shown).collect();
    let version = env!("CARGO_PKG_VERSION");
    let what = format!("Righting {version} simulates how unrest starts, spreads and subsides in a country. Try:");
    let more = "`righting --help` lists every command, `righting list` the scenarios that ship.";
    emit(&format!("{}\n{tries}{}", hanging("", &what, width()), hanging("", more, width())))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::command::Cli;

    #[test]
    fn what_is_to_be_tried_can_be_typed() {
        for (command, _) in TRY {
            let typed = Cli::command().try_get_matches_from(command.split(' '));
            assert!(typed.is_ok(), "{command}: {}", typed.unwrap_err());
        }
    }
}
