//! `righting export` and `righting bundle`: what the program says of them.

use std::path::Path;

use crate::{done, json, refused};

/// Budget: 6 s.
#[test]
fn every_format_is_written_and_none_twice() {
    let folder = tempfile::tempdir().unwrap();
    let run = folder.path().join("run").to_string_lossy().into_owned();
    done(&["run", "five-towns", "--replicates", "2", "--no-report", "--out", &run]);
    for (format, file) in [
        ("csv", "csv/nation.csv"),
        ("parquet", "parquet/dictionary.csv"),
        ("xlsx", "five-towns.xlsx"),
        ("geojson", "five-towns.geojson"),
        ("gpkg", "five-towns.gpkg"),
    ] {
        let told = json(&["export", &run, "--format", format, "--json"]);
        let files = told["files"].as_array().unwrap();
        assert!(files.iter().any(|found| found.as_str().unwrap().ends_with(file)), "{files:?}");
        assert!(Path::new(&run).join(file).is_file(), "{file}");
        let (code, said) = refused(&["export", &run, "--format", format]);
        assert!(code == 2 && said.contains("--out"), "{format}: {said}");
    }
    for (arguments, hint) in [
        (&["--format", "csv", "--quantities", "dead"][..], "--format geojson or gpkg"),
        (&["--format", "geojson", "--with-private"], "--with-private is for xlsx and gpkg"),
        (&["--format", "gpkg", "--quantities", "morale"], "it has active_peak, rioting_peak, detained_total, dead"),
    ] {
        let (code, said) = refused(&[&["export", &run][..], arguments].concat());
        assert!(code == 2 && said.contains(hint), "{said}");
    }
}

/// Budget: 6 s.
#[test]
fn a_bundle_is_a_statement_and_its_scenario_may_be_taken_out() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let (run, zip) = (path("run"), path("run.zip"));
    let set = ["--set", "joining.contagion=0.3"];
    done(
        &[&["run", "five-towns", "--replicates", "2", "--seed", "9", "--no-report", "--out", &run][..], &set].concat(),
    );
    let said = done(&["bundle", &run]);
    assert!(said.contains("made again by: righting run ") && said.lines().last() == Some(zip.as_str()), "{said}");
    for option in [&["--seed", "3"][..], &["--set", "time.days=4"], &["--replicates", "4"], &["five-towns"]] {
        let (code, said) = refused(&[&["run", &zip][..], option].concat());
        assert!(code == 2 && said.contains("does not go with a bundle") && said.contains("righting new"), "{said}");
    }
    let told = json(&["run", &zip, "--out", &path("again"), "--no-report", "--json"]);
    assert_eq!((&told["same"], told["differing"].as_array().unwrap().len()), (&6.into(), 0));
    let said = done(&["new", &zip, &path("case")]);
    assert!(said.contains("--set joining.contagion=0.3 --replicates 2 --seed 9"), "{said}");
    assert!(done(&["validate", &path("case")]).contains("no fault"));
    assert!(done(&["explain", &zip, "joining.contagion"]).contains("0.3"));
    // A run that follows from more than its scenario and seed is no bundle, and a text is none.
    std::fs::write(path("text.zip"), "text").unwrap();
    let (code, said) = refused(&["run", &path("text.zip")]);
    assert!(code == 2 && said.contains("is no bundle of a run") && said.contains("righting bundle"), "{said}");
}
