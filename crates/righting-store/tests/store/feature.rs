//! Round trips, orders, interruptions.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use righting_model::{Event, EventKind, Failure, Location, Quantity, Recovery, Trace};
use righting_store::{Existing, Manifest, Outcome, RunFolder, Status, StoreError, StoredRun, Table, Tables};

use crate::synthetic::{manifest, outcome, trace};

/// Every file of a run folder that must not depend on how the run went.
fn bytes(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    files
        .map(|file| (file.file_name().into_string().unwrap(), fs::read(file.path()).unwrap()))
        .filter(|(name, _)| name != "timing.json" && name != "righting.b3sum")
        .collect()
}

fn failure(replicate: u32) -> Outcome {
    let failure = Failure { stage: "policing", message: "more arrests than people".to_owned() };
    Outcome { replicate, seconds: 0.5, result: Err(failure) }
}

/// Replicate 3 fails, the others succeed.
fn outcomes(manifest: &Manifest, replicates: impl IntoIterator<Item = u32>) -> Vec<Outcome> {
    let one = |replicate| if replicate == 3 { failure(replicate) } else { outcome(manifest, replicate) };
    replicates.into_iter().map(one).collect()
}

fn run(path: &Path, manifest: &Manifest, batches: &[&[u32]]) -> StoredRun {
    let mut folder = RunFolder::create(path, manifest.clone(), Existing::Refuse).unwrap();
    for batch in batches {
        folder.append(outcomes(manifest, batch.iter().copied())).unwrap();
    }
    folder.finish().unwrap()
}

#[test]
fn what_goes_in_comes_out() {
    let home = tempfile::tempdir().unwrap();
    let manifest = manifest(6, 4, 40);
    let stored = run(&home.path().join("run"), &manifest, &[&[0, 1, 2], &[3, 4, 5]]);
    assert_eq!(StoredRun::open(&home.path().join("run")).unwrap(), stored);
    assert_eq!(stored.manifest(), &manifest);
    assert_eq!((stored.succeeded(), stored.failed()), (5, 1));
    let found: Vec<(u32, Trace)> = stored.replicates().unwrap().map(Result::unwrap).collect();
    assert_eq!(found.iter().map(|(replicate, _)| *replicate).collect::<Vec<_>>(), [0, 1, 2, 4, 5]);
    for (replicate, found) in found {
        assert_eq!(found, trace(&manifest, replicate), "replicate {replicate}");
    }
    let Status::Failed { stage, message, .. } = &stored.statuses()[3] else { panic!("replicate 3 did not fail") };
    assert_eq!((stage.as_str(), message.as_str()), ("policing", "more arrests than people"));
    assert_eq!(stored.timing().unwrap().seconds, [0.0, 0.125, 0.25, 0.5, 0.5, 0.625]);
}

#[test]
fn bytes_do_not_depend_on_the_order_of_batches() {
    let home = tempfile::tempdir().unwrap();
    let manifest = manifest(9, 3, 30);
    let orders: [&[&[u32]]; 3] = [
        &[&[0, 1, 2, 3, 4, 5, 6, 7, 8]],
        &[&[8], &[7, 6], &[0], &[5, 4, 3, 2, 1]],
        &[&[4, 5], &[0, 1, 2, 3], &[6, 7, 8]],
    ];
    let mut all = Vec::new();
    for (index, batches) in orders.iter().enumerate() {
        let path = home.path().join(index.to_string());
        run(&path, &manifest, batches);
        all.push(bytes(&path));
    }
    assert!(all[0].contains_key("places.parquet") && all[0].contains_key("run.json"));
    assert!(all[0] == all[1] && all[0] == all[2]);
}

