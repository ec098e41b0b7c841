//! Nothing damaged passes, nothing of the user is touched, nothing is a dead end.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use righting_store::{
    Checksums, Existing, Manifest, Outcome, RunFolder, StoreError, StoredRun, StudyColumn, StudyFolder, StudyManifest,
    Table, TrialRow, read_study, read_study_table, read_trials, verify, write_study_table,
};

use crate::synthetic::{manifest, outcome};

fn run(path: &Path, manifest: &Manifest) -> StoredRun {
    let mut folder = RunFolder::create(path, manifest.clone(), Existing::Refuse).unwrap();
    folder.append((0..manifest.replicates).map(|one| outcome(manifest, one)).collect()).unwrap();
    folder.finish().unwrap()
}

fn study() -> StudyManifest {
    StudyManifest {
        kind: "sweep".to_owned(),
        version: "0.1.0".to_owned(),
        scenario: "synthetic".to_owned(),
        title: "A study".to_owned(),
        scenario_hash: "c0ffee".to_owned(),
        changes: Vec::new(),
        seed: 1,
        plan: BTreeMap::from([("trials".to_owned(), "4".to_owned())]),
        files: Vec::new(),
        part: None,
    }
}

fn row(trial: u32) -> TrialRow {
    TrialRow { trial, replicate: 0, parameters: vec![f64::from(trial)], summaries: Ok(vec![0.5]), stopped: None }
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap()) {
        if entry.path().is_dir() { found.extend(files(&entry.path())) } else { found.push(entry.path()) }
    }
    found.sort();
    found
}

/// Flips bits of every file in turn, each byte of it or every `step`th; every flip must be found.
fn flips(folder: &Path, step: usize) -> usize {
    assert_eq!(verify(folder).unwrap().faults, []);
    let mut tried = 0;
    for path in files(folder).into_iter().filter(|path| !path.ends_with(".lock")) {
        let whole = fs::read(&path).unwrap();
        for at in (0..whole.len()).step_by(step).chain(whole.len().checked_sub(1)) {
            let mut flipped = whole.clone();
            flipped[at] ^= 1 << (at % 8);
            fs::write(&path, &flipped).unwrap();
            let found = verify(folder).unwrap();
            assert!(!found.faults.is_empty(), "{}: byte {at} of {}", path.display(), whole.len());
            tried += 1;
        }
        fs::write(&path, &whole).unwrap();
    }
    assert_eq!(verify(folder).unwrap().faults, []);
    tried
}

#[test]
fn every_flipped_bit_is_found() {
    let home = tempfile::tempdir().unwrap();
    let manifest = Manifest { recovery_months: 0, ..manifest(2, 2, 6) };
    let stored = run(&home.path().join("run"), &manifest);
    stored.write_file("report.html", b"<!doctype html><p>page").unwrap();
    let begun = home.path().join("begun");
    let mut folder = RunFolder::create(&begun, manifest.clone(), Existing::Refuse).unwrap();
    folder.append(vec![outcome(&manifest, 0)]).unwrap();
    drop(folder);
    let path = home.path().join("study");
    let folder = StudyFolder::create(&path, study()).unwrap();
    let names = ["p".to_owned()];
    let mut trials = folder.trials("trials", &names, &["s".to_owned()]).unwrap();
    trials.append(&[row(0), row(1)]).unwrap();
    trials.append(&[row(2), row(3)]).unwrap();
    folder.write_file("000000.state", b"a state").unwrap();
    drop(folder);
    let tried: usize = ["run", "begun", "study"].map(|name| flips(&home.path().join(name), 41)).iter().sum();
    assert!(tried > 600, "{tried}");
}

#[test]
fn a_line_that_takes_the_name_of_another_is_found() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("study");
    let folder = StudyFolder::create(&path, study()).unwrap();
    folder.write_file("000002.state", b"a state").unwrap();
    folder.write_file("000003.state", b"another").unwrap();
    drop(folder);
    let list = path.join("righting.b3sum");
    let text = fs::read_to_string(&list).unwrap();
    fs::write(&list, text.replace("000002.state", "000003.state")).unwrap();
    let found = verify(&path).unwrap();
    assert_eq!(found.faults[0].message, "righting.b3sum lists what it holds as 000003.state");
}

/// Flips one bit in the middle of a file.
fn flip(path: &Path) {
    let mut bytes = fs::read(path).unwrap();
    let at = bytes.len() / 2;
    bytes[at] ^= 4;
    fs::write(path, bytes).unwrap();
}

