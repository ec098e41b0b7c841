//! Parts of a study put together: refused where they differ, gone on with where a merge was broken off.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use righting_store::{Sets, StudyFolder, StudyManifest, StudyPart, StudyShards, TrialRow, read_trials, verify};

const SETS: Sets = Sets { total: 5, each: 2, in_file: 2 };

fn manifest() -> StudyManifest {
    StudyManifest {
        kind: "sweep".to_owned(),
        version: "0.1.0".to_owned(),
        scenario: "synthetic".to_owned(),
        title: "A study".to_owned(),
        scenario_hash: "c0ffee".to_owned(),
        changes: Vec::new(),
        seed: 1,
        plan: BTreeMap::from([("trials".to_owned(), "5".to_owned())]),
        files: Vec::new(),
        part: None,
    }
}

fn rows(sets: std::ops::Range<u32>, offset: f64) -> Vec<TrialRow> {
    let row = |trial, replicate| TrialRow {
        trial,
        replicate,
        parameters: vec![f64::from(trial)],
        summaries: if trial == 3 { Err(("news".to_owned(), "lost".to_owned())) } else { Ok(vec![offset + 0.1]) },
        stopped: None,
    };
    sets.flat_map(|trial| (0..2).map(move |replicate| row(trial, replicate))).collect()
}

/// A part as a session writes it: `in_file` sets a file, counted from its own first.
fn part(home: &Path, text: &str, name: &str, offset: f64) -> PathBuf {
    let path = home.join(name);
    let part = StudyPart { shard: text.parse().unwrap(), arms: Vec::new() };
    let share = part.shard.share(SETS.total);
    let study = StudyFolder::create(&path, StudyManifest { part: Some(part), ..manifest() }).unwrap();
    let mut table = study.trials("trials", &["pool.share".to_owned()], &["dead".to_owned()]).unwrap();
    for file in rows(share, offset).chunks(4) {
        table.append(file).unwrap();
    }
    path
}

#[test]
fn sets_are_put_together_in_order_and_files() {
    let home = tempfile::tempdir().unwrap();
    let parts = ["3/3", "1/3", "2/3"].map(|text| part(home.path(), text, &text.replace('/', "-"), 0.0));
    let out = home.path().join("out");
    let shards = StudyShards::open(&out, &parts).unwrap();
    // Broken off after the first file.
    let broken =
        std::panic::catch_unwind(|| shards.merge_sets(&out, "trials", SETS, |done| assert!(done < 4, "killed")));
    assert!(broken.is_err());
    let (parameters, merged) = shards.merge_sets(&out, "trials", SETS, |_| {}).unwrap();
    assert_eq!((parameters, &merged), (vec!["pool.share".to_owned()], &rows(0..5, 0.0)));
    assert_eq!(read_trials(&out.join("trials")).unwrap().len(), merged.len());
    assert_eq!(std::fs::read_dir(out.join("trials")).unwrap().count(), 3, "five sets, two a file");
    assert_eq!(verify(&out).unwrap().faults, []);
}

#[test]
fn overlapping_parts_must_agree() {
    let home = tempfile::tempdir().unwrap();
    let [first, second, same] = ["1/2", "2/2", "1/1"].map(|text| part(home.path(), text, &text.replace('/', "-"), 0.0));
    let odd = part(home.path(), "1/3", "odd", 0.5);
    let merged = |name: &str, parts: &[&PathBuf]| {
        let (out, parts) = (home.path().join(name), parts.iter().map(|&path| path.clone()).collect::<Vec<_>>());
        let shards = StudyShards::open(&out, &parts).unwrap();
        shards.merge_sets(&out, "trials", SETS, |_| {}).map(|(_, rows)| rows).map_err(|error| error.to_string())
    };
    assert_eq!(merged("one", &[&same, &second, &first]).unwrap(), rows(0..5, 0.0));
    let told = merged("two", &[&first, &second, &odd]).unwrap_err();
    assert!(told.starts_with("set 0 is in ") && told.ends_with("odd, and differs"), "{told}");
    assert!(!home.path().join("two").exists(), "nothing is begun");
}
