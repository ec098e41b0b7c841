//! What may help, by error. A hint names an option only if the command that runs has it, or names the command with it.

use std::path::{Path, PathBuf};

use righting_export::ExportError;
use righting_lab::{LabError, RunnerError};
use righting_store::StoreError;

use crate::options::go_on;
use crate::text::quoted;

/// What to do about an error of the store.
pub fn of_store(error: &StoreError, offered: &[String]) -> Option<String> {
    let has = |option: &str| offered.iter().any(|offered| offered == option);
    let ways = |ways: &[(&str, &str)]| {
        let known = ways.iter().filter(|(option, _)| has(option));
        let told: Vec<String> = known.map(|(option, does)| format!("--{option} {does}")).collect();
        (!told.is_empty()).then(|| told.join(", "))
    };
    match error {
        StoreError::Exists { .. } => {
            ways(&[("resume", "goes on with it"), ("force", "replaces a run"), ("out", "takes another folder")])
        }
        StoreError::Taken { .. } | StoreError::FileExists { .. } => {
            ways(&[("force", "replaces it"), ("out", "takes another folder")])
        }
        StoreError::Foreign { .. } => Some("move it elsewhere, or take another folder".to_owned()),
        StoreError::Link { .. } => Some("put the file itself in its place, or take the link away".to_owned()),
        StoreError::Mismatch { .. } => Some(if has("out") {
            "ask for what the folder began with, or take another --out".to_owned()
        } else {
            "ask for what the folder began with".to_owned()
        }),
        StoreError::Fewer { stored, .. } => Some(format!("ask for {stored} replicates or more")),
        StoreError::DiskFull { .. } => Some(match go_on(None, offered) {
            Some(how) => format!("free some space, then {how}"),
            None => "free some space, then repeat the command".to_owned(),
        }),
        StoreError::Unfinished { .. } => {
            Some("finish it: repeat the `righting run --resume` that made it, with its folder".to_owned())
        }
        StoreError::Part { of, .. } => Some(format!("`righting merge` makes the {of} of all its parts")),
        StoreError::UnfinishedPart { of, .. } => {
            Some(format!("finish it: repeat the `righting {of} --resume` that made it, with its folder"))
        }
        StoreError::NoShard { .. } => {
            let made = "`righting run --part`, `righting sweep --part` or `righting compare --part`";
            Some(format!("name folders that {made} made"))
        }
        StoreError::IntoShard { .. } => Some("name another folder first".to_owned()),
        StoreError::ForeignShard { .. } => Some("merge the parts of one run or study: same scenario, changes, seed, number of runs".to_owned()),
        StoreError::Disagree { .. } => {
            Some("one of the two was made by another build or is damaged: `righting validate` looks through it; make it again".to_owned())
        }
        StoreError::Gap { piece, shard: Some(shard), .. } => {
            let command = match *piece {
                "set" => "sweep",
                "pair" => "compare",
                _ => "run",
            };
            Some(format!("make it with `righting {command} --part {shard}`, or name its folder"))
        }
        StoreError::Gap { .. } => Some("name the folders of all parts".to_owned()),
        StoreError::NoRun { path } => Some(match runs_in(path).as_slice() {
            [] => "name a folder that `righting run` made".to_owned(),
            runs => format!("it holds several runs: name one, {}", runs.join(", ")),
        }),
        StoreError::NoStudy { path } if path.join("run.json").is_file() => Some(if has("out") {
            "it is the folder of a run, and a study keeps its runs in a folder of its own: take another --out"
                .to_owned()
        } else {
            "it is the folder of a run".to_owned()
        }),
        StoreError::NoStudy { .. } => {
            Some("name a folder that a command made; an old one must be made again".to_owned())
        }
        StoreError::Old { .. } => Some("read it with the version that made it, or make it again".to_owned()),
        StoreError::Unlisted { .. } => {
            Some("version 0.1.0 kept no checksums: read it with that version, or make it again".to_owned())
        }
        StoreError::Broken { path, .. } if path.extension().is_some_and(|end| end == "part") => {
            Some("take the file away and go on with the run: its replicates are simulated again".to_owned())
        }
        StoreError::Broken { .. } => Some("make it again; `righting validate` names every damaged file".to_owned()),
        _ => None,
    }
}