#[test]
fn what_is_read_is_checked_and_named() {
    let home = tempfile::tempdir().unwrap();
    let manifest = manifest(2, 2, 6);
    let named = |error: StoreError, name: &str| {
        let told = error.to_string();
        assert!(told.contains(&format!("{name} is broken: its BLAKE3")), "{told}");
    };
    for table in [Table::Nation, Table::Regions, Table::Places, Table::Events, Table::Summary] {
        let path = home.path().join(table.name());
        let stored = run(&path, &manifest);
        flip(&path.join(table.file()));
        named(stored.export_csv(&home.path().join("csv")).unwrap_err(), &table.file());
    }
    let path = home.path().join("run");
    run(&path, &manifest);
    flip(&path.join("run.json"));
    named(StoredRun::open(&path).unwrap_err(), "run.json");

    let path = home.path().join("study");
    let folder = StudyFolder::create(&path, study()).unwrap();
    folder.trials("trials", &["p".to_owned()], &["s".to_owned()]).unwrap().append(&[row(0)]).unwrap();
    write_study_table(&path.join("runs.parquet"), &[("n", StudyColumn::Count(vec![1]))]).unwrap();
    folder.write_file("000000.state", b"a state").unwrap();
    flip(&path.join("trials/000000.parquet"));
    named(read_trials(&path.join("trials")).unwrap_err(), "000000.parquet");
    flip(&path.join("runs.parquet"));
    named(read_study_table(&path.join("runs.parquet")).unwrap_err(), "runs.parquet");
    flip(&path.join("000000.state"));
    named(Checksums::read(&path).unwrap().bytes("000000.state").unwrap_err(), "000000.state");
    flip(&path.join("study.json"));
    named(read_study(&path).unwrap_err(), "study.json");
    assert_eq!(verify(&path).unwrap().faults.len(), 4);
    // A table of another run has no right here.
    fs::copy(home.path().join("regions/nation.parquet"), home.path().join("nation/nation.parquet")).unwrap();
    let longer = Manifest { days: 3, ..manifest };
    run(&home.path().join("longer"), &longer);
    fs::copy(home.path().join("longer/nation.parquet"), home.path().join("places/nation.parquet")).unwrap();
    named(StoredRun::open(&home.path().join("places")).unwrap().replicates().err().unwrap(), "nation.parquet");
}

#[test]
fn a_finished_run_grows_to_the_bytes_of_one_long_run() {
    let home = tempfile::tempdir().unwrap();
    let long = manifest(40, 3, 20);
    let short = Manifest { replicates: 21, ..long.clone() };
    let (one, two) = (home.path().join("one"), home.path().join("two"));
    let outcomes = |numbers: Vec<u32>| -> Vec<Outcome> {
        let failed = |number| {
            let failure = righting_model::Failure { stage: "policing", message: "lost".to_owned() };
            Outcome { replicate: number, seconds: 0.5, result: Err(failure) }
        };
        numbers.into_iter().map(|number| if number == 3 { failed(3) } else { outcome(&long, number) }).collect()
    };
    let mut folder = RunFolder::create(&one, long.clone(), Existing::Refuse).unwrap();
    folder.append(outcomes((0..40).collect())).unwrap();
    folder.finish().unwrap();
    let mut folder = RunFolder::create(&two, short.clone(), Existing::Refuse).unwrap();
    folder.append(outcomes((0..21).collect())).unwrap();
    let stored = folder.finish().unwrap();
    stored.write_file("report.html", b"of 21").unwrap();
    // Given up before the first new replicate, it is resumed all the same.
    drop(RunFolder::resume(&two, long.clone()).unwrap());
    let found = RunFolder::resume(&two, short).unwrap_err();
    assert!(matches!(found, StoreError::Fewer { stored: 40, asked: 21, .. }), "{found}");
    let mut folder = RunFolder::resume(&two, long.clone()).unwrap();
    assert_eq!(folder.pending(), (21..40).collect::<Vec<_>>());
    folder.append(outcomes(folder.pending())).unwrap();
    folder.finish().unwrap();
    for name in ["nation", "regions", "places", "events", "summary"].map(|name| format!("{name}.parquet")) {
        assert!(fs::read(one.join(&name)).unwrap() == fs::read(two.join(&name)).unwrap(), "{name}");
    }
    assert!(fs::read(one.join("run.json")).unwrap() == fs::read(two.join("run.json")).unwrap());
    assert_eq!(verify(&two).unwrap().faults, []);
}

