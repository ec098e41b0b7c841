//! Nothing wrong passes silently: targets that match no day, gates over nothing, parameters of another country, bounds.

use std::path::{Path, PathBuf};

use crate::{done, json, refused, run, text};

/// Five towns in a folder of its own, with its targets changed.
fn towns(folder: &Path, change: impl Fn(&str) -> String) -> PathBuf {
    let scenario = folder.join("s");
    done(&["init", "five-towns", scenario.to_str().unwrap()]);
    let targets = scenario.join("records/targets.csv");
    let text = std::fs::read_to_string(&targets).unwrap();
    std::fs::write(&targets, change(&text)).unwrap();
    scenario
}

fn ran(folder: &Path, scenario: &Path) -> (String, String) {
    let out = folder.join("run").to_str().unwrap().to_owned();
    let told = done(&["run", scenario.to_str().unwrap(), "--replicates", "8", "--out", &out]);
    (out, told)
}

#[test]
fn a_target_outside_the_days_is_counted_and_named() {
    let folder = tempfile::tempdir().unwrap();
    let scenario = towns(folder.path(), |text| {
        text.replace(
            "deaths_total,cumulative,nation,2030-03-14,2030-03-14",
            "deaths_total,cumulative,nation,2030-06-14,2030-06-14",
        )
    });
    let (out, told) = ran(folder.path(), &scenario);
    let named = "(s/records/targets.csv:5): 2030-06-14 is after the last simulated day, 2030-03-14";
    assert!(told.contains(" of 4 targets inside") && told.contains("; 1 target left out"), "{told}");
    assert!(told.contains(&format!("left out: deaths {named}")), "{told}");
    let check = json(&["check", &out, "--json"]);
    assert_eq!((&check["total"], &check["left_out"][0]["target"]), (&4.into(), &"deaths".into()));
    assert_eq!(check["left_out"][0]["line"], 5);
    let page = std::fs::read_to_string(Path::new(&out).join("report.html")).unwrap();
    assert!(page.contains("Targets left out") && page.contains("2030-06-14 is after the last simulated day"));
    // What is listed and what is counted agree: every target of a short list is shown.
    let listed = told.lines().filter(|line| [" inside", " outside"].iter().any(|end| line.trim_end().ends_with(end)));
    assert_eq!(listed.count(), 4, "{told}");
}

#[test]
fn a_gate_over_nothing_fails() {
    let folder = tempfile::tempdir().unwrap();
    let scenario = towns(folder.path(), |text| text.replace("2030-", "2031-"));
    let (out, told) = ran(folder.path(), &scenario);
    assert!(told.contains("no target of the record can be held against this run; 5 targets left out"), "{told}");
    assert!(!told.contains("targets inside") && !told.contains("0 of 0"), "{told}");
    done(&["check", &out]);
    for share in ["0", "1"] {
        let (code, said) = refused(&["check", &out, "--require-inside", share]);
        assert!(code == 1 && said.contains("--require-inside has nothing to judge"), "{said}");
    }
}

#[test]
fn levels_that_are_drawn_and_parameters_of_another_country_are_told_first() {
    let folder = tempfile::tempdir().unwrap();
    let out = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let towns = json(&["run", "five-towns", "--replicates", "4", "--out", &out("towns"), "--json"]);
    assert_eq!((&towns["fitted_for"], &towns["fitted_here"]), (&serde_json::Value::Null, &false.into()));
    let short = ["--set", "time.days=5", "--replicates", "2"];
    let told = done(&[&["run", "bahrain-2011", "--out", &out("drawn")][..], &short].concat());
    let drawn = "Levels: 0 fitted or set, 34 drawn by every run (`righting explain`)\nNo level of the model was fitted to \
                 this country (BHR)";
    assert!(told.starts_with(drawn), "{told}");
    let fixed =
        json(&[&["run", "bahrain-2011", "--levels", "fixed", "--out", &out("fixed"), "--json"][..], &short].concat());
    assert_eq!(fixed["levels"], "Levels: all 34 as they stand, none drawn");
    let page = std::fs::read_to_string(Path::new(&out("drawn")).join("report.html")).unwrap();
    assert!(page.contains("No level of the model was fitted to this country (BHR)"));

    // The same country, with what was found on another.
    done(&["new", "bahrain-2011", &out("case")]);
    let path = Path::new(&out("case")).join("scenario.toml");
    let scenario = std::fs::read_to_string(&path).unwrap();
    let borrowed = "[fitted]\ncase = \"kazakhstan-2022\"\niso3 = \"KAZ\"\n\n[time]";
    std::fs::write(&path, scenario.replacen("[time]", borrowed, 1)).unwrap();
    let told = done(&[&["run", &out("case"), "--out", &out("borrowed")][..], &short].concat());
    let said = "The parameters were fitted to the record of kazakhstan-2022 (KAZ) and to none of this country (BHR)";
    assert!(told.contains(said), "{told}");
    let page = std::fs::read_to_string(Path::new(&out("borrowed")).join("report.html")).unwrap();
    assert!(page.contains("fitted to the record of kazakhstan-2022 (KAZ)"));
    let home = ["run", "kazakhstan-2022", "--set", "time.days=3", "--replicates", "2", "--no-report"];
    let told = json(&[&home[..], &["--out", &out("kazakhstan"), "--json"]].concat());
    assert_eq!((&told["fitted_for"]["case"], &told["fitted_here"]), (&"kazakhstan-2022".into(), &true.into()));
}