/// Runs in the folder of a study, as the command line takes them.
fn runs_in(folder: &Path) -> Vec<String> {
    let entries = folder.read_dir().into_iter().flatten().flatten().map(|entry| entry.path());
    let mut runs: Vec<PathBuf> = entries.filter(|path| path.join("run.json").is_file()).collect();
    runs.sort();
    runs.iter().map(|run| format!("`{}`", quoted(run))).collect()
}

/// What to do about what another version made.
const AGAIN: &str = "use the version that made it, or make it again";

fn elsewhere(or: &str, offered: &[String]) -> String {
    if offered.iter().any(|o| o == "out") { format!("take another --out, or {or}") } else { format!("take {or}") }
}

/// What to do about an error of the runner.
pub fn of_runner(error: &RunnerError, offered: &[String]) -> Option<String> {
    match error {
        RunnerError::OtherTrials { .. } => Some(elsewhere("what the folder began with", offered)),
        RunnerError::Stale { .. } | RunnerError::OtherVersion { .. } => Some(AGAIN.to_owned()),
        _ => None,
    }
}

/// What to do about an error of the laboratory.
pub fn of_lab(error: &LabError, offered: &[String]) -> Option<String> {
    let elsewhere = |or: &str| elsewhere(or, offered);
    let told = match error {
        LabError::OtherFit { .. } => elsewhere("the plan and scenario it began with"),
        LabError::NoPairs { .. } => "compare runs of one seed, country and length".to_owned(),
        LabError::FewCountries { .. } => "name cases of more countries: `righting list` has some".to_owned(),
        LabError::CaseTwice { .. } => "name every case once".to_owned(),
        LabError::NotAgain { .. } => "ask a run of `righting run`".to_owned(),
        LabError::RunsOtherwise { .. } => AGAIN.to_owned(),
        LabError::NoReplicate { .. } => "take the number of one that succeeded, from 0 on".to_owned(),
        LabError::OutsideRun { .. } => "take a date of the run".to_owned(),
        LabError::OtherStudy { .. } => elsewhere("what the folder began with"),
        LabError::NoFuture { .. } => "fork earlier, or change only what comes after the fork".to_owned(),
        LabError::NoShock { known, .. } => match known.as_slice() {
            [] => "the curve scales a price that rises: give the scenario a shock of kind `price`".to_owned(),
            known => format!("its price shocks are {}", known.join(", ")),
        },
        LabError::ClaimNames { .. } => {
            "correct the claim in claims.toml, or add what it names to the record".to_owned()
        }
        LabError::ClaimChange(_) => "write `path=value`, as after `righting run --set`".to_owned(),
        LabError::FewOnsets { .. } => "add targets with statistic `onset` for more regions".to_owned(),
        LabError::OtherTrial { .. } | LabError::NoTrial { .. } => {
            "give the folder that `righting trial` wrote for it".to_owned()
        }
        LabError::NoTargets { .. } => "give the scenario a `records.targets` file".to_owned(),
        LabError::NoPriors { .. } => "give the scenario a `[[prior]]` for each parameter to move".to_owned(),
        LabError::Odd { .. } => "set `clock.shortest` and `clock.longest` to even numbers".to_owned(),
        LabError::File { source, .. } if source.kind() == std::io::ErrorKind::StorageFull => {
            "free some space".to_owned()
        }
        LabError::TooEarly { .. } => "name a date after the first day of the scenario".to_owned(),
        LabError::TooLate { .. } => "give the scenario more days, as by `--set time.days=N`".to_owned(),
        LabError::NoPrior { .. } => {
            "give the scenario a [[prior]] for it, or take the scenario made for forecasts".to_owned()
        }
        LabError::SameDate { .. } => "name one forecast of each date".to_owned(),
        LabError::EndsBefore { .. } => "give the future more days".to_owned(),
        LabError::OtherShape { .. } => "name the scenario and the days that the run is of".to_owned(),
        LabError::OtherScenario { .. } => "name the scenario that the forecasts are of".to_owned(),
        LabError::NotForecast { .. } => "name a folder that `righting forecast` made".to_owned(),
        LabError::NoFork { .. } => "name a folder that `righting fork save` made".to_owned(),
        LabError::NoEngine { .. } => AGAIN.to_owned(),
        LabError::Runner(error) => return of_runner(error, offered),
        _ => return None,
    };
    Some(told)
}

/// What to do about an error of an export or an archive.
pub fn of_export(error: &ExportError) -> Option<String> {
    let told = match error {
        ExportError::Exists { .. } => "take another --out",
        ExportError::NotAlone { .. } => "bundle a run that `righting run` made",
        ExportError::NoBundle { .. } => "name a file that `righting bundle` wrote",
        _ => return None,
    };
    Some(told.to_owned())
}

