//! What must be refused, and what must stay as it was.

use std::fs;

use righting_model::{Failure, Quantity, Trace};
use righting_scenario::File;
use righting_store::{Existing, Manifest, Outcome, RunFolder, Status, StoreError, StoredRun};

use crate::synthetic::{manifest, outcome, trace};

fn complete(path: &std::path::Path, manifest: &Manifest) -> StoredRun {
    let mut folder = RunFolder::create(path, manifest.clone(), Existing::Refuse).unwrap();
    folder.append((0..manifest.replicates).map(|one| outcome(manifest, one)).collect()).unwrap();
    folder.finish().unwrap()
}

#[test]
fn an_existing_folder_is_refused_by_name() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("run");
    complete(&path, &manifest(2, 2, 15));
    let found = RunFolder::create(&path, manifest(2, 2, 15), Existing::Refuse).unwrap_err().to_string();
    assert!(found.ends_with("run exists already"), "{found}");
}

#[test]
fn an_empty_folder_is_taken() {
    let home = tempfile::tempdir().unwrap();
    complete(home.path(), &manifest(1, 1, 15));
}

#[test]
fn a_folder_that_is_no_run_is_not_replaced() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("thesis.txt"), "ten years").unwrap();
    let found = RunFolder::create(home.path(), manifest(1, 1, 15), Existing::Replace).unwrap_err();
    assert!(matches!(found, StoreError::Foreign { .. }), "{found}");
    assert_eq!(fs::read_to_string(home.path().join("thesis.txt")).unwrap(), "ten years");
}

#[test]
fn a_replacement_leaves_the_old_run_until_it_is_complete() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("run");
    let old = complete(&path, &manifest(2, 2, 15));
    let new = Manifest { seed: 7, ..manifest(3, 2, 15) };
    let mut folder = RunFolder::create(&path, new.clone(), Existing::Replace).unwrap();
    folder.append(vec![outcome(&new, 1)]).unwrap();
    assert_eq!(StoredRun::open(&path).unwrap(), old);
    drop(folder);
    // Interrupted, it goes on; and a wrong seed goes on with neither.
    let found = RunFolder::resume(&path, Manifest { seed: 8, ..new.clone() }).unwrap_err();
    assert!(matches!(found, StoreError::Mismatch { ref what, .. } if what == "seed"), "{found}");
    let mut folder = RunFolder::resume(&path, new.clone()).unwrap();
    assert_eq!(folder.pending(), [0, 2]);
    folder.append(vec![outcome(&new, 0), outcome(&new, 2)]).unwrap();
    assert_eq!(StoredRun::open(&path).unwrap(), old);
    folder.finish().unwrap();
    assert_eq!(StoredRun::open(&path).unwrap().manifest(), &new);
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
}

#[test]
fn resuming_another_run_names_both_values() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("run");
    let stored = manifest(4, 2, 15);
    drop(RunFolder::create(&path, stored.clone(), Existing::Refuse).unwrap());
    let refused = |asked: Manifest| RunFolder::resume(&path, asked).unwrap_err().to_string();
    let text = refused(Manifest { seed: 5, ..stored.clone() });
    assert!(text.ends_with(&format!("its seed is {}, not 5", u64::MAX - 1)), "{text}");
    let text = refused(Manifest { scenario: "other".to_owned(), ..stored.clone() });
    assert!(text.ends_with("its scenario is synthetic, not other"), "{text}");
    let text = refused(Manifest { scenario_hash: "beef".to_owned(), ..stored.clone() });
    assert!(text.ends_with("its scenario hash is c0ffee, not beef"), "{text}");
    let text = refused(Manifest { changes: vec![], ..stored.clone() });
    assert!(text.ends_with("its list of changes is time.days=7, not none"), "{text}");
    let text = refused(Manifest { replicates: 3, ..stored.clone() });
    assert!(text.ends_with("it has 4 replicates, more than 3"), "{text}");
    let files = vec![File { path: "synthetic/scenario.toml".to_owned(), text: "format = 2 # two".to_owned() }];
    let text = refused(Manifest { scenario_hash: "beef".to_owned(), files, ..stored });
    assert!(text.ends_with("its `format` in synthetic/scenario.toml is 1, not 2"), "{text}");
}

#[test]
fn nothing_to_resume_is_said() {
    let home = tempfile::tempdir().unwrap();
    let found = RunFolder::resume(&home.path().join("nowhere"), manifest(1, 1, 15)).unwrap_err();
    assert!(matches!(found, StoreError::NoRun { .. }), "{found}");
}

#[test]
fn two_writers_are_kept_apart() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("run");
    let first = RunFolder::create(&path, manifest(2, 2, 15), Existing::Refuse).unwrap();
    let found = RunFolder::resume(&path, manifest(2, 2, 15)).unwrap_err();
    assert!(matches!(found, StoreError::Locked { .. }), "{found}");
    let found = RunFolder::create(&path, manifest(2, 2, 15), Existing::Replace).unwrap_err();
    assert!(matches!(found, StoreError::Locked { .. }), "{found}");
    drop(first);
    RunFolder::resume(&path, manifest(2, 2, 15)).unwrap();
}