#[test]
fn bytes_do_not_depend_on_interruptions() {
    let home = tempfile::tempdir().unwrap();
    let manifest = manifest(9, 3, 30);
    let (whole, broken) = (home.path().join("whole"), home.path().join("broken"));
    run(&whole, &manifest, &[&[0, 1, 2, 3, 4, 5, 6, 7, 8]]);

    let mut folder = RunFolder::create(&broken, manifest.clone(), Existing::Refuse).unwrap();
    folder.append(outcomes(&manifest, [2, 3])).unwrap();
    drop(folder);
    let found = StoredRun::open(&broken).unwrap_err();
    assert!(matches!(found, StoreError::Unfinished { done: 2, total: 9, .. }), "{found}");

    // What a kill leaves: a batch half-written under a temporary name, a table likewise, run.json of the start.
    fs::write(broken.join("parts/.000001.part.tmp"), b"rightin").unwrap();
    fs::write(broken.join(".places.parquet.tmp"), b"PAR1").unwrap();
    let mut folder = RunFolder::resume(&broken, manifest.clone()).unwrap();
    assert_eq!(folder.pending(), [0, 1, 4, 5, 6, 7, 8]);
    folder.append(outcomes(&manifest, [8, 0])).unwrap();
    // A kill runs no destructor, but it does give up the lock.
    let copy = home.path().join("copy");
    copy_folder(&broken, &copy);
    drop(folder);
    let mut folder = RunFolder::resume(&copy, manifest.clone()).unwrap();
    let pending = folder.pending();
    folder.append(outcomes(&manifest, pending)).unwrap();
    folder.finish().unwrap();
    assert!(bytes(&whole) == bytes(&copy));
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(|entry| entry.unwrap()) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn a_kill_between_tables_and_run_json_is_mended() {
    let home = tempfile::tempdir().unwrap();
    let manifest = manifest(5, 3, 30);
    let (whole, killed) = (home.path().join("whole"), home.path().join("killed"));
    run(&whole, &manifest, &[&[0, 1, 2, 3, 4]]);
    let mut folder = RunFolder::create(&killed, manifest.clone(), Existing::Refuse).unwrap();
    folder.append(outcomes(&manifest, 0..5)).unwrap();
    drop(folder);
    // Some tables are in place, one of them cut off by other means, the parts still there.
    fs::copy(whole.join("nation.parquet"), killed.join("nation.parquet")).unwrap();
    fs::write(killed.join("places.parquet"), b"PAR1").unwrap();
    RunFolder::resume(&killed, manifest).unwrap().finish().unwrap();
    assert!(bytes(&whole) == bytes(&killed));
    assert!(!killed.join("parts").exists());
}

#[test]
fn a_complete_run_resumes_to_itself() {
    let home = tempfile::tempdir().unwrap();
    let manifest = manifest(4, 2, 20);
    let path = home.path().join("run");
    let stored = run(&path, &manifest, &[&[0, 1, 2, 3]]);
    let before = bytes(&path);
    let folder = RunFolder::resume(&path, manifest).unwrap();
    assert!(folder.pending().is_empty());
    assert_eq!(folder.statuses().unwrap(), stored.statuses());
    assert_eq!(folder.finish().unwrap(), stored);
    assert!(before == bytes(&path));
}

#[test]
fn only_what_is_asked_for_is_read() {
    let home = tempfile::tempdir().unwrap();
    let manifest = manifest(3, 2, 20);
    let stored = run(&home.path().join("run"), &manifest, &[&[0, 1, 2]]);
    let (replicate, found) = stored.replicates_of(&[Quantity::Dead], false).unwrap().last().unwrap().unwrap();
    let whole = trace(&manifest, replicate);
    assert_eq!(found.places(), 0);
    assert_eq!(found.national(1, Quantity::Dead), whole.national(1, Quantity::Dead));
    assert!(found.national(1, Quantity::Active).is_nan());
    assert_eq!(found.events, whole.events);
}

#[test]
fn regions_are_sums_and_means_of_their_places() {
    let home = tempfile::tempdir().unwrap();
    let manifest = manifest(1, 2, 30);
    let stored = run(&home.path().join("run"), &manifest, &[&[0]]);
    let (summary, trace) = (stored.summary().unwrap(), trace(&manifest, 0));
    let here: Vec<usize> = (0..30).filter(|place| manifest.places[*place].region == 1).collect();
    let people = |place: usize| f64::from(manifest.places[place].population);
    let residents: f64 = here.iter().map(|place| people(*place)).sum();
    for day in 0..2 {
        let value = |place: usize, quantity: Quantity| trace.place(day, place)[quantity.column()];
        let dead: f64 = here.iter().map(|place| value(*place, Quantity::Dead)).sum();
        let legitimacy: f64 =
            here.iter().map(|place| people(*place) * value(*place, Quantity::Legitimacy)).sum::<f64>() / residents;
        let found = |quantity| summary.series(Location::Region(1), quantity).nth(day).unwrap().mean;
        assert_eq!(found(Quantity::Dead), dead);
        assert!((found(Quantity::Legitimacy) - legitimacy).abs() < 1e-6);
    }
}

#[test]
fn bands_are_those_of_the_replicates() {
    let home = tempfile::tempdir().unwrap();
    let manifest = manifest(11, 3, 25);
    let stored = run(&home.path().join("run"), &manifest, &[&[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]]);
    let traces: Vec<Trace> = (0..11).filter(|one| *one != 3).map(|one| trace(&manifest, one)).collect();
    let summary = stored.summary().unwrap();
    // Ten values: the median lies between the fifth and the sixth.
    let mut values: Vec<f64> =
        traces.iter().map(|trace| trace.place(2, 17)[Quantity::DetainedTotal.column()]).collect();
    let band = summary.series(Location::Place(17), Quantity::DetainedTotal).nth(2).unwrap();
    assert_eq!(band.mean, values.iter().sum::<f64>() / 10.0);
    values.sort_by(f64::total_cmp);
    assert_eq!(band.p50, (values[4] + values[5]) / 2.0);
    assert_eq!(summary.series(Location::Nation, Quantity::Reliability).len(), 3);
    assert_eq!(summary.series(Location::Place(17), Quantity::Reliability).len(), 0);
}

#[test]
fn fewer_tables_make_a_smaller_run() {
    let home = tempfile::tempdir().unwrap();
    let manifest = Manifest { draws: None, tables: Tables::Regions, ..manifest(3, 2, 20) };
    let stored = run(&home.path().join("run"), &manifest, &[&[0, 1, 2]]);
    assert_eq!(stored.table(Table::Places), None);
    assert!(!stored.path().join("places.parquet").exists());
    let found = stored.replicates().err().unwrap();
    assert!(matches!(found, StoreError::NoPlaces { tables: "regions", .. }), "{found}");
    assert_eq!(stored.replicates_of(&[Quantity::Active], false).unwrap().count(), 3);
}

#[test]
fn events_keep_their_order_and_places() {
    let home = tempfile::tempdir().unwrap();
    let manifest = manifest(2, 2, 20);
    let stored = run(&home.path().join("run"), &manifest, &[&[1, 0]]);
    let found: Vec<(u32, Event)> = stored.events().unwrap().map(Result::unwrap).collect();
    let expected: Vec<_> =
        (0..2).flat_map(|one| trace(&manifest, one).events.into_iter().map(move |event| (one, event))).collect();
    assert_eq!(found, expected);
    assert!(found.iter().any(|(_, event)| event.kind == EventKind::Action && event.subject == "action_1"));
}

#[test]
fn csv_has_the_columns_and_rows_of_parquet() {
    let home = tempfile::tempdir().unwrap();
    let manifest = manifest(3, 2, 20);
    let stored = run(&home.path().join("run"), &manifest, &[&[0, 1, 2]]);
    let files = stored.export_csv(&home.path().join("csv")).unwrap();
    assert_eq!(files.len(), 5);
    let text = fs::read_to_string(home.path().join("csv/places.csv")).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].starts_with("scenario,replicate,seed,time,region,place,place_name,quiet,"), "{}", lines[0]);
    assert_eq!(lines.len(), 1 + 3 * 2 * 20);
    let quiet = trace(&manifest, 0).place(1, 0)[Quantity::Quiet.column()];
    let start = format!("synthetic,0,{},2022-01-02,region-0,1000,Place 0,{quiet},", u64::MAX - 1);
    assert!(lines[21].starts_with(&start), "{}", lines[21]);
    let again = stored.export_csv(&home.path().join("csv")).unwrap_err();
    assert!(matches!(again, StoreError::FileExists { .. }), "{again}");
}

