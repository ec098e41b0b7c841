//! Interruptions, full disks and pipes: what needs signals and mounts.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::{done, refused, run, tables, text};

const ROUNDS: &str = "400";

fn start(out: &Path, extra: &[&str]) -> Child {
    Command::new(assert_cmd::cargo::cargo_bin("righting"))
        .args(["run", "five-towns", "--replicates", ROUNDS, "--threads", "1", "--no-report", "--out"])
        .arg(out)
        .args(extra)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill").args([&format!("-{name}"), &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

/// Waits until the run has stored a part.
fn wait_for_a_part(out: &Path) {
    let begun = Instant::now();
    let stored = || out.join("parts").read_dir().is_ok_and(|mut parts| parts.next().is_some());
    while !stored() {
        assert!(begun.elapsed() < Duration::from_secs(120), "nothing was stored");
        std::thread::sleep(Duration::from_millis(2));
    }
}

fn whole(folder: &Path) -> std::path::PathBuf {
    let out = folder.join("whole");
    done(&["run", "five-towns", "--replicates", ROUNDS, "--no-report", "--out", out.to_str().unwrap()]);
    out
}

#[test]
fn a_killed_run_resumes_to_the_same_tables() {
    let folder = tempfile::tempdir().unwrap();
    let killed = folder.path().join("killed");
    let mut child = start(&killed, &[]);
    wait_for_a_part(&killed);
    signal(&child, "KILL");
    child.wait().unwrap();
    let name = killed.to_str().unwrap();
    let (code, said) = refused(&["check", name]);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("--resume"), "{said}");
    let again = done(&["run", "five-towns", "--replicates", ROUNDS, "--no-report", "--resume", "--out", name]);
    assert!(again.contains("400"), "{again}");
    assert!(tables(&killed) == tables(&whole(folder.path())));
}

#[test]
fn ctrl_c_keeps_what_is_there_and_says_how_to_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("stopped");
    let mut child = start(&out, &["--json"]);
    wait_for_a_part(&out);
    signal(&child, "INT");
    let status = child.wait().unwrap();
    assert_eq!(status.code(), Some(130));
    let (mut printed, mut said) = (String::new(), String::new());
    child.stdout.take().unwrap().read_to_string(&mut printed).unwrap();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert!(said.contains("--resume"), "{said}");
    assert_eq!(printed, "");
    done(&["run", "five-towns", "--replicates", ROUNDS, "--no-report", "--resume", "--out", out.to_str().unwrap()]);
    assert!(tables(&out) == tables(&whole(folder.path())));
}

#[test]
fn a_broken_pipe_is_no_error() {
    let mut child = Command::new(assert_cmd::cargo::cargo_bin("righting"))
        .args(["explain", "kazakhstan-2022", "--sources"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::with_capacity(64, child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert!(child.wait().unwrap().success(), "{said}");
    assert_eq!(said, "");
    assert!(!line.is_empty());
}

#[test]
fn an_unwritable_folder_is_refused_and_left_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let locked = folder.path().join("locked");
    std::fs::create_dir(&locked).unwrap();
    std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(0o555)).unwrap();
    // Root may write everywhere but under a file and in the kernel's own file systems.
    let file = folder.path().join("file");
    std::fs::write(&file, "kept").unwrap();
    let root = std::fs::write(locked.join("probe"), "").is_ok();
    let target = if root { file.join("run") } else { locked.join("run") };
    let (code, said) = refused(&["run", "five-towns", "--replicates", "2", "--out", target.to_str().unwrap()]);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("could not be"), "{said}");
    assert_eq!(said.matches("os error").count(), 1, "the cause is said once: {said}");
    assert_eq!(std::fs::read_to_string(file).unwrap(), "kept");
}

/// Needs the right to mount; says so where it lacks it.
#[test]
fn a_full_disk_is_named_and_what_was_stored_stays_whole() {
    let folder = tempfile::tempdir().unwrap();
    let disk = folder.path().join("disk");
    std::fs::create_dir(&disk).unwrap();
    let mounted = Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=512k", "tmpfs"])
        .arg(&disk)
        .output()
        .is_ok_and(|output| output.status.success());
    if !mounted {
        eprintln!("skipped: no right to mount a small disk");
        return;
    }
    let out = disk.join("run");
    let output = run(&["run", "five-towns", "--replicates", "4000", "--no-report", "--out", out.to_str().unwrap()]);
    let said = text(&output.stderr).split_whitespace().collect::<Vec<_>>().join(" ");
    let leftovers: Vec<String> = out
        .join("parts")
        .read_dir()
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name.starts_with('.'))
        .collect();
    let report = out.join("report.html").exists();
    assert!(Command::new("umount").arg(&disk).status().unwrap().success());
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("disk is full") && said.contains("--resume"), "{said}");
    assert!(leftovers.is_empty(), "half-written: {leftovers:?}");
    assert!(!report);
}