#[test]
fn a_crowd_of_half_a_nation_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("run");
    let wild = ["--set", "pool.share=0.5", "--set", "joining.contagion=20"];
    let told = json(
        &[&["run", "five-towns", "--replicates", "4", "--out", out.to_str().unwrap(), "--json"], &wild[..]].concat(),
    );
    let notices: Vec<&str> = told["notices"].as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect();
    assert!(notices.iter().any(|notice| notice.contains("of the nation: no recorded uprising")), "{notices:?}");
}

#[test]
fn numbers_out_of_bounds_are_refused_before_anything_is_begun() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("run");
    let out = out.to_str().unwrap();
    let forecast = ["forecast", "kazakhstan-2022-forecast", "--as-of", "2022-01-04", "--out", out];
    for (arguments, bound) in [
        (vec!["run", "five-towns", "--out", out, "--replicates", "4000000000"], "from 1 to 1000000"),
        (vec!["run", "five-towns", "--out", out, "--threads", "1000000"], "from 0 to 1024"),
        (vec!["run", "five-towns", "--out", out, "--recovery", "4000000000"], "from 0 to 120"),
        (vec!["compare", "five-towns", "--out", out, "--replicates", "1"], "from 2 to 1000000"),
        (vec!["calibrate", "five-towns", "--out", out, "--runs", "4000000000"], "from 200 to 10000000"),
        (vec!["calibrate", "five-towns", "--out", out, "--predictive", "4000000000"], "from 2 to 100000"),
        (vec!["curve", "five-towns", "--out", out, "--sizes", "1e300"], "from 0 to 1000"),
        (vec!["curve", "five-towns", "--out", out, "--grid", "0:1e300:3"], "from 0 to 1000"),
        (vec!["study", "convergence", "five-towns", "--require", "nan"], "from 0 to 1"),
        ([&forecast[..], &["--members", "4000000000"]].concat(), "from 2 to 100000"),
        ([&forecast[..], &["--replicates", "4000000000"]].concat(), "from 2 to 1000000"),
    ] {
        let (code, said) = refused(&arguments);
        assert!(code == 2 && said.contains(bound), "{arguments:?}: {said}");
        assert!(!Path::new(out).exists());
    }
}

#[test]
fn a_study_knows_the_runs_it_was_made_from() {
    let folder = tempfile::tempdir().unwrap();
    let study = folder.path().join("c");
    let path = study.to_str().unwrap();
    done(&["compare", "five-towns", "--both", "time.days=4", "--without", "price", "--replicates", "2", "--out", path]);
    done(&["validate", path]);
    let arm = std::fs::read_dir(&study).unwrap().map(|entry| entry.unwrap().path());
    let arm = arm.into_iter().find(|path| path.is_dir() && !path.ends_with("base")).unwrap();
    let (base, aside) = (study.join("base"), study.join("aside"));
    let swap = || {
        std::fs::rename(&base, &aside).unwrap();
        std::fs::rename(&arm, &base).unwrap();
        std::fs::rename(&aside, &arm).unwrap();
    };
    swap();
    let (code, said) = refused(&["validate", path]);
    assert!(code == 1 && said.contains("2 faults"), "{said}");
    swap();
    std::fs::remove_dir_all(&base).unwrap();
    let (code, said) = refused(&["validate", path]);
    assert!(code == 1 && said.contains("1 fault"), "{said}");
}