#[test]
fn a_replacement_touches_nothing_that_the_program_did_not_make() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("res");
    let manifest = manifest(2, 2, 6);
    run(&path, &manifest);
    for (folder, name) in [("res.old", "thesis"), ("res.new", "notes"), (".res.righting", "mine")] {
        fs::create_dir(home.path().join(folder)).unwrap();
        fs::write(home.path().join(folder).join(name), "precious").unwrap();
    }
    fs::write(path.join("notes.md"), "mine").unwrap();
    let found = RunFolder::create(&path, manifest.clone(), Existing::Replace).unwrap_err();
    assert!(matches!(&found, StoreError::Foreign { entry, .. } if entry == "notes.md"), "{found}");
    fs::remove_file(path.join("notes.md")).unwrap();

    let new = Manifest { seed: 9, ..manifest.clone() };
    let mut folder = RunFolder::create(&path, new.clone(), Existing::Replace).unwrap();
    folder.append(vec![outcome(&new, 0), outcome(&new, 1)]).unwrap();
    folder.finish().unwrap();
    assert_eq!(StoredRun::open(&path).unwrap().manifest().seed, 9);
    for file in ["res.old/thesis", "res.new/notes", ".res.righting/mine"] {
        assert_eq!(fs::read_to_string(home.path().join(file)).unwrap(), "precious", "{file}");
    }
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 4);
}

#[test]
fn a_kill_between_old_and_new_loses_neither() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("res");
    let old = manifest(2, 2, 6);
    let new = Manifest { seed: 9, ..old.clone() };
    run(&path, &old);
    let mut folder = RunFolder::create(&path, new.clone(), Existing::Replace).unwrap();
    folder.append(vec![outcome(&new, 0), outcome(&new, 1)]).unwrap();
    drop(folder);
    // As after the first of the two renames.
    let stage = home.path().join(".res.righting");
    fs::rename(&path, stage.join("old")).unwrap();
    RunFolder::resume(&path, new).unwrap().finish().unwrap();
    assert_eq!(StoredRun::open(&path).unwrap().manifest().seed, 9);
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
}

#[test]
fn what_a_kill_leaves_before_the_first_file_counts_as_empty() {
    let left: [&[&str]; 5] =
        [&[], &[".lock"], &[".lock", "parts/"], &[".lock", "righting.b3sum"], &["parts/", ".run.json.tmp", ".lock"]];
    for (number, names) in left.iter().enumerate() {
        for existing in [Some(Existing::Refuse), Some(Existing::Replace), None] {
            let home = tempfile::tempdir().unwrap();
            let path = home.path().join("run");
            fs::create_dir(&path).unwrap();
            for name in *names {
                match name.strip_suffix('/') {
                    Some(folder) => fs::create_dir(path.join(folder)).unwrap(),
                    None => fs::write(path.join(name), "").unwrap(),
                }
            }
            let manifest = manifest(1, 2, 6);
            let folder = match existing {
                Some(existing) => RunFolder::create(&path, manifest.clone(), existing),
                None => RunFolder::resume(&path, manifest.clone()),
            };
            let mut folder = folder.unwrap_or_else(|error| panic!("{number} {existing:?}: {error}"));
            folder.append(vec![outcome(&manifest, 0)]).unwrap();
            folder.finish().unwrap();
            assert_eq!(verify(&path).unwrap().faults, []);
        }
    }
    // A temporary file of somebody else is not ours to sweep away.
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join(".draft.tmp"), "mine").unwrap();
    let found = RunFolder::create(home.path(), manifest(1, 2, 6), Existing::Refuse).unwrap_err();
    assert!(matches!(found, StoreError::Exists { .. }), "{found}");
}

