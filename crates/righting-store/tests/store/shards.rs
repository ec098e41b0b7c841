//! Shards of a run: merged to the bytes of the whole, whatever their number and order, and refused where they do not fit.

use std::fs;
use std::path::{Path, PathBuf};

use righting_store::{Existing, Manifest, Outcome, RunFolder, Shard, StoreError, StoredRun, merge_shards, verify};
use tempfile::TempDir;

use crate::synthetic::{manifest, outcome};

const FILES: [&str; 6] =
    ["run.json", "nation.parquet", "regions.parquet", "places.parquet", "events.parquet", "summary.parquet"];

fn outcomes(manifest: &Manifest, numbers: Vec<u32>) -> Vec<Outcome> {
    let failed = || Err(righting_model::Failure { stage: "policing", message: "lost".to_owned() });
    let one = |number| match number {
        3 => Outcome { replicate: 3, seconds: 0.5, result: failed() },
        _ => outcome(manifest, number),
    };
    numbers.into_iter().map(one).collect()
}

fn whole(path: &Path, manifest: &Manifest) -> StoredRun {
    let mut folder = RunFolder::create(path, manifest.clone(), Existing::Refuse).unwrap();
    folder.append(outcomes(manifest, folder.pending())).unwrap();
    folder.finish().unwrap()
}

fn shard(home: &TempDir, manifest: &Manifest, text: &str) -> PathBuf {
    let path = home.path().join(text.replace('/', "-of-"));
    let shard: Shard = text.parse().unwrap();
    let mut folder = RunFolder::create_shard(&path, manifest.clone(), shard).unwrap();
    // In two sessions, the later replicates first.
    let mut pending = folder.pending();
    let rest = pending.split_off(pending.len() / 2);
    folder.append(outcomes(manifest, rest)).unwrap();
    drop(folder);
    let mut folder = RunFolder::resume_shard(&path, manifest.clone(), shard).unwrap();
    assert_eq!(folder.pending(), pending);
    folder.append(outcomes(manifest, pending)).unwrap();
    path
}

fn shards(home: &TempDir, manifest: &Manifest, of: u32) -> Vec<PathBuf> {
    (1..=of).map(|number| shard(home, manifest, &format!("{number}/{of}"))).collect()
}

fn assert_same(one: &Path, other: &Path) {
    for name in FILES {
        assert!(fs::read(one.join(name)).unwrap() == fs::read(other.join(name)).unwrap(), "{name}");
    }
}

#[test]
fn shards_of_any_number_and_order_make_the_bytes_of_one_run() {
    let manifest = manifest(11, 2, 20);
    let home = tempfile::tempdir().unwrap();
    let one = home.path().join("one");
    whole(&one, &manifest);
    for of in [1, 3, 8, 64] {
        let home = tempfile::tempdir().unwrap();
        let mut parts = shards(&home, &manifest, of);
        parts.reverse();
        let out = home.path().join("out");
        let merged = merge_shards(&out, &parts, |_, _| {}).unwrap();
        assert_eq!((merged.succeeded(), merged.failed()), (10, 1));
        assert_same(&one, &out);
        // Said again, it finds what is there.
        merge_shards(&out, &parts, |_, _| panic!("nothing is copied twice")).unwrap();
        assert_same(&one, &out);
        for path in parts.iter().chain([&out]) {
            assert_eq!(verify(path).unwrap().faults, [], "{}", path.display());
        }
    }
}

#[test]
fn a_broken_merge_goes_on() {
    let manifest = manifest(150, 1, 6);
    let home = tempfile::tempdir().unwrap();
    let (one, out) = (home.path().join("one"), home.path().join("out"));
    whole(&one, &manifest);
    let parts = shards(&home, &manifest, 3);
    let stopped = std::panic::catch_unwind(|| merge_shards(&out, &parts, |done, _| assert!(done < 100, "killed")));
    assert!(stopped.is_err() && StoredRun::open(&out).is_err());
    let mut copied = Vec::new();
    merge_shards(&out, &parts, |done, total| copied.push((done, total))).unwrap();
    assert_eq!(copied, [(150, 150)]);
    assert_same(&one, &out);
}