/// What is found once two runs of a folder were exchanged, and once one is gone.
fn exchanged_and_missing(folder: &Path, one: &str, other: &str) {
    let (path, one, other) = (folder.to_str().unwrap(), folder.join(one), folder.join(other));
    let aside = folder.parent().unwrap().join("aside");
    done(&["validate", path, "--strict"]);
    let swap = || {
        std::fs::rename(&one, &aside).unwrap();
        std::fs::rename(&other, &one).unwrap();
        std::fs::rename(&aside, &other).unwrap();
    };
    swap();
    let found = run(&["validate", path]);
    assert!(text(&found.stdout).contains("run.json: its BLAKE3 is not the one in righting.b3sum"), "{found:?}");
    assert_eq!(found.status.code(), Some(1));
    swap();
    std::fs::rename(&one, &aside).unwrap();
    let found = run(&["validate", path]);
    assert!(text(&found.stdout).contains("run.json: it is listed and not there"), "{found:?}");
    std::fs::rename(&aside, &one).unwrap();
    let foreign = folder.join("foreign");
    done(&["run", "five-towns", "--set", "time.days=2", "--replicates", "2", "--out", foreign.to_str().unwrap()]);
    let found = run(&["validate", path, "--strict"]);
    assert!(text(&found.stdout).contains("foreign: righting.b3sum does not list it"), "{found:?}");
    std::fs::remove_dir_all(&foreign).unwrap();
}

#[test]
fn the_list_of_a_folder_names_the_runs_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let six = folder.path().join("s");
    done(&["new", "five-towns", six.to_str().unwrap()]);
    let file = six.join("scenario.toml");
    let scenario = std::fs::read_to_string(&file).unwrap().replace("id = \"five-towns\"", "id = \"six-towns\"");
    std::fs::write(&file, scenario).unwrap();
    let group = folder.path().join("group");
    let (six, out) = (six.to_str().unwrap(), group.to_str().unwrap());
    let days = "time.days=4";
    let size = |replicates| ["run", "five-towns", six, "--set", days, "--replicates", replicates, "--out", out];
    done(&size("2"));
    exchanged_and_missing(&group, "five-towns", "six-towns");
    done(&[&size("3")[..], &["--resume"]].concat());
    done(&["validate", out, "--strict"]);
    let compared = folder.path().join("compared");
    let path = compared.to_str().unwrap();
    let with = ["--with", "late=price.at=2030-03-03", "--both", days, "--replicates", "2", "--out", path];
    done(&[&["compare", "five-towns"][..], &with].concat());
    exchanged_and_missing(&compared, "base", "1-late");
    // Two checksums of one file: one of them is not this program's.
    let list = compared.join("righting.b3sum");
    let lines = std::fs::read_to_string(&list).unwrap();
    let line = lines.lines().find(|line| line.ends_with("  study.json")).unwrap();
    std::fs::write(&list, format!("{}  study.json\n{lines}", "0".repeat(line.len() - "  study.json".len()))).unwrap();
    let found = run(&["validate", path]);
    assert!(text(&found.stdout).contains("it has two checksums of `study.json`"), "{found:?}");
}

#[test]
fn options_that_contradict_each_other_are_refused_with_both_names() {
    let cases: &[(&[&str], &[&str])] = &[
        (&["run", "--set", "price.ratio=3", "--without", "price"], &["`--set price.ratio=3`", "`--without price`"]),
        (&["run", "--set", "time.days=3", "--set", "time.days=4"], &["`--set time.days=3`", "`--set time.days=4`"]),
        (&["run", "--set", "recovery.months=3", "--recovery", "6"], &["`--set recovery.months=3`", "`--recovery` ("]),
        (&["explain", "--without", "price", "--without", "price"], &["`--without price` and `--without price`"]),
        (
            &["compare", "--set", "time.days=3", "--both", "time.days=4"],
            &["`--both time.days=4`", "`--set time.days=3`"],
        ),
        (&["compare", "--with", "a=without price", "--with", "a=price.ratio=3"], &["two arms are named `a`"]),
        (&["compare", "--with", "base=without price"], &["an arm is named `base`"]),
        (&["compare", "--with", "a=without price; price.ratio=3"], &["`--with price` and `--with price.ratio=3`"]),
    ];
    for (arguments, expected) in cases {
        let (command, options) = arguments.split_first().unwrap();
        let (code, said) = refused(&[&[*command, "five-towns"][..], options].concat());
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(code == 2 && expected.iter().all(|part| said.contains(part)), "{arguments:?}: {code} {said}");
    }
    let (code, said) = refused(&["run", "five-towns", "--seed", "-1"]);
    assert!(code == 2 && said.contains("expected a whole number from 0 to 18446744073709551615"), "{said}");
}

