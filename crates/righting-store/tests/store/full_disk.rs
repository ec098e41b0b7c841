//! A disk without room. `/dev/full` stands for it everywhere on Linux; a small tmpfs where the tests may mount one.

#![cfg(target_os = "linux")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use righting_store::{Existing, RunFolder, StoreError, StoredRun};

use crate::synthetic::{manifest, outcome};

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort_unstable();
    names
}

/// Makes a temporary name lead to a disk without room.
fn fill(temporary: &Path) {
    std::os::unix::fs::symlink("/dev/full", temporary).unwrap();
}

#[test]
fn a_batch_that_finds_no_room_loses_nothing_before_it() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("run");
    let manifest = manifest(3, 2, 15);
    let mut folder = RunFolder::create(&path, manifest.clone(), Existing::Refuse).unwrap();
    folder.append(vec![outcome(&manifest, 0)]).unwrap();
    fill(&path.join("parts/.000001.part.tmp"));
    let found = folder.append(vec![outcome(&manifest, 1)]).unwrap_err();
    assert!(matches!(&found, StoreError::DiskFull { path } if path.ends_with("000001.part")), "{found}");
    assert_eq!(names(&path.join("parts")), ["000000.part"]);
    assert_eq!(folder.pending(), [1, 2]);
    // With room again, the same run goes on.
    folder.append(vec![outcome(&manifest, 1), outcome(&manifest, 2)]).unwrap();
    folder.finish().unwrap();
}

#[test]
fn tables_that_find_no_room_are_not_there_at_all() {
    for table in ["nation", "places", "events", "summary"] {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("run");
        let manifest = manifest(3, 2, 15);
        let mut folder = RunFolder::create(&path, manifest.clone(), Existing::Refuse).unwrap();
        folder.append((0..3).map(|one| outcome(&manifest, one)).collect()).unwrap();
        fill(&path.join(format!(".{table}.parquet.tmp")));
        let found = folder.finish().unwrap_err();
        assert!(matches!(found, StoreError::DiskFull { .. }), "{table}: {found}");
        assert_eq!(names(&path), [".lock", "parts", "run.json", "timing.json"], "{table}");
        RunFolder::resume(&path, manifest).unwrap().finish().unwrap();
    }
}

#[test]
fn a_report_that_finds_no_room_leaves_the_one_before() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("run");
    let manifest = manifest(1, 2, 15);
    let mut folder = RunFolder::create(&path, manifest.clone(), Existing::Refuse).unwrap();
    folder.append(vec![outcome(&manifest, 0)]).unwrap();
    let stored = folder.finish().unwrap();
    stored.write_file("report.html", b"<p>first").unwrap();
    fill(&path.join(".report.html.tmp"));
    let found = stored.write_file("report.html", b"<p>second").unwrap_err();
    assert!(matches!(found, StoreError::DiskFull { .. }), "{found}");
    assert_eq!(fs::read(path.join("report.html")).unwrap(), b"<p>first");
}

/// A file system of 1 MiB, gone when the test ends.
struct Small(PathBuf);

impl Small {
    /// `None` where mounting is not allowed.
    fn mount(at: PathBuf) -> Option<Self> {
        fs::create_dir_all(&at).unwrap();
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=1m", "tmpfs"]).arg(&at).output().ok()?;
        mounted.status.success().then_some(Self(at))
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

#[test]
fn a_disk_that_really_fills_up_keeps_what_was_stored() {
    let home = tempfile::tempdir().unwrap();
    let Some(disk) = Small::mount(home.path().join("small")) else {
        eprintln!("mounting is not allowed here: the tests with /dev/full stand alone");
        return;
    };
    let path = disk.0.join("run");
    let manifest = manifest(40, 30, 60);
    let mut folder = RunFolder::create(&path, manifest.clone(), Existing::Refuse).unwrap();
    let mut stored = 0;
    let found = loop {
        match folder.append(vec![outcome(&manifest, stored)]) {
            Ok(()) => stored += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(found, StoreError::DiskFull { .. }), "{found}");
    assert!(stored > 0);
    drop(folder);
    let found = StoredRun::open(&path).unwrap_err();
    assert!(matches!(found, StoreError::Unfinished { done, .. } if done == stored as usize), "{found}");
    assert!(names(&path.join("parts")).iter().all(|name| !name.ends_with(".tmp")));
}

#[test]
fn an_unwritable_folder_is_named() {
    // Nothing can be made in /proc, not even by root.
    let found = RunFolder::create(Path::new("/proc/righting-run"), manifest(1, 1, 15), Existing::Refuse).unwrap_err();
    assert!(found.to_string().starts_with("/proc/righting-run could not be created"), "{found}");
}
