//! Scenarios of version 0.1.0, as that version shipped them, become scenarios of today.

use std::path::{Path, PathBuf};

use righting_import::{Became, ImportError, KEPT, Migration};
use righting_scenario::{Source, diagnose, init};

/// A scenario of version 0.1.0 in a folder of its own: its tables have not changed since.
struct Old {
    folder: tempfile::TempDir,
    id: &'static str,
}

impl Old {
    fn new(id: &'static str) -> Self {
        let old = Self { folder: tempfile::tempdir().unwrap(), id };
        init(id, &old.path()).unwrap();
        for file in ["scenario.toml", "fit.toml"] {
            let _ = std::fs::remove_file(old.path().join(file));
            if let Ok(text) = std::fs::read_to_string(old.shipped(file)) {
                std::fs::write(old.path().join(file), text).unwrap();
            }
        }
        old
    }

    fn shipped(&self, file: &str) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/version-0.1.0").join(self.id).join(file)
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join(self.id)
    }

    fn read(&self, file: &str) -> String {
        std::fs::read_to_string(self.path().join(file)).unwrap()
    }

    fn faults(&self) -> Vec<String> {
        diagnose(&Source::Folder(self.path()), &[]).faults.iter().map(ToString::to_string).collect()
    }
}

#[test]
fn every_scenario_of_version_0_1_0_runs_after_its_migration_and_loses_no_line() {
    for id in ["kazakhstan-2022", "bahrain-2011", "five-towns"] {
        let old = Old::new(id);
        assert_ne!(old.faults(), Vec::<String>::new(), "{id} is of another form");
        let migration = Migration::of(&old.path()).unwrap();
        migration.write(None).unwrap();
        assert_eq!(old.faults(), Vec::<String>::new(), "{id}");
        // What stood there is kept beside, and every word of it is in the new file but for values that were converted.
        let [kept, now] = [format!("scenario.toml.{KEPT}"), "scenario.toml".to_owned()].map(|file| old.read(&file));
        assert_eq!(kept, std::fs::read_to_string(old.shipped("scenario.toml")).unwrap());
        let said = |line: &str| line.trim_start_matches(['#', ' ']).split_whitespace().collect::<Vec<_>>().join(" ");
        let there: Vec<String> = now.lines().map(said).collect();
        let lost = kept.lines().map(said).filter(|line| !line.is_empty() && !line.starts_with('['));
        let lost: Vec<String> = lost
            .filter(|line| !there.iter().any(|now| now.ends_with(line.as_str())))
            .filter(|line| {
                !line.starts_with("size = ") && !line.starts_with("prior = ") && !line.starts_with("path = ")
            })
            .collect();
        assert_eq!(lost, Vec::<String>::new(), "{id}");
        // There is nothing left to do.
        assert_eq!(Migration::of(&old.path()).unwrap().steps, []);
    }
}

#[test]
fn names_units_and_fits_are_told_each() {
    let old = Old::new("bahrain-2011");
    let migration = Migration::of(&old.path()).unwrap();
    let step = |was: &str| {
        let found: Vec<_> = migration.steps.iter().filter(|step| step.was.starts_with(was)).collect();
        assert_eq!(found.len(), 1, "{was}: {:?}", migration.steps);
        found[0]
    };
    // The affront of a doubled price at its producer was 0.3966 there, and is 1 now.
    assert_eq!(
        (step("day_of_rage.size").became, step("day_of_rage.size").now.as_str()),
        (Became::Converted, "day_of_rage.size = 1")
    );
    let threshold = step("grievance.threshold = 0.3817");
    assert!(threshold.became == Became::TakenOut && threshold.why.contains("`pool.share`"), "{threshold:?}");
    let rest = step("leaving.rest_days");
    assert!(rest.became == Became::TakenOut && rest.why.contains("fit") && rest.why.contains("pool.rest_days"));
    assert_eq!(step("[fitted]").became, Became::TakenOut);
    migration.write(None).unwrap();
    let now = old.read("scenario.toml");
    assert!(now.contains("size = 1.0 # assumed (0.1-1.0)"), "the remark stays with its number");
    assert!(now.contains("# grievance.threshold = 0.3817 # carried over"), "what is taken out is kept");
}

#[test]
fn what_was_set_and_only_has_another_name_keeps_its_value() {
    let old = Old::new("five-towns");
    let mut text = old.read("scenario.toml");
    text.push_str(
        "\n[parameters.news]\nlag_days = 0.25 # hours\n\n[parameters.joining]\ntravel = 18.0\ncontagion = 0.7\n",
    );
    std::fs::write(old.path().join("scenario.toml"), text).unwrap();
    let copy = old.folder.path().join("copy");
    let migration = Migration::of(&old.path()).unwrap();
    migration.write(Some(&copy)).unwrap();
    let found = diagnose(&Source::Folder(copy.clone()), &[]);
    let setup = found.scenario.unwrap_or_else(|| panic!("{:?}", found.faults)).setup;
    let value = |path: &str| setup.parameters.get(path).unwrap();
    assert_eq!((value("news.delay_days"), value("assembly.travel"), value("joining.contagion")), (0.25, 18.0, 0.9));
    let now = std::fs::read_to_string(copy.join("scenario.toml")).unwrap();
    assert!(now.contains("delay_days = 0.25 # hours"), "{now}");
    // The folder that was read is as it was, and nothing is written over a copy.
    assert!(!old.path().join(format!("scenario.toml.{KEPT}")).exists());
    assert!(matches!(migration.write(Some(&copy)), Err(ImportError::Taken { .. })));
}

#[test]
fn what_was_kept_once_is_not_written_over() {
    let old = Old::new("five-towns");
    let migration = Migration::of(&old.path()).unwrap();
    std::fs::write(old.path().join(format!("scenario.toml.{KEPT}")), "mine").unwrap();
    let before = old.read("scenario.toml");
    assert!(matches!(migration.write(None), Err(ImportError::KeptAlready { .. })));
    assert_eq!((old.read("scenario.toml"), old.read(&format!("scenario.toml.{KEPT}"))), (before, "mine".to_owned()));
}

#[test]
fn what_a_kill_left_is_gone_on_with() {
    let old = Old::new("five-towns");
    let migration = Migration::of(&old.path()).unwrap();
    // Killed after the old file was kept, and while the new one was written beside its place.
    let before = old.read("scenario.toml");
    std::fs::write(old.path().join(format!("scenario.toml.{KEPT}")), &before).unwrap();
    std::fs::write(old.path().join(".scenario.toml.importing"), "[ti").unwrap();
    migration.write(None).unwrap();
    assert_eq!((old.read(&format!("scenario.toml.{KEPT}")), old.faults()), (before, vec![]));
    assert!(!old.path().join(".scenario.toml.importing").exists());
    // Nothing but the copy is left beside it.
    let copies = tempfile::tempdir().unwrap();
    Migration::of(&old.path()).unwrap().write(Some(&copies.path().join("copy"))).unwrap();
    assert_eq!(std::fs::read_dir(copies.path()).unwrap().count(), 1);
}
