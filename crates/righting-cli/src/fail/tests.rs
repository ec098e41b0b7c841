use std::path::{Path, PathBuf};

use clap::{Command, CommandFactory};
use righting_store::Offers;

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
        let store = errors().into_iter().flat_map(|e| [Some(e.to_string()), e.help(Offers(options))]);
        let lab = lab.iter().flat_map(|e| [Some(e.to_string()), e.help(Offers(options))]);
        let told = [Offers(options).go_on(None), Offers(options).go_on(Some(Path::new("x")))];
        for message in store.chain(lab).chain(told).flatten() {
            assert_eq!(advised(&message, options, &all), Vec::<String>::new(), "`{words}` says: {message}");
        }
    }
    // The test can fail.
    assert_eq!(advised("take --fource", &all[0].1, &all), ["fource"]);
}
