//! A disk without room: a small tmpfs, where the tests may mount one.

#![cfg(target_os = "linux")]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use righting_store::{Existing, RunFolder, StoreError, StoredRun, verify};

use crate::synthetic::{manifest, outcome};

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort_unstable();
    names
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

/// Leaves room for so many bytes.
fn fill(disk: &Path, left: usize) {
    let filler = disk.join("filler");
    let mut file = fs::File::create(&filler).unwrap();
    while file.write_all(&[1; 4096]).is_ok() {}
    drop(file);
    let whole = fs::metadata(&filler).unwrap().len();
    fs::OpenOptions::new().write(true).open(&filler).unwrap().set_len(whole.saturating_sub(left as u64)).unwrap();
}

fn empty(disk: &Path) {
    fs::remove_file(disk.join("filler")).unwrap();
}

#[test]
fn a_batch_that_finds_no_room_loses_nothing_before_it() {
    let home = tempfile::tempdir().unwrap();
    let Some(disk) = Small::mount(home.path().join("small")) else { return };
    let path = disk.0.join("run");
    let manifest = manifest(3, 2, 15);
    let mut folder = RunFolder::create(&path, manifest.clone(), Existing::Refuse).unwrap();
    folder.append(vec![outcome(&manifest, 0)]).unwrap();
    fill(&disk.0, 0);
    let found = folder.append(vec![outcome(&manifest, 1)]).unwrap_err();
    assert!(matches!(&found, StoreError::DiskFull { path } if path.ends_with("000001.part")), "{found}");
    assert_eq!(names(&path.join("parts")), ["000000.part"]);
    assert_eq!(folder.pending(), [1, 2]);
    // With room again, the same run goes on.
    empty(&disk.0);
    folder.append(vec![outcome(&manifest, 1), outcome(&manifest, 2)]).unwrap();
    folder.finish().unwrap();
}

#[test]
fn tables_that_find_no_room_are_made_when_there_is_room() {
    let home = tempfile::tempdir().unwrap();
    let Some(disk) = Small::mount(home.path().join("small")) else { return };
    for left in [0, 4096, 8192, 12_288, 16_384, 20_480, 28_672] {
        let path = disk.0.join(format!("run-{left}"));
        let manifest = manifest(3, 2, 15);
        let mut folder = RunFolder::create(&path, manifest.clone(), Existing::Refuse).unwrap();
        folder.append((0..3).map(|one| outcome(&manifest, one)).collect()).unwrap();
        fill(&disk.0, left);
        let found = folder.finish();
        assert!(matches!(found, Ok(_) | Err(StoreError::DiskFull { .. })), "{left}: {found:?}");
        assert!(left > 0 || found.is_err());
        assert!(names(&path).iter().all(|name| !name.ends_with(".tmp")), "{left}");
        empty(&disk.0);
        RunFolder::resume(&path, manifest).unwrap().finish().unwrap();
        assert_eq!(verify(&path).unwrap().faults, [], "{left}");
        fs::remove_dir_all(&path).unwrap();
    }
}

#[test]
fn a_report_that_finds_no_room_leaves_the_one_before() {
    let home = tempfile::tempdir().unwrap();
    let Some(disk) = Small::mount(home.path().join("small")) else { return };
    let path = disk.0.join("run");
    let manifest = manifest(1, 2, 15);
    let mut folder = RunFolder::create(&path, manifest.clone(), Existing::Refuse).unwrap();
    folder.append(vec![outcome(&manifest, 0)]).unwrap();
    let stored = folder.finish().unwrap();
    stored.write_file("report.html", b"<p>first").unwrap();
    fill(&disk.0, 0);
    let found = stored.write_file("report.html", b"<p>second").unwrap_err();
    assert!(matches!(found, StoreError::DiskFull { .. }), "{found}");
    assert_eq!(fs::read(path.join("report.html")).unwrap(), b"<p>first");
    assert_eq!(verify(&path).unwrap().faults, []);
}

#[test]
fn a_disk_that_really_fills_up_keeps_what_was_stored() {
    let home = tempfile::tempdir().unwrap();
    let Some(disk) = Small::mount(home.path().join("small")) else {
        eprintln!("mounting is not allowed here");
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
