//! What happens to a folder: nothing is lost, nothing doubled, all or nothing.

use righting_import::{Import, ImportError, Input, Request};
use righting_scenario::{Imported, Scenario, Source, init};

use crate::{Case, acled, columns, files, table};

const SOUTH: (&str, &str) = ("South", "Dunwater");

fn march(third: &str) -> String {
    table(&[
        acled("FIV1", "2030-03-01", "Protests", SOUTH, 0, "crowd size=80"),
        acled("FIV2", "2030-03-03", "Riots", SOUTH, 2, third),
    ])
}

#[test]
fn importing_twice_changes_nothing() {
    let case = Case::bare();
    let text = march("crowd size=200");
    let account = case.import(&text, &Request::default());
    assert!(account.drafted.iter().all(|file| file.added > 0 && file.present == 0), "{account:?}");
    let before = files(&case.path());
    let again = case.import(&text, &Request::default());
    assert!(again.drafted.iter().all(|file| file.added == 0 && file.differing == 0 && file.present > 0), "{again:?}");
    assert!(again.written.is_empty());
    assert_eq!(files(&case.path()), before);
}

#[test]
fn nothing_is_written_before_it_is_asked_for() {
    let case = Case::bare();
    let before = files(&case.path());
    let import = case.prepare(&[("events.csv", &march(""))], &Request::default()).unwrap();
    assert_eq!(import.account.written.len(), 4);
    assert_eq!(files(&case.path()), before);
}

#[test]
fn rows_and_comments_of_the_author_stay_to_the_byte() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("case");
    init("five-towns", &path).unwrap();
    let read = |file: &str| std::fs::read_to_string(path.join(file)).unwrap();
    let (main, events, targets) = (read("scenario.toml"), read("records/events.csv"), read("records/targets.csv"));
    let source = Source::Folder(path.clone());
    let input = Input { path: "acled.csv".into(), bytes: march("crowd size=200").into() };
    let import = Import::prepare(&source, vec![input], &Request::default()).unwrap();
    import.write().unwrap();
    assert_eq!(import.account.keys, ["facts"]);
    let amended = read("scenario.toml");
    assert!(main.lines().all(|line| amended.contains(line)), "{amended}");
    assert_eq!(amended.lines().count(), main.lines().count() + 1);
    for (file, old) in [("records/events.csv", events), ("records/targets.csv", targets)] {
        let new = read(file);
        assert!(
            old.lines().zip(new.lines()).all(|(old, new)| new == format!("{old},,") || new.starts_with(old)),
            "{new}"
        );
    }
    // Onset of the south and the total of deaths are the author's: no draft beside them.
    let ids = columns(&read("records/targets.csv"), &["id"]);
    assert!(!ids.contains(&"acled-protest-onset-south".to_owned()), "{ids:?}");
    assert!(
        import.account.notes.iter().any(|note| note.contains("not drafted: the record has targets")),
        "{:?}",
        import.account.notes
    );
    assert!(Scenario::load(&source, &[]).is_ok());
}

#[test]
fn drafts_that_differ_are_kept_until_an_update_is_asked_for() {
    let case = Case::bare();
    case.import(&march("crowd size=200"), &Request::default());
    let facts = case.text("records/facts.csv");
    let own = facts.replacen(
        "2030-03-03,2030-03-05,Dunwater,South,crowd_size,200",
        "2030-03-03,2030-03-05,Dunwater,South,crowd_size,150",
        1,
    );
    assert_ne!(own, facts);
    std::fs::write(case.path().join("records/facts.csv"), &own).unwrap();
    let kept = case.import(&march("crowd size=200"), &Request::default());
    assert_eq!((kept.drafted[0].differing, kept.written.len()), (1, 0), "{kept:?}");
    assert_eq!(case.text("records/facts.csv"), own);
    let updated = case.import(&march("crowd size=200"), &Request { update: true, ..Request::default() });
    assert_eq!((updated.drafted[0].differing, updated.drafted[0].updated), (0, 1), "{updated:?}");
    // A row whose mark was taken off is the author's.
    let line = facts.lines().find(|line| line.contains("crowd_size,200")).unwrap();
    let taken = facts.replace(line, &line.replace("crowd_size,200", "crowd_size,150").replace("private", ""));
    std::fs::write(case.path().join("records/facts.csv"), &taken).unwrap();
    let kept = case.import(&march("crowd size=200"), &Request { update: true, ..Request::default() });
    assert_eq!((kept.drafted[0].differing, kept.drafted[0].added), (1, 0), "{kept:?}");
    assert_eq!(case.text("records/facts.csv"), taken);
}