#[test]
fn what_is_missing_foreign_or_no_part_is_named() {
    let manifest = manifest(11, 2, 20);
    let home = tempfile::tempdir().unwrap();
    let parts = shards(&home, &manifest, 3);
    let out = home.path().join("out");
    let refused = |folders: &[&PathBuf]| -> String {
        let folders: Vec<PathBuf> = folders.iter().map(|path| (*path).clone()).collect();
        let error = merge_shards(&out, &folders, |_, _| {}).unwrap_err().to_string();
        assert!(!out.exists(), "nothing is begun: {error}");
        error.replace(&home.path().display().to_string(), "HOME")
    };
    assert_eq!(
        refused(&[&parts[0], &parts[2]]),
        "none of the folders has replicate 3; 4 of 11 are missing (those of part 2/3)"
    );
    let elsewhere = tempfile::tempdir().unwrap();
    let other = Manifest { seed: 7, ..manifest.clone() };
    let foreign = shard(&elsewhere, &other, "2/3");
    let told = refused(&[&parts[0], &foreign, &parts[2]]).replace(&elsewhere.path().display().to_string(), "OTHER");
    assert_eq!(told, "OTHER/2-of-3 is part of another run than HOME/1-of-3: its seed is 7, not 18446744073709551614");
    let longer = shard(&elsewhere, &Manifest { replicates: 12, ..manifest.clone() }, "3/3");
    assert!(refused(&[&parts[0], &longer]).ends_with("its number of replicates is 12, not 11"));
    let run = home.path().join("run");
    whole(&run, &manifest);
    assert_eq!(refused(&[&parts[0], &run]), "HOME/run is no part of a run or study");
    assert_eq!(refused(&[&parts[0], &home.path().join("none")]), "HOME/none holds no run: there is no run.json in it");
    let begun = home.path().join("begun");
    drop(RunFolder::create_shard(&begun, manifest.clone(), "2/3".parse().unwrap()).unwrap());
    assert_eq!(refused(&[&begun]), "HOME/begun is an unfinished run (0 of 4 replicates)");
    let error = merge_shards(&parts[0], &parts, |_, _| {}).unwrap_err().to_string();
    assert!(error.ends_with("1-of-3 is one of the parts, and the whole needs a folder of its own"), "{error}");
}

#[test]
fn overlapping_shards_must_agree() {
    let manifest = manifest(11, 2, 20);
    let home = tempfile::tempdir().unwrap();
    let mut parts = shards(&home, &manifest, 3);
    parts.extend(shards(&home, &manifest, 2));
    let (one, out) = (home.path().join("one"), home.path().join("out"));
    whole(&one, &manifest);
    merge_shards(&out, &parts, |_, _| {}).unwrap();
    assert_same(&one, &out);
    // One that says otherwise of a replicate, as another processor might.
    let odd = home.path().join("odd");
    let mut folder = RunFolder::create_shard(&odd, manifest.clone(), "1/2".parse().unwrap()).unwrap();
    let mut numbers = outcomes(&manifest, folder.pending());
    numbers[1].result = outcome(&manifest, 2).result;
    folder.append(numbers).unwrap();
    drop(folder);
    let error = merge_shards(&home.path().join("two"), &[parts[0].clone(), odd, parts[1].clone()], |_, _| {});
    assert!(matches!(error, Err(StoreError::Disagree { number: 1, .. })), "{error:?}");
}

#[test]
fn a_shard_is_no_run_and_goes_on_as_itself_only() {
    let manifest = manifest(11, 2, 20);
    let home = tempfile::tempdir().unwrap();
    let path = shard(&home, &manifest, "2/3");
    let error = StoredRun::open(&path).unwrap_err();
    assert!(error.to_string().ends_with("2-of-3 is part 2/3 of a run, and no run by itself"), "{error}");
    let resumed = |shard: &str, replicates: u32| {
        let asked = Manifest { replicates, ..manifest.clone() };
        RunFolder::resume_shard(&path, asked, shard.parse().unwrap()).map(|folder| folder.pending())
    };
    assert!(resumed("2/3", 11).unwrap().is_empty());
    assert!(resumed("1/3", 11).unwrap_err().to_string().ends_with("its part is 2/3, not 1/3"));
    assert!(resumed("2/3", 12).unwrap_err().to_string().ends_with("its number of replicates is 11, not 12"));
    let error = RunFolder::resume(&path, manifest.clone()).unwrap_err().to_string();
    assert!(error.ends_with("its part is 2/3, not the whole"), "{error}");
    let run = home.path().join("run");
    whole(&run, &manifest);
    let error = RunFolder::resume_shard(&run, manifest.clone(), "2/3".parse().unwrap()).unwrap_err().to_string();
    assert!(error.ends_with("its part is the whole, not 2/3"), "{error}");
}
