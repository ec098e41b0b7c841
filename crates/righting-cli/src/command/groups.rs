//! Commands by what a person wants, as `righting --help` lists them.

use clap::Command;

use crate::terminal::{hanging, width};

/// What a person wants, and the commands for it. A test holds that every command stands here once.
const GROUPS: [(&str, &[&str]); 5] = [
    ("Start", &["new", "import", "migrate", "list", "validate", "explain"]),
    ("Run", &["run", "merge", "check", "report", "recovery", "export", "bundle", "serve"]),
    ("Ask", &["why", "compare", "curve", "fork", "sweep", "sensitivity", "claims", "trial"]),
    ("Learn", &["forecast", "score", "fit", "calibrate", "diagnose", "study"]),
    ("Library", &["classic", "alliance", "completions", "man"]),
];

/// Widest help, as of the commands themselves.
const WIDEST: usize = 100;

/// The commands of the program under what they are for.
pub fn listed(program: &Command) -> String {
    let width = width().min(WIDEST);
    let longest = GROUPS.iter().flat_map(|(_, names)| *names).map(|name| name.len()).max().unwrap_or(0);
    let line = |name: &&str| {
        let command = program.find_subcommand(name)?;
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        Some(hanging(&format!("  {name:longest$}  "), &about, width))
    };
    let group = |(title, names): &(&str, &[&str])| {
        let lines: String = names.iter().filter_map(line).collect();
        format!("{title}:\n{lines}")
    };
    GROUPS.iter().map(group).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::command::Cli;

    #[test]
    fn every_command_stands_in_one_group() {
        let mut grouped: Vec<&str> = GROUPS.iter().flat_map(|(_, names)| *names).copied().collect();
        grouped.sort_unstable();
        let program = Cli::command();
        let mut commands: Vec<&str> = program.get_subcommands().map(Command::get_name).collect();
        commands.sort_unstable();
        assert_eq!(grouped, commands);
        let listed = listed(&program);
        for command in program.get_subcommands() {
            let about = command.get_about().unwrap().to_string();
            let first = about.split(' ').next().unwrap();
            assert!(listed.contains(&format!("  {:11}  {first}", command.get_name())), "{listed}");
        }
    }
}