#[test]
fn a_comparison_tells_what_a_run_tells_of_its_scenario() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("c");
    let out = path.to_str().unwrap();
    let compared = run(&[
        "compare",
        "five-towns",
        "--both",
        "time.days=2",
        "--without",
        "price",
        "--replicates",
        "2",
        "--out",
        out,
    ]);
    let said = text(&compared.stderr);
    assert!(said.contains("`emergency`") && said.contains("after the last day simulated"), "{said}");
    // Commands that read a run name those of a study.
    for command in ["report", "check"] {
        let (code, said) = refused(&[command, out]);
        assert!(code == 2 && said.contains("it holds several runs: name one") && said.contains("base"), "{said}");
    }
    let base = path.join("base");
    let again = ["compare", "five-towns", "--without", "price", "--resume", "--out", base.to_str().unwrap()];
    let (code, said) = refused(&again);
    assert!(code == 2 && said.contains("it is the folder of a run"), "{said}");
}

#[test]
fn forks_and_sweeps_say_whose_parameters_they_have() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let notice = "The parameters were fitted to no record";
    let head = format!("Levels: all 34 as they stand, none drawn\n{notice}");
    let save = ["fork", "save", "five-towns", "--as-of", "2030-03-03", "--set", "time.days=4", "--replicates", "2"];
    assert!(done(&[&save[..], &["--out", &path("f")]].concat()).starts_with(&head));
    let told = json(&["fork", "continue", &path("f"), "--out", &path("g"), "--json"]);
    assert!(told["fitted_for"].is_null() && told["notices"][0].as_str().unwrap().starts_with(notice), "{told}");
    assert!(done(&["fork", "continue", &path("f"), "--out", &path("h")]).starts_with(&head));
    let sweep = ["sweep", "five-towns", "--set", "time.days=4", "--trials", "1", "--replicates", "1", "--out"];
    let told = done(&[&sweep[..], &[&path("s")]].concat());
    assert!(told.starts_with(&head) && told.contains("1 run of 1 set of 3 parameters"), "{told}");
    let told = json(&[&sweep[..], &[&path("t"), "--json"]].concat());
    assert!(told["notices"][0].as_str().unwrap().starts_with(notice), "{told}");
}

#[test]
fn what_promises_an_object_prints_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    assert!(json(&["validate", "--pairs", "--json"])["pairs"].as_array().unwrap().len() > 40);
    let made = json(&["new", "LUX", &path("lux"), "--json"]);
    assert!(made["people"].as_u64().unwrap() > 500_000 && made["files"].as_array().unwrap().len() > 4, "{made}");
    let copied = json(&["new", "five-towns", &path("towns"), "--json"]);
    assert_eq!(copied["scenario"], "five-towns");
}

#[test]
fn scores_list_no_target_that_is_marked_private() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let scenario = towns(folder.path(), |text| {
        let marked = |(line, row): (usize, &str)| match (line, row.starts_with("quiet-again")) {
            (0, _) => format!("{row},licence,imported\n"),
            (_, true) => format!("{row},none,private\n").replace(",104,", ",nation,"),
            _ => format!("{row},,\n"),
        };
        text.lines().enumerate().map(marked).collect()
    });
    let scenario = scenario.to_str().unwrap();
    let size = ["--days", "10", "--replicates", "12", "--members", "8", "--least-effective", "1"];
    done(&[&["forecast", scenario, "--as-of", "2030-03-05", "--out", &path("f")][..], &size].concat());
    let told = json(&["score", scenario, &path("f"), "--out", &path("scores"), "--json"]);
    let named = |list: &str| told[list].as_array().unwrap().iter().any(|one| one["target"] == "quiet-again");
    assert!(!named("cases") && !named("left_out") && told["private"] == 1, "{told}");
    // Of the targets that are cases, others are listed still, and the means count all.
    assert!(told["cases"].as_array().unwrap().iter().any(|case| case["target"] == "detained"), "{told}");
    let ours = told["summaries"].as_array().unwrap().iter().find(|row| row["model"] == "righting").unwrap();
    let listed = told["cases"].as_array().unwrap().iter().filter(|case| case["model"] == "righting").count();
    assert_eq!(ours["cases"].as_u64().unwrap() as usize, listed + 1);
    let said = done(&["score", scenario, &path("f")]);
    assert!(said.contains("1 target is imported and marked private"), "{said}");
    for file in ["scores.json", "report.html"] {
        assert!(!std::fs::read_to_string(folder.path().join("scores").join(file)).unwrap().contains("quiet-again"));
    }
}
