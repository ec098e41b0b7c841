//! Folders that older versions of the program wrote.

use std::fs;
use std::path::Path;

use righting_scenario::Change;
use righting_store::{Existing, Reseeded, RunFolder, StoredRun, StudyFolder, StudyManifest, read_study};

use crate::synthetic::{manifest, outcome};

/// Writes a file anew as another program would have, with its checksum.
fn rewrite(folder: &Path, name: &str, from: &str, to: &str) {
    let path = folder.join(name);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{text}");
    let text = text.replacen(from, to, 1);
    fs::write(&path, &text).unwrap();
    let list = folder.join("righting.b3sum");
    let line = format!("{}  {name}", blake3::hash(text.as_bytes()).to_hex());
    let old = fs::read_to_string(&list).unwrap();
    let lines = old.lines().map(|other| if other.ends_with(&format!("  {name}")) { line.as_str() } else { other });
    fs::write(&list, lines.map(|line| line.to_owned() + "\n").collect::<String>()).unwrap();
}

/// The changes of the synthetic manifest as values, and as texts of version 0.1.0.
const VALUES: &str = r#"{
        "set": {
          "path": "time.days",
          "value": "7"
        }
      }"#;

#[test]
fn a_run_whose_changes_are_texts_is_read_and_gone_on_with() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("run");
    let stored = manifest(2, 2, 15);
    let mut folder = RunFolder::create(&path, stored.clone(), Existing::Refuse).unwrap();
    folder.append(vec![outcome(&stored, 0)]).unwrap();
    drop(folder);
    let texts = r#""time.days=7", "without alliance", "reseed 2022-01-04 17""#;
    rewrite(&path, "run.json", VALUES, texts);
    rewrite(&path, "run.json", r#""format": 4"#, r#""format": 3"#);
    let mut asked = stored.clone();
    asked.changes.push(Change::Without { id: "alliance".to_owned() });
    asked.reseeded = Some(Reseeded { from: "2022-01-04".parse().unwrap(), seed: 17 });
    let refused = RunFolder::resume(&path, stored.clone()).unwrap_err().to_string();
    assert!(refused.ends_with("its list of changes is time.days=7, without alliance, not time.days=7"), "{refused}");
    let mut folder = RunFolder::resume(&path, asked.clone()).unwrap();
    assert_eq!(folder.pending(), [1]);
    folder.append(vec![outcome(&stored, 1)]).unwrap();
    assert_eq!(folder.finish().unwrap().manifest(), &asked);
    assert_eq!(StoredRun::open(&path).unwrap().manifest(), &asked);
}

#[test]
fn a_study_whose_changes_are_texts_is_read() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("study");
    let manifest = manifest(2, 2, 15);
    let study = StudyManifest {
        kind: "curve".to_owned(),
        version: manifest.version,
        scenario: manifest.scenario,
        title: manifest.title,
        scenario_hash: manifest.scenario_hash,
        changes: manifest.changes,
        seed: 1,
        plan: [].into(),
        files: manifest.files,
        part: None,
    };
    drop(StudyFolder::create(&path, study.clone()).unwrap());
    let values = VALUES.replace("\n  ", "\n");
    rewrite(&path, "study.json", &values, r#""time.days=7""#);
    assert_eq!(read_study(&path).unwrap(), study);
    rewrite(&path, "study.json", r#""time.days=7""#, r#""nonsense""#);
    let found = read_study(&path).unwrap_err().to_string();
    assert!(found.contains("study.json is broken"), "{found}");
}
