//! One name for one thing: held over every command of the program.

use std::collections::BTreeMap;

use clap::{Arg, Command};

use super::program;

/// Commands that end in nothing to be read by a script.
const WITHOUT_JSON: [&str; 3] = ["righting completions", "righting man", "righting serve"];

/// Words that are not used for what has another name in every command.
const OTHER_WORDS: [(&str, &[&str]); 5] = [
    ("replicates", &["reps", "repetitions", "simulations", "n-runs", "crises"]),
    ("seed", &["random-seed", "rng"]),
    ("as-of", &["at", "date", "cutoff"]),
    // `sensitivity --output` names what the model puts out.
    ("out", &["output-dir", "out-dir", "dir", "folder"]),
    ("threads", &["jobs", "workers", "cores"]),
];

/// Every command without further ones, by the words that call it.
fn leaves(command: &Command, words: &str, found: &mut BTreeMap<String, Command>) {
    if command.get_subcommands().next().is_none() {
        found.insert(words.to_owned(), command.clone());
    }
    for inner in command.get_subcommands() {
        leaves(inner, &format!("{words} {}", inner.get_name()), found);
    }
}

fn commands() -> BTreeMap<String, Command> {
    let mut found = BTreeMap::new();
    leaves(&program(), "righting", &mut found);
    found
}

fn option<'c>(command: &'c Command, long: &str) -> Option<&'c Arg> {
    command.get_arguments().find(|argument| argument.get_long() == Some(long))
}

#[test]
fn results_are_had_as_json() {
    let without: Vec<String> = commands()
        .into_iter()
        .filter(|(_, command)| option(command, "json").is_none())
        .map(|(words, _)| words)
        .collect();
    assert_eq!(without, WITHOUT_JSON);
}

#[test]
fn one_thing_has_one_name() {
    for (words, command) in commands() {
        for (name, others) in OTHER_WORDS {
            let other = others.iter().find(|other| option(&command, other).is_some());
            assert!(other.is_none(), "{words} says --{} for --{name}", other.unwrap());
        }
    }
}

#[test]
fn what_has_one_name_is_given_in_one_way() {
    let mut ways: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (words, command) in commands() {
        for name in ["seed", "as-of", "threads", "json", "resume"] {
            let Some(argument) = option(&command, name) else { continue };
            let value = argument.get_value_names().map(|names| names.join(" ")).unwrap_or_default();
            let default: Vec<_> = argument.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
            // The classics know an absent seed as 1.
            let default =
                if words == "righting classic" && name == "seed" { "1".to_owned() } else { default.join(" ") };
            ways.entry(name).or_default().push(format!("{value} {default}"));
        }
        for argument in command.get_arguments().filter(|argument| argument.get_long() == Some("out")) {
            assert!(!argument.is_required_set(), "{words} asks for --out");
        }
        for argument in command.get_arguments().filter(|argument| argument.get_long().is_some()) {
            assert!(argument.get_help().is_some(), "{words} does not say what --{} is", argument.get_long().unwrap());
        }
    }
    for (name, mut found) in ways {
        found.dedup();
        found.sort();
        found.dedup();
        assert_eq!(found.len(), 1, "--{name} is given in several ways: {found:?}");
    }
}

/// Words of a line of a shell: quotes hold together, what follows ` #` is a remark.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None);
    for letter in line.chars() {
        match (letter, quote) {
            (_, Some(mark)) if letter == mark => quote = None,
            ('"' | '\'', None) => {
                quote = Some(letter);
                word.get_or_insert_with(String::new);
            }
            ('#', None) if word.is_none() => break,
            (' ', None) => words.extend(word.take()),
            _ => word.get_or_insert_with(String::new).push(letter),
        }
    }
    words.extend(word);
    words
}

/// Commands in the blocks of a page.
fn typed(page: &str) -> Vec<String> {
    let (mut fenced, mut of_a_shell) = (false, false);
    let shown = page.replace("\\\n", " ");
    let lines = shown.lines().filter(|line| {
        if let Some(language) = line.strip_prefix("```") {
            fenced = !fenced;
            of_a_shell = fenced && ["", "sh", "text"].contains(&language.trim());
        }
        // What a script puts in is not known here.
        of_a_shell && line.starts_with("righting ") && !line.contains('$')
    });
    lines.map(str::to_owned).collect()
}

#[test]
fn every_command_of_the_book_can_be_typed() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let pages = std::fs::read_dir(root.join("docs")).unwrap().map(|entry| entry.unwrap().path());
    let pages = pages.chain([root.join("README.md")]).filter(|path| path.extension().is_some_and(|end| end == "md"));
    let typed: Vec<String> = pages.flat_map(|path| typed(&std::fs::read_to_string(path).unwrap())).collect();
    assert!(typed.len() > 60, "{typed:?}");
    for line in typed {
        let parsed = program().try_get_matches_from(words(&line));
        assert!(parsed.is_ok(), "{line}: {}", parsed.unwrap_err());
    }
}