#[test]
fn rows_are_private_until_they_are_shared() {
    let case = Case::bare();
    case.import(&march("crowd size=200"), &Request::default());
    assert!(case.scenario().record.facts.iter().all(|fact| fact.imported == Imported::Private));
    let shared = case.import(&march("crowd size=200"), &Request { share: true, ..Request::default() });
    assert!(shared.drafted.iter().all(|file| file.shared > 0 && file.added + file.updated == 0), "{shared:?}");
    let record = case.scenario().record;
    assert!(record.facts.iter().all(|fact| fact.imported == Imported::Shared));
    assert!(record.events.iter().all(|event| event.imported.is_public()));
    let again = case.import(&march("crowd size=200"), &Request::default());
    assert!(again.written.is_empty(), "what was let into reports stays there: {again:?}");
}

#[test]
fn what_is_handed_on_is_without_private_rows() {
    let case = Case::bare();
    case.import(&march("crowd size=200"), &Request::default());
    let scenario = case.scenario();
    let (public, taken) = scenario.bundle().without_private();
    let record = &scenario.record;
    assert_eq!(taken, record.facts.len() + record.events.len() + record.targets.len());
    let again = Scenario::load(&Source::Bundle(public), &[]).unwrap();
    assert!(again.record.facts.is_empty() && again.record.targets.is_empty());
    case.import(&march("crowd size=200"), &Request { share: true, ..Request::default() });
    assert_eq!(case.scenario().bundle().without_private().1, 0);
}

#[test]
fn files_that_follow_one_another_add_up() {
    let (first, second) = (march(""), table(&[acled("FIV9", "2030-03-09", "Protests", ("North", ""), 4, "")]));
    let whole = Case::bare();
    let files = [("a.csv", first.as_str()), ("b.csv", second.as_str())];
    whole.prepare(&files, &Request::default()).unwrap().write().unwrap();
    let dead = whole.scenario().record.targets.into_iter().find(|target| target.id.ends_with("nation-2030-03-09"));
    assert_eq!(dead.unwrap().interval, righting_scenario::Interval::Values { low: 6.0, high: 6.0 });
    let error = whole.prepare(&[("a.csv", &first), ("b.csv", &first)], &Request::default()).unwrap_err();
    assert!(matches!(error, ImportError::Twice { .. }), "{error}");
}

#[cfg(unix)]
#[test]
fn a_failed_write_leaves_the_folder_as_it_was() {
    let case = Case::bare();
    let import = case.prepare(&[("events.csv", &march(""))], &Request::default()).unwrap();
    let before = files(&case.path());
    // The scenario file is written last: a folder that stands where its new text is laid keeps it from being written.
    let barrier = case.path().join(".scenario.toml.importing");
    std::fs::create_dir(&barrier).unwrap();
    let error = import.write().unwrap_err();
    assert!(error.to_string().ends_with("the folder is as it was"), "{error}");
    std::fs::remove_dir(&barrier).unwrap();
    assert_eq!(files(&case.path()), before);
    assert!(!case.path().join("records").exists());
    import.write().unwrap();
}

#[test]
fn what_is_inherited_is_copied_and_not_lost() {
    let folder = tempfile::tempdir().unwrap();
    init("five-towns", &folder.path().join("base")).unwrap();
    let own = folder.path().join("own");
    std::fs::create_dir(&own).unwrap();
    std::fs::write(own.join("scenario.toml"), "base = \"../base\"\nid = \"own\"\n\n[time]\ndays = 12 # mine\n")
        .unwrap();
    let source = Source::Folder(own.clone());
    let before = Scenario::load(&source, &[]).unwrap();
    let input = Input { path: "acled.csv".into(), bytes: march("").into() };
    Import::prepare(&source, vec![input], &Request::default()).unwrap().write().unwrap();
    let after = Scenario::load(&source, &[]).unwrap();
    assert!(before.record.targets.iter().all(|target| after.record.targets.iter().any(|one| one.id == target.id)));
    assert!(after.record.targets.len() > before.record.targets.len());
    assert!(std::fs::read_to_string(own.join("scenario.toml")).unwrap().contains("days = 12 # mine"));
}

/// A pipe keeps nothing, and one that a file took the place of would be gone.
#[cfg(unix)]
#[test]
fn a_device_or_a_pipe_under_the_name_of_a_record_is_refused_and_stays() {
    use std::os::unix::fs::FileTypeExt;
    let case = Case::bare();
    let import = case.prepare(&[("events.csv", &march(""))], &Request::default()).unwrap();
    let (pipe, facts) = (case.path().join("pipe"), case.path().join("records/facts.csv"));
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    std::fs::create_dir_all(case.path().join("records")).unwrap();
    std::os::unix::fs::symlink(&pipe, &facts).unwrap();
    let refused = import.write().unwrap_err();
    assert!(matches!(&refused, ImportError::Unwritable { reason, .. } if reason == "it is no file"), "{refused}");
    assert!(pipe.symlink_metadata().unwrap().file_type().is_fifo() && facts.is_symlink());
}