#[test]
fn a_replicate_is_stored_once() {
    let home = tempfile::tempdir().unwrap();
    let manifest = manifest(2, 2, 15);
    let mut folder = RunFolder::create(&home.path().join("run"), manifest.clone(), Existing::Refuse).unwrap();
    folder.append(vec![outcome(&manifest, 0)]).unwrap();
    for (batch, reason) in [(vec![0], "stored already"), (vec![1, 1], "stored already"), (vec![2], "not one of")] {
        let batch = batch.into_iter().map(|one| outcome(&manifest, one.min(1)));
        let batch = batch.map(|one| if reason == "not one of" { Outcome { replicate: 2, ..one } } else { one });
        let found = folder.append(batch.collect()).unwrap_err().to_string();
        assert!(found.contains(reason), "{found}");
    }
    assert_eq!(folder.pending(), [1]);
    let found = folder.finish().unwrap_err();
    assert!(matches!(found, StoreError::Incomplete { missing: 1, total: 2, .. }), "{found}");
}

#[test]
fn a_value_that_no_table_can_hold_fails_its_replicate() {
    let home = tempfile::tempdir().unwrap();
    let manifest = manifest(3, 2, 15);
    let spoiled = |replicate: u32, quantity: Quantity, value: f64| {
        let whole = trace(&manifest, replicate);
        let mut by_place: Vec<_> = (0..30).map(|row| *whole.place(row / 15, row % 15)).collect();
        by_place[15 + 4][quantity.column()] = value;
        let nation = (0..2).map(|day| *whole.nation(day)).collect();
        let result: Result<Trace, Failure> = Ok(Trace::from_tables(15, nation, by_place, vec![], 1, 1));
        Outcome { replicate, seconds: 0.0, result }
    };
    let mut folder = RunFolder::create(&home.path().join("run"), manifest.clone(), Existing::Refuse).unwrap();
    folder.append(vec![spoiled(0, Quantity::Legitimacy, f64::NAN), spoiled(1, Quantity::Dead, 3e9)]).unwrap();
    folder.append(vec![outcome(&manifest, 2)]).unwrap();
    let stored = folder.finish().unwrap();
    let told = |index: usize| match &stored.statuses()[index] {
        Status::Failed { stage, message, .. } => format!("{stage}: {message}"),
        other => panic!("{other:?}"),
    };
    assert_eq!(stored.succeeded(), 1);
    // A region is looked at before its places, and the place is in it.
    assert_eq!(told(0), "record: legitimacy of region-0 is NaN on 2022-01-02");
    assert_eq!(
        told(1),
        "record: dead of region-0 is 3000000000 on 2022-01-02".replace("3000000000", &told_sum(&manifest))
    );
}

/// What region 0 sums to with 3e9 dead in place 4.
fn told_sum(manifest: &Manifest) -> String {
    let whole = trace(manifest, 1);
    let here = (0..15).filter(|place| manifest.places[*place].region == 0 && *place != 4);
    let dead: f64 = here.map(|place| whole.place(1, place)[Quantity::Dead.column()]).sum();
    format!("{}", dead + 3e9)
}

#[test]
fn broken_files_are_named() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("run");
    let manifest = manifest(3, 2, 15);
    let stored = complete(&path, &manifest);
    let table = fs::read(path.join("places.parquet")).unwrap();
    fs::write(path.join("places.parquet"), &table[..table.len() / 2]).unwrap();
    let found = stored.replicates().err().unwrap().to_string();
    assert!(found.contains("places.parquet is broken"), "{found}");
    fs::write(path.join("summary.parquet"), b"").unwrap();
    let found = stored.summary().unwrap_err().to_string();
    assert!(found.contains("summary.parquet is broken"), "{found}");
    fs::remove_file(path.join("events.parquet")).unwrap();
    let found = stored.events().err().unwrap().to_string();
    assert!(found.contains("events.parquet could not be opened"), "{found}");
    let text = fs::read_to_string(path.join("run.json")).unwrap();
    fs::write(path.join("run.json"), &text[..text.len() - 30]).unwrap();
    let found = StoredRun::open(&path).unwrap_err().to_string();
    assert!(found.contains("run.json is broken"), "{found}");
    // A folder of before has no list of checksums.
    fs::write(path.join("run.json"), text.replacen("\"format\": 4", "\"format\": 2", 1)).unwrap();
    fs::remove_file(path.join("righting.b3sum")).unwrap();
    let found = StoredRun::open(&path).unwrap_err().to_string();
    assert!(found.ends_with("run has format 2, which has no checksums, so that nothing shows whether its tables are whole, this program reads 4"), "{found}");
}

#[test]
fn broken_parts_are_named_and_make_no_tables() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("run");
    let manifest = manifest(2, 2, 15);
    let mut folder = RunFolder::create(&path, manifest.clone(), Existing::Refuse).unwrap();
    folder.append(vec![outcome(&manifest, 0), outcome(&manifest, 1)]).unwrap();
    drop(folder);
    let part = path.join("parts/000000.part");
    let bytes = fs::read(&part).unwrap();
    fs::write(&part, &bytes[..bytes.len() - 1]).unwrap();
    let found = RunFolder::resume(&path, manifest.clone()).unwrap_err().to_string();
    assert!(found.contains("000000.part is broken: its BLAKE3 is not the one"), "{found}");
    let mut flipped = bytes.clone();
    let at = bytes.len() - 200;
    flipped[at] ^= 0x10;
    fs::write(&part, &flipped).unwrap();
    let found = RunFolder::resume(&path, manifest.clone()).unwrap_err().to_string();
    assert!(found.contains("000000.part is broken"), "{found}");
    // Taken away, its replicates are simulated again.
    fs::remove_file(&part).unwrap();
    assert_eq!(RunFolder::resume(&path, manifest).unwrap().pending(), [0, 1]);
    assert!(!path.join("nation.parquet").exists());
}