#[test]
fn a_run_in_which_all_failed_is_still_a_run() {
    let home = tempfile::tempdir().unwrap();
    let manifest = manifest(2, 2, 20);
    let mut folder = RunFolder::create(&home.path().join("run"), manifest, Existing::Refuse).unwrap();
    folder.append(vec![failure(0), failure(1)]).unwrap();
    let stored = folder.finish().unwrap();
    assert_eq!((stored.succeeded(), stored.failed()), (0, 2));
    assert_eq!(stored.replicates().unwrap().count(), 0);
    assert!(stored.summary().unwrap().rows.is_empty());
}

/// Recoveries that survive storing: whole counts, measures of 24 bits.
fn recovery(manifest: &Manifest, replicate: u32) -> Recovery {
    let rows = manifest.recovery_months as usize * (manifest.regions.len() + 1);
    let cell = |row: usize, column: usize| f64::from(replicate * 100_000 + (row * 50 + column) as u32);
    Recovery::from_rows(
        manifest.regions.len(),
        (0..rows).map(|row| std::array::from_fn(|column| cell(row, column))).collect(),
    )
}

#[test]
fn recoveries_come_out_as_they_went_in_and_do_not_depend_on_batches() {
    let home = tempfile::tempdir().unwrap();
    let manifest = Manifest { recovery_months: 7, ..manifest(4, 2, 20) };
    let outcomes = |replicates: &[u32]| {
        let one = |&replicate: &u32| {
            let mut trace = trace(&manifest, replicate);
            trace.recovery = recovery(&manifest, replicate);
            Outcome { replicate, seconds: 0.1, result: Ok(trace) }
        };
        replicates.iter().map(one).collect::<Vec<_>>()
    };
    let made = ["one", "two"].map(|name| {
        let mut folder = RunFolder::create(&home.path().join(name), manifest.clone(), Existing::Refuse).unwrap();
        let batches: [&[u32]; 2] = if name == "one" { [&[0, 1], &[2, 3]] } else { [&[3, 0, 2], &[1]] };
        batches.iter().for_each(|batch| folder.append(outcomes(batch)).unwrap());
        folder.finish().unwrap()
    });
    let files = made.each_ref().map(|run| fs::read(run.table(Table::Recovery).unwrap()).unwrap());
    assert!(files[0] == files[1]);
    let found: Vec<(u32, Recovery)> = made[0].recoveries().unwrap().map(Result::unwrap).collect();
    let expected: Vec<(u32, Recovery)> = (0..4).map(|replicate| (replicate, recovery(&manifest, replicate))).collect();
    assert_eq!(found, expected);
    let csv = made[0].export_csv(&home.path().join("csv")).unwrap();
    assert!(csv.iter().any(|path| path.ends_with("recovery.csv")));
}

#[test]
fn a_run_without_months_has_no_table_of_recovery() {
    let home = tempfile::tempdir().unwrap();
    let stored = run(&home.path().join("run"), &manifest(1, 2, 20), &[&[0]]);
    assert_eq!((stored.table(Table::Recovery), stored.recoveries().unwrap().count()), (None, 0));
    let asked = Manifest { recovery_months: 3, ..manifest(1, 2, 20) };
    let mut folder = RunFolder::create(&home.path().join("short"), asked.clone(), Existing::Refuse).unwrap();
    folder.append(vec![outcome(&asked, 0)]).unwrap();
    let statuses = folder.statuses().unwrap();
    let Status::Failed { stage, message, .. } = &statuses[0] else {
        panic!("a recovery of no rows was taken for three months")
    };
    assert_eq!((stage.as_str(), message.as_str()), ("record", "the recovery has 0 rows, the run 9"));
}
