//! `classic`: published models from the command line.

use std::path::Path;

use serde_json::Value;

use crate::{done, json, refused, righting, text};

const RUN_TWO: [&str; 9] = ["classic", "epstein", "--rules", "brookings", "--run", "2", "--ticks", "600", "--json"];

fn with<'a>(base: &[&'a str], more: &[&'a str]) -> Vec<&'a str> {
    [base, more].concat()
}

#[test]
fn run_two_prints_waits_activations_and_speed() {
    let told = json(&with(&RUN_TWO, &["--seeds", "4", "--seed", "1"]));
    for key in ["wait_mean", "wait_sd", "activation_mean", "activation_sd", "outbursts", "updates_per_second"] {
        assert!(told[key].as_f64().is_some_and(|value| value > 0.0), "`{key}` in {told}");
    }
    assert_eq!((&told["replicates"], &told["ticks"], &told["seed"]), (&4.into(), &600.into(), &1.into()));
    let claim = &told["claims"][0];
    for key in ["id", "what", "published", "mark", "obtained", "rule", "hit", "note"] {
        assert!(claim.get(key).is_some(), "`{key}` in {claim}");
    }
}

#[test]
fn the_printed_rules_give_no_outburst_and_say_why() {
    let told = json(&["classic", "epstein", "--rules", "text", "--seeds", "2", "--ticks", "400", "--json"]);
    assert_eq!(told["outbursts"], 0.0);
    assert!(told["wait_mean"].is_null() && told["activation_mean"].is_null(), "{told}");
    let claim = &told["claims"][0];
    assert_eq!(claim["hit"], false);
    assert!(claim["note"].as_str().unwrap().contains("The original program divides integers"), "{claim}");
    let printed = done(&["classic", "epstein", "--rules", "text", "--seeds", "2", "--ticks", "400"]);
    assert!(printed.contains("MISS") && printed.contains("wait_mean"), "{printed}");
}

#[test]
fn other_models_print_their_own_quantities() {
    assert_eq!(json(&["classic", "granovetter", "--seeds", "500", "--json"])["r_30"].as_f64().unwrap().round(), 99.0);
    assert!(json(&["classic", "hawkes", "--seeds", "4", "--ticks", "400", "--json"])["alpha_mean"].is_number());
    let ends = json(&["classic", "epstein", "--run", "7", "--seeds", "2", "--ticks", "40", "--json"]);
    assert!(ends["genocides"].is_number() && ends["killed_mean"].is_number(), "{ends}");
}

/// Everything that a run of a seed leaves behind, by name.
fn kept(folder: &Path, seed: &str, threads: &str) -> Vec<(String, Vec<u8>)> {
    let out = folder.join(format!("{seed}-{threads}"));
    let arguments = with(&RUN_TWO, &["--seeds", "3", "--seed", seed, "--out", out.to_str().unwrap()]);
    let output = righting(&arguments).env("RAYON_NUM_THREADS", threads).output().unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
    let mut files: Vec<(String, Vec<u8>)> = out
        .read_dir()
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&path).unwrap())
        })
        .collect();
    files.sort();
    files
}

#[test]
fn a_seed_gives_the_same_bytes_on_any_number_of_threads() {
    let folder = tempfile::tempdir().unwrap();
    let first = kept(folder.path(), "5", "1");
    let names: Vec<&str> = first.iter().map(|file| file.0.as_str()).collect();
    let tables = ["epstein-outbursts.parquet", "epstein-ticks.parquet"];
    let expected = ["classic.json", tables[0], tables[1], "epstein.svg", "replication.md", "righting.b3sum"];
    assert_eq!(names, expected);
    assert!(first == kept(folder.path(), "5", "3"));
    let other = kept(folder.path(), "6", "1");
    assert!(first.iter().zip(&other).all(|(a, b)| a.1 != b.1), "another seed gave the same file");
    assert!(first.iter().filter(|file| file.0.ends_with("parquet")).all(|file| file.1.starts_with(b"PAR1")));
}