#[test]
fn what_is_not_listed_does_not_count() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("run");
    let manifest = manifest(3, 2, 6);
    let mut folder = RunFolder::create(&path, manifest.clone(), Existing::Refuse).unwrap();
    folder.append(vec![outcome(&manifest, 0)]).unwrap();
    folder.append(vec![outcome(&manifest, 1)]).unwrap();
    drop(folder);
    // A list cut off inside a line: the last part was never there.
    let list = path.join("righting.b3sum");
    let text = fs::read_to_string(&list).unwrap();
    let kept: String = text.split_inclusive('\n').filter(|line| !line.contains("000001.part")).collect();
    fs::write(&list, kept + &text[..40]).unwrap();
    let mut folder = RunFolder::resume(&path, manifest.clone()).unwrap();
    assert_eq!(folder.pending(), [1, 2]);
    folder.append(vec![outcome(&manifest, 1), outcome(&manifest, 2)]).unwrap();
    folder.finish().unwrap();
    let found = verify(&path).unwrap();
    assert_eq!((found.faults, found.warnings), (vec![], vec![]));
}

#[test]
fn an_interrupted_part_is_kept_and_goes_with_the_whole_one() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("study");
    let folder = StudyFolder::create(&path, study()).unwrap();
    let open = |folder: &StudyFolder| folder.trials("trials", &["p".to_owned()], &["s".to_owned()]).unwrap();
    open(&folder).keep_partial(&[row(0)]).unwrap();
    open(&folder).keep_partial(&[row(0), row(1)]).unwrap();
    assert_eq!(verify(&path).unwrap().faults, []);
    let mut trials = open(&folder);
    assert_eq!((trials.parts(), trials.partial().unwrap()), (0, vec![row(0), row(1)]));
    trials.append(&[row(0), row(1), row(2)]).unwrap();
    assert_eq!((open(&folder).parts(), open(&folder).partial().unwrap()), (1, vec![]));
    assert_eq!(read_trials(&path.join("trials")).unwrap().len(), 3);
    assert_eq!((verify(&path).unwrap().faults, verify(&path).unwrap().warnings), (vec![], vec![]));
}

#[cfg(unix)]
#[test]
fn links_inside_a_folder_are_refused_by_name_and_what_they_lead_to_stays() {
    let manifest = manifest(2, 2, 6);
    for name in [".lock", "righting.b3sum", "run.json", "nation.parquet", "parts"] {
        let home = tempfile::tempdir().unwrap();
        let (path, victim) = (home.path().join("run"), home.path().join("victim"));
        let stored = run(&path, &manifest);
        if name == "parts" {
            fs::create_dir(&victim).unwrap();
            fs::write(victim.join("thesis"), "precious").unwrap();
        } else {
            fs::write(&victim, "precious").unwrap();
            fs::remove_file(path.join(name)).unwrap();
        }
        std::os::unix::fs::symlink(&victim, path.join(name)).unwrap();
        let longer = Manifest { replicates: 3, ..manifest.clone() };
        let resumed = RunFolder::resume(&path, longer).map(drop);
        let read = stored.replicates().map(drop).and_then(|()| stored.write_file("x", b"x").map(drop));
        let found = [resumed, read].into_iter().find_map(Result::err).unwrap();
        assert!(matches!(&found, StoreError::Link { path } if path.ends_with(name)), "{name}: {found}");
        assert!(verify(&path).unwrap().faults.iter().any(|fault| fault.path.ends_with(name)), "{name}");
        let kept = if name == "parts" { victim.join("thesis") } else { victim };
        assert_eq!(fs::read_to_string(kept).unwrap(), "precious", "{name}");
    }
}

#[test]
fn a_study_goes_on_only_as_itself_and_may_get_more_replicates_where_they_do_not_matter() {
    let home = tempfile::tempdir().unwrap();
    let of = |kind: &str, replicates: &str| {
        let plan = BTreeMap::from([("replicates".to_owned(), replicates.to_owned())]);
        StudyManifest { kind: kind.to_owned(), plan, ..study() }
    };
    for kind in ["compare", "sweep"] {
        let path = home.path().join(kind);
        drop(StudyFolder::create(&path, of(kind, "8")).unwrap());
        let grown = StudyFolder::resume(&path, of(kind, "12")).map(drop);
        let less = StudyFolder::resume(&path, of(kind, "4")).map(drop).unwrap_err().to_string();
        if kind == "compare" {
            grown.unwrap();
            assert_eq!(read_study(&path).unwrap().plan["replicates"], "12");
            assert!(less.ends_with("its replicates is 12, not 4"), "{less}");
        } else {
            let told = grown.unwrap_err().to_string();
            assert!(told.ends_with("its replicates is 8, not 12"), "{told}");
        }
    }
    let found = StudyFolder::resume(&home.path().join("nowhere"), study()).unwrap_err();
    assert!(matches!(found, StoreError::NoStudy { .. }), "{found}");
}