#[cfg(test)]
mod tests {
    use clap::{Command, CommandFactory};

    use super::*;
    use crate::command::Cli;
    use crate::options::longs;

    /// Every command without commands below it, by its words.
    fn leaves(command: &Command, words: &str, found: &mut Vec<(String, Vec<String>)>) {
        if command.has_subcommands() {
            for inner in command.get_subcommands() {
                leaves(inner, &format!("{words} {}", inner.get_name()), found);
            }
        } else {
            found.push((words.to_owned(), longs(command)));
        }
    }

    fn errors() -> Vec<StoreError> {
        let path = || PathBuf::from("runs/x");
        let text = || "x".to_owned();
        let shard = || righting_store::Shard::new(2, 8).unwrap();
        vec![
            StoreError::Exists { path: path() },
            StoreError::FileExists { path: path() },
            StoreError::Taken { path: path() },
            StoreError::Foreign { path: path(), entry: text() },
            StoreError::Link { path: path() },
            StoreError::Unlisted { path: path() },
            StoreError::Old { path: path(), format: 2 },
            StoreError::Fewer { path: path(), stored: 2, asked: 1 },
            StoreError::NoRun { path: path() },
            StoreError::NoStudy { path: path() },
            StoreError::Unfinished { path: path(), done: 1, total: 2 },
            StoreError::Incomplete { path: path(), missing: 1, total: 2 },
            StoreError::Mismatch { path: path(), what: text(), stored: text(), asked: text() },
            StoreError::Locked { path: path() },
            StoreError::Part { path: path(), shard: shard(), of: text() },
            StoreError::UnfinishedPart { path: path(), of: "sweep".to_owned(), reason: text() },
            StoreError::NoShard { path: path() },
            StoreError::IntoShard { path: path() },
            StoreError::ForeignShard { of: text(), path: path(), first: path(), difference: text() },
            StoreError::Disagree { piece: "set", number: 1, one: path(), other: path() },
            StoreError::Gap { piece: "set", number: 1, missing: 1, total: 2, shard: Some(shard()) },
            StoreError::Gap { piece: "set", number: 1, missing: 1, total: 2, shard: None },
            StoreError::DiskFull { path: path() },
            StoreError::Broken { path: path(), reason: text() },
            StoreError::Broken { path: PathBuf::from("parts/000000.part"), reason: text() },
        ]
    }

    /// Options that a message names, each with the command that must have it: one in its own words, or the one that runs.
    fn advised(message: &str, here: &[String], all: &[(String, Vec<String>)]) -> Vec<String> {
        let mut wrong = Vec::new();
        for (at, piece) in message.split('`').enumerate() {
            let named = all.iter().find(|(words, _)| at % 2 == 1 && piece.starts_with(words.as_str()));
            let has = named.map_or(here, |(_, options)| options.as_slice());
            let options = piece.split_whitespace().filter_map(|word| word.strip_prefix("--"));
            let name = |option: &str| option.trim_end_matches(|c: char| !c.is_alphanumeric()).to_owned();
            wrong.extend(options.map(name).filter(|option| !option.is_empty() && !has.contains(option)));
        }
        wrong
    }

    #[test]
    fn no_message_advises_an_option_that_the_command_does_not_have() {
        let mut all = Vec::new();
        leaves(&Cli::command(), "righting", &mut all);
        assert!(all.len() > 25, "{}", all.len());
        let lab = [
            LabError::OtherFit { path: PathBuf::new(), trial: 0 },
            RunnerError::OtherTrials { part: 0, trial: 0 }.into(),
            LabError::OtherStudy { path: PathBuf::new(), what: "x", stored: String::new(), asked: String::new() },
            LabError::ClaimChange(String::new()),
            LabError::NoReplicates,
        ];
        for (words, options) in &all {
            let store = errors().into_iter().flat_map(|e| [Some(e.to_string()), of_store(&e, options)]);
            let lab = lab.iter().flat_map(|e| [Some(e.to_string()), of_lab(e, options)]);
            let told = [go_on(None, options), go_on(Some(Path::new("x")), options)];
            for message in store.chain(lab).chain(told).flatten() {
                assert_eq!(advised(&message, options, &all), Vec::<String>::new(), "`{words}` says: {message}");
            }
        }
        // The test can fail.
        assert_eq!(advised("take --fource", &all[0].1, &all), ["fource"]);
    }
}