#[test]
fn results_are_kept_unless_told() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("classic");
    let name = out.to_str().unwrap();
    let said = done(&["classic", "lang-de-sterck", "--out", name]);
    assert!(said.trim_end().ends_with("classic.json"), "{said}");
    let record = std::fs::read(out.join("classic.json")).unwrap();
    let (code, said) = refused(&["classic", "lang-de-sterck", "--seed", "9", "--out", name]);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("classic.json exists already") && said.contains("--force replaces it"), "{said}");
    assert_eq!(std::fs::read(out.join("classic.json")).unwrap(), record);
    done(&["classic", "kuran", "--seeds", "20", "--out", name, "--force"]);
    assert_ne!(std::fs::read(out.join("classic.json")).unwrap(), record);
}

#[test]
fn all_prints_the_table_keeps_the_misses_and_can_fail() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("all");
    let arguments = ["classic", "--all", "--quick", "--require-hits", "1", "--out", out.to_str().unwrap()];
    let output = righting(&arguments).output().unwrap();
    let (printed, said) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("statements are met, fewer than 100 %"), "{said}");
    assert!(printed.contains("MISS") && printed.contains("statements are met"), "{printed}");
    let page = std::fs::read_to_string(out.join("replication.md")).unwrap();
    assert!(page.contains("Made by `righting classic --all`") && page.contains("**miss**"));
    let record: Value = serde_json::from_slice(&std::fs::read(out.join("classic.json")).unwrap()).unwrap();
    let models: Vec<&str> =
        record["classics"].as_array().unwrap().iter().map(|model| model["model"].as_str().unwrap()).collect();
    let all = ["epstein", "granovetter", "kuran", "lang-de-sterck", "contagion", "hawkes", "moro", "siegel", "davies"];
    assert_eq!(models, all);
    assert!(out.join("epstein-genocide.parquet").is_file() && out.join("genocide.svg").is_file());
}

#[test]
fn bad_requests_end_with_2_and_a_message_that_helps() {
    let said = |arguments: &[&str]| {
        let (code, said) = refused(&with(&["classic"], arguments));
        assert_eq!(code, 2, "{said}");
        said
    };
    insta::assert_snapshot!(said(&["epstien"]), @"error: invalid value 'epstien' for '[NAME]' [possible values: epstein, granovetter, kuran, lang-de-sterck, contagion, hawkes, moro, siegel, davies] tip: a similar value exists: 'epstein' For more information, try '--help'.");
    insta::assert_snapshot!(said(&["epstein", "--rules", "nlogo"]), @"error: invalid value 'nlogo' for '--rules <RULES>' [possible values: text, brookings, netlogo, mesa, mesa-moore] tip: a similar value exists: 'netlogo' For more information, try '--help'.");
    insta::assert_snapshot!(said(&["epstein", "--run", "9"]), @"run is 9: expected a run of Table 2, from 1 to 8 help: `righting classic --help` names the models and their options");
    insta::assert_snapshot!(said(&["epstein", "--run", "7", "--rules", "netlogo"]), @"run is 7: expected a run of Model I, from 1 to 5: these rules have no groups help: `righting classic --help` names the models and their options");
    insta::assert_snapshot!(said(&["epstein", "--cops", "0.5"]), @"densities of citizens and cops is 0.7 and 0.5: expected shares that sum to 1 at most help: `righting classic --help` names the models and their options");
    insta::assert_snapshot!(said(&["epstein", "--seeds", "0"]), @"replicates is 0: expected from 1 to 1,000,000 help: `righting classic --help` names the models and their options");
    insta::assert_snapshot!(said(&["epstein", "--seeds", "1000", "--ticks", "1000000"]), @"replicates times ticks is 1000 times 1000000: expected 20 million at most, for each is a row help: `righting classic --help` names the models and their options");
    insta::assert_snapshot!(said(&["hawkes", "--run", "2"]), @"hawkes has no option `run` help: `righting classic --help` names the models and their options");
    insta::assert_snapshot!(said(&["--all", "--ticks", "10"]), @"error: the argument '--all' cannot be used with '--ticks <TICKS>' Usage: righting classic --all [NAME] For more information, try '--help'.");
    insta::assert_snapshot!(said(&[]), @"error: the following required arguments were not provided: <NAME> Usage: righting classic <NAME> For more information, try '--help'.");
}
